//! Checks an intake register before anything is stored: every row's mistakes by row, column and kind.
//!
//! The sheet is read elsewhere into [`RawPetition`] rows. What a row says of its reporter is kept apart in secrets: no
//! issue ever quotes it. A row whose number the register has already is *there already* when it says the same, and an
//! error when it says something else. Called by the import act and its preview (C13).

use super::{
    Channel, Content, Identity, LONGEST_TEXT, Mark, Naming, PetitionRules, Reception, ScopeFacts,
    ScopeProposal, Subject, UnitStanding, crowd_risk, higher_level,
};
use crate::import::Issues;
use kernel::{Message, Offset, Secret, Timestamp, UnitId};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// The headings of the register, as the field calls them.
pub mod column {
    /// Number.
    pub const NUMBER: &str = "编号";
    /// When it came in.
    pub const RECEIVED: &str = "收到时间";
    /// The way it came in.
    pub const CHANNEL: &str = "受理方式";
    /// Reporter.
    pub const REPORTER: &str = "反映人";
    /// Contact.
    pub const CONTACT: &str = "联系方式";
    /// The unit.
    pub const UNIT: &str = "被反映单位";
    /// The subjects.
    pub const SUBJECT: &str = "被反映人";
    /// What is told.
    pub const TEXT: &str = "反映内容";
    /// People of a visit.
    pub const PEOPLE: &str = "来访人数";
    /// Who registered it.
    pub const REGISTRAR: &str = "登记人";
    /// Remarks.
    pub const NOTE: &str = "备注";
}

/// One row of the register, every cell as a person reads it. Not serialisable: it holds who reported.
#[derive(Debug)]
pub struct RawPetition {
    /// As the spreadsheet numbers it, from 1.
    pub row: u32,
    /// 编号
    pub number: String,
    /// 收到时间; a date cell as `2025-09-08 10:52`.
    pub received: String,
    /// 受理方式
    pub channel: String,
    /// 反映人
    pub reporter: Secret<String>,
    /// 联系方式
    pub contact: Secret<String>,
    /// 被反映单位
    pub unit: String,
    /// 被反映人
    pub subject: String,
    /// 反映内容
    pub text: String,
    /// 来访人数
    pub people: String,
    /// 登记人
    pub registrar: String,
    /// 备注
    pub note: String,
}

/// How a written unit stands, as the directory of units and the engagements tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownUnit {
    /// Recognised, and inspected by the engagement or below a unit that is.
    Inspected(UnitId),
    /// Recognised, another one.
    Other(UnitId),
    /// Several fit.
    Ambiguous,
    /// None fits.
    Unknown,
}

/// What the check must know besides the rows.
pub struct Known<'a> {
    /// The rules for petitions.
    pub rules: &'a PetitionRules,
    /// Duty hours, closing, calendar of the engagement that a unit belongs to.
    pub reception: &'a dyn Fn(Option<UnitId>) -> Reception<'a>,
    /// The committee's offset.
    pub offset: Offset,
    /// The instant up to which a petition can have come in.
    pub now: Timestamp,
    /// Recognises units.
    pub unit: &'a dyn Fn(&str) -> KnownUnit,
    /// Names of cadres managed at a higher level.
    pub higher_names: &'a [String],
    /// Names of the inspected units' cadres.
    pub cadres: &'a [String],
    /// What the register holds already, by number.
    pub there: &'a HashMap<String, Content>,
}

/// Whether the register has a row already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// It is new.
    New,
    /// It is there and says the same; nothing is to be stored.
    There,
}

/// A row as a petition to register.
#[derive(Debug)]
pub struct Draft {
    /// As the spreadsheet numbers it.
    pub row: u32,
    /// Its number.
    pub number: String,
    /// What it says; nothing of its reporter.
    pub content: Content,
    /// Who reported, to be sealed.
    pub identity: Option<Identity>,
    /// What the scope test proposes.
    pub scope: ScopeProposal,
    /// New or there already.
    pub presence: Presence,
}

/// A judged register.
#[derive(Debug, Default)]
pub struct Import {
    /// The petitions in the list's order; those with an error are left out.
    pub drafts: Vec<Draft>,
    /// What to look at.
    pub issues: Issues,
    /// What the preview shows.
    pub counts: Counts,
}

