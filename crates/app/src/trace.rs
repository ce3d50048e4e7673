//! The trace's writer: many who wait for their event to be on disk share one transaction.

use crate::Error;
use crypto::InstanceKey;
use db::Db;
use std::sync::Arc;
use store::trace::Event;
use tokio::sync::{mpsc, oneshot};

/// Events one transaction takes at most.
const BATCH: usize = 200;

type Waiting = (Event, oneshot::Sender<bool>);

/// A handle to the writer.
#[derive(Clone)]
pub(crate) struct TraceWriter(mpsc::Sender<Waiting>);

impl TraceWriter {
    /// Starts the writer; it ends when the last handle is gone.
    pub(crate) fn start(db: Db, key: Arc<InstanceKey>) -> Self {
        let (sender, mut receiver) = mpsc::channel::<Waiting>(1_000);
        tokio::spawn(async move {
            let mut batch: Vec<Waiting> = Vec::new();
            while receiver.recv_many(&mut batch, BATCH).await > 0 {
                let (events, waiting): (Vec<Event>, Vec<_>) = batch.drain(..).unzip();
                let written = store::trace::write(&db, &key, &events).await;
                if let Err(error) = &written {
                    tracing::error!(%error, "the trace could not be written");
                }
                for sender in waiting {
                    // Whoever waited may have gone; their event is on disk all the same.
                    let _gone = sender.send(written.is_ok());
                }
            }
        });
        Self(sender)
    }

    /// Waits until the event is on disk. What it vouches for may be shown only then.
    pub(crate) async fn write(&self, event: Event) -> Result<(), Error> {
        let (sender, answer) = oneshot::channel();
        self.0.send((event, sender)).await.map_err(|_| Error::Unavailable)?;
        match answer.await {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err(Error::Unavailable),
        }
    }
}
