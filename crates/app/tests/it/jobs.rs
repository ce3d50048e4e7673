//! Jobs: carried out once, again after a crash, later after a failure, given up at last, and tried again by a person.

use app::job::{MOST_ATTEMPTS, RetryJob};
use app::notice::News;
use app::organisation::{EnterUnit, UnitFields};
use app::search::RebuildSearch;
use app::worker::LEASE;
use app::{Act, Error, Prep, Prepared, Right};
use db::sql;
use domain::permission::{Action, Role, Scope};
use kernel::{JobId, PageRequest, UnitId, UserId};
use store::changes::{Changes, NewJob};
use testkit::{TestApp, on_both};

/// An act that gives the worker a job.
struct Ask(&'static str, String);

impl Act for Ask {
    const NAME: &'static str = "test-ask";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::AccountChange, Scope::System)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let mut changes = Changes::about("account", prep.ctx.signed()?.account, "");
        changes.queue(NewJob { kind: self.0, payload: self.1.clone(), due: prep.ctx.at });
        Ok(Prepared { changes, done: () })
    }
}

fn news(account: UserId) -> Ask {
    let news = News::PasswordReset { account };
    Ask("notices-give", serde_json::to_string(&news).unwrap())
}

async fn ask(t: &TestApp, ask: Ask) {
    t.work_off().await;
    t.app.perform(&t.clerk().await, &ask).await.unwrap();
}

async fn count(t: &TestApp, text: &'static str) -> i64 {
    let mut conn = t.app.db().read().await.unwrap();
    conn.one::<(i64,)>(sql(text)).await.unwrap().0
}

/// Villages of one name, entered one after the other.
async fn enter_villages(t: &TestApp, count: usize) {
    let clerk = t.clerk().await;
    let root = t.app.units_below(&clerk, None).await.unwrap();
    for n in 0..count {
        let unit = EnterUnit {
            name: format!("苇渚镇第{n}村"),
            parent: UnitId(root[0].id),
            fields: UnitFields { nature: "village".into(), ..UnitFields::default() },
        };
        t.app.perform(&t.clerk().await, &unit).await.unwrap();
    }
}

const NOTICES: &str = "select count(*) from notice";
const ONE_OFF: &str =
    "select count(*) from job where kind in ('notices-give', 'no-such-kind', 'search-rebuild')";

