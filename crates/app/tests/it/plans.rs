//! How the engines go about the lists: none of them walks a table that grows with the years.

use crate::organisation::imported;
use app::inspector::PoolFilter;
use app::organisation::{EnterUnit, RenameUnit, UnitFields, UnitFilter};
use app::rectification::Slice;
use domain::rectification::Sign;
use kernel::{Day, EngagementId, PageRequest, UnitId};
use store::rectification::{self as items, Days, Filter as ItemFilter, Order};
use store::{Viewer, finding as findings, petition as petitions};
use testkit::{TestApp, on_both};

/// Tables that grow.
const LARGE: [&str; 15] = [
    "clue_transfer",
    "matter",
    "petition_referral",
    "petition",
    "finding",
    "item",
    "unit",
    "inspector",
    "journal_entry",
    "journal_state",
    "notice",
    "search_document",
    "name_part",
    "deadline",
    "sealed_value",
];

/// The lines of the plans that walk a whole large table without an index to lead.
fn walks(plans: &[String]) -> Vec<&String> {
    let scans = |line: &&String| {
        LARGE.iter().any(|table| {
            // SQLite names the alias, PostgreSQL both.
            line.trim_start_matches([' ', '-', '>']).strip_prefix("SCAN ").is_some_and(|rest| {
                let mut words = rest.split(' ');
                let scanned = words.next().unwrap_or_default();
                (scanned == *table || ["u", "p", "d", "i", "f", "t", "m", "r"].contains(&scanned))
                    && !rest.contains("INDEX")
            }) || line.contains(&format!("Seq Scan on {table} "))
                || line.ends_with(&format!("Seq Scan on {table}"))
        })
    };
    plans.iter().filter(scans).collect()
}

async fn viewer(t: &TestApp) -> Viewer {
    let ctx = t.clerk().await;
    Viewer { account: ctx.signed().unwrap().account, acting: None, at: ctx.at }
}

async fn enter(t: &TestApp, name: &str) -> UnitId {
    let root = t.app.units_below(&t.clerk().await, None).await.unwrap()[0].id;
    let fields = UnitFields { nature: "village".into(), ..UnitFields::default() };
    let act = EnterUnit { name: name.into(), parent: UnitId(root), fields };
    t.app.perform(&t.clerk().await, &act).await.unwrap().done.unit
}

/// Names of the units that a part of a name finds, in the order of the list, page by page.
async fn found(t: &TestApp, part: &str) -> Vec<String> {
    let filter = UnitFilter { text: Some(part.into()), ..UnitFilter::default() };
    let (mut request, mut names) = (PageRequest { after: None, size: 3 }, Vec::new());
    loop {
        let page = t.app.units(&t.clerk().await, &filter, &request).await.unwrap();
        names.extend(page.items.into_iter().map(|unit| unit.value.name));
        match page.next {
            Some(next) => request.after = Some(next),
            None => return names,
        }
    }
}

