//! Units through the API: what is shown, every change, versions, repeats, and who may not.

use crate::client::{Answer, Client, stranger};
use crate::imports::county;
use axum::http::Method;
use serde_json::{Value, json};
use testkit::{TestApp, on_both};

async fn named(client: &Client, name: &str) -> Value {
    let standing = ["active", "merged", "split", "abolished"];
    for standing in standing {
        let query = format!("/api/v1/units?standing={standing}&size=200&q={}", encoded(name));
        let found = client.get(&query).await.body["items"].as_array().unwrap().clone();
        if let Some(unit) = found.into_iter().find(|unit| unit["name"] == name) {
            return unit;
        }
    }
    panic!("no unit {name}")
}

fn encoded(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

fn address(unit: &Value) -> String {
    format!("/api/v1/units/{}", unit["id"].as_str().unwrap())
}

async fn root(client: &Client) -> Value {
    client.get("/api/v1/tree").await.body[0].clone()
}

async fn enter(client: &Client, name: &str) -> Value {
    let parent = root(client).await["id"].clone();
    let body =
        json!({ "name": name, "parent": parent, "nature": nature(client).await, "party_form": "党组" });
    let made = client.post("/api/v1/units", body).await;
    assert_eq!(made.status.as_u16(), 201, "{}", made.body);
    named(client, name).await
}

/// A nature that the list itself uses.
async fn nature(client: &Client) -> Value {
    named(client, "县委办公室").await["nature"].clone()
}

fn code(answer: &Answer) -> (u16, String) {
    let code = answer.body["errors"][0]["code"].as_str().or(answer.body["code"].as_str());
    (answer.status.as_u16(), code.unwrap_or_default().to_owned())
}

on_both! {
    async fn a_unit_is_shown_with_its_place_and_the_tree_level_by_level(engine) {
        let t = TestApp::set_up(engine).await;
        let client = county(&t).await;
        let unit = named(&client, "县委办公室").await;
        let shown = client.get(&address(&unit)).await;
        assert!(shown.headers.contains_key("etag"));
        assert_eq!((&shown.body["members"], &shown.body["staff"], &shown.body["standing"]), (&json!(39), &json!(46), &json!("active")));
        assert_eq!(shown.body["last_inspection"], json!({ "term": 15, "round": 2, "month": "2022-05" }));
        assert_eq!(shown.body["path"][0]["name"], "中共云河县委员会");
        let root = root(&client).await;
        let below = client.get(&format!("/api/v1/tree?parent={}", root["id"].as_str().unwrap())).await;
        assert_eq!(json!(below.body.as_array().unwrap().len()), root["below"]);
        let departments = client.get("/api/v1/units?kind=department&size=200").await;
        assert_eq!(departments.body["items"].as_array().unwrap().len(), 62);
    }

    async fn a_unit_is_renamed_moved_merged_split_and_abolished_and_its_history_tells(engine) {
        let t = TestApp::set_up(engine).await;
        let client = county(&t).await;
        let mut units = Vec::new();
        for name in ["甲局", "乙局", "丙局", "丁局", "戊局"] {
            units.push(enter(&client, name).await);
        }
        let [a, b, c, d, e] = units.as_slice() else { panic!() };
        let occasion = |more: Value| {
            let mut body = json!({ "on": "2025-07-01", "reason": "机构改革" });
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            body
        };
        let step = |unit: &Value, step: &'static str, more: Value| {
            let (path, body, client) = (format!("{}/{step}", address(unit)), occasion(more), &client);
            async move {
                let answer = client.post(&path, body).await;
                assert_eq!(answer.status.as_u16(), 200, "{step}: {}", answer.body);
                answer.body
            }
        };
        let renamed = step(a, "rename", json!({ "name": "新甲局" })).await;
        assert_eq!((&renamed["name"], &renamed["aliases"][0]["name"]), (&json!("新甲局"), &json!("甲局")));
        let moved = step(b, "move", json!({ "parent": a["id"] })).await;
        assert_eq!(moved["parent"], a["id"]);
        assert_eq!(step(b, "merge", json!({ "into": a["id"] })).await["standing"], "merged");
        assert_eq!(step(c, "split", json!({ "parts": [d["id"], e["id"]] })).await["ending"]["successors"], json!([d["id"], e["id"]]));
        assert_eq!(step(d, "abolish", json!({ "successor": e["id"] })).await["standing"], "abolished");
        let history = client.get(&format!("{}/history", address(a))).await.body;
        let done: Vec<&str> = history.as_array().unwrap().iter().map(|c| c["action"].as_str().unwrap()).collect();
        assert!(done.contains(&"unit-rename") && done.last() == Some(&"unit-enter"), "{done:?}");
        assert!(t.verify().await.faults.is_empty());
    }

    async fn a_change_against_an_old_version_is_refused_but_the_same_call_sent_again_is_not(engine) {
        let t = TestApp::set_up(engine).await;
        let client = county(&t).await;
        let unit = enter(&client, "甲局").await;
        let tag = client.get(&address(&unit)).await.headers["etag"].to_str().unwrap().to_owned();
        let rename = async |name: &str, act: &str| {
            let body = json!({ "name": name, "on": "2025-07-01", "reason": "更名" });
            let headers = [("if-match", tag.as_str()), ("x-act-id", act)];
            client.call(Method::POST, &format!("{}/rename", address(&unit)), Some(body), &headers).await
        };
        let (act, other) = (t.app.new_act().to_string(), t.app.new_act().to_string());
        assert_eq!(rename("新甲局", &act).await.status.as_u16(), 200);
        assert_eq!(rename("新甲局", &act).await.status.as_u16(), 200);
        assert_eq!(rename("再新甲局", &other).await.status.as_u16(), 412);
        let nonsense = [("if-match", "nonsense")];
        let fields = json!({ "nature": nature(&client).await, "note": "注" });
        assert_eq!(client.call(Method::PUT, &address(&unit), Some(fields.clone()), &nonsense).await.status.as_u16(), 412);
        let any = [("if-match", "*")];
        assert_eq!(client.call(Method::PUT, &address(&unit), Some(fields), &any).await.body["note"], "注");
    }

    async fn other_names_come_and_go(engine) {
        let t = TestApp::set_up(engine).await;
        let client = county(&t).await;
        let unit = enter(&client, "甲局").await;
        let path = format!("{}/aliases", address(&unit));
        let added = client.post(&path, json!({ "name": "老甲", "kind": "short" })).await;
        assert_eq!(added.body["aliases"], json!([{ "name": "老甲", "kind": "short" }]));
        let gone = client.call(Method::DELETE, &format!("{path}?name={}", encoded("老甲")), None, &[]).await;
        assert_eq!((gone.status.as_u16(), &gone.body["aliases"]), (200, &json!([])));
    }

    async fn wrong_input_is_named_and_a_circle_is_refused(engine) {
        let t = TestApp::set_up(engine).await;
        let client = county(&t).await;
        let unit = enter(&client, "甲局").await;
        let body = |reason: &str| json!({ "name": "乙局", "on": "2025-07-01", "reason": reason });
        assert_eq!(code(&client.post(&format!("{}/rename", address(&unit)), body("")).await), (422, "unit-change-needs-reason".into()));
        let under_itself = json!({ "parent": unit["id"], "on": "2025-07-01", "reason": "改革" });
        assert_eq!(client.post(&format!("{}/move", address(&unit)), under_itself).await.status.as_u16(), 422);
        let no_day = json!({ "name": "乙局", "on": "2025-02-30", "reason": "改革" });
        assert_eq!(code(&client.post(&format!("{}/rename", address(&unit)), no_day).await), (422, "api-body-wrong".into()));
        assert_eq!(client.get("/api/v1/units/019aa000-0000-7000-8000-000000000000").await.status.as_u16(), 404);
        assert_eq!(client.get("/api/v1/units?covered=perhaps").await.status.as_u16(), 422);
    }

    async fn a_stranger_neither_reads_nor_changes_units(engine) {
        let t = TestApp::set_up(engine).await;
        let client = county(&t).await;
        let unit = named(&client, "县委办公室").await;
        let stranger = stranger(&t).await;
        for path in ["/api/v1/units".to_owned(), address(&unit), "/api/v1/tree".into(), "/api/v1/exports/units".into()] {
            assert_eq!(stranger.get(&path).await.status.as_u16(), 403, "{path}");
        }
        let body = json!({ "name": "乙局", "on": "2025-07-01", "reason": "改革" });
        assert_eq!(stranger.post(&format!("{}/rename", address(&unit)), body).await.status.as_u16(), 403);
        assert_eq!(client.get("/api/v1/exports/units").await.status.as_u16(), 200);
    }
}
