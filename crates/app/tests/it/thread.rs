//! The trace (G4): from an item back to the letter, from the letter forward, and nothing of it for the unit.

use crate::clues::draft;
use crate::findings::{Work, complete};
use app::clue::DraftClue;
use app::decision::{Decide, Subject};
use app::feedback::{
    CorrectFeedback, Correction, ListFinding, TakeFeedback, TellBody, TellHead, TieFindings,
};
use app::finding::{Draft, DraftEvidence, MoveFinding, Verdict};
use app::petition::{Entry, MergePetitions, RegisterPetition, Told};
use app::rectification::{EvidenceKind, ItemKind};
use app::thread::{Beginning, Inner, SourceKind, Trace};
use app::{Ctx, Error};
use domain::feedback::draft::Key;
use domain::permission::Role;
use kernel::{FindingId, ItemId, PetitionId, Timestamp};
use testkit::{Engine, FedBack, PASSWORD, UNIT, on_both};

const LETTER: &str = "枕河北岸步道被拆成三段发包，中标的是同一家。";
const DAY: i64 = 24 * 3600 * 1_000_000;

/// A letter, a paper that cites it, and the ledger that the paper's problem stands on.
struct Traced {
    w: Work,
    fed: FedBack,
    letter: PetitionId,
    number: String,
    paper: FindingId,
    item: ItemId,
}

async fn register(w: &Work, text: &str) -> (PetitionId, String) {
    let entry = Entry {
        channel: "letter".into(),
        received: Timestamp(w.t.app.now().0 - 12 * DAY),
        reporter: Told::nothing(),
        contact: Told::nothing(),
        people: None,
        openers: Vec::new(),
        unit: UNIT.into(),
        subjects: String::new(),
        text: text.into(),
        disciplines: Vec::new(),
    };
    let act = RegisterPetition { engagement: w.engagement, entry };
    let id = w.perform(&w.one, &act).await.unwrap().petition;
    (id, w.t.app.petition(&w.one, id).await.unwrap().petition.number.clone())
}

/// The paper that lacks nothing, with a letter on its first sentence.
fn citing(number: &str) -> Draft {
    let mut draft = complete();
    draft.sentences[0].evidence.push(DraftEvidence { number: number.into(), ..DraftEvidence::default() });
    draft
}

impl Traced {
    async fn new(engine: Engine) -> Self {
        let w = Work::begun(engine).await;
        let (letter, number) = register(&w, LETTER).await;
        let paper = w.write(citing(&number)).await;
        w.signed_off(paper).await;
        w.decide(paper, Verdict::Adopted, "").await.unwrap();
        let fed = w.t.feed_back(w.site.clone()).await;
        let key = w.t.app.feedback(&w.leader, fed.feedback).await.unwrap().drafting.draft.problems[2].key;
        let mut traced = Self { item: fed.item(&w.t, 3).await, w, fed, letter, number, paper };
        traced.tie(key, vec![paper]).await;
        traced.item = traced.fed.item(&traced.w.t, 3).await;
        traced
    }

    async fn tie(&self, problem: Key, findings: Vec<FindingId>) {
        let (engagement, feedback) = (self.fed.engagement, self.fed.feedback);
        let act = TieFindings { engagement, feedback, problem, findings };
        self.w.perform(&self.w.leader, &act).await.unwrap();
    }

    async fn inner(&self, ctx: &Ctx) -> Inner {
        match self.w.t.app.item_trace(ctx, self.item).await.unwrap() {
            Trace::Inside(inner) => inner,
            Trace::Outside(_) => panic!("the team sees what came before"),
        }
    }
}

