//! A report from the public page on the team's desk, in a browser and on both databases: taken in as a petition,
//! answered, and the answer read by its writer.

use crate::accounts::sign_in;
use app::online_report::{OpenOnlineForm, Sent};
use domain::online_report::Filled;
use domain::permission::Role;
use kernel::Offset;
use testkit::browser::{Browser, Look, Outcome, journey};
use testkit::{Engine, PASSWORD, TestApp, on_both};
use thirtyfour::prelude::*;

const UNIT: &str = "县农业农村局";

struct Waiting {
    t: TestApp,
    base: String,
    public: String,
    code: String,
}

impl Waiting {
    /// A form of the team with one report that waits.
    async fn open(engine: Engine) -> Self {
        let (t, site) = TestApp::on_site(engine).await;
        let engagement = site.engagement(UNIT);
        t.give_role("clerk", Role::TeamLeader, engagement.0).await;
        let clerk = t.clerk().await;
        let round = t.app.round(&clerk, site.round).await.unwrap();
        let own =
            |t: &&app::round::TeamPart| t.engagements.iter().any(|e| e.kept.engagement.id == engagement);
        let team = round.teams.iter().find(own).unwrap().team.id;
        let act = OpenOnlineForm {
            team,
            from: t.app.today().start(Offset::BEIJING),
            until: t.app.today().plus_days(10).start(Offset::BEIJING),
            accepted: "受理领导班子及其成员的问题。".into(),
            passed_on: "其他事项转有关部门办理。".into(),
        };
        t.app.perform(&clerk, &act).await.unwrap();
        let form = t.app.online_forms(&t.clerk().await, team).await.unwrap().forms.remove(0).value.form;
        let intake = t.app.intake();
        let stamp = intake.stamp(&form);
        t.clock.advance(30);
        let at = form.targets.iter().position(|target| target.engagement == engagement).unwrap();
        let filled = Filled {
            unit: at.to_string(),
            text: "示范县项目的渠道只修了一半就通过验收。".into(),
            named: true,
            name: "邬甲岚".into(),
            contact: "16000009911".into(),
            ..Filled::default()
        };
        let sent = Sent { stamp, filled, files: Vec::new() };
        let received = intake.receive(form.address.as_str(), sent).await.unwrap().unwrap();
        let (base, public) = (t.serve().await.base, t.serve_public().await);
        Self { t, base, public, code: received.code.text().expose().clone() }
    }

    async fn walk(&self, b: &Browser) -> Outcome {
        b.expect_in_console("status of 422");
        sign_in(b, "clerk", PASSWORD).await?;
        b.until("the home page", async || Ok(b.path().await? == "/")).await?;
        b.open("/petitions").await?;
        b.sees("本组有 1 件网上反映等待接收").await?;
        b.is_accessible().await?;
        b.find(By::Css("form[action^='/petitions/online/'] button")).await?.click().await?;
        b.sees("已接收为信访件").await?;
        b.find(By::Css("main table tbody a")).await?.click().await?;
        b.sees("与反映人往来").await?;
        b.sees("渠道只修了一半").await?;
        b.is_accessible().await?;
        let page = b.find(By::Css("main")).await?.text().await?;
        assert!(!page.contains("邬甲岚"), "a name is not shown by taking a report in");
        self.reply(b, "").await?;
        b.sees("请写明").await?;
        self.reply(b, "已安排核实，请等候。").await?;
        b.sees("反映人凭查询码查看").await?;
        b.sees("已安排核实，请等候。").await
    }

    /// Its writer comes back with the code.
    async fn read(&self, b: &Browser) -> Outcome {
        b.open("/q").await?;
        b.find(By::Name("code")).await?.send_keys(&self.code).await?;
        b.find(By::Css(".phone > footer .btn[data-kind='primary']")).await?.click().await?;
        b.sees("已安排核实，请等候。").await?;
        b.is_accessible().await
    }

    async fn reply(&self, b: &Browser, text: &str) -> Outcome {
        b.find(By::Css("form[action$='/reply'] textarea")).await?.send_keys(text).await?;
        Ok(b.find(By::Css("form[action$='/reply'] button[type=submit]")).await?.click().await?)
    }
}

on_both! {
    async fn a_report_is_taken_in_and_answered_and_its_writer_reads_the_answer(engine) {
        let waiting = Waiting::open(engine).await;
        journey("online-report", Look::DESK, &waiting.base, async |b| waiting.walk(b).await).await;
        journey("online-answer", Look::PHONE, &waiting.public, async |b| waiting.read(b).await).await;
        assert_eq!(waiting.t.verify().await.faults, []);
    }
}
