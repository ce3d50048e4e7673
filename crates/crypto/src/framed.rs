//! Input that means one thing only: a domain, then each part behind its length.
//!
//! Everything this crate hashes or authenticates is built here, so that `("ab", "c")` and `("a", "bc")`, or a
//! chain link and a file address, can never be the same bytes. Called by the other modules of this crate.

use crate::{Digest, Error, Key};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest as _, Sha256};

/// The bytes of a domain and its parts, each behind its length as eight big-endian bytes.
pub(crate) fn join(domain: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::with_capacity(64 + parts.iter().map(|p| p.len() + 8).sum::<usize>());
    feed(domain, parts, |bytes| out.extend_from_slice(bytes));
    out
}

/// HMAC-SHA-256 of a domain and its parts.
pub(crate) fn mac(key: &Key, domain: &str, parts: &[&[u8]]) -> Digest {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose()).expect("HMAC takes any key");
    feed(domain, parts, |bytes| mac.update(bytes));
    Digest(mac.finalize().into_bytes().into())
}

/// SHA-256 of a domain and its parts, for what is public anyway.
pub(crate) fn digest(domain: &str, parts: &[&[u8]]) -> Digest {
    let mut hash = Sha256::new();
    feed(domain, parts, |bytes| hash.update(bytes));
    Digest(hash.finalize().into())
}

fn feed(domain: &str, parts: &[&[u8]], mut sink: impl FnMut(&[u8])) {
    for part in std::iter::once(domain.as_bytes()).chain(parts.iter().copied()) {
        sink(&length(part));
        sink(part);
    }
}

/// A length as eight bytes. No slice is longer than `u64` can say.
fn length(part: &[u8]) -> [u8; 8] {
    u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes()
}

/// Takes fixed pieces off the front of stored bytes.
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    what: &'static str,
}

impl<'a> Reader<'a> {
    /// Reads `bytes`, which should be a `what`.
    pub(crate) const fn new(bytes: &'a [u8], what: &'static str) -> Self {
        Self { rest: bytes, what }
    }

    /// The next `N` bytes.
    pub(crate) fn take<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (head, rest) = self.rest.split_first_chunk::<N>().ok_or(Error::Malformed(self.what))?;
        self.rest = rest;
        Ok(*head)
    }

    /// The next byte.
    pub(crate) fn byte(&mut self) -> Result<u8, Error> {
        self.take::<1>().map(|[b]| b)
    }

    /// The format number, which must be `known`.
    pub(crate) fn format(&mut self, known: u8) -> Result<(), Error> {
        let found = self.byte()?;
        if found == known { Ok(()) } else { Err(Error::UnknownFormat { what: self.what, found }) }
    }

    /// Everything not yet read.
    pub(crate) const fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

#[cfg(test)]
mod tests {
    use super::join;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn two_different_lists_of_parts_never_give_the_same_bytes(
            a in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..4), 0..4),
            b in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..4), 0..4),
        ) {
            let refs = |v: &[Vec<u8>]| v.iter().map(Vec::as_slice).map(<[u8]>::to_vec).collect::<Vec<_>>();
            let (ra, rb) = (refs(&a), refs(&b));
            let bytes = |v: &[Vec<u8>]| join("d", &v.iter().map(Vec::as_slice).collect::<Vec<_>>());
            prop_assert_eq!(a == b, bytes(&ra) == bytes(&rb));
        }
    }
}
