//! Working days and periods against the vectors of the shared calendar, and as properties.

use kernel::Day;
use kernel::calendar::{
    CalendarData, CalendarYear, DayKind, Holiday, Period, Roll, Unit, Why, WorkCalendar, YearStatus,
};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    #[serde(flatten)]
    _rest: serde_json::Value,
    test_vectors: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    start: Day,
    add: u16,
    unit: Unit,
    unrolled: Option<Day>,
    expected: Day,
    #[serde(default)]
    provisional: bool,
}

fn text() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/calendar.json");
    std::fs::read_to_string(path).unwrap_or_default()
}

fn calendar() -> WorkCalendar {
    let data: CalendarData = serde_json::from_str(&text()).unwrap_or_default();
    WorkCalendar::new(data).unwrap_or_default()
}

/// The same, and a 2027 without holidays.
fn calendar_with_2027() -> WorkCalendar {
    let mut data = calendar().data().clone();
    data.years.insert(2027, CalendarYear { status: YearStatus::Published, ..CalendarYear::default() });
    WorkCalendar::new(data).unwrap_or_default()
}

fn day(text: &str) -> Day {
    text.parse().unwrap_or(Day(time::Date::MIN))
}

#[test]
fn each_year_has_the_working_days_the_notices_leave() {
    let calendar = calendar();
    assert_eq!(calendar.working_days_in(2024), Some(251));
    assert_eq!(calendar.working_days_in(2025), Some(248));
    assert_eq!(calendar.working_days_in(2026), Some(248));
    assert_eq!(calendar.working_days_in(2027), None, "no notice yet");
}

#[test]
fn all_vectors_of_the_calendar_hold() {
    let vectors: Vectors = serde_json::from_str(&text()).unwrap();
    assert_eq!(vectors.test_vectors.len(), 10);
    for v in vectors.test_vectors {
        let period = Period { amount: v.add, unit: v.unit, roll: Roll::NextWorkday };
        let count = calendar().end_of(v.start, period);
        assert_eq!(count.is_provisional(), v.provisional, "{}", v.start);
        if v.provisional {
            assert_eq!(Some(count.day), v.unrolled, "a provisional end is not rolled");
            assert_eq!(calendar_with_2027().end_of(v.start, period).day, v.expected);
        } else {
            assert_eq!(count.day, v.expected, "{} + {}", v.start, v.add);
        }
        if let Some(unrolled) = v.unrolled {
            assert_eq!(count.unrolled, unrolled);
        }
    }
}

#[test]
fn a_make_up_day_is_a_working_day() {
    let calendar = calendar();
    assert_eq!(calendar.kind(day("2026-02-28")), DayKind::MakeUp);
    assert!(calendar.is_working_day(day("2025-10-11")));
    assert!(!calendar.is_working_day(day("2025-10-12")));
    assert_eq!(calendar.kind(day("2025-10-06")), DayKind::Holiday("国庆节、中秋节"));
}

#[test]
fn a_month_without_the_same_numbered_day_ends_on_its_last() {
    let period = Period { amount: 1, unit: Unit::Month, roll: Roll::None };
    let count = calendar().end_of(day("2024-01-31"), period);
    assert_eq!(count.day, day("2024-02-29"));
    assert!(count.month_end);
    assert!(!calendar().end_of(day("2024-01-29"), period).month_end);
}

#[test]
fn without_rolling_a_day_of_rest_stays() {
    let period = Period { amount: 1, unit: Unit::Month, roll: Roll::None };
    assert_eq!(calendar().end_of(day("2026-09-01"), period).day, day("2026-10-01"));
}

#[test]
fn an_end_tells_what_it_passed_over() {
    let count = calendar().add_working_days(day("2026-09-17"), 10);
    let spells: Vec<_> =
        count.rests.iter().map(|s| (s.from.to_string(), s.to.to_string(), s.why.clone())).collect();
    let of = |from: &str, to: &str, why| (from.to_owned(), to.to_owned(), why);
    assert_eq!(
        spells,
        [
            of("2026-09-19", "2026-09-19", Why::Weekend),
            of("2026-09-25", "2026-09-27", Why::Holiday("中秋节".into())),
            of("2026-10-01", "2026-10-07", Why::Holiday("国庆节".into())),
        ]
    );
    assert_eq!(count.make_up_days, [day("2026-09-20")]);
}

#[test]
fn rolling_into_an_unknown_year_is_provisional_and_stays() {
    let mut data = CalendarData::default();
    let off = Holiday { name: "元旦".into(), from: day("2025-12-31"), to: day("2025-12-31") };
    let published =
        CalendarYear { status: YearStatus::Published, holidays: vec![off], ..CalendarYear::default() };
    data.years.insert(2025, published);
    let calendar = WorkCalendar::new(data).unwrap();
    let period = Period { amount: 1, unit: Unit::Day, roll: Roll::NextWorkday };
    let count = calendar.end_of(day("2025-12-30"), period);
    assert_eq!((count.day, count.unknown_year), (day("2025-12-31"), Some(2026)));
}

