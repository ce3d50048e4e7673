//! Backup and restoration: whole, refused with a sentence, from either engine into either.

use crate::file::attach_to;
use app::account::CreateAccount;
use app::backup::{Opening, Restoration, restore};
use app::organisation::{ImportOptions, ImportUnits, TermUpload};
use app::{Channel, Error};
use crypto::{InstanceKey, RecoveryCode};
use db::{Db, Statement, Target};
use kernel::PageRequest;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use store::file::Folder;
use testkit::postgres::TestPg;
use testkit::{Engine, PASSWORD, TestApp, TestRng, on_both};

/// An empty place to restore into.
struct Place {
    db: Db,
    files: Folder,
    folder: tempfile::TempDir,
    _postgres: Option<TestPg>,
}

impl Place {
    async fn empty(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let postgres = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(TestPg::database().await),
        };
        let target = match &postgres {
            None => Target::Sqlite(folder.path().join("xuncha.db")),
            Some(pg) => Target::Postgres(pg.url()),
        };
        let files = Folder::open(folder.path().join("files")).unwrap();
        Self { db: Db::open(&target).await.unwrap(), files, folder, _postgres: postgres }
    }

    async fn restore(&self, from: &Path, opening: Opening) -> Result<Restoration, Error> {
        restore(from.to_owned(), opening, (self.db.clone(), self.files.clone()), |_| ()).await
    }

    async fn is_empty(&self) -> bool {
        dump(&self.db).await.values().all(Vec::is_empty) && self.files.is_empty().unwrap()
    }
}

const fn other(engine: Engine) -> Engine {
    match engine {
        Engine::Sqlite => Engine::Postgres,
        Engine::Postgres => Engine::Sqlite,
    }
}

fn key_of(t: &TestApp) -> Opening {
    Opening::Key(InstanceKey::from_file_text(&t.key_file).unwrap())
}

/// Every row of every table that a backup holds, as text that is the same on both engines.
async fn dump(db: &Db) -> BTreeMap<String, Vec<String>> {
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in db.schema().await.unwrap() {
        let (table, rest) = line.split_once('.').unwrap();
        let mut words = rest.split(' ');
        let (column, kind) = (words.next().unwrap(), words.next().unwrap());
        let shown = match kind {
            "blob" => format!("lower(hex({column}))"),
            "uuid" => format!("replace(cast({column} as text), '-', '')"),
            "bytea" => format!("encode({column}, 'hex')"),
            "boolean" => format!("cast(cast({column} as integer) as text)"),
            _ => format!("cast({column} as text)"),
        };
        if !store::backup::LEFT_OUT.contains(&table) {
            tables
                .entry(table.to_owned())
                .or_default()
                .push(format!("case when {column} is null then 'null' else {shown} end"));
        }
    }
    let mut conn = db.read().await.unwrap();
    for (table, columns) in &mut tables {
        let text = format!("select {} from {table}", columns.join(" || '|' || "));
        let rows: Vec<(String,)> = conn.all(Statement::assembled(text)).await.unwrap();
        *columns = rows.into_iter().map(|(row,)| row).collect();
        columns.sort();
    }
    tables
}

/// Fails with the first row that one of them has alone.
async fn assert_same(one: &Db, other: &Db) {
    let (one, other) = (dump(one).await, dump(other).await);
    assert!(one.keys().eq(other.keys()));
    for (table, rows) in &one {
        let differing = rows.iter().zip(&other[table]).find(|(a, b)| a != b);
        assert!(differing.is_none() && rows.len() == other[table].len(), "{table}: {differing:?}");
    }
}

async fn back_up(t: &TestApp, to: &Path) -> PathBuf {
    let ctx = t.app.own_ctx("backup", Channel::Cli);
    let made = t.app.back_up(&ctx, to.to_owned(), None, |_| ()).await.unwrap();
    assert_eq!(made.bytes, std::fs::metadata(&made.file).unwrap().len());
    made.file
}

