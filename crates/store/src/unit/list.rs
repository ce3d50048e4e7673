//! The list of units: filtered, in pinyin order, page by page. The root stands in the tree, not in the list.
//!
//! Looked for by part of a name, the list is read off the parts of names ([`crate::part`]); below one unit, whose
//! children are few, each name is compared.

use crate::part::{self, Sought};
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

impl Filter {
    fn text(&self) -> Option<String> {
        self.text.as_deref().map(part::folded).filter(|text| !text.is_empty())
    }
}

/// A list's text as it grows, with its values.
struct Narrowing {
    text: String,
    values: Vec<Value>,
}

impl Narrowing {
    /// Takes one condition more, which names its value `$?`.
    fn and(&mut self, condition: &str, value: impl Into<Value>) {
        // The viewer's values are the first three.
        let place = format!("${}", self.values.len() + 4);
        self.text.push_str(" and ");
        self.text.push_str(&condition.replace("$?", &place));
        self.values.push(value.into());
    }
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
    let sought = match filter.text().filter(|_| filter.parent.is_none()) {
        None => None,
        Some(text) => match part::sought(conn, "unit", &text).await? {
            Some(sought) => Some(sought),
            None => return Ok(Page::cut(Vec::new(), page, place)),
        },
    };
    let by_part = sought.is_some();
    let mut list = match sought {
        Some(sought) => from_parts(sought),
        None => from_units(filter),
    };
    narrow(&mut list, filter);
    let order = if by_part { "p.sort_key, p.id" } else { "u.sort_key, u.id" };
    let after = position(page);
    if let (Some(key), Some(id)) = (after.key, after.id) {
        let n = list.values.len() + 4;
        list.text.push_str(&format!(" and ({order}) > (${n}, ${})", n + 1));
        list.values.extend([key.into(), id.into()]);
    }
    let text = format!("{} order by {order} limit ${}", list.text, list.values.len() + 4);
    let statement = viewer.bind(Statement::assembled(text)).bind_all(list.values).bind(page.limit());
    let found = all(conn, statement).await?;
    Ok(if by_part { Page::cut(found, page, part_place) } else { Page::cut(found, page, place) })
}

/// Where a unit stands in the list.
fn place(unit: &Stored<Unit>) -> kernel::Cursor {
    cursor(&text::pinyin::sort_key(&unit.name), unit.id.0)
}

/// Where it stands under a part of its name.
fn part_place(unit: &Stored<Unit>) -> kernel::Cursor {
    cursor(&part::key(&text::pinyin::sort_key(&unit.name)), unit.id.0)
}

/// The list read off the parts of names; it also finds the committee itself, for whoever looks for it by name.
fn from_parts(sought: Sought) -> Narrowing {
    let text = format!(
        // A cross join with a condition: neither engine begins with the units.
        "select u.version, u.format, u.state from name_part p cross join unit u where u.id = p.id and {} \
         and p.kind = 'unit'",
        visible!("'organisation'")
    );
    let mut list = Narrowing { text, values: Vec::new() };
    list.and("p.part = $?", sought.lead);
    if let Some(pattern) = sought.pattern {
        list.and("u.names like $? escape '\\'", pattern);
    }
    list
}

/// The list read off the units.
fn from_units(filter: &Filter) -> Narrowing {
    let text =
        format!("select u.version, u.format, u.state from unit u where {}", visible!("'organisation'"));
    let mut list = Narrowing { text, values: Vec::new() };
    match filter.text() {
        Some(text) => list.and("u.names like $? escape '\\'", format!("%{}%", part::literally(&text))),
        // The committee itself is none of its units.
        None => list.text.push_str(" and u.parent is not null"),
    }
    list
}

fn narrow(list: &mut Narrowing, filter: &Filter) {
    list.and("u.standing = $?", filter.standing.as_deref().unwrap_or("active"));
    if let Some(kind) = &filter.kind {
        list.and("u.kind = $?", kind.as_str());
    }
    if let Some(parent) = filter.parent {
        list.and("u.parent = $?", parent.0);
    }
    if let Some(covered) = filter.covered {
        list.and("u.covered = $?", covered);
    }
}
