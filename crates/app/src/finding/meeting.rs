//! The team meeting's decisions, the unit's view of the facts, and the second person's check of what came from paper.

use super::sign::confirmed;
use super::{Loaded, load, right};
use crate::decision::clerk;
use crate::file::{Received, attach};
use crate::{Act, Error, Prep, Prepared, Right};
use domain::Refusal;
use domain::finding::{Checked, Decided, Decision, Noted, Standing, UnitView, View};
use domain::permission::{Action, compartment};
use kernel::{Day, EngagementId, FieldError, FileId, FindingId, Message};
use serde::Deserialize;
use store::changes::Chain;
use store::{Changes, finding as findings};

/// What a meeting may say of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 采用
    Adopted,
    /// 并入
    Merged,
    /// 存疑
    Doubtful,
    /// 不采用
    NotAdopted,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Adopted, Self::Merged, Self::Doubtful, Self::NotAdopted];
}

/// What the meeting said of one paper.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Answer {
    /// The paper.
    pub finding: FindingId,
    /// The decision.
    pub verdict: Verdict,
    /// The number of the paper it is merged into, or why it is not adopted.
    #[serde(default)]
    pub words: String,
}

impl Answer {
    fn decided(&self) -> Decided {
        let words = self.words.trim().to_owned();
        match self.verdict {
            Verdict::Adopted => Decided::Adopted,
            Verdict::Merged => Decided::Merged { into: words },
            Verdict::Doubtful => Decided::Doubtful,
            Verdict::NotAdopted => Decided::NotAdopted { reason: words },
        }
    }
}

/// Records what one team meeting decided, all of it or nothing: in the leader's own session with the password again,
/// or from paper, which a second person then checks.
#[derive(Clone)]
pub struct DecideFindings {
    /// In which engagement.
    pub engagement: EngagementId,
    /// The day of the meeting.
    pub on: Day,
    /// What it decided.
    pub answers: Vec<Answer>,
    /// One's own password, again; `None` for what is recorded from paper.
    pub password: Option<String>,
    /// The scan of the minutes.
    pub scan: Option<Received>,
}

impl Act for DecideFindings {
    const NAME: &'static str = "finding-decide";
    type Done = usize;

    fn right(&self) -> Right {
        let action = if self.password.is_some() { Action::FindingDecide } else { Action::FindingWrite };
        right(action, self.engagement)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<usize>, Error> {
        if self.answers.is_empty() {
            return Err(Refusal::new("finding-meeting-nothing").into());
        }
        if self.on > prep.today() {
            let message = Message::new("decision-in-the-future").with("today", prep.today());
            return Err(Error::field("on", message));
        }
        if let Some(password) = &self.password {
            confirmed(prep, password).await?;
        }
        let by = clerk(prep).await?;
        let (mut changes, mut errors): (Option<Changes>, Vec<FieldError>) = (None, Vec::new());
        let mut scan = None;
        for answer in &self.answers {
            let loaded = load(prep, self.engagement, answer.finding).await?;
            let mut about = changes.take().unwrap_or_else(|| loaded.about());
            if let (Some(file), None) = (&self.scan, scan) {
                scan = Some(attach(&mut about, prep, file, &compartment::work(self.engagement), false)?);
            }
            let noted =
                if self.password.is_some() { Noted::in_program(by) } else { Noted::from_paper(by, scan) };
            match self.decide(prep, &loaded, answer, noted).await {
                Ok(kept) => loaded.put(prep, &mut about, &kept)?,
                Err(Error::Refused(refusal)) => {
                    errors.push(FieldError::new(format!("verdict.{}", answer.finding), refusal.0));
                }
                Err(other) => return Err(other),
            }
            changes = Some(about);
        }
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        let changes = changes.ok_or(Error::NotFound)?;
        Ok(Prepared { changes, done: self.answers.len() })
    }
}

impl DecideFindings {
    async fn decide(
        &self,
        prep: &mut Prep<'_>,
        loaded: &Loaded,
        answer: &Answer,
        noted: Noted,
    ) -> Result<domain::finding::Kept, Error> {
        let what = answer.decided();
        if let Decided::Merged { into } = &what {
            self.must_take_it_in(prep, loaded, into).await?;
        }
        let decision = Decision { what, on: Some(self.on), noted };
        Ok(loaded.marked(loaded.finding().decide(decision, loaded.held())?))
    }

