# Units and the organisation tree
unit-column-serial = Serial number
unit-column-name = Name of the unit
unit-column-nature = Nature of the unit
unit-column-parent = Unit above
unit-column-party-form = Party organisation
unit-column-members = Party members
unit-column-staff = Staff
unit-column-head = Head
unit-column-post = Post
unit-column-level = Cadre-management level
unit-column-last-round = Round of the last inspection
unit-column-last-month = Month of the last inspection
unit-column-note = Remarks

unit-name-missing = Give the unit a name.
unit-name-too-long = The name has { $length } characters; at most { $max } are allowed.
unit-name-taken = A unit under the same parent is called “{ $name }” already. Choose another name, or merge the two.
unit-rename-same = The new name is the same as the present one, “{ $name }”.
unit-change-needs-reason = Give the reason and basis of the change.
unit-change-in-future = The change takes effect after today ({ $today }). Record it when it has.
unit-change-before-founding = The change takes effect before the unit was founded ({ $since }).
unit-has-ended = { $unit } ended on { $on } and cannot change any more.
unit-root-stays = The { $word_committee } itself is the root of the tree. It cannot be moved, merged, split or abolished.
unit-circle = { $parent } lies below { $unit } and cannot be above it at the same time.
unit-merge-with-itself = A unit cannot go into itself. Choose another unit.
unit-split-needs-two = A split leads to at least two units. Make them first.
unit-split-part-twice = “{ $unit }” was chosen twice, or is the unit that is split.
unit-has-units-below =
    { $count ->
        [one] One unit lies below { $unit }. Move it first.
       *[other] { $count } units lie below { $unit }. Move them first.
    }

unit-import-has-errors =
    { $count ->
        [one] The list has one error, and no unit was stored. Correct it and import again.
       *[other] The list has { $count } errors, and no unit was stored. Correct them and import again.
    }
unit-import-missing = { $column } is blank and must be filled in.
unit-import-too-long = { $column } has { $length } characters; at most { $max } are allowed.
unit-import-unknown-value = { $column }: “{ $value }” is not in the list. Accepted: { $accepted }.
unit-import-not-a-number = { $column }: “{ $value }” is no number. Write a count such as 45, or leave it blank.
unit-import-negative-number = { $column }: “{ $value }” is negative. Write 0 or more.
unit-import-not-an-integer = { $column }: “{ $value }” is not whole. Write a whole number of people.
unit-import-too-large = { $column }: “{ $value }” is too large. Check it.
unit-import-merged-rows = The name is merged with row { $row }, but this row has content of its own. Undo the merge and name every unit in its own row.
unit-import-duplicate-name = “{ $unit }” has the name and parent of row { $row }. Remove one row or change its name.
unit-import-self-parent = The unit above is the unit itself. Write the one really above it.
unit-import-unknown-parent = “{ $value }” is neither in the list nor among the known units. Check the name, or add that unit.
unit-import-unknown-parent-near = “{ $value }” is neither in the list nor among the known units. Is “{ $near }” meant?
unit-import-ambiguous-parent = Several units are called “{ $value }”. Put the name of the unit above it in front.
unit-import-cycle = “{ $unit }” and a unit above it lie below each other. Check the parents of these rows.
unit-import-bad-date = “{ $value }” is no month. Write 2022-04, 2022.4 or 2022年4月, or leave it blank if the unit was never inspected.
unit-import-date-ambiguous = “{ $value }” may be January or October. Write it like 2022-01 or 2022-10.
unit-import-date-serial = “{ $value }” looks like a date without a date format. It is read as { $day }; check it.
unit-import-future-date = “{ $value }” is later than the reporting date, { $as-of }.
unit-import-round-unreadable = “{ $value }” names no round. Write 十五届第四轮 or 第四轮, or 未巡察 for a unit never inspected.
unit-import-round-unknown =
    { $rounds ->
        [one] { $term } has had one round by the reporting date; there is no “{ $value }”.
       *[other] { $term } has had { $rounds } rounds by the reporting date; there is no “{ $value }”.
    }
unit-import-term-unknown = The term of “{ $value }” is not known. Enter its term and rounds first.
unit-import-inconsistent = { $value } does not lie in term { $term } and does not agree with round { $round }.
unit-import-inconsistent-window = Round { $round } of term { $term } was held from { $from } to { $to }, which does not agree with { $value }.
unit-import-row-after-footer = This row stands below the notes that end the list. It was read; check whether it belongs there.
unit-import-section-count = “{ $section }” announces { $stated } rows and has { $counted }.
unit-import-subtotal = { $column }: the list's total is { $stated }, the rows add up to { $counted }.

