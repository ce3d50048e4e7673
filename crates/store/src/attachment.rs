//! Files lying with a unit, a round or an engagement, each in the compartment of what it lies with.

use crate::record::{Record, StoreError, Stored, all, optional};
use crate::{Viewer, visible};
use db::{Conn, Value, sql};
use domain::file::{Attached, Attachment};
use kernel::{AttachmentId, RecordId};

impl Record for Attachment {
    const KIND: &'static str = "attachment";
    const COLUMNS: &'static [&'static str] = &["subject_kind", "subject_id", "compartment"];

    fn id(&self) -> RecordId {
        RecordId(self.id.0)
    }

    fn columns(&self) -> Vec<Value> {
        let attached = self.attached;
        vec![attached.kind().into(), attached.id().into(), attached.compartment().into()]
    }
}

/// Everything that lies with a record, the newest first, withdrawn ones among it.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    conn: &mut Conn,
    viewer: &Viewer,
    attached: Attached,
) -> Result<Vec<Stored<Attachment>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select a.version, a.format, a.state from attachment a where ",
        visible!("a.compartment"),
        " and a.subject_id = $4 and a.subject_kind = $5 order by a.id desc"
    )));
    all(conn, statement.bind(attached.id()).bind(attached.kind())).await
}

/// One of them, if the viewer sees its compartment.
///
/// # Errors
/// [`StoreError`].
pub async fn view(
    conn: &mut Conn,
    viewer: &Viewer,
    id: AttachmentId,
) -> Result<Option<Stored<Attachment>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select a.version, a.format, a.state from attachment a where ",
        visible!("a.compartment"),
        " and a.id = $4"
    )));
    optional(conn, statement.bind(id.0)).await
}

/// One of them, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: AttachmentId) -> Result<Option<Stored<Attachment>>, StoreError> {
    optional(conn, sql("select version, format, state from attachment where id = $1").bind(id.0)).await
}

/// How many files lie with a record, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn count(conn: &mut Conn, attached: Attached) -> Result<i64, StoreError> {
    let statement = sql("select count(*) from attachment where subject_id = $1 and subject_kind = $2");
    let (n,): (i64,) = conn.one(statement.bind(attached.id()).bind(attached.kind())).await?;
    Ok(n)
}
