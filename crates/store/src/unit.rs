//! Units: the organisation tree in the database.
//!
//! Lists are [`list`], the tree page reads level by level ([`children`], [`path`]), whoever needs the shape of the
//! whole tree reads [`light`]. All units lie in one compartment, `organisation`.

mod list;

pub use list::{Filter, list};

use crate::part::{Named, folded};
use crate::record::{Record, SearchEntry, StoreError, Stored, all, optional};
use crate::{Viewer, visible};
use db::{Conn, Statement, Value, dialect, sql};
use domain::organisation::{State, Unit};
use kernel::{RecordId, UnitId};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The code of what a unit has come to, as its column holds it.
pub const fn standing(state: &State) -> &'static str {
    match state {
        State::Active => "active",
        State::Merged(_) => "merged",
        State::Split(_) => "split",
        State::Abolished(_) => "abolished",
    }
}

/// The codes, in the order pages list them.
pub const STANDINGS: [&str; 4] = ["active", "merged", "split", "abolished"];

/// Every name of a unit, as it is looked for.
fn looked_for(unit: &Unit) -> Vec<String> {
    std::iter::once(&unit.name)
        .chain(unit.aliases.iter().map(|alias| &alias.name))
        .map(|name| folded(name))
        .collect()
}

impl Record for Unit {
    const KIND: &'static str = "unit";
    const COLUMNS: &'static [&'static str] =
        &["name", "sort_key", "kind", "parent", "standing", "covered", "list_order", "names"];
    fn id(&self) -> RecordId {
        self.id.into()
    }
    fn columns(&self) -> Vec<Value> {
        vec![
            self.name.as_str().into(),
            text::pinyin::sort_key(&self.name).into(),
            self.kind.as_ref().map_or("", |kind| kind.as_str()).into(),
            self.parent.map(|parent| parent.0).into(),
            standing(&self.state).into(),
            self.covered.into(),
            self.list_order.into(),
            looked_for(self).join("\n").into(),
        ]
    }
    fn named(&self) -> Option<Named> {
        Some(Named { sort_key: text::pinyin::sort_key(&self.name), names: looked_for(self) })
    }
    fn search(&self) -> Option<SearchEntry> {
        let others: Vec<&str> = self.aliases.iter().map(|alias| alias.name.as_str()).collect();
        Some(SearchEntry {
            compartment: "organisation".to_owned(),
            title: self.name.clone(),
            text: others.join(" "),
        })
    }
}

/// A unit of one level of the tree.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Branch {
    /// The unit.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Code of its kind; empty for the root.
    pub kind: String,
    /// Active units directly below it.
    pub below: i64,
}

/// Ids that one statement names.
const BATCH: usize = 1_000;

/// Most units of one level that the tree shows; the list behind it shows the rest.
pub const LEVEL: i64 = 500;

/// The active units directly below one, in the office's own order; the root for `None`. At most [`LEVEL`] and one.
///
/// # Errors
/// [`StoreError`].
pub async fn children(
    conn: &mut Conn,
    viewer: &Viewer,
    parent: Option<UnitId>,
) -> Result<Vec<Branch>, StoreError> {
    let below = "select u.id, u.name, u.kind, (select count(*) from unit c where c.parent = u.id \
                 and c.standing = 'active') as below from unit u where";
    let place = if parent.is_some() { "u.parent = $4" } else { "u.parent is null and $4 is null" };
    let text = format!(
        "{below} {} and {place} and u.standing = 'active' order by u.list_order, u.sort_key, u.id limit $5",
        visible!("'organisation'"),
    );
    let statement = viewer.bind(Statement::assembled(text)).bind(parent.map(|p| p.0)).bind(LEVEL + 1);
    Ok(conn.all(statement).await?)
}

/// A unit on the way from the root.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Ancestor {
    /// The unit.
    pub id: Uuid,
    /// Its name.
    pub name: String,
}

/// The way from the root to a unit, the unit included.
///
/// # Errors
/// [`StoreError`].
pub async fn path(conn: &mut Conn, viewer: &Viewer, id: UnitId) -> Result<Vec<Ancestor>, StoreError> {
    let statement = viewer
        .bind(sql(concat!(
            "with recursive up (id, parent, name, far) as (select id, parent, name, 0 from unit where id = $4 \
             union all select u.id, u.parent, u.name, up.far + 1 from unit u join up on u.id = up.parent \
             where up.far < 100) select id, name from up where ",
            visible!("'organisation'"),
            " order by far desc"
        )))
        .bind(id.0);
    Ok(conn.all(statement).await?)
}

