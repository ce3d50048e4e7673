//! A database that another version of the program left: who only reads beside a service changes nothing and says which.

use db::{Db, DbError, Target, sql};
use testkit::postgres::TestPg;
use testkit::{Engine, on_both};

/// A database of this version, and what has to outlive it.
async fn current(engine: Engine) -> (Target, Option<TestPg>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    match engine {
        Engine::Sqlite => {
            let target = Target::Sqlite(folder.path().join("xuncha.sqlite"));
            Db::open(&target).await.unwrap().close().await;
            (target, None, folder)
        }
        Engine::Postgres => {
            let database = TestPg::database().await;
            (Target::Postgres(database.url()), Some(database), folder)
        }
    }
}

async fn change(target: &Target, text: &'static str) {
    let db = Db::open_current(target).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    tx.execute(sql(text)).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await;
}

async fn migrations(target: &Target) -> Result<(), DbError> {
    let db = Db::open_current(target).await?;
    db.close().await;
    Ok(())
}

on_both! {
    async fn a_database_of_this_version_is_opened(engine) {
        let (target, _database, _folder) = current(engine).await;
        assert!(migrations(&target).await.is_ok());
    }

    async fn an_older_database_is_refused_and_left_as_it_is_until_it_is_migrated(engine) {
        let (target, _database, _folder) = current(engine).await;
        change(&target, "delete from _sqlx_migrations where version = (select max(version) from _sqlx_migrations)").await;
        for _ in 0..2 {
            let refused = migrations(&target).await.unwrap_err();
            assert!(matches!(refused, DbError::TooOld(last) if last > 1), "{refused:?}");
        }
    }

    async fn a_newer_database_is_refused(engine) {
        let (target, _database, _folder) = current(engine).await;
        change(&target, "insert into _sqlx_migrations (version, description, success, checksum, execution_time) \
            select 99999999, 'of the future', success, checksum, execution_time from _sqlx_migrations where version = 1").await;
        let refused = migrations(&target).await.unwrap_err();
        assert!(matches!(refused, DbError::TooNew(99_999_999)), "{refused:?}");
        // Neither does the program itself touch it.
        assert!(matches!(Db::open(&target).await.err().unwrap(), DbError::TooNew(99_999_999)));
    }

    async fn a_database_whose_schema_is_not_the_one_of_its_number_is_refused(engine) {
        let (target, _database, _folder) = current(engine).await;
        change(&target, "update _sqlx_migrations set checksum = \
            (select o.checksum from _sqlx_migrations o where o.version = 2) where version = 1").await;
        assert!(matches!(migrations(&target).await.unwrap_err(), DbError::Altered(1)));
    }

    async fn a_database_without_any_table_is_refused_and_nothing_is_made(engine) {
        let folder = tempfile::tempdir().unwrap();
        let (target, _database) = match engine {
            Engine::Sqlite => (Target::Sqlite(folder.path().join("xuncha.sqlite")), None),
            Engine::Postgres => {
                let database = TestPg::empty().await;
                (Target::Postgres(database.url()), Some(database))
            }
        };
        for _ in 0..2 {
            assert!(matches!(migrations(&target).await.unwrap_err(), DbError::TooOld(0)));
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
