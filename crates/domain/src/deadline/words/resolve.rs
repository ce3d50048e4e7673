//! Which days the words mean, or what has to be asked.

use super::{
    Context, Dated, Precision, Question,
    expression::{Edge, Expression, Measure, Part, Point, YearRef},
};
use kernel::Day;
use kernel::calendar::{Period, Roll, Unit};

/// Something said about time, as days.
pub(super) enum Resolved {
    /// Due by a day.
    By(Dated),
    /// Begins on a day.
    From(Day),
}

/// The days of an expression.
pub(super) fn resolve(expression: Expression, context: Context<'_>) -> Result<Resolved, Question> {
    match expression {
        Expression::Point(point) => of_point(point, context),
        Expression::Span(from, to) => of_span(from, to, context).map(Resolved::By),
        Expression::Length { amount, measure, from_writing } => {
            let start = if from_writing { context.written } else { None };
            Ok(Resolved::By(of_length(amount, measure, start.unwrap_or(context.feedback), context)))
        }
        Expression::MonthOrMonths(amount) => Err(month_or_months(amount, context)),
        Expression::Running { months, quarter } => Err(running(months, quarter, context)),
        Expression::Concentrated => match context.concentrated_end {
            Some(day) => Ok(Resolved::By(dated(day, Precision::Day))),
            None => Err(Question::Vague),
        },
    }
}

const fn dated(day: Day, precision: Precision) -> Dated {
    Dated { from: None, day, precision, provisional: false }
}

fn of_point(point: Point, context: Context<'_>) -> Result<Resolved, Question> {
    let year = year_of(point, context)?;
    let (first, last) = stretch(point.part, year).ok_or(Question::NoSuchDay)?;
    let day = match point.edge {
        Edge::Onwards => return Ok(Resolved::From(first)),
        Edge::Before => return Err(which_day(vec![first.plus_days(-1), last], context)),
        Edge::Start | Edge::Middle => return Err(which_day(about(point, first), context)),
        Edge::End => last,
    };
    not_before_feedback(day, context)?;
    Ok(Resolved::By(dated(day, precision(point.part))))
}

fn of_span(from: Point, to: Point, context: Context<'_>) -> Result<Dated, Question> {
    let last_year = year_of(to, context)?;
    // Without a year of its own the beginning lies in the end's year, or in the one before it (11月至次年3月).
    let first_year = match from.year {
        YearRef::Unsaid => last_year,
        _ => year_of(from, context)?,
    };
    let (_, day) = stretch(to.part, last_year).ok_or(Question::NoSuchDay)?;
    let (mut first, _) = stretch(from.part, first_year).ok_or(Question::NoSuchDay)?;
    if first > day && from.year == YearRef::Unsaid {
        first = stretch(from.part, last_year - 1).ok_or(Question::NoSuchDay)?.0;
    }
    if first > day {
        return Err(Question::Reversed { from: first, to: day });
    }
    not_before_feedback(day, context)?;
    Ok(Dated { from: Some(first), ..dated(day, precision(to.part)) })
}

fn not_before_feedback(day: Day, context: Context<'_>) -> Result<(), Question> {
    if day < context.feedback { Err(Question::BeforeFeedback { day }) } else { Ok(()) }
}

/// Asks which of some days is meant; those before the feedback are left out, unless none is left.
fn which_day(days: Vec<Day>, context: Context<'_>) -> Question {
    let later: Vec<Day> = days.iter().copied().filter(|day| *day >= context.feedback).collect();
    Question::WhichDay { options: if later.is_empty() { days } else { later } }
}

/// What the beginning (初) or the middle (中) of a stretch can mean by its last day.
fn about(point: Point, first: Day) -> Vec<Day> {
    let month_end = |month: u8| Day::new(first.year(), month, 1).map(Day::month_end);
    match (point.part, point.edge) {
        (Part::Year, Edge::Start) => [1, 3].into_iter().filter_map(month_end).collect(),
        (Part::Year, _) => [6, 7].into_iter().filter_map(month_end).collect(),
        (_, Edge::Start) => vec![first.plus_days(9)],
        _ => vec![first.plus_days(14), first.plus_days(19)],
    }
}

