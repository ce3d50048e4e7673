//! What a practice instance is filled with: the county 云河县, its people, its units, its ninth round.
//!
//! Everything goes through acts, as if someone had done it by hand.

use crate::exit::Failure;
use crate::progress::spinner;
use crate::terminal::Terminal;
use app::account::{ChangeAccount, ChangeOwnPassword, CreateAccount, GrantRole, NewPassword, SetUp};
use app::inspector::ImportInspectors;
use app::organisation::{ImportOptions, ImportUnits, TermUpload};
use app::round::ImportRound;
use app::{Act, App, Channel, Ctx, Outcome, Who};
use domain::account::Profile;
use domain::permission::Role;
use kernel::{Lang, Message};

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

struct Sheet {
    name: &'static str,
    bytes: &'static [u8],
}

/// Someone to sign in as.
pub(super) struct Person {
    /// What is typed.
    pub(super) login: &'static str,
    name: &'static str,
    role: Role,
}

const fn person(login: &'static str, name: &'static str, role: Role) -> Person {
    Person { login, name, role }
}

/// The clerk, who set the instance up and may do everything a small office does.
const CLERK: Person = person("clerk", "窦甲纬", Role::OfficeDirector);

/// One person for each role that is not held for an engagement or a unit; those come with the authorisation.
const OTHERS: [Person; 8] = [
    person("head", "闻乙川", Role::LeadingGroupHead),
    person("member", "邬丙桥", Role::LeadingGroupMember),
    person("director", "柏丁舟", Role::OfficeDirector),
    person("staff", "芮戊禾", Role::OfficeStaff),
    person("clues", "桑己岚", Role::ClueKeeper),
    person("system", "嵇庚砚", Role::SystemAdministrator),
    person("security", "阚辛越", Role::SecurityAdministrator),
    person("auditor", "栾壬澜", Role::Auditor),
];

/// Everyone there is to sign in as.
pub(super) fn people() -> Vec<&'static Person> {
    std::iter::once(&CLERK).chain(&OTHERS).collect()
}

/// How much a practice instance begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Contents {
    /// People to sign in as; the lists are imported by whoever practises.
    People,
    /// The whole county.
    County,
}

/// Fills an empty instance.
pub(super) async fn fill(
    app: &App,
    password: &str,
    contents: Contents,
    terminal: Terminal,
) -> Result<(), Failure> {
    let bar = spinner(&terminal, &Message::new("cli-demo-working"));
    set_up(app, password).await?;
    for person in &OTHERS {
        enrol(app, person, password).await?;
    }
    if contents == Contents::County {
        import(app).await?;
    }
    bar.finish_and_clear();
    Ok(())
}

/// The organisation, the pool and the ninth round, each through its importer.
async fn import(app: &App) -> Result<(), Failure> {
    let terms = TermUpload { name: TERMS.name.into(), bytes: TERMS.bytes.to_vec() };
    let options = ImportOptions { terms: Some(terms), ..ImportOptions::default() };
    let units = ImportUnits { file: UNITS.name.into(), bytes: UNITS.bytes.to_vec(), options };
    act_as(app, CLERK.login, &units).await?;
    let pool = ImportInspectors { file: POOL.name.into(), bytes: POOL.bytes.to_vec(), as_of: None };
    act_as(app, CLERK.login, &pool).await?;
    let round = ImportRound { file: ROUND.name.into(), bytes: ROUND.bytes.to_vec(), taken_over: None };
    act_as(app, CLERK.login, &round).await?;
    Ok(())
}

async fn set_up(app: &App, password: &str) -> Result<(), Failure> {
    let act = SetUp {
        committee: "中共云河县委员会".into(),
        office: "县委巡察办".into(),
        level: "county".into(),
        profile: Profile::SmallOffice,
        name: CLERK.name.into(),
        login: CLERK.login.into(),
        password: password.to_owned(),
    };
    app.perform(&app.own_ctx("demo", Channel::Cli), &act).await?;
    Ok(())
}

/// Makes an account, enables it, gives it its role, and has its holder choose the practice password.
async fn enrol(app: &App, person: &Person, password: &str) -> Result<(), Failure> {
    let first = format!("{password}-1");
    let create =
        CreateAccount { login: person.login.into(), name: person.name.into(), password: first.clone() };
    let account = act_as(app, CLERK.login, &create).await?.done.account;
    act_as(app, CLERK.login, &ChangeAccount { account, enabled: true }).await?;
    act_as(app, CLERK.login, &GrantRole { account, role: person.role, scope: None }).await?;
    let new = NewPassword { password: password.to_owned(), again: password.to_owned() };
    act_as(app, person.login, &ChangeOwnPassword { current: first, new }).await?;
    Ok(())
}

async fn act_as<A: Act>(app: &App, login: &str, act: &A) -> Result<Outcome<A::Done>, Failure> {
    let signed = app.signed_by_login(login).await?;
    let ctx = Ctx {
        who: Who::Account(Box::new(signed)),
        lang: Lang::default(),
        at: app.now(),
        act: app.new_act(),
        channel: Channel::Cli,
    };
    Ok(app.perform(&ctx, act).await?)
}
