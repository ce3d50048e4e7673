//! States, records and sealed values against the journal.

use super::*;

/// A state row as stored.
#[derive(sqlx::FromRow)]
pub(super) struct State {
    act: uuid::Uuid,
    ordinal: i64,
    kind: String,
    id: uuid::Uuid,
    version: i64,
    format: i64,
    state: String,
    digest: Vec<u8>,
}

/// The states of a stretch of a chain, by act.
pub(super) async fn states_between(
    conn: &mut Conn,
    chain: &str,
    after: i64,
    until: i64,
) -> Result<HashMap<uuid::Uuid, Vec<State>>, StoreError> {
    let rows: Vec<State> = conn
        .all(
            sql("select s.act, s.ordinal, s.kind, s.id, s.version, s.format, s.state, s.digest \
                 from journal_entry e join journal_state s on s.act = e.act \
                 where e.chain = $1 and e.seq > $2 and e.seq <= $3 order by e.seq, s.ordinal")
            .bind(chain)
            .bind(after)
            .bind(until),
        )
        .await?;
    let mut by_act: HashMap<uuid::Uuid, Vec<State>> = HashMap::new();
    for row in rows {
        by_act.entry(row.act).or_default().push(row);
    }
    Ok(by_act)
}

/// Checks the states of one entry and notes them as the last of their records; returns the leaves of its digest tree.
pub(super) fn check_states(
    key: &ChainKey,
    envelope: &Envelope,
    states: Option<Vec<State>>,
    report: &mut Report,
    last: &mut LastStates,
) -> Vec<StateLeaf> {
    let mut leaves = Vec::new();
    let mut expected = 0_i64;
    for s in states.unwrap_or_default() {
        let place = format!("{} {}", s.kind, s.id);
        while expected < s.ordinal {
            report.faults.push(Fault::new("state-missing", envelope.act.to_string(), expected));
            expected += 1;
        }
        expected += 1;
        let leaf = StateLeaf::of(key, &s.kind, RecordId(s.id), s.version, s.format, &s.state);
        let stated = Digest::from_slice(&s.digest).ok();
        if stated != Some(leaf.digest) {
            report.faults.push(Fault::new("state-changed", place, s.version));
        }
        // As with entries: the tree is built from what is written, the altered leaf is named once.
        leaves.push(StateLeaf { version: s.version, digest: stated.unwrap_or(leaf.digest) });
        let newest = last.entry((s.kind, s.id)).or_insert((0, 0, String::new()));
        if s.version > newest.0 {
            *newest = (s.version, s.format, s.state);
        }
    }
    while expected < envelope.states {
        report.faults.push(Fault::new("state-missing", envelope.act.to_string(), expected));
        expected += 1;
    }
    leaves
}

/// Compares every record table with the last states; what remains in `last` afterwards is missing.
/// Returns the sealed values that records refer to.
pub(super) async fn check_records(
    conn: &mut Conn,
    kinds: &[Kind],
    last: &mut LastStates,
    report: &mut Report,
) -> Result<Vec<SealedRef>, StoreError> {
    let mut sealed = Vec::new();
    let mut counted = tally::Difference::default();
    for kind in kinds {
        let mut after: Option<uuid::Uuid> = None;
        loop {
            let text = format!(
                "select id, version, format, state from {} where ($1 is null or id > $1) order by id limit {BATCH}",
                kind.name
            );
            let batch: Vec<(uuid::Uuid, i64, i64, String)> =
                conn.all(Statement::assembled(text).bind(after)).await?;
            let Some((id, ..)) = batch.last() else { break };
            after = Some(*id);
            let mut computed = Vec::new();
            for (id, version, format, state) in batch {
                report.records += 1;
                match last.remove(&(kind.name.to_owned(), id)) {
                    None => report.faults.push(Fault::new("record-unknown", kind.name, id)),
                    Some(stated) if stated != (version, format, state.clone()) => {
                        report.faults.push(Fault::new("record-changed", kind.name, id));
                    }
                    Some(_) => match (kind.recompute)(format, &state) {
                        Ok(r) => computed.push(r),
                        Err(_) => report.faults.push(Fault::new("record-changed", kind.name, id)),
                    },
                }
            }
            check_columns(conn, kind, &computed, report).await?;
            for record in computed {
                counted.count(kind.name, record.counts, 1);
                sealed.extend(record.sealed);
            }
        }
    }
    tally::check(conn, &counted, &mut report.faults).await?;
    for (kind, id) in last.keys() {
        report.faults.push(Fault::new("record-missing", kind.as_str(), id));
    }
    Ok(sealed)
}

/// The columns taken from the states must be those values: asked of the database row by row in one statement each batch.
async fn check_columns(
    conn: &mut Conn,
    kind: &Kind,
    computed: &[Recomputed],
    report: &mut Report,
) -> Result<(), StoreError> {
    if kind.columns.is_empty() {
        return Ok(());
    }
    for chunk in computed.chunks(200) {
        let mut text = format!("select id from {} where ", kind.name);
        let mut values: Vec<Value> = Vec::new();
        for (i, record) in chunk.iter().enumerate() {
            values.push(record.id.into());
            text.push_str(&format!("{}(id = ${}", if i == 0 { "" } else { " or " }, values.len()));
            for (column, value) in kind.columns.iter().zip(&record.columns) {
                values.push(value.clone());
                text.push_str(&format!(" and {column} is not distinct from ${}", values.len()));
            }
            text.push(')');
        }
        let good: HashSet<uuid::Uuid> = conn
            .all::<(uuid::Uuid,)>(Statement::assembled(text).bind_all(values))
            .await?
            .into_iter()
            .map(|(id,)| id)
            .collect();
        for record in chunk.iter().filter(|r| !good.contains(&r.id.0)) {
            report.faults.push(Fault::new("record-changed", kind.name, record.id));
        }
    }
    Ok(())
}

/// Every sealed value that a record refers to must be there with its digest, and none may belong to no act.
pub(super) async fn check_sealed(
    conn: &mut Conn,
    referred: Vec<SealedRef>,
    acts: &HashSet<uuid::Uuid>,
    report: &mut Report,
) -> Result<(), StoreError> {
    let mut wanted: HashMap<uuid::Uuid, String> = referred.into_iter().map(|r| (r.id.0, r.digest)).collect();
    let mut after: Option<uuid::Uuid> = None;
    loop {
        let text = format!(
            "select id, act, ciphertext from sealed_value where ($1 is null or id > $1) order by id limit {BATCH}"
        );
        let batch: Vec<(uuid::Uuid, uuid::Uuid, Vec<u8>)> =
            conn.all(Statement::assembled(text).bind(after)).await?;
        let Some((id, ..)) = batch.last() else { break };
        after = Some(*id);
        for (id, act, ciphertext) in batch {
            report.sealed += 1;
            let digest = crypto::Sealed::from_bytes(ciphertext).digest().to_string();
            if !acts.contains(&act) {
                report.faults.push(Fault::new("sealed-unknown", "sealed_value", id));
            }
            if wanted.remove(&id).is_some_and(|stated| stated != digest) {
                report.faults.push(Fault::new("sealed-changed", "sealed_value", id));
            }
        }
    }
    for id in wanted.keys() {
        report.faults.push(Fault::new("sealed-missing", "sealed_value", id));
    }
    Ok(())
}
