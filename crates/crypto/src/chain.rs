//! The journal's keyed hash chain, the digest tree of an entry's states, and the short code of a head.
//!
//! A chain starts with a genesis bound to its id; each link covers the one before, the entry's envelope and the
//! root of its states. All are keyed with the chain's own key, derived from the instance key: whoever can only
//! write the database cannot make links that fit. Whoever also has the instance key can, and is found out by a head
//! noted elsewhere: on the duty sheet as a [`HeadCode`], signed in a backup's name, in another chain.
//!
//! `app` appends while it commits an act; `verify` recomputes.

use crate::{
    Digest, InstanceKey, Key, Purpose,
    base32::{self, CodeError, CodeFault, CodeKind},
    framed,
};
use std::{fmt, str::FromStr};

/// The key of one chain. It outlives the data keys of its engagement, so that envelopes can be verified for ever.
#[derive(Debug)]
pub struct ChainKey(Key);

impl ChainKey {
    /// The key of the chain with this id.
    pub fn new(instance: &InstanceKey, chain_id: &[u8]) -> Self {
        Self(instance.derive_for(Purpose::JournalChain, chain_id))
    }

    /// The head of the chain before its first entry.
    pub fn genesis(&self) -> Digest {
        framed::mac(&self.0, "journal-genesis", &[])
    }

    /// The head after an entry.
    pub fn link(&self, prev: &Digest, envelope: &[u8], states: &Digest) -> Digest {
        framed::mac(&self.0, "journal-link", &[&prev.0, envelope, &states.0])
    }

    /// The leaf of one changed record: its canonical state, or whatever the caller binds.
    ///
    /// Keyed like all else, so that who may read envelopes but not states cannot try out guesses.
    pub fn leaf(&self, state: &[u8]) -> Digest {
        framed::mac(&self.0, "journal-leaf", &[state])
    }

    /// The root over the leaves of one entry, in their order. Removing, adding, changing or reordering any changes it.
    pub fn digest_tree(&self, leaves: &[Digest]) -> Digest {
        let mut level = leaves.to_vec();
        while level.len() > 1 {
            level = level.chunks(2).map(|pair| self.node(pair)).collect();
        }
        let top = level.first().map_or(&[][..], |d| &d.0);
        let count = u64::try_from(leaves.len()).unwrap_or(u64::MAX).to_be_bytes();
        framed::mac(&self.0, "journal-root", &[&count, top])
    }

    /// Two neighbours as one; a last one without a neighbour moves up as it is, told apart by the count in the root.
    fn node(&self, pair: &[Digest]) -> Digest {
        match pair {
            [only] => *only,
            _ => {
                let parts: Vec<&[u8]> = pair.iter().map(|d| d.0.as_slice()).collect();
                framed::mac(&self.0, "journal-node", &parts)
            }
        }
    }
}

const VALUES: usize = 15;
const SIGNS: usize = VALUES + 1;
const CHECK_OFFSET: u8 = 21;

/// A head as people write it: `XXXX-XXXX-XXXX-XXXX`, 75 bits of it and a check sign.
///
/// The check sign tells a slip of the pen from an altered journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadCode([u8; VALUES]);

impl HeadCode {
    /// The code of a head.
    pub fn of(head: &Digest) -> Self {
        let mut values = [0; VALUES];
        values.iter_mut().zip(head.0).for_each(|(to, byte)| *to = byte & 31);
        Self(values)
    }

    /// Whether this code was written down from this head.
    pub fn matches(&self, head: &Digest) -> bool {
        *self == Self::of(head)
    }
}

impl fmt::Display for HeadCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let check = [base32::check(&self.0, CHECK_OFFSET)];
        f.write_str(&base32::write(&[self.0.as_slice(), &check].concat(), 4))
    }
}

