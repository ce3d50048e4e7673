//! The gate in front of every route: who asks, in which language, with what right; and what an error looks like.

use crate::components::{ErrorPage, Fault};
use crate::guide;
use crate::look::Look;
use crate::routes::Needs;
use crate::view::{ActIds, Address, Flash, Round, RoundSwitcher, View, Who as Reader, office_navigation};
use crate::{Failure, Web, session};
use app::ruleset::Wording;
use app::{Channel, Ctx, Error, Signed, Who};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use crypto::Digest;
use domain::permission::{Action, Scope};
use i18n::Catalogue;
use kernel::Message;
use std::sync::Arc;

/// What the gate of one route knows.
#[derive(Clone)]
pub(crate) struct Gate {
    /// The pages.
    pub(crate) web: Web,
    /// What the route needs.
    pub(crate) needs: Needs,
}

/// What the gate found out about a request, for the handler's extractors.
#[derive(Clone)]
pub(crate) struct Passed {
    pub(crate) ctx: Ctx,
    pub(crate) view: Arc<View>,
    /// Digest of the session's token; forms carry a token made of it.
    pub(crate) session: Option<Digest>,
}

/// The line of a request: what the gate needs of it.
struct Line {
    method: Method,
    address: String,
}

/// Lets a request through, sends it to sign in, or refuses it.
pub(crate) async fn pass(State(gate): State<Gate>, mut request: Request, next: Next) -> Response {
    let address = request.uri().path_and_query().map_or("/", |p| p.as_str()).to_owned();
    let line = Line { method: request.method().clone(), address };
    let headers = request.headers().clone();
    let found = match find(&gate.web, &headers, &line.address).await {
        Ok(found) => found,
        Err(error) => return bare(&gate.web, &headers, &error),
    };
    let view = Arc::clone(&found.view);
    if let Some(answer) = check(&gate, &found, &line).await {
        return answer;
    }
    request.extensions_mut().insert(found);
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<Failure>() {
        Some(failure) => page_of(&view, failure.0.as_ref()),
        None if leads_nowhere(&response) => page_of(&view, &Error::NotFound),
        None => said_once(&view, &line, response),
    }
}

/// An id in the address that is none, or a method that the address has not: the framework's bare answers.
fn leads_nowhere(response: &Response) -> bool {
    matches!(response.status(), StatusCode::BAD_REQUEST | StatusCode::METHOD_NOT_ALLOWED)
}

/// Takes the cookie away that carried what the last act said, once a page has shown it.
fn said_once(view: &View, line: &Line, mut response: Response) -> Response {
    if view.flash.is_some() && line.method == Method::GET && response.status().is_success() {
        response.headers_mut().append(header::SET_COOKIE, session::was_said());
    }
    response
}

/// Any address that leads nowhere.
pub(crate) async fn missing() -> Failure {
    Error::NotFound.into()
}

async fn check(gate: &Gate, found: &Passed, line: &Line) -> Option<Response> {
    let signed = match (&gate.needs, &found.ctx.who) {
        (Needs::Nothing, _) => return None,
        (_, Who::Account(signed)) => signed,
        (_, Who::Nobody | Who::Program(_)) => return Some(to_sign_in(&gate.web, line).await),
    };
    let path = found.view.address.path();
    // Whoever was chosen from the list of a practice instance has no password to change.
    let must_change = signed.must_change_password && !found.view.practice;
    if must_change && path != "/account/password" && path != "/sign-out" {
        return Some(Redirect::to("/account/password").into_response());
    }
    if signed.must_enrol
        && !signed.must_change_password
        && path != "/account/second-factor"
        && path != "/sign-out"
    {
        return Some(Redirect::to("/account/second-factor").into_response());
    }
    match gate.needs {
        Needs::Right(action) => refused(&found.ctx, action).map(|e| page_of(&found.view, &e)),
        Needs::Nothing | Needs::Account => None,
    }
}

