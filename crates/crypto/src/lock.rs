//! A key locked by a person's password or by a recovery code.
//!
//! Used for the instance key in a backup (recovery code) and for the private key of a vault's recipient (both, so
//! that a forgotten password loses nothing). What is locked, how, and which key it is are bound into the lock.

use crate::{
    Error, Key, KeyId, RecoveryCode, Suite, framed, hex,
    password::{Cost, Hasher},
};
use kernel::{Rng, random};
use serde::{Deserialize, Serialize};

const FORMAT: u8 = 1;

/// What is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// An instance key.
    Instance,
    /// The private key of a vault's recipient.
    VaultPrivate,
}

impl Subject {
    const fn label(self) -> &'static str {
        match self {
            Self::Instance => "instance",
            Self::VaultPrivate => "vault-private",
        }
    }
}

/// What opens the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// A password, stretched at this cost.
    Password(Cost),
    /// The recovery code of this sheet.
    Recovery(KeyId),
}

impl Method {
    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Password(cost) => framed::join("password", &[&cost.bytes()]),
            Self::Recovery(sheet) => framed::join("recovery", &[&sheet.0]),
        }
    }
}

/// A locked key as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedKey {
    format: u8,
    suite: Suite,
    subject: Subject,
    id: KeyId,
    method: Method,
    #[serde(with = "hex::array")]
    salt: [u8; 16],
    #[serde(with = "hex::bytes")]
    sealed: Vec<u8>,
}

impl LockedKey {
    /// The id of the key inside; for a vault's private key, of its public half.
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// What is locked.
    pub const fn subject(&self) -> Subject {
        self.subject
    }

    /// What opens it.
    pub const fn method(&self) -> Method {
        self.method
    }

    fn new(subject: Subject, id: KeyId, method: Method, rng: &dyn Rng) -> Self {
        let salt = random::bytes(rng);
        Self { format: FORMAT, suite: Suite::CURRENT, subject, id, method, salt, sealed: Vec::new() }
    }

    fn close(mut self, locking: &Key, inside: &Key, rng: &dyn Rng) -> Result<Self, Error> {
        self.sealed = self.suite.encrypt(locking, &self.aad(), inside.expose(), rng)?;
        Ok(self)
    }

    fn open(&self, locking: &Key) -> Result<Key, Error> {
        Key::from_slice(self.suite.decrypt(locking, &self.aad(), &self.sealed)?.expose())
    }

    fn require(&self, subject: Subject) -> Result<(), Error> {
        if self.format != FORMAT {
            return Err(Error::UnknownFormat { what: "locked key", found: self.format });
        }
        if self.subject == subject { Ok(()) } else { Err(Error::Malformed("locked key of this kind")) }
    }

    fn aad(&self) -> Vec<u8> {
        framed::join(
            "locked-key",
            &[
                &[self.format, self.suite.number()],
                self.subject.label().as_bytes(),
                &self.id.0,
                &self.method.bytes(),
                &self.salt,
            ],
        )
    }
}

/// Locks a key by a recovery code.
pub(crate) fn by_recovery(
    subject: Subject,
    id: KeyId,
    inside: &Key,
    code: &RecoveryCode,
    rng: &dyn Rng,
) -> Result<LockedKey, Error> {
    let locked = LockedKey::new(subject, id, Method::Recovery(code.sheet_id()), rng);
    let locking = code.locking_key(&locked.salt);
    locked.close(&locking, inside, rng)
}

/// Opens what [`by_recovery`] locked. The caller compares the id of what comes out.
pub(crate) fn open_by_recovery(
    subject: Subject,
    locked: &LockedKey,
    code: &RecoveryCode,
) -> Result<Key, Error> {
    locked.require(subject)?;
    match locked.method {
        Method::Recovery(sheet) if sheet == code.sheet_id() => locked.open(&code.locking_key(&locked.salt)),
        Method::Recovery(_) => Err(Error::OtherSheet),
        Method::Password(_) => Err(Error::OtherLock),
    }
}

/// Locks a key by a password, at the hasher's cost.
pub(crate) fn by_password(
    (subject, id): (Subject, KeyId),
    inside: &Key,
    password: &str,
    hasher: &Hasher,
    rng: &dyn Rng,
) -> Result<LockedKey, Error> {
    let locked = LockedKey::new(subject, id, Method::Password(hasher.cost()), rng);
    let locking = hasher.stretch(password, &locked.salt, hasher.cost())?;
    locked.close(&locking, inside, rng)
}

/// Opens what [`by_password`] locked, at the cost it was locked with.
pub(crate) fn open_by_password(
    subject: Subject,
    locked: &LockedKey,
    password: &str,
    hasher: &Hasher,
) -> Result<Key, Error> {
    locked.require(subject)?;
    match locked.method {
        Method::Password(cost) => locked.open(&hasher.stretch(password, &locked.salt, cost)?),
        Method::Recovery(_) => Err(Error::OtherLock),
    }
}
