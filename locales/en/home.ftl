# My work
home-title = My work
home-lead = Today is { $day }
home-help-what = What waits for you, the most urgent first. A fresh system begins with four first steps, which leave the page once done.
home-help-next = Work from the top. When nothing waits, choose on the left what you want to see.
home-begin = Begin here
home-begin-note = in this order; every step shows a preview before anything is stored
home-open = Open
home-step-units = Import the list of units
home-step-units-about = Build the organisations from the spreadsheet you have: preview and list of errors first, then one import. Where the list names rounds, choose the terms’ file with it.
home-step-inspectors = Import the inspectors
home-step-inspectors-about = With their relatives' posts, so that recusal is checked when teams are made.
home-step-coverage = See coverage of the term
home-step-coverage-about = What is done, what is not, and what each remaining round must carry.
home-step-round = Plan a new round
home-step-round-about = Set dates, teams and units; then approval and authorisation.
home-manage = Look after the system
home-manage-note = what your roles allow
home-step-users = Open accounts for colleagues
home-step-users-about = Make accounts, enable them, grant roles.
home-step-rulesets = Check the rules
home-step-rulesets-about = Periods, calendar, recusal and wording each carry their basis. Draft a new version where local practice differs.
home-step-journal = Read the journal
home-step-journal-about = Who did what and when; verify at any time that nothing was altered.
home-today-head = Today's head code
home-today-head-about = Note it in the duty book. With it, verification later finds a journal whose end was cut off.
home-no-role = You have no role yet
home-no-role-next = Ask the security administrator for one. Until then you can see the permission table and your own account.
home-nothing = Nothing waits for you
home-nothing-next = What does will be listed here, and you get a notice.
home-step-done = Done
home-waiting = To be done
home-waiting-note = leaves the list once it is done
home-look = Open
home-approve = Read and decide
home-next-step = Next step
home-drafts = { $count ->
    [one] { $count } authorisation is not decided
   *[other] { $count } authorisations are not decided
 }
home-drafts-about = Open the round and decide on each, or let the office record what was signed on paper.
home-papers = { $count ->
    [one] { $count } decision from paper to check
   *[other] { $count } decisions from paper to check
 }
home-papers-about = Someone other than the recorder holds it against the original; it counts once they agree.
home-accounts = { $count ->
    [one] { $count } account is not enabled
   *[other] { $count } accounts are not enabled
 }
home-accounts-about = Make sure of the person, enable the account, then grant a role.
home-round-begins = On site from { $from } to { $to }
home-round-runs = { $from } to { $to }
home-own = My engagements
home-figure-late = Mine, late
home-figure-soon = Mine, due within three days
home-figure-mine = Waiting for me
home-figure-items-late = Items late
home-figure-verify = To verify
home-figure-unit = items
home-next = Next
home-next-all = See all
home-funnel = From petition to close-out
home-funnel-ledger = From ledger to close-out
home-funnel-step = Step
home-funnel-count = Count
home-funnel-petitions = Petitions
home-funnel-in-scope = In scope
home-funnel-findings = Findings
home-funnel-adopted = Findings adopted
home-funnel-items = On the ledger
home-funnel-closed = Closed
home-funnel-about = Counts what you may see. A petition may stand behind several findings, a finding behind several items.
home-progress = Rectification by unit
home-progress-unit = Unit
home-progress-closed = Closed
home-progress-moving = Under way
home-progress-soon = Due soon
home-progress-late = Late
home-progress-about = Units with most that is late come first; the ledger has the rest.
home-schedule = { $round }: days
home-schedule-note = On site, and what is due after it
home-schedule-team = Team
home-schedule-unit = Unit
home-schedule-stage = Now
home-schedule-on-site = On site
home-schedule-due = Due
home-schedule-late = Late
home-schedule-open = Open the round
