//! How findings are shown in few words: where they stand, what proves them, sums and days.

use crate::View;
use crate::components::{Tone, chip, evidence, stamp};
use app::finding::Linked;
use domain::finding::{Degree, Evidence, FocusCode, FocusRules, Kept, Period, Recorded, Standing};
use domain::method::Method;
use domain::money::Money;
use kernel::{FindingId, Message};
use maud::{Markup, html};

/// Where it stands.
pub(super) fn standing(v: &View, standing: Standing) -> Markup {
    let tone = match standing {
        Standing::Draft | Standing::Signed | Standing::Reviewed | Standing::SignedOff => Tone::Info,
        Standing::Adopted | Standing::Confirmed => Tone::Ok,
        Standing::Aside | Standing::Moved | Standing::Withdrawn => Tone::Mute,
    };
    chip(tone, &v.say(&standing.label()))
}

/// Where it stands, and whether something keeps it from being signed or waits for a second person.
pub(super) fn marks(v: &View, kept: &Kept) -> Markup {
    let stuck = kept.mark.blocked && kept.mark.standing == Standing::Draft;
    html! {
        (standing(v, kept.mark.standing))
        @if stuck { " " (chip(Tone::Late, &v.t("finding-blocked"))) }
        @if kept.mark.to_check { " " (chip(Tone::Warn, &v.t("finding-to-check"))) }
    }
}

/// How grave it is.
pub(super) fn degree(v: &View, degree: Degree) -> Markup {
    match degree {
        Degree::Serious => chip(Tone::Warn, &v.say(&degree.label())),
        Degree::Ordinary => html! { (v.say(&degree.label())) },
    }
}

/// A piece of evidence as a link to what it leads to; one that leads nowhere says so.
pub(super) fn piece(v: &View, finding: FindingId, piece: &Evidence) -> Markup {
    let method = Method::of(&piece.method);
    let words = words_of(v, piece);
    let href = match Linked::of(piece) {
        Linked::Record(kind, id) => crate::pages::record_address(kind, id.0),
        Linked::File(file, page) => {
            let page = page.map(|page| format!("#page={page}")).unwrap_or_default();
            Some(format!("/findings/{finding}/files/{file}{page}"))
        }
        Linked::Outside => None,
    };
    let outside = matches!(Linked::of(piece), Linked::Outside);
    let about = v.say(&method.label());
    match href {
        Some(href) => html! { span title=(about) { (evidence(method.stamp, false, &words, &href)) } },
        None => html! {
            span.ev title=(about) { (stamp(method.stamp)) span { (words)
                @if outside { " " i { (v.t("finding-evidence-open")) } } } }
        },
    }
}

/// Number, place and title of a piece of evidence.
pub(super) fn words_of(v: &View, piece: &Evidence) -> String {
    let page = match Linked::of(piece) {
        Linked::File(_, Some(page)) => v.say(&Message::new("finding-page-number").with("page", page)),
        _ => String::new(),
    };
    let parts = [piece.number.as_str(), page.as_str(), piece.at.as_str(), piece.title.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// A sum: in 万元 from a hundred thousand yuan on.
pub(super) fn sum(v: &View, sum: Money) -> String {
    const TEN_MILLION_FEN: i64 = 10_000_000;
    if sum.as_fen().abs() >= TEN_MILLION_FEN {
        return v.say(&Message::new("finding-sum-ten-thousand").with("sum", sum.in_ten_thousand()));
    }
    v.say(&Message::new("finding-sum-yuan").with("sum", sum.in_yuan()))
}

/// First and last day.
pub(super) fn period(v: &View, period: Period) -> String {
    format!("{} — {}", v.day(period.from), v.day(period.to))
}

/// The name of a focus point in the reader's language, with its code.
pub(super) fn focus(v: &View, rules: &FocusRules, code: &FocusCode) -> String {
    let name = rules.point(code).map(|point| point.name.get(v.lang).to_owned());
    name.map_or_else(|| code.0.clone(), |name| format!("{} {name}", code.0))
}

/// How something was recorded, in few words.
pub(super) fn recorded(v: &View, how: Recorded) -> String {
    v.t(match how {
        Recorded::InProgram => "finding-recorded-here",
        Recorded::FromPaper => "decision-paper-waiting",
        Recorded::PaperChecked => "decision-paper-checked",
    })
}
