//! Coverage of the term: the figures, and the units behind them.

use crate::answer::{List, PageQuery, Paging, XLSX, attachment};
use crate::caller::{Asked, Caller};
use crate::problem::Failure;
use app::App;
use app::coverage::{CoverageFilter, CoverageView, CoveredUnit};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use domain::Refusal;
use domain::coverage::{RoundLoad, Standing, Tally};
use kernel::{Day, Message, UnitId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(figures)).routes(routes!(units)).routes(routes!(export))
}

/// As of when, and with how many rounds to come.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CoverageQuery {
    /// The reporting date; today unless said.
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<Day>,
    /// How many rounds to reckon with; those planned, or the pace so far, unless said.
    rounds: Option<u16>,
}

/// Coverage of a term.
#[derive(Serialize, ToSchema)]
struct CoverageFigures {
    /// Name of the term.
    term: String,
    /// Its first day.
    #[schema(value_type = String, format = Date)]
    from: Day,
    /// Its last day.
    #[schema(value_type = String, format = Date)]
    to: Day,
    /// The reporting date.
    #[schema(value_type = String, format = Date)]
    as_of: Day,
    /// What is counted together, in the rules' order.
    groups: Vec<GroupView>,
    /// By code of kind.
    by_kind: BTreeMap<String, TallyView>,
    /// By code of nature.
    by_nature: BTreeMap<String, TallyView>,
    /// How many rounds are reckoned with.
    rounds_left: u16,
    /// What each of them must carry.
    rounds: Vec<RoundLoadView>,
    /// Open units that no round is left for.
    beyond_reach: usize,
}

/// Counts of what is counted together.
#[derive(Serialize, ToSchema)]
struct GroupView {
    /// Name in Chinese.
    zh: String,
    /// Name in English.
    en: String,
    /// Its counts.
    tally: TallyView,
}

/// Counts of units that are due.
#[derive(Serialize, ToSchema)]
struct TallyView {
    /// Due at the reporting date.
    due: usize,
    /// Inspected in this term.
    inspected: usize,
    /// Being inspected now.
    this_round: usize,
    /// Given to a round to come.
    planned: usize,
    /// Neither inspected nor planned.
    open: usize,
    /// Of those not yet inspected in this term: never inspected at all.
    never: usize,
    /// Inspected of those due, in hundredths of a percent: 6386 is 63.86 %. Absent where none is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    rate_hundredths: Option<u32>,
}

/// What one round must carry.
#[derive(Serialize, ToSchema)]
struct RoundLoadView {
    /// Number of the round.
    round: u16,
    /// By code of kind.
    kinds: BTreeMap<String, KindLoadView>,
}

/// What one round must carry of one kind.
#[derive(Serialize, ToSchema)]
struct KindLoadView {
    /// Given to it by the plan.
    planned: usize,
    /// Still to be given to it, when what is open is spread evenly.
    to_add: usize,
}

impl From<Tally> for TallyView {
    fn from(t: Tally) -> Self {
        Self {
            due: t.due,
            inspected: t.inspected,
            this_round: t.this_round,
            planned: t.planned,
            open: t.open,
            never: t.never,
            rate_hundredths: t.rate().hundredths(),
        }
    }
}

impl From<&RoundLoad> for RoundLoadView {
    fn from(load: &RoundLoad) -> Self {
        let kinds = load.kinds.iter().map(|(kind, load)| {
            (kind.as_str().to_owned(), KindLoadView { planned: load.planned, to_add: load.to_add })
        });
        Self { round: load.round.0, kinds: kinds.collect() }
    }
}

impl From<&CoverageView> for CoverageFigures {
    fn from(view: &CoverageView) -> Self {
        let coverage = &view.coverage;
        Self {
            term: view.term.name.clone(),
            from: view.term.from,
            to: view.term.to,
            as_of: coverage.as_of,
            groups: coverage
                .groups
                .iter()
                .map(|group| {
                    let (zh, en) = (group.name.zh.clone(), group.name.en.clone());
                    GroupView { zh, en, tally: group.tally.into() }
                })
                .collect(),
            by_kind: coverage.by_kind.iter().map(|(k, t)| (k.as_str().to_owned(), (*t).into())).collect(),
            by_nature: coverage.by_nature.iter().map(|(k, t)| (k.as_str().to_owned(), (*t).into())).collect(),
            rounds_left: view.rounds_left.rounds(),
            rounds: coverage.rounds.iter().map(RoundLoadView::from).collect(),
            beyond_reach: coverage.beyond_reach,
        }
    }
}