#[test]
fn a_notice_may_free_the_last_days_of_the_year_before() {
    let mut data = calendar().data().clone();
    let off = Holiday { name: "元旦".into(), from: day("2026-12-31"), to: day("2027-01-02") };
    let next = CalendarYear { status: YearStatus::Published, holidays: vec![off], ..CalendarYear::default() };
    data.years.insert(2027, next);
    let calendar = WorkCalendar::new(data).unwrap();
    assert!(!calendar.is_working_day(day("2026-12-31")));
    assert_eq!(calendar.working_days_in(2026), Some(247));
}

#[test]
fn every_mistake_of_a_calendar_is_reported_with_its_place() {
    let text = r#"{"years":{"2026":{"status":"published",
        "holidays":[{"name":"a","from":"2026-02-03","to":"2026-02-01"},{"name":"b","from":"2024-01-01","to":"2024-01-01"},
                    {"name":"c","from":"2026-03-01","to":"2026-06-01"},{"name":"d","from":"2026-05-01","to":"2026-05-05"}],
        "makeup_working_days":["2026-05-02","2026-05-06","2028-01-01"]}}}"#;
    let faults = WorkCalendar::new(serde_json::from_str(text).unwrap()).unwrap_err();
    let found: Vec<_> = faults.iter().map(|f| (f.field.as_ref(), f.message.id.as_ref())).collect();
    assert_eq!(
        found,
        [
            ("years.2026.holidays[0]", "ruleset-calendar-holiday-reversed"),
            ("years.2026.holidays[1]", "ruleset-calendar-day-outside-year"),
            ("years.2026.holidays[2]", "ruleset-calendar-holiday-too-long"),
            ("years.2026.makeup_working_days[0]", "ruleset-calendar-make-up-in-holiday"),
            ("years.2026.makeup_working_days[1]", "ruleset-calendar-make-up-not-weekend"),
            ("years.2026.makeup_working_days[2]", "ruleset-calendar-day-outside-year"),
        ]
    );
}

#[test]
fn the_end_of_time_is_an_answer_and_no_endless_loop() {
    let last = Day(time::Date::MAX);
    for unit in [Unit::Day, Unit::Workday, Unit::Month] {
        let period = Period { amount: u16::MAX, unit, roll: Roll::NextWorkday };
        assert_eq!(calendar().end_of(last, period).day, last, "{unit:?}");
    }
}

fn any_start() -> impl Strategy<Value = Day> {
    (0_i64..1_090).prop_map(|n| day("2024-01-01").plus_days(n))
}

fn any_unit() -> impl Strategy<Value = Unit> {
    prop_oneof![Just(Unit::Day), Just(Unit::Workday), Just(Unit::Month)]
}

proptest! {
    #[test]
    fn a_longer_period_never_ends_earlier(start in any_start(), unit in any_unit(), n in 0_u16..60) {
        let end = |amount| calendar().end_of(start, Period { amount, unit, roll: Roll::NextWorkday });
        let (shorter, longer) = (end(n), end(n + 1));
        // a provisional end is not rolled, so it may stand before a rolled one of the same weekend
        prop_assert!(longer.unrolled >= shorter.unrolled);
        if !longer.is_provisional() {
            prop_assert!(longer.day >= shorter.day);
        }
    }

    #[test]
    fn a_later_start_never_ends_earlier(start in any_start(), unit in any_unit(), n in 0_u16..60) {
        let end = |s: Day| calendar().end_of(s, Period { amount: n, unit, roll: Roll::None });
        prop_assert!(end(start.plus_days(1)).day >= end(start).day);
    }

    #[test]
    fn the_start_is_not_counted(start in any_start(), n in 1_u16..40) {
        let count = calendar().add_working_days(start, n);
        let passed = count.day.days_since(start);
        let worked = (1..=passed).filter(|d| calendar().is_working_day(start.plus_days(*d))).count();
        prop_assert_eq!(worked, usize::from(n));
        let rested: i64 = count.rests.iter().map(|s| s.to.days_since(s.from) + 1).sum();
        prop_assert_eq!(i64::from(n) + rested, passed);
    }

    #[test]
    fn a_rolled_end_in_a_known_year_is_a_working_day(start in any_start(), unit in any_unit(), n in 1_u16..60) {
        let calendar = calendar();
        let count = calendar.end_of(start, Period { amount: n, unit, roll: Roll::NextWorkday });
        if !count.is_provisional() {
            prop_assert!(calendar.is_working_day(count.day));
            prop_assert!((0..count.day.days_since(count.unrolled))
                .all(|d| !calendar.is_working_day(count.unrolled.plus_days(d))));
        } else if unit != Unit::Workday {
            prop_assert_eq!(count.day, count.unrolled);
        }
    }
}
