//! The records that evidence may lead to, by the numbers the team writes: what an engagement's own registers hold.
//!
//! Only records of the same engagement are found, so that a number typed here says nothing about another team's work. A
//! register that is built later is asked here, and nowhere else.

use crate::Error;
use db::Conn;
use domain::finding::Place;
use kernel::{EngagementId, FileId, RecordId};
use std::collections::{BTreeMap, BTreeSet};
use store::Viewer;

/// What some numbers lead to.
#[derive(Clone, Debug, Default)]
pub(super) struct Register {
    records: BTreeMap<String, (&'static str, RecordId)>,
    files: BTreeSet<FileId>,
}

impl Register {
    /// Looks numbers up in an engagement's registers, and which of some files its team may read.
    pub(super) async fn look_up(
        conn: &mut Conn,
        viewer: Option<&Viewer>,
        engagement: EngagementId,
        numbers: &[&str],
        files: &[FileId],
    ) -> Result<Self, Error> {
        let mut found = Self { records: records(conn, engagement, numbers).await?, files: BTreeSet::new() };
        let Some(viewer) = viewer else { return Ok(found) };
        for id in files.iter().copied().collect::<BTreeSet<_>>() {
            let file = store::file::view(conn, viewer, id).await?;
            if file.is_some_and(|file| file.engagement == Some(engagement)) {
                found.files.insert(id);
            }
        }
        Ok(found)
    }

    /// Where the record of a number lies.
    pub(super) fn place(&self, number: &str) -> Option<Place> {
        let (kind, record) = self.records.get(number)?;
        Some(Place::Record { kind: (*kind).to_owned(), record: *record })
    }

    /// Whether a file may be evidence here.
    pub(super) fn has_file(&self, file: FileId) -> bool {
        self.files.contains(&file)
    }

    /// Takes in a file that this very act records.
    pub(super) fn add_file(&mut self, file: FileId) {
        self.files.insert(file);
    }
}

/// The records of an engagement that bear these numbers: petitions, and what was held by other methods. A register that is
/// built later joins here.
async fn records(
    conn: &mut Conn,
    engagement: EngagementId,
    numbers: &[&str],
) -> Result<BTreeMap<String, (&'static str, RecordId)>, Error> {
    let petitions = store::petition::ids_of(conn, engagement, numbers).await?;
    let held = store::method::ids_of(conn, engagement, numbers).await?;
    let petitions = petitions.into_iter().map(|(number, id)| (number, ("petition", id.into())));
    let held = held.into_iter().map(|(number, id)| (number, (crate::method::KIND, id.into())));
    Ok(petitions.chain(held).collect())
}
