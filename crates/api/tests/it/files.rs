//! Files of units, rounds and engagements through the API.

use crate::client::{Client, stranger};
use crate::imports::county;
use domain::permission::Role;
use serde_json::json;
use testkit::{TestApp, on_both};

on_both! {
    async fn files_are_attached_read_and_withdrawn(engine) {
        let t = TestApp::set_up(engine).await;
        let client = county(&t).await;
        let unit = client.get("/api/v1/units?size=1").await.body["items"][0]["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/files/unit/{unit}");
        assert_eq!(client.get(&path).await.body, json!([]));
        let made = client.upload(&path, json!({ "note": "印发稿" }), &[("a.txt", "one"), ("b.txt", "two")]).await;
        assert_eq!(made.status.as_u16(), 201, "{}", made.body);
        let first = made.body["attachments"][0].as_str().unwrap();
        let listed = client.get(&path).await.body;
        let named = |list: &serde_json::Value| list.as_array().unwrap().iter().find(|f| f["name"] == "a.txt").unwrap().clone();
        let one = named(&listed);
        assert_eq!((listed.as_array().unwrap().len(), &one["id"]), (2, &json!(first)));
        assert_eq!((&one["kind"], &one["size"], &one["note"]), (&json!("text"), &json!(3), &json!("印发稿")));
        let content = client.get(&format!("{path}/{first}")).await;
        assert_eq!(content.status.as_u16(), 200);
        assert!(content.headers["content-disposition"].to_str().unwrap().contains("a.txt"));
        let gone = client.post(&format!("{path}/{first}/withdraw"), json!({ "reason": "传错了" })).await;
        assert_eq!(gone.status.as_u16(), 204, "{}", gone.body);
        assert_eq!(named(&client.get(&path).await.body)["withdrawn"], "传错了");
        let closed = client.get(&format!("{path}/{first}")).await;
        assert_eq!((closed.status.as_u16(), &closed.body["code"]), (409, &json!("attachment-withdrawn")));
        // What is no kept kind of content is refused by its field.
        let program = client.upload(&path, json!({}), &[("a.pdf", "MZ\u{0}\u{3}")]).await;
        assert_eq!((program.status.as_u16(), &program.body["errors"][0]["field"]), (422, &json!("files")));
        assert_eq!(client.get(&format!("/api/v1/files/clue/{unit}")).await.status.as_u16(), 404);
        let stranger: Client = stranger(&t).await;
        assert_eq!(stranger.get(&path).await.status.as_u16(), 403);
        assert_eq!(stranger.upload(&path, json!({}), &[("a.txt", "x")]).await.status.as_u16(), 403);
    }

    async fn the_pool_rounds_and_coverage_are_taken_out_by_the_office(engine) {
        let t = TestApp::set_up(engine).await;
        let client = county(&t).await;
        let stranger: Client = stranger(&t).await;
        for list in ["inspectors", "rounds", "coverage", "coverage?as_of=2025-07-31&rounds=2"] {
            let path = format!("/api/v1/exports/{list}");
            let answer = client.get(&path).await;
            assert_eq!(answer.status.as_u16(), 200, "{list} {}", answer.body);
            assert!(answer.headers["content-type"].to_str().unwrap().ends_with("spreadsheetml.sheet"));
            assert_eq!(stranger.get(&path).await.status.as_u16(), 403);
        }
        assert_eq!(client.get("/api/v1/exports/coverage?as_of=1990-01-01").await.status.as_u16(), 409);
    }

    async fn a_register_is_taken_out_by_its_team_and_all_of_them_without_text_by_the_office(engine) {
        let (t, site) = TestApp::on_site(engine).await;
        let engagement = site.engagement("县水利局");
        t.team_member(&site, "县水利局", Role::TeamLeader).await;
        t.team_member(&site, "县水利局", Role::TeamMember).await;
        let own = format!("/api/v1/exports/petitions?engagement={engagement}");
        let all = "/api/v1/exports/registers?late=true&standing=registered";
        let (leader, member) = (Client::new(&t, "team_leader-0", "read").await, Client::new(&t, "team_member-1", "read").await);
        let office = Client::new(&t, "clerk", "read").await;
        for (who, path, status) in [
            (&leader, own.as_str(), 200), (&leader, all, 403), (&office, own.as_str(), 404), (&office, all, 200),
            (&member, own.as_str(), 404), (&member, all, 403), (&leader, "/api/v1/exports/petitions", 422),
        ] {
            let answer = who.get(path).await;
            assert_eq!(answer.status.as_u16(), status, "{path} {}", answer.body);
            if status == 200 {
                assert!(answer.headers["content-type"].to_str().unwrap().ends_with("spreadsheetml.sheet"));
            }
        }
    }

    async fn problems_speak_the_words_of_the_installation(engine) {
        let t = TestApp::empty(engine).await;
        let act = app::account::SetUp {
            committee: "中共临川省委员会".into(), office: "省委巡视办".into(), level: "province".into(),
            own_place: String::new(), profile: domain::account::Profile::SmallOffice, name: "窦甲纬".into(),
            login: "clerk".into(), password: testkit::PASSWORD.into(), practice: false,
        };
        t.app.perform(&t.app.own_ctx("set-up", app::Channel::Page), &act).await.unwrap();
        let stranger: Client = stranger(&t).await;
        let refused = stranger.get("/api/v1/rounds").await;
        assert_eq!(refused.status.as_u16(), 403);
        let said = refused.body["title"].as_str().unwrap();
        assert!(said.contains("巡视") && !said.contains("巡察"), "{said}");
    }

    async fn a_sealed_file_is_opened_with_a_reason_only(engine) {
        let t = TestApp::set_up(engine).await;
        let client = county(&t).await;
        let unit = client.get("/api/v1/units?size=1").await.body["items"][0]["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/files/unit/{unit}");
        let made = client.upload(&path, json!({ "sealed": true }), &[("a.txt", "one")]).await;
        let file = format!("{path}/{}", made.body["attachments"][0].as_str().unwrap());
        assert_eq!(client.get(&file).await.status.as_u16(), 422);
        assert_eq!(client.post(&format!("{file}/open"), json!({ "reason": " " })).await.status.as_u16(), 422);
        assert_eq!(client.post(&format!("{file}/open"), json!({ "reason": "核对" })).await.status.as_u16(), 200);
    }
}
