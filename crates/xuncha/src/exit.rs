//! How the program ends: an exit code that a script can tell apart, and sentences for the person.
//!
//! Every command returns `Result<Exit, Failure>`; `main` says the sentences and exits. The codes are documented in
//! `docs/operations.md` and never change their meaning.

use app::Error;
use db::DbError;
use kernel::{FieldError, Message};
use std::fmt::Display;
use std::path::Path;

/// The exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done,
    /// Something is wrong: a defect, a broken disk, faults that `verify` found.
    Failed,
    /// The command line or the configuration is wrong.
    Usage,
    /// A rule refuses it, or what was given cannot be taken.
    Refused,
    /// There is no such thing.
    NotFound,
    /// Not just now: the database is away, the folder is in use.
    Unavailable,
}

impl Exit {
    /// The number.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Refused => 3,
            Self::NotFound => 4,
            Self::Unavailable => 5,
        }
    }
}

/// One thing to say about a failure, and where it stands: `xuncha.toml:3`, a field.
#[derive(Clone, Debug)]
pub(crate) struct Complaint {
    /// Where; empty when it is about the whole.
    pub(crate) place: String,
    /// What.
    pub(crate) message: Message,
}

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The exit code.
    pub(crate) exit: Exit,
    /// What to say, in order.
    pub(crate) complaints: Vec<Complaint>,
}

impl Failure {
    /// One sentence.
    pub(crate) fn new(exit: Exit, message: Message) -> Self {
        Self { exit, complaints: vec![Complaint { place: String::new(), message }] }
    }

    /// Something that must not happen; the text is for whoever looks into it.
    pub(crate) fn defect(what: impl Display) -> Self {
        Self::new(Exit::Failed, Message::new("cli-defect").with("value", what.to_string()))
    }

    /// A file or folder that cannot be used.
    pub(crate) fn file(path: &Path, error: &std::io::Error) -> Self {
        let message = Message::new("cli-file")
            .with("path", path.display().to_string())
            .with("value", error.to_string());
        Self::new(Exit::Failed, message)
    }

    fn fields(errors: Vec<FieldError>) -> Self {
        let complaints =
            errors.into_iter().map(|e| Complaint { place: e.field.into_owned(), message: e.message });
        Self { exit: Exit::Refused, complaints: complaints.collect() }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::new(Exit::NotFound, Message::new("cli-not-found")),
            Error::Forbidden(refusal) | Error::Refused(refusal) => Self::new(Exit::Refused, refusal.0),
            Error::Invalid(errors) => Self::fields(errors),
            Error::Conflict { .. } => Self::new(Exit::Refused, Message::new("cli-conflict")),
            Error::SignedOut => Self::new(Exit::Refused, Message::new("cli-nobody")),
            Error::Unavailable => Self::new(Exit::Unavailable, Message::new("cli-database-away")),
            Error::ActReused | Error::Internal(_) => Self::defect(error),
        }
    }
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        match error {
            DbError::TooNew(_) => Self::new(Exit::Refused, Message::new("cli-database-newer")),
            DbError::TooOld(_) => Self::new(Exit::Refused, Message::new("cli-database-older")),
            DbError::Altered(_) => Self::new(Exit::Refused, Message::new("cli-database-other")),
            DbError::Unavailable(_) => Self::new(Exit::Unavailable, Message::new("cli-database-away")),
            other => Self::defect(other),
        }
    }
}

impl From<store::StoreError> for Failure {
    fn from(error: store::StoreError) -> Self {
        Error::from(error).into()
    }
}

impl From<crypto::Error> for Failure {
    fn from(error: crypto::Error) -> Self {
        Self::defect(error)
    }
}
