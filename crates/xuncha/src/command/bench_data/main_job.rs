//! Petitions, working papers and items of an invented round, for measuring their lists, their search and their intake.
//!
//! They lie in engagements of one round that is over; the account of the instance is in the office and leads one of its
//! teams, and the team of a small round on site in which petitions are registered.
//! Texts are put together from few words by their numbers alone, so that a search knows what it will find.

use super::fill::Writer;
use super::{LOGIN, invented};
use crate::exit::Failure;
use crate::instance::Instance;
use app::Act;
use app::petition::{Entry, RegisterPetition, Told};
use app::round::{PlanRound, PlannedUnit, TakenOver};
use app::term::{EnterTerm, TermFields};
use crypto::Digest;
use domain::account::{Access, Grant};
use domain::engagement::EngagementKind;
use domain::finding::{Degree, Finding, FocusCode, FocusRules, Held, Kept as KeptFinding, Paper, Sentence};
use domain::permission::{Action, Role, Scope};
use domain::petition::{Channel, Content, Naming, Petition, PetitionRules};
use domain::rectification::{Item, ItemKind, Origin, State, Summary};
use domain::round::Stage;
use kernel::{
    Day, EngagementId, FindingId, GrantId, ItemId, Lang, Offset, PageRequest, PetitionId, RecordId, RoundId,
    Timestamp, UnitId,
};
use std::ops::Range;
use store::changes::Changes;
use store::commit::Order;
use store::rectification::OnLedger;

/// Records of one kind in one act.
pub(super) const AT_ONCE: u32 = 2_000;
/// Engagements of the round; the account leads the team of the first.
const ENGAGEMENTS: u32 = 40;
/// Engagements of one team.
const EACH: u32 = 2;
/// Engagements of the round on site.
const DESKS: u32 = 2;

/// A round for measuring.
struct Made {
    number: u16,
    name: &'static str,
    /// Numbers of its units.
    units: Range<u32>,
    stage: Stage,
}

/// Holds the records: what is over is compared with nothing at night.
const OVER: Made = Made { number: 1, name: "测试轮次", units: 0..ENGAGEMENTS, stage: Stage::Closed };
/// Where petitions are registered.
const ON_SITE: Made =
    Made {
        number: 2, name: "测试登记轮次", units: ENGAGEMENTS..ENGAGEMENTS + DESKS, stage: Stage::OnSite
    };

const CHANNELS: [&str; 4] = ["letter", "call", "visit", "box"];
const WHO: [&str; 6] = ["主要负责人", "分管领导", "财务人员", "项目负责人", "股室负责人", "报账员"];
const TOPICS: [&str; 12] = [
    "道路硬化",
    "低保评议",
    "危房改造",
    "灌渠清淤",
    "校园食堂",
    "公益岗位",
    "土地流转",
    "路灯安装",
    "饮水管网",
    "物资采购",
    "培训经费",
    "环境整治",
];
const DEEDS: [&str; 7] = [
    "拆成几个小包给了熟人",
    "先干活后补手续",
    "验收单一天就签齐了",
    "只做了靠路边的一段",
    "发票开成了办公用品",
    "公示名单被压了下来",
    "让亲戚占了名额",
];

/// Where the records go.
pub(super) struct Place {
    round: RoundId,
    engagements: Vec<(EngagementId, UnitId)>,
    desks: Vec<(EngagementId, UnitId)>,
    rules: PetitionRules,
    focus: FocusRules,
    today: Day,
}

fn of<'a>(list: &[&'a str], number: u32) -> &'a str {
    invented::of(list, number).unwrap_or_default()
}

/// The one of several whose turn it is.
fn in_turn(all: &[(EngagementId, UnitId)], number: u32) -> Result<(EngagementId, UnitId), Failure> {
    let count = u32::try_from(all.len()).map_err(Failure::defect)?;
    let at = usize::try_from(number.checked_rem(count).unwrap_or(0)).map_err(Failure::defect)?;
    all.get(at).copied().ok_or_else(|| Failure::defect("no engagement"))
}

impl Place {
    /// The rounds that an earlier run made, or new ones.
    pub(super) async fn of(instance: &Instance, writer: &Writer<'_>) -> Result<Self, Failure> {
        let (app, today) = (&instance.app, instance.app.today());
        let (round, engagements) = found(instance, writer, &OVER).await?;
        let (_, desks) = found(instance, writer, &ON_SITE).await?;
        let mut conn = app.db().read().await?;
        let rules = app.ruleset::<PetitionRules>(&mut conn, today).await?.rules;
        let focus = app.ruleset::<FocusRules>(&mut conn, today).await?.rules;
        Ok(Self { round, engagements, desks, rules, focus, today })
    }

    fn engagement(&self, number: u32) -> Result<(EngagementId, UnitId), Failure> {
        in_turn(&self.engagements, number)
    }

