//! Frames inside the sealed part: one byte of kind, four of length, the content. Values carry their type.

use super::stream::{SealedReader, SealedWriter};
use super::{BackupError, Manifest};
use crypto::Digest;
use db::Value;
use std::io::{Read, Write};
use uuid::Uuid;

const MANIFEST: u8 = 1;
const TABLE: u8 = 2;
const ROWS: u8 = 3;
const FILE: u8 = 4;
const FILE_PART: u8 = 5;
const FILE_END: u8 = 6;
const END: u8 = 7;

/// No frame is longer: a batch of rows with the largest records in it.
const LONGEST: u32 = 512 << 20;

/// One frame, read.
pub(crate) enum Frame {
    /// The first one.
    Manifest(Manifest),
    /// The rows that follow belong to this table and have these columns.
    Table {
        /// Its name.
        name: String,
        /// Columns, in the order of the values.
        columns: Vec<String>,
    },
    /// Some rows.
    Rows(Vec<Vec<Value>>),
    /// The parts that follow are this file.
    File(Digest),
    /// The next bytes of the file.
    FilePart(Vec<u8>),
    /// The file is whole.
    FileEnd,
    /// The last one.
    End {
        /// Rows written in all.
        rows: u64,
    },
}

/// Writes frames.
pub(super) struct Writer<'a, W: Write> {
    out: SealedWriter<'a, W>,
    rows: u64,
}

impl<'a, W: Write> Writer<'a, W> {
    pub(super) const fn new(out: SealedWriter<'a, W>) -> Self {
        Self { out, rows: 0 }
    }

    fn frame(&mut self, kind: u8, content: &[u8]) -> Result<(), BackupError> {
        let length = u32::try_from(content.len()).ok().filter(|n| *n <= LONGEST);
        let length = length.ok_or(BackupError::Damaged("frame"))?.to_be_bytes();
        self.out.put(&[kind])?;
        self.out.put(&length)?;
        self.out.put(content)
    }

    pub(super) fn manifest(&mut self, manifest: &Manifest) -> Result<(), BackupError> {
        self.frame(MANIFEST, &serde_json::to_vec(manifest).map_err(std::io::Error::from)?)
    }

    pub(super) fn table(&mut self, name: &str, columns: &[&str]) -> Result<(), BackupError> {
        self.frame(TABLE, format!("{name} {}", columns.join(" ")).as_bytes())
    }

    pub(super) fn rows(&mut self, rows: &[Vec<Value>]) -> Result<(), BackupError> {
        let mut content = Vec::new();
        put_length(&mut content, rows.len())?;
        for row in rows {
            put_length(&mut content, row.len())?;
            for value in row {
                put_value(&mut content, value)?;
            }
        }
        self.rows += u64::try_from(rows.len()).unwrap_or(0);
        self.frame(ROWS, &content)
    }

    pub(super) fn file_begin(&mut self, address: &Digest) -> Result<(), BackupError> {
        self.frame(FILE, address.as_bytes())
    }

    pub(super) fn file_part(&mut self, bytes: &[u8]) -> Result<(), BackupError> {
        self.frame(FILE_PART, bytes)
    }

    pub(super) fn file_end(&mut self) -> Result<(), BackupError> {
        self.frame(FILE_END, &[])
    }

    pub(super) fn end(mut self) -> Result<SealedWriter<'a, W>, BackupError> {
        let rows = self.rows.to_be_bytes();
        self.frame(END, &rows)?;
        Ok(self.out)
    }
}

/// The next frame.
///
/// # Errors
/// As [`SealedReader::take`]; [`BackupError::Damaged`], [`BackupError::Newer`] for a kind of a later program.
pub(crate) fn read_frame<R: Read>(from: &mut SealedReader<R>) -> Result<Frame, BackupError> {
    const BAD: BackupError = BackupError::Damaged("frame");
    let mut start = [0; 5];
    from.take(&mut start)?;
    let [kind, length @ ..] = start;
    let length = u32::from_be_bytes(length);
    if length > LONGEST {
        return Err(BAD);
    }
    let mut content = vec![0; usize::try_from(length).map_err(|_| BAD)?];
    from.take(&mut content)?;
    Ok(match kind {
        MANIFEST => Frame::Manifest(serde_json::from_slice(&content).map_err(|_| BAD)?),
        TABLE => {
            let text = String::from_utf8(content).map_err(|_| BAD)?;
            let mut words = text.split(' ').map(str::to_owned);
            Frame::Table { name: words.next().ok_or(BAD)?, columns: words.collect() }
        }
        ROWS => Frame::Rows(take_rows(&content).ok_or(BAD)?),
        FILE => Frame::File(Digest::from_slice(&content)?),
        FILE_PART => Frame::FilePart(content),
        FILE_END => Frame::FileEnd,
        END => Frame::End { rows: u64::from_be_bytes(content.try_into().map_err(|_| BAD)?) },
        other => return Err(BackupError::Newer(format!("frame {other}"))),
    })
}

