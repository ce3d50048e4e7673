//! An uploaded file kept between its preview and its acceptance, so that it is sent once.
//!
//! Sealed with the instance's key, seen by its own account only, gone after an hour. Accepting leaves it in place:
//! a form sent twice finds it again, and the act's id sees to the rest.

use crate::{App, Ctx, Error};
use crypto::{Contents, Place};
use kernel::{Message, RecordId};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use store::stash::{self, NewStash};
use uuid::Uuid;

/// How long a file is kept, in seconds.
const KEPT: i64 = 3_600;
/// The largest file that is kept.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;
/// How many an account may have at once; the oldest go first.
const MOST: i64 = 16;

/// A kept file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StashId(pub Uuid);

impl fmt::Display for StashId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl FromStr for StashId {
    type Err = uuid::Error;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(s).map(Self)
    }
}

const fn place(id: StashId) -> Place<'static> {
    Place { kind: "stash", record: RecordId(id.0), field: "file" }
}

impl App {
    /// Bytes of the largest list that is read: [`MAX_BYTES`], or less where the installation says so.
    pub fn largest_list(&self) -> usize {
        usize::try_from(self.limits().file_bytes).map_or(MAX_BYTES, |bytes| bytes.min(MAX_BYTES))
    }

    /// Keeps a file of the reader's own for an hour.
    ///
    /// # Errors
    /// [`Error::Refused`] when it is too large; [`Error::SignedOut`].
    pub async fn stash(&self, ctx: &Ctx, name: &str, bytes: &[u8]) -> Result<StashId, Error> {
        let account = ctx.signed()?.account;
        let most = self.largest_list();
        if bytes.len() > most {
            return Err(Error::Refused(
                Message::new("import-file-too-large").with("megabytes", most / (1024 * 1024)).into(),
            ));
        }
        let id = StashId(kernel::id::random_id(self.rng()));
        let mut conn = self.db().read().await?;
        let (key, made) = self.data_key(&mut conn, crypto::Scope::Instance, Contents::Values).await?;
        drop(conn);
        let sealed = crypto::seal::seal(&key, &place(id), bytes, self.rng())?;
        let new = NewStash { id: id.0, account, name, ciphertext: sealed.as_bytes(), made_at: self.now() };
        stash::put(self.db(), &new, made.as_ref(), MOST).await?;
        Ok(id)
    }

    /// The name and content of a file that the reader kept less than an hour ago.
    ///
    /// # Errors
    /// [`Error::Refused`] when it is gone or was never the reader's, which look alike; [`Error::SignedOut`].
    pub async fn unstash(&self, ctx: &Ctx, id: StashId) -> Result<(String, Vec<u8>), Error> {
        let account = ctx.signed()?.account;
        let mut conn = self.db().read().await?;
        let since = self.now().plus_seconds(-KEPT);
        let found = stash::get(&mut conn, account, id.0, since).await?;
        let (name, sealed) = found.ok_or(Error::Refused(domain::Refusal::new("import-file-gone")))?;
        let (key, _) = self.data_key(&mut conn, crypto::Scope::Instance, Contents::Values).await?;
        let bytes = crypto::seal::open(&key, &place(id), &sealed)?;
        Ok((name, bytes.expose().clone()))
    }

    /// Removes files kept for longer than an hour.
    pub(crate) async fn sweep_stash(&self) -> Result<(), Error> {
        Ok(stash::sweep(self.db(), self.now().plus_seconds(-KEPT)).await?)
    }
}
