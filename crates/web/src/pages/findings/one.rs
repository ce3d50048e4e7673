//! One paper: what it says and what proves it, how far it is, what it lacks, and what can be done next.

use super::{act, address, crumbs, of_engagement, sheet, words};
use crate::components::{
    Button, Cols, Form, FormState, Help, Note, Page, Panel, Step, StepState, Tone, chip, cols, facts, icon,
    stack, stamp, stamp_solid, steps,
};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::finding::FindingPage;
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::finding::{Decided, Noted, Severity, Signature, Standing};
use domain::method::Method;
use domain::permission::{Action, Scope};
use kernel::{FileId, FindingId, Message};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::FindingView);
    routes.get("/findings/{finding}", needs, show).get("/findings/{finding}/files/{file}", needs, file)
}

async fn show(State(web): State<Web>, Path(id): Path<FindingId>, reader: Reader) -> Answer<Html> {
    let found = web.app().finding(&reader.ctx, id).await?;
    Ok(page(&reader.ctx, &reader.view, &found, &act::Forms::default()))
}

async fn file(
    State(web): State<Web>,
    Path((id, file)): Path<(FindingId, FileId)>,
    reader: Reader,
) -> Answer<Response> {
    let found = web.app().finding(&reader.ctx, id).await?;
    if !found.files.contains_key(&file) {
        return Err(Error::NotFound.into());
    }
    let right = (Action::FindingView, Scope::One(found.kept.engagement.0));
    let opened = web.app().open_file(&reader.ctx, right, file, None).await?;
    let (name, size) = (opened.file.name.clone(), opened.file.size);
    let (_, bytes) = opened.range(0, size).await?;
    Ok(crate::pages::units::attachment(&name, "application/octet-stream", bytes)?)
}

/// The line below its heading.
pub(super) fn lead(v: &View, found: &FindingPage) -> Markup {
    let kept = &found.kept;
    let draft = Message::new("finding-revision").with("n", kept.revision.saturating_add(1));
    html! {
        (v.t("finding-paper")) " " span.mono { (kept.number) } " · " (found.unit) " · " (v.say(&draft))
        @if let Some(last) = &found.last { " · " (v.say(&crate::gate::changed_by(v, last))) }
    }
}

pub(super) fn page(ctx: &Ctx, v: &View, found: &FindingPage, forms: &act::Forms) -> Html {
    let kept = &found.kept;
    let scope = Scope::One(kept.engagement.0);
    let may = |action| ctx.may(action, scope);
    let standing = kept.mark.standing;
    let writes = may(Action::FindingWrite);
    let left = stack([
        html! { (problem(v, found)) },
        html! { (facts_panel(v, found, writes && may_link(found))) },
        html! { (basis(v, found)) },
        html! { @if let Some(panel) = decision(v, found) { (panel) } },
        html! { @if let Some(panel) = view(v, found) { (panel) } },
        act::below(v, ctx, found, forms),
    ]);
    let right = stack([
        act::next(v, ctx, found, forms),
        html! { (signatures(v, found)) },
        html! { (lacks(v, found)) },
        html! { (thread(v, found)) },
    ]);
    let mut page = Page::new(kept.paper.title.clone())
        .stamp(stamp_solid(&v.t("finding-stamp")))
        .mark(words::marks(v, kept))
        .lead(lead(v, found))
        .crumbs(crumbs(v, kept.engagement, &found.unit))
        .action(Button::print(v.t("finding-print")))
        .action(Button::link(v.t("finding-versions"), format!("{}/versions", address(kept.finding.id))))
        .help(Help::new(v.t("finding-one-help-what"), v.t("finding-one-help-next")));
    if writes && kept.may_be_written() {
        page = page.action(Button::link(v.t("finding-edit"), format!("{}/edit", address(kept.finding.id))));
    }
    let way = steps(v, &v.t("finding-way"), &way(v, standing));
    page.html(v, stack([way, ended(v, found), cols(Cols::ThreeOne, [left, right])]))
}

