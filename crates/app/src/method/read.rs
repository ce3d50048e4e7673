//! What pages and the API show of methods: the register of an engagement, one record, what a new one begins with.

use super::open::opens;
use crate::{App, Ctx, Error, View};
use db::Conn;
use domain::engagement::Kept as Engagement;
use domain::finding::FocusRules;
use domain::method::{MethodRecord, MethodRules};
use domain::permission::{Action, Scope};
use kernel::{EngagementId, MethodRecordId, Page, PageRequest, PersonId, UnitId};
use std::collections::BTreeMap;
use store::method::Filter;
use store::{
    Stored, Viewer, engagement as engagements, inspector as inspectors, member as members, method as methods,
    unit as units,
};

/// Somebody of the team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
}

/// A record in the register.
#[derive(Clone, Debug)]
pub struct MethodLine {
    /// The record.
    pub record: Stored<MethodRecord>,
    /// Names of its inspectors, in their order.
    pub inspectors: Vec<String>,
}

/// How often a method was used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MethodCount {
    /// The method's code.
    pub method: String,
    /// Recorded.
    pub recorded: i64,
    /// Planned and not held yet.
    pub planned: i64,
}

/// The register of one of the reader's engagements, by its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodRegister {
    /// The engagement.
    pub engagement: EngagementId,
    /// Its unit.
    pub unit: String,
    /// Recorded.
    pub recorded: i64,
    /// Planned and not held yet.
    pub planned: i64,
}

/// The register of an engagement.
#[derive(Clone, Debug)]
pub struct MethodList {
    /// The engagement's unit.
    pub unit: String,
    /// The rules of its methods.
    pub rules: MethodRules,
    /// How often each was used, in the order of the rules.
    pub counts: Vec<MethodCount>,
    /// A page of records, the latest day first.
    pub page: Page<MethodLine>,
}

/// What a new record begins with, and what its form offers.
#[derive(Clone, Debug)]
pub struct MethodStart {
    /// The engagement's unit and the units it brings along, its own first.
    pub units: Vec<(UnitId, String)>,
    /// The rules of its methods.
    pub rules: MethodRules,
    /// Its frames of focus.
    pub focus: FocusRules,
    /// The team.
    pub team: Vec<Person>,
    /// The reader, where they are of the team.
    pub own: Option<PersonId>,
}

/// One record.
#[derive(Clone, Debug)]
pub struct MethodPage {
    /// The record.
    pub record: Stored<MethodRecord>,
    /// What its form offers.
    pub start: MethodStart,
    /// Names of everyone it names, by their ids.
    pub names: BTreeMap<PersonId, String>,
    /// Whether the reader may open what is sealed.
    pub opens: bool,
    /// Whether the reader is to check it.
    pub checks: bool,
}