const NULL: u8 = 0x80;
const UUID: u8 = 1;
const INT: u8 = 2;
const TEXT: u8 = 3;
const BOOL: u8 = 4;
const BYTES: u8 = 5;

fn put_length(to: &mut Vec<u8>, length: usize) -> Result<(), BackupError> {
    let length = u32::try_from(length).map_err(|_| BackupError::Damaged("frame"))?;
    to.extend_from_slice(&length.to_be_bytes());
    Ok(())
}

fn put_value(to: &mut Vec<u8>, value: &Value) -> Result<(), BackupError> {
    match value {
        Value::Uuid(None) => to.push(UUID | NULL),
        Value::Int(None) => to.push(INT | NULL),
        Value::Text(None) => to.push(TEXT | NULL),
        Value::Bytes(None) => to.push(BYTES | NULL),
        Value::Uuid(Some(v)) => {
            to.push(UUID);
            to.extend_from_slice(v.as_bytes());
        }
        Value::Int(Some(v)) => {
            to.push(INT);
            to.extend_from_slice(&v.to_be_bytes());
        }
        Value::Bool(v) => to.extend_from_slice(&[BOOL, u8::from(*v)]),
        Value::Text(Some(v)) => {
            to.push(TEXT);
            put_length(to, v.len())?;
            to.extend_from_slice(v.as_bytes());
        }
        Value::Bytes(Some(v)) => {
            to.push(BYTES);
            put_length(to, v.len())?;
            to.extend_from_slice(v);
        }
    }
    Ok(())
}

fn take_rows(mut bytes: &[u8]) -> Option<Vec<Vec<Value>>> {
    let count = take_length(&mut bytes)?;
    let mut rows = Vec::new();
    for _ in 0..count {
        let width = take_length(&mut bytes)?;
        rows.push((0..width).map(|_| take_value(&mut bytes)).collect::<Option<Vec<Value>>>()?);
    }
    bytes.is_empty().then_some(rows)
}

fn take_value(bytes: &mut &[u8]) -> Option<Value> {
    let [kind] = take(bytes)?;
    Some(match kind {
        UUID => Value::Uuid(Some(Uuid::from_bytes(take(bytes)?))),
        INT => Value::Int(Some(i64::from_be_bytes(take(bytes)?))),
        BOOL => Value::Bool(take::<1>(bytes)? == [1]),
        TEXT => Value::Text(Some(String::from_utf8(take_some(bytes)?.to_vec()).ok()?)),
        BYTES => Value::Bytes(Some(take_some(bytes)?.to_vec())),
        _ => match kind ^ NULL {
            UUID => Value::Uuid(None),
            INT => Value::Int(None),
            TEXT => Value::Text(None),
            BYTES => Value::Bytes(None),
            _ => return None,
        },
    })
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (head, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*head)
}

fn take_length(bytes: &mut &[u8]) -> Option<usize> {
    usize::try_from(u32::from_be_bytes(take(bytes)?)).ok()
}

fn take_some<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = take_length(bytes)?;
    let (head, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(head)
}

#[cfg(test)]
mod tests {
    use super::{put_length, put_value, take_rows};
    use db::Value;
    use uuid::Uuid;

    #[test]
    fn every_value_reads_back_as_it_was_written() {
        let row = vec![
            Value::Uuid(Some(Uuid::from_u128(7))),
            Value::Uuid(None),
            Value::Int(Some(-3)),
            Value::Int(None),
            Value::Text(Some("𠮷 巡察\n".into())),
            Value::Text(None),
            Value::Bool(true),
            Value::Bytes(Some(vec![0, 255])),
            Value::Bytes(None),
        ];
        let mut bytes = Vec::new();
        put_length(&mut bytes, 1).unwrap();
        put_length(&mut bytes, row.len()).unwrap();
        row.iter().for_each(|v| put_value(&mut bytes, v).unwrap());
        assert_eq!(take_rows(&bytes), Some(vec![row]));
        for cut in 0..bytes.len() {
            assert_eq!(take_rows(&bytes[..cut]), None, "cut at {cut}");
        }
    }
}
