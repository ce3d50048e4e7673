//! What words say about time, before it is known which day that is.

use super::{Every, scan::Scan};

/// Which year the words name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum YearRef {
    /// None.
    Unsaid,
    /// This one.
    Fixed(i32),
    /// So many years from the one the words were written in (今年 0, 明年 1).
    Relative(i32),
}

/// A stretch of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Year,
    /// First or second half.
    Half(u8),
    /// Quarter 1–4.
    Quarter(u8),
    /// Month, as written: 13 is possible and wrong.
    Month(u16),
    /// Month, and its third from 0.
    Third(u16, u8),
    /// Month and day, as written.
    Day(u16, u16),
}

/// How the end of a stretch is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    /// Its last day.
    End,
    /// 前 right behind it: before its first day, or until its last?
    Before,
    /// 初: somewhere at its beginning.
    Start,
    /// 中: somewhere around its middle.
    Middle,
    /// 起: it begins then.
    Onwards,
}

/// A stretch with its year and edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Point {
    /// The year.
    pub(super) year: YearRef,
    /// The stretch.
    pub(super) part: Part,
    /// The edge.
    pub(super) edge: Edge,
}

/// What a length of time is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    Days,
    Workdays,
    Months,
}

/// Something said about time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expression {
    /// One stretch.
    Point(Point),
    /// From one stretch to another.
    Span(Point, Point),
    /// A length of time.
    Length { amount: u16, measure: Measure, from_writing: bool },
    /// 3月内: in March, or within three months?
    MonthOrMonths(u16),
    /// The end of a month or quarter counted from the one of writing: 0 this, 1 the next.
    Running { months: u16, quarter: bool },
    /// Within the concentrated rectification.
    Concentrated,
}

const LEADS: &[&str] = &[
    "整改完成时限",
    "完成时限",
    "整改时限",
    "整改期限",
    "期限",
    "时限",
    "确保在",
    "确保",
    "力争在",
    "力争",
    "争取在",
    "争取",
    "计划于",
    "计划在",
    "计划",
    "预计",
    "拟于",
    "拟在",
    "拟",
    "最迟",
    "不迟于",
    "不晚于",
    "须于",
    "应于",
    "截止到",
    "截止",
    "截至",
    "自即日起至",
    "即日起至",
    "限期",
    "限于",
    "限",
    "于",
    "在",
    "到",
    "至",
    ":",
];

/// Takes what is said about time from the front; what is left is behind it.
pub(super) fn take(scan: &mut Scan<'_>) -> Option<Expression> {
    scan.skip(LEADS);
    [concentrated, running, length, span_or_point].into_iter().find_map(|take| {
        let mut ahead = *scan;
        let found = take(&mut ahead)?;
        *scan = ahead;
        Some(found)
    })
}

/// 每月, 按季度, 逐月.
pub(super) fn every(scan: &mut Scan<'_>) -> Option<Every> {
    let mut ahead = *scan;
    if !ahead.eat_any(&["每个", "每", "按", "逐"]) {
        return None;
    }
    let found = [
        (&["半年"][..], Every::HalfYear),
        (&["季度", "季"], Every::Quarter),
        (&["月", "月份"], Every::Month),
        (&["周", "星期"], Every::Week),
        (&["天", "日"], Every::Day),
        (&["年度", "年"], Every::Year),
    ];
    let every = found.into_iter().find_map(|(words, every)| ahead.eat_any(words).then_some(every))?;
    ahead.eat_any(&["底前", "末前", "底", "末", "初"]);
    *scan = ahead;
    Some(every)
}

fn concentrated(scan: &mut Scan<'_>) -> Option<Expression> {
    let named = scan.eat_any(&["集中整改期限", "集中整改期", "集中整改", "整改期限", "整改期"]);
    let inside = named && scan.eat_any(&["间内", "间", "满前", "结束前", "以内", "内"]);
    inside.then_some(Expression::Concentrated)
}

/// 月底前, 本月底, 下月底, 本季度末.
fn running(scan: &mut Scan<'_>) -> Option<Expression> {
    let months = u16::from(scan.eat_any(&["下个", "下", "次"]));
    scan.eat_any(&["这个", "本", "当"]);
    let quarter = scan.eat_any(&["季度", "季"]);
    let named = quarter || scan.eat_any(&["月份", "月"]);
    let ended = named && scan.eat_any(&["底前", "末前", "底", "末", "内", "前"]);
    ended.then_some(Expression::Running { months, quarter })
}

