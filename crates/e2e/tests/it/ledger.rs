//! From a feedback paper to a closed item and back again, as the office, the unit and the supervising department go it.

use crate::hand::{OWN, choose_own, enter, follow, put, send, unfold};
use app::rectification::LedgerFilter;
use domain::permission::Role;
use kernel::{PageRequest, UnitId};
use testkit::browser::{Browser, Look, Outcome, journey};
use testkit::{Engine, OnSite, TestApp, UNIT, checkout};
use thirtyfour::prelude::*;

/// Someone of the story, with a password of their own.
async fn person(t: &TestApp, login: &str, role: Role, of: Option<UnitId>) {
    let ctx = t.person(login, role, of.map(|unit| unit.0)).await;
    choose_own(t, &ctx).await;
}

pub(crate) async fn people(t: &TestApp, site: &OnSite) {
    let unit = Some(site.unit(UNIT));
    person(t, "lead", Role::LeadingGroupHead, None).await;
    for (login, role) in [
        ("liaison", Role::UnitLiaisonHead),
        ("leader", Role::ResponsibleLeader),
        ("head", Role::UnitHead),
        ("handler", Role::DepartmentHandler),
        ("reviewer", Role::SupervisingOfficer),
    ] {
        person(t, login, role, unit).await;
    }
}

/// The office imports the paper, corrects a problem, takes the list.
pub(crate) async fn drafted(browser: &Browser, site: &OnSite) -> Outcome {
    enter(browser, "clerk").await?;
    browser.open("/feedback/import").await?;
    browser.is_accessible().await?;
    put(browser, "/feedback/import", "engagement", &site.engagement(UNIT).to_string()).await?;
    let paper = checkout().join("tests/data/feedback-2.docx");
    let file = browser.find(By::Css("form[action='/feedback/import'] input[type=file]")).await?;
    file.send_keys(paper.display().to_string()).await?;
    send(browser, "/feedback/import", "").await?;
    browser.sees("17").await?;
    browser.is_accessible().await?;
    follow_accept(browser).await?;
    browser.sees("请校订").await?;
    unfold(browser).await?;
    let first = "form[action$='/correct'] input[name=do][value=retitle]";
    let form = browser.find(By::Css(first)).await?;
    let script = "const f = arguments[0].form; f.querySelector('textarea').value = '理论学习不深入、不扎实'; f.querySelector('button').click()";
    browser.execute(script, vec![form.to_json()?]).await?;
    browser.sees("理论学习不深入、不扎实").await?;
    browser.sees("已校订").await?;
    browser.is_accessible().await?;
    send(browser, "/take", "确定清单").await?;
    browser.sees("待审定").await
}

async fn follow_accept(browser: &Browser) -> Outcome {
    let button = browser.find(By::Css("form[action*='/feedback/import/'] button")).await?;
    Ok(button.click().await?)
}

/// The head of the leading group approves; the office hands it over.
pub(crate) async fn handed_over(browser: &Browser) -> Outcome {
    enter(browser, "lead").await?;
    browser.open("/mine").await?;
    browser.sees("反馈意见待审定").await?;
    browser.is_accessible().await?;
    follow(browser, "/decisions/decide?about=feedback").await?;
    put(browser, "/decisions/decide", "approved", "yes").await?;
    put(browser, "/decisions/decide", "password", OWN).await?;
    send(browser, "/decisions/decide", "").await?;
    browser.until("the decision", async || Ok(browser.path().await?.starts_with("/decisions/"))).await?;
    enter(browser, "clerk").await?;
    browser.open("/feedback").await?;
    follow(browser, "/feedback/0").await?;
    browser.sees("登记主要负责人签收").await?;
    for (form, who, said) in
        [("/head", "局长 龚辛泊", "已登记主要负责人签收"), ("/body", "局党组", "问题已列入台账")]
    {
        put(browser, form, "signed_by", who).await?;
        send(browser, form, "签收").await?;
        browser.sees(said).await?;
    }
    browser.is_accessible().await
}

