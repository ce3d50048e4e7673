//! The organisation as an office brings it in and keeps it.

use crate::accounts::sign_in;
use crate::set_up::{fill, send};
use app::organisation::{ImportOptions, ImportUnits, TermUpload};
use std::path::PathBuf;
use testkit::browser::{Browser, Look, Outcome, journey};
use testkit::{Engine, PASSWORD, TestApp, checkout};
use thirtyfour::prelude::*;

fn data(name: &str) -> PathBuf {
    checkout().join("tests/data").join(name)
}

/// Signs in, and stands on the home page.
async fn enter(browser: &Browser) -> Outcome {
    sign_in(browser, "clerk", PASSWORD).await?;
    browser.until("the home page", async || Ok(browser.path().await? == "/")).await
}

/// Chooses a file of the test data in a form's field.
async fn choose(browser: &Browser, field: &str, name: &str) -> Outcome {
    let field = browser.find(By::Css(format!("main input[type=file][name={field}]"))).await?;
    Ok(field.send_keys(data(name).display().to_string()).await?)
}

async fn press(browser: &Browser, words: &str) -> Outcome {
    let buttons = browser.find_all(By::Css("main button, main a.btn")).await?;
    for button in buttons {
        if button.text().await?.contains(words) {
            return Ok(button.click().await?);
        }
    }
    Err(format!("no button says {words:?}").into())
}

