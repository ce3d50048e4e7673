use super::{Class, Context, Dated, Every, Precision, Question, Reading, Timing, Worded, read, read_number};
use crate::ruleset::{Body, Kind, shipped};
use kernel::Day;
use kernel::calendar::WorkCalendar;
use proptest::prelude::*;

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

fn context(calendar: &WorkCalendar) -> Context<'_> {
    Context {
        feedback: day("2025-07-04"),
        written: None,
        stated_year: None,
        concentrated_end: Some(day("2026-01-05")),
        clear_months: 6,
        calendar,
    }
}

/// `class due precision`, or `ask what options`.
fn told(reading: &Reading) -> String {
    let days = |days: &[Day]| days.iter().map(Day::to_string).collect::<Vec<_>>().join(" ");
    match reading {
        Reading::Understood(timing) => {
            let precision = match timing {
                Timing::Immediate { due, .. } | Timing::Recurring { until: due, .. } => {
                    due.map(|d| d.precision)
                }
                Timing::Dated { due, .. } => Some(due.precision),
                Timing::Staged { stages, .. } => stages.last().map(|d| d.precision),
                Timing::LongTerm { .. } => None,
            };
            let due = timing.due().map(|due| format!(" {due}")).unwrap_or_default();
            let precision =
                precision.map(|p| format!(" {}", serde_json::to_value(p).unwrap().as_str().unwrap()));
            format!("{}{due}{}", timing.class().code(), precision.unwrap_or_default())
        }
        Reading::Asked(question) => {
            let ask = serde_json::to_value(question).unwrap()["ask"].as_str().unwrap().to_owned();
            let options = days(question.options());
            if options.is_empty() { format!("ask {ask}") } else { format!("ask {ask} {options}") }
        }
    }
}

