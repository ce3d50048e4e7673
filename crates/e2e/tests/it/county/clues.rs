//! A clue and a matter of the county, as far as they go: drafted, filed, approved, handed over.

use super::County;
use app::account::{ChangeOwnPassword, GrantRole, NewPassword};
use app::clue::{
    ChosenRoute, DraftClue, FileClues, GivenBody, GivenFrame, GivenSubject, GradeClue, HandOverClue,
    PassClues, RouteClue,
};
use app::decision::{Decide, Subject};
use app::department::{HandedFilter, What};
use app::matter::{DraftMatter, PassMatter, SendMatter};
use app::petition::{Entry, ReferPetition, RegisterPetition, ScreenPetition, Told};
use domain::clue::Grade;
use domain::permission::Role;
use domain::petition::Verdict;
use kernel::id::{ClueId, MatterId, TransferId};
use kernel::{EngagementId, PageRequest, RecordId};
use testkit::PASSWORD;

/// Password of the second person.
const OWN: &str = "另一座石桥 1990";
/// Who receives.
const RECEIVER: &str = "县民政局";

impl County {
    /// The clerk as leader of an engagement and officer of a receiving department as well, so that they see every page.
    async fn everyone(&self, engagement: EngagementId) {
        let t = &self.t;
        let clerk = t.signed("clerk").await.account;
        t.give(clerk, Role::TeamLeader, engagement.0).await;
        let receiver = t.app.recognise_unit(&t.clerk().await, RECEIVER).await.unwrap();
        t.give(clerk, Role::ReceivingOfficer, receiver.0).await;
        let new = NewPassword { password: OWN.into(), again: OWN.into() };
        let change = ChangeOwnPassword { current: PASSWORD.into(), new };
        t.app.perform(&t.ctx("second").await, &change).await.unwrap();
        let head = t.stranger("head-of-clues").await;
        let grant = GrantRole { account: head, role: Role::LeadingGroupHead, scope: None, last_day: None };
        t.app.perform(&t.clerk().await, &grant).await.unwrap();
    }

    async fn decided(&self, about: Subject, id: RecordId) {
        let reason = String::new();
        let act = Decide { about, ids: vec![id], approved: true, reason, password: PASSWORD.into() };
        self.t.app.perform(&self.t.ctx("head-of-clues").await, &act).await.unwrap();
    }

    async fn clue(&self, engagement: EngagementId) -> (ClueId, TransferId) {
        let t = &self.t;
        let subject =
            GivenSubject { name: "钮测甲".into(), post: "站长".into(), level: "county".into() };
        let body = GivenBody::Sealed {
            subjects: vec![subject], summary: "节日期间涉嫌收受土特产。".into()
        };
        let frame = GivenFrame {
            nature: "discipline".into(),
            sources: vec!["XF102".into()],
            ..GivenFrame::default()
        };
        let draft = DraftClue { engagement, frame, from: Vec::new(), grade: Some(Grade::Look), body };
        let clue = t.app.perform(&t.clerk().await, &draft).await.unwrap().done.clue;
        let grade = GradeClue { engagement, clue, grade: Grade::LookFurther };
        t.app.perform(&t.clerk().await, &grade).await.unwrap();
        let chosen = ChosenRoute { key: Some(1), receiver: String::new(), reason: String::new() };
        let route = RouteClue { engagement, clue, version: None, routes: vec![chosen] };
        t.app.perform(&t.clerk().await, &route).await.unwrap();
        t.app.perform(&t.clerk().await, &PassClues { engagement, clues: vec![clue] }).await.unwrap();
        t.app.perform(&t.clerk().await, &FileClues { clues: vec![clue] }).await.unwrap();
        self.decided(Subject::Clue, clue.into()).await;
        let act = HandOverClue {
            clue,
            key: Some(1),
            version: None,
            letter: "云巡移〔2025〕3号".into(),
            seal: "F-0031".into(),
            to: RECEIVER.into(),
            on: None,
            decided: None,
            second: "second".into(),
            password: OWN.into(),
        };
        let transfer = t.app.perform(&t.clerk().await, &act).await.unwrap().done.transfer;
        (clue, transfer)
    }

    async fn matter(&self, engagement: EngagementId) -> MatterId {
        let t = &self.t;
        let draft = DraftMatter {
            engagement,
            text: "全县中小学校服征订缺少统一办法。".into(),
            receiver: "functional".into(),
            receiver_name: RECEIVER.into(),
            sources: Vec::new(),
        };
        let matter = t.app.perform(&t.clerk().await, &draft).await.unwrap().done.matter;
        t.app.perform(&t.clerk().await, &PassMatter { engagement, matter }).await.unwrap();
        self.decided(Subject::Matter, matter.into()).await;
        let send = SendMatter { matter, letter: "云巡函〔2025〕5号".into(), on: t.app.today() };
        t.app.perform(&t.clerk().await, &send).await.unwrap();
        matter
    }

    /// An extract of a petition in the receiver's hands; and a clue that waits to be passed up.
    async fn referral(&self, engagement: EngagementId) -> RecordId {
        let t = &self.t;
        let entry = Entry {
            channel: "letter".into(),
            received: t.app.now(),
            reporter: Told::nothing(),
            contact: Told::nothing(),
            people: None,
            openers: Vec::new(),
            unit: String::new(),
            subjects: String::new(),
            text: "我家的高龄补贴从去年起就没有发过。".into(),
            disciplines: Vec::new(),
        };
        let act = RegisterPetition { engagement, entry };
        let petition = t.app.perform(&t.clerk().await, &act).await.unwrap().done.petition;
        let (verdict, why) = (Verdict::Out { reason: "personal".into() }, "个人诉求".to_owned());
        let screen = ScreenPetition { engagement, petition, version: None, verdict, why };
        t.app.perform(&t.clerk().await, &screen).await.unwrap();
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
        t.app.perform(&t.clerk().await, &refer).await.unwrap();
        let referrals = HandedFilter { what: Some(What::Referral), ..HandedFilter::default() };
        let found = t.app.handed(&t.clerk().await, &referrals, &PageRequest::default()).await.unwrap();
        found.items[0].handed.id
    }

    /// Routes of clues and matters, each with an address that shows something.
    pub(super) async fn of_clues(&self) -> Vec<(&'static str, String)> {
        let engagement = self.page().await.teams[0].engagements[0].kept.engagement.id;
        self.everyone(engagement).await;
        let (clue, transfer) = self.clue(engagement).await;
        let matter = self.matter(engagement).await;
        let referral = self.referral(engagement).await;
        let file = self.waiting("findings.json").await;
        let own = |path: &str| format!("/engagements/{engagement}/{path}");
        vec![
            ("/clues/{clue}", format!("/clues/{clue}")),
            ("/clues/import/{file}", format!("/clues/import/{file}?round={}", self.round)),
            ("/transfers/{transfer}", format!("/transfers/{transfer}")),
            ("/received/{transfer}", format!("/received/{transfer}")),
            ("/engagements/{engagement}/clues", own("clues")),
            ("/engagements/{engagement}/clues/new", own("clues/new")),
            ("/engagements/{engagement}/matters", own("matters")),
            ("/engagements/{engagement}/matters/new", own("matters/new")),
            ("/matters/{matter}", format!("/matters/{matter}")),
            ("/received-matters/{matter}", format!("/received-matters/{matter}")),
            ("/received-referrals/{referral}", format!("/received-referrals/{}", referral.0)),
        ]
    }
}
