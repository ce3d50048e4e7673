//! Reading the register: the list, one petition with all that surrounds it, likely pairs side by side, and the office's
//! envelopes.

use super::likely::Common;
use super::refer_paper::decision_of;
use crate::decision::Decided;
use crate::{App, Ctx, Error, View};
use db::Conn;
use domain::decision::{How, PaperCheck};
use domain::permission::{Action, Scope};
use domain::petition::{Looked, Petition, PetitionRules, Standing};
use kernel::{Day, EngagementId, Page, PageRequest, PetitionId, RecordId, UserId};
use std::collections::{BTreeMap, HashMap};
use store::deadline::{self as deadlines, Running};
use store::petition::{self as petitions, Envelope, Filter, KeptIncident, KnownPair};
use store::{Stored, account as accounts, engagement as engagements, unit as units};

/// Most likely pairs shown at once.
const MOST_PAIRS: i64 = 200;

/// An engagement whose register the reader works with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    /// The engagement.
    pub engagement: EngagementId,
    /// Its unit.
    pub unit: String,
}

/// A row of the list.
#[derive(Clone, Debug)]
pub struct ListRow {
    /// The petition.
    pub petition: Stored<Petition>,
    /// The unit of its engagement.
    pub unit: String,
    /// The next day by which something is due.
    pub due: Option<Day>,
    /// Whether another one may tell of the same matter.
    pub alike: bool,
}

/// The list with its figures.
#[derive(Clone, Debug)]
pub struct PetitionList {
    /// The rows.
    pub page: Page<ListRow>,
    /// How many stand where, whatever the filter besides the engagement.
    pub counts: BTreeMap<&'static str, i64>,
    /// With something overdue.
    pub late: i64,
    /// The engagements the reader works in.
    pub desks: Vec<Desk>,
    /// The rules, for names of channels.
    pub rules: PetitionRules,
}

impl PetitionList {
    /// How many stand at one of these.
    pub fn count(&self, standings: &[Standing]) -> i64 {
        standings.iter().filter_map(|s| self.counts.get(s.code())).sum()
    }
}

/// Another petition, as a page names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Its id.
    pub id: PetitionId,
    /// Its number.
    pub number: String,
    /// Where it stands.
    pub standing: Standing,
    /// The beginning of what it says.
    pub beginning: String,
}

impl Related {
    fn of(petition: &Petition) -> Self {
        Self {
            id: petition.id,
            number: petition.number.clone(),
            standing: petition.standing(),
            beginning: petition.content.text.chars().take(60).collect(),
        }
    }
}

/// Another petition that may tell of the same matter.
#[derive(Clone, Debug)]
pub struct Alike {
    /// The other.
    pub other: Related,
    /// How alike, in thousandths.
    pub score: i64,
    /// Why.
    pub common: Common,
    /// What someone found who looked at both.
    pub apart: Option<String>,
}

/// One petition with all that surrounds it. Who wrote it is not in here.
#[derive(Clone, Debug)]
pub struct PetitionPage {
    /// The petition.
    pub petition: Stored<Petition>,
    /// The unit of its engagement.
    pub unit: String,
    /// What is due, the nearest first.
    pub running: Vec<Running>,
    /// The claims split off it.
    pub claims: Vec<Related>,
    /// The petition it was split off.
    pub origin: Option<Related>,
    /// Those merged into it.
    pub merged: Vec<Related>,
    /// The one it was merged into.
    pub into: Option<Related>,
    /// Those that may tell of the same matter.
    pub alike: Vec<Alike>,
    /// The paper on which its referral was approved, where it was, with the standing of its check.
    pub paper: Option<Stored<Decided>>,
    /// Incidents it led to.
    pub incidents: Vec<Stored<KeptIncident>>,
    /// Names of the accounts that acted.
    pub names: HashMap<UserId, String>,
    /// Whether somebody's identity is sealed, and whether the reader may have it opened.
    pub identity: (bool, bool),
    /// The rules: names of channels, disciplines, reasons.
    pub rules: PetitionRules,
}

