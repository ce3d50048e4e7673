//! Accounts through the API: rights, repeats, versions, paging, problems.

use crate::client::{Client, create, new_account, stranger};
use axum::http::Method;
use serde_json::json;
use testkit::{TestApp, on_both};

on_both! {
    async fn without_a_token_every_call_is_refused_and_with_one_it_says_who(engine) {
        let t = TestApp::set_up(engine).await;
        let answer = Client::nobody(&t).get("/api/v1/me").await;
        assert_eq!((answer.status.as_u16(), &answer.body["code"]), (401, &json!("api-no-token")));
        assert_eq!(answer.headers["content-type"], "application/problem+json");
        let me = Client::new(&t, "clerk", "read").await.get("/api/v1/me").await;
        assert_eq!((me.status.as_u16(), &me.body["login"]), (200, &json!("clerk")));
    }

    async fn a_reading_token_does_not_write_and_a_revoked_one_does_nothing(engine) {
        let t = TestApp::set_up(engine).await;
        let client = Client::new(&t, "clerk", "read").await;
        let answer = client.post("/api/v1/accounts", new_account("li")).await;
        assert_eq!((answer.status.as_u16(), &answer.body["code"]), (403, &json!("api-token-read-only")));
        let (token, _) = t.app.own_tokens(&t.clerk().await).await.unwrap().remove(0);
        let revoke = app::account::RevokeToken { token: token.id };
        t.app.perform(&t.clerk().await, &revoke).await.unwrap();
        assert_eq!(client.get("/api/v1/me").await.status.as_u16(), 401);
    }

    async fn the_same_act_id_makes_one_account(engine) {
        let t = TestApp::set_up(engine).await;
        let client = Client::new(&t, "clerk", "write").await;
        let act = t.app.new_act().to_string();
        let headers = [("x-act-id", act.as_str())];
        let send = || client.call(Method::POST, "/api/v1/accounts", Some(new_account("li")), &headers);
        let (first, second) = (send().await, send().await);
        assert_eq!((first.status.as_u16(), second.status.as_u16()), (201, 200));
        assert_eq!(first.body["account"], second.body["account"]);
    }

    async fn wrong_fields_are_named_with_stable_codes_and_in_the_callers_language(engine) {
        let t = TestApp::set_up(engine).await;
        let client = Client::new(&t, "clerk", "write").await;
        let body = json!({ "login": "a b", "name": "", "password": "x" });
        let answer = client.call(Method::POST, "/api/v1/accounts", Some(body), &[("accept-language", "en")]).await;
        assert_eq!(answer.status.as_u16(), 422);
        let mut fields: Vec<&str> =
            answer.body["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
        fields.dedup();
        assert_eq!(fields, ["login", "name", "password"]);
        assert_eq!(answer.body["errors"][0]["code"], "account-login-invalid");
        assert!(answer.body["errors"][0]["detail"].as_str().unwrap().is_ascii());
    }

    async fn a_change_against_an_old_version_is_refused(engine) {
        let t = TestApp::set_up(engine).await;
        let client = Client::new(&t, "clerk", "write").await;
        let id = t.app.perform(&t.clerk().await, &create("li")).await.unwrap().done.account;
        let path = format!("/api/v1/accounts/{id}/standing");
        let tag = client.get(&format!("/api/v1/accounts/{id}")).await.headers["etag"].to_str().unwrap().to_owned();
        let enable = |tag: String| {
            let (client, path) = (&client, &path);
            async move {
                client.call(Method::PUT, path, Some(json!({ "enabled": true })), &[("if-match", &tag)]).await
            }
        };
        let first = enable(tag.clone()).await;
        assert_eq!((first.status.as_u16(), &first.body["standing"]), (200, &json!("enabled")));
        assert_eq!(enable(tag).await.status.as_u16(), 412);
    }

    async fn pages_follow_one_another_and_a_spoilt_cursor_is_told(engine) {
        let t = TestApp::set_up(engine).await;
        for n in 0..3 {
            t.app.perform(&t.clerk().await, &create(&format!("a{n}"))).await.unwrap();
        }
        let client = Client::new(&t, "clerk", "read").await;
        let first = client.get("/api/v1/accounts?size=3").await;
        assert_eq!(first.body["items"].as_array().unwrap().len(), 3);
        let next = first.body["next"].as_str().unwrap();
        let second = client.get(&format!("/api/v1/accounts?size=3&after={next}")).await;
        assert_eq!((second.body["items"].as_array().unwrap().len(), second.body.get("next")), (1, None));
        assert_eq!(client.get("/api/v1/accounts?after=nonsense").await.status.as_u16(), 422);
    }

    async fn a_stranger_with_a_token_sees_none_of_it(engine) {
        let t = TestApp::set_up(engine).await;
        let client = stranger(&t).await;
        for path in ["/api/v1/accounts", "/api/v1/journal"] {
            assert_eq!(client.get(path).await.status.as_u16(), 403, "{path}");
        }
        assert_eq!(client.post("/api/v1/accounts", new_account("x")).await.status.as_u16(), 403);
    }
}
