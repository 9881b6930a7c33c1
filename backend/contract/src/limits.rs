//! Names, words, limits and defaults as TypeScript constants.

use seismo_detection::detectors::auto::WORTH_TELLING;
use seismo_detection::{
    AT_BUDGET, AUTO, BAND_SIGMAS, DEFAULT_BUDGET, DEFAULT_HISTORY_DAYS, EVENT_JOIN, LONGEST_HISTORY_DAYS,
    LONGEST_INTERVAL_MS, LONGEST_OFFSET_MS, MOST_LABELS, MOST_SIGMAS, Preset, SHORTEST_HISTORY,
    SHORTEST_INTERVAL_MS, SHORTEST_SEASON, Severity,
};
use seismo_explain::{LEAST_SHARE, MOST_BLAMED};
use seismo_plugin::contract::{CONTRACT_VERSION, GRAFANA_FIELDS, PLANTED_FIELDS, field};
use seismo_plugin::frame::meta::LEVELS;
use seismo_query::knowledge::{LONGEST_WINDOW_DAYS, MOST_CALENDAR_BYTES, MOST_WINDOWS};
use seismo_query::{Output, QUERY_VERSION};
use seismo_series::format_duration_ms;
use seismo_sources::{
    DEFAULT_MAX_SAMPLES, DEFAULT_MAX_SERIES, DEFAULT_SETTLE_MS, DEFAULT_TIMEOUT_SECONDS, MOST_CALENDARS,
    ZOOM_VARIABLES,
};
use serde_json::{Value, json};
use strum::IntoEnumIterator;

/// The file, with the words of `schema`.
pub(crate) fn limits(schema: &Value) -> String {
    let mut text =
        String::from("// Written by `make contract` from the Rust that these stand in: change them there.\n");
    for (name, meaning, value) in constants(schema) {
        let value = typescript(&value);
        let narrow = if value.starts_with(['[', '{']) { " as const" } else { "" };
        text += &format!("\n/** {meaning} */\nexport const {name} = {value}{narrow};\n");
    }
    for (name, meaning, fields) in fields() {
        let fields: Vec<_> = fields.into_iter().map(|field| format!("{field}: '{field}'")).collect();
        text += &format!("\n/** {meaning} */\nexport const {name} = {{ {} }} as const;\n", fields.join(", "));
    }
    text
}

type Constant = (&'static str, &'static str, Value);

fn constants(schema: &Value) -> Vec<Constant> {
    [names(), words(schema), of_queries(), of_settings(), of_answers()].concat()
}

