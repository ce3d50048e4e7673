//! What the ninth round took in and found out, and what the units are told: petitions, working papers, clues, feedback
//! and a ledger of the eighth round, each through its importer.

use super::rounds::day;
use super::{CLERK, HEAD, KEEPER, Seed, Sheet};
use crate::exit::Failure;
use app::clue::ImportClues;
use app::decision::{Decide, Subject};
use app::feedback::{ImportFeedback, Signature, TakeFeedback, TellBody, TellHead};
use app::finding::{ImportFindings, Into};
use app::petition::ImportPetitions;
use app::rectification::{ImportLedger, LedgerOptions};
use app::round::RoundPage;
use kernel::{Day, EngagementId, FeedbackId, RoundId};

macro_rules! sheet {
    ($name:literal) => {
        Sheet { name: $name, bytes: include_bytes!(concat!("../../../../../../tests/data/", $name)) }
    };
}

const PETITIONS: Sheet = sheet!("petitions.xlsx");
const FINDINGS: Sheet = sheet!("findings.json");
const LEDGER: Sheet = sheet!("ledger-messy.xlsx");
/// Feedback papers and the units that they are for.
const FEEDBACK: [(&str, Sheet); 4] = [
    ("县住房和城乡建设局", sheet!("feedback-1.docx")),
    ("县农业农村局", sheet!("feedback-2.docx")),
    ("云河县人民医院", sheet!("feedback-3.docx")),
    ("枕河镇", sheet!("feedback-4.docx")),
];
/// How many of them were handed over by the time the story ends; the others are still being corrected.
const HANDED_OVER: usize = 1;

/// The register as it was kept on paper while the teams were on site; nothing of it is screened yet, for practice.
pub(super) async fn register(seed: &Seed<'_>, round: RoundId, on: Day) -> Result<(), Failure> {
    let (file, bytes) = PETITIONS.delivered();
    seed.act(CLERK, on, &ImportPetitions { file, bytes, round: Some(round), besides: None }).await?;
    Ok(())
}

/// Working papers and clues as the teams wrote them.
pub(super) async fn findings(seed: &Seed<'_>, round: RoundId, on: Day) -> Result<(), Failure> {
    let (file, bytes) = FINDINGS.delivered();
    seed.act(CLERK, on, &ImportFindings { into: Into::Round(round), file, bytes }).await?;
    let (file, bytes) = FINDINGS.delivered();
    seed.act(KEEPER, on, &ImportClues { file, bytes, round }).await?;
    Ok(())
}

/// The feedback: four lists, of which the first is taken, approved and told to the unit.
pub(super) async fn feed_back(seed: &Seed<'_>, found: &RoundPage) -> Result<(), Failure> {
    let on = day(2025, 12, 9)?;
    for (n, (unit, paper)) in FEEDBACK.iter().enumerate() {
        let mut lines = found.teams.iter().flat_map(|team| &team.engagements);
        let line = lines.find(|line| line.unit == *unit).ok_or_else(|| Failure::defect(unit))?;
        let engagement = line.kept.engagement.id;
        let (file, bytes) = paper.delivered();
        let act = ImportFeedback { engagement, file, bytes, section: None, paper: None };
        let feedback = seed.act(CLERK, on, &act).await?.done.feedback;
        if n < HANDED_OVER {
            hand_over(seed, (engagement, feedback), on).await?;
        }
    }
    Ok(())
}

async fn hand_over(
    seed: &Seed<'_>,
    (engagement, feedback): (EngagementId, FeedbackId),
    on: Day,
) -> Result<(), Failure> {
    seed.act(CLERK, on, &TakeFeedback { engagement, feedback, version: None }).await?;
    let password = seed.password.to_owned();
    let (about, ids) = (Subject::Feedback, vec![feedback.into()]);
    seed.act(HEAD, on, &Decide { about, ids, approved: true, reason: String::new(), password }).await?;
    let signed = |by: &str| Signature { on, signed_by: by.to_owned(), scan: None };
    let told =
        TellHead {
            engagement, feedback, version: None, signature: signed("路癸川（党组书记、局长）")
        };
    seed.act(CLERK, on, &told).await?;
    let told =
        TellBody { engagement, feedback, version: None, signature: signed("局党组（路癸川代签）") };
    seed.act(CLERK, on, &told).await?;
    Ok(())
}

/// The ledger of a unit of the eighth round, as the unit keeps it.
pub(super) async fn ledger(seed: &Seed<'_>, on: Day) -> Result<(), Failure> {
    let (file, bytes) = LEDGER.delivered();
    let options = LedgerOptions { round: Some(8), ..LedgerOptions::default() };
    seed.act(CLERK, on, &ImportLedger { file, bytes, options }).await?;
    Ok(())
}
