//! The shipped rulesets, and how mistakes in a ruleset are reported.

use domain::ruleset::{Approver, Body, Draft, Kind, Ruleset, in_force, newest, shipped};
use kernel::id::RulesetId;
use serde_json::{Value, json};
use uuid::Uuid;

fn shipped_draft(kind: Kind) -> Draft {
    shipped().unwrap().into_iter().find(|s| s.kind() == kind).unwrap().draft
}

fn faults(kind: Kind, change: impl FnOnce(&mut Value)) -> Vec<(String, String)> {
    let mut draft = shipped_draft(kind);
    change(&mut draft.body);
    let faults = draft.check().err().unwrap_or_default();
    faults.into_iter().map(|f| (f.field.into_owned(), f.message.id.into_owned())).collect()
}

fn found(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn every_kind_ships_with_one_default_that_reads_without_a_mistake() {
    let kinds: Vec<Kind> = shipped().unwrap().iter().map(|s| s.kind()).collect();
    for kind in Kind::ALL {
        assert_eq!(kinds.iter().filter(|k| **k == kind).count(), 1, "{kind:?}");
        assert_eq!(Kind::from_code(kind.code()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), json!(kind.code()));
    }
}

#[test]
fn the_shipped_taxonomy_is_the_one_the_importers_default_to() {
    let Body::UnitKinds(taxonomy) = shipped_draft(Kind::UnitKinds).check().unwrap() else {
        panic!("taxonomy")
    };
    assert_eq!(taxonomy, domain::organisation::Taxonomy::shipped());
}

#[test]
fn every_shipped_rule_carries_its_basis() {
    for shipped in shipped().unwrap() {
        assert!(!shipped.draft.basis.trim().is_empty(), "{}", shipped.file);
    }
    let Body::Deadlines(rules) = shipped_draft(Kind::Deadlines).check().unwrap() else { panic!("deadlines") };
    assert!(rules.rules.iter().all(|r| !r.basis.is_empty() && !r.name.en.is_empty()));
    assert_eq!(rules.soon_days, 10);
    assert!(rules.of("rectification_plan").is_some());
}

#[test]
fn all_mistakes_of_a_ruleset_are_reported_at_once() {
    let faults = faults(Kind::Deadlines, |body| {
        body["soon_days"] = json!("ten");
        body["rules"][0]["unit"] = json!("week");
        body["rules"][1]["amount"] = json!(-1);
        body["rules"][2]["bases"] = json!("x");
        body["rules"][3]["matter"] = body["rules"][4]["matter"].clone();
        body["rules"][5]["cut_off"] = json!("25:00");
        body["rules"][6]["basis"] = json!("");
        body["rules"][7] = json!(7);
    });
    assert_eq!(
        faults,
        found(&[
            ("body.soon_days", "ruleset-not-a-number"),
            ("body.rules[0].unit", "ruleset-unknown-choice"),
            ("body.rules[1].amount", "ruleset-not-a-number"),
            ("body.rules[2].bases", "ruleset-unknown-key"),
            ("body.rules[5].cut_off", "ruleset-not-a-time"),
            ("body.rules[6].basis", "ruleset-not-a-text"),
            ("body.rules[7]", "ruleset-not-an-object"),
            ("body.rules", "ruleset-word-twice"),
        ])
    );
}

#[test]
fn mistakes_in_each_kind_are_found() {
    assert_eq!(
        faults(Kind::Recusal, |b| b["rules"][3]["groups"][0] = json!("pet")),
        found(&[("body.rules[3].groups", "ruleset-unknown-choice")])
    );
    assert_eq!(
        faults(Kind::Recusal, |b| b["rules"][1]["years"] = json!(0)),
        found(&[("body.rules[1].years", "ruleset-not-a-number")])
    );
    assert_eq!(
        faults(Kind::Recusal, |b| b["not_relatives"][0] = json!("父亲")),
        found(&[("body.relations", "ruleset-word-twice")])
    );
    assert_eq!(
        faults(Kind::Team, |b| b["seats"][0]["count"] = json!(2)),
        found(&[("body.seats", "ruleset-team-one-leader")])
    );
    assert_eq!(
        faults(Kind::Coverage, |b| b["qualifying_kinds"][0] = json!("常规")),
        found(&[("body.qualifying_kinds[0]", "ruleset-unknown-choice")])
    );
    assert_eq!(
        faults(Kind::Decisions, |b| b["paper_effect"] = json!("never")),
        found(&[("body.paper_effect", "ruleset-unknown-choice")])
    );
    assert_eq!(
        faults(Kind::SignIn, |b| b["second_factor_strict"] = json!(true)),
        found(&[("body.second_factor_strict", "ruleset-unknown-choice")])
    );
    assert_eq!(
        faults(Kind::UnitKinds, |b| {
            b["kinds"][1]["code"] = json!("department");
            b["natures"][0]["word"]["also"] = json!(["村"]);
        }),
        found(&[
            ("body.natures[7].kind", "ruleset-unknown-choice"),
            ("body.kinds", "ruleset-word-twice"),
            ("body.natures", "ruleset-word-twice"),
        ])
    );
    assert_eq!(
        faults(Kind::Banner, |b| b["shown"] = json!("yes")),
        found(&[("body.shown", "ruleset-not-a-flag")])
    );
    assert_eq!(
        faults(Kind::Calendar, |b| {
            b["years"]["26"] = json!({"status": "unknown"});
            b["years"]["2026"]["makeup_working_days"][0] = json!("2026-01-05");
            b["years"]["2025"]["holidays"][0]["from"] = json!("1 Jan");
        }),
        found(&[
            ("body.years.2025.holidays[0].from", "ruleset-not-a-day"),
            ("body.years.26", "ruleset-not-a-year"),
            ("body.years.2026.makeup_working_days[0]", "ruleset-calendar-make-up-not-weekend"),
        ])
    );
}

fn version(n: u32, from: &str) -> Ruleset {
    let draft = Draft { version: n, effective_from: from.parse().unwrap(), ..shipped_draft(Kind::Decisions) };
    Ruleset::draft(RulesetId(Uuid::from_u128(u128::from(n))), draft).unwrap()
}

#[test]
fn a_day_is_ruled_by_the_latest_published_version_that_had_begun() {
    let on = "2021-01-01".parse().unwrap();
    let mut all: Vec<Ruleset> = Vec::new();
    for (n, from) in [(1, "2021-01-01"), (2, "2024-01-01"), (3, "2024-01-01")] {
        let published = version(n, from).publish(Approver::Shipped, on, &all).unwrap();
        all.push(published);
    }
    all.push(version(4, "2025-01-01"));
    let of = |day: &str| in_force(&all, Kind::Decisions, day.parse().unwrap()).map(|r| r.version);
    assert_eq!(of("2020-12-31"), None);
    assert_eq!(of("2023-12-31"), Some(1));
    assert_eq!(of("2024-01-01"), Some(3));
    assert_eq!(of("2026-01-01"), Some(3), "a draft rules nothing");
    assert!(in_force(&all, Kind::Team, "2026-01-01".parse().unwrap()).is_none());
}

#[test]
fn what_is_published_never_changes_and_a_number_is_used_once() {
    let on = "2024-06-01".parse().unwrap();
    let second = version(2, "2024-01-01").publish(Approver::Shipped, on, &[]).unwrap();
    let refused = |r: Result<Ruleset, domain::Refusal>| r.unwrap_err().0.id.into_owned();
    assert_eq!(refused(second.clone().revise(shipped_draft(Kind::Decisions))), "ruleset-published");
    assert_eq!(refused(second.clone().publish(Approver::Shipped, on, &[])), "ruleset-published");
    let others = [second];
    let lower = version(1, "2025-01-01").publish(Approver::Shipped, on, &others);
    assert_eq!(refused(lower), "ruleset-version-used");
    assert_eq!(refused(version(3, "2025-01-01").revise(shipped_draft(Kind::Team))), "ruleset-kind-fixed");
    let mut faulty = shipped_draft(Kind::Decisions);
    faulty.body = json!({});
    assert_eq!(refused(version(3, "2025-01-01").revise(faulty)), "ruleset-faulty");
}

#[test]
fn rules_of_older_cases_can_be_entered_later_and_move_nothing_newer() {
    let on = "2025-06-01".parse().unwrap();
    let mut all = vec![version(1, "2024-01-01").publish(Approver::Shipped, on, &[]).unwrap()];
    all.push(version(2, "2017-07-01").publish(Approver::Shipped, on, &all).unwrap());
    let of = |day: &str| in_force(&all, Kind::Decisions, day.parse().unwrap()).map(|r| r.version);
    assert_eq!((of("2020-01-01"), of("2025-01-01")), (Some(2), Some(1)));
    assert_eq!(newest(&all, Kind::Decisions).map(|r| r.version), Some(2));
}

#[test]
fn a_stored_ruleset_reads_back_the_same() {
    let published =
        version(1, "2021-01-01").publish(Approver::Shipped, "2021-01-01".parse().unwrap(), &[]).unwrap();
    let text = serde_json::to_string(&published).unwrap();
    assert_eq!(serde_json::from_str::<Ruleset>(&text).unwrap(), published);
    assert!(matches!(published.body().unwrap(), Body::Decisions(_)));
}

#[test]
fn mistakes_in_the_rules_of_petitions_focus_and_routing_are_found() {
    assert_eq!(
        faults(Kind::Petitions, |b| {
            b["channels"][1]["also"] = json!(["来信"]);
            b["out_reasons"][2]["basis"] = json!("");
            b["crowd_words"] = json!("静坐");
        }),
        found(&[
            ("body.out_reasons[2].basis", "ruleset-not-a-text"),
            ("body.crowd_words", "ruleset-not-a-list"),
            ("body.channels", "ruleset-word-twice"),
        ])
    );
    assert_eq!(
        faults(Kind::Focus, |b| {
            b["frames"][0]["points"][1]["parent"] = json!("J7");
            b["frames"][0]["points"][2]["maps_to"] = json!(["L9"]);
        }),
        found(&[("body.frames", "ruleset-focus-parent"), ("body.frames", "ruleset-focus-map")])
    );
    assert_eq!(
        faults(Kind::Routing, |b| {
            b["rules"][3]["natures"] = json!(["gossip"]);
            b["rules"][4]["approval"] = json!("team");
        }),
        found(&[
            ("body.rules[3].natures[0]", "ruleset-unknown-choice"),
            ("body.rules[4].approval", "ruleset-unknown-choice"),
        ])
    );
}
