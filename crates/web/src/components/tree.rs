//! A tree as nested lists; branches open one by one, so ten thousand units stay quick.
//!
//! What a node says (a link, a chip) stands beside the control that opens it, not inside: both can be reached.

use crate::View;
use maud::{Markup, html};

enum Below {
    Nothing,
    Here(Vec<Node>),
    Elsewhere(String),
}

/// One thing of a tree.
pub struct Node {
    id: String,
    content: Markup,
    below: Below,
    open: bool,
}

impl Node {
    /// A leaf; `id` is unique on the page.
    pub fn leaf(id: impl Into<String>, content: Markup) -> Self {
        Self { id: id.into(), content, below: Below::Nothing, open: false }
    }

    /// A branch with what is below it.
    pub fn branch(id: impl Into<String>, content: Markup, nodes: Vec<Self>, open: bool) -> Self {
        Self { id: id.into(), content, below: Below::Here(nodes), open }
    }

    /// A branch that is fetched when opened: `href` answers with [`tree`] of its children. Without script the
    /// link inside leads there.
    pub fn fetched(id: impl Into<String>, content: Markup, href: impl Into<String>) -> Self {
        Self { id: id.into(), content, below: Below::Elsewhere(href.into()), open: false }
    }

    fn html(&self, v: &View) -> Markup {
        let name = format!("{}-name", self.id);
        html! {
            li id=(self.id) {
                div.node id=(name) { (self.content) }
                @match &self.below {
                    Below::Nothing => {}
                    Below::Here(nodes) => {
                        details open[self.open] { summary aria-labelledby=(name) {} (tree(v, nodes)) }
                    }
                    Below::Elsewhere(href) => (self.fetching(v, &name, href))
                }
            }
        }
    }

    fn fetching(&self, v: &View, name: &str, href: &str) -> Markup {
        let below = format!("{}-below", self.id);
        html! {
            details hx-get=(href) hx-trigger="toggle once" hx-target={ "#" (below) } hx-swap="outerHTML" {
                summary aria-labelledby=(name) {}
                p.node id=(below) { a href=(href) { (v.t("common-open-branch")) } }
            }
        }
    }
}

/// The nodes of one level, with what is below them.
pub fn tree(v: &View, nodes: &[Node]) -> Markup {
    html! { ul.tree { @for node in nodes { (node.html(v)) } } }
}
