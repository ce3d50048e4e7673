//! The second factor through the pages, without script.

use crate::client::{Answer, Client};
use axum::http::{StatusCode, header};
use domain::account::Profile;
use testkit::{Engine, PASSWORD, TestApp, authenticator, on_both};

/// The secret as the page prints it, eight groups of four.
fn secret(page: &Answer) -> String {
    let code = page.body.split("<code>").nth(1).and_then(|rest| rest.split_once("</code>"));
    code.map(|(secret, _)| secret.to_owned()).unwrap()
}

fn new_cookie(answer: &Answer) -> bool {
    let cookies = answer.headers.get_all(header::SET_COOKIE);
    cookies.into_iter().any(|c| c.to_str().unwrap().starts_with("sid=xcs_"))
}

async fn sign_in(client: &mut Client) -> Answer {
    let page = client.get("/sign-in?next=%2Faccount").await;
    let typed = [("login", "clerk"), ("password", PASSWORD), ("next", "/account")];
    client.fill(&page, "/sign-in", &typed).await
}

/// Sets a second factor up; the secret, and the page with the spare codes.
async fn enrol(t: &TestApp, client: &mut Client) -> (String, Answer) {
    let page = client.get("/account/second-factor").await;
    assert!(
        page.body.contains("<svg role=\"img\"") && !page.body.contains("otpauth://"),
        "drawn, not linked"
    );
    let secret = secret(&page);
    let (offer, code) = (page.hidden("offer"), authenticator(&secret, t.app.now()));
    let wrong = [("offer", offer.as_str()), ("factor", "1"), ("password", PASSWORD)];
    let back = client.fill(&page, "/account/second-factor", &wrong).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(self::secret(&back), secret, "the same secret: it may be in the telephone already");
    assert!(back.body.contains("动态密码不对"));
    let right = [("offer", offer.as_str()), ("factor", code.as_str()), ("password", PASSWORD)];
    let codes = client.fill(&back, "/account/second-factor", &right).await;
    assert_eq!(codes.status, StatusCode::OK, "{}", codes.body);
    assert!(new_cookie(&codes), "the session goes on under another token");
    t.clock.advance(30);
    (secret, codes)
}

on_both! {
    async fn set_up_asked_for_and_removed(engine) {
        let t = TestApp::set_up(engine).await;
        let mut client = Client::new(&t);
        assert_eq!(sign_in(&mut client).await.location(), "/account");
        let (secret, codes) = enrol(&t, &mut client).await;
        assert_eq!(codes.body.matches("<li><code>").count(), 10);
        assert!(client.get("/account").await.body.contains("已设置"));

        let mut elsewhere = Client::new(&t);
        let page = sign_in(&mut elsewhere).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("密码正确") && !new_cookie(&page));
        let ticket = page.hidden("ticket");
        let with = |code: String| [("ticket", ticket.clone()), ("factor", code), ("next", "/account".to_owned())];
        let of = |fields: &[(&'static str, String); 3]| -> Vec<(&'static str, String)> { fields.to_vec() };
        let wrong = of(&with("000000".into()));
        let wrong: Vec<(&str, &str)> = wrong.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let back = elsewhere.fill(&page, "/sign-in/code", &wrong).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(back.hidden("ticket"), ticket);
        let right = of(&with(authenticator(&secret, t.app.now())));
        let right: Vec<(&str, &str)> = right.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let inside = elsewhere.fill(&back, "/sign-in/code", &right).await;
        assert_eq!((inside.status, inside.location()), (StatusCode::SEE_OTHER, "/account"));
        assert!(new_cookie(&inside));

        let page = elsewhere.get("/account/second-factor").await;
        let gone = elsewhere.fill(&page, "/account/second-factor/remove", &[("password", PASSWORD)]).await;
        assert_eq!(gone.location(), "/account");
        assert!(elsewhere.get("/account").await.body.contains("未设置"));
        assert_eq!(t.verify().await.faults, []);
    }
}

#[tokio::test]
async fn where_the_rules_demand_one_every_page_leads_to_it_until_there_is_one() {
    let t = TestApp::empty(Engine::Sqlite).await.set_up_by(Profile::Strict).await;
    let mut client = Client::new(&t);
    assert_eq!(sign_in(&mut client).await.status, StatusCode::SEE_OTHER);
    for path in ["/", "/users", "/account", "/account/password"] {
        assert_eq!(client.get(path).await.location(), "/account/second-factor", "{path}");
    }
    assert!(client.get("/account/second-factor").await.body.contains("设置好以后才能继续"));
    enrol(&t, &mut client).await;
    assert_eq!(client.get("/users").await.status, StatusCode::OK);
    let page = client.get("/account/second-factor").await;
    assert!(page.body.contains("不能自行移除") && !page.body.contains("/account/second-factor/remove"));
}

#[tokio::test]
async fn the_security_administrator_takes_it_off_after_the_page_asked_once_more() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let li = t.stranger("li").await;
    let mut owner = Client::new(&t).with_session(&t.session(li).await);
    // A stranger's password was set by another; this session does not ask for a new one first.
    let change = [("current", PASSWORD), ("password", "竹林里的瓦罐 2042"), ("again", "竹林里的瓦罐 2042")];
    let page = owner.get("/account/password").await;
    assert_eq!(owner.fill(&page, "/account/password", &change).await.location(), "/account");
    let page = owner.get("/account/second-factor").await;
    let code = authenticator(&secret(&page), t.app.now());
    let offer = page.hidden("offer");
    let typed = [("offer", offer.as_str()), ("factor", &code), ("password", "竹林里的瓦罐 2042")];
    assert_eq!(owner.fill(&page, "/account/second-factor", &typed).await.status, StatusCode::OK);

    let clerk = t.signed("clerk").await.account;
    let mut client = Client::new(&t).with_session(&t.session(clerk).await);
    let page = client.get(&format!("/users/{li}")).await;
    assert!(page.body.contains("先当面核实本人"));
    let done = client.fill(&page, &format!("/users/{li}/second-factor/reset"), &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(!client.get(&format!("/users/{li}")).await.body.contains("先当面核实本人"));
    assert_eq!(owner.get("/account").await.status, StatusCode::SEE_OTHER, "the sessions have ended");
}
