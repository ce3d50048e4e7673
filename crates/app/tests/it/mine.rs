//! Everything still open (E11): petitions, papers and clues wait for whoever can take their next step, and for nobody else.

use crate::clues::Desk as Clues;
use crate::findings::{Work, complete};
use crate::petitions::Desk;
use app::Ctx;
use app::clue::{FileClues, PassClues};
use app::deadline::DeadlineFilter;
use app::feedback::{TakeFeedback, TellBody, TellHead};
use app::finding::Verdict;
use domain::permission::Role;
use domain::petition::Verdict as Scope;
use kernel::{PageRequest, RecordId};
use testkit::{TestApp, on_both};

/// The step that a record asks of someone; none where it does not wait for them.
async fn step(t: &TestApp, ctx: &Ctx, id: RecordId) -> Option<String> {
    let all = t.app.mine(ctx).await.unwrap();
    let found = all.into_iter().find(|waiting| waiting.id == id);
    found.map(|waiting| waiting.step.id.into_owned())
}

fn told(step: Option<String>) -> String {
    step.unwrap_or_default()
}

on_both! {
    async fn a_petition_waits_for_its_team_until_it_is_closed(engine) {
        let d = Desk::open(engine).await;
        let id = d.register(d.named("示范县项目的渠道只修了一半就通过验收。")).await;
        let other = d.t.of_unit(&d.site, "县民政局", Role::UnitHead).await;
        let elsewhere = d.t.team_member(&d.site, "县水利局", Role::TeamLeader).await;
        for (ctx, expected) in [
            (d.member().await, "mine-step-screen"),
            (d.leader().await, "mine-step-screen"),
            (d.t.clerk().await, ""),
            (elsewhere, ""),
            (other, ""),
        ] {
            assert_eq!(told(step(&d.t, &ctx, id.into()).await), expected);
        }
        let all = d.t.app.mine(&d.member().await).await.unwrap();
        assert!(all[0].due.is_some() && all[0].source == "petition", "with the day it is to be screened by");
        d.by_member(d.screen(id, Scope::In)).await.unwrap();
        assert_eq!(told(step(&d.t, &d.member().await, id.into()).await), "mine-step-handle");
        let out = d.screened(d.entry("工资没有发。"), Scope::Out { reason: "personal".into() }).await;
        assert_eq!(told(step(&d.t, &d.leader().await, out.into()).await), "mine-step-refer");
        assert_eq!(step(&d.t, &d.member().await, out.into()).await, None, "only the leader refers");
    }

    async fn a_paper_waits_for_signatures_review_sign_off_and_the_meeting(engine) {
        let w = Work::begun(engine).await;
        let names = |ctx: &Ctx| ctx.signed().unwrap().name.clone();
        let draft = app::finding::Draft { undertakers: vec![names(&w.one), names(&w.two)], ..complete() };
        let id = w.write(draft).await;
        let steps = async || {
            let mut all = Vec::new();
            for ctx in [&w.one, &w.two, &w.deputy, &w.leader] {
                all.push(told(step(&w.t, ctx, id.into()).await).replace("mine-step-", ""));
            }
            all
        };
        assert_eq!(steps().await, ["sign", "sign", "", ""]);
        w.sign(&w.one, id).await.unwrap();
        assert_eq!(steps().await, ["", "sign", "", ""]);
        w.sign(&w.two, id).await.unwrap();
        assert_eq!(steps().await, ["", "", "review", ""]);
        w.review(&w.deputy, id).await.unwrap();
        assert_eq!(steps().await, ["", "", "", "sign-off"]);
        w.sign_off(id).await.unwrap();
        assert_eq!(steps().await, ["", "", "", "meeting"]);
        w.decide(id, Verdict::Adopted, "").await.unwrap();
        assert_eq!(steps().await, ["", "", "", ""]);
        let bare = w.write(app::finding::Draft { basis: String::new(), undertakers: vec![names(&w.one)], ..complete() }).await;
        assert_eq!(told(step(&w.t, &w.one, bare.into()).await), "mine-step-complete");
        assert_eq!(step(&w.t, &w.t.clerk().await, bare.into()).await, None);
    }

    async fn a_clue_waits_for_its_leader_the_office_the_head_and_its_receiver_by_number_alone(engine) {
        let d = Clues::new(engine).await;
        let officer = d.t.of_unit(&d.site, crate::clues::RECEIVER, Role::ReceivingOfficer).await;
        let member = d.t.team_member(&d.site, crate::clues::UNIT, Role::TeamMember).await;
        let clue = d.drafted("discipline", &[(crate::clues::NAME, "county")]).await;
        let steps = async || {
            let mut all = Vec::new();
            for ctx in [d.lead(), d.t.clerk().await, d.t.ctx("head").await] {
                all.push(told(step(&d.t, &ctx, clue.into()).await).replace("mine-step-", ""));
            }
            assert_eq!(step(&d.t, &member, clue.into()).await, None, "nobody named them for clues");
            all
        };
        assert_eq!(steps().await, ["grade", "", ""]);
        d.graded(clue).await;
        assert_eq!(steps().await, ["pass", "", ""]);
        d.t.app.perform(&d.lead(), &d.routes(clue, &[Some(1)])).await.unwrap();
        let pass = PassClues { engagement: d.engagement, clues: vec![clue] };
        d.t.app.perform(&d.lead(), &pass).await.unwrap();
        assert_eq!(steps().await, ["", "file", ""]);
        d.t.app.perform(&d.t.clerk().await, &FileClues { clues: vec![clue] }).await.unwrap();
        assert_eq!(steps().await, ["", "", "decide"]);
        d.t.app.perform(&d.t.ctx("head").await, &d.decide(clue, true)).await.unwrap();
        assert_eq!(steps().await, ["", "hand-over", ""]);
        let transfer = d.handed(clue, Some(1), crate::clues::RECEIVER).await;
        assert_eq!(steps().await, ["", "", ""]);
        assert_eq!(told(step(&d.t, &officer, transfer.into()).await), "mine-step-receipt");
        let all = d.t.app.mine(&officer).await.unwrap();
        assert!(all.iter().all(|w| !format!("{w:?}").contains(crate::clues::NAME)));
    }

    async fn an_approved_feedback_waits_for_the_office_until_the_leading_body_was_told(engine) {
        let (t, site) = TestApp::on_site(engine).await;
        let engagement = site.engagement(testkit::UNIT);
        let feedback = t.drafted_feedback(&site).await;
        let clerk = t.clerk().await;
        t.done(&clerk, &TakeFeedback { engagement, feedback, version: None }).await;
        assert_eq!(step(&t, &clerk, feedback.into()).await, None, "it is not approved yet");
        t.done(&t.ctx("lead").await, &crate::feedback::approve(feedback)).await;
        let waiting = async || {
            let all = t.app.mine(&t.clerk().await).await.unwrap();
            all.into_iter().find(|waiting| waiting.id == feedback.into())
        };
        let line = waiting().await.unwrap();
        assert_eq!((line.kind, line.step.id.as_ref()), ("feedback", "mine-step-tell-head"));
        t.to_feedback(engagement).await;
        let line = waiting().await.unwrap();
        let due = line.due.unwrap();
        assert!(due > t.app.today(), "the ruleset counts from the day the report was through");
        let running = t.app.deadlines(&t.clerk().await, &DeadlineFilter::default(), &PageRequest::default()).await.unwrap();
        let own = running.items.iter().find(|d| line.stands_for.contains(&d.deadline.id)).unwrap();
        assert_eq!((own.due, own.subject), (due, engagement.into()), "and it stands in no other line");
        let other = t.team_member(&site, "县水利局", Role::TeamLeader).await;
        assert_eq!(step(&t, &other, feedback.into()).await, None);
        let head = TellHead { engagement, feedback, version: None, signature: t.signature("局长") };
        t.app.perform(&t.clerk().await, &head).await.unwrap();
        assert_eq!(told(step(&t, &clerk, feedback.into()).await), "mine-step-tell-body");
        let body = TellBody { engagement, feedback, version: None, signature: t.signature("局长") };
        t.app.perform(&t.clerk().await, &body).await.unwrap();
        assert_eq!(step(&t, &clerk, feedback.into()).await, None);
        let over = DeadlineFilter { over: true, ..DeadlineFilter::default() };
        let over = t.app.deadlines(&t.clerk().await, &over, &PageRequest::default()).await.unwrap();
        assert!(over.items.iter().any(|d| d.deadline.id == own.deadline.id), "its day is met");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_late_hand_over_stands_for_its_deadline(engine) {
        let d = Clues::new(engine).await;
        let clue = d.drafted("discipline", &[(crate::clues::NAME, "county")]).await;
        d.approved(clue, &[Some(1)]).await;
        let transfer = d.handed(clue, Some(1), crate::clues::RECEIVER).await;
        d.t.clock.advance(40 * 86_400);
        let all = d.t.app.mine(&d.t.clerk().await).await.unwrap();
        let own: Vec<_> = all.iter().filter(|waiting| waiting.id == clue.into()).collect();
        assert_eq!(own.len(), 1);
        let late = DeadlineFilter { until: Some(d.t.app.today()), ..DeadlineFilter::default() };
        let late = d.t.app.deadlines(&d.t.clerk().await, &late, &PageRequest::default()).await.unwrap();
        let late = late.items.iter().find(|running| running.subject == transfer.into()).unwrap();
        assert_eq!(own[0].stands_for, [late.deadline.id]);
    }
}
