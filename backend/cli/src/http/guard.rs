//! Keeps out pages of other origins. A browser lets any page send requests to a loopback address. Such a page cannot
//! forge `Origin`, nor, if it has pointed its own name at the loopback address, `Host`.

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::failure::Failure;

/// Accepts a request if its `Host`, and its `Origin` if present, name this machine's loopback.
pub(super) async fn loopback_only(request: Request, next: Next) -> Response {
    for (header, required) in [(HOST, true), (ORIGIN, false)] {
        if !names_loopback(request.headers(), &header, required) {
            let message = format!("the {header} header names another machine; --listen lets others in");
            return Failure::forbidden(message).into_response();
        }
    }
    next.run(request).await
}

fn names_loopback(headers: &HeaderMap, header: &HeaderName, required: bool) -> bool {
    let Some(value) = headers.get(header) else {
        return !required;
    };
    // An authority (`localhost:3000`) and an origin (`http://localhost:3000`) are both URIs; "null" has no loopback
    // name.
    let uri = value.to_str().ok().and_then(|text| text.parse::<Uri>().ok());
    uri.as_ref().and_then(Uri::host).is_some_and(is_loopback)
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || host.ends_with(".localhost")
        || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_the_loopback_are_let_in() {
        for (value, allowed) in [
            ("localhost", true),
            ("localhost:3000", true),
            ("seismo.localhost:3000", true),
            ("127.0.0.1:3000", true),
            ("127.8.8.8", true),
            ("[::1]:3000", true),
            ("http://localhost:5173", true),
            ("http://[::1]", true),
            ("example.org", false),
            ("https://example.org:3000", false),
            ("localhost.example.org", false),
            ("notlocalhost", false),
            ("192.168.0.1:3000", false),
            ("null", false),
            ("", false),
            ("127.0.0.1.example.org", false),
        ] {
            let headers = HeaderMap::from_iter([(HOST, value.parse().expect("a header"))]);
            assert_eq!(names_loopback(&headers, &HOST, true), allowed, "{value:?}");
        }
    }

    #[test]
    fn a_host_is_required_and_an_origin_is_not() {
        assert!(!names_loopback(&HeaderMap::new(), &HOST, true));
        assert!(names_loopback(&HeaderMap::new(), &ORIGIN, false));
    }
}
