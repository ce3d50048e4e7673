//! Accounts, credentials, roles, access, the instance.

use crate::record::{Record, SearchEntry, StateRow, StoreError, Stored, all, optional};
use crate::{Viewer, visible};
use db::{Conn, Statement, Value, dialect, sql};
use domain::account::{Access, Account, Credential, Grant, Instance, SealedRef};
use kernel::{Page, PageRequest, RecordId, Timestamp, UserId};

impl Record for Instance {
    const KIND: &'static str = "instance";
    const COLUMNS: &'static [&'static str] = &["only_one"];
    fn id(&self) -> RecordId {
        self.id
    }
    fn columns(&self) -> Vec<Value> {
        vec![1_i64.into()]
    }
}

impl Record for Account {
    const KIND: &'static str = "account";
    const COLUMNS: &'static [&'static str] = &["login", "name", "sort_key", "standing"];
    fn id(&self) -> RecordId {
        self.id.into()
    }
    fn columns(&self) -> Vec<Value> {
        vec![
            self.login.as_str().into(),
            self.name.as_str().into(),
            text::pinyin::sort_key(&self.name).into(),
            self.standing.code().into(),
        ]
    }
    fn search(&self) -> Option<SearchEntry> {
        Some(SearchEntry {
            compartment: "accounts".into(),
            title: self.name.clone(),
            text: self.login.clone(),
        })
    }
}

impl Record for Credential {
    const KIND: &'static str = "credential";
    const COLUMNS: &'static [&'static str] = &[];
    fn id(&self) -> RecordId {
        self.account.into()
    }
    fn columns(&self) -> Vec<Value> {
        Vec::new()
    }
    fn sealed(&self) -> Vec<SealedRef> {
        self.password.iter().chain(&self.second_factor).cloned().collect()
    }
}

impl Record for Grant {
    const KIND: &'static str = "role_grant";
    const COLUMNS: &'static [&'static str] = &["account", "role", "scope", "from_at", "until_at"];
    fn id(&self) -> RecordId {
        self.id.into()
    }
    fn columns(&self) -> Vec<Value> {
        vec![
            self.account.0.into(),
            self.role.code().into(),
            self.scope.to_string().into(),
            self.from.into(),
            self.until.into(),
        ]
    }
}

impl Record for Access {
    const KIND: &'static str = "access";
    const COLUMNS: &'static [&'static str] = &["account", "role_grant", "compartment", "from_at", "until_at"];
    fn id(&self) -> RecordId {
        self.id
    }
    fn columns(&self) -> Vec<Value> {
        vec![
            self.account.0.into(),
            self.grant.0.into(),
            self.compartment.as_str().into(),
            self.from.into(),
            self.until.into(),
        ]
    }
}

/// The instance, once set-up made it.
///
/// # Errors
/// [`StoreError`].
pub async fn instance(conn: &mut Conn) -> Result<Option<Stored<Instance>>, StoreError> {
    optional(conn, sql("select version, format, state from instance")).await
}

/// The account behind a folded login. Unscoped: this is how someone becomes somebody.
///
/// # Errors
/// [`StoreError`].
pub async fn by_login(conn: &mut Conn, login: &str) -> Result<Option<Stored<Account>>, StoreError> {
    optional(conn, sql("select version, format, state from account where login = $1").bind(login)).await
}

/// An account by id, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: UserId) -> Result<Option<Stored<Account>>, StoreError> {
    optional(conn, sql("select version, format, state from account where id = $1").bind(id.0)).await
}

/// An account's credential.
///
/// # Errors
/// [`StoreError`].
pub async fn credential(conn: &mut Conn, id: UserId) -> Result<Option<Stored<Credential>>, StoreError> {
    optional(conn, sql("select version, format, state from credential where id = $1").bind(id.0)).await
}