impl App {
    /// The registers of the reader's engagements, the latest first.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn method_registers(&self, ctx: &Ctx) -> Result<Vec<MethodRegister>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::MethodView, Scope::Global).await?;
        let own = engagements::own(&mut conn, &viewer).await?;
        let ids: Vec<UnitId> = own.iter().map(|kept| kept.unit).collect();
        let named = units::many(&mut conn, &ids).await?;
        let totals = methods::totals(&mut conn, &viewer).await?;
        let line = |kept: &Engagement| {
            let id = kept.engagement.id;
            let sum = |planned: bool| {
                let own =
                    totals.iter().filter(|(at, standing, _)| *at == id && (standing == "planned") == planned);
                own.map(|(_, _, count)| count).sum()
            };
            let unit = named.iter().find(|unit| unit.id == kept.unit).map(|unit| unit.name.clone());
            MethodRegister {
                engagement: id,
                unit: unit.unwrap_or_default(),
                recorded: sum(false),
                planned: sum(true),
            }
        };
        Ok(own.iter().map(|kept| line(&kept.value)).collect())
    }

    /// The register of methods of an engagement.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`].
    pub async fn methods(
        &self,
        ctx: &Ctx,
        engagement: EngagementId,
        filter: &Filter,
        page: &PageRequest,
    ) -> Result<MethodList, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::MethodView, Scope::One(engagement.0)).await?;
        let home = home(&mut conn, &viewer, engagement).await?;
        let rules = self.ruleset::<MethodRules>(&mut conn, home.on_site.from).await?.rules;
        let found = methods::list(&mut conn, &viewer, (engagement, filter), page).await?;
        let names = names_of(&mut conn, found.items.iter().map(|record| &record.value)).await?;
        let counts = methods::counts(&mut conn, &viewer, engagement).await?;
        let unit = units::get(&mut conn, home.unit).await?.map(|unit| unit.value.name);
        Ok(MethodList {
            unit: unit.unwrap_or_default(),
            counts: summed(&rules, &counts),
            rules,
            page: found.map(|record| MethodLine { inspectors: named(&record, &names), record }),
        })
    }

    /// What a new record of an engagement begins with.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`].
    pub async fn method_start(&self, ctx: &Ctx, engagement: EngagementId) -> Result<MethodStart, Error> {
        let scope = Scope::One(engagement.0);
        let View { viewer, mut conn } = self.view(ctx, Action::MethodWrite, scope).await?;
        self.method_form(ctx, &mut conn, &viewer, engagement).await
    }

    /// One record.
    ///
    /// # Errors
    /// [`Error::NotFound`] for whoever does not see it, as for one that does not exist.
    pub async fn method(&self, ctx: &Ctx, id: MethodRecordId) -> Result<MethodPage, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::MethodView, Scope::Global).await?;
        let record = methods::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        ctx.require(Action::MethodView, Scope::One(record.engagement.0))?;
        let start = self.method_form(ctx, &mut conn, &viewer, record.engagement).await?;
        let own = start.own;
        Ok(MethodPage {
            names: names_of(&mut conn, [&record.value]).await?,
            opens: opens(ctx, own, &record),
            checks: record.to_check && own.is_some_and(|own| record.unchecked().any(|one| one == own)),
            start,
            record,
        })
    }

    async fn method_form(
        &self,
        ctx: &Ctx,
        conn: &mut Conn,
        viewer: &Viewer,
        engagement: EngagementId,
    ) -> Result<MethodStart, Error> {
        let home = home(conn, viewer, engagement).await?;
        let began = home.on_site.from;
        let team = members::of_engagement(conn, viewer, engagement).await?;
        let own = inspectors::by_account(conn, ctx.signed()?.account).await?.map(|pooled| pooled.person);
        let team: Vec<Person> =
            team.into_iter().map(|one| Person { person: one.member.person, name: one.name }).collect();
        Ok(MethodStart {
            units: crate::finding::speaks_of(conn, &home).await?,
            rules: self.ruleset::<MethodRules>(conn, began).await?.rules,
            focus: self.ruleset::<FocusRules>(conn, began).await?.rules,
            own: own.filter(|own| team.iter().any(|one| one.person == *own)),
            team,
        })
    }
}

/// An engagement that stands, if the reader sees it.
pub(super) async fn home(
    conn: &mut Conn,
    viewer: &Viewer,
    id: EngagementId,
) -> Result<Stored<Engagement>, Error> {
    let found = engagements::view(conn, viewer, id).await?;
    found.filter(|kept| kept.withdrawn.is_none()).ok_or(Error::NotFound)
}

/// The names of the inspectors of some records.
pub(crate) async fn names_of(
    conn: &mut Conn,
    records: impl IntoIterator<Item = &MethodRecord>,
) -> Result<BTreeMap<PersonId, String>, Error> {
    let mut ids: Vec<PersonId> = Vec::new();
    for record in records {
        ids.extend(&record.plan.setting.inspectors);
        ids.extend(&record.setting().inspectors);
    }
    ids.sort_unstable();
    ids.dedup();
    let found = inspectors::many(conn, &ids).await?;
    Ok(found.into_iter().map(|pooled| (pooled.person, pooled.value.name)).collect())
}

fn named(record: &MethodRecord, names: &BTreeMap<PersonId, String>) -> Vec<String> {
    record.setting().inspectors.iter().filter_map(|one| names.get(one).cloned()).collect()
}

/// The counts by method, in the order of the rules.
fn summed(rules: &MethodRules, counts: &[methods::Count]) -> Vec<MethodCount> {
    let of = |rule: &domain::method::MethodRule| {
        let own = || counts.iter().filter(|count| count.method == rule.code);
        let sum = |planned: bool| {
            own().filter(|count| (count.standing == "planned") == planned).map(|count| count.count).sum()
        };
        MethodCount { method: rule.code.clone(), recorded: sum(false), planned: sum(true) }
    };
    rules.methods.iter().map(of).collect()
}
