//! Starting, meeting and extending deadlines, as part of the act that makes them so.

use crate::{Act, Error, Prep, Prepared, Right};
use domain::Refusal;
use domain::deadline::{Deadline, DeadlineRules, Event, Matter, due};
use domain::decision::PaperProfile;
use domain::permission::{Action, Scope};
use domain::ruleset::Names;
use i18n::Catalogue;
use kernel::calendar::{Period, Roll, Unit, WorkCalendar};
use kernel::{Day, DeadlineId, DecisionId, Lang, Message, RecordId, RulesetId};
use serde::Deserialize;
use store::deadline::{self as deadlines, Running};
use store::{Changes, Stored, decision as decisions};

/// The matter of a team's last day on site.
pub(crate) const ON_SITE: &str = "on_site_ends";
/// The matter of the second person's check of a decision recorded from paper.
pub(crate) const CHECK: &str = "decision_check";

/// What a deadline is about.
#[derive(Clone, Debug)]
pub(crate) struct About {
    /// Kind of the record.
    pub(crate) kind: &'static str,
    /// The record.
    pub(crate) id: RecordId,
    /// What it is called.
    pub(crate) label: String,
    /// Who may see it, besides who sees rounds.
    pub(crate) compartment: String,
}

/// A matter the program itself knows, with its name in both languages.
fn own(matter: &'static str) -> (Matter, Names) {
    let message = match matter {
        ON_SITE => Message::new("deadline-matter-on-site-ends"),
        _ => Message::new("deadline-matter-decision-check"),
    };
    let say = |lang| Catalogue::shared().say(lang, &message);
    (Matter(matter.to_owned()), Names { zh: say(Lang::ZhCn), en: say(Lang::En) })
}

/// Starts every deadline that the ruleset in force counts from an event on a day, where none of its kind runs yet.
pub(crate) async fn begin(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    (event, on): (&str, Day),
    about: &About,
) -> Result<(), Error> {
    let running = deadlines::running(&mut prep.conn, about.kind, about.id).await?;
    let running: Vec<Matter> = running.iter().map(|d| d.matter.clone()).collect();
    begin_beside(prep, changes, (event, on), (about, &running)).await
}

/// Starts what comes again from an event on a day, although one of its kind ran that the same act has met.
pub(crate) async fn begin_again(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    (event, on): (&str, Day),
    about: &About,
) -> Result<(), Error> {
    begin_beside(prep, changes, (event, on), (about, &[])).await
}

async fn begin_beside(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    (event, on): (&str, Day),
    (about, running): (&About, &[Matter]),
) -> Result<(), Error> {
    let rules = prep.app.ruleset::<DeadlineRules>(&mut prep.conn, on).await?;
    for rule in rules.rules.rules.iter().filter(|rule| rule.from.0 == event) {
        if !running.contains(&rule.matter) {
            let started = Started {
                matter: (rule.matter.clone(), rule.name.clone()),
                event: rule.from.clone(),
                ruleset: rules.id,
                period: rule.period,
            };
            count(prep, changes, started, on, about).await?;
        }
    }
    Ok(())
}

/// The rules and the calendar by which deadlines of new records are counted, read once for many of them.
pub(crate) struct Starter {
    rules: DeadlineRules,
    ruleset: RulesetId,
    calendar: WorkCalendar,
}

impl Starter {
    /// Reads them as they are in force today.
    pub(crate) async fn load(prep: &mut Prep<'_>) -> Result<Self, Error> {
        let today = prep.today();
        let found = prep.app.ruleset::<DeadlineRules>(&mut prep.conn, today).await?;
        let calendar = prep.app.ruleset::<WorkCalendar>(&mut prep.conn, today).await?.rules;
        Ok(Self { rules: found.rules, ruleset: found.id, calendar })
    }

