//! Working papers from a file, as drafts: preview, and the one act that stores them.
//!
//! A team imports what belongs to its engagement; the office a whole round's file, and reads none of it here. The
//! preview tells papers by their numbers. Papers that are there already stay as they are. The file's clues are counted
//! and left to the import of clues.

use super::register::Register;
use super::write::series;
use super::{home, marked, right, rules_of};
use crate::decision::clerk;
use crate::import::Preview;
use crate::recusal::Ground;
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right};
use db::Conn;
use documents::findings::FindingsFile;
use domain::Refusal;
use domain::decision::Clerk;
use domain::engagement::Kept as Engagement;
use domain::finding::import::{Counts, Home, Import, Known, check};
use domain::finding::{FocusRules, Severity};
use domain::organisation::naming::Recognition;
use domain::permission::{Action, Scope};
use i18n::Catalogue;
use kernel::{EngagementId, FindingId, Lang, Message, PersonId, RoundId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::changes::{Aside, Chain};
use store::{Changes, Stored, engagement as engagements, finding as findings};

/// What of a file is imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Into {
    /// The papers of every engagement of a round.
    Round(RoundId),
    /// Those of one engagement.
    Engagement(EngagementId),
}

/// What is to be looked at in one paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PaperLine {
    /// Its place in the file, from 1.
    pub row: u32,
    /// Its number.
    pub number: String,
    /// Whether anything keeps it from being signed.
    pub blocked: bool,
    /// Whether the move into a clue is offered.
    pub offers_clue: bool,
    /// Evidence that names a record which is not here.
    pub to_be_linked: usize,
    /// What it lacks, in the reader's language, by stable names.
    pub marks: Vec<PaperMark>,
}

/// Something a paper lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PaperMark {
    /// Stable name: `no_evidence`.
    pub kind: &'static str,
    /// `blocks`, `blocks_meeting` or `hint`.
    pub severity: Severity,
    /// In the reader's language.
    pub message: String,
}

/// What a file of working papers holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FindingCounts {
    /// Figures of the papers.
    #[serde(flatten)]
    pub counts: Counts,
    /// Clues in the same file; they are imported apart.
    pub clues: usize,
    /// The papers that would come in.
    pub drafts: Vec<PaperLine>,
}

/// The preview of a file of working papers.
pub type FindingsPreview = Preview<FindingCounts>;

/// Imports a file of working papers as drafts, everything or nothing.
#[derive(Clone, Debug, Deserialize)]
pub struct ImportFindings {
    /// What of it.
    pub into: Into,
    /// Name of the file.
    pub file: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What was imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportedFindings {
    /// Papers that came in.
    pub papers: usize,
    /// Papers among them that cannot be signed as they are.
    pub blocked: usize,
    /// Papers that were there already.
    pub there: usize,
    /// Evidence to be linked.
    pub to_be_linked: usize,
    /// Clues of the file that wait for their own import.
    pub clues: usize,
}

impl Into {
    /// The right it takes.
    const fn right(self) -> Right {
        match self {
            Self::Round(_) => Right::Needs(Action::FindingImport, Scope::Global),
            Self::Engagement(id) => right(Action::FindingWrite, id),
        }
    }

    /// The round, and its engagements that stand.
    async fn engagements(self, conn: &mut Conn) -> Result<(RoundId, Vec<Stored<Engagement>>), Error> {
        let round = match self {
            Self::Round(id) => store::round::get(conn, id).await?.ok_or(Error::NotFound)?.id,
            Self::Engagement(id) => home(conn, id).await?.round,
        };
        Ok((round, engagements::of_round(conn, round).await?))
    }

