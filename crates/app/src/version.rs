//! The version a form was made from. Another one is a conflict that the person is told of at once, with what they
//! typed still on the page; without one, the act takes what is there.

use crate::{Error, Prep};
use store::{Record, Stored};

/// Refuses a form that was made from an older version, naming who was quicker.
pub(crate) async fn must_be_read<R: Record>(
    prep: &mut Prep<'_>,
    stored: &Stored<R>,
    version: Option<i64>,
) -> Result<(), Error> {
    if version.is_none_or(|version| version == stored.version) {
        return Ok(());
    }
    let id = stored.value.id();
    let last = store::commit::last_change(&mut prep.conn, R::KIND, id).await?;
    Err(Error::Conflict { kind: R::KIND, id, last })
}
