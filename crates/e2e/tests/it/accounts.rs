//! Accounts as the people of an office use them.

use crate::set_up::{fill, send};
use testkit::browser::{Browser, Look, Outcome, journey};
use testkit::{Engine, PASSWORD, TestApp, authenticator};
use thirtyfour::prelude::*;

/// Signs in on the page that is open or that any address leads to.
pub(crate) async fn sign_in(browser: &Browser, login: &str, password: &str) -> Outcome {
    browser.open("/sign-in").await?;
    fill(browser, "login", login).await?;
    fill(browser, "password", password).await?;
    let page = browser.find(By::Tag("html")).await?;
    send(browser).await?;
    // Whoever opens another page before the answer is here takes the signing in back.
    browser.until("the answer to signing in", async || Ok(!page.is_present().await.unwrap_or(false))).await
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

async fn from_new_account_to_own_password(t: &TestApp, browser: &Browser) -> Outcome {
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
    t.work_off().await;
    browser.open("/notices").await?;
    browser.sees("你有了新的角色：巡察办工作人员").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_colleague_gets_an_account_a_role_and_a_password_of_their_own() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let site = t.serve().await;
    journey("accounts", Look::DESK, &site.base, async |b| from_new_account_to_own_password(&t, b).await)
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_without_script_on_the_other_database() {
    let t = TestApp::set_up(Engine::Postgres).await;
    let site = t.serve().await;
    let look = Look::DESK.without_script();
    journey("accounts-plain", look, &site.base, async |b| from_new_account_to_own_password(&t, b).await)
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_factor_is_set_up_by_typing_and_asked_for_at_the_next_sign_in() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let site = t.serve().await;
    journey("second-factor", Look::DESK, &site.base, async |browser| {
        sign_in(browser, "clerk", PASSWORD).await?;
        browser.sees("从这里开始").await?;
        browser.open("/account").await?;
        browser.find(By::Css("a[href='/account/second-factor']")).await?.click().await?;
        browser.sees("把密钥存进验证器").await?;
        let secret = browser.find(By::Css("main code")).await?.text().await?;
        fill(browser, "factor", &authenticator(&secret, t.app.now())).await?;
        fill(browser, "password", PASSWORD).await?;
        send(browser).await?;
        browser.sees("备用码只显示这一次").await?;
        let spare = browser.find(By::Css("main ol code")).await?.text().await?;
        browser.is_accessible().await?;
        t.clock.advance(30);
        browser.open("/account/second-factor").await?;
        browser.sees("还有 10 个没用过").await?;
        browser.is_accessible().await?;
        sign_out(browser).await?;

        sign_in(browser, "clerk", PASSWORD).await?;
        browser.sees("密码正确").await?;
        browser.is_accessible().await?;
        fill(browser, "factor", &spare).await?;
        send(browser).await?;
        browser.sees("从这里开始").await?;
        browser.open("/account/second-factor").await?;
        browser.sees("还有 9 个没用过").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_that_sets_a_second_factor_up_is_for_everyone_in_both_languages() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let site = t.serve().await;
    journey("second-factor-english", Look::PHONE.dark().in_language("en"), &site.base, async |browser| {
        sign_in(browser, "clerk", PASSWORD).await?;
        browser.sees("Begin here").await?;
        browser.open("/account/second-factor").await?;
        browser.sees("Put the secret into your authenticator").await?;
        browser.is_accessible().await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_practice_instance_a_person_is_chosen_and_another_one_after_that() {
    let t = TestApp::practice(Engine::Sqlite).await;
    let auditor = t.stranger("auditor").await;
    let role = domain::permission::Role::Auditor;
    let grant = app::account::GrantRole { account: auditor, role, scope: None, last_day: None };
    t.app.perform(&t.clerk().await, &grant).await.unwrap();
    let settings = web::Settings { practice: Some(web::Practice::default()), ..web::Settings::default() };
    let site = t.serve_with(settings).await;
    journey("practice", Look::DESK, &site.base, async |browser| {
        browser.open("/").await?;
        browser.sees("选一个人，开始练习").await?;
        browser.is_accessible().await?;
        let enter = "//tr[contains(., '窦甲纬')]//button";
        browser.find(By::XPath(enter)).await?.click().await?;
        browser.sees("从这里开始").await?;
        browser.sees("练习环境").await?;
        sign_out(browser).await?;
        browser.find(By::XPath("//tr[contains(., '审计')]//button")).await?.click().await?;
        browser.until("the home page", async || Ok(browser.path().await? == "/")).await?;
        browser.open("/journal").await?;
        browser.sees("全部记录").await
    })
    .await;
}
