//! URLs and headers of a configured server.

use std::time::Duration;

use percent_encoding::percent_decode_str;
use reqwest::header::{ACCEPT_ENCODING, AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, Url};

use super::tls;
use crate::{HttpSettings, Secret, SourceError};

/// Time limit for a connection. A fifth of Grafana's own would be enough inside a data centre.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Parses the configured URL; a login in it is removed, so that it is never printed.
pub(super) fn base_url(text: &str) -> Result<(Url, Option<(String, Secret)>), SourceError> {
    let wrong = |problem: &str| {
        SourceError::settings("url", format!("{problem}: write an address such as http://localhost:9090"))
    };
    let mut url = Url::parse(text).map_err(|error| wrong(&format!("is not a valid address ({error})")))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong("does not start with http:// or https://"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(wrong(
            "has a query or fragment (the part from ? or #), which an API's address never has",
        ));
    }
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let login = (!url.username().is_empty())
        .then(|| (decode(url.username()), Secret::new(decode(url.password().unwrap_or("")))));
    if url.set_username("").is_err() || url.set_password(None).is_err() {
        return Err(wrong("has no host"));
    }
    Ok((url, login))
}

/// The URL of a path below the configured one.
pub(super) fn join(base: &Url, path: &[&str]) -> Url {
    let mut url = base.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(path);
    }
    url
}

/// A URL for messages: without login and parameters.
pub(super) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    // Neither fails on a URL with a host, and a URL without one holds no login.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.to_string()
}

/// Host and port, as in the `Host` header.
pub(super) fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or("");
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Replaces the host by the name in the certificate; the connection still goes to the configured host.
pub(super) fn rename_host(url: &mut Url, name: &str) -> Result<(), SourceError> {
    let wrong = || SourceError::settings("jsonData.serverName", format!("{name:?} is not a valid DNS name"));
    url.set_host(Some(name)).map_err(|_| wrong())?;
    if url.domain().is_none() { Err(wrong()) } else { Ok(()) }
}

/// The target of a redirect, if it stays on the host and does not give up encryption.
pub(super) fn next_hop(server: &str, from: &Url, headers: &HeaderMap) -> Result<Url, SourceError> {
    let refuse =
        |target: String, problem| SourceError::Redirected { server: server.to_owned(), target, problem };
    let location = headers.get(LOCATION).and_then(|value| value.to_str().ok()).unwrap_or("");
    let Some(mut target) = from.join(location).ok().filter(|_| !location.is_empty()) else {
        return Err(refuse(format!("{location:?}"), "that is not a valid address. Check the URL"));
    };
    let same_port = target.port_or_known_default() == from.port_or_known_default();
    let encrypts = from.scheme() == "http" && target.scheme() == "https";
    let stays = target.host_str() == from.host_str()
        && ((same_port && target.scheme() == from.scheme())
            || (encrypts
                && from.port_or_known_default() == Some(80)
                && target.port_or_known_default() == Some(443)));
    if !stays {
        return Err(refuse(
            shown(&target),
            "credentials are not sent to another address. If this is right, set the URL to it; it may also be a login page",
        ));
    }
    target.set_query(None);
    Ok(target)
}

/// The headers of every request.
pub(super) fn default_headers(
    settings: &HttpSettings,
    token: Option<&Secret>,
) -> Result<HeaderMap, SourceError> {
    let mut headers = HeaderMap::new();
    // For 2 million samples Prometheus needs 0.7 s plain and 6 s with gzip, which only helps below 100 Mbit/s.
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    if let Some(token) = token {
        let value = Secret::new(format!("Token {}", token.expose()));
        headers.insert(AUTHORIZATION, header_value("Authorization", &value)?);
    }
    for (name, value) in &settings.headers {
        headers.insert(header_name(name)?, header_value(name, value)?);
    }
    Ok(headers)
}

/// Parses a header's name.
pub(super) fn header_name(name: &str) -> Result<HeaderName, SourceError> {
    HeaderName::from_bytes(name.as_bytes()).map_err(|_| {
        SourceError::settings(
            "jsonData.httpHeaderName",
            format!("{name:?} is not a valid name of an HTTP header"),
        )
    })
}

