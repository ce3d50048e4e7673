//! The instance key and the data keys it wraps.
//!
//! One instance key, made by `init` and kept in a file of its own beside the data, opens everything else. It wraps
//! one random data key for each engagement (or the instance itself) and each kind of contents. Wrapped keys lie in
//! the database; destroying an engagement's wrapped keys destroys its sealed contents and nothing else. What must
//! outlive that (journal chains, token digests, signatures) uses keys derived from the instance key instead.

use crate::{Error, Key, KeyId, LockedKey, Purpose, RecoveryCode, Suite, framed, hex, lock};
use kernel::{Rng, Secret, id::EngagementId};
use serde::{Deserialize, Serialize};

const FORMAT: u8 = 1;
const FILE_LABEL: &str = "xuncha-instance-key-1";

/// Whose contents a data key seals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Contents that belong to no engagement.
    Instance,
    /// The contents of one engagement.
    Engagement(EngagementId),
}

impl Scope {
    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Instance => vec![0],
            Self::Engagement(id) => [&[1], id.0.as_bytes().as_slice()].concat(),
        }
    }
}

/// What a data key seals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contents {
    /// Sealed values of records.
    Values,
    /// Files and their addresses.
    Files,
    /// Search tokens of sealed text.
    BlindIndex,
}

impl Contents {
    const fn label(self) -> &'static str {
        match self {
            Self::Values => "values",
            Self::Files => "files",
            Self::BlindIndex => "blind-index",
        }
    }
}

/// The key of this installation.
#[derive(Debug)]
pub struct InstanceKey(Key);

impl InstanceKey {
    /// A new instance key.
    pub fn generate(rng: &dyn Rng) -> Self {
        Self(Key::generate(rng))
    }

    /// The text of the key file: a label, the key's id to find a damaged file, the key.
    pub fn to_file_text(&self) -> Secret<String> {
        let key = Secret::new(hex::encode(self.0.expose()));
        Secret::new(format!("{FILE_LABEL} {} {}\n", self.id(), key.expose()))
    }

    /// The key of a key file, a system credential or a command's answer.
    pub fn from_file_text(text: &str) -> Result<Self, Error> {
        const WHAT: Error = Error::Malformed("instance key file");
        let mut words = text.split_ascii_whitespace();
        let (Some(FILE_LABEL), Some(id), Some(key), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err(WHAT);
        };
        let key = Self(Key::from_slice(&hex::decode(key).map_err(|_| WHAT)?).map_err(|_| WHAT)?);
        if id.parse() == Ok(key.id()) { Ok(key) } else { Err(WHAT) }
    }

    /// The key's id.
    pub fn id(&self) -> KeyId {
        self.0.id()
    }

    /// The instance's key for one purpose.
    #[must_use]
    pub fn derive(&self, purpose: Purpose) -> Key {
        self.0.derive(purpose)
    }

    /// The instance's key for one purpose and one thing, such as one journal chain.
    #[must_use]
    pub fn derive_for(&self, purpose: Purpose, context: &[u8]) -> Key {
        self.0.derive_for(purpose, context)
    }

    /// Makes a new data key and its wrapped form, to be stored before anything is sealed with it.
    pub fn new_data_key(
        &self,
        scope: Scope,
        contents: Contents,
        rng: &dyn Rng,
    ) -> Result<(DataKey, WrappedKey), Error> {
        let key = Key::generate(rng);
        let data_key = DataKey { id: key.id(), key, scope, contents };
        let wrapped = self.wrap(&data_key, rng)?;
        Ok((data_key, wrapped))
    }

    /// Wraps a data key, for storing or for a new instance key.
    pub fn wrap(&self, data_key: &DataKey, rng: &dyn Rng) -> Result<WrappedKey, Error> {
        let mut wrapped = WrappedKey {
            format: FORMAT,
            suite: Suite::CURRENT,
            id: data_key.id,
            wrapped_by: self.id(),
            scope: data_key.scope,
            contents: data_key.contents,
            sealed: Vec::new(),
        };
        let wrapping = self.derive(Purpose::KeyWrapping);
        wrapped.sealed = wrapped.suite.encrypt(&wrapping, &wrapped.aad(), data_key.key.expose(), rng)?;
        Ok(wrapped)
    }

