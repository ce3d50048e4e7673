//! Coverage of the term from what was imported.

use crate::organisation::imported;
use app::coverage::{COVERAGE_STANDINGS, CoverageFilter, CoverageView, RoundsLeft};
use app::organisation::RenameUnit;
use app::term::{ChangeTerm, EnterTerm, ImportTerms, TermFields};
use app::{Ctx, Error};
use domain::coverage::Rate;
use domain::organisation::UnitKind;
use domain::term::{PastRound, RoundNumber};
use kernel::{Day, PageRequest};
use testkit::{TestApp, on_both};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

async fn view(t: &TestApp, ctx: &Ctx) -> std::sync::Arc<CoverageView> {
    t.app.coverage(ctx, day("2025-07-31"), None).await.unwrap().unwrap()
}

on_both! {
    async fn the_countys_coverage_is_what_the_office_counts(engine) {
        let t = imported(engine).await;
        let view = view(&t, &t.clerk().await).await;
        let tally = |kind: &str| view.coverage.by_kind[&UnitKind::new(kind)];
        let of = |kind: &str| (tally(kind).inspected, tally(kind).due, tally(kind).never);
        assert_eq!(of("department"), (43, 62, 11));
        assert_eq!(of("township"), (6, 10, 3));
        assert_eq!(of("soe"), (2, 6, 4));
        assert_eq!(of("school_hospital"), (2, 5, 3));
        assert_eq!(of("village"), (77, 154, 77));
        let rates: Vec<Rate> = view.coverage.groups.iter().map(|group| group.tally.rate()).collect();
        let figures: Vec<_> = rates.iter().map(|r| (r.part, r.whole, r.hundredths().unwrap())).collect();
        assert_eq!(figures, [(53, 83, 6_386), (43, 62, 6_935), (77, 154, 5_000)]);
        assert_eq!(view.rounds_left, RoundsLeft::Pace { rounds: 2, held: 8, months: 5 });
        let carried: usize =
            view.coverage.rounds.iter().flat_map(|r| r.kinds.values()).map(|load| load.planned + load.to_add).sum();
        assert_eq!(carried, 237 - 130, "everything not yet inspected has a round");
    }

    async fn every_figure_opens_the_list_behind_it(engine) {
        let t = imported(engine).await;
        let view = view(&t, &t.clerk().await).await;
        for (kind, tally) in &view.coverage.by_kind {
            let figures = [tally.inspected, tally.this_round, tally.planned, tally.open, tally.never];
            for (standing, figure) in COVERAGE_STANDINGS.into_iter().zip(figures) {
                let filter = CoverageFilter {
                    kind: Some(kind.as_str().to_owned()), standing: Some(standing.to_owned()),
                    ..CoverageFilter::default()
                };
                assert_eq!(view.count(&filter), figure, "{kind:?} {standing}");
                let (mut request, mut rows) = (PageRequest { after: None, size: 20 }, Vec::new());
                loop {
                    let page = view.list(&filter, &request);
                    rows.extend(page.items.into_iter().map(|row| row.unit.id));
                    let Some(next) = page.next else { break };
                    request.after = Some(next);
                }
                let distinct: std::collections::HashSet<_> = rows.iter().collect();
                assert_eq!((rows.len(), distinct.len()), (figure, figure));
            }
        }
        let filter = CoverageFilter { group: Some(0), ..CoverageFilter::default() };
        assert_eq!(view.count(&filter), 83);
    }

    async fn a_reckoning_holds_until_something_it_rests_on_changes(engine) {
        let t = imported(engine).await;
        let first = view(&t, &t.clerk().await).await;
        t.stranger("newcomer").await;
        let second = view(&t, &t.clerk().await).await;
        assert!(std::sync::Arc::ptr_eq(&first, &second), "an account more is no unit more");
        let foremost = |view: &CoverageView| {
            view.list(&CoverageFilter::default(), &PageRequest { after: None, size: 1 }).items.remove(0).unit
        };
        let unit = foremost(&second);
        let (name, on, reason) = ("阿里村".to_owned(), day("2025-07-01"), "更名".to_owned());
        let rename = RenameUnit { unit: unit.id, version: None, name, on, reason };
        t.app.perform(&t.clerk().await, &rename).await.unwrap();
        let third = view(&t, &t.clerk().await).await;
        assert_eq!(foremost(&third).name, "阿里村");
    }

    async fn without_a_term_there_is_no_coverage_and_a_stranger_sees_none(engine) {
        let t = imported(engine).await;
        assert!(t.app.coverage(&t.clerk().await, day("2030-01-01"), None).await.unwrap().is_none());
        t.stranger("nobody").await;
        let refused = t.app.coverage(&t.ctx("nobody").await, day("2025-07-31"), None).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
    }

    async fn terms_are_imported_once_entered_by_hand_and_corrected(engine) {
        let t = TestApp::set_up(engine).await;
        let import = ImportTerms { file: "t.json".into(), bytes: crate::organisation::TERMS.to_vec() };
        let counts = t.app.preview_terms(&t.clerk().await, &import.bytes).await.unwrap();
        assert_eq!((counts.terms, counts.rounds, counts.new), (2, 13, 2));
        t.app.perform(&t.clerk().await, &import).await.unwrap();
        let again = t.app.perform(&t.clerk().await, &import).await;
        assert!(matches!(again, Err(Error::Refused(r)) if r.0.id == "term-import-nothing-new"));
        let fields = |from: &str, to: &str| TermFields {
            name: "十六届".into(), number: 16, from: day(from), to: day(to), rounds: Vec::new(),
        };
        let overlapping = EnterTerm { fields: fields("2026-01-01", "2030-12-31") };
        let Err(Error::Invalid(errors)) = t.app.perform(&t.clerk().await, &overlapping).await else { panic!("accepted") };
        assert_eq!((errors[0].field.as_ref(), errors[0].message.id.as_ref()), ("from", "term-overlaps"));
        let entered = EnterTerm { fields: fields("2026-08-20", "2031-08-19") };
        let term = t.app.perform(&t.clerk().await, &entered).await.unwrap().done.term;
        let round = PastRound { number: RoundNumber(1), from: day("2026-09-01"), to: day("2026-10-31") };
        let change = |version| ChangeTerm {
            term, version, fields: TermFields { rounds: vec![round], ..fields("2026-08-20", "2031-08-19") },
        };
        t.app.perform(&t.clerk().await, &change(Some(1))).await.unwrap();
        assert!(matches!(t.app.perform(&t.clerk().await, &change(Some(1))).await, Err(Error::Conflict { .. })));
        let terms = t.app.terms(&t.clerk().await).await.unwrap();
        assert_eq!(terms.iter().map(|term| term.facts.rounds.len()).collect::<Vec<_>>(), [5, 8, 1]);
        assert_eq!(t.verify().await.faults, []);
    }
}
