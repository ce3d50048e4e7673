//! The register of petitions as a stranger.

use app::Error;
use app::petition::PetitionFilter;
use kernel::{PageRequest, PetitionId};
use testkit::{TestApp, on_both};

on_both! {
    async fn a_stranger_reads_nothing_of_the_registers_of_petitions(engine) {
        let (t, site) = TestApp::on_site(engine).await;
        let engagement = site.engagement("县农业农村局");
        let petition = PetitionId(engagement.0);
        t.stranger("stranger").await;
        let ctx = &t.ctx("stranger").await;
        let (app, first, filter) = (&t.app, &PageRequest::default(), &PetitionFilter::default());
        refused![
            app.petitions(ctx, filter, first),
            app.petition_place(ctx, petition),
            app.petition(ctx, petition),
            app.petition_reached(ctx, petition),
            app.petition_rules(ctx, engagement),
            app.petition_twins(ctx, petition, petition),
            app.petition_pairs(ctx, engagement),
            app.petition_envelopes(ctx, filter, first),
            app.petition_balances(ctx),
            app.referral_scan(ctx, petition),
            app.export_petitions(ctx, engagement),
            app.export_registers(ctx, filter),
            app.register_named(ctx, None, "县农业农村局"),
            app.office_incidents(ctx),
            app.told_incidents(ctx),
            app.online_waiting(ctx, engagement),
            app.online_talk(ctx, petition),
            app.online_file(ctx, petition, petition.0),
            app.open_identity(ctx, petition, "电话核实地点"),
            app.team_accounts(ctx, engagement),
            app.preview_petitions(ctx, "x.xlsx", Vec::new(), (None, None)),
        ];
    }
}
