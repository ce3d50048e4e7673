//! Drafts teams from the pool (A5): who could serve where, and in words why each is in or out.
//!
//! Nobody is scored: places are filled one at a time by whoever adds most of the skills the team still lacks,
//! then by who has served on fewer of the last rounds, then by code, so that the same facts always give the same
//! draft. Nobody is in two teams. The draft is a suggestion; people edit and decide.

use super::{Role, TeamRules};
use crate::inspector::{InspectorCode, Profile};
use crate::recusal::{Facts, Outcome, RecusalRules, Target, UnitTree, check};
use crate::term::{RoundNumber, TermNumber};
use kernel::{Day, Message};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Someone in the pool.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// What the pool knows of them.
    pub profile: &'a Profile,
    /// Their declared facts.
    pub facts: &'a Facts,
}

/// One team to be filled.
#[derive(Clone, Debug)]
pub struct Need {
    /// Its number.
    pub team: u16,
    /// The units it will inspect, extension units included.
    pub targets: Vec<Target>,
    /// Skills it needs besides those every team should have.
    pub skills: Vec<String>,
    /// People already placed in it: their seats are taken.
    pub kept: Vec<(Role, InspectorCode)>,
}

/// What a proposal is made under.
pub struct Conditions<'a> {
    /// Composition.
    pub rules: &'a TeamRules,
    /// Recusal.
    pub recusal: &'a RecusalRules,
    /// Where units lie.
    pub tree: &'a dyn UnitTree,
    /// The day the inspection begins.
    pub start: Day,
    /// The term and number of the round to be manned.
    pub round: (TermNumber, RoundNumber),
    /// People left out by the office, each with its reason.
    pub set_aside: &'a BTreeMap<InspectorCode, String>,
}

/// Drafted teams.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// One per need, in the same order.
    pub teams: Vec<TeamDraft>,
}

/// One drafted team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TeamDraft {
    /// Its number.
    pub team: u16,
    /// Who is proposed.
    pub members: Vec<Proposed>,
    /// Who could replace a member, the first choice first.
    pub reserve: Vec<Named>,
    /// Who was left out, and why.
    pub left_out: Vec<Named>,
    /// What the pool could not give.
    pub gaps: Vec<Message>,
}

/// Someone proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposed {
    /// Their role.
    pub role: Role,
    /// Who, and why.
    #[serde(flatten)]
    pub who: Named,
}

/// Someone, with reasons in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Code in the pool.
    pub code: InspectorCode,
    /// Name.
    pub name: String,
    /// Reasons.
    pub why: Vec<Message>,
}

/// Drafts all teams of a round at once.
pub fn propose(conditions: &Conditions<'_>, pool: &[Candidate<'_>], needs: &[Need]) -> Proposal {
    let pool = in_order_of_code(pool);
    let mut drafts: Vec<Drafting<'_>> =
        needs.iter().map(|need| Drafting::new(conditions, &pool, need)).collect();
    let mut taken: BTreeSet<&InspectorCode> =
        needs.iter().flat_map(|n| n.kept.iter().map(|(_, c)| c)).collect();
    for seat in &conditions.rules.seats {
        for _ in 0..seat.count {
            for at in scarcest_first(&drafts, seat.role, &taken) {
                if let Some(draft) = drafts.get_mut(at)
                    && draft.places_left(seat.role) > 0
                    && let Some(code) = draft.fill(seat.role, &taken)
                {
                    taken.insert(code);
                }
            }
        }
    }
    Proposal { teams: drafts.into_iter().map(|draft| draft.finish(&taken)).collect() }
}

fn in_order_of_code<'a>(pool: &[Candidate<'a>]) -> Vec<Candidate<'a>> {
    let mut pool = pool.to_vec();
    pool.sort_by(|a, b| a.profile.code.cmp(&b.profile.code));
    pool
}

/// The drafts by how few people could still take the role: who has the least choice chooses first.
fn scarcest_first(drafts: &[Drafting<'_>], role: Role, taken: &BTreeSet<&InspectorCode>) -> Vec<usize> {
    let mut order: Vec<(usize, u16, usize)> =
        drafts.iter().enumerate().map(|(at, d)| (d.choice(role, taken), d.need.team, at)).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, _, at)| at).collect()
}

/// A person considered for one team.
struct Considered<'a> {
    candidate: Candidate<'a>,
    outcomes: Vec<(&'a Target, Outcome)>,
    /// Why they cannot be in this team in any role.
    objections: Vec<Message>,
    load: usize,
}

/// A team being drafted.
struct Drafting<'a> {
    conditions: &'a Conditions<'a>,
    need: &'a Need,
    people: Vec<Considered<'a>>,
    chosen: Vec<(Role, usize)>,
    lacking: BTreeSet<&'a str>,
    reasons: Vec<Vec<Message>>,
    unknown: Vec<Message>,
}

