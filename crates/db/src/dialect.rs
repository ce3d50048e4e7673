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
    /// Whether it takes several statements with values as one text.
    pub(crate) const fn takes_many(self) -> bool {
        matches!(self, Self::Sqlite)
    }

    /// Put before a statement to be told how the engine would go about it.
    pub const fn explain(self) -> &'static str {
        match self {
            Self::Sqlite => "explain query plan",
            Self::Postgres => "explain",
        }
    }
}

/// Most values of one text: SQLite takes 32,766, PostgreSQL 65,535; shorter texts are parsed sooner.
const VALUES: usize = 4_000;

/// Statements as few texts, each with the values of all that it holds: `$1` of the second comes after the last of the
/// first. For engines that take many; a literal in a statement holds no `$`.
pub(crate) fn joined(statements: Vec<Statement>) -> Vec<Statement> {
    let mut texts: Vec<Statement> = Vec::new();
    for statement in statements {
        match texts.last_mut() {
            Some(text) if text.values.len() + statement.values.len() <= VALUES => {
                let renumbered = renumbered(&statement.text, text.values.len());
                text.text.to_mut().push_str(&format!(";\n{renumbered}"));
                text.values.extend(statement.values);
            }
            _ => texts.push(statement),
        }
    }
    texts
}

/// A text whose `$1` is `$1` plus `by`.
fn renumbered(text: &str, by: usize) -> String {
    let mut parts = text.split('$');
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let (number, rest) = part.split_at(digits);
        let place = number.parse::<usize>().map_or_else(|_| number.to_owned(), |n| (n + by).to_string());
        all.push('$');
        all.push_str(&place);
        all.push_str(rest);
    }
    all
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

#[cfg(test)]
mod tests {
    use super::{VALUES, joined};
    use crate::sql;

    #[test]
    fn values_of_a_second_statement_follow_those_of_the_first() {
        let one = sql("insert into a (x, y) values ($1, $2)").bind(1_i64).bind(2_i64);
        let none = sql("release savepoint act");
        let two = sql("update a set x = $2 where y = $1 and x <> $2").bind(3_i64).bind(4_i64);
        let all = joined(vec![one, none, two]);
        let [all] = all.as_slice() else { panic!("one text") };
        let text = "insert into a (x, y) values ($1, $2);\nrelease savepoint act;\n\
                    update a set x = $4 where y = $3 and x <> $4";
        assert_eq!(all.text, text);
        assert_eq!(all.values, [1_i64, 2, 3, 4].map(Into::into));
    }

    #[test]
    fn a_text_holds_no_more_values_than_an_engine_takes() {
        let wide = || sql("select $1").bind_all((0..3_000_i64).map(Into::into));
        let all = joined(vec![wide(), wide(), wide()]);
        assert_eq!(all.len(), 3);
        assert!(all.iter().all(|text| text.values.len() <= VALUES));
        assert!(joined(Vec::new()).is_empty());
    }
}
