//! Findings: written, signed by two, reviewed, signed off, decided, confirmed; what is refused on the way; who sees them.

mod access;
mod import;
mod together;

use app::finding::{
    Answer, CheckNoted, DecideFindings, Draft, DraftEvidence, DraftSentence, MoveFinding, RecordView,
    ReviewFinding, ReviseFinding, SignFinding, SignOffFinding, Verdict, WithdrawFinding, WithdrawSignature,
    WriteFinding,
};
use app::{Act, Ctx, Error};
use domain::finding::{Checked, Standing, View};
use domain::permission::Role;
use kernel::{EngagementId, FindingId, PageRequest};
use testkit::{Engine, OnSite, PASSWORD, TestApp, on_both};

pub(crate) const UNIT: &str = "县农业农村局";

/// A team at work, with one paper that lacks nothing.
pub(crate) struct Work {
    pub(crate) t: TestApp,
    pub(crate) site: OnSite,
    pub(crate) engagement: EngagementId,
    pub(crate) leader: Ctx,
    pub(crate) deputy: Ctx,
    pub(crate) one: Ctx,
    pub(crate) two: Ctx,
}

impl Work {
    pub(crate) async fn begun(engine: Engine) -> Self {
        let (t, site) = TestApp::on_site(engine).await;
        let engagement = site.engagement(UNIT);
        let leader = t.person_of("郝甲组", Role::TeamLeader, engagement.0).await;
        let deputy = t.team_member(&site, UNIT, Role::TeamDeputy).await;
        let one = t.team_member(&site, UNIT, Role::TeamMember).await;
        let two = t.team_member(&site, UNIT, Role::TeamLiaison).await;
        Self { t, site, engagement, leader, deputy, one, two }
    }

    /// A fresh request by someone: a context carries one act.
    pub(crate) fn again(&self, ctx: &Ctx) -> Ctx {
        Ctx { act: self.t.app.new_act(), at: self.t.app.now(), ..ctx.clone() }
    }

    pub(crate) async fn perform<A: Act>(&self, ctx: &Ctx, act: &A) -> Result<A::Done, Error> {
        self.t.app.perform(&self.again(ctx), act).await.map(|outcome| outcome.done)
    }

    pub(crate) async fn write(&self, draft: Draft) -> FindingId {
        let act = WriteFinding { engagement: self.engagement, draft, files: Vec::new() };
        self.perform(&self.one, &act).await.unwrap().finding
    }

    pub(crate) async fn revise(&self, ctx: &Ctx, id: FindingId, draft: Draft) -> Result<(), Error> {
        let version = Some(self.page(id).await.kept.version);
        let act = ReviseFinding { engagement: self.engagement, finding: id, version, draft, files: vec![] };
        self.perform(ctx, &act).await.map(|_| ())
    }

    pub(crate) async fn page(&self, id: FindingId) -> app::finding::FindingPage {
        self.t.app.finding(&self.leader, id).await.unwrap()
    }

    pub(crate) async fn standing(&self, id: FindingId) -> Standing {
        self.page(id).await.kept.mark.standing
    }

    async fn seen(&self, id: FindingId) -> String {
        self.page(id).await.kept.mark.digest.clone()
    }

    pub(crate) async fn sign(&self, ctx: &Ctx, id: FindingId) -> Result<(), Error> {
        let act = SignFinding { engagement: self.engagement, finding: id, seen: self.seen(id).await };
        self.perform(ctx, &act).await
    }

    pub(crate) async fn review(&self, ctx: &Ctx, id: FindingId) -> Result<(), Error> {
        let act = ReviewFinding { engagement: self.engagement, finding: id, seen: self.seen(id).await };
        self.perform(ctx, &act).await
    }

    pub(crate) async fn sign_off(&self, id: FindingId) -> Result<(), Error> {
        let (engagement, seen) = (self.engagement, self.seen(id).await);
        let act = SignOffFinding { engagement, finding: id, seen, password: PASSWORD.into() };
        self.perform(&self.leader, &act).await
    }

    /// Ids of the notices about papers that someone has, in order of name.
    async fn told(&self, ctx: &Ctx) -> Vec<String> {
        self.t.work_off().await;
        let notices = self.t.app.notices(&self.again(ctx), &PageRequest::default()).await.unwrap();
        let ids = notices.items.into_iter().map(|notice| notice.message.id.to_string());
        let mut ids: Vec<String> = ids.filter(|id| id.starts_with("notice-finding")).collect();
        ids.sort();
        ids
    }

    fn decision(&self, id: FindingId, verdict: Verdict, words: &str) -> DecideFindings {
        DecideFindings {
            engagement: self.engagement,
            on: self.t.app.today(),
            answers: vec![Answer { finding: id, verdict, words: words.into() }],
            password: Some(PASSWORD.into()),
            scan: None,
        }
    }

