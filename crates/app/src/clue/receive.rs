//! The receiver's part: signing, opening what was handed over, reporting; the office's notes of what came on paper, and
//! its reminders.

use super::body::{OPEN_SECONDS, must_have_reason, names_nobody};
use super::hand_over::{Package, due_about};
use super::{about, find};
use crate::notice::{ClueNews, News};
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right, View, deadline};
use domain::Refusal;
use domain::clue::{Outcome, Receipt, Reminder, RoutingRules, Transfer};
use domain::permission::compartment::FILED_CLUES;
use domain::permission::{Action, Scope};
use kernel::id::{ClueId, TransferId};
use kernel::{Day, Message, Page, PageRequest, RecordId, Timestamp};
use serde::Deserialize;
use store::{Changes, Stored, clue as clues};

/// The receiver signs for a hand-over.
#[derive(Clone, Debug, Deserialize)]
pub struct SignReceipt {
    /// Which.
    pub transfer: TransferId,
    /// Whether the seal was whole.
    pub seal_whole: bool,
}

/// The office notes a receipt that came on paper.
#[derive(Clone, Debug, Deserialize)]
pub struct NoteReceipt {
    /// Which.
    pub transfer: TransferId,
    /// Who signed, as written.
    pub by: String,
    /// When.
    pub on: Day,
    /// Whether the seal was whole.
    pub seal_whole: bool,
}

/// The receiver reports the type of outcome.
#[derive(Clone, Debug, Deserialize)]
pub struct ReportOutcome {
    /// Which.
    pub transfer: TransferId,
    /// Code of the type.
    pub kind: String,
}

/// The office notes an outcome that came on paper.
#[derive(Clone, Debug, Deserialize)]
pub struct NoteOutcome {
    /// Which.
    pub transfer: TransferId,
    /// Code of the type.
    pub kind: String,
    /// When it was reported.
    pub on: Day,
}

/// A hand-over for whoever received it.
async fn of_receiver(prep: &mut Prep<'_>, id: TransferId) -> Result<Stored<Transfer>, Error> {
    let viewer = prep.ctx.viewer()?;
    clues::received(&mut prep.conn, &viewer, id).await?.ok_or(Error::NotFound)
}

/// A hand-over for the clues' keeper.
async fn of_keeper(prep: &mut Prep<'_>, id: TransferId) -> Result<Stored<Transfer>, Error> {
    let viewer = prep.ctx.viewer()?;
    clues::sight(&mut prep.conn, &viewer, FILED_CLUES).await?.ok_or(Error::NotFound)?;
    clues::transfer(&mut prep.conn, id).await?.ok_or(Error::NotFound)
}

impl Act for SignReceipt {
    const NAME: &'static str = "clue-receipt";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ClueReceive, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let transfer = of_receiver(prep, self.transfer).await?;
        let by = prep.ctx.signed()?.name.clone();
        let receipt = Receipt { by, on: prep.today(), seal_whole: self.seal_whole };
        signed(prep, &transfer, receipt, true).await
    }
}

impl Act for NoteReceipt {
    const NAME: &'static str = "clue-receipt";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ClueFile, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let transfer = of_keeper(prep, self.transfer).await?;
        names_nobody(prep, transfer.clue, &[("by", &self.by)]).await?;
        let by = self.by.trim().to_owned();
        if by.is_empty() {
            return Err(Error::field("by", Message::new("clue-receipt-unsigned")));
        }
        not_in_future(prep, self.on)?;
        signed(prep, &transfer, Receipt { by, on: self.on, seal_whole: self.seal_whole }, false).await
    }
}

fn not_in_future(prep: &Prep<'_>, on: Day) -> Result<(), Error> {
    let today = prep.today();
    if on > today {
        return Err(Error::field("on", Message::new("clue-day-in-future").with("today", today)));
    }
    Ok(())
}

