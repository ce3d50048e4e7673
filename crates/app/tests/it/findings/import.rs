//! The practice county's working papers from their file.

use super::{UNIT, Work, complete, refused};
use app::finding::{ImportFindings, Into};
use domain::finding::Standing;
use domain::permission::Role;
use kernel::PageRequest;
use std::collections::BTreeMap;
use testkit::{county_file, on_both};

fn act(into: Into) -> ImportFindings {
    ImportFindings { into, file: "findings.json".into(), bytes: county_file("findings.json") }
}

on_both! {
    async fn forty_papers_come_in_as_drafts_five_of_them_blocked_and_a_second_time_none(engine) {
        let w = Work::begun(engine).await;
        let (clerk, into) = (w.t.clerk().await, Into::Round(w.site.round));
        let bytes = county_file("findings.json");
        let preview = w.t.app.preview_findings(&clerk, into, "findings.json", &bytes).await.unwrap();
        assert_eq!((preview.errors, preview.counts.counts.papers, preview.counts.clues), (0, 40, 12));
        let expected: serde_json::Value = serde_json::from_slice(&county_file("expected.json")).unwrap();
        let expected: BTreeMap<&str, &str> = expected["findings_defects"]
            .as_object().unwrap().iter().map(|(n, k)| (n.as_str(), k.as_str().unwrap())).collect();
        let blocked = preview.counts.drafts.iter().filter(|draft| draft.blocked);
        let blocked: BTreeMap<&str, &str> = blocked.map(|d| (d.number.as_str(), d.marks[0].kind)).collect();
        assert_eq!(blocked, expected);
        let offered: Vec<&str> =
            preview.counts.drafts.iter().filter(|d| d.offers_clue).map(|d| d.number.as_str()).collect();
        assert_eq!(offered, ["DG038"]);
        let text = serde_json::to_string(&preview).unwrap();
        assert!(!text.contains("柯丙颂") && !text.contains("社会救助股"), "numbers only");
        let done = w.perform(&clerk, &act(into)).await.unwrap();
        assert_eq!((done.papers, done.blocked, done.there, done.clues), (40, 5, 0, 12));
        let again = w.t.app.preview_findings(&clerk, into, "findings.json", &bytes).await.unwrap();
        assert_eq!((again.errors, again.counts.counts.there, again.counts.counts.new), (0, 40, 0));
        assert_eq!(refused(w.perform(&clerk, &act(into)).await), "finding-import-nothing-new");
        let found = w.t.app.findings(&w.one, None, &Default::default(), &PageRequest::default()).await.unwrap();
        assert_eq!((found.page.items.len(), found.total), (5, 5));
        let no_evidence = found.page.items.iter().find(|kept| kept.number == "DG015").unwrap();
        assert!(no_evidence.mark.blocked && no_evidence.decision.is_some() && no_evidence.view.is_none());
        assert_eq!(refused(w.sign(&w.one, no_evidence.finding.id).await), "finding-no-evidence");
        assert!(found.page.items.iter().all(|kept| kept.mark.standing == Standing::Draft && kept.mark.to_check));
        let next = w.write(complete()).await;
        assert_eq!(w.page(next).await.kept.number, "DG041", "numbers go on behind the file's");
        assert_eq!(w.t.verify().await.faults, []);
    }

    async fn a_team_imports_what_belongs_to_its_engagement_and_nothing_else(engine) {
        let w = Work::begun(engine).await;
        let into = Into::Engagement(w.engagement);
        let preview = w.t.app.preview_findings(&w.one, into, "f.json", &county_file("findings.json")).await.unwrap();
        assert_eq!((preview.counts.counts.new, preview.counts.counts.elsewhere), (5, 35));
        assert_eq!(w.perform(&w.one, &act(into)).await.unwrap().papers, 5);
        let other = w.t.team_member(&w.site, "县民政局", Role::TeamMember).await;
        assert!(w.perform(&other, &act(into)).await.is_err());
        assert!(w.perform(&w.leader, &act(Into::Round(w.site.round))).await.is_err(), "a round is the office's");
        let unit = UNIT;
        let unknown = format!(r#"{{"working_papers": [{{"id": "DG900", "unit": "{unit}无", "title": "一"}}]}}"#);
        let bad = ImportFindings { into, file: "bad.json".into(), bytes: unknown.into_bytes() };
        assert_eq!(refused(w.perform(&w.one, &bad).await), "finding-import-faulty");
        let broken = ImportFindings { into, file: "x".into(), bytes: b"{".to_vec() };
        assert_eq!(refused(w.perform(&w.one, &broken).await), "finding-file-unreadable");
    }
}
