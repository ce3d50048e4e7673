//! Cadres managed higher up are collected and passed up together; files lie beside what a clue says, sealed like it.

use crate::clues::{Desk, NAME, RECEIVER, SECOND_NAME, SUMMARY, UNIT, again};
use app::clue::{
    AttachToClue, ChosenRoute, CollectedPart, HandOverCollected, NoteReceipt, PassClues, RouteClue,
    SignReceipt, WithdrawClue,
};
use app::{Ctx, Error};
use domain::clue::Standing;
use domain::permission::Role;
use kernel::PageRequest;
use kernel::id::ClueId;
use std::collections::BTreeSet;
use testkit::{TestApp, on_both};

/// The second person's own password.
const OWN: &str = "另一座石桥 1990";

fn part(clue: ClueId, key: u16) -> CollectedPart {
    CollectedPart { clue, key, version: None }
}

fn together(parts: Vec<CollectedPart>, to: &str) -> HandOverCollected {
    HandOverCollected {
        parts,
        letter: "云巡移〔2025〕7号".into(),
        seal: "F-0077".into(),
        to: to.into(),
        on: None,
        second: "second".into(),
        password: OWN.into(),
    }
}

async fn refused<A: app::Act>(t: &TestApp, ctx: &Ctx, act: &A) -> String
where
    A::Done: std::fmt::Debug,
{
    crate::inspectors::refusal(t.app.perform(&again(t, ctx), act).await)
}

