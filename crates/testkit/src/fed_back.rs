//! 县农业农村局 after its feedback: seventeen problems on the ledger, and people of the unit who sign with a password.

use crate::{OnSite, PASSWORD, TestApp, county_file};
use app::account::GrantRole;
use app::decision::{Decide, Subject};
use app::engagement::AdvanceEngagement;
use app::feedback::{ImportFeedback, Signature, TakeFeedback, TellBody, TellHead};
use app::file::Received;
use app::rectification::{
    AddMeasure, ClaimItem, DeclareItem, EvidenceKind, ItemKind, Leader, LedgerFilter, NewEvidence, PlanItem,
    ReportProgress, Sign, SignItem,
};
use app::{Act, Ctx, Outcome};
use db::Engine;
use domain::engagement::Stage;
use domain::permission::Role;
use kernel::{EngagementId, FeedbackId, ItemId, MeasureId, PageRequest, UnitId};

/// The unit that has its feedback.
pub const UNIT: &str = "县农业农村局";

/// A unit with its feedback, and who works there.
pub struct FedBack {
    /// The round it belongs to.
    pub site: OnSite,
    /// The unit.
    pub unit: UnitId,
    /// Its engagement.
    pub engagement: EngagementId,
    /// Its feedback.
    pub feedback: FeedbackId,
}

impl TestApp {
    /// An enabled account with a password and one role.
    pub async fn person(&self, login: &str, role: Role, of: Option<uuid::Uuid>) -> Ctx {
        let account = self.stranger(login).await;
        let grant = GrantRole { account, role, scope: of, last_day: None };
        self.done(&self.clerk().await, &grant).await;
        self.ctx(login).await
    }

    /// Carries an act out that must succeed.
    pub async fn done<A: Act>(&self, ctx: &Ctx, act: &A) -> A::Done {
        let ctx = self.again(ctx).await;
        let outcome: Outcome<A::Done> = self.app.perform(&ctx, act).await.expect(A::NAME);
        outcome.done
    }

    /// Carries an act out that must be refused, and says by which rule or field.
    pub async fn refused<A: Act>(&self, ctx: &Ctx, act: &A) -> String {
        let ctx = self.again(ctx).await;
        match self.app.perform(&ctx, act).await {
            Ok(_) => "done".to_owned(),
            Err(app::Error::Refused(refusal)) => refusal.0.id.into_owned(),
            Err(app::Error::Invalid(errors)) => {
                errors.first().map(|e| format!("{}: {}", e.field, e.message.id)).unwrap_or_default()
            }
            Err(app::Error::Forbidden(_)) => "forbidden".to_owned(),
            Err(app::Error::NotFound) => "not found".to_owned(),
            Err(app::Error::Conflict { last, .. }) => {
                format!("conflict: {}", last.map(|last| last.by).unwrap_or_default())
            }
            Err(other) => other.to_string(),
        }
    }

    /// A fresh request by the same person.
    pub async fn again(&self, ctx: &Ctx) -> Ctx {
        let login = ctx.signed().expect("someone").login.clone();
        self.ctx(&login).await
    }

    /// Receives a file for an engagement.
    pub async fn received(&self, engagement: Option<EngagementId>, name: &str, bytes: &[u8]) -> Received {
        let limits = domain::file::Limits::default();
        let receiving = self.app.receive_file(engagement, limits).await.expect("a folder for files");
        let receiving = receiving.push(bytes.to_vec()).await.expect("room");
        receiving.finish(name).await.expect("a file")
    }

    /// Takes an engagement that is on site to the stage of feedback.
    pub async fn to_feedback(&self, engagement: EngagementId) {
        for from in [Stage::Understanding, Stage::Reporting] {
            let act = AdvanceEngagement { engagement, from, reason: "报告已审议".into() };
            self.done(&self.clerk().await, &act).await;
        }
    }

    /// The list of feedback-2.docx, being corrected, and the head of the leading group, `lead`.
    pub async fn drafted_feedback(&self, site: &OnSite) -> FeedbackId {
        let act = ImportFeedback {
            engagement: site.engagement(UNIT),
            file: "feedback-2.docx".into(),
            bytes: county_file("feedback-2.docx"),
            section: None,
            paper: None,
        };
        let made = self.done(&self.clerk().await, &act).await;
        self.person("lead", Role::LeadingGroupHead, None).await;
        made.feedback
    }

    /// A slip that was signed today.
    pub fn signature(&self, by: &str) -> Signature {
        Signature { on: self.app.today(), signed_by: by.to_owned(), scan: None }
    }

    /// The unit with its feedback of 2025-10-20 handed over. Logins: `lead`, `liaison`, `leader`, `head`, `handler`,
    /// `reviewer`; the office is `clerk`.
    pub async fn fed_back(engine: Engine) -> (Self, FedBack) {
        let (t, site) = Self::on_site(engine).await;
        let fed = t.feed_back(site).await;
        (t, fed)
    }

