//! What the records for measuring say: invented names, each following from its number alone.

use domain::organisation::{CadreLevel, Head, Unit, UnitKind, UnitNature};
use kernel::UnitId;
use uuid::{Builder, Uuid};

/// The committee, which is the root of the tree.
pub(super) const COMMITTEE: &str = "中共测试县委员会";
/// Its office.
pub(super) const OFFICE: &str = "县委巡察办";
/// The only account's holder.
pub(super) const CLERK: &str = "窦甲纬";

/// Children of a unit that has any: the tree stays as flat as a county's.
const CHILDREN: u32 = 12;

const FIRST: [&str; 30] = [
    "苇", "荻", "棠", "榆", "樟", "鹭", "雁", "砚", "笠", "舟", "渡", "坞", "埠", "碓", "磨", "篁", "菱",
    "藕", "稻", "麦", "粟", "茭", "蓼", "桑", "麻", "枣", "柿", "橘", "梅", "萤",
];
const SECOND: [&str; 20] = [
    "渚", "塘", "坪", "岭", "坳", "湾", "埂", "垅", "冲", "畈", "岸", "洲", "桥", "泉", "坡", "嘴", "墩",
    "圩", "台", "溪",
];
const ENDINGS: [&str; 5] = ["村", "社区", "服务中心", "工作站", "管理所"];
const HEADS: [&str; 8] = ["祝乙禾", "娄丙川", "佟丁棠", "邬戊屿", "阮己澄", "柴庚岚", "滕辛砚", "庞壬汀"];

/// Kind, nature, and form of the Party organisation.
const KINDS: [(&str, &str, &str); 5] = [
    ("department", "party_department", "党组"),
    ("township", "township", "党委"),
    ("village", "village", "党支部"),
    ("soe", "soe", "党委"),
    ("school_hospital", "school", "党总支"),
];

pub(super) fn of<'a, T: ?Sized>(list: &[&'a T], number: u32) -> Option<&'a T> {
    let length = u32::try_from(list.len()).ok()?;
    let at = usize::try_from(number.checked_rem(length)?).ok()?;
    list.get(at).copied()
}

/// The name of a unit; no two have the same.
pub(super) fn name(number: u32) -> String {
    if number == 0 {
        return COMMITTEE.to_owned();
    }
    let parts = [
        of(&FIRST, number),
        of(&SECOND, number / 30),
        of(&FIRST, number / 600),
        of(&SECOND, number / 18_000),
        of(&ENDINGS, number / 360_000),
    ];
    let mut name: String = parts.into_iter().flatten().collect();
    if number >= 1_800_000 {
        name.push_str(&number.to_string());
    }
    name
}

/// The id of a unit: in order of the numbers, as ids are in order of time.
pub(super) fn id(number: u32) -> UnitId {
    UnitId(record(0, number))
}

/// The id of a record of one of at most 256 kinds, in order of the numbers.
pub(super) fn record(kind: u8, number: u32) -> Uuid {
    /// A second long ago, in milliseconds.
    const BEGAN: u64 = 1_700_000_000_000;
    let mut rest = [0; 10];
    rest.iter_mut().zip(number.to_be_bytes().into_iter().chain([kind])).for_each(|(to, from)| *to = from);
    Builder::from_unix_timestamp_millis(BEGAN + u64::from(number), &rest).into_uuid()
}

/// A unit; number 0 is the root.
pub(super) fn unit(number: u32) -> Unit {
    let mut unit = Unit::root(id(number), &name(number), None);
    let Some(above) = number.checked_sub(1) else { return unit };
    let kinds: Vec<&(&str, &str, &str)> = KINDS.iter().collect();
    if let Some((kind, nature, form)) = of(&kinds, number / 7) {
        unit.kind = Some(UnitKind::new(kind));
        unit.nature = Some(UnitNature::new(nature));
        unit.party_form = (*form).to_owned();
    }
    unit.parent = Some(id(above / CHILDREN));
    unit.members = Some(3 + number % 400);
    unit.staff = Some(number % 900);
    unit.covered = !number.is_multiple_of(3);
    unit.list_order = number;
    unit.head = of(&HEADS, number).map(|name| Head {
        name: name.to_owned(),
        post: "主要负责人".to_owned(),
        level: Some(CadreLevel::new("county")),
    });
    unit
}

#[cfg(test)]
mod tests {
    use super::{id, name, unit};
    use std::collections::HashSet;

    #[test]
    fn no_two_units_have_one_name() {
        let names: HashSet<String> = (0..50_000).map(name).collect();
        assert_eq!(names.len(), 50_000);
        assert_ne!(name(1), name(1_800_001));
    }

    #[test]
    fn ids_are_in_the_order_of_their_numbers_and_a_parent_stands_before_its_children() {
        assert!((1..5_000).all(|n| id(n - 1).0 < id(n).0 && unit(n).parent.unwrap().0 < id(n).0));
    }

    #[test]
    fn kinds_and_natures_are_those_of_the_shipped_ruleset() {
        let taxonomy = domain::organisation::Taxonomy::shipped();
        for unit in (1..40).map(unit) {
            let nature = taxonomy.nature(&unit.nature.unwrap()).expect("a nature of the ruleset");
            assert_eq!(Some(nature.kind.clone()), unit.kind);
            assert!(taxonomy.level(&unit.head.unwrap().level.unwrap()).is_some());
        }
    }
}
