//! The register's pages over HTTP: what was typed stays, who wrote is in no page until it is opened, and then in none that
//! is kept.

use crate::client::Client;
use axum::http::StatusCode;
use domain::permission::Role;
use testkit::{Engine, TestApp};

const UNIT: &str = "县农业农村局";

async fn desk() -> (TestApp, Client, String) {
    let (t, site) = TestApp::on_site(Engine::Sqlite).await;
    let engagement = site.engagement(UNIT);
    t.give_role("clerk", Role::TeamLeader, engagement.0).await;
    let clerk = t.signed("clerk").await.account;
    let client = Client::new(&t).with_session(&t.session(clerk).await);
    (t, client, engagement.to_string())
}

fn typed<'a>(engagement: &'a str, text: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("engagement", engagement),
        ("channel", "letter"),
        ("received", "2025-10-20 09:10"),
        ("unit", UNIT),
        ("text", text),
        ("reporter", "邬甲岚"),
        ("contact", "16000009911"),
    ]
}

#[tokio::test]
async fn a_form_with_a_mistake_comes_back_with_what_was_typed() {
    let (_t, mut client, engagement) = desk().await;
    let page = client.get(&format!("/petitions/new?engagement={engagement}")).await;
    let mut form = typed(&engagement, "渠道只修了一半。");
    form[2] = ("received", "昨天");
    let answer = client.fill(&page, "/petitions/new", &form).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("渠道只修了一半。") && answer.body.contains("昨天"));
}

#[tokio::test]
async fn save_and_next_opens_the_next_form_and_save_the_petition() {
    let (_t, mut client, engagement) = desk().await;
    let page = client.get(&format!("/petitions/new?engagement={engagement}")).await;
    let mut form = typed(&engagement, "渠道只修了一半。");
    form.push(("then", "next"));
    let answer = client.fill(&page, "/petitions/new", &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.location().starts_with("/petitions/new?engagement="), "{}", answer.location());
    let page = client.get(answer.location()).await;
    let answer = client.fill(&page, "/petitions/new", &typed(&engagement, "又一件。")).await;
    assert_eq!(client.get(answer.location()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn who_wrote_is_shown_once_opened_on_a_page_that_is_not_kept_and_closes_by_itself() {
    let (_t, mut client, engagement) = desk().await;
    let page = client.get(&format!("/petitions/new?engagement={engagement}")).await;
    let made = client.fill(&page, "/petitions/new", &typed(&engagement, "渠道只修了一半。")).await;
    let address = made.location().to_owned();
    for path in [address.as_str(), "/petitions", "/registers", "/journal", "/deadlines"] {
        let shown = client.get(path).await;
        assert_eq!(shown.status, StatusCode::OK, "{path}");
        assert!(!shown.body.contains("邬甲岚") && !shown.body.contains("16000009911"), "{path}");
    }
    let page = client.get(&address).await;
    let refused = client.fill(&page, &format!("{address}/open"), &[("reason", " ")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let opened = client.fill(&page, &format!("{address}/open"), &[("reason", "电话核实地点")]).await;
    assert!(opened.body.contains("邬甲岚") && opened.body.contains("16000009911"));
    assert!(!client.get(&address).await.body.contains("邬甲岚"), "closed again");
}

#[tokio::test]
async fn a_text_of_one_character_and_one_of_twenty_thousand_both_have_their_page() {
    let (_t, mut client, engagement) = desk().await;
    let long = "长".repeat(20_000);
    for text in ["短", long.as_str(), "../../etc/passwd"] {
        let page = client.get(&format!("/petitions/new?engagement={engagement}")).await;
        let made = client.fill(&page, "/petitions/new", &typed(&engagement, text)).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", text.chars().count());
        let shown = client.get(made.location()).await;
        assert!(shown.status == StatusCode::OK && shown.body.contains(text));
    }
}

#[tokio::test]
async fn registers_are_taken_out_from_the_pages_that_show_them_and_name_nobody() {
    let (_t, mut client, engagement) = desk().await;
    let page = client.get(&format!("/petitions/new?engagement={engagement}")).await;
    client.fill(&page, "/petitions/new", &typed(&engagement, "渠道只修了一半。")).await;
    let own = format!("/petitions/export/{engagement}");
    assert!(client.get("/petitions").await.body.contains(&format!("href=\"{own}\"")));
    let all = "/registers/export?channel=letter";
    assert!(client.get("/registers?channel=letter").await.body.contains(&format!("href=\"{all}\"")));
    for path in [own.as_str(), all] {
        let file = client.get(path).await;
        assert_eq!(file.status, StatusCode::OK, "{path}");
        assert!(file.body.starts_with("PK"), "{path}");
    }
}

/// A form with a file: the scan of a paper.
#[tokio::test]
async fn a_referral_on_paper_is_recorded_by_one_and_checked_by_another_on_the_petitions_page() {
    let (t, mut client, engagement) = desk().await;
    let page = client.get(&format!("/petitions/new?engagement={engagement}")).await;
    let made = client.fill(&page, "/petitions/new", &typed(&engagement, "补助少发了三个月，请核实。")).await;
    let address = made.location().to_owned();
    let page = client.get(&address).await;
    let screen = [("verdict", "out:personal"), ("why", "个人诉求")];
    client.fill(&page, &format!("{address}/screen"), &screen).await;
    let page = client.get(&address).await;
    assert!(page.body.contains("组长已在纸上批准转办"));
    let record = format!("{address}/refer/paper");
    let fields = [
        ("to", "县民政局"),
        ("extract", "反映人要求补发补助。"),
        ("decided_by", "韦丁岩"),
        ("post", "组长"),
        ("decided_on", "2025-10-20"),
        ("wording", "同意转办。"),
    ];
    // Without its scan it comes back with what was typed.
    let back = client.multipart(&page, &record, &fields, &[]).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", back.body);
    assert!(back.body.contains("请附上原件的扫描件") && back.body.contains("韦丁岩"));
    let scan = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";
    let done = client.multipart(&page, &record, &fields, &[("scan", scan)]).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, address.as_str()), "{}", done.body);
    let own = client.get(&address).await;
    assert!(own.body.contains("请另一人复核") && !own.body.contains("与原件一致"));
    assert!(client.get(&format!("{address}/refer/scan")).await.body.starts_with("%PDF"));
    let second = t.holder_of("second", Role::TeamMember, engagement.parse().unwrap()).await;
    let second = second.signed().unwrap().account;
    let mut other = Client::new(&t).with_session(&t.session(second).await);
    let page = other.get(&address).await;
    assert!(page.body.contains("同意转办。") && page.body.contains("反映人要求补发补助。"));
    let checked = other.fill(&page, &format!("{address}/refer/check"), &[("agrees", "yes")]).await;
    assert_eq!(checked.status, StatusCode::SEE_OTHER, "{}", checked.body);
    assert!(other.get(&address).await.body.contains("已转办，待签收"));
}
