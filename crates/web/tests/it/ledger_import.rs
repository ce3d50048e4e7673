//! Taking a ledger over: the preview asks about deadlines that were left blank, and counts by the answers.

use crate::client::Client;
use axum::http::StatusCode;
use testkit::{Engine, TestApp, county_file};

#[tokio::test]
async fn a_blank_deadline_is_asked_about_and_the_answer_is_taken_with_the_ledger() {
    let t = TestApp::with_county(Engine::Sqlite).await;
    t.clock.advance(125 * 86_400);
    let clerk = t.clerk().await;
    let kept = t.app.stash(&clerk, "ledger-messy.xlsx", &county_file("ledger-messy.xlsx")).await.unwrap();
    let mut client = Client::new(&t).with_session(&t.session(clerk.signed().unwrap().account).await);
    let address = format!("/ledger/import/{kept}");
    let page = client.get(&address).await;
    assert_eq!(page.body.matches("没有写时限，按哪一天").count(), 2);
    let words = |n: usize| {
        let hidden = page.body.split(&format!("name=\"words.{n}\" value=\"")).nth(1).unwrap();
        hidden.split('"').next().unwrap().to_owned()
    };
    let (one, other) = (words(0), words(1));
    let wrong = [("words.0", one.as_str()), ("answer.0", "年底")];
    assert_eq!(client.fill(&page, &address, &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut answers = vec![
        ("words.0", one.as_str()),
        ("answer.0", "2025-11-30"),
        ("words.1", other.as_str()),
        ("answer.1", ""),
    ];
    answers.push(("again", "yes"));
    let again = client.fill(&page, &address, &answers).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    let page = client.get(again.location()).await;
    assert!(page.body.contains("value=\"2025-11-30\""), "what was answered stays to be seen");
    assert_eq!(page.body.matches("2025 年 11 月 30 日").count(), 1);
    answers.pop();
    let taken = client.fill(&page, &address, &answers).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    let unit = taken.location().split("unit=").nth(1).unwrap().split('&').next().unwrap().parse().unwrap();
    let mut answered = 0;
    for line in t.items_of(unit).await {
        let measures = t.item(line.item.item.id).await.measures;
        answered +=
            measures.iter().filter(|m| m.measure.due() == Some("2025-11-30".parse().unwrap())).count();
    }
    assert_eq!(answered, 1);
    let kept = t
        .app
        .stash(&t.again(&clerk).await, "ledger-messy.xlsx", &county_file("ledger-messy.xlsx"))
        .await
        .unwrap();
    let page = client.get(&format!("/ledger/import/{kept}")).await;
    assert!(
        page.body.contains("没有新的内容") && !page.body.contains("按哪一天"),
        "nothing is asked where nothing is taken"
    );
}
