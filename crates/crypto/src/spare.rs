//! Spare codes: each opens the door once when the second factor's device is lost.
//!
//! Nine random signs of five bits and a check sign, `XXXXX-XXXXX`: 45 bits behind a password and a delay. Stored is a
//! keyed digest bound to the account; the codes are shown once. Called by `app::account`.

use crate::{
    Digest, InstanceKey, Key, Purpose,
    base32::{self, CodeKind},
    framed,
};
use kernel::{Rng, Secret, UserId, random};
use zeroize::{Zeroize, Zeroizing};

const DATA: usize = 9;
const SIGNS: usize = DATA + 1;
const GROUP: usize = 5;
/// The check sign of a spare code is no check sign of another code.
const OFFSET: u8 = 11;

/// One spare code.
#[derive(Debug)]
pub struct SpareCode(Secret<[u8; DATA]>);

impl SpareCode {
    /// A new random code.
    pub fn generate(rng: &dyn Rng) -> Self {
        let mut values: [u8; DATA] = random::bytes(rng);
        values.iter_mut().for_each(|v| *v &= 31);
        let code = Self(Secret::new(values));
        values.zeroize();
        code
    }

    /// The code as it is shown.
    pub fn text(&self) -> Secret<String> {
        let mut signs = Zeroizing::new(self.0.expose().to_vec());
        signs.push(base32::check(self.0.expose(), OFFSET));
        Secret::new(base32::write(&signs, GROUP))
    }

    /// The code of what was typed; `None` when it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let signs = base32::read::<SIGNS>(CodeKind::Recovery, text).ok()?;
        let (data, check) = signs.split_first_chunk::<DATA>()?;
        let right = check.first() == Some(&base32::check(data, OFFSET));
        right.then(|| Self(Secret::new(*data)))
    }
}

/// The key of the stored forms.
#[derive(Debug)]
pub struct SpareCodes(Key);

impl SpareCodes {
    /// The key of an installation.
    pub fn new(instance: &InstanceKey) -> Self {
        Self(instance.derive(Purpose::SpareCodeDigest))
    }

    /// What is stored of a code of an account.
    pub fn digest(&self, account: UserId, code: &SpareCode) -> Digest {
        framed::mac(&self.0, "spare-code", &[account.0.as_bytes(), code.0.expose()])
    }
}

#[cfg(test)]
mod tests {
    use super::{SpareCode, SpareCodes};
    use crate::InstanceKey;
    use crate::testing::rng;
    use kernel::UserId;

    #[test]
    fn a_spare_code_reads_back_in_any_hand_and_a_slip_is_found() {
        let code = SpareCode::generate(&rng(3));
        let text = code.text().expose().clone();
        assert_eq!(text.len(), 11);
        let read = |text: &str| SpareCode::parse(text).map(|c| c.text().expose().clone());
        assert_eq!(read(&text.to_lowercase().replace('-', " ")), Some(text.clone()));
        let mut slipped: Vec<char> = text.chars().collect();
        slipped[0] = if slipped[0] == '7' { '8' } else { '7' };
        assert_eq!(read(&slipped.into_iter().collect::<String>()), None);
        assert_eq!(read("123456"), None);
    }

    #[test]
    fn the_stored_form_belongs_to_one_account() {
        let key = SpareCodes::new(&InstanceKey::generate(&rng(1)));
        let code = SpareCode::generate(&rng(2));
        let of = |n| key.digest(UserId(uuid::Uuid::from_u128(n)), &code);
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
    }
}
