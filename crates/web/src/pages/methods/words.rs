//! How records of methods are written out.

use crate::View;
use crate::components::{Choice, Tone, chip, stamp};
use domain::finding::{FocusCode, FocusRules};
use domain::method::{Met, Method, MethodRules, Point, Standing, Times};
use kernel::Message;
use maud::{Markup, html};

/// What separates a topic from what was learnt about it, and the longest topic that is read as one.
const TOPIC: (char, usize) = ('：', 30);

pub(super) fn method(v: &View, code: &str) -> String {
    v.say(&Method::of(code).label())
}

pub(super) fn method_stamp(code: &str) -> Markup {
    stamp(Method::of(code).stamp)
}

/// The methods that are recorded here, as choices.
pub(super) fn methods(v: &View, rules: &MethodRules) -> Vec<Choice> {
    rules.methods.iter().map(|rule| Choice::new(rule.code.clone(), method(v, &rule.code))).collect()
}

pub(super) fn standing(v: &View, standing: Standing) -> Markup {
    let tone = match standing {
        Standing::Planned | Standing::Withdrawn => Tone::Mute,
        Standing::ToCheck => Tone::Info,
        Standing::Recorded => Tone::Ok,
    };
    chip(tone, &v.say(&standing.label()))
}

/// The day, and from when to when.
pub(super) fn times(v: &View, times: &Times) -> String {
    let day = v.day(times.day);
    match (times.from, times.to) {
        (Some(from), Some(to)) => format!("{day} {from}–{to}"),
        (Some(from), None) => format!("{day} {from}"),
        _ => day,
    }
}

pub(super) fn met(v: &View, met: &[Met]) -> String {
    let one =
        |met: &Met| if met.post.is_empty() { met.name.clone() } else { format!("{} {}", met.name, met.post) };
    met.iter().map(one).collect::<Vec<_>>().join(&v.t("common-list-separator"))
}

/// A focus point with its name.
pub(super) fn focus(v: &View, rules: &FocusRules, code: &FocusCode) -> String {
    let name = rules.point(code).map(|point| point.name.get(v.lang).to_owned());
    format!("{} {}", code.0, name.unwrap_or_default())
}

/// People as they are typed: one a line, name and post with a space between.
pub(super) fn read_met(text: &str) -> Vec<Met> {
    let line = |line: &str| {
        let line = line.trim();
        let (name, post) = line.split_once([' ', '　', '，', ',', '、']).unwrap_or((line, ""));
        Met { name: name.trim().to_owned(), post: post.trim().to_owned() }
    };
    text.lines().filter(|one| !one.trim().is_empty()).map(line).collect()
}

/// Key points as they are typed: one a line, the topic before a colon.
pub(super) fn read_points(text: &str) -> Vec<Point> {
    let line = |line: &str| {
        let line = line.trim();
        let split = line.split_once([TOPIC.0, ':']).filter(|(topic, _)| topic.chars().count() <= TOPIC.1);
        let (topic, text) = split.unwrap_or(("", line));
        Point { topic: topic.trim().to_owned(), text: text.trim().to_owned() }
    };
    text.lines().filter(|one| !one.trim().is_empty()).map(line).collect()
}

pub(super) fn written_met(met: &[Met]) -> String {
    let one = |met: &Met| format!("{} {}", met.name, met.post).trim().to_owned();
    met.iter().map(one).collect::<Vec<_>>().join("\n")
}

pub(super) fn written_points(points: &[Point]) -> String {
    let one = |point: &Point| match point.topic.as_str() {
        "" => point.text.clone(),
        topic => format!("{topic}{}{}", TOPIC.0, point.text),
    };
    points.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// Key points, each under its topic.
pub(super) fn points(points: &[Point]) -> Markup {
    html! { ul { @for point in points { li {
        @if !point.topic.is_empty() { b { (point.topic) } " " }
        (point.text)
    } } } }
}

pub(super) fn said(
    v: &View,
    id: &'static str,
    name: &'static str,
    value: impl Into<kernel::message::Arg>,
) -> String {
    v.say(&Message::new(id).with(name, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_points_survive_being_written_and_read() {
        let people = "梁甲松 局长\n顾乙川\n";
        let read = read_met(people);
        assert_eq!(read.len(), 2);
        assert_eq!((read[0].name.as_str(), read[0].post.as_str()), ("梁甲松", "局长"));
        assert_eq!(written_met(&read), people.trim());
        let points = "议事决策：三年没有开过专题会。\n车辆由办公室统一派，钥匙放在值班室";
        let read = read_points(points);
        assert_eq!(read[0].topic, "议事决策");
        assert_eq!(read[1].topic, "");
        assert_eq!(written_points(&read), points);
    }

    #[test]
    fn a_long_sentence_with_a_colon_is_no_topic() {
        let read = read_points(
            "他在会上当着全体班子成员和二级单位负责人的面反复强调了一句话意思是这样的：先上车后补票",
        );
        assert_eq!(read[0].topic, "");
    }
}
