//! Security headers on every answer, of whatever kind.

use crate::client::Client;
use testkit::{Engine, TestApp};

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let mut client = Client::new(&t);
    let sheet = client.get("/sign-in").await.body;
    let sheet =
        sheet.split_once("stylesheet\" href=\"").and_then(|(_, r)| r.split_once('"')).unwrap().0.to_owned();
    for path in ["/sign-in", "/", "/no-such-page", "/assets/no-such-file.js", &*sheet] {
        let headers = client.get(path).await.headers;
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(headers["x-frame-options"], "DENY", "{path}");
        assert_eq!(headers["referrer-policy"], "same-origin", "{path}");
        assert!(headers.contains_key("permissions-policy"), "{path}");
    }
    for path in ["/sign-in", "/", "/no-such-page"] {
        assert_eq!(client.get(path).await.headers["cache-control"], "no-store", "{path}");
    }
}

#[tokio::test]
async fn the_sessions_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let mut client = Client::new(&t);
    let page = client.get("/sign-in").await;
    let typed = [("login", "clerk"), ("password", testkit::PASSWORD), ("next", "")];
    let answer = client.fill(&page, "/sign-in", &typed).await;
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert!(
        cookie.starts_with("sid=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
}
