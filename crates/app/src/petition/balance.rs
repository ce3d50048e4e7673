//! The nightly balance (H6): for each engagement, what the acts counted against what the register holds.
//!
//! Kept as a record whenever a night finds something new; what does not balance is shown until it does.

use crate::{Act, App, Channel, Ctx, Error, Prep, Prepared, Right};
use domain::permission::{Action, Scope};
use domain::petition::{Balance, BalanceSheet, Disposition, Standing};
use kernel::{Day, EngagementId, RecordId, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use store::changes::NewJob;
use store::{Changes, engagement as engagements, petition as petitions};

/// Kind of the nightly job.
pub(crate) const BALANCE: &str = "petitions-balance";

/// When the next balance is drawn: a quarter past midnight.
pub(crate) fn next_balance(app: &App) -> Timestamp {
    app.today().plus_days(1).start(app.offset()).plus_seconds(900)
}

/// Counts every engagement's petitions.
async fn draw(conn: &mut db::Conn) -> Result<BTreeMap<EngagementId, Balance>, Error> {
    let mut balances: BTreeMap<EngagementId, Balance> = BTreeMap::new();
    for (engagement, received) in petitions::counted(conn).await? {
        balances.entry(engagement).or_default().received = usize::try_from(received).unwrap_or(0);
    }
    for tally in petitions::tallies(conn).await? {
        let count = usize::try_from(tally.n).unwrap_or(0);
        let balance = balances.entry(EngagementId(tally.engagement)).or_default();
        let column = Disposition::ALL.into_iter().find(|d| d.code() == tally.disposition);
        if let Some(column) = column {
            balance.add(column, count);
        }
        if tally.standing == Standing::Referred.code() {
            balance.without_receipt += count;
        }
    }
    Ok(balances)
}

/// Keeps the balances that changed since the last night. The worker's alone.
struct BalancePetitions;

impl Act for BalancePetitions {
    const NAME: &'static str = "petition-balance";
    type Done = usize;

    fn right(&self) -> Right {
        Right::Program
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<usize>, Error> {
        let day = prep.today();
        let mut sheets: Vec<BalanceSheet> = Vec::new();
        for (engagement, balance) in draw(&mut prep.conn).await? {
            let before = petitions::sheet_before(&mut prep.conn, engagement).await?;
            if before.is_none_or(|before| before.balance != balance) {
                let id = RecordId(kernel::id::time_ordered(prep.app.clock(), prep.app.rng()));
                sheets.push(BalanceSheet { id, engagement, day, balance });
            }
        }
        let mut changes = match sheets.first() {
            Some(first) => Changes::about("petition_balance", first.id, day.to_string()),
            None => Changes::default(),
        };
        for sheet in &sheets {
            changes.insert(sheet)?;
        }
        // Likely pairs are worked out anew each night where a team is still at work, so that none is missed after a restore.
        let at_work = engagements::at_work(&mut prep.conn).await?;
        let at_work: BTreeSet<EngagementId> = at_work.iter().map(|kept| kept.engagement.id).collect();
        let registered = petitions::engagements(&mut prep.conn).await?;
        for engagement in registered.into_iter().filter(|id| at_work.contains(id)) {
            let payload = engagement.to_string();
            changes.queue(NewJob { kind: super::COMPARE, payload, due: prep.ctx.at });
        }
        Ok(Prepared { changes, done: sheets.len() })
    }
}

/// An engagement's newest balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceLine {
    /// The engagement.
    pub engagement: EngagementId,
    /// Its unit.
    pub unit: String,
    /// The day it was counted for.
    pub day: Day,
    /// The figures.
    pub balance: Balance,
}

/// The newest balances of what the reader may see, those that do not balance first.
pub type Balances = Vec<BalanceLine>;

impl App {
    /// Draws the balance of every engagement and keeps what changed. For the worker.
    ///
    /// # Errors
    /// As [`App::perform`].
    pub async fn balance_petitions(&self) -> Result<usize, Error> {
        let mut conn = self.db().read().await?;
        let none = petitions::engagements(&mut conn).await?.is_empty()
            && petitions::counted(&mut conn).await?.is_empty();
        drop(conn);
        if none {
            return Ok(0);
        }
        let ctx = self.own_ctx("worker", Channel::Job);
        Ok(self.perform(&ctx, &BalancePetitions).await?.done)
    }

    /// The newest balances: a team's own, or all for the office.
    ///
    /// # Errors
    /// [`Error::SignedOut`], or 404 for whoever sees no register at all.
    pub async fn petition_balances(&self, ctx: &Ctx) -> Result<Balances, Error> {
        if !ctx.may(Action::PetitionEnvelope, Scope::Global) {
            ctx.require(Action::PetitionView, Scope::Global)?;
        }
        let viewer = ctx.viewer()?;
        let mut conn = self.db().read().await?;
        let sheets = petitions::newest_sheets(&mut conn, &viewer).await?;
        let names = super::read::unit_names(&mut conn, sheets.iter().map(|s| s.engagement)).await?;
        let line = |sheet: store::Stored<BalanceSheet>| BalanceLine {
            engagement: sheet.engagement,
            unit: names.get(&sheet.engagement).cloned().unwrap_or_default(),
            day: sheet.day,
            balance: sheet.balance,
        };
        Ok(sheets.into_iter().map(line).collect())
    }
}
