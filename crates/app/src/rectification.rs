//! The ledger (E2, E3, E5, E10, E11): items claimed, objected to, planned, reported on, declared, signed, reviewed,
//! verified, re-checked; measures, posts, reminders; import and export; what is late.
//!
//! Every act works on the [`Ledger`] of one engagement: it changes items and measures through the rules of `domain`, and
//! [`Ledger::write`] brings what lists find and count them by up to date in the same transaction. The unit's readers
//! see nothing from before the feedback, because nothing of it is in these records.

mod claim;
mod closing;
mod enter;
mod export;
mod import;
mod ledger;
mod next;
mod plan;
mod post;
mod read;
mod remind;
mod report;

pub use claim::{AnswerObjection, ClaimItem, Leader, ObjectItem};
pub use closing::{
    ConfirmedKind, DeclareItem, GoOnItem, RecheckItem, ResumeItem, SendBackItem, SignItem, VerifyItem,
};
pub use domain::rectification::figures::Slice;
pub use domain::rectification::{
    EvidenceKind, Item, ItemKind, Measure, NextStep, Origin, Outcome, Recheck, RectificationRules, SentTo,
    Sign, State as ItemState, StepKind, Summary, ThreeQuestions, Verdict as ItemVerdict,
};
pub use enter::EnterItem;
pub use import::{Difference, ImportLedger, ImportedLedger, LedgerCounts, LedgerOptions, LedgerPreview};
pub use plan::{
    AddMeasure, AskLaterDay, AssignMeasure, GiveUpMeasure, NewGoal, PlanItem, ReachGoal, ServeItem,
};
pub use post::{EnterPost, PostHolder, TakeOverPost, UnitPerson, VacatePost};
pub use read::{Choices, ItemLine, ItemPage, MeasureLine, PostLine};
pub use remind::{LateLine, MOST_AT_ONCE, RemindItem, RemindItems, RemindedItems};
pub use report::{NewEvidence, ReportProgress};
pub use store::rectification::{
    Filter as LedgerFilter, OnLedger, Order as LedgerOrder, Reminder, ReminderState,
};

pub(crate) use ledger::{Ledger, put_on_ledger};

use crate::decision::Verdict;
use crate::{Error, Prep};
use domain::Refusal;
use domain::rectification::Outcome as Answered;
use kernel::{ItemId, Message, RecordId, UnitId};
use store::changes::Chain;
use store::{Changes, rectification as records};

/// Changes about an item, in the chain of its engagement. Named by its code: the journal holds no problem's words.
fn about(item: &Item) -> Changes {
    Changes::about("item", item.id, item.code.clone()).in_chain(Chain::Engagement(item.engagement))
}

/// The ledger that holds an item of the unit that the act names.
async fn ledger_of(prep: &mut Prep<'_>, (unit, item): (UnitId, ItemId)) -> Result<Ledger, Error> {
    let found = records::get(&mut prep.conn, item).await?;
    let found = found.filter(|i| i.unit == unit).ok_or(Error::NotFound)?;
    Ledger::load(prep, found.engagement).await
}

/// What a question about an item, a measure or a reminder is called: the item's code.
pub(crate) async fn item_label(prep: &mut Prep<'_>, id: RecordId) -> Result<String, Error> {
    let item = records::get(&mut prep.conn, ItemId(id.0)).await?.ok_or(Error::NotFound)?;
    Ok(item.code.clone())
}

/// What a question about a measure is called: its code.
pub(crate) async fn measure_label(prep: &mut Prep<'_>, id: RecordId) -> Result<String, Error> {
    let measure = records::measure(&mut prep.conn, kernel::MeasureId(id.0)).await?.ok_or(Error::NotFound)?;
    Ok(measure.code.clone())
}

/// What a question about a reminder is called: its name and the item's code.
pub(crate) async fn reminder_label(prep: &mut Prep<'_>, id: RecordId) -> Result<String, Error> {
    let reminder = records::reminder(&mut prep.conn, id).await?.ok_or(Error::NotFound)?;
    let item = records::get(&mut prep.conn, reminder.item).await?.ok_or(Error::NotFound)?;
    Ok(format!("{} {}", reminder.name.get(kernel::Lang::default()), item.code))
}

/// Carries the answer to an item's striking out: a yes strikes it for the reason by which its objection was upheld.
pub(crate) async fn annulled(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    id: RecordId,
    verdict: Verdict,
) -> Result<(), Error> {
    let old = records::get(&mut prep.conn, ItemId(id.0)).await?.ok_or(Error::NotFound)?;
    let upheld = old.objections.iter().filter_map(|objection| objection.answer.as_ref());
    let mut upheld = upheld.filter(|answer| answer.outcome == Answered::Upheld);
    let reason = upheld.next_back().map(|answer| answer.text.clone()).unwrap_or_default();
    let by = crate::decision::clerk(prep).await?;
    let struck = old.item.clone().annul(verdict.decision, &reason, by, verdict.on)?;
    if !verdict.approved {
        changes.relies_on(&old);
        return Ok(());
    }
    let mut ledger = Ledger::load(prep, old.engagement).await?;
    ledger.change_item(struck);
    ledger.write(prep, changes).await
}

/// Carries the answer to a later day out.
pub(crate) async fn moved(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    id: RecordId,
    verdict: Verdict,
) -> Result<(), Error> {
    let old = records::measure(&mut prep.conn, kernel::MeasureId(id.0)).await?.ok_or(Error::NotFound)?;
    let answered = old.value.clone().answer_extension(verdict.decision, verdict.approved)?;
    let mut ledger = Ledger::load(prep, old.engagement).await?;
    ledger.change_measure(answered);
    ledger.write(prep, changes).await
}

/// Carries the answer to a weighty reminder out: a yes sends it.
pub(crate) async fn reminded(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    id: RecordId,
    verdict: Verdict,
) -> Result<(), Error> {
    let old = records::reminder(&mut prep.conn, id).await?.ok_or(Error::NotFound)?;
    if old.state != ReminderState::Proposed {
        return Err(Refusal::new("rectification-reminder-not-proposed").into());
    }
    let state = if verdict.approved {
        ReminderState::Sent { on: prep.today(), decision: Some(verdict.decision) }
    } else {
        ReminderState::Refused
    };
    let new = Reminder { state, ..old.value.clone() };
    changes.update(&old, &new)?;
    if verdict.approved {
        let item = records::get(&mut prep.conn, old.item).await?.ok_or(Error::NotFound)?;
        remind::tell(prep, changes, &item, &new)?;
    }
    Ok(())
}

/// A text that is needed, or the field's fault.
fn needed(field: &'static str, text: &str, id: &'static str) -> Result<String, Error> {
    let text = text.trim();
    if text.is_empty() { Err(Error::field(field, Message::new(id))) } else { Ok(text.to_owned()) }
}
