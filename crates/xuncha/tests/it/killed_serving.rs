//! The service killed while two hundred people write to it over HTTP, and while it is being backed up.
//!
//! What was acknowledged is there afterwards. What was not is sent again under its act id and acts once. Nothing is half
//! done: `verify` finds no fault after any kill. The moments are drawn from a seed that is printed; `XUNCHA_TEST_SEED`
//! repeats a run's.

use crate::program::{Program, Served};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Read;
use std::process::Stdio;
use std::time::Duration;
use testkit::Engine;
use testkit::postgres::TestPg;
use uuid::Uuid;

/// How often the service is killed.
const KILLS: u64 = 20;
/// How many write at once.
const WRITERS: usize = 200;
/// The longest time between the first answer and the kill, in milliseconds.
const LONGEST: u64 = 700;

/// How often the service is killed: `XUNCHA_TEST_KILLS` says so, or [`KILLS`].
fn kills() -> u64 {
    let said = std::env::var("XUNCHA_TEST_KILLS").ok();
    said.map_or(KILLS, |kills| kills.parse().expect("XUNCHA_TEST_KILLS is a number"))
}

/// An id that no other run has.
pub(crate) fn random_id() -> Uuid {
    let mut bytes = [0; 16];
    std::fs::File::open("/dev/urandom").unwrap().read_exact(&mut bytes).unwrap();
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// Numbers that a seed decides.
struct Numbers(u64);

impl Numbers {
    fn seeded() -> Self {
        let given = std::env::var("XUNCHA_TEST_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = given.unwrap_or_else(|| random_id().as_u64_pair().0);
        println!("seed: XUNCHA_TEST_SEED={seed}");
        Self(seed)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % limit
    }
}

/// One act of one writer: to enter a unit of this name.
#[derive(Clone, Debug)]
struct Entry {
    act: Uuid,
    name: String,
    /// Below which unit: a writer's own, since two who enter below one unit at once are told of each other.
    parent: Uuid,
}

/// Everything that is known of what was sent.
#[derive(Default)]
struct Sent {
    /// Names of units whose entering was acknowledged.
    acknowledged: BTreeSet<String>,
    /// Acts that got no answer.
    open: Vec<Entry>,
}

/// A practice instance on either engine that knows the county's units and nothing else, with a token of the clerk's. With
/// no team at work an act on a unit checks nobody's recusal again: what is killed here is writing.
struct Place {
    program: Program,
    database: Option<TestPg>,
    token: String,
    parents: Vec<Uuid>,
}

impl Place {
    async fn on(engine: Engine) -> Self {
        let mut place = match engine {
            Engine::Sqlite => {
                Self { program: Program::empty(), database: None, token: String::new(), parents: Vec::new() }
            }
            Engine::Postgres => {
                let (program, database) = (Program::fresh(), Some(TestPg::empty().await));
                let place = Self { program, database, token: String::new(), parents: Vec::new() };
                place.run(&["demo", "--prepare", "--empty"]);
                place
            }
        };
        let file = |name: &str| testkit::checkout().join("tests/data").join(name).display().to_string();
        let (units, term) = (file("yunhe-units.xlsx"), file("yunhe-term.json"));
        place.run(&["import", "units", &units, "--term", &term, "--as", "clerk", "--json"]);
        let issue = ["token", "issue", "--label", "writers", "--scope", "write", "--as", "clerk", "--json"];
        place.token = place.run(&issue)["token"].as_str().unwrap().to_owned();
        let served = place.serve();
        let units = place.get(&Client::new(), &served, "units?size=200").await;
        let ids = units["items"].as_array().unwrap().iter();
        place.parents = ids.map(|unit| unit["id"].as_str().unwrap().parse().unwrap()).collect();
        assert_eq!(place.parents.len(), WRITERS);
        place
    }

    fn arguments(&self, arguments: &[&str]) -> Vec<String> {
        let mut all: Vec<String> = arguments.iter().map(|a| (*a).to_owned()).collect();
        if let Some(database) = &self.database {
            all.extend(["--database".to_owned(), database.url()]);
        }
        all
    }

    /// Runs a command to its good end; its JSON, if it says any.
    fn run(&self, arguments: &[&str]) -> Value {
        let arguments = self.arguments(arguments);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        serde_json::from_str(&self.program.run(&arguments).well().out).unwrap_or_default()
    }

    fn serve(&self) -> Served {
        let arguments = self.arguments(&["serve"]);
        self.program.serve(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }

    async fn get(&self, client: &Client, served: &Served, what: &str) -> Value {
        let address = format!("{}api/v1/{what}", served.address());
        let answer = client.get(address).bearer_auth(&self.token).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{what}");
        answer.json().await.unwrap()
    }

    /// Sends an act; `None` when there was no answer, or one that says that the service is not ready for it.
    async fn send(&self, client: &Client, address: &str, entry: &Entry) -> Option<StatusCode> {
        let body = json!({ "name": entry.name, "parent": entry.parent, "nature": "village" });
        let request = client.post(format!("{address}api/v1/units")).bearer_auth(&self.token);
        let sent = request.header("X-Act-Id", entry.act.to_string()).json(&body).send().await;
        let status = sent.ok()?.status();
        (status != StatusCode::SERVICE_UNAVAILABLE).then_some(status)
    }

    /// Names of all units, each as often as it is there.
    async fn names(&self, client: &Client, served: &Served) -> Vec<String> {
        let mut names = Vec::new();
        let mut after = String::new();
        loop {
            let page = self.get(client, served, &format!("units?size=200{after}")).await;
            let items = page["items"].as_array().unwrap();
            names.extend(items.iter().map(|unit| unit["name"].as_str().unwrap().to_owned()));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => return names,
            }
        }
    }
}

/// Two hundred writers until the service is killed; returns what each knows.
async fn write_until_killed(place: &'static Place, served: Served, round: u64, after: Duration) -> Sent {
    let (first, mut begun) = tokio::sync::watch::channel(false);
    let client = Client::builder().pool_max_idle_per_host(WRITERS).build().unwrap();
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        let (client, first, address) = (client.clone(), first.clone(), served.address().to_owned());
        writers.spawn(async move {
            let mut sent = Sent::default();
            for n in 0.. {
                let name = format!("第{round}轮第{writer}人第{n}村");
                let entry = Entry { act: random_id(), name, parent: place.parents[writer] };
                match place.send(&client, &address, &entry).await {
                    Some(status) => {
                        assert_eq!(status, 201, "{entry:?}");
                        sent.acknowledged.insert(entry.name);
                        let _nobody_waits_any_more = first.send(true);
                    }
                    None => {
                        sent.open.push(entry);
                        return sent;
                    }
                }
            }
            sent
        });
    }
    begun.wait_for(|begun| *begun).await.unwrap();
    // The moment of death is what is tested, so here the clock decides; no outcome depends on it.
    tokio::time::sleep(after).await;
    drop(served);
    let mut all = Sent::default();
    while let Some(sent) = writers.join_next().await {
        let sent = sent.unwrap();
        all.acknowledged.extend(sent.acknowledged);
        all.open.extend(sent.open);
    }
    all
}

async fn nothing_acknowledged_is_lost(engine: Engine) {
    let mut numbers = Numbers::seeded();
    let place: &'static Place = Box::leak(Box::new(Place::on(engine).await));
    let client = Client::new();
    let mut sent = Sent::default();
    let (mut resent, mut repeated) = (0, 0);
    for round in 1..=kills() {
        let after = Duration::from_millis(numbers.below(LONGEST));
        let new = write_until_killed(place, place.serve(), round, after).await;
        assert!(!new.acknowledged.is_empty() && !new.open.is_empty(), "round {round} was killed at work");
        sent.acknowledged.extend(new.acknowledged);
        let report = place.run(&["verify", "--json"]);
        assert_eq!(report["faults"], json!([]), "after kill {round}");
        let served = place.serve();
        for entry in new.open {
            // 201: it acts now. 200: it had acted, and only the answer was lost.
            match place.send(&client, served.address(), &entry).await.unwrap().as_u16() {
                200 => repeated += 1,
                status => assert_eq!(status, 201, "{entry:?}"),
            }
            resent += 1;
            sent.acknowledged.insert(entry.name);
        }
    }
    let served = place.serve();
    let names = place.names(&client, &served).await;
    let there: BTreeSet<String> = names.iter().filter(|n| n.contains("轮第")).cloned().collect();
    let lost: Vec<&String> = sent.acknowledged.difference(&there).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    let twice = names.iter().filter(|n| n.contains("轮第")).count() - there.len();
    assert_eq!(twice, 0, "entered twice");
    let extra: Vec<&String> = there.difference(&sent.acknowledged).collect();
    assert!(extra.is_empty(), "there, and never acknowledged: {extra:?}");
    assert_eq!(served.ask_to_end(), 0);
    assert_eq!(place.run(&["verify", "--json"])["faults"], json!([]));
    println!("{} acknowledged, {resent} sent again, {repeated} of them had acted", sent.acknowledged.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_over_http_is_lost_on_sqlite() {
    nothing_acknowledged_is_lost(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_over_http_is_lost_on_postgres() {
    nothing_acknowledged_is_lost(Engine::Postgres).await;
}

#[test]
fn a_backup_killed_half_way_is_refused_and_the_next_one_is_whole() {
    let program = Program::practice();
    let to = program.path().join("backups");
    std::fs::create_dir(&to).unwrap();
    let part = to.join(".xuncha-backup.part");
    let folder = to.display().to_string();
    let mut halves = 0;
    for _ in 0..60 {
        let mut child = program
            .command(&["backup", &folder])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Killed as soon as something of the backup lies on the disk.
        while child.try_wait().unwrap().is_none() && part.metadata().map_or(0, |m| m.len()) == 0 {
            std::thread::yield_now();
        }
        let _ended_already = child.kill();
        if !child.wait().unwrap().success() && part.exists() {
            halves += 1;
            let elsewhere = Program::fresh();
            let key = program.data().join("keys/instance.key").display().to_string();
            let ran = elsewhere.run(&["restore", &part.display().to_string(), "--key", &key, "--json"]);
            assert_eq!(ran.code, 3, "{ran:?}");
            let code = &ran.codes()[0];
            assert!(["backup-cut-off", "backup-not-a-backup"].contains(&code.as_str()), "{code}");
        }
        if halves == 5 {
            break;
        }
    }
    assert!(halves > 0, "never killed half way");
    let made = program.run(&["backup", &folder, "--json"]).well().json();
    assert!(!part.exists(), "what was left half done is gone");
    let key = program.data().join("keys/instance.key").display().to_string();
    let elsewhere = Program::fresh();
    elsewhere.run(&["restore", made["file"].as_str().unwrap(), "--key", &key]).well();
    elsewhere.run(&["verify"]).well();
    program.run(&["verify"]).well();
}
