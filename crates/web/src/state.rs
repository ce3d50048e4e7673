//! What every handler shares.

use crate::RecoverySheet;
use app::App;
use crypto::Digest;
use domain::ruleset::Names;
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
    /// The recovery sheet that set-up shows and asks back; none where that was done on the console.
    pub sheet: Option<Arc<dyn RecoverySheet>>,
    /// Pages are reached over TLS: cookies say so.
    pub secure: bool,
    /// The program runs a practice instance: whom to offer on the sign-in page. Without effect on any other instance.
    pub practice: Option<Practice>,
    /// Where the public page is reached from outside, for posters: `https://…`.
    pub public_url: Option<String>,
}

/// Whom a practice instance offers.
#[derive(Clone, Debug, Default)]
pub struct Practice {
    /// The people who come first, in this order.
    pub people: Vec<Sample>,
}

/// Someone to practise as.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The account.
    pub login: String,
    /// The post, as data.
    pub post: Names,
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
