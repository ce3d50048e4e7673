//! What came: reports, what was said about them since, their files. Rows of ciphertext.

use crate::record::StoreError;
use crypto::vault::PublicKey;
use crypto::{Digest, VaultBox};
use db::{Conn, Db, Statement, Tx, sql};
use domain::file::Kind;
use domain::online_report::Voice;
use kernel::{Day, OnlineFormId, TeamId};
use uuid::Uuid;

/// A report to be kept.
#[derive(Debug)]
pub struct NewReport {
    /// Its id, random.
    pub id: Uuid,
    /// The form it came through.
    pub form: OnlineFormId,
    /// The day.
    pub day: Day,
    /// Keyed digest of its receipt code.
    pub receipt: Digest,
    /// To whom replies are sealed.
    pub reply_key: PublicKey,
    /// What it says, sealed.
    pub contents: VaultBox,
    /// Who wrote it, sealed to the vault.
    pub reporter: Option<VaultBox>,
    /// What came with it.
    pub files: Vec<NewFile>,
}

/// A file to be kept.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// Its id, random.
    pub id: Uuid,
    /// What it is.
    pub kind: Kind,
    /// Bytes of its content.
    pub bytes: i64,
    /// Its content, sealed.
    pub contents: VaultBox,
}

/// Something said about a report, to be kept.
#[derive(Clone, Debug)]
pub struct NewSaying {
    /// Its id, random.
    pub id: Uuid,
    /// About which report.
    pub report: Uuid,
    /// Who said it.
    pub voice: Voice,
    /// The day.
    pub day: Day,
    /// What was said, sealed.
    pub contents: VaultBox,
    /// What came with it.
    pub files: Vec<NewFile>,
}

/// A report as it lies there.
#[derive(Clone, Debug)]
pub struct ReportRow {
    /// Its id.
    pub id: Uuid,
    /// The form it came through.
    pub form: OnlineFormId,
    /// The day it came.
    pub day: Day,
    /// To whom replies are sealed.
    pub reply_key: PublicKey,
    /// What it says, sealed.
    pub contents: VaultBox,
    /// Who wrote it, sealed to the vault.
    pub reporter: Option<VaultBox>,
    /// The petition made of it.
    pub taken: Option<Uuid>,
    /// What the reporter says of the answer.
    pub satisfied: Option<bool>,
}

/// Something said, as it lies there.
#[derive(Clone, Debug)]
pub struct SayingRow {
    /// Its id.
    pub id: Uuid,
    /// Who said it.
    pub voice: String,
    /// The day.
    pub day: Day,
    /// Its place in the talk, from 1.
    pub place: i64,
    /// What was said, sealed.
    pub contents: VaultBox,
}

/// A file as it lies there.
#[derive(Clone, Debug)]
pub struct SealedFile {
    /// Its id.
    pub id: Uuid,
    /// What it is, as a code.
    pub kind: String,
    /// Place of the saying it came with; 0 with the report itself.
    pub place: i64,
    /// Bytes of its content.
    pub bytes: i64,
    /// Its content, sealed.
    pub contents: VaultBox,
}

const REPORT: &str =
    "select id, form, day, reply_key, contents, reporter, taken, satisfied from online_report";

type Row = (Uuid, Uuid, String, Vec<u8>, Vec<u8>, Option<Vec<u8>>, Option<Uuid>, Option<i64>);

fn report(row: Row) -> Result<ReportRow, StoreError> {
    let (id, form, on, key, contents, reporter, taken, satisfied) = row;
    Ok(ReportRow {
        id,
        form: OnlineFormId(form),
        day: day("online_report", &on)?,
        reply_key: PublicKey::from_slice(&key)?,
        contents: VaultBox::from_bytes(contents),
        reporter: reporter.map(VaultBox::from_bytes),
        taken,
        satisfied: satisfied.map(|n| n != 0),
    })
}

fn day(kind: &'static str, text: &str) -> Result<Day, StoreError> {
    text.parse().map_err(|e| StoreError::Unreadable { kind, error: serde::de::Error::custom(e) })
}

