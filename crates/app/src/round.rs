//! Rounds (A3, A9): planning one with its teams and engagements, importing one from a file, amending it, moving it on.

mod advance;
mod amend;
mod back;
mod engagements;
mod export;
mod import;
mod plan;
mod read;

pub use advance::MoveRoundOn;
pub use amend::{EditRound, EditTeam};
pub use back::{StepRoundBack, WithdrawRound};
pub use domain::engagement::{Kept, Withdrawal};
pub use engagements::{AddEngagements, ChangeEngagement, ExtendEngagement, RemoveEngagement};
pub use import::{ImportRound, ImportedRound, RoundPreview};
pub use plan::{PlanRound, PlannedRound, PlannedUnit, TakenOver};
pub use read::{
    EngagementLine, MemberLine, NextStep, PlanningAid, RoundPage, RoundRow, TeamPart, UnitChoice,
};
pub use store::round::RoundLight;

use crate::recusal::Ground;
use crate::{Error, Prep};
use domain::engagement::{
    AccessEnd, Engagement, EngagementKind, PublicContacts, Stage as EngagementStage, Window,
};
use domain::round::{Engagements, Round};
use domain::team::{Contacts, Team};
use i18n::{Catalogue, Words};
use kernel::{EngagementId, FieldError, Lang, Message, RoundId, TeamId, UnitId};
use std::collections::BTreeMap;
use store::{Stored, engagement as engagements_store, round as rounds, team as teams, unit as units};

/// The round an act is about.
async fn find(prep: &mut Prep<'_>, id: RoundId) -> Result<Stored<Round>, Error> {
    rounds::get(&mut prep.conn, id).await?.ok_or(Error::NotFound)
}

/// What an engagement is called in the journal: its unit.
pub(crate) async fn engagement_label(prep: &mut Prep<'_>, engagement: &Kept) -> Result<String, Error> {
    Ok(units::get(&mut prep.conn, engagement.unit).await?.map(|u| u.value.name).unwrap_or_default())
}

/// What of a round's engagements its next step looks at.
pub(crate) async fn engagements_of(prep: &mut Prep<'_>, round: RoundId) -> Result<Engagements, Error> {
    let all = engagements_store::of_round(&mut prep.conn, round).await?;
    Ok(summary(all.iter().map(|e| &e.value)))
}

fn summary<'a>(all: impl Iterator<Item = &'a Kept> + Clone) -> Engagements {
    let open = |e: &&Kept| !e.is_authorised();
    Engagements {
        all: all.clone().count(),
        unauthorised: all.clone().filter(open).count(),
        furthest_behind: all.clone().map(|e| e.stage).min(),
        furthest_ahead: all.map(|e| e.stage).max(),
    }
}

/// A team's name where none was given: data of the committee, so in its language.
fn team_name(number: u16, words: &Words) -> String {
    let message = Message::new("team-default-name").with("number", numeral(number));
    Catalogue::shared().say_with(Lang::ZhCn, &message, words)
}

/// A number below 100 as Chinese papers write it; digits beyond.
pub(crate) fn numeral(number: u16) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u16| DIGITS.get(usize::from(n)).copied().unwrap_or_default();
    match (number / 10, number % 10) {
        (0, ones) if ones > 0 => digit(ones).to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens @ 2..=9, ones) => format!("{}十{}", digit(tens), digit(ones)),
        _ => number.to_string(),
    }
}

pub(crate) fn new_team(prep: &Prep<'_>, round: RoundId, number: u16, name: String) -> Team {
    let id = TeamId::new(prep.app.clock(), prep.app.rng());
    Team { id, round, number, name, contacts: Contacts::default() }
}

/// A fresh engagement, before anything but its frame is known.
pub(crate) fn new_engagement(
    prep: &Prep<'_>,
    (round, team): (RoundId, TeamId),
    unit: UnitId,
    kind: EngagementKind,
    on_site: Window,
) -> Engagement {
    Engagement {
        id: EngagementId::new(prep.app.clock(), prep.app.rng()),
        round,
        team,
        unit,
        kind,
        topic: None,
        follows_up: None,
        extensions: Vec::new(),
        on_site,
        access_end: AccessEnd::Handover { done: None },
        object: Vec::new(),
        public: PublicContacts::default(),
        authorisation: None,
        stage: EngagementStage::Preparation,
    }
}

/// Which units a round has already, principal and brought along, each with the number of its team.
async fn taken_units(prep: &mut Prep<'_>, round: RoundId) -> Result<BTreeMap<UnitId, String>, Error> {
    let names: BTreeMap<TeamId, String> =
        teams::of_round(&mut prep.conn, round).await?.into_iter().map(|t| (t.id, t.value.name)).collect();
    let mut taken = BTreeMap::new();
    for engagement in engagements_store::of_round(&mut prep.conn, round).await? {
        let team = names.get(&engagement.team).cloned().unwrap_or_default();
        taken.insert(engagement.unit, team.clone());
        taken.extend(engagement.extensions.iter().map(|e| (e.unit, team.clone())));
    }
    Ok(taken)
}

/// Takes a unit for a team, or says why not: it has ended, or the round has it already.
fn take_unit(
    ground: &Ground,
    taken: &mut BTreeMap<UnitId, String>,
    (unit, team): (UnitId, &str),
    field: &str,
) -> Result<(), FieldError> {
    if !ground.holds(unit) {
        let message = match ground.ended_on(unit) {
            Some(on) => Message::new("round-unit-ended").with("unit", ground.name(unit)).with("on", on),
            None => Message::new("round-unit-unknown").with("value", unit.to_string()),
        };
        return Err(FieldError::new(field.to_owned(), message));
    }
    if let Some(other) = taken.insert(unit, team.to_owned()) {
        let message = Message::new("round-unit-twice").with("unit", ground.name(unit)).with("team", other);
        return Err(FieldError::new(field.to_owned(), message));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::numeral;

    #[test]
    fn numbers_of_rounds_and_teams_are_written_as_papers_write_them() {
        let written: Vec<String> = [1, 9, 10, 12, 20, 35, 100].into_iter().map(numeral).collect();
        assert_eq!(written, ["一", "九", "十", "十二", "二十", "三十五", "100"]);
    }
}
