//! Words by level and body (A8): 巡视 or 巡察, 党委, 党组 or 党工委, 县管 or 集团管理.
//!
//! One set per installation and, where a body differs, one of its own on top; which set rules a day is the
//! ruleset in force. Messages and papers use the words as variables ([`Vocabulary::words`]), so no sentence
//! fixes a level. Pages and papers hand them to `i18n`, which puts them into the messages that ask for them.

use crate::ruleset::{Names, Reader};
use kernel::{Lang, Message};
use std::collections::BTreeMap;

/// A word that differs by level or body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Word {
    /// The work itself: 巡视 or 巡察.
    Inspection,
    /// The body in whose name inspections are made.
    Committee,
    /// What steers them.
    LeadingGroup,
    /// What runs the daily business.
    Office,
    /// An inspection team.
    Team,
    /// What an organisation is called that is inspected.
    Unit,
    /// One deployment of teams.
    Round,
    /// Cadres managed by the province.
    ManagedProvince,
    /// Cadres managed by the city.
    ManagedCity,
    /// Cadres managed by this committee.
    ManagedOwn,
    /// Cadres managed by the unit itself.
    ManagedLower,
    /// The highest body above that the office reports to.
    SuperiorOffice,
}

impl Word {
    /// Every word a set must have.
    pub const ALL: [Self; 12] = [
        Self::Inspection,
        Self::Committee,
        Self::LeadingGroup,
        Self::Office,
        Self::Team,
        Self::Unit,
        Self::Round,
        Self::ManagedProvince,
        Self::ManagedCity,
        Self::ManagedOwn,
        Self::ManagedLower,
        Self::SuperiorOffice,
    ];

    /// Its key in ruleset files, and its variable's name in messages.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Inspection => "word_inspection",
            Self::Committee => "word_committee",
            Self::LeadingGroup => "word_leading_group",
            Self::Office => "word_office",
            Self::Team => "word_team",
            Self::Unit => "word_unit",
            Self::Round => "word_round",
            Self::ManagedProvince => "word_managed_province",
            Self::ManagedCity => "word_managed_city",
            Self::ManagedOwn => "word_managed_own",
            Self::ManagedLower => "word_managed_lower",
            Self::SuperiorOffice => "word_superior_office",
        }
    }

    /// What pages call the word's place in the set.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::Inspection => "vocabulary-word-inspection",
            Self::Committee => "vocabulary-word-committee",
            Self::LeadingGroup => "vocabulary-word-leading-group",
            Self::Office => "vocabulary-word-office",
            Self::Team => "vocabulary-word-team",
            Self::Unit => "vocabulary-word-unit",
            Self::Round => "vocabulary-word-round",
            Self::ManagedProvince => "vocabulary-word-managed-province",
            Self::ManagedCity => "vocabulary-word-managed-city",
            Self::ManagedOwn => "vocabulary-word-managed-own",
            Self::ManagedLower => "vocabulary-word-managed-lower",
            Self::SuperiorOffice => "vocabulary-word-superior-office",
        })
    }
}

/// The words of an installation and of the bodies that differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    installation: BTreeMap<Word, Names>,
    bodies: BTreeMap<String, BTreeMap<Word, Names>>,
}

impl Vocabulary {
    /// Reads the content of a ruleset: every word for the installation, any of them for a body.
    pub(crate) fn read(reader: &Reader<'_>) -> Option<Self> {
        let words = reader.object("words")?;
        let installation = read_words(&words, true);
        words.finish();
        let mut bodies = BTreeMap::new();
        if reader.raw("bodies").is_some() {
            let object = reader.object("bodies")?;
            for body in object.keys() {
                let Some(own) = object.object(body) else { continue };
                bodies.insert(body.to_owned(), read_words(&own, false));
                own.finish();
            }
        }
        Some(Self { installation, bodies })
    }

    /// The word as a body says it, else as the installation does. `body` is the body's name or code in the set.
    pub fn word(&self, word: Word, lang: Lang, body: Option<&str>) -> &str {
        let own = body.and_then(|b| self.bodies.get(b)).and_then(|words| words.get(&word));
        own.or_else(|| self.installation.get(&word)).map_or("", |names| names.get(lang))
    }