    /// Opens a wrapped data key.
    pub fn unwrap(&self, wrapped: &WrappedKey) -> Result<DataKey, Error> {
        if wrapped.format != FORMAT {
            return Err(Error::UnknownFormat { what: "wrapped key", found: wrapped.format });
        }
        if wrapped.wrapped_by != self.id() {
            return Err(Error::OtherKey(wrapped.wrapped_by));
        }
        let wrapping = self.derive(Purpose::KeyWrapping);
        let bytes = wrapped.suite.decrypt(&wrapping, &wrapped.aad(), &wrapped.sealed)?;
        let key = Key::from_slice(bytes.expose())?;
        if key.id() != wrapped.id {
            return Err(Error::DoesNotOpen);
        }
        Ok(DataKey { id: wrapped.id, key, scope: wrapped.scope, contents: wrapped.contents })
    }

    /// The instance key locked by the recovery code, as every backup carries it.
    pub fn lock(&self, code: &RecoveryCode, rng: &dyn Rng) -> Result<LockedKey, Error> {
        lock::by_recovery(lock::Subject::Instance, self.id(), &self.0, code, rng)
    }

    /// The instance key of a backup and the recovery code.
    pub fn unlock(locked: &LockedKey, code: &RecoveryCode) -> Result<Self, Error> {
        let key = Self(lock::open_by_recovery(lock::Subject::Instance, locked, code)?);
        if key.id() == locked.id() { Ok(key) } else { Err(Error::DoesNotOpen) }
    }
}

/// A key that seals one kind of contents of one engagement, or of the instance.
#[derive(Debug)]
pub struct DataKey {
    key: Key,
    id: KeyId,
    scope: Scope,
    contents: Contents,
}

impl DataKey {
    /// The id that ciphertexts under this key carry.
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// Whose contents it seals.
    pub const fn scope(&self) -> Scope {
        self.scope
    }

    /// What it seals.
    pub const fn contents(&self) -> Contents {
        self.contents
    }

    /// The key underneath, for its own contents only.
    pub(crate) fn for_contents(&self, contents: Contents) -> Result<&Key, Error> {
        if self.contents == contents { Ok(&self.key) } else { Err(Error::WrongContents(self.contents)) }
    }
}

/// A data key as it is stored: sealed by the instance key, bound to its scope and contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrappedKey {
    format: u8,
    suite: Suite,
    id: KeyId,
    wrapped_by: KeyId,
    scope: Scope,
    contents: Contents,
    #[serde(with = "hex::bytes")]
    sealed: Vec<u8>,
}

impl WrappedKey {
    /// The data key's id.
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// The instance key that wraps it.
    pub const fn wrapped_by(&self) -> KeyId {
        self.wrapped_by
    }

    /// Whose contents the key seals.
    pub const fn scope(&self) -> Scope {
        self.scope
    }

    /// What the key seals.
    pub const fn contents(&self) -> Contents {
        self.contents
    }

