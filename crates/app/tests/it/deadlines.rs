//! Deadlines as running records: begun, met, extended and told of by acts and the worker, at a clock that stands still.

use crate::authorisation::{authorised, colleague, on_paper};
use crate::inspectors::refusal;
use crate::rounds::{day, go_to, page, with_round};
use app::Error;
use app::deadline::{DeadlineFilter, ExtendDeadline, Running};
use app::decision::{CheckPaper, Subject, WithdrawRecord};
use app::engagement::{AdvanceEngagement, StepEngagementBack};
use app::ruleset::{DraftRuleset, PublishRuleset};
use domain::engagement::Stage;
use domain::permission::Role;
use domain::ruleset::Kind;
use kernel::{Day, EngagementId, PageRequest};
use store::Stored;
use testkit::{TestApp, on_both};

async fn running(t: &TestApp, login: &str, filter: &DeadlineFilter) -> Vec<Stored<Running>> {
    let request = PageRequest { after: None, size: 100 };
    t.app.deadlines(&t.ctx(login).await, filter, &request).await.unwrap().items
}

async fn of(t: &TestApp, matter: &str, over: bool) -> Vec<Stored<Running>> {
    let mut all = running(t, "clerk", &DeadlineFilter { over, ..DeadlineFilter::default() }).await;
    all.retain(|d| d.matter.0 == matter);
    all
}

/// Ids of a person's notices about deadlines, the newest first.
async fn told(t: &TestApp, login: &str) -> Vec<String> {
    let request = PageRequest { after: None, size: 200 };
    let all = t.app.notices(&t.ctx(login).await, &request).await.unwrap().items;
    let ids = all.iter().map(|n| n.message.id.to_string());
    ids.filter(|id| id.starts_with("notice-deadline")).collect()
}

async fn advance(t: &TestApp, engagement: EngagementId, from: Stage) {
    let act = AdvanceEngagement { engagement, from, reason: String::new() };
    t.app.perform(&t.clerk().await, &act).await.unwrap();
}

/// A draft of the calendar with the notice for 2027, which the shipped one lacks.
fn calendar_of_2027() -> DraftRuleset {
    let shipped = include_str!("../../../../rulesets/calendar.json");
    let mut whole: serde_json::Value = serde_json::from_str(shipped).unwrap();
    let mut body = whole["body"].take();
    let mut year = body["years"]["2026"].clone();
    year["basis"] = "国务院办公厅通知".into();
    year["holidays"] = serde_json::json!([{ "name": "元旦", "from": "2027-01-01", "to": "2027-01-03" }]);
    year["makeup_working_days"] = serde_json::json!([]);
    body["years"]["2027"] = year;
    let effective_from = Day::new(2027, 1, 1).unwrap();
    DraftRuleset { kind: Kind::Calendar, effective_from, basis: "通知".into(), body, seen: 0 }
}

