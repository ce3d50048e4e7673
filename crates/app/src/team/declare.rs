//! Declarations and the office's check of them.

use super::targets::{UnitFindings, check_person, targets};
use super::{find_member, find_team, members_store};
use crate::decision::clerk;
use crate::{Act, App, Error, Prep, Prepared, Right};
use db::Conn;
use domain::Refusal;
use domain::permission::{Action, Scope};
use domain::team::{Answer, Check, Declaration, DeclaredConflict, Member, MemberState};
use kernel::{Day, DeclarationId, FieldError, MemberId, Message, RecordId, TeamId, UnitId};
use serde::{Deserialize, Serialize};
use store::changes::NewSealed;
use store::declaration::{self as declarations, Declared, RecusalCheck};
use store::{Changes, Stored, engagement as engagements, inspector as inspectors};

/// A conflict a person names.
#[derive(Clone, Debug, Deserialize)]
pub struct GivenConflict {
    /// With which unit.
    pub unit: UnitId,
    /// In the person's words.
    pub words: String,
}

/// An answer to a question of the check.
#[derive(Clone, Debug, Deserialize)]
pub struct GivenAnswer {
    /// About which unit.
    pub unit: UnitId,
    /// The question's key.
    pub key: String,
    /// Whether there is a conflict.
    pub conflict: bool,
    /// The person's words.
    #[serde(default)]
    pub words: String,
}

/// What one member declares.
#[derive(Clone, Debug, Deserialize)]
pub struct GivenDeclaration {
    /// The member.
    pub member: MemberId,
    /// Conflicts named; empty when there are none.
    #[serde(default)]
    pub conflicts: Vec<GivenConflict>,
    /// Answers to questions.
    #[serde(default)]
    pub answers: Vec<GivenAnswer>,
}

/// Takes down the declarations of members of one team, as signed on a day. Each speaks about every unit of the team.
#[derive(Clone, Debug, Deserialize)]
pub struct RecordDeclarations {
    /// The team.
    pub team: TeamId,
    /// The day they were signed.
    pub on: Day,
    /// One a member.
    pub declarations: Vec<GivenDeclaration>,
}

/// What is sealed of a declaration.
#[derive(Serialize, Deserialize)]
struct Content {
    conflicts: Vec<DeclaredConflict>,
    answers: Vec<Answer>,
}

impl Act for RecordDeclarations {
    const NAME: &'static str = "recusal-declare";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::RecusalCheck, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let team = find_team(prep, self.team).await?;
        if self.declarations.is_empty() {
            return Err(Refusal::new("team-nobody-chosen").into());
        }
        if self.on > prep.today() {
            let message = Message::new("team-declared-in-future").with("today", prep.today());
            return Err(FieldError::new("on", message).into());
        }
        let ground = prep.app.ground(&mut prep.conn).await?;
        let own = engagements::of_team(&mut prep.conn, team.id).await?;
        let units: Vec<UnitId> = targets(&ground, &own).into_iter().map(|(t, _)| t.unit.unit).collect();
        if units.is_empty() {
            return Err(Refusal::new("team-without-units").into());
        }
        let mut changes = Changes::about("team", team.id, team.name.clone());
        changes.relies_on(&team);
        for given in &self.declarations {
            let member = find_member(prep, team.id, given.member).await?;
            let declaration = Declaration {
                id: DeclarationId::new(prep.app.clock(), prep.app.rng()),
                person: member.person,
                round: team.round,
                on: self.on,
                units: units.clone(),
                conflicts: given.conflicts(&units)?,
                answers: given.answers(),
            };
            let declared = member.value.clone().declare(&declaration)?;
            changes.update(&member, &declared)?;
            seal(prep, &mut changes, declaration).await?;
        }
        Ok(Prepared { changes, done: () })
    }
}

impl GivenDeclaration {
    fn conflicts(&self, units: &[UnitId]) -> Result<Vec<DeclaredConflict>, Error> {
        let own = |c: &GivenConflict| {
            if !units.contains(&c.unit) {
                return Err(Error::NotFound);
            }
            Ok(DeclaredConflict { unit: c.unit, words: c.words.trim().to_owned() })
        };
        self.conflicts.iter().map(own).collect()
    }

    fn answers(&self) -> Vec<Answer> {
        let own = |a: &GivenAnswer| Answer {
            unit: a.unit,
            key: a.key.clone(),
            conflict: a.conflict,
            words: a.words.trim().to_owned(),
        };
        self.answers.iter().map(own).collect()
    }
}

