//! Verifying files: every recorded content must be there as it was, and nothing else.

use super::{FileError, Folder, key_scope};
use crate::keys;
use crate::record::{StoreError, read_state};
use crate::verify::{Fault, Report};
use crypto::{Contents, DataKey, Digest, InstanceKey, Scope};
use db::{Conn, Db, sql};
use domain::file::File;
use std::collections::{HashMap, HashSet};

/// Files read at once from the records.
const BATCH: usize = 1_000;

/// Adds to a report what is wrong with the files. Blocks while reading: the caller gives it a thread.
///
/// # Errors
/// [`FileError`] when the database or the folder cannot be read at all.
pub async fn check(
    db: &Db,
    key: &InstanceKey,
    folder: &Folder,
    report: &mut Report,
) -> Result<(), FileError> {
    // The folder first: what is placed and recorded meanwhile is then not taken for unknown.
    let present = folder.addresses()?;
    let mut tx = db.snapshot().await.map_err(StoreError::from)?;
    let mut keys = Keys { key, opened: HashMap::new() };
    let mut checked: HashSet<String> = HashSet::new();
    let mut after = uuid::Uuid::nil();
    loop {
        let batch: Vec<(uuid::Uuid, i64, String)> = tx
            .all(sql("select id, format, state from file where id > $1 order by id limit 1000").bind(after))
            .await
            .map_err(StoreError::from)?;
        let full = batch.len() == BATCH;
        for (id, format, state) in batch {
            after = id;
            // A state that cannot be read is the records' fault, named there.
            let Ok(file) = read_state::<File>(format, &state) else { continue };
            if !checked.insert(file.address.clone()) {
                continue;
            }
            report.files += 1;
            match check_one(&mut tx, &mut keys, folder, &file).await {
                Ok(()) => {}
                Err(FileError::Missing) => report.faults.push(Fault::new("file-missing", "file", id)),
                Err(FileError::Changed | FileError::Crypto(_)) => {
                    report.faults.push(Fault::new("file-changed", "file", id));
                }
                Err(error) => return Err(error),
            }
        }
        if !full {
            break;
        }
    }
    for name in present {
        if !checked.contains(&name) && !folder.is_unrecorded(&name) {
            report.faults.push(Fault::new("file-unknown", "file", name));
        }
    }
    Ok(())
}

async fn check_one(
    conn: &mut Conn,
    keys: &mut Keys<'_>,
    folder: &Folder,
    file: &File,
) -> Result<(), FileError> {
    let address: Digest = file.address.parse()?;
    let key = keys.of(conn, key_scope(file)).await?;
    let mut opened = folder.read(&address, key)?;
    if opened.size() != file.size {
        return Err(FileError::Changed);
    }
    opened.check(key, &address)
}

/// The keys of files, each opened once.
struct Keys<'a> {
    key: &'a InstanceKey,
    opened: HashMap<Scope, DataKey>,
}

impl Keys<'_> {
    async fn of(&mut self, conn: &mut Conn, scope: Scope) -> Result<&DataKey, FileError> {
        if !self.opened.contains_key(&scope) {
            let wrapped = keys::find(conn, scope, Contents::Files).await?.ok_or(FileError::Changed)?;
            self.opened.insert(scope, self.key.unwrap(&wrapped)?);
        }
        self.opened.get(&scope).ok_or(FileError::Changed)
    }
}
