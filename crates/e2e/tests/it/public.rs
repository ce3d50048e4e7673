//! The public page in a browser: a frightened person with a phone, with and without script, in both languages.

use crate::pictures::{folder, picture};
use app::online_report::OpenOnlineForm;
use kernel::Offset;
use std::path::Path;
use testkit::browser::{Browser, Look, Outcome, journey};
use testkit::{Engine, TestApp};
use thirtyfour::prelude::*;

struct Public {
    t: TestApp,
    base: String,
    address: String,
}

impl Public {
    async fn open() -> Self {
        let (t, round) = TestApp::with_round(Engine::Sqlite).await;
        let team = t.app.round(&t.clerk().await, round).await.unwrap().teams[0].team.id;
        let act = OpenOnlineForm {
            team,
            from: t.app.today().start(Offset::BEIJING),
            until: t.app.today().plus_days(30).start(Offset::BEIJING).plus_seconds(64_800),
            accepted: "主要受理领导班子及其成员、重点岗位人员的问题。".into(),
            passed_on: "个人诉求、涉法涉诉事项转有关部门办理，并告诉您转到了哪里。".into(),
        };
        t.app.perform(&t.clerk().await, &act).await.unwrap();
        let forms = t.app.online_forms(&t.clerk().await, team).await.unwrap().forms;
        let address = forms[0].address.as_str().to_owned();
        let base = t.serve_public().await;
        Self { t, base, address }
    }

    /// From the poster's short address to the receipt, and back with the code. The accessibility rules are a script:
    /// they are asked only where script runs.
    async fn walk(&self, browser: &Browser, scripted: bool) -> Outcome {
        let accessible = async || if scripted { browser.is_accessible().await } else { Ok(()) };
        browser.expect_in_console("status of 422");
        browser.open("/").await?;
        browser.find(By::Name("address")).await?.send_keys(self.address.to_uppercase()).await?;
        browser.find(By::Css("main button")).await?.click().await?;
        browser.sees("反映哪个单位").await?;
        accessible().await?;
        self.t.clock.advance(30);
        press(browser).await?;
        browser.sees("请写下什么事").await?;
        accessible().await?;
        browser.find(By::Name("text")).await?.send_keys("七月去城东营业厅办减免，被要求先交钱。").await?;
        press(browser).await?;
        browser.sees("已收到").await?;
        accessible().await?;
        let code = browser.find(By::Css(".receipt .code")).await?.text().await?;
        browser.open("/q").await?;
        browser.find(By::Name("code")).await?.send_keys(code.to_lowercase()).await?;
        press(browser).await?;
        browser.sees("城东营业厅").await?;
        accessible().await?;
        assert!(!browser.path().await?.contains(&code), "no code in an address");
        browser.find(By::Name("text")).await?.send_keys("当时还有两个人在场。").await?;
        press(browser).await?;
        browser.sees("当时还有两个人在场").await?;
        Ok(())
    }
}

/// The one action at the bottom.
async fn press(browser: &Browser) -> Outcome {
    let button = browser.find(By::Css(".phone > footer .btn[data-kind='primary']")).await?;
    Ok(button.click().await?)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_reports_by_phone_and_comes_back_with_the_code() {
    let public = Public::open().await;
    journey("public-phone", Look::PHONE, &public.base, async |b| public.walk(b, true).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_without_script_in_the_dark() {
    let public = Public::open().await;
    let look = Look::PHONE.dark().without_script();
    journey("public-plain", look, &public.base, async |b| public.walk(b, false).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_speaks_english_to_an_english_browser_and_closes_with_a_plain_page() {
    let public = Public::open().await;
    journey("public-english", Look::PHONE.in_language("en"), &public.base, async |b| {
        b.open(&format!("/r/{}", public.address)).await?;
        b.sees("Tell the inspection team").await?;
        public.t.clock.advance(40 * 86_400);
        b.open(&format!("/r/{}", public.address)).await?;
        b.sees("takes no more online reports").await?;
        b.is_accessible().await
    })
    .await;
}

/// Draws the pages beside the office's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "draws pictures to look at"]
async fn pictures() {
    let public = Public::open().await;
    for (name, look) in [("phone", Look::PHONE), ("dark", Look::PHONE.dark()), ("desk", Look::DESK)] {
        journey("public-pictures", look, &public.base, async |b| public.draw(b, &folder(name)).await).await;
    }
}

impl Public {
    async fn draw(&self, b: &Browser, folder: &Path) -> Outcome {
        let shot = async |page: &str| picture(b, &folder.join(format!("public-{page}.png"))).await;
        b.open(&format!("/r/{}", self.address)).await?;
        shot("form").await?;
        self.t.clock.advance(30);
        b.find(By::Name("text")).await?.send_keys("七月去城东营业厅办减免，被要求先交钱。").await?;
        press(b).await?;
        b.sees("已收到").await?;
        shot("receipt").await?;
        let code = b.find(By::Css(".receipt .code")).await?.text().await?;
        b.open("/q").await?;
        b.find(By::Name("code")).await?.send_keys(code).await?;
        press(b).await?;
        b.sees("城东").await?;
        shot("talk").await?;
        Ok(())
    }
}
