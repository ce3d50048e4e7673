//! A client without a socket.

use app::account::{CreateAccount, IssueToken};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::Value;
use testkit::TestApp;
use tower::ServiceExt as _;

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

/// A client with a token.
pub(crate) struct Client {
    router: Router,
    token: Option<String>,
}

impl Client {
    /// A token of an account.
    pub(crate) async fn new(t: &TestApp, login: &str, scope: &str) -> Self {
        let token = t.app.new_token();
        let act =
            IssueToken { label: "test".into(), scope: scope.into(), days: 30, digest: token.digest };
        t.app.perform(&t.ctx(login).await, &act).await.expect("a token");
        Self { router: api::router(t.app.clone()), token: Some(token.text.expose().clone()) }
    }

    /// Nobody.
    pub(crate) fn nobody(t: &TestApp) -> Self {
        Self { router: api::router(t.app.clone()), token: None }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None, &[]).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, Some(body), &[]).await
    }

    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = match body {
            Some(json) => {
                request = request.header("content-type", "application/json");
                Body::from(json.to_string())
            }
            None => Body::empty(),
        };
        let response =
            self.router.clone().oneshot(request.body(body).expect("a request")).await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.into_body().collect().await.expect("a body").to_bytes();
        Answer { status, headers, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null) }
    }
}

/// A new account's input.
pub(crate) fn new_account(login: &str) -> Value {
    serde_json::json!({ "login": login, "name": format!("某{login}"), "password": testkit::PASSWORD })
}

/// The same as an act.
pub(crate) fn create(login: &str) -> CreateAccount {
    CreateAccount { login: login.into(), name: login.into(), password: testkit::PASSWORD.into() }
}
