//! Ids that code puts together instead of writing them whole.
//!
//! The scan that finds left-over words looks for an id as a literal; it cannot see `format!("role-{role}")`.
//! Such families are listed here, once, each with who makes them. Prefer a `match` over literal ids; add a
//! line only when the codes come from data (a ruleset, a table) or from an enum's stable name.

/// A family of ids made at run time.
#[derive(Clone, Copy, Debug)]
pub struct DynamicPrefix {
    /// How the ids begin, with the hyphen.
    pub prefix: &'static str,
    /// Who makes them.
    pub made_by: &'static str,
}

/// Every family.
pub const DYNAMIC_PREFIXES: &[DynamicPrefix] = &[
    DynamicPrefix { prefix: "role-", made_by: "roles of the permission table" },
    DynamicPrefix {
        prefix: "action-",
        made_by: "actions of the permission table and kinds of journal entry",
    },
    DynamicPrefix { prefix: "kind-", made_by: "kinds of record: units, engagements, decisions, rulesets" },
    DynamicPrefix { prefix: "stage-", made_by: "stages of an engagement" },
    DynamicPrefix { prefix: "state-", made_by: "states of records" },
    DynamicPrefix { prefix: "level-", made_by: "levels of units, posts and access" },
    DynamicPrefix { prefix: "sector-", made_by: "sectors of units" },
    DynamicPrefix { prefix: "word-", made_by: "the usual words of the vocabulary" },
    DynamicPrefix { prefix: "act-", made_by: "names of acts, on the journal's pages" },
    DynamicPrefix { prefix: "channel-", made_by: "ways in, on the journal's pages" },
    DynamicPrefix { prefix: "fault-", made_by: "what verification finds" },
    DynamicPrefix { prefix: "account-standing-", made_by: "states of an account" },
    DynamicPrefix { prefix: "token-scope-", made_by: "scopes of a token" },
    DynamicPrefix { prefix: "ruleset-key-", made_by: "keys of ruleset files, on their pages" },
    DynamicPrefix { prefix: "ruleset-word-", made_by: "codes in ruleset files, on their pages" },
];
