//! The second factor: six digits from an authenticator, each accepted once.
//!
//! SHA-1, six digits, 30 seconds, because that is what every authenticator understands. One step early or late is
//! accepted. The caller stores the step that was accepted last and hands it in: a code seen over a shoulder is
//! worthless after its owner used it. The secret is stored sealed.

use crate::Error;
use kernel::{Rng, Secret, Timestamp, random};
use totp_rs::{Algorithm, Builder, Totp};
use zeroize::Zeroizing;

const DIGITS: u8 = 6;
const STEP_SECONDS: u64 = 30;
const SKEW: u16 = 1;

/// A count of 30-second steps since 1970; stored as the last one accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step(pub i64);

/// What the program and the authenticator share: 160 bits.
#[derive(Debug)]
pub struct TotpSecret(Secret<[u8; 20]>);

impl TotpSecret {
    /// A new random secret.
    pub fn generate(rng: &dyn Rng) -> Self {
        Self(Secret::new(random::bytes(rng)))
    }

    /// The secret of opened bytes.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Error> {
        let bytes = <[u8; 20]>::try_from(bytes).map_err(|_| Error::Malformed("second-factor secret"))?;
        Ok(Self(Secret::new(bytes)))
    }

    /// The bytes to seal and store.
    pub const fn expose(&self) -> &[u8; 20] {
        self.0.expose()
    }

    /// The secret for people who type it instead of scanning: groups of four.
    pub fn typed_form(&self) -> Secret<String> {
        let text = Zeroizing::new(totp_rs::Secret::new_stack(*self.expose()).to_base32());
        let mut grouped = String::with_capacity(40);
        for (i, sign) in text.chars().enumerate() {
            if i > 0 && i % 4 == 0 {
                grouped.push(' ');
            }
            grouped.push(sign);
        }
        Secret::new(grouped)
    }

    /// The secret of its typed form, as an authenticator takes it.
    pub fn from_typed(text: &str) -> Result<Self, Error> {
        let plain: Zeroizing<String> = Zeroizing::new(text.split_whitespace().collect());
        let secret = totp_rs::Secret::try_from_base32(plain.as_str());
        let secret = secret.map_err(|_| Error::Malformed("second-factor secret"))?;
        Self::from_slice(secret.as_ref())
    }

    /// The code at an instant, as an authenticator shows it. For tests: the program itself only checks.
    pub fn shown(&self, now: Timestamp) -> Option<String> {
        let seconds = u64::try_from(now.0.div_euclid(1_000_000)).ok()?;
        Some(self.totp()?.generate(seconds).to_string())
    }

    /// The address inside the QR code. A colon, which the format cannot carry in a name, becomes a full-width one.
    pub fn otpauth_url(&self, issuer: &str, account: &str) -> Result<Secret<String>, Error> {
        let plain = |name: &str| name.replace(':', "：");
        let url = builder(self).with_issuer(Some(plain(issuer))).with_account_name(plain(account)).build();
        let malformed = Error::Malformed("second-factor name");
        url.and_then(|totp| totp.to_url()).map(Secret::new).map_err(|_| malformed)
    }

    /// The step of a right code that was not used before; `None` for any other.
    pub fn check(&self, code: &str, now: Timestamp, last: Option<Step>) -> Option<Step> {
        let digits = Zeroizing::new(code.chars().filter_map(digit).collect::<String>());
        let seconds = u64::try_from(now.0.div_euclid(1_000_000)).ok()?;
        let matched = self.totp()?.check(&digits, seconds)?;
        let step = Step(i64::try_from(matched).ok()?);
        (last.is_none_or(|last| step > last)).then_some(step)
    }

    fn totp(&self) -> Option<Totp> {
        builder(self).with_account_name("account").build().ok()
    }
}

fn builder(secret: &TotpSecret) -> Builder {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(DIGITS)
        .with_step_duration(STEP_SECONDS)
        .with_skew(SKEW)
        .with_secret(*secret.expose())
}

/// Digits in either width; spaces vanish; anything else stays and makes the code wrong.
fn digit(sign: char) -> Option<char> {
    match sign {
        ' ' | '\u{3000}' | '\u{a0}' => None,
        '０'..='９' => char::from_u32(u32::from(sign) - 0xfee0),
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::{Step, TotpSecret};
    use crate::testing::rng;
    use kernel::Timestamp;

    /// The secret of RFC 6238's test vectors.
    fn rfc_secret() -> TotpSecret {
        TotpSecret::from_slice(b"12345678901234567890").unwrap()
    }

    const fn at(seconds: i64) -> Timestamp {
        Timestamp(seconds * 1_000_000)
    }

    #[test]
    fn the_codes_of_the_standard_are_accepted_at_their_time() {
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(rfc_secret().check(code, at(seconds), None), Some(Step(seconds / 30)));
        }
    }

    #[test]
    fn a_code_works_one_step_late_or_early_and_not_two() {
        let secret = rfc_secret();
        for (seconds, accepted) in [(59 + 30, true), (59 - 30, true), (59 + 61, false)] {
            assert_eq!(secret.check("287082", at(seconds), None).is_some(), accepted, "{seconds}");
        }
    }

    #[test]
    fn a_code_is_accepted_once() {
        let secret = rfc_secret();
        let step = secret.check("287082", at(59), None).unwrap();
        assert_eq!(secret.check("287082", at(61), Some(step)), None);
        assert!(secret.check("287082", at(59), Some(Step(step.0 - 1))).is_some());
    }

    #[test]
    fn a_code_may_be_typed_with_spaces_or_in_full_width() {
        let secret = rfc_secret();
        assert!(secret.check(" 287 082 ", at(59), None).is_some());
        assert!(secret.check("２８７０８２", at(59), None).is_some());
        for wrong in ["287083", "28708", "2870820", "+87082", "", "二八七〇八二", "-28708"] {
            assert_eq!(secret.check(wrong, at(59), None), None, "{wrong}");
        }
        assert_eq!(secret.check("287082", Timestamp(-5), None), None);
    }

    #[test]
    fn an_enrolment_can_be_scanned_or_typed() {
        let secret = TotpSecret::generate(&rng(1));
        let url = secret.otpauth_url("云和县委:巡察办", "赵敏").unwrap();
        assert!(url.expose().starts_with("otpauth://totp/"), "{}", url.expose());
        let typed: String = secret.typed_form().expose().split(' ').collect();
        assert!(url.expose().contains(&typed));
        assert_eq!(typed.len(), 32);
        let other = TotpSecret::from_typed(secret.typed_form().expose()).unwrap();
        assert_eq!(other.shown(at(59)), secret.shown(at(59)));
        assert_eq!(rfc_secret().shown(at(59)).as_deref(), Some("287082"));
    }
}
