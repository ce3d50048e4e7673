//! The county's ninth round from its file.

use crate::yunhe::{County, calendar, day, pool, shared_file};
use domain::engagement::{EngagementKind, Window};
use domain::inspector::InspectorCode;
use domain::round::import::{Import, Known, check};
use domain::team::Role;
use domain::term::{RoundNumber, Term};
use kernel::id::{PersonId, TermId};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

fn import(text: &str) -> Import {
    let county = County::new();
    let people = pool(&county).into_iter().zip(1_u128..);
    let pool: BTreeMap<InspectorCode, (PersonId, String)> =
        people.map(|(p, n)| (p.code, (PersonId(Uuid::from_u128(n)), p.name))).collect();
    let file = domain::term::read(&shared_file("yunhe-term.json")).unwrap();
    let numbered = file.terms.into_iter().zip(1_u128..);
    let terms: Vec<Term> =
        numbered.map(|(facts, n)| Term { id: TermId(Uuid::from_u128(n)), facts }).collect();
    let calendar = calendar();
    check(text, &Known { terms: &terms, pool: &pool, names: &county, tree: &county, calendar: &calendar })
}

fn changed(change: impl FnOnce(&mut Value)) -> Vec<(String, String)> {
    let mut value: Value = serde_json::from_str(&shared_file("yunhe-round.json")).unwrap();
    change(&mut value);
    let import = import(&value.to_string());
    import.issues.0.into_iter().map(|i| (i.column.unwrap_or_default(), i.kind.to_owned())).collect()
}

fn one(path: &str, kind: &str) -> Vec<(String, String)> {
    vec![(path.to_owned(), kind.to_owned())]
}

#[test]
fn the_round_imports_without_an_issue_and_with_its_counts() {
    let import = import(&shared_file("yunhe-round.json"));
    assert_eq!(import.issues.0, []);
    let counts = &import.counts;
    assert_eq!((counts.teams, counts.members, counts.units), (4, 28, 9));
    assert_eq!((counts.extension_units, counts.boxes), (3, 10));
    let kinds: Vec<_> = counts.kinds.iter().map(|(k, n)| (*k, *n)).collect();
    let expected =
        [(EngagementKind::Routine, 6), (EngagementKind::Special, 1), (EngagementKind::LookBack, 2)];
    assert_eq!(kinds, expected);
}

#[test]
fn units_windows_and_members_are_recognised() {
    let import = import(&shared_file("yunhe-round.json"));
    let draft = import.draft.unwrap();
    assert_eq!((draft.number, draft.name.as_str()), (RoundNumber(9), "十五届云河县委第九轮巡察"));
    assert_eq!(draft.intake_closes.unwrap().rfc3339(), "2025-10-31T04:00:00Z");
    let team = &draft.teams[3];
    assert_eq!(team.members[0].role, Role::Leader);
    assert_eq!(team.members[0].name, "廉庚");
    let town = &team.engagements[0];
    assert_eq!(town.extensions.len(), 3, "新民村 of 枕河镇, not the other one");
    let look_back = &team.engagements[1];
    assert_eq!(look_back.window, Window::new(day("2025-09-15"), day("2025-10-17")).unwrap());
    assert_eq!(look_back.follows_up.as_deref(), Some("十五届县委第四轮"));
    assert_eq!(team.engagements[2].topic.as_deref(), Some("校园食品安全和教辅、校服征订"));
}

#[test]
fn the_whole_content_stays_typed() {
    let text = shared_file("yunhe-round.json");
    let file = import(&text).file.unwrap();
    let duty = file.duty.as_ref().unwrap();
    assert_eq!(duty.hours.len(), 2);
    assert_eq!(duty.hours[1].1.to_string(), "17:30");
    assert_eq!(file.focus_points.len(), 21);
    assert_eq!(file.cadres.len(), 34);
    assert_eq!(file.cadre_levels_high_to_low[3].levels().len(), 4);
    let back: Value = serde_json::to_value(&file).unwrap();
    let original: Value = serde_json::from_str(&text).unwrap();
    for (key, value) in original.as_object().unwrap() {
        if key != "teams" {
            assert_eq!(&back[key], value, "{key}");
        }
    }
}

