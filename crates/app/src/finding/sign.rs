//! Signing, taking a signature back, the deputy's review, the leader's sign-off.
//!
//! Each names the digest of the text that was read, so that nobody signs what they have not seen.

use super::{load, right};
use crate::decision::{clerk, own_name};
use crate::{Act, Error, Prep, Prepared, Right};
use domain::Refusal;
use domain::finding::{Held, Review, SignOff, Signature};
use domain::permission::Action;
use kernel::{EngagementId, FindingId, Message};
use serde::Deserialize;

/// Signs a paper as one who undertook it.
#[derive(Clone, Debug, Deserialize)]
pub struct SignFinding {
    /// In which engagement.
    pub engagement: EngagementId,
    /// Which.
    pub finding: FindingId,
    /// The digest of the text that was read.
    pub seen: String,
}

impl Act for SignFinding {
    const NAME: &'static str = "finding-sign";
    type Done = ();

    fn right(&self) -> Right {
        right(Action::FindingSign, self.engagement)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let loaded = load(prep, self.engagement, self.finding).await?;
        let by = clerk(prep).await?;
        let (name, on) = (own_name(prep).await?, prep.today());
        let signature = Signature { by, name, on, digest: self.seen.clone() };
        let finding = loaded.finding().sign(signature, loaded.held())?;
        Ok(Prepared { changes: loaded.moved(prep, loaded.about(), finding)?, done: () })
    }
}

/// Takes one's own signature back.
#[derive(Clone, Debug, Deserialize)]
pub struct WithdrawSignature {
    /// In which engagement.
    pub engagement: EngagementId,
    /// Which paper.
    pub finding: FindingId,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

impl Act for WithdrawSignature {
    const NAME: &'static str = "finding-unsign";
    type Done = ();

    fn right(&self) -> Right {
        right(Action::FindingSign, self.engagement)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let loaded = load(prep, self.engagement, self.finding).await?;
        if self.reason.trim().is_empty() {
            return Err(Error::field("reason", Message::new("finding-unsign-without-reason")));
        }
        let by = clerk(prep).await?;
        let finding = loaded.finding().withdraw_signature(by, loaded.held())?;
        let changes = loaded.about().because(self.reason.trim());
        Ok(Prepared { changes: loaded.moved(prep, changes, finding)?, done: () })
    }
}

/// Reviews a paper as the team's deputy.
#[derive(Clone, Debug, Deserialize)]
pub struct ReviewFinding {
    /// In which engagement.
    pub engagement: EngagementId,
    /// Which.
    pub finding: FindingId,
    /// The digest of the text that was read.
    pub seen: String,
}

impl Act for ReviewFinding {
    const NAME: &'static str = "finding-review";
    type Done = ();

    fn right(&self) -> Right {
        right(Action::FindingReview, self.engagement)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let loaded = load(prep, self.engagement, self.finding).await?;
        let held = loaded.held();
        must_be_seen(&self.seen, held, &loaded.kept.number)?;
        let review = Review { by: clerk(prep).await?, on: prep.today(), digest: held.digest.to_owned() };
        let finding = loaded.finding().review(review, held)?;
        Ok(Prepared { changes: loaded.moved(prep, loaded.about(), finding)?, done: () })
    }
}

/// Signs a paper off as the team's leader, with the password again.
#[derive(Clone, Deserialize)]
pub struct SignOffFinding {
    /// In which engagement.
    pub engagement: EngagementId,
    /// Which.
    pub finding: FindingId,
    /// The digest of the text that was read.
    pub seen: String,
    /// One's own password, again.
    pub password: String,
}

impl Act for SignOffFinding {
    const NAME: &'static str = "finding-sign-off";
    type Done = ();

    fn right(&self) -> Right {
        right(Action::FindingDecide, self.engagement)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let loaded = load(prep, self.engagement, self.finding).await?;
        let held = loaded.held();
        must_be_seen(&self.seen, held, &loaded.kept.number)?;
        confirmed(prep, &self.password).await?;
        let sign_off = SignOff { by: clerk(prep).await?, on: prep.today(), digest: held.digest.to_owned() };
        let finding = loaded.finding().sign_off(sign_off, held)?;
        Ok(Prepared { changes: loaded.moved(prep, loaded.about(), finding)?, done: () })
    }
}

fn must_be_seen(seen: &str, held: Held<'_>, number: &str) -> Result<(), Refusal> {
    if seen == held.digest {
        return Ok(());
    }
    Err(Message::new("finding-signed-another-text").with("number", number).into())
}

/// The factor, entered again for this step.
pub(super) async fn confirmed(prep: &Prep<'_>, password: &str) -> Result<(), Error> {
    let signed = prep.ctx.signed()?;
    if prep.app.confirm_password(signed, password).await? {
        return Ok(());
    }
    Err(Error::field("password", Message::new("account-password-wrong")))
}
