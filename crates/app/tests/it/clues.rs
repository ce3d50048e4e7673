//! Clues: from the draft to the last outcome, with every refusal on the way (D4, D5, D8, H6).

use crate::authorisation::{colleague, on_paper};
use crate::inspectors::refusal;
use app::account::{ChangeOwnPassword, GrantRole, NewPassword};
use app::clue::{
    AskLevel, ChosenRoute, DraftClue, EndNaming, FileClues, GivenBody, GivenFrame, GivenSubject, GradeClue,
    HandOverClue, NameInspector, NoteOutcome, NoteReceipt, PassClues, RemindReceivers, ReportOutcome,
    ReviseClue, RouteClue, SendBackClue, SignReceipt, WithdrawClue,
};
use app::decision::{CheckCluePaper, CheckPaper, Decide, Subject, WithdrawClueRecord, WithdrawRecord};
use app::{Ctx, Error};
use domain::clue::{Grade, Standing, Stub};
use domain::permission::Role;
use kernel::id::{ClueId, TransferId};
use kernel::{Day, EngagementId, PageRequest};
use testkit::{Engine, OnSite, PASSWORD, TestApp, on_both};

/// The unit whose clues most tests are about.
pub(crate) const UNIT: &str = "县农业农村局";
/// Who receives what the unit's own body does not.
pub(crate) const RECEIVER: &str = "县民政局";
/// Names that nobody of the county bears, and a sentence: they must stay sealed.
pub(crate) const NAME: &str = "钮测甲";
pub(crate) const SECOND_NAME: &str = "巫测乙";
pub(crate) const SUMMARY: &str = "在丽景苑竣工验收中涉嫌通过材料商收受多个班组现金，数额约八千元。";

/// The second person's own password.
const OWN: &str = "另一座石桥 1990";

/// A fresh request by the same person.
pub(crate) fn again(t: &TestApp, ctx: &Ctx) -> Ctx {
    t.ctx_of(ctx.who.clone())
}

fn subject(name: &str, level: &str) -> GivenSubject {
    GivenSubject { name: name.into(), post: "站长".into(), level: level.into() }
}

pub(crate) fn draft(engagement: EngagementId, nature: &str, levels: &[(&str, &str)]) -> DraftClue {
    DraftClue {
        engagement,
        frame: GivenFrame {
            nature: nature.into(),
            discipline: "integrity".into(),
            methods: vec!["C13".into()],
            sources: vec!["XF020".into()],
        },
        from: Vec::new(),
        grade: None,
        body: GivenBody::Sealed {
            subjects: levels.iter().map(|(name, level)| subject(name, level)).collect(),
            summary: SUMMARY.into(),
        },
    }
}

/// The county on site with the leader of one team, a second person and the head of the leading group.
pub(crate) struct Desk {
    pub(crate) t: TestApp,
    pub(crate) site: OnSite,
    pub(crate) leader: Ctx,
    pub(crate) engagement: EngagementId,
}

impl Desk {
    pub(crate) async fn new(engine: Engine) -> Self {
        let (t, site) = TestApp::on_site(engine).await;
        colleague(&t).await;
        let new = NewPassword { password: OWN.into(), again: OWN.into() };
        let change = ChangeOwnPassword { current: PASSWORD.into(), new };
        t.app.perform(&t.ctx("second").await, &change).await.unwrap();
        let head = t.stranger("head").await;
        let grant = GrantRole { account: head, role: Role::LeadingGroupHead, scope: None, last_day: None };
        t.app.perform(&t.clerk().await, &grant).await.unwrap();
        let leader = t.team_member(&site, UNIT, Role::TeamLeader).await;
        let engagement = site.engagement(UNIT);
        Self { t, site, leader, engagement }
    }

    pub(crate) fn lead(&self) -> Ctx {
        again(&self.t, &self.leader)
    }

    pub(crate) async fn drafted(&self, nature: &str, levels: &[(&str, &str)]) -> ClueId {
        let act = draft(self.engagement, nature, levels);
        self.t.app.perform(&self.lead(), &act).await.unwrap().done.clue
    }

