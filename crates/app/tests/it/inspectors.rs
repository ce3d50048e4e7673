//! The inspector pool and recusal, with the county's real lists.

use crate::organisation::imported;
use app::Error;
use app::inspector::{
    AddTraining, ChangeInspector, DeclareRelatives, ImportInspectors, LinkAccount, PoolFilter,
};
use kernel::{Day, PageRequest, PersonId, UnitId};
use serde_json::Value;
use std::collections::BTreeMap;
use store::Viewer;
use testkit::{Engine, TestApp, on_both};

const POOL: &[u8] = include_bytes!("../../../../tests/data/yunhe-inspectors.xlsx");
const EXPECTED: &str = include_str!("../../../../tests/data/expected.json");

fn list() -> ImportInspectors {
    ImportInspectors { file: "yunhe-inspectors.xlsx".into(), bytes: POOL.to_vec(), as_of: None }
}

/// The county with its units and its pool of 180.
pub(crate) async fn with_pool(engine: Engine) -> TestApp {
    let t = imported(engine).await;
    t.app.perform(&t.clerk().await, &list()).await.unwrap();
    t
}

/// The person behind a code.
pub(crate) async fn person(t: &TestApp, code: &str) -> PersonId {
    let filter = PoolFilter { text: Some(code.into()), ..PoolFilter::default() };
    let (found, _) = t.app.inspectors(&t.clerk().await, &filter, &PageRequest::default()).await.unwrap();
    found.items.iter().find(|i| i.code.0 == code).unwrap().person
}

/// The unit behind a name.
pub(crate) async fn unit(t: &TestApp, name: &str) -> UnitId {
    t.app.recognise_unit(&t.clerk().await, name).await.unwrap()
}

pub(crate) fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result.unwrap_err() {
        Error::Refused(refusal) => refusal.0.id.into_owned(),
        Error::Invalid(errors) => format!("{}: {}", errors[0].field, errors[0].message.id),
        other => format!("{other:?}"),
    }
}

fn round_nine() -> Option<Day> {
    Day::new(2025, 9, 8)
}

async fn count(t: &TestApp, filter: PoolFilter) -> i64 {
    t.app.inspectors(&t.clerk().await, &filter, &PageRequest::default()).await.unwrap().1
}

