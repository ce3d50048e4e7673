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