#[test]
fn each_mistake_is_named_with_its_path() {
    assert_eq!(
        changed(|v| v["teams"][0]["leader"]["id"] = json!("RC999")),
        one("teams[0].leader", "unknown_inspector")
    );
    assert_eq!(
        changed(|v| v["teams"][0]["leader"]["name"] = json!("花乙烁")),
        one("teams[0].leader", "name_mismatch")
    );
    let twice = |v: &mut Value| v["teams"][1]["deputy"] = v["teams"][0]["deputy"].clone();
    assert_eq!(changed(twice), one("teams[1].deputy", "duplicate_member"));
    assert_eq!(
        changed(|v| v["teams"][0]["leader"] = Value::Null),
        one("teams[0].leader", "missing_required")
    );
    let unit = |name: &'static str| move |v: &mut Value| v["teams"][0]["units"][0]["unit"] = json!(name);
    assert_eq!(changed(unit("县住建厅")), one("teams[0].units[0].unit", "unknown_unit"));
    assert_eq!(changed(unit("新民村")), one("teams[0].units[0].unit", "ambiguous_unit"));
    assert_eq!(changed(unit("县水利局")), one("teams[1].units[1]", "duplicate_unit"));
    let kind = |v: &mut Value| v["teams"][0]["units"][0]["kind"] = json!("普通");
    assert_eq!(changed(kind), one("teams[0].units[0].kind", "unknown_value"));
    let below = |v: &mut Value| v["teams"][3]["units"][0]["extends_to"][0] = json!({"unit": "县水务局"});
    let found = changed(below);
    assert_eq!(found[0], one("teams[3].units[0].extends_to[0]", "not_below")[0]);
    let no_parent = |v: &mut Value| v["teams"][3]["units"][0]["extends_to"][1]["parent"] = Value::Null;
    assert_eq!(changed(no_parent), one("teams[3].units[0].extends_to[1]", "ambiguous_unit"));
}

#[test]
fn dates_and_numbers_are_held_against_the_term_and_the_round() {
    assert_eq!(changed(|v| v["round"]["no"] = json!(8)), one("round.no", "duplicate_round"));
    assert_eq!(changed(|v| v["term"]["name"] = json!("十六届")), one("term.name", "unknown_term"));
    assert_eq!(changed(|v| v["term"]["to"] = json!("2026-12-31")), one("term", "inconsistent"));
    let early = |v: &mut Value| v["teams"][0]["units"][0]["window"]["from"] = json!("2025-09-01");
    assert_eq!(changed(early), one("teams[0].units[0].window", "inconsistent"));
    let reversed = |v: &mut Value| v["teams"][0]["units"][0]["window"]["to"] = json!("2025-09-01");
    assert_eq!(changed(reversed), one("teams[0].units[0].window", "bad_window"));
    let intake = |at: &'static str| move |v: &mut Value| v["round"]["intake_closes"] = json!(at);
    assert_eq!(changed(intake("31 October")), one("round.intake_closes", "bad_date"));
    assert_eq!(changed(intake("2025-11-03T12:00:00+08:00")), one("round.intake_closes", "inconsistent"));
    let sunday = |v: &mut Value| v["box_openings"][0] = json!("2025-09-14");
    assert_eq!(changed(sunday), one("box_openings[0]", "rest_day"));
}

#[test]
fn what_lies_around_the_teams_is_checked_too() {
    assert_eq!(changed(|v| v["boxes"][0]["team"] = json!(9)), one("boxes[0].team", "unknown_team"));
    assert_eq!(changed(|v| v["boxes"][1]["no"] = json!("B1")), one("boxes[1].no", "duplicate_box"));
    assert_eq!(changed(|v| v["duty"]["hours"][1][0] = json!("12:00")), one("duty.hours[1]", "bad_hours"));
    assert_eq!(
        changed(|v| v["focus_points"][1]["parent"] = json!("J9")),
        one("focus_points[1].parent", "unknown_focus_point")
    );
    assert_eq!(changed(|v| v["cadres"][0]["level"] = json!("部管")), one("cadres[0].level", "unknown_value"));
    let paper = |v: &mut Value| v["teams"][1]["authorisation"] = json!("云巡授〔2025〕21号");
    assert_eq!(changed(paper), one("teams[1].authorisation", "duplicate_number"));
    assert_eq!(changed(|v| v["teams"][1]["no"] = json!(1))[0], one("teams[1].no", "duplicate_team")[0]);
}

#[test]
fn a_file_that_cannot_be_read_says_where() {
    let import = import("{\n \"schema\": \"yunhe-round/1\",\n \"committe\": \"x\"}");
    assert!(import.draft.is_none() && import.file.is_none());
    assert_eq!((import.issues.0[0].row, import.issues.0[0].kind), (3, "unreadable"));
    assert_eq!(changed(|v| v["round"]["window"]["from"] = json!("2025-02-30"))[0].1, "unreadable");
}
