//! Online reports: taken, found again by their code alone, and tied to nobody.

use crate::rounds::{day, go_to, with_round};
use app::online_report::{CloseOnlineForm, OpenOnlineForm, Received, Sent, Unsent};
use crypto::ReceiptCode;
use domain::online_report::{Filled, OnlineForm, Standing};
use kernel::{Offset, OnlineFormId};
use testkit::{Engine, TestApp, on_both};

/// Round 9 with a form for its first team, open from 1 September to 18:00 on 11 December.
pub(crate) async fn with_form(engine: Engine) -> (TestApp, OnlineForm) {
    let (t, round) = with_round(engine).await;
    go_to(&t, day(9, 1));
    let team = t.app.round(&t.clerk().await, round).await.unwrap().teams[0].team.id;
    let act = OpenOnlineForm {
        team,
        from: t.app.today().start(Offset::BEIJING),
        until: day(12, 11).start(Offset::BEIJING).plus_seconds(18 * 3_600),
        accepted: "受理领导班子及其成员的问题。".into(),
        passed_on: "其他事项转有关部门办理。".into(),
    };
    let id = t.app.perform(&t.clerk().await, &act).await.unwrap().done;
    let form = form(&t, id, round).await;
    (t, form)
}

async fn form(t: &TestApp, id: OnlineFormId, round: kernel::RoundId) -> OnlineForm {
    let team = t.app.round(&t.clerk().await, round).await.unwrap().teams[0].team.id;
    let page = t.app.online_forms(&t.clerk().await, team).await.unwrap();
    page.forms.into_iter().find(|f| f.form.id == id).unwrap().value.form
}

pub(crate) fn filled(text: &str) -> Filled {
    Filled { text: text.into(), unit: "0".into(), ..Filled::default() }
}

/// Opens the form, waits as a person would, sends it.
async fn send(t: &TestApp, form: &OnlineForm, filled: Filled) -> Result<Received, Unsent> {
    let intake = t.app.intake();
    let stamp = intake.stamp(form);
    t.clock.advance(30);
    let sent = Sent { stamp, filled, files: Vec::new() };
    intake.receive(form.address.as_str(), sent).await.unwrap()
}

fn ids(unsent: Unsent) -> Vec<String> {
    let Unsent::Fields(errors) = unsent else { panic!("fields are wrong") };
    errors.into_iter().map(|e| e.message.id.into_owned()).collect()
}

/// Every value of every table of the public page and the journal, as text and as bytes of text.
async fn everything_stored(t: &TestApp) -> String {
    let mut out = String::new();
    let mut conn = t.app.db().read().await.unwrap();
    for (table, columns) in [
        ("online_report", "id, form, receipt, reply_key, contents"),
        ("online_saying", "id, report, report, report, contents"),
        ("online_file", "id, report, report, report, contents"),
    ] {
        let text = match conn.engine() {
            Engine::Sqlite => format!(
                "select {} from {table}",
                columns.split(", ").map(|c| format!("hex({c})")).collect::<Vec<_>>().join(", ")
            ),
            Engine::Postgres => format!(
                "select {} from {table}",
                columns.split(", ").map(|c| format!("{c}::text")).collect::<Vec<_>>().join(", ")
            ),
        };
        let rows: Vec<(String, String, String, String, String)> =
            conn.all(db::Statement::assembled(text)).await.unwrap();
        for (a, b, c, d, e) in rows {
            out.push_str(&[a, b, c, d, e].join(" "));
        }
    }
    out.to_lowercase()
}

async fn journal_entries(t: &TestApp) -> i64 {
    let mut conn = t.app.db().read().await.unwrap();
    conn.one::<(i64,)>(db::sql("select count(*) from journal_entry")).await.unwrap().0
}

