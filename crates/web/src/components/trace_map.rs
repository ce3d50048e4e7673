//! Where something came from and went, as a drawing: columns of records, and the ways between them.
//!
//! The drawing scales with the text, because its size is in em, and it scrolls in its own frame where it is wider than the
//! page. The same is there as a list, so what is cut short here is whole there.

use maud::{Markup, html};

/// Size of a record's box, and the room around it, in the drawing's units; thirteen of them are one em.
const WIDTH: i64 = 132;
const HEIGHT: i64 = 50;
const BESIDE: i64 = 20;
const BELOW: i64 = 14;
/// Room for the columns' heads.
const HEAD: i64 = 24;
/// How much fits into a box, in halves of a Chinese character.
const NAME_FITS: usize = 14;
const ABOUT_FITS: usize = 17;

/// One record on the map.
#[derive(Clone, Debug)]
pub struct Stop {
    stamp: String,
    solid: bool,
    name: String,
    about: String,
    href: Option<String>,
    here: bool,
    to_come: bool,
}

impl Stop {
    /// One character for its kind, its code, and a few words.
    pub fn new(stamp: impl Into<String>, name: impl Into<String>, about: impl Into<String>) -> Self {
        let (stamp, name, about) = (stamp.into(), name.into(), about.into());
        Self { stamp, solid: false, name, about, href: None, here: false, to_come: false }
    }

    /// An outcome, not a source.
    #[must_use]
    pub const fn solid(mut self) -> Self {
        self.solid = true;
        self
    }

    /// The page behind it.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// The record whose map this is.
    #[must_use]
    pub const fn here(mut self) -> Self {
        self.here = true;
        self
    }

    /// It has not happened yet.
    #[must_use]
    pub const fn to_come(mut self) -> Self {
        self.to_come = true;
        self
    }

    fn class(&self) -> Option<&'static str> {
        match (self.here, self.to_come) {
            (true, _) => Some("here"),
            (false, true) => Some("gone"),
            (false, false) => None,
        }
    }

    fn drawing(&self, (x, y): (i64, i64)) -> Markup {
        let inside = html! {
            title { (self.name) " " (self.about) }
            rect x=(x) y=(y) width=(WIDTH) height=(HEIGHT) rx="3" {}
            rect.st data-solid[self.solid] x=(x + 7) y=(y + 7) width="18" height="18" rx="2" {}
            text x=(x + 16) y=(y + 16) text-anchor="middle" { (self.stamp) }
            text x=(x + 31) y=(y + 16) font-weight="600" { (cut(&self.name, NAME_FITS)) }
            text.sub x=(x + 8) y=(y + 37) { (cut(&self.about, ABOUT_FITS)) }
        };
        html! {
            @match &self.href {
                Some(href) => { a href=(href) class=[self.class()] { (inside) } }
                None => { g class=[self.class()] { (inside) } }
            }
        }
    }
}

/// A place on the map: column and row.
type At = (usize, usize);

/// The map.
#[derive(Clone, Debug, Default)]
pub struct TraceMap {
    columns: Vec<(String, Vec<Stop>)>,
    ways: Vec<(At, At)>,
}

impl TraceMap {
    /// A column with its head, and in which column its records stand. One without records is left out.
    pub fn column(&mut self, head: impl Into<String>, stops: Vec<Stop>) -> usize {
        if !stops.is_empty() {
            self.columns.push((head.into(), stops));
        }
        self.columns.len().saturating_sub(1)
    }

    /// A way from one record to another.
    pub fn way(&mut self, from: At, to: At) {
        if from.0 < to.0 && !self.ways.contains(&(from, to)) {
            self.ways.push((from, to));
        }
    }

    fn most(&self) -> usize {
        self.columns.iter().map(|(_, stops)| stops.len()).max().unwrap_or(0)
    }

    /// Left upper corner of a record: columns are as high as the highest, each spread over that height.
    fn corner(&self, (column, row): At) -> (i64, i64) {
        let n = |n: usize| i64::try_from(n).unwrap_or(0);
        let own = self.columns.get(column).map_or(1, |(_, stops)| stops.len().max(1));
        let step = (HEIGHT + BELOW) * n(self.most()) / n(own);
        let y = HEAD + step * n(row) + (step - HEIGHT - BELOW) / 2;
        (1 + n(column) * (WIDTH + BESIDE), y)
    }

    /// The drawing, in a frame that scrolls; `name` says what it shows.
    pub fn html(&self, name: &str) -> Markup {
        let n = |n: usize| i64::try_from(n).unwrap_or(0);
        let width = n(self.columns.len()) * (WIDTH + BESIDE) - BESIDE + 2;
        let height = HEAD + n(self.most()) * (HEIGHT + BELOW);
        html! {
            div.scroll tabindex="0" role="region" aria-label=(name) {
                svg.trace-map width={ (em(width)) "em" } height={ (em(height)) "em" } viewBox={ "0 0 " (width) " " (height) } role="group" aria-label=(name) {
                    @for (column, (head, _)) in self.columns.iter().enumerate() {
                        text.head x=(self.corner((column, 0)).0 + WIDTH / 2) y="9" text-anchor="middle" { (head) }
                    }
                    @for (from, to) in &self.ways { (self.path(*from, *to)) }
                    @for (column, (_, stops)) in self.columns.iter().enumerate() {
                        @for (row, stop) in stops.iter().enumerate() { (stop.drawing(self.corner((column, row)))) }
                    }
                }
            }
        }
    }

    fn path(&self, from: At, to: At) -> Markup {
        let ((x1, y1), (x2, y2)) = (self.corner(from), self.corner(to));
        let (x1, y1, y2) = (x1 + WIDTH, y1 + HEIGHT / 2, y2 + HEIGHT / 2);
        let half = (x2 - x1) / 2;
        html! { path d=(format!("M{x1} {y1}C{} {y1} {} {y2} {x2} {y2}", x1 + half, x2 - half)) {} }
    }
}

/// Units in em, with two decimals.
fn em(units: i64) -> String {
    let hundredths = units * 100 / 13;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// As much of a text as fits, with an ellipsis for the rest.
fn cut(text: &str, fits: usize) -> String {
    let wide = |c: char| if c.is_ascii() { 1 } else { 2 };
    if text.chars().map(wide).sum::<usize>() <= fits {
        return text.to_owned();
    }
    let mut left = fits.saturating_sub(1);
    let taken = text.chars().take_while(|c| {
        let fits = wide(*c) <= left;
        left = left.saturating_sub(wide(*c));
        fits
    });
    let mut short: String = taken.collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_cut_with_an_ellipsis() {
        assert_eq!(cut("XF-2025-018", 11), "XF-2025-018");
        assert_eq!(cut("XF-2025-0180", 11), "XF-2025-01…");
        assert_eq!(cut("泵站管护不到位问题突出", 11), "泵站管护不…");
    }

    #[test]
    fn shorter_columns_stand_in_the_middle_and_an_empty_one_takes_no_room() {
        let mut map = TraceMap::default();
        let stop = || Stop::new("信", "XF001", "来信");
        map.column("来源", vec![stop(), stop()]);
        map.column("线索", Vec::new());
        let at = map.column("底稿", vec![stop()]);
        assert_eq!(at, 1);
        assert_eq!(map.corner((0, 0)).1 + map.corner((0, 1)).1, 2 * map.corner((1, 0)).1);
        map.way((0, 0), (1, 0));
        map.way((0, 0), (1, 0));
        assert_eq!(map.ways.len(), 1, "each way once");
    }
}
