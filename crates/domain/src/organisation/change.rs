//! What may happen to a unit: renamed, moved, merged, split, abolished.
//!
//! Each step takes the unit's present record and returns the next, or the rule that forbids it; nothing is
//! changed in place. Guarantees: no circles, no ended unit with active units below it, no unit ends twice, no
//! date in the future or before the unit existed. Called by the acts on the organisation (A1).

use super::{
    tree::Tree,
    unit::{Alias, AliasKind, Ending, State, Unit},
};
use crate::Refusal;
use kernel::{Day, Message, UnitId};

/// When and why, for every change.
#[derive(Clone, Debug)]
pub struct Occasion {
    /// The day it takes effect.
    pub on: Day,
    /// The reason, in the office's words.
    pub reason: String,
    /// Today, which no change may lie beyond.
    pub today: Day,
}

impl Occasion {
    fn check(&self, unit: &Unit) -> Result<(), Refusal> {
        if self.reason.trim().is_empty() {
            return Err(Refusal::new("unit-change-needs-reason"));
        }
        if self.on > self.today {
            return Err(Message::new("unit-change-in-future").with("today", self.today).into());
        }
        if let Some(since) = unit.since.filter(|since| self.on < *since) {
            return Err(Message::new("unit-change-before-founding").with("since", since).into());
        }
        active(unit)
    }

    fn ending(&self, successors: Vec<UnitId>) -> Ending {
        Ending { on: self.on, reason: self.reason.trim().to_owned(), successors }
    }
}

/// What stands around the unit that is to change.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// The tree of active units.
    pub tree: &'a Tree,
    /// Names of the active units under the same parent, without the unit itself.
    pub sibling_names: &'a [&'a str],
}

impl Unit {
    /// Gives it a new name; the old one stays as a former name.
    pub fn rename(
        mut self,
        name: &str,
        occasion: &Occasion,
        around: Surroundings<'_>,
    ) -> Result<Self, Refusal> {
        occasion.check(&self)?;
        check_name(name)?;
        if name == self.name {
            return Err(Message::new("unit-rename-same").with("name", name).into());
        }
        if around.sibling_names.contains(&name) {
            return Err(Message::new("unit-name-taken").with("name", name).into());
        }
        let former = std::mem::replace(&mut self.name, name.to_owned());
        self.aliases.retain(|alias| alias.name != self.name && alias.name != former);
        self.aliases.push(Alias { name: former, kind: AliasKind::Former, until: Some(occasion.on) });
        Ok(self)
    }

    /// Puts it under another unit.
    pub fn move_under(
        mut self,
        parent: &Self,
        occasion: &Occasion,
        around: Surroundings<'_>,
    ) -> Result<Self, Refusal> {
        occasion.check(&self)?;
        active(parent)?;
        if self.parent.is_none() {
            return Err(Refusal::new("unit-root-stays"));
        }
        if around.tree.would_close(self.id, parent.id) {
            let message =
                Message::new("unit-circle").with("unit", self.name).with("parent", parent.name.clone());
            return Err(message.into());
        }
        self.parent = Some(parent.id);
        Ok(self)
    }

    /// Lets it go into another unit, which keeps its name as a former name. Returns the ended unit and the other.
    pub fn merge_into(
        mut self,
        mut into: Self,
        occasion: &Occasion,
        around: Surroundings<'_>,
    ) -> Result<(Self, Self), Refusal> {
        occasion.check(&self)?;
        occasion.check(&into)?;
        if self.id == into.id {
            return Err(Refusal::new("unit-merge-with-itself"));
        }
        self.check_may_end(around.tree)?;
        let names =
            std::iter::once(self.name.clone()).chain(self.aliases.iter().map(|alias| alias.name.clone()));
        for name in names {
            if name != into.name && into.aliases.iter().all(|alias| alias.name != name) {
                into.aliases.push(Alias { name, kind: AliasKind::Former, until: Some(occasion.on) });
            }
        }
        self.state = State::Merged(occasion.ending(vec![into.id]));
        Ok((self, into))
    }

