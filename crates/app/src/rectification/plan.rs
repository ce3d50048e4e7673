//! Planning an item: its kind by time, root cause, goals, and measures with owners and days.
//!
//! A deadline is written in people's words. Words that can mean one thing are understood; others come back with the
//! question, and the answer is a day or a class beside the same words.

use super::claim::Leader;
use super::{ItemKind, Measure, about, ledger_of, needed};
use crate::decision::clerk;
use crate::{Act, Error, Prep, Prepared, Right, version};
use domain::Refusal;
use domain::deadline::words::{self, Dated, Precision, Reading, Timing, Worded};
use domain::permission::{Action, Scope};
use domain::rectification::{AskedExtension, Goal, Item, RectificationRules, State};
use kernel::calendar::WorkCalendar;
use kernel::{Day, ItemId, MeasureId, Message, UnitId};
use serde::{Deserialize, Serialize};
use store::{Changes, rectification as records};

/// A goal as it is entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewGoal {
    /// What is to be reached.
    pub text: String,
    /// By when.
    pub due: Option<Day>,
}

/// Names kind, root cause and goals. Goals that were reached stay so where their words stay.
#[derive(Clone, Debug, Deserialize)]
pub struct PlanItem {
    /// The unit.
    pub unit: UnitId,
    /// The item.
    pub item: ItemId,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
    /// The kind by time.
    pub kind: ItemKind,
    /// Why it came about; may be empty for what is corrected at once.
    #[serde(default)]
    pub root_cause: String,
    /// Goals by stage.
    #[serde(default)]
    pub goals: Vec<NewGoal>,
}

impl Act for PlanItem {
    const NAME: &'static str = "item-plan";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ItemPlan, Scope::One(self.unit.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let mut ledger = ledger_of(prep, (self.unit, self.item)).await?;
        version::must_be_read(prep, ledger.stored(self.item)?, self.version).await?;
        let item = ledger.item(self.item)?;
        let mut changes = about(&item);
        let mut planned = item.clone().classify(self.kind)?;
        if self.kind.needs_root_cause() || !self.root_cause.trim().is_empty() {
            let cause = needed("root_cause", &self.root_cause, "rectification-root-cause-missing")?;
            planned = planned.explain(&cause)?;
        }
        let reached = |text: &str| item.goals.iter().find(|g| g.text == text).and_then(|g| g.reached);
        let goals = self.goals.iter().map(|goal| {
            let text = goal.text.trim().to_owned();
            Goal { reached: reached(&text), text, due: goal.due }
        });
        ledger.change_item(planned.set_goals(goals.collect())?);
        ledger.write(prep, &mut changes).await?;
        Ok(Prepared { changes, done: () })
    }
}

/// A goal by stage was reached.
#[derive(Clone, Debug, Deserialize)]
pub struct ReachGoal {
    /// The unit.
    pub unit: UnitId,
    /// The item.
    pub item: ItemId,
    /// Which, from 0.
    pub goal: usize,
}

impl Act for ReachGoal {
    const NAME: &'static str = "item-goal";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ItemReport, Scope::One(self.unit.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let mut ledger = ledger_of(prep, (self.unit, self.item)).await?;
        let item = ledger.item(self.item)?;
        let mut changes = about(&item);
        ledger.change_item(item.reach_goal(self.goal, prep.today())?);
        ledger.write(prep, &mut changes).await?;
        Ok(Prepared { changes, done: () })
    }
}

/// Adds a measure to one or several items of an engagement. A claimed item is under way from its first measure on.
#[derive(Clone, Debug, Deserialize)]
pub struct AddMeasure {
    /// The unit.
    pub unit: UnitId,
    /// The items it serves, the first first.
    pub items: Vec<ItemId>,
    /// What is done.
    pub text: String,
    /// Who answers for it; the item's responsible leader when left out.
    #[serde(default)]
    pub owner: Option<Leader>,
    /// Who carries it out.
    #[serde(default)]
    pub handler: String,
    /// Until when, in people's words.
    pub deadline: String,
    /// What the words mean, where they can mean several things: a day.
    #[serde(default)]
    pub day: Option<Day>,
}

