//! The plugin's own process, called as Grafana calls it.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Parser;
use seismo_cli::args::{Arguments, Command};
use seismo_cli::datasource::DataSource;
use seismo_cli::host::{Answer, Client, PluginCommand, Process, Query};
use serde_json::Value;

/// A running plugin; dropping it ends the process.
#[derive(Debug)]
pub struct Plugin {
    process: Process,
    client: Client,
}

impl Plugin {
    /// Starts the plugin binary beside the running test or bench; its clock is fixed at `at_ms` if given.
    ///
    /// # Errors
    /// If there is no binary, or its handshake fails.
    pub async fn start(at_ms: Option<i64>) -> Result<Self, seismo_cli::Error> {
        Self::start_binary(binary("gpx_seismo"), at_ms).await
    }

    /// The same with another plugin binary.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub async fn start_binary(path: PathBuf, at_ms: Option<i64>) -> Result<Self, seismo_cli::Error> {
        let process = PluginCommand::new(Some(path), at_ms)?.start().await?;
        let client = Client::connect(process.address()).await?;
        Ok(Self { process, client })
    }

    /// The connection.
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// The process.
    pub const fn process(&self) -> &Process {
        &self.process
    }

    /// Runs one query over `from_ms..=to_ms` for a panel of `width` points.
    ///
    /// # Errors
    /// If the request fails as a whole, or the plugin answers with an error.
    pub async fn ask(
        &self,
        source: &DataSource,
        json: Value,
        range: (i64, i64),
        width: i64,
    ) -> Result<Answer, String> {
        self.ask_timed(source, json, range, width).await.map(|(answer, _)| answer)
    }

    /// As [`Plugin::ask`], with the time until the encoded answer has arrived.
    ///
    /// # Errors
    /// As [`Plugin::ask`].
    pub async fn ask_timed(
        &self,
        source: &DataSource,
        json: Value,
        range: (i64, i64),
        width: i64,
    ) -> Result<(Answer, Duration), String> {
        let (from_ms, to_ms) = range;
        let interval_ms = ((to_ms - from_ms) / width).max(1);
        let query =
            Query { ref_id: "A".to_owned(), json, from_ms, to_ms, interval_ms, max_data_points: width };
        let started = Instant::now();
        let response = self.client.send(source, vec![query]).await.map_err(|error| error.to_string())?;
        let elapsed = started.elapsed();
        let answers = Client::read(response).map_err(|error| error.to_string())?;
        let answer = answers.into_values().next().ok_or("the plugin did not answer")?;
        match answer.error {
            Some(error) => Err(error),
            None => Ok((answer, elapsed)),
        }
    }
}

/// The data source that `seismo try` makes from these arguments: none for the sample fleet, `--prometheus URL` and so
/// on.
///
/// # Panics
/// If there is no such argument.
pub fn data_source(arguments: &[&str]) -> DataSource {
    let Command::Try(options) = Arguments::parse_from(["seismo", "try"].iter().chain(arguments)).command
    else {
        unreachable!("`try` was asked for")
    };
    DataSource::from_options(&options)
}

/// `target/release/<name>`, found from `target/release/deps/test-...` or `target/release/bench`.
pub fn binary(name: &str) -> PathBuf {
    let running = std::env::current_exe().unwrap_or_default();
    let folders = running.ancestors().skip(1).take(2);
    let found = folders.map(|folder| folder.join(name)).find(|path| path.is_file());
    found.unwrap_or_else(|| Path::new("target/release").join(name))
}
