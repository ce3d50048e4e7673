//! Clues and everyone else: what they say is found nowhere, and whoever may not see them does not learn that there are any.

use crate::clues::{Desk, NAME, RECEIVER, SECOND_NAME, SUMMARY, UNIT, again, draft};
use app::clue::{ClueFilter, ImportClues, PassClues, SignReceipt};
use app::decision::{Decide, Subject};
use app::matter::{DraftMatter, MatterOutcome, MatterReceipt, PassMatter, SendMatter, WithdrawMatter};
use app::{Ctx, Error};
use domain::clue::MatterState;
use domain::permission::Role;
use kernel::{EngagementId, PageRequest};
use testkit::{PASSWORD, TestApp, county_file, on_both};

/// Everything the database holds, whatever its columns.
async fn everything_stored(t: &TestApp) -> String {
    let mut conn = t.app.db().read().await.unwrap();
    let mut all = String::new();
    for table in [
        "journal_entry",
        "journal_state",
        "trace_entry",
        "clue",
        "clue_transfer",
        "file",
        "petition_referral",
        "clue_balance",
        "matter",
        "sealed_value",
        "deadline",
        "notice",
        "decision",
        "job",
        "access",
        "search_document",
        "search_queue",
        "name_part",
        "counter",
    ] {
        let (columns, shown) = match t.target {
            db::Target::Sqlite(_) => (format!("select name from pragma_table_info('{table}')"), "hex(?)"),
            db::Target::Postgres(_) => (
                format!(
                    "select column_name::text from information_schema.columns where table_name = '{table}'"
                ),
                "encode(convert_to(?::text, 'UTF8'), 'hex')",
            ),
        };
        let columns: Vec<(String,)> = conn.all(db::Statement::assembled(columns)).await.unwrap();
        assert!(!columns.is_empty(), "no table {table}");
        for (column,) in columns {
            let text =
                format!("select {} from {table} where {column} is not null", shown.replace('?', &column));
            let rows: Vec<(String,)> = conn.all(db::Statement::assembled(text)).await.unwrap();
            rows.into_iter().for_each(|(hex,)| all.push_str(&unhexed(&hex)));
        }
    }
    all
}

fn unhexed(hex: &str) -> String {
    let digits: Vec<char> = hex.chars().collect();
    let byte = |pair: &[char]| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap();
    String::from_utf8_lossy(&digits.chunks(2).map(byte).collect::<Vec<u8>>()).into_owned()
}

/// The bytes of everything below a folder.
fn everything_on_disk(folder: &std::path::Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            all.extend(everything_on_disk(&path));
        } else {
            all.extend(std::fs::read(path).unwrap());
        }
    }
    all
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

async fn sees_none(t: &TestApp, ctx: &Ctx, engagement: EngagementId) {
    let first = PageRequest::default();
    let ctx = || again(t, ctx);
    let refused = |gone: bool| assert!(gone);
    refused(matches!(t.app.engagement_clues(&ctx(), engagement, &first).await, Err(Error::NotFound)));
    refused(!t.app.sees_clues_of(&ctx(), engagement).await.unwrap());
    match t.app.clues(&ctx(), &ClueFilter::default(), &first).await {
        Ok(found) => assert!(found.items.is_empty()),
        Err(error) => assert!(matches!(error, Error::NotFound)),
    }
    let deadlines = t.app.deadlines(&ctx(), &app::deadline::DeadlineFilter::default(), &first).await.unwrap();
    assert!(deadlines.items.iter().all(|d| !d.subject_kind.starts_with("clue")));
    let decisions = t.app.decisions(&ctx(), false, &first).await;
    assert!(decisions.is_err() || decisions.unwrap().items.iter().all(|d| d.about != Subject::Clue));
    for words in [NAME, "验收", "XS"] {
        let found = t.app.search(&ctx(), words).await.unwrap();
        assert!(
            found.is_none_or(|found| found.groups.iter().all(|(kind, _)| !kind.contains("clue"))),
            "{words}"
        );
    }
}

