//! Rounds as the API shows them.

use crate::answer::code;
use crate::voice::Voice;
use app::authorisation::TeamAuthorisation;
use app::round::{EngagementLine, MemberLine, RoundPage, TeamPart};
use domain::round::Round;
use kernel::{Day, EngagementId, MemberId, Message, PersonId, RecordId, RoundId, TeamId, UnitId};
use serde::Serialize;
use utoipa::ToSchema;

/// A round of the list.
#[derive(Serialize, ToSchema)]
pub(super) struct RoundLine {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: RoundId,
    /// Name of its term.
    term: String,
    /// Its number within the term.
    number: u16,
    /// Its name.
    name: String,
    /// First day on site.
    #[schema(value_type = String, format = Date)]
    from: Day,
    /// Last day on site.
    #[schema(value_type = String, format = Date)]
    to: Day,
    /// Code of its stage.
    stage: String,
}

/// A round with its teams.
#[derive(Serialize, ToSchema)]
pub(super) struct RoundView {
    #[serde(flatten)]
    round: RoundLine,
    /// Its teams in order of number.
    teams: Vec<TeamView>,
    /// What is missing before its teams can enter.
    missing: Vec<MissingView>,
}

/// Something that is missing.
#[derive(Serialize, ToSchema)]
struct MissingView {
    /// Message id: stable, for programs.
    code: String,
    /// In the caller's language.
    text: String,
}

/// A team.
#[derive(Serialize, ToSchema)]
struct TeamView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: TeamId,
    /// Its number within the round.
    number: u16,
    /// Its version, for If-Match.
    version: i64,
    /// Its name.
    name: String,
    /// Its members, those who left last.
    members: Vec<MemberView>,
    /// Its engagements.
    engagements: Vec<EngagementLineView>,
    /// Its authorisations, the newest first.
    authorisations: Vec<AuthorisationView>,
    /// What is wrong with its composition.
    faults: Vec<MissingView>,
}

/// A member of a team.
#[derive(Serialize, ToSchema)]
struct MemberView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: MemberId,
    /// The person.
    #[schema(value_type = String, format = Uuid)]
    person: PersonId,
    /// Their code in the pool.
    code: String,
    /// Their name.
    name: String,
    /// Code of their part.
    role: String,
    /// Code of where they stand.
    state: String,
}

/// An engagement of a round.
#[derive(Serialize, ToSchema)]
struct EngagementLineView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: EngagementId,
    /// The unit.
    #[schema(value_type = String, format = Uuid)]
    unit: UnitId,
    /// Its name.
    name: String,
    /// Code of its kind.
    kind: String,
    /// Code of its stage.
    stage: String,
}

/// An authorisation of a team.
#[derive(Serialize, ToSchema)]
struct AuthorisationView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: RecordId,
    /// The paper's number; absent until one is issued with the approval.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    /// First day.
    #[schema(value_type = String, format = Date)]
    from: Day,
    /// Last day.
    #[schema(value_type = String, format = Date)]
    to: Day,
    /// Code of where it stands.
    state: String,
}

impl RoundLine {
    /// A round with its term's name.
    pub(super) fn of(round: &Round, term: String) -> Self {
        Self {
            id: round.id,
            term,
            number: round.number.0,
            name: round.name.clone(),
            from: round.window.from,
            to: round.window.to,
            stage: code(&round.stage),
        }
    }
}

impl RoundView {
    /// A round's page as the caller is answered.
    pub(super) fn of(page: RoundPage, voice: &Voice) -> Self {
        Self {
            round: RoundLine::of(&page.round.value, page.term),
            teams: page.teams.iter().map(|team| TeamView::of(team, voice)).collect(),
            missing: page.missing.iter().map(|m| MissingView::of(m, voice)).collect(),
        }
    }
}

impl MissingView {
    fn of(message: &Message, voice: &Voice) -> Self {
        Self { code: message.id.to_string(), text: voice.say(message) }
    }
}

impl TeamView {
    fn of(part: &TeamPart, voice: &Voice) -> Self {
        Self {
            id: part.team.id,
            number: part.team.number,
            version: part.team.version,
            name: part.team.name.clone(),
            members: part.members.iter().map(MemberView::from).collect(),
            engagements: part.engagements.iter().map(EngagementLineView::from).collect(),
            authorisations: part.papers.iter().map(|p| AuthorisationView::from(&p.value)).collect(),
            faults: part.faults.iter().map(|m| MissingView::of(m, voice)).collect(),
        }
    }
}

impl From<&MemberLine> for MemberView {
    fn from(line: &MemberLine) -> Self {
        Self {
            id: line.member.id,
            person: line.member.person,
            code: line.code.clone(),
            name: line.name.clone(),
            role: code(&line.member.role),
            state: code(&line.member.state),
        }
    }
}

impl From<&EngagementLine> for EngagementLineView {
    fn from(line: &EngagementLine) -> Self {
        Self {
            id: line.kept.engagement.id,
            unit: line.kept.unit,
            name: line.unit.clone(),
            kind: code(&line.kept.kind),
            stage: code(&line.kept.stage),
        }
    }
}

impl From<&TeamAuthorisation> for AuthorisationView {
    fn from(paper: &TeamAuthorisation) -> Self {
        Self {
            id: paper.id,
            number: paper.number.clone(),
            from: paper.period.from,
            to: paper.period.to,
            state: paper.standing.code().to_owned(),
        }
    }
}
