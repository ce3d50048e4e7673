//! A ledger's rows as `documents` reads them: typed cells under the field's own headings.

use crate::organisation::import::Cell;
use serde::{Deserialize, Serialize};

/// The columns of a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Number of the problem.
    Serial,
    /// Code of the problem in this program.
    Code,
    /// Heading over several problems.
    Category,
    /// The problem.
    Problem,
    /// Code of the measure in this program.
    MeasureCode,
    /// The measure.
    Measure,
    /// Responsible leader.
    Leader,
    /// Leading department.
    Department,
    /// Who carries it out.
    Person,
    /// Until when.
    Deadline,
    /// Class of the deadline, as this program understood it.
    Class,
    /// Due day, as this program understood it.
    Due,
    /// What was done.
    Progress,
    /// How far it is.
    State,
    /// Evidence.
    Evidence,
    /// Remarks.
    Note,
}

impl Column {
    /// All, in the order of the form that exports write.
    pub const ALL: [Self; 16] = [
        Self::Serial,
        Self::Code,
        Self::Category,
        Self::Problem,
        Self::MeasureCode,
        Self::Measure,
        Self::Leader,
        Self::Department,
        Self::Person,
        Self::Deadline,
        Self::Class,
        Self::Due,
        Self::Progress,
        Self::State,
        Self::Evidence,
        Self::Note,
    ];

    /// Those without which a table is no ledger.
    pub const REQUIRED: [Self; 2] = [Self::Problem, Self::Measure];

    /// The heading as the field calls it: what issues name.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Serial => "序号",
            Self::Code => "问题编号",
            Self::Category => "问题类别",
            Self::Problem => "反馈问题",
            Self::MeasureCode => "措施编号",
            Self::Measure => "整改措施",
            Self::Leader => "责任领导",
            Self::Department => "牵头部门",
            Self::Person => "责任人",
            Self::Deadline => "整改时限",
            Self::Class => "时限类别",
            Self::Due => "到期日",
            Self::Progress => "进展情况",
            Self::State => "完成情况",
            Self::Evidence => "佐证材料",
            Self::Note => "备注",
        }
    }

    /// Message id of the column's name in the reader's language.
    pub const fn message_id(self) -> &'static str {
        match self {
            Self::Serial => "rectification-column-serial",
            Self::Code => "rectification-column-code",
            Self::Category => "rectification-column-category",
            Self::Problem => "rectification-column-problem",
            Self::MeasureCode => "rectification-column-measure-code",
            Self::Measure => "rectification-column-measure",
            Self::Leader => "rectification-column-leader",
            Self::Department => "rectification-column-department",
            Self::Person => "rectification-column-person",
            Self::Deadline => "rectification-column-deadline",
            Self::Class => "rectification-column-class",
            Self::Due => "rectification-column-due",
            Self::Progress => "rectification-column-progress",
            Self::State => "rectification-column-state",
            Self::Evidence => "rectification-column-evidence",
            Self::Note => "rectification-column-note",
        }
    }

    /// Whether one cell of it speaks for all measures of a problem.
    pub const fn is_of_problem(self) -> bool {
        matches!(
            self,
            Self::Serial | Self::Code | Self::Category | Self::Problem | Self::Leader | Self::Department
        )
    }
}

/// A row of a ledger.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Row of the spreadsheet, from 1.
    pub row: u32,
    /// Hidden by the list's author.
    pub hidden: bool,
    /// Its cells.
    pub cells: Vec<(Column, Cell)>,
}

impl Row {
    /// The cell of a column.
    pub fn cell(&self, column: Column) -> Option<&Cell> {
        self.cells.iter().find(|(at, _)| *at == column).map(|(_, cell)| cell)
    }
}

/// A line of a ledger.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// A measure, or a problem with one.
    Row(Row),
    /// The line that states totals.
    Total {
        /// Row of the spreadsheet.
        row: u32,
        /// Problems stated.
        problems: Option<u32>,
        /// Measures stated.
        measures: Option<u32>,
    },
    /// The header again, for a new page.
    Header {
        /// Row of the spreadsheet.
        row: u32,
    },
    /// A remark across the list.
    Remark {
        /// Row of the spreadsheet.
        row: u32,
        /// Its words.
        text: String,
    },
}

/// One sheet as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed {
    /// Name of the sheet.
    pub sheet: String,
    /// The texts above the header.
    pub above: Vec<String>,
    /// The lines below it.
    pub lines: Vec<Line>,
}
