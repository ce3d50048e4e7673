//! Puts a person's facts beside a unit: reasons to stay away, and questions nobody has answered.

use super::facts::{PostFact, RelativeFact};
use super::{Facts, Found, RecusalRule, RecusalRules, Test, UnitTree};
use crate::inspector::notation::months_between;
use crate::organisation::UnitKind;
use crate::team::Role;
use crate::term::Month;
use kernel::message::Arg;
use kernel::{Day, Message};
use serde::Serialize;

/// A unit to be inspected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Target {
    /// The unit.
    #[serde(flatten)]
    pub unit: Found,
    /// The code of its kind.
    pub kind: UnitKind,
}

/// One reason to stay away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The rule's code.
    pub rule: String,
    /// The sides it binds.
    pub roles: Vec<Role>,
    /// The declared fact behind it, in words.
    pub message: Message,
    /// The single facts it adds up, where there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Message>,
    /// What the rule rests on.
    pub basis: String,
}

/// A question that must be answered before anyone can say that there is no conflict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ask {
    /// Stable key: a declaration answers it by this.
    pub key: String,
    /// The question.
    pub message: Message,
}

/// A person beside a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Reasons to stay away, in the order of the rules.
    pub reasons: Vec<Reason>,
    /// What must be asked.
    pub asks: Vec<Ask>,
}

impl Outcome {
    /// The reasons that bind a side.
    pub fn binding(&self, role: Role) -> impl Iterator<Item = &Reason> {
        self.reasons.iter().filter(move |r| r.roles.contains(&role))
    }

    /// Whether a side must stay away.
    pub fn bars(&self, role: Role) -> bool {
        self.binding(role).next().is_some()
    }
}

/// Checks a person against one unit, for an inspection that begins on `start`.
pub fn check(
    rules: &RecusalRules,
    facts: &Facts,
    target: &Target,
    start: Day,
    tree: &dyn UnitTree,
) -> Outcome {
    let case = Case { rules, facts, target, start, tree };
    let reasons = rules.rules.iter().filter_map(|rule| case.reason(rule)).collect();
    Outcome { reasons, asks: case.asks() }
}

/// One person, one unit, one day.
struct Case<'a> {
    rules: &'a RecusalRules,
    facts: &'a Facts,
    target: &'a Target,
    start: Day,
    tree: &'a dyn UnitTree,
}

