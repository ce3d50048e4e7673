use super::*;
use crate::Refusal;
use crate::decision::Clerk;
use kernel::id::{PersonId, RecordId, UserId};
use proptest::prelude::*;
use std::sync::LazyLock;
use uuid::Uuid;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn clerk(n: u128) -> Clerk {
    Clerk { user: UserId(Uuid::from_u128(n + 100)), person: PersonId(Uuid::from_u128(n)) }
}

fn evidence(number: &str) -> Evidence {
    let place = Place::Record { kind: "petition".into(), record: RecordId(Uuid::from_u128(1)) };
    Evidence { method: "C5".into(), number: number.into(), title: String::new(), at: String::new(), place }
}

fn sentence(key: u32, text: &str) -> Sentence {
    Sentence { key, text: text.into(), is_fact: true, evidence: vec![evidence("DOC-1-001")] }
}

fn finding() -> Finding {
    Finding {
        id: FindingId(Uuid::from_u128(1)),
        engagement: EngagementId(Uuid::from_u128(2)),
        number: "DG001".into(),
        paper: Paper {
            title: "同一项目拆分发包".into(),
            sentences: vec![sentence(1, "步道工程被拆成三段。"), sentence(2, "三段均未招标。")],
            evidence: Vec::new(),
            basis: "项目不得化整为零的规定".into(),
            focus: vec![FocusCode("J2.5".into())],
            period: Some(Period { from: day("2024-03-01"), to: day("2024-06-30") }),
            amounts: Vec::new(),
            unit: UnitId(Uuid::from_u128(3)),
            responsible: Vec::new(),
            degree: Degree::Serious,
            repeats: None,
            note: String::new(),
        },
        undertakers: vec!["郝庚炜".into(), "郁甲汀".into()],
        signatures: Vec::new(),
        review: None,
        sign_off: None,
        decision: None,
        view: None,
        moved_to_clue: false,
        withdrawn: None,
        revision: 0,
        last_key: 2,
    }
}

/// Stands for a digest: a different text gives a different one.
fn digest(finding: &Finding) -> String {
    finding.text_to_sign()
}

/// Read once.
static RULES: LazyLock<FocusRules> = LazyLock::new(FocusRules::shipped);

fn rules() -> FocusRules {
    RULES.clone()
}

fn signed(mut finding: Finding, by: &[u128]) -> Result<Finding, Refusal> {
    let rules = rules();
    for n in by {
        let digest = digest(&finding);
        let signature = Signature {
            by: clerk(*n),
            name: format!("甲{n}"),
            on: day("2025-10-01"),
            digest: digest.clone(),
        };
        finding = finding.sign(signature, Held { rules: &rules, digest: &digest })?;
    }
    Ok(finding)
}

fn reviewed(finding: Finding, by: u128) -> Result<Finding, Refusal> {
    let digest = digest(&finding);
    let review = Review { by: clerk(by), on: day("2025-10-02"), digest: String::new() };
    finding.review(review, Held { rules: &rules(), digest: &digest })
}

fn signed_off(finding: Finding) -> Result<Finding, Refusal> {
    let digest = digest(&finding);
    let sign_off = SignOff { by: clerk(9), on: day("2025-10-03"), digest: String::new() };
    finding.sign_off(sign_off, Held { rules: &rules(), digest: &digest })
}

fn decide(finding: Finding, what: Decided) -> Result<Finding, Refusal> {
    let digest = digest(&finding);
    let decision = Decision { what, on: Some(day("2025-10-04")), noted: Noted::in_program(clerk(9)) };
    finding.decide(decision, Held { rules: &rules(), digest: &digest })
}

fn standing(finding: &Finding) -> Standing {
    finding.standing(Held { rules: &rules(), digest: &digest(finding) })
}

fn refused<T: std::fmt::Debug>(result: Result<T, Refusal>) -> String {
    result.unwrap_err().0.id.into_owned()
}

#[test]
fn two_different_people_sign_a_deputy_reviews_and_the_leader_signs_off() {
    assert_eq!(refused(signed(finding(), &[1, 1])), "finding-signed-already");
    let one = signed(finding(), &[1]).unwrap();
    assert_eq!(refused(reviewed(one, 3)), "finding-too-few-signatures");
    let two = signed(finding(), &[1, 2]).unwrap();
    assert_eq!(refused(reviewed(two.clone(), 2)), "finding-reviewer-signed");
    assert_eq!(refused(signed_off(two.clone())), "finding-not-reviewed");
    let off = signed_off(reviewed(two, 3).unwrap()).unwrap();
    assert_eq!(standing(&off), Standing::SignedOff);
    assert_eq!(standing(&decide(off, Decided::Adopted).unwrap()), Standing::Adopted);
}

