//! What was done by mistake is taken back with a reason while it is still possible; two people meet; forms sent twice.

use crate::authorisation::{approved, colleague, on_paper};
use crate::inspectors::{refusal, unit, with_pool};
use crate::rounds::{all_cleared, cleared, day, file, go_to, page, papers, plan, with_round};
use app::decision::{CheckPaper, Subject, WithdrawRecord};
use app::engagement::{AdvanceEngagement, SetObject, SetPublicContacts, StepEngagementBack};
use app::round::{
    ChangeEngagement, EditRound, EditTeam, ImportRound, MoveRoundOn, NextStep, PlanRound, PlannedUnit,
    StepRoundBack, TakenOver, WithdrawRound,
};
use app::ruleset::DraftRuleset;
use app::team::{ClearMembers, WithdrawClearance, WithdrawPledge};
use app::{Act, Error, Prep, Prepared, Right};
use domain::engagement::{EngagementKind, PublicBox, PublicContacts, Stage as EngagementStage};
use domain::organisation::{Unit, UnitKind};
use domain::round::Stage;
use domain::ruleset::{Approver, Kind, State};
use domain::team::MemberState;
use kernel::UnitId;
use store::Changes;
use testkit::on_both;

/// Makes many departments below one unit at once.
struct MakeUnits {
    below: UnitId,
    count: u32,
}

impl Act for MakeUnits {
    const NAME: &'static str = "unit-import";
    type Done = ();

    fn right(&self) -> Right {
        Right::Program
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let mut changes = Changes::about("unit", self.below, "many");
        for n in 0..self.count {
            let id = UnitId::new(prep.app.clock(), prep.app.rng());
            let mut unit = Unit::root(id, &format!("试验单位{n}"), None);
            unit.parent = Some(self.below);
            unit.kind = Some(UnitKind("department".into()));
            unit.list_order = n;
            changes.insert(&unit)?;
        }
        Ok(Prepared { changes, done: () })
    }
}

