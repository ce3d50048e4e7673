//! Signatures of the installation: of the day's journal head and of backups.
//!
//! Ed25519 with a key derived from the instance key. The public key may be given to anyone (it is printed on the
//! recovery sheet), who can then check a head or a backup without trusting the machine it came from. What is signed
//! starts with what it is, so that a signature over one kind of thing never fits another.

use crate::{Digest, Error, InstanceKey, Purpose, framed, hex};
use ed25519_dalek::Signer as _;
use kernel::Day;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The head of the journal at the end of a day.
    DayHead,
    /// The digest of a backup.
    Backup,
    /// What an office tells a collector to hold.
    CollectorOrders,
}

impl Subject {
    const fn domain(self) -> &'static str {
        match self {
            Self::DayHead => "signature-day-head",
            Self::Backup => "signature-backup",
            Self::CollectorOrders => "signature-collector-orders",
        }
    }
}

/// The head of the instance's chain at the end of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayHead {
    /// The day, by the committee's own offset.
    pub day: Day,
    /// How many entries the chain has.
    pub entries: u64,
    /// Its head.
    pub head: Digest,
}

impl DayHead {
    fn bytes(&self) -> Vec<u8> {
        let (day, entries) = (self.day.to_string(), self.entries.to_be_bytes());
        framed::join("day-head", &[day.as_bytes(), &entries, &self.head.0])
    }
}

/// A signature.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Signature(#[serde(with = "hex::array")] pub [u8; 64]);

impl Signature {
    /// The signature of a database column.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Error> {
        <[u8; 64]>::try_from(bytes).map(Self).map_err(|_| Error::Malformed("signature"))
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

/// Signs for the installation.
#[derive(Debug)]
pub struct Signer(ed25519_dalek::SigningKey);

impl Signer {
    /// The signer of an installation.
    pub fn new(instance: &InstanceKey) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(instance.derive(Purpose::Signing).expose()))
    }

    /// The key that checks its signatures.
    pub fn verifier(&self) -> Verifier {
        Verifier(self.0.verifying_key().to_bytes())
    }

    /// Signs the day's head.
    pub fn sign_day(&self, head: &DayHead) -> Signature {
        self.sign(Subject::DayHead, &head.bytes())
    }

    /// Signs a message as what it is.
    pub fn sign(&self, subject: Subject, message: &[u8]) -> Signature {
        Signature(self.0.sign(&framed::join(subject.domain(), &[message])).to_bytes())
    }
}

/// Checks the signatures of an installation. Not secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Verifier(#[serde(with = "hex::array")] pub [u8; 32]);

impl Verifier {
    /// Checks the signature of a day's head.
    pub fn verify_day(&self, head: &DayHead, signature: &Signature) -> Result<(), Error> {
        self.verify(Subject::DayHead, &head.bytes(), signature)
    }

    /// Checks a signature, strictly: only the one encoding that a signer makes, and no weak key.
    pub fn verify(&self, subject: Subject, message: &[u8], signature: &Signature) -> Result<(), Error> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(&self.0).map_err(|_| Error::WeakPublicKey)?;
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        key.verify_strict(&framed::join(subject.domain(), &[message]), &signature)
            .map_err(|_| Error::BadSignature)
    }
}

#[cfg(test)]
mod tests {
    use super::{DayHead, Signature, Signer, Subject, Verifier};
    use crate::{Digest, Error, InstanceKey, testing::rng};
    use ed25519_dalek::Signer as _;
    use kernel::Day;
    use proptest::prelude::*;

    fn signer(seed: u64) -> Signer {
        Signer::new(&InstanceKey::generate(&rng(seed)))
    }

    fn head() -> DayHead {
        DayHead { day: Day::new(2026, 11, 21).unwrap(), entries: 12, head: Digest([3; 32]) }
    }

    #[test]
    fn the_first_vector_of_rfc_8032_holds() {
        let secret =
            crate::hex::decode_array("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        let expected = "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";
        let signed = ed25519_dalek::SigningKey::from_bytes(&secret.unwrap()).sign(b"");
        assert_eq!(crate::hex::encode(&signed.to_bytes()), expected);
    }

    #[test]
    fn a_signed_head_holds_for_its_day_count_and_digest_only() {
        let signer = signer(1);
        let signature = signer.sign_day(&head());
        assert_eq!(signer.verifier().verify_day(&head(), &signature), Ok(()));
        for wrong in [
            DayHead { day: head().day.plus_days(1), ..head() },
            DayHead { entries: 13, ..head() },
            DayHead { head: Digest([4; 32]), ..head() },
        ] {
            assert_eq!(signer.verifier().verify_day(&wrong, &signature), Err(Error::BadSignature));
        }
    }

    #[test]
    fn a_signature_fits_neither_another_subject_nor_another_installation() {
        let signer_ = signer(1);
        let signature = signer_.sign(Subject::Backup, b"digest");
        let verifier = signer_.verifier();
        assert_eq!(verifier.verify(Subject::Backup, b"digest", &signature), Ok(()));
        assert_eq!(verifier.verify(Subject::DayHead, b"digest", &signature), Err(Error::BadSignature));
        let foreign = signer(2).verifier();
        assert_eq!(foreign.verify(Subject::Backup, b"digest", &signature), Err(Error::BadSignature));
        assert!(Verifier([0; 32]).verify(Subject::Backup, b"digest", &signature).is_err());
    }

    proptest! {
        // Curve arithmetic is slow unoptimised.
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn any_flipped_bit_of_a_signature_is_found(at in 0_usize..64, bit in 0_u8..8) {
            let signer = signer(1);
            let mut signature = signer.sign_day(&head());
            signature.0[at] ^= 1 << bit;
            let stored: Signature = serde_json::from_str(&serde_json::to_string(&signature).unwrap()).unwrap();
            prop_assert_eq!(signer.verifier().verify_day(&head(), &stored), Err(Error::BadSignature));
        }
    }
}
