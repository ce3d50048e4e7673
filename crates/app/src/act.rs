//! One act: prepare, then commit; what changed in between is prepared once more, then told.

use crate::{App, Ctx, Error, Who};
use crypto::{Contents, Place};
use db::Tx;
use domain::permission::{Action, Scope};
use kernel::{Day, EngagementId, RecordId};
use serde::{Serialize, de::DeserializeOwned};
use std::future::Future;
use store::changes::{Aside, Changes, NewSealed};
use store::commit::{Committed, Order, last_change};

/// What an act needs before it may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// A right of the permission table.
    Needs(Action, Scope),
    /// The console's set-up code, which the caller has checked.
    SetUp,
    /// Only the program itself.
    Program,
}

/// Something that can be done. The type holds what the actor gives; page, API, command line and import build the same one.
pub trait Act: Send + Sync {
    /// Its name in the journal.
    const NAME: &'static str;
    /// What it returns; kept in the journal, so that a repeat of the same act gets the same answer.
    type Done: Serialize + DeserializeOwned + Send;

    /// What it needs.
    fn right(&self) -> Right;

    /// Loads, decides, seals; says what changes. Reads only.
    fn prepare(
        &self,
        prep: &mut Prep<'_>,
    ) -> impl Future<Output = Result<Prepared<Self::Done>, Error>> + Send;
}

/// What an act wants to change, and what it returns when that is done.
pub struct Prepared<T> {
    /// The changes.
    pub changes: Changes,
    /// The answer.
    pub done: T,
}

/// How often an act that names no version of what it changes is prepared anew when another one was quicker.
const MOST_TRIES: u32 = 4;

/// How an act ended.
#[derive(Debug)]
pub struct Outcome<T> {
    /// The answer.
    pub done: T,
    /// The same act had been carried out before; nothing was done now.
    pub repeated: bool,
}

/// What a preparation works with.
pub struct Prep<'a> {
    /// The program.
    pub app: &'a App,
    /// The circumstances.
    pub ctx: &'a Ctx,
    /// Sees one instant of the whole database: what is read in two steps belongs together, so that a change which comes
    /// between them is a conflict and not an update that is lost.
    pub conn: Tx,
    /// Data keys made now, to be kept with the changes.
    new_keys: Vec<store::keys::NewDataKey>,
}

impl Prep<'_> {
    /// Today, by the committee's own offset.
    pub fn today(&self) -> Day {
        self.ctx.at.day(self.app.offset())
    }

    /// Seals a value for one field of one record of the instance.
    ///
    /// # Errors
    /// [`Error`] when the key cannot be read or made.
    pub async fn seal(
        &mut self,
        kind: &'static str,
        record: impl Into<RecordId> + Send,
        field: &'static str,
        plain: &[u8],
    ) -> Result<NewSealed, Error> {
        let (key, made) =
            self.app.data_key(&mut self.conn, crypto::Scope::Instance, Contents::Values).await?;
        self.new_keys.extend(made);
        self.sealed_with(&key, Place { kind, record: record.into(), field }, plain)
    }

    /// Seals a value for one field of one record of an engagement, with the engagement's own key. The key is on disk
    /// before anything is sealed with it: two first values at once share one.
    ///
    /// # Errors
    /// As [`Prep::seal`].
    pub async fn seal_in(
        &mut self,
        engagement: EngagementId,
        (kind, record, field): (&'static str, RecordId, &'static str),
        plain: &[u8],
    ) -> Result<NewSealed, Error> {
        let scope = crypto::Scope::Engagement(engagement);
        let (mut key, made) = self.app.data_key(&mut self.conn, scope, Contents::Values).await?;
        if let Some(new) = made {
            let kept = store::keys::keep(self.app.db(), &new).await?;
            key = std::sync::Arc::new(self.app.key().unwrap(&kept)?);
        }
        self.sealed_with(&key, Place { kind, record, field }, plain)
    }

    fn sealed_with(
        &self,
        key: &crypto::DataKey,
        place: Place<'static>,
        plain: &[u8],
    ) -> Result<NewSealed, Error> {
        let ciphertext = crypto::seal::seal(key, &place, plain, self.app.rng())?;
        let Place { kind, record, field } = place;
        Ok(NewSealed { id: self.app.new_sealed_id(), kind, record, field, ciphertext })
    }
}

