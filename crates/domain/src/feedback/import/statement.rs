//! A problem's paragraph taken apart: the statement, the facts behind it, and the instances in a sentence.

use super::mark::{MarkKind, mark};

/// A statement longer than this before a colon is a sentence of its own.
const LONGEST_BEFORE_COLON: usize = 40;

/// The statement and what stands behind it in the same paragraph. `bold` is the number of bold characters at the
/// beginning, the mark left out; `whole` says that the paragraph is a heading.
pub(super) fn split(text: &str, bold: usize, whole: bool) -> (String, String) {
    let text = text.trim();
    let characters = text.chars().count();
    let at = if whole {
        text.len()
    } else if bold > 0 && bold < characters {
        text.char_indices().nth(bold).map_or(text.len(), |(at, _)| at)
    } else {
        sentence_end(text).or_else(|| colon(text)).unwrap_or(text.len())
    };
    let (statement, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    (plain(statement), rest.trim().to_owned())
}

/// Behind the first full stop.
fn sentence_end(text: &str) -> Option<usize> {
    text.find(['。', '！', '？']).map(|at| at + '。'.len_utf8())
}

/// Behind the first colon, where what stands before it is short enough for a statement.
fn colon(text: &str) -> Option<usize> {
    let at = text.find(['：', ':'])?;
    let short = text.get(..at).is_some_and(|before| before.chars().count() <= LONGEST_BEFORE_COLON);
    let width = text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
    short.then_some(at + width)
}

/// A statement without the punctuation behind it.
pub(super) fn plain(statement: &str) -> String {
    let ends = ['。', '．', '.', '；', ';', '：', ':', '，', ',', '、'];
    statement.trim().trim_end_matches(ends).trim().to_owned()
}

/// A piece of what stands under a problem.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// `一是`, `（1）`, `如：`; empty for plain text.
    pub(super) mark: String,
    pub(super) text: String,
}

/// The pieces of a text: 一是…二是… and （1）…（2）… are one piece each.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let text = text.trim();
    if text.is_empty() {
        return Vec::new();
    }
    let cuts = series(text);
    let first = cuts.first().copied().unwrap_or(text.len());
    let ends = cuts.iter().skip(1).copied().chain([text.len()]);
    let spans = [(0, first)].into_iter().chain(cuts.iter().copied().zip(ends));
    spans.filter_map(|(from, to)| text.get(from..to)).filter_map(piece).collect()
}

fn piece(text: &str) -> Option<Piece> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let length = mark(text).filter(|mark| is_instance(mark.kind)).map_or(0, |mark| mark.length);
    let (mark, rest) = text.split_at_checked(length)?;
    Some(Piece { mark: mark.to_owned(), text: rest.trim().to_owned() })
}

/// Whether entries with such a mark are instances of a problem wherever they stand.
pub(super) const fn is_instance(kind: MarkKind) -> bool {
    !matches!(kind, MarkKind::Chinese | MarkKind::ChineseBracket | MarkKind::Digit)
}

/// Where the entries of a series begin that counts from one: at least two, each behind a stop.
fn series(text: &str) -> Vec<usize> {
    let candidates = text.char_indices().filter(|(at, _)| begins_clause(text, *at));
    let marked = candidates.filter_map(|(at, _)| Some((at, mark(text.get(at..)?)?)));
    let mut best: Vec<usize> = Vec::new();
    let all: Vec<_> = marked.filter(|(_, mark)| is_instance(mark.kind)).collect();
    for kind in [MarkKind::Ordinal, MarkKind::DigitBracket, MarkKind::Circled] {
        let mut next = 1;
        let mut cuts = Vec::new();
        for (at, mark) in all.iter().filter(|(_, mark)| mark.kind == kind) {
            if mark.number == Some(next) {
                cuts.push(*at);
                next += 1;
            }
        }
        if cuts.len() > 1 && cuts.len() > best.len() {
            best = cuts;
        }
    }
    best
}

fn begins_clause(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.trim_end().chars().next_back());
    before.is_none_or(|c| "。；;，,：:、！".contains(c))
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces, split};

    #[test]
    fn the_statement_is_the_bold_beginning_or_the_first_sentence() {
        let (statement, rest) = split("理论学习不深。中心组学习雷同。", 7, false);
        assert_eq!((statement.as_str(), rest.as_str()), ("理论学习不深", "中心组学习雷同。"));
        assert_eq!(split("理论学习不深。中心组学习雷同。", 0, false).0, "理论学习不深");
        assert_eq!(split("提高站位，落实责任。", 0, true), ("提高站位，落实责任".to_owned(), String::new()));
        assert_eq!(split("管护缺位：3处损坏，无人维修", 0, false).0, "管护缺位");
        assert_eq!(split("只有一句", 0, false), ("只有一句".to_owned(), String::new()));
    }

    #[test]
    fn a_series_in_one_sentence_is_several_instances() {
        let found = pieces("一是方案未征求意见；二是投诉处理不及时；三是验收人员未到现场。");
        assert_eq!(found.iter().map(|p| p.mark.as_str()).collect::<Vec<_>>(), ["一是", "二是", "三是"]);
        let found = pieces("又如：亲属违规享受低保。（1）材料未注明；（2）核查由本人完成。");
        let marks: Vec<_> = found.iter().map(|p| p.mark.as_str()).collect();
        assert_eq!(marks, ["又如：", "（1）", "（2）"]);
        let one = pieces("有7次仅由专人宣读文件，其中一是为补记。");
        assert_eq!(one.len(), 1, "one alone is no series");
        assert_eq!(pieces("（1）甲；（3）乙"), [Piece { mark: "（1）".into(), text: "甲；（3）乙".into() }]);
    }
}
