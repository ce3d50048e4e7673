//! The acts, on both databases.

mod accounts;
mod journal;
mod reads;
