//! What may happen to a unit: renamed, moved, merged, split, abolished. The rules are `domain`'s; here they meet
//! what is stored, whoever changes the same place at the same time, and the teams that work: a conflict that the change
//! brings to light releases the member in the same act.

use super::enter::clean_name;
use super::{find, names_below, put, tree};
use crate::recusal::recheck_units;
use crate::{Act, Error, Prep, Prepared, Right};
use domain::Refusal;
use domain::organisation::change::{Occasion, Surroundings};
use domain::organisation::{Tree, Unit};
use domain::permission::{Action, Scope};
use kernel::{Day, FieldError, Message, UnitId};
use serde::Deserialize;
use store::{Changes, Stored, unit as units};

/// What every change needs: the tree, the names beside the unit, the day and the reason.
struct Setting {
    tree: Tree,
    siblings: Vec<String>,
    occasion: Occasion,
}

impl Setting {
    async fn load(prep: &mut Prep<'_>, unit: &Unit, on: Day, reason: &str) -> Result<Self, Error> {
        let today = prep.today();
        Ok(Self {
            tree: tree(prep).await?,
            siblings: names_below(prep, unit.parent, unit.id).await?,
            occasion: Occasion { on, reason: reason.to_owned(), today },
        })
    }

    /// Calls a rule with what stands around the unit. A missing reason is named together with what else is wrong.
    fn decide<T>(
        &self,
        rule: impl FnOnce(&Occasion, Surroundings<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Error> {
        let names: Vec<&str> = self.siblings.iter().map(String::as_str).collect();
        let around = Surroundings { tree: &self.tree, sibling_names: &names };
        if !self.occasion.reason.trim().is_empty() {
            return rule(&self.occasion, around).map_err(beside_its_field);
        }
        let reason = FieldError::new("reason", Message::new("unit-change-needs-reason"));
        let supposed = Occasion { reason: "—".to_owned(), ..self.occasion.clone() };
        match rule(&supposed, around).map_err(beside_its_field) {
            Err(Error::Invalid(errors)) => Err(errors.into_iter().chain([reason]).collect::<Vec<_>>().into()),
            Err(other) => Err(other),
            Ok(_) => Err(reason.into()),
        }
    }
}

/// A refusal that one field of the form is to blame for, beside that field.
fn beside_its_field(refusal: Refusal) -> Error {
    let field = match refusal.0.id.as_ref() {
        "unit-change-needs-reason" => "reason",
        "unit-change-in-future" | "unit-change-before-founding" => "on",
        "unit-name-missing" | "unit-name-too-long" | "unit-name-taken" | "unit-rename-same" => "name",
        "unit-circle" => "parent",
        "unit-split-needs-two" | "unit-split-part-twice" => "parts",
        _ => return Error::Refused(refusal),
    };
    Error::Invalid(vec![FieldError::new(field, refusal.0)])
}

fn changes_about(unit: &Unit, reason: &str) -> Changes {
    Changes::about("unit", unit.id, unit.name.clone()).because(reason.trim())
}

macro_rules! needs_unit_change {
    () => {
        fn right(&self) -> Right {
            Right::Needs(Action::UnitChange, Scope::Global)
        }
    };
}

/// Gives a unit a new name; the old one stays as a former name.
#[derive(Clone, Debug, Deserialize)]
pub struct RenameUnit {
    /// The unit.
    pub unit: UnitId,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
    /// Its new name.
    pub name: String,
    /// From which day.
    pub on: Day,
    /// Why.
    pub reason: String,
}

impl Act for RenameUnit {
    const NAME: &'static str = "unit-rename";
    type Done = ();

    needs_unit_change!();

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.unit, self.version).await?;
        let setting = Setting::load(prep, &old, self.on, &self.reason).await?;
        let name = clean_name(&self.name);
        let new = setting.decide(|occasion, around| old.value.clone().rename(&name, occasion, around))?;
        let mut changes = changes_about(&new, &self.reason);
        put(&mut changes, &old, &new)?;
        recheck_units(prep, &mut changes, std::slice::from_ref(&new)).await?;
        Ok(Prepared { changes, done: () })
    }
}

/// Puts a unit, with everything below it, under another one.
#[derive(Clone, Debug, Deserialize)]
pub struct MoveUnit {
    /// The unit.
    pub unit: UnitId,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
    /// The unit above it from now on.
    pub parent: UnitId,
    /// From which day.
    pub on: Day,
    /// Why.
    pub reason: String,
}

impl Act for MoveUnit {
    const NAME: &'static str = "unit-move";
    type Done = ();

