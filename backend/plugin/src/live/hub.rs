//! The streams that run, by path.

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

/// The most streams that run at once.
const MOST_STREAMS: usize = 500;

/// How many streams may ask their sources at once: most wake at the same moment, the full minute.
const MOST_AT_ONCE: usize = 16;

/// How many messages a receiver may be behind before it gets the newest state instead.
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
    /// Comes to the stream of a path, which is begun where there is none.
    ///
    /// # Errors
    /// [`PluginError`] when there are too many streams, or the query cannot be planned.
    pub fn join(
        &self,
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
                let stream = Arc::new(Stream::new());
                let poll = Poll::new(path, query, data_source, service.clone(), Arc::clone(&stream))?;
                place.insert(Arc::clone(&stream));
                service.telemetry().live_streams.inc();
                tokio::spawn(poll.run());
                stream
            }
        };
        // Under the lock: a stream that has nobody left is only taken away under it, too.
        Ok(Viewer::new(stream, service.telemetry()))
    }

    /// Every row that the stream of a path looks at, where one runs and that fits into one message.
    pub fn state(&self, path: &str) -> Option<Vec<u8>> {
        let stream = self.lock().get(path).map(Arc::clone)?;
        let mut packets = stream.state()?;
        if packets.len() == 1 { packets.pop() } else { None }
    }

    /// Ends every stream, those to come as well: the process is about to end.
    pub fn close(&self) {
        self.closed.send_replace(true);
    }

    /// Waits until every stream is ended.
    pub fn closed(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut closed = self.closed.subscribe();
        async move {
            // The sender goes with the hub, and nothing is open then either.
            let _ = closed.wait_for(|closed| *closed).await;
        }
    }

    /// Takes a stream away that has nobody left; false where somebody came in the meantime.
    pub(super) fn end(&self, path: &str, stream: &Stream) -> bool {
        let mut streams = self.lock();
        let over = stream.sender.receiver_count() == 0;
        if over {
            streams.remove(path);
        }
        over
    }

    /// Where a stream waits for its turn to ask.
    pub(super) const fn turns(&self) -> &Semaphore {
        &self.turns
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<Stream>>> {
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stream: what was seen last, and who is told.
#[derive(Debug)]
pub(super) struct Stream {
    look: Mutex<Option<Look>>,
    sender: broadcast::Sender<Arc<Packets>>,
}

impl Stream {
    pub(super) fn new() -> Self {
        Self { look: Mutex::new(None), sender: broadcast::Sender::new(MOST_BEHIND) }
    }

    /// Sends what differs from the last look, and keeps this one.
    pub(super) fn show(&self, look: Look) {
        let mut last = self.lock();
        let before = last.take();
        let packets = match &before {
            None => message::rows(look.frames(), &look, None),
            Some(before) => message::rows(&look.since(before), &look, before.end_ms()),
        };
        *last = Some(look);
        // Nobody there is no trouble: the stream ends soon.
        let _ = self.sender.send(Arc::new(packets));
    }

    /// Says that the source did not answer.
    pub(super) fn fail(&self, error: &str) {
        let _ = self.sender.send(Arc::new(message::failed(error)));
    }

    /// Waits until nobody is there.
    pub(super) async fn deserted(&self) {
        self.sender.closed().await;
    }

    /// A place from now on, and every row that is looked at; `None` before the first look, which is sent.
    pub(super) fn enter(&self) -> (broadcast::Receiver<Arc<Packets>>, Option<Packets>) {
        // Under the lock, so that no look falls between the two.
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

/// All of a look. Whoever has the row before its first one misses none.
fn whole(look: &Look) -> Packets {
    message::rows(look.frames(), look, look.start_ms())
}