/// The unit claims its first item, plans it, reports with a file, declares it complete.
pub(crate) async fn rectified(browser: &Browser, t: &TestApp, item: &str) -> Outcome {
    enter(browser, "liaison").await?;
    browser.sees("要办").await?;
    browser.is_accessible().await?;
    assert!(browser.find_all(By::Css("nav a[href='/rounds']")).await?.is_empty(), "portal entries only");
    follow(browser, "/portal/feedback/").await?;
    browser.sees("理论学习不深入").await?;
    browser.is_accessible().await?;
    browser.open(item).await?;
    unfold(browser).await?;
    let account = t.signed("leader").await.account.to_string();
    for (name, value) in [
        ("leader", "new"),
        ("title", "副局长"),
        ("name", "窦辛屿"),
        ("account", &account),
        ("department", "办公室"),
    ] {
        put(browser, "/claim", name, value).await?;
    }
    send(browser, "/claim", "认领").await?;
    browser.sees("已认领").await?;
    enter(browser, "handler").await?;
    browser.open(item).await?;
    unfold(browser).await?;
    put(browser, "/plan", "root_cause", "学习计划没有落实到人。").await?;
    send(browser, "/plan", "保存").await?;
    browser.sees("学习计划没有落实到人").await?;
    put(browser, "/measures", "text", "修订学习制度，按月通报").await?;
    put(browser, "/measures", "deadline", "尽快").await?;
    browser.expect_in_console("status of 422");
    send(browser, "/measures", "增加措施").await?;
    browser.sees("没有说明到哪一天").await?;
    put(browser, "/measures", "deadline", "2025年底前").await?;
    send(browser, "/measures", "增加措施").await?;
    browser.sees("修订学习制度").await?;
    unfold(browser).await?;
    put(browser, "/report", "text", "制度已印发，通报两期。").await?;
    put(browser, "/report", "kind", "register").await?;
    put(browser, "/report", "done", "1").await?;
    let proof = t.folder().join("学习台账.txt");
    std::fs::write(&proof, "2025年10月 学习台账").map_err(|e| e.to_string())?;
    let file = browser.find(By::Css("form[action$='/report'] input[type=file]")).await?;
    file.send_keys(proof.display().to_string()).await?;
    send(browser, "/report", "填报进展").await?;
    browser.sees("学习台账.txt").await?;
    browser.is_accessible().await?;
    send(browser, "/declare", "申请销号").await?;
    browser.sees("等待签字").await
}

/// Signed twice, reviewed, verified, closed.
pub(crate) async fn closed(browser: &Browser, item: &str) -> Outcome {
    for login in ["leader", "head"] {
        enter(browser, login).await?;
        browser.open("/mine").await?;
        browser.sees("签字").await?;
        browser.open(item).await?;
        put(browser, "/sign", "password", OWN).await?;
        send(browser, "/sign", "签字").await?;
        browser.sees("已签字").await?;
    }
    enter(browser, "reviewer").await?;
    browser.open(item).await?;
    send(browser, "/sign", "审核同意").await?;
    browser.sees("已审核").await?;
    enter(browser, "clerk").await?;
    browser.open(item).await?;
    browser.is_accessible().await?;
    for (name, value) in [("solved", "yes"), ("in_place", "yes"), ("ledger_complete", "yes")] {
        put(browser, "/verify", name, value).await?;
    }
    send(browser, "/verify", "予以销号").await?;
    browser.sees("已销号").await?;
    browser.is_accessible().await
}

/// Opened again by a re-check.
async fn reopened(browser: &Browser) -> Outcome {
    for (name, value) in [("found", "rebound"), ("reason", "又有两期没有通报"), ("until", "2026-03-31")]
    {
        put(browser, "/recheck", name, value).await?;
    }
    send(browser, "/recheck", "复查").await?;
    browser.sees("反弹").await?;
    browser.open("/ledger?view=rebound").await?;
    browser.sees("理论学习不深入").await
}

async fn from_paper_to_rebound(engine: Engine, name: &str, look: Look) {
    let (t, site) = TestApp::on_site(engine).await;
    people(&t, &site).await;
    t.to_feedback(site.engagement(UNIT)).await;
    let served = t.serve().await;
    journey(name, look, &served.base, async |browser| {
        drafted(browser, &site).await?;
        handed_over(browser).await?;
        let filter = LedgerFilter { unit: Some(site.unit(UNIT)), ..LedgerFilter::default() };
        let items = t.app.ledger(&t.clerk().await, &filter, &PageRequest::default()).await;
        let items = items.map_err(|e| e.to_string())?.0.items;
        let item = format!("/ledger/{}", items[0].item.item.id);
        rectified(browser, &t, &item).await?;
        closed(browser, &item).await?;
        reopened(browser).await
    })
    .await;
    assert_eq!(t.verify().await.faults, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_feedback_paper_becomes_a_closed_item_and_a_recheck_opens_it_again() {
    from_paper_to_rebound(Engine::Sqlite, "ledger", Look::DESK).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_way_from_paper_to_recheck_on_the_other_database_in_the_dark() {
    from_paper_to_rebound(Engine::Postgres, "ledger-dark", Look::DESK.dark()).await;
}
