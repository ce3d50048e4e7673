//! The catalogues, read once.

use crate::format;
use crate::words::{ID_PREFIX, Words};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use fluent_syntax::ast::Entry;
use kernel::{Lang, Message, message::Arg};
use std::{
    borrow::Cow,
    collections::BTreeSet,
    sync::{Arc, OnceLock},
};
use unic_langid::LanguageIdentifier;

type Bundle = FluentBundle<FluentResource>;

/// Language tag, name of the noun's file, text.
type Source = (&'static str, &'static str, &'static str);

/// Everything under `locales/`, listed by the build script.
const SOURCES: &[Source] = include!(concat!(env!("OUT_DIR"), "/catalogues.rs"));

/// One language: its messages, and the usual words of the vocabulary.
struct Tongue {
    bundle: Bundle,
    usual: Arc<Words>,
}

/// The words of both languages.
pub struct Catalogue {
    zh_cn: Tongue,
    en: Tongue,
    problems: Vec<String>,
}

impl Catalogue {
    /// The catalogues of this program, parsed at first use.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Catalogue> = OnceLock::new();
        SHARED.get_or_init(|| Self::read(SOURCES))
    }

    fn read(sources: &[Source]) -> Self {
        let mut problems = Vec::new();
        let zh_cn = tongue(Lang::ZhCn, sources, &mut problems);
        let en = tongue(Lang::En, sources, &mut problems);
        Self { zh_cn, en, problems }
    }

    /// The message as a sentence: its values put in, inner messages said, days written as the language
    /// writes them in prose. `⟦id⟧` when the language has no words for it.
    pub fn say(&self, lang: Lang, message: &Message) -> String {
        self.say_with(lang, message, &self.tongue(lang).usual)
    }

    /// The same in the words of an installation.
    pub fn say_with(&self, lang: Lang, message: &Message, words: &Words) -> String {
        let mut args = FluentArgs::with_capacity(message.args.len());
        for (name, value) in &message.args {
            args.set(name.clone(), self.value(lang, value, words));
        }
        self.written(lang, &message.id, &args, words)
    }

    /// The words of an id without values: a label, a heading.
    pub fn text(&self, lang: Lang, id: &str) -> String {
        self.text_with(lang, id, &self.tongue(lang).usual)
    }

    /// The same in the words of an installation.
    pub fn text_with(&self, lang: Lang, id: &str, words: &Words) -> String {
        self.written(lang, id, &FluentArgs::new(), words)
    }

    /// The words of the vocabulary where nobody says others.
    pub fn usual_words(&self, lang: Lang) -> Arc<Words> {
        Arc::clone(&self.tongue(lang).usual)
    }

    /// Whether the language has words for the id.
    pub fn has(&self, lang: Lang, id: &str) -> bool {
        self.tongue(lang).bundle.get_message(id).is_some_and(|m| m.value().is_some())
    }

    /// The sources of a language: name of the file (the noun) and its Fluent text.
    pub fn sources(lang: Lang) -> impl Iterator<Item = (&'static str, &'static str)> {
        SOURCES.iter().filter(move |(tag, ..)| *tag == lang.tag()).map(|(_, name, text)| (*name, *text))
    }

    /// What could not be read: syntax errors and ids given twice, with file and language. Empty in a
    /// program that passed its tests.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    const fn tongue(&self, lang: Lang) -> &Tongue {
        match lang {
            Lang::ZhCn => &self.zh_cn,
            Lang::En => &self.en,
        }
    }

    fn written(&self, lang: Lang, id: &str, args: &FluentArgs<'_>, words: &Words) -> String {
        let bundle = &self.tongue(lang).bundle;
        let Some(pattern) = bundle.get_message(id).and_then(|m| m.value()) else {
            return format!("⟦{id}⟧");
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(args), &mut errors);
        if errors.is_empty() {
            return text.into_owned();
        }
        // Few messages ask for words of the vocabulary; only they are written a second time, with all of them.
        let mut all = FluentArgs::new();
        for (name, word) in words.iter() {
            all.set(name, word);
        }
        for (name, value) in args.iter() {
            all.set(name, value.clone());
        }
        bundle.format_pattern(pattern, Some(&all), &mut errors).into_owned()
    }

    fn value<'a>(&self, lang: Lang, arg: &'a Arg, words: &Words) -> FluentValue<'a> {
        match arg {
            Arg::Int(n) => FluentValue::from(*n),
            Arg::Day(day) => FluentValue::from(format::day(lang, *day)),
            Arg::Text(text) => FluentValue::String(Cow::Borrowed(text)),
            Arg::Message(inner) => FluentValue::from(self.say_with(lang, inner, words)),
        }
    }
}

/// Reads the language's files into one bundle; what cannot be read is noted and left out.
fn tongue(lang: Lang, sources: &[Source], problems: &mut Vec<String>) -> Tongue {
    let locale = match lang.tag().parse::<LanguageIdentifier>() {
        Ok(locale) => locale,
        Err(e) => {
            problems.push(format!("{}: {e}", lang.tag()));
            LanguageIdentifier::default()
        }
    };
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // Isolation marks (U+2068, U+2069) would travel into papers, exports and searches.
    bundle.set_use_isolating(false);
    let mut seen = BTreeSet::new();
    let mut usual = Vec::new();
    for (tag, name, text) in sources.iter().filter(|(tag, ..)| *tag == lang.tag()) {
        if !seen.insert(*name) {
            problems.push(format!("{tag}/{name}.ftl: listed twice"));
        }
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(partial, errors)| {
            problems.extend(errors.iter().map(|e| format!("{tag}/{name}.ftl: {e}")));
            partial
        });
        usual.extend(resource.entries().filter_map(word_id));
        if let Err(errors) = bundle.add_resource(resource) {
            problems.extend(errors.iter().map(|e| format!("{tag}/{name}.ftl: {e}")));
        }
    }
    for added in [bundle.add_function("GROUPED", grouped), bundle.add_function("CAP", capital)] {
        problems.extend(added.err().map(|e| format!("{}: {e}", lang.tag())));
    }
    let usual = Arc::new(Words::new(usual.into_iter().map(|id| {
        let word = bundle.get_message(&id).and_then(|m| m.value());
        let word = word.map(|pattern| bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned());
        (id.replace('-', "_"), word.unwrap_or_default())
    })));
    Tongue { bundle, usual }
}

