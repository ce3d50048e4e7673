//! Notices: one's own, counted until seen.

use app::notice::{MarkSeen, notify};
use app::{Act, Error, Prep, Prepared, Right};
use domain::permission::{Action, Scope};
use kernel::{Message, PageRequest, UserId};
use store::changes::Changes;
use testkit::{TestApp, on_both};

/// An act that gives two notices to someone.
struct Tell(UserId);

impl Act for Tell {
    const NAME: &'static str = "test-tell";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::AccountChange, Scope::System)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let mut changes = Changes::about("account", self.0, "某人");
        for n in 1_i64..=2 {
            let message = Message::new("file-too-large").with("max", n);
            notify(&mut changes, prep, self.0, message, Some(("account", self.0.into())))?;
        }
        Ok(Prepared { changes, done: () })
    }
}

on_both! {
    async fn a_notice_is_counted_until_its_reader_has_seen_it(engine) {
        let t = TestApp::set_up(engine).await;
        let reader = t.stranger("reader").await;
        t.app.perform(&t.clerk().await, &Tell(reader)).await.unwrap();
        let ctx = t.ctx("reader").await;
        assert_eq!(t.app.unseen_notices(&ctx).await.unwrap(), 2);
        let notices = t.app.notices(&ctx, &PageRequest::default()).await.unwrap().items;
        assert_eq!(notices.len(), 2);
        assert!(notices[0].id > notices[1].id, "newest first");
        let ids = vec![notices[0].id];
        t.app.perform(&ctx, &MarkSeen { notices: ids.clone() }).await.unwrap();
        assert_eq!(t.app.unseen_notices(&ctx).await.unwrap(), 1);
        t.app.perform(&t.ctx("reader").await, &MarkSeen { notices: ids }).await.unwrap();
        assert_eq!(t.app.notices(&ctx, &PageRequest::default()).await.unwrap().items.len(), 2);
        assert_eq!(t.verify().await.faults, []);
    }

    async fn nobody_sees_or_marks_anothers_notices(engine) {
        let t = TestApp::set_up(engine).await;
        let reader = t.stranger("reader").await;
        t.app.perform(&t.clerk().await, &Tell(reader)).await.unwrap();
        let ids = t.app.notices(&t.ctx("reader").await, &PageRequest::default()).await.unwrap().items;
        let clerk = t.clerk().await;
        assert!(t.app.notices(&clerk, &PageRequest::default()).await.unwrap().items.is_empty());
        t.app.perform(&clerk, &MarkSeen { notices: ids.iter().map(|n| n.id).collect() }).await.unwrap();
        assert_eq!(t.app.unseen_notices(&t.ctx("reader").await).await.unwrap(), 2);
    }
}
