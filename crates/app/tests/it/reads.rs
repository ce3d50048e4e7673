//! Every read, as a stranger: an account without any role gets nothing but its own, from every read there is. The house
//! test `every_read_is_tried_by_a_stranger` holds this file against the reads of the program.

use crate::rounds::{page, with_round};
use app::Error;
use app::decision::Subject;
use app::organisation::ImportOptions;
use app::rectification::{ItemKind, LedgerFilter, LedgerOptions};
use app::stash::StashId;
use domain::permission::{Action, Scope};
use domain::ruleset::Kind;
use kernel::calendar::{Period, Roll, Unit};
use kernel::id::{AttachmentId, DeadlineId, DecisionId, FileId};
use kernel::{Message, Page, PageRequest};
use store::Viewer;
use testkit::{TestApp, on_both};

/// Each read is refused: it may not be done, or there is no such thing.
macro_rules! refused {
    ($($read:expr),+ $(,)?) => {$(
        let answer = $read.await;
        let refused = matches!(answer, Err(Error::Forbidden(_) | Error::NotFound));
        assert!(refused, "a stranger's {}: {:?}", stringify!($read), answer.map(|_| "content"));
    )+};
}

/// Each read answers, with nothing in it.
macro_rules! empty {
    ($($read:expr),+ $(,)?) => {$(
        assert!($read.await.unwrap().is_empty(), "a stranger's {}", stringify!($read));
    )+};
}

mod clues;
mod methods;
mod petitions;
// Behind the macros, which hold in what comes after them.
mod findings;

