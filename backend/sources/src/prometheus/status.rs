//! A server's description of itself: product, version, number of series, age of the newest sample.

use serde::Deserialize;

use super::lists::open;
use crate::SourceError;
use crate::http::Answer;

/// The product that reports its version elsewhere.
pub(super) const VICTORIA_METRICS: &str = "VictoriaMetrics";

/// The answer of `status/buildinfo`.
#[derive(Default, Deserialize)]
struct Build {
    #[serde(default)]
    version: String,
    /// Only in Mimir and its relatives.
    #[serde(default)]
    application: String,
}

/// The answer of `status/tsdb`: Prometheus in `headStats`, VictoriaMetrics beside it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Tsdb {
    head_stats: Option<HeadStats>,
    total_series: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct HeadStats {
    num_series: u64,
}

/// An instant vector: its evaluation time and its result.
#[derive(Deserialize)]
struct Vector {
    result: Vec<Sample>,
}

#[derive(Deserialize)]
struct Sample {
    value: (f64, String),
}

/// Reads product and version.
pub(super) fn read_build(answer: &Answer, server: &str) -> Result<(String, String), SourceError> {
    let build = open::<Build>(&answer.body, server)?;
    // VictoriaMetrics reports the version of a compatible Prometheus, but has its own header in each answer.
    if answer.headers.contains_key("x-server-hostname") {
        return Ok((VICTORIA_METRICS.into(), String::new()));
    }
    let Build { version, application } = build.unwrap_or_default();
    let product = match application.as_str() {
        // Thanos does not report its name, and Prometheus had no such path before its version 2.
        "" if version.starts_with("0.") => "Thanos",
        "" => "Prometheus",
        named => named,
    };
    Ok((product.to_owned(), version))
}

/// Reads the number of series.
pub(super) fn read_series(body: &[u8]) -> Option<u64> {
    let Tsdb { head_stats, total_series } = open::<Tsdb>(body, "").ok()??;
    head_stats.map(|head| head.num_series).or(total_series)
}

/// Reads the age of the instant that is the value of a vector's only sample, both by the server's clock.
pub(super) fn read_age_ms(body: &[u8]) -> Option<u64> {
    let vector = open::<Vector>(body, "").ok()??;
    let (now, newest) = &vector.result.first()?.value;
    let age_ms = (now - newest.parse::<f64>().ok()?) * 1000.0;
    age_ms.is_finite().then(|| age_ms.max(0.0) as u64)
}

/// Reads the version from VictoriaMetrics' own metrics; empty if they lack it.
pub(super) fn read_own_version(metrics: &[u8]) -> String {
    const LABEL: &str = "short_version=\"";
    let text = String::from_utf8_lossy(metrics);
    let version = text
        .lines()
        .find(|line| line.starts_with("vm_app_version{"))
        .and_then(|line| line.split_once(LABEL)?.1.split('"').next());
    version.unwrap_or_default().trim_start_matches('v').to_owned()
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderMap, HeaderValue};

    use super::*;

    #[test]
    fn products_are_told_apart() {
        let build = |body: &str, signed: bool| {
            let mut headers = HeaderMap::new();
            if signed {
                headers.insert("x-server-hostname", HeaderValue::from_static("vm"));
            }
            read_build(&Answer { headers, body: body.as_bytes().to_vec() }, "s").unwrap()
        };
        for (body, signed, product, version) in [
            (
                r#"{"status":"success","data":{"version":"2.42.0","goVersion":"go1.19"}}"#,
                false,
                "Prometheus",
                "2.42.0",
            ),
            (
                r#"{"status":"success","data":{"application":"Grafana Mimir","version":"2.10.0"}}"#,
                false,
                "Grafana Mimir",
                "2.10.0",
            ),
            (r#"{"status":"success","data":{"version":"0.34.1","revision":"a"}}"#, false, "Thanos", "0.34.1"),
            (r#"{"status":"success","data":{"version":"2.24.0"}}"#, true, "VictoriaMetrics", ""),
            (r#"{"status":"success","data":{}}"#, false, "Prometheus", ""),
            (r#"{"status":"success"}"#, false, "Prometheus", ""),
        ] {
            assert_eq!(build(body, signed), (product.to_owned(), version.to_owned()), "{body}");
        }
    }

    #[test]
    fn series_are_counted_where_the_server_does() {
        for (body, want) in [
            (r#"{"status":"success","data":{"headStats":{"numSeries":298,"chunkCount":3}}}"#, Some(298)),
            (r#"{"status":"success","data":{"totalSeries":7,"seriesCountByMetricName":[]}}"#, Some(7)),
            (r#"{"status":"success","data":{}}"#, None),
            (r#"{"status":"success","data":null}"#, None),
            (r#"{"status":"error","error":"no"}"#, None),
            ("<html>", None),
        ] {
            assert_eq!(read_series(body.as_bytes()), want, "{body}");
        }
    }

    #[test]
    fn the_age_of_a_sample_needs_no_clock_of_ours() {
        let answer = |value: &str| {
            format!(r#"{{"status":"success","data":{{"resultType":"vector","result":[{value}]}}}}"#)
        };
        for (value, want) in [
            (r#"{"metric":{},"value":[1795293049.5,"1795293041"]}"#, Some(8_500)),
            (r#"{"metric":{},"value":[1.0,"2"]}"#, Some(0)),
            (r#"{"metric":{},"value":[1.0,"NaN"]}"#, None),
            ("", None),
        ] {
            assert_eq!(read_age_ms(answer(value).as_bytes()), want, "{value}");
        }
        assert_eq!(read_age_ms(b"{}"), None);
    }

    #[test]
    fn victoria_metrics_tells_its_version_among_its_metrics() {
        for (metrics, want) in [
            (
                "a 1\nvm_app_version{version=\"victoria-metrics-2024\", short_version=\"v1.97.1\"} 1\nb 2\n",
                "1.97.1",
            ),
            ("vm_app_version{version=\"\", short_version=\"\"} 1\n", ""),
            ("a 1\n", ""),
            ("", ""),
        ] {
            assert_eq!(read_own_version(metrics.as_bytes()), want);
        }
    }
}
