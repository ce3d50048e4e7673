//! Telling a file's kind by its content while it passes by.

use super::{Limits, package};
use crate::Refusal;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A PDF document.
    Pdf,
    /// A PNG image.
    Png,
    /// A JPEG image.
    Jpeg,
    /// A text document without macros.
    Docx,
    /// A workbook without macros.
    Xlsx,
    /// Plain text.
    Text,
}

impl Kind {
    /// The media type it is served with.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Text => "text/plain",
        }
    }

    /// The endings its name may have; the first is given where none fits.
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Text => &["txt", "csv", "md", "log"],
        }
    }
}

/// First bytes of a ZIP archive that holds something.
const ZIP: &[u8] = b"PK\x03\x04";
/// First bytes of the container of old and of encrypted Office files.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// Bytes at the front that tell every kind.
const HEAD: usize = 8;
/// Bytes kept of a package's end, where its list of parts stands.
const TAIL: usize = 4 << 20;

/// Watches a file's bytes pass by and says at the end what it is. Keeps a bounded part of them.
#[derive(Debug, Default)]
pub struct Sniffer {
    head: Vec<u8>,
    tail: VecDeque<u8>,
    size: u64,
    binary: bool,
}

impl Sniffer {
    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        let missing = HEAD.saturating_sub(self.head.len());
        self.head.extend(bytes.iter().take(missing));
        self.size = self.size.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        self.binary |= bytes.iter().any(|b| is_binary(*b));
        if self.head.starts_with(ZIP) {
            self.tail.extend(bytes);
            self.tail.drain(..self.tail.len().saturating_sub(TAIL));
        }
    }

    /// Bytes seen so far.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// What the file is.
    ///
    /// # Errors
    /// `file-empty`, `file-kind-unknown`, `file-old-or-encrypted`, and what is wrong with a package.
    pub fn finish(mut self, limits: &Limits) -> Result<Kind, Refusal> {
        match self.head.as_slice() {
            [] => Err(Refusal::new("file-empty")),
            h if h.starts_with(b"%PDF-") => Ok(Kind::Pdf),
            h if h.starts_with(b"\x89PNG\r\n\x1a\n") => Ok(Kind::Png),
            h if h.starts_with(b"\xff\xd8\xff") => Ok(Kind::Jpeg),
            h if h.starts_with(COMPOUND) => Err(Refusal::new("file-old-or-encrypted")),
            h if h.starts_with(ZIP) => package::kind(self.tail.make_contiguous(), self.size, limits),
            _ if self.binary => Err(Refusal::new("file-kind-unknown")),
            _ => Ok(Kind::Text),
        }
    }
}

/// Bytes that no text holds, in UTF-8 or in the older Chinese encodings.
const fn is_binary(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f)
}

#[cfg(test)]
mod tests {
    use super::{Kind, Sniffer};
    use crate::file::Limits;
    use proptest::prelude::*;

    fn kind(parts: &[&[u8]]) -> Result<Kind, String> {
        let mut sniffer = Sniffer::default();
        parts.iter().for_each(|p| sniffer.update(p));
        sniffer.finish(&Limits::default()).map_err(|r| r.0.id.into_owned())
    }

    #[test]
    fn content_tells_the_kind_however_it_arrives() {
        assert_eq!(kind(&[b"%P", b"DF-1.7\n\0\0"]), Ok(Kind::Pdf));
        assert_eq!(kind(&[b"\x89PNG\r\n\x1a\n\0"]), Ok(Kind::Png));
        assert_eq!(kind(&[b"\xff", b"\xd8\xff\xe0"]), Ok(Kind::Jpeg));
        assert_eq!(kind(&["巡察公告\r\n".as_bytes()]), Ok(Kind::Text));
        assert_eq!(kind(&[b"\xd1\xb2\xb2\xec"]), Ok(Kind::Text), "GB 18030");
    }

    #[test]
    fn what_is_not_known_empty_or_encrypted_is_refused_with_its_reason() {
        assert_eq!(kind(&[]), Err("file-empty".into()));
        assert_eq!(kind(&[b"MZ\x90\0\x03"]), Err("file-kind-unknown".into()));
        assert_eq!(kind(&[b"\x7fELF\x02"]), Err("file-kind-unknown".into()));
        assert_eq!(
            kind(&[&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0]]),
            Err("file-old-or-encrypted".into())
        );
        assert_eq!(kind(&[b"PK\x03\x04 and nothing behind"]), Err("file-damaged".into()));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_fall_over(parts in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 0..5)) {
            let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
            let _ = kind(&parts);
            let zip: Vec<&[u8]> = std::iter::once(&b"PK\x03\x04"[..]).chain(parts).collect();
            let _ = kind(&zip);
        }
    }
}
