//! Rulesets: what set-up brings, drafting, publishing, what is in force when.

use app::Error;
use app::account::GrantRole;
use app::ruleset::{DraftRuleset, PublishRuleset};
use domain::deadline::DeadlineRules;
use domain::permission::Role;
use domain::ruleset::{Approver, Banner, Kind, Ruleset, State};
use kernel::calendar::WorkCalendar;
use kernel::{Day, PageRequest};
use serde_json::json;
use store::Viewer;
use testkit::{TestApp, on_both};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn banner(text: &str, from: &str, seen: i64) -> DraftRuleset {
    DraftRuleset {
        kind: Kind::Banner,
        effective_from: day(from),
        basis: " 地方做法 ".into(),
        body: json!({ "text": { "zh": text, "en": text }, "shown": true, "marking": false }),
        seen,
    }
}

async fn banner_on(t: &TestApp, on: &str) -> (u32, String) {
    let mut conn = t.app.db().read().await.unwrap();
    let found = t.app.ruleset::<Banner>(&mut conn, day(on)).await.unwrap();
    (found.version, found.rules.text.zh)
}

async fn publish(t: &TestApp, draft: DraftRuleset) {
    t.app.perform(&t.clerk().await, &draft).await.unwrap();
    let seen = t.app.ruleset_versions(&t.clerk().await, draft.kind).await.unwrap()[0].0.version;
    t.app.perform(&t.clerk().await, &PublishRuleset { kind: draft.kind, seen }).await.unwrap();
}

