//! A process killed at random moments while two hundred people write: what was acknowledged is there, and verify is clean.

use app::file::attach;
use app::notice::notify;
use app::{Act, App, Error, Parts, Prep, Prepared, Right, Who};
use crypto::InstanceKey;
use crypto::password::Cost;
use db::{Db, Target};
use domain::file::Limits;
use domain::permission::{Action, Scope};
use kernel::time::SystemClock;
use kernel::{ActId, Message, Offset, RecordId, Rng, UserId};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use store::changes::{Aside, Changes};
use store::file::Folder;
use testkit::{TestApp, on_both};

/// How often the process is killed.
const KILLS: usize = 22;
/// How many write at once.
const WRITERS: usize = 200;

/// What the child is told by its parent; without it the child is a test that has nothing to do.
const TARGET: &str = "XUNCHA_TEST_CRASH_TARGET";
const KEY: &str = "XUNCHA_TEST_CRASH_KEY";
const FILES: &str = "XUNCHA_TEST_CRASH_FILES";

/// The machine's randomness: two children must not make the same ids.
struct MachineRng;

impl Rng for MachineRng {
    fn fill(&self, buffer: &mut [u8]) {
        std::fs::File::open("/dev/urandom").unwrap().read_exact(buffer).unwrap();
    }
}

/// An act with a bit of everything: two records, a sealed value, a counter; sometimes a file.
struct Write {
    account: UserId,
    file: Option<app::file::Received>,
}

impl Act for Write {
    const NAME: &'static str = "test-write";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::AccountChange, Scope::System)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let mut changes = Changes::about("account", self.account, "clerk");
        for _ in 0..2 {
            notify(&mut changes, prep, self.account, Message::new("file-empty"), None)?;
        }
        let sealed = prep.seal("notice", RecordId(prep.ctx.act.0), "body", b"sealed").await?;
        changes.seal(sealed);
        changes.aside(Aside::Count { name: "test-writes".into(), by: 1 });
        if let Some(file) = &self.file {
            attach(&mut changes, prep, file, "organisation", false)?;
        }
        Ok(Prepared { changes, done: () })
    }
}

async fn open(target: &Target, key: &str, files: &Path) -> App {
    let app = App::new(Parts {
        db: Db::open(target).await.unwrap(),
        key: InstanceKey::from_file_text(key).unwrap(),
        clock: Arc::new(SystemClock),
        rng: Arc::new(MachineRng),
        offset: Offset::BEIJING,
        password_cost: Cost::LEAST,
        limits: app::Limits::default(),
    })
    .unwrap();
    app.keep_files_in(Folder::open(files).unwrap());
    app
}

/// One of the writers; says on the standard output what was acknowledged to it.
async fn write(app: App, number: usize) -> Result<(), Error> {
    let signed = app.signed_by_login("clerk").await?;
    let account = signed.account;
    let mut ctx = app.own_ctx("test", app::Channel::Page);
    ctx.who = Who::Account(Box::new(signed));
    let file = if number.is_multiple_of(10) {
        let receiving = app.receive_file(None, Limits::default()).await?;
        let content = format!("{} of {number}", ctx.act).into_bytes();
        Some(receiving.push(content).await?.finish("证据.txt").await?)
    } else {
        None
    };
    app.perform(&ctx, &Write { account, file }).await?;
    println!("ack {}", ctx.act);
    Ok(())
}

/// The process that is killed. Does nothing unless its parent says where.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_child() {
    let (Ok(target), Ok(key), Ok(files)) = (std::env::var(TARGET), std::env::var(KEY), std::env::var(FILES))
    else {
        return;
    };
    let target = match target.strip_prefix("sqlite:") {
        Some(path) => Target::Sqlite(path.into()),
        None => Target::Postgres(target),
    };
    let app = open(&target, &key, Path::new(&files)).await;
    let mut running = tokio::task::JoinSet::new();
    for number in 0..WRITERS {
        running.spawn(write(app.clone(), number));
    }
    // One that waits too long for its turn is refused, not acknowledged, and that is well.
    while running.join_next().await.is_some() {}
}

/// Runs the child until it has acknowledged so many acts, kills it, and returns all it acknowledged.
fn run_and_kill(t: &TestApp, after: usize) -> Vec<ActId> {
    let target = match &t.target {
        Target::Sqlite(path) => format!("sqlite:{}", path.display()),
        Target::Postgres(url) => url.clone(),
    };
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["crash::the_child", "--exact", "--nocapture"])
        .envs([(TARGET, target.as_str()), (KEY, &t.key_file)])
        .env(FILES, t.folder().join("files"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = Vec::new();
    let mut take = |line: String| {
        if let Some((_, act)) = line.split_once("ack ") {
            acknowledged.push(act.parse().unwrap());
        }
        acknowledged.len()
    };
    // The first line comes before the database is opened: killed at 0, it dies while opening.
    while let Some(Ok(line)) = lines.next() {
        if take(line) >= after {
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    for line in lines.map_while(Result::ok) {
        // The last line may have been cut.
        if line.len() >= "ack ".len() + 36 {
            take(line);
        }
    }
    acknowledged
}

on_both! {
    async fn nothing_acknowledged_is_lost_when_the_process_is_killed(engine) {
        let t = TestApp::set_up(engine).await;
        t.app.db().close().await;
        let mut all: Vec<ActId> = Vec::new();
        for n in 0..KILLS {
            all.extend(run_and_kill(&t, n * 37 % 150));
            let app = open(&t.target, &t.key_file, &t.folder().join("files")).await;
            let report = app.verify_all(vec![]).await.unwrap();
            assert_eq!(report.faults, [], "after kill {n}");
            let mut conn = app.db().read().await.unwrap();
            for act in &all {
                assert!(store::journal::of_act(&mut conn, *act).await.unwrap().is_some(), "{act} is lost");
            }
            let counted = store::commit::counters(&mut conn, "test-writes").await.unwrap();
            let written = counted.get("test-writes").copied().unwrap_or(0);
            assert_eq!(report.entries - 1, written, "each act is whole or not there");
            drop(conn);
            app.sweep_files().await.unwrap();
            assert_eq!(std::fs::read_dir(t.folder().join("files/incoming")).unwrap().count(), 0);
            app.db().close().await;
        }
        let most = KILLS * WRITERS;
        assert!(all.len() > KILLS * 10 && all.len() < most, "{} of {most}", all.len());
    }
}
