//! What a record is held against: its engagement, the rules of its beginning, the team, and what else is that day.

use super::given::Faults;
use crate::{Error, Prep};
use domain::Refusal;
use domain::engagement::{Kept as Engagement, Stage};
use domain::finding::FocusRules;
use domain::method::{Clash, MethodRecord, MethodRules, Setting, Shared, Times, clashes};
use domain::team::MemberState;
use kernel::{EngagementId, Message, MethodRecordId, PersonId};
use store::{Stored, engagement as engagements, member as members, method as methods};

/// An engagement with the rules that hold for it.
pub(super) struct Home {
    pub(super) engagement: Stored<Engagement>,
    pub(super) rules: MethodRules,
    pub(super) focus: FocusRules,
}

impl Home {
    /// The engagement and the rules in force when it began: a case keeps them. Nothing is written in one that is closed.
    pub(super) async fn load(prep: &mut Prep<'_>, id: EngagementId) -> Result<Self, Error> {
        let found = engagements::get(&mut prep.conn, id).await?;
        let engagement = found.filter(|kept| kept.withdrawn.is_none()).ok_or(Error::NotFound)?;
        if engagement.stage == Stage::Closed {
            return Err(Refusal::new("finding-engagement-closed").into());
        }
        let began = engagement.on_site.from;
        Ok(Self {
            rules: prep.app.ruleset::<MethodRules>(&mut prep.conn, began).await?.rules,
            focus: prep.app.ruleset::<FocusRules>(&mut prep.conn, began).await?.rules,
            engagement,
        })
    }

    /// Refuses a setting outside the window or the units, or by somebody who was not of the team that day.
    pub(super) async fn admit(&self, prep: &mut Prep<'_>, setting: &Setting) -> Result<(), Error> {
        let mut faults = Faults::default();
        let day = setting.times.day;
        let window = self.engagement.on_site;
        if !window.contains(day) {
            let message = Message::new("method-outside-window");
            faults.note("day", message.with("from", window.from).with("to", window.to));
        }
        let known = setting.unit == self.engagement.unit
            || self.engagement.extensions.iter().any(|extension| extension.unit == setting.unit);
        if !known {
            faults.note("unit", Message::new("method-unit-elsewhere"));
        }
        let team = members::of_team(&mut prep.conn, self.engagement.team).await?;
        // What was begun before this program was used has its authorisation on paper: its team stands as it was entered.
        let taken_over = self.engagement.authorisation.is_none();
        let there = |one: &PersonId| {
            team.iter().any(|member| member.person == *one && worked(&member.state, day, taken_over))
        };
        if !setting.inspectors.iter().all(there) {
            faults.note("inspectors", Message::new("method-inspector-not-there"));
        }
        faults.finish(Some(()))
    }

    /// Everything of the team that is at the same time: each as the fault of the field that both need. What was held is
    /// refused for people alone: a room may have been left early.
    pub(super) async fn no_clash(
        &self,
        prep: &mut Prep<'_>,
        (own, setting): (Option<MethodRecordId>, &Setting),
        held: bool,
    ) -> Result<(), Error> {
        let others = engagements::of_team(&mut prep.conn, self.engagement.team).await?;
        let ids: Vec<EngagementId> = others.iter().map(|kept| kept.engagement.id).collect();
        let that_day = methods::of_day(&mut prep.conn, &ids, setting.times.day).await?;
        let records: Vec<MethodRecord> = that_day.into_iter().map(|record| record.value).collect();
        let mut faults = Faults::default();
        for clash in clashes(setting, own, &records) {
            if held && matches!(clash.shared, Shared::Place(_)) {
                continue;
            }
            let (field, message) = told(prep, &clash).await?;
            faults.note(field, message);
        }
        faults.finish(Some(()))
    }
}

/// Whether a member was at work on a day.
fn worked(state: &MemberState, day: kernel::Day, taken_over: bool) -> bool {
    match state {
        MemberState::Authorised { .. } => true,
        MemberState::Released { on, .. } => day < *on,
        MemberState::Proposed | MemberState::Declared { .. } | MemberState::Cleared { .. } => taken_over,
        MemberState::Refused { .. } => false,
    }
}

async fn told(prep: &mut Prep<'_>, clash: &Clash) -> Result<(&'static str, Message), Error> {
    let (field, id, who) = match &clash.shared {
        Shared::Inspector(person) => {
            let found = store::inspector::many(&mut prep.conn, &[*person]).await?;
            let name = found.first().map(|one| one.value.name.clone()).unwrap_or_default();
            ("inspectors", "method-clash-inspector", name)
        }
        Shared::Met(name) => ("met", "method-clash-met", name.clone()),
        Shared::Place(place) => ("place", "method-clash-place", place.clone()),
    };
    let message = Message::new(id).with("who", who).with("number", clash.number.as_str());
    Ok((field, message.with("times", hours(&clash.times))))
}

/// From when to when, as a clash is told.
fn hours(times: &Times) -> String {
    let from = times.from.map(|from| from.to_string()).unwrap_or_default();
    times.to.map_or_else(|| from.clone(), |to| format!("{from}–{to}"))
}
