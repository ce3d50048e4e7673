# System
system-title = System
system-lead = Version, sizes, background work. No inspection content here.
system-help-what = For the system administrator: how large the database is, whether anything piles up, whether background work runs.
system-database = Database
system-entries = Journal entries
system-sessions = Sessions in use
system-jobs = Jobs waiting
system-records = Records
system-records-note = numbers only
system-kind = Kind
system-count = How many
system-program = Program
system-version = Version
system-engine = Database engine
system-schema = Version of the tables
system-clock = The program's clock
system-head = Today's head code
system-head-none = none yet today
system-job = Job
system-job-tries = Tries
system-jobs-fine = No job fails
system-help-next = When a sentence under “Is all well” is yellow or red, do what it says. Make a backup every day and note today's head code in the duty book.
system-well = Is all well
system-backup-never = No backup was ever made. Run xuncha backup on the server and keep the file on another machine.
system-backup-well = Last backup: { $when }, { $size }; it was read again from end to end and can be restored.
system-backup-old = The last backup is of { $when } ({ $size }), more than a day and a half ago. Make another one today.
system-backup-incomplete = The last backup ({ $when }, { $size }) lacks the contents of { $missing ->
    [one] one file
   *[other] { $missing } files
 }. Run xuncha verify to learn which.
system-verify-never = Nothing was ever verified. Run xuncha verify on the server.
system-verify-well = Last verification: { $when }, { GROUPED($entries) } journal entries, nothing wrong.
system-verify-old = The last verification is of { $when } ({ GROUPED($entries) } journal entries), more than forty days ago. Run xuncha verify again.
system-verify-faults = Verifying { GROUPED($entries) } journal entries on { $when } found { $faults ->
    [one] one thing
   *[other] { $faults } things
 } that do not fit. Change nothing and call the auditor.
system-jobs-well = Background work runs; { GROUPED($count) } due now.
system-jobs-retried = { $count ->
    [one] One job has
   *[other] { $count } jobs have
 } failed and will be tried again by itself. Nothing to do.
system-jobs-given-up = { $count ->
    [one] One job was
   *[other] { $count } jobs were
 } given up after many tries. Read the reason below, put it right, then press “Try again”.
system-index-well = Search keeps up; { GROUPED($count) } records wait to be indexed.
system-index-lags = Search lags behind; { GROUPED($count) } records wait to be indexed, so what was just entered may not be found yet.
system-files = Files
system-files-count = { GROUPED($count) } kept
system-jobs-failing = Jobs that failed
system-jobs-fine-next = A job that fails is tried again, and given up after many tries; all of them are listed here.
system-job-error = Reason
system-job-next = Next try
system-job-given-up = given up
system-job-retry = Try again
system-job-retried = The job is tried again at once.
system-search = Search index
system-search-about = The index makes search quick. It holds only what the records say and can be made anew at any time; that is needed only when results are plainly wrong.
system-search-rebuild = Make anew
system-search-rebuild-sure = It is made in the background while people search. Begin?
system-search-rebuild-begun = The index is being made anew.
system-search-rebuilding = Being made anew: { GROUPED($done) } of { GROUPED($total) } records. Search works meanwhile.
