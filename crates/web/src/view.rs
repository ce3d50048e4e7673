//! What every page needs to know about its request: language, look, reader, place, and the way to speak.
//!
//! A handler builds one [`View`] and gives it to the components; nothing else carries the language or the
//! session's token into a template. Callers: every page of `web`.

use crate::look::Look;
use i18n::{Catalogue, Words, format};
use kernel::{ActId, Clock, Day, Lang, Message, Offset, Rng, Timestamp};
use std::sync::Arc;

mod address;
mod navigation;

pub use address::Address;
pub use navigation::{NavEntry, NavGroup, Round, RoundSwitcher, office_navigation};

/// Where forms get the ids of their acts.
#[derive(Clone)]
pub struct ActIds {
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
}

impl ActIds {
    /// From the request's clock and randomness.
    pub fn new(clock: Arc<dyn Clock>, rng: Arc<dyn Rng>) -> Self {
        Self { clock, rng }
    }

    /// A new id: one for every form on a page.
    pub fn next(&self) -> ActId {
        ActId::new(self.clock.as_ref(), self.rng.as_ref())
    }
}

/// The signed-in reader, as the top bar and the papers name them.
#[derive(Clone, Debug)]
pub struct Who {
    /// Name of the person.
    pub name: String,
    /// Post or role they act in now.
    pub post: String,
    /// Other roles they may switch to: name and the address the switch posts to.
    pub roles: Vec<(String, String)>,
}

/// What the last act said, shown once.
#[derive(Clone, Debug)]
pub struct Flash {
    /// What happened.
    pub text: String,
    /// The address that takes it back, where one exists.
    pub undo: Option<String>,
}

/// One request's page-wide facts. Built with [`View::new`], then its fields are set.
#[derive(Clone)]
pub struct View {
    /// Language of the page.
    pub lang: Lang,
    /// Theme and size.
    pub look: Look,
    /// Path and query of this page.
    pub address: Address,
    /// The reader; `None` before signing in.
    pub who: Option<Who>,
    /// Token of the session, in every form; empty before signing in.
    pub csrf: String,
    /// Where forms get their act ids.
    pub act_ids: ActIds,
    /// This instant.
    pub now: Timestamp,
    /// The committee's offset.
    pub offset: Offset,
    /// Name of the office or committee, at the foot of the cover and in print.
    pub office: String,
    /// Groups of the navigation, already without what the reader may not open.
    pub nav: Vec<NavGroup>,
    /// Rounds to choose from; `None` where there is none yet.
    pub rounds: Option<RoundSwitcher>,
    /// Unread notices; the bell shows them.
    pub notices: u32,
    /// Whether the banner says that state secrets do not belong here.
    pub secrecy_banner: bool,
    /// The installation's words by level and body; the usual ones before set-up.
    pub words: Arc<Words>,
    /// What the banner says by the ruleset in force; the catalogue's sentence where there is none.
    pub banner: Option<String>,
    /// Whether this is a practice instance.
    pub practice: bool,
    /// What the last act said.
    pub flash: Option<Flash>,
    /// The section of a guide that belongs to this page: `guide#section`.
    pub guide: Option<&'static str>,
}

impl View {
    /// A page for nobody yet: no reader, no navigation, banner on.
    pub fn new(lang: Lang, address: Address, now: Timestamp, act_ids: ActIds) -> Self {
        Self {
            lang,
            look: Look::default(),
            address,
            who: None,
            csrf: String::new(),
            act_ids,
            now,
            offset: Offset::default(),
            office: String::new(),
            nav: Vec::new(),
            rounds: None,
            notices: 0,
            secrecy_banner: true,
            words: Catalogue::shared().usual_words(lang),
            banner: None,
            practice: false,
            flash: None,
            guide: None,
        }
    }

    /// The words of an id: `v.t("unit-name")`.
    pub fn t(&self, id: &str) -> String {
        Catalogue::shared().text_with(self.lang, id, &self.words)
    }

    /// A message as a sentence.
    pub fn say(&self, message: &Message) -> String {
        Catalogue::shared().say_with(self.lang, message, &self.words)
    }

    /// Today on the committee's calendar.
    pub fn today(&self) -> Day {
        self.now.day(self.offset)
    }

    /// A day in prose: `2026 年 11 月 18 日`.
    pub fn day(&self, day: Day) -> String {
        format::day(self.lang, day)
    }

    /// A day in a list: `11-18`, with its year when it is another.
    pub fn day_short(&self, day: Day) -> String {
        format::day_short(day, self.today())
    }

    /// An instant, to the minute.
    pub fn datetime(&self, at: Timestamp) -> String {
        format::datetime(self.lang, at, self.offset)
    }

    /// A count with thousands set apart.
    pub fn count(&self, n: impl Into<i64>) -> String {
        format::grouped(n.into())
    }

    /// A share in percent, `63.86%`.
    pub fn percent(&self, part: i64, whole: i64) -> String {
        format::percent(part, whole)
    }
}
