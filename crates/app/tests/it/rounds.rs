//! Rounds and teams: planning, importing, amending; proposal, declarations and clearance.

use crate::inspectors::{person, refusal, unit, with_pool};
use app::round::{
    AddEngagements, ChangeEngagement, EditRound, ExtendEngagement, ImportRound, MoveRoundOn, NextStep,
    PlanRound, PlannedUnit, RemoveEngagement, RoundPage, TakenOver,
};
use app::team::{
    CheckRecusal, ClearMembers, GivenAnswer, GivenConflict, GivenDeclaration, ProposeTeams,
    RecordDeclarations, RefuseMember, Seating, SetMembers, SignPledges,
};
use domain::engagement::{EngagementKind, Stage as EngagementStage};
use domain::round::Stage;
use domain::team::Role as TeamRole;
use kernel::{Day, EngagementId, RecordId, RoundId, TeamId};
use testkit::{Engine, TestApp, on_both};

const ROUND: &[u8] = include_bytes!("../../../../tests/data/yunhe-round.json");

pub(crate) fn day(month: u8, day: u8) -> Day {
    Day::new(2025, month, day).unwrap()
}

/// Moves the clock to noon of a day after 21 July 2025.
pub(crate) fn go_to(t: &TestApp, to: Day) {
    let seconds = to.start(kernel::Offset::BEIJING).seconds_since(t.app.now()) + 12 * 3_600;
    assert!(seconds >= 0, "the clock does not run back");
    t.clock.advance(seconds);
}

pub(crate) fn file() -> ImportRound {
    ImportRound { file: "yunhe-round.json".into(), bytes: ROUND.to_vec(), taken_over: None }
}

/// The county with round 9 as its file gives it.
pub(crate) async fn with_round(engine: Engine) -> (TestApp, RoundId) {
    let t = with_pool(engine).await;
    let round = t.app.perform(&t.clerk().await, &file()).await.unwrap().done.round;
    (t, round)
}

pub(crate) async fn page(t: &TestApp, round: RoundId) -> RoundPage {
    t.app.round(&t.clerk().await, round).await.unwrap()
}

/// Nobody has a conflict and every question is answered so.
async fn declarations(t: &TestApp, team: TeamId) -> Vec<GivenDeclaration> {
    let questions = t.app.declaration_questions(&t.clerk().await, team).await.unwrap();
    let answer = |m: app::team::MemberQuestions| {
        let asked = m.units.iter().flat_map(|u| u.asks.iter().map(|a| (u.unit, a.key.clone())));
        let answers = asked
            .map(|(unit, key)| GivenAnswer { unit, key, conflict: false, words: "没有".into() })
            .collect();
        GivenDeclaration { member: m.member, conflicts: Vec::new(), answers }
    };
    questions.into_iter().map(answer).collect()
}

/// Declares, checks, clears and pledges everyone of a team.
pub(crate) async fn cleared(t: &TestApp, team: TeamId) {
    let declarations = declarations(t, team).await;
    let members: Vec<_> = declarations.iter().map(|d| d.member).collect();
    let on = t.app.today();
    t.app.perform(&t.clerk().await, &RecordDeclarations { team, on, declarations }).await.unwrap();
    let checked = t.app.perform(&t.clerk().await, &CheckRecusal { team }).await.unwrap().done;
    assert_eq!((checked.members, checked.with_reasons), (members.len(), 0));
    t.app.perform(&t.clerk().await, &ClearMembers { team, members: members.clone() }).await.unwrap();
    t.app.perform(&t.clerk().await, &SignPledges { team, members, on }).await.unwrap();
}

pub(crate) async fn all_cleared(t: &TestApp, round: RoundId) {
    for team in &page(t, round).await.teams {
        cleared(t, team.team.id).await;
    }
}

pub(crate) fn papers(page: &RoundPage) -> Vec<RecordId> {
    page.teams.iter().filter_map(|t| t.paper()).map(|p| p.id).collect()
}

pub(crate) async fn plan(t: &TestApp) -> PlanRound {
    let mut units = Vec::new();
    for (name, team) in [("县住房和城乡建设局", 1), ("县农业农村局", 1), ("枕河镇", 2)] {
        units.push(PlannedUnit { unit: unit(t, name).await, team, kind: EngagementKind::Routine });
    }
    PlanRound {
        number: 9,
        name: "第九轮".into(),
        from: day(9, 8),
        to: day(10, 31),
        teams: 2,
        units,
        taken_over: None,
    }
}

