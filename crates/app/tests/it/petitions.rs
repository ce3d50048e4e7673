//! The register of petitions: every step of a petition's course, and what refuses it.

use app::petition::{
    AnswerPetition, ClosePetition, CompareAgain, CorrectPetition, Entry, HandlePetition, How, KeepApart,
    MergePetitions, NoteOutcome, NoteReceipt, PetitionFilter, PetitionPage, ReferPetition, RegisterPetition,
    ReopenPetition, RetractPetition, ScreenPetition, SplitClaim, Told, UnmergePetition, WithdrawPetition,
};
use app::{Act, Ctx, Error};
use domain::permission::Role;
use domain::petition::{Mark, Naming, Standing, Verdict};
use kernel::{EngagementId, PageRequest, PetitionId};
use testkit::{Engine, OnSite, PASSWORD, TestApp, on_both};

/// The unit that tests look at.
pub(crate) const UNIT: &str = "县农业农村局";
/// Who writes, wherever somebody gives a name. Stands nowhere in the county's files.
pub(crate) const NAME: &str = "邬甲岚";
/// And how they are reached.
pub(crate) const CONTACT: &str = "16000009911";

/// A team's desk in the round on site.
pub(crate) struct Desk {
    pub(crate) t: TestApp,
    pub(crate) site: OnSite,
    pub(crate) engagement: EngagementId,
}

impl Desk {
    pub(crate) async fn open(engine: Engine) -> Self {
        let (t, site) = TestApp::on_site(engine).await;
        let engagement = site.engagement(UNIT);
        t.person_of("leader", Role::TeamLeader, engagement.0).await;
        t.person_of("member", Role::TeamMember, engagement.0).await;
        Self { t, site, engagement }
    }

    pub(crate) async fn leader(&self) -> Ctx {
        self.t.ctx("leader").await
    }

    pub(crate) async fn member(&self) -> Ctx {
        self.t.ctx("member").await
    }

    pub(crate) fn entry(&self, text: &str) -> Entry {
        Entry {
            channel: "letter".into(),
            received: self.t.app.now(),
            reporter: Told::nothing(),
            contact: Told::nothing(),
            people: None,
            openers: Vec::new(),
            unit: UNIT.into(),
            subjects: String::new(),
            text: text.into(),
            disciplines: Vec::new(),
        }
    }

    pub(crate) fn named(&self, text: &str) -> Entry {
        let (reporter, contact) = (NAME.to_owned().into(), CONTACT.to_owned().into());
        Entry { reporter, contact, ..self.entry(text) }
    }

    pub(crate) async fn register(&self, entry: Entry) -> PetitionId {
        let act = RegisterPetition { engagement: self.engagement, entry };
        self.t.app.perform(&self.member().await, &act).await.unwrap().done.petition
    }

    pub(crate) async fn page(&self, id: PetitionId) -> PetitionPage {
        self.t.app.petition(&self.member().await, id).await.unwrap()
    }

    pub(crate) async fn by_member<A: Act>(&self, act: A) -> Result<(), String> {
        said(self.t.app.perform(&self.member().await, &act).await)
    }

    pub(crate) async fn by_leader<A: Act>(&self, act: A) -> Result<(), String> {
        said(self.t.app.perform(&self.leader().await, &act).await)
    }

    pub(crate) fn screen(&self, petition: PetitionId, verdict: Verdict) -> ScreenPetition {
        let (engagement, why) = (self.engagement, "按公告受理范围".into());
        ScreenPetition { engagement, petition, version: None, verdict, why }
    }

    pub(crate) async fn screened(&self, entry: Entry, verdict: Verdict) -> PetitionId {
        let id = self.register(entry).await;
        self.by_member(self.screen(id, verdict)).await.unwrap();
        id
    }

    pub(crate) fn handle(&self, petition: PetitionId) -> HandlePetition {
        HandlePetition {
            engagement: self.engagement,
            petition,
            version: None,
            how: How::LookedInto,
            record: None,
            result: "已向有关人员了解".into(),
        }
    }

