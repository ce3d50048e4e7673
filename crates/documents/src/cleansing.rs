//! Files from the public without what would give their sender away: pictures are drawn anew, PDF files are written anew.
//!
//! What leaves here holds the picture or the pages and nothing else: no place, device, author, program or time, no
//! earlier version, script or attachment. Whatever cannot be made so is refused with the way to send it. The intake
//! of online reports calls this before anything is stored (C13).

mod pdf;
mod picture;

use domain::Refusal;
use domain::file::{Kind, Limits, Sniffer};

/// A file that tells nothing of its sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleansed {
    /// What it is.
    pub kind: Kind,
    /// Its content, made anew.
    pub bytes: Vec<u8>,
}

/// Makes a picture or PDF file anew without its metadata.
///
/// # Errors
/// `cleansing-kind` for other files, with what to do; `cleansing-damaged`, `cleansing-picture-too-large`,
/// `cleansing-pdf-locked`; and those of [`Sniffer::finish`].
pub fn cleanse(bytes: &[u8]) -> Result<Cleansed, Refusal> {
    let mut sniffer = Sniffer::default();
    sniffer.update(bytes);
    let kind = sniffer.finish(&Limits::default()).map_err(|_| Refusal::new("cleansing-kind"))?;
    let bytes = match kind {
        Kind::Jpeg | Kind::Png => picture::draw_anew(bytes, kind)?,
        Kind::Pdf => pdf::write_anew(bytes)?,
        Kind::Docx | Kind::Xlsx | Kind::Text => return Err(Refusal::new("cleansing-kind")),
    };
    Ok(Cleansed { kind, bytes })
}

fn damaged() -> Refusal {
    Refusal::new("cleansing-damaged")
}

#[cfg(test)]
mod tests;
