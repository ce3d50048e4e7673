//! A reporter's receipt code: the only tie between a person and their report, held by the person alone.
//!
//! Sixteen signs in four groups: fifteen random ones, 75 bits, and a check sign that finds every single slip and
//! every exchange. Stored is a keyed digest, to look the report up, and a public key made from the code, to which
//! replies are sealed: who has the database and even the instance key can neither read the replies nor the code.
//! The public portal and the intake acts call this.

use crate::{
    Digest, Key, Purpose,
    base32::{self, CodeError, CodeFault, CodeKind},
    framed,
    vault::PrivateKey,
};
use kernel::{Rng, Secret, random};
use zeroize::{Zeroize, Zeroizing};

pub(crate) const SIGNS: usize = 16;
const VALUES: usize = SIGNS - 1;
const GROUP: usize = 4;
const CHECK_OFFSET: u8 = 9;

/// A receipt code.
#[derive(Debug)]
pub struct ReceiptCode(Secret<[u8; VALUES]>);

impl ReceiptCode {
    /// A new random code.
    pub fn generate(rng: &dyn Rng) -> Self {
        let mut values: [u8; VALUES] = random::bytes(rng);
        values.iter_mut().for_each(|v| *v &= 31);
        let code = Self(Secret::new(values));
        values.zeroize();
        code
    }

    /// The code that belongs to one key, always the same.
    pub(crate) fn of_key(key: &Key) -> Self {
        let mut values = [0; VALUES];
        values.iter_mut().zip(key.expose()).for_each(|(to, from)| *to = *from & 31);
        let code = Self(Secret::new(values));
        values.zeroize();
        code
    }

    /// The code as it is shown, once: `XXXX-XXXX-XXXX-XXXX`.
    pub fn text(&self) -> Secret<String> {
        let mut signs = Zeroizing::new(Vec::with_capacity(SIGNS));
        signs.extend_from_slice(self.0.expose());
        signs.push(base32::check(self.0.expose(), CHECK_OFFSET));
        Secret::new(base32::write(&signs, GROUP))
    }

    /// The code of what was typed.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let signs = base32::read::<SIGNS>(CodeKind::Receipt, text)?;
        let (values, [sign]) = split(&signs);
        if base32::check(values, CHECK_OFFSET) == *sign {
            Ok(Self(Secret::new(*values)))
        } else {
            Err(CodeError { kind: CodeKind::Receipt, fault: CodeFault::Mistyped { group: 0 } })
        }
    }

    /// What is stored in place of the code. `key` is the instance's key for [`Purpose::ReceiptDigest`].
    pub fn digest(&self, key: &Key) -> Digest {
        framed::mac(key, "receipt-code", &[self.0.expose()])
    }

    /// The key that opens the replies. Its public half is stored with the report.
    pub fn reply_key(&self) -> PrivateKey {
        let mut seed = [0; 32];
        seed.iter_mut().zip(self.0.expose()).for_each(|(to, from)| *to = *from);
        let code = Key::from_bytes(seed);
        seed.zeroize();
        PrivateKey::from_key(code.derive(Purpose::ReceiptReply))
    }
}

/// The values and the check sign behind them.
fn split(signs: &[u8; SIGNS]) -> (&[u8; VALUES], &[u8; 1]) {
    #[expect(clippy::expect_used, reason = "sixteen signs are fifteen and one")]
    let (values, sign) = signs.split_first_chunk::<VALUES>().expect("16 = 15 + 1");
    #[expect(clippy::expect_used, reason = "sixteen signs are fifteen and one")]
    let sign = sign.first_chunk::<1>().expect("16 = 15 + 1");
    (values, sign)
}

#[cfg(test)]
mod tests {
    use super::{ReceiptCode, SIGNS};
    use crate::{Key, Place, base32::write, testing::rng, vault};
    use kernel::RecordId;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn signs(code: &ReceiptCode) -> Vec<char> {
        code.text().expose().chars().filter(|c| *c != '-').collect()
    }

    #[test]
    fn a_receipt_code_is_sixteen_signs_and_finds_its_report_however_it_is_typed() {
        let key = Key::from_bytes([1; 32]);
        let code = ReceiptCode::generate(&rng(1));
        let text = code.text();
        assert_eq!(text.expose().split('-').map(str::len).collect::<Vec<_>>(), [4; 4]);
        let typed = text.expose().to_lowercase().replace('-', "  ");
        assert_eq!(ReceiptCode::parse(&typed).unwrap().digest(&key), code.digest(&key));
        assert_ne!(code.digest(&key), code.digest(&Key::from_bytes([2; 32])));
        assert_ne!(code.digest(&key), ReceiptCode::generate(&rng(2)).digest(&key));
    }

    #[test]
    fn a_reply_opens_with_the_code_and_with_no_other() {
        let code = ReceiptCode::generate(&rng(1));
        let place = Place { kind: "reply", record: RecordId(Uuid::from_u128(5)), field: "text" };
        let reply =
            vault::seal(&[code.reply_key().public()], 1, &place, "已受理".as_bytes(), &rng(3)).unwrap();
        let again = ReceiptCode::parse(code.text().expose()).unwrap();
        assert_eq!(vault::open(&again.reply_key(), &place, &reply).unwrap().expose(), "已受理".as_bytes());
        assert!(vault::open(&ReceiptCode::generate(&rng(2)).reply_key(), &place, &reply).is_err());
    }

    proptest! {
        #[test]
        fn every_slip_and_every_exchange_is_found(
            seed in any::<u64>(), at in 0..SIGNS, other in 0..SIGNS, value in 0_u8..32,
        ) {
            let right = signs(&ReceiptCode::generate(&rng(seed)));
            let mut slip = right.clone();
            slip[at] = write(&[value], 4).chars().next().unwrap();
            let mut exchange = right.clone();
            exchange.swap(at, other);
            for typed in [slip, exchange] {
                let read = ReceiptCode::parse(&typed.iter().collect::<String>());
                prop_assert_eq!(read.is_ok(), typed == right);
            }
        }
    }
}
