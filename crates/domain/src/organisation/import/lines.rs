//! A list's lines as `documents` reads them: typed cells under the field's own headings.

use kernel::Day;
use serde::{Deserialize, Serialize};

/// The columns of a list of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Serial number of the list; not kept.
    Serial,
    /// Name of the unit.
    Name,
    /// Nature.
    Nature,
    /// Unit above.
    Parent,
    /// Form of the Party organisation.
    PartyForm,
    /// Party members.
    Members,
    /// Staff in post.
    Staff,
    /// Name of the head.
    Head,
    /// Post of the head.
    Post,
    /// Management level of the head.
    Level,
    /// Round of the last inspection.
    LastRound,
    /// Month of the last inspection.
    LastMonth,
    /// Remarks.
    Note,
}

impl Column {
    /// All, in the order of the usual form.
    pub const ALL: [Self; 13] = [
        Self::Serial,
        Self::Name,
        Self::Nature,
        Self::Parent,
        Self::PartyForm,
        Self::Members,
        Self::Staff,
        Self::Head,
        Self::Post,
        Self::Level,
        Self::LastRound,
        Self::LastMonth,
        Self::Note,
    ];

    /// Those without which a row is no unit.
    pub const REQUIRED: [Self; 3] = [Self::Name, Self::Nature, Self::Parent];

    /// The heading as the field calls it: what issues name.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Serial => "序号",
            Self::Name => "单位名称",
            Self::Nature => "单位性质",
            Self::Parent => "上级单位",
            Self::PartyForm => "党组织形式",
            Self::Members => "党员数",
            Self::Staff => "在职人数",
            Self::Head => "主要负责人",
            Self::Post => "职务",
            Self::Level => "干部管理权限",
            Self::LastRound => "上一次巡察轮次",
            Self::LastMonth => "上一次巡察时间",
            Self::Note => "备注",
        }
    }

    /// Message id of the column's name in the reader's language.
    pub const fn message_id(self) -> &'static str {
        match self {
            Self::Serial => "unit-column-serial",
            Self::Name => "unit-column-name",
            Self::Nature => "unit-column-nature",
            Self::Parent => "unit-column-parent",
            Self::PartyForm => "unit-column-party-form",
            Self::Members => "unit-column-members",
            Self::Staff => "unit-column-staff",
            Self::Head => "unit-column-head",
            Self::Post => "unit-column-post",
            Self::Level => "unit-column-level",
            Self::LastRound => "unit-column-last-round",
            Self::LastMonth => "unit-column-last-month",
            Self::Note => "unit-column-note",
        }
    }
}

/// What a cell shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum CellValue {
    /// Nothing.
    #[default]
    Empty,
    /// Text: cleaned, of one width, without invisible characters.
    Text(String),
    /// A number without a date format.
    Number(f64),
    /// A cell formatted as a date.
    Date(Day),
    /// TRUE or FALSE.
    Bool(bool),
    /// An error value such as `#REF!`.
    Error(String),
}

/// A cell of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// What it shows; for a formula the stored result.
    pub value: CellValue,
    /// It holds a formula.
    pub formula: bool,
    /// Invisible characters that were taken out of it.
    pub removed: Vec<char>,
    /// It continues a merged cell that begins in this earlier row; `value` is then that cell's.
    pub continues: Option<u32>,
}

impl Cell {
    /// A plain text cell.
    pub fn text(text: &str) -> Self {
        Self { value: CellValue::Text(text.to_owned()), ..Self::default() }
    }

    /// Neither value nor formula, or text of nothing but dashes and strokes.
    pub fn is_blank(&self) -> bool {
        match &self.value {
            CellValue::Empty => !self.formula,
            CellValue::Text(text) => is_blank_text(text),
            _ => false,
        }
    }
}

/// Text that says nothing: white space, `—`, `/`.
pub(super) fn is_blank_text(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_whitespace() || matches!(c, '—' | '–' | '-' | '―' | '－' | '/' | '／' | '\\' | '─'))
}

/// A row that states a unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UnitRow {
    /// Row of the spreadsheet, from 1.
    pub row: u32,
    /// Hidden by the list's author.
    pub hidden: bool,
    /// Stands below the notes that end the list.
    pub after_footer: bool,
    /// Its cells.
    pub cells: Vec<(Column, Cell)>,
}

impl UnitRow {
    /// The cell of a column.
    pub fn cell(&self, column: Column) -> Option<&Cell> {
        self.cells.iter().find(|(at, _)| *at == column).map(|(_, cell)| cell)
    }
}

/// A line of a list.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// A heading of a section, with the number of rows it announces.
    Section {
        /// Row of the spreadsheet.
        row: u32,
        /// Its text.
        title: String,
        /// Rows announced.
        stated: Option<u32>,
    },
    /// A unit.
    Unit(UnitRow),
    /// A sub-total or, when `grand`, a total.
    Total {
        /// Row of the spreadsheet.
        row: u32,
        /// Of the whole list.
        grand: bool,
        /// Its figures.
        cells: Vec<(Column, Cell)>,
    },
}
