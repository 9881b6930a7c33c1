//! The provisioned dashboards: the lint finds nothing, and real servers answer every query.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use regex::Regex;
use seismo_system_tests::dashboards::{Dashboard, Target, Variables, fill_json, lint, metrics_in};
use seismo_system_tests::{History, NodeExporter, Prometheus, PrometheusOptions, Scrape, Session, free_port};
use serde_json::{Value, json};

/// Time limit until Prometheus has seen a counter move; a loaded machine needs a while.
const ANSWERED_WITHIN: Duration = Duration::from_secs(180);
/// The match of `{__name__=~"$metric", job=~"$service"}`.
const METRIC: &str = "shop_orders";
const SERVICE: &str = "shop";
const KINDS: [&str; 2] = ["sample", "prometheus"];

#[test]
fn nothing_is_wrong_with_the_dashboards() {
    let dashboards = Dashboard::all();
    assert_eq!(dashboards.len(), 6, "{:?}", dashboards.iter().map(|one| &one.file).collect::<Vec<_>>());
    let uids: BTreeSet<_> = dashboards.iter().map(|one| one.json["uid"].to_string()).collect();
    assert_eq!(uids.len(), dashboards.len(), "uids: {uids:?}");
    for dashboard in &dashboards {
        // The other test asks a real Prometheus which metrics exist.
        let complaints = lint(dashboard, &named_by(dashboard));
        assert!(complaints.is_empty(), "{}:\n{}", dashboard.file, complaints.join("\n"));
    }
}

