//! Sealing of single values: a name, a telephone number, the body of an interview record.
//!
//! A sealed value is `format | suite | key id | nonce | ciphertext and tag` and opens only with its key and only at
//! the place it was sealed for: kind of record, record, field. `app` seals before it stores; opening is an act
//! with a right and a reason, decided there.

use crate::{Contents, DataKey, Digest, Error, KeyId, Purpose, Suite, framed, framed::Reader, hex};
use kernel::{RecordId, Rng, Secret};
use serde::{Deserialize, Serialize};
use std::fmt;

const FORMAT: u8 = 1;
const WHAT: &str = "sealed value";

/// Where a value belongs. Sealed for one place, it opens at no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The kind of record, by its noun: `petition`.
    pub kind: &'a str,
    /// The record.
    pub record: RecordId,
    /// The field of the record: `reporter_name`.
    pub field: &'a str,
}

impl Place<'_> {
    /// Associated data of this place in a ciphertext with this header.
    pub(crate) fn aad(&self, domain: &str, header: &[u8]) -> Vec<u8> {
        let record = self.record.0.as_bytes();
        framed::join(domain, &[header, self.kind.as_bytes(), record, self.field.as_bytes()])
    }
}

/// A sealed value as it is stored. `Debug` shows no ciphertext.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sealed(#[serde(with = "hex::bytes")] Vec<u8>);

impl Sealed {
    /// Stored bytes. Nothing is checked until they are opened.
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The key it was sealed with.
    pub fn key_id(&self) -> Result<KeyId, Error> {
        header(&self.0).map(|h| h.key_id)
    }

    /// What the journal keeps of it.
    pub fn digest(&self) -> Digest {
        framed::digest(WHAT, &[&self.0])
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({} bytes)", self.0.len())
    }
}

/// Seals a value for its place.
pub fn seal(key: &DataKey, place: &Place<'_>, plain: &[u8], rng: &dyn Rng) -> Result<Sealed, Error> {
    let sealing = key.for_contents(Contents::Values)?.derive(Purpose::ValueSealing);
    let suite = Suite::CURRENT;
    let mut out = header_bytes(suite, key.id());
    let body = suite.encrypt(&sealing, &place.aad(WHAT, &out), plain, rng)?;
    out.extend_from_slice(&body);
    Ok(Sealed(out))
}

/// Opens a value at its place.
pub fn open(key: &DataKey, place: &Place<'_>, sealed: &Sealed) -> Result<Secret<Vec<u8>>, Error> {
    let header = header(&sealed.0)?;
    if header.key_id != key.id() {
        return Err(Error::OtherKey(header.key_id));
    }
    let sealing = key.for_contents(Contents::Values)?.derive(Purpose::ValueSealing);
    let aad = place.aad(WHAT, &header_bytes(header.suite, header.key_id));
    header.suite.decrypt(&sealing, &aad, header.body)
}

struct Header<'a> {
    suite: Suite,
    key_id: KeyId,
    body: &'a [u8],
}

fn header(bytes: &[u8]) -> Result<Header<'_>, Error> {
    let mut reader = Reader::new(bytes, WHAT);
    reader.format(FORMAT)?;
    let suite = Suite::from_number(reader.byte()?)?;
    let key_id = KeyId(reader.take()?);
    Ok(Header { suite, key_id, body: reader.rest() })
}

fn header_bytes(suite: Suite, key_id: KeyId) -> Vec<u8> {
    let mut bytes = vec![FORMAT, suite.number()];
    bytes.extend_from_slice(&key_id.0);
    bytes
}

#[cfg(test)]
mod tests {
    use super::{Place, Sealed, open, seal};
    use crate::{Contents, DataKey, Error, InstanceKey, Scope, testing::rng};
    use kernel::RecordId;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn key(seed: u64, contents: Contents) -> DataKey {
        InstanceKey::generate(&rng(seed)).new_data_key(Scope::Instance, contents, &rng(seed + 1)).unwrap().0
    }

