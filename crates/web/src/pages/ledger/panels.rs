//! The panels of an item's page.

use super::item::{At, sentences};
use super::measures;
use super::words;
use crate::components::{
    Button, Choice, Event, Form, FormState, Item as Line, Note, Panel, Step, StepState, Tone, chip, facts,
    list, timeline,
};
use crate::pages::fields::code_of;
use app::rectification::{
    EvidenceKind, ItemKind, ItemState, NextStep, Outcome, ReminderState, Sign, SignItem,
};
use domain::permission::Action;
use kernel::Message;
use maud::{Markup, Render, html};

/// Goals that the form of the plan has room for.
const GOALS: usize = 4;

/// The chain: claimed, under way, declared, every signature of the rules, closed.
pub(super) fn chain(at: &At<'_>) -> Vec<Step> {
    let (v, item) = (at.v, &at.found.item);
    let turn = at.found.turn();
    let state = &item.state;
    let begun = !matches!(state, ItemState::FedBack | ItemState::Claimed);
    let claimed = !matches!(state, ItemState::FedBack);
    let in_chain = state.is_in_chain();
    let over = matches!(state, ItemState::Closed { .. });
    let place = |done: bool, current: bool| match (done, current) {
        (true, _) => StepState::Done,
        (false, true) => StepState::Current,
        (false, false) => StepState::Todo,
    };
    let mut all = vec![
        Step::new(v.t("ledger-chain-claimed"), place(claimed, !claimed)),
        Step::new(v.t("ledger-chain-planned"), place(begun, claimed && !begun)),
    ];
    let declared = match state {
        ItemState::SentBack { .. } => StepState::Back,
        _ => place(in_chain || over, begun && !in_chain && !over),
    };
    let mut step = Step::new(v.t("ledger-chain-declared"), declared);
    if let Some(declaration) = item.declaration.as_ref().filter(|d| d.time > 1) {
        let note = Message::new("ledger-declared-time").with("time", u32::from(declaration.time));
        step = step.note(v.say(&note));
    }
    all.push(step);
    for sign in &at.found.rules.chain {
        let signed = item.declaration.as_ref().is_some_and(|d| d.signed.iter().any(|(s, _)| s == sign));
        let done = over || (in_chain && signed);
        all.push(Step::new(v.say(&sign.label()), place(done, turn == Some(*sign))));
    }
    all.push(Step::new(v.t("ledger-chain-closed"), place(over, false)));
    all
}

/// What the reader should know before anything else.
pub(super) fn notes(at: &At<'_>) -> Markup {
    let (v, item) = (at.v, &at.found.item);
    let waits = item.objections.iter().any(|objection| objection.answer.is_none());
    html! {
        @match &item.state {
            ItemState::SentBack { reason, .. } => { (Note::new(Tone::Late, reason.as_str()).lead(v.t("ledger-sent-back-because"))) }
            ItemState::Basically { rest, until, .. } => {
                @let lead = v.say(&Message::new("ledger-rest-until").with("until", *until));
                (Note::new(Tone::Warn, rest.as_str()).lead(lead))
            }
            ItemState::Annulled { reason, .. } => { (Note::new(Tone::Info, reason.as_str()).lead(v.t("ledger-annulled-because"))) }
            _ => {}
        }
        @if let Some(why) = item.declaration.as_ref().and_then(|d| d.why_sufficient.as_ref()).filter(|_| item.state.is_in_chain()) {
            (Note::new(Tone::Warn, why.as_str()).lead(v.t("ledger-why-sufficient")))
        }
        @if waits { (Note::new(Tone::Info, v.t("ledger-objection-waits-about")).lead(v.t("ledger-objection-waits"))) }
    }
}

/// The one thing that the reader can do now: declare, sign, review, take up again, let go on.
pub(super) fn next_step(at: &At<'_>) -> Markup {
    for step in &at.next {
        match step {
            NextStep::Resume => return resume(at),
            NextStep::NotYet | NextStep::Declare => return declare(at),
            NextStep::Sign(sign) => return sign_panel(at, *sign),
            NextStep::GoOn => return go_on(at),
            _ => {}
        }
    }
    Markup::default()
}

