//! The nightly balance of clues: every clue is handed over, open or taken back, and every hand-over has its receipt (H6). Counted in clues (件) and persons (人).

use super::{Clue, Disposition, Standing};
use serde::{Deserialize, Serialize};

/// Clues and persons in double entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClueBalance {
    /// Clues, by the numbers given out.
    pub received: usize,
    /// Clues of which every part was handed over.
    pub handed_over: usize,
    /// Clues with a part that was not.
    pub open: usize,
    /// Clues taken back before anything was handed over.
    pub withdrawn: usize,
    /// Subjects of all clues.
    pub persons: usize,
    /// Subjects handed over.
    pub persons_handed_over: usize,
    /// Hand-overs that nobody has signed for yet.
    pub without_receipt: usize,
    /// Clues collected until the round is over.
    pub collected: usize,
}

impl ClueBalance {
    /// Counts the clues there are against the numbers given out.
    pub fn count<'a>(received: usize, clues: impl IntoIterator<Item = &'a Clue>) -> Self {
        let mut balance = Self { received, ..Self::default() };
        for clue in clues {
            balance.add(clue);
        }
        balance
    }

    fn add(&mut self, clue: &Clue) {
        let handed = |d: Option<&Disposition>| d.is_some_and(|d| d.hand_over.is_some());
        if clue.withdrawn.is_some() {
            self.withdrawn += 1;
            return;
        }
        if clue.standing() >= Standing::HandedOver {
            self.handed_over += 1;
        } else {
            self.open += 1;
        }
        self.persons += clue.subjects.len();
        self.persons_handed_over += clue.subjects.iter().filter(|s| handed(s.disposition.as_ref())).count();
        let all = clue.subjects.iter().filter_map(|s| s.disposition.as_ref()).chain(&clue.general);
        self.without_receipt += all.filter(|d| d.standing() == Standing::HandedOver).count();
        self.collected += usize::from(clue.is_collected());
    }

    /// What the numbers given out and the clues there are differ by.
    pub const fn difference(&self) -> usize {
        self.received.abs_diff(self.handed_over + self.open + self.withdrawn)
    }
}
