//! The one journey of the main job, on both databases: a letter is registered and screened, a paper rests on it, the unit is
//! told, rectifies and is verified; and the trace of the closed item shows the letter to the team and to nobody else.

use crate::hand::{enter, follow, press, put, send, unfold};
use crate::pictures::{folder, picture};
use crate::set_up::fill;
use crate::{findings, ledger};
use app::rectification::LedgerFilter;
use kernel::PageRequest;
use testkit::browser::{Browser, Look, Outcome, journey};
use testkit::{Engine, OnSite, TestApp, UNIT};
use thirtyfour::prelude::*;

const LETTER: &str = "局里的理论学习两年没有一次是真开的，记录都是年底一次补齐的，请核实。";

/// Registers the letter, screens it into scope, and gives its number and page.
async fn registered(browser: &Browser, site: &OnSite) -> Outcome<(String, String)> {
    enter(browser, "anna").await?;
    browser.open(&format!("/petitions/new?engagement={}", site.engagement(UNIT))).await?;
    browser.find(By::Name("text")).await?.send_keys(LETTER).await?;
    browser.find(By::Css("form.stack button[type=submit]")).await?.click().await?;
    browser.sees("已登记").await?;
    let heading = browser.find(By::Css("main h1")).await?.text().await?;
    let number = heading.lines().next().unwrap_or_default().trim().to_owned();
    browser.open("/mine").await?;
    browser.sees(&number).await?;
    press(browser, "甄别").await?;
    put(browser, "/screen", "verdict", "in").await?;
    put(browser, "/screen", "why", "反映单位党组的学习").await?;
    send(browser, "/screen", "").await?;
    browser.sees("已甄别。").await?;
    browser.sees("还没有底稿引用它").await?;
    browser.is_accessible().await?;
    Ok((number, browser.path().await?))
}

/// Writes a paper from the letter's page, which rests on it; the petition is part of it from then on.
async fn found(browser: &Browser, (number, letter): (&str, &str)) -> Outcome {
    press(browser, "写底稿").await?;
    browser.sees("怎样写佐证").await?;
    let cited = browser.find(By::Css("[name='add.whole']")).await?.prop("value").await?.unwrap_or_default();
    assert!(cited.contains(number), "the letter is its evidence: {cited:?}");
    fill(browser, "title", "理论学习走过场").await?;
    fill(browser, "facts", &format!("2024年的学习记录在年底一次补齐。[{number}] 两次学习没有签到。[ZL-006]"))
        .await?;
    fill(browser, "basis", "《党委（党组）理论学习中心组学习规则》第八条").await?;
    browser.find(By::Css("select[name=focus] option[value='J2.5']")).await?.click().await?;
    fill(browser, "undertakers", "甲、乙").await?;
    press(browser, "保存底稿").await?;
    browser.sees("底稿已建立").await?;
    browser.open(letter).await?;
    browser.sees("DG001").await?;
    put(browser, "/handle", "how", "finding").await?;
    put(browser, "/handle", "result", "写入底稿").await?;
    send(browser, "/handle", "").await?;
    browser.sees("已登记办理去向").await?;
    send(browser, "/close", "办结").await?;
    browser.sees("已办结").await
}

/// The team says which paper stands behind the first problem.
async fn tied(browser: &Browser, feedback: &str) -> Outcome {
    enter(browser, "team-leader").await?;
    browser.open(feedback).await?;
    unfold(browser).await?;
    let script = "const f = document.querySelector(\"form[action$='/tie']\"); \
        f.querySelector('input[type=checkbox]').checked = true; f.querySelector('button').click()";
    browser.execute(script, vec![]).await?;
    browser.sees("关联底稿 1 份").await
}

/// The team sees the letter behind the closed item, and follows it both ways; the unit sees nothing of it.
async fn traced(browser: &Browser, number: &str, item: &str) -> Outcome {
    enter(browser, "anna").await?;
    browser.open(item).await?;
    press(browser, "溯源").await?;
    browser.sees("反馈之前").await?;
    for words in [number, "DG001", "已销号", "学习台账.txt"] {
        browser.sees(words).await?;
    }
    browser.is_accessible().await?;
    pictured(browser, "trace-of-the-team").await?;
    follow(browser, "/petitions/").await?;
    browser.sees("走到哪里").await?;
    pictured(browser, "petition").await?;
    follow(browser, "/trace").await?;
    browser.sees("反馈之前").await?;
    for login in ["head", "reviewer"] {
        enter(browser, login).await?;
        browser.open(&format!("{item}/trace")).await?;
        browser.sees("第 1 个问题").await?;
        let page = browser.source().await?;
        for hint in [number, "DG001", "信访", "底稿", "反馈之前", "年底一次补齐"] {
            assert!(!page.contains(hint), "{login} reads {hint:?}");
        }
        browser.is_accessible().await?;
        pictured(browser, &format!("trace-of-{login}")).await?;
    }
    for login in ["clerk", "anna"] {
        enter(browser, login).await?;
        browser.sees("从信访到销号").await?;
        browser.is_accessible().await?;
        pictured(browser, &format!("home-of-{login}")).await?;
    }
    Ok(())
}

/// A picture of the page, for whoever works on the look and asks for it as `pictures.rs` says.
async fn pictured(browser: &Browser, name: &str) -> Outcome {
    if std::env::var_os("XUNCHA_PICTURES").is_some() {
        picture(browser, &folder("whole-way").join(format!("{name}.png"))).await?;
    }
    Ok(())
}

async fn whole_way(browser: &Browser, t: &TestApp, site: &OnSite) -> Outcome {
    let (number, letter) = registered(browser, site).await?;
    found(browser, (&number, &letter)).await?;
    findings::decided(browser).await?;
    t.to_feedback(site.engagement(UNIT)).await;
    ledger::drafted(browser, site).await?;
    let feedback = browser.path().await?;
    tied(browser, &feedback).await?;
    ledger::handed_over(browser).await?;
    let filter = LedgerFilter { unit: Some(site.unit(UNIT)), ..LedgerFilter::default() };
    let items = t.app.ledger(&t.clerk().await, &filter, &PageRequest::default()).await;
    let items = items.map_err(|e| e.to_string())?.0.items;
    let item = format!("/ledger/{}", items[0].item.item.id);
    ledger::rectified(browser, t, &item).await?;
    ledger::closed(browser, &item).await?;
    traced(browser, &number, &item).await
}

async fn from_the_letter_to_the_closed_item(engine: Engine, name: &str, look: Look) {
    let (t, site) = TestApp::on_site(engine).await;
    findings::team(&t, &site).await;
    ledger::people(&t, &site).await;
    let served = t.serve().await;
    journey(name, look, &served.base, async |browser| whole_way(browser, &t, &site).await).await;
    assert_eq!(t.verify().await.faults, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_becomes_a_closed_item_and_the_trace_leads_back_to_it() {
    from_the_letter_to_the_closed_item(Engine::Sqlite, "whole-way", Look::DESK).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_whole_way_on_the_other_database() {
    from_the_letter_to_the_closed_item(Engine::Postgres, "whole-way-postgres", Look::DESK).await;
}
