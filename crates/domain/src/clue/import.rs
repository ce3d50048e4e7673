//! Clues from a file: each with its sealed body, its levels and the proposed route of every subject (D4).
//!
//! Names, posts and summaries go into a [`ClueBody`] at once; no issue quotes them, and the raw form can be neither
//! printed nor serialised. What the file says of expected routes is not read. Called by the import act and its preview.

use super::{ClueBody, Grade, Managed, Nature, Question, Route, RoutingRules, SubjectBody};
use crate::import::Issues;
use crate::organisation::Taxonomy;
use crate::petition::{Discipline, PetitionRules};
use kernel::Message;
use kernel::id::{EngagementId, UnitId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A clue as a file holds it. No `Debug`, no `Serialize`: it names people.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RawClue {
    /// Number.
    pub id: String,
    /// Subjects.
    pub persons: Vec<RawSubject>,
    /// Unit.
    pub unit: String,
    /// Nature.
    pub nature: String,
    /// Discipline.
    pub discipline: String,
    /// What it says.
    pub summary: String,
    /// Numbers of the records it came from.
    pub sources: Vec<String>,
    /// Grade.
    pub grade: String,
}

/// A subject as a file holds it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RawSubject {
    /// Name.
    pub name: String,
    /// Post.
    pub post: String,
    /// Management level.
    pub level: String,
}

/// What the check must know besides the clues.
pub struct Known<'a> {
    /// Where clues go.
    pub routing: &'a RoutingRules,
    /// Management levels.
    pub taxonomy: &'a Taxonomy,
    /// Disciplines.
    pub petitions: &'a PetitionRules,
    /// The engagement of a unit by its written name, and the unit.
    pub unit: &'a dyn Fn(&str) -> Option<(UnitId, EngagementId)>,
    /// The unit's own discipline body.
    pub unit_body: &'a dyn Fn(UnitId) -> Option<String>,
    /// Whether a number is in use already.
    pub there: &'a dyn Fn(&str) -> bool,
}

/// A clue to draft.
#[derive(Debug)]
pub struct Draft {
    /// Its place in the file, from 1.
    pub row: u32,
    /// Its number.
    pub number: String,
    /// The unit it came up in.
    pub unit: UnitId,
    /// The engagement.
    pub engagement: EngagementId,
    /// Nature.
    pub nature: Nature,
    /// Discipline.
    pub discipline: Option<Discipline>,
    /// Grade.
    pub grade: Grade,
    /// Numbers of the records it came from.
    pub sources: Vec<String>,
    /// What it says and about whom, to be sealed.
    pub body: ClueBody,
    /// Who manages each subject, in the order of the body.
    pub managed: Vec<Managed>,
    /// The proposed route of each subject; one for a clue without any. What cannot be routed yet says why.
    pub routes: Vec<Result<Route, crate::Refusal>>,
}

/// A judged file.
#[derive(Debug, Default)]
pub struct Import {
    /// The clues, in the file's order; those with an error are left out.
    pub drafts: Vec<Draft>,
    /// What is wrong.
    pub issues: Issues,
    /// What the preview shows.
    pub counts: Counts,
}

/// Figures of the preview: clues and persons counted apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Clues (件).
    pub clues: usize,
    /// Persons (人), counted per clue.
    pub persons: usize,
    /// Clues that are here already; they are left out.
    pub there: usize,
}

/// Checks the clues.
pub fn check(clues: &[RawClue], known: &Known<'_>) -> Import {
    let mut import = Import::default();
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    for (raw, row) in clues.iter().zip(1_u32..) {
        let mut reading = Reading { raw, row, known, issues: &mut import.issues, errors: 0 };
        reading.number_is_new(&mut numbers);
        let there = reading.is_there();
        let draft = reading.draft();
        let errors = reading.errors;
        import.counts.persons += raw.persons.len();
        import.counts.there += usize::from(there);
        import.drafts.extend(draft.filter(|_| errors == 0 && !there));
    }
    import.counts.clues = clues.len();
    import.issues.sort();
    import
}

