//! The content of a ruleset as a Rust type, one per kind. Rules that belong to a noun are defined and read in
//! that noun's module; those without one are here.

use super::{Faults, Kind, Names, Reader, taxonomy};
use crate::account::SignInRules;
use crate::clue::RoutingRules;
use crate::deadline::DeadlineRules;
use crate::decision::PaperProfile;
use crate::engagement::{EngagementKind, KIND_CODES};
use crate::finding::FocusRules;
use crate::method::MethodRules;
use crate::numbering::NumberRules;
use crate::organisation::{Taxonomy, UnitKind};
use crate::petition::PetitionRules;
use crate::rectification::RectificationRules;
use crate::recusal::RecusalRules;
use crate::team::TeamRules;
use crate::vocabulary::Vocabulary;
use kernel::Message;
use kernel::calendar::{CalendarData, CalendarYear, Holiday, WorkCalendar, YearStatus};
use serde_json::Value;

/// A ruleset's content.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Periods per kind of matter.
    Deadlines(DeadlineRules),
    /// Holidays and make-up working days.
    Calendar(WorkCalendar),
    /// Who must stay away from whom.
    Recusal(RecusalRules),
    /// What counts for the term's coverage.
    Coverage(CoverageRules),
    /// Size, skills and load of a team.
    Team(TeamRules),
    /// Words by level and body.
    Vocabulary(Vocabulary),
    /// Kinds and natures of units, management levels.
    UnitKinds(Taxonomy),
    /// The sentence about state secrets.
    Banner(Banner),
    /// How decisions on paper take effect.
    Decisions(PaperProfile),
    /// Of whom a second factor is demanded.
    SignIn(SignInRules),
    /// How the numbers of documents are written.
    Numbers(NumberRules),
    /// How items are closed and reminded of.
    Rectification(RectificationRules),
    /// Channels, scope test and words of petitions.
    Petitions(PetitionRules),
    /// Frames of focus, and what a finding must hold.
    Focus(FocusRules),
    /// Where clues go.
    Routing(RoutingRules),
    /// What each method asks for.
    Methods(MethodRules),
}

impl Body {
    /// Reads the content of a kind; mistakes go to `faults`, paths begin with `body`.
    pub fn read(kind: Kind, value: &Value, faults: &Faults) -> Option<Self> {
        let reader = Reader::new("body", value, faults);
        let body = match kind {
            Kind::Deadlines => DeadlineRules::read(&reader).map(Self::Deadlines),
            Kind::Calendar => read_calendar(&reader).map(Self::Calendar),
            Kind::Recusal => RecusalRules::read(&reader).map(Self::Recusal),
            Kind::Coverage => CoverageRules::read(&reader).map(Self::Coverage),
            Kind::Team => TeamRules::read(&reader).map(Self::Team),
            Kind::Vocabulary => Vocabulary::read(&reader).map(Self::Vocabulary),
            Kind::UnitKinds => taxonomy::read(&reader).map(Self::UnitKinds),
            Kind::Banner => Banner::read(&reader).map(Self::Banner),
            Kind::Decisions => PaperProfile::read(&reader).map(Self::Decisions),
            Kind::SignIn => SignInRules::read(&reader).map(Self::SignIn),
            Kind::Numbers => NumberRules::read(&reader).map(Self::Numbers),
            Kind::Rectification => RectificationRules::read(&reader).map(Self::Rectification),
            Kind::Petitions => PetitionRules::read(&reader).map(Self::Petitions),
            Kind::Focus => FocusRules::read(&reader).map(Self::Focus),
            Kind::Routing => RoutingRules::read(&reader).map(Self::Routing),
            Kind::Methods => MethodRules::read(&reader).map(Self::Methods),
        };
        reader.finish();
        body
    }
}

fn read_calendar(reader: &Reader<'_>) -> Option<WorkCalendar> {
    let years = reader.object("years")?;
    let mut data = CalendarData::default();
    for key in years.keys() {
        let entry = years.object(key).and_then(|year| {
            let entry = read_year(&year);
            year.finish();
            entry
        });
        match (key.parse::<i32>(), entry) {
            (Ok(year), Some(entry)) if (1949..=2200).contains(&year) => {
                data.years.insert(year, entry);
            }
            (Ok(year), None) if (1949..=2200).contains(&year) => {}
            _ => years.faults().note(years.at(key), Message::new("ruleset-not-a-year").with("value", key)),
        }
    }
    match WorkCalendar::new(data) {
        Ok(calendar) => Some(calendar),
        Err(faults) => {
            reader.faults().take(reader.path(), faults);
            None
        }
    }
}

fn read_year(year: &Reader<'_>) -> Option<CalendarYear> {
    let status: YearStatus = year.choice("status", &["published", "unknown"])?;
    if status == YearStatus::Unknown {
        return Some(CalendarYear {
            basis: year.optional_text("basis").unwrap_or_default(),
            ..Default::default()
        });
    }
    let basis = year.text("basis");
    let holidays = year.list("holidays", |h| {
        let (name, from, to) = (h.text("name"), read_day(h, "from"), read_day(h, "to"));
        Some(Holiday { name: name?, from: from?, to: to? })
    });
    let makeup_working_days = year
        .texts("makeup_working_days")
        .iter()
        .filter_map(|text| parse_day(year, "makeup_working_days", text))
        .collect();
    Some(CalendarYear { status, basis: basis?, holidays, makeup_working_days })
}

fn read_day(reader: &Reader<'_>, key: &str) -> Option<kernel::Day> {
    let text = reader.text(key)?;
    parse_day(reader, key, &text)
}

fn parse_day(reader: &Reader<'_>, key: &str, text: &str) -> Option<kernel::Day> {
    let day = text.parse().ok();
    if day.is_none() {
        reader.faults().note(reader.at(key), Message::new("ruleset-not-a-day").with("value", text));
    }
    day
}

/// What counts for the coverage of a term (A2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageRules {
    /// Kinds of engagement that make a unit inspected.
    pub qualifying_kinds: Vec<EngagementKind>,
    /// Groups of unit kinds whose rate is counted together, first the one shown first.
    pub denominators: Vec<Denominator>,
}

/// Units counted together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denominator {
    /// Its name on pages.
    pub name: Names,
    /// Codes of the unit kinds in it.
    pub unit_kinds: Vec<UnitKind>,
}

impl CoverageRules {
    fn read(reader: &Reader<'_>) -> Option<Self> {
        let qualifying_kinds = reader.choices("qualifying_kinds", &KIND_CODES);
        let denominators = reader.list("denominators", |d| {
            let (name, unit_kinds) = (d.names("name"), d.texts("unit_kinds"));
            Some(Denominator { name: name?, unit_kinds: unit_kinds.into_iter().map(UnitKind).collect() })
        });
        Some(Self { qualifying_kinds, denominators })
    }
}

/// The sentence about state secrets on every page, and whether marking is switched on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banner {
    /// What it says.
    pub text: Names,
    /// Whether it is shown.
    pub shown: bool,
    /// Whether papers may carry a classification mark: an approved environment only.
    pub marking: bool,
}

impl Banner {
    fn read(reader: &Reader<'_>) -> Option<Self> {
        let (text, shown, marking) = (reader.names("text"), reader.flag("shown"), reader.flag("marking"));
        Some(Self { text: text?, shown, marking })
    }
}
