//! One engagement (A4): its page, for the office and for its own team, and its way through the stages.

mod about;

pub use about::{SetObject, SetPublicContacts, StepEngagementBack};

use crate::recusal::Ground;
use crate::round::engagement_label;
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right, View, deadline};
use db::Conn;
use domain::Refusal;
use domain::engagement::Kept;
use domain::engagement::{Engagement, EntryMember, OpenAtClose, OpenMatters, Stage};
use domain::file::Attachment;
use domain::organisation::naming::Recognition;
use domain::permission::{Action, Scope};
use domain::team::{Team, TeamRules};
use kernel::{EngagementId, Message, RoundId};
use serde::Deserialize;
use store::member::Named;
use store::{
    Changes, Stored, engagement as engagements, member as members, round as rounds, team as teams,
    unit as units,
};

/// An engagement with what surrounds it.
#[derive(Clone, Debug)]
pub struct EngagementPage {
    /// The engagement.
    pub kept: Stored<Kept>,
    /// Its unit.
    pub unit: String,
    /// Number of the paper that opens it, once it has one.
    pub number: Option<String>,
    /// Units brought along, and those below the principal unit that could be.
    pub extensions: Vec<(kernel::UnitId, String, bool)>,
    /// Its round, and the round's name.
    pub round: (RoundId, String),
    /// Its team.
    pub team: Stored<Team>,
    /// The members who stand.
    pub members: Vec<Named>,
    /// What stands in the way of entry, while it has not entered.
    pub obstacles: Vec<Message>,
    /// The files that lie with it, newest first, for its team; none for anyone else.
    pub files: Vec<Stored<Attachment>>,
}

/// The engagement of a unit in a round of the present term, both as people name them; the newest round without a number.
///
/// # Errors
/// [`Error::Refused`] naming what is not there.
pub(crate) async fn named(
    app: &App,
    conn: &mut Conn,
    round: Option<u16>,
    unit: &str,
) -> Result<EngagementId, Error> {
    let ground = app.ground(conn).await?;
    let Recognition::Found(id, _) = ground.names.recognise(unit) else {
        return Err(Refusal(Message::new("feedback-unit-unknown").with("unit", unit)).into());
    };
    for kept in engagements::of_unit(conn, id).await? {
        let own = rounds::get(conn, kept.round).await?;
        if own.is_some_and(|own| round.is_none_or(|number| own.number.0 == number)) {
            return Ok(kept.engagement.id);
        }
    }
    Err(Refusal(Message::new("feedback-unit-not-in-round").with("unit", ground.name(id))).into())
}

impl App {
    /// One engagement.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`] also for a team's member of another engagement.
    pub async fn engagement(&self, ctx: &Ctx, id: EngagementId) -> Result<EngagementPage, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::EngagementView, Scope::One(id.0)).await?;
        let kept = engagements::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        let members = members::of_engagement(&mut conn, &viewer, id).await?;
        let team = teams::get(&mut conn, kept.team).await?.ok_or(Error::NotFound)?;
        let round = rounds::get(&mut conn, kept.round).await?.ok_or(Error::NotFound)?;
        let ground = self.ground(&mut conn).await?;
        let rules = self.ruleset::<TeamRules>(&mut conn, kept.on_site.from).await?.rules;
        let obstacles = if kept.stage == Stage::Preparation {
            let team: Vec<EntryMember> = members.iter().map(|m| EntryMember::from(&m.member.value)).collect();
            kept.entry_obstacles(self.today(), &team, &rules)
        } else {
            Vec::new()
        };
        let number = match &kept.authorisation {
            Some(a) => store::authorisation::get(&mut conn, a.paper).await?.and_then(|p| p.value.number),
            None => None,
        };
        let files = store::attachment::list(&mut conn, &viewer, id.into()).await?;
        Ok(EngagementPage {
            files,
            number,
            unit: ground.name(kept.unit).to_owned(),
            extensions: extensions(&ground, &kept),
            round: (round.id, round.value.name),
            team,
            members,
            obstacles,
            kept,
        })
    }

    /// The engagements in which the reader works as a member of their team, the newest first, each with its unit.
    ///
    /// # Errors
    /// [`Error::SignedOut`]; [`Error::Unavailable`].
    pub async fn own_engagements(&self, ctx: &Ctx) -> Result<Vec<(Stored<Kept>, String)>, Error> {
        let viewer = ctx.viewer()?;
        let mut conn = self.db().read().await?;
        let found = engagements::own(&mut conn, &viewer).await?;
        let ids: Vec<_> = found.iter().map(|e| e.unit).collect();
        let names = units::many(&mut conn, &ids).await?;
        let name = |e: &Kept| names.iter().find(|u| u.id == e.unit).map(|u| u.name.clone());
        Ok(found.into_iter().map(|e| (e.clone(), name(&e).unwrap_or_default())).collect())
    }
}

