//! TLS beyond the defaults.

use std::net::SocketAddr;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Certificate, ClientBuilder, Identity};

use super::failure::chain;
use crate::{SourceError, TlsSettings};

/// Applies certificates and verification settings.
///
/// # Errors
/// [`SourceError::Settings`] if a PEM text cannot be parsed.
pub(super) fn apply(
    mut builder: ClientBuilder,
    settings: &TlsSettings,
) -> Result<ClientBuilder, SourceError> {
    if let Some(ca) = &settings.ca {
        let unreadable = |problem: String| {
            SourceError::settings(
                "secureJsonData.tlsCACert",
                format!("{problem}: paste one or more PEM certificates"),
            )
        };
        let certificates = Certificate::from_pem_bundle(ca.expose().as_bytes())
            .map_err(|error| unreadable(chain(&error)))?;
        if certificates.is_empty() {
            return Err(unreadable("holds no certificate".into()));
        }
        builder = builder.tls_built_in_root_certs(false);
        for certificate in certificates {
            builder = builder.add_root_certificate(certificate);
        }
    }
    if let Some((certificate, key)) = &settings.client {
        let pem = format!("{}\n{}", certificate.expose(), key.expose());
        let identity = Identity::from_pem(pem.as_bytes()).map_err(|error| {
            let problem = format!("{}: paste a PEM certificate and its unencrypted PEM key", chain(&error));
            SourceError::settings("secureJsonData.tlsClientCert and tlsClientKey", problem)
        })?;
        builder = builder.identity(identity);
    }
    Ok(builder.danger_accept_invalid_certs(settings.skip_verify))
}

/// Connects to `host`, whatever name the URL has. It serves certificates with another name: the URL gets that name, so
/// that the handshake requests and verifies it. HTTP/1.1 only, where the `Host` header still carries the real host.
pub(super) fn connect_to(builder: ClientBuilder, host: String) -> ClientBuilder {
    builder.http1_only().dns_resolver(Arc::new(ResolveTo { host }))
}

/// Resolves every name as one host.
struct ResolveTo {
    host: String,
}

impl Resolve for ResolveTo {
    fn resolve(&self, _name: Name) -> Resolving {
        let host = self.host.clone();
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}
