//! Wires the parts together, until a signal ends the session.

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

/// Does what the command line asks for.
///
/// # Errors
/// Whatever [`Error`] says; the message is for people.
pub async fn run(arguments: Arguments) -> Result<(), Error> {
    let stop = pin!(stop_signal()?);
    match arguments.command {
        Command::Try(options) => try_out(options, stop).await,
        Command::Evaluate(options) => or_stopped(evaluate::run(options), stop).await.unwrap_or(Ok(())),
    }
}

/// What the work comes to; `None` where a signal came first.
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
    // What cannot be is known before anything is started: a question that is missing, a port that is taken.
    let work = if options.check {
        Work::Check(Check::new(&options, clock)?)
    } else {
        let address = SocketAddr::new(options.listen, options.port);
        let taken = |source| Error::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(taken)?;
        let address = listener.local_addr().map_err(taken)?;
        Work::Serve(listener, address)
    };
    // A plugin that is still starting is killed with the future that starts it.
    let Some(host) = or_stopped(Host::start(command), stop.as_mut()).await else { return Ok(()) };
    let host = Arc::new(host?);
    let done = or_stopped(work.done(&host, source, clock), stop).await;
    host.stop().await;
    done.unwrap_or(Ok(()))
}

/// What is done with a running plugin.
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

/// Ends with the first SIGINT or SIGTERM. The handlers stand when this returns. SIGHUP has none, for `nohup` has to go on
/// working: it ends the command, and the plugin sees that its host is gone.
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

/// Ends with the first Ctrl-C.
#[cfg(not(unix))]
fn stop_signal() -> Result<impl Future<Output = ()>, Error> {
    Ok(async {
        // Without a handler the system's own ending of the process is what is left.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
