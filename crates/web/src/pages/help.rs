//! 使用指南: the guides, each a page that prints, in the reader's language.

use crate::components::{Button, Cols, Crumb, Help, Item, Page, Panel, cols, list, stack};
use crate::guide::{self, GUIDES, Guide, Text};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View};
use app::Error;
use axum::extract::Path;
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/help", Needs::Account, show).get("/help/guide/{name}", Needs::Account, one)
}

async fn show(reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let items: Vec<Item> = GUIDES.iter().map(|guide| item(v, guide)).collect();
    let programs = Panel::new(v.t("guide-programs")).body(html! {
        p { (v.t("guide-programs-about")) }
        p { a href="/help/api" { (v.t("api-page-title")) } }
    });
    let keys =
        Panel::new(v.t("guide-page")).body(html! { p { (v.t("guide-page-1")) } p { (v.t("guide-page-2")) } });
    let guides = Panel::new(v.t("guide-list")).flush(list(&items));
    Ok(Page::new(v.t("guide-title"))
        .lead(v.t("guide-lead"))
        .help(Help::new(v.t("guide-help-what"), v.t("guide-help-next")))
        .unmarked()
        .html(v, cols(Cols::TwoOne, [html! { (guides) }, stack([html! { (keys) }, html! { (programs) }])])))
}

fn item(v: &View, guide: &Guide) -> Item {
    let text = guide.text(v.lang);
    Item::new(text.title.as_str(), format!("/help/guide/{}", guide.name)).about(text.lead.as_str())
}

async fn one(reader: Reader, Path(name): Path<String>) -> Answer<Html> {
    let v = &reader.view;
    let text = guide::find(&name).ok_or(Error::NotFound)?.text(v.lang);
    let sections = stack(text.sections.iter().map(|s| {
        html! { (Panel::new(s.title.as_str()).id(s.slug.as_str()).body(html! { div.prose { (s.body) } })) }
    }));
    Ok(Page::new(text.title.as_str())
        .crumbs([Crumb::new(v.t("guide-title"), "/help")])
        .lead(text.lead.as_str())
        .help(Help::new(v.t("guide-help-what"), v.t("guide-one-help-next")))
        .action(Button::print(v.t("guide-print")))
        .unmarked()
        .html(v, cols(Cols::ThreeOne, [sections, contents(v, text)])))
}

fn contents(v: &View, text: &Text) -> Markup {
    let links = html! {
        ul.stack { @for s in &text.sections { li { a href={ "#" (s.slug) } { (s.title) } } } }
    };
    html! { div.no-print { (Panel::new(v.t("guide-contents")).body(links)) } }
}