impl Case<'_> {
    fn reason(&self, rule: &RecusalRule) -> Option<Reason> {
        let found = match &rule.test {
            Test::Home => self.home(),
            Test::PostRecent { years } => self.post_recent(*years),
            Test::PostLong { months } => self.post_long(*months),
            Test::Kin { groups } => self.kin(groups),
            Test::Native { unit_kinds } => self.native(unit_kinds),
        };
        let (message, facts) = found?;
        Some(Reason {
            rule: rule.code.clone(),
            roles: rule.roles.clone(),
            message: self.about_person(message),
            facts: facts.into_iter().map(|fact| self.about_person(fact)).collect(),
            basis: rule.basis.clone(),
        })
    }

    fn about_person(&self, message: Message) -> Message {
        message.with("person", self.facts.name.as_str())
    }

    fn home(&self) -> Option<(Message, Vec<Message>)> {
        let place = self.facts.home.within(&self.target.unit, self.tree)?;
        let post = post_or_blank(&self.facts.home_post);
        Some((Message::new("recusal-home").with("place", place).with("post", post), Vec::new()))
    }

    fn posts_there(&self) -> Vec<(&PostFact, Message)> {
        let there = |p| place_of(p, &self.target.unit, self.tree);
        self.facts.posts.iter().filter_map(|p| there(p).map(|place| (p, place))).collect()
    }

    fn post_recent(&self, years: u16) -> Option<(Message, Vec<Message>)> {
        let since = years_before(self.start, years);
        // an end month counts to its last day; a post still held has not ended
        let recent = |p: &PostFact| p.to.is_none_or(|to| to.last() >= since);
        let posts: Vec<_> = self.posts_there().into_iter().filter(|(p, _)| recent(p)).collect();
        let facts = facts_unless_one(&posts);
        let (last, place) = posts.into_iter().next_back()?;
        let message = described(Message::new("recusal-post-recent"), last, place)
            .with("years", i64::from(years))
            .with("since", since);
        Some((message, facts))
    }

    fn post_long(&self, most: u32) -> Option<(Message, Vec<Message>)> {
        let posts = self.posts_there();
        let until = Month::of(self.start);
        let months: u32 = posts.iter().map(|(p, _)| months_between(p.from, p.to.unwrap_or(until))).sum();
        if months <= most {
            return None;
        }
        let facts = posts.iter().map(|(p, place)| described(Message::new("recusal-post"), p, place.clone()));
        let message = Message::new("recusal-post-long")
            .with("months", months)
            .with("most", most)
            .with("unit", self.target.unit.name.as_str());
        Some((message, facts.collect()))
    }

    fn kin(&self, groups: &[String]) -> Option<(Message, Vec<Message>)> {
        let bound = |r: &&RelativeFact| {
            self.rules.group(&r.relation).is_some_and(|group| groups.iter().any(|g| g == group))
        };
        let relatives = self.facts.relatives.as_deref().unwrap_or_default().iter().filter(bound);
        let mut found: Vec<Message> = relatives
            .filter_map(|r| {
                let place = r.place.within(&self.target.unit, self.tree)?;
                let message = Message::new("recusal-kin").with("relation", r.relation.as_str());
                Some(
                    message
                        .with("relative", r.name.as_str())
                        .with("place", place)
                        .with("post", post_or_blank(&r.post)),
                )
            })
            .collect();
        if found.len() > 1 {
            let message = Message::new("recusal-kin-several").with("count", found.len());
            return Some((message.with("unit", self.target.unit.name.as_str()), found));
        }
        found.pop().map(|message| (message, Vec::new()))
    }

    fn native(&self, unit_kinds: &[UnitKind]) -> Option<(Message, Vec<Message>)> {
        if !unit_kinds.contains(&self.target.kind) {
            return None;
        }
        let place = self.facts.native.within(&self.target.unit, self.tree)?;
        Some((Message::new("recusal-native").with("place", place), Vec::new()))
    }

    fn asks(&self) -> Vec<Ask> {
        let mut asks = Vec::new();
        self.ask_home(&mut asks);
        self.ask_posts(&mut asks);
        self.ask_relatives(&mut asks);
        self.ask_native(&mut asks);
        asks
    }

    fn ask_home(&self, asks: &mut Vec<Ask>) {
        if let Some(written) = self.unsure(&self.facts.home) {
            asks.push(self.ask("home", written, Message::new("recusal-ask-home").with("written", written)));
        }
    }

    fn ask_posts(&self, asks: &mut Vec<Ask>) {
        for post in &self.facts.posts {
            if let Some(written) = self.unsure(&post.place) {
                let message = Message::new("recusal-ask-post").with("written", written);
                asks.push(self.ask("post", written, message));
            }
        }
    }

    fn ask_relatives(&self, asks: &mut Vec<Ask>) {
        let Some(relatives) = &self.facts.relatives else {
            asks.push(self.ask("relatives", "", Message::new("recusal-ask-relatives")));
            return;
        };
        for relative in relatives {
            let known_group = self.rules.group(&relative.relation).is_some();
            let about = |id| {
                Message::new(id)
                    .with("relation", relative.relation.as_str())
                    .with("relative", relative.name.as_str())
            };
            if known_group && let Some(written) = self.unsure(&relative.place) {
                let message = about("recusal-ask-relative-place").with("written", written);
                asks.push(self.ask("relative", &format!("{} {written}", relative.name), message));
            } else if !known_group
                && !self.rules.is_no_relative(&relative.relation)
                && let Some(place) = relative.place.within(&self.target.unit, self.tree)
            {
                let message = about("recusal-ask-relation").with("place", place);
                asks.push(self.ask("relation", &format!("{} {}", relative.relation, relative.name), message));
            }
        }
    }

    fn ask_native(&self, asks: &mut Vec<Ask>) {
        let rules = self.rules.rules.iter();
        let concerned = rules.filter_map(|r| match &r.test {
            Test::Native { unit_kinds } => Some(unit_kinds),
            _ => None,
        });
        if !concerned.flatten().any(|kind| *kind == self.target.kind) {
            return;
        }
        if self.unsure(&self.facts.native).is_some() {
            let written = self.facts.native_written.as_str();
            let id = if written.is_empty() { "recusal-ask-native-missing" } else { "recusal-ask-native" };
            asks.push(self.ask("native", written, Message::new(id).with("written", written)));
        }
    }

    fn unsure<'f>(&self, place: &'f super::Place) -> Option<&'f str> {
        place.might_be_within(&self.target.unit, self.tree)
    }

    fn ask(&self, about: &str, what: &str, message: Message) -> Ask {
        let message =
            message.with("person", self.facts.name.as_str()).with("unit", self.target.unit.name.as_str());
        Ask { key: format!("{about}:{what}"), message }
    }
}

fn place_of(post: &PostFact, target: &Found, tree: &dyn UnitTree) -> Option<Message> {
    post.place.within(target, tree)
}

fn described(message: Message, post: &PostFact, place: Message) -> Message {
    let to = post.to.map_or_else(|| Message::new("recusal-until-now").into(), |m| Arg::from(m.to_string()));
    message
        .with("place", place)
        .with("post", post_or_blank(&post.post))
        .with("from", post.from.to_string())
        .with("to", to)
}

/// A post as written, or the words for a blank one, so that no sentence has a hole.
fn post_or_blank(post: &str) -> Arg {
    if post.is_empty() { Message::new("recusal-post-not-given").into() } else { Arg::from(post) }
}

fn facts_unless_one(posts: &[(&PostFact, Message)]) -> Vec<Message> {
    match posts {
        [] | [_] => Vec::new(),
        all => {
            all.iter().map(|(p, place)| described(Message::new("recusal-post"), p, place.clone())).collect()
        }
    }
}

/// The same-numbered day so many years earlier; the 28th for a 29th of February.
fn years_before(day: Day, years: u16) -> Day {
    let year = day.year() - i32::from(years);
    let same = Day::new(year, day.month(), day.day_of_month());
    same.or_else(|| Day::new(year, day.month(), 28)).unwrap_or(day)
}
