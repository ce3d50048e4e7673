//! What was handed to a receiving department or a unit's own discipline body, over clues, matters and referrals.
//!
//! One query over the three tables: each of its parts is narrowed to what the viewer received before they are put
//! together. It tells kinds, days and standings; what a thing says is read from its own record.

use crate::record::StoreError;
use crate::{Viewer, visible};
use db::{Conn, Statement, Value};
use kernel::{Cursor, Day, Page, PageRequest, RecordId};

/// What kind of thing was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A part of a clue.
    Clue,
    /// A matter transferred.
    Matter,
    /// An extract of a petition.
    Referral,
}

impl What {
    /// All, in order of pages.
    pub const ALL: [Self; 3] = [Self::Clue, Self::Matter, Self::Referral];

    /// Its code in queries and addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Clue => "clue",
            Self::Matter => "matter",
            Self::Referral => "referral",
        }
    }

    /// The kind with a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.code() == code)
    }
}

/// What is still owed for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owed {
    /// The receipt.
    Receipt,
    /// The outcome.
    Outcome,
    /// Nothing: it was answered.
    Nothing,
}

impl Owed {
    /// All, in order of pages.
    pub const ALL: [Self; 3] = [Self::Receipt, Self::Outcome, Self::Nothing];

    /// Its code in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Outcome => "outcome",
            Self::Nothing => "answered",
        }
    }

    /// What is owed by a code of addresses.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|owed| owed.code() == code)
    }

    const fn standing(self) -> &'static str {
        match self {
            Self::Receipt => "handed_over",
            Self::Outcome => "received",
            Self::Nothing => "outcome",
        }
    }

    fn of_standing(standing: &str) -> Self {
        match standing {
            "handed_over" => Self::Receipt,
            "received" => Self::Outcome,
            _ => Self::Nothing,
        }
    }
}

/// Which of them a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of one kind.
    pub what: Option<What>,
    /// For which this is owed.
    pub owed: Option<Owed>,
    /// Only those for which something is owed.
    pub open: bool,
    /// Only those that are late on this day.
    pub late: Option<Day>,
}

/// One thing that was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// What.
    pub what: What,
    /// The record.
    pub id: RecordId,
    /// What is owed.
    pub owed: Owed,
    /// The day it was handed over.
    pub on: Day,
    /// The last day of what is owed, where one runs.
    pub due: Option<Day>,
}

/// How many there are of a kind, by what is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The kind.
    pub what: What,
    /// What is owed.
    pub owed: Owed,
    /// Whether that is late.
    pub late: bool,
    /// How many.
    pub count: i64,
}

/// What the viewer received, as rows of kind, id, standing, day and last day. `$4` is true. The compartments of the
/// viewer lead each part's index; what they see of them [`visible!`] tells, as everywhere.
const RECEIVED: &str = concat!(
    "select 'clue' as what, t.id as id, t.standing as standing, t.on_day as on_day, (select min(d.due) from deadline d \
     where d.subject_kind = 'clue_transfer' and d.subject_id = t.id and d.open = $4) as due \
     from clue_transfer t where t.compartment in (select o.compartment from access o where o.account = $1) and ",
    visible!("t.compartment"),
    " union all select 'matter', m.id, case m.standing when 'sent' then 'handed_over' else m.standing end, m.sent_day, \
     (select min(d.due) from deadline d where d.subject_kind = 'matter' and d.subject_id = m.id and d.open = $4) \
     from matter m where m.receiver in (select o.compartment from access o where o.account = $1) and ",
    visible!("m.receiver"),
    " union all select 'referral', r.id, r.standing, r.on_day, (select min(d.due) from deadline d \
     where d.subject_kind = 'petition' and d.subject_id = r.petition and d.open = $4 \
     and d.kind in ('petition_referral_receipt', 'petition_referral_outcome')) from petition_referral r \
     where r.compartment in (select o.compartment from access o where o.account = $1) and ",
    visible!("r.compartment"),
);

/// By what lists are ordered: what is owed first, by its last day; then what was answered.
const ORDER: &str =
    "(case when x.standing = 'outcome' then '1' else '0' end) || coalesce(x.due, '9999-12-31')";

fn kept(row: (String, uuid::Uuid, String, String, Option<String>)) -> Option<Handed> {
    let (what, id, standing, on, due) = row;
    Some(Handed {
        what: What::from_code(&what)?,
        id: RecordId(id),
        owed: Owed::of_standing(&standing),
        on: on.parse().ok()?,
        due: due.and_then(|due| due.parse().ok()),
    })
}

fn order_of(handed: &Handed) -> String {
    let rank = if handed.owed == Owed::Nothing { '1' } else { '0' };
    let due = handed.due.map_or_else(|| "9999-12-31".to_owned(), |due| due.to_string());
    format!("{rank}{due}")
}

/// What was handed to the viewer, in the order in which it is owed.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    conn: &mut Conn,
    viewer: &Viewer,
    filter: &Filter,
    page: &PageRequest,
) -> Result<Page<Handed>, StoreError> {
    let mut text = format!(
        "select x.what, x.id, x.standing, x.on_day, x.due from ({RECEIVED}) x where x.on_day is not null"
    );
    let mut values: Vec<Value> = vec![true.into()];
    let mut and = |condition: &str, given: Vec<Value>| {
        let mut condition = condition.to_owned();
        for value in given {
            values.push(value);
            condition = condition.replacen("$?", &format!("${}", values.len() + 3), 1);
        }
        text.push_str(" and ");
        text.push_str(&condition);
    };
    if let Some(what) = filter.what {
        and("x.what = $?", vec![what.code().into()]);
    }
    if let Some(owed) = filter.owed {
        and("x.standing = $?", vec![owed.standing().into()]);
    }
    if filter.open {
        and("x.standing <> $?", vec![Owed::Nothing.standing().into()]);
    }
    if let Some(today) = filter.late {
        and("x.due < $?", vec![today.into()]);
    }
    if let Some(after) = &page.after {
        and(&format!("({ORDER}, x.id) > ($?, $?)"), vec![after.key.as_str().into(), after.id.into()]);
    }
    let text = format!("{text} order by {ORDER}, x.id limit ${}", values.len() + 4);
    let statement = viewer.bind(Statement::assembled(text)).bind_all(values).bind(page.limit());
    let rows: Vec<(String, uuid::Uuid, String, String, Option<String>)> = conn.all(statement).await?;
    let found = rows.into_iter().filter_map(kept).collect();
    Ok(Page::cut(found, page, |handed: &Handed| Cursor { key: order_of(handed), id: handed.id.0 }))
}

/// How many were handed to the viewer, by kind, by what is owed, and by whether that is late.
///
/// # Errors
/// [`StoreError`].
pub async fn counts(conn: &mut Conn, viewer: &Viewer, today: Day) -> Result<Vec<Count>, StoreError> {
    let text = format!(
        "select x.what, x.standing, cast(case when x.due < $5 then 1 else 0 end as bigint) as late, count(*) from ({RECEIVED}) x \
         where x.on_day is not null group by x.what, x.standing, case when x.due < $5 then 1 else 0 end"
    );
    let statement = viewer.bind(Statement::assembled(text)).bind(true).bind(today);
    let rows: Vec<(String, String, i64, i64)> = conn.all(statement).await?;
    let count = |(what, standing, late, count): (String, String, i64, i64)| {
        Some(Count {
            what: What::from_code(&what)?,
            owed: Owed::of_standing(&standing),
            late: late == 1,
            count,
        })
    };
    Ok(rows.into_iter().filter_map(count).collect())
}
