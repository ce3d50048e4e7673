//! A talk from its plan to what it brought, as a team takes it: planned, noted, sealed, opened for a reason, checked.

use crate::findings::team;
use crate::hand::{enter, press, put, send};
use crate::set_up::fill;
use app::inspector::LinkAccount;
use kernel::EngagementId;
use testkit::browser::{Browser, Look, Outcome, journey};
use testkit::{Engine, TestApp, UNIT};
use thirtyfour::prelude::*;

/// What the talk brought.
const SAID: &str = "三年没有开过专题会";

/// A team of which two sign in as inspectors of the pool.
async fn at_work(engine: Engine) -> (TestApp, EngagementId, Vec<String>) {
    let (t, site) = TestApp::on_site(engine).await;
    team(&t, &site).await;
    let engagement = site.engagement(UNIT);
    let start = t.app.method_start(&t.ctx("team-leader").await, engagement).await.unwrap();
    for (login, one) in ["anna", "bert"].into_iter().zip(&start.team) {
        let link = LinkAccount { person: one.person, login: login.into() };
        t.app.perform(&t.clerk().await, &link).await.unwrap();
    }
    let people = start.team.iter().map(|one| one.person.to_string()).collect();
    (t, engagement, people)
}

async fn planned(browser: &Browser, engagement: EngagementId, bert: &str) -> Outcome {
    enter(browser, "anna").await?;
    browser.until("the home page", async || Ok(browser.path().await? == "/")).await?;
    browser.open(&format!("/engagements/{engagement}")).await?;
    press(browser, "方式方法").await?;
    browser.sees("还没有记录").await?;
    browser.is_accessible().await?;
    press(browser, "记一笔").await?;
    browser.find(By::Css("main a[href$='method=C2']")).await?.click().await?;
    browser.sees("不少于 2 人").await?;
    browser.is_accessible().await?;
    fill(browser, "topic", "班子怎样议事").await?;
    fill(browser, "from", "09:00").await?;
    fill(browser, "to", "10:00").await?;
    fill(browser, "met", "梁甲松 局长").await?;
    // One inspector alone holds no talk.
    browser.expect_in_console("422");
    press(browser, "保存").await?;
    browser.sees("不少于 2 名巡察人员，现在是 1 名。").await?;
    browser.find(By::Css(format!("input[name=inspectors][value='{bert}']"))).await?.click().await?;
    press(browser, "保存").await?;
    browser.sees("已安排。").await
}

async fn noted(browser: &Browser) -> Outcome {
    fill(browser, "points", &format!("议事：{SAID}")).await?;
    press(browser, "保存情况").await?;
    browser.sees("情况已记录。").await?;
    browser.sees("要点已密封").await?;
    browser.is_accessible().await?;
    let page = browser.find(By::Tag("html")).await?.outer_html().await?;
    assert!(!page.contains(SAID), "what is sealed is not in the page");
    press(browser, "核对无误").await?;
    browser.sees("已核对。").await?;
    put(browser, "/open", "reason", "核对时间地点").await?;
    send(browser, "/open", "启封").await?;
    browser.sees(SAID).await
}

async fn checked(browser: &Browser, engagement: EngagementId) -> Outcome {
    enter(browser, "bert").await?;
    browser.until("the home page", async || Ok(browser.path().await? == "/")).await?;
    browser.sees("已记录，等你核对").await?;
    browser.open(&format!("/engagements/{engagement}/methods?standing=to_check")).await?;
    browser.find(By::Css("main th a[href^='/methods/']")).await?.click().await?;
    press(browser, "核对无误").await?;
    browser.sees("已记录").await?;
    browser.open(&format!("/engagements/{engagement}/methods/matrix")).await?;
    browser.sees("还没有情况的要点").await?;
    browser.is_accessible().await
}

async fn from_the_plan_to_the_check(engine: Engine, look: Look) {
    let (t, engagement, people) = at_work(engine).await;
    let site = t.serve().await;
    journey("methods-talk", look, &site.base, async |browser| {
        planned(browser, engagement, &people[1]).await?;
        noted(browser).await?;
        checked(browser, engagement).await
    })
    .await;
    assert_eq!(t.verify().await.faults, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_talk_is_planned_noted_opened_and_checked() {
    from_the_plan_to_the_check(Engine::Sqlite, Look::DESK).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_talk_in_the_dark_on_the_other_database() {
    from_the_plan_to_the_check(Engine::Postgres, Look::DESK.dark()).await;
}
