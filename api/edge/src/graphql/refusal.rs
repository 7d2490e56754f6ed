//! Why a request is not executed, and how that is told.

use async_graphql::{ErrorExtensionValues, Response, ServerError, Value};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response as HttpResponse;
use entities::shared::language::Language;

use super::accept::MediaType;
use super::answer;
use crate::unavailable::{LATER, RETRY_AFTER_S, UNAVAILABLE};

/// A request that is answered without being executed: one GraphQL error, a status, and perhaps a header.
#[derive(Clone, Debug)]
pub struct Refusal {
    status: StatusCode,
    /// The request itself is well formed, so that the legacy media type answers it with 200.
    well_formed: bool,
    error: Box<ServerError>,
    header: Option<Box<(HeaderName, HeaderValue)>>,
}

impl Refusal {
    /// A refusal of the HTTP request itself: the same status under both media types.
    pub fn http(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", code);
        let mut error = ServerError::new(message, None);
        error.extensions = Some(extensions);
        Self { status, well_formed: false, error: Box::new(error), header: None }
    }

    /// A request that is not one of GraphQL over HTTP.
    pub fn malformed(message: impl Into<String>) -> Self {
        Self::http(StatusCode::BAD_REQUEST, "BAD_REQUEST", message)
    }

    /// A refusal of the document in a well-formed request: 400, or 200 under the legacy media type.
    pub fn document(code: &'static str, message: impl Into<String>) -> Self {
        Self { well_formed: true, ..Self::http(StatusCode::BAD_REQUEST, code, message) }
    }

    /// 401 with the scheme a client has to use.
    pub fn unauthenticated(message: impl Into<String>) -> Self {
        Self::http(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", message)
            .with_header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
    }

    /// 429 with the whole seconds after which another try makes sense.
    pub fn too_many_requests(retry_after_s: u64, message: impl Into<String>) -> Self {
        Self::http(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", message)
            .with_fact("retryAfterSeconds", retry_after_s)
            .with_header(header::RETRY_AFTER, HeaderValue::from(retry_after_s))
    }

    /// The refusal that an answer is whose request was not executed because it costs too much now.
    pub(super) fn of_cost(answer: &Response) -> Option<Self> {
        let [error] = answer.errors.as_slice() else { return None };
        if !answer::is_refused(answer) || !answer::has_code(error, "RATE_LIMITED") {
            return None;
        }
        let seconds = match error.extensions.as_ref()?.get("retryAfterSeconds")? {
            Value::Number(seconds) => seconds.as_u64()?,
            _ => return None,
        };
        let refusal = Self::too_many_requests(seconds, "");
        Some(Self { error: Box::new(error.clone()), ..refusal })
    }

    /// 405 with the methods that are served.
    pub fn method(allow: &'static str, message: impl Into<String>) -> Self {
        Self::http(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", message)
            .with_header(header::ALLOW, HeaderValue::from_static(allow))
    }

    /// An answer that did not come in time.
    pub(super) fn timeout() -> Self {
        let message = "The answer took too long; ask for less at once.";
        Self { status: StatusCode::SERVICE_UNAVAILABLE, ..Self::document("TIMEOUT", message) }
    }

    /// 503 with the seconds after which another try makes sense: the database is away or busy.
    pub fn unavailable(lang: Language) -> Self {
        Self::http(StatusCode::SERVICE_UNAVAILABLE, UNAVAILABLE, LATER.say(lang))
            .with_header(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_S))
    }

    /// A defect of ours; what it was stays in the log.
    pub(super) fn internal() -> Self {
        let message = "Something went wrong on our side.";
        Self::http(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", message)
    }

    /// Whether it is that nobody stands behind the token.
    pub(super) fn is_unauthenticated(&self) -> bool {
        self.status == StatusCode::UNAUTHORIZED
    }

    /// After how many seconds another try makes sense, where it is that there were too many.
    pub(super) fn retry_after_s(&self) -> Option<u64> {
        let told = self.header.as_ref().filter(|_| self.status == StatusCode::TOO_MANY_REQUESTS);
        told.filter(|told| told.0 == header::RETRY_AFTER)?.1.to_str().ok()?.parse().ok()
    }

    /// Adds a fact for programs beside the code.
    #[must_use]
    pub fn with_fact(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.error.extensions.get_or_insert_default().set(name, value);
        self
    }

    /// Adds a header to the answer.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.header = Some(Box::new((name, value)));
        self
    }

    /// The refusal as an error of a GraphQL answer.
    #[must_use]
    pub fn into_error(self) -> ServerError {
        *self.error
    }

    pub(super) fn respond(self, media: MediaType) -> HttpResponse {
        let status = match media {
            MediaType::Json if self.well_formed => StatusCode::OK,
            _ => self.status,
        };
        let header = self.header.clone();
        let mut response = answer::errors_only(status, media, &[self.into_error()]);
        if let Some((name, value)) = header.map(|header| *header) {
            response.headers_mut().insert(name, value);
        }
        response
    }
}

/// A document that was refused by the guard, with the error it gave.
impl From<ServerError> for Refusal {
    fn from(error: ServerError) -> Self {
        let error = Box::new(error);
        Self { status: StatusCode::BAD_REQUEST, well_formed: true, error, header: None }
    }
}
