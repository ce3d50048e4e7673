//! Reads the taxonomy of units: kinds, natures, management levels, and the spellings lists use for them.

use super::Reader;
use crate::organisation::Taxonomy;
use crate::organisation::taxonomy::{
    CadreLevel, KindEntry, LevelEntry, NatureEntry, UnitKind, UnitNature, Word,
};
use kernel::Message;
use std::collections::BTreeSet;

/// The content of a ruleset of [`super::Kind::UnitKinds`].
pub(super) fn read(reader: &Reader<'_>) -> Option<Taxonomy> {
    let kinds = reader.list("kinds", |k| {
        let (code, word) = (k.text("code"), word(k));
        Some(KindEntry { code: UnitKind(code?), word: word? })
    });
    let natures = reader.list("natures", |n| {
        let (code, kind, word) = (n.text("code"), n.text("kind"), word(n));
        let kind = kind.filter(|kind| is_kind(n, kind, &kinds));
        Some(NatureEntry { code: UnitNature(code?), kind: UnitKind(kind?), word: word? })
    });
    let levels = reader.list("levels", |l| {
        let (code, word, side) = (l.text("code"), word(l), l.choice("side", &["higher", "own", "lower"]));
        Some(LevelEntry { code: CadreLevel(code?), word: word?, side: side? })
    });
    let uncovered_forms = reader.texts("uncovered_forms");
    once(reader, "kinds", kinds.iter().map(|k| k.code.as_str()));
    once(reader, "natures", natures.iter().flat_map(|n| spellings(&n.word)));
    once(reader, "levels", levels.iter().flat_map(|l| spellings(&l.word)));
    Some(Taxonomy { kinds, natures, levels, uncovered_forms })
}

fn word(entry: &Reader<'_>) -> Option<Word> {
    let object = entry.object("word")?;
    let (zh, en, also) = (object.text("zh"), object.text("en"), object.optional_texts("also"));
    object.finish();
    Some(Word { zh: zh?, en: en?, also })
}

fn is_kind(nature: &Reader<'_>, kind: &str, kinds: &[KindEntry]) -> bool {
    let known = kinds.iter().any(|k| k.code.as_str() == kind);
    if !known {
        let allowed: Vec<&str> = kinds.iter().map(|k| k.code.as_str()).collect();
        let message = Message::new("ruleset-unknown-choice").with("value", kind);
        nature.faults().note(nature.at("kind"), message.with("allowed", allowed.join(", ")));
    }
    known
}

fn spellings(word: &Word) -> impl Iterator<Item = &str> {
    std::iter::once(&word.zh).chain(&word.also).map(String::as_str)
}

/// A spelling that two entries share would make lists ambiguous.
fn once<'a>(reader: &Reader<'_>, key: &str, words: impl Iterator<Item = &'a str>) {
    let mut seen = BTreeSet::new();
    for word in words {
        if !seen.insert(word) {
            reader.faults().note(reader.at(key), Message::new("ruleset-word-twice").with("value", word));
        }
    }
}
