//! What an installation serves, for everything that answers a request.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::ConnectInfo;
use edge::downloads::Downloads;
use edge::graphql::socket::Sockets;
use edge::graphql::{Documents, Limits};
use futures_util::future::BoxFuture;
use kit::ctx::State;

/// What an installation serves.
#[derive(Clone)]
pub struct App {
    /// The installation.
    pub state: State,
    /// What tells whether it is ready.
    pub probes: Probes,
    /// Limits of GraphQL requests.
    pub limits: Limits,
    /// Documents known by their hash, or the list outside of which nothing runs.
    pub documents: Documents,
    /// Sockets.
    pub sockets: Sockets,
    /// Files that are being read.
    pub downloads: Downloads,
}

/// Probes that the commands hand in, because only they know the schema's history.
#[derive(Clone)]
pub struct Probes {
    /// How many migrations are pending; none where it cannot be told.
    pub pending_migrations: Arc<dyn Fn() -> BoxFuture<'static, Option<usize>> + Send + Sync>,
}

/// The peer's address. Behind a proxy that is the proxy's; see the guide on production.
pub fn address(extensions: &axum::http::Extensions) -> Option<std::net::IpAddr> {
    extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip())
}
