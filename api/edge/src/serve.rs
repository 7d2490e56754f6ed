//! The accept loop. `axum::serve` waits for a request head for ever; here a client that sends nothing, or one byte
//! a minute, is cut off, so is one that takes nothing of its answer, and the number of connections is bounded.
//!
//! HTTP/1.1 with upgrades (WebSocket). TLS and HTTP/2 belong to the proxy in front. A body's time is bounded where
//! it is read, an answer's time where it is made.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::Service as _;

use crate::forwarded::Proxies;
use crate::places::Places;
use crate::rate::subscriber;
use patience::Patient;
use rest::Whole;

mod patience;
mod rest;

/// How long and how many clients are waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServeLimits {
    /// Time for the head of a request, counted from the moment the connection is idle; thus also the time a
    /// connection may stay idle. Default 20 s.
    pub head_time: Duration,
    /// Time in which a client takes some of an answer; each byte begins it anew. Default 30 s.
    pub send_time: Duration,
    /// Bytes of a request's head. Default 32 KiB.
    pub head_bytes: usize,
    /// Connections open at once; further ones wait in the system's queue. Default 1 024.
    pub connections: usize,
    /// Connections open at once from one address that is no trusted proxy; further ones are closed. Default 200.
    pub connections_of_address: usize,
    /// Time that running requests get after a stop is asked for. Default 20 s.
    pub grace: Duration,
}

impl Default for ServeLimits {
    fn default() -> Self {
        Self {
            head_time: Duration::from_secs(20),
            send_time: Duration::from_secs(30),
            head_bytes: 32 * 1024,
            connections: 1_024,
            connections_of_address: 200,
            grace: Duration::from_secs(20),
        }
    }
}

/// Serves `router` until `stop` is cancelled, then lets running requests finish within the grace period. Handlers
/// find the client's address as `ConnectInfo<SocketAddr>`.
///
/// Returns whether every connection ended by itself; those that did not are cut. An upgraded connection (a
/// WebSocket) is no longer counted or stopped here: its handler has to watch `stop` itself.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    (limits, proxies): (ServeLimits, &Proxies),
    stop: CancellationToken,
) -> bool {
    let addresses = Places::default();
    let free = Arc::new(Semaphore::new(limits.connections));
    let connections = TaskTracker::new();
    let cut = CancellationToken::new();
    loop {
        let (permit, accepted) = tokio::select! {
            () = stop.cancelled() => break,
            accepted = accept(&listener, &free) => accepted,
        };
        match accepted {
            Ok((stream, address)) => {
                // Somebody with many connections must not be all of them; a proxy stands for many people.
                let peer = address.ip().to_canonical();
                let most = if proxies.trusts(peer) { usize::MAX } else { limits.connections_of_address };
                let Some(place) = addresses.take(subscriber(peer), most) else { continue };
                let client = Client { stream, address, stop: stop.clone(), cut: cut.clone() };
                let router = router.clone();
                connections.spawn(async move {
                    client.converse(router, limits).await;
                    drop((permit, place));
                });
            }
            Err(error) => {
                // Out of file descriptors, or a client that is gone already: neither is a reason to stop.
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    connections.close();
    let in_time = tokio::time::timeout(limits.grace, connections.wait()).await.is_ok();
    cut.cancel();
    in_time
}

async fn accept(
    listener: &TcpListener,
    free: &Arc<Semaphore>,
) -> (Option<OwnedSemaphorePermit>, io::Result<(TcpStream, SocketAddr)>) {
    // The semaphore is never closed, so a permit always comes.
    let permit = Arc::clone(free).acquire_owned().await.ok();
    (permit, listener.accept().await)
}

/// One connection with the signals that end it.
struct Client {
    stream: TcpStream,
    address: SocketAddr,
    stop: CancellationToken,
    cut: CancellationToken,
}

impl Client {
    async fn converse(self, router: Router, limits: ServeLimits) {
        let Self { stream, address, stop, cut } = self;
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY was not set");
        }
        let service = service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(|body| Body::new(Whole::new(body)));
            request.extensions_mut().insert(ConnectInfo(address));
            router.clone().call(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.head_time)
            .max_buf_size(limits.head_bytes.max(8_192))
            .serve_connection(TokioIo::new(Patient::new(stream, limits.send_time)), service)
            .with_upgrades();
        let mut connection = pin!(connection);
        let outcome = tokio::select! {
            outcome = connection.as_mut() => outcome,
            () = stop.cancelled() => {
                connection.as_mut().graceful_shutdown();
                tokio::select! {
                    outcome = connection => outcome,
                    () = cut.cancelled() => Ok(()),
                }
            }
        };
        if let Err(error) = outcome {
            tracing::debug!(%error, "a connection ended early");
        }
    }
}

#[cfg(test)]
mod tests;
