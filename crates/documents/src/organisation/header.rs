//! Where a list's header is and what its columns hold, from the words of the headings.

use super::{MappedColumn, Mapping};
use crate::sheet::{Sheet, Workbook, column_letters};
use domain::{Refusal, organisation::import::Column};
use kernel::Message;
use text::clean;

/// A header stands within this many rows from the top.
const SEARCHED: usize = 30;

/// Other headings that lists use, without punctuation, besides the usual ones.
const OTHERS: &[(Column, &[&str])] = &[
    (Column::Serial, &["编号", "No", "NO"]),
    (
        Column::Name,
        &["单位", "单位全称", "名称", "党组织名称", "被巡察单位", "巡察对象", "机构名称", "对象名称"],
    ),
    (Column::Nature, &["性质", "单位类别", "单位类型", "类别", "类型"]),
    (Column::Parent, &["上级", "主管单位", "主管部门", "上级党组织", "隶属单位", "归口单位", "上级主管单位"]),
    (Column::PartyForm, &["党组织设置", "组织形式", "党组织类型", "党组织类别"]),
    (Column::Members, &["党员人数", "党员总数", "党员"]),
    (Column::Staff, &["在职人员", "职工人数", "干部职工数", "职工数", "在编人数", "人员数"]),
    (Column::Head, &["负责人", "主要负责人姓名", "负责人姓名", "姓名", "党组织书记"]),
    (Column::Post, &["主要负责人职务", "负责人职务", "现任职务"]),
    (Column::Level, &["管理权限", "干部管理级别", "干部管理层级", "管理层级"]),
    (Column::LastRound, &["巡察轮次", "轮次", "上次巡察轮次", "最近一次巡察轮次", "上轮巡察轮次"]),
    (Column::LastMonth, &["巡察时间", "上次巡察时间", "最近一次巡察时间", "上轮巡察时间"]),
    (Column::Note, &["说明", "备考", "附注"]),
];

/// A header found: its rows, its columns and how many of them are known.
struct Candidate {
    top: u32,
    bottom: u32,
    columns: Vec<MappedColumn>,
}

impl Candidate {
    fn known(&self) -> usize {
        self.columns.iter().filter(|column| column.holds.is_some()).count()
    }
}

/// The best header of all sheets: the most known columns; visible sheets and earlier rows first.
pub(super) fn propose(workbook: &Workbook) -> Result<Mapping, Refusal> {
    let mut best: Option<(&Sheet, Candidate)> = None;
    let (visible, hidden): (Vec<_>, Vec<_>) = workbook.sheets.iter().partition(|sheet| !sheet.hidden);
    for sheet in visible.into_iter().chain(hidden) {
        for candidate in candidates(sheet) {
            let better = best.as_ref().is_none_or(|(_, best)| candidate.known() > best.known());
            if better {
                best = Some((sheet, candidate));
            }
        }
    }
    let has_name = |candidate: &Candidate| candidate.columns.iter().any(|c| c.holds == Some(Column::Name));
    match best {
        Some((sheet, found)) if found.known() >= 3 && has_name(&found) => Ok(Mapping {
            sheet: sheet.name.clone(),
            header_top: found.top,
            header_bottom: found.bottom,
            columns: found.columns,
        }),
        _ => {
            let wanted = Column::REQUIRED.map(Column::heading).join("、");
            Err(Message::new("sheet-header-not-found").with("headings", wanted).into())
        }
    }
}

/// Every row near the top as a header of one row and, where groups stand above columns, of two.
fn candidates(sheet: &Sheet) -> impl Iterator<Item = Candidate> {
    sheet.rows().iter().take(SEARCHED).map(|row| {
        let groups = (0..sheet.width()).any(|at| group_over(sheet, row.number, at).is_some());
        let bottom = row.number + u32::from(groups);
        Candidate { top: row.number, bottom, columns: columns(sheet, row.number, bottom) }
    })
}

/// The text of a heading merged over several columns, with columns of their own below it.
fn group_over(sheet: &Sheet, row: u32, at: u32) -> Option<String> {
    let merge = sheet.merge_at(row, at).filter(|m| m.right > m.left && m.bottom == row)?;
    let below = sheet.row(row + 1)?;
    let divided = (merge.left..=merge.right).filter(|at| !below.value(*at).is_blank()).count() > 1;
    divided.then(|| heading_text(sheet, merge.top, merge.left))
}

fn columns(sheet: &Sheet, top: u32, bottom: u32) -> Vec<MappedColumn> {
    let mut taken: Vec<Column> = Vec::new();
    let mut columns = Vec::new();
    for at in 0..sheet.width() {
        let group = group_over(sheet, top, at);
        let own =
            if group.is_some() { heading_text(sheet, bottom, at) } else { heading_text(sheet, top, at) };
        if own.is_empty() && group.is_none() {
            continue;
        }
        let group = group.unwrap_or_default();
        let holds = meaning(&own, &group).filter(|column| !taken.contains(column));
        taken.extend(holds);
        let heading = if group.is_empty() { own } else { format!("{group} / {own}") };
        columns.push(MappedColumn { at, letters: column_letters(at), heading, holds });
    }
    columns
}

fn heading_text(sheet: &Sheet, row: u32, at: u32) -> String {
    clean::name(&sheet.value_through_merge(row, at).shown()).text
}

/// What a heading means, by itself or together with the group above it.
fn meaning(own: &str, group: &str) -> Option<Column> {
    let own = bare(own);
    let together = format!("{}{own}", bare(group));
    // 姓名 under 主要负责人 is the head's; a heading may also repeat its group's words.
    let with_last = |column: Column| matches!(column, Column::LastRound | Column::LastMonth);
    let last = group.contains("巡察") && ["轮次", "时间"].contains(&own.as_str());
    exactly(&own)
        .or_else(|| exactly(&together))
        .filter(|column| last || !with_last(*column) || own.chars().count() > 2)
}

fn exactly(heading: &str) -> Option<Column> {
    let usual = Column::ALL.into_iter().find(|column| column.heading() == heading);
    usual.or_else(|| OTHERS.iter().find(|(_, words)| words.contains(&heading)).map(|(column, _)| *column))
}

/// A heading without brackets, what stands in them, and punctuation: `党员数（人）` is `党员数`.
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

#[cfg(test)]
mod tests {
    use super::{bare, meaning};
    use domain::organisation::import::Column;

    #[test]
    fn headings_are_known_by_their_words_whatever_stands_around_them() {
        assert_eq!(bare("党 员 数（人）*").replace(' ', ""), "党员数");
        assert_eq!(meaning("党员数（人）", ""), Some(Column::Members));
        assert_eq!(meaning("轮次", "上一次巡察"), Some(Column::LastRound));
        assert_eq!(meaning("时间", ""), None);
        assert_eq!(meaning("姓名", "主要负责人情况"), Some(Column::Head));
        assert_eq!(meaning("天气", ""), None);
    }
}
