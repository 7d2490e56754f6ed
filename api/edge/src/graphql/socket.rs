//! Operations over a WebSocket, by the protocol `graphql-transport-ws`.
//!
//! | file | what |
//! | --- | --- |
//! | `message.rs` | messages and close codes, pure |
//! | `session.rs` | the life of one socket |
//! | `places.rs` | how many sockets there are, per address and per account |
//!
//! The bearer token comes in the payload of `connection_init` (browsers cannot set headers), or in the head of the
//! upgrade; never in the address, which lands in logs. Each operation is authenticated anew and takes the way of a
//! request over HTTP, guard included. A socket ends when its token ends (4401) or the rights behind it change (4403):
//! the client connects again and finds what is left.
//!
//! # Source
//! `PROTOCOL.md` of `graphql-ws`.

mod message;
mod places;
mod session;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::Executor;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{ConnectInfo, FromRequestParts as _, Request};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::Response;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::{GraphqlEndpoint, Origins, Refusal, Watch};
use places::Places;

/// The protocol's name.
const PROTOCOL: &str = "graphql-transport-ws";

/// What sockets may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SocketLimits {
    /// Sockets of this process. Default 2 000.
    pub sockets: usize,
    /// Sockets of one address; those of a whole office may come from one. Default 200.
    pub of_address: usize,
    /// Sockets of one account. Default 20.
    pub of_account: usize,
    /// Operations running on one socket. Default 30.
    pub operations: usize,
    /// Bytes of one message. Default 1 MiB.
    pub message_bytes: usize,
    /// Messages at once; then one per 20 ms. Default 200.
    pub messages: u32,
    /// Time for `connection_init`. Default 5 s.
    pub init_time: Duration,
    /// Time after which a silent client is asked whether it is there, and after which it is gone. Default 20 s.
    pub ping_every: Duration,
    /// Time for a client to take one message. Default 10 s.
    pub send_time: Duration,
}

impl Default for SocketLimits {
    fn default() -> Self {
        Self {
            sockets: 2_000,
            of_address: 200,
            of_account: 20,
            operations: 30,
            message_bytes: 1024 * 1024,
            messages: 200,
            init_time: Duration::from_secs(5),
            ping_every: Duration::from_secs(20),
            send_time: Duration::from_secs(10),
        }
    }
}

/// The sockets of an endpoint. Cheap to clone.
#[derive(Clone)]
pub struct Sockets {
    limits: Arc<SocketLimits>,
    origins: Arc<Origins>,
    places: Places,
    stop: CancellationToken,
    open: TaskTracker,
}

/// Whether a request wants to become a socket.
pub(super) fn is_asked_for(request: &Request) -> bool {
    let upgrade = request.headers().get(header::UPGRADE);
    request.method() == Method::GET
        && upgrade.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

impl Sockets {
    /// Sockets that end with `stop`; `open` waits for them.
    pub fn new(limits: SocketLimits, origins: Origins, stop: CancellationToken, open: TaskTracker) -> Self {
        let places = Places::new(&limits);
        Self { limits: Arc::new(limits), origins: Arc::new(origins), places, stop, open }
    }

    /// Answers a request that wants to become a socket.
    ///
    /// # Errors
    /// 403 for a page of a foreign origin, 429 where there are too many, 400 where it is no proper request.
    pub(super) async fn open<E: Executor>(
        &self,
        endpoint: GraphqlEndpoint<E>,
        watch: Arc<dyn Watch>,
        request: Request,
    ) -> Result<Response, Refusal> {
        let (mut head, _) = request.into_parts();
        if !self.origins.allow(&head.headers) {
            let message = "Pages of this origin may not open sockets here.";
            return Err(Refusal::http(StatusCode::FORBIDDEN, "ORIGIN_REFUSED", message));
        }
        if self.stop.is_cancelled() {
            let message = "The service is about to restart.";
            return Err(Refusal::http(StatusCode::SERVICE_UNAVAILABLE, "RESTARTING", message));
        }
        let address = head.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let Some(place) = self.places.take(address) else {
            return Err(Refusal::too_many_requests(30, "There are too many sockets; close some."));
        };
        let upgrade = WebSocketUpgrade::from_request_parts(&mut head, &())
            .await
            .map_err(|_| Refusal::malformed("This is no proper upgrade to a WebSocket."))?;
        let is_ours = speaks(&head.headers);
        let session = session::Session {
            endpoint,
            watch,
            limits: Arc::clone(&self.limits),
            head: Arc::new(head),
            place,
            stop: self.stop.clone(),
        };
        let open = self.open.token();
        let upgrade = upgrade
            .protocols([PROTOCOL])
            .max_message_size(self.limits.message_bytes)
            .max_frame_size(self.limits.message_bytes);
        Ok(upgrade.on_upgrade(move |socket| async move {
            session.run(socket, is_ours).await;
            drop(open);
        }))
    }
}

/// Whether a client offers the protocol.
fn speaks(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::SEC_WEBSOCKET_PROTOCOL)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|name| name.trim() == PROTOCOL)
}
