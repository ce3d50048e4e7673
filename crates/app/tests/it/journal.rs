//! The journal: every act once, and verify names whatever was done behind its back.

use app::Error;
use app::account::{CreateAccount, SetLanguage};
use kernel::Lang;
use testkit::{PASSWORD, TestApp, on_both};

fn create(login: &str) -> CreateAccount {
    CreateAccount { login: login.into(), name: format!("某{login}"), password: PASSWORD.into() }
}

/// The faults that verify finds, as `fault place` without ids.
async fn faults(t: &TestApp) -> Vec<String> {
    let mut found: Vec<String> = t
        .verify()
        .await
        .faults
        .into_iter()
        .map(|f| format!("{} {}", f.fault, f.place.split(' ').next().unwrap_or_default()))
        .collect();
    found.sort();
    found.dedup();
    found
}

on_both! {
    async fn n_acts_make_n_entries_and_a_repeat_makes_none(engine) {
        let t = TestApp::set_up(engine).await;
        let before = t.verify().await.entries;
        for n in 0..5 {
            t.app.perform(&t.clerk().await, &create(&format!("a{n}"))).await.unwrap();
        }
        let ctx = t.clerk().await;
        let first = t.app.perform(&ctx, &create("twice")).await.unwrap();
        let second = t.app.perform(&ctx, &create("twice")).await.unwrap();
        assert_eq!((first.done.account, first.repeated, second.repeated), (second.done.account, false, true));
        let report = t.verify().await;
        assert_eq!((report.entries - before, report.faults), (6, vec![]));
    }

    async fn an_act_id_used_for_something_else_is_refused(engine) {
        let t = TestApp::set_up(engine).await;
        let ctx = t.clerk().await;
        t.app.perform(&ctx, &create("one")).await.unwrap();
        let other = t.app.perform(&ctx, &SetLanguage { lang: Lang::En }).await.unwrap_err();
        assert!(matches!(other, Error::ActReused));
    }

    async fn sixteen_at_once_all_succeed_and_the_chain_holds(engine) {
        let t = TestApp::set_up(engine).await;
        let mut running = tokio::task::JoinSet::new();
        for n in 0..16 {
            let (app, ctx) = (t.app.clone(), t.clerk().await);
            running.spawn(async move { app.perform(&ctx, &create(&format!("w{n}"))).await.map(|_| ()) });
        }
        while let Some(done) = running.join_next().await {
            done.unwrap().unwrap();
        }
        assert_eq!(t.verify().await.faults, []);
    }

    async fn the_same_form_sent_twice_at_once_acts_once(engine) {
        let t = TestApp::set_up(engine).await;
        let ctx = t.clerk().await;
        let (a, b) = (create("once"), create("once"));
        let (a, b) = tokio::join!(t.app.perform(&ctx, &a), t.app.perform(&ctx, &b));
        let (a, b) = (a.unwrap(), b.unwrap());
        assert_eq!(a.done.account, b.done.account);
        assert!(a.repeated ^ b.repeated);
    }

    async fn a_record_changed_by_sql_is_named(engine) {
        let t = TestApp::set_up(engine).await;
        t.behind_its_back("update account set state = replace(state, '窦', '赵')").await;
        assert_eq!(faults(&t).await, ["record-changed account"]);
    }

    async fn a_column_changed_by_sql_is_named_though_the_state_stands(engine) {
        let t = TestApp::set_up(engine).await;
        t.behind_its_back("update role_grant set role = 'leading_group_head' where role = 'auditor'").await;
        assert_eq!(faults(&t).await, ["record-changed role_grant"]);
    }

    async fn a_record_removed_or_added_by_sql_is_named(engine) {
        let t = TestApp::set_up(engine).await;
        t.behind_its_back("delete from access where compartment = 'journal'").await;
        assert_eq!(faults(&t).await, ["record-missing access"]);
        let t = TestApp::set_up(engine).await;
        let other = if engine == testkit::Engine::Sqlite { "randomblob(16)" } else { "gen_random_uuid()" };
        t.behind_its_back(&format!(
            "insert into access (id, version, format, act, state, account, role_grant, compartment, from_at, until_at) \
             select {other}, version, format, act, state, account, role_grant, 'identity', from_at, until_at \
             from access where compartment = 'journal'"
        ))
        .await;
        assert_eq!(faults(&t).await, ["record-unknown access"]);
    }

    async fn an_entry_altered_removed_or_reordered_is_named(engine) {
        let t = TestApp::set_up(engine).await;
        for n in 0..3 {
            t.app.perform(&t.clerk().await, &create(&format!("a{n}"))).await.unwrap();
        }
        t.behind_its_back("update journal_entry set actor_name = '别人' where seq = 2").await;
        assert_eq!(faults(&t).await, ["entry-changed instance"]);
        t.behind_its_back(
            "update journal_entry set actor_name = '窦甲纬' where seq = 2; \
             update journal_entry set seq = -seq where seq in (2, 3); \
             update journal_entry set seq = 3 where seq = -2; \
             update journal_entry set seq = 2 where seq = -3",
        )
        .await;
        let found = faults(&t).await;
        assert!(found.contains(&"entry-changed instance".to_owned()), "{found:?}");
    }

    async fn a_state_or_sealed_value_altered_or_removed_is_named(engine) {
        let t = TestApp::set_up(engine).await;
        t.behind_its_back("update journal_state set state = replace(state, 'auditor', 'clue_keeper') \
                           where kind = 'role_grant'").await;
        let found = faults(&t).await;
        assert!(found.contains(&"state-changed role_grant".to_owned()), "{found:?}");
        let t = TestApp::set_up(engine).await;
        t.behind_its_back("delete from sealed_value").await;
        assert_eq!(faults(&t).await, ["sealed-missing sealed_value"]);
    }

    async fn a_cut_tail_is_found_against_a_head_noted_on_paper(engine) {
        let t = TestApp::set_up(engine).await;
        t.app.perform(&t.clerk().await, &create("late")).await.unwrap();
        let (length, code) = t.verify().await.heads["instance"].clone();
        let known = store::verify::KnownHead { chain: "instance".into(), length, code: code.parse().unwrap() };
        let report = store::verify::verify(t.app.db(), t.app.key(), app::KINDS, std::slice::from_ref(&known)).await;
        assert_eq!(report.unwrap().faults, []);
        t.behind_its_back(&format!(
            "delete from sealed_value where act in (select act from journal_entry where seq = {length}); \
             delete from journal_state where act in (select act from journal_entry where seq = {length}); \
             delete from credential where act in (select act from journal_entry where seq = {length}); \
             delete from account where act in (select act from journal_entry where seq = {length}); \
             delete from journal_entry where seq = {length}; \
             update chain set length = length - 1, head = (select hash from journal_entry where seq = {length} - 1) \
             where name = 'instance'"
        ))
        .await;
        assert_eq!(faults(&t).await, Vec::<String>::new(), "without the paper nothing is seen");
        let report = store::verify::verify(t.app.db(), t.app.key(), app::KINDS, &[known]).await.unwrap();
        assert_eq!(report.faults.iter().map(|f| f.fault).collect::<Vec<_>>(), ["tail-cut"]);
    }
}
