//! What the home page asks about the whole house, in one statement: what has been begun, and how much waits.
//!
//! Every figure counts only what its viewer may see, and none further than [`MOST`].

use crate::petition::IN_SCOPE;
use crate::record::StoreError;
use crate::{Record as _, Viewer, tally, visible};
use db::{Conn, Statement, sql};
use domain::finding::{Kept, Standing};
use std::collections::BTreeMap;

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

/// Records of a kind by what they count as.
async fn counted(conn: &mut Conn, statement: Statement) -> Result<BTreeMap<String, i64>, StoreError> {
    let rows: Vec<(String, i64)> = conn.all(statement).await?;
    Ok(rows.into_iter().collect())
}

/// How many petitions the viewer may see in a register, with or without text, and how many of them were screened as the
/// team's own. Those that were taken back do not count.
///
/// # Errors
/// [`StoreError`].
pub async fn petitions(conn: &mut Conn, viewer: &Viewer) -> Result<(i64, i64), StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select t.facet, cast(sum(t.n) as bigint) from tally t where t.kind = 'petition' and (",
        visible!("'registers'"),
        " or ",
        visible!("t.compartment"),
        ") group by t.facet"
    )));
    let mut counted = counted(conn, statement).await?;
    let own = counted.remove(IN_SCOPE).unwrap_or(0);
    counted.remove("withdrawn");
    Ok((counted.values().sum(), own))
}

/// How many findings the viewer may see, and how many of them the team meeting adopted.
///
/// # Errors
/// [`StoreError`].
pub async fn findings(conn: &mut Conn, viewer: &Viewer) -> Result<(i64, i64), StoreError> {
    let mut all = 0;
    let mut adopted = 0;
    for (standing, n) in tally::standings(conn, viewer, Kept::KIND, None).await? {
        all += n;
        if [Standing::Adopted, Standing::Confirmed].iter().any(|s| s.code() == standing) {
            adopted += n;
        }
    }
    Ok((all, adopted))
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
