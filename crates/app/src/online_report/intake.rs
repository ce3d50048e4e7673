//! The intake behind the public page: takes reports, files and additions, seals them, and forgets who brought them.
//!
//! It holds public keys and the keys of stamps and receipt digests, and nothing that opens a report. What arrives is
//! cleaned and sealed before it is stored; the stored day is all that is kept of when, and nothing of where from.
//! Files are made anew two at a time, so that many senders at once take time and not memory.

use crate::{App, Error};
use crypto::vault::{self, PrivateKey, PublicKey};
use crypto::{InstanceKey, Key, Place, Purpose, ReceiptCode, Stamps, VaultBox};
use db::Db;
use domain::Refusal;
use domain::file::Kind;
use domain::online_report::{
    FILE_BYTES_MOST, FILES_MOST, Filled, FormAddress, OnlineForm, Saying, Standing, TEXT_MOST, Voice,
    check_pace,
};
use kernel::{Clock, Day, FieldError, Message, Offset, RecordId, Rng, Timestamp};
use std::sync::Arc;
use store::online_report::{self as online, KeptForm, NewFile, NewReport, NewSaying, ReportRow};
use tokio::sync::Semaphore;
use uuid::Uuid;

/// Senders whose files are made anew at once.
const AT_ONCE: usize = 2;
/// Kinds of the places in which the parts of a report are sealed.
pub(crate) const REPORT: &str = "online_report";
pub(crate) const FILE: &str = "online_file";
pub(crate) const SAYING: &str = "online_saying";
pub(crate) const REPORTER: &str = "online_reporter";

/// What takes reports. Cheap to clone.
#[derive(Clone)]
pub struct Intake(Arc<Inner>);

struct Inner {
    db: Db,
    stamps: Stamps,
    receipts: Key,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    offset: Offset,
    files: Semaphore,
}

/// A form that somebody asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The form.
    pub form: OnlineForm,
    /// Whether it takes reports now.
    pub standing: Standing,
    /// Whether a name can be given: somebody holds a key to it.
    pub names: bool,
}

/// A filled-in form as it was sent.
#[derive(Default)]
pub struct Sent {
    /// The form's stamp.
    pub stamp: String,
    /// Its fields.
    pub filled: Filled,
    /// Its files, as they were.
    pub files: Vec<Vec<u8>>,
}

/// Why a sending was not taken. What was typed stays in the form.
#[derive(Debug)]
pub enum Unsent {
    /// Fields are wrong.
    Fields(Vec<FieldError>),
    /// The form takes nothing now.
    Closed(Standing),
}

/// A report that was taken.
#[derive(Debug)]
pub struct Received {
    /// The code for the reporter, to be shown once.
    pub code: ReceiptCode,
    /// The form had been sent before; it was not taken twice.
    pub again: bool,
}

/// A report and what was said since, as its reporter sees it.
#[derive(Clone, Debug)]
pub struct Talk {
    /// The team.
    pub team_name: String,
    /// The day the report came.
    pub day: Day,
    /// Whether the team has taken it up.
    pub taken: bool,
    /// What the reporter said of the answer.
    pub satisfied: Option<bool>,
    /// What was said, in order.
    pub parts: Vec<TalkPart>,
}

/// One part of a talk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TalkPart {
    /// Whether the team said it.
    pub from_team: bool,
    /// The day.
    pub day: Day,
    /// The words.
    pub text: String,
    /// How many files came with it.
    pub files: usize,
}

/// A file made anew, before it is sealed.
pub struct TalkFile {
    kind: Kind,
    bytes: Vec<u8>,
}

impl App {
    /// The intake of this installation, for the public listener.
    pub fn intake(&self) -> Intake {
        let parts = (self.db().clone(), self.shared_clock(), self.shared_rng());
        Intake::new(parts, self.key(), self.offset())
    }
}

