//! The chain by which an item closes: every step, every refusal, and who may do which.

use app::rectification::{
    AddMeasure, ClaimItem, ConfirmedKind, DeclareItem, EvidenceKind, GoOnItem, ItemKind, ItemVerdict, Leader,
    NewEvidence, Recheck, RecheckItem, ReportProgress, ResumeItem, SendBackItem, SentTo, Sign, SignItem,
    TakeOverPost, ThreeQuestions, VerifyItem,
};
use kernel::{Day, ItemId, MeasureId};
use testkit::{FedBack, PASSWORD, TestApp, on_both};

const YES: ThreeQuestions = ThreeQuestions { solved: true, in_place: true, ledger_complete: true };

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn close(fed: &FedBack, item: ItemId, measure: MeasureId) -> VerifyItem {
    VerifyItem {
        unit: fed.unit,
        item,
        version: None,
        verdict: ItemVerdict::Closed { questions: YES },
        kinds: vec![ConfirmedKind { measure, at: 0, kind: EvidenceKind::Register }],
    }
}

/// An item that is claimed, planned and reported as done with evidence of a kind.
async fn reported(t: &TestApp, fed: &FedBack, number: u32, kind: EvidenceKind) -> (ItemId, MeasureId) {
    let item = fed.item(t, number).await;
    fed.claim(t, item).await;
    let measure = fed.plan(t, item, ItemKind::TimeLimit, "2025年底前").await;
    fed.report(t, measure, kind).await;
    (item, measure)
}

async fn state(t: &TestApp, item: ItemId) -> &'static str {
    t.item(item).await.item.state.code()
}

