//! Working papers from a file, as drafts: what each says, what it lacks, and what the file recorded from paper (D1).
//!
//! Evidence that names a record of the register is linked to it; the rest becomes external evidence, to be linked. It
//! stays on the whole paper until somebody spreads it over the sentences. A paper with blocking marks is imported all
//! the same, and cannot be signed. Called by the import act and its preview.

use super::{
    Amount, Decided, Decision, Degree, Evidence, Fault, Finding, FocusCode, FocusRules, Noted, Paper, Period,
    Place, Responsible, Sentence, Severity, UnitView, View, split_sentences,
};
use crate::decision::Clerk;
use crate::import::Issues;
use crate::money::Money;
use kernel::id::{EngagementId, FindingId, UnitId};
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A working paper as a file holds it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct RawPaper {
    /// Number.
    pub id: String,
    /// Unit.
    pub unit: String,
    /// Title.
    pub title: String,
    /// Facts as running text.
    pub facts: String,
    /// Basis.
    pub basis: String,
    /// Focus point.
    pub focus: String,
    /// The days the facts cover.
    pub period: RawPeriod,
    /// Sums.
    pub amounts: Vec<RawAmount>,
    /// Responsible persons.
    pub persons: Vec<RawPerson>,
    /// Evidence.
    pub evidence: Vec<RawEvidence>,
    /// Undertakers.
    pub undertakers: Vec<RawUndertaker>,
    /// The unit's view.
    pub unit_view: String,
    /// The team meeting's decision.
    pub team_decision: String,
    /// Degree.
    pub degree: String,
    /// What it repeats.
    pub repeat_of: Option<String>,
    /// Remarks on the evidence.
    pub evidence_note: String,
}

/// Days as written.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct RawPeriod {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
}

/// A sum in yuan.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct RawAmount {
    /// Yuan.
    pub yuan: serde_json::Value,
    /// What it is.
    pub what: String,
}

/// A responsible person.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct RawPerson {
    /// Name.
    pub name: String,
    /// Post.
    pub post: String,
    /// Kind of responsibility.
    pub responsibility: String,
}

/// Evidence by number.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct RawEvidence {
    /// Method.
    pub method: String,
    /// Number of the record.
    #[serde(rename = "ref")]
    pub number: String,
    /// What it is.
    pub title: String,
}

/// An undertaker.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct RawUndertaker {
    /// Code in the pool.
    pub id: String,
    /// Name.
    pub name: String,
}

/// What the check must know besides the papers.
pub struct Known<'a> {
    /// Frames and rules.
    pub rules: &'a FocusRules,
    /// The engagement of a unit by its written name, and the unit.
    pub unit: &'a dyn Fn(&str) -> Option<Home>,
    /// Where in an engagement's work the record lies that a number stands for.
    pub record: &'a dyn Fn(EngagementId, &str) -> Option<Place>,
    /// Whether a number is in use already.
    pub there: &'a dyn Fn(&str) -> bool,
    /// Makes ids.
    pub new_id: &'a dyn Fn() -> FindingId,
    /// Who imports.
    pub by: Clerk,
}

/// Where a paper belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// To an engagement that the import is for.
    Here(UnitId, EngagementId),
    /// To another engagement of the round; the paper is left out.
    Elsewhere,
}

/// A paper as a draft.
#[derive(Clone, Debug, Serialize)]
pub struct Draft {
    /// Its place in the file, from 1.
    pub row: u32,
    /// The draft.
    pub finding: Finding,
    /// What it lacks; blocking ones first.
    pub faults: Vec<Fault>,
    /// Whether the move into a clue is offered.
    pub offers_clue: bool,
}

/// A judged file.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Import {
    /// The drafts, in the file's order.
    pub drafts: Vec<Draft>,
    /// What is wrong with the file itself; these block the import.
    pub issues: Issues,
    /// What the preview shows.
    pub counts: Counts,
}

