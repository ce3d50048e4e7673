//! The practice county's intake register, and registers that are full of traps.

use documents::petitions::export::{Heading, Line, write};
use documents::{petitions, sheet};
use domain::organisation::naming::{Directory, Entry, Recognition};
use domain::petition::import::{Import, Known, KnownUnit, Presence, check};
use domain::petition::{Content, Hours, Mark, Petition, PetitionRules, Reception, Verdict};
use domain::ruleset::{Body, Kind, shipped};
use kernel::calendar::WorkCalendar;
use kernel::{EngagementId, Offset, PetitionId, RoundId, Timestamp, UnitId};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

fn register() -> petitions::PetitionSheet {
    let bytes = include_bytes!("../../../../tests/data/petitions.xlsx");
    petitions::read(&sheet::open(bytes, &sheet::Limits::default()).unwrap()).unwrap()
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

fn expected() -> serde_json::Value {
    json(include_str!("../../../../tests/data/expected.json"))
}

fn calendar() -> WorkCalendar {
    let shipped = shipped().unwrap().into_iter().find(|s| s.kind() == Kind::Calendar).unwrap();
    let Body::Calendar(calendar) = shipped.draft.check().unwrap() else { unreachable!() };
    calendar
}

/// What the practice round's notice announces.
struct County {
    rules: PetitionRules,
    calendar: WorkCalendar,
    directory: Directory,
    inspected: BTreeSet<String>,
    higher: Vec<String>,
    cadres: Vec<String>,
}

impl County {
    fn new() -> Self {
        let round = json(include_str!("../../../../tests/data/yunhe-round.json"));
        let cadres = round["cadres"].as_array().unwrap().clone();
        let name = |cadre: &serde_json::Value| cadre["name"].as_str().unwrap().to_owned();
        let is_higher = |cadre: &&serde_json::Value| cadre["level"] == "市管" || cadre["level"] == "省管";
        let teams = round["teams"].as_array().unwrap();
        let units = teams.iter().flat_map(|team| team["units"].as_array().unwrap());
        Self {
            rules: PetitionRules::shipped(),
            calendar: calendar(),
            directory: directory(),
            inspected: units.map(|unit| unit["unit"].as_str().unwrap().to_owned()).collect(),
            higher: cadres.iter().filter(is_higher).map(name).collect(),
            cadres: cadres.iter().filter(|cadre| !is_higher(cadre)).map(name).collect(),
        }
    }

    fn unit(&self, written: &str) -> KnownUnit {
        match self.directory.recognise(written) {
            Recognition::Found(unit, _) => {
                let name = &self.directory.entry(unit).unwrap().name;
                if self.inspected.contains(name) {
                    KnownUnit::Inspected(unit)
                } else {
                    KnownUnit::Other(unit)
                }
            }
            Recognition::Ambiguous(_) => KnownUnit::Ambiguous,
            Recognition::Unknown => KnownUnit::Unknown,
        }
    }

    fn check(
        &self,
        rows: &[domain::petition::import::RawPetition],
        there: &HashMap<String, Content>,
    ) -> Import {
        let offset = Offset::BEIJING;
        let closes = domain::petition::import::instant("2025-10-31 12:00", offset);
        let hours = vec![Hours::parse("08:30", "12:00").unwrap(), Hours::parse("14:30", "17:30").unwrap()];
        let known = Known {
            rules: &self.rules,
            reception: &|_| Reception {
                hours: hours.clone(),
                every_day: false,
                closes,
                calendar: &self.calendar,
                offset,
            },
            offset,
            now: domain::petition::import::instant("2025-11-20 09:00", offset).unwrap(),
            unit: &|written| self.unit(written),
            higher_names: &self.higher,
            cadres: &self.cadres,
            there,
        };
        check(rows, &known)
    }
}

fn directory() -> Directory {
    let expected = expected();
    let units = expected["units"].as_array().unwrap();
    let entries = units.iter().zip(1_u128..).map(|(unit, at)| Entry {
        id: UnitId(Uuid::from_u128(at)),
        parent: None,
        name: unit["name"].as_str().unwrap().to_owned(),
        aliases: Vec::new(),
    });
    Directory::new(entries).with_place("云河县")
}

fn ids(import: &Import, which: impl Fn(&domain::petition::import::Draft) -> bool) -> Vec<String> {
    import.drafts.iter().filter(|draft| which(draft)).map(|draft| draft.number.clone()).collect()
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

#[test]
fn the_register_is_read_with_its_counts() {
    let register = register();
    assert_eq!((register.header, register.rows.len()), (2, 160));
    assert_eq!((register.missing.len(), register.issues.0.len()), (0, 0));
    let import = County::new().check(&register.rows, &HashMap::new());
    assert_eq!(import.issues.errors(), 0, "{:?}", import.issues);
    let counts = &import.counts;
    let channel = |code: &str| counts.channels.get(code).copied();
    let channels = ["letter", "call", "visit", "box", "email", "online"].map(|code| channel(code).unwrap());
    assert_eq!(channels, [35, 21, 23, 20, 27, 34]);
    assert_eq!((counts.real_name, counts.unverified, counts.surname_only, counts.anonymous), (36, 5, 8, 111));
    assert_eq!((counts.visitors, counts.in_scope, counts.out_of_scope, counts.mixed), (55, 128, 32, 5));
}

#[test]
fn every_petition_is_proposed_as_the_county_decided() {
    let expected = expected();
    let import = County::new().check(&register().rows, &HashMap::new());
    let mut wrong = Vec::new();
    for draft in &import.drafts {
        let said = match &draft.scope.verdict.0 {
            Verdict::In => "in".to_owned(),
            Verdict::Mixed => "mixed".to_owned(),
            Verdict::Out { reason } => format!("out:{reason}"),
        };
        assert!(!draft.scope.why.is_empty());
        if expected["petitions"][&draft.number]["scope"] != said.as_str() {
            wrong.push((draft.number.clone(), said));
        }
    }
    assert_eq!(wrong, [], "scope and main reason");
}

#[test]
fn what_came_at_another_hour_after_closing_or_with_a_risk_is_noted_and_never_refused() {
    let import = County::new().check(&register().rows, &HashMap::new());
    let marked = |mark: Mark| ids(&import, |draft| draft.content.marks.contains(&mark));
    assert_eq!(marked(Mark::OutsideDuty), words("XF015 XF030 XF053 XF082 XF088 XF096 XF107 XF115 XF138"));
    assert_eq!(marked(Mark::AfterClosing), words("XF158 XF159 XF160"));
    assert_eq!(marked(Mark::CrowdRisk), words("XF033 XF042 XF055"));
    assert_eq!(marked(Mark::HigherLevel), words("XF017 XF018 XF103 XF109 XF110 XF153"));
    assert_eq!(marked(Mark::OneOpener), Vec::<String>::new());
    let times = |id: &str| import.drafts.iter().find(|d| d.number == id).unwrap().content.received;
    let expected = expected();
    for (id, label) in expected["petitions"].as_object().unwrap() {
        let at = label["received"].as_str().unwrap().replace('T', " ");
        assert_eq!(Some(times(id)), domain::petition::import::instant(&at, Offset::BEIJING), "{id}");
    }
}

#[test]
fn the_same_register_twice_is_shown_as_there_already() {
    let county = County::new();
    let register = register();
    let first = county.check(&register.rows, &HashMap::new());
    let there: HashMap<_, _> = first.drafts.into_iter().map(|d| (d.number, d.content)).collect();
    let again = county.check(&register.rows, &there);
    assert_eq!((again.issues.errors(), again.counts.there), (0, 160));
    assert!(again.drafts.iter().all(|draft| draft.presence == Presence::There));
    let mut other = there;
    other.get_mut("XF001").unwrap().text = "别的内容".to_owned();
    let clash = county.check(&register.rows, &other);
    assert_eq!(clash.issues.errors(), 1);
    assert_eq!(clash.issues.0.iter().find(|i| i.kind == "number_taken").map(|i| i.row), Some(3));
}

/// A register of traps, written by the spreadsheet library itself.
fn trapped() -> petitions::PetitionSheet {
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let headings = [
        "编号",
        "收到时间",
        "受理方式",
        "反映人",
        "联系方式",
        "被反映单位",
        "被反映人",
        "反映内容",
        "来访人数",
        "登记人",
        "备注",
    ];
    sheet.merge_range(0, 0, 0, 10, "信访台账", &Format::new()).unwrap();
    for (at, heading) in (0_u16..).zip(headings) {
        sheet.write(1, at, heading).unwrap();
    }
    let mut line = |row: u32, number: &str, received: &str, channel: &str, unit: &str, text: &str| {
        for (at, value) in [(0_u16, number), (1, received), (2, channel), (5, unit), (7, text)] {
            if !value.is_empty() {
                sheet.write(row, at, value).unwrap();
            }
        }
    };
    let long = "长".repeat(20_000);
    let longer = "长".repeat(20_001);
    line(2, "A1", "2025年9月9日15:34", "来信", "县水利局", "短");
    line(3, "A2", "２０２５．９．９ ９：０５", "信箱", "县水利局", &long);
    line(4, "A3", "2025-02-30 10:00", "来信", "县水利局", &longer);
    line(5, "A3", "2025-09-10 10:00", "飞鸽", "不存在的单位", "渠道没有修完就验收了，请查。");
    line(6, "", "2031-09-10 10:00", "电话", "县水利局", "渠道\u{200B}没有修完\u{7}就验收了，请查。");
    line(7, "A6", "45908.45", "来访", "县水利局", "=HYPERLINK(\"x\")");
    line(8, "A7", "2025-09-10 10:00", "来访", "", "渠道没有修完就验收了，请查。");
    line(9, "A8", "", "来信", "县水利局", "");
    sheet.write(7, 8, "三").unwrap();
    sheet.write(8, 3, "=1+1雷乙岑").unwrap();
    sheet.write_formula(6, 9, Formula::new("A1&\"x\"").set_result("司戊鸿")).unwrap();
    sheet.merge_range(2, 9, 3, 9, "司戊鸿", &Format::new()).unwrap();
    sheet.write(10, 0, "A10").unwrap();
    let date = ExcelDateTime::parse_from_str("2025-09-12T10:52:00").unwrap();
    let format = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    sheet.write_with_format(10, 1, &date, &format).unwrap();
    sheet.write(10, 2, "意见箱").unwrap();
    sheet.write(10, 7, "渠道没有修完就验收了，请查。").unwrap();
    sheet.write(10, 10, "开箱人：司戊鸿").unwrap();
    sheet.set_row_hidden(10).unwrap();
    sheet.write(12, 0, "填表说明：本表不外传").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    petitions::read(&sheet::open(&bytes, &sheet::Limits::default()).unwrap()).unwrap()
}

#[test]
fn every_fault_is_named_by_row_column_and_kind() {
    let register = trapped();
    let import = County::new().check(&register.rows, &HashMap::new());
    let all = register.issues.0.iter().chain(&import.issues.0);
    let found: BTreeSet<(u32, String, &str)> =
        all.map(|issue| (issue.row, issue.column.clone().unwrap_or_default(), issue.kind)).collect();
    for (row, column, kind) in [
        (3, "反映内容", "short_text"),
        (4, "登记人", "merged_cell"),
        (5, "收到时间", "bad_date"),
        (5, "反映内容", "too_long"),
        (6, "编号", "duplicate_number"),
        (6, "受理方式", "unknown_value"),
        (6, "被反映单位", "unknown_unit"),
        (7, "编号", "missing_required"),
        (7, "收到时间", "future_date"),
        (7, "反映内容", "invisible_character"),
        (7, "登记人", "formula_cell"),
        (8, "收到时间", "date_serial"),
        (8, "反映内容", "suspicious_text"),
        (8, "来访人数", "not_a_number"),
        (9, "反映人", "suspicious_text"),
        (10, "收到时间", "missing_required"),
        (10, "反映内容", "missing_required"),
        (11, "", "hidden_row"),
        (11, "收到时间", "one_opener"),
    ] {
        assert!(found.contains(&(row, column.to_owned(), kind)), "{row} {column} {kind} not in {found:?}");
    }
    assert_eq!(register.rows.len(), 9, "a remark below the list is no petition");
    assert_eq!(ids(&import, |_| true), ["A1", "A2", "A7", "A10"]);
}

#[test]
fn no_issue_quotes_who_reported() {
    let register = trapped();
    let import = County::new().check(&register.rows, &HashMap::new());
    let said = serde_json::to_string(&(&register.issues, &import.issues)).unwrap();
    assert!(!said.contains("雷乙岑"));
    assert!(!format!("{register:?}{import:?}").contains("雷乙岑"));
}

/// Drafts of a register as petitions of one engagement, none of which knows who reported.
fn kept(import: Import) -> Vec<Line> {
    let rules = PetitionRules::shipped();
    let place = (RoundId(Uuid::from_u128(1)), EngagementId(Uuid::from_u128(2)));
    let line = |(at, draft): (u128, domain::petition::import::Draft)| {
        let id = PetitionId(Uuid::from_u128(at));
        let unit = draft.content.unit_written.clone();
        let petition = Petition::register((id, place, draft.number), draft.content, None, &rules).unwrap();
        Line { petition, unit }
    };
    (1..).zip(import.drafts).map(line).collect()
}

/// Petitions of the county's register that say these texts instead.
pub(crate) fn taken_in(texts: &[String]) -> Vec<Line> {
    let mut lines = kept(County::new().check(&register().rows, &HashMap::new()));
    lines.truncate(texts.len());
    for (line, text) in lines.iter_mut().zip(texts) {
        line.petition.content.text.clone_from(text);
        line.unit = "𠮷家沟村".to_owned();
    }
    lines
}

fn taken_out(lines: &[Line]) -> petitions::PetitionSheet {
    let heading =
        Heading {
            sheet: "信访登记".into(), title: "信访登记表".into(), subtitle: "截至 2025-11-20".into()
        };
    let rules = (&PetitionRules::shipped(), Offset::BEIJING);
    let bytes = write(lines, heading, rules, Timestamp(0)).unwrap();
    petitions::read(&sheet::open(&bytes, &sheet::Limits::default()).unwrap()).unwrap()
}

#[test]
fn a_register_taken_out_comes_in_again_without_a_difference() {
    let county = County::new();
    let first = county.check(&register().rows, &HashMap::new());
    let there: HashMap<_, _> = first.drafts.iter().map(|d| (d.number.clone(), d.content.clone())).collect();
    let out = taken_out(&kept(first));
    assert_eq!((out.missing.len(), out.issues.0.len()), (0, 0), "{:?}", out.issues);
    let again = county.check(&out.rows, &there);
    assert_eq!((again.issues.errors(), again.counts.rows, again.counts.there), (0, 160, 160));
    for draft in &again.drafts {
        assert_eq!(draft.content, there[&draft.number], "{}", draft.number);
    }
}

#[test]
fn a_register_taken_out_says_how_reporters_were_named_and_never_who_they_are() {
    let county = County::new();
    let given = register();
    let out = taken_out(&kept(county.check(&given.rows, &HashMap::new())));
    let said: BTreeSet<(&str, &str)> =
        out.rows.iter().map(|row| (row.reporter.expose().as_str(), row.contact.expose().as_str())).collect();
    let words = [("仅有姓氏", "密封"), ("匿名", ""), ("实名", "密封"), ("待核实", "密封")];
    assert_eq!(said, words.into());
    // Elsewhere it is a register whose reporters nobody can answer, and the preview says so row by row.
    let elsewhere = county.check(&out.rows, &HashMap::new());
    let counts = &elsewhere.counts;
    assert_eq!((counts.real_name, counts.unverified, counts.surname_only, counts.anonymous), (36, 5, 8, 111));
    assert!(elsewhere.drafts.iter().all(|draft| draft.identity.is_none()), "the word is nobody's name");
    let sealed = elsewhere.issues.0.iter().filter(|issue| issue.kind == "sealed_elsewhere").count();
    assert_eq!((elsewhere.issues.errors(), sealed), (0, 49));
}