async fn to_sign_in(web: &Web, line: &Line) -> Response {
    if !web.app().is_set_up().await.unwrap_or(true) {
        return Redirect::to("/set-up").into_response();
    }
    let back = if line.method == Method::GET { line.address.as_str() } else { "/" };
    Redirect::to(&Address::parse("/sign-in").with("next", back).to_string()).into_response()
}

/// A right held for any scope opens the route; the act behind it asks for the very scope.
fn refused(ctx: &Ctx, action: Action) -> Option<Error> {
    let scope = if action.entry().roles.is_empty() { Scope::Own } else { Scope::Global };
    ctx.require(action, scope).err()
}

async fn find(web: &Web, headers: &HeaderMap, address: &str) -> Result<Passed, Error> {
    let app = web.app();
    let signed = match session::token(headers, web.settings().secure) {
        Some(token) => app.signed_by_session(&token).await?,
        None => None,
    };
    let look = Look::from_headers(headers);
    let chosen = signed.as_ref().and_then(|(s, ..)| s.lang);
    let lang = look.language(chosen, headers);
    let (who, session, instance) = match signed {
        Some((signed, digest, instance)) => (Who::Account(Box::new(signed)), Some(digest), instance),
        None => (Who::Nobody, None, app.instance().await?),
    };
    let ctx = Ctx { who, lang, at: app.now(), act: app.new_act(), channel: Channel::Page };
    let mut view =
        View::new(lang, Address::parse(address), ctx.at, ActIds::new(app.shared_clock(), app.shared_rng()));
    view.look = look;
    view.offset = app.offset();
    if let Some(instance) = instance {
        view.practice = instance.practice;
        view.office = instance.office;
        put_wording(&mut view, app.wording(lang).await?);
    }
    if let (Who::Account(signed), Some(digest)) = (&ctx.who, &session) {
        view.csrf = app.tokens().form_token(digest);
        view.who = Some(reader(&view, signed));
        view.nav = navigation(&ctx);
        view.guide = guide::section_of(view.address.path(), |action| refused(&ctx, action).is_none());
        view.notices = u32::try_from(app.unseen_notices(&ctx).await?).unwrap_or(u32::MAX);
        view.rounds = rounds(&app.rounds_light(&ctx).await?, &view);
        view.flash =
            session::said(headers).filter(|id| Catalogue::shared().has(lang, id)).map(|id| flash(&view, &id));
    }
    Ok(Passed { ctx, view: Arc::new(view), session })
}

/// The rounds of the switcher; `None` for who may see none.
fn rounds(light: &[app::round::RoundLight], view: &View) -> Option<RoundSwitcher> {
    let one = |r: &app::round::RoundLight| Round {
        value: r.id.to_string(),
        name: r.name.clone(),
        stage: r.stage,
        window: (r.from, r.to),
    };
    RoundSwitcher::of(light.iter().map(one).collect(), view.look.round.as_deref(), view.today())
}

/// The sentence about state secrets and the words of the installation, as the rulesets in force have them.
fn put_wording(view: &mut View, wording: Wording) {
    view.secrecy_banner = wording.banner.shown;
    view.banner = Some(wording.banner.text.get(view.lang).to_owned());
    view.words = wording.words;
}

fn flash(view: &View, id: &str) -> Flash {
    Flash { text: view.t(id), undo: None }
}

/// The reader as the top bar names them: all roles in the small-office profile, the one acted in in the strict one.
fn reader(view: &View, signed: &Signed) -> Reader {
    let name = |role: domain::permission::Role| view.t(role.message_id());
    let post = match signed.acting {
        None => signed.roles().first().map(|r| name(*r)).unwrap_or_default(),
        Some(acting) => {
            signed.grants.iter().find(|g| g.id == acting).map(|g| name(g.role)).unwrap_or_default()
        }
    };
    let others = signed
        .grants
        .iter()
        .filter(|g| signed.acting.is_some_and(|acting| acting != g.id))
        .map(|g| (name(g.role), format!("/account/act-in/{}", g.id)))
        .collect();
    Reader { name: signed.name.clone(), post, roles: others }
}

