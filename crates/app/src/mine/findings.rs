//! Working papers that wait for the reader: to sign, to complete, to review, to sign off, to decide, to check from paper.

use super::{Gathering, MOST, Source, Waiting};
use crate::{App, Ctx, Error};
use domain::finding::{Kept, Noted, Standing};
use domain::permission::{Action, Scope};
use kernel::{EngagementId, Message, UnitId, UserId};
use std::collections::BTreeSet;
use store::{engagement as engagements, finding as findings, unit as units};

/// Working papers.
pub(super) const SOURCE: Source = Source {
    code: "finding",
    name: || Message::new("mine-source-finding"),
    stamp: "底",
    solid: true,
    gather: |app, ctx| -> Gathering<'_> { Box::pin(gather(app, ctx)) },
};

async fn gather(app: &App, ctx: &Ctx) -> Result<Vec<Waiting>, Error> {
    if !ctx.may(Action::FindingView, Scope::Global) {
        return Ok(Vec::new());
    }
    let signed = ctx.signed()?;
    let roles = Action::FindingView.entry().roles;
    let own = signed.held().into_iter().filter(|held| roles.contains(&held.role));
    let own: BTreeSet<EngagementId> = own
        .filter_map(|held| match held.scope {
            Scope::One(id) => Some(EngagementId(id)),
            _ => None,
        })
        .collect();
    let own: Vec<EngagementId> = own.into_iter().collect();
    let viewer = ctx.viewer()?;
    let mut conn = app.db().read().await?;
    let found = findings::undecided(&mut conn, &viewer, &own, MOST).await?;
    let homes = engagements::many(&mut conn, &own).await?;
    let named = units::many(&mut conn, &homes.iter().map(|e| e.unit).collect::<Vec<UnitId>>()).await?;
    let unit = |id: EngagementId| {
        let home = homes.iter().find(|e| e.engagement.id == id)?;
        named.iter().find(|unit| unit.id == home.unit).map(|unit| unit.name.clone())
    };
    let who = Reader { ctx, user: signed.account, name: &signed.name };
    let line = |kept: &store::Stored<Kept>| {
        let (why, step) = who.step(kept)?;
        Some(Waiting {
            source: SOURCE.code,
            kind: "finding",
            id: kept.finding.id.into(),
            title: format!("{} {}", kept.number, kept.paper.title),
            place: unit(kept.engagement).unwrap_or_default(),
            why: Message::new(why),
            step: Message::new(step),
            due: None,
            stands_for: Vec::new(),
        })
    };
    Ok(found.iter().filter_map(line).collect())
}

/// Who looks at the list.
struct Reader<'r> {
    ctx: &'r Ctx,
    user: UserId,
    name: &'r str,
}

impl Reader<'_> {
    /// Why a paper waits for the reader, and what comes next.
    fn step(&self, kept: &Kept) -> Option<(&'static str, &'static str)> {
        let may = |action| self.ctx.may(action, Scope::One(kept.engagement.0));
        if kept.mark.to_check {
            let checks = may(Action::FindingWrite) && !self.recorded(kept);
            return checks.then_some(("mine-why-finding-paper", "mine-step-check"));
        }
        match kept.mark.standing {
            Standing::Draft if !self.undertook(kept) || self.has_signed(kept) => None,
            Standing::Draft if kept.mark.blocked => Some(("mine-why-finding-lacks", "mine-step-complete")),
            Standing::Draft if may(Action::FindingSign) => Some(("mine-why-finding-sign", "mine-step-sign")),
            Standing::Signed if may(Action::FindingReview) => {
                Some(("mine-why-finding-review", "mine-step-review"))
            }
            Standing::Reviewed if may(Action::FindingDecide) => {
                Some(("mine-why-finding-sign-off", "mine-step-sign-off"))
            }
            Standing::SignedOff if may(Action::FindingDecide) => {
                Some(("mine-why-finding-meeting", "mine-step-meeting"))
            }
            _ => None,
        }
    }

    /// Whether the paper names the reader among those who undertook it, or bears their lapsed signature.
    fn undertook(&self, kept: &Kept) -> bool {
        kept.undertakers.iter().any(|name| name == self.name)
            || kept.signatures.iter().any(|signature| signature.by.user == self.user)
    }

    fn has_signed(&self, kept: &Kept) -> bool {
        let own = kept.signatures.iter().filter(|signature| signature.by.user == self.user);
        own.into_iter().any(|signature| signature.digest == kept.mark.digest)
    }

    /// Whether the reader recorded from paper what waits: another person checks it.
    fn recorded(&self, kept: &Kept) -> bool {
        let noted = [
            kept.decision.as_ref().map(|decision| &decision.noted),
            kept.view.as_ref().map(|view| &view.noted),
        ];
        let mut waiting = noted.into_iter().flatten().filter(|noted: &&Noted| !noted.how.has_effect());
        waiting.any(|noted| noted.by.user == self.user)
    }
}
