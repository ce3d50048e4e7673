//! Test application, builders, fixed clock and randomness, PostgreSQL per test run, browser driver.
#![allow(clippy::expect_used, reason = "a test that cannot be set up must fail with its reason")]

mod application;
pub mod axe;
pub mod browser;
mod checkout;
mod holder;
pub mod postgres;
mod site;

pub use application::{PASSWORD, TestApp, TestClock, TestRng};
pub use checkout::checkout;
pub use db::Engine;
pub use site::Site;
