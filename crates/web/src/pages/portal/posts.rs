//! The posts of a unit and who holds them: what a post owes follows it to its next holder.

use crate::components::{
    Button, Choice, Column, Crumb, Empty, Form, FormState, Help, Page, Panel, Row, Table, cell, stack,
};
use crate::pages::fields::Fields;
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::rectification::{EnterPost, TakeOverPost, UnitPerson, VacatePost};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::permission::{Action, Scope};
use kernel::{PostId, UnitId};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::PostChange);
    routes
        .get("/portal/posts", needs, list)
        .post("/portal/posts", needs, enter)
        .post("/portal/posts/{post}/take-over", needs, take_over)
        .post("/portal/posts/{post}/vacate", needs, vacate)
}

/// The unit whose posts are kept: the one that the address names, else one's own.
async fn unit(web: &Web, ctx: &Ctx, v: &View) -> Result<(UnitId, String), Error> {
    let named: Option<UnitId> = v.address.get("unit").and_then(|id| id.parse().ok());
    let units = web.app().enterable_units(ctx).await?;
    let own = |(id, _): &(UnitId, String)| ctx.may(Action::PostChange, Scope::One(id.0));
    let mut mine = units.into_iter().filter(own);
    let found = mine.find(|(id, _)| named.is_none_or(|named| named == *id));
    found.ok_or(Error::NotFound)
}

async fn list(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    Ok(page(&web, (&reader.ctx, &reader.view), &Forms::default()).await?)
}

/// The forms as they come back: whose, and what was typed.
#[derive(Default)]
struct Forms {
    of: String,
    state: FormState,
}

async fn page(web: &Web, (ctx, v): (&Ctx, &View), forms: &Forms) -> Result<Html, Error> {
    let (unit, name) = unit(web, ctx, v).await?;
    let (posts, people) = web.app().unit_posts(ctx, unit).await?;
    let today = v.today();
    let rows = posts.iter().map(|post| {
        let holder = match post.holder_on(today) {
            Some(holder) => {
                html! { (holder.name) @if let Some(from) = holder.from { small.muted { (v.day(from)) } } }
            }
            None => html! { span.late { (v.t("ledger-post-vacant")) } },
        };
        let before = post.holders.iter().filter(|h| !h.holds(today)).map(|h| h.name.as_str());
        let before: Vec<&str> = before.collect();
        let of = post.id.to_string();
        Row::new([
            cell(&post.title),
            cell(&post.department),
            holder,
            cell(before.join(&v.t("common-list-separator"))),
            change_form(v, (unit, &of), &people, forms),
        ])
    });
    let columns = [
        Column::new(v.t("ledger-post-title")).heads_row().one_line(),
        Column::new(v.t("ledger-department")).one_line(),
        Column::new(v.t("posts-holder")).one_line(),
        Column::new(v.t("posts-before")),
        Column::new(v.t("posts-change")),
    ];
    let empty = Empty::new("user", v.t("posts-none"), v.t("posts-none-next"));
    let table = Table::new(v.t("portal-posts"), columns).rows(rows).empty(empty).stacks();
    let blank = FormState::new();
    let state = if forms.of == "new" { &forms.state } else { &blank };
    let form = Form::post(format!("/portal/posts?unit={unit}"), state)
        .body(html! {
            (state.text("title", v.t("ledger-post-title")).longest(60).html(v))
            (state.text("department", v.t("ledger-department")).optional().longest(60).html(v))
            (holder_fields(v, state, &people))
            (state.text("from", v.t("posts-from")).date().optional().html(v))
        })
        .button(Button::submit(v.t("posts-enter")).primary());
    let panels = stack([
        html! { (Panel::new(v.t("portal-posts")).flush(table.html(v))) },
        html! { (Panel::new(v.t("posts-enter")).body(form.html(v))) },
    ]);
    let crumbs = if ctx.may(Action::PortalView, Scope::One(unit.0)) {
        vec![Crumb::new(v.t("portal-title"), "/portal")]
    } else {
        vec![Crumb::new(v.t("ledger-title"), "/ledger")]
    };
    Ok(Page::new(v.t("portal-posts"))
        .lead(name)
        .crumbs(crumbs)
        .help(Help::new(v.t("posts-help-what"), v.t("posts-help-next")))
        .html(v, panels))
}