    /// A paper is merged into one of the same engagement that goes on itself.
    async fn must_take_it_in(&self, prep: &mut Prep<'_>, loaded: &Loaded, into: &str) -> Result<(), Error> {
        if into.is_empty() || into == loaded.kept.number {
            return Ok(());
        }
        let found = findings::by_number(&mut prep.conn, self.engagement, into).await?;
        let ends = |standing| matches!(standing, Standing::Aside | Standing::Moved | Standing::Withdrawn);
        let aside_now =
            |id: FindingId| self.answers.iter().any(|a| a.finding == id && a.verdict != Verdict::Adopted);
        match found {
            Some(other) if !ends(other.mark.standing) && !aside_now(other.finding.id) => Ok(()),
            _ => Err(Refusal(Message::new("finding-merged-into-unknown").with("value", into)).into()),
        }
    }
}

/// Records what the unit says to the facts.
#[derive(Clone)]
pub struct RecordView {
    /// In which engagement.
    pub engagement: EngagementId,
    /// Which paper.
    pub finding: FindingId,
    /// The view.
    pub view: View,
    /// What the unit explains.
    pub words: String,
    /// Who spoke or signed for the unit.
    pub by: String,
    /// When.
    pub on: Option<Day>,
    /// It stands on paper already, and a second person checks the record.
    pub from_paper: bool,
    /// The scan.
    pub scan: Option<Received>,
}

impl Act for RecordView {
    const NAME: &'static str = "finding-view";
    type Done = ();

    fn right(&self) -> Right {
        right(Action::FindingWrite, self.engagement)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let loaded = load(prep, self.engagement, self.finding).await?;
        if self.by.trim().is_empty() {
            return Err(Error::field("by", Message::new("finding-view-by-nobody")));
        }
        if self.on.is_some_and(|on| on > prep.today()) {
            let message = Message::new("decision-in-the-future").with("today", prep.today());
            return Err(Error::field("on", message));
        }
        let by = clerk(prep).await?;
        let mut changes = loaded.about();
        let scan: Option<FileId> = match &self.scan {
            Some(file) => Some(attach(&mut changes, prep, file, &compartment::work(self.engagement), false)?),
            None => None,
        };
        let noted = if self.from_paper { Noted::from_paper(by, scan) } else { Noted::in_program(by) };
        let noted = Noted { scan, ..noted };
        let view = UnitView {
            view: self.view,
            words: self.words.trim().to_owned(),
            by: self.by.trim().to_owned(),
            on: self.on,
            noted,
        };
        let finding = loaded.finding().confirm(view, loaded.held())?;
        Ok(Prepared { changes: loaded.moved(prep, changes, finding)?, done: () })
    }
}

/// Says, as a second person, whether what was recorded agrees with its paper; of several papers at once.
#[derive(Clone, Debug, Deserialize)]
pub struct CheckNoted {
    /// In which engagement.
    pub engagement: EngagementId,
    /// Which papers.
    pub findings: Vec<FindingId>,
    /// What of them.
    pub what: Checked,
    /// Whether it agrees.
    pub agrees: bool,
    /// What does not.
    #[serde(default)]
    pub reason: String,
}

impl Act for CheckNoted {
    const NAME: &'static str = "finding-check";
    type Done = usize;

    fn right(&self) -> Right {
        right(Action::FindingWrite, self.engagement)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<usize>, Error> {
        let reason = self.reason.trim();
        if !self.agrees && reason.is_empty() {
            return Err(Error::field("reason", Message::new("decision-reject-without-reason")));
        }
        let first = self.findings.first().ok_or_else(|| Refusal::new("finding-meeting-nothing"))?;
        let label = load(prep, self.engagement, *first).await?.kept.number.clone();
        let chain = Chain::Engagement(self.engagement);
        let mut changes = Changes::about("finding", *first, label).in_chain(chain);
        if !self.agrees {
            changes = changes.because(reason);
        }
        let by = clerk(prep).await?;
        for id in &self.findings {
            let loaded = load(prep, self.engagement, *id).await?;
            let finding = loaded.finding().check(self.what, by, self.agrees)?;
            changes.update(&loaded.kept, &loaded.marked(finding))?;
        }
        Ok(Prepared { changes, done: self.findings.len() })
    }
}
