//! Every kind of record, in an order in which none refers to a later one: for verify, backup and restore.

use domain::account::{Access, Account, ApiToken, Credential, Grant, Instance};
use domain::authorisation::TeamAuthorisation;
use domain::engagement::Kept;
use domain::file::File;
use domain::notice::Notice;
use domain::online_report::DayCount;
use domain::organisation::Unit;
use domain::round::Round;
use domain::ruleset::Ruleset;
use domain::team::{Member, Team};
use domain::term::Term;
use store::deadline::Running;
use store::decision::Decided;
use store::declaration::{Declared, RecusalCheck};
use store::inspector::Pooled;
use store::online_report::KeptForm;
use store::record::Kind;

/// The kinds.
pub const KINDS: &[Kind] = &[
    Kind::of::<Instance>(),
    Kind::of::<Account>(),
    Kind::of::<Credential>(),
    Kind::of::<Grant>(),
    Kind::of::<Access>(),
    Kind::of::<ApiToken>(),
    Kind::of::<Notice>(),
    Kind::of::<File>(),
    Kind::of::<Ruleset>(),
    Kind::of::<Term>(),
    Kind::of::<Unit>(),
    Kind::of::<Pooled>(),
    Kind::of::<Round>(),
    Kind::of::<Team>(),
    Kind::of::<Member>(),
    Kind::of::<Declared>(),
    Kind::of::<RecusalCheck>(),
    Kind::of::<Kept>(),
    Kind::of::<TeamAuthorisation>(),
    Kind::of::<Decided>(),
    Kind::of::<KeptForm>(),
    Kind::of::<DayCount>(),
    Kind::of::<Running>(),
];

/// Names of every kind of act, for the journal's filter and the catalogues (`act-…`).
pub const ACTS: &[&str] = &[
    "set-up",
    "account-create",
    "account-enable",
    "password-reset",
    "password-change",
    "sessions-end",
    "second-factor-enrol",
    "second-factor-remove",
    "second-factor-reset",
    "spare-codes-renew",
    "spare-code-use",
    "language-set",
    "role-grant",
    "role-end",
    "token-issue",
    "token-revoke",
    "ruleset-draft",
    "ruleset-publish",
    "unit-import",
    "unit-enter",
    "unit-change",
    "unit-alias-add",
    "unit-alias-remove",
    "unit-rename",
    "unit-move",
    "unit-merge",
    "unit-split",
    "unit-abolish",
    "term-import",
    "term-enter",
    "term-change",
    "heads-link",
    "notices-seen",
    "notices-give",
    "job-given-up",
    "job-retry",
    "search-rebuild",
    "inspectors-import",
    "inspector-change",
    "inspector-training",
    "inspector-relatives",
    "inspector-link",
    "round-plan",
    "round-import",
    "round-edit",
    "round-move-on",
    "round-step-back",
    "round-withdraw",
    "engagement-add",
    "engagement-change",
    "engagement-extend",
    "engagement-remove",
    "engagement-advance",
    "engagement-step-back",
    "engagement-object",
    "engagement-public",
    "engagement-hand-over",
    "team-edit",
    "team-propose",
    "team-members",
    "team-release",
    "team-pledge",
    "team-unpledge",
    "recusal-declare",
    "recusal-check",
    "recusal-clear",
    "recusal-refuse",
    "recusal-unclear",
    "authorisation-draft",
    "authorisation-lift",
    "numbers-continue",
    "decision-make",
    "decision-record",
    "decision-check",
    "online-form-open",
    "online-form-close",
    "online-days-count",
    "online-parcel-taken-in",
    "deadline-extend",
    "deadlines-tell",
    "deadlines-recount",
    "decision-withdraw",
];
