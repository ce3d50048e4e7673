//! The reads of the organisation's pages.

use super::{Ancestor, Branch, UnitFilter, UnitLight, UnitVersion, history};
use crate::{App, Ctx, Error, View};
use db::Conn;
use domain::engagement::{EngagementKind, Window};
use domain::file::Attachment;
use domain::organisation::naming::{Directory, Entry, Recognition};
use domain::organisation::{Taxonomy, Unit};
use domain::permission::{Action, Scope};
use domain::term::RoundNumber;
use kernel::{EngagementId, Message, Page, PageRequest, RecordId, UnitId};
use std::collections::BTreeMap;
use store::{Stored, Viewer, coverage, term as terms, unit as units};

/// Everything the page of a unit shows.
#[derive(Clone, Debug)]
pub struct UnitPage {
    /// The unit.
    pub unit: Stored<Unit>,
    /// The way from the root to it, itself included.
    pub path: Vec<Ancestor>,
    /// Active units directly below it.
    pub below: Vec<Branch>,
    /// The units that carry on its work.
    pub successors: Vec<(UnitId, String)>,
    /// What became of it, newest first.
    pub history: Vec<UnitVersion>,
    /// Inspections of this term that the program knows itself.
    pub inspections: Vec<UnitInspection>,
    /// The files that lie with it, newest first.
    pub files: Vec<Stored<Attachment>>,
    /// The words of kinds, natures and levels.
    pub taxonomy: Taxonomy,
}

/// An inspection of a unit.
#[derive(Clone, Debug)]
pub struct UnitInspection {
    /// The engagement.
    pub engagement: EngagementId,
    /// Its kind.
    pub kind: EngagementKind,
    /// Its round.
    pub round: RoundNumber,
    /// When the team is on site.
    pub window: Window,
    /// Whether the unit is brought along by another one's engagement.
    pub extension: bool,
}

/// How many units there are, without the root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitTotals(BTreeMap<String, i64>);

impl UnitTotals {
    /// Of a standing.
    pub fn standing(&self, standing: &str) -> i64 {
        self.0.get(&format!("unit:{standing}")).copied().unwrap_or(0)
    }

    /// Of a standing and a kind.
    pub fn kind(&self, standing: &str, kind: &str) -> i64 {
        self.0.get(&format!("unit:{standing}:{kind}")).copied().unwrap_or(0)
    }
}

