//! Pictures of the pages as they are, for the papers and for whoever works on the look. Not a check: run it with
//! `cargo test -p xuncha-e2e --test it pictures -- --ignored`; they lie under `target/e2e/pictures`. With
//! `XUNCHA_PICTURES=units,round` only pages whose name holds one of these are drawn, with `XUNCHA_LOOKS=phone` only
//! some of the looks.

use crate::accounts::sign_in;
use crate::county::County;
use serde_json::json;
use std::path::{Path, PathBuf};
use testkit::browser::{Browser, Look, Outcome, journey};
use testkit::{Engine, PASSWORD, TestApp, checkout};
use thirtyfour::prelude::*;

/// What pages without an id are drawn by, beside those that the list of routes gives.
const VIEWS: [(&str, &str); 5] = [
    ("units-narrowed", "/units?q=%E6%B0%B4&kind=department"),
    ("units-none", "/units?q=nothing-like-it"),
    ("coverage-units", "/coverage/units?standing=never"),
    ("search-found", "/search?q=%E4%BA%91%E6%B2%B3"),
    ("error", "/no-such-page"),
];

pub(crate) fn folder(look: &str) -> PathBuf {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| checkout().join("target"), PathBuf::from);
    let folder = target.join("e2e/pictures").join(look);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Whether the person who draws asked for this one.
fn wanted(variable: &str, name: &str) -> bool {
    std::env::var(variable).map_or(true, |asked| asked.split(',').any(|part| name.contains(part)))
}

/// The page down to its end, so that nothing below the window is forgotten; at most five windows of it.
pub(crate) async fn picture(browser: &Browser, file: &Path) -> Outcome {
    let size =
        "return [innerWidth, innerHeight, Math.min(document.documentElement.scrollHeight, innerHeight * 5)]";
    let size = browser.execute(size, vec![]).await?;
    let size: Vec<u64> = size.json().as_array().into_iter().flatten().filter_map(|n| n.as_u64()).collect();
    let (width, height, whole) = (size[0], size[1], size[2]);
    let set = async |height: u64| {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        browser.devtools("Emulation.setDeviceMetricsOverride", metrics).await
    };
    set(whole).await?;
    browser.screenshot(file).await?;
    set(height).await
}

/// Name and address of every page: the path's words, without its ids.
async fn pages(county: &County) -> Vec<(String, String)> {
    let samples = county.samples().await;
    let site = county.t.serve().await;
    let mut pages: Vec<(String, String)> = VIEWS.map(|(n, a)| (n.to_owned(), a.to_owned())).to_vec();
    for route in site.routes.iter().filter(|r| r.method == "GET") {
        let sample = samples.iter().find(|(path, _)| *path == route.path).map(|(_, a)| a.clone());
        let plain = (!route.path.contains('{')).then(|| route.path.to_owned());
        let Some(address) = sample.or(plain) else { continue };
        let words: Vec<&str> = route.path.split('/').filter(|w| !w.is_empty()).collect();
        let name = words.join("-").replace(['{', '}'], "");
        pages.push((if name.is_empty() { "home".to_owned() } else { name }, address));
    }
    pages.retain(|(name, _)| wanted("XUNCHA_PICTURES", name) && !name.contains("export"));
    pages
}

async fn draw(browser: &Browser, look: &str, login: &str, pages: &[(String, String)]) -> Outcome {
    for status in ["404", "403", "422"] {
        browser.expect_in_console(&format!("status of {status}"));
    }
    let folder = folder(look);
    browser.open("/sign-in").await?;
    picture(browser, &folder.join("sign-in.png")).await?;
    sign_in(browser, login, PASSWORD).await?;
    browser.until("the home page", async || Ok(browser.path().await? == "/")).await?;
    if look.contains("large") {
        browser.find(By::Css("button[name=size][value=large]")).await?.click().await?;
    }
    for (name, address) in pages {
        browser.open(address).await?;
        picture(browser, &folder.join(format!("{name}.png"))).await?;
    }
    Ok(())
}

const LOOKS: [(&str, Look); 6] = [
    ("desk", Look::DESK),
    ("dark", Look::DESK.dark()),
    ("phone", Look::PHONE),
    ("large", Look::DESK),
    ("large-phone", Look::PHONE),
    ("english", Look::DESK.in_language("en")),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "draws pictures, checks nothing"]
async fn pictures() {
    let county = County::new().await;
    let pages = pages(&county).await;
    let site = county.t.serve().await;
    for (name, look) in LOOKS.into_iter().filter(|(name, _)| wanted("XUNCHA_LOOKS", name)) {
        journey("pictures", look, &site.base, async |browser| draw(browser, name, "clerk", &pages).await)
            .await;
    }
}

