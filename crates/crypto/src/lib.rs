//! Passwords, second factor, sealing, key ring, recovery code, keyed chain, signatures.
//!
//! The only room that knows a cipher. It does no IO: keys, bytes and randomness are handed in, results handed
//! back; `app` decides what is sealed and signed, `store` and `db` keep the bytes, the binary keeps the
//! instance key's file. What it promises:
//!
//! - **Bound to its place.** Every ciphertext names its format, suite and key and opens only for the record and
//!   field it was sealed for; moved, cut, reordered or altered bytes are an error, never other text.
//! - **One input, one meaning.** Whatever is hashed or authenticated starts with its own domain and gives each
//!   part its length, so that no two different inputs look alike.
//! - **No secret in a message.** Errors and `Debug` carry ids, lengths and names only; secrets leave memory when dropped.
//!
//! Why it is as it is: `docs/decisions/0004-keys-and-sealing.md`.

pub mod base32;
pub mod chain;
mod digest;
mod error;
pub mod file;
mod framed;
mod hex;
pub mod key;
pub mod lock;
pub mod password;
pub mod receipt;
pub mod recovery;
pub mod ring;
pub mod seal;
pub mod sign;
pub mod spare;
pub mod stamp;
pub mod suite;
pub mod token;
pub mod totp;
pub mod vault;

#[cfg(test)]
mod golden;
#[cfg(test)]
mod testing;

pub use base32::{CodeError, CodeFault, CodeKind};
pub use digest::Digest;
pub use error::Error;
pub use key::{Key, KeyId, Purpose};
pub use lock::LockedKey;
pub use receipt::ReceiptCode;
pub use recovery::RecoveryCode;
pub use ring::{Contents, DataKey, InstanceKey, Scope, WrappedKey};
pub use seal::{Place, Sealed};
pub use stamp::{Stamp, Stamps};
pub use suite::Suite;
pub use vault::VaultBox;
