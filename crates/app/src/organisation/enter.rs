//! Entering one unit by hand, changing what is recorded of it, and its other names.

use super::{Counts, find, names_below, put};
use crate::recusal::recheck_units;
use crate::{Act, Error, Prep, Prepared, Right};
use domain::Refusal;
use domain::organisation::change::{MAX_NAME, check_name};
use domain::organisation::{Alias, AliasKind, CadreLevel, Head, State, Taxonomy, Unit, UnitNature};
use domain::permission::{Action, Scope};
use kernel::{Day, FieldError, Message, UnitId};
use serde::{Deserialize, Serialize};
use store::{Changes, unit as units};

/// The longest text of a field, in characters.
const MAX_TEXT: usize = 100;
/// The longest remark.
const MAX_NOTE: usize = 1_000;

/// What is recorded of a unit, besides its name and place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct UnitFields {
    /// Code of its nature, which decides its kind.
    pub nature: String,
    /// Form of its Party organisation.
    pub party_form: String,
    /// Party members.
    pub members: Option<u32>,
    /// Staff in post.
    pub staff: Option<u32>,
    /// Its head; `None` when unknown.
    pub head: Option<HeadFields>,
    /// Remarks.
    pub note: String,
    /// First day on which it exists.
    #[schema(value_type = Option<String>, format = Date)]
    pub since: Option<Day>,
}

/// The head of a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct HeadFields {
    /// Name.
    pub name: String,
    /// Post.
    pub post: String,
    /// Code of the level that manages them.
    pub level: Option<String>,
}

impl UnitFields {
    /// Puts them on a unit, or says everything that is wrong with them.
    fn put_on(&self, unit: &mut Unit, taxonomy: &Taxonomy, today: Day) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        let nature = taxonomy.nature(&UnitNature::new(&self.nature));
        if nature.is_none() {
            errors.push(FieldError::new("nature", Message::new("unit-nature-missing")));
        }
        let level = self.head.as_ref().and_then(|head| head.level.as_deref());
        let level = level.filter(|code| !code.is_empty()).map(CadreLevel::new);
        if level.as_ref().is_some_and(|level| taxonomy.level(level).is_none()) {
            errors.push(FieldError::new("head.level", Message::new("unit-level-unknown")));
        }
        if self.since.is_some_and(|since| since > today) {
            let message = Message::new("unit-change-in-future").with("today", today);
            errors.push(FieldError::new("since", message));
        }
        let head = self.head.clone().unwrap_or_default();
        let mut text = |field: &'static str, text: &str, max| {
            short_text(text, max).unwrap_or_else(|message| {
                errors.push(FieldError::new(field, message));
                String::new()
            })
        };
        let party_form = text("party_form", &self.party_form, MAX_TEXT);
        let (name, post) = (text("head.name", &head.name, MAX_TEXT), text("head.post", &head.post, MAX_TEXT));
        let note = text("note", &self.note, MAX_NOTE);
        if name.is_empty() && !post.is_empty() {
            errors.push(FieldError::new("head.name", Message::new("unit-head-without-name")));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        unit.kind = nature.map(|nature| nature.kind.clone());
        unit.nature = nature.map(|nature| nature.code.clone());
        unit.covered = taxonomy.is_covered(&party_form);
        unit.party_form = party_form;
        unit.members = self.members;
        unit.staff = self.staff;
        unit.head = (!name.is_empty()).then_some(Head { name, post, level });
        unit.note = note;
        unit.since = self.since;
        Ok(())
    }
}

/// Text without white space around it and without invisible characters, held to a length.
fn short_text(text: &str, max: usize) -> Result<String, Message> {
    let clean = text::clean::lines(text).text;
    let length = clean.chars().count();
    if length > max {
        return Err(Message::new("unit-text-too-long").with("max", max).with("length", length));
    }
    Ok(clean)
}

/// A name without white space around and in it, and without invisible characters.
pub(super) fn clean_name(name: &str) -> String {
    text::clean::name(name).text
}

/// Enters one unit.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct EnterUnit {
    /// Its name.
    pub name: String,
    /// The unit above it.
    #[schema(value_type = String, format = Uuid)]
    pub parent: UnitId,
    /// What is recorded of it.
    #[serde(flatten)]
    pub fields: UnitFields,
}

/// The unit made.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct EnteredUnit {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    pub unit: UnitId,
}

impl Act for EnterUnit {
    const NAME: &'static str = "unit-enter";
    type Done = EnteredUnit;

