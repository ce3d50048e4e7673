use super::*;
use crate::account::SealedRef;
use crate::decision::Clerk;
use crate::organisation::Taxonomy;
use kernel::id::{DecisionId, PersonId, RulesetId, SealedId, TransferId, UserId};
use proptest::prelude::*;
use std::sync::LazyLock;
use uuid::Uuid;

/// Read once: a property test asks for them thousands of times.
static ROUTING: LazyLock<RoutingRules> = LazyLock::new(RoutingRules::shipped);
static TAXONOMY: LazyLock<Taxonomy> = LazyLock::new(Taxonomy::shipped);

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

fn clerk(n: u128) -> Clerk {
    Clerk { user: UserId(Uuid::from_u128(n)), person: person(n) }
}

fn level(code: &str) -> Managed {
    Managed::By { level: CadreLevel::new(code) }
}

fn propose(nature: &str, managed: Option<&Managed>) -> Route {
    let question = Question { nature: &Nature(nature.into()), managed, unit_body: Some("枕河镇纪委") };
    ROUTING.propose(&question, &TAXONOMY).unwrap()
}

fn disposition(nature: &str, managed: Option<&Managed>) -> Disposition {
    Disposition::new(propose(nature, managed), RulesetId(Uuid::nil()), None).unwrap()
}

fn clue(subjects: &[Managed]) -> Clue {
    Clue {
        id: ClueId(Uuid::from_u128(1)),
        engagement: EngagementId(Uuid::from_u128(2)),
        number: "XS-7Q2".into(),
        unit: UnitId(Uuid::from_u128(3)),
        nature: Nature("discipline".into()),
        discipline: None,
        methods: Vec::new(),
        sources: Vec::new(),
        by: clerk(1),
        on: day("2025-10-09"),
        kept: Kept::Sealed { body: SealedRef { id: SealedId(Uuid::from_u128(4)), digest: "00".into() } },
        files: Vec::new(),
        subjects: (1_u16..)
            .zip(subjects)
            .map(|(key, managed)| Subject { key, managed: managed.clone(), disposition: None })
            .collect(),
        general: None,
        grade: None,
        passed: None,
        sent_back: None,
        filing: None,
        closed: None,
        withdrawn: None,
    }
}

fn filed(subjects: &[Managed]) -> Clue {
    let filing = Filing { by: clerk(5), on: day("2025-10-10") };
    clue(subjects).grade(Grade::Look).unwrap().pass(filing).unwrap().file(filing).unwrap()
}

fn approval() -> Approval {
    Approval { decision: DecisionId(Uuid::from_u128(6)), on: day("2025-10-12") }
}

fn hand_over(by: u128, with: u128) -> HandOver {
    let (letter, seal) = ("云巡移〔2025〕3号".into(), "F-0031".into());
    HandOver {
        letter,
        seal,
        by: person(by),
        with: person(with),
        on: day("2025-10-20"),
        decided: None,
        transfer: TransferId(Uuid::nil()),
    }
}

fn receipt() -> Receipt {
    Receipt { by: "案件监督管理室".into(), on: day("2025-10-21"), seal_whole: true }
}

fn outcome() -> Outcome {
    Outcome { kind: "preliminary_check".into(), on: day("2026-01-10") }
}

fn refused<T: std::fmt::Debug>(result: Result<T, Refusal>) -> String {
    result.unwrap_err().0.id.into_owned()
}

fn approved() -> Clue {
    let routed =
        filed(&[level("county")]).route(Some(1), disposition("discipline", Some(&level("county")))).unwrap();
    routed.approve(Some(1), approval()).unwrap()
}

#[test]
fn nature_and_present_level_route_and_the_unit_never_does() {
    let to = |nature: &str, managed: &Managed| propose(nature, Some(managed)).receiver.0;
    assert_eq!(to("discipline", &level("county")), "discipline_same_level");
    assert_eq!(to("style", &level("township")), "unit_discipline");
    assert_eq!(to("appointments", &level("department")), "organisation");
    assert_eq!(to("ideology", &level("county")), "publicity");
    assert_eq!(to("duty_crime", &level("county")), "discipline_same_level");
    assert_eq!(to("other_crime", &Managed::Nobody), "political_legal");
    for nature in ["discipline", "duty_crime", "appointments", "ideology", "other"] {
        assert_eq!(to(nature, &level("city")), "upward", "whatever the nature");
    }
    assert_eq!(propose("general", None).receiver.0, "committee_proposal");
    assert_eq!(propose("discipline", Some(&level("township"))).name, "枕河镇纪委");
    let question =
        Question { nature: &Nature("discipline".into()), managed: Some(&Managed::Unknown), unit_body: None };
    assert_eq!(refused(ROUTING.propose(&question, &TAXONOMY)), "clue-level-unknown");
}

