//! A round from the home page to authorised teams, as an office takes it; and the pool before it.

use crate::accounts::sign_in;
use crate::set_up::{fill, send};
use app::account::{ChangeOwnPassword, GrantRole, NewPassword};
use app::inspector::{ImportInspectors, PoolFilter};
use app::organisation::{ImportOptions, ImportUnits, TermUpload};
use app::round::{ImportRound, RoundPage};
use domain::permission::Role;
use kernel::{PageRequest, RoundId};
use std::path::PathBuf;
use testkit::browser::{Browser, Look, Outcome, journey};
use testkit::{Engine, PASSWORD, TestApp, checkout};
use thirtyfour::prelude::*;

fn data(name: &str) -> PathBuf {
    checkout().join("tests/data").join(name)
}

fn read(name: &str) -> Vec<u8> {
    std::fs::read(data(name)).unwrap()
}

/// Password of the second person.
const SECOND: &str = "另一座石桥 1990";

/// The county with its units, its pool, and a second person in the office.
async fn county() -> TestApp {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let terms = TermUpload { name: "yunhe-term.json".into(), bytes: read("yunhe-term.json") };
    let options = ImportOptions { terms: Some(terms), ..ImportOptions::default() };
    let units = ImportUnits { file: "yunhe-units.xlsx".into(), bytes: read("yunhe-units.xlsx"), options };
    t.app.perform(&t.clerk().await, &units).await.unwrap();
    let bytes = read("yunhe-inspectors.xlsx");
    let pool = ImportInspectors { file: "yunhe-inspectors.xlsx".into(), bytes, as_of: None };
    t.app.perform(&t.clerk().await, &pool).await.unwrap();
    let second = t.stranger("second").await;
    let new = NewPassword { password: SECOND.into(), again: SECOND.into() };
    let own = ChangeOwnPassword { current: PASSWORD.into(), new };
    t.app.perform(&t.ctx("second").await, &own).await.unwrap();
    let grant = GrantRole { account: second, role: Role::OfficeStaff, scope: None, last_day: None };
    t.app.perform(&t.clerk().await, &grant).await.unwrap();
    t
}

/// Presses what says exactly or partly these words, in the page's own content.
pub(crate) async fn press(browser: &Browser, words: &str) -> Outcome {
    for button in browser.find_all(By::Css("main button, main a.btn")).await? {
        if button.text().await?.contains(words) {
            button.scroll_into_view().await?;
            return Ok(button.click().await?);
        }
    }
    Err(format!("no button says {words:?}").into())
}

pub(crate) async fn set_day(browser: &Browser, name: &str, day: &str) -> Outcome {
    let field = browser.find(By::Name(name)).await?;
    let script =
        "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('change', {bubbles: true}))";
    browser.execute(script, vec![field.to_json()?, day.into()]).await?;
    Ok(())
}

async fn choose(browser: &Browser, name: &str, value: &str) -> Outcome {
    let option = format!("select[name='{name}'] option[value='{value}']");
    Ok(browser.find(By::Css(option)).await?.click().await?)
}

/// Opens the group a control stands in, as a reader would who looks for it.
async fn open_groups(browser: &Browser) -> Outcome {
    browser
        .execute("document.querySelectorAll('main details').forEach(d => { d.open = true })", vec![])
        .await?;
    Ok(())
}

const UNITS: [(&str, u16); 9] = [
    ("县住房和城乡建设局", 1),
    ("云河城市建设投资集团有限公司", 1),
    ("县农业农村局", 2),
    ("县水利局", 2),
    ("县卫生健康局", 3),
    ("云河县人民医院", 3),
    ("枕河镇", 4),
    ("县民政局", 4),
    ("县教育体育局", 4),
];

