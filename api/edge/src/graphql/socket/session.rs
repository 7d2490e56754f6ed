//! The life of one socket: one task that reads, runs and writes in turn.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::parser::types::OperationType;
use async_graphql::{Executor, Request, Response, ServerError};
use axum::extract::ws::{Message, WebSocket};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use futures_util::FutureExt as _;
use futures_util::stream::{self, AbortHandle, BoxStream, SelectAll, StreamExt, abortable};
use serde_json::{Map, Value};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::SocketLimits;
use super::message::{self, Close, FromClient};
use super::places::Place;
use crate::graphql::{GraphqlEndpoint, Identity, Refusal, Watch, answer};
use crate::headers::RequestId;
use crate::rate::{Buckets, Rate};

/// Time after which a full bucket of messages has room for one more.
const REFILL: Duration = Duration::from_millis(20);
/// Time for the last words of a socket.
const FAREWELL: Duration = Duration::from_secs(1);

/// One socket, before it speaks.
pub(super) struct Session<E> {
    pub(super) endpoint: GraphqlEndpoint<E>,
    pub(super) watch: Arc<dyn Watch>,
    pub(super) limits: Arc<SocketLimits>,
    /// The head of the request that became the socket.
    pub(super) head: Arc<Parts>,
    pub(super) place: Place,
    pub(super) stop: CancellationToken,
}

/// Why a conversation is over.
enum End {
    /// We close it.
    Close(Close),
    /// The client closed it, or is gone.
    Gone,
}

impl From<Close> for End {
    fn from(close: Close) -> Self {
        Self::Close(close)
    }
}

/// What an operation has to say.
enum Said {
    Next(Box<Response>),
    Error(Vec<ServerError>),
    Complete,
}

type Operations = SelectAll<BoxStream<'static, (Arc<str>, Said)>>;

impl<E: Executor> Session<E> {
    /// Talks until one side has enough.
    pub(super) async fn run(self, mut socket: WebSocket, is_ours: bool) {
        let end = if is_ours {
            let talk = AssertUnwindSafe(self.talk(&mut socket)).catch_unwind();
            talk.await.unwrap_or_else(|_panic| {
                tracing::error!("a socket panicked");
                End::Close(Close::broken())
            })
        } else {
            End::Close(Close::wrong_protocol())
        };
        if let End::Close(close) = end {
            // What the client still sends is read, or the kernel would cut the close frame off.
            let farewell = async {
                if socket.send(Message::Close(Some(close.frame()))).await.is_ok() {
                    while let Some(Ok(_)) = socket.recv().await {}
                }
            };
            tokio::time::timeout(FAREWELL, farewell).await.ok();
        }
    }

    async fn talk(mut self, socket: &mut WebSocket) -> End {
        let stop = self.stop.clone();
        let identity = tokio::select! {
            () = stop.cancelled() => return Close::restart().into(),
            begun = tokio::time::timeout(self.limits.init_time, self.introduction(socket)) => match begun {
                Ok(Ok(identity)) => identity,
                Ok(Err(end)) => return end,
                Err(_) => return Close::init_timeout().into(),
            },
        };
        if let Some(account) = &identity.who
            && !self.place.belongs_to(account)
        {
            return Close::too_many().into();
        }
        let mut changes = self.watch.changes(&identity).await;
        if let Err(end) = self.send(socket, message::ack()).await {
            return end;
        }
        let mut life = Life {
            running: HashMap::new(),
            operations: Operations::new(),
            bucket: Buckets::new(1),
            count: 0,
        };
        let mut last_heard = Instant::now();
        let mut ping = tokio::time::interval(self.limits.ping_every);
        ping.reset();
        loop {
            let done = tokio::select! {
                () = stop.cancelled() => Err(Close::restart().into()),
                heard = socket.recv() => {
                    last_heard = Instant::now();
                    self.heard(socket, &mut life, heard).await
                }
                Some((id, said)) = life.operations.next(), if !life.operations.is_empty() => {
                    self.say(socket, &mut life, &id, said).await
                }
                Some(()) = changes.next() => self.recheck(&identity).await,
                _ = ping.tick() => {
                    if last_heard.elapsed() > self.limits.ping_every * 2 {
                        Err(End::Gone)
                    } else {
                        self.send_frame(socket, Message::Ping(axum::body::Bytes::new())).await
                    }
                }
            };
            if let Err(end) = done {
                return end;
            }
        }
    }

