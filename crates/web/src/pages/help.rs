//! 使用指南: short chapters, the same in both languages, one page that prints.

use crate::components::{Button, Cols, Help, Page, Panel, cols, stack};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/help", Needs::Account, show)
}

/// One chapter: where links find it, its heading, its paragraphs.
struct Chapter {
    id: &'static str,
    title: &'static str,
    paragraphs: &'static [&'static str],
}

const CHAPTERS: [Chapter; 6] = [
    Chapter {
        id: "begin",
        title: "guide-begin",
        paragraphs: &["guide-begin-1", "guide-begin-2", "guide-begin-3"],
    },
    Chapter {
        id: "work",
        title: "guide-work",
        paragraphs: &["guide-work-1", "guide-work-2", "guide-work-3"],
    },
    Chapter { id: "rights", title: "guide-rights", paragraphs: &["guide-rights-1", "guide-rights-2"] },
    Chapter { id: "journal", title: "guide-journal", paragraphs: &["guide-journal-1", "guide-journal-2"] },
    Chapter { id: "secrets", title: "guide-secrets", paragraphs: &["guide-secrets-1", "guide-secrets-2"] },
    Chapter { id: "page", title: "guide-page", paragraphs: &["guide-page-1", "guide-page-2"] },
];

async fn show(reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let chapters = stack(CHAPTERS.iter().map(|c| chapter(v, c)));
    let contents = Panel::new(v.t("guide-contents")).body(html! {
        ul.stack { @for c in &CHAPTERS { li { a href={ "#" (c.id) } { (v.t(c.title)) } } } }
    });
    Ok(Page::new(v.t("guide-title"))
        .lead(v.t("guide-lead"))
        .help(Help::new(v.t("guide-help-what"), v.t("guide-help-next")))
        .action(Button::print(v.t("guide-print")))
        .unmarked()
        .html(v, cols(Cols::ThreeOne, [chapters, stack([html! { (contents) }])])))
}

fn chapter(v: &View, c: &Chapter) -> Markup {
    let text = html! { @for id in c.paragraphs { p { (v.t(id)) } } };
    html! { (Panel::new(v.t(c.title)).id(c.id).body(text)) }
}
