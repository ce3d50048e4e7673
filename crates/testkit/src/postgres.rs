//! A PostgreSQL database of its own for each test.
//!
//! The cluster is the one named by `XUNCHA_TEST_POSTGRES` (`checks/all` sets it) or else the shared throwaway
//! cluster that `checks/postgres ensure` starts and that ends by itself. Per state of `migrations/postgres` one
//! migrated template is kept there; each test gets a copy of it and the copy is dropped with the value. A test
//! that cannot have its database fails with the reason; it never passes by being skipped.
//!
//! Called by the test application and by the tests of `db` and `store`.

use sqlx::{Connection, Executor, PgConnection, migrate::Migrator};
use std::{
    error::Error,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
    process::Command,
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

/// Why there is no database: always for the person who reads the test's output.
type Failure = Box<dyn Error + Send + Sync>;

/// Serialises the making of templates between test processes (PostgreSQL advisory lock).
const TEMPLATE_LOCK: i64 = 0x7875_6e63_6861;

/// One test's own database; dropped with this value, whoever is still connected.
#[derive(Debug)]
pub struct TestPg {
    name: String,
}

impl TestPg {
    /// A fresh database with all migrations applied and nothing in it.
    pub async fn database() -> Self {
        given(Self::copy_of(Template::Migrated).await)
    }

    /// A fresh database without any table, for tests of the migrations themselves.
    pub async fn empty() -> Self {
        given(Self::copy_of(Template::Empty).await)
    }

    /// Its address, in the form the program's `--database` takes.
    pub fn url(&self) -> String {
        given(cluster().and_then(|cluster| address_of(cluster, &self.name)))
    }

    /// Its name within the cluster.
    pub fn name(&self) -> &str {
        &self.name
    }

    async fn copy_of(template: Template) -> Result<Self, Failure> {
        let mut admin = connect(cluster()?).await?;
        let template = match template {
            Template::Empty => "template0".to_owned(),
            Template::Migrated => migrated_template(&mut admin).await?,
        };
        let name = unused_name();
        // A killed test process may have left a database under a process id that is used again.
        run(&mut admin, format!(r#"drop database if exists "{name}" with (force)"#)).await?;
        run(&mut admin, format!(r#"create database "{name}" template "{template}""#)).await?;
        admin.close().await?;
        Ok(Self { name })
    }
}

impl Drop for TestPg {
    /// On a thread and runtime of its own: the test's runtime may be single-threaded or already stopping.
    fn drop(&mut self) {
        let statement = format!(r#"drop database if exists "{}" with (force)"#, self.name);
        let dropped = std::thread::spawn(move || -> Result<(), Failure> {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async {
                let mut admin = connect(cluster()?).await?;
                run(&mut admin, statement).await?;
                Ok(admin.close().await?)
            })
        })
        .join();
        // The cluster goes away in any case; a test is not failed for what is left in it.
        if !matches!(dropped, Ok(Ok(()))) {
            eprintln!("the test database {} could not be dropped; it goes away with its cluster", self.name);
        }
    }
}

enum Template {
    Empty,
    Migrated,
}

/// The one place where a missing database becomes a failing test.
#[expect(clippy::panic, reason = "a test without its database must fail, never pass")]
#[track_caller]
fn given<T>(result: Result<T, Failure>) -> T {
    match result {
        Ok(value) => value,
        Err(failure) => panic!("no PostgreSQL database for this test: {failure}"),
    }
}

/// The cluster's address; found once per test process.
fn cluster() -> Result<&'static str, Failure> {
    static CLUSTER: OnceLock<Result<String, String>> = OnceLock::new();
    CLUSTER.get_or_init(find_cluster).as_deref().map_err(|reason| reason.clone().into())
}

fn find_cluster() -> Result<String, String> {
    if let Ok(url) = std::env::var("XUNCHA_TEST_POSTGRES") {
        return Ok(url);
    }
    let script = crate::checkout().join("checks/postgres");
    let advice = "run checks/install once, or set XUNCHA_TEST_POSTGRES to the address of a cluster \
                  whose user may create databases";
    let output = Command::new(&script)
        .arg("ensure")
        .output()
        .map_err(|error| format!("{} does not start ({error}); {advice}", script.display()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("checks/postgres ensure failed; {advice}. It said:\n{said}"));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The same cluster's address with another database in it.
fn address_of(cluster: &str, database: &str) -> Result<String, Failure> {
    let (server, options) = cluster.split_once('?').map_or((cluster, None), |(s, o)| (s, Some(o)));
    let (server, _) = server
        .rsplit_once('/')
        .filter(|(head, _)| head.contains("//"))
        .ok_or("XUNCHA_TEST_POSTGRES must look like postgres://user@host/postgres")?;
    Ok(match options {
        Some(options) => format!("{server}/{database}?{options}"),
        None => format!("{server}/{database}"),
    })
}

async fn connect(url: &str) -> Result<PgConnection, Failure> {
    PgConnection::connect(url).await.map_err(|error| format!("{url} does not answer: {error}").into())
}

/// Runs one statement whose text is made of our own names only.
async fn run(connection: &mut PgConnection, statement: String) -> Result<(), Failure> {
    connection.execute(sqlx::AssertSqlSafe(statement)).await?;
    Ok(())
}

fn unused_name() -> String {
    static SERIAL: AtomicU32 = AtomicU32::new(0);
    format!("xuncha_{}_{}", std::process::id(), SERIAL.fetch_add(1, Ordering::Relaxed))
}

/// The template of the present migrations, made by the first test that needs it while the others wait.
async fn migrated_template(admin: &mut PgConnection) -> Result<String, Failure> {
    let folder = crate::checkout().join("migrations/postgres");
    let name = format!("xuncha_template_{:016x}", digest(&folder)?);
    if exists(admin, &name).await? {
        return Ok(name);
    }
    sqlx::query("select pg_advisory_lock($1)").bind(TEMPLATE_LOCK).execute(&mut *admin).await?;
    let made = if exists(admin, &name).await? { Ok(()) } else { make_template(admin, &folder, &name).await };
    sqlx::query("select pg_advisory_unlock($1)").bind(TEMPLATE_LOCK).execute(&mut *admin).await?;
    made.map(|()| name)
}

/// Migrates under another name first, so that an interrupted attempt is never taken for the template.
async fn make_template(admin: &mut PgConnection, folder: &Path, name: &str) -> Result<(), Failure> {
    let draft = format!("{name}_draft");
    run(admin, format!(r#"drop database if exists "{draft}" with (force)"#)).await?;
    run(admin, format!(r#"create database "{draft}" template template0"#)).await?;
    let mut connection = connect(&address_of(cluster()?, &draft)?).await?;
    Migrator::new(folder).await?.run(&mut connection).await?;
    connection.close().await?;
    run(admin, format!(r#"alter database "{draft}" rename to "{name}""#)).await?;
    run(admin, format!(r#"alter database "{name}" allow_connections false"#)).await
}

async fn exists(admin: &mut PgConnection, name: &str) -> Result<bool, Failure> {
    let found: Option<i32> = sqlx::query_scalar("select 1 from pg_database where datname = $1")
        .bind(name)
        .fetch_optional(admin)
        .await?;
    Ok(found.is_some())
}

/// Names and contents of all migrations: another state gets another template.
fn digest(folder: &Path) -> Result<u64, Failure> {
    let mut files: Vec<_> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files.iter().filter(|file| file.is_file()) {
        file.file_name().hash(&mut hasher);
        fs::read(file)?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn count(url: &str, statement: &'static str) -> i64 {
        let mut connection = connect(url).await.unwrap();
        sqlx::query_scalar(statement).fetch_one(&mut connection).await.unwrap()
    }

    #[test]
    fn an_address_keeps_its_server_and_options() {
        let cluster = "postgres://postgres@localhost/postgres?host=/tmp/x";
        assert_eq!(address_of(cluster, "a").unwrap(), "postgres://postgres@localhost/a?host=/tmp/x");
        assert_eq!(address_of("postgres://u@h:5433/x", "a").unwrap(), "postgres://u@h:5433/a");
        assert!(address_of("postgres://u@h", "a").is_err());
    }

    #[tokio::test]
    async fn each_test_has_a_database_of_its_own() {
        let (one, other) = (TestPg::database().await, TestPg::database().await);
        let mut connection = connect(&one.url()).await.unwrap();
        run(&mut connection, "create table mark (id bigint)".to_owned()).await.unwrap();
        let marks = "select count(*) from pg_class where relname = 'mark'";
        assert_eq!(count(&one.url(), marks).await, 1);
        assert_eq!(count(&other.url(), marks).await, 0);
    }

    #[tokio::test]
    async fn a_database_is_gone_with_its_value_even_while_connected() {
        let database = TestPg::empty().await;
        let name = database.name().to_owned();
        let _open = connect(&database.url()).await.unwrap();
        drop(database);
        let mut admin = connect(cluster().unwrap()).await.unwrap();
        assert!(!exists(&mut admin, &name).await.unwrap());
    }
}
