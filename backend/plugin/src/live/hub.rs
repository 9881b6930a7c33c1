//! The running streams, by path.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Semaphore, broadcast, watch};

use super::message::{self, Packets};
use super::poll::Poll;
use super::viewer::Viewer;
use super::window::Look;
use crate::PluginError;
use crate::service::Service;
use seismo_engine::DataSource;
use seismo_query::Query;

/// Largest number of streams that run at once.
const MOST_STREAMS: usize = 500;

/// Largest number of streams that ask their sources at once: most wake at the same moment, the full minute.
const MOST_AT_ONCE: usize = 16;

/// Number of messages that a receiver may be behind before it gets the newest state instead.
const MOST_BEHIND: usize = 8;

/// All streams of the process.
#[derive(Debug)]
pub struct Hub {
    streams: Mutex<HashMap<String, Arc<Stream>>>,
    turns: Semaphore,
    closed: watch::Sender<bool>,
}

impl Default for Hub {
    fn default() -> Self {
        Self {
            streams: Mutex::default(),
            turns: Semaphore::new(MOST_AT_ONCE),
            closed: watch::Sender::new(false),
        }
    }
}

impl Hub {
    /// Joins the stream of a path; starts it if there is none.
    ///
    /// # Errors
    /// [`PluginError`] if there are too many streams, or the query cannot be planned.
    pub fn join(
        self: &Arc<Self>,
        path: &str,
        query: Query,
        data_source: DataSource,
        service: &Service,
    ) -> Result<Viewer, PluginError> {
        let mut streams = self.lock();
        let running = streams.len();
        let stream = match streams.entry(path.to_owned()) {
            Entry::Occupied(known) => Arc::clone(known.get()),
            Entry::Vacant(_) if running >= MOST_STREAMS => {
                let problem =
                    format!("{MOST_STREAMS} streams run already, as many as one plugin may: try again later");
                return Err(PluginError::field("live", problem));
            }
            Entry::Vacant(place) => {
                let poll = Poll::new(path, query, data_source, service.clone())?;
                let stream = Arc::new(Stream::new());
                place.insert(Arc::clone(&stream));
                service.telemetry().live_streams.inc();
                tokio::spawn(poll.run(Arc::clone(self), Arc::clone(&stream)));
                stream
            }
        };
        // Under the lock: a stream without viewers is also removed only under it.
        Ok(Viewer::new(stream, service.telemetry()))
    }

    /// Every checked row of the stream of a path, if one runs and they fit into one message.
    pub fn state(&self, path: &str) -> Option<Vec<u8>> {
        let stream = self.lock().get(path).map(Arc::clone)?;
        let mut packets = stream.state()?;
        if packets.len() == 1 { packets.pop() } else { None }
    }

    /// Ends every stream, now and in future: the process is about to end.
    pub fn close(&self) {
        self.closed.send_replace(true);
    }

    /// Waits until every stream has ended.
    pub fn closed(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut closed = self.closed.subscribe();
        async move {
            // The sender is dropped with the hub, and then no stream is open either.
            let _ = closed.wait_for(|closed| *closed).await;
        }
    }

    /// Removes a stream without viewers; returns false if one has joined in the meantime.
    pub(super) fn end(&self, path: &str, stream: &Stream) -> bool {
        let mut streams = self.lock();
        let over = stream.sender.receiver_count() == 0;
        if over {
            streams.remove(path);
        }
        over
    }

    /// The permits with which streams ask their sources.
    pub(super) const fn turns(&self) -> &Semaphore {
        &self.turns
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<Stream>>> {
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stream: its last look, and its receivers.
#[derive(Debug)]
pub(super) struct Stream {
    look: Mutex<Option<Look>>,
    sender: broadcast::Sender<Arc<Packets>>,
}

impl Stream {
    pub(super) fn new() -> Self {
        Self { look: Mutex::new(None), sender: broadcast::Sender::new(MOST_BEHIND) }
    }

    /// Sends the changes since the last look, and keeps this one.
    pub(super) fn show(&self, look: Look) {
        let mut last = self.lock();
        let before = last.take();
        let packets = match &before {
            None => message::rows(look.frames(), &look, None),
            Some(before) => message::rows(&look.since(before), &look, before.end_ms()),
        };
        *last = Some(look);
        // Without receivers the send fails, and the stream ends soon.
        let _ = self.sender.send(Arc::new(packets));
    }

    /// Reports that the source did not answer.
    pub(super) fn fail(&self, error: &str) {
        let _ = self.sender.send(Arc::new(message::failed(error)));
    }

    /// Waits until there is no viewer.
    pub(super) async fn deserted(&self) {
        self.sender.closed().await;
    }

    /// Subscribes, and returns every checked row; `None` before the first look, which will be sent.
    pub(super) fn enter(&self) -> (broadcast::Receiver<Arc<Packets>>, Option<Packets>) {
        // Under the lock, so that no look happens between the two.
        let last = self.lock();
        (self.sender.subscribe(), last.as_ref().map(whole))
    }

    fn state(&self) -> Option<Packets> {
        self.lock().as_ref().map(whole)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Look>> {
        self.look.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All rows of a look. A client with the row before its first one has missed none.
fn whole(look: &Look) -> Packets {
    message::rows(look.frames(), look, look.start_ms())
}
