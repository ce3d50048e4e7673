//! The county 云河县 on the eve of its ninth round, as pages are looked at: 237 units, the pool, four teams with nine
//! engagements in different states, decisions from paper, a second person, a draft ruleset, and files that wait in
//! their previews.
//!
//! Guarantees: [`County::samples`] has an address for every page of the list of routes that needs an id; the test of
//! every page fails on a page without one.

mod clues;

use app::account::GrantRole;
use app::attachment::AttachFiles;
use app::decision::{CheckPaper, RecordFromPaper, Subject};
use app::feedback::ImportFeedback;
use app::file::Received;
use app::inspector::ImportInspectors;
use app::organisation::{ImportOptions, ImportUnits, TermUpload};
use app::petition::{Entry, RaiseIncident, RegisterPetition};
use app::rectification::{ImportLedger, LedgerFilter, LedgerOptions};
use app::round::{ImportRound, RoundPage};
use app::team::{
    CheckRecusal, ClearMembers, GivenAnswer, GivenDeclaration, MemberQuestions, RecordDeclarations,
    SignPledges,
};
use domain::file::{Attached, Limits};
use domain::permission::Role;
use kernel::{DecisionId, PageRequest, RecordId, RoundId, TeamId};
use testkit::{Engine, TestApp, checkout};

const DAY: i64 = 24 * 3600;

/// A file of the test data.
pub(crate) fn read(name: &str) -> Vec<u8> {
    std::fs::read(checkout().join("tests/data").join(name)).unwrap()
}

fn terms() -> TermUpload {
    TermUpload { name: "yunhe-term.json".into(), bytes: read("yunhe-term.json") }
}

/// The county, and what its pages are about.
pub(crate) struct County {
    /// The program.
    pub(crate) t: TestApp,
    /// Its ninth round.
    pub(crate) round: RoundId,
}

impl County {
    /// Teams 1 and 2 are authorised, the paper of team 3 waits for its check, team 4 has declared nothing yet.
    pub(crate) async fn new() -> Self {
        let county = Self::planned().await;
        let teams: Vec<TeamId> = county.page().await.teams.iter().map(|t| t.team.id).collect();
        for team in teams.iter().take(3) {
            county.clear(*team).await;
        }
        let plan = county.record(Subject::Round, vec![county.round.into()]).await;
        county.check(plan).await;
        let papers: Vec<RecordId> =
            county.page().await.teams.iter().filter_map(|t| t.paper()).map(|p| p.id).collect();
        let opened = county.record(Subject::Authorisation, papers[..2].to_vec()).await;
        county.check(opened).await;
        county.record(Subject::Authorisation, papers[2..3].to_vec()).await;
        county
    }

    /// The round as its file gives it, eleven days before it begins.
    async fn planned() -> Self {
        let t = TestApp::set_up(Engine::Sqlite).await;
        let options = ImportOptions { terms: Some(terms()), ..ImportOptions::default() };
        let units = ImportUnits { file: "yunhe-units.xlsx".into(), bytes: read("yunhe-units.xlsx"), options };
        t.app.perform(&t.clerk().await, &units).await.unwrap();
        let bytes = read("yunhe-inspectors.xlsx");
        let pool = ImportInspectors { file: "yunhe-inspectors.xlsx".into(), bytes, as_of: None };
        t.app.perform(&t.clerk().await, &pool).await.unwrap();
        let second = t.stranger("second").await;
        let grant = GrantRole { account: second, role: Role::OfficeStaff, scope: None, last_day: None };
        t.app.perform(&t.clerk().await, &grant).await.unwrap();
        t.clock.advance(38 * DAY);
        let bytes = read("yunhe-round.json");
        let file = ImportRound { file: "yunhe-round.json".into(), bytes, taken_over: None };
        let round = t.app.perform(&t.clerk().await, &file).await.unwrap().done.round;
        t.draft_deadlines().await;
        Self { t, round }
    }

    /// The round with everything in it.
    pub(crate) async fn page(&self) -> RoundPage {
        self.t.app.round(&self.t.clerk().await, self.round).await.unwrap()
    }

