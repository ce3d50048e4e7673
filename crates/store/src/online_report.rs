//! The public page's forms, and what came through them.
//!
//! Forms are records. What came is not: sealed rows with random ids and the day, that no journal entry, address or
//! instant can be tied to (docs/architecture.md, "What must never be joinable"). They are in backups.

mod handed;
mod rows;

pub use handed::{
    HandedFile, HandedReport, HandedSaying, HandedTalk, forms, hand_over, hold_form, let_go, report_ids,
    take_in, take_talk, talk_of,
};
pub use rows::{
    NewFile, NewReport, NewSaying, ReportRow, SayingRow, SealedFile, answer, by_receipt, count_waiting,
    digest_of_day, files, of_petition, rate, receive, say, sayings, take, waiting,
};

use crate::record::{Record, StoreError, Stored, all, optional};
use crypto::vault::PublicKey;
use db::{Conn, Value, sql};
use domain::account::SealedRef;
use domain::online_report::{DayCount, FormAddress, OnlineForm};
use kernel::{Day, OnlineFormId, RecordId, TeamId};
use serde::{Deserialize, Serialize};

/// A form with the keys that its reports are sealed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptForm {
    /// The form.
    #[serde(flatten)]
    pub form: OnlineForm,
    /// To whom reports are sealed.
    pub intake: PublicKey,
    /// What opens them, itself sealed.
    pub key: SealedRef,
    /// To whom a reporter's name is sealed; without anyone the form asks for none.
    pub vault: Vec<PublicKey>,
    /// What opens names, itself sealed; `None` for a form that asks for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vault_key: Option<SealedRef>,
}

impl KeptForm {
    /// The field in which [`KeptForm::key`] is sealed.
    pub const KEY_FIELD: &'static str = "key";
    /// The field in which [`KeptForm::vault_key`] is sealed.
    pub const VAULT_FIELD: &'static str = "vault_key";
}

impl std::ops::Deref for KeptForm {
    type Target = OnlineForm;
    fn deref(&self) -> &OnlineForm {
        &self.form
    }
}

impl Record for KeptForm {
    const KIND: &'static str = "online_form";
    const COLUMNS: &'static [&'static str] = &["round", "team", "address", "until_at", "standing"];

    fn id(&self) -> RecordId {
        self.form.id.into()
    }

    fn columns(&self) -> Vec<Value> {
        vec![
            self.round.0.into(),
            self.team.0.into(),
            self.address.as_str().into(),
            self.until.into(),
            if self.closed.is_some() { "closed" } else { "open" }.into(),
        ]
    }

    fn sealed(&self) -> Vec<SealedRef> {
        [self.key.clone()].into_iter().chain(self.vault_key.clone()).collect()
    }
}

impl Record for DayCount {
    const KIND: &'static str = "online_day";
    const COLUMNS: &'static [&'static str] = &["form", "day"];

    fn id(&self) -> RecordId {
        self.id
    }

    fn columns(&self) -> Vec<Value> {
        vec![self.form.0.into(), self.day.into()]
    }
}

/// The form at an address, for anyone.
///
/// # Errors
/// [`StoreError`].
pub async fn at(conn: &mut Conn, address: &FormAddress) -> Result<Option<Stored<KeptForm>>, StoreError> {
    let statement = sql("select version, format, state from online_form where address = $1");
    optional(conn, statement.bind(address.as_str())).await
}

/// One form, for acts and reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: OnlineFormId) -> Result<Option<Stored<KeptForm>>, StoreError> {
    optional(conn, sql("select version, format, state from online_form where id = $1").bind(id.0)).await
}

/// The forms of a team, the newest first, for acts and reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn of_team(conn: &mut Conn, team: TeamId) -> Result<Vec<Stored<KeptForm>>, StoreError> {
    let statement = sql("select version, format, state from online_form where team = $1 order by id desc");
    all(conn, statement.bind(team.0)).await
}

/// Days before `today` on which reports came and which no [`DayCount`] tells of yet, with how many.
///
/// # Errors
/// [`StoreError`].
pub async fn uncounted(conn: &mut Conn, today: Day) -> Result<Vec<(OnlineFormId, Day, i64)>, StoreError> {
    let rows: Vec<(uuid::Uuid, String, i64)> = conn
        .all(
            sql("select r.form, r.day, count(*) from online_report r where r.day < $1 and not exists \
                 (select 1 from online_day d where d.form = r.form and d.day = r.day) \
                 group by r.form, r.day order by r.form, r.day")
            .bind(today),
        )
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(form, day, n)| Some((OnlineFormId(form), day.parse().ok()?, n)))
        .collect())
}
