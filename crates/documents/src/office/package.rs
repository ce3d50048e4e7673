//! The package around an Office file: a ZIP archive from who knows where, opened within bounds.

use super::{Bounds, Words};
use domain::Refusal;
use kernel::Message;
use std::{
    collections::HashMap,
    io::{Cursor, Read},
};
use zip::ZipArchive;

/// First bytes of the container of old and of encrypted Office files.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// First bytes of a ZIP archive that holds something.
const ZIP: &[u8] = b"PK\x03\x04";

/// An opened package.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Index of each part by its name in lower case, without a leading slash.
    parts: HashMap<String, usize>,
    /// Bytes that may still be unpacked.
    left: u64,
    words: &'static Words,
}

impl<'a> Package<'a> {
    /// Opens it, or says why not.
    pub(crate) fn open(bytes: &'a [u8], bounds: Bounds, words: &'static Words) -> Result<Self, Refusal> {
        check_type(bytes, bounds, words)?;
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| words.damaged())?;
        if archive.len() > bounds.parts {
            return Err(Message::new(words.too_many_parts).with("max", bounds.parts).into());
        }
        let mut parts = HashMap::with_capacity(archive.len());
        for (index, name) in archive.file_names().enumerate() {
            let name = name.map_err(|_| words.damaged())?;
            parts.insert(key(&name), index);
        }
        let mut package = Self { archive, parts, left: bounds.unpacked, words };
        package.refuse_macros()?;
        Ok(package)
    }

    /// A part's text; `None` when the package has none of that name.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        let Some(index) = self.parts.get(&key(name)).copied() else { return Ok(None) };
        let file = self.archive.by_index(index).map_err(|_| self.words.damaged())?;
        if file.encrypted() {
            return Err(Refusal::new(self.words.encrypted));
        }
        if file.size() > self.left {
            return Err(Refusal::new(self.words.unpacks_too_large));
        }
        let mut text = Vec::new();
        // The declared size may lie; one byte more than allowed tells.
        file.take(self.left.saturating_add(1)).read_to_end(&mut text).map_err(|_| self.words.damaged())?;
        let used = u64::try_from(text.len()).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(used).ok_or(Refusal::new(self.words.unpacks_too_large))?;
        String::from_utf8(text).map(Some).map_err(|_| self.words.damaged())
    }

    /// The sentences of this kind of file.
    pub(crate) const fn words(&self) -> &'static Words {
        self.words
    }

    fn refuse_macros(&mut self) -> Result<(), Refusal> {
        let has_project = self.parts.keys().any(|name| name.ends_with("vbaproject.bin"));
        let types = self.part("[Content_Types].xml")?.ok_or(Refusal::new(self.words.foreign))?;
        if has_project || types.contains("macroEnabled") {
            return Err(Refusal::new(self.words.macros));
        }
        Ok(())
    }
}

fn check_type(bytes: &[u8], bounds: Bounds, words: &Words) -> Result<(), Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::new(words.empty));
    }
    if bytes.len() > bounds.bytes {
        let megabytes = bounds.bytes / (1024 * 1024);
        return Err(Message::new(words.too_large).with("megabytes", megabytes).into());
    }
    if bytes.starts_with(COMPOUND) {
        return Err(Refusal::new(if names_encryption(bytes) { words.encrypted } else { words.old }));
    }
    if !bytes.starts_with(ZIP) {
        return Err(Refusal::new(words.foreign));
    }
    Ok(())
}

/// Whether a compound file's directory names the stream that encrypted Office files keep their content in.
fn names_encryption(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

fn key(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_ascii_lowercase()
}
