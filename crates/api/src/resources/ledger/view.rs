//! Items as the API shows them, with all that surrounds them.

mod late;
mod line;
mod measure;

pub(super) use self::late::LateView;
pub(super) use self::line::{FigureView, ItemLineView};

use self::measure::MeasureView;
use super::next;
use crate::answer::{Said, code};
use crate::voice::Voice;
use app::Ctx;
use app::rectification::{ItemPage, ItemState, Reminder, ReminderState, Sign};
use domain::rectification::{Goal, Objection, Step};
use kernel::{Day, Lang, RecordId, UserId};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What its state says besides its code.
#[derive(Default, Serialize, ToSchema)]
#[schema(as = ItemStanding)]
struct StandingView {
    /// Since when: it was closed, found basically complete, or went on.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Day>,
    /// Why it was sent back or struck from the list, or what is left of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    /// To which step it was sent back: `declaration` or `measures`.
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_to: Option<String>,
    /// Until when the rest is to be done.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Day>,
}

impl From<&ItemState> for StandingView {
    fn from(state: &ItemState) -> Self {
        let none = Self::default();
        match state {
            ItemState::SentBack { to, reason } => {
                Self { sent_to: Some(code(to)), words: Some(reason.clone()), ..none }
            }
            ItemState::Closed { on, .. } => Self { since: Some(*on), ..none },
            ItemState::Basically { on, rest, until } => {
                Self { since: Some(*on), words: Some(rest.clone()), until: Some(*until), ..none }
            }
            ItemState::Continued { since } => Self { since: Some(*since), ..none },
            ItemState::Annulled { reason, .. } => Self { words: Some(reason.clone()), ..none },
            _ => none,
        }
    }
}

/// A goal by stage.
#[derive(Serialize, ToSchema)]
#[schema(as = ItemGoal)]
struct GoalView {
    /// What is to be reached.
    text: String,
    /// By when.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<Day>,
    /// When it was reached.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    reached: Option<Day>,
}

impl From<&Goal> for GoalView {
    fn from(goal: &Goal) -> Self {
        Self { text: goal.text.clone(), due: goal.due, reached: goal.reached }
    }
}

/// The declaration that is being signed, or was last.
#[derive(Serialize, ToSchema)]
#[schema(as = ItemDeclaration)]
struct DeclarationView {
    /// Which time, from 1.
    time: u16,
    /// When.
    #[schema(value_type = String, format = Date)]
    on: Day,
    /// By whom.
    by: String,
    /// Why meetings, documents and delegations suffice, where there is nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    /// Who agreed since, in order.
    signed: Vec<SignedView>,
}

/// A signature, or the review.
#[derive(Serialize, ToSchema)]
#[schema(as = ItemSigned)]
struct SignedView {
    /// As what: `responsible_leader`, `unit_head`, `superior` or `review`.
    sign: &'static str,
    /// By whom.
    by: String,
}

/// An objection of the unit to facts.
#[derive(Serialize, ToSchema)]
#[schema(as = ItemObjection)]
struct ObjectionView {
    /// What is objected.
    text: String,
    /// By whom.
    by: String,
    /// When.
    #[schema(value_type = String, format = Date)]
    on: Day,
    /// How it was answered, once it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<AnsweredView>,
}

/// The answer to an objection.
#[derive(Serialize, ToSchema)]
#[schema(as = ItemAnswer)]
struct AnsweredView {
    /// `upheld`, `partly_upheld` or `dismissed`.
    outcome: String,
    /// In which words.
    text: String,
    /// By whom.
    by: String,
    /// When.
    #[schema(value_type = String, format = Date)]
    on: Day,
}

/// A step of an item's way.
#[derive(Serialize, ToSchema)]
#[schema(as = ItemStep)]
struct StepView {
    /// What: `claimed`, `declared`, `closed` …
    step: String,
    /// When.
    #[schema(value_type = String, format = Date)]
    on: Day,
    /// By whom.
    by: String,
    /// Reason or remark.
    #[serde(skip_serializing_if = "String::is_empty")]
    note: String,
}

/// A reminder.
#[derive(Serialize, ToSchema)]
#[schema(as = ItemReminder)]
struct ReminderView {
    /// Its id, by which a decision approves it.
    #[schema(value_type = String, format = Uuid)]
    id: RecordId,
    /// Code of its weight.
    code: String,
    /// What the paper is called, in the caller's language.
    name: String,
    /// `proposed`, which waits for its approval, `sent` or `refused`.
    state: &'static str,
    /// When it was sent.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<Day>,
}

