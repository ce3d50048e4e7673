//! The next step of a clue, for whoever reads: grading, passing on, filing, approving, handing over, taking back.

use super::one::{Forms, may_route, subject_name};
use super::{address, said, words};
use crate::View;
use crate::components::{Button, Choice, Form, FormState, Note, Panel, Tone, facts};
use crate::pages::fields::code_of;
use app::clue::CluePage;
use domain::clue::{Clue, Disposition};
use domain::decision::{How, PaperCheck};
use maud::{Markup, html};

/// The next step, for whoever reads.
pub(super) fn next(v: &View, found: &CluePage, forms: &Forms) -> Markup {
    let clue = &found.clue;
    if clue.withdrawn.is_some() || clue.closed.is_some() {
        return Markup::default();
    }
    let panel = if clue.passed.is_none() {
        team_step(v, found, forms)
    } else if clue.filing.is_none() {
        file_step(v, found, forms)
    } else {
        approval_step(v, found, forms)
    };
    html! { (panel) (hand_over_steps(v, found, forms)) }
}

fn team_step(v: &View, found: &CluePage, forms: &Forms) -> Markup {
    let clue = &found.clue;
    if !found.sight.team {
        return Markup::default();
    }
    let grade = match clue.grade {
        Some(grade) if !forms.is("grade") => FormState::new().with("grade", code_of(&grade)).prefix("grade"),
        _ => forms.of("grade"),
    };
    let (label, primary) =
        if clue.grade.is_some() { ("clue-grade-again", false) } else { ("clue-grade-do", true) };
    let button = Button::submit(v.t(label));
    let grading = Form::post(format!("{}/grade", address(clue.id)), &grade)
        .hidden("engagement", clue.engagement.to_string())
        .body(grade.text("grade", v.t("clue-grade")).radios(words::grades(v)).wide().html(v))
        .button(if primary { button.primary() } else { button });
    let pass = forms.of("pass");
    let passing = Form::post(format!("/engagements/{}/clues/pass", clue.engagement), &pass)
        .hidden("id", clue.id.to_string())
        .button(Button::submit(v.t("clue-pass")).primary().icon("send"))
        .note(v.t("clue-pass-note"));
    html! {
        @if found.sight.leader && clue.grade.is_some() { (Panel::new(v.t("clue-next")).body(passing.html(v))) }
        (Panel::new(v.t("clue-grade")).body(grading.html(v)))
    }
}

fn file_step(v: &View, found: &CluePage, forms: &Forms) -> Markup {
    let clue = &found.clue;
    if !found.sight.office {
        return html! { (Note::new(Tone::Info, v.t("clue-waits-for-office"))) };
    }
    let back = forms.of("back");
    let empty = FormState::new();
    let filing = Form::post("/clues/file", &empty)
        .hidden("id", clue.id.to_string())
        .button(Button::submit(v.t("clue-file")).primary().icon("stamp"));
    let sending = Form::post(format!("{}/send-back", address(clue.id)), &back)
        .body(
            back.text("reason", v.t("clue-reason")).hint(v.t("clue-reason-hint")).longest(200).wide().html(v),
        )
        .button(Button::submit(v.t("clue-send-back")).danger());
    html! { (Panel::new(v.t("clue-next")).body(filing.html(v)).foot(html! {
        details open[forms.is("back")] { summary { (v.t("clue-send-back-open")) } (sending.html(v)) }
    })) }
}

