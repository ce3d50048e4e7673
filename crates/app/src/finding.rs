//! Findings (D1): working papers written sentence by sentence with their evidence, signed, reviewed, decided.
//!
//! What a paper must hold and how it goes on, `domain::finding` says; here it is loaded, held against the rules that are in
//! force for its engagement, and marked anew whenever it is written. Called by pages, API, import and the trace.

mod draft;
mod import;
mod link;
mod meeting;
mod news;
mod node;
mod read;
mod register;
mod sign;
mod undo;
mod versions;
mod write;

pub use draft::{Draft, DraftEvidence, DraftSentence, draft_of};
pub use import::{FindingCounts, FindingsPreview, ImportFindings, ImportedFindings, Into, PaperLine};
pub use link::{LinkEvidence, NewFile};
pub use meeting::{Answer, CheckNoted, DecideFindings, RecordView, Verdict};
pub use read::{Citable, FindingList, FindingPage, Linked, MatrixLine, Meeting, MeetingLine, Start};
pub use sign::{ReviewFinding, SignFinding, SignOffFinding, WithdrawSignature};
pub use store::finding::{COUNTED, Filter as FindingFilter};
pub use undo::{MoveFinding, WithdrawFinding};
pub use versions::{Compared, Overtaken, VersionLine};
pub use write::{ReviseFinding, WriteFinding, WrittenFinding};

pub(crate) use node::node;
pub(crate) use read::speaks_of;

use crate::act::Right;
use crate::{App, Error, Prep};
use crypto::Digest;
use db::Conn;
use domain::engagement::{Kept as Engagement, Stage};
use domain::finding::{Finding, FocusRules, Held, Kept};
use domain::permission::{Action, Scope};
use domain::{Refusal, finding};
use kernel::{EngagementId, FindingId};
use store::changes::Chain;
use store::{Changes, Stored, engagement as engagements, finding as findings};

/// A finding with the rules that hold for it, for an act.
pub(crate) struct Loaded {
    pub(crate) kept: Stored<Kept>,
    pub(crate) rules: FocusRules,
}

/// Loads a finding of an engagement. One of another engagement is not found, whoever asks.
pub(crate) async fn load(
    prep: &mut Prep<'_>,
    engagement: EngagementId,
    id: FindingId,
) -> Result<Loaded, Error> {
    let kept = seen(prep, id).await?;
    if kept.engagement != engagement {
        return Err(Error::NotFound);
    }
    let home = home(&mut prep.conn, engagement).await?;
    let rules = rules_of(prep.app, &mut prep.conn, &home).await?;
    Ok(Loaded { kept, rules })
}

/// A finding that the actor sees: one that was moved into a clue is not found by those outside that compartment.
async fn seen(prep: &mut Prep<'_>, id: FindingId) -> Result<Stored<Kept>, Error> {
    let viewer = prep.ctx.viewer()?;
    findings::view(&mut prep.conn, &viewer, id).await?.ok_or(Error::NotFound)
}

/// An engagement that stands.
async fn home(conn: &mut Conn, id: EngagementId) -> Result<Stored<Engagement>, Error> {
    let found = engagements::get(conn, id).await?;
    found.filter(|engagement| engagement.withdrawn.is_none()).ok_or(Error::NotFound)
}

/// The rules in force when the engagement began: a case keeps them.
async fn rules_of(app: &App, conn: &mut Conn, engagement: &Engagement) -> Result<FocusRules, Error> {
    Ok(app.ruleset::<FocusRules>(conn, engagement.on_site.from).await?.rules)
}

/// The digest of what a signature is given for.
pub(crate) fn digest_of(finding: &Finding) -> String {
    Digest::of_text("finding", &finding.text_to_sign()).to_string()
}

/// The right to something in an engagement.
const fn right(action: Action, engagement: EngagementId) -> Right {
    Right::Needs(action, Scope::One(engagement.0))
}

impl Loaded {
    /// What the present text is held against.
    fn held<'a>(&'a self) -> Held<'a> {
        Held { rules: &self.rules, digest: &self.kept.mark.digest }
    }

    /// The finding, to be moved on.
    fn finding(&self) -> Finding {
        self.kept.value.finding.clone()
    }

    /// The finding as it is now to be kept.
    fn marked(&self, finding: Finding) -> Kept {
        marked(finding, self.kept.round, &self.rules)
    }

    /// Changes about this finding; its number is all that the journal names of it.
    fn about(&self) -> Changes {
        about(&self.kept)
    }

    /// The one change of an act that moves it on, and what that tells others.
    fn moved(&self, prep: &Prep<'_>, mut changes: Changes, finding: Finding) -> Result<Changes, Error> {
        self.put(prep, &mut changes, &self.marked(finding))?;
        Ok(changes)
    }

    /// Writes it as it is now, and tells whom that concerns.
    fn put(&self, prep: &Prep<'_>, changes: &mut Changes, now: &Kept) -> Result<(), Error> {
        changes.update(&self.kept, now)?;
        for news in news::news(&self.kept, now, prep.ctx.signed()?.account) {
            news.tell(changes, prep)?;
        }
        Ok(())
    }
}

/// A finding marked by the rules.
fn marked(finding: Finding, round: kernel::RoundId, rules: &FocusRules) -> Kept {
    let digest = digest_of(&finding);
    Kept::of(finding, round, Held { rules, digest: &digest })
}

fn about(kept: &Kept) -> Changes {
    let engagement = Chain::Engagement(kept.engagement);
    Changes::about("finding", kept.finding.id, kept.number.clone()).in_chain(engagement)
}

/// Nothing is written in an engagement that is closed.
fn refuse_if_closed(engagement: &Engagement) -> Result<(), Refusal> {
    if engagement.stage == Stage::Closed { Err(Refusal::new("finding-engagement-closed")) } else { Ok(()) }
}

/// What the completeness list says of a finding.
fn faults(kept: &Kept, rules: &FocusRules) -> Vec<finding::Fault> {
    kept.faults(&rules.findings, rules)
}
