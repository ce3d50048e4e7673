//! What is done about findings, through the acts of the pages. Each answers with the finding as it then stands.

use super::view::FindingView;
use crate::answer::{One, carry_out, made, performed};
use crate::caller::{Body, Caller, Id, ReasonInput};
use crate::problem::Failure;
use crate::upload::Sent;
use app::file::Received;
use app::finding::{
    Answer, CheckNoted, DecideFindings, Draft, DraftEvidence, DraftSentence, LinkEvidence, MoveFinding,
    RecordView, ReviewFinding, ReviseFinding, SignFinding, SignOffFinding, Verdict, WithdrawFinding,
    WithdrawSignature, WriteFinding,
};
use app::{App, Error};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::finding::{Amount, Checked, Degree, Responsible, View};
use domain::money::Money;
use domain::permission::{Action, Scope};
use kernel::{Day, EngagementId, FileId, FindingId, Message, UnitId};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(write))
        .routes(routes!(revise))
        .routes(routes!(link))
        .routes(routes!(sign))
        .routes(routes!(unsign))
        .routes(routes!(review))
        .routes(routes!(sign_off))
        .routes(routes!(view))
        .routes(routes!(check))
        .routes(routes!(move_it))
        .routes(routes!(withdraw))
        .routes(routes!(meeting))
}

type Done = Result<One<FindingView>, Failure>;

/// The engagement of a finding that the caller sees.
async fn home(app: &App, caller: &Caller, id: FindingId) -> Result<EngagementId, Failure> {
    let found = app.finding(&caller.ctx, id).await.map_err(|e| caller.fail(e))?;
    Ok(found.kept.engagement)
}

/// The engagement of a finding that the caller may write: nobody's files are taken in before that is known.
async fn writable(app: &App, caller: &Caller, id: FindingId) -> Result<EngagementId, Failure> {
    let engagement = home(app, caller, id).await?;
    let right = caller.ctx.require(Action::FindingWrite, Scope::One(engagement.0));
    right.map_err(|e| caller.fail(e)).map(|_| engagement)
}

/// The one file that came along, if any; several are a fault of the field.
fn one_file(caller: &Caller, files: Vec<Received>) -> Result<Option<Received>, Failure> {
    if files.len() > 1 {
        let message = Message::new("common-form-too-many-files").with("most", 1_i64);
        return Err(caller.fail(Error::field("files", message)));
    }
    Ok(files.into_iter().next())
}

/// A piece of evidence by its number.
#[derive(Deserialize, ToSchema)]
struct EvidenceInput {
    /// Code of the method; what the number tells unless said.
    #[serde(default)]
    method: String,
    /// Its number.
    number: String,
    /// What it is.
    #[serde(default)]
    title: String,
    /// How far it proves.
    #[serde(default)]
    at: String,
    /// A file that the engagement holds.
    #[schema(value_type = Option<String>, format = Uuid)]
    #[serde(default)]
    file: Option<FileId>,
    /// The page of the file.
    #[serde(default)]
    page: Option<u32>,
}

impl EvidenceInput {
    fn draft(self) -> DraftEvidence {
        let Self { method, number, title, at, file, page } = self;
        DraftEvidence { method, number, title, at, file, page }
    }
}

/// A sentence.
#[derive(Deserialize, ToSchema)]
struct SentenceInput {
    /// Its key; absent for a new one.
    #[serde(default)]
    key: Option<u32>,
    /// What it says.
    text: String,
    /// True when it leads in or concludes, so that it needs no evidence.
    #[serde(default)]
    no_fact: bool,
    /// What proves it.
    #[serde(default)]
    evidence: Vec<EvidenceInput>,
}

/// A sum.
#[derive(Deserialize, ToSchema)]
struct FindingAmountInput {
    /// In yuan, as text with at most two places.
    yuan: String,
    /// What it is.
    #[serde(default)]
    what: String,
}

/// A responsible post.
#[derive(Deserialize, ToSchema)]
struct ResponsibleInput {
    /// Post.
    post: String,
    /// Holder.
    #[serde(default)]
    name: String,
    /// Kind of responsibility.
    #[serde(default)]
    kind: String,
}

