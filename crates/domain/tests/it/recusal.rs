//! The conflict lists of the practice county: every one found, and no other.

use crate::yunhe::{County, day, expected_conflicts, facts, pool, recusal_rules};
use domain::inspector::Profile;
use domain::recusal::{Facts, Outcome, RecusalRules, check};
use domain::team::Role;
use std::collections::BTreeMap;

struct Case {
    county: County,
    rules: RecusalRules,
    pool: Vec<Profile>,
    facts: Vec<Facts>,
}

impl Case {
    fn new() -> Self {
        let (county, rules) = (County::new(), recusal_rules());
        let pool = pool(&county);
        let facts = facts(&pool, &rules, &county);
        Self { county, rules, pool, facts }
    }

    fn outcome(&self, code: &str, unit: &str) -> Outcome {
        let at = self.pool.iter().position(|p| p.code.0 == code).unwrap();
        check(&self.rules, &self.facts[at], &self.county.target(unit), day("2025-09-08"), &self.county)
    }

    fn rules_of(&self, code: &str, unit: &str) -> Vec<String> {
        self.outcome(code, unit).reasons.into_iter().map(|r| r.rule).collect()
    }
}

#[test]
fn exactly_the_listed_conflicts_are_found_in_all_twelve_units() {
    let case = Case::new();
    let expected = expected_conflicts();
    assert_eq!(expected.len(), 12);
    for (unit, lists) in expected {
        let target = case.county.target(&unit);
        let mut found: BTreeMap<String, Vec<String>> =
            lists.keys().map(|k| (k.clone(), Vec::new())).collect();
        for (profile, facts) in case.pool.iter().zip(&case.facts) {
            for reason in check(&case.rules, facts, &target, day("2025-09-08"), &case.county).reasons {
                found.entry(reason.rule).or_default().push(profile.code.0.clone());
            }
        }
        assert_eq!(found, lists, "{unit}");
    }
}

#[test]
fn an_end_month_counts_to_its_last_day() {
    let case = Case::new();
    assert_eq!(case.rules_of("RC004", "县水利局"), ["POST_RECENT", "POST_LONG"], "left in 2022.09");
    assert_eq!(case.rules_of("RC009", "县水利局"), ["POST_LONG"], "left in 2022.08, but long");
    assert_eq!(case.rules_of("RC147", "县住房和城乡建设局"), ["POST_RECENT"], "a temporary post counts");
}

#[test]
fn exactly_thirty_six_months_are_not_long_and_thirty_seven_are() {
    let case = Case::new();
    assert_eq!(case.rules_of("RC013", "县民政局"), [""; 0]);
    assert_eq!(case.rules_of("RC014", "县民政局"), ["POST_LONG"]);
}

#[test]
fn two_stints_under_two_names_add_up() {
    let reason = Case::new().outcome("RC052", "县教育体育局").reasons.remove(0);
    assert_eq!(reason.rule, "POST_LONG");
    assert_eq!(reason.facts.len(), 2, "县教育局 and 县教体局");
}

#[test]
fn a_hospital_counts_for_the_bureau_above_it_and_a_classmate_does_not() {
    let case = Case::new();
    assert_eq!(case.rules_of("RC026", "县卫生健康局"), ["KIN"]);
    let reason = case.outcome("RC026", "县卫生健康局").reasons.remove(0);
    assert!(reason.facts.is_empty(), "only the sister, not the classmate");
    let text = serde_json::to_string(&reason.message).unwrap();
    assert!(
        text.contains("妹妹")
            && text.contains("县人民医院")
            && text.contains("recusal-place-recognised-below")
    );
}

#[test]
fn a_distant_relative_does_not_count_and_the_native_village_does() {
    assert_eq!(Case::new().rules_of("RC111", "枕河镇"), ["NATIVE"]);
}

#[test]
fn service_in_the_group_s_water_company_counts_for_the_group() {
    assert_eq!(Case::new().rules_of("RC104", "云河城市建设投资集团有限公司"), ["POST_RECENT", "POST_LONG"]);
}

