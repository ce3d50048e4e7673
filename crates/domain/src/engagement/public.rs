//! How the public reaches the team about an engagement: when the duty telephone is answered, opinion boxes, what the
//! notice says is accepted, when it was posted (B3). Telephones and addresses belong to the team; this is the rest.

use crate::deadline::CutOff;
use kernel::{Day, FieldError, Message};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// On which days the telephone is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyDays {
    /// Days that are worked.
    WorkingDays,
    /// Every day.
    EveryDay,
}

impl DutyDays {
    /// Its name on pages.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::WorkingDays => "engagement-duty-working-days",
            Self::EveryDay => "engagement-duty-every-day",
        })
    }
}

/// When the duty telephone is answered: stretches of the day, both ends inclusive, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyHours {
    /// On which days.
    pub days: DutyDays,
    /// From–to.
    pub hours: Vec<(CutOff, CutOff)>,
}

/// An opinion box of the engagement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicBox {
    /// Its number, written on it.
    pub number: String,
    /// Where it hangs.
    pub place: String,
}

/// What the public is told, besides how the team is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PublicContacts {
    /// When the duty telephone is answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duty: Option<DutyHours>,
    /// Opinion boxes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<PublicBox>,
    /// Days on which the boxes are opened.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub openings: Vec<Day>,
    /// What the notice says is accepted.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub accepts: String,
    /// What the notice says is passed on to others.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub refers: String,
    /// The code of the online form.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// The day the notice was posted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posted: Option<Day>,
    /// The day it was taken down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_down: Option<Day>,
}

impl PublicContacts {
    /// Whether nothing is recorded.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Everything that is wrong with it, beside its field.
    pub fn faults(&self) -> Vec<FieldError> {
        let mut faults = Vec::new();
        let mut last = None;
        for (from, to) in self.duty.iter().flat_map(|d| &d.hours) {
            if to < from || last.is_some_and(|last| *from <= last) {
                let message = Message::new("round-duty-hours").with("from", from.to_string());
                faults.push(FieldError::new("hours", message.with("to", to.to_string())));
            }
            last = Some(*to);
        }
        if self.duty.as_ref().is_some_and(|d| d.hours.is_empty()) {
            faults.push(FieldError::new("hours", Message::new("engagement-duty-hours-missing")));
        }
        let mut numbers = BTreeSet::new();
        for opinion_box in &self.boxes {
            if !numbers.insert(opinion_box.number.as_str()) {
                let message = Message::new("round-box-twice").with("box", opinion_box.number.as_str());
                faults.push(FieldError::new("boxes", message));
            }
            if opinion_box.place.trim().is_empty() {
                let message = Message::new("engagement-box-place-missing");
                faults.push(FieldError::new("boxes", message.with("box", opinion_box.number.as_str())));
            }
        }
        if let (Some(posted), Some(down)) = (self.posted, self.taken_down)
            && down < posted
        {
            let message = Message::new("engagement-notice-reversed").with("posted", posted);
            faults.push(FieldError::new("taken_down", message));
        }
        if self.posted.is_none() && self.taken_down.is_some() {
            faults.push(FieldError::new("posted", Message::new("engagement-notice-not-posted")));
        }
        faults
    }
}