on_both! {
    async fn a_stranger_reads_nothing_of_the_organisation_and_its_rounds(engine) {
        let (t, round) = with_round(engine).await;
        let found = page(&t, round).await;
        let (team, engagement) = (found.teams[0].team.id, found.teams[0].engagements[0].kept.engagement.id);
        let member = &found.teams[0].members[0].member;
        let unit = found.teams[0].engagements[0].kept.unit;
        t.stranger("stranger").await;
        let ctx = &t.ctx("stranger").await;
        let (app, first, today) = (&t.app, &PageRequest::default(), t.app.today());
        refused![
            app.units(ctx, &app::organisation::UnitFilter::default(), first),
            app.unit(ctx, unit),
            app.units_below(ctx, None),
            app.unit_totals(ctx),
            app.export_units(ctx),
            app.preview_units(ctx, "x.xlsx", Vec::new(), ImportOptions::default()),
            app.coverage(ctx, today, None),
            app.terms(ctx),
            app.export_terms(ctx),
            app.export_inspectors(ctx),
            app.export_rounds(ctx, Some(round)),
            app.export_coverage(ctx, today, None),
            app.preview_terms(ctx, b"{}"),
            app.inspectors(ctx, &store::inspector::PoolFilter::default(), first),
            app.inspector(ctx, member.person),
            app.open_relatives(ctx, member.person, "看看"),
            app.pool_skills(ctx),
            app.preview_inspectors(ctx, "x.xlsx", Vec::new(), None),
            app.recusal(ctx, &[unit], None, Some("看看")),
            app.recognise_unit(ctx, "枕河镇"),
            app.unit_choices(ctx),
            app.rounds(ctx, first),
            app.round(ctx, round),
            app.planning_aid(ctx),
            app.preview_round(ctx, "x.json", b"{}"),
            app.engagement(ctx, engagement),
            app.attachments(ctx, unit.into()),
            app.attachments(ctx, round.into()),
            app.attachments(ctx, engagement.into()),
            app.open_attachment(ctx, (unit.into(), AttachmentId(round.0)), None),
            app.team_proposal(ctx, team),
            app.declaration_questions(ctx, team),
            app.open_recusal_check(ctx, team, member.id, "看看"),
            app.next_authorisation_number(ctx),
            app.authorisation_paper(ctx, team),
            app.decisions(ctx, false, first),
            app.decision(ctx, DecisionId(round.0)),
            app.decisions_of_paper(ctx, DecisionId(round.0)),
            app.questions(ctx, Subject::Round, &[round.into()]),
            app.online_forms(ctx, team),
            app.collector_orders(ctx),
            app.take_in_parcel(ctx, &mut &b"no parcel"[..]),
            app.units_light(ctx),
            app.unit_names(ctx, &[unit]),
            app.open_file(ctx, (Action::DecisionRecord, Scope::Global), FileId(round.0), None),
        ];
        empty![app.rounds_light(ctx), app.own_engagements(ctx)];
        assert!(matches!(app.unit_named(ctx, "枕河镇").await, Err(Error::Forbidden(_)) | Ok(Err(Message { .. }))));
        assert_eq!(app.overview(ctx).await.unwrap(), app::overview::Overview::default());
        assert!(app.schedule(ctx).await.unwrap().is_none());
        let shown = app.schedule(&t.clerk().await).await.unwrap().unwrap();
        assert!(!shown.lines.is_empty(), "the clerk sees what the stranger does not");
        assert_eq!(app.funnel(ctx).await.unwrap(), app::overview::Funnel::default());
        assert!(app.search(ctx, "枕河镇").await.unwrap().is_none_or(|found| found.groups.is_empty()));
    }

    async fn a_stranger_reads_nothing_of_feedback_and_the_ledger(engine) {
        let (t, fed) = TestApp::fed_back(engine).await;
        let item = fed.item(&t, 1).await;
        fed.claim(&t, item).await;
        let measure = fed.plan(&t, item, ItemKind::TimeLimit, "2025年底前").await;
        t.stranger("stranger").await;
        let ctx = &t.ctx("stranger").await;
        let (app, first) = (&t.app, &PageRequest::default());
        let all = &LedgerFilter::default();
        refused![
            app.feedbacks(ctx),
            app.feedback(ctx, fed.feedback),
            app.portal_feedbacks(ctx),
            app.portal_feedback(ctx, fed.feedback),
            app.feedback_engagements(ctx),
            app.preview_feedback(ctx, fed.engagement, ("x.txt", Vec::new()), None),
            app.engagement_named(ctx, None, "县农业农村局"),
            app.ledger(ctx, all, first),
            app.ledger_figures(ctx, all),
            app.ledger_choices(ctx, all),
            app.ledger_units(ctx),
            app.item(ctx, item),
            app.item_trace(ctx, item),
            app.item_thread(ctx, item),
            app.item_sources(ctx, item),
            app.unit_of_item(ctx, item),
            app.evidence_file(ctx, item, FileId(item.0)),
            app.measure_place(ctx, (item, measure)),
            app.unit_posts(ctx, fed.unit),
            app.late_items(ctx),
            app.late_page(ctx, first),
            app.export_ledger(ctx, fed.unit, None),
            app.preview_ledger(ctx, ("x.xlsx", Vec::new()), &LedgerOptions::default()),
            app.enterable_units(ctx),
        ];
        empty![app.ledger_progress(ctx, 8)];
        empty![app.mine(ctx)];
    }

    async fn a_stranger_reads_nothing_of_the_system_and_its_accounts(engine) {
        let t = TestApp::set_up(engine).await;
        let clerk = t.clerk().await;
        let mine = t.app.stash(&clerk, "x.xlsx", b"x").await.unwrap();
        let account = t.stranger("stranger").await;
        let ctx = &t.ctx("stranger").await;
        let (app, first) = (&t.app, &PageRequest::default());
        let period = Period { amount: 1, unit: Unit::Day, roll: Roll::None };
        refused![
            app.accounts(ctx, first),
            app.account(ctx, account),
            app.has_second_factor(ctx, account),
            app.units_for_role(ctx, "枕河镇"),
            app.journal(ctx, &app::JournalFilter::default(), first),
            app.journal_entry(ctx, clerk.act),
            app.verify(ctx),
            app.system(ctx),
            app.back_up(ctx, t.folder().join("backup"), None, |_| ()),
            app.rulesets(ctx),
            app.ruleset_versions(ctx, Kind::Deadlines),
            app.deadline(ctx, DeadlineId(account.0)),
            app.view(ctx, Action::UnitView, Scope::Global),
        ];
        let none: Page<_> = app.deadlines(ctx, &app::deadline::DeadlineFilter::default(), first).await.unwrap();
        assert!(none.items.is_empty());
        // Another's upload is as gone as one that never was.
        assert!(matches!(app.unstash(ctx, StashId(mine.0)).await, Err(Error::Refused(_))));
        // Holidays are no secret.
        assert!(app.due(ctx, app.today(), period).await.is_ok());
        // What is one's own is there for everyone, and holds nothing of others.
        empty![app.own_tokens(ctx), app.places_of(ctx, &[])];
        assert!(app.notices(ctx, first).await.unwrap().items.is_empty());
        assert_eq!(app.unseen_notices(ctx).await.unwrap(), 0);
        assert!(app.own_sessions(ctx).await.unwrap().is_empty());
    }

    async fn a_query_reached_past_the_permission_table_still_shows_a_stranger_nothing(engine) {
        let t = TestApp::set_up(engine).await;
        let account = t.stranger("stranger").await;
        let viewer = Viewer { account, acting: None, at: t.app.now() };
        let page = PageRequest::default();
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
