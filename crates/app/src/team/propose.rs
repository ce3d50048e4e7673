//! The program's proposal: who could serve where, and in words why each is in or out. A suggestion; nobody is scored.

use super::targets::targets;
use crate::recusal::Ground;
use crate::{App, Ctx, Error, View};
use db::Conn;
use domain::inspector::{InspectorCode, Profile, RoundServed};
use domain::permission::{Action, Scope};
use domain::recusal::{Facts, RecusalRules};
use domain::round::Round;
use domain::team::propose::{Candidate, Conditions, Named, Need, Proposal, TeamDraft, propose};
use domain::team::{Role, TeamRules};
use domain::term::{RoundNumber, TermNumber};
use i18n::Catalogue;
use kernel::{Lang, Message, PersonId, TeamId};
use serde::Serialize;
use std::collections::BTreeMap;
use store::{Stored, engagement as engagements, member as members, round as rounds, team as teams};

/// A proposal and who is behind its codes.
pub(super) struct Made {
    pub(super) proposal: Proposal,
    pub(super) persons: BTreeMap<InspectorCode, PersonId>,
}

/// Drafts all teams of a round, whose present members keep their places. The caller's act or trace accounts for
/// opening what was declared.
pub(super) async fn make_proposal(app: &App, conn: &mut Conn, round: &Stored<Round>) -> Result<Made, Error> {
    let ground = Ground::load(conn).await?;
    let start = round.window.from;
    let recusal = app.ruleset::<RecusalRules>(conn, start).await?.rules;
    let rules = app.ruleset::<TeamRules>(conn, start).await?.rules;
    let term = store::term::get(conn, round.term).await?.ok_or(Error::NotFound)?;
    let pool = app.opened_pool(conn).await?;
    let persons: BTreeMap<InspectorCode, PersonId> =
        pool.iter().map(|(p, _)| (p.code.clone(), p.person)).collect();
    let codes: BTreeMap<PersonId, InspectorCode> =
        persons.iter().map(|(code, person)| (*person, code.clone())).collect();
    let profiles = with_service(conn, pool.into_iter().map(|(p, profile)| (p.person, profile))).await?;
    let facts: Vec<(Profile, Facts)> = profiles
        .into_iter()
        .map(|profile| {
            let facts = Facts::gather(&profile, &recusal, &ground.names);
            (profile, facts)
        })
        .collect();
    let candidates: Vec<Candidate<'_>> =
        facts.iter().map(|(profile, facts)| Candidate { profile, facts }).collect();
    let needs = needs(conn, &ground, round, &codes).await?;
    let set_aside = BTreeMap::new();
    let conditions = Conditions {
        rules: &rules,
        recusal: &recusal,
        tree: &ground.tree,
        start,
        round: (term.facts.number, round.number),
        set_aside: &set_aside,
    };
    Ok(Made { proposal: propose(&conditions, &candidates, &needs), persons })
}

/// Profiles with the rounds that this program knows people served on.
async fn with_service(
    conn: &mut Conn,
    pool: impl Iterator<Item = (PersonId, Profile)>,
) -> Result<Vec<Profile>, Error> {
    let number = |n: i64| u16::try_from(n).unwrap_or(u16::MAX);
    let mut served: BTreeMap<PersonId, Vec<RoundServed>> = BTreeMap::new();
    for row in members::served(conn).await? {
        let round =
            RoundServed { term: Some(TermNumber(number(row.term))), round: RoundNumber(number(row.round)) };
        served.entry(PersonId(row.person)).or_default().push(round);
    }
    let joined = pool.map(|(person, mut profile)| {
        for round in served.remove(&person).unwrap_or_default() {
            if !profile.rounds_served.contains(&round) {
                profile.rounds_served.push(round);
            }
        }
        profile
    });
    Ok(joined.collect())
}

async fn needs(
    conn: &mut Conn,
    ground: &Ground,
    round: &Round,
    codes: &BTreeMap<PersonId, InspectorCode>,
) -> Result<Vec<Need>, Error> {
    let present = members::of_round(conn, round.id).await?;
    let mut needs = Vec::new();
    for team in teams::of_round(conn, round.id).await? {
        let own = engagements::of_team(conn, team.id).await?;
        let kept = present.iter().filter(|m| m.team == team.id && m.is_in_team());
        needs.push(Need {
            team: team.number,
            targets: targets(ground, &own).into_iter().map(|(target, _)| target).collect(),
            skills: Vec::new(),
            kept: kept.filter_map(|m| Some((m.role, codes.get(&m.person)?.clone()))).collect(),
        });
    }
    Ok(needs)
}

/// Someone of a proposal, with the reasons in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WordedNamed {
    /// The person.
    pub person: PersonId,
    /// Code in the pool.
    pub code: String,
    /// Name.
    pub name: String,
    /// Why.
    pub why: Vec<String>,
}

/// Someone proposed, with their part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WordedProposed {
    /// Their part.
    pub role: Role,
    /// Who, and why.
    #[serde(flatten)]
    pub who: WordedNamed,
}

/// A team's proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TeamProposal {
    /// Who is proposed; people already in the team keep their places.
    pub members: Vec<WordedProposed>,
    /// Who could replace a member, the first choice first.
    pub reserve: Vec<WordedNamed>,
    /// Who was left out, and why.
    pub left_out: Vec<WordedNamed>,
    /// What the pool could not give.
    pub gaps: Vec<String>,
}

impl App {
    /// The proposal for one team, made together with those for the others of its round. Traced before anything that
    /// was declared is opened.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`].
    pub async fn team_proposal(&self, ctx: &Ctx, team: TeamId) -> Result<TeamProposal, Error> {
        let View { mut conn, .. } = self.view(ctx, Action::TeamPropose, Scope::Global).await?;
        let team = teams::get(&mut conn, team).await?.ok_or(Error::NotFound)?;
        let round = rounds::get(&mut conn, team.round).await?.ok_or(Error::NotFound)?;
        drop(conn);
        self.trace_sealed(ctx, "recusal-checked", ("team", team.id.into()), None).await?;
        let mut conn = self.db().read().await?;
        let made = make_proposal(self, &mut conn, &round).await?;
        let draft = made.proposal.teams.iter().find(|d| d.team == team.number).ok_or(Error::NotFound)?;
        Ok(worded(draft, &made.persons, ctx.lang))
    }
}

fn worded(draft: &TeamDraft, persons: &BTreeMap<InspectorCode, PersonId>, lang: Lang) -> TeamProposal {
    let say = |m: &Message| Catalogue::shared().say(lang, m);
    let named = |n: &Named| {
        let person = *persons.get(&n.code)?;
        let why = n.why.iter().map(say).collect();
        Some(WordedNamed { person, code: n.code.0.clone(), name: n.name.clone(), why })
    };
    TeamProposal {
        members: draft
            .members
            .iter()
            .filter_map(|p| Some(WordedProposed { role: p.role, who: named(&p.who)? }))
            .collect(),
        reserve: draft.reserve.iter().filter_map(named).collect(),
        left_out: draft.left_out.iter().filter_map(named).collect(),
        gaps: draft.gaps.iter().map(say).collect(),
    }
}
