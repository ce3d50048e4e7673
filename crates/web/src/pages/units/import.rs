//! Importing a list: the file, its preview with everything that is wrong in it, and accepting it.
//!
//! The preview is a page with an address: the file waits for an hour, what it is read by stands in the query. So it
//! can be looked at again with another date or other columns, and nothing is sent twice.

mod preview;

use crate::components::{Button, Crumb, Form, FormState, Help, Page, Panel, facts, stack};
use crate::request::{Answer, Posted, Reader, Uploaded, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::view::Address;
use crate::{Html, View, Web};
use app::organisation::{Columns, ImportOptions, ImportUnits, TermUpload};
use app::stash::{MAX_BYTES, StashId};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::organisation::import::Column;
use domain::permission::Action;
use kernel::{FieldError, Message};
use maud::html;

/// Room for the list, the terms and the form around them.
const MOST: usize = 2 * MAX_BYTES;

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::UnitImport);
    routes
        .get("/units/import", needs, ask)
        .upload("/units/import", needs, MOST, upload)
        .get("/units/import/{file}", needs, show)
        .post("/units/import/{file}", needs, accept)
}

async fn ask(reader: Reader) -> Answer<Html> {
    Ok(file_page(&reader.view, &FormState::new()))
}

fn file_page(v: &View, state: &FormState) -> Html {
    let form = Form::post("/units/import", state)
        .multipart()
        .body(html! {
            // Choosing the list is enough: the preview stores nothing. Without script the button does it.
            div.field data-wide data-auto {
                (state.text("file", v.t("unit-import-file")).file(".xlsx").hint(v.t("unit-import-file-hint")).html(v))
            }
            (state.text("terms", v.t("unit-import-terms")).file(".json").hint(v.t("unit-import-terms-hint")).optional().html(v))
            (state.text("as_of", v.t("unit-import-as-of")).date().hint(v.t("unit-import-as-of-hint")).optional().html(v))
        })
        .button(Button::submit(v.t("unit-import-read")).primary())
        .note(v.t("unit-import-read-note"))
        .html(v);
    let columns = Column::ALL.into_iter().map(|column| {
        let needed =
            if Column::REQUIRED.contains(&column) { "unit-import-needed" } else { "unit-import-optional" };
        (v.t(column.message_id()), html! { (v.t(needed)) })
    });
    let parts = [
        html! { (Panel::new(v.t("unit-import-choose")).body(form)) },
        html! { (Panel::new(v.t("unit-import-columns")).note(v.t("unit-import-columns-note")).body(facts(columns))) },
    ];
    head(v).html(v, stack(parts))
}

fn head(v: &View) -> Page {
    Page::new(v.t("unit-import"))
        .crumbs([Crumb::new(v.t("unit-title"), "/units")])
        .help(Help::new(v.t("unit-import-help-what"), v.t("unit-import-help-next")))
}

/// Keeps the files and goes on to the preview. On the preview's page only the terms may come: the list waits already.
async fn upload(State(web): State<Web>, uploaded: Uploaded) -> Answer<Response> {
    let ctx = &uploaded.ctx;
    let kept: Option<StashId> = uploaded.value("kept").parse().ok();
    let list = match (uploaded.file("file"), kept) {
        (Some(file), _) => web.app().stash(ctx, &file.name, &file.bytes).await?,
        (None, Some(kept)) => kept,
        (None, None) => {
            let errors = vec![FieldError::new("file", Message::new("unit-import-file-missing"))];
            let page = file_page(&uploaded.view, &uploaded.state(errors));
            return Ok(unprocessable(page).into_response());
        }
    };
    let mut address = Address::parse(&format!("/units/import/{list}"));
    for (name, value) in uploaded.pairs.iter().filter(|(name, _)| is_option(name)) {
        address = address.with(name, value);
    }
    if let Some(terms) = uploaded.file("terms") {
        let kept = web.app().stash(ctx, &terms.name, &terms.bytes).await?;
        address = address.with("terms", &kept.to_string());
    }
    Ok(Redirect::to(&address.to_string()).into_response())
}

