//! Every kind of record, in an order in which none refers to a later one: for verify, backup and restore.

use domain::account::{Access, Account, ApiToken, Credential, Grant, Instance};
use store::record::Kind;

/// The kinds.
pub const KINDS: &[Kind] = &[
    Kind::of::<Instance>(),
    Kind::of::<Account>(),
    Kind::of::<Credential>(),
    Kind::of::<Grant>(),
    Kind::of::<Access>(),
    Kind::of::<ApiToken>(),
];

/// Names of every kind of act, for the journal's filter and the catalogues (`act-…`).
pub const ACTS: &[&str] = &[
    "set-up",
    "account-create",
    "account-enable",
    "password-reset",
    "password-change",
    "sessions-end",
    "language-set",
    "role-grant",
    "role-end",
    "token-issue",
    "token-revoke",
];
