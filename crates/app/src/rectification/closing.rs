//! The chain by which an item closes, as acts: declared, signed, reviewed, sent back, verified, let go on, re-checked.
//!
//! Signatures of the unit and its superior are made in one's own session with the password entered again. A form sends
//! the version it was made from, so of two people who close one item the second is told who was quicker.

use super::{EvidenceKind, Item, Ledger, Measure, about, ledger_of};
use crate::decision::clerk;
use crate::notice::{ItemNews, News};
use crate::{Act, Error, Prep, Prepared, Right, version};
use domain::Refusal;
use domain::permission::{Action, Scope};
use domain::rectification::{Recheck, RectificationRules, SentTo, Sign, Verdict};
use kernel::{Day, ItemId, MeasureId, Message, UnitId};
use serde::{Deserialize, Serialize};
use store::{Changes, rectification as records};

/// An item being moved through the chain.
struct Moving {
    ledger: Ledger,
    item: Item,
    changes: Changes,
    rules: RectificationRules,
}

/// Reads an item of the unit that the act names, as the form saw it.
async fn moving(
    prep: &mut Prep<'_>,
    (unit, item): (UnitId, ItemId),
    version: Option<i64>,
) -> Result<Moving, Error> {
    let ledger = ledger_of(prep, (unit, item)).await?;
    version::must_be_read(prep, ledger.stored(item)?, version).await?;
    let rules = ledger.rules(prep, item).await?;
    let item = ledger.item(item)?;
    let changes = about(&item);
    Ok(Moving { ledger, item, changes, rules })
}

impl Moving {
    /// Writes the item as it is now, and tells whoever's turn it is.
    async fn written(mut self, prep: &mut Prep<'_>, item: Item) -> Result<Prepared<()>, Error> {
        if let Some(turn) = item.turn(&self.rules)
            && self.item.turn(&self.rules) != Some(turn)
        {
            News::item(&item, ItemNews::Turn { sign: turn }).tell(&mut self.changes, prep)?;
        }
        self.ledger.change_item(item);
        self.ledger.write(prep, &mut self.changes).await?;
        Ok(Prepared { changes: self.changes, done: () })
    }
}

/// The unit declares an item complete.
#[derive(Clone, Debug, Deserialize)]
pub struct DeclareItem {
    /// The unit.
    pub unit: UnitId,
    /// The item.
    pub item: ItemId,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
    /// Why meetings, documents and delegations suffice, where there is nothing else.
    #[serde(default)]
    pub why: String,
}

impl Act for DeclareItem {
    const NAME: &'static str = "item-declare";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ItemReport, Scope::One(self.unit.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let moving = moving(prep, (self.unit, self.item), self.version).await?;
        let (by, on) = (clerk(prep).await?, prep.today());
        let measures: Vec<Measure> = moving.ledger.measures().into_iter().cloned().collect();
        let measures: Vec<&Measure> = measures.iter().collect();
        let why = Some(self.why.as_str()).filter(|why| !why.trim().is_empty());
        let item = moving.item.clone().declare((by, on), why, &measures, &moving.rules)?;
        moving.written(prep, item).await
    }
}

/// The right that a signature needs.
const fn action_of(sign: Sign) -> Action {
    match sign {
        Sign::Leader => Action::ItemSignLeader,
        Sign::Head => Action::ItemSignHead,
        Sign::Superior => Action::ItemSignSuperior,
        Sign::Review => Action::ItemReview,
        Sign::Verify => Action::ItemVerify,
    }
}

impl SignItem {
    /// The right that a signature, or sending back in its turn, needs.
    pub const fn needs(sign: Sign) -> Action {
        action_of(sign)
    }

    /// Whether the password is entered again: for signatures, not for the review.
    pub const fn asks_password(sign: Sign) -> bool {
        matches!(sign, Sign::Leader | Sign::Head | Sign::Superior)
    }
}

/// Signs for an item, or agrees to it in review.
#[derive(Clone, Deserialize)]
pub struct SignItem {
    /// The unit.
    pub unit: UnitId,
    /// The item.
    pub item: ItemId,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
    /// As what.
    pub sign: Sign,
    /// One's own password, again; not asked of the review.
    #[serde(default)]
    pub password: String,
}

impl Act for SignItem {
    const NAME: &'static str = "item-sign";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(action_of(self.sign), Scope::One(self.unit.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let moving = moving(prep, (self.unit, self.item), self.version).await?;
        if Self::asks_password(self.sign) {
            let signed = prep.ctx.signed()?.clone();
            if !prep.app.confirm_password(&signed, &self.password).await? {
                return Err(Error::field("password", Message::new("account-password-wrong")));
            }
        }
        let (by, on) = (clerk(prep).await?, prep.today());
        let leader = match &moving.item.claim {
            Some(claim) if self.sign == Sign::Leader => records::post(&mut prep.conn, claim.leader).await?,
            _ => None,
        };
        let leader = leader.as_ref().map(|post| &post.value);
        let item = moving.item.clone().sign(self.sign, (by, on), leader, &moving.rules)?;
        moving.written(prep, item).await
    }
}