    pub(crate) fn refer(&self, petition: PetitionId, to: &str) -> ReferPetition {
        ReferPetition {
            engagement: self.engagement,
            petition,
            version: None,
            to: to.into(),
            extract: "有群众要求补发补助".into(),
            consent: String::new(),
            consent_on: None,
            led: String::new(),
            password: PASSWORD.into(),
        }
    }

    pub(crate) fn receipt(&self, petition: PetitionId) -> NoteReceipt {
        NoteReceipt {
            engagement: self.engagement,
            petition,
            version: None,
            by: "县民政局 经办人".into(),
            on: None,
        }
    }

    pub(crate) fn outcome(&self, petition: PetitionId) -> NoteOutcome {
        NoteOutcome {
            engagement: self.engagement,
            petition,
            version: None,
            result: "已补发".into(),
            on: None,
        }
    }

    fn answer(&self, petition: PetitionId) -> AnswerPetition {
        AnswerPetition {
            engagement: self.engagement, petition, version: None, told: "已告知办理结果".into()
        }
    }

    fn close(&self, petition: PetitionId) -> ClosePetition {
        ClosePetition {
            engagement: self.engagement, petition, version: None, outcome: "情况已查清".into()
        }
    }

    pub(crate) async fn standing(&self, id: PetitionId) -> Standing {
        self.page(id).await.petition.standing()
    }
}

/// How an act ended: the id of the sentence that refused it.
pub(crate) fn said<T>(outcome: Result<T, Error>) -> Result<(), String> {
    outcome.map(|_| ()).map_err(|error| match error {
        Error::Refused(refusal) | Error::Forbidden(refusal) => refusal.0.id.into_owned(),
        Error::Invalid(fields) => fields.first().map(|f| f.message.id.to_string()).unwrap_or_default(),
        Error::NotFound => "not-found".into(),
        Error::Conflict { .. } => "conflict".into(),
        other => panic!("{other:?}"),
    })
}

fn refused(outcome: Result<(), String>) -> String {
    outcome.unwrap_err()
}

pub(crate) fn out() -> Verdict {
    Verdict::Out { reason: "personal".into() }
}

pub(crate) const MATTER: &str = "示范县项目的渠道只修了一半就通过验收，剩下的工程款不知去向，请巡察组核实。";

