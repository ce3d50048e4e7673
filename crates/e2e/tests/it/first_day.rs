//! An office clerk's first day: from the empty program to an approved round, and the journal that says who did what.
//!
//! The two everyday jobs of part 1 (U3) are counted on the way: a click or a typed field is 1 action, a choice or a date
//! is 2. The steps are listed in docs/actions.md.

use crate::hand::Hand;
use crate::set_up::{fill, send};
use app::account::{ChangeOwnPassword, GrantRole, NewPassword};
use domain::permission::Role;
use kernel::RoundId;
use testkit::browser::{Browser, Look, Outcome, journey};
use testkit::{Engine, PASSWORD, Site, TestApp, on_both};
use thirtyfour::prelude::*;

/// Password of the second person.
const SECOND: &str = "另一座石桥 1990";

/// The everyday jobs' limits (U3).
const IMPORT_UNITS: u32 = 4;
const MAKE_ROUND: u32 = 25;

async fn set_up(browser: &Browser, site: &Site) -> Outcome {
    browser.open("/").await?;
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

/// Job 1: importing the county's units, from the home page.
async fn import_units(hand: &Hand<'_>) -> Outcome {
    hand.begin();
    hand.click("main a[href='/units/import']").await?;
    hand.file("terms", "yunhe-term.json").await?;
    hand.file("file", "yunhe-units.xlsx").await?;
    hand.browser.sees("没有发现问题").await?;
    hand.press("存入 237 家单位").await?;
    hand.browser.sees("导入完成").await?;
    hand.counted("import units", 4, IMPORT_UNITS);
    Ok(())
}

async fn import_inspectors(hand: &Hand<'_>) -> Outcome {
    hand.browser.open("/inspectors/import").await?;
    hand.file("file", "yunhe-inspectors.xlsx").await?;
    send(hand.browser).await?;
    hand.browser.sees("导入 180 人").await?;
    hand.press("导入 180 人").await?;
    hand.browser.sees("名单已导入").await
}

/// The county's ninth round by its file; then it is taken back, and made by hand.
async fn import_and_withdraw(hand: &Hand<'_>) -> Outcome {
    let browser = hand.browser;
    browser.open("/rounds/import").await?;
    hand.file("file", "yunhe-round.json").await?;
    send(browser).await?;
    browser.sees("只核对，不存入").await?;
    browser.is_accessible().await?;
    hand.press("导入本轮").await?;
    browser.sees("轮次已导入").await?;
    browser.sees("县委第一巡察组").await?;
    browser.find(By::LinkText("县住房和城乡建设局")).await?.click().await?;
    browser.sees("县政务中心一楼大厅东侧").await?;
    browser.sees("祝丙衡").await?;
    browser.is_accessible().await?;
    browser.find(By::LinkText("十五届云河县委第九轮巡察")).await?.click().await?;
    browser.sees("不再实施本轮").await?;
    browser
        .execute("document.querySelectorAll('main details').forEach(d => { d.open = true })", vec![])
        .await?;
    let reason = browser.find(By::Css("form[action$='/withdraw'] input[name=reason]")).await?;
    reason.send_keys("先按手工编制演练").await?;
    browser.find(By::Css("form[action$='/withdraw'] button[data-kind=danger]")).await?.click().await?;
    browser.sees("本轮已撤回").await?;
    browser.is_accessible().await
}

const UNITS: [(&str, u16, &str); 9] = [
    ("县住房和城乡建设局", 1, "routine"),
    ("云河城市建设投资集团有限公司", 1, "routine"),
    ("县农业农村局", 2, "routine"),
    ("县水利局", 2, "routine"),
    ("县卫生健康局", 3, "routine"),
    ("云河县人民医院", 3, "routine"),
    ("枕河镇", 4, "routine"),
    ("县民政局", 4, "look_back"),
    ("县教育体育局", 4, "special"),
];

/// Job 2: a round with four teams and nine engagements, from the home page.
async fn make_round(hand: &Hand<'_>, t: &TestApp) -> Outcome<RoundId> {
    let browser = hand.browser;
    browser.open("/").await?;
    hand.begin();
    hand.click("a[href='/rounds']").await?;
    browser.sees("每一轮的单位").await?;
    hand.click("main a[href='/rounds/new']").await?;
    browser.sees("在单位右侧点组号").await?;
    browser
        .execute("document.querySelectorAll('main details').forEach(d => { d.open = true })", vec![])
        .await?;
    hand.day("from", "2025-09-08").await?;
    hand.day("to", "2025-10-31").await?;
    for (name, team, kind) in UNITS {
        let unit = t.app.recognise_unit(&t.clerk().await, name).await.map_err(|e| e.to_string())?;
        hand.click(&format!("input[name='team.{unit}'][value='{team}']")).await?;
        if kind != "routine" {
            hand.choose(&format!("kind.{unit}"), kind).await?;
        }
    }
    hand.press("保存方案").await?;
    browser.sees("方案已保存").await?;
    hand.counted("a round with four teams and nine engagements", 20, MAKE_ROUND);
    Ok(browser.path().await?.rsplit('/').next().unwrap_or_default().parse()?)
}

/// The proposal with its reasons, taken over for all teams.
async fn propose(hand: &Hand<'_>, t: &TestApp, round: RoundId) -> Outcome {
    let browser = hand.browser;
    let team = t.app.round(&t.clerk().await, round).await.map_err(|e| e.to_string())?.teams[0].team.id;
    browser.open(&format!("/rounds/{round}/teams/{team}?propose=1")).await?;
    browser.sees("未发现应当回避的情形").await?;
    browser.sees("未列入的人员").await?;
    browser.open(&format!("/rounds/{round}")).await?;
    hand.press("按建议组建").await?;
    browser.sees("已按建议补齐各组").await
}

/// Recorded from paper, nothing chosen beforehand; the second person checks.
async fn approve(hand: &Hand<'_>, base: &str, round: RoundId, scan: &std::path::Path) -> Outcome {
    let browser = hand.browser;
    browser.open(&format!("/decisions/new?about=round&id={round}")).await?;
    assert!(
        browser.find_all(By::Css("main input[name=approved]:checked")).await?.is_empty(),
        "nothing is chosen"
    );
    hand.day("decided_on", "2025-07-21").await?;
    hand.typed("decided_by", "云丁苇").await?;
    hand.typed("post", "县委书记").await?;
    hand.typed("wording", "同意。").await?;
    browser.find(By::Css("input[type=file][name=scan]")).await?.send_keys(scan.display().to_string()).await?;
    send(browser).await?;
    browser.sees("请选择同意或不同意").await?;
    hand.click("main input[name=approved][value=yes]").await?;
    browser.find(By::Css("input[type=file][name=scan]")).await?.send_keys(scan.display().to_string()).await?;
    send(browser).await?;
    browser.sees("待另一人复核").await?;
    let path = browser.path().await?;
    journey("first-day-second", Look::DESK, base, async |second| {
        crate::accounts::sign_in(second, "second", SECOND).await?;
        second.until("the home page", async || Ok(second.path().await? == "/")).await?;
        second.open(&path).await?;
        Hand::new(second).press("与原件一致").await?;
        second.sees("已复核").await
    })
    .await;
    browser.open(&format!("/rounds/{round}")).await?;
    browser.sees("已批准").await
}

async fn colleague(t: &TestApp) {
    let second = t.stranger("second").await;
    let new = NewPassword { password: SECOND.into(), again: SECOND.into() };
    let own = ChangeOwnPassword { current: PASSWORD.into(), new };
    t.app.perform(&t.ctx("second").await, &own).await.unwrap();
    let grant = GrantRole { account: second, role: Role::OfficeStaff, scope: None, last_day: None };
    t.app.perform(&t.clerk().await, &grant).await.unwrap();
}

async fn first_day(engine: Engine) {
    let t = TestApp::empty(engine).await;
    let site = t.serve().await;
    let scan = t.folder().join("scan.pdf");
    std::fs::write(&scan, b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n").unwrap();
    journey(&format!("first-day-{engine:?}"), Look::DESK, &site.base, async |browser| {
        browser.expect_in_console("status of 422");
        set_up(browser, &site).await?;
        browser.sees("从这里开始").await?;
        colleague(&t).await;
        let hand = Hand::new(browser);
        import_units(&hand).await?;
        import_inspectors(&hand).await?;
        browser.open("/coverage").await?;
        browser.sees("63.86%").await?;
        import_and_withdraw(&hand).await?;
        let round = make_round(&hand, &t).await?;
        propose(&hand, &t, round).await?;
        approve(&hand, &site.base, round, &scan).await?;
        browser.open("/journal").await?;
        for said in ["窦甲纬", "second", "复核代录批示", "编制轮次", "撤回轮次", "先按手工编制演练"]
        {
            browser.sees(said).await?;
        }
        browser.is_accessible().await
    })
    .await;
    assert_eq!(t.verify().await.faults, []);
}

on_both! {
    async fn a_clerk_goes_from_the_empty_program_to_an_approved_round(engine) {
        first_day(engine).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_day_in_english_reaches_a_planned_round() {
    let t = TestApp::empty(Engine::Sqlite).await;
    let site = t.serve().await;
    journey("first-day-english", Look::DESK.in_language("en"), &site.base, async |browser| {
        browser.expect_in_console("status of 422");
        set_up(browser, &site).await?;
        browser.sees("Begin here").await?;
        browser.open("/units/import").await?;
        let hand = Hand::new(browser);
        hand.file("terms", "yunhe-term.json").await?;
        hand.file("file", "yunhe-units.xlsx").await?;
        browser.sees("237").await?;
        send(browser).await?;
        browser.until("the list of units", async || Ok(browser.path().await? == "/units")).await?;
        let round = make_in_english(&hand, &t).await?;
        assert!(round.starts_with("/rounds/"), "{round}");
        browser.open("/journal").await?;
        browser.sees("Plan a round").await?;
        browser.is_accessible().await
    })
    .await;
}

async fn make_in_english(hand: &Hand<'_>, t: &TestApp) -> Outcome<String> {
    let browser = hand.browser;
    browser.open("/rounds/new").await?;
    browser
        .execute("document.querySelectorAll('main details').forEach(d => { d.open = true })", vec![])
        .await?;
    hand.day("from", "2025-09-08").await?;
    hand.day("to", "2025-10-31").await?;
    let unit = t.app.recognise_unit(&t.clerk().await, "县水利局").await.map_err(|e| e.to_string())?;
    hand.click(&format!("input[name='team.{unit}'][value='1']")).await?;
    send(browser).await?;
    browser.until("the round", async || Ok(browser.path().await?.len() > 20)).await?;
    browser.path().await
}