async fn view(app: &App, caller: &Caller, asked: &CoverageQuery) -> Result<Arc<CoverageView>, Failure> {
    let as_of = asked.as_of.unwrap_or_else(|| app.today());
    let found = app.coverage(&caller.ctx, as_of, asked.rounds).await.map_err(|e| caller.fail(e))?;
    let missing = || Refusal(Message::new("api-no-term").with("day", as_of));
    found.ok_or_else(|| caller.fail(missing().into()))
}

/// Coverage of the term that a day lies in
#[utoipa::path(get, path = "/coverage", tag = "coverage", params(CoverageQuery), responses(
    (status = 200, body = CoverageFigures), (status = 409, description = "No term is recorded for the day",
    body = crate::problem::Problem, content_type = "application/problem+json")))]
async fn figures(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<CoverageQuery>,
) -> Result<Json<CoverageFigures>, Failure> {
    let found = view(&app, &caller, &asked).await?;
    Ok(Json(found.as_ref().into()))
}

/// Which of the units.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CoveredQuery {
    /// Code of a kind.
    kind: Option<String>,
    /// Code of a nature.
    nature: Option<String>,
    /// `inspected`, `this_round`, `planned`, `open` or `never`.
    standing: Option<String>,
    /// Given to this round by the plan.
    round: Option<u16>,
}

/// A unit that is due.
#[derive(Serialize, ToSchema)]
struct CoveredView {
    /// The unit.
    #[schema(value_type = String, format = Uuid)]
    unit: UnitId,
    /// Its name.
    name: String,
    /// Code of its kind.
    kind: String,
    /// Code of its nature.
    #[serde(skip_serializing_if = "Option::is_none")]
    nature: Option<String>,
    /// `inspected`, `this_round`, `planned` or `open`.
    standing: &'static str,
    /// Number of the round, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    round: Option<u16>,
    /// Whether it was ever inspected, in whatever term.
    ever: bool,
}

impl From<CoveredUnit> for CoveredView {
    fn from(CoveredUnit { unit, standing }: CoveredUnit) -> Self {
        let (code, round) = match standing.standing {
            Standing::Inspected(round) => ("inspected", round),
            Standing::ThisRound(round) => ("this_round", Some(round)),
            Standing::Planned(round) => ("planned", Some(round)),
            Standing::Open => ("open", None),
        };
        Self {
            unit: unit.id,
            name: unit.name,
            kind: standing.kind.as_str().to_owned(),
            nature: standing.nature.map(|nature| nature.as_str().to_owned()),
            standing: code,
            round: round.map(|round| round.0),
            ever: standing.ever,
        }
    }
}

/// The units behind the figures, in pinyin order
#[utoipa::path(get, path = "/coverage/units", tag = "coverage", params(CoverageQuery, CoveredQuery, PageQuery), responses(
    (status = 200, body = List<CoveredView>), (status = 409, description = "No term is recorded for the day",
    body = crate::problem::Problem, content_type = "application/problem+json")))]
async fn units(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<CoverageQuery>,
    Asked(CoveredQuery { kind, nature, standing, round }): Asked<CoveredQuery>,
    Paging(page): Paging,
) -> Result<Json<List<CoveredView>>, Failure> {
    let filter = CoverageFilter { kind, nature, standing, round, group: None };
    let view = view(&app, &caller, &asked).await?;
    Ok(List::of(view.list(&filter, &page), CoveredView::from))
}

/// Coverage of the term as a spreadsheet: figures, what the rounds that remain must carry, every unit (A2)
#[utoipa::path(get, path = "/exports/coverage", tag = "coverage", params(CoverageQuery), responses(
    (status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn export(
    State(app): State<App>,
    caller: Caller,
    Asked(CoverageQuery { as_of, rounds }): Asked<CoverageQuery>,
) -> Result<Response, Failure> {
    let as_of = as_of.unwrap_or_else(|| app.today());
    let file = app.export_coverage(&caller.ctx, as_of, rounds).await.map_err(|e| caller.fail(e))?;
    attachment("coverage.xlsx", XLSX, file.bytes).map_err(|e| caller.fail(e))
}
