//! How often what an answer rests on has changed: whatever was worked out from it holds until then, and nobody works it
//! out again for each request (Q1, Q8). The act that writes such a record counts, in the same transaction.

use crate::changes::Aside;
use crate::record::StoreError;
use db::{Conn, sql};

/// What answers rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Which units there are, what they are called and where they lie.
    Units,
    /// What coverage is reckoned from.
    Coverage,
    /// Which rules are in force when.
    Rules,
}

/// Every basis.
const ALL: [Basis; 3] = [Basis::Units, Basis::Coverage, Basis::Rules];

impl Basis {
    /// Its counter.
    pub(crate) const fn counter(self) -> &'static str {
        match self {
            Self::Units => "units-shaped",
            Self::Coverage => "coverage-shaped",
            Self::Rules => "rules-shaped",
        }
    }

    /// Kinds of the records that it is made of.
    const fn kinds(self) -> &'static [&'static str] {
        match self {
            Self::Units => &["unit", "instance"],
            Self::Coverage => &["unit", "instance", "term", "round", "engagement", "ruleset"],
            Self::Rules => &["ruleset"],
        }
    }
}

/// What an act counts that writes records of these kinds.
pub(crate) fn counted<'a>(kinds: impl Iterator<Item = &'a str> + Clone) -> impl Iterator<Item = Aside> {
    let touched = move |basis: &Basis| kinds.clone().any(|kind| basis.kinds().contains(&kind));
    ALL.into_iter().filter(touched).map(|basis| Aside::Count { name: basis.counter().to_owned(), by: 1 })
}

/// How often rules have changed, asked once over a connection: whoever needs one rule needs others.
///
/// # Errors
/// [`StoreError`].
pub async fn of_rules(conn: &mut Conn) -> Result<i64, StoreError> {
    struct Noted(i64);
    if let Some(Noted(n)) = conn.noted() {
        return Ok(*n);
    }
    let n = of(conn, Basis::Rules).await?;
    conn.note(Noted(n));
    Ok(n)
}

/// How often a basis has changed. For reads and acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn of(conn: &mut Conn, basis: Basis) -> Result<i64, StoreError> {
    let row: Option<(i64,)> =
        conn.optional(sql("select n from counter where name = $1").bind(basis.counter())).await?;
    Ok(row.map_or(0, |(n,)| n))
}