/// Evidence is linked while the text may change, and of what was adopted on paper.
fn may_link(found: &FindingPage) -> bool {
    let adopted_on_paper = found.kept.decision.as_ref().is_some_and(|decision| {
        decision.what == Decided::Adopted && decision.noted.how == domain::finding::Recorded::PaperChecked
    });
    found.kept.may_be_written() || adopted_on_paper
}

fn way(v: &View, standing: Standing) -> Vec<Step> {
    let order = [
        Standing::Draft,
        Standing::Signed,
        Standing::Reviewed,
        Standing::SignedOff,
        Standing::Adopted,
        Standing::Confirmed,
    ];
    let at = order.iter().position(|one| *one == standing);
    let state = |n: usize| match at {
        Some(at) if n < at => StepState::Done,
        Some(at) if n == at => StepState::Current,
        _ => StepState::Todo,
    };
    order.iter().enumerate().map(|(n, one)| Step::new(v.say(&one.label()), state(n))).collect()
}

/// Why it does not go on, where it does not.
fn ended(v: &View, found: &FindingPage) -> Markup {
    let kept = &found.kept;
    if let Some(withdrawn) = &kept.withdrawn {
        let who = found.names.get(&withdrawn.by.user).cloned().unwrap_or_default();
        let lead = Message::new("finding-withdrawn-by").with("who", who).with("on", withdrawn.on);
        return html! { (Note::new(Tone::Mute, &withdrawn.reason).lead(v.say(&lead))) };
    }
    if kept.moved_to_clue {
        let href = format!("/engagements/{}/clues/new?from={}", kept.engagement, kept.finding.id);
        let button = Button::link(v.t("finding-moved-write-clue"), href).primary();
        return html! { (Note::new(Tone::Info, v.t("finding-moved-note")).action(button)) };
    }
    Markup::default()
}

fn problem(v: &View, found: &FindingPage) -> Panel {
    let paper = &found.kept.paper;
    let separator = v.t("common-list-separator");
    let focus: Vec<String> = paper.focus.iter().map(|code| words::focus(v, &found.rules, code)).collect();
    let methods = paper.methods().into_iter().map(|code| v.say(&Method::of(code).label()));
    let methods: Vec<String> = methods.collect();
    let mut pairs = vec![
        (v.t("finding-focus"), html! { ul { @for point in &focus { li { (point) } } } }),
        (v.t("finding-unit"), html! { (found.about) }),
        (v.t("finding-degree"), words::degree(v, paper.degree)),
    ];
    if let Some(period) = paper.period {
        pairs.push((v.t("finding-period"), html! { (words::period(v, period)) }));
    }
    if !paper.amounts.is_empty() {
        let sums =
            html! { ul { @for one in &paper.amounts { li { (words::sum(v, one.sum)) " " (one.what) } } } };
        pairs.push((v.t("finding-amounts-plain"), sums));
    }
    if !methods.is_empty() {
        pairs.push((v.t("finding-methods"), html! { (methods.join(&separator)) }));
    }
    if let Some(repeats) = &paper.repeats {
        pairs.push((
            v.t("finding-repeats"),
            html! { (chip(Tone::Warn, &v.t("finding-repeated"))) " " (repeats) },
        ));
    }
    Panel::new(v.t("finding-problem")).body(facts(pairs))
}

fn facts_panel(v: &View, found: &FindingPage, may_link: bool) -> Panel {
    let paper = &found.kept.paper;
    let pieces = paper.all_evidence().count();
    let count =
        Message::new("finding-evidence-count").with("pieces", pieces).with("methods", paper.methods().len());
    Panel::new(v.t("finding-facts")).note(v.say(&count)).body(sheet::read(v, &found.kept, may_link))
}