    pub(crate) async fn decide(&self, id: FindingId, verdict: Verdict, words: &str) -> Result<usize, Error> {
        self.perform(&self.leader, &self.decision(id, verdict, words)).await
    }

    /// Signed by two, reviewed, signed off.
    pub(crate) async fn signed_off(&self, id: FindingId) {
        self.sign(&self.one, id).await.unwrap();
        self.sign(&self.two, id).await.unwrap();
        self.review(&self.deputy, id).await.unwrap();
        self.sign_off(id).await.unwrap();
    }

    fn view(&self, id: FindingId, view: View, words: &str, from_paper: bool) -> RecordView {
        RecordView {
            engagement: self.engagement,
            finding: id,
            view,
            words: words.into(),
            by: "局长".into(),
            on: Some(self.t.app.today()),
            from_paper,
            scan: None,
        }
    }
}

/// A paper that lacks nothing.
pub(crate) fn complete() -> Draft {
    let piece = |number: &str| DraftEvidence { number: number.into(), ..DraftEvidence::default() };
    let sentence = |text: &str, number: &str| DraftSentence {
        text: text.into(),
        evidence: vec![piece(number)],
        ..DraftSentence::default()
    };
    Draft {
        title: "同一项目拆分发包，规避公开招标".into(),
        sentences: vec![
            sentence("步道工程被拆成三段。", "DOC-1-001"),
            sentence("三段合同价均低于五十万元。", "DOC-1-002"),
        ],
        basis: "《云河县政府投资项目管理办法（试行）》".into(),
        focus: vec!["J2.5".into()],
        undertakers: vec!["郝庚炜".into(), "郁甲汀".into()],
        ..Draft::default()
    }
}

