//! A practice instance: its mark in the folder, and a clock of its own.
//!
//! Only a folder that `demo` made carries the mark, and only such an instance may shift its clock.

use crate::exit::Failure;
use crate::folder::{self, Folder};
use kernel::time::SystemClock;
use kernel::{Clock, Timestamp};
use serde::{Deserialize, Serialize};

/// What the mark holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Practice {
    /// Microseconds that the practice clock is ahead of the machine's; negative when behind.
    pub(crate) ahead: i64,
    /// The password of every practice account, made for this instance alone.
    pub(crate) password: String,
    /// The practice data are complete.
    pub(crate) ready: bool,
}

impl Practice {
    /// The mark of a folder, if it is a practice instance's.
    pub(crate) fn of(folder: &Folder) -> Result<Option<Self>, Failure> {
        let path = folder.practice();
        if !path.exists() {
            return Ok(None);
        }
        let text = std::fs::read_to_string(&path).map_err(|e| Failure::file(&path, &e))?;
        serde_json::from_str(&text).map(Some).map_err(Failure::defect)
    }

    /// Writes the mark.
    pub(crate) fn mark(&self, folder: &Folder) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(self).map_err(Failure::defect)?;
        folder::replace(&folder.practice(), &text)
    }
}

/// The machine's clock, shifted.
#[derive(Debug)]
pub(crate) struct PracticeClock {
    ahead: i64,
}

impl PracticeClock {
    /// A clock that is ahead by so many microseconds.
    pub(crate) const fn new(ahead: i64) -> Self {
        Self { ahead }
    }

    /// How far ahead a clock must be to show an instant now.
    pub(crate) fn ahead_to_show(at: Timestamp) -> i64 {
        at.0.saturating_sub(SystemClock.now().0)
    }
}

impl Clock for PracticeClock {
    fn now(&self) -> Timestamp {
        Timestamp(SystemClock.now().0.saturating_add(self.ahead))
    }
}
