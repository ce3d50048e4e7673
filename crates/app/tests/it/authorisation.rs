//! Decisions and authorisation: from the leading group's answer to access, and to its end.

use crate::inspectors::refusal;
use crate::rounds::{all_cleared, day, go_to, page, papers, with_round};
use app::Error;
use app::account::{EndRole, GrantRole};
use app::authorisation::{DraftAuthorisations, HandOver, LiftAuthorisation, NewAuthorisation};
use app::decision::{CheckPaper, Decide, RecordFromPaper, Subject};
use app::engagement::AdvanceEngagement;
use app::file::Received;
use app::inspector::{DeclareRelatives, LinkAccount};
use app::round::{MoveRoundOn, NextStep};
use app::team::ReleaseMember;
use domain::engagement::Stage as EngagementStage;
use domain::file::Limits;
use domain::permission::{Action, Role, Scope};
use domain::round::Stage;
use domain::team::{MemberState, Role as TeamRole};
use kernel::{Day, PageRequest, RecordId, RoundId};
use store::Viewer;
use testkit::{Engine, PASSWORD, TestApp, on_both};

async fn scan(t: &TestApp) -> Received {
    let receiving = t.app.receive_file(None, Limits::default()).await.unwrap();
    receiving
        .push(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n".to_vec())
        .await
        .unwrap()
        .finish("scan.pdf")
        .await
        .unwrap()
}

pub(crate) async fn on_paper(
    t: &TestApp,
    about: Subject,
    ids: Vec<RecordId>,
    decided_on: Day,
) -> RecordFromPaper {
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
pub(crate) async fn colleague(t: &TestApp) {
    let account = t.stranger("second").await;
    let grant = GrantRole { account, role: Role::OfficeStaff, scope: None, last_day: None };
    t.app.perform(&t.clerk().await, &grant).await.unwrap();
}

pub(crate) async fn approved(t: &TestApp, round: RoundId) {
    let record = on_paper(t, Subject::Round, vec![round.into()], day(8, 22)).await;
    let decisions = t.app.perform(&t.clerk().await, &record).await.unwrap().done.decisions;
    let check = CheckPaper { decisions, agrees: true, reason: String::new() };
    t.app.perform(&t.ctx("second").await, &check).await.unwrap();
}

/// Round 9 cleared, approved and authorised on 25 August, on paper checked by a second person.
pub(crate) async fn authorised(engine: Engine) -> (TestApp, RoundId) {
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

on_both! {
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
        let grant = GrantRole { account, role: Role::LeadingGroupHead, scope: None, last_day: None };
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
                team: before.teams[0].team.id, number: Some(number.into()), from: day(9, 8), to: day(10, 31), access_until: None,
            }],
        };
        let used = before.teams[1].paper().unwrap().number.clone().unwrap();
        let team = before.teams[0].team.id;
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &new(&used)).await), format!("number-{team}: authorisation-number-taken"));
        let drafted = t.app.perform(&t.clerk().await, &new("云巡授〔2025〕99号")).await.unwrap().done.authorisations;
        let record = on_paper(&t, Subject::Authorisation, drafted, day(8, 24)).await;
        let decisions = t.app.perform(&t.clerk().await, &record).await.unwrap().done.decisions;
        t.app.perform(&t.ctx("second").await, &CheckPaper { decisions, agrees: true, reason: String::new() }).await.unwrap();
        let engagement = &page(&t, round).await.teams[0].engagements[0].kept.engagement.clone();
        let of = t.app.engagement(&t.clerk().await, engagement.id).await.unwrap();
        assert_eq!(of.number.as_deref(), Some("云巡授〔2025〕99号"));
        let early = HandOver { engagement: engagement.id };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &early).await), "engagement-handover-before-feedback");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn nothing_of_a_round_shows_to_a_stranger_or_to_who_lost_their_role(engine) {
        let (t, round) = authorised(engine).await;
        let own = page(&t, round).await.teams[0].engagements[0].kept.engagement.id;
        let account = t.stranger("stranger").await;
        let grant = GrantRole { account, role: Role::OfficeStaff, scope: None, last_day: None };
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
