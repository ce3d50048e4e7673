//! The API as a program calls it, on both databases.

mod accounts;
mod client;
mod document;
