use super::*;
use crate::ruleset::{Body, shipped};
use kernel::Day;
use kernel::id::{EngagementId, MethodRecordId, PersonId, UnitId};
use proptest::prelude::*;
use uuid::Uuid;

fn rules() -> MethodRules {
    let bodies = shipped().unwrap().into_iter().map(|shipped| shipped.draft.check().unwrap());
    let mut methods = bodies.filter_map(|body| match body {
        Body::Methods(rules) => Some(rules),
        _ => None,
    });
    methods.next().unwrap()
}

fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn times(from: &str, to: &str) -> Times {
    Times::new(day("2025-10-20"), TimeOfDay::parse(from), TimeOfDay::parse(to)).unwrap()
}

fn setting() -> Setting {
    Setting {
        times: times("09:00", "10:00"),
        place: "二楼谈话室".into(),
        unit: UnitId(Uuid::from_u128(1)),
        inspectors: vec![person(1), person(2)],
        met: vec![Met { name: "梁甲松".into(), post: "局长".into() }],
    }
}

fn plan(method: &str) -> Plan {
    Plan {
        method: method.into(),
        topic: "班子议事决策".into(),
        focus: Vec::new(),
        outline: String::new(),
        unannounced: false,
        approval: String::new(),
        setting: setting(),
    }
}

fn record(n: u128, plan: Plan) -> MethodRecord {
    MethodRecord {
        id: MethodRecordId(Uuid::from_u128(n)),
        engagement: EngagementId(Uuid::from_u128(9)),
        number: format!("TALK-{n:03}"),
        plan,
        held: None,
        checks: Vec::new(),
        to_check: false,
        withdrawn: None,
    }
}

fn held() -> Held {
    Held {
        setting: setting(),
        people: 1,
        points: vec![Point { topic: "议事".into(), text: "三年没有开过专题会。".into() }],
        sealed: None,
        entered: kernel::Timestamp(0),
    }
}

fn refused<T: std::fmt::Debug>(result: Result<T, crate::Refusal>) -> String {
    result.unwrap_err().0.id.into_owned()
}

#[test]
fn every_method_but_documents_surveys_samples_and_petitions_is_recorded_here() {
    let recorded: Vec<String> = rules().methods.iter().map(|rule| rule.code.clone()).collect();
    assert_eq!(recorded, ["C1", "C2", "C4", "C6", "C7", "C9", "C10", "C11", "C12"]);
}

#[test]
fn a_talk_takes_two_distinct_inspectors_and_somebody_to_talk_to() {
    let rules = rules();
    assert!(plan("C2").check(&rules).is_ok());
    let mut alone = plan("C2");
    alone.setting.inspectors = vec![person(1), person(1)];
    assert_eq!(refused(alone.check(&rules)), "method-too-few-inspectors");
    let mut nobody = plan("C2");
    nobody.setting.met.clear();
    assert_eq!(refused(nobody.check(&rules)), "method-nobody-met");
}

#[test]
fn another_method_and_an_unannounced_visit_cite_their_approval() {
    let rules = rules();
    assert_eq!(refused(plan("C12").check(&rules)), "method-approval-missing");
    let cited = Plan { approval: "云巡批〔2025〕7号".into(), ..plan("C12") };
    assert!(cited.check(&rules).is_ok());
    let mut visit = plan("C9");
    assert!(visit.check(&rules).is_ok(), "a visit that is announced needs none");
    visit.unannounced = true;
    assert_eq!(refused(visit.check(&rules)), "method-approval-missing");
    visit.method = "C2".into();
    assert_eq!(refused(visit.check(&rules)), "method-unannounced-visits-only");
}

#[test]
fn what_has_a_register_of_its_own_is_not_recorded_here() {
    for method in ["C3", "C5", "C8", "C13", "C99", ""] {
        assert_eq!(refused(plan(method).check(&rules())), "method-not-recorded-here", "{method}");
    }
}

#[test]
fn a_talk_is_planned_held_and_checked_by_both() {
    let rules = rules();
    let today = day("2025-10-20");
    let record = record(1, plan("C2"));
    assert_eq!(record.standing(), Standing::Planned);
    assert_eq!(refused(record.clone().check(person(1), today)), "method-not-held");
    let record = record.hold(held(), today, &rules).unwrap();
    assert_eq!(record.standing(), Standing::ToCheck);
    assert_eq!(refused(record.clone().replan(plan("C2"), &rules)), "method-held-already");
    assert_eq!(refused(record.clone().check(person(3), today)), "method-check-not-there");
    let record = record.check(person(1), today).unwrap();
    assert_eq!(refused(record.clone().check(person(1), today)), "method-checked-already");
    assert_eq!(record.standing(), Standing::ToCheck);
    let record = record.check(person(2), today).unwrap();
    assert_eq!(record.standing(), Standing::Recorded);
    let corrected = record.hold(held(), today, &rules).unwrap();
    assert_eq!(corrected.standing(), Standing::ToCheck, "a correction makes the checks lapse");
}