/// 一个月内, 自反馈之日起15个工作日内, 半年内, 3月内.
fn length(scan: &mut Scan<'_>) -> Option<Expression> {
    let from_writing = scan.eat_any(&["自即日起", "即日起"]);
    if !from_writing {
        since_feedback(scan);
    }
    scan.skip(&["在", "用", "利用", "不超过"]);
    let (amount, measure) = amount_of_time(scan)?;
    let inside = scan.eat_any(&["时间以内", "时间内", "以内", "之内", "内", "时间"]);
    match measure {
        None if inside => Some(Expression::MonthOrMonths(amount)),
        None => None,
        Some(measure) => {
            scan.eat_any(&["之前", "前"]);
            Some(Expression::Length { amount, measure, from_writing })
        }
    }
}

/// Words that say a period counts from the feedback; others (文件印发之日起) are not taken and so are asked.
fn since_feedback(scan: &mut Scan<'_>) {
    let mut ahead = *scan;
    ahead.eat_any(&["自", "从"]);
    ahead.eat_any(&["收到", "接到"]);
    ahead.eat_any(&["巡察"]);
    if !ahead.eat_any(&["反馈意见", "反馈会", "反馈"]) {
        return;
    }
    ahead.skip(&["之日", "之后", "后", "起", "召开"]);
    ahead.eat_any(&["的"]);
    *scan = ahead;
}

/// How many of what; no measure for 3月, which can be a month's name.
fn amount_of_time(scan: &mut Scan<'_>) -> Option<(u16, Option<Measure>)> {
    if scan.eat_any(&["半个月", "半月"]) {
        return Some((15, Some(Measure::Days)));
    }
    if scan.eat("半年") {
        return Some((6, Some(Measure::Months)));
    }
    let two_by_word = scan.rest.starts_with('两');
    let mut ahead = *scan;
    let amount = ahead.number().filter(|amount| *amount > 0)?;
    let found = if ahead.eat_any(&["个工作日", "工作日"]) {
        (amount, Some(Measure::Workdays))
    } else if ahead.eat_any(&["个自然日", "自然日", "个日历日", "天"]) {
        (amount, Some(Measure::Days))
    } else if ahead.eat_any(&["个星期", "星期", "周"]) {
        (amount.checked_mul(7)?, Some(Measure::Days))
    } else if ahead.eat("个月") {
        (amount, Some(Measure::Months))
    } else if ahead.eat("个季度") {
        (amount.checked_mul(3)?, Some(Measure::Months))
    } else if ahead.eat("小时") {
        (amount.div_ceil(24), Some(Measure::Days))
    } else if ahead.eat("年") && amount < 20 {
        (amount.checked_mul(12)?, Some(Measure::Months))
    } else if ahead.eat("日") && ahead.rest.starts_with(['内', '以', '之']) {
        (amount, Some(Measure::Days))
    } else if ahead.eat("月") {
        (amount, two_by_word.then_some(Measure::Months))
    } else {
        return None;
    };
    *scan = ahead;
    Some(found)
}

fn span_or_point(scan: &mut Scan<'_>) -> Option<Expression> {
    scan.eat_any(&["自", "从"]);
    if let Some(span) = bare_months(scan) {
        return Some(span);
    }
    let first = point(scan, None)?;
    let mut ahead = *scan;
    if first.edge != Edge::Onwards {
        ahead.eat_any(&["底", "末"]);
    }
    if ahead.eat_any(&["-", "至", "到"])
        && let Some(second) = point(&mut ahead, Some(first))
    {
        *scan = ahead;
        return Some(Expression::Span(Point { edge: Edge::End, ..first }, second));
    }
    Some(Expression::Point(first))
}

/// 9-12月, 2025年9-12月.
fn bare_months(scan: &mut Scan<'_>) -> Option<Expression> {
    let mut ahead = *scan;
    let year = year_ref(&mut ahead);
    let from = ahead.number()?;
    if !ahead.eat_any(&["-", "至", "到"]) {
        return None;
    }
    let to = ahead.number()?;
    if !ahead.eat_any(&["月份", "月"]) || ahead.rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    ahead.eat_any(&["底前", "末前", "底", "末"]);
    *scan = ahead;
    let point = |month| Point { year, part: Part::Month(month), edge: Edge::End };
    Some(Expression::Span(point(from), point(to)))
}

fn year_ref(scan: &mut Scan<'_>) -> YearRef {
    for (words, offset) in [
        (&["今年", "本年度", "本年", "当年"][..], 0),
        (&["明年", "次年", "来年", "下一年", "下年度", "翌年"], 1),
        (&["后年"], 2),
    ] {
        if scan.eat_any(words) {
            return YearRef::Relative(offset);
        }
    }
    let mut ahead = *scan;
    match ahead.year() {
        Some(year) if ahead.eat_any(&["年度", "年"]) || ahead.rest.starts_with('q') => {
            *scan = ahead;
            YearRef::Fixed(year)
        }
        _ => YearRef::Unsaid,
    }
}

