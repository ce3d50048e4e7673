//! Newtype ids. A record's id is a UUIDv7: it sorts by the time of its making, so tables stay clustered.
//!
//! What must never be joinable (ballots, public reports and their files) uses random ids instead; see
//! [`random_id`] and `docs/architecture.md`, "What must never be joinable".

use crate::{Clock, Rng};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// The id of any record, when its kind is known only at run time (the journal, notices, search).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecordId(pub Uuid);

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl FromStr for RecordId {
    type Err = uuid::Error;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(s).map(Self)
    }
}

/// Declares newtype ids that convert to [`RecordId`].
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id in order of time.
            pub fn new(clock: &dyn Clock, rng: &dyn Rng) -> Self {
                Self(time_ordered(clock, rng))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(s).map(Self)
            }
        }

        impl From<$name> for RecordId {
            fn from(id: $name) -> Self {
                Self(id.0)
            }
        }
    )+};
}

ids! {
    /// One act: transaction, authorisation and journal entry at once. Made by whoever asks, so that a repeat is known.
    ActId,
    /// A node of the organisation tree (A1).
    UnitId,
    /// A committee's term (A2).
    TermId,
    /// A round of inspections (A3).
    RoundId,
    /// One team's inspection of one unit in one round; the compartment of access rights (A4).
    EngagementId,
    /// An inspection team of a round (A3, A5).
    TeamId,
    /// A person's place in a team (A5, F2).
    MemberId,
    /// A person, whether or not they have an account.
    PersonId,
    /// An account.
    UserId,
    /// A role held by a user for a scope and a period.
    GrantId,
    /// A decision by a person or body, in the program or on paper (A7).
    DecisionId,
    /// One version of a ruleset.
    RulesetId,
    /// A signed-in session.
    SessionId,
    /// An API token.
    TokenId,
    /// A notice to a user.
    NoticeId,
    /// A running deadline.
    DeadlineId,
    /// A stored file.
    FileId,
    /// A file lying with a unit, a round or an engagement.
    AttachmentId,
    /// A sealed value.
    SealedId,
    /// A job of the worker loop.
    JobId,
    /// A team's form on the public page (C13).
    OnlineFormId,
    /// The recusal declaration of a person for a round (F2).
    DeclarationId,
    /// Feedback opinions to a unit (E1).
    FeedbackId,
    /// A rectification item: a row of the ledger (E2).
    ItemId,
    /// A measure of one or several rectification items (E2).
    MeasureId,
    /// A post with its holders over time.
    PostId,
    /// A petition (C13).
    PetitionId,
    /// The team's own incident (B8).
    IncidentId,
    /// A finding and its working paper (D1).
    FindingId,
    /// A clue (D4).
    ClueId,
    /// One sealed hand-over of a clue, or of one of its subjects (D4).
    TransferId,
    /// A matter transferred that is not about a person (D4).
    MatterId,
    /// One use of a method: a talk, a visit, a symposium (C1 to C12).
    MethodRecordId,
}

/// A UUIDv7 from the given clock and randomness.
pub fn time_ordered(clock: &dyn Clock, rng: &dyn Rng) -> Uuid {
    let mut tail = [0_u8; 10];
    rng.fill(&mut tail);
    uuid::Builder::from_unix_timestamp_millis(clock.now().millis_unsigned(), &tail).into_uuid()
}

/// UUIDv7s of one instant that sort in the order given, for records of one act whose order means something. The counter
/// stands where a single id has chance; beyond 4096 of them chance decides again.
pub fn time_ordered_series(clock: &dyn Clock, rng: &dyn Rng, count: usize) -> Vec<Uuid> {
    let millis = clock.now().millis_unsigned();
    let one = |at: u16| {
        let mut tail = [0_u8; 10];
        rng.fill(&mut tail);
        let [high, low] = at.min(0x0FFF).to_be_bytes();
        let [first, second, ..] = &mut tail;
        (*first, *second) = (high, low);
        uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
    };
    (0..=u16::MAX).chain(std::iter::repeat(u16::MAX)).take(count).map(one).collect()
}

/// A UUIDv4: says nothing about when it was made. For what must never be joinable.
pub fn random_id(rng: &dyn Rng) -> Uuid {
    let mut bytes = [0_u8; 16];
    rng.fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