fn holder_fields(v: &View, state: &FormState, people: &[UnitPerson]) -> Markup {
    let accounts = people.iter().map(|person| {
        Choice::new(
            person.account.to_string(),
            format!("{} · {}", person.name, v.t(person.role.message_id())),
        )
    });
    html! {
        (state.text("name", v.t("ledger-post-name")).longest(60).html(v))
        (state.text("account", v.t("ledger-post-account")).select(accounts).optional().hint(v.t("ledger-post-account-hint")).html(v))
    }
}

fn change_form(v: &View, (unit, of): (UnitId, &str), people: &[UnitPerson], forms: &Forms) -> Markup {
    let blank = FormState::new();
    let state = if forms.of == of { &forms.state } else { &blank };
    let state = &state.clone().prefix(format!("post-{of}"));
    let take_over = Form::post(format!("/portal/posts/{of}/take-over?unit={unit}"), state)
        .body(html! { (holder_fields(v, state, people)) (state.text("from", v.t("posts-from")).date().html(v)) })
        .button(Button::submit(v.t("posts-take-over")));
    let vacate = Form::post(format!("/portal/posts/{of}/vacate?unit={unit}"), state)
        .body(html! { (state.text("last_day", v.t("posts-last-day")).date().html(v)) })
        .button(Button::submit(v.t("posts-vacate")));
    html! { details open[forms.of == of] { summary { (v.t("posts-change")) } (take_over.html(v)) (vacate.html(v)) } }
}

async fn back(web: &Web, posted: &Posted, of: String, error: Error) -> Answer<Response> {
    let errors = crate::pages::ledger::faults(error)?;
    let forms = Forms { of, state: posted.state(errors) };
    Ok(unprocessable(page(web, (&posted.ctx, &posted.view), &forms).await?).into_response())
}

async fn enter(State(web): State<Web>, posted: Posted) -> Answer<Response> {
    let (unit, _) = unit(&web, &posted.ctx, &posted.view).await?;
    let mut fields = Fields::of(&posted.pairs);
    let from = fields.optional_day("from");
    let error = if fields.errors.is_empty() {
        let act = EnterPost {
            unit,
            title: fields.text("title").to_owned(),
            department: fields.text("department").to_owned(),
            name: fields.text("name").to_owned(),
            account: fields.text("account").parse().ok(),
            from,
        };
        match web.app().perform(&posted.ctx, &act).await {
            Ok(_) => return Ok(ended(unit)),
            Err(error) => error,
        }
    } else {
        Error::Invalid(fields.errors)
    };
    back(&web, &posted, "new".to_owned(), error).await
}

fn ended(unit: UnitId) -> Response {
    done(&format!("/portal/posts?unit={unit}"), "posts-saved")
}

async fn take_over(State(web): State<Web>, Path(post): Path<PostId>, posted: Posted) -> Answer<Response> {
    let (unit, _) = unit(&web, &posted.ctx, &posted.view).await?;
    let mut fields = Fields::of(&posted.pairs);
    let error = match fields.day("from") {
        Some(from) => {
            let name = fields.text("name").to_owned();
            let account = fields.text("account").parse().ok();
            let act = TakeOverPost { unit, post, name, account, from };
            match web.app().perform(&posted.ctx, &act).await {
                Ok(_) => return Ok(ended(unit)),
                Err(error) => error,
            }
        }
        None => Error::Invalid(fields.errors),
    };
    back(&web, &posted, post.to_string(), error).await
}

async fn vacate(State(web): State<Web>, Path(post): Path<PostId>, posted: Posted) -> Answer<Response> {
    let (unit, _) = unit(&web, &posted.ctx, &posted.view).await?;
    let mut fields = Fields::of(&posted.pairs);
    let error = match fields.day("last_day") {
        Some(last_day) => match web.app().perform(&posted.ctx, &VacatePost { unit, post, last_day }).await {
            Ok(_) => return Ok(ended(unit)),
            Err(error) => error,
        },
        None => Error::Invalid(fields.errors),
    };
    back(&web, &posted, post.to_string(), error).await
}
