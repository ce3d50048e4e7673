//! What is late, with the reminder whose turn it is.

use super::ReminderView;
use app::rectification::LateLine;
use kernel::{Day, ItemId, Lang, UnitId};
use serde::Serialize;
use utoipa::ToSchema;

/// The reminder whose turn it is.
#[derive(Serialize, ToSchema)]
#[schema(as = NextReminder)]
struct NextReminderView {
    /// Code of its weight.
    code: String,
    /// What the paper is called, in the caller's language.
    name: String,
    /// Whether it waits for an approval before it goes out.
    approval: bool,
}

/// An item that is late.
#[derive(Serialize, ToSchema)]
#[schema(as = LateItem)]
pub(in super::super) struct LateView {
    /// The item.
    #[schema(value_type = String, format = Uuid)]
    id: ItemId,
    /// Its code.
    code: String,
    /// The problem.
    title: String,
    /// The unit.
    #[schema(value_type = String, format = Uuid)]
    unit: UnitId,
    /// The unit's name.
    unit_name: String,
    /// Where it stands.
    state: &'static str,
    /// Its day.
    #[schema(value_type = String, format = Date)]
    due: Day,
    /// Days past.
    days: i64,
    /// How often it came back after closing.
    rebounds: u16,
    /// How often it was sent back.
    sent_back: usize,
    /// The reminders so far.
    reminders: Vec<ReminderView>,
    /// The reminder whose turn it is today.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<NextReminderView>,
}

impl LateView {
    pub(in super::super) fn of(line: &LateLine, lang: Lang) -> Self {
        let (item, entry) = (&line.item.item, &line.entry);
        let next = line.next.as_ref().map(|step| NextReminderView {
            code: step.code.clone(),
            name: step.name.get(lang).to_owned(),
            approval: step.approval,
        });
        Self {
            id: item.id,
            code: item.code.clone(),
            title: item.title.clone(),
            unit: item.unit,
            unit_name: line.unit.clone(),
            state: item.state.code(),
            due: entry.due,
            days: entry.days,
            rebounds: entry.rebounds,
            sent_back: entry.sent_back,
            reminders: line.reminders.iter().map(|stored| ReminderView::of(stored, lang)).collect(),
            next,
        }
    }
}