on_both! {
    async fn what_a_clue_says_is_in_no_table_journal_notice_file_or_backup(engine) {
        let d = Desk::new(engine).await;
        let officer = d.t.of_unit(&d.site, RECEIVER, Role::ReceivingOfficer).await;
        let clue = d.drafted("discipline", &[(NAME, "county"), (SECOND_NAME, "county")]).await;
        let opened = d.t.app.open_clue(&d.lead(), clue, "核对内容").await.unwrap();
        assert_eq!((opened.subjects[0].name.as_str(), opened.summary.as_str()), (NAME, SUMMARY));
        for reason in ["", "看", NAME] {
            assert!(matches!(d.t.app.open_clue(&d.lead(), clue, reason).await, Err(Error::Invalid(_))), "{reason}");
        }
        d.approved(clue, &[Some(1), Some(2)]).await;
        let transfer = d.handed(clue, Some(1), RECEIVER).await;
        d.t.app.perform(&again(&d.t, &officer), &SignReceipt { transfer, seal_whole: true }).await.unwrap();
        d.t.app.open_received_clue(&officer, transfer, "办理").await.unwrap();
        let list = d.t.app.clue_package_list(&d.t.clerk().await, clue, Some(1), "装袋").await.unwrap();
        assert!(!list.name.contains(NAME));
        d.t.app.clue_letter(&d.t.clerk().await, clue, Some(1)).await.unwrap();
        d.t.app.clue_hand_over_sheet(&d.t.clerk().await, transfer).await.unwrap();
        d.t.clock.advance(30 * 86_400);
        d.t.work_off().await;
        let backup = d.t.folder().join("backup");
        std::fs::create_dir_all(&backup).unwrap();
        let ctx = d.t.app.own_ctx("backup", app::Channel::Cli);
        d.t.app.back_up(&ctx, backup, None, |_| ()).await.unwrap();
        let stored = everything_stored(&d.t).await;
        assert!(stored.contains("clue-draft") && stored.contains("核对内容"), "the scan reads the journal and the trace");
        for secret in [NAME, SECOND_NAME, SUMMARY, "丽景苑"] {
            assert!(!stored.contains(secret), "{secret} lies open");
            let hex: String = secret.bytes().map(|b| format!("{b:02x}")).collect();
            assert!(!stored.to_lowercase().contains(&hex), "{secret} lies open as bytes");
            assert!(!holds(&everything_on_disk(d.t.folder()), secret), "{secret} lies on the disk");
        }
        assert_eq!(d.t.verify().await.faults, []);
    }

    async fn nobody_who_was_not_named_learns_of_a_clue(engine) {
        let d = Desk::new(engine).await;
        let clue = d.drafted("discipline", &[(NAME, "county")]).await;
        d.graded(clue).await;
        let others = [
            d.t.team_member(&d.site, UNIT, Role::TeamMember).await,
            d.t.team_member(&d.site, UNIT, Role::TeamDeputy).await,
            d.t.team_member(&d.site, "县水利局", Role::TeamLeader).await,
            d.t.of_unit(&d.site, UNIT, Role::UnitHead).await,
            d.t.of_unit(&d.site, UNIT, Role::UnitDiscipline).await,
            d.t.of_unit(&d.site, RECEIVER, Role::ReceivingOfficer).await,
            d.t.ctx("head").await,
            d.t.ctx("second").await,
            d.t.clerk().await,
        ];
        for ctx in &others {
            sees_none(&d.t, ctx, d.engagement).await;
            assert!(matches!(d.t.app.clue(&again(&d.t, ctx), clue).await, Err(Error::NotFound)));
            assert!(matches!(d.t.app.open_clue(&again(&d.t, ctx), clue, "看看").await, Err(Error::NotFound)));
        }
        d.t.app.perform(&d.lead(), &PassClues { engagement: d.engagement, clues: vec![clue] }).await.unwrap();
        assert!(d.t.app.clue(&d.t.clerk().await, clue).await.is_ok(), "passed on, its keeper sees it");
        for ctx in &others[..8] {
            assert!(matches!(d.t.app.clue(&again(&d.t, ctx), clue).await, Err(Error::NotFound)));
        }
    }

    async fn what_was_handed_over_to_one_is_seen_by_no_other(engine) {
        let d = Desk::new(engine).await;
        let officer = d.t.of_unit(&d.site, RECEIVER, Role::ReceivingOfficer).await;
        let same_unit = d.t.of_unit(&d.site, RECEIVER, Role::UnitDiscipline).await;
        let head = d.t.of_unit(&d.site, RECEIVER, Role::UnitHead).await;
        let other = d.t.of_unit(&d.site, "县水利局", Role::ReceivingOfficer).await;
        let clue = d.drafted("discipline", &[(NAME, "county")]).await;
        d.approved(clue, &[Some(1)]).await;
        let transfer = d.handed(clue, Some(1), RECEIVER).await;
        d.t.work_off().await;
        assert!(d.t.app.received_clue(&officer, transfer).await.is_ok());
        for ctx in [&same_unit, &head, &other, &d.leader] {
            assert!(matches!(d.t.app.received_clue(&again(&d.t, ctx), transfer).await, Err(Error::NotFound)));
            let sign = SignReceipt { transfer, seal_whole: true };
            assert!(matches!(d.t.app.perform(&again(&d.t, ctx), &sign).await, Err(Error::NotFound)));
            let told = d.t.app.notices(&again(&d.t, ctx), &PageRequest::default()).await.unwrap();
            assert!(told.items.iter().all(|n| !n.message.id.starts_with("notice-clue-handed")));
        }
        let foreign = d.t.app.clue(&again(&d.t, &officer), clue).await;
        assert!(matches!(foreign, Err(Error::NotFound)), "the receiver sees the hand-over, not the clue");
    }

    async fn the_files_twelve_clues_come_in_with_their_routes_and_once(engine) {
        let d = Desk::new(engine).await;
        let (bytes, round) = (county_file("findings.json"), d.site.round);
        let clerk = d.t.clerk().await;
        let preview = d.t.app.preview_clues(&clerk, "findings.json", &bytes, round).await.unwrap();
        let counts = preview.preview.counts;
        assert_eq!((counts.clues, counts.persons, counts.new, counts.findings, preview.preview.errors), (12, 13, 12, 40, 0));
        let file: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        for clue in &preview.clues {
            let expected = &file["expected_routing"]["by_clue"][&clue.number];
            for route in &clue.routes {
                assert_eq!(route.receiver_class.as_deref(), expected["receiver_class"].as_str(), "{}", clue.number);
                assert_eq!(route.earliest.as_deref(), expected["earliest"].as_str(), "{}", clue.number);
                assert_eq!(route.why.len(), 3);
            }
        }
        let printed = serde_json::to_string(&preview).unwrap();
        for person in file["clues"].as_array().unwrap().iter().flat_map(|c| c["persons"].as_array().unwrap()) {
            assert!(!printed.contains(person["name"].as_str().unwrap()), "the preview names nobody");
        }
        let import = ImportClues { file: "findings.json".into(), bytes: bytes.clone(), round };
        let done = d.t.app.perform(&clerk, &import).await.unwrap().done;
        assert_eq!((done.made, done.counts.persons), (12, 13));
        let again_seen = d.t.app.preview_clues(&d.t.clerk().await, "findings.json", &bytes, round).await.unwrap();
        assert_eq!((again_seen.preview.counts.there, again_seen.preview.counts.new), (12, 0));
        let twice = d.t.app.perform(&d.t.clerk().await, &import).await.err().unwrap();
        assert_eq!(twice.to_string(), "refused: clue-import-nothing-new");
        let own = d.t.app.engagement_clues(&d.lead(), d.engagement, &PageRequest::default()).await.unwrap();
        assert_eq!(own.page.items.len(), 1, "each clue is its own team's");
        let opened = d.t.app.open_clue(&d.lead(), own.page.items[0].clue.id, "核对").await.unwrap();
        assert_eq!(opened.subjects[0].name, "庞甲穗");
        // Names of post holders stand in the round's own file; what is said about them stands nowhere.
        let stored = everything_stored(&d.t).await;
        for clue in file["clues"].as_array().unwrap() {
            assert!(!stored.contains(clue["summary"].as_str().unwrap()), "{}", clue["id"]);
        }
        assert_eq!(d.t.verify().await.faults, []);
    }

    async fn a_leader_imports_only_into_engagements_of_their_own(engine) {
        let d = Desk::new(engine).await;
        let bytes = county_file("findings.json");
        let preview = d.t.app.preview_clues(&d.lead(), "findings.json", &bytes, d.site.round).await.unwrap();
        assert_eq!((preview.clues.len(), preview.preview.errors), (1, 11));
        let member = d.t.team_member(&d.site, UNIT, Role::TeamMember).await;
        let refused = d.t.app.preview_clues(&member, "findings.json", &bytes, d.site.round).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    }

    async fn a_matter_goes_by_the_office_to_its_receiver_and_back(engine) {
        let d = Desk::new(engine).await;
        let officer = d.t.of_unit(&d.site, RECEIVER, Role::ReceivingOfficer).await;
        let draft = |name: &str, text: &str| DraftMatter {
            engagement: d.engagement,
            text: text.into(),
            receiver: "functional".into(),
            receiver_name: name.into(),
            sources: vec!["XF031".into()],
        };
        for (wrong, said) in [(draft("", "x"), "receiver_name: clue-matter-receiver-missing"), (draft(RECEIVER, " "), "text: clue-matter-empty")] {
            assert_eq!(crate::inspectors::refusal(d.t.app.perform(&d.lead(), &wrong).await), said);
        }
        let matter = d.t.app.perform(&d.lead(), &draft(RECEIVER, "校服征订缺办法")).await.unwrap().done.matter;
        let today = d.t.app.today();
        let send = SendMatter { matter, letter: "云巡函〔2025〕5号".into(), on: today };
        assert!(matches!(d.t.app.perform(&d.t.clerk().await, &send).await, Err(Error::NotFound)), "not the office's yet");
        let waits = async |ctx: Ctx| {
            let all = d.t.app.mine(&ctx).await.unwrap();
            all.into_iter().find(|w| w.kind == "matter").map(|w| w.step.id.into_owned())
        };
        assert_eq!(waits(d.lead()).await.as_deref(), Some("mine-step-pass"));
        assert_eq!(waits(d.t.clerk().await).await, None, "not the office's yet");
        d.t.app.perform(&d.lead(), &PassMatter { engagement: d.engagement, matter }).await.unwrap();
        assert_eq!(waits(d.t.ctx("head").await).await.as_deref(), Some("mine-step-decide"));
        let early = crate::inspectors::refusal(d.t.app.perform(&d.t.clerk().await, &send).await);
        assert_eq!(early, "clue-matter-out-of-order");
        let decide = Decide { about: Subject::Matter, ids: vec![matter.into()], approved: true, reason: String::new(), password: PASSWORD.into() };
        d.t.app.perform(&d.t.ctx("head").await, &decide).await.unwrap();
        assert!(matches!(d.t.app.received_matter(&officer, matter).await, Err(Error::NotFound)));
        assert_eq!(waits(d.t.clerk().await).await.as_deref(), Some("mine-step-send"));
        d.t.app.perform(&d.t.clerk().await, &send).await.unwrap();
        assert_eq!(waits(d.t.clerk().await).await, None, "it is the receiver's now");
        assert_eq!(d.t.app.received_matters(&again(&d.t, &officer)).await.unwrap().len(), 1);
        let late = WithdrawMatter { matter, reason: "x".into() };
        assert_eq!(crate::inspectors::refusal(d.t.app.perform(&d.t.clerk().await, &late).await), "clue-matter-out-of-order");
        d.t.app.perform(&again(&d.t, &officer), &MatterReceipt { matter, paper: None }).await.unwrap();
        let answer = |result: &str| MatterOutcome { matter, result: result.into(), paper: None };
        assert_eq!(crate::inspectors::refusal(d.t.app.perform(&again(&d.t, &officer), &answer("")).await), "clue-outcome-empty");
        d.t.app.perform(&again(&d.t, &officer), &answer("已出台办法")).await.unwrap();
        let page = d.t.app.matter(&d.lead(), matter).await.unwrap();
        assert!(matches!(page.matter.state, MatterState::Outcome { .. }));
        assert_eq!(d.t.verify().await.faults, []);
    }
}

/// A draft is no secret of the type system alone: what is typed in cannot be printed.
#[test]
fn what_is_typed_in_has_no_debug_form() {
    let act = draft(EngagementId(uuid::Uuid::nil()), "discipline", &[(NAME, "county")]);
    // Serialising is not offered either; only its frame can be looked at.
    assert_eq!(act.frame.nature, "discipline");
}
