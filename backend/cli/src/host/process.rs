//! The plugin process: environment, handshake, log.
//!
//! The protocol is go-plugin's: <https://github.com/hashicorp/go-plugin/blob/main/docs/guide-plugin-write-non-go.md>.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::log::forward;
use crate::Error;
use crate::args::TOKEN_ENV;

/// The name of the plugin's binary, before the `_<os>_<arch>` that Grafana adds.
const BINARY: &str = "gpx_seismo";
/// Grafana's cookie; go-plugin's servers refuse to start without it.
const COOKIE: (&str, &str) = ("grafana_plugin_type", "datasource");
/// The version of Grafana's plugin protocol in use.
const PROTOCOL: &str = "2";
/// The environment variable that fixes the plugin's clock, in milliseconds since 1970.
const AT_ENV: &str = "SEISMO_AT_MS";
/// The default start timeout of go-plugin's client.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(60);
/// Time limit for reading the last output of a plugin that has ended.
const LAST_WORDS_WITHIN: Duration = Duration::from_secs(1);
/// Largest size of a handshake line, in bytes; a handshake has about 40.
const HANDSHAKE_LIMIT: u64 = 4096;

/// How to start the plugin.
#[derive(Debug, Clone)]
pub struct PluginCommand {
    path: PathBuf,
    at_ms: Option<i64>,
}

/// A running plugin after its handshake. Dropping it ends the process.
#[derive(Debug)]
pub struct Process {
    child: Child,
    address: SocketAddr,
    /// The task that copies the log; ends with the plugin's standard error.
    log: Option<JoinHandle<()>>,
}

impl PluginCommand {
    /// The binary at `path`, or the one beside this program; its clock is fixed at `at_ms` if given.
    ///
    /// # Errors
    /// [`Error::PluginMissing`] if there is no such file.
    pub fn new(path: Option<PathBuf>, at_ms: Option<i64>) -> Result<Self, Error> {
        let path = path.unwrap_or_else(|| {
            let beside = std::env::current_exe().unwrap_or_default();
            beside.with_file_name(format!("{BINARY}{}", std::env::consts::EXE_SUFFIX))
        });
        if path.is_file() { Ok(Self { path, at_ms }) } else { Err(Error::PluginMissing { path }) }
    }

    /// Starts the process and waits for its handshake. Its log goes to standard error.
    ///
    /// # Errors
    /// [`Error::PluginStart`], [`Error::Handshake`] or [`Error::HandshakeTimeout`].
    pub async fn start(&self) -> Result<Process, Error> {
        let mut command = Command::new(&self.path);
        command
            .env(COOKIE.0, COOKIE.1)
            .env("PLUGIN_PROTOCOL_VERSIONS", PROTOCOL)
            .env("PLUGIN_MIN_PORT", "0")
            .env("PLUGIN_MAX_PORT", "0")
            .env_remove(TOKEN_ENV)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        if let Some(at_ms) = self.at_ms {
            command.env(AT_ENV, at_ms.to_string());
        }
        // Ctrl-C in a terminal goes to the whole process group, but the plugin must not end before we stop calling it.
        #[cfg(unix)]
        command.process_group(0);
        let mut child =
            command.spawn().map_err(|source| Error::PluginStart { path: self.path.clone(), source })?;
        let log = child.stderr.take().map(|stderr| tokio::spawn(forward(stderr)));
        let Some(stdout) = child.stdout.take() else {
            return Err(self.handshake("", "it has no standard output"));
        };
        let mut stdout = BufReader::new(stdout);
        let line =
            timeout(HANDSHAKE_TIMEOUT, self.first_line(&mut stdout, &mut child)).await.map_err(|_| {
                Error::HandshakeTimeout { path: self.path.clone(), seconds: HANDSHAKE_TIMEOUT.as_secs() }
            })??;
        let address = parse_handshake(&line).map_err(|why| self.handshake(&line, why))?;
        // A full pipe would block the plugin.
        tokio::spawn(async move { tokio::io::copy(&mut stdout, &mut tokio::io::sink()).await });
        Ok(Process { child, address, log })
    }

    async fn first_line(
        &self,
        stdout: &mut BufReader<ChildStdout>,
        child: &mut Child,
    ) -> Result<String, Error> {
        let mut bytes = Vec::new();
        let read = stdout.take(HANDSHAKE_LIMIT).read_until(b'\n', &mut bytes).await;
        let line = String::from_utf8_lossy(&bytes).trim_end().to_owned();
        match read {
            Ok(0) => match child.wait().await {
                Ok(status) => Err(self.handshake("", &format!("it ended with {status} before a handshake"))),
                Err(error) => Err(self.handshake("", &format!("its state is unknown: {error}"))),
            },
            Ok(_) => Ok(line),
            Err(error) => Err(self.handshake(&line, &format!("its output cannot be read: {error}"))),
        }
    }

    fn handshake(&self, line: &str, why: &str) -> Error {
        let line = line.chars().take(80).collect();
        Error::Handshake { path: self.path.clone(), line, why: why.to_owned() }
    }
}

impl Process {
    /// The address of the plugin's gRPC server.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The process id; `None` once the process has ended.
    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// Waits until the process has ended and its last output is shown. Returns how it ended.
    pub async fn ended(&mut self) -> String {
        let ended = self.child.wait().await;
        if let Some(log) = self.log.take() {
            // A child process of the plugin may hold its standard error open for longer.
            let _ = timeout(LAST_WORDS_WITHIN, log).await;
        }
        match ended {
            Ok(status) => status.to_string(),
            Err(error) => error.to_string(),
        }
    }
}

/// Parses `CORE|APP|NETWORK|ADDRESS|PROTOCOL`, to which go-plugin may append more parts.
fn parse_handshake(line: &str) -> Result<SocketAddr, &'static str> {
    let mut parts = line.split('|');
    let mut next = || parts.next().unwrap_or_default();
    match (next(), next(), next(), next(), next()) {
        ("1", PROTOCOL, "tcp", address, "grpc") => {
            address.parse().map_err(|_| "the fourth part must be an address such as 127.0.0.1:4000")
        }
        ("1", PROTOCOL, "tcp", _, _) => Err("the fifth part must be \"grpc\""),
        ("1", PROTOCOL, _, _, _) => Err("the third part must be \"tcp\""),
        ("1", _, _, _, _) => Err("the second part, Grafana's plugin protocol, must be 2"),
        _ => Err("it must have the form 1|2|tcp|ADDRESS|grpc"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_handshake_of_go_plugin_is_read() {
        for line in ["1|2|tcp|127.0.0.1:4000|grpc", "1|2|tcp|127.0.0.1:4000|grpc|certificate|true"] {
            assert_eq!(parse_handshake(line).map(|address| address.port()), Ok(4000), "{line}");
        }
    }

    #[test]
    fn a_line_that_is_no_handshake_says_which_part_is_wrong() {
        for (line, named) in [
            ("", "form"),
            ("Hello, world", "form"),
            ("2|2|tcp|127.0.0.1:4000|grpc", "form"),
            ("1|3|tcp|127.0.0.1:4000|grpc", "second part"),
            ("1|2|unix|/tmp/plugin.sock|grpc", "third part"),
            ("1|2|tcp|localhost|grpc", "fourth part"),
            ("1|2|tcp|127.0.0.1:99999|grpc", "fourth part"),
            ("1|2|tcp|127.0.0.1:4000|netrpc", "fifth part"),
            ("1|2|tcp|127.0.0.1:4000", "fifth part"),
        ] {
            let why = parse_handshake(line).expect_err(line);
            assert!(why.contains(named), "{line}: {why}");
        }
    }
}
