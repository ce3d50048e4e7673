//! Numbers kept with the records: how many stand where, so that neither a list nor the home page counts rows to tell
//! (Q1, Q8).
//!
//! A record says what it counts as ([`Counts`]); the act that writes it adds what it has come to be counted as and takes
//! away what it no longer is, in the same transaction. Numbers are kept apart by compartment, so a sum holds what its
//! reader may see and nothing else. The table is derived: restoring and `xuncha search rebuild` make it again, and
//! `verify` counts after it.

use crate::record::{Kind, StoreError};
use crate::verify::Fault;
use crate::{Viewer, visible};
use db::{Conn, Statement, Tx, Value, dialect, sql};
use domain::permission::compartment;
use kernel::{Day, EngagementId, RoundId, UnitId};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Where a record counts, and who may see that it does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Its compartment.
    pub compartment: String,
    /// Its unit, for what that unit and whoever supervises it may see too.
    pub unit: Option<UnitId>,
    /// Its engagement.
    pub engagement: EngagementId,
    /// That engagement's round.
    pub round: RoundId,
}

/// What a record counts as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Where.
    pub place: Place,
    /// As what: the code of a standing or of a figure, with the day for what depends on today.
    pub facets: Vec<(&'static str, Option<Day>)>,
}

/// One number of the table, without the number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    kind: &'static str,
    place: Place,
    facet: &'static str,
    day: String,
}

/// By how much each number changes. In order, so that acts that meet in the table wait for each other instead of
/// locking each other out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference(BTreeMap<Line, i64>);

const COLUMNS: [&str; 10] =
    ["kind", "compartment", "portal", "supervised", "unit", "engagement", "round", "facet", "day", "n"];

impl Difference {
    /// What a record's change from one state to the next does.
    pub(crate) fn between(kind: &'static str, old: Option<Counts>, new: Option<Counts>) -> Self {
        let mut difference = Self::default();
        difference.count(kind, new, 1);
        difference.count(kind, old, -1);
        difference
    }

    /// Counts a record in, or out again by a negative number.
    pub(crate) fn count(&mut self, kind: &'static str, counts: Option<Counts>, by: i64) {
        let Some(Counts { place, facets }) = counts else { return };
        for (facet, day) in facets {
            let day = day.map(|day| day.to_string()).unwrap_or_default();
            self.add(Line { kind, place: place.clone(), facet, day }, by);
        }
    }

    /// Both together.
    pub(crate) fn join(&mut self, other: &Self) {
        for (line, by) in &other.0 {
            self.add(line.clone(), *by);
        }
    }

    fn add(&mut self, line: Line, by: i64) {
        let n = self.0.entry(line).or_default();
        *n += by;
    }

    /// Writes the numbers that change; those that have come to nothing leave the table.
    pub(crate) fn write(&self, tx: &mut Tx) {
        let changed = || self.0.iter().filter(|(_, by)| **by != 0);
        let rows: Vec<Vec<Value>> = changed().map(|(line, by)| line.row(*by)).collect();
        let sum =
            "on conflict (kind, compartment, portal, facet, day) do update set n = tally.n + excluded.n";
        for statement in dialect::insert_many_or("tally", &COLUMNS, rows, sum) {
            tx.put_off(statement);
        }
        let fewer: BTreeSet<&str> =
            changed().filter(|(_, by)| **by < 0).map(|(line, _)| line.place.compartment.as_str()).collect();
        for compartment in fewer {
            let statement = sql("delete from tally where compartment = $1 and n = $2");
            tx.put_off(statement.bind(compartment).bind(0_i64));
        }
    }
}

impl Place {
    /// The unit's compartment, empty for what no unit sees.
    fn portal(&self) -> String {
        self.unit.map(compartment::portal).unwrap_or_default()
    }
}

impl Line {
    fn row(&self, n: i64) -> Vec<Value> {
        let place = &self.place;
        let supervised = place.unit.map(compartment::supervised).unwrap_or_default();
        vec![
            self.kind.into(),
            place.compartment.as_str().into(),
            place.portal().into(),
            supervised.into(),
            place.unit.map(|unit| unit.0).into(),
            place.engagement.0.into(),
            place.round.0.into(),
            self.facet.into(),
            self.day.as_str().into(),
            n.into(),
        ]
    }
}

