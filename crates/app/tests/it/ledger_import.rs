//! A unit's ledger taken over into a past engagement, taken out, and taken in again.

use app::rectification::{ImportLedger, LedgerFilter, LedgerOptions};
use documents::{rectification as sheets, sheet};
use domain::rectification::ledger::{Context, Measure, Reported, check};
use domain::ruleset::{Body, Kind, shipped};
use kernel::PageRequest;
use testkit::{TestApp, county_file, on_both};

fn messy() -> ImportLedger {
    ImportLedger {
        file: "ledger-messy.xlsx".into(),
        bytes: county_file("ledger-messy.xlsx"),
        options: LedgerOptions::default(),
    }
}

/// An exported ledger with its first measure under way changed.
fn changed(bytes: &[u8], change: impl FnOnce(&mut Measure)) -> Vec<u8> {
    let body = |kind: Kind| {
        let shipped = shipped().unwrap();
        shipped.iter().find(|s| s.kind() == kind).unwrap().draft.check().unwrap()
    };
    let (Body::Rectification(rules), Body::Calendar(calendar)) =
        (body(Kind::Rectification), body(Kind::Calendar))
    else {
        panic!("the shipped rules")
    };
    let workbook = sheet::open(bytes, &sheet::Limits::default()).unwrap();
    let listed = sheets::read(&workbook, &sheets::propose(&workbook).unwrap()).unwrap();
    let answers = std::collections::BTreeMap::new();
    let context =
        Context { rules: &rules, calendar: &calendar, fed_back: None, filled: None, answers: &answers };
    let mut ledger = check(&listed, context).ledger;
    let mut measures = ledger.problems.iter_mut().flat_map(|problem| &mut problem.measures);
    change(measures.find(|measure| measure.state == Reported::InProgress).unwrap());
    sheets::export::write(&ledger, &rules, "整改台账", kernel::Timestamp(0)).unwrap()
}

