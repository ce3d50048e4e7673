//! The numbers of groups and problems: used twice, left out, written in several manners.

use super::mark::{look, mark};
use crate::feedback::draft::{Draft, Key, Place, Source};
use crate::import::Issues;
use kernel::Message;
use std::collections::BTreeSet;

/// Says what is odd about the numbers; problems are taken as they stand, whatever their number.
pub(super) fn check(draft: &Draft, issues: &mut Issues) {
    let groups = draft.groups.iter().map(|group| (group.mark.as_str(), group.place));
    manners(groups, ("mixed_group_marks", "feedback-import-mixed-group-marks"), issues);
    let problems = || draft.problems.iter().filter(|problem| problem.source == Source::Body);
    let marks = problems().map(|problem| (problem.mark.as_str(), problem.place));
    manners(marks, ("mixed_marks", "feedback-import-mixed-marks"), issues);
    let numbered = problems().map(|problem| (problem.group, problem.mark.as_str(), problem.place));
    sequence(numbered, issues);
}

/// One warning for marks that are written in more than one manner.
fn manners<'a>(
    marks: impl Iterator<Item = (&'a str, Place)>,
    (kind, id): (&'static str, &'static str),
    issues: &mut Issues,
) {
    let mut looks = BTreeSet::new();
    let mut first = None;
    for (mark, place) in marks.filter(|(mark, _)| !mark.is_empty()) {
        first = first.or(paragraph(place));
        looks.insert(look(mark));
    }
    if looks.len() > 1 {
        let written = looks.into_iter().collect::<Vec<_>>().join(" ");
        issues.warning(first.unwrap_or(0), None, kind, Message::new(id).with("marks", written));
    }
}

/// Numbers that are used twice or left out within a heading; each heading may begin again.
fn sequence<'a>(numbered: impl Iterator<Item = (Option<Key>, &'a str, Place)>, issues: &mut Issues) {
    let mut last: Option<(Option<Key>, u32)> = None;
    for (group, text, place) in numbered {
        let Some(number) = mark(text.trim()).or_else(|| mark(&format!("{text} "))).and_then(|m| m.number)
        else {
            continue;
        };
        let before = last.filter(|(before, _)| *before == group).map(|(_, number)| number);
        let row = paragraph(place).unwrap_or(0);
        if let Some(before) = before {
            if number <= before {
                let message = Message::new("feedback-import-number-twice").with("number", number);
                issues.warning(row, None, "number_twice", message);
            } else if number > before + 1 {
                let message = Message::new("feedback-import-number-missing");
                let message = message.with("before", before).with("number", number);
                issues.warning(row, None, "number_missing", message);
            }
        }
        last = Some((group, number));
    }
}

const fn paragraph(place: Place) -> Option<u32> {
    match place {
        Place::Paragraph(number) => Some(number),
        Place::Row { .. } | Place::ByHand => None,
    }
}