fn resume(at: &At<'_>) -> Markup {
    let form = Form::post(at.act("resume"), &FormState::new())
        .button(Button::submit(at.v.t("ledger-resume")).primary())
        .html(at.v);
    Panel::new(at.v.t("ledger-resume")).note(at.v.t("ledger-resume-about")).body(form).render()
}

fn declare(at: &At<'_>) -> Markup {
    let v = at.v;
    let weak = "rectification-why-sufficient";
    let real: Vec<Message> = at.found.obstacles.iter().filter(|m| m.id != weak).cloned().collect();
    let asks = at.found.obstacles.iter().any(|m| m.id == weak);
    let state = at.forms.state("declare", "", FormState::new).prefix("declare");
    let button = Button::submit(v.t("ledger-declare"));
    let button =
        if real.is_empty() { button.primary() } else { button.not_now(v.t("ledger-declare-not-yet")) };
    let form = Form::post(at.act("declare"), &state)
        .hidden("version", at.version())
        .body(html! {
            @if asks { (state.text("why", v.t("ledger-why")).area(2).hint(v.t("ledger-why-hint")).html(v)) }
        })
        .button(button);
    let body = html! {
        @if !real.is_empty() { (Note::new(Tone::Info, sentences(v, &real)).lead(v.t("ledger-obstacles"))) }
        (form.html(v))
    };
    Panel::new(v.t("ledger-declare")).note(v.t("ledger-declare-about")).body(body).render()
}

fn sign_panel(at: &At<'_>, sign: Sign) -> Markup {
    let v = at.v;
    let state = at.forms.state("sign", "", FormState::new).prefix("sign");
    let label = if sign == Sign::Review { v.t("ledger-agree") } else { v.say(&sign.label()) };
    let form = Form::post(at.act("sign"), &state)
        .hidden("version", at.version())
        .hidden("sign", code_of(&sign))
        .body(html! {
            @if SignItem::asks_password(sign) {
                (state.text("password", v.t("decision-password")).password().complete("current-password").html(v))
            }
        })
        .button(Button::submit(label).primary().icon("stamp"));
    let body = html! { (form.html(v)) (send_back(at, sign)) };
    Panel::new(v.say(&sign.label())).id("sign").body(body).render()
}

/// Returning it to the unit, in whoever's turn it is.
pub(super) fn send_back(at: &At<'_>, sign: Sign) -> Markup {
    let v = at.v;
    let state = at.forms.state("send-back", "", || FormState::new().with("to", "declaration"));
    let to = [
        Choice::new("declaration", v.t("ledger-back-declaration")),
        Choice::new("measures", v.t("ledger-back-measures")),
    ];
    let form = Form::post(at.act("send-back"), &state.clone().prefix("back"))
        .hidden("version", at.version())
        .hidden("sign", code_of(&sign))
        .body(html! {
            @let state = state.prefix("back");
            (state.text("to", v.t("ledger-back-to")).segment(to).wide().html(v))
            (state.text("reason", v.t("ledger-back-reason")).area(3).hint(v.t("ledger-back-reason-hint")).longest(1000).html(v))
            (state.text("due", v.t("ledger-back-due")).date().optional().html(v))
        })
        .button(Button::submit(v.t("ledger-send-back")).danger())
        .html(v);
    let open = at.forms.came_back("send-back", "");
    html! { details open[open] { summary { (v.t("ledger-send-back-open")) } (form) } }
}

fn go_on(at: &At<'_>) -> Markup {
    let v = at.v;
    let state = at.forms.state("go-on", "", FormState::new);
    let form = Form::post(at.act("go-on"), &state)
        .hidden("version", at.version())
        .button(Button::submit(v.t("ledger-go-on")));
    Panel::new(v.t("ledger-go-on")).note(v.t("ledger-go-on-about")).body(form.html(v)).render()
}

