//! `seismo try` as its own process, called over HTTP as the page does.

use serde_json::{Value, json};

use crate::plugin::binary;
use crate::process::{Folder, Process, client};

/// A running `seismo try`; it ends with the value.
#[derive(Debug)]
pub struct Session {
    url: String,
    uid: String,
    client: reqwest::Client,
    _process: Process,
}

impl Session {
    /// The path of the plugin's metrics.
    pub const METRICS: &'static str = "/metrics/plugins/seismo-anomaly-datasource";

    /// Starts one on a port of the loopback address: `arguments` name its source.
    ///
    /// # Panics
    /// If it does not start.
    pub async fn start(port: u16, arguments: &[&str]) -> Self {
        let arguments: Vec<_> = ["try", "--port", &port.to_string()]
            .iter()
            .chain(arguments)
            .map(|argument| (*argument).to_owned())
            .collect();
        let program = binary("seismo").display().to_string();
        let mut process = Process::start(&program, "seismo", &arguments, Folder::new("seismo-try"));
        let (url, client) = (format!("http://127.0.0.1:{port}"), client());
        process.ready(&client, &format!("{url}/api/workbench")).await;
        let mut session = Self { url, uid: String::new(), client, _process: process };
        let about = session.get("/api/workbench").await;
        about["datasource"]["uid"].as_str().unwrap_or_default().clone_into(&mut session.uid);
        session
    }

    /// Replaces the data source's `jsonData`.
    ///
    /// # Panics
    /// If the data source then does not work.
    pub async fn save(&self, json_data: Value) {
        let path = format!("/api/datasources/uid/{}/health", self.uid);
        let (status, answer) = self.post(&path, &json!({ "jsonData": json_data })).await;
        assert_eq!(status, 200, "{answer}");
    }

    /// The frames of the answer to a query.
    ///
    /// # Errors
    /// The answer's error.
    pub async fn ask(&self, query: &Value, from: &str, to: &str) -> Result<Vec<Value>, String> {
        let mut query = query.clone();
        query["datasource"] = json!({ "uid": self.uid });
        let request = json!({ "from": from, "to": to, "queries": [query] });
        let (_, answer) = self.post("/api/ds/query", &request).await;
        let results = answer["results"].as_object().ok_or_else(|| answer.to_string())?;
        let result = results.values().next().ok_or("no result")?;
        match result["error"].as_str() {
            Some(error) => Err(error.to_owned()),
            None => Ok(result["frames"].as_array().cloned().unwrap_or_default()),
        }
    }

    /// A resource of the plugin, as a list of names.
    pub async fn names(&self, path: &str) -> Vec<String> {
        let answer = self.get(&format!("/api/datasources/uid/{}/resources/{path}", self.uid)).await;
        serde_json::from_value(answer).unwrap_or_default()
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.client.get(format!("{}{path}", self.url)).send().await;
        read(answer).await.1
    }

    async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let request = self.client.post(format!("{}{path}", self.url));
        let request = request.header("content-type", "application/json").body(body.to_string());
        read(request.send().await).await
    }
}

async fn read(answer: Result<reqwest::Response, reqwest::Error>) -> (u16, Value) {
    let answer = answer.unwrap_or_else(|error| panic!("seismo try does not answer: {error}"));
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap_or_default();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}
