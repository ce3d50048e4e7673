//! Pages: routes, forms, components, sessions, the look.
//!
//! [`router`] is what the binary serves. A handler takes a [`request::Reader`] or a [`request::Posted`] form, asks
//! `app`, and answers with a page made of [`components`]. `web` never touches the database.

pub mod assets;
pub mod components;
mod failure;
mod gate;
pub mod guard;
pub mod guide;
pub mod html;
pub mod look;
pub mod pages;
pub mod public;
pub mod request;
pub mod routes;
pub mod safe;
mod session;
mod sheet;
mod state;
pub mod view;

pub use failure::Failure;
pub use html::Html;
pub use sheet::RecoverySheet;
pub use state::{Practice, Sample, Settings, Web};
pub use view::View;

/// The office's pages, with everything around them.
pub fn router(web: Web) -> axum::Router {
    let routes = pages::routes(web.clone());
    let pages = routes.into_router();
    guard::around(pages.merge(assets::router()).merge(look::router()), web.settings().secure)
}