on_both! {
    async fn a_job_of_an_act_is_carried_out_and_gone(engine) {
        let t = TestApp::set_up(engine).await;
        let reader = t.stranger("reader").await;
        ask(&t, news(reader)).await;
        assert_eq!((count(&t, ONE_OFF).await, count(&t, NOTICES).await), (1, 0));
        let round = t.app.work().await.unwrap();
        assert!(round.worked);
        assert_eq!((count(&t, ONE_OFF).await, count(&t, NOTICES).await), (0, 1));
        let idle = t.app.work().await.unwrap();
        assert!(!idle.worked);
        assert!(idle.next.unwrap() > t.app.now(), "it says until when nothing is due");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_job_of_a_worker_that_died_is_taken_when_its_lease_has_run_out_and_acts_once(engine) {
        let t = TestApp::set_up(engine).await;
        let reader = t.stranger("reader").await;
        ask(&t, news(reader)).await;
        // A worker that took it, did the work, and died before it could say so.
        let at = t.app.now();
        let lease = kernel::id::random_id(t.app.rng());
        let held = store::job::take(t.app.db(), at, at.plus_seconds(LEASE), lease).await.unwrap().unwrap();
        let mut conn = t.app.db().read().await.unwrap();
        assert_eq!(store::job::waiting(&mut conn, t.app.now()).await.unwrap(), 1);
        drop(conn);
        let elsewhere = t.second().await;
        assert!(!elsewhere.work().await.unwrap().worked, "it is held");
        t.clock.advance(LEASE + 1);
        while elsewhere.work().await.unwrap().worked {}
        assert_eq!((count(&t, ONE_OFF).await, count(&t, NOTICES).await), (0, 1));
        // The first one comes back to life: what it says about a job that it lost counts for nothing.
        assert!(!held.done(t.app.db()).await.unwrap());
        assert!(!held.renew(t.app.db(), t.app.now()).await.unwrap());
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_job_that_ran_and_was_not_ticked_off_runs_again_without_effect(engine) {
        let t = TestApp::set_up(engine).await;
        let reader = t.stranger("reader").await;
        ask(&t, news(reader)).await;
        let mut conn = t.app.db().read().await.unwrap();
        let text = "select id, kind, payload, attempts, id as lease from job where kind = 'notices-give'";
        let kept: store::job::Held = conn.one(sql(text)).await.unwrap();
        drop(conn);
        t.work_off().await;
        assert_eq!(count(&t, NOTICES).await, 1);
        let payload = kept.payload.replace('\'', "''");
        let id = match engine {
            testkit::Engine::Sqlite => format!("x'{}'", kept.id.simple()),
            testkit::Engine::Postgres => format!("'{}'", kept.id),
        };
        let dead = if engine == testkit::Engine::Sqlite { "0" } else { "false" };
        t.behind_its_back(&format!(
            "insert into job (id, kind, payload, due_at, attempts, dead) \
             values ({id}, 'notices-give', '{payload}', 0, 1, {dead})"
        ))
        .await;
        t.work_off().await;
        assert_eq!((count(&t, ONE_OFF).await, count(&t, NOTICES).await), (0, 1));
        assert_eq!(t.verify().await.faults, []);
    }

    async fn two_workers_never_have_one_job_at_once(engine) {
        let t = TestApp::set_up(engine).await;
        t.work_off().await;
        let other = t.second().await;
        for n in 0..20 {
            t.app.perform(&t.clerk().await, &Ask("no-such-kind", n.to_string())).await.unwrap();
        }
        let mut running = tokio::task::JoinSet::new();
        for app in [t.app.clone(), other.clone(), t.app.clone(), other] {
            running.spawn(async move {
                let mut mine = Vec::new();
                loop {
                    let at = app.now();
                    let lease = kernel::id::random_id(app.rng());
                    let taken = store::job::take(app.db(), at, at.plus_seconds(LEASE), lease).await.unwrap();
                    let Some(held) = taken else { return mine };
                    mine.push(held.id);
                }
            });
        }
        let mut all: Vec<_> = running.join_all().await.concat();
        assert_eq!(all.len(), 20);
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 20, "each was taken once");
    }

    async fn a_job_that_fails_waits_longer_each_time_is_given_up_and_tried_again_by_a_person(engine) {
        let t = TestApp::set_up(engine).await;
        ask(&t, Ask("no-such-kind", String::new())).await;
        let keeper = t.clerk().await;
        let mut waits = Vec::new();
        for _ in 1..MOST_ATTEMPTS {
            t.work_off().await;
            let state = t.app.system(&keeper).await.unwrap();
            let failing = &state.jobs_failing[0];
            assert!(!failing.dead);
            assert_eq!(failing.why.as_ref().unwrap().id, "job-defect");
            let wait = failing.due.seconds_since(t.app.now());
            waits.push(wait);
            t.clock.advance(wait + 2);
        }
        assert!(waits.is_sorted() && waits[0] < waits[1], "{waits:?}");
        t.work_off().await;
        let state = t.app.system(&t.clerk().await).await.unwrap();
        assert_eq!((state.jobs_dead, state.jobs_failing[0].attempts), (1, MOST_ATTEMPTS));
        let told = t.app.notices(&t.clerk().await, &PageRequest::default()).await.unwrap().items;
        assert_eq!(told[0].message.id, "notice-job-given-up");
        t.clock.advance(1_000_000);
        t.work_off().await;
        assert_eq!(t.app.system(&t.clerk().await).await.unwrap().jobs_failing[0].attempts, MOST_ATTEMPTS);
        let job = state.jobs_failing[0].id;
        t.app.perform(&t.clerk().await, &RetryJob { job }).await.unwrap();
        t.work_off().await;
        let again = t.app.system(&t.clerk().await).await.unwrap();
        assert_eq!((again.jobs_dead, again.jobs_failing[0].attempts), (0, 1), "as if it were new");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_job_that_ends_the_program_each_time_is_given_up_too(engine) {
        let t = TestApp::set_up(engine).await;
        ask(&t, Ask("no-such-kind", String::new())).await;
        for _ in 0..MOST_ATTEMPTS {
            let (at, lease) = (t.app.now(), kernel::id::random_id(t.app.rng()));
            assert!(store::job::take(t.app.db(), at, at.plus_seconds(LEASE), lease).await.unwrap().is_some());
            t.clock.advance(LEASE + 1);
            // The standing jobs go on meanwhile.
            let mut conn = t.app.db().read().await.unwrap();
            store::job::next(&mut conn).await.unwrap();
        }
        while count(&t, "select count(*) from job where kind = 'no-such-kind' and last_error is null").await > 0 {
            assert!(t.app.work().await.unwrap().worked);
        }
        let state = t.app.system(&t.clerk().await).await.unwrap();
        assert_eq!(state.jobs_failing[0].why.as_ref().unwrap().id, "job-interrupted");
        assert!(state.jobs_failing[0].dead);
    }

    async fn only_who_keeps_the_system_has_a_job_tried_again_and_only_one_that_failed(engine) {
        let t = TestApp::set_up(engine).await;
        ask(&t, news(t.signed("clerk").await.account)).await;
        let mut conn = t.app.db().read().await.unwrap();
        let job = store::job::of_kind(&mut conn, "notices-give").await.unwrap()[0].id;
        drop(conn);
        t.holder("staff", Some(Role::OfficeStaff)).await;
        let refused = t.app.perform(&t.ctx("staff").await, &RetryJob { job }).await.unwrap_err();
        assert!(matches!(refused, Error::Forbidden(_)), "{refused:?}");
        let refused = t.app.perform(&t.clerk().await, &RetryJob { job }).await.unwrap_err();
        assert!(matches!(refused, Error::Refused(_)), "{refused:?}");
        let unknown = RetryJob { job: JobId(uuid::Uuid::from_u128(77)) };
        let refused = t.app.perform(&t.clerk().await, &unknown).await.unwrap_err();
        assert!(matches!(refused, Error::NotFound), "{refused:?}");
    }

    async fn the_index_made_anew_finds_what_it_found_in_the_same_order(engine) {
        let t = crate::organisation::imported(engine).await;
        enter_villages(&t, 30).await;
        t.work_off().await;
        let before = t.app.search(&t.clerk().await, "苇渚镇").await.unwrap().unwrap();
        assert_eq!(before.groups[0].1.len(), 30);
        // Half of the index is lost.
        t.behind_its_back("delete from search_document where number > 20").await;
        t.app.perform(&t.clerk().await, &RebuildSearch {}).await.unwrap();
        let second = t.app.perform(&t.clerk().await, &RebuildSearch {}).await.unwrap_err();
        assert!(matches!(second, Error::Refused(_)), "one at a time");
        assert!(t.app.search_rebuilding().await.unwrap().is_some());
        t.work_off().await;
        assert!(t.app.search_rebuilding().await.unwrap().is_none());
        let after = t.app.search(&t.clerk().await, "苇渚镇").await.unwrap().unwrap();
        assert_eq!(after.groups[0].1.len(), 30);
        t.behind_its_back("delete from search_document where number < 10").await;
        let read = t.app.rebuild_search_now(|_| {}).await.unwrap();
        assert!(read > 30);
        let after = t.app.search(&t.clerk().await, "苇渚镇").await.unwrap().unwrap();
        assert_eq!(after.groups[0].1.len(), 30);
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_rebuild_keeps_the_order_and_what_changed_meanwhile(engine) {
        let t = crate::organisation::imported(engine).await;
        enter_villages(&t, 5).await;
        t.work_off().await;
        let before = t.app.search(&t.clerk().await, "苇渚镇").await.unwrap();
        assert!(t.app.rebuild_search_now(|_| {}).await.unwrap() > 5);
        assert_eq!(t.app.search(&t.clerk().await, "苇渚镇").await.unwrap(), before);
    }
}
