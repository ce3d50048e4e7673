//! Changes of rounds, their teams and members, and their authorisations, through the acts of the pages. Each answers
//! with the round as it then stands.

use super::view::RoundView;
use crate::answer::{One, carry_out};
use crate::caller::{Body, Caller, Id, ReasonInput};
use crate::problem::Failure;
use app::authorisation::{DraftAuthorisations, LiftAuthorisation, NewAuthorisation};
use app::round::{AddEngagements, EditRound, EditTeam, StepRoundBack, WithdrawRound};
use app::team::{
    CheckRecusal, ClearMembers, GivenAnswer, GivenConflict, GivenDeclaration, ProposeTeams,
    RecordDeclarations, RefuseMember, ReleaseMember, Seating, SetMembers, SignPledges, WithdrawClearance,
    WithdrawPledge,
};
use app::{Act, App, Error};
use axum::extract::State;
use domain::engagement::EngagementKind;
use domain::round::Stage;
use domain::team::{Contacts, Role};
use kernel::{Day, MemberId, PersonId, RecordId, RoundId, TeamId, UnitId};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(edit))
        .routes(routes!(withdraw))
        .routes(routes!(step_back))
        .routes(routes!(add_engagements))
        .routes(routes!(propose))
        .routes(routes!(edit_team))
        .routes(routes!(set_members))
        .routes(routes!(declare))
        .routes(routes!(check))
        .routes(routes!(clear))
        .routes(routes!(unclear))
        .routes(routes!(refuse))
        .routes(routes!(release))
        .routes(routes!(pledge))
        .routes(routes!(unpledge))
        .routes(routes!(draft))
        .routes(routes!(lift))
}

type Answer = Result<One<RoundView>, Failure>;

/// Carries out an act on a team, which must be one of the round's.
async fn on_team<A: Act>(app: App, caller: Caller, (round, team): (RoundId, TeamId), act: A) -> Answer {
    let found = app.round(&caller.ctx, round).await.map_err(|e| caller.fail(e))?;
    if found.team(team).is_none() {
        return Err(caller.fail(Error::NotFound));
    }
    carry_out(app, caller, round, act).await
}

/// What is planned of a round.
#[derive(Deserialize, ToSchema)]
struct RoundInput {
    /// Its name.
    name: String,
    /// First day on site.
    #[schema(value_type = String, format = Date)]
    from: Day,
    /// Last day on site.
    #[schema(value_type = String, format = Date)]
    to: Day,
}

/// Change name and window of a planned round
#[utoipa::path(put, path = "/rounds/{round}", tag = "rounds", request_body = RoundInput,
    params(("round" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = RoundView)))]
async fn edit(
    State(app): State<App>,
    caller: Caller,
    Id(round): Id<RoundId>,
    Body(RoundInput { name, from, to }): Body<RoundInput>,
) -> Answer {
    let act = EditRound { round, name, from, to, version: caller.version() };
    carry_out(app, caller, round, act).await
}

/// Take a planned round back
#[utoipa::path(post, path = "/rounds/{round}/withdraw", tag = "rounds", request_body = ReasonInput,
    params(("round" = String, Path, format = Uuid)), responses((status = 200, body = RoundView)))]
async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    Id(round): Id<RoundId>,
    Body(ReasonInput { reason }): Body<ReasonInput>,
) -> Answer {
    carry_out(app, caller, round, WithdrawRound { round, reason }).await
}

/// A step back.
#[derive(Deserialize, ToSchema)]
struct RoundBackInput {
    /// The stage it is in, so that an old reading takes no second step.
    #[schema(value_type = String)]
    from: Stage,
    /// Why.
    reason: String,
}

/// Take a round one stage back that was moved on by mistake
#[utoipa::path(post, path = "/rounds/{round}/step-back", tag = "rounds", request_body = RoundBackInput,
    params(("round" = String, Path, format = Uuid)), responses((status = 200, body = RoundView)))]
async fn step_back(
    State(app): State<App>,
    caller: Caller,
    Id(round): Id<RoundId>,
    Body(RoundBackInput { from, reason }): Body<RoundBackInput>,
) -> Answer {
    carry_out(app, caller, round, StepRoundBack { round, from, reason }).await
}

/// Units for a team.
#[derive(Deserialize, ToSchema)]
struct EngagementsInput {
    /// The team.
    #[schema(value_type = String, format = Uuid)]
    team: TeamId,
    /// Kind of the engagements.
    #[schema(value_type = String)]
    kind: EngagementKind,
    /// The units.
    #[schema(value_type = Vec<String>)]
    units: Vec<UnitId>,
}

