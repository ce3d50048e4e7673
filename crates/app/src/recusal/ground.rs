//! The ground of every check of recusal: the units as they are now, their names and where they lie.

use crate::Error;
use db::Conn;
use domain::organisation::naming::{Directory, Entry};
use domain::organisation::{Tree, UnitKind};
use domain::recusal::{Found, Target};
use kernel::UnitId;
use std::collections::HashMap;

/// The units that exist, ready to be asked.
pub(crate) struct Ground {
    /// Recognises names.
    pub(crate) names: Directory,
    /// Answers where units lie.
    pub(crate) tree: Tree,
    units: HashMap<UnitId, (String, UnitKind)>,
}

impl Ground {
    /// Reads the tree.
    pub(crate) async fn load(conn: &mut Conn) -> Result<Self, Error> {
        let units = store::unit::active(conn).await?;
        let place = store::account::instance(conn).await?.map(|i| place_of(&i.committee).to_owned());
        let names = Directory::new(units.iter().map(|u| Entry::from(&u.value)))
            .with_place(place.as_deref().unwrap_or_default());
        let tree = Tree::new(units.iter().map(|u| (u.id, u.parent)));
        let kind = |u: &domain::organisation::Unit| u.kind.clone().unwrap_or(UnitKind(String::new()));
        let units = units.iter().map(|u| (u.id, (u.name.clone(), kind(u)))).collect();
        Ok(Self { names, tree, units })
    }

    /// A unit as recusal looks at it.
    pub(crate) fn target(&self, unit: UnitId) -> Option<Target> {
        let (name, kind) = self.units.get(&unit)?;
        Some(Target { unit: Found { unit, name: name.clone() }, kind: kind.clone() })
    }

    /// Its name; empty when it has ended.
    pub(crate) fn name(&self, unit: UnitId) -> &str {
        self.units.get(&unit).map_or("", |(name, _)| name.as_str())
    }

    /// Whether it exists now.
    pub(crate) fn holds(&self, unit: UnitId) -> bool {
        self.units.contains_key(&unit)
    }
}

/// The place a committee governs, which people write before the names of its units: 中共云河县委员会 → 云河县.
fn place_of(committee: &str) -> &str {
    let name = committee.trim();
    let name = name.strip_prefix("中国共产党").or_else(|| name.strip_prefix("中共")).unwrap_or(name);
    name.strip_suffix("委员会").or_else(|| name.strip_suffix('委')).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::place_of;

    #[test]
    fn the_place_is_what_stands_between_party_and_committee() {
        for name in ["中共云河县委员会", "中国共产党云河县委员会", "云河县委"] {
            assert_eq!(place_of(name), "云河县");
        }
    }
}
