use super::{EvidenceNode, FindingNode, Inner, Source, SourceKind, Thread};
use crate::feedback::{self, ListedProblem};
use crate::rectification::tests::{item, measure, progress};
use crate::rectification::{EvidenceKind, Measure, Origin};
use kernel::id::RecordId;
use proptest::prelude::*;
use uuid::Uuid;

fn record(n: u128) -> RecordId {
    RecordId(Uuid::from_u128(n))
}

fn source(n: u128) -> Source {
    let (code, title) = (format!("XF{n:03}"), "来信一件".to_owned());
    Source { kind: SourceKind::Petition, id: record(n), code, title, on: "2025-09-12".parse().ok() }
}

fn inner(findings: Vec<FindingNode>) -> Inner {
    let done: Measure = measure(50, &[1], "2026-03-31")
        .report(progress(Some(EvidenceKind::Photo), true), &[&item(1)])
        .unwrap();
    Inner { thread: Thread::of(&item(1), None, &[&done, &measure(51, &[2], "2026-03-31")]), findings }
}

fn finding(n: u128, sources: &[u128]) -> FindingNode {
    let evidence = EvidenceNode {
        id: record(n + 1_000),
        method: "C2".into(),
        title: "谈话要点".into(),
        sources: sources.iter().map(|n| source(*n)).collect(),
    };
    FindingNode { id: record(n), code: format!("DG{n:03}"), title: "问题".into(), evidence: vec![evidence] }
}

#[test]
fn the_way_leads_from_the_item_to_the_letter_and_back() {
    let trace = inner(vec![finding(201, &[301, 302]), finding(202, &[302])]);
    let depths: Vec<u8> = trace.lines().iter().map(|line| line.depth).collect();
    assert_eq!(depths, [0, 1, 2, 3, 3, 1, 2, 3]);
    assert_eq!(trace.edges().len(), 7);
    let back: Vec<&str> = trace.reached_from(record(302)).iter().map(|f| f.code.as_str()).collect();
    assert_eq!(back, ["DG201", "DG202"]);
    assert!(trace.reached_from(record(999)).is_empty());
    assert_eq!(trace.thread.measures.len(), 1, "another item's measure is not on it");
    assert_eq!(trace.thread.measures[0].evidence, ["材料"]);
}

#[test]
fn a_finding_became_the_items_of_the_problems_it_was_tied_to_once_the_list_was_taken() {
    use super::{Tied, became, behind};
    use crate::feedback::Feedback;
    use crate::feedback::draft::Key;
    use kernel::id::{FeedbackId, FindingId};

    let (one, paper) = (item(1), FeedbackId(Uuid::from_u128(7)));
    let Origin::Feedback { feedback, number } = one.origin.clone() else { panic!("from elsewhere") };
    let listed = |number, key| ListedProblem {
        number,
        key: Key(key),
        group: String::new(),
        title: format!("问题{number}"),
        passages: Vec::new(),
    };
    let list = Feedback {
        id: feedback,
        engagement: one.engagement,
        unit: one.unit,
        title: "反馈意见".into(),
        dated: None,
        paper: None,
        problems: vec![listed(number, 40), listed(number + 1, 41)],
        state: feedback::State::Drafted,
    };
    let (finding, other) = (FindingId(Uuid::from_u128(201)), FindingId(Uuid::from_u128(202)));
    let tie = |feedback, key, findings| Tied { feedback, problem: Key(key), findings };
    let tied =
        [tie(feedback, 40, vec![finding]), tie(feedback, 41, vec![other]), tie(paper, 40, vec![other])];
    let codes = |finding| -> Vec<String> {
        became(finding, &tied, &[&list], [&one]).into_iter().map(|node| node.code).collect()
    };
    assert_eq!(codes(finding), std::slice::from_ref(&one.code));
    assert!(codes(other).is_empty(), "another problem, or a list that was not taken");
    assert_eq!(behind(&one, &tied, &list), [finding]);
}

proptest! {
    #[test]
    fn what_the_unit_sees_is_the_same_whatever_came_before(
        findings in proptest::collection::vec((200_u128..900, proptest::collection::vec(1_u128..999, 0..4)), 0..5)
    ) {
        let nodes: Vec<FindingNode> = findings.iter().map(|(n, sources)| finding(*n, sources)).collect();
        let with = serde_json::to_string(&inner(nodes).thread).unwrap();
        let without = serde_json::to_string(&inner(Vec::new()).thread).unwrap();
        prop_assert_eq!(&with, &without);
        for word in ["petition", "interview", "finding", "clue", "source", "XF", "DG"] {
            prop_assert!(!with.contains(word), "{}", word);
        }
    }
}
