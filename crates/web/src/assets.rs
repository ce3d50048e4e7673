//! Style, script and icons, inside the binary and named by their content.
//!
//! The build script compiled and named them; here they are found by their plain name ([`url`]) and served
//! ([`router`]) to be cached for ever: a changed file has another address.

use axum::{
    Router,
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

struct Asset {
    name: &'static str,
    file: &'static str,
    url: &'static str,
    media_type: &'static str,
    body: &'static [u8],
}

const ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The address of an asset by its plain name: `app.css`, `app.js`, `htmx.js`, `icons.svg`, `seal.svg`,
/// `slip.svg`. Another name has an address where nothing is.
pub fn url(name: &str) -> &'static str {
    ASSETS.iter().find(|a| a.name == name).map_or("/assets/none", |a| a.url)
}

/// Serves `/assets/…`; needs no state and no session.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{file}", get(serve))
}

/// Every asset's address and content, for pages written to files.
pub fn all() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    ASSETS.iter().map(|a| (a.url, a.body))
}

async fn serve(Path(file): Path<String>) -> Response {
    let Some(asset) = ASSETS.iter().find(|a| a.file == file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, asset.media_type),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, asset.body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{body::Body, http::Request};
    use sha2::{Digest, Sha256};
    use tower::ServiceExt;

    fn asset(name: &str) -> &'static Asset {
        ASSETS.iter().find(|a| a.name == name).unwrap()
    }

    #[tokio::test]
    async fn an_asset_is_served_to_be_kept_for_ever_and_an_old_name_is_gone() {
        let get = |path: &str| router::<()>().oneshot(Request::get(path).body(Body::empty()).unwrap());
        let found = get(url("app.css")).await.unwrap();
        assert_eq!(found.status(), StatusCode::OK);
        assert_eq!(found.headers()["content-type"], "text/css; charset=utf-8");
        assert!(found.headers()["cache-control"].to_str().unwrap().contains("immutable"));
        assert_eq!(get("/assets/app.000000000000.css").await.unwrap().status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn the_vendored_script_is_the_one_its_paper_names() {
        let digest: String =
            Sha256::digest(asset("htmx.js").body).iter().map(|b| format!("{b:02x}")).collect();
        assert!(include_str!("../../../assets/vendor/README.md").contains(&digest));
    }

    #[test]
    fn the_style_is_compiled_and_names_its_own_colours_only() {
        let css = std::str::from_utf8(asset("app.css").body).unwrap();
        for newer in ["color-mix(", "light-dark(", "&:", "& >"] {
            assert!(!css.contains(newer), "{newer}");
        }
        assert!(css.starts_with("@layer tokens{") && css.contains("@layer print{"));
    }

    #[test]
    fn nothing_in_script_or_style_calls_another_machine() {
        for name in ["app.css", "app.js", "icons.svg"] {
            let text = std::str::from_utf8(asset(name).body).unwrap().replace("http://www.w3.org/", "");
            assert!(!text.contains("http://") && !text.contains("https://"), "{name}");
        }
    }
}
