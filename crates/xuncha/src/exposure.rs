//! Who may reach a listener, and how: plain HTTP stays on this machine; beyond it needs TLS or a named reverse proxy.

use crate::config::{Settings, TlsFiles};
use crate::exit::{Exit, Failure};
use kernel::Message;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// How a listener is reached.
#[derive(Clone)]
pub(crate) enum Exposure {
    /// From this machine, without TLS.
    Local,
    /// Over TLS, from anywhere.
    Tls(TlsAcceptor),
    /// Over the reverse proxy at these addresses, which does TLS; and from this machine.
    Proxy(Arc<[IpAddr]>),
}

impl Exposure {
    /// What the settings ask for at this address, or why it is refused.
    pub(crate) fn of(settings: &Settings, listen: SocketAddr) -> Result<Self, Failure> {
        if let TlsFiles { certificate: Some(certificate), key: Some(key) } = &settings.tls {
            return Ok(Self::Tls(acceptor(certificate, key)?));
        }
        if let Some(name) = &settings.proxy {
            return Ok(Self::Proxy(addresses(name)?));
        }
        if listen.ip().is_loopback() {
            return Ok(Self::Local);
        }
        let message = Message::new("cli-plain-http").with("address", listen.to_string());
        Err(Failure::new(Exit::Refused, message))
    }

    /// Whether browsers reach the pages over TLS, ours or the proxy's.
    pub(crate) const fn is_secure(&self) -> bool {
        matches!(self, Self::Tls(_) | Self::Proxy(_))
    }

    /// Whether a connection from this address is taken at all.
    pub(crate) fn admits(&self, peer: IpAddr) -> bool {
        match self {
            Self::Local | Self::Tls(_) => true,
            Self::Proxy(proxies) => peer.is_loopback() || self.is_proxy(peer, proxies),
        }
    }

    /// Whether what this address says about the client is believed.
    pub(crate) fn trusts(&self, peer: IpAddr) -> bool {
        matches!(self, Self::Proxy(proxies) if self.is_proxy(peer, proxies))
    }

    fn is_proxy(&self, peer: IpAddr, proxies: &[IpAddr]) -> bool {
        proxies.contains(&peer.to_canonical())
    }
}

/// The addresses behind the proxy's name.
fn addresses(name: &str) -> Result<Arc<[IpAddr]>, Failure> {
    let unknown = || Failure::new(Exit::Usage, Message::new("cli-proxy-unknown").with("name", name));
    if let Ok(address) = name.parse::<IpAddr>() {
        return Ok([address.to_canonical()].into());
    }
    let found: Vec<IpAddr> =
        (name, 0).to_socket_addrs().map_err(|_| unknown())?.map(|a| a.ip().to_canonical()).collect();
    if found.is_empty() { Err(unknown()) } else { Ok(found.into()) }
}

fn acceptor(certificate: &Path, key: &Path) -> Result<TlsAcceptor, Failure> {
    let unusable = |path: &Path, value: String| {
        let message =
            Message::new("cli-tls-unusable").with("path", path.display().to_string()).with("value", value);
        Failure::new(Exit::Usage, message)
    };
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect)
        .map_err(|e| unusable(certificate, e.to_string()))?;
    let private = PrivateKeyDer::from_pem_file(key).map_err(|e| unusable(key, e.to_string()))?;
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, private)
        .map_err(|e| unusable(certificate, e.to_string()))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
