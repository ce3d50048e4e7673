//! What the office's listener serves: the pages, and beside them the API.

use app::App;
use axum::Router;
use web::{Settings, Web};

/// The office's routes.
pub(crate) fn office(app: App, settings: Settings) -> Router {
    web::router(Web::new(app.clone(), settings)).merge(api::router(app))
}