/// Plans the round from the home page; answers how many actions a person took: a click 1, a choice or a date 2.
async fn plan(browser: &Browser, t: &TestApp) -> Outcome<u32> {
    let mut actions = 0;
    browser.find(By::Css("main a[href='/rounds/new']")).await?.click().await?;
    actions += 1;
    browser.sees("在单位右侧点组号").await?;
    browser.is_accessible().await?;
    open_groups(browser).await?;
    for (name, day) in [("from", "2025-09-08"), ("to", "2025-10-31")] {
        set_day(browser, name, day).await?;
        actions += 2;
    }
    for (name, team) in UNITS {
        let unit = t.app.recognise_unit(&t.clerk().await, name).await.map_err(|e| e.to_string())?;
        let button = browser.find(By::Css(format!("input[name='team.{unit}'][value='{team}']"))).await?;
        button.scroll_into_view().await?;
        button.click().await?;
        actions += 1;
        if matches!(name, "县民政局" | "县教育体育局") {
            choose(browser, &format!("kind.{unit}"), "look_back").await?;
            actions += 2;
        }
    }
    press(browser, "保存方案").await?;
    actions += 1;
    browser.sees("方案已保存").await?;
    Ok(actions)
}

async fn page(t: &TestApp, id: RoundId) -> RoundPage {
    t.app.round(&t.clerk().await, id).await.unwrap()
}

/// Takes one team from proposed to cleared, on its page.
async fn clear_team(browser: &Browser, address: &str) -> Outcome {
    browser.open(&format!("{address}/declarations")).await?;
    browser.sees("登记回避申报").await?;
    // Every question is answered by the person; nothing is set beforehand.
    for answer in browser.find_all(By::Css("main input[type=radio][value=no]")).await? {
        answer.scroll_into_view().await?;
        answer.click().await?;
    }
    press(browser, "保存申报").await?;
    browser.sees("申报已登记").await?;
    press(browser, "核对回避").await?;
    browser.sees("已核对回避").await?;
    browser.find(By::Css("main input[data-tick-all]")).await?.click().await?;
    press(browser, "审核通过").await?;
    browser.sees("审核已通过").await?;
    browser.find(By::Css("main input[data-tick-all]")).await?.click().await?;
    press(browser, "登记承诺书").await?;
    browser.sees("承诺书已登记").await
}

/// Records from paper what the leading group decided.
async fn record(browser: &Browser, scan: &std::path::Path) -> Outcome {
    press(browser, "代录批示").await?;
    browser.sees("原件为准").await?;
    // Nothing is chosen beforehand: the answer is the leader's.
    browser.find(By::Css("main input[name=approved][value=yes]")).await?.click().await?;
    set_day(browser, "decided_on", "2025-07-21").await?;
    fill(browser, "decided_by", "云丁苇").await?;
    fill(browser, "post", "县委书记").await?;
    fill(browser, "wording", "同意。").await?;
    browser.find(By::Css("input[type=file][name=scan]")).await?.send_keys(scan.display().to_string()).await?;
    send(browser).await?;
    browser.sees("待另一人复核").await
}

