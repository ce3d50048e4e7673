//! What the program says on the terminal: sentences in the chosen language, or JSON where a script reads.
//!
//! Answers go to standard output, everything else to standard error. A reader that has gone away (`| head`) is no
//! failure of ours, so write errors are passed over.

use crate::exit::Failure;
use i18n::{Catalogue, Words};
use kernel::{Lang, Message};
use serde::Serialize;
use serde_json::{Value, json};
use std::io::{BufRead, IsTerminal, Write};
use std::sync::{Arc, OnceLock};

/// Where answers go and in which language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terminal {
    /// The language of sentences.
    pub(crate) lang: Lang,
    /// Answers are JSON.
    pub(crate) json: bool,
}

/// The words of the installation that was opened (A8), in each language; a process opens one.
static OWN: OnceLock<Vec<(Lang, Arc<Words>)>> = OnceLock::new();

/// Has every sentence from now on use the words of the installation that was opened.
pub(crate) fn speak_as(own: Vec<(Lang, Arc<Words>)>) {
    let _first = OWN.set(own);
}

impl Terminal {
    /// A message as a sentence.
    pub(crate) fn say(&self, message: &Message) -> String {
        Catalogue::shared().say_with(self.lang, message, &self.vocabulary())
    }

    /// The words of an id.
    pub(crate) fn words(&self, id: &str) -> String {
        Catalogue::shared().text_with(self.lang, id, &self.vocabulary())
    }

    /// The installation's words; the usual ones before one was opened.
    fn vocabulary(&self) -> Arc<Words> {
        let own = OWN.get().and_then(|own| own.iter().find(|(lang, _)| *lang == self.lang));
        own.map_or_else(|| Catalogue::shared().usual_words(self.lang), |(_, words)| Arc::clone(words))
    }

    /// A line of the answer.
    pub(crate) fn line(&self, text: &str) {
        let mut out = std::io::stdout().lock();
        let _gone = writeln!(out, "{text}").and_then(|()| out.flush());
    }

    /// The answer: JSON, or the lines made for people.
    pub(crate) fn answer<T: Serialize>(
        &self,
        value: &T,
        lines: impl FnOnce() -> Vec<String>,
    ) -> Result<(), Failure> {
        if self.json {
            self.line(&serde_json::to_string(value).map_err(Failure::defect)?);
        } else {
            lines().iter().for_each(|l| self.line(l));
        }
        Ok(())
    }

    /// A sentence beside the answer.
    pub(crate) fn note(&self, message: &Message) {
        let _gone = writeln!(std::io::stderr().lock(), "{}", self.say(message));
    }

    /// Says why a command failed: lines of `place: sentence`, or one JSON object.
    pub(crate) fn complain(&self, failure: &Failure) {
        let mut err = std::io::stderr().lock();
        if self.json {
            let _gone = writeln!(err, "{}", self.complaints(failure));
            return;
        }
        for complaint in &failure.complaints {
            let sentence = self.say(&complaint.message);
            let _gone = match complaint.place.as_str() {
                "" => writeln!(err, "xuncha: {sentence}"),
                place => writeln!(err, "{place}: {sentence}"),
            };
        }
    }

    /// `{"error": [{"place", "code", "message"}], "exit": n}`.
    fn complaints(&self, failure: &Failure) -> Value {
        let list: Vec<Value> = failure
            .complaints
            .iter()
            .map(|c| json!({ "place": c.place, "code": c.message.id, "message": self.say(&c.message) }))
            .collect();
        json!({ "exit": failure.exit.code(), "error": list })
    }

    /// Whether a person sits at both ends.
    pub(crate) fn is_attended(&self) -> bool {
        std::io::stdin().is_terminal() && std::io::stderr().is_terminal() && !self.json
    }

    /// Asks for one line; `None` at the end of input.
    pub(crate) fn ask(&self, question: &Message) -> Option<String> {
        let mut err = std::io::stderr().lock();
        let _gone = write!(err, "{} ", self.say(question)).and_then(|()| err.flush());
        drop(err);
        read_line()
    }
}

/// One line of standard input; `None` at its end.
pub(crate) fn read_line() -> Option<String> {
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line).ok()?;
    (read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned())
}

/// The language: `--lang`, `XUNCHA_LANG`, the locale of the machine; Chinese when none of them says.
///
/// Read before the command line is parsed, so that help and mistakes are in it too.
pub(crate) fn choose_language(arguments: &[String], variable: impl Fn(&str) -> Option<String>) -> Lang {
    let mut given =
        arguments.iter().enumerate().filter_map(|(at, argument)| match argument.strip_prefix("--lang")? {
            "" => arguments.get(at + 1).map(String::as_str),
            rest => rest.strip_prefix('='),
        });
    let locales = ["XUNCHA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable);
    let flag = given.next().and_then(Lang::from_tag);
    flag.or_else(|| locales.filter(|l| !l.is_empty()).find_map(|l| Lang::from_tag(&l))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::choose_language;
    use kernel::Lang;

    fn chosen(arguments: &[&str], variables: &[(&str, &str)]) -> Lang {
        let arguments: Vec<String> = arguments.iter().map(|a| (*a).to_owned()).collect();
        choose_language(&arguments, |name| {
            variables.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned())
        })
    }

    #[test]
    fn the_flag_is_heard_before_the_machine_and_chinese_is_spoken_to_everyone_else() {
        assert_eq!(chosen(&["serve", "--lang", "en"], &[("LANG", "zh_CN.UTF-8")]), Lang::En);
        assert_eq!(chosen(&["serve", "--lang=zh-CN"], &[("LANG", "en_GB.UTF-8")]), Lang::ZhCn);
        assert_eq!(chosen(&[], &[("LC_ALL", ""), ("LANG", "en_US.UTF-8")]), Lang::En);
        assert_eq!(chosen(&[], &[("XUNCHA_LANG", "zh"), ("LANG", "en_US.UTF-8")]), Lang::ZhCn);
        assert_eq!(chosen(&[], &[("LANG", "C.UTF-8")]), Lang::ZhCn);
        assert_eq!(chosen(&["serve", "--lang"], &[]), Lang::ZhCn);
    }
}
