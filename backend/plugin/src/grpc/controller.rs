//! go-plugin's own service: the host asks the plugin to end. go-plugin kills a plugin that does not answer after two
//! seconds: <https://github.com/hashicorp/go-plugin/blob/main/internal/plugin/grpc_controller.proto>.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::sync::Arc;

use tokio::sync::Notify;
use tonic::body::BoxBody;
use tonic::codec::ProstCodec;
use tonic::codegen::{Body, BoxFuture, Context, Poll, Service, StdError, http};
use tonic::server::{Grpc, NamedService, UnaryService};
use tonic::{Request, Response, Status};

/// The one method of the service.
const SHUTDOWN: &str = "/plugin.GRPCController/Shutdown";

/// Receives the host's request to end. Clones share it.
#[derive(Debug, Clone, Default)]
pub(super) struct Controller(Arc<Notify>);

impl Controller {
    /// Waits until the host has asked; only the first waiter is notified.
    pub(super) async fn asked(&self) {
        self.0.notified().await;
    }
}

impl NamedService for Controller {
    const NAME: &'static str = "plugin.GRPCController";
}

/// `()` is prost's empty message.
impl UnaryService<()> for Controller {
    type Response = ();
    type Future = Ready<Result<Response<()>, Status>>;

    fn call(&mut self, _request: Request<()>) -> Self::Future {
        // Remembered if nothing waits yet.
        self.0.notify_one();
        ready(Ok(Response::new(())))
    }
}

/// The code that tonic's generator would write.
impl<B> Service<http::Request<B>> for Controller
where
    B: Body + Send + 'static,
    B::Error: Into<StdError> + Send + 'static,
{
    type Response = http::Response<BoxBody>;
    type Error = Infallible;
    type Future = BoxFuture<Self::Response, Self::Error>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> Self::Future {
        let controller = self.clone();
        Box::pin(async move {
            if request.uri().path() != SHUTDOWN {
                return Ok(Status::unimplemented("GRPCController knows Shutdown alone").into_http());
            }
            let mut grpc = Grpc::new(ProstCodec::<(), ()>::default());
            Ok(grpc.unary(controller, request).await)
        })
    }
}