    /// The deadlines that are counted from an event on a day, for a record that is new and has none yet. Whoever writes
    /// them calls [`super::look`] once.
    pub(crate) fn running(&self, prep: &Prep<'_>, (event, on): (&str, Day), about: &About) -> Vec<Running> {
        let rules = self.rules.rules.iter().filter(|rule| rule.from.0 == event);
        let running = rules.map(|rule| {
            let due = due(&self.calendar, on, rule.period);
            Running {
                subject_kind: about.kind.to_owned(),
                compartment: about.compartment.clone(),
                label: about.label.clone(),
                name: rule.name.clone(),
                period: Some(rule.period),
                told: None,
                deadline: Deadline {
                    id: DeadlineId::new(prep.app.clock(), prep.app.rng()),
                    subject: about.id,
                    matter: rule.matter.clone(),
                    event: rule.from.clone(),
                    start: on,
                    ruleset: Some(self.ruleset),
                    words: None,
                    original_due: due.day,
                    due: due.day,
                    provisional: due.provisional,
                    extensions: Vec::new(),
                    satisfied: None,
                },
            }
        });
        running.collect()
    }
}

/// Starts the deadline of the second person's check of a decision.
pub(crate) async fn begin_check(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    about: &About,
) -> Result<(), Error> {
    let today = prep.today();
    let profile = prep.app.ruleset::<PaperProfile>(&mut prep.conn, today).await?;
    let amount = profile.rules.check_within_workdays;
    let started = Started {
        matter: own(CHECK),
        event: Event("recorded".to_owned()),
        ruleset: profile.id,
        period: Period { amount, unit: Unit::Workday, roll: Roll::NextWorkday },
    };
    count(prep, changes, started, today, about).await
}

/// What a period is counted from, and under which rule.
struct Started {
    matter: (Matter, Names),
    event: Event,
    ruleset: RulesetId,
    period: Period,
}

async fn count(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    started: Started,
    on: Day,
    about: &About,
) -> Result<(), Error> {
    let calendar = prep.app.ruleset::<WorkCalendar>(&mut prep.conn, on).await?.rules;
    let due = due(&calendar, on, started.period);
    let (matter, name) = started.matter;
    let deadline = Deadline {
        id: DeadlineId::new(prep.app.clock(), prep.app.rng()),
        subject: about.id,
        matter,
        event: started.event,
        start: on,
        ruleset: Some(started.ruleset),
        words: None,
        original_due: due.day,
        due: due.day,
        provisional: due.provisional,
        extensions: Vec::new(),
        satisfied: None,
    };
    run(changes, prep, deadline, (name, Some(started.period)), about)
}

/// Starts a deadline whose last day is given, where none of its kind runs yet.
pub(crate) async fn set(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    matter: &'static str,
    due: Day,
    about: &About,
) -> Result<(), Error> {
    let running = deadlines::running(&mut prep.conn, about.kind, about.id).await?;
    if running.iter().any(|d| d.matter.0 == matter) {
        return Ok(());
    }
    let (matter, name) = own(matter);
    let deadline = Deadline {
        id: DeadlineId::new(prep.app.clock(), prep.app.rng()),
        subject: about.id,
        matter,
        event: Event("set".to_owned()),
        start: prep.today().min(due),
        ruleset: None,
        words: None,
        original_due: due,
        due,
        provisional: false,
        extensions: Vec::new(),
        satisfied: None,
    };
    run(changes, prep, deadline, (name, None), about)
}

fn run(
    changes: &mut Changes,
    prep: &Prep<'_>,
    deadline: Deadline,
    (name, period): (Names, Option<Period>),
    about: &About,
) -> Result<(), Error> {
    changes.insert(&Running {
        subject_kind: about.kind.to_owned(),
        compartment: about.compartment.clone(),
        label: about.label.clone(),
        name,
        period,
        told: None,
        deadline,
    })?;
    super::watch::look(changes, prep);
    Ok(())
}

