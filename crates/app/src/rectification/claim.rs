//! Taking an item on, objecting to its facts, answering that.

use super::{Item, ItemState, Ledger, Origin, about, ledger_of, needed, post::new_post};
use crate::decision::clerk;
use crate::notice::{ItemNews, News};
use crate::{Act, Error, Prep, Prepared, Right, deadline, version};
use domain::permission::{Action, Scope};
use domain::rectification::{Answer, Outcome};
use kernel::{FeedbackId, ItemId, Message, PostId, UnitId, UserId};
use serde::{Deserialize, Serialize};
use store::{Changes, rectification as records};

/// The matter of claiming everything.
const CLAIM: &str = "feedback_claim";

/// The responsible leader: a post of the unit, or one entered with its holder now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leader {
    /// A post that is known.
    Post(PostId),
    /// A post that is not known yet.
    New {
        /// Its title.
        title: String,
        /// Who holds it.
        name: String,
        /// Their account, by which they sign.
        account: Option<UserId>,
    },
}

impl Leader {
    /// The post, made now where it is new.
    pub(super) async fn post(
        &self,
        prep: &mut Prep<'_>,
        changes: &mut Changes,
        unit: UnitId,
    ) -> Result<PostId, Error> {
        match self {
            Self::Post(id) => {
                let post = records::post(&mut prep.conn, *id).await?;
                let post = post.filter(|p| p.unit == unit);
                let unknown = || Error::field("leader", Message::new("post-unknown"));
                Ok(post.ok_or_else(unknown)?.id)
            }
            Self::New { title, name, account } => {
                let post = new_post(prep, unit, (title, ""), (name, *account, None)).await?;
                changes.insert(&post)?;
                Ok(post.id)
            }
        }
    }
}

/// Takes an item on for the unit.
#[derive(Clone, Debug, Deserialize)]
pub struct ClaimItem {
    /// The unit.
    pub unit: UnitId,
    /// The item.
    pub item: ItemId,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
    /// The responsible leader.
    pub leader: Leader,
    /// The department.
    pub department: String,
}

impl Act for ClaimItem {
    const NAME: &'static str = "item-claim";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ItemClaim, Scope::One(self.unit.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let mut ledger = ledger_of(prep, (self.unit, self.item)).await?;
        version::must_be_read(prep, ledger.stored(self.item)?, self.version).await?;
        let department = needed("department", &self.department, "rectification-claim-without-department")?;
        let item = ledger.item(self.item)?;
        let mut changes = about(&item);
        let leader = self.leader.post(prep, &mut changes, self.unit).await?;
        let (by, today) = (clerk(prep).await?, prep.today());
        let origin = item.origin.clone();
        ledger.change_item(item.claim(leader, &department, by, today)?);
        if let Origin::Feedback { feedback, .. } = origin
            && all_claimed(&ledger, feedback)
        {
            let subject = ("feedback", feedback.into());
            deadline::meet(prep, &mut changes, subject, &[CLAIM]).await?;
        }
        ledger.write(prep, &mut changes).await?;
        Ok(Prepared { changes, done: () })
    }
}

/// Whether no problem of a feedback waits to be claimed.
fn all_claimed(ledger: &Ledger, id: FeedbackId) -> bool {
    let of = |item: &Item| matches!(item.origin, Origin::Feedback { feedback, .. } if feedback == id);
    ledger.items().into_iter().filter(|item| of(item)).all(|item| !matches!(item.state, ItemState::FedBack))
}

/// Objects to facts. The clock runs on.
#[derive(Clone, Debug, Deserialize)]
pub struct ObjectItem {
    /// The unit.
    pub unit: UnitId,
    /// The item.
    pub item: ItemId,
    /// What is objected.
    pub text: String,
}

impl Act for ObjectItem {
    const NAME: &'static str = "item-object";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ItemClaim, Scope::One(self.unit.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let mut ledger = ledger_of(prep, (self.unit, self.item)).await?;
        let text = needed("text", &self.text, "rectification-objection-without-text")?;
        let item = ledger.item(self.item)?;
        let mut changes = about(&item);
        let (by, today) = (clerk(prep).await?, prep.today());
        News::item(&item, ItemNews::Objected).tell(&mut changes, prep)?;
        ledger.change_item(item.object(&text, by, today)?);
        ledger.write(prep, &mut changes).await?;
        Ok(Prepared { changes, done: () })
    }
}

/// Answers an objection.
#[derive(Clone, Debug, Deserialize)]
pub struct AnswerObjection {
    /// The unit.
    pub unit: UnitId,
    /// The item.
    pub item: ItemId,
    /// How.
    pub outcome: Outcome,
    /// In which words.
    pub text: String,
}

impl Act for AnswerObjection {
    const NAME: &'static str = "item-answer";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ItemAnswer, Scope::One(self.unit.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let mut ledger = ledger_of(prep, (self.unit, self.item)).await?;
        let text = needed("answer", &self.text, "rectification-answer-without-text")?;
        let item = ledger.item(self.item)?;
        let mut changes = about(&item);
        let (by, on) = (clerk(prep).await?, prep.today());
        News::item(&item, ItemNews::Answered).tell(&mut changes, prep)?;
        ledger.change_item(item.answer_objection(Answer { outcome: self.outcome, text, by, on })?);
        ledger.write(prep, &mut changes).await?;
        Ok(Prepared { changes, done: () })
    }
}
