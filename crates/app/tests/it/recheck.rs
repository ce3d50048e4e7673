//! Recusal again when units change: a conflict that comes to light ends access at the next request, and the office hears.

use crate::authorisation::authorised;
use crate::inspectors::refusal;
use crate::rounds::{cleared, day, go_to, page, with_round};
use app::inspector::{DeclareRelatives, LinkAccount};
use app::organisation::{AbolishUnit, MergeUnits, MoveUnit};
use app::round::MemberLine;
use domain::team::{MemberState, Release};
use kernel::{MemberId, PageRequest, RoundId, UnitId};
use testkit::{TestApp, on_both};

async fn line(t: &TestApp, round: RoundId, member: MemberId) -> MemberLine {
    let found = page(t, round).await;
    found.teams.iter().flat_map(|p| &p.members).find(|m| m.member.id == member).unwrap().clone()
}

/// Someone of the first team whose own unit has nothing below it, with that unit, and a unit the team inspects.
async fn someone(t: &TestApp, round: RoundId) -> (MemberLine, UnitId, UnitId) {
    let found = page(t, round).await;
    let inspected = found.teams[0].engagements[0].kept.unit;
    for member in &found.teams[0].members {
        let person = t.app.inspector(&t.clerk().await, member.member.person).await.unwrap();
        let Some(home) = person.inspector.home.unit else { continue };
        let unit = t.app.unit(&t.clerk().await, home).await.unwrap().unit;
        let below = t.app.units_below(&t.clerk().await, Some(home)).await.unwrap();
        if unit.parent.is_some() && unit.is_active() && below.is_empty() {
            return (member.clone(), home, inspected);
        }
    }
    panic!("nobody's unit can end");
}

async fn told(t: &TestApp) -> usize {
    let found = t.app.notices(&t.clerk().await, &PageRequest::default()).await.unwrap();
    found.items.iter().filter(|n| n.message.id == "recusal-released-notice").count()
}

/// How many members had to leave for a conflict.
async fn conflicts(t: &TestApp, round: RoundId) -> usize {
    let found = page(t, round).await;
    let left = |m: &&MemberLine| {
        matches!(m.member.state, MemberState::Released { why: Release::Conflict { .. }, .. })
    };
    found.teams.iter().flat_map(|p| &p.members).filter(left).count()
}

on_both! {
    async fn a_merger_that_makes_a_conflict_ends_access_at_the_next_request(engine) {
        let (t, round) = authorised(engine).await;
        let (member, home, inspected) = someone(&t, round).await;
        t.stranger("member").await;
        let link = LinkAccount { person: member.member.person, login: "member".into() };
        t.app.perform(&t.clerk().await, &link).await.unwrap();
        go_to(&t, day(9, 10));
        let own = page(&t, round).await.teams[0].engagements[0].kept.engagement.id;
        assert!(t.app.engagement(&t.ctx("member").await, own).await.is_ok());
        let merge = MergeUnits { unit: home, version: None, into: inspected, on: t.app.today(), reason: "机构改革".into() };
        t.app.perform(&t.clerk().await, &merge).await.unwrap();
        assert!(t.app.engagement(&t.ctx("member").await, own).await.is_err(), "gone at the next request");
        let after = line(&t, round, member.member.id).await;
        let MemberState::Released { why: Release::Conflict { rule }, .. } = &after.member.state else {
            panic!("{:?}", after.member.state)
        };
        assert_eq!(rule, "HOME");
        assert_eq!(told(&t).await, conflicts(&t, round).await, "the office hears of everyone");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_unit_moved_below_the_inspected_one_is_checked_too(engine) {
        let (t, round) = with_round(engine).await;
        let team = page(&t, round).await.teams[0].team.id;
        cleared(&t, team).await;
        let (member, home, inspected) = someone(&t, round).await;
        let act = MoveUnit { unit: home, version: None, parent: inspected, on: t.app.today(), reason: "划转".into() };
        t.app.perform(&t.clerk().await, &act).await.unwrap();
        assert!(!line(&t, round, member.member.id).await.member.is_in_team());
        assert_eq!(told(&t).await, conflicts(&t, round).await);
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_unit_that_ends_is_still_looked_at_and_takes_no_new_engagement(engine) {
        let (t, round) = with_round(engine).await;
        let found = page(&t, round).await;
        let (mut team, mut inspected) = (found.teams[0].team.id, found.teams[0].engagements[0].clone());
        for (part, line) in found.teams.iter().flat_map(|p| p.engagements.iter().map(move |e| (p, e))) {
            if t.app.units_below(&t.clerk().await, Some(line.kept.unit)).await.unwrap().is_empty() {
                (team, inspected) = (part.team.id, line.clone());
            }
        }
        let end = AbolishUnit {
            unit: inspected.kept.unit, version: None, successor: None, on: t.app.today(), reason: "撤销".into(),
        };
        t.app.perform(&t.clerk().await, &end).await.unwrap();
        let questions = t.app.declaration_questions(&t.clerk().await, team).await.unwrap();
        assert!(questions.iter().all(|q| q.units.iter().any(|u| u.unit == inspected.kept.unit)));
        let kept = t.app.engagement(&t.clerk().await, inspected.kept.engagement.id).await.unwrap();
        assert_eq!(kept.unit, inspected.unit, "it keeps its name");
        let add = app::round::AddEngagements {
            round, team, kind: domain::engagement::EngagementKind::Routine, units: vec![inspected.kept.unit],
        };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &add).await), "units: round-unit-ended");
    }

    async fn what_was_found_stays_sealed_and_opens_for_a_reason(engine) {
        let (t, round) = with_round(engine).await;
        let part = page(&t, round).await.teams[0].clone();
        let team = part.team.id;
        cleared(&t, team).await;
        let member = part.members[0].clone();
        let relatives = DeclareRelatives {
            person: member.member.person, relatives: format!("配偶 某甲乙 {} 科员", part.engagements[0].unit),
        };
        t.app.perform(&t.clerk().await, &relatives).await.unwrap();
        assert!(!line(&t, round, member.member.id).await.member.is_in_team());
        let mut conn = t.app.db().read().await.unwrap();
        for table in ["select count(*) from journal_state where state like $1", "select count(*) from notice where state like $1"] {
            let (n,): (i64,) = conn.one(db::sql(table).bind("%某甲乙%")).await.unwrap();
            assert_eq!(n, 0, "{table}");
        }
        drop(conn);
        let ctx = t.clerk().await;
        let unasked = t.app.open_recusal_check(&ctx, team, member.member.id, " ").await;
        assert_eq!(refusal(unasked), "reason: inspector-open-reason-missing");
        let opened = t.app.open_recusal_check(&ctx, team, member.member.id, "核对退出原因").await.unwrap();
        let (_, findings) = opened.checked.unwrap();
        assert!(findings.iter().flat_map(|f| &f.reasons).any(|r| r.text.contains("某甲乙")));
        assert!(opened.closes > t.app.now());
        t.stranger("stranger").await;
        let stranger = t.app.open_recusal_check(&t.ctx("stranger").await, team, member.member.id, "好奇").await;
        assert!(matches!(stranger, Err(app::Error::Forbidden(_))));
        assert_eq!(t.verify().await.faults, []);
    }
}
