//! What a practice instance is filled with: the county 云河县, its people, its units, a round in every stage.
//!
//! Everything goes through acts, as if someone had done it by hand, each on its day of the story: the records and the
//! journal tell five months, and the practice clock stands at their end.

use super::people::{self, Person};
use crate::exit::Failure;
use crate::progress::spinner;
use crate::terminal::Terminal;
use app::account::{ChangeAccount, ChangeOwnPassword, CreateAccount, GrantRole, NewPassword, SetUp};
use app::inspector::{ImportInspectors, LinkAccount};
use app::organisation::{ImportOptions, ImportUnits, TermUpload};
use app::{Act, App, Channel, Ctx, Outcome, Who};
use domain::account::Profile;
use domain::engagement::Stage as EngagementStage;
use domain::round::Stage;
use kernel::{Day, Lang, Message, RoundId, Timestamp, UnitId, UserId};
use rounds::day;

mod main_job;
mod methods;
mod rounds;

/// The county's files, as an office keeps them.
const TERMS: Sheet =
    Sheet { name: "yunhe-term.json", bytes: include_bytes!("../../../../../tests/data/yunhe-term.json") };
const UNITS: Sheet =
    Sheet { name: "yunhe-units.xlsx", bytes: include_bytes!("../../../../../tests/data/yunhe-units.xlsx") };

const POOL: Sheet = Sheet {
    name: "yunhe-inspectors.xlsx",
    bytes: include_bytes!("../../../../../tests/data/yunhe-inspectors.xlsx"),
};
const ROUND: Sheet =
    Sheet { name: "yunhe-round.json", bytes: include_bytes!("../../../../../tests/data/yunhe-round.json") };

/// The clerk, who sets the instance up and may do everything a small office does: the first of the people.
const CLERK: &str = "clerk";
/// The head of the leading group, who approves.
const HEAD: &str = "head";
/// Who keeps the clues.
const KEEPER: &str = "clues";
/// Seconds from midnight to the hour at which everything of a day is done.
const NINE: i64 = 9 * 3_600;

struct Sheet {
    name: &'static str,
    bytes: &'static [u8],
}

impl Sheet {
    /// Its name and bytes, as an importer takes them.
    fn delivered(&self) -> (String, Vec<u8>) {
        (self.name.to_owned(), self.bytes.to_vec())
    }
}

/// How much a practice instance begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Contents {
    /// People to sign in as; the lists are imported by whoever practises.
    People,
    /// The whole county.
    County,
}

/// An instance being filled.
struct Seed<'a> {
    app: &'a App,
    /// The password of every practice account.
    password: &'a str,
}

/// Fills an empty instance.
pub(super) async fn fill(
    app: &App,
    password: &str,
    contents: Contents,
    terminal: Terminal,
) -> Result<(), Failure> {
    let bar = spinner(&terminal, &Message::new("cli-demo-working"));
    let people = people::read()?;
    let seed = Seed { app, password };
    let (clerk, others) = people.split_first().ok_or_else(|| Failure::defect("nobody to practise as"))?;
    let begins = day(2025, 8, 1)?;
    seed.set_up(clerk, begins).await?;
    for person in others.iter().filter(|p| p.is_of_the_committee()) {
        seed.enrol(person, begins).await?;
    }
    if contents == Contents::County {
        seed.county(begins).await?;
        for person in others.iter().filter(|p| p.unit.is_some()) {
            seed.enrol(person, begins).await?;
        }
        seed.story(others).await?;
    }
    bar.finish_and_clear();
    Ok(())
}

