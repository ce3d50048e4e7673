//! The list of units: filtered, in pinyin order, page by page. The root stands in the tree, not in the list.

use super::folded;
use crate::record::{StoreError, Stored, all, cursor, position};
use crate::{Viewer, visible};
use db::{Conn, Statement, Value};
use domain::organisation::Unit;
use kernel::{Page, PageRequest, UnitId};

/// What the list is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Part of a name, the present one or another.
    pub text: Option<String>,
    /// Code of a kind.
    pub kind: Option<String>,
    /// Directly below this unit.
    pub parent: Option<UnitId>,
    /// Code of what it has come to; active units when `None`.
    pub standing: Option<String>,
    /// Only objects of coverage, or only others.
    pub covered: Option<bool>,
}

/// Units in order of their names. The text holds only the conditions asked for, so that each runs on its own index.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    conn: &mut Conn,
    viewer: &Viewer,
    filter: &Filter,
    page: &PageRequest,
) -> Result<Page<Stored<Unit>>, StoreError> {
    let mut text = format!("select version, format, state from unit where {}", visible!("'organisation'"));
    let mut values: Vec<Value> = Vec::new();
    let mut place = 4;
    let mut narrow = |condition: &dyn Fn(usize) -> String, value: Value| {
        text.push_str(" and ");
        text.push_str(&condition(place));
        values.push(value);
        place += 1;
    };
    let standing = filter.standing.as_deref().unwrap_or("active");
    narrow(&|n| format!("standing = ${n}"), standing.into());
    if let Some(kind) = &filter.kind {
        narrow(&|n| format!("kind = ${n}"), kind.as_str().into());
    }
    if let Some(parent) = filter.parent {
        narrow(&|n| format!("parent = ${n}"), parent.0.into());
    }
    if let Some(covered) = filter.covered {
        narrow(&|n| format!("covered = ${n}"), covered.into());
    }
    if let Some(part) = filter.text.as_deref().map(folded).filter(|part| !part.is_empty()) {
        narrow(&|n| format!("names like ${n} escape '\\'"), format!("%{}%", literally(&part)).into());
    } else {
        // The committee itself is none of its units; whoever looks for it by name finds it.
        text.push_str(" and parent is not null");
    }
    let after = position(page);
    if let (Some(key), Some(id)) = (after.key, after.id) {
        text.push_str(&format!(" and (sort_key, id) > (${place}, ${})", place + 1));
        values.extend([key.into(), id.into()]);
        place += 2;
    }
    text.push_str(&format!(" order by sort_key, id limit ${place}"));
    let statement = viewer.bind(Statement::assembled(text)).bind_all(values).bind(page.limit());
    let found = all(conn, statement).await?;
    Ok(Page::cut(found, page, |unit: &Stored<Unit>| cursor(&text::pinyin::sort_key(&unit.name), unit.id.0)))
}

/// Text in a pattern, each of its characters standing for itself.
fn literally(text: &str) -> String {
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
    use super::literally;

    #[test]
    fn a_percent_sign_in_a_name_is_only_a_percent_sign() {
        assert_eq!(literally("100%_a\\"), "100\\%\\_a\\\\");
    }
}
