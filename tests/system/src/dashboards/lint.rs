//! Lints a dashboard. Grafana accepts nearly anything and shows what is left, so a person would find an empty panel.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;
use seismo_plugin::grafana_query;
use serde_json::Value;

use super::fill::{Variables, fill_json, names_in};
use super::promql::metrics_in;
use super::{Dashboard, items, text};

/// The dashboard schema of Grafana 12.3.
const SCHEMA_VERSION: u64 = 42;
/// Columns of Grafana's grid.
const COLUMNS: u64 = 24;
const OURS: &str = "seismo-anomaly-datasource";
const OUR_PANEL: &str = "seismo-severity-panel";
/// The names of our panel's views.
const VIEWS: [&str; 4] = ["timeline", "lanes", "events", "cards"];
/// Panels of Grafana 12.3 that the dashboards may use.
const PANELS: [&str; 10] = [
    "bargauge",
    "heatmap",
    "piechart",
    "row",
    "stat",
    "state-timeline",
    "table",
    "text",
    "timeseries",
    OUR_PANEL,
];
/// Panels without a query.
const WORDS_ALONE: [&str; 2] = ["row", "text"];

/// All problems, each a sentence with its place. `emitted` are the existing metrics.
pub fn lint(dashboard: &Dashboard, emitted: &BTreeSet<String>) -> Vec<String> {
    let mut complaints = Vec::new();
    let json = &dashboard.json;
    whole(json, &mut complaints);
    let sources = variables(dashboard, &mut complaints);
    grid(json, &mut complaints);
    first_panel(json, &mut complaints);
    if json.to_string().contains("\"green\"") {
        complaints.push("green says that all is well, which a count of what happened does not".to_owned());
    }
    for panel in dashboard.panels() {
        one_panel(panel, &mut complaints);
    }
    for annotation in dashboard.annotations() {
        let place = format!("annotation {:?}", text(annotation, "name"));
        if annotation["enable"].as_bool().is_none() || text(annotation, "name").is_empty() {
            complaints.push(format!("{place} needs a name and enable"));
        }
        if text(&annotation["target"], "output") != "events" {
            complaints.push(format!("{place} asks for {}, not for events", annotation["target"]["output"]));
        }
    }
    datasources(json, "", &sources, &mut complaints);
    for target in dashboard.targets() {
        one_target(&target.place, &target.datasource, &target.json, emitted, &mut complaints);
    }
    complaints
}

fn whole(json: &Value, complaints: &mut Vec<String>) {
    let mut expect = |right: bool, what: &str| {
        if !right {
            complaints.push(what.to_owned());
        }
    };
    expect(text(json, "uid").starts_with("seismo-"), "uid has to start with seismo-");
    expect(
        !text(json, "title").is_empty() && !text(json, "description").is_empty(),
        "title or description is missing",
    );
    expect(json["schemaVersion"] == SCHEMA_VERSION, "schemaVersion is not that of Grafana 12.3");
    expect(
        json["tags"] == serde_json::json!(["seismo"]),
        "tags have to be [\"seismo\"]: the links go by them",
    );
    expect(
        json["time"]["from"].is_string() && json["time"]["to"].is_string(),
        "time.from or time.to is missing",
    );
    expect(json["timezone"] == "", "timezone has to be empty: the viewer's own");
    expect(json["refresh"].is_string() && json["editable"].is_boolean(), "refresh or editable is missing");
    expect(json["annotations"]["list"].is_array(), "annotations.list is missing");
    expect(json["templating"]["list"].is_array(), "templating.list is missing");
    expect(items(json, "panels").next().is_some(), "there is no panel");
    let by_tag = |link: &Value| {
        link["type"] == "dashboards" && link["tags"] == json["tags"] && link["asDropdown"] == true
    };
    expect(items(json, "links").any(by_tag), "the menu of the other dashboards is missing");
    for key in ["__inputs", "__requires", "__elements", "id"] {
        expect(json.get(key).is_none(), &format!("{key} stands in exports, not in provisioned dashboards"));
    }
}

