//! The trace through the API: two answers by what the caller may see, and none for a stranger.

use crate::client::{Client, stranger};
use axum::http::StatusCode;
use domain::permission::Role;
use serde_json::json;
use testkit::{TestApp, UNIT, on_both};

on_both! {
    async fn an_item_s_trace_begins_at_the_feedback_for_all_but_its_team(engine) {
        let (t, fed) = TestApp::fed_back(engine).await;
        let path = format!("/api/v1/ledger/{}/trace", fed.item(&t, 1).await);
        t.of_unit(&fed.site, UNIT, Role::UnitHead).await;
        let outside = Client::new(&t, "unit_head-0", "read").await.get(&path).await;
        assert_eq!((outside.status, &outside.body["reach"]), (StatusCode::OK, &json!("outside")), "{}", outside.body);
        assert_eq!(outside.body["thread"]["beginning"]["number"], json!(1));
        assert_eq!(outside.body.get("findings"), None);
        t.team_member(&fed.site, UNIT, Role::TeamMember).await;
        let inside = Client::new(&t, "team_member-1", "read").await.get(&path).await;
        assert_eq!((&inside.body["reach"], &inside.body["findings"]), (&json!("inside"), &json!([])));
        assert_eq!(inside.body["thread"], outside.body["thread"]);
        let stranger = stranger(&t).await;
        assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND);
        let petition = format!("/api/v1/petitions/{}/reached", fed.feedback);
        assert_eq!(stranger.get(&petition).await.status, StatusCode::NOT_FOUND);
        assert_eq!(Client::new(&t, "team_member-1", "read").await.get(&petition).await.status, StatusCode::NOT_FOUND);
    }
}