    /// Nobody has a conflict, and every question is answered so.
    async fn clear(&self, team: TeamId) {
        let (t, on) = (&self.t, self.t.app.today());
        let declares = |m: MemberQuestions| {
            let asked = m.units.iter().flat_map(|u| u.asks.iter().map(|a| (u.unit, a.key.clone())));
            let answers = asked
                .map(|(unit, key)| GivenAnswer { unit, key, conflict: false, words: "没有".into() })
                .collect();
            GivenDeclaration { member: m.member, conflicts: Vec::new(), answers }
        };
        let questions = t.app.declaration_questions(&t.clerk().await, team).await.unwrap();
        let declarations: Vec<_> = questions.into_iter().map(declares).collect();
        let members: Vec<_> = declarations.iter().map(|d| d.member).collect();
        t.app.perform(&t.clerk().await, &RecordDeclarations { team, on, declarations }).await.unwrap();
        t.app.perform(&t.clerk().await, &CheckRecusal { team }).await.unwrap();
        t.app.perform(&t.clerk().await, &ClearMembers { team, members: members.clone() }).await.unwrap();
        t.app.perform(&t.clerk().await, &SignPledges { team, members, on }).await.unwrap();
    }

    async fn scan(&self) -> Received {
        let receiving = self.t.app.receive_file(None, Limits::default()).await.unwrap();
        let page = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n".to_vec();
        receiving.push(page).await.unwrap().finish("批示扫描件.pdf").await.unwrap()
    }

    /// What the leading group's head signed on paper.
    async fn record(&self, about: Subject, ids: Vec<RecordId>) -> Vec<DecisionId> {
        let act = RecordFromPaper {
            about,
            ids,
            approved: true,
            decider: "云丁苇".into(),
            post: "县委书记".into(),
            decided_on: kernel::Day::new(2025, 8, 22).unwrap(),
            number: "云巡组〔2025〕7号".into(),
            wording: "同意。请按方案组织实施。".into(),
            scan: Some(self.scan().await),
        };
        self.t.app.perform(&self.t.clerk().await, &act).await.unwrap().done.decisions
    }

    async fn check(&self, decisions: Vec<DecisionId>) {
        let act = CheckPaper { decisions, agrees: true, reason: String::new() };
        self.t.app.perform(&self.t.ctx("second").await, &act).await.unwrap();
    }

    /// Keeps a file as an upload would, for the page of its preview.
    async fn waiting(&self, name: &str) -> String {
        self.t.app.stash(&self.t.clerk().await, name, &read(name)).await.unwrap().to_string()
    }

    /// Routes that need an id, each with an address that shows something, in the order of the list of routes.
    pub(crate) async fn samples(&self) -> Vec<(&'static str, String)> {
        let mut samples = self.of_the_office().await;
        samples.extend(self.of_the_organisation().await);
        samples.extend(self.of_the_round().await);
        samples.extend(self.of_clues().await);
        samples.extend(self.of_the_register().await);
        samples.extend(self.of_files().await);
        samples.extend(self.of_findings().await);
        samples.extend(self.of_methods().await);
        samples.extend(self.of_rectification().await);
        samples
    }

    /// Two petitions that look alike, on the desk of the clerk, who holds a team's and a unit's role besides.
    async fn of_the_register(&self) -> Vec<(&'static str, String)> {
        let t = &self.t;
        let kept = &self.page().await.teams[0].engagements[0].kept;
        let (engagement, unit) = (kept.engagement.id, kept.unit);
        t.give_role("clerk", Role::UnitLiaisonHead, unit.0).await;
        let clerk = t.give_role("clerk", Role::TeamLeader, engagement.0).await;
        let mut ids = Vec::new();
        for text in [
            "枫桥巷老旧小区改造，外墙保温板贴上去不到半年就往下掉，验收单上写的是优良。",
            "枫桥巷几栋楼的保温板掉下来砸坏两辆车，验收却是优良，再不处理我们集体上访。",
        ] {
            let entry = Entry {
                channel: "letter".into(),
                received: t.app.now(),
                reporter: "邬甲岚".to_owned().into(),
                contact: "16000009911".to_owned().into(),
                people: None,
                openers: Vec::new(),
                unit: "县住建局".into(),
                subjects: "佟乙砚".into(),
                text: text.into(),
                disciplines: vec!["work".into()],
            };
            let act = RegisterPetition { engagement, entry };
            ids.push(t.app.perform(&t.ctx_of(clerk.who.clone()), &act).await.unwrap().done.petition);
        }
        let what = "来访人称将集体上访".to_owned();
        let raise = RaiseIncident { engagement, petition: ids[1], what };
        t.app.perform(&t.ctx_of(clerk.who.clone()), &raise).await.unwrap();
        t.work_off().await;
        t.app.balance_petitions().await.unwrap();
        let register = self.waiting("petitions.xlsx").await;
        let (one, other) = (ids[0], ids[1]);
        vec![
            ("/petitions/{petition}", format!("/petitions/{other}")),
            ("/petitions/{petition}/correct", format!("/petitions/{one}/correct")),
            ("/petitions/pairs", format!("/petitions/pairs?engagement={engagement}")),
            ("/petitions/pairs/{petition}/{other}", format!("/petitions/pairs/{one}/{other}")),
            ("/petitions/registrars/{engagement}", format!("/petitions/registrars/{engagement}")),
            ("/petitions/import/{file}", format!("/petitions/import/{register}")),
        ]
    }

