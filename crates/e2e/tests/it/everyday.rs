//! Everyday jobs, counted in the running pages (U3): each begins at the home page of whoever does it and is done by clicks and
//! keys. Where several people take part, each begins at their own home page and all their actions are added up; signing
//! in is not counted, a password that is asked again is. The steps are listed in docs/actions.md; the first two jobs are
//! counted in `first_day.rs`.

use crate::findings;
use crate::hand::{Hand, OWN, choose_own};
use app::clue::{
    ChosenRoute, DraftClue, FileClues, GivenBody, GivenFrame, GivenSubject, GradeClue, HandOverClue,
    PassClues, RouteClue, SignReceipt,
};
use app::decision::{Decide, Subject};
use app::finding::{Answer, DecideFindings, Verdict};
use app::petition::{Entry, RegisterPetition, Told};
use app::rectification::{EnterItem, EvidenceKind, ItemKind, ObjectItem, Origin, Sign};
use domain::clue::Grade;
use domain::permission::Role;
use kernel::id::ClueId;
use kernel::{EngagementId, FeedbackId, FindingId, ItemId};
use std::path::Path;
use testkit::browser::{Browser, Look, Outcome, journey};
use testkit::{Engine, FedBack, OnSite, PASSWORD, TestApp, UNIT, on_both};
use thirtyfour::prelude::*;

const DAY: i64 = 24 * 3600;
/// Who receives clues.
const RECEIVER: &str = "县民政局";
const HEADING: &str = "同一项目拆分发包，规避公开招标";

/// A team in the field: its feedback is being drafted, one clue was handed over, another waits to be.
struct Field {
    t: TestApp,
    engagement: EngagementId,
    feedback: FeedbackId,
    unit: kernel::UnitId,
    clue: ClueId,
}

