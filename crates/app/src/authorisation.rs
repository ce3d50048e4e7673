//! Authorisation (A4): the paper that opens a team's engagements, and the access that follows from it.
//!
//! The office drafts, the leading group decides ([`crate::decision`]), and only then [`give`] writes: every engagement
//! carries its authorisation, every cleared member is authorised, and whoever has an account gets the team's role for
//! each engagement with sight of its compartment, from the first day to the end of access. [`end_access`] takes it
//! back; it is gone at the next request. No role of a team is granted anywhere else.

mod draft;
mod lift;
mod numbers;
mod paper;

pub use domain::authorisation::{Standing as AuthorisationStanding, TeamAuthorisation};
pub(crate) use draft::changes_after;
pub use draft::{DraftAuthorisations, DraftedAuthorisation, NewAuthorisation};
pub use lift::{HandOver, LiftAuthorisation};
pub use numbers::{ContinueNumbers, NextNumber};
pub use paper::AuthorisationPaper;

use crate::decision::Verdict;
use crate::notice::News;
use crate::{App, Error, Prep, deadline};
use db::Conn;
use domain::Refusal;
use domain::account::{Access, Grant};
use domain::engagement::Kept;
use domain::engagement::{AccessEnd, Authorisation};
use domain::numbering::{NumberRules, series};
use domain::permission::{Role, Scope};
use domain::team::{Member, MemberState, Role as TeamRole, TeamRules, composition};
use kernel::{GrantId, PersonId, RecordId, Timestamp, UserId};
use store::{
    Changes, Stored, authorisation as authorisations, engagement as engagements, inspector as inspectors,
    member as members, team as teams,
};

/// What a paper is called in the journal and in lists: its team, and its number once it has one.
pub(crate) async fn label(conn: &mut Conn, paper: &TeamAuthorisation) -> Result<String, Error> {
    let team = store::team::get(conn, paper.team).await?.map(|t| t.value.name).unwrap_or_default();
    Ok(match &paper.number {
        Some(number) => format!("{team} {number}"),
        None => team,
    })
}

/// The role of the permission table that a part in a team gives.
const fn permission_role(role: TeamRole) -> Role {
    match role {
        TeamRole::Leader => Role::TeamLeader,
        TeamRole::Deputy => Role::TeamDeputy,
        TeamRole::Liaison => Role::TeamLiaison,
        TeamRole::Member => Role::TeamMember,
    }
}

/// Carries the leading group's answer out: a yes issues the number, opens engagements and members; a no is only noted.
pub(crate) async fn decided(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    old: &Stored<TeamAuthorisation>,
    verdict: Verdict,
) -> Result<(), Error> {
    let new = old.value.clone().decided(verdict.decision, verdict.approved)?;
    if verdict.approved && new.number.is_none() {
        let form = prep.app.ruleset::<NumberRules>(&mut prep.conn, verdict.on).await?.rules.authorisation;
        let (year, unnumbered) = (verdict.on.year(), new.clone());
        changes.update_numbered(series(&form.code, year), old, move |serial| TeamAuthorisation {
            number: Some(form.write(year, serial)),
            ..unnumbered
        });
    } else {
        changes.update(old, &new)?;
    }
    if verdict.approved { give(prep, changes, &new, verdict).await } else { Ok(()) }
}

async fn give(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    paper: &TeamAuthorisation,
    verdict: Verdict,
) -> Result<(), Error> {
    let team: Vec<Stored<Member>> = members::of_team(&mut prep.conn, paper.team).await?;
    let standing: Vec<Member> = team.iter().map(|m| m.value.clone()).collect();
    let rules = prep.app.ruleset::<TeamRules>(&mut prep.conn, paper.period.from).await?.rules;
    if let Some(fault) = composition(&standing, &rules).into_iter().next() {
        return Err(Refusal(fault).into());
    }
    let unchecked = standing.iter().filter(|m| m.is_in_team() && !m.is_checked()).count();
    let own = engagements::of_team(&mut prep.conn, paper.team).await?;
    if own.is_empty() {
        return Err(Refusal::new("authorisation-no-engagement").into());
    }
    let name = teams::get(&mut prep.conn, paper.team).await?.map(|t| t.value.name).unwrap_or_default();
    let mut opened = Vec::new();
    for engagement in &own {
        opened.push(open_engagement(changes, engagement, paper, verdict, unchecked)?);
        let about = crate::engagement::about(prep, engagement).await?;
        deadline::set(prep, changes, deadline::ON_SITE, engagement.on_site.to, &about).await?;
    }
    for member in team.iter().filter(|m| m.is_checked()) {
        let new = match member.state {
            MemberState::Cleared { .. } => {
                let new = member.value.clone().authorise(verdict.decision, paper.period.from)?;
                changes.update(member, &new)?;
                if let Some(engagement) = opened.first() {
                    authorised(paper, member.person, &name, engagement).tell(changes, prep)?;
                }
                new
            }
            _ => {
                changes.relies_on(member);
                member.value.clone()
            }
        };
        let person = inspectors::get(&mut prep.conn, member.person).await?.ok_or(Error::NotFound)?;
        changes.relies_on(&person);
        if let Some(account) = person.account {
            open_member_access(prep, changes, &new, account, &opened).await?;
        }
    }
    Ok(())
}

