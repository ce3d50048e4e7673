//! Files of units, rounds and engagements: attached, read by who sees the record, withdrawn with a reason.

use crate::rounds::with_round;
use app::Error;
use app::attachment::{AttachFiles, WithdrawAttachment};
use domain::file::{Attached, Kind};
use domain::permission::Role;
use kernel::AttachmentId;
use testkit::{TestApp, on_both};

async fn attached(t: &TestApp, to: Attached, names: &[&str], sealed: bool) -> Vec<AttachmentId> {
    let mut files = Vec::new();
    for name in names {
        files.push(t.received(to.engagement(), name, format!("{name}的内容").as_bytes()).await);
    }
    let act = AttachFiles { to, files, note: " 2025年印发 ".into(), sealed };
    t.done(&t.clerk().await, &act).await
}

on_both! {
    async fn several_files_lie_with_a_unit_and_a_round_and_are_withdrawn_with_a_reason(engine) {
        let (t, round) = with_round(engine).await;
        let unit = crate::rounds::page(&t, round).await.teams[0].engagements[0].kept.unit;
        for to in [Attached::from(unit), Attached::from(round)] {
            let ids = attached(&t, to, &["三定方案.txt", "名册.txt"], false).await;
            let ctx = t.clerk().await;
            let found = t.app.attachments(&ctx, to).await.unwrap();
            assert!(!found.of.is_empty());
            let file = found.files.iter().find(|f| f.id == ids[0]).unwrap();
            assert_eq!((file.name.as_str(), file.kind, file.note.as_str()), ("三定方案.txt", Kind::Text, "2025年印发"));
            assert_eq!((file.by_name.as_str(), file.size), ("窦甲纬", 25));
            let opened = t.app.open_attachment(&ctx, (to, ids[0]), None).await.unwrap();
            assert_eq!(opened.range(0, 99).await.unwrap().1, "三定方案.txt的内容".as_bytes());

            let withdraw = |reason: &str| WithdrawAttachment { from: to, attachment: ids[0], reason: reason.into() };
            assert_eq!(t.refused(&ctx, &withdraw(" ")).await, "reason: attachment-reason-missing");
            t.done(&ctx, &withdraw("传错了")).await;
            assert_eq!(t.refused(&ctx, &withdraw("再撤")).await, "attachment-withdrawn");
            let found = t.app.attachments(&ctx, to).await.unwrap().files;
            let gone = found.iter().find(|f| f.id == ids[0]).unwrap();
            assert_eq!(gone.withdrawn.as_ref().unwrap().reason, "传错了");
            let refused = t.app.open_attachment(&ctx, (to, ids[0]), None).await.err().unwrap();
            assert!(matches!(refused, Error::Refused(r) if r.0.id == "attachment-withdrawn"));
            assert!(t.app.open_attachment(&ctx, (to, ids[1]), None).await.is_ok(), "the other stays");
        }
        // A file of one record is not reached by another's address.
        let ids = attached(&t, round.into(), &["方案.txt"], false).await;
        let wrong = t.app.open_attachment(&t.clerk().await, (unit.into(), ids[0]), None).await.err().unwrap();
        assert!(matches!(wrong, Error::NotFound));
        assert_eq!(crate::rounds::page(&t, round).await.files.len(), 3);
        assert_eq!(t.app.unit(&t.clerk().await, unit).await.unwrap().files.len(), 2);
        assert_eq!(t.verify().await.faults, []);
    }

    async fn files_chosen_together_stand_in_the_order_in_which_they_were_chosen(engine) {
        let (t, round) = with_round(engine).await;
        let numbers = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
        let names = numbers.map(|n| format!("附件{n}.txt"));
        let (first, later) = names.split_at(7);
        for chosen in [first, later] {
            let chosen: Vec<&str> = chosen.iter().map(String::as_str).collect();
            attached(&t, round.into(), &chosen, false).await;
            t.clock.advance(60);
        }
        let shown = t.app.attachments(&t.clerk().await, round.into()).await.unwrap().files;
        let shown: Vec<String> = shown.iter().map(|file| file.name.clone()).collect();
        assert_eq!(shown, [later, first].concat(), "the newest act first, each as it was chosen");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_form_without_a_file_and_text_that_runs_on_are_named_together(engine) {
        let (t, round) = with_round(engine).await;
        let act = AttachFiles { to: round.into(), files: Vec::new(), note: "长".repeat(201), sealed: false };
        let Err(Error::Invalid(errors)) = t.app.perform(&t.clerk().await, &act).await else { panic!("refused") };
        let ids: Vec<&str> = errors.iter().map(|e| e.message.id.as_ref()).collect();
        assert_eq!(ids, ["attachment-no-file", "attachment-note-long"]);
    }

    async fn an_engagements_files_are_its_teams_alone_and_a_sealed_one_takes_a_reason(engine) {
        let (t, site) = TestApp::on_site(engine).await;
        let engagement = site.engagement("县农业农村局");
        let member = t.team_member(&site, "县农业农村局", Role::TeamMember).await;
        let other = t.team_member(&site, "县水利局", Role::TeamMember).await;
        let to = Attached::from(engagement);
        let file = t.received(Some(engagement), "谈话提纲.txt", "提纲".as_bytes()).await;
        let act = AttachFiles { to, files: vec![file], note: String::new(), sealed: true };
        for stranger in [&t.clerk().await, &other] {
            assert_eq!(t.refused(stranger, &act).await, "not found");
        }
        let ids = t.done(&member, &act).await;
        let ctx = t.again(&member).await;
        assert_eq!(t.app.engagement(&ctx, engagement).await.unwrap().files.len(), 1);
        // The office sees the engagement and none of its team's files.
        let clerk = t.clerk().await;
        assert!(t.app.engagement(&clerk, engagement).await.unwrap().files.is_empty());
        assert!(matches!(t.app.attachments(&clerk, to).await.unwrap_err(), Error::NotFound));
        let Err(Error::Invalid(errors)) = t.app.open_attachment(&ctx, (to, ids[0]), Some(" ")).await
        else { panic!("a reason is asked for") };
        assert_eq!(errors[0].message.id, "file-reason-missing");
        let opened = t.app.open_attachment(&ctx, (to, ids[0]), Some("准备谈话")).await.unwrap();
        assert_eq!(opened.range(0, 99).await.unwrap().1, "提纲".as_bytes());
        // A file that arrived for the installation is not recorded under the team.
        let file = t.received(None, "别处.txt", b"x").await;
        let wrong = AttachFiles { to, files: vec![file], note: String::new(), sealed: false };
        assert!(matches!(t.app.perform(&ctx, &wrong).await, Err(Error::Internal(_))));
        assert_eq!(t.verify().await.faults, []);
    }
}
