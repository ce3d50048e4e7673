//! Other names that a unit's remarks mention: 由县水务局更名, 简称县住建局, 曾称县卫计局, 加挂…牌子.
//!
//! Only wordings that state a name of this very unit or of one that went into it are read; whatever else a
//! remark says about other units is left alone.

use super::super::unit::{Alias, AliasKind};

/// The names in a remark, in order.
pub fn aliases(note: &str) -> Vec<Alias> {
    let mut found = Vec::new();
    for clause in note.split(['，', '。', '；', ';', ',', '\n']) {
        read_clause(clause.trim(), &mut found);
    }
    found
}

fn read_clause(clause: &str, found: &mut Vec<Alias>) {
    let became = ["更名", "改名", "合并", "整合", "改组", "改制"];
    if let Some(names) = between(clause, "由", &became) {
        return note_all(names, AliasKind::Former, found);
    }
    if let Some((_, plate)) = clause.split_once("加挂") {
        // A plate bears one name, and names may hold 和.
        return note(plate.trim_end_matches("牌子").trim_end_matches('的'), AliasKind::Plate, found);
    }
    for word in ["简称", "又称"] {
        if let Some((_, name)) = clause.split_once(word) {
            return note_all(name, AliasKind::Short, found);
        }
    }
    for word in ["曾称", "原称", "前称", "旧称", "曾名", "原名", "前身为", "前身是", "原为", "前称为"]
    {
        if let Some((_, name)) = clause.split_once(word) {
            return note_all(name, AliasKind::Former, found);
        }
    }
}

/// What stands between a word and the first of several others after it.
fn between<'a>(text: &'a str, before: &str, after: &[&str]) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    let end = after.iter().filter_map(|word| rest.find(word)).min()?;
    rest.get(..end)
}

fn note_all(names: &str, kind: AliasKind, found: &mut Vec<Alias>) {
    for name in names.split('、') {
        note(name, kind, found);
    }
}

fn note(name: &str, kind: AliasKind, found: &mut Vec<Alias>) {
    let name = name.trim().trim_matches(['“', '”', '"', '为', '：', ':']);
    let fresh = found.iter().all(|alias| alias.name != name);
    if is_unit_name(name) && fresh {
        found.push(Alias { name: name.to_owned(), kind, until: None });
    }
}

/// Ends as the names of units end, and is neither too short nor a sentence.
fn is_unit_name(name: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "局", "委", "办", "室", "部", "院", "校", "所", "站", "社", "台", "馆", "会", "镇", "乡", "村",
        "社区", "街道", "中心", "公司", "集团", "中学", "小学", "法院", "机关", "队", "处", "厂", "场", "园",
        "区", "组",
    ];
    (2..=40).contains(&name.chars().count()) && ENDINGS.iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::aliases;

    fn names(note: &str) -> Vec<String> {
        aliases(note).into_iter().map(|alias| alias.name).collect()
    }

    #[test]
    fn former_and_short_names_are_read_from_remarks() {
        assert_eq!(names("2019年由县教育局、县体育局合并组建"), ["县教育局", "县体育局"]);
        assert_eq!(names("2019年由县国土资源局更名并划入规划职责"), ["县国土资源局"]);
        assert_eq!(names("简称县住建局，2010年前称县建设局"), ["县住建局", "县建设局"]);
        assert_eq!(names("简称县卫健局，曾称县卫计局"), ["县卫健局", "县卫计局"]);
        assert_eq!(names("加挂县粮食和物资储备局牌子"), ["县粮食和物资储备局"]);
        assert_eq!(names("2019年由县广播电视台、县报社整合组建"), ["县广播电视台", "县报社"]);
    }

    #[test]
    fn remarks_about_other_units_name_nothing() {
        for note in [
            "归口县委组织部管理",
            "由副县长兼任",
            "2019年组建",
            "2022年由县属二级公司划入城投集团",
            "市局派出机构，党组织关系在市，由县委协管",
            "",
        ] {
            assert_eq!(names(note), Vec::<String>::new(), "{note}");
        }
    }
}
