//! The frame of every page in a browser: the keyboard's way, the round that is looked at, lists page by page, the home
//! page of each role, and all of it without script.

use crate::accounts::sign_in;
use crate::county::County;
use crate::set_up::{fill, send};
use domain::permission::Role;
use testkit::browser::{Browser, Look, Outcome, journey};
use testkit::{Engine, PASSWORD, TestApp};
use thirtyfour::prelude::*;

async fn enter(browser: &Browser) -> Outcome {
    sign_in(browser, "clerk", PASSWORD).await?;
    browser.until("the home page", async || Ok(browser.path().await? == "/")).await
}

async fn click(browser: &Browser, css: &str) -> Outcome {
    Ok(browser.find(By::Css(css)).await?.click().await?)
}

/// What the focused element is, in a few words.
async fn focused(browser: &Browser) -> Outcome<String> {
    let what = "const e = document.activeElement; return e.id || e.name || e.className || e.tagName";
    Ok(browser.execute(what, vec![]).await?.json().as_str().unwrap_or_default().to_owned())
}

/// Sends keys to whatever has the focus.
async fn press(browser: &Browser, keys: impl Into<TypingData>) -> Outcome {
    Ok(browser.active_element().await?.send_keys(keys).await?)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_keyboard_alone_reaches_content_search_and_menus() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let site = t.serve().await;
    journey("shell-keyboard", Look::DESK, &site.base, async |browser| {
        enter(browser).await?;
        browser.open("/units/new").await?;
        browser.execute("document.activeElement.blur()", vec![]).await?;
        browser.open("/rulesets").await?;
        press(browser, Key::Tab).await?;
        assert_eq!(focused(browser).await?, "skip");
        let ring =
            "const s = getComputedStyle(document.activeElement); return s.outlineStyle + s.outlineWidth";
        assert_eq!(browser.execute(ring, vec![]).await?.json(), "solid3px");
        press(browser, Key::Enter).await?;
        browser.until("the content has the focus", async || Ok(focused(browser).await? == "main")).await?;
        press(browser, Key::Control + "k").await?;
        assert_eq!(focused(browser).await?, "q");
        press(browser, "云" + Key::Enter).await?;
        browser.until("the search", async || Ok(browser.path().await?.starts_with("/search?q="))).await?;
        // The help of the page opens and closes by keys, and gives the focus back.
        let help = browser.find(By::Css("details.help summary")).await?;
        help.focus().await?;
        press(browser, Key::Enter).await?;
        browser.sees("接下来").await?;
        press(browser, Key::Escape).await?;
        assert_eq!(browser.find_all(By::Css("details.help[open]")).await?.len(), 0);
        assert_eq!(focused(browser).await?, "SUMMARY");
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_round_looked_at_is_chosen_once_with_and_without_script() {
    let county = County::new().await;
    let site = county.t.serve().await;
    for (name, look) in [("shell-round", Look::DESK), ("shell-round-plain", Look::PHONE.without_script())] {
        journey(name, look, &site.base, async |browser| {
            enter(browser).await?;
            let shown = async || -> Outcome<String> {
                // A page that is just being replaced shows nothing for a moment.
                let Ok(label) = browser.find(By::Css("details.rounds summary")).await else {
                    return Ok(String::new());
                };
                Ok(label.text().await.unwrap_or_default())
            };
            assert!(shown().await?.contains("第九轮"), "the round that runs, until another is chosen");
            browser.open("/units").await?;
            click(browser, "details.rounds summary").await?;
            click(browser, "details.rounds button[value=all]").await?;
            browser.until("all rounds", async || Ok(shown().await?.contains("全部轮次"))).await?;
            assert_eq!(browser.path().await?, "/units");
            browser.open(&format!("/rounds/{}", county.round)).await?;
            assert!(shown().await?.contains("全部轮次"), "the choice is kept");
            click(browser, "details.rounds summary").await?;
            click(browser, &format!("details.rounds button[value='{}']", county.round)).await?;
            browser.until("the round", async || Ok(shown().await?.contains("第九轮"))).await?;
            assert_eq!(browser.path().await?, format!("/rounds/{}", county.round));
            Ok(())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_is_walked_forward_and_back_and_narrowed_without_script() {
    let county = County::new().await;
    let site = county.t.serve().await;
    journey("shell-lists", Look::DESK.without_script(), &site.base, async |browser| {
        enter(browser).await?;
        browser.open("/units").await?;
        let first = async || -> Outcome<String> {
            Ok(browser.find(By::Css("main tbody tr th")).await?.text().await?)
        };
        let mut seen = vec![first().await?];
        for page in ["第 2 页", "第 3 页"] {
            click(browser, ".pager a[rel=next]").await?;
            browser.sees(page).await?;
            seen.push(first().await?);
        }
        click(browser, ".pager a[rel=prev]").await?;
        browser.sees("第 2 页").await?;
        assert_eq!(first().await?, seen[1]);
        click(browser, ".pager a[rel=prev]").await?;
        browser.sees("第 1 页").await?;
        assert_eq!(first().await?, seen[0]);
        click(browser, ".pager a[rel=next]").await?;
        browser.sees("第 2 页").await?;
        browser.find(By::Css("form.filters input[name=q]")).await?.send_keys("云河").await?;
        click(browser, "form.filters button[type=submit]").await?;
        browser
            .until("a list that is narrowed", async || {
                let path = browser.path().await?;
                Ok(path.contains("q=%E4%BA%91%E6%B2%B3") && !path.contains("trail"))
            })
            .await?;
        browser.sees("云河").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forms_of_each_kind_work_without_script() {
    let county = County::new().await;
    let site = county.t.serve().await;
    let unit = county.t.app.recognise_unit(&county.t.clerk().await, "县水利局").await.unwrap();
    journey("shell-plain-forms", Look::DESK.without_script(), &site.base, async |browser| {
        browser.expect_in_console("status of 422");
        enter(browser).await?;
        // A switch of the top bar.
        click(browser, "button[name=size][value=large]").await?;
        browser
            .until("large text", async || {
                Ok(!browser.find_all(By::Css("html[data-size=large]")).await?.is_empty())
            })
            .await?;
        // A form that comes back with what was typed, then goes through; Enter in a field sends it.
        browser.open(&format!("/units/{unit}/rename")).await?;
        fill(browser, "name", "县水利和湖泊局").await?;
        send(browser).await?;
        browser.sees("请写明变动的原因和依据").await?;
        let name = browser.find(By::Name("name")).await?;
        assert_eq!(name.prop("value").await?.as_deref(), Some("县水利和湖泊局"));
        fill(browser, "reason", "机构改革").await?;
        browser.find(By::Name("name")).await?.send_keys(Key::Enter + "").await?;
        browser.sees("更名已登记").await?;
        // A menu, its link; a dialog's button that asks first with script and acts at once without.
        browser.open("/users").await?;
        browser.find(By::LinkText("second")).await?.click().await?;
        browser.until("the account", async || Ok(browser.path().await?.starts_with("/users/"))).await?;
        click(browser, "main form[action$='/end'] button").await?;
        browser
            .until("the role has ended", async || {
                Ok(browser.find_all(By::Css("main form[action$='/end'] button")).await?.is_empty())
            })
            .await?;
        click(browser, "summary.who").await?;
        click(browser, "form[action='/sign-out'] button").await?;
        browser.until("the sign-in page", async || Ok(browser.path().await? == "/sign-in")).await
    })
    .await;
    assert_eq!(county.t.verify().await.faults, []);
}

/// Signs in as a holder of one role, who has no password.
async fn enter_as(t: &TestApp, browser: &Browser, role: Role) -> Outcome {
    let account = t.holder(&format!("role-{role:?}").to_lowercase(), Some(role)).await;
    browser.open("/sign-in").await?;
    browser.add_cookie(Cookie::new("sid", t.session(account).await)).await?;
    browser.open("/").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_role_finds_its_next_step_on_the_home_page() {
    let county = County::new().await;
    let site = county.t.serve().await;
    county.t.stranger("newcomer").await;
    let homes = [
        (Role::LeadingGroupHead, "第九轮"),
        (Role::OfficeDirector, "件代录批示待复核"),
        (Role::OfficeStaff, "办下一步"),
        (Role::SystemAdministrator, "给同事开账号"),
        (Role::SecurityAdministrator, "给同事开账号"),
        (Role::Auditor, "查留痕日志"),
        (Role::TeamMember, "没有等你办的事"),
    ];
    for (role, words) in homes {
        journey("shell-homes", Look::DESK, &site.base, async |browser| {
            enter_as(&county.t, browser, role).await?;
            browser.sees(words).await?;
            assert!(!browser.source().await?.contains("从这里开始") || role == Role::TeamMember, "{role:?}");
            browser.is_accessible().await
        })
        .await;
    }
}