/// Figures of the preview.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Rows with a petition.
    pub rows: usize,
    /// Per channel.
    pub channels: BTreeMap<String, usize>,
    /// Real-name: full name and contact.
    pub real_name: usize,
    /// Full name, no contact.
    pub unverified: usize,
    /// Surname only.
    pub surname_only: usize,
    /// Anonymous.
    pub anonymous: usize,
    /// Persons in visits; visits are a channel.
    pub visitors: u32,
    /// Proposed in scope, mixed included.
    pub in_scope: usize,
    /// Proposed mixed.
    pub mixed: usize,
    /// Proposed out of scope.
    pub out_of_scope: usize,
    /// There already.
    pub there: usize,
}

/// Checks the rows.
pub fn check(rows: &[RawPetition], known: &Known<'_>) -> Import {
    let mut import = Import::default();
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    for raw in rows {
        let mut row = Row { raw, known, issues: &mut import.issues, errors: 0 };
        let draft = row.draft(&mut numbers);
        if row.errors == 0 {
            import.drafts.extend(draft);
        }
    }
    import.counts = count(rows.len(), &import.drafts);
    import.issues.sort();
    import
}

fn count(rows: usize, drafts: &[Draft]) -> Counts {
    use super::Verdict;
    let mut counts = Counts { rows, ..Counts::default() };
    for draft in drafts {
        *counts.channels.entry(draft.content.channel.0.clone()).or_default() += 1;
        *match draft.content.naming {
            Naming::RealName => &mut counts.real_name,
            Naming::Unverified => &mut counts.unverified,
            Naming::SurnameOnly => &mut counts.surname_only,
            Naming::Anonymous => &mut counts.anonymous,
        } += 1;
        counts.visitors += draft.content.people.unwrap_or(0);
        match draft.scope.verdict.0 {
            Verdict::Out { .. } => counts.out_of_scope += 1,
            Verdict::In => counts.in_scope += 1,
            Verdict::Mixed => {
                counts.in_scope += 1;
                counts.mixed += 1;
            }
        }
        counts.there += usize::from(draft.presence == Presence::There);
    }
    counts
}

/// One row being checked.
struct Row<'r, 'k, 'i> {
    raw: &'r RawPetition,
    known: &'r Known<'k>,
    issues: &'i mut Issues,
    errors: usize,
}

