//! The tree: one level at a time, so that ten thousand units stay quick. A branch is fetched when it is opened;
//! without script its link leads to the same branch as a page.

use super::{kind_word, page};
use crate::components::{Button, Crumb, Empty, Help, Node, Page, Panel, tree};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::organisation::Branch;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use domain::organisation::{Taxonomy, UnitKind};
use domain::permission::Action;
use kernel::{Message, UnitId};
use maud::{Markup, html};

/// As many units of one level as the tree shows.
const LEVEL: usize = 500;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/units/tree", Needs::Right(Action::UnitView), whole).get(
        "/units/{unit}/tree",
        Needs::Right(Action::UnitView),
        branch,
    )
}

async fn whole(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let (v, ctx) = (&reader.view, &reader.ctx);
    let totals = web.app().unit_totals(ctx).await?;
    let taxonomy = web.app().taxonomy(ctx).await?;
    let top = web.app().units_below(ctx, None).await?;
    let mut nodes = Vec::new();
    for root in &top {
        let below = web.app().units_below(ctx, Some(UnitId(root.id))).await?;
        let below = below.iter().take(LEVEL).map(|unit| node(v, &taxonomy, unit)).collect();
        nodes.push(Node::branch(format!("u-{}", root.id), content(v, &taxonomy, root), below, true));
    }
    let content = if nodes.is_empty() {
        html! { (Empty::new("unit", v.t("unit-empty"), v.t("unit-empty-next"))) }
    } else {
        tree(v, &nodes)
    };
    let panel = Panel::new(v.t("unit-tree")).note(v.t("unit-tree-note"));
    let panel = if nodes.is_empty() { panel.flush(content) } else { panel.body(content) };
    Ok(page(ctx, v, &totals, true).html(v, html! { (panel) }))
}

/// One branch: as a part for a page that opens it, as a page for everyone else.
async fn branch(
    State(web): State<Web>,
    Path(id): Path<UnitId>,
    headers: HeaderMap,
    reader: Reader,
) -> Answer<Html> {
    let (v, ctx) = (&reader.view, &reader.ctx);
    let taxonomy = web.app().taxonomy(ctx).await?;
    let below = web.app().units_below(ctx, Some(id)).await?;
    let nodes: Vec<Node> = below.iter().take(LEVEL).map(|unit| node(v, &taxonomy, unit)).collect();
    let rest = (below.len() > LEVEL).then(|| {
        html! { p { a href={ "/units?parent=" (id) } { (v.t("unit-tree-rest")) } } }
    });
    if headers.contains_key("hx-request") {
        return Ok(Html::new(html! { (tree(v, &nodes)) @if let Some(rest) = rest { (rest) } }));
    }
    let unit = web.app().unit(ctx, id).await?;
    let crumbs =
        unit.path.iter().map(|above| Crumb::new(above.name.clone(), format!("/units/{}/tree", above.id)));
    let crumbs = std::iter::once(Crumb::new(v.t("unit-tree"), "/units/tree")).chain(crumbs);
    let panel = Panel::new(v.t("unit-below")).body(html! {
        (tree(v, &nodes)) @if let Some(rest) = rest { (rest) }
    });
    Ok(Page::new(unit.unit.name.clone())
        .crumbs(crumbs)
        .action(Button::link(v.t("unit-open"), format!("/units/{id}")))
        .help(Help::new(v.t("unit-help-what"), v.t("unit-help-next")))
        .html(v, html! { (panel) }))
}

/// A unit of the tree; what lies below it is fetched when asked for.
pub(super) fn node(v: &View, taxonomy: &Taxonomy, unit: &Branch) -> Node {
    let id = format!("u-{}", unit.id);
    if unit.below == 0 {
        return Node::leaf(id, content(v, taxonomy, unit));
    }
    Node::fetched(id, content(v, taxonomy, unit), format!("/units/{}/tree", unit.id))
}

fn content(v: &View, taxonomy: &Taxonomy, unit: &Branch) -> Markup {
    let kind = (!unit.kind.is_empty()).then(|| kind_word(v, taxonomy, &UnitKind::new(&unit.kind)));
    let below = (unit.below > 0).then(|| v.say(&Message::new("unit-tree-below").with("count", unit.below)));
    html! {
        a href={ "/units/" (unit.id) } { (unit.name) }
        @for words in kind.iter().chain(&below) { " " small.muted { (words) } }
    }
}