    fn right(&self) -> Right {
        Right::Needs(Action::UnitChange, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<EnteredUnit>, Error> {
        let name = clean_name(&self.name);
        let parent = find(prep, self.parent, None).await?;
        let id = UnitId::new(prep.app.clock(), prep.app.rng());
        let siblings = units::below(&mut prep.conn, self.parent).await?;
        let mut unit = Unit::root(id, &name, None);
        unit.parent = Some(parent.id);
        unit.list_order =
            siblings.iter().map(|unit| unit.list_order).max().map_or(1, |last| last.saturating_add(1));
        let mut errors = Vec::new();
        if let Err(refusal) = check_name(&name) {
            errors.push(FieldError::new("name", refusal.0));
        } else if siblings.iter().any(|other| other.name == name) {
            errors.push(FieldError::new("name", Message::new("unit-name-taken").with("name", name)));
        }
        if let Some(ending) = parent.ending() {
            let message =
                Message::new("unit-has-ended").with("unit", parent.name.clone()).with("on", ending.on);
            errors.push(FieldError::new("parent", message));
        }
        let today = prep.today();
        let taxonomy = prep.app.ruleset::<Taxonomy>(&mut prep.conn, today).await?.rules;
        errors.extend(self.fields.put_on(&mut unit, &taxonomy, today).err().unwrap_or_default());
        if !errors.is_empty() {
            return Err(errors.into());
        }
        let mut changes = Changes::about("unit", id, unit.name.clone());
        changes.insert(&unit)?;
        // Whoever ends the parent meanwhile must notice that something hangs on it now.
        changes.update(&parent, &parent.value)?;
        let mut counts = Counts::default();
        counts.step(None, &unit);
        counts.write(&mut changes);
        recheck_units(prep, &mut changes, std::slice::from_ref(&unit)).await?;
        Ok(Prepared { changes, done: EnteredUnit { unit: id } })
    }
}

/// Changes what is recorded of a unit.
#[derive(Clone, Debug, Deserialize)]
pub struct ChangeUnit {
    /// The unit.
    pub unit: UnitId,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
    /// What is to be recorded.
    #[serde(flatten)]
    pub fields: UnitFields,
}

impl Act for ChangeUnit {
    const NAME: &'static str = "unit-change";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::UnitChange, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.unit, self.version).await?;
        active(&old)?;
        if old.parent.is_none() {
            return Err(Refusal::new("unit-root-stays").into());
        }
        let today = prep.today();
        let taxonomy = prep.app.ruleset::<Taxonomy>(&mut prep.conn, today).await?.rules;
        let mut new = old.value.clone();
        self.fields.put_on(&mut new, &taxonomy, today)?;
        if new == old.value {
            return Err(Refusal::new("unit-change-nothing").into());
        }
        let mut changes = Changes::about("unit", new.id, new.name.clone());
        put(&mut changes, &old, &new)?;
        recheck_units(prep, &mut changes, std::slice::from_ref(&new)).await?;
        Ok(Prepared { changes, done: () })
    }
}

fn active(unit: &Unit) -> Result<(), Refusal> {
    match unit.ending() {
        None => Ok(()),
        Some(ending) => {
            Err(Message::new("unit-has-ended").with("unit", unit.name.clone()).with("on", ending.on).into())
        }
    }
}

/// Adds another name under which people write a unit. The root can have one too.
#[derive(Clone, Debug, Deserialize)]
pub struct AddAlias {
    /// The unit.
    pub unit: UnitId,
    /// The name.
    pub name: String,
    /// What sort of name it is.
    pub kind: AliasKind,
    /// Until when it was the unit's own name, of a former one.
    #[serde(default)]
    pub until: Option<Day>,
}

impl Act for AddAlias {
    const NAME: &'static str = "unit-alias-add";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::UnitChange, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.unit, None).await?;
        let name = clean_name(&self.name);
        let length = name.chars().count();
        let problem = if name.is_empty() {
            Some(Message::new("unit-alias-missing"))
        } else if length > MAX_NAME {
            Some(Message::new("unit-name-too-long").with("max", MAX_NAME).with("length", length))
        } else if name == old.name || old.aliases.iter().any(|alias| alias.name == name) {
            Some(Message::new("unit-alias-known").with("name", name.clone()))
        } else {
            let siblings = names_below(prep, old.parent, old.id).await?;
            siblings.contains(&name).then(|| Message::new("unit-name-taken").with("name", name.clone()))
        };
        if let Some(message) = problem {
            return Err(Error::field("alias", message));
        }
        let mut new = old.value.clone();
        new.aliases.push(Alias { name, kind: self.kind, until: self.until });
        let mut changes = Changes::about("unit", new.id, new.name.clone());
        changes.update(&old, &new)?;
        recheck_units(prep, &mut changes, std::slice::from_ref(&new)).await?;
        Ok(Prepared { changes, done: () })
    }
}

/// Takes another name away that was entered by mistake; the journal keeps it.
#[derive(Clone, Debug, Deserialize)]
pub struct RemoveAlias {
    /// The unit.
    pub unit: UnitId,
    /// The name.
    pub name: String,
}

impl Act for RemoveAlias {
    const NAME: &'static str = "unit-alias-remove";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::UnitChange, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.unit, None).await?;
        let mut new = old.value.clone();
        new.aliases.retain(|alias| alias.name != self.name);
        if new.aliases.len() == old.aliases.len() || new.state != State::Active {
            return Err(Error::NotFound);
        }
        let mut changes = Changes::about("unit", new.id, new.name.clone());
        changes.update(&old, &new)?;
        recheck_units(prep, &mut changes, std::slice::from_ref(&new)).await?;
        Ok(Prepared { changes, done: () })
    }
}