/// Add units to a round
#[utoipa::path(post, path = "/rounds/{round}/engagements", tag = "rounds", request_body = EngagementsInput,
    params(("round" = String, Path, format = Uuid)), responses((status = 200, body = RoundView)))]
async fn add_engagements(
    State(app): State<App>,
    caller: Caller,
    Id(round): Id<RoundId>,
    Body(EngagementsInput { team, kind, units }): Body<EngagementsInput>,
) -> Answer {
    carry_out(app, caller, round, AddEngagements { round, team, kind, units }).await
}

/// Fill the empty places of all teams by the program's proposal
#[utoipa::path(post, path = "/rounds/{round}/proposal", tag = "rounds",
    params(("round" = String, Path, format = Uuid)), responses((status = 200, body = RoundView)))]
async fn propose(State(app): State<App>, caller: Caller, Id(round): Id<RoundId>) -> Answer {
    carry_out(app, caller, round, ProposeTeams { round }).await
}

/// A team's name and how it is reached.
#[derive(Deserialize, ToSchema)]
struct TeamInput {
    /// Its name.
    name: String,
    /// Duty telephone.
    #[serde(default)]
    duty_phone: String,
    /// Mobile.
    #[serde(default)]
    mobile: String,
    /// E-mail.
    #[serde(default)]
    email: String,
    /// Office and reception address.
    #[serde(default)]
    office: String,
    /// Postal address.
    #[serde(default)]
    postal_box: String,
}

/// Change a team's name and contacts; `If-Match` names the team's `version`
#[utoipa::path(put, path = "/rounds/{round}/teams/{team}", tag = "teams", operation_id = "edit", request_body = TeamInput,
    params(("round" = String, Path, format = Uuid), ("team" = String, Path, format = Uuid),
    ("If-Match" = Option<String>, Header)), responses((status = 200, body = RoundView)))]
async fn edit_team(
    State(app): State<App>,
    caller: Caller,
    Id((round, team)): Id<(RoundId, TeamId)>,
    Body(input): Body<TeamInput>,
) -> Answer {
    let TeamInput { name, duty_phone, mobile, email, office, postal_box } = input;
    let contacts = Contacts { duty_phone, mobile, email, office, postal_box };
    let act = EditTeam { team, name, contacts, version: caller.version() };
    on_team(app, caller, (round, team), act).await
}

/// A place in a team.
#[derive(Deserialize, ToSchema)]
struct SeatInput {
    /// The person.
    #[schema(value_type = String, format = Uuid)]
    person: PersonId,
    /// Code of their part.
    #[schema(value_type = String)]
    role: Role,
}

/// Everyone in a team.
#[derive(Deserialize, ToSchema)]
struct MembersInput {
    /// Everyone from now on.
    members: Vec<SeatInput>,
}

/// Set who is in a team; who is left out leaves it
#[utoipa::path(put, path = "/rounds/{round}/teams/{team}/members", tag = "teams", request_body = MembersInput,
    params(("round" = String, Path, format = Uuid), ("team" = String, Path, format = Uuid)),
    responses((status = 200, body = RoundView)))]
async fn set_members(
    State(app): State<App>,
    caller: Caller,
    Id((round, team)): Id<(RoundId, TeamId)>,
    Body(MembersInput { members }): Body<MembersInput>,
) -> Answer {
    let members = members.into_iter().map(|s| Seating { person: s.person, role: s.role }).collect();
    on_team(app, caller, (round, team), SetMembers { team, members }).await
}

/// A conflict a person names.
#[derive(Deserialize, ToSchema)]
struct ConflictInput {
    /// With which unit.
    #[schema(value_type = String, format = Uuid)]
    unit: UnitId,
    /// In the person's words.
    words: String,
}

/// An answer to a question of the check.
#[derive(Deserialize, ToSchema)]
#[schema(as = RecusalAnswer)]
struct AnswerInput {
    /// About which unit.
    #[schema(value_type = String, format = Uuid)]
    unit: UnitId,
    /// The question's key.
    key: String,
    /// Whether there is a conflict.
    conflict: bool,
    /// In the person's words.
    #[serde(default)]
    words: String,
}

/// What one member declares.
#[derive(Deserialize, ToSchema)]
struct DeclarationInput {
    /// The member.
    #[schema(value_type = String, format = Uuid)]
    member: MemberId,
    /// Conflicts named.
    #[serde(default)]
    conflicts: Vec<ConflictInput>,
    /// Answers to questions.
    #[serde(default)]
    answers: Vec<AnswerInput>,
}

