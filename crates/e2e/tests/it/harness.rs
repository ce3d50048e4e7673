//! The browser harness proves itself on pages made here: that it drives, sees, waits, and above all that it fails
//! when it should.

use axum::{
    Router,
    http::header::{ACCEPT_LANGUAGE, CONTENT_SECURITY_POLICY, HeaderMap},
    response::{Html, IntoResponse},
    routing::get,
};
use testkit::browser::{Look, journey, try_journey};
use thirtyfour::prelude::*;

/// The policy of the program's own pages.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'";

const STYLE: &str = "
    body { color: #111; background: #fff; }
    @media (prefers-color-scheme: dark) { body { color: #eee; background: #111; } a { color: #9cf; } }
    .faint { color: #ccc; background: #fff; }
";

/// Writes below the heading what it was asked to after a moment, as a partial update would.
const SCRIPT: &str = "
    addEventListener('DOMContentLoaded', () => setTimeout(() => {
        document.querySelector('#late').textContent = 'script has run';
    }, 200));
";

/// Serves the pages on a port of the system's choice for as long as the test's runtime lives.
async fn serve() -> String {
    let pages = Router::new()
        .route("/", get(home))
        .route("/faulty", get(|| page("Faulty", "<img src='/dot.svg'><p class='faint'>hardly seen</p>")))
        .route("/forbidden", get(|| page("Forbidden", "<p style='color: red'>inline style</p>")))
        .route("/broken", get(|| page("Broken", "<script src='/throws.js'></script>")))
        .route("/style.css", get(|| as_type("text/css", STYLE)))
        .route("/late.js", get(|| as_type("text/javascript", SCRIPT)))
        .route("/throws.js", get(|| as_type("text/javascript", "throw new Error('on purpose')")))
        .route("/dot.svg", get(|| as_type("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>")))
        .route("/favicon.ico", get(|| as_type("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>")));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, pages).await });
    base
}

async fn as_type(kind: &'static str, body: &'static str) -> impl IntoResponse {
    ([("content-type", kind)], body)
}

async fn home(headers: HeaderMap) -> impl IntoResponse {
    let language = headers.get(ACCEPT_LANGUAGE).map_or("none", |value| value.to_str().unwrap());
    let body = format!(
        "<p id='late'>script has not run</p><p id='language'>{language}</p>\
         <form action='/faulty'><label>姓名 <input name='name'></label> <button>保存</button></form>\
         <script src='/late.js'></script>"
    );
    page("巡察工作", &body).await
}

async fn page(heading: &str, body: &str) -> impl IntoResponse + use<> {
    let html = format!(
        "<!doctype html><html lang='zh-CN'><head><meta charset='utf-8'><title>{heading}</title>\
         <meta name='viewport' content='width=device-width'><link rel='stylesheet' href='/style.css'></head>\
         <body><main><h1>{heading}</h1>{body}</main></body></html>"
    );
    ([(CONTENT_SECURITY_POLICY, POLICY)], Html(html))
}

#[tokio::test]
async fn a_page_is_opened_filled_in_and_sent() {
    journey("harness-form", Look::DESK, &serve().await, async |browser| {
        browser.open("/").await?;
        assert_eq!(browser.find(By::Css("h1")).await?.text().await?, "巡察工作");
        browser.sees("script has run").await?;
        browser.find(By::Name("name")).await?.send_keys("𠮷某").await?;
        browser.query(By::Css("button")).with_text("保存").first().await?.click().await?;
        browser.sees("hardly seen").await?;
        assert_eq!(browser.path().await?, "/faulty?name=%F0%A0%AE%B7%E6%9F%90");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_sound_page_has_no_accessibility_fault_in_light_and_dark() {
    let base = serve().await;
    for look in [Look::DESK, Look::DESK.dark(), Look::PHONE] {
        journey("harness-accessible", look, &base, async |browser| {
            browser.open("/").await?;
            browser.is_accessible().await
        })
        .await;
    }
}

#[tokio::test]
async fn planted_accessibility_faults_are_found() {
    journey("harness-faulty", Look::DESK, &serve().await, async |browser| {
        browser.open("/faulty").await?;
        let mut found: Vec<_> = browser.faults().await?.into_iter().map(|fault| fault.id).collect();
        found.sort();
        assert_eq!(found, ["color-contrast", "image-alt"]);
        assert!(browser.is_accessible().await.unwrap_err().to_string().contains("/dot.svg"));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_look_is_what_the_page_sees() {
    let base = serve().await;
    let look = Look::PHONE.dark().in_language("en");
    journey("harness-look", look, &base, async |browser| {
        browser.open("/").await?;
        let seen = "return [innerWidth, innerHeight, matchMedia('(prefers-color-scheme: dark)').matches]";
        let seen = browser.execute(seen, vec![]).await?;
        assert_eq!(seen.json(), &serde_json::json!([390, 844, true]));
        assert!(browser.find(By::Id("language")).await?.text().await?.starts_with("en"));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn without_script_the_page_stays_as_it_was_sent_and_can_still_be_used() {
    journey("harness-plain", Look::DESK.without_script(), &serve().await, async |browser| {
        browser.open("/").await?;
        assert_eq!(browser.find(By::Id("late")).await?.text().await?, "script has not run");
        browser.find(By::Css("button")).await?.click().await?;
        browser.sees("hardly seen").await?;
        assert_eq!(browser.find(By::Id("late")).await.err().map(|_| ()), Some(()));
        Ok(())
    })
    .await;
}

/// What a journey to this page fails with.
async fn failure_at(path: &str) -> String {
    let base = serve().await;
    let outcome =
        try_journey("harness-failure", Look::DESK, &base, async |browser| browser.open(path).await).await;
    outcome.unwrap_err().to_string()
}

#[tokio::test]
async fn a_page_that_breaks_its_own_content_policy_fails_the_journey() {
    let failure = failure_at("/forbidden").await;
    assert!(failure.contains("Content Security Policy"), "{failure}");
}

#[tokio::test]
async fn a_script_that_throws_and_a_missing_page_fail_the_journey_unless_expected() {
    let failure = failure_at("/broken").await;
    assert!(failure.contains("on purpose"), "{failure}");
    let failure = failure_at("/missing").await;
    assert!(failure.contains("status of 404"), "{failure}");
    journey("harness-expected", Look::DESK, &serve().await, async |browser| {
        browser.expect_in_console("status of 404");
        browser.open("/missing").await
    })
    .await;
}

#[tokio::test]
async fn a_failed_assertion_leaves_a_picture_and_the_source_behind() {
    let base = serve().await;
    let outcome = try_journey("harness-evidence", Look::DESK, &base, async |browser| {
        browser.open("/").await?;
        assert_eq!(browser.title().await?, "another title");
        Ok(())
    })
    .await;
    let failure = outcome.unwrap_err().to_string();
    assert!(failure.contains("another title"), "{failure}");
    let folder = std::path::PathBuf::from(failure.rsplit_once("see ").unwrap().1);
    assert!(std::fs::read_to_string(folder.join("page.html")).unwrap().contains("巡察工作"));
    assert!(std::fs::metadata(folder.join("page.png")).unwrap().len() > 1000);
}
