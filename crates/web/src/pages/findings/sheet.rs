//! The sheet: the facts sentence by sentence, each with what proves it; to be read, and to be written.

use super::form::{Line, kept, piece_id};
use super::words::{piece, words_of};
use crate::View;
use crate::components::{Tone, chip, icon, stamp};
use domain::finding::{Evidence, Kept, Paper};
use domain::method::Method;
use kernel::Message;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// What the other of two writers stored, by the code of the part.
#[derive(Clone, Debug, Default)]
pub(super) struct Theirs {
    /// Who.
    pub(super) who: String,
    /// What both touched: what the other stored.
    pub(super) met: BTreeMap<String, String>,
    /// What only the other touched.
    pub(super) taken: Vec<String>,
}

impl Theirs {
    /// Under a part that both touched: what the other wrote, and the box that takes it.
    pub(super) fn beside(&self, v: &View, code: &str) -> Markup {
        let said = Message::new("finding-met-theirs").with("who", self.who.as_str());
        html! {
            @if let Some(text) = self.met.get(code) {
                div.note data-tone="warn" data-wide {
                    (icon("alert"))
                    div {
                        b { (v.say(&said)) } " "
                        @if text.is_empty() { i { (v.t("finding-met-gone")) } } @else { (text) }
                    }
                    label.row { input type="checkbox" name="take" value=(code); (v.t("finding-met-take")) }
                }
            } @else if self.taken.iter().any(|one| one == code) {
                p.hint data-wide { (icon("info")) " " (v.say(&Message::new("finding-met-taken").with("who", self.who.as_str()))) }
            }
        }
    }
}

/// The facts to be read.
pub(super) fn read(v: &View, found: &Kept, may_link: bool) -> Markup {
    let id = found.finding.id;
    html! {
        ol.sheet data-read {
            @for sentence in &found.paper.sentences {
                @let bare = sentence.is_fact && sentence.evidence.is_empty();
                li id={ "s" (sentence.key) } data-bare[bare] {
                    p { (sentence.text) }
                    div.row {
                        @for one in &sentence.evidence { (piece(v, id, one)) }
                        @if bare { (chip(Tone::Warn, &v.t("finding-no-link"))) }
                        @if !sentence.is_fact { small.muted { (v.t("finding-no-fact")) } }
                        @if may_link { (link_button(v, found, Some(sentence.key))) }
                    }
                }
            }
        }
        @if !found.paper.evidence.is_empty() {
            div.row { span.hint { (v.t("finding-evidence-whole")) } @for one in &found.paper.evidence { (piece(v, id, one)) } }
        }
    }
}

/// Leads to linking evidence to a sentence.
fn link_button(v: &View, found: &Kept, sentence: Option<u32>) -> Markup {
    let to = sentence.map(|key| format!("?sentence={key}")).unwrap_or_default();
    let href = format!("/findings/{}/evidence{to}", found.finding.id);
    html! {
        a.btn data-kind="quiet" data-size="small" href=(href) {
            (icon("plus")) (v.t("finding-link")) span.sr { (number(v, sentence)) }
        }
    }
}

fn number(v: &View, sentence: Option<u32>) -> String {
    sentence.map(|n| v.say(&Message::new("finding-sentence-number").with("n", n))).unwrap_or_default()
}

/// The facts to be written: a text area a sentence, under it its links and a line for further ones.
pub(super) fn write(v: &View, lines: &[Line], stored: Option<&Paper>, theirs: &Theirs) -> Markup {
    html! {
        ol.sheet {
            @for (line, n) in lines.iter().zip(1_u32..) {
                @let bare = !line.no_fact && line.keep.is_empty() && line.add.is_empty();
                @let code = format!("s{}", line.name);
                li data-bare[bare] {
                    textarea id={ "f-s-" (line.name) } name={ "s." (line.name) } rows=(rows(&line.text))
                        aria-label=(number(v, Some(n))) { "\n" (line.text) }
                    div.row {
                        @for id in &line.has { (kept_link(v, &line.name, id, line.keep.contains(id), stored)) }
                        input type="text" name={ "add." (line.name) } value=(line.add) list="evidence-numbers"
                            placeholder=(v.t("finding-add-evidence"))
                            aria-label=(v.say(&Message::new("finding-add-evidence-to").with("n", n)));
                        label.hint { input type="checkbox" name={ "nofact." (line.name) } value="1" checked[line.no_fact]; " " (v.t("finding-no-fact")) }
                    }
                    (theirs.beside(v, &code))
                }
            }
        }
    }
}

fn rows(text: &str) -> usize {
    (text.chars().count() / 42 + text.lines().count().max(1)).clamp(1, 12)
}

/// A link that a sentence has, with the box that keeps it.
fn kept_link(v: &View, name: &str, id: &str, keep: bool, stored: Option<&Paper>) -> Markup {
    let found = stored.and_then(|paper| paper.all_evidence().find(|one| piece_id(one) == id));
    html! {
        @if let Some(one) = found {
            label.ev title=(v.say(&Method::of(&one.method).label())) {
                input type="checkbox" name={ "keep." (name) } value=(id) checked[keep];
                (stamp(Method::of(&one.method).stamp)) span { (words_of(v, one)) }
            }
        }
    }
}

/// The evidence on the whole paper, to be kept, taken off, or put under a sentence.
pub(super) fn whole(v: &View, pairs: &[(String, String)], stored: Option<&Paper>) -> Markup {
    let keep = kept(pairs, "whole");
    let add = pairs.iter().find(|(name, _)| name == "add.whole").map_or("", |(_, value)| value.as_str());
    let pieces: &[Evidence] = stored.map(|paper| paper.evidence.as_slice()).unwrap_or_default();
    let sentences = stored.map(|paper| paper.sentences.as_slice()).unwrap_or_default();
    html! {
        div.stack {
            @if !pieces.is_empty() { p.hint { (v.t("finding-spread-hint")) } }
            @for one in pieces {
                @let id = piece_id(one);
                div.row data-spread {
                    (kept_link(v, "whole", &id, keep.contains(&id), stored))
                    select name={ "put." (id) } aria-label=(v.say(&Message::new("finding-put-under").with("number", one.number.as_str()))) {
                        option value="" { (v.t("finding-whole")) }
                        @for (sentence, n) in sentences.iter().zip(1_u32..) {
                            option value=(sentence.key) { (number(v, Some(n))) }
                        }
                    }
                }
            }
            div.field data-wide {
                label for="f-add-whole" { (v.t("finding-evidence-whole")) " " i { (v.t("common-optional")) } }
                p.hint { (v.t("finding-evidence-whole-hint")) }
                input type="text" id="f-add-whole" name="add.whole" value=(add) list="evidence-numbers";
            }
        }
    }
}
