//! Sealed values by id. They go out as ciphertext; opening is `app`'s.

use crate::record::StoreError;
use db::{Conn, sql};
use kernel::SealedId;

/// A sealed value.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: SealedId) -> Result<Option<crypto::Sealed>, StoreError> {
    let row: Option<(Vec<u8>,)> =
        conn.optional(sql("select ciphertext from sealed_value where id = $1").bind(id.0)).await?;
    Ok(row.map(|(bytes,)| crypto::Sealed::from_bytes(bytes)))
}