/// The problem with its facts, and its measures.
pub(super) fn problem(at: &At<'_>) -> Markup {
    let v = at.v;
    let text = html! {
        @if !at.found.passages.is_empty() {
            div.body { @for passage in &at.found.passages { p { (passage.mark) (passage.text) } } }
        }
        (measures::table(at))
    };
    Panel::new(v.t("ledger-problem-and-measures")).flush(text).render()
}

/// The unit takes it on, or names another leader or department.
pub(super) fn claim(at: &At<'_>) -> Markup {
    let (v, item) = (at.v, &at.found.item);
    if !at.can(NextStep::Claim) {
        return Markup::default();
    }
    let claim = item.claim.as_ref();
    let state = at.forms.state("claim", "", || {
        let chosen = claim.map(|c| c.leader.to_string());
        let only = at.found.posts.first().map(|p| p.id.to_string());
        FormState::new()
            .with("leader", chosen.or(only).unwrap_or_default())
            .with("department", claim.map(|c| c.department.clone()).unwrap_or_default())
    });
    let state = state.prefix("claim");
    let form = Form::post(at.act("claim"), &state)
        .hidden("version", at.version())
        .body(html! {
            (leader_fields(at, &state))
            (state.text("department", v.t("ledger-department")).longest(100).html(v))
        })
        .button(if claim.is_none() {
            Button::submit(v.t("ledger-claim")).primary()
        } else {
            Button::submit(v.t("ledger-claim-again"))
        });
    let body = if claim.is_none() {
        form.html(v)
    } else {
        let open = at.forms.came_back("claim", "");
        html! { details open[open] { summary { (v.t("ledger-claim-change")) } (form.html(v)) } }
    };
    Panel::new(v.t("ledger-claim")).id("claim").body(body).render()
}

/// A post of the unit, or a new one with its holder.
pub(super) fn leader_fields(at: &At<'_>, state: &FormState) -> Markup {
    let (v, today) = (at.v, at.v.today());
    let known = at.found.posts.iter().map(|post| {
        let holder = post.holder_on(today).map(|h| h.name.as_str()).unwrap_or_default();
        Choice::new(post.id.to_string(), format!("{holder} {}", post.title))
    });
    let choices: Vec<Choice> = known.chain([Choice::new("new", v.t("ledger-leader-new"))]).collect();
    let people = at.people.iter().map(|person| {
        Choice::new(
            person.account.to_string(),
            format!("{} · {}", person.name, v.t(person.role.message_id())),
        )
    });
    let open = at.found.posts.is_empty() || state.value("leader") == "new";
    html! {
        (state.text("leader", v.t("ledger-leader")).select(choices).html(v))
        details.wide open[open] {
            summary { (v.t("ledger-leader-new")) }
            div.form {
                (state.text("title", v.t("ledger-post-title")).optional().longest(60).html(v))
                (state.text("name", v.t("ledger-post-name")).optional().longest(60).html(v))
                @if !at.people.is_empty() {
                    (state.text("account", v.t("ledger-post-account")).select(people).optional().hint(v.t("ledger-post-account-hint")).html(v))
                }
            }
        }
    }
}

/// Kind, root cause, goals.
pub(super) fn plan(at: &At<'_>) -> Markup {
    let (v, item) = (at.v, &at.found.item);
    if !at.can(NextStep::Plan) {
        return shown_plan(at);
    }
    let state = at.forms.state("plan", "", || {
        let mut state = FormState::new()
            .with("kind", code_of(&item.item.kind))
            .with("root_cause", item.root_cause.clone());
        for (n, goal) in item.goals.iter().enumerate() {
            state = state.with(format!("goal-{n}"), goal.text.clone());
            state = state.with(format!("goal-due-{n}"), goal.due.map(|d| d.to_string()).unwrap_or_default());
        }
        state
    });
    let state = state.prefix("plan");
    let kinds = ItemKind::ALL.into_iter().map(|k| Choice::new(code_of(&k), v.say(&k.label())));
    let rows = item.goals.len().max(if item.item.kind.needs_goals() { GOALS } else { 0 });
    let form = Form::post(at.act("plan"), &state)
        .hidden("version", at.version())
        .body(html! {
            (state.text("kind", v.t("ledger-kind")).select(kinds).html(v))
            (state.text("root_cause", v.t("ledger-root-cause")).area(3).hint(v.t("ledger-root-cause-hint")).longest(2000).html(v))
            @for n in 0..rows.max(1) {
                @let label = v.say(&Message::new("ledger-goal-number").with("number", n + 1));
                (state.text(format!("goal-{n}"), label).optional().longest(200).html(v))
                (state.text(format!("goal-due-{n}"), v.t("ledger-goal-due")).date().optional().html(v))
            }
        })
        .button(Button::submit(v.t("ledger-plan-save")));
    let unplanned = item.root_cause.is_empty() && item.item.kind.needs_root_cause();
    let open = unplanned || at.forms.came_back("plan", "");
    let body = html! {
        (plan_text(at))
        details open[open] { summary { (v.t("ledger-plan-change")) } (form.html(v)) }
    };
    Panel::new(v.t("ledger-plan")).id("plan").body(body).render()
}