unit-title = Organisation
unit-lead = { GROUPED($count) } units, besides the { $word_committee } itself.
unit-help-what = All units below the { $word_committee }: name, nature, the unit above, head, last inspection. The list is in pinyin order; the tree opens level by level.
unit-help-next = Begin by importing the list of units. Later record renaming, merging and abolishing on each unit's page.
unit-view = View
unit-view-list = List
unit-view-tree = Tree
unit-list = List of units
unit-list-below = Below { $unit }
unit-export = Export spreadsheet
unit-export-title = List of units
unit-export-subtitle = Reported by { $office }, as of { $day }
unit-enter = Enter a unit
unit-import = Import units
unit-search = Name, an earlier or a short one too
unit-kind = Kind
unit-ended = Ended
unit-uncovered = Only those outside full coverage
unit-inspected-last = Last inspection
unit-inspected-never = Never
unit-last-inspection = Term { $term }, round { $round }
unit-last-inspection-term = Term { $term }
unit-none-fits = No unit fits.
unit-none-fits-next = Try another name, or clear the filters.
unit-empty = No units yet.
unit-empty-next = Import the list of units: the { $word_committee } and all its units are made at once.
unit-root = { CAP($word_committee) }
unit-standing = State
unit-standing-active = Active
unit-standing-merged = Merged
unit-standing-split = Split
unit-standing-abolished = Abolished

unit-tree = Tree of units
unit-tree-note = Opens level by level
unit-tree-below = { GROUPED($count) } below
unit-tree-rest = This level is long; see the rest in the list
unit-open = Open the unit's page

unit-one-help-what = What is recorded of this unit, the units below it, its inspections, and every change: who, when, why.
unit-one-help-next = Correct what is wrong. Renaming, moving, merging, splitting and abolishing each have a form with date and reason.
unit-facts = Record
unit-covered = Full coverage
unit-covered-yes = Counted
unit-covered-no = Not counted
unit-since = Founded on
unit-below = Units below
unit-below-all = See all of them in the list
unit-below-none = No units below.
unit-below-none-next = Enter one here, or import them with a list.
unit-enter-below = Enter a unit below
unit-history = Changes
unit-inspected = Inspections
unit-inspected-when = Round
unit-inspected-how = About
unit-inspected-round = Round { $round } of this term
unit-inspected-stated = As imported
unit-inspected-extension = brought along
unit-inspected-none = Not inspected yet.
unit-inspected-none-next = Shows here once a round takes it up.
unit-aliases = Other names
unit-alias = Name
unit-alias-kind = Kind of name
unit-alias-short = Short name
unit-alias-former = Former name
unit-alias-plate = Second name plate
unit-alias-until = until { $day }
unit-alias-none = No other names.
unit-alias-none-next = With short and former names recorded, imports and recusal checks recognise them.
unit-alias-add = Add name
unit-alias-added = Name added.
unit-alias-remove = Remove
unit-alias-removed = Name removed; the journal keeps it.
unit-alias-missing = Enter a name.
unit-alias-known = This unit has the name “{ $name }” already.
unit-alias-kind-missing = Choose the kind of name.
unit-ended-on = It no longer exists since { $day }. { $reason }
unit-carried-on-by = Its work is carried on by

unit-steps = Changes of the unit
unit-rename = Rename
unit-rename-about = The old name stays as a former name and still finds the unit.
unit-rename-to = New name
unit-rename-save = Record the new name
unit-renamed = New name recorded.
unit-move = Move
unit-move-about = Puts it, with everything below it, under another unit.
unit-move-to = New unit above
unit-move-same = It is under { $parent } already.
unit-move-save = Record the move
unit-moved = Move recorded.
unit-merge = Merge into another unit
unit-merge-about = This unit ends. Its name stays as a former name of the other one; rectification items and inspections follow.
unit-merge-to = Into which unit
unit-merge-save = Record the merger
unit-merged = Merger recorded.
unit-split = Split
unit-split-about = This unit ends and two or more others carry on. Enter them first.
unit-split-to = Into which units
unit-split-hint = One a line; each must be entered already.
unit-split-save = Record the split
unit-was-split = Split recorded.
unit-abolish = Abolish
unit-abolish-about = This unit ends and no longer counts for coverage. It cannot be brought back.
unit-abolish-to = Carried on by
unit-abolish-save = Record the end
unit-abolished = End recorded.
unit-change = Edit the record
unit-change-save = Save changes
unit-change-leave = Leave it as it is
unit-changed = Changes saved.
unit-change-nothing = Nothing was changed.
unit-change-on = From which day
unit-change-reason = Reason and basis
unit-change-reason-hint = Name the document and its number, such as “县编〔2025〕3 号”.
unit-change-help-what = Nature, Party form, figures and head of the unit. Name and place have forms of their own.
unit-change-help-next = After saving, “Changes” shows what was changed.
unit-step-help-what = One change of the unit: from which day, and why. It goes into the journal and cannot be deleted.
unit-step-help-next = You come back to the unit's page. A change that a rule forbids names that rule.
unit-changed-meanwhile = Someone changed this unit while you were typing. What you typed is not saved yet.
unit-met = Both versions
unit-met-stored = Stored
unit-met-typed = Typed by you
unit-met-typed-about = not saved yet
unit-met-next = Compare both. Saving again puts yours in its place.
unit-met-look = Look again before you send it.
unit-enter-save = Enter the unit
unit-entered = Unit entered.
unit-enter-help-what = Enters one unit by hand. For many, importing a list is quicker.
unit-enter-help-next = It joins the organisation at once and, where it qualifies, full coverage.
unit-named-hint = A name, former or short ones too; where several units share it, put the unit above first, as in “枕河镇新民村”.
unit-named-none = No unit is called “{ $name }”. Check the name.
unit-named-near = No unit is called “{ $name }”. Did you mean “{ $near }”?
unit-named-several = Several units are called “{ $name }”, below { $above }. Put the unit above first.
unit-party-form-hint = Such as 党组, 党委, 党总支, 党支部.
unit-nature-missing = Choose the nature of the unit.
unit-level-unknown = Choose the management level from the list.
unit-head-without-name = A post is filled in; enter the head's name as well.
unit-text-too-long = { $length } characters; at most { $max } are kept.
unit-number-unreadable = “{ $value }” is no head count. Enter 0 or more, or leave it empty.
unit-day-missing = Enter a day.
unit-day-unreadable = “{ $value }” is no day. Write it like 2025-07-31.

