//! Certificates made on the spot: an authority, an intermediate one, and servers' certificates with the usual faults.

use std::io;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

type Issuer = CertifiedIssuer<'static, KeyPair>;

/// A root and an intermediate authority, made for one test.
#[derive(Debug)]
pub struct Authority {
    root: Issuer,
    intermediate: Issuer,
}

/// A server's side of TLS.
#[derive(Debug, Clone)]
pub struct TlsFace(pub(crate) Arc<ServerConfig>);

impl Authority {
    /// Makes an authority.
    ///
    /// # Errors
    /// When no key can be made.
    pub fn new() -> io::Result<Self> {
        let key = || KeyPair::generate().map_err(io::Error::other);
        let root = Issuer::self_signed(authority("Test Root")?, key()?).map_err(io::Error::other)?;
        let intermediate =
            Issuer::signed_by(authority("Test Intermediate")?, key()?, &root).map_err(io::Error::other)?;
        Ok(Self { root, intermediate })
    }

    /// Returns the root in PEM, to be trusted.
    pub fn root_pem(&self) -> String {
        self.root.pem()
    }

    /// Returns the intermediate in PEM, for those that a server leaves without it.
    pub fn intermediate_pem(&self) -> String {
        self.intermediate.pem()
    }

    /// A server with a whole chain for these names.
    ///
    /// # Errors
    /// When the certificate cannot be made.
    pub fn whole_chain(&self, names: &[&str]) -> io::Result<TlsFace> {
        self.face(&params(names)?, true, &[b"http/1.1"])
    }

    /// A server that leaves the intermediate out.
    ///
    /// # Errors
    /// When the certificate cannot be made.
    pub fn incomplete_chain(&self, names: &[&str]) -> io::Result<TlsFace> {
        self.face(&params(names)?, false, &[b"http/1.1"])
    }

    /// A server whose certificate ended in 2020.
    ///
    /// # Errors
    /// When the certificate cannot be made.
    pub fn expired(&self, names: &[&str]) -> io::Result<TlsFace> {
        let mut params = params(names)?;
        params.not_before = date_time_ymd(2019, 1, 1);
        params.not_after = date_time_ymd(2020, 1, 1);
        self.face(&params, true, &[b"http/1.1"])
    }

    /// A server that speaks HTTP/2.
    ///
    /// # Errors
    /// When the certificate cannot be made.
    pub fn with_http2(&self, names: &[&str]) -> io::Result<TlsFace> {
        self.face(&params(names)?, true, &[b"h2"])
    }

    /// A certificate with its chain, and its key, in PEM: for servers that are programs of their own.
    ///
    /// # Errors
    /// When the certificate cannot be made.
    pub fn chain_and_key_pem(&self, names: &[&str]) -> io::Result<(String, String)> {
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let certificate = params(names)?
            .signed_by(&key, &self.intermediate)
            .map_err(io::Error::other)?;
        Ok((certificate.pem() + &self.intermediate_pem(), key.serialize_pem()))
    }

    fn face(&self, params: &CertificateParams, is_whole: bool, protocols: &[&[u8]]) -> io::Result<TlsFace> {
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let certificate = params
            .signed_by(&key, &self.intermediate)
            .map_err(io::Error::other)?;
        let mut chain: Vec<CertificateDer<'static>> = vec![certificate.der().clone()];
        if is_whole {
            chain.push(self.intermediate.der().clone());
        }
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(io::Error::other)?;
        config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
        Ok(TlsFace(Arc::new(config)))
    }
}

fn params(names: &[&str]) -> io::Result<CertificateParams> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).map_err(io::Error::other)?;
    params.distinguished_name.push(DnType::CommonName, "test server");
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2090, 1, 1);
    Ok(params)
}

fn authority(name: &str) -> io::Result<CertificateParams> {
    let mut params = CertificateParams::new(Vec::new()).map_err(io::Error::other)?;
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2090, 1, 1);
    Ok(params)
}
