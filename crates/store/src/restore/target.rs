//! Where a backup goes: one transaction, and a folder that is emptied again when it fails.

use super::{BackupError, Folder, Kind, Restored, SEARCH_ORDER, SEARCH_ORDER_COLUMNS};
use crate::backup::{RECORD_COLUMNS, Spec, spec_of};
use crate::record::StoreError;
use crate::tally::Difference;
use crate::{part, search};
use crypto::Digest;
use db::{Db, Tx, Value, dialect, sql};
use kernel::RecordId;
use std::collections::HashMap;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

/// Which table the rows that come next belong to.
enum Into {
    Plain(Spec),
    Records(Kind),
    SearchOrder,
}

/// A file that is coming in.
struct Coming {
    address: Digest,
    path: PathBuf,
    file: fs::File,
}

/// A target being filled.
pub(super) struct Target<'a> {
    tx: Tx,
    files: &'a Folder,
    kinds: &'a [Kind],
    into: Option<Into>,
    /// Number in the order of search results, by record.
    order: HashMap<(String, uuid::Uuid), i64>,
    tally: Difference,
    rows: u64,
    coming: Option<Coming>,
    placed: Vec<PathBuf>,
}

const BAD: BackupError = BackupError::Damaged("row");

impl<'a> Target<'a> {
    /// Takes an empty target.
    pub(super) async fn begin(db: &Db, files: &'a Folder, kinds: &'a [Kind]) -> Result<Self, BackupError> {
        let mut tx = db.begin().await?;
        let (held,): (i64,) = tx
            .one(sql("select (select count(*) from journal_entry) + (select count(*) from chain) \
                 + (select count(*) from account) + (select count(*) from sealed_value)"))
            .await?;
        if held != 0 || !files.is_empty()? {
            return Err(BackupError::NotEmpty);
        }
        Ok(Self {
            tx,
            files,
            kinds,
            into: None,
            order: HashMap::new(),
            tally: Difference::default(),
            rows: 0,
            coming: None,
            placed: Vec::new(),
        })
    }

    pub(super) fn table(&mut self, name: &str, columns: &[String]) -> Result<(), BackupError> {
        let kind = self.kinds.iter().find(|k| k.name == name).copied();
        let (into, expected) = match (spec_of(name), kind) {
            (Some(spec), _) => (Into::Plain(spec), spec.columns),
            (None, Some(kind)) => (Into::Records(kind), RECORD_COLUMNS),
            (None, None) if name == SEARCH_ORDER => (Into::SearchOrder, SEARCH_ORDER_COLUMNS.as_slice()),
            (None, None) => return Err(BackupError::Newer(format!("table {name}"))),
        };
        if columns != expected {
            return Err(BackupError::Newer(format!("columns of {name}")));
        }
        self.into = Some(into);
        Ok(())
    }

    pub(super) async fn rows(&mut self, rows: Vec<Vec<Value>>) -> Result<(), BackupError> {
        self.rows += u64::try_from(rows.len()).unwrap_or(0);
        match self.into {
            None => Err(BAD),
            Some(Into::Plain(spec)) => {
                if rows.iter().any(|row| row.len() != spec.columns.len()) {
                    return Err(BAD);
                }
                self.insert(spec.name, spec.columns, rows).await
            }
            Some(Into::Records(kind)) => self.records(kind, rows).await,
            Some(Into::SearchOrder) => {
                for row in rows {
                    let Ok([Value::Text(Some(kind)), Value::Uuid(Some(id)), Value::Int(Some(number))]) =
                        <[Value; 3]>::try_from(row)
                    else {
                        return Err(BAD);
                    };
                    self.order.insert((kind, id), number);
                }
                Ok(())
            }
        }
    }

    /// Records with their columns computed again, queued for search where they are searched.
    async fn records(&mut self, kind: Kind, rows: Vec<Vec<Value>>) -> Result<(), BackupError> {
        let mut whole = Vec::with_capacity(rows.len());
        let mut parts = Vec::new();
        for mut row in rows {
            let [Value::Uuid(Some(id)), _, Value::Int(Some(format)), _, Value::Text(Some(state))] =
                row.as_slice()
            else {
                return Err(BAD);
            };
            let computed = (kind.recompute)(*format, state)?;
            if let (Some(entry), Some(number)) =
                (computed.search, self.order.remove(&(kind.name.to_owned(), *id)))
            {
                search::queue_as(&mut self.tx, number, kind.name, RecordId(*id), entry).await?;
            }
            self.tally.count(kind.name, computed.counts, 1);
            parts.extend(computed.named.iter().flat_map(|named| named.rows(kind.name, RecordId(*id))));
            row.extend(computed.columns);
            whole.push(row);
        }
        part::insert(&mut self.tx, parts);
        let columns = [RECORD_COLUMNS, kind.columns].concat();
        self.insert(kind.name, &columns, whole).await
    }

    async fn insert(
        &mut self,
        table: &'static str,
        columns: &[&'static str],
        rows: Vec<Vec<Value>>,
    ) -> Result<(), BackupError> {
        for statement in dialect::insert_many(table, columns, rows) {
            self.tx.execute(statement).await?;
        }
        Ok(())
    }

    pub(super) fn file(&mut self, address: Digest) -> Result<(), BackupError> {
        if self.coming.is_some() {
            return Err(BackupError::Damaged("file"));
        }
        let path = self.files.arriving(&address.to_string());
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path)?;
        self.coming = Some(Coming { address, path, file });
        Ok(())
    }

    pub(super) fn file_part(&mut self, bytes: &[u8]) -> Result<(), BackupError> {
        let coming = self.coming.as_mut().ok_or(BackupError::Damaged("file"))?;
        Ok(coming.file.write_all(bytes)?)
    }

    pub(super) fn file_end(&mut self) -> Result<(), BackupError> {
        let Coming { address, path, file } = self.coming.take().ok_or(BackupError::Damaged("file"))?;
        file.sync_all()?;
        self.placed.push(self.files.path_of(&address));
        Ok(self.files.restore(&path, &address)?)
    }

    /// Whether everything came that was written, and the chains are those of the manifest.
    pub(super) async fn check(
        &mut self,
        rows: u64,
        heads: &[(String, i64, Digest)],
    ) -> Result<(), BackupError> {
        self.tally.write(&mut self.tx);
        let found = crate::backup::heads(&mut self.tx).await?;
        // Sorted here: the engines order text each in its own way.
        let sorted = |heads: &[(String, i64, Digest)]| {
            let mut heads = heads.to_vec();
            heads.sort_by(|a, b| a.0.cmp(&b.0));
            heads
        };
        if rows != self.rows || self.coming.is_some() || sorted(&found) != sorted(heads) {
            return Err(BackupError::Damaged("rows"));
        }
        Ok(())
    }

    pub(super) async fn commit(self) -> Result<Restored, BackupError> {
        let Self { tx, rows, placed, .. } = self;
        let files = u64::try_from(placed.len()).unwrap_or(0);
        match tx.commit().await {
            Ok(()) => Ok(Restored { rows, files }),
            Err(error) => {
                remove(&placed);
                Err(StoreError::from(error).into())
            }
        }
    }

    /// Leaves the target as it was found; the transaction rolls back by being dropped.
    pub(super) fn abandon(self) {
        remove(&self.placed);
    }
}

/// What cannot be removed is named by verify as unknown; the database is empty in any case.
fn remove(placed: &[PathBuf]) {
    for path in placed {
        let _left = fs::remove_file(path);
    }
}
