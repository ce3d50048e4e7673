//! The check by those who held it, and taking a record back.

use super::{about, load, right};
use crate::decision::clerk;
use crate::{Act, Error, Prep, Prepared, Right, version};
use domain::permission::Action;
use kernel::{EngagementId, MethodRecordId};

/// One of the inspectors finds a record true.
#[derive(Clone, Debug)]
pub struct CheckMethod {
    /// In which engagement.
    pub engagement: EngagementId,
    /// Which record.
    pub record: MethodRecordId,
    /// The version that was read.
    pub version: Option<i64>,
}

impl Act for CheckMethod {
    const NAME: &'static str = "method-check";
    type Done = ();

    fn right(&self) -> Right {
        right(Action::MethodWrite, self.engagement)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = load(prep, self.engagement, self.record).await?;
        version::must_be_read(prep, &old, self.version).await?;
        let by = clerk(prep).await?.person;
        let mut changes = about(&old);
        changes.update(&old, &old.value.clone().check(by, prep.today())?)?;
        Ok(Prepared { changes, done: () })
    }
}

/// Takes a record back: a plan that came to nothing, or an entry made in error.
#[derive(Clone, Debug)]
pub struct WithdrawMethod {
    /// In which engagement.
    pub engagement: EngagementId,
    /// Which record.
    pub record: MethodRecordId,
    /// Why.
    pub reason: String,
}

impl Act for WithdrawMethod {
    const NAME: &'static str = "method-withdraw";
    type Done = ();

    fn right(&self) -> Right {
        right(Action::MethodWrite, self.engagement)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = load(prep, self.engagement, self.record).await?;
        let reason = self.reason.trim().to_owned();
        let new = old.value.clone().withdraw(reason.clone(), prep.today())?;
        let mut changes = about(&old).because(reason);
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}
