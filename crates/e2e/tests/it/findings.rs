//! A working paper from the first line to confirmed facts, as a team takes it.

use crate::hand::{OWN, choose_own, enter, press, unfold};
use crate::rounds::set_day;
use crate::set_up::fill;
use domain::permission::Role;
use testkit::browser::{Browser, Look, Outcome, journey};
use testkit::{Engine, OnSite, TestApp};
use thirtyfour::prelude::*;

const UNIT: &str = "县农业农村局";
/// A team whose members can sign in.
async fn at_work(engine: Engine) -> TestApp {
    let (t, site) = TestApp::on_site(engine).await;
    team(&t, &site).await;
    t
}

/// Leader, deputy and two who write, each with a password of their own.
pub(crate) async fn team(t: &TestApp, site: &OnSite) {
    let engagement = site.engagement(UNIT).0;
    for (login, role) in [
        ("team-leader", Role::TeamLeader),
        ("deputy", Role::TeamDeputy),
        ("anna", Role::TeamMember),
        ("bert", Role::TeamLiaison),
    ] {
        let person = t.person_of(login, role, engagement).await;
        choose_own(t, &person).await;
    }
}

/// Signs in as another member of the team and opens the one paper.
async fn as_person(browser: &Browser, login: &str) -> Outcome {
    enter(browser, login).await?;
    browser.until("the home page", async || Ok(browser.path().await? == "/")).await?;
    browser.find(By::Css("nav.nav a[href='/findings']")).await?.click().await?;
    browser.until("the list", async || Ok(browser.path().await? == "/findings")).await?;
    browser.find(By::Css("main th a[href^='/findings/']")).await?.click().await?;
    browser.sees("下一步").await
}

async fn signs(browser: &Browser, login: &str) -> Outcome {
    as_person(browser, login).await?;
    press(browser, "签字").await?;
    browser.sees("已签字。").await
}

async fn written(browser: &Browser) -> Outcome {
    enter(browser, "anna").await?;
    browser.until("the home page", async || Ok(browser.path().await? == "/")).await?;
    browser.find(By::Css("nav.nav a[href='/findings']")).await?.click().await?;
    press(browser, "写底稿").await?;
    browser.sees("怎样写佐证").await?;
    browser.is_accessible().await?;
    fill(browser, "title", "同一项目拆分发包，规避公开招标").await?;
    fill(browser, "facts", "步道工程被拆成三段。[DOC-1-001 第4页] 三段均未招标。[XF028]").await?;
    fill(browser, "basis", "《政府投资项目管理办法》第五条").await?;
    browser.find(By::Css("select[name=focus] option[value='J2.5']")).await?.click().await?;
    fill(browser, "undertakers", "甲、乙").await?;
    press(browser, "保存底稿").await?;
    browser.sees("底稿已建立").await?;
    browser.sees("DG001").await?;
    browser.sees("事实句都有佐证").await?;
    browser.is_accessible().await
}

/// Two sign; the text changes, and the signatures lapse.
async fn lapsed(browser: &Browser) -> Outcome {
    press(browser, "签字").await?;
    browser.sees("已签字。").await?;
    signs(browser, "bert").await?;
    browser.sees("等副组长审核").await?;
    press(browser, "修改底稿").await?;
    browser.find(By::Name("s.1")).await?.send_keys("工期不变。").await?;
    browser.is_accessible().await?;
    press(browser, "保存底稿").await?;
    browser.sees("已保存").await?;
    browser.sees("已失效").await?;
    press(browser, "版本").await?;
    browser.sees("逐句对照").await?;
    browser.sees("工期不变").await?;
    browser.is_accessible().await
}