/// What a paper says.
#[derive(Deserialize, ToSchema)]
struct FindingInput {
    /// The problem in one line.
    title: String,
    /// The facts.
    #[serde(default)]
    sentences: Vec<SentenceInput>,
    /// Evidence on the whole paper.
    #[serde(default)]
    evidence: Vec<EvidenceInput>,
    /// The rule that was broken.
    #[serde(default)]
    basis: String,
    /// Codes of focus points.
    #[serde(default)]
    focus: Vec<String>,
    /// First day.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default)]
    from: Option<Day>,
    /// Last day.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default)]
    to: Option<Day>,
    /// Sums.
    #[serde(default)]
    amounts: Vec<FindingAmountInput>,
    /// The responsible organisation; the unit inspected unless said.
    #[schema(value_type = Option<String>, format = Uuid)]
    #[serde(default)]
    unit: Option<UnitId>,
    /// The responsible posts.
    #[serde(default)]
    responsible: Vec<ResponsibleInput>,
    /// `ordinary` or `serious`.
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    degree: Degree,
    /// What it repeats.
    #[serde(default)]
    repeats: String,
    /// Remarks.
    #[serde(default)]
    note: String,
    /// Those who undertook it.
    #[serde(default)]
    undertakers: Vec<String>,
}

impl FindingInput {
    fn draft(self, caller: &Caller) -> Result<Draft, Failure> {
        let pieces = |all: Vec<EvidenceInput>| all.into_iter().map(EvidenceInput::draft).collect();
        let mut amounts = Vec::new();
        for FindingAmountInput { yuan, what } in self.amounts {
            let unreadable = Message::new("finding-bad-amount").with("value", yuan.as_str());
            let sum = Money::parse_yuan(&yuan);
            let sum = sum.ok_or_else(|| caller.fail(Error::field("amounts", unreadable)))?;
            amounts.push(Amount { sum, what });
        }
        let sentence = |s: SentenceInput| DraftSentence {
            key: s.key,
            text: s.text,
            no_fact: s.no_fact,
            evidence: pieces(s.evidence),
        };
        let person = |r: ResponsibleInput| Responsible { post: r.post, name: r.name, kind: r.kind };
        Ok(Draft {
            title: self.title,
            sentences: self.sentences.into_iter().map(sentence).collect(),
            evidence: pieces(self.evidence),
            basis: self.basis,
            focus: self.focus,
            from: self.from,
            to: self.to,
            amounts,
            unit: self.unit,
            responsible: self.responsible.into_iter().map(person).collect(),
            degree: self.degree,
            repeats: self.repeats,
            note: self.note,
            undertakers: self.undertakers,
        })
    }
}

/// Begin a working paper; its number is the next of its round
#[utoipa::path(post, path = "/engagements/{engagement}/findings", tag = "findings", request_body = FindingInput,
    params(("engagement" = String, Path, format = Uuid)), responses((status = 201, description = "The id of the finding")))]
async fn write(
    State(app): State<App>,
    caller: Caller,
    Id(engagement): Id<EngagementId>,
    Body(input): Body<FindingInput>,
) -> Result<Response, Failure> {
    let draft = input.draft(&caller)?;
    let act = WriteFinding { engagement, draft, files: Vec::new() };
    app.perform(&caller.ctx, &act).await.map(made).map_err(|e| caller.fail(e))
}

/// Change what a paper says; signatures lapse
#[utoipa::path(put, path = "/findings/{finding}", tag = "findings", request_body = FindingInput,
    params(("finding" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = FindingView)))]
async fn revise(
    State(app): State<App>,
    caller: Caller,
    Id(finding): Id<FindingId>,
    Body(input): Body<FindingInput>,
) -> Done {
    let (engagement, draft) = (home(&app, &caller, finding).await?, input.draft(&caller)?);
    let version = caller.version();
    let act = ReviseFinding { engagement, finding, version, draft, files: Vec::new() };
    carry_out(app, caller, finding, act).await
}

/// Evidence to be linked.
#[derive(Deserialize, ToSchema)]
struct EvidenceLinkInput {
    /// Key of the sentence; the whole paper unless said.
    #[serde(default)]
    sentence: Option<u32>,
    /// The evidence.
    evidence: Vec<EvidenceInput>,
}

/// Link evidence to a sentence or to the whole paper. A form with the part `about`, which is this JSON, may bring one
/// file as `files`: the first piece of evidence cites it
#[utoipa::path(post, path = "/findings/{finding}/evidence", tag = "findings", request_body = EvidenceLinkInput,
    params(("finding" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = FindingView)))]