on_both! {
    async fn the_countys_pool_is_previewed_and_then_stored_by_one_act(engine) {
        let t = imported(engine).await;
        let ctx = t.clerk().await;
        let preview = t.app.preview_inspectors(&ctx, "yunhe-inspectors.xlsx", POOL.to_vec(), None).await.unwrap();
        assert_eq!(preview.errors, 0, "{:?}", preview.issues);
        let json = serde_json::to_value(&preview).unwrap();
        let counts = &json["counts"];
        assert_eq!((&counts["people"], &counts["new"], &counts["known"]), (&180.into(), &180.into(), &0.into()));
        assert_eq!((&counts["available"], &counts["relatives_not_asked"]), (&172.into(), &6.into()));
        assert_eq!(counts["full_members"], 177);
        let of = |kind: &str| preview.issues.iter().filter(|i| i.kind == kind).count();
        assert_eq!((of("same_name"), of("must_be_asked")), (1, 6));
        assert_eq!(count(&t, PoolFilter::default()).await, 0, "a preview stores nothing");
        t.app.perform(&ctx, &list()).await.unwrap();
        assert_eq!(count(&t, PoolFilter::default()).await, 180);
        assert_eq!(t.verify().await.faults, []);
    }

    async fn the_same_list_again_says_nothing_new_and_takes_back_nothing_declared(engine) {
        let t = with_pool(engine).await;
        let asked = person(&t, "RC017").await;
        let said = DeclareRelatives { person: asked, relatives: "无".into() };
        t.app.perform(&t.clerk().await, &said).await.unwrap();
        let again = refusal(t.app.perform(&t.clerk().await, &list()).await);
        assert_eq!(again, "inspector-import-nothing-new");
        assert!(t.app.inspector(&t.clerk().await, asked).await.unwrap().inspector.relatives.is_some());
        assert_eq!(t.verify().await.faults, []);
    }

    async fn the_pool_is_listed_by_pinyin_and_narrowed_by_what_is_asked(engine) {
        let t = with_pool(engine).await;
        let ctx = t.clerk().await;
        let (mut names, mut page) = (Vec::new(), PageRequest { after: None, size: 50 });
        loop {
            let (found, _) = t.app.inspectors(&ctx, &PoolFilter::default(), &page).await.unwrap();
            names.extend(found.items.iter().map(|i| i.name.clone()));
            let Some(next) = found.next else { break };
            page.after = Some(next);
        }
        assert_eq!(names.len(), 180);
        assert!(names.is_sorted_by(|a, b| text::pinyin::sort_key(a) <= text::pinyin::sort_key(b)));
        assert_eq!(count(&t, PoolFilter { available: Some(false), ..PoolFilter::default() }).await, 8);
        let skilled = count(&t, PoolFilter { skill: Some("财务审计".into()), ..PoolFilter::default() }).await;
        assert!((1..180).contains(&skilled));
        assert_eq!(count(&t, PoolFilter { skill: Some("财务".into()), ..PoolFilter::default() }).await, 0);
        let bureau = Some(unit(&t, "县住房和城乡建设局").await);
        let there = t
            .app
            .inspectors(&ctx, &PoolFilter { unit: bureau, ..PoolFilter::default() }, &PageRequest::default())
            .await
            .unwrap();
        let mut codes: Vec<&str> = there.0.items.iter().map(|i| i.code.0.as_str()).collect();
        codes.sort_unstable();
        assert_eq!(codes, ["RC033", "RC075", "RC180"]);
    }

    async fn exactly_the_conflicts_of_the_facts_are_found_for_the_twelve_units(engine) {
        let t = with_pool(engine).await;
        let ctx = t.clerk().await;
        let expected: Value = serde_json::from_str(EXPECTED).unwrap();
        let expected = expected["recusal"].as_object().unwrap();
        assert_eq!(expected.len(), 12);
        for (name, rules) in expected {
            let id = unit(&t, name).await;
            let found = t.app.recusal(&ctx, &[id], round_nine(), None).await.unwrap().remove(0);
            assert_eq!(found.looked_at, 180);
            let mut by_rule: BTreeMap<String, Vec<String>> =
                rules.as_object().unwrap().keys().map(|rule| (rule.clone(), Vec::new())).collect();
            for away in &found.stay_away {
                for reason in &away.reasons {
                    assert!(reason.text.contains(&away.name), "the reason names the person: {}", reason.text);
                    by_rule.get_mut(&reason.rule).unwrap().push(away.code.clone());
                }
            }
            assert_eq!(serde_json::to_value(&by_rule).unwrap(), *rules, "{name}");
            let unasked: Vec<&str> = found
                .must_ask
                .iter()
                .filter(|a| a.questions.iter().any(|q| q.key == "relatives:"))
                .map(|a| a.code.as_str())
                .collect();
            assert_eq!(unasked, ["RC017", "RC049", "RC088", "RC109", "RC138", "RC175"], "{name}");
        }
        let traces = t.verify().await.traces;
        assert!(traces >= 12, "every check left its trace");
    }

    async fn relatives_open_for_a_reason_only_and_leave_a_trace(engine) {
        let t = with_pool(engine).await;
        let who = person(&t, "RC005").await;
        let before = t.verify().await.traces;
        let refused = refusal(t.app.open_relatives(&t.clerk().await, who, " ").await);
        assert_eq!(refused, "reason: inspector-open-reason-missing");
        assert_eq!(t.verify().await.traces, before, "nothing was opened");
        let opened = t.app.open_relatives(&t.clerk().await, who, "核对回避").await.unwrap();
        assert!(matches!(opened.relatives, domain::inspector::Relatives::Some(r) if !r.is_empty()));
        assert_eq!(t.verify().await.traces, before + 1);
    }

    async fn nothing_of_the_pool_shows_to_a_stranger_and_nothing_declared_lies_in_the_open(engine) {
        let t = with_pool(engine).await;
        let who = person(&t, "RC005").await;
        let account = t.stranger("stranger").await;
        let ctx = t.ctx("stranger").await;
        let page = PageRequest::default();
        let filter = PoolFilter::default();
        assert!(matches!(t.app.inspectors(&ctx, &filter, &page).await, Err(Error::Forbidden(_))));
        assert!(matches!(t.app.inspector(&ctx, who).await, Err(Error::Forbidden(_))));
        assert!(matches!(t.app.open_relatives(&ctx, who, "好奇").await, Err(Error::Forbidden(_))));
        assert!(matches!(t.app.recusal(&ctx, &[], None, None).await, Err(Error::Forbidden(_))));
        let viewer = Viewer { account, acting: None, at: ctx.at };
        let mut conn = t.app.db().read().await.unwrap();
        assert!(store::inspector::list(&mut conn, &viewer, &filter, &page).await.unwrap().items.is_empty());
        assert_eq!(store::inspector::count(&mut conn, &viewer, &filter).await.unwrap(), 0);
        assert!(store::inspector::view(&mut conn, &viewer, who).await.unwrap().is_none());
        let relative = match t.app.open_relatives(&t.clerk().await, who, "核对").await.unwrap().relatives {
            domain::inspector::Relatives::Some(all) => all[0].name.clone(),
            other => panic!("{other:?}"),
        };
        let statement = db::sql("select count(*) from journal_state where state like $1");
        let (n,): (i64,) = conn.one(statement.bind(format!("%{relative}%"))).await.unwrap();
        assert_eq!(n, 0, "no state of the journal holds a relative's name");
    }

    async fn the_office_changes_availability_and_enters_training(engine) {
        let t = with_pool(engine).await;
        let who = person(&t, "RC005").await;
        let change = |available, words: &str| ChangeInspector {
            person: Some(who),
            available: Some(available),
            unavailable_words: Some(words.into()),
            ..ChangeInspector::default()
        };
        let wrong = refusal(t.app.perform(&t.clerk().await, &change(false, "")).await);
        assert_eq!(wrong, "unavailable_words: inspector-unavailable-why");
        t.app.perform(&t.clerk().await, &change(false, "脱产学习")).await.unwrap();
        assert_eq!(count(&t, PoolFilter { available: Some(false), ..PoolFilter::default() }).await, 9);
        let before = t.app.inspector(&t.clerk().await, who).await.unwrap().inspector.training_hours.unwrap_or(0);
        let on = Day::new(2025, 6, 20).unwrap();
        let training = AddTraining { person: who, on, topic: "巡察业务培训".into(), hours: 8 };
        t.app.perform(&t.clerk().await, &training).await.unwrap();
        let after = t.app.inspector(&t.clerk().await, who).await.unwrap().inspector;
        assert_eq!((after.training_hours, after.trainings.len()), (Some(before + 8), 1));
        let future = AddTraining { on: Day::new(2026, 1, 1).unwrap(), ..training };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &future).await), "on: inspector-training-in-future");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn an_account_belongs_to_one_inspector(engine) {
        let t = with_pool(engine).await;
        t.stranger("mei").await;
        let (first, second) = (person(&t, "RC005").await, person(&t, "RC010").await);
        let link = |person, login: &str| LinkAccount { person, login: login.into() };
        t.app.perform(&t.clerk().await, &link(first, "mei")).await.unwrap();
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &link(second, "mei")).await), "login: inspector-account-taken");
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &link(second, "nobody")).await), "login: inspector-account-unknown");
        t.app.perform(&t.clerk().await, &link(first, "")).await.unwrap();
        t.app.perform(&t.clerk().await, &link(second, "mei")).await.unwrap();
        assert_eq!(t.verify().await.faults, []);
    }
}
