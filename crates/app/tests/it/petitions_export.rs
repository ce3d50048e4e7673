//! Registers taken out: a team's in the form in which it comes in, the office's as envelopes; nobody's name in either.

use crate::petitions::{CONTACT, Desk, NAME, UNIT, said};
use app::export::ExportedList;
use app::petition::{ImportPetitions, PetitionFilter, SplitClaim, WithdrawPetition};
use app::{Ctx, Error};
use documents::sheet::{Limits, open};
use domain::permission::Role;
use domain::petition::Verdict;
use std::io::Read as _;
use testkit::on_both;

const MATTER: &str = "渠道只修了一半就通过验收，剩下的工程款不知去向。";

/// Everything a file holds, part by part, as it lies in it.
fn unpacked(list: &ExportedList) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&list.bytes)).unwrap();
    let mut all = String::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        all.push_str(&String::from_utf8_lossy(&bytes));
    }
    all
}

/// What the cells show, row by row.
fn rows(list: &ExportedList) -> Vec<Vec<String>> {
    let workbook = open(&list.bytes, &Limits::default()).unwrap();
    let row = |row: &documents::sheet::Row| row.cells.iter().map(|c| c.value.shown().into_owned()).collect();
    workbook.sheets[0].rows().iter().map(row).collect()
}

fn holds(list: &ExportedList, words: &str) -> bool {
    unpacked(list).contains(words)
}

/// A register with every way of naming oneself, a claim, and one entered by mistake.
async fn register(desk: &Desk) {
    let named = app::petition::Entry {
        subjects: "佟乙砚、佟某".into(),
        people: Some(3),
        openers: vec!["司戊鸿".into(), "元戊曜".into()],
        ..desk.named(MATTER)
    };
    let mixed = desk.screened(named, Verdict::Mixed).await;
    let (engagement, petition) = (desk.engagement, mixed);
    let claim = SplitClaim { engagement, petition, version: None, extract: "要求补发补助".into() };
    desk.by_member(claim).await.unwrap();
    desk.register(desk.entry("无人署名的一件事，请查一查。")).await;
    let surname = app::petition::Entry {
        reporter: "邬女士".to_owned().into(),
        ..desk.entry("窗口总是没有人。")
    };
    desk.register(surname).await;
    let mistaken = desk.register(desk.entry("登错的一件。")).await;
    let (why, version) = ("重复登记".into(), None);
    desk.by_member(WithdrawPetition { engagement, petition: mistaken, version, why }).await.unwrap();
}

async fn traced(desk: &Desk) -> Vec<(String, String)> {
    let mut conn = desk.t.app.db().read().await.unwrap();
    let text = "select actor_name, reason from trace_entry where event = 'list-exported' order by seq";
    conn.all(db::sql(text)).await.unwrap()
}

