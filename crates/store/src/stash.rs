//! Uploaded files kept between their preview and their acceptance: ciphertext of their owner's, swept after an hour.
//!
//! No records: nothing here is journalled, and nothing may point to it. Called by `app::stash`.

use crate::keys::NewDataKey;
use crate::record::StoreError;
use db::{Conn, Db, sql};
use kernel::{Timestamp, UserId};
use uuid::Uuid;

/// A file to be kept for a while.
#[derive(Debug)]
pub struct NewStash<'a> {
    /// Its id, random.
    pub id: Uuid,
    /// Whose it is.
    pub account: UserId,
    /// Its name.
    pub name: &'a str,
    /// Its sealed content.
    pub ciphertext: &'a [u8],
    /// Now.
    pub made_at: Timestamp,
}

/// Keeps a file, and its key where it was made just now. Of an account's files the newest `most` stay.
///
/// # Errors
/// [`StoreError`].
pub async fn put(db: &Db, new: &NewStash<'_>, key: Option<&NewDataKey>, most: i64) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    if let Some(key) = key {
        tx.execute(key.insert()?).await?;
    }
    tx.execute(
        sql("insert into stash (id, account, name, ciphertext, made_at) values ($1, $2, $3, $4, $5)")
            .bind(new.id)
            .bind(new.account.0)
            .bind(new.name)
            .bind(new.ciphertext)
            .bind(new.made_at),
    )
    .await?;
    tx.execute(
        sql("delete from stash where account = $1 and id not in \
             (select id from stash where account = $1 order by made_at desc, id desc limit $2)")
        .bind(new.account.0)
        .bind(most),
    )
    .await?;
    Ok(tx.commit().await?)
}

/// A file of this account that was kept after `since`: its name and sealed content.
///
/// # Errors
/// [`StoreError`].
pub async fn get(
    conn: &mut Conn,
    account: UserId,
    id: Uuid,
    since: Timestamp,
) -> Result<Option<(String, crypto::Sealed)>, StoreError> {
    let row: Option<(String, Vec<u8>)> = conn
        .optional(
            sql("select name, ciphertext from stash where id = $1 and account = $2 and made_at > $3")
                .bind(id)
                .bind(account.0)
                .bind(since),
        )
        .await?;
    Ok(row.map(|(name, bytes)| (name, crypto::Sealed::from_bytes(bytes))))
}

/// Removes what was kept before an instant.
///
/// # Errors
/// [`StoreError`].
pub async fn sweep(db: &Db, before: Timestamp) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.execute(sql("delete from stash where made_at <= $1").bind(before)).await?;
    Ok(tx.commit().await?)
}
