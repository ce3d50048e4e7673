//! The inspector pool (A5): people who may serve on a team, with what they declared and where they served.
//!
//! A [`Person`] is not an account and not a post; an [`Inspector`] is a person's entry in the pool. What people
//! wrote is kept as written beside what it was recognised as, because recusal is explained from their own words.
//! There is no score and no rank of inspectors, and no field for one. [`notation`] reads the ways lists write
//! things, [`import`] checks a whole list.

pub mod import;
pub mod notation;

use crate::term::{Month, RoundNumber, TermNumber};
use kernel::id::{PersonId, UnitId};
use serde::{Deserialize, Serialize};

/// A person, whether or not they have an account or serve as an inspector.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Their name.
    pub name: String,
}

/// The pool's own code for a person (`RC004`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InspectorCode(pub String);

/// A person's entry in the pool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspector {
    /// The person.
    pub person: PersonId,
    /// What the pool knows of them.
    #[serde(flatten)]
    pub profile: Profile,
}

/// What the pool knows of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The pool's code.
    pub code: InspectorCode,
    /// Name.
    pub name: String,
    /// Sex, as listed.
    pub sex: Option<Sex>,
    /// Month of birth.
    pub birth: Option<Month>,
    /// Native place, as written.
    pub native_place: String,
    /// Standing in the Party.
    pub party: PartyStanding,
    /// The present unit.
    pub home: NamedUnit,
    /// The present post.
    pub post: String,
    /// The grade of the post.
    pub grade: String,
    /// Skills, as listed.
    pub skills: Vec<String>,
    /// Former posts.
    pub posts: Vec<FormerPost>,
    /// Relatives, as declared.
    pub relatives: Relatives,
    /// Training hours of the last three years.
    pub training_hours: Option<u16>,
    /// Rounds served on.
    pub rounds_served: Vec<RoundServed>,
    /// Whether they can be called up.
    pub availability: Availability,
    /// Remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Sex, as listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 女
    Female,
    /// 男
    Male,
}

/// Standing in the Party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "standing")]
pub enum PartyStanding {
    /// Full member.
    Member {
        /// Since when, where listed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Month>,
    },
    /// Probationary member.
    Probationary {
        /// Since when, where listed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Month>,
    },
    /// Not a member, in the list's own words.
    Other {
        /// The words.
        words: String,
    },
}

impl PartyStanding {
    /// Whether a full member.
    pub const fn is_full_member(&self) -> bool {
        matches!(self, Self::Member { .. })
    }
}

/// A unit as someone wrote it, and the unit it was recognised as.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedUnit {
    /// As written.
    pub written: String,
    /// The unit of the tree, when one was recognised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
}

/// A former post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerPost {
    /// First month.
    pub from: Month,
    /// Last month; `None` when it is still held.
    pub to: Option<Month>,
    /// Where.
    pub unit: NamedUnit,
    /// As what; empty when not listed.
    pub post: String,
}

impl FormerPost {
    /// Months from the first to the last: the difference, as personnel files count it.
    pub fn months(&self, until: Month) -> u32 {
        notation::months_between(self.from, self.to.unwrap_or(until))
    }
}

/// Relatives. A blank cell is not a declaration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "declared", content = "relatives")]
pub enum Relatives {
    /// Nothing was declared: must be asked.
    NotAsked,
    /// Declared that there are none.
    None,
    /// Declared.
    Some(Vec<Relative>),
}

/// A declared relative or acquaintance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relative {
    /// What they are to the inspector, as written.
    pub relation: String,
    /// Their name.
    pub name: String,
    /// Where they work, as written; `None` when not listed.
    pub unit: Option<NamedUnit>,
    /// As what; empty when not listed.
    pub post: String,
}

/// A round served on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RoundServed {
    /// The term's number; `None` when the list does not say and no term is current.
    pub term: Option<TermNumber>,
    /// The round's number within it.
    pub round: RoundNumber,
}

/// Whether a person can be called up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "availability")]
pub enum Availability {
    /// Can be called up.
    Available,
    /// Cannot, in the list's own words.
    Unavailable {
        /// Why.
        words: String,
        /// The last month of it, where the words name one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Month>,
    },
}

impl Availability {
    /// Whether the person can be called up.
    pub const fn is_available(&self) -> bool {
        matches!(self, Self::Available)
    }
}
