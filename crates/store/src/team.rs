//! Teams of a round.

use crate::record::{Record, StoreError, Stored, all, optional};
use crate::{Viewer, visible};
use db::{Conn, Value, sql};
use domain::team::Team;
use kernel::{RecordId, RoundId, TeamId};

impl Record for Team {
    const KIND: &'static str = "team";
    const COLUMNS: &'static [&'static str] = &["round", "number"];
    fn id(&self) -> RecordId {
        self.id.into()
    }
    fn columns(&self) -> Vec<Value> {
        vec![self.round.0.into(), i64::from(self.number).into()]
    }
}

/// The teams of a round in order of number, if the viewer may see rounds.
///
/// # Errors
/// [`StoreError`].
pub async fn list(conn: &mut Conn, viewer: &Viewer, round: RoundId) -> Result<Vec<Stored<Team>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select version, format, state from team where ",
        visible!("'rounds'"),
        " and round = $4 order by number"
    )));
    all(conn, statement.bind(round.0)).await
}

/// The teams of a round, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn of_round(conn: &mut Conn, round: RoundId) -> Result<Vec<Stored<Team>>, StoreError> {
    all(conn, sql("select version, format, state from team where round = $1 order by number").bind(round.0))
        .await
}

/// One team, for acts and reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: TeamId) -> Result<Option<Stored<Team>>, StoreError> {
    optional(conn, sql("select version, format, state from team where id = $1").bind(id.0)).await
}
