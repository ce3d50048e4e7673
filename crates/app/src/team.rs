//! Teams (A5, F2): proposing members, their declarations, the office's check and clearance, pledges.
//!
//! A member's way is *proposed → declared → checked → cleared → authorised*; each act takes several members of one
//! team, because an office handles a team at one sitting. Declarations and what a check found are sealed.

mod clear;
mod declare;
mod members;
mod opened;
mod propose;
mod targets;
mod undo;

pub use clear::{ClearMembers, RefuseMember, ReleaseMember, SignPledges};
pub(crate) use declare::seal_findings;
pub use declare::{
    CheckRecusal, CheckedRecusal, GivenAnswer, GivenConflict, GivenDeclaration, RecordDeclarations,
};
pub use members::{ProposeTeams, Seating, SetMembers, SetTeam};
pub use opened::OpenedCheck;
pub use propose::{TeamProposal, WordedNamed, WordedProposed};
pub use targets::{MemberQuestions, UnitFindings};
pub use undo::{WithdrawClearance, WithdrawPledge};

use crate::{Error, Prep};
use domain::team::{Member, Team};
use kernel::{MemberId, TeamId};
use store::{Stored, member as members_store, team as teams};

/// The team an act is about.
async fn find_team(prep: &mut Prep<'_>, id: TeamId) -> Result<Stored<Team>, Error> {
    teams::get(&mut prep.conn, id).await?.ok_or(Error::NotFound)
}

/// A member an act is about; one of another team is none.
async fn find_member(prep: &mut Prep<'_>, team: TeamId, id: MemberId) -> Result<Stored<Member>, Error> {
    members_store::get(&mut prep.conn, id).await?.filter(|m| m.team == team).ok_or(Error::NotFound)
}
