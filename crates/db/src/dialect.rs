//! Everything that differs between SQLite and PostgreSQL.
//!
//! One function per difference, and a test that runs it on both (`tests/it`). A query elsewhere is one text.

use crate::{Statement, Value};

/// The two engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The default: one file.
    Sqlite,
    /// A server.
    Postgres,
}

impl Engine {
    /// Its name in configuration, reports and file names.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }

    /// Appended to a `select` to hold the row until the transaction ends. SQLite has one writer and needs nothing.
    pub const fn for_update(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " for update",
        }
    }

    /// Appended to a `select` that takes work from a queue: rows held by another taker are passed over.
    pub const fn skip_locked(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " for update skip locked",
        }
    }
}

impl Engine {
    /// Put before a statement to be told how the engine would go about it.
    pub const fn explain(self) -> &'static str {
        match self {
            Self::Sqlite => "explain query plan",
            Self::Postgres => "explain",
        }
    }
}

/// Has the engine use an index wherever one could serve, even where walking a small table is quicker.
pub const fn avoid_scans(engine: Engine) -> Option<Statement> {
    match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(crate::sql("set enable_seqscan = off")),
    }
}

/// `ids` as a condition `column in ($n, $n+1, …)`, starting at placeholder `from`; false when empty.
pub fn any_of(column: &'static str, from: usize, count: usize) -> String {
    if count == 0 {
        return "1 = 0".to_owned();
    }
    let places: Vec<String> = (from..from + count).map(|n| format!("${n}")).collect();
    format!("{column} in ({})", places.join(", "))
}

/// Rows of `rows` as one multi-row insert into `table`, within the engines' limit of values per statement.
pub fn insert_many(table: &'static str, columns: &[&'static str], rows: Vec<Vec<Value>>) -> Vec<Statement> {
    insert_many_or(table, columns, rows, "")
}

/// [`insert_many`] with what is done instead where a row stands already: an `on conflict` clause.
pub fn insert_many_or(
    table: &'static str,
    columns: &[&'static str],
    rows: Vec<Vec<Value>>,
    otherwise: &'static str,
) -> Vec<Statement> {
    /// SQLite takes 32,766 values, PostgreSQL 65,535; shorter texts are parsed sooner.
    const VALUES: usize = 4_000;
    let per_statement = (VALUES / columns.len().max(1)).max(1);
    let mut statements = Vec::new();
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let batch: Vec<Vec<Value>> = rows.by_ref().take(per_statement).collect();
        let mut text = format!("insert into {table} ({}) values ", columns.join(", "));
        let mut place = 1;
        for (i, row) in batch.iter().enumerate() {
            text.push_str(if i == 0 { "(" } else { ", (" });
            for j in 0..row.len() {
                text.push_str(&format!("{}${place}", if j == 0 { "" } else { ", " }));
                place += 1;
            }
            text.push(')');
        }
        if !otherwise.is_empty() {
            text.push_str(&format!(" {otherwise}"));
        }
        statements.push(Statement::assembled(text).bind_all(batch.into_iter().flatten()));
    }
    statements
}

/// Bytes the database takes on its disk.
pub fn database_bytes(engine: Engine) -> Statement {
    crate::sql(match engine {
        Engine::Sqlite => {
            "select p.page_count * s.page_size from pragma_page_count() as p, pragma_page_size() as s"
        }
        Engine::Postgres => "select pg_database_size(current_database())",
    })
}

/// Puts a document into the full-text index, under a number it did not have before.
pub fn index_text(engine: Engine, number: i64, compartment: &str, tokens: &str) -> Statement {
    let statement = match engine {
        Engine::Sqlite => crate::sql("insert into search_index (rowid, body) values ($1, $2)"),
        Engine::Postgres => {
            crate::sql("insert into search_index (id, body) values ($1, to_tsvector('simple', $2))")
        }
    };
    statement.bind(number).bind(format!("{compartment} {tokens}"))
}

/// Takes a document out of the full-text index.
pub fn unindex_text(engine: Engine, number: i64) -> Statement {
    match engine {
        Engine::Sqlite => crate::sql("delete from search_index where rowid = $1").bind(number),
        Engine::Postgres => crate::sql("delete from search_index where id = $1").bind(number),
    }
}

/// Takes every document out of the full-text index, whatever state it is in.
pub fn empty_text_index(engine: Engine) -> Statement {
    match engine {
        Engine::Sqlite => crate::sql("insert into search_index (search_index) values ('delete-all')"),
        Engine::Postgres => crate::sql("truncate table search_index"),
    }
}

/// The newest `limit` documents that hold every one of `tokens` and one of the `compartments`, newest first.
///
/// Tokens and compartments are letters and digits only (the segmenter's output), each quoted here again.
pub fn match_text(engine: Engine, compartments: &[String], tokens: &[String], limit: i64) -> Statement {
    match engine {
        Engine::Sqlite => {
            let quote = |s: &String| format!("\"{}\"", s.replace('"', ""));
            let any = compartments.iter().map(quote).collect::<Vec<_>>().join(" OR ");
            let every = tokens.iter().map(quote).collect::<Vec<_>>().join(" AND ");
            crate::sql(
                "select rowid from search_index where search_index match $1 order by rowid desc limit $2",
            )
            .bind(format!("({any}) AND ({every})"))
            .bind(limit)
        }
        Engine::Postgres => {
            let quote = |s: &String| format!("'{}'", s.replace(['\'', '\\'], ""));
            let any = compartments.iter().map(quote).collect::<Vec<_>>().join(" | ");
            let every = tokens.iter().map(quote).collect::<Vec<_>>().join(" & ");
            crate::sql(
                "with hits as materialized (select id from search_index where body @@ cast($1 as tsquery)) \
                 select id from hits order by id desc limit $2",
            )
            .bind(format!("({any}) & ({every})"))
            .bind(limit)
        }
    }
}
