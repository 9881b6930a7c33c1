//! The end of the plugin: on the host's request, within the two seconds after which go-plugin kills.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::common::*;
use grafana_plugin_sdk::pluginv2::data_client::DataClient;
use grafana_plugin_sdk::pluginv2::{
    DataQuery, DataSourceInstanceSettings, PluginContext, QueryDataRequest, QueryDataResponse, TimeRange,
};
use seismo_detection::Catalogue;
use seismo_engine::Clock;
use seismo_plugin::config::Config;
use seismo_plugin::grpc::serve;
use seismo_plugin::service::Service;
use serde_json::json;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tonic::transport::Channel;

/// The time after which go-plugin kills.
const KILLED_AFTER: Duration = Duration::from_secs(2);

struct Plugin {
    address: std::net::SocketAddr,
    channel: Channel,
    serving: JoinHandle<Result<(), String>>,
}

impl Plugin {
    async fn start(source: &Memory, shutdown: impl Future<Output = ()> + Send + 'static) -> Self {
        let source = source.clone();
        let config = Config { clock: Clock::At(START), cores: 2, ..Config::default() };
        let connect = Arc::new(move |_: &_| Ok(Arc::new(source.clone()) as Arc<_>));
        let service = Service::with(config, Catalogue::standard(), connect);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let serving = async {
            serve(listener, service, Arc::default(), shutdown).await.map_err(|error| error.to_string())
        };
        let serving = tokio::spawn(serving);
        let channel = Channel::from_shared(format!("http://{address}")).unwrap().connect().await.unwrap();
        Self { address, channel, serving }
    }

    fn query(&self) -> impl Future<Output = Result<QueryDataResponse, tonic::Status>> + use<> {
        let range = TimeRange { from_epoch_ms: START - 120 * MINUTE, to_epoch_ms: START };
        let query = json!({ "source": { "kind": "sample" }, "detection": detection() });
        let request = QueryDataRequest {
            plugin_context: Some(PluginContext {
                data_source_instance_settings: Some(DataSourceInstanceSettings {
                    json_data: br#"{"kind":"sample"}"#.to_vec(),
                    ..DataSourceInstanceSettings::default()
                }),
                ..PluginContext::default()
            }),
            headers: HashMap::new(),
            queries: vec![DataQuery {
                ref_id: "A".into(),
                max_data_points: 1_000,
                time_range: Some(range),
                json: query.to_string().into_bytes(),
                ..DataQuery::default()
            }],
        };
        let mut client = DataClient::new(self.channel.clone());
        async move { Ok(client.query_data(request).await?.into_inner()) }
    }

    /// Waits for the end, which must come in time, and checks that nothing listens any more.
    async fn ended(self, asked: Instant) {
        self.serving.await.unwrap().unwrap();
        assert!(asked.elapsed() < KILLED_AFTER, "{:?}", asked.elapsed());
        assert!(TcpStream::connect(self.address).await.is_err(), "the listener is still open");
    }
}

fn source() -> Memory {
    Memory::new(vec![Line::new("a", busy(1))])
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hosts_call_is_answered_and_ends_the_server_at_once() {
    let plugin = Plugin::start(&source(), std::future::pending()).await;
    assert_eq!(plugin.query().await.unwrap().responses["A"].error, "");
    let asked = Instant::now();
    ask_to_end(plugin.channel.clone()).await;
    plugin.ended(asked).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_wish_for_the_end_is_as_good() {
    let (tell, told) = tokio::sync::oneshot::channel::<()>();
    let plugin = Plugin::start(&source(), async { drop(told.await) }).await;
    tell.send(()).unwrap();
    plugin.ended(Instant::now()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_that_runs_is_finished_first() {
    let source = source();
    let plugin = Plugin::start(&source, std::future::pending()).await;
    let held = source.gate.clone().write_owned().await;
    let asked = Instant::now();
    let (answer, ()) = tokio::join!(plugin.query(), async {
        ask_to_end(plugin.channel.clone()).await;
        drop(held);
    });
    let answer = answer.unwrap();
    assert_eq!((answer.responses["A"].error.as_str(), answer.responses["A"].frames.len()), ("", 1));
    plugin.ended(asked).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_that_hangs_is_given_up() {
    let source = source();
    let plugin = Plugin::start(&source, std::future::pending()).await;
    let _held = source.gate.clone().write_owned().await;
    let asked = Instant::now();
    // In one connection: the query comes first.
    let (query, end) = (plugin.query(), ask_to_end(plugin.channel.clone()));
    let hanging = tokio::spawn(async { tokio::join!(query, end) });
    plugin.ended(asked).await;
    assert!(!hanging.is_finished(), "it was answered");
    hanging.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn another_method_of_the_service_is_refused() {
    let plugin = Plugin::start(&source(), std::future::pending()).await;
    let refused = call(plugin.channel.clone(), "/plugin.GRPCController/Restart").await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::Unimplemented);
    assert_eq!(plugin.query().await.unwrap().responses["A"].error, "");
}