/// How many records of a kind stand where, of what the viewer may read; of some engagements where they are named.
///
/// # Errors
/// [`StoreError`].
pub async fn standings(
    conn: &mut Conn,
    viewer: &Viewer,
    kind: &'static str,
    engagements: Option<&[EngagementId]>,
) -> Result<Vec<(String, i64)>, StoreError> {
    let within = engagements
        .map(|ids| format!(" and {}", dialect::any_of("t.engagement", 5, ids.len())))
        .unwrap_or_default();
    let text = format!(
        "select t.facet, cast(sum(t.n) as bigint) from tally t where t.kind = $4 and {}{within} group by t.facet",
        visible!("t.compartment")
    );
    let values = engagements.unwrap_or_default().iter().map(|id| id.0.into());
    Ok(conn.all(viewer.bind(Statement::assembled(text)).bind(kind).bind_all(values)).await?)
}

/// Counts every record again and writes the numbers anew.
///
/// # Errors
/// [`StoreError`].
pub async fn make_again(tx: &mut Tx, kinds: &[Kind]) -> Result<(), StoreError> {
    /// Records read at once.
    const BATCH: i64 = 2_000;
    tx.execute(sql("delete from tally")).await?;
    let mut all = Difference::default();
    for kind in kinds.iter().filter(|kind| kind.counted) {
        let text =
            format!("select id, format, state from {} where id > $1 order by id limit {BATCH}", kind.name);
        let mut after = Uuid::nil();
        loop {
            let statement = Statement::assembled(text.clone()).bind(after);
            let batch: Vec<(Uuid, i64, String)> = tx.all(statement).await?;
            let Some((last, ..)) = batch.last() else { break };
            after = *last;
            for (_, format, state) in &batch {
                all.count(kind.name, (kind.recompute)(*format, state)?.counts, 1);
            }
        }
    }
    all.write(tx);
    Ok(tx.write_out().await?)
}

/// Holds the table against what the records count as.
pub(crate) async fn check(
    conn: &mut Conn,
    counted: &Difference,
    faults: &mut Vec<Fault>,
) -> Result<(), StoreError> {
    type Kept = (String, String, String, String, String, i64);
    let rows: Vec<Kept> = conn.all(sql("select kind, compartment, portal, facet, day, n from tally")).await?;
    let mut kept: BTreeMap<[String; 5], i64> = BTreeMap::new();
    for (kind, compartment, portal, facet, day, n) in rows {
        kept.insert([kind, compartment, portal, facet, day], n);
    }
    for (line, n) in counted.0.iter().filter(|(_, n)| **n != 0) {
        let Line { kind, place, facet, day } = line;
        let portal = place.portal();
        let own = [*kind, &place.compartment, &portal, facet, day].map(str::to_owned);
        if kept.remove(&own) != Some(*n) {
            faults.push(Fault::new("tally-changed", *kind, own.join(" ")));
        }
    }
    for (line, _) in kept.iter().filter(|(_, n)| **n != 0) {
        let [kind, ..] = line;
        faults.push(Fault::new("tally-changed", kind.as_str(), line.join(" ")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Counts, Difference, Place};
    use kernel::{Day, EngagementId, RoundId};

    fn counts(facets: &[(&'static str, Option<Day>)]) -> Counts {
        let place = Place {
            compartment: "one:work".into(),
            unit: None,
            engagement: EngagementId(uuid::Uuid::nil()),
            round: RoundId(uuid::Uuid::nil()),
        };
        Counts { place, facets: facets.to_vec() }
    }

    #[test]
    fn what_a_record_still_is_changes_no_number() {
        let day = "2026-03-01".parse().unwrap();
        let old = counts(&[("open", None), ("fed_back", None), ("due", Some(day))]);
        let new = counts(&[("open", None), ("claimed", None), ("due", Some(day))]);
        let difference = Difference::between("item", Some(old), Some(new));
        let changed: Vec<(&str, i64)> =
            difference.0.iter().filter(|(_, n)| **n != 0).map(|(line, n)| (line.facet, *n)).collect();
        assert_eq!(changed, [("claimed", 1), ("fed_back", -1)]);
    }

    #[test]
    fn a_day_that_moves_counts_on_the_one_and_no_more_on_the_other() {
        let [one, other] = ["2026-03-01", "2026-04-01"].map(|day| day.parse().unwrap());
        let moved = Difference::between(
            "item",
            Some(counts(&[("due", Some(one))])),
            Some(counts(&[("due", Some(other))])),
        );
        let days: Vec<(&str, i64)> = moved.0.iter().map(|(line, n)| (line.day.as_str(), *n)).collect();
        assert_eq!(days, [("2026-03-01", -1), ("2026-04-01", 1)]);
    }
}
