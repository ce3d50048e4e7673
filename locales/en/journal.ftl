# Journal
journal-title = Journal
journal-lead = Every act is here, each chained to the one before, so that a change shows.
journal-heading = All entries
journal-help-what = Who did what, when, in which role and why. It only grows; nothing is changed or deleted.
journal-help-next = “Verify” checks whether journal or data were changed behind the program. If something is found, leave everything as it is and compare with a backup.
journal-empty = No entries fit
journal-empty-next = Change the filter, or clear it.
journal-all-acts = All acts
journal-when = When
journal-who = Who
journal-what = What
journal-subject = Subject
journal-reason = Reason
journal-program = the program itself
journal-entry = One act
journal-role = Role
journal-channel = Way in
journal-records = Records changed
journal-number = Chain and number
journal-act = Id of the act
journal-same-subject = All entries about this subject
journal-none = none given
journal-verify = Verify
journal-verify-title = Verification
journal-verified = { GROUPED($entries) } entries, { GROUPED($records) } records and { GROUPED($sealed) } sealed values were computed again.
journal-unaltered = Nothing was altered.
journal-faults = { $count ->
    [one] { $count } fault was found.
   *[other] { $count } faults were found.
 }
journal-fault-list = Faults
journal-fault = Fault
journal-fault-place = Where
journal-fault-row = Which
journal-heads = Head codes of the chains
journal-heads-note = note them down: a journal cut short later is found by them
journal-chain = Chain
journal-chain-instance = This system
journal-chain-trace = Views and sign-ins
journal-length = Entries
journal-head-code = Head code
journal-verify-help-what = The program computed journal and data again from the beginning and compared every row with what is stored.
journal-verify-help-next = Without faults, note the head codes in the duty book. With faults, mend nothing yet: have the system administrator compare with a backup.