    /// Waits for `connection_init` and finds out who it is.
    async fn introduction(&mut self, socket: &mut WebSocket) -> Result<Identity, End> {
        loop {
            let text = match socket.recv().await {
                Some(Ok(Message::Text(text))) => text,
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                Some(Ok(Message::Binary(_))) => return Err(Close::bad_request("Messages are text").into()),
                other => return Err(ended(other)),
            };
            match message::read(&text)? {
                FromClient::Init(payload) => {
                    self.head = Arc::new(signed(&self.head, &payload));
                    return match self.watch.identify(Arc::clone(&self.head)).await {
                        Ok(identity) => Ok(identity),
                        Err(refusal) => Err(closed_by(&refusal).into()),
                    };
                }
                FromClient::Ping => self.send(socket, message::pong()).await?,
                FromClient::Pong => {}
                FromClient::Subscribe(..) | FromClient::Complete(_) => {
                    return Err(Close::unauthorized().into());
                }
            }
        }
    }

    async fn heard(
        &self,
        socket: &mut WebSocket,
        life: &mut Life,
        heard: Option<Result<Message, axum::Error>>,
    ) -> Result<(), End> {
        let rate = Rate { burst: self.limits.messages, refill: REFILL };
        if life.bucket.take((), rate, std::time::Instant::now()).is_err() {
            return Err(Close::too_fast().into());
        }
        let text = match heard {
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return Ok(()),
            Some(Ok(Message::Binary(_))) => return Err(Close::bad_request("Messages are text").into()),
            other => return Err(ended(other)),
        };
        match message::read(&text)? {
            FromClient::Init(_) => Err(Close::twice().into()),
            FromClient::Ping => self.send(socket, message::pong()).await,
            FromClient::Pong => Ok(()),
            FromClient::Complete(id) => {
                if let Some(handle) = life.running.remove(id.as_str()) {
                    handle.abort();
                }
                Ok(())
            }
            FromClient::Subscribe(id, _) if life.running.contains_key(id.as_str()) => {
                Err(Close::taken(&id).into())
            }
            FromClient::Subscribe(id, Err(error)) => self.send(socket, message::error(&id, &[error])).await,
            FromClient::Subscribe(id, Ok(_)) if life.running.len() >= self.limits.operations => {
                let most = self.limits.operations;
                let refusal = Refusal::document(
                    "TOO_MANY_OPERATIONS",
                    format!("A socket runs {most} operations at once."),
                );
                self.send(socket, message::error(&id, &[refusal.into_error()])).await
            }
            FromClient::Subscribe(id, Ok(request)) => {
                life.count += 1;
                let said = self.operation(*request, life.count);
                let id: Arc<str> = id.into();
                let named = Arc::clone(&id);
                let (said, handle) = abortable(said.map(move |said| (Arc::clone(&named), said)));
                life.running.insert(id, handle);
                life.operations.push(said.boxed());
                Ok(())
            }
        }
    }

