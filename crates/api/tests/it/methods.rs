//! Methods of understanding through the API: planned, noted, and what is sealed is in no answer.

use crate::client::Client;
use axum::http::StatusCode;
use domain::permission::Role;
use serde_json::json;
use testkit::{TestApp, UNIT, on_both};

on_both! {
    async fn a_talk_is_planned_and_noted_by_calls_and_no_answer_holds_what_is_sealed(engine) {
        let (t, site) = TestApp::on_site(engine).await;
        let engagement = site.engagement(UNIT);
        let leader = t.team_member(&site, UNIT, Role::TeamLeader).await;
        t.team_member(&site, UNIT, Role::TeamMember).await;
        t.team_member(&site, "县水利局", Role::TeamMember).await;
        let member = Client::new(&t, "team_member-1", "write").await;
        let elsewhere = Client::new(&t, "team_member-2", "write").await;
        let start = t.app.method_start(&leader, engagement).await.unwrap();
        let inspectors: Vec<String> = start.team.iter().take(2).map(|one| one.person.to_string()).collect();
        let setting = json!({
            "day": t.app.today(), "from": "09:00", "to": "10:00", "inspectors": inspectors,
            "met": [{ "name": "梁甲松", "post": "局长" }],
        });
        let plan = json!({ "method": "C2", "topic": "班子议事决策", "focus": ["J3.2"], "setting": setting });
        let register = format!("/api/v1/engagements/{engagement}/methods");
        let made = member.post(&register, json!({ "plan": plan })).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let path = format!("/api/v1/methods/{}", made.body["record"].as_str().unwrap());
        let again = member.post(&register, json!({ "plan": plan })).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        let codes: Vec<&str> = again.body["errors"].as_array().unwrap().iter().map(|e| e["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["method-clash-inspector", "method-clash-inspector", "method-clash-met"]);
        let held = json!({ "setting": setting, "points": [{ "topic": "议事", "text": "三年没有开过专题会" }] });
        assert_eq!(member.post(&format!("{path}/hold"), held).await.status, StatusCode::NO_CONTENT);
        let shown = member.get(&path).await;
        assert_eq!((&shown.body["standing"], &shown.body["sealed"], &shown.body["number"]), (&json!("to_check"), &json!(true), &json!("TALK-001")));
        assert!(!shown.body.to_string().contains("三年没有"), "{}", shown.body);
        let listed = member.get(&format!("{register}?method=C2&standing=to_check")).await;
        assert_eq!(listed.body["items"].as_array().unwrap().len(), 1);
        assert_eq!(member.get(&format!("{register}?method=C6")).await.body["items"].as_array().unwrap().len(), 0);
        let check = member.post(&format!("{path}/check"), json!({})).await;
        assert_eq!((check.status, &check.body["code"]), (StatusCode::CONFLICT, &json!("method-check-not-there")));
        for path in [path.as_str(), register.as_str()] {
            assert_eq!(elsewhere.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let gone = member.post(&format!("{path}/withdraw"), json!({ "reason": "记错了人" })).await;
        assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.body);
        assert_eq!(member.get(&path).await.body["standing"], "withdrawn");
    }
}