    /// Ends it in favour of several units, which must be there already.
    pub fn split_into(
        mut self,
        parts: &[Self],
        occasion: &Occasion,
        around: Surroundings<'_>,
    ) -> Result<Self, Refusal> {
        occasion.check(&self)?;
        if parts.len() < 2 {
            return Err(Refusal::new("unit-split-needs-two"));
        }
        for (index, part) in parts.iter().enumerate() {
            active(part)?;
            let twice = parts.iter().take(index).any(|earlier| earlier.id == part.id);
            if part.id == self.id || twice {
                return Err(Message::new("unit-split-part-twice").with("unit", part.name.clone()).into());
            }
        }
        self.check_may_end(around.tree)?;
        self.state = State::Split(occasion.ending(parts.iter().map(|part| part.id).collect()));
        Ok(self)
    }

    /// Ends it; a successor, if any, carries on its work.
    pub fn abolish(
        mut self,
        successor: Option<&Self>,
        occasion: &Occasion,
        around: Surroundings<'_>,
    ) -> Result<Self, Refusal> {
        occasion.check(&self)?;
        if let Some(successor) = successor {
            active(successor)?;
            if successor.id == self.id {
                return Err(Refusal::new("unit-merge-with-itself"));
            }
        }
        self.check_may_end(around.tree)?;
        self.state = State::Abolished(occasion.ending(successor.map(|unit| unit.id).into_iter().collect()));
        Ok(self)
    }

    fn check_may_end(&self, tree: &Tree) -> Result<(), Refusal> {
        if self.parent.is_none() {
            return Err(Refusal::new("unit-root-stays"));
        }
        let below = tree.children(self.id).len();
        if below > 0 {
            let message =
                Message::new("unit-has-units-below").with("unit", self.name.clone()).with("count", below);
            return Err(message.into());
        }
        Ok(())
    }
}

/// The longest name of a unit, in characters.
pub const MAX_NAME: usize = 100;

/// A name that a unit may bear.
pub fn check_name(name: &str) -> Result<(), Refusal> {
    let length = name.chars().count();
    if name.trim().is_empty() {
        return Err(Refusal::new("unit-name-missing"));
    }
    if length > MAX_NAME {
        return Err(Message::new("unit-name-too-long").with("max", MAX_NAME).with("length", length).into());
    }
    Ok(())
}

