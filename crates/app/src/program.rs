//! The program as the acts see it: database, clock, keys, and what is made once.

use crate::committer::Committer;
use crate::coverage::KeptCoverage;
use crate::recusal::KeptGround;
use crate::trace::TraceWriter;
use crate::{Channel, Ctx, Error, Limits, Who};
use crypto::password::{Cost, Hasher};
use crypto::spare::SpareCodes;
use crypto::token::Tokens;
use crypto::{Contents, DataKey, InstanceKey};
use db::{Conn, Db};
use domain::permission::{Action, Scope};
use domain::ruleset::Kind;
use i18n::Words;
use kernel::id::RulesetId;
use kernel::{ActId, Clock, Day, Lang, Offset, Rng, SealedId, Timestamp};
use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use store::Viewer;
use store::keys::NewDataKey;
use tokio::sync::{Notify, Semaphore};

/// What the program is made of; given once at start.
pub struct Parts {
    /// The open database.
    pub db: Db,
    /// The instance key.
    pub key: InstanceKey,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where randomness comes from.
    pub rng: Arc<dyn Rng>,
    /// The committee's offset.
    pub offset: Offset,
    /// How much work a password costs.
    pub password_cost: Cost,
    /// How long sessions last and how much may be sent in.
    pub limits: Limits,
}

/// The program. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    db: Db,
    key: Arc<InstanceKey>,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    offset: Offset,
    limits: Limits,
    hasher: Arc<Hasher>,
    /// Two passwords are hashed at once, so that many sign-ins at nine o'clock take time, not memory.
    hashing: Semaphore,
    tokens: Tokens,
    spare_codes: SpareCodes,
    data_keys: RwLock<HashMap<(crypto::Scope, Contents), Arc<DataKey>>>,
    /// Words of the vocabulary by the version they are of, which never changes.
    words: RwLock<HashMap<(RulesetId, Lang), Arc<Words>>>,
    /// Rules as read, by the published version they are of, which never changes either.
    rules: RwLock<HashMap<RulesetId, Arc<dyn Any + Send + Sync>>>,
    /// Which version of a kind rules a day, with how often rules had changed by then.
    in_force: RwLock<InForceTable>,
    /// Units as last read, with how often they had changed by then.
    ground: KeptGround,
    /// Coverage as last reckoned, with what it rests on.
    coverage: KeptCoverage,
    trace: TraceWriter,
    files: OnceLock<store::file::Folder>,
    committer: Committer,
    /// Rung when an act may have given the worker something to do.
    work: Notify,
}

/// Versions that rule days, while rules stay as they are.
#[derive(Default)]
struct InForceTable {
    stamp: i64,
    versions: HashMap<(Kind, Day), (RulesetId, u32)>,
}

impl App {
    /// Puts the program together. Must be called inside the async runtime: the trace's writer starts here.
    ///
    /// # Errors
    /// [`Error::Internal`] when the password cost cannot be used.
    pub fn new(parts: Parts) -> Result<Self, Error> {
        let Parts { db, key, clock, rng, offset, password_cost, limits } = parts;
        let key = Arc::new(key);
        let hasher = Hasher::new(&key, password_cost, &*rng)?;
        let tokens = Tokens::new(&key);
        let spare_codes = SpareCodes::new(&key);
        let trace = TraceWriter::start(db.clone(), Arc::clone(&key));
        let committer = Committer::new(db.clone(), Arc::clone(&key));
        Ok(Self(Arc::new(Inner {
            db,
            key,
            clock,
            rng,
            offset,
            limits,
            hasher: Arc::new(hasher),
            hashing: Semaphore::new(2),
            tokens,
            spare_codes,
            data_keys: RwLock::default(),
            words: RwLock::default(),
            rules: RwLock::default(),
            in_force: RwLock::default(),
            ground: KeptGround::default(),
            coverage: KeptCoverage::default(),
            trace,
            files: OnceLock::new(),
            committer,
            work: Notify::new(),
        })))
    }

    /// Says where the contents of files lie; once, after [`App::new`]. Until then no file is taken or read.
    pub fn keep_files_in(&self, folder: store::file::Folder) {
        // A second folder is a defect of the caller; the first one holds what was stored.
        let _kept = self.0.files.set(folder);
    }

    /// Tells the worker that there may be something to do.
    pub(crate) fn give_work(&self) {
        self.0.work.notify_one();
    }

    /// Waits until an act of this process may have given the worker something to do; at once if one has since the last time.
    pub async fn given_work(&self) {
        self.0.work.notified().await;
    }

    /// Where the contents of files lie.
    pub fn files(&self) -> Option<&store::file::Folder> {
        self.0.files.get()
    }

    /// The database. For the binary's own work: migrate, backup, verify.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// The instance key. For the binary's own work: verify, backup.
    pub fn key(&self) -> &InstanceKey {
        &self.0.key
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// Today, by the committee's own offset.
    pub fn today(&self) -> kernel::Day {
        self.now().day(self.offset())
    }

    /// The committee's offset.
    pub fn offset(&self) -> Offset {
        self.0.offset
    }

    /// How long sessions last and how much may be sent in.
    pub fn limits(&self) -> Limits {
        self.0.limits
    }

    /// The clock, for making ids.
    pub fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }

    /// The source of randomness.
    pub fn rng(&self) -> &dyn Rng {
        &*self.0.rng
    }