/// Declarations of members of one team.
#[derive(Deserialize, ToSchema)]
struct DeclarationsInput {
    /// The day they were signed.
    #[schema(value_type = String, format = Date)]
    on: Day,
    /// One a member.
    declarations: Vec<DeclarationInput>,
}

impl From<DeclarationInput> for GivenDeclaration {
    fn from(input: DeclarationInput) -> Self {
        let conflict = |c: ConflictInput| GivenConflict { unit: c.unit, words: c.words };
        let answer =
            |a: AnswerInput| GivenAnswer { unit: a.unit, key: a.key, conflict: a.conflict, words: a.words };
        Self {
            member: input.member,
            conflicts: input.conflicts.into_iter().map(conflict).collect(),
            answers: input.answers.into_iter().map(answer).collect(),
        }
    }
}

/// Take down what members declare of recusal; it is sealed
#[utoipa::path(post, path = "/rounds/{round}/teams/{team}/declarations", tag = "teams", request_body = DeclarationsInput,
    params(("round" = String, Path, format = Uuid), ("team" = String, Path, format = Uuid)),
    responses((status = 200, body = RoundView)))]
async fn declare(
    State(app): State<App>,
    caller: Caller,
    Id((round, team)): Id<(RoundId, TeamId)>,
    Body(DeclarationsInput { on, declarations }): Body<DeclarationsInput>,
) -> Answer {
    let declarations = declarations.into_iter().map(GivenDeclaration::from).collect();
    on_team(app, caller, (round, team), RecordDeclarations { team, on, declarations }).await
}

/// Hold the declarations of a team against the rules
#[utoipa::path(post, path = "/rounds/{round}/teams/{team}/check", tag = "teams",
    params(("round" = String, Path, format = Uuid), ("team" = String, Path, format = Uuid)),
    responses((status = 200, body = RoundView)))]
async fn check(State(app): State<App>, caller: Caller, Id((round, team)): Id<(RoundId, TeamId)>) -> Answer {
    on_team(app, caller, (round, team), CheckRecusal { team }).await
}

/// Several members.
#[derive(Deserialize, ToSchema)]
struct SeveralInput {
    /// The members.
    #[schema(value_type = Vec<String>)]
    members: Vec<MemberId>,
}

/// Clear members whose declaration was checked
#[utoipa::path(post, path = "/rounds/{round}/teams/{team}/clear", tag = "teams", request_body = SeveralInput,
    params(("round" = String, Path, format = Uuid), ("team" = String, Path, format = Uuid)),
    responses((status = 200, body = RoundView)))]
async fn clear(
    State(app): State<App>,
    caller: Caller,
    Id((round, team)): Id<(RoundId, TeamId)>,
    Body(SeveralInput { members }): Body<SeveralInput>,
) -> Answer {
    on_team(app, caller, (round, team), ClearMembers { team, members }).await
}

/// One member, and why.
#[derive(Deserialize, ToSchema)]
struct MemberReasonInput {
    /// The member.
    #[schema(value_type = String, format = Uuid)]
    member: MemberId,
    /// Why.
    reason: String,
}

/// Take a clearance back that was given by mistake
#[utoipa::path(post, path = "/rounds/{round}/teams/{team}/unclear", tag = "teams", request_body = MemberReasonInput,
    params(("round" = String, Path, format = Uuid), ("team" = String, Path, format = Uuid)),
    responses((status = 200, body = RoundView)))]
async fn unclear(
    State(app): State<App>,
    caller: Caller,
    Id((round, team)): Id<(RoundId, TeamId)>,
    Body(MemberReasonInput { member, reason }): Body<MemberReasonInput>,
) -> Answer {
    on_team(app, caller, (round, team), WithdrawClearance { team, member, reason }).await
}

/// Refuse a member
#[utoipa::path(post, path = "/rounds/{round}/teams/{team}/refuse", tag = "teams", request_body = MemberReasonInput,
    params(("round" = String, Path, format = Uuid), ("team" = String, Path, format = Uuid)),
    responses((status = 200, body = RoundView)))]
async fn refuse(
    State(app): State<App>,
    caller: Caller,
    Id((round, team)): Id<(RoundId, TeamId)>,
    Body(MemberReasonInput { member, reason }): Body<MemberReasonInput>,
) -> Answer {
    on_team(app, caller, (round, team), RefuseMember { team, member, reason }).await
}

/// Let a member leave the team; access ends at the next request
#[utoipa::path(post, path = "/rounds/{round}/teams/{team}/release", tag = "teams", request_body = MemberReasonInput,
    params(("round" = String, Path, format = Uuid), ("team" = String, Path, format = Uuid)),
    responses((status = 200, body = RoundView)))]
