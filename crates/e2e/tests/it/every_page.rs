//! Every page of the list of routes: light and dark, without one broken accessibility rule.

use crate::accounts::sign_in;
use testkit::browser::{Browser, Look, Outcome, journey};
use testkit::{Engine, PASSWORD, Site, TestApp};

/// Addresses of the pages that need an id, with one that exists.
async fn samples(t: &TestApp) -> Vec<(&'static str, String)> {
    let clerk = t.signed("clerk").await.account;
    let page = kernel::PageRequest { after: None, size: 1 };
    let journal = t.app.journal(&t.clerk().await, &app::JournalFilter::default(), &page).await.unwrap();
    vec![
        ("/users/{account}", format!("/users/{clerk}")),
        ("/journal/{act}", format!("/journal/{}", journal.items[0].act)),
        ("/rulesets/{kind}", "/rulesets/recusal".to_owned()),
        ("/rulesets/{kind}/draft", "/rulesets/deadlines/draft".to_owned()),
        ("/rulesets/{kind}/{version}", "/rulesets/deadlines/2".to_owned()),
    ]
}

/// Every page's address, with a sample for each id; pages that have none are left to their own journeys.
async fn addresses(t: &TestApp, site: &Site) -> Vec<String> {
    let samples = samples(t).await;
    let pages = site.routes.iter().filter(|r| r.method == "GET");
    let address = |path: &'static str| {
        let sample = samples.iter().find(|(p, _)| *p == path).map(|(_, address)| address.clone());
        sample.or_else(|| (!path.contains('{')).then(|| path.to_owned()))
    };
    let mut found: Vec<String> = pages.filter_map(|r| address(r.path)).collect();
    found.extend(["/search?q=%E4%BA%91".to_owned(), "/no-such-page".to_owned()]);
    found
}

/// A page that refuses is a page too: what does not exist, and what the clerk may not.
fn may_refuse(browser: &Browser) {
    browser.expect_in_console("status of 404");
    browser.expect_in_console("status of 403");
}

async fn look_at_all(t: &TestApp, site: &Site, browser: &Browser) -> Outcome {
    may_refuse(browser);
    sign_in(browser, "clerk", PASSWORD).await?;
    browser.sees("从这里开始").await?;
    for address in addresses(t, site).await {
        browser.open(&address).await?;
        browser.is_accessible().await?;
    }
    Ok(())
}

async fn prepared() -> (TestApp, Site) {
    let t = TestApp::set_up(Engine::Sqlite).await;
    t.draft_deadlines().await;
    let site = t.serve().await;
    (t, site)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_accessible_in_light() {
    let (t, site) = prepared().await;
    journey("every-page-light", Look::DESK, &site.base, async |browser| {
        look_at_all(&t, &site, browser).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_accessible_in_dark_on_a_phone() {
    let (t, site) = prepared().await;
    let look = Look::PHONE.dark();
    journey("every-page-dark", look, &site.base, async |browser| look_at_all(&t, &site, browser).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_page_is_wider_than_a_phone() {
    let (t, site) = prepared().await;
    journey("phone-width", Look::PHONE, &site.base, async |browser| {
        may_refuse(browser);
        sign_in(browser, "clerk", PASSWORD).await?;
        browser.sees("从这里开始").await?;
        for address in addresses(&t, &site).await {
            browser.open(&address).await?;
            let wide = "return document.documentElement.scrollWidth - innerWidth";
            let beyond = browser.execute(wide, vec![]).await?.json().as_i64().unwrap_or(0);
            assert!(beyond <= 0, "{address} is {beyond} px wider than the phone");
        }
        Ok(())
    })
    .await;
}
