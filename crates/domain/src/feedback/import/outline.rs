//! The outline: which paragraph is a section, a group, a problem, an instance or text.

use super::{
    Block, Entry, Paragraph, Part,
    mark::{Mark, MarkKind, mark},
    statement,
};
use crate::feedback::draft::{Draft, Group, Key, Passage, Place, Problem, Source};
use crate::import::Issues;
use crate::numerals;
use kernel::{Day, Message};

/// A line under the text that is no longer than this may be who signs.
const LONGEST_SIGNER: usize = 40;

/// A paper's outline and the problems in it.
pub(super) struct Read {
    pub(super) draft: Draft,
    pub(super) entries: Vec<Entry>,
}

/// A paragraph with the number it begins with.
struct Line<'a> {
    paragraph: &'a Paragraph,
    /// As written or shown.
    mark_text: String,
    mark: Option<Mark>,
    /// The words behind the number.
    text: &'a str,
    /// Depth by heading, mark or level; none for plain text.
    depth: Option<u8>,
    /// Bold characters behind the number.
    bold: usize,
}

impl Line<'_> {
    const fn place(&self) -> Place {
        Place::Paragraph(self.paragraph.number)
    }
}

/// Reads the paragraphs.
pub(super) fn read(blocks: &[Block], chosen: Option<u32>, issues: &mut Issues) -> Read {
    let paragraphs: Vec<&Paragraph> = blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(paragraph) if !paragraph.text.trim().is_empty() => Some(paragraph),
            _ => None,
        })
        .collect();
    let top_heading = paragraphs.iter().filter_map(|p| p.heading).min();
    let lines: Vec<Line<'_>> = paragraphs.iter().map(|p| line(p, top_heading)).collect();
    let reader = Reader { tail: tail_of(&lines), lines, chosen, issues, draft: Draft::default() };
    reader.read()
}

fn line<'a>(paragraph: &'a Paragraph, top_heading: Option<u8>) -> Line<'a> {
    let text = paragraph.text.trim();
    let typed = mark(text);
    // An automatic number is a mark of its own; the text behind it has none.
    let label = paragraph.label.as_ref();
    let (mark_text, found, rest) = match (label, typed) {
        (Some(label), _) => {
            let shown = format!("{} ", label.text.trim());
            (label.text.clone(), mark(&shown).or_else(|| by_level(label.level)), text)
        }
        (None, Some(found)) => {
            let (mark_text, rest) = text.split_at_checked(found.length).unwrap_or(("", text));
            (mark_text.to_owned(), Some(found), rest.trim_start())
        }
        (None, None) => (String::new(), None, text),
    };
    let by_heading = paragraph.heading.zip(top_heading).map(|(own, top)| own - top);
    let depth = by_heading.or_else(|| found.map(|mark| mark.kind.depth()));
    let taken = text.chars().count() - rest.chars().count();
    let bold = paragraph.bold_lead.saturating_sub(taken);
    Line { paragraph, mark_text, mark: found, text: rest, depth, bold }
}

fn by_level(level: u8) -> Option<Mark> {
    let kind = match level {
        0 => MarkKind::Chinese,
        1 => MarkKind::ChineseBracket,
        2 => MarkKind::Digit,
        _ => MarkKind::DigitBracket,
    };
    Some(Mark { kind, number: None, length: 0 })
}

/// From which line on the paper is signed and annexed: the date by itself, who signs above it, 附件 below.
struct Tail {
    signature: usize,
    annex: usize,
    dated: Option<Day>,
}

fn tail_of(lines: &[Line<'_>]) -> Tail {
    let begins_annex = |line: &Line<'_>| {
        line.text.starts_with("附件") && line.text.chars().count() < 12 && line.mark.is_none()
    };
    let last_entry = lines.iter().rposition(|line| line.depth.is_some_and(|depth| depth < 3)).unwrap_or(0);
    let annex =
        lines.iter().skip(last_entry).position(begins_annex).map_or(lines.len(), |at| at + last_entry);
    let date = lines.iter().take(annex).rposition(|line| date_alone(line.text).is_some());
    let signature = match date {
        Some(at) => {
            let signed = at.checked_sub(1).and_then(|above| lines.get(above)).is_some_and(|line| {
                line.depth.is_none()
                    && !line.text.ends_with('。')
                    && line.text.chars().count() <= LONGEST_SIGNER
            });
            if signed { at - 1 } else { at }
        }
        None => annex,
    };
    let dated = date.and_then(|at| lines.get(at)).and_then(|line| date_alone(line.text));
    Tail { signature, annex, dated }
}

