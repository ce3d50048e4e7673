//! Feedback: from the paper to the leading body's signature, and what nobody of the unit may see before.

use app::Error;
use app::decision::{Decide, RecordFromPaper, Subject};
use app::feedback::{
    CorrectFeedback, Correction, DraftStanding, ImportFeedback, Key, Signature, SubmitPaper, TakeFeedback,
    TellBody, TellHead, TieFindings, WithdrawFeedback,
};
use domain::permission::Role;
use kernel::{EngagementId, FeedbackId, FindingId};
use testkit::{PASSWORD, TestApp, UNIT, county_file, on_both};

fn import(engagement: EngagementId, file: &str) -> ImportFeedback {
    ImportFeedback { engagement, file: file.to_owned(), bytes: county_file(file), section: None, paper: None }
}

/// The leading group's yes to a list.
pub(crate) fn approve(feedback: FeedbackId) -> Decide {
    Decide {
        about: Subject::Feedback,
        ids: vec![feedback.into()],
        approved: true,
        reason: String::new(),
        password: PASSWORD.into(),
    }
}

on_both! {
    async fn the_four_papers_hold_exactly_the_problems_that_they_hold(engine) {
        let (t, site) = TestApp::on_site(engine).await;
        let clerk = t.clerk().await;
        for (file, unit, problems, annex) in [
            ("feedback-1.docx", "县住房和城乡建设局", 20, 0),
            ("feedback-2.docx", UNIT, 17, 0),
            ("feedback-3.docx", "云河县人民医院", 15, 0),
            ("feedback-4.docx", "枕河镇", 28, 4),
        ] {
            let engagement = t.app.engagement_named(&clerk, Some(9), unit).await.unwrap();
            assert_eq!(engagement, site.engagement(unit));
            let upload = (file, county_file(file));
            let preview = t.app.preview_feedback(&clerk, engagement, upload, None).await.unwrap();
            assert_eq!((preview.counts.problems, preview.counts.from_annex), (problems, annex), "{file}");
            assert!(preview.is_clean() && preview.counts.list.len() == problems);
            assert!(preview.counts.outline.len() > problems, "the outline holds the whole paper");
            assert_eq!(t.done(&clerk, &import(engagement, file)).await.problems, problems);
            let again = t.app.preview_feedback(&clerk, engagement, (file, county_file(file)), None).await;
            let again = again.unwrap();
            assert_eq!((again.counts.existing, again.errors), (problems, 1), "{file}");
            let twice = t.refused(&clerk, &import(engagement, file)).await;
            assert_eq!(twice, "feedback-import-already-there");
        }
        let unknown = t.app.engagement_named(&clerk, Some(9), "县气象局").await;
        assert!(matches!(unknown, Err(Error::Refused(_))));
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_list_is_corrected_by_hand_until_it_is_approved_and_of_two_editors_the_second_is_told(engine) {
        let (t, site) = TestApp::on_site(engine).await;
        let (engagement, clerk) = (site.engagement(UNIT), t.clerk().await);
        let feedback = t.drafted_feedback(&site).await;
        let step = |correction| CorrectFeedback { engagement, feedback, version: None, correction };
        let first = t.app.feedback(&clerk, feedback).await.unwrap();
        let keys: Vec<Key> = first.drafting.draft.problems.iter().map(|p| p.key).collect();
        let title = |text: &str| text.to_owned();
        for correction in [
            Correction::Retitle { problem: keys[0], title: title("理论学习不深入") },
            Correction::Move { problem: keys[0], to: 3 },
            Correction::Merge { problem: keys[1], into: keys[2] },
            Correction::TakeOut { problem: keys[3], reason: title("与第五项重复") },
            Correction::Add { title: title("干部能力不足"), group: None },
            Correction::NewGroup { problem: keys[4], title: title("其他方面") },
            Correction::Paper { title: title("反馈意见"), dated: Some(t.app.today()) },
        ] {
            t.done(&clerk, &step(correction)).await;
        }
        let page = t.app.feedback(&clerk, feedback).await.unwrap();
        assert_eq!(page.drafting.draft.problems.len(), 16);
        assert_eq!(page.drafting.draft.taken_out.len(), 1);
        let late = CorrectFeedback { version: Some(first.drafting.version), ..step(Correction::PutBack { problem: keys[3] }) };
        assert_eq!(t.refused(&clerk, &late).await, "conflict: 窦甲纬");
        let bare = step(Correction::TakeOut { problem: keys[5], reason: " ".into() });
        assert_eq!(t.refused(&clerk, &bare).await, "feedback-draft-reason-missing");
        let lead = t.ctx("lead").await;
        assert_eq!(t.refused(&lead, &approve(feedback)).await, "not found");
        t.done(&clerk, &TakeFeedback { engagement, feedback, version: None }).await;
        t.done(&clerk, &step(Correction::PutBack { problem: keys[3] })).await;
        assert_eq!(t.refused(&lead, &approve(feedback)).await, "feedback-corrected-since");
        t.done(&clerk, &TakeFeedback { engagement, feedback, version: None }).await;
        assert_eq!(t.refused(&clerk, &approve(feedback)).await, "forbidden");
        t.done(&lead, &approve(feedback)).await;
        let fixed = t.refused(&clerk, &step(Correction::TakeOut { problem: keys[3], reason: title("又") })).await;
        assert_eq!(fixed, "feedback-list-fixed");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn it_is_told_to_the_head_and_then_to_the_leading_body_and_from_then_the_clocks_run(engine) {
        let (t, site) = TestApp::on_site(engine).await;
        let (engagement, clerk) = (site.engagement(UNIT), t.clerk().await);
        let feedback = t.drafted_feedback(&site).await;
        let body = TellBody { engagement, feedback, version: None, signature: t.signature("局党组") };
        let head = TellHead { engagement, feedback, version: None, signature: t.signature("局长") };
        assert_eq!(t.refused(&clerk, &head).await, "not found");
        t.done(&clerk, &TakeFeedback { engagement, feedback, version: None }).await;
        assert_eq!(t.refused(&clerk, &head).await, "feedback-engagement-not-there");
        t.to_feedback(engagement).await;
        assert_eq!(t.refused(&clerk, &head).await, "feedback-not-approved");
        t.done(&t.ctx("lead").await, &approve(feedback)).await;
        assert_eq!(t.refused(&clerk, &body).await, "feedback-head-first");
        let unsigned = Signature { signed_by: " ".into(), ..t.signature("") };
        let unsigned = TellHead { engagement, feedback, version: None, signature: unsigned };
        assert_eq!(t.refused(&clerk, &unsigned).await, "feedback-not-signed-for");
        let tomorrow = Signature { on: t.app.today().plus_days(1), ..t.signature("局长") };
        let tomorrow = TellHead { engagement, feedback, version: None, signature: tomorrow };
        assert_eq!(t.refused(&clerk, &tomorrow).await, "on: feedback-signed-in-the-future");
        let member = t.team_member(&site, UNIT, Role::TeamMember).await;
        assert_eq!(t.refused(&member, &head).await, "not found");
        t.done(&clerk, &head).await;
        assert!(t.items_of(site.unit(UNIT)).await.is_empty());
        let withdraw = WithdrawFeedback { engagement, feedback, reason: "有误".into() };
        assert_eq!(t.refused(&clerk, &withdraw).await, "feedback-already-handed-over");
        t.done(&clerk, &body).await;
        let items = t.items_of(site.unit(UNIT)).await;
        assert_eq!(items.len(), 17);
        assert_eq!((items[0].item.code.as_str(), items[16].item.code.as_str()), ("9-001", "9-017"));
        let page = t.app.feedback(&clerk, feedback).await.unwrap();
        let due = |matter: &str| {
            page.deadlines.iter().find(|d| d.matter.0 == matter).map(|d| d.due.to_string()).unwrap_or_default()
        };
        assert_eq!(due("feedback_claim"), "2025-10-27");
        assert_eq!(due("rectification_plan"), "2025-11-20");
        assert_eq!(due("rectification_progress"), "2025-11-20");
        assert_eq!(due("rectification_concentrated"), "2026-04-20");
        assert_eq!(due("rectification_report"), "2026-05-20");
        let engagement = t.app.engagement(&clerk, engagement).await.unwrap();
        assert_eq!(engagement.kept.stage, domain::engagement::Stage::Rectification);
        t.work_off().await;
        assert_eq!(t.verify().await.faults, []);
    }

    async fn nobody_of_the_unit_sees_anything_of_it_before_it_is_handed_over_nor_what_stands_behind_it(engine) {
        let (t, site) = TestApp::on_site(engine).await;
        let (engagement, clerk) = (site.engagement(UNIT), t.clerk().await);
        let feedback = t.drafted_feedback(&site).await;
        let leader = t.team_member(&site, UNIT, Role::TeamLeader).await;
        let finding = FindingId(kernel::id::random_id(t.app.rng()));
        let tie = |problem| TieFindings { engagement, feedback, problem, findings: vec![finding] };
        let keys: Vec<Key> =
            t.app.feedback(&leader, feedback).await.unwrap().drafting.draft.problems.iter().map(|p| p.key).collect();
        t.done(&leader, &tie(keys[0])).await;
        assert_eq!(t.refused(&leader, &tie(Key(999))).await, "feedback-draft-no-such-problem");
        assert_eq!(t.refused(&clerk, &tie(keys[0])).await, "not found");
        assert_eq!(t.app.feedback(&leader, feedback).await.unwrap().ties.len(), 1);
        assert!(t.app.feedback(&clerk, feedback).await.unwrap().ties.is_empty(), "the office sees no tie");
        let other = t.team_member(&site, "县民政局", Role::TeamLeader).await;
        assert!(matches!(t.app.feedback(&other, feedback).await, Err(Error::NotFound)));
        let unit = [
            Role::UnitHead,
            Role::UnitLiaisonHead,
            Role::UnitLiaisonOfficer,
            Role::ResponsibleLeader,
            Role::DepartmentHandler,
            Role::SuperiorLeader,
        ];
        t.done(&clerk, &TakeFeedback { engagement, feedback, version: None }).await;
        t.to_feedback(engagement).await;
        t.done(&t.ctx("lead").await, &approve(feedback)).await;
        let mut people = Vec::new();
        for role in unit {
            let ctx = t.of_unit(&site, UNIT, role).await;
            assert!(matches!(t.app.feedback(&ctx, feedback).await, Err(Error::NotFound)), "{role:?}");
            assert!(matches!(t.app.portal_feedback(&ctx, feedback).await, Err(Error::NotFound)), "{role:?}");
            assert!(t.app.portal_feedbacks(&ctx).await.unwrap().is_empty(), "{role:?}");
            people.push(ctx);
        }
        let signature = t.signature("局长");
        t.done(&clerk, &TellHead { engagement, feedback, version: None, signature }).await;
        let stranger = t.of_unit(&site, "县民政局", Role::UnitHead).await;
        assert!(matches!(t.app.portal_feedback(&stranger, feedback).await, Err(Error::NotFound)));
        for ctx in people {
            let page = t.app.portal_feedback(&ctx, feedback).await.unwrap();
            assert_eq!(page.feedback.problems.len(), 17);
            let seen = format!("{:?}", page.feedback.value);
            assert!(!seen.contains(&finding.to_string()) && !seen.contains("XF0"), "no trace of what came before");
            assert!(matches!(t.app.feedback(&ctx, feedback).await, Err(Error::NotFound)));
        }
    }

    async fn it_can_be_withdrawn_before_and_imported_anew(engine) {
        let (t, site) = TestApp::on_site(engine).await;
        let (engagement, clerk) = (site.engagement(UNIT), t.clerk().await);
        let feedback = t.drafted_feedback(&site).await;
        let waits = t.refused(&clerk, &import(engagement, "feedback-1.docx")).await;
        assert_eq!(waits, "feedback-import-one-waits");
        let withdraw = |reason: &str| WithdrawFeedback { engagement, feedback, reason: reason.into() };
        let missing = t.refused(&clerk, &withdraw(" ")).await;
        assert_eq!(missing, "reason: feedback-withdraw-without-reason");
        t.done(&clerk, &withdraw("文件有误，重新起草")).await;
        assert_eq!(t.refused(&clerk, &withdraw("再撤一次")).await, "feedback-draft-withdrawn");
        let page = t.app.feedback(&clerk, feedback).await.unwrap();
        assert_eq!(page.drafting.standing, DraftStanding::Withdrawn);
        t.done(&clerk, &import(engagement, "feedback-2.docx")).await;
    }

    async fn an_approval_may_be_recorded_from_paper_and_holds_once_another_has_checked_it(engine) {
        let (t, site) = TestApp::on_site(engine).await;
        let (engagement, clerk) = (site.engagement(UNIT), t.clerk().await);
        let feedback = t.drafted_feedback(&site).await;
        t.done(&clerk, &TakeFeedback { engagement, feedback, version: None }).await;
        let scan = t.received(None, "批示.txt", "同意反馈。".as_bytes()).await;
        let record = RecordFromPaper {
            about: Subject::Feedback,
            ids: vec![feedback.into()],
            approved: true,
            decider: "县委巡察工作领导小组".into(),
            post: String::new(),
            decided_on: t.app.today(),
            number: "云巡组〔2025〕7号".into(),
            wording: "同意反馈。".into(),
            scan: Some(scan),
        };
        let made = t.done(&clerk, &record).await;
        assert!(!made.in_effect);
        let second = t.person("second", Role::OfficeStaff, None).await;
        let check =
            app::decision::CheckPaper { decisions: made.decisions, agrees: true, reason: String::new() };
        t.done(&second, &check).await;
        let page = t.app.feedback(&clerk, feedback).await.unwrap();
        let approved = matches!(page.taken.unwrap().state, app::feedback::FeedbackState::Approved { .. });
        assert!(approved);
        assert_eq!(t.verify().await.faults, []);
    }

    async fn plan_and_monthly_progress_are_handed_in_and_the_next_month_begins(engine) {
        let (t, fed) = TestApp::fed_back(engine).await;
        let liaison = t.ctx("liaison").await;
        let paper = |matter: &str, files| SubmitPaper {
            unit: fed.unit,
            feedback: fed.feedback,
            matter: matter.to_owned(),
            note: String::new(),
            files,
        };
        assert_eq!(t.refused(&liaison, &paper("rectification_plan", Vec::new())).await, "files: feedback-paper-missing");
        for matter in ["rectification_plan", "rectification_progress"] {
            let file = t.received(Some(fed.engagement), "整改方案.txt", "整改方案".as_bytes()).await;
            t.done(&liaison, &paper(matter, vec![file])).await;
        }
        let file = t.received(Some(fed.engagement), "整改方案.txt", "整改方案".as_bytes()).await;
        assert_eq!(t.refused(&liaison, &paper("rectification_plan", vec![file])).await, "feedback-paper-not-due");
        let page = t.app.portal_feedback(&liaison, fed.feedback).await.unwrap();
        assert_eq!(page.submissions.len(), 2);
        let monthly: Vec<_> =
            page.deadlines.iter().filter(|d| d.matter.0 == "rectification_progress").collect();
        assert_eq!(monthly.len(), 1);
        assert_eq!(monthly[0].due.to_string(), "2025-11-20");
        let handler = t.ctx("handler").await;
        let file = t.received(Some(fed.engagement), "a.txt", b"a").await;
        assert_eq!(t.refused(&handler, &paper("rectification_progress", vec![file])).await, "not found");
        assert_eq!(t.verify().await.faults, []);
    }
}