on_both! {
    async fn a_petition_is_registered_under_the_next_number_with_what_is_to_be_noted_about_it(engine) {
        let desk = Desk::open(engine).await;
        let first = desk.register(desk.named(MATTER)).await;
        let crowd = Entry {
            channel: "box".into(),
            openers: vec!["司戊鸿".into()],
            subjects: "佟乙砚、会计".into(),
            ..desk.entry("再不处理我们就到县委门口静坐。")
        };
        let second = desk.register(crowd).await;
        let (one, two) = (desk.page(first).await, desk.page(second).await);
        assert_eq!(one.petition.number, "信访〔2025〕1");
        assert_eq!(two.petition.number, "信访〔2025〕2");
        assert_eq!(one.petition.content.naming, Naming::RealName);
        assert_eq!(two.petition.content.marks, [Mark::OneOpener, Mark::CrowdRisk]);
        assert_eq!(two.petition.content.subjects.len(), 2);
        assert_eq!(one.petition.proposed.as_ref().unwrap().verdict.0, Verdict::In);
        let matters: Vec<&str> = one.running.iter().map(|d| d.matter.0.as_str()).collect();
        assert_eq!(matters, ["petition_screening", "petition_answer"]);
        assert!(two.running.iter().all(|d| d.label == "信访〔2025〕2"));
        assert_eq!((one.identity, two.identity), ((true, false), (false, false)));
        assert_eq!(desk.t.verify().await.faults, []);
    }

    async fn what_cannot_be_registered_is_refused_in_words(engine) {
        let desk = Desk::open(engine).await;
        let register = |entry| RegisterPetition { engagement: desk.engagement, entry };
        let one = Entry { text: "短".into(), ..desk.entry(MATTER) };
        assert_eq!(desk.by_member(register(one)).await, Ok(()), "one character is enough");
        let long = Entry { text: "长".repeat(20_000), ..desk.entry(MATTER) };
        assert_eq!(desk.by_member(register(long)).await, Ok(()));
        let longer = Entry { text: "长".repeat(20_001), ..desk.entry(MATTER) };
        assert_eq!(refused(desk.by_member(register(longer)).await), "petition-text-too-long");
        let empty = Entry { text: " \u{200B} ".into(), ..desk.entry(MATTER) };
        assert_eq!(refused(desk.by_member(register(empty)).await), "petition-text-missing");
        let pigeon = Entry { channel: "pigeon".into(), ..desk.entry(MATTER) };
        assert_eq!(refused(desk.by_member(register(pigeon)).await), "petition-channel-unknown");
        let nobody = Entry { people: Some(0), ..desk.entry(MATTER) };
        assert_eq!(refused(desk.by_member(register(nobody)).await), "petition-people-zero");
        let ahead = Entry { received: desk.t.app.now().plus_seconds(3_600), ..desk.entry(MATTER) };
        assert_eq!(refused(desk.by_member(register(ahead)).await), "petition-received-ahead");
        let discipline = Entry { disciplines: vec!["sorcery".into()], ..desk.entry(MATTER) };
        assert_eq!(refused(desk.by_member(register(discipline)).await), "petition-discipline-unknown");
    }

    async fn a_petition_in_scope_is_handled_answered_and_closed(engine) {
        let desk = Desk::open(engine).await;
        let id = desk.register(desk.named(MATTER)).await;
        assert_eq!(refused(desk.by_member(desk.handle(id)).await), "petition-not-screened");
        assert_eq!(refused(desk.by_leader(desk.refer(id, "县民政局")).await), "petition-not-screened");
        let unreasoned = ScreenPetition { why: " ".into(), ..desk.screen(id, Verdict::In) };
        assert_eq!(refused(desk.by_member(unreasoned).await), "petition-screening-without-reason");
        let unknown = Verdict::Out { reason: "moon".into() };
        assert_eq!(refused(desk.by_member(desk.screen(id, unknown)).await), "petition-out-reason-unknown");
        // Screening may change until there is a disposition; what is due changes with it.
        desk.by_member(desk.screen(id, out())).await.unwrap();
        assert_eq!(desk.page(id).await.running[0].matter.0, "petition_referral");
        desk.by_member(desk.screen(id, Verdict::In)).await.unwrap();
        assert_eq!(desk.page(id).await.running[0].matter.0, "petition_handling");
        assert_eq!(refused(desk.by_leader(desk.refer(id, "县民政局")).await), "petition-in-scope-is-not-referred");
        assert_eq!(refused(desk.by_member(desk.answer(id)).await), "petition-answer-too-early");
        assert_eq!(refused(desk.by_member(desk.close(id)).await), "petition-close-without-outcome");
        let empty = HandlePetition { result: " ".into(), ..desk.handle(id) };
        assert_eq!(refused(desk.by_member(empty).await), "petition-handled-without-result");
        desk.by_member(desk.handle(id)).await.unwrap();
        assert_eq!(refused(desk.by_member(desk.handle(id)).await), "petition-has-a-disposition");
        assert_eq!(refused(desk.by_member(desk.screen(id, out())).await), "petition-screened-and-gone");
        assert_eq!(refused(desk.by_member(desk.close(id)).await), "petition-close-unanswered");
        let silent = AnswerPetition { told: String::new(), ..desk.answer(id) };
        assert_eq!(refused(desk.by_member(silent).await), "petition-answer-empty");
        desk.by_member(desk.answer(id)).await.unwrap();
        let blank = ClosePetition { outcome: " ".into(), ..desk.close(id) };
        assert_eq!(refused(desk.by_member(blank).await), "petition-outcome-empty");
        desk.by_member(desk.close(id)).await.unwrap();
        assert_eq!(desk.standing(id).await, Standing::Closed);
        assert!(desk.page(id).await.running.is_empty());
        assert_eq!(refused(desk.by_member(desk.screen(id, out())).await), "petition-closed");
        let again = ReopenPetition { engagement: desk.engagement, petition: id, version: None, why: String::new() };
        assert_eq!(refused(desk.by_member(again.clone()).await), "petition-reopened-without-reason");
        desk.by_member(ReopenPetition { why: "又有新情况".into(), ..again }).await.unwrap();
        assert_eq!(desk.standing(id).await, Standing::Handled);
        assert_eq!(desk.t.verify().await.faults, []);
    }

    async fn a_petition_out_of_scope_is_referred_by_the_leader_within_the_guards_and_followed_to_its_outcome(engine) {
        let desk = Desk::open(engine).await;
        let entry = Entry { subjects: "佟乙砚".into(), ..desk.named(MATTER) };
        let id = desk.screened(entry, out()).await;
        let refer = |to: &str| desk.refer(id, to);
        assert_eq!(refused(desk.by_member(refer("县民政局")).await), "not-found", "only the leader refers");
        assert_eq!(refused(desk.by_leader(refer("月亮局")).await), "petition-receiver-unknown");
        assert_eq!(refused(desk.by_leader(refer(UNIT)).await), "petition-referral-to-subjects-unit");
        let led = ReferPetition { led: "县民政局".into(), ..refer("县民政局") };
        assert_eq!(refused(desk.by_leader(led).await), "petition-referral-to-body-led");
        let original = ReferPetition { extract: format!("如下：{MATTER}"), ..refer("县民政局") };
        assert_eq!(refused(desk.by_leader(original).await), "petition-extract-is-original");
        let none = ReferPetition { extract: " ".into(), ..refer("县民政局") };
        assert_eq!(refused(desk.by_leader(none).await), "petition-extract-missing");
        let telling = ReferPetition { extract: format!("{NAME}要求补发"), ..refer("县民政局") };
        assert_eq!(refused(desk.by_leader(telling.clone()).await), "petition-extract-tells-who");
        let wrong = ReferPetition { password: "不是它".into(), ..refer("县民政局") };
        assert_eq!(refused(desk.by_leader(wrong).await), "account-password-wrong");
        assert_eq!(refused(desk.by_member(desk.receipt(id)).await), "petition-receipt-out-of-order");
        let agreed = ReferPetition { consent: "电话中同意，2025年10月20日".into(), ..telling };
        desk.by_leader(agreed).await.unwrap();
        let page = desk.page(id).await;
        assert_eq!(page.petition.standing(), Standing::Referred);
        assert!(page.petition.referral.as_ref().unwrap().consent.is_some());
        assert!(page.running.iter().any(|d| d.matter.0 == "petition_referral_receipt"));
        assert_eq!(refused(desk.by_member(desk.outcome(id)).await), "petition-outcome-without-receipt");
        let unsigned = NoteReceipt { by: " ".into(), ..desk.receipt(id) };
        assert_eq!(refused(desk.by_member(unsigned).await), "petition-receipt-unsigned");
        let early = NoteReceipt { on: Some(desk.t.app.today().plus_days(-3)), ..desk.receipt(id) };
        assert_eq!(refused(desk.by_member(early).await), "petition-receipt-before-referral");
        let ahead = NoteReceipt { on: Some(desk.t.app.today().plus_days(1)), ..desk.receipt(id) };
        assert_eq!(refused(desk.by_member(ahead).await), "petition-day-ahead");
        desk.by_member(desk.receipt(id)).await.unwrap();
        assert_eq!(refused(desk.by_member(desk.close(id)).await), "petition-close-without-outcome");
        let empty = NoteOutcome { result: " ".into(), ..desk.outcome(id) };
        assert_eq!(refused(desk.by_member(empty).await), "petition-outcome-empty");
        desk.by_member(desk.outcome(id)).await.unwrap();
        desk.by_member(desk.answer(id)).await.unwrap();
        desk.by_member(desk.close(id)).await.unwrap();
        assert_eq!(desk.standing(id).await, Standing::Closed);
        assert_eq!(desk.t.verify().await.faults, []);
    }

    async fn nothing_goes_to_the_body_that_a_subject_heads(engine) {
        let desk = Desk::open(engine).await;
        // A head of another unit of the county, as the list of units names them.
        let head = desk.t.app.unit(&desk.t.clerk().await, desk.site.unit("县民政局")).await.unwrap();
        let name = head.unit.head.as_ref().unwrap().name.clone();
        let id = desk.screened(Entry { subjects: name, ..desk.entry(MATTER) }, out()).await;
        assert_eq!(refused(desk.by_leader(desk.refer(id, "县民政局")).await), "petition-referral-to-body-led");
        desk.by_leader(desk.refer(id, "县水利局")).await.unwrap();
    }

    async fn a_mixed_petitions_claim_is_referred_on_its_own(engine) {
        let desk = Desk::open(engine).await;
        let id = desk.screened(desk.named(MATTER), Verdict::Mixed).await;
        let split = SplitClaim { engagement: desk.engagement, petition: id, version: None, extract: "要求补发补助".into() };
        let empty = SplitClaim { extract: " ".into(), ..split.clone() };
        assert_eq!(refused(desk.by_member(empty).await), "petition-extract-missing");
        let claim = desk.t.app.perform(&desk.member().await, &split).await.unwrap().done.petition;
        let page = desk.page(claim).await;
        assert_eq!(page.petition.number, "信访〔2025〕1-1");
        assert_eq!(page.origin.as_ref().unwrap().id, id);
        assert!(page.identity.0, "who wrote it is known by the other petition");
        assert_eq!(desk.page(id).await.claims.len(), 1);
        let withdraw = WithdrawPetition { engagement: desk.engagement, petition: id, version: None, why: "误登记".into() };
        assert_eq!(refused(desk.by_member(withdraw).await), "petition-holds-others");
        desk.by_member(desk.screen(claim, out())).await.unwrap();
        assert_eq!(refused(desk.by_member(desk.screen(claim, Verdict::Mixed)).await), "petition-claim-is-not-mixed");
        let telling = ReferPetition { extract: format!("{CONTACT}要求补发"), ..desk.refer(claim, "县民政局") };
        assert_eq!(refused(desk.by_leader(telling).await), "petition-extract-tells-who");
        desk.by_leader(desk.refer(claim, "县民政局")).await.unwrap();
        desk.by_member(desk.handle(id)).await.unwrap();
        let plain = desk.screened(desk.entry(MATTER), Verdict::In).await;
        let not_mixed = SplitClaim { petition: plain, ..split };
        assert_eq!(refused(desk.by_member(not_mixed).await), "petition-not-mixed");
    }

    async fn what_is_registered_is_corrected_before_screening_and_taken_back_before_a_disposition(engine) {
        let desk = Desk::open(engine).await;
        let id = desk.register(desk.named(MATTER)).await;
        let version = desk.page(id).await.petition.version;
        let correct = CorrectPetition {
            engagement: desk.engagement, petition: id, version: Some(version), entry: desk.entry("渠道只修了一半。"),
        };
        desk.by_member(correct.clone()).await.unwrap();
        let page = desk.page(id).await;
        assert_eq!(page.petition.content.text, "渠道只修了一半。");
        assert_eq!((page.identity.0, page.petition.content.naming), (true, Naming::RealName), "what was sealed stays");
        assert_eq!(refused(desk.by_member(correct.clone()).await), "conflict", "made from an older version");
        let empty = CorrectPetition { version: None, entry: desk.entry(" "), ..correct.clone() };
        assert_eq!(refused(desk.by_member(empty).await), "petition-text-missing");
        desk.by_member(desk.screen(id, Verdict::In)).await.unwrap();
        let late = CorrectPetition { version: None, ..correct };
        assert_eq!(refused(desk.by_member(late).await), "petition-corrected-too-late");
        let withdraw = WithdrawPetition { engagement: desk.engagement, petition: id, version: None, why: String::new() };
        assert_eq!(refused(desk.by_member(withdraw.clone()).await), "petition-withdrawn-without-reason");
        desk.by_member(WithdrawPetition { why: "误登记".into(), ..withdraw.clone() }).await.unwrap();
        assert_eq!(refused(desk.by_member(desk.handle(id)).await), "petition-withdrawn");
        let (member, page) = (desk.member().await, PageRequest::default());
        let all = desk.t.app.petitions(&member, &PetitionFilter::default(), &page).await.unwrap();
        assert!(all.page.items.is_empty(), "what was taken back is in no list");
        let handled = desk.screened(desk.entry(MATTER), Verdict::In).await;
        desk.by_member(desk.handle(handled)).await.unwrap();
        let gone = WithdrawPetition { petition: handled, why: "误登记".into(), ..withdraw };
        assert_eq!(refused(desk.by_member(gone).await), "petition-has-a-disposition");
        assert_eq!(desk.t.verify().await.faults, []);
    }

    async fn likely_duplicates_are_suggested_merged_without_loss_and_kept_apart_for_a_reason(engine) {
        let desk = Desk::open(engine).await;
        let other = "示范县那条渠道，验收单上写的全部完工，其实只修了一半，工程款却付清了，请核实去向。";
        let one = desk.register(desk.entry(MATTER)).await;
        let two = desk.register(desk.named(other)).await;
        desk.t.work_off().await;
        let page = desk.page(one).await;
        assert_eq!(page.alike.len(), 1, "both tell of the channel");
        assert!(!page.alike[0].common.why.is_empty() && !page.alike[0].common.words.is_empty());
        let member = desk.member().await;
        assert_eq!(desk.t.app.petition_pairs(&member, desk.engagement).await.unwrap().len(), 1);
        let apart = KeepApart { engagement: desk.engagement, petition: one, other: two, why: String::new() };
        assert_eq!(refused(desk.by_member(apart.clone()).await), "petition-apart-without-reason");
        desk.by_member(KeepApart { why: "两处渠道".into(), ..apart.clone() }).await.unwrap();
        assert_eq!(refused(desk.by_member(KeepApart { why: "再写".into(), ..apart }).await), "petition-apart-already");
        assert!(desk.t.app.petition_pairs(&member, desk.engagement).await.unwrap().is_empty());
        assert_eq!(desk.page(two).await.alike[0].apart.as_deref(), Some("两处渠道"));
        desk.by_member(CompareAgain { engagement: desk.engagement, petition: two, other: one }).await.unwrap();
        assert_eq!(desk.t.app.petition_pairs(&member, desk.engagement).await.unwrap().len(), 1);
        let before = desk.page(two).await.petition.value;
        let merge = MergePetitions { engagement: desk.engagement, petition: two, into: one, version: None, why: String::new() };
        assert_eq!(refused(desk.by_member(merge.clone()).await), "petition-merge-without-reason");
        let itself = MergePetitions { into: two, why: "同一事项".into(), ..merge.clone() };
        assert_eq!(refused(desk.by_member(itself).await), "petition-merge-with-itself");
        let merge = MergePetitions { why: "同一条渠道".into(), ..merge };
        desk.by_member(merge.clone()).await.unwrap();
        assert_eq!(desk.page(one).await.merged.len(), 1);
        assert_eq!(desk.page(two).await.into.unwrap().id, one);
        assert_eq!(refused(desk.by_member(desk.screen(two, Verdict::In)).await), "petition-merged");
        let third = desk.register(desk.entry(MATTER)).await;
        let into_merged = MergePetitions { petition: third, into: two, ..merge };
        assert_eq!(refused(desk.by_member(into_merged).await), "petition-merge-into-merged");
        let unmerge = UnmergePetition { engagement: desk.engagement, petition: two, version: None };
        desk.by_member(unmerge.clone()).await.unwrap();
        assert_eq!(desk.page(two).await.petition.value, before, "nothing was lost");
        assert!(desk.page(two).await.running.iter().any(|d| d.matter.0 == "petition_screening"));
        assert_eq!(refused(desk.by_member(unmerge).await), "petition-not-merged");
        assert_eq!(desk.t.verify().await.faults, []);
    }

    async fn a_petition_of_one_engagement_cannot_be_reached_through_another(engine) {
        let desk = Desk::open(engine).await;
        let id = desk.register(desk.entry(MATTER)).await;
        let other = desk.site.engagement("县民政局");
        let ctx = desk.t.give_role("leader", Role::TeamLeader, other.0).await;
        let act = ScreenPetition { engagement: other, ..desk.screen(id, Verdict::In) };
        assert_eq!(refused(said(desk.t.app.perform(&ctx, &act).await)), "not-found");
    }

    async fn lists_are_filtered_counted_and_paged(engine) {
        let desk = Desk::open(engine).await;
        for n in 0..25 {
            desk.t.clock.advance(60);
            let entry = Entry { channel: if n % 2 == 0 { "call" } else { "visit" }.into(), ..desk.entry(&format!("{MATTER}{n}")) };
            desk.register(entry).await;
        }
        let member = desk.member().await;
        let first = desk.t.app.petitions(&member, &PetitionFilter::default(), &PageRequest::default()).await.unwrap();
        assert_eq!((first.page.items.len(), first.count(&[Standing::Registered])), (20, 25));
        let next = PageRequest { after: first.page.next.clone(), size: 0 };
        let second = desk.t.app.petitions(&member, &PetitionFilter::default(), &next).await.unwrap();
        assert_eq!((second.page.items.len(), second.page.next), (5, None));
        let calls = PetitionFilter { channel: Some("call".into()), ..PetitionFilter::default() };
        let all = PageRequest { after: None, size: 100 };
        assert_eq!(desk.t.app.petitions(&member, &calls, &all).await.unwrap().page.items.len(), 13);
        let outside = PetitionFilter { mark: Some("outside_duty".into()), ..PetitionFilter::default() };
        assert_eq!(desk.t.app.petitions(&member, &outside, &all).await.unwrap().page.items.len(), 13, "noon is no duty hour");
        let number = PetitionFilter { number: Some("2_%".into()), ..PetitionFilter::default() };
        assert!(desk.t.app.petitions(&member, &number, &all).await.unwrap().page.items.is_empty());
        assert_eq!(first.late, 0);
        desk.t.clock.advance(30 * 86_400);
        let member = desk.member().await;
        let late = PetitionFilter { late: Some(desk.t.app.today()), ..PetitionFilter::default() };
        let found = desk.t.app.petitions(&member, &late, &all).await.unwrap();
        assert_eq!((found.page.items.len(), found.late), (25, 25));
    }

    async fn a_petition_that_its_reporter_withdraws_stays_in_the_balance_and_can_be_taken_up_again(engine) {
        let d = Desk::open(engine).await;
        let id = d.screened(d.named("示范县项目的渠道只修了一半就通过验收。"), Verdict::In).await;
        let retract = |petition, why: &str| {
            RetractPetition { engagement: d.engagement, petition, version: None, why: why.into() }
        };
        assert_eq!(d.by_member(retract(id, " ")).await.unwrap_err(), "petition-retracted-without-reason");
        let twin = d.register(d.entry("渠道只修了一半。")).await;
        let merge = MergePetitions { engagement: d.engagement, petition: twin, version: None, into: id, why: "同一渠道".into() };
        d.by_member(merge).await.unwrap();
        assert_eq!(d.by_member(retract(id, "来电撤诉")).await.unwrap_err(), "petition-holds-others", "others rest on it");
        d.by_member(retract(twin, "本人来访要求撤诉")).await.unwrap();
        assert_eq!(d.page(twin).await.petition.standing(), Standing::Retracted);
        assert_eq!(d.page(id).await.petition.standing(), Standing::In, "what is shared stays");
        let other = d.register(d.entry("年终奖发放不公开。")).await;
        d.by_member(retract(other, "来信要求撤诉")).await.unwrap();
        d.t.app.balance_petitions().await.unwrap();
        let found = d.t.app.petition_balances(&d.t.clerk().await).await.unwrap();
        let own = found.iter().find(|line| line.engagement == d.engagement).unwrap();
        assert_eq!((own.balance.received, own.balance.retracted, own.balance.open), (3, 2, 1));
        assert!(own.balance.balances());
        let again = ReopenPetition { engagement: d.engagement, petition: other, version: None, why: "来信人又来反映".into() };
        d.by_member(again).await.unwrap();
        assert_eq!(d.page(other).await.petition.standing(), Standing::Registered);
        let waiting = d.t.app.mine(&d.member().await).await.unwrap();
        let line = waiting.iter().find(|line| line.id == other.into()).unwrap();
        assert!(line.due.is_some(), "its clock runs again");
        assert_eq!(d.t.verify().await.faults, []);
    }
}