impl Act for AddMeasure {
    const NAME: &'static str = "measure-add";
    type Done = MeasureId;

    fn right(&self) -> Right {
        Right::Needs(Action::ItemPlan, Scope::One(self.unit.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<MeasureId>, Error> {
        let first = self.items.first().copied().ok_or(Error::NotFound)?;
        let mut ledger = ledger_of(prep, (self.unit, first)).await?;
        let text = needed("text", &self.text, "rectification-measure-without-text")?;
        let begun = ledger.stored(first)?.begun;
        let deadline = understood(prep, begun, (&self.deadline, self.day)).await?;
        let item = ledger.item(first)?;
        let mut changes = about(&item);
        let owner = match &self.owner {
            Some(leader) => Some(leader.post(prep, &mut changes, self.unit).await?),
            None => item.claim.as_ref().map(|claim| claim.leader),
        };
        let id = MeasureId::new(prep.app.clock(), prep.app.rng());
        let before = ledger.measures().iter().filter(|m| m.items.first() == Some(&first)).count();
        let mut measure = Measure {
            id,
            engagement: item.engagement,
            unit: item.unit,
            code: format!("{}-{}", item.code, before + 1),
            items: Vec::new(),
            text,
            owner,
            handler: self.handler.trim().to_owned(),
            deadline,
            extensions: Vec::new(),
            asked: None,
            progress: Vec::new(),
            reported: None,
            note: String::new(),
            given_up: None,
        };
        let (by, today) = (clerk(prep).await?, prep.today());
        for id in &self.items {
            let served = ledger.item(*id)?;
            measure = measure.serve(&served)?;
            ledger.change_item(under_way(served, (by, today))?);
        }
        ledger.change_measure(measure);
        ledger.write(prep, &mut changes).await?;
        Ok(Prepared { changes, done: id })
    }
}

/// An item whose measures begin: a claimed one, or one sent back to its measures.
fn under_way(item: Item, (by, on): (domain::decision::Clerk, Day)) -> Result<Item, Error> {
    match item.state {
        State::FedBack => Err(Refusal::new("rectification-not-claimed-yet").into()),
        State::Claimed => Ok(item.begin(by, on)?),
        _ => Ok(item),
    }
}

/// Words read as of the day an item came on the ledger; what is asked is the field's fault, with the question.
async fn understood(
    prep: &mut Prep<'_>,
    feedback: Day,
    (words, day): (&str, Option<Day>),
) -> Result<Worded, Error> {
    let rules = prep.app.ruleset::<RectificationRules>(&mut prep.conn, feedback).await?.rules;
    let calendar = prep.app.ruleset::<WorkCalendar>(&mut prep.conn, feedback).await?.rules;
    let context = words::Context {
        feedback,
        written: Some(prep.today()),
        stated_year: None,
        concentrated_end: None,
        clear_months: rules.clear_months,
        calendar: &calendar,
    };
    let worded = Worded::read(words, context);
    let answered = |day: Day| Timing::Dated {
        due: Dated { from: None, day, precision: Precision::Day, provisional: false },
        then_long: false,
    };
    match (&worded.reading, day) {
        (Reading::Understood(_), None) => Ok(worded),
        (_, Some(day)) if day < feedback => {
            let message = Message::new("rectification-day-before-feedback").with("on", feedback);
            Err(Error::field("day", message))
        }
        (_, Some(day)) => Ok(worded.answered(answered(day))),
        (Reading::Asked(question), None) => Err(Error::field("deadline", question.message(words.trim()))),
    }
}

/// A measure of the unit that the act names, with its ledger.
async fn measure_of(
    prep: &mut Prep<'_>,
    (unit, id): (UnitId, MeasureId),
) -> Result<(super::Ledger, Measure, Changes), Error> {
    let found = records::measure(&mut prep.conn, id).await?;
    let measure = found.filter(|m| m.unit == unit).ok_or(Error::NotFound)?;
    let ledger = super::Ledger::load(prep, measure.engagement).await?;
    let changes = Changes::about("measure", id, measure.code.clone())
        .in_chain(store::changes::Chain::Engagement(measure.engagement));
    Ok((ledger, measure.value, changes))
}

/// A measure serves another item, too.
#[derive(Clone, Debug, Deserialize)]
pub struct ServeItem {
    /// The unit.
    pub unit: UnitId,
    /// The measure.
    pub measure: MeasureId,
    /// The item.
    pub item: ItemId,
}

impl Act for ServeItem {
    const NAME: &'static str = "measure-serve";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ItemPlan, Scope::One(self.unit.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let (mut ledger, measure, mut changes) = measure_of(prep, (self.unit, self.measure)).await?;
        let item = ledger.item(self.item)?;
        let (by, today) = (clerk(prep).await?, prep.today());
        ledger.change_measure(measure.serve(&item)?);
        ledger.change_item(under_way(item, (by, today))?);
        ledger.write(prep, &mut changes).await?;
        Ok(Prepared { changes, done: () })
    }
}

/// Another post answers for a measure.
#[derive(Clone, Debug, Deserialize)]
pub struct AssignMeasure {
    /// The unit.
    pub unit: UnitId,
    /// The measure.
    pub measure: MeasureId,
    /// Who answers for it.
    pub owner: Leader,
    /// Who carries it out.
    #[serde(default)]
    pub handler: String,
}

impl Act for AssignMeasure {
    const NAME: &'static str = "measure-assign";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ItemPlan, Scope::One(self.unit.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let (mut ledger, measure, mut changes) = measure_of(prep, (self.unit, self.measure)).await?;
        let owner = self.owner.post(prep, &mut changes, self.unit).await?;
        ledger.change_measure(measure.assign(owner, &self.handler)?);
        ledger.write(prep, &mut changes).await?;
        Ok(Prepared { changes, done: () })
    }
}

/// Gives a measure up; it stays on record.
#[derive(Clone, Debug, Deserialize)]
pub struct GiveUpMeasure {
    /// The unit.
    pub unit: UnitId,
    /// The measure.
    pub measure: MeasureId,
    /// Why.
    pub reason: String,
}

impl Act for GiveUpMeasure {
    const NAME: &'static str = "measure-give-up";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ItemPlan, Scope::One(self.unit.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let (mut ledger, measure, changes) = measure_of(prep, (self.unit, self.measure)).await?;
        let mut changes = changes.because(self.reason.trim());
        if let Some(item) =
            ledger.items().into_iter().find(|i| measure.items.contains(&i.id) && i.state.is_in_chain())
        {
            let message = Message::new("rectification-in-chain").with("state", item.state.label());
            return Err(Refusal(message).into());
        }
        ledger.change_measure(measure.give_up(&self.reason)?);
        ledger.write(prep, &mut changes).await?;
        Ok(Prepared { changes, done: () })
    }
}

/// The unit asks for a later day. The day stays until that is approved.
#[derive(Clone, Debug, Deserialize)]
pub struct AskLaterDay {
    /// The unit.
    pub unit: UnitId,
    /// The measure.
    pub measure: MeasureId,
    /// The day.
    pub to: Day,
    /// Why.
    pub reason: String,
}

impl Act for AskLaterDay {
    const NAME: &'static str = "measure-ask";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ItemPlan, Scope::One(self.unit.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let (mut ledger, measure, changes) = measure_of(prep, (self.unit, self.measure)).await?;
        let mut changes = changes.because(self.reason.trim());
        let (by, on) = (clerk(prep).await?, prep.today());
        let asked = AskedExtension { to: self.to, reason: self.reason.clone(), by, on };
        ledger.change_measure(measure.ask_extension(asked)?);
        ledger.write(prep, &mut changes).await?;
        Ok(Prepared { changes, done: () })
    }
}
