//! Set-up with the recovery sheet: shown to whoever has the console's code, asked back, then locked.

use crate::client::{Answer, Client};
use axum::http::StatusCode;
use crypto::token::TokenKind;
use testkit::{Engine, PASSWORD, TestApp, TestSheet};
use web::Settings;

fn filled<'f>(code: &'f str, groups: [&'f str; 3]) -> Vec<(&'f str, &'f str)> {
    let [two, five, eight] = groups;
    vec![
        ("code", code),
        ("group-2", two),
        ("group-5", five),
        ("group-8", eight),
        ("committee", "中共云河县委员会"),
        ("office", "县委巡察办"),
        ("level", "county"),
        ("profile", "small_office"),
        ("name", "窦甲纬"),
        ("login", "clerk"),
        ("password", PASSWORD),
        ("again", PASSWORD),
    ]
}

fn shows_the_code(page: &Answer) -> bool {
    (1..=8).any(|n| page.body.contains(&TestSheet::group(n)))
}

#[tokio::test]
async fn the_sheet_is_shown_asked_back_and_only_then_locked() {
    let t = TestApp::empty(Engine::Sqlite).await;
    let sheet = TestSheet::new();
    let code = t.app.tokens().issue(TokenKind::Setup, t.app.rng());
    let settings =
        Settings { set_up_code: Some(code.digest), sheet: Some(sheet.clone()), ..Settings::default() };
    let code = code.text.expose().as_str();
    let mut client = Client::with(&t, settings);

    // Nothing is shown without the console's code, by any of the addresses.
    for path in ["/", "/set-up", "/set-up?code=wrong"] {
        let page = client.get(path).await;
        assert!(!shows_the_code(&page), "{path}");
    }
    for path in ["/set-up/sheet", "/set-up/form"] {
        let back = client.post(path, &[("code", "wrong")]).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!shows_the_code(&back) && back.body.contains("设置码不对"), "{path}");
    }
    let page = client.post("/set-up/sheet", &[("code", code)]).await;
    for n in 1..=8 {
        assert!(page.body.contains(&TestSheet::group(n)), "group {n}");
    }
    assert!(client.get(&format!("/set-up?code={code}")).await.body.contains("恢复单"));
    // The form does not show what it asks for.
    let form = client.fill(&page, "/set-up/form", &[("code", code)]).await;
    assert!(form.body.contains("恢复单第 5 组") && !shows_the_code(&form));

    let wrong = client.fill(&form, "/set-up", &filled(code, ["ABCD2", "", "ABCD7"])).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("第 5 组与恢复单不一样") && wrong.body.contains("第 8 组与恢复单不一样"));
    assert!(!wrong.body.contains("第 2 组与恢复单不一样") && wrong.body.contains("恢复单第 2 组"));
    assert!(!sheet.is_kept() && !t.app.is_set_up().await.unwrap());
    let done = client.fill(&wrong, "/set-up", &filled(code, ["abcd2", "ABCD5", " ABCD8 "])).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/"), "{}", done.body);
    assert!(sheet.is_kept() && t.app.is_set_up().await.unwrap());

    // Afterwards the sheet is shown to nobody.
    let page = Client::with(&t, Settings { sheet: Some(sheet), ..Settings::default() })
        .post("/set-up/sheet", &[("code", code)])
        .await;
    assert_eq!(page.location(), "/set-up");
}

#[tokio::test]
async fn the_own_place_is_proposed_from_the_name_may_be_changed_and_may_be_taken_out() {
    let place = async |answers: &[(&str, &str)]| {
        let t = TestApp::empty(Engine::Sqlite).await;
        let code = t.app.tokens().issue(TokenKind::Setup, t.app.rng());
        let settings = Settings { set_up_code: Some(code.digest), ..Settings::default() };
        let code = code.text.expose().as_str();
        let mut client = Client::with(&t, settings);
        let page = client.get("/set-up").await;
        assert!(page.body.contains("本级地方"));
        let mut typed = filled(code, [""; 3]);
        typed.extend(answers);
        let done = client.fill(&page, "/set-up", &typed).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let versions =
            t.app.ruleset_versions(&t.clerk().await, domain::ruleset::Kind::Recusal).await.unwrap();
        let rules = client.get("/rulesets/recusal").await;
        let told = rules.body.contains("还没有写明本县");
        let found = versions.first().and_then(|(r, _)| r.value.body["own_place"].as_str().map(str::to_owned));
        assert_eq!(told, found.is_none());
        found
    };
    // Without script nothing was proposed: the name says it. What was proposed and taken out stays out.
    assert_eq!(place(&[]).await.as_deref(), Some("云河县"));
    assert_eq!(
        place(&[("own_place", "云河区"), ("proposed_place", "云河县")]).await.as_deref(),
        Some("云河区")
    );
    assert_eq!(place(&[("own_place", ""), ("proposed_place", "云河县")]).await, None);

    let t = TestApp::empty(Engine::Sqlite).await;
    let mut client = Client::new(&t);
    let part = client.get("/set-up/place?committee=%E4%B8%AD%E5%85%B1%E4%BA%91%E6%B2%B3%E5%8E%BF%E5%A7%94%E5%91%98%E4%BC%9A").await;
    assert!(part.body.contains("value=\"云河县\"") && !part.body.contains("<html"), "{}", part.body);
}
