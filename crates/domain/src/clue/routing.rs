//! Where a clue goes: nature and the subject's management level decide, for each subject, with the reason in words.
//!
//! Rules are data, tried in order; the first that fits is proposed, a person decides. Never by unit: the unit only tells
//! which body inside it receives what is managed there.

use super::{Managed, Nature};
use crate::Refusal;
use crate::organisation::UnitKind;
use crate::organisation::taxonomy::{LevelSide, Taxonomy};
use crate::ruleset::{Names, Reader};
use kernel::Message;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Class of receivers, by its code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Receiver(pub String);

impl Receiver {
    /// Whether it is a discipline body inside the inspected unit, and not a body of its own.
    pub fn is_inside(&self) -> bool {
        self.0 == UNIT_DISCIPLINE
    }
}

/// Who approves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approver {
    /// The head of the leading group.
    Head,
    /// The leading group.
    LeadingGroup,
    /// The committee.
    Committee,
}

/// Who passes it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// The inspection office; never the team.
    InspectionOffice,
}

/// The earliest time to hand over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Earliest {
    /// During the round, with approval and filing.
    DuringRoundWithApproval,
    /// After the committee's decision on results.
    AfterDecision,
    /// After the round: collected by the office.
    AfterRound,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteRule {
    /// Its code.
    pub code: String,
    /// Natures it is for; none: any.
    pub natures: Vec<Nature>,
    /// Sides of management it is for; none: any. `none` in the data stands for somebody nobody manages.
    pub sides: Vec<RuleSide>,
    /// Whether it is for clues without any subject.
    pub without_subject: bool,
    /// Class of the receiver.
    pub receiver: Receiver,
    /// The receiver's name on pages, until an office names its own.
    pub name: Names,
    /// Who approves.
    pub approval: Approver,
    /// Who passes it on.
    pub via: Via,
    /// The earliest time.
    pub earliest: Earliest,
    /// Classes that are accepted as well.
    pub also: Vec<Receiver>,
    /// The document it rests on.
    pub basis: String,
}

/// Where a subject's management stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleSide {
    /// Managed higher up.
    Higher,
    /// Managed by this committee.
    Own,
    /// Managed below, inside the unit.
    Lower,
    /// Managed by nobody.
    None,
}

const SIDES: [&str; 4] = ["higher", "own", "lower", "none"];

/// The routing rules, body of their ruleset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoutingRules {
    /// Words for people whom nobody manages.
    pub unmanaged_words: Vec<String>,
    /// Natures with their names and other words for them.
    pub natures: Vec<(Nature, Names, Vec<String>)>,
    /// Methods of inspection, by their codes: a clue that came up otherwise cannot be made here (D5).
    pub methods: Vec<(String, Names)>,
    /// Types of outcome that a receiver reports, by their codes; what was found stays there.
    pub outcomes: Vec<(String, Names)>,
    /// Names of the discipline bodies inside units, by a kind of units or one unit's name; `{unit}` stands for it.
    pub unit_bodies: Vec<UnitBodyForm>,
    /// Rules in order.
    pub rules: Vec<RouteRule>,
}

/// How the discipline body inside a unit is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitBodyForm {
    /// Name of the one unit it is for; all of the kind when none is given.
    pub unit: Option<String>,
    /// Code of the kind of units it is for.
    pub kind: Option<String>,
    /// The name.
    pub name: String,
}

/// A proposed route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// The rule that fits.
    pub rule: String,
    /// Class of the receiver.
    pub receiver: Receiver,
    /// Its name, as the office writes it.
    pub name: String,
    /// Who approves.
    pub approval: Approver,
    /// Who passes it on.
    pub via: Via,
    /// The earliest time.
    pub earliest: Earliest,
    /// Classes a person may choose instead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Receiver>,
    /// Why, in words.
    pub why: Vec<Message>,
}

/// What is to be routed.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The clue's nature.
    pub nature: &'a Nature,
    /// Who manages the subject; `None` for a clue without subjects.
    pub managed: Option<&'a Managed>,
    /// The unit's own discipline body, by name, where something managed inside the unit goes.
    pub unit_body: Option<&'a str>,
}

