//! A plan and a record as they are typed: for page and API alike, and how they become what is kept.

use crate::Error;
use domain::finding::{FocusCode, FocusRules};
use domain::method::{Met, MethodRule, Plan, Point, Setting, TimeOfDay, Times};
use kernel::{Day, FieldError, Message, PersonId, UnitId};
use serde::Deserialize;

/// Most characters of a line: topic, place, approval, a name.
const LONGEST_LINE: usize = 200;
/// Most characters of an outline or a key point.
const LONGEST_TEXT: usize = 4_000;
/// Most people met, inspectors, key points and focus points of one record.
const MOST: usize = 100;

/// When, where, by whom and with whom, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct GivenSetting {
    /// The day.
    pub day: Option<Day>,
    /// When it begins: `09:00`.
    #[serde(default)]
    pub from: String,
    /// When it ends.
    #[serde(default)]
    pub to: String,
    /// Where.
    #[serde(default)]
    pub place: String,
    /// In which unit; the engagement's own when none is named.
    #[serde(default)]
    pub unit: Option<UnitId>,
    /// Who of the team.
    #[serde(default)]
    pub inspectors: Vec<PersonId>,
    /// Who is met.
    #[serde(default)]
    pub met: Vec<Met>,
}

/// A plan as typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct GivenPlan {
    /// The method's code.
    pub method: String,
    /// What it is about.
    pub topic: String,
    /// Codes of focus points.
    #[serde(default)]
    pub focus: Vec<FocusCode>,
    /// What to ask or look at.
    #[serde(default)]
    pub outline: String,
    /// Nobody is told beforehand.
    #[serde(default)]
    pub unannounced: bool,
    /// The approval it rests on.
    #[serde(default)]
    pub approval: String,
    /// When, where, by whom and with whom.
    #[serde(flatten)]
    pub setting: GivenSetting,
}

/// What was held, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct GivenHeld {
    /// As it was.
    #[serde(flatten)]
    pub setting: GivenSetting,
    /// How many people took part; as many as are named, where nobody counted.
    #[serde(default)]
    pub people: Option<u32>,
    /// What was learnt.
    pub points: Vec<Point>,
}

/// The faults found so far; a text that is too long, a list that is.
#[derive(Default)]
pub(super) struct Faults(Vec<FieldError>);

impl Faults {
    pub(super) fn note(&mut self, field: &str, message: Message) {
        self.0.push(FieldError::new(field.to_owned(), message));
    }

    fn line(&mut self, field: &str, text: &str, most: usize) -> String {
        let text = text.trim();
        if text.chars().count() > most {
            self.note(field, Message::new("method-too-long").with("max", most));
        }
        text.to_owned()
    }

    fn count(&mut self, field: &str, there: usize) {
        if there > MOST {
            self.note(field, Message::new("method-too-many").with("max", MOST));
        }
    }

    pub(super) fn finish<T>(self, value: Option<T>) -> Result<T, Error> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(self.0.into()),
        }
    }
}

impl GivenSetting {
    /// Reads it; `home` is the engagement's own unit.
    pub(super) fn read(&self, faults: &mut Faults, home: UnitId) -> Option<Setting> {
        let times = self.times(faults);
        faults.count("inspectors", self.inspectors.len());
        faults.count("met", self.met.len());
        let place = faults.line("place", &self.place, LONGEST_LINE);
        let met = people(&self.met, faults);
        let mut inspectors = self.inspectors.clone();
        inspectors.sort_unstable();
        inspectors.dedup();
        Some(Setting { times: times?, place, unit: self.unit.unwrap_or(home), inspectors, met })
    }

    fn times(&self, faults: &mut Faults) -> Option<Times> {
        if self.day.is_none() {
            faults.note("day", Message::new("method-day-missing"));
        }
        let mut clock = |field: &str, text: &str| {
            let text = text.trim();
            let read = TimeOfDay::parse(text);
            if read.is_none() && !text.is_empty() {
                faults.note(field, Message::new("method-time-unreadable").with("value", text));
            }
            read
        };
        let (from, to) = (clock("from", &self.from), clock("to", &self.to));
        Times::new(self.day?, from, to).map_err(|refusal| faults.note("to", refusal.0)).ok()
    }
}

fn people(met: &[Met], faults: &mut Faults) -> Vec<Met> {
    let trimmed = |one: &Met, faults: &mut Faults| Met {
        name: faults.line("met", &one.name, LONGEST_LINE),
        post: faults.line("met", &one.post, LONGEST_LINE),
    };
    let met = met.iter().map(|one| trimmed(one, faults));
    met.filter(|one| !one.name.is_empty()).collect()
}

impl GivenPlan {
    /// Reads it: faults of all fields at once. Who is asked in confidence is not named in a plan.
    pub(super) fn read(
        &self,
        (rule, focus): (Option<&MethodRule>, &FocusRules),
        home: UnitId,
    ) -> Result<Plan, Error> {
        let mut faults = Faults::default();
        let topic = faults.line("topic", &self.topic, LONGEST_LINE);
        if topic.is_empty() {
            faults.note("topic", Message::new("method-topic-missing"));
        }
        faults.count("focus", self.focus.len());
        for code in self.focus.iter().filter(|code| focus.point(code).is_none()) {
            faults.note("focus", Message::new("method-focus-unknown").with("value", code.0.as_str()));
        }
        let outline = faults.line("outline", &self.outline, LONGEST_TEXT);
        let approval = faults.line("approval", &self.approval, LONGEST_LINE);
        let setting = self.setting.read(&mut faults, home);
        if rule.is_some_and(|rule| rule.people_sealed) && !self.setting.met.is_empty() {
            faults.note("met", Message::new("method-people-sealed"));
        }
        let plan = setting.map(|setting| Plan {
            method: self.method.trim().to_owned(),
            topic,
            focus: self.focus.clone(),
            outline,
            unannounced: self.unannounced,
            approval,
            setting,
        });
        faults.finish(plan)
    }
}

impl GivenHeld {
    /// Reads it: the setting, and the points with a word in them.
    pub(super) fn read(&self, home: UnitId) -> Result<(Setting, Vec<Point>), Error> {
        let mut faults = Faults::default();
        faults.count("points", self.points.len());
        let mut points = Vec::new();
        for point in &self.points {
            let topic = faults.line("points", &point.topic, LONGEST_LINE);
            let text = faults.line("points", &point.text, LONGEST_TEXT);
            if !text.is_empty() {
                points.push(Point { topic, text });
            }
        }
        if points.is_empty() {
            faults.note("points", Message::new("method-nothing-noted"));
        }
        let setting = self.setting.read(&mut faults, home);
        faults.finish(setting.map(|setting| (setting, points)))
    }

    /// How many took part.
    pub(super) fn people(&self, met: usize) -> u32 {
        self.people.unwrap_or_else(|| u32::try_from(met).unwrap_or(u32::MAX))
    }
}
