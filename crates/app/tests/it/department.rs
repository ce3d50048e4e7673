//! What is handed to a department: one list over clues, matters and referrals, by what is owed, and nothing of others.

use crate::clues::{Desk, NAME, RECEIVER, UNIT, again};
use app::clue::SignReceipt;
use app::department::{HandedFilter, Owed, What};
use app::matter::{DraftMatter, MatterReceipt, PassMatter, SendMatter};
use app::petition::{
    AnswerReferral, Entry, ReferPetition, RegisterPetition, ScreenPetition, SignReferral, Told,
};
use app::{Ctx, Error};
use domain::permission::Role;
use domain::petition::{Standing, Verdict};
use kernel::id::MatterId;
use kernel::{PageRequest, PetitionId, RecordId};
use testkit::{PASSWORD, on_both};

/// A matter on its way to the department.
async fn sent(d: &Desk) -> MatterId {
    let draft = DraftMatter {
        engagement: d.engagement,
        text: "灌溉渠道管护责任不清".into(),
        receiver: "functional".into(),
        receiver_name: RECEIVER.into(),
        sources: Vec::new(),
    };
    let matter = d.t.app.perform(&d.lead(), &draft).await.unwrap().done.matter;
    d.t.app.perform(&d.lead(), &PassMatter { engagement: d.engagement, matter }).await.unwrap();
    let decide = app::decision::Decide {
        about: app::decision::Subject::Matter,
        ids: vec![matter.into()],
        approved: true,
        reason: String::new(),
        password: PASSWORD.into(),
    };
    d.t.app.perform(&d.t.ctx("head").await, &decide).await.unwrap();
    let send = SendMatter { matter, letter: "云巡移〔2025〕5号".into(), on: d.t.app.today() };
    d.t.app.perform(&d.t.clerk().await, &send).await.unwrap();
    matter
}

/// A petition out of scope, referred to the department.
async fn referred(d: &Desk) -> PetitionId {
    let entry = Entry {
        channel: "letter".into(),
        received: d.t.app.now(),
        reporter: NAME.to_owned().into(),
        contact: Told::nothing(),
        people: None,
        openers: Vec::new(),
        unit: UNIT.into(),
        subjects: String::new(),
        text: "我家的高龄补贴从去年起就没有发过，问了几次都没有结果。".into(),
        disciplines: Vec::new(),
    };
    let engagement = d.engagement;
    // A leader with a password of their own, which the referral asks for.
    let leader = d.t.person_of("zuzhang", Role::TeamLeader, engagement.0).await;
    let act = RegisterPetition { engagement, entry };
    let petition = d.t.app.perform(&again(&d.t, &leader), &act).await.unwrap().done.petition;
    let verdict = Verdict::Out { reason: "personal".into() };
    let screen = ScreenPetition { engagement, petition, version: None, verdict, why: "个人诉求".into() };
    d.t.app.perform(&again(&d.t, &leader), &screen).await.unwrap();
    let refer = ReferPetition {
        engagement,
        petition,
        version: None,
        to: RECEIVER.into(),
        extract: "有群众反映高龄补贴没有发放".into(),
        consent: String::new(),
        consent_on: None,
        led: String::new(),
        password: PASSWORD.into(),
    };
    d.t.app.perform(&again(&d.t, &leader), &refer).await.unwrap();
    petition
}

async fn lines(d: &Desk, ctx: &Ctx, filter: HandedFilter) -> Vec<(What, Owed, RecordId)> {
    let page = d.t.app.handed(ctx, &filter, &PageRequest::default()).await.unwrap();
    page.items.iter().map(|line| (line.handed.what, line.handed.owed, line.handed.id)).collect()
}

