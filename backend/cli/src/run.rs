//! Connects the parts and runs them until a signal ends the session.

use std::future::Future;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;

use tokio::net::TcpListener;

use crate::Error;
use crate::args::{Arguments, Command, Try};
use crate::check::Check;
use crate::clock::Clock;
use crate::datasource::DataSource;
use crate::evaluate;
use crate::host::{Host, PluginCommand};
use crate::http::{self, Session};

/// Runs the command.
///
/// # Errors
/// Any [`Error`]; the message is for people.
pub async fn run(arguments: Arguments) -> Result<(), Error> {
    let stop = pin!(stop_signal()?);
    match arguments.command {
        Command::Try(options) => try_out(options, stop).await,
        Command::Evaluate(options) => or_stopped(evaluate::run(options), stop).await.unwrap_or(Ok(())),
    }
}

/// The result of the work; `None` if a signal came first.
async fn or_stopped<T>(work: impl Future<Output = T>, stop: impl Future<Output = ()>) -> Option<T> {
    tokio::select! {
        done = work => Some(done),
        () = stop => None,
    }
}

async fn try_out(options: Try, mut stop: Pin<&mut impl Future<Output = ()>>) -> Result<(), Error> {
    let clock = Clock { at_ms: options.at };
    let source = DataSource::from_options(&options);
    let command = PluginCommand::new(options.plugin.clone(), options.at)?;
    // Invalid options are reported before anything is started: a missing query, a port that is taken.
    let work = if options.check {
        Work::Check(Check::new(&options, clock)?)
    } else {
        let address = SocketAddr::new(options.listen, options.port);
        let taken = |source| Error::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(taken)?;
        let address = listener.local_addr().map_err(taken)?;
        Work::Serve(listener, address)
    };
    // Dropping this future kills a plugin that is still starting.
    let Some(host) = or_stopped(Host::start(command), stop.as_mut()).await else { return Ok(()) };
    let host = Arc::new(host?);
    let done = or_stopped(work.done(&host, source, clock), stop).await;
    host.stop().await;
    done.unwrap_or(Ok(()))
}

/// The work to do with a running plugin.
enum Work {
    Check(Check),
    Serve(TcpListener, SocketAddr),
}

impl Work {
    async fn done(self, host: &Arc<Host>, source: DataSource, clock: Clock) -> Result<(), Error> {
        match self {
            Self::Check(check) => say(&check.run(&host.client()?, &source).await?.to_string()),
            Self::Serve(listener, address) => {
                say(&format!("Seismo shows \"{}\" on http://{address}/ (Ctrl-C ends it)", source.name))?;
                http::serve(listener, Session::new(Arc::clone(host), source, clock))
                    .await
                    .map_err(|source| Error::Io { what: "the HTTP server", source })
            }
        }
    }
}

pub(crate) fn say(line: &str) -> Result<(), Error> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{line}")
        .and_then(|()| stdout.flush())
        .map_err(|source| Error::Io { what: "standard output", source })
}

/// Completes with the first SIGINT or SIGTERM. The handlers are installed when this returns. SIGHUP has no handler, so
/// that `nohup` works: it ends the command, and the plugin notices that its host is gone.
#[cfg(unix)]
fn stop_signal() -> Result<impl Future<Output = ()>, Error> {
    use tokio::signal::unix::{SignalKind, signal};
    let handler = |kind| signal(kind).map_err(|source| Error::Io { what: "the handler of signals", source });
    let (mut interrupt, mut terminate) =
        (handler(SignalKind::interrupt())?, handler(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Completes with the first Ctrl-C.
#[cfg(not(unix))]
fn stop_signal() -> Result<impl Future<Output = ()>, Error> {
    Ok(async {
        // Without a handler the system itself ends the process.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
