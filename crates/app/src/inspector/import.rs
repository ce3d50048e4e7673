//! Importing the pool: its preview, and the one act that stores it, everything or nothing.
//!
//! People are recognised by their code: a code that is known is the same person listed anew, whose account, trainings
//! and teams stay; a newer list that leaves relatives blank does not take back what was declared before.

use super::{Pooled, seal_relatives};
use crate::export::off_thread;
use crate::import::{Preview, SheetColumn, SheetMapping};
use crate::recusal::{Ground, recheck_person};
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right};
use documents::{inspectors as list, sheet};
use domain::import::Issues;
use domain::inspector::import::{Import, Known, check};
use domain::inspector::{Inspector, InspectorCode, Profile, Relatives};
use domain::permission::{Action, Scope};
use domain::term::TermNumber;
use kernel::{Day, Message, PersonId, RecordId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{Changes, Stored, inspector as inspectors};

/// What a list of the pool holds, and what of it is new.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PoolCounts {
    /// Rows with a person.
    pub people: usize,
    /// Whose code is not in the pool yet.
    pub new: usize,
    /// Whose code is.
    pub known: usize,
    /// Who can be called up.
    pub available: usize,
    /// Who has served on no round.
    pub never_served: usize,
    /// Whose relatives must be asked for.
    pub relatives_not_asked: usize,
    /// Who is a full member of the Party.
    pub full_members: usize,
}

/// A list as it was read and judged.
struct ReadList {
    import: Import,
    issues: Issues,
    mapping: SheetMapping,
}

/// What the list is judged by.
struct Circumstances {
    ground: Ground,
    term: Option<TermNumber>,
    as_of: Day,
}

impl Circumstances {
    async fn load(app: &App, conn: &mut db::Conn, as_of: Option<Day>) -> Result<Self, Error> {
        let as_of = as_of.unwrap_or_else(|| app.today());
        let term = store::term::on(conn, as_of).await?.map(|t| t.facts.number);
        Ok(Self { ground: Ground::load(conn).await?, term, as_of })
    }

    fn read(&self, bytes: &[u8]) -> Result<ReadList, Error> {
        let workbook = sheet::open(bytes, &sheet::Limits::default())?;
        let found = list::read(&workbook)?;
        let known = Known { as_of: self.as_of, term: self.term, names: &self.ground.names };
        let import = check(&found.rows, &known);
        let mut issues = found.issues;
        issues.0.extend(import.issues.0.iter().cloned());
        for heading in found.missing {
            let message = Message::new("inspector-column-missing").with("column", heading);
            if matches!(heading, "编号" | "姓名" | "工作单位") {
                issues.error(found.header, Some(heading), "missing_column", message);
            } else {
                issues.warning(found.header, Some(heading), "missing_column", message);
            }
        }
        issues.sort();
        let mapping = SheetMapping {
            sheet: found.sheet,
            header_top: found.header,
            header_bottom: found.header,
            columns: Vec::<SheetColumn>::new(),
        };
        Ok(ReadList { import, issues, mapping })
    }
}

fn counts(import: &Import, pool: &BTreeMap<InspectorCode, Stored<Pooled>>) -> PoolCounts {
    let known = import.profiles.iter().filter(|(_, p)| pool.contains_key(&p.code)).count();
    PoolCounts {
        people: import.counts.people,
        new: import.profiles.len() - known,
        known,
        available: import.counts.available,
        never_served: import.counts.never_served,
        relatives_not_asked: import.counts.relatives_not_asked,
        full_members: import.counts.full_members,
    }
}

async fn pool(conn: &mut db::Conn) -> Result<BTreeMap<InspectorCode, Stored<Pooled>>, Error> {
    Ok(inspectors::pool(conn).await?.into_iter().map(|p| (p.code.clone(), p)).collect())
}

