//! Advice for a data source that does not work, for the person who has its settings open.

use crate::{InfluxLanguage, Obstacle, SourceError, SourceKind, SourceSettings};

impl SourceError {
    /// What to do about it in the settings of the data source, in one or two sentences; `None` if the text is enough.
    pub fn hint(&self, settings: &SourceSettings) -> Option<String> {
        match self {
            Self::Unreachable { obstacle, .. } => Some(unreachable(*obstacle).to_owned()),
            Self::Timeout { seconds, .. } => Some(format!(
                "No answer within {seconds} s. Check that the server is not overloaded and that no firewall drops the \
                 request, or raise the timeout under \"Queries and limits\"."
            )),
            Self::Refused { status, text, .. } => refused(*status, text, settings),
            Self::Reported { text, .. } => reported(text, settings),
            Self::OtherLanguage { language, .. } => Some(other_language(*language).to_owned()),
            Self::Redirected { .. } => Some(
                "Open the URL in a browser. If a login page appears, a proxy guards the API and needs a login, such as \
                 a header under \"HTTP headers\". If the API has moved, set the URL to its new address."
                    .to_owned(),
            ),
            Self::WebPage { .. } => Some(format!(
                "The answer is a web page, not the API: a login page, a proxy, or the address of a user interface. {}",
                expected_url(settings.kind)
            )),
            Self::Answer { .. } => Some(format!(
                "The server at this address does not provide this API. {}",
                expected_url(settings.kind)
            )),
            _ => None,
        }
    }
}

const fn unreachable(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::Name => {
            "Grafana's machine cannot resolve the host's name. Check its spelling; in containers, use the name of the service, \
             or an IP address."
        }
        Obstacle::ClientCertificate => {
            "The server wants a client certificate: switch on \"TLS Client Authentication\" under \"Authentication\" and paste \
             certificate and key."
        }
        Obstacle::ServerCertificate => {
            "The server's certificate is not trusted: under \"Authentication\", add the certificate that signed it \
             (\"Add self-signed certificate\"), and if it names another host, enter that name as \"ServerName\"."
        }
        Obstacle::NoTls => {
            "The server does not speak TLS at this port. Write http:// instead of https://, or choose the port that does."
        }
        Obstacle::NobodyListens => {
            "Nothing listens at this host and port. Check both, and that the server runs; if Grafana runs in a container, \
             localhost is that container."
        }
        Obstacle::Silence => {
            "The host does not answer at all. Check the address, and whether a firewall or network policy lies between Grafana \
             and the server."
        }
        Obstacle::NoRoute => {
            "Grafana's machine has no route to this host. Check the address and the network."
        }
        Obstacle::BrokenOff => {
            "The connection broke off. Check the URL, whether it must be http:// or https://, and the server's log."
        }
    }
}

fn refused(status: u16, text: &str, settings: &SourceSettings) -> Option<String> {
    let lower = text.to_lowercase();
    if lower.contains("https server") || lower.contains("http request was sent to https") {
        return Some("The server speaks TLS at this port: write https:// instead of http://.".to_owned());
    }
    if lower.contains("no org id") {
        return Some(
            "The server is shared by several tenants: add the header X-Scope-OrgID with the tenant's name under \"HTTP headers\"."
                .to_owned(),
        );
    }
    if lower.contains("organization") && status == 404 {
        return Some(format!(
            "The server has no organization called {:?}, or the token may not see it: correct \"Organization\".",
            settings.influx.organization
        ));
    }
    let flux = settings.kind == SourceKind::InfluxDb && settings.influx.language == InfluxLanguage::Flux;
    match status {
        401 if flux => Some("Paste a token that may read the bucket; Flux does not use user and password.".to_owned()),
        401 if settings.kind == SourceKind::InfluxDb => {
            Some("Set user and password of InfluxDB, for this database. InfluxDB 2 needs Flux and a token.".to_owned())
        }
        401 => Some(
            "Choose how to log in under \"Authentication\" and check user and password, or add the header that carries the token."
                .to_owned(),
        ),
        403 => Some(
            "The login is valid, but may not read this data. Grant it read access, or use another login.".to_owned(),
        ),
        404 | 405 => Some(format!("There is no API at this path. {}", expected_url(settings.kind))),
        429 => Some("The server limits the rate of requests: wait a little, or raise its limit.".to_owned()),
        500..=599 => Some(
            "The server, or a proxy before it, has failed: see its log. A proxy answers 502 to 504 if the server \
             behind it is down."
                .to_owned(),
        ),
        _ => None,
    }
}

fn reported(text: &str, settings: &SourceSettings) -> Option<String> {
    let lower = text.to_lowercase();
    lower.contains("database not found").then(|| {
        format!(
            "The server has no database called {:?}. Check \"Database\"; SHOW DATABASES lists the existing ones. \
             InfluxDB 2 has buckets: choose Flux, or map a database to the bucket.",
            settings.influx.database
        )
    })
}

const fn other_language(language: InfluxLanguage) -> &'static str {
    match language {
        InfluxLanguage::InfluxQl => {
            "Choose Flux as query language and paste a token. To stay with InfluxQL, map a database to the bucket (DBRP) and give a \
             user that may read it."
        }
        InfluxLanguage::Flux => {
            "Choose InfluxQL as query language. To stay with Flux on InfluxDB 1.8, set flux-enabled = true under [http] in its \
             configuration."
        }
    }
}

