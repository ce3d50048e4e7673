//! A member beside the units of the team: what the rules find, and what must be asked.

use crate::recusal::{Ground, WordedAsk, WordedReason};
use crate::{App, Ctx, Error, View};
use db::Conn;
use domain::engagement::Kept;
use domain::permission::{Action, Scope};
use domain::recusal::{Facts, RecusalRules, Target, check};
use domain::team::{Check, Member};
use kernel::{Day, MemberId, RulesetId, TeamId, UnitId};
use serde::{Deserialize, Serialize};
use store::{Stored, engagement as engagements, inspector as inspectors, member as members, team as teams};

/// The units a team will inspect, each with the day its inspection begins.
pub(super) fn targets(ground: &Ground, own: &[Stored<Kept>]) -> Vec<(Target, Day)> {
    let units = |e: &Kept| {
        let brought = e.extensions.iter().map(|x| x.unit);
        std::iter::once(e.unit).chain(brought).collect::<Vec<_>>()
    };
    own.iter()
        .flat_map(|e| units(e).into_iter().map(|unit| (unit, e.on_site.from)))
        .flat_map(|(unit, start)| ground.targets(unit).into_iter().map(move |target| (target, start)))
        .collect()
}

/// What a check was made under.
pub(super) struct Checked {
    /// Unit by unit.
    pub(super) checks: Vec<Check>,
    /// The version of the rules for the first of the units.
    pub(super) rules: Option<RulesetId>,
}

/// Puts one person beside every unit of a team. The caller's act or trace accounts for opening what was declared.
pub(super) async fn check_person(
    app: &App,
    conn: &mut Conn,
    ground: &Ground,
    person: &inspectors::Pooled,
    targets: &[(Target, Day)],
) -> Result<Checked, Error> {
    let profile = app.opened(conn, person).await?;
    let (mut checks, mut used) = (Vec::new(), None);
    for (target, start) in targets {
        let rules = app.ruleset::<RecusalRules>(conn, *start).await?;
        used = used.or(Some(rules.id));
        let facts = Facts::gather(&profile, &rules.rules, &ground.names);
        let outcome = check(&rules.rules, &facts, target, *start, &ground.tree);
        checks.push(Check { target: target.clone(), outcome });
    }
    Ok(Checked { checks, rules: used })
}

/// What was found for one unit, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitFindings {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// Reasons that bind the member's side.
    pub reasons: Vec<WordedReason>,
    /// What must be asked.
    pub asks: Vec<WordedAsk>,
}

impl UnitFindings {
    pub(super) fn of(check: &Check, member: &Member, lang: kernel::Lang) -> Self {
        Self {
            unit: check.target.unit.unit,
            name: check.target.unit.name.clone(),
            reasons: check.outcome.binding(member.role).map(|r| WordedReason::new(r, lang)).collect(),
            asks: check.outcome.asks.iter().map(|a| WordedAsk::new(a, lang)).collect(),
        }
    }
}

/// What one member's declaration must speak about.
#[derive(Clone, Debug)]
pub struct MemberQuestions {
    /// The member.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// Unit by unit.
    pub units: Vec<UnitFindings>,
}

impl App {
    /// What the declarations of a team's members must answer, for the form that takes them down. Traced like every
    /// look at what was declared.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`].
    pub async fn declaration_questions(
        &self,
        ctx: &Ctx,
        team: TeamId,
    ) -> Result<Vec<MemberQuestions>, Error> {
        let View { mut conn, .. } = self.view(ctx, Action::RecusalCheck, Scope::Global).await?;
        let team = teams::get(&mut conn, team).await?.ok_or(Error::NotFound)?;
        drop(conn);
        self.trace_sealed(ctx, "recusal-checked", ("team", team.id.into()), None).await?;
        let mut conn = self.db().read().await?;
        let ground = self.ground(&mut conn).await?;
        let targets = targets(&ground, &engagements::of_team(&mut conn, team.id).await?);
        let mut all = Vec::new();
        for member in members::of_team(&mut conn, team.id).await?.iter().filter(|m| m.is_in_team()) {
            let Some(person) = inspectors::get(&mut conn, member.person).await? else { continue };
            let found = check_person(self, &mut conn, &ground, &person, &targets).await?;
            all.push(MemberQuestions {
                member: member.id,
                name: person.name.clone(),
                units: found.checks.iter().map(|c| UnitFindings::of(c, member, ctx.lang)).collect(),
            });
        }
        Ok(all)
    }
}
