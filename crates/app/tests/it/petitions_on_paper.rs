//! A referral that the leader approved on paper (A7): recorded with its scan, checked by another of the team, then of effect.

use crate::petitions::{Desk, MATTER, NAME, UNIT, out, said};
use app::Error;
use app::file::Received;
use app::mine::Waiting;
use app::petition::{
    CheckReferral, Entry, RecordReferral, RetractPetition, ScreenPetition, WithdrawReferralRecord,
};
use domain::decision::How;
use domain::permission::Role;
use domain::petition::{Standing, Verdict};
use kernel::PetitionId;
use testkit::{Engine, on_both};

async fn scan(desk: &Desk) -> Received {
    let bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n";
    desk.t.received(Some(desk.engagement), "批示.pdf", bytes).await
}

async fn on_paper(desk: &Desk, petition: PetitionId, to: &str) -> RecordReferral {
    RecordReferral {
        engagement: desk.engagement,
        petition,
        version: None,
        to: to.into(),
        extract: "反映人要求补发补助，请依规办理。".into(),
        consent: String::new(),
        led: String::new(),
        decider: "韦丁岩".into(),
        post: "巡察组组长".into(),
        decided_on: desk.t.app.today(),
        number: String::new(),
        wording: "同意转县民政局办理。".into(),
        scan: Some(scan(desk).await),
    }
}

fn check(desk: &Desk, petition: PetitionId, agrees: bool, reason: &str) -> CheckReferral {
    CheckReferral { engagement: desk.engagement, petition, version: None, agrees, reason: reason.into() }
}

/// A petition out of scope about somebody, and a second member of the team.
async fn screened(engine: Engine) -> (Desk, PetitionId) {
    let desk = Desk::open(engine).await;
    desk.t.person_of("second", Role::TeamMember, desk.engagement.0).await;
    let entry = Entry { subjects: "佟乙砚".into(), ..desk.named(MATTER) };
    let id = desk.screened(entry, out()).await;
    (desk, id)
}

async fn by(desk: &Desk, login: &str, act: impl app::Act<Done = ()>) -> Result<(), String> {
    said(desk.t.app.perform(&desk.t.ctx(login).await, &act).await)
}

async fn waits_for(desk: &Desk, login: &str) -> Vec<String> {
    let mine: Vec<Waiting> = desk.t.app.mine(&desk.t.ctx(login).await).await.unwrap();
    mine.iter().map(|waiting| waiting.why.id.to_string()).collect()
}

