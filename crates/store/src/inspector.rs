//! The inspector pool as it is kept: everything a list says of a person, with declared relatives sealed.
//!
//! [`Pooled`] is the canonical form. Relatives never stand in it, nor in a column, nor in search: a reader who may
//! see the pool sees that something was declared, and opening it is `app`'s, with reason and trace.

use crate::part::{self, Named, Sought, folded};
use crate::record::{Record, SearchEntry, StoreError, Stored, all, optional};
use crate::{Viewer, visible};
use db::{Conn, Statement, Value, dialect, sql};
use domain::account::SealedRef;
use domain::inspector::{
    Availability, FormerPost, Inspector, InspectorCode, NamedUnit, PartyStanding, Profile, Relatives,
    RoundServed, Sex,
};
use domain::term::Month;
use kernel::{Day, Page, PageRequest, PersonId, RecordId, SealedId, UnitId, UserId};
use serde::{Deserialize, Serialize};

/// One training someone took part in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Training {
    /// On which day it ended.
    pub on: Day,
    /// What it was about.
    pub topic: String,
    /// Hours it counts for.
    pub hours: u16,
}

/// A person's entry in the pool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pooled {
    /// The person.
    pub person: PersonId,
    /// The pool's code.
    pub code: InspectorCode,
    /// Name.
    pub name: String,
    /// Sex, as listed.
    pub sex: Option<Sex>,
    /// Month of birth.
    pub birth: Option<Month>,
    /// Native place, as written.
    pub native_place: String,
    /// Standing in the Party.
    pub party: PartyStanding,
    /// The present unit.
    pub home: NamedUnit,
    /// The present post.
    pub post: String,
    /// The grade of the post.
    pub grade: String,
    /// Skills, as listed.
    pub skills: Vec<String>,
    /// Former posts.
    pub posts: Vec<FormerPost>,
    /// What was declared of relatives, sealed; `None` when nobody asked yet.
    pub relatives: Option<SealedRef>,
    /// Training hours of the last three years.
    pub training_hours: Option<u16>,
    /// Trainings entered one by one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trainings: Vec<Training>,
    /// Rounds served on before the program knew rounds of its own.
    pub rounds_served: Vec<RoundServed>,
    /// Whether they can be called up.
    pub availability: Availability,
    /// Remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The account the person signs in with, where they have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<UserId>,
}

impl Pooled {
    /// The form in which a listed person is kept; what was declared goes in as a reference only.
    pub fn new(inspector: Inspector, relatives: Option<SealedRef>) -> Self {
        let Inspector { person, profile } = inspector;
        Self {
            person,
            code: profile.code,
            name: profile.name,
            sex: profile.sex,
            birth: profile.birth,
            native_place: profile.native_place,
            party: profile.party,
            home: profile.home,
            post: profile.post,
            grade: profile.grade,
            skills: profile.skills,
            posts: profile.posts,
            relatives,
            training_hours: profile.training_hours,
            trainings: Vec::new(),
            rounds_served: profile.rounds_served,
            availability: profile.availability,
            note: profile.note,
            account: None,
        }
    }

    /// A newer list's view of the same person: account and single trainings stay.
    #[must_use]
    pub fn listed_anew(&self, profile: Profile, relatives: Option<SealedRef>) -> Self {
        let inspector = Inspector { person: self.person, profile };
        Self { account: self.account, trainings: self.trainings.clone(), ..Self::new(inspector, relatives) }
    }

    /// What rules look at, with the relatives as they were opened.
    pub fn profile(&self, relatives: Relatives) -> Profile {
        Profile {
            code: self.code.clone(),
            name: self.name.clone(),
            sex: self.sex,
            birth: self.birth,
            native_place: self.native_place.clone(),
            party: self.party.clone(),
            home: self.home.clone(),
            post: self.post.clone(),
            grade: self.grade.clone(),
            skills: self.skills.clone(),
            posts: self.posts.clone(),
            relatives,
            training_hours: self.training_hours,
            rounds_served: self.rounds_served.clone(),
            availability: self.availability.clone(),
            note: self.note.clone(),
        }
    }
}

