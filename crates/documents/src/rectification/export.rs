//! A ledger as a spreadsheet in the usual form: what is exported imports again as the same ledger.
//!
//! One row per measure, the problem's cells merged over them. Codes stand beside problems and measures, so that a
//! measure under several problems is known as one, and a row with a code is read as it stands. The class and day that
//! the program understood stand beside the deadline's words.

use crate::sheet::write::{self, Column as OutColumn, Out, Span, Table};
use domain::{
    Refusal,
    deadline::words::Timing,
    rectification::RectificationRules,
    rectification::ledger::{Column, Ledger, Measure, Named, Problem},
};
use kernel::{Message, Timestamp};

/// Writes a ledger, dated at an instant.
///
/// # Errors
/// Refused when a measure has no code, or a text is longer than a cell holds.
pub fn write(
    ledger: &Ledger,
    rules: &RectificationRules,
    sheet: &str,
    at: Timestamp,
) -> Result<Vec<u8>, Refusal> {
    if let Some((problem, _)) = ledger.rows().find(|(_, measure)| measure.code.trim().is_empty()) {
        let message = Message::new("rectification-export-without-code").with("number", problem.number);
        return Err(message.into());
    }
    let mut rows = Vec::new();
    let mut merges = Vec::new();
    for problem in &ledger.problems {
        let first = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        for measure in problem.measures.iter().map(Some).chain(problem.measures.is_empty().then_some(None)) {
            rows.push(Column::ALL.map(|column| cell(problem, measure, column, rules)).to_vec());
        }
        let last = u32::try_from(rows.len()).unwrap_or(u32::MAX).saturating_sub(1);
        let columns = (0_u16..).zip(Column::ALL).filter(|(_, column)| column.is_of_problem());
        merges.extend(columns.map(|(column, _)| Span { column, first, last }));
    }
    rows.push(total(ledger));
    let table = Table {
        sheet: sheet.to_owned(),
        title: ledger.heading.title.clone(),
        subtitle: ledger.heading.line(),
        columns: Column::ALL.map(out_column).to_vec(),
        rows,
        merges,
    };
    write::write(&[table], at)
}

fn out_column(column: Column) -> OutColumn {
    let width = match column {
        Column::Serial => 6.0,
        Column::Problem | Column::Measure | Column::Progress => 36.0,
        Column::Category | Column::Deadline | Column::Evidence | Column::Note => 18.0,
        _ => 12.0,
    };
    OutColumn { group: String::new(), heading: column.heading().to_owned(), width }
}

fn cell(problem: &Problem, measure: Option<&Measure>, column: Column, rules: &RectificationRules) -> Out {
    let of_measure = |text: fn(&Measure) -> &str| Out::text(measure.map(text));
    let timing = measure.and_then(|measure| measure.deadline.reading.timing());
    match column {
        Column::Serial => Out::Integer(i64::from(problem.number)),
        Column::Code => Out::Text(problem.code.clone()),
        Column::Category => Out::Text(problem.category.clone()),
        Column::Problem => Out::Text(problem.title.clone()),
        Column::Leader => Out::Text(problem.leader.as_ref().map(Named::written).unwrap_or_default()),
        Column::Department => Out::Text(problem.department.clone()),
        Column::MeasureCode => of_measure(|measure| &measure.code),
        Column::Measure => of_measure(|measure| &measure.text),
        Column::Person => of_measure(|measure| &measure.person),
        Column::Deadline => of_measure(|measure| &measure.deadline.words),
        Column::Class => Out::text(measure.map(|measure| measure.deadline.reading.class().written())),
        Column::Due => timing.and_then(Timing::due).map_or(Out::Empty, Out::Day),
        Column::Progress => of_measure(|measure| &measure.progress),
        Column::State => Out::text(measure.map(|measure| rules.word_of(measure.state))),
        Column::Evidence => of_measure(|measure| &measure.evidence),
        Column::Note => of_measure(|measure| &measure.note),
    }
}

fn total(ledger: &Ledger) -> Vec<Out> {
    let (problems, measures) = (ledger.problems.len(), ledger.rows().count());
    let cell = |column| match column {
        Column::Serial => Out::Text("合计".to_owned()),
        Column::Problem => Out::Text(format!("共{problems}个问题")),
        Column::Measure => Out::Text(format!("共{measures}项措施")),
        _ => Out::Empty,
    };
    Column::ALL.map(cell).to_vec()
}
