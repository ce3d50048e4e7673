//! The session's cookie.

use crate::Web;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use crypto::token::Issued;

/// Over TLS the browser itself holds the name to this host and path.
const SECURE: &str = "__Host-sid";
/// Over plain HTTP on loopback, where browsers refuse the prefix.
const PLAIN: &str = "sid";

/// The token a request shows. Over TLS only the cookie that the browser itself holds to this host counts: one that a
/// neighbour or an unencrypted page could have planted opens nothing.
pub(crate) fn token(headers: &HeaderMap, secure: bool) -> Option<String> {
    let wanted = if secure { SECURE } else { PLAIN };
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    lines
        .flat_map(|l| l.split(';'))
        .filter_map(|c| c.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
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

/// Gives an answer the cookie of a session's new token, where it got one.
pub(crate) fn keep(token: Option<Issued>, web: &Web, mut answer: Response) -> Response {
    let cookie = token.and_then(|token| cookie(token.text.expose(), web.settings().secure));
    if let Some(cookie) = cookie {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answer
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

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(cookies: &str, secure: bool) -> Option<String> {
        let headers = HeaderMap::from_iter([(header::COOKIE, cookies.parse().unwrap())]);
        token(&headers, secure)
    }

    #[test]
    fn over_tls_only_the_cookie_held_to_this_host_opens_a_session() {
        assert_eq!(shown("sid=planted; __Host-sid=own", true).as_deref(), Some("own"));
        assert_eq!(shown("sid=planted", true), None);
        assert_eq!(shown("sid=own; __Host-sid=other", false).as_deref(), Some("own"));
    }

    #[test]
    fn the_cookie_is_for_this_host_no_script_and_no_foreign_form() {
        let secure = cookie("xcs_1", true).unwrap();
        assert_eq!(secure.to_str().unwrap(), "__Host-sid=xcs_1; Path=/; Secure; HttpOnly; SameSite=Lax");
        assert!(!cookie("xcs_1", false).unwrap().to_str().unwrap().contains("Secure"));
    }
}
