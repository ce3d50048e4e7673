//! Opening what a member declared and what the office's check found, for a stated reason (F1, F2).

use super::declare::opened_declaration;
use super::targets::UnitFindings;
use crate::{App, Ctx, Error, View};
use domain::permission::{Action, Scope};
use domain::team::{Answer, DeclaredConflict, MemberState};
use kernel::{Day, MemberId, Message, RecordId, TeamId, Timestamp, UnitId};
use store::{declaration as declarations, inspector as inspectors, member as members};

/// How long it stays open on a page, in seconds.
const OPEN_SECONDS: i64 = 600;

/// A member's declaration and check, opened.
#[derive(Clone, Debug)]
pub struct OpenedCheck {
    /// The member.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// Conflicts the person names and answers given, with the day of the declaration; `None` before it.
    pub declared: Option<(Day, Vec<DeclaredConflict>, Vec<Answer>)>,
    /// The day of the office's check and what it found, unit by unit; `None` before it.
    pub checked: Option<(Day, Vec<UnitFindings>)>,
    /// Names of the units spoken of.
    pub units: Vec<(UnitId, String)>,
    /// When the page closes it by itself.
    pub closes: Timestamp,
}

impl App {
    /// Opens what a member declared and what the check found. The trace is on disk before anything is opened.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::Invalid`] without a reason; [`Error::NotFound`].
    pub async fn open_recusal_check(
        &self,
        ctx: &Ctx,
        team: TeamId,
        member: MemberId,
        reason: &str,
    ) -> Result<OpenedCheck, Error> {
        let View { mut conn, .. } = self.view(ctx, Action::RecusalCheck, Scope::Global).await?;
        if reason.trim().chars().count() < 2 {
            return Err(Error::field("reason", Message::new("inspector-open-reason-missing")));
        }
        let found =
            members::get(&mut conn, member).await?.filter(|m| m.team == team).ok_or(Error::NotFound)?;
        let person = inspectors::get(&mut conn, found.person).await?.ok_or(Error::NotFound)?;
        drop(conn);
        self.trace_sealed(ctx, "sealed-opened", ("member", member.into()), Some(reason)).await?;
        let mut conn = self.db().read().await?;
        let declaration = match &found.state {
            MemberState::Declared { declaration }
            | MemberState::Cleared { declaration, .. }
            | MemberState::Authorised { declaration, .. } => {
                Some(opened_declaration(self, &mut conn, *declaration).await?)
            }
            _ => None,
        };
        let mut units: Vec<UnitId> = declaration.iter().flat_map(|d| d.units.clone()).collect();
        let checked = match declarations::check_of(&mut conn, member).await? {
            None => None,
            Some(check) => {
                let record = RecordId(member.0);
                let plain =
                    self.open_value(&mut conn, &check.outcome, "recusal_check", record, "outcome").await?;
                let findings: Vec<UnitFindings> = serde_json::from_slice(plain.expose())
                    .map_err(|_| Error::Internal("a sealed check cannot be read".into()))?;
                units.extend(&check.units);
                Some((check.on, findings))
            }
        };
        let named = store::unit::many(&mut conn, &units).await?;
        Ok(OpenedCheck {
            member,
            name: person.name.clone(),
            declared: declaration.map(|d| (d.on, d.conflicts, d.answers)),
            checked,
            units: named.into_iter().map(|u| (u.id, u.value.name)).collect(),
            closes: self.now().plus_seconds(OPEN_SECONDS),
        })
    }
}