/// Keeps a report. `false` when its form was sent before: then nothing is stored again.
///
/// # Errors
/// [`StoreError`].
pub async fn receive(db: &Db, new: &NewReport) -> Result<bool, StoreError> {
    let mut tx = db.begin().await?;
    let kept = tx
        .execute(
            sql("insert into online_report (id, form, day, receipt, reply_key, contents, reporter) \
                 values ($1, $2, $3, $4, $5, $6, $7) on conflict (receipt) do nothing")
            .bind(new.id)
            .bind(new.form.0)
            .bind(new.day)
            .bind(&new.receipt.0[..])
            .bind(&new.reply_key.0[..])
            .bind(new.contents.as_bytes())
            .bind(new.reporter.as_ref().map(|b| b.as_bytes().to_vec())),
        )
        .await?;
    if kept == 0 {
        return Ok(false);
    }
    keep_files(&mut tx, new.id, 0, &new.files).await?;
    tx.commit().await?;
    Ok(true)
}

async fn keep_files(tx: &mut Tx, report: Uuid, place: i64, files: &[NewFile]) -> Result<(), StoreError> {
    for file in files {
        let kind = serde_json::to_value(file.kind).ok().and_then(|v| v.as_str().map(str::to_owned));
        tx.execute(
            sql("insert into online_file (id, report, place, kind, bytes, contents) \
                 values ($1, $2, $3, $4, $5, $6)")
            .bind(file.id)
            .bind(report)
            .bind(place)
            .bind(kind.unwrap_or_default())
            .bind(file.bytes)
            .bind(file.contents.as_bytes()),
        )
        .await?;
    }
    Ok(())
}

/// Adds to a talk, at its end.
///
/// # Errors
/// [`StoreError`]; a conflict when two additions meet.
pub async fn say(db: &Db, new: &NewSaying) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    let (last,): (Option<i64>,) =
        tx.one(sql("select max(place) from online_saying where report = $1").bind(new.report)).await?;
    let place = last.unwrap_or(0) + 1;
    tx.execute(
        sql("insert into online_saying (id, report, voice, day, place, contents) \
             values ($1, $2, $3, $4, $5, $6)")
        .bind(new.id)
        .bind(new.report)
        .bind(new.voice.code())
        .bind(new.day)
        .bind(place)
        .bind(new.contents.as_bytes()),
    )
    .await?;
    keep_files(&mut tx, new.report, place, &new.files).await?;
    Ok(tx.commit().await?)
}

/// The statement that keeps an answer of the team, for the transaction of the act that gives it.
pub fn answer(new: &NewSaying) -> Statement {
    sql("insert into online_saying (id, report, voice, day, place, contents) select $1, $2, $3, $4, \
         coalesce((select max(place) from online_saying where report = $2), 0) + 1, $5")
    .bind(new.id)
    .bind(new.report)
    .bind(new.voice.code())
    .bind(new.day)
    .bind(new.contents.as_bytes())
}

/// The statement that notes which petition a report became, for the transaction of the act that makes it. A name goes
/// on to the petition and does not stay behind: one copy, under one key.
pub fn take(report: Uuid, petition: Uuid) -> Statement {
    sql("update online_report set taken = $2, reporter = null where id = $1 and taken is null")
        .bind(report)
        .bind(petition)
}

/// Keeps what the reporter says of the answer.
///
/// # Errors
/// [`StoreError`].
pub async fn rate(db: &Db, report: Uuid, satisfied: bool) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    let statement = sql("update online_report set satisfied = $2 where id = $1");
    tx.execute(statement.bind(report).bind(i64::from(satisfied))).await?;
    Ok(tx.commit().await?)
}

/// The report of a receipt code.
///
/// # Errors
/// [`StoreError`].
pub async fn by_receipt(conn: &mut Conn, receipt: &Digest) -> Result<Option<ReportRow>, StoreError> {
    let statement = Statement::assembled(format!("{REPORT} where receipt = $1")).bind(&receipt.0[..]);
    conn.optional::<Row>(statement).await?.map(report).transpose()
}

