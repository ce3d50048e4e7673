//! What a posted form must bring, and what comes back of it.

use crate::client::Client;
use axum::http::StatusCode;
use testkit::{Engine, PASSWORD, TestApp, on_both};

async fn clerk(t: &TestApp) -> Client {
    let account = t.signed("clerk").await.account;
    Client::new(t).with_session(&t.session(account).await)
}

const NEW: [(&str, &str); 3] = [("name", "李丁"), ("login", "liding"), ("password", PASSWORD)];

#[tokio::test]
async fn a_form_without_the_token_of_its_session_is_refused() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let mut client = clerk(&t).await;
    let page = client.get("/users/new").await;
    let act = page.hidden("act");
    let others = clerk(&t).await.get("/users/new").await.hidden("csrf");
    for csrf in ["", "x", &others] {
        let fields: Vec<_> = [("csrf", csrf), ("act", &*act)].into_iter().chain(NEW).collect();
        let answer = client.post("/users", &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{csrf:?}");
        assert!(answer.body.contains("不是从本页发出"), "{csrf:?}");
    }
    assert_eq!(client.post("/users", &NEW).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_form_from_another_site_is_refused_even_with_the_right_token() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let mut client = clerk(&t).await;
    let page = client.get("/users/new").await;
    let (csrf, act) = (page.hidden("csrf"), page.hidden("act"));
    let fields: Vec<_> = [("csrf", &*csrf), ("act", &*act)].into_iter().chain(NEW).collect();
    let elsewhere = [
        [("origin", "https://elsewhere.example")],
        [("origin", "null")],
        [("sec-fetch-site", "cross-site")],
        [("sec-fetch-site", "same-site")],
    ];
    for headers in elsewhere {
        let answer = client.post_from("/users", &fields, &headers).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
    }
    let own = [("origin", "http://office.example"), ("sec-fetch-site", "same-origin")];
    assert_eq!(client.post_from("/users", &fields, &own).await.status, StatusCode::SEE_OTHER);
}

on_both! {
    async fn a_form_sent_twice_acts_once_and_leads_to_the_same_place(engine) {
        let t = TestApp::set_up(engine).await;
        let mut client = clerk(&t).await;
        let page = client.get("/users/new").await;
        let first = client.fill(&page, "/users", &NEW).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.body);
        let second = client.fill(&page, "/users", &NEW).await;
        assert_eq!((second.status, second.location()), (StatusCode::SEE_OTHER, first.location()));
        let accounts = t.app.accounts(&t.clerk().await, &kernel::PageRequest::default()).await.unwrap();
        assert_eq!(accounts.items.len(), 2);
    }

    async fn the_act_of_a_form_cannot_be_used_for_something_else(engine) {
        let t = TestApp::set_up(engine).await;
        let mut client = clerk(&t).await;
        let page = client.get("/users/new").await;
        client.fill(&page, "/users", &NEW).await;
        let answer = client.fill(&page, "/account/language", &[("lang", "en")]).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
    }
}

#[tokio::test]
async fn a_form_with_mistakes_comes_back_with_what_was_typed_but_never_a_password() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let mut client = clerk(&t).await;
    let page = client.get("/users/new").await;
    let typed = [("name", "李\"丁<b>"), ("login", "no spaces please"), ("password", "kurz-und-geheim")];
    let answer = client.fill(&page, "/users", &typed).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("李&quot;丁&lt;b&gt;") && answer.body.contains("no spaces please"));
    assert!(!answer.body.contains("kurz-und-geheim"));
    assert!(answer.body.contains("role=\"alert\"") && answer.body.contains("登录名须为"));
    // The form that came back has an act of its own and can be sent.
    let mended = client.fill(&answer, "/users", &NEW).await;
    assert_eq!(mended.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_an_act_said_is_shown_once_on_the_next_page() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let mut client = clerk(&t).await;
    let page = client.get("/users/new").await;
    let made = client.fill(&page, "/users", &NEW).await;
    assert!(client.get(made.location()).await.body.contains("账号已建好"));
    assert!(!client.get(made.location()).await.body.contains("账号已建好"));
}

