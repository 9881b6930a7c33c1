//! One receiver of a stream, and its messages.

use std::collections::VecDeque;
use std::sync::Arc;

use seismo_telemetry::IntGauge;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::hub::Stream;
use super::message::Packets;
use crate::telemetry::Telemetry;

/// One receiver: a Grafana server, which forwards to its browsers. Dropping it unsubscribes.
#[derive(Debug)]
pub struct Viewer {
    stream: Arc<Stream>,
    receiver: Receiver<Arc<Packets>>,
    /// The remaining parts of the last message.
    rest: VecDeque<Vec<u8>>,
    count: IntGauge,
}

impl Viewer {
    pub(super) fn new(stream: Arc<Stream>, telemetry: &Telemetry) -> Self {
        let (receiver, state) = stream.enter();
        let count = telemetry.live_viewers.clone();
        count.inc();
        Self { stream, receiver, rest: state.unwrap_or_default().into(), count }
    }

    /// The next message, as JSON; `None` if the stream is over. A receiver that has missed messages gets all checked
    /// rows instead.
    pub async fn next(&mut self) -> Option<Vec<u8>> {
        loop {
            if let Some(packet) = self.rest.pop_front() {
                return Some(packet);
            }
            match self.receiver.recv().await {
                Ok(packets) => self.rest = packets.iter().cloned().collect(),
                Err(RecvError::Lagged(_)) => {
                    let (receiver, state) = self.stream.enter();
                    (self.receiver, self.rest) = (receiver, state.unwrap_or_default().into());
                }
                Err(RecvError::Closed) => return None,
            }
        }
    }
}

impl Drop for Viewer {
    fn drop(&mut self) {
        self.count.dec();
    }
}
