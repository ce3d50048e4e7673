use super::*;
use crate::recusal::{Ask, Found, Reason, Target};
use kernel::id::UnitId;
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

fn clerk(n: u128) -> Clerk {
    Clerk { user: kernel::id::UserId(Uuid::from_u128(n)), person: person(n) }
}

fn member(role: Role) -> Member {
    Member::propose(MemberId(Uuid::nil()), TeamId(Uuid::nil()), person(1), role)
}

fn unit(n: u128) -> UnitId {
    UnitId(Uuid::from_u128(n))
}

fn declaration() -> Declaration {
    Declaration {
        id: DeclarationId(Uuid::from_u128(7)),
        person: person(1),
        round: RoundId(Uuid::nil()),
        on: day("2025-09-01"),
        units: vec![unit(1), unit(2)],
        conflicts: Vec::new(),
        answers: Vec::new(),
    }
}

fn check(unit_number: u128) -> Check {
    let found = Found { unit: unit(unit_number), name: "县水利局".into() };
    Check {
        target: Target { unit: found, kind: crate::organisation::UnitKind::new("department") },
        outcome: Outcome::default(),
    }
}

fn reason(roles: &[Role]) -> Reason {
    Reason {
        rule: "POST_LONG".into(),
        roles: roles.to_vec(),
        message: Message::new("recusal-post-long"),
        facts: Vec::new(),
        basis: "b".into(),
    }
}

fn refused(result: Result<Member, Refusal>) -> String {
    result.unwrap_err().0.id.into_owned()
}

fn cleared(role: Role) -> Member {
    let declared = member(role).declare(&declaration()).unwrap();
    declared.clear(&declaration(), &[check(1), check(2)], clerk(9), day("2025-09-02")).unwrap()
}

#[test]
fn access_is_reached_by_the_one_path_only() {
    let decision = DecisionId(Uuid::nil());
    let on = day("2025-09-03");
    assert_eq!(refused(member(Role::Member).authorise(decision, on)), "team-authorise-uncleared");
    let early = member(Role::Member).clear(&declaration(), &[check(1)], clerk(9), on);
    assert_eq!(refused(early), "team-clear-undeclared");
    let authorised = cleared(Role::Member).authorise(decision, on).unwrap();
    assert!(authorised.is_authorised());
    let out = authorised.release(on, Release::WorkDone).unwrap();
    assert!(!out.is_authorised() && !out.is_in_team());
    assert_eq!(refused(out.clone().authorise(decision, on)), "team-authorise-uncleared");
    assert_eq!(refused(out.release(on, Release::WorkDone)), "team-release-not-in-team");
}

fn clearance(role: Role, declaration: &Declaration, checks: &[Check], by: u128) -> String {
    refused(member(role).declare(declaration).unwrap().clear(
        declaration,
        checks,
        clerk(by),
        day("2025-09-02"),
    ))
}

#[test]
fn clearance_names_what_is_in_the_way() {
    let plain = declaration();
    assert_eq!(clearance(Role::Member, &plain, &[], 9), "team-clear-unchecked");
    assert_eq!(clearance(Role::Member, &plain, &[check(1)], 1), "team-clear-own");
    assert_eq!(clearance(Role::Member, &plain, &[check(3)], 9), "team-clear-unit-not-declared");
    let declared = DeclaredConflict { unit: unit(1), words: "妻弟在该局".into() };
    let own = Declaration { conflicts: vec![declared], ..declaration() };
    assert_eq!(clearance(Role::Member, &own, &[check(1)], 9), "team-clear-declared-conflict");
}

#[test]
fn a_reason_that_binds_leaders_does_not_bind_members() {
    let mut long = check(1);
    long.outcome.reasons.push(reason(&[Role::Leader, Role::Deputy]));
    assert_eq!(clearance(Role::Deputy, &declaration(), &[long.clone()], 9), "team-clear-conflict");
    let declared = member(Role::Member).declare(&declaration()).unwrap();
    assert!(declared.clear(&declaration(), &[long], clerk(9), day("2025-09-02")).unwrap().is_checked());
}

#[test]
fn an_open_question_must_be_answered_and_the_answer_counts() {
    let mut open = check(1);
    open.outcome.asks.push(Ask { key: "relatives:".into(), message: Message::new("recusal-ask-relatives") });
    assert_eq!(clearance(Role::Member, &declaration(), &[open.clone()], 9), "team-clear-unanswered");
    let answered = |conflict| {
        let answer = Answer { unit: unit(1), key: "relatives:".into(), conflict, words: "有".into() };
        Declaration { answers: vec![answer], ..declaration() }
    };
    assert_eq!(clearance(Role::Member, &answered(true), &[open.clone()], 9), "team-clear-declared-conflict");
    let declared = member(Role::Member).declare(&answered(false)).unwrap();
    assert!(declared.clear(&answered(false), &[open], clerk(9), day("2025-09-02")).is_ok());
}

