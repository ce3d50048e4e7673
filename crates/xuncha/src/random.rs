//! The system's randomness.

use kernel::Rng;
use rand::TryRng;
use rand::rngs::SysRng;

/// Randomness from the operating system, for keys and ids alike.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SystemRng;

impl Rng for SystemRng {
    #[expect(clippy::expect_used, reason = "without randomness no key, id or token may be made: stop here")]
    fn fill(&self, buffer: &mut [u8]) {
        SysRng.try_fill_bytes(buffer).expect("the operating system gives randomness");
    }
}

/// Signs of a password that is read off a screen once: none that look alike.
const SIGNS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";

/// A first password: 20 random signs in four groups, 100 bits.
pub(crate) fn first_password(rng: &dyn Rng) -> String {
    let bytes: [u8; 20] = kernel::random::bytes(rng);
    let mut password = String::with_capacity(23);
    for (at, byte) in bytes.iter().enumerate() {
        if at > 0 && at % 5 == 0 {
            password.push('-');
        }
        password.push(SIGNS.get(usize::from(byte & 31)).copied().map_or('x', char::from));
    }
    password
}

#[cfg(test)]
mod tests {
    use super::{SystemRng, first_password};

    #[test]
    fn a_first_password_satisfies_the_policy_and_is_never_the_same() {
        let passwords: Vec<String> = (0..50).map(|_| first_password(&SystemRng)).collect();
        for password in &passwords {
            assert_eq!(password.split('-').map(str::len).collect::<Vec<_>>(), [5; 4]);
            assert_eq!(crypto::password::policy::check(password, "clerk"), []);
        }
        assert!(passwords.iter().all(|p| passwords.iter().filter(|o| *o == p).count() == 1));
    }
}
