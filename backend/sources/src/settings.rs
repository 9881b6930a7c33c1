//! A data source's settings, parsed once from what Grafana stores.

mod fields;

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use seismo_series::{Interval, parse_duration_ms};
use serde_json::Value;
use strum::{EnumString, VariantNames};

use fields::Fields;
pub use fields::{LONGEST_TIMEOUT_SECONDS, MOST_CALENDARS};

use crate::sample::Fleet;
use crate::{InfluxLanguage, Secret, SourceError, SourceKind};

/// Grafana's default scrape interval for Prometheus, used if `timeInterval` is empty.
const DEFAULT_SCRAPE: Interval = match Interval::from_ms(15_000) {
    Some(interval) => interval,
    None => unreachable!(),
};

/// Default of `timeout`, in seconds.
pub const DEFAULT_TIMEOUT_SECONDS: f64 = 30.0;

/// Default of `maxSeries`.
pub const DEFAULT_MAX_SERIES: u64 = 200;

/// Default of `settle`, in milliseconds.
pub const DEFAULT_SETTLE_MS: i64 = 600_000;

/// Default of `maxSamples`.
pub const DEFAULT_MAX_SAMPLES: u64 = 50_000_000;

/// The data source as Grafana passes it; the fields are those of its plugin protocol.
#[derive(Clone, Copy)]
pub struct GrafanaSettings<'a> {
    /// The URL of the server.
    pub url: &'a str,
    /// Grafana's general user field: the InfluxQL user.
    pub user: &'a str,
    /// Grafana's general database field: the InfluxQL database if `dbName` is empty.
    pub database: &'a str,
    /// Whether to use basic authentication.
    pub basic_auth_enabled: bool,
    /// The user of basic authentication.
    pub basic_auth_user: &'a str,
    /// `jsonData`.
    pub json_data: &'a Value,
    /// `secureJsonData`, decrypted.
    pub secure_json_data: &'a HashMap<String, String>,
}

impl std::fmt::Debug for GrafanaSettings<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GrafanaSettings")
            .field("json_data", self.json_data)
            .field("secure_json_data", &self.secure_json_data.keys())
            .finish_non_exhaustive()
    }
}

/// The HTTP method for Prometheus and InfluxQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, EnumString, VariantNames)]
#[strum(serialize_all = "UPPERCASE")]
pub enum HttpMethod {
    /// A form in the body, which does not limit the length of a query.
    #[default]
    Post,
    /// Everything in the URL.
    Get,
}

/// TLS beyond the defaults. PEM texts are stored as they are; [`crate::connect`] parses them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TlsSettings {
    /// Accept any certificate.
    pub skip_verify: bool,
    /// Trust these certificates, and no others.
    pub ca: Option<Secret>,
    /// Show this certificate, with its key.
    pub client: Option<(Secret, Secret)>,
    /// The name in the server's certificate, if it differs from the URL's host.
    pub server_name: Option<String>,
}

/// The connection to the server. `Debug` shows no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpSettings {
    /// The URL as configured, including a path prefix.
    pub url: String,
    /// The HTTP method for queries.
    pub method: HttpMethod,
    /// Time limit for each request, including its body.
    pub timeout: Duration,
    /// User and password of basic authentication.
    pub basic_auth: Option<(String, Secret)>,
    /// Further headers.
    pub headers: Vec<(String, Secret)>,
    /// Whether to forward the caller's own identity.
    pub oauth_pass_thru: bool,
    /// TLS beyond the defaults.
    pub tls: TlsSettings,
}

/// The settings for InfluxDB only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InfluxSettings {
    /// `version`: the language of health checks and lists; each query has its own.
    pub language: InfluxLanguage,
    /// `dbName`.
    pub database: String,
    /// `organization`.
    pub organization: String,
    /// `defaultBucket`.
    pub default_bucket: String,
    /// User and password of InfluxQL.
    pub login: Option<(String, Secret)>,
    /// The token of Flux.
    pub token: Option<Secret>,
}

/// A data source's settings, checked. `Debug` shows no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSettings {
    /// `kind`.
    pub kind: SourceKind,
    /// `timeInterval`: the distance between samples, as the user states it.
    pub interval: Option<Interval>,
    /// `maxSeries`, at least 1.
    pub max_series: usize,
    /// `settle`, in milliseconds.
    pub settle_ms: i64,
    /// `maxSamples`, at least 1.
    pub max_samples: u64,
    /// The connection to the server; unused by `sample`.
    pub http: HttpSettings,
    /// The settings for InfluxDB only.
    pub influx: InfluxSettings,
    /// `fleet`: the script of incidents of `sample`.
    pub fleet: Fleet,
    /// `calendars`: iCalendar texts by name, not parsed yet.
    pub calendars: BTreeMap<String, String>,
}