on_both! {
    async fn a_referral_approved_on_paper_takes_effect_once_another_of_the_team_has_checked_it(engine) {
        let (desk, id) = screened(engine).await;
        by(&desk, "member", on_paper(&desk, id, "县民政局").await).await.unwrap();
        let page = desk.page(id).await;
        assert_eq!(page.petition.standing(), Standing::Out, "a paper that nobody checked has no effect");
        assert!(page.petition.referral.is_none());
        assert!(matches!(&page.paper.as_ref().unwrap().decision.how, How::OnPaper { .. }));
        assert!(page.running.iter().any(|d| d.matter.0 == "decision_check"));
        assert_eq!(waits_for(&desk, "second").await, ["mine-why-paper-check"]);
        assert!(waits_for(&desk, "member").await.is_empty(), "whoever recorded it waits for another");
        let opened = desk.t.app.referral_scan(&desk.t.ctx("second").await, id).await.unwrap();
        assert_eq!(opened.file.name, "批示.pdf");
        // While it waits nothing else decides where the petition goes.
        let again = on_paper(&desk, id, "县民政局").await;
        assert_eq!(by(&desk, "second", again).await, Err("petition-paper-waits".into()));
        assert_eq!(desk.by_leader(desk.refer(id, "县民政局")).await, Err("petition-paper-waits".into()));
        assert_eq!(desk.by_member(desk.screen(id, Verdict::In)).await, Err("petition-paper-waits".into()));
        let retract = RetractPetition { engagement: desk.engagement, petition: id, version: None, why: "来电".into() };
        assert_eq!(desk.by_member(retract).await, Err("petition-paper-waits".into()));
        assert_eq!(by(&desk, "member", check(&desk, id, true, "")).await, Err("decision-checker-is-recorder".into()));
        by(&desk, "second", check(&desk, id, true, "")).await.unwrap();
        let page = desk.page(id).await;
        assert_eq!(page.petition.standing(), Standing::Referred);
        let referral = page.petition.referral.as_ref().unwrap();
        assert_eq!((referral.to.name.as_str(), &referral.consent), ("县民政局", &None));
        assert_eq!(page.paper.as_ref().unwrap().decision.id, referral.decision);
        let second = desk.t.signed("second").await.account;
        assert!(page.names.contains_key(&second), "who checked it is named");
        let running: Vec<&str> = page.running.iter().map(|d| d.matter.0.as_str()).collect();
        assert!(running.contains(&"petition_referral_receipt") && !running.contains(&"decision_check"), "{running:?}");
        assert_eq!(by(&desk, "second", check(&desk, id, true, "")).await, Err("decision-no-check-waiting".into()));
        desk.by_member(desk.receipt(id)).await.unwrap();
        desk.by_member(desk.outcome(id)).await.unwrap();
        assert_eq!(desk.standing(id).await, Standing::Outcome);
        // The office learns of no petition by its list of decisions.
        let decisions = desk.t.app.decisions(&desk.t.clerk().await, false, &kernel::PageRequest::default()).await.unwrap();
        assert!(decisions.items.is_empty());
        assert_eq!(desk.t.verify().await.faults, []);
    }

    async fn a_paper_that_does_not_agree_or_was_recorded_by_mistake_leaves_the_petition_as_it_was(engine) {
        let (desk, id) = screened(engine).await;
        by(&desk, "member", on_paper(&desk, id, "县民政局").await).await.unwrap();
        assert_eq!(by(&desk, "second", check(&desk, id, false, " ")).await, Err("decision-reject-without-reason".into()));
        by(&desk, "second", check(&desk, id, false, "批的是信访局")).await.unwrap();
        assert!(desk.page(id).await.paper.is_none());
        by(&desk, "member", on_paper(&desk, id, "县民政局").await).await.unwrap();
        let withdraw = WithdrawReferralRecord { engagement: desk.engagement, petition: id, version: None, reason: "录错了".into() };
        assert_eq!(by(&desk, "second", withdraw.clone()).await, Err("decision-withdraw-not-recorder".into()));
        by(&desk, "member", withdraw.clone()).await.unwrap();
        assert_eq!(by(&desk, "member", withdraw).await, Err("decision-no-check-waiting".into()));
        let running: Vec<String> = desk.page(id).await.running.iter().map(|d| d.matter.0.clone()).collect();
        assert_eq!(running, ["petition_referral", "petition_answer"], "its own periods run on, the check's is over");
        let screen = ScreenPetition { why: "经核对属于受理范围".into(), ..desk.screen(id, Verdict::In) };
        desk.by_member(screen).await.unwrap();
        assert_eq!(desk.standing(id).await, Standing::In);
        assert_eq!(desk.t.verify().await.faults, []);
    }

    async fn a_paper_passes_the_same_guards_as_a_referral_in_the_program_and_is_the_teams_alone(engine) {
        let (desk, id) = screened(engine).await;
        let good = on_paper(&desk, id, "县民政局").await;
        let wrong = [
            (RecordReferral { to: "月亮局".into(), ..good.clone() }, "petition-receiver-unknown"),
            (RecordReferral { to: UNIT.into(), ..good.clone() }, "petition-referral-to-subjects-unit"),
            (RecordReferral { led: "县民政局".into(), ..good.clone() }, "petition-referral-to-body-led"),
            (RecordReferral { extract: MATTER.into(), ..good.clone() }, "petition-extract-is-original"),
            (RecordReferral { extract: format!("{NAME}要求补发"), ..good.clone() }, "petition-extract-tells-who"),
            (RecordReferral { scan: None, ..good.clone() }, "decision-scan-missing"),
            (RecordReferral { wording: " ".into(), ..good.clone() }, "decision-wording-missing"),
            (RecordReferral { decider: " ".into(), ..good.clone() }, "decision-decider-missing"),
            (RecordReferral { decided_on: desk.t.app.today().plus_days(1), ..good.clone() }, "decision-in-the-future"),
        ];
        for (act, refusal) in wrong {
            assert_eq!(by(&desk, "member", act).await, Err(refusal.into()));
        }
        desk.t.team_member(&desk.site, "县民政局", Role::TeamLeader).await;
        for stranger in ["clerk", "team_leader-0"] {
            assert_eq!(by(&desk, stranger, good.clone()).await, Err("not-found".into()), "{stranger}");
        }
        by(&desk, "member", good).await.unwrap();
        for stranger in ["clerk", "team_leader-0"] {
            assert_eq!(by(&desk, stranger, check(&desk, id, true, "")).await, Err("not-found".into()), "{stranger}");
            let scan = desk.t.app.referral_scan(&desk.t.ctx(stranger).await, id).await;
            assert!(matches!(scan, Err(Error::NotFound)), "{stranger}");
        }
        let other = desk.screened(desk.entry("另一件事，与前一件无关。"), out()).await;
        desk.by_leader(desk.refer(other, "县民政局")).await.unwrap();
        let none = desk.t.app.referral_scan(&desk.member().await, other).await;
        assert!(matches!(none, Err(Error::NotFound)), "what was approved in the program has no scan");
        assert_eq!(desk.t.verify().await.faults, []);
    }
}
