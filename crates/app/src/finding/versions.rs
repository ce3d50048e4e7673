//! The versions of a paper, read from the journal; two of them compared; and what meets when two people write at once.

use super::draft::Ground;
use super::register::Register;
use super::{Draft, home, rules_of};
use crate::{App, Ctx, Error, View};
use domain::finding::{Kept, Merged, merge};
use domain::permission::{Action, Scope};
use kernel::{EngagementId, FindingId, Timestamp};
use store::commit::LastChange;
use store::journal::{Version, history};
use store::{Stored, finding as findings};

/// A version of a paper.
#[derive(Clone, Debug)]
pub struct VersionLine {
    /// The record's version.
    pub version: i64,
    /// When it was made.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// By which act.
    pub action: String,
    /// The reason stated.
    pub reason: Option<String>,
    /// The paper as it then was.
    pub kept: Kept,
}

impl VersionLine {
    fn of(version: Version<Kept>) -> Self {
        let Version { envelope, record } = version;
        Self {
            version: record.version,
            at: Timestamp(envelope.at),
            by: envelope.actor_name,
            action: envelope.action,
            reason: envelope.reason,
            kept: record.value,
        }
    }
}

/// Two versions of a paper, the older first, among all.
#[derive(Clone, Debug)]
pub struct Compared {
    /// All versions, the newest first.
    pub versions: Vec<VersionLine>,
    /// The older of the two.
    pub before: VersionLine,
    /// The newer.
    pub after: VersionLine,
}

/// A form that met a newer version: what is stored, and both brought together.
#[derive(Clone, Debug)]
pub struct Overtaken {
    /// What is stored now.
    pub current: Stored<Kept>,
    /// Both together.
    pub merged: Merged,
    /// Who stored it, what was done, when.
    pub last: Option<LastChange>,
}

impl App {
    /// Every version of a finding, the newest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] for whoever does not see the finding.
    pub async fn finding_versions(&self, ctx: &Ctx, id: FindingId) -> Result<Vec<VersionLine>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::FindingView, Scope::Global).await?;
        let kept = findings::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        ctx.require(Action::FindingView, Scope::One(kept.engagement.0))?;
        let found = history::<Kept>(&mut conn, id.into()).await?;
        Ok(found.into_iter().map(VersionLine::of).collect())
    }

    /// Two versions side by side: those named, else the present one and the last that said something else.
    ///
    /// # Errors
    /// As [`App::finding_versions`]; [`Error::NotFound`] for a version that is none.
    pub async fn compare_finding(
        &self,
        ctx: &Ctx,
        id: FindingId,
        (from, to): (Option<i64>, Option<i64>),
    ) -> Result<Compared, Error> {
        let versions = self.finding_versions(ctx, id).await?;
        let of = |n: i64| versions.iter().find(|line| line.version == n).cloned();
        let after = match to {
            Some(n) => of(n),
            None => versions.first().cloned(),
        };
        let after = after.ok_or(Error::NotFound)?;
        let earlier = versions.iter().filter(|line| line.version < after.version);
        let said = |line: &&VersionLine| line.kept.revision != after.kept.revision;
        let before = match from {
            Some(n) => of(n),
            None => earlier.clone().find(said).or(versions.last()).cloned(),
        };
        let before = before.unwrap_or_else(|| after.clone());
        let (before, after) = if before.version > after.version { (after, before) } else { (before, after) };
        Ok(Compared { versions, before, after })
    }

    /// What a form that was made from an older version meets. Stores nothing.
    ///
    /// # Errors
    /// As [`App::finding_versions`]; [`Error::Invalid`] for what cannot be taken as it is typed.
    pub async fn overtaken_finding(
        &self,
        ctx: &Ctx,
        (engagement, id): (EngagementId, FindingId),
        version: i64,
        draft: &Draft,
    ) -> Result<Overtaken, Error> {
        let scope = Scope::One(engagement.0);
        let View { viewer, mut conn } = self.view(ctx, Action::FindingWrite, scope).await?;
        let current = findings::view(&mut conn, &viewer, id).await?;
        let current = current.filter(|kept| kept.engagement == engagement).ok_or(Error::NotFound)?;
        let versions = history::<Kept>(&mut conn, id.into()).await?;
        let base = versions.into_iter().find(|line| line.record.version == version);
        let base = base.ok_or(Error::NotFound)?.record.value;
        let home = home(&mut conn, engagement).await?;
        let rules = rules_of(self, &mut conn, &home).await?;
        let pieces = draft.sentences.iter().flat_map(|sentence| &sentence.evidence).chain(&draft.evidence);
        let numbers: Vec<&str> = pieces.clone().map(|piece| piece.number.trim()).collect();
        let files: Vec<_> = pieces.filter_map(|piece| piece.file).collect();
        let register = Register::look_up(&mut conn, Some(&viewer), engagement, &numbers, &files).await?;
        let extensions = home.extensions.iter().map(|extension| extension.unit);
        let units: Vec<_> = std::iter::once(home.unit).chain(extensions).collect();
        let last_key = base.last_key;
        let ground = Ground { rules: &rules.findings, register: &register, units: &units, last_key };
        let mut mine = draft.paper(&ground)?;
        // A sentence that is new here gets its key when it is stored; until then it has none.
        mine.sentences.iter_mut().filter(|s| s.key > last_key).for_each(|s| s.key = 0);
        let merged = merge(&base.paper, &current.paper, &mine);
        let last = store::commit::last_change(&mut conn, "finding", id.into()).await?;
        Ok(Overtaken { current, merged, last })
    }
}
