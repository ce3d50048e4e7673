//! The catalogues, read once.

use crate::format;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
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

/// The words of both languages.
pub struct Catalogue {
    zh_cn: Bundle,
    en: Bundle,
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
        let zh_cn = bundle(Lang::ZhCn, sources, &mut problems);
        let en = bundle(Lang::En, sources, &mut problems);
        Self { zh_cn, en, problems }
    }

    /// The message as a sentence: its values put in, inner messages said, days written as the language
    /// writes them in prose. `⟦id⟧` when the language has no words for it.
    pub fn say(&self, lang: Lang, message: &Message) -> String {
        let mut args = FluentArgs::with_capacity(message.args.len());
        for (name, value) in &message.args {
            args.set(name.clone(), self.value(lang, value));
        }
        self.words(lang, &message.id, Some(&args))
    }

    /// The words of an id without values: a label, a heading.
    pub fn text(&self, lang: Lang, id: &str) -> String {
        self.words(lang, id, None)
    }

    /// Whether the language has words for the id.
    pub fn has(&self, lang: Lang, id: &str) -> bool {
        self.bundle(lang).get_message(id).is_some_and(|m| m.value().is_some())
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

    const fn bundle(&self, lang: Lang) -> &Bundle {
        match lang {
            Lang::ZhCn => &self.zh_cn,
            Lang::En => &self.en,
        }
    }

    fn words(&self, lang: Lang, id: &str, args: Option<&FluentArgs<'_>>) -> String {
        let bundle = self.bundle(lang);
        let Some(pattern) = bundle.get_message(id).and_then(|m| m.value()) else {
            return format!("⟦{id}⟧");
        };
        let mut errors = Vec::new();
        bundle.format_pattern(pattern, args, &mut errors).into_owned()
    }

    fn value<'a>(&self, lang: Lang, arg: &'a Arg) -> FluentValue<'a> {
        match arg {
            Arg::Int(n) => FluentValue::from(*n),
            Arg::Day(day) => FluentValue::from(format::day(lang, *day)),
            Arg::Text(text) => FluentValue::String(Cow::Borrowed(text)),
            Arg::Message(inner) => FluentValue::from(self.say(lang, inner)),
        }
    }
}

/// Reads the language's files into one bundle; what cannot be read is noted and left out.
fn bundle(lang: Lang, sources: &[Source], problems: &mut Vec<String>) -> Bundle {
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
    for (tag, name, text) in sources.iter().filter(|(tag, ..)| *tag == lang.tag()) {
        if !seen.insert(*name) {
            problems.push(format!("{tag}/{name}.ftl: listed twice"));
        }
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(partial, errors)| {
            problems.extend(errors.iter().map(|e| format!("{tag}/{name}.ftl: {e}")));
            partial
        });
        if let Err(errors) = bundle.add_resource(resource) {
            problems.extend(errors.iter().map(|e| format!("{tag}/{name}.ftl: {e}")));
        }
    }
    if let Err(e) = bundle.add_function("GROUPED", grouped) {
        problems.push(format!("{}: {e}", lang.tag()));
    }
    bundle
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
