//! Sends requests to an HTTP server with limits: time, bytes, redirects. Credentials never leave the configured host.

mod client;
mod failure;
mod tls;

use std::sync::atomic::{AtomicU64, Ordering};

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Response, StatusCode, Url};

use crate::{ForwardedHeaders, HttpSettings, Secret, SourceError};

pub(crate) use failure::{looks_like_html, not_json};

/// Largest size of all answers to one query, in bytes, after decompression: about 20 million Prometheus samples.
pub(crate) const MAX_BYTES: u64 = 512 << 20;

/// Largest number of redirects inside one host; a proxy's clean-up of slashes and schemes takes one or two.
const MAX_REDIRECTS: usize = 5;

/// Number of bytes of an error page that are read.
const MAX_FAILURE_BYTES: u64 = 64 << 10;

/// Number of bytes that the answers to one query may still have.
#[derive(Debug)]
pub(crate) struct ByteBudget {
    left: AtomicU64,
    cap: u64,
}

impl ByteBudget {
    /// A fresh budget.
    pub(crate) const fn new(cap: u64) -> Self {
        Self { left: AtomicU64::new(cap), cap }
    }

    fn spend(&self, bytes: u64, server: &str) -> Result<(), SourceError> {
        self.left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(bytes))
            .map(|_| ())
            .map_err(|_| SourceError::TooManyBytes { server: server.to_owned(), cap: self.cap })
    }
}

/// The parameters of a request.
#[derive(Debug, Clone)]
pub(crate) enum Payload {
    /// Parameters in the URL.
    Url(Vec<(&'static str, String)>),
    /// Parameters as a form in the body.
    Form(Vec<(&'static str, String)>),
    /// A JSON body, after parameters in the URL.
    Json(Vec<(&'static str, String)>, String),
}

/// One request to a path below the configured URL.
#[derive(Debug, Clone)]
pub(crate) struct Call<'a> {
    /// Segments of the path, unescaped.
    pub(crate) path: &'a [&'a str],
    /// The parameters; a form or JSON is POSTed.
    pub(crate) payload: Payload,
    /// The requested format.
    pub(crate) accept: &'static str,
}

/// An answer with status 2xx.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The headers.
    pub(crate) headers: HeaderMap,
    /// The whole body.
    pub(crate) body: Vec<u8>,
}

/// A configured server.
#[derive(Clone)]
pub(crate) struct HttpServer {
    client: reqwest::Client,
    base: Url,
    /// The address for messages.
    name: String,
    /// The name in the server's certificate, if it differs from the URL's host.
    certified_as: Option<String>,
    timeout: std::time::Duration,
    headers: HeaderMap,
    login: Option<(String, Secret)>,
    pass_thru: bool,
}

impl std::fmt::Debug for HttpServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpServer").field("name", &self.name).finish_non_exhaustive()
    }
}

impl HttpServer {
    /// A server by its settings. Of several ways to log in the first counts: basic authentication of the settings, a
    /// login in the URL, the source's own `login`, its `token`.
    ///
    /// # Errors
    /// [`SourceError::Settings`] if the URL, a certificate or a header is invalid.
    pub(crate) fn new(
        settings: &HttpSettings,
        login: Option<&(String, Secret)>,
        token: Option<&Secret>,
    ) -> Result<Self, SourceError> {
        let (base, url_login) = client::base_url(&settings.url)?;
        let headers = client::default_headers(settings, token)?;
        let login = settings.basic_auth.as_ref().or(url_login.as_ref()).or(login).cloned();
        let name = base.as_str().trim_end_matches('/').to_owned();
        let certified_as = settings.tls.server_name.clone().filter(|_| base.scheme() == "https");
        let client = client::build(settings, &base, certified_as.is_some())?;
        Ok(Self {
            client,
            base,
            name,
            certified_as,
            timeout: settings.timeout,
            headers,
            login,
            pass_thru: settings.oauth_pass_thru,
        })
    }

    /// The address for messages, without credentials.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Sends a request and reads the whole answer.
    ///
    /// # Errors
    /// [`SourceError`] for everything but a complete answer with status 2xx.
    pub(crate) async fn ask(
        &self,
        call: &Call<'_>,
        forwarded: &ForwardedHeaders,
        budget: &ByteBudget,
    ) -> Result<Answer, SourceError> {
        let exchange = async {
            let response = self.send(call, forwarded).await?;
            if !response.status().is_success() {
                return Err(self.refusal(response).await);
            }
            let headers = response.headers().clone();
            Ok(Answer { headers, body: self.read(response, budget).await? })
        };
        tokio::time::timeout(self.timeout, exchange).await.unwrap_or_else(|_| {
            Err(SourceError::Timeout { server: self.name.clone(), seconds: self.timeout.as_secs_f64() })
        })
    }

