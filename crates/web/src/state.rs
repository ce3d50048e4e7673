//! What every handler shares.

use app::App;
use crypto::Digest;
use std::sync::Arc;

/// The office's pages and what they stand on. Cheap to clone.
#[derive(Clone)]
pub struct Web(Arc<Inner>);

struct Inner {
    app: App,
    settings: Settings,
}

/// How the pages are served.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Digest of the console's set-up code; without it set-up is closed.
    pub set_up_code: Option<Digest>,
    /// Pages are reached over TLS: cookies say so.
    pub secure: bool,
    /// A practice instance: banner, and signing in from a list.
    pub practice: bool,
}

impl Web {
    /// Puts them together.
    pub fn new(app: App, settings: Settings) -> Self {
        Self(Arc::new(Inner { app, settings }))
    }

    /// The program.
    pub fn app(&self) -> &App {
        &self.0.app
    }

    /// How the pages are served.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }
}
