//! Who sees a finding: its own team, and nobody else.

use super::{UNIT, Work, complete};
use app::Error;
use app::finding::{ReviseFinding, WriteFinding};
use domain::permission::Role;
use kernel::PageRequest;
use testkit::on_both;

on_both! {
    async fn another_team_the_unit_the_office_and_a_stranger_find_nothing(engine) {
        let w = Work::begun(engine).await;
        let id = w.write(complete()).await;
        let other = w.t.team_member(&w.site, "县民政局", Role::TeamLeader).await;
        let head = w.t.of_unit(&w.site, UNIT, Role::UnitHead).await;
        let clerk = w.t.clerk().await;
        w.t.stranger("stranger").await;
        let stranger = w.t.ctx("stranger").await;
        w.t.work_off().await;
        for ctx in [&other, &head, &clerk, &stranger] {
            assert!(matches!(w.t.app.finding(ctx, id).await, Err(Error::NotFound)));
            assert!(matches!(w.t.app.finding_versions(ctx, id).await, Err(Error::NotFound)));
            let list = w.t.app.findings(ctx, Some(w.engagement), &Default::default(), &PageRequest::default()).await;
            assert!(matches!(list, Err(Error::NotFound)));
            let act = ReviseFinding { engagement: w.engagement, finding: id, version: None, draft: complete(), files: vec![] };
            assert!(matches!(w.perform(ctx, &act).await, Err(Error::NotFound)));
            let found = w.t.app.search(ctx, "步道工程").await.unwrap();
            assert!(found.is_none_or(|found| found.groups.is_empty()));
        }
        let own = w.t.app.search(&w.two, "步道工程").await.unwrap().unwrap();
        assert_eq!(own.groups.len(), 1, "its own team finds it");
        // One's own engagement in the address does not open another's paper.
        let engagement = w.site.engagement("县民政局");
        let act = ReviseFinding { engagement, finding: id, version: None, draft: complete(), files: vec![] };
        assert!(matches!(w.perform(&other, &act).await, Err(Error::NotFound)));
        let own = w.t.app.findings(&other, None, &Default::default(), &PageRequest::default()).await.unwrap();
        assert_eq!((own.page.items.len(), own.total, own.standings.len()), (0, 0, 0));
        let write = WriteFinding { engagement: w.engagement, draft: complete(), files: vec![] };
        assert!(matches!(w.perform(&clerk, &write).await, Err(Error::NotFound)), "the office finds nothing itself");
    }

    async fn a_number_of_another_engagements_record_leads_nowhere(engine) {
        let w = Work::begun(engine).await;
        let mut draft = complete();
        draft.sentences[0].evidence[0].number = "XF028".into();
        let id = w.write(draft).await;
        let page = w.page(id).await;
        let piece = &page.kept.paper.sentences[0].evidence[0];
        assert_eq!((piece.method.as_str(), &piece.place), ("C13", &domain::finding::Place::External));
    }
}