    /// Sends a request and follows redirects within the host, with the same method and body.
    async fn send(&self, call: &Call<'_>, forwarded: &ForwardedHeaders) -> Result<Response, SourceError> {
        let mut url = client::join(&self.base, call.path);
        for _ in 0..=MAX_REDIRECTS {
            let response = self.send_to(&url, call, forwarded).await?;
            if !is_redirect(response.status()) {
                return Ok(response);
            }
            url = client::next_hop(&self.name, &url, response.headers())?;
        }
        Err(SourceError::Redirected {
            server: self.name.clone(),
            target: client::shown(&url),
            problem: "it redirects in circles. Set the URL to where the API really is",
        })
    }

    async fn send_to(
        &self,
        url: &Url,
        call: &Call<'_>,
        forwarded: &ForwardedHeaders,
    ) -> Result<Response, SourceError> {
        let mut url = url.clone();
        let mut headers = self.headers.clone();
        headers.insert(reqwest::header::ACCEPT, HeaderValue::from_static(call.accept));
        if self.pass_thru {
            for (name, value) in forwarded.iter() {
                headers.insert(client::header_name(name)?, client::header_value(name, value)?);
            }
        }
        if let Some(name) = &self.certified_as {
            let host = client::authority(&url);
            headers.insert(reqwest::header::HOST, client::header_value("Host", &Secret::new(host))?);
            client::rename_host(&mut url, name)?;
        }
        let (Payload::Url(parameters) | Payload::Json(parameters, _) | Payload::Form(parameters)) =
            &call.payload;
        if !matches!(call.payload, Payload::Form(_)) && !parameters.is_empty() {
            url.query_pairs_mut().extend_pairs(parameters);
        }
        let request = match &call.payload {
            Payload::Url(_) => self.client.request(Method::GET, url),
            Payload::Form(form) => self.client.request(Method::POST, url).form(form),
            Payload::Json(_, body) => {
                headers.insert(
                    HeaderName::from_static("content-type"),
                    HeaderValue::from_static("application/json"),
                );
                self.client.request(Method::POST, url).body(body.clone())
            }
        };
        let request = match &self.login {
            // The caller's own identity takes precedence over that of the data source.
            Some((user, password))
                if !(self.pass_thru && forwarded.iter().any(|(name, _)| name == "authorization")) =>
            {
                headers.remove(reqwest::header::AUTHORIZATION);
                request.headers(headers).basic_auth(user, Some(password.expose()))
            }
            _ => request.headers(headers),
        };
        let again = request.try_clone();
        let mut sent = request.send().await;
        if let (Err(error), Some(again)) = (&sent, again)
            && failure::was_not_sent(error)
        {
            sent = again.send().await;
        }
        sent.map_err(|error| failure::unreachable(&self.name, error))
    }

    async fn read(&self, mut response: Response, budget: &ByteBudget) -> Result<Vec<u8>, SourceError> {
        let expected = response.content_length().unwrap_or(0).min(budget.cap);
        let mut body = Vec::with_capacity(usize::try_from(expected).unwrap_or(0));
        while let Some(part) =
            response.chunk().await.map_err(|error| failure::broken_off(&self.name, error))?
        {
            budget.spend(part.len() as u64, &self.name)?;
            body.extend_from_slice(&part);
        }
        Ok(body)
    }

    /// Turns an error status into an error with the server's message.
    async fn refusal(&self, mut response: Response) -> SourceError {
        let status = response.status();
        let mut body = Vec::new();
        while let Ok(Some(part)) = response.chunk().await {
            body.extend_from_slice(&part);
            if body.len() as u64 >= MAX_FAILURE_BYTES {
                break;
            }
        }
        failure::refused(&self.name, status, &body)
    }
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_shared_by_all_answers_and_ends_where_it_says() {
        let budget = ByteBudget::new(10);
        assert!(budget.spend(6, "http://a").is_ok());
        assert!(budget.spend(4, "http://a").is_ok());
        let error = budget.spend(1, "http://a").unwrap_err();
        assert!(error.to_string().contains("http://a is longer than 10 bytes"), "{error}");
        assert_eq!(error.status(), 400);
    }
}