    /// The clock, to keep.
    pub fn shared_clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.0.clock)
    }

    /// The source of randomness, to keep.
    pub fn shared_rng(&self) -> Arc<dyn Rng> {
        Arc::clone(&self.0.rng)
    }

    /// The tokens of sessions, forms and the API.
    pub fn tokens(&self) -> &Tokens {
        &self.0.tokens
    }

    pub(crate) fn kept_words(&self, version: RulesetId, lang: Lang) -> Option<Arc<Words>> {
        self.0.words.read().unwrap_or_else(PoisonError::into_inner).get(&(version, lang)).cloned()
    }

    pub(crate) fn keep_words(&self, version: RulesetId, lang: Lang, words: Arc<Words>) {
        self.0.words.write().unwrap_or_else(PoisonError::into_inner).insert((version, lang), words);
    }

    /// Units as they were last read.
    pub(crate) fn last_ground(&self) -> &KeptGround {
        &self.0.ground
    }

    /// Coverage as it was last reckoned.
    pub(crate) fn last_coverage(&self) -> &KeptCoverage {
        &self.0.coverage
    }

    /// The rules of a published version, if they were read before.
    pub(crate) fn kept_rules<T: Clone + Send + Sync + 'static>(&self, version: RulesetId) -> Option<T> {
        let kept = self.0.rules.read().unwrap_or_else(PoisonError::into_inner);
        kept.get(&version)?.downcast_ref::<T>().cloned()
    }

    pub(crate) fn keep_rules<T: Clone + Send + Sync + 'static>(&self, version: RulesetId, rules: T) {
        self.0.rules.write().unwrap_or_else(PoisonError::into_inner).insert(version, Arc::new(rules));
    }

    /// The version of a kind that rules a day, if it was asked for since rules changed last.
    pub(crate) fn kept_in_force(&self, stamp: i64, of: (Kind, Day)) -> Option<(RulesetId, u32)> {
        let table = self.0.in_force.read().unwrap_or_else(PoisonError::into_inner);
        (table.stamp == stamp).then(|| table.versions.get(&of).copied()).flatten()
    }

    pub(crate) fn keep_in_force(&self, stamp: i64, of: (Kind, Day), version: (RulesetId, u32)) {
        let mut table = self.0.in_force.write().unwrap_or_else(PoisonError::into_inner);
        if table.stamp != stamp {
            *table = InForceTable { stamp, versions: HashMap::new() };
        }
        table.versions.insert(of, version);
    }

    pub(crate) fn spare_codes(&self) -> &SpareCodes {
        &self.0.spare_codes
    }

    pub(crate) fn committer(&self) -> &Committer {
        &self.0.committer
    }

    pub(crate) fn hasher(&self) -> Arc<Hasher> {
        Arc::clone(&self.0.hasher)
    }

    pub(crate) fn hashing(&self) -> &Semaphore {
        &self.0.hashing
    }

    pub(crate) fn trace(&self) -> &TraceWriter {
        &self.0.trace
    }

    /// A new act id, for a form about to be shown.
    pub fn new_act(&self) -> ActId {
        ActId::new(self.clock(), self.rng())
    }

    /// The id of a sealed value says nothing about when it was made.
    pub(crate) fn new_sealed_id(&self) -> SealedId {
        SealedId(kernel::id::random_id(self.rng()))
    }

    /// The circumstances of something the program does by itself.
    pub fn own_ctx(&self, name: &'static str, channel: Channel) -> Ctx {
        Ctx { who: Who::Program(name), lang: Lang::default(), at: self.now(), act: self.new_act(), channel }
    }

    /// Authorises a read and ties it to its reader.
    ///
    /// # Errors
    /// [`Error::SignedOut`], or 403 or 404 by the permission table.
    pub async fn view(&self, ctx: &Ctx, action: Action, scope: Scope) -> Result<View, Error> {
        ctx.require(action, scope)?;
        Ok(View { viewer: ctx.viewer()?, conn: self.db().read().await? })
    }

    /// The data key for a kind of contents; made, and returned to be stored with the act, where there is none yet.
    pub(crate) async fn data_key(
        &self,
        conn: &mut Conn,
        scope: crypto::Scope,
        contents: Contents,
    ) -> Result<(Arc<DataKey>, Option<NewDataKey>), Error> {
        if let Some(key) = self.cached(scope, contents) {
            return Ok((key, None));
        }
        let (key, made) = match store::keys::find(conn, scope, contents).await? {
            Some(wrapped) => (self.key().unwrap(&wrapped)?, None),
            None => {
                let (key, wrapped) = self.key().new_data_key(scope, contents, self.rng())?;
                (key, Some(NewDataKey { wrapped, made_at: self.now() }))
            }
        };
        let key = Arc::new(key);
        if made.is_none() {
            // Only a key that is on disk may be used again.
            let mut cache = self.0.data_keys.write().unwrap_or_else(PoisonError::into_inner);
            cache.insert((scope, contents), Arc::clone(&key));
        }
        Ok((key, made))
    }

    fn cached(&self, scope: crypto::Scope, contents: Contents) -> Option<Arc<DataKey>> {
        let cache = self.0.data_keys.read().unwrap_or_else(PoisonError::into_inner);
        cache.get(&(scope, contents)).cloned()
    }
}

/// An authorised read: a connection and whom it reads for.
pub struct View {
    /// Whom scoped queries are tied to.
    pub viewer: Viewer,
    /// The connection, held for the whole request.
    pub conn: Conn,
}