fn shown_plan(at: &At<'_>) -> Markup {
    let item = &at.found.item;
    if item.root_cause.is_empty() && item.goals.is_empty() {
        return Markup::default();
    }
    Panel::new(at.v.t("ledger-plan")).body(plan_text(at)).render()
}

fn plan_text(at: &At<'_>) -> Markup {
    let (v, item) = (at.v, &at.found.item);
    let may_reach = at.can(NextStep::Goal);
    html! {
        @if !item.root_cause.is_empty() { p { b { (v.t("ledger-root-cause")) } " " (item.root_cause) } }
        @if !item.goals.is_empty() {
            ul.list { @for (n, goal) in item.goals.iter().enumerate() { li {
                div { (goal.text) @if let Some(due) = goal.due { small.muted { (v.day(due)) } } }
                @match goal.reached {
                    Some(on) => { (chip(Tone::Ok, &v.say(&Message::new("ledger-goal-reached").with("on", on)))) }
                    None if may_reach => {
                        (Form::post(at.act("goal"), &FormState::new()).hidden("goal", n.to_string())
                            .button(Button::submit(v.t("ledger-goal-reach")).small().about(goal.text.clone())).html(v))
                    }
                    None => { (chip(Tone::Mute, &v.t("ledger-goal-open"))) }
                }
            } } }
        }
    }
}

/// The office's finding: kinds of evidence confirmed, three questions, verdict.
pub(super) fn verify(at: &At<'_>) -> Markup {
    let v = at.v;
    if !at.can(NextStep::Verify) {
        return Markup::default();
    }
    let state = at.forms.state("verify", "", FormState::new).prefix("verify");
    let yes_no = || [Choice::new("yes", v.t("ledger-yes")), Choice::new("no", v.t("ledger-no"))];
    let pieces = at.found.measures.iter().flat_map(|line| {
        line.measure.evidence().enumerate().map(move |(n, piece)| (line.measure.id, n, piece))
    });
    let kinds = || EvidenceKind::ALL.into_iter().map(|k| Choice::new(code_of(&k), v.say(&k.label())));
    let form = Form::post(at.act("verify"), &state)
        .hidden("version", at.version())
        .body(html! {
            @for (measure, n, piece) in pieces {
                @let name = format!("kind-{measure}-{n}");
                @let shown = if state.value(&name).is_empty() { state.clone().with(name.clone(), code_of(&piece.counts_as())) } else { state.clone() };
                (shown.text(name, piece.name.clone()).select(kinds()).html(v))
            }
            (state.text("solved", v.t("ledger-question-solved")).segment(yes_no()).html(v))
            (state.text("in_place", v.t("ledger-question-in-place")).segment(yes_no()).html(v))
            (state.text("ledger_complete", v.t("ledger-question-ledger")).segment(yes_no()).html(v))
            div.field data-wide { div.row { (Button::answers(v.t("ledger-all-yes"), "yes").small()) } }
        })
        .button(Button::submit(v.t("ledger-close")).primary().icon("check").sends("verdict", "closed"))
        .note(v.t("ledger-close-note"));
    let other = at.forms.state("verdict", "", FormState::new).prefix("verdict");
    let not_yet = Form::post(at.act("verify"), &other)
        .hidden("version", at.version())
        .body(html! {
            (other.text("words", v.t("ledger-verdict-words")).area(2).hint(v.t("ledger-verdict-words-hint")).longest(1000).html(v))
            (other.text("until", v.t("ledger-verdict-until")).date().html(v))
        })
        .button(Button::submit(v.t("ledger-basically")).sends("verdict", "basically"))
        .button(Button::submit(v.t("ledger-incomplete")).danger().sends("verdict", "incomplete"));
    let open = at.forms.came_back("verdict", "");
    let body = html! {
        (form.html(v))
        details open[open] { summary { (v.t("ledger-not-closed-open")) } (not_yet.html(v)) }
        (send_back(at, Sign::Verify))
    };
    Panel::new(v.say(&Sign::Verify.label())).id("verify").note(v.t("ledger-verify-note")).body(body).render()
}

