//! Planning a round: number, window, teams, units with their kinds, all in one act.

use super::{new_engagement, new_team, take_unit, team_name};
use crate::recusal::Ground;
use crate::{Act, Error, Prep, Prepared, Right};
use domain::engagement::Kept;
use domain::engagement::{EngagementKind, Stage as EngagementStage, Window};
use domain::permission::{Action, Scope};
use domain::round::{Origin, Round, Stage};
use domain::team::Team;
use domain::term::{RoundNumber, Term};
use i18n::Words;
use kernel::{Day, EngagementId, FieldError, Lang, Message, RoundId, TeamId, Timestamp, UnitId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{Changes, Stored, round as rounds};

/// Most teams one round may have.
pub(super) const MOST_TEAMS: u16 = 50;

/// A unit of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
pub struct PlannedUnit {
    /// The unit.
    #[schema(value_type = String, format = Uuid)]
    pub unit: UnitId,
    /// Number of its team.
    pub team: u16,
    /// Kind of its engagement.
    #[schema(value_type = String)]
    pub kind: EngagementKind,
}

/// A round that began before the program came (A9).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
pub struct TakenOver {
    /// The stage it has reached.
    #[schema(value_type = String)]
    pub stage: Stage,
    /// Where its facts were taken from.
    pub source: String,
}

/// Plans a round.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct PlanRound {
    /// Its number within the term.
    pub number: u16,
    /// Its name.
    pub name: String,
    /// First day on site.
    #[schema(value_type = String, format = Date)]
    pub from: Day,
    /// Last day on site.
    #[schema(value_type = String, format = Date)]
    pub to: Day,
    /// How many teams.
    pub teams: u16,
    /// Its units.
    pub units: Vec<PlannedUnit>,
    /// Where it stands, when it began before the program came.
    #[serde(default)]
    pub taken_over: Option<TakenOver>,
}

/// What was planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PlannedRound {
    /// The round.
    #[schema(value_type = String, format = Uuid)]
    pub round: RoundId,
    /// Its teams in order of number.
    #[schema(value_type = Vec<String>)]
    pub teams: Vec<TeamId>,
    /// Its engagements in the order given.
    #[schema(value_type = Vec<String>)]
    pub engagements: Vec<EngagementId>,
}

impl Act for PlanRound {
    const NAME: &'static str = "round-plan";
    type Done = PlannedRound;

    fn right(&self) -> Right {
        Right::Needs(Action::RoundPlan, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<PlannedRound>, Error> {
        let mut errors = Vec::new();
        let window = self.window(&mut errors);
        let term = term_of(prep, self.from, self.to, &mut errors).await?;
        if let Some(term) = &term {
            errors
                .extend(number_fault(prep, term, RoundNumber(self.number), self.taken_over.is_some()).await?);
        }
        if self.name.trim().is_empty() {
            errors.push(FieldError::new("name", Message::new("round-name-missing")));
        }
        if self.teams == 0 || self.teams > MOST_TEAMS {
            let message = Message::new("round-teams-wrong").with("most", u32::from(MOST_TEAMS));
            errors.push(FieldError::new("teams", message));
        }
        let ground = prep.app.ground(&mut prep.conn).await?;
        let today = prep.today();
        let words = prep.app.words(&mut prep.conn, today, Lang::ZhCn).await?;
        errors.extend(self.unit_faults(&ground, &words));
        let (Some(window), Some(term), true) = (window, term, errors.is_empty()) else {
            return Err(errors.into());
        };
        self.write(prep, &term, window, &words)
    }
}

impl PlanRound {
    fn window(&self, errors: &mut Vec<FieldError>) -> Option<Window> {
        Window::new(self.from, self.to).map_err(|r| errors.push(FieldError::new("to", r.0))).ok()
    }

    fn unit_faults(&self, ground: &Ground, words: &Words) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let mut taken = BTreeMap::new();
        if self.units.is_empty() {
            errors.push(FieldError::new("units", Message::new("round-units-missing")));
        }
        for planned in &self.units {
            if planned.team == 0 || planned.team > self.teams {
                let message = Message::new("round-team-number-wrong")
                    .with("unit", ground.name(planned.unit))
                    .with("teams", u32::from(self.teams));
                errors.push(FieldError::new("units", message));
            }
            let own = (planned.unit, &*team_name(planned.team, words));
            errors.extend(take_unit(ground, &mut taken, own, "units").err());
        }
        errors
    }

    fn write(
        &self,
        prep: &Prep<'_>,
        term: &Stored<Term>,
        window: Window,
        words: &Words,
    ) -> Result<Prepared<PlannedRound>, Error> {
        let id = RoundId::new(prep.app.clock(), prep.app.rng());
        let facts = Planned { id, term, number: RoundNumber(self.number), name: &self.name, window };
        let round = facts.round(None, self.taken_over.as_ref())?;
        let mut changes = Changes::about("round", id, round.name.clone());
        changes.relies_on(term);
        changes.insert(&round)?;
        let named = |n| new_team(prep, id, n, team_name(n, words));
        let teams: Vec<Team> = (1..=self.teams).map(named).collect();
        for team in &teams {
            changes.insert(team)?;
        }
        let mut engagements = Vec::new();
        for planned in &self.units {
            let Some(team) = teams.iter().find(|t| t.number == planned.team) else { continue };
            let made = new_engagement(prep, (id, team.id), planned.unit, planned.kind, window);
            let made = match &self.taken_over {
                Some(taken) => made.taken_over(stage_of_engagements(taken.stage))?,
                None => made,
            };
            engagements.push(made.id);
            changes.insert(&Kept::from(made))?;
        }
        let teams = teams.iter().map(|t| t.id).collect();
        Ok(Prepared { changes, done: PlannedRound { round: id, teams, engagements } })
    }
}

/// What a new round is made of.
pub(super) struct Planned<'a> {
    pub(super) id: RoundId,
    pub(super) term: &'a Stored<Term>,
    pub(super) number: RoundNumber,
    pub(super) name: &'a str,
    pub(super) window: Window,
}

