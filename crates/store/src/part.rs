//! Lists searched by part of a name: each name stands in a table under every character of it and every two characters
//! side by side, in the order of the list, so that a page of matches is read off an index however many names there are.
//!
//! A part of one or two characters is one such entry. Of a longer one the rarest two characters lead, and the names
//! found are compared with the whole part. Characters are compared, not words: 𠮷 and 䶮 are found like any other.
//! The table is derived: [`crate::commit`] keeps it with the record, restoring and `xuncha search rebuild` make it again.

use crate::record::StoreError;
use db::{Conn, Statement, Tx, Value, dialect, sql};
use kernel::RecordId;
use std::collections::BTreeSet;

/// The longest sort key kept with a part: the order beyond is that of ids.
const KEY: usize = 64;
/// The longest name that is taken apart, in characters; the rest of a longer one is not found by its parts.
const LONGEST: usize = 80;
/// Two-character parts of a query that are counted to find the rarest.
const COUNTED: usize = 6;
/// How far they are counted.
const COUNTED_TO: i64 = 400;

/// What a list finds a record by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The key that orders the list.
    pub sort_key: Vec<u8>,
    /// Its names, as they are looked for: [`folded`].
    pub names: Vec<String>,
}

/// Text as it is looked for: small letters, without white space.
pub fn folded(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// A sort key as it is kept with parts.
pub fn key(sort_key: &[u8]) -> Vec<u8> {
    sort_key.get(..KEY).unwrap_or(sort_key).to_vec()
}

impl Named {
    /// The rows of a record under all its parts.
    pub(crate) fn rows(&self, kind: &'static str, id: RecordId) -> Vec<Vec<Value>> {
        Parts::between(None, Some(self)).rows(kind, id).collect()
    }

    fn parts(&self) -> BTreeSet<String> {
        self.names.iter().flat_map(|name| singles(name).chain(pairs(name))).collect()
    }
}

fn singles(name: &str) -> impl Iterator<Item = String> + '_ {
    name.chars().take(LONGEST).map(String::from)
}

fn pairs(name: &str) -> impl Iterator<Item = String> + '_ {
    let next = name.chars().take(LONGEST).skip(1);
    name.chars().zip(next).map(|(one, other)| [one, other].into_iter().collect())
}

/// What changes in the table with a record.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts {
    gone: Vec<(String, Vec<u8>)>,
    new: Vec<(String, Vec<u8>)>,
}

impl Parts {
    /// What a record's change from one state to the next does.
    pub(crate) fn between(old: Option<&Named>, new: Option<&Named>) -> Self {
        let of = |named: Option<&Named>| -> BTreeSet<(String, Vec<u8>)> {
            let Some(named) = named else { return BTreeSet::new() };
            named.parts().into_iter().map(|part| (part, key(&named.sort_key))).collect()
        };
        let (old, new) = (of(old), of(new));
        Self { gone: old.difference(&new).cloned().collect(), new: new.difference(&old).cloned().collect() }
    }

    /// Removes what is gone.
    pub(crate) fn remove(&self, tx: &mut Tx, kind: &'static str, id: RecordId) {
        for (part, key) in &self.gone {
            let statement =
                sql("delete from name_part where kind = $1 and part = $2 and sort_key = $3 and id = $4");
            tx.put_off(statement.bind(kind).bind(part.as_str()).bind(key.as_slice()).bind(id));
        }
    }

    /// Rows of what is new, so that many records go in together.
    pub(crate) fn rows(&self, kind: &'static str, id: RecordId) -> impl Iterator<Item = Vec<Value>> + '_ {
        self.new
            .iter()
            .map(move |(part, key)| vec![kind.into(), part.as_str().into(), key.as_slice().into(), id.into()])
    }
}

/// Writes rows that [`Parts::rows`] gave.
pub(crate) fn insert(tx: &mut Tx, rows: Vec<Vec<Value>>) {
    for statement in dialect::insert_many("name_part", &["kind", "part", "sort_key", "id"], rows) {
        tx.put_off(statement);
    }
}

/// Empties the table, to be filled again.
pub(crate) async fn empty(tx: &mut Tx) -> Result<(), StoreError> {
    tx.execute(sql("delete from name_part")).await?;
    Ok(())
}

/// Makes sure that a record stands under its parts; for making the table again.
pub(crate) async fn ensure(
    tx: &mut Tx,
    kind: &'static str,
    id: RecordId,
    named: &Named,
) -> Result<(), StoreError> {
    for part in named.parts() {
        let statement = sql("insert into name_part (kind, part, sort_key, id) values ($1, $2, $3, $4) \
             on conflict (kind, part, sort_key, id) do nothing");
        let key = key(&named.sort_key);
        tx.execute(statement.bind(kind).bind(part).bind(key).bind(id)).await?;
    }
    Ok(())
}

/// How a part of a name is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// The entry that leads.
    pub lead: String,
    /// The whole part, where the names found must be compared with it: for a `like` that escapes with a backslash.
    pub pattern: Option<String>,
}

