//! The nightly balance of clues (H6): the journal's numbers against the clues there are, hand-overs against dispositions,
//! hand-overs against their receipts. Kept as a record each night, and shown until it is clear.

use crate::{Act, App, Channel, Ctx, Error, Prep, Prepared, Right, View};
use domain::clue::{Clue, ClueBalance};
use domain::permission::{Action, Scope};
use kernel::id::{ClueId, TransferId};
use kernel::{EngagementId, Message, RecordId, Timestamp};
use std::collections::BTreeMap;
use store::clue::{self as clues, NightlyBalance};
use store::{Changes, Stored};

/// Kind of the job that counts.
pub(crate) const COUNT: &str = "clue-balance";
/// How many clues one read takes.
const AT_ONCE: i64 = 500;

/// When the count is due next: shortly after the next midnight.
pub(crate) fn next_count(app: &App) -> Timestamp {
    app.today().plus_days(1).start(app.offset()).plus_seconds(300)
}

/// Counts a night. The worker's alone.
struct CountClues;

impl Act for CountClues {
    const NAME: &'static str = "clue-balance";
    type Done = usize;

    fn right(&self) -> Right {
        Right::Program
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<usize>, Error> {
        let day = prep.today();
        let Counted { figures, faults, engagements } = count(prep).await?;
        let label = day.to_string();
        let done = faults.len();
        let changes = match clues::balance_of(&mut prep.conn, day).await? {
            Some(old) => {
                let mut changes = Changes::about("clue_balance", old.value.id, label);
                changes
                    .update(&old, &NightlyBalance { figures, faults, engagements, ..old.value.clone() })?;
                changes
            }
            None => {
                let id = RecordId(kernel::id::time_ordered(prep.app.clock(), prep.app.rng()));
                let mut changes = Changes::about("clue_balance", id, label);
                changes.insert(&NightlyBalance { id, day, figures, faults, engagements })?;
                changes
            }
        };
        Ok(Prepared { changes, done })
    }
}

/// What a night finds.
struct Counted {
    figures: ClueBalance,
    faults: Vec<Message>,
    engagements: Vec<(EngagementId, ClueBalance)>,
}

/// The figures of each engagement: what the journal knows of against the clues there are.
async fn by_engagement(
    prep: &mut Prep<'_>,
    all: &[Stored<Clue>],
) -> Result<Vec<(EngagementId, ClueBalance)>, Error> {
    let mut received: BTreeMap<EngagementId, usize> = BTreeMap::new();
    for (engagement, n) in clues::journalled_by(&mut prep.conn).await? {
        received.insert(engagement, usize::try_from(n).unwrap_or_default());
    }
    for clue in all {
        received.entry(clue.engagement).or_default();
    }
    let own = |id: EngagementId| all.iter().map(|c| &c.value).filter(move |c| c.engagement == id);
    Ok(received.into_iter().map(|(id, n)| (id, ClueBalance::count(n, own(id)))).collect())
}

async fn count(prep: &mut Prep<'_>) -> Result<Counted, Error> {
    let today = prep.today();
    let journalled = usize::try_from(clues::journalled(&mut prep.conn).await?).unwrap_or_default();
    let all = every(prep).await?;
    let figures = ClueBalance::count(journalled, all.iter().map(|c| &c.value));
    let mut faults = Vec::new();
    if figures.difference() > 0 {
        let there = figures.handed_over + figures.open + figures.withdrawn;
        faults.push(
            Message::new("clue-balance-numbers").with("received", figures.received).with("there", there),
        );
    }
    let transfers = clues::every_transfer(&mut prep.conn).await?;
    let known: BTreeMap<TransferId, ClueId> = transfers.iter().map(|t| (t.value.id, t.clue)).collect();
    let mut expected = 0_usize;
    for clue in &all {
        for id in handed(clue) {
            expected += 1;
            if known.get(&id) != Some(&clue.id) {
                faults.push(Message::new("clue-balance-no-transfer").with("number", clue.number.as_str()));
            }
        }
    }
    if expected != transfers.len() {
        let message = Message::new("clue-balance-transfers").with("expected", expected);
        faults.push(message.with("there", transfers.len()));
    }
    let open: Vec<TransferId> =
        transfers.iter().filter(|t| t.receipt.is_none()).map(|t| t.value.id).collect();
    for (id, due) in clues::due(&mut prep.conn, &open).await? {
        if due < today
            && let Some(late) = transfers.iter().find(|t| t.value.id == id)
        {
            let message = Message::new("clue-balance-no-receipt").with("number", late.number.as_str());
            faults.push(message.with("on", late.on).with("due", due));
        }
    }
    let engagements = by_engagement(prep, &all).await?;
    Ok(Counted { figures, faults, engagements })
}

fn handed(clue: &Clue) -> Vec<TransferId> {
    let all = clue.dispositions();
    all.iter().filter_map(|(_, d)| d.and_then(|d| d.hand_over.as_ref())).map(|h| h.transfer).collect()
}

async fn every(prep: &mut Prep<'_>) -> Result<Vec<Stored<Clue>>, Error> {
    let mut all: Vec<Stored<Clue>> = Vec::new();
    loop {
        let after = all.last().map(|c| c.id);
        let some = clues::every(&mut prep.conn, after, AT_ONCE).await?;
        if some.is_empty() {
            return Ok(all);
        }
        all.extend(some);
    }
}

/// The balance of clues by engagement.
#[derive(Clone, Debug)]
pub struct ClueSheet {
    /// The night that found it.
    pub night: Stored<NightlyBalance>,
    /// Each engagement's.
    pub lines: Vec<ClueSheetLine>,
}

/// An engagement's clues in double entry.
#[derive(Clone, Debug)]
pub struct ClueSheetLine {
    /// The engagement.
    pub engagement: EngagementId,
    /// Its unit.
    pub unit: String,
    /// The figures.
    pub balance: ClueBalance,
}

impl App {
    /// Counts tonight's balance of clues; nothing before set-up.
    pub(crate) async fn count_clues(&self) -> Result<(), Error> {
        let mut conn = self.db().read().await?;
        let set_up = store::account::instance(&mut conn).await?.is_some();
        let any =
            !clues::every(&mut conn, None, 1).await?.is_empty() || clues::journalled(&mut conn).await? > 0;
        drop(conn);
        if set_up && any {
            self.perform(&self.own_ctx("worker", Channel::Job), &CountClues).await?;
        }
        Ok(())
    }

