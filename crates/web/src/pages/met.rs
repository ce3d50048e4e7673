//! Two people at one form: what the other one stored beside what was typed here. Sending again replaces it, knowingly.

use crate::components::{Compare, CompareRow, FormState, Note, Panel, Tone, stack};
use crate::{View, gate};
use app::LastChange;
use maud::{Markup, html};

/// The comparison above a form that came back, for the fields given with the ids of their names.
pub(super) fn both(
    v: &View,
    last: Option<&LastChange>,
    fields: &[(&str, &str)],
    (stored, typed): (&FormState, &FormState),
) -> Markup {
    let theirs = last.map(|last| v.say(&gate::changed_by(v, last))).unwrap_or_default();
    let row = |(name, id): &(&str, &str)| CompareRow::text(v.t(id), stored.value(name), typed.value(name));
    let compare = Compare::new(
        (v.t("unit-met-stored"), theirs.clone()),
        (v.t("unit-met-typed"), v.t("unit-met-typed-about")),
        fields.iter().map(row).collect(),
    );
    let note = Note::new(Tone::Warn, v.t("unit-met-next")).lead(theirs);
    stack([html! { (note) }, html! { (Panel::new(v.t("unit-met")).flush(compare.html(v))) }])
}
