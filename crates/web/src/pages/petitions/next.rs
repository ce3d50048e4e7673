//! The next step of a petition, as one panel with one form: whatever its standing asks for, with what the rules propose filled
//! in.

use super::one::Forms;
use super::{address, paper, words};
use crate::View;
use crate::components::{Button, Choice, Form, FormState, Note, Panel, Tone, stack};
use crate::pages::fields::code_of;
use app::Ctx;
use app::petition::{How, PetitionPage};
use domain::permission::{Action, Scope};
use domain::petition::{Standing, Verdict};
use maud::{Markup, html};

/// The panel of the next step; nothing for whoever may not take it.
pub(super) fn panel(ctx: &Ctx, v: &View, found: &PetitionPage, forms: &Forms) -> Markup {
    let p = &found.petition;
    let scope = Scope::One(p.engagement.0);
    if !ctx.may(Action::PetitionHandle, scope) {
        return Markup::default();
    }
    let owes_answer = p.content.naming.is_real_name() && p.answer.is_none();
    match p.standing() {
        Standing::Registered => screen(v, found, forms),
        Standing::In => stack([
            html! { @if mixed_without_claim(found) { (split(v, found, forms)) } },
            handle(v, found, forms),
            again(v, found, forms),
        ]),
        // What waits for its check is shown by the paper's own panel.
        Standing::Out if p.on_paper.is_some() => Markup::default(),
        Standing::Out if ctx.may(Action::PetitionRefer, scope) => {
            stack([refer(v, found, forms), paper::record_panel(v, found, forms), again(v, found, forms)])
        }
        Standing::Out => stack([
            html! { (Note::new(Tone::Info, v.t("petition-leader-refers"))) },
            paper::record_panel(v, found, forms),
            again(v, found, forms),
        ]),
        Standing::Referred => receipt(v, found, forms),
        Standing::Received => outcome(v, found, forms),
        Standing::Handled | Standing::Outcome if owes_answer => answer(v, found, forms),
        Standing::Handled | Standing::Outcome => close(v, found, forms),
        Standing::Closed | Standing::Retracted => reopen(v, found, forms),
        Standing::Merged => unmerge(v, found, forms),
        Standing::Withdrawn => Markup::default(),
    }
}

fn mixed_without_claim(found: &PetitionPage) -> bool {
    let mixed = found.petition.screening.as_ref().is_some_and(|s| s.verdict == Verdict::Mixed);
    mixed && found.claims.is_empty()
}

/// A form of a step that knows the version it was made from.
fn form<'f>(found: &PetitionPage, step: &str, state: &'f FormState) -> Form<'f> {
    Form::post(format!("{}/{step}", address(found.petition.value.id)), state)
        .hidden("version", found.petition.version.to_string())
}

fn screen_form(v: &View, found: &PetitionPage, forms: &Forms) -> Markup {
    let proposed = found.petition.proposed.as_ref();
    let now = found.petition.screening.as_ref().map(|s| &s.verdict);
    let begins = now.or_else(|| proposed.map(|p| &p.verdict.0));
    let code = begins.map_or_else(|| "in".to_owned(), verdict_code);
    let why: Vec<String> = proposed.iter().flat_map(|p| &p.why).map(|m| v.say(m)).collect();
    let state = forms.state("screen", FormState::new().with("verdict", code).with("why", why.join(" ")));
    let mut choices = vec![Choice::new("in", v.t("petition-verdict-in"))];
    if !found.petition.is_claim() {
        choices.push(Choice::new("mixed", v.t("petition-verdict-mixed")));
    }
    choices.extend(found.rules.out_reasons.iter().map(|r| {
        let verdict = Verdict::Out { reason: r.code.clone() };
        Choice::new(verdict_code(&verdict), words::verdict(v, &found.rules, &verdict))
    }));
    form(found, "screen", &state)
        .body(html! {
            (state.text("verdict", v.t("petition-verdict")).radios(choices).wide().html(v))
            (state.text("why", v.t("petition-why")).longest(500).wide().html(v))
        })
        .button(Button::submit(v.t("petition-screen")).primary().icon("check"))
        .html(v)
}

fn screen(v: &View, found: &PetitionPage, forms: &Forms) -> Markup {
    let proposal = found.petition.proposed.as_ref().map(|proposed| {
        let why: Vec<String> = proposed.why.iter().map(|m| v.say(m)).collect();
        Note::new(Tone::Info, why.join(" ")).lead(words::verdict(v, &found.rules, &proposed.verdict.0))
    });
    let body = html! {
        @if let Some(proposal) = proposal { (proposal) }
        (screen_form(v, found, forms))
    };
    html! { (Panel::new(v.t("petition-next-screen")).note(v.t("petition-next-screen-note")).body(body)) }
}

