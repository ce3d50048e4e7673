//! What a step on a working paper tells whom: who comes next, whose signature lapsed, what was decided.

use crate::notice::{FindingNews, News};
use domain::finding::{Kept, Standing};
use kernel::UserId;

/// What the change of a paper from one state to the next tells others than the one who made it.
pub(super) fn news(before: &Kept, after: &Kept, by: UserId) -> Vec<News> {
    let tell = |what| News::Finding {
        finding: after.finding.id,
        engagement: after.engagement,
        number: after.number.clone(),
        by,
        what,
    };
    let signers = |paper: &Kept, digest: &str| -> Vec<UserId> {
        let own = paper.signatures.iter().filter(|signature| signature.digest == digest);
        own.map(|signature| signature.by.user).filter(|user| *user != by).collect()
    };
    let mut told = Vec::new();
    if before.mark.digest != after.mark.digest {
        let lapsed = signers(before, &before.mark.digest).into_iter();
        told.extend(lapsed.map(|account| tell(FindingNews::Lapsed { account })));
    }
    if before.mark.standing != after.mark.standing {
        match after.mark.standing {
            Standing::Signed => told.push(tell(FindingNews::ToReview)),
            Standing::Reviewed => told.push(tell(FindingNews::ToSignOff)),
            Standing::Adopted | Standing::Aside if before.mark.standing != Standing::Confirmed => {
                let adopted = after.mark.standing == Standing::Adopted;
                let signers = signers(after, &after.mark.digest).into_iter();
                told.extend(signers.map(|account| tell(FindingNews::Decided { account, adopted })));
            }
            _ => {}
        }
    }
    told
}