    const fn place<'a>(kind: &'a str, record: u128, field: &'a str) -> Place<'a> {
        Place { kind, record: RecordId(Uuid::from_u128(record)), field }
    }

    #[test]
    fn a_value_moved_to_another_record_or_field_does_not_open() {
        let key = key(1, Contents::Values);
        let sealed =
            seal(&key, &place("petition", 1, "reporter_name"), "王玥珺".as_bytes(), &rng(9)).unwrap();
        for wrong in [
            place("petition", 2, "reporter_name"),
            place("petition", 1, "reporter_phone"),
            place("interview", 1, "reporter_name"),
            place("petitionreporter_name", 1, ""),
        ] {
            assert_eq!(open(&key, &wrong, &sealed).unwrap_err(), Error::DoesNotOpen);
        }
    }

    #[test]
    fn a_value_names_its_key_and_its_suite() {
        let (mine, other) = (key(1, Contents::Values), key(5, Contents::Values));
        let here = place("petition", 1, "text");
        let sealed = seal(&mine, &here, b"x", &rng(9)).unwrap();
        assert_eq!(sealed.key_id(), Ok(mine.id()));
        assert_eq!(open(&other, &here, &sealed).unwrap_err(), Error::OtherKey(mine.id()));
        let with = |at: usize, byte: u8| {
            let mut bytes = sealed.as_bytes().to_vec();
            bytes[at] = byte;
            open(&mine, &here, &Sealed::from_bytes(bytes)).unwrap_err()
        };
        assert_eq!(with(0, 2), Error::UnknownFormat { what: "sealed value", found: 2 });
        assert_eq!(with(1, 2), Error::SuiteReserved(2));
        assert_eq!(with(1, 7), Error::SuiteUnknown(7));
    }

    #[test]
    fn a_key_for_files_seals_no_values() {
        let key = key(1, Contents::Files);
        let error = seal(&key, &place("petition", 1, "text"), b"x", &rng(9)).unwrap_err();
        assert_eq!(error, Error::WrongContents(Contents::Files));
    }

    #[test]
    fn the_same_value_sealed_twice_looks_different() {
        let key = key(1, Contents::Values);
        let (here, rng) = (place("petition", 1, "text"), rng(9));
        let (a, b) = (seal(&key, &here, b"same", &rng).unwrap(), seal(&key, &here, b"same", &rng).unwrap());
        assert_ne!(a, b);
        assert_ne!(a.digest(), b.digest());
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens_again(plain in proptest::collection::vec(any::<u8>(), 0..300), seed in any::<u64>()) {
            let key = key(1, Contents::Values);
            let here = place("petition", 1, "text");
            let sealed = seal(&key, &here, &plain, &rng(seed)).unwrap();
            let json = serde_json::to_string(&sealed).unwrap();
            let stored: Sealed = serde_json::from_str(&json).unwrap();
            let opened = open(&key, &here, &stored).unwrap();
            prop_assert_eq!(opened.expose(), &plain);
        }

        #[test]
        fn any_flipped_bit_and_any_cut_is_found(
            plain in proptest::collection::vec(any::<u8>(), 0..40), at in any::<prop::sample::Index>(), bit in 0_u8..8,
        ) {
            let key = key(1, Contents::Values);
            let here = place("petition", 1, "text");
            let sealed = seal(&key, &here, &plain, &rng(9)).unwrap();
            let mut flipped = sealed.as_bytes().to_vec();
            let at = at.index(flipped.len());
            flipped[at] ^= 1 << bit;
            prop_assert!(open(&key, &here, &Sealed::from_bytes(flipped)).is_err());
            let cut = sealed.as_bytes()[..at].to_vec();
            prop_assert!(open(&key, &here, &Sealed::from_bytes(cut)).is_err());
        }

        #[test]
        fn foreign_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let sealed = Sealed::from_bytes(bytes);
            prop_assert!(open(&key(1, Contents::Values), &place("a", 1, "b"), &sealed).is_err());
        }
    }
}
