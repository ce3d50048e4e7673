//! Findings, as a stranger.

use app::Error;
use app::finding::{Draft, FindingFilter, Into};
use kernel::{FindingId, PageRequest};
use testkit::{TestApp, on_both};

on_both! {
    async fn a_stranger_reads_nothing_of_findings(engine) {
        let (t, site) = TestApp::on_site(engine).await;
        let engagement = site.engagement("县农业农村局");
        let id = FindingId(engagement.0);
        t.stranger("stranger").await;
        let ctx = &t.ctx("stranger").await;
        let (app, first, all) = (&t.app, &PageRequest::default(), &FindingFilter::default());
        refused![
            app.findings(ctx, None, all, first),
            app.findings(ctx, Some(engagement), all, first),
            app.finding(ctx, id),
            app.finding_start(ctx, engagement),
            app.citable(ctx, engagement),
            app.finding_meeting(ctx, engagement),
            app.finding_matrix(ctx, engagement, None),
            app.adopted_findings(ctx, engagement),
            app.finding_versions(ctx, id),
            app.compare_finding(ctx, id, (None, None)),
            app.overtaken_finding(ctx, (engagement, id), 1, &Draft::default()),
            app.preview_findings(ctx, Into::Round(site.round), "x.json", b"{}"),
            app.preview_findings(ctx, Into::Engagement(engagement), "x.json", b"{}"),
        ];
    }
}