impl Row<'_, '_, '_> {
    fn error(&mut self, column: &str, kind: &'static str, message: Message) {
        self.errors += 1;
        self.issues.error(self.raw.row, Some(column), kind, message);
    }

    fn warning(&mut self, column: &str, kind: &'static str, message: Message) {
        self.issues.warning(self.raw.row, Some(column), kind, message);
    }

    fn draft(&mut self, numbers: &mut BTreeMap<String, u32>) -> Option<Draft> {
        let (raw, known) = (self.raw, self.known);
        self.number_is_new(numbers);
        let channel = self.channel();
        let received = self.received();
        let people = self.people();
        let text = self.text();
        let (unit, standing) = self.unit();
        let (naming, identity) = self.reporter();
        let subject_is_cadre = known.cadres.iter().any(|name| raw.subject.contains(name.as_str()));
        let facts = ScopeFacts { unit: standing, subject: &raw.subject, subject_is_cadre, text: &raw.text };
        let scope = known.rules.propose(&facts);
        let mut content = Content {
            channel: channel.clone()?,
            received: received?,
            naming,
            people,
            openers: openers(&raw.note),
            registrar: raw.registrar.trim().to_owned(),
            unit_written: raw.unit.clone(),
            unit,
            subjects: subjects(&raw.subject, unit),
            text,
            disciplines: Vec::new(),
            marks: Vec::new(),
        };
        content.marks = self.marks(&content);
        let presence = self.presence(&content);
        Some(Draft { row: raw.row, number: raw.number.trim().to_owned(), content, identity, scope, presence })
    }

    /// How the reporter is named, and who they are. A list that was taken out of a register says only the former.
    fn reporter(&mut self) -> (Naming, Option<Identity>) {
        let (name, contact) = (self.raw.reporter.expose(), self.raw.contact.expose());
        if let Some(naming) = Naming::sealed_elsewhere(name, contact) {
            let there = self.known.there.contains_key(self.raw.number.trim());
            if !there {
                let message = Message::new("petition-reporter-sealed-elsewhere");
                self.warning(column::REPORTER, "sealed_elsewhere", message);
            }
            return (naming, None);
        }
        (self.known.rules.naming(name, contact), Identity::given(name, contact, self.known.rules))
    }

    fn number_is_new(&mut self, numbers: &mut BTreeMap<String, u32>) {
        let number = self.raw.number.trim().to_owned();
        if number.is_empty() {
            self.error(column::NUMBER, "missing_required", Message::new("petition-number-missing"));
        } else if let Some(first) = numbers.insert(number.clone(), self.raw.row) {
            let message = Message::new("petition-number-twice").with("number", number).with("row", first);
            self.error(column::NUMBER, "duplicate_number", message);
        }
    }

    fn channel(&mut self) -> Option<Channel> {
        let written = self.raw.channel.trim();
        let found = self.known.rules.channel_written(written).map(|channel| channel.code.clone());
        if written.is_empty() {
            self.error(column::CHANNEL, "missing_required", Message::new("petition-channel-missing"));
        } else if found.is_none() {
            let names: Vec<&str> = self.known.rules.channels.iter().map(|c| c.name.zh.as_str()).collect();
            let message = Message::new("petition-channel-not-known").with("value", written);
            self.error(column::CHANNEL, "unknown_value", message.with("allowed", names.join("、")));
        }
        found
    }

    fn received(&mut self) -> Option<Timestamp> {
        let written = self.raw.received.trim();
        let read = instant(written, self.known.offset);
        match read {
            None if written.is_empty() => {
                self.error(column::RECEIVED, "missing_required", Message::new("petition-received-missing"));
            }
            None if is_serial(written) => {
                let message = Message::new("petition-received-serial").with("value", written);
                self.error(column::RECEIVED, "date_serial", message);
            }
            None => {
                let message = Message::new("petition-received-wrong").with("value", written);
                self.error(column::RECEIVED, "bad_date", message);
            }
            Some(at) if at > self.known.now => {
                let message = Message::new("petition-received-in-future").with("value", written);
                self.error(column::RECEIVED, "future_date", message);
            }
            Some(_) => {}
        }
        read
    }

    fn people(&mut self) -> Option<u32> {
        let written = self.raw.people.trim();
        if written.is_empty() {
            return None;
        }
        let people =
            written.trim_end_matches(['人', '名', '位']).parse().ok().filter(|n| (1..=9_999).contains(n));
        if people.is_none() {
            let message = Message::new("petition-people-wrong").with("value", written);
            self.error(column::PEOPLE, "not_a_number", message);
        }
        people
    }

    fn unit(&mut self) -> (Option<UnitId>, UnitStanding) {
        let written = self.raw.unit.trim();
        if written.is_empty() {
            return (None, UnitStanding::NotNamed);
        }
        let found = match (self.known.unit)(written) {
            KnownUnit::Unknown => (self.known.unit)(without_bodies(written)),
            known => known,
        };
        match found {
            KnownUnit::Inspected(unit) => (Some(unit), UnitStanding::Inspected),
            KnownUnit::Other(unit) => (Some(unit), UnitStanding::Other),
            KnownUnit::Ambiguous => {
                let message = Message::new("petition-unit-ambiguous").with("value", written);
                self.warning(column::UNIT, "ambiguous_unit", message);
                (None, UnitStanding::Other)
            }
            KnownUnit::Unknown => {
                let message = Message::new("petition-unit-unknown").with("value", written);
                self.warning(column::UNIT, "unknown_unit", message);
                (None, UnitStanding::Other)
            }
        }
    }

    /// Judged whatever else is wrong with the row, so that all of it is told at once.
    fn text(&mut self) -> String {
        let text = self.raw.text.trim().to_owned();
        let length = text.chars().count();
        if length == 0 {
            self.error(column::TEXT, "missing_required", Message::new("petition-text-missing"));
        } else if length > LONGEST_TEXT {
            let message = Message::new("petition-text-too-long").with("length", length);
            self.error(column::TEXT, "too_long", message.with("most", LONGEST_TEXT));
        } else if length < 10 {
            let message = Message::new("petition-text-short").with("length", length);
            self.warning(column::TEXT, "short_text", message);
        }
        text
    }

    fn marks(&mut self, content: &Content) -> Vec<Mark> {
        let rules = self.known.rules;
        let channel = rules.channel(&content.channel);
        let reception = (self.known.reception)(content.unit);
        let mut marks = channel.map(|rule| reception.marks(content, rule)).unwrap_or_default();
        if let Some(hint) = crowd_risk(&content.text, rules) {
            marks.push(Mark::CrowdRisk);
            let message = Message::new("petition-hint-crowd").with("value", hint.phrase);
            self.warning(column::TEXT, "crowd_risk", message);
        }
        let all = format!("{} {}", content.text, self.raw.subject);
        if let Some(hint) = higher_level(&all, self.known.higher_names, rules) {
            marks.push(Mark::HigherLevel);
            let message = Message::new("petition-hint-higher").with("value", hint.phrase);
            self.warning(column::SUBJECT, "higher_level", message);
        }
        for mark in [Mark::OutsideDuty, Mark::OneOpener, Mark::AfterClosing] {
            if marks.contains(&mark) {
                self.warning(column::RECEIVED, mark.code(), mark.label());
            }
        }
        marks
    }

    fn presence(&mut self, content: &Content) -> Presence {
        let number = self.raw.number.trim();
        let Some(there) = self.known.there.get(number) else { return Presence::New };
        // A list tells an instant to the second.
        let second = |at: Timestamp| at.0.div_euclid(1_000_000);
        let same = (&there.text, &there.channel, second(there.received))
            == (&content.text, &content.channel, second(content.received));
        if same {
            let message = Message::new("petition-there-already").with("number", number);
            self.warning(column::NUMBER, "there_already", message);
        } else {
            let message = Message::new("petition-number-taken").with("number", number);
            self.error(column::NUMBER, "number_taken", message);
        }
        Presence::There
    }
}

