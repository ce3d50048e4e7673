//! What the home page asks about the whole house, in one statement: what has been begun, and how much waits.
//!
//! Every figure counts only what its viewer may see, and none further than [`MOST`].

use crate::record::StoreError;
use crate::{Viewer, visible};
use db::{Conn, sql};

/// No figure counts further.
pub const MOST: i64 = 100;

/// What has been begun, and how much waits. What the viewer may not see counts as none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// Whether there are units.
    pub units: bool,
    /// Whether there are inspectors.
    pub inspectors: bool,
    /// Whether there are rounds.
    pub rounds: bool,
    /// Decisions recorded from paper that wait for the second person.
    pub papers: i64,
    /// Authorisations that are drafted and on their way to nobody yet.
    pub drafts: i64,
    /// Accounts that were made and not enabled.
    pub accounts: i64,
}

/// How many petitions the viewer may see in a register, with or without text. Those that were taken back do not count.
///
/// # Errors
/// [`StoreError`].
pub async fn petitions(conn: &mut Conn, viewer: &Viewer) -> Result<i64, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select cast(coalesce(sum(p.n), 0) as bigint) from (select compartment, count(*) as n from petition \
         where standing <> 'withdrawn' group by compartment) p where (",
        visible!("'registers'"),
        " or ",
        visible!("p.compartment"),
        ")"
    )));
    let (count,): (i64,) = conn.one(statement).await?;
    Ok(count)
}

/// How many findings the viewer may see.
///
/// # Errors
/// [`StoreError`].
pub async fn findings(conn: &mut Conn, viewer: &Viewer) -> Result<i64, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select cast(coalesce(sum(f.n), 0) as bigint) from (select compartment, count(*) as n from finding \
         group by compartment) f where ",
        visible!("f.compartment")
    )));
    let (count,): (i64,) = conn.one(statement).await?;
    Ok(count)
}

macro_rules! up_to {
    ($most:literal, $from:expr) => {
        concat!("(select count(*) from (select 1 as one from ", $from, " limit ", $most, ") n)")
    };
}

/// The overview of a viewer.
///
/// # Errors
/// [`StoreError`].
pub async fn overview(conn: &mut Conn, viewer: &Viewer) -> Result<Overview, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select ",
        up_to!("1", concat!("unit where ", visible!("'organisation'"))),
        ", ",
        up_to!("1", concat!("inspector where ", visible!("'pool'"))),
        ", ",
        up_to!("1", concat!("round where ", visible!("'rounds'"))),
        ", ",
        up_to!("100", concat!("decision where standing = 'waiting' and ", visible!("'rounds'"))),
        ", ",
        up_to!(
            "100",
            concat!(
                "authorisation a where a.standing = 'drafted' and not exists (select 1 from decision d \
                 where d.subject_id = a.id and d.standing = 'waiting') and ",
                visible!("'rounds'")
            )
        ),
        ", ",
        up_to!("100", concat!("account where standing = 'disabled' and ", visible!("'accounts'"))),
    )));
    let (units, inspectors, rounds, papers, drafts, accounts): (i64, i64, i64, i64, i64, i64) =
        conn.one(statement).await?;
    Ok(Overview {
        units: units > 0,
        inspectors: inspectors > 0,
        rounds: rounds > 0,
        papers,
        drafts,
        accounts,
    })
}
