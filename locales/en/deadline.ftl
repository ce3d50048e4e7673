# Deadlines
deadline-days-left = { $days ->
    [one] { $days } day left
   *[other] { $days } days left
}
deadline-today = Due today
deadline-overdue = { $days ->
    [one] { $days } day overdue
   *[other] { $days } days overdue
}
deadline-in-time = Done in time
deadline-undone = Taken back with its step
deadline-late = { $days ->
    [one] Done { $days } day late
   *[other] Done { $days } days late
}

deadline-why-start-not-counted = { $start } itself is not counted.
deadline-why-days = Counting { $amount } { $amount ->
    [one] day
   *[other] days
} leads to { $day }.
deadline-why-workdays = Counting { $amount } working { $amount ->
    [one] day
   *[other] days
} leads to { $day }.
deadline-why-months = Counting { $amount } { $amount ->
    [one] month
   *[other] months
} leads to { $day }.
deadline-why-month-end = The month has no such day, so its last one counts: { $day }.
deadline-why-weekend = { $from } to { $to } is a weekend and not counted.
deadline-why-weekend-day = { $day } is a weekend day and not counted.
deadline-why-holiday = { $from } to { $to } is a holiday ({ $name }) and not counted.
deadline-why-holiday-day = { $day } is a holiday ({ $name }) and not counted.
deadline-why-make-up-day = { $day } is worked in exchange for a holiday and counts as a working day.
deadline-why-make-up-end = { $day } falls on a weekend but is worked in exchange for a holiday, so the date stays.
deadline-why-rolled = { $from } is a day of rest; the date moves to { $to }.
deadline-why-not-rolled = { $day } is a day of rest, and this period does not move; the next working day is { $next }.
deadline-why-provisional = The holidays of { $year } are not entered yet: { $day } is provisional and was not moved.

deadline-already-satisfied = This deadline was met on { $on } and can no longer be changed.
deadline-extension-without-reason = Give the reason for the extension.
deadline-extension-not-later = The new date must be later than { $due }; it is { $to }.
deadline-satisfied-before-start = The day it was met, { $on }, is before its start, { $start }. Check the dates.
deadline-not-provisional = This deadline is not provisional and needs no recount.
deadline-matter-on-site-ends = Last day on site
deadline-matter-decision-check = Check of a decision recorded from paper
deadline-extension-not-approved = An extension needs an approval that has effect; this decision has none, or is a refusal.
deadline-title = Deadlines
deadline-lead = The nearest first. Beyond ten days the date comes first, within them the days left.
deadline-help-what = When what you may see is due, from which day it counts, and whether it was extended.
deadline-help-next = Open the record it belongs to; when that is done the deadline is met by itself. Extending one takes an approval, and the first date stays.
deadline-list = Deadlines
deadline-matter = Matter
deadline-about = About
deadline-due = Due
deadline-basis = Counted
deadline-none = Nothing is due
deadline-none-next = Whatever has a deadline will be listed here.
deadline-only-own = My teams only
deadline-only-over = Met ones only
deadline-provisional = provisional
deadline-counted-from = From the day after { $start }.
deadline-day-set = The day was set.
deadline-extended = First { $first }, extended: { $reason }
deadline-near = Due soon
deadline-all = All deadlines
deadline-one-help-what = From which day this counts, why it ends on that day, and whether it was extended.
deadline-one-help-next = When the matter is done the deadline is met by itself. An extension takes an approval first; the first date always stays.
deadline-first-due = First date
deadline-words = As written
deadline-moves = Extensions
deadline-moved-from = From
deadline-moved-to = To
deadline-moved-why = Reason
deadline-moved-by = Rests on
deadline-approval = Approval
deadline-never-moved = Never extended
deadline-never-moved-next = An extension takes an approval and is listed here.
deadline-extend = Extend
deadline-extend-decision = Approval it rests on
deadline-extend-decision-hint = The newest approvals are listed. If yours is missing, record it under Decisions first.
deadline-extend-choose = Choose the approval it rests on.
deadline-extend-to = New date
deadline-extend-reason = Reason
deadline-extend-note = The first date stays, and the extension goes into the journal.
deadline-extend-no-approval = An extension takes an approval, and there is none to rest on yet.
deadline-extended-done = Extended.

deadline-class-immediate = At once
deadline-class-dated = By a date
deadline-class-dated-then-long = By a date, then kept up
deadline-class-long-term = Long-term
deadline-class-missing = No deadline written
deadline-class-asked = To be confirmed

deadline-ask-missing = No deadline is written. Enter a date, or choose “At once” or “Long-term”.
deadline-ask-unreadable = The deadline “{ $words }” cannot be read. Write a date, such as “2025年12月31日前”.
deadline-ask-vague = “{ $words }” names no day. Enter a date, or choose “At once” or “Long-term”.
deadline-ask-done = “{ $words }” says that it is done. Enter the deadline it had.
deadline-ask-no-such-day = “{ $words }” is not in the calendar. Please check it.
deadline-ask-which-day = Which day does “{ $words }” mean? It may be: { $options }.
deadline-ask-which-year = “{ $words }” names no year. It may be: { $options }.
deadline-ask-before-feedback = “{ $words }” is { $day }, before the day of the feedback. Please check the year.
deadline-ask-several-days = “{ $words }” holds several days ({ $options }). Say whether they are stages, or which one counts.
deadline-ask-reversed = “{ $words }” ends on { $to }, before it begins on { $from }. Please check it.