on_both! {
    async fn a_planned_round_is_withdrawn_and_leaves_number_units_and_people_free(engine) {
        let (t, round) = with_round(engine).await;
        let team = page(&t, round).await.teams[0].team.id;
        cleared(&t, team).await;
        let withdraw = |reason: &str| WithdrawRound { round, reason: reason.into() };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &withdraw(" ")).await), "round-withdraw-without-reason");
        t.app.perform(&t.clerk().await, &withdraw("改在下季度")).await.unwrap();
        let after = page(&t, round).await;
        assert_eq!((after.next, after.withdrawn.len()), (NextStep::Nothing, 9));
        assert!(after.teams.iter().all(|p| p.present().count() == 0 && p.paper().is_none()));
        assert!(t.app.rounds_light(&t.clerk().await).await.unwrap().is_empty());
        // The same file goes in again: number, units, people and numbers of papers are free.
        let again = t.app.perform(&t.clerk().await, &file()).await.unwrap().done;
        assert_eq!((again.teams, again.engagements), (4, 9));
        let gone = MoveRoundOn { round, from: Stage::Planned, on: None };
        assert!(t.app.perform(&t.clerk().await, &gone).await.is_err());
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_round_and_an_engagement_go_back_one_stage_with_a_reason(engine) {
        let (t, round) = with_round(engine).await;
        colleague(&t).await;
        go_to(&t, day(8, 25));
        approved(&t, round).await;
        let back = |from, reason: &str| StepRoundBack { round, from, reason: reason.into() };
        let blank = t.app.perform(&t.clerk().await, &back(Stage::Approved, "")).await;
        assert_eq!(refusal(blank), "reason: round-back-without-reason");
        t.app.perform(&t.clerk().await, &back(Stage::Approved, "单位要调整")).await.unwrap();
        let after = page(&t, round).await.round;
        assert_eq!((after.stage, after.approval), (Stage::Planned, None));
        let twice = t.app.perform(&t.clerk().await, &back(Stage::Approved, "再退")).await;
        assert!(matches!(twice, Err(Error::Conflict { .. })), "an old page takes no second step");
        let waiting = on_paper(&t, Subject::Round, vec![round.into()], day(8, 22)).await;
        t.app.perform(&t.clerk().await, &waiting).await.unwrap();
        let withdraw = WithdrawRound { round, reason: "改期".into() };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &withdraw).await), "round-withdraw-waiting");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn an_entry_by_mistake_is_taken_back(engine) {
        let (t, round) = crate::authorisation::authorised(engine).await;
        go_to(&t, day(9, 8));
        let own = page(&t, round).await.teams[0].engagements[0].kept.engagement.id;
        let enter = AdvanceEngagement { engagement: own, from: EngagementStage::Preparation, reason: String::new() };
        t.app.perform(&t.clerk().await, &enter).await.unwrap();
        let back = StepEngagementBack { engagement: own, from: EngagementStage::Entry, reason: "点错".into() };
        t.app.perform(&t.clerk().await, &back).await.unwrap();
        assert_eq!(t.app.engagement(&t.clerk().await, own).await.unwrap().kept.stage, EngagementStage::Preparation);
        assert!(matches!(t.app.perform(&t.clerk().await, &back).await, Err(Error::Conflict { .. })));
    }

    async fn clearances_and_pledges_are_taken_back_before_the_team_works(engine) {
        let (t, round) = with_round(engine).await;
        let part = page(&t, round).await.teams[0].clone();
        let (team, member) = (part.team.id, part.members[0].member.id);
        cleared(&t, team).await;
        let unclear = |reason: &str| WithdrawClearance { team, member, reason: reason.into() };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &unclear("")).await), "reason: team-undo-without-reason");
        t.app.perform(&t.clerk().await, &unclear("漏看一项")).await.unwrap();
        let state = |p: &app::round::RoundPage| p.teams[0].members.iter().find(|m| m.member.id == member).unwrap().member.value.clone();
        assert!(matches!(state(&page(&t, round).await).state, MemberState::Declared { .. }));
        t.app.perform(&t.clerk().await, &ClearMembers { team, members: vec![member] }).await.unwrap();
        let unpledge = WithdrawPledge { team, member, reason: "日期录错".into() };
        t.app.perform(&t.clerk().await, &unpledge).await.unwrap();
        assert_eq!(state(&page(&t, round).await).pledge_signed, None);
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &unpledge).await), "team-no-pledge");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_record_from_paper_is_withdrawn_by_its_recorder_while_it_waits(engine) {
        let (t, round) = with_round(engine).await;
        colleague(&t).await;
        go_to(&t, day(8, 25));
        let record = on_paper(&t, Subject::Round, vec![round.into()], day(8, 22)).await;
        let decisions = t.app.perform(&t.clerk().await, &record).await.unwrap().done.decisions;
        let withdraw = WithdrawRecord { decisions: decisions.clone(), reason: "录错轮次".into() };
        assert_eq!(refusal(t.app.perform(&t.ctx("second").await, &withdraw).await), "decision-withdraw-not-recorder");
        t.app.perform(&t.clerk().await, &withdraw).await.unwrap();
        let check = CheckPaper { decisions, agrees: true, reason: String::new() };
        assert_eq!(refusal(t.app.perform(&t.ctx("second").await, &check).await), "decision-no-check-waiting");
        assert_eq!(page(&t, round).await.round.stage, Stage::Planned);
        // It can be recorded anew.
        approved(&t, round).await;
        assert_eq!(page(&t, round).await.round.stage, Stage::Approved);
        assert_eq!(t.verify().await.faults, []);
    }

    async fn two_people_who_edit_the_same_thing_learn_of_each_other(engine) {
        let (t, round) = with_round(engine).await;
        colleague(&t).await;
        let found = page(&t, round).await;
        let (team, line) = (found.teams[0].team.clone(), found.teams[0].engagements[0].clone());
        let seen = Some(found.round.version);
        let edit = |name: &str| EditRound { round, name: name.into(), from: day(9, 8), to: day(10, 31), version: seen };
        t.app.perform(&t.ctx("second").await, &edit("第九轮（一）")).await.unwrap();
        let Err(Error::Conflict { last: Some(last), .. }) = t.app.perform(&t.clerk().await, &edit("第九轮（二）")).await else {
            panic!("the second edit must be told");
        };
        assert_eq!((last.by.as_str(), last.action.as_str()), ("second", "round-edit"));
        let contacts = |phone: &str| EditTeam {
            team: team.id, name: team.name.clone(), version: Some(team.version),
            contacts: domain::team::Contacts { duty_phone: phone.into(), ..team.contacts.clone() },
        };
        t.app.perform(&t.ctx("second").await, &contacts("1")).await.unwrap();
        assert!(matches!(t.app.perform(&t.clerk().await, &contacts("2")).await, Err(Error::Conflict { .. })));
        let id = line.kept.engagement.id;
        let change = |topic: &str| ChangeEngagement {
            engagement: id, kind: EngagementKind::Special, from: day(9, 8), to: day(10, 31), topic: topic.into(),
            follows_up: String::new(), team: team.id, version: Some(line.kept.version),
        };
        t.app.perform(&t.ctx("second").await, &change("工程建设")).await.unwrap();
        assert!(matches!(t.app.perform(&t.clerk().await, &change("资金")).await, Err(Error::Conflict { .. })));
        let now = t.app.engagement(&t.clerk().await, id).await.unwrap().kept;
        assert_eq!(now.topic.as_deref(), Some("工程建设"));
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_form_sent_twice_acts_once(engine) {
        let t = with_pool(engine).await;
        let (ctx, act) = (t.clerk().await, plan(&t).await);
        let (first, second) = tokio::join!(t.app.perform(&ctx, &act), t.app.perform(&ctx, &act));
        let (first, second) = (first.unwrap(), second.unwrap());
        assert_eq!(first.done, second.done);
        assert!(first.repeated != second.repeated);
        assert_eq!(t.app.rounds_light(&t.clerk().await).await.unwrap().len(), 1);
        assert_eq!(t.verify().await.faults, []);
    }

    async fn the_rounds_file_brings_what_the_public_is_told_and_who_is_inspected(engine) {
        let (t, round) = with_round(engine).await;
        let found = page(&t, round).await;
        let kept = &found.teams[0].engagements[0].kept;
        assert_eq!((kept.public.boxes.len(), kept.public.openings.len()), (2, 7));
        assert_eq!(kept.public.duty.as_ref().unwrap().hours.len(), 2);
        assert!(!kept.public.accepts.is_empty() && kept.public.code == "YH-R9");
        assert!(kept.object.iter().any(|h| h.level == "县管"), "{:?}", kept.object);
        let id = kept.engagement.id;
        let public = PublicContacts { boxes: vec![PublicBox { number: "B1".into(), place: " ".into() }], ..kept.public.clone() };
        let act = SetPublicContacts { engagement: id, version: None, public };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &act).await), "boxes: engagement-box-place-missing");
        let public = PublicContacts { posted: Some(day(9, 8)), ..kept.public.clone() };
        t.app.perform(&t.clerk().await, &SetPublicContacts { engagement: id, version: None, public }).await.unwrap();
        let set = |version| SetObject { engagement: id, version, holders: kept.object[..1].to_vec() };
        assert!(matches!(t.app.perform(&t.clerk().await, &set(Some(1))).await, Err(Error::Conflict { .. })));
        t.app.perform(&t.clerk().await, &set(None)).await.unwrap();
        let now = t.app.engagement(&t.clerk().await, id).await.unwrap();
        assert_eq!((now.kept.object.len(), now.kept.public.posted), (1, Some(day(9, 8))));
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_round_taken_over_brings_its_engagements_to_the_same_stage(engine) {
        let t = with_pool(engine).await;
        let taken_over = Some(TakenOver { stage: Stage::Reporting, source: "原台账".into() });
        let round = t.app.perform(&t.clerk().await, &ImportRound { taken_over, ..file() }).await.unwrap().done.round;
        let found = page(&t, round).await;
        let stage = |e: &app::round::EngagementLine| e.kept.stage == EngagementStage::Reporting;
        assert!(found.teams.iter().flat_map(|p| &p.engagements).all(stage));
        let back = StepRoundBack { round, from: Stage::Reporting, reason: "录错".into() };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &back).await), "round-back-taken-over");
    }

    async fn a_tree_of_ten_thousand_units_is_planned_from_and_changed(engine) {
        let (t, round) = with_round(engine).await;
        cleared(&t, page(&t, round).await.teams[0].team.id).await;
        let below = t.app.unit(&t.clerk().await, unit(&t, "县水利局").await).await.unwrap().unit.parent.unwrap();
        let program = t.app.own_ctx("test", app::Channel::Job);
        t.app.perform(&program, &MakeUnits { below, count: 10_000 }).await.unwrap();
        let aid = t.app.planning_aid(&t.clerk().await).await.unwrap();
        assert_eq!(aid.units.len(), 10_237);
        let chosen = unit(&t, "试验单位9999").await;
        let act = PlanRound {
            number: 10, name: "第十轮".into(), from: day(11, 3), to: day(12, 26), teams: 1,
            units: vec![PlannedUnit { unit: chosen, team: 1, kind: EngagementKind::Routine }], taken_over: None,
        };
        t.app.perform(&t.clerk().await, &act).await.unwrap();
        // A change in so large a tree checks the teams again and keeps them.
        let rename = app::organisation::RenameUnit {
            unit: chosen, version: None, name: "试验单位甲".into(), on: t.app.today(), reason: "更名".into(),
        };
        t.app.perform(&t.clerk().await, &rename).await.unwrap();
        assert!(page(&t, round).await.teams[0].present().count() >= 3);
    }

    async fn rules_may_rest_on_a_decision_recorded_from_paper(engine) {
        let t = with_pool(engine).await;
        colleague(&t).await;
        let body = |text: &str| serde_json::json!({ "text": { "zh": text, "en": text }, "shown": true });
        let draft = |text: &str, seen| DraftRuleset {
            kind: Kind::Banner, effective_from: day(8, 1), basis: "领导小组会议".into(), body: body(text), seen,
        };
        t.app.perform(&t.clerk().await, &draft("一", 0)).await.unwrap();
        let versions = t.app.ruleset_versions(&t.clerk().await, Kind::Banner).await.unwrap();
        let id: kernel::RecordId = versions[0].0.id.into();
        let record = on_paper(&t, Subject::Ruleset, vec![id], day(7, 20)).await;
        let decisions = t.app.perform(&t.clerk().await, &record).await.unwrap().done.decisions;
        let check = CheckPaper { decisions: decisions.clone(), agrees: true, reason: String::new() };
        // Whoever changes the text after the paper was signed needs another paper.
        t.app.perform(&t.clerk().await, &draft("二", 1)).await.unwrap();
        assert_eq!(refusal(t.app.perform(&t.ctx("second").await, &check).await), "ruleset-draft-changed");
        let withdraw = WithdrawRecord { decisions, reason: "文本已改".into() };
        t.app.perform(&t.clerk().await, &withdraw).await.unwrap();
        let record = on_paper(&t, Subject::Ruleset, vec![id], day(7, 21)).await;
        let decisions = t.app.perform(&t.clerk().await, &record).await.unwrap().done.decisions;
        let check = CheckPaper { decisions: decisions.clone(), agrees: true, reason: String::new() };
        t.app.perform(&t.ctx("second").await, &check).await.unwrap();
        let published = t.app.ruleset_versions(&t.clerk().await, Kind::Banner).await.unwrap()[0].0.value.clone();
        let State::Published { approver, .. } = published.state else { panic!("it is in force") };
        assert_eq!(approver, Approver::Decision(decisions[0]));
        assert_eq!(t.verify().await.faults, []);
    }

    async fn an_authorisation_is_refused_for_a_team_that_lost_its_clearance(engine) {
        let (t, round) = with_round(engine).await;
        colleague(&t).await;
        go_to(&t, day(8, 25));
        all_cleared(&t, round).await;
        approved(&t, round).await;
        let record = on_paper(&t, Subject::Authorisation, papers(&page(&t, round).await), day(8, 22)).await;
        let decisions = t.app.perform(&t.clerk().await, &record).await.unwrap().done.decisions;
        let part = page(&t, round).await.teams[0].clone();
        let unclear = WithdrawClearance { team: part.team.id, member: part.members[0].member.id, reason: "再核".into() };
        t.app.perform(&t.clerk().await, &unclear).await.unwrap();
        let check = CheckPaper { decisions, agrees: true, reason: String::new() };
        assert_eq!(refusal(t.app.perform(&t.ctx("second").await, &check).await), "engagement-members-unchecked");
    }
}
