//! 提醒: what the reader should know, newest first.

use crate::components::{
    Button, Empty, Form, FormState, Help, Item, Page, Pager, Panel, Tone, chip, list, page_request,
};
use crate::request::{Answer, Posted, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::Stored;
use app::notice::MarkSeen;
use axum::extract::State;
use axum::response::Redirect;
use domain::notice::Notice;
use domain::permission::Action;
use kernel::NoticeId;
use maud::html;
use serde::Deserialize;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/notices", Needs::Right(Action::NoticeRead), show).post(
        "/notices/seen",
        Needs::Right(Action::NoticeRead),
        mark_seen,
    )
}

async fn show(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let found = web.app().notices(&reader.ctx, &page_request(v)).await?;
    let items: Vec<Item> = found.items.iter().map(|n| item(v, n)).collect();
    let unseen: Vec<NoticeId> = found.items.iter().filter(|n| n.seen.is_none()).map(|n| n.id).collect();
    let content = if items.is_empty() {
        html! { (Empty::new("bell", v.t("notice-none"), v.t("notice-none-next"))) }
    } else {
        html! { (list(&items)) (Pager::keyset(found.next.as_ref()).html(v)) }
    };
    let mut page =
        Page::new(v.t("notice-title")).help(Help::new(v.t("notice-help-what"), v.t("notice-help-next")));
    if !unseen.is_empty() {
        page = page.control(seen_form(v, &unseen));
    }
    Ok(page.html(v, html! { (Panel::new(v.t("notice-heading")).flush(content)) }))
}

/// One notice; it leads to what it is about.
pub(super) fn item(v: &View, notice: &Stored<Notice>) -> Item {
    let text = v.say(&notice.message);
    let about = notice.about.as_ref().and_then(|(kind, id)| super::record_address(kind, id.0));
    let item = match about {
        Some(href) => Item::new(text, href),
        None => Item::plain(text),
    };
    let item = item.about(v.datetime(notice.at));
    if notice.seen.is_none() { item.end(chip(Tone::Warn, &v.t("notice-unseen"))) } else { item }
}

fn seen_form(v: &View, unseen: &[NoticeId]) -> maud::Markup {
    let state = FormState::new();
    let form = Form::post("/notices/seen", &state).button(Button::submit(v.t("notice-mark-seen")));
    unseen.iter().fold(form, |form, id| form.hidden("notices", id.to_string())).html(v)
}

#[derive(Deserialize)]
struct Seen {
    #[serde(default)]
    notices: Vec<NoticeId>,
}

async fn mark_seen(State(web): State<Web>, posted: Posted<Seen>) -> Answer<Redirect> {
    let form = posted.form.map_err(app::Error::Invalid)?;
    if !form.notices.is_empty() {
        web.app().perform(&posted.ctx, &MarkSeen { notices: form.notices }).await?;
    }
    Ok(Redirect::to("/notices"))
}