/// The expected form of the URL.
const fn expected_url(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Prometheus => {
            "The URL ends where /api/v1 begins: http://host:9090 for Prometheus, http://host/prometheus for Mimir, \
             http://host:8481/select/0/prometheus for a cluster of VictoriaMetrics."
        }
        SourceKind::InfluxDb => "The URL is that of InfluxDB itself, without a path: http://host:8086.",
        SourceKind::Sample => "The sample fleet has no URL.",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::GrafanaSettings;

    fn settings(json_data: &Value) -> SourceSettings {
        let url = json_data["url"].as_str().unwrap_or("http://a");
        let json_data = json_data.clone();
        SourceSettings::parse(&GrafanaSettings {
            url,
            user: "",
            database: "",
            basic_auth_enabled: false,
            basic_auth_user: "",
            json_data: &json_data,
            secure_json_data: &std::collections::HashMap::new(),
        })
        .unwrap()
    }

    fn down(obstacle: Obstacle) -> SourceError {
        SourceError::Unreachable { server: "http://a".into(), problem: "no".into(), obstacle }
    }

    fn no(status: u16, text: &str) -> SourceError {
        SourceError::Refused {
            server: "http://a".into(),
            status,
            text: text.into(),
            hint: ". General advice",
        }
    }

    #[test]
    fn each_failure_says_what_to_do() {
        let prometheus = json!({ "kind": "prometheus" });
        let influxql = json!({ "kind": "influxdb", "version": "InfluxQL", "dbName": "telegraf" });
        let flux = json!({ "kind": "influxdb", "version": "Flux", "organization": "ops" });
        let report = |text: &str| SourceError::Reported { server: "http://a".into(), text: text.into() };
        let answer = |text: &str| SourceError::Answer { server: "http://a".into(), problem: text.into() };
        let language = |language| SourceError::OtherLanguage {
            server: "http://a".into(),
            version: "2".into(),
            language,
            problem: "no".into(),
        };
        for (error, settings_of, part) in [
            (down(Obstacle::NobodyListens), &prometheus, "Nothing listens"),
            (down(Obstacle::Name), &prometheus, "spelling"),
            (down(Obstacle::Silence), &prometheus, "firewall"),
            (down(Obstacle::ServerCertificate), &prometheus, "Add self-signed certificate"),
            (down(Obstacle::ClientCertificate), &prometheus, "client certificate"),
            (down(Obstacle::NoTls), &prometheus, "http:// instead of https://"),
            (down(Obstacle::NoRoute), &prometheus, "no route"),
            (down(Obstacle::BrokenOff), &prometheus, "broke off"),
            (
                no(400, "Client sent an HTTP request to an HTTPS server."),
                &prometheus,
                "https:// instead of http://",
            ),
            (no(401, "no org id"), &prometheus, "X-Scope-OrgID"),
            (no(401, "unauthorized"), &prometheus, "Authentication"),
            (no(401, "authorization failed"), &influxql, "user and password of InfluxDB"),
            (no(401, "unauthorized access"), &flux, "Paste a token"),
            (no(403, "forbidden"), &prometheus, "may not read"),
            (no(404, "404 page not found"), &prometheus, "/select/0/prometheus"),
            (no(404, "404 page not found"), &influxql, "http://host:8086"),
            (no(404, "organization name \"ops\" not found"), &flux, "no organization called \"ops\""),
            (no(429, "slow down"), &prometheus, "limits the rate"),
            (no(502, "a web page titled \"502 Bad Gateway\""), &prometheus, "proxy"),
            (report("database not found: telegraf"), &influxql, "no database called \"telegraf\""),
            (SourceError::WebPage { server: "http://a".into(), format: "JSON" }, &prometheus, "login page"),
            (answer("it is empty"), &influxql, "does not provide this API"),
            (language(InfluxLanguage::InfluxQl), &influxql, "Choose Flux"),
            (language(InfluxLanguage::Flux), &flux, "Choose InfluxQL"),
            (SourceError::Timeout { server: "http://a".into(), seconds: 30.0 }, &prometheus, "within 30 s"),
            (
                SourceError::Redirected {
                    server: "http://a".into(),
                    target: "http://b".into(),
                    problem: "x",
                },
                &prometheus,
                "login page",
            ),
        ] {
            let hint = error.hint(&settings(settings_of)).unwrap_or_default();
            assert!(hint.contains(part), "{error}: {hint}");
            assert!(!error.fact().contains(&hint), "nothing is said twice: {error}");
        }
        let settings = settings(&prometheus);
        for error in [report("out of memory"), no(418, "teapot"), SourceError::settings("url", "is empty")] {
            assert_eq!(error.hint(&settings), None, "{error}");
        }
    }

    #[test]
    fn a_fact_is_the_text_without_its_advice() {
        for (error, want) in [
            (down(Obstacle::NobodyListens), "http://a cannot be reached: no"),
            (no(401, "unauthorized"), "http://a answered 401: unauthorized"),
            (
                SourceError::Timeout { server: "http://a".into(), seconds: 30.0 },
                "http://a did not finish its answer within 30 s",
            ),
        ] {
            assert_eq!(error.fact(), want);
            assert!(error.to_string().len() > want.len());
        }
        let error = SourceError::settings("url", "is empty: write one");
        assert_eq!(error.fact(), error.to_string());
    }
}