on_both! {
    async fn the_messy_ledger_is_taken_over_into_a_past_engagement_and_the_same_again_is_there_already(engine) {
        let t = TestApp::with_county(engine).await;
        t.clock.advance(125 * 86_400);
        let clerk = t.clerk().await;
        let upload = || ("ledger-messy.xlsx", county_file("ledger-messy.xlsx"));
        let preview = t.app.preview_ledger(&clerk, upload(), &LedgerOptions::default()).await.unwrap();
        let counts = &preview.counts;
        assert_eq!(preview.errors, 0, "{:?}", preview.issues);
        assert_eq!((counts.summary.problems, counts.summary.measures), (48, 113));
        let by = |state| counts.summary.measures_by_state.get(&state).copied().unwrap_or(0);
        let states = [
            Reported::Closed,
            Reported::Completed,
            Reported::Basically,
            Reported::InProgress,
            Reported::NotStarted,
            Reported::LongTerm,
            Reported::Unstated,
        ];
        assert_eq!(states.map(by), [18, 22, 14, 31, 14, 11, 3]);
        assert_eq!((counts.new, counts.unchanged, counts.changed), (48, 0, 0));
        assert_eq!((counts.unit.as_str(), counts.makes_engagement), ("县交通运输局", true));
        assert_eq!(counts.round, "第八轮巡察");
        let done = t.done(&clerk, &messy()).await;
        assert_eq!((done.items, done.measures), (48, 113));
        let again = t.app.preview_ledger(&clerk, upload(), &LedgerOptions::default()).await.unwrap();
        assert_eq!((again.counts.new, again.counts.unchanged, again.counts.changed), (0, 48, 0), "{:?}", again.counts.differences);
        assert!(!again.counts.makes_engagement);
        assert_eq!(t.refused(&clerk, &messy()).await, "rectification-import-nothing-new");
        let items = t.items_of(done.unit).await;
        assert_eq!(items.len(), 48);
        let closed = items.iter().filter(|line| line.item.state.code() == "closed").count();
        assert_eq!(closed, 4, "what the list calls closed is closed, and nothing else");
        assert_eq!(items[0].item.origin.code(), "elsewhere");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_ledger_goes_out_and_comes_back_without_loss(engine) {
        let t = TestApp::with_county(engine).await;
        t.clock.advance(125 * 86_400);
        let clerk = t.clerk().await;
        let done = t.done(&clerk, &messy()).await;
        let file = t.app.export_ledger(&clerk, done.unit, None).await.unwrap();
        assert!(file.name.starts_with("县交通运输局巡察整改台账"), "{}", file.name);
        let upload = (file.name.as_str(), file.bytes.clone());
        let preview = t.app.preview_ledger(&clerk, upload, &LedgerOptions::default()).await.unwrap();
        let counts = &preview.counts;
        assert_eq!((counts.new, counts.unchanged, counts.changed), (0, 48, 0), "{:?}", counts.differences);
        assert_eq!((counts.summary.problems, counts.summary.measures), (48, 113));
        // Into an empty house it brings the same again.
        let other = TestApp::with_county(engine).await;
        other.clock.advance(125 * 86_400);
        let act = ImportLedger { file: file.name, bytes: file.bytes, options: LedgerOptions::default() };
        let there = other.done(&other.clerk().await, &act).await;
        assert_eq!((there.items, there.measures), (48, 113));
        let (here, there) = (t.items_of(done.unit).await, other.items_of(there.unit).await);
        for (a, b) in here.iter().zip(&there) {
            let seen = |l: &app::rectification::ItemLine| {
                let i = &l.item;
                // What goes on does so from the day of the list, which is another day for an export.
                let summary = app::rectification::Summary { due: None, ..i.summary.clone() };
                (i.number, i.code.clone(), i.title.clone(), i.group.clone(), i.state.code(), summary)
            };
            assert_eq!(seen(a), seen(b));
            assert_eq!(a.leader, b.leader);
        }
    }

    async fn a_list_that_says_more_brings_measures_up_to_date_and_closes_nothing(engine) {
        let t = TestApp::with_county(engine).await;
        t.clock.advance(125 * 86_400);
        let clerk = t.clerk().await;
        let done = t.done(&clerk, &messy()).await;
        let file = t.app.export_ledger(&clerk, done.unit, None).await.unwrap();
        let bytes = changed(&file.bytes, |measure| {
            measure.progress = "已印发办法并组织培训。".into();
            measure.state = Reported::Closed;
        });
        let act = ImportLedger { file: "回传.xlsx".into(), bytes: bytes.clone(), options: LedgerOptions::default() };
        let preview = t.app.preview_ledger(&clerk, ("回传.xlsx", bytes), &act.options).await.unwrap();
        let columns: Vec<(&str, bool)> =
            preview.counts.differences.iter().map(|d| (d.column, d.taken)).collect();
        assert_eq!(columns, [("进展情况", true), ("完成情况", false)]);
        assert_eq!(t.done(&clerk, &act).await.changed, 1);
        let closed = LedgerFilter { state: Some("closed".into()), ..LedgerFilter::default() };
        assert_eq!(t.app.ledger(&clerk, &closed, &PageRequest::default()).await.unwrap().1, 4);
    }

    async fn a_ledger_without_a_place_to_go_is_refused_with_what_is_missing(engine) {
        let t = TestApp::with_county(engine).await;
        let clerk = t.clerk().await;
        let options = |unit: &str, round| LedgerOptions {
            unit: Some(unit.to_owned()),
            round,
            ..LedgerOptions::default()
        };
        for (options, kind) in [
            (options("县气象局", None), "unknown_unit"),
            (options("县交通运输局", Some(77)), "unknown_round"),
        ] {
            let upload = ("ledger-messy.xlsx", county_file("ledger-messy.xlsx"));
            let preview = t.app.preview_ledger(&clerk, upload, &options).await.unwrap();
            assert!(preview.issues.iter().any(|issue| issue.kind == kind), "{kind}");
            let act = ImportLedger { options, ..messy() };
            assert_eq!(t.refused(&clerk, &act).await, "rectification-import-faulty");
        }
    }
}