/// How a part of a name is to be looked for; `None` when it is empty or no name can hold it.
///
/// # Errors
/// [`StoreError`].
pub async fn sought(conn: &mut Conn, kind: &'static str, text: &str) -> Result<Option<Sought>, StoreError> {
    let text = folded(text);
    if text.chars().count() <= 2 {
        return Ok((!text.is_empty()).then_some(Sought { lead: text, pattern: None }));
    }
    let mut seen = BTreeSet::new();
    let counted: Vec<String> = pairs(&text).filter(|pair| seen.insert(pair.clone())).take(COUNTED).collect();
    let rarest = rarest(conn, kind, counted).await?;
    let pattern = Some(format!("%{}%", literally(&text)));
    Ok(rarest.map(|lead| Sought { lead, pattern }))
}

/// The part with the fewest names; `None` when one of them has none at all.
async fn rarest(
    conn: &mut Conn,
    kind: &'static str,
    parts: Vec<String>,
) -> Result<Option<String>, StoreError> {
    let mut text = String::new();
    for place in 0..parts.len() {
        let union = if place == 0 { "" } else { " union all " };
        text.push_str(&format!(
            "{union}select {place}, count(*) from (select 1 as one from name_part where kind = $1 \
             and part = ${} limit {COUNTED_TO}) as p{place}",
            place + 2
        ));
    }
    let statement = Statement::assembled(text).bind(kind).bind_all(parts.iter().map(|p| p.as_str().into()));
    let counts: Vec<(i32, i64)> = conn.all(statement).await?;
    let least = counts.into_iter().min_by_key(|(_, count)| *count);
    Ok(least
        .filter(|(_, count)| *count > 0)
        .and_then(|(place, _)| usize::try_from(place).ok().and_then(|place| parts.into_iter().nth(place))))
}

/// Text in a pattern, each of its characters standing for itself.
pub(crate) fn literally(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Named, Parts, folded, literally};
    use proptest::prelude::*;

    fn named(names: &[&str]) -> Named {
        Named { sort_key: vec![1], names: names.iter().map(|n| folded(n)).collect() }
    }

    #[test]
    fn a_percent_sign_in_a_name_is_only_a_percent_sign() {
        assert_eq!(literally("100%_a\\"), "100\\%\\_a\\\\");
    }

    #[test]
    fn a_name_stands_under_each_character_and_each_two_side_by_side() {
        let parts: Vec<String> = named(&["𠮷村 A"]).parts().into_iter().collect();
        assert_eq!(parts, ["a", "村", "村a", "𠮷", "𠮷村"]);
    }

    #[test]
    fn a_change_that_leaves_the_names_alone_touches_nothing() {
        let unit = named(&["苇渚镇", "苇渚"]);
        let parts = Parts::between(Some(&unit), Some(&unit));
        assert!(parts.gone.is_empty() && parts.new.is_empty());
        let renamed = Parts::between(Some(&unit), Some(&named(&["苇渚乡", "苇渚"])));
        let words = |list: &[(String, Vec<u8>)]| list.iter().map(|(p, _)| p.clone()).collect::<Vec<_>>();
        assert_eq!(words(&renamed.gone), ["渚镇", "镇"]);
        assert_eq!(words(&renamed.new), ["乡", "渚乡"]);
    }

    proptest! {
        #[test]
        fn whatever_a_name_holds_it_stands_under_every_two_characters_of(name in "[一-龥a-z𠮷]{1,20}", from in 0_usize..20, length in 1_usize..6) {
            let chars: Vec<char> = name.chars().collect();
            let from = from.min(chars.len() - 1);
            let part: String = chars[from..(from + length).min(chars.len())].iter().collect();
            let all = named(&[&name]).parts();
            for pair in super::pairs(&part).chain(super::singles(&part)) {
                prop_assert!(all.contains(&pair));
            }
        }
    }
}
