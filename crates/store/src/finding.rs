//! Findings and their working papers (D1).
//!
//! A finding lies in its engagement's compartment of work, and in that of clues once it was moved there: from then on
//! the team sees it no more, and search finds it by nothing but its number. Lists run engagement by engagement in the
//! order of numbers, on one index.

use crate::record::{Record, SearchEntry, StoreError, Stored, all, optional};
use crate::tally::{self, Counts};
use crate::{Viewer, visible};
use db::{Conn, Statement, Value, dialect, sql};
use domain::finding::{Degree, Kept, Place, Standing};
use domain::permission::compartment;
use kernel::{Cursor, EngagementId, FindingId, Page, PageRequest, RecordId, RoundId};
use std::collections::BTreeSet;

/// How far a list counts; beyond it says "more than".
pub const COUNTED: i64 = 1_000;

impl Record for Kept {
    const KIND: &'static str = "finding";
    const COLUMNS: &'static [&'static str] = &[
        "round",
        "engagement",
        "number",
        "place",
        "standing",
        "degree",
        "blocked",
        "signatures",
        "to_check",
        "focus",
        "sources",
        "compartment",
    ];

    fn id(&self) -> RecordId {
        self.finding.id.into()
    }

    fn columns(&self) -> Vec<Value> {
        vec![
            self.round.0.into(),
            self.engagement.0.into(),
            self.number.as_str().into(),
            place(&self.number).into(),
            self.mark.standing.code().into(),
            degree_code(self.paper.degree).into(),
            i64::from(self.mark.blocked).into(),
            i64::from(self.mark.signatures).into(),
            i64::from(self.mark.to_check).into(),
            focus(self).into(),
            sources(self).into(),
            compartment_of(self).into(),
        ]
    }

    const COUNTED: bool = true;

    fn counts(&self) -> Option<Counts> {
        let place = tally::Place {
            compartment: compartment_of(self),
            unit: None,
            engagement: self.engagement,
            round: self.round,
        };
        Some(Counts { place, facets: vec![(self.mark.standing.code(), None)] })
    }

    fn search(&self) -> Option<SearchEntry> {
        let compartment = compartment_of(self);
        if self.moved_to_clue {
            return Some(SearchEntry { compartment, title: self.number.clone(), text: String::new() });
        }
        let sentences = self.paper.sentences.iter().map(|sentence| sentence.text.as_str());
        let text: Vec<&str> = sentences.chain([self.paper.basis.as_str()]).collect();
        let title = format!("{} {}", self.number, self.paper.title);
        Some(SearchEntry { compartment, title, text: text.join(" ") })
    }
}

/// Whose it is to see.
fn compartment_of(kept: &Kept) -> String {
    if kept.moved_to_clue { compartment::clues(kept.engagement) } else { compartment::work(kept.engagement) }
}

/// A degree's code in columns.
pub const fn degree_code(degree: Degree) -> &'static str {
    match degree {
        Degree::Ordinary => "ordinary",
        Degree::Serious => "serious",
    }
}

/// Its focus points, each between spaces.
fn focus(kept: &Kept) -> String {
    let codes: Vec<&str> = kept.paper.focus.iter().map(|code| code.0.as_str()).collect();
    format!(" {} ", codes.join(" "))
}

/// The records it cites, each between spaces.
fn sources(kept: &Kept) -> String {
    let cited = kept.paper.all_evidence().filter_map(|piece| match piece.place {
        Place::Record { record, .. } => Some(record.0.simple().to_string()),
        Place::File { .. } | Place::External => None,
    });
    let distinct: BTreeSet<String> = cited.collect();
    format!(" {} ", Vec::from_iter(distinct).join(" "))
}

/// A number in an order in which DG99 comes before DG100: the digits at its end are filled up.
fn place(number: &str) -> String {
    let head = number.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = number.get(head.len()..).unwrap_or_default();
    format!("{head}{digits:0>12}")
}

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of these engagements; none for an empty list.
    pub engagements: Vec<EngagementId>,
    /// Standing so.
    pub standing: Option<Standing>,
    /// Of this degree.
    pub degree: Option<Degree>,
    /// Whether something keeps it from being signed.
    pub blocked: Option<bool>,
    /// With at least one signature that holds, or without.
    pub signed: Option<bool>,
    /// Whether something from paper waits for a second person.
    pub to_check: bool,
    /// With this focus point.
    pub focus: Option<String>,
}

/// The first placeholder after the viewer's.
const FIRST: usize = 4;