impl RoutingRules {
    /// Reads the content of a ruleset.
    pub(crate) fn read(reader: &Reader<'_>) -> Option<Self> {
        let unmanaged_words = reader.texts("unmanaged_words");
        let natures = reader.list("natures", |n| {
            let (code, name, also) = (n.text("code"), n.names("name"), n.optional_texts("also"));
            Some((Nature(code?), name?, also))
        });
        let known: Vec<String> = natures.iter().map(|(code, ..)| code.0.clone()).collect();
        let named = |key| reader.list(key, |r| r.text("code").zip(r.names("name")));
        let (methods, outcomes) = (named("methods"), named("outcomes"));
        let unit_bodies = reader.list("unit_bodies", |r| {
            let (unit, kind) = (r.optional_text("unit"), r.optional_text("kind"));
            r.text("name").map(|name| UnitBodyForm { unit, kind, name })
        });
        once(reader, "methods", methods.iter().map(|(code, _)| code));
        once(reader, "outcomes", outcomes.iter().map(|(code, _)| code));
        let rules = reader.list("rules", |r| read_rule(r, &known));
        once(reader, "rules", rules.iter().map(|rule| &rule.code));
        once(reader, "natures", known.iter());
        Some(Self { unmanaged_words, natures, methods, outcomes, unit_bodies, rules })
    }

    /// The shipped default.
    pub fn shipped() -> Self {
        let shipped = crate::ruleset::shipped().unwrap_or_default();
        let bodies = shipped.into_iter().filter_map(|ruleset| ruleset.draft.check().ok());
        let mut rules = bodies.filter_map(|body| match body {
            crate::ruleset::Body::Routing(rules) => Some(rules),
            _ => None,
        });
        rules.next().unwrap_or_default()
    }

    /// The nature a list means, by any of its spellings.
    pub fn nature_written(&self, written: &str) -> Option<&Nature> {
        let written = written.trim();
        let found = self.natures.iter().find(|(code, name, also)| {
            name.zh == written || also.iter().any(|other| other == written) || code.0 == written
        });
        found.map(|(code, ..)| code)
    }

    /// Who manages a subject, by a list's word; unknown words must be asked about.
    pub fn managed_written(&self, written: &str, taxonomy: &Taxonomy) -> Managed {
        let written = written.trim();
        if self.unmanaged_words.iter().any(|word| word == written) {
            return Managed::Nobody;
        }
        let level = taxonomy.level_written(written);
        level.map_or(Managed::Unknown, |entry| Managed::By { level: entry.code.clone() })
    }

    /// The name of the discipline body inside a unit: the one given for it, else the one for its kind.
    pub fn unit_body(&self, unit: &str, kind: Option<&UnitKind>) -> Option<String> {
        let own = |form: &&UnitBodyForm| form.unit.as_deref() == Some(unit);
        let of_kind = |form: &&UnitBodyForm| {
            form.unit.is_none() && form.kind.as_deref() == kind.map(UnitKind::as_str) && kind.is_some()
        };
        let form = self.unit_bodies.iter().find(own).or_else(|| self.unit_bodies.iter().find(of_kind))?;
        Some(form.name.replace("{unit}", unit))
    }

    /// Refuses a method that is none of inspection.
    pub fn check_methods(&self, methods: &[String]) -> Result<(), Refusal> {
        match methods.iter().find(|code| !self.methods.iter().any(|(known, _)| known == *code)) {
            Some(other) => Err(Message::new("clue-method-outside").with("value", other.as_str()).into()),
            None => Ok(()),
        }
    }

    /// The name of a type of outcome.
    pub fn outcome(&self, code: &str) -> Option<&Names> {
        self.outcomes.iter().find(|(known, _)| known == code).map(|(_, name)| name)
    }

    /// Another receiver than the proposed one, by its class: one that the rule accepts as well, or any other of the
    /// rules. What is approved by whom and when stays as the subject's own rule has it. `unit_body`: what the unit's own
    /// discipline body is called, where it is known.
    pub fn instead(&self, proposed: &Route, class: &Receiver, unit_body: Option<&str>) -> Option<Route> {
        let other = self.rules.iter().find(|rule| rule.receiver == *class)?;
        Some(Route { receiver: class.clone(), name: other.called(unit_body), ..proposed.clone() })
    }

    /// Proposes the route of one subject.
    ///
    /// # Errors
    /// `clue-level-unknown` until somebody has asked who manages the subject; `clue-no-route` when no rule fits.
    pub fn propose(&self, question: &Question<'_>, taxonomy: &Taxonomy) -> Result<Route, Refusal> {
        let side = question.managed.map(|managed| side_of(managed, taxonomy)).transpose()?;
        let fitting = self.rules.iter().find(|rule| rule.fits(question.nature, side));
        let Some(rule) = fitting else { return Err(Refusal::new("clue-no-route")) };
        Ok(Route {
            rule: rule.code.clone(),
            receiver: rule.receiver.clone(),
            name: rule.called(question.unit_body),
            approval: rule.approval,
            via: rule.via,
            earliest: rule.earliest,
            also: rule.also.clone(),
            why: self.why(rule, question, side, taxonomy),
        })
    }