impl Record for Pooled {
    const KIND: &'static str = "inspector";
    const COLUMNS: &'static [&'static str] =
        &["code", "name", "sort_key", "home_unit", "available", "skills", "account"];
    fn id(&self) -> RecordId {
        self.person.into()
    }
    fn columns(&self) -> Vec<Value> {
        vec![
            self.code.0.as_str().into(),
            self.name.as_str().into(),
            text::pinyin::sort_key(&self.name).into(),
            self.home.unit.map(|u| u.0).into(),
            self.availability.is_available().into(),
            fenced(&self.skills).into(),
            self.account.map(|a| a.0).into(),
        ]
    }
    fn sealed(&self) -> Vec<SealedRef> {
        self.relatives.iter().cloned().collect()
    }
    fn named(&self) -> Option<Named> {
        let names = vec![folded(&self.code.0), folded(&self.name)];
        Some(Named { sort_key: text::pinyin::sort_key(&self.name), names })
    }
    fn search(&self) -> Option<SearchEntry> {
        let text = format!("{} {} {} {}", self.code.0, self.home.written, self.post, self.skills.join(" "));
        Some(SearchEntry { compartment: "pool".into(), title: self.name.clone(), text })
    }
}

/// Words between bars, so that one whole word can be looked for: `|财务审计|文字综合|`.
fn fenced(words: &[String]) -> String {
    words.iter().fold(String::from("|"), |line, word| format!("{line}{}|", word.replace('|', " ")))
}

/// What a list of the pool is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PoolFilter {
    /// Part of a name or code.
    pub text: Option<String>,
    /// Who can be called up, or who cannot.
    pub available: Option<bool>,
    /// Who has this skill.
    pub skill: Option<String>,
    /// Whose present unit this is.
    pub unit: Option<UnitId>,
}

impl PoolFilter {
    /// The conditions asked for, after the viewer's three values.
    fn narrow(&self, sought: Option<Sought>) -> (String, Vec<Value>) {
        let mut text = format!(" where {}", visible!("'pool'"));
        let mut values: Vec<Value> = Vec::new();
        let mut and = |condition: &str, value: Value| {
            values.push(value);
            text.push_str(&format!(" and {}", condition.replace("$?", &format!("${}", values.len() + 3))));
        };
        if let Some(sought) = sought {
            and("i.id = p.id and p.kind = 'inspector' and p.part = $?", sought.lead.into());
            if let Some(pattern) = sought.pattern {
                and("lower(i.code || '|' || i.name) like $? escape '\\'", pattern.into());
            }
        }
        if let Some(available) = self.available {
            and("i.available = $?", available.into());
        }
        if let Some(skill) = &self.skill {
            and("i.skills like $?", format!("%|{}|%", skill.replace(['%', '_', '|'], "")).into());
        }
        if let Some(unit) = self.unit {
            and("i.home_unit = $?", unit.0.into());
        }
        (text, values)
    }

    /// How the part of a name is looked for: `None` when there is none to look for, and when nobody has it.
    async fn sought(&self, conn: &mut Conn) -> Result<Option<Option<Sought>>, StoreError> {
        match self.text.as_deref().filter(|text| !text.trim().is_empty()) {
            None => Ok(Some(None)),
            Some(text) => Ok(part::sought(conn, "inspector", text).await?.map(Some)),
        }
    }
}

/// Inspectors in order of names.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    conn: &mut Conn,
    viewer: &Viewer,
    filter: &PoolFilter,
    page: &PageRequest,
) -> Result<Page<Stored<Pooled>>, StoreError> {
    let place =
        |i: &Stored<Pooled>| crate::record::cursor(&part::key(&text::pinyin::sort_key(&i.name)), i.person.0);
    let Some(sought) = filter.sought(conn).await? else { return Ok(Page::cut(Vec::new(), page, place)) };
    let (from, order) = match sought {
        Some(_) => ("name_part p cross join inspector i", "p.sort_key, p.id"),
        None => ("inspector i", "i.sort_key, i.id"),
    };
    let (conditions, mut values) = filter.narrow(sought);
    let mut text = format!("select i.version, i.format, i.state from {from}{conditions}");
    let after = crate::record::position(page);
    if let (Some(key), Some(id)) = (after.key, after.id) {
        let n = values.len() + 4;
        text.push_str(&format!(" and ({order}) > (${n}, ${})", n + 1));
        values.extend([key.into(), id.into()]);
    }
    text.push_str(&format!(" order by {order} limit ${}", values.len() + 4));
    let statement = viewer.bind(Statement::assembled(text)).bind_all(values).bind(page.limit());
    Ok(Page::cut(all(conn, statement).await?, page, place))
}

