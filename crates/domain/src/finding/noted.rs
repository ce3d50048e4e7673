//! How something that happened elsewhere came to be recorded (A7): by a step in the program, or from paper and checked.

use crate::Refusal;
use crate::decision::Clerk;
use kernel::id::FileId;
use serde::{Deserialize, Serialize};

/// How something came to be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recorded {
    /// By a step in this program.
    InProgram,
    /// From paper; a second person has not looked yet, so it is shown and has no effect (A7).
    FromPaper,
    /// From paper, and a second person found it to agree: equal in effect.
    PaperChecked,
}

impl Recorded {
    /// Whether it has effect.
    pub const fn has_effect(self) -> bool {
        !matches!(self, Self::FromPaper)
    }
}

/// How, by whom, checked by whom, on which paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// How.
    pub how: Recorded,
    /// Who recorded it.
    pub by: Clerk,
    /// Who held it against the paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<Clerk>,
    /// The scan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scan: Option<FileId>,
}

impl Noted {
    /// By a step in the program.
    pub const fn in_program(by: Clerk) -> Self {
        Self { how: Recorded::InProgram, by, checked: None, scan: None }
    }

    /// From paper, to be checked.
    pub const fn from_paper(by: Clerk, scan: Option<FileId>) -> Self {
        Self { how: Recorded::FromPaper, by, checked: None, scan }
    }

    /// Refuses a check where none waits, and by whoever recorded it.
    pub fn may_check(&self, by: Clerk) -> Result<(), Refusal> {
        if self.how != Recorded::FromPaper {
            return Err(Refusal::new("decision-no-check-waiting"));
        }
        if by.person == self.by.person || by.user == self.by.user {
            return Err(Refusal::new("decision-checker-is-recorder"));
        }
        Ok(())
    }

    /// A second person found it to agree with the paper.
    pub fn agree(self, by: Clerk) -> Result<Self, Refusal> {
        self.may_check(by)?;
        Ok(Self { how: Recorded::PaperChecked, checked: Some(by), ..self })
    }
}
