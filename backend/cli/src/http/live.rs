//! `POST /api/live/ds/<uid>/<path>`: a channel of Grafana Live as server-sent events.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream, StreamExt as _};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::broadcast::{Receiver, Sender};

use super::Session;
use super::datasource::known;
use super::failure::Failure;
use crate::Error;
use crate::datasource::DataSource;
use crate::host::{Admission, Client, Messages, log};

/// Number of messages that a page may be behind. Older ones are dropped, which the page can detect from the next
/// message.
const MOST_BEHIND: usize = 16;

/// The plugin's running streams for pages, by data source, revision of its settings, and path.
#[derive(Debug, Default)]
pub(super) struct Channels(Mutex<HashMap<Name, Sender<Arc<str>>>>);

type Name = (String, i64, String);

/// The body is the subscription's data, as Grafana's front end passes it to a channel.
pub(super) async fn live(
    State(session): State<Arc<Session>>,
    Path((uid, path)): Path<(String, String)>,
    data: Bytes,
) -> Result<impl IntoResponse, Failure> {
    let source = known(session.source(), &uid)?;
    let client = session.host.client()?;
    let first = match client.subscribe(&source, &path, &data).await? {
        Admission::Admitted(first) => first,
        Admission::NotFound => return Err(Failure::not_found(format!("nothing is streamed on {path:?}"))),
        Admission::Denied => {
            return Err(Failure::forbidden(format!("{path:?} is not the path of this query")));
        }
    };
    let name = (source.uid.clone(), source.revision, path);
    let receiver = join(&session.live, name, &source, client, data).await?;
    let event = |text: &str| Ok::<_, Infallible>(Event::default().data(text));
    let first = stream::iter(first.map(|text| event(&text)));
    let rest = messages(receiver).map(move |text| event(&text));
    Ok(Sse::new(first.chain(rest)).keep_alive(KeepAlive::default()))
}

/// Joins the plugin's stream; starts it for the first page.
async fn join(
    channels: &Arc<Channels>,
    name: Name,
    source: &DataSource,
    client: Client,
    data: Bytes,
) -> Result<Receiver<Arc<str>>, Error> {
    if let Some(sender) = channels.lock().get(&name) {
        return Ok(sender.subscribe());
    }
    let messages = client.run_stream(source, &name.2, &data).await?;
    let mut open = channels.lock();
    // Another page may have been faster: then its stream is used, and ours ends as it is dropped.
    if let Some(sender) = open.get(&name) {
        return Ok(sender.subscribe());
    }
    let sender = Sender::new(MOST_BEHIND);
    let receiver = sender.subscribe();
    open.insert(name.clone(), sender.clone());
    tokio::spawn(hand_on(Arc::clone(channels), name, messages, sender));
    Ok(receiver)
}

/// Forwards the plugin's messages until no page is left or the plugin's stream ends.
async fn hand_on(channels: Arc<Channels>, name: Name, mut messages: Messages, sender: Sender<Arc<str>>) {
    loop {
        let message = tokio::select! {
            message = messages.next() => message,
            () = sender.closed() => {
                let mut open = channels.lock();
                if sender.receiver_count() == 0 {
                    open.remove(&name);
                    return;
                }
                continue;
            }
        };
        match message {
            // Without receivers the send fails, and the stream ends at the next turn.
            Ok(Some(text)) => drop(sender.send(text.into())),
            Ok(None) => break,
            Err(error) => {
                log::write(&format!("A live stream broke off: {error}"));
                break;
            }
        }
    }
    channels.lock().remove(&name);
}

/// The messages, until the stream ends. Messages that came too fast for the page are left out.
fn messages(receiver: Receiver<Arc<str>>) -> impl Stream<Item = Arc<str>> + Send {
    stream::unfold(receiver, |mut receiver| async {
        loop {
            match receiver.recv().await {
                Ok(text) => return Some((text, receiver)),
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            }
        }
    })
}

impl Channels {
    fn lock(&self) -> MutexGuard<'_, HashMap<Name, Sender<Arc<str>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
