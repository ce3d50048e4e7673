//! A clue from its draft to its last answer, by the four people it takes: leader, keeper, head, receiver.

use crate::rounds::press;
use crate::set_up::fill;
use app::Ctx;
use app::account::{ChangeOwnPassword, GrantRole, NewPassword};
use domain::permission::Role;
use testkit::browser::{Browser, Look, Outcome, journey};
use testkit::{Engine, OnSite, PASSWORD, Site, TestApp};
use thirtyfour::prelude::*;

pub(crate) const UNIT: &str = "县农业农村局";
pub(crate) const RECEIVER: &str = "县民政局";
pub(crate) const NAME: &str = "庞甲穗";
/// Password of the second person and of the head.
pub(crate) const OWN: &str = "另一座石桥 1990";

/// The county on site, and everyone whom the journey needs.
pub(crate) struct Cast {
    pub(crate) t: TestApp,
    pub(crate) site: OnSite,
    pub(crate) leader: Ctx,
    pub(crate) officer: Ctx,
}

async fn with_role(t: &TestApp, login: &str, role: Role) {
    let account = t.stranger(login).await;
    let new = NewPassword { password: OWN.into(), again: OWN.into() };
    t.app.perform(&t.ctx(login).await, &ChangeOwnPassword { current: PASSWORD.into(), new }).await.unwrap();
    let grant = GrantRole { account, role, scope: None, last_day: None };
    t.app.perform(&t.clerk().await, &grant).await.unwrap();
}

impl Cast {
    pub(crate) async fn new(engine: Engine) -> Self {
        let (t, site) = TestApp::on_site(engine).await;
        with_role(&t, "second", Role::OfficeStaff).await;
        with_role(&t, "head", Role::LeadingGroupHead).await;
        let leader = t.team_member(&site, UNIT, Role::TeamLeader).await;
        let officer = t.of_unit(&site, RECEIVER, Role::ReceivingOfficer).await;
        Self { t, site, leader, officer }
    }

    /// The browser goes on as somebody else.
    pub(crate) async fn becomes(&self, browser: &Browser, ctx: &Ctx) -> Outcome {
        let account = ctx.signed().map_err(|e| e.to_string())?.account;
        let token = self.t.session(account).await;
        browser.delete_all_cookies().await?;
        browser.add_cookie(Cookie::new("sid", token)).await?;
        Ok(())
    }
}

async fn choose(browser: &Browser, name: &str, value: &str) -> Outcome {
    let option = format!("select[name='{name}'] option[value='{value}']");
    Ok(browser.find(By::Css(option)).await?.click().await?)
}

pub(crate) async fn tick(browser: &Browser, css: &str) -> Outcome {
    let control = browser.find(By::Css(css)).await?;
    control.scroll_into_view().await?;
    browser.execute("arguments[0].click()", vec![control.to_json()?]).await?;
    Ok(())
}

pub(crate) async fn open_groups(browser: &Browser) -> Outcome {
    let script = "document.querySelectorAll('main details').forEach(d => { d.open = true })";
    browser.execute(script, vec![]).await?;
    Ok(())
}

