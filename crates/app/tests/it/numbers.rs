//! Numbers of authorisations: issued with the approval, without gaps, kept when void.

use crate::authorisation::{approved, authorised, colleague, on_paper};
use crate::inspectors::refusal;
use crate::rounds::{all_cleared, day, go_to, page, with_round};
use app::account::GrantRole;
use app::authorisation::{ContinueNumbers, DraftAuthorisations, LiftAuthorisation, NewAuthorisation};
use app::decision::{CheckPaper, Decide, Subject};
use domain::permission::Role;
use kernel::{RecordId, RoundId, TeamId};
use testkit::{PASSWORD, TestApp, on_both};

async fn lifted(t: &TestApp, round: RoundId) {
    for part in page(t, round).await.teams {
        let paper = part.paper().unwrap().id;
        let lift = LiftAuthorisation { authorisation: paper, reason: "换发".into() };
        t.app.perform(&t.clerk().await, &lift).await.unwrap();
    }
}

fn draft(round: RoundId, teams: &[TeamId], number: Option<&str>) -> DraftAuthorisations {
    let paper = |team: &TeamId| NewAuthorisation {
        team: *team,
        number: number.map(str::to_owned),
        from: day(9, 8),
        to: day(10, 31),
        access_until: None,
    };
    DraftAuthorisations { round, papers: teams.iter().map(paper).collect() }
}

async fn drafted(t: &TestApp, act: &DraftAuthorisations) -> Vec<RecordId> {
    t.app.perform(&t.clerk().await, act).await.unwrap().done.authorisations
}

async fn numbers(t: &TestApp, round: RoundId) -> Vec<Option<String>> {
    page(t, round).await.teams.iter().map(|p| p.papers[0].number.clone()).collect()
}

on_both! {
    async fn a_number_is_issued_with_the_approval_and_stays_with_its_paper(engine) {
        let (t, round) = authorised(engine).await;
        lifted(&t, round).await;
        let teams: Vec<TeamId> = page(&t, round).await.teams.iter().map(|p| p.team.id).collect();
        // The series of the office's own code begins at 1; on paper it had reached 24.
        assert_eq!(t.app.next_authorisation_number(&t.clerk().await).await.unwrap().number, "巡授〔2025〕1号");
        t.app.perform(&t.clerk().await, &ContinueNumbers { last: 24 }).await.unwrap();
        let behind = t.app.perform(&t.clerk().await, &ContinueNumbers { last: 24 }).await;
        assert_eq!(refusal(behind), "last: authorisation-numbers-behind");
        let team = teams[0];
        let form = t.app.perform(&t.clerk().await, &draft(round, &teams[..1], Some("巡授[2025]25号"))).await;
        assert_eq!(refusal(form), format!("number-{team}: authorisation-number-form"));
        // A void number is never given again.
        let void = t.app.perform(&t.clerk().await, &draft(round, &teams[..1], Some("云巡授〔2025〕21号"))).await;
        assert_eq!(refusal(void), format!("number-{team}: authorisation-number-taken"));
        let ids = drafted(&t, &draft(round, &teams, None)).await;
        assert_eq!(numbers(&t, round).await, [None, None, None, None], "a draft has none");
        let record = on_paper(&t, Subject::Authorisation, ids, day(8, 24)).await;
        let decisions = t.app.perform(&t.clerk().await, &record).await.unwrap().done.decisions;
        let check = CheckPaper { decisions, agrees: true, reason: String::new() };
        t.app.perform(&t.ctx("second").await, &check).await.unwrap();
        let mut given: Vec<String> = numbers(&t, round).await.into_iter().flatten().collect();
        given.sort();
        assert_eq!(given, ["巡授〔2025〕25号", "巡授〔2025〕26号", "巡授〔2025〕27号", "巡授〔2025〕28号"]);
        let papers = page(&t, round).await.teams[0].papers.clone();
        assert_eq!((papers[1].standing.code(), papers[1].number.as_deref()), ("lifted", Some("云巡授〔2025〕21号")));
        assert_eq!(t.verify().await.faults, []);
    }

    async fn approvals_at_the_same_moment_take_numbers_one_after_the_other(engine) {
        let (t, round) = with_round(engine).await;
        colleague(&t).await;
        let account = t.stranger("head").await;
        let grant = GrantRole { account, role: Role::LeadingGroupHead, scope: None, last_day: None };
        t.app.perform(&t.clerk().await, &grant).await.unwrap();
        go_to(&t, day(8, 25));
        all_cleared(&t, round).await;
        approved(&t, round).await;
        lifted(&t, round).await;
        let teams: Vec<TeamId> = page(&t, round).await.teams.iter().map(|p| p.team.id).collect();
        let ids = drafted(&t, &draft(round, &teams, None)).await;
        let decide = async |id: RecordId| {
            let act = Decide {
                about: Subject::Authorisation, ids: vec![id], approved: true, reason: String::new(), password: PASSWORD.into(),
            };
            t.app.perform(&t.ctx("head").await, &act).await.map(|_| ())
        };
        let ended = tokio::join!(decide(ids[0]), decide(ids[1]), decide(ids[2]), decide(ids[3]));
        assert!(ended.0.is_ok() && ended.1.is_ok() && ended.2.is_ok() && ended.3.is_ok(), "{ended:?}");
        let mut given: Vec<String> = numbers(&t, round).await.into_iter().flatten().collect();
        given.sort();
        assert_eq!(given, ["巡授〔2025〕1号", "巡授〔2025〕2号", "巡授〔2025〕3号", "巡授〔2025〕4号"]);
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_number_that_a_paper_brings_along_moves_the_series_on(engine) {
        let (t, round) = authorised(engine).await;
        lifted(&t, round).await;
        let teams: Vec<TeamId> = page(&t, round).await.teams.iter().map(|p| p.team.id).collect();
        drafted(&t, &draft(round, &teams[..1], Some("巡授〔2025〕7号"))).await;
        assert_eq!(t.app.next_authorisation_number(&t.clerk().await).await.unwrap().serial, 8);
        // A draft that is withdrawn gives its number back: nobody signed it.
        let paper = page(&t, round).await.teams[0].paper().unwrap().id;
        let lift = LiftAuthorisation { authorisation: paper, reason: "写错".into() };
        t.app.perform(&t.clerk().await, &lift).await.unwrap();
        assert_eq!(page(&t, round).await.teams[0].papers[0].standing.code(), "withdrawn");
        drafted(&t, &draft(round, &teams[..1], Some("巡授〔2025〕7号"))).await;
        assert_eq!(t.verify().await.faults, []);
    }
}
