//! Theme, text size and language as the reader chose them: cookies, kept a year, readable by script;
//! and the round that the pages look at.
//!
//! The switches in the top bar are forms that post to `/look` and come back; script only makes theme and size
//! change without the trip. Nothing here is about a person, so no session is needed. An account's own language,
//! where one is signed in, is kept by the account.

use crate::view::RoundSwitcher;
use axum::{
    Router,
    extract::Form,
    http::{HeaderMap, HeaderValue, header},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
    routing::post,
};
use kernel::Lang;
use serde::Deserialize;

/// Ground and ink.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the reader's system wishes.
    #[default]
    System,
    /// Dark on white.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// The value of `data-theme` and of the cookie; none for the system's wish.
    pub const fn value(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    /// What the switch offers without script.
    pub const fn other(self) -> Self {
        match self {
            Self::Dark => Self::Light,
            Self::System | Self::Light => Self::Dark,
        }
    }
}

/// How the reader wants pages to look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Ground and ink.
    pub theme: Theme,
    /// Text a fifth larger.
    pub large: bool,
    /// Chosen language; `None` follows the account or the browser.
    pub lang: Option<Lang>,
    /// Chosen round, as the switcher sent it: to be looked up among those the reader may see.
    pub round: Option<String>,
}

impl Look {
    /// Reads the request's cookies; what is unknown is as if it were not there.
    pub fn from_headers(headers: &HeaderMap) -> Self {
        let mut look = Self::default();
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
        for (name, value) in lines.flat_map(|l| l.split(';')).filter_map(|c| c.trim().split_once('=')) {
            match (name, value) {
                ("theme", "dark") => look.theme = Theme::Dark,
                ("theme", "light") => look.theme = Theme::Light,
                ("size", "large") => look.large = true,
                ("lang", tag) => look.lang = Lang::from_tag(tag),
                ("round", value) => look.round = round(value).map(str::to_owned),
                _ => {}
            }
        }
        look
    }

    /// The language of a page: chosen, else the account's, else the browser's.
    pub fn language(&self, account: Option<Lang>, headers: &HeaderMap) -> Lang {
        let browser =
            || headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).map(Lang::negotiate);
        self.lang.or(account).or_else(browser).unwrap_or_default()
    }
}

/// The form of the switches.
#[derive(Debug, Deserialize)]
struct Choice {
    theme: Option<String>,
    size: Option<String>,
    lang: Option<String>,
    round: Option<String>,
    #[serde(default)]
    back: String,
}

/// `POST /look`.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/look", post(choose))
}

async fn choose(Form(choice): Form<Choice>) -> Response {
    let theme = choice.theme.as_deref().and_then(|t| known(t, &["light", "dark"]));
    let size = choice.size.as_deref().and_then(|s| known(s, &["large", "normal"]));
    let lang = choice.lang.as_deref().and_then(Lang::from_tag).map(Lang::tag);
    let round = choice.round.as_deref().and_then(round);
    let cookies: Vec<_> = [("theme", theme), ("size", size), ("lang", lang), ("round", round)]
        .into_iter()
        .filter_map(|(name, value)| cookie(name, value?))
        .map(|value| (header::SET_COOKIE, value))
        .collect();
    (AppendHeaders(cookies), Redirect::to(&back(&choice.back, round))).into_response()
}

/// Where a switch leads: to the page it was pressed on; from the page of one round to that of the chosen one.
fn back(page: &str, round: Option<&str>) -> String {
    let of_a_round = page.strip_prefix("/rounds/").is_some_and(|rest| rest.len() >= 36);
    match round {
        Some(RoundSwitcher::ALL) if of_a_round => "/rounds".to_owned(),
        Some(round) if of_a_round => format!("/rounds/{round}"),
        _ => own_path(page).to_owned(),
    }
}

fn known<'k>(value: &str, values: &[&'k str]) -> Option<&'k str> {
    values.iter().copied().find(|k| *k == value)
}

/// An id or a word such as `all`; nothing that could break a cookie.
fn round(value: &str) -> Option<&str> {
    let plain = value.len() <= 40 && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (plain && !value.is_empty()).then_some(value)
}

fn cookie(name: &str, value: &str) -> Option<HeaderValue> {
    format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax").parse().ok()
}

/// The cookie of a language chosen elsewhere: with the account.
pub(crate) fn language_cookie(lang: Lang) -> Option<HeaderValue> {
    cookie("lang", lang.tag())
}

/// A path of this site, or the home page: nobody is sent elsewhere by a form made elsewhere.
pub fn own_path(path: &str) -> &str {
    let own = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && path.bytes().all(|b| b.is_ascii_graphic());
    if own { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{body::Body, http::Request};
    use tower::ServiceExt;

    fn headers(cookie: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::COOKIE, cookie.parse().unwrap())])
    }

    #[test]
    fn a_look_is_read_from_cookies_and_nonsense_is_ignored() {
        let look = Look::from_headers(&headers("sid=1; theme=dark; size=large; lang=en; round=all"));
        let round = Some("all".to_owned());
        assert_eq!(look, Look { theme: Theme::Dark, large: true, lang: Some(Lang::En), round });
        assert_eq!(Look::from_headers(&headers("theme=pink; size=; lang=tlh; round=é; =")), Look::default());
    }

    #[test]
    fn the_chosen_language_wins_over_the_accounts_and_the_browsers() {
        let mut browser = HeaderMap::new();
        browser.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("en"));
        assert_eq!(Look::default().language(None, &browser), Lang::En);
        assert_eq!(Look::default().language(Some(Lang::ZhCn), &browser), Lang::ZhCn);
        let chosen = Look { lang: Some(Lang::En), ..Look::default() };
        assert_eq!(chosen.language(Some(Lang::ZhCn), &HeaderMap::new()), Lang::En);
    }

    #[tokio::test]
    async fn a_switch_keeps_the_choice_and_comes_back_to_its_page() {
        let request = Request::post("/look")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from("theme=dark&back=%2Funits%3Fq%3D1"))
            .unwrap();
        let answer = router::<()>().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), 303);
        assert_eq!(answer.headers()["location"], "/units?q=1");
        assert!(answer.headers()["set-cookie"].to_str().unwrap().starts_with("theme=dark;"));
    }

    #[test]
    fn another_round_chosen_on_a_rounds_page_leads_to_its_page() {
        let here = "/rounds/0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b/teams/1";
        assert_eq!(back(here, Some("0190")), "/rounds/0190");
        assert_eq!(back(here, Some("all")), "/rounds");
        assert_eq!(back(here, None), here);
        assert_eq!(back("/rounds/new", Some("0190")), "/rounds/new");
        assert_eq!(back("/coverage", Some("0190")), "/coverage");
    }

    #[test]
    fn no_form_sends_the_reader_to_another_site() {
        for elsewhere in ["https://a.example/", "//a.example", "/\\a.example", "", "a", "/a\r\nb"] {
            assert_eq!(own_path(elsewhere), "/", "{elsewhere:?}");
        }
        assert_eq!(own_path("/units?q=%E4%BA%91"), "/units?q=%E4%BA%91");
    }
}
