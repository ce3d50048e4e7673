//! Stamps of forms that are given out to nobody in particular: when, for what, and that it was us.
//!
//! A stamp lies in the form alone and is kept nowhere. It holds the second it was made, so that a form sent faster
//! than anyone can type is refused, and random bits, so that a form sent twice is known as one: its receipt code is
//! computed from them. Nothing ties a stamp to a person, an address or another stamp. The public page calls this.

use crate::{Error, InstanceKey, Key, Purpose, ReceiptCode, framed, hex};
use kernel::{Rng, Timestamp, random};

const NONCE: usize = 16;
const TIME: usize = 8;
const MAC: usize = 32;

/// What a stamp says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When the form was given out.
    pub at: Timestamp,
    nonce: [u8; NONCE],
}

/// The keys of stamps.
#[derive(Debug)]
pub struct Stamps {
    stamp: Key,
    receipt: Key,
}

impl Stamps {
    /// The keys of an installation.
    pub fn new(instance: &InstanceKey) -> Self {
        Self { stamp: instance.derive(Purpose::FormStamp), receipt: instance.derive(Purpose::FormReceipt) }
    }

    /// A new stamp for a form about `subject`, as text for the form's hidden field.
    pub fn issue(&self, subject: &[u8], at: Timestamp, rng: &dyn Rng) -> String {
        let stamp = Stamp { at, nonce: random::bytes(rng) };
        let mac = self.mac(subject, &stamp);
        hex::encode(&[&at.0.to_be_bytes()[..], &stamp.nonce, &mac.0].concat())
    }

    /// What a form's stamp says, if it is ours and about `subject`.
    ///
    /// # Errors
    /// [`Error::Malformed`], whatever is wrong with it.
    pub fn read(&self, subject: &[u8], text: &str) -> Result<Stamp, Error> {
        let malformed = Error::Malformed("form stamp");
        let bytes: [u8; TIME + NONCE + MAC] = hex::decode_array(text.trim()).map_err(|_| malformed)?;
        let (at, rest) = bytes.split_first_chunk::<TIME>().ok_or(malformed)?;
        let (nonce, mac) = rest.split_first_chunk::<NONCE>().ok_or(malformed)?;
        let stamp = Stamp { at: Timestamp(i64::from_be_bytes(*at)), nonce: *nonce };
        let shown = <[u8; MAC]>::try_from(mac).map(crate::Digest).map_err(|_| malformed)?;
        if self.mac(subject, &stamp) == shown { Ok(stamp) } else { Err(malformed) }
    }

    /// The receipt code of a form: the same each time it is sent.
    pub fn receipt(&self, subject: &[u8], stamp: &Stamp) -> ReceiptCode {
        let context = framed::join("form-receipt", &[subject, &stamp.nonce]);
        ReceiptCode::of_key(&self.receipt.derive_for(Purpose::FormReceipt, &context))
    }

    fn mac(&self, subject: &[u8], stamp: &Stamp) -> crate::Digest {
        framed::mac(&self.stamp, "form-stamp", &[subject, &stamp.at.0.to_be_bytes(), &stamp.nonce])
    }
}

#[cfg(test)]
mod tests {
    use super::Stamps;
    use crate::{InstanceKey, testing::rng};
    use kernel::Timestamp;
    use proptest::prelude::*;

    fn stamps(seed: u64) -> Stamps {
        Stamps::new(&InstanceKey::generate(&rng(seed)))
    }

    #[test]
    fn a_stamp_says_when_and_only_for_its_own_form_and_installation() {
        let ours = stamps(1);
        let text = ours.issue(b"form 1", Timestamp(1_700_000_000_000_000), &rng(2));
        assert_eq!(ours.read(b"form 1", &text).map(|s| s.at), Ok(Timestamp(1_700_000_000_000_000)));
        assert!(ours.read(b"form 2", &text).is_err());
        assert!(stamps(2).read(b"form 1", &text).is_err());
    }

    #[test]
    fn a_form_sent_twice_has_one_code_and_two_forms_have_two() {
        let ours = stamps(1);
        let rng = rng(2);
        let code = |text: &str| {
            ours.receipt(b"f", &ours.read(b"f", text).expect("our stamp")).text().expose().clone()
        };
        let (one, two) = (ours.issue(b"f", Timestamp(1), &rng), ours.issue(b"f", Timestamp(1), &rng));
        assert_eq!(code(&one), code(&one));
        assert_ne!(code(&one), code(&two));
    }

    proptest! {
        #[test]
        fn nothing_but_a_stamp_is_read(text in "\\PC{0,130}", at in 0..112_usize) {
            prop_assert!(stamps(1).read(b"f", &text).is_err());
            let mut good = stamps(1).issue(b"f", Timestamp(5), &rng(3)).into_bytes();
            if let Some(sign) = good.get_mut(at) {
                *sign = if *sign == b'0' { b'1' } else { b'0' };
            }
            prop_assert!(stamps(1).read(b"f", &String::from_utf8_lossy(&good)).is_err());
        }
    }
}
