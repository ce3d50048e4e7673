//! Identities sealed to people: intake seals with public keys and cannot open again.
//!
//! A vault box is sealed under a random content key, which is wrapped to each recipient's public key by an
//! ephemeral X25519 exchange. The list of recipients and the number `k` of them needed are part of what is
//! authenticated: nobody can be added or left out afterwards. Today any one recipient opens (`k` = 1); the format
//! has room for more. A recipient's private key is kept only locked, by the person's password and by the recovery
//! code, so that a forgotten password loses nothing.
//!
//! `format | suite | k | n | ephemeral key | n × (recipient id | wrapped content key) | nonce | ciphertext and tag`

use crate::{
    Digest, Error, Key, KeyId, LockedKey, Place, Purpose, RecoveryCode, Suite, framed,
    framed::Reader,
    hex,
    lock::{self, Subject},
    password::Hasher,
    suite::OVERHEAD,
};
use kernel::{Rng, Secret};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt};
use x25519_dalek::StaticSecret;

const FORMAT: u8 = 1;
const WHAT: &str = "vault box";
const WRAPPED: usize = 32 + OVERHEAD;

/// To whom a vault is sealed. Not secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PublicKey(#[serde(with = "hex::array")] pub [u8; 32]);

impl PublicKey {
    /// The key of a database column.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Error> {
        <[u8; 32]>::try_from(bytes).map(Self).map_err(|_| Error::Malformed("public key"))
    }

    /// Names the recipient inside a vault box.
    pub fn id(&self) -> KeyId {
        let Digest(full) = framed::digest("vault-public-key", &[&self.0]);
        let mut id = [0; 16];
        id.iter_mut().zip(full).for_each(|(to, from)| *to = from);
        KeyId(id)
    }
}

/// What opens a vault. Exists in the clear only while it is used.
#[derive(Debug)]
pub struct PrivateKey(Key);

impl PrivateKey {
    /// A new private key.
    pub fn generate(rng: &dyn Rng) -> Self {
        Self(Key::generate(rng))
    }

    /// A private key made from another secret, such as a receipt code.
    pub(crate) const fn from_key(key: Key) -> Self {
        Self(key)
    }

    /// The public half, to be given out.
    pub fn public(&self) -> PublicKey {
        PublicKey(x25519_dalek::PublicKey::from(&self.secret()).to_bytes())
    }

    /// The bytes, to be sealed at once: the key of an intake belongs to the installation, not to a person.
    pub fn to_secret(&self) -> Secret<[u8; 32]> {
        Secret::new(*self.0.expose())
    }

    /// A key whose bytes were sealed.
    ///
    /// # Errors
    /// [`Error::Malformed`] when they are not 32.
    pub fn from_secret(bytes: &Secret<Vec<u8>>) -> Result<Self, Error> {
        Key::from_slice(bytes.expose()).map(Self)
    }

    /// Locks the key by its owner's password.
    pub fn lock_by_password(
        &self,
        password: &str,
        hasher: &Hasher,
        rng: &dyn Rng,
    ) -> Result<LockedKey, Error> {
        lock::by_password((Subject::VaultPrivate, self.public().id()), &self.0, password, hasher, rng)
    }

    /// Locks the key by the recovery code, so that a reset password does not lose it.
    pub fn lock_by_recovery(&self, code: &RecoveryCode, rng: &dyn Rng) -> Result<LockedKey, Error> {
        lock::by_recovery(Subject::VaultPrivate, self.public().id(), &self.0, code, rng)
    }

    /// Opens a key locked by a password. A wrong password is [`Error::DoesNotOpen`].
    pub fn unlock_by_password(locked: &LockedKey, password: &str, hasher: &Hasher) -> Result<Self, Error> {
        Self::expected(lock::open_by_password(Subject::VaultPrivate, locked, password, hasher)?, locked.id())
    }

    /// Opens a key locked by the recovery code.
    pub fn unlock_by_recovery(locked: &LockedKey, code: &RecoveryCode) -> Result<Self, Error> {
        Self::expected(lock::open_by_recovery(Subject::VaultPrivate, locked, code)?, locked.id())
    }

    fn expected(key: Key, id: KeyId) -> Result<Self, Error> {
        let private = Self(key);
        if private.public().id() == id { Ok(private) } else { Err(Error::DoesNotOpen) }
    }

    fn secret(&self) -> StaticSecret {
        StaticSecret::from(*self.0.expose())
    }

    /// The key that wraps a content key between this key and `peer`.
    fn exchange(&self, peer: &PublicKey, ephemeral: &PublicKey, recipient: &PublicKey) -> Result<Key, Error> {
        let shared = self.secret().diffie_hellman(&x25519_dalek::PublicKey::from(peer.0));
        if !shared.was_contributory() {
            return Err(Error::WeakPublicKey);
        }
        let context = framed::join("x25519", &[&ephemeral.0, &recipient.0]);
        Ok(Key::from_bytes(shared.to_bytes()).derive_for(Purpose::VaultRecipient, &context))
    }
}

