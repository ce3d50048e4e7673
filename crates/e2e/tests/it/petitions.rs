//! The register of petitions in a browser, on both databases: registered, screened, merged, referred, followed to its
//! outcome, answered, closed; and who wrote it opened by the leader.

use crate::accounts::sign_in;
use crate::hand::{put, send, unfold};
use domain::permission::Role;
use kernel::EngagementId;
use testkit::browser::{Browser, Look, Outcome, journey};
use testkit::{OnSite, PASSWORD, TestApp, on_both};
use thirtyfour::prelude::*;

const UNIT: &str = "县农业农村局";

struct Register {
    t: TestApp,
    engagement: EngagementId,
    base: String,
}

/// A paper as a phone takes it: told by its content.
const SCAN: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";

impl Register {
    async fn open(engine: testkit::Engine) -> Self {
        let (t, site): (TestApp, OnSite) = TestApp::on_site(engine).await;
        let engagement = site.engagement(UNIT);
        t.give_role("clerk", Role::TeamLeader, engagement.0).await;
        let base = t.serve().await.base;
        Self { t, engagement, base }
    }

    /// Types one petition in and saves it.
    async fn register(&self, b: &Browser, text: &str, named: bool) -> Outcome {
        b.open(&format!("/petitions/new?engagement={}", self.engagement)).await?;
        b.find(By::Name("text")).await?.send_keys(text).await?;
        if named {
            b.find(By::Name("reporter")).await?.send_keys("邬甲岚").await?;
            b.find(By::Name("contact")).await?.send_keys("16000009911").await?;
        }
        submit(b, "form.stack button[type=submit]").await?;
        b.sees("已登记").await?;
        Ok(())
    }

    async fn walk(&self, b: &Browser) -> Outcome {
        sign_in(b, "clerk", PASSWORD).await?;
        b.until("the home page", async || Ok(b.path().await? == "/")).await?;
        b.find(By::Css("nav a[href='/petitions']")).await?.click().await?;
        b.sees("还没有登记信访件").await?;
        self.register(b, "示范县项目的渠道只修了一半就通过验收，剩下的工程款不知去向，请核实。", true)
            .await?;
        b.is_accessible().await?;
        let first = b.path().await?;
        self.register(b, "示范县那条渠道验收单上写全部完工，其实只修了一半，工程款却付清了。", false).await?;
        let second = b.path().await?;
        self.t.work_off().await;
        self.screen_and_merge(b, &first, &second).await?;
        self.refer_and_close(b, &first).await
    }

    /// A referral that the leader signed on paper: one of the team records it, another holds it against the paper.
    async fn refer_on_paper(&self, b: &Browser) -> Outcome {
        let other = self.t.holder_of("second", Role::TeamMember, self.engagement.0).await;
        sign_in(b, "clerk", PASSWORD).await?;
        b.until("the home page", async || Ok(b.path().await? == "/")).await?;
        self.register(b, "补助少发了三个月，请核实。", true).await?;
        let petition = b.path().await?;
        b.find(By::Css("input[name=verdict][value='out:personal']")).await?.click().await?;
        submit(b, "form[action$='/screen'] button[type=submit]").await?;
        b.sees("不予受理").await?;
        unfold(b).await?;
        b.is_accessible().await?;
        let form = "/refer/paper";
        for (name, value) in [
            ("to", "县民政局"),
            ("extract", "反映人要求补发补助。"),
            ("decided_by", "韦丁岩"),
            ("wording", "同意转办。"),
        ] {
            put(b, form, name, value).await?;
        }
        let scan = self.t.folder().join("scan.pdf");
        std::fs::write(&scan, SCAN)?;
        let field = b.find(By::Css("form[action$='/refer/paper'] input[type=file]")).await?;
        field.send_keys(scan.display().to_string()).await?;
        send(b, form, "代录批示").await?;
        b.sees("请另一人复核").await?;
        unfold(b).await?;
        b.is_accessible().await?;
        let token = self.t.session(other.signed().map_err(|e| e.to_string())?.account).await;
        b.delete_all_cookies().await?;
        b.add_cookie(Cookie::new("sid", token)).await?;
        b.open("/mine").await?;
        b.sees("代录的批示待核对").await?;
        b.open(&petition).await?;
        b.sees("同意转办。").await?;
        b.is_accessible().await?;
        send(b, "/refer/check", "与原件一致").await?;
        b.sees("已转办，待签收").await?;
        b.sees("代录批示，已复核").await?;
        b.is_accessible().await
    }

