//! Search within what the reader sees.

use crate::components::{Button, Empty, Help, Item, Page, Panel, icon, list, stack};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::search::{Found, Hit};
use axum::extract::State;
use domain::permission::Action;
use kernel::Message;
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/search", Needs::Right(Action::SearchUse), search)
}

async fn search(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let query = v.address.get("q").unwrap_or_default().trim();
    let found = web.app().search(&reader.ctx, query).await?;
    let (lead, content) = match &found {
        None if query.is_empty() => (None, nothing(v, "search-nothing-asked", "search-nothing-asked-next")),
        None => (None, nothing(v, "search-no-word", "search-no-word-next")),
        Some(found) if found.groups.is_empty() => (None, nothing(v, "search-none", "search-none-next")),
        Some(found) => (Some(count(v, found)), results(v, found)),
    };
    let mut page =
        Page::new(v.t("search-title")).help(Help::new(v.t("search-help-what"), v.t("search-help-next")));
    if let Some(lead) = lead {
        page = page.lead(lead);
    }
    Ok(page.html(v, stack([box_again(v, query), content])))
}

/// The search box on the page itself: on a phone the top bar has none.
fn box_again(v: &View, query: &str) -> Markup {
    html! {
        form.row role="search" aria-label=(v.t("search-again")) method="get" action="/search" {
            div.search {
                (icon("search"))
                input type="search" name="q" aria-label=(v.t("shell-search-label")) value=(query) maxlength="100";
            }
            (Button::submit(v.t("search-submit")))
        }
    }
}

fn nothing(v: &View, fact: &str, next: &str) -> Markup {
    html! { (Panel::new(v.t("search-results")).flush(html! { (Empty::new("search", v.t(fact), v.t(next))) })) }
}

fn count(v: &View, found: &Found) -> String {
    let shown: usize = found.groups.iter().map(|(_, hits)| hits.len()).sum();
    let id = if found.more { "search-found-more" } else { "search-found" };
    v.say(&Message::new(id).with("count", shown))
}

fn results(v: &View, found: &Found) -> Markup {
    stack(found.groups.iter().map(|(kind, hits)| {
        let items: Vec<Item> = hits.iter().map(item).collect();
        let panel = Panel::new(v.t(&format!("kind-{}", kind.replace('_', "-"))))
            .note(v.count(i64::try_from(hits.len()).unwrap_or(i64::MAX)));
        html! { (panel.flush(list(&items))) }
    }))
}

fn item(hit: &Hit) -> Item {
    let address = match &hit.place {
        Some(place) => Some(format!("/rulesets/{place}")),
        None => super::record_address(&hit.kind, hit.id),
    };
    match address {
        Some(href) => Item::new(hit.title.clone(), href),
        None => Item::plain(hit.title.clone()),
    }
}