/// The units below the principal one, each with whether it is brought along.
fn extensions(ground: &Ground, kept: &Kept) -> Vec<(kernel::UnitId, String, bool)> {
    let below = ground.tree.within(kept.unit).into_iter().filter(|u| *u != kept.unit);
    below
        .take(500)
        .map(|u| (u, ground.name(u).to_owned(), kept.extensions.iter().any(|e| e.unit == u)))
        .collect()
}

/// What deadlines of an engagement are about.
pub(crate) async fn about(prep: &mut Prep<'_>, engagement: &Kept) -> Result<deadline::About, Error> {
    Ok(deadline::About {
        kind: "engagement",
        id: engagement.engagement.id.into(),
        label: engagement_label(prep, engagement).await?,
        compartment: domain::permission::compartment::work(engagement.engagement.id),
    })
}

/// What reaching a stage does to the deadlines of an engagement, and stepping back from it undoes: the last day on site
/// is met when reporting begins, and what counts from it begins; a report that is through meets what was due for it, and
/// the unit is to be told by a day, which is met once rectification begins.
fn crossing(into: Stage) -> Option<deadline::Crossing> {
    match into {
        Stage::Reporting => {
            Some(deadline::Crossing { meets: &[deadline::ON_SITE], begins: Some("on_site_ended") })
        }
        Stage::Feedback => Some(deadline::Crossing {
            meets: &["report_to_leading_group", "report_to_secretaries"],
            begins: Some("report_approved"),
        }),
        Stage::Rectification => {
            Some(deadline::Crossing { meets: &[crate::feedback::TO_BE_HANDED_OVER], begins: None })
        }
        _ => None,
    }
}

/// Takes an engagement to its next stage, or says what is in the way.
#[derive(Clone, Debug, Deserialize)]
pub struct AdvanceEngagement {
    /// Which.
    pub engagement: EngagementId,
    /// The stage it is in, so that a form sent from an old page does not take a second step.
    pub from: Stage,
    /// Why reporting begins although something is open, in the leader's words.
    #[serde(default)]
    pub reason: String,
}

impl Act for AdvanceEngagement {
    const NAME: &'static str = "engagement-advance";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::EngagementAdvance, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = engagements::get(&mut prep.conn, self.engagement).await?;
        let old = old.filter(|e| e.withdrawn.is_none()).ok_or(Error::NotFound)?;
        if old.stage != self.from {
            let last =
                store::commit::last_change(&mut prep.conn, "engagement", self.engagement.into()).await?;
            return Err(Error::Conflict { kind: "engagement", id: self.engagement.into(), last });
        }
        let label = engagement_label(prep, &old).await?;
        let mut changes = Changes::about("engagement", self.engagement, label);
        if !self.reason.trim().is_empty() {
            changes = changes.because(self.reason.trim());
        }
        let next = self.step(prep, &mut changes, old.engagement.clone()).await?;
        if let Some(crossing) = crossing(next.stage) {
            let about = about(prep, &old).await?;
            deadline::cross(prep, &mut changes, (crossing, prep.today()), &about).await?;
        }
        changes.update(&old, &old.moved(next))?;
        Ok(Prepared { changes, done: () })
    }
}

impl AdvanceEngagement {
    async fn step(
        &self,
        prep: &mut Prep<'_>,
        changes: &mut Changes,
        engagement: Engagement,
    ) -> Result<Engagement, Error> {
        Ok(match engagement.stage {
            Stage::Preparation => self.enter(prep, changes, engagement).await?,
            Stage::Entry => engagement.begin_understanding()?,
            Stage::Understanding => {
                let undisposed = store::petition::undisposed(&mut prep.conn, engagement.id).await?;
                let open = OpenMatters { undisposed, ..OpenMatters::default() };
                engagement.begin_reporting(open, Some(self.reason.as_str()))?
            }
            Stage::Reporting => engagement.feed_back()?,
            Stage::Feedback => engagement.begin_rectification()?,
            Stage::Rectification => {
                let items = store::rectification::open_of(&mut prep.conn, engagement.id).await?;
                let petitions = store::petition::open_of(&mut prep.conn, engagement.id).await?;
                engagement.close(OpenAtClose { items, petitions })?
            }
            Stage::Closed => return Err(Refusal::new("engagement-closed").into()),
        })
    }

    async fn enter(
        &self,
        prep: &mut Prep<'_>,
        changes: &mut Changes,
        engagement: Engagement,
    ) -> Result<Engagement, Error> {
        let team = members::of_team(&mut prep.conn, engagement.team).await?;
        let present: Vec<_> = team.iter().filter(|m| m.is_in_team()).collect();
        present.iter().for_each(|m| changes.relies_on(m));
        let entry: Vec<EntryMember> = present.iter().map(|m| EntryMember::from(&m.value)).collect();
        let rules = prep.app.ruleset::<TeamRules>(&mut prep.conn, engagement.on_site.from).await?.rules;
        Ok(engagement.enter(prep.today(), &entry, &rules)?)
    }
}
