//! A real Prometheus.

use std::fmt::Write as _;

use crate::process::{Folder, Process, client, free_port, run};
use crate::{Certificates, History};

/// The user for [`PrometheusOptions::basic_auth`].
pub const USER: &str = "seismo";
/// The user's password.
pub const PASSWORD: &str = "right-password";
/// bcrypt of [`PASSWORD`], at the lowest cost.
const PASSWORD_HASH: &str = "$2b$04$abcdefghijklmnopqrstuuS80hwFD6gSIL20SCUGvmL7S939BjOHW";

/// The access control and scrape targets of a Prometheus.
#[derive(Debug, Clone, Default)]
pub struct PrometheusOptions {
    /// Require [`USER`] and [`PASSWORD`].
    pub basic_auth: bool,
    /// Use TLS with the server's certificate.
    pub tls: Option<Certificates>,
    /// Also require a certificate of the same authority.
    pub client_certificate: bool,
    /// The scrape targets, every second.
    pub scrape: Vec<Scrape>,
}

/// A scrape target.
#[derive(Debug, Clone)]
pub struct Scrape {
    /// The label `job`.
    pub job: &'static str,
    /// The path of its metrics.
    pub path: String,
    /// Its port.
    pub port: u16,
}

/// A running Prometheus; it ends with the value.
#[derive(Debug)]
pub struct Prometheus {
    url: String,
    _process: Process,
}

impl Prometheus {
    /// Starts one that holds `history`, without login.
    ///
    /// # Panics
    /// If it is not installed or does not start.
    pub async fn start(history: &History) -> Self {
        Self::start_with(history, &PrometheusOptions::default()).await
    }

    /// Starts one that holds `history`.
    ///
    /// # Panics
    /// If it is not installed or does not start.
    pub async fn start_with(history: &History, options: &PrometheusOptions) -> Self {
        let folder = Folder::new("prometheus");
        let data = folder.path().join("data").display().to_string();
        let samples = folder.write("history.txt", &history.open_metrics());
        // One block per hundred days, because the input is read once per block.
        let blocks =
            ["tsdb", "create-blocks-from", "--max-block-duration=2400h", "openmetrics", &samples, &data];
        run("promtool", "prometheus", &blocks);
        let port = free_port();
        let arguments = [
            format!("--config.file={}", folder.write("prometheus.yml", &scrape_config(&options.scrape))),
            format!("--web.config.file={}", folder.write("web.yml", &web_config(&folder, options))),
            format!("--storage.tsdb.path={data}"),
            "--storage.tsdb.retention.time=100y".to_owned(),
            format!("--web.listen-address=127.0.0.1:{port}"),
        ];
        let mut process = Process::start("prometheus", "prometheus", &arguments, folder);
        let scheme = if options.tls.is_some() { "https" } else { "http" };
        let url = format!("{scheme}://127.0.0.1:{port}");
        let mut probe = client();
        if let (true, Some(certificates)) = (options.client_certificate, &options.tls) {
            let pem = format!("{}{}", certificates.client.0, certificates.client.1);
            probe = reqwest::Identity::from_pem(pem.as_bytes())
                .and_then(|identity| {
                    reqwest::Client::builder()
                        .no_proxy()
                        .danger_accept_invalid_certs(true)
                        .identity(identity)
                        .build()
                })
                .unwrap_or_else(|error| panic!("no HTTP client: {error}"));
        }
        process.ready(&probe, &format!("{url}/-/ready")).await;
        Self { url, _process: process }
    }

    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// The file for `--config.file`.
fn scrape_config(scrape: &[Scrape]) -> String {
    let mut text = "global: {scrape_interval: 1s}\nscrape_configs:\n".to_owned();
    for (at, Scrape { job, path, port }) in scrape.iter().enumerate() {
        // Writing into a String cannot fail.
        let _ = write!(
            text,
            "  - job_name: {job}-{at}\n    metrics_path: {path}\n    static_configs:\n      \
             - {{targets: ['127.0.0.1:{port}'], labels: {{job: {job}}}}}\n"
        );
    }
    text
}

/// The file for `--web.config.file`. <https://prometheus.io/docs/prometheus/latest/configuration/https/>
fn web_config(folder: &Folder, options: &PrometheusOptions) -> String {
    let mut text = String::new();
    if let Some(certificates) = &options.tls {
        let certificate = folder.write("server.crt", &certificates.server.0);
        let key = folder.write("server.key", &certificates.server.1);
        // Writing into a String cannot fail.
        let _ = write!(text, "tls_server_config:\n  cert_file: {certificate}\n  key_file: {key}\n");
        if options.client_certificate {
            let ca = folder.write("ca.crt", &certificates.ca);
            let _ = write!(text, "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: {ca}\n");
        }
    }
    if options.basic_auth {
        let _ = write!(text, "basic_auth_users:\n  {USER}: {PASSWORD_HASH}\n");
    }
    text
}
