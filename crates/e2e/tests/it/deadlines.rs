//! Deadlines as the office uses them.

use crate::accounts::sign_in;
use crate::county::County;
use crate::rounds::set_day;
use crate::set_up::fill;
use testkit::PASSWORD;
use testkit::browser::{Browser, Look, Outcome, journey};
use thirtyfour::prelude::*;

async fn extended_by_an_approval(browser: &Browser) -> Outcome {
    sign_in(browser, "clerk", PASSWORD).await?;
    browser.open("/deadlines").await?;
    browser.find(By::Css("td a[href^='/deadlines/'], th a[href^='/deadlines/']")).await?.click().await?;
    browser.sees("没有延期过").await?;
    let send = "form[action$='/extend'] button[type=submit]";
    set_day(browser, "to", "2025-08-01").await?;
    fill(browser, "reason", "工作需要").await?;
    // One that has effect: those of one millisecond stand in no order that a test could count on.
    for option in browser.find_all(By::Css("select[name=decision] option")).await? {
        if option.text().await?.contains("21号") {
            option.click().await?;
        }
    }
    browser.expect_in_console("status of 422");
    browser.find(By::Css(send)).await?.click().await?;
    browser.sees("延期后的日期应晚于").await?;
    set_day(browser, "to", "2025-12-01").await?;
    browser.find(By::Css(send)).await?.click().await?;
    browser.sees("已延期").await?;
    browser.sees("工作需要").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_office_extends_a_deadline_by_a_recorded_approval() {
    let county = County::new().await;
    let site = county.t.serve().await;
    journey("deadline-extended", Look::DESK, &site.base, async |browser| {
        extended_by_an_approval(browser).await
    })
    .await;
}
