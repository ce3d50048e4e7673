//! What an act wants to change: data, not actions. Made by `app` while preparing, carried out by [`crate::commit`].

use crate::part::Parts;
use crate::record::{Record, SearchEntry, StoreError, Stored, write_state};
use crate::tally::Difference;
use db::Value;
use domain::account::SealedRef;
use kernel::{RecordId, SealedId};

/// Which chain an act is written into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chain {
    /// The instance's own.
    Instance,
    /// An engagement's.
    Engagement(kernel::EngagementId),
}

impl Chain {
    /// Its name in the table of chains.
    pub fn name(&self) -> String {
        match self {
            Self::Instance => "instance".to_owned(),
            Self::Engagement(id) => id.to_string(),
        }
    }
}

/// One record to be written.
#[derive(Clone, Debug)]
pub(crate) struct Put {
    pub(crate) kind: &'static str,
    pub(crate) own_columns: &'static [&'static str],
    pub(crate) id: RecordId,
    /// The version it replaces; `None` for a new record.
    pub(crate) replaces: Option<i64>,
    pub(crate) format: i64,
    pub(crate) state: String,
    pub(crate) values: Vec<Value>,
    pub(crate) search: Option<Indexed>,
    pub(crate) parts: Parts,
    pub(crate) tally: Difference,
}

/// What search finds a record by, already cut into words: segmenting is work for the preparation.
#[derive(Clone, Debug)]
pub(crate) struct Indexed {
    pub(crate) entry: SearchEntry,
    pub(crate) tokens: String,
}

impl Indexed {
    fn of(entry: SearchEntry) -> Self {
        let tokens = crate::search::tokens(&entry);
        Self { entry, tokens }
    }
}

/// Records whose states hold a serial number that only the transaction can give.
type Numbered = Box<dyn FnOnce(i64) -> Result<Vec<Put>, StoreError> + Send + Sync>;

/// One sealed value to be kept.
#[derive(Clone, Debug)]
pub struct NewSealed {
    /// Its id, which the record's state names.
    pub id: SealedId,
    /// Kind of the record it belongs to.
    pub kind: &'static str,
    /// That record.
    pub record: RecordId,
    /// The field.
    pub field: &'static str,
    /// The ciphertext; names its suite and key itself.
    pub ciphertext: crypto::Sealed,
}

impl NewSealed {
    /// How the record's state refers to it.
    pub fn reference(&self) -> SealedRef {
        SealedRef { id: self.id, digest: self.ciphertext.digest().to_string() }
    }
}

/// A piece of work for the worker loop, queued in the same transaction.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// Kind of the job.
    pub kind: &'static str,
    /// What it needs to know, JSON.
    pub payload: String,
    /// Not before.
    pub due: kernel::Timestamp,
}

/// A write beside the records, for what is no record: ending sessions, a counter.
#[derive(Clone, Debug)]
pub enum Aside {
    /// Ends every session of an account but, if given, one.
    EndSessions {
        /// Whose.
        account: kernel::UserId,
        /// The one that stays.
        keep: Option<kernel::SessionId>,
    },
    /// Adds to a counter.
    Count {
        /// Its name.
        name: String,
        /// How much; may be negative.
        by: i64,
    },
    /// Lets a series of numbers go on behind a number that was given elsewhere.
    SerialAtLeast {
        /// The series.
        series: String,
        /// The last number in use; a series that is further stays.
        last: i64,
    },
    /// Keeps a wrapped data key that this act made.
    DataKey(crate::keys::NewDataKey),
    /// Gives a job up, which a worker holds under this lease.
    BuryJob {
        /// The job.
        job: kernel::JobId,
        /// The lease.
        lease: uuid::Uuid,
        /// Why it was given up.
        why: kernel::Message,
    },
    /// Notes which petition an online report became.
    TakeReport {
        /// The report.
        report: uuid::Uuid,
        /// The petition.
        petition: kernel::PetitionId,
    },
    /// Keeps an answer of the team to an online report.
    AnswerReport(crate::online_report::NewSaying),
    /// Has a job that failed tried again.
    ReviveJob {
        /// The job.
        job: kernel::JobId,
        /// From when.
        at: kernel::Timestamp,
    },
}