    fn aad(&self) -> Vec<u8> {
        framed::join(
            "wrapped-key",
            &[
                &[self.format, self.suite.number()],
                &self.id.0,
                &self.wrapped_by.0,
                &self.scope.bytes(),
                self.contents.label().as_bytes(),
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Contents, InstanceKey, Scope, WrappedKey};
    use crate::{Error, RecoveryCode, testing::rng};
    use kernel::id::EngagementId;
    use uuid::Uuid;

    fn engagement(n: u128) -> Scope {
        Scope::Engagement(EngagementId(Uuid::from_u128(n)))
    }

    #[test]
    fn a_data_key_survives_storing_as_json() {
        let instance = InstanceKey::generate(&rng(1));
        let (key, wrapped) = instance.new_data_key(engagement(1), Contents::Values, &rng(2)).unwrap();
        let json = serde_json::to_string(&wrapped).unwrap();
        let stored: WrappedKey = serde_json::from_str(&json).unwrap();
        let again = instance.unwrap(&stored).unwrap();
        assert_eq!(
            (again.id(), again.scope(), again.contents()),
            (key.id(), engagement(1), Contents::Values)
        );
    }

    #[test]
    fn a_wrapped_key_cannot_be_given_to_another_engagement_or_purpose() {
        let instance = InstanceKey::generate(&rng(1));
        let (_, wrapped) = instance.new_data_key(engagement(1), Contents::Values, &rng(2)).unwrap();
        let (other, _) = instance.new_data_key(engagement(1), Contents::Values, &rng(3)).unwrap();
        let forged = [
            WrappedKey { scope: engagement(2), ..wrapped.clone() },
            WrappedKey { scope: Scope::Instance, ..wrapped.clone() },
            WrappedKey { contents: Contents::Files, ..wrapped.clone() },
            WrappedKey { id: other.id(), ..wrapped.clone() },
        ];
        for forgery in forged {
            assert_eq!(instance.unwrap(&forgery).unwrap_err(), Error::DoesNotOpen);
        }
        let mut cut = wrapped.clone();
        cut.sealed.truncate(10);
        assert_eq!(instance.unwrap(&cut).unwrap_err(), Error::DoesNotOpen);
        let newer = WrappedKey { format: 2, ..wrapped };
        assert!(matches!(instance.unwrap(&newer).unwrap_err(), Error::UnknownFormat { found: 2, .. }));
    }

    #[test]
    fn another_instance_is_told_whose_key_it_is() {
        let (a, b) = (InstanceKey::generate(&rng(1)), InstanceKey::generate(&rng(2)));
        let (_, wrapped) = a.new_data_key(Scope::Instance, Contents::Files, &rng(3)).unwrap();
        assert_eq!(b.unwrap(&wrapped).unwrap_err(), Error::OtherKey(a.id()));
    }

    #[test]
    fn data_keys_move_to_a_new_instance_key() {
        let (old, new) = (InstanceKey::generate(&rng(1)), InstanceKey::generate(&rng(2)));
        let (key, wrapped) = old.new_data_key(Scope::Instance, Contents::Files, &rng(3)).unwrap();
        let moved = new.wrap(&old.unwrap(&wrapped).unwrap(), &rng(4)).unwrap();
        assert_eq!(new.unwrap(&moved).unwrap().id(), key.id());
    }

    #[test]
    fn the_recovery_code_gives_the_instance_key_back() {
        let instance = InstanceKey::generate(&rng(1));
        let code = RecoveryCode::generate(&rng(2));
        let locked = instance.lock(&code, &rng(3)).unwrap();
        let typed = RecoveryCode::parse(code.sheet_text().expose()).unwrap();
        assert_eq!(InstanceKey::unlock(&locked, &typed).unwrap().id(), instance.id());
        let other = RecoveryCode::generate(&rng(4));
        assert_eq!(InstanceKey::unlock(&locked, &other).unwrap_err(), Error::OtherSheet);
    }

    #[test]
    fn a_damaged_key_file_is_refused() {
        let instance = InstanceKey::generate(&rng(1));
        let text = instance.to_file_text();
        assert_eq!(InstanceKey::from_file_text(text.expose()).unwrap().id(), instance.id());
        let mut damaged = text.expose().trim_end().to_owned();
        let last = damaged.pop().unwrap();
        damaged.push(if last == '0' { '1' } else { '0' });
        for wrong in [damaged.as_str(), "", "xuncha-instance-key-1", "钥匙"] {
            let error = InstanceKey::from_file_text(wrong).unwrap_err();
            assert_eq!(error, Error::Malformed("instance key file"));
        }
    }
}