on_both! {
    async fn an_item_is_declared_signed_twice_reviewed_verified_closed_and_comes_back_in_a_recheck(engine) {
        let (t, fed) = TestApp::fed_back(engine).await;
        let clerk = t.clerk().await;
        let (item, measure) = reported(&t, &fed, 1, EvidenceKind::Register).await;
        let verify = close(&fed, item, measure);
        assert_eq!(t.refused(&clerk, &verify).await, "rectification-not-declared");
        fed.declare(&t, item, Sign::Leader).await;
        for (login, sign, rule) in [
            ("head", Sign::Head, "rectification-out-of-turn"),
            ("leader", Sign::Head, "not found"),
            ("handler", Sign::Leader, "not found"),
            ("reviewer", Sign::Review, "rectification-out-of-turn"),
        ] {
            let refused = t.refused(&t.ctx(login).await, &fed.sign(item, sign)).await;
            assert_eq!(refused, rule, "{login}");
        }
        let wrong = SignItem { password: "不是这个".into(), ..fed.sign(item, Sign::Leader) };
        assert_eq!(t.refused(&t.ctx("leader").await, &wrong).await, "password: account-password-wrong");
        t.done(&t.ctx("leader").await, &fed.sign(item, Sign::Leader)).await;
        let twice = t.refused(&t.ctx("leader").await, &fed.sign(item, Sign::Leader)).await;
        assert_eq!(twice, "rectification-already-signed");
        t.done(&t.ctx("head").await, &fed.sign(item, Sign::Head)).await;
        let review = SignItem { password: String::new(), ..fed.sign(item, Sign::Review) };
        t.done(&t.ctx("reviewer").await, &review).await;
        assert_eq!(state(&t, item).await, "reviewed");
        for (questions, rule) in [
            (ThreeQuestions { solved: false, ..YES }, "rectification-not-solved"),
            (ThreeQuestions { in_place: false, ..YES }, "rectification-not-in-place"),
            (ThreeQuestions { ledger_complete: false, ..YES }, "rectification-ledger-incomplete"),
        ] {
            let no = VerifyItem { verdict: ItemVerdict::Closed { questions }, ..verify.clone() };
            assert_eq!(t.refused(&clerk, &no).await, rule);
        }
        let unconfirmed = VerifyItem { kinds: Vec::new(), ..verify.clone() };
        assert_eq!(t.refused(&clerk, &unconfirmed).await, "rectification-evidence-unconfirmed");
        t.done(&clerk, &verify).await;
        assert_eq!(state(&t, item).await, "closed");
        let late = ReportProgress {
            unit: fed.unit,
            measure,
            text: "又补了一份材料。".into(),
            evidence: Vec::new(),
            done: false,
        };
        assert_eq!(t.refused(&t.ctx("handler").await, &late).await, "rectification-late-progress");
        let found = Recheck::Rebound { reason: "两宗设施又无人管护".into(), until: day("2026-03-31") };
        let recheck = RecheckItem { unit: fed.unit, item, version: None, found };
        let held = RecheckItem { found: Recheck::Held, ..recheck.clone() };
        t.done(&clerk, &held).await;
        t.done(&clerk, &recheck).await;
        let page = t.item(item).await;
        assert_eq!((page.item.state.code(), page.item.rebounds), ("under_way", 1));
        assert_eq!(page.item.summary.due, Some(day("2026-03-31")));
        assert_eq!(t.refused(&clerk, &held).await, "rectification-not-closed");
        t.work_off().await;
        assert_eq!(t.verify().await.faults, []);
    }

    async fn of_two_people_who_close_one_item_the_second_is_told(engine) {
        let (t, fed) = TestApp::fed_back(engine).await;
        let (item, measure) = reported(&t, &fed, 1, EvidenceKind::Register).await;
        fed.declare(&t, item, Sign::Verify).await;
        let second = t.person("second", domain::permission::Role::OfficeStaff, None).await;
        let version = Some(t.item(item).await.item.version);
        let verify = VerifyItem { version, ..close(&fed, item, measure) };
        t.done(&t.clerk().await, &verify).await;
        assert_eq!(t.refused(&second, &verify).await, "conflict: 窦甲纬");
        let unseen = VerifyItem { version: None, ..verify };
        assert_eq!(t.refused(&second, &unseen).await, "rectification-already-closed");
    }

    async fn nothing_is_declared_without_measures_evidence_and_reasons(engine) {
        let (t, fed) = TestApp::fed_back(engine).await;
        let (handler, item) = (t.ctx("handler").await, fed.item(&t, 1).await);
        let declare = |why: &str| DeclareItem { unit: fed.unit, item, version: None, why: why.to_owned() };
        assert_eq!(t.refused(&handler, &declare("")).await, "rectification-not-under-way");
        let add = AddMeasure {
            unit: fed.unit,
            items: vec![item],
            text: "修订办法".into(),
            owner: None,
            handler: String::new(),
            deadline: "2025年底前".into(),
            day: None,
        };
        assert_eq!(t.refused(&handler, &add).await, "rectification-not-claimed-yet");
        fed.claim(&t, item).await;
        let measure = fed.plan(&t, item, ItemKind::TimeLimit, "2025年底前").await;
        assert_eq!(t.refused(&handler, &declare("")).await, "rectification-measures-open");
        let bare = ReportProgress {
            unit: fed.unit,
            measure,
            text: "已完成。".into(),
            evidence: Vec::new(),
            done: true,
        };
        assert_eq!(t.refused(&handler, &bare).await, "rectification-done-without-evidence");
        fed.report(&t, measure, EvidenceKind::Meeting).await;
        assert_eq!(t.refused(&handler, &declare(" ")).await, "rectification-why-sufficient");
        t.done(&handler, &declare("会议纪要写明了逐宗整改的结果，附签收表。")).await;
        let page = t.item(item).await;
        assert!(page.item.summary.paper_only, "lists show that there is paper only");
        let why = page.item.declaration.clone().and_then(|d| d.why_sufficient).unwrap();
        assert!(why.starts_with("会议纪要"), "reviewers read why it suffices");
        let again = t.refused(&handler, &declare("再报")).await;
        assert_eq!(again, "rectification-already-declared");
        let waiting = ReportProgress { text: "补充。".into(), done: false, ..bare };
        assert_eq!(t.refused(&handler, &waiting).await, "rectification-in-chain");
        // Whoever declared does not sign as leader.
        let own = t.signed("handler").await.account;
        let post = page.posts[0].id;
        let over = TakeOverPost {
            unit: fed.unit,
            post,
            name: "佟己畴".into(),
            account: Some(own),
            from: t.app.today(),
        };
        t.done(&t.ctx("liaison").await, &over).await;
        let grant = app::account::GrantRole {
            account: own,
            role: domain::permission::Role::ResponsibleLeader,
            scope: Some(fed.unit.0),
            last_day: None,
        };
        t.done(&t.clerk().await, &grant).await;
        let signed = t.refused(&t.ctx("handler").await, &fed.sign(item, Sign::Leader)).await;
        assert_eq!(signed, "rectification-same-person");
        let former = t.refused(&t.ctx("leader").await, &fed.sign(item, Sign::Leader)).await;
        assert_eq!(former, "rectification-not-the-leader", "what a post owes follows the post");
    }

    async fn an_item_goes_back_with_a_reason_by_whoever_s_turn_it_is(engine) {
        let (t, fed) = TestApp::fed_back(engine).await;
        let (item, measure) = reported(&t, &fed, 1, EvidenceKind::Register).await;
        fed.declare(&t, item, Sign::Review).await;
        let back = |sign, to, reason: &str| SendBackItem {
            unit: fed.unit,
            item,
            version: None,
            sign,
            to,
            reason: reason.to_owned(),
            due: None,
        };
        let (reviewer, handler) = (t.ctx("reviewer").await, t.ctx("handler").await);
        let bare = t.refused(&reviewer, &back(Sign::Review, SentTo::Declaration, " ")).await;
        assert_eq!(bare, "reason: rectification-sent-back-without-reason");
        let early = t.refused(&t.clerk().await, &back(Sign::Verify, SentTo::Declaration, "早了")).await;
        assert_eq!(early, "rectification-out-of-turn");
        let past = SendBackItem { due: Some(day("2025-10-01")), ..back(Sign::Review, SentTo::Declaration, "补") };
        assert_eq!(t.refused(&reviewer, &past).await, "rectification-new-day-not-later");
        t.done(&reviewer, &back(Sign::Review, SentTo::Declaration, "请附近一个月的管护记录")).await;
        assert_eq!(state(&t, item).await, "sent_back");
        let more = ReportProgress {
            unit: fed.unit,
            measure,
            text: "补充近一个月记录。".into(),
            evidence: vec![NewEvidence {
                file: t.received(Some(fed.engagement), "记录.txt", "记录".as_bytes()).await,
                kind: EvidenceKind::Register,
            }],
            done: true,
        };
        t.done(&handler, &more).await;
        fed.declare(&t, item, Sign::Verify).await;
        assert_eq!(t.item(item).await.item.declaration.clone().unwrap().time, 2);
        t.done(&t.clerk().await, &back(Sign::Verify, SentTo::Measures, "措施本身不对")).await;
        let declare = DeclareItem { unit: fed.unit, item, version: None, why: String::new() };
        assert_eq!(t.refused(&handler, &declare).await, "rectification-redo-measures");
        let resume = ResumeItem { unit: fed.unit, item };
        t.done(&handler, &resume).await;
        assert_eq!(t.refused(&handler, &resume).await, "rectification-not-sent-back");
        assert_eq!(state(&t, item).await, "under_way");
        t.work_off().await;
        let notices = t.app.notices(&t.again(&handler).await, &kernel::PageRequest::default()).await.unwrap();
        assert!(notices.items.iter().any(|n| n.message.id == "notice-item-sent-back"));
    }

    async fn what_is_basically_complete_goes_on_with_half_yearly_reports(engine) {
        let (t, fed) = TestApp::fed_back(engine).await;
        let clerk = t.clerk().await;
        let (item, measure) = reported(&t, &fed, 1, EvidenceKind::Register).await;
        fed.declare(&t, item, Sign::Verify).await;
        let finding = |verdict| VerifyItem { verdict, ..close(&fed, item, measure) };
        let until = day("2026-06-30");
        let bare = finding(ItemVerdict::Basically { rest: " ".into(), until });
        assert_eq!(t.refused(&clerk, &bare).await, "rectification-basically-without-rest");
        let early = finding(ItemVerdict::Incomplete { reason: "差两宗".into(), until: day("2025-10-01") });
        assert_eq!(t.refused(&clerk, &early).await, "rectification-new-day-not-later");
        t.done(&clerk, &finding(ItemVerdict::Basically { rest: "余两宗未移交".into(), until })).await;
        assert_eq!(t.item(item).await.item.summary.due, Some(until));
        let go_on = GoOnItem { unit: fed.unit, item, version: None };
        t.done(&clerk, &go_on).await;
        let page = t.item(item).await;
        assert_eq!(page.item.state.code(), "continued");
        assert_eq!(page.item.summary.due, Some(day("2026-04-20")), "the next report comes first");
        assert_eq!(t.refused(&clerk, &go_on).await, "rectification-cannot-go-on");
    }

    async fn where_the_rules_ask_for_it_the_superior_leader_signs_as_well(engine) {
        let (t, fed) = TestApp::fed_back(engine).await;
        let shipped = domain::ruleset::shipped().unwrap();
        let draft = shipped.into_iter().find(|s| s.kind() == domain::ruleset::Kind::Rectification).unwrap().draft;
        let mut body = draft.body;
        body["chain"] = serde_json::json!(["responsible_leader", "unit_head", "superior", "review", "verify"]);
        let rules = app::ruleset::DraftRuleset {
            kind: domain::ruleset::Kind::Rectification,
            effective_from: t.app.today(),
            basis: "云河县委办公室通知".into(),
            body,
            seen: 0,
        };
        let clerk = t.clerk().await;
        t.done(&clerk, &rules).await;
        let draft = t.app.ruleset_versions(&clerk, domain::ruleset::Kind::Rectification).await.unwrap();
        let decide = app::decision::Decide {
            about: app::decision::Subject::Ruleset,
            ids: vec![draft[0].0.id.into()],
            approved: true,
            reason: String::new(),
            password: PASSWORD.into(),
        };
        t.done(&clerk, &decide).await;
        let (item, _) = reported(&t, &fed, 1, EvidenceKind::Register).await;
        fed.declare(&t, item, Sign::Superior).await;
        let review = SignItem { password: String::new(), ..fed.sign(item, Sign::Review) };
        assert_eq!(t.refused(&t.ctx("reviewer").await, &review).await, "rectification-out-of-turn");
        let superior = t.person("superior", domain::permission::Role::SuperiorLeader, Some(fed.unit.0)).await;
        t.done(&superior, &fed.sign(item, Sign::Superior)).await;
        t.done(&t.ctx("reviewer").await, &review).await;
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_leader_of_another_unit_and_a_post_of_another_unit_are_not_found(engine) {
        let (t, fed) = TestApp::fed_back(engine).await;
        let item = fed.item(&t, 1).await;
        let other = fed.site.unit("县民政局");
        let stranger = t.person("stranger-liaison", domain::permission::Role::UnitLiaisonHead, Some(other.0)).await;
        let claim = |unit| ClaimItem {
            unit,
            item,
            version: None,
            leader: Leader::New { title: "副局长".into(), name: "甲".into(), account: None },
            department: "办公室".into(),
        };
        assert_eq!(t.refused(&stranger, &claim(fed.unit)).await, "not found");
        assert_eq!(t.refused(&stranger, &claim(other)).await, "not found");
        assert!(matches!(t.app.item(&stranger, item).await, Err(app::Error::NotFound)));
        let none = ClaimItem { department: " ".into(), ..claim(fed.unit) };
        let refused = t.refused(&t.ctx("liaison").await, &none).await;
        assert_eq!(refused, "department: rectification-claim-without-department");
    }
}
