# Words shared by pages
common-all = All
common-choose = Choose
common-none = None
common-optional = optional
common-given = set by the system
common-close = Close
common-undo = Undo
common-confirm = What this will do
common-confirm-no = Not now
common-field = Field
common-same = , same in both
common-differs = , different
common-sealed = Sealed
common-tick = Select
common-tick-all = Select all on this page
common-filter = Filter
common-filter-clear = Clear filters
common-total = { $count ->
    [one] { GROUPED($count) } row
   *[other] { GROUPED($count) } rows
 }
common-total-capped = more than { GROUPED($count) } rows
common-per-page = Per page
common-page-size = Rows per page
common-pages = Pages
common-first-page = First page
common-next-page = Next page
common-previous-page = Previous page
common-page-number = Page { $page }
common-form-errors = { $count ->
    [one] { $count } field needs correcting
   *[other] { $count } fields need correcting
 }
common-drop-file = Drop a file here, or
common-choose-file = choose one
common-step-done = done
common-step-back = sent back
common-open-branch = Open what is below
common-chart-view = Show as
common-chart = Chart
common-table = Table
common-sum = Total
common-schedule-past = Past
common-schedule-to-come = To come
common-schedule-late = Late
common-schedule-today = The dashed line is today
common-schedule-days = Days
common-schedule-month = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
common-schedule-january = Jan { $year }
common-schedule-stretch = { $name } { $from } to { $to }
common-list-separator = { ", " }
common-step = Step
common-form-foreign = This form was not sent from its own page, so nothing was done. Open the page again and send it from there.
common-form-unreadable = The form could not be read, so nothing was done. Open the page again and fill it in.
common-form-too-large = Too large, so nothing was done. Make the file smaller, or send it in parts.
common-act-reused = This form has already been used for something else; nothing was done. Open the page again.
common-changed-by = Changed by { $who }, { $when }.
common-with-detail = { $name } ({ $detail })
common-form-too-many-files = At most { $most } files at a time, so nothing was done. Send them in parts.
