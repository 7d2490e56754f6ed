//! A client of the protocol `graphql-transport-ws`, down to its frames.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tests::Server;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A socket to a server.
pub(super) struct Client(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Client {
    /// Opens a socket with further headers.
    pub(super) async fn open(server: &Server, headers: &[(&'static str, &str)]) -> Result<Self, Error> {
        let mut request = format!("ws://{}/graphql", server.address).into_client_request()?;
        request.headers_mut().insert("sec-websocket-protocol", "graphql-transport-ws".parse().unwrap());
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        connect_async(request).await.map(|(socket, _)| Self(socket))
    }

    /// Opens a socket and says who it is.
    pub(super) async fn begin(server: &Server, token: Option<&str>) -> Self {
        let mut client = Self::open(server, &[]).await.unwrap();
        let payload = token.map(|token| json!({ "Authorization": format!("Bearer {token}") }));
        client.send(json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(client.hear().await, json!({ "type": "connection_ack" }));
        client
    }

    pub(super) async fn send(&mut self, message: Value) {
        self.say(Message::text(message.to_string())).await;
    }

    pub(super) async fn say(&mut self, frame: Message) {
        self.0.send(frame).await.unwrap();
    }

    /// Runs an operation under an id.
    pub(super) async fn run(&mut self, id: &str, query: &str, variables: Value) {
        let payload = json!({ "query": query, "variables": variables });
        self.send(json!({ "type": "subscribe", "id": id, "payload": payload })).await;
    }

    /// The next message.
    pub(super) async fn hear(&mut self) -> Value {
        match self.frame().await {
            Some(Message::Text(text)) => serde_json::from_str(&text).unwrap(),
            other => panic!("a message was expected, not {other:?}"),
        }
    }

    /// The data of the next message, which must belong to `id`.
    pub(super) async fn data(&mut self, id: &str) -> Value {
        let mut message = self.hear().await;
        assert_eq!((&message["type"], &message["id"]), (&json!("next"), &json!(id)), "{message:#}");
        assert!(message["payload"].get("errors").is_none(), "{message:#}");
        message["payload"]["data"].take()
    }

    /// The end of an operation.
    pub(super) async fn complete(&mut self, id: &str) {
        assert_eq!(self.hear().await, json!({ "type": "complete", "id": id }));
    }

    /// The code of an operation that is not run.
    pub(super) async fn refused(&mut self, id: &str) -> String {
        let message = self.hear().await;
        assert_eq!((&message["type"], &message["id"]), (&json!("error"), &json!(id)), "{message:#}");
        message["payload"][0]["extensions"]["code"].as_str().unwrap().to_owned()
    }

    /// Nothing is heard for a while.
    pub(super) async fn hears_nothing(&mut self) {
        let heard = async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Ping(_))) => {}
                    heard => return heard,
                }
            }
        };
        let heard = tokio::time::timeout(Duration::from_millis(600), heard).await;
        assert!(heard.is_err(), "{heard:?}");
    }

    /// The code with which the socket is closed.
    pub(super) async fn closed(&mut self) -> u16 {
        loop {
            match self.frame().await {
                Some(Message::Close(Some(frame))) => return frame.code.into(),
                Some(Message::Text(_) | Message::Ping(_) | Message::Pong(_)) => {}
                other => panic!("a close frame was expected, not {other:?}"),
            }
        }
    }

    /// Whether the socket was cut without a word, without answering its pings first.
    pub(super) async fn is_cut(&mut self) -> bool {
        let read = async {
            while let Some(Ok(frame)) = self.0.next().await {
                if frame.is_close() {
                    return false;
                }
            }
            true
        };
        tokio::time::timeout(PATIENCE, read).await.unwrap_or(false)
    }

    async fn frame(&mut self) -> Option<Message> {
        loop {
            let frame =
                tokio::time::timeout(PATIENCE, self.0.next()).await.expect("something is heard in time");
            match frame {
                Some(Ok(Message::Ping(_))) => {}
                frame => return frame.map(Result::unwrap),
            }
        }
    }
}