impl Field {
    async fn new(engine: Engine) -> Self {
        let (t, site) = TestApp::on_site(engine).await;
        findings::team(&t, &site).await;
        let feedback = t.drafted_feedback(&site).await;
        let receiver = t.app.recognise_unit(&t.clerk().await, RECEIVER).await.unwrap();
        t.person("second", Role::OfficeStaff, None).await;
        t.person_of("officer", Role::ReceivingOfficer, receiver.0).await;
        for login in ["second", "officer"] {
            choose_own(&t, &t.ctx(login).await).await;
        }
        let engagement = site.engagement(UNIT);
        let earlier = approved_clue(&t, engagement, "庞甲穗").await;
        let over = HandOverClue {
            clue: earlier,
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
        let transfer = t.done(&t.clerk().await, &over).await.transfer;
        t.done(&t.ctx("officer").await, &SignReceipt { transfer, seal_whole: true }).await;
        let clue = approved_clue(&t, engagement, "钮测甲").await;
        choose_own(&t, &t.ctx("lead").await).await;
        Self { engagement, feedback, unit: site.unit(UNIT), clue, t }
    }

    async fn adopt(&self, finding: FindingId) {
        let act = DecideFindings {
            engagement: self.engagement,
            on: self.t.app.today(),
            answers: vec![Answer { finding, verdict: Verdict::Adopted, words: String::new() }],
            password: Some(OWN.into()),
            scan: None,
        };
        self.t.done(&self.t.ctx("team-leader").await, &act).await;
    }
}

/// A clue that the head of the leading group approved.
async fn approved_clue(t: &TestApp, engagement: EngagementId, name: &str) -> ClueId {
    let (leader, clerk) = (t.ctx("team-leader").await, t.clerk().await);
    let subject = GivenSubject { name: name.into(), post: "站长".into(), level: "county".into() };
    let summary = "节日期间涉嫌收受合作社所送土特产。".into();
    let draft = DraftClue {
        engagement,
        frame: GivenFrame { nature: "discipline".into(), ..GivenFrame::default() },
        from: Vec::new(),
        grade: Some(Grade::Look),
        body: GivenBody::Sealed { subjects: vec![subject], summary },
    };
    let clue = t.done(&leader, &draft).await.clue;
    t.done(&leader, &GradeClue { engagement, clue, grade: Grade::Look }).await;
    let chosen = ChosenRoute { key: Some(1), receiver: String::new(), reason: String::new() };
    t.done(&leader, &RouteClue { engagement, clue, version: None, routes: vec![chosen] }).await;
    t.done(&leader, &PassClues { engagement, clues: vec![clue] }).await;
    t.done(&clerk, &FileClues { clues: vec![clue] }).await;
    let (about, ids, reason) = (Subject::Clue, vec![clue.into()], String::new());
    let decide = Decide { about, ids, approved: true, reason, password: PASSWORD.into() };
    t.done(&t.ctx("lead").await, &decide).await;
    clue
}

/// Job 3: a visitor's petition with their name. Unit and time are filled in.
async fn register_petition(hand: &Hand<'_>) -> Outcome<String> {
    hand.becomes("anna").await?;
    hand.begin();
    hand.click("nav.nav a[href='/petitions']").await?;
    hand.browser.sees("还没有登记信访件").await?;
    hand.press("登记一件").await?;
    hand.click("label:has(input[name=channel][value=visit])").await?;
    hand.typed("text", "示范县项目的渠道只修了一半就通过验收，工程款不知去向。").await?;
    hand.typed("reporter", "邬甲岚").await?;
    hand.typed("contact", "16000009911").await?;
    hand.press("保存").await?;
    hand.browser.sees("已登记").await?;
    for said in ["来访", UNIT, "2025-10-20"] {
        hand.browser.sees(said).await?;
    }
    hand.counted("register a petition", 7, 8);
    let heading = hand.browser.find(By::Css("main h1")).await?.text().await?;
    Ok(heading.lines().next().unwrap_or_default().trim().to_owned())
}

/// Job 4: one sentence of facts with two pieces of evidence, a document and a petition of the register, signed by two,
/// reviewed by the deputy.
async fn write_finding(hand: &Hand<'_>, petition: &str) -> Outcome<FindingId> {
    hand.becomes("anna").await?;
    hand.begin();
    hand.click("nav.nav a[href='/findings']").await?;
    hand.press("写底稿").await?;
    hand.browser.sees("怎样写佐证").await?;
    hand.typed("title", HEADING).await?;
    let cited = format!("步道工程被拆成三段，均未招标。[DOC-1-001 第4页；{petition}]");
    hand.typed("facts", &cited).await?;
    hand.typed("basis", "《政府投资项目管理办法》第五条").await?;
    hand.choose("focus", "J2.5").await?;
    hand.typed("undertakers", "anna、bert").await?;
    hand.press("保存底稿").await?;
    hand.browser.sees("底稿已建立").await?;
    hand.browser.sees("2 件佐证").await?;
    let linked = hand.browser.find_all(By::Css("main a[href^='/petitions/']")).await?;
    assert!(!linked.is_empty(), "the petition is linked");
    let path = hand.browser.path().await?;
    hand.press("签字").await?;
    hand.browser.sees("已签字。").await?;
    for (login, step, said) in [("bert", "签字", "已签字。"), ("deputy", "审核通过", "已审核。")]
    {
        hand.becomes(login).await?;
        hand.click(&format!("main a.btn[href='{path}']")).await?;
        hand.press(step).await?;
        hand.browser.sees(said).await?;
    }
    hand.counted("a finding with two pieces of evidence, reviewed", 14, 14);
    hand.becomes("team-leader").await?;
    hand.click(&format!("main a.btn[href='{path}']")).await?;
    hand.typed_in("/sign-off", "password", OWN).await?;
    hand.press("审定").await?;
    hand.browser.sees("已审定。").await?;
    hand.counted("the leader's sign-off", 3, 3);
    Ok(path.rsplit('/').next().unwrap_or_default().parse()?)
}

/// Job 5: by its keeper and the second person, who types their password beside them. Letter, receiver and second person are
/// what they were the last time; the dialog shows them again before anything is sent.
async fn hand_over(hand: &Hand<'_>, clue: ClueId) -> Outcome {
    hand.becomes("clerk").await?;
    hand.begin();
    hand.click(&format!("main a.btn[href='/clues/{clue}']")).await?;
    hand.typed_in("/hand-over", "seal", "F-0032").await?;
    hand.typed_in("/hand-over", "password", OWN).await?;
    hand.click("form[action$='/hand-over'] button[data-confirm]").await?;
    let dialog = hand.browser.find(By::Css("dialog[open]")).await?.text().await?;
    for shown in ["云巡移〔2025〕4号", "F-0032", RECEIVER, "second"] {
        assert!(dialog.contains(shown), "{shown} is not shown again: {dialog}");
    }
    assert!(!dialog.contains(OWN), "the password is shown");
    hand.browser.is_accessible().await?;
    hand.click("dialog[open] [data-go]").await?;
    hand.browser.sees("已移交").await?;
    hand.counted("hand over a clue", 5, 5);
    hand.browser.is_accessible().await?;
    hand.becomes("officer").await?;
    hand.click("main tbody a.main-link").await?;
    hand.browser.sees("签收后才能启封").await?;
    hand.click("label:has(input[name=seal][value=yes])").await?;
    hand.press("签收").await?;
    hand.browser.sees("已签收").await?;
    hand.counted("the receiver signs for it", 3, 3);
    Ok(())
}

/// Job 6: what the team does to put an adopted finding on the list is within the limit. That the list is approved and signed
/// for by the unit, once for all its problems, takes the rest of the way to the ledger.
async fn item_from_finding(hand: &Hand<'_>, field: &Field, finding: FindingId) -> Outcome {
    let (browser, feedback) = (hand.browser, field.feedback);
    hand.becomes("team-leader").await?;
    hand.begin();
    hand.click("nav.nav a[href='/findings']").await?;
    hand.click(&format!("main th a[href='/findings/{finding}']")).await?;
    browser.is_accessible().await?;
    hand.press("列入反馈清单").await?;
    browser.sees("已列入清单末尾").await?;
    hand.press("确定清单").await?;
    browser.sees("清单已确定").await?;
    hand.counted("put a finding on the list", 4, 4);
    browser.is_accessible().await?;
    field.t.to_feedback(field.engagement).await;
    hand.becomes("lead").await?;
    hand.click(&format!("main a.btn[href='/decisions/decide?about=feedback&id={feedback}']")).await?;
    hand.click("main label:has(input[name=approved][value=yes])").await?;
    hand.typed("password", OWN).await?;
    hand.press("批示").await?;
    browser.sees("批示已生效").await?;
    hand.counted("approve the list", 4, 4);
    hand.becomes("clerk").await?;
    hand.click("nav.nav a[href='/feedback']").await?;
    hand.click(&format!("main a[href='/feedback/{feedback}']")).await?;
    hand.typed_in("/head", "signed_by", "局长 龚辛泊").await?;
    hand.press("登记主要负责人签收").await?;
    browser.sees("已登记主要负责人签收").await?;
    hand.typed_in("/body", "signed_by", "局党组").await?;
    hand.press("登记领导班子签收").await?;
    browser.sees("问题已列入台账").await?;
    hand.counted("the unit signs for the list", 6, 6);
    let items = field.t.items_of(field.unit).await;
    assert!(items.iter().any(|line| line.item.title == HEADING), "the finding is an item");
    Ok(())
}

async fn in_the_field(browser: &Browser, field: &Field) -> Outcome {
    let hand = Hand::new(browser);
    let petition = register_petition(&hand).await?;
    let finding = write_finding(&hand, &petition).await?;
    hand_over(&hand, field.clue).await?;
    field.adopt(finding).await;
    item_from_finding(&hand, field, finding).await
}

/// A unit that rectifies: an item under way, one that waits to be verified, one whose facts it doubts; and another unit's.
struct Rectifying {
    t: TestApp,
    fed: FedBack,
    under_way: ItemId,
    declared: ItemId,
    doubted: ItemId,
}

impl Rectifying {
    async fn new(engine: Engine) -> Self {
        let (t, site) = TestApp::on_site(engine).await;
        petition(&t, &site).await;
        let fed = t.feed_back(site).await;
        let mut items = Vec::new();
        for number in 1..=3 {
            let item = fed.item(&t, number).await;
            fed.claim(&t, item).await;
            let measure = fed.plan(&t, item, ItemKind::TimeLimit, "2025年底前").await;
            if number == 2 {
                fed.report(&t, measure, EvidenceKind::Register).await;
                fed.declare(&t, item, Sign::Verify).await;
            }
            items.push(item);
        }
        let text = "金额与凭证不符，请核对。".into();
        let object = ObjectItem { unit: fed.unit, item: items[2], text };
        t.done(&t.ctx("liaison").await, &object).await;
        let entered = EnterItem {
            unit: fed.site.unit("县水利局"),
            origin: Origin::SelfInspection,
            kind: ItemKind::TimeLimit,
            group: String::new(),
            title: "河道保洁台账缺两个月".into(),
        };
        t.done(&t.clerk().await, &entered).await;
        choose_own(&t, &t.ctx("handler").await).await;
        Self { under_way: items[0], declared: items[1], doubted: items[2], t, fed }
    }
}

/// A petition that nobody screens.
async fn petition(t: &TestApp, site: &OnSite) {
    let member = t.team_member(site, UNIT, Role::TeamMember).await;
    let entry = Entry {
        channel: "letter".into(),
        received: t.app.now(),
        reporter: Told::nothing(),
        contact: Told::nothing(),
        people: None,
        openers: Vec::new(),
        unit: UNIT.into(),
        subjects: String::new(),
        text: "补贴名单没有公示到组。".into(),
        disciplines: Vec::new(),
    };
    t.done(&member, &RegisterPetition { engagement: site.engagement(UNIT), entry }).await;
}

/// Job 7: what was done, in words and with a file whose kind is said.
async fn report_progress(hand: &Hand<'_>, item: ItemId, folder: &Path) -> Outcome {
    let proof = folder.join("学习台账.txt");
    std::fs::write(&proof, "2025年10月 学习台账").map_err(|e| e.to_string())?;
    hand.becomes("handler").await?;
    hand.begin();
    hand.click(&format!("main a.btn[href='/ledger/{item}']")).await?;
    hand.browser.is_accessible().await?;
    hand.typed_in("/report", "text", "制度已印发，通报两期。").await?;
    hand.file_at("files", &proof).await?;
    hand.choose_in("/report", "kind", "register").await?;
    hand.press("填报进展").await?;
    hand.browser.sees("进展已填报").await?;
    hand.browser.sees("学习台账.txt").await?;
    hand.counted("progress with a file", 6, 6);
    Ok(())
}

/// Job 8: the kinds of evidence stand as the unit named them; the three answers are given at once and seen before closing.
async fn verify_and_close(hand: &Hand<'_>, item: ItemId) -> Outcome {
    hand.becomes("clerk").await?;
    hand.begin();
    hand.click(&format!("main a.btn[href='/ledger/{item}']")).await?;
    hand.click("form[action$='/verify'] [data-answers]").await?;
    let answered = hand.browser.find_all(By::Css("form[action$='/verify'] input[value=yes]:checked")).await?;
    assert_eq!(answered.len(), 3, "each of the three questions is answered");
    hand.browser.is_accessible().await?;
    hand.press("予以销号").await?;
    hand.browser.sees("已销号").await?;
    hand.counted("verify and close", 3, 4);
    Ok(())
}

/// Job 9: the ledger of one of the units on it, as a file that arrives.
async fn export_ledger(hand: &Hand<'_>, unit: kernel::UnitId, folder: &Path) -> Outcome {
    let taken = folder.join("taken");
    std::fs::create_dir_all(&taken).map_err(|e| e.to_string())?;
    let allowed = serde_json::json!({ "behavior": "allow", "downloadPath": taken.display().to_string() });
    hand.browser.devtools("Browser.setDownloadBehavior", allowed).await?;
    hand.browser.open("/").await?;
    hand.begin();
    hand.click("nav.nav a[href='/ledger']").await?;
    hand.click(&format!("main tr.group a[href='/ledger/export?unit={unit}']")).await?;
    hand.browser
        .until("the ledger as a file", async || {
            let files = std::fs::read_dir(&taken).map_err(|e| e.to_string())?.flatten();
            let mut names = files.map(|file| file.file_name().to_string_lossy().into_owned());
            Ok(names.any(|name| name.contains(UNIT) && name.ends_with(".xlsx")))
        })
        .await?;
    hand.counted("export the ledger", 2, 3);
    hand.browser.is_accessible().await
}

/// Job 10: everything overdue, whoever it waits for: the clerk's own, a unit's item, a team's petition.
async fn everything_overdue(hand: &Hand<'_>, r: &Rectifying) -> Outcome {
    let code = async |id| r.t.item(id).await.item.code.clone();
    let (own, units) = (code(r.doubted).await, code(r.under_way).await);
    r.t.clock.advance(90 * DAY);
    hand.becomes("clerk").await?;
    hand.begin();
    hand.click("nav.nav a[href='/mine']").await?;
    hand.browser.sees("其他逾期事项").await?;
    hand.counted("everything overdue", 1, 1);
    let late = hand.browser.find(By::Css("#late")).await?.text().await?;
    assert!(late.contains(&own) && late.contains("答复"), "the clerk's own comes first: {late}");
    let page = hand.browser.find(By::Css("main")).await?.text().await?;
    assert!(!late.contains(&units) && page.contains(&units), "what the unit owes comes next: {page}");
    let petition = hand.browser.find_all(By::Css("main a[href^='/deadlines/']")).await?;
    assert!(!petition.is_empty(), "what the team owes, without the petition itself: {page}");
    hand.browser.is_accessible().await
}

async fn on_the_ledger(browser: &Browser, r: &Rectifying) -> Outcome {
    let hand = Hand::new(browser);
    report_progress(&hand, r.under_way, r.t.folder()).await?;
    verify_and_close(&hand, r.declared).await?;
    export_ledger(&hand, r.fed.unit, r.t.folder()).await?;
    everything_overdue(&hand, r).await
}

on_both! {
    async fn everyday_jobs_of_a_team_take_no_more_actions_than_their_limits(engine) {
        let field = Field::new(engine).await;
        let served = field.t.serve().await;
        let name = format!("everyday-field-{engine:?}");
        journey(&name, Look::DESK, &served.base, async |b| in_the_field(b, &field).await).await;
        assert_eq!(field.t.verify().await.faults, []);
    }

    async fn everyday_jobs_of_rectification_take_no_more_actions_than_their_limits(engine) {
        let r = Rectifying::new(engine).await;
        let served = r.t.serve().await;
        let name = format!("everyday-ledger-{engine:?}");
        journey(&name, Look::DESK, &served.base, async |b| on_the_ledger(b, &r).await).await;
        assert_eq!(r.t.verify().await.faults, []);
    }
}