    /// Two files each with a unit, the round and an engagement: one that is opened at once, and a sealed one.
    async fn of_files(&self) -> Vec<(&'static str, String)> {
        let t = &self.t;
        let kept = &self.page().await.teams[0].engagements[0].kept;
        let (unit, engagement) = (kept.unit, kept.engagement.id);
        let mut ids = Vec::new();
        for to in [Attached::from(unit), self.round.into(), engagement.into()] {
            for (name, seal) in [("三定方案.txt", false), ("谈话提纲.txt", true)] {
                let files = vec![t.received(to.engagement(), name, name.as_bytes()).await];
                let act = AttachFiles { to, files, note: "2025年印发".into(), sealed: seal };
                ids.extend(t.done(&t.clerk().await, &act).await);
            }
        }
        let (of_unit, of_round, of_engagement) = (ids[1], ids[3], ids[5]);
        let round = self.round;
        vec![
            ("/units/{unit}/files", format!("/units/{unit}/files")),
            ("/units/{unit}/files/{attachment}", format!("/units/{unit}/files/{of_unit}")),
            ("/units/{unit}/files/{attachment}/withdraw", format!("/units/{unit}/files/{of_unit}/withdraw")),
            ("/rounds/{round}/files", format!("/rounds/{round}/files")),
            ("/rounds/{round}/files/{attachment}", format!("/rounds/{round}/files/{of_round}")),
            (
                "/rounds/{round}/files/{attachment}/withdraw",
                format!("/rounds/{round}/files/{of_round}/withdraw"),
            ),
            ("/engagements/{engagement}/files", format!("/engagements/{engagement}/files")),
            (
                "/engagements/{engagement}/files/{attachment}",
                format!("/engagements/{engagement}/files/{of_engagement}"),
            ),
            (
                "/engagements/{engagement}/files/{attachment}/withdraw",
                format!("/engagements/{engagement}/files/{of_engagement}/withdraw"),
            ),
        ]
    }

    /// A ledger of before taken over, and a feedback being corrected.
    async fn of_rectification(&self) -> Vec<(&'static str, String)> {
        let t = &self.t;
        let clerk = t.clerk().await;
        let engagement = self.page().await.teams[3].engagements[0].kept.engagement.id;
        let paper = self.waiting("feedback-2.docx").await;
        let ledger = self.waiting("ledger-messy.xlsx").await;
        let act = ImportLedger {
            file: "ledger-messy.xlsx".into(),
            bytes: read("ledger-messy.xlsx"),
            options: LedgerOptions::default(),
        };
        let made = t.app.perform(&clerk, &act).await.unwrap().done;
        let filter = LedgerFilter { unit: Some(made.unit), ..LedgerFilter::default() };
        let items = t.app.ledger(&clerk, &filter, &PageRequest::default()).await.unwrap().0.items;
        let act = ImportFeedback {
            engagement,
            file: "feedback-1.docx".into(),
            bytes: read("feedback-1.docx"),
            section: None,
            paper: None,
        };
        let feedback = t.app.perform(&t.clerk().await, &act).await.unwrap().done.feedback;
        vec![
            ("/ledger/{item}", format!("/ledger/{}", items[1].item.item.id)),
            ("/ledger/{item}/trace", format!("/ledger/{}/trace", items[1].item.item.id)),
            ("/ledger/import/{file}", format!("/ledger/import/{ledger}")),
            ("/feedback/{feedback}", format!("/feedback/{feedback}")),
            ("/feedback/import/{file}", format!("/feedback/import/{paper}?engagement={engagement}")),
            ("/portal/feedback/{feedback}", format!("/portal/feedback/{feedback}")),
        ]
    }

