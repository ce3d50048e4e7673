//! Opening sealed values.

use crate::{App, Error};
use crypto::{Contents, Place};
use db::Conn;
use domain::account::SealedRef;
use kernel::{EngagementId, RecordId, Secret};

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
        self.open_at(conn, reference, crypto::Scope::Instance, &Place { kind, record, field }).await
    }

    /// Opens a sealed value of an engagement, on the same terms.
    ///
    /// # Errors
    /// As [`App::open_value`].
    pub(crate) async fn open_value_in(
        &self,
        conn: &mut Conn,
        (reference, engagement): (&SealedRef, EngagementId),
        (kind, record, field): (&'static str, RecordId, &'static str),
    ) -> Result<Secret<Vec<u8>>, Error> {
        let scope = crypto::Scope::Engagement(engagement);
        self.open_at(conn, reference, scope, &Place { kind, record, field }).await
    }

    async fn open_at(
        &self,
        conn: &mut Conn,
        reference: &SealedRef,
        scope: crypto::Scope,
        place: &Place<'_>,
    ) -> Result<Secret<Vec<u8>>, Error> {
        let sealed = store::sealed::get(conn, reference.id)
            .await?
            .ok_or_else(|| Error::Internal("a sealed value is missing".into()))?;
        let (key, _) = self.data_key(conn, scope, Contents::Values).await?;
        Ok(crypto::seal::open(&key, place, &sealed)?)
    }
}
