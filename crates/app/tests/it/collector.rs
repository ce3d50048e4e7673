//! The collector: forms go out, reports come in sealed, answers go back; nothing twice, nothing to strangers.

use crate::inspectors::refusal;
use crate::online_reports::{filled, with_form};
use app::collector::{Collector, Emptied, Followed, SignedOrders};
use app::online_report::{Received, Sent};
use app::round::WithdrawRound;
use crypto::{InstanceKey, Place, vault};
use db::{Db, Target};
use domain::online_report::{OnlineForm, Saying, Voice};
use kernel::{Offset, RecordId};
use std::sync::Arc;
use store::online_report::{self as online, NewSaying};
use testkit::{TestApp, TestRng, on_both};

/// A collector in the folder of a test's program, with a key of its own.
async fn collector(t: &TestApp) -> Collector {
    let db = Db::open(&Target::Sqlite(t.folder().join("collector.db"))).await.unwrap();
    let rng = Arc::new(TestRng::other());
    let key = InstanceKey::generate(&*rng);
    Collector::new((db, t.clock.clone(), rng), &key, Offset::BEIJING)
}

async fn orders(t: &TestApp) -> SignedOrders {
    let file = t.app.collector_orders(&t.clerk().await).await.unwrap().write().unwrap();
    SignedOrders::read(&file).unwrap()
}

/// What the office orders, followed.
async fn follow(t: &TestApp, collector: &Collector) -> Followed {
    let signed = orders(t).await;
    collector.follow(&signed.of(&signed.office).unwrap()).await.unwrap()
}

async fn parcel(collector: &Collector) -> Vec<u8> {
    let mut file = Vec::new();
    collector.hand_over(&mut file).await.unwrap();
    file
}

async fn take_in(t: &TestApp, parcel: &[u8]) -> Result<Emptied, app::Error> {
    t.app.take_in_parcel(&t.clerk().await, &mut &parcel[..]).await
}

async fn send(t: &TestApp, collector: &Collector, form: &OnlineForm, text: &str) -> Received {
    let intake = collector.intake();
    let stamp = intake.stamp(form);
    t.clock.advance(30);
    let sent = Sent { stamp, filled: filled(text), files: Vec::new() };
    intake.receive(form.address.as_str(), sent).await.unwrap().unwrap()
}

/// The team answers every report that the office holds.
async fn answer_all(t: &TestApp, form: &OnlineForm, text: &str) {
    let mut conn = t.app.db().read().await.unwrap();
    for report in online::waiting(&mut conn, form.id, 10).await.unwrap() {
        let id = uuid::Uuid::from_u128(report.id.as_u128() ^ 1);
        let place = Place { kind: "online_saying", record: RecordId(id), field: "contents" };
        let said = serde_json::to_vec(&Saying { text: text.to_owned() }).unwrap();
        let contents = vault::seal(&[report.reply_key], 1, &place, &said, t.app.rng()).unwrap();
        let (day, files) = (t.app.today(), Vec::new());
        let new = NewSaying { id, report: report.id, voice: Voice::Team, day, contents, files };
        online::say(t.app.db(), &new).await.unwrap();
    }
}

fn contains(file: &[u8], text: &str) -> bool {
    file.windows(text.len()).any(|part| part == text.as_bytes())
}