/// A report with the digest of its receipt code, by its id.
pub(super) async fn with_receipt(
    conn: &mut Conn,
    id: Uuid,
) -> Result<Option<(ReportRow, Digest)>, StoreError> {
    let statement = Statement::assembled(format!("{REPORT} where id = $1")).bind(id);
    let Some(row) = conn.optional::<Row>(statement).await? else { return Ok(None) };
    let receipt: (Vec<u8>,) =
        conn.one(sql("select receipt from online_report where id = $1").bind(id)).await?;
    Ok(Some((report(row)?, Digest::from_slice(&receipt.0)?)))
}

/// Reports of a form that no petition was made of yet, in order of their random ids; at most `most`.
///
/// # Errors
/// [`StoreError`].
pub async fn waiting(conn: &mut Conn, form: OnlineFormId, most: i64) -> Result<Vec<ReportRow>, StoreError> {
    let text = format!("{REPORT} where form = $1 and taken is null order by id limit $2");
    let rows: Vec<Row> = conn.all(Statement::assembled(text).bind(form.0).bind(most)).await?;
    rows.into_iter().map(report).collect()
}

/// How many reports no petition was made of yet, through all forms of a team.
///
/// # Errors
/// [`StoreError`].
pub async fn count_waiting(conn: &mut Conn, team: TeamId) -> Result<i64, StoreError> {
    let (count,): (i64,) = conn
        .one(
            sql("select count(*) from online_report r join online_form f on f.id = r.form \
                 where f.team = $1 and r.taken is null")
            .bind(team.0),
        )
        .await?;
    Ok(count)
}

/// The report that a petition was made of, for reads and acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn of_petition(conn: &mut Conn, petition: Uuid) -> Result<Option<ReportRow>, StoreError> {
    let statement = Statement::assembled(format!("{REPORT} where taken = $1")).bind(petition);
    conn.optional::<Row>(statement).await?.map(report).transpose()
}

/// What was said about a report, in order.
///
/// # Errors
/// [`StoreError`].
pub async fn sayings(conn: &mut Conn, about: Uuid) -> Result<Vec<SayingRow>, StoreError> {
    let rows: Vec<(Uuid, String, String, i64, Vec<u8>)> = conn
        .all(
            sql("select id, voice, day, place, contents from online_saying where report = $1 order by place")
                .bind(about),
        )
        .await?;
    rows.into_iter()
        .map(|(id, voice, on, place, contents)| {
            let contents = VaultBox::from_bytes(contents);
            Ok(SayingRow { id, voice, day: day("online_saying", &on)?, place, contents })
        })
        .collect()
}

/// The files that came with a report and what was said since.
///
/// # Errors
/// [`StoreError`].
pub async fn files(conn: &mut Conn, of: Uuid) -> Result<Vec<SealedFile>, StoreError> {
    let rows: Vec<(Uuid, String, i64, i64, Vec<u8>)> = conn
        .all(
            sql("select id, kind, place, bytes, contents from online_file where report = $1 order by place, id")
                .bind(of),
        )
        .await?;
    let file = |(id, kind, place, bytes, contents)| SealedFile {
        id,
        kind,
        place,
        bytes,
        contents: VaultBox::from_bytes(contents),
    };
    Ok(rows.into_iter().map(file).collect())
}

/// Digest of a day's sealed reports in the order of their random ids.
///
/// # Errors
/// [`StoreError`].
pub async fn digest_of_day(conn: &mut Conn, form: OnlineFormId, on: Day) -> Result<String, StoreError> {
    let statement = sql("select id, contents from online_report where form = $1 and day = $2 order by id");
    let rows: Vec<(Uuid, Vec<u8>)> = conn.all(statement.bind(form.0).bind(on)).await?;
    let digests: Vec<Digest> = rows.into_iter().map(|(_, b)| VaultBox::from_bytes(b).digest()).collect();
    Ok(Digest::over(&digests).to_string())
}
