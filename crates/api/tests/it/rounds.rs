//! The pool, recusal, rounds, engagements and decisions through the API.

use crate::client::{Client, stranger};
use crate::imports::county;
use axum::http::Method;
use serde_json::{Value, json};
use testkit::{TestApp, on_both};

const INSPECTORS: &[u8] = include_bytes!("../../../../tests/data/yunhe-inspectors.xlsx");
const ROUND: &[u8] = include_bytes!("../../../../tests/data/yunhe-round.json");

/// The county with its pool.
async fn with_pool(t: &TestApp) -> Client {
    let client = county(t).await;
    let pool = client.send("/api/v1/imports/inspectors?as_of=2025-07-31", INSPECTORS).await;
    assert_eq!(pool.status.as_u16(), 201, "{}", pool.body);
    client
}

fn items(body: &Value) -> &Vec<Value> {
    body["items"].as_array().unwrap()
}

on_both! {
    async fn the_pool_is_previewed_imported_and_shown_without_relatives(engine) {
        let t = TestApp::set_up(engine).await;
        let client = county(&t).await;
        let preview = client.send("/api/v1/imports/inspectors?dry_run=true&as_of=2025-07-31", INSPECTORS).await;
        assert_eq!((preview.status.as_u16(), &preview.body["errors"]), (200, &json!(0)), "{}", preview.body);
        assert_eq!(items(&client.get("/api/v1/inspectors").await.body).len(), 0);
        let made = client.send("/api/v1/imports/inspectors?as_of=2025-07-31", INSPECTORS).await;
        assert_eq!(made.body["counts"]["people"], preview.body["counts"]["people"]);
        let found = client.get("/api/v1/inspectors?q=RC162").await.body;
        let path = format!("/api/v1/inspectors/{}", items(&found)[0]["person"].as_str().unwrap());
        let one = client.get(&path).await;
        assert_eq!((one.status.as_u16(), &one.body["code"], &one.body["service"]), (200, &json!("RC162"), &json!([])));
        assert!(one.headers.contains_key("etag") && one.body.get("relatives").is_none());
        assert_eq!(client.get("/api/v1/inspectors?available=perhaps").await.status.as_u16(), 422);
    }

    async fn recusal_names_who_must_stay_away_and_an_unknown_unit_is_told(engine) {
        let t = TestApp::set_up(engine).await;
        let client = with_pool(&t).await;
        let name: String = "县卫生健康局".bytes().map(|b| format!("%{b:02X}")).collect();
        let found = client.get(&format!("/api/v1/recusal?unit={name}&start=2025-07-31&reason=test")).await;
        assert_eq!(found.status.as_u16(), 200, "{}", found.body);
        let away = found.body[0]["stay_away"].as_array().unwrap();
        assert!(away.iter().any(|a| a["code"] == "RC162"), "{}", found.body);
        assert_eq!(client.get("/api/v1/recusal?unit=nowhere").await.status.as_u16(), 422);
        assert_eq!(client.get("/api/v1/recusal").await.status.as_u16(), 422);
        assert_eq!(client.get("/api/v1/recusal?unit=019aa000-0000-7000-8000-000000000000").await.status.as_u16(), 404);
    }

    async fn a_round_is_planned_listed_and_shown_with_what_it_waits_for(engine) {
        let t = TestApp::set_up(engine).await;
        let client = county(&t).await;
        let units = client.get("/api/v1/units?kind=department&size=2").await.body;
        let unit = |n: usize| json!({ "unit": items(&units)[n]["id"], "team": n + 1, "kind": "routine" });
        let plan = json!({ "number": 9, "name": "九轮", "from": "2025-08-04", "to": "2025-09-30", "teams": 2, "units": [unit(0), unit(1)] });
        let made = client.post("/api/v1/rounds", plan.clone()).await;
        assert_eq!(made.status.as_u16(), 201, "{}", made.body);
        assert!(client.post("/api/v1/rounds", plan).await.status.is_client_error());
        let list = client.get("/api/v1/rounds").await.body;
        assert_eq!((&items(&list)[0]["id"], &items(&list)[0]["stage"]), (&made.body["round"], &json!("planned")));
        let path = format!("/api/v1/rounds/{}", made.body["round"].as_str().unwrap());
        let round = client.get(&path).await.body;
        assert_eq!((round["teams"].as_array().unwrap().len(), &round["term"]), (2, &json!("十五届")));
        assert_eq!(round["missing"][0]["code"], "round-missing-approval");
        // Nobody approved it.
        assert!(client.post(&format!("{path}/advance"), json!({ "from": "planned" })).await.status.is_client_error());
        assert_eq!(client.post(&format!("{path}/advance"), json!({ "from": "yesterday" })).await.status.as_u16(), 422);
        let nothing = "/api/v1/rounds/019aa000-0000-7000-8000-000000000000";
        assert_eq!(client.get(nothing).await.status.as_u16(), 404);
        assert_eq!(client.get("/api/v1/decisions?waiting=true").await.body["items"], json!([]));
        assert_eq!(client.get("/api/v1/engagements").await.body, json!([]));
    }

    async fn a_rounds_file_is_previewed_before_it_is_stored(engine) {
        let t = TestApp::set_up(engine).await;
        let client = with_pool(&t).await;
        let preview = client.send("/api/v1/imports/rounds?dry_run=true", ROUND).await;
        assert_eq!((preview.status.as_u16(), &preview.body["errors"]), (200, &json!(0)), "{}", preview.body);
        assert_eq!(items(&client.get("/api/v1/rounds").await.body).len(), 0);
        let made = client.send("/api/v1/imports/rounds", ROUND).await;
        assert_eq!(made.status.as_u16(), 201, "{}", made.body);
        let round = client.get(&format!("/api/v1/rounds/{}", made.body["round"].as_str().unwrap())).await.body;
        assert_eq!(json!(round["teams"].as_array().unwrap().len()), made.body["teams"]);
        assert!(client.send("/api/v1/imports/rounds?dry_run=true", b"{").await.status.as_u16() < 500);
    }

    async fn a_round_its_teams_and_people_are_changed_step_by_step(engine) {
        let t = TestApp::set_up(engine).await;
        let client = with_pool(&t).await;
        let made = client.send("/api/v1/imports/rounds", ROUND).await.body;
        let path = format!("/api/v1/rounds/{}", made["round"].as_str().unwrap());
        let round = client.get(&path).await;
        let tag = round.headers["etag"].to_str().unwrap().to_owned();
        let edit = |name: &str| json!({ "name": name, "from": "2025-09-08", "to": "2025-10-31" });
        let act = [("x-act-id", "019aa000-0000-7000-8000-00000000a001"), ("if-match", tag.as_str())];
        let saved = client.call(Method::PUT, &path, Some(edit("第九轮")), &act).await;
        assert_eq!((saved.status.as_u16(), &saved.body["name"]), (200, &json!("第九轮")), "{}", saved.body);
        let stale = client.call(Method::PUT, &path, Some(edit("又改")), &[("if-match", tag.as_str())]).await;
        assert_eq!(stale.status.as_u16(), 412, "{}", stale.body);
        let team = &saved.body["teams"][0];
        let below = format!("{path}/teams/{}", team["id"].as_str().unwrap());
        let phone = client.call(Method::PUT, &below, Some(json!({ "name": "第一组", "duty_phone": "0300" })), &[]).await;
        assert_eq!(phone.body["teams"][0]["name"], "第一组", "{}", phone.body);
        let members: Vec<&Value> = team["members"].as_array().unwrap().iter().collect();
        let seats: Vec<Value> = members[..3].iter().map(|m| json!({ "person": m["person"], "role": m["role"] })).collect();
        let set = client.call(Method::PUT, &format!("{below}/members"), Some(json!({ "members": seats })), &[]).await;
        assert_eq!(set.status.as_u16(), 200, "{}", set.body);
        let foreign = "/api/v1/rounds/019aa000-0000-7000-8000-000000000000/teams/019aa000-0000-7000-8000-000000000000/check";
        assert_eq!(client.post(foreign, json!({})).await.status.as_u16(), 404);
        assert_eq!(client.post(&format!("{below}/check"), json!({})).await.body["code"], "team-nobody-declared");
        let engagement = format!("/api/v1/engagements/{}", team["engagements"][0]["id"].as_str().unwrap());
        let public = json!({ "duty": { "days": "every_day", "hours": [["09:00", "18:00"]] }, "posted": "2025-09-08" });
        let told = client.call(Method::PUT, &format!("{engagement}/public"), Some(public), &[]).await;
        assert_eq!(told.status.as_u16(), 200, "{}", told.body);
        let gone = client.post(&format!("{engagement}/remove"), json!({ "reason": "改期" })).await;
        assert_eq!(gone.status.as_u16(), 200, "{}", gone.body);
        let person = format!("/api/v1/inspectors/{}", members[0]["person"].as_str().unwrap());
        let note = client.call(Method::PATCH, &person, Some(json!({ "note": "会计" })), &[]).await;
        assert_eq!(note.status.as_u16(), 200, "{}", note.body);
        let old = client.call(Method::PATCH, &person, Some(json!({ "note": "审计" })), &[("if-match", "\"1\"")]).await;
        assert_eq!(old.status.as_u16(), 412, "{}", old.body);
        let back = client.post(&format!("{path}/withdraw"), json!({ "reason": "改期" })).await;
        assert_eq!(back.status.as_u16(), 200, "{}", back.body);
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_stranger_sees_no_pool_no_round_and_no_decision(engine) {
        let t = TestApp::set_up(engine).await;
        let _ = county(&t).await;
        let stranger = stranger(&t).await;
        for path in ["/api/v1/inspectors", "/api/v1/recusal?unit=x", "/api/v1/rounds", "/api/v1/decisions"] {
            assert_eq!(stranger.get(path).await.status.as_u16(), 403, "{path}");
        }
        // That an engagement exists is itself a secret.
        let engagement = "/api/v1/engagements/019aa000-0000-7000-8000-000000000000";
        assert_eq!(stranger.get(engagement).await.status.as_u16(), 404);
        assert_eq!(stranger.get("/api/v1/engagements").await.body, json!([]));
        for path in ["/api/v1/imports/inspectors", "/api/v1/imports/rounds"] {
            assert_eq!(stranger.send(path, ROUND).await.status.as_u16(), 403, "{path}");
        }
    }
}