#[test]
fn a_conflict_found_later_ends_access_at_once() {
    let on = day("2025-09-20");
    let authorised = cleared(Role::Leader).authorise(DecisionId(Uuid::nil()), day("2025-09-03")).unwrap();
    let harmless = Outcome { reasons: vec![reason(&[Role::Member])], asks: Vec::new() };
    assert_eq!(authorised.recheck(&[harmless], on), None);
    let binding = Outcome { reasons: vec![reason(&[Role::Leader])], asks: Vec::new() };
    let out = authorised.recheck(std::slice::from_ref(&binding), on).unwrap();
    assert!(!out.is_authorised());
    assert!(matches!(out.state, MemberState::Released { why: Release::Conflict { .. }, .. }));
    assert_eq!(out.recheck(&[binding], on), None);
}

#[test]
fn another_person_s_declaration_is_not_taken() {
    let other = Declaration { person: person(2), ..declaration() };
    assert_eq!(refused(member(Role::Member).declare(&other)), "team-declaration-of-another");
    assert_eq!(
        refused(member(Role::Member).refuse(clerk(9), day("2025-09-02"), " ".into())),
        "team-refuse-without-reason"
    );
}

#[test]
fn a_member_s_record_reads_back_the_same() {
    for member in [member(Role::Leader), cleared(Role::Member).pledge(day("2025-09-04"))] {
        let text = serde_json::to_string(&member).unwrap();
        assert_eq!(serde_json::from_str::<Member>(&text).unwrap(), member);
    }
    let out =
        cleared(Role::Member).release(day("2025-09-20"), Release::Conflict { rule: "HOME".into() }).unwrap();
    let text = serde_json::to_string(&out).unwrap();
    assert_eq!(serde_json::from_str::<Member>(&text).unwrap(), out);
}

#[test]
fn a_team_has_one_leader_and_three_members_and_nobody_twice() {
    let rules = TeamRules {
        least_members: 3,
        seats: Vec::new(),
        skills: Vec::new(),
        recent_rounds: 3,
        least_training_hours: None,
        grades: std::collections::BTreeMap::new(),
        full_members_only: true,
    };
    let of = |n, role| Member { person: person(n), ..member(role) };
    let ids = |members: &[Member]| -> Vec<String> {
        composition(members, &rules).into_iter().map(|m| m.id.into_owned()).collect()
    };
    assert_eq!(ids(&[of(1, Role::Leader), of(2, Role::Deputy), of(3, Role::Member)]), [""; 0]);
    assert_eq!(ids(&[of(1, Role::Leader), of(2, Role::Leader)]), ["team-one-leader", "team-too-small"]);
    assert_eq!(ids(&[of(1, Role::Leader), of(2, Role::Deputy), of(2, Role::Member)]), ["team-person-twice"]);
}

/// One thing someone tries with a member.
#[derive(Clone, Debug)]
enum Try {
    Declare,
    Clear(bool),
    Refuse,
    Authorise,
    Release,
    Recheck(bool),
}

fn any_try() -> impl Strategy<Value = Try> {
    prop_oneof![
        Just(Try::Declare),
        any::<bool>().prop_map(Try::Clear),
        Just(Try::Refuse),
        Just(Try::Authorise),
        Just(Try::Release),
        any::<bool>().prop_map(Try::Recheck),
    ]
}

fn attempt(member: Member, what: &Try) -> Option<Member> {
    let on = day("2025-09-05");
    let conflict = Outcome { reasons: vec![reason(&Role::ALL)], asks: Vec::new() };
    match what {
        Try::Declare => member.declare(&declaration()).ok(),
        Try::Clear(conflicted) => {
            let mut check = check(1);
            if *conflicted {
                check.outcome = conflict;
            }
            member.clear(&declaration(), &[check], clerk(9), on).ok()
        }
        Try::Refuse => member.refuse(clerk(9), on, "不宜".into()).ok(),
        Try::Authorise => member.authorise(DecisionId(Uuid::nil()), on).ok(),
        Try::Release => member.release(on, Release::WorkDone).ok(),
        Try::Recheck(conflicted) => {
            let outcome = if *conflicted { conflict } else { Outcome::default() };
            member.recheck(&[outcome], on)
        }
    }
}

proptest! {
    #[test]
    fn no_order_of_steps_authorises_someone_unchecked(tries in proptest::collection::vec(any_try(), 0..30)) {
        let mut member = member(Role::Member);
        let mut was_cleared = false;
        for what in tries {
            let before = member.clone();
            let Some(next) = attempt(member.clone(), &what) else { continue };
            was_cleared |= matches!((&what, &next.state), (Try::Clear(false), MemberState::Cleared { .. }));
            if next.is_authorised() {
                prop_assert!(was_cleared, "{:?} from {:?}", what, before.state);
            }
            prop_assert!(before.is_in_team(), "who is out stays out");
            member = next;
        }
    }
}
