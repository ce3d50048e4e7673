//! Files on the pages of units and rounds: attached, refused by content, withdrawn, sealed.

use crate::client::{Answer, Client};
use axum::http::StatusCode;
use domain::permission::Role;
use testkit::{Engine, TestApp};

async fn clerk(t: &TestApp) -> Client {
    let clerk = t.signed("clerk").await.account;
    Client::new(t).with_session(&t.session(clerk).await)
}

/// The page of a unit of the county.
async fn unit(t: &TestApp) -> String {
    let first = kernel::PageRequest { after: None, size: 1 };
    let found =
        t.app.units(&t.clerk().await, &app::organisation::UnitFilter::default(), &first).await.unwrap();
    format!("/units/{}", found.items[0].id)
}

/// The address of the only file on a page.
fn only(page: &Answer, of: &str) -> String {
    let begin = format!("href=\"{of}/files/");
    let (_, rest) = page.body.split_once(&begin).unwrap_or_else(|| panic!("no file on {}", page.body));
    format!("{of}/files/{}", rest.split('"').next().unwrap())
}

#[tokio::test]
async fn a_file_is_attached_opened_and_withdrawn_by_pages() {
    let t = TestApp::with_county(Engine::Sqlite).await;
    let of = unit(&t).await;
    let mut client = clerk(&t).await;
    let page = client.get(&of).await;
    assert!(page.body.contains("还没有材料"), "{}", page.body);
    let form = client.get(&format!("{of}/files")).await;
    // Without a file, and with one that is none: the page comes back with what was typed.
    let empty = client.multipart(&form, &format!("{of}/files"), &[("note", "印发稿")], &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("请选择文件") && empty.body.contains("印发稿"));
    let wrong = client.multipart(&form, &format!("{of}/files"), &[], &[("files", "MZ\u{0}")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("“a.txt”没有收下：不接收这种文件"), "{}", wrong.body);
    let done =
        client.multipart(&form, &format!("{of}/files"), &[("note", "印发稿")], &[("files", "内容")]).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, &*format!("{of}#files")));
    let page = client.get(&of).await;
    assert!(page.body.contains("印发稿") && page.body.contains("窦甲纬"), "{}", page.body);
    let file = only(&page, &of);
    assert_eq!(client.get(&file).await.body, "内容");

    let ask = client.get(&format!("{file}/withdraw")).await;
    let back = client.fill(&ask, &format!("{file}/withdraw"), &[("reason", "")]).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    let gone = client.fill(&ask, &format!("{file}/withdraw"), &[("reason", "传错了")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert!(client.get(&of).await.body.contains("还没有材料"));
    let all = client.get(&format!("{of}/files")).await;
    assert!(all.body.contains("已撤下的材料") && all.body.contains("传错了"));
    assert_eq!(client.get(&file).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_sealed_file_asks_for_a_reason_and_a_reader_is_offered_nothing_else() {
    let t = TestApp::with_county(Engine::Sqlite).await;
    let of = unit(&t).await;
    let mut client = clerk(&t).await;
    let form = client.get(&format!("{of}/files")).await;
    client.multipart(&form, &format!("{of}/files"), &[("sealed", "1")], &[("files", "机密")]).await;
    let file = only(&client.get(&of).await, &of);
    let asks = client.get(&file).await;
    assert!(asks.body.contains("打开的事由") && !asks.body.contains("机密"));
    assert_eq!(client.fill(&asks, &file, &[("reason", " ")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(client.fill(&asks, &file, &[("reason", "核对")]).await.body, "机密");

    let head = t.holder("head", Some(Role::LeadingGroupHead)).await;
    let mut reader = Client::new(&t).with_session(&t.session(head).await);
    let page = reader.get(&of).await;
    assert!(page.body.contains("a.txt") && !page.body.contains("附上材料") && !page.body.contains("撤下"));
    assert_eq!(reader.get(&format!("{file}/withdraw")).await.status, StatusCode::FORBIDDEN);
}
