//! Files on the pages of a unit: chosen together, opened, withdrawn with a reason; on a desk and on a phone, both databases.

use crate::hand::{enter, put, send};
use crate::rounds::press;
use crate::set_up::fill;
use kernel::UnitId;
use std::path::Path;
use testkit::browser::{Browser, Look, Outcome, journey};
use testkit::{Engine, TestApp};
use thirtyfour::prelude::*;

const NAMES: [&str; 3] = ["三定方案.txt", "内设机构.txt", "班子分工.txt"];

/// Whether a file has arrived in a folder, with these words in it.
fn arrived(folder: &Path, words: &str) -> bool {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|file| std::fs::read_to_string(file.path()).ok()).any(|text| text.contains(words))
}

/// The names of the files on the page, from above.
async fn listed(browser: &Browser, of: &str) -> Outcome<Vec<String>> {
    let css = format!("main table th a[href^='{of}/files/']");
    let mut names = Vec::new();
    for link in browser.find_all(By::Css(css)).await? {
        names.push(link.text().await?);
    }
    Ok(names)
}

async fn attached_opened_and_withdrawn(browser: &Browser, t: &TestApp, unit: UnitId) -> Outcome {
    let of = format!("/units/{unit}");
    let given = t.folder().join("given");
    let taken = t.folder().join("taken");
    for folder in [&given, &taken] {
        std::fs::create_dir_all(folder)?;
    }
    let paths = NAMES.map(|name| given.join(name));
    for (path, name) in paths.iter().zip(NAMES) {
        std::fs::write(path, format!("{name}的内容"))?;
    }
    let allowed = serde_json::json!({ "behavior": "allow", "downloadPath": taken.display().to_string() });
    browser.devtools("Browser.setDownloadBehavior", allowed).await?;
    enter(browser, "clerk").await?;
    browser.open(&of).await?;
    browser.sees("还没有材料").await?;
    press(browser, "附上材料").await?;
    let chosen = paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join("\n");
    browser.find(By::Css("main input[type=file][name=files]")).await?.send_keys(chosen).await?;
    fill(browser, "note", "巡察前报送").await?;
    browser.is_accessible().await?;
    send(browser, &format!("{of}/files"), "附上材料").await?;
    browser.sees("材料已附上").await?;
    assert_eq!(listed(browser, &of).await?, NAMES, "as they were chosen");
    browser.is_accessible().await?;
    browser.find(By::LinkText(NAMES[1])).await?.click().await?;
    let content = format!("{}的内容", NAMES[1]);
    browser.until("the file as it was given", async || Ok(arrived(&taken, &content))).await?;
    // Withdrawn, it is named with its reason and no longer leads anywhere.
    let withdraw = format!("main table tr:nth-child(2) a[href^='{of}/files/'][href$='/withdraw']");
    let button = browser.find(By::Css(withdraw)).await?;
    button.scroll_into_view().await?;
    button.click().await?;
    browser.sees("撤下后不能再打开").await?;
    browser.is_accessible().await?;
    put(browser, "/withdraw", "reason", "传错了版本").await?;
    send(browser, "/withdraw", "撤下").await?;
    browser.sees("已撤下").await?;
    assert_eq!(listed(browser, &of).await?, [NAMES[0], NAMES[2]]);
    browser.open(&format!("{of}/files")).await?;
    browser.sees("传错了版本").await?;
    browser.is_accessible().await
}

async fn on(name: &str, look: Look, engine: Engine) {
    let t = TestApp::with_county(engine).await;
    let first = kernel::PageRequest { after: None, size: 1 };
    let filter = app::organisation::UnitFilter::default();
    let unit = t.app.units(&t.clerk().await, &filter, &first).await.unwrap().items[0].id;
    let site = t.serve().await;
    journey(name, look, &site.base, async |browser| attached_opened_and_withdrawn(browser, &t, unit).await)
        .await;
    assert_eq!(t.verify().await.faults, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clerk_attaches_files_to_a_unit_opens_one_and_withdraws_it() {
    on("files", Look::DESK, Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_on_a_phone_in_the_dark_on_the_other_database() {
    on("files-phone", Look::PHONE.dark(), Engine::Postgres).await;
}
