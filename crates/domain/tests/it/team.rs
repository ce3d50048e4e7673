//! Team proposals for the county's ninth round.

use crate::yunhe::{County, day, facts, pool, recusal_rules, team_rules};
use domain::inspector::InspectorCode;
use domain::recusal::check;
use domain::team::Role;
use domain::team::propose::{Candidate, Conditions, Need, Proposal, propose};
use domain::term::{RoundNumber, TermNumber};
use std::collections::{BTreeMap, BTreeSet};

fn needs(county: &County) -> Vec<Need> {
    let team = |team, units: &[&str], skills: &[&str]| Need {
        team,
        targets: units.iter().map(|u| county.target(u)).collect(),
        skills: skills.iter().map(|s| (*s).to_owned()).collect(),
        kept: Vec::new(),
    };
    vec![
        team(1, &["县住房和城乡建设局", "云河城市建设投资集团有限公司"], &["工程建设"]),
        team(2, &["县农业农村局", "县水利局"], &["农业农村"]),
        team(3, &["县卫生健康局", "云河县人民医院"], &["教育卫生"]),
        team(4, &["枕河镇", "县民政局", "县教育体育局"], &["教育卫生"]),
    ]
}

fn drafted(needs: &[Need], set_aside: &BTreeMap<InspectorCode, String>) -> Proposal {
    drafted_from(needs, set_aside, false)
}

fn drafted_from(needs: &[Need], set_aside: &BTreeMap<InspectorCode, String>, reversed: bool) -> Proposal {
    let county = County::new();
    let (recusal, rules, pool) = (recusal_rules(), team_rules(), pool(&county));
    let facts = facts(&pool, &recusal, &county);
    let mut candidates: Vec<_> =
        pool.iter().zip(&facts).map(|(profile, facts)| Candidate { profile, facts }).collect();
    if reversed {
        candidates.reverse();
    }
    let start = day("2025-09-08");
    let conditions = Conditions {
        rules: &rules,
        recusal: &recusal,
        tree: &county,
        start,
        round: (TermNumber(15), RoundNumber(9)),
        set_aside,
    };
    propose(&conditions, &candidates, needs)
}

fn proposal() -> Proposal {
    drafted(&needs(&County::new()), &BTreeMap::new())
}

#[test]
fn four_teams_are_filled_and_nobody_is_in_two() {
    let proposal = proposal();
    let mut people = BTreeSet::new();
    for team in &proposal.teams {
        assert!(team.gaps.is_empty(), "{:?}", team.gaps);
        let roles: Vec<Role> = team.members.iter().map(|m| m.role).collect();
        assert_eq!(roles[..3], [Role::Leader, Role::Deputy, Role::Liaison]);
        assert_eq!(roles.len(), 7);
        assert!(team.members.iter().all(|m| people.insert(m.who.code.clone())));
    }
}

#[test]
fn nobody_is_proposed_against_a_rule() {
    let (county, recusal) = (County::new(), recusal_rules());
    let pool = pool(&county);
    let facts = facts(&pool, &recusal, &county);
    for (team, need) in proposal().teams.iter().zip(needs(&county)) {
        for member in &team.members {
            let at = pool.iter().position(|p| p.code == member.who.code).unwrap();
            assert!(pool[at].availability.is_available() && pool[at].party.is_full_member());
            assert!(!facts[at].relatives_not_asked());
            for target in &need.targets {
                let outcome = check(&recusal, &facts[at], target, day("2025-09-08"), &county);
                assert!(!outcome.bars(member.role), "{:?}", member.who.code);
            }
        }
    }
}

#[test]
fn everyone_in_the_pool_is_in_in_reserve_or_left_out_with_a_reason() {
    for team in proposal().teams {
        let mut seen: Vec<_> =
            team.members.iter().map(|m| &m.who).chain(&team.reserve).chain(&team.left_out).collect();
        assert!(seen.iter().all(|n| !n.why.is_empty()));
        seen.sort_by(|a, b| a.code.cmp(&b.code));
        seen.dedup_by(|a, b| a.code == b.code);
        assert_eq!(seen.len(), 180, "team {}", team.team);
        assert_eq!(team.members.len() + team.reserve.len() + team.left_out.len(), 180);
    }
}

fn why(proposal: &Proposal, team: usize, code: &str) -> Vec<String> {
    let left_out = &proposal.teams[team].left_out;
    let one = left_out.iter().find(|n| n.code.0 == code).unwrap();
    one.why.iter().map(|m| m.id.to_string()).collect()
}

#[test]
fn an_exclusion_says_which_fact_speaks_against_it() {
    let proposal = proposal();
    assert_eq!(why(&proposal, 1, "RC110"), ["recusal-home"]);
    assert_eq!(why(&proposal, 1, "RC020"), ["recusal-kin"]);
    assert_eq!(why(&proposal, 0, "RC012"), ["team-propose-unavailable"]);
    assert_eq!(why(&proposal, 0, "RC080"), ["team-propose-not-full-member"]);
    assert_eq!(why(&proposal, 0, "RC049"), ["team-propose-relatives-not-asked"]);
}

#[test]
fn the_same_facts_give_the_same_draft_in_any_order_of_the_pool() {
    let needs = needs(&County::new());
    let none = BTreeMap::new();
    assert_eq!(drafted_from(&needs, &none, false), drafted_from(&needs, &none, true));
}

#[test]
fn who_is_kept_stays_and_who_is_set_aside_stays_out() {
    let mut needs = needs(&County::new());
    needs[0].kept = vec![(Role::Leader, InspectorCode("RC123".into()))];
    let first = drafted(&needs, &BTreeMap::new());
    assert_eq!(first.teams[0].members[0].who.code.0, "RC123");
    assert_eq!(first.teams[0].members.len(), 7);
    let out = first.teams[1].members[0].who.code.clone();
    let set_aside = BTreeMap::from([(out.clone(), "另有任务".to_owned())]);
    let second = drafted(&needs, &set_aside);
    assert!(second.teams.iter().all(|t| t.members.iter().all(|m| m.who.code != out)));
    assert!(why(&second, 1, &out.0).contains(&"team-propose-set-aside".to_owned()));
}

#[test]
fn what_the_pool_cannot_give_is_said() {
    let county = County::new();
    let mut needs = needs(&county);
    needs[0].skills.push("潜水".into());
    needs[0].kept = vec![(Role::Deputy, InspectorCode("RC999".into()))];
    let team = drafted(&needs, &BTreeMap::new()).teams.remove(0);
    let gaps: Vec<_> = team.gaps.iter().map(|m| m.id.as_ref()).collect();
    assert_eq!(gaps, ["team-propose-gap-skills", "team-propose-kept-unknown"]);
}