on_both! {
    async fn a_report_goes_to_the_office_once_and_the_answer_comes_back(engine) {
        let (t, form) = with_form(engine).await;
        let collector = collector(&t).await;
        assert_eq!(follow(&t, &collector).await, Followed { forms: 1, ..Followed::default() });
        let text = "七月去城东营业厅办减免，被要求先交钱。";
        let received = send(&t, &collector, &form, text).await;
        let file = parcel(&collector).await;
        assert!(!contains(&file, text) && !contains(&file, &form.id.to_string()));
        let first = take_in(&t, &file).await.unwrap();
        assert_eq!((first.reports, first.new), (1, 1));
        let again = take_in(&t, &file).await.unwrap();
        assert_eq!((again.reports, again.new), (1, 0));
        answer_all(&t, &form, "已收到，正在了解。").await;
        follow(&t, &collector).await;
        follow(&t, &collector).await;
        let intake = collector.intake();
        let talk = intake.talk(&received.code).await.unwrap().unwrap();
        let said: Vec<_> = talk.parts.iter().map(|p| (p.from_team, p.text.as_str())).collect();
        assert_eq!(said, [(false, text), (true, "已收到，正在了解。")]);
        // What the reporter adds follows by the same way.
        intake.add(&received.code, "那天有收据。", Vec::new()).await.unwrap().unwrap();
        intake.rate(&received.code, true).await.unwrap();
        let second = take_in(&t, &parcel(&collector).await).await.unwrap();
        assert_eq!((second.reports, second.new), (1, 1));
        let mut conn = t.app.db().read().await.unwrap();
        let report = online::waiting(&mut conn, form.id, 10).await.unwrap().remove(0);
        assert_eq!(report.satisfied, Some(true));
        let voices: Vec<String> =
            online::sayings(&mut conn, report.id).await.unwrap().into_iter().map(|s| s.voice).collect();
        assert_eq!(voices, [Voice::Team.code(), Voice::Reporter.code()]);
        drop(conn);
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_parcel_that_was_cut_changed_or_meant_for_another_is_refused(engine) {
        let (t, form) = with_form(engine).await;
        let collector = collector(&t).await;
        follow(&t, &collector).await;
        send(&t, &collector, &form, "第一件").await;
        send(&t, &collector, &form, "第二件").await;
        let file = parcel(&collector).await;
        for length in [0, 20, 40, file.len() / 2, file.len() - 1] {
            assert_eq!(refusal(take_in(&t, &file[..length]).await), "collector-parcel-unreadable", "{length}");
        }
        let mut changed = file.clone();
        let last = changed.len() - 1;
        changed[last] ^= 1;
        assert_eq!(refusal(take_in(&t, &changed).await), "collector-parcel-unreadable");
        // An office that did not make the form.
        let other = TestApp::set_up(engine).await;
        let foreign = other.app.take_in_parcel(&other.clerk().await, &mut &file[..]).await;
        assert_eq!(refusal(foreign), "collector-parcel-foreign");
        t.stranger("stranger").await;
        let refused = t.app.take_in_parcel(&t.ctx("stranger").await, &mut &file[..]).await;
        assert!(matches!(refused, Err(app::Error::Forbidden(_))), "{refused:?}");
    }

    async fn a_collector_obeys_one_office_and_only_what_it_signed(engine) {
        let (t, _) = with_form(engine).await;
        let signed = orders(&t).await;
        assert!(signed.of(&signed.office).is_ok());
        let other = crypto::sign::Signer::new(&InstanceKey::generate(&TestRng::other())).verifier();
        assert_eq!(refusal(signed.of(&other)), "collector-orders-foreign");
        let text = String::from_utf8(signed.write().unwrap()).unwrap().replace("转有关部门", "不予办理啊");
        let changed = SignedOrders::read(text.as_bytes()).unwrap();
        assert_eq!(refusal(changed.of(&signed.office)), "collector-orders-foreign");
        assert_eq!(refusal(SignedOrders::read(b"{}").map(|_| ())), "collector-orders-unreadable");
    }

    async fn a_form_is_let_go_of_only_when_the_office_has_all_that_came_through_it(engine) {
        let (t, form) = with_form(engine).await;
        let collector = collector(&t).await;
        follow(&t, &collector).await;
        let received = send(&t, &collector, &form, "还没有交的一件").await;
        let withdraw = WithdrawRound { round: form.round, reason: "合并到下一轮".into() };
        t.app.perform(&t.clerk().await, &withdraw).await.unwrap();
        let kept = Followed { not_received: 1, ..Followed::default() };
        assert_eq!(follow(&t, &collector).await, kept);
        assert!(collector.intake().talk(&received.code).await.unwrap().is_some());
        take_in(&t, &parcel(&collector).await).await.unwrap();
        assert_eq!(follow(&t, &collector).await, Followed { let_go: 1, ..Followed::default() });
        assert!(collector.intake().talk(&received.code).await.unwrap().is_none());
        assert_eq!(follow(&t, &collector).await, Followed::default());
        let mut nothing = Vec::new();
        assert_eq!(refusal(collector.hand_over(&mut nothing).await), "collector-no-forms");
    }
}