/// Screening can be changed until there is a disposition.
fn again(v: &View, found: &PetitionPage, forms: &Forms) -> Markup {
    html! { (Panel::new(v.t("petition-screen-again"))
    .body(html! { details { summary { (v.t("petition-screen-again-open")) } (screen_form(v, found, forms)) } })) }
}

/// A verdict as a form sends it: `in`, `mixed`, `out:personal`.
fn verdict_code(verdict: &Verdict) -> String {
    match verdict {
        Verdict::In => "in".to_owned(),
        Verdict::Mixed => "mixed".to_owned(),
        Verdict::Out { reason } => format!("out:{reason}"),
    }
}

/// And as it is read.
pub(super) fn verdict_of(code: &str) -> Option<Verdict> {
    match code {
        "in" => Some(Verdict::In),
        "mixed" => Some(Verdict::Mixed),
        other => other.strip_prefix("out:").map(|reason| Verdict::Out { reason: reason.to_owned() }),
    }
}

fn handle(v: &View, found: &PetitionPage, forms: &Forms) -> Markup {
    let state = forms.state("handle", FormState::new().with("how", code_of(&How::LookedInto)));
    let choices = How::ALL.into_iter().map(|how| Choice::new(code_of(&how), v.say(&how.label())));
    let body = form(found, "handle", &state)
        .body(html! {
            (state.text("how", v.t("petition-how")).radios(choices).wide().html(v))
            (state.text("result", v.t("petition-result")).area(3).wide().html(v))
        })
        .button(Button::submit(v.t("petition-handle")).primary().icon("check"))
        .html(v);
    html! { (Panel::new(v.t("petition-next-handle")).body(body)) }
}

fn split(v: &View, found: &PetitionPage, forms: &Forms) -> Markup {
    let state = forms.state("split", FormState::new());
    let body = form(found, "split", &state)
        .body(html! {
            (state.text("extract", v.t("petition-claim-extract")).area(3).hint(v.t("petition-claim-extract-hint")).wide().html(v))
        })
        .button(Button::submit(v.t("petition-split")))
        .html(v);
    html! { (Panel::new(v.t("petition-next-split")).note(v.t("petition-next-split-note")).body(body)) }
}

fn refer(v: &View, found: &PetitionPage, forms: &Forms) -> Markup {
    let begins = FormState::new();
    let begins = if found.petition.is_claim() {
        begins.with("extract", found.petition.content.text.as_str())
    } else {
        begins
    };
    let state = forms.state("refer", begins);
    let body = form(found, "refer", &state)
        .body(html! {
            (state.text("to", v.t("petition-receiver")).hint(v.t("petition-receiver-hint")).longest(100).html(v))
            (state.text("led", v.t("petition-led")).hint(v.t("petition-led-hint")).optional().longest(200).html(v))
            (state.text("extract", v.t("petition-extract")).area(4).hint(v.t("petition-extract-hint")).wide().html(v))
            (state.text("consent", v.t("petition-consent")).hint(v.t("petition-consent-hint")).optional().longest(200).wide().html(v))
            (state.text("password", v.t("petition-password")).hint(v.t("petition-password-hint")).password().complete("current-password").html(v))
        })
        .button(Button::submit(v.t("petition-refer")).primary().icon("send"))
        .html(v);
    html! { (Panel::new(v.t("petition-next-refer")).note(v.t("petition-next-refer-note")).body(body)) }
}

fn receipt(v: &View, found: &PetitionPage, forms: &Forms) -> Markup {
    let state = forms.state("receipt", FormState::new().with("on", v.today().to_string()));
    let body = form(found, "receipt", &state)
        .body(html! {
            (state.text("by", v.t("petition-receipt-by")).longest(100).html(v))
            (state.text("on", v.t("petition-on")).date().html(v))
        })
        .button(Button::submit(v.t("petition-receipt")).primary().icon("check"))
        .html(v);
    html! { (Panel::new(v.t("petition-next-receipt")).body(body)) }
}

fn outcome(v: &View, found: &PetitionPage, forms: &Forms) -> Markup {
    let state = forms.state("outcome", FormState::new().with("on", v.today().to_string()));
    let body = form(found, "outcome", &state)
        .body(html! {
            (state.text("result", v.t("petition-outcome")).area(3).wide().html(v))
            (state.text("on", v.t("petition-on")).date().html(v))
        })
        .button(Button::submit(v.t("petition-outcome-note")).primary().icon("check"))
        .html(v);
    html! { (Panel::new(v.t("petition-next-outcome")).body(body)) }
}

