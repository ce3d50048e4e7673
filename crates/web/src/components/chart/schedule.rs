//! A schedule: who is where from when to when, month by month, with today as a dashed line; and the same days as a table.

use super::drawing::hundredths;
use super::switch;
use crate::View;
use kernel::{Day, Message};
use maud::{Markup, html};

/// Height of a line, in hundredths of an em.
const LINE: i64 = 300;
/// Where a bar begins in its line, and how high it is.
const TOP: i64 = 75;
const HEIGHT: i64 = 150;
/// The least width, in hundredths of a percent, of a bar that has its name in it.
const NAMED: i64 = 700;

/// A stretch of days on a line.
#[derive(Clone, Debug)]
struct Stretch {
    name: String,
    from: Day,
    to: Day,
    late: bool,
}

/// One line: its name, its stretches in order, where it stands.
pub struct Line {
    group: String,
    name: String,
    href: Option<String>,
    stretches: Vec<Stretch>,
    state: Markup,
}

impl Line {
    /// A line of a group; neighbours of one group are told apart from the next by a rule.
    pub fn new(group: impl Into<String>, name: impl Into<String>, state: Markup) -> Self {
        Self { group: group.into(), name: name.into(), href: None, stretches: Vec::new(), state }
    }

    /// What it opens.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// Days from one to the other, both counted; the wrong way round they are left out.
    #[must_use]
    pub fn stretch(self, name: impl Into<String>, from: Day, to: Day) -> Self {
        self.with(Stretch { name: name.into(), from, to, late: false })
    }

    /// Days past the one by which something was due.
    #[must_use]
    pub fn late(self, name: impl Into<String>, from: Day, to: Day) -> Self {
        self.with(Stretch { name: name.into(), from, to, late: true })
    }

    fn with(mut self, stretch: Stretch) -> Self {
        if stretch.from <= stretch.to {
            self.stretches.push(stretch);
        }
        self
    }

    fn linked(&self, class: &'static str) -> Markup {
        html! {
            @match &self.href {
                Some(href) => { a class=(class) href=(href) { (self.name) } }
                None => { (self.name) }
            }
        }
    }
}

/// The lines, over whole months.
pub struct Schedule {
    id: String,
    title: String,
    heads: [String; 3],
    lines: Vec<Line>,
}

/// The months that a schedule shows.
struct Span {
    from: Day,
    days: i64,
}

impl Schedule {
    /// `id` is unique on the page; `heads` head the group, the line and its state.
    pub fn new(id: impl Into<String>, title: impl Into<String>, heads: [String; 3]) -> Self {
        Self { id: id.into(), title: title.into(), heads, lines: Vec::new() }
    }

    /// The lines, in order.
    #[must_use]
    pub fn lines(mut self, lines: impl IntoIterator<Item = Line>) -> Self {
        self.lines = lines.into_iter().collect();
        self
    }

    /// The schedule with its switch and its table; nothing where no line has a day.
    pub fn html(&self, v: &View) -> Markup {
        let Some(span) = self.span() else { return html! {} };
        let legend = html! {
            ul.legend {
                @for (fill, id) in [("f1", "common-schedule-past"), ("f3", "common-schedule-to-come"), ("fl", "common-schedule-late")] {
                    li { svg aria-hidden="true" { rect class=(fill) width="100%" height="100%" {} } (v.t(id)) }
                }
                li.muted { (v.t("common-schedule-today")) }
            }
        };
        html! {
            figure.chart id=(self.id) {
                (switch(v, &self.id, legend))
                div.scroll tabindex="0" role="region" aria-label=(self.title) {
                    (self.drawn(v, &span)) (self.table(v))
                }
            }
        }
    }

    fn span(&self) -> Option<Span> {
        let all = || self.lines.iter().flat_map(|line| &line.stretches);
        let first = all().map(|s| s.from).min()?;
        let last = all().map(|s| s.to).max()?.month_end();
        let from = Day::new(first.year(), first.month(), 1).unwrap_or(first);
        Some(Span { from, days: last.days_since(from) + 1 })
    }

    fn drawn(&self, v: &View, span: &Span) -> Markup {
        let months = span.months();
        let [group, line, state] = &self.heads;
        let first_of_group = |at: usize| {
            at == 0 || self.lines.get(at - 1).map(|l| &l.group) != self.lines.get(at).map(|l| &l.group)
        };
        html! {
            table.gantt {
                caption.sr { (self.title) }
                thead { tr {
                    th scope="col" { (group) " · " (line) }
                    td { svg height="2em" aria-hidden="true" {
                        @for month in &months { text x={ (hundredths(span.at(*month) + 60)) "%" } y="1em" { (month_name(v, *month)) } }
                    } }
                    th scope="col" { (state) }
                } }
                tbody { @for (at, line) in self.lines.iter().enumerate() {
                    tr data-first[first_of_group(at)] {
                        th scope="row" {
                            @if first_of_group(at) { span.muted { (line.group) } " " }
                            (line.linked("main-link"))
                        }
                        td {
                            svg height={ (hundredths(LINE)) "em" } aria-hidden="true" {
                                @for month in &months { (span.upright(*month, "")) }
                                @for stretch in &line.stretches { (span.bar(stretch, v.today())) }
                                @if span.holds(v.today()) { (span.upright(v.today(), "now")) }
                            }
                            span.sr { (spoken(v, line)) }
                        }
                        td { (line.state) }
                    }
                } }
            }
        }
    }

