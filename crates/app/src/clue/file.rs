//! From the team to the office: passed by the leader, sent back or filed by the keeper, taken back before it is sent.

use super::body::names_nobody;
use super::{about, in_hand, in_offices_hand, in_teams_hand};
use crate::decision::clerk;
use crate::notice::{ClueNews, News};
use crate::{Act, Error, Prep, Prepared, Right};
use domain::Refusal;
use domain::clue::{Filing, Withdrawn};
use domain::permission::{Action, Scope};
use kernel::EngagementId;
use kernel::id::ClueId;
use serde::Deserialize;
use store::Changes;
use store::changes::Chain;

/// The leader passes clues to the office; from then on the team changes nothing.
#[derive(Clone, Debug, Deserialize)]
pub struct PassClues {
    /// The engagement.
    pub engagement: EngagementId,
    /// Which.
    pub clues: Vec<ClueId>,
}

impl Act for PassClues {
    const NAME: &'static str = "clue-pass";
    type Done = usize;

    fn right(&self) -> Right {
        Right::Needs(Action::ClueLead, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<usize>, Error> {
        let passed = Filing { by: clerk(prep).await?, on: prep.today() };
        let mut changes: Option<Changes> = None;
        for id in &self.clues {
            let old = in_teams_hand(prep, self.engagement, *id).await?;
            let new = old.value.clone().pass(passed)?;
            let changes = changes.get_or_insert_with(|| about(&old));
            changes.update(&old, &new)?;
            let news =
                News::Clue { what: ClueNews::Passed, record: new.id.into(), number: new.number.clone() };
            news.tell(changes, prep)?;
        }
        let changes = changes.ok_or_else(|| Refusal::new("clue-nothing-chosen"))?;
        Ok(Prepared { changes, done: self.clues.len() })
    }
}

/// The office sends a clue back to its team before filing it.
#[derive(Clone, Debug, Deserialize)]
pub struct SendBackClue {
    /// Which.
    pub clue: ClueId,
    /// Why.
    pub reason: String,
}

impl Act for SendBackClue {
    const NAME: &'static str = "clue-send-back";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ClueFile, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = in_offices_hand(prep, self.clue).await?;
        names_nobody(prep, self.clue, &[("reason", &self.reason)]).await?;
        let reason = self.reason.trim();
        let new = old.value.clone().send_back(reason.to_owned())?;
        let mut changes = about(&old).because(reason);
        changes.update(&old, &new)?;
        let what = ClueNews::SentBack { engagement: new.engagement };
        News::Clue { what, record: new.id.into(), number: new.number.clone() }.tell(&mut changes, prep)?;
        Ok(Prepared { changes, done: () })
    }
}

/// The office files clues.
#[derive(Clone, Debug, Deserialize)]
pub struct FileClues {
    /// Which.
    pub clues: Vec<ClueId>,
}

impl Act for FileClues {
    const NAME: &'static str = "clue-file";
    type Done = usize;

    fn right(&self) -> Right {
        Right::Needs(Action::ClueFile, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<usize>, Error> {
        let filing = Filing { by: clerk(prep).await?, on: prep.today() };
        let mut changes: Option<Changes> = None;
        let mut engagements = Vec::new();
        for id in &self.clues {
            let old = in_offices_hand(prep, *id).await?;
            let new = old.value.clone().file(filing)?;
            let changes = changes.get_or_insert_with(|| Changes::about("clue", old.id, old.number.clone()));
            changes.update(&old, &new)?;
            engagements.push(new.engagement);
            if new.dispositions().iter().all(|(_, d)| d.is_some()) {
                let news =
                    News::Clue { what: ClueNews::Put, record: new.id.into(), number: new.number.clone() };
                news.tell(changes, prep)?;
            }
        }
        let mut changes = changes.ok_or_else(|| Refusal::new("clue-nothing-chosen"))?;
        engagements.dedup();
        if let [one] = engagements.as_slice() {
            changes = changes.in_chain(Chain::Engagement(*one));
        }
        Ok(Prepared { changes, done: self.clues.len() })
    }
}

/// Takes a clue back with the reason, before any of it was handed over.
#[derive(Clone, Debug, Deserialize)]
pub struct WithdrawClue {
    /// The engagement.
    pub engagement: EngagementId,
    /// Which.
    pub clue: ClueId,
    /// Why.
    pub reason: String,
}

impl Act for WithdrawClue {
    const NAME: &'static str = "clue-withdraw";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ClueRoute, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = in_hand(prep, self.engagement, self.clue).await?;
        names_nobody(prep, self.clue, &[("reason", &self.reason)]).await?;
        let reason = self.reason.trim().to_owned();
        let withdrawn = Withdrawn { by: clerk(prep).await?, on: prep.today(), reason: reason.clone() };
        let mut changes = about(&old).because(reason);
        changes.update(&old, &old.value.clone().withdraw(withdrawn)?)?;
        Ok(Prepared { changes, done: () })
    }
}
