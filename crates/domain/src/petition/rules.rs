//! What differs from place to place about petitions: channels, disciplines, the scope test, words that name nobody.

use super::{Channel, Discipline};
use crate::ruleset::{Names, Reader};
use kernel::Message;
use std::collections::BTreeSet;

/// A way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelRule {
    /// Its code; records keep it.
    pub code: Channel,
    /// What pages call it.
    pub name: Names,
    /// Other words that lists use for it.
    pub also: Vec<String>,
    /// Whether it is staffed in duty hours only, so that what comes outside them is noted.
    pub duty_hours: bool,
    /// How many people open it together; 0 where nothing is opened.
    pub openers: u8,
}

/// A reason for which a petition is out of scope; the first that fits is the main one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutReason {
    /// Its code; records keep it.
    pub code: String,
    /// What pages call it.
    pub name: Names,
    /// Phrases that speak for it.
    pub cues: Vec<String>,
    /// How many of them are needed when an inspected unit is named; 0: they never suffice.
    pub cues_inspected: u8,
    /// How many are needed otherwise.
    pub cues_otherwise: u8,
    /// Words for those it is about that speak for it, unless a post is named.
    pub subjects: Vec<String>,
    /// Whether it fits what is about a unit that is not inspected.
    pub other_unit: bool,
    /// Whether it fits what names no unit.
    pub no_unit: bool,
    /// The document it rests on.
    pub basis: String,
}

/// The rules for petitions, body of their ruleset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PetitionRules {
    /// Ways in.
    pub channels: Vec<ChannelRule>,
    /// Disciplines that a petition may be about.
    pub disciplines: Vec<(Discipline, Names)>,
    /// Reasons for which one is out of scope, in order.
    pub out_reasons: Vec<OutReason>,
    /// Words that make a subject more than ordinary staff.
    pub post_words: Vec<String>,
    /// Words that join a report to a personal claim.
    pub joining_words: Vec<String>,
    /// Words that claim something for oneself.
    pub claim_words: Vec<String>,
    /// Words that announce a gathering.
    pub crowd_words: Vec<String>,
    /// Titles of cadres managed at a higher level.
    pub higher_titles: Vec<String>,
    /// Words in place of a name that name nobody.
    pub anonymous_words: Vec<String>,
    /// What follows a surname when no given name is told.
    pub courtesy_titles: Vec<String>,
    /// Groups of words that tell the same kind of thing, for finding petitions of one matter.
    pub same_words: Vec<Vec<String>>,
}

impl PetitionRules {
    /// Reads the content of a ruleset.
    pub(crate) fn read(reader: &Reader<'_>) -> Option<Self> {
        let channels = reader.list("channels", |c| {
            let (code, name, also) = (c.text("code"), c.names("name"), c.optional_texts("also"));
            let (duty_hours, openers) = (c.flag("duty_hours"), c.optional_number("openers", 0..=9));
            Some(ChannelRule {
                code: Channel(code?),
                name: name?,
                also,
                duty_hours,
                openers: openers.unwrap_or(0),
            })
        });
        let disciplines = reader.list("disciplines", |d| {
            let (code, name) = (d.text("code"), d.names("name"));
            Some((Discipline(code?), name?))
        });
        let out_reasons = reader.list("out_reasons", read_reason);
        let rules = Self {
            channels,
            disciplines,
            out_reasons,
            post_words: reader.texts("post_words"),
            joining_words: reader.texts("joining_words"),
            claim_words: reader.texts("claim_words"),
            crowd_words: reader.texts("crowd_words"),
            higher_titles: reader.texts("higher_titles"),
            anonymous_words: reader.texts("anonymous_words"),
            courtesy_titles: reader.texts("courtesy_titles"),
            same_words: reader.optional_texts("same_words").iter().map(|group| words(group)).collect(),
        };
        let spellings = rules.channels.iter().flat_map(|c| c.also.iter().chain([&c.name.zh]));
        once(reader, "channels", spellings);
        once(reader, "out_reasons", rules.out_reasons.iter().map(|r| &r.code));
        once(reader, "disciplines", rules.disciplines.iter().map(|(code, _)| &code.0));
        Some(rules)
    }

    /// The shipped default.
    pub fn shipped() -> Self {
        let shipped = crate::ruleset::shipped().unwrap_or_default();
        let bodies = shipped.into_iter().filter_map(|ruleset| ruleset.draft.check().ok());
        let mut rules = bodies.filter_map(|body| match body {
            crate::ruleset::Body::Petitions(rules) => Some(rules),
            _ => None,
        });
        rules.next().unwrap_or_default()
    }

    /// A channel by its code.
    pub fn channel(&self, code: &Channel) -> Option<&ChannelRule> {
        self.channels.iter().find(|channel| channel.code == *code)
    }

    /// The channel a list means, by any of its spellings.
    pub fn channel_written(&self, written: &str) -> Option<&ChannelRule> {
        self.channels.iter().find(|c| c.name.zh == written || c.also.iter().any(|also| also == written))
    }

    /// The codes of the reasons for which a petition may be out of scope.
    pub fn reason_codes(&self) -> Vec<&str> {
        self.out_reasons.iter().map(|reason| reason.code.as_str()).collect()
    }
}

fn read_reason(r: &Reader<'_>) -> Option<OutReason> {
    let (code, name, basis) = (r.text("code"), r.names("name"), r.text("basis"));
    let cues = r.optional_texts("cues");
    let cues_inspected = r.optional_number("cues_inspected", 0..=9).unwrap_or(0);
    let cues_otherwise = r.optional_number("cues_otherwise", 0..=9).unwrap_or(0);
    let subjects = r.optional_texts("subjects");
    let (other_unit, no_unit) = (r.flag("other_unit"), r.flag("no_unit"));
    Some(OutReason {
        code: code?,
        name: name?,
        cues,
        cues_inspected,
        cues_otherwise,
        subjects,
        other_unit,
        no_unit,
        basis: basis?,
    })
}

/// The words of a group, written with spaces between.
fn words(group: &str) -> Vec<String> {
    group.split_whitespace().map(str::to_owned).collect()
}

fn once<'a>(reader: &Reader<'_>, key: &str, words: impl Iterator<Item = &'a String>) {
    let mut seen = BTreeSet::new();
    for word in words {
        if !seen.insert(word) {
            reader
                .faults()
                .note(reader.at(key), Message::new("ruleset-word-twice").with("value", word.as_str()));
        }
    }
}
