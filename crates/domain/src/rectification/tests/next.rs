//! What may be done next is exactly what the steps themselves would not refuse for the state.

use super::*;

/// Items in every state, each with the measures it stands with.
fn every() -> Vec<(Item, Vec<Measure>)> {
    let rules = rules();
    let on = day(ON);
    let good = vec![confirmed()];
    let own: Vec<&Measure> = good.iter().collect();
    let claimed = item(1).claim(leader_post().id, "办公室", clerk(HANDLER), on).unwrap();
    let asked = under_way().object("事实有出入", clerk(HANDLER), on).unwrap();
    let lasting = Item { kind: ItemKind::LongTerm, ..under_way() };
    let goals = vec![Goal { text: "年底前建成".into(), due: None, reached: None }];
    let staged = Item { kind: ItemKind::Staged, ..under_way() }.set_goals(goals).unwrap();
    let until = day("2026-06-30");
    let back = |to| {
        let turn = before(Sign::Leader, &own);
        turn.send_back(Sign::Leader, (clerk(LEADER), on), (to, "佐证不全"), None, &rules).unwrap()
    };
    let verify =
        |verdict| before(Sign::Verify, &own).verify(verdict, (clerk(OFFICE), on), &own, &rules).unwrap();
    let basically = verify(Verdict::Basically { rest: "尾款".into(), until });
    let continued = basically.clone().go_on(clerk(OFFICE), on).unwrap();
    let mut all: Vec<(Item, Vec<Measure>)> = [item(1), claimed, under_way(), asked, lasting.clone(), staged]
        .into_iter()
        .map(|item| (item, Vec::new()))
        .collect();
    let weak = vec![done_measure(EvidenceKind::Meeting)];
    all.push((under_way(), weak));
    let with = [
        under_way(),
        lasting,
        back(SentTo::Measures),
        back(SentTo::Declaration),
        before(Sign::Leader, &own),
        before(Sign::Head, &own),
        before(Sign::Review, &own),
        before(Sign::Verify, &own),
        basically,
        continued,
        closed(),
    ];
    all.extend(with.into_iter().map(|item| (item, good.clone())));
    all
}

#[test]
fn a_step_is_named_exactly_when_the_state_does_not_refuse_it() {
    let rules = rules();
    let (by, on) = (clerk(99), day("2026-02-01"));
    for (item, measures) in every() {
        let own: Vec<&Measure> = measures.iter().collect();
        let next = item.next(&own, &rules);
        let at = format!("{:?} {next:?}", item.state);
        let named = |step| next.contains(&step);
        let it = || item.clone();
        assert_eq!(named(NextStep::Claim), it().claim(leader_post().id, "办公室", by, on).is_ok(), "{at}");
        assert_eq!(named(NextStep::Object), it().object("不符", by, on).is_ok(), "{at}");
        let answer = Answer { text: "已核".into(), outcome: Outcome::Dismissed, by, on };
        assert_eq!(named(NextStep::Answer), it().answer_objection(answer).is_ok(), "{at}");
        assert_eq!(named(NextStep::GoOn), it().go_on(by, on).is_ok(), "{at}");
        assert_eq!(named(NextStep::Recheck), it().recheck(Recheck::Held, by, on).is_ok(), "{at}");
        assert_eq!(named(NextStep::Goal), it().reach_goal(0, on).is_ok(), "{at}");
        let why = Some("会议即是整改的内容");
        assert_eq!(named(NextStep::Declare), it().declare((by, on), why, &own, &rules).is_ok(), "{at}");
        let turn = item.turn(&rules);
        let to = (SentTo::Declaration, "不足");
        let back = turn.is_some_and(|sign| it().send_back(sign, (by, on), to, None, &rules).is_ok());
        assert_eq!(back, next.iter().any(|step| matches!(step, NextStep::SendBack(_))), "{at}");
        let signs = turn.filter(|sign| *sign != Sign::Verify).map(NextStep::Sign);
        assert_eq!(signs, next.iter().copied().find(|s| matches!(s, NextStep::Sign(_))), "{at}");
        assert_eq!(named(NextStep::Verify), turn == Some(Sign::Verify), "{at}");
        if item.state.code() != "fed_back" {
            assert_eq!(named(NextStep::Plan), it().explain("监督缺位").is_ok(), "{at}");
        }
    }
}

#[test]
fn what_stands_in_the_way_is_told_where_it_could_be_declared_otherwise() {
    let rules = rules();
    assert!(under_way().next(&[], &rules).contains(&NextStep::NotYet));
    let good = confirmed();
    let ready = under_way().next(&[&good], &rules);
    assert!(ready.contains(&NextStep::Declare) && !ready.contains(&NextStep::NotYet));
    assert!(ready.contains(&NextStep::Report), "a measure that counts takes progress");
    let foreign = Measure { items: vec![ItemId(Uuid::from_u128(9))], ..good };
    assert!(!under_way().next(&[&foreign], &rules).contains(&NextStep::Report), "another item's does not");
    for item in [item(1), closed()] {
        let next = item.next(&[], &rules);
        assert!(!next.contains(&NextStep::NotYet) && !next.contains(&NextStep::Declare));
    }
}
