//! Pages of clues: who may not see one learns nothing from them, not even that there is one.

use crate::client::{Answer, Client};
use app::clue::{DraftClue, FileClues, GivenBody, GivenFrame, GivenSubject, GradeClue, PassClues};
use app::{Act, Ctx};
use axum::http::StatusCode;
use domain::clue::Grade;
use domain::permission::Role;
use kernel::EngagementId;
use kernel::id::ClueId;
use testkit::{OnSite, TestApp, on_both};

const UNIT: &str = "县农业农村局";
const NAME: &str = "钮测甲";
const SUMMARY: &str = "节日期间涉嫌收受合作社所送土特产。";

async fn client(t: &TestApp, ctx: &Ctx) -> Client {
    Client::new(t).with_session(&t.session(ctx.signed().unwrap().account).await)
}

async fn perform<A: Act>(t: &TestApp, ctx: &Ctx, act: &A) -> A::Done {
    match t.app.perform(&t.ctx_of(ctx.who.clone()), act).await {
        Ok(done) => done.done,
        Err(error) => panic!("{error}"),
    }
}

async fn drafted(t: &TestApp, leader: &Ctx, engagement: EngagementId) -> ClueId {
    let subject = GivenSubject { name: NAME.into(), post: "站长".into(), level: "county".into() };
    let body = GivenBody::Sealed { subjects: vec![subject], summary: SUMMARY.into() };
    let frame = GivenFrame { nature: "discipline".into(), ..GivenFrame::default() };
    let act = DraftClue { engagement, frame, from: Vec::new(), grade: None, body };
    perform(t, leader, &act).await.clue
}

/// The page without what differs by itself: ids of forms and the time.
fn told(answer: &Answer) -> (StatusCode, bool, bool) {
    (answer.status, answer.body.contains("没有这个页面"), answer.body.contains("XS-"))
}

async fn others(t: &TestApp, site: &OnSite) -> Vec<Ctx> {
    let mut all = Vec::new();
    for role in [Role::TeamMember, Role::TeamDeputy, Role::TeamLiaison] {
        all.push(t.team_member(site, UNIT, role).await);
    }
    all.push(t.team_member(site, "县水利局", Role::TeamLeader).await);
    for role in [Role::UnitHead, Role::UnitLiaisonOfficer, Role::UnitDiscipline, Role::ReceivingOfficer] {
        all.push(t.of_unit(site, UNIT, role).await);
    }
    for (n, role) in Role::ALL.into_iter().enumerate() {
        if matches!(
            role,
            Role::LeadingGroupHead
                | Role::OfficeDirector
                | Role::OfficeStaff
                | Role::ClueKeeper
                | Role::Auditor
        ) {
            let login = format!("global-{n}");
            t.holder(&login, Some(role)).await;
            all.push(t.ctx(&login).await);
        }
    }
    all
}

on_both! {
    async fn before_it_is_passed_on_nobody_but_the_leader_finds_a_clue(engine) {
        let (t, site) = TestApp::on_site(engine).await;
        let leader = t.team_member(&site, UNIT, Role::TeamLeader).await;
        let engagement = site.engagement(UNIT);
        let clue = drafted(&t, &leader, engagement).await;
        let own = [
            format!("/clues/{clue}"),
            format!("/engagements/{engagement}/clues"),
            format!("/engagements/{engagement}/clues/new"),
            format!("/clues/{clue}/letter"),
        ];
        for ctx in others(&t, &site).await {
            let mut client = client(&t, &ctx).await;
            let nowhere = told(&client.get("/clues/0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b").await);
            for address in &own {
                let answer = client.get(address).await;
                assert_eq!(told(&answer), nowhere, "{address} as {:?}", ctx.signed().unwrap().roles());
            }
            let list = client.get("/clues").await;
            assert!(!list.body.contains("XS-"), "{:?}", ctx.signed().unwrap().roles());
            let home = client.get("/").await;
            let offered = home.body.contains("href=\"/clues\"");
            let role = ctx.signed().unwrap().roles();
            let office = role.contains(&Role::ClueKeeper) || role.contains(&Role::LeadingGroupHead);
            assert_eq!(offered, office, "{role:?}");
        }
        let mut mine = client(&t, &leader).await;
        for address in &own[..3] {
            let answer = mine.get(address).await;
            assert_eq!(answer.status, StatusCode::OK, "{address}");
            assert!(!answer.body.contains(NAME) && !answer.body.contains(SUMMARY), "{address} is closed by default");
        }
        assert!(mine.get(&format!("/engagements/{engagement}")).await.body.contains(&own[1]));
    }

    async fn a_clue_opens_for_a_reason_and_closes_with_the_page(engine) {
        let (t, site) = TestApp::on_site(engine).await;
        let leader = t.team_member(&site, UNIT, Role::TeamLeader).await;
        let engagement = site.engagement(UNIT);
        let clue = drafted(&t, &leader, engagement).await;
        let mut client = client(&t, &leader).await;
        let (page, open) = (format!("/clues/{clue}"), format!("/clues/{clue}/open"));
        let closed = client.get(&page).await;
        let refused = client.fill(&closed, &open, &[("reason", "")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("请写明启封的理由") && !refused.body.contains(NAME));
        let opened = client.fill(&closed, &open, &[("reason", "核对内容")]).await;
        assert_eq!(opened.status, StatusCode::OK);
        assert!(opened.body.contains(NAME) && opened.body.contains(SUMMARY));
        assert!(!client.get(&page).await.body.contains(NAME), "closed again");
        let back = client.fill(&closed, &format!("/engagements/{engagement}/clues/pass"), &[("id", &clue.to_string())]).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "not graded yet");
        perform(&t, &leader, &GradeClue { engagement, clue, grade: Grade::Look }).await;
        perform(&t, &leader, &PassClues { engagement, clues: vec![clue] }).await;
        perform(&t, &t.clerk().await, &FileClues { clues: vec![clue] }).await;
        let gone = client.fill(&closed, &format!("/clues/{clue}/withdraw"), &[("engagement", &engagement.to_string()), ("reason", "重复")]).await;
        assert_eq!(gone.status, StatusCode::UNPROCESSABLE_ENTITY, "with the office now");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn whoever_only_receives_begins_with_what_was_handed_over_and_sees_nothing_of_others(engine) {
        let (t, site) = TestApp::on_site(engine).await;
        let officer = t.of_unit(&site, "县民政局", Role::ReceivingOfficer).await;
        let mut own = client(&t, &officer).await;
        let home = own.get("/").await;
        assert_eq!((home.status, home.location()), (StatusCode::SEE_OTHER, "/department"));
        let page = own.get("/department").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("href=\"/department?late=1\"") && page.body.contains("/department?owed=receipt"));
        for filter in ["late=1", "owed=answered", "what=clue", "what=nothing&owed=nothing"] {
            assert_eq!(own.get(&format!("/department?{filter}")).await.status, StatusCode::OK, "{filter}");
        }
        let nowhere = own.get(&format!("/received-referrals/{}", uuid::Uuid::nil())).await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
        let mut clerk = client(&t, &t.clerk().await).await;
        let collected = clerk.get("/clues/collected").await;
        assert!(collected.status == StatusCode::OK && collected.body.contains("没有汇总待上报的线索"));
        let csrf = clerk.get("/help").await.hidden("csrf");
        let empty = clerk.post("/clues/collected", &[("csrf", &csrf), ("what", "letter")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing was ticked");
        let balance = clerk.get("/balance").await;
        assert!(balance.status == StatusCode::OK && balance.body.contains("问题线索平账"));
    }
}