/// What a member is told who is authorised.
fn authorised(paper: &TeamAuthorisation, person: PersonId, team: &str, engagement: &Kept) -> News {
    News::Authorised {
        person,
        team: team.to_owned(),
        engagement: engagement.engagement.id,
        from: paper.period.from,
        to: paper.period.to,
    }
}

/// An engagement under the new paper; one that another paper already opened stays as it is.
fn open_engagement(
    changes: &mut Changes,
    old: &Stored<Kept>,
    paper: &TeamAuthorisation,
    verdict: Verdict,
    unchecked: usize,
) -> Result<Kept, Error> {
    if old.is_authorised() {
        changes.relies_on(old);
        return Ok(old.value.clone());
    }
    let authorisation =
        Authorisation { paper: paper.id, period: paper.period, decision: verdict.decision, lifted: None };
    let mut engagement = old.engagement.clone();
    engagement.access_end = paper.access_end;
    let new = old.moved(engagement.authorise(authorisation, unchecked)?);
    changes.update(old, &new)?;
    Ok(new)
}

/// When an engagement's team begins to see it, and when it ceases to; nothing when no authorisation stands.
fn access_period(app: &App, engagement: &Kept) -> Option<(Timestamp, Option<Timestamp>)> {
    let authorisation = engagement.authorisation.as_ref().filter(|a| a.lifted.is_none())?;
    let last = match engagement.access_end {
        AccessEnd::Fixed { day } => Some(day),
        AccessEnd::Handover { done } => done,
    };
    let until = last.map(|day| day.plus_days(1).start(app.offset()));
    Some((authorisation.period.from.start(app.offset()), until))
}

/// Gives an authorised member's account the team's role, and sight, for each engagement.
pub(crate) async fn open_member_access(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    member: &Member,
    account: UserId,
    own: &[Kept],
) -> Result<(), Error> {
    let (app, now) = (prep.app, prep.ctx.at);
    let role = permission_role(member.role);
    for engagement in own {
        let Some((begins, until)) = access_period(app, engagement) else { continue };
        let from = begins.max(now);
        let id = engagement.engagement.id;
        let held = authorisations::grants_in(&mut prep.conn, account, id, now).await?;
        let over = until.is_some_and(|until| until <= from);
        if over || held.iter().any(|g| g.role == role) {
            continue;
        }
        let grant_id = GrantId::new(app.clock(), app.rng());
        changes.insert(&Grant { id: grant_id, account, role, scope: Scope::One(id.0), from, until })?;
        for compartment in role.sees(Scope::One(id.0)) {
            changes.insert(&Access {
                id: RecordId(kernel::id::time_ordered(app.clock(), app.rng())),
                account,
                grant: grant_id,
                compartment,
                from,
                until,
            })?;
        }
    }
    Ok(())
}

/// Ends what an account holds in these engagements, now.
pub(crate) async fn end_access(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    account: UserId,
    own: &[Kept],
) -> Result<(), Error> {
    let now = prep.ctx.at;
    end_access_at(prep, changes, (account, now), own).await
}

/// Ends what an account holds in these engagements, at an instant.
pub(crate) async fn end_access_at(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    (account, at): (UserId, Timestamp),
    own: &[Kept],
) -> Result<(), Error> {
    let now = prep.ctx.at;
    for engagement in own {
        let held = authorisations::grants_in(&mut prep.conn, account, engagement.engagement.id, now).await?;
        for grant in held {
            let mut ended = grant.value.clone();
            ended.until = Some(ended.until.map_or(at, |until| until.min(at)));
            changes.update(&grant, &ended)?;
            for access in authorisations::access_open(&mut prep.conn, grant.id, now).await? {
                let mut gone = access.value.clone();
                gone.until = Some(gone.until.map_or(at, |until| until.min(at)));
                changes.update(&access, &gone)?;
            }
        }
    }
    Ok(())
}