/// A vault box as it is stored. `Debug` shows no ciphertext.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VaultBox(#[serde(with = "hex::bytes")] Vec<u8>);

impl VaultBox {
    /// Stored bytes. Nothing is checked until they are opened.
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Who can open it.
    pub fn recipients(&self) -> Result<Vec<KeyId>, Error> {
        Ok(parse(&self.0)?.recipients.into_iter().map(|r| r.id).collect())
    }

    /// What the journal keeps of it.
    pub fn digest(&self) -> Digest {
        framed::digest(WHAT, &[&self.0])
    }
}

impl fmt::Debug for VaultBox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VaultBox({} bytes)", self.0.len())
    }
}

/// Seals a value so that `needed` of the recipients can open it; today that is one.
pub fn seal(
    recipients: &[PublicKey],
    needed: u8,
    place: &Place<'_>,
    plain: &[u8],
    rng: &dyn Rng,
) -> Result<VaultBox, Error> {
    let count = checked_count(recipients, needed)?;
    let suite = Suite::CURRENT;
    let ephemeral = PrivateKey::generate(rng);
    let content = Key::generate(rng);
    let mut out = start(suite, needed, count, &ephemeral.public());
    let start = out.clone();
    for recipient in recipients {
        let wrapping = ephemeral.exchange(recipient, &ephemeral.public(), recipient)?;
        out.extend_from_slice(&recipient.id().0);
        out.extend_from_slice(&suite.encrypt(&wrapping, &start, content.expose(), rng)?);
    }
    let sealing = content.derive(Purpose::VaultContent);
    let body = suite.encrypt(&sealing, &place.aad(WHAT, &out), plain, rng)?;
    out.extend_from_slice(&body);
    Ok(VaultBox(out))
}

/// Opens a vault box with the private key of one of its recipients.
pub fn open(private: &PrivateKey, place: &Place<'_>, sealed: &VaultBox) -> Result<Secret<Vec<u8>>, Error> {
    let parsed = parse(&sealed.0)?;
    if parsed.needed != 1 {
        return Err(Error::Threshold(parsed.needed));
    }
    let me = private.public();
    let mine = parsed.recipients.iter().find(|r| r.id == me.id()).ok_or(Error::NotARecipient)?;
    let wrapping = private.exchange(&parsed.ephemeral, &parsed.ephemeral, &me)?;
    let content = Key::from_slice(parsed.suite.decrypt(&wrapping, parsed.start, &mine.wrapped)?.expose())?;
    let sealing = content.derive(Purpose::VaultContent);
    parsed.suite.decrypt(&sealing, &place.aad(WHAT, parsed.header), parsed.body)
}

fn checked_count(recipients: &[PublicKey], needed: u8) -> Result<u8, Error> {
    let count = u8::try_from(recipients.len()).map_err(|_| Error::Recipients)?;
    let distinct: BTreeSet<KeyId> = recipients.iter().map(PublicKey::id).collect();
    if count == 0 || needed == 0 || distinct.len() != recipients.len() {
        return Err(Error::Recipients);
    }
    if needed == 1 { Ok(count) } else { Err(Error::Threshold(needed)) }
}

fn start(suite: Suite, needed: u8, count: u8, ephemeral: &PublicKey) -> Vec<u8> {
    let mut bytes = vec![FORMAT, suite.number(), needed, count];
    bytes.extend_from_slice(&ephemeral.0);
    bytes
}

struct Recipient {
    id: KeyId,
    wrapped: [u8; WRAPPED],
}

struct Parsed<'a> {
    suite: Suite,
    needed: u8,
    ephemeral: PublicKey,
    recipients: Vec<Recipient>,
    /// Everything before the recipients.
    start: &'a [u8],
    /// Everything before the sealed contents.
    header: &'a [u8],
    body: &'a [u8],
}

fn parse(bytes: &[u8]) -> Result<Parsed<'_>, Error> {
    let mut reader = Reader::new(bytes, WHAT);
    reader.format(FORMAT)?;
    let suite = Suite::from_number(reader.byte()?)?;
    let (needed, count) = (reader.byte()?, reader.byte()?);
    let ephemeral = PublicKey(reader.take()?);
    let start = before(bytes, reader.rest())?;
    let recipients = (0..count)
        .map(|_| Ok(Recipient { id: KeyId(reader.take()?), wrapped: reader.take()? }))
        .collect::<Result<_, Error>>()?;
    let (header, body) = (before(bytes, reader.rest())?, reader.rest());
    Ok(Parsed { suite, needed, ephemeral, recipients, start, header, body })
}

/// What of `bytes` stands before `rest`, its tail.
fn before<'a>(bytes: &'a [u8], rest: &[u8]) -> Result<&'a [u8], Error> {
    bytes.get(..bytes.len().saturating_sub(rest.len())).ok_or(Error::Malformed(WHAT))
}

#[cfg(test)]
mod tests;