async fn signed(
    prep: &mut Prep<'_>,
    transfer: &Stored<Transfer>,
    receipt: Receipt,
    tells: bool,
) -> Result<Prepared<()>, Error> {
    let old = find(prep, transfer.clue).await?;
    let new = old.value.clone().receipt(transfer.key, receipt.clone())?;
    let mut changes = about(&old);
    changes.update(&old, &new)?;
    let signed = Transfer { receipt: Some(receipt.clone()), ..transfer.value.clone() };
    changes.update(transfer, &signed)?;
    let subject = ("clue_transfer", RecordId::from(signed.id));
    deadline::meet(prep, &mut changes, subject, &["transfer_receipt"]).await?;
    deadline::begin(prep, &mut changes, ("received", receipt.on), &due_about(&signed)).await?;
    if tells {
        tell_office(prep, &mut changes, ClueNews::Signed, &signed)?;
    }
    Ok(Prepared { changes, done: () })
}

fn tell_office(
    prep: &Prep<'_>,
    changes: &mut Changes,
    what: ClueNews,
    transfer: &Transfer,
) -> Result<(), Error> {
    let (record, number) = (transfer.clue.into(), transfer.number.clone());
    News::Clue { what, record, number }.tell(changes, prep)
}

impl Act for ReportOutcome {
    const NAME: &'static str = "clue-outcome";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ClueReceive, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let transfer = of_receiver(prep, self.transfer).await?;
        let on = prep.today();
        answered(prep, &transfer, Outcome { kind: self.kind.trim().to_owned(), on }, true).await
    }
}

impl Act for NoteOutcome {
    const NAME: &'static str = "clue-outcome";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ClueFile, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let transfer = of_keeper(prep, self.transfer).await?;
        not_in_future(prep, self.on)?;
        answered(prep, &transfer, Outcome { kind: self.kind.trim().to_owned(), on: self.on }, false).await
    }
}

async fn answered(
    prep: &mut Prep<'_>,
    transfer: &Stored<Transfer>,
    outcome: Outcome,
    tells: bool,
) -> Result<Prepared<()>, Error> {
    let today = prep.today();
    let rules = prep.app.ruleset::<RoutingRules>(&mut prep.conn, today).await?.rules;
    if !outcome.kind.is_empty() && rules.outcome(&outcome.kind).is_none() {
        return Err(Error::field("kind", Message::new("clue-outcome-unlisted")));
    }
    if let Some(receipt) = transfer.receipt.as_ref().filter(|receipt| outcome.on < receipt.on) {
        let message = Message::new("clue-outcome-before-receipt").with("on", receipt.on);
        return Err(Error::field("on", message));
    }
    let old = find(prep, transfer.clue).await?;
    let new = old.value.clone().outcome(transfer.key, outcome.clone())?;
    let mut changes = about(&old);
    changes.update(&old, &new)?;
    let answered = Transfer { outcome: Some(outcome), ..transfer.value.clone() };
    changes.update(transfer, &answered)?;
    deadline::meet(prep, &mut changes, ("clue_transfer", answered.id.into()), &[]).await?;
    if tells {
        tell_office(prep, &mut changes, ClueNews::Answered, &answered)?;
    }
    Ok(Prepared { changes, done: () })
}

/// Reminds receivers of what they owe, all in one step.
#[derive(Clone, Debug, Deserialize)]
pub struct RemindReceivers {
    /// Which hand-overs.
    pub transfers: Vec<TransferId>,
}

impl Act for RemindReceivers {
    const NAME: &'static str = "clue-remind";
    type Done = usize;