/// The grants of an account in force at an instant.
///
/// # Errors
/// [`StoreError`].
pub async fn grants(conn: &mut Conn, id: UserId, at: Timestamp) -> Result<Vec<Stored<Grant>>, StoreError> {
    all(
        conn,
        sql("select version, format, state from role_grant \
             where account = $1 and from_at <= $2 and (until_at is null or until_at > $2) order by from_at, id")
            .bind(id.0)
            .bind(at),
    )
    .await
}

/// The same with the account's standing, in one statement; `None` unless it is enabled.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn grants_if_enabled(
    conn: &mut Conn,
    id: UserId,
    at: Timestamp,
) -> Result<Option<Vec<Stored<Grant>>>, StoreError> {
    type Row = (Option<i64>, Option<i64>, Option<String>);
    let rows: Vec<Row> = conn
        .all(
            sql("select g.version, g.format, g.state from account a left join role_grant g \
                 on g.account = a.id and g.from_at <= $2 and (g.until_at is null or g.until_at > $2) \
                 where a.id = $1 and a.standing = 'enabled' order by g.from_at, g.id")
            .bind(id.0)
            .bind(at),
        )
        .await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let grant = |row: Row| match row {
        (Some(version), Some(format), Some(state)) => Some(StateRow { version, format, state }.read()),
        _ => None,
    };
    rows.into_iter().filter_map(grant).collect::<Result<_, _>>().map(Some)
}

/// The accounts that hold one of these roles at an instant, whatever for.
///
/// # Errors
/// [`StoreError`].
pub async fn holders(conn: &mut Conn, roles: &[&str], at: Timestamp) -> Result<Vec<UserId>, StoreError> {
    let text = format!(
        "select distinct account from role_grant where from_at <= $1 and (until_at is null or until_at > $1) \
         and {} order by account",
        dialect::any_of("role", 2, roles.len())
    );
    let statement = Statement::assembled(text).bind(at).bind_all(roles.iter().map(|role| (*role).into()));
    let rows: Vec<(uuid::Uuid,)> = conn.all(statement).await?;
    Ok(rows.into_iter().map(|(account,)| UserId(account)).collect())
}

/// The enabled accounts that hold a role for a unit at an instant: account, name, code of the role; for reads and acts
/// that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn of_unit(
    conn: &mut Conn,
    unit: kernel::UnitId,
    at: Timestamp,
) -> Result<Vec<(UserId, String, String)>, StoreError> {
    let statement = sql("select a.id, a.name, g.role from role_grant g join account a on a.id = g.account \
         where g.scope = $1 and a.standing = 'enabled' and g.from_at <= $2 \
         and (g.until_at is null or g.until_at > $2) order by a.name, g.role");
    let scope = domain::permission::Scope::One(unit.0).to_string();
    let rows: Vec<(uuid::Uuid, String, String)> = conn.all(statement.bind(scope).bind(at)).await?;
    Ok(rows.into_iter().map(|(id, name, role)| (UserId(id), name, role)).collect())
}

/// A grant by id.
///
/// # Errors
/// [`StoreError`].
pub async fn grant(conn: &mut Conn, id: kernel::GrantId) -> Result<Option<Stored<Grant>>, StoreError> {
    optional(conn, sql("select version, format, state from role_grant where id = $1").bind(id.0)).await
}

/// The grants held for one engagement, unit or department at an instant, each with the holder's name.
///
/// # Errors
/// [`StoreError`].
pub async fn held_for(
    conn: &mut Conn,
    scope: uuid::Uuid,
    at: Timestamp,
) -> Result<Vec<(Stored<Grant>, String)>, StoreError> {
    let statement = sql("select g.version, g.format, g.state, a.name from role_grant g \
         join account a on a.id = g.account where g.scope = $1 and g.from_at <= $2 \
         and (g.until_at is null or g.until_at > $2) and a.standing = 'enabled' order by g.id");
    let rows: Vec<(i64, i64, String, String)> = conn.all(statement.bind(scope.to_string()).bind(at)).await?;
    rows.into_iter()
        .map(|(version, format, state, name)| {
            Ok((StateRow { version, format, state }.read::<Grant>()?, name))
        })
        .collect()
}

