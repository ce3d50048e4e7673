//! The ledger on pages: lists, figures each opening its list, one item with all that surrounds it.

use super::{Measure, OnLedger, Reminder, Sign, Slice};
use crate::file::OpenFile;
use crate::{App, Ctx, Error, View};
use db::Conn;
use domain::feedback::draft::Passage;
use domain::permission::{Action, Scope};
use domain::post::Post;
use domain::rectification::{Item, Origin, RectificationRules};
use kernel::{Day, FileId, ItemId, MeasureId, Page, PageRequest, PostId, UnitId, UserId};
use std::collections::{BTreeMap, BTreeSet};
use store::decision::Decided;
use store::rectification::{Days, Filter};
use store::{
    Stored, account as accounts, decision as decisions, feedback as feedbacks, rectification as records,
    round as rounds, unit as units,
};

/// A post with its holder of today, as lists name it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostLine {
    /// The title.
    pub title: String,
    /// Who holds it today; empty while it is vacant.
    pub holder: String,
}

impl PostLine {
    fn of(post: &Post, today: Day) -> Self {
        let holder = post.holder_on(today).map(|holder| holder.name.clone()).unwrap_or_default();
        Self { title: post.title.clone(), holder }
    }
}

/// A line of a list.
#[derive(Clone, Debug)]
pub struct ItemLine {
    /// The item.
    pub item: Stored<OnLedger>,
    /// The unit.
    pub unit: String,
    /// The responsible leader.
    pub leader: Option<PostLine>,
}

/// A measure with the names it needs.
#[derive(Clone, Debug)]
pub struct MeasureLine {
    /// The measure.
    pub measure: Stored<Measure>,
    /// Who answers for it.
    pub owner: Option<PostLine>,
    /// Other items it serves: id and code.
    pub serves: Vec<(ItemId, String)>,
}

/// One item.
#[derive(Clone, Debug)]
pub struct ItemPage {
    /// The item.
    pub item: Stored<OnLedger>,
    /// The unit.
    pub unit: String,
    /// The round.
    pub round: String,
    /// The responsible leader.
    pub leader: Option<PostLine>,
    /// The rules it follows.
    pub rules: RectificationRules,
    /// Facts and instances of the feedback's problem.
    pub passages: Vec<Passage>,
    /// Its measures.
    pub measures: Vec<MeasureLine>,
    /// Other items of the same ledger that a measure may serve: id and code with title.
    pub others: Vec<(ItemId, String)>,
    /// What stands in the way of a declaration; empty when the unit may declare.
    pub obstacles: Vec<kernel::Message>,
    /// Reminders that were sent.
    pub reminders: Vec<Stored<Reminder>>,
    /// Decisions about striking it out.
    pub decisions: Vec<Stored<Decided>>,
    /// The posts of the unit.
    pub posts: Vec<Stored<Post>>,
    /// Names of the accounts that acted.
    pub names: BTreeMap<UserId, String>,
}

impl ItemPage {
    /// Whose turn it is.
    pub fn turn(&self) -> Option<Sign> {
        self.item.turn(&self.rules)
    }
}

/// What filters of a list offer.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Departments.
    pub departments: Vec<String>,
    /// Responsible leaders.
    pub leaders: Vec<(PostId, PostLine)>,
}

impl App {
    /// The days that figures and slices look at.
    pub(crate) async fn ledger_days(&self, conn: &mut Conn) -> Result<Days, Error> {
        let today = self.today();
        let near = self.ruleset::<RectificationRules>(conn, today).await?.rules.near_days;
        Ok(Days { today, soon: today.plus_days(i64::from(near)) })
    }

