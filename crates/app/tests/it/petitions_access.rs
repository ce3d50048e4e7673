//! Who reaches a petition: its own team; the office envelopes; everyone else nothing. Incidents and the balance.

use crate::petitions::{Desk, UNIT, said};
use app::petition::{EndIncident, NoteIncident, PetitionFilter, RaiseIncident, RegisterPetition, TellUnit};
use app::{Ctx, Error};
use domain::permission::Role;
use domain::petition::Verdict;
use kernel::PageRequest;
use testkit::on_both;

const MATTER: &str = "示范县项目的渠道只修了一半就通过验收，剩下的工程款不知去向。";

on_both! {
    async fn a_stranger_another_team_a_unit_and_the_office_read_no_petition(engine) {
        let desk = Desk::open(engine).await;
        let id = desk.register(desk.named(MATTER)).await;
        desk.t.work_off().await;
        desk.t.stranger("stranger").await;
        let others: Vec<(&str, Ctx)> = vec![
            ("stranger", desk.t.ctx("stranger").await),
            ("another team", desk.t.team_member(&desk.site, "县民政局", Role::TeamLeader).await),
            ("the unit", desk.t.of_unit(&desk.site, UNIT, Role::UnitHead).await),
            ("the office", desk.t.clerk().await),
        ];
        let all = PageRequest { after: None, size: 200 };
        for (who, ctx) in &others {
            assert!(matches!(desk.t.app.petition(ctx, id).await, Err(Error::NotFound)), "{who}");
            assert!(matches!(desk.t.app.petition_place(ctx, id).await, Err(Error::NotFound)), "{who}");
            let twins = desk.t.app.petition_twins(ctx, id, id).await;
            assert!(matches!(twins, Err(Error::NotFound)), "{who}");
            let opened = desk.t.app.open_identity(ctx, id, "电话核实地点").await;
            assert!(matches!(opened, Err(Error::NotFound)), "{who}");
            let list = desk.t.app.petitions(ctx, &PetitionFilter::default(), &all).await;
            let seen = list.map_or(0, |l| l.page.items.len() + l.counts.len());
            assert_eq!(seen, 0, "{who}");
            let own = PetitionFilter { engagement: Some(desk.engagement), ..PetitionFilter::default() };
            assert!(desk.t.app.petitions(ctx, &own, &all).await.is_err(), "{who}");
            let act = RegisterPetition { engagement: desk.engagement, entry: desk.entry(MATTER) };
            assert_eq!(said(desk.t.app.perform(ctx, &act).await), Err("not-found".into()), "{who}");
            let screen = desk.screen(id, Verdict::In);
            assert_eq!(said(desk.t.app.perform(ctx, &screen).await), Err("not-found".into()), "{who}");
        }
    }

    async fn the_office_sees_numbers_days_and_standings_and_nothing_else(engine) {
        let desk = Desk::open(engine).await;
        desk.register(desk.named(MATTER)).await;
        let clerk = desk.t.clerk().await;
        let all = PageRequest::default();
        let (envelopes, _) = desk.t.app.petition_envelopes(&clerk, &PetitionFilter::default(), &all).await.unwrap();
        let row = &envelopes.items[0];
        assert_eq!((row.unit.as_str(), row.envelope.number.as_str()), (UNIT, "信访〔2025〕1"));
        assert_eq!((row.envelope.channel.as_str(), row.envelope.standing.as_str()), ("letter", "registered"));
        assert!(row.envelope.due.is_some());
        assert!(!format!("{envelopes:?}").contains("渠道"));
        let marked = PetitionFilter { mark: Some("crowd_risk".into()), naming: Some("anonymous".into()), ..PetitionFilter::default() };
        let (same, _) = desk.t.app.petition_envelopes(&clerk, &marked, &all).await.unwrap();
        assert_eq!(same.items.len(), 1, "what it says cannot be asked for");
        let late = PetitionFilter { late: Some(desk.t.app.today()), ..PetitionFilter::default() };
        assert!(desk.t.app.petition_envelopes(&clerk, &late, &all).await.unwrap().0.items.is_empty());
        let leader = desk.leader().await;
        let refused = desk.t.app.petition_envelopes(&leader, &PetitionFilter::default(), &all).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
    }

    async fn an_incident_is_seen_by_team_and_office_and_the_unit_learns_place_time_and_help_alone(engine) {
        let desk = Desk::open(engine).await;
        let entry = app::petition::Entry { subjects: "佟乙砚".into(), ..desk.entry("再不处理，我们下周一到县委门口静坐。") };
        let id = desk.register(entry).await;
        let raise = RaiseIncident { engagement: desk.engagement, petition: id, what: " ".into() };
        assert_eq!(desk.by_member(raise.clone()).await, Err("petition-incident-entry-empty".into()));
        let raise = RaiseIncident { what: "来访人称下周一聚集，已与信访部门联系".into(), ..raise };
        let incident = desk.t.app.perform(&desk.member().await, &raise).await.unwrap().done.incident;
        assert_eq!(desk.by_member(raise).await, Err("petition-incident-runs".into()));
        let (engagement, petition) = (desk.engagement, id);
        let note = NoteIncident { engagement, petition, incident, what: "已安排两人接访".into() };
        desk.by_member(note.clone()).await.unwrap();
        let head = desk.t.of_unit(&desk.site, UNIT, Role::UnitLiaisonHead).await;
        assert!(desk.t.app.told_incidents(&head).await.unwrap().is_empty(), "not told yet");
        let tell = TellUnit { engagement, petition, incident, place: "县委门口".into(), time: "下周一上午".into(), help: "疏导车辆".into() };
        let half = TellUnit { help: String::new(), ..tell.clone() };
        assert_eq!(desk.by_member(half).await, Err("petition-incident-notice-incomplete".into()));
        let telling = TellUnit { place: "佟乙砚家门口".into(), ..tell.clone() };
        assert_eq!(desk.by_member(telling).await, Err("petition-incident-notice-tells".into()));
        desk.by_member(tell).await.unwrap();
        let told = desk.t.app.told_incidents(&head).await.unwrap();
        assert_eq!((told.len(), told[0].0.place.as_str()), (1, "县委门口"));
        let elsewhere = desk.t.of_unit(&desk.site, "县民政局", Role::UnitLiaisonHead).await;
        assert!(desk.t.app.told_incidents(&elsewhere).await.unwrap().is_empty());
        let office = desk.t.app.office_incidents(&desk.t.clerk().await).await.unwrap();
        assert_eq!((office[0].unit.as_str(), office[0].incident.entries.len()), (UNIT, 2));
        assert!(!format!("{office:?}").contains(&id.to_string()), "the office does not learn which petition");
        let end = EndIncident { engagement, petition, incident };
        desk.by_member(end.clone()).await.unwrap();
        assert_eq!(desk.by_member(end).await, Err("petition-incident-ended".into()));
        assert_eq!(desk.by_member(note).await, Err("petition-incident-ended".into()));
        desk.t.work_off().await;
        let notices = desk.t.app.notices(&head, &PageRequest::default()).await.unwrap();
        let ids: Vec<String> = notices.items.iter().map(|n| n.message.id.to_string()).collect();
        assert_eq!(ids, ["notice-unit-told"]);
        assert_eq!(desk.t.verify().await.faults, []);
    }

    async fn the_nightly_balance_finds_a_petition_that_went_missing_and_is_shown_until_it_is_back(engine) {
        let desk = Desk::open(engine).await;
        let first = desk.screened(desk.entry(MATTER), Verdict::In).await;
        desk.by_member(desk.handle(first)).await.unwrap();
        desk.register(desk.entry("另一件事。")).await;
        desk.t.app.balance_petitions().await.unwrap();
        let balance = async |ctx: &Ctx| desk.t.app.petition_balances(ctx).await.unwrap().remove(0).balance;
        let seen = balance(&desk.member().await).await;
        assert_eq!((seen.received, seen.handled, seen.open, seen.difference()), (2, 1, 1, 0));
        assert_eq!(desk.t.app.balance_petitions().await.unwrap(), 0, "a night that finds nothing new keeps nothing");
        desk.t.clock.advance(86_400);
        desk.t.behind_its_back("update petition set disposition = 'lost' where standing = 'registered'").await;
        desk.t.app.balance_petitions().await.unwrap();
        assert_eq!(balance(&desk.t.clerk().await).await.difference(), 1);
        desk.t.clock.advance(86_400);
        desk.t.behind_its_back("update petition set disposition = 'open' where standing = 'registered'").await;
        desk.t.app.balance_petitions().await.unwrap();
        assert_eq!(balance(&desk.t.clerk().await).await.difference(), 0);
        let stranger = desk.t.team_member(&desk.site, "县民政局", Role::TeamMember).await;
        assert!(desk.t.app.petition_balances(&stranger).await.unwrap().is_empty());
        assert_eq!(desk.t.verify().await.faults, []);
    }

    async fn reporting_waits_for_petitions_without_a_disposition(engine) {
        use app::engagement::AdvanceEngagement;
        use domain::engagement::Stage;
        let desk = Desk::open(engine).await;
        let id = desk.screened(desk.entry(MATTER), Verdict::In).await;
        let advance = AdvanceEngagement { engagement: desk.engagement, from: Stage::Understanding, reason: String::new() };
        assert_eq!(desk.by_leader(advance.clone()).await, Err("engagement-reporting-undisposed".into()));
        desk.by_member(desk.handle(id)).await.unwrap();
        desk.by_leader(advance).await.unwrap();
    }
}
