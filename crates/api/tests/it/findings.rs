//! Findings through the API: a paper is written, signed by two, reviewed, and signed off with the leader's password.

use crate::client::{Client, OWN_PASSWORD, at_home};
use axum::http::StatusCode;
use domain::permission::Role;
use serde_json::json;
use testkit::{TestApp, UNIT, on_both};

on_both! {
    async fn a_paper_is_signed_off_by_its_leader_with_their_password_and_by_nobody_else(engine) {
        let (t, site) = TestApp::on_site(engine).await;
        let engagement = site.engagement(UNIT);
        t.person_of("zuzhang", Role::TeamLeader, engagement.0).await;
        for role in [Role::TeamDeputy, Role::TeamMember, Role::TeamLiaison] {
            t.team_member(&site, UNIT, role).await;
        }
        let leader = at_home(&t, "zuzhang").await;
        let deputy = Client::new(&t, "team_deputy-0", "write").await;
        let one = Client::new(&t, "team_member-1", "write").await;
        let two = Client::new(&t, "team_liaison-2", "write").await;
        let fact = |text: &str, number: &str| json!({ "text": text, "evidence": [{ "number": number }] });
        let paper = json!({
            "title": "同一项目拆分发包，规避公开招标",
            "sentences": [fact("步道工程被拆成三段。", "DOC-1-001"), fact("三段合同价均低于五十万元。", "DOC-1-002")],
            "basis": "《云河县政府投资项目管理办法（试行）》",
            "focus": ["J2.5"],
            "undertakers": ["郝庚炜", "郁甲汀"],
        });
        let made = one.post(&format!("/api/v1/engagements/{engagement}/findings"), paper).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let path = format!("/api/v1/findings/{}", made.body["finding"].as_str().unwrap());
        let seen = one.get(&path).await.body["digest"].clone();
        for signer in [&one, &two] {
            let signed = signer.post(&format!("{path}/signatures"), json!({ "seen": seen })).await;
            assert_eq!(signed.status, StatusCode::OK, "{}", signed.body);
        }
        let sign_off = format!("{path}/sign-off");
        let body = |seen: &serde_json::Value, password: &str| json!({ "seen": seen, "password": password });
        let early = leader.post(&sign_off, body(&seen, OWN_PASSWORD)).await;
        assert_eq!((early.status, &early.body["code"]), (StatusCode::CONFLICT, &json!("finding-not-reviewed")));
        assert_eq!(deputy.post(&format!("{path}/review"), json!({ "seen": seen })).await.status, StatusCode::OK);
        // Not by another, not without the password, not another text.
        assert_eq!(one.post(&sign_off, body(&seen, OWN_PASSWORD)).await.status, StatusCode::NOT_FOUND);
        for wrong in ["", "不是这个"] {
            let refused = leader.post(&sign_off, body(&seen, wrong)).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
            assert_eq!((&refused.body["errors"][0]["field"], &refused.body["errors"][0]["code"]), (&json!("password"), &json!("account-password-wrong")));
        }
        let other = leader.post(&sign_off, body(&json!("0".repeat(64)), OWN_PASSWORD)).await;
        assert_eq!(other.body["code"], "finding-signed-another-text");
        let done = leader.post(&sign_off, body(&seen, OWN_PASSWORD)).await;
        assert_eq!((done.status, &done.body["standing"]), (StatusCode::OK, &json!("signed_off")), "{}", done.body);
        assert!(!done.body.to_string().contains(OWN_PASSWORD));
        let meeting = format!("/api/v1/engagements/{engagement}/findings/meeting");
        let answers = json!([{ "finding": made.body["finding"], "verdict": "adopted" }]);
        let decide = |password: &str| json!({ "on": t.app.today(), "answers": answers, "password": password });
        assert_eq!(leader.post(&meeting, decide("不是这个")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(deputy.post(&meeting, decide(OWN_PASSWORD)).await.status, StatusCode::NOT_FOUND);
        assert_eq!(leader.post(&meeting, decide(OWN_PASSWORD)).await.status, StatusCode::NO_CONTENT);
        assert_eq!(leader.get(&path).await.body["standing"], "adopted");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_file_of_evidence_and_the_scan_of_a_view_come_with_their_json(engine) {
        let (t, site) = TestApp::on_site(engine).await;
        let engagement = site.engagement(UNIT);
        t.team_member(&site, UNIT, Role::TeamMember).await;
        let one = Client::new(&t, "team_member-0", "write").await;
        let paper = json!({ "title": "步道工程拆分发包", "sentences": [{ "text": "工程被拆成三段。" }] });
        let made = one.post(&format!("/api/v1/engagements/{engagement}/findings"), paper).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let path = format!("/api/v1/findings/{}", made.body["finding"].as_str().unwrap());
        let about = json!({ "evidence": [{ "number": "DOC-1-009", "at": "第二条", "page": 1 }] });
        let linked = one.upload(&format!("{path}/evidence"), about.clone(), &[("合同.txt", "三段合同")]).await;
        assert_eq!(linked.status, StatusCode::OK, "{}", linked.body);
        let two = [("一.txt", "一"), ("二.txt", "二")];
        let refused = one.upload(&format!("{path}/evidence"), about.clone(), &two).await;
        assert_eq!((refused.status, &refused.body["errors"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("files")));
        let view = json!({ "view": "agrees", "by": "局长", "from_paper": true });
        let viewed = one.upload(&format!("{path}/view"), view, &[("意见.txt", "属实")]).await;
        assert_ne!(viewed.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", viewed.body);
        let text = linked.body.to_string();
        let file = text.split("\"leads_to\":\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        assert_eq!(one.get(&format!("{path}/files/{file}")).await.status, StatusCode::OK);
        let none = format!("{path}/files/{}", uuid::Uuid::nil());
        assert_eq!(one.get(&none).await.status, StatusCode::NOT_FOUND);
        t.team_member(&site, "县水利局", Role::TeamMember).await;
        let other = Client::new(&t, "team_member-1", "write").await;
        assert_eq!(other.get(&format!("{path}/files/{file}")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(other.upload(&format!("{path}/evidence"), about, &[("合同.txt", "x")]).await.status, StatusCode::NOT_FOUND);
    }
}
