//! Petitions of one's own engagements. Who wrote one is sealed: no call opens it.

mod change;
mod office;
mod paper;

use crate::answer::{List, One, PageQuery, Paging, Shown, XLSX, attachment, code};
use crate::caller::{Asked, Caller, Id};
use crate::problem::Failure;
use app::App;
use app::petition::{Alike, PetitionFilter};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use domain::petition::{Petition, Standing, Verdict};
use kernel::{Day, EngagementId, PetitionId, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(likely))
        .routes(routes!(export))
        .merge(change::routes())
        .merge(office::routes())
        .merge(paper::routes())
}

/// What the list is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PetitionQuery {
    /// Of one engagement.
    #[param(value_type = Option<String>, format = Uuid)]
    engagement: Option<EngagementId>,
    /// At one standing: `registered`, `in`, `out`, `handled`, `referred`, `received`, `outcome`, `closed`, `merged`.
    standing: Option<String>,
    /// Code of the channel.
    channel: Option<String>,
    /// Code of a mark, such as `crowd_risk`.
    mark: Option<String>,
    /// How it was named: `real_name`, `unverified`, `surname_only`, `anonymous`.
    naming: Option<String>,
    /// Only with something overdue.
    #[serde(default)]
    late: bool,
    /// Part of its number.
    q: Option<String>,
}

impl PetitionQuery {
    fn filter(self, today: Day) -> PetitionFilter {
        let standing = self.standing.map(|code| {
            let known = Standing::ALL.into_iter().find(|s| s.code() == code);
            known.map_or("none", Standing::code)
        });
        PetitionFilter {
            engagement: self.engagement,
            standings: standing.into_iter().collect(),
            channel: self.channel,
            unit: None,
            mark: self.mark,
            naming: self.naming,
            late: self.late.then_some(today),
            number: self.q,
        }
    }
}

/// A petition. Nothing of who wrote it.
#[derive(Serialize, ToSchema)]
struct PetitionView {
    /// The petition.
    #[schema(value_type = String, format = Uuid)]
    id: PetitionId,
    /// The engagement.
    #[schema(value_type = String, format = Uuid)]
    engagement: EngagementId,
    /// Its number in the register.
    number: String,
    /// Code of where it stands.
    standing: &'static str,
    /// Code of the way it came in.
    channel: String,
    /// When it came in, RFC 3339.
    received: String,
    /// How it was named: `real_name`, `unverified`, `surname_only`, `anonymous`.
    naming: String,
    /// The unit it is about, as written.
    unit_written: String,
    /// The unit it is about, when recognised.
    #[schema(value_type = Option<String>, format = Uuid)]
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<UnitId>,
    /// Those it is about.
    subjects: Vec<String>,
    /// What it says.
    text: String,
    /// Codes of what is noted about it.
    marks: Vec<&'static str>,
    /// What the rules propose: `in`, `mixed`, `out:<reason>`.
    #[serde(skip_serializing_if = "Option::is_none")]
    proposed: Option<String>,
    /// What was decided, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    screened: Option<String>,
    /// Whether a referral recorded from paper waits for the second person's check.
    paper_waits: bool,
    /// The petition it was merged into.
    #[schema(value_type = Option<String>, format = Uuid)]
    #[serde(skip_serializing_if = "Option::is_none")]
    merged_into: Option<PetitionId>,
    /// The petition it was split off.
    #[schema(value_type = Option<String>, format = Uuid)]
    #[serde(skip_serializing_if = "Option::is_none")]
    claim_of: Option<PetitionId>,
}

fn verdict(verdict: &Verdict) -> String {
    match verdict {
        Verdict::In => "in".to_owned(),
        Verdict::Mixed => "mixed".to_owned(),
        Verdict::Out { reason } => format!("out:{reason}"),
    }
}

