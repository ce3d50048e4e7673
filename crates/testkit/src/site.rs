//! The pages of a test's program, served on a port of the system's choice for as long as the test's runtime lives.

use crate::TestApp;
use app::ruleset::DraftRuleset;
use crypto::token::TokenKind;
use domain::ruleset::{Kind, shipped};
use std::net::SocketAddr;
use web::routes::Route;
use web::{Settings, Web};

/// Pages being served.
pub struct Site {
    /// Where: `http://127.0.0.1:4711`.
    pub base: String,
    /// The code that set-up asks for.
    pub code: String,
    /// Every route.
    pub routes: Vec<Route>,
}

impl TestApp {
    /// Serves the pages.
    pub async fn serve(&self) -> Site {
        self.serve_with(Settings::default()).await
    }

    /// Serves the pages with settings of one's own; the set-up code is added.
    pub async fn serve_with(&self, settings: Settings) -> Site {
        let code = self.app.tokens().issue(TokenKind::Setup, self.app.rng());
        let settings = Settings { set_up_code: Some(code.digest), ..settings };
        let web = Web::new(self.app.clone(), settings);
        let routes = web::pages::routes(web.clone()).list().to_vec();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("its address"));
        let service = web::router(web).into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        Site { base, code: code.text.expose().clone(), routes }
    }

    /// Serves the public page; returns where.
    pub async fn serve_public(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("its address"));
        let service = web::public::router(self.app.intake(), false).into_make_service();
        tokio::spawn(async move { axum::serve(listener, service).await });
        base
    }

    /// Drafts a second version of the deadlines: ten days of warning become seven.
    pub async fn draft_deadlines(&self) {
        let shipped = shipped().expect("the shipped rulesets");
        let draft = shipped.into_iter().find(|s| s.kind() == Kind::Deadlines).expect("deadlines").draft;
        let mut body = draft.body;
        if let Some(days) = body.get_mut("soon_days") {
            *days = 7.into();
        }
        let act = DraftRuleset {
            kind: Kind::Deadlines,
            effective_from: self.app.today(),
            basis: "云河县委巡察工作领导小组办公室通知".to_owned(),
            body,
            seen: 0,
        };
        self.app.perform(&self.clerk().await, &act).await.expect("a draft");
    }
}
