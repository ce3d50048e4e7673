//! Rounds, teams, recusal and authorisation, from plan to access and its end.

use crate::inspectors::{person, refusal, unit, with_pool};
use app::Error;
use app::account::{EndRole, GrantRole};
use app::authorisation::{DraftAuthorisations, HandOver, LiftAuthorisation, NewAuthorisation};
use app::decision::{CheckPaper, Decide, RecordFromPaper, Subject};
use app::engagement::AdvanceEngagement;
use app::file::Received;
use app::inspector::{DeclareRelatives, LinkAccount};
use app::round::{
    AddEngagements, ChangeEngagement, EditRound, ExtendEngagement, ImportRound, MoveRoundOn, NextStep, PlanRound,
    PlannedUnit, RemoveEngagement, RoundPage, TakenOver,
};
use app::team::{
    CheckRecusal, ClearMembers, GivenAnswer, GivenConflict, GivenDeclaration, ProposeTeams, RecordDeclarations,
    RefuseMember, ReleaseMember, Seating, SetMembers, SignPledges,
};
use domain::engagement::{EngagementKind, Stage as EngagementStage};
use domain::file::Limits;
use domain::permission::{Action, Role, Scope};
use domain::round::Stage;
use domain::team::{MemberState, Role as TeamRole};
use kernel::{Day, EngagementId, PageRequest, RecordId, RoundId, TeamId};
use store::Viewer;
use testkit::{Engine, PASSWORD, TestApp, on_both};

const ROUND: &[u8] = include_bytes!("../../../../tests/data/yunhe-round.json");

fn day(month: u8, day: u8) -> Day {
    Day::new(2025, month, day).unwrap()
}

/// Moves the clock to noon of a day after 21 July 2025.
fn go_to(t: &TestApp, to: Day) {
    let seconds = to.start(kernel::Offset::BEIJING).seconds_since(t.app.now()) + 12 * 3_600;
    assert!(seconds >= 0, "the clock does not run back");
    t.clock.advance(seconds);
}

fn file() -> ImportRound {
    ImportRound { file: "yunhe-round.json".into(), bytes: ROUND.to_vec(), taken_over: None }
}

/// The county with round 9 as its file gives it.
async fn with_round(engine: Engine) -> (TestApp, RoundId) {
    let t = with_pool(engine).await;
    let round = t.app.perform(&t.clerk().await, &file()).await.unwrap().done.round;
    (t, round)
}

