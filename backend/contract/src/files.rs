//! The generated files and their paths.

use serde_json::{Value, json};

use crate::generate::generated;
use crate::judge::catalogue;
use crate::limits::limits;
use crate::schema::schema;
use crate::tables::with_table;

/// A file that is generated.
#[derive(Debug, Clone)]
pub struct File {
    /// The path from the root of the repository.
    pub path: &'static str,
    /// Its content.
    pub text: String,
}

/// Every file that this room writes.
pub fn files() -> Vec<File> {
    let schema = schema();
    let detectors = json!(catalogue().detectors().collect::<Vec<_>>());
    let page = include_str!("../../../DESIGN.md");
    vec![
        File { path: "DESIGN.md", text: with_table(page, &schema) },
        File { path: "frontend/contract/limits.ts", text: limits(&schema) },
        File { path: "frontend/contract/schema.json", text: pretty(&schema) },
        File { path: "tests/contract/detectors.json", text: pretty(&detectors) },
        File { path: "tests/contract/generated.json", text: generated() },
    ]
}

/// The paths of the files whose text differs from what `read` returns.
pub fn stale(files: &[File], read: impl Fn(&str) -> String) -> Vec<&'static str> {
    files.iter().filter(|file| read(file.path) != file.text).map(|file| file.path).collect()
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
