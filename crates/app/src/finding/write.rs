//! Writing a paper and revising it. A form that was made from an older version meets the newer one; nothing is replaced
//! unseen.

use super::draft::Ground;
use super::link::NewFile;
use super::register::Register;
use super::{Draft, Loaded, home, load, marked, refuse_if_closed, right, rules_of};
use crate::round::engagement_label;
use crate::{Act, Error, Prep, Prepared, Right, version};
use domain::engagement::Kept as Engagement;
use domain::finding::{Finding, FindingRules, Paper};
use domain::permission::Action;
use kernel::{EngagementId, FindingId, UnitId};
use serde::{Deserialize, Serialize};
use store::Changes;
use store::changes::Chain;

/// A paper that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenFinding {
    /// The finding.
    pub finding: FindingId,
}

/// Begins a working paper. Its number is the next of its round.
#[derive(Clone, Debug)]
pub struct WriteFinding {
    /// In which engagement.
    pub engagement: EngagementId,
    /// What it says.
    pub draft: Draft,
    /// Files that arrived with it.
    pub files: Vec<NewFile>,
}

/// Changes what a paper says.
#[derive(Clone, Debug)]
pub struct ReviseFinding {
    /// In which engagement.
    pub engagement: EngagementId,
    /// Which.
    pub finding: FindingId,
    /// The version its form was made from.
    pub version: Option<i64>,
    /// What it says now.
    pub draft: Draft,
    /// Files that arrived with it.
    pub files: Vec<NewFile>,
}

/// What a draft is read with: the units its paper may speak of, and the keys that were given.
pub(super) struct Setting<'s> {
    pub(super) engagement: &'s Engagement,
    pub(super) rules: &'s FindingRules,
    pub(super) last_key: u32,
}

/// The paper a draft is, with the files that arrived with it recorded and linked.
pub(super) async fn compose(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    setting: &Setting<'_>,
    draft: &Draft,
    files: &[NewFile],
) -> Result<Paper, Error> {
    let engagement = setting.engagement.engagement.id;
    let mut draft = draft.clone();
    let mut recorded = Vec::new();
    for file in files {
        recorded.push(file.record(prep, changes, engagement, &mut draft)?);
    }
    let pieces = draft.sentences.iter().flat_map(|sentence| &sentence.evidence).chain(&draft.evidence);
    let numbers: Vec<&str> = pieces.clone().map(|piece| piece.number.trim()).collect();
    let known: Vec<_> = pieces.filter_map(|piece| piece.file).filter(|id| !recorded.contains(id)).collect();
    let viewer = prep.ctx.viewer()?;
    let mut register = Register::look_up(&mut prep.conn, Some(&viewer), engagement, &numbers, &known).await?;
    recorded.into_iter().for_each(|id| register.add_file(id));
    let extensions = setting.engagement.extensions.iter().map(|extension| extension.unit);
    let units: Vec<UnitId> = std::iter::once(setting.engagement.unit).chain(extensions).collect();
    draft.paper(&Ground {
        rules: setting.rules,
        register: &register,
        units: &units,
        last_key: setting.last_key,
    })
}

impl Act for WriteFinding {
    const NAME: &'static str = "finding-write";
    type Done = WrittenFinding;

    fn right(&self) -> Right {
        right(Action::FindingWrite, self.engagement)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<WrittenFinding>, Error> {
        let home = home(&mut prep.conn, self.engagement).await?;
        refuse_if_closed(&home)?;
        let rules = rules_of(prep.app, &mut prep.conn, &home).await?;
        let id = FindingId::new(prep.app.clock(), prep.app.rng());
        let label = engagement_label(prep, &home).await?;
        let mut changes = Changes::about("finding", id, label).in_chain(Chain::Engagement(self.engagement));
        let setting = Setting { engagement: &home, rules: &rules.findings, last_key: 0 };
        let paper = compose(prep, &mut changes, &setting, &self.draft, &self.files).await?;
        let last_key = paper.sentences.iter().map(|sentence| sentence.key).max().unwrap_or_default();
        let finding = Finding {
            id,
            engagement: self.engagement,
            number: String::new(),
            paper,
            undertakers: self.draft.undertakers(),
            signatures: Vec::new(),
            review: None,
            sign_off: None,
            decision: None,
            view: None,
            moved_to_clue: false,
            withdrawn: None,
            revision: 0,
            last_key,
        };
        let round = home.round;
        changes.relies_on(&home);
        changes.insert_numbered(series(round), move |serial| {
            let number = rules.findings.number.write(serial);
            marked(Finding { number, ..finding }, round, &rules)
        });
        Ok(Prepared { changes, done: WrittenFinding { finding: id } })
    }
}

/// The series of numbers of a round's papers.
pub(super) fn series(round: kernel::RoundId) -> String {
    format!("findings:{round}")
}

impl Act for ReviseFinding {
    const NAME: &'static str = "finding-revise";
    type Done = WrittenFinding;

    fn right(&self) -> Right {
        right(Action::FindingWrite, self.engagement)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<WrittenFinding>, Error> {
        let loaded = load(prep, self.engagement, self.finding).await?;
        version::must_be_read(prep, &loaded.kept, self.version).await?;
        let changes = revised(prep, &loaded, &self.draft, &self.files).await?;
        Ok(Prepared { changes, done: WrittenFinding { finding: self.finding } })
    }
}

/// The change that a draft makes of a paper. A draft that says what is there changes nothing but the names.
pub(super) async fn revised(
    prep: &mut Prep<'_>,
    loaded: &Loaded,
    draft: &Draft,
    files: &[NewFile],
) -> Result<Changes, Error> {
    let home = home(&mut prep.conn, loaded.kept.engagement).await?;
    refuse_if_closed(&home)?;
    let mut changes = loaded.about();
    let setting =
        Setting { engagement: &home, rules: &loaded.rules.findings, last_key: loaded.kept.last_key };
    let paper = compose(prep, &mut changes, &setting, draft, files).await?;
    let mut finding = loaded.finding().revise(paper)?;
    finding.undertakers = draft.undertakers();
    loaded.moved(prep, changes, finding)
}
