//! One team: its members on their way to authorisation, the proposal with its reasons, its authorisation.

use super::words::{member_tone, paper};
use crate::components::{
    Button, Cols, Column, Crumb, Empty, Form, FormState, Help, Note, Page, Panel, Row, Table, Tone, cell,
    chip, cols, facts, stack,
};
use crate::pages::fields::code_of;
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::authorisation::TeamAuthorisation;
use app::round::{MemberLine, RoundPage, TeamPart};
use app::team::{TeamProposal, WordedNamed};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use domain::permission::{Action, Scope};
use domain::team::{MemberState, Release, Role};
use kernel::{Message, RoundId, TeamId};
use maud::{Markup, html};

/// Reserves a form shows; the others come by their code.
const RESERVES: usize = 12;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/rounds/{round}/teams/{team}", Needs::Right(Action::RoundView), show)
}

async fn show(
    State(web): State<Web>,
    Path((round, team)): Path<(RoundId, TeamId)>,
    reader: Reader,
) -> Answer<Html> {
    let forms = Forms::default();
    Ok(page(&web, &reader.ctx, &reader.view, (round, team), &forms).await?)
}

/// The page's forms as they come back.
#[derive(Default)]
pub(super) struct Forms {
    pub(super) members: Option<FormState>,
    pub(super) steps: FormState,
    pub(super) contacts: Option<FormState>,
    /// What someone else stored meanwhile, beside what was typed.
    pub(super) met: Option<Markup>,
}

/// Where a team's page is.
pub(super) fn address(round: RoundId, team: TeamId) -> String {
    format!("/rounds/{round}/teams/{team}")
}

pub(super) async fn page(
    web: &Web,
    ctx: &Ctx,
    v: &View,
    (round, team): (RoundId, TeamId),
    forms: &Forms,
) -> Result<Html, Error> {
    let found = web.app().round(ctx, round).await?;
    let part = found.team(team).ok_or(Error::NotFound)?;
    let proposes = ctx.may(Action::TeamPropose, Scope::Global);
    let asked = v.address.get("propose") == Some("1") || forms.members.is_some();
    let proposal = if proposes && asked { Some(web.app().team_proposal(ctx, team).await?) } else { None };
    let mut left = vec![html! { (members_panel(ctx, v, part, forms)) }];
    if proposes {
        left.push(html! { (seats_panel(v, part, proposal.as_ref(), forms.members.as_ref())) });
    }
    if let Some(proposal) = &proposal {
        left.push(html! { (left_out_panel(v, proposal)) });
    }
    let right = stack([
        html! { (units_panel(ctx, v, part)) },
        html! { (paper_panel(ctx, v, &found, part)) },
        html! { @if proposes { (contacts_panel(v, part, forms.contacts.as_ref())) } },
    ]);
    let mut page = Page::new(part.team.name.clone())
        .lead(found.round.name.clone())
        .crumbs([
            Crumb::new(v.t("round-title"), "/rounds"),
            Crumb::new(found.round.name.clone(), format!("/rounds/{round}")),
        ])
        .help(Help::new(v.t("team-help-what"), v.t("team-help-next")));
    if ctx.may(Action::RecusalCheck, Scope::Global) && part.present().next().is_some() {
        page =
            page.action(Button::link(v.t("team-declare"), format!("{}/declarations", address(round, team))));
    }
    let faults = html! { @for fault in &part.faults { (Note::new(Tone::Warn, v.say(fault))) } };
    Ok(page.html(v, html! { @if let Some(met) = &forms.met { (met) } (faults) (cols(Cols::ThreeOne, [stack(left), right])) }))
}

/// Members with what is to be done about each; the steps take those that are ticked.
fn members_panel(ctx: &Ctx, v: &View, part: &TeamPart, forms: &Forms) -> Panel {
    let may = |action| ctx.may(action, Scope::Global);
    let columns = [
        Column::new(v.t("team-member")).heads_row(),
        Column::new(v.t("team-part")).one_line(),
        Column::new(v.t("team-standing")).one_line(),
        Column::new(v.t("team-check")),
        Column::new(v.t("team-pledge")).one_line(),
    ];
    let acts = may(Action::RecusalCheck) || may(Action::RecusalClear) || may(Action::TeamPropose);
    let mut table = Table::new(v.t("team-members"), columns)
        .rows(part.members.iter().map(|m| member_row(ctx, v, part.team.round, m)))
        .empty(Empty::new("team", v.t("team-nobody"), v.t("team-nobody-next")));
    if acts {
        table = table.bulk("team-steps");
    }
    let panel = Panel::new(v.t("team-members")).flush(table.html(v));
    if acts && part.present().next().is_some() {
        panel.foot(steps_form(ctx, v, part, &forms.steps))
    } else {
        panel
    }
}

