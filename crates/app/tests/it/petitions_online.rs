//! Online reports on a team's desk: taken in, answered, added to; a name goes on to the vault.

use crate::petitions::{CONTACT, Desk, NAME, UNIT, said};
use app::online_report::{OpenOnlineForm, Sent};
use app::petition::{PetitionFilter, ReplyOnline, TakeOnlineReports};
use crypto::ReceiptCode;
use domain::file::Kind;
use domain::online_report::{Filled, OnlineForm};
use domain::permission::Role;
use domain::petition::{Naming, Verdict};
use kernel::{PageRequest, PetitionId};
use testkit::on_both;

/// The open form of the desk's team, and the number of the desk's unit in it.
async fn form(desk: &Desk) -> (OnlineForm, String) {
    let clerk = desk.t.clerk().await;
    let round = desk.t.app.round(&clerk, desk.site.round).await.unwrap();
    let own =
        |t: &&app::round::TeamPart| t.engagements.iter().any(|e| e.kept.engagement.id == desk.engagement);
    let team = round.teams.iter().find(own).unwrap().team.id;
    let act = OpenOnlineForm {
        team,
        from: desk.t.app.now(),
        until: desk.t.app.now().plus_seconds(10 * 86_400),
        accepted: "受理领导班子及其成员的问题。".into(),
        passed_on: "其他事项转有关部门办理。".into(),
    };
    desk.t.app.perform(&clerk, &act).await.unwrap();
    let forms = desk.t.app.online_forms(&desk.t.clerk().await, team).await.unwrap().forms;
    let form = forms.into_iter().next().unwrap().value.form;
    let at = form.targets.iter().position(|t| t.engagement == desk.engagement).unwrap();
    (form, at.to_string())
}

async fn send(desk: &Desk, form: &OnlineForm, filled: Filled) -> ReceiptCode {
    let intake = desk.t.app.intake();
    let stamp = intake.stamp(form);
    desk.t.clock.advance(30);
    let sent = Sent { stamp, filled, files: Vec::new() };
    intake.receive(form.address.as_str(), sent).await.unwrap().unwrap().code
}

/// A picture of one point.
fn dot() -> Vec<u8> {
    const HEX: &str = "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c637068380000028401812697a72b0000000049454e44ae426082";
    HEX.as_bytes()
        .chunks(2)
        .map(|two| u8::from_str_radix(str::from_utf8(two).unwrap(), 16).unwrap())
        .collect()
}

async fn listed(desk: &Desk) -> Vec<PetitionId> {
    let (member, all) = (desk.member().await, PageRequest { after: None, size: 100 });
    let list = desk.t.app.petitions(&member, &PetitionFilter::default(), &all).await.unwrap();
    list.page.items.into_iter().map(|row| row.petition.value.id).collect()
}

