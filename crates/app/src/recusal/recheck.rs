//! The check again, when data have changed: a conflict that comes to light releases the member in the same act, and
//! access ends with it.

use super::Ground;
use crate::authorisation::end_access;
use crate::{Error, Prep};
use domain::inspector::Profile;
use domain::recusal::{Facts, Outcome, RecusalRules, check};
use domain::round::Stage;
use domain::team::Member;
use store::engagement::Kept;
use store::inspector::Pooled;
use store::{Changes, Stored, engagement as engagements, member as members, round as rounds, team as teams};

/// Checks a person again in every team that still works. Returns the members released.
pub(crate) async fn recheck_person(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    ground: &Ground,
    (pooled, profile): (&Pooled, &Profile),
) -> Result<Vec<Member>, Error> {
    let mut released = Vec::new();
    for member in members::of_person(&mut prep.conn, pooled.person).await? {
        if let Some(gone) = recheck(prep, changes, ground, &member, (pooled, profile), None).await? {
            released.push(gone);
        }
    }
    Ok(released)
}

/// Checks members of a team again against its units as they are to be.
pub(crate) async fn recheck_members(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    ground: &Ground,
    team: kernel::TeamId,
    engagements: &[Kept],
) -> Result<Vec<Member>, Error> {
    let mut released = Vec::new();
    for member in members::of_team(&mut prep.conn, team).await? {
        if !member.is_checked() {
            continue;
        }
        let found = store::inspector::get(&mut prep.conn, member.person).await?.ok_or(Error::NotFound)?;
        let profile = prep.app.opened(&mut prep.conn, &found).await?;
        changes.relies_on(&found);
        let person = (&found.value, &profile);
        released.extend(recheck(prep, changes, ground, &member, person, Some(engagements)).await?);
    }
    Ok(released)
}

async fn recheck(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    ground: &Ground,
    member: &Stored<Member>,
    (pooled, profile): (&Pooled, &Profile),
    given: Option<&[Kept]>,
) -> Result<Option<Member>, Error> {
    if !member.is_checked() {
        return Ok(None);
    }
    let team = teams::get(&mut prep.conn, member.team).await?.ok_or(Error::NotFound)?;
    let round = rounds::get(&mut prep.conn, team.round).await?.ok_or(Error::NotFound)?;
    if round.stage >= Stage::Closed {
        return Ok(None);
    }
    let own: Vec<Kept> = match given {
        Some(given) => given.to_vec(),
        None => engagements::of_team(&mut prep.conn, team.id).await?.into_iter().map(|e| e.value).collect(),
    };
    let outcomes = outcomes(prep, ground, profile, &own).await?;
    let Some(gone) = member.recheck(&outcomes, prep.today()) else { return Ok(None) };
    changes.update(member, &gone)?;
    if let Some(account) = pooled.account {
        end_access(prep, changes, account, &own).await?;
    }
    Ok(Some(gone))
}

/// A person beside every unit of these engagements, each as of the day its inspection begins.
async fn outcomes(
    prep: &mut Prep<'_>,
    ground: &Ground,
    profile: &Profile,
    engagements: &[Kept],
) -> Result<Vec<Outcome>, Error> {
    let mut outcomes = Vec::new();
    for engagement in engagements {
        let start = engagement.on_site.from;
        let rules = prep.app.ruleset::<RecusalRules>(&mut prep.conn, start).await?.rules;
        let facts = Facts::gather(profile, &rules, &ground.names);
        let units = std::iter::once(engagement.unit).chain(engagement.extensions.iter().map(|e| e.unit));
        let targets = units.filter_map(|u| ground.target(u));
        outcomes.extend(targets.map(|t| check(&rules, &facts, &t, start, &ground.tree)));
    }
    Ok(outcomes)
}
