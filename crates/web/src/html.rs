//! A page or a part of one as an answer.
//!
//! The markup library's own adapter is not used, so that a new version of the web framework never waits for it.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::Markup;

/// HTML with its status.
#[derive(Clone, Debug)]
pub struct Html {
    status: StatusCode,
    markup: Markup,
}

impl Html {
    /// 200 with this page or part.
    pub const fn new(markup: Markup) -> Self {
        Self { status: StatusCode::OK, markup }
    }

    /// The same with another status: 422 for a form that comes back with its errors.
    #[must_use]
    pub const fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The text, for files and tests.
    pub fn as_str(&self) -> &str {
        &self.markup.0
    }
}

impl From<Markup> for Html {
    fn from(markup: Markup) -> Self {
        Self::new(markup)
    }
}

impl IntoResponse for Html {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.markup.into_string()).into_response();
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        response
    }
}
