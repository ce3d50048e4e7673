//! Referrals as their receivers see them.

use crate::record::{Record, StoreError, Stored, all, optional};
use crate::{Viewer, visible};
use db::{Conn, Statement, Value, sql};
use domain::permission::compartment;
use domain::petition::Slip;
use kernel::{PetitionId, RecordId};

impl Record for Slip {
    const KIND: &'static str = "petition_referral";
    const COLUMNS: &'static [&'static str] = &["petition", "number", "compartment", "standing", "on_day"];
    fn id(&self) -> RecordId {
        self.id
    }
    fn columns(&self) -> Vec<Value> {
        vec![
            self.petition.0.into(),
            self.number.as_str().into(),
            compartment::received(self.to).into(),
            self.standing().into(),
            self.on.into(),
        ]
    }
}

/// One referral, if the viewer is who received it.
///
/// # Errors
/// [`StoreError`].
pub async fn received_slip(
    conn: &mut Conn,
    viewer: &Viewer,
    id: RecordId,
) -> Result<Option<Stored<Slip>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select r.version, r.format, r.state from petition_referral r where ",
        visible!("r.compartment"),
        " and r.id = $4"
    )));
    optional(conn, statement.bind(id.0)).await
}

/// The referral of a petition, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn slip_of(conn: &mut Conn, petition: PetitionId) -> Result<Option<Stored<Slip>>, StoreError> {
    let statement = sql("select version, format, state from petition_referral where petition = $1");
    optional(conn, statement.bind(petition.0)).await
}

/// Several referrals, for reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn slips(conn: &mut Conn, ids: &[RecordId]) -> Result<Vec<Stored<Slip>>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "select version, format, state from petition_referral where {} order by id",
        db::dialect::any_of("id", 1, ids.len())
    );
    all(conn, Statement::assembled(text).bind_all(ids.iter().map(|id| id.0.into()))).await
}
