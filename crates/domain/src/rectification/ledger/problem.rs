//! The rows of a ledger as problems and measures: merged cells, 同上, several measures in one cell.

use super::summary::Notes;
use super::{Column, Context, Heading, Measure, Named, Problem, Reported, Row};
use crate::deadline::words::{self, Class, Dated, Precision, Reading, Timing, Worded};
use crate::feedback::import::numbered;
use crate::import::Issues;
use crate::organisation::import::{Cell, CellValue};
use kernel::{Day, Message};
use std::collections::BTreeMap;

/// The longest text of a cell, in characters.
const MAX_TEXT: usize = 4_000;
/// What stands for the cell above.
const DITTO: &[&str] = &["同上", "〃", "″", "同前", "\"", "同上。"];
/// Evidence that is said to be somewhere else.
const ELSEWHERE: &[&str] = &["详见附件", "见附件", "附后", "另附"];

/// Reads row after row.
pub(super) struct Reader<'a> {
    context: Context<'a>,
    words: words::Context<'a>,
    problems: Vec<Problem>,
    notes: Notes,
    category: String,
}

impl<'a> Reader<'a> {
    /// Begins with nothing.
    pub(super) fn new(context: Context<'a>, heading: &Heading, stated_year: Option<i32>) -> Self {
        // Without a day of feedback the import is refused; the days read meanwhile are shown to nobody.
        let feedback = heading.fed_back.or(heading.filled).unwrap_or(Day(time::Date::MIN));
        let words = words::Context {
            feedback,
            written: heading.filled,
            stated_year,
            concentrated_end: None,
            clear_months: context.rules.clear_months,
            calendar: context.calendar,
        };
        Self { context, words, problems: Vec::new(), notes: Notes::default(), category: String::new() }
    }

    /// Reads a row.
    pub(super) fn row(&mut self, row: &Row, issues: &mut Issues) {
        let mut cells = Cells { row, issues };
        cells.note_state();
        if cells.is_own(Column::Serial) || cells.is_own(Column::Problem) {
            self.begin(&mut cells);
        } else if self.problems.is_empty() {
            cells.error(Column::Problem, "measure_without_problem", "rectification-import-without-problem");
            return;
        }
        self.measures(&mut cells);
    }

    /// The problems, and what was noticed; odd numbers are said.
    pub(super) fn finish(self, issues: &mut Issues) -> (Vec<Problem>, Notes) {
        let mut first: BTreeMap<u32, u32> = BTreeMap::new();
        let mut last = 0;
        for problem in &self.problems {
            let column = Some(Column::Serial.heading());
            if let Some(row) = first.get(&problem.number) {
                let message = Message::new("rectification-import-number-twice");
                let message = message.with("number", problem.number).with("row", *row);
                issues.warning(problem.row, column, "number_twice", message);
            } else if problem.number > last + 1 && last > 0 {
                let message = Message::new("rectification-import-number-missing");
                let message = message.with("before", last).with("number", problem.number);
                issues.warning(problem.row, column, "number_missing", message);
            }
            first.entry(problem.number).or_insert(problem.row);
            last = problem.number;
        }
        (self.problems, self.notes)
    }

    fn begin(&mut self, cells: &mut Cells<'_, '_>) {
        let last = self.problems.last();
        let number = cells.number(last.map_or(1, |problem| problem.number + 1));
        let category = cells.text(Column::Category);
        if !category.is_empty() {
            self.category = category;
        }
        let title = cells.text(Column::Problem);
        if title.is_empty() {
            cells.error(Column::Problem, "missing_required", "rectification-import-problem-missing");
        }
        let leader = self.leader(cells, number);
        let department = cells.text(Column::Department);
        let department = match self.problems.last() {
            Some(before) if is_ditto(&department) => before.department.clone(),
            _ => department,
        };
        self.problems.push(Problem {
            row: cells.row.row,
            number,
            code: cells.text(Column::Code),
            category: self.category.clone(),
            title,
            leader,
            department,
            measures: Vec::new(),
        });
    }

    fn leader(&mut self, cells: &mut Cells<'_, '_>, number: u32) -> Option<Named> {
        let written = cells.text(Column::Leader);
        if is_ditto(&written) {
            self.notes.ditto_leaders.push(number);
            let before = self.problems.last().and_then(|problem| problem.leader.clone());
            let shown = before.as_ref().map(Named::written).unwrap_or_default();
            let message = Message::new("rectification-import-ditto").with("value", shown);
            cells.warn(Column::Leader, "ditto", message);
            return before;
        }
        let leader = Named::read(&written);
        if leader.is_none() {
            let message = Message::new("rectification-import-leader-missing").with("number", number);
            cells.warn(Column::Leader, "missing_leader", message);
        }
        leader
    }

