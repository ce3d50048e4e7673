//! The check again, when data have changed: a conflict that comes to light releases the member in the same act, and
//! access ends with it.

use super::Ground;
use crate::authorisation::end_access;
use crate::notice::{News, notify};
use crate::team::seal_findings;
use crate::{Error, Prep};
use domain::engagement::Kept;
use domain::inspector::Profile;
use domain::organisation::Unit;
use domain::recusal::{Facts, Outcome, RecusalRules, check};
use domain::round::{Round, Stage};
use domain::team::{Check, Member, Team};
use kernel::Message;
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

/// Checks everyone who works in a team again, with units as they will be once these are written.
pub(crate) async fn recheck_units(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    written: &[Unit],
) -> Result<Vec<Member>, Error> {
    let at_work = members::checked(&mut prep.conn).await?;
    let mut released = Vec::new();
    if at_work.is_empty() {
        return Ok(released);
    }
    let ground = Ground::after(&mut prep.conn, written).await?;
    for member in at_work {
        let found = store::inspector::get(&mut prep.conn, member.person).await?.ok_or(Error::NotFound)?;
        let profile = prep.app.opened(&mut prep.conn, &found).await?;
        released.extend(recheck(prep, changes, &ground, &member, (&found.value, &profile), None).await?);
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
    let checks = checks(prep, ground, profile, &own).await?;
    let outcomes: Vec<Outcome> = checks.iter().map(|c| c.outcome.clone()).collect();
    let Some(gone) = member.recheck(&outcomes, prep.today()) else { return Ok(None) };
    changes.update(member, &gone)?;
    News::Released { person: member.person, team: team.name.clone() }.tell(changes, prep)?;
    keep_findings(prep, changes, member, &checks).await?;
    tell_office(prep, changes, pooled, (&team, &round)).await?;
    if let Some(account) = pooled.account {
        end_access(prep, changes, account, &own).await?;
    }
    Ok(Some(gone))
}

/// A person beside every unit of these engagements, each as of the day its inspection begins.
async fn checks(
    prep: &mut Prep<'_>,
    ground: &Ground,
    profile: &Profile,
    engagements: &[Kept],
) -> Result<Vec<Check>, Error> {
    let mut checks = Vec::new();
    for engagement in engagements {
        let start = engagement.on_site.from;
        let rules = prep.app.ruleset::<RecusalRules>(&mut prep.conn, start).await?.rules;
        let facts = Facts::gather(profile, &rules, &ground.names);
        let units = std::iter::once(engagement.unit).chain(engagement.extensions.iter().map(|e| e.unit));
        for target in units.flat_map(|u| ground.targets(u)) {
            let outcome = check(&rules, &facts, &target, start, &ground.tree);
            checks.push(Check { target, outcome });
        }
    }
    Ok(checks)
}

/// What was found is sealed in place of the check before; the member's record says only which rule it was.
async fn keep_findings(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    member: &Stored<Member>,
    checks: &[Check],
) -> Result<(), Error> {
    let Some(earlier) = store::declaration::check_of(&mut prep.conn, member.id).await? else { return Ok(()) };
    let sealed = seal_findings(prep, member, checks).await?;
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mut new = earlier.value.clone();
    new.on = prep.today();
    new.units = checks.iter().map(|c| c.target.unit.unit).collect();
    new.binding = count(checks.iter().map(|c| c.outcome.binding(member.role).count()).sum());
    new.asks = count(checks.iter().map(|c| c.outcome.asks.len()).sum());
    new.outcome = sealed.reference();
    changes.update(&earlier, &new)?;
    changes.seal(sealed);
    Ok(())
}

/// The office hears of it at once: someone has to take the place.
async fn tell_office(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    gone: &Pooled,
    (team, round): (&Stored<Team>, &Stored<Round>),
) -> Result<(), Error> {
    let message = Message::new("recusal-released-notice")
        .with("name", gone.name.as_str())
        .with("team", team.name.as_str())
        .with("round", round.name.as_str());
    for account in store::authorisation::office(&mut prep.conn, prep.ctx.at).await? {
        notify(changes, prep, account, message.clone(), Some(("round", round.id.into())))?;
    }
    Ok(())
}
