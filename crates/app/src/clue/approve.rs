//! Approval of routes: a decision of the leading group, in the program or on paper, about the clue as it was put.

use super::{find, names_nobody};
use crate::decision::Verdict;
use crate::{Error, Prep};
use domain::Refusal;
use domain::clue::{Approval, Approver, Clue};
use domain::permission::compartment::{FILED_CLUES, PUT_CLUES};
use kernel::id::ClueId;
use store::{Changes, Stored, clue as clues};

/// The version a decision speaks of.
pub(crate) async fn version(prep: &mut Prep<'_>, id: ClueId) -> Result<i64, Error> {
    Ok(find(prep, id).await?.version)
}

/// Whether the head may decide on it in their own session: it was put to them, and no committee must decide.
pub(crate) async fn may_be_decided_here(prep: &mut Prep<'_>, id: ClueId, reason: &str) -> Result<(), Error> {
    let viewer = prep.ctx.viewer()?;
    clues::sight(&mut prep.conn, &viewer, PUT_CLUES).await?.ok_or(Error::NotFound)?;
    let clue = find(prep, id).await?;
    must_be_put(&clue)?;
    let committee = |clue: &Clue| {
        clue.dispositions().iter().any(|(_, d)| d.is_some_and(|d| d.route.approval == Approver::Committee))
    };
    if committee(&clue) {
        return Err(Refusal::new("clue-approval-needs-committee").into());
    }
    names_nobody(prep, id, &[("reason", reason)]).await
}

/// Whether a paper about it may be recorded: by its keeper, in words that name nobody.
pub(crate) async fn may_be_recorded(
    prep: &mut Prep<'_>,
    id: ClueId,
    words: &[(&'static str, &str)],
) -> Result<(), Error> {
    let viewer = prep.ctx.viewer()?;
    clues::sight(&mut prep.conn, &viewer, FILED_CLUES).await?.ok_or(Error::NotFound)?;
    let clue = find(prep, id).await?;
    if clue.passed.is_none() {
        return Err(Error::NotFound);
    }
    names_nobody(prep, id, words).await
}

/// Filed, and every part of it has a route.
fn must_be_put(clue: &Stored<Clue>) -> Result<(), Error> {
    for (key, disposition) in clue.dispositions() {
        if disposition.is_none() {
            // Refuses with the domain's own sentence.
            let approval = Approval { decision: kernel::DecisionId(uuid::Uuid::nil()), on: clue.on };
            clue.value.clone().approve(key, approval)?;
        }
    }
    Ok(())
}

/// Carries the leading group's answer out: a yes approves every route that waits, a no has them chosen anew.
pub(crate) async fn decided(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    id: ClueId,
    verdict: Verdict,
) -> Result<(), Error> {
    let old = find(prep, id).await?;
    if verdict.seen.is_some_and(|seen| seen != old.version) {
        return Err(Refusal::new("clue-changed-since").into());
    }
    if !verdict.approved {
        changes.update(&old, &old.value.clone().refuse_routes()?)?;
        return Ok(());
    }
    must_be_put(&old)?;
    let approval = Approval { decision: verdict.decision, on: verdict.on };
    let waiting = old.dispositions();
    let waiting: Vec<_> = waiting
        .iter()
        .filter(|(_, d)| d.is_some_and(|d| d.approval.is_none()))
        .map(|(key, _)| *key)
        .collect();
    if waiting.is_empty() {
        return Err(Refusal::new("clue-approved-already").into());
    }
    let mut new = old.value.clone();
    for key in waiting {
        new = new.approve(key, approval)?;
    }
    changes.update(&old, &new)?;
    Ok(())
}