#[test]
fn every_planted_fault_is_found() {
    let sound = || {
        let found = Dashboard::all().into_iter().find(|one| one.file == "model-performance.json");
        found.expect("the dashboard is there")
    };
    type Plant = fn(&mut Value);
    let plants: [(&str, Plant); 27] = [
        ("uid has to start", |json| json["uid"] = "mine".into()),
        ("schemaVersion", |json| json["schemaVersion"] = 16.into()),
        ("title or description is missing", |json| json["description"] = "".into()),
        ("tags have to be", |json| json["tags"] = json!([])),
        ("time.from", |json| json["time"] = json!({})),
        ("templating.list", |json| json["templating"] = json!({})),
        ("the menu of the other dashboards", |json| json["links"] = json!([])),
        ("the first panel does not show lanes", |json| {
            json["panels"][0]["options"]["views"] = json!(["timeline"]);
        }),
        ("green says that all is well", |json| {
            json["panels"][2]["fieldConfig"]["defaults"]["color"] = "green".into();
        }),
        ("gives several series one name", |json| {
            json["panels"][0]["targets"][0]["source"] =
                json!({"kind": "sample", "metric": "", "service": "", "legend": "{{service}}"});
        }),
        ("__inputs stands in exports", |json| json["__inputs"] = json!([])),
        ("current has to be empty", |json| {
            json["templating"]["list"][0]["current"] = json!({"value": "abc"});
        }),
        ("is no variable query", |json| json["templating"]["list"][1]["query"]["query"] = "values".into()),
        ("$lost is used and no variable", |json| json["panels"][2]["title"] = "of $lost".into()),
        ("is used nowhere", |json| json["templating"]["list"][1]["name"] = "spare".into()),
        ("the id is missing or taken", |json| json["panels"][3]["id"] = json["panels"][2]["id"].clone()),
        ("does not lie within 24 columns", |json| json["panels"][2]["gridPos"]["w"] = 25.into()),
        ("lies over", |json| json["panels"][3]["gridPos"] = json["panels"][2]["gridPos"].clone()),
        ("is no sensible height", |json| json["panels"][2]["gridPos"]["h"] = 1.into()),
        ("title or description is missing", |json| json["panels"][2]["description"] = "".into()),
        ("is no panel that is known", |json| json["panels"][2]["type"] = "graph".into()),
        ("each with a refId of its own", |json| json["panels"][2]["targets"][0]["refId"] = "".into()),
        ("has no unit", |json| json["panels"][2]["fieldConfig"]["defaults"] = json!({})),
        ("is no ${variable} of the dashboard", |json| {
            json["panels"][2]["targets"][0]["datasource"]["uid"] = "PBFA97CFB590B2093".into();
        }),
        ("its variable of prometheus", |json| json["panels"][2]["datasource"]["type"] = "loki".into()),
        ("nothing emits seismo_kafka_lag", |json| {
            json["panels"][2]["targets"][0]["expr"] = "sum(seismo_kafka_lag{a=\"b\"})".into();
        }),
        ("sensitivity: 3 is invalid: unknown field", |json| {
            json["annotations"]["list"][0]["target"]["sensitivity"] = 3.into();
        }),
    ];
    for (expected, plant) in plants {
        let mut dashboard = sound();
        let emitted = named_by(&dashboard);
        plant(&mut dashboard.json);
        let complaints = lint(&dashboard, &emitted);
        assert!(
            complaints.iter().any(|complaint| complaint.contains(expected)),
            "{expected}: {complaints:?}"
        );
    }
    let mut ours = sound();
    let last = ours.json["panels"].as_array().map_or(0, |panels| panels.len() - 1);
    ours.json["panels"][last]["options"] = json!({"views": ["pie"], "severities": "high"});
    let complaints = lint(&ours, &named_by(&ours));
    for expected in ["views is [\"pie\"]", "severities does not follow"] {
        assert!(complaints.iter().any(|complaint| complaint.contains(expected)), "{complaints:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_query_has_an_answer() {
    let world = Arc::new(World::start().await);
    let busy = tokio::spawn(keep_busy(Arc::clone(&world)));
    let deadline = Instant::now() + ANSWERED_WITHIN;
    let mut troubles = Vec::new();
    for dashboard in Dashboard::all() {
        for variable in dashboard.variables().filter(|variable| variable["type"] == "query") {
            let values = world.values(&dashboard, variable, deadline).await;
            println!("{}: ${} has {values} values", dashboard.file, variable["name"]);
            if values == 0 {
                troubles.push(format!("{}: variable {} has no value", dashboard.file, variable["name"]));
            }
        }
        for target in dashboard.targets() {
            match world.rows(&target, deadline).await {
                Ok(told) => println!("{}: {told}", target.place),
                Err(trouble) => troubles.push(format!("{}: {trouble}", target.place)),
            }
        }
        let emitted = world.metrics().await;
        troubles
            .extend(lint(&dashboard, &emitted).into_iter().map(|one| format!("{}: {one}", dashboard.file)));
    }
    busy.abort();
    assert!(troubles.is_empty(), "{}", troubles.join("\n"));
}

/// The metrics that the dashboard's own queries name.
fn named_by(dashboard: &Dashboard) -> BTreeSet<String> {
    let exprs = |target: Target| {
        let expr = [&target.json["expr"], &target.json["source"]["expr"]];
        expr.into_iter().filter_map(Value::as_str).flat_map(metrics_in).collect::<Vec<_>>()
    };
    dashboard.targets().into_iter().flat_map(exprs).collect()
}

/// A Prometheus that scrapes a node exporter and two plugins, and the sessions of these.
struct World {
    prometheus: Prometheus,
    client: reqwest::Client,
    sessions: BTreeMap<&'static str, Session>,
    variables: Variables,
    _node: NodeExporter,
}

impl World {
    async fn start() -> Self {
        let (node, sample, scored) = (free_port(), free_port(), free_port());
        let plugin = |port| Scrape { job: "seismo", path: Session::METRICS.to_owned(), port };
        let scrape = vec![
            Scrape { job: "node", path: "/metrics".to_owned(), port: node },
            plugin(sample),
            plugin(scored),
        ];
        let exporter = NodeExporter::start(node).await;
        let options = PrometheusOptions { scrape, ..PrometheusOptions::default() };
        let prometheus = Prometheus::start_with(&orders(), &options).await;
        let sessions = BTreeMap::from([
            (KINDS[0], Session::start(sample, &[]).await),
            (KINDS[1], Session::start(scored, &["--prometheus", prometheus.url()]).await),
        ]);
        // The scrape interval; otherwise rows would be a minute apart.
        sessions[KINDS[1]].save(json!({ "kind": "prometheus", "timeInterval": "1s" })).await;
        let variables = [
            ("metric", METRIC),
            ("service", SERVICE),
            ("instance", ".*"),
            ("plugin", ".*"),
            ("__rate_interval", "10s"),
            ("__interval", "5s"),
            ("__range", "2m"),
        ];
        Self {
            prometheus,
            client: reqwest::Client::builder().no_proxy().build().expect("a client"),
            sessions,
            variables: variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            _node: exporter,
        }
    }

    /// Queries until there are rows; returns the result in words.
    async fn rows(&self, target: &Target, deadline: Instant) -> Result<String, String> {
        loop {
            let answer = match target.datasource.as_str() {
                "prometheus" => self.prometheus_rows(&target.json).await,
                _ => self.seismo_rows(target).await,
            };
            match answer {
                Ok(told) => return Ok(told),
                Err(trouble) if Instant::now() > deadline => return Err(trouble),
                Err(_) => tokio::time::sleep(Duration::from_millis(500)).await,
            }
        }
    }

    async fn seismo_rows(&self, Target { json: target, names, .. }: &Target) -> Result<String, String> {
        let kind = target["source"]["kind"].as_str().unwrap_or_default();
        // The backend fills variables that depend on the interval.
        let mut variables = self.variables.clone();
        variables.retain(|name, _| !name.starts_with("__"));
        if kind == "sample" {
            variables.insert("service".to_owned(), ".*".to_owned());
        }
        let output = target["output"].as_str().unwrap_or("panel");
        let from = match kind {
            // There is an incident every few days per series: a day may have none of one metric.
            "sample" if output == "events" => "now-7d",
            "sample" => "now-24h",
            _ => "now-5m",
        };
        let frames = self.sessions[kind].ask(&fill_json(target, &variables), from, "now").await?;
        let pattern = Regex::new(names).expect("a regular expression");
        if !frames.iter().flat_map(shown_names).any(|name| pattern.is_match(name)) {
            return Err(format!("no field is named like /{names}/"));
        }
        let has = |field: &str| frames.iter().map(|frame| numbers(frame, field)).sum::<usize>();
        if output == "events" {
            let rows = has("time");
            let empty = frames.iter().any(|frame| field(frame, "severity").is_some());
            return match rows {
                // A host that is seconds old has no anomaly; one series has.
                0 if empty && !target.to_string().contains("$metric") && kind != "sample" => {
                    Ok("no event yet, as a series without history has none".to_owned())
                }
                0 => Err(format!("no event in {} frames", frames.len())),
                rows => Ok(format!("{rows} events")),
            };
        }
        let shown = if output == "panel" { "value" } else { output };
        match has(shown) {
            0 => Err(format!("no {shown} in {} frames", frames.len())),
            rows if output != "panel" => Ok(format!("{rows} rows in {} series", frames.len())),
            rows => {
                let scores = has("score");
                let none = if scores == 0 { " (scores are null: too little history)" } else { "" };
                Ok(format!("{rows} rows in {} series, {scores} with a score{none}", frames.len()))
            }
        }
    }

    async fn prometheus_rows(&self, target: &Value) -> Result<String, String> {
        let target = fill_json(target, &self.variables);
        let now = now_ms() / 1000;
        let expr = target["expr"].as_str().unwrap_or_default().to_owned();
        let mut parameters = vec![("query", expr)];
        let path = if target["instant"] == true {
            parameters.push(("time", now.to_string()));
            "query"
        } else {
            let (from, to) = ((now - 60).to_string(), now.to_string());
            parameters.extend([("start", from), ("end", to), ("step", "1".to_owned())]);
            "query_range"
        };
        let answer = self.get(path, &parameters).await;
        let series = answer["data"]["result"].as_array().ok_or_else(|| answer.to_string())?;
        let samples = |one: &Value| {
            let many = one["values"].as_array().cloned().unwrap_or_default();
            many.into_iter().chain([one["value"].clone()]).filter(is_number).count()
        };
        match series.iter().map(samples).sum::<usize>() {
            0 => Err(format!("no number in {} series", series.len())),
            rows => Ok(format!("{rows} rows in {} series", series.len())),
        }
    }

    /// The number of values that a variable query finds.
    async fn values(&self, dashboard: &Dashboard, variable: &Value, deadline: Instant) -> usize {
        let query = variable["query"]["query"].as_str().unwrap_or_default();
        let (function, inner) = query.trim_end_matches(')').split_once('(').unwrap_or_default();
        let arguments: Vec<_> = inner.split(',').map(str::trim).collect();
        loop {
            let found = if variable["datasource"]["type"] == "prometheus" {
                let [metric, label] = arguments[..] else { return 0 };
                let matching = [("match[]", metric.to_owned())];
                let answer = self.get(&format!("label/{label}/values"), &matching).await;
                answer["data"].as_array().map_or(0, Vec::len)
            } else {
                let path = match (function, &arguments[..]) {
                    ("metrics", _) => "metrics-names".to_owned(),
                    ("label_values", [label]) => format!("label-values?label={label}"),
                    ("label_values", [label, metric]) => {
                        format!("label-values?label={label}&metric={metric}")
                    }
                    _ => return 0,
                };
                let kind =
                    if dashboard.json.to_string().contains("\"sample\"") { KINDS[0] } else { KINDS[1] };
                self.sessions[kind].names(&path).await.len()
            };
            if found > 0 || Instant::now() > deadline {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }

    /// The names of all metrics in Prometheus.
    async fn metrics(&self) -> BTreeSet<String> {
        let answer = self.get("label/__name__/values", &[]).await;
        serde_json::from_value(answer["data"].clone()).unwrap_or_default()
    }

    async fn get(&self, path: &str, parameters: &[(&str, String)]) -> Value {
        let url = format!("{}/api/v1/{path}", self.prometheus.url());
        let answer = self.client.get(url).query(parameters).send().await;
        let text = answer.expect("Prometheus answers").text().await.unwrap_or_default();
        serde_json::from_str(&text).unwrap_or(Value::String(text))
    }
}

/// Sends typical queries, so that counters move: panels of both presets, scores, events, and queries that cannot be
/// answered.
async fn keep_busy(world: Arc<World>) {
    let query = |preset: &str, output: &str, metric: &str| {
        json!({
            "refId": "A", "version": 1, "source": { "kind": "sample", "metric": metric, "service": "" },
            "detection": { "preset": preset, "season": "auto" }, "output": output,
        })
    };
    let asked = [
        query("auto", "panel", ""),
        query("classic", "panel", "request_rate"),
        query("auto", "events", "cpu_percent"),
        query("auto", "score", "latency_ms"),
        query("auto", "panel", "("),
    ];
    for query in asked.iter().cycle() {
        // One of them is meant to be refused.
        let _ = world.sessions[KINDS[0]].ask(query, "now-24h", "now").await;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

/// Half an hour of a quiet series up to now, a sample per second, with one very anomalous minute.
fn orders() -> History {
    let now = now_ms() / 1000 - 2;
    let value = |second: i64| {
        let noise = (second * 7_919 % 101) as f64 / 50.0 - 1.0;
        100.0 + noise + if (now - 150..now - 90).contains(&second) { 60.0 } else { 0.0 }
    };
    let labels = [("job", SERVICE), ("instance", "a:80")];
    History::new().with(METRIC, &labels, (now - 1_800..now).map(|second| (second * 1_000, value(second))))
}

#[expect(clippy::disallowed_methods, reason = "servers that are real keep the real time")]
fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
    i64::try_from(since.as_millis()).expect("before the end of time")
}

/// A field's values.
fn field<'a>(frame: &'a Value, name: &str) -> Option<&'a Vec<Value>> {
    let fields = frame["schema"]["fields"].as_array()?;
    let at = fields.iter().position(|field| field["name"] == name)?;
    frame["data"]["values"][at].as_array()
}

/// The names that Grafana shows for the fields.
fn shown_names(frame: &Value) -> impl Iterator<Item = &str> {
    let fields = frame["schema"]["fields"].as_array().into_iter().flatten();
    fields.map(|field| field["config"]["displayNameFromDS"].as_str().unwrap_or_default())
}

/// The number of numeric values of a field.
fn numbers(frame: &Value, name: &str) -> usize {
    field(frame, name).map_or(0, |values| values.iter().filter(|value| value.is_number()).count())
}

/// Whether a sample of Prometheus, `[time, "value"]`, is a number.
fn is_number(sample: &Value) -> bool {
    sample[1].as_str().and_then(|value| value.parse::<f64>().ok()).is_some_and(f64::is_finite)
}