/// Two petitions side by side.
#[derive(Clone, Debug)]
pub struct Twins {
    /// One.
    pub one: Stored<Petition>,
    /// The other.
    pub other: Stored<Petition>,
    /// What they have in common; nothing when the program found no likeness.
    pub common: Common,
    /// What someone found who looked at both.
    pub apart: Option<Stored<Looked>>,
    /// The rules, for names of channels.
    pub rules: PetitionRules,
}

/// A likely pair to be looked at.
#[derive(Clone, Debug)]
pub struct PairToLook {
    /// One.
    pub one: Related,
    /// The other.
    pub other: Related,
    /// How alike, in thousandths.
    pub score: i64,
    /// Why.
    pub common: Common,
}

/// An envelope with the unit of its engagement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvelopeRow {
    /// The unit.
    pub unit: String,
    /// The envelope.
    pub envelope: Envelope,
}

/// Names of the units that engagements are about.
pub(crate) async fn unit_names(
    conn: &mut Conn,
    ids: impl Iterator<Item = EngagementId>,
) -> Result<BTreeMap<EngagementId, String>, Error> {
    let mut found = BTreeMap::new();
    let distinct: std::collections::BTreeSet<EngagementId> = ids.collect();
    let kept = engagements::many(conn, &distinct.into_iter().collect::<Vec<_>>()).await?;
    let units = units::many(conn, &kept.iter().map(|e| e.unit).collect::<Vec<_>>()).await?;
    for engagement in kept {
        let name = units.iter().find(|u| u.id == engagement.unit).map(|u| u.name.clone());
        found.insert(engagement.engagement.id, name.unwrap_or_default());
    }
    Ok(found)
}

fn common(pair: &KnownPair) -> Common {
    serde_json::from_str(&pair.why).unwrap_or_default()
}