fn engagement_of(page: &RoundPage, unit: &str) -> EngagementId {
    let mut all = page.teams.iter().flat_map(|t| &t.engagements);
    all.find(|e| e.unit == unit).unwrap().kept.engagement.id
}

on_both! {
    async fn one_form_plans_a_round_with_its_teams_and_units(engine) {
        let t = with_pool(engine).await;
        let aid = t.app.planning_aid(&t.clerk().await).await.unwrap();
        assert_eq!((aid.number, aid.name.as_str(), aid.units.len()), (9, "十五届第九轮巡察", 237));
        let planned = t.app.perform(&t.clerk().await, &plan(&t).await).await.unwrap().done;
        assert_eq!((planned.teams.len(), planned.engagements.len()), (2, 3));
        let page = page(&t, planned.round).await;
        assert_eq!(page.teams[0].team.name, "第一巡察组");
        assert_eq!(page.teams[0].engagements.len(), 2);
        assert_eq!((page.next, page.round.stage), (NextStep::Members, Stage::Planned));
        let light = t.app.rounds_light(&t.clerk().await).await.unwrap();
        assert_eq!(light.iter().map(|r| r.name.as_str()).collect::<Vec<_>>(), ["第九轮"]);
        assert_eq!(t.app.planning_aid(&t.clerk().await).await.unwrap().number, 10);
        assert_eq!(t.verify().await.faults, []);
    }

    async fn what_is_wrong_with_a_plan_is_named_field_by_field(engine) {
        let t = with_pool(engine).await;
        let good = plan(&t).await;
        let mut twice = good.clone();
        twice.units.push(PlannedUnit { team: 2, ..good.units[0] });
        let wrong = [
            (PlanRound { number: 8, ..good.clone() }, "number: round-number-used"),
            (PlanRound { name: " ".into(), ..good.clone() }, "name: round-name-missing"),
            (PlanRound { to: day(9, 1), ..good.clone() }, "to: engagement-window-reversed"),
            (PlanRound { from: Day::new(2031, 1, 1).unwrap(), to: Day::new(2031, 2, 1).unwrap(), ..good.clone() }, "from: round-no-term"),
            (PlanRound { to: Day::new(2026, 9, 1).unwrap(), ..good.clone() }, "to: round-outside-term"),
            (PlanRound { units: Vec::new(), ..good.clone() }, "units: round-units-missing"),
            (PlanRound { teams: 1, ..good.clone() }, "units: round-team-number-wrong"),
            (twice, "units: round-unit-twice"),
        ];
        for (plan, expected) in wrong {
            assert_eq!(refusal(t.app.perform(&t.clerk().await, &plan).await), expected);
        }
        t.app.perform(&t.clerk().await, &good).await.unwrap();
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &good).await), "number: round-number-used");
    }

    async fn a_round_that_runs_already_is_entered_at_its_stage(engine) {
        let t = with_pool(engine).await;
        let taken = TakenOver { stage: Stage::Rectifying, source: "第九轮原台账".into() };
        let act = PlanRound { taken_over: Some(taken), ..plan(&t).await };
        let planned = t.app.perform(&t.clerk().await, &act).await.unwrap().done;
        let page = page(&t, planned.round).await;
        assert_eq!(page.round.stage, Stage::Rectifying);
        assert!(page.teams[0].engagements.iter().all(|e| e.kept.stage == EngagementStage::Rectification));
        assert_eq!(page.missing, []);
        let close = MoveRoundOn { round: planned.round, from: Stage::Rectifying, on: None };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &close).await), "round-engagement-behind");
    }

    async fn a_round_of_the_term_that_was_held_before_is_taken_over_once_with_its_units(engine) {
        let t = with_pool(engine).await;
        let (from, to) = (Day::new(2025, 3, 1).unwrap(), Day::new(2025, 4, 30).unwrap());
        let taken_over = Some(TakenOver { stage: Stage::Rectifying, source: "第八轮原台账".into() });
        let units = vec![PlannedUnit { unit: unit(&t, "县交通运输局").await, team: 1, kind: EngagementKind::Routine }];
        let act = PlanRound { number: 8, name: "第八轮".into(), from, to, teams: 1, units, taken_over };
        t.app.perform(&t.clerk().await, &act).await.unwrap();
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &act).await), "number: round-number-used");
    }

    async fn the_rounds_file_is_previewed_and_makes_four_teams_and_nine_engagements(engine) {
        let t = with_pool(engine).await;
        let preview = t.app.preview_round(&t.clerk().await, "yunhe-round.json", ROUND).await.unwrap();
        assert_eq!(preview.errors, 0, "{:?}", preview.issues);
        let json = serde_json::to_value(&preview).unwrap();
        assert_eq!((&json["counts"]["teams"], &json["counts"]["units"]), (&4.into(), &9.into()));
        let done = t.app.perform(&t.clerk().await, &file()).await.unwrap().done;
        assert_eq!((done.teams, done.engagements), (4, 9));
        let page = page(&t, done.round).await;
        let kinds = |kind| page.teams.iter().flat_map(|t| &t.engagements).filter(|e| e.kept.kind == kind).count();
        assert_eq!(kinds(EngagementKind::Routine) + kinds(EngagementKind::LookBack) + kinds(EngagementKind::Special), 9);
        assert_eq!(papers(&page).len(), 4, "the file's authorisation numbers wait as drafts");
        let again = t.app.preview_round(&t.clerk().await, "yunhe-round.json", ROUND).await.unwrap();
        assert!(again.issues.iter().any(|i| i.kind == "duplicate_round"));
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &file()).await), "round-import-faulty");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn the_proposal_fills_the_teams_without_conflict_and_says_why(engine) {
        let t = with_pool(engine).await;
        let planned = t.app.perform(&t.clerk().await, &plan(&t).await).await.unwrap().done;
        let filled = t.app.perform(&t.clerk().await, &ProposeTeams { round: planned.round }).await.unwrap().done;
        assert_eq!(filled.added, 14);
        let page = page(&t, planned.round).await;
        assert!(page.teams.iter().all(|t| t.faults.is_empty()), "{:?}", page.teams[0].faults);
        let proposal = t.app.team_proposal(&t.clerk().await, planned.teams[0]).await.unwrap();
        assert_eq!(proposal.members.len(), 7);
        assert!(proposal.members.iter().all(|m| !m.who.why.is_empty()));
        let out = |code: &str| proposal.left_out.iter().find(|n| n.code == code).unwrap().why.join("");
        assert!(out("RC033").contains("县住房和城乡建设局"), "{}", out("RC033"));
        assert!(!out("RC012").is_empty() && !out("RC056").is_empty() && !out("RC017").is_empty());
        let inside: Vec<&str> = proposal.members.iter().map(|m| m.who.code.as_str()).collect();
        for code in ["RC033", "RC075", "RC180", "RC130", "RC005", "RC133"] {
            assert!(!inside.contains(&code), "{code} has a conflict");
        }
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &ProposeTeams { round: planned.round }).await), "team-propose-nobody");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn members_are_set_by_hand_and_nobody_sits_in_two_teams(engine) {
        let t = with_pool(engine).await;
        let planned = t.app.perform(&t.clerk().await, &plan(&t).await).await.unwrap().done;
        let seat = async |code: &str, role| Seating { person: person(&t, code).await, role };
        let members = vec![
            seat("RC001", TeamRole::Leader).await, seat("RC002", TeamRole::Member).await, seat("RC003", TeamRole::Member).await,
        ];
        let set = |team, members| SetMembers { team, members };
        t.app.perform(&t.clerk().await, &set(planned.teams[0], members.clone())).await.unwrap();
        let both = set(planned.teams[1], vec![members[1]]);
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &both).await), "members: round-inspector-twice");
        let two = vec![members[0], Seating { role: TeamRole::Leader, ..members[1] }];
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &set(planned.teams[0], two)).await), "members: team-one-leader");
        let done = t.app.perform(&t.clerk().await, &set(planned.teams[0], members[..2].to_vec())).await.unwrap().done;
        assert_eq!((done.added, done.left), (0, 1));
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &set(planned.teams[0], members[..2].to_vec())).await), "team-unchanged");
    }

    async fn nobody_is_cleared_undeclared_unchecked_or_with_a_conflict(engine) {
        let t = with_pool(engine).await;
        let planned = t.app.perform(&t.clerk().await, &plan(&t).await).await.unwrap().done;
        let team = planned.teams[0];
        // RC033 works in one of the units; RC002 will name a conflict; RC001 has none.
        let mut members = Vec::new();
        for (code, role) in [("RC001", TeamRole::Leader), ("RC002", TeamRole::Member), ("RC033", TeamRole::Member)] {
            members.push(Seating { person: person(&t, code).await, role });
        }
        t.app.perform(&t.clerk().await, &SetMembers { team, members }).await.unwrap();
        let lines = page(&t, planned.round).await.team(team).unwrap().members.clone();
        let of = |code: &str| lines.iter().find(|m| m.code == code).unwrap().member.id;
        let clear = |code: &str| ClearMembers { team, members: vec![of(code)] };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &clear("RC001")).await), "team-clear-undeclared");
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &CheckRecusal { team }).await), "team-nobody-declared");
        let mut declarations = declarations(&t, team).await;
        let bureau = unit(&t, "县农业农村局").await;
        let named = declarations.iter_mut().find(|d| d.member == of("RC002")).unwrap();
        named.conflicts.push(GivenConflict { unit: bureau, words: "与该局主要负责人有经济往来".into() });
        let on = t.app.today();
        let declare = RecordDeclarations { team, on, declarations };
        t.app.perform(&t.clerk().await, &declare).await.unwrap();
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &clear("RC001")).await), "team-check-outdated");
        let checked = t.app.perform(&t.clerk().await, &CheckRecusal { team }).await.unwrap().done;
        assert_eq!((checked.members, checked.with_reasons), (3, 1));
        t.app.perform(&t.clerk().await, &clear("RC001")).await.unwrap();
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &clear("RC002")).await), "team-clear-declared-conflict");
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &clear("RC033")).await), "team-clear-conflict");
        let refuse = |reason: &str| RefuseMember { team, member: of("RC033"), reason: reason.into() };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &refuse("")).await), "team-refuse-without-reason");
        t.app.perform(&t.clerk().await, &refuse("在被巡察单位工作")).await.unwrap();
        // What they said is in no state that anyone reads in the open.
        let mut conn = t.app.db().read().await.unwrap();
        let statement = db::sql("select count(*) from journal_state where state like $1");
        let (n,): (i64,) = conn.one(statement.bind("%经济往来%")).await.unwrap();
        assert_eq!(n, 0);
        drop(conn);
        // A team with a cleared member keeps its units.
        let more = AddEngagements {
            round: planned.round, team, kind: EngagementKind::Routine, units: vec![unit(&t, "县水利局").await],
        };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &more).await), "engagement-team-cleared");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn engagements_are_added_changed_extended_and_taken_out_with_a_reason(engine) {
        let t = with_pool(engine).await;
        let planned = t.app.perform(&t.clerk().await, &plan(&t).await).await.unwrap().done;
        let water = unit(&t, "县水利局").await;
        let add = AddEngagements { round: planned.round, team: planned.teams[1], kind: EngagementKind::Special, units: vec![water] };
        let added = t.app.perform(&t.clerk().await, &add).await.unwrap().done.engagements[0];
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &add).await), "units: round-unit-twice");
        let change = ChangeEngagement {
            engagement: added, kind: EngagementKind::LookBack, from: day(9, 15), to: day(10, 10),
            topic: String::new(), follows_up: "第五轮".into(), team: planned.teams[0], version: None,
        };
        t.app.perform(&t.clerk().await, &change).await.unwrap();
        let town = engagement_of(&page(&t, planned.round).await, "枕河镇");
        let detail = t.app.engagement(&t.clerk().await, town).await.unwrap();
        let village = detail.extensions[0].0;
        let extend = |units| ExtendEngagement { engagement: town, units, version: None };
        t.app.perform(&t.clerk().await, &extend(vec![village])).await.unwrap();
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &extend(vec![water])).await), "units: round-unit-twice");
        let elsewhere = unit(&t, "县民政局").await;
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &extend(vec![elsewhere])).await), "units: round-extension-not-below");
        let remove = |reason: &str| RemoveEngagement { engagement: added, reason: reason.into() };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &remove(" ")).await), "engagement-withdraw-without-reason");
        t.app.perform(&t.clerk().await, &remove("改列下一轮")).await.unwrap();
        let after = page(&t, planned.round).await;
        assert_eq!((after.withdrawn.len(), after.teams[0].engagements.len()), (1, 2));
        t.app.perform(&t.clerk().await, &add).await.unwrap();
        let edit = EditRound { round: planned.round, name: "十五届县委第九轮".into(), from: day(9, 9), to: day(10, 31), version: None };
        t.app.perform(&t.clerk().await, &edit).await.unwrap();
        let moved = page(&t, planned.round).await;
        assert!(moved.teams[1].engagements.iter().all(|e| e.kept.on_site.from == day(9, 9)));
        assert_eq!(t.verify().await.faults, []);
    }
}
