//! Files that lie with a unit, a round or an engagement: attaching, reading, withdrawing.
//!
//! Whoever sees the record sees them, by the record's own compartment: an engagement's are its team's. A sealed one is
//! opened with a reason and leaves a trace. What is withdrawn stays listed with its reason and is opened no more.

use crate::file::{OpenFile, Received, attach};
use crate::round::engagement_label;
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right, View};
use domain::Refusal;
use domain::file::{Attached, Attachment, Withdrawal};
use kernel::{AttachmentId, FieldError, Message};
use store::changes::Chain;
use store::{
    Changes, Stored, attachment as attachments, engagement as engagements, round as rounds, unit as units,
};

/// The most files of one record. Whoever needs more needs an archive.
const MOST: i64 = 500;

/// Attaches files that have arrived.
#[derive(Clone, Debug)]
pub struct AttachFiles {
    /// To what.
    pub to: Attached,
    /// The files; received for the engagement where it is one.
    pub files: Vec<Received>,
    /// What they are; may be empty.
    pub note: String,
    /// Opening them takes a reason and leaves a trace.
    pub sealed: bool,
}

impl Act for AttachFiles {
    const NAME: &'static str = "attachment-add";
    type Done = Vec<AttachmentId>;

    fn right(&self) -> Right {
        let (action, scope) = self.to.kept_by();
        Right::Needs(action, scope)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<Vec<AttachmentId>>, Error> {
        let label = label(prep, self.to).await?;
        let note = self.check(attachments::count(&mut prep.conn, self.to).await?)?;
        let signed = prep.ctx.signed()?;
        let mut changes = about(self.to, label);
        let mut done = Vec::new();
        // The list shows the newest first: what was chosen first is the newest of its act.
        let ids = kernel::id::time_ordered_series(prep.app.clock(), prep.app.rng(), self.files.len());
        for (received, id) in self.files.iter().zip(ids.into_iter().rev()) {
            let file = attach(&mut changes, prep, received, &self.to.compartment(), self.sealed)?;
            let attachment = Attachment {
                id: AttachmentId(id),
                attached: self.to,
                file,
                name: received.name().to_owned(),
                kind: received.kind(),
                size: received.size(),
                sealed: self.sealed,
                note: note.clone(),
                by: signed.account,
                by_name: signed.name.clone(),
                at: prep.ctx.at,
                withdrawn: None,
            };
            changes.insert(&attachment)?;
            done.push(attachment.id);
        }
        Ok(Prepared { changes, done })
    }
}

impl AttachFiles {
    fn check(&self, there: i64) -> Result<String, Error> {
        let mut errors = Vec::new();
        if self.files.is_empty() {
            errors.push(FieldError::new("files", Message::new("attachment-no-file")));
        }
        if there.saturating_add(i64::try_from(self.files.len()).unwrap_or(i64::MAX)) > MOST {
            errors.push(FieldError::new("files", Message::new("attachment-too-many").with("most", MOST)));
        }
        if self.files.iter().any(|f| f.engagement() != self.to.engagement()) {
            return Err(Error::Internal("a file was received for something else".to_owned()));
        }
        let note = Attachment::parse_note(&self.note).map_err(|e| errors.push(e)).unwrap_or_default();
        if errors.is_empty() { Ok(note) } else { Err(errors.into()) }
    }
}

/// Withdraws an attached file: it stays with its reason, and is opened no more.
#[derive(Clone, Debug)]
pub struct WithdrawAttachment {
    /// With what it lies.
    pub from: Attached,
    /// Which.
    pub attachment: AttachmentId,
    /// Why.
    pub reason: String,
}

impl Act for WithdrawAttachment {
    const NAME: &'static str = "attachment-withdraw";
    type Done = ();

    fn right(&self) -> Right {
        let (action, scope) = self.from.kept_by();
        Right::Needs(action, scope)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let found = attachments::get(&mut prep.conn, self.attachment).await?;
        let old = found.filter(|a| a.attached == self.from).ok_or(Error::NotFound)?;
        let reason = Withdrawal::parse_reason(&self.reason)?;
        let label = label(prep, self.from).await?;
        let name = prep.ctx.signed()?.name.clone();
        let mut changes = about(self.from, label).because(reason.clone());
        changes.update(&old, &old.value.clone().withdraw(&name, prep.ctx.at, reason)?)?;
        Ok(Prepared { changes, done: () })
    }
}

/// Changes about a record; a team's are in its engagement's chain.
fn about(attached: Attached, label: String) -> Changes {
    let changes = Changes::about(attached.kind(), attached.id(), label);
    match attached.engagement() {
        Some(engagement) => changes.in_chain(Chain::Engagement(engagement)),
        None => changes,
    }
}

/// What the record is called, if it is there and stands.
async fn label(prep: &mut Prep<'_>, attached: Attached) -> Result<String, Error> {
    match attached {
        Attached::Unit(id) => {
            let unit = units::get(&mut prep.conn, id).await?.ok_or(Error::NotFound)?;
            Ok(unit.value.name)
        }
        Attached::Round(id) => {
            let round = rounds::get(&mut prep.conn, id).await?;
            let round = round.filter(|r| r.withdrawn.is_none()).ok_or(Error::NotFound)?;
            Ok(round.value.name)
        }
        Attached::Engagement(id) => {
            let kept = engagements::get(&mut prep.conn, id).await?;
            let kept = kept.filter(|e| e.withdrawn.is_none()).ok_or(Error::NotFound)?;
            engagement_label(prep, &kept).await
        }
    }
}

/// The files of a record.
#[derive(Clone, Debug)]
pub struct Attachments {
    /// What the record is called; of an engagement, its unit.
    pub of: String,
    /// The files, the newest first, those of one act as they were chosen, withdrawn ones among them.
    pub files: Vec<Stored<Attachment>>,
}

impl App {
    /// The files lying with a record.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`] where there is no such record for the reader.
    pub async fn attachments(&self, ctx: &Ctx, with: Attached) -> Result<Attachments, Error> {
        let (action, scope) = with.seen_by();
        let View { viewer, mut conn } = self.view(ctx, action, scope).await?;
        let of = match with {
            Attached::Unit(id) => units::view(&mut conn, &viewer, id).await?.map(|unit| unit.value.name),
            Attached::Round(id) => rounds::view(&mut conn, &viewer, id).await?.map(|round| round.value.name),
            Attached::Engagement(id) => match engagements::view(&mut conn, &viewer, id).await? {
                Some(kept) => units::get(&mut conn, kept.unit).await?.map(|unit| unit.value.name),
                None => None,
            },
        };
        let of = of.ok_or(Error::NotFound)?;
        Ok(Attachments { of, files: attachments::list(&mut conn, &viewer, with).await? })
    }

    /// Opens one; a sealed one with a reason, which leaves a trace.
    ///
    /// # Errors
    /// As [`App::open_file`]; `attachment-withdrawn`.
    pub async fn open_attachment(
        &self,
        ctx: &Ctx,
        (with, id): (Attached, AttachmentId),
        reason: Option<&str>,
    ) -> Result<OpenFile, Error> {
        let right = with.seen_by();
        let View { viewer, mut conn } = self.view(ctx, right.0, right.1).await?;
        let found = attachments::view(&mut conn, &viewer, id).await?;
        let found = found.filter(|a| a.attached == with).ok_or(Error::NotFound)?;
        drop(conn);
        if found.withdrawn.is_some() {
            return Err(Refusal::new("attachment-withdrawn").into());
        }
        self.open_file(ctx, right, found.file, reason).await
    }
}
