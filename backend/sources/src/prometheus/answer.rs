//! Parses the answer of `query_range` directly into series: it builds no tree of values, and copies no text.

use std::fmt;

use seismo_series::Labels;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::pairs::{CountSeed, HistogramSeed, HistogramsSeed, InstantSeed, PairSeed, PairsSeed, ValueSeed};
use crate::SourceError;
use crate::collect::{Collector, Column};
use crate::http::not_json;

/// Reads every series of an answer into `collector`; returns the server's messages about it.
///
/// # Errors
/// [`SourceError::Answer`] if the answer is truncated, not JSON or of another shape; [`SourceError::Reported`] if it is
/// an error itself; [`SourceError::TooManySamples`] from the collector.
pub(super) fn read_series(
    body: &[u8],
    collector: &mut Collector,
    server: &str,
) -> Result<Vec<String>, SourceError> {
    let mut reader = Reader { column: collector.column(), collector, stopped: None, scalar_ms: None };
    let mut json = serde_json::Deserializer::from_slice(body);
    let read = AnswerSeed(&mut reader).deserialize(&mut json).and_then(|head| json.end().map(|()| head));
    if let Some(error) = reader.stopped {
        return Err(error);
    }
    let wrong = |problem: String| SourceError::Answer { server: server.to_owned(), problem };
    let head = read.map_err(|error| not_json(server, &error, body))?;
    match head.error {
        Some(text) => Err(SourceError::Reported { server: server.to_owned(), text }),
        None if !head.has_data => {
            Err(wrong("it holds no data; is this the address of a Prometheus API?".into()))
        }
        None => Ok(head.notices),
    }
}

/// The destination of samples.
struct Reader<'c> {
    collector: &'c mut Collector,
    column: Column,
    /// Why reading was stopped on purpose; serde's own error carries only text.
    stopped: Option<SourceError>,
    /// The instant of a scalar, until its value is read.
    scalar_ms: Option<i64>,
}

impl Reader<'_> {
    fn take<E: serde::de::Error>(&mut self, labels: Labels) -> Result<(), E> {
        self.collector.take(labels, &mut self.column).map_err(|error| {
            let text = E::custom(&error);
            self.stopped = Some(error);
            text
        })
    }
}

/// The fields beside the series.
#[derive(Default)]
struct Head {
    error: Option<String>,
    has_data: bool,
    notices: Vec<String>,
}

struct AnswerSeed<'a, 'c>(&'a mut Reader<'c>);

impl<'de> DeserializeSeed<'de> for AnswerSeed<'_, '_> {
    type Value = Head;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Head, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for AnswerSeed<'_, '_> {
    type Value = Head;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with status and data")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Head, A::Error> {
        let mut head = Head::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "data" => head.has_data = map.next_value_seed(DataSeed(&mut *self.0))?,
                "error" => head.error = map.next_value::<Option<String>>()?.filter(|text| !text.is_empty()),
                "warnings" | "infos" => {
                    head.notices.extend(map.next_value::<Option<Vec<String>>>()?.unwrap_or_default());
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(head)
    }
}

/// Reads `data`; false if it is null or holds no result.
struct DataSeed<'a, 'c>(&'a mut Reader<'c>);

impl<'de> DeserializeSeed<'de> for DataSeed<'_, '_> {
    type Value = bool;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for DataSeed<'_, '_> {
    type Value = bool;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with resultType and result")
    }
    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let mut found = false;
        while let Some(key) = map.next_key::<String>()? {
            if key == "result" {
                map.next_value_seed(ResultSeed(&mut *self.0))?;
                found = true;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

/// Reads `result`: a list of series (matrix, vector), or one pair (scalar).
struct ResultSeed<'a, 'c>(&'a mut Reader<'c>);

impl<'de> DeserializeSeed<'de> for ResultSeed<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ResultSeed<'_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of series, or a scalar")
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(ElementSeed(&mut *self.0))?.is_some() {}
        Ok(())
    }
}

/// Reads one series, or one half of a scalar.
struct ElementSeed<'a, 'c>(&'a mut Reader<'c>);

impl<'de> DeserializeSeed<'de> for ElementSeed<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ElementSeed<'_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with metric and values")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut labels: Option<Labels> = None;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "metric" => labels = map.next_value()?,
                "values" if labels.as_ref().is_some_and(|labels| !self.0.collector.wants(labels)) => {
                    let count = map.next_value_seed(CountSeed)?;
                    self.0.column.skip(count);
                }
                "values" => map.next_value_seed(PairsSeed(&mut self.0.column))?,
                "value" => map.next_value_seed(PairSeed(&mut self.0.column))?,
                "histograms" => map.next_value_seed(HistogramsSeed(&mut self.0.column))?,
                "histogram" => {
                    let ms = map.next_value_seed(HistogramSeed)?;
                    self.0.column.put_histogram(ms);
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        self.0.take(labels.unwrap_or_default())
    }
    fn visit_u64<E: serde::de::Error>(self, seconds: u64) -> Result<(), E> {
        self.0.scalar_ms = Some(InstantSeed.visit_u64(seconds)?);
        Ok(())
    }
    fn visit_f64<E: serde::de::Error>(self, seconds: f64) -> Result<(), E> {
        self.0.scalar_ms = Some(InstantSeed.visit_f64(seconds)?);
        Ok(())
    }
    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        let ms = self.0.scalar_ms.take().ok_or_else(|| E::custom("a scalar without an instant"))?;
        self.0.column.put(ms, ValueSeed.visit_str(text)?);
        self.0.take(Labels::new())
    }
}