fn basis(v: &View, found: &FindingPage) -> Panel {
    let (kept, paper) = (&found.kept, &found.kept.paper);
    let missing = || html! { (chip(Tone::Warn, &v.t("finding-missing"))) };
    let mut pairs = vec![(
        v.t("finding-basis"),
        if paper.basis.is_empty() {
            missing()
        } else {
            html! { (paper.basis) }
        },
    )];
    if !paper.responsible.is_empty() {
        let people = html! { ul { @for one in &paper.responsible { li {
            (one.post) @if !one.name.is_empty() { " " (one.name) } @if !one.kind.is_empty() { " " small.muted { (one.kind) } }
        } } } };
        pairs.push((v.t("finding-responsible-plain"), people));
    }
    let names = kept.undertakers.join(&v.t("common-list-separator"));
    pairs.push((
        v.t("finding-undertakers"),
        if names.is_empty() {
            missing()
        } else {
            html! { (names) }
        },
    ));
    if !paper.note.is_empty() {
        pairs.push((v.t("finding-note"), html! { (paper.note) }));
    }
    Panel::new(v.t("finding-basis-panel")).body(facts(pairs))
}

/// Who recorded something and who checked it.
fn noted(v: &View, found: &FindingPage, noted: &Noted) -> Markup {
    let name = |user| found.names.get(&user).map_or("", String::as_str);
    let scan = noted.scan.filter(|scan| found.files.contains_key(scan));
    html! {
        (words::recorded(v, noted.how)) " " small.muted { (name(noted.by.user))
            @if let Some(checked) = noted.checked { " · " (name(checked.user)) } }
        @if let Some(scan) = scan {
            " " a href={ (address(found.kept.finding.id)) "/files/" (scan) } { (v.t("finding-scan")) }
        }
    }
}

fn decision(v: &View, found: &FindingPage) -> Option<Panel> {
    let decision = found.kept.decision.as_ref()?;
    let words = match &decision.what {
        Decided::Merged { into } => into.as_str(),
        Decided::NotAdopted { reason } => reason.as_str(),
        Decided::Adopted | Decided::Doubtful => "",
    };
    let mut pairs =
        vec![(v.t("finding-decision"), html! { b { (v.say(&decision.what.label())) } " " (words) })];
    if let Some(on) = decision.on {
        pairs.push((v.t("finding-meeting-on"), html! { (v.day(on)) }));
    }
    pairs.push((v.t("finding-recorded"), noted(v, found, &decision.noted)));
    Some(Panel::new(v.t("finding-meeting")).body(facts(pairs)))
}

fn view(v: &View, found: &FindingPage) -> Option<Panel> {
    let view = found.kept.view.as_ref()?;
    let mut pairs = vec![(v.t("finding-view"), html! { b { (v.say(&view.view.label())) } })];
    if !view.words.is_empty() {
        pairs.push((v.t("finding-view-words"), html! { blockquote { (view.words) } }));
    }
    let when = view.on.map(|on| v.day(on)).unwrap_or_default();
    if !view.by.is_empty() || !when.is_empty() {
        pairs.push((v.t("finding-view-by"), html! { (view.by) " " (when) }));
    }
    pairs.push((v.t("finding-recorded"), noted(v, found, &view.noted)));
    Some(Panel::new(v.t("finding-view")).id("view").body(facts(pairs)))
}

/// Everything it lacks, as a list to work off; what it has, ticked.
pub(super) fn lacks(v: &View, found: &FindingPage) -> Panel {
    let faults = &found.faults;
    let has = |kinds: &[&str]| faults.iter().all(|fault| !kinds.contains(&fault.kind));
    let good = [
        ("finding-has-facts", has(&["no_title", "no_facts"])),
        ("finding-has-basis", has(&["no_basis"])),
        ("finding-has-evidence", has(&["no_evidence", "sentences_unsupported"])),
        ("finding-has-focus", has(&["no_focus", "unknown_focus"])),
        ("finding-has-undertakers", has(&["one_undertaker"])),
    ];
    let grave = faults.iter().filter(|fault| fault.severity == Severity::Blocks).count();
    let note =
        if grave > 0 { Some(v.say(&Message::new("finding-lacks-count").with("count", grave))) } else { None };
    let list = html! { ul.checks {
        @for fault in faults { li data-hint[fault.severity == Severity::Hint] { (icon(if fault.severity == Severity::Hint { "info" } else { "x" })) (v.say(&fault.message)) } }
        @for (id, _) in good.iter().filter(|(_, good)| *good) { li data-ok { (icon("check")) (v.t(id)) } }
    } };
    let panel = Panel::new(v.t("finding-lacks")).flush(list);
    match note {
        Some(note) => panel.note(note),
        None => panel,
    }
}

