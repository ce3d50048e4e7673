//! A page of the program: its head, its help, its content, in the shell.

use super::{Button, Help, print, shell};
use crate::{Html, View};
use maud::{Markup, Render, html};

/// A step of the way to this page.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// Its name.
    pub label: String,
    /// Its address.
    pub href: String,
}

impl Crumb {
    /// A page above this one.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// Everything about a page but its content.
pub struct Page {
    title: String,
    stamp: Option<Markup>,
    mark: Option<Markup>,
    crumbs: Vec<Crumb>,
    lead: Option<Markup>,
    actions: Vec<Markup>,
    help: Option<Help>,
    landscape: bool,
    marked: bool,
}

impl Page {
    /// A page with its heading, the only `h1`.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            stamp: None,
            mark: None,
            crumbs: Vec::new(),
            lead: None,
            actions: Vec::new(),
            help: None,
            landscape: false,
            marked: true,
        }
    }

    /// A stamp before the heading: of which kind the record is.
    #[must_use]
    pub fn stamp(mut self, stamp: Markup) -> Self {
        self.stamp = Some(stamp);
        self
    }

    /// A chip after the heading: how the record stands.
    #[must_use]
    pub fn mark(mut self, mark: Markup) -> Self {
        self.mark = Some(mark);
        self
    }

    /// The pages above it, from the top.
    #[must_use]
    pub fn crumbs(mut self, crumbs: impl IntoIterator<Item = Crumb>) -> Self {
        self.crumbs = crumbs.into_iter().collect();
        self
    }

    /// One sentence below the heading.
    #[must_use]
    pub fn lead(mut self, lead: impl Render) -> Self {
        self.lead = Some(lead.render());
        self
    }

    /// A button beside the heading.
    #[must_use]
    pub fn action(mut self, action: Button) -> Self {
        self.actions.push(action.render());
        self
    }

    /// Other controls beside the heading: a segment, a menu.
    #[must_use]
    pub fn control(mut self, control: Markup) -> Self {
        self.actions.push(control);
        self
    }

    /// What this page is and what comes next. Every page has it.
    #[must_use]
    pub fn help(mut self, help: Help) -> Self {
        self.help = Some(help);
        self
    }

    /// Prints across: wide tables.
    #[must_use]
    pub const fn landscape(mut self) -> Self {
        self.landscape = true;
        self
    }

    /// Without the reader's name over it: pages that hold nothing of the office's work.
    #[must_use]
    pub const fn unmarked(mut self) -> Self {
        self.marked = false;
        self
    }

    /// The whole document.
    pub fn html(&self, v: &View, content: Markup) -> Html {
        let main = html! { (print::print_head(v)) (self.head(v)) (content) };
        let document = shell::Document {
            title: &self.title,
            crumbs: &self.crumbs,
            landscape: self.landscape,
            watermark: self.marked,
        };
        Html::new(shell::document(v, &document, &main))
    }

    fn head(&self, v: &View) -> Markup {
        html! {
            div.page-head {
                div {
                    h1 { @if let Some(stamp) = &self.stamp { (stamp) } (self.title) @if let Some(mark) = &self.mark { " " (mark) } }
                    div.lead {
                        @if let Some(lead) = &self.lead { p { (lead) } }
                        @if let Some(help) = &self.help { (help.html(v)) }
                    }
                }
                @if !self.actions.is_empty() { div.row { @for action in &self.actions { (action) } } }
            }
        }
    }
}
