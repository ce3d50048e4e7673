//! 32-byte keys, their ids, and derivation of one key from another for one named purpose.
//!
//! A key has no `Clone`, `Display` or `Serialize` and is cleared when dropped. A derived key says nothing about
//! its parent or its siblings. A [`KeyId`] is computed from the key itself, so that opening with a key also proves
//! that it is the very key that was used: a ciphertext cannot be made to open differently under two keys.

use crate::{Error, framed, hex};
use hkdf::Hkdf;
use kernel::{Rng, Secret, random};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::{fmt, str::FromStr};
use zeroize::Zeroizing;

const SALT: &[u8] = b"xuncha key derivation 1";

/// What a derived key is for. Two purposes never share a key.
///
/// The labels are part of every stored ciphertext and digest: they never change, and none is used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Links of a journal chain and the digest tree of its entries; the context is the chain's id.
    JournalChain,
    /// Seed of the key that signs the day's head and backups.
    Signing,
    /// Wraps data keys.
    KeyWrapping,
    /// Stored form of session tokens.
    SessionDigest,
    /// Stored form of API tokens.
    ApiTokenDigest,
    /// Stored form of one-time codes that the console prints for set-up.
    SetupCodeDigest,
    /// Stored form of the spare codes of a second factor.
    SpareCodeDigest,
    /// Tokens in forms against requests from foreign pages.
    Csrf,
    /// Stored form of a reporter's receipt code.
    ReceiptDigest,
    /// Private key to which the replies to a receipt code are sealed.
    ReceiptReply,
    /// Mixed into every password hash, so that a stolen database alone cannot be searched for passwords.
    PasswordPepper,
    /// Locks a key with a recovery code; the context is a salt.
    RecoveryLock,
    /// Seals single values.
    ValueSealing,
    /// Seals one file; the context is the file's salt.
    FileSealing,
    /// Addresses of files.
    FileAddress,
    /// Tokens of words in sealed text.
    BlindIndex,
    /// Wraps a vault's content key to one recipient; the context names both public keys.
    VaultRecipient,
    /// Seals the contents of a vault.
    VaultContent,
    /// Stamps of forms on the public page: when and for what a form was given out.
    FormStamp,
    /// Receipt codes made of a form's stamp, so that a form sent twice has one code.
    FormReceipt,
}

impl Purpose {
    const fn label(self) -> &'static str {
        match self {
            Self::JournalChain => "journal-chain",
            Self::Signing => "signing",
            Self::KeyWrapping => "key-wrapping",
            Self::SessionDigest => "session-digest",
            Self::ApiTokenDigest => "api-token-digest",
            Self::SetupCodeDigest => "setup-code-digest",
            Self::SpareCodeDigest => "spare-code-digest",
            Self::Csrf => "csrf",
            Self::ReceiptDigest => "receipt-digest",
            Self::ReceiptReply => "receipt-reply",
            Self::PasswordPepper => "password-pepper",
            Self::RecoveryLock => "recovery-lock",
            Self::ValueSealing => "value-sealing",
            Self::FileSealing => "file-sealing",
            Self::FileAddress => "file-address",
            Self::BlindIndex => "blind-index",
            Self::VaultRecipient => "vault-recipient",
            Self::VaultContent => "vault-content",
            Self::FormStamp => "form-stamp",
            Self::FormReceipt => "form-receipt",
        }
    }
}

/// A symmetric key of 32 bytes.
#[derive(Debug)]
pub struct Key(Secret<[u8; 32]>);

impl Key {
    /// A new random key.
    pub fn generate(rng: &dyn Rng) -> Self {
        Self::from_bytes(random::bytes(rng))
    }

    /// A key whose bytes come from elsewhere.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Secret::new(bytes))
    }

    /// A key of a slice that must be 32 bytes long.
    pub(crate) fn from_slice(bytes: &[u8]) -> Result<Self, Error> {
        <[u8; 32]>::try_from(bytes).map(Self::from_bytes).map_err(|_| Error::Malformed("key"))
    }

    /// Lends the bytes. Every caller is a place to look at when reviewing.
    pub(crate) const fn expose(&self) -> &[u8; 32] {
        self.0.expose()
    }

    /// The key for one purpose.
    #[must_use]
    pub fn derive(&self, purpose: Purpose) -> Self {
        self.derive_for(purpose, &[])
    }

    /// The key for one purpose and one thing: a chain, a file.
    #[must_use]
    pub fn derive_for(&self, purpose: Purpose, context: &[u8]) -> Self {
        Self::from_bytes(*self.expand(purpose.label(), context))
    }

    /// The id that ciphertexts under this key carry.
    pub fn id(&self) -> KeyId {
        let full = self.expand("key-id", &[]);
        let mut id = [0; 16];
        id.iter_mut().zip(full.iter()).for_each(|(to, from)| *to = *from);
        KeyId(id)
    }

    /// HKDF-SHA-256 to 32 bytes.
    fn expand(&self, label: &str, context: &[u8]) -> Zeroizing<[u8; 32]> {
        let mut out = Zeroizing::new([0; 32]);
        let info = framed::join(label, &[context]);
        #[expect(clippy::expect_used, reason = "HKDF fails only beyond 8160 bytes of output")]
        Hkdf::<Sha256>::new(Some(SALT), self.expose()).expand(&info, out.as_mut()).expect("32 bytes");
        out
    }
}

/// Names a key without telling anything about it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyId(#[serde(with = "hex::array")] pub [u8; 16]);

impl KeyId {
    /// The id of a database column.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Error> {
        <[u8; 16]>::try_from(bytes).map(Self).map_err(|_| Error::Malformed("key id"))
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for KeyId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        hex::decode_array(text).map(Self).map_err(|_| Error::Malformed("key id"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, Purpose};
    use std::collections::BTreeSet;

    #[test]
    fn every_purpose_and_every_context_has_a_key_of_its_own() {
        use Purpose as P;
        let parent = Key::from_bytes([7; 32]);
        let purposes = [
            P::JournalChain,
            P::Signing,
            P::KeyWrapping,
            P::SessionDigest,
            P::ApiTokenDigest,
            P::SetupCodeDigest,
            P::Csrf,
            P::ReceiptDigest,
            P::ReceiptReply,
            P::PasswordPepper,
            P::RecoveryLock,
            P::ValueSealing,
            P::FileSealing,
            P::FileAddress,
            P::BlindIndex,
            P::VaultRecipient,
            P::VaultContent,
            P::FormStamp,
            P::FormReceipt,
        ];
        let keys: BTreeSet<[u8; 32]> = purposes
            .iter()
            .flat_map(|p| [parent.derive(*p), parent.derive_for(*p, b"one"), parent.derive_for(*p, b"two")])
            .map(|k| *k.expose())
            .collect();
        assert_eq!(keys.len(), purposes.len() * 3);
    }

    #[test]
    fn a_key_and_its_debug_text_share_nothing() {
        let key = Key::from_bytes([0xab; 32]);
        assert!(!format!("{key:?}").contains("ab"));
        assert!(!format!("{key:?}").contains("171"));
    }

    #[test]
    fn a_key_id_reads_back_from_its_text() {
        let id = Key::from_bytes([1; 32]).id();
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_ne!(id, Key::from_bytes([2; 32]).id());
    }
}
