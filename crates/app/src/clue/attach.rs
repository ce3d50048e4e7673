//! Files of a clue: sealed with its engagement's key, opened like its text by whoever sees the clue, for a reason that is
//! traced first.
//!
//! A file's own name might name somebody, and names stand in records and lists: it is kept under the clue's number.

use super::body::{must_have_reason, opened, refuse_names};
use super::{about, in_hand};
use crate::decision::clerk;
use crate::file::{OpenFile, Received, attach};
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right, View, version};
use domain::clue::AttachedFile;
use domain::permission::{Action, Scope, compartment};
use kernel::id::{ClueId, FileId};
use kernel::{EngagementId, RecordId};
use store::clue as clues;

/// Adds a file to a clue: by the team while it has it, then by the office.
#[derive(Clone, Debug)]
pub struct AttachToClue {
    /// The engagement.
    pub engagement: EngagementId,
    /// Which clue.
    pub clue: ClueId,
    /// The version that was read.
    pub version: Option<i64>,
    /// The file.
    pub file: Received,
}

impl Act for AttachToClue {
    const NAME: &'static str = "clue-attach";
    type Done = FileId;

    fn right(&self) -> Right {
        Right::Needs(Action::ClueRoute, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<FileId>, Error> {
        let old = in_hand(prep, self.engagement, self.clue).await?;
        version::must_be_read(prep, &old, self.version).await?;
        let mut changes = about(&old);
        let ending = self.file.name().rsplit_once('.').map_or("bin", |(_, ending)| ending);
        let name = format!("{}-{}.{ending}", old.number, old.files.len() + 1);
        let file = self.file.clone().renamed(name.clone());
        let own = compartment::clues(self.engagement);
        let id = attach(&mut changes, prep, &file, &own, true)?;
        let attached = AttachedFile { file: id, name, by: clerk(prep).await?, on: prep.today() };
        changes.update(&old, &old.value.clone().attach(attached)?)?;
        Ok(Prepared { changes, done: id })
    }
}

impl App {
    /// The engagement of a clue that the reader sees, whose key seals its files.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`].
    pub async fn engagement_of_clue(&self, ctx: &Ctx, id: ClueId) -> Result<EngagementId, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::ClueView, Scope::Global).await?;
        let clue = clues::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        Ok(clue.engagement)
    }

    /// Opens a file of a clue for whoever sees the clue. The trace is on disk before anything is shown.
    ///
    /// # Errors
    /// As [`App::open_clue`]; [`Error::NotFound`] for a file that is not the clue's.
    pub async fn open_clue_file(
        &self,
        ctx: &Ctx,
        (id, file): (ClueId, FileId),
        reason: &str,
    ) -> Result<OpenFile, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::ClueView, Scope::Global).await?;
        let clue = clues::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        if !clue.files.iter().any(|attached| attached.file == file) {
            return Err(Error::NotFound);
        }
        must_have_reason(reason)?;
        if let Some(body) = opened(self, &mut conn, &clue).await? {
            refuse_names(&body, &[("reason", reason)])?;
        }
        drop(conn);
        self.open_traced_file(ctx, file, ("clue", RecordId::from(id)), reason).await
    }
}