/// Names of fields, in the order of their frame.
fn fields() -> [(&'static str, &'static str, Vec<&'static str>); 2] {
    let panel = vec![
        field::TIME,
        field::VALUE,
        field::EXPECTED,
        field::LOWER,
        field::UPPER,
        field::SCORE,
        field::SEVERITY,
    ];
    let events = vec![
        field::TIME,
        field::TIME_END,
        field::SEVERITY,
        field::SCORE,
        field::VALUE,
        field::EXPECTED,
        field::DEVIATION,
        field::ALARMS_PER_WEEK,
        field::SERIES,
        field::TEXT,
        field::TAGS,
    ];
    [
        ("FIELD", "Names of the fields of a panel frame, in their order.", panel),
        ("EVENT_FIELD", "Names of the fields of the events frame, in their order.", events),
    ]
}

fn names() -> Vec<Constant> {
    let measure = json!({ "samples": field::CAUSE_SAMPLES, "size": field::CAUSE_SIZE });
    vec![
        ("CONTRACT_VERSION", "The version of the frames.", json!(CONTRACT_VERSION)),
        ("QUERY_VERSION", "The newest version of a query.", json!(QUERY_VERSION)),
        (
            "CAUSE_FIELD",
            "The field that holds the number of a cause, which is its place in `CAUSES`.",
            json!(field::CAUSE),
        ),
        ("MEASURE_FIELD", "The fields beside it: what the statistic that spoke measured.", measure),
        (
            "DETECTOR_PREFIX",
            "What the field of a detector's confidence starts with.",
            json!(field::of_detector("")),
        ),
        (
            "METRIC_PREFIX",
            "What the field of a metric's contribution starts with.",
            json!(field::of_metric("")),
        ),
        (
            "ZOOM_VARIABLES",
            "Variables whose value follows the zoom, so that no query may hold them.",
            json!(ZOOM_VARIABLES),
        ),
        (
            "GRAFANA_FIELDS",
            "Fields beside those of a query that are Grafana's own business.",
            json!(GRAFANA_FIELDS),
        ),
        (
            "PLANTED_FIELDS",
            "What Grafana plants into a new query; it means nothing here.",
            json!(PLANTED_FIELDS),
        ),
    ]
}

/// The allowed words, from the types that parse them.
fn words(schema: &Value) -> Vec<Constant> {
    let of = |definition: &str| {
        let found = &schema["$defs"][definition];
        let described = found["oneOf"].as_array().into_iter().flatten().map(|choice| &choice["const"]);
        let all: Vec<&Value> = described.chain(found["enum"].as_array().into_iter().flatten()).collect();
        assert!(!all.is_empty() && all.iter().all(|word| word.is_string()), "{definition}: {found}");
        json!(all)
    };
    let outputs = |fits: fn(Output) -> bool| {
        json!(Output::iter().filter(|output| fits(*output)).map(Output::id).collect::<Vec<_>>())
    };
    vec![
        (
            "CAUSES",
            "Why a point is unusual, by the number in the field `cause`. `range` is no statistic.",
            of("Cause"),
        ),
        ("DIRECTIONS", "On which side a point can be anomalous.", of("Direction")),
        ("GAP_POLICIES", "How a missing sample is read.", of("GapPolicy")),
        ("HOLDS", "What a row within an open event says.", of("Hold")),
        ("INFLUX_LANGUAGES", "The query languages of InfluxDB.", of("InfluxLanguage")),
        ("OUTPUTS", "What an answer is made of.", of("Output")),
        (
            "OUTPUTS_OF_GROUPS",
            "What series that are scored together have.",
            json!(Output::OF_GROUPS.map(Output::id)),
        ),
        ("OUTPUTS_OF_ALERTS", "One number a row, as an alert rule needs it.", outputs(Output::is_number)),
        ("PRESETS", "Named sets of detectors.", of("Preset")),
        ("REPEATS", "What becomes of what happens again and again.", of("Repeats")),
        ("SEVERITY_SCHEMES", "How levels are read.", of("SeverityScheme")),
        (
            "SEVERITY_LEVELS",
            "The severities of an anomalous row; 0 is none.",
            json!(LEVELS.map(Severity::number)),
        ),
    ]
}

fn of_queries() -> Vec<Constant> {
    vec![
        (
            "AUTO",
            "The detector whose scores say how rare a point is, and the preset of it alone.",
            json!(AUTO),
        ),
        ("ABSENT_PRESET", "What a query means that names no preset.", json!(Preset::default().id())),
        ("DEFAULT_THRESHOLD", "Anomalous from this score on.", json!(Preset::default().threshold())),
        ("DEFAULT_BUDGET", "Alarms a week and series that may be false.", json!(DEFAULT_BUDGET)),
        ("SHORTEST_INTERVAL_MS", "The shortest detection interval.", json!(SHORTEST_INTERVAL_MS)),
        ("LONGEST_INTERVAL_MS", "The longest detection interval.", json!(LONGEST_INTERVAL_MS)),
        ("SHORTEST_HISTORY_INTERVALS", "The shortest history, in intervals.", json!(SHORTEST_HISTORY)),
        ("LONGEST_HISTORY_DAYS", "The longest history.", json!(LONGEST_HISTORY_DAYS)),
        (
            "DEFAULT_HISTORY_DAYS",
            "The history `auto`: from an interval of so many milliseconds on, so many days; never less than the shortest.",
            json!(DEFAULT_HISTORY_DAYS),
        ),
        ("SHORTEST_SEASON_SAMPLES", "The shortest season, in samples.", json!(SHORTEST_SEASON)),
        ("LONGEST_OFFSET_MS", "The latest that data may arrive.", json!(LONGEST_OFFSET_MS)),
        ("MOST_WINDOWS", "The most excluded windows of a query.", json!(MOST_WINDOWS)),
        ("LONGEST_WINDOW_DAYS", "The longest excluded window.", json!(LONGEST_WINDOW_DAYS)),
        ("MOST_CALENDAR_BYTES", "The largest iCalendar text.", json!(MOST_CALENDAR_BYTES)),
        ("MOST_LABELS", "The most labels that name a group.", json!(MOST_LABELS)),
    ]
}

fn of_settings() -> Vec<Constant> {
    vec![
        ("DEFAULT_TIMEOUT", "Seconds.", json!(DEFAULT_TIMEOUT_SECONDS)),
        ("DEFAULT_MAX_SERIES", "The most series of an answer.", json!(DEFAULT_MAX_SERIES)),
        (
            "DEFAULT_SETTLE",
            "How long samples may still change.",
            json!(format_duration_ms(DEFAULT_SETTLE_MS)),
        ),
        ("DEFAULT_MAX_SAMPLES", "The most samples of an answer.", json!(DEFAULT_MAX_SAMPLES)),
        ("MOST_CALENDARS", "The most calendars of a data source.", json!(MOST_CALENDARS)),
    ]
}

fn of_answers() -> Vec<Constant> {
    vec![
        ("BAND_SIGMAS", "Half the width of the band `lower..upper`, in sigmas.", json!(BAND_SIGMAS)),
        ("MOST_SIGMAS", "Deviations are limited to so many sigmas on either side.", json!(MOST_SIGMAS)),
        (
            "EVENT_JOIN_ROWS",
            "Anomalous rows that are at most so many rows apart are one event.",
            json!(EVENT_JOIN),
        ),
        ("BUDGET_SCORE", "The score of a point that is as rare as the budget allows.", json!(AT_BUDGET)),
        ("LEAST_TOLD_SCORE", "Below this score no cause is told.", json!(WORTH_TELLING)),
        ("MOST_BLAMED_METRICS", "The most metrics of a group that an event names.", json!(MOST_BLAMED)),
        (
            "LEAST_BLAMED_SHARE",
            "The least share of the error of a metric that an event names.",
            json!(LEAST_SHARE),
        ),
    ]
}

/// A value formatted in the style of the front end.
fn typescript(value: &Value) -> String {
    match value {
        Value::String(text) => format!("'{text}'"),
        Value::Array(items) => format!("[{}]", items.iter().map(typescript).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) => {
            let field = |(name, value): (&String, &Value)| format!("{name}: {}", typescript(value));
            format!("{{ {} }}", fields.iter().map(field).collect::<Vec<_>>().join(", "))
        }
        Value::Number(number) => number.as_f64().unwrap_or(f64::NAN).to_string(),
        other => other.to_string(),
    }
}