    async fn screen_and_merge(&self, b: &Browser, first: &str, second: &str) -> Outcome {
        b.open(second).await?;
        b.sees("可能说的是同一件事").await?;
        b.find(By::Css("#alike a")).await?.click().await?;
        b.sees("相似之处").await?;
        b.find(By::Css("table.compare mark")).await?;
        b.is_accessible().await?;
        let keep = first.rsplit('/').next().unwrap_or_default();
        b.find(By::Css(format!("input[name=keep][value='{keep}']"))).await?.click().await?;
        b.find(By::Name("why")).await?.send_keys("同一条渠道").await?;
        submit(b, "button[data-kind=primary][type=submit]").await?;
        b.sees("已合并").await?;
        b.sees("并入本件的").await?;
        // What the rules propose is filled in; the person decides otherwise here.
        b.find(By::Css("input[name=verdict][value='out:personal']")).await?.click().await?;
        submit(b, "form[action$='/screen'] button[type=submit]").await?;
        b.sees("不予受理").await
    }

    async fn refer_and_close(&self, b: &Browser, first: &str) -> Outcome {
        b.expect_in_console("status of 422");
        assert_eq!(b.path().await?, first);
        b.find(By::Name("to")).await?.send_keys(UNIT).await?;
        b.find(By::Name("extract")).await?.send_keys("有群众反映渠道工程款").await?;
        b.find(By::Name("password")).await?.send_keys(PASSWORD).await?;
        submit(b, "form[action$='/refer'] button[type=submit]").await?;
        b.sees("不能转给被反映人所在的单位").await?;
        let to = b.find(By::Name("to")).await?;
        to.clear().await?;
        to.send_keys("县水利局").await?;
        b.find(By::Name("password")).await?.send_keys(PASSWORD).await?;
        submit(b, "form[action$='/refer'] button[type=submit]").await?;
        b.sees("已转办，待签收").await?;
        b.find(By::Name("by")).await?.send_keys("县水利局 经办人").await?;
        submit(b, "form[action$='/receipt'] button[type=submit]").await?;
        b.sees("已签收，待反馈").await?;
        b.find(By::Name("result")).await?.send_keys("已重新验收并追回工程款").await?;
        submit(b, "form[action$='/outcome'] button[type=submit]").await?;
        b.sees("已有结果").await?;
        b.find(By::Name("told")).await?.send_keys("已告知办理结果").await?;
        submit(b, "form[action$='/answer'] button[type=submit]").await?;
        b.sees("已登记答复").await?;
        submit(b, "form[action$='/close'] button[type=submit]").await?;
        b.sees("已办结").await?;
        b.is_accessible().await?;
        b.find(By::Name("reason")).await?.send_keys("核对答复是否收到").await?;
        submit(b, "form[action$='/open'] button[type=submit]").await?;
        b.sees("邬甲岚").await?;
        b.open(first).await?;
        let page = b.find(By::Css("main")).await?.text().await?;
        assert!(!page.contains("邬甲岚"), "closed again");
        Ok(())
    }
}

/// Presses the button and waits for nothing: what follows says what it waits for.
async fn submit(b: &Browser, button: &str) -> Outcome {
    Ok(b.find(By::Css(button)).await?.click().await?)
}

on_both! {
    async fn a_petition_goes_its_whole_way(engine) {
        let register = Register::open(engine).await;
        journey("petition", Look::DESK, &register.base, async |b| register.walk(b).await).await;
        assert_eq!(register.t.verify().await.faults, []);
    }

    async fn a_referral_on_paper_is_recorded_by_one_and_checked_by_another_on_a_phone(engine) {
        let register = Register::open(engine).await;
        journey("petition-paper", Look::PHONE, &register.base, async |b| register.refer_on_paper(b).await).await;
        assert_eq!(register.t.verify().await.faults, []);
    }
}
