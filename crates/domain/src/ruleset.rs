//! Rules that differ from place to place, as data with an effective date: periods, calendars, recusal, wording.
//!
//! A [`Ruleset`] is one version of one [`Kind`]; once published it never changes, and a record keeps the id of
//! the version it was made under. [`in_force`] picks the version of a day; [`Body`] is its content as a Rust
//! type, read with every mistake reported. [`shipped`] are the defaults the program brings along; they are
//! loaded at set-up, and a later release offers new ones without applying them.

mod body;
mod read;
mod shipped;
mod taxonomy;

pub use body::{Banner, Body, CoverageRules, Denominator};
pub use read::{Faults, Names, Reader};
pub use shipped::{Shipped, shipped, shipped_for};

use crate::Refusal;
use kernel::id::{DecisionId, RulesetId, UserId};
use kernel::{Day, FieldError, Message};
use serde::{Deserialize, Serialize};

/// What a ruleset rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Periods per kind of matter.
    Deadlines,
    /// Holidays and make-up working days.
    Calendar,
    /// Who must stay away from whom.
    Recusal,
    /// Which inspections count for the term, and for which kinds of unit.
    Coverage,
    /// Size of a team, wanted skills, load.
    Team,
    /// Words by level and body (A8).
    Vocabulary,
    /// The kinds of unit in the organisation tree.
    UnitKinds,
    /// The sentence about state secrets.
    Banner,
    /// How decisions on paper take effect (A7).
    Decisions,
    /// Of whom a second factor is demanded.
    SignIn,
    /// How the numbers of documents are written.
    Numbers,
    /// The chain of close-out, weak evidence, reminders (E5).
    Rectification,
    /// Channels, scope test and words of petitions (C13).
    Petitions,
    /// Frames of focus, and what a finding must hold (C14, D1).
    Focus,
    /// Where clues go (D4).
    Routing,
    /// What each method of understanding asks for (C1 to C12).
    Methods,
}

impl Kind {
    /// All kinds, in the order pages list them.
    pub const ALL: [Self; 16] = [
        Self::Deadlines,
        Self::Calendar,
        Self::Recusal,
        Self::Coverage,
        Self::Team,
        Self::Vocabulary,
        Self::UnitKinds,
        Self::Banner,
        Self::Decisions,
        Self::SignIn,
        Self::Numbers,
        Self::Rectification,
        Self::Petitions,
        Self::Focus,
        Self::Routing,
        Self::Methods,
    ];

    /// Its code in files, addresses and both databases.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Deadlines => "deadlines",
            Self::Calendar => "calendar",
            Self::Recusal => "recusal",
            Self::Coverage => "coverage",
            Self::Team => "team",
            Self::Vocabulary => "vocabulary",
            Self::UnitKinds => "unit_kinds",
            Self::Banner => "banner",
            Self::Decisions => "decisions",
            Self::SignIn => "sign_in",
            Self::Numbers => "numbers",
            Self::Rectification => "rectification",
            Self::Petitions => "petitions",
            Self::Focus => "focus",
            Self::Routing => "routing",
            Self::Methods => "methods",
        }
    }

    /// Reads a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }

    /// Its name on pages.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::Deadlines => "ruleset-kind-deadlines",
            Self::Calendar => "ruleset-kind-calendar",
            Self::Recusal => "ruleset-kind-recusal",
            Self::Coverage => "ruleset-kind-coverage",
            Self::Team => "ruleset-kind-team",
            Self::Vocabulary => "ruleset-kind-vocabulary",
            Self::UnitKinds => "ruleset-kind-unit-kinds",
            Self::Banner => "ruleset-kind-banner",
            Self::Decisions => "ruleset-kind-decisions",
            Self::SignIn => "ruleset-kind-sign-in",
            Self::Numbers => "ruleset-kind-numbers",
            Self::Rectification => "ruleset-kind-rectification",
            Self::Petitions => "ruleset-kind-petitions",
            Self::Focus => "ruleset-kind-focus",
            Self::Routing => "ruleset-kind-routing",
            Self::Methods => "ruleset-kind-methods",
        })
    }
}

/// Who put a ruleset in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approver {
    /// It came with the program and was taken at set-up.
    Shipped,
    /// Whoever set the installation up said it there.
    SetUp,
    /// An account that may publish, in its own session with the password entered again.
    Account(UserId),
    /// A recorded decision.
    Decision(DecisionId),
}

/// A ruleset's life: drafted, then published for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum State {
    /// May still be changed; rules nothing.
    Draft,
    /// Fixed.
    Published {
        /// By whose approval.
        approver: Approver,
        /// When.
        on: Day,
    },
}