fn member_row(ctx: &Ctx, v: &View, round: RoundId, line: &MemberLine) -> Row {
    let member = &line.member;
    let opens = ctx.may(Action::InspectorView, Scope::Global);
    let checks = ctx.may(Action::RecusalCheck, Scope::Global) && line.check.is_some();
    let sealed = format!("{}/members/{}", address(round, member.team), member.id);
    let name = html! {
        @if opens { a href={ "/inspectors/" (member.person) } { (line.name) } } @else { (line.name) }
        " " small.muted { (line.code) }
        @if line.has_account { " " small.muted { (v.t("team-has-account")) } }
    };
    let standing = html! {
        (chip(member_tone(&member.state), &v.say(&member.state.label())))
        @if let Some(why) = why(v, &member.state) { " " small.muted { (why) } }
    };
    let check = line.check.map(|(reasons, asks)| {
        let message = if reasons > 0 { "team-check-reasons" } else { "team-check-clean" };
        v.say(&Message::new(message).with("reasons", reasons).with("asks", asks))
    });
    let pledge = member.pledge_signed.map(|day| v.day_short(day)).unwrap_or_default();
    let row = Row::new([
        name,
        cell(v.say(&member.role.label())),
        standing,
        html! { @if checks { a href=(sealed) { (check.unwrap_or_default()) } } @else { (check.unwrap_or_default()) } },
        cell(pledge),
    ]);
    if member.is_in_team() { row.tick(member.id.to_string(), line.name.clone()) } else { row }
}

/// Why someone is no longer in the team, as far as it may be said here: a conflict's words name relatives and stay sealed.
fn why(v: &View, state: &MemberState) -> Option<String> {
    match state {
        MemberState::Released { why: Release::Conflict { .. }, .. } => Some(v.t("team-released-conflict")),
        MemberState::Released { why: Release::Replaced { reason }, .. } if !reason.is_empty() => {
            Some(reason.clone())
        }
        _ => None,
    }
}

fn steps_form(ctx: &Ctx, v: &View, part: &TeamPart, state: &FormState) -> Markup {
    let may = |action| ctx.may(action, Scope::Global);
    let base = address(part.team.round, part.team.id);
    let state_with_day = if state.value("on").is_empty() {
        state.clone().with("on", v.today().to_string())
    } else {
        state.clone()
    };
    let mut form = Form::post(format!("{base}/check"), &state_with_day).id("team-steps").body(html! {
        (state_with_day.text("on", v.t("team-pledge-on")).date().optional().html(v))
        (state_with_day.text("reason", v.t("team-reason")).hint(v.t("team-reason-hint")).optional().longest(200).html(v))
    });
    if may(Action::RecusalCheck) {
        form = form.button(Button::submit(v.t("team-check-recusal")).to(format!("{base}/check")));
    }
    if may(Action::RecusalClear) {
        form = form
            .button(Button::submit(v.t("team-clear")).primary().to(format!("{base}/clear")))
            .button(Button::submit(v.t("team-refuse")).danger().to(format!("{base}/refuse")));
        if part.present().any(|m| matches!(m.member.state, MemberState::Cleared { .. })) {
            form = form.button(Button::submit(v.t("team-unclear")).quiet().to(format!("{base}/unclear")));
        }
    }
    if may(Action::TeamPropose) {
        form = form
            .button(Button::submit(v.t("team-sign-pledge")).to(format!("{base}/pledge")))
            .button(Button::submit(v.t("team-release")).danger().to(format!("{base}/release")));
        if part.present().any(|m| m.member.pledge_signed.is_some()) {
            form = form.button(Button::submit(v.t("team-unpledge")).quiet().to(format!("{base}/unpledge")));
        }
    }
    form.note(v.t("team-steps-note")).html(v)
}

/// Someone the form offers, with their part and why.
struct Seat<'a> {
    person: String,
    name: &'a str,
    code: &'a str,
    role: Option<Role>,
    why: &'a [String],
}

