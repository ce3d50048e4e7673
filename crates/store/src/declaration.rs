//! Declarations of recusal and the office's checks: sealed, with only their frame in the open.

use crate::record::{Record, StoreError, Stored, all, optional};
use db::{Conn, Value, sql};
use domain::account::SealedRef;
use domain::decision::Clerk;
use kernel::{Day, DeclarationId, MemberId, PersonId, RecordId, RoundId, RulesetId, UnitId};
use serde::{Deserialize, Serialize};

/// A declaration: who, for which round, about which units. What it says is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declared {
    /// Its id.
    pub id: DeclarationId,
    /// Who declares.
    pub person: PersonId,
    /// For which round.
    pub round: RoundId,
    /// On which day.
    pub on: Day,
    /// The units it speaks about.
    pub units: Vec<UnitId>,
    /// Conflicts and answers.
    pub content: SealedRef,
}

impl Record for Declared {
    const KIND: &'static str = "declaration";
    const COLUMNS: &'static [&'static str] = &["inspector", "round"];
    fn id(&self) -> RecordId {
        self.id.into()
    }
    fn columns(&self) -> Vec<Value> {
        vec![self.person.0.into(), self.round.0.into()]
    }
    fn sealed(&self) -> Vec<SealedRef> {
        vec![self.content.clone()]
    }
}

/// The office's check of a member against the units of the team: under which rules, and how many reasons and
/// questions it found. Which they are is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecusalCheck {
    /// The member's id: a member has one check, and a newer one takes its place.
    pub member: MemberId,
    /// Who checked.
    pub by: Clerk,
    /// When.
    pub on: Day,
    /// Which version of the person's entry in the pool was looked at.
    pub inspector_version: i64,
    /// Which rules; `None` for those that came with the program.
    pub rules: Option<RulesetId>,
    /// The units looked at.
    pub units: Vec<UnitId>,
    /// Reasons that bind the member's side.
    pub binding: u32,
    /// Questions to be answered.
    pub asks: u32,
    /// Unit by unit, in words.
    pub outcome: SealedRef,
}

impl Record for RecusalCheck {
    const KIND: &'static str = "recusal_check";
    const COLUMNS: &'static [&'static str] = &[];
    fn id(&self) -> RecordId {
        self.member.into()
    }
    fn columns(&self) -> Vec<Value> {
        Vec::new()
    }
    fn sealed(&self) -> Vec<SealedRef> {
        vec![self.outcome.clone()]
    }
}

/// One declaration, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: DeclarationId) -> Result<Option<Stored<Declared>>, StoreError> {
    optional(conn, sql("select version, format, state from declaration where id = $1").bind(id.0)).await
}

/// The check of a member, for acts and reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn check_of(conn: &mut Conn, member: MemberId) -> Result<Option<Stored<RecusalCheck>>, StoreError> {
    optional(conn, sql("select version, format, state from recusal_check where id = $1").bind(member.0)).await
}

/// The checks of all members of a round's teams, for reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn checks_of_round(
    conn: &mut Conn,
    round: RoundId,
) -> Result<Vec<Stored<RecusalCheck>>, StoreError> {
    all(
        conn,
        sql("select c.version, c.format, c.state from recusal_check c join member m on m.id = c.id \
             join team t on t.id = m.team where t.round = $1")
        .bind(round.0),
    )
    .await
}
