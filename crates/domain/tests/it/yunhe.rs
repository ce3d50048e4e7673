//! The practice county: its units, names, inspector pool and rules, as the tests need them.

use domain::inspector::Profile;
use domain::inspector::import::{Known, RawInspector, check};
use domain::organisation::naming::{Directory, Entry};
use domain::organisation::{Tree, Unit, UnitKind};
use domain::recusal::{Facts, Found, RecusalRules, Resolution, Target, UnitNames, UnitTree};
use domain::ruleset::{Body, Kind, shipped};
use domain::team::TeamRules;
use domain::term::TermNumber;
use kernel::Day;
use kernel::calendar::WorkCalendar;
use kernel::id::UnitId;
use serde::Deserialize;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What the county's list remarks about former and short names.
const REMARKS: [(&str, &str); 6] = [
    ("县水利局", "2019年由县水务局更名"),
    ("县住房和城乡建设局", "简称县住建局，2010年前称县建设局"),
    ("县教育体育局", "2019年由县教育局、县体育局合并组建"),
    ("县农业农村局", "2019年由县农业局、县畜牧局合并组建"),
    ("县卫生健康局", "简称县卫健局，曾称县卫计局"),
    ("县自然资源局", "2019年由县国土资源局更名并划入规划职责"),
];

#[derive(Deserialize)]
struct Expected {
    units: Vec<ExpectedUnit>,
    recusal: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

#[derive(Deserialize)]
struct ExpectedUnit {
    name: String,
    kind: String,
    parent: String,
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn shared_file(name: &str) -> String {
    let path = format!("{}/../../tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

fn expected() -> Expected {
    serde_json::from_str(&shared_file("expected.json")).unwrap()
}

/// The conflict lists a correct program must find: unit, rule, codes.
pub(crate) fn expected_conflicts() -> BTreeMap<String, BTreeMap<String, Vec<String>>> {
    expected().recusal
}

/// The organisation tree with its names.
pub(crate) struct County {
    kinds: BTreeMap<String, Target>,
    directory: Directory,
    tree: Tree,
}

fn id(n: usize) -> UnitId {
    UnitId(Uuid::from_u128(u128::try_from(n).unwrap() + 1))
}

impl County {
    pub(crate) fn new() -> Self {
        let list = expected().units;
        let mut ids = BTreeMap::from([("县委".to_owned(), id(0))]);
        for (n, unit) in list.iter().enumerate() {
            ids.entry(unit.name.clone()).or_insert(id(n + 1));
        }
        let mut units = vec![Unit::root(id(0), "中共云河县委员会", Some("县委"))];
        let mut kinds = BTreeMap::new();
        for (n, listed) in list.into_iter().enumerate() {
            let mut unit = Unit::root(id(n + 1), &listed.name, None);
            unit.parent = Some(ids[&listed.parent]);
            let remark = REMARKS.iter().find(|(name, _)| *name == listed.name);
            unit.note = remark.map_or_else(String::new, |(_, remark)| (*remark).to_owned());
            let found = Found { unit: unit.id, name: listed.name.clone() };
            kinds.insert(listed.name, Target { unit: found, kind: UnitKind(listed.kind) });
            units.push(unit);
        }
        let directory = Directory::new(units.iter().map(Entry::from)).with_place("云河县");
        let tree = Tree::new(units.iter().map(|u| (u.id, u.parent)));
        Self { kinds, directory, tree }
    }

    pub(crate) fn target(&self, name: &str) -> Target {
        self.kinds[name].clone()
    }
}

impl UnitNames for County {
    fn resolve(&self, written: &str) -> Resolution {
        self.directory.resolve(written)
    }
}

impl UnitTree for County {
    fn is_within(&self, unit: UnitId, of: UnitId) -> bool {
        self.tree.is_within(unit, of)
    }
}

pub(crate) fn raw_inspectors() -> Vec<RawInspector> {
    serde_json::from_str(include_str!("../data/inspectors.json")).unwrap()
}

pub(crate) fn import(county: &County) -> domain::inspector::import::Import {
    let known = Known { as_of: day("2025-08-15"), term: Some(TermNumber(15)), names: county };
    check(&raw_inspectors(), &known)
}

pub(crate) fn pool(county: &County) -> Vec<Profile> {
    import(county).profiles.into_iter().map(|(_, p)| p).collect()
}

pub(crate) fn facts(pool: &[Profile], rules: &RecusalRules, county: &County) -> Vec<Facts> {
    pool.iter().map(|p| Facts::gather(p, rules, county)).collect()
}

fn body(kind: Kind) -> Body {
    let shipped = shipped().unwrap();
    shipped.iter().find(|s| s.kind() == kind).unwrap().draft.check().unwrap()
}

pub(crate) fn recusal_rules() -> RecusalRules {
    match body(Kind::Recusal) {
        Body::Recusal(rules) => rules,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn team_rules() -> TeamRules {
    match body(Kind::Team) {
        Body::Team(rules) => rules,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn calendar() -> WorkCalendar {
    match body(Kind::Calendar) {
        Body::Calendar(calendar) => calendar,
        other => panic!("{other:?}"),
    }
}
