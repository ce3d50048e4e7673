//! What the API offers, one module a noun.

mod account;
mod attachment;
mod clue;
mod coverage;
mod deadline;
mod decision;
mod department;
mod engagement;
mod finding;
mod import;
mod inspector;
mod journal;
mod ledger;
mod matter;
mod me;
mod method;
mod mine;
mod notice;
mod petition;
mod recusal;
mod round;
mod ruleset;
mod search;
mod term;
mod unit;

use app::App;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;

/// Information at the head of the document.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "xuncha API",
        description = "明察 · 巡察工作系统. The same acts and reads as the pages. Preview: may change until 1.0.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    modifiers(&Bearer),
    security(("token" = []))
)]
struct Head;

/// Tokens are sent as `Authorization: Bearer xct_…`.
struct Bearer;

impl utoipa::Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
        document.components.get_or_insert_default().add_security_scheme("token", scheme);
    }
}

/// Every route with its description.
pub(crate) fn routes() -> OpenApiRouter<App> {
    let version = [
        me::routes(),
        mine::routes(),
        unit::routes(),
        term::routes(),
        import::routes(),
        coverage::routes(),
        inspector::routes(),
        recusal::routes(),
        round::routes(),
        engagement::routes(),
        attachment::routes(),
        clue::routes(),
        matter::routes(),
        method::routes(),
        finding::routes(),
        decision::routes(),
        department::routes(),
        ruleset::routes(),
        deadline::routes(),
        petition::routes(),
        ledger::routes(),
        search::routes(),
        notice::routes(),
        account::routes(),
        journal::routes(),
    ]
    .into_iter()
    .fold(OpenApiRouter::new(), OpenApiRouter::merge);
    let mut routes = OpenApiRouter::with_openapi(Head::openapi()).nest("/api/v1", version);
    crate::document::complete(routes.get_openapi_mut());
    routes
}

/// The document as JSON, for the committed file.
pub fn document() -> String {
    let (_, document) = routes().split_for_parts();
    document.to_pretty_json().unwrap_or_default()
}
