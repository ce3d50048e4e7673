//! Watching deadlines: people are told once when one is near, on its last day, and when it is over; provisional ones
//! are counted again when a calendar comes.

use crate::job::Ended;
use crate::notice::{self, News};
use crate::{Act, App, Channel, Error, Prep, Prepared, Right};
use domain::deadline::{DeadlineRules, Nearness, due};
use domain::permission::{Action, Scope};
use domain::ruleset::Names;
use kernel::calendar::WorkCalendar;
use kernel::{Day, Lang, Message, RecordId, Timestamp};
use serde::{Deserialize, Serialize};
use store::changes::NewJob;
use store::deadline::{self as deadlines, Running};
use store::{Changes, Stored};
use uuid::Uuid;

/// Kind of the job that tells of near deadlines.
pub(crate) const TELL: &str = "deadlines-tell";
/// Kind of the job that counts provisional deadlines again.
pub(crate) const RECOUNT: &str = "deadlines-recount";
/// How many one act tells of, or counts again.
const AT_ONCE: i64 = 100;

/// Has the worker look at the deadlines at once: one that begins may be near already.
pub(crate) fn look(changes: &mut Changes, prep: &Prep<'_>) {
    changes.queue(NewJob { kind: TELL, payload: String::new(), due: prep.ctx.at });
}

/// When the worker looks at all of them next: shortly after midnight.
pub(crate) fn next_watch(app: &App) -> Timestamp {
    app.today().plus_days(1).start(app.offset()).plus_seconds(300)
}

/// The engagement of a team's compartment.
fn engagement_of(compartment: &str) -> Option<Uuid> {
    compartment.strip_suffix(":work")?.parse().ok()
}

/// A deadline as people are told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nearing {
    pub(crate) name: Names,
    pub(crate) label: String,
    pub(crate) due: Day,
    pub(crate) nearness: Nearness,
    pub(crate) kind: String,
    pub(crate) subject: RecordId,
    /// The engagement whose team alone may see it, where it is a team's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) engagement: Option<Uuid>,
    /// The unit whose portal shows it, where it is a unit's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) unit: Option<Uuid>,
}

impl Nearing {
    fn of(running: &Running, nearness: Nearness) -> Self {
        Self {
            name: running.name.clone(),
            label: running.label.clone(),
            due: running.due,
            nearness,
            kind: running.subject_kind.clone(),
            subject: running.subject,
            engagement: engagement_of(&running.compartment),
            unit: running.compartment.strip_suffix(":portal").and_then(|id| id.parse().ok()),
        }
    }

    /// Whom it concerns: whoever can do what is due, and so may see it.
    pub(crate) fn concerns(&self) -> (Action, Scope) {
        match (self.kind.as_str(), self.engagement) {
            ("petition", Some(engagement)) => (Action::PetitionHandle, Scope::One(engagement)),
            ("feedback", _) => (Action::PapersSubmit, self.unit.map_or(Scope::Global, Scope::One)),
            ("engagement", _) => (Action::EngagementAdvance, Scope::One(self.subject.0)),
            ("decision", _) => (Action::DecisionCheck, Scope::Global),
            ("clue_transfer" | "clue_decision", _) => (Action::ClueFile, Scope::Global),
            ("matter", _) => (Action::MatterSend, Scope::Global),
            _ => (Action::RoundPlan, Scope::Global),
        }
    }

    /// The kind of record it leads to.
    pub(crate) fn leads(&self) -> Option<&'static str> {
        match self.kind.as_str() {
            "engagement" => Some("engagement"),
            "petition" => Some("petition"),
            "feedback" => Some("portal_feedback"),
            "decision" => Some("decision"),
            "clue_transfer" => Some("clue_transfer"),
            "matter" => Some("matter"),
            _ => None,
        }
    }

    pub(crate) fn message(&self, lang: Lang) -> Message {
        let id = match self.nearness {
            Nearness::Soon => "notice-deadline-soon",
            Nearness::Due => "notice-deadline-due",
            Nearness::Overdue => "notice-deadline-overdue",
        };
        Message::new(id)
            .with("matter", self.name.get(lang))
            .with("label", self.label.as_str())
            .with("due", self.due)
    }
}

