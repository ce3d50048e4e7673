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
use kernel::{Day, Message, PersonId, TeamId};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};
use store::inspector::Pooled;
use store::{Changes, Stored, engagement as engagements, member as members, round as rounds, team as teams};

/// Checks a person again in every team that still works. Returns the members released.
pub(crate) async fn recheck_person(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    ground: &Ground,
    person: (&Pooled, &Profile),
) -> Result<Vec<Member>, Error> {
    let mut released = Vec::new();
    for member in members::of_person(&mut prep.conn, person.0.person).await? {
        if !member.is_checked() {
            continue;
        }
        let own = engagements::of_team(&mut prep.conn, member.team).await?;
        let own: Vec<Kept> = own.into_iter().map(|e| e.value).collect();
        let rules = rules_of(prep, &own).await?;
        released.extend(recheck(prep, changes, (ground, &rules), &member, person, &own).await?);
    }
    Ok(released)
}

/// Checks members of a team again against its units as they are to be.
pub(crate) async fn recheck_members(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    ground: &Ground,
    team: TeamId,
    engagements: &[Kept],
) -> Result<Vec<Member>, Error> {
    let rules = rules_of(prep, engagements).await?;
    let mut released = Vec::new();
    for member in members::of_team(&mut prep.conn, team).await? {
        if !member.is_checked() {
            continue;
        }
        let found = store::inspector::get(&mut prep.conn, member.person).await?.ok_or(Error::NotFound)?;
        let profile = prep.app.opened(&mut prep.conn, &found).await?;
        changes.relies_on(&found);
        let person = (&found.value, &profile);
        released.extend(recheck(prep, changes, (ground, &rules), &member, person, engagements).await?);
    }
    Ok(released)
}

/// Checks everyone who works in a team again, with units as they will be once these are written. Every act on a unit
/// comes here, so what is asked of the database is the same however many are at work.
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
    let people = store::inspector::checked(&mut prep.conn).await?;
    let people = prep.app.opened_all(&mut prep.conn, people).await?;
    let people: HashMap<PersonId, _> = people.into_iter().map(|found| (found.0.person, found)).collect();
    let all: Vec<Kept> = engagements::at_work(&mut prep.conn).await?.into_iter().map(|e| e.value).collect();
    let rules = rules_of(prep, &all).await?;
    let mut of_team: HashMap<TeamId, Vec<Kept>> = HashMap::new();
    for engagement in all {
        of_team.entry(engagement.team).or_default().push(engagement);
    }
    for member in at_work {
        let (pooled, profile) = people.get(&member.person).ok_or(Error::NotFound)?;
        let own = of_team.get(&member.team).map(Vec::as_slice).unwrap_or_default();
        let person = (&pooled.value, profile);
        released.extend(recheck(prep, changes, (&ground, &rules), &member, person, own).await?);
    }
    Ok(released)
}

/// The rules of recusal on each day that an inspection begins.
type RulesByDay = BTreeMap<Day, RecusalRules>;

async fn rules_of(prep: &mut Prep<'_>, engagements: &[Kept]) -> Result<RulesByDay, Error> {
    let mut rules = RulesByDay::new();
    for engagement in engagements {
        let start = engagement.on_site.from;
        if let Entry::Vacant(day) = rules.entry(start) {
            day.insert(prep.app.ruleset::<RecusalRules>(&mut prep.conn, start).await?.rules);
        }
    }
    Ok(rules)
}

/// Checks one member. The team and its round are read only when something was found.
async fn recheck(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    (ground, rules): (&Ground, &RulesByDay),
    member: &Stored<Member>,
    (pooled, profile): (&Pooled, &Profile),
    own: &[Kept],
) -> Result<Option<Member>, Error> {
    let checks = checks(ground, rules, profile, own);
    let outcomes: Vec<Outcome> = checks.iter().map(|c| c.outcome.clone()).collect();
    let Some(gone) = member.recheck(&outcomes, prep.today()) else { return Ok(None) };
    let team = teams::get(&mut prep.conn, member.team).await?.ok_or(Error::NotFound)?;
    let round = rounds::get(&mut prep.conn, team.round).await?.ok_or(Error::NotFound)?;
    if round.stage >= Stage::Closed {
        return Ok(None);
    }
    changes.update(member, &gone)?;
    News::Released { person: member.person, team: team.name.clone() }.tell(changes, prep)?;
    keep_findings(prep, changes, member, &checks).await?;
    tell_office(prep, changes, pooled, (&team, &round)).await?;
    if let Some(account) = pooled.account {
        end_access(prep, changes, account, own).await?;
    }
    Ok(Some(gone))
}

/// A person beside every unit of these engagements, each as of the day its inspection begins.
fn checks(ground: &Ground, rules: &RulesByDay, profile: &Profile, engagements: &[Kept]) -> Vec<Check> {
    let mut checks = Vec::new();
    // Engagements of a team mostly begin on one day; what a person declared is recognised once for it.
    let mut gathered: BTreeMap<Day, Facts> = BTreeMap::new();
    for engagement in engagements {
        let start = engagement.on_site.from;
        let Some(rules) = rules.get(&start) else { continue };
        let facts = gathered.entry(start).or_insert_with(|| Facts::gather(profile, rules, &ground.names));
        let units = std::iter::once(engagement.unit).chain(engagement.extensions.iter().map(|e| e.unit));
        for target in units.flat_map(|u| ground.targets(u)) {
            let outcome = check(rules, facts, &target, start, &ground.tree);
            checks.push(Check { target, outcome });
        }
    }
    checks
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