impl SourceSettings {
    /// Parses the settings; unknown keys belong to Grafana and are ignored.
    ///
    /// # Errors
    /// [`SourceError::Settings`] names the field, its value and what would be right.
    pub fn parse(grafana: &GrafanaSettings<'_>) -> Result<Self, SourceError> {
        let fields = Fields { json: grafana.json_data, secure: grafana.secure_json_data };
        let kind = fields.word("kind", "a kind of source", None)?;
        let duration = |field: &'static str, text: &str| {
            parse_duration_ms(text).map_err(|error| SourceError::settings(field, error.to_string()))
        };
        // Grafana's own InfluxDB data source writes a lower bound such as `>10s`.
        let interval = match fields.text("timeInterval")?.trim().trim_start_matches('>') {
            "" => None,
            text => Interval::from_ms(duration("jsonData.timeInterval", text)?),
        };
        let settle_ms = match fields.text("settle")?.trim() {
            "" => DEFAULT_SETTLE_MS,
            text => duration("jsonData.settle", text)?,
        };
        Ok(Self {
            kind,
            interval,
            max_series: fields.whole("maxSeries", DEFAULT_MAX_SERIES)? as usize,
            settle_ms,
            max_samples: fields.whole("maxSamples", DEFAULT_MAX_SAMPLES)?,
            http: http(grafana, &fields, kind)?,
            influx: influx(grafana, &fields)?,
            fleet: fields.word("fleet", "a fleet", Some(Fleet::default()))?,
            calendars: fields.calendars()?,
        })
    }

    /// The scrape interval behind `$__rate_interval`: `timeInterval`, or Grafana's default of 15 s.
    pub fn scrape_interval(&self) -> Interval {
        self.interval.unwrap_or(DEFAULT_SCRAPE)
    }
}

/// Parses the connection to the server.
fn http(
    grafana: &GrafanaSettings<'_>,
    fields: &Fields<'_>,
    kind: SourceKind,
) -> Result<HttpSettings, SourceError> {
    if grafana.url.trim().is_empty() && kind != SourceKind::Sample {
        let variable = Some(fields.text("urlVariable")?.trim()).filter(|name| !name.is_empty());
        return Err(SourceError::NoAddress { variable: variable.map(str::to_owned) });
    }
    let method = fields.word("httpMethod", "a method for queries", Some(HttpMethod::default()))?;
    let basic_auth = grafana.basic_auth_enabled.then(|| {
        (
            grafana.basic_auth_user.to_owned(),
            fields.secret("basicAuthPassword").unwrap_or_else(|| Secret::new("")),
        )
    });
    let client =
        match (fields.flag("tlsAuth")?, fields.secret("tlsClientCert"), fields.secret("tlsClientKey")) {
            (false, ..) => None,
            (true, Some(certificate), Some(key)) => Some((certificate, key)),
            (true, None, _) => return Err(missing_pem("tlsClientCert", "tlsAuth")),
            (true, _, None) => return Err(missing_pem("tlsClientKey", "tlsAuth")),
        };
    let ca = match (fields.flag("tlsAuthWithCACert")?, fields.secret("tlsCACert")) {
        (false, _) => None,
        (true, Some(ca)) => Some(ca),
        (true, None) => return Err(missing_pem("tlsCACert", "tlsAuthWithCACert")),
    };
    Ok(HttpSettings {
        url: grafana.url.trim().to_owned(),
        method,
        timeout: Duration::from_secs_f64(fields.seconds("timeout", DEFAULT_TIMEOUT_SECONDS)?),
        basic_auth,
        headers: fields.headers()?,
        oauth_pass_thru: fields.flag("oauthPassThru")?,
        tls: TlsSettings {
            skip_verify: fields.flag("tlsSkipVerify")?,
            ca,
            client,
            server_name: Some(fields.text("serverName")?.trim())
                .filter(|name| !name.is_empty())
                .map(str::to_owned),
        },
    })
}

fn missing_pem(field: &str, switch: &str) -> SourceError {
    let problem = format!("is empty, but jsonData.{switch} is on: paste the PEM text, or switch it off");
    SourceError::settings(format!("secureJsonData.{field}"), problem)
}