impl Intake {
    /// An intake over a database, with keys derived from an instance key of its own.
    pub fn new(
        (db, clock, rng): (Db, Arc<dyn Clock>, Arc<dyn Rng>),
        key: &InstanceKey,
        offset: Offset,
    ) -> Self {
        Self(Arc::new(Inner {
            db,
            stamps: Stamps::new(key),
            receipts: key.derive(Purpose::ReceiptDigest),
            clock,
            rng,
            offset,
            files: Semaphore::new(AT_ONCE),
        }))
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// The committee's offset.
    pub fn offset(&self) -> Offset {
        self.0.offset
    }

    /// Where pages get ids from.
    pub fn clock_and_rng(&self) -> (Arc<dyn Clock>, Arc<dyn Rng>) {
        (Arc::clone(&self.0.clock), Arc::clone(&self.0.rng))
    }

    /// The form at an address, whether it takes reports now, and whether a name can be given.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Unavailable`].
    pub async fn form(&self, address: &str) -> Result<Asked, Error> {
        let KeptForm { form, vault, .. } = self.kept(address).await?;
        let standing = form.standing(self.now());
        Ok(Asked { form, standing, names: !vault.is_empty() })
    }

    async fn kept(&self, address: &str) -> Result<KeptForm, Error> {
        let address = FormAddress::parse(address).ok_or(Error::NotFound)?;
        let mut conn = self.0.db.read().await?;
        Ok(online::at(&mut conn, &address).await?.ok_or(Error::NotFound)?.value)
    }

    /// A stamp for a form about to be shown.
    pub fn stamp(&self, form: &OnlineForm) -> String {
        self.0.stamps.issue(form.id.0.as_bytes(), self.now(), &*self.0.rng)
    }

    /// Takes a report.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Unavailable`]. What the sender can put right is [`Unsent`].
    pub async fn receive(&self, address: &str, sent: Sent) -> Result<Result<Received, Unsent>, Error> {
        let kept = self.kept(address).await?;
        let standing = kept.standing(self.now());
        if standing != Standing::Open {
            return Ok(Err(Unsent::Closed(standing)));
        }
        let Sent { stamp, filled, files } = sent;
        let stamp = match self.0.stamps.read(kept.id.0.as_bytes(), &stamp) {
            Ok(stamp) => stamp,
            Err(_) => return Ok(unsent("", Message::new("online-form-old"))),
        };
        if let Err(Refusal(message)) = check_pace(stamp.at, self.now()) {
            return Ok(unsent("", message));
        }
        let named = filled.named && !kept.vault.is_empty();
        let filled = Filled { named, ..cleaned(&filled) };
        let (report, reporter) = match filled.read(&kept.form) {
            Ok(read) => read,
            Err(errors) => return Ok(Err(Unsent::Fields(errors))),
        };
        let files = match self.cleanse(files).await? {
            Ok(files) => files,
            Err(message) => return Ok(unsent("files", message)),
        };
        let code = self.0.stamps.receipt(kept.id.0.as_bytes(), &stamp);
        let id = self.random();
        let keys = [kept.intake, code.reply_key().public()];
        let contents = serde_json::to_vec(&report).map_err(|e| Error::Internal(e.to_string()))?;
        let reporter = match reporter {
            Some(reporter) => {
                let plain = serde_json::to_vec(&reporter).map_err(|e| Error::Internal(e.to_string()))?;
                Some(self.seal(&kept.vault, REPORTER, id, &plain)?)
            }
            None => None,
        };
        let new = NewReport {
            id,
            form: kept.id,
            day: self.now().day(self.0.offset),
            receipt: code.digest(&self.0.receipts),
            reply_key: code.reply_key().public(),
            contents: self.seal(&keys, REPORT, id, &contents)?,
            reporter,
            files: self.seal_files(&keys, files)?,
        };
        let fresh = online::receive(&self.0.db, &new).await?;
        Ok(Ok(Received { code, again: !fresh }))
    }

    /// The talk of a receipt code; `None` when no report has it.
    ///
    /// # Errors
    /// [`Error::Unavailable`]; [`Error::Internal`] when something does not open.
    pub async fn talk(&self, code: &ReceiptCode) -> Result<Option<Talk>, Error> {
        let mut conn = self.0.db.read().await?;
        let Some(report) = online::by_receipt(&mut conn, &code.digest(&self.0.receipts)).await? else {
            return Ok(None);
        };
        let form = online::get(&mut conn, report.form).await?.ok_or(Error::NotFound)?;
        let sayings = online::sayings(&mut conn, report.id).await?;
        let files = online::files(&mut conn, report.id).await?;
        let key = code.reply_key();
        let count = |place: i64| files.iter().filter(|f| f.place == place).count();
        let own: domain::online_report::OnlineReport = open(&key, REPORT, report.id, &report.contents)?;
        let mut parts = vec![TalkPart { from_team: false, day: report.day, text: own.text, files: count(0) }];
        for saying in sayings {
            let Saying { text } = open(&key, SAYING, saying.id, &saying.contents)?;
            let from_team = saying.voice == Voice::Team.code();
            parts.push(TalkPart { from_team, day: saying.day, text, files: count(saying.place) });
        }
        let ReportRow { day, taken, satisfied, .. } = report;
        let team_name = form.value.form.team_name;
        Ok(Some(Talk { team_name, day, taken: taken.is_some(), satisfied, parts }))
    }

    /// Adds to a report.
    ///
    /// # Errors
    /// [`Error::NotFound`] when no report has the code; [`Error::Unavailable`]. What the sender can put right is
    /// [`Unsent`].
    pub async fn add(
        &self,
        code: &ReceiptCode,
        text: &str,
        files: Vec<Vec<u8>>,
    ) -> Result<Result<(), Unsent>, Error> {
        let text = text::clean::lines(text).text;
        let signs = text.chars().count();
        if signs == 0 {
            return Ok(unsent("text", Message::new("online-text-missing")));
        }
        if signs > TEXT_MOST {
            let message = Message::new("online-text-long").with("signs", signs).with("most", TEXT_MOST);
            return Ok(unsent("text", message));
        }
        let (report, intake) = self.report_of(code).await?;
        let files = match self.cleanse(files).await? {
            Ok(files) => files,
            Err(message) => return Ok(unsent("files", message)),
        };
        let id = self.random();
        let keys = [intake, report.reply_key];
        let contents = serde_json::to_vec(&Saying { text }).map_err(|e| Error::Internal(e.to_string()))?;
        let new = NewSaying {
            id,
            report: report.id,
            voice: Voice::Reporter,
            day: self.now().day(self.0.offset),
            contents: self.seal(&keys, SAYING, id, &contents)?,
            files: self.seal_files(&keys, files)?,
        };
        online::say(&self.0.db, &new).await?;
        Ok(Ok(()))
    }

    /// Notes whether the reporter is satisfied with the answer. Changing one's mind is allowed.
    ///
    /// # Errors
    /// As [`Intake::add`]; `online-not-answered` before there is an answer.
    pub async fn rate(&self, code: &ReceiptCode, satisfied: bool) -> Result<(), Error> {
        let (report, _) = self.report_of(code).await?;
        let mut conn = self.0.db.read().await?;
        let answered =
            online::sayings(&mut conn, report.id).await?.iter().any(|s| s.voice == Voice::Team.code());
        drop(conn);
        if !answered {
            return Err(Refusal::new("online-not-answered").into());
        }
        Ok(online::rate(&self.0.db, report.id, satisfied).await?)
    }

    async fn report_of(&self, code: &ReceiptCode) -> Result<(ReportRow, PublicKey), Error> {
        let mut conn = self.0.db.read().await?;
        let found = online::by_receipt(&mut conn, &code.digest(&self.0.receipts)).await?;
        let report = found.ok_or(Error::NotFound)?;
        let form = online::get(&mut conn, report.form).await?.ok_or(Error::NotFound)?;
        Ok((report, form.intake))
    }

    /// Makes files anew, two senders at a time; the others wait.
    async fn cleanse(&self, files: Vec<Vec<u8>>) -> Result<Result<Vec<TalkFile>, Message>, Error> {
        if files.is_empty() {
            return Ok(Ok(Vec::new()));
        }
        if files.len() > FILES_MOST {
            return Ok(Err(Message::new("online-files-many").with("most", FILES_MOST)));
        }
        if files.iter().any(|f| f.len() > FILE_BYTES_MOST) {
            return Ok(Err(Message::new("online-file-large").with("most", FILE_BYTES_MOST >> 20)));
        }
        let _place = self.0.files.acquire().await.map_err(|e| Error::Internal(e.to_string()))?;
        let made = tokio::task::spawn_blocking(move || {
            let anew = |bytes: Vec<u8>| {
                let made = documents::cleansing::cleanse(&bytes).map_err(|Refusal(m)| m)?;
                Ok(TalkFile { kind: made.kind, bytes: made.bytes })
            };
            files.into_iter().map(anew).collect()
        });
        made.await.map_err(|e| Error::Internal(e.to_string()))
    }

    fn seal_files(&self, keys: &[PublicKey], files: Vec<TalkFile>) -> Result<Vec<NewFile>, Error> {
        let seal = |file: TalkFile| {
            let id = self.random();
            let bytes = i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
            Ok(NewFile { id, kind: file.kind, bytes, contents: self.seal(keys, FILE, id, &file.bytes)? })
        };
        files.into_iter().map(seal).collect()
    }

    fn seal(
        &self,
        keys: &[PublicKey],
        kind: &'static str,
        id: Uuid,
        plain: &[u8],
    ) -> Result<VaultBox, Error> {
        let place = Place { kind, record: RecordId(id), field: "contents" };
        Ok(vault::seal(keys, 1, &place, plain, &*self.0.rng)?)
    }

    fn random(&self) -> Uuid {
        kernel::id::random_id(&*self.0.rng)
    }
}

/// What was typed, without what cannot be seen.
fn cleaned(filled: &Filled) -> Filled {
    let line = |typed: &str| text::clean::line(typed).text;
    Filled {
        unit: line(&filled.unit),
        about: line(&filled.about),
        text: text::clean::lines(&filled.text).text,
        named: filled.named,
        name: line(&filled.name),
        contact: line(&filled.contact),
    }
}

fn unsent<T>(field: &'static str, message: Message) -> Result<T, Unsent> {
    Err(Unsent::Fields(vec![FieldError::new(field, message)]))
}

/// What was sealed into one of the places of a report.
pub(crate) fn open<T: serde::de::DeserializeOwned>(
    key: &PrivateKey,
    kind: &'static str,
    id: Uuid,
    sealed: &VaultBox,
) -> Result<T, Error> {
    let place = Place { kind, record: RecordId(id), field: "contents" };
    let plain = vault::open(key, &place, sealed)?;
    serde_json::from_slice(plain.expose()).map_err(|e| Error::Internal(e.to_string()))
}
