//! The samples with which a server is started.

use std::fmt::Write as _;

use seismo_series::Labels;

/// 2026-01-01T00:00:00Z in milliseconds: the start of the histories of tests.
pub const T0_MS: i64 = 1_767_225_600_000;

/// Series by their labels; `__name__` is the metric. Samples are pairs of milliseconds since 1970 and a value.
#[derive(Debug, Clone, Default)]
pub struct History {
    series: Vec<(Labels, Vec<(i64, f64)>)>,
}

impl History {
    /// No series.
    pub const fn new() -> Self {
        Self { series: Vec::new() }
    }

    /// Adds a series, written as `("metric", [("label", "value")])`, with samples in ascending time.
    #[must_use]
    pub fn with(
        mut self,
        metric: &str,
        labels: &[(&str, &str)],
        samples: impl IntoIterator<Item = (i64, f64)>,
    ) -> Self {
        let labels = labels.iter().copied().chain([("__name__", metric)]).collect();
        self.series.push((labels, samples.into_iter().collect()));
        self
    }

    /// OpenMetrics text for `promtool tsdb create-blocks-from openmetrics`: seconds, each metric in one piece.
    pub(crate) fn open_metrics(&self) -> String {
        let mut series: Vec<_> = self.series.iter().collect();
        series.sort_by_key(|(labels, _)| labels.get("__name__").map(str::to_owned));
        let mut text = String::new();
        let mut metric = None;
        for (labels, samples) in series {
            let name = labels.get("__name__");
            if metric != name {
                // Writing into a String cannot fail.
                let _ = writeln!(text, "# TYPE {} gauge", name.unwrap_or(""));
                metric = name;
            }
            let head = head(labels);
            for (ms, value) in samples {
                let _ = writeln!(text, "{head} {value} {}.{:03}", ms / 1000, ms % 1000);
            }
        }
        text.push_str("# EOF\n");
        text
    }

    /// Prometheus' exposition format with milliseconds.
    pub(crate) fn exposition(&self) -> String {
        let mut text = String::new();
        for (labels, samples) in &self.series {
            let head = head(labels);
            for (ms, value) in samples {
                let _ = writeln!(text, "{head} {value} {ms}");
            }
        }
        text
    }

    /// InfluxDB's line protocol with milliseconds; the metric is the measurement and the field is `value`.
    pub(crate) fn line_protocol(&self) -> String {
        let mut text = String::new();
        for (labels, samples) in &self.series {
            let mut head = labels.get("__name__").unwrap_or("").to_owned();
            for (name, value) in labels.iter().filter(|(name, _)| *name != "__name__") {
                let _ = write!(head, ",{name}={}", value.replace(' ', "\\ "));
            }
            for (ms, value) in samples {
                let _ = writeln!(text, "{head} value={value} {ms}");
            }
        }
        text
    }
}

/// The metric with its labels in braces.
fn head(labels: &Labels) -> String {
    let inner: Vec<_> = labels
        .iter()
        .filter(|(name, _)| *name != "__name__")
        .map(|(name, value)| format!("{name}={value:?}"))
        .collect();
    format!("{}{{{}}}", labels.get("__name__").unwrap_or(""), inner.join(","))
}
