//! Finds the server's own message in any error answer.

use reqwest::StatusCode;
use seismo_series::short;
use serde::Deserialize;

use crate::{Obstacle, SourceError};

/// Largest number of characters of a server's text in a message.
const MAX_TEXT: usize = 500;

/// Prefixes that the client puts before an error without an answer, in this order.
const GENERAL: [&str; 3] = ["error sending request: ", "client error (Connect): ", "tcp connect error: "];

/// The error bodies of Prometheus and InfluxDB 1.x (`error`) and of InfluxDB 2.x (`message`).
#[derive(Deserialize)]
struct ErrorBody {
    #[serde(default)]
    error: Option<String>,
    #[serde(default)]
    message: Option<String>,
}

/// An error for a status that is not 2xx.
pub(super) fn refused(server: &str, status: StatusCode, body: &[u8]) -> SourceError {
    let hint = match status.as_u16() {
        401 => ". Check user and password, or the token, in the data source's settings",
        403 => {
            ". These credentials do not permit it: check them in the data source's settings, and their rights on the server"
        }
        404 => ". Check the URL of the data source, and its path prefix if the server has one",
        429 => ". The server limits the rate of requests: refresh less often, or raise its limit",
        502..=504 => ". A proxy in between may have given up: check the server behind it",
        _ => "",
    };
    SourceError::Refused {
        server: server.to_owned(),
        status: status.as_u16(),
        text: words(status, body),
        hint,
    }
}

/// The server's message in an error body.
fn words(status: StatusCode, body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let found = serde_json::from_str::<ErrorBody>(&text).ok().and_then(|body| body.error.or(body.message));
    let words = match found {
        Some(words) => words,
        None if looks_like_html(body) => html_title(&text),
        None => text.trim().to_owned(),
    };
    if words.trim().is_empty() {
        return status.canonical_reason().unwrap_or("no explanation").to_owned();
    }
    short(words.trim(), MAX_TEXT)
}

/// Whether a body is a web page rather than an API's answer.
pub(crate) fn looks_like_html(body: &[u8]) -> bool {
    body.trim_ascii_start().first() == Some(&b'<')
}

/// The error of a body that is not the expected JSON.
pub(crate) fn not_json(server: &str, error: &serde_json::Error, body: &[u8]) -> SourceError {
    let server = server.to_owned();
    if looks_like_html(body) {
        return SourceError::WebPage { server, format: "JSON" };
    }
    let problem = if body.trim_ascii().is_empty() {
        "it is empty".to_owned()
    } else if error.is_eof() {
        format!("it is truncated after {} bytes; a proxy or a limit in between may have cut it", body.len())
    } else {
        error.to_string()
    };
    SourceError::Answer { server, problem }
}

/// The title of a web page.
fn html_title(page: &str) -> String {
    let lower = page.to_ascii_lowercase();
    let title = lower.find("<title>").map(|at| at + 7).and_then(|from| {
        let end = lower[from..].find("</title>")? + from;
        Some(page[from..end].trim())
    });
    match title.filter(|title| !title.is_empty()) {
        Some(title) => format!("a web page titled {:?}", short(title, MAX_TEXT)),
        None => "a web page".to_owned(),
    }
}

/// No connection.
pub(super) fn unreachable(server: &str, error: reqwest::Error) -> SourceError {
    let told = chain(&error.without_url());
    // The HTTP client's own prefix does not help anybody.
    let mut problem =
        GENERAL.iter().fold(told.as_str(), |rest, part| rest.strip_prefix(part).unwrap_or(rest)).to_owned();
    let obstacle = obstacle(&problem);
    match obstacle {
        Obstacle::ClientCertificate => problem
            .push_str(" (the server wants a client certificate that it trusts: set it in the data source's TLS settings)"),
        Obstacle::ServerCertificate => {
            problem.push_str(" (set the CA certificate or serverName in the data source's TLS settings)");
        }
        _ => {}
    }
    SourceError::Unreachable { server: server.to_owned(), problem, obstacle }
}

/// The obstacle that a chain of causes names. The client's errors tell it only by their texts.
pub(crate) fn obstacle(causes: &str) -> Obstacle {
    let lower = causes.to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
    if has(&["dns", "lookup", "name or service", "resolve"]) {
        Obstacle::Name
    } else if has(&["certificaterequired", "badcertificate"]) {
        Obstacle::ClientCertificate
    } else if has(&["certificate", "unknownissuer"]) {
        Obstacle::ServerCertificate
    } else if has(&[
        "invalidcontenttype",
        "corrupt message",
        "protocol version",
        "wrong version",
        "handshake eof",
    ]) {
        Obstacle::NoTls
    } else if has(&["refused"]) {
        Obstacle::NobodyListens
    } else if has(&["timed out", "timeout", "deadline"]) {
        Obstacle::Silence
    } else if has(&["unreachable", "no route"]) {
        Obstacle::NoRoute
    } else {
        Obstacle::BrokenOff
    }
}

/// Whether the server closed the connection before the request was sent; the next try shows its reason.
pub(super) fn was_not_sent(error: &reqwest::Error) -> bool {
    chain(error).contains("connection was not ready")
}

/// A connection that ended before the answer did.
pub(super) fn broken_off(server: &str, error: reqwest::Error) -> SourceError {
    let problem = format!("it broke off ({})", chain(&error.without_url()));
    SourceError::Answer { server: server.to_owned(), problem }
}

/// An error with all of its causes, each once.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let next = error.to_string();
        if !text.contains(&next) {
            text = format!("{text}: {next}");
        }
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_own_words_are_found_in_every_shape() {
        for (status, body, expected) in [
            (400, r#"{"status":"error","errorType":"bad_data","error":"parse error: x"}"#, "parse error: x"),
            (401, r#"{"code":"unauthorized","message":"unauthorized access"}"#, "unauthorized access"),
            (400, r#"{"error":"error parsing query"}"#, "error parsing query"),
            (
                502,
                "<html><head><title>502 Bad Gateway</title></head></html>",
                "a web page titled \"502 Bad Gateway\"",
            ),
            (502, "<!DOCTYPE html><p>no title", "a web page"),
            (404, "404 page not found\n", "404 page not found"),
            (503, "", "Service Unavailable"),
            (599, "  ", "no explanation"),
            (500, "[1]", "[1]"),
            (500, "{\"error\":", "{\"error\":"),
        ] {
            assert_eq!(words(StatusCode::from_u16(status).unwrap(), body.as_bytes()), expected, "{body}");
        }
        let long = "ü".repeat(600);
        assert_eq!(words(StatusCode::BAD_REQUEST, long.as_bytes()).chars().count(), MAX_TEXT + 3);
        assert!(words(StatusCode::BAD_REQUEST, &[0xff, 0xfe]).contains('\u{fffd}'));
    }

    #[test]
    fn the_client_tells_what_stands_in_the_way() {
        for (causes, want) in [
            ("tcp connect error: Connection refused (os error 111)", Obstacle::NobodyListens),
            ("dns error: failed to lookup address information", Obstacle::Name),
            ("operation timed out", Obstacle::Silence),
            ("invalid peer certificate: UnknownIssuer", Obstacle::ServerCertificate),
            ("received fatal alert: CertificateRequired", Obstacle::ClientCertificate),
            ("received corrupt message of type InvalidContentType", Obstacle::NoTls),
            ("network is unreachable", Obstacle::NoRoute),
            ("connection closed", Obstacle::BrokenOff),
        ] {
            assert_eq!(obstacle(causes), want, "{causes}");
        }
    }
}