async fn seal(prep: &mut Prep<'_>, changes: &mut Changes, declaration: Declaration) -> Result<(), Error> {
    let content = Content { conflicts: declaration.conflicts, answers: declaration.answers };
    let json = serde_json::to_vec(&content).map_err(|e| Error::Internal(e.to_string()))?;
    let sealed = prep.seal("declaration", declaration.id, "content", &json).await?;
    changes.insert(&Declared {
        id: declaration.id,
        person: declaration.person,
        round: declaration.round,
        on: declaration.on,
        units: declaration.units,
        content: sealed.reference(),
    })?;
    changes.seal(sealed);
    Ok(())
}

/// A declaration with what it says, for an act.
pub(super) async fn opened(prep: &mut Prep<'_>, id: DeclarationId) -> Result<Declaration, Error> {
    opened_declaration(prep.app, &mut prep.conn, id).await
}

/// A declaration with what it says. The caller's act or trace accounts for opening it.
pub(super) async fn opened_declaration(
    app: &App,
    conn: &mut Conn,
    id: DeclarationId,
) -> Result<Declaration, Error> {
    let kept: Stored<Declared> = declarations::get(conn, id).await?.ok_or(Error::NotFound)?;
    let plain = app.open_value(conn, &kept.content, "declaration", id.into(), "content").await?;
    let content: Content = serde_json::from_slice(plain.expose())
        .map_err(|_| Error::Internal("a sealed declaration cannot be read".into()))?;
    Ok(Declaration {
        id,
        person: kept.person,
        round: kept.round,
        on: kept.on,
        units: kept.units.clone(),
        conflicts: content.conflicts,
        answers: content.answers,
    })
}

/// The office holds the declarations of a team's members against the rules. What it finds is sealed with each member;
/// only how much it found is open.
#[derive(Clone, Debug, Deserialize)]
pub struct CheckRecusal {
    /// The team.
    pub team: TeamId,
}

/// What was found about a member, unit by unit, sealed for the record of the check.
pub(crate) async fn seal_findings(
    prep: &mut Prep<'_>,
    member: &Member,
    checks: &[Check],
) -> Result<NewSealed, Error> {
    let findings: Vec<UnitFindings> =
        checks.iter().map(|c| UnitFindings::of(c, member, prep.ctx.lang)).collect();
    let json = serde_json::to_vec(&findings).map_err(|e| Error::Internal(e.to_string()))?;
    prep.seal("recusal_check", RecordId(member.id.0), "outcome", &json).await
}

/// What the check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedRecusal {
    /// How many members were checked.
    pub members: usize,
    /// How many of them have a reason to stay away.
    pub with_reasons: usize,
}

impl Act for CheckRecusal {
    const NAME: &'static str = "recusal-check";
    type Done = CheckedRecusal;

    fn right(&self) -> Right {
        Right::Needs(Action::RecusalCheck, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<CheckedRecusal>, Error> {
        let team = find_team(prep, self.team).await?;
        let ground = prep.app.ground(&mut prep.conn).await?;
        let own = engagements::of_team(&mut prep.conn, team.id).await?;
        let targets = targets(&ground, &own);
        let by = clerk(prep).await?;
        let mut changes = Changes::about("team", team.id, team.name.clone());
        changes.relies_on(&team);
        let mut done = CheckedRecusal { members: 0, with_reasons: 0 };
        for member in members_store::of_team(&mut prep.conn, team.id).await? {
            if !matches!(member.state, MemberState::Declared { .. }) {
                continue;
            }
            let person = inspectors::get(&mut prep.conn, member.person).await?.ok_or(Error::NotFound)?;
            changes.relies_on(&person);
            changes.relies_on(&member);
            let found = check_person(prep.app, &mut prep.conn, &ground, &person, &targets).await?;
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let binding = found.checks.iter().map(|c| c.outcome.binding(member.role).count()).sum::<usize>();
            let asks = found.checks.iter().map(|c| c.outcome.asks.len()).sum::<usize>();
            let sealed = seal_findings(prep, &member, &found.checks).await?;
            let check = RecusalCheck {
                member: member.id,
                by,
                on: prep.today(),
                inspector_version: person.version,
                rules: found.rules,
                units: targets.iter().map(|(t, _)| t.unit.unit).collect(),
                binding: count(binding),
                asks: count(asks),
                outcome: sealed.reference(),
            };
            match declarations::check_of(&mut prep.conn, member.id).await? {
                Some(earlier) => changes.update(&earlier, &check)?,
                None => changes.insert(&check)?,
            }
            changes.seal(sealed);
            done.members += 1;
            done.with_reasons += usize::from(binding > 0);
        }
        if done.members == 0 {
            return Err(Refusal::new("team-nobody-declared").into());
        }
        Ok(Prepared { changes, done })
    }
}