/// A stretch of time; the year, and the month of a bare day, may come from the stretch before it.
fn point(scan: &mut Scan<'_>, before: Option<Point>) -> Option<Point> {
    if let Some(point) = numeric(scan) {
        return Some(point);
    }
    let said = year_ref(scan);
    let year = match before {
        Some(before) if said == YearRef::Unsaid => before.year,
        _ => said,
    };
    let part = part(scan, said, before)?;
    Some(Point { year, part, edge: edge(scan, part) })
}

/// 2025-09-30, 2025.9.30, 2025/9, 20250930, 202509.
fn numeric(scan: &mut Scan<'_>) -> Option<Point> {
    let fixed = |year: u32| i32::try_from(year).map(YearRef::Fixed).ok();
    let small = |n: u32| u16::try_from(n).ok();
    let mut ahead = *scan;
    let found = if let Some(all) = ahead.digits(8) {
        (fixed(all / 10_000)?, Part::Day(small(all / 100 % 100)?, small(all % 100)?))
    } else if let Some(all) = ahead.digits(6) {
        (fixed(all / 100)?, Part::Month(small(all % 100)?))
    } else {
        let year = fixed(ahead.digits(4)?)?;
        let separator = [".", "/", "-"].into_iter().find(|separator| ahead.eat(separator))?;
        let month = ahead.digits(2).or_else(|| ahead.digits(1)).and_then(small)?;
        let mut further = ahead;
        let day = further.eat(separator).then(|| further.digits(2).or_else(|| further.digits(1))).flatten();
        // After 2025.9-2026.3 the next piece has four digits: no day.
        match day.and_then(small) {
            Some(day) => {
                ahead = further;
                (year, Part::Day(month, day))
            }
            None => (year, Part::Month(month)),
        }
    };
    ahead.eat_any(&["日", "月"]);
    *scan = ahead;
    let (year, part) = found;
    Some(Point { year, part, edge: edge(scan, part) })
}

fn part(scan: &mut Scan<'_>, said: YearRef, before: Option<Point>) -> Option<Part> {
    if scan.eat("上半年") {
        return Some(Part::Half(1));
    }
    if scan.eat("下半年") {
        return Some(Part::Half(2));
    }
    if let Some(quarter) = quarter(scan) {
        return Some(quarter);
    }
    let mut ahead = *scan;
    if let Some(number) = ahead.number() {
        if ahead.eat_any(&["月份", "月"]) {
            *scan = ahead;
            return Some(within_month(scan, number));
        }
        if let Some(Point { part: Part::Day(month, _), .. }) = before
            && ahead.eat_any(&["日", "号"])
        {
            *scan = ahead;
            return Some(Part::Day(month, number));
        }
        return None;
    }
    if scan.eat_any(&["年内", "全年", "年度内"]) {
        return Some(Part::Year);
    }
    // 年底 without a year, or 今年年底.
    let mut ahead = *scan;
    let again = ahead.eat("年");
    let named = ["底", "末", "终", "初", "中"].iter().any(|word| ahead.rest.starts_with(word));
    if again && named {
        *scan = ahead;
        return Some(Part::Year);
    }
    (said != YearRef::Unsaid).then_some(Part::Year)
}

fn quarter(scan: &mut Scan<'_>) -> Option<Part> {
    let mut ahead = *scan;
    let number = if ahead.eat("q") {
        ahead.number()?
    } else {
        ahead.eat("第");
        let number = ahead.number()?;
        ahead.eat_any(&["季度", "季"]).then_some(number)?
    };
    let quarter = u8::try_from(number).ok().filter(|quarter| (1..=4).contains(quarter))?;
    *scan = ahead;
    Some(Part::Quarter(quarter))
}

fn within_month(scan: &mut Scan<'_>, month: u16) -> Part {
    for (third, word) in [(0, "上旬"), (1, "中旬"), (2, "下旬")] {
        if scan.eat(word) {
            return Part::Third(month, third);
        }
    }
    let mut ahead = *scan;
    match ahead.number() {
        Some(day) if ahead.eat_any(&["日", "号"]) => {
            *scan = ahead;
            Part::Day(month, day)
        }
        _ => Part::Month(month),
    }
}

fn edge(scan: &mut Scan<'_>, part: Part) -> Edge {
    let is_day = matches!(part, Part::Day(..));
    if scan.eat_any(&["初以前", "初之前", "初前", "初"]) {
        return Edge::Start;
    }
    if scan.eat_any(&["中以前", "中之前", "中前", "中"]) {
        return Edge::Middle;
    }
    let end = scan.eat_any(&["底", "末", "终"]);
    if scan.eat_any(&["以前", "之前", "前"]) {
        return if end || is_day { Edge::End } else { Edge::Before };
    }
    if scan.eat_any(&["起", "开始"]) {
        return Edge::Onwards;
    }
    scan.eat_any(&["以内", "之内", "期间", "内", "当天"]);
    Edge::End
}
