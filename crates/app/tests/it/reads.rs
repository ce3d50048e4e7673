//! Every read, as a stranger.

use app::Error;
use kernel::PageRequest;
use store::Viewer;
use testkit::{TestApp, on_both};

on_both! {
    async fn a_stranger_is_refused_and_the_scoped_queries_themselves_give_no_row(engine) {
        let t = TestApp::set_up(engine).await;
        let account = t.stranger("stranger").await;
        let ctx = t.ctx("stranger").await;
        let page = PageRequest::default();
        assert!(matches!(t.app.accounts(&ctx, &page).await, Err(Error::Forbidden(_))));
        // Even a query reached past the permission table shows nothing.
        let viewer = Viewer { account, acting: None, at: ctx.at };
        let mut conn = t.app.db().read().await.unwrap();
        assert!(store::account::list(&mut conn, &viewer, &page).await.unwrap().items.is_empty());
        assert!(store::account::view(&mut conn, &viewer, account).await.unwrap().is_none());
        assert!(store::account::compartments(&mut conn, &viewer).await.unwrap().is_empty());
        let filter = store::journal::Filter::default();
        assert!(store::journal::list(&mut conn, &viewer, &filter, &page).await.unwrap().items.is_empty());
        assert!(store::search::find(&mut conn, &viewer, "窦甲纬", 20).await.unwrap().is_empty());
    }

    async fn a_list_goes_on_where_the_page_before_ended(engine) {
        let t = TestApp::set_up(engine).await;
        for login in ["赵", "钱", "孙", "李", "周"] {
            t.stranger(&format!("{login}甲")).await;
        }
        let clerk = t.clerk().await;
        let (mut names, mut page) = (Vec::new(), PageRequest { after: None, size: 2 });
        loop {
            let found = t.app.accounts(&clerk, &page).await.unwrap();
            names.extend(found.items.iter().map(|a| a.name.clone()));
            let Some(next) = found.next else { break };
            page.after = Some(next);
        }
        assert_eq!(names, ["窦甲纬", "李甲", "钱甲", "孙甲", "赵甲", "周甲"]);
    }
}