/// The year that is meant.
fn year_of(point: Point, context: Context<'_>) -> Result<i32, Question> {
    let last_in = |year: i32| stretch(point.part, year).map(|(_, last)| last);
    match point.year {
        YearRef::Fixed(year) if (1949..=2199).contains(&year) => Ok(year),
        YearRef::Fixed(_) => Err(Question::NoSuchDay),
        YearRef::Relative(offset) => {
            let (earlier, later) =
                (context.feedback.year(), context.written.unwrap_or(context.feedback).year());
            if earlier == later {
                return Ok(earlier + offset);
            }
            let options = [earlier, later].into_iter().filter_map(|year| last_in(year + offset)).collect();
            Err(Question::WhichYear { options })
        }
        YearRef::Unsaid => match context.stated_year {
            Some(year) => Ok(year),
            None => next_year(last_in, context),
        },
    }
}

/// The year of the next such day after the feedback, where that is clear.
fn next_year(last_in: impl Fn(i32) -> Option<Day>, context: Context<'_>) -> Result<i32, Question> {
    let year = context.feedback.year();
    let Some(this) = last_in(year) else { return Err(Question::NoSuchDay) };
    if this >= context.feedback {
        return Ok(year);
    }
    let Some(next) = last_in(year + 1) else { return Err(Question::NoSuchDay) };
    let period = Period { amount: context.clear_months, unit: Unit::Month, roll: Roll::None };
    if next <= context.calendar.end_of(context.feedback, period).unrolled {
        return Ok(year + 1);
    }
    Err(Question::WhichYear { options: vec![this, next] })
}

fn precision(part: Part) -> Precision {
    match part {
        Part::Year => Precision::Year,
        Part::Half(_) => Precision::HalfYear,
        Part::Quarter(_) => Precision::Quarter,
        Part::Month(_) => Precision::Month,
        Part::Third(..) => Precision::TenDays,
        Part::Day(..) => Precision::Day,
    }
}

/// First and last day of a stretch of a year.
fn stretch(part: Part, year: i32) -> Option<(Day, Day)> {
    let first = |month: u16| Day::new(year, u8::try_from(month).ok()?, 1);
    let months = |from: u16, to: u16| Some((first(from)?, first(to)?.month_end()));
    match part {
        Part::Year => months(1, 12),
        Part::Half(half) => months(u16::from(half) * 6 - 5, u16::from(half) * 6),
        Part::Quarter(quarter) => months(u16::from(quarter) * 3 - 2, u16::from(quarter) * 3),
        Part::Month(month) => months(month, month),
        Part::Third(month, third) => {
            let begin = first(month)?.plus_days(i64::from(third) * 10);
            let end = if third == 2 { begin.month_end() } else { begin.plus_days(9) };
            Some((begin, end))
        }
        Part::Day(month, day) => {
            let day = Day::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)?;
            Some((day, day))
        }
    }
}

fn of_length(amount: u16, measure: Measure, start: Day, context: Context<'_>) -> Dated {
    let unit = match measure {
        Measure::Days => Unit::Day,
        Measure::Workdays => Unit::Workday,
        Measure::Months => Unit::Month,
    };
    // Days read from words are never rolled.
    let count = context.calendar.end_of(start, Period { amount, unit, roll: Roll::None });
    let provisional = unit == Unit::Workday && count.is_provisional();
    Dated { provisional, ..dated(count.day, Precision::Day) }
}

fn month_or_months(amount: u16, context: Context<'_>) -> Question {
    let length = of_length(amount, Measure::Months, context.feedback, context).day;
    let named = Point { year: YearRef::Unsaid, part: Part::Month(amount), edge: Edge::End };
    let mut options = vec![length];
    if let Ok(Resolved::By(month)) = of_point(named, context) {
        options.insert(0, month.day);
    }
    options.dedup();
    Question::WhichDay { options }
}

/// 月底: of the month of the feedback, or of the one in which it was written?
fn running(months: u16, quarter: bool, context: Context<'_>) -> Question {
    let end = |from: Day| {
        let steps = if quarter { u16::from((3 - from.month() % 3) % 3) + months * 3 } else { months };
        let begin = Day::new(from.year(), from.month(), 1).unwrap_or(from);
        let period = Period { amount: steps, unit: Unit::Month, roll: Roll::None };
        context.calendar.end_of(begin, period).unrolled.month_end()
    };
    let mut options = vec![end(context.feedback)];
    options.extend(context.written.map(end));
    options.dedup();
    Question::WhichDay { options }
}
