//! Codes that people read off paper and type: 32 signs that are hard to confuse, and a check sign.
//!
//! The alphabet is Crockford's: digits and letters without I, L, O and U. Reading is forgiving where no doubt is
//! possible: case, spaces, dashes, full-width forms of an input method, O for 0, I and L for 1. The check sign is
//! the weighted sum of the others over the field of 32 elements with a different weight at each position, so that
//! *every* single wrong sign and *every* exchange of two signs is caught, not just most of them.
//!
//! Used by [`crate::recovery`], [`crate::receipt`] and [`crate::chain::HeadCode`].

use kernel::Message;
use zeroize::Zeroizing;

const ALPHABET: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M',
    'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];
/// Nobody types more than this by accident; longer input is not read to its end.
const LONGEST: usize = 200;

/// Which code was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    /// The code of the recovery sheet.
    Recovery,
    /// A reporter's receipt code.
    Receipt,
    /// The short code of the day's head on the duty sheet.
    Head,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeFault {
    /// A sign that no code has.
    Sign(char),
    /// Too few or too many signs.
    Length {
        /// How many were typed.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// The check sign disagrees: something was mistyped in this group (counted from 1), or somewhere (0).
    Mistyped {
        /// The group, or 0 when the code has one check sign for all.
        group: usize,
    },
}

/// A code that was not typed as it stands on the paper. Holds at most the one impossible sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a {kind:?} code was mistyped: {fault:?}")]
pub struct CodeError {
    /// Which code.
    pub kind: CodeKind,
    /// What is wrong.
    pub fault: CodeFault,
}

impl CodeError {
    /// What to tell the person who typed it.
    pub fn message(&self) -> Message {
        match (self.kind, self.fault) {
            (CodeKind::Recovery, CodeFault::Sign(c)) => with_sign(Message::new("recovery-code-sign"), c),
            (CodeKind::Recovery, CodeFault::Length { found, expected }) => {
                with_length(Message::new("recovery-code-length"), found, expected)
            }
            (CodeKind::Recovery, CodeFault::Mistyped { group }) => {
                Message::new("recovery-code-mistyped").with("group", group)
            }
            (CodeKind::Receipt, CodeFault::Sign(c)) => with_sign(Message::new("receipt-code-sign"), c),
            (CodeKind::Receipt, CodeFault::Length { found, expected }) => {
                with_length(Message::new("receipt-code-length"), found, expected)
            }
            (CodeKind::Receipt, CodeFault::Mistyped { .. }) => Message::new("receipt-code-mistyped"),
            (CodeKind::Head, CodeFault::Sign(c)) => with_sign(Message::new("head-code-sign"), c),
            (CodeKind::Head, CodeFault::Length { found, expected }) => {
                with_length(Message::new("head-code-length"), found, expected)
            }
            (CodeKind::Head, CodeFault::Mistyped { .. }) => Message::new("head-code-mistyped"),
        }
    }
}

fn with_sign(message: Message, sign: char) -> Message {
    message.with("sign", sign.to_string())
}

fn with_length(message: Message, found: usize, expected: usize) -> Message {
    message.with("found", found).with("expected", expected)
}

/// The five-bit values of what was typed. `kind` is only for the error.
pub(crate) fn read<const N: usize>(kind: CodeKind, text: &str) -> Result<Zeroizing<[u8; N]>, CodeError> {
    let mut values = Zeroizing::new([0; N]);
    let mut found = 0;
    for sign in text.chars().filter(|c| !is_separator(*c)).take(LONGEST) {
        let value = value(sign).ok_or(CodeError { kind, fault: CodeFault::Sign(sign) })?;
        if let Some(slot) = values.get_mut(found) {
            *slot = value;
        }
        found += 1;
    }
    if found == N {
        Ok(values)
    } else {
        Err(CodeError { kind, fault: CodeFault::Length { found, expected: N } })
    }
}

/// The values as signs, in groups joined by dashes.
pub(crate) fn write(values: &[u8], group: usize) -> String {
    let mut text = String::with_capacity(values.len() * 2);
    for (i, value) in values.iter().enumerate() {
        if i > 0 && i % group == 0 {
            text.push('-');
        }
        text.push(ALPHABET.get(usize::from(*value)).copied().unwrap_or('?'));
    }
    text
}

/// The check value of at most 30 values. `offset` tells apart codes or groups that must not be exchanged.
pub(crate) fn check(values: &[u8], offset: u8) -> u8 {
    values.iter().rev().fold(0, |sum, v| times_x(sum ^ v)) ^ (offset & 31)
}

/// Multiplication by x in the field of 32 elements, modulo x⁵+x²+1, whose powers of x are all 31 others.
const fn times_x(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 32 == 0 { shifted } else { shifted ^ 0b10_0101 }
}

fn value(sign: char) -> Option<u8> {
    let sign = match half_width(sign).to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|c| *c == sign).and_then(|i| u8::try_from(i).ok())
}

/// The plain form of a full-width sign.
fn half_width(sign: char) -> char {
    match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
        other => other,
    }
}

/// What people put between groups, and what copying adds unseen.
fn is_separator(sign: char) -> bool {
    sign.is_whitespace()
        || matches!(sign, '-' | '_' | '.' | ',' | '·' | '、' | '，' | '。' | '－' | '＿' | '−' | '─' | '—')
        || matches!(sign, '\u{2010}'..='\u{2015}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::{CodeKind, check, read, write};
    use proptest::prelude::*;

    const KIND: CodeKind = CodeKind::Receipt;

    #[test]
    fn people_may_type_a_code_as_they_read_it() {
        let plain = read::<8>(KIND, "0123ABCZ").unwrap();
        for typed in
            ["0123-abcz", " 0 1 2 3 a b c z ", "oi23abcz", "OL23-ABCZ", "０１２３－ａｂｃｚ", "0123—ABCZ"]
        {
            assert_eq!(read::<8>(KIND, typed).unwrap(), plain, "{typed}");
        }
        for wrong in ["0123ABCU", "0123AB¿Z", "0123ABC", "0123ABCZZ", "", "零123ABCZ"] {
            assert!(read::<8>(KIND, wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(values in proptest::array::uniform16(0_u8..32)) {
            prop_assert_eq!(*read::<16>(KIND, &write(&values, 4)).unwrap(), values);
        }

        #[test]
        fn every_single_wrong_sign_changes_the_check(
            values in proptest::array::uniform30(0_u8..32), at in 0_usize..30, change in 1_u8..32,
        ) {
            let mut wrong = values;
            wrong[at] ^= change;
            prop_assert_ne!(check(&values, 0), check(&wrong, 0));
        }

        #[test]
        fn every_exchange_of_two_signs_changes_the_check(
            values in proptest::array::uniform30(0_u8..32), a in 0_usize..30, b in 0_usize..30,
        ) {
            let mut wrong = values;
            wrong.swap(a, b);
            prop_assert_eq!(check(&values, 0) == check(&wrong, 0), values == wrong);
        }

        #[test]
        fn reading_never_panics(text in ".*") {
            let _ = read::<16>(KIND, &text);
        }
    }
}
