use super::*;
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn round() -> Round {
    Round {
        id: RoundId(Uuid::nil()),
        term: TermId(Uuid::nil()),
        number: RoundNumber(9),
        name: "十五届云河县委第九轮巡察".into(),
        window: Window::new(day("2025-09-08"), day("2025-10-31")).unwrap(),
        intake_closes: None,
        approval: None,
        deployed_on: None,
        origin: Origin::Planned,
        stage: Stage::Planned,
        cadres: Vec::new(),
        withdrawn: None,
    }
}

fn engagements(behind: EngagementStage) -> Engagements {
    Engagements { all: 9, unauthorised: 0, furthest_behind: Some(behind), furthest_ahead: Some(behind) }
}

fn refused(result: Result<Round, Refusal>) -> String {
    result.unwrap_err().0.id.into_owned()
}

fn approved() -> Round {
    round().approve(DecisionId(Uuid::nil()), engagements(EngagementStage::Preparation)).unwrap()
}

#[test]
fn a_round_goes_its_way_step_by_step() {
    let ready = engagements(EngagementStage::Closed);
    let round = approved().deploy(day("2025-09-08"), ready).unwrap().go_on_site(day("2025-09-08")).unwrap();
    let round = round.begin_reporting(ready).unwrap().feed_back(ready).unwrap();
    let round = round.begin_rectifying(ready).unwrap().close(ready).unwrap().archive().unwrap();
    assert_eq!(round.stage, Stage::Archived);
    assert_eq!(refused(round.archive()), "round-wrong-stage");
}

#[test]
fn each_step_waits_for_what_it_needs() {
    assert_eq!(
        refused(round().approve(DecisionId(Uuid::nil()), Engagements::default())),
        "round-approve-empty"
    );
    let unauthorised = Engagements { unauthorised: 2, ..engagements(EngagementStage::Preparation) };
    assert_eq!(refused(approved().deploy(day("2025-09-08"), unauthorised)), "round-deploy-unauthorised");
    let deployed = approved().deploy(day("2025-09-05"), engagements(EngagementStage::Preparation)).unwrap();
    assert_eq!(refused(deployed.clone().go_on_site(day("2025-09-07"))), "round-before-window");
    let on_site = deployed.go_on_site(day("2025-09-08")).unwrap();
    let behind = on_site.begin_reporting(engagements(EngagementStage::Understanding));
    assert_eq!(refused(behind), "round-engagement-behind");
}

#[test]
fn a_plan_is_amended_until_it_is_approved() {
    let later = Window::new(day("2025-09-15"), day("2025-11-07")).unwrap();
    assert_eq!(round().amend("第九轮".into(), later, None).unwrap().window, later);
    assert_eq!(refused(round().amend(" ".into(), later, None)), "round-name-missing");
    assert_eq!(refused(approved().amend("第九轮".into(), later, None)), "round-wrong-stage");
}

#[test]
fn a_running_round_is_entered_at_its_stage_and_says_where_from() {
    let taken = round().taken_over(Stage::Rectifying, "纸质台账".into()).unwrap();
    assert_eq!(taken.stage, Stage::Rectifying);
    assert_eq!(taken.origin, Origin::TakenOver { at: Stage::Rectifying, source: "纸质台账".into() });
    assert_eq!(refused(round().taken_over(Stage::OnSite, String::new())), "round-source-missing");
    assert_eq!(refused(approved().taken_over(Stage::OnSite, "台账".into())), "round-wrong-stage");
    let same = round().taken_over(Stage::Planned, "台账".into()).unwrap();
    assert_eq!(refused(same.taken_over(Stage::OnSite, "台账".into())), "round-already-taken-over");
    let text = serde_json::to_string(&taken).unwrap();
    assert_eq!(serde_json::from_str::<Round>(&text).unwrap(), taken);
}

#[test]
fn a_plan_is_withdrawn_with_a_reason_until_it_is_approved() {
    let day = day("2025-08-01");
    assert_eq!(refused(round().withdraw(day, " ")), "round-withdraw-without-reason");
    assert_eq!(refused(approved().withdraw(day, "改期")), "round-wrong-stage");
    let withdrawn = round().withdraw(day, "改期").unwrap();
    let facts = engagements(EngagementStage::Preparation);
    assert_eq!(refused(withdrawn.clone().approve(DecisionId(Uuid::nil()), facts)), "round-is-withdrawn");
    assert_eq!(refused(withdrawn.clone().withdraw(day, "改期")), "round-is-withdrawn");
    assert_eq!(refused(withdrawn.step_back(facts)), "round-is-withdrawn");
}

#[test]
fn a_step_is_taken_back_while_nothing_rests_on_it() {
    let none = Engagements { unauthorised: 9, ..engagements(EngagementStage::Preparation) };
    let back = approved().step_back(none).unwrap();
    assert_eq!((back.stage, back.approval), (Stage::Planned, None));
    assert_eq!(refused(back.step_back(none)), "round-back-never");
    let prepared = engagements(EngagementStage::Preparation);
    assert_eq!(refused(approved().step_back(prepared)), "round-back-authorised");
    let deployed = approved().deploy(day("2025-09-08"), prepared).unwrap();
    assert_eq!(deployed.clone().step_back(prepared).unwrap().deployed_on, None);
    let on_site = deployed.go_on_site(day("2025-09-08")).unwrap();
    let entered = engagements(EngagementStage::Entry);
    assert_eq!(refused(on_site.clone().step_back(entered)), "round-back-entered");
    assert_eq!(on_site.step_back(prepared).unwrap().stage, Stage::Deployed);
    let told = engagements(EngagementStage::Feedback);
    let feeding = Round { stage: Stage::FeedingBack, ..approved() };
    assert_eq!(refused(feeding.clone().step_back(told)), "round-back-fed-back");
    assert_eq!(feeding.step_back(engagements(EngagementStage::Reporting)).unwrap().stage, Stage::Reporting);
    let taken = round().taken_over(Stage::OnSite, "台账".into()).unwrap();
    assert_eq!(refused(taken.step_back(prepared)), "round-back-taken-over");
}

proptest! {
    #[test]
    fn stages_are_never_skipped_or_taken_back(steps in proptest::collection::vec((0_u8..8, 0_usize..7), 0..40)) {
        let mut at = round();
        for (step, behind) in steps {
            let stage = EngagementStage::ALL[behind];
            let facts = engagements(stage);
            let next = match step {
                0 => at.clone().approve(DecisionId(Uuid::nil()), facts),
                1 => at.clone().deploy(day("2025-09-08"), facts),
                2 => at.clone().go_on_site(day("2025-09-08")),
                3 => at.clone().begin_reporting(facts),
                4 => at.clone().feed_back(facts),
                5 => at.clone().begin_rectifying(facts),
                6 => at.clone().close(facts),
                _ => at.clone().archive(),
            };
            if let Ok(next) = next {
                let index = |s: Stage| Stage::ALL.iter().position(|x| *x == s).unwrap();
                prop_assert_eq!(index(next.stage), index(at.stage) + 1);
                if next.stage == Stage::Closed {
                    prop_assert_eq!(stage, EngagementStage::Closed);
                }
                at = next;
            }
            prop_assert!(at.stage == Stage::Planned || at.approval.is_some());
        }
    }
}