    /// Items that fit and that the reader may see, with how many there are, up to a thousand and one.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn ledger(
        &self,
        ctx: &Ctx,
        filter: &Filter,
        page: &PageRequest,
    ) -> Result<(Page<ItemLine>, i64), Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::LedgerView, Scope::Global).await?;
        let filter = own_unit(ctx, filter);
        let days = self.ledger_days(&mut conn).await?;
        let found = records::list(&mut conn, &viewer, (&filter, days), page).await?;
        let count = records::count(&mut conn, &viewer, (&filter, days)).await?;
        let lines = lines(&mut conn, found.items, days.today).await?;
        Ok((Page { items: lines, next: found.next }, count))
    }

    /// Every figure of a scope, each the length of the list that it opens.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn ledger_figures(&self, ctx: &Ctx, filter: &Filter) -> Result<Vec<(Slice, i64)>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::LedgerView, Scope::Global).await?;
        let filter = own_unit(ctx, filter);
        let days = self.ledger_days(&mut conn).await?;
        Ok(records::figures(&mut conn, &viewer, (&filter, days)).await?)
    }

    /// What the filters of a list offer: the departments and leaders of the unit or engagement it is narrowed to.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn ledger_choices(&self, ctx: &Ctx, filter: &Filter) -> Result<Choices, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::LedgerView, Scope::Global).await?;
        let filter = own_unit(ctx, filter);
        if filter.unit.is_none() && filter.engagement.is_none() {
            return Ok(Choices::default());
        }
        let departments = records::departments(&mut conn, &viewer, &filter).await?;
        let ids = records::leaders(&mut conn, &viewer, &filter).await?;
        let posts = records::posts_of(&mut conn, &ids).await?;
        let today = self.today();
        let mut leaders: Vec<_> = posts.iter().map(|p| (p.id, PostLine::of(p, today))).collect();
        leaders.sort_by(|a, b| a.1.holder.cmp(&b.1.holder));
        Ok(Choices { departments, leaders })
    }

    /// One item.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`] also for items of another unit.
    pub async fn item(&self, ctx: &Ctx, id: ItemId) -> Result<ItemPage, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::LedgerView, Scope::Global).await?;
        let item = records::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        let today = self.today();
        let rules = self.ruleset::<RectificationRules>(&mut conn, item.begun).await?.rules;
        let all = records::measures_view(&mut conn, &viewer, item.engagement).await?;
        let siblings = records::of_engagement(&mut conn, item.engagement).await?;
        let posts = records::posts(&mut conn, item.unit).await?;
        let post = |id: PostId| posts.iter().find(|p| p.id == id).map(|p| PostLine::of(p, today));
        let code = |id: &ItemId| siblings.iter().find(|i| i.item.id == *id).map(|i| i.code.clone());
        let own: Vec<&Measure> = all.iter().map(|m| &m.value).collect();
        let obstacles = if item.state.is_over() || item.state.is_in_chain() {
            Vec::new()
        } else {
            item.obstacles(&own, &rules, None)
        };
        let mut measures = Vec::new();
        for measure in all.iter().filter(|m| m.items.contains(&id)) {
            let others = measure.items.iter().filter(|other| **other != id);
            let serves = others.filter_map(|other| Some((*other, code(other)?))).collect();
            let owner = measure.owner.and_then(post);
            measures.push(MeasureLine { measure: measure.clone(), owner, serves });
        }
        let names = accounts::names(&mut conn, &clerks(&item.item, &measures)).await?;
        let others = siblings.iter().filter(|i| i.item.id != id && !i.state.is_over());
        Ok(ItemPage {
            unit: units::get(&mut conn, item.unit).await?.map(|u| u.value.name).unwrap_or_default(),
            round: rounds::get(&mut conn, item.round).await?.map(|r| r.value.name).unwrap_or_default(),
            leader: item.claim.as_ref().and_then(|claim| post(claim.leader)),
            passages: passages(&mut conn, &item.item).await?,
            others: others.map(|i| (i.item.id, format!("{} {}", i.code, i.title))).collect(),
            reminders: records::reminders_view(&mut conn, &viewer, id).await?,
            decisions: decisions::about(&mut conn, id.into()).await?,
            rules,
            measures,
            obstacles,
            posts,
            names: names.into_iter().collect(),
            item,
        })
    }

    /// The unit of an item that the reader may see, for the acts on it.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`].
    pub async fn unit_of_item(&self, ctx: &Ctx, id: ItemId) -> Result<UnitId, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::LedgerView, Scope::Global).await?;
        let item = records::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        Ok(item.unit)
    }

    /// Opens a file of an item's evidence for whoever may see the item.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`] where no measure of the item names it.
    pub async fn evidence_file(&self, ctx: &Ctx, id: ItemId, file: FileId) -> Result<OpenFile, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::LedgerView, Scope::Global).await?;
        let item = records::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        let all = records::measures_view(&mut conn, &viewer, item.engagement).await?;
        drop(conn);
        let own = all.iter().filter(|m| m.items.contains(&id));
        let named = own.flat_map(|m| m.evidence()).any(|piece| piece.file == Some(file));
        if !named {
            return Err(Error::NotFound);
        }
        self.open_named_file(file).await
    }

    /// The engagement of a measure's item, for sealing the files that come with it.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`].
    pub async fn measure_place(
        &self,
        ctx: &Ctx,
        (item, measure): (ItemId, MeasureId),
    ) -> Result<(UnitId, kernel::EngagementId), Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::LedgerView, Scope::Global).await?;
        let item = records::view(&mut conn, &viewer, item).await?.ok_or(Error::NotFound)?;
        let found = records::measure(&mut conn, measure).await?;
        found.filter(|m| m.items.contains(&item.item.id)).ok_or(Error::NotFound)?;
        Ok((item.unit, item.engagement))
    }
}

