//! The packages of Flux that a query may import: those that only compute or read.
//! <https://docs.influxdata.com/flux/v0/stdlib/>

/// The allowed members of a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Members {
    /// Everything.
    All,
    /// Only these functions; the package has others that write, or ask another server.
    Only(&'static [&'static str]),
}

const READING: [&str; 30] = [
    "array",
    "bitwise",
    "contrib/anaisdg/anomalydetection",
    "contrib/anaisdg/statsmodels",
    "contrib/jsternberg/aggregate",
    "contrib/jsternberg/math",
    "contrib/jsternberg/rows",
    "contrib/tomhollingworth/events",
    "date",
    "date/boundaries",
    "dict",
    "experimental/aggregate",
    "experimental/array",
    "experimental/bitwise",
    "experimental/date/boundaries",
    "experimental/dynamic",
    "experimental/geo",
    "experimental/query",
    "experimental/record",
    "experimental/table",
    "generate",
    "interpolate",
    "join",
    "json",
    "math",
    "regexp",
    "strings",
    "timezone",
    "types",
    "sampledata",
];

const EXPERIMENTAL: [&str; 31] = [
    "addDuration",
    "alignTime",
    "catch",
    "count",
    "diff",
    "distinct",
    "fill",
    "first",
    "group",
    "histogram",
    "histogramQuantile",
    "integral",
    "join",
    "kaufmansAMA",
    "last",
    "max",
    "mean",
    "min",
    "mode",
    "objectKeys",
    "preview",
    "quantile",
    "set",
    "skew",
    "spread",
    "stddev",
    "subDuration",
    "sum",
    "unique",
    "unpivot",
    "window",
];

const VERSION_1: [&str; 8] = [
    "fieldKeys",
    "fieldsAsCols",
    "measurementFieldKeys",
    "measurementTagKeys",
    "measurementTagValues",
    "measurements",
    "tagKeys",
    "tagValues",
];

const SCHEMA: [&str; 7] = [
    "fieldsAsCols",
    "measurementFieldKeys",
    "measurementTagKeys",
    "measurementTagValues",
    "measurements",
    "tagKeys",
    "tagValues",
];

/// The allowed members of a package; `None` if it must not be imported.
pub(super) fn members(path: &str) -> Option<Members> {
    match path {
        "experimental" => Some(Members::Only(&EXPERIMENTAL)),
        "influxdata/influxdb/schema" => Some(Members::Only(&SCHEMA)),
        "influxdata/influxdb/v1" => Some(Members::Only(&VERSION_1)),
        _ => READING.contains(&path).then_some(Members::All),
    }
}

/// The packages that may be imported, for messages.
pub(super) fn known() -> String {
    let official = READING.into_iter().filter(|path| !path.starts_with("contrib/"));
    official
        .chain(["experimental", "influxdata/influxdb/schema", "influxdata/influxdb/v1"])
        .collect::<Vec<_>>()
        .join(", ")
}