    /// All words as variables of a message: name and value.
    pub fn words<'a>(
        &'a self,
        lang: Lang,
        body: Option<&'a str>,
    ) -> impl Iterator<Item = (&'static str, &'a str)> + 'a {
        Word::ALL.into_iter().map(move |word| (word.key(), self.word(word, lang, body)))
    }

    /// A message with the words added; words it already has stay.
    pub fn fill(&self, mut message: Message, lang: Lang, body: Option<&str>) -> Message {
        for (key, value) in self.words(lang, body) {
            if message.args.iter().all(|(name, _)| name != key) {
                message = message.with(key, value);
            }
        }
        message
    }
}

fn read_words(reader: &Reader<'_>, all: bool) -> BTreeMap<Word, Names> {
    Word::ALL
        .into_iter()
        .filter(|word| all || reader.raw(word.key()).is_some())
        .filter_map(|word| reader.names(word.key()).map(|names| (word, names)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Vocabulary, Word};
    use crate::ruleset::{Approver, Draft, Ruleset};
    use crate::ruleset::{Body, Kind, in_force, shipped};
    use kernel::id::RulesetId;
    use kernel::{Lang, Message};
    use serde_json::json;

    fn shipped_body() -> serde_json::Value {
        shipped().unwrap().into_iter().find(|s| s.kind() == Kind::Vocabulary).unwrap().draft.body
    }

    fn ruleset(version: u32, from: &str, body: serde_json::Value) -> Ruleset {
        let effective_from = from.parse().unwrap();
        let draft = Draft { kind: Kind::Vocabulary, version, effective_from, basis: "b".into(), body };
        let id = RulesetId(uuid::Uuid::from_u128(u128::from(version)));
        Ruleset::draft(id, draft).unwrap().publish(Approver::Shipped, effective_from, &[]).unwrap()
    }

    fn vocabulary(ruleset: &Ruleset) -> Vocabulary {
        match ruleset.body().unwrap() {
            Body::Vocabulary(v) => v,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_body_says_its_own_word_and_the_installation_the_rest() {
        let mut body = shipped_body();
        body["bodies"] = json!({"云河城市建设投资集团有限公司": {"word_managed_own": {"zh": "集团管理", "en": "group-managed"}}});
        let words = vocabulary(&ruleset(2, "2021-01-01", body));
        let group = Some("云河城市建设投资集团有限公司");
        assert_eq!(words.word(Word::ManagedOwn, Lang::ZhCn, group), "集团管理");
        assert_eq!(words.word(Word::ManagedOwn, Lang::ZhCn, None), "县管");
        assert_eq!(words.word(Word::Inspection, Lang::ZhCn, group), "巡察");
    }

    #[test]
    fn the_words_of_a_day_are_those_in_force_on_it() {
        let mut city = shipped_body();
        city["words"]["word_inspection"] = json!({"zh": "巡视", "en": "inspection"});
        let sets = [ruleset(1, "2021-01-01", shipped_body()), ruleset(2, "2026-01-01", city)];
        let said = |day: &str| {
            let set = in_force(&sets, Kind::Vocabulary, day.parse().unwrap()).unwrap();
            vocabulary(set).word(Word::Inspection, Lang::ZhCn, None).to_owned()
        };
        assert_eq!(said("2025-12-31"), "巡察");
        assert_eq!(said("2026-01-01"), "巡视");
    }

    #[test]
    fn a_message_keeps_the_words_it_brings() {
        let words = vocabulary(&ruleset(1, "2021-01-01", shipped_body()));
        let message = words.fill(Message::new("x").with("word_team", "第一组"), Lang::ZhCn, None);
        assert_eq!(message.args.len(), Word::ALL.len());
        assert_eq!(message.args[0].1, "第一组".into());
    }

    #[test]
    fn a_set_without_a_word_is_refused_and_names_it() {
        let mut body = shipped_body();
        body["words"].as_object_mut().unwrap().remove("word_team");
        body["words"]["word_tema"] = json!({"zh": "组", "en": "team"});
        let draft = Draft {
            kind: Kind::Vocabulary,
            version: 1,
            effective_from: "2021-01-01".parse().unwrap(),
            basis: "b".into(),
            body,
        };
        let faults = draft.check().unwrap_err();
        let found: Vec<_> = faults.iter().map(|f| (f.field.as_ref(), f.message.id.as_ref())).collect();
        assert_eq!(
            found,
            [("body.words.word_team", "ruleset-missing"), ("body.words.word_tema", "ruleset-unknown-key")]
        );
    }
}
