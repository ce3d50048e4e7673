//! The API as a program calls it, on both databases.

mod accounts;
mod client;
mod coverage;
mod document;
mod imports;
mod others;
mod rounds;
mod units;
