//! The provisioned dashboards as tests read them: their queries and their problems.

mod fill;
mod lint;
mod promql;

use std::fs;
use std::path::Path;

use serde_json::Value;

pub use fill::{Variables, fill, fill_json};
pub use lint::lint;
pub use promql::metrics_in;

/// One dashboard of `provisioning/dashboards`.
#[derive(Debug, Clone)]
pub struct Dashboard {
    /// The file's name.
    pub file: String,
    /// Its content.
    pub json: Value,
}

/// A query of a dashboard.
#[derive(Debug, Clone)]
pub struct Target {
    /// Its place, for messages.
    pub place: String,
    /// The type of its data source.
    pub datasource: String,
    /// The query.
    pub json: Value,
    /// The regular expression with which its panel splits field names; empty without one.
    pub names: String,
}

impl Dashboard {
    /// Every provisioned dashboard, by file name.
    ///
    /// # Panics
    /// If a file cannot be read or is not JSON.
    pub fn all() -> Vec<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../provisioning/dashboards");
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let mut files: Vec<_> = entries
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
            .collect();
        files.sort();
        files.iter().map(|path| Self::read(path)).collect()
    }

    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let json = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self { file, json }
    }

    /// The panels, including those in collapsed rows.
    pub fn panels(&self) -> Vec<&Value> {
        let inner = |panel| std::iter::once(panel).chain(items(panel, "panels"));
        items(&self.json, "panels").flat_map(inner).collect()
    }

    /// The variables.
    pub fn variables(&self) -> impl Iterator<Item = &Value> {
        items(&self.json["templating"], "list")
    }

    /// The annotation queries.
    pub fn annotations(&self) -> impl Iterator<Item = &Value> {
        items(&self.json["annotations"], "list")
    }

    /// The queries of all panels and annotations.
    pub fn targets(&self) -> Vec<Target> {
        let of = |place: String, datasource: &Value, json: &Value| Target {
            place: format!("{}, {place}", self.file),
            datasource: text(datasource, "type").to_owned(),
            json: json.clone(),
            names: String::new(),
        };
        let of_panel = |panel: &Value| {
            let place = format!("panel {} {:?}", panel["id"], text(panel, "title"));
            let names = items(panel, "transformations").map(|step| text(&step["options"], "regExp"));
            let names = names.collect::<String>().trim_matches('/').to_owned();
            let one = |target: &Value| Target {
                names: names.clone(),
                ..of(format!("{place}, query {}", text(target, "refId")), &target["datasource"], target)
            };
            items(panel, "targets").map(one).collect::<Vec<_>>()
        };
        let annotation = |annotation: &Value| {
            let place = format!("annotation {:?}", text(annotation, "name"));
            of(place, &annotation["datasource"], &annotation["target"])
        };
        self.panels().into_iter().flat_map(of_panel).chain(self.annotations().map(annotation)).collect()
    }
}

/// The items of an array; none if it is not an array.
fn items<'a>(of: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    of[key].as_array().into_iter().flatten()
}

/// A text; empty if it is missing.
fn text<'a>(of: &'a Value, key: &str) -> &'a str {
    of[key].as_str().unwrap_or_default()
}
