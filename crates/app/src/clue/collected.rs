//! Subjects managed higher up: collected by the office until their rounds are over, then passed up together (D4).
//!
//! One list of what is collected, one act that hands several over: one receiver, one letter, one seal, two people. Each
//! subject's hand-over is a record of its own with a package of its own, and has its own receipt and outcome.

use super::body::{names_nobody, refuse_names};
use super::hand_over::{HandedOver, Settling, round_end};
use super::letter::{CluePaper, Said, packed};
use super::{body, in_offices_hand};
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right, View, version};
use documents::authorisation::Letter;
use domain::Refusal;
use domain::clue::{Clue, Disposition, Ended, Receiver};
use domain::permission::compartment::FILED_CLUES;
use domain::permission::{Action, Scope};
use kernel::id::{ClueId, TransferId};
use kernel::{Day, EngagementId, FieldError, Lang, Message, Page, PageRequest};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use store::changes::Chain;
use store::{Changes, Stored, clue as clues, unit as units};

/// The most subjects of one hand-over.
const MOST: usize = 100;

/// One subject of one clue.
#[derive(Clone, Debug, Deserialize)]
pub struct CollectedPart {
    /// The clue.
    pub clue: ClueId,
    /// The subject.
    pub key: u16,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
}

/// Hands several collected subjects over to one receiver. No `Debug`: it holds a password.
#[derive(Clone, Deserialize)]
pub struct HandOverCollected {
    /// Which.
    pub parts: Vec<CollectedPart>,
    /// The number of the letter.
    pub letter: String,
    /// The number on the package's seal.
    pub seal: String,
    /// The receiver among the units here, by name; empty when it is none of them and receives on paper.
    #[serde(default)]
    pub to: String,
    /// The day; today unless said.
    #[serde(default)]
    pub on: Option<Day>,
    /// Login of the second person.
    pub second: String,
    /// The second person's password.
    pub password: String,
}

impl Act for HandOverCollected {
    const NAME: &'static str = "clue-hand-over";
    type Done = Vec<HandedOver>;

