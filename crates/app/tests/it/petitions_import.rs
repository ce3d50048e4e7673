//! Taking the practice county's register over, to the fact: 160 rows, their scope, marks and likely duplicates.

use crate::petitions::said;
use app::petition::{ImportPetitions, PetitionFilter, PetitionPreview};
use app::{Ctx, Error};
use domain::permission::Role;
use kernel::PageRequest;
use std::collections::{BTreeMap, BTreeSet};
use testkit::{OnSite, TestApp, county_file, on_both};

fn act() -> ImportPetitions {
    ImportPetitions {
        file: "../台账/petitions.xlsx".into(),
        bytes: county_file("petitions.xlsx"),
        round: None,
        besides: None,
    }
}

async fn preview(t: &TestApp, ctx: &Ctx) -> Result<PetitionPreview, Error> {
    t.app.preview_petitions(ctx, "petitions.xlsx", county_file("petitions.xlsx"), (None, None)).await
}

fn expected() -> serde_json::Value {
    serde_json::from_slice(&county_file("expected.json")).unwrap()
}

/// The round a month later, when the whole register has come in.
async fn afterwards(engine: testkit::Engine) -> (TestApp, OnSite) {
    let (t, site) = TestApp::on_site(engine).await;
    t.clock.advance(31 * 86_400);
    (t, site)
}

on_both! {
    async fn the_countys_register_is_read_to_the_fact(engine) {
        let (t, _) = afterwards(engine).await;
        let found = preview(&t, &t.clerk().await).await.unwrap();
        assert_eq!(found.errors, 0, "{:?}", found.issues);
        let counts = &found.counts;
        assert_eq!((counts.rows, counts.new, counts.there), (160, 160, 0));
        assert_eq!((counts.in_scope, counts.out_of_scope, counts.mixed, counts.visitors), (128, 32, 5, 55));
        let marks: BTreeMap<&str, usize> = counts.marks.iter().map(|(k, n)| (k.as_str(), *n)).collect();
        assert_eq!(marks, [("after_closing", 3), ("crowd_risk", 3), ("higher_level", 6), ("outside_duty", 9)].into());
        let expected = expected();
        let wrong: Vec<String> = found.more.scope.iter().filter_map(|row| {
            let said = match &row.reason {
                Some(reason) => format!("out:{reason}"),
                None => row.verdict.to_owned(),
            };
            (expected["petitions"][&row.number]["scope"] != said.as_str() || row.why.is_empty()).then(|| format!("{} {said}", row.number))
        }).collect();
        assert_eq!(wrong, Vec::<String>::new());
        let placed: usize = found.more.engagements.iter().map(|e| e.rows + e.besides.len()).sum();
        assert_eq!(placed, 160);
        assert!(found.more.engagements.iter().any(|e| !e.besides.is_empty()), "some are about no unit of the round");
        let group = |id: &str| expected["petitions"][id]["group"].as_str().map(str::to_owned);
        let falsely = found.more.duplicates.iter().filter(|p| group(&p.one).is_none() || group(&p.one) != group(&p.other)).count();
        let mut groups: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (id, label) in expected["petitions"].as_object().unwrap() {
            if let Some(group) = label["group"].as_str() {
                groups.entry(group.to_owned()).or_default().insert(id.clone());
            }
        }
        let reached = groups.values().filter(|ids| connected(ids, &found)).count();
        println!("{reached} of {} groups reached, {falsely} false pairs", groups.len());
        assert!(reached >= 12 && falsely <= 10, "{reached} reached, {falsely} false");
        assert!(found.more.duplicates.iter().all(|p| !p.why.is_empty()));
    }

    async fn the_register_is_stored_in_one_act_and_shown_as_there_already_the_second_time(engine) {
        let (t, site) = afterwards(engine).await;
        let clerk = t.clerk().await;
        let done = t.app.perform(&clerk, &act()).await.unwrap().done;
        assert_eq!((done.petitions, done.there), (160, 0));
        let journal = t.app.journal(&clerk, &app::JournalFilter::default(), &PageRequest::default()).await.unwrap();
        let entry = journal.items.iter().find(|e| e.action == "petition-import").unwrap();
        assert_eq!(entry.subject_label, "petitions.xlsx", "a path is no name");
        let again = preview(&t, &clerk).await.unwrap();
        assert_eq!((again.errors, again.counts.there, again.counts.new), (0, 160, 0));
        assert_eq!(said(t.app.perform(&t.clerk().await, &act()).await), Err("petition-import-nothing-new".into()));
        t.work_off().await;
        let leader = t.team_member(&site, "县水利局", Role::TeamLeader).await;
        let all = PageRequest { after: None, size: 200 };
        let list = t.app.petitions(&leader, &PetitionFilter::default(), &all).await.unwrap();
        assert!(list.page.items.len() > 5 && list.page.items.len() < 40, "{}", list.page.items.len());
        assert!(list.page.items.iter().all(|row| row.unit == "县水利局"));
        let (envelopes, _) = t.app.petition_envelopes(&clerk, &PetitionFilter::default(), &all).await.unwrap();
        assert_eq!(envelopes.items.len(), 160);
        let named = list.page.items.iter().find(|row| row.petition.identity.is_some()).unwrap();
        let opened = t.app.open_identity(&leader, named.petition.value.id, "答复反映人").await.unwrap();
        assert!(!opened.identity.expose().0.is_empty());
        t.app.balance_petitions().await.unwrap();
        let balances = t.app.petition_balances(&t.clerk().await).await.unwrap();
        assert!(balances.iter().all(|line| line.balance.balances()));
        assert_eq!(balances.iter().map(|line| line.balance.received).sum::<usize>(), 160);
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_team_takes_in_what_is_its_own_and_no_stranger_anything(engine) {
        let (t, site) = afterwards(engine).await;
        let leader = t.team_member(&site, "县水利局", Role::TeamLeader).await;
        let found = preview(&t, &leader).await.unwrap();
        assert!(found.issues.iter().any(|i| i.kind == "other_team"));
        assert_eq!(said(t.app.perform(&leader, &act()).await), Err("petition-import-faulty".into()));
        let head = t.of_unit(&site, "县水利局", Role::UnitHead).await;
        assert!(matches!(preview(&t, &head).await, Err(Error::Forbidden(_))));
        assert!(t.app.perform(&head, &act()).await.is_err());
        let picture = t.app.preview_petitions(&t.clerk().await, "x.xlsx", b"not a spreadsheet".to_vec(), (None, None)).await;
        assert!(matches!(picture, Err(Error::Refused(_))));
    }
}

/// Whether suggestions connect a group.
fn connected(ids: &BTreeSet<String>, found: &PetitionPreview) -> bool {
    let mut reached: BTreeSet<&str> = ids.first().map(String::as_str).into_iter().collect();
    loop {
        let before = reached.len();
        for pair in &found.more.duplicates {
            let both = [pair.one.as_str(), pair.other.as_str()];
            if both.iter().all(|id| ids.contains(*id)) && both.iter().any(|id| reached.contains(id)) {
                reached.extend(both);
            }
        }
        if reached.len() == before {
            return reached.len() == ids.len();
        }
    }
}
