//! The day's head and the links: kept by the worker, checked by verify.

use app::account::CreateAccount;
use testkit::{PASSWORD, TestApp, on_both};

async fn act(t: &TestApp, login: &str) {
    let create = CreateAccount { login: login.into(), name: "某人".into(), password: PASSWORD.into() };
    t.app.perform(&t.clerk().await, &create).await.unwrap();
}

/// Something in a chain that is not the instance's.
async fn leave_a_trace(t: &TestApp) {
    let to = tempfile::tempdir().unwrap();
    t.app.back_up(&t.clerk().await, to.path().to_owned(), None, |_| ()).await.unwrap();
}

async fn faults(t: &TestApp) -> Vec<&'static str> {
    let mut faults: Vec<_> = t.verify().await.faults.into_iter().map(|f| f.fault).collect();
    faults.dedup();
    faults
}

on_both! {
    async fn each_day_has_one_head_and_it_stays(engine) {
        let t = TestApp::set_up(engine).await;
        assert_eq!(t.app.day_head().await.unwrap(), None);
        t.app.keep_heads().await.unwrap();
        let morning = t.app.day_head().await.unwrap().unwrap();
        act(&t, "one").await;
        t.app.keep_heads().await.unwrap();
        assert_eq!(t.app.day_head().await.unwrap(), Some(morning.clone()));
        t.clock.advance(86_400);
        assert_eq!(t.app.day_head().await.unwrap(), None);
        t.app.keep_heads().await.unwrap();
        let next = t.app.day_head().await.unwrap().unwrap();
        assert_eq!(next.entries, morning.entries + 1);
        assert_ne!(next.code(), morning.code());
        assert_eq!(faults(&t).await, Vec::<&str>::new());
    }

    async fn an_empty_installation_has_no_head(engine) {
        let t = TestApp::empty(engine).await;
        t.app.keep_heads().await.unwrap();
        assert_eq!(t.app.day_head().await.unwrap(), None);
    }

    async fn chains_that_moved_are_linked_once(engine) {
        let t = TestApp::set_up(engine).await;
        leave_a_trace(&t).await;
        let before = t.verify().await.entries;
        t.app.keep_heads().await.unwrap();
        t.app.keep_heads().await.unwrap();
        assert_eq!(t.verify().await.entries, before + 1, "nothing moved in between");
        leave_a_trace(&t).await;
        t.app.keep_heads().await.unwrap();
        assert_eq!(t.verify().await.entries, before + 2);
        assert_eq!(faults(&t).await, Vec::<&str>::new());
    }

    async fn a_tail_cut_after_a_signed_head_or_a_link_is_found_without_paper(engine) {
        let t = TestApp::set_up(engine).await;
        leave_a_trace(&t).await;
        t.app.keep_heads().await.unwrap();
        t.behind_its_back("delete from trace_entry where seq = 1; delete from chain where name = 'trace'").await;
        assert_eq!(faults(&t).await, ["tail-cut"]);
    }

    async fn a_signed_head_that_was_changed_is_named(engine) {
        let t = TestApp::set_up(engine).await;
        t.app.keep_heads().await.unwrap();
        t.behind_its_back("update day_head set heads = replace(heads, '\"entries\":1', '\"entries\":0')").await;
        assert_eq!(faults(&t).await, ["day-head-changed"]);
    }
}