async fn release(
    State(app): State<App>,
    caller: Caller,
    Id((round, team)): Id<(RoundId, TeamId)>,
    Body(MemberReasonInput { member, reason }): Body<MemberReasonInput>,
) -> Answer {
    on_team(app, caller, (round, team), ReleaseMember { team, member, reason }).await
}

/// Pledges of members.
#[derive(Deserialize, ToSchema)]
struct PledgesInput {
    /// The members.
    #[schema(value_type = Vec<String>)]
    members: Vec<MemberId>,
    /// The day they were signed.
    #[schema(value_type = String, format = Date)]
    on: Day,
}

/// Record that members signed their pledge
#[utoipa::path(post, path = "/rounds/{round}/teams/{team}/pledges", tag = "teams", request_body = PledgesInput,
    params(("round" = String, Path, format = Uuid), ("team" = String, Path, format = Uuid)),
    responses((status = 200, body = RoundView)))]
async fn pledge(
    State(app): State<App>,
    caller: Caller,
    Id((round, team)): Id<(RoundId, TeamId)>,
    Body(PledgesInput { members, on }): Body<PledgesInput>,
) -> Answer {
    on_team(app, caller, (round, team), SignPledges { team, members, on }).await
}

/// Take the record of a pledge back that was entered by mistake
#[utoipa::path(post, path = "/rounds/{round}/teams/{team}/unpledge", tag = "teams", request_body = MemberReasonInput,
    params(("round" = String, Path, format = Uuid), ("team" = String, Path, format = Uuid)),
    responses((status = 200, body = RoundView)))]
async fn unpledge(
    State(app): State<App>,
    caller: Caller,
    Id((round, team)): Id<(RoundId, TeamId)>,
    Body(MemberReasonInput { member, reason }): Body<MemberReasonInput>,
) -> Answer {
    on_team(app, caller, (round, team), WithdrawPledge { team, member, reason }).await
}

/// An authorisation to be put before the leading group.
#[derive(Deserialize, ToSchema)]
struct AuthorisationInput {
    /// The team.
    #[schema(value_type = String, format = Uuid)]
    team: TeamId,
    /// The number that the paper carries already; left out, one is issued with the approval.
    #[serde(default)]
    number: Option<String>,
    /// First day.
    #[schema(value_type = String, format = Date)]
    from: Day,
    /// Last day.
    #[schema(value_type = String, format = Date)]
    to: Day,
    /// Last day of access; until the archive is handed over when left out.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default)]
    access_until: Option<Day>,
}

/// Authorisations of a round's teams.
#[derive(Deserialize, ToSchema)]
struct AuthorisationsInput {
    /// One a team.
    papers: Vec<AuthorisationInput>,
}

/// Draft authorisations
#[utoipa::path(post, path = "/rounds/{round}/authorisations", tag = "authorisations", request_body = AuthorisationsInput,
    params(("round" = String, Path, format = Uuid)), responses((status = 200, body = RoundView)))]
async fn draft(
    State(app): State<App>,
    caller: Caller,
    Id(round): Id<RoundId>,
    Body(AuthorisationsInput { papers }): Body<AuthorisationsInput>,
) -> Answer {
    let paper = |p: AuthorisationInput| NewAuthorisation {
        team: p.team,
        number: p.number,
        from: p.from,
        to: p.to,
        access_until: p.access_until,
    };
    let papers = papers.into_iter().map(paper).collect();
    carry_out(app, caller, round, DraftAuthorisations { round, papers }).await
}

/// Withdraw a draft, or lift what was given; access ends at the next request
#[utoipa::path(post, path = "/rounds/{round}/authorisations/{authorisation}/lift", tag = "authorisations",
    request_body = ReasonInput,
    params(("round" = String, Path, format = Uuid), ("authorisation" = String, Path, format = Uuid)),
    responses((status = 200, body = RoundView)))]
async fn lift(
    State(app): State<App>,
    caller: Caller,
    Id((round, authorisation)): Id<(RoundId, RecordId)>,
    Body(ReasonInput { reason }): Body<ReasonInput>,
) -> Answer {
    let found = app.round(&caller.ctx, round).await.map_err(|e| caller.fail(e))?;
    if !found.teams.iter().flat_map(|t| &t.papers).any(|p| p.id == authorisation) {
        return Err(caller.fail(Error::NotFound));
    }
    carry_out(app, caller, round, LiftAuthorisation { authorisation, reason }).await
}