on_both! {
    async fn no_list_walks_a_table_that_grows(engine) {
        let t = imported(engine).await;
        t.work_off().await;
        let viewer = viewer(&t).await;
        let mut conn = t.app.db().read().await.unwrap();
        conn.watch_plans().await.unwrap();
        let request = PageRequest::default();
        let filters = [
            UnitFilter::default(),
            UnitFilter { text: Some("局".into()), ..UnitFilter::default() },
            UnitFilter { text: Some("财政".into()), ..UnitFilter::default() },
            UnitFilter { text: Some("县财政局".into()), kind: Some("department".into()), ..UnitFilter::default() },
            UnitFilter { kind: Some("township".into()), ..UnitFilter::default() },
        ];
        let mut seen = Vec::new();
        for filter in &filters {
            let first = store::unit::list(&mut conn, &viewer, filter, &request).await.unwrap();
            let second = PageRequest { after: first.next, size: 20 };
            store::unit::list(&mut conn, &viewer, filter, &second).await.unwrap();
            let plans = conn.plans();
            assert_eq!(walks(&plans), Vec::<&String>::new(), "{filter:?}: {plans:#?}");
            seen.extend(plans);
        }
        assert!(seen.iter().any(|line| line.contains("name_part") || line.contains(" p ")), "{seen:#?}");
        for text in ["王", "王甲", "YH-0"] {
            let filter = PoolFilter { text: Some(text.into()), ..PoolFilter::default() };
            store::inspector::list(&mut conn, &viewer, &filter, &request).await.unwrap();
            store::inspector::count(&mut conn, &viewer, &filter).await.unwrap();
        }
        store::notice::list(&mut conn, viewer.account, &request).await.unwrap();
        store::notice::unseen(&mut conn, viewer.account, 100).await.unwrap();
        store::search::find(&mut conn, &viewer, "财政局", 100).await.unwrap();
        store::deadline::list(&mut conn, &viewer, &store::deadline::Filter::default(), &request).await.unwrap();
        store::deadline::untold(&mut conn, t.app.today(), t.app.today(), 10).await.unwrap();
        store::account::list(&mut conn, &viewer, &request).await.unwrap();
        store::decision::list(&mut conn, &viewer, None, &request).await.unwrap();
        let journal = app::JournalFilter::default();
        store::journal::list(&mut conn, &viewer, &journal, &request).await.unwrap();
        let plans = conn.plans();
        assert_eq!(walks(&plans), Vec::<&String>::new(), "{plans:#?}");
    }

    async fn no_list_of_the_main_job_walks_a_table_that_grows(engine) {
        let (t, fed) = TestApp::fed_back(engine).await;
        let viewer = viewer(&t).await;
        let mut conn = t.app.db().read().await.unwrap();
        conn.watch_plans().await.unwrap();
        let (request, today) = (PageRequest::default(), t.app.today());
        let days = Days { today, soon: today.plus_days(7) };
        let slices = Slice::ALL.map(|slice| ItemFilter { slice: Some(slice), ..ItemFilter::default() });
        let of_unit = ItemFilter { unit: Some(fed.unit), ..ItemFilter::default() };
        for filter in slices.iter().chain([&of_unit, &ItemFilter { order: Order::Due, ..ItemFilter::default() }]) {
            items::list(&mut conn, &viewer, (filter, days), &request).await.unwrap();
            if filter.slice.is_some() {
                items::count(&mut conn, &viewer, (filter, days)).await.unwrap();
            }
            items::figures(&mut conn, &viewer, (filter, days)).await.unwrap();
        }
        store::department::list(&mut conn, &viewer, &store::department::Filter::default(), &request).await.unwrap();
        store::department::counts(&mut conn, &viewer, today).await.unwrap();
        store::clue::collected(&mut conn, &viewer, &request).await.unwrap();
        store::deadline::open_of(&mut conn, "engagement", &[fed.engagement.into()]).await.unwrap();
        items::units(&mut conn, &viewer).await.unwrap();
        items::departments(&mut conn, &viewer, &of_unit).await.unwrap();
        items::leaders(&mut conn, &viewer, &of_unit).await.unwrap();
        items::asked(&mut conn, &viewer, false, 20).await.unwrap();
        items::asked(&mut conn, &viewer, true, 20).await.unwrap();
        items::late(&mut conn, &viewer, today, 20).await.unwrap();
        items::waiting(&mut conn, &viewer, (&[Sign::Verify], &[]), 20).await.unwrap();
        let engagement = fed.engagement;
        let own = [engagement, EngagementId(fed.unit.0)];
        for engagement in [None, Some(engagement)] {
            let filter = petitions::Filter { engagement, ..petitions::Filter::default() };
            petitions::list(&mut conn, &viewer, (&filter, &[]), &request).await.unwrap();
            petitions::list(&mut conn, &viewer, (&filter, &own), &request).await.unwrap();
            petitions::counts(&mut conn, &viewer, engagement).await.unwrap();
            petitions::late(&mut conn, &viewer, engagement, today).await.unwrap();
        }
        let filter = findings::Filter { engagements: vec![engagement], ..findings::Filter::default() };
        findings::list(&mut conn, &viewer, &filter, &request).await.unwrap();
        findings::count(&mut conn, &viewer, &filter).await.unwrap();
        findings::standings(&mut conn, &viewer, &[engagement]).await.unwrap();
        store::overview::petitions(&mut conn, &viewer).await.unwrap();
        store::overview::findings(&mut conn, &viewer).await.unwrap();
        let plans = conn.plans();
        assert_eq!(walks(&plans), Vec::<&String>::new(), "{plans:#?}");
    }

    async fn a_part_of_a_name_finds_every_name_that_holds_it_in_order_page_by_page(engine) {
        let t = imported(engine).await;
        let names = ["𠮷水村", "䶮溪村", "吉水村", "甲𠮷水乙", "ＡＢ 村100%", "苇渚镇政府", "苇渚村"];
        for name in names {
            enter(&t, name).await;
        }
        assert_eq!(found(&t, "𠮷").await, ["𠮷水村", "甲𠮷水乙"]);
        assert_eq!(found(&t, "𠮷水").await, ["𠮷水村", "甲𠮷水乙"]);
        assert_eq!(found(&t, "䶮").await, ["䶮溪村"]);
        assert_eq!(found(&t, "苇渚镇政").await, ["苇渚镇政府"]);
        assert_eq!(found(&t, "镇苇渚").await, Vec::<String>::new());
        assert_eq!(found(&t, "100%").await, ["ＡＢ村100%"]);
        assert_eq!(found(&t, "100_").await, Vec::<String>::new());
        assert_eq!(found(&t, "没有的字").await, Vec::<String>::new());
        let all = found(&t, "村").await;
        assert!(all.len() > 3 && all.contains(&"苇渚村".to_owned()));
        let mut sorted = all.clone();
        sorted.sort_by_key(|name| text::pinyin::sort_key(name));
        assert_eq!(all, sorted, "the order of the list, over its pages");
    }

    async fn a_renamed_unit_is_found_by_its_new_name_and_the_former_one_and_a_restored_one_too(engine) {
        let t = imported(engine).await;
        let unit = enter(&t, "苇渚村").await;
        let version = t.app.unit(&t.clerk().await, unit).await.unwrap().unit.version;
        let rename = RenameUnit { unit, version: Some(version), name: "荻塘村".into(), on: Day::new(2025, 7, 1).unwrap(), reason: "更名".into() };
        t.app.perform(&t.clerk().await, &rename).await.unwrap();
        assert_eq!(found(&t, "荻塘").await, ["荻塘村"]);
        assert_eq!(found(&t, "苇渚").await, ["荻塘村"], "by its former name");
        t.behind_its_back("delete from name_part").await;
        assert!(found(&t, "荻塘").await.is_empty());
        t.app.rebuild_search_now(|_| {}).await.unwrap();
        assert_eq!(found(&t, "苇渚").await, ["荻塘村"]);
        assert_eq!(t.verify().await.faults, []);
    }
}
