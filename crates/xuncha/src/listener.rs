//! A listener: takes connections, speaks TLS where asked, hands requests to the pages, and ends without cutting any off.
//!
//! Each request carries the client's address as `axum::extract::ConnectInfo`; behind the named proxy that is the
//! address the proxy saw. What a slow or silent client can hold is bounded in number and time.

use crate::exposure::Exposure;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use std::convert::Infallible;
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// Connections at once; more wait in the system's queue.
const MOST_CONNECTIONS: usize = 1_024;
/// How long a client may take for the TLS handshake, and for the head of a request.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long requests in work may take when the program ends.
const FAREWELL: Duration = Duration::from_secs(25);
/// Pause when no connection can be taken, such as when the machine is out of file handles.
const BREATH: Duration = Duration::from_millis(200);

/// Serves until `stop` is done, then lets requests in work finish.
pub(crate) async fn serve(
    listener: TcpListener,
    exposure: Exposure,
    pages: Router,
    stop: impl Future<Output = ()>,
) {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut stop = std::pin::pin!(stop);
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(BREATH).await;
                continue;
            }
        };
        if !exposure.admits(peer.ip()) {
            continue;
        }
        let visit =
            Visit { exposure: exposure.clone(), pages: pages.clone(), peer, watcher: graceful.watcher() };
        tokio::spawn(async move {
            visit.receive(stream).await;
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(FAREWELL, graceful.shutdown()).await.is_err() {
        tracing::warn!("requests were cut off at the end");
    }
}

/// One connection.
struct Visit {
    exposure: Exposure,
    pages: Router,
    peer: SocketAddr,
    watcher: Watcher,
}

impl Visit {
    async fn receive(self, stream: TcpStream) {
        // Small answers leave at once.
        let _only_slower = stream.set_nodelay(true);
        let Exposure::Tls(acceptor) = &self.exposure else { return self.speak(stream).await };
        match tokio::time::timeout(PATIENCE, acceptor.accept(stream)).await {
            Ok(Ok(stream)) => self.speak(stream).await,
            Ok(Err(error)) => tracing::debug!(%error, "a TLS handshake failed"),
            Err(_) => tracing::debug!("a TLS handshake took too long"),
        }
    }

    async fn speak(self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
        let Self { exposure, pages, peer, watcher } = self;
        let service = hyper::service::service_fn(move |request: Request<Incoming>| {
            let pages = pages.clone();
            let client = client(&exposure, peer, &request);
            async move {
                let mut request = request.map(Body::new);
                request.extensions_mut().insert(ConnectInfo(client));
                Ok::<_, Infallible>(pages.oneshot(request).await.unwrap_or_else(|never| match never {}))
            }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(PATIENCE)
            .serve_connection(TokioIo::new(stream), service);
        if let Err(error) = watcher.watch(connection).await {
            tracing::debug!(%error, "a connection ended early");
        }
    }
}

/// Whose request it is: the peer's, or behind the proxy whom the proxy names last.
fn client(exposure: &Exposure, peer: SocketAddr, request: &Request<Incoming>) -> SocketAddr {
    if !exposure.trusts(peer.ip()) {
        return peer;
    }
    let named = request.headers().get_all("x-forwarded-for").iter().next_back();
    let last = named.and_then(|v| v.to_str().ok()).and_then(|v| v.rsplit(',').next());
    let address = last.and_then(|text| text.trim().parse::<IpAddr>().ok());
    address.map_or(peer, |ip| SocketAddr::new(ip, 0))
}