    fn right(&self) -> Right {
        Right::Needs(Action::ClueFile, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<Vec<HandedOver>>, Error> {
        let clues = self.clues(prep).await?;
        self.must_go_to_one(&clues)?;
        for old in clues.values() {
            names_nobody(prep, old.id, &[("letter", &self.letter), ("seal", &self.seal)]).await?;
        }
        let settled = self.settling().settle(prep).await?;
        let ids: Vec<TransferId> =
            self.parts.iter().map(|_| TransferId::new(prep.app.clock(), prep.app.rng())).collect();
        let mut changes = about(&clues, self.letter.trim());
        let mut stands: BTreeMap<ClueId, Clue> = clues.iter().map(|(id, c)| (*id, c.value.clone())).collect();
        let mut made = Vec::new();
        for (part, id) in self.parts.iter().zip(&ids) {
            let old = clues.get(&part.clue).ok_or(Error::NotFound)?;
            let now = stands.remove(&part.clue).ok_or(Error::NotFound)?;
            let together: Vec<TransferId> = ids.iter().copied().filter(|other| other != id).collect();
            let place = (Some(part.key), *id, together.as_slice());
            let (new, record) = settled.hand(prep, &mut changes, (old, now), place).await?;
            stands.insert(part.clue, new);
            made.push(record);
        }
        for (id, new) in &stands {
            let old = clues.get(id).ok_or(Error::NotFound)?;
            changes.update(old, new)?;
        }
        for record in &made {
            changes.insert(record)?;
        }
        Ok(Prepared { changes, done: made.iter().map(HandedOver::of).collect() })
    }
}

/// One entry for all: in the chain of their engagement, or in the installation's where they are of several.
fn about(clues: &BTreeMap<ClueId, Stored<Clue>>, letter: &str) -> Changes {
    let first = clues.values().next();
    let subject = first.map_or_else(|| ClueId(uuid::Uuid::nil()), |clue| clue.id);
    let changes = Changes::about("clue", subject, letter);
    let mut engagements: Vec<EngagementId> = clues.values().map(|clue| clue.engagement).collect();
    engagements.dedup();
    match engagements.as_slice() {
        [one] => changes.in_chain(Chain::Engagement(*one)),
        _ => changes,
    }
}

impl HandOverCollected {
    fn settling(&self) -> Settling<'_> {
        Settling {
            letter: &self.letter,
            seal: &self.seal,
            to: &self.to,
            on: self.on,
            decided: None,
            second: &self.second,
            password: &self.password,
        }
    }

    /// The clues, each once.
    async fn clues(&self, prep: &mut Prep<'_>) -> Result<BTreeMap<ClueId, Stored<Clue>>, Error> {
        if self.parts.is_empty() {
            return Err(Refusal::new("clue-nothing-chosen").into());
        }
        if self.parts.len() > MOST {
            return Err(Refusal(Message::new("clue-collected-many").with("max", MOST)).into());
        }
        let mut found = BTreeMap::new();
        for part in &self.parts {
            let old = in_offices_hand(prep, part.clue).await?;
            version::must_be_read(prep, &old, part.version).await?;
            if !old.collected().iter().any(|(key, _)| *key == part.key) {
                let message = Message::new("clue-not-collected").with("number", old.number.as_str());
                return Err(Refusal(message).into());
            }
            found.insert(part.clue, old);
        }
        Ok(found)
    }

    /// What goes under one letter goes to one receiver.
    fn must_go_to_one(&self, clues: &BTreeMap<ClueId, Stored<Clue>>) -> Result<(), Error> {
        let route = |part: &CollectedPart| {
            let disposition = clues.get(&part.clue)?.disposition(Some(part.key))?;
            Some((disposition.route.receiver.clone(), disposition.route.name.clone()))
        };
        let mut routes = self.parts.iter().map(route);
        let first = routes.next().flatten();
        if routes.all(|other| other == first) {
            return Ok(());
        }
        Err(FieldError::new("to", Message::new("clue-collected-several-receivers")).into())
    }
}

/// A subject that is collected.
#[derive(Clone, Debug)]
pub struct CollectedLine {
    /// The clue.
    pub clue: Stored<Clue>,
    /// The unit it came up in.
    pub unit: String,
    /// The subject.
    pub key: u16,
    /// Where it goes.
    pub disposition: Disposition,
    /// The last day of its round.
    pub ends: Day,
    /// Whether it may be passed up today, or what it waits for.
    pub ready: Result<(), Refusal>,
}

impl CollectedLine {
    /// What is passed up together goes to the same receiver.
    pub fn receiver(&self) -> (&Receiver, &str) {
        (&self.disposition.route.receiver, &self.disposition.route.name)
    }
}

impl App {
    /// What the office has collected for after the round, the oldest first. For the clues' keeper.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`] for whoever is no keeper of clues.
    pub async fn collected_clues(&self, ctx: &Ctx, page: &PageRequest) -> Result<Page<CollectedLine>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::ClueFile, Scope::Global).await?;
        clues::sight(&mut conn, &viewer, FILED_CLUES).await?.ok_or(Error::NotFound)?;
        let found = clues::collected(&mut conn, &viewer, page).await?;
        let names = units::many(&mut conn, &found.items.iter().map(|c| c.unit).collect::<Vec<_>>()).await?;
        let mut ends: BTreeMap<EngagementId, Day> = BTreeMap::new();
        for clue in &found.items {
            if let Entry::Vacant(vacant) = ends.entry(clue.engagement) {
                vacant.insert(round_end(&mut conn, clue).await?);
            }
        }
        let today = self.today();
        let mut lines = Vec::new();
        for clue in found.items {
            let ends = ends.get(&clue.engagement).copied().unwrap_or(today);
            let ended = Ended { decided: None, round: Some(ends) };
            let unit = names.iter().find(|u| u.id == clue.unit).map(|u| u.name.clone()).unwrap_or_default();
            for (key, disposition) in clue.collected() {
                let ready = disposition.may_be_handed_over(today, &ended);
                let (clue, unit, disposition) = (clue.clone(), unit.clone(), disposition.clone());
                lines.push(CollectedLine { clue, unit, key, disposition, ends, ready });
            }
        }
        Ok(Page { items: lines, next: found.next })
    }

    /// The letter that goes with several subjects, before they are handed over. It names numbers and their receiver,
    /// nobody else.
    ///
    /// # Errors
    /// As [`App::collected_clues`]; [`Error::NotFound`] where none of them is collected; `clue-names-someone`.
    pub async fn collected_letter(
        &self,
        ctx: &Ctx,
        parts: &[(ClueId, u16)],
        number: &str,
    ) -> Result<CluePaper, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::ClueFile, Scope::Global).await?;
        clues::sight(&mut conn, &viewer, FILED_CLUES).await?.ok_or(Error::NotFound)?;
        let mut rows = Vec::new();
        let mut name = None;
        for (id, key) in parts.iter().take(MOST) {
            let clue = clues::view(&mut conn, &viewer, *id).await?.ok_or(Error::NotFound)?;
            let collected = clue.collected();
            let (_, disposition) = collected.iter().find(|(k, _)| k == key).ok_or(Error::NotFound)?;
            if let Some(body) = body::opened(self, &mut conn, &clue).await? {
                refuse_names(&body, &[("letter", number)])?;
            }
            name.get_or_insert_with(|| disposition.route.name.clone());
            rows.push(vec![clue.number.clone(), "1".to_owned(), String::new()]);
        }
        let name = name.ok_or(Error::NotFound)?;
        let instance = store::account::instance(&mut conn).await?.ok_or(Error::NotFound)?;
        let words = self.words(&mut conn, self.today(), Lang::ZhCn).await?;
        let said = Said(&words);
        let number = number.trim();
        let opening = Message::new("clue-letter-opening-several").with("count", rows.len());
        let letter = Letter {
            head: instance.office.clone(),
            number: if number.is_empty() { said.text("clue-letter-no-number") } else { number.to_owned() },
            title: said.text("clue-letter-title"),
            addressee: said.say(&Message::new("clue-letter-addressee").with("name", name)),
            paragraphs: vec![said.say(&opening)],
            headings: vec![
                said.text("clue-letter-number"),
                said.text("clue-letter-persons"),
                said.text("clue-letter-seal"),
            ],
            rows,
            closing: vec![said.text("clue-letter-duty")],
            signer: instance.office.clone(),
            date: said.text("clue-letter-date"),
        };
        packed(format!("{}.docx", said.text("clue-letter-title")), &letter)
    }
}
