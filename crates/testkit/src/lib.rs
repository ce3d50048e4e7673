//! Test application, builders, fixed clock and randomness, PostgreSQL per test run, browser driver.
#![allow(clippy::expect_used, reason = "a test that cannot be set up must fail with its reason")]

mod application;
pub mod axe;
pub mod browser;
mod checkout;
pub mod postgres;

pub use application::{PASSWORD, TestApp, TestClock, TestRng};
pub use checkout::checkout;
pub use db::Engine;
