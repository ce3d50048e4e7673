//! Clues through the API: the file's preview names nobody, the import is one act, what is closed stays closed.

use crate::client::{Client, at_home, stranger};
use axum::http::StatusCode;
use domain::permission::Role;
use serde_json::json;
use testkit::{TestApp, UNIT, on_both};

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

    async fn files_of_a_clue_what_is_collected_and_a_departments_list_have_their_calls(engine) {
        let (t, site) = TestApp::on_site(engine).await;
        let engagement = site.engagement(UNIT);
        t.person_of("zuzhang", Role::TeamLeader, engagement.0).await;
        let leader = at_home(&t, "zuzhang").await;
        let clue = json!({ "nature": "style", "summary": "节日期间涉嫌收受土特产。", "subjects": [{ "name": "钮测甲", "level": "city" }] });
        let made = leader.post(&format!("/api/v1/engagements/{engagement}/clues"), clue).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let path = format!("/api/v1/clues/{}", made.body["clue"].as_str().unwrap());
        let added = leader.upload(&format!("{path}/files"), json!({}), &[("钮测甲.txt", "材料")]).await;
        assert_eq!(added.status, StatusCode::OK, "{}", added.body);
        assert!(!added.body.to_string().contains("钮测甲"), "its own name is not kept");
        let open = format!("{path}/files/{}/open", added.body[0]["file"].as_str().unwrap());
        let bare = leader.post(&open, json!({ "reason": "" })).await;
        assert_eq!(bare.body["errors"][0]["code"], "clue-open-reason-missing");
        assert_eq!(leader.post(&open, json!({ "reason": "核对材料" })).await.status, StatusCode::OK);
        let clerk = Client::new(&t, "clerk", "write").await;
        assert_eq!(clerk.post(&open, json!({ "reason": "看看" })).await.status, StatusCode::NOT_FOUND);
        assert_eq!(clerk.get("/api/v1/clues/collected").await.body["items"], json!([]));
        let none = json!({ "parts": [], "letter": "1", "seal": "1", "second": "x", "password": "y" });
        assert_eq!(clerk.post("/api/v1/clues/collected", none).await.body["code"], "clue-nothing-chosen");
        assert_eq!(clerk.get("/api/v1/clues/balance").await.body, json!(null), "no night yet");
        let mine = leader.get("/api/v1/mine?source=clue").await;
        assert_eq!(mine.body["items"][0]["step_code"], "mine-step-grade", "{}", mine.body);
        let officer = t.of_unit(&site, "县民政局", Role::ReceivingOfficer).await;
        let stranger = stranger(&t).await;
        for path in ["/api/v1/clues/collected", "/api/v1/department", "/api/v1/department/figures", "/api/v1/clues/balance"] {
            assert_eq!(stranger.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let login = officer.signed().unwrap().login.clone();
        let officer = Client::new(&t, &login, "read").await;
        assert_eq!(officer.get("/api/v1/department").await.body["items"], json!([]));
        assert_eq!(officer.get("/api/v1/department?owed=moon").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(t.verify().await.faults, []);
    }
}
