//! Wrapped data keys. The keys themselves are only ever in memory, opened by the instance key.

use crate::record::StoreError;
use crypto::{Contents, Scope, WrappedKey};
use db::{Conn, Statement, sql};
use kernel::Timestamp;

/// A wrapped data key to be kept.
#[derive(Clone, Debug)]
pub struct NewDataKey {
    /// The wrapped form.
    pub wrapped: WrappedKey,
    /// When it was made.
    pub made_at: Timestamp,
}

impl NewDataKey {
    pub(crate) fn insert(&self) -> Result<Statement, StoreError> {
        let wrapped = serde_json::to_vec(&self.wrapped)
            .map_err(|error| StoreError::Unreadable { kind: "data_key", error })?;
        Ok(sql("insert into data_key (id, owner, purpose, wrapped, made_at) values ($1, $2, $3, $4, $5) \
             on conflict (owner, purpose) do nothing")
        .bind(self.wrapped.id().to_string())
        .bind(owner(self.wrapped.scope()))
        .bind(purpose(self.wrapped.contents()))
        .bind(wrapped)
        .bind(self.made_at))
    }
}

/// Puts a data key on disk, unless one is there for its owner and contents already; the one that is.
///
/// # Errors
/// [`StoreError`].
pub async fn keep(db: &db::Db, new: &NewDataKey) -> Result<WrappedKey, StoreError> {
    crate::file::keep_key(db, new).await
}

/// The data key of an owner for a kind of contents, if one was made.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    conn: &mut Conn,
    scope: Scope,
    contents: Contents,
) -> Result<Option<WrappedKey>, StoreError> {
    let row: Option<(Vec<u8>,)> = conn
        .optional(
            sql("select wrapped from data_key where owner = $1 and purpose = $2")
                .bind(owner(scope))
                .bind(purpose(contents)),
        )
        .await?;
    row.map(|(bytes,)| {
        serde_json::from_slice(&bytes).map_err(|error| StoreError::Unreadable { kind: "data_key", error })
    })
    .transpose()
}

fn owner(scope: Scope) -> String {
    match scope {
        Scope::Instance => "instance".to_owned(),
        Scope::Engagement(id) => id.to_string(),
    }
}

const fn purpose(contents: Contents) -> &'static str {
    match contents {
        Contents::Values => "values",
        Contents::Files => "files",
        Contents::BlindIndex => "blind_index",
    }
}
