//! Terms, rulesets, periods, search and notices through the API.

use crate::client::{Client, stranger};
use crate::imports::county;
use axum::http::Method;
use serde_json::json;
use testkit::{TestApp, on_both};

on_both! {
    async fn terms_are_listed_entered_and_corrected(engine) {
        let t = TestApp::set_up(engine).await;
        let client = county(&t).await;
        let terms = client.get("/api/v1/terms").await.body;
        let names: Vec<&str> = terms.as_array().unwrap().iter().map(|t| t["name"].as_str().unwrap()).collect();
        assert_eq!(names.last(), Some(&"十五届"));
        let next = json!({ "name": "十六届", "number": 16, "from": "2026-09-01", "to": "2031-08-31" });
        let made = client.post("/api/v1/terms", next.clone()).await;
        assert_eq!(made.status.as_u16(), 201, "{}", made.body);
        assert_eq!(client.post("/api/v1/terms", next).await.status.as_u16(), 422);
        let path = format!("/api/v1/terms/{}", made.body["term"].as_str().unwrap());
        let tag = client.get(&path).await.headers["etag"].to_str().unwrap().to_owned();
        let longer = json!({ "name": "十六届", "number": 16, "from": "2026-09-01", "to": "2031-09-30" });
        let change = async |body| client.call(Method::PUT, &path, Some(body), &[("if-match", tag.as_str())]).await;
        assert_eq!(change(longer.clone()).await.body["to"], "2031-09-30");
        assert_eq!(change(longer).await.status.as_u16(), 412);
        assert_eq!(stranger(&t).await.get("/api/v1/terms").await.status.as_u16(), 403);
    }

    async fn rulesets_are_listed_and_the_one_in_force_is_found_by_its_day(engine) {
        let t = TestApp::set_up(engine).await;
        let client = Client::new(&t, "clerk", "read").await;
        let all = client.get("/api/v1/rulesets").await.body;
        assert!(all.as_array().unwrap().iter().any(|r| r["kind"] == "recusal" && r["version"] == 1));
        let ruling = client.get("/api/v1/rulesets/recusal").await;
        assert_eq!((ruling.status.as_u16(), &ruling.body["kind"]), (200, &json!("recusal")));
        assert!(ruling.body["body"].is_object());
        assert_eq!(client.get("/api/v1/rulesets/recusal?on=1900-01-01").await.status.as_u16(), 404);
        assert_eq!(client.get("/api/v1/rulesets/weather").await.status.as_u16(), 404);
        assert_eq!(client.get("/api/v1/rulesets/recusal?on=x").await.status.as_u16(), 422);
        assert_eq!(stranger(&t).await.get("/api/v1/rulesets").await.status.as_u16(), 403);
    }

    async fn a_period_ends_where_the_calendar_says_and_tells_why(engine) {
        let t = TestApp::set_up(engine).await;
        let client = stranger(&t).await;
        let due = client.get("/api/v1/deadline?from=2025-09-29&add=5&unit=workday").await;
        assert_eq!((due.status.as_u16(), &due.body["start"]), (200, &json!("2025-09-29")));
        // 1 to 8 October are days of rest, 28 September and 11 October are worked.
        assert_eq!((&due.body["day"], &due.body["provisional"]), (&json!("2025-10-13"), &json!(false)));
        assert_eq!(due.body["why"].as_array().unwrap().len(), due.body["explanation"].as_array().unwrap().len());
        let stays = client.get("/api/v1/deadline?from=2025-09-01&add=1&unit=month&roll=none").await.body;
        assert_eq!((&stays["day"], &stays["unrolled"]), (&json!("2025-10-01"), &json!("2025-10-01")));
        for wrong in ["from=2025-13-01&add=5&unit=day", "from=2025-01-01&add=5&unit=week", "add=5&unit=day", "from=2025-01-01&add=9999&unit=day"] {
            assert_eq!(client.get(&format!("/api/v1/deadline?{wrong}")).await.status.as_u16(), 422, "{wrong}");
        }
    }

    async fn search_finds_what_the_caller_may_see_and_nothing_else(engine) {
        let t = TestApp::set_up(engine).await;
        let client = county(&t).await;
        let word = "%E5%B7%A1%E5%AF%9F";
        let found = client.get(&format!("/api/v1/search?q={word}")).await;
        assert_eq!(found.status.as_u16(), 200);
        assert!(found.body["items"].as_array().unwrap().iter().all(|hit| hit["kind"].is_string()));
        let empty = json!({ "items": [], "more": false });
        assert_eq!(client.get("/api/v1/search?q=.").await.body, empty);
        assert_eq!(client.get("/api/v1/search").await.status.as_u16(), 422);
        let stranger = stranger(&t).await.get(&format!("/api/v1/search?q={word}")).await;
        assert!(stranger.status.as_u16() == 403 || stranger.body == empty, "{}", stranger.body);
    }

    async fn notices_are_ones_own(engine) {
        let t = TestApp::set_up(engine).await;
        let client = Client::new(&t, "clerk", "write").await;
        let list = client.get("/api/v1/notices").await;
        assert_eq!((list.status.as_u16(), &list.body["items"]), (200, &json!([])));
        assert_eq!(client.get("/api/v1/notices/unseen").await.body, json!({ "unseen": 0 }));
        let seen = json!({ "notices": ["019aa000-0000-7000-8000-000000000000"] });
        assert!(client.post("/api/v1/notices/seen", seen).await.status.is_success());
        assert_eq!(client.post("/api/v1/notices/seen", json!({})).await.status.as_u16(), 422);
    }
}
