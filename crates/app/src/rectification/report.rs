//! Progress of a measure, with files whose kind the unit names.

use super::{EvidenceKind, Ledger, needed};
use crate::decision::clerk;
use crate::file::{Received, attach};
use crate::{Act, Error, Prep, Prepared, Right};
use domain::permission::{Action, Scope, compartment};
use domain::rectification::{Evidence, Progress};
use kernel::{MeasureId, UnitId};
use store::changes::Chain;
use store::{Changes, rectification as records};

/// A file that proves something, and what kind of thing it is.
#[derive(Clone, Debug)]
pub struct NewEvidence {
    /// The file.
    pub file: Received,
    /// Its kind, as the unit sees it.
    pub kind: EvidenceKind,
}

/// Notes progress.
#[derive(Clone, Debug)]
pub struct ReportProgress {
    /// The unit.
    pub unit: UnitId,
    /// The measure.
    pub measure: MeasureId,
    /// What was done.
    pub text: String,
    /// What proves it.
    pub evidence: Vec<NewEvidence>,
    /// Whether the measure is done with it.
    pub done: bool,
}

impl Act for ReportProgress {
    const NAME: &'static str = "measure-report";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ItemReport, Scope::One(self.unit.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let found = records::measure(&mut prep.conn, self.measure).await?;
        let old = found.filter(|m| m.unit == self.unit).ok_or(Error::NotFound)?;
        let text = needed("text", &self.text, "rectification-progress-without-text")?;
        let mut ledger = Ledger::load(prep, old.engagement).await?;
        let mut changes =
            Changes::about("measure", old.id, old.code.clone()).in_chain(Chain::Engagement(old.engagement));
        let portal = compartment::portal(self.unit);
        let mut evidence = Vec::new();
        for piece in &self.evidence {
            let file = attach(&mut changes, prep, &piece.file, &portal, false)?;
            let name = piece.file.name().to_owned();
            evidence.push(Evidence { file: Some(file), name, kind: piece.kind, confirmed: None });
        }
        let (by, on) = (clerk(prep).await?, prep.today());
        let progress = Progress { on, by, text, evidence, done: self.done };
        let items = ledger.items();
        let reported = old.value.clone().report(progress, &items)?;
        ledger.change_measure(reported);
        ledger.write(prep, &mut changes).await?;
        Ok(Prepared { changes, done: () })
    }
}