/// `2025年12月9日` and nothing else.
fn date_alone(text: &str) -> Option<Day> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (year, rest) = text.strip_suffix('日')?.split_once('年')?;
    let (month, day) = rest.split_once('月')?;
    let small = |text: &str| numerals::number(text).and_then(|n| u8::try_from(n).ok());
    Day::new(numerals::year(year)?, small(month)?, small(day)?)
}

/// Whether a section's heading announces problems.
fn announces_problems(text: &str) -> bool {
    const YES: [&str; 9] = [
        "主要问题",
        "存在的问题",
        "存在问题",
        "发现的问题",
        "发现问题",
        "突出问题",
        "反馈问题",
        "反馈的问题",
        "具体问题",
    ];
    const NO: [&str; 7] = ["整改", "意见", "建议", "要求", "移交", "线索", "处理"];
    YES.iter().any(|word| text.contains(word)) && !NO.iter().any(|word| text.contains(word))
}

struct Reader<'a, 'i> {
    lines: Vec<Line<'a>>,
    tail: Tail,
    chosen: Option<u32>,
    issues: &'i mut Issues,
    draft: Draft,
}

impl Reader<'_, '_> {
    fn read(mut self) -> Read {
        let lines = std::mem::take(&mut self.lines);
        let sections = self.sections(&lines);
        let first = lines.iter().position(|line| line.depth == Some(0)).unwrap_or(lines.len());
        let first = sections.first().map_or(first, |section| first.min(section.0));
        let opening: Vec<&str> = lines.iter().take(first).map(|line| line.text).collect();
        self.draft.title = title_of(&opening);
        self.draft.dated = self.tail.dated;
        if sections.is_empty() {
            self.issues.error(
                0,
                None,
                "section_not_found",
                Message::new("feedback-import-section-not-found"),
            );
        }
        let mut entries = Vec::with_capacity(lines.len());
        let mut walk = Walk::default();
        for (at, line) in lines.iter().enumerate() {
            let section = sections.iter().find(|(from, to, _)| *from < at && at < *to);
            let part = match section {
                _ if at >= self.tail.annex => Part::Annex,
                _ if at >= self.tail.signature => Part::Signature,
                Some((from, to, depths)) => {
                    if walk.section != Some(*from) {
                        walk = Walk { section: Some(*from), ..Walk::default() };
                    }
                    let below = lines.get(at + 1..(*to).min(self.tail.signature)).unwrap_or_default();
                    self.take(line, *depths, below, &mut walk)
                }
                None if at < first => Part::Opening,
                None if line.depth == Some(0) || sections.iter().any(|(from, ..)| *from == at) => {
                    Part::Section
                }
                None if line.mark.is_some() || line.paragraph.heading.is_some() => Part::Other,
                None => Part::Text,
            };
            entries.push(Entry {
                place: line.place(),
                part,
                mark: line.mark_text.clone(),
                text: line.text.to_owned(),
                in_problems: section.is_some() && at < self.tail.signature,
            });
        }
        Read { draft: self.draft, entries }
    }

    /// The sections that hold problems: their heading, the line behind their last, and the depths in them.
    fn sections(&self, lines: &[Line<'_>]) -> Vec<(usize, usize, Depths)> {
        let end_of = |from: usize, depth: u8| {
            let rest = lines.iter().enumerate().skip(from + 1);
            let mut ends = rest.filter(|(_, line)| line.depth.is_some_and(|own| own <= depth));
            ends.next().map_or(lines.len(), |(at, _)| at).min(self.tail.signature.max(from + 1))
        };
        let is_heading = |line: &Line<'_>| match self.chosen {
            Some(chosen) => line.paragraph.number == chosen,
            None => line.depth.is_some_and(|depth| depth <= 1) && announces_problems(line.text),
        };
        let mut found: Vec<(usize, usize, Depths)> = Vec::new();
        for (at, line) in
            lines.iter().enumerate().filter(|(at, line)| *at < self.tail.signature && is_heading(line))
        {
            // A group within a section of problems may speak of problems, too.
            if found.last().is_some_and(|(_, to, _)| at < *to) {
                continue;
            }
            let depth = line.depth.unwrap_or(0);
            let to = end_of(at, depth);
            let inside = lines.get(at + 1..to).unwrap_or_default();
            found.push((at, to, Depths::of(depth, inside)));
        }
        found
    }

