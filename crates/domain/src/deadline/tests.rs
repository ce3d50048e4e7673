use super::{CutOff, Deadline, DueState, Event, Matter, due, last_instant};
use crate::ruleset::{Body, Kind, shipped};
use kernel::calendar::{Period, Roll, Unit, WorkCalendar};
use kernel::id::{DeadlineId, DecisionId, RecordId};
use kernel::{Day, Offset};
use proptest::prelude::*;
use uuid::Uuid;

fn calendar() -> WorkCalendar {
    let shipped = shipped().unwrap();
    let calendar = shipped.iter().find(|s| s.kind() == Kind::Calendar).unwrap();
    match calendar.draft.check().unwrap() {
        Body::Calendar(calendar) => calendar,
        other => panic!("{other:?}"),
    }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn why(start: &str, amount: u16, unit: Unit, roll: Roll) -> (String, Vec<String>) {
    let due = due(&calendar(), day(start), Period { amount, unit, roll });
    (due.day.to_string(), due.why.iter().map(|m| m.id.to_string()).collect())
}

#[test]
fn a_count_of_working_days_says_what_it_skipped_and_what_counted() {
    let (end, why) = why("2026-09-17", 10, Unit::Workday, Roll::NextWorkday);
    assert_eq!(end, "2026-10-08");
    assert_eq!(
        why,
        [
            "deadline-why-start-not-counted",
            "deadline-why-workdays",
            "deadline-why-weekend-day",
            "deadline-why-holiday",
            "deadline-why-holiday",
            "deadline-why-make-up-day",
        ]
    );
}

#[test]
fn a_roll_says_from_where_to_where_and_past_what() {
    let (end, why) = why("2026-03-05", 1, Unit::Month, Roll::NextWorkday);
    assert_eq!(end, "2026-04-07");
    assert_eq!(why[2..], ["deadline-why-holiday", "deadline-why-rolled"]);
}

#[test]
fn a_saturday_worked_in_exchange_ends_a_month_and_says_so() {
    let (end, why) = why("2026-01-31", 1, Unit::Month, Roll::NextWorkday);
    assert_eq!(end, "2026-02-28");
    assert_eq!(why[2..], ["deadline-why-month-end", "deadline-why-make-up-end"]);
}

#[test]
fn an_unknown_year_makes_the_day_provisional_and_says_which_year() {
    let (end, why) = why("2026-08-31", 6, Unit::Month, Roll::NextWorkday);
    assert_eq!(end, "2027-02-28");
    assert_eq!(why.last().unwrap(), "deadline-why-provisional");
}

#[test]
fn without_rolling_the_working_day_after_is_a_hint() {
    let (end, why) = why("2025-07-04", 3, Unit::Month, Roll::None);
    assert_eq!(end, "2025-10-04", "the words said three months");
    assert_eq!(why.last().unwrap(), "deadline-why-not-rolled");
}

#[test]
fn the_last_instant_is_the_end_of_the_day_or_its_cut_off() {
    let noon = "12:00".parse::<CutOff>().ok();
    let end = day("2025-10-31");
    assert_eq!(last_instant(end, noon, Offset::BEIJING).rfc3339(), "2025-10-31T04:00:00Z");
    assert_eq!(last_instant(end, None, Offset::BEIJING).rfc3339(), "2025-10-31T15:59:59Z");
    for wrong in ["24:00", "9:00", "12:60", "noon", "12:0"] {
        assert!(wrong.parse::<CutOff>().is_err(), "{wrong}");
    }
}

fn running(start: &str, due: &str) -> Deadline {
    Deadline {
        id: DeadlineId(Uuid::nil()),
        subject: RecordId(Uuid::nil()),
        matter: Matter("rectification_plan".into()),
        event: Event("feedback".into()),
        start: day(start),
        ruleset: None,
        words: None,
        original_due: day(due),
        due: day(due),
        provisional: false,
        extensions: Vec::new(),
        satisfied: None,
    }
}

#[test]
fn distance_is_far_then_near_then_today_then_overdue() {
    let deadline = running("2026-01-05", "2026-02-05");
    assert_eq!(deadline.state(day("2026-01-25"), 10), DueState::Far { days: 11 });
    assert_eq!(deadline.state(day("2026-01-26"), 10), DueState::Soon { days: 10 });
    assert_eq!(deadline.state(day("2026-02-05"), 10), DueState::Today);
    assert_eq!(deadline.state(day("2026-02-06"), 10), DueState::Overdue { days: 1 });
}

#[test]
fn an_extension_needs_an_approval_and_a_reason_and_keeps_the_old_day() {
    let decision = DecisionId(Uuid::nil());
    let deadline = running("2026-01-05", "2026-02-05");
    let refused = |to: &str, reason: &str| {
        deadline.clone().extend(decision, day(to), reason.into()).unwrap_err().0.id.into_owned()
    };
    assert_eq!(refused("2026-02-05", "雨季"), "deadline-extension-not-later");
    assert_eq!(refused("2026-03-05", " "), "deadline-extension-without-reason");
    let longer = deadline.extend(decision, day("2026-03-05"), "雨季".into()).unwrap();
    assert_eq!((longer.original_due, longer.due), (day("2026-02-05"), day("2026-03-05")));
    assert_eq!(longer.extensions[0].from, day("2026-02-05"));
}

#[test]
fn what_is_satisfied_is_over() {
    let done = running("2026-01-05", "2026-02-05").satisfy(RecordId(Uuid::nil()), day("2026-02-07")).unwrap();
    assert_eq!(done.state(day("2026-05-01"), 10), DueState::Satisfied { late: 2 });
    let again = done.clone().satisfy(RecordId(Uuid::nil()), day("2026-02-08"));
    assert_eq!(again.unwrap_err().0.id, "deadline-already-satisfied");
    let longer = done.extend(DecisionId(Uuid::nil()), day("2026-06-01"), "x".into());
    assert_eq!(longer.unwrap_err().0.id, "deadline-already-satisfied");
}

#[test]
fn a_provisional_day_is_counted_again_when_the_notice_is_out() {
    let mut early = running("2026-08-31", "2027-02-28");
    early.provisional = true;
    let mut known =
        due(&calendar(), day("2026-08-31"), Period { amount: 6, unit: Unit::Month, roll: Roll::None });
    (known.day, known.provisional) = (day("2027-03-01"), false);
    let settled = early.recount(&known).unwrap();
    assert_eq!((settled.due, settled.original_due, settled.provisional), (known.day, known.day, false));
    assert_eq!(settled.recount(&known).unwrap_err().0.id, "deadline-not-provisional");
}

proptest! {
    #[test]
    fn whatever_is_tried_the_first_day_and_what_is_over_stay(moves in proptest::collection::vec((0_u8..3, -20_i64..60), 0..12)) {
        let mut deadline = running("2026-01-05", "2026-02-05");
        for (what, days) in moves {
            let before = deadline.clone();
            let to = before.due.plus_days(days);
            let tried = match what {
                0 | 1 => deadline.clone().extend(DecisionId(Uuid::nil()), to, "因故".into()),
                _ => deadline.clone().satisfy(RecordId(Uuid::nil()), to),
            };
            if let Ok(next) = tried {
                prop_assert!(before.satisfied.is_none());
                prop_assert!(next.due >= before.due);
                deadline = next;
            }
            prop_assert_eq!(deadline.original_due, day("2026-02-05"));
            let moved = deadline.extensions.last().map_or(deadline.original_due, |e| e.to);
            prop_assert_eq!(deadline.due, moved);
        }
    }
}
