//! What can go wrong with keys and ciphertexts. Never holds a secret, so it may be logged.

use crate::{Contents, KeyId};

/// Why something did not open, verify or parse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Authentication failed. Deliberately one answer for a wrong key, a wrong place and altered bytes: they
    /// cannot be told apart.
    #[error("does not open: another key, another place, or altered bytes")]
    DoesNotOpen,
    /// The ciphertext names another key than the one given.
    #[error("sealed under key {0}, not under the key given")]
    OtherKey(KeyId),
    /// A data key was used for something it was not made for.
    #[error("this key is for {0:?} and nothing else")]
    WrongContents(Contents),
    /// The bytes are not in the format they should be in.
    #[error("not a well-formed {0}")]
    Malformed(&'static str),
    /// Written by a later program.
    #[error("format {found} of a {what} is not known to this program")]
    UnknownFormat {
        /// What was read.
        what: &'static str,
        /// The format number found.
        found: u8,
    },
    /// The number is kept for the domestic algorithms, which this program does not have yet.
    #[error("cipher suite {0} is reserved for the domestic algorithms and not part of this program")]
    SuiteReserved(u8),
    /// No suite has this number.
    #[error("cipher suite {0} is unknown")]
    SuiteUnknown(u8),
    /// More than the cipher or the format can hold.
    #[error("too long to seal")]
    TooLong,
    /// A chunk of a file has the wrong size for its position.
    #[error("a file chunk must be exactly one MiB unless it is the last")]
    ChunkSize,
    /// A vault needs at least one recipient, each once, and no more than 255.
    #[error("a vault takes 1 to 255 different recipients")]
    Recipients,
    /// More than one person would be needed to open; the format has room for it, the program does not do it yet.
    #[error("a vault that needs {0} people together is not supported yet")]
    Threshold(u8),
    /// The private key given belongs to none of the recipients.
    #[error("this person is not among the recipients")]
    NotARecipient,
    /// A public key that would make the shared secret known to everyone.
    #[error("not a usable public key")]
    WeakPublicKey,
    /// The signature is not by this key over these bytes.
    #[error("the signature does not match")]
    BadSignature,
    /// The key is locked in another way: by a password instead of a recovery code, or the other way round.
    #[error("this key is locked in another way")]
    OtherLock,
    /// The recovery code is well written but belongs to another sheet.
    #[error("this recovery code belongs to another recovery sheet")]
    OtherSheet,
    /// Cost parameters outside what is safe or affordable.
    #[error("password cost parameters are out of range")]
    Cost,
    /// There is no memory left for the password function.
    #[error("not enough memory for the password function")]
    OutOfMemory,
}
