//! A real InfluxDB 1.x.

use crate::process::{Folder, Process, client, free_port};
use crate::{History, PASSWORD, USER};

/// A running InfluxDB; it ends with the value.
#[derive(Debug)]
pub struct Influx {
    url: String,
    process: Process,
}

impl Influx {
    /// The database that holds the history.
    pub const DATABASE: &'static str = "seismo";

    /// Starts one that holds `history`, without login.
    ///
    /// # Panics
    /// If it is not installed, does not start or does not accept the history.
    pub async fn start(history: &History) -> Self {
        Self::start_guarded(history, false).await
    }

    /// Starts one that requires [`USER`] and [`PASSWORD`].
    ///
    /// # Panics
    /// If it is not installed, does not start or does not accept the history.
    pub async fn start_with_login(history: &History) -> Self {
        Self::start_guarded(history, true).await
    }

    async fn start_guarded(history: &History, login: bool) -> Self {
        let folder = Folder::new("influxdb");
        let port = free_port();
        let root = folder.path().display().to_string();
        let config = format!(
            "reporting-disabled = true\nbind-address = \"127.0.0.1:{}\"\n\
             [meta]\n  dir = \"{root}/meta\"\n\
             [data]\n  dir = \"{root}/data\"\n  wal-dir = \"{root}/wal\"\n\
             [http]\n  bind-address = \"127.0.0.1:{port}\"\n  auth-enabled = {login}\n  log-enabled = false\n\
             [monitor]\n  store-enabled = false\n",
            free_port()
        );
        let arguments = ["-config".to_owned(), folder.write("influxdb.conf", &config)];
        let mut process = Process::start("influxd", "influxdb", &arguments, folder);
        let url = format!("http://127.0.0.1:{port}");
        process.ready(&client(), &format!("{url}/ping")).await;
        let server = Self { url, process };
        if login {
            server
                .post(
                    "query",
                    &[],
                    &format!("CREATE USER {USER} WITH PASSWORD '{PASSWORD}' WITH ALL PRIVILEGES"),
                )
                .await;
        }
        server.post("query", &[], &format!("CREATE DATABASE {}", Self::DATABASE)).await;
        server.write(&history.line_protocol()).await;
        server
    }

    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The folder of its data.
    pub fn folder(&self) -> &std::path::Path {
        self.process.folder()
    }

    /// Writes more samples, in line protocol with milliseconds.
    ///
    /// # Panics
    /// If the server refuses them.
    pub async fn write(&self, lines: &str) {
        self.post("write", &[("db", Self::DATABASE), ("precision", "ms")], lines).await;
    }

    /// Sends InfluxQL directly, without the plugin's guard, and returns the answer.
    ///
    /// # Panics
    /// If the server cannot be reached.
    pub async fn query(&self, database: &str, query: &str) -> String {
        let request = client().post(format!("{}/query", self.url)).basic_auth(USER, Some(PASSWORD));
        let answer = request.form(&[("q", query), ("db", database)]).send().await;
        match answer {
            Ok(answer) => answer.text().await.unwrap_or_default(),
            Err(error) => panic!("InfluxDB does not answer {query}: {error}"),
        }
    }

    async fn post(&self, path: &str, parameters: &[(&str, &str)], body: &str) {
        let request =
            client().post(format!("{}/{path}", self.url)).basic_auth(USER, Some(PASSWORD)).query(parameters);
        let request = match path {
            "query" => request.form(&[("q", body)]),
            _ => request.body(body.to_owned()),
        };
        let answer = request.send().await.and_then(reqwest::Response::error_for_status);
        let text = match answer {
            Ok(answer) => answer.text().await.unwrap_or_default(),
            Err(error) => panic!("InfluxDB refuses {path}: {error}"),
        };
        assert!(!text.contains("error"), "InfluxDB refuses {path}: {text}");
    }
}