pub(crate) async fn decided(browser: &Browser) -> Outcome {
    signs(browser, "anna").await?;
    signs(browser, "bert").await?;
    as_person(browser, "deputy").await?;
    press(browser, "审核通过").await?;
    browser.sees("已审核。").await?;
    as_person(browser, "team-leader").await?;
    fill(browser, "password", OWN).await?;
    press(browser, "审定").await?;
    browser.sees("已审定。").await?;
    press(browser, "提交组务会").await?;
    browser.sees("待决定的底稿").await?;
    browser.is_accessible().await?;
    browser.find(By::Css("select[name^='verdict.'] option[value='adopted']")).await?.click().await?;
    set_day(browser, "on", "2025-10-20").await?;
    fill(browser, "password", OWN).await?;
    press(browser, "记录决定").await?;
    browser.sees("决定已记录").await
}

async fn confirmed(browser: &Browser) -> Outcome {
    as_person(browser, "anna").await?;
    unfold(browser).await?;
    browser.find(By::Css("label:has(input[name=view][value=agrees])")).await?.click().await?;
    fill(browser, "by", "单位主要负责人").await?;
    press(browser, "记录单位意见").await?;
    browser.sees("单位意见已记录").await?;
    browser.sees("事实已确认").await?;
    browser.find(By::Css("nav.crumbs a[href$='/findings']")).await?.click().await?;
    press(browser, "重点覆盖").await?;
    browser.sees("DG001").await?;
    browser.is_accessible().await
}

async fn from_first_line_to_confirmed(browser: &Browser) -> Outcome {
    written(browser).await?;
    lapsed(browser).await?;
    decided(browser).await?;
    confirmed(browser).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paper_is_written_signed_reviewed_decided_and_confirmed() {
    let t = at_work(Engine::Sqlite).await;
    let site = t.serve().await;
    journey("finding", Look::DESK, &site.base, async |b| from_first_line_to_confirmed(b).await).await;
    assert_eq!(t.verify().await.faults, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_paper_in_the_dark_on_the_other_database() {
    let t = at_work(Engine::Postgres).await;
    let site = t.serve().await;
    let look = Look::DESK.dark();
    journey("finding-dark", look, &site.base, async |b| from_first_line_to_confirmed(b).await).await;
}

/// Two people write at once: the later one is told, sentence by sentence, and takes either.
async fn together(browser: &Browser, t: &TestApp) -> Outcome {
    written(browser).await?;
    press(browser, "修改底稿").await?;
    let other = t.ctx("bert").await;
    let list = t
        .app
        .findings(&other, None, &Default::default(), &Default::default())
        .await
        .map_err(|e| e.to_string())?;
    let kept = &list.page.items[0];
    let mut draft = app::finding::draft_of(kept);
    draft.sentences[0].text = "乙改了第一句。".into();
    draft.basis = "乙写的依据".into();
    let act = app::finding::ReviseFinding {
        engagement: kept.engagement,
        finding: kept.finding.id,
        version: None,
        draft,
        files: vec![],
    };
    t.app.perform(&t.ctx("bert").await, &act).await.map_err(|e| e.to_string())?;
    let first = browser.find(By::Name("s.1")).await?;
    first.clear().await?;
    first.send_keys("甲改了第一句。").await?;
    browser.expect_in_console("status of 409");
    press(browser, "保存底稿").await?;
    browser.sees("乙改了第一句。").await?;
    let mine = browser.find(By::Name("s.1")).await?.prop("value").await?.unwrap_or_default();
    if mine != "甲改了第一句。" {
        return Err(format!("what was typed is gone: {mine}").into());
    }
    browser.is_accessible().await?;
    browser.find(By::Css("input[name=take][value=s1]")).await?.click().await?;
    press(browser, "保存底稿").await?;
    browser.sees("已保存").await?;
    browser.sees("乙改了第一句。").await?;
    browser.sees("乙写的依据").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_later_of_two_writers_sees_what_the_other_wrote_and_takes_either() {
    let t = at_work(Engine::Sqlite).await;
    let site = t.serve().await;
    journey("finding-together", Look::DESK, &site.base, async |b| together(b, &t).await).await;
}
