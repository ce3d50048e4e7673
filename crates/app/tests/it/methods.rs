//! Methods of understanding (C1 to C12): planned without clashes, held, checked by those who were there; what is sealed is
//! opened by the leader and by those alone; papers cite them by their numbers.

use crate::findings::{UNIT, Work, complete, refused};
use crate::petitions_sealed::{everything_stored, store_traces};
use app::finding::{Draft, DraftEvidence};
use app::inspector::LinkAccount;
use app::method::{
    CheckMethod, EnterMethod, GivenHeld, GivenPlan, GivenSetting, HoldMethod, MethodFilter, ReplanMethod,
    WithdrawMethod,
};
use app::{Act, Ctx, Error};
use domain::finding::{FocusCode, Place};
use domain::method::{Met, Point, Standing};
use domain::permission::Role;
use kernel::{MethodRecordId, PageRequest, PersonId};
use testkit::{Engine, on_both};

/// What nobody but who was there and the leader may read.
const SAID: &str = "会上只有局长一个人说了算";
/// Who is asked in confidence.
const ASKED: &str = "鄢戊泠";

/// A team at work whose two members sign in as themselves.
struct Desk {
    work: Work,
    team: Vec<PersonId>,
}

impl Desk {
    async fn open(engine: Engine) -> Self {
        let work = Work::begun(engine).await;
        let start = work.t.app.method_start(&work.leader, work.engagement).await.unwrap();
        let team: Vec<PersonId> = start.team.iter().map(|one| one.person).collect();
        let clerk = work.t.clerk().await;
        for (ctx, person) in [&work.one, &work.two].into_iter().zip(&team) {
            let login = ctx.signed().unwrap().login.clone();
            work.perform(&clerk, &LinkAccount { person: *person, login }).await.unwrap();
        }
        Self { work, team }
    }

    fn setting(&self) -> GivenSetting {
        GivenSetting {
            day: Some(self.work.t.app.today()),
            from: "09:00".into(),
            to: "10:00".into(),
            place: "二楼谈话室".into(),
            unit: None,
            inspectors: self.team.iter().take(2).copied().collect(),
            met: vec![Met { name: "梁甲松".into(), post: "局长".into() }],
        }
    }

    fn plan(&self, method: &str) -> GivenPlan {
        GivenPlan {
            method: method.into(),
            topic: "班子议事决策".into(),
            focus: vec![FocusCode("J3.2".into())],
            setting: self.setting(),
            ..GivenPlan::default()
        }
    }

    fn held(&self) -> GivenHeld {
        let point = Point { topic: "议事".into(), text: SAID.into() };
        GivenHeld { setting: self.setting(), people: None, points: vec![point] }
    }

    fn entry(&self, plan: GivenPlan) -> EnterMethod {
        EnterMethod { engagement: self.work.engagement, number: String::new(), plan, held: None }
    }

    async fn by<A: Act>(&self, ctx: &Ctx, act: &A) -> Result<A::Done, Error> {
        self.work.perform(ctx, act).await
    }

    async fn entered(&self, act: &EnterMethod) -> MethodRecordId {
        self.by(&self.work.one, act).await.unwrap().record
    }

    async fn hold(&self, ctx: &Ctx, record: MethodRecordId, held: GivenHeld) -> Result<(), Error> {
        let act = HoldMethod { engagement: self.work.engagement, record, version: None, held };
        self.by(ctx, &act).await
    }

    async fn check(&self, ctx: &Ctx, record: MethodRecordId) -> Result<(), Error> {
        let act = CheckMethod { engagement: self.work.engagement, record, version: None };
        self.by(ctx, &act).await
    }

    async fn standing(&self, id: MethodRecordId) -> Standing {
        let page = self.work.t.app.method(&self.work.leader, id).await.unwrap();
        page.record.standing()
    }

    /// The fields that a refused form says something of.
    async fn wrong(&self, act: &EnterMethod) -> Vec<(String, String)> {
        match self.by(&self.work.one, act).await.unwrap_err() {
            Error::Invalid(errors) => {
                errors.into_iter().map(|e| (e.field.to_string(), e.message.id.into_owned())).collect()
            }
            other => panic!("{other:?}"),
        }
    }
}