/// What waits for the leading group's answer, and whoever can give or record it.
fn approval_step(v: &View, found: &CluePage, forms: &Forms) -> Markup {
    let clue = &found.clue;
    let all = clue.dispositions();
    let waits = all.iter().all(|(_, d)| d.is_some())
        && all.iter().any(|(_, d)| d.is_some_and(|d| d.approval.is_none()));
    let open = found.decisions.iter().find(|d| d.standing() == "waiting");
    if !waits {
        return Markup::default();
    }
    if found.sight.head {
        let state = forms.of("decide");
        let answers =
            [Choice::new("yes", v.t("decision-approved")), Choice::new("no", v.t("decision-refused"))];
        let form = Form::post(format!("{}/decide", address(clue.id)), &state)
            .body(html! {
                (state.text("approved", v.t("decision-answer")).segment(answers).wide().html(v))
                (state.text("reason", v.t("decision-reason")).hint(v.t("clue-reason-hint")).optional().longest(200).wide().html(v))
                (state.text("password", v.t("decision-password")).password().complete("current-password").wide().html(v))
            })
            .button(Button::submit(v.t("decision-decide")).primary().icon("stamp"));
        return html! { (Panel::new(v.t("clue-approve")).body(form.html(v))) };
    }
    if !found.sight.office {
        return html! { (Note::new(Tone::Info, v.t("clue-waits-for-approval"))) };
    }
    match open {
        Some(decided) => {
            let state = forms.of("check");
            let (number, wording) = match &decided.how {
                How::OnPaper { paper, check: PaperCheck::Waiting } => {
                    (paper.number.clone(), paper.wording.clone())
                }
                _ => (String::new(), String::new()),
            };
            let form = Form::post(format!("{}/check", address(clue.id)), &state)
                .hidden("decision", decided.decision.id.to_string())
                .body(
                    state
                        .text("reason", v.t("decision-reject-reason"))
                        .optional()
                        .longest(200)
                        .wide()
                        .html(v),
                )
                .button(Button::submit(v.t("decision-agree")).primary().sends("agrees", "yes"))
                .button(Button::submit(v.t("decision-reject")).danger().sends("agrees", "no"))
                .button(Button::submit(v.t("clue-paper-withdraw")).sends("agrees", "withdraw"));
            let scan = forms.of("scan");
            let look = Form::post(format!("{}/scan", address(clue.id)), &scan)
                .hidden("decision", decided.decision.id.to_string())
                .body(scan.text("reason", v.t("clue-open-reason")).longest(200).wide().html(v))
                .button(Button::submit(v.t("decision-scan-open")).icon("save"));
            html! { (Panel::new(v.t("decision-check")).body(html! {
                (facts([(v.t("decision-number"), html! { (number) }), (v.t("decision-wording"), html! { (wording) })]))
                (form.html(v))
            }).foot(html! { details open[forms.is("scan")] { summary { (v.t("decision-scan")) } (look.html(v)) } })) }
        }
        None => paper_panel(v, clue, forms),
    }
}

fn paper_panel(v: &View, clue: &Clue, forms: &Forms) -> Markup {
    let state = forms.of("paper");
    let answers = [Choice::new("yes", v.t("decision-approved")), Choice::new("no", v.t("decision-refused"))];
    let form = Form::post(format!("{}/paper", address(clue.id)), &state)
        .multipart()
        .body(html! {
            (state.text("approved", v.t("decision-answer")).segment(answers).wide().html(v))
            (state.text("decided_on", v.t("decision-on")).date().wide().html(v))
            (state.text("decided_by", v.t("decision-by-name")).hint(v.t("decision-by-hint")).longest(60).wide().html(v))
            (state.text("post", v.t("decision-post")).optional().longest(60).wide().html(v))
            (state.text("number", v.t("decision-number")).optional().longest(60).wide().html(v))
            (state.text("wording", v.t("decision-wording")).area(2).hint(v.t("clue-reason-hint")).html(v))
            (state.text("scan", v.t("decision-scan")).file(".pdf,.png,.jpg,.jpeg").html(v))
        })
        .button(Button::submit(v.t("decision-record")).primary());
    html! { (Panel::new(v.t("clue-approve")).note(v.t("clue-approve-note")).body(html! {
        details open[forms.is("paper")] { summary { (v.t("decision-record")) } (form.html(v)) }
    })) }
}

