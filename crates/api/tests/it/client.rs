//! A client without a socket.

use app::account::{ChangeOwnPassword, CreateAccount, IssueToken, NewPassword};
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
        let act = IssueToken { label: "test".into(), scope: scope.into(), days: 30, digest: token.digest };
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

    /// Sends a file as the body.
    pub(crate) async fn send(&self, path: &str, file: &'static [u8]) -> Answer {
        self.call_with(Method::POST, path, Body::from(file), &[]).await
    }

    /// Sends a form: what is said about its files, and files that are texts.
    pub(crate) async fn upload(&self, path: &str, about: Value, files: &[(&str, &str)]) -> Answer {
        let part = |head: &str, content: &str| {
            format!("--edge\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
        };
        let mut form = part("name=\"about\"", &about.to_string());
        for (name, text) in files {
            form.push_str(&part(&format!("name=\"files\"; filename=\"{name}\""), text));
        }
        let kind = [("content-type", "multipart/form-data; boundary=edge")];
        self.call_with(Method::POST, path, Body::from(format!("{form}--edge--\r\n")), &kind).await
    }

    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let json = [("content-type", "application/json")];
        let headers: Vec<_> =
            headers.iter().chain(body.is_some().then_some(&json).into_iter().flatten()).copied().collect();
        let body = body.map_or_else(Body::empty, |json| Body::from(json.to_string()));
        self.call_with(method, path, body, &headers).await
    }

    async fn call_with(&self, method: Method, path: &str, body: Body, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response =
            self.router.clone().oneshot(request.body(body).expect("a request")).await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.into_body().collect().await.expect("a body").to_bytes();
        Answer { status, headers, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null) }
    }
}

/// A client of someone who may sign in and nothing else.
pub(crate) async fn stranger(t: &TestApp) -> Client {
    t.stranger("stranger").await;
    at_home(t, "stranger").await
}

/// The password that people of [`at_home`] chose.
pub(crate) const OWN_PASSWORD: &str = "另一座石桥 1990";

/// A client of someone who has chosen a password of their own.
pub(crate) async fn at_home(t: &TestApp, login: &str) -> Client {
    let new = NewPassword { password: OWN_PASSWORD.into(), again: OWN_PASSWORD.into() };
    let change = ChangeOwnPassword { current: testkit::PASSWORD.into(), new };
    t.app.perform(&t.ctx(login).await, &change).await.expect("a password of their own");
    Client::new(t, login, "write").await
}

/// A new account's input.
pub(crate) fn new_account(login: &str) -> Value {
    serde_json::json!({ "login": login, "name": format!("某{login}"), "password": testkit::PASSWORD })
}

/// The same as an act.
pub(crate) fn create(login: &str) -> CreateAccount {
    CreateAccount { login: login.into(), name: login.into(), password: testkit::PASSWORD.into() }
}