impl App {
    /// Petitions the reader may read, the newest first, with figures over all of them.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn petitions(
        &self,
        ctx: &Ctx,
        filter: &Filter,
        page: &PageRequest,
    ) -> Result<PetitionList, Error> {
        let scope = filter.engagement.map_or(Scope::Global, |e| Scope::One(e.0));
        let View { viewer, mut conn } = self.view(ctx, Action::PetitionView, scope).await?;
        let conn = &mut conn;
        let own = engagements::own(conn, &viewer).await?;
        let work: Vec<EngagementId> = own.iter().map(|e| e.engagement.id).collect();
        let found = petitions::list(conn, &viewer, (filter, &work), page).await?;
        let ids: Vec<PetitionId> = found.items.iter().map(|p| p.value.id).collect();
        let records: Vec<RecordId> = ids.iter().map(|id| (*id).into()).collect();
        let due = deadlines::next_due(conn, super::KIND, &records).await?;
        let alike = petitions::with_pairs(conn, &viewer, &ids).await?;
        let counted = petitions::counts(conn, &viewer, filter.engagement).await?;
        let late = petitions::late(conn, &viewer, filter.engagement, self.today()).await?;
        let names = unit_names(conn, work.iter().copied()).await?;
        let rules = self.ruleset::<PetitionRules>(conn, self.today()).await?.rules;
        let rows = found.map(|petition| ListRow {
            unit: names.get(&petition.engagement).cloned().unwrap_or_default(),
            due: due.get(&petition.value.id.into()).copied(),
            alike: alike.contains(&petition.value.id),
            petition,
        });
        let code = |code: &str| Standing::ALL.into_iter().map(Standing::code).find(|c| *c == code);
        let counts = counted.into_iter().filter_map(|(standing, n)| Some((code(&standing)?, n)));
        let desks = names.into_iter().map(|(engagement, unit)| Desk { engagement, unit });
        Ok(PetitionList { page: rows, counts: counts.collect(), late, desks: desks.collect(), rules })
    }

    /// The engagement of a petition, for whoever may read it.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everyone else.
    pub async fn petition_place(&self, ctx: &Ctx, id: PetitionId) -> Result<EngagementId, Error> {
        let viewer = ctx.viewer()?;
        let mut conn = self.db().read().await?;
        Ok(petitions::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?.engagement)
    }

    /// One petition with all that surrounds it.
    ///
    /// # Errors
    /// [`Error::NotFound`] also for what the reader may not read.
    pub async fn petition(&self, ctx: &Ctx, id: PetitionId) -> Result<PetitionPage, Error> {
        let viewer = ctx.viewer()?;
        let mut conn = self.db().read().await?;
        let conn = &mut conn;
        let petition = petitions::view(conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        ctx.require(Action::PetitionView, Scope::One(petition.engagement.0))?;
        let claims = petitions::claims_of(conn, id).await?;
        let merged = petitions::merged_into(conn, id).await?;
        let pairs = petitions::pairs_of(conn, &viewer, id).await?;
        let mut others: Vec<PetitionId> = pairs.iter().map(|p| other(p, id)).collect();
        let into = petition.merged.as_ref().map(|m| m.into);
        others.extend(into.into_iter().chain(petition.claim_of));
        let others = petitions::many(conn, &others).await?;
        let related = |id: PetitionId| others.iter().find(|p| p.value.id == id).map(|p| Related::of(p));
        let looked = petitions::looked_of(conn, id).await?;
        let alike = pairs.iter().filter_map(|pair| {
            let other = other(pair, id);
            let looked = looked.iter().find(|l| l.pair() == pair.both());
            Some(Alike {
                other: related(other).filter(|o| o.standing != Standing::Withdrawn)?,
                score: pair.score,
                common: common(pair),
                apart: looked.map(|l| l.why.clone()),
            })
        });
        let opens = petitions::sees_identities(conn, &viewer, petition.engagement).await?;
        let sealed = match super::identity::holder(conn, &petition).await? {
            Some(holder) => holder.identity.is_some(),
            None => false,
        };
        let unit = unit_names(conn, [petition.engagement].into_iter()).await?.into_values().next();
        let paper = paper(conn, &petition).await?;
        Ok(PetitionPage {
            unit: unit.unwrap_or_default(),
            running: running(conn, id).await?,
            claims: claims.iter().map(|p| Related::of(p)).collect(),
            origin: petition.claim_of.and_then(related),
            merged: merged.iter().map(|p| Related::of(p)).collect(),
            into: into.and_then(related),
            alike: alike.collect(),
            incidents: petitions::of_petition(conn, id).await?,
            names: accounts::names(conn, &clerks(&petition, paper.as_ref())).await?,
            paper,
            identity: (sealed, opens),
            rules: self.ruleset::<PetitionRules>(conn, self.today()).await?.rules,
            petition,
        })
    }

    /// What the desk's form needs: names of channels and disciplines, for an engagement's register.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn petition_rules(
        &self,
        ctx: &Ctx,
        engagement: EngagementId,
    ) -> Result<(String, PetitionRules), Error> {
        let scope = Scope::One(engagement.0);
        let View { mut conn, .. } = self.view(ctx, Action::PetitionRegister, scope).await?;
        let rules = self.ruleset::<PetitionRules>(&mut conn, self.today()).await?.rules;
        let unit = unit_names(&mut conn, [engagement].into_iter()).await?.into_values().next();
        Ok((unit.ok_or(Error::NotFound)?, rules))
    }

    /// Two petitions side by side.
    ///
    /// # Errors
    /// [`Error::NotFound`] also for what the reader may not read.
    pub async fn petition_twins(
        &self,
        ctx: &Ctx,
        one: PetitionId,
        other: PetitionId,
    ) -> Result<Twins, Error> {
        let viewer = ctx.viewer()?;
        let mut conn = self.db().read().await?;
        let conn = &mut conn;
        let first = petitions::view(conn, &viewer, one).await?.ok_or(Error::NotFound)?;
        let second = petitions::view(conn, &viewer, other).await?.ok_or(Error::NotFound)?;
        ctx.require(Action::PetitionView, Scope::One(first.engagement.0))?;
        let pair = domain::petition::Pair::new(one, other).ok_or(Error::NotFound)?.both();
        let known = petitions::pairs_of(conn, &viewer, one).await?;
        let common = known.iter().find(|p| p.both() == pair).map(common).unwrap_or_default();
        let apart = petitions::looked_pair(conn, pair).await?;
        let rules = self.ruleset::<PetitionRules>(conn, self.today()).await?.rules;
        Ok(Twins { one: first, other: second, common, apart, rules })
    }

    /// The likely pairs of an engagement that nobody looked at yet, the likeliest first.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn petition_pairs(
        &self,
        ctx: &Ctx,
        engagement: EngagementId,
    ) -> Result<Vec<PairToLook>, Error> {
        let scope = Scope::One(engagement.0);
        let View { viewer, mut conn } = self.view(ctx, Action::PetitionView, scope).await?;
        let pairs = petitions::best_pairs(&mut conn, &viewer, engagement, MOST_PAIRS).await?;
        let ids: Vec<PetitionId> = pairs.iter().flat_map(|p| [p.both().0, p.both().1]).collect();
        let both = petitions::many(&mut conn, &ids).await?;
        let related = |id: PetitionId| both.iter().find(|p| p.value.id == id).map(|p| Related::of(p));
        let pair = |pair: &KnownPair| {
            Some(PairToLook {
                one: related(pair.both().0)?,
                other: related(pair.both().1)?,
                score: pair.score,
                common: common(pair),
            })
        };
        Ok(pairs.iter().filter_map(pair).collect())
    }

    /// The register as the office sees it: no text, no subject, no naming.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn petition_envelopes(
        &self,
        ctx: &Ctx,
        filter: &Filter,
        page: &PageRequest,
    ) -> Result<(Page<EnvelopeRow>, PetitionRules), Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::PetitionEnvelope, Scope::Global).await?;
        let found = petitions::envelopes(&mut conn, &viewer, filter, page).await?;
        let names = unit_names(&mut conn, found.items.iter().map(|e| e.engagement)).await?;
        let rules = self.ruleset::<PetitionRules>(&mut conn, self.today()).await?.rules;
        let row = |envelope: Envelope| EnvelopeRow {
            unit: names.get(&envelope.engagement).cloned().unwrap_or_default(),
            envelope,
        };
        Ok((found.map(row), rules))
    }
}