impl<'a> Drafting<'a> {
    fn new(conditions: &'a Conditions<'a>, pool: &[Candidate<'a>], need: &'a Need) -> Self {
        let people: Vec<_> = pool.iter().map(|c| consider(conditions, *c, need)).collect();
        let lacking = conditions.rules.skills.iter().chain(&need.skills).map(String::as_str).collect();
        let (chosen, reasons, unknown) = (Vec::new(), Vec::new(), Vec::new());
        let mut drafting = Self { conditions, need, people, chosen, lacking, reasons, unknown };
        for (role, code) in &need.kept {
            match drafting.people.iter().position(|p| p.candidate.profile.code == *code) {
                Some(at) => drafting.choose(*role, at, Message::new("team-propose-kept")),
                None => {
                    let message = Message::new("team-propose-kept-unknown").with("code", code.0.as_str());
                    drafting.unknown.push(message);
                }
            }
        }
        drafting
    }

    fn places_left(&self, role: Role) -> usize {
        let places =
            self.conditions.rules.seats.iter().filter(|s| s.role == role).map(|s| usize::from(s.count));
        places.sum::<usize>().saturating_sub(self.chosen.iter().filter(|(r, _)| *r == role).count())
    }

    fn choice(&self, role: Role, taken: &BTreeSet<&InspectorCode>) -> usize {
        self.people.iter().filter(|p| self.can_take(p, role, taken)).count()
    }

    fn can_take(&self, person: &Considered<'_>, role: Role, taken: &BTreeSet<&InspectorCode>) -> bool {
        !taken.contains(&person.candidate.profile.code)
            && person.objections.is_empty()
            && self.objections_to_role(person, role).is_empty()
    }

    fn objections_to_role(&self, person: &Considered<'_>, role: Role) -> Vec<Message> {
        let binding = person.outcomes.iter().flat_map(|(_, o)| o.binding(role));
        let mut objections: Vec<Message> = binding.map(|reason| reason.message.clone()).collect();
        let grade = &person.candidate.profile.grade;
        if let Some(grades) = self.conditions.rules.grades.get(&role)
            && !grades.contains(grade)
        {
            let message = Message::new("team-propose-grade").with("grade", grade.as_str());
            objections.push(message.with("role", role.label()));
        }
        objections
    }

    /// Fills one place: most of the lacking skills first, then least load, then code.
    fn fill(&mut self, role: Role, taken: &BTreeSet<&InspectorCode>) -> Option<&'a InspectorCode> {
        let at = self.order(role, taken).into_iter().next()?;
        let profile = self.people.get(at)?.candidate.profile;
        let covers: Vec<&str> = self.covers(profile).collect();
        let why = if covers.is_empty() {
            Message::new("team-propose-number")
        } else {
            Message::new("team-propose-skills").with("skills", covers.join("、"))
        };
        self.choose(role, at, why);
        Some(&profile.code)
    }

    fn order(&self, role: Role, taken: &BTreeSet<&InspectorCode>) -> Vec<usize> {
        let able = self.people.iter().enumerate().filter(|(_, p)| self.can_take(p, role, taken));
        let mut order: Vec<_> =
            able.map(|(at, p)| (Reverse(self.covers(p.candidate.profile).count()), p.load, at)).collect();
        order.sort_unstable();
        order.into_iter().map(|(_, _, at)| at).collect()
    }

    fn covers<'p>(&'p self, profile: &'p Profile) -> impl Iterator<Item = &'p str> {
        profile.skills.iter().map(String::as_str).filter(|s| self.lacking.contains(s))
    }

    fn choose(&mut self, role: Role, at: usize, why: Message) {
        let Some(person) = self.people.get(at) else { return };
        let mut reasons = vec![why];
        reasons.extend(person.standing(self.conditions, role));
        for skill in &person.candidate.profile.skills {
            self.lacking.remove(skill.as_str());
        }
        self.chosen.push((role, at));
        self.reasons.push(reasons);
    }

    fn finish(self, taken: &BTreeSet<&InspectorCode>) -> TeamDraft {
        let named = |at: usize, why: Vec<Message>| {
            self.people.get(at).map(|p| {
                let profile = p.candidate.profile;
                Named { code: profile.code.clone(), name: profile.name.clone(), why }
            })
        };
        let members =
            self.chosen.iter().zip(&self.reasons).filter_map(|((role, at), why)| {
                named(*at, why.clone()).map(|who| Proposed { role: *role, who })
            });
        let reserve = self.order(Role::Member, taken).into_iter().filter_map(|at| {
            let person = self.people.get(at)?;
            let mut why = vec![Message::new("team-propose-reserve")];
            why.extend(person.standing(self.conditions, Role::Member));
            named(at, why)
        });
        let left_out = (0..self.people.len()).filter_map(|at| named(at, self.why_left_out(at, taken)?));
        TeamDraft {
            team: self.need.team,
            members: members.collect(),
            reserve: reserve.collect(),
            left_out: left_out.collect(),
            gaps: self.gaps(),
        }
    }

