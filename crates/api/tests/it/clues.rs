//! Clues through the API: the file's preview names nobody, the import is one act, what is closed stays closed.

use crate::client::{Client, stranger};
use axum::http::StatusCode;
use serde_json::json;
use testkit::{TestApp, on_both};

const FILE: &[u8] = include_bytes!("../../../../tests/data/findings.json");

on_both! {
    async fn the_clues_of_a_file_come_in_once_and_their_preview_names_nobody(engine) {
        let (t, site) = TestApp::on_site(engine).await;
        let client = Client::new(&t, "clerk", "write").await;
        let path = format!("/api/v1/imports/clues?round={}", site.round);
        let dry = format!("{path}&dry_run=true");
        let preview = client.send(&dry, FILE).await;
        assert_eq!(preview.status, StatusCode::OK, "{}", preview.body);
        let counts = &preview.body["counts"];
        assert_eq!((&counts["clues"], &counts["persons"], &counts["new"]), (&json!(12), &json!(13), &json!(12)));
        let routes = preview.body["clues"].as_array().unwrap();
        let of = |number: &str| routes.iter().find(|c| c["number"] == number).unwrap()["routes"][0].clone();
        assert_eq!((&of("XS03")["receiver_class"], &of("XS04")["also_accepted"]), (&json!("upward"), &json!(["political_legal"])));
        assert_eq!(of("XS09")["receiver"], "枕河镇纪委");
        assert!(!preview.body.to_string().contains("佟乙砚"));
        let made = client.send(&path, FILE).await;
        assert_eq!((made.status, &made.body["made"]), (StatusCode::CREATED, &json!(12)), "{}", made.body);
        let again = client.send(&dry, FILE).await;
        assert_eq!((&again.body["counts"]["there"], &again.body["errors"]), (&json!(12), &json!(0)));
        let unknown = format!("/api/v1/imports/clues?round={}", uuid::Uuid::nil());
        assert_eq!(client.send(&unknown, FILE).await.status, StatusCode::NOT_FOUND);
        // Imported, they are their teams'; the office sees none before they are passed on.
        assert_eq!(client.get("/api/v1/clues").await.body["items"], json!([]));
        let stranger = stranger(&t).await;
        assert_eq!(stranger.get("/api/v1/clues").await.status, StatusCode::NOT_FOUND);
        assert_eq!(stranger.send(&dry, FILE).await.status, StatusCode::NOT_FOUND);
        assert_eq!(t.verify().await.faults, []);
    }
}