/// One unit, if the viewer may see the organisation.
///
/// # Errors
/// [`StoreError`].
pub async fn view(conn: &mut Conn, viewer: &Viewer, id: UnitId) -> Result<Option<Stored<Unit>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select version, format, state from unit where ",
        visible!("'organisation'"),
        " and id = $4"
    )));
    optional(conn, statement.bind(id.0)).await
}

/// A unit without its record: for choosing one, for names and for the shape of the tree.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Light {
    /// The unit.
    pub id: Uuid,
    /// The unit above it.
    pub parent: Option<Uuid>,
    /// Its name.
    pub name: String,
    /// Code of its kind; empty for the root.
    pub kind: String,
}

/// Every active unit in the office's own order, if the viewer may see the organisation.
///
/// # Errors
/// [`StoreError`].
pub async fn light(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Light>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select id, parent, name, kind from unit where ",
        visible!("'organisation'"),
        " and standing = 'active' order by list_order, sort_key, id"
    )));
    Ok(conn.all(statement).await?)
}

/// Every unit, ended ones too, if the viewer may see the organisation.
///
/// # Errors
/// [`StoreError`].
pub async fn every(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Stored<Unit>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select version, format, state from unit where ",
        visible!("'organisation'"),
        " order by list_order, sort_key, id"
    )));
    all(conn, statement).await
}

/// Every active unit, the root first, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn active(conn: &mut Conn) -> Result<Vec<Stored<Unit>>, StoreError> {
    let statement = sql("select version, format, state from unit where standing = 'active' \
         order by (case when parent is null then 0 else 1 end), list_order, sort_key, id");
    all(conn, statement).await
}

/// Every unit that ended, for acts that have been authorised: what became of it stands in its record.
///
/// # Errors
/// [`StoreError`].
pub async fn ended(conn: &mut Conn) -> Result<Vec<Stored<Unit>>, StoreError> {
    all(conn, sql("select version, format, state from unit where standing <> 'active' order by id")).await
}

/// One unit, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: UnitId) -> Result<Option<Stored<Unit>>, StoreError> {
    optional(conn, sql("select version, format, state from unit where id = $1").bind(id.0)).await
}

/// Several units at once, those that exist, for acts and reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn many(conn: &mut Conn, ids: &[UnitId]) -> Result<Vec<Stored<Unit>>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(BATCH) {
        let text =
            format!("select version, format, state from unit where {}", dialect::any_of("id", 1, ids.len()));
        let values = ids.iter().map(|id| id.0.into());
        found.extend(all(conn, Statement::assembled(text).bind_all(values)).await?);
    }
    Ok(found)
}

/// Names of units by their ids, if the viewer may see the organisation.
///
/// # Errors
/// [`StoreError`].
pub async fn names(
    conn: &mut Conn,
    viewer: &Viewer,
    ids: &[UnitId],
) -> Result<BTreeMap<UnitId, String>, StoreError> {
    let mut found = BTreeMap::new();
    for ids in ids.chunks(BATCH) {
        let text = format!(
            "select id, name from unit where {} and {}",
            visible!("'organisation'"),
            dialect::any_of("id", 4, ids.len())
        );
        let statement = viewer.bind(Statement::assembled(text)).bind_all(ids.iter().map(|id| id.0.into()));
        let rows: Vec<(Uuid, String)> = conn.all(statement).await?;
        found.extend(rows.into_iter().map(|(id, name)| (UnitId(id), name)));
    }
    Ok(found)
}

/// The units directly below one, active ones only, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn below(conn: &mut Conn, parent: UnitId) -> Result<Vec<Stored<Unit>>, StoreError> {
    let statement = sql("select version, format, state from unit where parent = $1 and standing = 'active'");
    all(conn, statement.bind(parent.0)).await
}

/// Where each active unit hangs, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn shape(conn: &mut Conn) -> Result<Vec<(UnitId, Option<UnitId>)>, StoreError> {
    let rows: Vec<(Uuid, Option<Uuid>)> =
        conn.all(sql("select id, parent from unit where standing = 'active'")).await?;
    Ok(rows.into_iter().map(|(id, parent)| (UnitId(id), parent.map(UnitId))).collect())
}
