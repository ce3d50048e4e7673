//! The items and measures of one engagement while an act works on them, and problems of a feedback put on it.

use super::{Item, Measure, OnLedger, Summary};
use crate::{Error, Prep};
use domain::deadline::{DeadlineRules, due};
use domain::engagement::Kept;
use domain::feedback::Feedback;
use domain::rectification::late::{RuleDays, next_report};
use domain::rectification::{ItemKind, Origin, RectificationRules, State};
use kernel::calendar::WorkCalendar;
use kernel::{Day, EngagementId, ItemId, MeasureId, RoundId};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use store::{Changes, Stored, rectification as records, round as rounds};

/// The period of what is to be corrected at once.
const IMMEDIATE: &str = "immediate_rectification";
/// The period between two reports on what goes on.
const LONG_TERM: &str = "rectification_long_term";

/// The items and measures of an engagement, with what an act changes of them.
pub(crate) struct Ledger {
    items: BTreeMap<ItemId, Stored<OnLedger>>,
    measures: BTreeMap<MeasureId, Stored<Measure>>,
    changed_items: BTreeMap<ItemId, Item>,
    changed_measures: BTreeMap<MeasureId, Measure>,
}

impl Ledger {
    /// Reads the ledger of an engagement.
    pub(crate) async fn load(prep: &mut Prep<'_>, engagement: EngagementId) -> Result<Self, Error> {
        let items = records::of_engagement(&mut prep.conn, engagement).await?;
        let measures = records::measures(&mut prep.conn, engagement).await?;
        Ok(Self {
            items: items.into_iter().map(|i| (i.item.id, i)).collect(),
            measures: measures.into_iter().map(|m| (m.id, m)).collect(),
            changed_items: BTreeMap::new(),
            changed_measures: BTreeMap::new(),
        })
    }

    /// An item as it was read.
    pub(crate) fn stored(&self, id: ItemId) -> Result<&Stored<OnLedger>, Error> {
        self.items.get(&id).ok_or(Error::NotFound)
    }

    /// An item as the act has it now.
    pub(crate) fn item(&self, id: ItemId) -> Result<Item, Error> {
        if let Some(item) = self.changed_items.get(&id) {
            return Ok(item.clone());
        }
        Ok(self.stored(id)?.item.clone())
    }

    /// Every item as the act has it now.
    pub(crate) fn items(&self) -> Vec<&Item> {
        let now = |item: &'_ Stored<OnLedger>| item.item.id;
        self.items.values().map(|item| self.changed_items.get(&now(item)).unwrap_or(&item.item)).collect()
    }

    /// Every measure as the act has it now.
    pub(crate) fn measures(&self) -> Vec<&Measure> {
        let known = self.measures.values().map(|m| self.changed_measures.get(&m.id).unwrap_or(&m.value));
        let new = self.changed_measures.values().filter(|m| !self.measures.contains_key(&m.id));
        known.chain(new).collect()
    }

    /// Replaces an item.
    pub(crate) fn change_item(&mut self, item: Item) {
        self.changed_items.insert(item.id, item);
    }

    /// Replaces or adds a measure.
    pub(crate) fn change_measure(&mut self, measure: Measure) {
        self.changed_measures.insert(measure.id, measure);
    }

    /// The rules of an item: those in force when it came on the ledger.
    pub(crate) async fn rules(&self, prep: &mut Prep<'_>, id: ItemId) -> Result<RectificationRules, Error> {
        let begun = self.stored(id)?.begun;
        Ok(prep.app.ruleset::<RectificationRules>(&mut prep.conn, begun).await?.rules)
    }

    /// Writes what was changed, and with it what lists find and count by of every item that it touches.
    pub(crate) async fn write(self, prep: &mut Prep<'_>, changes: &mut Changes) -> Result<(), Error> {
        let mut touched: BTreeSet<ItemId> = self.changed_items.keys().copied().collect();
        for measure in self.changed_measures.values() {
            touched.extend(&measure.items);
            touched.extend(self.measures.get(&measure.id).iter().flat_map(|old| &old.items));
        }
        for measure in self.changed_measures.values() {
            match self.measures.get(&measure.id) {
                Some(old) => changes.update(old, measure)?,
                None => changes.insert(measure)?,
            }
        }
        let all = self.measures();
        let mut reckoning = Reckoning::default();
        for id in touched {
            let Some(old) = self.items.get(&id) else { continue };
            let item = self.changed_items.get(&id).unwrap_or(&old.item);
            let summary = reckoning.summary(prep, (item, old.begun), &all).await?;
            let new = OnLedger { round: old.round, begun: old.begun, summary, item: item.clone() };
            if new != old.value {
                changes.update(old, &new)?;
            }
        }
        Ok(())
    }
}

