//! What an act or a read answers when it does not do what was asked.

use domain::Refusal;
use kernel::{FieldError, Message, RecordId};
use store::StoreError;
use store::commit::LastChange;

/// Why not.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such thing, or none that this actor may know of.
    #[error("not found")]
    NotFound,
    /// The actor may not; that the thing exists is no secret.
    #[error("forbidden: {0}")]
    Forbidden(Refusal),
    /// A rule of the field forbids the step.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Fields that cannot be taken as they are.
    #[error("{} fields are wrong", .0.len())]
    Invalid(Vec<FieldError>),
    /// A record changed in between, twice.
    #[error("{kind} {id} was changed in between")]
    Conflict {
        /// Kind of the record.
        kind: &'static str,
        /// The record.
        id: RecordId,
        /// Who changed it, what was done, when.
        last: Option<LastChange>,
    },
    /// The act id was used for something else.
    #[error("this act id was used for something else")]
    ActReused,
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    SignedOut,
    /// The database is away; trying again later helps.
    #[error("the database is away")]
    Unavailable,
    /// A defect or a broken disk. The text is for the log.
    #[error("internal: {0}")]
    Internal(String),
}

impl Error {
    /// One wrong field.
    pub fn field(field: &'static str, message: Message) -> Self {
        Self::Invalid(vec![FieldError::new(field, message)])
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Db(e) => e.into(),
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<db::DbError> for Error {
    fn from(error: db::DbError) -> Self {
        match error {
            db::DbError::Unavailable(_) => Self::Unavailable,
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<crypto::Error> for Error {
    fn from(error: crypto::Error) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<Vec<FieldError>> for Error {
    fn from(errors: Vec<FieldError>) -> Self {
        Self::Invalid(errors)
    }
}

impl From<FieldError> for Error {
    fn from(error: FieldError) -> Self {
        Self::Invalid(vec![error])
    }
}
