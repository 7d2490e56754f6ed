//! Messages of the protocol, and the codes with which a socket is closed.

use async_graphql::{Request, Response, ServerError};
use axum::extract::ws::CloseFrame;
use serde_json::{Map, Value, json};

use crate::graphql::input;

/// Characters of an operation's id.
const ID_MAX: usize = 100;
/// Bytes that a reason may have in a close frame.
const REASON_MAX: usize = 123;

/// What a client sends.
#[derive(Debug)]
pub(super) enum FromClient {
    /// Begins; says who it is.
    Init(Map<String, Value>),
    /// Asks whether we are there.
    Ping,
    /// Is there.
    Pong,
    /// Runs an operation; a request of the wrong shape is answered under its id.
    Subscribe(String, Result<Box<Request>, ServerError>),
    /// Wants no more of it.
    Complete(String),
}

/// Why a socket is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Close {
    code: u16,
    reason: String,
}

impl Close {
    /// The client broke the protocol.
    pub(super) fn bad_request(why: &str) -> Self {
        Self::of(4400, why)
    }

    /// The token is none, or no longer one; or an operation came before `connection_ack`.
    pub(super) fn unauthorized() -> Self {
        Self::of(4401, "Unauthorized")
    }

    /// What the account may do has changed: connect again.
    pub(super) fn rights_changed() -> Self {
        Self::of(4403, "Forbidden: rights have changed, connect again")
    }

    /// The client speaks another protocol.
    pub(super) fn wrong_protocol() -> Self {
        Self::of(4406, "Subprotocol not acceptable")
    }

    /// No `connection_init` came.
    pub(super) fn init_timeout() -> Self {
        Self::of(4408, "Connection initialisation timeout")
    }

    /// An operation with this id runs already.
    pub(super) fn taken(id: &str) -> Self {
        Self::of(4409, &format!("Subscriber for {id} already exists"))
    }

    /// A second `connection_init`.
    pub(super) fn twice() -> Self {
        Self::of(4429, "Too many initialisation requests")
    }

    /// We broke down.
    pub(super) fn broken() -> Self {
        Self::of(4500, "Internal server error")
    }

    /// A message larger than allowed.
    pub(super) fn too_large() -> Self {
        Self::of(1009, "Message too large")
    }

    /// More messages than allowed.
    pub(super) fn too_fast() -> Self {
        Self::of(1008, "Too many messages")
    }

    /// We go down, or up again.
    pub(super) fn restart() -> Self {
        Self::of(1012, "Service restart")
    }

    /// The account has too many sockets.
    pub(super) fn too_many() -> Self {
        Self::of(1013, "Too many sockets of this account")
    }

    fn of(code: u16, reason: &str) -> Self {
        let mut end = reason.len().min(REASON_MAX);
        while !reason.is_char_boundary(end) {
            end -= 1;
        }
        Self { code, reason: reason[..end].to_owned() }
    }

    pub(super) fn frame(self) -> CloseFrame {
        CloseFrame { code: self.code, reason: self.reason.into() }
    }
}

/// Reads a message.
///
/// # Errors
/// 4400: it is none.
pub(super) fn read(text: &str) -> Result<FromClient, Close> {
    let Ok(Value::Object(mut message)) = serde_json::from_str(text) else {
        return Err(Close::bad_request("A message is a JSON object"));
    };
    let kind = match message.remove("type") {
        Some(Value::String(kind)) => kind,
        _ => return Err(Close::bad_request("A message has a type")),
    };
    let payload = message.remove("payload").unwrap_or_default();
    match kind.as_str() {
        "connection_init" => match payload {
            Value::Object(payload) => Ok(FromClient::Init(payload)),
            Value::Null => Ok(FromClient::Init(Map::new())),
            _ => Err(Close::bad_request("The payload of connection_init is an object")),
        },
        "ping" => Ok(FromClient::Ping),
        "pong" => Ok(FromClient::Pong),
        "subscribe" if !payload.is_object() => Err(Close::bad_request("subscribe has a payload")),
        "subscribe" => {
            let request = input::to_request(payload).map(Box::new);
            Ok(FromClient::Subscribe(id(&mut message)?, request.map_err(|refusal| refusal.into_error())))
        }
        "complete" => Ok(FromClient::Complete(id(&mut message)?)),
        _ => Err(Close::bad_request("No such type of message")),
    }
}

fn id(message: &mut Map<String, Value>) -> Result<String, Close> {
    match message.remove("id") {
        Some(Value::String(id)) if !id.is_empty() && id.chars().count() <= ID_MAX => Ok(id),
        _ => Err(Close::bad_request("An operation has an id of 1 to 100 characters")),
    }
}

/// The client may begin.
pub(super) fn ack() -> String {
    json!({ "type": "connection_ack" }).to_string()
}

/// We are there.
pub(super) fn pong() -> String {
    json!({ "type": "pong" }).to_string()
}

/// An answer of an operation.
pub(super) fn next(id: &str, response: &Response) -> String {
    json!({ "type": "next", "id": id, "payload": response }).to_string()
}

/// The operation is not run.
pub(super) fn error(id: &str, errors: &[ServerError]) -> String {
    json!({ "type": "error", "id": id, "payload": errors }).to_string()
}

/// The operation is over.
pub(super) fn complete(id: &str) -> String {
    json!({ "type": "complete", "id": id }).to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_text_makes_it_panic(
            text in "\\PC{0,60}",
            kind in prop::sample::select(vec!["connection_init", "ping", "pong", "subscribe", "complete", "x"]),
            id in "\\PC{0,3}",
            query in "\\PC{0,20}",
        ) {
            let _ = read(&text);
            let payload = json!({ "query": query, "variables": query, "extensions": { "persistedQuery": query } });
            for payload in [payload, json!({ "query": query }), json!([query]), json!(query)] {
                let message = json!({ "type": kind, "id": id, "payload": payload }).to_string();
                if let Err(close) = read(&message) {
                    prop_assert_eq!(close.code, 4400);
                }
            }
        }
    }

    #[test]
    fn what_is_no_message_closes_with_4400() {
        for text in [
            "",
            "[]",
            "{}",
            r#"{"type":1}"#,
            r#"{"type":"start","id":"1"}"#,
            r#"{"type":"connection_init","payload":[]}"#,
            r#"{"type":"subscribe","payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":"","payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":"1"}"#,
            r#"{"type":"complete","id":7}"#,
        ] {
            assert_eq!(read(text).unwrap_err().code, 4400, "{text}");
        }
        let long = json!({ "type": "complete", "id": "x".repeat(ID_MAX + 1) }).to_string();
        assert_eq!(read(&long).unwrap_err().code, 4400);
    }

    #[test]
    fn a_broken_request_is_the_operations_fault_alone() {
        let read = read(r#"{"type":"subscribe","id":"1","payload":{"query":7}}"#).unwrap();
        assert!(matches!(read, FromClient::Subscribe(id, Err(_)) if id == "1"));
    }

    #[test]
    fn a_reason_fits_into_its_frame() {
        let close = Close::taken(&"ż".repeat(ID_MAX));
        assert!(close.reason.len() <= REASON_MAX && close.reason.starts_with("Subscriber for ż"));
    }
}
