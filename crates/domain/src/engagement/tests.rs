use super::*;
use crate::team::{Role, TeamRules};
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn window(from: &str, to: &str) -> Window {
    Window::new(day(from), day(to)).unwrap()
}

fn rules() -> TeamRules {
    TeamRules {
        least_members: 3,
        seats: Vec::new(),
        skills: Vec::new(),
        recent_rounds: 3,
        least_training_hours: None,
        grades: std::collections::BTreeMap::new(),
        full_members_only: true,
    }
}

fn engagement() -> Engagement {
    Engagement {
        id: EngagementId(Uuid::nil()),
        round: RoundId(Uuid::nil()),
        team: TeamId(Uuid::nil()),
        unit: UnitId(Uuid::nil()),
        kind: EngagementKind::Routine,
        topic: None,
        follows_up: None,
        extensions: Vec::new(),
        on_site: window("2025-09-08", "2025-10-31"),
        access_end: AccessEnd::Handover { done: None },
        object: Vec::new(),
        public: PublicContacts::default(),
        authorisation: None,
        stage: Stage::Preparation,
    }
}

fn authorisation() -> Authorisation {
    Authorisation {
        paper: kernel::RecordId(Uuid::nil()),
        period: window("2025-09-08", "2025-10-31"),
        decision: DecisionId(Uuid::nil()),
        lifted: None,
    }
}

fn team(members: usize) -> Vec<EntryMember> {
    let of = |n| EntryMember {
        role: if n == 0 { Role::Leader } else { Role::Member },
        checked: true,
        pledged: true,
    };
    (0..members).map(of).collect()
}

fn authorised() -> Engagement {
    engagement().authorise(authorisation(), 0).unwrap()
}

fn refused(result: Result<Engagement, Refusal>) -> String {
    result.unwrap_err().0.id.into_owned()
}

fn obstacles(engagement: &Engagement, today: &str, team: &[EntryMember]) -> Vec<String> {
    let found = engagement.entry_obstacles(day(today), team, &rules());
    found.into_iter().map(|m| m.id.into_owned()).collect()
}

#[test]
fn entry_names_everything_that_is_missing() {
    let mut two = team(2);
    two[0] = EntryMember { role: Role::Deputy, checked: false, pledged: false };
    assert_eq!(
        obstacles(&engagement(), "2025-09-08", &two),
        [
            "engagement-entry-no-authorisation",
            "engagement-entry-no-leader",
            "engagement-entry-team-too-small",
            "engagement-entry-unchecked",
            "engagement-entry-unpledged",
        ]
    );
    assert_eq!(obstacles(&authorised(), "2025-09-08", &team(3)), [""; 0]);
}

#[test]
fn entry_needs_the_authorisation_in_force_today() {
    let not_in_force = ["engagement-entry-authorisation-not-in-force"];
    assert_eq!(obstacles(&authorised(), "2025-09-07", &team(3)), not_in_force);
    assert_eq!(obstacles(&authorised(), "2025-11-01", &team(3)), not_in_force);
    let lifted = authorised().lift_authorisation(day("2025-09-20")).unwrap();
    assert_eq!(obstacles(&lifted, "2025-09-19", &team(3)), [""; 0]);
    assert_eq!(obstacles(&lifted, "2025-09-20", &team(3)), not_in_force);
    assert_eq!(refused(lifted.lift_authorisation(day("2025-09-21"))), "engagement-not-authorised");
}

#[test]
fn an_authorisation_follows_the_check_of_recusal_and_covers_the_window() {
    assert_eq!(refused(engagement().authorise(authorisation(), 1)), "engagement-members-unchecked");
    assert_eq!(refused(authorised().authorise(authorisation(), 0)), "engagement-already-authorised");
    let short = Authorisation { period: window("2025-09-08", "2025-10-30"), ..authorisation() };
    assert_eq!(refused(engagement().authorise(short, 0)), "engagement-authorisation-too-short");
}

