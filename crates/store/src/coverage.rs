//! What coverage is computed from, besides units and terms: the engagements of a term and the rounds to come.

use crate::record::{StateRow, StoreError, Stored, all};
use crate::stamp::Basis;
use crate::{Viewer, visible};
use db::{Conn, sql};
use domain::engagement::Kept;
use domain::round::Round;
use domain::term::{PastRound, RoundNumber};
use kernel::{Day, TermId};

/// An engagement of the term with the number of its round.
#[derive(Clone, Debug)]
pub struct InTerm {
    /// The engagement.
    pub engagement: Kept,
    /// Its round.
    pub round: RoundNumber,
}

/// How often what coverage is reckoned from has changed, and whether the viewer may see the organisation.
///
/// # Errors
/// [`StoreError`].
pub async fn stamp(conn: &mut Conn, viewer: &Viewer) -> Result<(i64, bool), StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select coalesce((select n from counter where name = $4), 0), ",
        visible!("'organisation'")
    )));
    let statement = statement.bind(Basis::Coverage.counter());
    Ok(conn.one(statement).await?)
}

/// The engagements of a term that stand, if the viewer may see the organisation.
///
/// # Errors
/// [`StoreError`].
pub async fn engagements(conn: &mut Conn, viewer: &Viewer, term: TermId) -> Result<Vec<InTerm>, StoreError> {
    #[derive(sqlx::FromRow)]
    struct Row {
        number: i64,
        #[sqlx(flatten)]
        state: StateRow,
    }
    let statement = viewer
        .bind(sql(concat!(
            "select r.number, e.version, e.format, e.state from engagement e join round r on r.id = e.round where ",
            visible!("'organisation'"),
            " and r.term = $4 and e.standing = 'active'"
        )))
        .bind(term.0);
    let rows: Vec<Row> = conn.all(statement).await?;
    let read = |row: Row| Ok(InTerm { engagement: row.state.read()?.value, round: number(row.number) });
    rows.into_iter().map(read).collect()
}

/// The numbers of a term's rounds that begin after a day, if the viewer may see the organisation.
///
/// # Errors
/// [`StoreError`].
pub async fn rounds_after(
    conn: &mut Conn,
    viewer: &Viewer,
    term: TermId,
    day: Day,
) -> Result<Vec<RoundNumber>, StoreError> {
    let statement = viewer
        .bind(sql(concat!(
            "select number from round where ",
            visible!("'organisation'"),
            " and term = $4 and from_day > $5 order by number"
        )))
        .bind(term.0)
        .bind(day);
    let rows: Vec<(i64,)> = conn.all(statement).await?;
    Ok(rows.into_iter().map(|(n,)| number(n)).collect())
}

/// A term's rounds that began by a day, with their windows, if the viewer may see the organisation.
///
/// # Errors
/// [`StoreError`].
pub async fn rounds_until(
    conn: &mut Conn,
    viewer: &Viewer,
    term: TermId,
    day: Day,
) -> Result<Vec<PastRound>, StoreError> {
    let statement = viewer
        .bind(sql(concat!(
            "select version, format, state from round where ",
            visible!("'organisation'"),
            " and term = $4 and from_day <= $5 order by number"
        )))
        .bind(term.0)
        .bind(day);
    let rounds = all::<Round>(conn, statement).await?;
    let held = |round: Stored<Round>| PastRound {
        number: round.number,
        from: round.window.from,
        to: round.window.to,
    };
    Ok(rounds.into_iter().map(held).collect())
}

fn number(n: i64) -> RoundNumber {
    RoundNumber(u16::try_from(n).unwrap_or(u16::MAX))
}
