//! Opening sealed values.

use crate::{App, Error};
use crypto::{Contents, Place};
use db::Conn;
use domain::account::SealedRef;
use kernel::{RecordId, Secret};

impl App {
    /// Opens a sealed value of the instance. The caller has shown a right, and where a person reads it, a reason,
    /// and has waited for the trace.
    ///
    /// # Errors
    /// [`Error::Internal`] when it is missing or does not open at its place.
    pub(crate) async fn open_value(
        &self,
        conn: &mut Conn,
        reference: &SealedRef,
        kind: &'static str,
        record: RecordId,
        field: &'static str,
    ) -> Result<Secret<Vec<u8>>, Error> {
        let sealed = store::sealed::get(conn, reference.id)
            .await?
            .ok_or_else(|| Error::Internal("a sealed value is missing".into()))?;
        let (key, _) = self.data_key(conn, crypto::Scope::Instance, Contents::Values).await?;
        Ok(crypto::seal::open(&key, &Place { kind, record, field }, &sealed)?)
    }
}
