//! Password hashes: Argon2id with a pepper from the instance key.
//!
//! The pepper means that a stolen database or backup cannot be searched for passwords without the instance key.
//! Checking an unknown login does the same work as checking a known one, so that the time taken does not tell who has
//! an account. Hashing takes tens of milliseconds and megabytes: `app` calls it off the request path, few at once.
//! What a new password must be like is in [`policy`].

pub mod policy;

use crate::{Error, InstanceKey, Key, Purpose, hex};
use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version,
    password_hash::{self, phc},
};
use kernel::{Rng, random};
use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// How much work a password costs. A setting of the installation; stored with every hash and lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCost")]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl TryFrom<RawCost> for Cost {
    type Error = Error;

    fn try_from(raw: RawCost) -> Result<Self, Error> {
        Self::new(raw.memory_kib, raw.passes, raw.lanes)
    }
}

impl Cost {
    /// The least that Argon2 takes. For tests; it protects nobody.
    pub const LEAST: Self = Self { memory_kib: 8, passes: 1, lanes: 1 };
    /// No stored cost may ask for more memory than this, so that a hostile backup cannot exhaust the machine.
    const MOST_MEMORY_KIB: u32 = 1024 * 1024;
    const MOST_PASSES: u32 = 16;
    const MOST_LANES: u32 = 8;

    /// A cost within bounds: 8 KiB per lane to 1 GiB, 1 to 16 passes, 1 to 8 lanes.
    pub const fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, Error> {
        let sane = lanes >= 1
            && lanes <= Self::MOST_LANES
            && passes >= 1
            && passes <= Self::MOST_PASSES
            && memory_kib >= 8 * lanes
            && memory_kib <= Self::MOST_MEMORY_KIB;
        if sane { Ok(Self { memory_kib, passes, lanes }) } else { Err(Error::Cost) }
    }

    /// Memory of one hash, for bounding how many run at once.
    pub const fn memory_kib(self) -> u32 {
        self.memory_kib
    }

    /// The cost as part of what is authenticated.
    pub(crate) fn bytes(self) -> [u8; 12] {
        let mut bytes = [0; 12];
        let numbers = [self.memory_kib, self.passes, self.lanes];
        bytes.as_chunks_mut::<4>().0.iter_mut().zip(numbers).for_each(|(to, n)| *to = n.to_be_bytes());
        bytes
    }

    fn of(hash: &phc::PasswordHash) -> Result<Self, Error> {
        let params = Params::try_from(hash).map_err(|_| Error::Malformed("password hash"))?;
        Self::new(params.m_cost(), params.t_cost(), params.p_cost())
    }

    fn params(self) -> Result<Params, Error> {
        Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).map_err(|_| Error::Cost)
    }
}

impl Default for Cost {
    /// 19 MiB, two passes, one lane: the first choice of the OWASP password storage guide, about 25 ms.
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 }
    }
}

/// A password hash as it is stored: the usual `$argon2id$…` text. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Stored text. Nothing is checked until a password is.
    pub const fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The text to store.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// The answer to a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Right.
    Right,
    /// Right, and stored at another cost than today's: hash it again while it is at hand.
    RightButOld,
    /// Wrong, or there is no such account.
    Wrong,
}

/// Hashes and checks passwords of one installation.
#[derive(Debug)]
pub struct Hasher {
    pepper: Key,
    cost: Cost,
    /// A hash of nothing anyone knows, to work on when a login is unknown.
    decoy: PasswordHash,
}

impl Hasher {
    /// A hasher at this cost. Hashes once, so make it at start-up.
    pub fn new(instance: &InstanceKey, cost: Cost, rng: &dyn Rng) -> Result<Self, Error> {
        let pepper = instance.derive(Purpose::PasswordPepper);
        let mut hasher = Self { pepper, cost, decoy: PasswordHash(String::new()) };
        let nobodys = Zeroizing::new(hex::encode(&random::bytes::<32>(rng)));
        hasher.decoy = hasher.hash(&nobodys, rng)?;
        Ok(hasher)
    }

    /// The cost of new hashes and locks.
    pub const fn cost(&self) -> Cost {
        self.cost
    }

    /// Hashes a password that the policy has let pass.
    pub fn hash(&self, password: &str, rng: &dyn Rng) -> Result<PasswordHash, Error> {
        let salt: [u8; 16] = random::bytes(rng);
        let hash = self
            .argon2(self.cost)?
            .hash_password_with_salt(normal(password).as_bytes(), &salt)
            .map_err(|e| failure(&e))?;
        Ok(PasswordHash(hash.to_string()))
    }

    /// Checks a password against what is stored; against a decoy when the login is unknown.
    pub fn check(&self, stored: Option<&PasswordHash>, password: &str) -> Result<Verdict, Error> {
        let text = &stored.unwrap_or(&self.decoy).0;
        let hash = parse(text)?;
        let cost = Cost::of(&hash)?;
        let right = match self.argon2(cost)?.verify_password(normal(password).as_bytes(), &hash) {
            Ok(()) => true,
            Err(password_hash::Error::PasswordInvalid) => false,
            Err(e) => return Err(failure(&e)),
        };
        Ok(match (right && stored.is_some(), cost == self.cost) {
            (false, _) => Verdict::Wrong,
            (true, true) => Verdict::Right,
            (true, false) => Verdict::RightButOld,
        })
    }