#[test]
fn signatures_lapse_when_the_text_changes_and_stay_on_record() {
    let off = signed_off(reviewed(signed(finding(), &[1, 2]).unwrap(), 3).unwrap()).unwrap();
    let mut paper = off.paper.clone();
    paper.basis.push_str("（修订）");
    let changed = off.revise(paper).unwrap();
    assert_eq!(standing(&changed), Standing::Draft);
    assert_eq!(changed.signatures.len(), 2);
    assert_eq!(refused(reviewed(changed.clone(), 3)), "finding-signature-lapsed");
    assert_eq!(refused(decide(changed.clone(), Decided::Adopted)), "finding-not-signed-off");
    assert_eq!(standing(&signed(changed, &[1, 2]).unwrap()), Standing::Signed);
}

#[test]
fn the_meeting_passes_no_fact_without_evidence() {
    let mut bare = finding();
    bare.paper.sentences[1].evidence.clear();
    let off = signed_off(reviewed(signed(bare.clone(), &[1, 2]).unwrap(), 3).unwrap()).unwrap();
    assert_eq!(refused(decide(off, Decided::Adopted)), "finding-sentences-unsupported");
    bare.paper.sentences[1].is_fact = false;
    let off = signed_off(reviewed(signed(bare, &[1, 2]).unwrap(), 3).unwrap()).unwrap();
    assert!(decide(off, Decided::Adopted).is_ok());
}

/// Takes away from a paper what it must hold.
type Spoil = fn(&mut Finding);

#[test]
fn every_blocking_mark_keeps_a_paper_from_being_signed() {
    let cases: [(&str, Spoil); 7] = [
        ("finding-no-basis", |f| f.paper.basis.clear()),
        ("finding-no-title", |f| f.paper.title.clear()),
        ("finding-no-focus", |f| f.paper.focus.clear()),
        ("finding-unknown-focus", |f| f.paper.focus = vec![FocusCode("J9.9".into())]),
        ("finding-period-reversed", |f| {
            f.paper.period = Some(Period { from: day("2024-08-01"), to: day("2024-05-31") })
        }),
        ("finding-too-few-undertakers", |f| f.undertakers.truncate(1)),
        ("finding-belongs-to-clue", |f| {
            f.paper.title = "工作人员收受群众财物".into();
            f.paper.responsible =
                vec![Responsible { post: "副局长".into(), name: "柯丙颂".into(), kind: String::new() }];
        }),
    ];
    for (id, spoil) in cases {
        let mut spoiled = finding();
        spoil(&mut spoiled);
        assert_eq!(refused(signed(spoiled, &[1])), id);
    }
    let mut without = finding();
    without.paper.sentences.iter_mut().for_each(|s| s.evidence.clear());
    assert_eq!(refused(signed(without, &[1])), "finding-no-evidence");
}

#[test]
fn not_adopting_needs_a_reason_and_merging_another_paper() {
    let nothing = Decided::NotAdopted { reason: " ".into() };
    assert_eq!(refused(decide(finding(), nothing)), "finding-not-adopted-without-reason");
    let itself = Decided::Merged { into: "DG001".into() };
    assert_eq!(refused(decide(finding(), itself)), "finding-merged-into-nothing");
    let aside = decide(finding(), Decided::Doubtful).unwrap();
    assert_eq!(standing(&aside), Standing::Aside);
}

#[test]
fn a_decision_from_paper_has_effect_once_a_second_person_has_checked_it() {
    let mut recorded = finding();
    let noted = Noted::from_paper(clerk(1), None);
    recorded.decision = Some(Decision { what: Decided::Adopted, on: None, noted });
    assert_eq!(standing(&recorded), Standing::Draft);
    assert_eq!(
        refused(recorded.clone().check(Checked::Decision, clerk(1), true)),
        "decision-checker-is-recorder"
    );
    assert!(recorded.clone().check(Checked::Decision, clerk(2), false).unwrap().decision.is_none());
    let mut recorded = recorded.check(Checked::Decision, clerk(2), true).unwrap();
    assert_eq!(
        refused(recorded.clone().check(Checked::Decision, clerk(3), true)),
        "decision-no-check-waiting"
    );
    assert_eq!(standing(&recorded), Standing::Adopted);
    recorded.paper.basis.clear();
    assert_eq!(standing(&recorded), Standing::Draft, "what blocks blocks on paper as well");
}

