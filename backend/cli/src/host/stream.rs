//! The plugin's live streams, over gRPC.

use grafana_plugin_sdk::pluginv2;
use grafana_plugin_sdk::pluginv2::stream_client::StreamClient;
use grafana_plugin_sdk::pluginv2::subscribe_stream_response::Status;

use super::client::Client;
use crate::Error;
use crate::datasource::DataSource;

/// The answer to a subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admission {
    /// Allowed, with the plugin's initial message if it has one.
    Admitted(Option<String>),
    /// The path does not exist.
    NotFound,
    /// Refused.
    Denied,
}

/// The messages of a stream. Dropping it ends the stream.
#[derive(Debug)]
pub struct Messages(tonic::Streaming<pluginv2::StreamPacket>);

impl Client {
    /// Subscribes to a path; `data` is the query.
    ///
    /// # Errors
    /// [`Error::Call`] if the call failed.
    pub async fn subscribe(&self, source: &DataSource, path: &str, data: &[u8]) -> Result<Admission, Error> {
        let request = pluginv2::SubscribeStreamRequest {
            plugin_context: Some(source.context()),
            path: path.to_owned(),
            data: data.to_vec().into(),
        };
        let answer = StreamClient::new(self.channel())
            .max_decoding_message_size(usize::MAX)
            .subscribe_stream(request)
            .await
            .map_err(Error::call("the subscription"))?
            .into_inner();
        Ok(match answer.status() {
            Status::Ok => {
                let first = String::from_utf8_lossy(&answer.data).into_owned();
                Admission::Admitted(Some(first).filter(|text| !text.is_empty()))
            }
            Status::NotFound => Admission::NotFound,
            Status::PermissionDenied => Admission::Denied,
        })
    }

    /// Starts a stream.
    ///
    /// # Errors
    /// [`Error::Call`] if the plugin refuses it.
    pub async fn run_stream(&self, source: &DataSource, path: &str, data: &[u8]) -> Result<Messages, Error> {
        let request = pluginv2::RunStreamRequest {
            plugin_context: Some(source.context()),
            path: path.to_owned(),
            data: data.to_vec().into(),
        };
        let messages = StreamClient::new(self.channel())
            .max_decoding_message_size(usize::MAX)
            .run_stream(request)
            .await
            .map_err(Error::call("the stream"))?
            .into_inner();
        Ok(Messages(messages))
    }
}

impl Messages {
    /// The next message, as JSON; `None` once the plugin has ended the stream.
    ///
    /// # Errors
    /// [`Error::Call`] if the connection broke off.
    pub async fn next(&mut self) -> Result<Option<String>, Error> {
        let packet = self.0.message().await.map_err(Error::call("the stream"))?;
        Ok(packet.map(|packet| String::from_utf8_lossy(&packet.data).into_owned()))
    }
}
