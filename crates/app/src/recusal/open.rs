//! Opening what was declared, for the rules. What comes out of here is compared, never shown as it is.

use crate::{App, Error};
use crypto::{Contents, Place};
use db::Conn;
use domain::inspector::{Profile, Relatives};
use std::collections::HashMap;
use store::Stored;
use store::inspector::Pooled;

/// The field of an inspector's record that relatives are sealed for.
pub(crate) const RELATIVES: &str = "relatives";

impl App {
    /// One person's profile with the relatives as declared.
    pub(crate) async fn opened(&self, conn: &mut Conn, pooled: &Pooled) -> Result<Profile, Error> {
        let relatives = match &pooled.relatives {
            None => Relatives::NotAsked,
            Some(sealed) => {
                let opened =
                    self.open_value(conn, sealed, "inspector", pooled.person.into(), RELATIVES).await?;
                read(opened.expose())?
            }
        };
        Ok(pooled.profile(relatives))
    }

    /// Everyone's profile, in order of codes, with a fixed number of queries.
    pub(crate) async fn opened_pool(&self, conn: &mut Conn) -> Result<Vec<(Stored<Pooled>, Profile)>, Error> {
        let pool = store::inspector::pool(conn).await?;
        self.opened_all(conn, pool).await
    }

    /// The profiles of these people, in their order, with a fixed number of queries.
    pub(crate) async fn opened_all(
        &self,
        conn: &mut Conn,
        pool: Vec<Stored<Pooled>>,
    ) -> Result<Vec<(Stored<Pooled>, Profile)>, Error> {
        let ids: Vec<_> = pool.iter().filter_map(|p| p.relatives.as_ref().map(|r| r.id)).collect();
        let sealed: HashMap<_, _> = store::inspector::ciphertexts(conn, &ids).await?.into_iter().collect();
        let (key, _) = self.data_key(conn, crypto::Scope::Instance, Contents::Values).await?;
        let mut opened = Vec::with_capacity(pool.len());
        for pooled in pool {
            let relatives = match &pooled.relatives {
                None => Relatives::NotAsked,
                Some(reference) => {
                    let missing = || Error::Internal("a sealed value is missing".into());
                    let ciphertext = sealed.get(&reference.id).ok_or_else(missing)?;
                    let place = Place { kind: "inspector", record: pooled.person.into(), field: RELATIVES };
                    read(crypto::seal::open(&key, &place, ciphertext)?.expose())?
                }
            };
            let profile = pooled.profile(relatives);
            opened.push((pooled, profile));
        }
        Ok(opened)
    }
}

fn read(json: &[u8]) -> Result<Relatives, Error> {
    serde_json::from_slice(json).map_err(|_| Error::Internal("sealed relatives cannot be read".into()))
}
