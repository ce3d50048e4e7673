//! Methods of understanding, as a stranger.

use app::Error;
use app::method::MethodFilter;
use kernel::{MethodRecordId, PageRequest};
use testkit::{TestApp, on_both};

on_both! {
    async fn a_stranger_reads_nothing_of_methods(engine) {
        let (t, site) = TestApp::on_site(engine).await;
        let engagement = site.engagement("县农业农村局");
        let id = MethodRecordId(engagement.0);
        t.stranger("stranger").await;
        let ctx = &t.ctx("stranger").await;
        let (app, first) = (&t.app, &PageRequest::default());
        refused![
            app.method_registers(ctx),
            app.methods(ctx, engagement, &MethodFilter::default(), first),
            app.method_start(ctx, engagement),
            app.method(ctx, id),
            app.open_method(ctx, id, "核对时间地点"),
            app.method_matrix(ctx, engagement, None),
        ];
    }
}
