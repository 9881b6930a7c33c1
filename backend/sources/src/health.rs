//! A server's description of itself.

use serde::Serialize;

/// A server that answered. Serialised, it becomes the details of Grafana's health check.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Health {
    /// The product: `Prometheus`, `VictoriaMetrics`, `Thanos`, `InfluxDB`, `The sample fleet`.
    pub product: String,
    /// Its version; empty if it does not report one.
    pub version: String,
    /// The number of `counted`.
    pub count: u64,
    /// What was counted: `metrics`, `measurements`, `buckets`.
    pub counted: String,
    /// Number of series; `None` if the server does not report it.
    pub series: Option<u64>,
    /// Time of the first request and its answer, in milliseconds.
    pub latency_ms: u64,
    /// Age of the newest sample that the server has scraped, in milliseconds, by the server's own clock; `None` if it
    /// does not report it.
    pub newest_age_ms: Option<u64>,
    /// What to do about something that still looks wrong.
    pub hint: Option<String>,
}

impl Health {
    /// One sentence for a person, without a full stop.
    pub fn message(&self) -> String {
        let Self { product, version, count, counted, latency_ms, .. } = self;
        let named = if version.is_empty() { product.clone() } else { format!("{product} {version}") };
        if *count == 0 {
            return format!("{named} answers in {latency_ms} ms, but holds no {counted} yet");
        }
        let counted = if *count == 1 { counted.trim_end_matches('s') } else { counted };
        let mut text = format!("{named} answers in {latency_ms} ms and holds {} {counted}", grouped(*count));
        if let Some(series) = self.series {
            text.push_str(&format!(" in {} series", grouped(series)));
        }
        if let Some(age) = self.newest_age_ms {
            text.push_str(&format!("; its newest sample is {} s old", grouped(age / 1000)));
        }
        text
    }
}

/// A number with a comma before each thousand.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_said_in_a_sentence() {
        let health = |count, series, newest_age_ms| Health {
            product: "Prometheus".into(),
            version: "3.1.0".into(),
            count,
            counted: "metrics".into(),
            series,
            latency_ms: 12,
            newest_age_ms,
            hint: None,
        };
        for (health, want) in [
            (health(0, None, None), "Prometheus 3.1.0 answers in 12 ms, but holds no metrics yet"),
            (
                health(1, Some(1_234_567), None),
                "Prometheus 3.1.0 answers in 12 ms and holds 1 metric in 1,234,567 series",
            ),
            (
                health(56, Some(999), Some(8_400)),
                "Prometheus 3.1.0 answers in 12 ms and holds 56 metrics in 999 series; its newest sample is 8 s old",
            ),
            (
                Health { version: String::new(), ..health(1_000, None, None) },
                "Prometheus answers in 12 ms and holds 1,000 metrics",
            ),
        ] {
            assert_eq!(health.message(), want);
        }
        let details = serde_json::to_value(health(1, Some(2), None)).unwrap();
        assert_eq!((&details["latencyMs"], &details["series"]), (&12.into(), &2.into()));
        assert!(details["newestAgeMs"].is_null() && details["hint"].is_null());
    }
}