    fn takes(self, engagement: &Engagement) -> bool {
        match self {
            Self::Round(_) => true,
            Self::Engagement(id) => engagement.engagement.id == id,
        }
    }
}

/// A judged file.
struct Judged {
    import: Import,
    rules: FocusRules,
    round: RoundId,
    clues: usize,
}

async fn judge(app: &App, conn: &mut Conn, into: Into, bytes: &[u8], by: Clerk) -> Result<Judged, Error> {
    let file: FindingsFile = documents::findings::read(bytes)?;
    let (round, of_round) = into.engagements(conn).await?;
    let first = of_round.first().ok_or_else(|| Refusal::new("finding-import-no-engagements"))?;
    let rules = rules_of(app, conn, first).await?;
    let ground = Ground::load(conn).await?;
    let numbers = findings::numbers(conn, round).await?;
    let registers = registers(conn, into, &of_round, &file).await?;
    let unit = |written: &str| {
        let Recognition::Found(unit, _) = ground.names.recognise(written) else { return None };
        let speaks = |e: &&Stored<Engagement>| {
            e.unit == unit || e.extensions.iter().any(|extension| extension.unit == unit)
        };
        let found = of_round.iter().find(speaks)?;
        let home = Home::Here(unit, found.engagement.id);
        Some(if into.takes(found) { home } else { Home::Elsewhere })
    };
    let import = check(
        &file.working_papers,
        &Known {
            rules: &rules,
            unit: &unit,
            record: &|engagement, number| registers.get(&engagement)?.place(number),
            there: &|number| numbers.contains(number),
            new_id: &|| FindingId::new(app.clock(), app.rng()),
            by,
        },
    );
    Ok(Judged { import, rules, round, clues: file.clues.len() })
}

/// What each engagement's registers know of the numbers in a file.
async fn registers(
    conn: &mut Conn,
    into: Into,
    of_round: &[Stored<Engagement>],
    file: &FindingsFile,
) -> Result<BTreeMap<EngagementId, Register>, Error> {
    let pieces = file.working_papers.iter().flat_map(|paper| &paper.evidence);
    let mut numbers: Vec<&str> = pieces.map(|piece| piece.number.trim()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut registers = BTreeMap::new();
    for engagement in of_round.iter().filter(|engagement| into.takes(engagement)) {
        let id = engagement.engagement.id;
        registers.insert(id, Register::look_up(conn, None, id, &numbers, &[]).await?);
    }
    Ok(registers)
}

impl App {
    /// What importing a file of working papers would do, and everything that is wrong with it. Stores nothing.
    ///
    /// # Errors
    /// [`Error::Refused`] when the file cannot be read.
    pub async fn preview_findings(
        &self,
        ctx: &Ctx,
        into: Into,
        file: &str,
        bytes: &[u8],
    ) -> Result<FindingsPreview, Error> {
        if let Right::Needs(action, scope) = into.right() {
            ctx.require(action, scope)?;
        }
        let mut conn = self.db().read().await?;
        // Whoever looks does not record: nothing of this is kept.
        let nobody = Clerk { user: kernel::UserId(uuid::Uuid::nil()), person: PersonId(uuid::Uuid::nil()) };
        let judged = judge(self, &mut conn, into, bytes, nobody).await?;
        let counts = FindingCounts {
            counts: judged.import.counts.clone(),
            clues: judged.clues,
            drafts: judged.import.drafts.iter().map(|draft| line(draft, ctx.lang)).collect(),
        };
        Ok(Preview::new(file, counts, &judged.import.issues, ctx.lang))
    }
}

fn line(draft: &domain::finding::import::Draft, lang: Lang) -> PaperLine {
    let marks = draft.faults.iter().map(|fault| PaperMark {
        kind: fault.kind,
        severity: fault.severity,
        message: Catalogue::shared().say(lang, &fault.message),
    });
    let open = |evidence: &&domain::finding::Evidence| {
        evidence.state() == domain::finding::EvidenceState::ToBeLinked
    };
    PaperLine {
        row: draft.row,
        number: draft.finding.number.clone(),
        blocked: draft.faults.iter().any(|fault| fault.severity == Severity::Blocks),
        offers_clue: draft.offers_clue,
        to_be_linked: draft.finding.paper.all_evidence().filter(open).count(),
        marks: marks.collect(),
    }
}

impl Act for ImportFindings {
    const NAME: &'static str = "findings-import";
    type Done = ImportedFindings;

    fn right(&self) -> Right {
        self.into.right()
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<ImportedFindings>, Error> {
        let by = clerk(prep).await?;
        let Judged { import, rules, round, clues } =
            judge(prep.app, &mut prep.conn, self.into, &self.bytes, by).await?;
        if import.issues.errors() > 0 {
            let message = Message::new("finding-import-faulty").with("count", import.issues.errors());
            return Err(Refusal(message).into());
        }
        if import.drafts.is_empty() {
            let message = Message::new("finding-import-nothing-new").with("count", import.counts.there);
            return Err(Refusal(message).into());
        }
        let about = match self.into {
            Into::Round(id) => Changes::about("round", id, self.file.clone()),
            Into::Engagement(id) => {
                Changes::about("engagement", id, self.file.clone()).in_chain(Chain::Engagement(id))
            }
        };
        let mut changes = about;
        let serials = import.drafts.iter().filter_map(|d| rules.findings.number.parse(&d.finding.number));
        if let Some(last) = serials.max() {
            changes.aside(Aside::SerialAtLeast { series: series(round), last });
        }
        let done = ImportedFindings {
            papers: import.drafts.len(),
            blocked: import.counts.blocked,
            there: import.counts.there,
            to_be_linked: import.counts.to_be_linked,
            clues,
        };
        for draft in import.drafts {
            changes.insert(&marked(draft.finding, round, &rules))?;
        }
        Ok(Prepared { changes, done })
    }
}
