//! What the home page begins with: what has been begun, and how much waits for the reader.

use crate::rectification::{LedgerFilter, Slice};
use crate::{App, Ctx, Error, View};
use domain::engagement::Kept;
use domain::permission::{Action, Scope};
use domain::round::Round;
use kernel::{Day, RecordId, UnitId};
pub use store::overview::Overview;
use store::{
    deadline as deadlines, engagement as engagements, rectification as items, round as rounds, team as teams,
    unit as units,
};

/// How many came to each step from petition to close-out, of what the reader sees; nothing for a step that is not theirs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Funnel {
    /// Petitions: in the registers for the office, in their own for a team.
    pub petitions: Option<i64>,
    /// Of these screened as the team's own.
    pub in_scope: i64,
    /// Working papers.
    pub findings: Option<i64>,
    /// Of these adopted by the team meeting.
    pub adopted: i64,
    /// The figures of the ledger; empty for whoever sees none.
    pub ledger: Vec<(Slice, i64)>,
}

impl Funnel {
    /// Whether nothing came to any step yet.
    pub fn is_empty(&self) -> bool {
        let none = |n: Option<i64>| n.unwrap_or(0) == 0;
        none(self.petitions) && none(self.findings) && self.ledger.iter().all(|(_, n)| *n == 0)
    }
}

/// How far the rectification of a unit is, by items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitProgress {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// Closed.
    pub closed: i64,
    /// Not over, and neither late nor soon due.
    pub moving: i64,
    /// Due within the near days.
    pub soon: i64,
    /// Late.
    pub late: i64,
}

/// The days of the round under way: whose team is where from when to when, and what is due next.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// The round.
    pub round: Round,
    /// Its engagements in order of team.
    pub lines: Vec<Scheduled>,
}

/// An engagement on a schedule.
#[derive(Clone, Debug)]
pub struct Scheduled {
    /// The engagement.
    pub kept: Kept,
    /// Name of its unit.
    pub unit: String,
    /// Name of its team.
    pub team: String,
    /// The next day by which something of it is due.
    pub due: Option<Day>,
}

impl App {
    /// How far the rectification of the units is that the reader sees: where most is late first, at most `most`.
    ///
    /// # Errors
    /// [`Error::SignedOut`]; [`Error::Unavailable`].
    pub async fn ledger_progress(&self, ctx: &Ctx, most: i64) -> Result<Vec<UnitProgress>, Error> {
        if !ctx.may(Action::LedgerView, Scope::Global) {
            return Ok(Vec::new());
        }
        let View { viewer, mut conn } = self.view(ctx, Action::LedgerView, Scope::Global).await?;
        let days = self.ledger_days(&mut conn).await?;
        let found = items::progress(&mut conn, &viewer, days, most).await?;
        let ids: Vec<UnitId> = found.iter().map(|line| UnitId(line.unit)).collect();
        let named = units::many(&mut conn, &ids).await?;
        let name = |id| named.iter().find(|unit| unit.id == id).map(|unit| unit.name.clone());
        let line = |line: &items::Progress| {
            let unit = UnitId(line.unit);
            let moving = (line.open - line.late - line.soon).max(0);
            let name = name(unit).unwrap_or_default();
            UnitProgress { unit, name, closed: line.closed, moving, soon: line.soon, late: line.late }
        };
        Ok(found.iter().map(line).collect())
    }

    /// The days of the round under way, or of the next one; `None` where there is none, or the reader sees no rounds.
    ///
    /// # Errors
    /// [`Error::SignedOut`]; [`Error::Unavailable`].
    pub async fn schedule(&self, ctx: &Ctx) -> Result<Option<Schedule>, Error> {
        if !ctx.may(Action::RoundView, Scope::Global) {
            return Ok(None);
        }
        let View { viewer, mut conn } = self.view(ctx, Action::RoundView, Scope::Global).await?;
        let Some(id) = rounds::under_way(&mut conn, self.today()).await? else { return Ok(None) };
        let Some(round) = rounds::view(&mut conn, &viewer, id).await? else { return Ok(None) };
        let found = engagements::list(&mut conn, &viewer, id).await?;
        let found: Vec<Kept> =
            found.into_iter().map(|kept| kept.value).filter(|kept| kept.withdrawn.is_none()).collect();
        let teams = teams::list(&mut conn, &viewer, id).await?;
        let ids: Vec<UnitId> = found.iter().map(|kept| kept.unit).collect();
        let named = units::many(&mut conn, &ids).await?;
        let ids: Vec<RecordId> = found.iter().map(|kept| kept.engagement.id.into()).collect();
        let due = deadlines::next_due(&mut conn, "engagement", &ids).await?;
        let line = |kept: Kept| Scheduled {
            unit: named.iter().find(|u| u.id == kept.unit).map(|u| u.name.clone()).unwrap_or_default(),
            team: teams.iter().find(|t| t.id == kept.team).map(|t| t.name.clone()).unwrap_or_default(),
            due: due.get(&kept.engagement.id.into()).copied(),
            kept,
        };
        Ok(Some(Schedule { round: round.value, lines: found.into_iter().map(line).collect() }))
    }

    /// The way from petition to close-out in figures, by what the reader may see.
    ///
    /// # Errors
    /// [`Error::SignedOut`]; [`Error::Unavailable`].
    pub async fn funnel(&self, ctx: &Ctx) -> Result<Funnel, Error> {
        let viewer = ctx.viewer()?;
        let may = |action| ctx.may(action, Scope::Global);
        let mut funnel = Funnel::default();
        let mut conn = self.db().read().await?;
        if may(Action::PetitionEnvelope) || may(Action::PetitionView) {
            let (all, in_scope) = store::overview::petitions(&mut conn, &viewer).await?;
            (funnel.petitions, funnel.in_scope) = (Some(all), in_scope);
        }
        if may(Action::FindingView) {
            let (all, adopted) = store::overview::findings(&mut conn, &viewer).await?;
            (funnel.findings, funnel.adopted) = (Some(all), adopted);
        }
        drop(conn);
        if may(Action::LedgerView) {
            funnel.ledger = self.ledger_figures(ctx, &LedgerFilter::default()).await?;
        }
        Ok(funnel)
    }

    /// The overview of whoever is signed in, by what they may see.
    ///
    /// # Errors
    /// [`Error::SignedOut`]; [`Error::Unavailable`].
    pub async fn overview(&self, ctx: &Ctx) -> Result<Overview, Error> {
        let viewer = ctx.viewer()?;
        let mut conn = self.db().read().await?;
        Ok(store::overview::overview(&mut conn, &viewer).await?)
    }
}