impl App {
    /// What importing a list of the pool would do, and everything that is wrong with it. Stores nothing.
    ///
    /// # Errors
    /// [`Error::Refused`] when the file cannot be read at all.
    pub async fn preview_inspectors(
        &self,
        ctx: &Ctx,
        file: &str,
        bytes: Vec<u8>,
        as_of: Option<Day>,
    ) -> Result<Preview<PoolCounts>, Error> {
        ctx.require(Action::InspectorChange, Scope::Global)?;
        let mut conn = self.db().read().await?;
        let circumstances = Circumstances::load(self, &mut conn, as_of).await?;
        let pool = pool(&mut conn).await?;
        drop(conn);
        let read = off_thread(move || circumstances.read(&bytes)).await?;
        let mut preview = Preview::new(file, counts(&read.import, &pool), &read.issues, ctx.lang);
        preview.mapping = Some(read.mapping);
        Ok(preview)
    }
}

/// Stores a list of the pool, everything or nothing.
#[derive(Clone, Deserialize)]
pub struct ImportInspectors {
    /// Name of the file.
    pub file: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// The day the list is read as of; today when `None`.
    #[serde(default)]
    pub as_of: Option<Day>,
}

/// What was stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportedInspectors {
    /// What the list held.
    pub counts: PoolCounts,
    /// How many people it changed.
    pub changed: usize,
    /// People who left a team because the list brought a conflict to light.
    pub released: usize,
}

impl Act for ImportInspectors {
    const NAME: &'static str = "inspectors-import";
    type Done = ImportedInspectors;

    fn right(&self) -> Right {
        Right::Needs(Action::InspectorChange, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<ImportedInspectors>, Error> {
        let circumstances = Circumstances::load(prep.app, &mut prep.conn, self.as_of).await?;
        let bytes = self.bytes.clone();
        let (read, ground) =
            off_thread(move || circumstances.read(&bytes).map(|read| (read, circumstances.ground))).await?;
        if read.issues.errors() > 0 {
            let message = Message::new("inspector-import-faulty").with("count", read.issues.errors());
            return Err(domain::Refusal(message).into());
        }
        let pool = pool(&mut prep.conn).await?;
        let about = RecordId(kernel::id::random_id(prep.app.rng()));
        let mut changes = Changes::about("inspector", about, self.file.clone());
        let mut done = ImportedInspectors { counts: counts(&read.import, &pool), changed: 0, released: 0 };
        for (_, profile) in read.import.profiles {
            match pool.get(&profile.code) {
                None => insert(prep, &mut changes, profile).await?,
                Some(old) => {
                    let released = list_anew(prep, &mut changes, &ground, old, profile).await?;
                    done.changed += usize::from(released.is_some());
                    done.released += released.unwrap_or(0);
                }
            }
        }
        if changes.is_empty() {
            return Err(domain::Refusal::new("inspector-import-nothing-new").into());
        }
        Ok(Prepared { changes, done })
    }
}

async fn insert(prep: &mut Prep<'_>, changes: &mut Changes, profile: Profile) -> Result<(), Error> {
    let person = PersonId::new(prep.app.clock(), prep.app.rng());
    let sealed = seal_relatives(prep, person, &profile.relatives).await?;
    let reference = sealed.as_ref().map(store::changes::NewSealed::reference);
    changes.insert(&Pooled::new(Inspector { person, profile }, reference))?;
    if let Some(sealed) = sealed {
        changes.seal(sealed);
    }
    Ok(())
}

/// Takes a known person's new row; `None` when it says nothing new, else how many places they lost.
async fn list_anew(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    ground: &Ground,
    old: &Stored<Pooled>,
    mut profile: Profile,
) -> Result<Option<usize>, Error> {
    let before = prep.app.opened(&mut prep.conn, old).await?;
    if profile.relatives == Relatives::NotAsked {
        profile.relatives = before.relatives.clone();
    }
    if profile == before {
        return Ok(None);
    }
    let reference = if profile.relatives == before.relatives {
        old.relatives.clone()
    } else {
        let sealed = seal_relatives(prep, old.person, &profile.relatives).await?;
        let reference = sealed.as_ref().map(store::changes::NewSealed::reference);
        if let Some(sealed) = sealed {
            changes.seal(sealed);
        }
        reference
    };
    let new = old.listed_anew(profile.clone(), reference);
    changes.update(old, &new)?;
    let released = recheck_person(prep, changes, ground, (&new, &profile)).await?;
    Ok(Some(released.len()))
}