on_both! {
    async fn a_report_is_taken_in_answered_and_added_to_and_its_writer_says_whether_that_will_do(engine) {
        let desk = Desk::open(engine).await;
        let (form, unit) = form(&desk).await;
        let text = "渠道只修了一半就验收了。";
        let code = send(&desk, &form, Filled { unit, text: text.into(), about: "佟乙砚".into(), ..Filled::default() }).await;
        let member = desk.member().await;
        assert_eq!(desk.t.app.online_waiting(&member, desk.engagement).await.unwrap(), 1);
        let take = TakeOnlineReports { engagement: desk.engagement };
        let stranger = desk.t.team_member(&desk.site, "县民政局", Role::TeamLeader).await;
        assert_eq!(said(desk.t.app.perform(&stranger, &take).await), Err("not-found".into()));
        assert_eq!(desk.t.app.perform(&member, &take).await.unwrap().done.petitions, 1);
        assert_eq!(desk.by_member(take).await, Err("petition-online-none".into()));
        let id = listed(&desk).await[0];
        let page = desk.page(id).await;
        assert_eq!((page.petition.content.text.as_str(), page.petition.content.channel.0.as_str()), (text, "online"));
        assert_eq!(page.petition.content.unit_written, UNIT);
        assert_eq!(page.petition.content.received.day(kernel::Offset::BEIJING), desk.t.app.today());
        assert_eq!(page.petition.content.received.local(kernel::Offset::BEIJING).hour(), 12, "the day and nothing finer");
        let intake = desk.t.app.intake();
        assert!(intake.talk(&code).await.unwrap().unwrap().taken);
        assert!(intake.add(&code, "当时还有两个人在场。", vec![dot()]).await.unwrap().is_ok());
        let talk = desk.t.app.online_talk(&desk.member().await, id).await.unwrap().unwrap();
        assert_eq!((talk.said.len(), talk.said[0].text.as_str(), talk.satisfied), (1, "当时还有两个人在场。", None));
        assert!(desk.t.app.online_talk(&stranger, id).await.is_err());
        let file = talk.said[0].files[0].0;
        let before = desk.t.verify().await.traces;
        assert!(desk.t.app.online_file(&stranger, id, file).await.is_err());
        let (kind, bytes) = desk.t.app.online_file(&desk.member().await, id, file).await.unwrap();
        assert!(kind == Kind::Png && bytes.starts_with(b"\x89PNG"));
        assert_eq!(desk.t.verify().await.traces, before + 1, "who opened it is on disk, and only who did");
        let reply = ReplyOnline { engagement: desk.engagement, petition: id, text: " ".into() };
        assert_eq!(desk.by_member(reply.clone()).await, Err("petition-answer-empty".into()));
        desk.by_member(ReplyOnline { text: "已安排核实。".into(), ..reply.clone() }).await.unwrap();
        let long = ReplyOnline { text: "长".repeat(20_001), ..reply };
        assert_eq!(desk.by_member(long).await, Err("online-text-long".into()));
        let read = intake.talk(&code).await.unwrap().unwrap();
        assert_eq!(read.parts.last().map(|p| (p.from_team, p.text.as_str())), Some((true, "已安排核实。")));
        intake.rate(&code, false).await.unwrap();
        let talk = desk.t.app.online_talk(&desk.member().await, id).await.unwrap().unwrap();
        assert_eq!(talk.satisfied, Some(false));
        let plain = desk.register(desk.entry("渠道。")).await;
        assert!(desk.t.app.online_talk(&desk.member().await, plain).await.unwrap().is_none());
        assert_eq!(desk.t.verify().await.faults, []);
    }

    async fn a_name_goes_on_to_the_engagements_vault_and_what_is_told_counts_as_the_answer(engine) {
        let desk = Desk::open(engine).await;
        let (form, unit) = form(&desk).await;
        let named = Filled { unit, text: "渠道只修了一半。".into(), named: true, name: NAME.into(), contact: CONTACT.into(), ..Filled::default() };
        send(&desk, &form, named).await;
        send(&desk, &form, Filled { text: "不清楚是哪个单位的事。".into(), ..Filled::default() }).await;
        desk.by_member(TakeOnlineReports { engagement: desk.engagement }).await.unwrap();
        let mut ids = listed(&desk).await;
        assert_eq!(ids.len(), 2, "what is about no unit goes to whoever takes it");
        let mut named = None;
        for id in ids.drain(..) {
            let page = desk.page(id).await;
            if page.petition.content.naming == Naming::RealName { named = Some(id) } else { assert!(!page.identity.0) }
        }
        let id = named.unwrap();
        let opened = desk.t.app.open_identity(&desk.leader().await, id, "电话核实地点").await.unwrap();
        assert_eq!(opened.identity.expose(), (NAME, CONTACT));
        desk.by_member(desk.screen(id, Verdict::In)).await.unwrap();
        desk.by_member(desk.handle(id)).await.unwrap();
        desk.by_member(ReplyOnline { engagement: desk.engagement, petition: id, text: "已核实，谢谢。".into() }).await.unwrap();
        let page = desk.page(id).await;
        assert_eq!(page.petition.answer.as_ref().map(|a| a.told.as_str()), Some("已核实，谢谢。"));
        assert!(page.running.iter().all(|d| d.matter.0 != "petition_answer"));
        assert_eq!(desk.t.verify().await.faults, []);
    }
}