/// Who sits where: present members, the proposal's, reserves; each with a part to choose.
fn seats_panel(
    v: &View,
    part: &TeamPart,
    proposal: Option<&TeamProposal>,
    typed: Option<&FormState>,
) -> Panel {
    let base = address(part.team.round, part.team.id);
    let mut seats: Vec<Seat<'_>> = part
        .present()
        .map(|m| Seat {
            person: m.member.person.to_string(),
            name: &m.name,
            code: &m.code,
            role: Some(m.member.role),
            why: &[],
        })
        .collect();
    if let Some(proposal) = proposal {
        let own = |w: &WordedNamed| w.person.to_string();
        for proposed in &proposal.members {
            match seats.iter_mut().find(|s| s.person == own(&proposed.who)) {
                Some(seat) => seat.why = &proposed.who.why,
                None => seats.push(seat(&proposed.who, Some(proposed.role))),
            }
        }
        seats.extend(proposal.reserve.iter().take(RESERVES).map(|r| seat(r, None)));
    }
    let mut state = typed.cloned().unwrap_or_default();
    if typed.is_none() {
        for seat in &seats {
            state = state
                .with(format!("role.{}", seat.person), seat.role.map(|r| code_of(&r)).unwrap_or_default());
        }
    }
    let form = Form::post(format!("{base}/members"), &state)
        .body(html! {
            @if let Some(error) = state.error("members") { (Note::new(Tone::Late, v.say(error))) }
            @if !seats.is_empty() { div.field data-wide { (seats_table(v, &seats, &state)) } }
            (state.text("codes", v.t("team-codes")).hint(v.t("team-codes-hint")).optional().wide().html(v))
        })
        .button(Button::submit(v.t("team-save-members")))
        .note(v.t("team-save-members-note"));
    let gaps = html! {
        @for gap in proposal.map(|p| p.gaps.as_slice()).unwrap_or_default() { (Note::new(Tone::Warn, gap)) }
    };
    let panel = Panel::new(v.t("team-seats")).body(html! { (gaps) (form.html(v)) });
    if proposal.is_some() {
        panel.note(v.t("team-proposal-note"))
    } else {
        let propose = Button::link(v.t("team-show-proposal"), format!("{base}?propose=1")).small();
        panel.actions(html! { (propose) })
    }
}

fn seat(named: &WordedNamed, role: Option<Role>) -> Seat<'_> {
    Seat { person: named.person.to_string(), name: &named.name, code: &named.code, role, why: &named.why }
}