on_both! {
    async fn a_department_sees_what_was_handed_to_it_by_what_it_owes_and_nothing_of_others(engine) {
        let d = Desk::new(engine).await;
        let t = &d.t;
        let officer = t.of_unit(&d.site, RECEIVER, Role::ReceivingOfficer).await;
        let elsewhere = t.of_unit(&d.site, "县水利局", Role::ReceivingOfficer).await;
        let inside = t.of_unit(&d.site, UNIT, Role::UnitDiscipline).await;
        let clue = d.drafted("discipline", &[(NAME, "county")]).await;
        d.approved(clue, &[Some(1)]).await;
        let transfer = d.handed(clue, Some(1), RECEIVER).await;
        let matter = sent(&d).await;
        let petition = referred(&d).await;
        let all = lines(&d, &officer, HandedFilter::default()).await;
        let kinds: Vec<What> = What::ALL.into_iter().filter(|what| all.iter().any(|line| line.0 == *what)).collect();
        assert_eq!((all.len(), kinds.len()), (3, 3), "{all:?}");
        assert!(all.iter().all(|line| line.1 == Owed::Receipt));
        for other in [&elsewhere, &inside] {
            assert_eq!(lines(&d, other, HandedFilter::default()).await, []);
            assert_eq!(t.app.handed_figures(other).await.unwrap(), []);
        }
        let slip = all.iter().find(|line| line.0 == What::Referral).unwrap().2;
        let page = t.app.received_referral(&officer, slip).await.unwrap();
        assert!(page.due.is_some() && page.slip.extract.contains("高龄补贴"));
        let kept = serde_json::to_string(&page.slip.value).unwrap();
        assert!(!kept.contains(NAME) && !kept.contains("问了几次"), "neither reporter nor original goes along");
        assert!(matches!(t.app.received_referral(&elsewhere, slip).await, Err(Error::NotFound)));
        t.work_off().await;
        let told = t.app.notices(&officer, &PageRequest::default()).await.unwrap();
        assert_eq!(told.items.len(), 3, "the officer is told of each");
        let waiting = t.app.mine(&officer).await.unwrap();
        let own: Vec<_> = waiting.iter().filter(|line| line.source == "received").collect();
        assert!(own.len() == 3 && own.iter().all(|line| line.due.is_some()));
        let early = AnswerReferral { referral: slip, result: "已补发".into() };
        let refused = crate::inspectors::refusal(t.app.perform(&again(t, &officer), &early).await);
        assert_eq!(refused, "petition-outcome-without-receipt");
        let sign = SignReferral { referral: slip };
        assert!(matches!(t.app.perform(&again(t, &elsewhere), &sign).await, Err(Error::NotFound)));
        t.app.perform(&again(t, &officer), &sign).await.unwrap();
        let twice = crate::inspectors::refusal(t.app.perform(&again(t, &officer), &sign).await);
        assert_eq!(twice, "clue-receipt-already");
        let lead = d.lead();
        assert_eq!(t.app.petition(&lead, petition).await.unwrap().petition.standing(), Standing::Received);
        t.app.perform(&again(t, &officer), &SignReceipt { transfer, seal_whole: true }).await.unwrap();
        t.app.perform(&again(t, &officer), &MatterReceipt { matter, paper: None }).await.unwrap();
        let empty = AnswerReferral { referral: slip, result: " ".into() };
        assert_eq!(crate::inspectors::refusal(t.app.perform(&again(t, &officer), &empty).await), "result: petition-outcome-empty");
        t.app.perform(&again(t, &officer), &AnswerReferral { referral: slip, result: "已补发".into() }).await.unwrap();
        assert_eq!(t.app.petition(&lead, petition).await.unwrap().petition.standing(), Standing::Outcome);
        let owed = |owed| HandedFilter { owed: Some(owed), ..HandedFilter::default() };
        assert_eq!(lines(&d, &officer, owed(Owed::Nothing)).await, [(What::Referral, Owed::Nothing, slip)]);
        assert_eq!(lines(&d, &officer, owed(Owed::Outcome)).await.len(), 2);
        let open = HandedFilter { open: true, what: Some(What::Clue), ..HandedFilter::default() };
        assert_eq!(lines(&d, &officer, open).await, [(What::Clue, Owed::Outcome, transfer.into())]);
        t.clock.advance(300 * 86_400);
        let late = HandedFilter { late: Some(t.app.today()), ..HandedFilter::default() };
        assert_eq!(lines(&d, &officer, late).await.len(), 2, "what is answered is not late");
        let figures = t.app.handed_figures(&officer).await.unwrap();
        let sum = |late: bool| figures.iter().filter(|c| c.late == late).map(|c| c.count).sum::<i64>();
        assert_eq!((sum(true), sum(false)), (2, 1));
        let first = t.app.handed(&officer, &HandedFilter::default(), &PageRequest { after: None, size: 2 }).await.unwrap();
        let next = PageRequest { after: first.next.clone(), size: 2 };
        let rest = t.app.handed(&officer, &HandedFilter::default(), &next).await.unwrap();
        let ids: std::collections::BTreeSet<_> = first.items.iter().chain(&rest.items).map(|l| l.handed.id.0).collect();
        assert_eq!((first.items.len(), rest.items.len(), ids.len()), (2, 1, 3), "pages hold each once");
        assert_eq!(t.verify().await.faults, []);
    }
}