    fn measures(&mut self, cells: &mut Cells<'_, '_>) {
        let own = [Column::Person, Column::Deadline, Column::Progress, Column::State, Column::Evidence];
        let says_more = own.into_iter().any(|column| cells.is_own(column));
        if let Some(first) = cells.cell(Column::Measure).and_then(|cell| cell.continues) {
            if says_more {
                let message = Message::new("rectification-import-merged-measure").with("row", first);
                cells.issue_error(Column::Measure, "merged_rows", message);
            }
            return;
        }
        let text = cells.text(Column::Measure);
        if text.is_empty() {
            let begins = self.problems.last().is_some_and(|problem| problem.row == cells.row.row);
            if says_more {
                cells.error(Column::Measure, "missing_required", "rectification-import-measure-missing");
            } else if begins {
                let message = Message::new("rectification-import-no-measure");
                cells.warn(Column::Measure, "no_measure", message);
            }
            return;
        }
        let code = cells.text(Column::MeasureCode);
        let rows = if code.is_empty() { self.split(cells, &text) } else { vec![Texts::whole(cells, text)] };
        for texts in rows {
            let measure = self.measure(cells, texts, code.clone());
            if let Some(problem) = self.problems.last_mut() {
                problem.measures.push(measure);
            }
        }
    }

    /// A cell with several numbered measures is as many rows; the other cells must have as many lines, or one.
    fn split(&mut self, cells: &mut Cells<'_, '_>, text: &str) -> Vec<Texts> {
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        let counted = || (1_usize..).zip(&lines);
        let several = lines.len() > 1 && counted().all(|(n, line)| behind_number(line, n).is_some());
        if !several {
            let mut texts = Texts::whole(cells, without_number(text));
            texts.clear_nothing();
            return vec![texts];
        }
        if let Some(problem) = self.problems.last() {
            self.notes.in_one_cell.push(problem.number);
        }
        let message = Message::new("rectification-import-in-one-cell").with("count", lines.len());
        cells.warn(Column::Measure, "in_one_cell", message);
        let own = |n: usize, line: &str| trimmed(behind_number(line, n).unwrap_or(line));
        let mut rows: Vec<Texts> =
            counted().map(|(n, line)| Texts { measure: own(n, line), ..Texts::default() }).collect();
        for column in [Column::Deadline, Column::Progress, Column::State, Column::Evidence] {
            let whole = cells.written(column);
            let parts: Vec<&str> = whole.lines().filter(|line| !line.trim().is_empty()).collect();
            let numbered_parts =
                parts.len() > 1 || parts.first().is_some_and(|part| numbered(part).is_some());
            if numbered_parts && parts.len() != rows.len() {
                let message = Message::new("rectification-import-lines-disagree");
                let message = message.with("measures", rows.len()).with("lines", parts.len());
                cells.issue_error(column, "lines_disagree", message);
                continue;
            }
            for (n, row) in (1_usize..).zip(&mut rows) {
                let part =
                    if numbered_parts { parts.get(n - 1).copied().unwrap_or("") } else { whole.as_str() };
                row.set(column, own(n, part));
            }
        }
        rows.iter_mut().for_each(Texts::clear_nothing);
        rows
    }

    fn measure(&mut self, cells: &mut Cells<'_, '_>, texts: Texts, code: String) -> Measure {
        let deadline = self.deadline(cells, &texts.deadline, !code.is_empty());
        let state = match self.context.rules.reported(&texts.state) {
            Some(state) => state,
            None => {
                let accepted = self.context.rules.states.iter().flat_map(|state| &state.words);
                let accepted = accepted.map(String::as_str).collect::<Vec<_>>().join("、");
                let message = Message::new("rectification-import-state-unknown");
                let message = message.with("value", texts.state.clone()).with("accepted", accepted);
                cells.issue_error(Column::State, "unknown_value", message);
                Reported::Unstated
            }
        };
        if state == Reported::Unstated && texts.state.is_empty() {
            cells.warn(Column::State, "unstated", Message::new("rectification-import-state-missing"));
        }
        if state.is_done() && texts.evidence.is_empty() {
            let message = Message::new("rectification-import-without-evidence");
            cells.warn(Column::Evidence, "done_without_evidence", message);
        }
        if ELSEWHERE.contains(&texts.evidence.as_str()) {
            let message = Message::new("rectification-import-evidence-elsewhere");
            cells.warn(Column::Evidence, "evidence_elsewhere", message);
        }
        let person = cells.text(Column::Person);
        let before = self.problems.last().and_then(|problem| problem.measures.last());
        let person = match before {
            Some(before) if is_ditto(&person) => before.person.clone(),
            _ => person,
        };
        Measure {
            row: cells.row.row,
            code,
            text: texts.measure,
            person,
            deadline,
            progress: texts.progress,
            state,
            evidence: texts.evidence,
            note: cells.text(Column::Note),
        }
    }