/// Checks the variables; returns the data source types by the variable that chooses them.
fn variables<'a>(dashboard: &'a Dashboard, complaints: &mut Vec<String>) -> BTreeMap<&'a str, &'a str> {
    let mut sources = BTreeMap::new();
    let mut declared = BTreeSet::new();
    for variable in dashboard.variables() {
        let name = text(variable, "name");
        let place = format!("variable {name:?}");
        if name.is_empty() || !declared.insert(name.to_owned()) {
            complaints.push(format!("{place} has no name, or one that another has"));
        }
        if text(variable, "label").is_empty() {
            complaints.push(format!("{place} has no label"));
        }
        match text(variable, "type") {
            "datasource" => {
                sources.insert(name, text(variable, "query"));
                if variable["current"] != serde_json::json!({}) {
                    complaints.push(format!("{place} names a data source: current has to be empty"));
                }
            }
            "query" if lookup(variable).is_none() => {
                complaints.push(format!("{place}: {} is no variable query", variable["query"]["query"]));
            }
            "query" | "custom" => {}
            other => complaints
                .push(format!("{place} is of the type {other:?}: datasource, query or custom is known")),
        }
    }
    let used: BTreeSet<_> = names_in(&dashboard.json.to_string()).into_iter().collect();
    for name in used.difference(&declared) {
        complaints.push(format!("${name} is used and no variable"));
    }
    for name in declared.difference(&used) {
        complaints.push(format!("variable {name:?} is used nowhere"));
    }
    sources
}

/// A variable query's function and its arguments.
fn lookup(variable: &Value) -> Option<(String, Vec<String>)> {
    let pattern = Regex::new(r"^(metrics|labels|label_values)\(([^()]*)\)$").ok()?;
    let found = pattern.captures(text(&variable["query"], "query"))?;
    let arguments = found[2].split(',').map(|argument| argument.trim().to_owned()).collect();
    Some((found[1].to_owned(), arguments))
}

fn grid(json: &Value, complaints: &mut Vec<String>) {
    let mut taken: BTreeMap<(u64, u64), u64> = BTreeMap::new();
    let mut ids = BTreeSet::new();
    for panel in items(json, "panels") {
        let place = place(panel);
        let id = panel["id"].as_u64().unwrap_or(0);
        if id == 0 || !ids.insert(id) {
            complaints.push(format!("{place}: the id is missing or taken"));
        }
        let at = |key: &str| panel["gridPos"][key].as_u64();
        let (Some(x), Some(y), Some(w), Some(h)) = (at("x"), at("y"), at("w"), at("h")) else {
            complaints.push(format!("{place}: gridPos needs x, y, w and h"));
            continue;
        };
        if w == 0 || h == 0 || x + w > COLUMNS {
            complaints.push(format!("{place}: does not lie within {COLUMNS} columns"));
        }
        if text(panel, "type") != "row" && !(3..=20).contains(&h) {
            complaints.push(format!("{place}: {h} is no sensible height"));
        }
        let cells = (y..y + h).flat_map(|row| (x..x + w).map(move |column| (row, column)));
        let others: BTreeSet<_> = cells.filter_map(|cell| taken.insert(cell, id)).collect();
        if !others.is_empty() {
            complaints.push(format!("{place}: lies over {others:?}"));
        }
    }
}

/// The first panel must show which series are in trouble, for somebody in an incident.
fn first_panel(json: &Value, complaints: &mut Vec<String>) {
    let at = |panel: &&Value| (panel["gridPos"]["y"].as_u64(), panel["gridPos"]["x"].as_u64());
    let first = items(json, "panels").min_by_key(at);
    if first.is_none_or(|panel| text(panel, "type") != OUR_PANEL || panel["options"]["views"][0] != "lanes") {
        complaints.push("the first panel does not show lanes, so an incident is not seen first".to_owned());
    }
}

fn place(panel: &Value) -> String {
    format!("panel {} {:?}", panel["id"], text(panel, "title"))
}

