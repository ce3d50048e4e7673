//! Pictures of the pages as they are, for the papers and for whoever works on the look. Not a check: run it with
//! `cargo test -p xuncha-e2e --test it pictures -- --ignored`; they lie under `target/e2e/pictures`.

use crate::accounts::sign_in;
use testkit::browser::{Browser, Look, Outcome, journey};
use testkit::{Engine, PASSWORD, TestApp, checkout};

const PAGES: [(&str, &str); 14] = [
    ("home", "/"),
    ("users", "/users"),
    ("user-new", "/users/new"),
    ("account", "/account"),
    ("password", "/account/password"),
    ("journal", "/journal"),
    ("permissions", "/permissions"),
    ("rulesets", "/rulesets"),
    ("ruleset", "/rulesets/deadlines"),
    ("ruleset-version", "/rulesets/deadlines/2"),
    ("ruleset-draft", "/rulesets/deadlines/draft"),
    ("search", "/search?q=x"),
    ("system", "/system"),
    ("guide", "/help"),
];

async fn picture(browser: &Browser, look: &str, name: &str) -> Outcome {
    let folder = checkout().join("target/e2e/pictures").join(look);
    std::fs::create_dir_all(&folder)?;
    Ok(browser.screenshot(&folder.join(format!("{name}.png"))).await?)
}

async fn all(browser: &Browser, look: &str, login: &str) -> Outcome {
    browser.open("/sign-in").await?;
    picture(browser, look, "sign-in").await?;
    sign_in(browser, login, PASSWORD).await?;
    browser.until("the home page", async || Ok(browser.path().await? == "/")).await?;
    for (name, address) in PAGES {
        browser.open(address).await?;
        picture(browser, look, name).await?;
    }
    let user = browser.base_of_first_user().await?;
    browser.open(&user).await?;
    picture(browser, look, "user").await
}

/// The first account's page, by way of the list.
trait FirstUser {
    async fn base_of_first_user(&self) -> Outcome<String>;
}

impl FirstUser for Browser {
    async fn base_of_first_user(&self) -> Outcome<String> {
        use thirtyfour::prelude::*;
        self.open("/users").await?;
        let link = self.find(By::Css("main td a, main th a")).await?;
        Ok(link.attr("href").await?.unwrap_or_default())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "draws pictures, checks nothing"]
async fn pictures() {
    let empty = TestApp::empty(Engine::Sqlite).await;
    let site = empty.serve().await;
    for (name, look) in [("desk", Look::DESK), ("phone", Look::PHONE)] {
        journey("pictures-set-up", look, &site.base, async |browser| {
            browser.open("/").await?;
            picture(browser, name, "set-up").await
        })
        .await;
    }
    let t = TestApp::set_up(Engine::Sqlite).await;
    t.draft_deadlines().await;
    t.holder("liding", Some(domain::permission::Role::OfficeStaff)).await;
    let site = t.serve().await;
    let looks = [
        ("desk", Look::DESK),
        ("dark", Look::DESK.dark()),
        ("phone", Look::PHONE),
        ("english", Look::DESK.in_language("en")),
    ];
    for (name, look) in looks {
        journey("pictures", look, &site.base, async |browser| all(browser, name, "clerk").await).await;
    }
}
