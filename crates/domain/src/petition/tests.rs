use super::*;
use crate::decision::Clerk;
use crate::organisation::Tree;
use kernel::Day;
use kernel::id::{DecisionId, IncidentId, PersonId, RoundId, UserId};
use proptest::prelude::*;
use std::sync::LazyLock;
use uuid::Uuid;

/// Read once: a property test asks for them thousands of times.
static RULES: LazyLock<PetitionRules> = LazyLock::new(PetitionRules::shipped);

fn id(n: u128) -> PetitionId {
    PetitionId(Uuid::from_u128(n))
}

fn unit(n: u128) -> UnitId {
    UnitId(Uuid::from_u128(n))
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn clerk() -> Clerk {
    Clerk { user: UserId(Uuid::from_u128(1)), person: PersonId(Uuid::from_u128(2)) }
}

fn content(naming: Naming) -> Content {
    Content {
        channel: Channel("letter".into()),
        received: Timestamp(1_757_000_000_000_000),
        naming,
        people: None,
        openers: Vec::new(),
        registrar: String::new(),
        unit_written: "县水利局".into(),
        unit: Some(unit(20)),
        subjects: Vec::new(),
        text: "渠道没有修完就验收，剩下的钱不知去向。".into(),
        disciplines: vec![Discipline("work".into())],
        marks: Vec::new(),
    }
}

fn petition(n: u128, naming: Naming) -> Petition {
    let rules = &*RULES;
    let engagement = EngagementId(Uuid::from_u128(7));
    let place = (RoundId(Uuid::from_u128(3)), engagement);
    Petition::register((id(n), place, format!("XF{n:03}")), content(naming), None, rules).unwrap()
}

fn screened(n: u128, naming: Naming, verdict: Verdict) -> Petition {
    let rules = &*RULES;
    let screening = Screening { verdict, why: "按公告范围".into(), by: clerk(), on: day("2025-09-10") };
    petition(n, naming).screen(screening, &rules.reason_codes()).unwrap()
}

fn out(n: u128) -> Petition {
    screened(n, Naming::Anonymous, Verdict::Out { reason: "personal".into() })
}

fn referral(to: u128) -> ReferralDraft {
    ReferralDraft {
        to: Receiver { unit: unit(to), name: "县民政局".into(), person: None },
        extract: "要求补发补助".into(),
        consent: None,
        decision: DecisionId(Uuid::from_u128(9)),
        on: day("2025-09-12"),
    }
}

fn handled() -> Handled {
    Handled { handling: Handling::LookedInto, result: "已了解".into(), by: clerk(), on: day("2025-09-20") }
}

fn closing() -> Closing {
    Closing { outcome: "情况属实，已纳入问题底稿".into(), on: day("2025-10-20") }
}

fn refused<T: std::fmt::Debug>(result: Result<T, crate::Refusal>) -> String {
    result.unwrap_err().0.id.into_owned()
}

#[test]
fn a_real_name_petition_is_not_closed_before_its_reporter_is_answered() {
    let petition = screened(1, Naming::RealName, Verdict::In).handle(handled()).unwrap();
    assert_eq!(refused(petition.clone().close(closing())), "petition-close-unanswered");
    let answered = petition.answer(Answer { told: "已答复".into(), on: day("2025-10-01") }).unwrap();
    assert_eq!(answered.close(closing()).unwrap().standing(), Standing::Closed);
}

#[test]
fn nothing_is_closed_without_an_outcome() {
    let referred = out(1).refer(referral(30), &Ties::default(), &Tree::default()).unwrap();
    assert_eq!(refused(referred.clone().close(closing())), "petition-close-without-outcome");
    let received = referred.receipt(Receipt { by: "经办人".into(), on: day("2025-09-15") }).unwrap();
    assert_eq!(refused(received.clone().close(closing())), "petition-close-without-outcome");
    let known = received.outcome(Outcome { result: "已补发".into(), on: day("2025-10-10") }).unwrap();
    assert_eq!(known.close(closing()).unwrap().standing(), Standing::Closed);
    assert_eq!(refused(petition(2, Naming::Anonymous).close(closing())), "petition-close-without-outcome");
}

#[test]
fn no_referral_reaches_the_subject_the_subjects_unit_or_a_body_the_subject_leads() {
    // 10 ─ 20 (the unit) ─ 21; 30 stands apart; the subject, a deputy head, also manages 40 ─ 41.
    let tree = Tree::new([
        (unit(10), None),
        (unit(20), Some(unit(10))),
        (unit(21), Some(unit(20))),
        (unit(30), Some(unit(10))),
        (unit(40), Some(unit(10))),
        (unit(41), Some(unit(40))),
    ]);
    let person = PersonId(Uuid::from_u128(77));
    let ties = Ties { persons: vec![person], units: Vec::new(), led: vec![unit(40)] };
    let try_to = |to: u128| out(1).refer(referral(to), &ties, &tree);
    assert_eq!(refused(try_to(20)), "petition-referral-to-subjects-unit");
    assert_eq!(refused(try_to(21)), "petition-referral-to-body-led");
    assert_eq!(refused(try_to(40)), "petition-referral-to-body-led");
    assert_eq!(refused(try_to(41)), "petition-referral-to-body-led");
    assert_eq!(try_to(30).unwrap().standing(), Standing::Referred);
    let mut to_subject = referral(30);
    to_subject.to.person = Some(person);
    assert_eq!(refused(out(1).refer(to_subject, &ties, &tree)), "petition-referral-to-subject");
}

#[test]
fn the_original_never_leaves() {
    let mut whole = referral(30);
    whole.extract = format!("转去：{}", content(Naming::Anonymous).text.replace('，', " , "));
    let refused_ = refused(out(1).refer(whole, &Ties::default(), &Tree::default()));
    assert_eq!(refused_, "petition-extract-is-original");
    let mut blank = referral(30);
    blank.extract = " ".into();
    assert_eq!(refused(out(1).refer(blank, &Ties::default(), &Tree::default())), "petition-extract-missing");
}

#[test]
fn in_scope_is_handled_here_and_out_of_scope_is_referred() {
    assert_eq!(refused(petition(1, Naming::Anonymous).handle(handled())), "petition-not-screened");
    assert_eq!(refused(out(1).handle(handled())), "petition-out-of-scope-is-referred");
    let inside = screened(1, Naming::Anonymous, Verdict::In);
    let wrong = inside.clone().refer(referral(30), &Ties::default(), &Tree::default());
    assert_eq!(refused(wrong), "petition-in-scope-is-not-referred");
    let handled_once = inside.handle(handled()).unwrap();
    assert_eq!(refused(handled_once.handle(handled())), "petition-has-a-disposition");
}

#[test]
fn a_mixed_petitions_claim_is_a_petition_of_its_own_and_counted_apart() {
    let mixed = screened(1, Naming::RealName, Verdict::Mixed);
    let claim = mixed.split_claim(id(2), "XF001-1".into(), "要求补差价").unwrap();
    assert!(claim.is_claim() && claim.standing() == Standing::Registered);
    assert_eq!(claim.content.text, "要求补差价");
    assert_eq!(
        refused(screened(3, Naming::RealName, Verdict::In).split_claim(id(4), "x".into(), "y")),
        "petition-not-mixed"
    );
    let balance = Balance::count(1, [&mixed, &claim]);
    assert_eq!((balance.claims, balance.open, balance.difference()), (1, 1, 0));
}

#[test]
fn merging_keeps_both_and_unmerging_gives_back_what_was() {
    let (one, other) = (screened(1, Naming::Anonymous, Verdict::In), petition(2, Naming::Anonymous));
    let by = (clerk(), day("2025-09-20"));
    let merged = one.clone().merge(&other, "同一事项".into(), by).unwrap();
    assert_eq!(merged.standing(), Standing::Merged);
    assert_eq!(refused(merged.clone().handle(handled())), "petition-merged");
    assert_eq!(
        refused(petition(3, Naming::Anonymous).merge(&merged, "同一事项".into(), by)),
        "petition-merge-into-merged"
    );
    assert_eq!(refused(one.clone().merge(&one, "同一事项".into(), by)), "petition-merge-with-itself");
    assert_eq!(merged.unmerge().unwrap(), one);
}

#[test]
fn what_is_registered_can_be_corrected_until_it_is_screened_and_taken_back_until_it_is_disposed_of() {
    let rules = &*RULES;
    let new = Content { text: "渠道只修了一半。".into(), ..content(Naming::Anonymous) };
    let corrected = petition(1, Naming::Anonymous).correct(new.clone(), (None, None), rules).unwrap();
    assert_eq!(corrected.content.text, "渠道只修了一半。");
    let late = screened(1, Naming::Anonymous, Verdict::In).correct(new, (None, None), rules);
    assert!(matches!(late, Err(NotCorrected::Refused(_))));
    let empty = Content { text: " ".into(), ..content(Naming::Anonymous) };
    let faulty = petition(1, Naming::Anonymous).correct(empty, (None, None), rules);
    assert!(matches!(faulty, Err(NotCorrected::Fields(_))));
    let by = (clerk(), day("2025-09-20"));
    assert_eq!(
        refused(petition(1, Naming::Anonymous).withdraw(" ", by)),
        "petition-withdrawn-without-reason"
    );
    let gone = petition(1, Naming::Anonymous).withdraw("误登记", by).unwrap();
    assert_eq!((gone.standing(), gone.disposition()), (Standing::Withdrawn, Disposition::Withdrawn));
    assert_eq!(refused(gone.handle(handled())), "petition-withdrawn");
    let handled = screened(1, Naming::Anonymous, Verdict::In).handle(handled()).unwrap();
    assert_eq!(refused(handled.withdraw("误登记", by)), "petition-has-a-disposition");
}

#[test]
fn what_its_reporter_withdraws_stays_received_keeps_its_steps_and_leaves_what_is_shared() {
    let by = (clerk(), day("2025-09-20"));
    assert_eq!(refused(petition(1, Naming::RealName).retract(" ", by)), "petition-retracted-without-reason");
    let gone = screened(1, Naming::RealName, Verdict::In).retract("来电要求撤诉，已和解", by).unwrap();
    assert_eq!((gone.standing(), gone.disposition()), (Standing::Retracted, Disposition::Retracted));
    assert!(gone.screening.is_some(), "what was done stays");
    assert_eq!(refused(gone.clone().handle(handled())), "petition-retracted");
    assert_eq!(refused(gone.clone().retract("又一次", by)), "petition-retracted");
    assert_eq!(refused(gone.clone().withdraw("误登记", by)), "petition-retracted");
    let balance = Balance::count(1, [&gone]);
    assert_eq!((balance.retracted, balance.open, balance.difference()), (1, 0, 0));
    let again = gone.reopen("来信人又要求继续反映", by).unwrap();
    assert_eq!((again.standing(), again.reopened.len()), (Standing::In, 1));
    let done = screened(1, Naming::Anonymous, Verdict::In).handle(handled()).unwrap();
    assert_eq!(refused(done.retract("撤诉", by)), "petition-retracted-too-late");
}

#[test]
fn a_closed_petition_is_opened_again_for_a_reason_and_keeps_its_earlier_outcome() {
    let by = (clerk(), day("2025-11-01"));
    let handled = screened(1, Naming::Anonymous, Verdict::In).handle(handled()).unwrap();
    assert_eq!(refused(handled.clone().reopen("结果有误", by)), "petition-not-closed");
    let closed = handled.close(closing()).unwrap();
    assert_eq!(refused(closed.clone().reopen("", by)), "petition-reopened-without-reason");
    let open = closed.reopen("结果有误", by).unwrap();
    assert_eq!(open.standing(), Standing::Handled);
    assert_eq!(open.reopened[0].outcome, closing().outcome);
}

#[test]
fn a_pair_found_to_be_two_matters_needs_a_reason_and_one_engagement() {
    let (one, other) = (petition(1, Naming::Anonymous), petition(2, Naming::Anonymous));
    let by = (clerk(), day("2025-09-20"));
    let looked = |a: &Petition, b: &Petition, why: &str| {
        Looked::apart(kernel::RecordId(Uuid::from_u128(5)), (a, b), why, by)
    };
    assert_eq!(refused(looked(&one, &other, " ")), "petition-apart-without-reason");
    assert_eq!(refused(looked(&one, &one, "两件事")), "petition-merge-with-itself");
    assert_eq!(looked(&other, &one, "两件事").unwrap().pair(), (one.id, other.id));
    let elsewhere = Petition { engagement: EngagementId(Uuid::from_u128(8)), ..other };
    assert_eq!(refused(looked(&one, &elsewhere, "两件事")), "petition-merge-other-engagement");
}

#[test]
fn who_reported_is_in_no_form_of_the_record() {
    let rules = &*RULES;
    let identity = Identity::given("雷乙岑", "16000001007", rules).unwrap();
    assert!(!format!("{identity:?}").contains('雷') && !format!("{identity:?}").contains("1600"));
    let opened = Identity::from_opened(identity.to_seal().expose()).unwrap();
    assert_eq!(opened.expose(), ("雷乙岑", "16000001007"));
    assert!(opened.stands_in("请与雷乙岑联系") && !opened.stands_in("请与反映人联系"));
    assert!(Identity::given("匿名", "", rules).is_none());
}

#[test]
fn a_name_is_judged_by_what_it_names() {
    let rules = &*RULES;
    let naming = |name: &str, contact: &str| rules.naming(name, contact);
    assert_eq!(naming("雷乙岑", "16000001007"), Naming::RealName);
    assert_eq!(naming("雷乙岑", ""), Naming::Unverified);
    assert_eq!(naming("王先生", "16000001007"), Naming::SurnameOnly);
    assert_eq!(naming("知情人", "x@example.com"), Naming::Anonymous);
    assert_eq!(naming(" ", ""), Naming::Anonymous);
}

#[test]
fn a_stored_petition_reads_back_the_same_and_keeps_the_order_of_its_fields() {
    let referred = out(1).refer(referral(30), &Ties::default(), &Tree::default()).unwrap();
    let text = serde_json::to_string(&referred).unwrap();
    assert_eq!(serde_json::from_str::<Petition>(&text).unwrap(), referred);
    assert!(text.starts_with(r#"{"id":"#) && text.find(r#""number""#) < text.find(r#""content""#));
}

#[test]
fn the_unit_learns_place_time_and_help_and_nothing_else() {
    let notice =
        UnitNotice {
            place: "县政府门口".into(), time: "节后第一天上午".into(), help: "疏导车辆".into()
        };
    let mut about = petition(1, Naming::Anonymous);
    about.content.subjects = vec![Subject { name: "佟乙砚".into(), ..Subject::default() }];
    let incident = IncidentId(Uuid::from_u128(1));
    assert_eq!(
        refused(Incident::raise(incident, &about, " ", Timestamp(0))),
        "petition-incident-entry-empty"
    );
    let incident = Incident::raise(incident, &about, "来访人称节后集体上访", Timestamp(0)).unwrap();
    let incomplete = UnitNotice { help: " ".into(), ..notice.clone() };
    assert_eq!(
        refused(incident.clone().tell_unit(incomplete, &about)),
        "petition-incident-notice-incomplete"
    );
    for tells in ["为佟乙砚的事", "XF001 所说的地方"] {
        let telling = UnitNotice { place: tells.into(), ..notice.clone() };
        assert_eq!(refused(incident.clone().tell_unit(telling, &about)), "petition-incident-notice-tells");
    }
    let ended = incident.clone().end(day("2025-10-09")).unwrap();
    assert_eq!(refused(ended.clone().tell_unit(notice.clone(), &about)), "petition-incident-ended");
    assert_eq!(refused(ended.note("x", Timestamp(1))), "petition-incident-ended");
    let told = incident.tell_unit(notice, &about).unwrap();
    let seen = serde_json::to_value(told.told_unit.unwrap()).unwrap();
    let fields: std::collections::BTreeSet<_> =
        seen.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(fields, ["help", "place", "time"].into());
}

/// A step of a petition's course, tried whether or not it is allowed.
fn step(petition: Petition, which: u8, other: &Petition) -> Petition {
    let rules = &*RULES;
    let kept = petition.clone();
    let screening = |verdict| Screening { verdict, why: "理由".into(), by: clerk(), on: day("2025-09-10") };
    let by = (clerk(), day("2025-10-12"));
    let moved = match which % 12 {
        10 => petition.withdraw("误登记", by),
        11 => petition.reopen("结果有误", by),
        0 => petition.screen(screening(Verdict::In), &rules.reason_codes()),
        1 => petition.screen(screening(Verdict::Out { reason: "consult".into() }), &rules.reason_codes()),
        2 => petition.handle(handled()),
        3 => petition.refer(referral(30), &Ties::default(), &Tree::default()),
        4 => petition.receipt(Receipt { by: "经办人".into(), on: day("2025-09-15") }),
        5 => petition.outcome(Outcome { result: "已办".into(), on: day("2025-10-10") }),
        6 => petition.answer(Answer { told: "已答复".into(), on: day("2025-10-11") }),
        7 => petition.close(closing()),
        8 => petition.merge(other, "同一事项".into(), (clerk(), day("2025-09-20"))),
        _ => petition.unmerge(),
    };
    moved.unwrap_or(kept)
}

proptest! {
    /// Whatever is tried in whatever order, every petition stays in exactly one of the four figures.
    #[test]
    fn the_register_always_balances(steps in proptest::collection::vec((0_usize..6, 0_u8..12), 0..120)) {
        let mut all: Vec<Petition> = (1..=6).map(|n| petition(n, Naming::RealName)).collect();
        let carrier = petition(100, Naming::Anonymous);
        for (at, which) in steps {
            all[at] = step(all[at].clone(), which, &carrier);
        }
        all.push(carrier);
        let received = all.iter().filter(|p| p.withdrawn.is_none()).count();
        let balance = Balance::count(received, &all);
        prop_assert!(balance.balances(), "{balance:?}");
        for closed in all.iter().filter(|p| p.closing.is_some()) {
            prop_assert!(closed.answer.is_some() && (closed.handled.is_some() || closed.referral.as_ref().is_some_and(|r| r.outcome.is_some())));
        }
    }

    #[test]
    fn a_pair_is_the_same_whichever_comes_first(a: u128, b: u128) {
        prop_assert_eq!(Pair::new(id(a), id(b)), Pair::new(id(b), id(a)));
        prop_assert!(Pair::new(id(a), id(a)).is_none());
    }

    #[test]
    fn an_instant_reads_alike_in_every_notation(month in 1_u8..=12, d in 1_u8..=28, hour in 0_u8..24, minute in 0_u8..60) {
        let offset = kernel::Offset::BEIJING;
        let one = import::instant(&format!("2025-{month:02}-{d:02} {hour:02}:{minute:02}"), offset);
        prop_assert!(one.is_some());
        for other in [
            format!("2025年{month}月{d}日{hour:02}:{minute:02}"),
            format!("2025.{month}.{d} {hour}:{minute:02}"),
            format!("2025/{month:02}/{d:02} {hour}:{minute:02}"),
        ] {
            prop_assert_eq!(import::instant(&other, offset), one);
        }
    }

    #[test]
    fn any_text_for_an_instant_is_read_or_refused(text in "\\PC{0,30}") {
        let _ = import::instant(&text, kernel::Offset::BEIJING);
    }
}
