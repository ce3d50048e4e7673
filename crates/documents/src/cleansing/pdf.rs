//! A PDF file written anew: its pages as they look, without what is said about them.

use super::damaged;
use domain::Refusal;
use lopdf::{Dictionary, Document, LoadOptions, Object, Stream};

/// Bytes that one packed part may unpack to.
const MOST_UNPACKED: usize = 64 << 20;

/// What says who made it, when and with what, or does something when opened, wherever it stands.
const TELLING: [&[u8]; 12] = [
    b"Metadata",
    b"PieceInfo",
    b"LastModified",
    b"ModDate",
    b"CreationDate",
    b"OpenAction",
    b"JavaScript",
    b"EmbeddedFiles",
    b"EmbeddedFile",
    b"Annots",
    b"AcroForm",
    b"Outlines",
];

/// The same, under names short enough to be a font's elsewhere: only of the whole and of its pages.
const TELLING_ABOVE: [&[u8]; 3] = [b"AA", b"AF", b"Collection"];

pub(super) fn write_anew(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let options = LoadOptions::with_max_decompressed_size(MOST_UNPACKED);
    let mut document = Document::load_mem_with_options(bytes, options).map_err(|_| damaged())?;
    if document.is_encrypted() || document.trailer.has(b"Encrypt") {
        return Err(Refusal::new("cleansing-pdf-locked"));
    }
    for key in [&b"Info"[..], b"ID", b"Prev", b"XRefStm"] {
        document.trailer.remove(key);
    }
    for object in document.objects.values_mut() {
        strip(object);
    }
    // What nothing refers to any more, earlier versions among it, is not written.
    document.prune_objects();
    document.renumber_objects();
    if document.get_pages().is_empty() {
        return Err(damaged());
    }
    let mut out = Vec::new();
    document.save_to(&mut out).map_err(|_| damaged())?;
    Ok(out)
}

fn strip(object: &mut Object) {
    match object {
        Object::Dictionary(dictionary) => strip_dictionary(dictionary),
        Object::Stream(stream) => strip_stream(stream),
        Object::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}

fn strip_dictionary(dictionary: &mut Dictionary) {
    for key in TELLING {
        dictionary.remove(key);
    }
    if dictionary.has_type(b"Catalog") || dictionary.has_type(b"Page") {
        for key in TELLING_ABOVE {
            dictionary.remove(key);
        }
    }
    dictionary.iter_mut().for_each(|(_, value)| strip(value));
}

fn strip_stream(stream: &mut Stream) {
    strip_dictionary(&mut stream.dict);
    let is_photo = stream.filters().is_ok_and(|filters| filters == [&b"DCTDecode"[..]]);
    if is_photo {
        let bare = without_notes(&stream.content);
        stream.set_content(bare);
    }
}

/// A JPEG stream without the segments in which cameras note place, device and time. What is no JPEG goes empty.
fn without_notes(jpeg: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(jpeg.len());
    let Some(mut rest) = jpeg.strip_prefix(b"\xff\xd8") else { return out };
    out.extend_from_slice(b"\xff\xd8");
    while let [0xff, marker, tail @ ..] = rest {
        // The picture itself begins: nothing behind it is a note.
        if *marker == 0xda {
            out.extend_from_slice(rest);
            return out;
        }
        let [high, low, ..] = tail else { break };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let Some((segment, after)) = tail.split_at_checked(length).filter(|_| length >= 2) else { break };
        if !is_note(*marker) {
            out.extend_from_slice(&[0xff, *marker]);
            out.extend_from_slice(segment);
        }
        rest = after;
    }
    out
}

/// Application segments but the two that say how the colours are meant, and comments.
const fn is_note(marker: u8) -> bool {
    matches!(marker, 0xe1..=0xed | 0xef | 0xfe)
}

#[cfg(test)]
mod tests {
    use super::without_notes;

    #[test]
    fn the_segments_of_cameras_go_and_the_picture_stays() {
        let jpeg = [
            &b"\xff\xd8"[..],
            b"\xff\xe0\x00\x04JF",
            b"\xff\xe1\x00\x08GPS 30",
            b"\xff\xfe\x00\x05who",
            b"\xff\xdb\x00\x03q",
            b"\xff\xda\x00\x02points\xff\xd9",
        ]
        .concat();
        let bare = without_notes(&jpeg);
        let text = String::from_utf8_lossy(&bare);
        assert!(!text.contains("GPS") && !text.contains("who"));
        assert!(text.contains("JF") && text.contains("points"));
    }

    #[test]
    fn what_is_cut_short_or_no_picture_gives_no_bytes_away() {
        assert_eq!(without_notes(b"GPS"), b"");
        assert_eq!(without_notes(b"\xff\xd8\xff\xe1\xff\xffGPS"), b"\xff\xd8");
        assert_eq!(without_notes(b"\xff\xd8\xff\xe1\x00\x01GPS"), b"\xff\xd8");
    }
}
