mod late;
mod next;

use super::*;
use crate::Refusal;
use crate::deadline::words::{Dated, Precision, Question, Reading, Timing, Worded};
use crate::decision::Clerk;
use crate::post::Post;
use crate::ruleset::{Body, Kind, shipped};
use kernel::Day;
use kernel::calendar::WorkCalendar;
use kernel::id::{
    DecisionId, EngagementId, FeedbackId, FileId, ItemId, MeasureId, PersonId, PostId, UnitId, UserId,
};
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

pub(crate) fn body(kind: Kind) -> Body {
    let shipped = shipped().unwrap();
    shipped.iter().find(|s| s.kind() == kind).unwrap().draft.check().unwrap()
}

pub(crate) fn rules() -> RectificationRules {
    match body(Kind::Rectification) {
        Body::Rectification(rules) => rules,
        other => panic!("{other:?}"),
    }
}

fn calendar() -> WorkCalendar {
    match body(Kind::Calendar) {
        Body::Calendar(calendar) => calendar,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn clerk(n: u128) -> Clerk {
    Clerk { user: UserId(Uuid::from_u128(n)), person: PersonId(Uuid::from_u128(n)) }
}

const HANDLER: u128 = 1;
const LEADER: u128 = 2;
const HEAD: u128 = 3;
const REVIEWER: u128 = 4;
const OFFICE: u128 = 5;
const YES: ThreeQuestions = ThreeQuestions { solved: true, in_place: true, ledger_complete: true };

fn leader_post() -> Post {
    let post = Post {
        id: PostId(Uuid::from_u128(7)),
        unit: UnitId(Uuid::nil()),
        title: "副局长".into(),
        department: String::new(),
        holders: Vec::new(),
    };
    post.take_over(Some(clerk(LEADER).person), "甲", day("2020-01-01")).unwrap()
}

pub(crate) fn item(n: u32) -> Item {
    Item {
        id: ItemId(Uuid::from_u128(u128::from(n))),
        engagement: EngagementId(Uuid::nil()),
        unit: UnitId(Uuid::nil()),
        number: n,
        code: format!("9-{n:03}"),
        origin: Origin::Feedback { feedback: FeedbackId(Uuid::nil()), number: n },
        kind: ItemKind::TimeLimit,
        group: String::new(),
        title: "政府采购不规范".into(),
        claim: None,
        objections: Vec::new(),
        root_cause: String::new(),
        goals: Vec::new(),
        due: None,
        declaration: None,
        listed_department: String::new(),
        rebounds: 0,
        steps: Vec::new(),
        state: State::FedBack,
    }
}

fn worded(due: &str) -> Worded {
    let due = Dated { from: None, day: day(due), precision: Precision::Day, provisional: false };
    Worded {
        words: due.day.to_string(),
        reading: Reading::Understood(Timing::Dated { due, then_long: false }),
    }
}

pub(crate) fn measure(n: u128, items: &[u32], due: &str) -> Measure {
    Measure {
        id: MeasureId(Uuid::from_u128(n)),
        engagement: EngagementId(Uuid::nil()),
        unit: UnitId(Uuid::nil()),
        code: format!("C{n}"),
        items: items.iter().map(|n| ItemId(Uuid::from_u128(u128::from(*n)))).collect(),
        text: "修订采购办法".into(),
        owner: Some(leader_post().id),
        handler: String::new(),
        deadline: worded(due),
        extensions: Vec::new(),
        asked: None,
        progress: Vec::new(),
        reported: None,
        note: String::new(),
        given_up: None,
    }
}

pub(crate) fn progress(kind: Option<EvidenceKind>, done: bool) -> Progress {
    let evidence = kind.map(|kind| Evidence {
        file: Some(FileId(Uuid::nil())),
        name: "材料".into(),
        kind,
        confirmed: None,
    });
    let evidence = evidence.into_iter().collect();
    Progress { on: day("2026-01-10"), by: clerk(HANDLER), text: "已办".into(), evidence, done }
}

fn id<T: std::fmt::Debug>(result: Result<T, Refusal>) -> String {
    result.unwrap_err().0.id.into_owned()
}

const ON: &str = "2026-01-15";

fn under_way() -> Item {
    let claimed = item(1).claim(leader_post().id, "办公室", clerk(HANDLER), day("2025-12-12")).unwrap();
    claimed.begin(clerk(HANDLER), day("2025-12-15")).unwrap().explain("制度缺位").unwrap()
}

fn done_measure(kind: EvidenceKind) -> Measure {
    let item = under_way();
    measure(1, &[1], "2026-03-31").report(progress(Some(kind), true), &[&item]).unwrap()
}

/// Declared and signed up to, not including, a step.
fn before(sign: Sign, measures: &[&Measure]) -> Item {
    let rules = rules();
    let on = day(ON);
    let mut item = under_way().declare((clerk(HANDLER), on), None, measures, &rules).unwrap();
    for (next, who) in [(Sign::Leader, LEADER), (Sign::Head, HEAD), (Sign::Review, REVIEWER)] {
        if next >= sign {
            break;
        }
        item = item.sign(next, (clerk(who), on), Some(&leader_post()), &rules).unwrap();
    }
    item
}

fn confirmed() -> Measure {
    done_measure(EvidenceKind::Photo).confirm(0, EvidenceKind::Photo).unwrap()
}

fn closed() -> Item {
    let measure = confirmed();
    let item = before(Sign::Verify, &[&measure]);
    let verdict = Verdict::Closed { questions: YES };
    item.verify(verdict, (clerk(OFFICE), day(ON)), &[&measure], &rules()).unwrap()
}

#[test]
fn an_item_closes_through_every_step_of_the_chain() {
    let closed = closed();
    assert_eq!(closed.state.code(), "closed");
    use StepKind::{Begun, Claimed, Closed, Declared, HeadSigned, LeaderSigned, Reviewed};
    let steps: Vec<StepKind> = closed.steps.iter().map(|step| step.step).collect();
    assert_eq!(steps, [Claimed, Begun, Declared, LeaderSigned, HeadSigned, Reviewed, Closed]);
    let text = serde_json::to_string(&closed).unwrap();
    assert_eq!(serde_json::from_str::<Item>(&text).unwrap(), closed);
}

#[test]
fn nothing_is_declared_before_it_is_claimed_begun_explained_done_and_proven() {
    let rules = rules();
    let by = (clerk(HANDLER), day(ON));
    let good = done_measure(EvidenceKind::Photo);
    assert_eq!(id(item(1).begin(clerk(HANDLER), day(ON))), "rectification-not-claimed");
    assert_eq!(
        id(item(1).claim(leader_post().id, " ", clerk(1), day(ON))),
        "rectification-claim-without-department"
    );
    assert_eq!(id(item(1).declare(by, None, &[&good], &rules)), "rectification-not-under-way");
    assert_eq!(id(under_way().begin(clerk(HANDLER), day(ON))), "rectification-already-begun");
    assert_eq!(id(under_way().declare(by, None, &[], &rules)), "rectification-no-measures");
    let ownerless = Measure { owner: None, ..good.clone() };
    assert_eq!(
        id(under_way().declare(by, None, &[&ownerless], &rules)),
        "rectification-measures-without-owner"
    );
    let unexplained = Item { root_cause: String::new(), ..under_way() };
    assert_eq!(id(unexplained.declare(by, None, &[&good], &rules)), "rectification-root-cause-needed");
    let open = measure(2, &[1], "2026-03-31");
    assert_eq!(id(under_way().declare(by, None, &[&good, &open], &rules)), "rectification-measures-open");
    let at_once = Item { kind: ItemKind::Immediate, root_cause: String::new(), ..under_way() };
    assert_eq!(at_once.obstacles(&[&good], &rules, None), []);
    let lasting = Item { kind: ItemKind::LongTerm, ..under_way() };
    assert_eq!(id(lasting.clone().declare(by, None, &[&good], &rules)), "rectification-goals-needed");
    let goal = Goal { text: "建立台账".into(), due: None, reached: None };
    let with_goal = lasting.set_goals(vec![goal]).unwrap();
    assert_eq!(id(with_goal.declare(by, None, &[&good], &rules)), "rectification-goals-open");
    assert_eq!(id(under_way().explain(" ")), "rectification-root-cause-missing");
}

#[test]
fn meetings_and_papers_alone_are_asked_why_they_suffice() {
    let rules = rules();
    let by = (clerk(HANDLER), day(ON));
    let weak = done_measure(EvidenceKind::Meeting);
    assert_eq!(id(under_way().declare(by, None, &[&weak], &rules)), "rectification-why-sufficient");
    assert_eq!(id(under_way().declare(by, Some("  "), &[&weak], &rules)), "rectification-why-sufficient");
    let declared = under_way().declare(by, Some("该项即为会议制度"), &[&weak], &rules).unwrap();
    assert_eq!(declared.declaration.unwrap().why_sufficient.as_deref(), Some("该项即为会议制度"));
    // A verifier who finds the photograph to be minutes asks the same.
    let relabelled = done_measure(EvidenceKind::Photo).confirm(0, EvidenceKind::Meeting).unwrap();
    let waiting = before(Sign::Verify, &[&done_measure(EvidenceKind::Photo)]);
    let verdict = Verdict::Closed { questions: YES };
    assert_eq!(
        id(waiting.verify(verdict, (clerk(OFFICE), day(ON)), &[&relabelled], &rules)),
        "rectification-why-sufficient"
    );
}

#[test]
fn a_measure_is_not_done_without_evidence() {
    let item = under_way();
    let bare = measure(1, &[1], "2026-03-31");
    assert_eq!(
        id(bare.clone().report(progress(None, true), &[&item])),
        "rectification-done-without-evidence"
    );
    let blank = Progress { text: " ".into(), ..progress(None, false) };
    assert_eq!(id(bare.clone().report(blank, &[&item])), "rectification-progress-without-text");
    let noted = bare.clone().report(progress(None, false), &[&item]).unwrap();
    assert!(noted.is_open());
    let given_up = bare.clone().give_up("改为统一采购").unwrap();
    assert_eq!(id(given_up.report(progress(None, false), &[&item])), "rectification-measure-given-up");
    assert_eq!(id(bare.give_up("")), "rectification-give-up-without-reason");
}

#[test]
fn a_later_day_that_is_asked_for_holds_once_it_is_approved() {
    let asked = |to: &str, reason: &str| AskedExtension {
        to: day(to),
        reason: reason.into(),
        by: clerk(HANDLER),
        on: day(ON),
    };
    let measure = measure(1, &[1], "2026-03-31");
    let decision = DecisionId(Uuid::nil());
    assert_eq!(
        id(measure.clone().ask_extension(asked("2026-03-01", "等待批复"))),
        "deadline-extension-not-later"
    );
    assert_eq!(
        id(measure.clone().ask_extension(asked("2026-06-30", " "))),
        "deadline-extension-without-reason"
    );
    assert_eq!(id(measure.clone().answer_extension(decision, true)), "rectification-no-extension-asked");
    let waiting = measure.ask_extension(asked("2026-06-30", "等待批复")).unwrap();
    assert_eq!(waiting.due(), Some(day("2026-03-31")));
    assert_eq!(
        id(waiting.clone().ask_extension(asked("2026-07-31", "再等"))),
        "rectification-extension-waiting"
    );
    let refused = waiting.clone().answer_extension(decision, false).unwrap();
    assert_eq!((refused.due(), refused.asked), (Some(day("2026-03-31")), None));
    assert_eq!(waiting.answer_extension(decision, true).unwrap().due(), Some(day("2026-06-30")));
}

#[test]
fn each_signs_in_turn_once_and_the_right_person() {
    let rules = rules();
    let good = confirmed();
    let on = day(ON);
    let post = leader_post();
    let declared = before(Sign::Leader, &[&good]);
    assert_eq!(declared.turn(&rules), Some(Sign::Leader));
    let head = declared.clone().sign(Sign::Head, (clerk(HEAD), on), None, &rules);
    assert_eq!(id(head), "rectification-out-of-turn");
    let other = declared.clone().sign(Sign::Leader, (clerk(HEAD), on), Some(&post), &rules);
    assert_eq!(id(other), "rectification-not-the-leader");
    let own = leader_post().take_over(Some(clerk(HANDLER).person), "乙", day("2021-01-01")).unwrap();
    let by_the_handler = declared.clone().sign(Sign::Leader, (clerk(HANDLER), on), Some(&own), &rules);
    assert_eq!(id(by_the_handler), "rectification-same-person");
    let again = declared.clone().declare((clerk(HANDLER), on), None, &[&good], &rules);
    assert_eq!(id(again), "rectification-already-declared");
    let signed = before(Sign::Head, &[&good]);
    let twice = signed.clone().sign(Sign::Leader, (clerk(LEADER), on), Some(&post), &rules);
    assert_eq!(id(twice), "rectification-already-signed");
    let to_review = before(Sign::Review, &[&good]);
    for who in [HANDLER, LEADER, HEAD] {
        let same = to_review.clone().sign(Sign::Review, (clerk(who), on), None, &rules);
        assert_eq!(id(same), "rectification-same-person");
    }
    let to_verify = before(Sign::Verify, &[&good]);
    let verdict = Verdict::Closed { questions: YES };
    let same = to_verify.clone().verify(verdict.clone(), (clerk(REVIEWER), on), &[&good], &rules);
    assert_eq!(id(same), "rectification-same-person");
    let sign = to_verify.sign(Sign::Verify, (clerk(OFFICE), on), None, &rules);
    assert_eq!(id(sign), "rectification-verify-by-verdict");
    let early = declared.verify(verdict.clone(), (clerk(OFFICE), on), &[&good], &rules);
    assert_eq!(id(early), "rectification-out-of-turn");
    let not_declared = under_way().verify(verdict, (clerk(OFFICE), on), &[&good], &rules);
    assert_eq!(id(not_declared), "rectification-not-declared");
}

#[test]
fn whoever_holds_the_post_now_signs_and_not_who_held_it_when_it_was_claimed() {
    let good = confirmed();
    let post = leader_post().take_over(Some(clerk(9).person), "乙", day("2026-01-01")).unwrap();
    let declared = before(Sign::Leader, &[&good]);
    let old = declared.clone().sign(Sign::Leader, (clerk(LEADER), day(ON)), Some(&post), &rules());
    assert_eq!(id(old), "rectification-not-the-leader");
    assert!(declared.sign(Sign::Leader, (clerk(9), day(ON)), Some(&post), &rules()).is_ok());
}

#[test]
fn closing_needs_three_times_yes_and_confirmed_evidence() {
    let rules = rules();
    let good = confirmed();
    let waiting = before(Sign::Verify, &[&good]);
    let by = (clerk(OFFICE), day(ON));
    for (questions, refusal) in [
        (ThreeQuestions { solved: false, ..YES }, "rectification-not-solved"),
        (ThreeQuestions { in_place: false, ..YES }, "rectification-not-in-place"),
        (ThreeQuestions { ledger_complete: false, ..YES }, "rectification-ledger-incomplete"),
    ] {
        let tried = waiting.clone().verify(Verdict::Closed { questions }, by, &[&good], &rules);
        assert_eq!(id(tried), refusal);
    }
    let verdict = Verdict::Closed { questions: YES };
    let unconfirmed = done_measure(EvidenceKind::Photo);
    let tried = waiting.clone().verify(verdict.clone(), by, &[&unconfirmed], &rules);
    assert_eq!(id(tried), "rectification-evidence-unconfirmed");
    assert_eq!(id(waiting.verify(verdict, by, &[], &rules)), "rectification-no-measures");
    assert_eq!(id(confirmed().confirm(5, EvidenceKind::Photo)), "rectification-no-such-evidence");
}

#[test]
fn it_is_sent_back_with_a_reason_to_the_step_that_is_wrong() {
    let rules = rules();
    let good = confirmed();
    let by = (clerk(OFFICE), day(ON));
    let waiting = || before(Sign::Verify, &[&good]);
    let silent = waiting().send_back(Sign::Verify, by, (SentTo::Declaration, " "), None, &rules);
    assert_eq!(id(silent), "rectification-sent-back-without-reason");
    let wrong = waiting().send_back(Sign::Review, by, (SentTo::Declaration, "缺系统记录"), None, &rules);
    assert_eq!(id(wrong), "rectification-already-signed");
    let past = Some(day(ON));
    let late = waiting().send_back(Sign::Verify, by, (SentTo::Declaration, "缺系统记录"), past, &rules);
    assert_eq!(id(late), "rectification-new-day-not-later");
    let due = Some(day("2026-02-01"));
    let back =
        waiting().send_back(Sign::Verify, by, (SentTo::Declaration, "缺系统记录"), due, &rules).unwrap();
    assert_eq!((back.state.code(), back.due), ("sent_back", due));
    let again = back.declare((clerk(HANDLER), day("2026-01-20")), None, &[&good], &rules).unwrap();
    assert_eq!(again.declaration.as_ref().unwrap().time, 2);
    assert_eq!(again.turn(&rules), Some(Sign::Leader), "everybody signs again");
    let redo = waiting().send_back(Sign::Verify, by, (SentTo::Measures, "措施不对"), None, &rules).unwrap();
    let tried = redo.clone().declare((clerk(HANDLER), day(ON)), None, &[&good], &rules);
    assert_eq!(id(tried), "rectification-redo-measures");
    assert_eq!(redo.resume(clerk(HANDLER), day(ON)).unwrap().state, State::UnderWay);
    assert_eq!(id(under_way().resume(clerk(HANDLER), day(ON))), "rectification-not-sent-back");
}

#[test]
fn basically_complete_goes_on_and_incomplete_gets_a_new_day() {
    let rules = rules();
    let good = confirmed();
    let by = (clerk(OFFICE), day(ON));
    let waiting = before(Sign::Verify, &[&good]);
    let verdict = |rest: &str, until: &str| Verdict::Basically { rest: rest.into(), until: day(until) };
    let tried = waiting.clone().verify(verdict("", "2026-06-30"), by, &[], &rules);
    assert_eq!(id(tried), "rectification-basically-without-rest");
    let tried = waiting.clone().verify(verdict("2户未追收", "2026-01-15"), by, &[], &rules);
    assert_eq!(id(tried), "rectification-new-day-not-later");
    let basically = waiting.clone().verify(verdict("2户未追收", "2026-06-30"), by, &[], &rules).unwrap();
    assert_eq!(basically.due, Some(day("2026-06-30")));
    let continued = basically.go_on(clerk(OFFICE), day("2026-06-10")).unwrap();
    assert_eq!(continued.state.code(), "continued");
    let incomplete = Verdict::Incomplete { reason: " ".into(), until: day("2026-03-01") };
    let tried = waiting.clone().verify(incomplete, by, &[], &rules);
    assert_eq!(id(tried), "rectification-incomplete-without-reason");
    let incomplete = Verdict::Incomplete { reason: "未清退".into(), until: day("2026-03-01") };
    let open = waiting.verify(incomplete, by, &[], &rules).unwrap();
    assert_eq!((open.state, open.due), (State::UnderWay, Some(day("2026-03-01"))));
    assert_eq!(id(under_way().go_on(clerk(OFFICE), day(ON))), "rectification-cannot-go-on");
    let lasting = Item { kind: ItemKind::LongTerm, ..under_way() };
    assert_eq!(lasting.go_on(clerk(OFFICE), day(ON)).unwrap().state.code(), "continued");
}

#[test]
fn what_is_closed_is_closed_once_takes_no_late_progress_and_opens_by_a_recheck_alone() {
    let rules = rules();
    let good = confirmed();
    let by = (clerk(OFFICE), day(ON));
    let closed = closed();
    let verdict = Verdict::Closed { questions: YES };
    let second = closed.clone().verify(verdict, (clerk(8), day("2026-01-16")), &[&good], &rules).unwrap_err();
    assert_eq!(second.0.id, "rectification-already-closed");
    assert_eq!(second.0.args[0].1, kernel::message::Arg::Day(day(ON)), "the second person learns when");
    let late = good.clone().report(progress(None, false), &[&closed]);
    assert_eq!(id(late), "rectification-late-progress");
    assert_eq!(id(closed.clone().declare(by, None, &[&good], &rules)), "rectification-already-closed");
    assert_eq!(id(closed.clone().object("有异议", clerk(1), day(ON))), "rectification-objection-too-late");
    assert_eq!(
        id(closed.clone().claim(leader_post().id, "甲", clerk(1), day(ON))),
        "rectification-claim-too-late"
    );
    assert_eq!(id(closed.clone().go_on(clerk(1), day(ON))), "rectification-already-closed");
    let held = closed.clone().recheck(Recheck::Held, clerk(OFFICE), day("2026-07-01")).unwrap();
    assert_eq!((held.state.code(), held.steps.last().unwrap().step), ("closed", StepKind::Held));
    let rebound = |reason: &str, until: &str| Recheck::Rebound { reason: reason.into(), until: day(until) };
    let tried = closed.clone().recheck(rebound("", "2026-08-01"), clerk(OFFICE), day("2026-07-01"));
    assert_eq!(id(tried), "rectification-rebound-without-reason");
    let open = closed.recheck(rebound("再次发生", "2026-08-01"), clerk(OFFICE), day("2026-07-01")).unwrap();
    assert_eq!((open.state.clone(), open.rebounds, open.due), (State::UnderWay, 1, Some(day("2026-08-01"))));
    assert_eq!(id(open.clone().recheck(Recheck::Held, clerk(OFFICE), day(ON))), "rectification-not-closed");
    assert!(good.report(progress(None, false), &[&open]).is_ok());
}

#[test]
fn an_objection_is_answered_and_stops_nothing() {
    let by = clerk(HANDLER);
    assert_eq!(id(under_way().object(" ", by, day(ON))), "rectification-objection-without-text");
    let objected = under_way().object("金额有误", by, day(ON)).unwrap();
    assert_eq!(objected.state, State::UnderWay);
    assert_eq!(id(objected.clone().object("又一", by, day(ON))), "rectification-objection-unanswered");
    let decision = DecisionId(Uuid::nil());
    let tried = objected.clone().annul(decision, "不实", clerk(OFFICE), day(ON));
    assert_eq!(id(tried), "rectification-annul-without-upheld-objection");
    let answer = |outcome, text: &str| Answer { outcome, text: text.into(), by: clerk(OFFICE), on: day(ON) };
    let tried = objected.clone().answer_objection(answer(Outcome::Dismissed, ""));
    assert_eq!(id(tried), "rectification-answer-without-text");
    let answered = objected.answer_objection(answer(Outcome::Upheld, "经核属实")).unwrap();
    let tried = answered.clone().answer_objection(answer(Outcome::Upheld, "再答"));
    assert_eq!(id(tried), "rectification-no-open-objection");
    assert_eq!(
        id(answered.clone().annul(decision, "", clerk(5), day(ON))),
        "rectification-annul-without-reason"
    );
    let gone = answered.annul(decision, "经核不属实", clerk(OFFICE), day(ON)).unwrap();
    assert_eq!(id(gone.object("再提", by, day(ON))), "rectification-objection-too-late");
}

#[test]
fn a_day_is_moved_by_an_approval_and_the_words_stay() {
    let decision = DecisionId(Uuid::nil());
    let measure = measure(1, &[1], "2026-03-31");
    assert_eq!(
        id(measure.clone().extend(decision, day("2026-04-30"), "")),
        "deadline-extension-without-reason"
    );
    assert_eq!(id(measure.clone().extend(decision, day("2026-03-31"), "因")), "deadline-extension-not-later");
    let longer = measure.clone().extend(decision, day("2026-04-30"), "雨季").unwrap();
    assert_eq!((longer.due(), longer.deadline.words.as_str()), (Some(day("2026-04-30")), "2026-03-31"));
    let asked = Measure {
        deadline: Worded { words: "尽快".into(), reading: Reading::Asked(Question::Vague) },
        ..measure
    };
    assert_eq!(id(asked.extend(decision, day("2026-04-30"), "因")), "rectification-no-day-to-extend");
    let done = confirmed();
    assert_eq!(id(done.clone().extend(decision, day("2026-04-30"), "因")), "deadline-already-satisfied");
    assert_eq!(id(done.give_up("因")), "deadline-already-satisfied");
}

#[test]
fn a_measure_serves_several_items_and_counts_for_each() {
    let shared = measure(1, &[1], "2026-03-31");
    assert_eq!(id(shared.clone().serve(&item(1))), "rectification-measure-serves-already");
    let foreign = Item { engagement: EngagementId(Uuid::from_u128(9)), ..item(2) };
    assert_eq!(id(shared.clone().serve(&foreign)), "rectification-measure-of-another-engagement");
    assert_eq!(
        id(shared.clone().serve(&Item { id: item(3).id, ..closed() })),
        "rectification-already-closed"
    );
    let both = shared.serve(&item(2)).unwrap();
    // One item closed, the other open: the measure still takes progress.
    assert!(both.clone().report(progress(None, false), &[&closed(), &item(2)]).is_ok());
    let second = Item { id: item(2).id, ..closed() };
    assert_eq!(id(both.report(progress(None, false), &[&closed(), &second])), "rectification-late-progress");
}

#[test]
fn a_ruleset_whose_chain_or_reminders_are_out_of_order_is_refused() {
    let shipped = shipped().unwrap();
    let draft = &shipped.iter().find(|s| s.kind() == Kind::Rectification).unwrap().draft;
    let faults = |change: fn(&mut serde_json::Value)| {
        let mut draft = draft.clone();
        change(&mut draft.body);
        let faults = draft.check().err().unwrap_or_default();
        faults.into_iter().map(|f| f.message.id.into_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        faults(|b| b["chain"] = serde_json::json!(["unit_head", "verify"])),
        ["ruleset-rectification-chain"]
    );
    assert_eq!(
        faults(|b| b["reminders"][1]["from_days"] = (-20).into()),
        ["ruleset-rectification-reminders"]
    );
    assert_eq!(faults(|b| b["states"][1]["words"][0] = "销号".into()), ["ruleset-word-twice"]);
    assert_eq!(faults(|b| b["weak_evidence"][0] = "rumour".into()), ["ruleset-unknown-choice"]);
}

#[test]
fn where_two_sign_for_the_unit_and_its_superior_the_chain_asks_both() {
    let mut rules = rules();
    rules.chain.insert(2, Sign::Superior);
    let good = confirmed();
    let item = before(Sign::Review, &[&good]);
    assert_eq!(item.turn(&rules), Some(Sign::Superior));
    let signed = item.sign(Sign::Superior, (clerk(6), day(ON)), None, &rules).unwrap();
    assert_eq!((signed.state.code(), signed.turn(&rules)), ("superior_signed", Some(Sign::Review)));
}

proptest! {
    #[test]
    fn whatever_is_tried_an_item_closes_only_by_verification_with_evidence_after_all_signatures(
        steps in proptest::collection::vec((0_u8..14, 1_u128..7, 0_i64..40), 0..40)
    ) {
        let rules = rules();
        let good = confirmed();
        let bare = measure(2, &[1], "2026-03-31");
        let post = leader_post();
        let mut now = item(1);
        for (what, who, days) in steps {
            let by = clerk(who);
            let on = day("2026-01-01").plus_days(days);
            let before = now.clone();
            let file: &[&Measure] = if days % 3 == 0 { &[&bare] } else { &[&good] };
            let until = on.plus_days(days - 5);
            let tried = match what {
                0 => now.clone().claim(post.id, "办公室", by, on),
                1 => now.clone().begin(by, on),
                2 => now.clone().explain("制度缺位"),
                3 | 4 => now.clone().declare((by, on), None, file, &rules),
                5 => now.clone().sign(Sign::Leader, (by, on), Some(&post), &rules),
                6 => now.clone().sign(Sign::Head, (by, on), None, &rules),
                7 => now.clone().sign(Sign::Review, (by, on), None, &rules),
                8 | 9 => now.clone().verify(Verdict::Closed { questions: YES }, (by, on), file, &rules),
                10 => now.clone().verify(Verdict::Basically { rest: "余".into(), until }, (by, on), file, &rules),
                11 => now.clone().send_back(Sign::Review, (by, on), (SentTo::Declaration, "缺"), None, &rules),
                12 => now.clone().go_on(by, on),
                _ => now.clone().recheck(Recheck::Rebound { reason: "再".into(), until }, by, on),
            };
            if let Ok(next) = tried {
                prop_assert!(next.steps.len() >= before.steps.len(), "no step is ever lost");
                if matches!(next.state, State::Closed { .. }) && !matches!(before.state, State::Closed { .. }) {
                    prop_assert!(what == 8 || what == 9);
                    prop_assert_eq!(before.state.code(), "reviewed");
                    prop_assert!(file.iter().all(|m| m.evidence().next().is_some()));
                    let declaration = next.declaration.as_ref().unwrap();
                    let signs: Vec<Sign> = declaration.signed.iter().map(|(sign, _)| *sign).collect();
                    prop_assert_eq!(signs, vec![Sign::Leader, Sign::Head, Sign::Review]);
                    let people: BTreeSet<_> = [declaration.signed[2].1, by].into_iter().map(|c| c.person).collect();
                    prop_assert!(!people.contains(&declaration.by.person) && people.len() == 2);
                }
                now = next;
            }
            let text = serde_json::to_string(&now).unwrap();
            prop_assert_eq!(serde_json::from_str::<Item>(&text).unwrap(), now.clone());
        }
    }
}
