//! Authorisations of teams (A4): the leading group's paper that opens a team's engagements between two days.
//!
//! One paper speaks for one team and all its engagements. The office drafts it; it is given or refused by a decision;
//! a draft may be withdrawn, a given one lifted. Its number is issued when it is given ([`crate::numbering`]), unless
//! the paper carries one already; a number once given stays with its paper, also when that is lifted.

use crate::Refusal;
use crate::engagement::{AccessEnd, Window};
use kernel::{Day, DecisionId, RecordId, RoundId, TeamId};
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
    /// The draft was taken back before anyone decided.
    Withdrawn {
        /// When.
        on: Day,
        /// Why.
        reason: String,
    },
    /// Taken back after it was given; its number is void and stays.
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
            Self::Withdrawn { .. } => "withdrawn",
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
    /// The paper's number; `None` until one is issued.
    pub number: Option<String>,
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

    /// Drops the draft, or takes back what was given.
    ///
    /// # Errors
    /// It is neither given nor drafted, or no reason was stated.
    pub fn lift(self, on: Day, reason: &str) -> Result<Self, Refusal> {
        let reason = reason.trim().to_owned();
        if reason.is_empty() {
            return Err(Refusal::new("authorisation-lift-without-reason"));
        }
        let standing = match self.standing {
            Standing::Drafted => Standing::Withdrawn { on, reason },
            Standing::Given { .. } => Standing::Lifted { on, reason },
            Standing::Refused { .. } | Standing::Withdrawn { .. } | Standing::Lifted { .. } => {
                return Err(Refusal::new("authorisation-not-in-force"));
            }
        };
        Ok(Self { standing, ..self })
    }

    /// Whether it waits or holds, so that no second one may stand beside it.
    pub const fn is_open(&self) -> bool {
        matches!(self.standing, Standing::Drafted | Standing::Given { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn paper() -> TeamAuthorisation {
        let day: Day = "2025-09-08".parse().unwrap();
        TeamAuthorisation {
            id: RecordId(Uuid::nil()),
            round: RoundId(Uuid::nil()),
            team: TeamId(Uuid::nil()),
            number: None,
            period: Window { from: day, to: day },
            access_end: AccessEnd::Handover { done: None },
            standing: Standing::Drafted,
        }
    }

    #[test]
    fn a_draft_is_withdrawn_a_given_paper_is_lifted_and_neither_twice() {
        let day: Day = "2025-09-08".parse().unwrap();
        let decision = DecisionId(Uuid::nil());
        assert_eq!(paper().lift(day, " ").unwrap_err().0.id, "authorisation-lift-without-reason");
        let withdrawn = paper().lift(day, "重拟").unwrap();
        assert_eq!(withdrawn.standing.code(), "withdrawn");
        assert!(withdrawn.clone().decided(decision, true).is_err() && withdrawn.lift(day, "重拟").is_err());
        let given = paper().decided(decision, true).unwrap();
        assert!(given.is_open() && given.clone().decided(decision, false).is_err());
        assert_eq!(given.lift(day, "组长变动").unwrap().standing.code(), "lifted");
    }
}
