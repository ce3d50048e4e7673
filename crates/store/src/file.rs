//! Stored files: their records, and the folder in which their sealed contents lie.
//!
//! A file's content lies once under its address, a keyed digest under the key of its engagement or of the instance.
//! It is on disk, with its name flushed, before the act that records it commits. Called by `app::file`, backup and verify.

mod check;
mod folder;
mod incoming;
mod opened;

pub use check::check;
pub(crate) use folder::sync_folder;
pub use folder::{FileError, Folder};
pub use incoming::Incoming;
pub use opened::Opened;

use crate::keys::{self, NewDataKey};
use crate::record::{Record, StoreError, Stored, optional};
use crate::{Viewer, visible};
use crypto::WrappedKey;
use db::{Conn, Db, Value, sql};
use domain::file::File;
use kernel::{FileId, RecordId};

impl Record for File {
    const KIND: &'static str = "file";
    const COLUMNS: &'static [&'static str] = &["compartment", "address"];

    fn id(&self) -> RecordId {
        RecordId(self.id.0)
    }

    fn columns(&self) -> Vec<Value> {
        vec![self.compartment.as_str().into(), self.address.as_str().into()]
    }
}

/// A file, for reads that have been authorised by what names it.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: FileId) -> Result<Option<Stored<File>>, StoreError> {
    optional(conn, sql("select version, format, state from file where id = $1").bind(id.0)).await
}

/// Whose key seals a file.
pub fn key_scope(file: &File) -> crypto::Scope {
    file.engagement.map_or(crypto::Scope::Instance, crypto::Scope::Engagement)
}

/// A file, if the viewer sees its compartment.
///
/// # Errors
/// [`StoreError`].
pub async fn view(conn: &mut Conn, viewer: &Viewer, id: FileId) -> Result<Option<Stored<File>>, StoreError> {
    let statement = viewer
        .bind(sql(concat!(
            "select f.version, f.format, f.state from file f where ",
            visible!("f.compartment"),
            " and f.id = $4"
        )))
        .bind(id.0);
    optional(conn, statement).await
}

/// Whether any record names this address.
///
/// # Errors
/// [`StoreError`].
pub async fn is_recorded(conn: &mut Conn, address: &str) -> Result<bool, StoreError> {
    let (n,): (i64,) = conn.one(sql("select count(*) from file where address = $1").bind(address)).await?;
    Ok(n > 0)
}

/// Keeps a data key before anything is sealed with it; returns the one that is kept, which may be another's.
///
/// # Errors
/// [`StoreError`].
pub async fn keep_key(db: &Db, new: &NewDataKey) -> Result<WrappedKey, StoreError> {
    let (scope, contents) = (new.wrapped.scope(), new.wrapped.contents());
    let mut tx = db.begin().await?;
    tx.execute(new.insert()?).await?;
    let kept = keys::find(&mut tx, scope, contents).await?;
    tx.commit().await?;
    Ok(kept.unwrap_or_else(|| new.wrapped.clone()))
}
