//! Files: taking them in, attaching them to what an act makes, reading them.
//!
//! A file arrives before its act: it is sealed while it arrives, told by its content, and on disk when
//! [`Receiving::finish`] returns. The act then records it with [`attach`]; one that no act records is swept a day later.

use crate::{App, Ctx, Error, Prep, View};
use crypto::{Contents, DataKey, Scope as KeyScope};
use domain::file::{File, Kind, Limits, Sniffer, clean_name};
use domain::permission::{Action, Scope};
use kernel::{EngagementId, FileId, Message, RecordId};
use std::sync::Arc;
use store::Stored;
use store::changes::Changes;
use store::file::{FileError, Folder, Incoming, Opened};
use store::trace::Event;

/// A file that has arrived and waits for its act. Only the program makes one.
#[derive(Clone, Debug)]
pub struct Received {
    name: String,
    kind: Kind,
    size: u64,
    engagement: Option<EngagementId>,
    address: String,
}

impl Received {
    /// The cleaned name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same file under a name of the program's own.
    #[must_use]
    pub(crate) fn renamed(self, name: String) -> Self {
        Self { name, ..self }
    }

    /// What it is, by content.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The engagement whose key seals it.
    pub const fn engagement(&self) -> Option<EngagementId> {
        self.engagement
    }

    /// Bytes of its content.
    pub const fn size(&self) -> u64 {
        self.size
    }
}

/// Records a file that has arrived, as part of an act. `sealed`: reading it takes a reason and leaves a trace.
///
/// # Errors
/// [`Error::Internal`] when it has no canonical form, which is a defect.
pub fn attach(
    changes: &mut Changes,
    prep: &Prep<'_>,
    received: &Received,
    compartment: &str,
    sealed: bool,
) -> Result<FileId, Error> {
    let id = FileId::new(prep.app.clock(), prep.app.rng());
    let Received { name, kind, size, engagement, address } = received.clone();
    let compartment = compartment.to_owned();
    changes.insert(&File { id, name, kind, size, compartment, engagement, address, sealed })?;
    Ok(id)
}

/// A file on its way in. Dropped, it leaves nothing.
pub struct Receiving {
    app: App,
    key: Arc<DataKey>,
    engagement: Option<EngagementId>,
    limits: Limits,
    arriving: Arriving,
}

/// What works on the blocking threads, handed there and back.
struct Arriving {
    incoming: Incoming,
    sniffer: Sniffer,
}

impl Receiving {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// `file-too-large`, `file-no-room`; then nothing is kept.
    pub async fn push(self, bytes: Vec<u8>) -> Result<Self, Error> {
        let Self { app, key, engagement, limits, mut arriving } = self;
        let more = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        limits.check_size(arriving.sniffer.size().saturating_add(more))?;
        let rng = app.clone();
        let arriving = blocking(move || {
            arriving.sniffer.update(&bytes);
            arriving.incoming.push(&bytes, rng.rng()).map_err(file_error)?;
            Ok(arriving)
        })
        .await?;
        Ok(Self { app, key, engagement, limits, arriving })
    }

    /// Ends it: tells what it is, and puts it on disk for good.
    ///
    /// # Errors
    /// What is wrong with the content, `file-no-room`; then nothing is kept.
    pub async fn finish(self, name: &str) -> Result<Received, Error> {
        let Self { app, key, engagement, limits, arriving: Arriving { incoming, sniffer } } = self;
        let size = sniffer.size();
        let kind = sniffer.finish(&limits)?;
        let name = clean_name(name, kind);
        let address =
            blocking(move || incoming.finish(&key, app.rng(), app.now()).map_err(file_error)).await?;
        Ok(Received { name, kind, size, engagement, address: address.to_string() })
    }
}

/// A file being read, by whoever was shown to see it.
pub struct OpenFile {
    /// Its record.
    pub file: Stored<File>,
    opened: Opened,
}

impl OpenFile {
    /// Up to `length` bytes from `from` on; fewer at the end.
    ///
    /// # Errors
    /// `file-content-changed`.
    pub async fn range(self, from: u64, length: u64) -> Result<(Self, Vec<u8>), Error> {
        let Self { file, mut opened } = self;
        blocking(move || {
            let bytes = opened.range(from, length).map_err(file_error)?;
            Ok((Self { file, opened }, bytes))
        })
        .await
    }
}

impl App {
    /// Begins to take a file in, sealed for an engagement or for the installation. The installation's own limit
    /// holds whatever the caller allows.
    ///
    /// # Errors
    /// [`Error::Internal`] when no folder for files was given; `file-no-room`.
    pub async fn receive_file(
        &self,
        engagement: Option<EngagementId>,
        limits: Limits,
    ) -> Result<Receiving, Error> {
        let limits = self.limits().of_file(limits);
        let key = self.file_key(engagement.map_or(KeyScope::Instance, KeyScope::Engagement)).await?;
        let (folder, app, sealing) = (self.folder()?, self.clone(), Arc::clone(&key));
        let incoming = blocking(move || folder.receive(&sealing, app.rng()).map_err(file_error)).await?;
        let arriving = Arriving { incoming, sniffer: Sniffer::default() };
        Ok(Receiving { app: self.clone(), key, engagement, limits, arriving })
    }