/// The county with its terms and 237 units.
async fn county() -> TestApp {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let read = |name: &str| std::fs::read(data(name)).unwrap();
    let terms = TermUpload { name: "yunhe-term.json".into(), bytes: read("yunhe-term.json") };
    let options = ImportOptions { terms: Some(terms), ..ImportOptions::default() };
    let act = ImportUnits { file: "yunhe-units.xlsx".into(), bytes: read("yunhe-units.xlsx"), options };
    t.app.perform(&t.clerk().await, &act).await.unwrap();
    t
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clerk_imports_the_countys_units_and_sees_coverage() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let site = t.serve().await;
    journey("units-import", Look::DESK, &site.base, async |browser| {
        browser.expect_in_console("status of 422");
        enter(browser).await?;
        browser.find(By::Css("main a[href='/units/import']")).await?.click().await?;
        // Choosing the file is enough to see its preview.
        choose(browser, "file", "yunhe-units.xlsx").await?;
        // The list names rounds of a term that nobody has told the program of: it says so, and what to do.
        browser.sees("不在已登记的任何一届之内").await?;
        browser.is_accessible().await?;
        choose(browser, "terms", "yunhe-term.json").await?;
        press(browser, "重新预览").await?;
        browser.sees("没有发现问题").await?;
        browser.sees("53 / 83").await?;
        browser.is_accessible().await?;
        press(browser, "存入 237 家单位").await?;
        browser.sees("导入完成").await?;
        browser.sees("现有 237 家单位").await?;
        assert_eq!(browser.path().await?, "/units");
        browser.is_accessible().await?;
        browser.open("/coverage").await?;
        browser.sees("63.86%").await?;
        browser.sees("69.35%").await?;
        browser.sees("53 / 83").await?;
        browser.is_accessible().await?;
        // A figure opens its list: departments never inspected.
        browser.find(By::Css("a[href*='kind=department&standing=never']")).await?.click().await?;
        browser.sees("共 11 条").await?;
        browser.is_accessible().await
    })
    .await;
    assert_eq!(t.verify().await.faults, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_full_of_mistakes_names_each_and_stores_nothing() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let site = t.serve().await;
    journey("units-dirty", Look::PHONE.without_script(), &site.base, async |browser| {
        enter(browser).await?;
        browser.open("/units/import").await?;
        choose(browser, "file", "yunhe-units-dirty.xlsx").await?;
        choose(browser, "terms", "yunhe-term.json").await?;
        send(browser).await?;
        browser.sees("有 25 处错误，现在不能存入").await?;
        browser.sees("不是有效的年月").await?;
        let rows = browser.find_all(By::Css("main table.data tbody tr")).await?;
        assert!(rows.len() >= 32, "{} rows", rows.len());
        assert!(press(browser, "存入").await.is_err(), "nothing to press that stores it");
        Ok(())
    })
    .await;
    assert!(t.app.units_below(&t.clerk().await, None).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_spreadsheet_goes_back_with_the_reason() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let site = t.serve().await;
    journey("units-no-sheet", Look::DESK, &site.base, async |browser| {
        browser.expect_in_console("status of 422");
        enter(browser).await?;
        browser.open("/units/import").await?;
        send(browser).await?;
        browser.sees("请选择一览表文件").await?;
        choose(browser, "file", "yunhe-term.json").await?;
        browser.sees("这不是 XLSX 表格").await?;
        browser.is_accessible().await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tree_opens_level_by_level_with_and_without_script() {
    let t = county().await;
    let site = t.serve().await;
    for (name, look) in [("units-tree", Look::DESK), ("units-tree-plain", Look::DESK.without_script())] {
        journey(name, look, &site.base, async |browser| {
            enter(browser).await?;
            browser.open("/units/tree").await?;
            browser.sees("县国有资产服务中心").await?;
            let town = browser.find(By::XPath("//li[div/a[text()='枕河镇']]")).await?;
            let branch = town.find(By::Css("details")).await?;
            branch.find(By::Css("summary")).await?.click().await?;
            if name.ends_with("plain") {
                branch.find(By::Css("a")).await?.click().await?;
            }
            browser.sees("新民村").await?;
            // The rules of accessibility are themselves a script.
            if name.ends_with("plain") { Ok(()) } else { browser.is_accessible().await }
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_unit_is_renamed_found_by_both_names_and_edited_by_two() {
    let t = county().await;
    let site = t.serve().await;
    journey("units-change", Look::DESK, &site.base, async |browser| {
        browser.expect_in_console("status of 422");
        enter(browser).await?;
        browser.open("/units?q=%E5%8E%BF%E6%B0%B4%E5%8A%A1%E5%B1%80").await?;
        browser.find(By::LinkText("县水利局")).await?.click().await?;
        browser.sees("变动经过").await?;
        browser.is_accessible().await?;
        let page = browser.path().await?;
        browser.open(&format!("{page}/rename")).await?;
        fill(browser, "name", "县财政局").await?;
        send(browser).await?;
        browser.sees("同一上级下已有单位叫“县财政局”").await?;
        browser.sees("请写明变动的原因和依据").await?;
        browser.is_accessible().await?;
        fill(browser, "name", "县水利和湖泊局").await?;
        fill(browser, "reason", "机构改革").await?;
        send(browser).await?;
        browser.sees("更名已登记").await?;
        browser.sees("曾用名").await?;
        // Two windows with the same form: the second is told, and keeps what was typed.
        browser.open(&format!("{page}/edit")).await?;
        let first = browser.window().await?;
        let second = browser.new_tab().await?;
        browser.switch_to_window(second).await?;
        browser.open(&format!("{page}/edit")).await?;
        fill(browser, "members", "88").await?;
        send(browser).await?;
        browser.sees("修改已保存").await?;
        browser.switch_to_window(first).await?;
        fill(browser, "members", "99").await?;
        send(browser).await?;
        browser.sees("您填写期间有人改过").await?;
        browser.sees("窦甲纬").await?;
        let typed = browser.find(By::Name("members")).await?.prop("value").await?;
        assert_eq!(typed.as_deref(), Some("99"));
        browser.is_accessible().await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn terms_and_single_units_are_entered_by_hand() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let site = t.serve().await;
    journey("terms-by-hand", Look::DESK, &site.base, async |browser| {
        browser.expect_in_console("status of 422");
        enter(browser).await?;
        browser.open("/terms/new").await?;
        browser.is_accessible().await?;
        let values = [("name", "十五届"), ("number", "15"), ("rounds[1].number", "1")];
        for (name, value) in values {
            fill(browser, name, value).await?;
        }
        set(browser, "from", "2021-08-20").await?;
        set(browser, "to", "2026-08-19").await?;
        set(browser, "rounds[1].from", "2020-10-08").await?;
        set(browser, "rounds[1].to", "2021-12-10").await?;
        send(browser).await?;
        browser.sees("不在任期（").await?;
        browser.is_accessible().await?;
        set(browser, "rounds[0].from", "2021-10-08").await?;
        send(browser).await?;
        browser.sees("届次已登记").await?;
        browser.sees("第 1 轮").await?;
        browser.is_accessible().await
    })
    .await;
}

/// Date controls take their value in the order of the machine's language; the value itself is the same everywhere.
async fn set(browser: &Browser, name: &str, value: &str) -> Outcome {
    let field = browser.find(By::Name(name)).await?;
    let script = "arguments[0].value = arguments[1];";
    browser.execute(script, vec![field.to_json()?, value.into()]).await?;
    Ok(())
}