impl App {
    /// Carries out an act, or says why not.
    ///
    /// # Errors
    /// [`Error`]: then nothing was stored.
    pub async fn perform<A: Act>(&self, ctx: &Ctx, act: &A) -> Result<Outcome<A::Done>, Error> {
        let right = self.authorise(ctx, act.right())?;
        let mut tries = 0;
        loop {
            tries += 1;
            let mut prep = Prep { app: self, ctx, conn: self.db().snapshot().await?, new_keys: Vec::new() };
            let Prepared { mut changes, done } = match act.prepare(&mut prep).await {
                Ok(prepared) => prepared,
                // The same act may have been carried out while this one prepared; what it made is then in the way.
                Err(error) => {
                    drop(prep);
                    let earlier = self.earlier::<A>(ctx).await?;
                    return earlier.map(|done| Outcome { done, repeated: true }).ok_or(error);
                }
            };
            let Prep { conn, new_keys, .. } = prep;
            drop(conn);
            for key in new_keys {
                changes.aside(Aside::DataKey(key));
            }
            let order = self.order::<A>(ctx, right, &done)?;
            match self.committer().commit(order, changes).await? {
                Committed::Done { .. } => {
                    self.give_work();
                    return Ok(Outcome { done, repeated: false });
                }
                Committed::Repeated(result) => {
                    return Ok(Outcome { done: read_result(&result)?, repeated: true });
                }
                Committed::ForeignAct => return Err(Error::ActReused),
                Committed::Refused(refusal) => return Err(Error::Forbidden(refusal)),
                Committed::Conflict { .. } | Committed::Taken(_) if tries < MOST_TRIES => {}
                Committed::Conflict { kind, id } => {
                    let mut conn = self.db().read().await?;
                    let last = last_change(&mut conn, kind, id).await?;
                    return Err(Error::Conflict { kind, id, last });
                }
                Committed::Taken(what) => return Err(Error::Internal(format!("taken: {what}"))),
            }
        }
    }

    fn authorise(&self, ctx: &Ctx, right: Right) -> Result<Option<(Action, Scope)>, Error> {
        match (right, &ctx.who) {
            (Right::Needs(action, scope), _) => {
                ctx.require(action, scope)?;
                Ok(Some((action, scope)))
            }
            (Right::SetUp | Right::Program, Who::Program(_)) => Ok(None),
            (Right::SetUp | Right::Program, _) => Err(Error::NotFound),
        }
    }

    /// What the same act returned when it was carried out before.
    async fn earlier<A: Act>(&self, ctx: &Ctx) -> Result<Option<A::Done>, Error> {
        let mut conn = self.db().read().await?;
        let Some(entry) = store::journal::of_act(&mut conn, ctx.act).await? else { return Ok(None) };
        let actor = match &ctx.who {
            Who::Account(signed) => Some(signed.account.0),
            Who::Nobody | Who::Program(_) => None,
        };
        if entry.action != A::NAME || entry.actor != actor {
            return Err(Error::ActReused);
        }
        read_result(&entry.result).map(Some)
    }

    fn order<A: Act>(
        &self,
        ctx: &Ctx,
        right: Option<(Action, Scope)>,
        done: &A::Done,
    ) -> Result<Order, Error> {
        let (actor, acting, actor_name) = match &ctx.who {
            Who::Account(s) => (Some(s.account), s.acting, s.name.clone()),
            Who::Program(name) => (None, None, (*name).to_owned()),
            Who::Nobody => return Err(Error::SignedOut),
        };
        let result = serde_json::to_string(done).map_err(|e| Error::Internal(e.to_string()))?;
        Ok(Order {
            act: ctx.act,
            at: ctx.at,
            actor,
            acting,
            actor_name,
            action: A::NAME,
            right,
            channel: ctx.channel.code(),
            result,
        })
    }
}

fn read_result<T: DeserializeOwned>(result: &str) -> Result<T, Error> {
    serde_json::from_str(result).map_err(|e| Error::Internal(format!("journalled result: {e}")))
}
