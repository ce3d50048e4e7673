//! Clues on pages: the list for whoever sees some, one clue, an engagement's clues with who was named for them.

use super::name::NamedInspector;
use super::route::proposed;
use super::usual::{Usual, usual};
use crate::{App, Ctx, Error, View};
use domain::clue::{Clue, ClueBalance, Route, RoutingRules, Transfer};
use domain::organisation::Taxonomy;
use domain::permission::compartment::{self, FILED_CLUES};
use domain::permission::{Action, Role, Scope};
use domain::petition::PetitionRules;
use kernel::id::{ClueId, TransferId};
use kernel::{Day, EngagementId, Page, PageRequest, RecordId, UserId};
use store::clue::{self as clues, Filter};
use store::decision::Decided;
use store::{Stored, decision as decisions, engagement as engagements, unit as units};

/// A clue in a list.
#[derive(Clone, Debug)]
pub struct ClueLine {
    /// The clue.
    pub clue: Stored<Clue>,
    /// The unit it came up in.
    pub unit: String,
    /// The receivers it was handed over to.
    pub receivers: Vec<String>,
    /// The last day of what is due next.
    pub due: Option<Day>,
    /// Hand-overs whose receiver may be reminded.
    pub awaited: Vec<TransferId>,
}

/// The proposed route of one subject, and why there is none where there is none.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The subject.
    pub key: Option<u16>,
    /// The route.
    pub route: Result<Route, domain::Refusal>,
}

/// Who has a clue before them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// Its leader, or an inspector named for its engagement's clues.
    pub team: bool,
    /// The engagement's leader.
    pub leader: bool,
    /// Its keeper in the office.
    pub office: bool,
    /// The head of the leading group, to whom it was put.
    pub head: bool,
}

/// One clue with what surrounds it.
#[derive(Clone, Debug)]
pub struct CluePage {
    /// The clue.
    pub clue: Stored<Clue>,
    /// The unit it came up in.
    pub unit: String,
    /// Who reads.
    pub sight: Sight,
    /// The proposed routes.
    pub proposals: Vec<Proposal>,
    /// What the discipline body of its unit is called, where the rules know.
    pub unit_body: Option<String>,
    /// What was handed over, each with the last day of what is due.
    pub transfers: Vec<(Stored<Transfer>, Option<Day>)>,
    /// Decisions about it, the newest first; none for whoever has no part in them.
    pub decisions: Vec<Stored<Decided>>,
    /// The rules in force, for names and choices.
    pub rules: RulesOfClues,
    /// What the hand-overs that wait usually say; for the keeper alone.
    pub usual: Vec<Usual>,
}

/// Names and choices of clue pages.
#[derive(Clone, Debug)]
pub struct RulesOfClues {
    /// Natures, methods, outcomes, receivers.
    pub routing: RoutingRules,
    /// Management levels.
    pub taxonomy: Taxonomy,
    /// Disciplines.
    pub petitions: PetitionRules,
}

/// An engagement's clues for its leader and whoever they named.
#[derive(Clone, Debug)]
pub struct EngagementClues {
    /// The engagement.
    pub engagement: EngagementId,
    /// Its unit.
    pub unit: String,
    /// The clues.
    pub page: Page<ClueLine>,
    /// Everyone of the team who has an account; for the leader alone.
    pub team: Vec<NamedInspector>,
    /// Figures of these clues.
    pub balance: ClueBalance,
    /// Names and choices.
    pub rules: RulesOfClues,
}

