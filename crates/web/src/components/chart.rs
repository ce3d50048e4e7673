//! Charts as drawings of lines and boxes, each with the same figures as a table.
//!
//! Geometry that comes from data is SVG attributes: across in percent, down in em, so nothing stretches, large
//! text works and no style is inline. A chart prints both, and is heard as one sentence.

use crate::View;
use maud::{Markup, html};

mod drawing;
mod schedule;

pub use schedule::{Line, Schedule};

/// What stands above a drawing: what its colours mean, and the switch to its table.
fn switch(v: &View, id: &str, legend: Markup) -> Markup {
    let name = format!("{id}-view");
    html! {
        div.row data-between {
            (legend)
            span.segment role="radiogroup" aria-label=(v.t("common-chart-view")) {
                label { input type="radio" name=(name) value="chart" checked; (v.t("common-chart")) }
                label { input type="radio" name=(name) value="table"; (v.t("common-table")) }
            }
        }
    }
}

/// One colour of a chart. Past is ink (1), plan is pale (3), late is vermilion.
#[derive(Clone, Debug)]
pub struct Series {
    label: String,
    fill: &'static str,
}

impl Series {
    /// Done, past.
    pub fn done(label: impl Into<String>) -> Self {
        Self { label: label.into(), fill: "f1" }
    }

    /// Under way.
    pub fn moving(label: impl Into<String>) -> Self {
        Self { label: label.into(), fill: "f2" }
    }

    /// Planned.
    pub fn planned(label: impl Into<String>) -> Self {
        Self { label: label.into(), fill: "f3" }
    }

    /// Late.
    pub fn late(label: impl Into<String>) -> Self {
        Self { label: label.into(), fill: "fl" }
    }

    /// Not begun, nothing.
    pub fn nothing(label: impl Into<String>) -> Self {
        Self { label: label.into(), fill: "f0" }
    }
}

/// One bar: its name, a value per series, the list behind it.
#[derive(Clone, Debug)]
pub struct Bar {
    label: String,
    values: Vec<i64>,
    href: Option<String>,
}

impl Bar {
    /// A bar; values below zero count as none.
    pub fn new(label: impl Into<String>, values: impl IntoIterator<Item = i64>) -> Self {
        Self { label: label.into(), values: values.into_iter().map(|v| v.max(0)).collect(), href: None }
    }

    /// The list behind it.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    fn total(&self) -> i64 {
        self.values.iter().fold(0, |sum, v| sum.saturating_add(*v))
    }
}

/// A chart of stacked bars with its table.
pub struct Chart {
    id: String,
    title: String,
    head: String,
    series: Vec<Series>,
    bars: Vec<Bar>,
    shares: bool,
    caption: Option<String>,
}

impl Chart {
    /// `id` is unique on the page; `head` heads the bars' names in the table.
    pub fn new(id: impl Into<String>, title: impl Into<String>, head: impl Into<String>) -> Self {
        let (id, title, head) = (id.into(), title.into(), head.into());
        Self { id, title, head, series: Vec::new(), bars: Vec::new(), shares: false, caption: None }
    }

    /// What is stacked, from the left or the bottom.
    #[must_use]
    pub fn series(mut self, series: impl IntoIterator<Item = Series>) -> Self {
        self.series = series.into_iter().collect();
        self
    }

    /// The bars, in order.
    #[must_use]
    pub fn bars(mut self, bars: impl IntoIterator<Item = Bar>) -> Self {
        self.bars = bars.into_iter().collect();
        self
    }

    /// Every lying bar is as long as the next and says the share of its first part: for rates of kinds that differ much
    /// in number.
    #[must_use]
    pub const fn shares(mut self) -> Self {
        self.shares = true;
        self
    }

    /// Small words below: the source, the day.
    #[must_use]
    pub fn caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = Some(caption.into());
        self
    }

    /// Bars lying, names at the left: kinds, sectors.
    pub fn lying(&self, v: &View) -> Markup {
        self.figure(v, &self.rows_drawing())
    }

    /// Bars standing: time.
    pub fn standing(&self, v: &View) -> Markup {
        self.figure(v, &self.columns_drawing())
    }

    fn figure(&self, v: &View, drawing: &Markup) -> Markup {
        let legend = if self.series.len() > 1 {
            self.legend()
        } else {
            html! { span {} }
        };
        html! {
            figure.chart id=(self.id) {
                (switch(v, &self.id, legend))
                (drawing)
                (self.table(v))
                @if let Some(caption) = &self.caption { figcaption { (caption) } }
            }
        }
    }

    fn legend(&self) -> Markup {
        html! {
            ul.legend { @for series in &self.series {
                li { svg aria-hidden="true" { rect class=(series.fill) width="100%" height="100%" {} } (series.label) }
            } }
        }
    }

    fn table(&self, v: &View) -> Markup {
        html! {
            table.data {
                caption.sr { (self.title) }
                thead { tr {
                    th scope="col" { (self.head) }
                    @for series in &self.series { th.num scope="col" { (series.label) } }
                    @if self.series.len() > 1 { th.num scope="col" { (v.t("common-sum")) } }
                } }
                tbody { @for bar in &self.bars { tr {
                    th scope="row" { @match &bar.href { Some(href) => { a href=(href) { (bar.label) } } None => { (bar.label) } } }
                    @for value in &bar.values { td.num { (v.count(*value)) } }
                    @if self.series.len() > 1 { td.num { (v.count(bar.total())) } }
                } } }
            }
        }
    }

    /// The figures in one sentence, for those who hear the chart.
    fn spoken(&self) -> String {
        let mut said = self.title.clone();
        for bar in &self.bars {
            said.push_str("; ");
            said.push_str(&bar.label);
            for (series, value) in self.series.iter().zip(&bar.values) {
                said.push_str(&format!(" {} {value}", series.label));
            }
        }
        said
    }
}