    /// A petition; of each twelve one is about the same matter in other words.
    fn petition(&self, number: u32) -> Result<Petition, Failure> {
        let (engagement, unit) = self.engagement(number)?;
        let content = Content {
            channel: Channel(of(&CHANNELS, number).to_owned()),
            received: received(self.today, number),
            naming: if number.is_multiple_of(5) { Naming::SurnameOnly } else { Naming::Anonymous },
            people: None,
            openers: if of(&CHANNELS, number) == "box" {
                vec!["甲".into(), "乙".into()]
            } else {
                Vec::new()
            },
            registrar: String::new(),
            unit_written: String::new(),
            unit: Some(unit),
            subjects: Vec::new(),
            text: text(number),
            disciplines: Vec::new(),
            marks: Vec::new(),
        };
        let id = PetitionId(invented::record(1, number));
        Petition::register(
            (id, (self.round, engagement), format!("BM{number:07}")),
            content,
            None,
            &self.rules,
        )
        .map_err(|faults| Failure::defect(format!("{faults:?}")))
    }

    fn finding(&self, number: u32) -> Result<Finding, Failure> {
        let (engagement, unit) = self.engagement(number)?;
        let paper = Paper {
            title: format!("{}中{}", of(&TOPICS, number), of(&DEEDS, number / 12)),
            sentences: vec![Sentence { key: 1, text: text(number), is_fact: true, evidence: Vec::new() }],
            evidence: Vec::new(),
            basis: "《政府投资项目管理细则》".to_owned(),
            focus: vec![FocusCode("J2.5".to_owned())],
            period: None,
            amounts: Vec::new(),
            unit,
            responsible: Vec::new(),
            degree: Degree::default(),
            repeats: None,
            note: String::new(),
        };
        Ok(Finding {
            id: FindingId(invented::record(2, number)),
            engagement,
            number: format!("DG{number:07}"),
            paper,
            undertakers: vec!["窦甲纬".to_owned(), "窦乙纬".to_owned()],
            signatures: Vec::new(),
            review: None,
            sign_off: None,
            decision: None,
            view: None,
            moved_to_clue: false,
            withdrawn: None,
            revision: 0,
            last_key: 1,
        })
    }

    fn item(&self, number: u32) -> Result<OnLedger, Failure> {
        let (engagement, unit) = self.engagement(number)?;
        let item = Item {
            id: ItemId(invented::record(3, number)),
            engagement,
            unit,
            number: number / ENGAGEMENTS + 1,
            code: format!("90-{number:07}"),
            origin: Origin::SelfInspection,
            kind: ItemKind::TimeLimit,
            group: of(&TOPICS, number).to_owned(),
            title: format!("{}{}", of(&TOPICS, number), of(&DEEDS, number / 12)),
            claim: None,
            listed_department: of(&WHO, number).to_owned(),
            objections: Vec::new(),
            root_cause: String::new(),
            goals: Vec::new(),
            due: None,
            declaration: None,
            rebounds: 0,
            steps: Vec::new(),
            state: State::FedBack,
        };
        let due = self.today.plus_days(i64::from(number % 400) - 100);
        let summary = Summary { due: Some(due), first_measure: text(number), ..Summary::default() };
        Ok(OnLedger { round: self.round, begun: self.today, summary, item })
    }
}

/// Within the last two years, at any hour.
fn received(today: Day, number: u32) -> Timestamp {
    let day = today.plus_days(-i64::from(number.wrapping_mul(7_919) % 700) - 1);
    day.start(Offset::BEIJING).plus_seconds(i64::from(number.wrapping_mul(104_729) % 86_000))
}

/// Some eighty characters that follow from the number.
fn text(number: u32) -> String {
    let mixed = number.wrapping_mul(2_654_435_761) >> 8;
    format!(
        "{year}年{who}经手的{topic}{deed}，一共{sum}元。{place}的人问过三回，回回都说在核实，{other}也是这样办的。",
        year = 2021 + mixed % 5,
        who = of(&WHO, mixed),
        topic = of(&TOPICS, mixed / 6),
        deed = of(&DEEDS, mixed / 72),
        sum = 3_000 + mixed % 90_000,
        place = invented::name(1 + number % 9_000),
        other = of(&TOPICS, mixed / 504),
    )
}

/// A round and its engagements; made, and its first team led by the account, where it is not there yet.
async fn found(
    instance: &Instance,
    writer: &Writer<'_>,
    made: &Made,
) -> Result<(RoundId, Vec<(EngagementId, UnitId)>), Failure> {
    let (app, all) = (&instance.app, PageRequest { after: None, size: 20 });
    let ctx = instance.ctx(LOGIN, Lang::ZhCn).await?;
    let known = app.rounds(&ctx, &all).await?.items.into_iter().find(|row| row.round.name == made.name);
    let is_new = known.is_none();
    let round = match known {
        Some(row) => row.round.id,
        None => make(instance, made).await?,
    };
    let found = app.round(&instance.ctx(LOGIN, Lang::ZhCn).await?, round).await?;
    let lines = found.teams.iter().flat_map(|team| &team.engagements);
    let engagements: Vec<_> = lines.map(|line| (line.kept.engagement.id, line.kept.unit)).collect();
    if is_new {
        let first = usize::try_from(EACH).map_err(Failure::defect)?;
        writer.lead(made.number, engagements.iter().take(first).map(|e| e.0)).await?;
    }
    Ok((round, engagements))
}

