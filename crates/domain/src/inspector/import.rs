//! Checks a list of the inspector pool before anything is stored: every row's mistakes by row, column and kind.
//!
//! The sheet itself is read elsewhere into [`RawInspector`] rows of text; this decides what they mean. Called by
//! the import act and its preview. Blank relatives and unrecognised units are warnings, because the pool may be
//! stored with questions open; [`crate::recusal`] then asks them before a team is cleared.

use super::notation::{self, NotationFault};
use super::{InspectorCode, NamedUnit, PartyStanding, Profile, Relatives};
use crate::import::Issues;
use crate::recusal::{Resolution, UnitNames};
use crate::term::{Month, TermNumber};
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The headings of the list, as the field calls them: what issues name as their column.
pub mod column {
    /// Code.
    pub const CODE: &str = "编号";
    /// Name.
    pub const NAME: &str = "姓名";
    /// Sex.
    pub const SEX: &str = "性别";
    /// Month of birth.
    pub const BIRTH: &str = "出生年月";
    /// Standing in the Party.
    pub const PARTY: &str = "政治面貌";
    /// Present unit.
    pub const UNIT: &str = "工作单位";
    /// Former posts.
    pub const EXPERIENCE: &str = "工作经历";
    /// Relatives.
    pub const RELATIVES: &str = "主要社会关系";
    /// Training hours.
    pub const TRAINING: &str = "近三年培训学时";
    /// Rounds served on.
    pub const ROUNDS: &str = "参加巡察轮次";
    /// Availability.
    pub const STATE: &str = "目前状态";
}

/// One row of the list; every cell as a person reads it, blank as an empty string, a date cell as `1973-09-01`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RawInspector {
    /// As the spreadsheet numbers it, from 1.
    pub row: u32,
    /// 编号
    pub code: String,
    /// 姓名
    pub name: String,
    /// 性别
    pub sex: String,
    /// 出生年月
    pub birth: String,
    /// 政治面貌
    pub political_status: String,
    /// 籍贯
    pub native_place: String,
    /// 工作单位
    pub unit: String,
    /// 职务
    pub post: String,
    /// 职级
    pub rank: String,
    /// 专长
    pub skills: String,
    /// 工作经历
    pub experience: String,
    /// 主要社会关系; blank is not 无
    pub relatives: String,
    /// 近三年培训学时
    pub training_hours: String,
    /// 参加巡察轮次
    pub rounds: String,
    /// 目前状态
    pub state: String,
    /// 备注
    pub note: String,
}

/// What the check must know besides the rows.
pub struct Known<'a> {
    /// The day the list is read as of: nothing in it may be later.
    pub as_of: Day,
    /// The current term's number, which rounds without one belong to.
    pub term: Option<TermNumber>,
    /// Recognises units.
    pub names: &'a dyn UnitNames,
}

/// What a list holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// People in the list's order, each with its row; those with an error are left out.
    pub profiles: Vec<(u32, Profile)>,
    /// What to look at.
    pub issues: Issues,
    /// What the preview shows.
    pub counts: Counts,
}

/// Figures of the preview.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Rows with a person.
    pub people: usize,
    /// Who can be called up.
    pub available: usize,
    /// Who has served on no round.
    pub never_served: usize,
    /// Whose relatives must be asked for.
    pub relatives_not_asked: usize,
    /// Who is a full member of the Party.
    pub full_members: usize,
}

/// Checks the rows.
pub fn check(rows: &[RawInspector], known: &Known<'_>) -> Import {
    let mut import = Import::default();
    let mut codes = BTreeMap::new();
    let mut names: BTreeMap<&str, u32> = BTreeMap::new();
    for raw in rows {
        let mut row = Row { raw, known, issues: &mut import.issues, errors: 0 };
        row.code_is_new(&mut codes);
        row.name_is_shared(&mut names);
        let profile = row.profile();
        if row.errors == 0 {
            import.profiles.push((raw.row, profile));
        }
    }
    import.counts = count(rows.len(), &import.profiles);
    import.issues.sort();
    import
}

fn count(people: usize, profiles: &[(u32, Profile)]) -> Counts {
    let of = |test: fn(&Profile) -> bool| profiles.iter().filter(|(_, p)| test(p)).count();
    Counts {
        people,
        available: of(|p| p.availability.is_available()),
        never_served: of(|p| p.rounds_served.is_empty()),
        relatives_not_asked: of(|p| p.relatives == Relatives::NotAsked),
        full_members: of(|p| p.party.is_full_member()),
    }
}

/// One row being checked.
struct Row<'r, 'i> {
    raw: &'r RawInspector,
    known: &'r Known<'r>,
    issues: &'i mut Issues,
    errors: usize,
}