/// Objections with their answers, and the forms for both.
pub(super) fn objections(at: &At<'_>) -> Markup {
    let (v, item) = (at.v, &at.found.item);
    let (may_object, may_answer) = (at.can(NextStep::Object), at.can(NextStep::Answer));
    if item.objections.is_empty() && !may_object {
        return Markup::default();
    }
    let events: Vec<Event> = item
        .objections
        .iter()
        .flat_map(|objection| {
            let who = format!("{} {}", v.day_short(objection.on), at.name(objection.by.user));
            let asked =
                Event::new(html! { b { (v.t("ledger-objection")) } }, who).quote(objection.text.clone());
            let answered = objection.answer.as_ref().map(|answer| {
                let who = format!("{} {}", v.day_short(answer.on), at.name(answer.by.user));
                Event::new(html! { b { (v.t(outcome(answer.outcome))) } }, who).quote(answer.text.clone())
            });
            std::iter::once(asked).chain(answered)
        })
        .collect();
    let upheld = item.is_upheld() && !item.state.is_over();
    let body = html! {
        @if !events.is_empty() { (timeline(&events)) }
        @if may_answer { (answer_form(at)) }
        @if upheld && at.may(Action::DecisionRecord) {
            div.row { (Button::link(v.t("ledger-strike-record"), format!("/decisions/new?about=item&id={}", item.item.id))) }
        }
        @if upheld && at.may(Action::FeedbackApprove) {
            div.row { (Button::link(v.t("ledger-strike-decide"), format!("/decisions/decide?about=item&id={}", item.item.id)).primary()) }
        }
        @if may_object { (object_form(at)) }
    };
    Panel::new(v.t("ledger-objections"))
        .id("objections")
        .note(v.t("ledger-objections-note"))
        .body(body)
        .render()
}

const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Upheld => "ledger-objection-upheld",
        Outcome::PartlyUpheld => "ledger-objection-partly-upheld",
        Outcome::Dismissed => "ledger-objection-dismissed",
    }
}

fn answer_form(at: &At<'_>) -> Markup {
    let v = at.v;
    let state = at.forms.state("answer", "", FormState::new).prefix("answer");
    let outcomes = [Outcome::Upheld, Outcome::PartlyUpheld, Outcome::Dismissed];
    let outcomes = outcomes.map(|o| Choice::new(code_of(&o), v.t(outcome(o))));
    Form::post(at.act("answer"), &state)
        .body(html! {
            (state.text("outcome", v.t("ledger-objection-outcome")).segment(outcomes).wide().html(v))
            (state.text("answer", v.t("ledger-objection-answer")).area(3).longest(2000).html(v))
        })
        .button(Button::submit(v.t("ledger-objection-send-answer")).primary())
        .html(v)
}

fn object_form(at: &At<'_>) -> Markup {
    let v = at.v;
    let state = at.forms.state("object", "", FormState::new).prefix("object");
    let form = Form::post(at.act("object"), &state)
        .body(html! { (state.text("text", v.t("ledger-objection-text")).area(3).hint(v.t("ledger-objection-hint")).longest(2000).html(v)) })
        .button(Button::submit(v.t("ledger-object")));
    let open = at.forms.came_back("object", "");
    html! { details open[open] { summary { (v.t("ledger-object-open")) } (form.html(v)) } }
}

