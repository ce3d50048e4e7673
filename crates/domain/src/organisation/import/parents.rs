//! Where the units of a list hang: under units known already, or under other rows of the list.

use super::{Context, Draft, ParentRef, lines::Column};
use crate::{
    import::Issues,
    organisation::{
        naming::{Directory, Entry, How, Recognition, plain},
        tree::Tree,
        unit::Unit,
    },
};
use kernel::{Message, UnitId};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Wrong names that are compared with all others for a hint; each costs a look at every unit.
const HINTS: usize = 50;

/// Finds for each row the known unit of the same name under the same parent.
pub(super) fn find_existing(units: &mut [Draft], known: &[Unit]) {
    let by_id: HashMap<UnitId, &Unit> = known.iter().map(|unit| (unit.id, unit)).collect();
    let mut by_name: HashMap<String, Vec<&Unit>> = HashMap::new();
    for unit in known {
        by_name.entry(plain(&unit.name)).or_default().push(unit);
    }
    let mut taken = HashSet::new();
    for draft in units.iter_mut().filter(|draft| !draft.name.is_empty()) {
        let parent = plain(&draft.written_parent);
        let is_parent = |unit: &Unit| {
            let names = unit.aliases.iter().map(|alias| &alias.name).chain([&unit.name]);
            names.into_iter().any(|name| plain(name) == parent)
        };
        let same_name = by_name.get(&plain(&draft.name)).map_or(&[][..], Vec::as_slice);
        let same = same_name
            .iter()
            .find(|unit| unit.parent.and_then(|id| by_id.get(&id)).is_some_and(|parent| is_parent(parent)));
        draft.existing = same.map(|unit| unit.id).filter(|id| taken.insert(*id));
    }
}

/// Resolves every row's parent, notes what is wrong, and returns the tree that would result.
pub(super) fn resolve(units: &mut [Draft], context: Context<'_>, issues: &mut Issues) -> Tree {
    let nodes = Nodes::new(units, context.known);
    let exact: Vec<Found> =
        units.iter().enumerate().map(|(index, unit)| nodes.by_name(unit, index)).collect();
    let directory = nodes.directory(units, context.known, &exact);
    let mut hints = HINTS;
    for (unit, found) in units.iter_mut().zip(exact) {
        let found = match found {
            Found::None => nodes.recognised(&directory, unit),
            found => found,
        };
        match found {
            Found::One(node) => unit.parent = Some(node),
            Found::Unstated => {}
            Found::Itself => error(unit, "self_parent", Message::new("unit-import-self-parent"), issues),
            Found::Several => {
                let message =
                    Message::new("unit-import-ambiguous-parent").with("value", unit.written_parent.clone());
                error(unit, "ambiguous_parent", message, issues);
            }
            Found::None => {
                let hint = (hints > 0).then(|| directory.near(&unit.written_parent)).flatten();
                hints = hints.saturating_sub(1);
                error(unit, "unknown_parent", unknown_parent(&unit.written_parent, hint), issues);
            }
        }
    }
    note_cycles(units, context.known, issues)
}

fn unknown_parent(written: &str, hint: Option<&str>) -> Message {
    match hint {
        Some(hint) => {
            Message::new("unit-import-unknown-parent-near").with("value", written).with("near", hint)
        }
        None => Message::new("unit-import-unknown-parent").with("value", written),
    }
}

fn error(unit: &Draft, kind: &'static str, message: Message, issues: &mut Issues) {
    issues.error(unit.row, Some(Column::Parent.heading()), kind, message);
}

/// Circles among the rows; the tree of rows and known units together.
fn note_cycles(units: &[Draft], known: &[Unit], issues: &mut Issues) -> Tree {
    let replaced: HashSet<UnitId> = units.iter().filter_map(|unit| unit.existing).collect();
    let kept = known.iter().filter(|unit| !replaced.contains(&unit.id)).map(|unit| (unit.id, unit.parent));
    let listed = units.iter().enumerate().map(|(index, unit)| {
        let parent = unit.parent.and_then(|parent| match parent {
            ParentRef::Known(id) => Some(id),
            ParentRef::Listed(at) => units.get(at).map(|parent| node_id(parent, at)),
        });
        (node_id(unit, index), parent)
    });
    let tree = Tree::new(kept.chain(listed));
    let circle: HashSet<UnitId> = tree.in_cycles().into_iter().collect();
    for (index, unit) in units.iter().enumerate() {
        if circle.contains(&node_id(unit, index)) {
            let message = Message::new("unit-import-cycle").with("unit", unit.name.clone());
            error(unit, "cycle", message, issues);
        }
    }
    tree
}

