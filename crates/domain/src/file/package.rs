//! What an Office package says about itself in its list of parts, without unpacking any.

use super::{Kind, Limits};
use crate::Refusal;

/// Signature of the record that ends a ZIP archive, and its fixed length.
const END: &[u8] = b"PK\x05\x06";
const END_LENGTH: usize = 22;
/// Signature of an entry in the list of parts, and the length before its name.
const ENTRY: &[u8] = b"PK\x01\x02";
const ENTRY_LENGTH: usize = 46;

/// The kind of a package whose last bytes are `tail`, the whole having `size` bytes.
pub(super) fn kind(tail: &[u8], size: u64, limits: &Limits) -> Result<Kind, Refusal> {
    let (mut docx, mut xlsx, mut typed) = (false, false, false);
    let parts = parts_of(tail, size, limits.parts).ok_or(Refusal::new("file-damaged"))?;
    let unpacked: u64 = parts.iter().map(|p| p.unpacked).sum();
    if parts.len() > limits.parts || unpacked > limits.unpacked {
        return Err(Refusal::new("file-unpacks-too-large"));
    }
    for part in parts {
        if part.encrypted {
            return Err(Refusal::new("file-old-or-encrypted"));
        }
        let name = part.name.to_ascii_lowercase();
        if has_program(&name) {
            return Err(Refusal::new("file-has-macros"));
        }
        docx |= name == "word/document.xml";
        xlsx |= name == "xl/workbook.xml";
        typed |= name == "[content_types].xml";
    }
    match (typed, docx, xlsx) {
        (true, true, false) => Ok(Kind::Docx),
        (true, false, true) => Ok(Kind::Xlsx),
        _ => Err(Refusal::new("file-kind-unknown")),
    }
}

/// Parts that run: macros of either age, and controls.
fn has_program(name: &str) -> bool {
    name.ends_with("vbaproject.bin")
        || name.ends_with("vbadata.xml")
        || name.contains("/macrosheets/")
        || name.contains("/activex/")
}

struct Part {
    name: String,
    unpacked: u64,
    encrypted: bool,
}

/// The parts in the archive's list, which must be whole and agree with its end; at most one more than `max`.
fn parts_of(tail: &[u8], size: u64, max: usize) -> Option<Vec<Part>> {
    let end_at = tail.windows(END.len()).rposition(|w| w == END)?;
    let end = tail.get(end_at..)?;
    // Behind the end stands its comment and nothing else, so that no two readers can see two lists.
    if end.len() != END_LENGTH + usize::from(u16_at(end, 20)?) {
        return None;
    }
    let (count, from) = (usize::from(u16_at(end, 10)?), u64::from(u32_at(end, 16)?));
    // The list's place counts from the front of the file; `tail` begins later.
    let skipped = size.checked_sub(u64::try_from(tail.len()).ok()?)?;
    let from = usize::try_from(from.checked_sub(skipped)?).ok()?;
    let mut rest = tail.get(from..end_at)?;
    let mut parts = Vec::new();
    while !rest.is_empty() && parts.len() <= max {
        parts.push(take_part(&mut rest)?);
    }
    (parts.len() > max || parts.len() == count).then_some(parts)
}