    fn why_left_out(&self, at: usize, taken: &BTreeSet<&InspectorCode>) -> Option<Vec<Message>> {
        let person = self.people.get(at)?;
        if self.chosen.iter().any(|(_, chosen)| *chosen == at) {
            return None;
        }
        let mut why = person.objections.clone();
        why.extend(self.objections_to_role(person, Role::Member));
        if why.is_empty() && taken.contains(&person.candidate.profile.code) {
            why.push(Message::new("team-propose-in-other-team"));
        }
        (!why.is_empty()).then_some(why)
    }

    fn gaps(&self) -> Vec<Message> {
        let roles =
            Role::ALL.into_iter().map(|role| (role, self.places_left(role))).filter(|(_, left)| *left > 0);
        let mut gaps: Vec<Message> = roles
            .map(|(role, left)| {
                Message::new("team-propose-gap").with("role", role.label()).with("count", left)
            })
            .collect();
        let skills: Vec<&str> = self.lacking.iter().copied().collect();
        if !skills.is_empty() {
            gaps.push(Message::new("team-propose-gap-skills").with("skills", skills.join("、")));
        }
        gaps.extend(self.unknown.iter().cloned());
        gaps
    }
}

impl Considered<'_> {
    /// What is said of everyone who could serve: load, training, recusal, open questions.
    fn standing(&self, conditions: &Conditions<'_>, role: Role) -> Vec<Message> {
        let mut why = vec![
            Message::new("team-propose-load")
                .with("count", self.load)
                .with("rounds", i64::from(conditions.rules.recent_rounds)),
        ];
        if let Some(hours) = self.candidate.profile.training_hours {
            why.push(Message::new("team-propose-training").with("hours", i64::from(hours)));
        }
        let conflicts: Vec<Message> =
            self.outcomes.iter().flat_map(|(_, o)| o.binding(role)).map(|r| r.message.clone()).collect();
        if conflicts.is_empty() {
            let units: Vec<&str> = self.outcomes.iter().map(|(t, _)| t.unit.name.as_str()).collect();
            why.push(Message::new("team-propose-no-conflict").with("units", units.join("、")));
        }
        why.extend(conflicts);
        let mut asked = BTreeSet::new();
        for ask in self.outcomes.iter().flat_map(|(_, o)| &o.asks) {
            if asked.insert(&ask.key) {
                why.push(Message::new("team-propose-ask").with("question", ask.message.clone()));
            }
        }
        why
    }
}

fn consider<'a>(conditions: &'a Conditions<'a>, candidate: Candidate<'a>, need: &'a Need) -> Considered<'a> {
    let beside = |target: &'a Target| {
        (target, check(conditions.recusal, candidate.facts, target, conditions.start, conditions.tree))
    };
    Considered {
        candidate,
        outcomes: need.targets.iter().map(beside).collect(),
        objections: objections(conditions, candidate),
        load: load(candidate.profile, conditions.round, conditions.rules.recent_rounds),
    }
}

/// Why someone cannot serve at all this time, whatever the unit.
fn objections(conditions: &Conditions<'_>, candidate: Candidate<'_>) -> Vec<Message> {
    let (profile, rules) = (candidate.profile, conditions.rules);
    let mut why = Vec::new();
    if let Some(reason) = conditions.set_aside.get(&profile.code) {
        why.push(Message::new("team-propose-set-aside").with("reason", reason.as_str()));
    }
    if let crate::inspector::Availability::Unavailable { words, .. } = &profile.availability {
        why.push(Message::new("team-propose-unavailable").with("words", words.as_str()));
    }
    if rules.full_members_only && !profile.party.is_full_member() {
        why.push(Message::new("team-propose-not-full-member"));
    }
    if candidate.facts.relatives_not_asked() {
        why.push(Message::new("team-propose-relatives-not-asked"));
    }
    if let Some(least) = rules.least_training_hours
        && profile.training_hours.unwrap_or(0) < least
    {
        let message = Message::new("team-propose-little-training").with("least", i64::from(least));
        why.push(message.with("hours", i64::from(profile.training_hours.unwrap_or(0))));
    }
    why
}

/// On how many of the last rounds of the term someone served.
fn load(profile: &Profile, (term, round): (TermNumber, RoundNumber), recent: u16) -> usize {
    let first = RoundNumber(round.0.saturating_sub(recent));
    let counts = |r: &&crate::inspector::RoundServed| {
        r.term.is_none_or(|t| t == term) && r.round >= first && r.round < round
    };
    profile.rounds_served.iter().filter(counts).count()
}
