//! The inspector pool as it is kept: everything a list says of a person, with declared relatives sealed.
//!
//! [`Pooled`] is the canonical form. Relatives never stand in it, nor in a column, nor in search: a reader who may
//! see the pool sees that something was declared, and opening it is `app`'s, with reason and trace.

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
    /// Binds `$4` to `$7`, which `FITS` names.
    fn bind(&self, statement: Statement) -> Statement {
        let pattern = |s: &String| format!("%{}%", s.trim().replace(['%', '_'], ""));
        statement
            .bind(self.text.as_ref().filter(|t| !t.trim().is_empty()).map(pattern))
            .bind(self.available.map(i64::from))
            .bind(self.skill.as_ref().map(|s| format!("%|{}|%", s.replace(['%', '_', '|'], ""))))
            .bind(self.unit.map(|u| u.0))
    }
}

macro_rules! fits {
    () => {
        " and ($4 is null or lower(name) like lower($4) or lower(code) like lower($4)) \
         and ($5 is null or (case when available then 1 else 0 end) = $5) \
         and ($6 is null or skills like $6) and ($7 is null or home_unit = $7)"
    };
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
    let after = crate::record::position(page);
    let statement = viewer.bind(sql(concat!(
        "select version, format, state from inspector where ",
        visible!("'pool'"),
        fits!(),
        " and ($8 is null or (sort_key, id) > ($8, $9)) order by sort_key, id limit $10"
    )));
    let found = all(conn, filter.bind(statement).bind(after.key).bind(after.id).bind(page.limit())).await?;
    Ok(Page::cut(found, page, |i: &Stored<Pooled>| {
        crate::record::cursor(&text::pinyin::sort_key(&i.name), i.person.0)
    }))
}

/// How many fit, up to a thousand.
///
/// # Errors
/// [`StoreError`].
pub async fn count(conn: &mut Conn, viewer: &Viewer, filter: &PoolFilter) -> Result<i64, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select count(*) from (select 1 as one from inspector where ",
        visible!("'pool'"),
        fits!(),
        " limit 1001) as fitting"
    )));
    let (n,): (i64,) = conn.one(filter.bind(statement)).await?;
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