/// The accounts that see a compartment at an instant.
///
/// # Errors
/// [`StoreError`].
pub async fn who_sees(
    conn: &mut Conn,
    compartment: &str,
    at: Timestamp,
) -> Result<Vec<Stored<Access>>, StoreError> {
    let statement = sql("select version, format, state from access where compartment = $1 \
         and from_at <= $2 and (until_at is null or until_at > $2) order by id");
    all(conn, statement.bind(compartment).bind(at)).await
}

/// The names of accounts.
///
/// # Errors
/// [`StoreError`].
pub async fn names(
    conn: &mut Conn,
    ids: &[UserId],
) -> Result<std::collections::HashMap<UserId, String>, StoreError> {
    if ids.is_empty() {
        return Ok(std::collections::HashMap::new());
    }
    let text = format!("select id, name from account where {}", dialect::any_of("id", 1, ids.len()));
    let rows: Vec<(uuid::Uuid, String)> =
        conn.all(Statement::assembled(text).bind_all(ids.iter().map(|id| id.0.into()))).await?;
    Ok(rows.into_iter().map(|(id, name)| (UserId(id), name)).collect())
}

/// The open access rows that a grant gave.
///
/// # Errors
/// [`StoreError`].
pub async fn access_of(conn: &mut Conn, grant: kernel::GrantId) -> Result<Vec<Stored<Access>>, StoreError> {
    all(
        conn,
        sql("select version, format, state from access where role_grant = $1 and until_at is null")
            .bind(grant.0),
    )
    .await
}

/// The compartments an account sees now, for the search index.
///
/// # Errors
/// [`StoreError`].
pub async fn compartments(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = conn
        .all(
            viewer.bind(sql("select distinct compartment from access where account = $1 and from_at <= $2 \
             and (until_at is null or until_at > $2) and ($3 is null or role_grant = $3) order by 1")),
        )
        .await?;
    Ok(rows.into_iter().map(|(c,)| c).collect())
}

/// Accounts in order of names.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    conn: &mut Conn,
    viewer: &Viewer,
    page: &PageRequest,
) -> Result<Page<Stored<Account>>, StoreError> {
    let after = crate::record::position(page);
    let found = all(
        conn,
        viewer
            .bind(sql(concat!(
                "select version, format, state from account where ",
                visible!("'accounts'"),
                " and ($4 is null or (sort_key, id) > ($4, $5)) order by sort_key, id limit $6"
            )))
            .bind(after.key)
            .bind(after.id)
            .bind(page.limit()),
    )
    .await?;
    Ok(Page::cut(found, page, |a: &Stored<Account>| {
        crate::record::cursor(&text::pinyin::sort_key(&a.name), a.id.0)
    }))
}

/// Enabled accounts in the order of their making. Unscoped: for the list of a practice instance alone.
///
/// # Errors
/// [`StoreError`].
pub async fn enabled(conn: &mut Conn, most: i64) -> Result<Vec<Stored<Account>>, StoreError> {
    let query = "select version, format, state from account where standing = 'enabled' order by id limit $1";
    all(conn, sql(query).bind(most)).await
}

/// One account, if the viewer may see accounts.
///
/// # Errors
/// [`StoreError`].
pub async fn view(
    conn: &mut Conn,
    viewer: &Viewer,
    id: UserId,
) -> Result<Option<Stored<Account>>, StoreError> {
    let statement = viewer
        .bind(sql(concat!(
            "select version, format, state from account where ",
            visible!("'accounts'"),
            " and id = $4"
        )))
        .bind(id.0);
    optional(conn, statement).await
}

/// How many accounts there are: set-up is over as soon as there is one.
///
/// # Errors
/// [`StoreError`].
pub async fn count(conn: &mut Conn) -> Result<i64, StoreError> {
    let (n,): (i64,) = conn.one(sql("select count(*) from account")).await?;
    Ok(n)
}
