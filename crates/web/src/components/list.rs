//! Few things with a next step each.

use super::{Button, stamp, stamp_solid};
use maud::{Markup, Render, html};

/// One thing of a list.
pub struct Item {
    title: String,
    href: Option<String>,
    stamp: Option<(String, bool)>,
    about: Option<String>,
    owner: Option<String>,
    due: Option<Markup>,
    end: Option<Markup>,
    action: Option<Button>,
}

impl Item {
    /// Its title, and the page behind it.
    pub fn new(title: impl Into<String>, href: impl Into<String>) -> Self {
        Self { href: Some(href.into()), ..Self::plain(title) }
    }

    /// A thing without a page.
    pub fn plain(title: impl Into<String>) -> Self {
        let title = title.into();
        Self { title, href: None, stamp: None, about: None, owner: None, due: None, end: None, action: None }
    }

    /// One character naming its kind; solid for outcomes.
    #[must_use]
    pub fn stamp(mut self, character: impl Into<String>, solid: bool) -> Self {
        self.stamp = Some((character.into(), solid));
        self
    }

    /// Small words below the title.
    #[must_use]
    pub fn about(mut self, about: impl Into<String>) -> Self {
        self.about = Some(about.into());
        self
    }

    /// Whose it is.
    #[must_use]
    pub fn owner(mut self, owner: impl Into<String>) -> Self {
        self.owner = Some(owner.into());
        self
    }

    /// Its deadline, made by [`super::due`].
    #[must_use]
    pub fn due(mut self, due: Markup) -> Self {
        self.due = Some(due);
        self
    }

    /// Something at its end: a count, a chip.
    #[must_use]
    pub fn end(mut self, end: Markup) -> Self {
        self.end = Some(end);
        self
    }

    /// Its next step.
    #[must_use]
    pub fn action(mut self, action: Button) -> Self {
        self.action = Some(action.small().about(self.title.clone()));
        self
    }
}

impl Render for Item {
    fn render(&self) -> Markup {
        html! {
            li {
                @match &self.stamp {
                    Some((c, true)) => { (stamp_solid(c)) }
                    Some((c, false)) => { (stamp(c)) }
                    None => {}
                }
                div {
                    @match &self.href { Some(href) => { a href=(href) { (self.title) } } None => { (self.title) } }
                    @if let Some(about) = &self.about { small.muted { (about) } }
                }
                @if let Some(owner) = &self.owner { span.own { (owner) } }
                @if let Some(due) = &self.due { (due) }
                @if let Some(end) = &self.end { (end) }
                @if let Some(action) = &self.action { (action) }
            }
        }
    }
}

/// A list; goes into a panel with `flush`.
pub fn list(items: &[Item]) -> Markup {
    html! { ul.list { @for item in items { (item) } } }
}

/// The same with more room: lists of work.
pub fn loose_list(items: &[Item]) -> Markup {
    html! { ul.list data-loose { @for item in items { (item) } } }
}

/// One thing to do with its control in place: what, by when, and the form that does it.
pub fn task(title: &str, about: &str, due: Option<Markup>, control: Markup) -> Markup {
    html! {
        section.task {
            header {
                div { h3 { (title) } small.muted { (about) } }
                @if let Some(due) = due { (due) }
            }
            (control)
        }
    }
}
