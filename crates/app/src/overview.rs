//! What the home page begins with: what has been begun, and how much waits for the reader.

use crate::rectification::{LedgerFilter, Slice};
use crate::{App, Ctx, Error};
use domain::permission::{Action, Scope};
pub use store::overview::Overview;

/// How many came to each step from petition to close-out, of what the reader sees; nothing for a step that is not theirs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Funnel {
    /// Petitions: in the registers for the office, in their own for a team.
    pub petitions: Option<i64>,
    /// Working papers.
    pub findings: Option<i64>,
    /// The figures of the ledger; empty for whoever sees none.
    pub ledger: Vec<(Slice, i64)>,
}

impl Funnel {
    /// Whether nothing came to any step yet.
    pub fn is_empty(&self) -> bool {
        let none = |n: Option<i64>| n.unwrap_or(0) == 0;
        none(self.petitions) && none(self.findings) && self.ledger.iter().all(|(_, n)| *n == 0)
    }
}

impl App {
    /// The way from petition to close-out in figures, by what the reader may see.
    ///
    /// # Errors
    /// [`Error::SignedOut`]; [`Error::Unavailable`].
    pub async fn funnel(&self, ctx: &Ctx) -> Result<Funnel, Error> {
        let viewer = ctx.viewer()?;
        let may = |action| ctx.may(action, Scope::Global);
        let mut funnel = Funnel::default();
        let mut conn = self.db().read().await?;
        if may(Action::PetitionEnvelope) || may(Action::PetitionView) {
            funnel.petitions = Some(store::overview::petitions(&mut conn, &viewer).await?);
        }
        if may(Action::FindingView) {
            funnel.findings = Some(store::overview::findings(&mut conn, &viewer).await?);
        }
        drop(conn);
        if may(Action::LedgerView) {
            funnel.ledger = self.ledger_figures(ctx, &LedgerFilter::default()).await?;
        }
        Ok(funnel)
    }

    /// The overview of whoever is signed in, by what they may see.
    ///
    /// # Errors
    /// [`Error::SignedOut`]; [`Error::Unavailable`].
    pub async fn overview(&self, ctx: &Ctx) -> Result<Overview, Error> {
        let viewer = ctx.viewer()?;
        let mut conn = self.db().read().await?;
        Ok(store::overview::overview(&mut conn, &viewer).await?)
    }
}