/// Tells of the deadlines that came near, each once for soon, due and overdue. The worker's alone.
struct TellDeadlines;

impl Act for TellDeadlines {
    const NAME: &'static str = "deadlines-tell";
    type Done = usize;

    fn right(&self) -> Right {
        Right::Program
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<usize>, Error> {
        let today = prep.today();
        let near = near(prep.app, &mut prep.conn, today).await?;
        let mut changes = match near.first() {
            Some((first, _)) => Changes::about("deadline", first.deadline.id, first.label.clone()),
            None => Changes::default(),
        };
        for (old, nearness) in &near {
            changes.update(old, &Running { told: Some(*nearness), ..old.value.clone() })?;
            let news = News::Deadline(Nearing::of(old, *nearness));
            notice::give(&mut changes, prep, &news).await?;
        }
        Ok(Prepared { changes, done: near.len() })
    }
}

async fn near(app: &App, conn: &mut db::Conn, today: Day) -> Result<Vec<(Stored<Running>, Nearness)>, Error> {
    let soon_days = app.ruleset::<DeadlineRules>(conn, today).await?.rules.soon_days;
    let soon = today.plus_days(i64::from(soon_days));
    let untold = deadlines::untold(conn, today, soon, AT_ONCE).await?;
    Ok(untold
        .into_iter()
        .filter_map(|d| Nearness::of(d.due, today, soon_days).map(|nearness| (d, nearness)))
        .collect())
}

/// Counts provisional deadlines again. The worker's alone.
struct RecountDeadlines(Vec<Stored<Running>>);

impl Act for RecountDeadlines {
    const NAME: &'static str = "deadlines-recount";
    type Done = ();

    fn right(&self) -> Right {
        Right::Program
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let today = prep.today();
        let calendar = prep.app.ruleset::<WorkCalendar>(&mut prep.conn, today).await?.rules;
        let mut changes = Changes::default();
        for seen in &self.0 {
            let Some(old) = deadlines::get(&mut prep.conn, seen.deadline.id).await? else { continue };
            let Some(period) = old.period.filter(|_| old.provisional && old.satisfied.is_none()) else {
                continue;
            };
            let recounted = old.deadline.clone().recount(&due(&calendar, old.start, period))?;
            if recounted == old.deadline {
                continue;
            }
            if changes.is_empty() {
                changes = Changes::about("deadline", old.deadline.id, old.label.clone());
            }
            changes.update(&old, &old.moved(recounted))?;
        }
        look(&mut changes, prep);
        Ok(Prepared { changes, done: () })
    }
}

impl App {
    /// Tells of the deadlines that came near: as many acts as it takes.
    pub(crate) async fn tell_deadlines(&self) -> Result<(), Error> {
        loop {
            let mut conn = self.db().read().await?;
            let set_up = store::account::instance(&mut conn).await?.is_some();
            if !set_up || near(self, &mut conn, self.today()).await?.is_empty() {
                return Ok(());
            }
            drop(conn);
            self.perform(&self.own_ctx("worker", Channel::Job), &TellDeadlines).await?;
        }
    }

    /// Counts some of the provisional deadlines again and says from where to go on.
    pub(crate) async fn recount_some(&self, payload: &str) -> Result<Ended, Error> {
        let after: Option<Uuid> = payload.parse().ok();
        let mut conn = self.db().read().await?;
        let running = deadlines::every_running(&mut conn, after, AT_ONCE).await?;
        drop(conn);
        let Some(last) = running.last().map(|d| d.deadline.id) else { return Ok(Ended::Done) };
        let provisional: Vec<_> = running.into_iter().filter(|d| d.provisional).collect();
        if !provisional.is_empty() {
            let ctx = self.own_ctx("worker", Channel::Job);
            self.perform(&ctx, &RecountDeadlines(provisional)).await?;
        }
        Ok(Ended::Again(self.now(), last.to_string()))
    }
}
