//! Feedback, ledger and portal as pages: forms that come back with what was typed, and doors that stay shut.

use crate::client::{Answer, Client};
use axum::http::StatusCode;
use domain::permission::Role;
use testkit::{Engine, TestApp};

async fn client(t: &TestApp, login: &str) -> Client {
    let account = t.signed(login).await.account;
    Client::new(t).with_session(&t.session(account).await)
}

/// Everyone of these has a password that someone else set; these pages are for whoever has chosen their own.
async fn chosen(t: &TestApp, login: &str) {
    use app::account::{ChangeOwnPassword, NewPassword};
    let new = || "另一座石桥 1990".to_owned();
    let act = ChangeOwnPassword {
        current: testkit::PASSWORD.into(),
        new: NewPassword { password: new(), again: new() },
    };
    t.done(&t.ctx(login).await, &act).await;
}

fn shows(answer: &Answer, words: &str) -> bool {
    answer.body.contains(words)
}

#[tokio::test]
async fn a_form_of_an_item_comes_back_with_what_was_typed_and_says_what_is_wrong() {
    let (t, fed) = TestApp::fed_back(Engine::Sqlite).await;
    chosen(&t, "liaison").await;
    let item = fed.item(&t, 1).await;
    let mut liaison = client(&t, "liaison").await;
    let page = liaison.get(&format!("/ledger/{item}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(shows(&page, "认领") && !shows(&page, "核验"));
    let typed = [("leader", "new"), ("title", "副局长"), ("name", "窦辛屿"), ("department", " ")];
    let answer = liaison.fill(&page, &format!("/ledger/{item}/claim"), &typed).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(shows(&answer, "请写明责任部门") && shows(&answer, "窦辛屿"));
    let whole = [("leader", "new"), ("title", "副局长"), ("name", "窦辛屿"), ("department", "办公室")];
    let answer = liaison.fill(&page, &format!("/ledger/{item}/claim"), &whole).await;
    assert_eq!(answer.location(), format!("/ledger/{item}"));
    let page = liaison.get(&format!("/ledger/{item}")).await;
    let words = [("text", "修订办法"), ("deadline", "尽快")];
    let answer = liaison.fill(&page, &format!("/ledger/{item}/measures"), &words).await;
    assert!(shows(&answer, "没有说明到哪一天") && shows(&answer, "修订办法"));
    let answer = liaison
        .fill(
            &page,
            &format!("/ledger/{item}/claim"),
            &[("version", "1"), ("leader", "new"), ("title", "甲"), ("name", "乙"), ("department", "丙")],
        )
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "made from an older version");
    assert!(shows(&answer, "刚有别人办过"));
}

#[tokio::test]
async fn people_of_a_unit_begin_in_their_portal_and_find_nothing_of_the_office() {
    let (t, fed) = TestApp::fed_back(Engine::Sqlite).await;
    chosen(&t, "head").await;
    let mut head = client(&t, "head").await;
    assert_eq!(head.get("/").await.location(), "/portal");
    let portal = head.get("/portal").await;
    assert_eq!(portal.status, StatusCode::OK);
    for href in ["/rounds", "/units", "/feedback\"", "/inspectors", "/deadlines", "/permissions"] {
        assert!(!shows(&portal, &format!("href=\"{href}")), "{href}");
    }
    assert!(shows(&portal, "href=\"/ledger\"") && shows(&portal, "href=\"/mine\""));
    let feedback = head.get(&format!("/portal/feedback/{}", fed.feedback)).await;
    assert_eq!(feedback.status, StatusCode::OK);
    for path in [format!("/feedback/{}", fed.feedback), "/feedback".into(), "/ledger/late".into()] {
        let status = head.get(&path).await.status;
        assert!(matches!(status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN), "{path}: {status}");
    }
    t.of_unit(&fed.site, "县民政局", Role::UnitHead).await;
    let mut stranger = client(&t, "unit_head-0").await;
    let status = stranger.get(&format!("/portal/feedback/{}", fed.feedback)).await.status;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(
        stranger.get(&format!("/ledger/{}", fed.item(&t, 1).await)).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn every_figure_of_the_list_opens_a_list_and_the_file_goes_out() {
    let (t, fed) = TestApp::fed_back(Engine::Sqlite).await;
    let mut clerk = client(&t, "clerk").await;
    for view in ["open", "late", "soon", "unclaimed", "to_sign", "to_review", "to_verify", "closed", "all"] {
        let page = clerk.get(&format!("/ledger?view={view}")).await;
        assert_eq!(page.status, StatusCode::OK, "{view}");
        assert_eq!(shows(&page, "9-001"), matches!(view, "open" | "unclaimed" | "all"), "{view}");
    }
    let file = clerk.get(&format!("/ledger/export?unit={}", fed.unit)).await;
    assert_eq!(file.status, StatusCode::OK);
    let late = clerk.get("/ledger/late").await;
    assert!(shows(&late, "没有逾期的事项"));
    let mine = clerk.get("/mine").await;
    assert_eq!(mine.status, StatusCode::OK);
}

#[tokio::test]
async fn the_home_page_tells_what_is_late_and_next_and_each_figure_opens_its_list() {
    let (t, fed) = TestApp::fed_back(Engine::Sqlite).await;
    t.clock.advance(120 * 86_400);
    let mut clerk = client(&t, "clerk").await;
    let home = clerk.get("/").await;
    assert!(shows(&home, "从信访到销号") && shows(&home, "chart-funnel"));
    for href in ["/mine", "/ledger?view=late", "/ledger?view=to_verify", "/ledger?view=all", "/registers"] {
        assert!(shows(&home, &format!("href=\"{href}\"")), "{href}");
        assert_eq!(clerk.get(href).await.status, StatusCode::OK, "{href}");
    }
    assert!(!shows(&home, "href=\"/findings\""), "the office finds nothing itself");
    t.team_member(&fed.site, testkit::UNIT, Role::TeamMember).await;
    let home = client(&t, "team_member-0").await.get("/").await;
    for href in ["/petitions", "/findings", "/ledger?view=all"] {
        assert!(shows(&home, &format!("href=\"{href}\"")), "{href}");
    }
    assert!(!shows(&home, "href=\"/registers\""));
}

#[tokio::test]
async fn the_trace_of_an_item_hints_to_its_unit_at_nothing_before_the_feedback() {
    let (t, fed) = TestApp::fed_back(Engine::Sqlite).await;
    let item = fed.item(&t, 1).await;
    for login in ["head", "liaison", "leader", "handler", "reviewer"] {
        chosen(&t, login).await;
    }
    for login in ["head", "liaison", "leader", "handler", "reviewer"] {
        let mut reader = client(&t, login).await;
        for path in [format!("/ledger/{item}/trace"), format!("/ledger/{item}")] {
            let page = reader.get(&path).await;
            assert_eq!(page.status, StatusCode::OK, "{login} {path}");
            assert!(shows(&page, "第 1 个问题") && shows(&page, "trace-map"), "{login} {path}");
            for hint in ["信访", "谈话", "底稿", "线索", "反馈之前", "/petitions", "/findings", "/clues"]
            {
                assert!(!shows(&page, hint), "{login} {path}: {hint}");
            }
        }
    }
    t.team_member(&fed.site, testkit::UNIT, Role::TeamMember).await;
    let page = client(&t, "team_member-0").await.get(&format!("/ledger/{item}/trace")).await;
    assert!(shows(&page, "反馈之前") && shows(&page, "还没有底稿和这个问题挂钩"));
}

#[tokio::test]
async fn the_home_page_of_a_supervising_department_hints_at_nothing_before_the_ledger() {
    let (t, fed) = TestApp::fed_back(Engine::Sqlite).await;
    let officer = t.of_unit(&fed.site, testkit::UNIT, Role::SupervisingOfficer).await;
    let session = t.session(officer.signed().unwrap().account).await;
    let page = Client::new(&t).with_session(&session).get("/").await;
    assert!(shows(&page, "整改销号进度"), "{}", page.body);
    let main = page.body.split("<main").nth(1).unwrap();
    for hint in ["信访", "底稿", "线索"] {
        assert!(!main.contains(hint), "{hint}");
    }
}