    fn right(&self) -> Right {
        Right::Needs(Action::ClueFile, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<usize>, Error> {
        let reminder = Reminder { on: prep.today(), by: prep.ctx.signed()?.name.clone() };
        let mut changes: Option<Changes> = None;
        for id in &self.transfers {
            let old = of_keeper(prep, *id).await?;
            let new = old.value.clone().remind(reminder.clone())?;
            let changes = changes.get_or_insert_with(|| Changes::about("clue", old.clue, old.number.clone()));
            changes.update(&old, &new)?;
            if let Some(to) = new.to {
                let what = ClueNews::Reminded { to, inside: new.inside };
                News::Clue { what, record: new.id.into(), number: new.number.clone() }.tell(changes, prep)?;
            }
        }
        let changes = changes.ok_or_else(|| Refusal::new("clue-nothing-chosen"))?;
        Ok(Prepared { changes, done: self.transfers.len() })
    }
}

/// A hand-over in its receiver's list.
#[derive(Clone, Debug)]
pub struct ReceivedLine {
    /// The hand-over.
    pub transfer: Stored<Transfer>,
    /// The last day of what is due next.
    pub due: Option<Day>,
}

/// What was handed over, opened. No `Debug`: it names people.
#[derive(Clone)]
pub struct OpenedTransfer {
    /// Name and post of the subject.
    pub subject: Option<(String, String)>,
    /// What the clue says.
    pub summary: String,
    /// When the page closes it by itself.
    pub closes: Timestamp,
}

impl App {
    /// What was handed over to the reader's department or discipline body.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn received_clues(
        &self,
        ctx: &Ctx,
        open: bool,
        page: &PageRequest,
    ) -> Result<Page<ReceivedLine>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::ClueReceive, Scope::Global).await?;
        let found = clues::received_list(&mut conn, &viewer, open, page).await?;
        let ids: Vec<TransferId> = found.items.iter().map(|t| t.value.id).collect();
        let due = clues::due(&mut conn, &ids).await?;
        Ok(found.map(|transfer| {
            let own = due.iter().find(|(id, _)| *id == transfer.value.id).map(|(_, day)| *day);
            ReceivedLine { transfer, due: own }
        }))
    }

    /// The clue of a hand-over for its keeper; `None` for whoever received it.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody else.
    pub async fn clue_of_transfer(&self, ctx: &Ctx, id: TransferId) -> Result<Option<ClueId>, Error> {
        let viewer = ctx.viewer()?;
        let mut conn = self.db().read().await?;
        if clues::sight(&mut conn, &viewer, FILED_CLUES).await?.is_some() {
            let found = clues::transfer(&mut conn, id).await?;
            return found.map(|transfer| Some(transfer.clue)).ok_or(Error::NotFound);
        }
        clues::received(&mut conn, &viewer, id).await?.map(|_| None).ok_or(Error::NotFound)
    }

    /// One hand-over, for whoever received it.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`] for anybody else.
    pub async fn received_clue(&self, ctx: &Ctx, id: TransferId) -> Result<ReceivedLine, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::ClueReceive, Scope::Global).await?;
        let transfer = clues::received(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        let due = clues::due(&mut conn, &[id]).await?.first().map(|(_, day)| *day);
        Ok(ReceivedLine { transfer, due })
    }

    /// Opens what was handed over, once it was signed for. The trace is on disk before anything is shown.
    ///
    /// # Errors
    /// As [`App::received_clue`]; [`Error::Invalid`] without a reason; `clue-open-before-receipt`, `clue-kept-elsewhere`.
    pub async fn open_received_clue(
        &self,
        ctx: &Ctx,
        id: TransferId,
        reason: &str,
    ) -> Result<OpenedTransfer, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::ClueReceive, Scope::Global).await?;
        let transfer = clues::received(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        must_have_reason(reason)?;
        if transfer.receipt.is_none() {
            return Err(Refusal::new("clue-open-before-receipt").into());
        }
        let package = transfer.package.clone().ok_or_else(|| Refusal::new("clue-kept-elsewhere"))?;
        let place = ("clue_transfer", RecordId::from(id), "package");
        let plain = self.open_value_in(&mut conn, (&package, transfer.engagement), place).await?;
        drop(conn);
        let read: Package = serde_json::from_slice(plain.expose())
            .map_err(|_| Error::Internal("a sealed package cannot be read".into()))?;
        if let Some((name, _)) = &read.subject
            && name.chars().count() >= 2
            && reason.contains(name.as_str())
        {
            return Err(Error::field("reason", Message::new("clue-names-someone")));
        }
        self.trace_sealed(ctx, "sealed-opened", ("clue_transfer", id.into()), Some(reason)).await?;
        Ok(OpenedTransfer {
            subject: read.subject,
            summary: read.summary,
            closes: self.now().plus_seconds(OPEN_SECONDS),
        })
    }
}
