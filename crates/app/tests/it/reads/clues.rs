//! Every read of clues and matters, as a stranger.

use super::{Error, PageRequest, TestApp, on_both, page, with_round};
use app::clue::ClueFilter;
use kernel::id::{ClueId, MatterId, TransferId};

on_both! {
    async fn a_stranger_reads_nothing_of_clues_and_matters(engine) {
        let (t, round) = with_round(engine).await;
        let found = page(&t, round).await;
        let engagement = found.teams[0].engagements[0].kept.engagement.id;
        t.stranger("stranger").await;
        let ctx = &t.ctx("stranger").await;
        let (app, first): (&app::App, _) = (&t.app, &PageRequest::default());
        let (clue, transfer, matter) = (ClueId(round.0), TransferId(round.0), MatterId(round.0));
        refused![
            app.clues(ctx, &ClueFilter::default(), first),
            app.clue(ctx, clue),
            app.open_clue(ctx, clue, "看看"),
            app.engagement_clues(ctx, engagement, first),
            app.clues_beside(ctx, engagement, &[]),
            app.clue_outcomes(ctx),
            app.clue_letter(ctx, clue, None),
            app.clue_package_list(ctx, clue, None, "看看"),
            app.clue_hand_over_sheet(ctx, transfer),
            app.collected_clues(ctx, first),
            app.collected_letter(ctx, &[(clue, 1)], ""),
            app.engagement_of_clue(ctx, clue),
            app.open_clue_file(ctx, (clue, kernel::id::FileId(round.0)), "看看"),
            app.clue_balances(ctx),
            app.unclear_clue_balance(ctx),
            app.preview_clues(ctx, "x.json", b"{}", round),
            app.clue_rounds(ctx),
            app.clue_of_transfer(ctx, transfer),
            app.received_clues(ctx, false, first),
            app.received_clue(ctx, transfer),
            app.open_received_clue(ctx, transfer, "看看"),
            app.clue_balance_sheet(ctx),
            app.handed(ctx, &app::department::HandedFilter::default(), first),
            app.handed_figures(ctx),
            app.received_referral(ctx, kernel::RecordId(round.0)),
            app.matters(ctx, None, first),
            app.matter(ctx, matter),
            app.received_matters(ctx),
            app.received_matter(ctx, matter),
            app.matter_rules(ctx),
        ];
        assert!(!app.sees_clues_of(ctx, engagement).await.unwrap());
        let _: &TestApp = &t;
    }
}