/// Rules read once for the items of one act.
#[derive(Default)]
pub(super) struct Reckoning {
    rules: BTreeMap<Day, (RectificationRules, DeadlineRules, WorkCalendar)>,
}

impl Reckoning {
    /// What lists find and count an item by.
    pub(super) async fn summary(
        &mut self,
        prep: &mut Prep<'_>,
        (item, begun): (&Item, Day),
        measures: &[&Measure],
    ) -> Result<Summary, Error> {
        if let Entry::Vacant(vacant) = self.rules.entry(begun) {
            let rules = prep.app.ruleset::<RectificationRules>(&mut prep.conn, begun).await?.rules;
            let deadlines = prep.app.ruleset::<DeadlineRules>(&mut prep.conn, begun).await?.rules;
            let calendar = prep.app.ruleset::<WorkCalendar>(&mut prep.conn, begun).await?.rules;
            vacant.insert((rules, deadlines, calendar));
        }
        let Some((rules, deadlines, calendar)) = self.rules.get(&begun) else {
            return Err(Error::Internal("rules that were just read".into()));
        };
        let days = rule_days(item, begun, measures, (deadlines, calendar));
        Ok(Summary::of(item, measures, days, rules))
    }
}

/// The days that rules give where people's words name none.
fn rule_days(
    item: &Item,
    begun: Day,
    measures: &[&Measure],
    (deadlines, calendar): (&DeadlineRules, &WorkCalendar),
) -> RuleDays {
    let immediate = deadlines.of(IMMEDIATE).map(|rule| due(calendar, begun, rule.period).day);
    let report = match (&item.state, deadlines.of(LONG_TERM)) {
        (State::Continued { since }, Some(rule)) => {
            let own = measures.iter().filter(|m| m.items.contains(&item.id));
            let reports: Vec<Day> = own.flat_map(|m| &m.progress).map(|progress| progress.on).collect();
            Some(next_report(*since, &reports, rule, calendar))
        }
        _ => None,
    };
    RuleDays { immediate, report }
}

/// The codes of new items: `9-014`, counted on within the round.
pub(super) async fn codes(
    prep: &mut Prep<'_>,
    (round, number): (RoundId, u16),
    many: usize,
) -> Result<Vec<String>, Error> {
    let last = records::last_serial(&mut prep.conn, round).await?;
    Ok((last + 1..).take(many).map(|serial| format!("{number}-{serial:03}")).collect())
}

/// The number of a round.
pub(super) async fn number_of(prep: &mut Prep<'_>, round: RoundId) -> Result<u16, Error> {
    Ok(rounds::get(&mut prep.conn, round).await?.ok_or(Error::NotFound)?.number.0)
}

/// An item as it comes on the ledger.
pub(super) fn fresh(
    (id, kept): (ItemId, &Kept),
    (number, code): (u32, String),
    (origin, kind): (Origin, ItemKind),
    (group, title): (&str, &str),
) -> Item {
    Item {
        id,
        engagement: kept.engagement.id,
        unit: kept.unit,
        number,
        code,
        origin,
        kind,
        group: group.trim().to_owned(),
        title: title.trim().to_owned(),
        claim: None,
        listed_department: String::new(),
        objections: Vec::new(),
        root_cause: String::new(),
        goals: Vec::new(),
        due: None,
        declaration: None,
        rebounds: 0,
        steps: Vec::new(),
        state: State::FedBack,
    }
}

/// The number behind the last one on an engagement's ledger.
pub(super) async fn next_number(prep: &mut Prep<'_>, engagement: EngagementId) -> Result<u32, Error> {
    let items = records::of_engagement(&mut prep.conn, engagement).await?;
    Ok(items.iter().map(|item| item.number).max().unwrap_or(0) + 1)
}

/// Puts every problem of a feedback on the ledger, from the day the leading body signed.
pub(crate) async fn put_on_ledger(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    kept: &Kept,
    (feedback, on): (&Feedback, Day),
) -> Result<(), Error> {
    let round = number_of(prep, kept.round).await?;
    let codes = codes(prep, (kept.round, round), feedback.problems.len()).await?;
    let first = next_number(prep, kept.engagement.id).await?;
    let mut reckoning = Reckoning::default();
    for ((problem, code), number) in feedback.problems.iter().zip(codes).zip(first..) {
        let id = ItemId::new(prep.app.clock(), prep.app.rng());
        let origin = Origin::Feedback { feedback: feedback.id, number: problem.number };
        let words = (problem.group.as_str(), problem.title.as_str());
        let item = fresh((id, kept), (number, code), (origin, ItemKind::TimeLimit), words);
        let summary = reckoning.summary(prep, (&item, on), &[]).await?;
        changes.insert(&OnLedger { round: kept.round, begun: on, summary, item })?;
    }
    Ok(())
}