fn active(unit: &Unit) -> Result<(), Refusal> {
    match unit.ending() {
        None => Ok(()),
        Some(ending) => {
            Err(Message::new("unit-has-ended").with("unit", unit.name.clone()).with("on", ending.on).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Occasion, Surroundings};
    use crate::organisation::{AliasKind, State, Tree, Unit, UnitKind};
    use kernel::{Day, UnitId};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn day(month: u8) -> Day {
        Day::new(2025, month, 1).unwrap()
    }

    fn unit(n: u128, name: &str, parent: u128) -> Unit {
        let mut unit = Unit::root(UnitId(Uuid::from_u128(n)), name, None);
        unit.parent = (parent > 0).then(|| UnitId(Uuid::from_u128(parent)));
        unit.kind = Some(UnitKind::new("department"));
        unit
    }

    fn tree(units: &[Unit]) -> Tree {
        Tree::new(units.iter().filter(|u| u.is_active()).map(|u| (u.id, u.parent)))
    }

    fn occasion(on: Day) -> Occasion {
        Occasion { on, reason: "机构改革".to_owned(), today: day(9) }
    }

    fn county() -> Vec<Unit> {
        vec![unit(1, "县委", 0), unit(2, "县水务局", 1), unit(3, "县林业局", 1), unit(4, "水管所", 2)]
    }

    #[test]
    fn a_renamed_unit_keeps_its_former_name() {
        let units = county();
        let tree = tree(&units);
        let around = Surroundings { tree: &tree, sibling_names: &["县林业局"] };
        let renamed = units[1].clone().rename("县水利局", &occasion(day(3)), around).unwrap();
        assert_eq!(renamed.name, "县水利局");
        assert_eq!(renamed.aliases[0].name, "县水务局");
        assert_eq!((renamed.aliases[0].kind, renamed.aliases[0].until), (AliasKind::Former, Some(day(3))));
        let back = renamed.rename("县水务局", &occasion(day(4)), around).unwrap();
        assert_eq!(back.aliases.iter().map(|a| a.name.as_str()).collect::<Vec<_>>(), ["县水利局"]);
    }

    #[test]
    fn what_a_rule_forbids_is_refused_by_its_name() {
        let units = county();
        let tree = tree(&units);
        let around = Surroundings { tree: &tree, sibling_names: &["县林业局"] };
        let refused = |result: Result<Unit, crate::Refusal>| result.unwrap_err().0.id.into_owned();
        let [root, water, forest, office] = [0, 1, 2, 3].map(|n| units[n].clone());
        let now = occasion(day(5));
        assert_eq!(refused(water.clone().rename("县林业局", &now, around)), "unit-name-taken");
        assert_eq!(refused(water.clone().rename("县水务局", &now, around)), "unit-rename-same");
        assert_eq!(refused(water.clone().rename(&"长".repeat(101), &now, around)), "unit-name-too-long");
        assert_eq!(refused(water.clone().abolish(None, &now, around)), "unit-has-units-below");
        assert_eq!(refused(root.clone().abolish(None, &now, around)), "unit-root-stays");
        assert_eq!(refused(water.clone().move_under(&office, &now, around)), "unit-circle");
        assert_eq!(
            refused(forest.clone().split_into(std::slice::from_ref(&water), &now, around)),
            "unit-split-needs-two"
        );
        let later = occasion(day(10));
        assert_eq!(refused(forest.clone().abolish(None, &later, around)), "unit-change-in-future");
        let silent = Occasion { reason: " ".to_owned(), ..occasion(day(5)) };
        assert_eq!(refused(forest.clone().abolish(None, &silent, around)), "unit-change-needs-reason");
        let gone = forest.abolish(None, &now, around).unwrap();
        assert_eq!(refused(gone.abolish(None, &now, around)), "unit-has-ended");
    }

    #[test]
    fn a_merged_unit_points_to_the_other_and_leaves_it_its_names() {
        let units = county();
        let tree = tree(&units);
        let around = Surroundings { tree: &tree, sibling_names: &[] };
        let (gone, into) = units[2].clone().merge_into(units[1].clone(), &occasion(day(2)), around).unwrap();
        assert!(matches!(&gone.state, State::Merged(ending) if ending.successors == [into.id]));
        assert_eq!(into.aliases[0].name, "县林业局");
        assert!(gone.existed_on(day(1)) && !gone.existed_on(day(2)));
    }

    #[test]
    fn a_record_reads_as_it_was_written() {
        let units = county();
        let tree = tree(&units);
        let around = Surroundings { tree: &tree, sibling_names: &[] };
        let gone = units[3].clone().abolish(Some(&units[1]), &occasion(day(2)), around).unwrap();
        let json = serde_json::to_string(&gone).unwrap();
        assert!(json.contains(r#""state":"abolished""#), "{json}");
        assert_eq!(serde_json::from_str::<Unit>(&json).unwrap(), gone);
    }

    proptest! {
        /// Whatever is tried in whatever order, the tree stays a tree and no active unit hangs on an ended one.
        #[test]
        fn no_sequence_of_changes_breaks_the_tree(steps in proptest::collection::vec((0_u8..4, 0_usize..8, 0_usize..8), 0..40)) {
            let mut units: Vec<Unit> = (1..=8).map(|n| unit(n, &format!("单位{n}"), n / 2)).collect();
            for (step, a, b) in steps {
                let tree = tree(&units);
                let around = Surroundings { tree: &tree, sibling_names: &[] };
                let (one, other, now) = (units[a].clone(), units[b].clone(), occasion(day(5)));
                let next = match step {
                    0 => one.move_under(&other, &now, around).map(|unit| vec![unit]),
                    1 => one.abolish(Some(&other), &now, around).map(|unit| vec![unit]),
                    2 => one.merge_into(other, &now, around).map(|(gone, into)| vec![gone, into]),
                    _ => one.rename("新名", &now, around).map(|unit| vec![unit]),
                };
                for unit in next.unwrap_or_default() {
                    let at = units.iter().position(|u| u.id == unit.id).unwrap();
                    units[at] = unit;
                }
                let after = Tree::new(units.iter().map(|u| (u.id, u.parent)));
                prop_assert!(after.in_cycles().is_empty());
                for unit in units.iter().filter(|u| u.is_active()) {
                    let parent = unit.parent.and_then(|id| units.iter().find(|u| u.id == id));
                    prop_assert!(parent.is_none_or(Unit::is_active));
                }
            }
        }
    }
}
