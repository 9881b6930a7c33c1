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
        ("MEASURE_FIELD", "The fields beside it: the measurement of the cause's statistic.", measure),
        ("DETECTOR_PREFIX", "Prefix of the field of a detector's confidence.", json!(field::of_detector(""))),
        ("METRIC_PREFIX", "Prefix of the field of a metric's contribution.", json!(field::of_metric(""))),
        (
            "ZOOM_VARIABLES",
            "Variables whose value follows the zoom, so no query may contain them.",
            json!(ZOOM_VARIABLES),
        ),
        ("GRAFANA_FIELDS", "Grafana's own fields in a query.", json!(GRAFANA_FIELDS)),
        (
            "PLANTED_FIELDS",
            "Fields that Grafana copies into a new query; they have no effect.",
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
        ("HOLDS", "How long a score is held.", of("Hold")),
        ("INFLUX_LANGUAGES", "The query languages of InfluxDB.", of("InfluxLanguage")),
        ("OUTPUTS", "Outputs of a query.", of("Output")),
        ("OUTPUTS_OF_GROUPS", "Outputs of groups.", json!(Output::OF_GROUPS.map(Output::id))),
        (
            "OUTPUTS_OF_ALERTS",
            "Outputs with one number per row, as an alert rule needs it.",
            outputs(Output::is_number),
        ),
        ("PRESETS", "Named sets of detectors.", of("Preset")),
        ("REPEATS", "Treatment of recurring incidents.", of("Repeats")),
        ("SEVERITY_SCHEMES", "Naming schemes of the severity levels.", of("SeverityScheme")),
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
            "The detector whose scores say how rare a point is, and the preset with only this detector.",
            json!(AUTO),
        ),
        ("ABSENT_PRESET", "Preset of a query without one.", json!(Preset::default().id())),
        ("DEFAULT_THRESHOLD", "Smallest score of an anomalous point.", json!(Preset::default().threshold())),
        ("DEFAULT_BUDGET", "Accepted false alarms per week and series.", json!(DEFAULT_BUDGET)),
        ("SHORTEST_INTERVAL_MS", "The shortest detection interval.", json!(SHORTEST_INTERVAL_MS)),
        ("LONGEST_INTERVAL_MS", "The longest detection interval.", json!(LONGEST_INTERVAL_MS)),
        ("SHORTEST_HISTORY_INTERVALS", "The shortest history, in intervals.", json!(SHORTEST_HISTORY)),
        ("LONGEST_HISTORY_DAYS", "The longest history.", json!(LONGEST_HISTORY_DAYS)),
        (
            "DEFAULT_HISTORY_DAYS",
            "The history `auto`: pairs of an interval in ms and the days from it on; never below the shortest.",
            json!(DEFAULT_HISTORY_DAYS),
        ),
        ("SHORTEST_SEASON_SAMPLES", "The shortest season, in samples.", json!(SHORTEST_SEASON)),
        ("LONGEST_OFFSET_MS", "Largest delay of late data.", json!(LONGEST_OFFSET_MS)),
        ("MOST_WINDOWS", "Largest number of excluded windows of a query.", json!(MOST_WINDOWS)),
        ("LONGEST_WINDOW_DAYS", "The longest excluded window.", json!(LONGEST_WINDOW_DAYS)),
        ("MOST_CALENDAR_BYTES", "The largest iCalendar text.", json!(MOST_CALENDAR_BYTES)),
        ("MOST_LABELS", "Largest number of labels that name an entity.", json!(MOST_LABELS)),
    ]
}

fn of_settings() -> Vec<Constant> {
    vec![
        ("DEFAULT_TIMEOUT", "In seconds.", json!(DEFAULT_TIMEOUT_SECONDS)),
        ("DEFAULT_MAX_SERIES", "Largest number of series of an answer.", json!(DEFAULT_MAX_SERIES)),
        (
            "DEFAULT_SETTLE",
            "How long samples may still change.",
            json!(format_duration_ms(DEFAULT_SETTLE_MS)),
        ),
        ("DEFAULT_MAX_SAMPLES", "Largest number of samples of an answer.", json!(DEFAULT_MAX_SAMPLES)),
        ("MOST_CALENDARS", "Largest number of calendars of a data source.", json!(MOST_CALENDARS)),
    ]
}

fn of_answers() -> Vec<Constant> {
    vec![
        ("BAND_SIGMAS", "Half the width of the band `lower..upper`, in sigmas.", json!(BAND_SIGMAS)),
        ("MOST_SIGMAS", "Largest deviation in sigmas, on either side.", json!(MOST_SIGMAS)),
        (
            "EVENT_JOIN_ROWS",
            "Anomalous rows that are at most this many rows apart are one event.",
            json!(EVENT_JOIN),
        ),
        ("BUDGET_SCORE", "The score of a point that is as rare as the budget allows.", json!(AT_BUDGET)),
        ("LEAST_TOLD_SCORE", "Smallest score with a cause.", json!(WORTH_TELLING)),
        (
            "MOST_BLAMED_METRICS",
            "Largest number of metrics of a group that an event names.",
            json!(MOST_BLAMED),
        ),
        (
            "LEAST_BLAMED_SHARE",
            "Smallest share of the error of a metric that an event names.",
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