    /// The balances of the last nights, the newest first.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn clue_balances(&self, ctx: &Ctx) -> Result<Vec<Stored<NightlyBalance>>, Error> {
        let View { mut conn, .. } = self.view(ctx, Action::ClueFile, Scope::Global).await?;
        Ok(clues::balances(&mut conn, 60).await?)
    }

    /// The clues of each engagement as the newest night found them, what does not add up first; the night itself with
    /// what it found besides.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn clue_balance_sheet(&self, ctx: &Ctx) -> Result<Option<ClueSheet>, Error> {
        let View { mut conn, .. } = self.view(ctx, Action::ClueFile, Scope::Global).await?;
        let Some(night) = clues::newest_balance(&mut conn).await? else { return Ok(None) };
        let ids = night.engagements.iter().map(|(id, _)| *id);
        let names = crate::petition::unit_names(&mut conn, ids).await?;
        let line = |(engagement, balance): &(EngagementId, ClueBalance)| ClueSheetLine {
            engagement: *engagement,
            unit: names.get(engagement).cloned().unwrap_or_default(),
            balance: *balance,
        };
        let mut lines: Vec<ClueSheetLine> = night.engagements.iter().map(line).collect();
        lines.sort_by_key(|line| std::cmp::Reverse(line.balance.difference()));
        Ok(Some(ClueSheet { night, lines }))
    }

    /// The newest balance while it is not clear; `None` once it is.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn unclear_clue_balance(&self, ctx: &Ctx) -> Result<Option<Stored<NightlyBalance>>, Error> {
        let View { mut conn, .. } = self.view(ctx, Action::ClueFile, Scope::Global).await?;
        Ok(clues::newest_balance(&mut conn).await?.filter(|balance| !balance.faults.is_empty()))
    }
}
