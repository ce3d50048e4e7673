//! The practice county's rounds: one in every stage. Two are led through all their steps, with people in their teams;
//! the others were begun before the program came and are entered where they stand, as an office would.

use super::{CLERK, HEAD, Seed};
use crate::exit::Failure;
use app::authorisation::{DraftAuthorisations, NewAuthorisation};
use app::decision::{Decide, Subject};
use app::engagement::AdvanceEngagement;
use app::round::{ImportRound, MoveRoundOn, PlanRound, PlannedUnit, RoundPage, TakenOver};
use app::team::{
    CheckRecusal, ClearMembers, GivenAnswer, GivenDeclaration, MemberQuestions, ProposeTeams,
    RecordDeclarations, SignPledges,
};
use domain::engagement::{EngagementKind, Stage as EngagementStage};
use domain::round::Stage;
use kernel::{Day, RecordId, RoundId, TeamId};
use serde::Deserialize;

/// A round entered at the stage it has reached: its units by team.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entered {
    number: u16,
    name: String,
    from: Day,
    to: Day,
    stage: Stage,
    teams: Vec<Vec<String>>,
}

/// The rounds that were begun before the program came.
pub(super) async fn enter_earlier(seed: &Seed<'_>, on: Day) -> Result<(), Failure> {
    let rounds: Vec<Entered> = serde_json::from_str(include_str!("rounds.json")).map_err(Failure::defect)?;
    for round in rounds {
        let taken_over = TakenOver { stage: round.stage, source: format!("{}工作台账", round.name) };
        let act = PlanRound {
            number: round.number,
            name: round.name,
            from: round.from,
            to: round.to,
            teams: u16::try_from(round.teams.len()).map_err(Failure::defect)?,
            units: units(seed, &round.teams).await?,
            taken_over: Some(taken_over),
        };
        seed.act(CLERK, on, &act).await?;
    }
    Ok(())
}

async fn units(seed: &Seed<'_>, teams: &[Vec<String>]) -> Result<Vec<PlannedUnit>, Failure> {
    let mut planned = Vec::new();
    for (names, team) in teams.iter().zip(1_u16..) {
        for name in names {
            planned.push(PlannedUnit { unit: seed.unit(name).await?, team, kind: EngagementKind::Routine });
        }
    }
    Ok(planned)
}

/// A round of which only the plan exists.
pub(super) async fn plan_last(seed: &Seed<'_>, on: Day) -> Result<(), Failure> {
    let act = PlanRound {
        number: 14,
        name: "十五届云河县委第十四轮巡察".to_owned(),
        from: day(2026, 5, 11)?,
        to: day(2026, 6, 26)?,
        teams: 1,
        units: units(seed, &[vec!["县退役军人事务局".to_owned()]]).await?,
        taken_over: None,
    };
    seed.act(CLERK, on, &act).await?;
    Ok(())
}

/// Imports the ninth round from its file.
pub(super) async fn import_ninth(seed: &Seed<'_>, file: (&str, &[u8]), on: Day) -> Result<RoundId, Failure> {
    let act = ImportRound { file: file.0.to_owned(), bytes: file.1.to_vec(), taken_over: None };
    Ok(seed.act(CLERK, on, &act).await?.done.round)
}

/// Plans the round that is on site today, with one team that the program proposes.
pub(super) async fn plan_on_site(seed: &Seed<'_>, on: Day) -> Result<RoundId, Failure> {
    let act = PlanRound {
        number: 11,
        name: "十五届云河县委第十一轮巡察".to_owned(),
        from: day(2025, 11, 17)?,
        to: day(2026, 1, 16)?,
        teams: 1,
        units: units(seed, &[vec!["县自然资源局".to_owned(), "栖鹭镇".to_owned()]]).await?,
        taken_over: None,
    };
    let round = seed.act(CLERK, on, &act).await?.done.round;
    seed.act(CLERK, on, &ProposeTeams { round }).await?;
    let found = seed.app.round(&seed.ctx(CLERK, on).await?, round).await?;
    let paper = |team: &app::round::TeamPart| NewAuthorisation {
        team: team.team.id,
        number: None,
        from: act.from,
        to: act.to,
        access_until: None,
    };
    let drafts = DraftAuthorisations { round, papers: found.teams.iter().map(paper).collect() };
    seed.act(CLERK, on, &drafts).await?;
    Ok(round)
}

