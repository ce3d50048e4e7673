//! The pool's pages: the list, a person with their service, and what is sealed.

use super::{PoolFilter, Pooled};
use crate::{App, Ctx, Error, View};
use domain::inspector::Relatives;
use domain::permission::{Action, Scope};
use domain::team::{MemberState, Role};
use kernel::{Message, Page, PageRequest, PersonId, RoundId, TeamId, Timestamp};
use store::{Stored, inspector as inspectors, member, round, team};

/// A place a person has or had in a team of this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// The round.
    pub round: RoundId,
    /// Its name.
    pub round_name: String,
    /// The team.
    pub team: TeamId,
    /// Its name.
    pub team_name: String,
    /// The person's part.
    pub role: Role,
    /// Where they stand.
    pub state: MemberState,
}

/// A person's page.
#[derive(Clone, Debug)]
pub struct InspectorPage {
    /// The person.
    pub inspector: Stored<Pooled>,
    /// Where they serve and served, the newest first.
    pub service: Vec<Service>,
    /// The login of their account, for those who may see accounts or link them.
    pub login: Option<String>,
}

/// Relatives, opened.
#[derive(Clone, Debug)]
pub struct OpenedRelatives {
    /// As declared.
    pub relatives: Relatives,
    /// When the page closes them by itself.
    pub closes: Timestamp,
}

/// How long opened relatives stay on a page, in seconds.
const OPEN_SECONDS: i64 = 600;

impl App {
    /// Inspectors in order of names, and how many fit (up to a thousand and one).
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn inspectors(
        &self,
        ctx: &Ctx,
        filter: &PoolFilter,
        page: &PageRequest,
    ) -> Result<(Page<Stored<Pooled>>, i64), Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::InspectorView, Scope::Global).await?;
        let found = inspectors::list(&mut conn, &viewer, filter, page).await?;
        let count = inspectors::count(&mut conn, &viewer, filter).await?;
        Ok((found, count))
    }

    /// Every skill that someone of the pool has.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn pool_skills(&self, ctx: &Ctx) -> Result<Vec<String>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::InspectorView, Scope::Global).await?;
        Ok(inspectors::skills(&mut conn, &viewer).await?)
    }

    /// One inspector with where they serve and served. Relatives stay sealed.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`].
    pub async fn inspector(&self, ctx: &Ctx, id: PersonId) -> Result<InspectorPage, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::InspectorView, Scope::Global).await?;
        let inspector = inspectors::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        let mut service = Vec::new();
        for place in member::of_person(&mut conn, id).await?.into_iter().take(50) {
            let Some(team) = team::get(&mut conn, place.team).await? else { continue };
            let Some(round) = round::view(&mut conn, &viewer, team.round).await? else { continue };
            service.push(Service {
                round: round.id,
                round_name: round.name.clone(),
                team: team.id,
                team_name: team.name.clone(),
                role: place.role,
                state: place.value.state,
            });
        }
        let login = match inspector.account {
            Some(account) => store::account::get(&mut conn, account).await?.map(|a| a.value.login),
            None => None,
        };
        Ok(InspectorPage { inspector, service, login })
    }

    /// Opens what a person declared of relatives, for a stated reason. The trace is on disk before anything is
    /// opened; the page closes it again after ten minutes.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::Invalid`] without a reason; [`Error::NotFound`].
    pub async fn open_relatives(
        &self,
        ctx: &Ctx,
        id: PersonId,
        reason: &str,
    ) -> Result<OpenedRelatives, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::RecusalCheck, Scope::Global).await?;
        if reason.trim().chars().count() < 2 {
            return Err(Error::field("reason", Message::new("inspector-open-reason-missing")));
        }
        let inspector = inspectors::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        drop(conn);
        self.trace_sealed(ctx, "sealed-opened", ("inspector", id.into()), Some(reason)).await?;
        let mut conn = self.db().read().await?;
        let relatives = self.opened(&mut conn, &inspector).await?.relatives;
        Ok(OpenedRelatives { relatives, closes: self.now().plus_seconds(OPEN_SECONDS) })
    }
}