on_both! {
    async fn collected_cadres_are_passed_up_under_one_letter_and_each_keeps_its_own_course(engine) {
        let d = Desk::new(engine).await;
        let (t, clerk) = (&d.t, d.t.clerk().await);
        let officer = t.of_unit(&d.site, RECEIVER, Role::ReceivingOfficer).await;
        let mixed = d.drafted("style", &[(NAME, "city"), (SECOND_NAME, "county")]).await;
        d.approved(mixed, &[Some(1), Some(2)]).await;
        let two = d.drafted("discipline", &[(NAME, "province"), (SECOND_NAME, "city")]).await;
        d.approved(two, &[Some(1), Some(2)]).await;
        let waiting = d.drafted("style", &[(NAME, "city")]).await;
        d.filed(waiting, &[Some(1)]).await;
        let page = PageRequest::default();
        let lines = async || t.app.collected_clues(&t.clerk().await, &page).await.unwrap().items;
        let found = lines().await;
        let listed: BTreeSet<_> = found.iter().map(|line| (line.clue.value.id, line.key)).collect();
        let expected = BTreeSet::from([(mixed, 1), (two, 1), (two, 2), (waiting, 1)]);
        assert_eq!(listed, expected, "nobody managed here is among them");
        assert!(found.iter().all(|line| line.ready.is_err()), "the round is not over");
        for parts in [vec![part(mixed, 1)], vec![part(two, 1), part(two, 2)]] {
            assert_eq!(refused(t, &clerk, &together(parts, "")).await, "clue-hand-over-before-round-end");
        }
        t.clock.advance(60 * 86_400);
        let found = lines().await;
        let not_yet: Vec<ClueId> = found.iter().filter(|l| l.ready.is_err()).map(|l| l.clue.value.id).collect();
        assert_eq!(not_yet, [waiting], "what is not approved goes with nothing");
        assert_eq!(refused(t, &clerk, &together(Vec::new(), "")).await, "clue-nothing-chosen");
        assert_eq!(refused(t, &clerk, &together(vec![part(mixed, 2)], "")).await, "clue-not-collected");
        assert_eq!(refused(t, &clerk, &together(vec![part(waiting, 1)], "")).await, "clue-hand-over-unapproved");
        let parts = || vec![part(mixed, 1), part(two, 1), part(two, 2)];
        let alone = HandOverCollected { second: "clerk".into(), ..together(parts(), "") };
        assert_eq!(refused(t, &clerk, &alone).await, "clue-hand-over-alone");
        let named = HandOverCollected { letter: format!("关于{NAME}的函"), ..together(parts(), "") };
        assert_eq!(refused(t, &clerk, &named).await, "letter: clue-names-someone");
        let twice = vec![part(mixed, 1), part(mixed, 1)];
        assert_eq!(refused(t, &clerk, &together(twice, "")).await, "clue-handed-over-already");
        let letter = t.app.collected_letter(&clerk, &[(mixed, 1), (two, 1)], "云巡移〔2025〕7号").await.unwrap();
        assert!(!letter.bytes.is_empty() && !letter.name.contains(NAME));
        let made = t.app.perform(&t.clerk().await, &together(parts(), RECEIVER)).await.unwrap().done;
        assert_eq!(made.len(), 3);
        assert_eq!(lines().await.len(), 1, "only what is not approved is left");
        let own = t.app.received_clues(&officer, true, &page).await.unwrap().items;
        assert_eq!(own.len(), 3);
        assert!(own.iter().all(|line| line.transfer.together.len() == 2 && line.due.is_some()));
        let sheet = t.app.clue_hand_over_sheet(&t.clerk().await, made[0].transfer).await.unwrap();
        assert!(!sheet.bytes.is_empty());
        let sign = SignReceipt { transfer: made[1].transfer, seal_whole: true };
        t.app.perform(&again(t, &officer), &sign).await.unwrap();
        let opened = t.app.open_received_clue(&officer, made[1].transfer, "按规定办理").await.unwrap();
        assert_eq!(opened.subject.unwrap().0, NAME, "each has a package of its own");
        assert_eq!(d.standing(two).await, Standing::HandedOver, "the other subject's waits");
        let note = NoteReceipt { transfer: made[2].transfer, by: "某部门".into(), on: t.app.today(), seal_whole: true };
        t.app.perform(&t.clerk().await, &note).await.unwrap();
        assert_eq!(d.standing(two).await, Standing::Received);
        assert_eq!(refused(t, &clerk, &together(vec![part(mixed, 1)], "")).await, "clue-not-collected");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn one_letter_goes_to_one_receiver(engine) {
        let d = Desk::new(engine).await;
        let (t, clerk) = (&d.t, d.t.clerk().await);
        let up = d.drafted("style", &[(NAME, "city")]).await;
        d.approved(up, &[Some(1)]).await;
        let other = d.drafted("style", &[(NAME, "city")]).await;
        d.graded(other).await;
        let chosen = ChosenRoute { key: Some(1), receiver: "organisation".into(), reason: "上级已有安排".into() };
        let route = RouteClue { engagement: d.engagement, clue: other, version: None, routes: vec![chosen] };
        t.app.perform(&d.lead(), &route).await.unwrap();
        let pass = PassClues { engagement: d.engagement, clues: vec![other] };
        t.app.perform(&d.lead(), &pass).await.unwrap();
        t.app.perform(&t.clerk().await, &app::clue::FileClues { clues: vec![other] }).await.unwrap();
        t.app.perform(&t.ctx("head").await, &d.decide(other, true)).await.unwrap();
        t.clock.advance(60 * 86_400);
        let both = together(vec![part(up, 1), part(other, 1)], "");
        assert_eq!(refused(t, &clerk, &both).await, "to: clue-collected-several-receivers");
        let keeperless = t.team_member(&d.site, UNIT, Role::TeamMember).await;
        assert!(matches!(t.app.collected_clues(&keeperless, &PageRequest::default()).await, Err(Error::NotFound | Error::Forbidden(_))));
    }

    async fn a_routes_body_inside_the_unit_is_called_by_its_name_also_where_a_person_chose_it(engine) {
        let d = Desk::new(engine).await;
        let t = &d.t;
        let town = "枕河镇";
        let leader = t.team_member(&d.site, town, Role::TeamLeader).await;
        let engagement = d.site.engagement(town);
        let draft = crate::clues::draft(engagement, "discipline", &[(NAME, "county")]);
        let clue = t.app.perform(&again(t, &leader), &draft).await.unwrap().done.clue;
        let page = t.app.clue(&leader, clue).await.unwrap();
        assert_eq!(page.unit_body.as_deref(), Some("枕河镇纪委"));
        let chosen = ChosenRoute { key: Some(1), receiver: "unit_discipline".into(), reason: "由镇纪委先行了解".into() };
        let route = RouteClue { engagement, clue, version: None, routes: vec![chosen] };
        t.app.perform(&again(t, &leader), &route).await.unwrap();
        let page = t.app.clue(&leader, clue).await.unwrap();
        assert_eq!(page.clue.disposition(Some(1)).unwrap().route.name, "枕河镇纪委");
    }

    async fn a_file_of_a_clue_is_sealed_called_by_number_and_opened_for_a_traced_reason(engine) {
        let d = Desk::new(engine).await;
        let (t, engagement) = (&d.t, d.engagement);
        let clue = d.drafted("discipline", &[(NAME, "county")]).await;
        let paper = async || t.received(Some(engagement), &format!("{NAME}.txt"), SUMMARY.as_bytes()).await;
        let add = AttachToClue { engagement, clue, version: None, file: paper().await };
        let file = t.app.perform(&d.lead(), &add).await.unwrap().done;
        let page = t.app.clue(&d.lead(), clue).await.unwrap();
        let name = page.clue.files[0].name.clone();
        assert!(name.starts_with(&page.clue.number) && name.ends_with("-1.txt"), "{name}");
        let open = async |ctx: &Ctx, reason: &str| t.app.open_clue_file(ctx, (clue, file), reason).await;
        for (reason, said) in [("", "clue-open-reason-missing"), (NAME, "clue-names-someone")] {
            let Err(Error::Invalid(errors)) = open(&d.lead(), reason).await.map(|_| ()) else { panic!("opened") };
            assert_eq!(errors[0].message.id.as_ref(), said);
        }
        let opened = open(&d.lead(), "核对材料").await.unwrap();
        let (_, bytes) = opened.range(0, 4096).await.unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), SUMMARY);
        let member = t.team_member(&d.site, UNIT, Role::TeamMember).await;
        assert!(matches!(open(&member, "看看").await.map(|_| ()), Err(Error::NotFound)));
        assert!(matches!(open(&t.clerk().await, "看看").await.map(|_| ()), Err(Error::NotFound)), "not passed yet");
        d.approved(clue, &[Some(1)]).await;
        open(&t.clerk().await, "办理移交").await.unwrap();
        let late = AttachToClue { engagement, clue, version: None, file: paper().await };
        assert_eq!(refused(t, &d.leader, &late).await, "clue-with-office");
        let other = d.drafted("discipline", &[(NAME, "county")]).await;
        let foreign = t.app.open_clue_file(&d.lead(), (other, file), "看看").await.map(|_| ());
        assert!(matches!(foreign, Err(Error::NotFound)), "a file is its own clue's");
        let gone = WithdrawClue { engagement, clue: other, reason: "重复".into() };
        t.app.perform(&d.lead(), &gone).await.unwrap();
        let after = AttachToClue { engagement, clue: other, version: None, file: paper().await };
        assert_eq!(refused(t, &d.leader, &after).await, "clue-withdrawn");
        let mut conn = t.app.db().read().await.unwrap();
        let rows: Vec<(String,)> = conn.all(db::Statement::assembled("select state from file".to_owned())).await.unwrap();
        assert!(rows.iter().all(|(state,)| !state.contains(NAME)), "its own name is kept nowhere");
        drop(conn);
        assert_eq!(t.verify().await.faults, []);
    }
}