impl App {
    /// Units in pinyin order.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn units(
        &self,
        ctx: &Ctx,
        filter: &UnitFilter,
        page: &PageRequest,
    ) -> Result<Page<Stored<Unit>>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::UnitView, Scope::Global).await?;
        Ok(units::list(&mut conn, &viewer, filter, page).await?)
    }

    /// The units directly below one, or the root: one level of the tree.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn units_below(&self, ctx: &Ctx, parent: Option<UnitId>) -> Result<Vec<Branch>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::UnitView, Scope::Global).await?;
        Ok(units::children(&mut conn, &viewer, parent).await?)
    }

    /// How many units there are, by standing and kind.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn unit_totals(&self, ctx: &Ctx) -> Result<UnitTotals, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::UnitView, Scope::Global).await?;
        // Whoever sees the root sees all units: they lie in one compartment.
        if units::children(&mut conn, &viewer, None).await?.is_empty() {
            return Ok(UnitTotals::default());
        }
        Ok(UnitTotals(store::commit::counters(&mut conn, "unit:").await?))
    }

    /// Every active unit with its parent, for choosing one.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn units_light(&self, ctx: &Ctx) -> Result<Vec<UnitLight>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::UnitView, Scope::Global).await?;
        Ok(units::light(&mut conn, &viewer).await?)
    }

    /// Names of units by their ids, for lists that show a unit beside another.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn unit_names(&self, ctx: &Ctx, ids: &[UnitId]) -> Result<BTreeMap<UnitId, String>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::UnitView, Scope::Global).await?;
        Ok(units::names(&mut conn, &viewer, ids).await?)
    }

    /// The active unit that someone means by a name, an earlier or a short one included; a name that several units
    /// bear needs the name of the unit above before it.
    ///
    /// # Errors
    /// The message that says why no unit, or more than one, is meant; outside it as [`App::view`].
    pub async fn unit_named(&self, ctx: &Ctx, written: &str) -> Result<Result<UnitId, Message>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::UnitView, Scope::Global).await?;
        if written.trim().is_empty() {
            return Ok(Err(Message::new("unit-name-missing")));
        }
        let found = units::every(&mut conn, &viewer).await?;
        let active = found.iter().filter(|unit| unit.is_active());
        let directory = Directory::new(active.map(|unit| Entry::from(&unit.value)));
        Ok(match directory.recognise(written) {
            Recognition::Found(unit, _) => Ok(unit),
            Recognition::Ambiguous(units) => {
                let above = |id: UnitId| directory.entry(id).and_then(|entry| entry.parent);
                let names = units.into_iter().filter_map(above).filter_map(|id| directory.entry(id));
                let names: Vec<&str> = names.map(|entry| entry.name.as_str()).collect();
                Err(Message::new("unit-named-several")
                    .with("name", written.trim())
                    .with("above", names.join("、")))
            }
            Recognition::Unknown => Err(match directory.near(written) {
                Some(near) => Message::new("unit-named-near").with("name", written.trim()).with("near", near),
                None => Message::new("unit-named-none").with("name", written.trim()),
            }),
        })
    }

    /// The kinds, natures and management levels in force today.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn taxonomy(&self, ctx: &Ctx) -> Result<Taxonomy, Error> {
        let View { mut conn, .. } = self.view(ctx, Action::UnitView, Scope::Global).await?;
        Ok(self.ruleset::<Taxonomy>(&mut conn, self.today()).await?.rules)
    }

    /// One unit with everything around it.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`].
    pub async fn unit(&self, ctx: &Ctx, id: UnitId) -> Result<UnitPage, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::UnitView, Scope::Global).await?;
        let unit = units::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        let taxonomy = self.ruleset::<Taxonomy>(&mut conn, self.today()).await?.rules;
        let path = units::path(&mut conn, &viewer, id).await?;
        let below = units::children(&mut conn, &viewer, Some(id)).await?;
        let successors = successors(&mut conn, &unit).await?;
        let found = store::journal::history::<Unit>(&mut conn, RecordId(id.0)).await?;
        let mut history = history::versions(found, &taxonomy, ctx.lang);
        name_parents(&mut conn, &mut history).await?;
        let inspections = match ctx.may(Action::CoverageView, Scope::Global) {
            true => self.inspections(&mut conn, &viewer, id).await?,
            false => Vec::new(),
        };
        let files = store::attachment::list(&mut conn, &viewer, id.into()).await?;
        Ok(UnitPage { unit, path, below, successors, history, inspections, files, taxonomy })
    }

    async fn inspections(
        &self,
        conn: &mut Conn,
        viewer: &Viewer,
        unit: UnitId,
    ) -> Result<Vec<UnitInspection>, Error> {
        let Some(term) = terms::on(conn, self.today()).await? else { return Ok(Vec::new()) };
        let found = coverage::engagements(conn, viewer, term.id).await?;
        let mut inspections: Vec<UnitInspection> = found
            .iter()
            .filter_map(|held| {
                let extension = held.engagement.extensions.iter().find(|extension| extension.unit == unit);
                (held.engagement.unit == unit || extension.is_some()).then(|| UnitInspection {
                    engagement: held.engagement.engagement.id,
                    kind: held.engagement.kind,
                    round: held.round,
                    window: extension.and_then(|e| e.window).unwrap_or(held.engagement.on_site),
                    extension: extension.is_some(),
                })
            })
            .collect();
        inspections.sort_by_key(|inspection| std::cmp::Reverse(inspection.window.from));
        Ok(inspections)
    }
}

async fn successors(conn: &mut Conn, unit: &Unit) -> Result<Vec<(UnitId, String)>, Error> {
    let ids: Vec<UnitId> = unit.ending().map(|ending| ending.successors.clone()).unwrap_or_default();
    Ok(units::many(conn, &ids).await?.into_iter().map(|unit| (unit.id, unit.value.name)).collect())
}

/// A parent is recorded by its id; a reader is told its name.
async fn name_parents(conn: &mut Conn, history: &mut [UnitVersion]) -> Result<(), Error> {
    let is_parent = |field: &str| field == "unit-column-parent";
    let mut parents = history
        .iter_mut()
        .flat_map(|version| &mut version.differences)
        .filter(|difference| is_parent(difference.field))
        .flat_map(|difference| [&mut difference.before, &mut difference.after])
        .collect::<Vec<_>>();
    let ids: Vec<UnitId> = parents.iter().filter_map(|text| text.parse().ok()).collect();
    let names: BTreeMap<String, String> = units::many(conn, &ids)
        .await?
        .into_iter()
        .map(|unit| (unit.id.to_string(), unit.value.name))
        .collect();
    for text in &mut parents {
        if let Some(name) = names.get(text.as_str()) {
            text.clone_from(name);
        }
    }
    Ok(())
}
