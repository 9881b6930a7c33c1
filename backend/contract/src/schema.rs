//! The stored query and the metadata of frames as JSON Schema.

use schemars::Schema;
use schemars::generate::SchemaSettings;
use seismo_plugin::frame::meta::{SeismoEventsMeta, SeismoMeta};
use seismo_query::StoredQuery;
use serde_json::{Map, Value, json};

/// The schema: stored types as they are parsed, metadata as it is written.
pub(crate) fn schema() -> Value {
    let settings =
        SchemaSettings::draft2020_12().with_transform(schemars::transform::RecursiveTransform(plain));
    let mut read = settings.clone().for_deserialize().into_generator();
    let mut written = settings.for_serialize().into_generator();
    let query = read.subschema_for::<StoredQuery>();
    let meta = written.subschema_for::<SeismoMeta>();
    let events = written.subschema_for::<SeismoEventsMeta>();
    let mut definitions = read.take_definitions(true);
    for (name, definition) in written.take_definitions(true) {
        let known = definitions.insert(name.clone(), definition.clone());
        assert!(known.is_none_or(|known| known == definition), "two types are called {name}");
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Contract",
        "description": "Stored queries and the metadata of frames. Written by `make contract`.",
        "type": "object",
        "additionalProperties": false,
        "properties": { "query": query, "seismo": meta, "seismoEvents": events },
        "$defs": definitions,
    })
}

/// Removes the width of numbers, which JSON lacks, and null for fields that may be absent, because writers omit them.
fn plain(schema: &mut Schema) {
    schema.remove("format");
    let required = schema.get("required").cloned().unwrap_or_default();
    let is_required = |name: &str| required.as_array().is_some_and(|all| all.iter().any(|one| one == name));
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (name, property) in properties.into_iter().flatten() {
        if let Some(property) = property.as_object_mut().filter(|_| !is_required(name)) {
            without_null(property);
        }
    }
}

fn without_null(property: &mut Map<String, Value>) {
    if property.get("default").is_some_and(Value::is_null) {
        property.remove("default");
    }
    let kept = |key: &str, is_null: fn(&Value) -> bool| {
        let mut all = property.get(key)?.as_array()?.clone();
        all.retain(|one| !is_null(one));
        let [only] = all.as_slice() else { return None };
        Some(only.clone())
    };
    let alone = kept("type", |name| name == "null");
    let chosen = kept("anyOf", |choice| choice["type"] == "null");
    if let Some(name) = alone {
        property.insert("type".to_owned(), name);
    }
    if let Some(Value::Object(choice)) = chosen {
        property.remove("anyOf");
        property.extend(choice);
    }
}
