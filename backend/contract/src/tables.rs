//! The fields of the stored query as a table of DESIGN.md.

use serde_json::Value;

/// The lines before and after the table.
const MARKERS: [&str; 2] = ["<!-- Written by `make contract` -->\n", "<!-- Until here -->\n"];

/// The page with the table replaced.
///
/// # Panics
/// If the page lacks its markers.
pub(crate) fn with_table(page: &str, schema: &Value) -> String {
    let [begin, end] = MARKERS;
    let (before, rest) = page.split_once(begin).expect("the page says where the table begins");
    let (_, after) = rest.split_once(end).expect("the page says where the table ends");
    let mut table =
        Table { schema, lines: String::from("| field | what may be written | meaning |\n|---|---|---|\n") };
    table.fields("", &schema["$defs"]["StoredQuery"], "");
    format!("{before}{begin}\n{}\n{end}{after}", table.lines)
}

struct Table<'a> {
    schema: &'a Value,
    lines: String,
}

impl<'a> Table<'a> {
    /// A line for each field of an object, and for the fields of nested objects. `only`: the variant that has these
    /// fields.
    fn fields(&mut self, path: &str, object: &'a Value, only: &str) {
        for (name, field) in object["properties"].as_object().into_iter().flatten() {
            let path = format!("{path}{name}");
            let shape = self.shape(field);
            let required =
                object["required"].as_array().is_some_and(|all| all.contains(&Value::from(name.as_str())));
            let mut written = format!("{}{}", words(shape), bounds(field));
            if required {
                written += ", required";
            }
            let meaning =
                field["description"].as_str().or_else(|| shape["description"].as_str()).unwrap_or_default();
            let meaning = meaning.replace('\n', " ").replace('|', "\\|");
            self.lines += &format!("| `{path}`{only} | {written} | {meaning} |\n");
            self.fields(&format!("{path}."), shape, only);
            self.fields(&format!("{path}[]."), self.shape(&shape["items"]), only);
            for variant in shape["oneOf"].as_array().into_iter().flatten() {
                let kind = variant["properties"]["kind"]["const"].as_str().unwrap_or_default();
                self.fields(&format!("{path}."), variant, &format!(" ({kind})"));
            }
        }
    }

    /// The target of a reference; anything else is returned as it is.
    fn shape(&self, part: &'a Value) -> &'a Value {
        let name = part["$ref"].as_str().and_then(|path| path.rsplit('/').next());
        name.map_or(part, |name| &self.schema["$defs"][name])
    }
}

/// The allowed values, in words.
fn words(shape: &Value) -> String {
    let consts =
        shape["oneOf"].as_array().into_iter().flatten().chain([shape]).map(|choice| &choice["const"]);
    let said: Vec<_> = consts.filter_map(Value::as_str).map(|word| format!("`{word}`")).collect();
    if !said.is_empty() {
        return said.join(", ");
    }
    if let Some(choices) = shape["anyOf"].as_array() {
        return choices.iter().map(words).collect::<Vec<_>>().join(" or ");
    }
    match shape["type"].as_str() {
        Some("string") => "text",
        Some("integer") => "whole number",
        Some("boolean") => "true or false",
        Some("array") => "list",
        Some("number") => "number",
        _ => "object",
    }
    .to_owned()
}

fn bounds(field: &Value) -> String {
    [
        ("exclusiveMinimum", " above "),
        ("minimum", ", at least "),
        ("maximum", ", at most "),
        ("minItems", " of at least "),
        ("maxItems", " of at most "),
    ]
    .into_iter()
    .filter_map(|(key, word)| field[key].as_f64().map(|bound| format!("{word}{bound}")))
    .collect()
}
