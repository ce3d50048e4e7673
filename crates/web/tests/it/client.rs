//! A browser without a screen: requests to the router, cookies kept, hidden fields read from the page.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use crypto::token::TokenKind;
use http_body_util::BodyExt as _;
use std::collections::BTreeMap;
use testkit::TestApp;
use tower::ServiceExt as _;
use web::{Settings, Web};

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    /// Where it sends the browser.
    pub(crate) fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |v| v.to_str().unwrap())
    }

    /// The value of the first hidden field with this name.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let value = self.body.split_once(&start).and_then(|(_, rest)| rest.split_once('"'));
        value.map(|(value, _)| value.to_owned()).unwrap_or_default()
    }
}

/// One browser.
#[derive(Clone)]
pub(crate) struct Client {
    router: Router,
    cookies: BTreeMap<String, String>,
}

/// The pages of a test's program.
pub(crate) fn pages(t: &TestApp) -> Web {
    let set_up_code = t
        .app
        .tokens()
        .digest(TokenKind::Setup, &t.app.tokens().issue(TokenKind::Setup, t.app.rng()).text.expose().clone())
        .ok();
    Web::new(t.app.clone(), Settings { set_up_code, ..Settings::default() })
}

impl Client {
    /// A browser that nobody has signed in with.
    pub(crate) fn new(t: &TestApp) -> Self {
        Self { router: web::router(pages(t)), cookies: BTreeMap::new() }
    }

    /// The same, of pages that are served with these settings.
    pub(crate) fn with(t: &TestApp, settings: Settings) -> Self {
        Self { router: web::router(Web::new(t.app.clone(), settings)), cookies: BTreeMap::new() }
    }

    /// A browser with a session's token.
    pub(crate) fn with_session(&self, token: &str) -> Self {
        let mut client = self.clone();
        client.cookies.insert("sid".to_owned(), token.to_owned());
        client
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Posts a form with exactly these fields.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_from(path, fields, &[]).await
    }

    /// The same with headers of one's own.
    pub(crate) async fn post_from(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request =
            Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = serde_html_form::to_string(fields).unwrap();
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Fills in a page's form: its hidden fields and these.
    pub(crate) async fn fill(&mut self, page: &Answer, path: &str, fields: &[(&str, &str)]) -> Answer {
        let (csrf, act) = (page.hidden("csrf"), page.hidden("act"));
        let hidden = [("csrf", csrf.as_str()), ("act", act.as_str())];
        let all: Vec<_> = hidden.into_iter().chain(fields.iter().copied()).collect();
        self.post(path, &all).await
    }

    /// Posts a form with files: field and content.
    pub(crate) async fn upload(&mut self, page: &Answer, path: &str, files: &[(&str, &str)]) -> Answer {
        self.multipart(page, path, &[], files).await
    }

    /// Posts a form with fields and files.
    pub(crate) async fn multipart(
        &mut self,
        page: &Answer,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str)],
    ) -> Answer {
        const EDGE: &str = "a-line-between-parts";
        let field = |name: &str, value: &str| {
            format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let mut body = field("csrf", &page.hidden("csrf"));
        body.push_str(&field("act", &page.hidden("act")));
        for (name, value) in fields {
            body.push_str(&field(name, value));
        }
        for (name, content) in files {
            body.push_str(&format!(
                "--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a.txt\"\r\n\
                 Content-Type: text/plain\r\n\r\n{content}\r\n"
            ));
        }
        body.push_str(&format!("--{EDGE}--\r\n"));
        let kind = format!("multipart/form-data; boundary={EDGE}");
        self.send(Request::post(path).header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap())
            .await
    }

    async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let cookies: Vec<_> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
        let headers = request.headers_mut();
        headers.insert(header::HOST, "office.example".parse().unwrap());
        headers.insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        for cookie in headers.get_all(header::SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Answer { status, headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
}
