//! A parcel: a mark, a random id, then frames of a length and a vault box each, and a last frame that says how many.
//!
//! Each frame is sealed to the intake key of its report's form and bound to the parcel and its place in it, so that
//! frames cannot be left out, swapped or brought in from another parcel. It is written and read frame by frame: what
//! it holds may be larger than memory.

use super::unreadable;
use crate::Error;
use crypto::vault::{self, PrivateKey, PublicKey};
use crypto::{KeyId, Place, VaultBox};
use kernel::{RecordId, Rng, Timestamp};
use serde::{Deserialize, Serialize};
use std::io::{Read, Write};
use store::online_report::HandedReport;
use uuid::Uuid;

const MARK: &[u8; 16] = b"XUNCHA-PARCEL-1\n";
/// The largest frame: a report with all the files it may have, twice over for the text it is written as.
const LARGEST: u32 = 512 << 20;

#[derive(Serialize)]
enum FrameOut<'r> {
    Report { place: u64, report: &'r HandedReport },
    End { place: u64, made: Timestamp },
}

#[derive(Deserialize)]
enum FrameIn {
    Report { place: u64, report: Box<HandedReport> },
    End { place: u64, made: Timestamp },
}

fn place(parcel: Uuid) -> Place<'static> {
    Place { kind: "online_parcel", record: RecordId(parcel), field: "frame" }
}

fn cannot_write(error: &std::io::Error) -> Error {
    Error::Internal(format!("writing a parcel: {error}"))
}

/// Writes a parcel.
pub(super) struct Writer<'w> {
    to: &'w mut (dyn Write + Send),
    parcel: Uuid,
    reports: u64,
}

impl<'w> Writer<'w> {
    pub(super) fn begin(to: &'w mut (dyn Write + Send), rng: &dyn Rng) -> Result<Self, Error> {
        let parcel = kernel::id::random_id(rng);
        to.write_all(MARK).and_then(|()| to.write_all(parcel.as_bytes())).map_err(|e| cannot_write(&e))?;
        Ok(Self { to, parcel, reports: 0 })
    }

    pub(super) fn report(
        &mut self,
        key: &PublicKey,
        report: &HandedReport,
        rng: &dyn Rng,
    ) -> Result<(), Error> {
        let frame = FrameOut::Report { place: self.reports, report };
        self.frame(key, &frame, rng)?;
        self.reports += 1;
        Ok(())
    }

    /// Ends it; returns how many reports it holds.
    pub(super) fn end(mut self, key: &PublicKey, made: Timestamp, rng: &dyn Rng) -> Result<usize, Error> {
        self.frame(key, &FrameOut::End { place: self.reports, made }, rng)?;
        self.to.flush().map_err(|e| cannot_write(&e))?;
        usize::try_from(self.reports).map_err(|e| Error::Internal(e.to_string()))
    }

    fn frame(&mut self, key: &PublicKey, frame: &FrameOut<'_>, rng: &dyn Rng) -> Result<(), Error> {
        let plain = serde_json::to_vec(frame).map_err(|e| Error::Internal(e.to_string()))?;
        let sealed = vault::seal(&[*key], 1, &place(self.parcel), &plain, rng)?;
        let bytes = sealed.as_bytes();
        let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= LARGEST);
        let length =
            length.ok_or_else(|| Error::Internal("a report is too large for a parcel".to_owned()))?;
        let written = self.to.write_all(&length.to_be_bytes()).and_then(|()| self.to.write_all(bytes));
        written.map_err(|e| cannot_write(&e))
    }
}

/// Reads a parcel.
pub(super) struct Reader<'r> {
    from: &'r mut (dyn Read + Send),
    parcel: Uuid,
    next: u64,
}

/// What comes next in a parcel.
pub(super) enum Next {
    /// A report, with the form's key that opened its frame.
    Report(Box<HandedReport>, KeyId),
    /// The end.
    End(Timestamp),
}

impl<'r> Reader<'r> {
    pub(super) fn begin(from: &'r mut (dyn Read + Send)) -> Result<Self, Error> {
        let (mut mark, mut id) = ([0; 16], [0; 16]);
        from.read_exact(&mut mark).and_then(|()| from.read_exact(&mut id)).map_err(|_| unreadable())?;
        if mark != *MARK {
            return Err(unreadable());
        }
        Ok(Self { from, parcel: Uuid::from_bytes(id), next: 0 })
    }

    /// Reads the next frame, opened with whichever of the forms' keys fits.
    pub(super) fn next(&mut self, keys: &[PrivateKey]) -> Result<Next, Error> {
        let mut length = [0; 4];
        self.from.read_exact(&mut length).map_err(|_| unreadable())?;
        let length = u32::from_be_bytes(length);
        if length > LARGEST {
            return Err(unreadable());
        }
        let mut bytes = Vec::new();
        let read = (&mut *self.from).take(u64::from(length)).read_to_end(&mut bytes);
        if read.ok() != usize::try_from(length).ok() {
            return Err(unreadable());
        }
        let sealed = VaultBox::from_bytes(bytes);
        let recipients = sealed.recipients().map_err(|_| unreadable())?;
        let fits = |key: &&PrivateKey| recipients.contains(&key.public().id());
        let key = keys.iter().find(fits).ok_or_else(|| domain::Refusal::new("collector-parcel-foreign"))?;
        let plain = vault::open(key, &place(self.parcel), &sealed).map_err(|_| unreadable())?;
        let frame: FrameIn = serde_json::from_slice(plain.expose()).map_err(|_| unreadable())?;
        match frame {
            FrameIn::Report { place, report } if place == self.next => {
                self.next += 1;
                Ok(Next::Report(report, key.public().id()))
            }
            FrameIn::End { place, made } if place == self.next => Ok(Next::End(made)),
            FrameIn::Report { .. } | FrameIn::End { .. } => Err(unreadable()),
        }
    }
}