/// Figures of the preview.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Papers.
    pub papers: usize,
    /// Papers that are new here.
    pub new: usize,
    /// Papers that are there already, by their number; they stay as they are.
    pub there: usize,
    /// Papers of engagements that this import is not for; they are left out.
    pub elsewhere: usize,
    /// Papers with blocking marks.
    pub blocked: usize,
    /// Sums.
    pub amounts: usize,
    /// All sums together, in fen.
    pub amount_fen: i64,
    /// Evidence that names a record which is not here.
    pub to_be_linked: usize,
    /// Papers that repeat an earlier problem.
    pub repeats: usize,
    /// Papers of the graver degree.
    pub serious: usize,
    /// Papers per unit, as written.
    pub units: BTreeMap<String, usize>,
}

/// Checks the papers.
pub fn check(papers: &[RawPaper], known: &Known<'_>) -> Import {
    let mut import = Import::default();
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    for (raw, row) in papers.iter().zip(1_u32..) {
        let mut reading = Reading { raw, row, known, issues: &mut import.issues, errors: 0 };
        let there = reading.number_is_there(&mut numbers);
        let (home, finding) = (reading.home(), reading.finding());
        let errors = reading.errors;
        *import.counts.units.entry(raw.unit.clone()).or_default() += 1;
        if home == Some(Home::Elsewhere) {
            import.counts.elsewhere += 1;
            continue;
        }
        if there {
            import.counts.there += 1;
            continue;
        }
        let Some(finding) = finding.filter(|_| errors == 0) else { continue };
        let faults = finding.faults(&known.rules.findings, known.rules);
        let offers_clue = faults.iter().any(|fault| fault.kind == "belongs_to_clue");
        import.counts.add(&finding, &faults);
        import.drafts.push(Draft { row, finding, faults, offers_clue });
    }
    import.counts.papers = papers.len();
    import.counts.new = import.drafts.len();
    import.issues.sort();
    import
}

impl Counts {
    fn add(&mut self, finding: &Finding, faults: &[Fault]) {
        use super::EvidenceState::ToBeLinked;
        let paper = &finding.paper;
        self.blocked += usize::from(faults.iter().any(|fault| fault.severity == Severity::Blocks));
        self.amounts += paper.amounts.len();
        self.amount_fen += paper.amounts.iter().map(|amount| amount.sum.as_fen()).sum::<i64>();
        self.to_be_linked += paper.all_evidence().filter(|evidence| evidence.state() == ToBeLinked).count();
        self.repeats += usize::from(paper.repeats.is_some());
        self.serious += usize::from(paper.degree == Degree::Serious);
    }
}

/// One paper being read.
struct Reading<'r, 'i> {
    raw: &'r RawPaper,
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

    /// Whether its number is in use already. A paper without a number or with another's is an error.
    fn number_is_there(&mut self, numbers: &mut BTreeMap<&'r str, u32>) -> bool {
        let number = self.raw.id.trim();
        if number.is_empty() {
            self.error("id", "missing_required", Message::new("finding-number-missing"));
        } else if let Some(first) = numbers.insert(number, self.row) {
            let message = Message::new("finding-number-twice").with("number", number).with("row", first);
            self.error("id", "duplicate_number", message);
        } else if (self.known.there)(number) {
            let message = Message::new("finding-there-already").with("number", number);
            self.issues.warning(self.row, Some("id"), "there_already", message);
            return true;
        }
        false
    }

    fn home(&mut self) -> Option<Home> {
        let home = (self.known.unit)(self.raw.unit.trim());
        if home.is_none() {
            let message = Message::new("finding-unit-not-inspected").with("value", self.raw.unit.as_str());
            self.error("unit", "unknown_unit", message);
        }
        home
    }