/// Ends the deadlines of a record: of these matters, or all of them when none is named.
pub(crate) async fn meet(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    (kind, id): (&'static str, RecordId),
    matters: &[&str],
) -> Result<(), Error> {
    let today = prep.today();
    for old in deadlines::running(&mut prep.conn, kind, id).await? {
        if matters.is_empty() || matters.contains(&old.matter.0.as_str()) {
            let on = today.max(old.start);
            let over = old.deadline.clone().satisfy(id, on)?;
            changes.update(&old, &old.moved(over))?;
        }
    }
    Ok(())
}

/// Ends every deadline of a record that was itself taken back: none of them was met.
pub(crate) async fn end(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    (kind, id): (&'static str, RecordId),
) -> Result<(), Error> {
    for old in deadlines::running(&mut prep.conn, kind, id).await? {
        changes.update(&old, &old.moved(old.deadline.clone().undo(id, prep.today())?))?;
    }
    Ok(())
}

/// What a step does to the deadlines of its record: the matters it meets, and the event that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Crossing {
    /// The matters it meets.
    pub(crate) meets: &'static [&'static str],
    /// The event whose periods begin with it.
    pub(crate) begins: Option<&'static str>,
}

/// What a step does to the deadlines of its record.
pub(crate) async fn cross(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    (crossing, on): (Crossing, Day),
    about: &About,
) -> Result<(), Error> {
    if !crossing.meets.is_empty() {
        meet(prep, changes, (about.kind, about.id), crossing.meets).await?;
    }
    match crossing.begins {
        Some(event) => begin(prep, changes, (event, on), about).await,
        None => Ok(()),
    }
}

/// The same step taken back: what had begun with it ends without having been met, and what it had met runs again
/// towards the last day it had.
pub(crate) async fn uncross(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    crossing: Crossing,
    (kind, id): (&'static str, RecordId),
) -> Result<(), Error> {
    let running = deadlines::running(&mut prep.conn, kind, id).await?;
    let begun = |d: &&Stored<Running>| crossing.begins.is_some_and(|event| d.event.0 == event);
    for old in running.iter().filter(begun) {
        changes.update(old, &old.moved(old.deadline.clone().undo(id, prep.today())?))?;
    }
    let over = deadlines::over(&mut prep.conn, kind, id).await?;
    for matter in crossing.meets {
        if running.iter().any(|d| d.matter.0 == *matter) {
            continue;
        }
        let met = |d: &&Stored<Running>| d.matter.0 == *matter && d.satisfied.is_some_and(|s| !s.undone);
        if let Some(old) = over.iter().find(met) {
            changes.update(old, &old.moved(old.deadline.clone().reopen()))?;
            super::watch::look(changes, prep);
        }
    }
    Ok(())
}

/// Moves a deadline's last day by a recorded approval. The first last day stays beside it.
#[derive(Clone, Debug, Deserialize)]
pub struct ExtendDeadline {
    /// Which.
    pub deadline: DeadlineId,
    /// The approval: a decision with effect, in the program or from paper.
    pub decision: DecisionId,
    /// The new last day.
    pub to: Day,
    /// Why.
    pub reason: String,
}

impl Act for ExtendDeadline {
    const NAME: &'static str = "deadline-extend";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::DecisionRecord, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = deadlines::get(&mut prep.conn, self.deadline).await?.ok_or(Error::NotFound)?;
        let decision = decisions::get(&mut prep.conn, self.decision).await?.ok_or(Error::NotFound)?;
        let today = prep.today();
        let profile = prep.app.ruleset::<PaperProfile>(&mut prep.conn, today).await?.rules;
        if !decision.approves(&profile) {
            return Err(Refusal::new("deadline-extension-not-approved").into());
        }
        let reason = self.reason.trim().to_owned();
        let label = old.label.clone();
        let mut changes = Changes::about("deadline", self.deadline, label).because(reason.as_str());
        changes.relies_on(&decision);
        let extended = old.deadline.clone().extend(self.decision, self.to, reason)?;
        changes.update(&old, &old.moved(extended))?;
        super::watch::look(&mut changes, prep);
        Ok(Prepared { changes, done: () })
    }
}
