//! The pages of rounds: the list, the switcher, one round with all that is missing, and what planning one needs.

use super::{Kept, RoundLight, numeral};
use crate::recusal::Ground;
use crate::{App, Ctx, Error, View};
use db::Conn;
use domain::authorisation::{Standing, TeamAuthorisation};
use domain::file::Attachment;
use domain::organisation::UnitKind;
use domain::permission::{Action, Scope};
use domain::round::{Round, Stage};
use domain::team::{Member, MemberState, Team, TeamRules, composition};
use i18n::{Catalogue, Words};
use kernel::{Lang, Message, Page, PageRequest, RoundId, UnitId};
use std::collections::{BTreeMap, BTreeSet};
use store::decision::Decided;
use store::{
    Stored, Viewer, authorisation as authorisations, decision as decisions, declaration as declarations,
    engagement as engagements, member as members, round as rounds, team as teams,
};

/// A round of the list.
#[derive(Clone, Debug)]
pub struct RoundRow {
    /// The round.
    pub round: Stored<Round>,
    /// Name of its term.
    pub term: String,
    /// How many units it inspects.
    pub engagements: usize,
}

/// A member on a page.
#[derive(Clone, Debug)]
pub struct MemberLine {
    /// The member.
    pub member: Stored<Member>,
    /// Their name.
    pub name: String,
    /// Their code in the pool.
    pub code: String,
    /// Whether they have an account.
    pub has_account: bool,
    /// What the office's check found: reasons and questions; `None` before it.
    pub check: Option<(u32, u32)>,
}

/// An engagement on a page.
#[derive(Clone, Debug)]
pub struct EngagementLine {
    /// The engagement.
    pub kept: Stored<Kept>,
    /// Its unit.
    pub unit: String,
    /// Units brought along.
    pub extensions: Vec<String>,
}

/// A team with everything of it.
#[derive(Clone, Debug)]
pub struct TeamPart {
    /// The team.
    pub team: Stored<Team>,
    /// Its members, those who left last.
    pub members: Vec<MemberLine>,
    /// Its engagements.
    pub engagements: Vec<EngagementLine>,
    /// Its authorisations, the newest first.
    pub papers: Vec<Stored<TeamAuthorisation>>,
    /// What is wrong with its composition.
    pub faults: Vec<Message>,
}

impl TeamPart {
    /// The authorisation that waits or holds.
    pub fn paper(&self) -> Option<&Stored<TeamAuthorisation>> {
        self.papers.iter().find(|p| p.is_open())
    }

    /// Members who stand.
    pub fn present(&self) -> impl Iterator<Item = &MemberLine> {
        self.members.iter().filter(|m| m.member.is_in_team())
    }

    /// How many members stand at one point of their way.
    pub fn count(&self, at: impl Fn(&MemberState) -> bool) -> usize {
        self.present().filter(|m| at(&m.member.state)).count()
    }
}

/// What a round waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// Units for a team that has none.
    Units,
    /// The head's approval of the plan.
    Approval,
    /// The second person's check of a paper.
    PaperCheck,
    /// Members of teams.
    Members,
    /// Declarations of recusal.
    Declarations,
    /// The office's check of them.
    Check,
    /// Clearance.
    Clearance,
    /// Drafts of authorisations.
    Drafts,
    /// The leading group's authorisation.
    Authorisation,
    /// The next stage.
    Stage,
    /// Nothing more.
    Nothing,
}

/// One round.
#[derive(Clone, Debug)]
pub struct RoundPage {
    /// The round.
    pub round: Stored<Round>,
    /// Name of its term.
    pub term: String,
    /// Its teams in order of number.
    pub teams: Vec<TeamPart>,
    /// Engagements that were taken out.
    pub withdrawn: Vec<EngagementLine>,
    /// Decisions about it and its authorisations, the newest first.
    pub decisions: Vec<Stored<Decided>>,
    /// What is missing before its teams can enter.
    pub missing: Vec<Message>,
    /// What it waits for.
    pub next: NextStep,
    /// The files that lie with it, newest first.
    pub files: Vec<Stored<Attachment>>,
}

impl RoundPage {
    /// A team of it.
    pub fn team(&self, id: kernel::TeamId) -> Option<&TeamPart> {
        self.teams.iter().find(|t| t.team.id == id)
    }

    /// Whether a paper about a record waits for its check.
    pub fn waits(&self, subject: kernel::RecordId) -> Option<&Stored<Decided>> {
        self.decisions.iter().find(|d| d.subject == subject && d.standing() == "waiting")
    }
}

/// A unit to choose for a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitChoice {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// The name of the unit above it.
    pub above: String,
    /// Its kind.
    pub kind: UnitKind,
    /// Whether it must be inspected once in a term.
    pub covered: bool,
    /// Whether a round of the term has, or had, it already.
    pub inspected: bool,
}

