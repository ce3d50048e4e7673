//! A 32-byte digest, written as hexadecimal text.

use crate::{Error, hex};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use subtle::ConstantTimeEq;

/// A SHA-256 or HMAC-SHA-256 digest: a chain's head, a file's address, a token's stored form.
///
/// Equality takes the same time whatever differs, because some digests are compared against what a stranger sent.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(transparent)]
#[expect(
    clippy::derived_hash_with_manual_eq,
    reason = "equal bytes hash alike; only the timing of == differs"
)]
#[derive(Hash)]
pub struct Digest(#[serde(with = "hex::array")] pub [u8; 32]);

impl Digest {
    /// One digest over several, in their order.
    pub fn over(parts: &[Self]) -> Self {
        let parts: Vec<&[u8]> = parts.iter().map(|d| &d.0[..]).collect();
        crate::framed::digest("digests", &parts)
    }

    /// One digest of a text that is kept in the clear; the purpose sets it apart from any other.
    pub fn of_text(purpose: &'static str, text: &str) -> Self {
        crate::framed::digest(purpose, &[text.as_bytes()])
    }

    /// The bytes, for a database column.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The digest of a database column.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Error> {
        <[u8; 32]>::try_from(bytes).map(Self).map_err(|_| Error::Malformed("digest"))
    }
}

impl PartialEq for Digest {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Digest {}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Digest {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        hex::decode_array(text).map(Self).map_err(|_| Error::Malformed("digest"))
    }
}