    /// A key from a password, for locking other keys. A fresh salt makes it independent of the stored hash.
    pub(crate) fn stretch(&self, password: &str, salt: &[u8; 16], cost: Cost) -> Result<Key, Error> {
        let mut out = Zeroizing::new([0; 32]);
        self.argon2(cost)?.hash_password_into(normal(password).as_bytes(), salt, out.as_mut()).map_err(
            |e| if matches!(e, argon2::Error::OutOfMemory) { Error::OutOfMemory } else { Error::Cost },
        )?;
        Ok(Key::from_bytes(*out))
    }

    fn argon2(&self, cost: Cost) -> Result<Argon2<'_>, Error> {
        Argon2::new_with_secret(self.pepper.expose(), Algorithm::Argon2id, Version::V0x13, cost.params()?)
            .map_err(|_| Error::Cost)
    }
}

/// A stored hash that is whole: Argon2id, with salt and output. Anything less would read as a wrong password.
fn parse(text: &str) -> Result<phc::PasswordHash, Error> {
    phc::PasswordHash::new(text)
        .ok()
        .filter(|h| h.algorithm == argon2::ARGON2ID_IDENT && h.salt.is_some() && h.hash.is_some())
        .ok_or(Error::Malformed("password hash"))
}

/// One form for what may be typed in several: composed or decomposed, full-width or plain.
fn normal(password: &str) -> Zeroizing<String> {
    Zeroizing::new(password.nfkc().collect())
}

const fn failure(error: &password_hash::Error) -> Error {
    match error {
        password_hash::Error::OutOfMemory => Error::OutOfMemory,
        _ => Error::Malformed("password hash"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Cost, Hasher, PasswordHash, Verdict};
    use crate::{Error, InstanceKey, testing::rng};

    fn hasher(instance: u64, cost: Cost) -> Hasher {
        Hasher::new(&InstanceKey::generate(&rng(instance)), cost, &rng(9)).unwrap()
    }

    #[test]
    fn the_right_password_passes_and_others_do_not() {
        let hasher = hasher(1, Cost::LEAST);
        let stored = hasher.hash("长城 2026 秋天", &rng(2)).unwrap();
        assert!(stored.as_str().starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
        assert_eq!(hasher.check(Some(&stored), "长城 2026 秋天").unwrap(), Verdict::Right);
        for wrong in ["长城 2026 秋", "", "长城 2026 秋天 "] {
            assert_eq!(hasher.check(Some(&stored), wrong).unwrap(), Verdict::Wrong);
        }
    }

    #[test]
    fn an_unknown_login_is_wrong_after_the_same_work() {
        let hasher = hasher(1, Cost::LEAST);
        assert_eq!(hasher.check(None, "anything").unwrap(), Verdict::Wrong);
        assert!(hasher.decoy.as_str().starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
    }

    #[test]
    fn a_password_typed_in_full_width_is_the_same_password() {
        let hasher = hasher(1, Cost::LEAST);
        let stored = hasher.hash("Abc-12345-x", &rng(2)).unwrap();
        assert_eq!(hasher.check(Some(&stored), "Ａｂｃ－１２３４５－ｘ").unwrap(), Verdict::Right);
    }

    #[test]
    fn a_hash_of_an_older_cost_passes_and_asks_for_a_new_one() {
        let old = hasher(1, Cost::LEAST);
        let new = hasher(1, Cost::new(16, 2, 1).unwrap());
        let stored = old.hash("a good password", &rng(2)).unwrap();
        assert_eq!(new.check(Some(&stored), "a good password").unwrap(), Verdict::RightButOld);
        assert_eq!(new.check(Some(&stored), "a bad password").unwrap(), Verdict::Wrong);
    }

    #[test]
    fn without_the_instance_key_a_stolen_hash_answers_nothing() {
        let stored = hasher(1, Cost::LEAST).hash("a good password", &rng(2)).unwrap();
        assert_eq!(hasher(2, Cost::LEAST).check(Some(&stored), "a good password").unwrap(), Verdict::Wrong);
    }

    #[test]
    fn a_damaged_or_hostile_hash_is_an_error_and_not_a_no() {
        let hasher = hasher(1, Cost::LEAST);
        let salt_and_hash = "c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        for (text, expected) in [
            (String::new(), Error::Malformed("password hash")),
            ("$argon2id$v=19$m=8".into(), Error::Malformed("password hash")),
            (format!("$argon2id$v=19$m=4294967295,t=1,p=1${salt_and_hash}"), Error::Cost),
        ] {
            let stored = PasswordHash::from_stored(text);
            assert_eq!(hasher.check(Some(&stored), "x").unwrap_err(), expected);
        }
    }

    #[test]
    fn a_cost_out_of_bounds_is_refused() {
        for (memory, passes, lanes) in
            [(7, 1, 1), (8, 0, 1), (8, 1, 0), (8, 1, 2), (2_000_000, 1, 1), (64, 17, 1)]
        {
            assert_eq!(Cost::new(memory, passes, lanes), Err(Error::Cost));
        }
        assert!(Cost::new(19 * 1024, 2, 1).is_ok());
    }
}