/// A unit's name without the bodies people put behind it: 枕河镇党委、政府 is 枕河镇.
pub fn without_bodies(written: &str) -> &str {
    let mut name = written.trim();
    while let Some(shorter) = ["党委", "政府", "党组", "党支部", "党总支", "机关", "、", "和", "及"]
        .iter()
        .find_map(|body| name.strip_suffix(body))
        .filter(|shorter| !shorter.is_empty())
    {
        name = shorter.trim_end();
    }
    name
}

/// A date as a spreadsheet counts it, in a cell without a date format.
fn is_serial(written: &str) -> bool {
    written.parse::<f64>().is_ok_and(|number| (20_000.0..80_000.0).contains(&number))
}

/// `开箱人：司戊鸿、元戊曜`
fn openers(note: &str) -> Vec<String> {
    let Some((_, rest)) = note.split_once("开箱人") else { return Vec::new() };
    let line = rest.trim_start_matches(['：', ':', ' ']).lines().next().unwrap_or_default();
    let names = line.split(['、', '，', ',', ';', '；', ' ']).map(str::trim).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

/// Those a petition is about, as a list or a field names them: between 、 or commas.
pub fn subjects(written: &str, unit: Option<UnitId>) -> Vec<Subject> {
    let names =
        written.split(['、', '，', ',', '；', ';', '\n']).map(str::trim).filter(|name| !name.is_empty());
    names.map(|name| Subject { name: name.to_owned(), unit, ..Subject::default() }).collect()
}

/// Who opened the box, as a list's remark says it; the way back of [`openers`].
pub fn openers_written(openers: &[String]) -> String {
    if openers.is_empty() { String::new() } else { format!("开箱人：{}", openers.join("、")) }
}

/// An instant as a list writes it, with seconds only where there are some; the way back of [`instant`].
pub fn instant_written(at: Timestamp, offset: Offset) -> String {
    let local = at.local(offset);
    let (hour, minute, second) = local.time().as_hms();
    let minutes = format!("{} {hour:02}:{minute:02}", kernel::Day(local.date()));
    if second == 0 { minutes } else { format!("{minutes}:{second:02}") }
}

/// An instant in the notations of registers: `2025-09-08 10:52`, `2025年9月9日15:34`, `2025.9.12 09:30`, `2025/09/14 12:06`.
pub fn instant(written: &str, offset: Offset) -> Option<Timestamp> {
    let digits = |c: char| !c.is_ascii_digit();
    let narrow: String = written.chars().map(narrow).collect();
    let parts: Vec<&str> = narrow.split(digits).filter(|part| !part.is_empty()).collect();
    let allowed = narrow.chars().all(|c| c.is_ascii_digit() || " .-/:年月日时分秒T".contains(c));
    let number = |at: usize| parts.get(at).and_then(|part| part.parse::<u32>().ok());
    if !allowed || !(5..=6).contains(&parts.len()) {
        return None;
    }
    let year = i32::try_from(number(0)?).ok().filter(|year| (1949..=2200).contains(year))?;
    let day = kernel::Day::new(year, u8::try_from(number(1)?).ok()?, u8::try_from(number(2)?).ok()?)?;
    let (hour, minute, second) = (number(3)?, number(4)?, number(5).unwrap_or(0));
    let clock = hour < 24 && minute < 60 && second < 60;
    let seconds = i64::from(hour * 3_600 + minute * 60 + second);
    clock.then(|| day.start(offset).plus_seconds(seconds))
}

fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    }
}
