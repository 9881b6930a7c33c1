//! A tiny HTTP server with the answers that a test gives it, correct or wrong.

use std::sync::{Arc, Mutex};

use seismo_series::{Grid, GridRange, Interval};
use seismo_sources::{
    FetchRequest, ForwardedHeaders, GrafanaSettings, OverCap, Source, SourceError, SourceQuery,
    SourceSettings, connect,
};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A received request.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) method: String,
    pub(crate) path: String,
    /// The query of the URL and the form of the body, decoded.
    pub(crate) parameters: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Received {
    pub(crate) fn parameter(&self, name: &str) -> &str {
        self.parameters.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }
}

/// A reply.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    /// Announce this many more bytes than are sent, and then...
    pub(crate) missing: usize,
    /// ...wait for ever (true) or close the connection (false).
    pub(crate) stalls: bool,
}

impl Reply {
    pub(crate) fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::status(200, body)
    }

    pub(crate) fn status(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), missing: 0, stalls: false }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// The server; it ends with the test's runtime.
pub(crate) struct Server {
    pub(crate) url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    /// Answers every request with `answer`.
    pub(crate) async fn start(answer: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let (log, answer) = (received.clone(), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, answer.clone(), log.clone()));
            }
        });
        Self { url, received }
    }

    /// Answers every request with the same text.
    pub(crate) async fn always(body: impl Into<Vec<u8>>) -> Self {
        let reply = Reply::ok(body);
        Self::start(move |_| reply.clone()).await
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }
}

async fn serve(
    stream: TcpStream,
    answer: Arc<impl Fn(&Received) -> Reply + Send + Sync + 'static>,
    log: Arc<Mutex<Vec<Received>>>,
) {
    let mut stream = BufReader::new(stream);
    while let Some(request) = read_request(&mut stream).await {
        log.lock().unwrap().push(request.clone());
        let reply = answer(&request);
        let mut head = format!(
            "HTTP/1.1 {} Any\r\ncontent-length: {}\r\n",
            reply.status,
            reply.body.len() + reply.missing
        );
        for (name, value) in &reply.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        let sent = async {
            stream.write_all(head.as_bytes()).await?;
            stream.write_all(&reply.body).await
        };
        if sent.await.is_err() || (reply.missing > 0 && !reply.stalls) {
            return;
        }
        if reply.stalls {
            std::future::pending::<()>().await;
        }
    }
}

async fn read_request(stream: &mut BufReader<TcpStream>) -> Option<Received> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).ok()?;
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let mut body = vec![0; length.and_then(|(_, value)| value.parse().ok()).unwrap_or(0)];
    stream.read_exact(&mut body).await.ok()?;
    let body = String::from_utf8(body).ok()?;
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let form = if body.starts_with('{') { "" } else { body.as_str() };
    let parameters = [query, form]
        .into_iter()
        .flat_map(|text| {
            reqwest::Url::parse(&format!("http://x/?{text}"))
                .unwrap()
                .query_pairs()
                .into_owned()
                .collect::<Vec<_>>()
        })
        .collect();
    Some(Received { method, path: path.to_owned(), parameters, headers, body })
}

/// The settings of a data source at `url`.
pub(crate) fn settings(
    url: &str,
    json_data: &Value,
    secrets: &[(&str, &str)],
) -> Result<SourceSettings, SourceError> {
    SourceSettings::parse(&GrafanaSettings {
        url,
        user: "",
        database: "",
        basic_auth_enabled: secrets.iter().any(|(name, _)| *name == "basicAuthPassword"),
        basic_auth_user: "basic-user",
        json_data,
        secure_json_data: &secrets
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
    })
}

/// A source at `url`.
pub(crate) fn source(url: &str, mut json_data: Value) -> Arc<dyn Source> {
    if json_data.get("kind").is_none() {
        json_data["kind"] = "prometheus".into();
    }
    connect(&settings(url, &json_data, &[]).unwrap()).unwrap()
}

/// A request on the grid of one minute, long after its range.
pub(crate) fn question(query: SourceQuery, range: (i64, i64)) -> FetchRequest {
    FetchRequest {
        query,
        grid: Grid::new(Interval::MINUTE),
        range: GridRange { from: range.0, to: range.1 },
        now_ms: i64::MAX / 4,
        max_series: 200,
        max_samples: 50_000_000,
        over_cap: OverCap::Refuse,
        only: None,
        headers: ForwardedHeaders::default(),
    }
}
