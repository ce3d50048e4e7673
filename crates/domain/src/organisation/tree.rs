//! The shape of the tree: paths, what lies below, depth, cycles. Linear in the number of units.
//!
//! A snapshot built from parents; a unit whose parent is not in it is a root, and units in a cycle are
//! reported, never followed. Called by the rules of change, by recusal and by the tree page.

use kernel::UnitId;
use std::collections::{HashMap, HashSet};

/// A tree of units.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    parent: HashMap<UnitId, UnitId>,
    children: HashMap<UnitId, Vec<UnitId>>,
    /// Every unit, in the order given.
    order: Vec<UnitId>,
    /// Levels from the root, 1 for a root; units in or below a cycle have none.
    depth: HashMap<UnitId, u32>,
}

impl Tree {
    /// Builds the tree from each unit and its parent.
    pub fn new(units: impl IntoIterator<Item = (UnitId, Option<UnitId>)>) -> Self {
        let mut tree = Self::default();
        let given: Vec<_> = units.into_iter().collect();
        let known: HashSet<UnitId> = given.iter().map(|(id, _)| *id).collect();
        for (id, parent) in given {
            tree.order.push(id);
            if let Some(parent) = parent.filter(|parent| known.contains(parent)) {
                tree.parent.insert(id, parent);
                tree.children.entry(parent).or_default().push(id);
            }
        }
        tree.measure();
        tree
    }

    fn measure(&mut self) {
        let mut level: Vec<UnitId> = self.roots().collect();
        let mut depth = 1;
        while !level.is_empty() {
            let below = level.iter().flat_map(|id| self.children(*id).iter().copied()).collect();
            for id in level {
                self.depth.insert(id, depth);
            }
            level = below;
            depth += 1;
        }
    }

    /// Units without a parent in the tree.
    pub fn roots(&self) -> impl Iterator<Item = UnitId> {
        self.order.iter().copied().filter(|id| !self.parent.contains_key(id))
    }

    /// The parent.
    pub fn parent(&self, unit: UnitId) -> Option<UnitId> {
        self.parent.get(&unit).copied()
    }

    /// Units directly below, in the order given.
    pub fn children(&self, unit: UnitId) -> &[UnitId] {
        self.children.get(&unit).map_or(&[], Vec::as_slice)
    }

    /// Levels from the root, which counts 1; `None` for a unit in a cycle or not in the tree.
    pub fn depth(&self, unit: UnitId) -> Option<u32> {
        self.depth.get(&unit).copied()
    }

    /// The most levels.
    pub fn max_depth(&self) -> u32 {
        self.depth.values().copied().max().unwrap_or(0)
    }

    /// From the root down to the unit; only the unit itself when it lies in a cycle.
    pub fn path(&self, unit: UnitId) -> Vec<UnitId> {
        if self.depth(unit).is_none() {
            return vec![unit];
        }
        let mut path: Vec<_> = std::iter::successors(Some(unit), |id| self.parent(*id)).collect();
        path.reverse();
        path
    }

    /// The unit and everything below it, parents before children.
    pub fn within(&self, unit: UnitId) -> Vec<UnitId> {
        let mut found = vec![unit];
        let mut seen = HashSet::from([unit]);
        let mut next = 0;
        while let Some(id) = found.get(next).copied() {
            found.extend(self.children(id).iter().copied().filter(|child| seen.insert(*child)));
            next += 1;
        }
        found
    }

    /// Whether `unit` is `of` or lies below it.
    pub fn is_within(&self, unit: UnitId, of: UnitId) -> bool {
        if unit == of {
            return true;
        }
        self.depth(unit).is_some()
            && std::iter::successors(self.parent(unit), |id| self.parent(*id)).any(|id| id == of)
    }

    /// Whether putting `unit` under `parent` would close a circle.
    pub fn would_close(&self, unit: UnitId, parent: UnitId) -> bool {
        self.is_within(parent, unit)
    }

    /// Units that lie in a circle themselves, in the order given; those merely below one are not named.
    pub fn in_cycles(&self) -> Vec<UnitId> {
        let doubtful: HashSet<UnitId> =
            self.order.iter().copied().filter(|id| !self.depth.contains_key(id)).collect();
        // Take away, again and again, what has nothing doubtful below it: only the circles remain.
        let mut below: HashMap<UnitId, usize> = HashMap::new();
        for parent in doubtful.iter().filter_map(|id| self.parent(*id)) {
            *below.entry(parent).or_default() += 1;
        }
        let mut leaves: Vec<UnitId> = doubtful.iter().copied().filter(|id| !below.contains_key(id)).collect();
        let mut outside: HashSet<UnitId> = HashSet::new();
        while let Some(leaf) = leaves.pop() {
            outside.insert(leaf);
            let Some(parent) = self.parent(leaf) else { continue };
            if let Some(count) = below.get_mut(&parent) {
                *count -= 1;
                if *count == 0 {
                    leaves.push(parent);
                }
            }
        }
        let in_circle = |id: &UnitId| doubtful.contains(id) && !outside.contains(id);
        self.order.iter().copied().filter(in_circle).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Tree;
    use kernel::UnitId;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn id(n: u128) -> UnitId {
        UnitId(Uuid::from_u128(n))
    }

    fn tree(parents: &[(u128, u128)]) -> Tree {
        Tree::new(parents.iter().map(|(unit, parent)| (id(*unit), (*parent > 0).then(|| id(*parent)))))
    }

    #[test]
    fn a_unit_knows_its_path_and_what_lies_below() {
        let tree = tree(&[(1, 0), (2, 1), (3, 2), (4, 3), (5, 1)]);
        assert_eq!(tree.path(id(4)), [id(1), id(2), id(3), id(4)]);
        assert_eq!(tree.within(id(2)), [id(2), id(3), id(4)]);
        assert_eq!((tree.depth(id(4)), tree.max_depth()), (Some(4), 4));
        assert!(tree.is_within(id(4), id(1)) && !tree.is_within(id(1), id(4)));
        assert!(tree.would_close(id(2), id(4)) && !tree.would_close(id(4), id(5)));
    }

    #[test]
    fn a_circle_is_named_and_what_hangs_below_it_is_not() {
        let tree = tree(&[(1, 0), (2, 3), (3, 2), (4, 2), (5, 5), (6, 1)]);
        assert_eq!(tree.in_cycles(), [id(2), id(3), id(5)]);
        assert_eq!(tree.depth(id(4)), None);
        assert_eq!(tree.path(id(4)), [id(4)]);
        assert_eq!(tree.within(id(2)).len(), 3);
    }

    proptest! {
        #[test]
        fn every_unit_lies_in_a_circle_or_below_one_or_below_a_root(parents in proptest::collection::vec(0_u128..30, 1..30)) {
            let given: Vec<_> = (1_u128..).zip(parents.iter().copied()).collect();
            let tree = tree(&given);
            for (unit, _) in &given {
                match tree.depth(id(*unit)) {
                    Some(depth) => prop_assert_eq!(tree.path(id(*unit)).len(), usize::try_from(depth).unwrap()),
                    None => {
                        let circle = tree.in_cycles();
                        prop_assert!(circle.iter().any(|c| tree.within(*c).contains(&id(*unit))));
                    }
                }
            }
        }
    }
}
