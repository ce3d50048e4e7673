//! One database API over SQLite and PostgreSQL.
//!
//! A query is one text for both engines ([`sql`]) with [`Value`]s bound in one place; rows come back through
//! `#[derive(sqlx::FromRow)]`, which is generic over the engine. What differs between the engines lives in
//! [`dialect`] and nowhere else, each difference with a test that runs on both.
//!
//! Guarantees: reads use read-only connections; a [`Tx`] is the only way to write; on SQLite writers queue for the
//! single write connection (`BEGIN IMMEDIATE`), so none is refused as "locked". Called by `store` only.

mod connection;
pub mod dialect;
mod error;
mod migrate;
mod open;
mod statement;

pub use connection::{Conn, Row, Tx};
pub use dialect::Engine;
pub use error::DbError;
pub use migrate::{Migrations, schema};
pub use open::{Db, Target};
pub use statement::{Statement, Value, sql};