    pub(crate) async fn graded(&self, clue: ClueId) {
        let act = GradeClue { engagement: self.engagement, clue, grade: Grade::Look };
        self.t.app.perform(&self.lead(), &act).await.unwrap();
    }

    pub(crate) fn routes(&self, clue: ClueId, keys: &[Option<u16>]) -> RouteClue {
        let chosen =
            |key: &Option<u16>| ChosenRoute { key: *key, receiver: String::new(), reason: String::new() };
        RouteClue {
            engagement: self.engagement,
            clue,
            version: None,
            routes: keys.iter().map(chosen).collect(),
        }
    }

    /// Graded, with the proposed routes, passed and filed.
    pub(crate) async fn filed(&self, clue: ClueId, keys: &[Option<u16>]) {
        self.graded(clue).await;
        self.t.app.perform(&self.lead(), &self.routes(clue, keys)).await.unwrap();
        let pass = PassClues { engagement: self.engagement, clues: vec![clue] };
        self.t.app.perform(&self.lead(), &pass).await.unwrap();
        self.t.app.perform(&self.t.clerk().await, &FileClues { clues: vec![clue] }).await.unwrap();
    }

    pub(crate) fn decide(&self, clue: ClueId, approved: bool) -> Decide {
        let reason = if approved { String::new() } else { "先核实管理权限".to_owned() };
        Decide { about: Subject::Clue, ids: vec![clue.into()], approved, reason, password: PASSWORD.into() }
    }

    pub(crate) async fn approved(&self, clue: ClueId, keys: &[Option<u16>]) {
        self.filed(clue, keys).await;
        self.t.app.perform(&self.t.ctx("head").await, &self.decide(clue, true)).await.unwrap();
    }

    pub(crate) fn hand_over(&self, clue: ClueId, key: Option<u16>, to: &str) -> HandOverClue {
        HandOverClue {
            clue,
            key,
            version: None,
            letter: "云巡移〔2025〕3号".into(),
            seal: "F-0031".into(),
            to: to.into(),
            on: None,
            decided: None,
            second: "second".into(),
            password: OWN.into(),
        }
    }

    pub(crate) async fn handed(&self, clue: ClueId, key: Option<u16>, to: &str) -> TransferId {
        let act = self.hand_over(clue, key, to);
        self.t.app.perform(&self.t.clerk().await, &act).await.unwrap().done.transfer
    }

    pub(crate) async fn standing(&self, clue: ClueId) -> Standing {
        self.t.app.clue(&self.lead(), clue).await.unwrap().clue.standing()
    }

    async fn refused<A: app::Act>(&self, ctx: &Ctx, act: &A) -> String
    where
        A::Done: std::fmt::Debug,
    {
        refusal(self.t.app.perform(&again(&self.t, ctx), act).await)
    }
}

fn days(t: &TestApp, days: i64) {
    t.clock.advance(days * 86_400);
}