#[test]
fn a_clue_is_handed_over_sealed_by_two_people_once_and_after_approval() {
    let ended = Ended::default();
    let routed =
        filed(&[level("county")]).route(Some(1), disposition("discipline", Some(&level("county")))).unwrap();
    assert_eq!(refused(routed.hand_over(Some(1), hand_over(8, 9), &ended)), "clue-hand-over-unapproved");
    assert_eq!(refused(approved().hand_over(Some(1), hand_over(8, 8), &ended)), "clue-hand-over-alone");
    let unsealed = HandOver { seal: " ".into(), ..hand_over(8, 9) };
    assert_eq!(refused(approved().hand_over(Some(1), unsealed, &ended)), "clue-hand-over-unsealed");
    let handed = approved().hand_over(Some(1), hand_over(8, 9), &ended).unwrap();
    assert_eq!(handed.standing(), Standing::HandedOver);
    assert_eq!(refused(handed.hand_over(Some(1), hand_over(8, 9), &ended)), "clue-handed-over-already");
}

#[test]
fn a_higher_managed_cadres_clue_waits_for_the_end_of_the_round() {
    let city = level("city");
    let routed =
        filed(std::slice::from_ref(&city)).route(Some(1), disposition("style", Some(&city))).unwrap();
    let approved = routed.approve(Some(1), approval()).unwrap();
    assert!(approved.is_collected());
    let early = approved.clone().hand_over(Some(1), hand_over(8, 9), &Ended::default());
    assert_eq!(refused(early), "clue-hand-over-before-round-end");
    let ended = Ended { round: Some(day("2025-10-20")), decided: None };
    assert!(!approved.hand_over(Some(1), hand_over(8, 9), &ended).unwrap().is_collected());
}

#[test]
fn what_needs_the_committees_decision_waits_for_it() {
    let own = level("county");
    let routed =
        filed(std::slice::from_ref(&own)).route(Some(1), disposition("appointments", Some(&own))).unwrap();
    let approved = routed.approve(Some(1), approval()).unwrap();
    let early = approved.clone().hand_over(Some(1), hand_over(8, 9), &Ended::default());
    assert_eq!(refused(early), "clue-hand-over-before-decision");
    let ended = Ended { decided: Some(day("2025-10-20")), round: None };
    assert!(approved.hand_over(Some(1), hand_over(8, 9), &ended).is_ok());
}

#[test]
fn a_clue_closes_with_the_last_of_its_subjects() {
    let (own, ended) = (level("county"), Ended::default());
    let mut clue = filed(&[own.clone(), own.clone()]);
    for key in [Some(1), Some(2)] {
        clue = clue.route(key, disposition("discipline", Some(&own))).unwrap();
        clue = clue.approve(key, approval()).unwrap().hand_over(key, hand_over(8, 9), &ended).unwrap();
        clue = clue.receipt(key, receipt()).unwrap();
    }
    assert_eq!(refused(clue.clone().receipt(Some(1), receipt())), "clue-receipt-already");
    let half = clue.outcome(Some(1), outcome()).unwrap();
    assert_eq!((half.standing(), half.closed), (Standing::Received, None));
    let whole = half.outcome(Some(2), outcome()).unwrap();
    assert_eq!(whole.standing(), Standing::Closed);
    assert_eq!(refused(whole.outcome(Some(2), outcome())), "clue-closed");
}

#[test]
fn once_filed_the_team_changes_nothing() {
    let own = level("county");
    let filing = Filing { by: clerk(5), on: day("2025-10-10") };
    let drafted = || clue(std::slice::from_ref(&own));
    assert_eq!(refused(drafted().pass(filing)), "clue-file-ungraded");
    assert_eq!(refused(drafted().grade(Grade::Look).unwrap().file(filing)), "clue-not-passed");
    let passed = drafted().grade(Grade::Look).unwrap().pass(filing).unwrap();
    assert_eq!(refused(passed.clone().classify(Nature("style".into()))), "clue-passed");
    assert_eq!(refused(passed.clone().send_back(" ".into())), "clue-send-back-without-reason");
    let back = passed.send_back("管理权限待核".into()).unwrap();
    assert_eq!((back.standing(), back.sent_back.as_deref()), (Standing::Graded, Some("管理权限待核")));
    let proposed = drafted().route(Some(1), disposition("discipline", Some(&own))).unwrap();
    assert_eq!(refused(proposed.approve(Some(1), approval())), "clue-not-filed");
    assert_eq!(refused(filed(std::slice::from_ref(&own)).grade(Grade::Reference)), "clue-filed");
    assert_eq!(refused(filed(std::slice::from_ref(&own)).classify(Nature("style".into()))), "clue-filed");
    assert_eq!(
        refused(filed(std::slice::from_ref(&own)).route(Some(9), disposition("style", Some(&own)))),
        "clue-no-such-subject"
    );
    assert_eq!(refused(approved().route(Some(1), disposition("style", Some(&own)))), "clue-routed-already");
}