    /// What the deadline's words mean; answers come first, then what this program itself wrote beside them.
    fn deadline(&self, cells: &mut Cells<'_, '_>, written: &str, exact: bool) -> Worded {
        let number = matches!(cells.cell(Column::Deadline).map(|c| &c.value), Some(CellValue::Number(_)));
        let reading =
            if number { words::read_number(written, self.words) } else { words::read(written, self.words) };
        let worded = Worded { words: written.to_owned(), reading };
        let answer = match written.trim() {
            "" => self.context.answers.get(&blank_key(cells.row.row)),
            _ => self.context.answers.get(written),
        };
        if let Some(answer) = answer {
            return worded.answered(answer.clone());
        }
        if let Some(noted) = exact.then(|| noted(cells, &worded.reading)).flatten() {
            return worded.answered(noted);
        }
        match &worded.reading {
            Reading::Understood(_) => {}
            Reading::Asked(words::Question::Missing) => {
                let message = Message::new("rectification-import-deadline-missing");
                cells.warn(Column::Deadline, "missing_deadline", message);
            }
            Reading::Asked(question) => {
                cells.warn(Column::Deadline, "deadline_asked", question.message(written));
            }
        }
        worded
    }
}

/// Under what a deadline that was left blank is answered: `#` and its row.
pub fn blank_key(row: u32) -> String {
    format!("#{row}")
}

/// What class and due day this program wrote beside the words, where the words alone do not say it.
fn noted(cells: &Cells<'_, '_>, reading: &Reading) -> Option<Timing> {
    let class = Class::from_written(&cells.text(Column::Class))?;
    let day = match cells.cell(Column::Due).map(|cell| &cell.value) {
        Some(CellValue::Date(day)) => Some(*day),
        Some(CellValue::Text(text)) => super::heading::day_in(text),
        _ => None,
    };
    if reading.class() == class && reading.timing().and_then(Timing::due) == day {
        return None;
    }
    let dated = |day: Day| Dated { from: None, day, precision: Precision::Day, provisional: false };
    match class {
        Class::Immediate => Some(Timing::Immediate { due: day.map(dated), then_long: false }),
        Class::Dated => Some(Timing::Dated { due: dated(day?), then_long: false }),
        Class::DatedThenLong => Some(Timing::Dated { due: dated(day?), then_long: true }),
        Class::LongTerm => Some(Timing::LongTerm { from: None }),
        Class::Missing | Class::Asked => None,
    }
}

/// The texts of one measure.
#[derive(Default)]
struct Texts {
    measure: String,
    deadline: String,
    progress: String,
    state: String,
    evidence: String,
}

impl Texts {
    fn whole(cells: &Cells<'_, '_>, measure: String) -> Self {
        Self {
            measure,
            deadline: cells.written(Column::Deadline),
            progress: cells.text(Column::Progress),
            state: cells.text(Column::State),
            evidence: cells.text(Column::Evidence),
        }
    }

    fn set(&mut self, column: Column, text: String) {
        match column {
            Column::Deadline => self.deadline = text,
            Column::Progress => self.progress = text,
            Column::State => self.state = text,
            _ => self.evidence = text,
        }
    }

    /// 无 in progress and evidence says nothing.
    fn clear_nothing(&mut self) {
        for text in [&mut self.progress, &mut self.evidence] {
            if matches!(text.as_str(), "无" | "暂无" | "没有") {
                text.clear();
            }
        }
    }
}

/// A text without its own number in front and the semicolon behind.
fn without_number(text: &str) -> String {
    trimmed(numbered(text.trim()).unwrap_or(text))
}

