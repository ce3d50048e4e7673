//! How petitions are told on pages: tones of standings, names of channels, texts with what is common marked.

use crate::View;
use crate::components::{Tone, chip, stamp};
use domain::petition::{Channel, Mark, PetitionRules, Standing, Verdict};
use domain::ruleset::Names;
use maud::{Markup, html};

pub(super) const fn tone(standing: Standing) -> Tone {
    match standing {
        Standing::Registered | Standing::Out => Tone::Warn,
        Standing::In | Standing::Handled | Standing::Referred | Standing::Received | Standing::Outcome => {
            Tone::Info
        }
        Standing::Closed => Tone::Ok,
        Standing::Merged | Standing::Withdrawn | Standing::Retracted => Tone::Mute,
    }
}

pub(super) fn standing(v: &View, standing: Standing) -> Markup {
    chip(tone(standing), &v.say(&standing.label()))
}

/// The name of a channel; its code where the rules no longer know it.
pub(super) fn channel(v: &View, rules: &PetitionRules, code: &str) -> String {
    let found = rules.channel(&Channel(code.to_owned()));
    found.map_or_else(|| code.to_owned(), |rule| rule.name.get(v.lang).to_owned())
}

/// A channel as a stamp with its name.
pub(super) fn channel_stamp(v: &View, rules: &PetitionRules, code: &str) -> Markup {
    let sign = match code {
        "letter" => "petition-sign-letter",
        "call" => "petition-sign-call",
        "visit" => "petition-sign-visit",
        "box" => "petition-sign-box",
        "email" => "petition-sign-email",
        _ => "petition-sign-online",
    };
    html! { (stamp(&v.t(sign))) " " (channel(v, rules, code)) }
}

pub(super) fn discipline(v: &View, rules: &PetitionRules, code: &str) -> String {
    let found = rules.disciplines.iter().find(|(known, _)| known.0 == code);
    found.map_or_else(|| code.to_owned(), |(_, name)| name.get(v.lang).to_owned())
}

fn reason(v: &View, rules: &PetitionRules, code: &str) -> String {
    let found: Option<&Names> = rules.out_reasons.iter().find(|r| r.code == code).map(|r| &r.name);
    found.map_or_else(|| code.to_owned(), |name| name.get(v.lang).to_owned())
}

pub(super) fn verdict(v: &View, rules: &PetitionRules, verdict: &Verdict) -> String {
    match verdict {
        Verdict::In => v.t("petition-verdict-in"),
        Verdict::Mixed => v.t("petition-verdict-mixed"),
        Verdict::Out { reason: code } => {
            let message = kernel::Message::new("petition-verdict-out").with("reason", reason(v, rules, code));
            v.say(&message)
        }
    }
}

/// What was noted, as marks.
pub(super) fn marks(v: &View, marks: &[Mark]) -> Markup {
    html! { @for mark in marks { (chip(Tone::Warn, &v.say(&mark.label()))) " " } }
}

/// A text with the words that both of a pair hold marked.
pub(super) fn marked(text: &str, words: &[String]) -> Markup {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for word in words.iter().filter(|w| w.chars().count() > 1) {
        spans.extend(text.match_indices(word.as_str()).map(|(at, found)| (at, at + found.len())));
    }
    spans.sort_unstable();
    let mut merged: Vec<(usize, usize)> = Vec::new();
    for (from, to) in spans {
        match merged.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    let mut at = 0;
    let mut parts: Vec<(&str, &str)> = Vec::new();
    for (from, to) in merged {
        parts.push((text.get(at..from).unwrap_or_default(), text.get(from..to).unwrap_or_default()));
        at = to;
    }
    html! {
        @for (plain, found) in parts { (plain) mark { (found) } }
        (text.get(at..).unwrap_or_default())
    }
}

/// A text in its own lines.
pub(super) fn lines(text: &str) -> Markup {
    html! { @for line in text.lines().filter(|l| !l.trim().is_empty()) { p { (line) } } }
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn what_is_common_is_marked_once_where_words_overlap() {
        let words = ["渠道".to_owned(), "道只修".to_owned(), "修".to_owned()];
        let shown = marked("那条渠道只修了<一半>。", &words).into_string();
        assert_eq!(shown, "那条<mark>渠道只修</mark>了&lt;一半&gt;。");
        assert_eq!(marked("没有", &words).into_string(), "没有");
    }
}
