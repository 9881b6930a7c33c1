//! Live streams: who may subscribe, and the messages.

use std::pin::Pin;
use std::sync::Arc;

use futures_util::stream::{self, Stream as Packets, StreamExt as _};
use grafana_plugin_sdk::pluginv2::publish_stream_response::Status as Published;
use grafana_plugin_sdk::pluginv2::stream_server::Stream;
use grafana_plugin_sdk::pluginv2::subscribe_stream_response::Status as Subscribed;
use grafana_plugin_sdk::pluginv2::{
    PluginContext, PublishStreamRequest, PublishStreamResponse, RunStreamRequest, StreamPacket,
    SubscribeStreamRequest, SubscribeStreamResponse,
};
use tonic::{Request, Response, Status};

use crate::PluginError;
use crate::grafana_query;
use crate::live::{self, Hub, Viewer};
use crate::service::Service;
use crate::settings;
use seismo_engine::DataSource;
use seismo_query::Query;

/// The live streams, and the service that their queries ask.
pub(super) struct Streams {
    pub(super) service: Service,
    pub(super) live: Arc<Hub>,
}

#[tonic::async_trait]
impl Stream for Streams {
    async fn subscribe_stream(
        &self,
        request: Request<SubscribeStreamRequest>,
    ) -> Result<Response<SubscribeStreamResponse>, Status> {
        let SubscribeStreamRequest { plugin_context, path, data } = request.into_inner();
        let (status, data) = match admit(plugin_context.as_ref(), &path, &data) {
            // The known rows fill the time between the answer and the next tick.
            Ok(_) => (Subscribed::Ok, self.live.state(&path).unwrap_or_default()),
            Err(refused) => {
                tracing::warn!(path, error = refused.why(), "Nobody can subscribe to this.");
                (refused.status(), Vec::new())
            }
        };
        Ok(Response::new(SubscribeStreamResponse { status: status.into(), data }))
    }

    type RunStreamStream = Pin<Box<dyn Packets<Item = Result<StreamPacket, Status>> + Send>>;

    async fn run_stream(
        &self,
        request: Request<RunStreamRequest>,
    ) -> Result<Response<Self::RunStreamStream>, Status> {
        let RunStreamRequest { plugin_context, path, data } = request.into_inner();
        let joined = match admit(plugin_context.as_ref(), &path, &data) {
            Ok((query, data_source)) => self.live.join(&path, query, data_source, &self.service),
            // The client subscribed before the settings were changed.
            Err(Refused::OtherPath) => {
                let packet = StreamPacket { data: live::stale() };
                return Ok(Response::new(Box::pin(stream::iter([Ok(packet)]))));
            }
            Err(refused) => return Err(Status::failed_precondition(refused.why())),
        };
        let viewer = joined.map_err(|error| {
            tracing::warn!(path, %error, "A live stream cannot begin.");
            Status::unavailable(error.to_string())
        })?;
        Ok(Response::new(packets(viewer).take_until(self.live.closed()).boxed()))
    }

    async fn publish_stream(
        &self,
        _request: Request<PublishStreamRequest>,
    ) -> Result<Response<PublishStreamResponse>, Status> {
        let status = Published::PermissionDenied.into();
        Ok(Response::new(PublishStreamResponse { status, ..PublishStreamResponse::default() }))
    }
}

/// Why a subscription is refused.
enum Refused {
    /// The query, or the data source, is invalid.
    Wrong(PluginError),
    /// The query may not be streamed.
    NotLive(String),
    /// The path does not belong to the query.
    OtherPath,
}

impl Refused {
    const fn status(&self) -> Subscribed {
        match self {
            Self::Wrong(_) => Subscribed::NotFound,
            Self::NotLive(_) | Self::OtherPath => Subscribed::PermissionDenied,
        }
    }

    fn why(&self) -> String {
        match self {
            Self::Wrong(error) => error.to_string(),
            Self::NotLive(why) => why.clone(),
            Self::OtherPath => {
                "the path is not that of the query in its data, or the settings have changed".to_owned()
            }
        }
    }
}

/// The query of a path. The path proves that the backend named it.
fn admit(context: Option<&PluginContext>, path: &str, data: &[u8]) -> Result<(Query, DataSource), Refused> {
    let data_source = settings::data_source(context).map_err(Refused::Wrong)?;
    let query = grafana_query::parse(data).map_err(|error| Refused::Wrong(error.into()))?;
    if let Some(why) = live::refusal(&query, &data_source) {
        return Err(Refused::NotLive(why.text));
    }
    if live::path(&data_source.identity, data).map_err(Refused::Wrong)? != path {
        return Err(Refused::OtherPath);
    }
    Ok((query, data_source))
}

fn packets(viewer: Viewer) -> impl Packets<Item = Result<StreamPacket, Status>> + Send {
    stream::unfold(viewer, |mut viewer| async {
        let data = viewer.next().await?;
        Some((Ok(StreamPacket { data }), viewer))
    })
}
