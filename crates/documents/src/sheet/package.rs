//! The package around a workbook: a ZIP archive from who knows where, opened within bounds.

use super::Limits;
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
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Index of each part by its name in lower case, without a leading slash.
    parts: HashMap<String, usize>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<'a> Package<'a> {
    /// Opens it, or says why not.
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Refusal> {
        check_type(bytes, limits)?;
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
        if archive.len() > limits.parts {
            return Err(Message::new("sheet-too-many-parts").with("max", limits.parts).into());
        }
        let mut parts = HashMap::with_capacity(archive.len());
        for (index, name) in archive.file_names().enumerate() {
            let name = name.map_err(|_| damaged())?;
            parts.insert(key(&name), index);
        }
        let mut package = Self { archive, parts, left: limits.unpacked };
        package.refuse_macros()?;
        Ok(package)
    }

    /// A part's text; `None` when the package has none of that name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        let Some(index) = self.parts.get(&key(name)).copied() else { return Ok(None) };
        let file = self.archive.by_index(index).map_err(|_| damaged())?;
        if file.encrypted() {
            return Err(Refusal::new("sheet-encrypted"));
        }
        if file.size() > self.left {
            return Err(Refusal::new("sheet-unpacks-too-large"));
        }
        let mut text = Vec::new();
        // The declared size may lie; one byte more than allowed tells.
        file.take(self.left.saturating_add(1)).read_to_end(&mut text).map_err(|_| damaged())?;
        let used = u64::try_from(text.len()).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(used).ok_or(Refusal::new("sheet-unpacks-too-large"))?;
        String::from_utf8(text).map(Some).map_err(|_| damaged())
    }

    fn refuse_macros(&mut self) -> Result<(), Refusal> {
        let has_project = self.parts.keys().any(|name| name.ends_with("vbaproject.bin"));
        let types = self.part("[Content_Types].xml")?.ok_or(Refusal::new("sheet-not-xlsx"))?;
        if has_project || types.contains("macroEnabled") {
            return Err(Refusal::new("sheet-macros"));
        }
        Ok(())
    }
}

fn check_type(bytes: &[u8], limits: &Limits) -> Result<(), Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::new("sheet-empty-file"));
    }
    if bytes.len() > limits.bytes {
        let megabytes = limits.bytes / (1024 * 1024);
        return Err(Message::new("sheet-too-large").with("megabytes", megabytes).into());
    }
    if bytes.starts_with(COMPOUND) {
        return Err(Refusal::new(if names_encryption(bytes) {
            "sheet-encrypted"
        } else {
            "sheet-old-format"
        }));
    }
    if !bytes.starts_with(ZIP) {
        return Err(Refusal::new("sheet-not-xlsx"));
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

/// The file cannot be read as what it says it is.
pub(super) const fn damaged() -> Refusal {
    Refusal::new("sheet-damaged")
}