/// Everything that is approved and was not handed over, each with its papers and its form.
fn hand_over_steps(v: &View, found: &CluePage, forms: &Forms) -> Markup {
    if !found.sight.office {
        return Markup::default();
    }
    let all = found.clue.dispositions();
    let ready = all.iter().filter_map(|(key, d)| d.map(|d| (*key, d)));
    html! { @for (key, disposition) in ready.filter(|(_, d)| d.approval.is_some() && d.hand_over.is_none()) {
        (hand_over_panel(v, found, (key, disposition), forms))
    } }
}

/// What the form begins with: what its hand-over usually says.
fn usual(found: &CluePage, key: Option<u16>) -> FormState {
    let Some(usual) = found.usual.iter().find(|usual| usual.key == key) else { return FormState::new() };
    FormState::new()
        .with("letter", usual.letter.as_str())
        .with("to", usual.to.as_str())
        .with("second", usual.second.as_str())
}

fn hand_over_panel(
    v: &View,
    found: &CluePage,
    (key, disposition): (Option<u16>, &Disposition),
    forms: &Forms,
) -> Panel {
    let clue = &found.clue;
    let n = key.map_or_else(|| "0".to_owned(), |key| key.to_string());
    let own = forms.is("hand-over") && forms.state.value("key") == n;
    let state = if own { forms.of("hand-over") } else { usual(found, key).prefix("hand-over") };
    let form = Form::post(format!("{}/hand-over", address(clue.id)), &state)
        .hidden("key", n.as_str())
        .hidden("version", clue.version.to_string())
        .body(html! {
            (state.text("letter", v.t("clue-letter")).longest(60).wide().html(v))
            (state.text("seal", v.t("clue-letter-seal")).longest(60).wide().html(v))
            (state.text("to", v.t("clue-hand-over-to")).hint(v.t("clue-hand-over-to-hint")).optional().longest(100).wide().html(v))
            (state.text("decided", v.t("clue-hand-over-decided")).date().hint(words::earliest(v, disposition.route.earliest)).optional().wide().html(v))
            (state.text("second", v.t("clue-second")).hint(v.t("clue-second-hint")).longest(60).complete("off").wide().html(v))
            (state.text("password", v.t("clue-second-password")).password().complete("off").wide().html(v))
        })
        .button(
            Button::submit(v.t("clue-hand-over"))
                .primary()
                .icon("send")
                .confirm(said(v, "clue-hand-over-confirm", "route", disposition.route.name.as_str()))
                .shows(["to", "letter", "seal", "second"]),
        );
    let letter =
        Button::link(v.t("clue-letter-make"), format!("{}/letter?key={n}", address(clue.id))).small();
    let listing = forms.of("list");
    let list = Form::post(format!("{}/list", address(clue.id)), &listing)
        .hidden("key", n.as_str())
        .body(listing.text("reason", v.t("clue-open-reason")).longest(200).wide().html(v))
        .button(Button::submit(v.t("clue-list-make")).icon("print"));
    let title = format!("{} · {}", v.t("clue-hand-over"), subject_name(v, key));
    Panel::new(title)
        .note(disposition.route.name.clone())
        .actions(html! { (letter) })
        .body(form.html(v))
        .foot(
            html! { details open[forms.is("list")] { summary { (v.t("clue-list-title")) } (list.html(v)) } },
        )
}

pub(super) fn withdraw_panel(v: &View, found: &CluePage, forms: &Forms) -> Markup {
    let clue = &found.clue;
    let sent = clue.dispositions().iter().any(|(_, d)| d.is_some_and(|d| d.hand_over.is_some()));
    if sent || !may_route(found) {
        return Markup::default();
    }
    let state = forms.of("withdraw");
    let form = Form::post(format!("{}/withdraw", address(clue.id)), &state)
        .hidden("engagement", clue.engagement.to_string())
        .body(
            state
                .text("reason", v.t("clue-reason"))
                .hint(v.t("clue-reason-hint"))
                .longest(200)
                .wide()
                .html(v),
        )
        .button(Button::submit(v.t("clue-withdraw")).danger());
    html! { (Panel::new(v.t("clue-withdraw")).body(html! {
        details open[forms.is("withdraw")] { summary { (v.t("clue-withdraw-open")) } (form.html(v)) }
    })) }
}
