//! The register of petitions as it is kept, with incidents, dismissed pairs and the nightly balance.
//!
//! A petition's text is read by its engagement's team and indexed with that compartment's token only. The office reads
//! [`envelopes`]: columns that hold neither text nor subject nor how it was named. Who wrote a petition is a sealed
//! value that no column, search entry or label repeats.

mod balance;
mod envelope;
mod incident;
mod pair;
mod slip;
mod source;

pub use balance::{Tally, counted, newest_sheets, received, sheet_before, tallies};
pub use envelope::{Envelope, envelopes};
pub use incident::{KeptIncident, OfficeIncident, incident, incidents, of_petition, office_incidents, told};
pub use pair::{
    KnownPair, NewPair, best_pairs, looked_apart, looked_of, looked_pair, pairs_of, replace_pairs, with_pairs,
};

pub use slip::{received_slip, slip_of, slips};
pub use source::sources;

use crate::record::{Record, SearchEntry, StoreError, Stored, all, optional};
use crate::tally::{self, Counts, Place};
use crate::{Viewer, visible};
use db::{Conn, Statement, Value, dialect, sql};
use domain::account::SealedRef;
use domain::permission::compartment;
use domain::petition::{Content, Petition, Verdict};
use kernel::{Cursor, Day, EngagementId, Page, PageRequest, PetitionId, RecordId, RoundId, UnitId};
use std::collections::HashMap;

/// Offset by which the day in a column is told; the committee's own is near enough for a column that only filters.
const DAY_OFFSET: kernel::Offset = kernel::Offset::BEIJING;

/// Under which petitions are counted, besides their standings, once they were screened as the team's own.
pub const IN_SCOPE: &str = "in_scope";

impl Record for Petition {
    const KIND: &'static str = "petition";
    const COLUMNS: &'static [&'static str] = &[
        "round",
        "engagement",
        "compartment",
        "number",
        "channel",
        "received_at",
        "received_day",
        "standing",
        "disposition",
        "naming",
        "unit",
        "marks",
        "claim_of",
        "merged_into",
    ];

    fn id(&self) -> RecordId {
        self.id.into()
    }

    fn columns(&self) -> Vec<Value> {
        vec![
            self.round.0.into(),
            self.engagement.0.into(),
            compartment::work(self.engagement).into(),
            self.number.as_str().into(),
            self.content.channel.0.as_str().into(),
            self.content.received.into(),
            self.content.received.day(DAY_OFFSET).into(),
            self.standing().code().into(),
            self.disposition().code().into(),
            naming_code(&self.content).into(),
            self.content.unit.map(|unit| unit.0).into(),
            marks(&self.content).into(),
            self.claim_of.map(|id| id.0).into(),
            self.merged.as_ref().map(|merge| merge.into.0).into(),
        ]
    }

    fn sealed(&self) -> Vec<SealedRef> {
        self.identity.iter().cloned().collect()
    }

    const COUNTED: bool = true;

    fn counts(&self) -> Option<Counts> {
        let place = Place {
            compartment: compartment::work(self.engagement),
            unit: None,
            engagement: self.engagement,
            round: self.round,
        };
        let verdict = self.screening.as_ref().map(|screening| &screening.verdict);
        let ours = matches!(verdict, Some(Verdict::In | Verdict::Mixed)).then_some((IN_SCOPE, None));
        Some(Counts { place, facets: [(self.standing().code(), None)].into_iter().chain(ours).collect() })
    }

    fn search(&self) -> Option<SearchEntry> {
        let subjects = self.content.subjects.iter().map(|s| format!("{} {}", s.name, s.post));
        let text = subjects.chain([self.content.text.clone()]).collect::<Vec<_>>().join(" ");
        Some(SearchEntry {
            compartment: compartment::work(self.engagement),
            title: format!("{} {}", self.number, self.content.unit_written).trim().to_owned(),
            text,
        })
    }
}

const fn naming_code(content: &Content) -> &'static str {
    use domain::petition::Naming;
    match content.naming {
        Naming::Anonymous => "anonymous",
        Naming::SurnameOnly => "surname_only",
        Naming::Unverified => "unverified",
        Naming::RealName => "real_name",
    }
}