/// Feedback on 4 July 2025.
const PHRASES: &[(&str, &str)] = &[
    // As the unit's ledger writes them.
    ("立行立改", "immediate"),
    ("即知即改", "immediate"),
    ("长期坚持", "long_term"),
    ("持续推进", "long_term"),
    ("常态化", "long_term"),
    ("2025年底前", "dated 2025-12-31 year"),
    ("2025年12月底", "dated 2025-12-31 month"),
    ("2025.9", "dated 2025-09-30 month"),
    ("2026.3", "dated 2026-03-31 month"),
    ("2025年10月31日", "dated 2025-10-31 day"),
    ("2025-08-31", "dated 2025-08-31 day"),
    ("一个月内", "dated 2025-08-04 day"),
    ("3个月内", "dated 2025-10-04 day"),
    ("2025年第三季度", "dated 2025-09-30 quarter"),
    ("9月底前", "dated 2025-09-30 month"),
    ("2025年12月31日前完成，并长期坚持", "dated_then_long 2025-12-31 day"),
    ("２０２６年１月", "dated 2026-01-31 month"),
    ("", "ask missing"),
    // Years.
    ("2025年", "dated 2025-12-31 year"),
    ("2025年内", "dated 2025-12-31 year"),
    ("二〇二五年底前", "dated 2025-12-31 year"),
    ("25年底", "dated 2025-12-31 year"),
    ("年底前", "dated 2025-12-31 year"),
    ("今年年底前", "dated 2025-12-31 year"),
    ("今年底", "dated 2025-12-31 year"),
    ("年内完成", "dated 2025-12-31 year"),
    ("明年6月底前", "dated 2026-06-30 month"),
    ("次年3月", "dated 2026-03-31 month"),
    ("2026年上半年", "dated 2026-06-30 half_year"),
    ("下半年", "dated 2025-12-31 half_year"),
    ("2026年初", "ask which_day 2026-01-31 2026-03-31"),
    ("2026年中", "ask which_day 2026-06-30 2026-07-31"),
    ("2026年前", "ask which_day 2025-12-31 2026-12-31"),
    // Quarters.
    ("三季度", "dated 2025-09-30 quarter"),
    ("第四季度末", "dated 2025-12-31 quarter"),
    ("2025Q4", "dated 2025-12-31 quarter"),
    ("2025年Q4", "dated 2025-12-31 quarter"),
    ("3季度内", "dated 2025-09-30 quarter"),
    ("四季度前", "ask which_day 2025-09-30 2025-12-31"),
    ("一季度", "ask which_year 2025-03-31 2026-03-31"),
    ("2026年一季度", "dated 2026-03-31 quarter"),
    // Months and thirds of months.
    ("3月上旬", "ask which_year 2025-03-10 2026-03-10"),
    ("10月上旬", "dated 2025-10-10 ten_days"),
    ("十月中旬前完成", "ask which_day 2025-10-10 2025-10-20"),
    ("2025年9月下旬", "dated 2025-09-30 ten_days"),
    ("2026年2月下旬", "dated 2026-02-28 ten_days"),
    ("7月上旬", "dated 2025-07-10 ten_days"),
    ("九月份", "dated 2025-09-30 month"),
    ("确保9月底前全面完成整改", "dated 2025-09-30 month"),
    ("9月前", "ask which_day 2025-08-31 2025-09-30"),
    ("10月初", "ask which_day 2025-10-10"),
    ("10月中", "ask which_day 2025-10-15 2025-10-20"),
    ("1月底前", "ask which_year 2025-01-31 2026-01-31"),
    ("6月底前", "ask which_year 2025-06-30 2026-06-30"),
    ("月底前", "ask which_day 2025-07-31"),
    ("下月底前", "ask which_day 2025-08-31"),
    ("本季度内", "ask which_day 2025-09-30"),
    // Days.
    ("2025/9/30", "dated 2025-09-30 day"),
    ("2025.09.30前", "dated 2025-09-30 day"),
    ("20250930", "dated 2025-09-30 day"),
    ("202509", "dated 2025-09-30 month"),
    ("9月15日前", "dated 2025-09-15 day"),
    ("九月十五日之前", "dated 2025-09-15 day"),
    ("12月31日", "dated 2025-12-31 day"),
    ("2025年9月31日", "ask no_such_day"),
    ("2025年13月", "ask no_such_day"),
    ("2025年6月30日前", "ask before_feedback 2025-06-30"),
    ("15日前", "ask unreadable"),
    // Periods.
    ("1个月", "dated 2025-08-04 day"),
    ("两个月内", "dated 2025-09-04 day"),
    ("两月内", "dated 2025-09-04 day"),
    ("反馈之日起一个月内", "dated 2025-08-04 day"),
    ("自收到反馈意见后15日内", "dated 2025-07-19 day"),
    ("15个工作日内", "dated 2025-07-25 day"),
    ("10天内", "dated 2025-07-14 day"),
    ("一周内", "dated 2025-07-11 day"),
    ("半个月内", "dated 2025-07-19 day"),
    ("半年内", "dated 2026-01-04 day"),
    ("一年内", "dated 2026-07-04 day"),
    ("24小时内", "dated 2025-07-05 day"),
    ("集中整改期内", "dated 2026-01-05 day"),
    ("9月内", "ask which_day 2025-09-30 2026-04-04"),
    ("一月内", "ask which_day 2025-08-04"),
    ("文件印发之日起一个月内", "ask unreadable"),
    // Spans and stages.
    ("2025年9月至12月", "dated 2025-12-31 month"),
    ("9-12月", "dated 2025-12-31 month"),
    ("2025.9—2026.3", "dated 2026-03-31 month"),
    ("11月至次年3月", "dated 2026-03-31 month"),
    ("10月1日-15日", "dated 2025-10-15 day"),
    ("9月起至年底", "dated 2025-12-31 year"),
    ("2025年12月至9月", "ask reversed"),
    ("即日起至2025年12月31日", "dated 2025-12-31 day"),
    ("2025年底前完成第一阶段，2026年6月底前全面完成", "dated 2026-06-30 month"),
    ("2025年9月、2025年12月", "ask several_days 2025-09-30 2025-12-31"),
    // At once and without an end, together with others.
    ("立行立改，长期坚持", "immediate"),
    ("立行立改（2025年9月底前）", "immediate 2025-09-30 month"),
    ("长期坚持，2025年底前见成效", "dated_then_long 2025-12-31 year"),
    ("2025年底前完成并持续推进", "dated_then_long 2025-12-31 year"),
    ("2025年10月起长期坚持", "long_term"),
    ("每月", "long_term"),
    ("每季度末", "long_term"),
    ("按月推进，2025年底前完成", "dated 2025-12-31 year"),
    ("每月5日前", "long_term"),
    // Nothing to hold on to.
    ("尽快", "ask vague"),
    ("限期整改", "ask vague"),
    ("2025年12月左右", "ask which_day 2025-12-31"),
    ("根据上级部署适时推进", "ask vague"),
    ("已完成", "ask done"),
    ("无", "ask missing"),
    ("春节前", "ask unreadable"),
    ("张三负责", "ask unreadable"),
    ("2025年底前视情况延长至明年", "ask which_day 2025-12-31"),
];