/// Parses the settings for InfluxDB.
fn influx(grafana: &GrafanaSettings<'_>, fields: &Fields<'_>) -> Result<InfluxSettings, SourceError> {
    let language = fields.word("version", "a query language", Some(InfluxLanguage::default()))?;
    let database = match fields.text("dbName")?.trim() {
        "" => grafana.database.trim(),
        name => name,
    };
    let password = fields.secret("password").unwrap_or_else(|| Secret::new(""));
    Ok(InfluxSettings {
        language,
        database: database.to_owned(),
        organization: fields.text("organization")?.trim().to_owned(),
        default_bucket: fields.text("defaultBucket")?.trim().to_owned(),
        login: (!grafana.user.is_empty()).then(|| (grafana.user.to_owned(), password)),
        token: fields.secret("token"),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parse(json_data: &Value, secure: &[(&str, &str)]) -> Result<SourceSettings, SourceError> {
        SourceSettings::parse(&GrafanaSettings {
            url: " http://prometheus:9090/prefix ",
            user: "influx-user",
            database: "legacy",
            basic_auth_enabled: true,
            basic_auth_user: "basic-user",
            json_data,
            secure_json_data: &secure
                .iter()
                .map(|(key, value)| (key.to_string(), value.to_string()))
                .collect(),
        })
    }

    #[test]
    fn defaults_are_those_of_the_contract() {
        let settings = parse(&json!({"kind": "prometheus", "unknown": {"a": 1}}), &[]).unwrap();
        assert_eq!(settings.kind, SourceKind::Prometheus);
        assert_eq!(settings.interval, None);
        assert_eq!(
            (settings.max_series, settings.max_samples, settings.settle_ms),
            (200, 50_000_000, 600_000)
        );
        assert_eq!(settings.http.url, "http://prometheus:9090/prefix");
        assert_eq!(settings.http.method, HttpMethod::Post);
        assert_eq!(settings.http.timeout, Duration::from_secs(30));
        assert_eq!(settings.http.tls, TlsSettings::default());
        assert_eq!(settings.scrape_interval().ms(), 15_000);
        assert_eq!(settings.influx.language, InfluxLanguage::InfluxQl);
        assert_eq!(settings.influx.database, "legacy");
        assert_eq!(settings.fleet, Fleet::OnCall);
    }

    #[test]
    fn every_field_of_the_contract_is_read() {
        let json = json!({
            "kind": "influxdb", "timeInterval": ">10s", "httpMethod": "GET", "timeout": "2.5", "tlsAuth": true,
            "tlsAuthWithCACert": true, "tlsSkipVerify": true, "serverName": "other", "httpHeaderName1": "X-Scope-OrgID",
            "httpHeaderName3": "X-Third", "httpHeaderName10": "X-Tenth", "oauthPassThru": true, "maxSeries": 7, "settle": "5m",
            "maxSamples": 1000, "version": "Flux", "dbName": "db", "organization": "org", "defaultBucket": "bucket",
            "fleet": "dense", "calendars": [{ "name": " de ", "ics": "BEGIN:VCALENDAR" }]
        });
        let secure = [
            ("basicAuthPassword", "p1"),
            ("tlsCACert", "ca"),
            ("tlsClientCert", "cert"),
            ("tlsClientKey", "key"),
            ("httpHeaderValue1", "tenant"),
            ("httpHeaderValue10", "ten"),
            ("password", "p2"),
            ("token", "tok"),
        ];
        let settings = parse(&json, &secure).unwrap();
        assert_eq!(settings.interval.map(Interval::ms), Some(10_000));
        assert_eq!(settings.http.method, HttpMethod::Get);
        assert_eq!(settings.http.timeout, Duration::from_millis(2500));
        assert_eq!(settings.http.basic_auth, Some(("basic-user".into(), Secret::new("p1"))));
        assert_eq!(
            settings.http.headers,
            [("X-Scope-OrgID", "tenant"), ("X-Third", ""), ("X-Tenth", "ten")]
                .map(|(name, value)| (name.to_owned(), Secret::new(value)))
        );
        assert!(settings.http.oauth_pass_thru && settings.http.tls.skip_verify);
        assert_eq!(settings.http.tls.server_name.as_deref(), Some("other"));
        assert_eq!(settings.http.tls.client, Some((Secret::new("cert"), Secret::new("key"))));
        assert_eq!((settings.max_series, settings.max_samples, settings.settle_ms), (7, 1000, 300_000));
        assert_eq!(settings.influx.language, InfluxLanguage::Flux);
        assert_eq!(settings.fleet, Fleet::Dense);
        assert_eq!(settings.calendars.get("de").map(String::as_str), Some("BEGIN:VCALENDAR"));
        assert_eq!(settings.influx.login, Some(("influx-user".into(), Secret::new("p2"))));
        let printed = format!("{settings:?}");
        for secret in ["p1", "p2", "tok\"", "tenant", "\"ca\"", "\"key\""] {
            assert!(!printed.contains(secret), "{secret} in {printed}");
        }
    }

    #[test]
    fn values_of_environment_variables_are_read_as_the_text_that_they_arrive_as() {
        for (text, flag) in
            [("true", true), ("false", false), (" True\n", true), ("FALSE", false), ("", false), (" ", false)]
        {
            let json = json!({"kind": "prometheus", "tlsSkipVerify": text, "oauthPassThru": text, "timeout": "",
                "maxSeries": " 7 ", "maxSamples": "", "timeInterval": "", "settle": " "});
            let settings = parse(&json, &[]).unwrap();
            let flags = (settings.http.tls.skip_verify, settings.http.oauth_pass_thru);
            assert_eq!(flags, (flag, flag), "{text:?}");
            assert_eq!((settings.max_series, settings.max_samples), (7, 50_000_000));
            let json = json!({"kind": "prometheus", "tlsAuth": text, "tlsAuthWithCACert": text});
            let secure = [("tlsCACert", "ca"), ("tlsClientCert", "cert"), ("tlsClientKey", "key")];
            let tls = parse(&json, &secure).unwrap().http.tls;
            assert_eq!((tls.ca.is_some(), tls.client.is_some()), (flag, flag), "{text:?}");
        }
    }

    #[test]
    fn a_wrong_field_is_named_with_what_it_holds() {
        for (json, parts) in [
            (json!({}), ["jsonData.kind", "\"prometheus\", \"influxdb\", \"sample\""]),
            (json!({"kind": "graphite"}), ["jsonData.kind", "\"graphite\""]),
            (json!({"kind": 3}), ["jsonData.kind", "3 is not a text"]),
            (json!({"kind": "prometheus", "timeInterval": "soon"}), ["jsonData.timeInterval", "\"soon\""]),
            (json!({"kind": "prometheus", "settle": "0s"}), ["jsonData.settle", "out of range"]),
            (
                json!({"kind": "prometheus", "httpMethod": "PUT"}),
                ["jsonData.httpMethod", "\"POST\", \"GET\""],
            ),
            (json!({"kind": "prometheus", "timeout": -1}), ["jsonData.timeout", "-1"]),
            (json!({"kind": "prometheus", "timeout": "long"}), ["jsonData.timeout", "\"long\""]),
            (json!({"kind": "prometheus", "maxSeries": 0}), ["jsonData.maxSeries", "whole number from 1"]),
            (json!({"kind": "prometheus", "maxSeries": 1.5}), ["jsonData.maxSeries", "1.5"]),
            (json!({"kind": "prometheus", "maxSamples": "1e99"}), ["jsonData.maxSamples", "1e99"]),
            (json!({"kind": "prometheus", "maxSamples": true}), ["jsonData.maxSamples", "true"]),
            (
                json!({"kind": "prometheus", "tlsAuth": "yes"}),
                ["jsonData.tlsAuth", "\"yes\" is not a flag: write true or false"],
            ),
            (
                json!({"kind": "prometheus", "tlsSkipVerify": "1"}),
                ["jsonData.tlsSkipVerify", "\"1\" is not a flag"],
            ),
            (
                json!({"kind": "prometheus", "oauthPassThru": 0}),
                ["jsonData.oauthPassThru", "0 is not a flag"],
            ),
            (
                json!({"kind": "prometheus", "tlsAuth": "$TLS"}),
                ["jsonData.tlsAuth", "\"$TLS\" is not a flag"],
            ),
            (
                json!({"kind": "prometheus", "tlsAuth": "true"}),
                ["secureJsonData.tlsClientCert", "jsonData.tlsAuth is on"],
            ),
            (json!({"kind": "prometheus", "tlsAuth": true}), ["secureJsonData.tlsClientCert", "is empty"]),
            (
                json!({"kind": "prometheus", "tlsAuthWithCACert": true}),
                ["secureJsonData.tlsCACert", "is empty"],
            ),
            (json!({"kind": "influxdb", "version": "SQL"}), ["jsonData.version", "\"InfluxQL\", \"Flux\""]),
            (json!({"kind": "sample", "fleet": "busy"}), ["jsonData.fleet", "\"on-call\", \"dense\""]),
            (
                json!({"kind": "sample", "calendars": {"de": "x"}}),
                ["jsonData.calendars", "list of at most 50"],
            ),
            (
                json!({"kind": "sample", "calendars": [{"name": "de"}]}),
                ["jsonData.calendars", "calendar 1 needs"],
            ),
            (
                json!({"kind": "sample", "calendars": [{"name": " ", "ics": "x"}]}),
                ["jsonData.calendars", "name"],
            ),
            (
                json!({"kind": "sample", "calendars": [{"name": "de", "ics": "x"}, {"name": " de", "ics": "y"}]}),
                ["jsonData.calendars", "two calendars are named \"de\""],
            ),
            (Value::Null, ["jsonData.kind", "\"prometheus\", \"influxdb\", \"sample\""]),
        ] {
            let error = parse(&json, &[]).unwrap_err();
            for part in parts {
                assert!(error.to_string().contains(part), "{json}: {error}");
            }
            assert_eq!(error.status(), 400);
        }
    }
}