impl<'r> Row<'r, '_> {
    fn error(&mut self, column: &str, kind: &'static str, message: Message) {
        self.errors += 1;
        self.issues.error(self.raw.row, Some(column), kind, message);
    }

    fn warning(&mut self, column: &str, kind: &'static str, message: Message) {
        self.issues.warning(self.raw.row, Some(column), kind, message);
    }

    /// The value, or the fault noted and nothing.
    fn read<T: Default>(&mut self, column: &str, read: Result<T, NotationFault>) -> T {
        read.unwrap_or_else(|fault| {
            self.error(column, fault.kind, fault.message);
            T::default()
        })
    }

    fn code_is_new(&mut self, codes: &mut BTreeMap<String, u32>) {
        let code = notation::folded(&self.raw.code);
        if code.is_empty() {
            self.error(column::CODE, "missing_required", Message::new("inspector-code-missing"));
        } else if let Some(first) = codes.insert(code.clone(), self.raw.row) {
            let message = Message::new("inspector-code-twice").with("code", code).with("row", first);
            self.error(column::CODE, "duplicate_code", message);
        }
    }

    /// Two people of one name are two people: said, so that nobody merges them.
    fn name_is_shared(&mut self, names: &mut BTreeMap<&'r str, u32>) {
        let name = self.raw.name.as_str();
        if name.trim().is_empty() {
            self.error(column::NAME, "missing_required", Message::new("inspector-name-missing"));
        } else if let Some(first) = names.insert(name, self.raw.row) {
            let message = Message::new("inspector-name-shared").with("name", name).with("row", first);
            self.warning(column::NAME, "same_name", message);
        }
    }

    fn profile(&mut self) -> Profile {
        let raw = self.raw;
        let sex = self.read(column::SEX, notation::sex(&raw.sex));
        let birth = self.birth();
        let home = self.home();
        let posts = self.posts();
        let relatives = self.relatives();
        let training_hours = self.read(column::TRAINING, notation::hours(&raw.training_hours));
        let rounds_served = self.read(column::ROUNDS, notation::rounds(&raw.rounds, self.known.term));
        Profile {
            code: InspectorCode(notation::folded(&raw.code)),
            name: raw.name.trim().to_owned(),
            sex,
            birth,
            native_place: notation::folded(&raw.native_place),
            party: self.party(),
            home,
            post: notation::folded(&raw.post),
            grade: notation::folded(&raw.rank),
            skills: notation::list(&raw.skills),
            posts,
            relatives,
            training_hours,
            rounds_served,
            availability: self.availability(),
            note: raw.note.trim().to_owned(),
        }
    }

    fn birth(&mut self) -> Option<Month> {
        match notation::month(&self.raw.birth) {
            Ok(Some(month)) if month > Month::of(self.known.as_of) => {
                let message = Message::new("inspector-birth-in-future").with("month", month.to_string());
                self.error(column::BIRTH, "future_date", message);
                None
            }
            // A serial may well be the date; a person has to say so, hence no value and no block.
            Err(fault) if fault.kind == "date_serial" => {
                self.warning(column::BIRTH, fault.kind, fault.message);
                None
            }
            read => self.read(column::BIRTH, read),
        }
    }

    fn party(&mut self) -> PartyStanding {
        let standing = notation::party(&self.raw.political_status);
        if matches!(&standing, PartyStanding::Other { words } if words.is_empty()) {
            self.warning(column::PARTY, "missing", Message::new("inspector-party-missing"));
        }
        standing
    }

    fn availability(&mut self) -> super::Availability {
        if self.raw.state.trim().is_empty() {
            self.warning(column::STATE, "missing", Message::new("inspector-state-missing"));
        }
        notation::availability(&self.raw.state)
    }

    fn home(&mut self) -> NamedUnit {
        let written = notation::folded(&self.raw.unit);
        if written.is_empty() {
            self.error(column::UNIT, "missing_required", Message::new("inspector-unit-missing"));
            return NamedUnit::default();
        }
        self.recognised(column::UNIT, NamedUnit { written, unit: None }, true)
    }

    fn posts(&mut self) -> Vec<super::FormerPost> {
        let latest = Month::of(self.known.as_of);
        let mut posts = Vec::new();
        for read in notation::history(&self.raw.experience) {
            match read {
                Ok(post) if post.to.unwrap_or(post.from) > latest => {
                    let message = Message::new("inspector-post-in-future").with("unit", post.unit.written);
                    self.error(column::EXPERIENCE, "future_date", message);
                }
                Ok(post) => {
                    let unit = self.recognised(column::EXPERIENCE, post.unit, true);
                    posts.push(super::FormerPost { unit, ..post });
                }
                Err(fault) => self.error(column::EXPERIENCE, fault.kind, fault.message),
            }
        }
        posts
    }

    fn relatives(&mut self) -> Relatives {
        let (relatives, faults) = notation::relatives(&self.raw.relatives);
        for fault in faults {
            self.error(column::RELATIVES, fault.kind, fault.message);
        }
        match relatives {
            Relatives::NotAsked => {
                let message = Message::new("inspector-relatives-must-be-asked");
                self.warning(column::RELATIVES, "must_be_asked", message);
                Relatives::NotAsked
            }
            Relatives::None => Relatives::None,
            Relatives::Some(mut found) => {
                for relative in &mut found {
                    let unit = relative.unit.take();
                    relative.unit = unit.map(|u| self.recognised(column::RELATIVES, u, false));
                }
                Relatives::Some(found)
            }
        }
    }

    /// Recognises a unit; with `say`, what is not recognised is said. Relatives work anywhere in the world, so
    /// for them it is not.
    fn recognised(&mut self, column: &str, named: NamedUnit, say: bool) -> NamedUnit {
        match self.known.names.resolve(&named.written) {
            Resolution::Found(found) => NamedUnit { unit: Some(found.unit), ..named },
            Resolution::Ambiguous(candidates) => {
                let message = Message::new("inspector-unit-ambiguous")
                    .with("value", named.written.as_str())
                    .with("count", candidates.len());
                self.warning(column, "ambiguous_unit", message);
                named
            }
            Resolution::Unknown => {
                if say {
                    let message =
                        Message::new("inspector-unit-unknown").with("value", named.written.as_str());
                    self.warning(column, "unknown_unit", message);
                }
                named
            }
        }
    }
}