fn one_panel(panel: &Value, complaints: &mut Vec<String>) {
    let (place, kind) = (place(panel), text(panel, "type"));
    if !PANELS.contains(&kind) {
        complaints.push(format!("{place}: {kind:?} is no panel that is known"));
    }
    if text(panel, "title").is_empty() || text(panel, "description").is_empty() {
        complaints.push(format!("{place}: title or description is missing"));
    }
    if WORDS_ALONE.contains(&kind) {
        return;
    }
    let refs: Vec<_> = items(panel, "targets").map(|target| text(target, "refId")).collect();
    if refs.is_empty() || refs.iter().collect::<BTreeSet<_>>().len() < refs.len() || refs.contains(&"") {
        complaints.push(format!("{place}: needs queries, each with a refId of its own"));
    }
    if items(panel, "targets").any(|target| target["datasource"] != panel["datasource"]) {
        complaints.push(format!("{place}: a query asks another data source than the panel"));
    }
    if !panel["fieldConfig"]["defaults"].is_object() || !panel["fieldConfig"]["overrides"].is_array() {
        complaints.push(format!("{place}: fieldConfig needs defaults and overrides"));
    }
    let mapped = panel["fieldConfig"]["defaults"]["mappings"].is_array();
    if panel["fieldConfig"]["defaults"]["unit"].as_str().is_none() && kind != "table" && !mapped {
        complaints.push(format!("{place}: has no unit"));
    }
    if kind == OUR_PANEL {
        let options = &panel["options"];
        let views: Vec<_> = items(options, "views").filter_map(Value::as_str).collect();
        if views.is_empty() || !views.iter().all(|view| VIEWS.contains(view)) {
            complaints.push(format!("{place}: views is {}, some of {VIEWS:?} are needed", options["views"]));
        }
        if options["severities"] != "${severity:csv}" {
            complaints.push(format!("{place}: severities does not follow the variable"));
        }
    }
}

/// Checks that every data source inside is chosen by a variable of its type.
fn datasources(json: &Value, path: &str, sources: &BTreeMap<&str, &str>, complaints: &mut Vec<String>) {
    match json {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = format!("{path}/{name}");
                match name.as_str() {
                    "datasource" => one_datasource(value, &path, sources, complaints),
                    "datasourceUid" | "datasourceId" => {
                        complaints.push(format!("{path}: names a data source"));
                    }
                    _ => datasources(value, &path, sources, complaints),
                }
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                datasources(item, &format!("{path}/{at}"), sources, complaints);
            }
        }
        _ => {}
    }
}

fn one_datasource(value: &Value, path: &str, sources: &BTreeMap<&str, &str>, complaints: &mut Vec<String>) {
    let chosen = text(value, "uid").strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    match chosen.and_then(|name| sources.get(name)) {
        Some(kind) if *kind == text(value, "type") => {}
        Some(kind) => {
            complaints.push(format!("{path}: is of the type {}, its variable of {kind}", value["type"]));
        }
        None => complaints.push(format!("{path}: {} is no ${{variable}} of the dashboard", value["uid"])),
    }
}

fn one_target(
    place: &str,
    datasource: &str,
    target: &Value,
    emitted: &BTreeSet<String>,
    complaints: &mut Vec<String>,
) {
    let expr = match datasource {
        OURS => {
            let query = fill_json(target, &Variables::new());
            if let Err(error) = grafana_query::parse(query.to_string().as_bytes()) {
                complaints.push(format!("{place}: {error}"));
            }
            text(&target["source"], "expr")
        }
        "prometheus" => text(target, "expr"),
        other => {
            complaints.push(format!("{place}: {other:?} is no data source that is known"));
            return;
        }
    };
    let sample = text(&target["source"], "kind") == "sample";
    // A plain selector may find any labels; without a legend series are named by those that differ.
    if (sample || expr.starts_with('{')) && !text(&target["source"], "legend").is_empty() {
        complaints.push(format!(
            "{place}: the legend {} gives several series one name",
            target["source"]["legend"]
        ));
    }
    if expr.trim().is_empty() && !sample {
        complaints.push(format!("{place}: has no expression"));
    }
    for metric in metrics_in(expr).difference(emitted) {
        complaints.push(format!("{place}: nothing emits {metric}"));
    }
}