on_both! {
    async fn set_up_brings_one_published_version_of_every_kind_with_its_basis(engine) {
        let t = TestApp::set_up(engine).await;
        let all = t.app.rulesets(&t.clerk().await).await.unwrap();
        assert_eq!(all.len(), Kind::ALL.len());
        for ruleset in &all {
            assert!(matches!(ruleset.state, State::Published { approver: Approver::Shipped, .. }));
            assert!(ruleset.version == 1 && !ruleset.basis.is_empty());
        }
        let mut conn = t.app.db().read().await.unwrap();
        assert_eq!(t.app.ruleset::<DeadlineRules>(&mut conn, t.app.today()).await.unwrap().rules.soon_days, 10);
        t.app.ruleset::<WorkCalendar>(&mut conn, day("1990-01-01")).await.unwrap();
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_draft_rules_nothing_and_a_published_version_rules_from_its_day_on(engine) {
        let t = TestApp::set_up(engine).await;
        let before = banner_on(&t, "2025-08-01").await;
        t.app.perform(&t.clerk().await, &banner("新的提示", "2025-08-01", 0)).await.unwrap();
        assert_eq!(banner_on(&t, "2025-08-01").await, before);
        t.app.perform(&t.clerk().await, &PublishRuleset { kind: Kind::Banner, seen: 1 }).await.unwrap();
        assert_eq!(banner_on(&t, "2025-07-31").await, before);
        assert_eq!(banner_on(&t, "2025-08-01").await, (2, "新的提示".into()));
        let (stored, name) = t.app.ruleset_versions(&t.clerk().await, Kind::Banner).await.unwrap().remove(0);
        assert_eq!((stored.basis.as_str(), name.as_deref()), ("地方做法", Some("窦甲纬")));
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_published_version_never_changes_and_the_next_draft_gets_the_next_number(engine) {
        let t = TestApp::set_up(engine).await;
        publish(&t, banner("二", "2025-08-01", 0)).await;
        let done = t.app.perform(&t.clerk().await, &banner("三", "2025-09-01", 0)).await.unwrap().done;
        assert_eq!(done.version, 3);
        // Nothing is left to publish once it is published.
        t.app.perform(&t.clerk().await, &PublishRuleset { kind: Kind::Banner, seen: 1 }).await.unwrap();
        let again = t.app.perform(&t.clerk().await, &PublishRuleset { kind: Kind::Banner, seen: 2 }).await;
        assert!(matches!(again, Err(Error::NotFound)));
        let versions = t.app.ruleset_versions(&t.clerk().await, Kind::Banner).await.unwrap();
        assert!(versions.iter().all(|(r, _)| r.is_published()));
    }

    async fn a_draft_changed_in_between_is_not_written_over_and_not_published_unread(engine) {
        let t = TestApp::set_up(engine).await;
        t.app.perform(&t.clerk().await, &banner("一", "2025-08-01", 0)).await.unwrap();
        t.app.perform(&t.clerk().await, &banner("二", "2025-08-01", 1)).await.unwrap();
        let late = t.app.perform(&t.clerk().await, &banner("三", "2025-08-01", 1)).await;
        assert!(matches!(late, Err(Error::Conflict { last: Some(_), .. })));
        let unread = t.app.perform(&t.clerk().await, &PublishRuleset { kind: Kind::Banner, seen: 1 }).await;
        assert!(matches!(unread, Err(Error::Conflict { .. })));
    }

    async fn every_mistake_of_a_draft_is_told_at_once(engine) {
        let t = TestApp::set_up(engine).await;
        let faulty = DraftRuleset { basis: " ".into(), body: json!({ "shown": 1, "extra": 2 }), ..banner("", "2025-08-01", 0) };
        let Err(Error::Invalid(errors)) = t.app.perform(&t.clerk().await, &faulty).await
        else { panic!("must be refused") };
        let fields: Vec<&str> = errors.iter().map(|e| e.field.as_ref()).collect();
        for field in ["basis", "body.text", "body.shown", "body.extra"] {
            assert!(fields.contains(&field), "{field} not in {fields:?}");
        }
    }

    async fn staff_may_draft_but_not_publish_and_a_stranger_sees_no_version(engine) {
        let t = TestApp::set_up(engine).await;
        let account = t.stranger("staff").await;
        let viewer = Viewer { account, acting: None, at: t.app.now() };
        let mut conn = t.app.db().read().await.unwrap();
        assert!(store::ruleset::list(&mut conn, &viewer).await.unwrap().is_empty());
        assert!(store::ruleset::list_kind(&mut conn, &viewer, Kind::Team).await.unwrap().is_empty());
        drop(conn);
        assert!(matches!(t.app.rulesets(&t.ctx("staff").await).await, Err(Error::Forbidden(_))));
        let grant = GrantRole { account, role: Role::OfficeStaff, scope: None, last_day: None };
        t.app.perform(&t.clerk().await, &grant).await.unwrap();
        t.app.perform(&t.ctx("staff").await, &banner("稿", "2025-08-01", 0)).await.unwrap();
        let publish = t.app.perform(&t.ctx("staff").await, &PublishRuleset { kind: Kind::Banner, seen: 1 }).await;
        assert!(matches!(publish, Err(Error::Forbidden(_))));
    }

    async fn the_state_of_the_system_is_numbers_for_its_keeper_only(engine) {
        let t = TestApp::set_up(engine).await;
        let state = t.app.system(&t.clerk().await).await.unwrap();
        assert!(state.database_bytes > 0 && state.entries == 1 && state.schema > 0);
        let rulesets = state.records.iter().find(|(kind, _)| *kind == "ruleset").unwrap().1;
        assert_eq!(rulesets, i64::try_from(Kind::ALL.len()).unwrap());
        t.stranger("stranger").await;
        assert!(matches!(t.app.system(&t.ctx("stranger").await).await, Err(Error::Forbidden(_))));
    }

    async fn a_search_tells_no_word_from_nothing_found(engine) {
        let t = TestApp::set_up(engine).await;
        assert_eq!(t.app.search(&t.clerk().await, " ?！ ").await.unwrap(), None);
        assert!(t.app.search(&t.clerk().await, "云").await.unwrap().unwrap().groups.is_empty());
        assert!(t.app.notices(&t.clerk().await, &PageRequest::default()).await.unwrap().items.is_empty());
    }
}

#[test]
fn a_ruleset_keeps_who_published_it_in_its_canonical_form() {
    let id = kernel::id::RulesetId(uuid::Uuid::from_u128(1));
    let account = kernel::UserId(uuid::Uuid::from_u128(2));
    let draft = domain::ruleset::shipped().unwrap().remove(0).draft;
    let published = Ruleset::draft(id, draft)
        .unwrap()
        .publish(Approver::Account(account), day("2025-08-01"), &[])
        .unwrap();
    let text = serde_json::to_string(&published).unwrap();
    assert_eq!(serde_json::from_str::<Ruleset>(&text).unwrap(), published);
}