impl Planned<'_> {
    pub(super) fn round(
        &self,
        intake_closes: Option<Timestamp>,
        taken_over: Option<&TakenOver>,
    ) -> Result<Round, Error> {
        let round = Round {
            id: self.id,
            term: self.term.id,
            number: self.number,
            name: self.name.trim().to_owned(),
            window: self.window,
            intake_closes,
            approval: None,
            deployed_on: None,
            origin: Origin::Planned,
            stage: Stage::Planned,
            cadres: Vec::new(),
            withdrawn: None,
        };
        match taken_over {
            None => Ok(round),
            Some(taken) => Ok(round.taken_over(taken.stage, taken.source.clone())?),
        }
    }
}

/// Where the engagements of a round that is taken over stand.
pub(super) const fn stage_of_engagements(round: Stage) -> EngagementStage {
    match round {
        Stage::Planned | Stage::Approved | Stage::Deployed => EngagementStage::Preparation,
        Stage::OnSite => EngagementStage::Understanding,
        Stage::Reporting => EngagementStage::Reporting,
        Stage::FeedingBack => EngagementStage::Feedback,
        Stage::Rectifying => EngagementStage::Rectification,
        Stage::Closed | Stage::Archived => EngagementStage::Closed,
    }
}

/// The term both days lie in.
async fn term_of(
    prep: &mut Prep<'_>,
    from: Day,
    to: Day,
    errors: &mut Vec<FieldError>,
) -> Result<Option<Stored<Term>>, Error> {
    let Some(term) = store::term::on(&mut prep.conn, from).await? else {
        errors.push(FieldError::new("from", Message::new("round-no-term").with("day", from)));
        return Ok(None);
    };
    if !term.facts.holds(to) {
        let message =
            Message::new("round-outside-term").with("from", term.facts.from).with("to", term.facts.to);
        errors.push(FieldError::new("to", message));
    }
    Ok(Some(term))
}

/// Whether a number is free in a term: neither a round of the program nor one held before has it. A round taken over is
/// the very one that was held before, now with its teams and units.
pub(super) async fn number_fault(
    prep: &mut Prep<'_>,
    term: &Stored<Term>,
    number: RoundNumber,
    taken_over: bool,
) -> Result<Option<FieldError>, Error> {
    let held_before = !taken_over && term.facts.round(number).is_some();
    let used = held_before || rounds::by_number(&mut prep.conn, term.id, number).await?.is_some();
    let wrong = used || number.0 == 0;
    let message = Message::new("round-number-used").with("number", i64::from(number.0));
    Ok(wrong.then(|| FieldError::new("number", message)))
}
