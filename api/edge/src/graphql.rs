//! GraphQL over HTTP: one endpoint for GET and POST, in front of any executor.
//!
//! The library's own HTTP adapter is not used: it answers with the wrong status codes and media types, lets bodies
//! past every cap, and executes before anything is weighed. The order here is fixed, for each element of a batch:
//! read → shape → persisted documents → `prepare` (authentication) → [`guard`] → weighing and paying (`metered`) → execute
//! within the time left.
//! An upload (`multipart`), an operation on a socket (`socket`) and each page of an export (`export`) take the same way.
//!
//! Absent on purpose: caching of parsed documents, subscriptions over plain HTTP.

mod accept;
mod answer;
mod confined;
mod export;
mod input;
mod known;
mod metered;
mod multipart;
mod origin;
mod persisted;
mod refusal;
pub mod rooms;
mod run;
mod shape;
pub mod socket;
mod watch;

use std::sync::Arc;
use std::time::Duration;

use async_graphql::Executor;
use axum::body::Body;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use axum::routing::{MethodRouter, any};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub use accept::MediaType;
pub use confined::{Confined, ReadOnly};
pub use export::{Export, ExportLimits, Types};
pub use metered::{HeavyLimits, Metered, Weighing};
pub use multipart::{UploadLimits, UploadedFile, UploadedFiles};
pub use origin::Origins;
pub use persisted::{Documents, Unfit};
pub use refusal::Refusal;
pub use rooms::{Bound, Rooms};
pub use watch::{Identity, Watch};

use crate::asked::Raw;
use crate::guard;
use crate::places::{Place, Places};
use input::Elements;
use socket::Sockets;

/// What the endpoint allows one HTTP request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a request body. Default 1 MiB.
    pub body_bytes: usize,
    /// Bytes of a request body of somebody who is not logged in. Default 64 KiB.
    pub stranger_bytes: usize,
    /// Time to receive the body. Default 10 s.
    pub body_time: Duration,
    /// Time to answer, all elements of a batch together. Default 15 s.
    pub answer_time: Duration,
    /// Elements of one batch; 0 refuses batches. Default 10.
    pub batch: usize,
    /// Errors in one answer; further ones are left out and counted. Default 50.
    pub errors: usize,
    /// What uploads may be.
    pub upload: UploadLimits,
    /// What exports may be.
    pub export: ExportLimits,
    /// What one document may ask for.
    pub document: guard::Limits,
    /// How many heavy ones there may be at once.
    pub heavy: HeavyLimits,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 1024 * 1024,
            stranger_bytes: 64 * 1024,
            body_time: Duration::from_secs(10),
            answer_time: Duration::from_secs(15),
            batch: 10,
            errors: 50,
            upload: UploadLimits::default(),
            export: ExportLimits::default(),
            document: guard::Limits::default(),
            heavy: HeavyLimits::default(),
        }
    }
}

/// What a hook hands back: the request to execute, or the reason not to.
pub type Prepared = Result<async_graphql::Request, Refusal>;

type Prepare = Arc<dyn Fn(Arc<Parts>, async_graphql::Request) -> BoxFuture<'static, Prepared> + Send + Sync>;

/// One GraphQL endpoint. Cheap to clone.
#[derive(Clone)]
pub struct GraphqlEndpoint<E> {
    executor: E,
    limits: Arc<Limits>,
    prepare: Prepare,
    documents: Documents,
    watch: Option<Arc<dyn Watch>>,
    uploads: Arc<Semaphore>,
    uploaders: Places<String>,
    sockets: Option<Sockets>,
}

/// The turn of an upload, given back when it is dropped.
struct UploadTurn {
    _permit: Option<OwnedSemaphorePermit>,
    _place: Place<String>,
}

/// Somebody sends as many files as they may.
fn busy() -> Refusal {
    const RETRY_AFTER_S: u64 = 5;
    let message = "You are sending as many files as you may at once; finish one request first.";
    Refusal::http(StatusCode::TOO_MANY_REQUESTS, "TOO_MANY_UPLOADS", message)
        .with_fact("retryAfterSeconds", RETRY_AFTER_S)
        .with_header(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_S))
}

impl<E: Executor> GraphqlEndpoint<E> {
    /// An endpoint that executes every well-formed request within `limits`.
    pub fn new(executor: E, limits: Limits) -> Self {
        let prepare: Prepare = Arc::new(|_, request| std::future::ready(Ok(request)).boxed());
        let uploads = Arc::new(Semaphore::new(limits.upload.at_once));
        let (limits, documents) = (Arc::new(limits), Documents::default());
        let uploaders = Places::default();
        Self { executor, limits, prepare, documents, watch: None, uploads, uploaders, sockets: None }
    }

    /// Sets the documents that are known by their hash, or the list outside of which nothing runs.
    #[must_use]
    pub fn documents(mut self, documents: Documents) -> Self {
        self.documents = documents;
        self
    }

    /// Sets who tells who asks. Without it neither uploads nor sockets are served, because both cost something before
    /// an operation is known.
    #[must_use]
    pub fn watch(mut self, watch: Arc<dyn Watch>) -> Self {
        self.watch = Some(watch);
        self
    }