#[test]
fn a_clue_is_taken_back_with_a_reason_and_only_before_it_was_sent() {
    let take = |reason: &str| Withdrawn { by: clerk(1), on: day("2025-10-11"), reason: reason.into() };
    assert_eq!(refused(approved().withdraw(take(" "))), "clue-withdraw-without-reason");
    let gone = approved().withdraw(take("与另一件重复")).unwrap();
    assert_eq!(gone.standing(), Standing::Withdrawn);
    assert_eq!(refused(gone.hand_over(Some(1), hand_over(8, 9), &Ended::default())), "clue-withdrawn");
    let sent = approved().hand_over(Some(1), hand_over(8, 9), &Ended::default()).unwrap();
    assert_eq!(refused(sent.withdraw(take("重复"))), "clue-withdraw-sent");
}

#[test]
fn another_nature_or_level_has_the_route_chosen_anew() {
    let own = level("county");
    let routed =
        || clue(std::slice::from_ref(&own)).route(Some(1), disposition("discipline", Some(&own))).unwrap();
    assert!(routed().classify(Nature("style".into())).unwrap().disposition(Some(1)).is_none());
    assert!(routed().classify(Nature("discipline".into())).unwrap().disposition(Some(1)).is_some());
    assert!(routed().level(1, level("city")).unwrap().disposition(Some(1)).is_none());
    assert!(routed().with_subjects(vec![own.clone()]).unwrap().disposition(Some(1)).is_some());
    assert_eq!(routed().with_subjects(vec![own.clone(), level("city")]).unwrap().subjects.len(), 2);
    assert_eq!(refused(approved().level(1, level("city"))), "clue-routed-already");
    assert!(routed().refuse_routes().unwrap().disposition(Some(1)).is_none());
}

#[test]
fn methods_that_are_none_of_inspection_are_refused() {
    assert!(ROUTING.check_methods(&["C2".into(), "C13".into()]).is_ok());
    assert_eq!(refused(ROUTING.check_methods(&["技术侦查".into()])), "clue-method-outside");
    assert!(ROUTING.outcome("concluded").is_some() && ROUTING.outcome("convicted").is_none());
}

