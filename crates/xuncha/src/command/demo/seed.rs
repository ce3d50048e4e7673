//! What a practice instance is filled with: the county 云河县, its people, its units, its ninth round.
//!
//! Everything goes through acts, as if someone had done it by hand.

use super::people::{self, Person};
use crate::exit::Failure;
use crate::progress::spinner;
use crate::terminal::Terminal;
use app::account::{ChangeAccount, ChangeOwnPassword, CreateAccount, GrantRole, NewPassword, SetUp};
use app::inspector::ImportInspectors;
use app::organisation::{ImportOptions, ImportUnits, TermUpload};
use app::round::ImportRound;
use app::{Act, App, Channel, Ctx, Outcome, Who};
use domain::account::Profile;
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

/// The clerk, who sets the instance up and may do everything a small office does: the first of the people.
const CLERK: &str = "clerk";

struct Sheet {
    name: &'static str,
    bytes: &'static [u8],
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
    let people = people::read()?;
    let (clerk, others) = people.split_first().ok_or_else(|| Failure::defect("nobody to practise as"))?;
    set_up(app, clerk, password).await?;
    for person in others.iter().filter(|p| p.unit.is_none()) {
        enrol(app, person, password).await?;
    }
    if contents == Contents::County {
        import(app).await?;
        for person in others.iter().filter(|p| p.unit.is_some()) {
            enrol(app, person, password).await?;
        }
    }
    bar.finish_and_clear();
    Ok(())
}

/// The organisation, the pool and the ninth round, each through its importer.
async fn import(app: &App) -> Result<(), Failure> {
    let terms = TermUpload { name: TERMS.name.into(), bytes: TERMS.bytes.to_vec() };
    let options = ImportOptions { terms: Some(terms), ..ImportOptions::default() };
    let units = ImportUnits { file: UNITS.name.into(), bytes: UNITS.bytes.to_vec(), options };
    act_as(app, CLERK, &units).await?;
    let pool = ImportInspectors { file: POOL.name.into(), bytes: POOL.bytes.to_vec(), as_of: None };
    act_as(app, CLERK, &pool).await?;
    let round = ImportRound { file: ROUND.name.into(), bytes: ROUND.bytes.to_vec(), taken_over: None };
    act_as(app, CLERK, &round).await?;
    Ok(())
}

async fn set_up(app: &App, clerk: &Person, password: &str) -> Result<(), Failure> {
    let act = SetUp {
        committee: "中共云河县委员会".into(),
        office: "县委巡察办".into(),
        level: "county".into(),
        profile: Profile::SmallOffice,
        name: clerk.name.clone(),
        login: clerk.login.clone(),
        password: password.to_owned(),
        practice: true,
    };
    app.perform(&app.own_ctx("demo", Channel::Cli), &act).await?;
    Ok(())
}

/// Makes an account, enables it, gives it its role, and has its holder choose the practice password.
async fn enrol(app: &App, person: &Person, password: &str) -> Result<(), Failure> {
    let first = format!("{password}-1");
    let create =
        CreateAccount { login: person.login.clone(), name: person.name.clone(), password: first.clone() };
    let account = act_as(app, CLERK, &create).await?.done.account;
    act_as(app, CLERK, &ChangeAccount { account, enabled: true }).await?;
    let scope = unit_of(app, person).await?;
    act_as(app, CLERK, &GrantRole { account, role: person.role, scope, last_day: None }).await?;
    let new = NewPassword { password: password.to_owned(), again: password.to_owned() };
    act_as(app, &person.login, &ChangeOwnPassword { current: first, new }).await?;
    Ok(())
}

/// The unit that a person's role is held for.
async fn unit_of(app: &App, person: &Person) -> Result<Option<uuid::Uuid>, Failure> {
    let Some(name) = &person.unit else { return Ok(None) };
    let found = app.unit_named(&ctx_of(app, CLERK).await?, name).await?;
    found.map(|unit| Some(unit.0)).map_err(|message| Failure::new(crate::exit::Exit::Failed, message))
}

async fn ctx_of(app: &App, login: &str) -> Result<Ctx, Failure> {
    let signed = app.signed_by_login(login).await?;
    Ok(Ctx {
        who: Who::Account(Box::new(signed)),
        lang: Lang::default(),
        at: app.now(),
        act: app.new_act(),
        channel: Channel::Cli,
    })
}

async fn act_as<A: Act>(app: &App, login: &str, act: &A) -> Result<Outcome<A::Done>, Failure> {
    Ok(app.perform(&ctx_of(app, login).await?, act).await?)
}