    needs_unit_change!();

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.unit, self.version).await?;
        let parent = find(prep, self.parent, None).await?;
        let setting = Setting::load(prep, &old, self.on, &self.reason).await?;
        let new =
            setting.decide(|occasion, around| old.value.clone().move_under(&parent, occasion, around))?;
        if old.parent == new.parent {
            let message = Message::new("unit-move-same").with("parent", parent.name.clone());
            return Err(Error::field("parent", message));
        }
        if names_below(prep, Some(parent.id), old.id).await?.contains(&new.name) {
            let message = Message::new("unit-name-taken").with("name", new.name);
            return Err(Error::field("parent", message));
        }
        let mut changes = changes_about(&new, &self.reason);
        put(&mut changes, &old, &new)?;
        // Who ends the new parent, or moves anything above it, at the same moment, must notice.
        changes.update(&parent, &parent.value)?;
        let above: Vec<UnitId> =
            setting.tree.path(parent.id).into_iter().filter(|id| *id != parent.id).collect();
        for unit in units::many(&mut prep.conn, &above).await? {
            changes.relies_on(&unit);
        }
        recheck_units(prep, &mut changes, std::slice::from_ref(&new)).await?;
        Ok(Prepared { changes, done: () })
    }
}

/// Lets a unit go into another one.
#[derive(Clone, Debug, Deserialize)]
pub struct MergeUnits {
    /// The unit that ends.
    pub unit: UnitId,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
    /// The unit it goes into.
    pub into: UnitId,
    /// First day on which it no longer exists.
    pub on: Day,
    /// Why.
    pub reason: String,
}

impl Act for MergeUnits {
    const NAME: &'static str = "unit-merge";
    type Done = ();

    needs_unit_change!();

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.unit, self.version).await?;
        let into = find(prep, self.into, None).await?;
        let setting = Setting::load(prep, &old, self.on, &self.reason).await?;
        let (gone, grown) = setting
            .decide(|occasion, around| old.value.clone().merge_into(into.value.clone(), occasion, around))?;
        let mut changes = changes_about(&gone, &self.reason);
        put(&mut changes, &old, &gone)?;
        put(&mut changes, &into, &grown)?;
        recheck_units(prep, &mut changes, &[gone, grown]).await?;
        Ok(Prepared { changes, done: () })
    }
}

/// Ends a unit in favour of several others, which are there already.
#[derive(Clone, Debug, Deserialize)]
pub struct SplitUnit {
    /// The unit that ends.
    pub unit: UnitId,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
    /// The units it becomes.
    pub parts: Vec<UnitId>,
    /// First day on which it no longer exists.
    pub on: Day,
    /// Why.
    pub reason: String,
}

impl Act for SplitUnit {
    const NAME: &'static str = "unit-split";
    type Done = ();

    needs_unit_change!();

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.unit, self.version).await?;
        let mut parts: Vec<Stored<Unit>> = Vec::with_capacity(self.parts.len());
        for id in &self.parts {
            parts.push(find(prep, *id, None).await?);
        }
        let setting = Setting::load(prep, &old, self.on, &self.reason).await?;
        let units: Vec<Unit> = parts.iter().map(|part| part.value.clone()).collect();
        let gone =
            setting.decide(|occasion, around| old.value.clone().split_into(&units, occasion, around))?;
        let mut changes = changes_about(&gone, &self.reason);
        put(&mut changes, &old, &gone)?;
        for part in &parts {
            changes.relies_on(part);
        }
        recheck_units(prep, &mut changes, std::slice::from_ref(&gone)).await?;
        Ok(Prepared { changes, done: () })
    }
}

/// Ends a unit.
#[derive(Clone, Debug, Deserialize)]
pub struct AbolishUnit {
    /// The unit.
    pub unit: UnitId,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
    /// The unit that carries on its work, if any.
    #[serde(default)]
    pub successor: Option<UnitId>,
    /// First day on which it no longer exists.
    pub on: Day,
    /// Why.
    pub reason: String,
}

impl Act for AbolishUnit {
    const NAME: &'static str = "unit-abolish";
    type Done = ();

    needs_unit_change!();

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.unit, self.version).await?;
        let successor = match self.successor {
            Some(id) => Some(find(prep, id, None).await?),
            None => None,
        };
        let setting = Setting::load(prep, &old, self.on, &self.reason).await?;
        let carries_on = successor.as_ref().map(|unit| &unit.value);
        let gone =
            setting.decide(|occasion, around| old.value.clone().abolish(carries_on, occasion, around))?;
        let mut changes = changes_about(&gone, &self.reason);
        put(&mut changes, &old, &gone)?;
        if let Some(successor) = &successor {
            changes.relies_on(successor);
        }
        recheck_units(prep, &mut changes, std::slice::from_ref(&gone)).await?;
        Ok(Prepared { changes, done: () })
    }
}