    /// Feeds back to the unit of a round that is on site, as [`TestApp::fed_back`] does.
    pub async fn feed_back(&self, site: OnSite) -> FedBack {
        let t = self;
        let (engagement, unit) = (site.engagement(UNIT), site.unit(UNIT));
        let feedback = t.drafted_feedback(&site).await;
        t.to_feedback(engagement).await;
        let clerk = t.clerk().await;
        t.done(&clerk, &TakeFeedback { engagement, feedback, version: None }).await;
        let decide = Decide {
            about: Subject::Feedback,
            ids: vec![feedback.into()],
            approved: true,
            reason: String::new(),
            password: PASSWORD.into(),
        };
        t.done(&t.ctx("lead").await, &decide).await;
        let signature = t.signature("局长");
        t.done(&clerk, &TellHead { engagement, feedback, version: None, signature }).await;
        let signature = t.signature("局党组");
        t.done(&clerk, &TellBody { engagement, feedback, version: None, signature }).await;
        for (login, role) in [
            ("liaison", Role::UnitLiaisonHead),
            ("leader", Role::ResponsibleLeader),
            ("head", Role::UnitHead),
            ("handler", Role::DepartmentHandler),
            ("reviewer", Role::SupervisingOfficer),
        ] {
            t.person(login, role, Some(unit.0)).await;
        }
        FedBack { site, unit, engagement, feedback }
    }

    /// The items of a unit in order of number, as the office sees them.
    pub async fn items_of(&self, unit: UnitId) -> Vec<app::rectification::ItemLine> {
        let filter = LedgerFilter { unit: Some(unit), ..LedgerFilter::default() };
        let page = PageRequest { after: None, size: 200 };
        self.app.ledger(&self.clerk().await, &filter, &page).await.expect("a ledger").0.items
    }

    /// One item as the office sees it.
    pub async fn item(&self, id: ItemId) -> app::rectification::ItemPage {
        self.app.item(&self.clerk().await, id).await.expect("an item")
    }
}

impl FedBack {
    /// The item with a number on the unit's ledger.
    pub async fn item(&self, t: &TestApp, number: u32) -> ItemId {
        let items = t.items_of(self.unit).await;
        items.iter().find(|line| line.item.number == number).expect("an item").item.item.id
    }

    /// Claims an item by `liaison` for the post that `leader` holds.
    pub async fn claim(&self, t: &TestApp, item: ItemId) {
        let account = t.signed("leader").await.account;
        let page = t.item(item).await;
        let held = page.posts.iter().find(|p| p.title == "副局长").map(|p| p.id);
        let leader = held.map_or_else(
            || Leader::New { title: "副局长".into(), name: "窦辛屿".into(), account: Some(account) },
            Leader::Post,
        );
        let act =
            ClaimItem { unit: self.unit, item, version: None, leader, department: "农田建设股".into() };
        t.done(&t.ctx("liaison").await, &act).await;
    }

    /// Plans an item with one measure that is due by words.
    pub async fn plan(&self, t: &TestApp, item: ItemId, kind: ItemKind, deadline: &str) -> MeasureId {
        let handler = t.ctx("handler").await;
        let plan = PlanItem {
            unit: self.unit,
            item,
            version: None,
            kind,
            root_cause: "制度没有覆盖到乡镇站所。".into(),
            goals: Vec::new(),
        };
        t.done(&handler, &plan).await;
        let add = AddMeasure {
            unit: self.unit,
            items: vec![item],
            text: "修订管护办法，逐宗落实管护责任".into(),
            owner: None,
            handler: "佟己畴".into(),
            deadline: deadline.to_owned(),
            day: None,
        };
        t.done(&handler, &add).await
    }

    /// Reports a measure as done by `handler`, with one file of a kind.
    pub async fn report(&self, t: &TestApp, measure: MeasureId, kind: EvidenceKind) {
        let file = t.received(Some(self.engagement), "管护台账.txt", "2025年10月 管护台账".as_bytes()).await;
        let act = ReportProgress {
            unit: self.unit,
            measure,
            text: "已建立管护台账并逐宗核对。".into(),
            evidence: vec![NewEvidence { file, kind }],
            done: true,
        };
        t.done(&t.ctx("handler").await, &act).await;
    }

    /// Declares an item by `handler`, and has it signed up to, not including, a signature.
    pub async fn declare(&self, t: &TestApp, item: ItemId, until: Sign) {
        let act = DeclareItem { unit: self.unit, item, version: None, why: String::new() };
        t.done(&t.ctx("handler").await, &act).await;
        let chain = [(Sign::Leader, "leader"), (Sign::Head, "head"), (Sign::Review, "reviewer")];
        for (sign, login) in chain.into_iter().filter(|(sign, _)| *sign < until) {
            t.done(&t.ctx(login).await, &self.sign(item, sign)).await;
        }
    }

    /// A signature with the right password.
    pub fn sign(&self, item: ItemId, sign: Sign) -> SignItem {
        SignItem { unit: self.unit, item, version: None, sign, password: PASSWORD.into() }
    }
}