/// The id under which a row stands in the tree while it is judged: its own when known, else its index.
pub(super) fn node_id(unit: &Draft, index: usize) -> UnitId {
    unit.existing.unwrap_or_else(|| {
        let index = u128::try_from(index).unwrap_or(u128::MAX);
        UnitId(Uuid::from_u128(index))
    })
}

/// What a parent's name led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    One(ParentRef),
    Several,
    Itself,
    None,
    /// The cell was blank, which was said already.
    Unstated,
}

/// Rows and known units by name, and by the ids that the directory uses.
struct Nodes {
    by_name: HashMap<String, Vec<ParentRef>>,
    by_id: HashMap<UnitId, ParentRef>,
}

impl Nodes {
    fn new(units: &[Draft], known: &[Unit]) -> Self {
        let replaced: HashSet<UnitId> = units.iter().filter_map(|unit| unit.existing).collect();
        let mut nodes = Self { by_name: HashMap::new(), by_id: HashMap::new() };
        for unit in known.iter().filter(|unit| !replaced.contains(&unit.id)) {
            nodes.add(&unit.name, unit.id, ParentRef::Known(unit.id));
        }
        for (index, unit) in units.iter().enumerate().filter(|(_, unit)| !unit.name.is_empty()) {
            nodes.add(&unit.name, node_id(unit, index), ParentRef::Listed(index));
        }
        nodes
    }

    fn add(&mut self, name: &str, id: UnitId, node: ParentRef) {
        self.by_name.entry(plain(name)).or_default().push(node);
        self.by_id.insert(id, node);
    }

    fn by_name(&self, unit: &Draft, index: usize) -> Found {
        if unit.written_parent.is_empty() {
            return Found::Unstated;
        }
        let named = self.by_name.get(&plain(&unit.written_parent)).map_or(&[][..], Vec::as_slice);
        let mut others = named.iter().filter(|node| **node != ParentRef::Listed(index));
        match (others.next(), others.next()) {
            (Some(node), None) => Found::One(*node),
            (Some(_), Some(_)) => Found::Several,
            (None, _) if !named.is_empty() => Found::Itself,
            (None, _) => Found::None,
        }
    }

    /// Names, other names and paths of everything, for parents not written by their plain name.
    fn directory(&self, units: &[Draft], known: &[Unit], exact: &[Found]) -> Directory {
        let kept = known.iter().filter(|unit| self.by_id.get(&unit.id) == Some(&ParentRef::Known(unit.id)));
        let listed = units.iter().zip(exact).enumerate().filter(|(_, (unit, _))| !unit.name.is_empty());
        let listed = listed.map(|(index, (unit, found))| Entry {
            id: node_id(unit, index),
            parent: match found {
                Found::One(ParentRef::Known(id)) => Some(*id),
                Found::One(ParentRef::Listed(at)) => units.get(*at).map(|parent| node_id(parent, *at)),
                _ => None,
            },
            name: unit.name.clone(),
            aliases: unit.aliases.clone(),
        });
        Directory::new(kept.map(Entry::from).chain(listed))
    }

    fn recognised(&self, directory: &Directory, unit: &Draft) -> Found {
        match directory.recognise(&unit.written_parent) {
            // A short form is good enough for reading, not for deciding where a unit hangs.
            Recognition::Found(_, How::Short) | Recognition::Unknown => Found::None,
            Recognition::Found(id, _) => self.by_id.get(&id).map_or(Found::None, |node| Found::One(*node)),
            Recognition::Ambiguous(_) => Found::Several,
        }
    }
}
