# Command line, configuration, service
cli-about = xuncha – inspection work: organisation, rounds, teams, and who did what.
cli-heading-usage = Usage:{" "}
cli-heading-commands = Commands
cli-heading-arguments = Arguments
cli-heading-options = Options
cli-heading-common = Options of every command
cli-usage-options = [OPTIONS]
cli-usage-command = <COMMAND>
cli-exit-codes =
    Exit codes: 0 done, 1 failed or faults found, 2 wrong command line or configuration, 3 refused or invalid input,
    4 no such thing, 5 not just now (database away, folder in use).
    Each setting is also a variable: XUNCHA_DATA, XUNCHA_LISTEN, XUNCHA_DATABASE … (xuncha config example).

# Flags of every command
cli-flag-data = Folder of the instance [default: var/xuncha]
cli-flag-listen = Address and port of the pages [default: 127.0.0.1:8470]
cli-flag-database = “sqlite”, or postgres://USER:PASSWORD@HOST/NAME [default: sqlite]
cli-flag-config = Configuration file (TOML)
cli-flag-json = Answer as JSON, for scripts
cli-flag-lang = Language: zh-CN or en [default: the machine's]
cli-flag-help = Show this help
cli-flag-version = Show the version
cli-flag-as = Login of the account in whose name this is done

# Commands
cli-serve = Run the program
cli-serve-proxy = Name or address of the reverse proxy that stands in front and does TLS
cli-serve-certificate = Certificate with its chain (PEM)
cli-serve-key = Private key of the certificate (PEM)
cli-serve-address = Open { $address }
cli-serve-set-up =
    Not set up yet. Open this address once, or type the code on the set-up page:
    { $address }
    Code: { $code }
cli-demo = Run a practice instance with invented data
cli-demo-reset = Throw the practice instance away and begin anew
cli-demo-throw-away = Throw the practice instance away and end
cli-demo-gone = The practice instance in { $path } is gone.
cli-demo-prepare = Only make and fill it; do not serve
cli-demo-empty = Begin with people only; import the lists yourself
cli-demo-working = Filling the practice instance …
cli-demo-local = A practice instance is served on this machine only. Choose an address such as 127.0.0.1:8470.
cli-demo-foreign = { $path } holds an instance that is not for practice. Choose another folder with --data.
cli-demo-half = The practice instance was not filled to the end. Begin anew with “xuncha demo --reset”.
cli-demo-people =
    Practice instance in { $path }. Nothing here is real.
    Open the address below and choose a person; no password is needed.
    For the API and the command line: { $people }; password of all: { $password }
cli-practice-not = { $path } says that this is for practice, but the data were not made for it, so nothing was opened. Take that file away.
cli-init = Make the instance's key and print the recovery sheet
cli-init-yes = Do not ask for the code to be typed back (for scripts)
cli-init-new-sheet = Print a new recovery sheet; the old one opens nothing any more
cli-init-recover = Put the lost key back with the code of the recovery sheet
cli-init-from = Carry out set-up too, as this TOML file says (committee, office, level, own_place, profile, name, login)
cli-init-password-file = The first account’s password is the first line of this file (mode 600); otherwise it is read from standard input, or asked for at a terminal
cli-init-password = Password of the first account:
cli-init-password-again = Again:
cli-init-from-wrong = { $path } cannot be used: { $value }. It needs committee, office, level, name and login, and may have profile (small_office or strict) and own_place (empty: none).
cli-init-unattended = Nobody is at the terminal to type the recovery code back. Run this in a terminal, or with --yes and keep the output on paper.
cli-init-exists = There is an instance in { $path } already. A new sheet for it: --new-sheet; a lost key: --recover.
cli-init-own-place = Own place: { $place }. Recusal by native place uses it; to change it, draft a version under Rules.
cli-init-no-own-place = No own place is set: recusal by native place cannot tell townships of one name apart. Add it under Rules.
cli-init-done = The instance in { $path } is ready. Start it with “xuncha serve”.
cli-recovered = The instance key is back in its place.
cli-migrate = Bring the database up to this program's version
cli-migrated = The database is up to date.
cli-import = Import a file of units, inspectors, a round or terms
cli-import-what = units, inspectors, round, term, petitions, findings, clues, feedback or ledger
cli-import-file = The file (XLSX or JSON)
cli-import-as-of = Day the file is as of, YYYY-MM-DD [default: today]
cli-import-term-file = File with the terms and rounds that the list speaks of
cli-import-dry-run = Only show what would be done and what is wrong
cli-import-too-large = { $path } is larger than { $most } MiB. Split it.
cli-export = Export a list; one that can be imported in the form in which it is imported
cli-export-round = Only this round (rounds) [default: all]; the round of the engagement (petitions) [default: the newest]
cli-export-engagement = The unit whose engagement it is (petitions) [default: all, with number, day and standing alone]
cli-export-as-of = As of which day (coverage), such as 2025-07-31 [default: today]
cli-export-what = units, term (terms with their rounds), inspectors (the pool), rounds (with teams and engagements), coverage or petitions (without who wrote)
cli-export-file = Where to write (XLSX)
cli-deadline = Count a period and say why it ends on that day
cli-deadline-from = Start day, YYYY-MM-DD; not counted
cli-deadline-add = How many
cli-deadline-unit = day, workday or month
cli-deadline-roll = What a last day of rest does: none (it stays) or next (next working day) [default: next]
cli-deadline-due = { $iso } ({ $day })
cli-deadline-provisional = { $iso } ({ $day }), provisional
cli-recusal = Say who must stay away from a unit, and why
cli-recusal-unit = Name of the unit; several may be given
cli-recusal-on = Day the inspection begins, YYYY-MM-DD [default: today]
cli-recusal-reason = Why you ask; kept with the trace of what was opened
cli-recusal-heading = { $unit }, { $day }: { $away } of { $people } people must stay away
cli-recusal-ask = To be asked before anyone can say that there is no conflict: { $people }
cli-verify = Check journal, records and sealed contents against each other
cli-verify-head = A head noted earlier, to find a cut tail; may be repeated
cli-verify-working = Verifying …
cli-verify-head-form = “{ $value }” is no head. Write CHAIN:LENGTH:CODE as verify prints it.
cli-verify-counts = { GROUPED($entries) } entries, { GROUPED($records) } records, { GROUPED($sealed) } sealed values, { GROUPED($traces) } traces; heads:
cli-verify-fault = Fault: { $what } – { $place } { $row }
cli-verify-clean = Everything is as it was written.
cli-verify-faults = { $count ->
    [one] { GROUPED($count) } fault. Keep the database as it is and ask whoever keeps it.
   *[other] { GROUPED($count) } faults. Keep the database as it is and ask whoever keeps it.
 }
cli-fault-record-changed = record differs from the journal
cli-fault-record-missing = record is missing
cli-fault-record-unknown = record that no entry made
cli-fault-entry-changed = entry was altered
cli-fault-entry-missing = entry is missing
cli-fault-entry-unknown = entries of an unknown chain
cli-fault-state-changed = state in the journal was altered
cli-fault-state-missing = state is missing from the journal
cli-fault-state-unknown = state without an entry
cli-fault-sealed-changed = sealed value was altered
cli-fault-sealed-missing = sealed value is missing
cli-fault-sealed-unknown = sealed value that nothing refers to
cli-fault-trace-changed = trace of views and sign-ins was altered
cli-fault-chain-head = head of the chain does not fit
cli-fault-tail-cut = the end of the chain is missing
cli-fault-tally-changed = kept number differs from the records
cli-fault-other = { $name }
cli-backup = Write the whole instance into one file while it runs
cli-backup-file = Where to write
cli-restore = Restore a backup into an empty folder or database
cli-restore-file = The backup
cli-import-done = { $file } is imported.
cli-import-clean = It can be imported as it is. Warnings: { $warnings }
cli-import-faulty = Nothing can be imported. Errors: { $errors }, warnings: { $warnings }
cli-import-error = Error, row { $row } { $column }: { $message }
cli-import-warning = Warning, row { $row } { $column }: { $message }
cli-exported = Written to { $path }.
cli-collector = The public page alone, on a machine of its own
cli-collector-orders = (office) Write orders for the collector: which forms to offer, what was answered
cli-collector-orders-file = the file of orders
cli-collector-accept = (collector) Follow orders: offer forms, pass answers on, let go of forms whose reports are received
cli-collector-serve = (collector) Serve the public page and nothing else
cli-collector-hand-over = (collector) Seal what came into one file for the office
cli-collector-take-in = (office) Take a collector’s file in, with the service stopped; the page can do it too
cli-collector-parcel-file = the sealed file
cli-collector-none = { $path } is no collector’s folder. Begin with collector accept and the office’s orders.
cli-collector-foreign = { $path } holds other data. Give the collector an empty folder of its own.
cli-collector-folder = { $path } is a collector’s folder; only the collector commands open it.
cli-collector-ordered = Orders written to { $path }. The office’s mark is { $office }: compare it on the collector.
cli-collector-accepted = Obeying the office { $office }. Forms offered: { $forms }. Answers passed on: { $talks }. Forms let go of: { $gone }.
cli-collector-not-received = { $count } reports have not reached the office and stay. Hand a file over once more.
cli-collector-handed-over = { $reports } reports sealed into { $path }.
cli-collector-taken-in = { $reports } reports taken in, { $new } of them with something new.
cli-search = Look after the search index
cli-search-what = rebuild: make it anew from the records, with the service stopped
cli-search-working = Making the search index anew
cli-search-rebuilt = The search index was made anew from { GROUPED($records) } records.
cli-backup-working = Writing the backup
cli-backup-made = { $path }: { $mib } MiB, { GROUPED($rows) } rows, { GROUPED($files) } files; head { $head }
cli-backup-missing = This file should be in it and is not there: { $name }
cli-restore-key = Open the backup with this key file instead of the recovery code
cli-restore-used = There is an instance in { $path } already. Restore into an empty folder: --data DIR.
cli-restore-working = Restoring
cli-restored = Backup of { $made } (UTC) restored: { GROUPED($rows) } rows, { GROUPED($files) } files. Its head { $head } must be the one written down then.
cli-user = Accounts: list, create, enable, disable, grant roles, reset passwords
cli-user-list = List accounts
cli-user-create = Make an account; it begins disabled
cli-user-enable = Enable an account
cli-user-disable = Disable an account and end its sessions
cli-user-grant = Give an account a role
cli-user-reset = Give an account a new password
cli-user-login = What its holder types to sign in
cli-user-name = Its holder's name
cli-user-role = The role's code, such as office_staff
cli-user-unit = Id of the unit, for roles of a unit
cli-user-until = The last day; without one the role is held until it is ended
cli-user-factor = Take a lost second factor off an account
cli-user-factor-off = The second factor of { $login } is taken off; its sessions have ended.
cli-user-password-stdin = Read the password from standard input instead of making one
cli-user-created = Account { $login } is made. It begins disabled: xuncha user enable { $login }
cli-user-enabled = { $login } may sign in now.
cli-user-disabled = { $login } can no longer sign in; its sessions have ended.
cli-user-granted = { $login } has the role { $role } now.
cli-user-was-reset = { $login } has a new password; its sessions have ended.
cli-user-password = Password, to be changed at the first sign-in: { $password }
cli-user-no-password = No password came on standard input.
cli-user-role-unknown = There is no role “{ $role }”. Roles: { $roles }.
cli-token = API tokens of an account
cli-token-issue = Make a token and show it once
cli-token-list = List tokens with their last use
cli-token-revoke = End a token
cli-token-label = What the token is for
cli-token-scope = read or write [default: read]
cli-token-days = Days it lives [default: 90]
cli-token-id = The token's id, from the list
cli-token-once = This token is shown once and stored nowhere.
cli-token-revoked = The token is ended.
cli-tls = Certificates for an office without public names
cli-tls-init = Make a local certificate authority and a certificate for the server
cli-tls-name = Name or address by which browsers reach the server; may be repeated
cli-tls-days = Days the certificate lives, at most 825 [default: 825]
cli-tls-made = Certificate for { $names }, good until { $until }.
cli-tls-trust = Install { $path } on the office's machines as a trusted authority, once.
cli-tls-config = Then put this into the configuration:
cli-tls-name-wrong = A certificate cannot name { $names }. Use host names in ASCII or addresses.
cli-tls-other-names = The authority of this folder vouches for { $names } only. For other names move its tls folder away and begin anew.
cli-openapi = Print the description of the API
cli-config = The configuration file: example, check
cli-config-example = Print an example with every key explained
cli-config-check = Name every mistake of a file
cli-config-file = The file
cli-config-good = No mistakes.
cli-bench-data = Fill an instance with many invented records, for measuring
cli-bench-units = How many units

# The configuration's keys
cli-example-opening =
    Configuration of xuncha, with the defaults. Use it with --config FILE or XUNCHA_CONFIG.
    A flag comes before a variable, a variable before this file. Relative paths begin at this file.
cli-key-data = Folder of the instance: data/ and keys/, readable by its owner only.
cli-key-database = "sqlite" for a file in the folder, or postgres://USER:PASSWORD@HOST/NAME.
cli-key-listen = Address and port of the office's pages. Beyond this machine TLS or a proxy is needed.
cli-key-proxy = Name or address of the reverse proxy that does TLS. Only it and this machine are let in.
cli-key-log = What is logged to standard error: a level, or levels by part.
cli-key-offset = Offset of the committee's business days from UTC.
cli-key-tls-certificate = Certificate with its chain (PEM). “xuncha tls init” makes one for an intranet.
cli-key-tls-key = Private key of the certificate (PEM).
cli-key-file = File to read the instance key from, instead of keys/instance.key: a system credential.
cli-key-command = Command that prints the instance key, run by /bin/sh; instead of a file.
cli-key-password-memory = Memory that hashing one password takes, in MiB (7 to 1024). Two are hashed at once.
cli-key-password-passes = Passes over that memory (1 to 16).
cli-key-password-lanes = Lanes (1 to 8).
cli-key-session-idle = A session ends after so many minutes without use (5 to 480).
cli-key-session-absolute = A session ends after so many hours whatever happens (1 to 24).
cli-key-files-largest = Largest file that may be uploaded, in MiB (1 to 512).
cli-key-files-most = Most files in one form (1 to 200).

# Mistakes of the configuration
cli-config-value = { $key }: { $mistake }
cli-config-syntax = This line is not TOML ({ $value }).
cli-config-key-unknown = There is no key “{ $key }”. “xuncha config example” shows them all.
cli-config-key-mistyped = There is no key “{ $key }”. Is { $meant } meant?
cli-config-variable-unknown = There is no such setting. “xuncha config example” names every variable.
cli-config-empty = The value is empty.
cli-config-not-text = Text in quotation marks is needed.
cli-config-not-number = A whole number from { $least } to { $most } is needed.
cli-config-not-database = Write “sqlite” or an address that begins with postgres://.
cli-config-not-address = “{ $value }” is no address with a port. Write it like 127.0.0.1:8470 or [::1]:8470.
cli-config-not-filter = “{ $value }” cannot be read. Write a level (error, warn, info, debug), or parts like info,sqlx=warn.
cli-config-not-offset = “{ $value }” is no offset. Write it like +08:00.
cli-config-tls-half = Certificate and key belong together: set both tls.certificate and tls.key.
cli-config-tls-and-proxy = Set either a certificate (tls) or a proxy, not both.
cli-config-key-twice = Set either instance_key.file or instance_key.command, not both.
cli-config-session = session.idle_minutes is longer than session.absolute_hours.
cli-config-cost = The three password settings do not fit together.

# Keys and the recovery sheet
cli-sheet-title = RECOVERY SHEET – print it, lock it away, keep no copy on any machine
cli-sheet-facts = Sheet { $sheet }, key { $key }, made { $day }, instance { $path }
cli-sheet-advice =
    Whoever has this code and a backup can read everything in it.
    Whoever has lost both the key file and this sheet has lost the sealed contents for good.
    Needed for: restoring a backup elsewhere; a lost key file (xuncha init --recover).
cli-sheet-ask = Recovery code:
cli-sheet-other = That is the code of another sheet.
cli-sheet-unconfirmed = The code was not typed back, so nothing was stored. Begin again.
cli-sheet-no-input = Type the recovery code, or hand it over on standard input.
cli-sheet-none = There is no recovery sheet for this instance; a lost key could not be replaced. Make one: xuncha init --new-sheet
cli-key-exists = There is a key in { $path } already; nothing needs recovering.
cli-key-missing = The instance key { $path } is missing. Put it back, or recover it: xuncha init --recover
cli-key-foreign = The database is sealed with another key (id { $key }). Use the key that belongs to it.
cli-key-readable = Others on this machine can read { $path }. Run: chmod 600 { $path }
cli-key-unreadable = { $path } gives no instance key. The file must be exactly as it was made.
cli-key-command-failed = The command for the instance key failed: { $command }
cli-lock-missing = { $path } is missing: without it the recovery code opens nothing. It is in every backup.
cli-lock-unreadable = { $path } is damaged. Take it from a backup.

# What goes wrong
cli-defect = Something is broken: { $value }
cli-file = { $path }: { $value }
cli-not-found = There is no such thing, or none that this account may know of.
cli-conflict = Someone else changed it at the same moment. Look at it and try again.
cli-nobody = Nobody is signed in. Name an account with --as.
cli-as-missing = Say in whose name: --as LOGIN.
cli-no-such-account = There is no enabled account { $login }.
cli-database-away = The database cannot be reached just now. Try again later.
cli-database-older = The database still has the form of an older program and was left alone. Stop the service, make a backup, then run xuncha migrate.
cli-database-other = The database was made by steps other than this program’s and was left alone. Use the version that made it.
cli-database-newer = The database was written by a newer version of xuncha. Use that version; this one leaves it alone.
cli-folder-in-use = Another xuncha is using { $path }. End it first, or choose another folder.
cli-no-instance = There is no instance in { $path }. “xuncha init” makes one, and so does “xuncha serve”.
cli-cannot-listen = { $address } cannot be used: { $value }
cli-plain-http = { $address } can be reached from other machines, and plain HTTP would send passwords in the open. Set a certificate (xuncha tls init), or name the reverse proxy that does TLS (--proxy NAME).
cli-proxy-unknown = No address is known for the proxy “{ $name }”.
cli-tls-unusable = { $path } cannot be used: { $value }
cli-usage-unknown = There is no “{ $argument }” here. --help shows what there is.
cli-usage-mistyped = There is no “{ $argument }” here. Is { $meant } meant?
cli-usage-missing = Missing: { $argument }
cli-usage-no-command = Say what to do. --help shows the commands.
cli-usage-conflict = { $argument } and { $other } do not go together.
cli-usage-value = { $argument } cannot be “{ $value }”.
cli-usage-choice = { $argument } cannot be “{ $value }”. Choose from: { $choices }.
cli-usage-no-value = { $argument } needs a value.
cli-usage-not-text = The command line is not UTF-8.
cli-usage-wrong = The command line is wrong at { $argument }. --help shows what is possible.
cli-serve-public = Public page for reports: { $address }
cli-key-public-listen = Where the public page for reports is served; left out, it is not. A listener of its own, apart from the office.
cli-key-public-url = Its address from outside, as phones open it; printed as a code on public notices.
cli-config-not-url = “{ $value }” is no address. Write it like https://… .
cli-import-round = number of the round that the file speaks of
cli-import-round-missing = Say which round with --round, such as --round 9.
cli-import-unit = Unit of the feedback or ledger
cli-import-feedback-date = Day of the ledger's feedback, such as 2025-07-04
cli-import-unit-missing = Name the unit of the feedback with --unit.