    async fn of_the_office(&self) -> Vec<(&'static str, String)> {
        let t = &self.t;
        let clerk = t.signed("clerk").await.account;
        let one = PageRequest { after: None, size: 1 };
        let journal = t.app.journal(&t.clerk().await, &app::JournalFilter::default(), &one).await.unwrap();
        vec![
            ("/users/{account}", format!("/users/{clerk}")),
            ("/journal/{act}", format!("/journal/{}", journal.items[0].act)),
            ("/help/guide/{name}", "/help/guide/first-ten-minutes".to_owned()),
            ("/rulesets/{kind}", "/rulesets/deadlines".to_owned()),
            ("/rulesets/{kind}/draft", "/rulesets/deadlines/draft".to_owned()),
            ("/rulesets/{kind}/{version}", "/rulesets/deadlines/2".to_owned()),
        ]
    }

    async fn of_the_organisation(&self) -> Vec<(&'static str, String)> {
        let t = &self.t;
        let unit = t.app.recognise_unit(&t.clerk().await, "枕河镇").await.unwrap();
        let terms = t.app.terms(&t.clerk().await).await.unwrap();
        let term = terms.last().unwrap().id;
        let list = self.waiting("yunhe-units-dirty.xlsx").await;
        let own_terms = self.waiting("yunhe-term.json").await;
        let pool = self.waiting("yunhe-inspectors.xlsx").await;
        let person = self.page().await.teams[0].members[0].member.person;
        let mut samples = vec![
            ("/units/{unit}", format!("/units/{unit}")),
            ("/units/{unit}/tree", format!("/units/{unit}/tree")),
            ("/units/import/{file}", format!("/units/import/{list}?terms={own_terms}")),
            ("/terms/{term}/edit", format!("/terms/{term}/edit")),
            ("/inspectors/{person}", format!("/inspectors/{person}")),
            ("/inspectors/import/{file}", format!("/inspectors/import/{pool}")),
            ("/recusal", format!("/recusal?unit={unit}&start=2025-09-08")),
        ];
        let steps = [
            ("/units/{unit}/edit", "edit"),
            ("/units/{unit}/rename", "rename"),
            ("/units/{unit}/move", "move"),
            ("/units/{unit}/merge", "merge"),
            ("/units/{unit}/split", "split"),
            ("/units/{unit}/abolish", "abolish"),
        ];
        samples.extend(steps.map(|(path, step)| (path, format!("/units/{unit}/{step}"))));
        samples
    }

    async fn of_the_round(&self) -> Vec<(&'static str, String)> {
        let (t, round) = (&self.t, self.round);
        let page = self.page().await;
        let team = page.teams[3].team.id;
        let engagement = page.teams[3].engagements[0].kept.engagement.id;
        let one = PageRequest { after: None, size: 1 };
        let decisions = t.app.decisions(&t.clerk().await, false, &one).await.unwrap();
        let decision = decisions.items[0].decision.id;
        let file = self.waiting("yunhe-round.json").await;
        let every = app::deadline::DeadlineFilter::default();
        let due = t.app.deadlines(&t.clerk().await, &every, &one).await.unwrap();
        vec![
            ("/deadlines/{deadline}", format!("/deadlines/{}", due.items[0].deadline.id)),
            ("/rounds/{round}", format!("/rounds/{round}")),
            ("/rounds/{round}/engagements", format!("/rounds/{round}/engagements")),
            ("/rounds/{round}/authorisations", format!("/rounds/{round}/authorisations")),
            ("/rounds/{round}/teams/{team}", format!("/rounds/{round}/teams/{team}?propose=1")),
            (
                "/rounds/{round}/teams/{team}/declarations",
                format!("/rounds/{round}/teams/{team}/declarations"),
            ),
            ("/teams/{team}/online", format!("/teams/{team}/online")),
            (
                "/rounds/{round}/teams/{team}/members/{member}",
                format!("/rounds/{round}/teams/{team}/members/{}", page.teams[3].members[0].member.id),
            ),
            ("/rounds/import/{file}", format!("/rounds/import/{file}")),
            ("/engagements/{engagement}", format!("/engagements/{engagement}")),
            ("/decisions/{decision}", format!("/decisions/{decision}")),
            ("/decisions/new", format!("/decisions/new?about=round&id={round}")),
        ]
    }