on_both! {
    async fn a_clue_of_two_subjects_goes_to_two_receivers_and_closes_with_the_last_answer(engine) {
        let d = Desk::new(engine).await;
        let officer = d.t.of_unit(&d.site, RECEIVER, Role::ReceivingOfficer).await;
        let inside = d.t.of_unit(&d.site, UNIT, Role::UnitDiscipline).await;
        let both = [Some(1), Some(2)];
        let clue = d.drafted("discipline", &[(NAME, "county"), (SECOND_NAME, "department")]).await;
        let page = d.t.app.clue(&d.lead(), clue).await.unwrap();
        let proposed: Vec<_> = page.proposals.iter().map(|p| p.route.as_ref().unwrap().receiver.0.clone()).collect();
        assert_eq!(proposed, ["discipline_same_level", "unit_discipline"]);
        assert!(page.proposals.iter().all(|p| p.route.as_ref().unwrap().why.len() == 3));
        d.approved(clue, &both).await;
        assert_eq!(d.standing(clue).await, Standing::Approved);
        let first = d.handed(clue, Some(1), RECEIVER).await;
        let second = d.handed(clue, Some(2), "").await;
        assert_eq!(d.standing(clue).await, Standing::HandedOver);
        d.t.work_off().await;
        let told = d.t.app.notices(&officer, &PageRequest::default()).await.unwrap();
        assert_eq!(told.items.len(), 1, "the officer is told of one hand-over");
        let own = d.t.app.received_clues(&officer, true, &PageRequest::default()).await.unwrap();
        assert_eq!(own.items.iter().map(|l| l.transfer.value.id).collect::<Vec<_>>(), [first]);
        assert!(own.items[0].due.is_some(), "the receipt is due by the rules");
        assert!(matches!(d.t.app.received_clue(&officer, second).await, Err(Error::NotFound)));
        let early = d.t.app.open_received_clue(&officer, first, "办理").await.err().unwrap();
        assert_eq!(early.to_string(), "refused: clue-open-before-receipt");
        for (ctx, transfer) in [(&officer, first), (&inside, second)] {
            d.t.app.perform(&again(&d.t, ctx), &SignReceipt { transfer, seal_whole: true }).await.unwrap();
        }
        let opened = d.t.app.open_received_clue(&officer, first, "按规定办理").await.unwrap();
        assert_eq!(opened.subject.unwrap().0, NAME);
        let opened = d.t.app.open_received_clue(&inside, second, "按规定办理").await.unwrap();
        assert_eq!(opened.subject.unwrap().0, SECOND_NAME, "each receiver gets its own subject");
        assert_eq!(d.standing(clue).await, Standing::Received);
        let report = |transfer| ReportOutcome { transfer, kind: "preliminary_check".into() };
        d.t.app.perform(&again(&d.t, &officer), &report(first)).await.unwrap();
        assert_eq!(d.standing(clue).await, Standing::Received);
        d.t.app.perform(&again(&d.t, &inside), &report(second)).await.unwrap();
        assert_eq!(d.standing(clue).await, Standing::Closed);
        assert_eq!(d.refused(&officer, &report(first)).await, "clue-closed");
        let found = d.t.app.engagement_clues(&d.lead(), d.engagement, &PageRequest::default()).await.unwrap();
        assert_eq!((found.balance.handed_over, found.balance.open, found.balance.difference()), (1, 0, 0));
        assert_eq!(d.t.verify().await.faults, []);
    }

    async fn what_a_draft_lacks_is_said_and_nothing_of_it_is_quoted(engine) {
        let d = Desk::new(engine).await;
        let mut wrong = draft(d.engagement, "gossip", &[(NAME, "county")]);
        wrong.frame.methods = vec!["技术侦查".into()];
        wrong.frame.discipline = "astronomy".into();
        let Err(Error::Invalid(errors)) = d.t.app.perform(&d.lead(), &wrong).await else { panic!("taken") };
        let said: Vec<_> = errors.iter().map(|e| (e.field.as_ref(), e.message.id.as_ref())).collect();
        assert_eq!(said, [("nature", "clue-nature-missing"), ("discipline", "clue-discipline-unlisted"), ("methods", "clue-method-outside")]);
        let mut wrong = draft(d.engagement, "discipline", &[(" ", "nowhere")]);
        if let GivenBody::Sealed { summary, .. } = &mut wrong.body { summary.clear(); }
        let Err(Error::Invalid(errors)) = d.t.app.perform(&d.lead(), &wrong).await else { panic!("taken") };
        let said: Vec<_> = errors.iter().map(|e| e.message.id.as_ref()).collect();
        assert_eq!(said, ["clue-summary-missing", "clue-subject-nameless", "clue-level-unlisted"]);
        let stub = Stub { mark: "机密".into(), basis: "".into(), classified_by: "丁".into(), keeper: "机要室".into(), copies: 1 };
        wrong.body = GivenBody::Elsewhere { levels: vec!["county".into()], stub };
        assert_eq!(d.refused(&d.leader, &wrong).await, "mark: clue-stub-incomplete");
    }

    async fn the_steps_come_in_their_order_and_each_refusal_says_what_is_missing(engine) {
        let d = Desk::new(engine).await;
        let clerk = d.t.clerk().await;
        let clue = d.drafted("discipline", &[(NAME, "")]).await;
        let pass = PassClues { engagement: d.engagement, clues: vec![clue] };
        assert_eq!(d.refused(&d.leader, &pass).await, "clue-file-ungraded");
        assert_eq!(d.refused(&d.leader, &d.routes(clue, &[Some(1)])).await, "clue-level-unknown");
        let level = |level: &str| AskLevel { engagement: d.engagement, clue, key: 1, level: level.into() };
        assert_eq!(d.refused(&d.leader, &level("moon")).await, "level: clue-level-unlisted");
        d.t.app.perform(&d.lead(), &level("county")).await.unwrap();
        d.graded(clue).await;
        assert!(matches!(d.t.app.perform(&d.t.clerk().await, &FileClues { clues: vec![clue] }).await, Err(Error::NotFound)));
        d.t.app.perform(&d.lead(), &pass).await.unwrap();
        assert_eq!(d.refused(&d.leader, &pass).await, "clue-passed");
        let revise = ReviseClue { engagement: d.engagement, clue, version: None, frame: draft(d.engagement, "style", &[]).frame, body: None };
        assert_eq!(d.refused(&d.leader, &revise).await, "clue-passed");
        assert_eq!(d.refused(&d.leader, &d.routes(clue, &[Some(1)])).await, "clue-with-office");
        let back = |reason: &str| SendBackClue { clue, reason: reason.into() };
        assert_eq!(d.refused(&clerk, &back("")).await, "clue-send-back-without-reason");
        assert_eq!(d.refused(&clerk, &back("钮 测甲的管理权限待核")).await, "reason: clue-names-someone");
        d.t.app.perform(&d.t.clerk().await, &back("管理权限待核")).await.unwrap();
        d.t.app.perform(&d.lead(), &revise).await.unwrap();
        d.t.app.perform(&d.lead(), &pass).await.unwrap();
        let paper = on_paper(&d.t, Subject::Clue, vec![clue.into()], d.t.app.today()).await;
        assert_eq!(d.refused(&clerk, &paper).await, "clue-not-filed");
        d.t.app.perform(&d.t.clerk().await, &FileClues { clues: vec![clue] }).await.unwrap();
        assert_eq!(d.refused(&clerk, &FileClues { clues: vec![clue] }).await, "clue-filed");
        assert_eq!(d.refused(&clerk, &paper).await, "clue-not-routed");
        assert_eq!(d.refused(&clerk, &d.hand_over(clue, Some(1), RECEIVER)).await, "clue-not-routed");
        let mut other = d.routes(clue, &[Some(1)]);
        other.routes[0].receiver = "organisation".into();
        assert_eq!(d.refused(&clerk, &other).await, "clue-route-without-reason");
        other.routes[0].reason = SUMMARY.into();
        assert_eq!(d.refused(&clerk, &other).await, "reason: clue-names-someone");
        other.routes[0].reason = "组织部门已在办理".into();
        d.t.app.perform(&d.t.clerk().await, &other).await.unwrap();
        assert_eq!(d.refused(&clerk, &d.hand_over(clue, Some(1), RECEIVER)).await, "clue-hand-over-unapproved");
        assert_eq!(d.refused(&clerk, &d.routes(clue, &[Some(7)])).await, "NotFound");
        assert_eq!(d.t.verify().await.faults, []);
    }

    async fn two_people_of_the_office_hand_over_once_and_in_time(engine) {
        let d = Desk::new(engine).await;
        let clerk = d.t.clerk().await;
        d.t.stranger("outsider").await;
        let fresh = d.t.stranger("fresh").await;
        let grant = GrantRole { account: fresh, role: Role::OfficeStaff, scope: None, last_day: None };
        d.t.app.perform(&d.t.clerk().await, &grant).await.unwrap();
        let clue = d.drafted("discipline", &[(NAME, "county")]).await;
        d.approved(clue, &[Some(1)]).await;
        let act = || d.hand_over(clue, Some(1), RECEIVER);
        assert_eq!(d.refused(&clerk, &HandOverClue { second: "clerk".into(), ..act() }).await, "clue-hand-over-alone");
        for second in ["outsider", "nobody-here"] {
            assert_eq!(d.refused(&clerk, &HandOverClue { second: second.into(), ..act() }).await, "second: clue-second-wrong");
        }
        let foreign = HandOverClue { second: "fresh".into(), password: PASSWORD.into(), ..act() };
        assert_eq!(d.refused(&clerk, &foreign).await, "second: clue-second-password-foreign");
        assert_eq!(d.refused(&clerk, &HandOverClue { password: "wrong".into(), ..act() }).await, "second: clue-second-wrong");
        assert_eq!(d.refused(&clerk, &HandOverClue { seal: " ".into(), ..act() }).await, "clue-hand-over-unsealed");
        assert_eq!(d.refused(&clerk, &HandOverClue { to: "不存在的局".into(), ..act() }).await, "to: clue-receiver-not-here");
        let tomorrow = d.t.app.today().plus_days(1);
        assert_eq!(d.refused(&clerk, &HandOverClue { on: Some(tomorrow), ..act() }).await, "on: clue-day-in-future");
        d.t.app.perform(&d.t.clerk().await, &act()).await.unwrap();
        assert_eq!(d.refused(&clerk, &act()).await, "clue-handed-over-already");
        let gone = WithdrawClue { engagement: d.engagement, clue, reason: "重复".into() };
        assert_eq!(d.refused(&clerk, &gone).await, "clue-withdraw-sent");
        let late = d.drafted("appointments", &[(NAME, "county")]).await;
        d.approved(late, &[Some(1)]).await;
        assert_eq!(d.refused(&clerk, &d.hand_over(late, Some(1), RECEIVER)).await, "clue-hand-over-before-decision");
        let decided = HandOverClue { decided: Some(d.t.app.today()), ..d.hand_over(late, Some(1), RECEIVER) };
        d.t.app.perform(&d.t.clerk().await, &decided).await.unwrap();
        assert_eq!(d.t.verify().await.faults, []);
    }

    async fn a_higher_managed_cadre_is_collected_and_passed_up_after_the_round(engine) {
        let d = Desk::new(engine).await;
        let clerk = d.t.clerk().await;
        let clue = d.drafted("style", &[(NAME, "city")]).await;
        d.approved(clue, &[Some(1)]).await;
        let page = d.t.app.clue(&d.t.clerk().await, clue).await.unwrap();
        assert!(page.clue.is_collected());
        assert_eq!(d.refused(&clerk, &d.hand_over(clue, Some(1), "")).await, "clue-hand-over-before-round-end");
        days(&d.t, 60);
        let transfer = d.handed(clue, Some(1), "").await;
        assert!(!d.t.app.clue(&d.t.clerk().await, clue).await.unwrap().clue.is_collected());
        let note = |by: &str, on: Day| NoteReceipt { transfer, by: by.into(), on, seal_whole: true };
        let today = d.t.app.today();
        assert_eq!(d.refused(&clerk, &note("", today)).await, "by: clue-receipt-unsigned");
        assert_eq!(d.refused(&clerk, &note(NAME, today)).await, "by: clue-names-someone");
        assert_eq!(d.refused(&clerk, &note("市委巡察办", today.plus_days(-1))).await, "clue-receipt-before-hand-over");
        let outcome = |kind: &str, on: Day| NoteOutcome { transfer, kind: kind.into(), on };
        assert_eq!(d.refused(&clerk, &outcome("concluded", today)).await, "clue-outcome-without-receipt");
        d.t.app.perform(&d.t.clerk().await, &note("市委巡察办", today)).await.unwrap();
        assert_eq!(d.refused(&clerk, &note("市委巡察办", today)).await, "clue-receipt-already");
        assert_eq!(d.refused(&clerk, &outcome("convicted", today)).await, "kind: clue-outcome-unlisted");
        assert_eq!(d.refused(&clerk, &outcome("concluded", today.plus_days(-1))).await, "on: clue-outcome-before-receipt");
        assert_eq!(d.refused(&clerk, &outcome("", today)).await, "clue-outcome-empty");
        d.t.app.perform(&d.t.clerk().await, &outcome("concluded", today)).await.unwrap();
        assert_eq!(d.standing(clue).await, Standing::Closed);
        assert_eq!(d.t.verify().await.faults, []);
    }

    async fn approval_speaks_of_the_clue_as_it_was_put_and_a_no_has_routes_chosen_anew(engine) {
        let d = Desk::new(engine).await;
        let clerk = d.t.clerk().await;
        let keeper = d.t.stranger("keeper").await;
        let grant = GrantRole { account: keeper, role: Role::ClueKeeper, scope: None, last_day: None };
        d.t.app.perform(&d.t.clerk().await, &grant).await.unwrap();
        let clue = d.drafted("discipline", &[(NAME, "county")]).await;
        d.filed(clue, &[Some(1)]).await;
        d.t.app.perform(&d.t.ctx("head").await, &d.decide(clue, false)).await.unwrap();
        assert_eq!(d.standing(clue).await, Standing::Filed);
        let paper = on_paper(&d.t, Subject::Clue, vec![clue.into()], d.t.app.today()).await;
        assert_eq!(d.refused(&clerk, &paper).await, "clue-not-routed");
        d.t.app.perform(&d.t.clerk().await, &d.routes(clue, &[Some(1)])).await.unwrap();
        let mut named = paper.clone();
        named.wording = format!("同意移交{NAME}的线索。");
        assert_eq!(d.refused(&clerk, &named).await, "wording: clue-names-someone");
        // Whoever else records decisions from paper knows of no clue, nor of a paper about one.
        assert!(matches!(d.t.app.perform(&d.t.ctx("second").await, &paper).await, Err(Error::NotFound)));
        let made = d.t.app.perform(&d.t.clerk().await, &paper).await.unwrap().done;
        assert!(!made.in_effect);
        let check = CheckPaper { decisions: made.decisions.clone(), agrees: true, reason: String::new() };
        assert!(matches!(d.t.app.perform(&d.t.ctx("second").await, &check).await, Err(Error::NotFound)));
        assert!(matches!(d.t.app.perform(&d.t.ctx("second").await, &CheckCluePaper(check.clone())).await, Err(Error::NotFound)));
        assert!(matches!(d.t.app.decision(&d.t.ctx("second").await, made.decisions[0]).await, Err(Error::NotFound)));
        let listed = d.t.app.decisions(&d.t.ctx("second").await, false, &PageRequest::default()).await.unwrap();
        assert!(listed.items.is_empty());
        assert_eq!(d.refused(&clerk, &CheckCluePaper(check.clone())).await, "decision-checker-is-recorder");
        let back = WithdrawClueRecord(WithdrawRecord { decisions: made.decisions, reason: "录错".into() });
        d.t.app.perform(&d.t.clerk().await, &back).await.unwrap();
        let made = d.t.app.perform(&d.t.clerk().await, &paper).await.unwrap().done;
        let check = CheckCluePaper(CheckPaper { decisions: made.decisions, agrees: true, reason: String::new() });
        // The route is chosen once more before the check: the paper no longer speaks of what is there.
        let mut other = d.routes(clue, &[Some(1)]);
        other.routes[0].receiver = "organisation".into();
        other.routes[0].reason = "改由组织部门".into();
        d.t.app.perform(&d.t.clerk().await, &other).await.unwrap();
        let keeper = d.t.ctx("keeper").await;
        assert_eq!(d.refused(&keeper, &check).await, "clue-changed-since");
        let second = d.drafted("discipline", &[(NAME, "county")]).await;
        d.filed(second, &[Some(1)]).await;
        let paper = on_paper(&d.t, Subject::Clue, vec![second.into()], d.t.app.today()).await;
        let made = d.t.app.perform(&d.t.clerk().await, &paper).await.unwrap().done;
        let check = CheckCluePaper(CheckPaper { decisions: made.decisions, agrees: true, reason: String::new() });
        d.t.app.perform(&d.t.ctx("keeper").await, &check).await.unwrap();
        assert_eq!(d.standing(second).await, Standing::Approved);
        assert_eq!(d.refused(&d.t.ctx("head").await, &d.decide(second, true)).await, "clue-approved-already");
        assert_eq!(d.t.verify().await.faults, []);
    }

    async fn a_clue_is_taken_back_with_a_reason_and_counted_apart(engine) {
        let d = Desk::new(engine).await;
        let clue = d.drafted("discipline", &[(NAME, "county")]).await;
        let gone = |reason: &str| WithdrawClue { engagement: d.engagement, clue, reason: reason.into() };
        assert_eq!(d.refused(&d.leader, &gone(" ")).await, "clue-withdraw-without-reason");
        assert_eq!(d.refused(&d.leader, &gone(NAME)).await, "reason: clue-names-someone");
        d.t.app.perform(&d.lead(), &gone("与另一件重复")).await.unwrap();
        assert_eq!(d.standing(clue).await, Standing::Withdrawn);
        assert_eq!(d.refused(&d.leader, &gone("再撤一次")).await, "clue-withdrawn");
        let found = d.t.app.engagement_clues(&d.lead(), d.engagement, &PageRequest::default()).await.unwrap();
        assert_eq!((found.balance.withdrawn, found.balance.open, found.balance.difference()), (1, 0, 0));
    }

    async fn a_stub_goes_the_whole_way_without_anything_kept_here(engine) {
        let d = Desk::new(engine).await;
        let stub = Stub { mark: "机密".into(), basis: "定密依据".into(), classified_by: "定密责任人".into(), keeper: "机要室".into(), copies: 2 };
        let mut given = draft(d.engagement, "discipline", &[]);
        given.body = GivenBody::Elsewhere { levels: vec!["county".into()], stub };
        let clue = d.t.app.perform(&d.lead(), &given).await.unwrap().done.clue;
        let shut = d.t.app.open_clue(&d.lead(), clue, "核对").await.err().unwrap();
        assert_eq!(shut.to_string(), "refused: clue-kept-elsewhere");
        d.approved(clue, &[Some(1)]).await;
        let made = d.t.app.perform(&d.t.clerk().await, &d.hand_over(clue, Some(1), RECEIVER)).await.unwrap().done;
        assert_eq!(made.digest, None);
        assert_eq!(d.t.verify().await.faults, []);
    }

    async fn the_night_counts_and_shows_what_is_late_until_it_is_clear(engine) {
        let d = Desk::new(engine).await;
        let officer = d.t.of_unit(&d.site, RECEIVER, Role::ReceivingOfficer).await;
        let clue = d.drafted("discipline", &[(NAME, "county")]).await;
        d.approved(clue, &[Some(1)]).await;
        let transfer = d.handed(clue, Some(1), RECEIVER).await;
        d.t.work_off().await;
        let clerk = || d.t.clerk();
        assert!(d.t.app.unclear_clue_balance(&clerk().await).await.unwrap().is_none());
        days(&d.t, 20);
        d.t.work_off().await;
        let found = d.t.app.unclear_clue_balance(&clerk().await).await.unwrap().unwrap();
        assert_eq!(found.faults.iter().map(|f| f.id.as_ref()).collect::<Vec<_>>(), ["clue-balance-no-receipt"]);
        assert_eq!((found.figures.received, found.figures.without_receipt, found.figures.difference()), (1, 1, 0));
        let remind = RemindReceivers { transfers: vec![transfer] };
        d.t.app.perform(&clerk().await, &remind).await.unwrap();
        assert_eq!(d.refused(&clerk().await, &remind).await, "clue-remind-today");
        d.t.app.perform(&again(&d.t, &officer), &SignReceipt { transfer, seal_whole: false }).await.unwrap();
        days(&d.t, 1);
        d.t.work_off().await;
        assert!(d.t.app.unclear_clue_balance(&clerk().await).await.unwrap().is_none());
        assert!(d.t.app.clue_balances(&clerk().await).await.unwrap().len() >= 2, "every night is kept");
        assert_eq!(d.t.verify().await.faults, []);
    }

    async fn a_named_inspector_works_on_clues_until_the_naming_ends(engine) {
        let d = Desk::new(engine).await;
        let member = d.t.team_member(&d.site, UNIT, Role::TeamMember).await;
        let account = member.signed().unwrap().account;
        let own = draft(d.engagement, "discipline", &[(NAME, "county")]);
        let list = async |ctx: &Ctx| d.t.app.engagement_clues(&again(&d.t, ctx), d.engagement, &PageRequest::default()).await;
        assert!(matches!(d.t.app.perform(&again(&d.t, &member), &own).await, Err(Error::NotFound)));
        assert!(matches!(list(&member).await, Err(Error::NotFound)));
        let name = NameInspector { engagement: d.engagement, account };
        assert!(matches!(d.t.app.perform(&again(&d.t, &member), &name).await, Err(Error::NotFound)));
        d.t.app.perform(&d.lead(), &name).await.unwrap();
        assert_eq!(d.refused(&d.leader, &name).await, "clue-named-already");
        let outsider = d.t.team_member(&d.site, "县水利局", Role::TeamMember).await.signed().unwrap().account;
        let foreign = NameInspector { engagement: d.engagement, account: outsider };
        assert_eq!(d.refused(&d.leader, &foreign).await, "account: clue-name-not-in-team");
        let clue = d.t.app.perform(&again(&d.t, &member), &own).await.unwrap().done.clue;
        assert_eq!(list(&member).await.unwrap().page.items.len(), 1);
        assert!(list(&member).await.unwrap().team.is_empty(), "only the leader sees who is named");
        let end = |reason: &str| EndNaming { engagement: d.engagement, account, reason: reason.into() };
        assert_eq!(d.refused(&d.leader, &end("")).await, "reason: clue-unname-without-reason");
        d.t.app.perform(&d.lead(), &end("调整分工")).await.unwrap();
        assert!(matches!(list(&member).await, Err(Error::NotFound)));
        assert!(matches!(d.t.app.clue(&again(&d.t, &member), clue).await, Err(Error::NotFound)));
        assert!(matches!(d.t.app.open_clue(&again(&d.t, &member), clue, "看看").await, Err(Error::NotFound)));
        let leader = d.leader.signed().unwrap().account;
        let own = EndNaming { engagement: d.engagement, account: leader, reason: "x".into() };
        assert!(matches!(d.t.app.perform(&d.lead(), &own).await, Err(Error::NotFound)));
        assert_eq!(d.t.verify().await.faults, []);
    }

    async fn a_hand_over_begins_with_what_the_ones_before_it_said_and_only_for_its_keeper(engine) {
        let d = Desk::new(engine).await;
        let usual = async |clue, ctx: &Ctx| d.t.app.clue(&again(&d.t, ctx), clue).await.unwrap().usual;
        let clerk = d.t.clerk().await;
        let first = d.drafted("discipline", &[(NAME, "county")]).await;
        assert_eq!(usual(first, &d.leader).await, []);
        d.approved(first, &[Some(1)]).await;
        let told = |usual: &app::clue::Usual| [usual.letter.clone(), usual.to.clone(), usual.second.clone()];
        assert_eq!(told(&usual(first, &clerk).await[0]), ["", "", ""], "nothing was handed over before");
        d.handed(first, Some(1), RECEIVER).await;
        assert_eq!(usual(first, &clerk).await, [], "nothing waits any more");
        let other = d.drafted("discipline", &[(NAME, "county"), (SECOND_NAME, "department")]).await;
        d.approved(other, &[Some(1), Some(2)]).await;
        let found = usual(other, &clerk).await;
        assert_eq!(found.iter().map(|u| u.key).collect::<Vec<_>>(), [Some(1), Some(2)]);
        assert_eq!(told(&found[0]), ["云巡移〔2025〕4号", RECEIVER, "second"]);
        assert_eq!(told(&found[1]), ["云巡移〔2025〕4号", "", "second"], "an own body differs by unit");
        assert_eq!(usual(other, &d.leader).await, [], "the team learns nothing of other clues");
        assert_eq!(usual(other, &d.t.ctx("head").await).await, []);
        d.handed(other, Some(1), "县水利局").await;
        let third = d.drafted("discipline", &[(NAME, "county")]).await;
        d.approved(third, &[Some(1)]).await;
        assert_eq!(usual(third, &clerk).await[0].to, "", "this class has meant two bodies");
    }
}
