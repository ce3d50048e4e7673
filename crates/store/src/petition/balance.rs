//! The nightly balance (H6): what the acts counted, what the register holds, and what each night found.

use crate::record::{Record, StoreError, Stored, all, optional};
use crate::{Viewer, visible};
use db::{Conn, Statement, Value, sql};
use domain::permission::compartment;
use domain::petition::BalanceSheet;
use kernel::{EngagementId, RecordId};
use std::collections::BTreeMap;

impl Record for BalanceSheet {
    const KIND: &'static str = "petition_balance";
    const COLUMNS: &'static [&'static str] = &["engagement", "compartment", "day", "difference"];

    fn id(&self) -> RecordId {
        self.id
    }

    fn columns(&self) -> Vec<Value> {
        vec![
            self.engagement.0.into(),
            compartment::work(self.engagement).into(),
            self.day.into(),
            i64::try_from(self.balance.difference()).unwrap_or(i64::MAX).into(),
        ]
    }
}

/// How many petitions of an engagement stand in a column of the balance.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Tally {
    /// The engagement.
    pub engagement: uuid::Uuid,
    /// Code of the column.
    pub disposition: String,
    /// Code of the standing.
    pub standing: String,
    /// How many.
    pub n: i64,
}

/// The register counted by engagement, for the nightly balance.
///
/// # Errors
/// [`StoreError`].
pub async fn tallies(conn: &mut Conn) -> Result<Vec<Tally>, StoreError> {
    let text = "select engagement, disposition, standing, count(*) as n from petition \
         group by engagement, disposition, standing order by engagement";
    Ok(conn.all(sql(text)).await?)
}

/// The name of the counter of an engagement's registered petitions.
fn counter(engagement: EngagementId) -> String {
    format!("petitions:{engagement}")
}

/// The counting of so many registered petitions, for the act that registers them.
pub fn received(engagement: EngagementId, by: i64) -> crate::changes::Aside {
    crate::changes::Aside::Count { name: counter(engagement), by }
}

/// What the acts counted, by engagement.
///
/// # Errors
/// [`StoreError`].
pub async fn counted(conn: &mut Conn) -> Result<BTreeMap<EngagementId, i64>, StoreError> {
    let rows: Vec<(String, i64)> =
        conn.all(sql("select name, n from counter where name like 'petitions:%'")).await?;
    let entry = |(name, n): (String, i64)| Some((name.strip_prefix("petitions:")?.parse().ok()?, n));
    Ok(rows.into_iter().filter_map(entry).collect())
}

const NEWEST: &str = "s.id = (select x.id from petition_balance x where x.engagement = s.engagement \
     order by x.day desc, x.id desc limit 1)";

/// What the last night found of an engagement, for the next night.
///
/// # Errors
/// [`StoreError`].
pub async fn sheet_before(
    conn: &mut Conn,
    engagement: EngagementId,
) -> Result<Option<Stored<BalanceSheet>>, StoreError> {
    let text = format!(
        "select s.version, s.format, s.state from petition_balance s where s.engagement = $1 and {NEWEST}"
    );
    optional(conn, Statement::assembled(text).bind(engagement.0)).await
}

/// The newest balance of each engagement that the viewer works in, or of all for whoever sees registers.
///
/// # Errors
/// [`StoreError`].
pub async fn newest_sheets(
    conn: &mut Conn,
    viewer: &Viewer,
) -> Result<Vec<Stored<BalanceSheet>>, StoreError> {
    let text = format!(
        "select s.version, s.format, s.state from petition_balance s where ({} or {}) and {NEWEST} \
         order by s.difference desc, s.engagement limit 500",
        visible!("'registers'"),
        visible!("s.compartment")
    );
    all(conn, viewer.bind(Statement::assembled(text))).await
}
