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
unit-root-stays = The committee itself is the root of the tree. It cannot be moved, merged, split or abolished.
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