on_both! {
    async fn a_teams_register_goes_out_as_it_comes_in_and_names_nobody(engine) {
        let desk = Desk::open(engine).await;
        register(&desk).await;
        for role in [Role::TeamLeader, Role::TeamDeputy, Role::TeamLiaison] {
            let ctx = desk.t.team_member(&desk.site, UNIT, role).await;
            let list = desk.t.app.export_petitions(&ctx, desk.engagement).await.unwrap();
            assert_eq!(list.name, "县农业农村局信访登记表-2025-10-20.xlsx");
            for secret in [NAME, CONTACT, "邬女士"] {
                assert!(!holds(&list, secret), "{secret} as {role:?}");
            }
            let shown = rows(&list);
            let first = shown.iter().find(|row| row.contains(&MATTER.to_owned())).unwrap();
            for words in ["信访〔2025〕1", "来信", "实名", "密封", UNIT, "佟乙砚、佟某", "3", "开箱人：司戊鸿、元戊曜"] {
                assert!(first.contains(&words.to_owned()), "{words} in {first:?}");
            }
            let claim = shown.iter().find(|row| row.contains(&"要求补发补助".to_owned())).unwrap();
            assert!(claim.contains(&"密封".to_owned()), "its reporter is the other's: {claim:?}");
            assert!(shown.iter().any(|row| row.contains(&"匿名".to_owned()) && !row.contains(&"密封".to_owned())));
            assert!(shown.iter().any(|row| row.contains(&"仅有姓氏".to_owned()) && row.contains(&"密封".to_owned())));
            assert!(!holds(&list, "登错的一件"), "what was entered by mistake is none of the register");
            let again = ImportPetitions { file: list.name.clone(), bytes: list.bytes, round: None, besides: Some(desk.engagement) };
            assert_eq!(said(desk.t.app.perform(&ctx, &again).await), Err("petition-import-nothing-new".into()));
        }
        let traced = traced(&desk).await;
        assert_eq!(traced.len(), 3);
        assert!(traced.iter().all(|(_, name)| name == "县农业农村局信访登记表-2025-10-20.xlsx"));
        assert_eq!(desk.t.verify().await.faults, []);
    }

    async fn the_offices_file_holds_envelopes_and_not_a_word_of_what_is_told(engine) {
        let desk = Desk::open(engine).await;
        register(&desk).await;
        desk.t.holder("director", Some(Role::OfficeDirector)).await;
        for ctx in [desk.t.clerk().await, desk.t.ctx("director").await] {
            let list = desk.t.app.export_registers(&ctx, &PetitionFilter::default()).await.unwrap();
            assert_eq!(list.name, "信访登记情况-2025-10-20.xlsx");
            let secrets = [NAME, CONTACT, "邬女士", "渠道", "窗口", "工程款", "佟乙砚", "司戊鸿", "实名", "匿名", "密封"];
            for secret in secrets {
                assert!(!holds(&list, secret), "{secret}");
            }
            let shown = rows(&list);
            let first = shown.iter().find(|row| row.contains(&"信访〔2025〕1".to_owned())).unwrap();
            for words in [UNIT, "来信", "受理，待办理", "2025-10-20"] {
                assert!(first.contains(&words.to_owned()), "{words} in {first:?}");
            }
        }
        let other = PetitionFilter { engagement: Some(desk.site.engagement("县民政局")), ..PetitionFilter::default() };
        let none = desk.t.app.export_registers(&desk.t.clerk().await, &other).await.unwrap();
        assert!(!holds(&none, "信访〔2025〕1"), "what is taken out is what the list shows");
        assert_eq!(traced(&desk).await.len(), 3);
        assert_eq!(desk.t.verify().await.faults, []);
    }

    async fn who_has_no_right_to_it_takes_nothing_out_and_leaves_no_trace(engine) {
        let desk = Desk::open(engine).await;
        register(&desk).await;
        desk.t.stranger("stranger").await;
        let app = &desk.t.app;
        let others: Vec<(&str, Ctx)> = vec![
            ("a member", desk.member().await),
            ("another team", desk.t.team_member(&desk.site, "县民政局", Role::TeamLeader).await),
            ("the unit", desk.t.of_unit(&desk.site, UNIT, Role::UnitHead).await),
            ("the office", desk.t.clerk().await),
            ("a stranger", desk.t.ctx("stranger").await),
        ];
        for (who, ctx) in &others {
            assert!(matches!(app.export_petitions(ctx, desk.engagement).await, Err(Error::NotFound)), "{who}");
            if *who != "the office" {
                let registers = app.export_registers(ctx, &PetitionFilter::default()).await;
                assert!(matches!(registers, Err(Error::Forbidden(_))), "{who}");
            }
        }
        let leader = desk.leader().await;
        assert!(matches!(app.export_registers(&leader, &PetitionFilter::default()).await, Err(Error::Forbidden(_))));
        assert_eq!(app.register_named(&leader, None, UNIT).await.unwrap(), desk.engagement);
        assert!(traced(&desk).await.is_empty());
    }
}
