# Feedback
feedback-state-drafted = Being drafted
feedback-state-approved = Approved
feedback-state-told-head = Fed back to the head
feedback-state-delivered = Fed back to the leading body
feedback-state-withdrawn = Withdrawn

feedback-without-problems = The problem list is empty. Enter at least one problem.
feedback-same-problem-twice = The problem “{ $title }” is on the list twice. Merge the two or reword one.
feedback-list-fixed = The feedback’s state is “{ $state }”; its problem list can no longer be changed.
feedback-not-drafted = The feedback’s state is “{ $state }”; it cannot be approved again.
feedback-not-approved = The feedback’s state is “{ $state }”. It is fed back to the head once, after its approval.
feedback-head-first = The feedback’s state is “{ $state }”. It goes to the head first, then to the leading body.
feedback-not-signed-for = Enter who signed for it, with their post.
feedback-body-before-head = The leading body’s day { $on } lies before the head’s, { $head }. Please check it.
feedback-withdraw-without-reason = Enter why it is withdrawn.
feedback-already-handed-over = The feedback’s state is “{ $state }”; it cannot be withdrawn. Correct mistakes in writing.

feedback-draft-no-such-problem = The list has no such problem; it may just have been merged or taken out. Reload and try again.
feedback-draft-no-such-group = The list has no such heading.
feedback-draft-no-such-passage = The problem has no such passage; it may just have been moved. Reload and split again.
feedback-draft-merge-itself = A problem cannot be merged with itself. Choose another one.
feedback-draft-reason-missing = Enter why it is taken out of the list.
feedback-draft-title-missing = A problem needs words.

feedback-import-section-not-found = No section of problems was found. Choose the heading of the main problems in the outline.
feedback-import-group-without-problems = Paragraph { $paragraph } has no problems below it and was taken as one itself. Please check it.
feedback-import-loose-text = Paragraph { $paragraph } belongs to no problem and is not on the list. Please check it.
feedback-import-number-twice = The number { $number } is used twice or out of order; the problems are listed as they stand. Please check.
feedback-import-number-missing = The numbers jump from { $before } to { $number }. Check whether one was left out.
feedback-import-mixed-marks = The problems are numbered in several manners: { $marks }.
feedback-import-mixed-group-marks = The headings are numbered in several manners: { $marks }.
feedback-import-annex-adds = The annexed list repeats { $repeated } problems of the text and adds { $added }; all are on the list.
feedback-import-annex-twice = Row { $row } of the annexed list, “{ $title }”, repeats an earlier row and was not listed again.
feedback-import-not-in-annex = The text’s problem “{ $title }” is not on the annexed list. Please check it.