/// The second person holds it against the paper, in their own browser.
async fn check(base: &str, path: &str) {
    journey("rounds-second-person", Look::DESK, base, async |browser| {
        sign_in(browser, "second", SECOND).await?;
        browser.until("the home page", async || Ok(browser.path().await? == "/")).await?;
        browser.open(path).await?;
        browser.is_accessible().await?;
        press(browser, "与原件一致").await?;
        browser.sees("已复核").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_office_goes_from_the_home_page_to_authorised_teams() {
    let t = county().await;
    let site = t.serve().await;
    let scan = t.folder().join("scan.pdf");
    std::fs::write(&scan, b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n").unwrap();
    journey("rounds-plan-to-authorised", Look::DESK, &site.base, async |browser| {
        browser.expect_in_console("status of 422");
        sign_in(browser, "clerk", PASSWORD).await?;
        browser.sees("从这里开始").await?;
        let actions = plan(browser, &t).await?;
        assert!(actions <= 25, "{actions} actions from the home page");
        let round = browser.path().await?;
        let id: RoundId = round.rsplit('/').next().unwrap_or_default().parse()?;
        browser.is_accessible().await?;
        press(browser, "按建议组建").await?;
        browser.sees("已按建议补齐各组").await?;
        for part in page(&t, id).await.teams {
            clear_team(browser, &format!("{round}/teams/{}", part.team.id)).await?;
        }
        browser.is_accessible().await?;
        browser.open(&round).await?;
        record(browser, &scan).await?;
        check(&site.base, &browser.path().await?).await;
        browser.open(&round).await?;
        browser.sees("已批准").await?;
        press(browser, "起草授权").await?;
        browser.sees("下一个编号：巡授〔2025〕1号").await?;
        browser.is_accessible().await?;
        press(browser, "保存授权书").await?;
        browser.sees("授权书已起草").await?;
        record(browser, &scan).await?;
        check(&site.base, &browser.path().await?).await;
        browser.open(&round).await?;
        browser.sees("可以进入下一阶段").await?;
        browser.sees("巡授〔2025〕4号").await?;
        browser.is_accessible().await
    })
    .await;
    assert_eq!(t.verify().await.faults, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn relatives_stay_hatched_until_a_reason_is_given() {
    let t = county().await;
    let site = t.serve().await;
    let filter = PoolFilter { text: Some("RC005".into()), ..PoolFilter::default() };
    let found = t.app.inspectors(&t.clerk().await, &filter, &PageRequest::default()).await.unwrap().0;
    let address = format!("/inspectors/{}", found.items[0].person);
    journey("rounds-relatives", Look::DESK, &site.base, async |browser| {
        browser.expect_in_console("status of 422");
        sign_in(browser, "clerk", PASSWORD).await?;
        browser.until("the home page", async || Ok(browser.path().await? == "/")).await?;
        browser.open(&address).await?;
        browser.sees("主要社会关系已密封").await?;
        browser.is_accessible().await?;
        press(browser, "打开").await?;
        browser.sees("请写明查看的理由").await?;
        fill(browser, "reason", "核对回避情形").await?;
        press(browser, "打开").await?;
        browser.sees("自动关闭").await?;
        browser.is_accessible().await?;
        press(browser, "现在关闭").await?;
        browser.sees("主要社会关系已密封").await?;
        let unit = t.app.recognise_unit(&t.clerk().await, "县水利局").await.map_err(|e| e.to_string())?;
        browser.open(&format!("/recusal?unit={unit}&start=2025-09-08")).await?;
        browser.sees("应当回避 13 人").await?;
        browser.is_accessible().await
    })
    .await;
}

/// The text of a document as LibreOffice prints it: the paper must open elsewhere than here.
fn printed(folder: &std::path::Path, name: &str, bytes: &[u8]) -> String {
    use std::process::Command;
    let document = folder.join(name);
    std::fs::write(&document, bytes).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.join("office").display());
    let folder_text = folder.display().to_string();
    let options = [profile.as_str(), "--headless", "--convert-to", "pdf", "--outdir", folder_text.as_str()];
    let made = Command::new("soffice").args(options).arg(&document).output().unwrap();
    assert!(made.status.success(), "{made:?}");
    let text = Command::new("pdftotext").arg(document.with_extension("pdf")).arg("-").output().unwrap();
    String::from_utf8(text.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_program_opens_the_authorisation_and_finds_what_it_says() {
    let t = county().await;
    let file =
        ImportRound { file: "yunhe-round.json".into(), bytes: read("yunhe-round.json"), taken_over: None };
    let round = t.app.perform(&t.clerk().await, &file).await.unwrap().done.round;
    let found = page(&t, round).await;
    let team = &found.teams[0];
    let paper = t.app.authorisation_paper(&t.clerk().await, team.team.id).await.unwrap();
    assert!(paper.name.ends_with(".docx"));
    let text = printed(t.folder(), "authorisation.docx", &paper.bytes);
    let flat: String = text.split_whitespace().collect();
    let number = team.paper().unwrap().number.as_ref().unwrap();
    let leader = team.members.iter().find(|m| m.member.role == domain::team::Role::Leader).unwrap();
    for part in ["中共云河县委员会", "巡察授权书", number, &leader.name, &team.engagements[0].unit]
    {
        assert!(flat.contains(part), "{part} in {text}");
    }
}