#[test]
fn blank_relatives_are_a_question_for_every_unit_and_no_conflict() {
    let case = Case::new();
    let outcome = case.outcome("RC049", "县水利局");
    assert!(outcome.reasons.is_empty());
    assert_eq!(outcome.asks[0].key, "relatives:");
    assert!(case.outcome("RC001", "县水利局").asks.is_empty(), "无 is a declaration");
}

#[test]
fn an_unrecognised_employer_of_a_relative_is_asked_about_and_a_pensioner_is_not() {
    let case = Case::new();
    assert_eq!(case.outcome("RC076", "县水利局").asks.len(), 1, "澜州市某银行");
    assert!(case.outcome("RC058", "县水利局").asks.is_empty(), "退休在家");
}

#[test]
fn long_service_binds_leaders_and_deputies_only() {
    let outcome = Case::new().outcome("RC014", "县民政局");
    assert!(outcome.bars(Role::Leader) && outcome.bars(Role::Deputy));
    assert!(!outcome.bars(Role::Liaison) && !outcome.bars(Role::Member));
}

#[test]
fn every_reason_says_what_it_rests_on() {
    let case = Case::new();
    for unit in expected_conflicts().keys() {
        for facts in &case.facts {
            let target = case.county.target(unit);
            for reason in check(&case.rules, facts, &target, day("2025-09-08"), &case.county).reasons {
                assert!(!reason.basis.is_empty());
                assert!(reason.message.args.iter().any(|(name, _)| name == "person"), "{reason:?}");
            }
        }
    }
}

#[test]
fn a_relation_nobody_listed_is_asked_about_where_it_matters() {
    let case = Case::new();
    let mut profile = case.pool[0].clone();
    let relatives =
        domain::inspector::notation::relatives("干爹 何戊岚 县水利局 局长；老乡 某甲 县水利局 科员").0;
    profile.relatives = relatives;
    let facts = Facts::gather(&profile, &case.rules, &case.county);
    let at =
        |unit: &str| check(&case.rules, &facts, &case.county.target(unit), day("2025-09-08"), &case.county);
    assert_eq!(at("县水利局").asks.len(), 1);
    assert_eq!(at("县水利局").asks[0].key, "relation:干爹 何戊岚");
    assert!(at("县民政局").asks.is_empty());
}

#[test]
fn an_ambiguous_village_is_a_question_for_its_townships_only() {
    let case = Case::new();
    let mut profile = case.pool[0].clone();
    profile.relatives = domain::inspector::notation::relatives("父亲 某甲 新民村 村医").0;
    let facts = Facts::gather(&profile, &case.rules, &case.county);
    let at =
        |unit: &str| check(&case.rules, &facts, &case.county.target(unit), day("2025-09-08"), &case.county);
    assert_eq!(at("枕河镇").asks.len(), 1);
    assert!(at("枕河镇").reasons.is_empty(), "nothing is guessed");
    assert!(at("县水利局").asks.is_empty());
}

#[test]
fn a_unit_chosen_by_a_person_counts_where_the_name_is_not_enough() {
    let case = Case::new();
    let mut profile = case.pool[0].clone();
    profile.home.written = "新民村".into();
    profile.home.unit = Some(case.county.target("落霞村").unit.unit);
    let facts = Facts::gather(&profile, &case.rules, &case.county);
    let outcome = check(&case.rules, &facts, &case.county.target("枕河镇"), day("2025-09-08"), &case.county);
    assert_eq!(outcome.reasons[0].rule, "HOME");
    assert!(outcome.asks.is_empty());
}

#[test]
fn a_native_place_in_another_county_is_elsewhere_once_the_own_county_is_set() {
    let mut case = Case::new();
    let mut profile = case.pool[0].clone();
    profile.native_place = "邻山县枕河镇".into();
    let native = |case: &Case| {
        let facts = Facts::gather(&profile, &case.rules, &case.county);
        !check(&case.rules, &facts, &case.county.target("枕河镇"), day("2025-09-08"), &case.county)
            .reasons
            .is_empty()
    };
    assert!(native(&case), "without it the name alone speaks");
    case.rules.own_place = Some("云河县".into());
    assert!(!native(&case));
}
