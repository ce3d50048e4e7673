//! Petitions as sources of what was found: those that evidence cites, and those merged into them.

use crate::record::{StoreError, Stored, all};
use crate::{Viewer, visible};
use db::{Conn, Statement, Value, dialect};
use domain::petition::Petition;
use kernel::PetitionId;

/// Some petitions and those merged into them, if the viewer may read them, in the order of their ids. Those that were
/// taken back are not among them.
///
/// # Errors
/// [`StoreError`].
pub async fn sources(
    conn: &mut Conn,
    viewer: &Viewer,
    ids: &[PetitionId],
) -> Result<Vec<Stored<Petition>>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "select p.version, p.format, p.state from petition p where {} and ({} or {}) \
         and p.standing <> 'withdrawn' order by p.id",
        visible!("p.compartment"),
        dialect::any_of("p.id", 4, ids.len()),
        dialect::any_of("p.merged_into", 4 + ids.len(), ids.len())
    );
    let twice = ids.iter().chain(ids).map(|id| Value::from(id.0));
    all(conn, viewer.bind(Statement::assembled(text)).bind_all(twice)).await
}