/// What the form of a new round begins with.
#[derive(Clone, Debug)]
pub struct PlanningAid {
    /// The next number of the term.
    pub number: u16,
    /// A name by it.
    pub name: String,
    /// How many teams the last round had.
    pub teams: u16,
    /// Units in the office's own order; ended ones and the committee itself are not among them.
    pub units: Vec<UnitChoice>,
}

impl App {
    /// Rounds, the newest first.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn rounds(&self, ctx: &Ctx, page: &PageRequest) -> Result<Page<RoundRow>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::RoundView, Scope::Global).await?;
        let found = rounds::list(&mut conn, &viewer, page).await?;
        let terms = term_names(&mut conn).await?;
        let counts = engagements::counts(&mut conn, &viewer).await?;
        Ok(found.map(|round| RoundRow {
            term: terms.get(&round.term).cloned().unwrap_or_default(),
            engagements: counts.get(&round.id).copied().unwrap_or_default(),
            round,
        }))
    }

    /// The rounds of the switcher in the top bar; none for who may not see rounds.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn rounds_light(&self, ctx: &Ctx) -> Result<Vec<RoundLight>, Error> {
        if !ctx.may(Action::RoundView, Scope::Global) {
            return Ok(Vec::new());
        }
        let View { viewer, mut conn } = self.view(ctx, Action::RoundView, Scope::Global).await?;
        Ok(rounds::light(&mut conn, &viewer).await?)
    }

    /// The newest round of a number, for files and command lines that name one. Numbers are no secret.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is none.
    pub async fn round_numbered(&self, number: u16) -> Result<RoundId, Error> {
        let mut conn = self.db().read().await?;
        let found = rounds::newest_numbered(&mut conn, number).await?;
        let missing =
            || domain::Refusal(Message::new("round-number-unknown").with("number", i64::from(number)));
        Ok(found.ok_or_else(missing)?.id)
    }

    /// One round with its teams, engagements and decisions, and what it waits for.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`].
    pub async fn round(&self, ctx: &Ctx, id: RoundId) -> Result<RoundPage, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::RoundView, Scope::Global).await?;
        let round = rounds::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        let term = term_names(&mut conn).await?.remove(&round.term).unwrap_or_default();
        let rules = self.ruleset::<TeamRules>(&mut conn, round.window.from).await?.rules;
        let (teams, withdrawn) = parts(&mut conn, &viewer, id, &rules).await?;
        let decisions = decisions::of_round(&mut conn, id).await?;
        let missing = missing(&round, &teams);
        let next = next_step(&round, &teams, &decisions);
        let files = store::attachment::list(&mut conn, &viewer, id.into()).await?;
        Ok(RoundPage { round, term, teams, withdrawn, decisions, missing, next, files })
    }

    /// What the form of a new round begins with.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn planning_aid(&self, ctx: &Ctx) -> Result<PlanningAid, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::RoundPlan, Scope::Global).await?;
        let today = self.today();
        let term = store::term::on(&mut conn, today).await?;
        let (mut number, mut teams, mut inspected) = (1, 4, BTreeSet::new());
        if let Some(term) = &term {
            let own = rounds::of_term(&mut conn, term.id).await?;
            let last = own.iter().map(|r| r.number).chain(term.facts.last_round()).max();
            number = last.map_or(1, |n| n.0.saturating_add(1));
            if let Some(round) = own.last() {
                let count = teams::of_round(&mut conn, round.id).await?.len();
                teams = u16::try_from(count).unwrap_or(4).max(1);
            }
            for round in &own {
                inspected.extend(engagements::of_round(&mut conn, round.id).await?.iter().map(|e| e.unit));
            }
        }
        let words = self.words(&mut conn, today, Lang::ZhCn).await?;
        let name = term.as_ref().map(|t| round_name(&t.facts.name, number, &words)).unwrap_or_default();
        let current = term.as_ref().map(|t| t.facts.number);
        let units = store::unit::every(&mut conn, &viewer).await?;
        let names: BTreeMap<UnitId, String> = units.iter().map(|u| (u.id, u.name.clone())).collect();
        let choice = |u: &Stored<domain::organisation::Unit>| {
            let kind = u.kind.clone().filter(|_| u.is_active())?;
            let before = u.last_inspection.is_some_and(|l| Some(l.term) == current);
            Some(UnitChoice {
                unit: u.id,
                name: u.name.clone(),
                above: u.parent.and_then(|p| names.get(&p).cloned()).unwrap_or_default(),
                kind,
                covered: u.covered,
                inspected: before || inspected.contains(&u.id),
            })
        };
        Ok(PlanningAid { number, name, teams, units: units.iter().filter_map(choice).collect() })
    }
}

/// A round's name by its number: data of the committee, so in its language.
fn round_name(term: &str, number: u16, words: &Words) -> String {
    let message = Message::new("round-default-name").with("term", term).with("number", numeral(number));
    Catalogue::shared().say_with(Lang::ZhCn, &message, words)
}

async fn term_names(conn: &mut Conn) -> Result<BTreeMap<kernel::TermId, String>, Error> {
    Ok(store::term::every(conn).await?.into_iter().map(|t| (t.id, t.value.facts.name)).collect())
}