/// Returns an item to the unit with a reason.
#[derive(Clone, Debug, Deserialize)]
pub struct SendBackItem {
    /// The unit.
    pub unit: UnitId,
    /// The item.
    pub item: ItemId,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
    /// In whose turn.
    pub sign: Sign,
    /// To which step.
    pub to: SentTo,
    /// Why; the unit reads these words.
    pub reason: String,
    /// A new day, where one is set.
    #[serde(default)]
    pub due: Option<Day>,
}

impl Act for SendBackItem {
    const NAME: &'static str = "item-send-back";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(action_of(self.sign), Scope::One(self.unit.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let mut moving = moving(prep, (self.unit, self.item), self.version).await?;
        super::needed("reason", &self.reason, "rectification-sent-back-without-reason")?;
        moving.changes = moving.changes.because(self.reason.trim());
        let (by, on) = (clerk(prep).await?, prep.today());
        let item = moving.item.clone().send_back(
            self.sign,
            (by, on),
            (self.to, &self.reason),
            self.due,
            &moving.rules,
        )?;
        News::item(&item, ItemNews::SentBack).tell(&mut moving.changes, prep)?;
        moving.written(prep, item).await
    }
}

/// The unit takes an item up again that was sent back to its measures.
#[derive(Clone, Debug, Deserialize)]
pub struct ResumeItem {
    /// The unit.
    pub unit: UnitId,
    /// The item.
    pub item: ItemId,
}

impl Act for ResumeItem {
    const NAME: &'static str = "item-resume";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ItemReport, Scope::One(self.unit.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let moving = moving(prep, (self.unit, self.item), None).await?;
        let (by, on) = (clerk(prep).await?, prep.today());
        let item = moving.item.clone().resume(by, on)?;
        moving.written(prep, item).await
    }
}

/// What the verifier found a piece of evidence to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmedKind {
    /// The measure.
    pub measure: MeasureId,
    /// Which of its pieces, from 0.
    pub at: usize,
    /// The kind.
    pub kind: EvidenceKind,
}

/// The office's finding, with the kinds of evidence it confirms.
#[derive(Clone, Debug, Deserialize)]
pub struct VerifyItem {
    /// The unit.
    pub unit: UnitId,
    /// The item.
    pub item: ItemId,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
    /// What was found.
    pub verdict: Verdict,
    /// Kinds of evidence, as confirmed.
    #[serde(default)]
    pub kinds: Vec<ConfirmedKind>,
}

impl Act for VerifyItem {
    const NAME: &'static str = "item-verify";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ItemVerify, Scope::One(self.unit.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let mut moving = moving(prep, (self.unit, self.item), self.version).await?;
        for confirmed in &self.kinds {
            let measure = moving.ledger.measures().into_iter().find(|m| m.id == confirmed.measure).cloned();
            let measure = measure.filter(|m| m.items.contains(&self.item));
            let measure = measure.ok_or_else(|| Refusal::new("rectification-no-such-evidence"))?;
            moving.ledger.change_measure(measure.confirm(confirmed.at, confirmed.kind)?);
        }
        let (by, on) = (clerk(prep).await?, prep.today());
        let measures: Vec<Measure> = moving.ledger.measures().into_iter().cloned().collect();
        let measures: Vec<&Measure> = measures.iter().collect();
        let item = moving.item.clone().verify(self.verdict.clone(), (by, on), &measures, &moving.rules)?;
        News::item(&item, ItemNews::Verified).tell(&mut moving.changes, prep)?;
        moving.written(prep, item).await
    }
}

/// Lets an item go on beyond the concentrated period.
#[derive(Clone, Debug, Deserialize)]
pub struct GoOnItem {
    /// The unit.
    pub unit: UnitId,
    /// The item.
    pub item: ItemId,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Act for GoOnItem {
    const NAME: &'static str = "item-go-on";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ItemVerify, Scope::One(self.unit.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let moving = moving(prep, (self.unit, self.item), self.version).await?;
        let (by, on) = (clerk(prep).await?, prep.today());
        let item = moving.item.clone().go_on(by, on)?;
        moving.written(prep, item).await
    }
}

/// Re-checks a closed item; a rebound opens it again.
#[derive(Clone, Debug, Deserialize)]
pub struct RecheckItem {
    /// The unit.
    pub unit: UnitId,
    /// The item.
    pub item: ItemId,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
    /// What was found.
    pub found: Recheck,
}

impl Act for RecheckItem {
    const NAME: &'static str = "item-recheck";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ItemVerify, Scope::One(self.unit.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let mut moving = moving(prep, (self.unit, self.item), self.version).await?;
        let (by, on) = (clerk(prep).await?, prep.today());
        let item = moving.item.clone().recheck(self.found.clone(), by, on)?;
        if let Recheck::Rebound { reason, .. } = &self.found {
            moving.changes = moving.changes.because(reason.trim());
            News::item(&item, ItemNews::Reopened).tell(&mut moving.changes, prep)?;
        }
        moving.written(prep, item).await
    }
}
