//! The program as tests use it: a database of their own on either engine, a clock that stands still, randomness that repeats.

use crate::postgres::TestPg;
use app::account::SetUp;
use app::{App, Channel, Ctx, Limits, Parts, Signed, Who};
use crypto::InstanceKey;
use crypto::password::Cost;
use db::{Db, Engine, Target};
use domain::account::Profile;
use kernel::{Clock, Day, Lang, Offset, Rng, Timestamp, UserId};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// A clock that moves only when told.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    /// Noon of a day in Beijing.
    pub fn at_noon(day: Day) -> Self {
        Self(AtomicI64::new(day.start(Offset::BEIJING).plus_seconds(12 * 3600).0))
    }

    /// Moves the clock.
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    /// Each look is a microsecond later, so that things made after each other sort so.
    fn now(&self) -> Timestamp {
        Timestamp(self.0.fetch_add(1, Ordering::SeqCst))
    }
}

/// Randomness that repeats from run to run: a counter through SplitMix64. Fit for tests only.
#[derive(Debug, Default)]
pub struct TestRng(AtomicU64);

impl TestRng {
    /// One that makes other ids than the one a test's own program has, though the clock stands still.
    pub fn other() -> Self {
        Self(AtomicU64::new(u64::MAX / 2))
    }
}

impl Rng for TestRng {
    fn fill(&self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(8) {
            let mut z = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^= z >> 31;
            for (to, from) in chunk.iter_mut().zip(z.to_le_bytes()) {
                *to = from;
            }
        }
    }
}

/// A program with a database of its own.
pub struct TestApp {
    /// The program.
    pub app: App,
    /// Its clock.
    pub clock: Arc<TestClock>,
    /// Where its data are, for opening them a second time or behind its back.
    pub target: Target,
    /// The text of its key file.
    pub key_file: String,
    // Dropped last, in this order: the database after everything that is connected to it.
    folder: tempfile::TempDir,
    _postgres: Option<TestPg>,
}

/// Password of every test account.
pub const PASSWORD: &str = "松树下的石桥 1987";

impl TestApp {
    /// An empty installation: migrated, not set up. It is noon on 21 July 2025.
    pub async fn empty(engine: Engine) -> Self {
        Self::empty_with(engine, Limits::default()).await
    }