    /// Opens a file for someone with a right to what it belongs to. A sealed one takes a reason, and its trace is on
    /// disk before anything is shown.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the reader does not see its compartment; `file-reason-missing`,
    /// `file-content-missing`, `file-content-changed`.
    pub async fn open_file(
        &self,
        ctx: &Ctx,
        (action, scope): (Action, Scope),
        id: FileId,
        reason: Option<&str>,
    ) -> Result<OpenFile, Error> {
        let View { viewer, mut conn } = self.view(ctx, action, scope).await?;
        let file = store::file::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        drop(conn);
        if file.sealed {
            let reason = reason.map(str::trim).filter(|r| !r.is_empty());
            let missing = || Error::field("reason", Message::new("file-reason-missing"));
            let reason = reason.ok_or_else(missing)?.to_owned();
            self.trace_opening(ctx, ("file", RecordId(id.0)), Some(reason)).await?;
        }
        self.read_file(file).await
    }

    /// Opens a file that a record names which its reader was shown to see. Never a sealed one.
    pub(crate) async fn open_named_file(&self, id: FileId) -> Result<OpenFile, Error> {
        let mut conn = self.db().read().await?;
        let file = store::file::get(&mut conn, id).await?.filter(|f| !f.sealed).ok_or(Error::NotFound)?;
        drop(conn);
        self.read_file(file).await
    }

    /// Opens a sealed file of a record that its reader was shown to see, for a reason that was checked. The trace, which
    /// names that record, is on disk first.
    pub(crate) async fn open_traced_file(
        &self,
        ctx: &Ctx,
        id: FileId,
        of: (&'static str, RecordId),
        reason: &str,
    ) -> Result<OpenFile, Error> {
        let mut conn = self.db().read().await?;
        let file = store::file::get(&mut conn, id).await?.ok_or(Error::NotFound)?;
        drop(conn);
        self.trace_opening(ctx, of, Some(reason.trim().to_owned())).await?;
        self.read_file(file).await
    }

    async fn read_file(&self, file: Stored<File>) -> Result<OpenFile, Error> {
        let key = self.file_key(store::file::key_scope(&file)).await?;
        let (folder, address) = (self.folder()?, file.address.parse()?);
        let opened = blocking(move || folder.read(&address, &key).map_err(file_error)).await?;
        Ok(OpenFile { file, opened })
    }

    /// Puts on disk that somebody opens a file, before they see any of it.
    pub(crate) async fn trace_opening(
        &self,
        ctx: &Ctx,
        subject: (&'static str, RecordId),
        reason: Option<String>,
    ) -> Result<(), Error> {
        let signed = ctx.signed()?;
        let event = Event {
            at: ctx.at,
            actor: Some(signed.account),
            actor_name: signed.name.clone(),
            event: "file-opened",
            subject: Some(subject),
            reason,
        };
        self.trace().write(event).await
    }

    /// Removes contents that no act recorded within a day, and what was arriving when a process died. For the worker.
    ///
    /// # Errors
    /// [`Error::Unavailable`]; [`Error::Internal`] when the folder cannot be read.
    pub async fn sweep_files(&self) -> Result<usize, Error> {
        let Some(folder) = self.files().cloned() else { return Ok(0) };
        let now = self.now();
        let asked = folder.clone();
        let overdue = blocking(move || {
            let cleared = asked.clear_abandoned();
            cleared.and_then(|()| asked.overdue(now)).map_err(|e| file_error(e.into()))
        })
        .await?;
        let count = overdue.len();
        for address in overdue {
            let mut conn = self.db().read().await?;
            let recorded = store::file::is_recorded(&mut conn, &address).await?;
            drop(conn);
            let folder = folder.clone();
            blocking(move || folder.settle(&address, recorded, now).map_err(|e| file_error(e.into())))
                .await?;
        }
        Ok(count)
    }

    fn folder(&self) -> Result<Folder, Error> {
        self.files().cloned().ok_or_else(|| Error::Internal("no folder for files was given".into()))
    }

    /// The key of files, on disk before anything is sealed with it.
    async fn file_key(&self, scope: KeyScope) -> Result<Arc<DataKey>, Error> {
        let mut conn = self.db().read().await?;
        let (key, made) = self.data_key(&mut conn, scope, Contents::Files).await?;
        drop(conn);
        let Some(new) = made else { return Ok(key) };
        let kept = store::file::keep_key(self.db(), &new).await?;
        Ok(Arc::new(self.key().unwrap(&kept)?))
    }
}

/// Runs what waits for the disk or ciphers megabytes on a thread of its own.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|e| Error::Internal(e.to_string()))?
}

fn file_error(error: FileError) -> Error {
    match error {
        FileError::Io(e) if e.kind() == std::io::ErrorKind::StorageFull => {
            Error::Refused(domain::Refusal::new("file-no-room"))
        }
        FileError::Missing => Error::Refused(domain::Refusal::new("file-content-missing")),
        FileError::Changed => Error::Refused(domain::Refusal::new("file-content-changed")),
        FileError::Store(e) => e.into(),
        FileError::Io(e) => Error::Internal(e.to_string()),
        FileError::Crypto(e) => e.into(),
    }
}
