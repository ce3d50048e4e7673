//! Linking evidence: a record of a register, a page of a file, or something kept elsewhere, to a sentence or the whole.

use super::draft::draft_of;
use super::write::revised;
use super::{Draft, DraftEvidence, WrittenFinding, load, right};
use crate::file::{Received, attach};
use crate::{Act, Error, Prep, Prepared, Right, version};
use domain::permission::{Action, compartment};
use kernel::{EngagementId, FileId, FindingId};
use store::Changes;

/// A file that arrived as evidence.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// The file.
    pub file: Received,
    /// The place of its sentence in the draft, from 0; `None` for the whole paper.
    pub sentence: Option<usize>,
    /// How it is cited. Without a number its name is the number.
    pub evidence: DraftEvidence,
}

impl NewFile {
    /// Records it for the engagement's team and links it in the draft.
    pub(super) fn record(
        &self,
        prep: &Prep<'_>,
        changes: &mut Changes,
        engagement: EngagementId,
        draft: &mut Draft,
    ) -> Result<FileId, Error> {
        let id = attach(changes, prep, &self.file, &compartment::work(engagement), false)?;
        let mut evidence = DraftEvidence { file: Some(id), ..self.evidence.clone() };
        if evidence.number.trim().is_empty() {
            evidence.number = self.file.name().chars().take(100).collect();
        }
        let sentence = self.sentence.and_then(|at| draft.sentences.get_mut(at));
        sentence.map_or(&mut draft.evidence, |sentence| &mut sentence.evidence).push(evidence);
        Ok(id)
    }
}

/// Links evidence without touching the words.
#[derive(Clone, Debug)]
pub struct LinkEvidence {
    /// In which engagement.
    pub engagement: EngagementId,
    /// Which paper.
    pub finding: FindingId,
    /// The version its form was made from.
    pub version: Option<i64>,
    /// The key of the sentence; `None` for the whole paper.
    pub sentence: Option<u32>,
    /// By their numbers.
    pub evidence: Vec<DraftEvidence>,
    /// A file that arrived with it.
    pub file: Option<(Received, DraftEvidence)>,
}

impl Act for LinkEvidence {
    const NAME: &'static str = "finding-link";
    type Done = WrittenFinding;

    fn right(&self) -> Right {
        right(Action::FindingWrite, self.engagement)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<WrittenFinding>, Error> {
        let loaded = load(prep, self.engagement, self.finding).await?;
        version::must_be_read(prep, &loaded.kept, self.version).await?;
        if self.evidence.is_empty() && self.file.is_none() {
            let message = kernel::Message::new("finding-evidence-number-missing");
            return Err(Error::field("evidence", message));
        }
        let mut draft = draft_of(&loaded.kept);
        let place = self.sentence.map(|key| {
            draft.sentences.iter().position(|sentence| sentence.key == Some(key)).ok_or(Error::NotFound)
        });
        let place = place.transpose()?;
        let sentence = place.and_then(|at| draft.sentences.get_mut(at));
        let links = sentence.map_or(&mut draft.evidence, |sentence| &mut sentence.evidence);
        links.extend(self.evidence.iter().cloned());
        let files: Vec<NewFile> = self
            .file
            .iter()
            .map(|(file, evidence)| NewFile {
                file: file.clone(),
                sentence: place,
                evidence: evidence.clone(),
            })
            .collect();
        let changes = revised(prep, &loaded, &draft, &files).await?;
        Ok(Prepared { changes, done: WrittenFinding { finding: self.finding } })
    }
}