on_both! {
    async fn a_report_is_found_by_its_code_and_by_no_other(engine) {
        let (t, form) = with_form(engine).await;
        let received = send(&t, &form, filled("七月去城东营业厅办减免，被要求先交钱。")).await.unwrap();
        assert!(!received.again);
        let intake = t.app.intake();
        let talk = intake.talk(&received.code).await.unwrap().unwrap();
        assert_eq!(talk.parts.len(), 1);
        assert_eq!(talk.parts[0].text, "七月去城东营业厅办减免，被要求先交钱。");
        assert_eq!(talk.day, t.app.today());
        assert!(!talk.taken && talk.satisfied.is_none());
        let other = ReceiptCode::generate(t.app.rng());
        assert!(intake.talk(&other).await.unwrap().is_none());
        assert!(matches!(intake.add(&other, "x", Vec::new()).await, Err(app::Error::NotFound)));
        assert!(intake.add(&received.code, "还有一件事。", Vec::new()).await.unwrap().is_ok());
        let talk = intake.talk(&received.code).await.unwrap().unwrap();
        assert_eq!(talk.parts[1].text, "还有一件事。");
        let refused = intake.rate(&received.code, true).await.unwrap_err();
        assert_eq!(refused.to_string(), "refused: online-not-answered");
    }

    async fn a_form_sent_twice_is_one_report_with_one_code(engine) {
        let (t, form) = with_form(engine).await;
        let intake = t.app.intake();
        let stamp = intake.stamp(&form);
        t.clock.advance(30);
        let sent = || Sent { stamp: stamp.clone(), filled: filled("一件事"), files: Vec::new() };
        let first = intake.receive(form.address.as_str(), sent()).await.unwrap().unwrap();
        let second = intake.receive(form.address.as_str(), sent()).await.unwrap().unwrap();
        assert!(!first.again && second.again);
        assert_eq!(first.code.text().expose(), second.code.text().expose());
        let mut conn = t.app.db().read().await.unwrap();
        let (n,): (i64,) = conn.one(db::sql("select count(*) from online_report")).await.unwrap();
        assert_eq!(n, 1);
    }

    async fn a_form_too_quick_too_old_or_not_ours_comes_back(engine) {
        let (t, form) = with_form(engine).await;
        let intake = t.app.intake();
        let address = form.address.as_str();
        let sent = |stamp: String| Sent { stamp, filled: filled("x"), files: Vec::new() };
        let quick = intake.receive(address, sent(intake.stamp(&form))).await.unwrap().unwrap_err();
        assert_eq!(ids(quick), ["online-form-quick"]);
        let old = intake.stamp(&form);
        t.clock.advance(86_500);
        assert_eq!(ids(intake.receive(address, sent(old)).await.unwrap().unwrap_err()), ["online-form-old"]);
        let none = intake.receive(address, sent(String::new())).await.unwrap().unwrap_err();
        assert_eq!(ids(none), ["online-form-old"]);
        assert!(matches!(intake.receive("aaaaaaaa", sent(String::new())).await, Err(app::Error::NotFound)));
    }

    async fn the_form_closes_at_its_published_hour_and_when_the_office_closes_it(engine) {
        let (t, form) = with_form(engine).await;
        let intake = t.app.intake();
        let asked = intake.form(form.address.as_str()).await.unwrap();
        assert_eq!((asked.standing, asked.names), (Standing::Open, true));
        let close = |reason: &str| CloseOnlineForm { form: form.id, reason: reason.into() };
        let refused = t.app.perform(&t.clerk().await, &close(" ")).await.unwrap_err();
        assert_eq!(refused.to_string(), "refused: online-close-without-reason");
        t.app.perform(&t.clerk().await, &close("公告改用新的二维码")).await.unwrap();
        let over = send(&t, &form, filled("x")).await.unwrap_err();
        assert!(matches!(over, Unsent::Closed(Standing::Over)));
        assert!(t.verify().await.faults.is_empty());
    }

    async fn one_form_is_open_at_a_time_for_a_team_and_only_the_office_opens_it(engine) {
        let (t, form) = with_form(engine).await;
        let again = OpenOnlineForm {
            team: form.team,
            from: t.app.now(),
            until: t.app.now().plus_seconds(3_600),
            accepted: "一".into(),
            passed_on: "二".into(),
        };
        let Err(app::Error::Invalid(errors)) = t.app.perform(&t.clerk().await, &again).await else {
            panic!("a second form");
        };
        assert_eq!(errors[0].message.id, "online-already-open");
        t.stranger("stranger").await;
        let ctx = t.ctx("stranger").await;
        assert!(t.app.perform(&ctx, &again).await.is_err());
        assert!(t.app.online_forms(&ctx, form.team).await.is_err());
    }

    async fn sixty_four_reports_at_once_are_all_taken(engine) {
        let (t, form) = with_form(engine).await;
        let intake = t.app.intake();
        let stamps: Vec<String> = (0..64).map(|_| intake.stamp(&form)).collect();
        t.clock.advance(30);
        let mut sendings = tokio::task::JoinSet::new();
        for (n, stamp) in stamps.into_iter().enumerate() {
            let (intake, address) = (intake.clone(), form.address.as_str().to_owned());
            sendings.spawn(async move {
                let sent = Sent { stamp, filled: filled(&format!("第{n}件")), files: Vec::new() };
                intake.receive(&address, sent).await.unwrap().unwrap().code.text().expose().clone()
            });
        }
        let codes: std::collections::BTreeSet<String> = sendings.join_all().await.into_iter().collect();
        assert_eq!(codes.len(), 64);
        let code = ReceiptCode::parse(codes.first().unwrap()).unwrap();
        assert!(intake.talk(&code).await.unwrap().is_some());
    }

    async fn what_is_stored_holds_no_words_and_no_time_and_the_journal_learns_only_of_the_day(engine) {
        let (t, form) = with_form(engine).await;
        let before = journal_entries(&t).await;
        let code = send(&t, &form, filled("Zhou-Nvshi saw it")).await.unwrap().code;
        t.app.intake().add(&code, "Zhou-Nvshi again", Vec::new()).await.unwrap().unwrap();
        let stored = everything_stored(&t).await;
        let hex: String = "Zhou-Nvshi".bytes().map(|b| format!("{b:02x}")).collect();
        assert!(!stored.is_empty() && !stored.contains(&hex));
        let shown: String = code.text().expose().chars().filter(|c| *c != '-').collect();
        let code_hex: String = shown.bytes().map(|b| format!("{b:02x}")).collect();
        assert!(!stored.contains(&code_hex));
        assert_eq!(journal_entries(&t).await, before, "nothing is journalled when a report comes");
        assert_eq!(t.app.count_online_days().await.unwrap(), 0, "nor before its day is over");
        t.clock.advance(86_400);
        assert_eq!(t.app.count_online_days().await.unwrap(), 1);
        assert_eq!(t.app.count_online_days().await.unwrap(), 0, "a day is counted once");
        assert_eq!(journal_entries(&t).await, before + 1);
        assert!(t.verify().await.faults.is_empty());
    }
}