impl Seed<'_> {
    /// The organisation and the pool, each through its importer.
    async fn county(&self, on: Day) -> Result<(), Failure> {
        let terms = TermUpload { name: TERMS.name.into(), bytes: TERMS.bytes.to_vec() };
        let options = ImportOptions { terms: Some(terms), ..ImportOptions::default() };
        let units = ImportUnits { file: UNITS.name.into(), bytes: UNITS.bytes.to_vec(), options };
        self.act(CLERK, on, &units).await?;
        let pool = ImportInspectors { file: POOL.name.into(), bytes: POOL.bytes.to_vec(), as_of: None };
        self.act(CLERK, on, &pool).await?;
        Ok(())
    }

    /// What happened from August to December 2025.
    async fn story(&self, people: &[Person]) -> Result<(), Failure> {
        rounds::enter_earlier(self, day(2025, 8, 4)?).await?;
        let ninth = rounds::import_ninth(self, (ROUND.name, ROUND.bytes), day(2025, 8, 11)?).await?;
        self.enrol_team(people, (ninth, 9), day(2025, 8, 18)?).await?;
        rounds::open(self, ninth, (day(2025, 8, 25)?, day(2025, 9, 8)?)).await?;
        let eleventh = rounds::plan_on_site(self, day(2025, 11, 3)?).await?;
        self.report_and_feed_back(ninth).await?;
        self.enrol_team(people, (eleventh, 11), day(2025, 11, 4)?).await?;
        rounds::open(self, eleventh, (day(2025, 11, 10)?, day(2025, 11, 17)?)).await?;
        methods::enter(self, eleventh).await?;
        rounds::plan_last(self, day(2025, 12, 1)?).await
    }

    /// The ninth round after its teams left: reported in November, feeding back since December.
    async fn report_and_feed_back(&self, round: RoundId) -> Result<(), Failure> {
        let found = self.app.round(&self.ctx(CLERK, day(2025, 11, 3)?).await?, round).await?;
        rounds::advance(self, &found, (EngagementStage::Understanding, ""), day(2025, 11, 3)?).await?;
        self.move_on(round, Stage::OnSite, day(2025, 11, 3)?).await?;
        rounds::advance(self, &found, (EngagementStage::Reporting, ""), day(2025, 12, 8)?).await?;
        self.move_on(round, Stage::Reporting, day(2025, 12, 8)?).await?;
        main_job::feed_back(self, &found).await?;
        // The office took the teams' lists over once they had reported: petitions first, so that papers find them.
        main_job::register(self, round, day(2025, 12, 9)?).await?;
        main_job::findings(self, round, day(2025, 12, 9)?).await?;
        main_job::ledger(self, day(2025, 12, 9)?).await
    }

    async fn move_on(&self, round: RoundId, from: Stage, on: Day) -> Result<(), Failure> {
        self.act(CLERK, on, &app::round::MoveRoundOn { round, from, on: None }).await?;
        Ok(())
    }

    async fn set_up(&self, clerk: &Person, on: Day) -> Result<(), Failure> {
        let act = SetUp {
            committee: "中共云河县委员会".into(),
            office: "县委巡察办".into(),
            level: "county".into(),
            own_place: "云河县".into(),
            profile: Profile::SmallOffice,
            name: clerk.name.clone(),
            login: clerk.login.clone(),
            password: self.password.to_owned(),
            practice: true,
        };
        let ctx = Ctx { at: self.instant(on), ..self.app.own_ctx("demo", Channel::Cli) };
        self.app.perform(&ctx, &act).await?;
        Ok(())
    }

    /// Gives an account to each of the people who belong to a round's teams, under the names of those who are in them.
    async fn enrol_team(
        &self,
        people: &[Person],
        (round, number): (RoundId, u16),
        on: Day,
    ) -> Result<(), Failure> {
        let found = self.app.round(&self.ctx(CLERK, on).await?, round).await?;
        let mut taken = Vec::new();
        for (person, seat) in people.iter().filter_map(|p| Some((p, p.seat.as_ref()?))) {
            let team = found.teams.iter().find(|t| number == seat.round && t.team.number == seat.team);
            let mut sits = team.into_iter().flat_map(|team| team.present());
            let free =
                |m: &&app::round::MemberLine| m.member.role == seat.role && !taken.contains(&m.member.person);
            let Some(member) = sits.find(free) else { continue };
            taken.push(member.member.person);
            self.account(person, &member.name, on).await?;
            let link = LinkAccount { person: member.member.person, login: person.login.clone() };
            self.act(CLERK, on, &link).await?;
        }
        Ok(())
    }

    /// An account with its role.
    async fn enrol(&self, person: &Person, on: Day) -> Result<(), Failure> {
        let account = self.account(person, &person.name, on).await?;
        let scope = match &person.unit {
            Some(name) => Some(self.unit(name).await?.0),
            None => None,
        };
        self.act(CLERK, on, &GrantRole { account, role: person.role, scope, last_day: None }).await?;
        Ok(())
    }

    /// Makes an account, enables it, and has its holder choose the practice password.
    async fn account(&self, person: &Person, name: &str, on: Day) -> Result<UserId, Failure> {
        let first = format!("{}-1", self.password);
        let create =
            CreateAccount { login: person.login.clone(), name: name.to_owned(), password: first.clone() };
        let account = self.act(CLERK, on, &create).await?.done.account;
        self.act(CLERK, on, &ChangeAccount { account, enabled: true }).await?;
        let new = NewPassword { password: self.password.to_owned(), again: self.password.to_owned() };
        self.act(&person.login, on, &ChangeOwnPassword { current: first, new }).await?;
        Ok(account)
    }

    async fn unit(&self, name: &str) -> Result<UnitId, Failure> {
        let ctx = self.ctx(CLERK, self.app.today()).await?;
        let found = self.app.unit_named(&ctx, name).await?;
        found.map_err(|message| Failure::new(crate::exit::Exit::Failed, message))
    }

    /// Nine o'clock of a day.
    fn instant(&self, on: Day) -> Timestamp {
        on.start(self.app.offset()).plus_seconds(NINE)
    }

    async fn ctx(&self, login: &str, on: Day) -> Result<Ctx, Failure> {
        let signed = self.app.signed_by_login(login).await?;
        Ok(Ctx {
            who: Who::Account(Box::new(signed)),
            lang: Lang::default(),
            at: self.instant(on),
            act: self.app.new_act(),
            channel: Channel::Cli,
        })
    }

    async fn act<A: Act>(&self, login: &str, on: Day, act: &A) -> Result<Outcome<A::Done>, Failure> {
        Ok(self.app.perform(&self.ctx(login, on).await?, act).await?)
    }
}