#[test]
fn facts_are_confirmed_with_the_unit_where_the_rules_ask() {
    let adopted = decide(
        signed_off(reviewed(signed(finding(), &[1, 2]).unwrap(), 3).unwrap()).unwrap(),
        Decided::Adopted,
    )
    .unwrap();
    let digest = digest(&adopted);
    let (lenient, mut strict) = (rules(), rules());
    strict.findings.confirm_facts = true;
    assert!(adopted.may_be_reported(Held { rules: &lenient, digest: &digest }).is_ok());
    let held = Held { rules: &strict, digest: &digest };
    assert_eq!(refused(adopted.may_be_reported(held)), "finding-facts-unconfirmed");
    let view = |view, words: &str| UnitView {
        view,
        words: words.into(),
        by: "局长".into(),
        on: None,
        noted: Noted::in_program(clerk(1)),
    };
    let early = finding().confirm(view(View::Agrees, ""), held);
    assert_eq!(refused(early), "finding-view-too-early");
    let bare = adopted.clone().confirm(view(View::Partly, ""), held);
    assert_eq!(refused(bare), "finding-view-without-words");
    let confirmed = adopted.confirm(view(View::Partly, "第二段金额有出入"), held).unwrap();
    assert!(confirmed.may_be_reported(held).is_ok());
}

#[test]
fn what_moved_into_a_clue_goes_on_there_only() {
    let digest = digest(&finding());
    let moved = finding().move_to_clue(Held { rules: &rules(), digest: &digest }).unwrap();
    assert_eq!(standing(&moved), Standing::Moved);
    assert_eq!(refused(signed(moved.clone(), &[1])), "finding-moved");
    assert_eq!(refused(moved.revise(finding().paper)), "finding-moved");
}

#[test]
fn a_version_is_compared_sentence_by_sentence() {
    let before = [sentence(1, "一。"), sentence(2, "二。"), sentence(3, "三。")];
    let mut relinked = sentence(3, "三。");
    relinked.evidence.push(evidence("DOC-1-002"));
    let after = [sentence(1, "一。"), sentence(4, "新。"), relinked];
    let changes = compare(&before, &after);
    assert_eq!(
        changes,
        [
            Change::Same { text: "一。" },
            Change::Removed { text: "二。" },
            Change::Added { text: "新。" },
            Change::Relinked { text: "三。", before: 1, after: 2 },
        ]
    );
}

#[test]
fn sentences_end_where_a_reader_ends_them() {
    assert_eq!(split_sentences("甲说“没有。”乙不信；丙走了。"), ["甲说“没有。”乙不信；", "丙走了。"]);
    assert_eq!(
        split_sentences("依据《办法（试行）》第三条。\n共3.5万元！"),
        ["依据《办法（试行）》第三条。", "共3.5万元！"]
    );
    assert!(split_sentences(" \n ").is_empty());
}

#[test]
fn numbers_in_brackets_stand_behind_the_sentence_they_prove() {
    let split = |text: &str| -> Vec<(String, String)> {
        split_cited(text).into_iter().map(|(said, cited)| (said, cited.join("|"))).collect()
    };
    let pair = |said: &str, cited: &str| (said.to_owned(), cited.to_owned());
    assert_eq!(
        split("拆成三段。[DOC-1-001；XF028] 均未招标【TALK-1-001 第3页】。\n[XF002]\n最后一句"),
        [
            pair("拆成三段。", "DOC-1-001|XF028"),
            pair("均未招标。", "TALK-1-001 第3页|XF002"),
            pair("最后一句", "")
        ]
    );
    assert_eq!(split("[XF001]开头。"), [pair("开头。", "XF001")]);
    assert_eq!(split("没有合上[XF001"), [pair("没有合上[XF001", "")]);
}

#[test]
fn a_citation_reads_back_as_it_was_written() {
    let read = Citation::read(" C5  DOC-1-001 第4–11页 三份 比选文件").unwrap();
    assert_eq!((read.method.as_str(), read.number.as_str()), ("C5", "DOC-1-001"));
    assert_eq!((read.at.as_str(), read.title.as_str()), ("第4–11页", "三份 比选文件"));
    assert_eq!(Citation::read(&read.write()), Some(read));
    let bare = Citation::read("XF028").unwrap();
    assert_eq!((bare.method.as_str(), bare.number.as_str(), bare.at.as_str()), ("", "XF028", ""));
    assert_eq!(Citation::read("XF028 p3").unwrap().at, "p3");
    assert_eq!(Citation::read("  "), None);
}