on_both! {
    async fn the_team_follows_an_item_back_to_the_letter_and_the_letter_forward_to_the_item(engine) {
        let x = Traced::new(engine).await;
        let inner = x.inner(&x.w.two).await;
        assert_eq!((inner.findings.len(), inner.findings[0].code.as_str()), (1, "DG001"));
        let letters: Vec<_> = inner.findings[0].evidence.iter().flat_map(|e| &e.sources).collect();
        assert_eq!((letters.len(), letters[0].kind, &letters[0].code), (1, SourceKind::Petition, &x.number));
        assert_eq!((letters[0].title.as_str(), letters[0].on.map(|d| d.to_string())), (LETTER, Some("2025-10-08".into())));
        let reached = x.w.t.app.petition_reached(&x.w.two, x.letter).await.unwrap();
        assert_eq!((reached.len(), reached[0].code.as_str(), reached[0].items[0].id), (1, "DG001", x.item));
        let became = x.w.page(x.paper).await.became;
        assert_eq!((became.len(), became[0].id), (1, x.item));
        let other = x.fed.item(&x.w.t, 4).await;
        assert!(matches!(x.w.t.app.item_trace(&x.w.two, other).await.unwrap(), Trace::Inside(i) if i.findings.is_empty()));
    }

    async fn the_thread_tells_the_whole_way_from_the_feedback_to_the_close_out(engine) {
        let x = Traced::new(engine).await;
        let (t, fed) = (&x.w.t, &x.fed);
        fed.claim(t, x.item).await;
        let measure = fed.plan(t, x.item, ItemKind::TimeLimit, "2025年底前").await;
        fed.report(t, measure, EvidenceKind::Photo).await;
        let thread = t.app.item_thread(&t.ctx("head").await, x.item).await.unwrap();
        let Beginning::Feedback { number, on, .. } = &thread.beginning else { panic!("{:?}", thread.beginning) };
        assert_eq!((*number, on.map(|d| d.to_string())), (3, Some("2025-10-20".into())));
        assert_eq!((thread.measures.len(), thread.measures[0].evidence.len(), thread.closed), (1, 1, None));
        assert!(thread.steps.len() >= 2, "claimed and begun");
    }

    async fn everyone_but_the_team_sees_from_the_feedback_on_and_no_hint_of_what_came_before(engine) {
        let x = Traced::new(engine).await;
        let (t, fed) = (&x.w.t, &x.fed);
        let mut threads = Vec::new();
        for role in [
            Role::UnitHead,
            Role::UnitLiaisonHead,
            Role::UnitLiaisonOfficer,
            Role::ResponsibleLeader,
            Role::DepartmentHandler,
            Role::SuperiorLeader,
            Role::SupervisingOfficer,
        ] {
            threads.push((role, t.of_unit(&fed.site, UNIT, role).await));
        }
        t.holder("member-of-group", Some(Role::LeadingGroupMember)).await;
        threads.push((Role::LeadingGroupMember, t.ctx("member-of-group").await));
        threads.push((Role::OfficeDirector, t.clerk().await));
        for (role, ctx) in &threads {
            let trace = t.app.item_trace(ctx, x.item).await.unwrap();
            let Trace::Outside(thread) = &trace else { panic!("{role:?} sees what came before") };
            let told = serde_json::to_string(thread).unwrap();
            for hint in [x.number.as_str(), "DG001", LETTER, "2025-10-08", "petition", "finding", "evidence\":[{"] {
                assert!(!told.contains(hint), "{role:?}: {hint} in {told}");
            }
            let whole = &x.inner(&x.w.one).await.thread;
            assert_eq!(thread, whole, "{role:?}");
            assert!(matches!(t.app.item_sources(ctx, x.item).await, Err(Error::NotFound)), "{role:?}");
            assert!(matches!(t.app.petition_reached(ctx, x.letter).await, Err(Error::NotFound)), "{role:?}");
        }
        // The same item without anything behind it shows its unit the same page.
        let head = t.ctx("head").await;
        let before = t.app.item_trace(&head, x.item).await.unwrap();
        x.tie(t.app.feedback(&x.w.leader, fed.feedback).await.unwrap().drafting.draft.problems[2].key, Vec::new()).await;
        assert_eq!(t.app.item_trace(&head, x.item).await.unwrap(), before);
        for (role, of) in [(Role::UnitHead, "县民政局"), (Role::UnitDiscipline, UNIT), (Role::ReceivingOfficer, UNIT)] {
            let ctx = t.of_unit(&fed.site, of, role).await;
            assert!(matches!(t.app.item_trace(&ctx, x.item).await, Err(Error::NotFound)), "{role:?}");
        }
    }

    async fn letters_of_one_matter_lead_to_the_same_paper_and_what_moved_into_a_clue_leads_nowhere(engine) {
        let w = Work::begun(engine).await;
        let (letter, number) = register(&w, LETTER).await;
        let (second, second_number) = register(&w, "步道三段都给了同一家，请查。").await;
        let paper = w.write(citing(&number)).await;
        let merge = MergePetitions {
            engagement: w.engagement,
            petition: second,
            into: letter,
            version: None,
            why: "同一件事".into(),
        };
        w.perform(&w.one, &merge).await.unwrap();
        for id in [letter, second] {
            let reached = w.t.app.petition_reached(&w.one, id).await.unwrap();
            assert_eq!((reached.len(), reached[0].items.len()), (1, 0), "not fed back yet");
        }
        w.signed_off(paper).await;
        w.decide(paper, Verdict::Adopted, "").await.unwrap();
        let other = w.write(Draft { title: "另一件".into(), ..citing(&number) }).await;
        let fed = w.t.feed_back(w.site.clone()).await;
        let x = Traced { item: fed.item(&w.t, 1).await, w, fed, letter, number, paper };
        let key = x.w.t.app.feedback(&x.w.leader, x.fed.feedback).await.unwrap().drafting.draft.problems[0].key;
        x.tie(key, vec![paper, other]).await;
        let codes = |inner: &Inner| -> Vec<String> {
            let sources = inner.findings.iter().flat_map(|f| &f.evidence).flat_map(|e| &e.sources);
            let mut codes: Vec<String> = sources.map(|s| s.code.clone()).collect();
            codes.sort();
            codes.dedup();
            codes
        };
        let mut both = vec![x.number.clone(), second_number];
        both.sort();
        assert_eq!(codes(&x.inner(&x.w.one).await), both);
        let away = MoveFinding { engagement: x.w.engagement, finding: other };
        x.w.perform(&x.w.leader, &away).await.unwrap();
        for ctx in [&x.w.leader, &x.w.one] {
            assert_eq!(x.inner(ctx).await.findings.len(), 1, "also for whoever sees clues");
            assert_eq!(x.w.t.app.petition_reached(ctx, letter).await.unwrap().len(), 1);
        }
    }

    async fn clues_from_the_same_letter_are_told_to_readers_of_clues_alone(engine) {
        let w = Work::begun(engine).await;
        let (letter, number) = register(&w, LETTER).await;
        let mut act = draft(w.engagement, "discipline", &[("钮测甲", "county")]);
        act.frame.sources.clear();
        w.perform(&w.leader, &DraftClue { from: vec![letter.into()], ..act }).await.unwrap();
        let from = [(letter.into(), number.clone())];
        let found = w.t.app.clues_beside(&w.leader, w.engagement, &from).await.unwrap();
        assert_eq!(found.len(), 1);
        let elsewhere = [(w.engagement.into(), "XF999".to_owned())];
        assert!(w.t.app.clues_beside(&w.leader, w.engagement, &elsewhere).await.unwrap().is_empty());
        for ctx in [&w.one, &w.deputy] {
            assert!(matches!(w.t.app.clues_beside(ctx, w.engagement, &from).await, Err(Error::NotFound)));
        }
    }

    async fn an_adopted_finding_is_put_on_the_list_and_becomes_an_item_that_leads_back_to_it(engine) {
        let w = Work::begun(engine).await;
        let paper = w.write(complete()).await;
        let feedback = w.t.drafted_feedback(&w.site).await;
        let engagement = w.engagement;
        let list = ListFinding { engagement, feedback, finding: paper };
        assert_eq!(w.t.refused(&w.leader, &list).await, "feedback-finding-not-adopted");
        assert!(w.page(paper).await.lists.is_empty());
        w.signed_off(paper).await;
        w.decide(paper, Verdict::Adopted, "").await.unwrap();
        assert_eq!(w.page(paper).await.lists.iter().map(|l| l.0).collect::<Vec<_>>(), [feedback]);
        assert!(w.t.app.finding(&w.one, paper).await.unwrap().lists.is_empty(), "a member ties nothing");
        assert_eq!(w.t.refused(&w.one, &list).await, "not found");
        let before = w.t.app.feedback(&w.leader, feedback).await.unwrap().drafting.draft.problems.len();
        w.perform(&w.leader, &list).await.unwrap();
        assert_eq!(w.t.refused(&w.leader, &list).await, "feedback-finding-listed");
        assert!(w.page(paper).await.lists.is_empty());
        let found = w.t.app.feedback(&w.leader, feedback).await.unwrap();
        let problem = found.drafting.draft.problems.last().unwrap().clone();
        assert_eq!((found.drafting.draft.problems.len(), &problem.title), (before + 1, &complete().title));
        assert_eq!(found.ties.iter().map(|t| (t.problem, t.findings.clone())).collect::<Vec<_>>(), [(problem.key, vec![paper])]);
        let out = CorrectFeedback {
            engagement,
            feedback,
            version: None,
            correction: Correction::TakeOut { problem: problem.key, reason: "先核实".into() },
        };
        w.perform(&w.leader, &out).await.unwrap();
        w.perform(&w.leader, &list).await.unwrap();
        let clerk = w.t.clerk().await;
        w.t.to_feedback(engagement).await;
        w.t.done(&clerk, &TakeFeedback { engagement, feedback, version: None }).await;
        let decide = Decide {
            about: Subject::Feedback,
            ids: vec![feedback.into()],
            approved: true,
            reason: String::new(),
            password: PASSWORD.into(),
        };
        w.t.done(&w.t.ctx("lead").await, &decide).await;
        assert_eq!(w.t.refused(&w.leader, &list).await, "feedback-list-fixed");
        let signature = w.t.signature("局长");
        w.t.done(&clerk, &TellHead { engagement, feedback, version: None, signature }).await;
        let signature = w.t.signature("局党组");
        w.t.done(&clerk, &TellBody { engagement, feedback, version: None, signature }).await;
        let items = w.t.items_of(w.site.unit(testkit::UNIT)).await;
        let item = items.iter().find(|line| line.item.title == complete().title).unwrap();
        assert_eq!(w.page(paper).await.became.iter().map(|i| i.id).collect::<Vec<_>>(), [item.item.item.id]);
        assert_eq!(w.t.verify().await.faults, []);
    }
}
