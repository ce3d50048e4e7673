//! The shape of a round's file. Every key is known: one that is not is an error with its line, so that nothing
//! of a file is dropped in silence.

use crate::deadline::CutOff;
use crate::engagement::DutyDays;
use crate::team::Role;
use crate::term::RoundNumber;
use kernel::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A round's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundFile {
    /// Name and version of this shape.
    pub schema: String,
    /// A remark.
    #[serde(default)]
    pub note: String,
    /// The committee.
    pub committee: String,
    /// The office above.
    #[serde(default)]
    pub superior_office: String,
    /// The inspection office.
    #[serde(default)]
    pub office: String,
    /// The term.
    pub term: TermFile,
    /// The round's own facts.
    pub round: RoundFacts,
    /// The leading group, by position.
    #[serde(default)]
    pub leading_group: BTreeMap<String, Official>,
    /// The office's director.
    #[serde(default)]
    pub office_director: Option<Official>,
    /// When the duty telephone is answered.
    #[serde(default)]
    pub duty: Option<Duty>,
    /// The public notice's scope.
    #[serde(default)]
    pub notice: Option<Notice>,
    /// Opinion boxes.
    #[serde(default)]
    pub boxes: Vec<OpinionBox>,
    /// Days on which they are opened.
    #[serde(default)]
    pub box_openings: Vec<Day>,
    /// The checklist tree.
    #[serde(default)]
    pub focus_points: Vec<FocusPoint>,
    /// Teams with their units.
    pub teams: Vec<TeamFile>,
    /// Leading cadres, with who manages them.
    #[serde(default)]
    pub cadres: Vec<Cadre>,
    /// Management levels from high to low; a list stands for levels of one height.
    #[serde(default)]
    pub cadre_levels_high_to_low: Vec<LevelRank>,
}

/// The term a round belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermFile {
    /// Its name.
    pub name: String,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// Two days of the file, not yet checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// A round's own facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundFacts {
    /// Its number within the term.
    pub no: RoundNumber,
    /// Its name.
    pub name: String,
    /// The day its plan was approved.
    #[serde(default)]
    pub approved: Option<Day>,
    /// The day of the deployment meeting.
    #[serde(default)]
    pub mobilisation: Option<Day>,
    /// From entry to withdrawal.
    pub window: Days,
    /// When channels close, with the offset.
    #[serde(default)]
    pub intake_closes: Option<String>,
    /// The kinds it mixes.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// The day of the mid-term report.
    #[serde(default)]
    pub mid_term_report: Option<Day>,
}

/// A name and a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Official {
    /// Name.
    pub name: String,
    /// Post.
    pub post: String,
}

/// When the duty telephone is answered: stretches of the day, both ends inclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// `working_days` or `every_day`.
    pub days: DutyDays,
    /// Stretches, each from–to.
    pub hours: Vec<(CutOff, CutOff)>,
    /// Name of the time zone.
    #[serde(default)]
    pub timezone: String,
    /// A remark.
    #[serde(default)]
    pub note: String,
}

/// What the public notice says is accepted, and what is passed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Accepted.
    pub scope_in: String,
    /// Passed on.
    pub scope_out: String,
    /// The code of the online form.
    #[serde(default)]
    pub public_code: String,
}

/// An opinion box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpinionBox {
    /// Its number.
    pub no: String,
    /// Where it hangs.
    pub place: String,
    /// The team that opens it.
    pub team: u16,
}

/// A node of the checklist tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FocusPoint {
    /// Its code.
    pub code: String,
    /// Its words.
    pub name: String,
    /// The code above it.
    pub parent: Option<String>,
}

/// A member: code and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberFile {
    /// Code in the pool.
    pub id: String,
    /// Name, to be held against the pool's.
    pub name: String,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeamFile {
    /// Its number.
    pub no: u16,
    /// Its name.
    pub name: String,
    /// Its leader.
    pub leader: Option<MemberFile>,
    /// Its deputy.
    #[serde(default)]
    pub deputy: Option<MemberFile>,
    /// Its liaison inspector.
    #[serde(default)]
    pub liaison: Option<MemberFile>,
    /// The others.
    #[serde(default)]
    pub members: Vec<MemberFile>,
    /// Duty telephone.
    #[serde(default)]
    pub duty_phone: String,
    /// Mobile.
    #[serde(default)]
    pub mobile: String,
    /// E-mail.
    #[serde(default)]
    pub email: String,
    /// Office and reception address.
    #[serde(default)]
    pub office: String,
    /// Postal address.
    #[serde(default)]
    pub postal_box: String,
    /// Number of its authorisation.
    #[serde(default)]
    pub authorisation: String,
    /// Its units.
    pub units: Vec<UnitFile>,
}

impl TeamFile {
    /// Everyone with their role and the path within the team.
    pub(super) fn people(&self) -> impl Iterator<Item = (Role, String, &MemberFile)> {
        let heads = [
            (Role::Leader, "leader", &self.leader),
            (Role::Deputy, "deputy", &self.deputy),
            (Role::Liaison, "liaison", &self.liaison),
        ];
        let heads = heads.into_iter().filter_map(|(r, key, m)| m.as_ref().map(|m| (r, key.to_owned(), m)));
        let others = self.members.iter().enumerate();
        heads.chain(others.map(|(n, m)| (Role::Member, format!("members[{n}]"), m)))
    }
}

/// A unit of a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitFile {
    /// Its name.
    pub unit: String,
    /// The unit above it, where the name alone is not enough.
    #[serde(default)]
    pub parent: Option<String>,
    /// The kind of engagement.
    pub kind: String,
    /// Its own window; the round's when left out.
    #[serde(default)]
    pub window: Option<Days>,
    /// What a look-back follows up.
    #[serde(default)]
    pub follows_up: Option<String>,
    /// What a special one is about.
    #[serde(default)]
    pub topic: Option<String>,
    /// Units brought along.
    #[serde(default)]
    pub extends_to: Vec<ExtensionFile>,
}

/// A unit brought along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionFile {
    /// Its name.
    pub unit: String,
    /// The unit above it, where the name alone is not enough.
    #[serde(default)]
    pub parent: Option<String>,
}

/// A leading cadre and who manages them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cadre {
    /// Name.
    pub name: String,
    /// Unit, as written.
    pub unit: String,
    /// Post.
    pub post: String,
    /// Management level.
    pub level: String,
}

/// One height of management levels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum LevelRank {
    /// One level.
    One(String),
    /// Several of one height.
    Same(Vec<String>),
}

impl LevelRank {
    /// The levels of this height.
    pub fn levels(&self) -> &[String] {
        match self {
            Self::One(level) => std::slice::from_ref(level),
            Self::Same(levels) => levels,
        }
    }
}
