//! The parts that pages are made of. The look is `assets/css`; its rules are in `assets/README.md`.
//!
//! # How to write a page
//!
//! ```ignore
//! fn units(v: &View, list: &kernel::Page<UnitRow>, filter: &Filter) -> Html {
//!     let body = html! {
//!         (Panel::new(v.t("unit-list-heading"))
//!             .flush(html! {
//!                 (Filters::new("/units").search("q", v.t("unit-search"), &filter.q).html(v))
//!                 (table(v, list))
//!                 (Pager::keyset(list.next.as_ref()).total(filter.total).html(v))
//!             })
//!             .fill())
//!     };
//!     Page::new(v.t("unit-title"))
//!         .lead(v.say(&Message::new("unit-lead").with("count", filter.total)))
//!         .action(Button::link(v.t("unit-import"), "/units/import").primary().icon("upload"))
//!         .help(Help::new(v.t("unit-help-what"), v.t("unit-help-next")))
//!         .html(v, body)
//! }
//! ```
//!
//! # Rules
//!
//! - A part is a struct named for what it is. It is made with what it cannot do without, gets the rest by
//!   methods, and ends in `.html(v)` when it has words of its own (an error, "next page"). A part without
//!   words of its own implements `maud::Render` and is put in as it is: `(chip(Tone::Ok, …))`.
//! - Text comes in already said: `v.t("id")`, `v.say(&message)`, or data. Parts never guess a language.
//! - No `style=`, no `on…=`, no `<script>` in a page: colours are tones, sizes are attributes, geometry that
//!   comes from data is SVG attributes.
//! - One primary button a view, one `h1` (that of [`Page`]), no panel in a panel.
//! - Everything works without script: a dialog's opener is a link to a page that does the same, a filter has a
//!   button, a switch is a form.
//! - Forms: a [`FormState`] holds what was typed and what is wrong with it; its `text`, `select`, … make the
//!   fields; [`Form`] adds the session's token, a fresh act id and the list of errors.
//! - Partial updates: the handler answers with the same part that the page contains, found by its `id`.

mod button;
mod chart;
mod compare;
mod dialog;
mod door;
mod error;
mod field;
mod filters;
mod form;
mod form_state;
mod icon;
mod list;
mod matrix;
mod note;
mod page;
mod pager;
mod panel;
mod phone;
mod print;
mod qr;
mod sealed;
mod shell;
mod state;
mod stats;
mod steps;
mod table;
mod tabs;
mod timeline;
mod top;
mod trace_map;
mod tree;

pub use button::{Button, menu};
pub use chart::{Bar, Chart, Line, Schedule, Series};
pub use compare::{Compare, CompareRow};
pub use dialog::Dialog;
pub use door::Door;
pub use error::{ErrorPage, Fault};
pub use field::{Choice, Field};
pub use filters::Filters;
pub use form::{Form, hidden_fields, step};
pub use form_state::FormState;
pub use icon::icon;
pub use list::{Item, list, loose_list, task};
pub use matrix::{Matrix, MatrixRow};
pub use note::{Empty, Help, Note};
pub use page::{Crumb, Page};
pub use pager::{Pager, first_page, page_request};
pub use panel::{Cols, Panel, cols, facts, row, stack};
pub use phone::Phone;
pub use print::{print_head, watermark};
pub use qr::qr;
pub use sealed::{Sealed, sealed_bar};
pub use state::{Tone, chip, due, due_done, evidence, stamp, stamp_solid};
pub use stats::{Stat, share_bar, stats};
pub use steps::{Step, StepState, steps};
pub use table::{Column, Row, Sorted, Table, cell};
pub use tabs::{Tab, segment, tabs};
pub use timeline::{Event, timeline};
pub use trace_map::{Stop, TraceMap};
pub use tree::{Node, tree};
