//! A finding as the trace holds it: its evidence, and the records that the evidence stands for.

use super::Linked;
use crypto::Digest;
use domain::finding::{Evidence, Kept};
use domain::trace::{EvidenceNode, FindingNode, Source, SourceKind};
use kernel::RecordId;

/// An adopted finding as the trace holds it.
pub(crate) fn node(kept: &Kept) -> FindingNode {
    let mut evidence: Vec<EvidenceNode> = Vec::new();
    for piece in kept.paper.all_evidence() {
        let made = evidence_node(kept, piece);
        if evidence.iter().all(|known| known.id != made.id) {
            evidence.push(made);
        }
    }
    FindingNode {
        id: kept.finding.id.into(),
        code: kept.number.clone(),
        title: kept.paper.title.clone(),
        evidence,
    }
}

/// A piece of evidence: that of a record stands for the record, any other for itself.
fn evidence_node(kept: &Kept, piece: &Evidence) -> EvidenceNode {
    let title = [piece.number.as_str(), piece.title.as_str()].join(" ").trim().to_owned();
    let method = piece.method.clone();
    match Linked::of(piece) {
        Linked::Record(kind, id) => {
            let kind = if kind == "petition" { SourceKind::Petition } else { SourceKind::Record };
            let source =
                Source { kind, id, code: piece.number.clone(), title: piece.title.clone(), on: None };
            EvidenceNode { id: own_id(kept, piece), method, title, sources: vec![source] }
        }
        Linked::File(file, _) => EvidenceNode { id: file.into(), method, title, sources: Vec::new() },
        Linked::Outside => EvidenceNode { id: own_id(kept, piece), method, title, sources: Vec::new() },
    }
}

/// An id for a piece of evidence that has none: always the same for the same piece of the same paper.
fn own_id(kept: &Kept, piece: &Evidence) -> RecordId {
    let digest = Digest::of_text("evidence", &format!("{} {}", kept.finding.id, piece.number));
    let bytes: [u8; 16] = std::array::from_fn(|at| digest.as_bytes().get(at).copied().unwrap_or_default());
    RecordId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}