/// One clue being read.
struct Reading<'r, 'i> {
    raw: &'r RawClue,
    row: u32,
    known: &'r Known<'r>,
    issues: &'i mut Issues,
    errors: usize,
}

impl<'r> Reading<'r, '_> {
    fn error(&mut self, column: &str, kind: &'static str, message: Message) {
        self.errors += 1;
        self.issues.error(self.row, Some(column), kind, message);
    }

    fn number_is_new(&mut self, numbers: &mut BTreeMap<&'r str, u32>) {
        let number = self.raw.id.trim();
        if number.is_empty() {
            self.error("id", "missing_required", Message::new("clue-number-missing"));
        } else if let Some(first) = numbers.insert(number, self.row) {
            let message = Message::new("clue-number-twice").with("number", number).with("row", first);
            self.error("id", "duplicate_number", message);
        }
    }

    /// Whether the clue was taken in before: shown, and left out.
    fn is_there(&mut self) -> bool {
        let number = self.raw.id.trim();
        let there = !number.is_empty() && (self.known.there)(number);
        if there {
            let message = Message::new("clue-there-already").with("number", number);
            self.issues.warning(self.row, Some("id"), "there_already", message);
        }
        there
    }

    fn draft(&mut self) -> Option<Draft> {
        let (raw, known) = (self.raw, self.known);
        let unit = (known.unit)(raw.unit.trim());
        let nature = known.routing.nature_written(&raw.nature).cloned();
        let grade = Grade::from_written(&raw.grade);
        let faults = [
            (
                unit.is_none(),
                "unit",
                Message::new("clue-unit-not-inspected").with("value", raw.unit.as_str()),
            ),
            (
                nature.is_none(),
                "nature",
                Message::new("clue-nature-unknown").with("value", raw.nature.as_str()),
            ),
            (grade.is_none(), "grade", Message::new("clue-grade-unknown").with("value", raw.grade.as_str())),
            (raw.summary.trim().is_empty(), "summary", Message::new("clue-summary-missing")),
        ];
        for (wrong, column, message) in faults {
            if wrong {
                self.error(column, "invalid", message);
            }
        }
        let discipline = self.discipline();
        let (unit, engagement) = unit?;
        let nature = nature?;
        let managed: Vec<Managed> = raw.persons.iter().map(|person| self.managed(person)).collect();
        let routes = self.routes(&nature, &managed, unit);
        let subjects =
            raw.persons.iter().map(|person| SubjectBody::new(&person.name, &person.post)).collect();
        Some(Draft {
            row: self.row,
            number: raw.id.trim().to_owned(),
            unit,
            engagement,
            nature,
            discipline,
            grade: grade?,
            sources: raw.sources.clone(),
            body: ClueBody::new(subjects, &raw.summary),
            managed,
            routes,
        })
    }

    fn discipline(&mut self) -> Option<Discipline> {
        let written = self.raw.discipline.trim();
        let found = self.known.petitions.disciplines.iter().find(|(_, name)| name.zh == written);
        if found.is_none() && !written.is_empty() {
            let message = Message::new("clue-discipline-unknown").with("value", written);
            self.error("discipline", "unknown_value", message);
        }
        found.map(|(code, _)| code.clone())
    }

    fn managed(&mut self, person: &RawSubject) -> Managed {
        let managed = self.known.routing.managed_written(&person.level, self.known.taxonomy);
        if managed == Managed::Unknown {
            let message = Message::new("clue-level-must-be-asked").with("value", person.level.as_str());
            self.issues.warning(self.row, Some("level"), "must_be_asked", message);
        }
        managed
    }

    fn routes(
        &self,
        nature: &Nature,
        managed: &[Managed],
        unit: UnitId,
    ) -> Vec<Result<Route, crate::Refusal>> {
        let unit_body = (self.known.unit_body)(unit);
        let ask = |managed: Option<&Managed>| {
            let question = Question { nature, managed, unit_body: unit_body.as_deref() };
            self.known.routing.propose(&question, self.known.taxonomy)
        };
        if managed.is_empty() { vec![ask(None)] } else { managed.iter().map(|one| ask(Some(one))).collect() }
    }
}
