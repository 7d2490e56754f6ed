//! Sockets: the protocol as clients meet it, and what is heard across processes.

mod client;
mod cost;
mod protocol;
mod stories;

use edge::graphql::socket::SocketLimits;
use entities::documents::files::sha256;
use serde_json::Value;
use tests::{Edge, Server};

use client::Client;

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn hex(document: &str) -> String {
    sha256(document.as_bytes())
}

fn sockets(limits: SocketLimits) -> Edge {
    Edge { sockets: limits, ..Edge::default() }
}

async fn opened(server: &Server) -> Client {
    Client::open(server, &[]).await.unwrap()
}