/// One version of the rules of one kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ruleset {
    /// Its id; records made under it keep it.
    pub id: RulesetId,
    /// What it rules.
    pub kind: Kind,
    /// Its number within the kind, from 1.
    pub version: u32,
    /// The first day it rules.
    pub effective_from: Day,
    /// The document it rests on, "local practice" or "project default".
    pub basis: String,
    /// Draft or published.
    #[serde(flatten)]
    pub state: State,
    /// The rules, as written.
    pub body: serde_json::Value,
}

/// What a draft is made of, as a form, file or API gives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// What it rules.
    pub kind: Kind,
    /// Its number within the kind, from 1.
    pub version: u32,
    /// The first day it rules.
    pub effective_from: Day,
    /// The document it rests on.
    pub basis: String,
    /// The rules, as written.
    pub body: serde_json::Value,
}

impl Draft {
    /// The rules as a Rust type, or every mistake in them.
    pub fn check(&self) -> Result<Body, Vec<FieldError>> {
        let faults = Faults::default();
        if self.basis.trim().is_empty() {
            faults.note("basis", Message::new("ruleset-basis-missing"));
        }
        if self.version == 0 {
            faults.note("version", Message::new("ruleset-version-zero"));
        }
        let body = Body::read(self.kind, &self.body, &faults);
        faults.finish(body)
    }
}

impl Ruleset {
    /// A new draft; refused with every mistake of its content.
    pub fn draft(id: RulesetId, draft: Draft) -> Result<Self, Vec<FieldError>> {
        draft.check()?;
        let Draft { kind, version, effective_from, basis, body } = draft;
        Ok(Self { id, kind, version, effective_from, basis, state: State::Draft, body })
    }

    /// Replaces a draft's content. A published version never changes; its successor is a new draft.
    pub fn revise(self, draft: Draft) -> Result<Self, Refusal> {
        match self.state {
            State::Published { .. } => Err(Refusal(self.named("ruleset-published"))),
            State::Draft if draft.kind != self.kind => Err(Refusal(self.named("ruleset-kind-fixed"))),
            State::Draft => {
                Self::draft(self.id, draft).map_err(|faults| Refusal(first_fault("ruleset-faulty", &faults)))
            }
        }
    }

    /// Puts the draft in force from its day. The day may lie in the past, since an office that starts in mid-term
    /// enters the rules its older cases began under; records keep the version they were made with, so nothing that
    /// exists moves. A number is used once.
    pub fn publish(self, approver: Approver, on: Day, others: &[Self]) -> Result<Self, Refusal> {
        if self.is_published() {
            return Err(Refusal(self.named("ruleset-published")));
        }
        let mut rivals = others.iter().filter(|o| o.kind == self.kind && o.id != self.id && o.is_published());
        if rivals.any(|o| o.version >= self.version) {
            return Err(Refusal(self.named("ruleset-version-used")));
        }
        Ok(Self { state: State::Published { approver, on }, ..self })
    }

    /// Whether it is fixed.
    pub const fn is_published(&self) -> bool {
        matches!(self.state, State::Published { .. })
    }

    /// The rules as a Rust type. Content is checked when drafted, so a mistake here is an altered record.
    pub fn body(&self) -> Result<Body, Vec<FieldError>> {
        let faults = Faults::default();
        let body = Body::read(self.kind, &self.body, &faults);
        faults.finish(body)
    }

    fn named(&self, id: &'static str) -> Message {
        Message::new(id).with("kind", self.kind.label()).with("version", self.version)
    }
}

/// The published version of a kind that rules a day; of two from the same day the higher number.
pub fn in_force(rulesets: &[Ruleset], kind: Kind, day: Day) -> Option<&Ruleset> {
    rulesets
        .iter()
        .filter(|r| r.kind == kind && r.is_published() && r.effective_from <= day)
        .max_by_key(|r| (r.effective_from, r.version))
}

/// The published version of a kind with the highest number. For the calendar: a notice that came out later is
/// known later, and counts for days before it as well.
pub fn newest(rulesets: &[Ruleset], kind: Kind) -> Option<&Ruleset> {
    rulesets.iter().filter(|r| r.kind == kind && r.is_published()).max_by_key(|r| r.version)
}

fn first_fault(id: &'static str, faults: &[FieldError]) -> Message {
    let message = Message::new(id).with("count", faults.len());
    match faults.first() {
        Some(fault) => message.with("field", fault.field.to_string()).with("first", fault.message.clone()),
        None => message.with("field", "").with("first", ""),
    }
}
