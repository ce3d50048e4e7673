//! What a collector hands over and is told: reports with everything said about them, ready to leave one database and
//! enter another. Ciphertext throughout. Entering is idempotent: what is there already stays as it is.

use super::KeptForm;
use super::rows::{self, SayingRow};
use crate::record::{Record, StoreError, Stored, all, write_state};
use crypto::vault::PublicKey;
use crypto::{Digest, VaultBox};
use db::{Conn, Db, Tx, sql};
use domain::online_report::Voice;
use kernel::{Day, OnlineFormId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A report on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HandedReport {
    /// Its id.
    pub id: Uuid,
    /// The form it came through.
    pub form: OnlineFormId,
    /// The day it came.
    pub day: Day,
    /// Keyed digest of its receipt code, by the key of whoever took it.
    pub receipt: Digest,
    /// To whom replies are sealed.
    pub reply_key: PublicKey,
    /// What it says, sealed.
    pub contents: VaultBox,
    /// Who wrote it, sealed to the vault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reporter: Option<VaultBox>,
    /// What its reporter says of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub satisfied: Option<bool>,
    /// What its reporter said since.
    pub sayings: Vec<HandedSaying>,
    /// What came with it and with what was said since.
    pub files: Vec<HandedFile>,
}

/// Something said, on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HandedSaying {
    /// Its id.
    pub id: Uuid,
    /// The day.
    pub day: Day,
    /// What was said, sealed.
    pub contents: VaultBox,
}

/// A file on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HandedFile {
    /// Its id.
    pub id: Uuid,
    /// What it is, as a code.
    pub kind: String,
    /// The saying it came with; `None` with the report itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<Uuid>,
    /// Bytes of its content.
    pub bytes: i64,
    /// Its content, sealed.
    pub contents: VaultBox,
}

/// What the team said about a report, on its way to whoever took it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HandedTalk {
    /// The report.
    pub report: Uuid,
    /// Whether the team has taken it up.
    pub taken: bool,
    /// What the team said.
    pub sayings: Vec<HandedSaying>,
}

