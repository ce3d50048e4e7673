//! The practice county's working papers and clues.

use documents::findings;
use domain::clue::{self, Managed, RoutingRules};
use domain::decision::Clerk;
use domain::finding::import::Home;
use domain::finding::{self, EvidenceState, FocusRules, Place, Recorded, Severity};
use domain::organisation::Taxonomy;
use domain::petition::PetitionRules;
use domain::ruleset::{Body, Kind, shipped};
use kernel::id::{EngagementId, FindingId, PersonId, RecordId, UnitId, UserId};
use std::cell::Cell;
use std::collections::BTreeMap;
use uuid::Uuid;

const FILE: &[u8] = include_bytes!("../../../../tests/data/findings.json");

/// Who imports.
const CLERK: Clerk = Clerk { user: UserId(Uuid::nil()), person: PersonId(Uuid::nil()) };

/// Units by a number of their own, engagements alike.
fn unit(written: &str) -> Option<(UnitId, EngagementId)> {
    let n: u128 = written.bytes().fold(7, |sum, byte| sum * 31 % 1_000_003 + u128::from(byte));
    (!written.is_empty()).then(|| (UnitId(Uuid::from_u128(n)), EngagementId(Uuid::from_u128(n))))
}

fn home(written: &str) -> Option<Home> {
    unit(written).map(|(unit, engagement)| Home::Here(unit, engagement))
}

fn papers() -> finding::import::Import {
    let file = findings::read(FILE).unwrap();
    let next = Cell::new(1_u128);
    let rules = FocusRules::shipped();
    let known = finding::import::Known {
        rules: &rules,
        unit: &home,
        // Petitions are registered; everything else in the file names records that do not exist.
        record: &|_, number| {
            let id = || RecordId(Uuid::from_u128(number[2..].parse().unwrap()));
            number.starts_with("XF").then(|| Place::Record { kind: "petition".into(), record: id() })
        },
        there: &|_| false,
        new_id: &|| FindingId(Uuid::from_u128(next.replace(next.get() + 1))),
        by: CLERK,
    };
    finding::import::check(&file.working_papers, &known)
}

#[test]
fn forty_papers_come_in_as_drafts_and_five_cannot_be_signed() {
    let import = papers();
    assert_eq!((import.issues.0.len(), import.drafts.len()), (0, 40));
    let blocked: BTreeMap<&str, Vec<&str>> = import
        .drafts
        .iter()
        .filter_map(|draft| {
            let kinds = draft.faults.iter().filter(|f| f.severity == Severity::Blocks).map(|f| f.kind);
            Some((draft.finding.number.as_str(), kinds.collect::<Vec<_>>()))
                .filter(|(_, kinds)| !kinds.is_empty())
        })
        .collect();
    let expected: serde_json::Value =
        serde_json::from_str(include_str!("../../../../tests/data/expected.json")).unwrap();
    let expected: BTreeMap<&str, Vec<&str>> = expected["findings_defects"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(number, kind)| (number.as_str(), vec![kind.as_str().unwrap()]))
        .collect();
    assert_eq!(blocked, expected);
    let offered: Vec<_> =
        import.drafts.iter().filter(|d| d.offers_clue).map(|d| d.finding.number.as_str()).collect();
    assert_eq!(offered, ["DG038"]);
}

#[test]
fn the_figures_of_the_file_are_the_countys() {
    let counts = papers().counts;
    assert_eq!((counts.papers, counts.blocked, counts.amounts), (40, 5, 35));
    assert_eq!(counts.amount_fen, 142_625_150 * 100);
    assert_eq!((counts.repeats, counts.serious), (3, 19));
    assert_eq!(counts.units.get("枕河镇"), Some(&6));
    let import = papers();
    let sound = import.drafts.iter().filter(|d| d.faults.iter().all(|f| f.severity != Severity::Blocks));
    let found: Vec<_> =
        sound.flat_map(|d| d.finding.paper.focus.iter().map(|f| (f.clone(), d.finding.paper.unit))).collect();
    let common = FocusRules::common(found.iter().map(|(code, unit)| (code, *unit)), 3);
    assert_eq!(common.iter().map(|c| c.0.as_str()).collect::<Vec<_>>(), ["J2.3", "J2.5"]);
}

#[test]
fn a_record_that_is_not_there_becomes_external_evidence_to_be_linked() {
    let import = papers();
    let first = &import.drafts[0].finding;
    let states: Vec<_> = first.paper.all_evidence().map(finding::Evidence::state).collect();
    assert_eq!(states, [EvidenceState::Linked, EvidenceState::ToBeLinked, EvidenceState::ToBeLinked]);
    assert_eq!(first.paper.methods(), ["C13", "C2", "C5"]);
    assert_eq!(import.counts.to_be_linked, 51);
}

#[test]
fn views_and_decisions_of_the_file_are_recorded_from_paper_and_move_nothing() {
    let import = papers();
    let rules = FocusRules::shipped();
    for draft in &import.drafts {
        let finding = &draft.finding;
        let decision = finding.decision.as_ref().unwrap();
        assert_eq!(decision.noted.how, Recorded::FromPaper);
        let held = finding::Held { rules: &rules, digest: "d" };
        assert_eq!(finding.standing(held), finding::Standing::Draft);
    }
    let of = |number: &str| import.drafts.iter().find(|d| d.finding.number == number).unwrap();
    assert!(matches!(of("DG038").finding.decision.as_ref().unwrap().what, finding::Decided::Doubtful));
    assert!(of("DG015").finding.view.is_none());
    assert!(of("DG004").finding.view.is_some());
}