/// Everything an act changes.
#[derive(Default)]
pub struct Changes {
    pub(crate) chain: Option<Chain>,
    pub(crate) subject: Option<(&'static str, RecordId, String)>,
    pub(crate) reason: Option<String>,
    pub(crate) puts: Vec<Put>,
    pub(crate) numbered: Vec<(String, Numbered)>,
    pub(crate) relies: Vec<(&'static str, RecordId, i64)>,
    pub(crate) sealed: Vec<NewSealed>,
    pub(crate) jobs: Vec<NewJob>,
    pub(crate) asides: Vec<Aside>,
}

impl Changes {
    /// Changes about one record: what the journal entry names as its subject, with its name or code as it is now.
    /// The label must hold nothing sealed.
    pub fn about(kind: &'static str, id: impl Into<RecordId>, label: impl Into<String>) -> Self {
        Self { subject: Some((kind, id.into(), label.into())), ..Self::default() }
    }

    /// Writes into an engagement's chain instead of the instance's.
    #[must_use]
    pub fn in_chain(mut self, chain: Chain) -> Self {
        self.chain = Some(chain);
        self
    }

    /// Gives the reason the actor stated.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// A new record.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] when it has no canonical form, which is a defect.
    pub fn insert<R: Record>(&mut self, record: &R) -> Result<(), StoreError> {
        self.puts.push(put(record, None)?);
        Ok(())
    }

    /// A new record that carries the next number of a series, given inside the transaction, so that numbers have no gaps.
    pub fn insert_numbered<R: Record>(
        &mut self,
        series: impl Into<String>,
        make: impl FnOnce(i64) -> R + Send + Sync + 'static,
    ) {
        self.numbered.push((series.into(), Box::new(move |n| Ok(vec![put(&make(n), None)?]))));
    }

    /// As [`Changes::insert_numbered`], with further new records that tell the number too, such as deadlines.
    pub fn insert_numbered_with<R: Record, S: Record>(
        &mut self,
        series: impl Into<String>,
        make: impl FnOnce(i64) -> (R, Vec<S>) + Send + Sync + 'static,
    ) {
        let make = move |n| {
            let (record, others) = make(n);
            let mut puts = vec![put(&record, None)?];
            for other in &others {
                puts.push(put(other, None)?);
            }
            Ok(puts)
        };
        self.numbered.push((series.into(), Box::new(make)));
    }

    /// A changed record that takes the next number of a series, as [`Changes::insert_numbered`] gives it.
    pub fn update_numbered<R: Record + Clone + 'static>(
        &mut self,
        series: impl Into<String>,
        old: &Stored<R>,
        make: impl FnOnce(i64) -> R + Send + Sync + 'static,
    ) {
        let old = old.clone();
        self.numbered.push((series.into(), Box::new(move |n| Ok(vec![put(&make(n), Some(&old))?]))));
    }

    /// A changed record: `old` is what was read, so that a change in between is a conflict.
    ///
    /// # Errors
    /// As [`Changes::insert`].
    pub fn update<R: Record>(&mut self, old: &Stored<R>, new: &R) -> Result<(), StoreError> {
        self.puts.push(put(new, Some(old))?);
        Ok(())
    }

    /// The decision rests on this record as it was read; a change in between is a conflict.
    pub fn relies_on<R: Record>(&mut self, record: &Stored<R>) {
        self.relies.push((R::KIND, record.value.id(), record.version));
    }

    /// Keeps a sealed value.
    pub fn seal(&mut self, value: NewSealed) {
        self.sealed.push(value);
    }

    /// Queues a job.
    pub fn queue(&mut self, job: NewJob) {
        self.jobs.push(job);
    }

    /// Adds a write beside the records.
    pub fn aside(&mut self, aside: Aside) {
        self.asides.push(aside);
    }

    /// How many records it would write.
    pub fn len(&self) -> usize {
        self.puts.len() + self.numbered.len()
    }

    /// Whether it would write none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

fn put<R: Record>(record: &R, replaces: Option<&Stored<R>>) -> Result<Put, StoreError> {
    let before = replaces.and_then(|old| old.value.named());
    let counted = replaces.and_then(|old| old.value.counts());
    Ok(Put {
        kind: R::KIND,
        own_columns: R::COLUMNS,
        id: record.id(),
        replaces: replaces.map(|old| old.version),
        format: R::FORMAT,
        state: write_state(record)?,
        values: record.columns(),
        search: record.search().map(Indexed::of),
        parts: Parts::between(before.as_ref(), record.named().as_ref()),
        tally: Difference::between(R::KIND, counted, record.counts()),
    })
}
