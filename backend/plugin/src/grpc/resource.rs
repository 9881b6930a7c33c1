//! Resource calls.

use std::pin::Pin;

use futures_util::stream::{self, Stream};
use grafana_plugin_sdk::pluginv2::resource_server::Resource;
use grafana_plugin_sdk::pluginv2::{CallResourceRequest, CallResourceResponse, StringList};
use seismo_sources::ForwardedHeaders;
use serde_json::json;
use tonic::{Request, Response, Status};

use crate::resource::{Call, call};
use crate::service::Service;
use crate::settings;

#[tonic::async_trait]
impl Resource for Service {
    type CallResourceStream = Pin<Box<dyn Stream<Item = Result<CallResourceResponse, Status>> + Send>>;

    async fn call_resource(
        &self,
        request: Request<CallResourceRequest>,
    ) -> Result<Response<Self::CallResourceStream>, Status> {
        let CallResourceRequest { plugin_context, path, method, url, headers, body } = request.into_inner();
        let first = headers.iter().filter_map(|(name, values)| Some((name, values.values.first()?)));
        let user = plugin_context.as_ref().and_then(|context| context.user.as_ref());
        let answer = call(
            self,
            Call {
                method: &method,
                path: &path,
                url: &url,
                body: &body,
                role: user.map_or("", |user| user.role.as_str()),
                data_source: settings::data_source(plugin_context.as_ref()),
                headers: ForwardedHeaders::from_request(first),
            },
        );
        let (code, body) = match answer.await {
            Ok(body) => (200, body),
            Err(error) => (i32::from(error.status()), json!({ "error": error.to_string() })),
        };
        let json = StringList { values: vec!["application/json".to_owned()] };
        let response = CallResourceResponse {
            code,
            headers: [("Content-Type".to_owned(), json)].into(),
            body: body.to_string().into_bytes().into(),
        };
        Ok(Response::new(Box::pin(stream::iter([Ok(response)]))))
    }
}