impl Filter {
    /// The conditions that were asked for, and their values from the fourth placeholder on.
    fn narrowed(&self) -> (String, Vec<Value>) {
        let mut values: Vec<Value> = self.engagements.iter().map(|id| id.0.into()).collect();
        let mut text = format!(
            "{} and {}",
            dialect::any_of("f.engagement", FIRST, values.len()),
            visible!("f.compartment")
        );
        let signed = self.signed.map(|signed| if signed { "f.signatures >=" } else { "f.signatures <" });
        let single: [(&str, Option<Value>); 6] = [
            ("f.standing =", self.standing.map(|standing| standing.code().into())),
            ("f.degree =", self.degree.map(|degree| degree_code(degree).into())),
            ("f.blocked =", self.blocked.map(|blocked| i64::from(blocked).into())),
            (signed.unwrap_or_default(), signed.map(|_| 1_i64.into())),
            ("f.to_check =", self.to_check.then(|| 1_i64.into())),
            ("f.focus like", self.focus.as_ref().map(|code| format!("% {code} %").into())),
        ];
        for (condition, value) in single {
            let Some(value) = value else { continue };
            text.push_str(&format!(" and {condition} ${}", FIRST + values.len()));
            values.push(value);
        }
        (text, values)
    }
}

/// Findings, engagement by engagement in the order of their numbers.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    conn: &mut Conn,
    viewer: &Viewer,
    filter: &Filter,
    page: &PageRequest,
) -> Result<Page<Stored<Kept>>, StoreError> {
    let (mut conditions, mut values) = filter.narrowed();
    let after = page.after.as_ref().and_then(|cursor| {
        let (engagement, place) = cursor.key.split_once(' ')?;
        Some((uuid::Uuid::parse_str(engagement).ok()?, place.to_owned(), cursor.id))
    });
    if let Some((engagement, place, id)) = after {
        let n = FIRST + values.len();
        let beyond = format!(" and (f.engagement, f.place, f.id) > (${n}, ${}, ${})", n + 1, n + 2);
        conditions.push_str(&beyond);
        values.extend([engagement.into(), place.into(), id.into()]);
    }
    let text = format!(
        "select f.version, f.format, f.state from finding f where {conditions} \
         order by f.engagement, f.place, f.id limit ${}",
        FIRST + values.len()
    );
    let statement = viewer.bind(Statement::assembled(text)).bind_all(values).bind(page.limit());
    let found = all(conn, statement).await?;
    Ok(Page::cut(found, page, |kept: &Stored<Kept>| Cursor {
        key: format!("{} {}", kept.engagement.0.simple(), place(&kept.number)),
        id: kept.finding.id.0,
    }))
}

/// How many findings a list holds, counted up to [`COUNTED`] and one.
///
/// # Errors
/// [`StoreError`].
pub async fn count(conn: &mut Conn, viewer: &Viewer, filter: &Filter) -> Result<i64, StoreError> {
    let (conditions, values) = filter.narrowed();
    let text = format!(
        "select count(*) from (select 1 as one from finding f where {conditions} limit ${}) c",
        FIRST + values.len()
    );
    let statement = viewer.bind(Statement::assembled(text)).bind_all(values).bind(COUNTED + 1);
    let (n,): (i64,) = conn.one(statement).await?;
    Ok(n)
}

/// How many findings of some engagements stand where, if the viewer sees them.
///
/// # Errors
/// [`StoreError`].
pub async fn standings(
    conn: &mut Conn,
    viewer: &Viewer,
    engagements: &[EngagementId],
) -> Result<Vec<(String, i64)>, StoreError> {
    tally::standings(conn, viewer, Kept::KIND, Some(engagements)).await
}

/// One finding, if the viewer sees it.
///
/// # Errors
/// [`StoreError`].
pub async fn view(
    conn: &mut Conn,
    viewer: &Viewer,
    id: FindingId,
) -> Result<Option<Stored<Kept>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select f.version, f.format, f.state from finding f where ",
        visible!("f.compartment"),
        " and f.id = $4"
    )));
    optional(conn, statement.bind(id.0)).await
}

/// Every finding of an engagement that the viewer sees, in the order of numbers; at most two thousand.
///
/// # Errors
/// [`StoreError`].
pub async fn of_engagement(
    conn: &mut Conn,
    viewer: &Viewer,
    engagement: EngagementId,
) -> Result<Vec<Stored<Kept>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select f.version, f.format, f.state from finding f where f.engagement = $4 and ",
        visible!("f.compartment"),
        " order by f.place, f.id limit 2000"
    )));
    all(conn, statement.bind(engagement.0)).await
}

