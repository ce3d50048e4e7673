//! Files with all that phones and office programs write into them, made anew and looked at byte by byte and by another program.

use super::cleanse;
use domain::file::Kind;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{ImageEncoder, Rgb, RgbImage};
use lopdf::{Document, Object, Stream, dictionary};
use std::io::Write as _;
use std::process::Command;

/// Words that must not be found in what comes out.
const TELLS: [&str; 5] = ["Huawei P60", "GPS30.123", "zhang-san-pc", "2025:03:04", "WPS writer"];

fn picture() -> RgbImage {
    RgbImage::from_fn(64, 32, |x, y| Rgb([u8::try_from(x * 4).unwrap(), u8::try_from(y * 8).unwrap(), 90]))
}

fn jpeg() -> Vec<u8> {
    let mut plain = Vec::new();
    picture().write_with_encoder(JpegEncoder::new(&mut plain)).unwrap();
    // A turn by a quarter (orientation 6), and the words behind it, as a camera writes them.
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    exif.extend_from_slice(TELLS.join(" ").as_bytes());
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], b"\xff\xe1", &length, &exif, &plain[2..]].concat()
}

fn png() -> Vec<u8> {
    let mut plain = Vec::new();
    let picture = picture();
    PngEncoder::new(&mut plain).write_image(&picture, 64, 32, image::ExtendedColorType::Rgb8).unwrap();
    let text = [b"tEXtAuthor\0", TELLS.join(" ").as_bytes()].concat();
    let mut chunk = u32::try_from(text.len() - 4).unwrap().to_be_bytes().to_vec();
    chunk.extend_from_slice(&text);
    chunk.extend_from_slice(&crc(&text).to_be_bytes());
    // Behind the first chunk, the head of 25 bytes after the signature of 8.
    [&plain[..33], &chunk, &plain[33..]].concat()
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, b| {
        (0..8).fold(crc ^ u32::from(*b), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xedb8_8320 } else { c >> 1 })
    })
}

fn pdf() -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let photo = document.add_object(Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => 64, "Height" => 32,
            "ColorSpace" => "DeviceRGB", "BitsPerComponent" => 8, "Filter" => "DCTDecode",
        },
        jpeg(),
    ));
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
    });
    let content = b"BT /F1 20 Tf 72 700 Td (Receipts of 2024) Tj ET q 64 0 0 32 72 600 cm /P Do Q".to_vec();
    let content = document.add_object(Stream::new(dictionary! {}, content));
    let xmp = document.add_object(Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        TELLS.join(" ").into_bytes(),
    ));
    let note = document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Text", "T" => Object::string_literal(TELLS[2]),
        "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()],
    });
    let pages = document.new_object_id();
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "Resources" => dictionary! {
            "Font" => dictionary! { "F1" => font }, "XObject" => dictionary! { "P" => photo },
        },
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Annots" => vec![note.into()],
    });
    let listed = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, listed.into());
    let catalog = document.add_object(dictionary! {
        "Type" => "Catalog", "Pages" => pages, "Metadata" => xmp,
        "OpenAction" => dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") },
    });
    let info = document.add_object(dictionary! {
        "Author" => Object::string_literal(TELLS[2]), "Producer" => Object::string_literal(TELLS[4]),
    });
    document.trailer.set("Root", catalog);
    document.trailer.set("Info", info);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn tells(bytes: &[u8]) -> Vec<&'static str> {
    TELLS.into_iter().filter(|t| bytes.windows(t.len()).any(|w| w == t.as_bytes())).collect()
}

#[test]
fn the_samples_tell_what_the_test_says_they_tell() {
    for sample in [jpeg(), png(), pdf()] {
        assert!(!tells(&sample).is_empty());
    }
}

#[test]
fn a_photo_keeps_its_picture_the_right_way_up_and_nothing_else() {
    let made = cleanse(&jpeg()).unwrap();
    assert_eq!(made.kind, Kind::Jpeg);
    assert_eq!(tells(&made.bytes), Vec::<&str>::new());
    assert!(!made.bytes.windows(4).any(|w| w == b"Exif"));
    let seen = image::load_from_memory(&made.bytes).unwrap();
    assert_eq!((seen.width(), seen.height()), (32, 64), "turned as its sender saw it");
}

#[test]
fn a_screenshot_loses_its_notes() {
    let made = cleanse(&png()).unwrap();
    assert_eq!(made.kind, Kind::Png);
    assert_eq!(tells(&made.bytes), Vec::<&str>::new());
    assert_eq!(image::load_from_memory(&made.bytes).unwrap().to_rgb8(), picture());
}

#[test]
fn a_pdf_file_keeps_its_pages_for_another_reader_and_nothing_said_about_them() {
    let made = cleanse(&pdf()).unwrap();
    assert_eq!(made.kind, Kind::Pdf);
    assert_eq!(tells(&made.bytes), Vec::<&str>::new());
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&made.bytes).unwrap();
    let run = |program: &str, arguments: &[&str]| {
        let out = Command::new(program).args(arguments).arg(file.path()).arg("-").output().unwrap();
        assert!(out.status.success(), "{program}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    };
    assert!(run("pdftotext", &[]).contains("Receipts of 2024"));
    let said = Command::new("pdfinfo").args(["-meta", "-js"]).arg(file.path()).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&said.stdout).trim(), "");
}

#[test]
fn what_cannot_be_made_anew_is_refused_with_the_way_to_send_it() {
    let id = |bytes: &[u8]| cleanse(bytes).unwrap_err().0.id.into_owned();
    assert_eq!(id(b"PK\x03\x04 a package"), "cleansing-kind");
    assert_eq!(id("文字".as_bytes()), "cleansing-kind");
    assert_eq!(id(b""), "cleansing-kind");
    assert_eq!(id(&jpeg()[..200]), "cleansing-damaged");
    assert_eq!(id(b"%PDF-1.4 and nothing"), "cleansing-damaged");
}

#[test]
fn a_picture_of_absurd_size_is_refused_before_it_takes_memory() {
    // The head alone claims 65,000 by 65,000 points.
    let mut head = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xfd\xe8\0\0\xfd\xe8\x08\x02\0\0\0".to_vec();
    let sum = crc(&head[12..]);
    head.extend_from_slice(&sum.to_be_bytes());
    head.extend_from_slice(b"\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82");
    assert_eq!(cleanse(&head).unwrap_err().0.id, "cleansing-picture-too-large");
}