/// The county with its 237 units.
async fn county(engine: Engine) -> TestApp {
    const UNITS: &[u8] = include_bytes!("../../../../tests/data/yunhe-units.xlsx");
    const TERMS: &[u8] = include_bytes!("../../../../tests/data/yunhe-term.json");
    let t = TestApp::set_up(engine).await;
    let terms = Some(TermUpload { name: "yunhe-term.json".into(), bytes: TERMS.to_vec() });
    let (file, bytes) = ("yunhe-units.xlsx".to_owned(), UNITS.to_vec());
    let import = ImportUnits { file, bytes, options: ImportOptions { terms, ..ImportOptions::default() } };
    t.app.perform(&t.clerk().await, &import).await.unwrap();
    t
}

fn create(login: &str) -> CreateAccount {
    CreateAccount { login: login.into(), name: format!("某{login}"), password: PASSWORD.into() }
}

/// The message id of a refusal.
fn refused(result: Result<Restoration, Error>) -> String {
    match result {
        Err(Error::Refused(refusal)) => refusal.0.id.into_owned(),
        Err(other) => panic!("not refused but {other}"),
        Ok(_) => panic!("restored"),
    }
}

on_both! {
    async fn a_backup_restores_row_by_row_into_the_other_engine_and_back(engine) {
        let t = TestApp::set_up(engine).await;
        attach_to(&t, "大文件.txt", &vec![b'x'; 2_500_000]).await;
        attach_to(&t, "小文件.pdf", b"%PDF-1.7 small").await;
        t.app.keep_heads().await.unwrap();
        t.app.work().await.unwrap();
        let to = tempfile::tempdir().unwrap();
        let file = back_up(&t, to.path()).await;
        let there = Place::empty(other(engine)).await;
        let done = there.restore(&file, key_of(&t)).await.unwrap();
        assert_eq!((done.restored.files, done.report.files, done.report.faults), (2, 2, vec![]));
        assert_same(&there.db, t.app.db()).await;
        assert_eq!(there.files.addresses().unwrap(), t.app.files().unwrap().addresses().unwrap());

        let again = store::backup::make(
            &store::backup::Source {
                db: &there.db,
                key: t.app.key(),
                locked: None,
                kinds: app::KINDS,
                files: Some(&there.files),
                program: "0",
                at: t.app.now(),
                offset: t.app.offset(),
                rng: t.app.rng(),
            },
            &to.path().join("again.xcbackup"),
            &mut |_| (),
        )
        .await
        .unwrap();
        let back = Place::empty(engine).await;
        assert_eq!(back.restore(&again.file, key_of(&t)).await.unwrap().report.faults, []);
        assert_same(&back.db, t.app.db()).await;
    }

    async fn a_backup_taken_while_eight_people_write_is_one_instant(engine) {
        let t = TestApp::set_up(engine).await;
        let mut running = tokio::task::JoinSet::new();
        for n in 0..8 {
            let (app, mut ctxs) = (t.app.clone(), Vec::new());
            for _ in 0..6 {
                ctxs.push(t.clerk().await);
            }
            running.spawn(async move {
                for (i, ctx) in ctxs.iter().enumerate() {
                    app.perform(ctx, &create(&format!("w{n}x{i}"))).await.unwrap();
                }
            });
        }
        running.join_next().await.unwrap().unwrap();
        let to = tempfile::tempdir().unwrap();
        let file = back_up(&t, to.path()).await;
        while let Some(done) = running.join_next().await {
            done.unwrap();
        }
        let there = Place::empty(other(engine)).await;
        let done = there.restore(&file, key_of(&t)).await.unwrap();
        assert_eq!(done.report.faults, []);
        let (whole, part) = (dump(t.app.db()).await, dump(&there.db).await);
        for table in ["journal_entry", "journal_state", "sealed_value", "account"] {
            assert!(part[table].iter().all(|row| whole[table].binary_search(row).is_ok()), "{table}");
        }
        assert_eq!(i64::try_from(part["account"].len()).unwrap() , done.report.heads["instance"].0);
    }

    async fn the_restored_county_goes_on_and_is_searched_as_before(engine) {
        let t = county(engine).await;
        let before = t.app.search(&t.clerk().await, "财政").await.unwrap();
        let to = tempfile::tempdir().unwrap();
        let half_indexed = t.app.work().await.unwrap().indexed;
        assert!(half_indexed > 0);
        t.app.perform(&t.clerk().await, &create("early")).await.unwrap();
        let file = back_up(&t, to.path()).await;
        let there = Place::empty(other(engine)).await;
        let done = there.restore(&file, key_of(&t)).await.unwrap();
        assert_same(&there.db, t.app.db()).await;
        let app = app::App::new(app::Parts {
            db: there.db.clone(),
            key: done.key,
            clock: t.clock.clone(),
            rng: std::sync::Arc::new(TestRng::other()),
            offset: t.app.offset(),
            password_cost: crypto::password::Cost::LEAST,
            limits: app::Limits::default(),
        })
        .unwrap();
        let signed = app.signed_by_login("clerk").await.unwrap();
        let ctx = t.ctx_of(app::Who::Account(Box::new(signed)));
        assert_eq!(app.search(&ctx, "财政").await.unwrap(), before, "while it waits in the queue");
        while app.work().await.unwrap().indexed > 0 {}
        assert_eq!(app.search(&ctx, "财政").await.unwrap(), before, "and from the index");
        app.perform(&ctx, &create("later")).await.unwrap();
        assert_eq!(app.accounts(&ctx, &PageRequest::default()).await.unwrap().items.len(), 3);
        assert_eq!(app.verify_all(vec![]).await.unwrap().faults, []);
    }

    async fn a_cut_or_altered_backup_is_refused_and_leaves_nothing(engine) {
        let t = TestApp::set_up(engine).await;
        attach_to(&t, "大文件.txt", &vec![b'x'; 1_500_000]).await;
        let to = tempfile::tempdir().unwrap();
        let whole = std::fs::read(back_up(&t, to.path()).await).unwrap();
        let there = Place::empty(engine).await;
        let wrong = there.folder.path().join("wrong");
        // Spread over the file: header, chunks, their borders, the signature.
        for n in 0..14 {
            let at = whole.len() * (2 * n + 1) / 28 + n;
            std::fs::write(&wrong, &whole[..at]).unwrap();
            let id = refused(there.restore(&wrong, key_of(&t)).await);
            assert!(["backup-cut-off", "backup-not-a-backup"].contains(&id.as_str()), "cut at {at}: {id}");
            let mut altered = whole.clone();
            altered[at] ^= 0x10;
            std::fs::write(&wrong, &altered).unwrap();
            refused(there.restore(&wrong, key_of(&t)).await);
        }
        for back in [1, 30, 66, 75, 200] {
            let mut altered = whole.clone();
            let at = altered.len() - back;
            altered[at] ^= 1;
            std::fs::write(&wrong, &altered).unwrap();
            refused(there.restore(&wrong, key_of(&t)).await);
            // A cut file with its old end pasted behind.
            let mut pasted = whole[..at - 1000].to_vec();
            pasted.extend_from_slice(&whole[whole.len() - 72..]);
            std::fs::write(&wrong, &pasted).unwrap();
            assert_eq!(refused(there.restore(&wrong, key_of(&t)).await), "backup-damaged");
        }
        assert!(there.is_empty().await);
        std::fs::write(&wrong, &whole).unwrap();
        assert_eq!(there.restore(&wrong, key_of(&t)).await.unwrap().report.faults, []);
    }

    async fn what_cannot_be_restored_is_refused_with_its_reason(engine) {
        let t = TestApp::set_up(engine).await;
        let to = tempfile::tempdir().unwrap();
        let code = RecoveryCode::generate(t.app.rng());
        let locked = t.app.key().lock(&code, t.app.rng()).unwrap();
        let ctx = t.app.own_ctx("backup", Channel::Cli);
        let made = t.app.back_up(&ctx, to.path().to_owned(), Some(locked), |_| ()).await.unwrap();
        let name = made.file.file_name().unwrap().to_string_lossy().into_owned();
        assert!(name.starts_with("xuncha-2025-07-21-") && name.contains(&made.head), "{name}");

        let there = Place::empty(engine).await;
        let other_key = Opening::Key(InstanceKey::generate(t.app.rng()));
        assert_eq!(refused(there.restore(&made.file, other_key).await), "backup-other-key");
        let other_code = RecoveryCode::generate(t.app.rng()).sheet_text().expose().clone();
        assert_eq!(refused(there.restore(&made.file, Opening::Code(other_code)).await), "backup-other-sheet");
        let mistyped = code.sheet_text().expose().replace('-', "").replacen(|_: char| true, "", 1);
        assert!(refused(there.restore(&made.file, Opening::Code(mistyped)).await).starts_with("recovery-code-"));
        let mut newer = std::fs::read(&made.file).unwrap();
        newer[17] = 2;
        let wrong = to.path().join("newer");
        std::fs::write(&wrong, newer).unwrap();
        assert_eq!(refused(there.restore(&wrong, key_of(&t)).await), "backup-newer");
        std::fs::write(&wrong, "something else entirely, and long enough").unwrap();
        assert_eq!(refused(there.restore(&wrong, key_of(&t)).await), "backup-not-a-backup");

        let typed = Opening::Code(code.sheet_text().expose().clone());
        let done = there.restore(&made.file, typed).await.unwrap();
        assert_eq!((done.key.id(), done.report.faults), (t.app.key().id(), vec![]));
        assert_eq!(refused(there.restore(&made.file, key_of(&t)).await), "backup-target-not-empty");
    }

    async fn nothing_readable_lies_in_a_backup(engine) {
        let t = TestApp::set_up(engine).await;
        let to = tempfile::tempdir().unwrap();
        let bytes = std::fs::read(back_up(&t, to.path()).await).unwrap();
        for readable in ["云河县", "clerk", "窦甲纬", "account"] {
            assert!(!bytes.windows(readable.len()).any(|w| w == readable.as_bytes()), "{readable}");
        }
    }

    async fn a_table_that_would_be_left_out_stops_the_backup(engine) {
        let t = TestApp::set_up(engine).await;
        t.behind_its_back("create table stray (id integer); insert into stray (id) values (1)").await;
        let to = tempfile::tempdir().unwrap();
        let ctx = t.app.own_ctx("backup", Channel::Cli);
        let Err(Error::Refused(refusal)) = t.app.back_up(&ctx, to.path().to_owned(), None, |_| ()).await else {
            panic!("a table was left out");
        };
        assert_eq!(refusal.0.id, "backup-stray-table");
        assert_eq!(std::fs::read_dir(to.path()).unwrap().count(), 0);
    }

    async fn a_killed_backup_is_written_over_and_a_running_one_is_left_alone(engine) {
        let t = TestApp::set_up(engine).await;
        let to = tempfile::tempdir().unwrap();
        let part = to.path().join(".xuncha-backup.part");
        std::fs::write(&part, vec![7; 5_000_000]).unwrap();
        let held = std::fs::File::open(&part).unwrap();
        held.lock().unwrap();
        let ctx = t.app.own_ctx("backup", Channel::Cli);
        let running = t.app.back_up(&ctx, to.path().to_owned(), None, |_| ()).await;
        assert!(matches!(running, Err(Error::Refused(r)) if r.0.id == "backup-running"));
        drop(held);
        let file = back_up(&t, to.path()).await;
        assert_eq!(std::fs::read_dir(to.path()).unwrap().count(), 1);
        let again = t.app.back_up(&ctx, file.clone(), None, |_| ()).await;
        assert!(matches!(again, Err(Error::Refused(r)) if r.0.id == "backup-exists"));
        let there = Place::empty(engine).await;
        assert_eq!(there.restore(&file, key_of(&t)).await.unwrap().report.faults, []);
    }

    async fn a_backup_takes_the_right_and_leaves_a_trace(engine) {
        let t = TestApp::set_up(engine).await;
        t.stranger("stranger").await;
        let to = tempfile::tempdir().unwrap();
        let refused = t.app.back_up(&t.ctx("stranger").await, to.path().to_owned(), None, |_| ()).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        let before = t.verify().await.traces;
        t.app.back_up(&t.clerk().await, to.path().to_owned(), None, |_| ()).await.unwrap();
        assert_eq!(t.verify().await.traces, before + 1);
    }
}
