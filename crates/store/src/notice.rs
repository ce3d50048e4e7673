//! Notices: everyone reads their own and nobody else's.

use crate::record::{Record, StoreError, Stored, all};
use db::{Conn, Statement, Value, dialect, sql};
use domain::notice::Notice;
use kernel::{Cursor, NoticeId, Page, PageRequest, RecordId, UserId};

impl Record for Notice {
    const KIND: &'static str = "notice";
    const COLUMNS: &'static [&'static str] = &["account", "seen"];

    fn id(&self) -> RecordId {
        RecordId(self.id.0)
    }

    fn columns(&self) -> Vec<Value> {
        vec![self.account.0.into(), self.seen.is_some().into()]
    }
}

/// An account's notices, newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    conn: &mut Conn,
    account: UserId,
    page: &PageRequest,
) -> Result<Page<Stored<Notice>>, StoreError> {
    let found = all(
        conn,
        sql("select version, format, state from notice where account = $1 and ($2 is null or id < $2) \
             order by id desc limit $3")
        .bind(account.0)
        .bind(page.after.as_ref().map(|c| c.id))
        .bind(page.limit()),
    )
    .await?;
    Ok(Page::cut(found, page, |n: &Stored<Notice>| Cursor { key: String::new(), id: n.id.0 }))
}

/// How many notices an account has not seen, counted no further than `most`.
///
/// # Errors
/// [`StoreError`].
pub async fn unseen(conn: &mut Conn, account: UserId, most: i64) -> Result<i64, StoreError> {
    let (n,): (i64,) = conn
        .one(
            sql("select count(*) from (select id from notice where account = $1 and seen = $2 limit $3) n")
                .bind(account.0)
                .bind(false)
                .bind(most),
        )
        .await?;
    Ok(n)
}

/// Those of the given notices that are the account's own and not seen.
///
/// # Errors
/// [`StoreError`].
pub async fn own_unseen(
    conn: &mut Conn,
    account: UserId,
    ids: &[NoticeId],
) -> Result<Vec<Stored<Notice>>, StoreError> {
    let text = format!(
        "select version, format, state from notice where account = $1 and seen = $2 and {} order by id",
        dialect::any_of("id", 3, ids.len())
    );
    let statement = Statement::assembled(text).bind(account.0).bind(false);
    all(conn, statement.bind_all(ids.iter().map(|id| id.0.into()))).await
}
