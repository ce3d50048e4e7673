//! The ledger: who sees what, objections, planning, later days, figures, reminders, everything still open.

use app::Error;
use app::decision::{Decide, Subject};
use app::rectification::{
    AddMeasure, AnswerObjection, AskLaterDay, AssignMeasure, EnterItem, EvidenceKind, GiveUpMeasure,
    ItemKind, ItemState, Leader, LedgerFilter, LedgerOrder, NewGoal, ObjectItem, Origin, Outcome, PlanItem,
    ReachGoal, RemindItem, RemindItems, RemindedItems, ServeItem, Sign, Slice,
};
use domain::deadline::distance;
use domain::permission::Role;
use domain::rectification::figures::{Scope, View, figures};
use domain::rectification::{Item, Measure};
use kernel::{Day, ItemId, PageRequest};
use testkit::{FedBack, PASSWORD, TestApp, UNIT, on_both};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn add(fed: &FedBack, item: kernel::ItemId, deadline: &str) -> AddMeasure {
    AddMeasure {
        unit: fed.unit,
        items: vec![item],
        text: "逐宗核对".into(),
        owner: None,
        handler: String::new(),
        deadline: deadline.into(),
        day: None,
    }
}

on_both! {
    async fn each_sees_the_items_of_their_own_and_of_no_other_unit(engine) {
        let (t, fed) = TestApp::fed_back(engine).await;
        let all = LedgerFilter::default();
        let page = PageRequest::default();
        let item = fed.item(&t, 1).await;
        for (role, of, sees) in [
            (Role::UnitHead, UNIT, true),
            (Role::DepartmentHandler, UNIT, true),
            (Role::SuperiorLeader, UNIT, true),
            (Role::SupervisingOfficer, UNIT, true),
            (Role::UnitHead, "县民政局", false),
            (Role::SupervisingOfficer, "县民政局", false),
        ] {
            let ctx = t.of_unit(&fed.site, of, role).await;
            let found = t.app.ledger(&ctx, &all, &page).await.unwrap();
            assert_eq!((found.1 == 17, found.0.items.len() == 17), (sees, sees), "{role:?} {of}");
            assert_eq!(t.app.item(&ctx, item).await.is_ok(), sees, "{role:?} {of}");
            let counted = t.app.ledger_figures(&ctx, &all).await.unwrap();
            assert_eq!(counted[0].1, if sees { 17 } else { 0 }, "{role:?} {of}");
        }
        let team = t.team_member(&fed.site, UNIT, Role::TeamMember).await;
        assert_eq!(t.app.ledger(&team, &all, &page).await.unwrap().1, 17);
        for role in [Role::UnitDiscipline, Role::ReceivingOfficer] {
            let ctx = t.of_unit(&fed.site, UNIT, role).await;
            assert!(matches!(t.app.ledger(&ctx, &all, &page).await, Err(Error::NotFound)), "{role:?}");
        }
        for role in [Role::ClueKeeper, Role::Auditor, Role::SystemAdministrator] {
            t.holder(role.code(), Some(role)).await;
            let ctx = t.ctx(role.code()).await;
            assert!(matches!(t.app.item(&ctx, item).await, Err(Error::NotFound)), "{role:?}");
        }
    }

    async fn an_objection_is_recorded_and_answered_and_stops_no_clock_and_an_upheld_one_may_strike_the_item(engine) {
        let (t, fed) = TestApp::fed_back(engine).await;
        let (clerk, liaison, lead) = (t.clerk().await, t.ctx("liaison").await, t.ctx("lead").await);
        let item = fed.item(&t, 2).await;
        let object = |text: &str| ObjectItem { unit: fed.unit, item, text: text.to_owned() };
        assert_eq!(t.refused(&liaison, &object(" ")).await, "text: rectification-objection-without-text");
        fed.claim(&t, item).await;
        fed.plan(&t, item, ItemKind::TimeLimit, "2025年底前").await;
        let due = t.item(item).await.item.summary.due;
        t.done(&liaison, &object("3号泵站不由我局管护")).await;
        assert_eq!(t.item(item).await.item.summary.due, due);
        assert_eq!(t.refused(&liaison, &object("再提")).await, "rectification-objection-unanswered");
        let answer = |outcome, text: &str| AnswerObjection { unit: fed.unit, item, outcome, text: text.into() };
        assert_eq!(t.refused(&liaison, &answer(Outcome::Upheld, "成立")).await, "not found");
        let strike = Decide {
            about: Subject::Item,
            ids: vec![item.into()],
            approved: true,
            reason: String::new(),
            password: PASSWORD.into(),
        };
        assert_eq!(t.refused(&lead, &strike).await, "rectification-annul-without-upheld-objection");
        t.done(&clerk, &answer(Outcome::Upheld, "核实属县水利局管护")).await;
        assert_eq!(t.refused(&clerk, &answer(Outcome::Upheld, "又")).await, "rectification-no-open-objection");
        t.done(&lead, &strike).await;
        let page = t.item(item).await;
        assert!(matches!(&page.item.state, ItemState::Annulled { reason, .. } if reason == "核实属县水利局管护"));
        let figures = t.app.ledger_figures(&clerk, &LedgerFilter::default()).await.unwrap();
        assert_eq!(figures[0], (Slice::All, 16));
        assert_eq!(t.refused(&liaison, &object("又")).await, "rectification-objection-too-late");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn deadlines_in_people_s_words_are_understood_or_asked_and_the_words_are_kept(engine) {
        let (t, fed) = TestApp::fed_back(engine).await;
        let (handler, item) = (t.ctx("handler").await, fed.item(&t, 1).await);
        fed.claim(&t, item).await;
        for (words, due) in [
            ("2025年底前", Some("2025-12-31")),
            ("2026.3", Some("2026-03-31")),
            ("一个月内", Some("2025-11-20")),
            ("长期坚持", None),
            ("立行立改", None),
        ] {
            let id = t.done(&handler, &add(&fed, item, words)).await;
            let page = t.item(item).await;
            let measure = page.measures.iter().find(|m| m.measure.id == id).unwrap();
            assert_eq!(measure.measure.deadline.words, words);
            assert_eq!(measure.measure.due(), due.map(day), "{words}");
        }
        assert_eq!(t.refused(&handler, &add(&fed, item, "尽快")).await, "deadline: deadline-ask-vague");
        let answered = AddMeasure { day: Some(day("2026-01-15")), ..add(&fed, item, "尽快") };
        let id = t.done(&handler, &answered).await;
        let page = t.item(item).await;
        let measure = page.measures.iter().find(|m| m.measure.id == id).unwrap();
        assert_eq!((measure.measure.deadline.words.as_str(), measure.measure.due()), ("尽快", Some(day("2026-01-15"))));
        let before = AddMeasure { day: Some(day("2025-01-15")), ..add(&fed, item, "尽快") };
        assert_eq!(t.refused(&handler, &before).await, "day: rectification-day-before-feedback");
    }

    async fn every_item_not_corrected_at_once_needs_a_cause_and_staged_ones_goals(engine) {
        let (t, fed) = TestApp::fed_back(engine).await;
        let (handler, item) = (t.ctx("handler").await, fed.item(&t, 1).await);
        fed.claim(&t, item).await;
        let plan = |kind, cause: &str, goals| PlanItem {
            unit: fed.unit,
            item,
            version: None,
            kind,
            root_cause: cause.to_owned(),
            goals,
        };
        let bare = t.refused(&handler, &plan(ItemKind::LongTerm, "", Vec::new())).await;
        assert_eq!(bare, "root_cause: rectification-root-cause-missing");
        t.done(&handler, &plan(ItemKind::Immediate, "", Vec::new())).await;
        let goal = NewGoal { text: "完成三成".into(), due: Some(day("2025-12-31")) };
        t.done(&handler, &plan(ItemKind::Staged, "没有考核", vec![goal.clone()])).await;
        let reach = |goal| ReachGoal { unit: fed.unit, item, goal };
        assert_eq!(t.refused(&handler, &reach(3)).await, "rectification-no-such-goal");
        t.done(&handler, &reach(0)).await;
        let second = NewGoal { text: "完成七成".into(), due: None };
        t.done(&handler, &plan(ItemKind::Staged, "没有考核", vec![goal, second])).await;
        let goals = t.item(item).await.item.goals.clone();
        assert_eq!((goals.len(), goals[0].reached.is_some(), goals[1].reached), (2, true, None));
    }

    async fn a_measure_serves_several_items_and_its_owner_and_day_change_with_a_trace(engine) {
        let (t, fed) = TestApp::fed_back(engine).await;
        let (handler, lead) = (t.ctx("handler").await, t.ctx("lead").await);
        let (first, second) = (fed.item(&t, 1).await, fed.item(&t, 2).await);
        fed.claim(&t, first).await;
        let measure = fed.plan(&t, first, ItemKind::TimeLimit, "2025年底前").await;
        let serve = ServeItem { unit: fed.unit, measure, item: second };
        assert_eq!(t.refused(&handler, &serve).await, "rectification-not-claimed-yet");
        fed.claim(&t, second).await;
        t.done(&handler, &serve).await;
        assert_eq!(t.refused(&handler, &serve).await, "rectification-measure-serves-already");
        assert_eq!(t.item(second).await.item.state.code(), "under_way");
        assert_eq!(t.item(second).await.item.summary.due, Some(day("2025-12-31")));
        let owner = Leader::New { title: "站长".into(), name: "佟庚帆".into(), account: None };
        t.done(&handler, &AssignMeasure { unit: fed.unit, measure, owner, handler: "站里".into() }).await;
        let line = &t.item(first).await.measures[0];
        assert_eq!(line.owner.as_ref().map(|o| o.holder.as_str()), Some("佟庚帆"));
        assert_eq!(line.serves.len(), 1);
        let ask = AskLaterDay { unit: fed.unit, measure, to: day("2026-06-30"), reason: "等待批复".into() };
        t.done(&handler, &ask).await;
        assert_eq!(t.refused(&handler, &ask).await, "rectification-extension-waiting");
        let decide = Decide {
            about: Subject::Measure,
            ids: vec![measure.into()],
            approved: true,
            reason: String::new(),
            password: PASSWORD.into(),
        };
        t.done(&lead, &decide).await;
        assert_eq!(t.item(second).await.item.summary.due, Some(day("2026-06-30")), "of every item that it serves");
        let give_up = GiveUpMeasure { unit: fed.unit, measure, reason: "并入统一采购".into() };
        t.done(&handler, &give_up).await;
        assert_eq!(t.item(first).await.item.summary.measures, 0);
        assert_eq!(t.verify().await.faults, []);
    }

    async fn items_from_elsewhere_enter_the_same_ledger_with_their_origin(engine) {
        let (t, fed) = TestApp::fed_back(engine).await;
        let enter = |origin, title: &str| EnterItem {
            unit: fed.unit,
            origin,
            kind: ItemKind::BeforeEntry,
            group: "审计发现".into(),
            title: title.to_owned(),
        };
        let clerk = t.clerk().await;
        let audit = Origin::Elsewhere { name: "2024年度预算执行审计".into() };
        t.done(&clerk, &enter(audit, "往来款长期挂账")).await;
        t.done(&t.ctx("liaison").await, &enter(Origin::SelfInspection, "会议记录不全")).await;
        let unnamed = t.refused(&clerk, &enter(Origin::Letter { number: " ".into() }, "甲")).await;
        assert_eq!(unnamed, "name: rectification-origin-unnamed");
        let handler = t.refused(&t.ctx("handler").await, &enter(Origin::SelfInspection, "乙")).await;
        assert_eq!(handler, "not found");
        let items = t.items_of(fed.unit).await;
        let last: Vec<(u32, &str)> = items[17..].iter().map(|l| (l.item.number, l.item.origin.code())).collect();
        assert_eq!(last, [(18, "elsewhere"), (19, "self_inspection")]);
        let figures = t.app.ledger_figures(&clerk, &LedgerFilter::default()).await.unwrap();
        assert!(figures.contains(&(Slice::FromElsewhere, 2)));
    }

    async fn every_figure_is_the_length_of_the_list_it_opens_and_what_the_rules_count(engine) {
        let (t, fed) = TestApp::fed_back(engine).await;
        for number in 1..=6 {
            let item = fed.item(&t, number).await;
            fed.claim(&t, item).await;
            let words = if number < 4 { "一个月内" } else { "2025年10月28日" };
            let measure = fed.plan(&t, item, ItemKind::TimeLimit, words).await;
            if number == 5 {
                fed.report(&t, measure, EvidenceKind::Photo).await;
                fed.declare(&t, item, Sign::Review).await;
            }
            if number == 6 {
                fed.report(&t, measure, EvidenceKind::Meeting).await;
            }
        }
        t.clock.advance(32 * 86_400);
        let clerk = t.clerk().await;
        let all = LedgerFilter::default();
        let counted = t.app.ledger_figures(&clerk, &all).await.unwrap();
        let rows = t.items_of(fed.unit).await;
        let mut measures: Vec<Measure> = Vec::new();
        for row in &rows {
            measures.extend(t.item(row.item.item.id).await.measures.into_iter().map(|m| m.measure.value));
        }
        let measures: Vec<&Measure> = measures.iter().collect();
        let rules = t.item(rows[0].item.item.id).await.rules;
        let today = t.app.today();
        let items: Vec<(Item, Option<Day>)> =
            rows.iter().map(|r| (r.item.item.clone(), r.item.summary.due)).collect();
        let views = items.iter().map(|(item, due)| View {
            item,
            measures: &measures,
            due: due.map(|due| distance(due, today, rules.near_days)),
        });
        let expected = figures(views, &Scope::default(), &rules);
        for (figure, (slice, count)) in expected.iter().zip(&counted) {
            assert_eq!(figure.opens.slice, *slice);
            assert_eq!(i64::try_from(figure.count).unwrap(), *count, "{slice:?}");
            let filter = LedgerFilter { slice: Some(*slice), order: LedgerOrder::Due, ..all.clone() };
            let page = PageRequest { after: None, size: 200 };
            let (found, total) = t.app.ledger(&clerk, &filter, &page).await.unwrap();
            assert_eq!((i64::try_from(found.items.len()).unwrap(), total), (*count, *count), "{slice:?}");
        }
        assert!(counted.contains(&(Slice::Late, 5)), "{counted:?}");
        let narrowed = LedgerFilter { department: Some("农田建设股".into()), ..all.clone() };
        let page = PageRequest { after: None, size: 200 };
        let (_, listed) = t.app.ledger(&clerk, &narrowed, &page).await.unwrap();
        assert!(listed >= 6, "{listed}");
        assert_eq!(t.app.ledger_figures(&clerk, &narrowed).await.unwrap()[0], (Slice::All, listed));
        assert_eq!(t.verify().await.faults, []);
        t.behind_its_back("update tally set n = n + 1 where facet = 'all'").await;
        t.behind_its_back("delete from tally where facet = 'to_review'").await;
        let faults: Vec<String> = t.verify().await.faults.into_iter().map(|f| format!("{} {}", f.fault, f.place)).collect();
        assert_eq!(faults, ["tally-changed item", "tally-changed item"]);
        t.app.rebuild_search_now(|_| {}).await.unwrap();
        assert_eq!(t.verify().await.faults, []);
    }

    async fn lists_go_on_where_the_page_before_ended_in_either_order(engine) {
        let (t, fed) = TestApp::fed_back(engine).await;
        let clerk = t.clerk().await;
        for order in [LedgerOrder::Ledger, LedgerOrder::Due] {
            let filter = LedgerFilter { order, text: Some("9-0".into()), ..LedgerFilter::default() };
            let mut page = PageRequest { after: None, size: 5 };
            let mut codes = std::collections::BTreeSet::new();
            loop {
                let (found, _) = t.app.ledger(&clerk, &filter, &page).await.unwrap();
                codes.extend(found.items.iter().map(|line| line.item.code.clone()));
                let Some(next) = found.next else { break };
                page.after = Some(next);
            }
            assert_eq!(codes.len(), 17, "{order:?}");
        }
        let unit = LedgerFilter { unit: Some(fed.unit), state: Some("closed".into()), ..LedgerFilter::default() };
        assert_eq!(t.app.ledger(&clerk, &unit, &PageRequest::default()).await.unwrap().1, 0);
    }

    async fn what_is_late_is_reminded_of_with_growing_weight_and_a_weighty_one_waits_for_its_approval(engine) {
        let (t, fed) = TestApp::fed_back(engine).await;
        let item = fed.item(&t, 1).await;
        fed.claim(&t, item).await;
        fed.plan(&t, item, ItemKind::TimeLimit, "2025年11月1日").await;
        let remind = RemindItem { unit: fed.unit, item };
        let clerk = t.clerk().await;
        assert_eq!(t.refused(&clerk, &remind).await, "rectification-reminder-not-yet");
        assert!(t.app.late_items(&clerk).await.unwrap().is_empty());
        t.clock.advance(16 * 86_400);
        let late = t.app.late_items(&t.clerk().await).await.unwrap();
        assert_eq!((late.len(), late[0].entry.days), (1, 4));
        assert_eq!(late[0].next.as_ref().map(|step| step.code.as_str()), Some("urge"));
        assert!(t.done(&clerk, &remind).await);
        assert_eq!(t.refused(&clerk, &remind).await, "rectification-reminder-not-yet");
        t.clock.advance(12 * 86_400);
        let other = fed.item(&t, 2).await;
        let several = |items: Vec<ItemId>| RemindItems { items };
        assert_eq!(t.refused(&clerk, &several(vec![])).await, "rectification-remind-none-chosen");
        assert_eq!(t.refused(&clerk, &several(vec![other])).await, "rectification-remind-none-due");
        assert_eq!(t.refused(&t.ctx("handler").await, &several(vec![item])).await, "forbidden");
        let done = t.done(&clerk, &several(vec![item, other, item])).await;
        assert_eq!(done, RemindedItems { sent: 1, proposed: 0, left_out: 1 });
        t.clock.advance(16 * 86_400);
        assert!(!t.done(&clerk, &remind).await, "a letter of reminder needs an approval");
        assert_eq!(t.refused(&clerk, &remind).await, "rectification-reminder-waits");
        let head = t.ctx("head").await;
        assert_eq!(t.app.item(&head, item).await.unwrap().reminders.len(), 2, "nothing of what is not sent");
        let late = t.app.late_items(&t.clerk().await).await.unwrap();
        let proposed = late[0].proposed().unwrap().id;
        let decide = Decide {
            about: Subject::Reminder,
            ids: vec![proposed],
            approved: true,
            reason: String::new(),
            password: PASSWORD.into(),
        };
        t.done(&t.ctx("lead").await, &decide).await;
        assert_eq!(t.app.item(&t.again(&head).await, item).await.unwrap().reminders.len(), 3);
        assert_eq!(t.refused(&t.ctx("handler").await, &remind).await, "forbidden");
        t.work_off().await;
        let notices = t.app.notices(&t.ctx("head").await, &PageRequest::default()).await.unwrap();
        assert!(notices.items.iter().any(|n| n.message.id == "notice-item-reminded"));
        assert_eq!(t.verify().await.faults, []);
    }

    async fn everything_still_open_is_on_one_list_for_each_person(engine) {
        let (t, fed) = TestApp::fed_back(engine).await;
        let item = fed.item(&t, 1).await;
        let liaison = t.app.mine(&t.ctx("liaison").await).await.unwrap();
        assert_eq!(liaison.iter().filter(|w| w.source == "item").count(), 17);
        assert!(liaison.iter().any(|w| w.source == "paper" && w.due == Some(day("2025-11-20"))));
        assert!(t.app.mine(&t.ctx("leader").await).await.unwrap().iter().all(|w| w.step.id != "mine-step-sign"));
        fed.claim(&t, item).await;
        let measure = fed.plan(&t, item, ItemKind::TimeLimit, "2025年底前").await;
        fed.report(&t, measure, EvidenceKind::Register).await;
        fed.declare(&t, item, Sign::Leader).await;
        for (login, sign) in [("leader", Sign::Leader), ("head", Sign::Head), ("reviewer", Sign::Review)] {
            let waits = |all: &[app::mine::Waiting]| {
                all.iter().any(|w| w.id == item.into() && w.step.id != "mine-step-report")
            };
            let before = t.app.mine(&t.ctx(login).await).await.unwrap();
            assert!(waits(&before), "{login}");
            t.done(&t.ctx(login).await, &fed.sign(item, sign)).await;
            assert!(!waits(&t.app.mine(&t.ctx(login).await).await.unwrap()), "{login}");
        }
        let office = t.app.mine(&t.clerk().await).await.unwrap();
        assert!(office.iter().any(|w| w.id == item.into() && w.step.id == "mine-step-verify"));
        let stranger = t.of_unit(&fed.site, "县民政局", Role::UnitHead).await;
        assert!(t.app.mine(&stranger).await.unwrap().is_empty());
    }
}