on_both! {
    async fn the_check_of_a_paper_is_due_in_five_working_days_and_people_are_told_once_of_each_nearness(engine) {
        let (t, round) = with_round(engine).await;
        colleague(&t).await;
        // A Wednesday; the festival from 1 to 8 October lies in between.
        go_to(&t, day(9, 24));
        let record = on_paper(&t, Subject::Round, vec![round.into()], day(9, 22)).await;
        let decisions = t.app.perform(&t.clerk().await, &record).await.unwrap().done.decisions;
        let due = of(&t, "decision_check", false).await;
        assert_eq!(due.len(), 1);
        assert_eq!((due[0].due, due[0].start, due[0].provisional), (day(9, 30), day(9, 24), false));
        assert_eq!(due[0].name.en, "Check of a decision recorded from paper");
        t.work_off().await;
        t.work_off().await;
        assert_eq!(told(&t, "second").await, ["notice-deadline-soon"]);
        go_to(&t, day(9, 30));
        t.work_off().await;
        go_to(&t, day(10, 2));
        t.work_off().await;
        let expected = ["notice-deadline-overdue", "notice-deadline-due", "notice-deadline-soon"];
        assert_eq!(told(&t, "second").await, expected);
        let check = CheckPaper { decisions, agrees: true, reason: String::new() };
        t.app.perform(&t.ctx("second").await, &check).await.unwrap();
        assert!(of(&t, "decision_check", false).await.is_empty());
        let met = of(&t, "decision_check", true).await;
        assert_eq!(met[0].satisfied.unwrap().on, day(10, 2));
        go_to(&t, day(10, 20));
        t.work_off().await;
        assert_eq!(told(&t, "second").await, expected, "what is met is told no more");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn the_last_day_on_site_runs_from_the_authorisation_and_the_reports_from_its_end(engine) {
        let (t, round) = authorised(engine).await;
        let on_site = of(&t, "on_site_ends", false).await;
        let engagements: usize = page(&t, round).await.teams.iter().map(|team| team.engagements.len()).sum();
        assert_eq!(on_site.len(), engagements);
        let engagement = page(&t, round).await.teams[0].engagements[0].kept.engagement.clone();
        let own = on_site.iter().find(|d| d.subject.0 == engagement.id.0).unwrap();
        assert_eq!(own.due, engagement.on_site.to);
        go_to(&t, day(9, 8));
        advance(&t, engagement.id, Stage::Preparation).await;
        advance(&t, engagement.id, Stage::Entry).await;
        go_to(&t, day(10, 31));
        advance(&t, engagement.id, Stage::Understanding).await;
        assert_eq!(of(&t, "on_site_ends", true).await.len(), 1);
        let report = of(&t, "report_to_leading_group", false).await;
        assert_eq!((report[0].start, report[0].due), (day(10, 31), day(11, 21)), "15 working days");
        assert_eq!(of(&t, "report_to_secretaries", false).await[0].due, Day::new(2025, 12, 1).unwrap());
        advance(&t, engagement.id, Stage::Reporting).await;
        assert!(of(&t, "report_to_leading_group", false).await.is_empty());
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_step_taken_back_brings_back_what_it_had_met_and_ends_what_it_had_begun(engine) {
        let (t, round) = authorised(engine).await;
        let engagement = page(&t, round).await.teams[0].engagements[0].kept.engagement.clone();
        let id = engagement.id;
        let own = async |matter: &str, over: bool| {
            let mut all = of(&t, matter, over).await;
            all.retain(|d| d.subject.0 == id.0);
            all
        };
        go_to(&t, day(9, 8));
        advance(&t, id, Stage::Preparation).await;
        advance(&t, id, Stage::Entry).await;
        let before = own("on_site_ends", false).await.remove(0);
        go_to(&t, day(10, 20));
        advance(&t, id, Stage::Understanding).await;
        assert_eq!(own("report_to_leading_group", false).await.len(), 1);
        go_to(&t, day(10, 21));
        let back = StepEngagementBack { engagement: id, from: Stage::Reporting, reason: "点错".into() };
        t.app.perform(&t.clerk().await, &back).await.unwrap();
        let again = own("on_site_ends", false).await.remove(0);
        assert_eq!((again.deadline.id, again.due, again.satisfied), (before.deadline.id, before.due, None));
        assert!(own("report_to_leading_group", false).await.is_empty());
        let undone = own("report_to_leading_group", true).await.remove(0);
        assert!(undone.satisfied.unwrap().undone);
        assert_eq!(undone.state(day(12, 31), 0).words().id, "deadline-undone");
        // The step taken again counts anew, from its own day.
        go_to(&t, day(10, 31));
        advance(&t, id, Stage::Understanding).await;
        let report = own("report_to_leading_group", false).await;
        assert_eq!((report.len(), report[0].start), (1, day(10, 31)));
        assert_eq!(own("on_site_ends", true).await[0].satisfied.unwrap().on, day(10, 31));
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_record_taken_back_waits_for_no_check(engine) {
        let (t, round) = with_round(engine).await;
        colleague(&t).await;
        go_to(&t, day(9, 24));
        let record = on_paper(&t, Subject::Round, vec![round.into()], day(9, 22)).await;
        let decisions = t.app.perform(&t.clerk().await, &record).await.unwrap().done.decisions;
        let withdraw = WithdrawRecord { decisions, reason: "录错".into() };
        t.app.perform(&t.clerk().await, &withdraw).await.unwrap();
        assert!(of(&t, "decision_check", false).await.is_empty());
        assert!(of(&t, "decision_check", true).await[0].satisfied.unwrap().undone);
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_deadline_is_extended_by_an_approval_with_effect_and_keeps_its_first_day(engine) {
        let (t, _) = authorised(engine).await;
        let approval = t.app.decisions(&t.clerk().await, false, &PageRequest::default()).await.unwrap();
        let decision = approval.items[0].decision.id;
        let old = of(&t, "on_site_ends", false).await.remove(0);
        let extend = |to, reason: &str| ExtendDeadline { deadline: old.deadline.id, decision, to, reason: reason.into() };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &extend(old.due, "集中核查")).await), "deadline-extension-not-later");
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &extend(old.due.plus_days(9), " ")).await), "deadline-extension-without-reason");
        t.app.perform(&t.clerk().await, &extend(old.due.plus_days(9), "集中核查")).await.unwrap();
        let new = t.app.deadline(&t.clerk().await, old.deadline.id).await.unwrap();
        assert_eq!((new.due, new.original_due), (old.due.plus_days(9), old.original_due));
        t.holder("auditor", Some(Role::Auditor)).await;
        let refused = t.app.perform(&t.ctx("auditor").await, &extend(old.due.plus_days(20), "x")).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        assert_eq!(t.verify().await.faults, []);
    }

    async fn the_list_shows_the_office_all_and_a_stranger_nothing_page_by_page(engine) {
        let (t, _) = authorised(engine).await;
        t.stranger("nobody").await;
        assert!(running(&t, "nobody", &DeadlineFilter::default()).await.is_empty());
        let all = running(&t, "clerk", &DeadlineFilter::default()).await;
        assert!(all.len() > 5 && all.is_sorted_by_key(|d| (d.due, d.deadline.id.0)));
        assert!(running(&t, "clerk", &DeadlineFilter { own: true, ..DeadlineFilter::default() }).await.is_empty());
        let none = t.app.deadline(&t.ctx("nobody").await, all[0].deadline.id).await;
        assert!(matches!(none, Err(Error::NotFound)));
        let (mut request, mut paged) = (PageRequest { after: None, size: 2 }, Vec::new());
        loop {
            let page = t.app.deadlines(&t.clerk().await, &DeadlineFilter::default(), &request).await.unwrap();
            paged.extend(page.items);
            match page.next {
                Some(next) => request.after = Some(next),
                None => break,
            }
        }
        assert_eq!(paged, all);
    }

    async fn a_provisional_deadline_is_counted_again_when_its_years_calendar_is_published(engine) {
        let (t, round) = with_round(engine).await;
        colleague(&t).await;
        go_to(&t, Day::new(2026, 12, 30).unwrap());
        let record = on_paper(&t, Subject::Round, vec![round.into()], day(9, 22)).await;
        t.app.perform(&t.clerk().await, &record).await.unwrap();
        let before = of(&t, "decision_check", false).await.remove(0);
        assert!(before.provisional, "no notice for 2027 yet");
        t.app.perform(&t.clerk().await, &calendar_of_2027()).await.unwrap();
        let seen = t.app.ruleset_versions(&t.clerk().await, Kind::Calendar).await.unwrap()[0].0.version;
        t.app.perform(&t.clerk().await, &PublishRuleset { kind: Kind::Calendar, seen }).await.unwrap();
        t.work_off().await;
        let after = of(&t, "decision_check", false).await.remove(0);
        assert!(!after.provisional);
        // Thursday 31 December, then Monday to Thursday of the first week: 1 to 3 January rest.
        assert_eq!(after.due, Day::new(2027, 1, 7).unwrap());
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_calendar_decided_on_paper_counts_deadlines_again_once_the_second_person_agrees(engine) {
        let (t, round) = with_round(engine).await;
        colleague(&t).await;
        go_to(&t, Day::new(2026, 12, 30).unwrap());
        let record = on_paper(&t, Subject::Round, vec![round.into()], day(9, 22)).await;
        t.app.perform(&t.clerk().await, &record).await.unwrap();
        let waiting = of(&t, "decision_check", false).await.remove(0);
        let now = async || of(&t, "decision_check", false).await.into_iter().find(|d| d.subject == waiting.subject).unwrap();
        t.app.perform(&t.clerk().await, &calendar_of_2027()).await.unwrap();
        let draft = t.app.ruleset_versions(&t.clerk().await, Kind::Calendar).await.unwrap()[0].0.value.id;
        let record = on_paper(&t, Subject::Ruleset, vec![draft.into()], day(9, 22)).await;
        let decisions = t.app.perform(&t.clerk().await, &record).await.unwrap().done.decisions;
        t.work_off().await;
        assert!(now().await.provisional, "a paper that nobody checked puts nothing in force");
        let check = CheckPaper { decisions, agrees: true, reason: String::new() };
        t.app.perform(&t.ctx("second").await, &check).await.unwrap();
        t.work_off().await;
        let after = now().await;
        assert_eq!((after.provisional, after.due), (false, Day::new(2027, 1, 7).unwrap()));
        assert_eq!(t.verify().await.faults, []);
    }
}