    /// Serves sockets at the same address.
    #[must_use]
    pub fn sockets(mut self, sockets: Sockets) -> Self {
        self.sockets = Some(sockets);
        self
    }

    /// Sets the hook that runs before the document is weighed, once for each element of a batch.
    ///
    /// It sees the head of the HTTP request (headers, address, request id) and may attach data, put a persisted
    /// document in the place of its hash, or refuse. It must not parse the document: that is the guard's work, on
    /// whatever document the hook leaves in the request.
    #[must_use]
    pub fn prepare<F, Fut>(mut self, hook: F) -> Self
    where
        F: Fn(Arc<Parts>, async_graphql::Request) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Prepared> + Send + 'static,
    {
        self.prepare = Arc::new(move |parts, request| hook(parts, request).boxed());
        self
    }

    /// The endpoint as a route for all methods; those that are not served are answered here, with `Allow`.
    pub fn route<S: Clone + Send + Sync + 'static>(self) -> MethodRouter<S> {
        // Shared: an endpoint is a dozen handles, and a route clones what it holds for each request.
        let endpoint = Arc::new(self);
        any(move |request: Request| {
            let endpoint = Arc::clone(&endpoint);
            async move { endpoint.answer(request).await }
        })
    }

    /// Answers one HTTP request. Every answer carries a GraphQL body, but the one that opens a socket.
    pub async fn answer(&self, request: Request) -> Response {
        if let (Some(sockets), Some(watch)) = (&self.sockets, &self.watch)
            && socket::is_asked_for(&request)
        {
            let opened = sockets.open(self.clone(), Arc::clone(watch), request).await;
            return opened.unwrap_or_else(|refusal| refusal.respond(MediaType::Json));
        }
        let mut response = match MediaType::negotiate(request.headers()) {
            Some(media) => {
                self.answer_as(media, request).await.unwrap_or_else(|refusal| refusal.respond(media))
            }
            None => Refusal::http(
                StatusCode::NOT_ACCEPTABLE,
                "NOT_ACCEPTABLE",
                "Answers are application/graphql-response+json or application/json.",
            )
            .respond(MediaType::Json),
        };
        response.headers_mut().append(header::VARY, HeaderValue::from_static("accept"));
        response
    }

    /// Reads an upload, once it is clear who sends it. Its files lie in memory until they are stored, so its turn lasts as
    /// long.
    async fn upload(&self, parts: &Parts, body: Body) -> Result<(Elements, UploadTurn), Refusal> {
        let Some(watch) = self.watch.as_ref().filter(|_| self.limits.upload.files > 0) else {
            let message = "Uploads are not served.";
            return Err(Refusal::http(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", message));
        };
        multipart::expect_preflight(&parts.headers)?;
        let Some(who) = watch.identify(Arc::new(parts.clone())).await?.who else {
            return Err(Refusal::unauthenticated("Uploads need a bearer token."));
        };
        let place = self.uploaders.take(who, self.limits.upload.of_account).ok_or_else(busy)?;
        // The semaphore is never closed.
        let permit = Arc::clone(&self.uploads).acquire_owned().await.ok();
        let request = multipart::read(&parts.headers, body, &self.limits).await?;
        Ok((Elements::One(Box::new(request)), UploadTurn { _permit: permit, _place: place }))
    }

    /// Whether the head of a request stands for somebody; where nobody tells, everybody is somebody.
    async fn is_known(&self, parts: &Parts) -> bool {
        match &self.watch {
            Some(watch) => {
                watch.identify(Arc::new(parts.clone())).await.is_ok_and(|identity| identity.who.is_some())
            }
            None => true,
        }
    }

    async fn answer_as(&self, media: MediaType, request: Request) -> Result<Response, Refusal> {
        let method = request.method().clone();
        let (parts, body) = request.into_parts();
        let mut _turn = None;
        let elements = match method {
            Method::GET => input::from_query(&parts.uri)?,
            Method::POST if multipart::is_multipart(&parts.headers) => {
                let (elements, turn) = self.upload(&parts, body).await?;
                _turn = Some(turn);
                elements
            }
            Method::POST => {
                input::from_body(&parts.headers, body, &self.limits, self.is_known(&parts)).await?
            }
            _ => return Err(Refusal::method("GET, POST", "Send GraphQL requests by GET or POST.")),
        };
        let deadline = tokio::time::Instant::now() + self.limits.answer_time;
        let together = metered::Together::within(self.limits.document.complexity);
        let turn = run::Turn { endpoint: self, parts: Arc::new(parts), deadline, together };
        match elements {
            Elements::One(request) => Ok(answer::single(turn.run(request.data(Raw)).await?, media)),
            Elements::Batch(requests) => {
                let mut answers = Vec::with_capacity(requests.len());
                for request in requests {
                    answers.push(match request {
                        Ok(request) => turn.run(request.data(Raw)).await,
                        Err(refusal) => Err(refusal),
                    });
                }
                Ok(answer::batch(answers, media))
            }
        }
    }
}