/// Takes a planned round to the day on which its teams understand: recusal, pledges, approval, authorisation, entry.
pub(super) async fn open(
    seed: &Seed<'_>,
    round: RoundId,
    (prepared, begins): (Day, Day),
) -> Result<(), Failure> {
    let found = seed.app.round(&seed.ctx(CLERK, prepared).await?, round).await?;
    for team in &found.teams {
        clear(seed, team.team.id, prepared).await?;
    }
    decide(seed, Subject::Round, vec![round.into()], prepared).await?;
    let papers = found.teams.iter().filter_map(|team| team.paper()).map(|paper| paper.id).collect();
    decide(seed, Subject::Authorisation, papers, prepared).await?;
    seed.act(CLERK, prepared, &MoveRoundOn { round, from: Stage::Approved, on: Some(prepared) }).await?;
    seed.act(CLERK, begins, &MoveRoundOn { round, from: Stage::Deployed, on: None }).await?;
    for from in [EngagementStage::Preparation, EngagementStage::Entry] {
        advance(seed, &found, (from, ""), begins).await?;
    }
    Ok(())
}

/// Takes every engagement of a round one stage on.
pub(super) async fn advance(
    seed: &Seed<'_>,
    found: &RoundPage,
    (from, reason): (EngagementStage, &str),
    on: Day,
) -> Result<(), Failure> {
    for line in found.teams.iter().flat_map(|team| &team.engagements) {
        let engagement = line.kept.engagement.id;
        seed.act(CLERK, on, &AdvanceEngagement { engagement, from, reason: reason.to_owned() }).await?;
    }
    Ok(())
}

/// Nobody of a team has a conflict: declared, checked, cleared, pledged.
async fn clear(seed: &Seed<'_>, team: TeamId, on: Day) -> Result<(), Failure> {
    let questions = seed.app.declaration_questions(&seed.ctx(CLERK, on).await?, team).await?;
    let declarations: Vec<GivenDeclaration> = questions.into_iter().map(no_conflict).collect();
    let members: Vec<_> = declarations.iter().map(|d| d.member).collect();
    seed.act(CLERK, on, &RecordDeclarations { team, on, declarations }).await?;
    seed.act(CLERK, on, &CheckRecusal { team }).await?;
    seed.act(CLERK, on, &ClearMembers { team, members: members.clone() }).await?;
    seed.act(CLERK, on, &SignPledges { team, members, on }).await?;
    Ok(())
}

fn no_conflict(asked: MemberQuestions) -> GivenDeclaration {
    let keys = asked.units.iter().flat_map(|unit| unit.asks.iter().map(|ask| (unit.unit, ask.key.clone())));
    let answer = |(unit, key)| GivenAnswer { unit, key, conflict: false, words: "没有".to_owned() };
    GivenDeclaration { member: asked.member, conflicts: Vec::new(), answers: keys.map(answer).collect() }
}

async fn decide(seed: &Seed<'_>, about: Subject, ids: Vec<RecordId>, on: Day) -> Result<(), Failure> {
    let password = seed.password.to_owned();
    seed.act(HEAD, on, &Decide { about, ids, approved: true, reason: String::new(), password }).await?;
    Ok(())
}

/// A day of the story.
pub(super) fn day(year: i32, month: u8, day: u8) -> Result<Day, Failure> {
    Day::new(year, month, day).ok_or_else(|| Failure::defect("a day of the practice story"))
}