/// The cover without what the reader may not open.
fn navigation(ctx: &Ctx) -> Vec<crate::view::NavGroup> {
    let needs = |href: &str| match href {
        "/coverage" => Some(Action::CoverageView),
        "/rounds" => Some(Action::RoundView),
        "/inspectors" => Some(Action::InspectorView),
        "/units" => Some(Action::UnitView),
        "/findings" => Some(Action::FindingView),
        "/methods" => Some(Action::MethodView),
        "/journal" => Some(Action::JournalView),
        "/rulesets" => Some(Action::RulesetView),
        "/users" => Some(Action::AccountView),
        "/system" => Some(Action::SystemView),
        "/petitions" => Some(Action::PetitionView),
        "/registers" => Some(Action::PetitionEnvelope),
        "/gatherings" => Some(Action::IncidentNotice),
        "/portal" => Some(Action::PortalView),
        "/feedback" => Some(Action::FeedbackView),
        "/ledger" => Some(Action::LedgerView),
        "/department" | "/received" => Some(Action::ClueReceive),
        "/received-matters" => Some(Action::MatterReceive),
        _ => None,
    };
    let mut groups = office_navigation();
    // Whoever works in a unit or department sees the entries that are theirs, and none of the office's.
    let outside = ctx.works_outside();
    // Clues and matters of a team stand on its engagement's page: an entry here would tell every member that there are some.
    let office = |href: &str| match href {
        "/clues" => [Action::ClueFile, Action::ClueApprove].iter().any(|a| ctx.may(*a, Scope::Global)),
        "/matters" => [Action::MatterSend, Action::ClueApprove].iter().any(|a| ctx.may(*a, Scope::Global)),
        _ => true,
    };
    for group in &mut groups {
        let theirs =
            ["/portal", "/department", "/mine", "/ledger", "/gatherings", "/received", "/received-matters"];
        group.entries.retain(|e| !outside || theirs.contains(&e.href));
        group.entries.retain(|e| office(e.href));
        group.entries.retain(|e| needs(e.href).is_none_or(|action| refused(ctx, action).is_none()));
    }
    groups.retain(|g| !g.entries.is_empty());
    groups
}

/// An error before anything is known of the reader: the database is away.
fn bare(web: &Web, headers: &HeaderMap, error: &Error) -> Response {
    let look = Look::from_headers(headers);
    let lang = look.language(None, headers);
    let app = web.app();
    let ids = ActIds::new(app.shared_clock(), app.shared_rng());
    let mut view = View::new(lang, Address::parse("/"), app.now(), ids);
    view.look = look;
    page_of(&view, error)
}

/// The page of an error. What only the log may know goes there, with a number that the page shows.
fn page_of(view: &View, error: &Error) -> Response {
    let page = match error {
        Error::NotFound => ErrorPage::new(Fault::NotFound),
        Error::SignedOut => return Redirect::to("/sign-in").into_response(),
        Error::Forbidden(refusal) => ErrorPage::new(Fault::Forbidden).detail(refusal.0.clone()),
        Error::Refused(refusal) => ErrorPage::new(Fault::Conflict).detail(refusal.0.clone()),
        Error::Conflict { last, .. } => {
            let page = ErrorPage::new(Fault::Conflict);
            match last {
                Some(last) => page.detail(changed_by(view, last)),
                None => page,
            }
        }
        Error::ActReused => ErrorPage::new(Fault::Conflict).detail(Message::new("common-act-reused")),
        Error::Invalid(errors) => {
            let page = ErrorPage::new(Fault::Conflict);
            match errors.first() {
                Some(error) => page.detail(error.message.clone()),
                None => page,
            }
        }
        Error::Unavailable => ErrorPage::new(Fault::Unavailable),
        Error::Internal(reason) => {
            let reference = view.act_ids.next().to_string();
            tracing::error!(%reference, %reason, "a request failed");
            ErrorPage::new(Fault::Internal).reference(reference)
        }
    };
    page.html(view).into_response()
}

/// Who changed the record, what was done, when.
pub(crate) fn changed_by(view: &View, last: &app::LastChange) -> Message {
    Message::new("common-changed-by").with("who", last.by.as_str()).with("when", view.datetime(last.at))
}