/// A closed item looked at again.
pub(super) fn recheck(at: &At<'_>) -> Markup {
    let v = at.v;
    if !at.can(NextStep::Recheck) {
        return Markup::default();
    }
    let state = at.forms.state("recheck", "", FormState::new).prefix("recheck");
    let found =
        [Choice::new("held", v.t("ledger-held")), Choice::new("rebound", v.t("ledger-rebound-found"))];
    let form = Form::post(at.act("recheck"), &state)
        .hidden("version", at.version())
        .body(html! {
            (state.text("found", v.t("ledger-recheck-found")).segment(found).wide().html(v))
            (state.text("reason", v.t("ledger-recheck-reason")).area(2).hint(v.t("ledger-recheck-hint")).optional().longest(1000).html(v))
            (state.text("until", v.t("ledger-verdict-until")).date().optional().html(v))
        })
        .button(Button::submit(v.t("ledger-recheck")));
    Panel::new(v.t("ledger-recheck")).note(v.t("ledger-recheck-note")).body(form.html(v)).render()
}

/// What it is, in labels and values.
pub(super) fn facts_panel(at: &At<'_>) -> Markup {
    let (v, found) = (at.v, at.found);
    let item = &found.item;
    let text = |text: &str| html! { (text) };
    let mut pairs = vec![
        (v.t("ledger-unit"), text(&found.unit)),
        (v.t("ledger-kind"), text(&v.say(&item.item.kind.label()))),
        (
            v.t("ledger-origin"),
            html! { (v.say(&words::origin(&item.origin))) " " small.muted { (words::origin_name(&item.origin)) } },
        ),
    ];
    if !item.group.is_empty() {
        pairs.push((v.t("ledger-group"), text(&item.group)));
    }
    if let Some(leader) = &found.leader {
        pairs.push((v.t("ledger-leader"), words::post(v, leader)));
    }
    if let Some(claim) = &item.claim {
        pairs.push((v.t("ledger-department"), text(&claim.department)));
    }
    pairs.push((v.t("ledger-begun"), text(&v.day(item.begun))));
    let panel = Panel::new(v.t("ledger-facts")).body(facts(pairs));
    if at.may(Action::PostChange) {
        let href = format!("/portal/posts?unit={}", item.unit);
        return panel.foot(html! { a href=(href) { (v.t("portal-posts")) } }).render();
    }
    panel.render()
}

/// Everything that was done, the newest first.
pub(super) fn history(at: &At<'_>) -> Markup {
    let (v, item) = (at.v, &at.found.item);
    let mut events: Vec<Event> = item
        .steps
        .iter()
        .rev()
        .map(|step| {
            let who = format!("{} {}", v.day_short(step.on), at.name(step.by.user));
            let event = Event::new(html! { b { (v.say(&words::step(step.step))) } }, who)
                .tone(words::step_tone(step.step));
            if step.note.is_empty() { event } else { event.quote(step.note.clone()) }
        })
        .collect();
    events.push(Event::new(html! { b { (v.t("ledger-step-listed")) } }, v.day_short(item.begun)));
    Panel::new(v.t("ledger-history")).body(timeline(&events)).render()
}

/// Reminders that were sent.
pub(super) fn reminders(at: &At<'_>) -> Markup {
    let v = at.v;
    if at.found.reminders.is_empty() {
        return Markup::default();
    }
    let items: Vec<Line> = at
        .found
        .reminders
        .iter()
        .map(|reminder| {
            let line = Line::plain(reminder.name.get(v.lang));
            match &reminder.state {
                ReminderState::Sent { on, .. } => line.about(v.day(*on)),
                ReminderState::Proposed => line.end(chip(Tone::Warn, &v.t("ledger-reminder-waits"))),
                ReminderState::Refused => line.end(chip(Tone::Mute, &v.t("decision-refused"))),
            }
        })
        .collect();
    Panel::new(v.t("ledger-reminders")).flush(list(&items)).render()
}
