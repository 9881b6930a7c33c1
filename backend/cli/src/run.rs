//! Wires the parts together, until a signal ends the session.

use std::future::Future;
use std::io::{self, Write as _};
use std::net::SocketAddr;

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
    let stop = stop_signal()?;
    let work = async {
        match arguments.command {
            Command::Try(options) => try_out(options).await,
            Command::Evaluate(options) => evaluate::run(options).await,
        }
    };
    tokio::select! {
        done = work => done,
        // Dropping the other branch ends the plugin.
        () = stop => Ok(()),
    }
}

async fn try_out(options: Try) -> Result<(), Error> {
    let clock = Clock { at_ms: options.at };
    let source = DataSource::from_options(&options);
    let command = PluginCommand::new(options.plugin.clone(), options.at)?;
    if options.check {
        let check = Check::new(&options, clock)?;
        let host = Host::start(command).await?;
        let line = check.run(&host.client()?, &source).await?;
        return say(&line.to_string());
    }
    // The address comes first: a port that is taken is known before anything is started.
    let address = SocketAddr::new(options.listen, options.port);
    let taken = |source| Error::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(taken)?;
    let address = listener.local_addr().map_err(taken)?;
    let host = Host::start(command).await?;
    say(&format!("Seismo shows \"{}\" on http://{address}/ (Ctrl-C ends it)", source.name))?;
    http::serve(listener, Session::new(host, source, clock))
        .await
        .map_err(|source| Error::Io { what: "the HTTP server", source })
}

pub(crate) fn say(line: &str) -> Result<(), Error> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{line}")
        .and_then(|()| stdout.flush())
        .map_err(|source| Error::Io { what: "standard output", source })
}

/// Ends with the first SIGINT or SIGTERM. The handlers stand when this returns.
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
