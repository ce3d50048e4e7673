//! Working papers as a browser gets them.

use crate::client::{Answer, Client};
use app::finding::{FindingFilter, FindingPage};
use app::petition::{Entry, RegisterPetition, Told};
use axum::http::StatusCode;
use domain::permission::Role;
use kernel::{FindingId, PageRequest};
use testkit::{Engine, OnSite, TestApp};

const UNIT: &str = "县农业农村局";

struct Team {
    t: TestApp,
    site: OnSite,
    client: Client,
}

impl Team {
    async fn new() -> Self {
        let (t, site) = TestApp::on_site(Engine::Sqlite).await;
        let ctx = t.team_member(&site, UNIT, Role::TeamMember).await;
        let session = t.session(ctx.signed().unwrap().account).await;
        let client = Client::new(&t).with_session(&session);
        Self { t, site, client }
    }

    fn papers(&self) -> String {
        format!("/engagements/{}/findings", self.site.engagement(UNIT))
    }

    async fn write(&mut self, fields: &[(&str, &str)]) -> Answer {
        let at = format!("{}/new", self.papers());
        let page = self.client.get(&at).await;
        self.client.multipart(&page, &at, fields, &[]).await
    }

    async fn begun(&mut self) -> FindingId {
        let answer = self.write(&[("title", "拆分发包"), ("facts", "拆成三段。[DOC-1-001]均未招标。")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.location().rsplit('/').next().unwrap().parse().unwrap()
    }

    async fn found(&self, id: FindingId) -> FindingPage {
        let member = self.t.ctx("team_member-0").await;
        self.t.app.finding(&member, id).await.unwrap()
    }
}

#[tokio::test]
async fn what_was_typed_stays_when_the_form_comes_back() {
    let mut team = Team::new().await;
    let answer =
        team.write(&[("facts", "没有标题的一句。"), ("amounts", "约八万 东段"), ("basis", "办法")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in ["没有标题的一句。", "约八万 东段", "办法", "不是金额"] {
        assert!(answer.body.contains(words), "{words}");
    }
    let answer = team.write(&[("facts", "没有标题的一句。[DOC-1]")]).await;
    assert!(answer.body.contains("缺标题") && answer.body.contains("没有标题的一句。[DOC-1]"));
}

#[tokio::test]
async fn running_text_becomes_sentences_with_their_evidence_and_a_file_stands_under_its_own() {
    let mut team = Team::new().await;
    let id = team.begun().await;
    let paper = team.found(id).await.kept.paper.clone();
    let said: Vec<_> = paper.sentences.iter().map(|s| (s.text.as_str(), s.evidence.len())).collect();
    assert_eq!(said, [("拆成三段。", 1), ("均未招标。", 0)]);
    let at = format!("/findings/{id}/edit");
    let page = team.client.get(&at).await;
    assert!(page.body.contains("DOC-1-001") && page.body.contains("监督重点"));
    let version = page.hidden("version");
    let fields = [
        ("version", version.as_str()),
        ("title", "拆分发包"),
        ("s.1", "拆成三段。"),
        ("keep.1", "DOC-1-001||"),
        ("s.2", "均未招标。\n也未比选。"),
        ("add.2", "C9 VISIT-1 第2页 走访；XF028"),
        ("file_sentence", "2"),
        ("file_page", "3"),
    ];
    let answer = team.client.multipart(&page, &at, &fields, &[("file", "笔录")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let found = team.found(id).await;
    let said: Vec<_> = found.kept.paper.sentences.iter().map(|s| (s.key, s.evidence.len())).collect();
    assert_eq!(said, [(1, 1), (2, 3), (3, 0)]);
    let (file, _) = found.files.iter().next().unwrap();
    let opened = team.client.get(&format!("/findings/{id}/files/{file}")).await;
    assert_eq!((opened.status, opened.body.as_str()), (StatusCode::OK, "笔录"));
    let one = team.client.get(&format!("/findings/{id}")).await;
    assert!(one.body.contains(&format!("/findings/{id}/files/{file}#page=3")), "the page of the file");
}

#[tokio::test]
async fn a_list_is_narrowed_and_says_so_when_nothing_fits() {
    let mut team = Team::new().await;
    let empty = team.client.get("/findings").await;
    assert!(empty.body.contains("还没有底稿"));
    team.begun().await;
    for (query, holds) in [
        ("standing=draft", true),
        ("standing=adopted", false),
        ("blocked=1", true),
        ("signed=yes", false),
        ("focus=%25", true),
        ("check=1", false),
    ] {
        let page = team.client.get(&format!("{}?{query}", team.papers())).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.body.contains("DG001"), holds, "{query}");
        assert_eq!(page.body.contains("没有符合条件的底稿"), !holds, "{query}");
    }
}

#[tokio::test]
async fn another_teams_paper_is_a_page_that_does_not_exist() {
    let mut team = Team::new().await;
    let id = team.begun().await;
    let other = team.t.team_member(&team.site, "县民政局", Role::TeamLeader).await;
    let session = team.t.session(other.signed().unwrap().account).await;
    let mut stranger = Client::new(&team.t).with_session(&session);

    for path in ["", "/edit", "/versions", "/evidence"] {
        let answer = stranger.get(&format!("/findings/{id}{path}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let papers = team.papers();
    for path in ["", "/new", "/meeting", "/matrix", "/import"] {
        assert_eq!(stranger.get(&format!("{papers}{path}")).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let own = team.t.app.findings(&other, None, &FindingFilter::default(), &PageRequest::default()).await;
    assert!(own.unwrap().page.items.is_empty());
}

#[tokio::test]
async fn the_form_offers_the_engagements_petitions_to_be_cited() {
    let mut team = Team::new().await;
    let entry = Entry {
        channel: "letter".into(),
        received: team.t.app.now(),
        reporter: Told::nothing(),
        contact: Told::nothing(),
        people: None,
        openers: Vec::new(),
        unit: UNIT.into(),
        subjects: String::new(),
        text: "渠道只修了一半就验收了。".into(),
        disciplines: Vec::new(),
    };
    let act = RegisterPetition { engagement: team.site.engagement(UNIT), entry };
    team.t.app.perform(&team.t.ctx("team_member-0").await, &act).await.unwrap();
    let page = team.client.get(&format!("{}/new", team.papers())).await;
    assert!(
        page.body.contains("<option value=\"信访〔2025〕1\">渠道只修了一半就验收了。</option>"),
        "{}",
        page.body
    );
}
