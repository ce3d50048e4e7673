//! What became of a unit, act by act, from the journal.

use domain::organisation::{Taxonomy, Unit};
use i18n::Catalogue;
use kernel::{ActId, Lang, Message, Timestamp};
use store::journal::Version;

/// One change of a unit.
#[derive(Clone, Debug)]
pub struct UnitVersion {
    /// The act.
    pub act: ActId,
    /// Its name.
    pub action: String,
    /// What the act was about: another unit's name where this one was only touched by it.
    pub subject: String,
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The reason stated.
    pub reason: Option<String>,
    /// What differs from the version before; empty for the first one and where nothing does.
    pub differences: Vec<Difference>,
}

/// One field that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Message id of the field's name.
    pub field: &'static str,
    /// As it was; empty when it was empty.
    pub before: String,
    /// As it became.
    pub after: String,
}

/// The versions of a unit, newest first, with what each changed.
pub(super) fn versions(found: Vec<Version<Unit>>, taxonomy: &Taxonomy, lang: Lang) -> Vec<UnitVersion> {
    let shown: Vec<Vec<(&'static str, String)>> =
        found.iter().map(|version| fields(&version.record, taxonomy, lang)).collect();
    let mut out = Vec::with_capacity(found.len());
    for (at, version) in found.into_iter().enumerate() {
        let differences = match (shown.get(at), shown.get(at + 1)) {
            (Some(now), Some(before)) => differences(before, now),
            _ => Vec::new(),
        };
        let envelope = version.envelope;
        out.push(UnitVersion {
            act: ActId(envelope.act),
            action: envelope.action,
            subject: envelope.subject_label,
            by: envelope.actor_name,
            at: Timestamp(envelope.at),
            reason: envelope.reason,
            differences,
        });
    }
    out
}

fn differences(before: &[(&'static str, String)], now: &[(&'static str, String)]) -> Vec<Difference> {
    let changed = before.iter().zip(now).filter(|((_, before), (_, after))| before != after);
    changed
        .map(|((field, before), (_, after))| Difference {
            field,
            before: before.clone(),
            after: after.clone(),
        })
        .collect()
}

/// What a reader is shown of a unit, field by field, always in the same order.
fn fields(unit: &Unit, taxonomy: &Taxonomy, lang: Lang) -> Vec<(&'static str, String)> {
    let word = |word: &domain::organisation::taxonomy::Word| match lang {
        Lang::ZhCn => word.zh.clone(),
        Lang::En => word.en.clone(),
    };
    let say = |message: &Message| Catalogue::shared().say(lang, message);
    let nature = unit.nature.as_ref().and_then(|code| taxonomy.nature(code)).map(|n| word(&n.word));
    let head = unit.head.clone().unwrap_or_default();
    let level = head.level.as_ref().and_then(|code| taxonomy.level(code)).map(|l| word(&l.word));
    let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let names: Vec<&str> = unit.aliases.iter().map(|alias| alias.name.as_str()).collect();
    let last = unit.last_inspection.map(|last| {
        let term = i64::from(last.term.0);
        let held = match last.round {
            Some(round) => {
                Message::new("unit-last-inspection").with("term", term).with("round", i64::from(round.0))
            }
            None => Message::new("unit-last-inspection-term").with("term", term),
        };
        let month = last.month.map(|month| format!(" {month}")).unwrap_or_default();
        format!("{}{month}", say(&held))
    });
    let state = Message::new(match store::unit::standing(&unit.state) {
        "active" => "unit-standing-active",
        "merged" => "unit-standing-merged",
        "split" => "unit-standing-split",
        _ => "unit-standing-abolished",
    });
    vec![
        ("unit-column-name", unit.name.clone()),
        ("unit-standing", say(&state)),
        ("unit-aliases", names.join("、")),
        ("unit-column-nature", nature.unwrap_or_default()),
        ("unit-column-parent", unit.parent.map(|parent| parent.to_string()).unwrap_or_default()),
        ("unit-column-party-form", unit.party_form.clone()),
        ("unit-column-members", number(unit.members)),
        ("unit-column-staff", number(unit.staff)),
        ("unit-column-head", head.name),
        ("unit-column-post", head.post),
        ("unit-column-level", level.unwrap_or_default()),
        ("unit-inspected-last", last.unwrap_or_default()),
        ("unit-since", unit.since.map(|day| day.to_string()).unwrap_or_default()),
        ("unit-column-note", unit.note.clone()),
    ]
}
