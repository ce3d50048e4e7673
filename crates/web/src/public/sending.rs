//! Reading what is sent: bounded in size, in memory over all senders, and in time.

use axum::body::Bytes;
use axum::extract::multipart::Multipart;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};

/// Bytes of one sending, files and all.
pub(super) const MOST: usize = 32 << 20;
/// MiB that all sendings together may take while they are read.
const ROOM: u32 = 256;
/// How long a phone on a bad line may take.
const PATIENCE: Duration = Duration::from_secs(300);

/// Room for what is being read; those for whom there is none wait their turn.
pub(super) struct Room(Semaphore);

impl Default for Room {
    fn default() -> Self {
        Self(Semaphore::new(usize::try_from(ROOM).unwrap_or(usize::MAX)))
    }
}

/// A form that was sent: its fields and its files.
#[derive(Default)]
pub(super) struct Sending {
    pairs: Vec<(String, String)>,
    pub(super) files: Vec<Vec<u8>>,
}

/// Why a sending could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// More than [`MOST`].
    Large,
    /// Broken off, too slow, or not a form.
    Broken,
}

impl Sending {
    /// A field's value as typed; a field sent twice has its first.
    pub(super) fn value(&self, name: &str) -> &str {
        self.pairs.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str())
    }

    /// Every field.
    pub(super) fn into_pairs(self) -> Vec<(String, String)> {
        self.pairs
    }

    /// Reads a request's form once there is room for it.
    pub(super) async fn read(room: &Room, request: Request) -> Result<Self, Unread> {
        let stated = stated(&request);
        let _place = room.place(stated).await?;
        let reading = async {
            let is_multipart = request
                .headers()
                .get(header::CONTENT_TYPE)
                .and_then(|v| v.to_str().ok())
                .is_some_and(|v| v.starts_with("multipart/form-data"));
            if is_multipart { Self::multipart(request).await } else { Self::plain(request).await }
        };
        tokio::time::timeout(PATIENCE, reading).await.unwrap_or(Err(Unread::Broken))
    }

    async fn plain(request: Request) -> Result<Self, Unread> {
        let bytes = Bytes::from_request(request, &()).await.map_err(|_| Unread::Large)?;
        let pairs = serde_html_form::from_bytes(&bytes).map_err(|_| Unread::Broken)?;
        Ok(Self { pairs, files: Vec::new() })
    }

    async fn multipart(request: Request) -> Result<Self, Unread> {
        let mut parts = Multipart::from_request(request, &()).await.map_err(|_| Unread::Broken)?;
        let mut read = Self::default();
        while let Some(part) = parts.next_field().await.map_err(|_| Unread::Broken)? {
            let name = part.name().unwrap_or_default().to_owned();
            // The name of a file may be its sender's: it is not even read.
            if part.file_name().is_some() {
                let bytes = part.bytes().await.map_err(|_| Unread::Large)?;
                if !bytes.is_empty() {
                    read.files.push(bytes.to_vec());
                }
            } else {
                read.pairs.push((name, part.text().await.map_err(|_| Unread::Broken)?));
            }
        }
        Ok(read)
    }
}

impl Room {
    /// A place for so many bytes.
    async fn place(&self, bytes: usize) -> Result<SemaphorePermit<'_>, Unread> {
        if bytes > MOST {
            return Err(Unread::Large);
        }
        let mebibytes = u32::try_from(bytes >> 20).unwrap_or(ROOM).saturating_add(1);
        self.0.acquire_many(mebibytes).await.map_err(|_| Unread::Broken)
    }
}

/// How many bytes a request says it has; what says nothing counts as the largest.
fn stated(request: &Request) -> usize {
    let stated = request.headers().get(header::CONTENT_LENGTH);
    stated.and_then(|v| v.to_str().ok()?.parse().ok()).unwrap_or(MOST)
}
