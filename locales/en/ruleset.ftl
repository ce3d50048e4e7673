# Rules
ruleset-kind-deadlines = Deadlines
ruleset-kind-calendar = Working-day calendar
ruleset-kind-recusal = Recusal rules
ruleset-kind-coverage = What counts for coverage
ruleset-kind-team = Composition of teams
ruleset-kind-vocabulary = Vocabulary
ruleset-kind-unit-kinds = Kinds of unit
ruleset-kind-banner = Secrecy banner
ruleset-kind-decisions = Decisions recorded from paper

ruleset-published = { $kind }, version { $version }, is published and never changes. Draft a new version.
ruleset-kind-fixed = The kind of a ruleset cannot be changed (it is: { $kind }).
ruleset-version-used = { $kind } already have a version { $version } or higher. Use the next number.
ruleset-faulty = The content has { $count } mistakes; the first is at { $field }: { $first }
ruleset-file-unreadable = The file of rules cannot be read: { $value }
ruleset-unreadable = The content cannot be read.
ruleset-basis-missing = Name the basis: a document, “local practice” or “project default”.
ruleset-version-zero = Versions are numbered from 1.

ruleset-missing = This is missing.
ruleset-unknown-key = Nothing is called “{ $value }”; check the spelling.
ruleset-not-an-object = A group of names and values belongs here.
ruleset-not-a-list = A list belongs here, not “{ $value }”.
ruleset-not-a-text = A text belongs here, not “{ $value }”.
ruleset-not-a-number = A whole number from { $least } to { $most } belongs here, not “{ $value }”.
ruleset-not-a-flag = true or false belongs here, not “{ $value }”.
ruleset-not-a-day = “{ $value }” is no date; write 2026-01-01.
ruleset-not-a-time = “{ $value }” is no time of day; write 17:30.
ruleset-not-a-year = “{ $value }” is no year.
ruleset-unknown-choice = “{ $value }” is not possible. Possible: { $allowed }.
ruleset-word-twice = “{ $value }” stands here twice.
ruleset-team-one-leader = A team needs exactly one place for a leader.

ruleset-calendar-holiday-reversed = { $name } ends on { $to }, before it begins on { $from }.
ruleset-calendar-holiday-too-long = { $name } from { $from } to { $to } is too long; check the dates.
ruleset-calendar-day-outside-year = { $day } does not belong to the holidays of { $year }.
ruleset-calendar-make-up-not-weekend = { $day } is no weekend day and cannot be worked in exchange.
ruleset-calendar-make-up-in-holiday = { $day } lies in a holiday and cannot be worked in exchange too.
ruleset-kind-numbers = Document numbers
ruleset-number-form = The form “{ $value }” needs {"{"}code{"}"}, {"{"}year{"}"} and {"{"}serial{"}"} once each, with something between them.
ruleset-draft-changed = The draft was changed after the decision; have the present text decided on.
