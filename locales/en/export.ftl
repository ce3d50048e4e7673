# Lists handed out as spreadsheets; they are papers of the field and written in Chinese
export-subtitle = Reported by { $office }, as of { $day }
export-from = From
export-to = To
export-teams = Teams
export-teams-sheet = Teams
export-team-number = No.
export-engagements-sheet = Engagements
export-authorised-from = Authorised from
export-authorised-to = Authorised to
export-extension = Unit brought along
export-withdrawn = Withdrawn
export-counted-by = Counted by
export-counted-together = Together
export-what = Name
export-round = Round
export-round-numbered = Round { $n }
export-to-add = To be added
