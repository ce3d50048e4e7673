//! What the settings say about files has its effect in every form.

use crate::client::Client;
use app::Limits;
use axum::http::StatusCode;
use domain::account::Profile;
use testkit::{Engine, TestApp};

#[tokio::test]
async fn a_form_takes_as_many_and_as_large_files_as_the_settings_allow() {
    let limits = Limits { file_bytes: 1 << 20, files_per_form: 2, ..Limits::default() };
    let t = TestApp::empty_with(Engine::Sqlite, limits).await.set_up_by(Profile::SmallOffice).await;
    let clerk = t.signed("clerk").await.account;
    let mut client = Client::new(&t).with_session(&t.session(clerk).await);
    let page = client.get("/units/import").await;
    let three = client.upload(&page, "/units/import", &[("a", "1"), ("b", "2"), ("c", "3")]).await;
    assert_eq!(three.status, StatusCode::CONFLICT);
    assert!(three.body.contains("一次最多上传 2 个文件"), "{}", three.body);
    let long = "x".repeat((1 << 20) + 1);
    let large = client.upload(&page, "/units/import", &[("file", &long)]).await;
    assert_eq!(large.status, StatusCode::CONFLICT);
    assert!(large.body.contains("内容太大"), "{}", large.body);
    // Within both limits it goes on to be read.
    let small = client.upload(&page, "/units/import", &[("file", "no list")]).await;
    assert_ne!(small.status, StatusCode::CONFLICT, "{}", small.body);
}

#[tokio::test]
async fn the_account_page_says_how_long_sessions_last_here() {
    let limits = Limits { idle_seconds: 600, absolute_seconds: 7_200, ..Limits::default() };
    let t = TestApp::empty_with(Engine::Sqlite, limits).await.set_up_by(Profile::SmallOffice).await;
    let clerk = t.signed("clerk").await.account;
    let mut client = Client::new(&t).with_session(&t.session(clerk).await);
    let page = client.get("/account").await;
    assert!(page.body.contains("10 分钟不用自动结束，最长 2 小时"), "{}", page.body);
}