/// The id of a message that is a usual word of the vocabulary.
fn word_id(entry: &Entry<&str>) -> Option<String> {
    match entry {
        Entry::Message(message) if message.id.name.starts_with(ID_PREFIX) => Some(message.id.name.to_owned()),
        _ => None,
    }
}

/// `{ CAP($word_office) }` in a catalogue: a word of the vocabulary that begins a sentence.
fn capital<'a>(positional: &[FluentValue<'a>], _named: &FluentArgs<'_>) -> FluentValue<'a> {
    match positional.first() {
        Some(FluentValue::String(text)) => {
            let mut letters = text.chars();
            let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
            FluentValue::from(first + letters.as_str())
        }
        Some(other) => other.clone(),
        None => FluentValue::Error,
    }
}

/// `{ GROUPED($n) }` in a catalogue: a count with thousands set apart. Bare numbers are not grouped, for a
/// year or a row number is no count.
fn grouped<'a>(positional: &[FluentValue<'a>], _named: &FluentArgs<'_>) -> FluentValue<'a> {
    match positional.first() {
        Some(FluentValue::Number(n)) => FluentValue::from(format::grouped_text(&n.as_string())),
        Some(other) => other.clone(),
        None => FluentValue::Error,
    }
}

/// A catalogue may be shared by every request.
const _: fn() = || {
    fn shared_by_threads<T: Send + Sync>() {}
    shared_by_threads::<Arc<Catalogue>>();
};

#[cfg(test)]
mod tests {
    use super::{Catalogue, Source};
    use crate::Words;
    use kernel::{Day, Lang, Message};

    const SOURCES: &[Source] = &[
        ("zh-CN", "t", "t-found = 第 { $row } 行：{ $what }\nt-day = 至 { $day }\nt-one = 一件\n"),
        (
            "en",
            "t",
            "t-found = Row { $row }: { $what }\nt-day = until { $day }\nt-one = one\n\
             t-n = { $n ->\n    [one] { GROUPED($n) } unit\n   *[other] { GROUPED($n) } units\n }\n",
        ),
    ];

    #[test]
    fn a_message_is_said_in_the_readers_language_with_inner_messages_said_too() {
        let c = Catalogue::read(SOURCES);
        let m = Message::new("t-found").with("row", 1_234_i64).with("what", Message::new("t-one"));
        assert_eq!(c.say(Lang::ZhCn, &m), "第 1234 行：一件");
        assert_eq!(c.say(Lang::En, &m), "Row 1234: one");
        assert!(c.problems().is_empty(), "{:?}", c.problems());
    }

    #[test]
    fn a_day_is_written_as_the_language_writes_days() {
        let c = Catalogue::read(SOURCES);
        let m = Message::new("t-day").with("day", Day::new(2026, 11, 18).unwrap());
        assert_eq!(c.say(Lang::ZhCn, &m), "至 2026 年 11 月 18 日");
        assert_eq!(c.say(Lang::En, &m), "until 18 Nov 2026");
    }

    #[test]
    fn english_counts_one_and_many_and_groups_thousands() {
        let c = Catalogue::read(SOURCES);
        assert_eq!(c.say(Lang::En, &Message::new("t-n").with("n", 1_i64)), "1 unit");
        assert_eq!(c.say(Lang::En, &Message::new("t-n").with("n", 10_237_i64)), "10,237 units");
    }

    #[test]
    fn a_message_takes_the_words_of_the_installation_and_else_the_usual_ones() {
        let c = Catalogue::read(&[(
            "en",
            "v",
            "word-office = office\nv-ask = Ask the { $word_office } of { $town }\nv-it = { CAP($word_office) }: { $what }\n",
        )]);
        let ask = Message::new("v-ask").with("town", "Yunhe");
        assert_eq!(c.say(Lang::En, &ask), "Ask the office of Yunhe");
        let words = Words::new([("word_office", "inspection office")]);
        let inner = Message::new("v-it").with("what", ask);
        assert_eq!(
            c.say_with(Lang::En, &inner, &words),
            "Inspection office: Ask the inspection office of Yunhe"
        );
    }

    #[test]
    fn an_id_without_words_shows_itself_instead_of_failing() {
        let c = Catalogue::read(SOURCES);
        assert_eq!(c.text(Lang::ZhCn, "t-n"), "⟦t-n⟧");
        assert!(!c.has(Lang::ZhCn, "t-n"));
    }

    #[test]
    fn wrong_syntax_and_an_id_given_twice_are_noted_with_file_and_language() {
        let c = Catalogue::read(&[("en", "a", "x = 1\n"), ("en", "b", "x = 2\n"), ("en", "c", "y = { $\n")]);
        assert_eq!(c.problems().len(), 2, "{:?}", c.problems());
        assert!(c.problems()[0].starts_with("en/b.ftl"));
    }
}
