//! Test application, builders, fixed clock and randomness, PostgreSQL per test run, browser driver.
#![allow(clippy::expect_used, reason = "a test that cannot be set up must fail with its reason")]

mod application;
mod authenticator;
pub mod axe;
pub mod browser;
mod checkout;
mod county;
mod fed_back;
mod holder;
mod on_site;
pub mod postgres;
mod sheet;
mod site;

pub use application::{PASSWORD, TestApp, TestClock, TestRng};
pub use authenticator::authenticator;
pub use checkout::checkout;
pub use county::county_file;
pub use db::Engine;
pub use fed_back::{FedBack, UNIT};
pub use on_site::OnSite;
pub use sheet::TestSheet;
pub use site::Site;
