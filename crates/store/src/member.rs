//! Members of teams.

use crate::record::{Record, StateRow, StoreError, Stored, all, optional};
use crate::{Viewer, visible};
use db::{Conn, Value, sql};
use domain::team::{Member, MemberState};
use kernel::{MemberId, PersonId, RecordId, RoundId, TeamId};

impl Record for Member {
    const KIND: &'static str = "member";
    const COLUMNS: &'static [&'static str] = &["team", "inspector", "standing"];
    fn id(&self) -> RecordId {
        self.id.into()
    }
    fn columns(&self) -> Vec<Value> {
        let standing = match self.state {
            MemberState::Proposed => "proposed",
            MemberState::Declared { .. } => "declared",
            MemberState::Cleared { .. } => "cleared",
            MemberState::Refused { .. } => "refused",
            MemberState::Authorised { .. } => "authorised",
            MemberState::Released { .. } => "released",
        };
        vec![self.team.0.into(), self.person.0.into(), standing.into()]
    }
}

/// A member with what the pool calls them.
#[derive(Clone, Debug)]
pub struct Named {
    /// The member.
    pub member: Stored<Member>,
    /// Their name.
    pub name: String,
    /// Their code in the pool.
    pub code: String,
    /// Whether they have an account to sign in with.
    pub has_account: bool,
}

#[derive(sqlx::FromRow)]
struct NamedRow {
    #[sqlx(flatten)]
    state: StateRow,
    name: String,
    code: String,
    account: Option<uuid::Uuid>,
}

impl NamedRow {
    fn read(self) -> Result<Named, StoreError> {
        let Self { state, name, code, account } = self;
        Ok(Named { member: state.read()?, name, code, has_account: account.is_some() })
    }
}

/// The members of all teams of a round, those who left included, if the viewer may see rounds.
///
/// # Errors
/// [`StoreError`].
pub async fn list(conn: &mut Conn, viewer: &Viewer, round: RoundId) -> Result<Vec<Named>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select m.version, m.format, m.state, i.name, i.code, i.account from member m \
         join team t on t.id = m.team join inspector i on i.id = m.inspector where ",
        visible!("'rounds'"),
        " and t.round = $4 order by m.id"
    )));
    conn.all::<NamedRow>(statement.bind(round.0)).await?.into_iter().map(NamedRow::read).collect()
}

/// The members of one team who stand, for a reader who was shown to see its engagement.
///
/// # Errors
/// [`StoreError`].
pub async fn of_engagement(
    conn: &mut Conn,
    viewer: &Viewer,
    engagement: kernel::EngagementId,
) -> Result<Vec<Named>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select m.version, m.format, m.state, i.name, i.code, i.account from engagement e \
         join member m on m.team = e.team join inspector i on i.id = m.inspector where (",
        visible!("'rounds'"),
        " or ",
        visible!("e.compartment"),
        ") and e.id = $4 and m.standing not in ('refused', 'released') order by m.id"
    )));
    conn.all::<NamedRow>(statement.bind(engagement.0)).await?.into_iter().map(NamedRow::read).collect()
}

/// A round someone was authorised for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Served {
    /// The person.
    pub person: uuid::Uuid,
    /// Number of the term.
    pub term: i64,
    /// Number of the round within it.
    pub round: i64,
}

/// Who was authorised in which round of this program, for the load that a proposal looks at.
///
/// # Errors
/// [`StoreError`].
pub async fn served(conn: &mut Conn) -> Result<Vec<Served>, StoreError> {
    let statement =
        sql("select distinct m.inspector as person, e.number as term, r.number as round from member m \
         join team t on t.id = m.team join round r on r.id = t.round join term e on e.id = r.term \
         where m.standing = 'authorised'");
    Ok(conn.all(statement).await?)
}

/// The members of all teams of a round, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn of_round(conn: &mut Conn, round: RoundId) -> Result<Vec<Stored<Member>>, StoreError> {
    all(
        conn,
        sql("select m.version, m.format, m.state from member m join team t on t.id = m.team \
             where t.round = $1 order by m.id")
        .bind(round.0),
    )
    .await
}

/// The members of a team, those who left included, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn of_team(conn: &mut Conn, team: TeamId) -> Result<Vec<Stored<Member>>, StoreError> {
    all(conn, sql("select version, format, state from member where team = $1 order by id").bind(team.0)).await
}

/// Every place a person has or had, the newest first, for acts and reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn of_person(conn: &mut Conn, person: PersonId) -> Result<Vec<Stored<Member>>, StoreError> {
    let statement = sql("select version, format, state from member where inspector = $1 order by id desc");
    all(conn, statement.bind(person.0)).await
}

/// Everyone cleared or authorised in a round that is not over, for the check that follows a change of data.
///
/// # Errors
/// [`StoreError`].
pub async fn checked(conn: &mut Conn) -> Result<Vec<Stored<Member>>, StoreError> {
    all(
        conn,
        sql("select m.version, m.format, m.state from member m join team t on t.id = m.team \
             join round r on r.id = t.round where m.standing in ('cleared', 'authorised') \
             and r.standing not in ('closed', 'archived', 'withdrawn') order by m.id"),
    )
    .await
}

/// One member, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: MemberId) -> Result<Option<Stored<Member>>, StoreError> {
    optional(conn, sql("select version, format, state from member where id = $1").bind(id.0)).await
}
