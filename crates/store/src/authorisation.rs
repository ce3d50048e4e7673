//! Authorisations: the leading group's paper that opens a team's engagements between two days (A4).
//!
//! One authorisation speaks for one team and all its engagements. It is drafted by the office, takes effect by a
//! decision, and may be lifted. Beside it, the reads of the grants and access rows it gave.

use crate::record::{Record, StoreError, Stored, all, optional};
use crate::{Viewer, visible};
use db::{Conn, Value, sql};
use domain::Refusal;
use domain::account::Grant;
use domain::engagement::{AccessEnd, Window};
use domain::permission::Scope;
use kernel::{Day, DecisionId, RecordId, RoundId, TeamId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// Where an authorisation stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Standing {
    /// Written by the office; waits for the leading group.
    Drafted,
    /// Given.
    Given {
        /// By this decision.
        decision: DecisionId,
    },
    /// Refused.
    Refused {
        /// By this decision.
        decision: DecisionId,
    },
    /// Taken back.
    Lifted {
        /// The first day on which it no longer holds.
        on: Day,
        /// Why.
        reason: String,
    },
}

impl Standing {
    /// Its code in columns and message ids.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Drafted => "drafted",
            Self::Given { .. } => "given",
            Self::Refused { .. } => "refused",
            Self::Lifted { .. } => "lifted",
        }
    }
}

/// One authorisation of a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamAuthorisation {
    /// Its id.
    pub id: RecordId,
    /// The round.
    pub round: RoundId,
    /// The team.
    pub team: TeamId,
    /// The paper's number.
    pub number: String,
    /// From when to when it holds.
    pub period: Window,
    /// When the team's access ends.
    pub access_end: AccessEnd,
    /// Where it stands.
    #[serde(flatten)]
    pub standing: Standing,
}

impl TeamAuthorisation {
    /// The leading group's answer.
    ///
    /// # Errors
    /// It was answered before.
    pub fn decided(self, decision: DecisionId, yes: bool) -> Result<Self, Refusal> {
        if self.standing != Standing::Drafted {
            return Err(Refusal::new("authorisation-not-waiting"));
        }
        let standing = if yes { Standing::Given { decision } } else { Standing::Refused { decision } };
        Ok(Self { standing, ..self })
    }

    /// Takes it back, or drops the draft.
    ///
    /// # Errors
    /// It is neither given nor drafted, or no reason was stated.
    pub fn lift(self, on: Day, reason: &str) -> Result<Self, Refusal> {
        if reason.trim().is_empty() {
            return Err(Refusal::new("authorisation-lift-without-reason"));
        }
        match self.standing {
            Standing::Drafted | Standing::Given { .. } => {
                Ok(Self { standing: Standing::Lifted { on, reason: reason.trim().to_owned() }, ..self })
            }
            Standing::Refused { .. } | Standing::Lifted { .. } => {
                Err(Refusal::new("authorisation-not-in-force"))
            }
        }
    }

    /// Whether it waits or holds, so that no second one may stand beside it.
    pub const fn is_open(&self) -> bool {
        matches!(self.standing, Standing::Drafted | Standing::Given { .. })
    }
}

impl Record for TeamAuthorisation {
    const KIND: &'static str = "authorisation";
    const COLUMNS: &'static [&'static str] = &["round", "team", "number", "standing"];
    fn id(&self) -> RecordId {
        self.id
    }
    fn columns(&self) -> Vec<Value> {
        vec![
            self.round.0.into(),
            self.team.0.into(),
            self.number.as_str().into(),
            self.standing.code().into(),
        ]
    }
}

/// The authorisations of a round, the newest first, if the viewer may see rounds.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    conn: &mut Conn,
    viewer: &Viewer,
    round: RoundId,
) -> Result<Vec<Stored<TeamAuthorisation>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select version, format, state from authorisation where ",
        visible!("'rounds'"),
        " and round = $4 order by id desc"
    )));
    all(conn, statement.bind(round.0)).await
}

/// The authorisations of a team, the newest first, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn of_team(conn: &mut Conn, team: TeamId) -> Result<Vec<Stored<TeamAuthorisation>>, StoreError> {
    all(
        conn,
        sql("select version, format, state from authorisation where team = $1 order by id desc").bind(team.0),
    )
    .await
}

/// One authorisation, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: RecordId) -> Result<Option<Stored<TeamAuthorisation>>, StoreError> {
    optional(conn, sql("select version, format, state from authorisation where id = $1").bind(id)).await
}

/// Whether a paper's number is in use.
///
/// # Errors
/// [`StoreError`].
pub async fn by_number(
    conn: &mut Conn,
    number: &str,
) -> Result<Option<Stored<TeamAuthorisation>>, StoreError> {
    let statement = sql("select version, format, state from authorisation where number = $1 \
         and standing in ('drafted', 'given')");
    optional(conn, statement.bind(number)).await
}

/// What an account holds for one engagement and has not ended, future grants included.
///
/// # Errors
/// [`StoreError`].
pub async fn grants_in(
    conn: &mut Conn,
    account: UserId,
    engagement: kernel::EngagementId,
    at: Timestamp,
) -> Result<Vec<Stored<Grant>>, StoreError> {
    all(
        conn,
        sql("select version, format, state from role_grant where account = $1 and scope = $2 \
             and (until_at is null or until_at > $3) order by id")
        .bind(account.0)
        .bind(Scope::One(engagement.0).to_string())
        .bind(at),
    )
    .await
}

/// The access rows of a grant that have not ended, those with a day set for their end included.
///
/// # Errors
/// [`StoreError`].
pub async fn access_open(
    conn: &mut Conn,
    grant: kernel::GrantId,
    at: Timestamp,
) -> Result<Vec<Stored<domain::account::Access>>, StoreError> {
    all(
        conn,
        sql("select version, format, state from access where role_grant = $1 \
             and (until_at is null or until_at > $2) order by id")
        .bind(grant.0)
        .bind(at),
    )
    .await
}