#[test]
fn nothing_is_held_ahead_of_its_day_or_without_a_word() {
    let rules = rules();
    let record = record(1, plan("C6"));
    assert_eq!(refused(record.clone().hold(held(), day("2025-10-19"), &rules)), "method-held-in-future");
    let empty = Held { points: vec![Point { topic: "议事".into(), text: " ".into() }], ..held() };
    assert_eq!(refused(record.clone().hold(empty, day("2025-10-20"), &rules)), "method-nothing-noted");
    let later = record.hold(held(), day("2025-11-20"), &rules).unwrap();
    assert_eq!(later.standing(), Standing::Recorded, "entered a month later, with its true time");
    assert_eq!(later.setting().times.day, day("2025-10-20"));
}

#[test]
fn what_was_taken_back_stays_so() {
    let rules = rules();
    let today = day("2025-10-20");
    let record = record(1, plan("C6"));
    assert_eq!(refused(record.clone().withdraw(" ".into(), today)), "method-withdraw-without-reason");
    let gone = record.withdraw("单位临时开会".into(), today).unwrap();
    assert_eq!(gone.standing(), Standing::Withdrawn);
    assert_eq!(refused(gone.clone().hold(held(), today, &rules)), "method-is-withdrawn");
    assert_eq!(refused(gone.clone().replan(plan("C6"), &rules)), "method-is-withdrawn");
    assert_eq!(refused(gone.withdraw("再一次".into(), today)), "method-is-withdrawn");
}

#[test]
fn a_record_stays_under_its_method() {
    assert_eq!(refused(record(1, plan("C6")).replan(plan("C2"), &rules())), "method-stays-its-method");
}

#[test]
fn one_inspector_one_person_and_one_room_are_in_one_place_at_a_time() {
    let other = record(2, plan("C2"));
    let mut mine = setting();
    let shared = |mine: &Setting| -> Vec<Shared> {
        clashes(mine, None, [&other]).into_iter().map(|clash| clash.shared).collect()
    };
    let everything = [
        Shared::Inspector(person(1)),
        Shared::Inspector(person(2)),
        Shared::Met("梁甲松".into()),
        Shared::Place("二楼谈话室".into()),
    ];
    assert_eq!(shared(&mine), everything);
    mine.times = times("10:00", "11:00");
    assert!(shared(&mine).is_empty(), "one begins when the other ends");
    mine.times = times("09:30", "09:40");
    mine.inspectors = vec![person(3), person(4)];
    mine.met = vec![Met { name: "梁甲松".into(), post: "股长".into() }];
    mine.place = "三楼".into();
    assert!(shared(&mine).is_empty(), "somebody else of the same name, another room");
    mine.met = vec![Met { name: "梁甲松".into(), post: String::new() }];
    assert_eq!(shared(&mine), [Shared::Met("梁甲松".into())], "without a post it may be the same person");
}

#[test]
fn what_was_taken_back_and_the_record_itself_are_in_nobodys_way() {
    let other = record(2, plan("C2"));
    assert!(clashes(&setting(), Some(other.id), [&other]).is_empty());
    let gone = other.withdraw("改期".into(), day("2025-10-19")).unwrap();
    assert!(clashes(&setting(), None, [&gone]).is_empty());
}

#[test]
fn times_of_day_are_read_as_people_write_them() {
    let read = |text: &str| TimeOfDay::parse(text).map(|time| time.to_string());
    assert_eq!(read("8:30").as_deref(), Some("08:30"));
    assert_eq!(read("08：05").as_deref(), Some("08:05"));
    assert_eq!(read(" 23:59 ").as_deref(), Some("23:59"));
    for wrong in ["24:00", "8:60", "8", "8:3o", "-1:00", "123:00", ":", ""] {
        assert_eq!(read(wrong), None, "{wrong}");
    }
}

#[test]
fn an_end_follows_its_beginning() {
    let at = TimeOfDay::parse;
    let day = day("2025-10-20");
    assert_eq!(refused(Times::new(day, at("10:00"), at("10:00"))), "method-times-reversed");
    assert_eq!(refused(Times::new(day, None, at("10:00"))), "method-end-alone");
    assert!(Times::new(day, at("10:00"), None).is_ok());
}

fn some_times() -> impl Strategy<Value = Times> {
    (0_u16..3, proptest::option::of((0_u16..1439, proptest::option::of(1_u16..240)))).prop_map(
        |(day, hours)| {
            let clock = |minute: u16| TimeOfDay::parse(&format!("{}:{:02}", minute / 60, minute % 60));
            let from = hours.and_then(|(from, _)| clock(from));
            let to = hours.and_then(|(from, length)| clock((from + length?).min(1439)));
            let date = Day::new(2025, 10, 20 + u8::try_from(day).unwrap()).unwrap();
            Times::new(date, from, to).unwrap_or(Times { day: date, from, to: None })
        },
    )
}

proptest! {
    #[test]
    fn whoever_is_in_the_way_of_another_has_the_other_in_the_way(a in some_times(), b in some_times()) {
        prop_assert_eq!(a.overlap(&b), b.overlap(&a));
        prop_assert_eq!(a.overlap(&a), a.from.is_some());
    }

    #[test]
    fn a_time_of_day_survives_its_writing(minute in 0_u16..1440) {
        let written = format!("{:02}:{:02}", minute / 60, minute % 60);
        let time = TimeOfDay::parse(&written).unwrap();
        prop_assert_eq!(time.minutes(), minute);
        prop_assert_eq!(serde_json::to_string(&time).unwrap(), format!("\"{written}\""));
    }
}
