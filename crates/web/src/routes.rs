//! The one list of routes. Each route says what it needs; the gate enforces it before the handler, the act or read
//! behind it once more, and the access tests walk the list.

use crate::Web;
use crate::gate::{self, Gate};
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};
use axum::{Router, http::Method};
use domain::permission::Action;

/// What a route needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: the page before the house.
    Nothing,
    /// An account.
    Account,
    /// A right of the permission table, for some scope; the act behind the route asks for the very one.
    Right(Action),
}

/// One route.
#[derive(Clone, Debug)]
pub struct Route {
    /// GET or POST.
    pub method: Method,
    /// Its path, with `{…}` for ids.
    pub path: &'static str,
    /// What it needs.
    pub needs: Needs,
}

/// Routes being gathered.
pub struct Routes {
    web: Web,
    router: Router<Web>,
    list: Vec<Route>,
}

impl Routes {
    /// None yet.
    pub fn new(web: Web) -> Self {
        Self { web, router: Router::new(), list: Vec::new() }
    }

    /// A page.
    #[must_use]
    pub fn get<T: 'static>(self, path: &'static str, needs: Needs, handler: impl Handler<T, Web>) -> Self {
        self.add(Method::GET, path, needs, get(handler))
    }

    /// A form's target.
    #[must_use]
    pub fn post<T: 'static>(self, path: &'static str, needs: Needs, handler: impl Handler<T, Web>) -> Self {
        self.add(Method::POST, path, needs, post(handler))
    }

    /// Bytes of a form with one file of the size that the installation allows.
    pub fn one_file(&self) -> usize {
        self.web.app().limits().form_bytes()
    }

    /// A form's target that takes files, up to `most` bytes.
    #[must_use]
    pub fn upload<T: 'static>(
        self,
        path: &'static str,
        needs: Needs,
        most: usize,
        handler: impl Handler<T, Web>,
    ) -> Self {
        let limit = axum::extract::DefaultBodyLimit::max(most);
        self.add(Method::POST, path, needs, post(handler).layer(limit))
    }

    fn add(mut self, method: Method, path: &'static str, needs: Needs, handler: MethodRouter<Web>) -> Self {
        let gate = Gate { web: self.web.clone(), needs };
        self.router = self.router.route(path, handler.layer(from_fn_with_state(gate, gate::pass)));
        self.list.push(Route { method, path, needs });
        self
    }

    /// The list, for the access tests and the committed list of routes.
    pub fn list(&self) -> &[Route] {
        &self.list
    }

    /// The router, with the page for what does not exist.
    pub fn into_router(self) -> Router {
        let gate = Gate { web: self.web.clone(), needs: Needs::Nothing };
        let missing = get(gate::missing).post(gate::missing).layer(from_fn_with_state(gate, gate::pass));
        self.router.fallback_service(missing.with_state(self.web.clone())).with_state(self.web)
    }
}
