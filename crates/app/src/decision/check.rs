//! The second person's check of what was recorded from paper.

use super::{MadeDecisions, Question, Subject, Verdict, carry_out, clerk};
use crate::{Act, Error, Prep, Prepared, Right, deadline};
use domain::Refusal;
use domain::decision::PaperProfile;
use domain::permission::{Action, Scope};
use kernel::DecisionId;
use serde::Deserialize;
use store::decision::{self as decisions, Decided};
use store::{Changes, Stored};

/// Says whether records agree with their paper. A yes gives them effect where they had none yet.
#[derive(Clone, Debug, Deserialize)]
pub struct CheckPaper {
    /// The decisions of the paper.
    pub decisions: Vec<DecisionId>,
    /// Whether they agree.
    pub agrees: bool,
    /// What does not.
    #[serde(default)]
    pub reason: String,
}

impl Act for CheckPaper {
    const NAME: &'static str = "decision-check";
    type Done = MadeDecisions;

    fn right(&self) -> Right {
        Right::Needs(Action::DecisionCheck, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<MadeDecisions>, Error> {
        self.check(prep, false).await
    }
}

/// The same about clues, by a second keeper: nobody else sees their papers.
#[derive(Clone, Debug, Deserialize)]
pub struct CheckCluePaper(pub CheckPaper);

impl Act for CheckCluePaper {
    const NAME: &'static str = "clue-decision-check";
    type Done = MadeDecisions;

    fn right(&self) -> Right {
        Right::Needs(Action::ClueFile, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<MadeDecisions>, Error> {
        self.0.check(prep, true).await
    }
}

/// The kind under which the deadline of a check runs: of a clue's, only its keepers know.
pub(super) const fn deadline_kind(about: Subject) -> &'static str {
    match about {
        Subject::Clue => "clue_decision",
        _ => "decision",
    }
}

impl CheckPaper {
    async fn check(&self, prep: &mut Prep<'_>, clues: bool) -> Result<Prepared<MadeDecisions>, Error> {
        let by = clerk(prep).await?;
        let today = prep.today();
        let rules = prep.app.ruleset::<PaperProfile>(&mut prep.conn, today).await?.rules;
        let mut found: Vec<Stored<Decided>> = Vec::new();
        for id in &self.decisions {
            let decision = decisions::get(&mut prep.conn, *id).await?;
            found.push(decision.filter(|d| (d.about == Subject::Clue) == clues).ok_or(Error::NotFound)?);
        }
        let Some(first) = found.first() else { return Err(Refusal::new("decision-nothing-chosen").into()) };
        let mut changes = Changes::about(first.about.kind(), first.subject, first.label.clone());
        if clues && let Some(clue) = found.first() {
            let words = [("reason", self.reason.as_str())];
            crate::clue::names_nobody(prep, kernel::id::ClueId(clue.subject.0), &words).await?;
        }
        if !self.agrees {
            changes = changes.because(self.reason.trim());
        }
        for old in &found {
            let had_effect = old.has_effect(&rules);
            let decision = old.decision.clone();
            let decision = if self.agrees {
                decision.agree(by, today)?
            } else if had_effect {
                // What already took effect is not undone by a check: the authorisation is lifted, the plan amended.
                return Err(Refusal::new("decision-reject-in-effect").into());
            } else {
                decision.reject(by, today, self.reason.clone())?
            };
            let on = decision.decided_on;
            let verdict = Verdict { decision: decision.id, approved: decision.approved, on, seen: old.seen };
            let question = Question { about: old.about, id: decision.subject };
            let begins = self.agrees && !had_effect;
            let kind = deadline_kind(old.about);
            deadline::meet(prep, &mut changes, (kind, decision.id.into()), &[]).await?;
            changes.update(old, &Decided { decision, ..old.value.clone() })?;
            if begins {
                carry_out(prep, &mut changes, question, verdict).await?;
            }
        }
        Ok(Prepared {
            changes,
            done: MadeDecisions { decisions: self.decisions.clone(), in_effect: self.agrees },
        })
    }
}