impl From<&Petition> for PetitionView {
    fn from(p: &Petition) -> Self {
        Self {
            id: p.id,
            engagement: p.engagement,
            number: p.number.clone(),
            standing: p.standing().code(),
            channel: p.content.channel.0.clone(),
            received: p.content.received.rfc3339(),
            naming: code(&p.content.naming),
            unit_written: p.content.unit_written.clone(),
            unit: p.content.unit,
            subjects: p.content.subjects.iter().map(|s| s.name.clone()).collect(),
            text: p.content.text.clone(),
            marks: p.content.marks.iter().map(|m| m.code()).collect(),
            proposed: p.proposed.as_ref().map(|s| verdict(&s.verdict.0)),
            screened: p.screening.as_ref().map(|s| verdict(&s.verdict)),
            paper_waits: p.on_paper.is_some(),
            merged_into: p.merged.as_ref().map(|m| m.into),
            claim_of: p.claim_of,
        }
    }
}

/// List petitions of one's own engagements, the newest first
#[utoipa::path(get, path = "/petitions", tag = "petitions", params(PetitionQuery, PageQuery), responses(
    (status = 200, body = List<PetitionView>)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(query): Asked<PetitionQuery>,
    Paging(page): Paging,
) -> Result<Json<List<PetitionView>>, Failure> {
    let filter = query.filter(app.today());
    let found = app.petitions(&caller.ctx, &filter, &page).await.map_err(|e| caller.fail(e))?;
    Ok(List::of(found.page, |row| PetitionView::from(&row.petition.value)))
}

impl Shown for PetitionView {
    type Id = PetitionId;

    async fn shown(app: &App, caller: &Caller, id: PetitionId) -> Result<One<Self>, Failure> {
        let page = app.petition(&caller.ctx, id).await.map_err(|e| caller.fail(e))?;
        Ok(One { version: page.petition.version, body: Self::from(&page.petition.value) })
    }
}

/// One petition
#[utoipa::path(get, path = "/petitions/{petition}", tag = "petitions",
    params(("petition" = String, Path, format = Uuid)), responses(
    (status = 200, body = PetitionView, headers(("ETag" = String, description = "The version, for If-Match")))))]
async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<PetitionId>,
) -> Result<One<PetitionView>, Failure> {
    PetitionView::shown(&app, &caller, id).await
}

/// Another petition that may tell of the same matter.
#[derive(Serialize, ToSchema)]
struct LikelyView {
    /// The other.
    #[schema(value_type = String, format = Uuid)]
    petition: PetitionId,
    /// Its number.
    number: String,
    /// How alike, in thousandths.
    score: i64,
    /// Why, in the caller's language.
    why: Vec<String>,
    /// Why someone found them to be two matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    apart: Option<String>,
}

/// The petitions that may tell of the same matter, the likeliest first, with why
#[utoipa::path(get, path = "/petitions/{petition}/likely", tag = "petitions",
    params(("petition" = String, Path, format = Uuid)), responses((status = 200, body = Vec<LikelyView>)))]
async fn likely(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<PetitionId>,
) -> Result<Json<Vec<LikelyView>>, Failure> {
    let page = app.petition(&caller.ctx, id).await.map_err(|e| caller.fail(e))?;
    let voice = caller.voice(&app).await?;
    let view = |alike: Alike| LikelyView {
        petition: alike.other.id,
        number: alike.other.number,
        score: alike.score,
        why: alike.common.why.iter().map(|m| voice.say(m)).collect(),
        apart: alike.apart,
    };
    Ok(Json(page.alike.into_iter().map(view).collect()))
}

/// Whose register is taken out.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ExportQuery {
    /// The engagement.
    #[param(value_type = String, format = Uuid)]
    engagement: EngagementId,
}

/// An engagement's register as a spreadsheet, in the form in which it comes in; who reported stays sealed
#[utoipa::path(get, path = "/exports/petitions", tag = "petitions", params(ExportQuery), responses(
    (status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn export(
    State(app): State<App>,
    caller: Caller,
    Asked(query): Asked<ExportQuery>,
) -> Result<Response, Failure> {
    let file = app.export_petitions(&caller.ctx, query.engagement).await.map_err(|e| caller.fail(e))?;
    attachment("petitions.xlsx", XLSX, file.bytes).map_err(|e| caller.fail(e))
}