/// A list of one unit's readers is found by the unit: nothing of others is looked through.
fn own_unit(ctx: &Ctx, filter: &Filter) -> Filter {
    let mut filter = filter.clone();
    if filter.unit.is_none()
        && let Ok(signed) = ctx.signed()
    {
        let held = signed.held();
        let unit = |h: &domain::permission::Held| match h.scope {
            Scope::One(id) if Action::PortalView.entry().roles.contains(&h.role) => Some(UnitId(id)),
            _ => None,
        };
        let units: BTreeSet<UnitId> = held.iter().filter_map(unit).collect();
        let ledger = Action::LedgerView.entry().roles;
        let elsewhere = held.iter().any(|h| ledger.contains(&h.role) && unit(h).is_none());
        if !elsewhere && units.len() == 1 {
            filter.unit = units.into_iter().next();
        }
    }
    filter
}

/// Items with the names of their units and leaders: two more queries for a page, whatever its size.
async fn lines(conn: &mut Conn, items: Vec<Stored<OnLedger>>, today: Day) -> Result<Vec<ItemLine>, Error> {
    let unit_ids: Vec<UnitId> = items.iter().map(|i| i.unit).collect();
    let named = units::many(conn, &unit_ids).await?;
    let posts: BTreeSet<PostId> = items.iter().filter_map(|i| i.claim.as_ref().map(|c| c.leader)).collect();
    let posts: Vec<PostId> = posts.into_iter().collect();
    let posts = records::posts_of(conn, &posts).await?;
    let line = |item: Stored<OnLedger>| ItemLine {
        unit: named.iter().find(|u| u.id == item.unit).map(|u| u.name.clone()).unwrap_or_default(),
        leader: item
            .claim
            .as_ref()
            .and_then(|claim| posts.iter().find(|p| p.id == claim.leader).map(|p| PostLine::of(p, today))),
        item,
    };
    Ok(items.into_iter().map(line).collect())
}

/// Facts and instances of the problem that an item comes from; the unit has them with its feedback.
async fn passages(conn: &mut Conn, item: &Item) -> Result<Vec<Passage>, Error> {
    let Origin::Feedback { feedback, number } = &item.origin else { return Ok(Vec::new()) };
    let found = feedbacks::get(conn, *feedback).await?.filter(|f| f.is_handed_over());
    let problem = found.and_then(|f| f.value.problems.into_iter().find(|p| p.number == *number));
    Ok(problem.map(|p| p.passages).unwrap_or_default())
}

/// The accounts that acted on an item and its measures.
fn clerks(item: &Item, measures: &[MeasureLine]) -> Vec<UserId> {
    let steps = item.steps.iter().map(|step| step.by.user);
    let objections = item.objections.iter().flat_map(|objection| {
        std::iter::once(objection.by.user).chain(objection.answer.as_ref().map(|answer| answer.by.user))
    });
    let progress = measures.iter().flat_map(|line| line.measure.progress.iter().map(|p| p.by.user));
    let all: BTreeSet<UserId> = steps.chain(objections).chain(progress).collect();
    all.into_iter().collect()
}