async fn link(
    State(app): State<App>,
    caller: Caller,
    Id(finding): Id<FindingId>,
    sent: Sent<EvidenceLinkInput>,
) -> Done {
    let engagement = writable(&app, &caller, finding).await?;
    let (EvidenceLinkInput { sentence, evidence }, files) = sent.received(&app, &caller, engagement).await?;
    let mut evidence: Vec<DraftEvidence> = evidence.into_iter().map(EvidenceInput::draft).collect();
    let file = one_file(&caller, files)?.map(|file| {
        let cited = if evidence.is_empty() { DraftEvidence::default() } else { evidence.remove(0) };
        (file, cited)
    });
    let version = caller.version();
    let act = LinkEvidence { engagement, finding, version, sentence, evidence, file };
    carry_out(app, caller, finding, act).await
}

/// The text that was read.
#[derive(Deserialize, ToSchema)]
#[schema(as = SeenText)]
struct SeenInput {
    /// Its digest, as the finding shows it.
    seen: String,
}

/// Sign a paper as one who undertook it
#[utoipa::path(post, path = "/findings/{finding}/signatures", tag = "findings", request_body = SeenInput,
    params(("finding" = String, Path, format = Uuid)), responses((status = 200, body = FindingView)))]
async fn sign(
    State(app): State<App>,
    caller: Caller,
    Id(finding): Id<FindingId>,
    Body(SeenInput { seen }): Body<SeenInput>,
) -> Done {
    let engagement = home(&app, &caller, finding).await?;
    carry_out(app, caller, finding, SignFinding { engagement, finding, seen }).await
}

/// Take one's own signature back
#[utoipa::path(post, path = "/findings/{finding}/signatures/withdraw", tag = "findings", request_body = ReasonInput,
    params(("finding" = String, Path, format = Uuid)), responses((status = 200, body = FindingView)))]
async fn unsign(
    State(app): State<App>,
    caller: Caller,
    Id(finding): Id<FindingId>,
    Body(ReasonInput { reason }): Body<ReasonInput>,
) -> Done {
    let engagement = home(&app, &caller, finding).await?;
    carry_out(app, caller, finding, WithdrawSignature { engagement, finding, reason }).await
}

/// Review a paper as the team's deputy
#[utoipa::path(post, path = "/findings/{finding}/review", tag = "findings", request_body = SeenInput,
    params(("finding" = String, Path, format = Uuid)), responses((status = 200, body = FindingView)))]
async fn review(
    State(app): State<App>,
    caller: Caller,
    Id(finding): Id<FindingId>,
    Body(SeenInput { seen }): Body<SeenInput>,
) -> Done {
    let engagement = home(&app, &caller, finding).await?;
    carry_out(app, caller, finding, ReviewFinding { engagement, finding, seen }).await
}

/// The text that was read, and one's own password.
#[derive(Deserialize, ToSchema)]
struct SignOffInput {
    /// Its digest, as the finding shows it.
    seen: String,
    /// One's own password, again: a token alone signs nothing off.
    password: String,
}

/// Sign a paper off as the team's leader, with the password again (D1)
#[utoipa::path(post, path = "/findings/{finding}/sign-off", tag = "findings", request_body = SignOffInput,
    params(("finding" = String, Path, format = Uuid)), responses((status = 200, body = FindingView)))]
async fn sign_off(
    State(app): State<App>,
    caller: Caller,
    Id(finding): Id<FindingId>,
    Body(SignOffInput { seen, password }): Body<SignOffInput>,
) -> Done {
    let engagement = home(&app, &caller, finding).await?;
    carry_out(app, caller, finding, SignOffFinding { engagement, finding, seen, password }).await
}

/// What the unit says to the facts.
#[derive(Deserialize, ToSchema)]
struct UnitViewInput {
    /// `agrees`, `partly` or `disagrees`.
    #[schema(value_type = String)]
    view: View,
    /// What the unit explains; needed unless it agrees.
    #[serde(default)]
    words: String,
    /// Who answered.
    by: String,
    /// When.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default)]
    on: Option<Day>,
    /// True when it is on paper already; a second person then checks it.
    #[serde(default)]
    from_paper: bool,
}

/// Record what the unit says to the facts. A form with the part `about`, which is this JSON, may bring the scan as `files`
#[utoipa::path(post, path = "/findings/{finding}/view", tag = "findings", request_body = UnitViewInput,
    params(("finding" = String, Path, format = Uuid)), responses((status = 200, body = FindingView)))]
