//! What was handed to the reader's department or discipline body and is not answered yet: clues, matters, referrals.
//! Numbers alone for clues: what they say is sealed.

use super::{Gathering, MOST, Source, Waiting};
use crate::department::{HandedFilter, HandedLine, Owed, What};
use crate::{App, Ctx, Error};
use domain::permission::{Action, Scope};
use kernel::{Message, PageRequest};

/// What was received.
pub(super) const SOURCE: Source = Source {
    code: "received",
    name: || Message::new("mine-source-received"),
    stamp: "收",
    solid: true,
    gather: |app, ctx| -> Gathering<'_> { Box::pin(gather(app, ctx)) },
};

async fn gather(app: &App, ctx: &Ctx) -> Result<Vec<Waiting>, Error> {
    if !ctx.may(Action::ClueReceive, Scope::Global) {
        return Ok(Vec::new());
    }
    let open = HandedFilter { open: true, ..HandedFilter::default() };
    let page = PageRequest { after: None, size: u32::try_from(MOST).unwrap_or(u32::MAX) };
    let found = app.handed(ctx, &open, &page).await?;
    Ok(found.items.into_iter().map(line).collect())
}

fn line(line: HandedLine) -> Waiting {
    let (why, step) = match line.handed.owed {
        Owed::Receipt => ("mine-why-transfer-receipt", "mine-step-receipt"),
        Owed::Outcome | Owed::Nothing => ("mine-why-transfer-outcome", "mine-step-outcome"),
    };
    let kind = match line.handed.what {
        What::Clue => "clue_transfer",
        What::Matter => "received_matter",
        What::Referral => "petition_referral",
    };
    let title = if line.letter.is_empty() { line.number } else { format!("{} {}", line.number, line.letter) };
    Waiting {
        source: SOURCE.code,
        kind,
        id: line.handed.id,
        title,
        place: line.receiver,
        why: Message::new(why),
        step: Message::new(step),
        due: line.handed.due,
        stands_for: Vec::new(),
    }
}