    /// Papers of an engagement whose leader and liaison the clerk is for as long as pages are looked at.
    async fn of_findings(&self) -> Vec<(&'static str, String)> {
        let (t, round) = (&self.t, self.round);
        let engagement = self.page().await.teams[1].engagements[0].kept.engagement.id;
        let clerk = t.signed("clerk").await.account;
        for role in [Role::TeamLeader, Role::TeamLiaison] {
            t.give(clerk, role, engagement.0).await;
        }
        let bytes = read("findings.json");
        let into = app::finding::Into::Round(round);
        let act = app::finding::ImportFindings { into, file: "findings.json".into(), bytes };
        // A second set of samples finds the papers there.
        drop(t.app.perform(&t.clerk().await, &act).await);
        let all = app::finding::FindingFilter::default();
        let one = PageRequest { after: None, size: 1 };
        let list = t.app.findings(&t.clerk().await, Some(engagement), &all, &one).await.unwrap();
        let finding = format!("/findings/{}", list.page.items[0].finding.id);
        let papers = format!("/engagements/{engagement}/findings");
        let file = self.waiting("findings.json").await;
        vec![
            ("/engagements/{engagement}/findings", papers.clone()),
            ("/engagements/{engagement}/findings/new", format!("{papers}/new?number=XF028")),
            ("/engagements/{engagement}/findings/meeting", format!("{papers}/meeting")),
            ("/engagements/{engagement}/findings/matrix", format!("{papers}/matrix")),
            ("/engagements/{engagement}/findings/import", format!("{papers}/import")),
            ("/engagements/{engagement}/findings/import/{file}", format!("{papers}/import/{file}")),
            ("/rounds/{round}/findings/import", format!("/rounds/{round}/findings/import")),
            ("/rounds/{round}/findings/import/{file}", format!("/rounds/{round}/findings/import/{file}")),
            ("/findings/{finding}/edit", format!("{finding}/edit")),
            ("/findings/{finding}/evidence", format!("{finding}/evidence?sentence=1")),
            ("/findings/{finding}/versions", format!("{finding}/versions")),
            ("/findings/{finding}", finding),
        ]
    }

    /// A symposium that was held and a talk that is planned, of the engagement of [`Self::of_findings`].
    async fn of_methods(&self) -> Vec<(&'static str, String)> {
        let t = &self.t;
        let kept = self.page().await.teams[1].engagements[0].kept.clone();
        let (engagement, clerk) = (kept.engagement.id, t.clerk().await);
        let start = t.app.method_start(&clerk, engagement).await.unwrap();
        let setting = |from: &str| app::method::GivenSetting {
            day: Some(kept.on_site.from),
            from: from.into(),
            inspectors: start.team.iter().take(2).map(|one| one.person).collect(),
            met: vec![domain::method::Met { name: "梁甲松".into(), post: "副局长".into() }],
            ..app::method::GivenSetting::default()
        };
        let plan = |method: &str, from: &str| app::method::GivenPlan {
            method: method.into(),
            topic: "重大事项怎样上会".into(),
            focus: vec![domain::finding::FocusCode("J3.2".into())],
            setting: setting(from),
            ..app::method::GivenPlan::default()
        };
        let enter = |method: &str, from: &str, number: &str| app::method::EnterMethod {
            engagement,
            number: number.into(),
            plan: plan(method, from),
            held: None,
        };
        let talk = t.app.perform(&t.clerk().await, &enter("C2", "09:00", "")).await;
        // A second set of samples finds the first one's talk in the way, and shows it.
        drop(talk);
        let (all, first) = (app::method::MethodFilter::default(), PageRequest::default());
        let list = t.app.methods(&clerk, engagement, &all, &first).await.unwrap();
        let record = list.page.items[0].record.value.id;
        let methods = format!("/engagements/{engagement}/methods");
        vec![
            ("/engagements/{engagement}/methods", methods.clone()),
            ("/engagements/{engagement}/methods/new", format!("{methods}/new?method=C2")),
            ("/engagements/{engagement}/methods/matrix", format!("{methods}/matrix")),
            ("/methods/{record}/edit", format!("/methods/{record}/edit")),
            ("/methods/{record}", format!("/methods/{record}")),
        ]
    }
}