async fn page(t: &TestApp, round: RoundId) -> RoundPage {
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
async fn cleared(t: &TestApp, team: TeamId) {
    let declarations = declarations(t, team).await;
    let members: Vec<_> = declarations.iter().map(|d| d.member).collect();
    let on = t.app.today();
    t.app.perform(&t.clerk().await, &RecordDeclarations { team, on, declarations }).await.unwrap();
    let checked = t.app.perform(&t.clerk().await, &CheckRecusal { team }).await.unwrap().done;
    assert_eq!((checked.members, checked.with_reasons), (members.len(), 0));
    t.app.perform(&t.clerk().await, &ClearMembers { team, members: members.clone() }).await.unwrap();
    t.app.perform(&t.clerk().await, &SignPledges { team, members, on }).await.unwrap();
}

async fn all_cleared(t: &TestApp, round: RoundId) {
    for team in &page(t, round).await.teams {
        cleared(t, team.team.id).await;
    }
}

async fn scan(t: &TestApp) -> Received {
    let receiving = t.app.receive_file(None, Limits::default()).await.unwrap();
    receiving.push(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n".to_vec()).await.unwrap().finish("scan.pdf").await.unwrap()
}

async fn on_paper(t: &TestApp, about: Subject, ids: Vec<RecordId>, decided_on: Day) -> RecordFromPaper {
    RecordFromPaper {
        about,
        ids,
        approved: true,
        decider: "云丁苇".into(),
        post: "县委书记".into(),
        decided_on,
        number: "云巡组〔2025〕7号".into(),
        wording: "同意。".into(),
        scan: Some(scan(t).await),
    }
}

/// A second person in the office.
async fn colleague(t: &TestApp) {
    let account = t.stranger("second").await;
    let grant = GrantRole { account, role: Role::OfficeStaff, scope: None };
    t.app.perform(&t.clerk().await, &grant).await.unwrap();
}

async fn approved(t: &TestApp, round: RoundId) {
    let record = on_paper(t, Subject::Round, vec![round.into()], day(8, 22)).await;
    let decisions = t.app.perform(&t.clerk().await, &record).await.unwrap().done.decisions;
    let check = CheckPaper { decisions, agrees: true, reason: String::new() };
    t.app.perform(&t.ctx("second").await, &check).await.unwrap();
}

fn papers(page: &RoundPage) -> Vec<RecordId> {
    page.teams.iter().filter_map(|t| t.paper()).map(|p| p.id).collect()
}

/// Round 9 cleared, approved and authorised on 25 August, on paper checked by a second person.
async fn authorised(engine: Engine) -> (TestApp, RoundId) {
    let (t, round) = with_round(engine).await;
    colleague(&t).await;
    go_to(&t, day(8, 25));
    all_cleared(&t, round).await;
    approved(&t, round).await;
    let ids = papers(&page(&t, round).await);
    let record = on_paper(&t, Subject::Authorisation, ids, day(8, 22)).await;
    let made = t.app.perform(&t.clerk().await, &record).await.unwrap().done;
    assert!(!made.in_effect, "nothing opens before the second person has looked");
    let check = CheckPaper { decisions: made.decisions, agrees: true, reason: String::new() };
    t.app.perform(&t.ctx("second").await, &check).await.unwrap();
    (t, round)
}

async fn plan(t: &TestApp) -> PlanRound {
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
            topic: String::new(), follows_up: "第五轮".into(), team: planned.teams[0],
        };
        t.app.perform(&t.clerk().await, &change).await.unwrap();
        let town = engagement_of(&page(&t, planned.round).await, "枕河镇");
        let detail = t.app.engagement(&t.clerk().await, town).await.unwrap();
        let village = detail.extensions[0].0;
        let extend = |units| ExtendEngagement { engagement: town, units };
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
        let edit = EditRound { round: planned.round, name: "十五届县委第九轮".into(), from: day(9, 9), to: day(10, 31) };
        t.app.perform(&t.clerk().await, &edit).await.unwrap();
        let moved = page(&t, planned.round).await;
        assert!(moved.teams[1].engagements.iter().all(|e| e.kept.on_site.from == day(9, 9)));
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_paper_counts_once_a_second_person_has_checked_it(engine) {
        let (t, round) = with_round(engine).await;
        colleague(&t).await;
        go_to(&t, day(8, 25));
        let future = on_paper(&t, Subject::Round, vec![round.into()], day(9, 1)).await;
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &future).await), "decided_on: decision-in-the-future");
        let unscanned = RecordFromPaper { scan: None, decided_on: day(8, 22), ..future };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &unscanned).await), "scan: decision-scan-missing");
        let record = on_paper(&t, Subject::Round, vec![round.into()], day(8, 22)).await;
        let decisions = t.app.perform(&t.clerk().await, &record).await.unwrap().done.decisions;
        assert_eq!(page(&t, round).await.next, NextStep::PaperCheck);
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &record).await), "decision-already-waiting");
        let check = CheckPaper { decisions, agrees: true, reason: String::new() };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &check).await), "decision-checker-is-recorder");
        t.app.perform(&t.ctx("second").await, &check).await.unwrap();
        assert_eq!(page(&t, round).await.round.stage, Stage::Approved);
        let found = t.app.decisions(&t.clerk().await, false, &PageRequest::default()).await.unwrap();
        assert_eq!(found.items[0].standing(), "agreed");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn the_head_decides_in_the_program_with_the_password_entered_again(engine) {
        let (t, round) = with_round(engine).await;
        let account = t.stranger("head").await;
        let grant = GrantRole { account, role: Role::LeadingGroupHead, scope: None };
        t.app.perform(&t.clerk().await, &grant).await.unwrap();
        let decide = |password: &str, approved| Decide {
            about: Subject::Round, ids: vec![round.into()], approved, reason: String::new(), password: password.into(),
        };
        assert!(matches!(t.app.perform(&t.clerk().await, &decide(PASSWORD, true)).await, Err(Error::Forbidden(_))));
        assert_eq!(refusal(t.app.perform(&t.ctx("head").await, &decide("wrong", true)).await), "password: account-password-wrong");
        assert_eq!(refusal(t.app.perform(&t.ctx("head").await, &decide(PASSWORD, false)).await), "reason: decision-refuse-without-reason");
        t.app.perform(&t.ctx("head").await, &decide(PASSWORD, true)).await.unwrap();
        assert_eq!(page(&t, round).await.round.stage, Stage::Approved);
        let ids = papers(&page(&t, round).await);
        let open = Decide { about: Subject::Authorisation, ids, ..decide(PASSWORD, true) };
        assert_eq!(refusal(t.app.perform(&t.ctx("head").await, &open).await), "engagement-members-unchecked");
        all_cleared(&t, round).await;
        t.app.perform(&t.ctx("head").await, &open).await.unwrap();
        let after = page(&t, round).await;
        let authorised = |m: &app::round::MemberLine| matches!(m.member.state, MemberState::Authorised { .. });
        assert!(after.teams.iter().flat_map(|t| &t.members).all(authorised));
        assert_eq!(after.next, NextStep::Stage);
        assert_eq!(t.verify().await.faults, []);
    }

    async fn access_begins_with_the_authorisation_and_ends_with_a_conflict_at_the_next_request(engine) {
        let (t, round) = with_round(engine).await;
        let member = page(&t, round).await.teams[0].members.iter().find(|m| m.member.role == TeamRole::Member).unwrap().clone();
        t.stranger("member").await;
        let link = LinkAccount { person: member.member.person, login: "member".into() };
        t.app.perform(&t.clerk().await, &link).await.unwrap();
        colleague(&t).await;
        go_to(&t, day(8, 25));
        all_cleared(&t, round).await;
        approved(&t, round).await;
        let before = page(&t, round).await;
        let own = before.teams[0].engagements[0].kept.engagement.id;
        let other = before.teams[1].engagements[0].kept.engagement.id;
        let record = on_paper(&t, Subject::Authorisation, papers(&before), day(8, 22)).await;
        let decisions = t.app.perform(&t.clerk().await, &record).await.unwrap().done.decisions;
        let sees = async |id| t.app.engagement(&t.ctx("member").await, id).await.is_ok();
        assert!(!sees(own).await, "recorded, not yet checked");
        t.app.perform(&t.ctx("second").await, &CheckPaper { decisions, agrees: true, reason: String::new() }).await.unwrap();
        assert!(!sees(own).await, "the period has not begun");
        go_to(&t, day(9, 8));
        assert!(sees(own).await);
        assert!(!sees(other).await, "another team's engagement does not exist for them");
        assert!(matches!(t.app.engagement(&t.ctx("member").await, other).await, Err(Error::NotFound)));
        assert_eq!(t.app.own_engagements(&t.ctx("member").await).await.unwrap().len(), before.teams[0].engagements.len());
        assert!(matches!(t.app.round(&t.ctx("member").await, round).await, Err(Error::Forbidden(_))));
        // A relative takes a post in the unit, and the person says so.
        let unit = &before.teams[0].engagements[0].unit;
        let relatives = DeclareRelatives { person: member.member.person, relatives: format!("配偶 某甲 {unit} 科员") };
        let released = t.app.perform(&t.clerk().await, &relatives).await.unwrap().done.released;
        assert_eq!(released, 1);
        assert!(!sees(own).await, "gone at the next request");
        assert!(t.app.own_engagements(&t.ctx("member").await).await.unwrap().is_empty());
        let line = page(&t, round).await.teams[0].members.iter().find(|m| m.member.id == member.member.id).unwrap().clone();
        assert!(matches!(line.member.state, MemberState::Released { .. }));
        assert_eq!(t.verify().await.faults, []);
    }

    async fn an_account_linked_later_gets_what_its_inspector_was_authorised_for(engine) {
        let (t, round) = authorised(engine).await;
        go_to(&t, day(9, 8));
        let before = page(&t, round).await;
        let leader = before.teams[0].members.iter().find(|m| m.member.role == TeamRole::Leader).unwrap();
        let own = before.teams[0].engagements[0].kept.engagement.id;
        t.stranger("leader").await;
        let link = |login: &str| LinkAccount { person: leader.member.person, login: login.into() };
        t.app.perform(&t.clerk().await, &link("leader")).await.unwrap();
        assert!(t.app.engagement(&t.ctx("leader").await, own).await.is_ok());
        let ctx = t.ctx("leader").await;
        assert!(ctx.may(Action::EngagementAdvance, Scope::One(own.0)));
        t.app.perform(&t.clerk().await, &link("")).await.unwrap();
        assert!(t.app.engagement(&t.ctx("leader").await, own).await.is_err());
        t.app.perform(&t.clerk().await, &link("leader")).await.unwrap();
        let release = ReleaseMember { team: before.teams[0].team.id, member: leader.member.id, reason: "另有任用".into() };
        t.app.perform(&t.clerk().await, &release).await.unwrap();
        assert!(t.app.engagement(&t.ctx("leader").await, own).await.is_err());
        assert_eq!(t.verify().await.faults, []);
    }

    async fn entry_names_what_is_missing_and_the_round_moves_step_by_step(engine) {
        let (t, round) = with_round(engine).await;
        let early = page(&t, round).await;
        let own = early.teams[0].engagements[0].kept.engagement.id;
        let enter = AdvanceEngagement { engagement: own, from: EngagementStage::Preparation, reason: String::new() };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &enter).await), "engagement-entry-no-authorisation");
        let obstacles = t.app.engagement(&t.clerk().await, own).await.unwrap().obstacles;
        let ids: Vec<&str> = obstacles.iter().map(|m| m.id.as_ref()).collect();
        assert_eq!(ids, ["engagement-entry-no-authorisation", "engagement-entry-unchecked", "engagement-entry-unpledged"]);
        let on = |from| MoveRoundOn { round, from, on: None };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &on(Stage::Planned)).await), "round-needs-approval");
        colleague(&t).await;
        go_to(&t, day(8, 25));
        all_cleared(&t, round).await;
        approved(&t, round).await;
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &on(Stage::Approved)).await), "round-deploy-unauthorised");
        let record = on_paper(&t, Subject::Authorisation, papers(&page(&t, round).await), day(8, 22)).await;
        let decisions = t.app.perform(&t.clerk().await, &record).await.unwrap().done.decisions;
        t.app.perform(&t.ctx("second").await, &CheckPaper { decisions, agrees: true, reason: String::new() }).await.unwrap();
        t.app.perform(&t.clerk().await, &on(Stage::Approved)).await.unwrap();
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &on(Stage::Deployed)).await), "round-before-window");
        assert!(matches!(t.app.perform(&t.clerk().await, &on(Stage::Approved)).await, Err(Error::Conflict { .. })));
        go_to(&t, day(9, 8));
        t.app.perform(&t.clerk().await, &on(Stage::Deployed)).await.unwrap();
        t.app.perform(&t.clerk().await, &enter).await.unwrap();
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &on(Stage::OnSite)).await), "round-engagement-behind");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn an_authorisation_is_lifted_with_a_reason_and_given_anew(engine) {
        let (t, round) = authorised(engine).await;
        let before = page(&t, round).await;
        let paper = before.teams[0].paper().unwrap().clone();
        let lift = |reason: &str| LiftAuthorisation { authorisation: paper.id, reason: reason.into() };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &lift("")).await), "authorisation-lift-without-reason");
        t.app.perform(&t.clerk().await, &lift("换发授权书")).await.unwrap();
        let new = |number: &str| DraftAuthorisations {
            round,
            papers: vec![NewAuthorisation {
                team: before.teams[0].team.id, number: number.into(), from: day(9, 8), to: day(10, 31), access_until: None,
            }],
        };
        let used = before.teams[1].paper().unwrap().number.clone();
        let team = before.teams[0].team.id;
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &new(&used)).await), format!("number-{team}: authorisation-number-taken"));
        let drafted = t.app.perform(&t.clerk().await, &new("云巡授〔2025〕99号")).await.unwrap().done.authorisations;
        let record = on_paper(&t, Subject::Authorisation, drafted, day(8, 24)).await;
        let decisions = t.app.perform(&t.clerk().await, &record).await.unwrap().done.decisions;
        t.app.perform(&t.ctx("second").await, &CheckPaper { decisions, agrees: true, reason: String::new() }).await.unwrap();
        let engagement = &page(&t, round).await.teams[0].engagements[0].kept.engagement.clone();
        assert_eq!(engagement.authorisation.as_ref().unwrap().number, "云巡授〔2025〕99号");
        let early = HandOver { engagement: engagement.id };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &early).await), "engagement-handover-before-feedback");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn nothing_of_a_round_shows_to_a_stranger_or_to_who_lost_their_role(engine) {
        let (t, round) = authorised(engine).await;
        let own = page(&t, round).await.teams[0].engagements[0].kept.engagement.id;
        let account = t.stranger("stranger").await;
        let grant = GrantRole { account, role: Role::OfficeStaff, scope: None };
        let grant = t.app.perform(&t.clerk().await, &grant).await.unwrap().done.grant;
        assert!(t.app.round(&t.ctx("stranger").await, round).await.is_ok());
        t.app.perform(&t.clerk().await, &EndRole { account, grant }).await.unwrap();
        let ctx = t.ctx("stranger").await;
        assert!(matches!(t.app.round(&ctx, round).await, Err(Error::Forbidden(_))));
        assert!(matches!(t.app.engagement(&ctx, own).await, Err(Error::NotFound)));
        assert!(t.app.rounds_light(&ctx).await.unwrap().is_empty());
        let viewer = Viewer { account, acting: None, at: ctx.at };
        let mut conn = t.app.db().read().await.unwrap();
        let request = PageRequest::default();
        assert!(store::round::list(&mut conn, &viewer, &request).await.unwrap().items.is_empty());
        assert!(store::round::view(&mut conn, &viewer, round).await.unwrap().is_none());
        assert!(store::round::light(&mut conn, &viewer).await.unwrap().is_empty());
        assert!(store::team::list(&mut conn, &viewer, round).await.unwrap().is_empty());
        assert!(store::member::list(&mut conn, &viewer, round).await.unwrap().is_empty());
        assert!(store::member::of_engagement(&mut conn, &viewer, own).await.unwrap().is_empty());
        assert!(store::engagement::list(&mut conn, &viewer, round).await.unwrap().is_empty());
        assert!(store::engagement::view(&mut conn, &viewer, own).await.unwrap().is_none());
        assert!(store::engagement::own(&mut conn, &viewer).await.unwrap().is_empty());
        assert!(store::engagement::counts(&mut conn, &viewer).await.unwrap().is_empty());
        assert!(store::authorisation::list(&mut conn, &viewer, round).await.unwrap().is_empty());
        assert!(store::decision::list(&mut conn, &viewer, None, &request).await.unwrap().items.is_empty());
    }
}