fn other(pair: &KnownPair, id: PetitionId) -> PetitionId {
    let (one, other) = pair.both();
    if one == id { other } else { one }
}

async fn running(conn: &mut Conn, id: PetitionId) -> Result<Vec<Running>, Error> {
    let found = deadlines::running(conn, super::KIND, id.into()).await?;
    Ok(found.into_iter().map(|d| d.value).collect())
}

/// The decision behind a referral, where it stands on paper.
async fn paper(conn: &mut Conn, petition: &Petition) -> Result<Option<Stored<Decided>>, Error> {
    let Some(id) = decision_of(petition) else { return Ok(None) };
    let found = store::decision::get(conn, id).await?;
    Ok(found.filter(|decided| matches!(decided.decision.how, How::OnPaper { .. })))
}

/// The accounts that a petition's own record names, and those of the paper behind its referral.
fn clerks(petition: &Petition, paper: Option<&Stored<Decided>>) -> Vec<UserId> {
    let mut ids: Vec<UserId> = Vec::new();
    ids.extend(paper.map(|paper| paper.decision.recorded_by.user));
    if let Some(How::OnPaper { check: PaperCheck::Agreed { by, .. }, .. }) = paper.map(|p| &p.decision.how) {
        ids.push(by.user);
    }
    ids.extend(petition.screening.iter().map(|s| s.by.user));
    ids.extend(petition.handled.iter().map(|h| h.by.user));
    ids.extend(petition.merged.iter().map(|m| m.by.user));
    ids.extend(petition.withdrawn.iter().map(|w| w.by.user));
    ids.extend(petition.reopened.iter().map(|r| r.by.user));
    ids.sort_unstable();
    ids.dedup();
    ids
}
