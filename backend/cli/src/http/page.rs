//! The workbench page, embedded in the binary when it was built.

use axum::http::header::{CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};

use super::failure::Failure;

/// Path and content of each file, sorted by path; empty if the page had not been built.
static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/page.rs"));

const NOT_BUILT: &str = "<!doctype html><meta charset=\"utf-8\"><title>Seismo</title>\
    <p>This <code>seismo</code> was built without the workbench page. Run <code>make demo</code>, which builds the page \
    and then this program again. The paths under <code>/api</code> work as they are.</p>";

pub(super) async fn page(uri: Uri) -> Response {
    serve(FILES, uri.path())
}

fn serve(files: &'static [(&str, &[u8])], path: &str) -> Response {
    let name = match path.trim_start_matches('/') {
        "" => "index.html",
        name => name,
    };
    match files.binary_search_by_key(&name, |(name, _)| name) {
        Ok(index) => {
            let headers = [(CONTENT_TYPE, media_type(name)), (X_CONTENT_TYPE_OPTIONS, "nosniff")];
            (headers, files[index].1).into_response()
        }
        Err(_) if files.is_empty() && name == "index.html" => {
            (StatusCode::SERVICE_UNAVAILABLE, Html(NOT_BUILT)).into_response()
        }
        Err(_) => Failure::not_found(format!("{path} is not a file of the workbench page")).into_response(),
    }
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("woff") => "font/woff",
        Some("ttf") => "font/ttf",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static PAGE: &[(&str, &[u8])] = &[("assets/a.js", b"1"), ("index.html", b"<p>")];

    #[test]
    fn files_are_served_with_their_media_type() {
        for (files, path, status, media) in [
            (PAGE, "/", StatusCode::OK, "text/html; charset=utf-8"),
            (PAGE, "/index.html", StatusCode::OK, "text/html; charset=utf-8"),
            (PAGE, "/assets/a.js", StatusCode::OK, "text/javascript; charset=utf-8"),
            (PAGE, "/assets/../index.html", StatusCode::NOT_FOUND, "application/json"),
            (PAGE, "/assets", StatusCode::NOT_FOUND, "application/json"),
            (&[], "/", StatusCode::SERVICE_UNAVAILABLE, "text/html; charset=utf-8"),
            (&[], "/assets/a.js", StatusCode::NOT_FOUND, "application/json"),
        ] {
            let response = serve(files, path);
            assert_eq!(response.status(), status, "{path}");
            assert_eq!(response.headers()[CONTENT_TYPE], media, "{path}");
        }
    }

    #[test]
    fn the_embedded_files_are_in_the_order_that_the_search_needs() {
        assert!(FILES.is_sorted_by_key(|(name, _)| name));
    }
}