    /// Puts one line of a section of problems where it belongs.
    fn take(&mut self, line: &Line<'_>, depths: Depths, below: &[Line<'_>], walk: &mut Walk) -> Part {
        match line.depth {
            Some(depth) if depth == depths.problem => {
                self.problem(line, walk);
                Part::Problem
            }
            Some(depth) if depth < depths.problem => {
                // A heading without entries of its own is itself the problem.
                let leaf = below
                    .iter()
                    .map_while(|line| match line.depth {
                        Some(own) if own <= depth => None,
                        own => Some(own == Some(depths.problem)),
                    })
                    .all(|problem| !problem);
                if leaf {
                    self.note(line, "group_without_problems", "feedback-import-group-without-problems");
                    self.problem(line, walk);
                    return Part::Problem;
                }
                let key = self.draft.next_key();
                self.draft.groups.push(Group {
                    key,
                    mark: line.mark_text.clone(),
                    title: statement::plain(line.text),
                    place: line.place(),
                });
                (walk.group, walk.problem) = (Some(key), false);
                Part::Group
            }
            depth => self.passage(line, depth.is_some(), walk),
        }
    }

    fn problem(&mut self, line: &Line<'_>, walk: &mut Walk) {
        let (title, rest) = statement::split(line.text, line.bold, line.paragraph.heading.is_some());
        let key = self.draft.next_key();
        let place = line.place();
        let pieces = statement::pieces(&rest).into_iter();
        let passages = pieces.map(|piece| Passage { mark: piece.mark, text: piece.text, place }).collect();
        self.draft.problems.push(Problem {
            key,
            group: walk.group,
            mark: line.mark_text.clone(),
            title,
            passages,
            place,
            source: Source::Body,
            annex_row: None,
        });
        walk.problem = true;
    }

    /// Text or an instance under the problem before it.
    fn passage(&mut self, line: &Line<'_>, marked: bool, walk: &Walk) -> Part {
        let place = line.place();
        let Some(problem) = self.draft.problems.last_mut().filter(|_| walk.problem) else {
            self.note(line, "loose_text", "feedback-import-loose-text");
            return Part::Text;
        };
        // A typed 一是 may begin a series; an automatic number stands outside the text.
        let automatic = line.paragraph.label.is_some();
        let pieces = statement::pieces(if automatic { line.text } else { &line.paragraph.text });
        let own = if automatic { line.mark_text.as_str() } else { "" };
        let instance = marked || pieces.iter().any(|piece| !piece.mark.is_empty());
        for (at, piece) in pieces.into_iter().enumerate() {
            let mark = if at == 0 && piece.mark.is_empty() { own.to_owned() } else { piece.mark };
            problem.passages.push(Passage { mark, text: piece.text, place });
        }
        if instance { Part::Instance } else { Part::Text }
    }

    fn note(&mut self, line: &Line<'_>, kind: &'static str, id: &'static str) {
        let message = Message::new(id).with("paragraph", line.paragraph.number);
        self.issues.warning(line.paragraph.number, None, kind, message);
    }
}

/// How deep problems lie in a section.
#[derive(Clone, Copy)]
struct Depths {
    problem: u8,
}

impl Depths {
    /// Headings: two below the section, or one where that is all. Numbers: 1. under （一）, or what there is.
    fn of(section: u8, inside: &[Line<'_>]) -> Self {
        let has = |depth: u8| inside.iter().any(|line| line.depth == Some(depth));
        let by_heading = inside.iter().any(|line| line.paragraph.heading.is_some());
        let wanted = if by_heading { section + 2 } else { MarkKind::Digit.depth() };
        let order = [wanted, section + 1, section + 2, section + 3];
        let found = order.into_iter().find(|depth| *depth > section && has(*depth));
        Self { problem: found.unwrap_or(wanted) }
    }
}

/// Where in the section the reading stands.
#[derive(Default)]
struct Walk {
    section: Option<usize>,
    group: Option<Key>,
    /// A problem was begun since the last group.
    problem: bool,
}

/// The title: the first lines of the opening, up to the address or the first full sentence.
fn title_of(opening: &[&str]) -> String {
    let title = opening.iter().take_while(|line| !line.ends_with(['：', ':', '。'])).take(3);
    title.copied().collect::<Vec<_>>().concat()
}
