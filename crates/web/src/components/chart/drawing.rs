//! Where the boxes stand.

use super::{Bar, Chart};
use maud::{Markup, html};

/// Height of a lying bar's line, in tenths of an em.
const LINE: i64 = 22;
/// Width that the longest lying bar takes, in percent; the rest is for its figure.
const WIDEST: i64 = 88;
/// The same where the figure is a share in percent.
const WIDEST_SHARE: i64 = 82;
/// Top and foot of standing bars, in hundredths of an em.
const TOP: i64 = 100;
const FOOT: i64 = 860;

impl Chart {
    pub(super) fn rows_drawing(&self) -> Markup {
        let most = self.bars.iter().map(Bar::total).max().unwrap_or(0).max(1);
        let lines = i64::try_from(self.bars.len()).unwrap_or(0);
        html! {
            svg role="img" aria-label=(self.spoken()) data-labels=(label_room(&self.bars)) height={ (tenths(lines * LINE)) "em" } {
                @for (at, bar) in (0_i64..).zip(&self.bars) { (self.lying_bar(at, bar, most)) }
            }
        }
    }

    fn lying_bar(&self, at: i64, bar: &Bar, most: i64) -> Markup {
        let most = if self.shares { bar.total().max(1) } else { most };
        let widest = if self.shares { WIDEST_SHARE } else { WIDEST };
        let across = |n: i64| hundredths(n.saturating_mul(widest * 100) / most);
        let middle = tenths(at * LINE + LINE / 2);
        html! {
            text x="-0.6em" y={ (middle) "em" } text-anchor="end" { (bar.label) }
            @for (start, value, fill) in self.stacked(bar) {
                rect class=(fill) x={ (across(start)) "%" } width={ (across(value)) "%" } y={ (tenths(at * LINE + 3)) "em" } height={ (tenths(LINE - 6)) "em" } {}
            }
            @if self.shares {
                @let first = bar.values.first().copied().unwrap_or(0);
                @if first * 8 > most { text.in x="0.5%" dx="0.4em" y={ (middle) "em" } { (first) } }
                text.v x="100%" y={ (middle) "em" } text-anchor="end" { (i18n::format::percent(first, bar.total())) }
            } @else {
                text.v x={ (across(bar.total())) "%" } dx="0.5em" y={ (middle) "em" } { (bar.total()) }
            }
        }
    }

    pub(super) fn columns_drawing(&self) -> Markup {
        let top = round_up(self.bars.iter().map(Bar::total).max().unwrap_or(0));
        let count = i64::try_from(self.bars.len()).unwrap_or(1).max(1);
        html! {
            svg role="img" aria-label=(self.spoken()) height="10.4em" {
                @for share in [0, 1, 2] {
                    @let y = FOOT - (FOOT - TOP) * share / 2;
                    line.grid x1="6%" x2="100%" y1={ (hundredths(y)) "em" } y2={ (hundredths(y)) "em" } {}
                    text x="4.5%" y={ (hundredths(y)) "em" } text-anchor="end" { (top * share / 2) }
                }
                @for (at, bar) in (0_i64..).zip(&self.bars) { (self.standing_bar(at, bar, count, top)) }
            }
        }
    }

    fn standing_bar(&self, at: i64, bar: &Bar, count: i64, top: i64) -> Markup {
        // The plot begins at 8 % and is shared evenly; a bar takes half of its share.
        let share = 9_200 / count;
        let x = 800 + share * at + share / 4;
        let middle = x + share / 4;
        let up = |n: i64| n.saturating_mul(FOOT - TOP) / top;
        html! {
            @for (start, value, fill) in self.stacked(bar) {
                rect class=(fill) x={ (hundredths(x)) "%" } width={ (hundredths(share / 2)) "%" }
                    y={ (hundredths(FOOT - up(start + value))) "em" } height={ (hundredths(up(value))) "em" } {}
            }
            text.v x={ (hundredths(middle)) "%" } y={ (hundredths(FOOT - up(bar.total()) - 60)) "em" } text-anchor="middle" { (bar.total()) }
            text x={ (hundredths(middle)) "%" } y={ (hundredths(FOOT + 110)) "em" } text-anchor="middle" { (bar.label) }
        }
    }

    /// Start, length and colour of each part of a bar.
    fn stacked(&self, bar: &Bar) -> Vec<(i64, i64, &'static str)> {
        let mut start = 0_i64;
        let part = |(series, value): (&super::Series, &i64)| {
            let here = (start, *value, series.fill);
            start = start.saturating_add(*value);
            here
        };
        self.series.iter().zip(&bar.values).map(part).filter(|(_, value, _)| *value > 0).collect()
    }
}

/// Room for the bars' names: Chinese characters are as wide as the letters are high, others half.
fn label_room(bars: &[Bar]) -> &'static str {
    let width = |text: &str| text.chars().map(|c| if c.is_ascii() { 11 } else { 20 }).sum::<u32>();
    match bars.iter().map(|b| width(&b.label)).max() {
        Some(w) if w > 240 => "widest",
        Some(w) if w > 120 => "wide",
        _ => "",
    }
}

/// The next even number with one or two leading digits, so that the middle line is whole too.
fn round_up(most: i64) -> i64 {
    let mut unit = 1_i64;
    while most / unit >= 40 {
        unit = unit.saturating_mul(10);
    }
    let step = unit.saturating_mul(2);
    (most.saturating_add(step - 1) / step).saturating_mul(step).max(2)
}

pub(super) fn hundredths(n: i64) -> String {
    format!("{}{}.{:02}", if n < 0 { "-" } else { "" }, n.abs() / 100, n.abs() % 100)
}

fn tenths(n: i64) -> String {
    hundredths(n * 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_line_is_above_the_highest_bar_and_its_half_is_whole() {
        for (most, top) in [(0, 2), (1, 2), (17, 18), (39, 40), (41, 60), (399, 400), (1_234, 1_400)] {
            assert_eq!(round_up(most), top, "{most}");
        }
    }

    #[test]
    fn geometry_is_written_with_two_decimals() {
        assert_eq!(
            (hundredths(1_234), hundredths(5), hundredths(-50)),
            ("12.34".into(), "0.05".into(), "-0.50".into())
        );
    }
}