fn seats_table(v: &View, seats: &[Seat<'_>], state: &FormState) -> Markup {
    let rows = seats.iter().map(|seat| {
        let field = format!("role.{}", seat.person);
        let label = v.say(&Message::new("team-part-of").with("name", seat.name));
        let control = html! {
            select name=(field) aria-label=(label) {
                option value="" { (v.t("team-part-none")) }
                @for role in Role::ALL {
                    @let code = code_of(&role);
                    option value=(code) selected[state.value(&field) == code] { (v.say(&role.label())) }
                }
            }
        };
        let why =
            html! { @if !seat.why.is_empty() { ul.inline { @for line in seat.why { li { (line) } } } } };
        let name =
            html! { a href={ "/inspectors/" (seat.person) } { (seat.name) } " " small.muted { (seat.code) } };
        Row::new([name, control, why])
    });
    let columns = [
        Column::new(v.t("team-member")).heads_row(),
        Column::new(v.t("team-part")).one_line(),
        Column::new(v.t("team-why")),
    ];
    Table::new(v.t("team-seats"), columns).rows(rows).stacks().html(v)
}

fn left_out_panel(v: &View, proposal: &TeamProposal) -> Panel {
    let rows = proposal.left_out.iter().map(|n| {
        let name = html! { a href={ "/inspectors/" (n.person) } { (n.name) } " " small.muted { (n.code) } };
        Row::new([name, html! { ul.inline { @for line in &n.why { li { (line) } } } }])
    });
    let columns = [Column::new(v.t("team-member")).heads_row(), Column::new(v.t("team-why-not"))];
    let table = Table::new(v.t("team-left-out"), columns).rows(rows);
    let count = Message::new("team-left-out-count").with("count", proposal.left_out.len());
    Panel::new(v.t("team-left-out")).note(v.say(&count)).flush(html! {
        details { summary { (v.t("team-left-out-open")) } (table.html(v)) }
    })
}

fn units_panel(ctx: &Ctx, v: &View, part: &TeamPart) -> Panel {
    let items: Vec<_> = part
        .engagements
        .iter()
        .map(|e| {
            let about = format!(
                "{} · {} — {}",
                v.say(&e.kept.kind.label()),
                v.day_short(e.kept.on_site.from),
                v.day_short(e.kept.on_site.to)
            );
            let id = e.kept.engagement.id;
            let item = match ctx.may(Action::EngagementView, Scope::One(id.0)) {
                true => crate::components::Item::new(e.unit.clone(), format!("/engagements/{id}")),
                false => crate::components::Item::plain(e.unit.clone()),
            };
            item.about(about)
        })
        .collect();
    Panel::new(v.t("round-team-units")).flush(crate::components::list(&items))
}

fn paper_panel(ctx: &Ctx, v: &View, found: &RoundPage, part: &TeamPart) -> Panel {
    let base = address(part.team.round, part.team.id);
    let panel = Panel::new(v.t("round-team-paper"));
    let Some(paper_of) = part.papers.first() else {
        return panel.body(html! { p { (v.t("authorisation-none")) } });
    };
    let (tone, word) = paper(&paper_of.standing);
    let period = format!("{} — {}", v.day(paper_of.period.from), v.day(paper_of.period.to));
    let ends = match paper_of.access_end {
        domain::engagement::AccessEnd::Handover { .. } => v.t("authorisation-until-handover"),
        domain::engagement::AccessEnd::Fixed { day } => v.day(day),
    };
    let body = facts([
        (v.t("authorisation-number"), html! { (number(v, paper_of)) }),
        (v.t("authorisation-standing"), chip(tone, &v.t(word))),
        (v.t("authorisation-period"), html! { (period) }),
        (v.t("authorisation-access-end"), html! { (ends) }),
    ]);
    let waiting = found.waits(paper_of.id);
    let id = paper_of.id;
    let drafted = paper_of.standing.code() == "drafted" && waiting.is_none();
    let foot = html! {
        (Button::link(v.t("authorisation-docx"), format!("{base}/authorisation.docx")).icon("save").small())
        @if let Some(waiting) = waiting {
            (Button::link(v.t("decision-check"), format!("/decisions/{}", waiting.decision.id)).small())
        }
        @if drafted && ctx.may(Action::AuthorisationApprove, Scope::Global) {
            (Button::link(v.t("decision-decide"), format!("/decisions/decide?about=authorisation&id={id}")).small())
        }
        @if drafted && ctx.may(Action::DecisionRecord, Scope::Global) {
            (Button::link(v.t("decision-record"), format!("/decisions/new?about=authorisation&id={id}")).small())
        }
        @if paper_of.is_open() && ctx.may(Action::TeamPropose, Scope::Global) {
            (lift_form(v, &base, &id.to_string(), paper_of.standing.code() == "drafted"))
        }
    };
    panel.body(body).foot(foot)
}

/// A paper's number, or that it gets one with the approval.
fn number(v: &View, paper: &TeamAuthorisation) -> String {
    paper.number.clone().unwrap_or_else(|| v.t("authorisation-number-later"))
}

fn lift_form(v: &View, base: &str, id: &str, drafted: bool) -> Markup {
    let state = FormState::new().prefix("lift");
    let label = v.t(if drafted { "authorisation-withdraw" } else { "authorisation-lift" });
    let button = Button::submit(label.clone()).danger();
    let button = if drafted { button } else { button.confirm(v.t("authorisation-lift-confirm")) };
    let form = Form::post(format!("{base}/lift"), &state)
        .hidden("authorisation", id)
        .body(html! { (state.text("reason", v.t("authorisation-lift-reason")).longest(200).wide().html(v)) })
        .button(button);
    html! { details { summary { (label) } (form.html(v)) } }
}

/// The form of name and contacts as the record fills it.
pub(super) fn stored_contacts(part: &TeamPart) -> FormState {
    let contacts = &part.team.contacts;
    FormState::new()
        .prefix("contacts")
        .with("name", part.team.name.as_str())
        .with("duty_phone", contacts.duty_phone.as_str())
        .with("mobile", contacts.mobile.as_str())
        .with("email", contacts.email.as_str())
        .with("office", contacts.office.as_str())
        .with("postal_box", contacts.postal_box.as_str())
}

/// Its fields and their names.
pub(super) const CONTACTS: [(&str, &str); 6] = [
    ("name", "team-name"),
    ("duty_phone", "team-duty-phone"),
    ("mobile", "team-mobile"),
    ("email", "team-email"),
    ("office", "team-office"),
    ("postal_box", "team-postal-box"),
];

fn contacts_panel(v: &View, part: &TeamPart, typed: Option<&FormState>) -> Panel {
    let stored = stored_contacts(part);
    let state = typed.unwrap_or(&stored);
    let field = |name: &'static str, id: &str| state.text(name, v.t(id)).longest(100).optional().wide();
    let form = Form::post(format!("{}/contacts", address(part.team.round, part.team.id)), state)
        .hidden("version", part.team.version.to_string())
        .body(html! {
            (state.text("name", v.t("team-name")).longest(60).wide().html(v))
            (field("duty_phone", "team-duty-phone").html(v))
            (field("mobile", "team-mobile").html(v))
            (field("email", "team-email").html(v))
            (field("office", "team-office").html(v))
            (field("postal_box", "team-postal-box").html(v))
        })
        .button(Button::submit(v.t("team-save")));
    Panel::new(v.t("team-contacts")).body(
        html! { details open[typed.is_some()] { summary { (v.t("team-contacts-open")) } (form.html(v)) } },
    )
}
