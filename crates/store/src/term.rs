//! Terms of the committee with the rounds held before the program came. They are few; every read takes all.

use crate::record::{Record, StoreError, Stored, all, optional};
use crate::{Viewer, visible};
use db::{Conn, Value, sql};
use domain::term::Term;
use kernel::{Day, RecordId, TermId};

impl Record for Term {
    const KIND: &'static str = "term";
    const COLUMNS: &'static [&'static str] = &["number", "from_day", "to_day"];
    fn id(&self) -> RecordId {
        self.id.into()
    }
    fn columns(&self) -> Vec<Value> {
        vec![i64::from(self.facts.number.0).into(), self.facts.from.into(), self.facts.to.into()]
    }
}

/// Every term, the earliest first, if the viewer may see the organisation.
///
/// # Errors
/// [`StoreError`].
pub async fn list(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Stored<Term>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select version, format, state from term where ",
        visible!("'organisation'"),
        " order by from_day"
    )));
    all(conn, statement).await
}

/// Every term, the earliest first, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn every(conn: &mut Conn) -> Result<Vec<Stored<Term>>, StoreError> {
    all(conn, sql("select version, format, state from term order by from_day")).await
}

/// One term, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: TermId) -> Result<Option<Stored<Term>>, StoreError> {
    optional(conn, sql("select version, format, state from term where id = $1").bind(id.0)).await
}

/// The term that a day lies in, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn on(conn: &mut Conn, day: Day) -> Result<Option<Stored<Term>>, StoreError> {
    let statement = sql("select version, format, state from term where from_day <= $1 and to_day >= $1 \
         order by from_day desc limit 1");
    optional(conn, statement.bind(day)).await
}
