//! What is late and in which order, reminders, and the figures with their lists.

use super::*;
use crate::deadline::DueState;
use crate::rectification::figures::{self, Scope, Slice, View, figures};
use crate::rectification::late::{
    LateEntry, Reminded, RuleDays, due_of, lateness, next_reminder, next_report, order,
};

#[test]
fn an_item_is_late_by_its_first_open_measure_or_by_the_day_set_anew() {
    let (early, later) = (measure(1, &[1], "2026-01-31"), measure(2, &[1], "2026-06-30"));
    let item = under_way();
    let none = RuleDays::default();
    assert_eq!(due_of(&item, &[&later, &early], none), Some(day("2026-01-31")));
    let state = lateness(&item, &[&early, &later], none, day("2026-02-03"), 10);
    assert_eq!(state, Some(DueState::Overdue { days: 3 }));
    let done = early.report(progress(Some(EvidenceKind::Photo), true), &[&item]).unwrap();
    assert_eq!(due_of(&item, &[&done, &later], none), Some(day("2026-06-30")));
    let anew = Item { due: Some(day("2026-02-20")), ..under_way() };
    assert_eq!(due_of(&anew, &[&done, &later], none), Some(day("2026-02-20")));
    assert_eq!(due_of(&closed(), &[&later], none), None);
    assert_eq!(due_of(&before(Sign::Head, &[&confirmed()]), &[], none), None, "it waits for others");
    let at_once = Item { kind: ItemKind::Immediate, ..under_way() };
    let days = RuleDays { immediate: Some(day("2025-12-24")), report: Some(day("2026-12-09")) };
    assert_eq!(due_of(&at_once, &[], days), days.immediate);
    let lasting = Item { state: State::Continued { since: day("2026-06-09") }, ..under_way() };
    assert_eq!(due_of(&lasting, &[&later], days), days.report);
}

#[test]
fn half_yearly_reports_count_from_the_last_one() {
    let Body::Deadlines(deadlines) = body(Kind::Deadlines) else { panic!("deadlines") };
    let rule = deadlines.of("rectification_long_term").unwrap();
    let since = day("2025-06-10");
    assert_eq!(next_report(since, &[], rule, &calendar()), day("2025-12-10"));
    assert_eq!(next_report(since, &[day("2025-11-20")], rule, &calendar()), day("2026-05-20"));
}

#[test]
fn the_late_list_begins_with_what_came_back_and_then_with_the_longest_late() {
    let entry = |n: u32, days: i64, rebounds: u16| LateEntry {
        item: item(n).id,
        unit_order: 1,
        number: n,
        due: day("2026-01-01"),
        days,
        rebounds,
        sent_back: 0,
        reminded: 0,
    };
    let mut list = vec![entry(3, 5, 0), entry(1, 5, 0), entry(2, 40, 0), entry(4, 1, 1)];
    order(&mut list);
    assert_eq!(list.iter().map(|entry| entry.number).collect::<Vec<_>>(), [4, 2, 1, 3]);
    let overdue = DueState::Overdue { days: 3 };
    assert_eq!(LateEntry::of(&closed(), (1, 0), overdue, day(ON)).unwrap().days, 3);
    assert_eq!(LateEntry::of(&closed(), (1, 0), DueState::Today, day(ON)), None);
}

#[test]
fn reminders_grow_one_weight_at_a_time_and_keep_their_gaps() {
    let rules = rules();
    let due = day("2026-03-01");
    let sent = |list: &[(&str, &str)]| -> Vec<Reminded> {
        list.iter().map(|(code, on)| Reminded { code: (*code).into(), on: day(on) }).collect()
    };
    let next = |today: &str, list: &[(&str, &str)]| {
        next_reminder(due, day(today), &sent(list), &rules).map(|step| step.code.clone())
    };
    assert_eq!(next("2026-02-10", &[]), None);
    assert_eq!(next("2026-02-20", &[]).as_deref(), Some("hint"));
    assert_eq!(next("2026-02-21", &[("hint", "2026-02-20")]), None);
    assert_eq!(next("2026-03-03", &[("hint", "2026-02-20")]).as_deref(), Some("urge"));
    assert_eq!(next("2026-06-01", &[]).as_deref(), Some("urge"), "the first is never the heaviest");
    assert_eq!(next("2026-03-05", &[("urge", "2026-03-03")]), None);
    assert_eq!(next("2026-03-10", &[("urge", "2026-03-03")]).as_deref(), Some("urge"));
    assert_eq!(next("2026-03-20", &[("urge", "2026-03-03")]).as_deref(), Some("guide"));
    assert_eq!(next("2026-07-01", &[("admonish", "2026-06-01")]).as_deref(), Some("admonish"));
}

#[test]
fn every_figure_opens_the_list_it_counts() {
    let rules = rules();
    let weak = done_measure(EvidenceKind::Meeting);
    let measures = [&weak];
    let items = [
        item(3),
        under_way(),
        closed(),
        before(Sign::Verify, &[&confirmed()]),
        Item { origin: Origin::SelfInspection, ..under_way() },
        Item { kind: ItemKind::LongTerm, rebounds: 1, ..under_way() },
    ];
    let overdue = Some(DueState::Overdue { days: 2 });
    let views: Vec<View<'_>> =
        items.iter().map(|item| View { item, measures: &measures, due: overdue }).collect();
    let scope = Scope { unit: Some(UnitId(Uuid::nil())), ..Scope::default() };
    let counted = figures(views.iter().copied(), &scope, &rules);
    for figure in &counted {
        let list = views.iter().filter(|view| figure.opens.takes(**view, &rules)).count();
        assert_eq!(figure.count, list, "{:?}", figure.opens);
        let text = serde_json::to_string(&figure.opens).unwrap();
        assert_eq!(serde_json::from_str::<figures::Filter>(&text).unwrap(), figure.opens);
    }
    let count = |slice: Slice| counted.iter().find(|figure| figure.opens.slice == slice).unwrap().count;
    let all = [Slice::All, Slice::Open, Slice::Unclaimed, Slice::ToVerify, Slice::Closed].map(count);
    assert_eq!(all, [6, 5, 1, 1, 1]);
    let others = [Slice::Lasting, Slice::Rebound, Slice::FromElsewhere, Slice::PaperOnly].map(count);
    assert_eq!(others, [1, 1, 1, 4]);
    let nobody = Scope { department: Some("财务股".into()), ..Scope::default() };
    assert!(figures(views, &nobody, &rules).iter().all(|figure| figure.count == 0));
}

proptest! {
    #[test]
    fn reminders_never_jump_and_never_come_too_soon(days in proptest::collection::vec(0_i64..20, 1..30)) {
        let rules = rules();
        let due = day("2026-03-01");
        let mut today = day("2026-02-01");
        let mut sent: Vec<Reminded> = Vec::new();
        let place = |code: &str| rules.reminders.iter().position(|step| step.code == code).unwrap();
        for gap in days {
            today = today.plus_days(gap);
            if let Some(step) = next_reminder(due, today, &sent, &rules) {
                prop_assert!(step.from_days <= today.days_since(due));
                if let Some(last) = sent.last() {
                    prop_assert!(today.days_since(last.on) >= step.gap_days);
                    prop_assert!(place(&step.code) <= place(&last.code) + 1);
                }
                sent.push(Reminded { code: step.code.clone(), on: today });
            }
        }
    }
}