#[test]
fn a_focus_point_is_found_in_the_other_frame_through_its_own_levels() {
    let rules = rules();
    let codes = |code: &str, frame: &str| -> Vec<String> {
        rules.in_frame(&FocusCode(code.into()), frame).iter().map(|p| p.code.0.clone()).collect()
    };
    assert_eq!(codes("J2.5", "fulfilments"), ["L2.4"]);
    assert_eq!(codes("J3.4", "fulfilments"), ["L2.1", "L2.2"]);
    assert_eq!(codes("L2.4", "focuses"), ["J2.5"]);
    assert_eq!(codes("L1.6", "focuses"), ["J1"], "through the point above");
    assert_eq!(codes("J2.5", "focuses"), ["J2.5"]);
}

#[test]
fn words_that_came_back_do_not_revive_a_signature() {
    let two = signed(finding(), &[1, 2]).unwrap();
    let first = two.paper.clone();
    let mut other = first.clone();
    other.note.push_str("改一处");
    let there_and_back = two.revise(other).unwrap().revise(first.clone()).unwrap();
    assert_eq!(there_and_back.paper, first);
    assert_eq!(standing(&there_and_back), Standing::Draft);
    let unchanged = there_and_back.clone().revise(first).unwrap();
    assert_eq!(unchanged.revision, there_and_back.revision, "saving without a change changes nothing");
}

#[test]
fn what_was_doubted_is_decided_again_or_begun_anew_by_a_change() {
    let off = signed_off(reviewed(signed(finding(), &[1, 2]).unwrap(), 3).unwrap()).unwrap();
    let doubted = decide(off, Decided::Doubtful).unwrap();
    assert_eq!(standing(&doubted), Standing::Aside);
    assert_eq!(standing(&decide(doubted.clone(), Decided::Adopted).unwrap()), Standing::Adopted);
    let mut paper = doubted.paper.clone();
    paper.note.push_str("补证");
    assert_eq!(standing(&doubted.revise(paper).unwrap()), Standing::Draft);
}

#[test]
fn a_signature_is_taken_back_by_its_signer_until_the_sign_off() {
    let held_of = |finding: &Finding| digest(finding);
    let reviewed = reviewed(signed(finding(), &[1, 2]).unwrap(), 3).unwrap();
    let text = held_of(&reviewed);
    let rules = rules();
    let held = Held { rules: &rules, digest: &text };
    assert_eq!(refused(reviewed.clone().withdraw_signature(clerk(7), held)), "finding-no-signature");
    let back = reviewed.clone().withdraw_signature(clerk(1), held).unwrap();
    assert_eq!((back.signatures.len(), back.review.is_some()), (1, false));
    let off = signed_off(reviewed).unwrap();
    assert_eq!(refused(off.withdraw_signature(clerk(1), held)), "finding-signed-off-stands");
}

#[test]
fn a_paper_is_taken_back_with_a_reason_until_it_is_adopted() {
    let rules = rules();
    let withdrawn = |reason: &str| Withdrawn { by: clerk(1), on: day("2025-10-05"), reason: reason.into() };
    let text = digest(&finding());
    let held = Held { rules: &rules, digest: &text };
    assert_eq!(refused(finding().withdraw(withdrawn(" "), held)), "finding-withdraw-without-reason");
    let gone = finding().withdraw(withdrawn("重复"), held).unwrap();
    assert_eq!(standing(&gone), Standing::Withdrawn);
    assert_eq!(refused(signed(gone, &[1])), "finding-is-withdrawn");
    let off = signed_off(reviewed(signed(finding(), &[1, 2]).unwrap(), 3).unwrap()).unwrap();
    let adopted = decide(off, Decided::Adopted).unwrap();
    assert_eq!(refused(adopted.clone().withdraw(withdrawn("重复"), held)), "finding-decided");
    assert_eq!(refused(adopted.move_to_clue(held)), "finding-decided");
}

#[test]
fn what_was_adopted_on_paper_keeps_its_words_and_may_have_its_evidence_spread() {
    let mut on_paper = finding();
    on_paper.paper.sentences[0].evidence.clear();
    on_paper.paper.evidence = vec![evidence("XF009")];
    let noted = Noted::from_paper(clerk(1), None);
    on_paper.decision = Some(Decision { what: Decided::Adopted, on: None, noted });
    let adopted = on_paper.check(Checked::Decision, clerk(2), true).unwrap();
    let mut spread = adopted.paper.clone();
    spread.sentences[0].evidence = std::mem::take(&mut spread.evidence);
    let linked = adopted.clone().revise(spread).unwrap();
    assert_eq!(standing(&linked), Standing::Adopted);
    let mut reworded = adopted.paper.clone();
    reworded.title.push('改');
    assert_eq!(refused(adopted.clone().revise(reworded)), "finding-decided");
    let mut bare = adopted.paper.clone();
    bare.evidence.clear();
    assert_eq!(refused(adopted.revise(bare)), "finding-decided", "no evidence goes away");
}

