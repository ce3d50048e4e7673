//! The ground of every check of recusal: the units as they are now, their names and where they lie.

use crate::{App, Error};
use db::Conn;
use domain::organisation::naming::{Directory, Entry};
use domain::organisation::{Tree, Unit, UnitKind};
use domain::recusal::{Found, Target};
use kernel::{Day, UnitId};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use store::stamp::Basis;
use tokio::sync::Mutex;

/// The units that exist, ready to be asked, and what became of those that ended.
pub(crate) struct Ground {
    /// Recognises names.
    pub(crate) names: Directory,
    /// Answers where units lie.
    pub(crate) tree: Tree,
    units: HashMap<UnitId, (String, UnitKind)>,
    ended: HashMap<UnitId, Ended>,
}

/// A unit that ended.
struct Ended {
    name: String,
    kind: UnitKind,
    on: Day,
    successors: Vec<UnitId>,
}

/// The ground as last read, with how often units had changed by then. Held while it is read anew, so that of many who
/// ask at once one reads and the others wait.
pub(crate) type KeptGround = Mutex<Option<(i64, Arc<Ground>)>>;

impl App {
    /// The ground as it is now: read anew only once a unit has changed, since most acts ask it for one name.
    pub(crate) async fn ground(&self, conn: &mut Conn) -> Result<Arc<Ground>, Error> {
        let stamp = store::stamp::of(conn, Basis::Units).await?;
        let mut kept = self.last_ground().lock().await;
        if let Some((_, ground)) = kept.as_ref().filter(|(of, _)| *of == stamp) {
            return Ok(Arc::clone(ground));
        }
        let ground = Arc::new(Ground::load(conn).await?);
        *kept = Some((stamp, Arc::clone(&ground)));
        Ok(ground)
    }
}

impl Ground {
    /// Reads the tree.
    pub(crate) async fn load(conn: &mut Conn) -> Result<Self, Error> {
        Self::after(conn, &[]).await
    }

    /// Reads the tree as it will be once these units are written.
    pub(crate) async fn after(conn: &mut Conn, written: &[Unit]) -> Result<Self, Error> {
        let stored = store::unit::active(conn).await?.into_iter().chain(store::unit::ended(conn).await?);
        let mut units: Vec<Unit> = stored.map(|u| u.value).collect();
        for new in written {
            match units.iter_mut().find(|u| u.id == new.id) {
                Some(unit) => unit.clone_from(new),
                None => units.push(new.clone()),
            }
        }
        let place = store::account::instance(conn).await?.map(|i| place_of(&i.committee).to_owned());
        Ok(Self::of(&units, place.as_deref().unwrap_or_default()))
    }

    fn of(units: &[Unit], place: &str) -> Self {
        let (active, over): (Vec<&Unit>, Vec<&Unit>) = units.iter().partition(|u| u.is_active());
        let kind = |u: &Unit| u.kind.clone().unwrap_or(UnitKind(String::new()));
        let ended = over.into_iter().filter_map(|u| {
            let ending = u.ending()?;
            let (name, successors) = (u.name.clone(), ending.successors.clone());
            Some((u.id, Ended { name, kind: kind(u), on: ending.on, successors }))
        });
        Self {
            names: Directory::new(active.iter().map(|u| Entry::from(*u))).with_place(place),
            tree: Tree::new(active.iter().map(|u| (u.id, u.parent))),
            units: active.iter().map(|u| (u.id, (u.name.clone(), kind(u)))).collect(),
            ended: ended.collect(),
        }
    }

    /// A unit as recusal looks at it.
    pub(crate) fn target(&self, unit: UnitId) -> Option<Target> {
        let (name, kind) = self.units.get(&unit)?;
        Some(Target { unit: Found { unit, name: name.clone() }, kind: kind.clone() })
    }

    /// What stands for a unit: itself, and once it has ended, whatever carries on its work as well.
    pub(crate) fn targets(&self, unit: UnitId) -> Vec<Target> {
        let (mut found, mut open, mut seen) = (Vec::new(), vec![unit], BTreeSet::new());
        while let Some(unit) = open.pop() {
            if !seen.insert(unit) {
                continue;
            }
            found.extend(self.target(unit));
            if let Some(ended) = self.ended.get(&unit) {
                let name = ended.name.clone();
                found.push(Target { unit: Found { unit, name }, kind: ended.kind.clone() });
                open.extend(&ended.successors);
            }
        }
        found
    }

    /// Its name, also when it has ended; empty when there never was such a unit.
    pub(crate) fn name(&self, unit: UnitId) -> &str {
        let ended = || self.ended.get(&unit).map(|e| e.name.as_str());
        self.units.get(&unit).map(|(name, _)| name.as_str()).or_else(ended).unwrap_or_default()
    }

    /// Whether it exists now.
    pub(crate) fn holds(&self, unit: UnitId) -> bool {
        self.units.contains_key(&unit)
    }

    /// The first day on which it no longer exists, if it ended.
    pub(crate) fn ended_on(&self, unit: UnitId) -> Option<Day> {
        self.ended.get(&unit).map(|e| e.on)
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