async fn view(
    State(app): State<App>,
    caller: Caller,
    Id(finding): Id<FindingId>,
    sent: Sent<UnitViewInput>,
) -> Done {
    let engagement = writable(&app, &caller, finding).await?;
    let (input, files) = sent.received(&app, &caller, engagement).await?;
    let UnitViewInput { view, words, by, on, from_paper } = input;
    let scan = one_file(&caller, files)?;
    let act = RecordView { engagement, finding, view, words, by, on, from_paper, scan };
    carry_out(app, caller, finding, act).await
}

/// A second person's check.
#[derive(Deserialize, ToSchema)]
struct CheckInput {
    /// `decision` or `view`.
    #[schema(value_type = String)]
    what: Checked,
    /// Whether it agrees with the paper.
    agrees: bool,
    /// What does not.
    #[serde(default)]
    reason: String,
}

/// Say whether what was recorded agrees with its paper
#[utoipa::path(post, path = "/findings/{finding}/check", tag = "findings", request_body = CheckInput,
    params(("finding" = String, Path, format = Uuid)), responses((status = 200, body = FindingView)))]
async fn check(
    State(app): State<App>,
    caller: Caller,
    Id(finding): Id<FindingId>,
    Body(CheckInput { what, agrees, reason }): Body<CheckInput>,
) -> Done {
    let engagement = home(&app, &caller, finding).await?;
    let act = CheckNoted { engagement, findings: vec![finding], what, agrees, reason };
    carry_out(app, caller, finding, act).await
}

/// Move a paper into a clue: the rest of the team no longer sees it
#[utoipa::path(post, path = "/findings/{finding}/move", tag = "findings",
    params(("finding" = String, Path, format = Uuid)), responses((status = 200, body = FindingView)))]
async fn move_it(State(app): State<App>, caller: Caller, Id(finding): Id<FindingId>) -> Done {
    let engagement = home(&app, &caller, finding).await?;
    carry_out(app, caller, finding, MoveFinding { engagement, finding }).await
}

/// Take a paper back with a reason
#[utoipa::path(post, path = "/findings/{finding}/withdraw", tag = "findings", request_body = ReasonInput,
    params(("finding" = String, Path, format = Uuid)), responses((status = 200, body = FindingView)))]
async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    Id(finding): Id<FindingId>,
    Body(ReasonInput { reason }): Body<ReasonInput>,
) -> Done {
    let engagement = home(&app, &caller, finding).await?;
    carry_out(app, caller, finding, WithdrawFinding { engagement, finding, reason }).await
}

/// What the meeting said of one paper.
#[derive(Deserialize, ToSchema)]
struct VerdictInput {
    /// The paper.
    #[schema(value_type = String, format = Uuid)]
    finding: FindingId,
    /// `adopted`, `merged`, `doubtful` or `not_adopted`.
    #[schema(value_type = String)]
    verdict: Verdict,
    /// The number it is merged into, or why it is not adopted.
    #[serde(default)]
    words: String,
}

/// A team meeting.
#[derive(Deserialize, ToSchema)]
struct MeetingInput {
    /// Its day.
    #[schema(value_type = String, format = Date)]
    on: Day,
    /// What it decided.
    answers: Vec<VerdictInput>,
    /// The leader's own password, again, for what is decided in the program; left out for what is recorded from the
    /// minutes. Never kept.
    #[serde(default)]
    password: Option<String>,
}

/// Decide as the team's leader with the password again, or record from the minutes what a meeting decided, which a second
/// person checks: all of it or nothing (D1)
#[utoipa::path(post, path = "/engagements/{engagement}/findings/meeting", tag = "findings", request_body = MeetingInput,
    params(("engagement" = String, Path, format = Uuid)), responses((status = 204, description = "Decided or recorded")))]
async fn meeting(
    State(app): State<App>,
    caller: Caller,
    Id(engagement): Id<EngagementId>,
    Body(MeetingInput { on, answers, password }): Body<MeetingInput>,
) -> Result<StatusCode, Failure> {
    let answer = |VerdictInput { finding, verdict, words }: VerdictInput| Answer { finding, verdict, words };
    let answers = answers.into_iter().map(answer).collect();
    performed(app, caller, DecideFindings { engagement, on, answers, password, scan: None }).await
}
