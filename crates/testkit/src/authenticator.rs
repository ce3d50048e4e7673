//! An authenticator, as someone's telephone has it.

use crypto::totp::TotpSecret;
use kernel::Timestamp;

/// The six digits that an authenticator shows at an instant, given the secret as the page prints it.
pub fn authenticator(typed: &str, now: Timestamp) -> String {
    let secret = TotpSecret::from_typed(typed).expect("a secret as it is printed");
    secret.shown(now).expect("a code")
}
