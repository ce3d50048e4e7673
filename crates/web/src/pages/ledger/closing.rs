//! The chain by which an item closes, as forms.

use super::acts::ended;
use crate::Web;
use crate::pages::fields::{Fields, coded};
use crate::request::{Answer, Posted};
use crate::routes::{Needs, Routes};
use app::Error;
use app::rectification::{
    ConfirmedKind, DeclareItem, EvidenceKind, GoOnItem, ItemVerdict, Recheck, RecheckItem, ResumeItem,
    SendBackItem, SentTo, Sign, SignItem, ThreeQuestions, VerifyItem,
};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::permission::Action;
use kernel::{FieldError, ItemId, Message};

pub(super) fn routes(routes: Routes) -> Routes {
    let (report, verify) = (Needs::Right(Action::ItemReport), Needs::Right(Action::ItemVerify));
    // Whose turn it is says which right a signature or sending back needs; the act asks for the very one.
    let signs = Needs::Right(Action::LedgerView);
    routes
        .post("/ledger/{item}/declare", report, declare)
        .post("/ledger/{item}/resume", report, resume)
        .post("/ledger/{item}/sign", signs, sign)
        .post("/ledger/{item}/send-back", signs, send_back)
        .post("/ledger/{item}/verify", verify, verify_item)
        .post("/ledger/{item}/go-on", verify, go_on)
        .post("/ledger/{item}/recheck", verify, recheck)
}

fn version(posted: &Posted) -> Option<i64> {
    posted.value("version").parse().ok()
}

async fn declare(State(web): State<Web>, Path(id): Path<ItemId>, posted: Posted) -> Answer<Response> {
    let unit = web.app().unit_of_item(&posted.ctx, id).await?;
    let why = posted.value("why").to_owned();
    let act = DeclareItem { unit, item: id, version: version(&posted), why };
    let result = web.app().perform(&posted.ctx, &act).await.map(drop);
    ended(&web, &posted, id, ("declare", "ledger-declared"), result).await
}

async fn resume(State(web): State<Web>, Path(id): Path<ItemId>, posted: Posted) -> Answer<Response> {
    let unit = web.app().unit_of_item(&posted.ctx, id).await?;
    let result = web.app().perform(&posted.ctx, &ResumeItem { unit, item: id }).await.map(drop);
    ended(&web, &posted, id, ("resume", "ledger-resumed"), result).await
}

async fn sign(State(web): State<Web>, Path(id): Path<ItemId>, posted: Posted) -> Answer<Response> {
    let unit = web.app().unit_of_item(&posted.ctx, id).await?;
    let sign: Sign = coded(posted.value("sign")).ok_or(Error::NotFound)?;
    let password = posted.value("password").to_owned();
    let act = SignItem { unit, item: id, version: version(&posted), sign, password };
    let result = web.app().perform(&posted.ctx, &act).await.map(drop);
    let said = if sign == Sign::Review { "ledger-agreed" } else { "ledger-signed" };
    ended(&web, &posted, id, ("sign", said), result).await
}

async fn send_back(State(web): State<Web>, Path(id): Path<ItemId>, posted: Posted) -> Answer<Response> {
    let unit = web.app().unit_of_item(&posted.ctx, id).await?;
    let mut fields = Fields::of(&posted.pairs);
    let sign: Sign = coded(fields.text("sign")).ok_or(Error::NotFound)?;
    let to: SentTo = coded(fields.text("to")).unwrap_or(SentTo::Declaration);
    let due = fields.optional_day("due");
    let result = if fields.errors.is_empty() {
        let reason = fields.text("reason").to_owned();
        let act = SendBackItem { unit, item: id, version: version(&posted), sign, to, reason, due };
        web.app().perform(&posted.ctx, &act).await.map(drop)
    } else {
        Err(Error::Invalid(fields.errors))
    };
    ended(&web, &posted, id, ("send-back", "ledger-sent-back-done"), result).await
}

/// Kinds of evidence as the form confirms them: `kind-<measure>-<place>`.
fn kinds(fields: &Fields<'_>, pairs: &[(String, String)]) -> Vec<ConfirmedKind> {
    let one = |(name, _): &(String, String)| {
        let (measure, at) = name.strip_prefix("kind-")?.rsplit_once('-')?;
        let kind: EvidenceKind = coded(fields.text(name))?;
        Some(ConfirmedKind { measure: measure.parse().ok()?, at: at.parse().ok()?, kind })
    };
    pairs.iter().filter_map(one).collect()
}

fn verdict(fields: &mut Fields<'_>) -> Option<ItemVerdict> {
    match fields.text("verdict") {
        "closed" => {
            let mut yes = |name: &'static str| match fields.text(name) {
                "yes" => true,
                "no" => false,
                _ => {
                    fields.errors.push(FieldError::new(name, Message::new("ledger-question-missing")));
                    false
                }
            };
            let (solved, in_place, ledger_complete) =
                (yes("solved"), yes("in_place"), yes("ledger_complete"));
            Some(ItemVerdict::Closed { questions: ThreeQuestions { solved, in_place, ledger_complete } })
        }
        other => {
            let until = fields.day("until")?;
            let words = fields.text("words").to_owned();
            Some(if other == "basically" {
                ItemVerdict::Basically { rest: words, until }
            } else {
                ItemVerdict::Incomplete { reason: words, until }
            })
        }
    }
}

async fn verify_item(State(web): State<Web>, Path(id): Path<ItemId>, posted: Posted) -> Answer<Response> {
    let unit = web.app().unit_of_item(&posted.ctx, id).await?;
    let mut fields = Fields::of(&posted.pairs);
    let verdict = verdict(&mut fields);
    let kinds = kinds(&fields, &posted.pairs);
    let closes = fields.text("verdict") == "closed";
    let result = match verdict.filter(|_| fields.errors.is_empty()) {
        Some(verdict) => {
            let act = VerifyItem { unit, item: id, version: version(&posted), verdict, kinds };
            web.app().perform(&posted.ctx, &act).await.map(drop)
        }
        None => Err(Error::Invalid(fields.errors)),
    };
    let (form, said) =
        if closes { ("verify", "ledger-closed-done") } else { ("verdict", "ledger-verified-done") };
    ended(&web, &posted, id, (form, said), result).await
}

async fn go_on(State(web): State<Web>, Path(id): Path<ItemId>, posted: Posted) -> Answer<Response> {
    let unit = web.app().unit_of_item(&posted.ctx, id).await?;
    let act = GoOnItem { unit, item: id, version: version(&posted) };
    let result = web.app().perform(&posted.ctx, &act).await.map(drop);
    ended(&web, &posted, id, ("go-on", "ledger-went-on"), result).await
}

async fn recheck(State(web): State<Web>, Path(id): Path<ItemId>, posted: Posted) -> Answer<Response> {
    let unit = web.app().unit_of_item(&posted.ctx, id).await?;
    let mut fields = Fields::of(&posted.pairs);
    let found = match fields.text("found") {
        "held" => Some(Recheck::Held),
        "rebound" => fields
            .day("until")
            .map(|until| Recheck::Rebound { reason: fields.text("reason").to_owned(), until }),
        _ => {
            fields.errors.push(FieldError::new("found", Message::new("ledger-recheck-missing")));
            None
        }
    };
    let result = match found {
        Some(found) => {
            let act = RecheckItem { unit, item: id, version: version(&posted), found };
            web.app().perform(&posted.ctx, &act).await.map(drop)
        }
        None => Err(Error::Invalid(fields.errors)),
    };
    ended(&web, &posted, id, ("recheck", "ledger-rechecked"), result).await
}
