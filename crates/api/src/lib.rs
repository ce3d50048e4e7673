//! JSON over HTTP: the same acts and reads as the pages, for programs.
//!
//! Bearer tokens of an account (scopes `read` and `write`), keyset paging, `ETag`/`If-Match` on single records, the act
//! id in `X-Act-Id` (a repeat returns the first answer), RFC 9457 problems whose `code` is a message id of the
//! catalogues. The document is generated from this code, committed, and checked. Preview until 1.0.
//!
//! Like `web`, this room knows `app` only.

mod answer;
mod caller;
mod document;
mod problem;
mod resources;
mod upload;
mod voice;

pub use resources::document;

use app::App;

/// Largest body of a request that carries no file.
const MOST_JSON: usize = 1024 * 1024;

/// The API below `/api/v1`, and its document at `/api/openapi.json`.
pub fn router(app: App) -> axum::Router {
    let (routes, document) = resources::routes().split_for_parts();
    let text = document.to_pretty_json().unwrap_or_default();
    let limit = axum::extract::DefaultBodyLimit::max(MOST_JSON);
    let words = axum::middleware::from_fn_with_state(app.clone(), problem::in_own_words);
    routes
        .layer(limit)
        .layer(words)
        .with_state(app)
        .route(
            "/api/openapi.json",
            axum::routing::get(move || {
                let text = text.clone();
                async move { ([(axum::http::header::CONTENT_TYPE, "application/json")], text) }
            }),
        )
        .route("/api/{*rest}", axum::routing::any(problem::unknown_path))
}
