//! Every file that is handed out, opened by another program (LibreOffice, without a window) and saved by it: each cell and
//! each sentence is there as it was, characters beyond the usual planes included, and nothing has begun to run.
//!
//! Handed out are the list of units, the ledger, registers of petitions and letters (authorisation and clues); a backup is
//! sealed for the program alone.

use crate::rectification::{MESSY, read as read_ledger, with_codes, written};
use crate::round_trip::{county, exported};
use documents::authorisation::{self, Letter};
use documents::petitions::export::{Heading, Line, write};
use documents::sheet::{self, Sheet, Value};
use std::process::Command;

/// What must stay text whatever it looks like: formulas, numbers that a spreadsheet would shorten or turn into a date,
/// characters outside the usual plane and old ones.
const TEXTS: [&str; 10] = [
    "=HYPERLINK(\"http://example.com\",\"点此\")",
    "+86 0300 1234567",
    "-2+3",
    "@SUM(A1:A9)",
    "410000190001010013",
    "00123",
    "1-2",
    "3/4",
    "𠮷家沟、䶮塘",
    "“引号”与<标签>&和号",
];

/// Files as LibreOffice saves them in another form, in their order.
pub(crate) fn saved_by_another(form: &str, files: &[(&str, Vec<u8>)]) -> Vec<Vec<u8>> {
    let name = files.iter().map(|(name, _)| name.replace('.', "-")).collect::<String>();
    let folder = std::env::temp_dir().join(format!("xuncha-{name}-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("out")).unwrap();
    let paths: Vec<_> = files.iter().map(|(name, _)| folder.join(name)).collect();
    for (path, (_, bytes)) in paths.iter().zip(files) {
        std::fs::write(path, bytes).unwrap();
    }
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let output = Command::new("soffice")
        .args([profile.as_str(), "--headless", "--convert-to", form, "--outdir"])
        .arg(folder.join("out"))
        .args(&paths)
        .output()
        .unwrap_or_else(|error| panic!("LibreOffice (soffice) is needed, checks/install brings it: {error}"));
    assert!(output.status.success(), "{output:?}");
    let extension = form.split(':').next().unwrap();
    let saved = paths.iter().map(|path| folder.join("out").join(path.file_name().unwrap()));
    let saved = saved.map(|path| std::fs::read(path.with_extension(extension)).unwrap()).collect();
    std::fs::remove_dir_all(&folder).unwrap();
    saved
}

const XLSX: &str = "xlsx:Calc MS Excel 2007 XML";

fn sheets(bytes: &[u8]) -> Vec<Sheet> {
    sheet::open(bytes, &sheet::Limits::default()).unwrap().sheets
}

/// Every cell that says something, by its place; what another program made of it must be the same and no formula.
fn assert_same_cells(ours: &[u8], theirs: &[u8]) -> usize {
    let (ours, theirs) = (sheets(ours), sheets(theirs));
    assert_eq!(ours.len(), theirs.len());
    let mut compared = 0;
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert_eq!(ours.name, theirs.name);
        for row in ours.rows() {
            for cell in row.cells.iter().filter(|cell| !cell.value.is_blank()) {
                let there = theirs.rows().iter().find(|other| other.number == row.number);
                let there = there.and_then(|row| row.cells.iter().find(|other| other.column == cell.column));
                let there = there.unwrap_or_else(|| panic!("{cell:?} of row {} is gone", row.number));
                assert_eq!(there.value, cell.value, "row {}", row.number);
                assert_eq!(there.formula, None, "row {}", row.number);
                compared += 1;
            }
        }
    }
    compared
}

fn dates(bytes: &[u8]) -> usize {
    let sheets = sheets(bytes);
    let cells = sheets.iter().flat_map(|sheet| sheet.rows()).flat_map(|row| &row.cells);
    cells.filter(|cell| matches!(cell.value, Value::Date(_))).count()
}

/// The list of units with everything in it that a spreadsheet might take for something else.
fn units() -> Vec<u8> {
    let mut units = county();
    for (unit, text) in units.iter_mut().skip(3).zip(TEXTS) {
        text.clone_into(&mut unit.note);
    }
    for (unit, text) in units.iter_mut().skip(20).zip(TEXTS) {
        unit.name = format!("{text}站");
    }
    exported(&units)
}

/// The ledger likewise.
fn ledger() -> Vec<u8> {
    let mut ledger = with_codes(read_ledger(MESSY).ledger);
    let measures = ledger.problems.iter_mut().flat_map(|problem| &mut problem.measures);
    for (measure, text) in measures.zip(TEXTS) {
        text.clone_into(&mut measure.text);
        text.clone_into(&mut measure.progress);
        text.clone_into(&mut measure.person);
    }
    for (problem, text) in ledger.problems.iter_mut().zip(TEXTS) {
        text.clone_into(&mut problem.title);
        text.clone_into(&mut problem.department);
    }
    written(&ledger)
}

/// A register likewise; what begins as a formula would is kept by the import's own rule out of every column but the text.
fn register() -> Vec<u8> {
    let lines: Vec<Line> = crate::petitions::taken_in(&TEXTS.map(|text| format!("反映：{text}")));
    let heading = Heading {
        sheet: "信访登记".into(),
        title: "县水利局信访登记表".into(),
        subtitle: "截至 2025-10-20".into(),
    };
    let rules = domain::petition::PetitionRules::shipped();
    write(&lines, heading, (&rules, kernel::Offset::BEIJING), kernel::Timestamp(0)).unwrap()
}

#[test]
fn another_program_shows_a_register_as_it_was_written_and_it_is_read_from_there_as_from_here() {
    let ours = register();
    let theirs = saved_by_another(XLSX, &[("petitions.xlsx", ours.clone())]).remove(0);
    assert!(assert_same_cells(&ours, &theirs) > 80);
    let read = |bytes: &[u8]| {
        let found =
            documents::petitions::read(&sheet::open(bytes, &sheet::Limits::default()).unwrap()).unwrap();
        assert_eq!((found.missing.len(), found.issues.errors()), (0, 0), "{:?}", found.issues);
        found.rows.into_iter().map(|row| (row.number, row.received, row.text, row.note)).collect::<Vec<_>>()
    };
    assert_eq!(read(&ours).len(), TEXTS.len());
    assert_eq!(read(&ours), read(&theirs));
}

#[test]
fn another_program_shows_every_cell_of_every_list_as_it_was_written() {
    let files = [("units.xlsx", units()), ("items.xlsx", ledger())];
    let saved = saved_by_another(XLSX, &files);
    for ((name, ours), theirs) in files.iter().zip(&saved) {
        let compared = assert_same_cells(ours, theirs);
        assert!(compared > 1_000, "{name}: {compared} cells");
        assert!(dates(ours) > 20, "{name} has dates");
        assert_eq!(dates(ours), dates(theirs), "{name}: dates stay dates");
        let all = sheets(theirs);
        let cells = all.iter().flat_map(|sheet| sheet.rows()).flat_map(|row| &row.cells);
        let shown: Vec<String> = cells.map(|cell| cell.value.shown().to_string()).collect();
        for text in TEXTS {
            assert!(shown.iter().any(|shown| shown == text), "{text} in {name}");
        }
    }
}

/// What a person sees who opens the list: no result of a formula, no shortened number.
#[test]
fn what_a_person_sees_in_another_program_is_what_was_typed() {
    let saved = saved_by_another("csv:Text - txt - csv (StarCalc):44,34,76,1", &[("units.xlsx", units())]);
    let seen = String::from_utf8(saved[0].clone()).unwrap();
    for text in TEXTS {
        assert!(seen.contains(&text.replace('"', "\"\"")), "{text}");
    }
    assert!(!seen.contains("#NAME?") && !seen.contains("Err:"), "{seen}");
}

#[test]
fn another_program_finds_every_sentence_and_every_cell_of_a_letter() {
    let text = |text: &str| text.to_owned();
    let letter = Letter {
        head: text("中共云河县委员会"),
        number: text("云巡授〔2025〕3号"),
        title: text("巡察授权书"),
        addressee: text("𠮷家沟村："),
        paragraphs: TEXTS.map(|said| format!("兹有{said}一节。")).to_vec(),
        headings: ["姓名", "单位", "备注"].map(text).to_vec(),
        rows: TEXTS.iter().map(|said| vec![text("䶮甲舟"), text(said), text("2025年9月8日")]).collect(),
        closing: vec![text("特此授权。")],
        signer: text("中共云河县委巡察工作领导小组"),
        date: text("2025年9月8日"),
    };
    let bytes = authorisation::write(&letter).unwrap();
    let saved = saved_by_another("txt:Text (encoded):UTF8", &[("letter.docx", bytes)]);
    let seen = String::from_utf8(saved[0].clone()).unwrap();
    let said = [&letter.head, &letter.number, &letter.title, &letter.addressee, &letter.signer, &letter.date];
    let cells = letter.headings.iter().chain(letter.rows.iter().flatten());
    for said in said.into_iter().chain(&letter.paragraphs).chain(cells).chain(&letter.closing) {
        assert!(seen.contains(said.as_str()), "{said} in {seen}");
    }
    assert_eq!(seen.matches("䶮甲舟").count(), TEXTS.len());
}