/// What stands behind the number that a line must have: `2.2025年底前` is the second of its cell.
fn behind_number(line: &str, n: usize) -> Option<&str> {
    let line = line.trim();
    let bracketed = [format!("（{n}）"), format!("({n})"), format!("（{n})"), format!("({n}）")];
    let behind = bracketed.iter().find_map(|mark| line.strip_prefix(mark.as_str()));
    let plain = || line.strip_prefix(n.to_string().as_str())?.strip_prefix(['.', '、', '．', ')', '）']);
    let other = || numbered(line).filter(|_| !line.starts_with(|c: char| c.is_ascii_digit()));
    behind.or_else(plain).or_else(other)
}

fn trimmed(text: &str) -> String {
    text.trim().trim_end_matches(['；', ';']).trim().to_owned()
}

fn is_ditto(text: &str) -> bool {
    DITTO.contains(&text)
}

/// A row's cells, and where its issues go.
struct Cells<'r, 'i> {
    row: &'r Row,
    issues: &'i mut Issues,
}

impl Cells<'_, '_> {
    fn cell(&self, column: Column) -> Option<&Cell> {
        self.row.cell(column)
    }

    /// Whether the column's cell says something of its own in this row.
    fn is_own(&self, column: Column) -> bool {
        self.cell(column).is_some_and(|cell| cell.continues.is_none() && !cell.is_blank())
    }

    /// The cell's text; nothing for blanks, errors and formulas without a value.
    fn text(&self, column: Column) -> String {
        self.cell(column).filter(|cell| !cell.is_blank()).map(shown).unwrap_or_default()
    }

    /// The cell's text as written, dashes included.
    fn written(&self, column: Column) -> String {
        self.cell(column).map(shown).unwrap_or_default()
    }

    fn number(&mut self, next: u32) -> u32 {
        let text = self.text(Column::Serial);
        if text.is_empty() {
            return next;
        }
        match text.trim_end_matches(['.', '、', '．']).parse() {
            Ok(number) => number,
            Err(_) => {
                let message = Message::new("rectification-import-number-unreadable").with("value", text);
                self.issue_error(Column::Serial, "not_a_number", message);
                next
            }
        }
    }

    /// Says what is odd about the row and its cells, whatever they mean.
    fn note_state(&mut self) {
        if self.row.hidden {
            self.issues.warning(self.row.row, None, "hidden_row", Message::new("sheet-hidden-row"));
        }
        // Rows with a code of this program are its own; they were written as text.
        let exact = [Column::Code, Column::MeasureCode].into_iter().any(|code| !self.text(code).is_empty());
        for (column, cell) in self.row.cells.iter().filter(|(_, cell)| cell.continues.is_none()) {
            let say = |id: &'static str| {
                Message::new(id).with("column", Message::new(column.message_id())).with("value", shown(cell))
            };
            let row = self.row.row;
            let heading = Some(column.heading());
            if !cell.removed.is_empty() {
                let codes: Vec<String> =
                    cell.removed.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
                let message = say("sheet-invisible-character").with("characters", codes.join(" "));
                self.issues.warning(row, heading, "invisible_character", message);
            }
            match &cell.value {
                CellValue::Error(_) => {
                    self.issues.error(row, heading, "error_value", say("sheet-error-value"));
                }
                CellValue::Empty if cell.formula => {
                    let message = say("sheet-formula-without-value");
                    self.issues.error(row, heading, "formula_without_value", message);
                }
                _ if cell.formula => {
                    self.issues.warning(row, heading, "formula_cell", say("sheet-formula-cell"));
                }
                CellValue::Text(text) if !exact && text.starts_with(['=', '@']) => {
                    self.issues.error(row, heading, "suspicious_text", say("sheet-suspicious-text"));
                }
                CellValue::Text(text) if text.chars().count() > MAX_TEXT => {
                    let message = say("rectification-import-too-long").with("max", MAX_TEXT);
                    self.issues.error(row, heading, "too_long", message);
                }
                _ => {}
            }
        }
    }

    fn error(&mut self, column: Column, kind: &'static str, id: &'static str) {
        self.issue_error(column, kind, Message::new(id));
    }

    fn issue_error(&mut self, column: Column, kind: &'static str, message: Message) {
        self.issues.error(self.row.row, Some(column.heading()), kind, message);
    }

    fn warn(&mut self, column: Column, kind: &'static str, message: Message) {
        self.issues.warning(self.row.row, Some(column.heading()), kind, message);
    }
}

fn shown(cell: &Cell) -> String {
    match &cell.value {
        CellValue::Text(text) => text.clone(),
        CellValue::Number(number) => number.to_string(),
        CellValue::Date(day) => day.to_string(),
        CellValue::Empty | CellValue::Bool(_) | CellValue::Error(_) => String::new(),
    }
}
