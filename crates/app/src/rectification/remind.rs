//! What is late everywhere, and reminders of growing weight, each kept (E4).
//!
//! One step sends the reminder whose turn it is by the ruleset; a weighty one waits for its approval, which is a
//! decision like any other.

use super::{Item, OnLedger, Reminder, ReminderState, about};
use crate::decision::clerk;
use crate::notice::{ItemNews, News};
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right, View};
use domain::Refusal;
use domain::deadline::distance;
use domain::permission::{Action, Scope};
use domain::rectification::RectificationRules;
use domain::rectification::late::{LateEntry, Reminded, next_reminder, order};
use domain::rectification::rules::ReminderStep;
use kernel::{Cursor, Day, ItemId, Message, Page, PageRequest, RecordId, UnitId};
use serde::{Deserialize, Serialize};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use store::{Changes, Stored, rectification as records, unit as units};

/// Most lines of the list of what is late.
const MOST: i64 = 500;

/// The reminders that were sent, as the rules count them.
fn sent(reminders: &[Stored<Reminder>]) -> Vec<Reminded> {
    let one = |reminder: &Stored<Reminder>| match &reminder.state {
        ReminderState::Sent { on, .. } => Some(Reminded { code: reminder.code.clone(), on: *on }),
        ReminderState::Proposed | ReminderState::Refused => None,
    };
    reminders.iter().filter_map(one).collect()
}

/// Sends the reminder whose turn it is, or puts it up for approval.
#[derive(Clone, Debug, Deserialize)]
pub struct RemindItem {
    /// The unit.
    pub unit: UnitId,
    /// The item.
    pub item: ItemId,
}

impl Act for RemindItem {
    const NAME: &'static str = "item-remind";
    type Done = bool;

    fn right(&self) -> Right {
        Right::Needs(Action::ItemRemind, Scope::One(self.unit.0))
    }

    /// True when it was sent, false when it waits for its approval.
    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<bool>, Error> {
        let old = records::get(&mut prep.conn, self.item).await?;
        let old = old.filter(|i| i.unit == self.unit).ok_or(Error::NotFound)?;
        let before = records::reminders(&mut prep.conn, self.item).await?;
        let mut changes = about(&old);
        let done = remind(prep, &mut changes, &old, &before).await?;
        Ok(Prepared { changes, done })
    }
}

/// Most items that one act reminds of.
pub const MOST_AT_ONCE: usize = 200;

/// Sends, of several items, each reminder whose turn it is, or puts it up for approval. What has none today is left out.
#[derive(Clone, Debug, Deserialize)]
pub struct RemindItems {
    /// The items.
    pub items: Vec<ItemId>,
}

/// What came of reminding of several items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemindedItems {
    /// Sent.
    pub sent: usize,
    /// Waiting for their approval now.
    pub proposed: usize,
    /// Without a turn today.
    pub left_out: usize,
}

impl Act for RemindItems {
    const NAME: &'static str = "items-remind";
    type Done = RemindedItems;

