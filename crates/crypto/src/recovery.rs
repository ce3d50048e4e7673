//! The recovery code on the printed recovery sheet: the second way to the instance key and to vault keys.
//!
//! 160 random bits in eight groups of five signs, `XXXXX-XXXXX-…`; the fifth sign of each group checks the other
//! four and the group's place, so that a slip is found at once and in its group. The code is random, not chosen,
//! so it is stretched with HKDF and not with a slow password function: nothing could guess it either way, and
//! recovery must work on any machine. `init` makes and prints it, `restore` and a password reset read it.

use crate::{
    Key, KeyId, Purpose,
    base32::{self, CodeError, CodeFault, CodeKind},
};
use kernel::{Rng, Secret, random};
use zeroize::{Zeroize, Zeroizing};

const GROUPS: usize = 8;
const DATA: usize = 4;
const GROUP: usize = DATA + 1;
const SIGNS: usize = GROUPS * GROUP;
const VALUES: usize = GROUPS * DATA;

/// A recovery code: 32 random signs of five bits.
#[derive(Debug)]
pub struct RecoveryCode(Secret<[u8; VALUES]>);

impl RecoveryCode {
    /// A new random code.
    pub fn generate(rng: &dyn Rng) -> Self {
        let mut values: [u8; VALUES] = random::bytes(rng);
        values.iter_mut().for_each(|v| *v &= 31);
        let code = Self(Secret::new(values));
        values.zeroize();
        code
    }

    /// The code as it is printed.
    pub fn sheet_text(&self) -> Secret<String> {
        let mut signs = Zeroizing::new(Vec::with_capacity(SIGNS));
        for (data, place) in self.0.expose().as_chunks::<DATA>().0.iter().zip(0_u8..) {
            signs.extend_from_slice(data);
            signs.push(base32::check(data, place));
        }
        Secret::new(base32::write(&signs, GROUP))
    }

    /// The code of what was typed.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let signs = base32::read::<SIGNS>(CodeKind::Recovery, text)?;
        let mut values = Zeroizing::new([0; VALUES]);
        let groups = signs.as_chunks::<GROUP>().0.iter().zip(0_u8..);
        for (slot, (group, place)) in values.as_chunks_mut::<DATA>().0.iter_mut().zip(groups) {
            let [a, b, c, d, sign] = *group;
            *slot = [a, b, c, d];
            if base32::check(slot, place) != sign {
                let fault = CodeFault::Mistyped { group: usize::from(place) + 1 };
                return Err(CodeError { kind: CodeKind::Recovery, fault });
            }
        }
        Ok(Self(Secret::new(*values)))
    }

    /// Names the sheet, so that the sheet of another installation is recognised. Says nothing about the code.
    pub fn sheet_id(&self) -> KeyId {
        self.key().id()
    }

    /// The key that locks one thing.
    pub(crate) fn locking_key(&self, salt: &[u8; 16]) -> Key {
        self.key().derive_for(Purpose::RecoveryLock, salt)
    }

    fn key(&self) -> Key {
        Key::from_bytes(*self.0.expose())
    }
}

#[cfg(test)]
mod tests {
    use super::{RecoveryCode, SIGNS};
    use crate::{
        base32::{CodeFault, write},
        testing::rng,
    };
    use proptest::prelude::*;

    fn signs(code: &RecoveryCode) -> Vec<char> {
        code.sheet_text().expose().chars().filter(|c| *c != '-').collect()
    }

    #[test]
    fn a_printed_code_is_eight_groups_of_five_and_reads_back() {
        let code = RecoveryCode::generate(&rng(1));
        let text = code.sheet_text();
        assert_eq!(text.expose().split('-').map(str::len).collect::<Vec<_>>(), [5; 8]);
        let sloppy = text.expose().to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        assert_eq!(RecoveryCode::parse(&sloppy).unwrap().sheet_id(), code.sheet_id());
    }

    #[test]
    fn a_slip_is_found_in_its_group() {
        let mut signs = signs(&RecoveryCode::generate(&rng(2)));
        signs[12] = if signs[12] == '7' { '8' } else { '7' };
        let error = RecoveryCode::parse(&signs.iter().collect::<String>()).unwrap_err();
        assert_eq!(error.fault, CodeFault::Mistyped { group: 3 });
        assert_eq!(error.message().id, "recovery-code-mistyped");
    }

    #[test]
    fn two_groups_in_the_wrong_order_are_found() {
        let text = RecoveryCode::generate(&rng(3)).sheet_text();
        let mut groups: Vec<&str> = text.expose().split('-').collect();
        groups.swap(1, 6);
        assert!(RecoveryCode::parse(&groups.join("-")).is_err());
    }

    proptest! {
        #[test]
        fn every_mistyped_sign_is_found(seed in any::<u64>(), at in 0..SIGNS, value in 0_u8..32) {
            let mut signs = signs(&RecoveryCode::generate(&rng(seed)));
            let other = write(&[value], 5).chars().next().unwrap();
            prop_assume!(signs[at] != other);
            signs[at] = other;
            prop_assert!(RecoveryCode::parse(&signs.iter().collect::<String>()).is_err());
        }
    }
}
