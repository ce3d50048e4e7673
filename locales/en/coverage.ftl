# Coverage of a term
coverage-standing-inspected = Inspected
coverage-standing-this-round = In this round
coverage-standing-planned = Planned
coverage-standing-open = Not yet planned
