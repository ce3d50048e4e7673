//! Two people at one paper, its versions, its files.

use super::{Work, complete, refused};
use app::Error;
use app::finding::{DraftEvidence, LinkEvidence, NewFile, ReviseFinding, draft_of};
use domain::file::Limits;
use domain::finding::{Part, Place};
use domain::permission::{Action, Scope};
use kernel::PageRequest;
use testkit::on_both;

on_both! {
    async fn the_later_of_two_writers_is_told_and_keeps_what_was_typed(engine) {
        let w = Work::begun(engine).await;
        let id = w.write(complete()).await;
        let page = w.page(id).await;
        let (version, base) = (page.kept.version, draft_of(&page.kept));
        let (mut theirs, mut mine) = (base.clone(), base);
        theirs.sentences[0].text = "他改了第一句。".into();
        theirs.sentences[1].text = "他改了第二句。".into();
        mine.sentences[1].text = "我改了第二句。".into();
        mine.basis = "我的依据".into();
        w.revise(&w.two, id, theirs).await.unwrap();
        let late = ReviseFinding {
            engagement: w.engagement,
            finding: id,
            version: Some(version),
            draft: mine.clone(),
            files: vec![],
        };
        let Err(Error::Conflict { last: Some(last), .. }) = w.perform(&w.one, &late).await else { panic!("no conflict") };
        assert_eq!(last.action, "finding-revise");
        let met = w.t.app.overtaken_finding(&w.one, (w.engagement, id), version, &mine).await.unwrap();
        assert_eq!(met.merged.met, [Part::Sentence(2)]);
        assert_eq!(met.merged.paper.sentences[0].text, "他改了第一句。");
        assert_eq!(met.merged.paper.sentences[1].text, "我改了第二句。");
        assert_eq!(met.merged.paper.basis, "我的依据");
    }

    async fn every_version_is_kept_and_two_are_compared(engine) {
        let w = Work::begun(engine).await;
        let id = w.write(complete()).await;
        let mut draft = draft_of(&w.page(id).await.kept);
        draft.sentences.remove(0);
        draft.sentences[0].text = "改过的第二句。".into();
        draft.sentences.push(complete().sentences[0].clone());
        w.revise(&w.one, id, draft).await.unwrap();
        w.sign(&w.one, id).await.unwrap();
        let found = w.t.app.compare_finding(&w.one, id, (None, None)).await.unwrap();
        assert_eq!((found.versions.len(), found.before.version, found.after.version), (3, 1, 3));
        let keys: Vec<u32> = found.after.kept.paper.sentences.iter().map(|s| s.key).collect();
        assert_eq!(keys, [2, 3], "a key is never given again");
        let own = w.t.app.compare_finding(&w.one, id, (Some(2), Some(1))).await.unwrap();
        assert_eq!((own.before.version, own.after.version), (1, 2));
        assert!(w.t.app.compare_finding(&w.one, id, (Some(9), None)).await.is_ok());
        assert!(matches!(w.t.app.compare_finding(&w.one, id, (None, Some(9))).await, Err(Error::NotFound)));
    }

    async fn a_file_is_evidence_with_its_page_and_opens_for_the_team_alone(engine) {
        let w = Work::begun(engine).await;
        let id = w.write(complete()).await;
        let receive = || async {
            let receiving = w.t.app.receive_file(Some(w.engagement), Limits::default()).await.unwrap();
            receiving.push(b"%PDF-1.4 one\n%%EOF".to_vec()).await.unwrap().finish("../../合同.pdf").await.unwrap()
        };
        let cite = |page| DraftEvidence { page, at: "签字栏".into(), ..DraftEvidence::default() };
        let act = LinkEvidence {
            engagement: w.engagement,
            finding: id,
            version: None,
            sentence: Some(2),
            evidence: vec![],
            file: Some((receive().await, cite(Some(4)))),
        };
        w.perform(&w.one, &act).await.unwrap();
        let page = w.page(id).await;
        let piece = page.kept.paper.sentences[1].evidence[1].clone();
        let Place::File { file, page: Some(4) } = piece.place else { panic!("{piece:?}") };
        assert_eq!((piece.number.as_str(), page.files[&file].name.as_str()), ("合同.pdf", "合同.pdf"));
        let right = (Action::FindingView, Scope::One(w.engagement.0));
        assert!(w.t.app.open_file(&w.two, right, file, None).await.is_ok());
        let mut draft = draft_of(&page.kept);
        draft.sentences[0].evidence.push(DraftEvidence { number: "合同".into(), file: Some(file), ..cite(None) });
        w.revise(&w.one, id, draft.clone()).await.unwrap();
        let files = vec![NewFile { file: receive().await, sentence: None, evidence: DraftEvidence::default() }];
        let act = ReviseFinding { engagement: w.engagement, finding: id, version: None, draft: draft.clone(), files };
        w.perform(&w.one, &act).await.unwrap();
        assert_eq!(w.page(id).await.kept.paper.evidence.len(), 1);
        let nothing = LinkEvidence { engagement: w.engagement, finding: id, version: None, sentence: None, evidence: vec![], file: None };
        assert_eq!(refused(w.perform(&w.one, &nothing).await), "finding-evidence-number-missing");
        draft.evidence.push(DraftEvidence { number: "X".into(), file: Some(kernel::FileId(id.0)), ..cite(None) });
        assert_eq!(refused(w.revise(&w.one, id, draft).await), "finding-evidence-no-file");
        assert_eq!(w.t.verify().await.faults, []);
    }

    async fn numbers_have_no_gap_and_a_list_goes_on_where_the_page_before_ended(engine) {
        let w = Work::begun(engine).await;
        for _ in 0..5 {
            w.write(complete()).await;
        }
        let (mut numbers, mut page) = (Vec::new(), PageRequest { after: None, size: 2 });
        loop {
            let found = w.t.app.findings(&w.two, Some(w.engagement), &Default::default(), &page).await.unwrap();
            assert_eq!(found.total, 5);
            numbers.extend(found.page.items.iter().map(|kept| kept.number.clone()));
            let Some(next) = found.page.next else { break };
            page.after = Some(next);
        }
        assert_eq!(numbers, ["DG001", "DG002", "DG003", "DG004", "DG005"]);
    }

    async fn the_matrix_shows_a_finding_under_every_frame_and_what_has_none(engine) {
        let w = Work::begun(engine).await;
        let id = w.write(complete()).await;
        let (_, frame, _, lines) = w.t.app.finding_matrix(&w.one, w.engagement, None).await.unwrap();
        let of = |lines: &[app::finding::MatrixLine], code: &str| -> usize {
            lines.iter().find(|line| line.code.0 == code).unwrap().findings.len()
        };
        assert_eq!((frame.as_str(), of(&lines, "J2.5"), of(&lines, "J2.3")), ("focuses", 1, 0));
        let (_, _, _, lines) = w.t.app.finding_matrix(&w.one, w.engagement, Some("fulfilments")).await.unwrap();
        assert_eq!(of(&lines, "L2.4"), 1, "by way of the map between the frames");
        let table = w.t.app.finding_meeting(&w.one, w.engagement).await.unwrap();
        assert_eq!((table.open.len(), table.open[0].kept.finding.id), (1, id));
        assert_eq!(table.open[0].obstacle.as_ref().unwrap().id, "finding-not-signed-off");
    }
}
