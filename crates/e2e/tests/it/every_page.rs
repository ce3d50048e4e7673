//! Every page of the list of routes: light and dark, without one broken accessibility rule.

use crate::accounts::sign_in;
use crate::county::County;
use testkit::browser::{Browser, Look, Outcome, journey};
use testkit::{PASSWORD, Site};
use thirtyfour::prelude::*;

/// Pages of which a second address shows something else: the same list with and without what it is narrowed by.
const MORE: [&str; 8] = [
    "/search?q=%E4%BA%91",
    "/no-such-page",
    "/units?q=%E6%B0%B4&kind=department",
    "/units?q=nothing-like-it",
    "/coverage/units?standing=never",
    "/decisions?waiting=1",
    "/ledger?view=all&sort=due",
    "/ledger?view=late",
];

/// Answers of the program that no one looks at as a page.
const FILES: [&str; 18] = [
    "/set-up/place",
    "/inspectors/export",
    "/rounds/export",
    "/coverage/export",
    "/petitions/export/{engagement}",
    "/petitions/{petition}/refer/scan",
    "/registers/export",
    "/petitions/{petition}/files/{file}",
    "/clues/{clue}/letter",
    "/transfers/{transfer}/sheet",
    "/collector/orders",
    "/units/export",
    "/rounds/{round}/teams/{team}/authorisation.docx",
    "/decisions/{decision}/scan",
    "/findings/{finding}/files/{file}",
    "/ledger/export",
    "/ledger/{item}/files/{file}",
    "/portal/feedback/{feedback}/papers/{file}",
];

/// Every page's address, with a sample for each id. A page without one is a failure: it would not be looked at.
async fn addresses(county: &County, site: &Site) -> Vec<String> {
    let samples = county.samples().await;
    let mut found = Vec::new();
    for route in site.routes.iter().filter(|r| r.method == "GET" && !FILES.contains(&r.path)) {
        let sample = samples.iter().find(|(path, _)| *path == route.path).map(|(_, address)| address.clone());
        let plain = (!route.path.contains('{')).then(|| route.path.to_owned());
        let address = sample.or(plain);
        found.push(address.unwrap_or_else(|| panic!("{} has no sample in county.rs", route.path)));
    }
    found.extend(MORE.map(str::to_owned));
    found
}

/// A page that refuses is a page too: what does not exist, and what the clerk may not.
fn may_refuse(browser: &Browser) {
    browser.expect_in_console("status of 404");
    browser.expect_in_console("status of 403");
}

/// Whether the page shows what it is for; only what was never there answers that it is not.
async fn is_whole(browser: &Browser, address: &str) -> Outcome {
    let status = "return performance.getEntriesByType('navigation')[0].responseStatus";
    let status = browser.execute(status, vec![]).await?.json().as_i64().unwrap_or(0);
    // The clerk is no head of the leading group: deciding in one's own session is not theirs.
    // What another unit is told is not theirs either: it is looked at by the journey of its people.
    let foreign = address.starts_with("/portal/feedback");
    let refused = foreign || matches!(address, "/no-such-page" | "/decisions/decide");
    let fits = if refused { status == 404 || status == 403 } else { status == 200 };
    if fits { Ok(()) } else { Err(format!("{address} answers {status}").into()) }
}

async fn look_at_all(county: &County, site: &Site, browser: &Browser) -> Outcome {
    may_refuse(browser);
    sign_in(browser, "clerk", PASSWORD).await?;
    browser.until("the home page", async || Ok(browser.path().await? == "/")).await?;
    let mut faults = Vec::new();
    for address in addresses(county, site).await {
        browser.open(&address).await?;
        for outcome in [is_whole(browser, &address).await, browser.is_accessible().await] {
            faults.extend(outcome.err().map(|fault| format!("{address}: {fault}")));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n").into()) }
}

async fn prepared() -> (County, Site) {
    let county = County::new().await;
    let site = county.t.serve().await;
    (county, site)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_accessible_in_light() {
    let (county, site) = prepared().await;
    journey("every-page-light", Look::DESK, &site.base, async |browser| {
        look_at_all(&county, &site, browser).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_accessible_in_dark_on_a_phone() {
    let (county, site) = prepared().await;
    let look = Look::PHONE.dark();
    journey("every-page-dark", look, &site.base, async |browser| look_at_all(&county, &site, browser).await)
        .await;
}

/// Ways in which a page may be too wide: for the window, and words that are cut off in what shows no way to the rest.
const TOO_WIDE: &str = "
    const beyond = document.documentElement.scrollWidth - innerWidth;
    const cut = [...document.querySelectorAll('main .btn, main th, main td, main dt, main dd, main h1, main h2, .note')]
        .filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflow === 'hidden')
        .map(e => e.textContent.trim().slice(0, 30));
    return [beyond > 0 ? beyond + ' px wider than the window' : '', ...cut].filter(Boolean).join('; ')";

async fn nothing_sticks_out(look: Look, name: &str, large: bool) {
    let (county, site) = prepared().await;
    journey(name, look, &site.base, async |browser| {
        may_refuse(browser);
        sign_in(browser, "clerk", PASSWORD).await?;
        browser.until("the home page", async || Ok(browser.path().await? == "/")).await?;
        if large {
            browser.find(By::Css("button[name=size][value=large]")).await?.click().await?;
            browser
                .until("large text", async || {
                    Ok(browser.find(By::Css("html[data-size=large]")).await.is_ok())
                })
                .await?;
        }
        let mut faults = Vec::new();
        for address in addresses(&county, &site).await {
            browser.open(&address).await?;
            let found =
                browser.execute(TOO_WIDE, vec![]).await?.json().as_str().unwrap_or_default().to_owned();
            faults.extend((!found.is_empty()).then(|| format!("{address}: {found}")));
        }
        if faults.is_empty() { Ok(()) } else { Err(faults.join("\n").into()) }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_page_is_wider_than_a_phone() {
    nothing_sticks_out(Look::PHONE, "phone-width", false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_page_is_wider_than_an_office_screen_in_large_text() {
    nothing_sticks_out(Look::DESK, "desk-width-large", true).await;
}