/// A header's value, marked as sensitive so that nothing prints it.
pub(super) fn header_value(name: &str, value: &Secret) -> Result<HeaderValue, SourceError> {
    let mut header = HeaderValue::from_str(value.expose()).map_err(|_| {
        let problem = format!(
            "the value of header {name:?} contains a line break or another character that HTTP does not allow"
        );
        SourceError::settings("secureJsonData", problem)
    })?;
    header.set_sensitive(true);
    Ok(header)
}

/// The HTTP client with its connection pool.
pub(super) fn build(settings: &HttpSettings, base: &Url, renamed: bool) -> Result<Client, SourceError> {
    let mut builder = Client::builder()
        .user_agent(concat!("seismo/", env!("CARGO_PKG_VERSION")))
        .redirect(Policy::none())
        .connect_timeout(CONNECT_TIMEOUT.min(settings.timeout));
    let host = base.host_str().unwrap_or("").trim_matches(['[', ']']).to_owned();
    if host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback()) {
        // As in Go, the language of Grafana's own data sources: no proxy for this machine.
        builder = builder.no_proxy();
    }
    if base.scheme() == "https" {
        builder = tls::apply(builder, &settings.tls)?;
        if renamed {
            builder = tls::connect_to(builder, host);
        }
    }
    builder.build().map_err(|error| {
        SourceError::settings("TLS settings", format!("cannot be used: {}", super::failure::chain(&error)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_put_below_the_prefix_and_escaped() {
        for (base, path, expected) in [
            ("http://a:9090", ["api", "v1"], "http://a:9090/api/v1"),
            ("http://a:9090/", ["api", "v1"], "http://a:9090/api/v1"),
            (
                "https://a/select/0/prometheus/",
                ["label", "a/b ?"],
                "https://a/select/0/prometheus/label/a%2Fb%20%3F",
            ),
        ] {
            let (url, _) = base_url(base).unwrap();
            assert_eq!(join(&url, &path).as_str(), expected);
        }
    }

    #[test]
    fn a_url_that_is_none_is_refused_with_an_example() {
        for url in ["localhost:9090", "/metrics", "ftp://a", "", "http://", "http://a/?x=1", "http://a/#x"] {
            let error = base_url(url).unwrap_err().to_string();
            assert!(
                error.contains("data source setting url:") && error.contains("http://localhost:9090"),
                "{url}: {error}"
            );
        }
    }

    #[test]
    fn a_login_in_the_url_is_used_but_not_kept() {
        let (url, login) = base_url("http://us%40er:p%20w@a:1/x").unwrap();
        assert_eq!(url.as_str(), "http://a:1/x");
        assert_eq!(login, Some(("us@er".into(), Secret::new("p w"))));
    }

    #[test]
    fn a_redirect_never_leaves_the_host_or_gives_up_encryption() {
        let follow = |from: &str, location: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(LOCATION, location.parse().unwrap());
            next_hop("s", &Url::parse(from).unwrap(), &headers).map(|url| url.to_string())
        };
        for (from, location, to) in [
            ("http://a/x", "/y/", "http://a/y/"),
            ("http://a/x", "https://a/x", "https://a/x"),
            ("http://a:1/x", "http://a:1/z?q=1", "http://a:1/z"),
        ] {
            assert_eq!(follow(from, location).unwrap(), to);
        }
        for (from, location) in [
            ("http://a/x", "http://b/x"),
            ("https://a/x", "http://a/x"),
            ("http://a:1/x", "http://a:2/x"),
            ("http://a:9090/x", "https://a/x"),
            ("http://a/x", ""),
            ("http://a/x", "http://"),
            ("http://a/x", "//b/x"),
        ] {
            assert!(follow(from, location).is_err(), "{from} -> {location}");
        }
        let error = follow("http://a/x", "http://user:secret@b/x?token=secret").unwrap_err();
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}