unit-import-help-what = Takes the office's list of units as it is: finds the header, recognises the columns, passes over sub-totals and notes.
unit-import-help-next = Look at the preview first. Errors are listed row by row and nothing is stored; without errors you store it. The same list can come again: only what changed is updated.
unit-import-choose = Choose the spreadsheet
unit-import-file = List of units
unit-import-file-hint = XLSX, at most 20 MB, no tidying needed. Choosing it opens the preview; set the two below first if you need them.
unit-import-file-missing = Choose the list of units.
unit-import-terms = File of terms and rounds
unit-import-terms-hint = Rounds written in the list need terms with dates. Not needed once they are recorded.
unit-import-terms-kept = { $file } is chosen. Choose another to replace it.
unit-import-as-of = Reporting date
unit-import-as-of-hint = Inspections after this day are errors. Empty means the day the terms' file names, or else today.
unit-import-read = Preview
unit-import-read-note = A preview stores nothing.
unit-import-again = Preview again
unit-import-other = Another list
unit-import-columns = Columns that are read
unit-import-columns-note = In any order, under any usual heading
unit-import-needed = needed
unit-import-optional = may be missing
unit-import-accept = { $count ->
    [one] Store one unit
   *[other] Store { GROUPED($count) } units
}
unit-import-accept-changed = { $count ->
    [one] Update one unit
   *[other] Update { GROUPED($count) } units
}
unit-import-accept-terms = Store the terms
unit-imported = Imported.
unit-import-clean = Nothing is wrong.
unit-import-clean-next = Compare the figures, then store it.
unit-import-errors = { $count ->
    [one] One error: it cannot be stored now.
   *[other] { GROUPED($count) } errors: it cannot be stored now.
}
unit-import-errors-next = Correct them in the spreadsheet and choose the file again.
unit-import-warnings = { $count ->
    [one] No errors; one thing to look at.
   *[other] No errors; { GROUPED($count) } things to look at.
}
unit-import-warnings-next = After a look it can be stored.
unit-import-known = Everything in the list is recorded already.
unit-import-known-next = There is nothing to import.
unit-import-nothing-new = Everything in the list is recorded already; there is nothing to store.
unit-import-root = The organisation is empty: “{ $name }” becomes its root.
unit-import-root-short = The organisation is empty: “{ $name }” ({ $short }) becomes its root.
unit-import-no-term = No term is recorded for { $day }.
unit-import-no-term-next = Choose a file of terms and rounds, or another reporting date.
unit-import-units = Units
unit-import-new = New
unit-import-changed = Changed
unit-import-unchanged = Unchanged
unit-import-absent = Not in the list
unit-import-absent-hint = stay as they are
unit-import-error-count = Errors
unit-import-warning-count = Warnings
unit-import-error = Error
unit-import-warning = Warning
unit-import-issues = Row by row
unit-import-issues-note = Rows and columns as in the spreadsheet
unit-import-row = Row
unit-import-column = Column
unit-import-severity = Level
unit-import-what = What is wrong, what would be right
unit-import-whole-file = Whole file
unit-import-kinds = By kind
unit-import-this-term = This term
unit-import-earlier-term = Earlier terms
unit-import-never = Never
unit-import-coverage-as-of = { $term }, as of { $day }
unit-import-options = Read with
unit-import-mapping = Columns
unit-import-mapping-open = See and change what each column is
unit-import-sheet = Sheet “{ $sheet }”
unit-import-column-twice = Columns { $first } and { $second } are both “{ $column }”. Keep one.
