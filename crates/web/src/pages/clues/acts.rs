//! What the forms of a clue's page do. Each comes back to the page: done, or with what is wrong beside its field.

use super::one::{self, Forms};
use super::{address, body, faults};
use crate::components::FormState;
use crate::pages::fields::{Fields, coded};
use crate::pages::units::attachment;
use crate::request::{Answer, Posted, Reader, Uploaded, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{View, Web};
use app::clue::{
    AskLevel, ChosenRoute, CluePaper, GradeClue, HandOverClue, NoteOutcome, NoteReceipt, ReviseClue,
    RouteClue, SendBackClue, WithdrawClue,
};
use app::decision::{
    CheckCluePaper, CheckPaper, Decide, RecordFromPaper, Subject, WithdrawClueRecord, WithdrawRecord,
};
use app::file::Received;
use app::{Act, Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::decision::How;
use domain::file::Limits;
use domain::permission::{Action, Scope};
use kernel::id::{ClueId, TransferId};
use kernel::{DecisionId, EngagementId, FieldError, Message};

pub(super) fn routes(routes: Routes) -> Routes {
    let (draft, route) = (Needs::Right(Action::ClueDraft), Needs::Right(Action::ClueRoute));
    let (keep, view) = (Needs::Right(Action::ClueFile), Needs::Right(Action::ClueView));
    let most = routes.one_file();
    routes
        .post("/clues/{clue}/open", view, open)
        .post("/clues/{clue}/revise", draft, revise)
        .post("/clues/{clue}/grade", draft, grade)
        .post("/clues/{clue}/level", route, level)
        .post("/clues/{clue}/route", route, choose)
        .post("/clues/{clue}/withdraw", route, withdraw)
        .post("/clues/{clue}/send-back", keep, send_back)
        .post("/clues/{clue}/decide", Needs::Right(Action::ClueApprove), decide)
        .upload("/clues/{clue}/paper", keep, most, record)
        .post("/clues/{clue}/check", keep, check)
        .post("/clues/{clue}/scan", keep, scan)
        .get("/clues/{clue}/letter", keep, letter)
        .post("/clues/{clue}/list", keep, list)
        .post("/clues/{clue}/hand-over", keep, hand_over)
        .get("/transfers/{transfer}", Needs::Account, find)
        .get("/transfers/{transfer}/sheet", keep, sheet)
        .post("/transfers/{transfer}/receipt", keep, receipt)
        .post("/transfers/{transfer}/outcome", keep, outcome)
}

/// Carries an act of one of the page's forms out, and comes back.
async fn carry<A: Act>(
    web: &Web,
    (ctx, v): (&Ctx, &View),
    id: ClueId,
    (which, typed): (&'static str, FormStateOf<'_>),
    (act, said): (&A, &'static str),
) -> Answer<Response> {
    match web.app().perform(ctx, act).await {
        Ok(_) => Ok(done(&address(id), said)),
        Err(error) => back(web, (ctx, v), id, which, typed(faults(error)?)).await,
    }
}

/// What was typed, once it is known what is wrong with it.
type FormStateOf<'f> = &'f (dyn Fn(Vec<FieldError>) -> FormState + Sync);

async fn back(
    web: &Web,
    (ctx, v): (&Ctx, &View),
    id: ClueId,
    which: &'static str,
    state: FormState,
) -> Answer<Response> {
    let forms = Forms { which, state, opened: None };
    Ok(unprocessable(one::page(web, ctx, v, id, &forms).await?).into_response())
}

/// The engagement a form names; the act holds it against the clue.
fn engagement(posted: &Posted) -> Result<EngagementId, Error> {
    posted.value("engagement").parse().map_err(|_| Error::NotFound)
}

fn version(posted: &Posted) -> Option<i64> {
    posted.value("version").parse().ok()
}

/// The subject a form names; 0 stands for a clue without any.
fn key(posted: &Posted) -> Option<u16> {
    posted.value("key").parse().ok().filter(|key| *key > 0)
}

async fn open(State(web): State<Web>, Path(id): Path<ClueId>, posted: Posted) -> Answer<Response> {
    let (ctx, v) = (&posted.ctx, &*posted.view);
    match web.app().open_clue(ctx, id, posted.value("reason")).await {
        Ok(opened) => {
            let forms = Forms { which: "", state: FormState::new(), opened: Some(opened) };
            Ok(one::page(&web, ctx, v, id, &forms).await?.into_response())
        }
        Err(error) => back(&web, (ctx, v), id, "open", posted.state(faults(error)?)).await,
    }
}

async fn revise(State(web): State<Web>, Path(id): Path<ClueId>, posted: Posted) -> Answer<Response> {
    let (frame, given) = body::read(&posted.pairs);
    let act = ReviseClue {
        engagement: engagement(&posted)?,
        clue: id,
        version: version(&posted),
        frame,
        body: Some(given),
    };
    let to = (&posted.ctx, &*posted.view);
    carry(&web, to, id, ("revise", &|e| posted.state(e)), (&act, "clue-revised-done")).await
}

async fn grade(State(web): State<Web>, Path(id): Path<ClueId>, posted: Posted) -> Answer<Response> {
    let to = (&posted.ctx, &*posted.view);
    let Some(grade) = coded(posted.value("grade")) else {
        let error = FieldError::new("grade", Message::new("clue-grade-missing"));
        return back(&web, to, id, "grade", posted.state(vec![error])).await;
    };
    let act = GradeClue { engagement: engagement(&posted)?, clue: id, grade };
    carry(&web, to, id, ("grade", &|e| posted.state(e)), (&act, "clue-graded-done")).await
}

async fn level(State(web): State<Web>, Path(id): Path<ClueId>, posted: Posted) -> Answer<Response> {
    let key = key(&posted).ok_or(Error::NotFound)?;
    let level = posted.value("level").to_owned();
    let act = AskLevel { engagement: engagement(&posted)?, clue: id, key, level };
    let to = (&posted.ctx, &*posted.view);
    carry(&web, to, id, ("level", &|e| posted.state(e)), (&act, "clue-level-done")).await
}

async fn choose(State(web): State<Web>, Path(id): Path<ClueId>, posted: Posted) -> Answer<Response> {
    let chosen = |n: &str| ChosenRoute {
        key: n.parse().ok().filter(|key| *key > 0),
        receiver: posted.value(&format!("receiver-{n}")).to_owned(),
        reason: posted.value(&format!("reason-{n}")).to_owned(),
    };
    let keys = posted.pairs.iter().filter(|(name, _)| name == "key").map(|(_, n)| n.as_str());
    let act = RouteClue {
        engagement: engagement(&posted)?,
        clue: id,
        version: version(&posted),
        routes: keys.map(chosen).collect(),
    };
    let to = (&posted.ctx, &*posted.view);
    carry(&web, to, id, ("route", &|e| posted.state(e)), (&act, "clue-routed-done")).await
}

async fn withdraw(State(web): State<Web>, Path(id): Path<ClueId>, posted: Posted) -> Answer<Response> {
    let reason = posted.value("reason").to_owned();
    let act = WithdrawClue { engagement: engagement(&posted)?, clue: id, reason };
    let to = (&posted.ctx, &*posted.view);
    carry(&web, to, id, ("withdraw", &|e| posted.state(e)), (&act, "clue-withdrawn-done")).await
}

async fn send_back(State(web): State<Web>, Path(id): Path<ClueId>, posted: Posted) -> Answer<Response> {
    let act = SendBackClue { clue: id, reason: posted.value("reason").to_owned() };
    match web.app().perform(&posted.ctx, &act).await {
        // Sent back, it is no longer the office's to see.
        Ok(_) => Ok(done("/clues", "clue-sent-back-done")),
        Err(error) => {
            let to = (&posted.ctx, &*posted.view);
            back(&web, to, id, "back", posted.state(faults(error)?)).await
        }
    }
}

/// Yes or no, as the person chose it: nothing is chosen beforehand.
fn answer(typed: &str) -> Result<bool, FieldError> {
    match typed {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(FieldError::new("approved", Message::new("decision-answer-missing"))),
    }
}

async fn decide(State(web): State<Web>, Path(id): Path<ClueId>, posted: Posted) -> Answer<Response> {
    let to = (&posted.ctx, &*posted.view);
    let approved = match answer(posted.value("approved")) {
        Ok(approved) => approved,
        Err(error) => return back(&web, to, id, "decide", posted.state(vec![error])).await,
    };
    let act = Decide {
        about: Subject::Clue,
        ids: vec![id.into()],
        approved,
        reason: posted.value("reason").to_owned(),
        password: posted.value("password").to_owned(),
    };
    if approved {
        return carry(&web, to, id, ("decide", &|e| posted.state(e)), (&act, "decision-made")).await;
    }
    match web.app().perform(&posted.ctx, &act).await {
        // Its routes are chosen anew, so that it is no longer put to anybody.
        Ok(_) => Ok(done("/clues", "decision-made")),
        Err(error) => back(&web, to, id, "decide", posted.state(faults(error)?)).await,
    }
}

async fn received(web: &Web, uploaded: &Uploaded) -> Result<Option<Received>, Error> {
    let Some(file) = uploaded.file("scan") else { return Ok(None) };
    let receiving = web.app().receive_file(None, Limits::default()).await?;
    Ok(Some(receiving.push(file.bytes.clone()).await?.finish(&file.name).await?))
}

async fn record(State(web): State<Web>, Path(id): Path<ClueId>, uploaded: Uploaded) -> Answer<Response> {
    let to = (&uploaded.ctx, &*uploaded.view);
    let mut fields = Fields::of(&uploaded.pairs);
    let decided_on = fields.day("decided_on");
    let approved = answer(fields.text("approved")).map_err(|error| fields.errors.push(error)).ok();
    let scan = match received(&web, &uploaded).await {
        Ok(scan) => scan,
        Err(Error::Refused(refusal)) => {
            fields.errors.push(FieldError::new("scan", refusal.0));
            None
        }
        Err(other) => return Err(other.into()),
    };
    let text = |name: &str| fields.text(name).to_owned();
    match (decided_on, approved) {
        (Some(decided_on), Some(approved)) if fields.errors.is_empty() => {
            let act = RecordFromPaper {
                about: Subject::Clue,
                ids: vec![id.into()],
                approved,
                decider: text("decided_by"),
                post: text("post"),
                decided_on,
                number: text("number"),
                wording: text("wording"),
                scan,
            };
            carry(&web, to, id, ("paper", &|e| uploaded.state(e)), (&act, "decision-recorded")).await
        }
        _ => back(&web, to, id, "paper", uploaded.state(fields.errors)).await,
    }
}

async fn check(State(web): State<Web>, Path(id): Path<ClueId>, posted: Posted) -> Answer<Response> {
    let decision: DecisionId = posted.value("decision").parse().map_err(|_| Error::NotFound)?;
    let (decisions, reason) = (vec![decision], posted.value("reason").to_owned());
    let to = (&posted.ctx, &*posted.view);
    let typed: FormStateOf<'_> = &|e| posted.state(e);
    match posted.value("agrees") {
        "withdraw" => {
            let act = WithdrawClueRecord(WithdrawRecord { decisions, reason });
            carry(&web, to, id, ("check", typed), (&act, "decision-withdrawn-done")).await
        }
        agrees => {
            let act = CheckCluePaper(CheckPaper { decisions, agrees: agrees == "yes", reason });
            carry(&web, to, id, ("check", typed), (&act, "decision-checked")).await
        }
    }
}

async fn scan(State(web): State<Web>, Path(id): Path<ClueId>, posted: Posted) -> Answer<Response> {
    let found = web.app().clue(&posted.ctx, id).await?;
    let named = found.decisions.iter().find(|d| d.decision.id.to_string() == posted.value("decision"));
    let Some(How::OnPaper { paper, .. }) = named.map(|d| &d.how) else { return Err(Error::NotFound.into()) };
    let right = (Action::ClueFile, Scope::Global);
    match web.app().open_file(&posted.ctx, right, paper.scan, Some(posted.value("reason"))).await {
        Ok(opened) => {
            let (name, size) = (opened.file.name.clone(), opened.file.size);
            let (_, bytes) = opened.range(0, size).await?;
            Ok(attachment(&name, "application/octet-stream", bytes)?)
        }
        Err(error) => {
            let to = (&posted.ctx, &*posted.view);
            back(&web, to, id, "scan", posted.state(faults(error)?)).await
        }
    }
}

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

fn paper(paper: CluePaper) -> Answer<Response> {
    Ok(attachment(&paper.name, DOCX, paper.bytes)?)
}

async fn letter(State(web): State<Web>, Path(id): Path<ClueId>, reader: Reader) -> Answer<Response> {
    let key = reader.view.address.get("key").and_then(|key| key.parse().ok()).filter(|key| *key > 0);
    paper(web.app().clue_letter(&reader.ctx, id, key).await?)
}

async fn list(State(web): State<Web>, Path(id): Path<ClueId>, posted: Posted) -> Answer<Response> {
    match web.app().clue_package_list(&posted.ctx, id, key(&posted), posted.value("reason")).await {
        Ok(made) => paper(made),
        Err(error) => {
            let to = (&posted.ctx, &*posted.view);
            back(&web, to, id, "list", posted.state(faults(error)?)).await
        }
    }
}

async fn sheet(State(web): State<Web>, Path(id): Path<TransferId>, reader: Reader) -> Answer<Response> {
    paper(web.app().clue_hand_over_sheet(&reader.ctx, id).await?)
}

async fn hand_over(State(web): State<Web>, Path(id): Path<ClueId>, posted: Posted) -> Answer<Response> {
    let to = (&posted.ctx, &*posted.view);
    let mut fields = Fields::of(&posted.pairs);
    let decided = fields.optional_day("decided");
    if !fields.errors.is_empty() {
        return back(&web, to, id, "hand-over", posted.state(fields.errors)).await;
    }
    let text = |name: &str| posted.value(name).to_owned();
    let act = HandOverClue {
        clue: id,
        key: key(&posted),
        version: version(&posted),
        letter: text("letter"),
        seal: text("seal"),
        to: text("to"),
        on: None,
        decided,
        second: text("second"),
        password: text("password"),
    };
    carry(&web, to, id, ("hand-over", &|e| posted.state(e)), (&act, "clue-handed-over-done")).await
}

/// Where a hand-over has its page: the receiver's own, or the clue for its keeper.
async fn find(State(web): State<Web>, Path(id): Path<TransferId>, reader: Reader) -> Answer<Response> {
    let clue = web.app().clue_of_transfer(&reader.ctx, id).await?;
    let to = clue.map_or_else(|| format!("/received/{id}"), address);
    Ok(Redirect::to(&to).into_response())
}

async fn receipt(State(web): State<Web>, Path(id): Path<TransferId>, posted: Posted) -> Answer<Response> {
    let clue = web.app().clue_of_transfer(&posted.ctx, id).await?.ok_or(Error::NotFound)?;
    let to = (&posted.ctx, &*posted.view);
    let mut fields = Fields::of(&posted.pairs);
    let Some(on) = fields.day("on") else {
        return back(&web, to, clue, "receipt", posted.state(fields.errors)).await;
    };
    let seal_whole = posted.value("seal") != "no";
    let act = NoteReceipt { transfer: id, by: posted.value("by").to_owned(), on, seal_whole };
    carry(&web, to, clue, ("receipt", &|e| posted.state(e)), (&act, "clue-receipt-done")).await
}

async fn outcome(State(web): State<Web>, Path(id): Path<TransferId>, posted: Posted) -> Answer<Response> {
    let clue = web.app().clue_of_transfer(&posted.ctx, id).await?.ok_or(Error::NotFound)?;
    let to = (&posted.ctx, &*posted.view);
    let mut fields = Fields::of(&posted.pairs);
    let Some(on) = fields.day("on") else {
        return back(&web, to, clue, "outcome", posted.state(fields.errors)).await;
    };
    let act = NoteOutcome { transfer: id, kind: posted.value("kind").to_owned(), on };
    carry(&web, to, clue, ("outcome", &|e| posted.state(e)), (&act, "clue-outcome-done")).await
}