#[cfg(test)]
mod tests {
    use seismo_series::{Grid, GridRange, Interval};

    use super::*;
    use crate::collect::Limits;
    use crate::{Fetched, OverCap};

    fn read(body: &str) -> Result<Fetched, SourceError> {
        let range = GridRange { from: 1, to: 5 };
        let limits = Limits { max_series: 10, max_samples: 100, instants: 4, only: None };
        let mut collector = Collector::new(Grid::new(Interval::MINUTE), range, limits);
        let notices = read_series(body.as_bytes(), &mut collector, "http://p")?;
        collector.finish(OverCap::Refuse, String::new(), notices)
    }

    fn matrix(result: &str) -> String {
        format!(r#"{{"status":"success","data":{{"resultType":"matrix","result":{result}}}}}"#)
    }

    fn values(fetched: &Fetched, at: usize) -> Vec<Option<f64>> {
        fetched.series[at].values.iter().map(|value| Some(*value).filter(|value| !value.is_nan())).collect()
    }

    #[test]
    fn samples_are_read_in_every_shape_that_a_server_writes() {
        for (what, body, expected) in [
            (
                "a matrix",
                matrix(r#"[{"metric":{"a":"b"},"values":[[60,"1"],[120,"2.5"],[180.000,"-3e2"]]}]"#),
                [Some(1.0), Some(2.5), Some(-300.0), None],
            ),
            (
                "values before metric",
                matrix(r#"[{"values":[[60,"1"]],"metric":{"a":"b"}}]"#),
                [Some(1.0), None, None, None],
            ),
            (
                "gaps as NaN",
                matrix(r#"[{"metric":{},"values":[[60,"NaN"],[120,"1"]]}]"#),
                [None, Some(1.0), None, None],
            ),
            (
                "infinite samples",
                matrix(r#"[{"metric":{},"values":[[60,"+Inf"],[120,"-Inf"],[180,"1"]]}]"#),
                [None, None, Some(1.0), None],
            ),
            (
                "unordered and double",
                matrix(r#"[{"metric":{},"values":[[180,"3"],[60,"1"],[60,"2"]]}]"#),
                [Some(2.0), None, Some(3.0), None],
            ),
            (
                "beside the range",
                matrix(r#"[{"metric":{},"values":[[0,"9"],[300,"9"],[60,"1"]]}]"#),
                [Some(1.0), None, None, None],
            ),
            (
                "beside the grid",
                matrix(r#"[{"metric":{},"values":[[60.5,"9"],[61,"9"],[60,"1"]]}]"#),
                [Some(1.0), None, None, None],
            ),
            (
                "plain numbers",
                matrix(r#"[{"metric":{},"values":[[60,1],[120,-2],[180,0.5]]}]"#),
                [Some(1.0), Some(-2.0), Some(0.5), None],
            ),
            (
                "a vector",
                r#"{"data":{"result":[{"metric":{},"value":[60,"7"]}],"resultType":"vector"}}"#.into(),
                [Some(7.0), None, None, None],
            ),
            (
                "a scalar",
                r#"{"data":{"resultType":"scalar","result":[120,"7"]}}"#.into(),
                [None, Some(7.0), None, None],
            ),
            (
                "escaped text",
                matrix(r#"[{"metric":{"a":"\u0041\n"},"values":[[60,"\u0031"]]}]"#),
                [Some(1.0), None, None, None],
            ),
        ] {
            let fetched = read(&body).unwrap_or_else(|error| panic!("{what}: {error}"));
            assert_eq!(values(&fetched, 0), expected, "{what}");
        }
    }

    #[test]
    fn warnings_of_the_server_are_notices_and_histograms_are_counted() {
        let body = r#"{"status":"success","warnings":["w"],"infos":["i"],"data":{"resultType":"matrix","result":[
            {"metric":{"__name__":"h"},"histograms":[[60,{"count":"1","buckets":[[0,"1","2","3"]]}]]}]}}"#;
        let fetched = read(body).unwrap();
        assert_eq!(fetched.notices, ["w", "i"]);
        assert_eq!(fetched.series[0].labels.get("__name__"), Some("h"));
        let dropped = fetched.left_out.dropped();
        assert_eq!((dropped[0].count, dropped[0].why.as_str()), (1, "native histograms"));
    }

    #[test]
    fn a_proxy_that_answers_the_same_labels_twice_is_refused() {
        let twice = r#"[{"metric":{"a":"b"},"values":[[60,"1"]]},{"metric":{"a":"b"},"values":[[60,"2"],[120,"3"]]}]"#;
        let error = read(&matrix(twice)).unwrap_err();
        assert!(matches!(error, SourceError::SameLabels { .. }), "{error}");
    }

    #[test]
    fn an_empty_result_is_no_error() {
        assert_eq!(read(&matrix("[]")).unwrap().total_series, 0);
        assert_eq!(read(&matrix("null")).unwrap().total_series, 0);
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        for (body, part) in [
            ("", "it is empty"),
            ("  \n", "it is empty"),
            ("<html><title>Login</title>", "it is a web page, not JSON"),
            ("hello", "expected value"),
            (
                r#"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[60,"1"],[12"#,
                "truncated after 95 bytes",
            ),
            (r#"{"status":"success"}"#, "holds no data"),
            (r#"{"status":"success","data":null}"#, "holds no data"),
            (r#"{"data":{"resultType":"string","result":[60,"hello"]}}"#, "\"hello\" is not a number"),
            (r#"{"data":{"result":[{"metric":{},"values":[[60]]}]}}"#, "invalid length 1"),
            (r#"{"data":{"result":[{"metric":{},"values":[["x","1"]]}]}}"#, "seconds since 1970"),
            (r#"{"data":{"result":[{"metric":{},"values":[[1e300,"1"]]}]}}"#, "seconds out of range"),
            (r#"{"data":{"result":[{"metric":{"a":1},"values":[]}]}}"#, "expected a string"),
            (r#"{"data":{"result":"x"}}"#, "a list of series"),
            ("[]", "an object with status and data"),
            (r#"{"data":{"result":[]}} trailing"#, "trailing characters"),
        ] {
            let error = read(body).unwrap_err();
            assert!(
                matches!(error, SourceError::Answer { .. } | SourceError::WebPage { .. }),
                "{body}: {error:?}"
            );
            assert!(error.to_string().contains(part), "{body}: {error}");
            assert!(error.to_string().contains("http://p"));
        }
    }

    #[test]
    fn an_error_inside_of_a_good_status_is_the_servers() {
        let error = read(r#"{"status":"error","errorType":"execution","error":"too slow"}"#).unwrap_err();
        assert_eq!((error.to_string().as_str(), error.status()), ("http://p reports: too slow", 400));
    }

    #[test]
    fn reading_stops_at_the_most_samples_also_of_series_that_are_not_kept() {
        let limits = Limits { max_series: 1, max_samples: 5, instants: 4, only: None };
        let mut collector = Collector::new(Grid::new(Interval::MINUTE), GridRange { from: 1, to: 5 }, limits);
        let series: Vec<_> = (0..9)
            .map(|at| format!(r#"{{"metric":{{"a":"{at}"}},"values":[[60,"1"],[120,"1"]]}}"#))
            .collect();
        let error =
            read_series(matrix(&format!("[{}]", series.join(","))).as_bytes(), &mut collector, "http://p")
                .unwrap_err();
        assert!(matches!(error, SourceError::TooManySamples { found: 6, cap: 5 }), "{error}");
    }
}
