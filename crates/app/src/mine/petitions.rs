//! Petitions that wait for the reader's team: to screen, to decide on, to refer, to answer, to close; and referrals that are late.

use super::{Gathering, MOST, Source, Waiting};
use crate::{App, Ctx, Error};
use domain::permission::{Action, Scope};
use domain::petition::{Petition, Standing};
use kernel::{EngagementId, Message, PageRequest, RecordId, UnitId};
use store::petition::{self as petitions, Filter};
use store::{Stored, deadline as deadlines, engagement as engagements, unit as units};

/// Petitions.
pub(super) const SOURCE: Source = Source {
    code: "petition",
    name: || Message::new("mine-source-petition"),
    stamp: "信",
    solid: false,
    gather: |app, ctx| -> Gathering<'_> { Box::pin(gather(app, ctx)) },
};

/// Standings in which something is left to do.
const OPEN: [Standing; 7] = [
    Standing::Registered,
    Standing::In,
    Standing::Out,
    Standing::Handled,
    Standing::Referred,
    Standing::Received,
    Standing::Outcome,
];

async fn gather(app: &App, ctx: &Ctx) -> Result<Vec<Waiting>, Error> {
    if !ctx.may(Action::PetitionHandle, Scope::Global) {
        return Ok(Vec::new());
    }
    let viewer = ctx.viewer()?;
    let mut conn = app.db().read().await?;
    let filter = Filter { standings: OPEN.map(Standing::code).to_vec(), ..Filter::default() };
    let page = PageRequest { after: None, size: u32::try_from(MOST).unwrap_or(u32::MAX) };
    let own: Vec<EngagementId> =
        engagements::own(&mut conn, &viewer).await?.into_iter().map(|e| e.engagement.id).collect();
    let found = petitions::list(&mut conn, &viewer, (&filter, &own), &page).await?.items;
    let ids: Vec<RecordId> = found.iter().map(|p| p.value.id.into()).collect();
    let due = deadlines::next_due(&mut conn, "petition", &ids).await?;
    let ids: Vec<_> = found.iter().map(|p| p.engagement).collect();
    let homes = engagements::many(&mut conn, &ids).await?;
    let named = units::many(&mut conn, &homes.iter().map(|e| e.unit).collect::<Vec<UnitId>>()).await?;
    let unit = |petition: &Petition| {
        let home = homes.iter().find(|e| e.engagement.id == petition.engagement)?;
        named.iter().find(|unit| unit.id == home.unit).map(|unit| unit.name.clone())
    };
    let today = app.today();
    let line = |petition: &Stored<Petition>| {
        let due = due.get(&petition.value.id.into()).copied();
        let (why, step) = step(ctx, petition, due.is_some_and(|due| due < today))?;
        let beginning: String = petition.content.text.chars().take(24).collect();
        Some(Waiting {
            source: SOURCE.code,
            kind: "petition",
            id: petition.value.id.into(),
            title: format!("{} {beginning}", petition.number),
            place: unit(petition).unwrap_or_default(),
            why: Message::new(why),
            step: Message::new(step),
            due,
            stands_for: Vec::new(),
        })
    };
    Ok(found.iter().filter_map(line).collect())
}

/// Why a petition waits for the reader, and what comes next.
fn step(ctx: &Ctx, petition: &Petition, late: bool) -> Option<(&'static str, &'static str)> {
    let scope = Scope::One(petition.engagement.0);
    if !ctx.may(Action::PetitionHandle, scope) {
        return None;
    }
    let owes_answer = petition.content.naming.is_real_name() && petition.answer.is_none();
    Some(match petition.standing() {
        Standing::Registered => ("mine-why-petition-registered", "mine-step-screen"),
        Standing::In => ("mine-why-petition-in", "mine-step-handle"),
        Standing::Out if petition.on_paper.is_some() => {
            // Whoever recorded the paper waits for another.
            let by = petition.on_paper.as_ref().map(|paper| paper.by.user);
            if ctx.signed().is_ok_and(|signed| Some(signed.account) == by) {
                return None;
            }
            ("mine-why-paper-check", "mine-step-check")
        }
        Standing::Out if ctx.may(Action::PetitionRefer, scope) => {
            ("mine-why-petition-out", "mine-step-refer")
        }
        Standing::Handled | Standing::Outcome if owes_answer => {
            ("mine-why-petition-answer", "mine-step-answer")
        }
        Standing::Handled | Standing::Outcome => ("mine-why-petition-close", "mine-step-close"),
        Standing::Referred if late => ("mine-why-petition-receipt", "mine-step-follow"),
        Standing::Received if late => ("mine-why-petition-outcome", "mine-step-follow"),
        _ => return None,
    })
}
