# Engagements
engagement-kind-routine = Routine
engagement-kind-special = Special
engagement-kind-mobile = Mobile
engagement-kind-look-back = Look-back
engagement-kind-upgraded = Upgraded
engagement-kind-coordinated = Coordinated
engagement-kind-cross = Cross

engagement-stage-preparation = Preparation
engagement-stage-entry = Entry
engagement-stage-understanding = Understanding
engagement-stage-reporting = Reporting
engagement-stage-feedback = Feedback
engagement-stage-rectification = Rectification
engagement-stage-closed = Closed

engagement-wrong-stage = The engagement is at “{ $stage }”; this step belongs to “{ $needed }”.
engagement-window-reversed = The end, { $to }, is before the beginning, { $from }.
engagement-authorisation-number-missing = Give the number of the authorisation.
engagement-already-authorised = The engagement is authorised. Lift that authorisation before giving another.
engagement-not-authorised = The engagement has no authorisation in force.
engagement-members-unchecked = { $count } members have not declared recusal or were not checked; authorisation follows the check.
engagement-authorisation-too-short = The authorisation must cover the on-site dates, { $from } to { $to }.
engagement-handover-before-feedback = The engagement is at “{ $stage }”; the archive is handed over after feedback.
engagement-already-handed-over = The archive was handed over already, or access ends on a fixed day.
engagement-taken-over-late = The engagement is at “{ $stage }”; one in mid-course is entered while in preparation only.

engagement-entry-no-authorisation = There is no authorisation, so the team cannot enter.
engagement-entry-authorisation-not-in-force = The authorisation holds from { $from } to { $to }; today is outside, or it was lifted.
engagement-entry-no-leader = The team has no leader.
engagement-entry-team-too-small = A team has at least { $least } members; this one has { $count }.
engagement-entry-unchecked = { $count } members have not declared recusal or were not checked.
engagement-entry-unpledged = { $count } members have not signed the pledge.

engagement-reporting-undisposed = { $count } petitions, requests or leads have no disposition. To report first, the leader records why.
engagement-reporting-unanswered = { $count } immediate rectifications have no reply. To report first, the leader records why.
engagement-close-open-items = { $count } rectification items are not settled.