/// Ids of the reports of a form, in order of themselves.
///
/// # Errors
/// [`StoreError`].
pub async fn report_ids(conn: &mut Conn, form: OnlineFormId) -> Result<Vec<Uuid>, StoreError> {
    let statement = sql("select id from online_report where form = $1 order by id");
    let rows: Vec<(Uuid,)> = conn.all(statement.bind(form.0)).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// A report with what its reporter said since, ready to leave.
///
/// # Errors
/// [`StoreError`].
pub async fn hand_over(conn: &mut Conn, id: Uuid) -> Result<Option<HandedReport>, StoreError> {
    let Some((report, receipt)) = rows::with_receipt(conn, id).await? else { return Ok(None) };
    let said = rows::sayings(conn, id).await?;
    let ids: BTreeMap<i64, Uuid> = said.iter().map(|s| (s.place, s.id)).collect();
    let file = |f: rows::SealedFile| HandedFile {
        id: f.id,
        kind: f.kind,
        with: ids.get(&f.place).copied(),
        bytes: f.bytes,
        contents: f.contents,
    };
    let files = rows::files(conn, id).await?.into_iter().map(file).collect();
    Ok(Some(HandedReport {
        id,
        form: report.form,
        day: report.day,
        receipt,
        reply_key: report.reply_key,
        contents: report.contents,
        reporter: report.reporter,
        satisfied: report.satisfied,
        sayings: of_voice(said, Voice::Reporter),
        files,
    }))
}

/// What the team said about a report, ready to leave.
///
/// # Errors
/// [`StoreError`].
pub async fn talk_of(conn: &mut Conn, id: Uuid) -> Result<Option<HandedTalk>, StoreError> {
    let Some((report, _)) = rows::with_receipt(conn, id).await? else { return Ok(None) };
    let sayings = of_voice(rows::sayings(conn, id).await?, Voice::Team);
    Ok(Some(HandedTalk { report: id, taken: report.taken.is_some(), sayings }))
}

fn of_voice(said: Vec<SayingRow>, voice: Voice) -> Vec<HandedSaying> {
    let of = said.into_iter().filter(|s| s.voice == voice.code());
    of.map(|s| HandedSaying { id: s.id, day: s.day, contents: s.contents }).collect()
}

/// Takes a report in, with what its reporter said since. Returns whether anything of it was new.
///
/// # Errors
/// [`StoreError`].
pub async fn take_in(db: &Db, handed: &HandedReport) -> Result<bool, StoreError> {
    let mut tx = db.begin().await?;
    let insert = sql("insert into online_report (id, form, day, receipt, reply_key, contents, reporter) \
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing")
    .bind(handed.id)
    .bind(handed.form.0)
    .bind(handed.day)
    .bind(&handed.receipt.0[..])
    .bind(&handed.reply_key.0[..])
    .bind(handed.contents.as_bytes())
    .bind(handed.reporter.as_ref().map(|b| b.as_bytes().to_vec()));
    let mut new = tx.execute(insert).await? > 0;
    if let Some(satisfied) = handed.satisfied {
        let rate = sql("update online_report set satisfied = $2 where id = $1 \
             and (satisfied is null or satisfied <> $2)");
        new |= tx.execute(rate.bind(handed.id).bind(i64::from(satisfied))).await? > 0;
    }
    new |= say_all(&mut tx, handed.id, Voice::Reporter, &handed.sayings).await?;
    for file in &handed.files {
        let insert =
            sql("insert into online_file (id, report, place, kind, bytes, contents) values ($1, $2, \
             coalesce((select s.place from online_saying s where s.id = $3), 0), $4, $5, $6) \
             on conflict (id) do nothing")
            .bind(file.id)
            .bind(handed.id)
            .bind(file.with)
            .bind(file.kind.as_str())
            .bind(file.bytes)
            .bind(file.contents.as_bytes());
        new |= tx.execute(insert).await? > 0;
    }
    tx.commit().await?;
    Ok(new)
}

/// Adds what is not there yet to a talk, at its end. Returns whether anything was.
async fn say_all(
    tx: &mut Tx,
    report: Uuid,
    voice: Voice,
    sayings: &[HandedSaying],
) -> Result<bool, StoreError> {
    let mut new = false;
    for saying in sayings {
        let insert = sql("insert into online_saying (id, report, voice, day, place, contents) \
             select $1, $2, $3, $4, coalesce((select max(s.place) from online_saying s where s.report = $2), 0) + 1, \
             $5 where not exists (select 1 from online_saying s where s.id = $1)")
        .bind(saying.id)
        .bind(report)
        .bind(voice.code())
        .bind(saying.day)
        .bind(saying.contents.as_bytes());
        new |= tx.execute(insert).await? > 0;
    }
    Ok(new)
}

/// Takes in what the team said about a report that this database holds.
///
/// # Errors
/// [`StoreError`].
pub async fn take_talk(db: &Db, talk: &HandedTalk) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    let here: Option<(Uuid,)> =
        tx.optional(sql("select id from online_report where id = $1").bind(talk.report)).await?;
    if here.is_none() {
        return Ok(());
    }
    if talk.taken {
        // Which petition it became stays with the office; here it only counts that there is one.
        let taken = sql("update online_report set taken = id where id = $1 and taken is null");
        tx.execute(taken.bind(talk.report)).await?;
    }
    say_all(&mut tx, talk.report, Voice::Team, &talk.sayings).await?;
    Ok(tx.commit().await?)
}

/// The forms that are here, in order of their ids.
///
/// # Errors
/// [`StoreError`].
pub async fn forms(conn: &mut Conn) -> Result<Vec<Stored<KeptForm>>, StoreError> {
    all(conn, sql("select version, format, state from online_form order by id")).await
}

/// Holds a form that another installation made, or its newer state. For a collector alone: it has no journal.
///
/// # Errors
/// [`StoreError`].
pub async fn hold_form(db: &Db, form: &KeptForm) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    let standing = if form.closed.is_some() { "closed" } else { "open" };
    let hold = sql("insert into online_form (id, version, format, act, state, round, team, address, until_at, standing) \
         values ($1, 1, $2, $1, $3, $4, $5, $6, $7, $8) on conflict (id) do update set version = online_form.version + 1, \
         state = excluded.state, address = excluded.address, until_at = excluded.until_at, standing = excluded.standing")
    .bind(form.form.id.0)
    .bind(KeptForm::FORMAT)
    .bind(write_state(form)?)
    .bind(form.round.0)
    .bind(form.team.0)
    .bind(form.address.as_str())
    .bind(form.until)
    .bind(standing);
    tx.execute(hold).await?;
    Ok(tx.commit().await?)
}

/// Lets go of a form and of everything that came through it, once the office has it. For a collector alone.
///
/// # Errors
/// [`StoreError`].
pub async fn let_go(db: &Db, form: OnlineFormId) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    for text in [
        "delete from online_file where report in (select id from online_report where form = $1)",
        "delete from online_saying where report in (select id from online_report where form = $1)",
        "delete from online_report where form = $1",
        "delete from online_form where id = $1",
    ] {
        tx.execute(sql(text).bind(form.0)).await?;
    }
    Ok(tx.commit().await?)
}