    fn right(&self) -> Right {
        Right::Needs(Action::ItemRemind, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<RemindedItems>, Error> {
        let chosen: BTreeSet<ItemId> = self.items.iter().copied().collect();
        if chosen.is_empty() {
            return Err(Refusal::new("rectification-remind-none-chosen").into());
        }
        if chosen.len() > MOST_AT_ONCE {
            let message = Message::new("rectification-remind-too-many").with("most", MOST_AT_ONCE);
            return Err(Refusal(message).into());
        }
        let ids: Vec<ItemId> = chosen.into_iter().collect();
        let items = records::many(&mut prep.conn, &ids).await?;
        if items.len() != ids.len() {
            return Err(Error::NotFound);
        }
        let mut before = by_item(records::reminders_of(&mut prep.conn, &ids).await?);
        let mut changes = Changes::about("ledger", RecordId(prep.ctx.act.0), label(&items));
        let mut done = RemindedItems::default();
        for item in &items {
            let reminders = before.remove(&item.item.id).unwrap_or_default();
            match remind(prep, &mut changes, item, &reminders).await {
                Ok(true) => done.sent += 1,
                Ok(false) => done.proposed += 1,
                Err(Error::Refused(_)) => done.left_out += 1,
                Err(other) => return Err(other),
            }
        }
        if changes.is_empty() {
            return Err(Refusal::new("rectification-remind-none-due").into());
        }
        Ok(Prepared { changes, done })
    }
}

/// What the journal calls several items: their codes, of many the first and how many there are.
fn label(items: &[Stored<OnLedger>]) -> String {
    /// Codes that a line of the journal has room for.
    const NAMED: usize = 6;
    let codes: Vec<&str> = items.iter().take(NAMED).map(|item| item.code.as_str()).collect();
    let rest = if items.len() > NAMED { format!(" … ({})", items.len()) } else { String::new() };
    format!("{}{rest}", codes.join(" "))
}

/// Adds the reminder of an item whose turn it is; true when it is sent, false when it waits for its approval.
async fn remind(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    item: &Stored<OnLedger>,
    before: &[Stored<Reminder>],
) -> Result<bool, Error> {
    let due = item.summary.due.ok_or_else(|| Refusal::new("rectification-reminder-not-due"))?;
    if before.iter().any(|r| r.state == ReminderState::Proposed) {
        return Err(Refusal::new("rectification-reminder-waits").into());
    }
    let today = prep.today();
    let rules = prep.app.ruleset::<RectificationRules>(&mut prep.conn, item.begun).await?.rules;
    let step = next_reminder(due, today, &sent(before), &rules);
    let step = step.ok_or_else(|| Refusal::new("rectification-reminder-not-yet"))?;
    let state = if step.approval {
        ReminderState::Proposed
    } else {
        ReminderState::Sent { on: today, decision: None }
    };
    let reminder = Reminder {
        id: RecordId(kernel::id::time_ordered(prep.app.clock(), prep.app.rng())),
        item: item.item.id,
        unit: item.unit,
        code: step.code.clone(),
        name: step.name.clone(),
        to: step.to.clone(),
        due,
        by: clerk(prep).await?,
        state,
    };
    changes.relies_on(item);
    changes.insert(&reminder)?;
    if !step.approval {
        tell(prep, changes, item, &reminder)?;
    }
    Ok(!step.approval)
}

/// Reminders by the item they are of.
fn by_item(all: Vec<Stored<Reminder>>) -> BTreeMap<ItemId, Vec<Stored<Reminder>>> {
    let mut by_item: BTreeMap<ItemId, Vec<Stored<Reminder>>> = BTreeMap::new();
    for reminder in all {
        by_item.entry(reminder.item).or_default().push(reminder);
    }
    by_item
}

/// Tells those whom a reminder addresses.
pub(super) fn tell(
    prep: &Prep<'_>,
    changes: &mut Changes,
    item: &Item,
    reminder: &Reminder,
) -> Result<(), Error> {
    for to in &reminder.to {
        let what = ItemNews::Reminded { to: *to, name: reminder.name.clone(), due: reminder.due };
        News::item(item, what).tell(changes, prep)?;
    }
    Ok(())
}

/// A line of the list of what is late.
#[derive(Clone, Debug)]
pub struct LateLine {
    /// Its place by the rules of the list.
    pub entry: LateEntry,
    /// The item.
    pub item: Stored<OnLedger>,
    /// The unit.
    pub unit: String,
    /// The reminders so far.
    pub reminders: Vec<Stored<Reminder>>,
    /// The reminder whose turn it is today.
    pub next: Option<ReminderStep>,
}

impl LateLine {
    /// The reminder that waits for its approval.
    pub fn proposed(&self) -> Option<&Reminder> {
        self.reminders.iter().find(|r| r.state == ReminderState::Proposed).map(|r| &r.value)
    }
}

impl App {
    /// What is late, a page at a time, in the order of [`App::late_items`].
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn late_page(&self, ctx: &Ctx, page: &PageRequest) -> Result<Page<LateLine>, Error> {
        let mut all = self.late_items(ctx).await?;
        // The order rests on what every line holds, so that a page is cut from all; the cursor tells how many came before.
        let place = |line: &LateLine| all.iter().position(|other| other.item.item.id == line.item.item.id);
        let before = page.after.as_ref().map_or(0, |after| {
            let found = all.iter().find(|line| line.item.item.id.0 == after.id).and_then(place);
            found.map_or_else(|| after.key.parse().unwrap_or(0), |at| at.saturating_add(1))
        });
        let rest = all.split_off(before.min(all.len()));
        let shown = usize::try_from(page.rows()).unwrap_or(usize::MAX).saturating_add(before);
        Ok(Page::cut(rest, page, |line: &LateLine| Cursor {
            key: shown.to_string(),
            id: line.item.item.id.0,
        }))
    }

    /// What is late in every unit: what came back first, then the longest late.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn late_items(&self, ctx: &Ctx) -> Result<Vec<LateLine>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::ItemRemind, Scope::Global).await?;
        let today = self.today();
        let items = records::late(&mut conn, &viewer, today, MOST).await?;
        let ids: Vec<ItemId> = items.iter().map(|i| i.item.id).collect();
        let mut by_item = by_item(records::reminders_of(&mut conn, &ids).await?);
        let unit_ids: Vec<UnitId> = items.iter().map(|i| i.unit).collect();
        let names = units::many(&mut conn, &unit_ids).await?;
        let mut rules: BTreeMap<Day, RectificationRules> = BTreeMap::new();
        for item in &items {
            if let Entry::Vacant(vacant) = rules.entry(item.begun) {
                let found = self.ruleset::<RectificationRules>(&mut conn, item.begun).await?.rules;
                vacant.insert(found);
            }
        }
        let mut entries = Vec::new();
        let mut lines: BTreeMap<ItemId, LateLine> = BTreeMap::new();
        for item in items {
            let (id, Some(due)) = (item.item.id, item.summary.due) else { continue };
            let Some(own) = rules.get(&item.begun) else { continue };
            let reminders = by_item.remove(&id).unwrap_or_default();
            let sent = sent(&reminders);
            let unit = names.iter().find(|u| u.id == item.unit);
            let place = (unit.map_or(0, |u| u.list_order), sent.len());
            let state = distance(due, today, own.near_days);
            let Some(entry) = LateEntry::of(&item, place, state, due) else { continue };
            let next = next_reminder(due, today, &sent, own).cloned();
            let unit = unit.map(|u| u.name.clone()).unwrap_or_default();
            entries.push(entry.clone());
            lines.insert(id, LateLine { entry, item, unit, reminders, next });
        }
        order(&mut entries);
        Ok(entries.into_iter().filter_map(|entry| lines.remove(&entry.item)).collect())
    }

    /// The names of the units that a reader sees items of.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn ledger_units(&self, ctx: &Ctx) -> Result<Vec<(UnitId, String)>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::LedgerView, Scope::Global).await?;
        let ids = records::units(&mut conn, &viewer).await?;
        let named = units::many(&mut conn, &ids).await?;
        Ok(named.into_iter().map(|u| (u.id, u.value.name)).collect())
    }
}
