//! Decisions on pages: the list, and one with what it is about.

use super::{Decided, Subject};
use crate::{App, Ctx, Error, View};
use db::Conn;
use domain::decision::{How, PaperCheck};
use domain::permission::{Action, Scope};
use kernel::id::MatterId;
use kernel::{DecisionId, Page, PageRequest, RecordId, RoundId};
use store::{
    Stored, account as accounts, authorisation as authorisations, decision as decisions, round as rounds,
};

/// A decision with the names of the accounts that recorded and checked it.
#[derive(Clone, Debug)]
pub struct DecisionPage {
    /// The decision.
    pub decided: Stored<Decided>,
    /// Who recorded it.
    pub recorder: String,
    /// Who checked it, where someone did.
    pub checker: Option<String>,
}

impl App {
    /// Decisions, the newest first; only those that wait for a check, if asked so.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn decisions(
        &self,
        ctx: &Ctx,
        waiting_only: bool,
        page: &PageRequest,
    ) -> Result<Page<Stored<Decided>>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::RoundView, Scope::Global).await?;
        let standing = waiting_only.then_some("waiting");
        Ok(decisions::list(&mut conn, &viewer, standing, page).await?)
    }

    /// One decision.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`].
    pub async fn decision(&self, ctx: &Ctx, id: DecisionId) -> Result<DecisionPage, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::RoundView, Scope::Global).await?;
        let decided = decisions::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        let recorder = accounts::get(&mut conn, decided.recorded_by.user).await?;
        let checker = match &decided.how {
            How::OnPaper {
                check: PaperCheck::Agreed { by, .. } | PaperCheck::Rejected { by, .. }, ..
            } => accounts::get(&mut conn, by.user).await?.map(|a| a.value.name),
            _ => None,
        };
        let recorder = recorder.map(|a| a.value.name).unwrap_or_default();
        Ok(DecisionPage { decided, recorder, checker })
    }
}

/// A later day that a unit asks for, as a question.
async fn measure_question(
    conn: &mut Conn,
    viewer: &store::Viewer,
    id: RecordId,
) -> Result<Option<String>, Error> {
    let Some(measure) = store::rectification::measure(conn, kernel::MeasureId(id.0)).await? else {
        return Ok(None);
    };
    let Some(first) = measure.items.first() else { return Ok(None) };
    if store::rectification::view(conn, viewer, *first).await?.is_none() {
        return Ok(None);
    }
    let asked = measure.asked.as_ref().map(|asked| format!(" → {} {}", asked.to, asked.reason));
    Ok(Some(format!("{} {}{}", measure.code, measure.text, asked.unwrap_or_default())))
}

/// A reminder that waits, as a question.
async fn reminder_question(
    conn: &mut Conn,
    viewer: &store::Viewer,
    (id, lang): (RecordId, kernel::Lang),
) -> Result<Option<String>, Error> {
    let Some(reminder) = store::rectification::reminder(conn, id).await? else { return Ok(None) };
    let item = store::rectification::view(conn, viewer, reminder.item).await?;
    Ok(item.map(|item| format!("{} {} {}", reminder.name.get(lang), item.code, item.title)))
}

impl App {
    /// What questions are called, in the order given; those that do not exist are left out.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn questions(
        &self,
        ctx: &Ctx,
        about: Subject,
        ids: &[RecordId],
    ) -> Result<Vec<(RecordId, String)>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::RoundView, Scope::Global).await?;
        let mut found = Vec::new();
        for id in ids.iter().take(50) {
            let name = match about {
                Subject::Round => {
                    rounds::view(&mut conn, &viewer, RoundId(id.0)).await?.map(|r| r.value.name)
                }
                Subject::Authorisation => self.authorisation_label(&mut conn, *id).await?,
                Subject::Feedback => {
                    let found = store::feedback::view(&mut conn, &viewer, kernel::FeedbackId(id.0)).await?;
                    match found {
                        Some(f) => store::unit::get(&mut conn, f.unit).await?.map(|u| u.value.name),
                        None => None,
                    }
                }
                Subject::Item => {
                    let found = store::rectification::view(&mut conn, &viewer, kernel::ItemId(id.0)).await?;
                    found.map(|i| format!("{} {}", i.code, i.title))
                }
                Subject::Measure => measure_question(&mut conn, &viewer, *id).await?,
                Subject::Reminder => reminder_question(&mut conn, &viewer, (*id, ctx.lang)).await?,
                Subject::Ruleset => store::ruleset::get(&mut conn, *id)
                    .await?
                    .map(|r| crate::ruleset::label(r.kind, r.value.version, ctx.lang)),
                // Clues are decided on their own page, by whoever sees them.
                Subject::Clue => None,
                Subject::Matter => {
                    store::matter::view(&mut conn, &viewer, MatterId(id.0)).await?.map(|m| m.value.number)
                }
                // Petitions are no question to the office.
                Subject::Petition => None,
            };
            found.extend(name.map(|name| (*id, name)));
        }
        Ok(found)
    }

    /// An authorisation's number with the name of its team.
    async fn authorisation_label(&self, conn: &mut Conn, id: RecordId) -> Result<Option<String>, Error> {
        let Some(paper) = authorisations::get(conn, id).await? else { return Ok(None) };
        Ok(Some(crate::authorisation::label(conn, &paper).await?))
    }

    /// The decisions that were recorded from the same paper and wait for their check, this one among them.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`].
    pub async fn decisions_of_paper(&self, ctx: &Ctx, id: DecisionId) -> Result<Vec<DecisionId>, Error> {
        let scan = |d: &Decided| match &d.how {
            How::OnPaper { paper, .. } => Some(paper.scan),
            How::InProgram => None,
        };
        let View { viewer, mut conn } = self.view(ctx, Action::RoundView, Scope::Global).await?;
        let own = decisions::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        let request = PageRequest { after: None, size: kernel::page::MAX_PAGE };
        let waiting = decisions::list(&mut conn, &viewer, Some("waiting"), &request).await?;
        let same = waiting.items.iter().filter(|d| scan(d).is_some() && scan(d) == scan(&own));
        let mut ids: Vec<DecisionId> = same.map(|d| d.decision.id).collect();
        if !ids.contains(&id) {
            ids.push(id);
        }
        Ok(ids)
    }
}
