//! Authorisations: the leading group's paper that opens a team's engagements between two days (A4).
//!
//! Beside them, the reads of the grants and access rows they gave.

use crate::record::{Record, StoreError, Stored, all, optional};
use crate::{Viewer, visible};
use db::{Conn, Value, sql};
use domain::account::Grant;
use domain::authorisation::TeamAuthorisation;
use domain::permission::{Role, Scope};
use kernel::{RecordId, RoundId, TeamId, Timestamp, UserId};

impl Record for TeamAuthorisation {
    const KIND: &'static str = "authorisation";
    const COLUMNS: &'static [&'static str] = &["round", "team", "number", "standing"];
    fn id(&self) -> RecordId {
        self.id
    }
    fn columns(&self) -> Vec<Value> {
        vec![
            self.round.0.into(),
            self.team.0.into(),
            self.number.as_deref().into(),
            self.standing.code().into(),
        ]
    }
}

/// The authorisations of a round, the newest first, if the viewer may see rounds.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    conn: &mut Conn,
    viewer: &Viewer,
    round: RoundId,
) -> Result<Vec<Stored<TeamAuthorisation>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select version, format, state from authorisation where ",
        visible!("'rounds'"),
        " and round = $4 order by id desc"
    )));
    all(conn, statement.bind(round.0)).await
}

/// The authorisations of a team, the newest first, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn of_team(conn: &mut Conn, team: TeamId) -> Result<Vec<Stored<TeamAuthorisation>>, StoreError> {
    all(
        conn,
        sql("select version, format, state from authorisation where team = $1 order by id desc").bind(team.0),
    )
    .await
}

/// One authorisation, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: RecordId) -> Result<Option<Stored<TeamAuthorisation>>, StoreError> {
    optional(conn, sql("select version, format, state from authorisation where id = $1").bind(id)).await
}

/// The paper that has a number: one that waits or holds, or whose number is void.
///
/// # Errors
/// [`StoreError`].
pub async fn by_number(
    conn: &mut Conn,
    number: &str,
) -> Result<Option<Stored<TeamAuthorisation>>, StoreError> {
    let statement = sql("select version, format, state from authorisation where number = $1 \
         and standing in ('drafted', 'given', 'lifted')");
    optional(conn, statement.bind(number)).await
}

/// What an account holds for one engagement and has not ended, future grants included.
///
/// # Errors
/// [`StoreError`].
pub async fn grants_in(
    conn: &mut Conn,
    account: UserId,
    engagement: kernel::EngagementId,
    at: Timestamp,
) -> Result<Vec<Stored<Grant>>, StoreError> {
    all(
        conn,
        sql("select version, format, state from role_grant where account = $1 and scope = $2 \
             and (until_at is null or until_at > $3) order by id")
        .bind(account.0)
        .bind(Scope::One(engagement.0).to_string())
        .bind(at),
    )
    .await
}

/// The accounts that hold the office's roles now: whom the program tells what the office has to act on.
///
/// # Errors
/// [`StoreError`].
pub async fn office(conn: &mut Conn, at: Timestamp) -> Result<Vec<UserId>, StoreError> {
    let statement = sql("select distinct g.account from role_grant g join account a on a.id = g.account \
         where a.standing = 'enabled' and (g.role = $1 or g.role = $2) and g.from_at <= $3 \
         and (g.until_at is null or g.until_at > $3) order by 1");
    let (director, staff) = (Role::OfficeDirector.code(), Role::OfficeStaff.code());
    let rows: Vec<(uuid::Uuid,)> = conn.all(statement.bind(director).bind(staff).bind(at)).await?;
    Ok(rows.into_iter().map(|(id,)| UserId(id)).collect())
}

/// The access rows of a grant that have not ended, those with a day set for their end included.
///
/// # Errors
/// [`StoreError`].
pub async fn access_open(
    conn: &mut Conn,
    grant: kernel::GrantId,
    at: Timestamp,
) -> Result<Vec<Stored<domain::account::Access>>, StoreError> {
    all(
        conn,
        sql("select version, format, state from access where role_grant = $1 \
             and (until_at is null or until_at > $2) order by id")
        .bind(grant.0)
        .bind(at),
    )
    .await
}