/// The id of a refusal, or of the first wrong field's message.
pub(crate) fn refused<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result.unwrap_err() {
        Error::Refused(refusal) => refusal.0.id.into_owned(),
        Error::Invalid(errors) => errors.first().unwrap().message.id.clone().into_owned(),
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn a_paper_goes_from_draft_to_confirmed_and_the_journal_verifies(engine) {
        let w = Work::begun(engine).await;
        let id = w.write(complete()).await;
        let page = w.page(id).await;
        assert_eq!((page.kept.number.as_str(), page.faults.len()), ("DG001", 1), "evidence to be linked is a hint");
        assert_eq!(page.kept.paper.sentences[0].evidence[0].method, "C5");
        assert_eq!(refused(w.review(&w.deputy, id).await), "finding-too-few-signatures");
        w.sign(&w.one, id).await.unwrap();
        assert_eq!(refused(w.sign(&w.one, id).await), "finding-signed-already");
        w.sign(&w.two, id).await.unwrap();
        assert_eq!(w.standing(id).await, Standing::Signed);
        assert_eq!(refused(w.sign_off(id).await), "finding-not-reviewed");
        w.review(&w.deputy, id).await.unwrap();
        w.sign_off(id).await.unwrap();
        assert_eq!(refused(w.perform(&w.one, &w.view(id, View::Agrees, "", false)).await), "finding-view-too-early");
        assert_eq!(w.decide(id, Verdict::Adopted, "").await.unwrap(), 1);
        let unclear = w.view(id, View::Partly, "", false);
        assert_eq!(refused(w.perform(&w.one, &unclear).await), "finding-view-without-words");
        w.perform(&w.one, &w.view(id, View::Partly, "第二段金额有出入", false)).await.unwrap();
        assert_eq!(w.standing(id).await, Standing::Confirmed);
        let nodes = w.t.app.adopted_findings(&w.leader, w.engagement).await.unwrap();
        assert_eq!((nodes[0].code.as_str(), nodes[0].evidence.len()), ("DG001", 2));
        assert_eq!(refused(w.revise(&w.one, id, complete()).await), "finding-decided");
        assert_eq!(w.t.verify().await.faults, []);
    }

    async fn signatures_lapse_with_the_text_and_are_given_anew(engine) {
        let w = Work::begun(engine).await;
        let id = w.write(complete()).await;
        w.sign(&w.one, id).await.unwrap();
        w.sign(&w.two, id).await.unwrap();
        let mut draft = app::finding::draft_of(&w.page(id).await.kept);
        w.revise(&w.one, id, draft.clone()).await.unwrap();
        assert_eq!(w.standing(id).await, Standing::Signed, "saving what is there changes nothing");
        draft.basis.push_str("第五条");
        w.revise(&w.one, id, draft).await.unwrap();
        assert_eq!(w.standing(id).await, Standing::Draft);
        assert_eq!(refused(w.review(&w.deputy, id).await), "finding-signature-lapsed");
        let old = SignFinding { engagement: w.engagement, finding: id, seen: "0".repeat(64) };
        assert_eq!(refused(w.perform(&w.one, &old).await), "finding-signed-another-text");
        w.sign(&w.one, id).await.unwrap();
        w.sign(&w.two, id).await.unwrap();
        let unsign = |reason: &str| WithdrawSignature { engagement: w.engagement, finding: id, reason: reason.into() };
        assert_eq!(refused(w.perform(&w.one, &unsign("")).await), "finding-unsign-without-reason");
        w.perform(&w.one, &unsign("再核一遍")).await.unwrap();
        assert_eq!(refused(w.perform(&w.one, &unsign("再核一遍")).await), "finding-no-signature");
        assert_eq!(w.standing(id).await, Standing::Draft);
    }

    async fn each_step_tells_whoever_comes_next_and_a_changed_text_those_who_had_signed(engine) {
        let w = Work::begun(engine).await;
        let id = w.write(complete()).await;
        w.sign(&w.one, id).await.unwrap();
        assert_eq!(w.told(&w.deputy).await, [""; 0], "one signature is not enough");
        w.sign(&w.two, id).await.unwrap();
        assert_eq!(w.told(&w.deputy).await, ["notice-finding-to-review"]);
        let mut draft = app::finding::draft_of(&w.page(id).await.kept);
        draft.basis.push_str("第五条");
        w.revise(&w.one, id, draft).await.unwrap();
        assert_eq!(w.told(&w.two).await, ["notice-finding-lapsed"]);
        assert_eq!(w.told(&w.one).await, [""; 0], "whoever changed the text knows");
        w.sign(&w.one, id).await.unwrap();
        w.sign(&w.two, id).await.unwrap();
        w.review(&w.deputy, id).await.unwrap();
        assert_eq!(w.told(&w.leader).await, ["notice-finding-to-sign-off"]);
        w.sign_off(id).await.unwrap();
        w.decide(id, Verdict::Adopted, "").await.unwrap();
        assert_eq!(w.told(&w.one).await, ["notice-finding-adopted"]);
        assert_eq!(w.told(&w.two).await, ["notice-finding-adopted", "notice-finding-lapsed"]);
    }

    async fn what_a_paper_lacks_is_listed_and_refuses_the_signature(engine) {
        let w = Work::begun(engine).await;
        let id = w.write(Draft { title: "只有标题".into(), ..Draft::default() }).await;
        let kinds: Vec<&str> = w.page(id).await.faults.iter().map(|fault| fault.kind).collect();
        assert_eq!(kinds, ["no_facts", "no_basis", "no_evidence", "no_focus", "one_undertaker"]);
        assert_eq!(refused(w.sign(&w.one, id).await), "finding-no-facts");
        let mut bare = complete();
        bare.sentences[1].evidence.clear();
        w.revise(&w.one, id, bare).await.unwrap();
        w.signed_off(id).await;
        assert_eq!(refused(w.decide(id, Verdict::Adopted, "").await), "finding-sentences-unsupported");
        let untitled = WriteFinding { engagement: w.engagement, draft: Draft::default(), files: vec![] };
        assert_eq!(refused(w.perform(&w.one, &untitled).await), "finding-no-title");
        let mut elsewhere = complete();
        elsewhere.unit = Some(w.site.unit("县民政局"));
        assert_eq!(refused(w.revise(&w.one, id, elsewhere).await), "finding-unit-elsewhere");
    }

    async fn the_meeting_decides_all_papers_in_one_act_or_none(engine) {
        let w = Work::begun(engine).await;
        let (first, second, third) = (w.write(complete()).await, w.write(complete()).await, w.write(complete()).await);
        w.signed_off(first).await;
        let answer = |finding, verdict, words: &str| Answer { finding, verdict, words: words.into() };
        let mut act = w.decision(first, Verdict::Adopted, "");
        act.answers.push(answer(second, Verdict::NotAdopted, " "));
        act.answers.push(answer(third, Verdict::Merged, "DG009"));
        let Err(Error::Invalid(errors)) = w.perform(&w.leader, &act).await else { panic!("it went through") };
        let said: Vec<&str> = errors.iter().map(|error| error.message.id.as_ref()).collect();
        assert_eq!(said, ["finding-not-adopted-without-reason", "finding-merged-into-unknown"]);
        assert_eq!(w.standing(first).await, Standing::SignedOff, "nothing of it was done");
        act.answers[1].words = "事实不清".into();
        act.answers[2].words = "DG001".into();
        assert_eq!(w.perform(&w.leader, &act).await.unwrap(), 3);
        assert_eq!((w.standing(first).await, w.standing(third).await), (Standing::Adopted, Standing::Aside));
        assert_eq!(refused(w.decide(second, Verdict::Merged, "DG003").await), "finding-merged-into-unknown");
        let wrong = DecideFindings { password: Some("错".into()), ..w.decision(second, Verdict::Doubtful, "") };
        assert_eq!(refused(w.perform(&w.leader, &wrong).await), "account-password-wrong");
        let tomorrow = DecideFindings { on: w.t.app.today().plus_days(1), ..w.decision(second, Verdict::Doubtful, "") };
        assert_eq!(refused(w.perform(&w.leader, &tomorrow).await), "decision-in-the-future");
        let none = DecideFindings { answers: vec![], ..w.decision(second, Verdict::Doubtful, "") };
        assert_eq!(refused(w.perform(&w.leader, &none).await), "finding-meeting-nothing");
        assert_eq!(w.t.verify().await.faults, []);
    }

    async fn what_is_recorded_from_paper_waits_for_a_second_person(engine) {
        let w = Work::begun(engine).await;
        let id = w.write(complete()).await;
        let from_paper = DecideFindings { password: None, ..w.decision(id, Verdict::Adopted, "") };
        w.perform(&w.one, &from_paper).await.unwrap();
        w.perform(&w.one, &w.view(id, View::Agrees, "", true)).await.unwrap();
        assert_eq!(w.standing(id).await, Standing::Draft);
        let check = |what, agrees, reason: &str| CheckNoted {
            engagement: w.engagement,
            findings: vec![id],
            what,
            agrees,
            reason: reason.into(),
        };
        assert_eq!(refused(w.perform(&w.one, &check(Checked::Decision, true, "")).await), "decision-checker-is-recorder");
        assert_eq!(refused(w.perform(&w.two, &check(Checked::View, false, "")).await), "decision-reject-without-reason");
        w.perform(&w.two, &check(Checked::Decision, true, "")).await.unwrap();
        assert_eq!(w.standing(id).await, Standing::Adopted);
        w.perform(&w.two, &check(Checked::View, false, "日期不符")).await.unwrap();
        assert!(w.page(id).await.kept.view.is_none());
        assert_eq!(refused(w.perform(&w.two, &check(Checked::View, true, "")).await), "decision-no-check-waiting");
        assert_eq!(w.t.verify().await.faults, []);
    }

    async fn a_paper_is_taken_back_with_a_reason_and_stays_to_be_read(engine) {
        let w = Work::begun(engine).await;
        let id = w.write(complete()).await;
        let withdraw = |reason: &str| WithdrawFinding { engagement: w.engagement, finding: id, reason: reason.into() };
        assert_eq!(refused(w.perform(&w.one, &withdraw(" ")).await), "finding-withdraw-without-reason");
        w.perform(&w.one, &withdraw("与另一份重复")).await.unwrap();
        assert_eq!(w.standing(id).await, Standing::Withdrawn);
        assert_eq!(refused(w.sign(&w.one, id).await), "finding-is-withdrawn");
        let versions = w.t.app.finding_versions(&w.one, id).await.unwrap();
        assert_eq!((versions.len(), versions[0].reason.as_deref()), (2, Some("与另一份重复")));
    }

    async fn a_paper_about_a_persons_violation_cannot_be_signed_and_moves_out_of_the_teams_sight(engine) {
        let w = Work::begun(engine).await;
        let mut draft = complete();
        draft.title = "工作人员收受群众财物".into();
        draft.responsible = vec![domain::finding::Responsible {
            post: "副局长".into(), name: "柯丙颂".into(), kind: String::new(),
        }];
        let id = w.write(draft).await;
        assert_eq!(refused(w.sign(&w.one, id).await), "finding-belongs-to-clue");
        let act = MoveFinding { engagement: w.engagement, finding: id };
        assert!(matches!(w.perform(&w.one, &act).await, Err(Error::NotFound)), "the leader's to do");
        w.perform(&w.leader, &act).await.unwrap();
        assert_eq!(w.standing(id).await, Standing::Moved);
        assert!(matches!(w.t.app.finding(&w.one, id).await, Err(Error::NotFound)));
        assert!(matches!(w.t.app.finding_versions(&w.one, id).await, Err(Error::NotFound)));
        w.t.work_off().await;
        for word in ["收受", "步道工程"] {
            let hits = w.t.app.search(&w.again(&w.leader), word).await.unwrap().unwrap();
            assert!(hits.groups.iter().all(|(kind, _)| kind != "finding"), "{word}: {hits:?}");
        }
        assert_eq!(w.t.verify().await.faults, []);
    }
}