#[test]
fn two_people_at_one_paper_lose_nothing() {
    let base = finding().paper;
    let (mut theirs, mut mine) = (base.clone(), base.clone());
    theirs.sentences[0].text = "他改了第一句。".into();
    theirs.sentences[1].text = "他改了第二句。".into();
    theirs.basis = "他的依据".into();
    theirs.sentences.push(sentence(3, "他加了一句。"));
    mine.sentences[1].text = "我改了第二句。".into();
    mine.sentences.push(sentence(0, "我加了一句。"));
    let merged = merge(&base, &theirs, &mine);
    assert_eq!(merged.met, [Part::Sentence(2)]);
    assert_eq!(merged.theirs, [Part::Sentence(1), Part::Sentence(3), Part::Basis]);
    let texts: Vec<&str> = merged.paper.sentences.iter().map(|s| s.text.as_str()).collect();
    assert_eq!(texts, ["他改了第一句。", "我改了第二句。", "他加了一句。", "我加了一句。"]);
    let mut taken = merged.paper.clone();
    taken.take_part(Part::Sentence(2), &theirs);
    assert_eq!(taken.sentences[1].text, "他改了第二句。");
    for part in [Part::Title, Part::Evidence, Part::Sentence(12)] {
        assert_eq!(Part::from_code(&part.code()), Some(part));
    }
}

#[test]
fn links_that_two_people_set_on_one_sentence_both_stay() {
    let base = finding().paper;
    let (mut theirs, mut mine) = (base.clone(), base.clone());
    theirs.sentences[0].evidence.push(evidence("XF001"));
    mine.sentences[0].evidence.push(evidence("XF002"));
    mine.sentences[1].evidence.clear();
    let merged = merge(&base, &theirs, &mine).paper;
    let numbers = |at: usize| -> Vec<&str> {
        merged.sentences[at].evidence.iter().map(|e| e.number.as_str()).collect()
    };
    assert_eq!(numbers(0), ["DOC-1-001", "XF002", "XF001"]);
    assert!(numbers(1).is_empty());
}

#[test]
fn a_number_of_a_paper_and_the_method_of_evidence_are_read_off_the_ruleset() {
    let rules = rules().findings;
    assert_eq!(rules.number.write(7), "DG007");
    assert_eq!((rules.number.parse("DG040"), rules.number.parse("XS01")), (Some(40), None));
    assert_eq!((rules.method_of("XF028"), rules.method_of("DOC-1-001")), ("C13", "C5"));
    assert_eq!(rules.method_of("12345"), "C12");
}

#[test]
fn a_stored_finding_reads_back_the_same() {
    let finding = signed(finding(), &[1, 2]).unwrap();
    let text = serde_json::to_string(&finding).unwrap();
    assert_eq!(serde_json::from_str::<Finding>(&text).unwrap(), finding);
}

proptest! {
    #[test]
    fn no_character_is_lost_in_splitting(text in "[一-龥，。；！？“”《》（）\n ]{0,60}") {
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(bare(&split_sentences(&text).concat()), bare(&text));
    }

    /// Whoever alone changed something is followed.
    #[test]
    fn what_only_one_changed_is_taken_from_that_one(texts in proptest::collection::vec("[甲乙丙]", 0..6), title in "[甲乙]") {
        let base = finding().paper;
        let mut other = base.clone();
        other.title = title;
        other.sentences = texts.iter().zip(2_u32..).map(|(text, key)| sentence(key, text)).collect();
        prop_assert_eq!(&merge(&base, &other, &base).paper, &other);
        let back = merge(&base, &base, &other);
        prop_assert_eq!(&back.paper, &other);
        prop_assert!(back.met.is_empty() && back.theirs.is_empty());
    }

    /// Every sentence of either version is told of exactly once.
    #[test]
    fn a_comparison_tells_of_every_sentence(old in proptest::collection::btree_map(0_u32..12, "[甲乙]", 0..8), new in proptest::collection::btree_map(0_u32..12, "[甲乙]", 0..8)) {
        let make = |map: &std::collections::BTreeMap<u32, String>| -> Vec<Sentence> {
            map.iter().map(|(key, text)| sentence(*key, text)).collect()
        };
        let (before, after) = (make(&old), make(&new));
        let changes = compare(&before, &after);
        let removed = changes.iter().filter(|c| matches!(c, Change::Removed { .. })).count();
        prop_assert_eq!(changes.len() - removed, after.len());
        prop_assert_eq!(removed, old.keys().filter(|key| !new.contains_key(key)).count());
    }
}
