//! Opening what is sealed of a talk: the leader, and whoever held it; the trace is on disk before anything is shown.

use super::{FIELD, KIND};
use crate::{App, Ctx, Error, View};
use domain::Refusal;
use domain::method::{MethodRecord, SealedNotes};
use domain::permission::{Action, Scope};
use kernel::{Message, MethodRecordId, PersonId, RecordId, Timestamp};
use store::{inspector as inspectors, method as methods};

/// How long it stays open on a page, in seconds.
const OPEN_SECONDS: i64 = 600;
/// The fewest characters of a reason that says something.
const SHORTEST_REASON: usize = 4;

/// What was sealed, opened. No `Debug`: it names people.
pub struct OpenedMethod {
    /// Who was met, where that was sealed, and what was learnt.
    pub notes: SealedNotes,
    /// When the page closes it by itself.
    pub closes: Timestamp,
}

impl App {
    /// Opens what is sealed of a record.
    ///
    /// # Errors
    /// [`Error::NotFound`] for whoever does not see the record; `method-open-not-yours` for one of the team who neither
    /// leads it nor held it; [`Error::Invalid`] without a reason; `method-nothing-sealed`.
    pub async fn open_method(
        &self,
        ctx: &Ctx,
        id: MethodRecordId,
        reason: &str,
    ) -> Result<OpenedMethod, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::MethodView, Scope::Global).await?;
        let record = methods::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        let own = inspectors::by_account(&mut conn, ctx.signed()?.account).await?;
        if !opens(ctx, own.map(|pooled| pooled.person), &record) {
            return Err(Refusal::new("method-open-not-yours").into());
        }
        if reason.trim().chars().count() < SHORTEST_REASON {
            return Err(Error::field("reason", Message::new("method-open-reason-missing")));
        }
        if record.held.as_ref().is_none_or(|held| held.sealed.is_none()) {
            return Err(Refusal::new("method-nothing-sealed").into());
        }
        drop(conn);
        self.trace_sealed(ctx, "sealed-opened", (KIND, id.into()), Some(reason)).await?;
        let notes = self.sealed_notes(&record).await?;
        Ok(OpenedMethod { notes, closes: self.now().plus_seconds(OPEN_SECONDS) })
    }

    async fn sealed_notes(&self, record: &MethodRecord) -> Result<SealedNotes, Error> {
        let held = record.held.as_ref().and_then(|held| held.sealed.as_ref());
        let reference = held.ok_or_else(|| Refusal::new("method-nothing-sealed"))?;
        let mut conn = self.db().read().await?;
        let place = (KIND, RecordId::from(record.id), FIELD);
        let plain = self.open_value_in(&mut conn, (reference, record.engagement), place).await?;
        let altered = |_| Error::Internal("a sealed record of a method cannot be read".into());
        serde_json::from_slice(plain.expose()).map_err(altered)
    }
}

/// Whether the reader may open what is sealed of a record: its leader may, and whoever held it.
pub(super) fn opens(ctx: &Ctx, person: Option<PersonId>, record: &MethodRecord) -> bool {
    let held_it = person.is_some_and(|person| record.setting().inspectors.contains(&person));
    held_it || ctx.may(Action::MethodOpen, Scope::One(record.engagement.0))
}