/// Codes between commas, so that each is found with a comma on either side.
fn marks(content: &Content) -> String {
    let codes: Vec<&str> = content.marks.iter().map(|mark| mark.code()).collect();
    if codes.is_empty() { String::new() } else { format!(",{},", codes.join(",")) }
}

/// Which petitions a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of one engagement.
    pub engagement: Option<EngagementId>,
    /// Of these standings; of any but taken back when empty.
    pub standings: Vec<&'static str>,
    /// Code of the channel.
    pub channel: Option<String>,
    /// The unit it is about.
    pub unit: Option<UnitId>,
    /// Code of a mark.
    pub mark: Option<String>,
    /// Code of how it was named.
    pub naming: Option<String>,
    /// With a running deadline before this day.
    pub late: Option<Day>,
    /// With this in its number.
    pub number: Option<String>,
}

impl Filter {
    /// The conditions, whose values are bound behind `values`, which follow the viewer's three.
    fn conditions(&self, values: &mut Vec<Value>) -> String {
        let mut text = String::new();
        let mut equal = |column: &str, value: Value, values: &mut Vec<Value>| {
            values.push(value);
            text.push_str(&format!(" and p.{column} = ${}", values.len() + 3));
        };
        if let Some(id) = self.engagement {
            equal("engagement", id.0.into(), values);
        }
        if let Some(channel) = &self.channel {
            equal("channel", channel.as_str().into(), values);
        }
        if let Some(unit) = self.unit {
            equal("unit", unit.0.into(), values);
        }
        if let Some(naming) = &self.naming {
            equal("naming", naming.as_str().into(), values);
        }
        if self.standings.is_empty() {
            text.push_str(" and p.standing <> 'withdrawn'");
        } else {
            let condition = dialect::any_of("p.standing", values.len() + 4, self.standings.len());
            text.push_str(&format!(" and {condition}"));
            values.extend(self.standings.iter().map(|s| Value::from(*s)));
        }
        let mut like = |column: &str, part: String, values: &mut Vec<Value>| {
            values.push(part.into());
            text.push_str(&format!(" and p.{column} like ${} escape '!'", values.len() + 3));
        };
        if let Some(mark) = &self.mark {
            like("marks", format!("%,{},%", escaped(mark)), values);
        }
        if let Some(number) = &self.number {
            like("number", format!("%{}%", escaped(number)), values);
        }
        if let Some(day) = self.late {
            values.extend([true.into(), day.into()]);
            let (open, due) = (values.len() + 2, values.len() + 3);
            text.push_str(&format!(
                " and exists (select 1 from deadline d where d.subject_kind = 'petition' \
                 and d.subject_id = p.id and d.open = ${open} and d.due < ${due})"
            ));
        }
        text
    }
}

/// Text as it stands in a pattern.
fn escaped(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

/// Most engagements whose petitions are read off one index each; the petitions of more are read off the one of all.
const FEW: usize = 12;

/// Petitions, the newest first, of what the viewer may read. `own` are the engagements that the viewer works in: a team's
/// list costs what its page holds, however many petitions others have.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    conn: &mut Conn,
    viewer: &Viewer,
    (filter, own): (&Filter, &[EngagementId]),
    page: &PageRequest,
) -> Result<Page<Stored<Petition>>, StoreError> {
    let mut values = Vec::new();
    let mut conditions = filter.conditions(&mut values);
    behind(&mut conditions, &mut values, page);
    values.push(page.limit().into());
    let limit = values.len() + 3;
    let order = format!("order by p.received_at desc, p.id desc limit ${limit}");
    let within = |engagement: &str| {
        format!(
            "select p.version, p.format, p.state, p.received_at, p.id from petition p where {}{engagement}{conditions} {order}",
            visible!("p.compartment")
        )
    };
    let few = filter.engagement.is_none() && (1..=FEW).contains(&own.len());
    let rows = if few {
        let each = own.iter().map(|engagement| {
            values.push(engagement.0.into());
            within(&format!(" and p.engagement = ${}", values.len() + 3))
        });
        let each: Vec<String> =
            each.zip(0_usize..).map(|(one, n)| format!("select * from ({one}) e{n}")).collect();
        each.join(" union all ")
    } else {
        within("")
    };
    let text = format!(
        "select version, format, state from ({rows}) found order by received_at desc, id desc limit ${limit}"
    );
    let found = all(conn, viewer.bind(Statement::assembled(text)).bind_all(values)).await?;
    Ok(Page::cut(found, page, |p: &Stored<Petition>| Cursor {
        key: p.content.received.0.to_string(),
        id: p.value.id.0,
    }))
}