#[tokio::test]
async fn an_account_whose_password_someone_else_set_sees_nothing_before_it_is_changed() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let account = t.stranger("liding").await;
    let mut client = Client::new(&t).with_session(&t.session(account).await);
    assert_eq!(client.get("/").await.location(), "/account/password");
    let page = client.get("/account/password").await;
    let new = "竹林里的瓦罐 2042";
    let fields = [("current", PASSWORD), ("password", new), ("again", new)];
    assert_eq!(client.fill(&page, "/account/password", &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(client.get("/").await.status, StatusCode::OK);
}

on_both! {
    async fn a_ruleset_is_drafted_with_all_mistakes_shown_then_published_with_the_password(engine) {
        let t = TestApp::set_up(engine).await;
        let mut client = clerk(&t).await;
        let page = client.get("/rulesets/decisions/draft").await;
        let faulty = [
            ("seen", "0"), ("effective_from", "2025-13-01"), ("basis", ""), ("body", "{\"paper_effect\": 7,}"),
        ];
        let answer = client.fill(&page, "/rulesets/decisions/draft", &faulty).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("2025-13-01") && answer.body.contains("&quot;paper_effect&quot;: 7"));
        let wrong = [
            ("seen", "0"), ("effective_from", "2025-08-01"), ("basis", "地方做法"),
            ("body", "{\"paper_effect\": \"never\", \"check_within_workdays\": 0, \"extra\": 1}"),
        ];
        let answer = client.fill(&answer, "/rulesets/decisions/draft", &wrong).await;
        for place in ["paper_effect", "check_within_workdays", "extra"] {
            assert!(answer.body.contains(&format!("{place}：")), "{place}");
        }
        let right = [
            ("seen", "0"), ("effective_from", "2025-07-01"), ("basis", "地方做法"),
            ("body", "{\"paper_effect\": \"at_once\", \"check_within_workdays\": 3}"),
        ];
        let answer = client.fill(&answer, "/rulesets/decisions/draft", &right).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/rulesets/decisions/2"));
        let page = client.get("/rulesets/decisions/2").await;
        assert!(page.body.contains("与上一版的不同"));
        let seen = page.hidden("seen");
        let without = client.fill(&page, "/rulesets/decisions/publish", &[("seen", &seen), ("password", "x")]).await;
        assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
        let fields = [("seen", seen.as_str()), ("password", PASSWORD)];
        let done = client.fill(&without, "/rulesets/decisions/publish", &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert!(client.get("/rulesets/decisions").await.body.contains("现行第 2 版"));
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_draft_that_someone_else_changed_comes_back_with_what_was_typed(engine) {
        let t = TestApp::set_up(engine).await;
        let mut client = clerk(&t).await;
        let page = client.get("/rulesets/banner/draft").await;
        let body = |text: &str| format!("{{\"text\": {{\"zh\": \"{text}\", \"en\": \"x\"}}, \"shown\": true, \"marking\": false}}");
        let (mine, theirs) = (body("我的话"), body("他的话"));
        let fields = |body| [("seen", "0"), ("effective_from", "2025-07-01"), ("basis", "地方做法"), ("body", body)];
        let mut other = clerk(&t).await;
        let others_page = other.get("/rulesets/banner/draft").await;
        other.fill(&others_page, "/rulesets/banner/draft", &fields(&theirs)).await;
        let answer = client.fill(&page, "/rulesets/banner/draft", &fields(&mine)).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.body.contains("我的话") && answer.body.contains("窦甲纬"));
        assert_eq!(answer.hidden("seen"), "1");
    }

    async fn the_banner_on_every_page_says_what_the_ruleset_in_force_says(engine) {
        let t = TestApp::set_up(engine).await;
        assert!(Client::new(&t).get("/sign-in").await.body.contains("不得存储、处理国家秘密"));
    }

    async fn a_new_role_is_told_to_its_holder_and_gone_when_marked(engine) {
        let t = TestApp::set_up(engine).await;
        let account = t.holder("li", None).await;
        let mut admin = clerk(&t).await;
        let page = admin.get(&format!("/users/{account}")).await;
        admin.fill(&page, &format!("/users/{account}/roles"), &[("role", "auditor")]).await;
        t.work_off().await;
        let mut client = Client::new(&t).with_session(&t.session(account).await);
        let page = client.get("/notices").await;
        assert!(page.body.contains("你有了新的角色：审计管理员"), "{}", page.body);
        let notice = page.hidden("notices");
        let done = client.fill(&page, "/notices/seen", &[("notices", &notice)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        assert!(client.get("/notices").await.body.contains("提醒，没有未读"));
    }
}
