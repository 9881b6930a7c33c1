//! Certificates of an authority that exists only for the test.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, IsCa, KeyPair};

/// A private authority, a server's and a client's certificate, all as PEM.
#[derive(Debug, Clone)]
pub struct Certificates {
    /// The authority's certificate.
    pub ca: String,
    /// The server's certificate and key.
    pub server: (String, String),
    /// A client's certificate and key.
    pub client: (String, String),
}

impl Certificates {
    /// Makes certificates; the server's is only for `server_name`.
    ///
    /// # Panics
    /// If `server_name` is not allowed in a certificate.
    pub fn new(server_name: &str) -> Self {
        Self::make(server_name).unwrap_or_else(|error| panic!("no certificate for {server_name}: {error}"))
    }

    fn make(server_name: &str) -> Result<Self, rcgen::Error> {
        let mut authority = CertificateParams::new(Vec::new())?;
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(authority, KeyPair::generate()?)?;
        let signed = |name: &str, purpose| {
            let key = KeyPair::generate()?;
            let mut parameters = CertificateParams::new(vec![name.to_owned()])?;
            parameters.extended_key_usages = vec![purpose];
            let certificate = parameters.signed_by(&key, &issuer)?;
            Ok::<_, rcgen::Error>((certificate.pem(), key.serialize_pem()))
        };
        Ok(Self {
            ca: issuer.pem(),
            server: signed(server_name, ExtendedKeyUsagePurpose::ServerAuth)?,
            client: signed("client", ExtendedKeyUsagePurpose::ClientAuth)?,
        })
    }
}