#[test]
fn a_stub_stands_for_what_is_kept_elsewhere_and_goes_the_same_way() {
    let stub = Stub {
        mark: "机密".into(),
        basis: "定密依据".into(),
        classified_by: "定密责任人".into(),
        keeper: "机要室".into(),
        copies: 2,
    };
    let mut kept = clue(&[level("county")]);
    kept.kept = Kept::Elsewhere { stub: Stub { copies: 0, ..stub.clone() } };
    assert_eq!(refused(kept.clone().grade(Grade::Look)), "clue-stub-incomplete");
    kept.kept = Kept::Elsewhere { stub };
    let text = serde_json::to_string(&kept.grade(Grade::Look).unwrap()).unwrap();
    assert!(text.contains(r#""kept":"elsewhere""#));
    assert!(serde_json::from_str::<Clue>(&text).unwrap().grade.is_some());
}

#[test]
fn a_matter_goes_by_the_office_with_letter_receipt_and_outcome() {
    let matter = Matter {
        id: kernel::id::MatterId(Uuid::nil()),
        engagement: EngagementId(Uuid::nil()),
        number: "YJ-1".into(),
        text: "全县校服征订办法缺失".into(),
        receiver: Receiver("functional".into()),
        receiver_name: "县教育体育局".into(),
        to: None,
        letter: None,
        receipt: None,
        sources: Vec::new(),
        by: clerk(1),
        state: MatterState::Drafted,
    };
    assert_eq!(refused(matter.clone().send("函".into(), day("2025-11-01"))), "clue-matter-out-of-order");
    let sent = matter.pass(day("2025-10-18")).unwrap().approve(approval()).unwrap();
    let sent = sent.send("云巡函〔2025〕5号".into(), day("2025-10-20")).unwrap();
    let early = Receipt { on: day("2025-10-19"), ..receipt() };
    assert_eq!(refused(sent.clone().receipt(early)), "clue-receipt-before-hand-over");
    let done = sent.receipt(receipt()).unwrap().outcome("已出台办法".into(), day("2025-12-30")).unwrap();
    let text = serde_json::to_string(&done).unwrap();
    assert_eq!(serde_json::from_str::<Matter>(&text).unwrap(), done);
}

#[test]
fn what_a_clue_says_is_in_no_form_of_its_record() {
    let body =
        ClueBody::new(vec![SubjectBody::new("佟乙砚", "站长"), SubjectBody::new("柴丁屿", "")], "收受现金");
    assert!(!format!("{body:?}").contains('佟'));
    let back = ClueBody::from_opened(body.to_seal().expose()).unwrap();
    assert_eq!(back.summary(), "收受现金");
    let names: Vec<_> = back.subjects.iter().map(|s| s.expose().0).collect();
    assert_eq!(names, ["佟乙砚", "柴丁屿"]);
}

#[test]
fn grades_are_read_as_the_field_writes_them() {
    for grade in Grade::ALL {
        assert_eq!(Grade::from_written(grade.written()), Some(grade));
    }
    assert_eq!(Grade::from_written("了解关注"), Some(Grade::Look));
    assert_eq!(Grade::from_written("特别关注类"), None);
}

fn step(clue: Clue, which: u8, key: u16) -> Clue {
    let (kept, key, own) = (clue.clone(), Some(key), level("county"));
    let filing = Filing { by: clerk(5), on: day("2025-10-10") };
    let moved = match which % 10 {
        0 => clue.grade(Grade::Look),
        1 => clue.file(filing),
        8 => clue.pass(filing),
        9 => clue.withdraw(Withdrawn { by: clerk(5), on: day("2025-10-10"), reason: "重复".into() }),
        2 => clue.route(key, disposition("discipline", Some(&own))),
        3 => clue.approve(key, approval()),
        4 => clue.hand_over(key, hand_over(8, 9), &Ended::default()),
        5 => clue.receipt(key, receipt()),
        6 => clue.outcome(key, outcome()),
        _ => clue.classify(Nature("style".into())),
    };
    moved.unwrap_or(kept)
}

proptest! {
    /// Whatever is tried in whatever order: figures agree, nothing goes out unapproved or unfiled, nothing vanishes.
    #[test]
    fn clues_always_balance_and_no_subject_vanishes(steps in proptest::collection::vec((0_usize..4, 0_u8..10, 1_u16..4), 0..160)) {
        let own = level("county");
        let mut all: Vec<Clue> = (0..4).map(|n| clue(&vec![own.clone(); n % 3 + 1])).collect();
        for (at, which, key) in steps {
            all[at] = step(all[at].clone(), which, key);
        }
        let balance = ClueBalance::count(all.len(), &all);
        prop_assert_eq!(balance.difference(), 0);
        let standing = all.iter().filter(|c| c.withdrawn.is_none());
        prop_assert_eq!(balance.persons, standing.map(|c| c.subjects.len()).sum::<usize>());
        for clue in &all {
            for disposition in clue.subjects.iter().filter_map(|s| s.disposition.as_ref()) {
                prop_assert!(disposition.approval.is_none() || clue.filing.is_some());
                prop_assert!(clue.withdrawn.is_none() || disposition.hand_over.is_none());
                prop_assert!(disposition.hand_over.is_none() || disposition.approval.is_some());
                prop_assert!(disposition.outcome.is_none() || disposition.receipt.is_some());
            }
            if clue.closed.is_some() {
                prop_assert!(clue.subjects.iter().all(|s| s.disposition.as_ref().is_some_and(|d| d.outcome.is_some())));
            }
        }
    }

    /// A clue is counted as handed over only when every one of its subjects is.
    #[test]
    fn every_subject_gets_exactly_one_route(nature in 0_usize..10, which in 0_usize..7) {
        let rules = &*ROUTING;
        let (code, ..) = &rules.natures[nature];
        let managed = match which {
            0 => Managed::Nobody,
            n => level(["province", "city", "county", "township", "department", "group"][n - 1]),
        };
        let question = Question { nature: code, managed: Some(&managed), unit_body: None };
        let route = rules.propose(&question, &TAXONOMY);
        prop_assert!(route.is_ok(), "{code:?} {managed:?}");
        let higher = matches!(which, 1 | 2);
        prop_assert_eq!(route.unwrap().receiver.0 == "upward", higher);
    }
}
