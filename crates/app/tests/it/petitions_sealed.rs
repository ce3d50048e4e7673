//! Who wrote a petition: opened by right, reason and trace alone; and found in plain nowhere else.

use crate::petitions::{CONTACT, Desk, NAME, UNIT, said};
use app::petition::{EndRegistrar, NameRegistrar, PetitionFilter, RegisterPetition};
use app::{Error, JournalFilter};
use domain::permission::Role;
use domain::petition::Verdict;
use kernel::PageRequest;
use testkit::{Engine, TestApp, on_both};

on_both! {
    async fn only_the_leader_and_a_named_registrar_open_who_wrote_for_a_reason_that_is_kept(engine) {
        let desk = Desk::open(engine).await;
        let id = desk.register(desk.named("渠道只修了一半。")).await;
        let (leader, member) = (desk.leader().await, desk.member().await);
        let open = async |ctx: &app::Ctx, reason: &str| desk.t.app.open_identity(ctx, id, reason).await;
        assert!(matches!(open(&member, "电话核实地点").await, Err(Error::NotFound)));
        assert!(matches!(open(&leader, " ").await, Err(Error::Invalid(_))));
        let opened = open(&leader, "电话核实地点").await.unwrap();
        assert_eq!(opened.identity.expose(), (NAME, CONTACT));
        assert_eq!(opened.closes.seconds_since(desk.t.app.now()), 599);
        let account = desk.t.signed("member").await.account;
        let name = NameRegistrar { engagement: desk.engagement, account };
        assert_eq!(desk.by_member(name.clone()).await, Err("not-found".into()), "the leader names");
        desk.by_leader(name.clone()).await.unwrap();
        assert_eq!(desk.by_leader(name.clone()).await, Err("petition-registrar-already".into()));
        assert!(open(&desk.member().await, "答复反映人").await.is_ok());
        let team = desk.t.app.team_accounts(&desk.leader().await, desk.engagement).await.unwrap();
        assert_eq!(team.iter().filter(|a| a.opens).count(), 2);
        let end = EndRegistrar { engagement: desk.engagement, account, why: "换人".into() };
        desk.by_leader(end.clone()).await.unwrap();
        assert!(matches!(open(&desk.member().await, "答复反映人").await, Err(Error::NotFound)));
        assert_eq!(desk.by_leader(end).await, Err("not-found".into()));
        let own = EndRegistrar { engagement: desk.engagement, account: desk.t.signed("leader").await.account, why: String::new() };
        assert_eq!(desk.by_leader(own).await, Err("petition-registrar-leader".into()));
        let stranger = NameRegistrar { engagement: desk.engagement, account: desk.t.signed("clerk").await.account };
        assert_eq!(desk.by_leader(stranger).await, Err("petition-registrar-stranger".into()));
        let nobody = desk.register(desk.entry("渠道只修了一半。")).await;
        let none = desk.t.app.open_identity(&desk.leader().await, nobody, "电话核实地点").await;
        assert_eq!(said(none.map(|_| ())), Err("petition-no-identity".into()));
        let traced = store_traces(&desk.t).await;
        assert_eq!(traced.iter().filter(|(event, reason)| event == "sealed-opened" && reason.as_deref() == Some("电话核实地点")).count(), 1);
        assert_eq!(desk.t.verify().await.faults, []);
    }

    async fn who_wrote_a_petition_is_found_in_plain_nowhere(engine) {
        let desk = Desk::open(engine).await;
        let id = desk.screened(desk.named("渠道只修了一半。"), Verdict::In).await;
        desk.by_member(desk.handle(id)).await.unwrap();
        // Once more under a wrong channel: the error must not tell either.
        let wrong = app::petition::Entry { channel: "pigeon".into(), ..desk.named("渠道只修了一半。") };
        let refused = desk.t.app.perform(&desk.member().await, &RegisterPetition { engagement: desk.engagement, entry: wrong.clone() }).await;
        let told = format!("{refused:?} {wrong:?}");
        assert!(!told.contains(NAME) && !told.contains(CONTACT), "{told}");
        desk.t.work_off().await;
        desk.t.app.open_identity(&desk.leader().await, id, "电话核实地点").await.unwrap();
        let stored = everything_stored(&desk.t).await;
        assert!(stored.contains("渠道只修了一半"), "the scan sees what is there");
        for secret in [NAME, CONTACT] {
            assert!(!stored.contains(secret), "{secret} lies in the database in plain");
        }
        let leader = desk.leader().await;
        for word in [NAME, CONTACT] {
            let found = desk.t.app.search(&leader, word).await.unwrap();
            assert!(found.is_none_or(|f| f.groups.is_empty()), "search finds {word}");
        }
        let list = desk.t.app.petitions(&leader, &PetitionFilter::default(), &PageRequest::default()).await.unwrap();
        assert!(!format!("{list:?}").contains(NAME));
        assert!(!format!("{:?}", desk.page(id).await).contains(NAME));
        let journal = desk.t.app.journal(&desk.t.clerk().await, &JournalFilter::default(), &PageRequest { after: None, size: 200 }).await.unwrap();
        assert!(!format!("{journal:?}").contains(NAME));
        for entry in walk(desk.t.folder()) {
            let bytes = std::fs::read(&entry).unwrap_or_default();
            for secret in [NAME, CONTACT] {
                let found = bytes.windows(secret.len()).any(|w| w == secret.as_bytes());
                assert!(!found, "{secret} lies in {}", entry.display());
            }
        }
    }

    async fn search_finds_a_petition_for_its_own_team_alone(engine) {
        let desk = Desk::open(engine).await;
        desk.register(desk.entry("渠道只修了一半，预制板却买了三倍。")).await;
        desk.t.work_off().await;
        let stranger = desk.t.team_member(&desk.site, "县民政局", Role::TeamLeader).await;
        let head = desk.t.of_unit(&desk.site, UNIT, Role::UnitHead).await;
        let clerk = desk.t.clerk().await;
        let hits = async |ctx: &app::Ctx| {
            desk.t.app.search(ctx, "预制板").await.unwrap().map_or(0, |found| found.groups.len())
        };
        assert_eq!(hits(&desk.member().await).await, 1);
        for ctx in [&stranger, &head, &clerk] {
            assert_eq!(hits(ctx).await, 0);
        }
    }
}