on_both! {
    async fn a_talk_is_planned_noted_and_checked_by_both_who_held_it(engine) {
        let d = Desk::open(engine).await;
        let talk = d.entered(&d.entry(d.plan("C2"))).await;
        let waiting = d.work.t.app.mine(&d.work.again(&d.work.one)).await.unwrap();
        assert!(waiting.iter().any(|w| w.id == talk.into() && w.step.id == "mine-step-note"), "its day has come");
        d.hold(&d.work.one, talk, d.held()).await.unwrap();
        assert_eq!(d.standing(talk).await, Standing::ToCheck);
        assert_eq!(refused(d.check(&d.work.leader, talk).await), "method-check-not-there");
        d.check(&d.work.one, talk).await.unwrap();
        assert_eq!(refused(d.check(&d.work.one, talk).await), "method-checked-already");
        let waiting = d.work.t.app.mine(&d.work.again(&d.work.two)).await.unwrap();
        assert!(waiting.iter().any(|w| w.id == talk.into() && w.step.id == "mine-step-check"));
        d.check(&d.work.two, talk).await.unwrap();
        assert_eq!(d.standing(talk).await, Standing::Recorded);
        d.hold(&d.work.two, talk, d.held()).await.unwrap();
        assert_eq!(d.standing(talk).await, Standing::ToCheck, "a correction is checked again");
        assert_eq!(d.work.t.verify().await.faults, []);
    }

    async fn what_a_talk_brought_is_sealed_and_opens_for_those_who_held_it_and_their_leader(engine) {
        let d = Desk::open(engine).await;
        let talk = d.entered(&EnterMethod { held: Some(d.held()), ..d.entry(d.plan("C2")) }).await;
        let app = &d.work.t.app;
        let open = async |ctx: &Ctx, reason: &str| app.open_method(&d.work.again(ctx), talk, reason).await.map(|o| o.notes.points[0].text.clone());
        assert_eq!(open(&d.work.one, "核对时间地点").await.unwrap(), SAID);
        assert_eq!(open(&d.work.leader, "组长审阅").await.unwrap(), SAID);
        assert_eq!(refused(open(&d.work.deputy, "看一看内容").await), "method-open-not-yours");
        assert_eq!(refused(open(&d.work.one, " 看 ").await), "method-open-reason-missing");
        let stranger = d.work.t.team_member(&d.work.site, "县水利局", Role::TeamLeader).await;
        assert!(matches!(open(&stranger, "核对时间地点").await, Err(Error::NotFound)));
        let traced = store_traces(&d.work.t).await;
        assert_eq!(traced.iter().filter(|(event, _)| event == "sealed-opened").count(), 2, "refused openings opened nothing");
        d.work.t.work_off().await;
        let stored = everything_stored(&d.work.t).await;
        assert!(stored.contains("班子议事决策") && !stored.contains(SAID), "the subject is found, what was said is not");
        assert_eq!(d.work.t.verify().await.faults, []);
    }

    async fn whoever_is_asked_in_confidence_is_named_under_the_seal_alone(engine) {
        let d = Desk::open(engine).await;
        let mut plan = d.plan("C4");
        plan.setting.met = vec![Met { name: ASKED.into(), post: "库管员".into() }];
        assert_eq!(d.wrong(&d.entry(plan.clone())).await, [("met".into(), "method-people-sealed".into())]);
        plan.setting.met.clear();
        let mut held = d.held();
        held.setting.met = vec![Met { name: ASKED.into(), post: "库管员".into() }];
        let asked = d.entered(&EnterMethod { held: Some(held), ..d.entry(plan) }).await;
        let page = d.work.t.app.method(&d.work.again(&d.work.one), asked).await.unwrap();
        assert!(page.record.setting().met.is_empty());
        let opened = d.work.t.app.open_method(&d.work.again(&d.work.one), asked, "核对时间地点").await.unwrap();
        assert_eq!(opened.notes.met[0].name, ASKED);
        d.work.t.work_off().await;
        assert!(!everything_stored(&d.work.t).await.contains(ASKED));
    }

    async fn nobody_is_in_two_places_at_one_time(engine) {
        let d = Desk::open(engine).await;
        let talk = d.entered(&d.entry(d.plan("C2"))).await;
        let fields: Vec<String> = d.wrong(&d.entry(d.plan("C2"))).await.into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["inspectors", "inspectors", "met", "place"]);
        let mut later = d.plan("C2");
        (later.setting.from, later.setting.to) = ("10:00".into(), "11:00".into());
        let second = d.entered(&d.entry(later.clone())).await;
        let back = ReplanMethod { engagement: d.work.engagement, record: second, version: None, plan: d.plan("C2") };
        assert!(matches!(d.by(&d.work.one, &back).await, Err(Error::Invalid(_))), "nor is it moved there");
        let gone = WithdrawMethod { engagement: d.work.engagement, record: talk, reason: "局长临时外出".into() };
        d.by(&d.work.one, &gone).await.unwrap();
        d.by(&d.work.one, &back).await.unwrap();
        assert_eq!(d.standing(talk).await, Standing::Withdrawn);
    }

    async fn what_lies_outside_the_window_the_units_or_the_team_is_refused_beside_its_field(engine) {
        let d = Desk::open(engine).await;
        let mut plan = d.plan("C6");
        plan.setting.day = Some("2024-01-08".parse().unwrap());
        plan.setting.unit = Some(d.work.site.unit("县水利局"));
        plan.setting.inspectors = vec![d.team[0], PersonId(d.work.engagement.0)];
        let wrong = d.wrong(&d.entry(plan)).await;
        let expected = [("day", "method-outside-window"), ("unit", "method-unit-elsewhere"), ("inspectors", "method-inspector-not-there")];
        assert_eq!(wrong, expected.map(|(field, id)| (field.to_owned(), id.to_owned())));
        let mut plan = d.plan("C6");
        (plan.topic, plan.setting.from, plan.setting.day) = (" ".into(), "九点".into(), None);
        plan.focus = vec![FocusCode("Z9".into())];
        let fields: Vec<String> = d.wrong(&d.entry(plan)).await.into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["topic", "focus", "day", "from"]);
        let mut ahead = d.plan("C6");
        ahead.setting.day = Some(d.work.t.app.today().plus_days(1));
        let mut held = d.held();
        held.setting.day = ahead.setting.day;
        let early = EnterMethod { held: Some(held), ..d.entry(ahead) };
        assert_eq!(refused(d.by(&d.work.one, &early).await), "method-held-in-future");
    }

    async fn other_methods_and_unannounced_visits_cite_their_approval(engine) {
        let d = Desk::open(engine).await;
        assert_eq!(refused(d.by(&d.work.one, &d.entry(d.plan("C12"))).await), "method-approval-missing");
        let visit = GivenPlan { unannounced: true, ..d.plan("C9") };
        assert_eq!(refused(d.by(&d.work.one, &d.entry(visit.clone())).await), "method-approval-missing");
        let cited = GivenPlan { approval: "云巡批〔2025〕7号".into(), ..visit };
        d.entered(&d.entry(cited)).await;
        for method in ["C3", "C5", "C8", "C13", "办案"] {
            let refused = refused(d.by(&d.work.one, &d.entry(d.plan(method))).await);
            assert_eq!(refused, "method-not-recorded-here", "{method}");
        }
    }

    async fn the_register_counts_each_method_and_numbers_its_records(engine) {
        let d = Desk::open(engine).await;
        let app = &d.work.t.app;
        for (method, from) in [("C2", "10:30"), ("C2", "11:30"), ("C6", "14:00")] {
            let mut plan = d.plan(method);
            (plan.setting.from, plan.setting.to) = (from.into(), String::new());
            d.entered(&d.entry(plan)).await;
        }
        let own = EnterMethod { number: "TALK-1-009".into(), held: Some(d.held()), ..d.entry(d.plan("C6")) };
        d.entered(&own).await;
        assert_eq!(refused(d.by(&d.work.one, &own).await), "method-number-taken");
        let list = async |filter: &MethodFilter, page: &PageRequest| app.methods(&d.work.again(&d.work.two), d.work.engagement, filter, page).await.unwrap();
        let found = list(&MethodFilter::default(), &PageRequest::default()).await;
        let numbers: Vec<&str> = found.page.items.iter().map(|line| line.record.number.as_str()).collect();
        assert_eq!(numbers, ["SYMPOSIUM-001", "TALK-002", "TALK-001", "TALK-1-009"], "the latest hour first");
        let count = |code: &str| found.counts.iter().find(|c| c.method == code).map(|c| (c.recorded, c.planned)).unwrap();
        assert_eq!((count("C2"), count("C6"), count("C9")), ((0, 2), (1, 1), (0, 0)));
        let talks = MethodFilter { method: Some("C2".into()), ..MethodFilter::default() };
        let first = list(&talks, &PageRequest { after: None, size: 1 }).await;
        let rest = list(&talks, &PageRequest { after: first.page.next.clone(), size: 5 }).await;
        assert_eq!((rest.page.items[0].record.number.as_str(), rest.page.items.len()), ("TALK-001", 1));
        let focused = MethodFilter { focus: Some("J3.2".into()), standing: Some(Standing::Recorded), ..MethodFilter::default() };
        assert_eq!(list(&focused, &PageRequest::default()).await.page.items.len(), 1);
    }

    async fn a_paper_cites_a_record_by_its_number_and_the_matrix_counts_a_number_once(engine) {
        let d = Desk::open(engine).await;
        let own = EnterMethod { number: "SYMPOSIUM-1-001".into(), held: Some(d.held()), ..d.entry(d.plan("C6")) };
        let record = d.entered(&own).await;
        let cites = |number: &str| DraftEvidence { number: number.into(), ..DraftEvidence::default() };
        let mut draft: Draft = complete();
        draft.sentences[0].evidence.push(cites("SYMPOSIUM-1-001"));
        draft.focus = vec!["J3.2".into()];
        let paper = d.work.write(draft).await;
        let citable = d.work.t.app.citable(&d.work.again(&d.work.one), d.work.engagement).await.unwrap();
        assert!(citable.iter().any(|one| one.number == "SYMPOSIUM-1-001"), "it is offered where evidence is typed");
        let page = d.work.page(paper).await;
        let places: Vec<&Place> = page.kept.paper.all_evidence().map(|one| &one.place).collect();
        let linked = Place::Record { kind: "method_record".into(), record: record.into() };
        assert!(places.contains(&&linked), "{places:?}");
        let matrix = d.work.t.app.method_matrix(&d.work.again(&d.work.one), d.work.engagement, None).await.unwrap();
        let line = matrix.lines.iter().find(|line| line.code.0 == "J3.2").unwrap();
        assert_eq!(line.cells["C6"].len(), 1, "the record and its citation are one number");
        assert!(!line.cells["C5"].is_empty(), "documents that are cited and not registered count too");
        assert!(matrix.lines.iter().any(|line| line.depth > 0 && line.cells.is_empty()), "points without anything show");
        let other = d.work.t.app.method_matrix(&d.work.again(&d.work.one), d.work.engagement, Some("fulfilments")).await.unwrap();
        assert!(other.lines.iter().any(|line| line.cells.contains_key("C6")), "a point of another frame that means the same");
    }

    async fn of_two_who_note_one_talk_from_the_same_page_the_second_is_told(engine) {
        let d = Desk::open(engine).await;
        let talk = d.entered(&d.entry(d.plan("C6"))).await;
        let version = Some(d.work.t.app.method(&d.work.again(&d.work.one), talk).await.unwrap().record.version);
        let act = HoldMethod { engagement: d.work.engagement, record: talk, version, held: d.held() };
        d.by(&d.work.one, &act).await.unwrap();
        assert!(matches!(d.by(&d.work.two, &act).await, Err(Error::Conflict { .. })));
        // Nor does anyone check what was corrected after they read it.
        let check = CheckMethod { engagement: d.work.engagement, record: talk, version };
        assert!(matches!(d.by(&d.work.two, &check).await, Err(Error::Conflict { .. })));
    }

    async fn nobody_outside_the_team_sees_or_writes_its_records(engine) {
        let d = Desk::open(engine).await;
        let talk = d.entered(&d.entry(d.plan("C2"))).await;
        let t = &d.work.t;
        let others = [
            t.clerk().await,
            t.team_member(&d.work.site, "县水利局", Role::TeamLeader).await,
            t.of_unit(&d.work.site, UNIT, Role::UnitHead).await,
            t.of_unit(&d.work.site, UNIT, Role::UnitLiaisonHead).await,
        ];
        for ctx in &others {
            assert!(matches!(t.app.method(ctx, talk).await, Err(Error::NotFound | Error::Forbidden(_))));
            let entry = d.entry(d.plan("C6"));
            assert!(matches!(d.by(ctx, &entry).await, Err(Error::NotFound | Error::Forbidden(_))));
            assert!(t.app.mine(ctx).await.unwrap().iter().all(|waiting| waiting.id != talk.into()));
        }
        // The record of another engagement is not found through one's own.
        let elsewhere = d.work.site.engagement("县水利局");
        let leader = t.give_role(&d.work.leader.signed().unwrap().login, Role::TeamLeader, elsewhere.0).await;
        let act = WithdrawMethod { engagement: elsewhere, record: talk, reason: "试一试".into() };
        assert!(matches!(d.by(&leader, &act).await, Err(Error::NotFound)));
    }
}