    /// An operation as what it says, one after the other; a panic in it is its own end and no other's.
    fn operation(&self, request: Request, count: u64) -> BoxStream<'static, Said> {
        let endpoint = self.endpoint.clone();
        let head = numbered(&self.head, count);
        let said = stream::once(async move {
            let (request, kind, asked) = match endpoint.admit(&head, request).await {
                Ok(admitted) => admitted,
                Err(refusal) => return once(Said::Error(vec![refusal.into_error()])),
            };
            let (limits, executor) = (Arc::clone(&endpoint.limits), endpoint.executor.clone());
            let errors = limits.errors;
            let answers = if kind == OperationType::Subscription {
                executor.execute_stream(request, None)
            } else {
                let answer = tokio::time::timeout(limits.answer_time, executor.execute(request)).await;
                let answer =
                    answer.unwrap_or_else(|_| Response::from_errors(vec![Refusal::timeout().into_error()]));
                stream::once(std::future::ready(answer)).boxed()
            };
            let said = answers.map(move |mut answer| {
                answer::finish(&mut answer, &asked, errors);
                if answer::is_refused(&answer) {
                    Said::Error(answer.errors)
                } else {
                    Said::Next(Box::new(answer))
                }
            });
            said.chain(once(Said::Complete)).boxed()
        });
        let guarded = AssertUnwindSafe(said.flatten()).catch_unwind().map(|said| {
            said.unwrap_or_else(|_panic| {
                tracing::error!("a resolver panicked");
                Said::Error(vec![Refusal::internal().into_error()])
            })
        });
        guarded.boxed()
    }

    async fn say(
        &self,
        socket: &mut WebSocket,
        life: &mut Life,
        id: &Arc<str>,
        said: Said,
    ) -> Result<(), End> {
        let text = match said {
            Said::Next(response) => return self.send(socket, message::next(id, &response)).await,
            Said::Error(errors) => message::error(id, &errors),
            Said::Complete => message::complete(id),
        };
        // Over: what the stream may still hold is dropped with it.
        if let Some(handle) = life.running.remove(id) {
            handle.abort();
        }
        self.send(socket, text).await
    }

    /// Whether whoever began is still who they were.
    async fn recheck(&self, identity: &Identity) -> Result<(), End> {
        match self.watch.identify(Arc::clone(&self.head)).await {
            Ok(now) if now == *identity => Ok(()),
            Ok(_) => Err(Close::rights_changed().into()),
            Err(refusal) => Err(closed_by(&refusal).into()),
        }
    }

    async fn send(&self, socket: &mut WebSocket, text: String) -> Result<(), End> {
        self.send_frame(socket, Message::Text(text.into())).await
    }

    async fn send_frame(&self, socket: &mut WebSocket, frame: Message) -> Result<(), End> {
        let sending = pin!(socket.send(frame));
        match tokio::time::timeout(self.limits.send_time, sending).await {
            Ok(Ok(())) => Ok(()),
            // Gone, or too slow for what it asked for.
            _ => Err(End::Gone),
        }
    }
}

/// What a socket has going on.
struct Life {
    running: HashMap<Arc<str>, AbortHandle>,
    operations: Operations,
    bucket: Buckets<()>,
    count: u64,
}

fn once(said: Said) -> BoxStream<'static, Said> {
    stream::once(std::future::ready(said)).boxed()
}

fn ended(heard: Option<Result<Message, axum::Error>>) -> End {
    match heard {
        // The library refuses what is larger than told, before it is read.
        Some(Err(error))
            if error.to_string().contains("too long") || error.to_string().contains("too big") =>
        {
            Close::too_large().into()
        }
        _ => End::Gone,
    }
}

fn closed_by(refusal: &Refusal) -> Close {
    if refusal.is_unauthenticated() { Close::unauthorized() } else { Close::broken() }
}

/// The head with the token and the language of a payload, which a browser cannot send as headers.
fn signed(head: &Parts, payload: &Map<String, Value>) -> Parts {
    let mut head = head.clone();
    for name in [header::AUTHORIZATION, header::ACCEPT_LANGUAGE] {
        let given = payload.iter().find(|(key, _)| key.eq_ignore_ascii_case(name.as_str()));
        if let Some((_, value)) = given.filter(|(_, value)| !value.is_null()) {
            // What is no text or no header is no token either, and must not fall back to the public.
            let value = value.as_str().and_then(|text| HeaderValue::from_str(text).ok());
            head.headers.insert(name, value.unwrap_or(HeaderValue::from_static("-")));
        }
    }
    head
}

/// The head under which one operation runs: its faults are found by an id of its own.
fn numbered(head: &Parts, count: u64) -> Arc<Parts> {
    let mut head = head.clone();
    if let Some(RequestId(id)) = head.extensions.get::<RequestId>() {
        let id = RequestId(format!("{id}-{count}").into());
        head.extensions.insert(id);
    }
    Arc::new(head)
}