fn is_option(name: &str) -> bool {
    matches!(name, "as_of" | "terms") || name.starts_with("column.")
}

/// How the list is to be read, as the query or a form says it.
struct Asked {
    list: String,
    bytes: Vec<u8>,
    options: ImportOptions,
}

async fn asked<'a>(
    web: &Web,
    ctx: &Ctx,
    file: StashId,
    pairs: impl Iterator<Item = (&'a str, &'a str)> + Send,
) -> Result<Asked, Error> {
    let (mut options, mut terms, mut columns) = (ImportOptions::default(), None, Columns::new());
    for (name, value) in pairs {
        match name {
            "as_of" if !value.is_empty() => {
                let unreadable = || Message::new("unit-day-unreadable").with("value", value);
                options.as_of = Some(value.parse().map_err(|_| Error::field("as_of", unreadable()))?);
            }
            "terms" => terms = value.parse::<StashId>().ok(),
            _ => columns.extend(column(name, value)),
        }
    }
    if let Some(id) = terms {
        let (name, bytes) = web.app().unstash(ctx, id).await?;
        options.terms = Some(TermUpload { name, bytes });
    }
    options.columns = columns;
    let (list, bytes) = web.app().unstash(ctx, file).await?;
    Ok(Asked { list, bytes, options })
}

/// `column.5=members`: the sixth column of the sheet holds the members; without a value it is left out.
fn column(name: &str, value: &str) -> Option<(u32, Option<Column>)> {
    let at = name.strip_prefix("column.")?.parse().ok()?;
    let holds = serde_json::from_value(serde_json::Value::String(value.to_owned())).ok();
    (holds.is_some() || value.is_empty()).then_some((at, holds))
}

async fn show(State(web): State<Web>, Path(file): Path<StashId>, reader: Reader) -> Answer<Response> {
    let (v, ctx) = (&reader.view, &reader.ctx);
    match look(&web, ctx, v, file).await {
        Ok(page) => Ok(page.into_response()),
        // What cannot be read at all goes back to choosing, with the reason beside the field.
        Err(Error::Refused(refusal)) => Ok(back(v, FieldError::new("file", refusal.0))),
        Err(Error::Invalid(errors)) => Ok(back_with(v, errors)),
        Err(other) => Err(other.into()),
    }
}

async fn look(web: &Web, ctx: &Ctx, v: &View, file: StashId) -> Result<Html, Error> {
    let Asked { list, bytes, options } = asked(web, ctx, file, v.address.pairs()).await?;
    let terms = options.terms.as_ref().map(|terms| terms.name.clone());
    let preview = web.app().preview_units(ctx, &list, bytes, options).await?;
    let taxonomy = web.app().taxonomy(ctx).await?;
    Ok(preview::page(v, file, &preview, terms.as_deref(), &taxonomy))
}

fn back(v: &View, error: FieldError) -> Response {
    back_with(v, vec![error])
}

fn back_with(v: &View, errors: Vec<FieldError>) -> Response {
    // The terms' file is one field of this form, wherever in it the mistake is.
    let own = |error: FieldError| match error.field.as_ref() {
        "file" | "as_of" | "terms" => error,
        field if field.starts_with("terms[") => FieldError::new("terms", error.message),
        _ => FieldError::new("file", error.message),
    };
    let state = FormState::typed([], errors.into_iter().map(own).collect());
    unprocessable(file_page(v, &state)).into_response()
}

async fn accept(State(web): State<Web>, Path(file): Path<StashId>, posted: Posted) -> Answer<Response> {
    let pairs = posted.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let Asked { list, bytes, options } = asked(&web, &posted.ctx, file, pairs).await?;
    web.app().perform(&posted.ctx, &ImportUnits { file: list, bytes, options }).await?;
    Ok(done("/units", "unit-imported"))
}