/// Every file below a folder.
fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(walk(&path)) } else { found.push(path) }
    }
    found
}

pub(crate) async fn store_traces(t: &TestApp) -> Vec<(String, Option<String>)> {
    let mut conn = t.app.db().read().await.unwrap();
    conn.all(db::sql("select event, reason from trace_entry order by seq")).await.unwrap()
}

/// Every column of every table as text.
pub(crate) async fn everything_stored(t: &TestApp) -> String {
    let mut conn = t.app.db().read().await.unwrap();
    let tables: Vec<(String,)> = match conn.engine() {
        Engine::Sqlite => conn.all(db::sql("select name from sqlite_master where type = 'table' and sql like 'create table%'")).await.unwrap(),
        Engine::Postgres => conn.all(db::sql("select table_name::text from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE'")).await.unwrap(),
    };
    let mut out = String::new();
    for (table,) in tables {
        let columns: Vec<(String,)> = match conn.engine() {
            Engine::Sqlite => conn.all(db::Statement::assembled(format!("select name from pragma_table_info('{table}')"))).await.unwrap(),
            Engine::Postgres => conn.all(db::Statement::assembled(format!("select column_name::text from information_schema.columns where table_schema = current_schema() and table_name = '{table}'"))).await.unwrap(),
        };
        for (column,) in columns {
            let text = match conn.engine() {
                // Bytes as text where they are text: a name inside a blob would show.
                Engine::Sqlite => format!("select coalesce(cast(\"{column}\" as text), '') from \"{table}\""),
                Engine::Postgres => format!(
                    "select coalesce(case when pg_typeof(\"{column}\") = 'bytea'::regtype then encode(convert_to(\"{column}\"::text, 'UTF8'), 'escape') else \"{column}\"::text end, '') from \"{table}\""
                ),
            };
            let values: Vec<(String,)> = conn.all(db::Statement::assembled(text)).await.unwrap_or_default();
            values.into_iter().for_each(|(v,)| out.push_str(&v));
        }
    }
    out
}