    /// The same with settings of one's own.
    pub async fn empty_with(engine: Engine, limits: Limits) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let postgres = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(TestPg::database().await),
        };
        let target = match &postgres {
            None => Target::Sqlite(folder.path().join("xuncha.db")),
            Some(pg) => Target::Postgres(pg.url()),
        };
        let rng = Arc::new(TestRng::default());
        let key = InstanceKey::generate(&*rng);
        let key_file = key.to_file_text().expose().clone();
        let clock = Arc::new(TestClock::at_noon(Day::new(2025, 7, 21).expect("a day")));
        let shared: Arc<dyn Clock> = clock.clone();
        let app = App::new(Parts {
            db: Db::open(&target).await.expect("the database opens"),
            key,
            clock: shared,
            rng,
            offset: Offset::BEIJING,
            password_cost: Cost::LEAST,
            limits,
        })
        .expect("the program starts");
        let files = store::file::Folder::open(folder.path().join("files")).expect("a folder for files");
        app.keep_files_in(files);
        Self { app, clock, target, key_file, folder, _postgres: postgres }
    }

    /// An installation set up as the county 云河县, small-office profile; the first account is `clerk`.
    pub async fn set_up(engine: Engine) -> Self {
        Self::set_up_as(engine, Profile::SmallOffice).await
    }

    /// The same with a profile.
    pub async fn set_up_as(engine: Engine, profile: Profile) -> Self {
        Self::empty(engine).await.set_up_by(profile).await
    }

    /// Sets an empty installation up.
    pub async fn set_up_by(self, profile: Profile) -> Self {
        self.set_up_for(profile, false).await
    }

    /// A practice instance.
    pub async fn practice(engine: Engine) -> Self {
        Self::empty(engine).await.set_up_for(Profile::SmallOffice, true).await
    }

    async fn set_up_for(self, profile: Profile, practice: bool) -> Self {
        let test = self;
        let ctx = test.app.own_ctx("set-up", Channel::Page);
        test.app
            .perform(
                &ctx,
                &SetUp {
                    committee: "中共云河县委员会".into(),
                    office: "县委巡察办".into(),
                    level: "county".into(),
                    own_place: String::new(),
                    profile,
                    name: "窦甲纬".into(),
                    login: "clerk".into(),
                    password: PASSWORD.into(),
                    practice,
                },
            )
            .await
            .expect("set-up");
        test
    }

    /// The account behind a login, as a session of a page would have it.
    pub async fn signed(&self, login: &str) -> Signed {
        self.app.signed_by_login(login).await.expect("an enabled account")
    }

    /// The circumstances of a fresh request by an account.
    pub async fn ctx(&self, login: &str) -> Ctx {
        let signed = self.signed(login).await;
        self.ctx_of(Who::Account(Box::new(signed)))
    }

    /// The circumstances of a fresh request by the first account.
    pub async fn clerk(&self) -> Ctx {
        self.ctx("clerk").await
    }

    /// The circumstances of a fresh request by whoever.
    pub fn ctx_of(&self, who: Who) -> Ctx {
        Ctx { who, lang: Lang::ZhCn, at: self.app.now(), act: self.app.new_act(), channel: Channel::Page }
    }

    /// Makes and enables an account without any role: a stranger.
    pub async fn stranger(&self, login: &str) -> UserId {
        use app::account::{ChangeAccount, CreateAccount};
        let create = CreateAccount { login: login.into(), name: login.into(), password: PASSWORD.into() };
        let made = self.app.perform(&self.clerk().await, &create).await.expect("an account");
        let account = made.done.account;
        self.app
            .perform(&self.clerk().await, &ChangeAccount { account, enabled: true })
            .await
            .expect("enabled");
        account
    }

    /// Lets the worker carry out whatever is due now, and what follows from that.
    pub async fn work_off(&self) {
        while self.app.work().await.expect("the worker works").worked {}
    }

    /// A second process on the same database.
    pub async fn second(&self) -> App {
        let shared: Arc<dyn Clock> = self.clock.clone();
        let app = App::new(Parts {
            db: Db::open(&self.target).await.expect("the database opens again"),
            key: InstanceKey::from_file_text(&self.key_file).expect("a key"),
            clock: shared,
            rng: Arc::new(TestRng::other()),
            offset: Offset::BEIJING,
            password_cost: Cost::LEAST,
            limits: Limits::default(),
        });
        app.expect("the program starts again")
    }

    /// Runs SQL behind the program's back, as someone with the database's password could.
    pub async fn behind_its_back(&self, text: &str) {
        let statement = sqlx::AssertSqlSafe(text.to_owned());
        match &self.target {
            Target::Sqlite(file) => {
                use sqlx::ConnectOptions;
                let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file).foreign_keys(false);
                let mut conn = options.connect().await.expect("a second connection");
                sqlx::raw_sql(statement).execute(&mut conn).await.expect("the statement runs");
            }
            Target::Postgres(url) => {
                use sqlx::Connection;
                let mut conn = sqlx::PgConnection::connect(url).await.expect("a second connection");
                sqlx::raw_sql(statement).execute(&mut conn).await.expect("the statement runs");
            }
        }
    }

    /// The folder that holds its SQLite database and its files.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Verifies everything.
    pub async fn verify(&self) -> store::verify::Report {
        self.app.verify_all(Vec::new()).await.expect("verify runs")
    }
}

/// Declares tests that run on both engines: `on_both! { async fn name(engine: Engine) { … } }`.
#[macro_export]
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($engine:ident) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, reason = "the bodies use what the outer module imports")]
            use super::*;

            async fn run($engine: $crate::Engine) $body

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                run($crate::Engine::Sqlite).await;
            }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                run($crate::Engine::Postgres).await;
            }
        }
    )+};
}
