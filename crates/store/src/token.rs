//! API tokens. Their digests are stored; the tokens themselves are nowhere.

use crate::record::{Record, StoreError, Stored, all, optional};
use db::{Conn, Db, Value, sql};
use domain::account::ApiToken;
use kernel::{RecordId, Timestamp, TokenId, UserId};

impl Record for ApiToken {
    const KIND: &'static str = "api_token";
    const COLUMNS: &'static [&'static str] = &["account", "digest", "expires_at", "revoked"];
    fn id(&self) -> RecordId {
        self.id.into()
    }
    fn columns(&self) -> Vec<Value> {
        let digest = self.digest.parse::<crypto::Digest>().map(|d| d.as_bytes().to_vec()).unwrap_or_default();
        vec![self.account.0.into(), digest.into(), self.expires.into(), self.revoked.is_some().into()]
    }
}

/// A token by id.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: TokenId) -> Result<Option<Stored<ApiToken>>, StoreError> {
    optional(conn, sql("select version, format, state from api_token where id = $1").bind(id.0)).await
}

/// The token of a digest, if it is neither revoked nor over. Unscoped: this is how a program becomes somebody.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    conn: &mut Conn,
    digest: &[u8],
    at: Timestamp,
) -> Result<Option<Stored<ApiToken>>, StoreError> {
    let statement = sql("select version, format, state from api_token \
         where digest = $1 and expires_at > $2 and not revoked")
    .bind(digest)
    .bind(at);
    Ok(optional::<ApiToken>(conn, statement).await?.filter(|t| t.revoked.is_none()))
}

/// An account's tokens with their last use, newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    conn: &mut Conn,
    account: UserId,
) -> Result<Vec<(Stored<ApiToken>, Option<Timestamp>)>, StoreError> {
    let found: Vec<Stored<ApiToken>> = all(
        conn,
        sql("select version, format, state from api_token where account = $1 order by id desc limit 200")
            .bind(account.0),
    )
    .await?;
    let uses: Vec<(uuid::Uuid, i64)> = conn
        .all(
            sql("select u.token, u.at from token_use u join api_token t on t.id = u.token where t.account = $1")
                .bind(account.0),
        )
        .await?;
    let last = |id: TokenId| uses.iter().find(|(t, _)| *t == id.0).map(|(_, at)| Timestamp(*at));
    Ok(found.into_iter().map(|t| (last(t.id), t)).map(|(at, t)| (t, at)).collect())
}

/// Notes a use, at most once a minute.
///
/// # Errors
/// [`StoreError`].
pub async fn note_use(db: &Db, id: TokenId, at: Timestamp) -> Result<(), StoreError> {
    let mut conn = db.read().await?;
    let last: Option<(i64,)> =
        conn.optional(sql("select at from token_use where token = $1").bind(id.0)).await?;
    drop(conn);
    if last.is_some_and(|(l,)| at.seconds_since(Timestamp(l)) < 60) {
        return Ok(());
    }
    let mut tx = db.begin().await?;
    tx.execute(
        sql("insert into token_use (token, at) values ($1, $2) \
             on conflict (token) do update set at = excluded.at")
        .bind(id.0)
        .bind(at),
    )
    .await?;
    Ok(tx.commit().await?)
}
