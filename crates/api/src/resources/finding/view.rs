//! A finding as the API shows it.

use crate::answer::code;
use crate::voice::Voice;
use app::finding::FindingPage;
use domain::finding::{Decided, Evidence, Kept, Place};
use kernel::{Day, EngagementId, FindingId, RecordId, UnitId};
use serde::Serialize;
use utoipa::ToSchema;

/// A piece of evidence.
#[derive(Serialize, ToSchema)]
pub(super) struct EvidenceView {
    /// Code of the method.
    method: String,
    /// Its number.
    number: String,
    /// What it is.
    #[serde(skip_serializing_if = "String::is_empty")]
    title: String,
    /// How far it proves.
    #[serde(skip_serializing_if = "String::is_empty")]
    at: String,
    /// `record`, `file` or `external`, which is to be linked.
    place: String,
    /// The record or file it leads to.
    #[schema(value_type = Option<String>, format = Uuid)]
    #[serde(skip_serializing_if = "Option::is_none")]
    leads_to: Option<RecordId>,
    /// The page of a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
}

impl EvidenceView {
    fn of(evidence: &Evidence) -> Self {
        let (place, leads_to, page) = match &evidence.place {
            Place::Record { record, .. } => ("record", Some(*record), None),
            Place::File { file, page } => ("file", Some((*file).into()), *page),
            Place::External => ("external", None, None),
        };
        Self {
            method: evidence.method.clone(),
            number: evidence.number.clone(),
            title: evidence.title.clone(),
            at: evidence.at.clone(),
            place: place.to_owned(),
            leads_to,
            page,
        }
    }
}

/// A sentence.
#[derive(Serialize, ToSchema)]
struct SentenceView {
    /// Its key, which stays when its words change.
    key: u32,
    /// What it says.
    text: String,
    /// Whether it states a fact and so needs evidence.
    is_fact: bool,
    /// What proves it.
    evidence: Vec<EvidenceView>,
}

/// A sum.
#[derive(Serialize, ToSchema)]
struct FindingAmountView {
    /// In yuan, as text.
    yuan: String,
    /// What it is.
    what: String,
}

/// A responsible post.
#[derive(Serialize, ToSchema)]
struct ResponsibleView {
    /// Post.
    post: String,
    /// Holder, when named.
    name: String,
    /// Kind of responsibility.
    kind: String,
}

/// Something a finding lacks.
#[derive(Serialize, ToSchema)]
struct FindingFaultView {
    /// Stable name: `no_evidence`.
    kind: String,
    /// `blocks`, `blocks_meeting` or `hint`.
    severity: String,
    /// In the caller's language.
    message: String,
}

/// A finding.
#[derive(Serialize, ToSchema)]
#[schema(as = Finding)]
pub(super) struct FindingView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: FindingId,
    /// The engagement.
    #[schema(value_type = String, format = Uuid)]
    engagement: EngagementId,
    /// Its number.
    number: String,
    /// Where it stands.
    standing: String,
    /// The problem in one line.
    title: String,
    /// The facts.
    sentences: Vec<SentenceView>,
    /// Evidence on the whole paper.
    evidence: Vec<EvidenceView>,
    /// The rule that was broken.
    basis: String,
    /// Codes of focus points.
    focus: Vec<String>,
    /// First day.
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<Day>,
    /// Last day.
    #[schema(value_type = Option<String>, format = Date)]
    to: Option<Day>,
    /// Sums.
    amounts: Vec<FindingAmountView>,
    /// The responsible organisation.
    #[schema(value_type = String, format = Uuid)]
    unit: UnitId,
    /// The responsible posts.
    responsible: Vec<ResponsibleView>,
    /// `ordinary` or `serious`.
    degree: String,
    /// What it repeats.
    repeats: Option<String>,
    /// Remarks.
    note: String,
    /// Those who undertook it.
    undertakers: Vec<String>,
    /// How many signatures hold.
    signatures: u8,
    /// The digest of the text, which a signature names.
    digest: String,
    /// Whether anything keeps it from being signed.
    blocked: bool,
    /// Whether something recorded from paper waits for a second person.
    to_check: bool,
    /// The team meeting's decision: `adopted`, `merged`, `doubtful`, `not_adopted`.
    decision: Option<String>,
    /// The unit's view: `agrees`, `partly`, `disagrees`.
    view: Option<String>,
    /// What it lacks; only on the record itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    faults: Option<Vec<FindingFaultView>>,
}

impl FindingView {
    pub(super) fn of(kept: &Kept) -> Self {
        let paper = &kept.paper;
        let sentence = |s: &domain::finding::Sentence| SentenceView {
            key: s.key,
            text: s.text.clone(),
            is_fact: s.is_fact,
            evidence: s.evidence.iter().map(EvidenceView::of).collect(),
        };
        let amount =
            |a: &domain::finding::Amount| FindingAmountView { yuan: a.sum.in_yuan(), what: a.what.clone() };
        let person = |r: &domain::finding::Responsible| ResponsibleView {
            post: r.post.clone(),
            name: r.name.clone(),
            kind: r.kind.clone(),
        };
        Self {
            id: kept.finding.id,
            engagement: kept.engagement,
            number: kept.number.clone(),
            standing: kept.mark.standing.code().to_owned(),
            title: paper.title.clone(),
            sentences: paper.sentences.iter().map(sentence).collect(),
            evidence: paper.evidence.iter().map(EvidenceView::of).collect(),
            basis: paper.basis.clone(),
            focus: paper.focus.iter().map(|code| code.0.clone()).collect(),
            from: paper.period.map(|period| period.from),
            to: paper.period.map(|period| period.to),
            amounts: paper.amounts.iter().map(amount).collect(),
            unit: paper.unit,
            responsible: paper.responsible.iter().map(person).collect(),
            degree: code(&paper.degree),
            repeats: paper.repeats.clone(),
            note: paper.note.clone(),
            undertakers: kept.undertakers.clone(),
            signatures: kept.mark.signatures,
            digest: kept.mark.digest.clone(),
            blocked: kept.mark.blocked,
            to_check: kept.mark.to_check,
            decision: kept.decision.as_ref().map(|decision| decided(&decision.what).to_owned()),
            view: kept.view.as_ref().map(|view| code(&view.view)),
            faults: None,
        }
    }

    pub(super) fn page(found: &FindingPage, voice: &Voice) -> Self {
        let fault = |fault: &domain::finding::Fault| FindingFaultView {
            kind: fault.kind.to_owned(),
            severity: code(&fault.severity),
            message: voice.say(&fault.message),
        };
        Self { faults: Some(found.faults.iter().map(fault).collect()), ..Self::of(&found.kept) }
    }
}

const fn decided(what: &Decided) -> &'static str {
    match what {
        Decided::Adopted => "adopted",
        Decided::Merged { .. } => "merged",
        Decided::Doubtful => "doubtful",
        Decided::NotAdopted { .. } => "not_adopted",
    }
}