/// The findings of an engagement that its team meeting adopted, if the viewer sees them.
///
/// # Errors
/// [`StoreError`].
pub async fn adopted(
    conn: &mut Conn,
    viewer: &Viewer,
    engagement: EngagementId,
) -> Result<Vec<Stored<Kept>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select f.version, f.format, f.state from finding f where f.engagement = $4 and ",
        visible!("f.compartment"),
        " and f.standing in ('adopted', 'confirmed') order by f.place, f.id"
    )));
    all(conn, statement.bind(engagement.0)).await
}

/// The findings among some ids that the viewer sees, in the order of numbers.
///
/// # Errors
/// [`StoreError`].
pub async fn among(
    conn: &mut Conn,
    viewer: &Viewer,
    ids: &[FindingId],
) -> Result<Vec<Stored<Kept>>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "select f.version, f.format, f.state from finding f where {} and {} order by f.place, f.id",
        visible!("f.compartment"),
        dialect::any_of("f.id", FIRST, ids.len())
    );
    let statement = viewer.bind(Statement::assembled(text)).bind_all(ids.iter().map(|id| id.0.into()));
    all(conn, statement).await
}

/// The findings of an engagement that cite one of some records, if the viewer sees them, in the order of numbers.
///
/// # Errors
/// [`StoreError`].
pub async fn citing(
    conn: &mut Conn,
    viewer: &Viewer,
    engagement: EngagementId,
    records: &[RecordId],
) -> Result<Vec<Stored<Kept>>, StoreError> {
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let each = (0..records.len()).map(|at| format!("f.sources like ${}", FIRST + 1 + at));
    let text = format!(
        "select f.version, f.format, f.state from finding f where f.engagement = ${FIRST} and {} and ({}) \
         order by f.place, f.id limit 200",
        visible!("f.compartment"),
        Vec::from_iter(each).join(" or ")
    );
    let cited = records.iter().map(|id| format!("% {} %", id.0.simple()).into());
    let statement = viewer.bind(Statement::assembled(text)).bind(engagement.0).bind_all(cited);
    all(conn, statement).await
}

/// Papers of some engagements that are not decided yet, or of which something from paper waits for its check, if the viewer
/// sees them; at most `most`.
///
/// # Errors
/// [`StoreError`].
pub async fn undecided(
    conn: &mut Conn,
    viewer: &Viewer,
    engagements: &[EngagementId],
    most: i64,
) -> Result<Vec<Stored<Kept>>, StoreError> {
    let (conditions, values) = Filter { engagements: engagements.to_vec(), ..Filter::default() }.narrowed();
    let text = format!(
        "select f.version, f.format, f.state from finding f where {conditions} \
         and (f.standing in ('draft', 'signed', 'reviewed', 'signed_off') or f.to_check = 1) \
         order by f.engagement, f.place, f.id limit ${}",
        FIRST + values.len()
    );
    all(conn, viewer.bind(Statement::assembled(text)).bind_all(values).bind(most)).await
}

/// One finding, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: FindingId) -> Result<Option<Stored<Kept>>, StoreError> {
    optional(conn, sql("select version, format, state from finding where id = $1").bind(id.0)).await
}

/// The finding of a number in an engagement, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn by_number(
    conn: &mut Conn,
    engagement: EngagementId,
    number: &str,
) -> Result<Option<Stored<Kept>>, StoreError> {
    let statement =
        sql("select version, format, state from finding where engagement = $1 and number = $2 limit 1");
    optional(conn, statement.bind(engagement.0).bind(number)).await
}

/// The numbers given in a round, for acts that give one.
///
/// # Errors
/// [`StoreError`].
pub async fn numbers(conn: &mut Conn, round: RoundId) -> Result<BTreeSet<String>, StoreError> {
    let found: Vec<(String,)> =
        conn.all(sql("select number from finding where round = $1").bind(round.0)).await?;
    Ok(found.into_iter().map(|(number,)| number).collect())
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn numbers_sort_as_people_count() {
        let mut numbers = ["DG100", "DG99", "DG001", "底稿2", "DG1000"];
        numbers.sort_by_key(|number| place(number));
        assert_eq!(numbers, ["DG001", "DG99", "DG100", "DG1000", "底稿2"]);
    }
}