#[test]
fn reporting_waits_for_open_matters_unless_the_leader_says_why() {
    let working = Engagement { stage: Stage::Understanding, ..authorised() };
    let open = OpenMatters { undisposed: 2, unanswered: 1 };
    assert_eq!(refused(working.clone().begin_reporting(open, None)), "engagement-reporting-undisposed");
    assert_eq!(refused(working.clone().begin_reporting(open, Some(" "))), "engagement-reporting-undisposed");
    let unanswered = OpenMatters { undisposed: 0, unanswered: 1 };
    assert_eq!(refused(working.clone().begin_reporting(unanswered, None)), "engagement-reporting-unanswered");
    assert_eq!(working.begin_reporting(open, Some("县委要求提前汇报")).unwrap().stage, Stage::Reporting);
}

#[test]
fn a_team_sees_nothing_before_and_nothing_after() {
    let engagement = authorised();
    assert_eq!(super::tests::engagement().access(day("2025-09-10")), Access::None, "without authorisation");
    assert_eq!(engagement.access(day("2025-09-07")), Access::None);
    assert_eq!(engagement.access(day("2025-09-08")), Access::OnSite);
    assert_eq!(engagement.access(day("2025-10-31")), Access::OnSite);
    assert_eq!(engagement.access(day("2025-11-01")), Access::Desk, "until the archive is handed over");
    let over = Engagement { stage: Stage::Feedback, ..engagement }.hand_over(day("2025-12-20")).unwrap();
    assert_eq!(over.access(day("2025-12-20")), Access::Desk);
    assert_eq!(over.access(day("2025-12-21")), Access::None);
}

#[test]
fn a_fixed_end_of_access_holds_and_the_archive_follows_feedback() {
    let fixed = Engagement { access_end: AccessEnd::Fixed { day: day("2025-11-30") }, ..authorised() };
    assert_eq!(fixed.access(day("2025-11-30")), Access::Desk);
    assert_eq!(fixed.access(day("2025-12-01")), Access::None);
    assert_eq!(refused(authorised().hand_over(day("2025-11-30"))), "engagement-handover-before-feedback");
    let lifted = authorised().lift_authorisation(day("2025-09-20")).unwrap();
    assert_eq!(lifted.access(day("2025-09-20")), Access::None);
}

#[test]
fn one_in_mid_course_is_taken_over_at_its_stage() {
    let taken = engagement().taken_over(Stage::Rectification).unwrap();
    assert_eq!(taken.stage, Stage::Rectification);
    assert_eq!(refused(taken.clone().taken_over(Stage::Closed)), "engagement-taken-over-late");
    for (items, petitions, rule) in [
        (3, 0, "engagement-close-open-items"),
        (0, 2, "engagement-close-open-petitions"),
        (3, 2, "engagement-close-open-both"),
    ] {
        assert_eq!(refused(taken.clone().close(OpenAtClose { items, petitions })), rule);
    }
    assert_eq!(taken.close(OpenAtClose::default()).unwrap().stage, Stage::Closed);
}

#[test]
fn kinds_are_read_as_the_field_writes_them() {
    assert_eq!(EngagementKind::from_written("回头看"), Some(EngagementKind::LookBack));
    assert_eq!(EngagementKind::from_written("常规巡察"), Some(EngagementKind::Routine));
    assert_eq!(EngagementKind::from_written("普通"), None);
    for (kind, code) in EngagementKind::ALL.into_iter().zip(KIND_CODES) {
        assert_eq!(serde_json::to_value(kind).unwrap(), code);
    }
}

