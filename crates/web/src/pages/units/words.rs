//! A unit's facts in words: kind, nature, level, what it has come to, when it was inspected last.

use crate::View;
use domain::organisation::taxonomy::Word;
use domain::organisation::{CadreLevel, State, Taxonomy, Unit, UnitKind};
use kernel::{Lang, Message};

/// A word of the taxonomy: data in both languages.
pub(in crate::pages) fn said(v: &View, word: &Word) -> String {
    match v.lang {
        Lang::ZhCn => word.zh.clone(),
        Lang::En => word.en.clone(),
    }
}

/// The name of a kind; its code where the rules have dropped it.
pub(in crate::pages) fn kind_word(v: &View, taxonomy: &Taxonomy, kind: &UnitKind) -> String {
    taxonomy.kind(kind).map_or_else(|| kind.0.clone(), |entry| said(v, &entry.word))
}

/// The nature of a unit, or what it is instead: the committee itself.
pub(in crate::pages) fn nature_word(v: &View, taxonomy: &Taxonomy, unit: &Unit) -> String {
    match &unit.nature {
        Some(code) => taxonomy.nature(code).map_or_else(|| code.0.clone(), |entry| said(v, &entry.word)),
        None => v.t("unit-root"),
    }
}

/// The name of a management level.
pub(super) fn level_word(v: &View, taxonomy: &Taxonomy, level: &CadreLevel) -> String {
    taxonomy.level(level).map_or_else(|| level.0.clone(), |entry| said(v, &entry.word))
}

/// Message id of what a unit has come to, from the code of the list's filter.
pub(in crate::pages) fn standing_id(standing: &str) -> &'static str {
    match standing {
        "merged" => "unit-standing-merged",
        "split" => "unit-standing-split",
        "abolished" => "unit-standing-abolished",
        _ => "unit-standing-active",
    }
}

/// Message id of what a unit has come to.
pub(super) const fn standing(unit: &Unit) -> &'static str {
    match unit.state {
        State::Active => "unit-standing-active",
        State::Merged(_) => "unit-standing-merged",
        State::Split(_) => "unit-standing-split",
        State::Abolished(_) => "unit-standing-abolished",
    }
}

/// The last inspection that a list stated.
pub(in crate::pages) fn last_inspection(v: &View, unit: &Unit) -> Option<String> {
    let last = unit.last_inspection?;
    let term = i64::from(last.term.0);
    let held = match last.round {
        Some(round) => {
            Message::new("unit-last-inspection").with("term", term).with("round", i64::from(round.0))
        }
        None => Message::new("unit-last-inspection-term").with("term", term),
    };
    let month = last.month.map(|month| format!(" {month}")).unwrap_or_default();
    Some(format!("{}{month}", v.say(&held)))
}