fn answer(v: &View, found: &PetitionPage, forms: &Forms) -> Markup {
    let state = forms.state("answer", FormState::new());
    let body = form(found, "answer", &state)
        .body(html! { (state.text("told", v.t("petition-told")).area(3).hint(v.t("petition-told-hint")).wide().html(v)) })
        .button(Button::submit(v.t("petition-answer")).primary().icon("check"))
        .html(v);
    html! { (Panel::new(v.t("petition-next-answer")).body(body)) }
}

fn close(v: &View, found: &PetitionPage, forms: &Forms) -> Markup {
    let p = &found.petition;
    let known = p.referral.as_ref().and_then(|r| r.outcome.as_ref()).map(|o| o.result.as_str());
    let known = known.or_else(|| p.handled.as_ref().map(|h| h.result.as_str()));
    let state = forms.state("close", FormState::new().with("outcome", known.unwrap_or_default()));
    let body = form(found, "close", &state)
        .body(html! { (state.text("outcome", v.t("petition-closing")).longest(500).wide().html(v)) })
        .button(Button::submit(v.t("petition-close")).primary().icon("check"))
        .html(v);
    html! { (Panel::new(v.t("petition-next-close")).body(body)) }
}

fn reopen(v: &View, found: &PetitionPage, forms: &Forms) -> Markup {
    let state = forms.state("reopen", FormState::new());
    let body = form(found, "reopen", &state)
        .body(html! { (state.text("why", v.t("petition-reopen-why")).longest(500).wide().html(v)) })
        .button(Button::submit(v.t("petition-reopen")))
        .html(v);
    html! { (Panel::new(v.t("petition-reopen"))
    .body(html! { details { summary { (v.t("petition-reopen-open")) } (body) } })) }
}

fn unmerge(v: &View, found: &PetitionPage, forms: &Forms) -> Markup {
    let state = forms.state("unmerge", FormState::new());
    let body = form(found, "unmerge", &state).button(Button::submit(v.t("petition-unmerge"))).html(v);
    html! { (Panel::new(v.t("petition-unmerge")).note(v.t("petition-unmerge-note")).body(body)) }
}

/// Withdrawing at the reporter's wish, as long as nothing was done that is not the reporter's to take back.
pub(super) fn retract(ctx: &Ctx, v: &View, found: &PetitionPage, forms: &Forms) -> Markup {
    let p = &found.petition;
    let may = ctx.may(Action::PetitionHandle, Scope::One(p.engagement.0));
    let open = [Standing::Registered, Standing::In, Standing::Out, Standing::Merged].contains(&p.standing());
    if !may || !open {
        return Markup::default();
    }
    let state = forms.state("retract", FormState::new()).prefix("retract");
    let retract = form(found, "retract", &state)
        .body(html! { (state.text("why", v.t("petition-retract-why")).hint(v.t("petition-retract-hint")).longest(200).wide().html(v)) })
        .button(Button::submit(v.t("petition-retract")))
        .html(v);
    html! { (Panel::new(v.t("petition-retract-panel")).note(v.t("petition-retract-note")).body(html! {
        details { summary { (v.t("petition-retract-open")) } (retract) }
    })) }
}

/// Correcting and taking back, as long as that is allowed.
pub(super) fn corrections(ctx: &Ctx, v: &View, found: &PetitionPage, forms: &Forms) -> Markup {
    let p = &found.petition;
    let may = ctx.may(Action::PetitionRegister, Scope::One(p.engagement.0));
    let open = matches!(p.standing(), Standing::Registered | Standing::In | Standing::Out);
    if !may || !open {
        return Markup::default();
    }
    let correctable = p.standing() == Standing::Registered && !p.is_claim();
    let state = forms.state("withdraw", FormState::new());
    let withdraw = form(found, "withdraw", &state)
        .body(html! { (state.text("why", v.t("petition-withdraw-why")).longest(200).wide().html(v)) })
        .button(Button::submit(v.t("petition-withdraw")).danger())
        .html(v);
    let body = html! {
        @if correctable {
            p { (Button::link(v.t("petition-correct"), format!("{}/correct", address(p.value.id)))) }
        }
        details { summary { (v.t("petition-withdraw-open")) } (withdraw) }
    };
    html! { (Panel::new(v.t("petition-corrections")).body(body)) }
}
