//! Where a ledger's header is and what its columns hold, from the words of the headings.

use super::{MappedColumn, MappedSheet, Mapping};
use crate::sheet::{Row, Sheet, Workbook, column_letters};
use domain::{Refusal, rectification::ledger::Column};
use kernel::Message;
use text::clean;

/// A header stands within this many rows from the top.
const SEARCHED: usize = 30;
/// A sheet with fewer known headings is none of a ledger.
const FEWEST_KNOWN: usize = 4;

/// Other headings that ledgers use, without punctuation, besides the usual ones.
const OTHERS: &[(Column, &[&str])] = &[
    (Column::Serial, &["编号", "问题序号", "No", "NO"]),
    (Column::Category, &["类别", "问题分类", "问题类型", "类型", "问题方面", "所属类别"]),
    (
        Column::Problem,
        &[
            "问题",
            "存在问题",
            "具体问题",
            "反馈的问题",
            "巡察反馈问题",
            "问题清单",
            "整改问题",
            "问题表现",
            "存在的问题",
        ],
    ),
    (Column::Measure, &["措施", "具体措施", "整改任务", "任务清单", "整改举措", "任务措施", "整改具体措施"]),
    (
        Column::Leader,
        &[
            "牵头领导",
            "责任人领导",
            "包抓领导",
            "分管领导",
            "整改责任领导",
            "责任县领导",
            "牵头责任领导",
            "牵头班子成员",
        ],
    ),
    (
        Column::Department,
        &[
            "牵头股室",
            "责任部门",
            "牵头科室",
            "责任股室",
            "责任科室",
            "承办部门",
            "责任单位",
            "牵头单位",
            "主办部门",
        ],
    ),
    (Column::Person, &["具体责任人", "经办人", "承办人", "直接责任人", "整改责任人", "责任人员"]),
    (
        Column::Deadline,
        &["完成时限", "时限", "整改期限", "完成时间", "整改完成时限", "期限", "整改时间", "时限要求"],
    ),
    (Column::Progress, &["整改进展", "进展", "整改情况", "整改进展情况", "落实情况", "工作进展", "整改成效"]),
    (Column::State, &["整改状态", "状态", "是否完成", "整改结果", "完成状态", "销号情况", "是否销号"]),
    (Column::Evidence, &["佐证", "证明材料", "印证材料", "佐证资料", "支撑材料", "佐证材料清单"]),
    (Column::Note, &["说明", "备考", "附注"]),
];

/// Every sheet that has a ledger's header; hidden ones too, since nothing may be passed over.
pub(super) fn propose(workbook: &Workbook) -> Result<Mapping, Refusal> {
    let sheets: Vec<MappedSheet> = workbook.sheets.iter().filter_map(of_sheet).collect();
    if sheets.is_empty() {
        let wanted = Column::REQUIRED.map(Column::heading).join("、");
        return Err(Message::new("sheet-header-not-found").with("headings", wanted).into());
    }
    Ok(Mapping { sheets })
}

/// The row with the most known headings, if it has enough of them.
fn of_sheet(sheet: &Sheet) -> Option<MappedSheet> {
    let candidates = sheet.rows().iter().take(SEARCHED).map(|row| (row, columns(sheet, row)));
    let known = |columns: &[MappedColumn]| columns.iter().filter(|column| column.holds.is_some()).count();
    let mut best: Option<(u32, Vec<MappedColumn>)> = None;
    for (row, columns) in candidates {
        let better = best.as_ref().is_none_or(|(_, best)| known(&columns) > known(best));
        if better {
            best = Some((row.number, columns));
        }
    }
    let (header, columns) = best?;
    let found = MappedSheet { sheet: sheet.name.clone(), header, columns };
    (known(&found.columns) >= FEWEST_KNOWN && found.missing().is_empty()).then_some(found)
}

fn columns(sheet: &Sheet, row: &Row) -> Vec<MappedColumn> {
    let mut taken: Vec<Column> = Vec::new();
    let mut columns = Vec::new();
    for at in 0..sheet.width() {
        let heading = clean::name(&row.value(at).shown()).text;
        if heading.is_empty() {
            continue;
        }
        let holds = meaning(&heading).filter(|column| !taken.contains(column));
        taken.extend(holds);
        columns.push(MappedColumn { at, letters: column_letters(at), heading, holds });
    }
    columns
}

/// What a heading means.
pub(super) fn meaning(heading: &str) -> Option<Column> {
    let heading = bare(heading);
    let usual = Column::ALL.into_iter().find(|column| column.heading() == heading);
    usual.or_else(|| {
        OTHERS.iter().find(|(_, words)| words.contains(&heading.as_str())).map(|(column, _)| *column)
    })
}

/// A heading without brackets, what stands in them, and punctuation.
fn bare(heading: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::new();
    for c in clean::fold_width(heading).chars() {
        match c {
            '(' | '〔' | '[' => depth += 1,
            ')' | '〕' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 && c.is_alphanumeric() => out.push(c),
            _ => {}
        }
    }
    out
}