    fn why(
        &self,
        rule: &RouteRule,
        question: &Question<'_>,
        side: Option<RuleSide>,
        taxonomy: &Taxonomy,
    ) -> Vec<Message> {
        let nature = self.natures.iter().find(|(code, ..)| code == question.nature);
        let nature = nature.map_or(question.nature.0.as_str(), |(_, name, _)| name.zh.as_str());
        let mut why = vec![Message::new("clue-why-nature").with("value", nature)];
        let level = match question.managed {
            Some(Managed::By { level }) => {
                taxonomy.level(level).map_or(level.as_str(), |entry| entry.word.zh.as_str()).to_owned()
            }
            _ => String::new(),
        };
        why.push(match side {
            None => Message::new("clue-why-no-subject"),
            Some(RuleSide::Higher) => Message::new("clue-why-higher").with("level", level),
            Some(RuleSide::Own) => Message::new("clue-why-own").with("level", level),
            Some(RuleSide::Lower) => Message::new("clue-why-lower").with("level", level),
            Some(RuleSide::None) => Message::new("clue-why-nobody"),
        });
        why.push(Message::new("clue-why-basis").with("value", rule.basis.as_str()));
        why
    }
}

/// The class that a unit's own discipline body belongs to.
const UNIT_DISCIPLINE: &str = "unit_discipline";

impl RouteRule {
    /// What its receiver is called: a unit's own discipline body by its name where that is known.
    fn called(&self, unit_body: Option<&str>) -> String {
        unit_body.filter(|_| self.receiver.is_inside()).unwrap_or(&self.name.zh).to_owned()
    }

    fn fits(&self, nature: &Nature, side: Option<RuleSide>) -> bool {
        let nature_fits = self.natures.is_empty() || self.natures.contains(nature);
        match side {
            None => self.without_subject && nature_fits,
            Some(side) => {
                !self.without_subject && nature_fits && (self.sides.is_empty() || self.sides.contains(&side))
            }
        }
    }
}

fn side_of(managed: &Managed, taxonomy: &Taxonomy) -> Result<RuleSide, Refusal> {
    match managed {
        Managed::Nobody => Ok(RuleSide::None),
        Managed::Unknown => Err(Refusal::new("clue-level-unknown")),
        Managed::By { level } => match taxonomy.level(level).map(|entry| entry.side) {
            Some(LevelSide::Higher) => Ok(RuleSide::Higher),
            Some(LevelSide::Own) => Ok(RuleSide::Own),
            Some(LevelSide::Lower) => Ok(RuleSide::Lower),
            None => Err(Refusal::new("clue-level-unknown")),
        },
    }
}

fn once<'a>(reader: &Reader<'_>, key: &str, codes: impl Iterator<Item = &'a String>) {
    let mut seen = BTreeSet::new();
    for code in codes {
        if !seen.insert(code) {
            let message = Message::new("ruleset-word-twice").with("value", code.as_str());
            reader.faults().note(reader.at(key), message);
        }
    }
}

fn read_rule(r: &Reader<'_>, natures: &[String]) -> Option<RouteRule> {
    let known: Vec<&str> = natures.iter().map(String::as_str).collect();
    let (code, receiver, name, basis) =
        (r.text("code"), r.text("receiver"), r.names("name"), r.text("basis"));
    let natures = if r.raw("natures").is_some() { r.choices("natures", &known) } else { Vec::new() };
    let sides = if r.raw("sides").is_some() { r.choices("sides", &SIDES) } else { Vec::new() };
    let without_subject = r.flag("without_subject");
    let approval = r.choice("approval", &["head", "leading_group", "committee"]);
    let via = r.choice("via", &["inspection_office"]);
    let earliest = r.choice("earliest", &["during_round_with_approval", "after_decision", "after_round"]);
    let also = r.optional_texts("also").into_iter().map(Receiver).collect();
    Some(RouteRule {
        code: code?,
        natures,
        sides,
        without_subject,
        receiver: Receiver(receiver?),
        name: name?,
        approval: approval?,
        via: via?,
        earliest: earliest?,
        also,
        basis: basis?,
    })
}