impl ReminderView {
    fn of(reminder: &Reminder, lang: Lang) -> Self {
        let (state, on) = match reminder.state {
            ReminderState::Proposed => ("proposed", None),
            ReminderState::Sent { on, .. } => ("sent", Some(on)),
            ReminderState::Refused => ("refused", None),
        };
        let name = reminder.name.get(lang).to_owned();
        Self { id: reminder.id, code: reminder.code.clone(), name, state, on }
    }
}

/// An item.
#[derive(Serialize, ToSchema)]
#[schema(as = Item)]
pub(super) struct ItemView {
    /// What lists show, too.
    #[serde(flatten)]
    line: ItemLineView,
    /// The round's name.
    round_name: String,
    /// The day it came on the ledger: its rules are those of that day, and its periods count from it.
    #[schema(value_type = String, format = Date)]
    begun: Day,
    /// What its state says besides its code.
    standing: StandingView,
    /// Facts and instances of the feedback's problem.
    passages: Vec<String>,
    /// Why it came about.
    #[serde(skip_serializing_if = "String::is_empty")]
    root_cause: String,
    /// Goals by stage, in the order by which they are counted from 0.
    goals: Vec<GoalView>,
    /// Its measures.
    measures: Vec<MeasureView>,
    /// What stands in the way of a declaration.
    obstacles: Vec<Said>,
    /// Who agrees to a declaration, in order.
    chain: Vec<&'static str>,
    /// The declaration that is being signed, or was last.
    #[serde(skip_serializing_if = "Option::is_none")]
    declaration: Option<DeclarationView>,
    /// Objections of the unit.
    objections: Vec<ObjectionView>,
    /// Reminders.
    reminders: Vec<ReminderView>,
    /// Everything that was done to it.
    steps: Vec<StepView>,
    /// What the caller may do now, by the last part of the call's address: `claim`, `plan`, `measures`, `report` …
    next: Vec<&'static str>,
}

/// The names of those who acted.
struct Names<'a>(&'a BTreeMap<UserId, String>);

impl Names<'_> {
    fn of(&self, user: UserId) -> String {
        self.0.get(&user).cloned().unwrap_or_default()
    }

    fn objection(&self, objection: &Objection) -> ObjectionView {
        let answer = objection.answer.as_ref().map(|answer| AnsweredView {
            outcome: code(&answer.outcome),
            text: answer.text.clone(),
            by: self.of(answer.by.user),
            on: answer.on,
        });
        let by = self.of(objection.by.user);
        ObjectionView { text: objection.text.clone(), by, on: objection.on, answer }
    }

    fn step(&self, step: &Step) -> StepView {
        StepView { step: code(&step.step), on: step.on, by: self.of(step.by.user), note: step.note.clone() }
    }
}

impl ItemView {
    pub(super) fn of(page: ItemPage, ctx: &Ctx, voice: &Voice) -> Self {
        let (item, names) = (&page.item.item, Names(&page.names));
        let declaration = item.declaration.as_ref().map(|declaration| DeclarationView {
            time: declaration.time,
            on: declaration.on,
            by: names.of(declaration.by.user),
            why: declaration.why_sufficient.clone(),
            signed: declaration
                .signed
                .iter()
                .map(|(sign, by)| SignedView { sign: sign.code(), by: names.of(by.user) })
                .collect(),
        });
        Self {
            next: next::acts(ctx, &page),
            begun: page.item.begun,
            standing: (&item.state).into(),
            passages: page.passages.iter().map(|p| format!("{}{}", p.mark, p.text)).collect(),
            root_cause: item.root_cause.clone(),
            goals: item.goals.iter().map(Into::into).collect(),
            measures: page.measures.iter().map(|line| MeasureView::of(line, &names)).collect(),
            obstacles: page.obstacles.iter().map(|message| Said::of(message, voice)).collect(),
            chain: page.rules.chain.iter().copied().map(Sign::code).collect(),
            declaration,
            objections: item.objections.iter().map(|objection| names.objection(objection)).collect(),
            reminders: page.reminders.iter().map(|stored| ReminderView::of(stored, voice.lang)).collect(),
            steps: item.steps.iter().map(|step| names.step(step)).collect(),
            line: ItemLineView::of(&page.item, page.unit, page.leader.as_ref()),
            round_name: page.round,
        }
    }
}
