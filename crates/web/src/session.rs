//! The session's cookie.

use axum::http::{HeaderMap, HeaderValue, header};

/// Over TLS the browser itself holds the name to this host and path.
const SECURE: &str = "__Host-sid";
/// Over plain HTTP on loopback, where browsers refuse the prefix.
const PLAIN: &str = "sid";

/// The token a request shows.
pub(crate) fn token(headers: &HeaderMap) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    lines
        .flat_map(|l| l.split(';'))
        .filter_map(|c| c.trim().split_once('='))
        .find(|(name, _)| *name == SECURE || *name == PLAIN)
        .map(|(_, value)| value.to_owned())
}

/// The cookie of a session just begun. Without a lifetime: it ends with the browser, at the latest with the session.
pub(crate) fn cookie(token: &str, secure: bool) -> Option<HeaderValue> {
    let text = if secure {
        format!("{SECURE}={token}; Path=/; Secure; HttpOnly; SameSite=Lax")
    } else {
        format!("{PLAIN}={token}; Path=/; HttpOnly; SameSite=Lax")
    };
    text.parse().ok()
}

/// Name of the cookie that carries what the last act said to the next page, as a message id.
const SAID: &str = "said";

/// What the last act said.
pub(crate) fn said(headers: &HeaderMap) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    let value = lines.flat_map(|l| l.split(';')).filter_map(|c| c.trim().split_once('='));
    value.into_iter().find(|(name, _)| *name == SAID).map(|(_, value)| value.to_owned())
}

/// The cookie that says it on the next page.
pub(crate) fn say(id: &'static str) -> Option<HeaderValue> {
    format!("{SAID}={id}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60").parse().ok()
}

/// The cookie that ends it: said once.
pub(crate) const fn was_said() -> HeaderValue {
    HeaderValue::from_static("said=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// The cookie that takes it away.
pub(crate) fn gone(secure: bool) -> HeaderValue {
    if secure {
        HeaderValue::from_static("__Host-sid=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
    } else {
        HeaderValue::from_static("sid=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
    }
}
