//! Accounts as the people of an office use them.

use crate::set_up::{fill, send};
use testkit::browser::{Browser, Look, Outcome, journey};
use testkit::{Engine, PASSWORD, TestApp};
use thirtyfour::prelude::*;

/// Signs in on the page that is open or that any address leads to.
pub(crate) async fn sign_in(browser: &Browser, login: &str, password: &str) -> Outcome {
    browser.open("/sign-in").await?;
    fill(browser, "login", login).await?;
    fill(browser, "password", password).await?;
    send(browser).await
}

async fn sign_out(browser: &Browser) -> Outcome {
    browser.find(By::Css("summary.who")).await?.click().await?;
    browser.find(By::Css("form[action='/sign-out'] button")).await?.click().await?;
    browser.until("the sign-in page", async || Ok(browser.path().await? == "/sign-in")).await
}

async fn press(browser: &Browser, form: &str) -> Outcome {
    Ok(browser.find(By::Css(format!("form[action$='{form}'] button"))).await?.click().await?)
}

const NEW_PASSWORD: &str = "竹林里的瓦罐 2042";

async fn from_new_account_to_own_password(browser: &Browser) -> Outcome {
    sign_in(browser, "clerk", PASSWORD).await?;
    browser.sees("从这里开始").await?;
    browser.open("/users/new").await?;
    fill(browser, "name", "李丁").await?;
    fill(browser, "login", "liding").await?;
    fill(browser, "password", PASSWORD).await?;
    send(browser).await?;
    browser.sees("账号已建好").await?;
    press(browser, "/standing").await?;
    browser.sees("账号已启用").await?;
    let role = browser.find(By::Css("select[name=role] option[value=office_staff]")).await?;
    role.click().await?;
    press(browser, "/roles").await?;
    browser.sees("角色已授予").await?;
    sign_out(browser).await?;

    sign_in(browser, "liding", PASSWORD).await?;
    browser.sees("你的密码由别人设定").await?;
    fill(browser, "current", PASSWORD).await?;
    fill(browser, "password", NEW_PASSWORD).await?;
    fill(browser, "again", NEW_PASSWORD).await?;
    send(browser).await?;
    browser.sees("我的账号").await?;
    browser.open("/notices").await?;
    browser.sees("你有了新的角色：巡察办工作人员").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_colleague_gets_an_account_a_role_and_a_password_of_their_own() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let site = t.serve().await;
    journey("accounts", Look::DESK, &site.base, from_new_account_to_own_password).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_without_script_on_the_other_database() {
    let t = TestApp::set_up(Engine::Postgres).await;
    let site = t.serve().await;
    journey("accounts-plain", Look::DESK.without_script(), &site.base, from_new_account_to_own_password)
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_journal_tells_what_was_done_and_verifies() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let site = t.serve().await;
    journey("journal", Look::DESK, &site.base, async |browser| {
        sign_in(browser, "clerk", PASSWORD).await?;
        browser.sees("从这里开始").await?;
        browser.open("/account").await?;
        fill(browser, "label", "备份脚本").await?;
        press(browser, "/account/tokens").await?;
        browser.sees("令牌只显示这一次").await?;
        browser.open("/journal").await?;
        browser.query(By::Css("main a")).with_text("签发令牌").first().await?.click().await?;
        browser.sees("备份脚本").await?;
        browser.open("/journal").await?;
        press(browser, "/journal/verify").await?;
        browser.sees("没有发现改动").await?;
        browser.is_accessible().await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_is_ended_only_after_the_page_said_what_that_means() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let account = t.holder("li", Some(domain::permission::Role::Auditor)).await;
    let site = t.serve().await;
    journey("role-end", Look::DESK, &site.base, async |browser| {
        sign_in(browser, "clerk", PASSWORD).await?;
        browser.sees("从这里开始").await?;
        browser.open(&format!("/users/{account}")).await?;
        press(browser, "/end").await?;
        let dialog = browser.query(By::Css("dialog[open]")).first().await?;
        assert!(dialog.text().await?.contains("收回后"));
        browser.is_accessible().await?;
        dialog.find(By::Css("button[data-go]")).await?.click().await?;
        browser.sees("角色已收回").await?;
        browser.sees("还没有角色").await
    })
    .await;
}