impl FromStr for HeadCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let signs = base32::read::<SIGNS>(CodeKind::Head, text)?;
        let mut values = [0; VALUES];
        values.iter_mut().zip(signs.iter()).for_each(|(to, from)| *to = *from);
        if signs.last() == Some(&base32::check(&values, CHECK_OFFSET)) {
            Ok(Self(values))
        } else {
            Err(CodeError { kind: CodeKind::Head, fault: CodeFault::Mistyped { group: 0 } })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ChainKey, HeadCode};
    use crate::{Digest, InstanceKey, testing::rng};
    use proptest::prelude::*;

    fn chain(id: &[u8]) -> ChainKey {
        ChainKey::new(&InstanceKey::generate(&rng(1)), id)
    }

    fn head(chain: &ChainKey, entries: &[(Vec<u8>, Vec<Vec<u8>>)]) -> Digest {
        entries.iter().fold(chain.genesis(), |prev, (envelope, states)| {
            let leaves: Vec<Digest> = states.iter().map(|s| chain.leaf(s)).collect();
            chain.link(&prev, envelope, &chain.digest_tree(&leaves))
        })
    }

    #[test]
    fn two_chains_of_one_instance_share_nothing() {
        let (a, b) = (chain(b"a"), chain(b"b"));
        assert_ne!(a.genesis(), b.genesis());
        assert_ne!(a.leaf(b"x"), b.leaf(b"x"));
        let states = a.digest_tree(&[]);
        assert_ne!(a.link(&a.genesis(), b"e", &states), b.link(&a.genesis(), b"e", &states));
    }

    #[test]
    fn no_state_one_state_and_the_state_itself_are_three_things() {
        let chain = chain(b"a");
        let leaf = chain.leaf(b"x");
        assert_ne!(chain.digest_tree(&[]), chain.digest_tree(&[leaf]));
        assert_ne!(chain.digest_tree(&[leaf]), leaf);
    }

    #[test]
    fn a_node_passed_off_as_a_leaf_is_found() {
        let chain = chain(b"a");
        let leaves: Vec<Digest> = (0_u8..4).map(|n| chain.leaf(&[n])).collect();
        let forged = [chain.node(&leaves[..2]), chain.node(&leaves[2..])];
        assert_ne!(chain.digest_tree(&leaves), chain.digest_tree(&forged));
    }

    #[test]
    fn a_head_read_from_paper_is_recognised() {
        let head = chain(b"a").genesis();
        let code: HeadCode = HeadCode::of(&head).to_string().to_lowercase().parse().unwrap();
        assert!(code.matches(&head));
        assert!(!code.matches(&chain(b"b").genesis()));
        assert_eq!(HeadCode::of(&head).to_string().len(), 19);
    }

    fn entries() -> impl Strategy<Value = Vec<(Vec<u8>, Vec<Vec<u8>>)>> {
        let bytes = || proptest::collection::vec(any::<u8>(), 0..4);
        proptest::collection::vec((bytes(), proptest::collection::vec(bytes(), 0..6)), 0..5)
    }

    proptest! {
        #[test]
        fn two_journals_have_one_head_only_if_they_are_the_same(a in entries(), b in entries()) {
            let chain = chain(b"a");
            prop_assert_eq!(a == b, head(&chain, &a) == head(&chain, &b));
        }

        #[test]
        fn removing_adding_or_reordering_a_state_changes_the_root(
            states in proptest::collection::vec(any::<[u8; 2]>(), 1..20), i in any::<prop::sample::Index>(),
            j in any::<prop::sample::Index>(),
        ) {
            let chain = chain(b"a");
            let leaves: Vec<Digest> = states.iter().map(|s| chain.leaf(s)).collect();
            let root = chain.digest_tree(&leaves);
            let (i, j) = (i.index(leaves.len()), j.index(leaves.len()));
            let mut removed = leaves.clone();
            removed.remove(i);
            let mut added = leaves.clone();
            added.insert(i, leaves[j]);
            let mut swapped = leaves.clone();
            swapped.swap(i, j);
            prop_assert_ne!(chain.digest_tree(&removed), root);
            prop_assert_ne!(chain.digest_tree(&added), root);
            prop_assert_eq!(chain.digest_tree(&swapped) == root, leaves == swapped);
        }

        #[test]
        fn a_slip_in_a_head_code_is_told_from_an_altered_journal(seed in any::<[u8; 32]>(), at in 0_usize..16, n in 0_u8..32) {
            let right: Vec<char> = HeadCode::of(&Digest(seed)).to_string().chars().filter(|c| *c != '-').collect();
            let mut slip = right.clone();
            slip[at] = crate::base32::write(&[n], 4).chars().next().unwrap();
            prop_assert_eq!(slip.iter().collect::<String>().parse::<HeadCode>().is_ok(), slip == right);
        }
    }
}