fn take_part(rest: &mut &[u8]) -> Option<Part> {
    let head = rest.get(..ENTRY_LENGTH).filter(|h| h.starts_with(ENTRY))?;
    let name_length = usize::from(u16_at(head, 28)?);
    let after = usize::from(u16_at(head, 30)?) + usize::from(u16_at(head, 32)?);
    let name = rest.get(ENTRY_LENGTH..ENTRY_LENGTH + name_length)?;
    let part = Part {
        name: String::from_utf8_lossy(name).replace('\\', "/").trim_start_matches('/').to_owned(),
        unpacked: u64::from(u32_at(head, 24)?),
        encrypted: u16_at(head, 8)? & 1 == 1,
    };
    *rest = rest.get(ENTRY_LENGTH + name_length + after..)?;
    Some(part)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2).and_then(|b| b.try_into().ok()).map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::{Kind, Limits, kind};

    /// A list of parts as an archive ends with, with the sizes it claims.
    fn archive(parts: &[(&str, u32)], flags: u16) -> Vec<u8> {
        let mut bytes = b"PK\x03\x04".to_vec();
        let from = u32::try_from(bytes.len()).unwrap();
        for (name, unpacked) in parts {
            let mut entry = [0_u8; 46];
            entry[..4].copy_from_slice(b"PK\x01\x02");
            entry[8..10].copy_from_slice(&flags.to_le_bytes());
            entry[24..28].copy_from_slice(&unpacked.to_le_bytes());
            entry[28..30].copy_from_slice(&u16::try_from(name.len()).unwrap().to_le_bytes());
            bytes.extend(entry);
            bytes.extend(name.as_bytes());
        }
        let mut end = [0_u8; 22];
        end[..4].copy_from_slice(b"PK\x05\x06");
        end[10..12].copy_from_slice(&u16::try_from(parts.len()).unwrap().to_le_bytes());
        end[16..20].copy_from_slice(&from.to_le_bytes());
        bytes.extend(end);
        bytes
    }

    fn told(parts: &[(&str, u32)], flags: u16) -> Result<Kind, String> {
        let bytes = archive(parts, flags);
        let size = u64::try_from(bytes.len()).unwrap();
        kind(&bytes, size, &Limits::default()).map_err(|r| r.0.id.into_owned())
    }

    #[test]
    fn documents_and_workbooks_are_told_by_their_parts() {
        let types = ("[Content_Types].xml", 100);
        assert_eq!(told(&[types, ("word/document.xml", 9)], 0), Ok(Kind::Docx));
        assert_eq!(told(&[types, ("xl/workbook.xml", 9)], 0), Ok(Kind::Xlsx));
        assert_eq!(told(&[types, ("readme.txt", 9)], 0), Err("file-kind-unknown".into()));
        assert_eq!(told(&[("word/document.xml", 9)], 0), Err("file-kind-unknown".into()));
    }

    #[test]
    fn macros_encryption_and_bombs_are_refused_with_their_reason() {
        let types = ("[Content_Types].xml", 100);
        let macros = told(&[types, ("word/document.xml", 9), ("word/vbaProject.bin", 9)], 0);
        assert_eq!(macros, Err("file-has-macros".into()));
        assert_eq!(told(&[types, ("xl/workbook.xml", 9)], 1), Err("file-old-or-encrypted".into()));
        let bomb = told(&[types, ("xl/workbook.xml", u32::MAX)], 0);
        assert_eq!(bomb, Err("file-unpacks-too-large".into()));
    }

    #[test]
    fn a_list_that_hides_a_part_is_refused() {
        let mut hidden =
            archive(&[("[Content_Types].xml", 1), ("xl/workbook.xml", 1), ("xl/vbaProject.bin", 1)], 0);
        let count_at = hidden.len() - 12;
        hidden[count_at] = 2;
        let size = u64::try_from(hidden.len()).unwrap();
        assert_eq!(kind(&hidden, size, &Limits::default()).unwrap_err().0.id, "file-damaged");
        let mut two_ends = archive(&[("[Content_Types].xml", 1), ("xl/workbook.xml", 1)], 0);
        two_ends.extend_from_slice(&[0; 30]);
        let size = u64::try_from(two_ends.len()).unwrap();
        assert_eq!(kind(&two_ends, size, &Limits::default()).unwrap_err().0.id, "file-damaged");
    }

    #[test]
    fn a_long_file_is_told_by_its_end_alone() {
        let bytes = archive(&[("[Content_Types].xml", 1), ("xl/workbook.xml", 1)], 0);
        let size = u64::try_from(bytes.len()).unwrap();
        assert_eq!(kind(&bytes[4..], size, &Limits::default()), Ok(Kind::Xlsx));
        assert!(kind(&bytes[5..], size, &Limits::default()).is_err(), "the list is not whole");
    }
}