#[test]
fn one_is_taken_out_with_a_reason_before_it_is_authorised() {
    let day = day("2025-08-01");
    let refused = |result: Result<Kept, Refusal>| result.unwrap_err().0.id.into_owned();
    assert_eq!(refused(Kept::from(engagement()).withdraw(day, "")), "engagement-withdraw-without-reason");
    assert_eq!(refused(Kept::from(authorised()).withdraw(day, "改期")), "engagement-withdraw-too-late");
    let out = Kept::from(engagement()).withdraw(day, " 改期 ").unwrap();
    assert_eq!(out.withdrawn.as_ref().unwrap().reason, "改期");
    assert_eq!(refused(out.withdraw(day, "改期")), "engagement-already-withdrawn");
}

#[test]
fn a_stage_is_taken_back_but_what_the_unit_was_told_is_not() {
    let at = |stage| Engagement { stage, ..authorised() };
    assert_eq!(at(Stage::Entry).step_back().unwrap().stage, Stage::Preparation);
    assert_eq!(at(Stage::Reporting).step_back().unwrap().stage, Stage::Understanding);
    assert_eq!(at(Stage::Closed).step_back().unwrap().stage, Stage::Rectification);
    assert_eq!(refused(at(Stage::Feedback).step_back()), "engagement-back-never");
    assert_eq!(refused(at(Stage::Preparation).step_back()), "engagement-back-never");
}

#[test]
fn what_the_public_is_told_makes_sense() {
    let hours = |from: &str, to: &str| (from.parse().unwrap(), to.parse().unwrap());
    let duty = |hours| Some(DutyHours { days: DutyDays::WorkingDays, hours });
    let fields = |public: &PublicContacts| -> Vec<String> {
        public.faults().into_iter().map(|f| format!("{}: {}", f.field, f.message.id)).collect()
    };
    let good = PublicContacts {
        duty: duty(vec![hours("08:30", "12:00"), hours("14:30", "17:30")]),
        boxes: vec![PublicBox { number: "B1".into(), place: "大厅".into() }],
        posted: Some(day("2025-09-08")),
        ..PublicContacts::default()
    };
    assert_eq!(fields(&good), [""; 0]);
    let twice = PublicContacts { boxes: vec![good.boxes[0].clone(), good.boxes[0].clone()], ..good.clone() };
    assert_eq!(fields(&twice), ["boxes: round-box-twice"]);
    let overlapping =
        PublicContacts { duty: duty(vec![hours("08:30", "12:00"), hours("11:30", "17:30")]), ..good.clone() };
    assert_eq!(fields(&overlapping), ["hours: round-duty-hours"]);
    let reversed = PublicContacts { taken_down: Some(day("2025-09-07")), ..good };
    assert_eq!(fields(&reversed), ["taken_down: engagement-notice-reversed"]);
}

proptest! {
    #[test]
    fn stages_are_never_skipped_and_entry_is_never_unguarded(
        steps in proptest::collection::vec((0_u8..8, any::<bool>()), 0..40)
    ) {
        let mut at = engagement();
        for (step, ready) in steps {
            let before = at.clone();
            let next = match step {
                0 => at.clone().authorise(authorisation(), usize::from(!ready)),
                1 => at.clone().enter(day("2025-09-08"), &team(if ready { 3 } else { 2 }), &rules()),
                2 => at.clone().begin_understanding(),
                3 => at.clone().begin_reporting(OpenMatters { undisposed: usize::from(!ready), unanswered: 0 }, None),
                4 => at.clone().feed_back(),
                5 => at.clone().begin_rectification(),
                6 => at.clone().close(OpenAtClose { items: usize::from(!ready), petitions: 0 }),
                _ => at.clone().lift_authorisation(day("2025-09-09")),
            };
            if let Ok(next) = next {
                let step = Stage::ALL.iter().position(|s| *s == next.stage).unwrap()
                    - Stage::ALL.iter().position(|s| *s == before.stage).unwrap();
                prop_assert!(step <= 1);
                if next.stage == Stage::Entry && before.stage == Stage::Preparation {
                    prop_assert!(ready && before.authorisation.is_some());
                }
                at = next;
            }
        }
    }
}
