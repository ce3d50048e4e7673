//! What answers say to people is said in the installation's own words: those of a province, and no county's (A8).

use crate::client::Client;
use app::ruleset::{DraftRuleset, PublishRuleset};
use domain::permission::Role;
use domain::ruleset::{Kind, shipped_for};
use serde_json::Value;
use testkit::{TestApp, UNIT, on_both};

/// From today on the installation speaks as a province does.
async fn as_a_province(t: &TestApp) {
    let words = shipped_for("province").unwrap().into_iter().find(|s| s.kind() == Kind::Vocabulary).unwrap();
    let draft = DraftRuleset {
        kind: Kind::Vocabulary,
        effective_from: t.app.today(),
        basis: "省委巡视办通知".into(),
        body: words.draft.body,
        seen: 0,
    };
    t.app.perform(&t.clerk().await, &draft).await.unwrap();
    t.app.perform(&t.clerk().await, &PublishRuleset { kind: Kind::Vocabulary, seen: 1 }).await.unwrap();
}

/// The texts of an answer that have this name, wherever they stand.
fn said<'b>(body: &'b Value, name: &str, found: &mut Vec<&'b str>) {
    match body {
        Value::Object(fields) => {
            for (field, value) in fields {
                let own = value.as_str().filter(|_| field == name);
                found.extend(own);
                let list = value.as_array().filter(|_| field == name).into_iter().flatten();
                found.extend(list.filter_map(Value::as_str));
                said(value, name, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| said(item, name, found)),
        _ => {}
    }
}

fn all<'b>(body: &'b Value, names: &[&str]) -> Vec<&'b str> {
    let mut found = Vec::new();
    names.iter().for_each(|name| said(body, name, &mut found));
    found
}

on_both! {
    async fn notices_steps_and_the_trace_speak_as_the_installation_does(engine) {
        // Whoever is to be told works there before there is anything to tell.
        let (t, site) = TestApp::on_site(engine).await;
        t.of_unit(&site, UNIT, Role::UnitLiaisonHead).await;
        let fed = t.feed_back(site).await;
        t.work_off().await;
        let client = Client::new(&t, "unit_liaison_head-0", "read").await;
        let notices = client.get("/api/v1/notices").await.body;
        let before = all(&notices, &["text"]).concat();
        assert!(before.contains("巡察反馈意见") && !before.contains("巡视"), "{before}");
        as_a_province(&t).await;
        let notices = client.get("/api/v1/notices").await.body;
        let after = all(&notices, &["text"]).concat();
        assert!(after.contains("巡视反馈意见") && !after.contains("巡察"), "{after}");
        let trace = client.get(&format!("/api/v1/ledger/{}/trace", fed.item(&t, 1).await)).await.body;
        assert!(!all(&trace, &["state"]).is_empty(), "{trace}");
        for path in ["/api/v1/mine", "/api/v1/ledger/figures"] {
            let answer = client.get(path).await;
            assert_eq!(answer.status.as_u16(), 200, "{}", answer.body);
            // Why something waits may quote the title of a paper, which was written when it was.
            let words = all(&answer.body, &["step", "label"]).concat();
            assert!(!words.is_empty() && !words.contains("巡察"), "{path}: {words}");
        }
    }

    async fn what_stands_in_the_way_of_a_round_and_of_entry_is_said_so_too(engine) {
        let t = TestApp::with_county(engine).await;
        let client = Client::new(&t, "clerk", "write").await;
        let units = client.get("/api/v1/units?kind=department&size=1").await.body;
        let plan = serde_json::json!({ "number": 9, "name": "九轮", "from": "2025-08-04", "to": "2025-09-30", "teams": 1,
            "units": [{ "unit": units["items"][0]["id"], "team": 1, "kind": "routine" }] });
        let made = client.post("/api/v1/rounds", plan).await;
        as_a_province(&t).await;
        let round = client.get(&format!("/api/v1/rounds/{}", made.body["round"].as_str().unwrap())).await.body;
        assert!(!all(&round["missing"], &["text"]).is_empty(), "{round}");
        let engagement = round["teams"][0]["engagements"][0]["id"].as_str().unwrap();
        let page = client.get(&format!("/api/v1/engagements/{engagement}")).await.body;
        let obstacles = all(&page, &["obstacles"]).concat();
        assert!(obstacles.contains("巡视组没有组长") && !obstacles.contains("巡察"), "{page}");
    }
}