    fn finding(&mut self) -> Option<Finding> {
        let raw = self.raw;
        let period = self.period();
        let amounts = self.amounts();
        let degree = self.word("degree", &raw.degree, Degree::from_written);
        let decision = self.decision();
        let view = self.view();
        let Some(Home::Here(unit, engagement)) = (self.known.unit)(raw.unit.trim()) else { return None };
        let sentences = sentences(&raw.facts);
        let last_key = u32::try_from(sentences.len()).unwrap_or(u32::MAX);
        let paper = Paper {
            title: raw.title.trim().to_owned(),
            sentences,
            evidence: raw.evidence.iter().map(|evidence| self.evidence(engagement, evidence)).collect(),
            basis: raw.basis.trim().to_owned(),
            focus: Some(raw.focus.trim())
                .filter(|f| !f.is_empty())
                .map(|f| FocusCode(f.to_owned()))
                .into_iter()
                .collect(),
            period,
            amounts,
            unit,
            responsible: raw.persons.iter().map(responsible).collect(),
            degree: degree.unwrap_or_default(),
            repeats: raw.repeat_of.clone().filter(|text| !text.trim().is_empty()),
            note: raw.evidence_note.trim().to_owned(),
        };
        Some(Finding {
            id: (self.known.new_id)(),
            engagement,
            number: raw.id.trim().to_owned(),
            paper,
            undertakers: raw.undertakers.iter().map(|one| one.name.trim().to_owned()).collect(),
            signatures: Vec::new(),
            review: None,
            sign_off: None,
            decision,
            view,
            moved_to_clue: false,
            withdrawn: None,
            revision: 0,
            last_key,
        })
    }

    fn period(&mut self) -> Option<Period> {
        let RawPeriod { from, to } = &self.raw.period;
        if from.is_empty() && to.is_empty() {
            return None;
        }
        let mut day = |text: &str| -> Option<Day> {
            let day = text.parse().ok();
            if day.is_none() {
                let message = Message::new("finding-bad-day").with("value", text);
                self.error("period", "bad_date", message);
            }
            day
        };
        let (from, to) = (day(from), day(to));
        Some(Period { from: from?, to: to? })
    }

    fn amounts(&mut self) -> Vec<Amount> {
        let mut amounts = Vec::new();
        for raw in &self.raw.amounts {
            match Money::parse_yuan(&raw.yuan.to_string()) {
                Some(sum) => amounts.push(Amount { sum, what: raw.what.clone() }),
                None => {
                    let message = Message::new("finding-bad-amount").with("value", raw.yuan.to_string());
                    self.error("amounts", "not_a_number", message);
                }
            }
        }
        amounts
    }

    fn word<T>(&mut self, column: &str, written: &str, read: fn(&str) -> Option<T>) -> Option<T> {
        let found = read(written);
        if found.is_none() && !written.trim().is_empty() {
            let message = Message::new("finding-unknown-word").with("value", written);
            self.error(column, "unknown_value", message);
        }
        found
    }

    /// What the file says was decided is recorded from paper: shown, without effect until a second person has checked it.
    fn decision(&mut self) -> Option<Decision> {
        let what = self.word("team_decision", &self.raw.team_decision, decided)?;
        Some(Decision { what, on: None, noted: Noted::from_paper(self.known.by, None) })
    }

    fn view(&mut self) -> Option<UnitView> {
        if self.raw.unit_view.trim() == "未征求" {
            return None;
        }
        let view = self.word("unit_view", &self.raw.unit_view, View::from_written)?;
        let (words, by) = (String::new(), String::new());
        Some(UnitView { view, words, by, on: None, noted: Noted::from_paper(self.known.by, None) })
    }

    fn evidence(&self, engagement: EngagementId, raw: &RawEvidence) -> Evidence {
        let record = (self.known.record)(engagement, raw.number.trim());
        Evidence {
            method: raw.method.trim().to_owned(),
            number: raw.number.trim().to_owned(),
            title: raw.title.trim().to_owned(),
            at: String::new(),
            place: record.unwrap_or(Place::External),
        }
    }
}

fn decided(word: &str) -> Option<Decided> {
    match word.trim() {
        "采用" => Some(Decided::Adopted),
        "存疑" => Some(Decided::Doubtful),
        _ => None,
    }
}

fn sentences(facts: &str) -> Vec<Sentence> {
    let texts = split_sentences(facts).into_iter();
    texts
        .zip(1_u32..)
        .map(|(text, key)| Sentence { key, text, is_fact: true, evidence: Vec::new() })
        .collect()
}

fn responsible(raw: &RawPerson) -> Responsible {
    Responsible {
        post: raw.post.trim().to_owned(),
        name: raw.name.trim().to_owned(),
        kind: raw.responsibility.trim().to_owned(),
    }
}
