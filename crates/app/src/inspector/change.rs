//! What the office changes of one person: whether they can be called up, where they work, training, relatives.

use super::{find, put, seal_relatives};
use crate::recusal::Ground;
use crate::{Act, Error, Prep, Prepared, Right};
use domain::inspector::{Availability, NamedUnit, notation};
use domain::permission::{Action, Scope};
use domain::recusal::{Resolution, UnitNames};
use domain::term::Month;
use kernel::{Day, FieldError, Message, PersonId};
use serde::{Deserialize, Serialize};
use store::Changes;
use store::changes::NewSealed;
use store::inspector::Training;

/// Changes what the pool knows of a person; fields left out stay.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChangeInspector {
    /// Whether they can be called up.
    pub available: Option<bool>,
    /// Why not, in the office's words.
    pub unavailable_words: Option<String>,
    /// The last month of it.
    pub unavailable_until: Option<Month>,
    /// Where they work now, as written.
    pub home: Option<String>,
    /// Their post there.
    pub post: Option<String>,
    /// Their skills, between 、.
    pub skills: Option<String>,
    /// Remark.
    pub note: Option<String>,
    /// Whom; taken from the address on a page.
    pub person: Option<PersonId>,
}

/// What a change led to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedInspector {
    /// Teams the person left, because the change brought a conflict to light.
    pub released: usize,
}

impl Act for ChangeInspector {
    const NAME: &'static str = "inspector-change";
    type Done = ChangedInspector;

    fn right(&self) -> Right {
        Right::Needs(Action::InspectorChange, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<ChangedInspector>, Error> {
        let old = find(prep, self.person.ok_or(Error::NotFound)?).await?;
        let mut new = old.value.clone();
        let mut errors = Vec::new();
        if let Some(available) = self.available {
            new.availability = self.availability(available).unwrap_or_else(|error| {
                errors.push(error);
                old.availability.clone()
            });
        }
        if let Some(home) = &self.home {
            let ground = prep.app.ground(&mut prep.conn).await?;
            new.home = recognised(&ground, home).unwrap_or_else(|error| {
                errors.push(error);
                old.home.clone()
            });
        }
        if let Some(post) = &self.post {
            new.post = post.trim().to_owned();
        }
        if let Some(skills) = &self.skills {
            new.skills = notation::list(skills);
        }
        if let Some(note) = &self.note {
            new.note = note.trim().to_owned();
        }
        if !errors.is_empty() {
            return Err(errors.into());
        }
        let relatives = prep.app.opened(&mut prep.conn, &old).await?.relatives;
        let profile = new.profile(relatives);
        let mut changes = Changes::about("inspector", old.person, old.name.clone());
        let released = put(prep, &mut changes, &old, (&new, &profile)).await?;
        Ok(Prepared { changes, done: ChangedInspector { released: released.len() } })
    }
}

impl ChangeInspector {
    fn availability(&self, available: bool) -> Result<Availability, FieldError> {
        let words = self.unavailable_words.as_deref().map(str::trim).unwrap_or_default();
        match (available, words) {
            (true, _) => Ok(Availability::Available),
            (false, "") => {
                Err(FieldError::new("unavailable_words", Message::new("inspector-unavailable-why")))
            }
            (false, words) => {
                Ok(Availability::Unavailable { words: words.to_owned(), until: self.unavailable_until })
            }
        }
    }
}

/// A unit as typed, recognised where it can be: people may work outside the tree.
fn recognised(ground: &Ground, written: &str) -> Result<NamedUnit, FieldError> {
    let written = written.trim();
    if written.is_empty() {
        return Err(FieldError::new("home", Message::new("inspector-unit-missing")));
    }
    match ground.names.resolve(written) {
        Resolution::Found(found) => Ok(NamedUnit { written: written.to_owned(), unit: Some(found.unit) }),
        Resolution::Unknown => Ok(NamedUnit { written: written.to_owned(), unit: None }),
        Resolution::Ambiguous(several) => {
            let message = Message::new("inspector-unit-ambiguous").with("value", written);
            Err(FieldError::new("home", message.with("count", several.len())))
        }
    }
}

/// Enters a training; its hours count at once.
#[derive(Clone, Debug, Deserialize)]
pub struct AddTraining {
    /// Whose.
    pub person: PersonId,
    /// The day it ended.
    pub on: Day,
    /// What it was about.
    pub topic: String,
    /// Hours.
    pub hours: u16,
}

impl Act for AddTraining {
    const NAME: &'static str = "inspector-training";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::InspectorChange, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.person).await?;
        let mut errors = Vec::new();
        if self.topic.trim().is_empty() {
            errors.push(FieldError::new("topic", Message::new("inspector-training-topic-missing")));
        }
        if self.hours == 0 || self.hours > 1_000 {
            errors.push(FieldError::new("hours", Message::new("inspector-training-hours-wrong")));
        }
        if self.on > prep.today() {
            let message = Message::new("inspector-training-in-future").with("today", prep.today());
            errors.push(FieldError::new("on", message));
        }
        if !errors.is_empty() {
            return Err(errors.into());
        }
        let mut new = old.value.clone();
        let topic = self.topic.trim().to_owned();
        new.trainings.push(Training { on: self.on, topic, hours: self.hours });
        new.training_hours = Some(old.training_hours.unwrap_or(0).saturating_add(self.hours));
        let mut changes = Changes::about("inspector", old.person, old.name.clone());
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}

/// Takes what a person declares of relatives now, in the notation of the pool's list; it replaces what was declared
/// before, which stays in the journal.
#[derive(Clone, Deserialize)]
pub struct DeclareRelatives {
    /// Whose.
    pub person: PersonId,
    /// One a line: relation, name, unit, post; 无 when there are none.
    pub relatives: String,
}

impl Act for DeclareRelatives {
    const NAME: &'static str = "inspector-relatives";
    type Done = ChangedInspector;

    fn right(&self) -> Right {
        Right::Needs(Action::RecusalCheck, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<ChangedInspector>, Error> {
        let old = find(prep, self.person).await?;
        let (mut relatives, faults) = notation::relatives(&self.relatives);
        if let Some(fault) = faults.into_iter().next() {
            return Err(Error::field("relatives", fault.message));
        }
        if relatives == domain::inspector::Relatives::NotAsked {
            return Err(Error::field("relatives", Message::new("inspector-relatives-must-be-asked")));
        }
        if let domain::inspector::Relatives::Some(found) = &mut relatives {
            let ground = prep.app.ground(&mut prep.conn).await?;
            for unit in found.iter_mut().filter_map(|r| r.unit.as_mut()) {
                if let Resolution::Found(found) = ground.names.resolve(&unit.written) {
                    unit.unit = Some(found.unit);
                }
            }
        }
        let sealed = seal_relatives(prep, old.person, &relatives).await?;
        let mut new = old.value.clone();
        new.relatives = sealed.as_ref().map(NewSealed::reference);
        let profile = new.profile(relatives);
        let mut changes = Changes::about("inspector", old.person, old.name.clone());
        if let Some(sealed) = sealed {
            changes.seal(sealed);
        }
        let released = put(prep, &mut changes, &old, (&new, &profile)).await?;
        Ok(Prepared { changes, done: ChangedInspector { released: released.len() } })
    }
}