async fn make(instance: &Instance, made: &Made) -> Result<RoundId, Failure> {
    let today = instance.app.today();
    if made.number == OVER.number {
        let fields = TermFields {
            name: "测试届".into(),
            number: 1,
            from: today.plus_days(-800),
            to: today.plus_days(800),
            rounds: Vec::new(),
        };
        act(instance, &EnterTerm { fields }).await?;
    }
    let units = made.units.clone().zip(0..).map(|(unit, n)| PlannedUnit {
        unit: invented::id(1 + unit),
        team: u16::try_from(n / EACH + 1).unwrap_or(1),
        kind: EngagementKind::Routine,
    });
    let units: Vec<PlannedUnit> = units.collect();
    let (from, to) = match made.stage {
        Stage::OnSite => (today.plus_days(-20), today.plus_days(40)),
        _ => (today.plus_days(-400), today.plus_days(-340)),
    };
    let plan = PlanRound {
        number: made.number,
        name: made.name.into(),
        from,
        to,
        teams: units.iter().map(|unit| unit.team).max().unwrap_or(1),
        units,
        taken_over: Some(TakenOver { stage: made.stage, source: "测试".into() }),
    };
    Ok(act(instance, &plan).await?.round)
}

async fn act<A: Act>(instance: &Instance, act: &A) -> Result<A::Done, Failure> {
    let ctx = instance.ctx(LOGIN, Lang::ZhCn).await?;
    Ok(instance.app.perform(&ctx, act).await?.done)
}

impl Writer<'_> {
    /// Has the account lead the team of these engagements, without an authorisation: it is for measuring alone.
    async fn lead(&self, round: u16, engagements: impl Iterator<Item = EngagementId>) -> Result<(), Failure> {
        let (account, from) = (self.signed.account, self.app.now());
        let mut changes = Changes::about("account", account, LOGIN.to_owned());
        let mut number = u32::from(round) * 1_000;
        for engagement in engagements {
            let (role, scope) = (Role::TeamLeader, Scope::One(engagement.0));
            let id = GrantId(invented::record(4, number));
            changes.insert(&Grant { id, account, role, scope, from, until: None })?;
            for compartment in role.sees(scope) {
                number += 1;
                let row = RecordId(invented::record(5, number));
                changes.insert(&Access { id: row, account, grant: id, compartment, from, until: None })?;
            }
        }
        let order = self.order("role-grant", Action::RoleGrant);
        let order = Order { right: Some((Action::RoleGrant, Scope::System)), ..order };
        self.carry_out(vec![(order, changes)]).await
    }

    /// Petitions, working papers and items of these numbers, each kind as one act.
    pub(super) async fn main_job(&self, place: &Place, numbers: Range<u32>) -> Result<(), Failure> {
        let mut petitions = Changes::about("round", place.round, OVER.name.to_owned());
        let mut findings = Changes::about("round", place.round, OVER.name.to_owned());
        let mut items = Changes::about("round", place.round, OVER.name.to_owned());
        for number in numbers {
            petitions.insert(&place.petition(number)?)?;
            let finding = place.finding(number)?;
            let digest = Digest::of_text("finding", &finding.text_to_sign()).to_string();
            findings.insert(&KeptFinding::of(
                finding,
                place.round,
                Held { digest: &digest, rules: &place.focus },
            ))?;
            items.insert(&place.item(number)?)?;
        }
        self.carry_out(vec![
            (self.order("petition-import", Action::PetitionImport), petitions),
            (self.order("findings-import", Action::FindingImport), findings),
            (self.order("ledger-import", Action::LedgerImport), items),
        ])
        .await
    }
}

/// What a desk registers: by name every second time, so that sealing is measured with it.
pub(super) fn register(place: &Place, number: u32) -> Result<RegisterPetition, Failure> {
    let (engagement, _) = in_turn(&place.desks, number)?;
    let (reporter, contact) = match number.is_multiple_of(2) {
        true => (Told::from("窦甲纬".to_owned()), Told::from(format!("160{number:08}"))),
        false => (Told::nothing(), Told::nothing()),
    };
    let entry = Entry {
        channel: "letter".to_owned(),
        received: received(place.today, number),
        reporter,
        contact,
        people: None,
        openers: Vec::new(),
        unit: String::new(),
        subjects: String::new(),
        text: text(number),
        disciplines: Vec::new(),
    };
    Ok(RegisterPetition { engagement, entry })
}
