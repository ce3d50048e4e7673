//! How answers speak to people: in the caller's language and the installation's own words (A8), as pages do.
//!
//! Problems are put into those words on their way out ([`crate::problem::in_own_words`]); everything else that a person
//! reads in an answer goes through here. Called by resources that say something besides codes.

use crate::caller::Caller;
use crate::problem::Failure;
use app::App;
use i18n::{Catalogue, Words};
use kernel::{Lang, Message};
use std::sync::Arc;

/// A language and the words of the installation in it.
pub(crate) struct Voice {
    /// The caller's language.
    pub(crate) lang: Lang,
    words: Arc<Words>,
}

impl Voice {
    /// What a message says.
    pub(crate) fn say(&self, message: &Message) -> String {
        Catalogue::shared().say_with(self.lang, message, &self.words)
    }
}

impl Caller {
    /// The voice this caller is answered in.
    pub(crate) async fn voice(&self, app: &App) -> Result<Voice, Failure> {
        let lang = self.ctx.lang;
        let words = app.wording(lang).await.map_err(|e| self.fail(e))?.words;
        Ok(Voice { lang, words })
    }
}
