//! Cipher suites by number, and the one place where a cipher is called.
//!
//! Every stored ciphertext, wrapped key and locked key names its suite, so that a later program can read both.
//! Number 2 is kept for the domestic algorithms (SM4-GCM, SM3, SM2); until they are there it is refused by name.

use crate::{Error, Key};
use chacha20poly1305::{
    XChaCha20Poly1305,
    aead::{Aead, KeyInit, Payload},
};
use kernel::{Rng, Secret, random};
use serde::{Deserialize, Serialize};

/// Bytes a suite adds to what it encrypts: a nonce before, a tag behind.
pub(crate) const OVERHEAD: usize = NONCE + 16;
const NONCE: usize = 24;

/// A set of algorithms that are used together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Suite {
    /// XChaCha20-Poly1305, HMAC-SHA-256, HKDF-SHA-256, Ed25519, X25519. Number 1.
    International,
}

impl Suite {
    /// What new ciphertexts are made with.
    pub const CURRENT: Self = Self::International;
    /// The number kept for the domestic suite.
    pub const DOMESTIC_NUMBER: u8 = 2;

    /// The number stored with every ciphertext.
    pub const fn number(self) -> u8 {
        match self {
            Self::International => 1,
        }
    }

    /// The suite with this number, if this program has it.
    pub const fn from_number(number: u8) -> Result<Self, Error> {
        match number {
            1 => Ok(Self::International),
            Self::DOMESTIC_NUMBER => Err(Error::SuiteReserved(number)),
            _ => Err(Error::SuiteUnknown(number)),
        }
    }

    /// Encrypts under a fresh random nonce, which goes in front. Nonces are 24 random bytes, so that nobody has to
    /// count them and a restored or cloned machine cannot repeat one.
    pub(crate) fn encrypt(
        self,
        key: &Key,
        aad: &[u8],
        plain: &[u8],
        rng: &dyn Rng,
    ) -> Result<Vec<u8>, Error> {
        let Self::International = self;
        let nonce: [u8; NONCE] = random::bytes(rng);
        let sealed = XChaCha20Poly1305::new(key.expose().into())
            .encrypt(&nonce.into(), Payload { msg: plain, aad })
            .map_err(|_| Error::TooLong)?;
        let mut out = Vec::with_capacity(NONCE + sealed.len());
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    /// Opens what [`Suite::encrypt`] made with the same key and the same associated data.
    pub(crate) fn decrypt(self, key: &Key, aad: &[u8], sealed: &[u8]) -> Result<Secret<Vec<u8>>, Error> {
        let Self::International = self;
        let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE>().ok_or(Error::DoesNotOpen)?;
        XChaCha20Poly1305::new(key.expose().into())
            .decrypt(nonce.into(), Payload { msg: ciphertext, aad })
            .map(Secret::new)
            .map_err(|_| Error::DoesNotOpen)
    }
}

impl From<Suite> for u8 {
    fn from(suite: Suite) -> Self {
        suite.number()
    }
}

impl TryFrom<u8> for Suite {
    type Error = Error;

    fn try_from(number: u8) -> Result<Self, Error> {
        Self::from_number(number)
    }
}

#[cfg(test)]
mod tests {
    use super::Suite;
    use crate::Error;

    #[test]
    fn the_domestic_suite_has_its_number_and_is_refused_by_name() {
        assert_eq!(Suite::from_number(1), Ok(Suite::International));
        assert_eq!(Suite::from_number(2), Err(Error::SuiteReserved(2)));
        assert!(Error::SuiteReserved(2).to_string().contains("domestic"));
        assert_eq!(Suite::from_number(9), Err(Error::SuiteUnknown(9)));
        assert!(serde_json::from_str::<Suite>("2").is_err());
    }
}
