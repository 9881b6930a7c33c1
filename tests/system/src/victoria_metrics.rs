//! A real VictoriaMetrics.

use crate::History;
use crate::process::{Folder, Process, client, free_port};

/// A running VictoriaMetrics; it ends with the value.
#[derive(Debug)]
pub struct VictoriaMetrics {
    url: String,
    _process: Process,
}

impl VictoriaMetrics {
    /// Starts one that holds `history`.
    ///
    /// # Panics
    /// If it is not installed, does not start or does not accept the history.
    pub async fn start(history: &History) -> Self {
        let folder = Folder::new("victoria-metrics");
        let port = free_port();
        let arguments = [
            format!("-storageDataPath={}", folder.path().join("data").display()),
            format!("-httpListenAddr=127.0.0.1:{port}"),
            "-retentionPeriod=100y".to_owned(),
        ];
        let mut process = Process::start("victoria-metrics", "victoria-metrics", &arguments, folder);
        let url = format!("http://127.0.0.1:{port}");
        let client = client();
        process.ready(&client, &format!("{url}/health")).await;
        for request in [
            client.post(format!("{url}/api/v1/import/prometheus")).body(history.exposition()),
            client.get(format!("{url}/internal/force_flush")),
        ] {
            let answer = request.send().await.and_then(reqwest::Response::error_for_status);
            assert!(answer.is_ok(), "VictoriaMetrics does not take the history: {answer:?}");
        }
        Self { url, _process: process }
    }

    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }
}