#[test]
fn people_s_words_are_understood_or_asked_and_never_guessed() {
    let calendar = calendar();
    let wrong: Vec<String> = PHRASES
        .iter()
        .filter_map(|(words, wanted)| {
            let found = told(&read(words, context(&calendar)));
            (found != *wanted).then(|| format!("{words}: {found}, not {wanted}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(PHRASES.len() >= 80);
}

#[test]
fn a_remark_of_the_file_gives_the_year_to_words_without_one() {
    let calendar = calendar();
    let stated = Context { stated_year: Some(2025), ..context(&calendar) };
    assert_eq!(told(&read("9月底前", stated)), "dated 2025-09-30 month");
    assert_eq!(told(&read("3月上旬", stated)), "ask before_feedback 2025-03-10");
    let stated = Context { stated_year: Some(2026), ..stated };
    assert_eq!(told(&read("3月上旬", stated)), "dated 2026-03-10 ten_days");
}

#[test]
fn in_december_the_first_ten_days_of_march_can_only_be_the_next() {
    let calendar = calendar();
    let december = Context { feedback: day("2025-12-09"), ..context(&calendar) };
    assert_eq!(told(&read("3月上旬", december)), "dated 2026-03-10 ten_days");
    assert_eq!(told(&read("一季度", december)), "dated 2026-03-31 quarter");
    assert_eq!(told(&read("9月", december)), "ask which_year 2025-09-30 2026-09-30");
}

#[test]
fn this_year_is_asked_when_feedback_and_writing_lie_in_different_years() {
    let calendar = calendar();
    let later =
        Context { feedback: day("2025-12-09"), written: Some(day("2026-01-08")), ..context(&calendar) };
    assert_eq!(told(&read("今年底", later)), "ask which_year 2025-12-31 2026-12-31");
    assert_eq!(told(&read("月底前", later)), "ask which_day 2025-12-31 2026-01-31");
}

#[test]
fn a_period_of_working_days_into_an_unknown_year_is_provisional() {
    let calendar = calendar();
    let late = Context { feedback: day("2026-12-28"), ..context(&calendar) };
    let Reading::Understood(Timing::Dated { due, .. }) = read("10个工作日内", late) else {
        panic!("asked")
    };
    assert!(due.provisional);
}

#[test]
fn a_span_keeps_its_beginning_and_a_recurrence_its_rhythm() {
    let calendar = calendar();
    let Reading::Understood(Timing::Dated { due, .. }) = read("2025年9月至12月", context(&calendar))
    else {
        panic!("asked")
    };
    assert_eq!(due.from, Some(day("2025-09-01")));
    assert_eq!(
        read("每半年专题研究一次", context(&calendar)),
        Reading::Understood(Timing::Recurring { every: Every::HalfYear, until: None })
    );
}

#[test]
fn a_number_cell_that_may_have_lost_its_zero_is_asked() {
    let calendar = calendar();
    let asked = read_number("2025.1", context(&calendar));
    assert_eq!(told(&asked), "ask which_day 2025-01-31 2025-10-31");
    assert_eq!(told(&read_number("45931", context(&calendar))), "ask which_day 2025-10-01");
    assert_eq!(told(&read_number("2025.9", context(&calendar))), "dated 2025-09-30 month");
}

#[test]
fn the_question_names_the_words_and_what_they_can_mean() {
    let question = Question::WhichDay { options: vec![day("2025-08-31"), day("2025-09-30")] };
    let message = question.message("9月前");
    assert_eq!(message.id, "deadline-ask-which-day");
    assert_eq!(question.options().len(), 2);
    let worded = Worded { words: "9月前".into(), reading: Reading::Asked(question) };
    assert_eq!(worded.reading.class(), Class::Asked);
    let due = Dated { from: None, day: day("2025-09-30"), precision: Precision::Month, provisional: false };
    let answered = worded.answered(Timing::Dated { due, then_long: false });
    assert_eq!((answered.words.as_str(), answered.reading.class()), ("9月前", Class::Dated));
}

#[test]
fn what_was_read_is_stored_and_comes_back() {
    let calendar = calendar();
    for (words, _) in PHRASES {
        let worded = Worded::read(words, context(&calendar));
        let text = serde_json::to_string(&worded).unwrap();
        assert_eq!(serde_json::from_str::<Worded>(&text).unwrap(), worded, "{text}");
    }
}

proptest! {
    #[test]
    fn no_words_make_it_fall_over_and_nothing_is_due_before_the_feedback(
        words in "[0-9年月日底前初末上中下旬季度半内个至到起并，、长期坚持立行改每完成工作一二三十-]{0,14}|\\PC{0,12}"
    ) {
        let calendar = calendar();
        if let Some(due) = read(&words, context(&calendar)).timing().and_then(Timing::due) {
            prop_assert!(due >= day("2025-07-04"), "{words}: {due}");
        }
    }

    #[test]
    fn width_and_spaces_change_nothing(at in 0_usize..PHRASES.len(), gap in 0_usize..12) {
        let calendar = calendar();
        let words = PHRASES[at].0;
        let wide: String = words.chars().map(|c| match c {
            '0'..='9' => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
            other => other,
        }).collect();
        let mut spaced: Vec<char> = wide.chars().collect();
        spaced.insert(gap.min(spaced.len()), '\u{3000}');
        let spaced: String = spaced.into_iter().collect();
        prop_assert_eq!(read(&spaced, context(&calendar)), read(words, context(&calendar)));
    }

    #[test]
    fn a_full_date_is_that_day_however_it_is_written(n in 0_i64..900) {
        let calendar = calendar();
        let wanted = day("2025-07-04").plus_days(n);
        let (y, m, d) = (wanted.year(), wanted.month(), wanted.day_of_month());
        for words in [
            format!("{y}年{m}月{d}日"), format!("{y}.{m}.{d}"), format!("{y}-{m:02}-{d:02}"), format!("{y}/{m}/{d}前"),
            format!("{y}{m:02}{d:02}"), format!("{y}年{m}月{d}日前完成"), format!("确保{y}年{m}月{d}日之前整改到位"),
        ] {
            prop_assert_eq!(told(&read(&words, context(&calendar))), format!("dated {wanted} day"), "{}", words);
        }
    }
}