/// The few pictures of the README, as large as they are shown there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "draws pictures, checks nothing"]
async fn pictures_of_the_readme() {
    let county = County::new().await;
    let site = county.t.serve().await;
    let page = county.page().await;
    let proposal = format!("/rounds/{}/teams/{}?propose=1", county.round, page.teams[3].team.id);
    let desk: [(&str, &str); 4] =
        [("home", "/"), ("coverage", "/coverage"), ("proposal", &proposal), ("journal", "/journal")];
    for (lang, tag) in [("zh-CN", "zh"), ("en", "en")] {
        for (look, pages) in [(Look::DESK, &desk[..]), (Look::PHONE, &[("phone", "/coverage")][..])] {
            journey("pictures-readme", look.in_language(lang), &site.base, async |browser| {
                sign_in(browser, "clerk", PASSWORD).await?;
                browser.until("the home page", async || Ok(browser.path().await? == "/")).await?;
                for (name, address) in pages {
                    browser.open(address).await?;
                    if *name == "proposal" {
                        let seats = "document.querySelectorAll('main h2')[1].scrollIntoView()";
                        browser.execute(seats, vec![]).await?;
                    }
                    browser.screenshot(&folder("readme").join(format!("{name}-{tag}.png"))).await?;
                }
                Ok(())
            })
            .await;
        }
    }
}

/// The pages that offices print, as the browser lays them out on paper.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "draws pictures, checks nothing"]
async fn pages_on_paper() {
    let county = County::new().await;
    let site = county.t.serve().await;
    let round = format!("/rounds/{}", county.round);
    journey("pictures-paper", Look::DESK.dark(), &site.base, async |browser| {
        sign_in(browser, "clerk", PASSWORD).await?;
        browser.until("the home page", async || Ok(browser.path().await? == "/")).await?;
        for (name, address) in [
            ("coverage", "/coverage"),
            ("units", "/units?size=100"),
            ("journal", "/journal"),
            ("round", &round),
        ] {
            browser.open(address).await?;
            let page = browser.print_page(thirtyfour::common::print::PrintParameters::default()).await?;
            std::fs::write(folder("paper").join(format!("{name}.pdf")), page)?;
        }
        Ok(())
    })
    .await;
}

/// A fresh installation: what a newcomer finds before anything is entered.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "draws pictures, checks nothing"]
async fn pictures_of_empty_pages() {
    let empty = TestApp::empty(Engine::Sqlite).await;
    let site = empty.serve().await;
    let fresh = TestApp::set_up(Engine::Sqlite).await;
    let second = fresh.serve().await;
    let pages = [
        "",
        "units",
        "units/tree",
        "terms",
        "coverage",
        "inspectors",
        "rounds",
        "rounds/new",
        "decisions",
        "notices",
        "search",
    ];
    let pages: Vec<(String, String)> =
        pages.iter().map(|p| (format!("empty-{}", p.replace('/', "-")), format!("/{p}"))).collect();
    for (name, look) in [("desk", Look::DESK), ("phone", Look::PHONE)] {
        journey("pictures-set-up", look, &site.base, async |browser| {
            browser.open("/").await?;
            picture(browser, &folder(name).join("set-up.png")).await
        })
        .await;
        journey("pictures-empty", look, &second.base, async |browser| {
            draw(browser, name, "clerk", &pages).await
        })
        .await;
    }
}

/// What stands before the house, and what is seen once: the doors of practice and set-up, the spare codes.
async fn draw_doors(look: Look, name: &str) {
    let t = TestApp::practice(Engine::Sqlite).await;
    let settings = web::Settings { practice: Some(web::Practice::default()), ..web::Settings::default() };
    let site = t.serve_with(settings).await;
    let to = folder(name);
    journey("picture-practice", look, &site.base, async |browser| {
        browser.open("/sign-in").await?;
        picture(browser, &to.join("door-practice.png")).await?;
        browser.find(By::Css("form[action='/practice/sign-in'] button")).await?.click().await?;
        browser.until("the home page", async || Ok(browser.path().await? == "/")).await?;
        browser.open("/account/second-factor").await?;
        let secret = browser.find(By::Css("main code")).await?.text().await?;
        let code = testkit::authenticator(&secret, t.app.now());
        crate::set_up::fill(browser, "factor", &code).await?;
        crate::set_up::fill(browser, "password", PASSWORD).await?;
        crate::set_up::send(browser).await?;
        browser.until("the codes", async || Ok(browser.find(By::Css("main ol code")).await.is_ok())).await?;
        picture(browser, &to.join("spare-codes.png")).await
    })
    .await;
    let t = TestApp::empty(Engine::Sqlite).await;
    let sheet = testkit::TestSheet::new();
    let site = t.serve_with(web::Settings { sheet: Some(sheet), ..web::Settings::default() }).await;
    journey("picture-set-up", look, &site.base, async |browser| {
        browser.open(&format!("/set-up?code={}", site.code)).await?;
        picture(browser, &to.join("door-sheet.png")).await?;
        browser.find(By::Css("form[action='/set-up/form'] button")).await?.click().await?;
        browser.until("the form", async || Ok(browser.find(By::Name("group-2")).await.is_ok())).await?;
        picture(browser, &to.join("door-set-up.png")).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "draws pictures, checks nothing"]
async fn of_the_doors() {
    draw_doors(Look::DESK, "desk").await;
    draw_doors(Look::PHONE.dark(), "phone-dark").await;
}