async fn parts(
    conn: &mut Conn,
    viewer: &Viewer,
    round: RoundId,
    rules: &TeamRules,
) -> Result<(Vec<TeamPart>, Vec<EngagementLine>), Error> {
    let ground = Ground::load(conn).await?;
    let line = |kept: Stored<Kept>| EngagementLine {
        unit: ground.name(kept.unit).to_owned(),
        extensions: kept.extensions.iter().map(|e| ground.name(e.unit).to_owned()).collect(),
        kept,
    };
    let all = engagements::list(conn, viewer, round).await?;
    let (standing, withdrawn): (Vec<_>, Vec<_>) = all.into_iter().partition(|e| e.withdrawn.is_none());
    let checks: BTreeMap<_, _> = declarations::checks_of_round(conn, round)
        .await?
        .into_iter()
        .map(|c| (c.member, (c.binding, c.asks)))
        .collect();
    let people = members::list(conn, viewer, round).await?;
    let papers = authorisations::list(conn, viewer, round).await?;
    let mut found = Vec::new();
    for team in teams::list(conn, viewer, round).await? {
        let own = people.iter().filter(|m| m.member.team == team.id).cloned();
        let mut members: Vec<MemberLine> = own
            .map(|m| MemberLine {
                check: checks.get(&m.member.id).copied(),
                member: m.member,
                name: m.name,
                code: m.code,
                has_account: m.has_account,
            })
            .collect();
        members.sort_by_key(|m| (!m.member.is_in_team(), m.member.role, m.member.id));
        let present: Vec<Member> = members.iter().map(|m| m.member.value.clone()).collect();
        found.push(TeamPart {
            faults: composition(&present, rules),
            members,
            engagements: standing.iter().filter(|e| e.team == team.id).cloned().map(line).collect(),
            papers: papers.iter().filter(|p| p.team == team.id).cloned().collect(),
            team,
        });
    }
    Ok((found, withdrawn.into_iter().map(line).collect()))
}

/// What is missing before the teams of a round can enter; empty once they can, or when the round is past that.
fn missing(round: &Round, teams: &[TeamPart]) -> Vec<Message> {
    if round.stage >= Stage::OnSite || round.withdrawn.is_some() {
        return Vec::new();
    }
    let mut missing = Vec::new();
    let mut say = |count: usize, id: &'static str| {
        if count > 0 {
            missing.push(Message::new(id).with("count", count));
        }
    };
    say(usize::from(round.approval.is_none()), "round-missing-approval");
    say(teams.iter().filter(|t| t.engagements.is_empty()).count(), "round-missing-units");
    say(teams.iter().filter(|t| !t.faults.is_empty()).count(), "round-missing-members");
    let members = |at: fn(&MemberState) -> bool| teams.iter().map(|t| t.count(at)).sum::<usize>();
    say(members(|s| matches!(s, MemberState::Proposed)), "round-missing-declarations");
    say(members(|s| matches!(s, MemberState::Declared { .. })), "round-missing-clearances");
    let held = |t: &&TeamPart| !t.papers.iter().any(|p| matches!(p.standing, Standing::Given { .. }));
    say(teams.iter().filter(held).count(), "round-missing-authorisations");
    let unsigned =
        teams.iter().flat_map(TeamPart::present).filter(|m| m.member.pledge_signed.is_none()).count();
    say(unsigned, "round-missing-pledges");
    missing
}

/// What comes next: the first thing that nobody has done yet.
fn next_step(round: &Round, teams: &[TeamPart], decisions: &[Stored<Decided>]) -> NextStep {
    if round.stage == Stage::Archived || round.withdrawn.is_some() {
        return NextStep::Nothing;
    }
    if decisions.iter().any(|d| d.standing() == "waiting") {
        return NextStep::PaperCheck;
    }
    if round.stage > Stage::Approved {
        return NextStep::Stage;
    }
    let any = |at: fn(&MemberState) -> bool| teams.iter().any(|t| t.count(at) > 0);
    let unchecked = teams
        .iter()
        .flat_map(TeamPart::present)
        .any(|m| matches!(m.member.state, MemberState::Declared { .. }) && m.check.is_none());
    let drafted = |t: &TeamPart| t.paper().is_some();
    let given = |t: &TeamPart| t.paper().is_some_and(|p| matches!(p.standing, Standing::Given { .. }));
    if teams.iter().any(|t| t.engagements.is_empty()) {
        NextStep::Units
    } else if teams.iter().any(|t| !t.faults.is_empty()) {
        NextStep::Members
    } else if any(|s| matches!(s, MemberState::Proposed)) {
        NextStep::Declarations
    } else if unchecked {
        NextStep::Check
    } else if any(|s| matches!(s, MemberState::Declared { .. })) {
        NextStep::Clearance
    } else if round.stage == Stage::Planned {
        NextStep::Approval
    } else if !teams.iter().all(drafted) {
        NextStep::Drafts
    } else if !teams.iter().all(given) {
        NextStep::Authorisation
    } else {
        NextStep::Stage
    }
}
