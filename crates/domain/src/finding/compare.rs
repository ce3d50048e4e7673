//! Two versions of a paper, sentence by sentence: what stayed, what changed, what came and went.

use super::Sentence;
use serde::Serialize;

/// What became of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum Change<'a> {
    /// It is as it was.
    Same {
        /// The sentence.
        text: &'a str,
    },
    /// Its words changed.
    Reworded {
        /// Before.
        before: &'a str,
        /// After.
        after: &'a str,
    },
    /// Its words stayed, its evidence changed.
    Relinked {
        /// The sentence.
        text: &'a str,
        /// How many links it had.
        before: usize,
        /// How many it has.
        after: usize,
    },
    /// It is new.
    Added {
        /// The sentence.
        text: &'a str,
    },
    /// It is gone.
    Removed {
        /// The sentence.
        text: &'a str,
    },
}

/// Compares two versions in the order of the later, with what is gone where it stood. A sentence is followed by its key,
/// however its words change.
pub fn compare<'a>(before: &'a [Sentence], after: &'a [Sentence]) -> Vec<Change<'a>> {
    let mut changes = Vec::with_capacity(before.len().max(after.len()));
    let mut old = before.iter().peekable();
    let stays = |sentence: &Sentence| after.iter().any(|other| other.key == sentence.key);
    for sentence in after {
        while let Some(gone) = old.next_if(|one| !stays(one)) {
            changes.push(Change::Removed { text: &gone.text });
        }
        old.next_if(|one| one.key == sentence.key);
        changes.push(match before.iter().find(|one| one.key == sentence.key) {
            None => Change::Added { text: &sentence.text },
            Some(one) if one.text != sentence.text => {
                Change::Reworded { before: &one.text, after: &sentence.text }
            }
            Some(one) if one.evidence != sentence.evidence => Change::Relinked {
                text: &sentence.text,
                before: one.evidence.len(),
                after: sentence.evidence.len(),
            },
            Some(_) => Change::Same { text: &sentence.text },
        });
    }
    let rest = old.filter(|one| !stays(one));
    changes.extend(rest.map(|one| Change::Removed { text: &one.text }));
    changes
}
