//! A referral approved on paper through the API: one of the team records it, another checks it.

use crate::client::{Client, stranger};
use axum::http::{Method, StatusCode};
use domain::permission::Role;
use serde_json::json;
use testkit::{TestApp, UNIT, on_both};

const SCAN: &str = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";

on_both! {
    async fn a_referral_on_paper_is_recorded_with_its_scan_and_takes_effect_by_another_s_check(engine) {
        let (t, site) = TestApp::on_site(engine).await;
        let engagement = site.engagement(UNIT);
        t.team_member(&site, UNIT, Role::TeamMember).await;
        t.team_member(&site, UNIT, Role::TeamLiaison).await;
        let one = Client::new(&t, "team_member-0", "write").await;
        let two = Client::new(&t, "team_liaison-1", "write").await;
        let entry = json!({ "channel": "letter", "received": "2025-10-20 09:10", "unit": UNIT, "text": "补助少发了三个月，请核实。" });
        let made = one.post(&format!("/api/v1/engagements/{engagement}/petitions"), entry).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let path = format!("/api/v1/petitions/{}", made.body["petition"].as_str().unwrap());
        let screening = json!({ "verdict": "out:personal", "why": "个人诉求" });
        let put = async |who: &Client, step: &str, body| who.call(Method::PUT, &format!("{path}/{step}"), Some(body), &[]).await;
        assert_eq!(put(&one, "screening", screening).await.status, StatusCode::OK);
        let paper = json!({ "to": "县民政局", "extract": "反映人要求补发补助。", "decided_by": "韦丁岩", "post": "组长",
            "decided_on": "2025-10-20", "wording": "同意转办。" });
        let record = format!("{path}/referral/paper");
        let unscanned = one.upload(&record, paper.clone(), &[]).await;
        assert_eq!((unscanned.status, &unscanned.body["errors"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("scan")));
        let stranger = stranger(&t).await;
        assert_eq!(stranger.upload(&record, paper.clone(), &[("a.pdf", SCAN)]).await.status, StatusCode::NOT_FOUND);
        let noted = one.upload(&record, paper.clone(), &[("a.pdf", SCAN)]).await;
        assert_eq!((noted.status, &noted.body["standing"], &noted.body["paper_waits"]), (StatusCode::OK, &json!("out"), &json!(true)), "{}", noted.body);
        let withdraw = format!("{path}/referral/withdraw");
        let back = one.post(&withdraw, json!({ "reason": "录错了" })).await;
        assert_eq!((back.status, &back.body["paper_waits"]), (StatusCode::OK, &json!(false)), "{}", back.body);
        one.upload(&record, paper, &[("a.pdf", SCAN)]).await;
        let own = put(&one, "referral/check", json!({ "agrees": true })).await;
        assert_eq!((own.status, &own.body["code"]), (StatusCode::CONFLICT, &json!("decision-checker-is-recorder")));
        assert_eq!(put(&stranger, "referral/check", json!({ "agrees": true })).await.status, StatusCode::NOT_FOUND);
        let done = put(&two, "referral/check", json!({ "agrees": true })).await;
        assert_eq!((done.status, &done.body["standing"]), (StatusCode::OK, &json!("referred")), "{}", done.body);
        assert_eq!(t.verify().await.faults, []);
    }
}