fn signatures(v: &View, found: &FindingPage) -> Panel {
    let kept = &found.kept;
    let needed = Message::new("finding-signatures-needed")
        .with("count", i64::from(kept.mark.signatures))
        .with("needed", i64::from(found.rules.findings.signatures));
    let holds = |one: &Signature| one.digest == kept.mark.digest;
    let step = |who: Option<&String>, digest: &str, on, title: &str| {
        let stands = digest == kept.mark.digest;
        html! { li {
            (stamp_solid(&v.t("finding-stamp-review")))
            div { b { (who.map_or("", String::as_str)) } small.muted { (v.t(title)) " " (v.day_short(on)) } }
            @if stands { (chip(Tone::Ok, &v.t("finding-signed"))) } @else { (chip(Tone::Warn, &v.t("finding-lapsed"))) }
        } }
    };
    let list = html! { ul.list {
        @for one in &kept.signatures { li {
            @if holds(one) { (stamp_solid(&v.t("finding-stamp-sign"))) } @else { (stamp(&v.t("finding-stamp-sign"))) }
            div { b { (one.name) } small.muted { (v.day_short(one.on)) } }
            @if holds(one) { (chip(Tone::Ok, &v.t("finding-signed"))) } @else { (chip(Tone::Warn, &v.t("finding-lapsed"))) }
        } }
        @if let Some(review) = &kept.review { (step(found.names.get(&review.by.user), &review.digest, review.on, "finding-reviewed")) }
        @if let Some(off) = &kept.sign_off { (step(found.names.get(&off.by.user), &off.digest, off.on, "finding-signed-off")) }
        @if kept.signatures.is_empty() { li { span.muted { (v.t("finding-no-signatures")) } } }
    } };
    Panel::new(v.t("finding-signatures")).id("sign").note(v.say(&needed)).flush(list)
}

/// From what proves it to what is made of it.
fn thread(v: &View, found: &FindingPage) -> Panel {
    let paper = &found.kept.paper;
    let of = |method: &str| -> Vec<String> {
        let pieces = paper.all_evidence().filter(|one| one.method == method);
        let mut numbers: Vec<String> = pieces.map(|one| one.number.clone()).collect();
        numbers.sort();
        numbers.dedup();
        numbers
    };
    let separator = v.t("common-list-separator");
    let list = html! { ol.trace {
        @for method in paper.methods() {
            @let known = Method::of(method);
            li { (stamp(known.stamp)) div { (of(method).join(&separator)) small.muted { (v.say(&known.label())) } } }
        }
        li aria-current="true" { (stamp_solid(&v.t("finding-stamp"))) div { b { (found.kept.number) } small.muted { (v.say(&found.kept.mark.standing.label())) } } }
        @for item in &found.became {
            li { (stamp_solid(&v.t("ledger-stamp"))) div { a href={ "/ledger/" (item.id) "/trace" } { b { (item.code) } } small { (item.title) " · " (v.say(&item.state)) } } }
        }
        @if found.became.is_empty() {
            li data-state="todo" { (stamp(&v.t("finding-stamp-report"))) div { (v.t("finding-thread-report")) small { (v.t("finding-thread-report-next")) } } }
        }
    } };
    Panel::new(v.t("finding-thread")).body(list)
}

/// A form of one button about this paper.
pub(super) fn step(v: &View, found: &FindingPage, path: &str, button: Button) -> Markup {
    Form::post(format!("{}/{path}", address(found.kept.finding.id)), &FormState::new())
        .hidden("engagement", found.kept.engagement.to_string())
        .hidden("seen", found.kept.mark.digest.clone())
        .button(button)
        .html(v)
}

/// The address of the team meeting of its engagement.
pub(super) fn meeting_address(found: &FindingPage) -> String {
    format!("{}/meeting", of_engagement(found.kept.engagement))
}