/// Goes on behind the last row seen, in lists ordered by the instant received, newest first.
fn behind(text: &mut String, values: &mut Vec<Value>, page: &PageRequest) {
    let after = page.after.as_ref().and_then(|c| Some((c.key.parse::<i64>().ok()?, c.id)));
    if let Some((at, id)) = after {
        values.extend([at.into(), id.into()]);
        let (at, id) = (values.len() + 2, values.len() + 3);
        text.push_str(&format!(" and (p.received_at, p.id) < (${at}, ${id})"));
    }
}

/// How many petitions stand where, of what the viewer may read: standing, naming, count.
///
/// # Errors
/// [`StoreError`].
pub async fn counts(
    conn: &mut Conn,
    viewer: &Viewer,
    engagement: Option<EngagementId>,
) -> Result<Vec<(String, i64)>, StoreError> {
    tally::standings(conn, viewer, Petition::KIND, engagement.as_ref().map(std::slice::from_ref)).await
}

/// How many petitions with a running deadline before a day the viewer may read.
///
/// # Errors
/// [`StoreError`].
pub async fn late(
    conn: &mut Conn,
    viewer: &Viewer,
    engagement: Option<EngagementId>,
    day: Day,
) -> Result<i64, StoreError> {
    let within = if engagement.is_some() { "and p.engagement = $6" } else { "" };
    let text = format!(
        "select count(distinct p.id) from deadline d join petition p on p.id = d.subject_id where {} \
         and d.subject_kind = 'petition' and d.open = $4 and d.due < $5 {within}",
        visible!("p.compartment")
    );
    let statement = viewer.bind(Statement::assembled(text)).bind(true).bind(day);
    let (count,): (i64,) = conn.one(statement.bind_all(engagement.map(|e| e.0.into()))).await?;
    Ok(count)
}

/// One petition, if the viewer may read it.
///
/// # Errors
/// [`StoreError`].
pub async fn view(
    conn: &mut Conn,
    viewer: &Viewer,
    id: PetitionId,
) -> Result<Option<Stored<Petition>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select p.version, p.format, p.state from petition p where ",
        visible!("p.compartment"),
        " and p.id = $4"
    )));
    optional(conn, statement.bind(id.0)).await
}

/// Whether the viewer may have the identities of an engagement opened.
///
/// # Errors
/// [`StoreError`].
pub async fn sees_identities(
    conn: &mut Conn,
    viewer: &Viewer,
    engagement: EngagementId,
) -> Result<bool, StoreError> {
    let statement =
        viewer.bind(sql(concat!("select e.id from engagement e where ", visible!("$5"), " and e.id = $4")));
    let found: Option<(uuid::Uuid,)> =
        conn.optional(statement.bind(engagement.0).bind(compartment::identity(engagement))).await?;
    Ok(found.is_some())
}

/// One petition, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: PetitionId) -> Result<Option<Stored<Petition>>, StoreError> {
    optional(conn, sql("select version, format, state from petition where id = $1").bind(id.0)).await
}

/// Petitions by id, for acts and reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn many(conn: &mut Conn, ids: &[PetitionId]) -> Result<Vec<Stored<Petition>>, StoreError> {
    let mut found = Vec::new();
    for chunk in ids.chunks(500) {
        let condition = dialect::any_of("id", 1, chunk.len());
        let text = format!("select version, format, state from petition where {condition}");
        let values = chunk.iter().map(|id| id.0.into());
        found.extend(all(conn, Statement::assembled(text).bind_all(values)).await?);
    }
    Ok(found)
}