impl App {
    /// Clues that the reader sees, the newest first.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`] for whoever sees no clue of anybody.
    pub async fn clues(
        &self,
        ctx: &Ctx,
        filter: &Filter,
        page: &PageRequest,
    ) -> Result<Page<ClueLine>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::ClueView, Scope::Global).await?;
        if !clues::sees_any(&mut conn, &viewer, viewer.account).await? {
            return Err(Error::NotFound);
        }
        let found = clues::list(&mut conn, &viewer, filter, page).await?;
        self.lines(&mut conn, found).await
    }

    async fn lines(&self, conn: &mut db::Conn, found: Page<Stored<Clue>>) -> Result<Page<ClueLine>, Error> {
        let ids: Vec<ClueId> = found.items.iter().map(|c| c.id).collect();
        let names = units::many(conn, &found.items.iter().map(|c| c.unit).collect::<Vec<_>>()).await?;
        let transfers = clues::transfers_of(conn, &ids).await?;
        let all: Vec<TransferId> = transfers.iter().map(|t| t.value.id).collect();
        let due = clues::due(conn, &all).await?;
        Ok(found.map(|clue| {
            let unit = names.iter().find(|u| u.id == clue.unit).map(|u| u.name.clone());
            let own = || transfers.iter().filter(|t| t.clue == clue.id);
            let day =
                |t: &Stored<Transfer>| due.iter().find(|(id, _)| *id == t.value.id).map(|(_, day)| *day);
            ClueLine {
                unit: unit.unwrap_or_default(),
                receivers: own().map(|t| t.name.clone()).collect(),
                due: own().filter_map(day).min(),
                awaited: own().filter(|t| t.outcome.is_none()).map(|t| t.value.id).collect(),
                clue,
            }
        }))
    }

    /// One clue, closed: what it says is opened by [`App::open_clue`].
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`] for whoever does not see it.
    pub async fn clue(&self, ctx: &Ctx, id: ClueId) -> Result<CluePage, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::ClueView, Scope::Global).await?;
        let clue = clues::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        let own = compartment::clues(clue.engagement);
        let team = clues::sight(&mut conn, &viewer, &own).await?.is_some();
        let office = clues::sight(&mut conn, &viewer, FILED_CLUES).await?.is_some() && clue.passed.is_some();
        let sight = Sight {
            team,
            leader: team && ctx.may(Action::ClueLead, Scope::One(clue.engagement.0)),
            office,
            head: ctx.may(Action::ClueApprove, Scope::Global),
        };
        let unit = units::get(&mut conn, clue.unit).await?.map(|u| u.value.name).unwrap_or_default();
        let found = proposed(self, &mut conn, &clue).await?;
        let unit_body = found.unit_body;
        let proposals = found.routes.into_iter().map(|(key, route)| Proposal { key, route }).collect();
        let transfers = clues::transfers(&mut conn, id).await?;
        let due = clues::due(&mut conn, &transfers.iter().map(|t| t.value.id).collect::<Vec<_>>()).await?;
        let day = |t: &Stored<Transfer>| due.iter().find(|(id, _)| *id == t.value.id).map(|(_, day)| *day);
        let transfers = transfers.into_iter().map(|t| (t.clone(), day(&t))).collect();
        let decided = sight.office || sight.head;
        let decisions = if decided { decisions::about(&mut conn, id.into()).await? } else { Vec::new() };
        let rules = self.rules_of_clues(&mut conn).await?;
        let usual = if office { usual(self, &mut conn, ctx, &clue).await? } else { Vec::new() };
        Ok(CluePage { clue, unit, sight, proposals, unit_body, transfers, decisions, rules, usual })
    }

    async fn rules_of_clues(&self, conn: &mut db::Conn) -> Result<RulesOfClues, Error> {
        let today = self.today();
        Ok(RulesOfClues {
            routing: self.ruleset::<RoutingRules>(conn, today).await?.rules,
            taxonomy: self.ruleset::<Taxonomy>(conn, today).await?.rules,
            petitions: self.ruleset::<PetitionRules>(conn, today).await?.rules,
        })
    }

    /// The types of outcome that a receiver may report.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn clue_outcomes(&self, ctx: &Ctx) -> Result<RoutingRules, Error> {
        let View { mut conn, .. } = self.view(ctx, Action::ClueReceive, Scope::Global).await?;
        Ok(self.ruleset::<RoutingRules>(&mut conn, self.today()).await?.rules)
    }

    /// An engagement's clues.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`] for whoever was not named, as if there were no such page.
    pub async fn engagement_clues(
        &self,
        ctx: &Ctx,
        engagement: EngagementId,
        page: &PageRequest,
    ) -> Result<EngagementClues, Error> {
        let scope = Scope::One(engagement.0);
        let View { viewer, mut conn } = self.view(ctx, Action::ClueDraft, scope).await?;
        let own = compartment::clues(engagement);
        clues::sight(&mut conn, &viewer, &own).await?.ok_or(Error::NotFound)?;
        let kept = engagements::get(&mut conn, engagement).await?.ok_or(Error::NotFound)?;
        let unit = units::get(&mut conn, kept.unit).await?.map(|u| u.value.name).unwrap_or_default();
        let filter = Filter { engagement: Some(engagement), ..Filter::default() };
        let found = clues::list(&mut conn, &viewer, &filter, page).await?;
        let page = self.lines(&mut conn, found).await?;
        let all = clues::of_engagement(&mut conn, engagement).await?;
        let balance = ClueBalance::count(all.len(), all.iter().map(|c| &c.value));
        let team = if ctx.may(Action::ClueLead, scope) {
            let holders = clues::team_holders(&mut conn, engagement, ctx.at).await?;
            holders.into_iter().filter_map(named).collect()
        } else {
            Vec::new()
        };
        let rules = self.rules_of_clues(&mut conn).await?;
        Ok(EngagementClues { engagement, unit, page, team, balance, rules })
    }

    /// Whether the reader sees an engagement's clues: for a link to them.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn sees_clues_of(&self, ctx: &Ctx, engagement: EngagementId) -> Result<bool, Error> {
        if !ctx.may(Action::ClueDraft, Scope::One(engagement.0)) {
            return Ok(false);
        }
        let viewer = ctx.viewer()?;
        let mut conn = self.db().read().await?;
        let own = compartment::clues(engagement);
        Ok(clues::sight(&mut conn, &viewer, &own).await?.is_some())
    }
}

fn named(holder: clues::TeamHolder) -> Option<NamedInspector> {
    let role = Role::from_code(&holder.role)?;
    let named = holder.access.map(RecordId);
    Some(NamedInspector { account: UserId(holder.account), name: holder.name, role, named })
}
