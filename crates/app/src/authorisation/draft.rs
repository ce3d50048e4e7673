//! Drafting authorisations: number, period, end of access, for one team or all of a round at once.

use crate::{Act, Error, Prep, Prepared, Right};
use domain::Refusal;
use domain::authorisation::{Standing, TeamAuthorisation};
use domain::engagement::{AccessEnd, Window};
use domain::numbering::{DocumentNumber, NumberRules};
use domain::permission::{Action, Scope};
use domain::round::Stage;
use kernel::{Day, FieldError, Message, RecordId, RoundId, TeamId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::changes::Aside;
use store::{
    Changes, authorisation as authorisations, engagement as engagements, round as rounds, team as teams,
};

/// One authorisation to be put before the leading group.
#[derive(Clone, Debug, Deserialize)]
pub struct NewAuthorisation {
    /// The team.
    pub team: TeamId,
    /// The number that the paper carries already; left out, one is issued when it is given.
    #[serde(default)]
    pub number: Option<String>,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// The last day of access; when the archive is handed over, if `None`.
    #[serde(default)]
    pub access_until: Option<Day>,
}

/// Drafts authorisations of a round's teams.
#[derive(Clone, Debug, Deserialize)]
pub struct DraftAuthorisations {
    /// The round.
    pub round: RoundId,
    /// One a team.
    pub papers: Vec<NewAuthorisation>,
}

/// What was drafted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftedAuthorisation {
    /// The drafts, in the order given.
    pub authorisations: Vec<RecordId>,
}

impl Act for DraftAuthorisations {
    const NAME: &'static str = "authorisation-draft";
    type Done = DraftedAuthorisation;

    fn right(&self) -> Right {
        Right::Needs(Action::TeamPropose, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<DraftedAuthorisation>, Error> {
        let round = rounds::get(&mut prep.conn, self.round).await?.ok_or(Error::NotFound)?;
        if round.stage >= Stage::Closed {
            return Err(Refusal::new("authorisation-round-closed").into());
        }
        if self.papers.is_empty() {
            return Err(Refusal::new("authorisation-nothing-chosen").into());
        }
        let mut changes = Changes::about("round", round.id, round.name.clone());
        let (mut errors, mut made, mut numbers) = (Vec::new(), Vec::new(), BTreeSet::new());
        for paper in &self.papers {
            let number = paper.own_number();
            if number.is_some_and(|number| !numbers.insert(number)) {
                errors.push(taken(paper));
                continue;
            }
            match self.draft(prep, paper).await? {
                Ok((draft, number)) => {
                    made.push(draft.id);
                    changes.insert(&draft)?;
                    changes_after(&mut changes, number);
                }
                Err(error) => errors.push(error),
            }
        }
        if !errors.is_empty() {
            return Err(errors.into());
        }
        Ok(Prepared { changes, done: DraftedAuthorisation { authorisations: made } })
    }
}

impl NewAuthorisation {
    fn own_number(&self) -> Option<&str> {
        self.number.as_deref().map(str::trim).filter(|number| !number.is_empty())
    }
}

/// The series goes on behind a number that a paper brought along.
pub(crate) fn changes_after(changes: &mut Changes, number: Option<DocumentNumber>) {
    if let Some(number) = number {
        changes.aside(Aside::SerialAtLeast { series: number.series(), last: number.serial });
    }
}

fn taken(paper: &NewAuthorisation) -> FieldError {
    let number = paper.own_number().unwrap_or_default();
    let message = Message::new("authorisation-number-taken").with("number", number);
    FieldError::new(format!("number-{}", paper.team), message)
}

impl DraftAuthorisations {
    async fn draft(
        &self,
        prep: &mut Prep<'_>,
        paper: &NewAuthorisation,
    ) -> Result<Result<(TeamAuthorisation, Option<DocumentNumber>), FieldError>, Error> {
        let team = teams::get(&mut prep.conn, paper.team).await?;
        let team = team.filter(|t| t.round == self.round).ok_or(Error::NotFound)?;
        let wrong =
            |field: &str, message: Message| Ok(Err(FieldError::new(format!("{field}-{}", team.id), message)));
        let mut parts = None;
        if let Some(number) = paper.own_number() {
            let form = prep.app.ruleset::<NumberRules>(&mut prep.conn, paper.from).await?.rules.authorisation;
            parts = form.parse(number);
            if parts.is_none() || number.chars().count() > 60 {
                let example = form.write(paper.from.year(), 21);
                return wrong("number", Message::new("authorisation-number-form").with("example", example));
            }
            if authorisations::by_number(&mut prep.conn, number).await?.is_some() {
                return Ok(Err(taken(paper)));
            }
        }
        let period = match Window::new(paper.from, paper.to) {
            Ok(period) => period,
            Err(refusal) => return wrong("to", refusal.0),
        };
        if paper.access_until.is_some_and(|until| until < paper.to) {
            return wrong("access", Message::new("authorisation-access-too-short").with("to", paper.to));
        }
        let waiting = authorisations::of_team(&mut prep.conn, team.id).await?;
        if waiting.iter().any(|a| a.standing == Standing::Drafted) {
            return wrong("number", Message::new("authorisation-already-drafted"));
        }
        for own in engagements::of_team(&mut prep.conn, team.id).await? {
            if !period.covers(own.on_site) {
                let message = Message::new("engagement-authorisation-too-short")
                    .with("from", own.on_site.from)
                    .with("to", own.on_site.to);
                return wrong("to", message);
            }
        }
        let access_end =
            paper.access_until.map_or(AccessEnd::Handover { done: None }, |day| AccessEnd::Fixed { day });
        let draft = TeamAuthorisation {
            id: RecordId(kernel::id::time_ordered(prep.app.clock(), prep.app.rng())),
            round: self.round,
            team: team.id,
            number: paper.own_number().map(str::to_owned),
            period,
            access_end,
            standing: Standing::Drafted,
        };
        Ok(Ok((draft, parts)))
    }
}
