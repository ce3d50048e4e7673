//! From the address that the console prints to the first home page.

use testkit::browser::{Browser, Look, Outcome, journey};
use testkit::{Engine, PASSWORD, Site, TestApp, TestSheet};
use thirtyfour::prelude::*;

/// Types into the field with this name.
pub(crate) async fn fill(browser: &Browser, name: &str, text: &str) -> Outcome {
    let field = browser.find(By::Name(name)).await?;
    field.clear().await?;
    Ok(field.send_keys(text).await?)
}

/// Presses the main button of the page's own form.
pub(crate) async fn send(browser: &Browser) -> Outcome {
    Ok(browser.find(By::Css("main form.stack button[data-kind=primary]")).await?.click().await?)
}

async fn typed(browser: &Browser, site: &Site) -> Outcome {
    let words = [
        ("code", site.code.as_str()),
        ("committee", "中共云河县委员会"),
        ("office", "县委巡察办"),
        ("name", "窦甲纬"),
        ("login", "clerk"),
        ("password", PASSWORD),
        ("again", PASSWORD),
    ];
    for (name, text) in words {
        fill(browser, name, text).await?;
    }
    send(browser).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clerk_sets_the_office_up_and_stands_before_the_first_steps() {
    let t = TestApp::empty(Engine::Sqlite).await;
    let site = t.serve().await;
    journey("set-up", Look::DESK, &site.base, async |browser| {
        browser.open("/").await?;
        browser.sees("首次设置").await?;
        browser.is_accessible().await?;
        // Mistakes first: the page says which, and keeps what was typed.
        browser.expect_in_console("status of 422");
        fill(browser, "code", "wrong").await?;
        fill(browser, "committee", "中共云河县委员会").await?;
        send(browser).await?;
        browser.sees("设置码不对").await?;
        browser.is_accessible().await?;
        let kept = browser.find(By::Name("committee")).await?.prop("value").await?;
        assert_eq!(kept.as_deref(), Some("中共云河县委员会"));
        // The place follows the committee's name.
        fill(browser, "committee", "中共江北市云河区委员会").await?;
        fill(browser, "office", "区委巡察办").await?;
        browser.query(By::Css("[name=own_place][value=云河区]")).first().await?;
        typed(browser, &site).await?;
        browser.sees("从这里开始").await?;
        assert_eq!(browser.path().await?, "/");
        browser.sees("窦甲纬").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn set_up_speaks_the_browsers_language() {
    let t = TestApp::empty(Engine::Sqlite).await;
    let site = t.serve().await;
    journey("set-up-english", Look::DESK.dark().in_language("en"), &site.base, async |browser| {
        browser.open("/").await?;
        browser.sees("First set-up").await?;
        browser.is_accessible().await?;
        typed(browser, &site).await?;
        browser.sees("Begin here").await?;
        browser.is_accessible().await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn set_up_needs_no_script_and_fits_a_phone() {
    let t = TestApp::empty(Engine::Sqlite).await;
    let site = t.serve().await;
    journey("set-up-plain", Look::PHONE.without_script(), &site.base, async |browser| {
        browser.open("/").await?;
        typed(browser, &site).await?;
        browser.sees("从这里开始").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn set_up_and_signing_in_need_no_mouse() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let site = t.serve().await;
    journey("keyboard", Look::DESK, &site.base, async |browser| {
        browser.open("/journal").await?;
        // The user name has the focus; Tab goes to the password, Enter sends.
        let focused = browser.active_element().await?;
        focused.send_keys("clerk" + Key::Tab).await?;
        browser.active_element().await?.send_keys(PASSWORD + Key::Enter).await?;
        browser.sees("全部记录").await?;
        assert_eq!(browser.path().await?, "/journal");
        // The first stop is the link that skips the cover.
        browser.find(By::Css("body")).await?.send_keys(Key::Tab + "").await?;
        let skip = browser.active_element().await?;
        assert_eq!(skip.text().await?, "跳到正文");
        skip.send_keys(Key::Enter + "").await?;
        assert_eq!(browser.active_element().await?.attr("id").await?.as_deref(), Some("main"));
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn set_up_shows_the_recovery_sheet_and_has_some_groups_typed_from_the_paper() {
    let t = TestApp::empty(Engine::Sqlite).await;
    let sheet = TestSheet::new();
    let site = t.serve_with(web::Settings { sheet: Some(sheet.clone()), ..web::Settings::default() }).await;
    journey("set-up-sheet", Look::DESK, &site.base, async |browser| {
        browser.open(&format!("/set-up?code={}", site.code)).await?;
        browser.sees("先收好恢复单").await?;
        browser.sees(&TestSheet::group(5)).await?;
        browser.is_accessible().await?;
        browser.find(By::Css("form[action='/set-up/form'] button")).await?.click().await?;
        browser.sees("恢复单第 5 组").await?;
        for number in [2, 5, 8] {
            fill(browser, &format!("group-{number}"), &TestSheet::group(number)).await?;
        }
        browser.is_accessible().await?;
        typed(browser, &site).await?;
        browser.sees("从这里开始").await?;
        assert!(sheet.is_kept());
        Ok(())
    })
    .await;
}
