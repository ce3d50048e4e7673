//! Where a ledger of before goes: the engagement whose feedback it is, made with its round where there is none.

use super::LedgerOptions;
use crate::recusal::Ground;
use crate::round::{TakenOver, new_engagement, new_team, numeral};
use crate::{App, Error, Prep};
use db::Conn;
use domain::engagement::{EngagementKind, Kept, Stage as EngagementStage, Window};
use domain::organisation::naming::Recognition;
use domain::rectification::ledger::Checked;
use domain::round::{Origin, Round, Stage};
use domain::term::{RoundNumber, Term};
use i18n::Catalogue;
use kernel::{Day, EngagementId, Lang, Message, RoundId, UnitId};
use store::{Changes, Stored, engagement as engagements, round as rounds, team as teams, term as terms};

/// Where a ledger goes.
pub(super) struct Place {
    /// The unit.
    unit: UnitId,
    /// Its name.
    pub(super) unit_name: String,
    /// The round's number.
    pub(super) number: u16,
    /// What the round is called.
    pub(super) round_name: String,
    /// Where items say they come from.
    pub(super) source: String,
    at: At,
}

enum At {
    /// An engagement that is there.
    Kept(Box<Stored<Kept>>),
    /// One to be made in a round that is there.
    InRound(Box<Stored<Round>>),
    /// One to be made with its round.
    New { term: Box<Stored<Term>>, number: RoundNumber, window: Window },
}

fn said(id: &'static str, number: u16) -> String {
    // Names are data of the committee, so in its language.
    Catalogue::shared().say(Lang::ZhCn, &Message::new(id).with("number", numeral(number)))
}

/// Finds the place by unit, round and day of feedback; what is missing is an error of the file as a whole.
pub(super) async fn find(
    _app: &App,
    conn: &mut Conn,
    options: &LedgerOptions,
    checked: &mut Checked,
) -> Result<Option<Place>, Error> {
    let heading = checked.ledger.heading.clone();
    let mut fault = |kind: &'static str, message: Message| {
        checked.issues.error(0, None, kind, message);
        checked.issues.sort();
    };
    let ground = Ground::load(conn).await?;
    let written = options.unit.clone().or(heading.unit).unwrap_or_default();
    let Recognition::Found(unit, _) = ground.names.recognise(&written) else {
        let message = Message::new("rectification-import-unit-unknown").with("unit", written);
        fault("unknown_unit", message);
        return Ok(None);
    };
    let Some(fed_back) = heading.fed_back else { return Ok(None) };
    let unit_name = ground.name(unit).to_owned();
    let number = options.round.map(RoundNumber);
    for kept in engagements::of_unit(conn, unit).await? {
        let Some(round) = rounds::get(conn, kept.round).await? else { continue };
        let fits = match number {
            Some(number) => round.number == number,
            None => kept.on_site.to <= fed_back,
        };
        if fits {
            let (round_name, source) =
                (round.name.clone(), said("rectification-past-feedback", round.number.0));
            let (number, at) = (round.number.0, At::Kept(Box::new(kept)));
            return Ok(Some(Place { unit, unit_name, number, round_name, source, at }));
        }
    }
    let Some(term) = terms::on(conn, fed_back).await? else {
        let message = Message::new("rectification-import-no-term").with("day", fed_back);
        fault("unknown_round", message);
        return Ok(None);
    };
    let held = |day: Day| term.facts.rounds.iter().filter(move |r| r.to <= day).max_by_key(|r| r.number);
    let number = number.or_else(|| held(fed_back).map(|r| r.number));
    let Some(number) = number else {
        fault("unknown_round", Message::new("rectification-import-no-round").with("day", fed_back));
        return Ok(None);
    };
    let source = said("rectification-past-feedback", number.0);
    if let Some(round) = rounds::by_number(conn, term.id, number).await? {
        let round_name = round.name.clone();
        let at = At::InRound(Box::new(round));
        return Ok(Some(Place { unit, unit_name, number: number.0, round_name, source, at }));
    }
    let Some(past) = term.facts.round(number) else {
        fault("unknown_round", Message::new("rectification-import-no-round").with("day", fed_back));
        return Ok(None);
    };
    let Ok(window) = Window::new(past.from, past.to) else { return Ok(None) };
    let round_name = said("rectification-past-round", number.0);
    let place_number = number.0;
    let at = At::New { term: Box::new(term), number, window };
    Ok(Some(Place { unit, unit_name, number: place_number, round_name, source, at }))
}

impl Place {
    /// The engagement, where it is there already.
    pub(super) fn engagement(&self) -> Option<EngagementId> {
        match &self.at {
            At::Kept(kept) => Some(kept.engagement.id),
            At::InRound(_) | At::New { .. } => None,
        }
    }

    /// The engagement, made with round and team where they are not there, and the changes that make it.
    pub(super) async fn written(&self, prep: &mut Prep<'_>, file: &str) -> Result<(Kept, Changes), Error> {
        let source = TakenOver { stage: Stage::Rectifying, source: file.to_owned() };
        let about = |kept: &Kept| {
            Changes::about("engagement", kept.engagement.id, self.unit_name.clone()).because(file)
        };
        match &self.at {
            At::Kept(kept) => {
                let mut changes = about(kept);
                changes.relies_on(kept);
                Ok((kept.value.clone(), changes))
            }
            At::InRound(round) => {
                let own = teams::of_round(&mut prep.conn, round.id).await?;
                let number = own.iter().map(|team| team.number).max().unwrap_or(0) + 1;
                let team = new_team(prep, round.id, number, said("rectification-past-team", number));
                let kept = self.engagement_in(prep, (round.id, team.id), round.window)?;
                let mut changes = about(&kept);
                changes.relies_on(round);
                changes.insert(&team)?;
                changes.insert(&kept)?;
                Ok((kept, changes))
            }
            At::New { term, number, window } => {
                let id = RoundId::new(prep.app.clock(), prep.app.rng());
                let round = Round {
                    cadres: Vec::new(),
                    id,
                    term: term.id,
                    number: *number,
                    name: self.round_name.clone(),
                    window: *window,
                    intake_closes: None,
                    approval: None,
                    deployed_on: None,
                    origin: Origin::Planned,
                    stage: Stage::Planned,
                    withdrawn: None,
                };
                let round = round.taken_over(source.stage, source.source)?;
                let team = new_team(prep, id, 1, said("rectification-past-team", 1));
                let kept = self.engagement_in(prep, (id, team.id), *window)?;
                let mut changes = about(&kept);
                changes.relies_on(term);
                changes.insert(&round)?;
                changes.insert(&team)?;
                changes.insert(&kept)?;
                Ok((kept, changes))
            }
        }
    }

    fn engagement_in(
        &self,
        prep: &Prep<'_>,
        place: (RoundId, kernel::TeamId),
        window: Window,
    ) -> Result<Kept, Error> {
        let made = new_engagement(prep, place, self.unit, EngagementKind::Routine, window);
        Ok(Kept::from(made.taken_over(EngagementStage::Rectification)?))
    }
}
