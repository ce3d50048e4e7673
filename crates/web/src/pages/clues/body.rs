//! The form of a clue: what stands beside the sealed part, and the sealed part itself or the stub of what is kept
//! elsewhere. Read into the act's own type; what is typed never goes into an address.

use super::words;
use crate::View;
use crate::components::{Choice, FormState};
use crate::pages::fields::Fields;
use app::clue::{GivenBody, GivenFrame, GivenSubject, OpenedClue, RulesOfClues};
use domain::clue::{Clue, Kept, Stub};
use maud::{Markup, html};

/// Places for subjects.
const SUBJECTS: usize = 5;

/// What a form says, read.
pub(super) fn read(pairs: &[(String, String)]) -> (GivenFrame, GivenBody) {
    let fields = Fields::of(pairs);
    let text = |name: &str| fields.text(name).to_owned();
    let sources = fields.text("sources").split(['，', ',', '、', ' ', ';', '；']);
    let frame = GivenFrame {
        nature: text("nature"),
        discipline: text("discipline"),
        methods: fields.all("methods"),
        sources: sources.map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned).collect(),
    };
    let subject = |n: usize| GivenSubject {
        name: text(&format!("name-{n}")),
        post: text(&format!("post-{n}")),
        level: text(&format!("level-{n}")),
    };
    let given = |s: &GivenSubject| !(s.name.is_empty() && s.post.is_empty() && s.level.is_empty());
    let subjects: Vec<GivenSubject> = (1..=SUBJECTS).map(subject).filter(given).collect();
    let body = if fields.text("kept") == "elsewhere" {
        let stub = Stub {
            mark: text("mark"),
            basis: text("basis"),
            classified_by: text("classified_by"),
            keeper: text("keeper"),
            copies: fields.text("copies").parse().unwrap_or(0),
        };
        GivenBody::Elsewhere { levels: subjects.into_iter().map(|s| s.level).collect(), stub }
    } else {
        GivenBody::Sealed { subjects, summary: text("summary") }
    };
    (frame, body)
}

/// The form of a clue that was opened, as it is kept.
pub(super) fn stored(clue: &Clue, opened: &OpenedClue) -> FormState {
    let mut state = frame_of(clue).with("kept", "sealed").with("summary", opened.summary.as_str());
    for (subject, n) in opened.subjects.iter().zip(1_usize..) {
        state = state
            .with(format!("name-{n}"), subject.name.as_str())
            .with(format!("post-{n}"), subject.post.as_str())
            .with(format!("level-{n}"), words::managed_code(&subject.managed));
    }
    state
}

/// The form of a stub, as it is kept.
pub(super) fn stored_stub(clue: &Clue) -> Option<FormState> {
    let Kept::Elsewhere { stub } = &clue.kept else { return None };
    let mut state = frame_of(clue)
        .with("kept", "elsewhere")
        .with("mark", stub.mark.as_str())
        .with("basis", stub.basis.as_str())
        .with("classified_by", stub.classified_by.as_str())
        .with("keeper", stub.keeper.as_str())
        .with("copies", stub.copies.to_string());
    for (subject, n) in clue.subjects.iter().zip(1_usize..) {
        state = state.with(format!("level-{n}"), words::managed_code(&subject.managed));
    }
    Some(state)
}

fn frame_of(clue: &Clue) -> FormState {
    let numbers: Vec<&str> =
        clue.sources.iter().map(|s| s.number.as_str()).filter(|n| !n.is_empty()).collect();
    let mut state = FormState::new()
        .with("nature", clue.nature.0.as_str())
        .with("discipline", clue.discipline.as_ref().map(|d| d.0.clone()).unwrap_or_default())
        .with("sources", numbers.join(", "));
    for method in &clue.methods {
        state = state.with("methods", method.as_str());
    }
    state
}

/// The fields.
pub(super) fn fields(v: &View, rules: &RulesOfClues, state: &FormState) -> Markup {
    let disciplines = std::iter::once(Choice::new("", v.t("clue-discipline-none"))).chain(
        rules.petitions.disciplines.iter().map(|(code, name)| Choice::new(code.0.as_str(), name.get(v.lang))),
    );
    let methods = rules
        .routing
        .methods
        .iter()
        .map(|(code, name)| Choice::new(code.as_str(), format!("{code} {}", name.get(v.lang))));
    let kept = [
        Choice::new("sealed", v.t("clue-kept-here")),
        Choice::new("elsewhere", v.t("clue-kept-elsewhere-word")),
    ];
    let here =
        if state.value("kept").is_empty() { state.clone().with("kept", "sealed") } else { state.clone() };
    let elsewhere = state.value("kept") == "elsewhere";
    html! {
        (state.text("nature", v.t("clue-nature")).select(words::natures(v, rules)).html(v))
        (state.text("discipline", v.t("clue-discipline")).select(disciplines).optional().html(v))
        (state.text("sources", v.t("clue-sources")).hint(v.t("clue-sources-hint")).optional().longest(300).html(v))
        (state.text("summary", v.t("clue-summary")).area(6).hint(v.t("clue-summary-hint")).html(v))
        @for n in 1..=SUBJECTS {
            @if n <= 2 { (subject(v, rules, state, n)) }
        }
        div.field data-wide { details open[more(state)] {
            summary { (v.t("clue-subjects-more")) }
            div.form { @for n in 3..=SUBJECTS { (subject(v, rules, state, n)) } }
        } }
        div.field data-wide { details open[state.error("methods").is_some()] {
            summary { (v.t("clue-methods")) }
            (state.text("methods", v.t("clue-methods-which")).checks(methods).hint(v.t("clue-methods-hint")).wide().html(v))
        } }
        div.field data-wide { details open[elsewhere] {
            summary { (v.t("clue-stub")) }
            div.form {
                (here.text("kept", v.t("clue-kept")).segment(kept).hint(v.t("clue-stub-hint")).wide().html(v))
                (state.text("mark", v.t("clue-stub-mark")).optional().longest(60).html(v))
                (state.text("basis", v.t("clue-stub-basis")).optional().longest(200).html(v))
                (state.text("classified_by", v.t("clue-stub-by")).optional().longest(60).html(v))
                (state.text("keeper", v.t("clue-stub-keeper")).optional().longest(60).html(v))
                (state.text("copies", v.t("clue-stub-copies")).number().optional().html(v))
            }
        } }
    }
}

fn more(state: &FormState) -> bool {
    (3..=SUBJECTS).any(|n| !state.value(&format!("name-{n}")).is_empty())
}

fn subject(v: &View, rules: &RulesOfClues, state: &FormState, n: usize) -> Markup {
    let name = super::said(v, "clue-subject-n", "n", n);
    html! { div.field data-wide { div.form {
        (state.text(format!("name-{n}"), name).optional().longest(100).complete("off").html(v))
        (state.text(format!("post-{n}"), v.t("clue-subject-post")).optional().longest(100).complete("off").html(v))
        (state.text(format!("level-{n}"), v.t("clue-subject-level")).select(words::levels(v, rules)).optional().html(v))
    } } }
}