/// Of a round's register, the entries with these numbers, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn numbered(
    conn: &mut Conn,
    round: RoundId,
    numbers: &[String],
) -> Result<HashMap<String, Petition>, StoreError> {
    let mut found = HashMap::new();
    for chunk in numbers.chunks(500) {
        let condition = dialect::any_of("number", 2, chunk.len());
        let text = format!("select version, format, state from petition where round = $1 and {condition}");
        let values = chunk.iter().map(|n| n.as_str().into());
        let stored: Vec<Stored<Petition>> =
            all(conn, Statement::assembled(text).bind(round.0).bind_all(values)).await?;
        found.extend(stored.into_iter().map(|p| (p.number.clone(), p.value)));
    }
    Ok(found)
}

/// The entries of an engagement's own register with these numbers, for evidence that names them; for acts that have
/// been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn ids_of(
    conn: &mut Conn,
    engagement: EngagementId,
    numbers: &[&str],
) -> Result<Vec<(String, PetitionId)>, StoreError> {
    let mut found = Vec::new();
    for chunk in numbers.chunks(500) {
        let condition = dialect::any_of("number", 2, chunk.len());
        let text = format!("select number, id from petition where engagement = $1 and {condition}");
        let values = chunk.iter().map(|n| Value::from(*n));
        let rows: Vec<(String, uuid::Uuid)> =
            conn.all(Statement::assembled(text).bind(engagement.0).bind_all(values)).await?;
        found.extend(rows.into_iter().map(|(number, id)| (number, PetitionId(id))));
    }
    Ok(found)
}

/// All petitions of an engagement that were not taken back, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn of_engagement(
    conn: &mut Conn,
    engagement: EngagementId,
) -> Result<Vec<Stored<Petition>>, StoreError> {
    let statement = sql("select version, format, state from petition \
         where engagement = $1 and standing <> 'withdrawn' order by id");
    all(conn, statement.bind(engagement.0)).await
}

/// The claims that were split off a petition, in order, for acts and reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn claims_of(conn: &mut Conn, id: PetitionId) -> Result<Vec<Stored<Petition>>, StoreError> {
    let statement = sql("select version, format, state from petition where claim_of = $1 order by id");
    all(conn, statement.bind(id.0)).await
}

/// The petitions merged into one, for acts and reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn merged_into(conn: &mut Conn, id: PetitionId) -> Result<Vec<Stored<Petition>>, StoreError> {
    let statement = sql("select version, format, state from petition where merged_into = $1 order by id");
    all(conn, statement.bind(id.0)).await
}

/// All petitions of a round that were not taken back, for the job that compares them.
///
/// # Errors
/// [`StoreError`].
pub async fn of_round(conn: &mut Conn, round: RoundId) -> Result<Vec<Stored<Petition>>, StoreError> {
    let statement = sql("select version, format, state from petition \
         where round = $1 and standing <> 'withdrawn' order by id");
    all(conn, statement.bind(round.0)).await
}

/// How many petitions of an engagement are without a disposition, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn undisposed(conn: &mut Conn, engagement: EngagementId) -> Result<usize, StoreError> {
    let statement = sql(
        "select count(*) from petition where engagement = $1 and standing in ('registered', 'in', 'out')",
    );
    let (count,): (i64,) = conn.one(statement.bind(engagement.0)).await?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// How many petitions of an engagement are not at their end, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn open_of(conn: &mut Conn, engagement: EngagementId) -> Result<usize, StoreError> {
    let statement = sql("select count(*) from petition where engagement = $1 \
         and standing not in ('closed', 'merged', 'withdrawn', 'retracted')");
    let (count,): (i64,) = conn.one(statement.bind(engagement.0)).await?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// The engagements of a round, or all, that have petitions.
///
/// # Errors
/// [`StoreError`].
pub async fn engagements(conn: &mut Conn) -> Result<Vec<EngagementId>, StoreError> {
    let rows: Vec<(uuid::Uuid,)> =
        conn.all(sql("select distinct engagement from petition order by engagement")).await?;
    Ok(rows.into_iter().map(|(id,)| EngagementId(id)).collect())
}