/// How many fit, up to a thousand.
///
/// # Errors
/// [`StoreError`].
pub async fn count(conn: &mut Conn, viewer: &Viewer, filter: &PoolFilter) -> Result<i64, StoreError> {
    let Some(sought) = filter.sought(conn).await? else { return Ok(0) };
    let from = if sought.is_some() { "name_part p cross join inspector i" } else { "inspector i" };
    let (conditions, values) = filter.narrow(sought);
    let text =
        format!("select count(*) from (select 1 as one from {from}{conditions} limit 1001) as fitting");
    let (n,): (i64,) = conn.one(viewer.bind(Statement::assembled(text)).bind_all(values)).await?;
    Ok(n)
}

/// One inspector, if the viewer may see the pool.
///
/// # Errors
/// [`StoreError`].
pub async fn view(
    conn: &mut Conn,
    viewer: &Viewer,
    id: PersonId,
) -> Result<Option<Stored<Pooled>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select version, format, state from inspector where ",
        visible!("'pool'"),
        " and id = $4"
    )));
    optional(conn, statement.bind(id.0)).await
}

/// One inspector, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: PersonId) -> Result<Option<Stored<Pooled>>, StoreError> {
    optional(conn, sql("select version, format, state from inspector where id = $1").bind(id.0)).await
}

/// Several inspectors, for reads and acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn many(conn: &mut Conn, ids: &[PersonId]) -> Result<Vec<Stored<Pooled>>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "select version, format, state from inspector where {}",
        db::dialect::any_of("id", 1, ids.len())
    );
    all(conn, Statement::assembled(text).bind_all(ids.iter().map(|id| id.0.into()))).await
}

/// The inspector who signs in with an account. Unscoped: it says who someone is, and nothing else of them.
///
/// # Errors
/// [`StoreError`].
pub async fn by_account(conn: &mut Conn, account: UserId) -> Result<Option<Stored<Pooled>>, StoreError> {
    optional(conn, sql("select version, format, state from inspector where account = $1").bind(account.0))
        .await
}

/// The whole pool in order of codes, for acts that have been authorised: imports, proposals, recusal.
///
/// # Errors
/// [`StoreError`].
pub async fn pool(conn: &mut Conn) -> Result<Vec<Stored<Pooled>>, StoreError> {
    all(conn, sql("select version, format, state from inspector order by code")).await
}

/// Everyone cleared or authorised in a round that is not over ([`crate::member::checked`]), each once.
///
/// # Errors
/// [`StoreError`].
pub async fn checked(conn: &mut Conn) -> Result<Vec<Stored<Pooled>>, StoreError> {
    all(
        conn,
        sql("select version, format, state from inspector where id in ( \
             select m.inspector from member m join team t on t.id = m.team join round r on r.id = t.round \
             where m.standing in ('cleared', 'authorised') \
             and r.standing not in ('closed', 'archived', 'withdrawn')) order by code"),
    )
    .await
}

/// Ciphertexts by id, many at once: a check of the whole pool must not ask the database person by person.
///
/// # Errors
/// [`StoreError`].
pub async fn ciphertexts(
    conn: &mut Conn,
    ids: &[SealedId],
) -> Result<Vec<(SealedId, crypto::Sealed)>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(500) {
        let text = format!(
            "select id, ciphertext from sealed_value where {}",
            dialect::any_of("id", 1, chunk.len())
        );
        let statement = Statement::assembled(text).bind_all(chunk.iter().map(|id| Value::from(id.0)));
        let rows: Vec<(uuid::Uuid, Vec<u8>)> = conn.all(statement).await?;
        found.extend(rows.into_iter().map(|(id, bytes)| (SealedId(id), crypto::Sealed::from_bytes(bytes))));
    }
    Ok(found)
}

/// Every skill that someone of the pool has, for choosing one.
///
/// # Errors
/// [`StoreError`].
pub async fn skills(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<String>, StoreError> {
    let statement =
        viewer.bind(sql(concat!("select distinct skills from inspector where ", visible!("'pool'"))));
    let rows: Vec<(String,)> = conn.all(statement).await?;
    let words: std::collections::BTreeSet<String> = rows
        .iter()
        .flat_map(|(line,)| line.split('|'))
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect();
    Ok(words.into_iter().collect())
}