async fn from_draft_to_answer(cast: &Cast, browser: &Browser) -> Outcome {
    browser.expect_in_console("status of 404");
    browser.open("/sign-in").await?;
    let engagement = cast.site.engagement(UNIT);
    // The leader drafts, grades, confirms the route and passes it on.
    cast.becomes(browser, &cast.leader).await?;
    browser.open(&format!("/engagements/{engagement}/clues")).await?;
    browser.sees("还没有线索").await?;
    browser.is_accessible().await?;
    browser.open(&format!("/engagements/{engagement}/clues/new")).await?;
    browser.is_accessible().await?;
    choose(browser, "nature", "discipline").await?;
    fill(browser, "summary", "节日期间涉嫌收受合作社所送土特产和礼金。").await?;
    fill(browser, "name-1", NAME).await?;
    fill(browser, "post-1", "党组书记、局长").await?;
    choose(browser, "level-1", "county").await?;
    press(browser, "密封保存").await?;
    browser.sees("已密封保存").await?;
    let clue = browser.path().await?;
    let shut = browser.source().await?;
    if shut.contains(NAME) {
        return Err("the closed page names somebody".into());
    }
    browser.is_accessible().await?;
    fill(browser, "reason", "核对内容").await?;
    press(browser, "启封").await?;
    browser.sees(NAME).await?;
    browser.is_accessible().await?;
    browser.open(&clue).await?;
    tick(browser, "input[name=grade][value=look]").await?;
    press(browser, "分类").await?;
    browser.sees("已分类").await?;
    open_groups(browser).await?;
    press(browser, "确定去向").await?;
    browser.sees("去向已确定").await?;
    press(browser, "报巡察办").await?;
    browser.sees("已报巡察办").await?;
    // The keeper files it; the head approves it with the password entered again.
    cast.becomes(browser, &cast.t.clerk().await).await?;
    browser.open("/clues").await?;
    browser.sees(UNIT).await?;
    browser.is_accessible().await?;
    browser.open(&clue).await?;
    press(browser, "登记").await?;
    browser.sees("已登记").await?;
    cast.becomes(browser, &cast.t.ctx("head").await).await?;
    browser.open(&clue).await?;
    browser.is_accessible().await?;
    tick(browser, "input[name=approved][value=yes]").await?;
    fill(browser, "password", OWN).await?;
    let decide = format!("form[action='{clue}/decide'] button");
    browser.find(By::Css(decide)).await?.click().await?;
    browser.sees("已批准").await?;
    // Two people hand it over.
    cast.becomes(browser, &cast.t.clerk().await).await?;
    browser.open(&clue).await?;
    fill(browser, "letter", "云巡移〔2025〕3号").await?;
    fill(browser, "seal", "F-0031").await?;
    fill(browser, "to", RECEIVER).await?;
    fill(browser, "second", "second").await?;
    fill(browser, "password", OWN).await?;
    // Past the question that script asks: without script there is none.
    let sent = format!("document.querySelector(\"form[action='{clue}/hand-over']\").submit()");
    browser.execute(&sent, vec![]).await?;
    browser.sees("F-0031").await?;
    browser.is_accessible().await?;
    // The receiver signs, opens, reports.
    cast.becomes(browser, &cast.officer).await?;
    browser.open("/received").await?;
    browser.is_accessible().await?;
    browser.find(By::Css("main a.main-link")).await?.click().await?;
    browser.sees("签收后才能启封").await?;
    tick(browser, "input[name=seal][value=yes]").await?;
    press(browser, "签收").await?;
    browser.sees("已签收").await?;
    fill(browser, "reason", "按规定办理").await?;
    press(browser, "启封").await?;
    browser.sees(NAME).await?;
    browser.is_accessible().await?;
    browser.open("/received").await?;
    browser.find(By::Css("main a.main-link")).await?.click().await?;
    choose(browser, "kind", "preliminary_check").await?;
    press(browser, "反馈结果").await?;
    browser.sees("结果已登记").await?;
    browser.open(&clue).await?;
    browser.sees("没有这个页面").await?;
    cast.becomes(browser, &cast.leader).await?;
    browser.open(&clue).await?;
    browser.sees("已办结").await?;
    browser.is_accessible().await
}

async fn played(name: &str, look: Look, cast: &Cast, site: &Site) {
    journey(name, look, &site.base, async |browser| from_draft_to_answer(cast, browser).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clue_goes_from_its_draft_to_its_receivers_answer() {
    let cast = Cast::new(Engine::Sqlite).await;
    let site = cast.t.serve().await;
    played("clues", Look::DESK, &cast, &site).await;
    assert_eq!(cast.t.verify().await.faults, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_in_the_dark_on_the_other_database() {
    let cast = Cast::new(Engine::Postgres).await;
    let site = cast.t.serve().await;
    played("clues-dark", Look::DESK.dark(), &cast, &site).await;
    assert_eq!(cast.t.verify().await.faults, []);
}
