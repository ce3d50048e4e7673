//! The engagements of a round: adding, changing, extending, taking out.
//!
//! What a team inspects is fixed once a member of it was cleared for recusal: the clearance spoke of those units.
//! Units brought along lie below a principal unit that was declared, so they may follow later, and the check is made
//! again at once.

use super::{Kept, engagement_label, engagements_store, find, new_engagement, take_unit, taken_units};
use crate::recusal::recheck_members;
use crate::version::must_be_read;
use crate::{Act, Error, Prep, Prepared, Right, deadline};
use domain::Refusal;
use domain::engagement::{EngagementKind, ExtensionUnit, Stage as EngagementStage, Window};
use domain::permission::{Action, Scope};
use domain::round::Stage;
use domain::team::Team;
use kernel::{Day, EngagementId, Message, RoundId, TeamId, UnitId};
use serde::{Deserialize, Serialize};
use store::{Changes, Stored, member as members, team as teams};

/// Adds units to a round, each for a team.
#[derive(Clone, Debug, Deserialize)]
pub struct AddEngagements {
    /// The round.
    pub round: RoundId,
    /// The team.
    pub team: TeamId,
    /// Kind of the engagements.
    pub kind: EngagementKind,
    /// The units.
    pub units: Vec<UnitId>,
}

/// The engagements made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedEngagements {
    /// In the order given.
    pub engagements: Vec<EngagementId>,
}

impl Act for AddEngagements {
    const NAME: &'static str = "engagement-add";
    type Done = AddedEngagements;

    fn right(&self) -> Right {
        Right::Needs(Action::RoundPlan, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<AddedEngagements>, Error> {
        let round = find(prep, self.round).await?;
        let team = open_team(prep, self.round, self.team).await?;
        if round.stage > Stage::OnSite {
            return Err(
                Refusal(Message::new("round-too-late-for-units").with("stage", round.stage.label())).into()
            );
        }
        if self.units.is_empty() {
            return Err(Error::field("units", Message::new("round-units-missing")));
        }
        let ground = prep.app.ground(&mut prep.conn).await?;
        let mut taken = taken_units(prep, self.round).await?;
        let faults: Vec<_> = self
            .units
            .iter()
            .filter_map(|u| take_unit(&ground, &mut taken, (*u, &team.name), "units").err())
            .collect();
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let mut changes = Changes::about("round", round.id, round.name.clone());
        changes.relies_on(&round);
        // Whoever clears a member of the team meanwhile must notice.
        changes.update(&team, &team.value)?;
        let mut made = Vec::new();
        for unit in &self.units {
            let new = new_engagement(prep, (round.id, team.id), *unit, self.kind, round.window);
            made.push(new.id);
            changes.insert(&Kept::from(new))?;
        }
        Ok(Prepared { changes, done: AddedEngagements { engagements: made } })
    }
}

/// A team of the round none of whose members was cleared yet.
async fn open_team(prep: &mut Prep<'_>, round: RoundId, team: TeamId) -> Result<Stored<Team>, Error> {
    let team = teams::get(&mut prep.conn, team).await?.filter(|t| t.round == round).ok_or(Error::NotFound)?;
    let cleared = members::of_team(&mut prep.conn, team.id).await?.iter().any(|m| m.is_checked());
    if cleared {
        return Err(Refusal(Message::new("engagement-team-cleared").with("team", team.name.as_str())).into());
    }
    Ok(team)
}

/// Changes an engagement before it begins: kind, window, topic, team.
#[derive(Clone, Debug, Deserialize)]
pub struct ChangeEngagement {
    /// Which.
    pub engagement: EngagementId,
    /// Kind.
    pub kind: EngagementKind,
    /// First day on site.
    pub from: Day,
    /// Last day on site.
    pub to: Day,
    /// What a special one is about.
    #[serde(default)]
    pub topic: String,
    /// What a look-back follows up.
    #[serde(default)]
    pub follows_up: String,
    /// The team.
    pub team: TeamId,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Act for ChangeEngagement {
    const NAME: &'static str = "engagement-change";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::RoundPlan, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = in_preparation(prep, self.engagement).await?;
        must_be_read(prep, &old, self.version).await?;
        let on_site = Window::new(self.from, self.to).map_err(|r| Error::field("to", r.0))?;
        let label = engagement_label(prep, &old).await?;
        let mut changes = Changes::about("engagement", self.engagement, label);
        if old.team != self.team {
            let (from, to) =
                (open_team(prep, old.round, old.team).await?, open_team(prep, old.round, self.team).await?);
            changes.update(&from, &from.value)?;
            changes.update(&to, &to.value)?;
        } else if old.on_site.from != on_site.from {
            // Recusal is checked as of the first day.
            let team = open_team(prep, old.round, old.team).await?;
            changes.update(&team, &team.value)?;
        }
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
        let mut new = old.engagement.clone();
        (new.kind, new.on_site, new.team) = (self.kind, on_site, self.team);
        (new.topic, new.follows_up) = (filled(&self.topic), filled(&self.follows_up));
        changes.update(&old, &old.moved(new))?;
        Ok(Prepared { changes, done: () })
    }
}

async fn in_preparation(prep: &mut Prep<'_>, id: EngagementId) -> Result<Stored<Kept>, Error> {
    let old = engagements_store::get(&mut prep.conn, id).await?.filter(|e| e.withdrawn.is_none());
    let old = old.ok_or(Error::NotFound)?;
    if old.stage != EngagementStage::Preparation || old.is_authorised() {
        return Err(Refusal::new("engagement-change-too-late").into());
    }
    Ok(old)
}

/// Sets the units an engagement brings along; each lies below its principal unit.
#[derive(Clone, Debug, Deserialize)]
pub struct ExtendEngagement {
    /// Which engagement.
    pub engagement: EngagementId,
    /// All units brought along from now on.
    pub units: Vec<UnitId>,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
}

/// What extending led to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtendedEngagement {
    /// Members who had to leave the team because of the new units.
    pub released: usize,
}

impl Act for ExtendEngagement {
    const NAME: &'static str = "engagement-extend";
    type Done = ExtendedEngagement;