/// The shipped routes with the practice county's own names for two receivers.
fn county_routing() -> RoutingRules {
    let mut draft = shipped().unwrap().into_iter().find(|s| s.kind() == Kind::Routing).unwrap().draft;
    for rule in draft.body["rules"].as_array_mut().unwrap() {
        let name = match rule["receiver"].as_str().unwrap() {
            "upward" => "澜州市委巡察办（由县委巡察办汇总）",
            "committee_proposal" => "县委（形成专题报告、建议书，抄县教育体育局、县市场监督管理局）",
            _ => continue,
        };
        rule["name"]["zh"] = name.into();
    }
    let Body::Routing(rules) = draft.check().unwrap() else { unreachable!() };
    rules
}

fn clues(routing: &RoutingRules) -> clue::import::Import {
    let file = findings::read(FILE).unwrap();
    let bodies = BTreeMap::from([
        (unit("县住房和城乡建设局").unwrap().0, "县纪委监委派驻县住建局纪检监察组"),
        (unit("枕河镇").unwrap().0, "枕河镇纪委"),
    ]);
    let known = clue::import::Known {
        routing,
        taxonomy: &Taxonomy::shipped(),
        petitions: &PetitionRules::shipped(),
        unit: &unit,
        unit_body: &|unit| bodies.get(&unit).map(|name| (*name).to_owned()),
        there: &|_| false,
    };
    clue::import::check(&file.clues, &known)
}

#[test]
fn the_twelve_routes_are_those_the_county_expects_for_every_subject() {
    let import = clues(&county_routing());
    assert_eq!((import.issues.0.len(), import.counts.clues, import.counts.persons), (0, 12, 13));
    let file: serde_json::Value = serde_json::from_slice(FILE).unwrap();
    for draft in &import.drafts {
        let expected = &file["expected_routing"]["by_clue"][&draft.number];
        for route in &draft.routes {
            let route = route.as_ref().unwrap();
            let said = serde_json::to_value(route).unwrap();
            assert_eq!(said["receiver"], expected["receiver_class"], "{}", draft.number);
            assert_eq!(said["name"], expected["receiver"], "{}", draft.number);
            assert_eq!(said["approval"], expected["approval"], "{}", draft.number);
            assert_eq!(said["via"], expected["via"], "{}", draft.number);
            assert_eq!(said["earliest"], expected["earliest"], "{}", draft.number);
            let also: Vec<_> = route.also.iter().map(|class| class.0.as_str()).collect();
            assert_eq!(serde_json::to_value(also).unwrap(), expected["also_accepted"], "{}", draft.number);
            assert_eq!(route.why.len(), 3);
        }
    }
    assert_eq!(import.drafts.iter().map(|d| d.routes.len()).sum::<usize>(), 14, "13 persons and one without");
}

#[test]
fn what_is_read_of_a_clue_prints_no_name() {
    let import = clues(&RoutingRules::shipped());
    let printed = format!("{import:?}");
    for name in ["佟乙砚", "容己曜", "邱某", "收受多个分包班组现金"] {
        assert!(!printed.contains(name), "{name}");
    }
    let opened = clue::ClueBody::from_opened(import.drafts[0].body.to_seal().expose()).unwrap();
    assert_eq!(opened.subjects[0].expose(), ("佟乙砚", "质量安全监督站站长"));
}

#[test]
fn an_unknown_level_is_asked_for_and_not_guessed() {
    let mut file = findings::read(FILE).unwrap();
    file.clues.truncate(1);
    file.clues[0].persons[0].level = "不详".to_owned();
    let routing = RoutingRules::shipped();
    let known = clue::import::Known {
        routing: &routing,
        taxonomy: &Taxonomy::shipped(),
        petitions: &PetitionRules::shipped(),
        unit: &unit,
        unit_body: &|_| None,
        there: &|_| false,
    };
    let import = clue::import::check(&file.clues, &known);
    assert_eq!(import.drafts[0].managed, [Managed::Unknown]);
    let refusal = import.drafts[0].routes[0].as_ref().unwrap_err();
    assert_eq!(refusal.0.id, "clue-level-unknown");
    assert_eq!(import.issues.warnings(), 1);
}

#[test]
fn a_broken_file_tells_the_place_and_quotes_nothing() {
    let refused = |bytes: &[u8]| findings::read(bytes).err().unwrap().0;
    let message = refused(
        b"{\"clues\": [{\"id\": \"XS01\",\n \"persons\": \"\xE4\xBD\x9F\xE4\xB9\x99\xE7\xA0\x9A\"}]}",
    );
    assert_eq!(message.id, "finding-file-unreadable");
    assert!(!format!("{message:?}").contains("佟"));
    assert_eq!(refused(b"{}").id, "finding-file-empty");
    assert_eq!(refused(b"PK\x03\x04").id, "finding-file-unreadable");
    assert_eq!(refused(b"").id, "finding-file-unreadable");
}

#[test]
fn a_paper_that_is_there_already_is_told_by_its_number_and_stays() {
    let file = findings::read(FILE).unwrap();
    let rules = FocusRules::shipped();
    let known = finding::import::Known {
        rules: &rules,
        unit: &home,
        record: &|_, _| None,
        there: &|number| number == "DG001",
        new_id: &|| FindingId(Uuid::nil()),
        by: CLERK,
    };
    let import = finding::import::check(&file.working_papers, &known);
    assert_eq!(import.issues.0.iter().map(|i| (i.row, i.kind)).collect::<Vec<_>>(), [(1, "there_already")]);
    assert_eq!((import.issues.errors(), import.counts.there, import.counts.new), (0, 1, 39));
}
