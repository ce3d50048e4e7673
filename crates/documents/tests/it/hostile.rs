//! Files that want to do harm, or are simply broken: a sentence, never a panic.

use crate::county::{DIRTY, UNITS};
use documents::{organisation, sheet};
use proptest::prelude::*;
use std::io::{Cursor, Read, Write};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// The parts of a package.
pub(crate) fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            (file.name().unwrap().into_owned(), content)
        })
        .collect()
}

pub(crate) fn package(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The dirty list with one part changed.
fn with_part(name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut parts = parts(DIRTY);
    let part = parts.iter_mut().find(|(at, _)| at.ends_with(name)).unwrap();
    part.1 = change(String::from_utf8(part.1.clone()).unwrap()).into_bytes();
    package(&parts)
}

fn refusal(bytes: &[u8]) -> String {
    sheet::open(bytes, &sheet::Limits::default()).unwrap_err().0.id.into_owned()
}

#[test]
fn what_is_no_spreadsheet_is_refused_with_its_own_sentence() {
    let compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    let encrypted: Vec<u8> =
        compound.into_iter().chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(refusal(b""), "sheet-empty-file");
    assert_eq!(refusal(b"name,parent\n"), "sheet-not-xlsx");
    assert_eq!(refusal(&compound), "sheet-old-format");
    assert_eq!(refusal(&encrypted), "sheet-encrypted");
    assert_eq!(refusal(b"PK\x03\x04 and nothing else"), "sheet-damaged");
    assert_eq!(refusal(&package(&[("a.txt".to_owned(), b"a".to_vec())])), "sheet-not-xlsx");
}

#[test]
fn macros_are_refused() {
    let mut with_project = parts(DIRTY);
    with_project.push(("xl/vbaProject.bin".to_owned(), vec![1, 2, 3]));
    assert_eq!(refusal(&package(&with_project)), "sheet-macros");
    let declared = with_part("[Content_Types].xml", |xml| {
        xml.replace("spreadsheetml.sheet.main", "sheet.macroEnabled.main")
    });
    assert_eq!(refusal(&declared), "sheet-macros");
}

#[test]
fn bombs_are_refused_before_they_unpack() {
    let small = sheet::Limits { unpacked: 10_000, ..sheet::Limits::default() };
    let id = |bytes: &[u8], limits: &sheet::Limits| sheet::open(bytes, limits).unwrap_err().0.id;
    assert_eq!(id(UNITS, &small), "sheet-unpacks-too-large");
    let bomb = with_part("sheet1.xml", |xml| {
        xml.replace("</sheetData>", &format!("{}</sheetData>", " ".repeat(8_000_000)))
    });
    assert!(bomb.len() < 100_000);
    let less = sheet::Limits { unpacked: 4_000_000, ..sheet::Limits::default() };
    assert_eq!(id(&bomb, &less), "sheet-unpacks-too-large");
    let many: Vec<_> = (0..3_000).map(|n| (format!("part{n}"), Vec::new())).collect();
    assert_eq!(refusal(&package(&many)), "sheet-too-many-parts");
    let few = sheet::Limits { bytes: 100, ..sheet::Limits::default() };
    assert_eq!(id(UNITS, &few), "sheet-too-large");
}

#[test]
fn sheets_beyond_the_limits_are_refused_and_huge_empty_areas_are_not_stored() {
    let far_row = with_part("sheet1.xml", |xml| xml.replace("<row r=\"61\"", "<row r=\"9000000\""));
    assert_eq!(refusal(&far_row), "sheet-too-many-rows");
    let far_column = with_part("sheet1.xml", |xml| {
        xml.replace("r=\"M61\"", "r=\"XFD61\"")
            .replace("r=\"L61\"", "r=\"XFC61\"")
            .replace("r=\"J61\"", "r=\"XFB61\"")
    });
    assert_eq!(refusal(&far_column), "sheet-too-many-columns");
    let merged = with_part("sheet1.xml", |xml| xml.replace("ref=\"A1:M1\"", "ref=\"A1:XFD1048576\""));
    assert!(sheet::open(&merged, &sheet::Limits::default()).is_ok());
    let over_and_over = with_part("sheet1.xml", |xml| {
        xml.replace(
            "</mergeCells>",
            &format!("{}</mergeCells>", "<mergeCell ref=\"A1:XFD1048576\"/>".repeat(10_000)),
        )
    });
    assert_eq!(refusal(&over_and_over), "sheet-too-many-cells");
}

#[test]
fn a_document_type_is_refused_and_entities_are_not_expanded() {
    let with_entities = with_part("sheet1.xml", |xml| {
        format!("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>{xml}")
    });
    assert_eq!(refusal(&with_entities), "sheet-damaged");
}

#[test]
fn a_list_without_a_header_says_which_headings_it_looks_for() {
    let headless = with_part("sheet1.xml", |xml| xml.replace("&#21333;&#20301;&#21517;&#31216;", "?"));
    let workbook = sheet::open(&headless, &sheet::Limits::default()).unwrap();
    assert_eq!(organisation::propose(&workbook).unwrap_err().0.id, "sheet-header-not-found");
}

/// Reads as far as it gets; only a panic is wrong.
fn survive(bytes: &[u8]) {
    let Ok(workbook) = sheet::open(bytes, &sheet::Limits::default()) else { return };
    if let Ok(mapping) = organisation::propose(&workbook) {
        let _ = organisation::read(&workbook, &mapping);
    }
    let _ = documents::inspectors::read(&workbook);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn changed_bytes_never_panic(changes in proptest::collection::vec((0_usize..DIRTY.len(), any::<u8>()), 1..20), cut in 0_usize..DIRTY.len() * 4) {
        let mut bytes = DIRTY.to_vec();
        for (at, byte) in changes {
            bytes[at] = byte;
        }
        bytes.truncate(cut.max(8));
        survive(&bytes);
    }

    #[test]
    fn changed_markup_never_panics(
        part in 0_usize..10,
        changes in proptest::collection::vec((any::<usize>(), prop_oneof![
            Just("<c r=\"ZZZ9\" t=\"s\"><v>99999999999</v></c>"), Just("<"), Just("&#0;"), Just("&x;"),
            Just("\" t=\"d\" x=\""), Just("1e999"), Just("-1"), Just("</row>"), Just("<row r=\"0\"/>"), Just("</c>"),
            Just("<mergeCell ref=\"B9:A1\"/>"), Just("_xD800_"), Just(""),
        ]), 1..8)
    ) {
        let mut parts = parts(DIRTY);
        let index = part % parts.len();
        let content = &mut parts[index].1;
        for (at, insert) in changes {
            let at = at % (content.len() + 1);
            let end = (at + insert.len() / 2).min(content.len());
            content.splice(at..end, insert.bytes());
        }
        survive(&package(&parts));
    }
}