    fn right(&self) -> Right {
        Right::Needs(Action::RoundPlan, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<ExtendedEngagement>, Error> {
        let old = engagements_store::get(&mut prep.conn, self.engagement).await?;
        let old = old.filter(|e| e.withdrawn.is_none()).ok_or(Error::NotFound)?;
        must_be_read(prep, &old, self.version).await?;
        if old.stage > EngagementStage::Understanding {
            return Err(Refusal::new("engagement-extend-too-late").into());
        }
        let ground = prep.app.ground(&mut prep.conn).await?;
        let mut taken = taken_units(prep, old.round).await?;
        for own in &old.extensions {
            taken.remove(&own.unit);
        }
        let mut faults = Vec::new();
        for unit in &self.units {
            let own = (*unit, ground.name(old.unit));
            if let Err(fault) = take_unit(&ground, &mut taken, own, "units") {
                faults.push(fault);
            } else if !ground.tree.is_within(*unit, old.unit) {
                let message = Message::new("round-extension-not-below")
                    .with("unit", ground.name(*unit))
                    .with("above", ground.name(old.unit));
                faults.push(kernel::FieldError::new("units", message));
            }
        }
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let label = engagement_label(prep, &old).await?;
        let mut changes = Changes::about("engagement", self.engagement, label);
        let mut new = old.engagement.clone();
        let window = |unit: UnitId| old.extensions.iter().find(|e| e.unit == unit).and_then(|e| e.window);
        new.extensions = self.units.iter().map(|u| ExtensionUnit { unit: *u, window: window(*u) }).collect();
        let new = old.moved(new);
        changes.update(&old, &new)?;
        let released =
            recheck_members(prep, &mut changes, &ground, old.team, std::slice::from_ref(&new)).await?;
        Ok(Prepared { changes, done: ExtendedEngagement { released: released.len() } })
    }
}

/// Takes an engagement out of its round, with a reason. It stays on record.
#[derive(Clone, Debug, Deserialize)]
pub struct RemoveEngagement {
    /// Which.
    pub engagement: EngagementId,
    /// Why.
    pub reason: String,
}

impl Act for RemoveEngagement {
    const NAME: &'static str = "engagement-remove";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::RoundPlan, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = engagements_store::get(&mut prep.conn, self.engagement).await?.ok_or(Error::NotFound)?;
        let new = old.value.clone().withdraw(prep.today(), &self.reason)?;
        let label = engagement_label(prep, &old).await?;
        let mut changes = Changes::about("engagement", self.engagement, label).because(self.reason.trim());
        changes.update(&old, &new)?;
        // Nobody goes there any more.
        deadline::end(prep, &mut changes, ("engagement", self.engagement.into())).await?;
        Ok(Prepared { changes, done: () })
    }
}