    fn table(&self, v: &View) -> Markup {
        let [group, name, state] = &self.heads;
        html! {
            table.data {
                caption.sr { (self.title) }
                thead { tr {
                    th scope="col" { (name) } th scope="col" { (group) }
                    th scope="col" { (v.t("common-schedule-days")) } th scope="col" { (state) }
                } }
                tbody { @for line in &self.lines { tr {
                    th scope="row" { (line.linked("")) }
                    td { (line.group) } td { (spoken(v, line)) } td { (line.state) }
                } } }
            }
        }
    }
}

impl Span {
    /// Where a day begins, in hundredths of a percent.
    fn at(&self, day: Day) -> i64 {
        (day.days_since(self.from) * 10_000).checked_div(self.days).unwrap_or(0)
    }

    fn holds(&self, day: Day) -> bool {
        (0..self.days).contains(&day.days_since(self.from))
    }

    /// The first days of its months.
    fn months(&self) -> Vec<Day> {
        let mut first = self.from;
        let mut months = Vec::new();
        while self.holds(first) {
            months.push(first);
            first = first.month_end().plus_days(1);
        }
        months
    }

    fn upright(&self, day: Day, class: &'static str) -> Markup {
        let x = hundredths(self.at(day));
        html! { line class=[Some(class).filter(|c| !c.is_empty())] x1={ (x) "%" } x2={ (x) "%" } y1="0" y2={ (hundredths(LINE)) "em" } {} }
    }

    /// A stretch: past days in ink, those to come pale.
    fn bar(&self, stretch: &Stretch, today: Day) -> Markup {
        let (from, end) = (self.at(stretch.from), self.at(stretch.to.plus_days(1)));
        let passed = self.at(today).clamp(from, end);
        let middle = i64::midpoint(from, end);
        let inside = if passed > middle { "in" } else { "on" };
        let past = if stretch.late { "fl" } else { "f1" };
        html! {
            @for (fill, from, to) in [("f3", passed, end), (past, from, passed)] {
                @if to > from {
                    rect class=(fill) x={ (hundredths(from)) "%" } width={ (hundredths(to - from)) "%" } y={ (hundredths(TOP)) "em" } height={ (hundredths(HEIGHT)) "em" } {}
                }
            }
            @if end - from >= NAMED {
                text class=(inside) x={ (hundredths(middle)) "%" } y={ (hundredths(LINE / 2)) "em" } text-anchor="middle" { (stretch.name) }
            }
        }
    }
}

/// A month on the axis, with its year where one begins.
fn month_name(v: &View, first: Day) -> String {
    let id = if first.month() == 1 { "common-schedule-january" } else { "common-schedule-month" };
    v.say(
        &Message::new(id)
            .with("month", i64::from(first.month()))
            .with("year", i64::from(first.year()).to_string()),
    )
}

/// A line's days in words.
fn spoken(v: &View, line: &Line) -> String {
    let days = line.stretches.iter().map(|stretch| {
        let message = Message::new("common-schedule-stretch")
            .with("name", stretch.name.as_str())
            .with("from", stretch.from)
            .with("to", stretch.to);
        v.say(&message)
    });
    days.collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::{Line, Schedule, Span};
    use kernel::Day;
    use maud::html;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn schedule(lines: Vec<Line>) -> Schedule {
        Schedule::new("days", "", ["", "", ""].map(String::from)).lines(lines)
    }

    #[test]
    fn it_shows_whole_months_from_the_first_day_to_the_last() {
        let line = Line::new("", "", html! {}).stretch("", day("2026-10-19"), day("2026-12-11"));
        let span = schedule(vec![line]).span().unwrap();
        assert_eq!((span.from, span.days), (day("2026-10-01"), 92));
        assert_eq!(span.months(), ["2026-10-01", "2026-11-01", "2026-12-01"].map(day));
    }

    #[test]
    fn days_the_wrong_way_round_are_left_out_and_nothing_shows_nothing() {
        let line = Line::new("", "", html! {}).stretch("", day("2026-12-11"), day("2026-10-19"));
        assert!(schedule(vec![line]).span().is_none());
    }

    #[test]
    fn a_day_stands_where_its_share_of_the_months_is() {
        let span = Span { from: day("2026-11-01"), days: 30 };
        assert_eq!(
            (span.at(day("2026-11-01")), span.at(day("2026-11-16")), span.at(day("2026-12-01"))),
            (0, 5_000, 10_000)
        );
        assert!(span.holds(day("2026-11-30")) && !span.holds(day("2026-12-01")));
    }
}
