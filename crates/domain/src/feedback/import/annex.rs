//! The annexed list: rows that repeat problems of the text, and rows that only it has.

use super::{Table, statement};
use crate::feedback::draft::{Draft, Group, Key, Place, Problem, Source};
use crate::import::Issues;
use kernel::Message;

/// A shorter statement may stand for a longer one that begins with it, if it is at least this long.
const SHORTEST_BEGINNING: usize = 8;

const PROBLEM: &[&str] =
    &["问题", "反馈问题", "具体问题", "存在问题", "问题表述", "问题描述", "问题内容", "发现问题", "主要问题"];
const CATEGORY: &[&str] = &["类别", "问题类别", "问题类型", "分类", "所属方面", "方面"];

/// Takes over a table that lists problems; any other table is left.
pub(super) fn take(table: &Table, draft: &mut Draft, issues: &mut Issues) {
    let Some(header) = Header::of(table) else { return };
    let body = draft.problems.iter().filter(|problem| problem.source == Source::Body).count();
    let mut repeated = 0_usize;
    let mut group_title = String::new();
    for (row, cells) in (1_u32..).zip(&table.rows).skip(header.row + 1) {
        let title = statement::plain(cells.get(header.problem).map_or("", String::as_str));
        let written = header.category.and_then(|at| cells.get(at)).map_or("", |cell| cell.trim());
        if !written.is_empty() {
            written.clone_into(&mut group_title);
        }
        if title.is_empty() {
            continue;
        }
        let place = Place::Row { table: table.number, row };
        match draft.problems.iter_mut().find(|problem| same(&problem.title, &title)) {
            Some(problem) if problem.annex_row.is_some() => {
                let message = Message::new("feedback-import-annex-twice").with("row", row);
                issues.warning(table.after, None, "annex_twice", message.with("title", title));
            }
            Some(problem) => {
                problem.annex_row = Some(row);
                repeated += 1;
            }
            None => {
                let group = group(draft, &group_title, place);
                let key = draft.next_key();
                draft.problems.push(Problem {
                    key,
                    group,
                    mark: String::new(),
                    title,
                    passages: Vec::new(),
                    place,
                    source: Source::Annex,
                    annex_row: Some(row),
                });
            }
        }
    }
    say(table, draft, (body, repeated), issues);
}

/// Says what the annex adds, and what of the text it leaves out.
fn say(table: &Table, draft: &Draft, (body, repeated): (usize, usize), issues: &mut Issues) {
    let added = draft.problems.iter().filter(|problem| problem.source == Source::Annex).count();
    if added > 0 && body > 0 {
        let message =
            Message::new("feedback-import-annex-adds").with("repeated", repeated).with("added", added);
        issues.warning(table.after, None, "annex_adds", message);
    }
    let left_out = draft.problems.iter().filter(|problem| problem.annex_row.is_none());
    for problem in left_out {
        if let Place::Paragraph(paragraph) = problem.place {
            let message = Message::new("feedback-import-not-in-annex").with("title", problem.title.as_str());
            issues.warning(paragraph, None, "not_in_annex", message);
        }
    }
}

struct Header {
    row: usize,
    problem: usize,
    category: Option<usize>,
}

impl Header {
    /// The header among the first rows: a cell that says 问题, beside at least one other.
    fn of(table: &Table) -> Option<Self> {
        table.rows.iter().take(3).enumerate().find_map(|(row, cells)| {
            let at = |words: &[&str]| {
                let bare = |cell: &String| cell.chars().filter(|c| !c.is_whitespace()).collect::<String>();
                cells.iter().position(|cell| words.contains(&bare(cell).as_str()))
            };
            let problem = at(PROBLEM)?;
            (cells.len() > 1).then(|| Self { row, problem, category: at(CATEGORY) })
        })
    }
}

fn group(draft: &mut Draft, title: &str, place: Place) -> Option<Key> {
    if title.is_empty() {
        return None;
    }
    if let Some(known) = draft.groups.iter().find(|group| same(&group.title, title)) {
        return Some(known.key);
    }
    let key = draft.next_key();
    draft.groups.push(Group { key, mark: String::new(), title: title.to_owned(), place });
    Some(key)
}

/// Whether two statements say the same, punctuation aside; one may be the beginning of the other.
fn same(a: &str, b: &str) -> bool {
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let (a, b) = (bare(a), bare(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    a == b || (short.chars().count() >= SHORTEST_BEGINNING && long.starts_with(short.as_str()))
}
