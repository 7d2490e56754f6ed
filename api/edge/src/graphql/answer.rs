//! From outcomes to HTTP answers.

use async_graphql::{ErrorExtensionValues, Pos, Response as Outcome, ServerError, Value};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use entities::shared::language::Language;
use serde::Serialize;

use super::shape::Shape;
use super::{MediaType, Refusal};
use crate::unavailable::{LATER, RETRY_AFTER_S, UNAVAILABLE};
use crate::unfit::Unfit;

/// What of a request its answer depends on.
pub(super) struct Asked {
    /// The order of fields.
    pub(super) shape: Shape,
    /// The language of messages.
    pub(super) lang: Language,
    /// Whole numbers wider than an `Int`, with the place where their argument stands. The library refuses most of them
    /// and says neither which nor where.
    pub(super) wide: Vec<(Pos, Unfit)>,
}

impl Asked {
    /// The value that an error is about, where it is about one.
    fn unfit(&self, error: &ServerError) -> Option<Unfit> {
        if let Some(unfit) = error.source::<Unfit>() {
            return Some(unfit.clone());
        }
        if error.extensions.as_ref().is_some_and(|facts| facts.get("code").is_some()) {
            return None;
        }
        if Unfit::is_of_range(&error.message) {
            let here = self.wide.iter().find(|(at, _)| error.locations.contains(at)).or(self.wide.first());
            return here.map(|(_, unfit)| unfit.clone());
        }
        Unfit::of_library(&error.message)
    }
}

/// An answer that consists of errors alone. It has no `data`, because nothing was executed.
#[derive(Serialize)]
struct ErrorsOnly<'a> {
    errors: &'a [ServerError],
}

/// Puts fields into the order of the document, names the reason of errors that come without one, tells people of values
/// that do not fit in their language, and leaves out errors beyond `limit`.
pub(super) fn finish(outcome: &mut Outcome, asked: &Asked, limit: usize) {
    asked.shape.arrange(&mut outcome.data);
    let refused = is_refused(outcome);
    for error in &mut outcome.errors {
        if let Some(unfit) = asked.unfit(error) {
            unfit.tell(error, asked.lang);
            continue;
        }
        if has_code(error, UNAVAILABLE) {
            LATER.say(asked.lang).clone_into(&mut error.message);
            continue;
        }
        let extensions = error.extensions.get_or_insert_default();
        if refused && extensions.get("code").is_none() {
            // The library names this one by its text alone.
            let too_complex = error.message == "Query is too complex.";
            let code = if too_complex { "QUERY_TOO_COMPLEX" } else { "GRAPHQL_VALIDATION_FAILED" };
            extensions.set("code", code);
        }
    }
    let left_out = outcome.errors.len().saturating_sub(limit);
    if left_out > 0 {
        outcome.errors.truncate(limit);
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", "TOO_MANY_ERRORS");
        let mut last = ServerError::new(format!("{left_out} further errors are left out."), None);
        last.extensions = Some(extensions);
        outcome.errors.push(last);
    }
}

/// Whether an error has this code.
pub(super) fn has_code(error: &ServerError, code: &str) -> bool {
    let told = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
    matches!(told, Some(Value::String(told)) if told == code)
}

/// Says when to try again, where the database was away or busy. A client that only looks at the status learns it, too.
pub(super) fn say_when_to_come_back(response: &mut Response, errors: &[ServerError]) -> bool {
    let later = errors.iter().any(|error| has_code(error, UNAVAILABLE));
    if later {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_S));
    }
    later
}

/// Answers one request: 400 when it was refused before execution (200 under the legacy type), 503 when the database was
/// away or busy, else 200.
pub(super) fn single(outcome: Outcome, media: MediaType) -> Response {
    let mut response = if is_refused(&outcome) {
        let status = match media {
            MediaType::GraphqlResponse => StatusCode::BAD_REQUEST,
            MediaType::Json => StatusCode::OK,
        };
        errors_only(status, media, &outcome.errors)
    } else {
        let mut body = Body::default();
        body.outcome(&outcome);
        body.respond(StatusCode::OK, media)
    };
    if say_when_to_come_back(&mut response, &outcome.errors) {
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    }
    response.headers_mut().extend(outcome.http_headers);
    response
}

/// Answers a batch: always 200, each element with its own data or errors, in the order of the batch.
pub(super) fn batch(outcomes: Vec<Result<Outcome, Refusal>>, media: MediaType) -> Response {
    let outcomes: Vec<Outcome> = outcomes
        .into_iter()
        .map(|outcome| outcome.unwrap_or_else(|refusal| Outcome::from_errors(vec![refusal.into_error()])))
        .collect();
    let mut body = Body::in_list();
    for outcome in &outcomes {
        body.next();
        match is_refused(outcome) {
            true => body.json(&ErrorsOnly { errors: &outcome.errors }),
            false => body.outcome(outcome),
        }
    }
    let mut response = body.respond(StatusCode::OK, media);
    for outcome in outcomes {
        say_when_to_come_back(&mut response, &outcome.errors);
        response.headers_mut().extend(outcome.http_headers);
    }
    response
}

/// Answers with errors and no `data`.
pub(super) fn errors_only(status: StatusCode, media: MediaType, errors: &[ServerError]) -> Response {
    let mut body = Body::default();
    body.json(&ErrorsOnly { errors });
    body.respond(status, media)
}

/// Nothing was executed: an error inside a field has a path, one before execution has none.
pub(super) fn is_refused(outcome: &Outcome) -> bool {
    outcome.data == Value::Null
        && !outcome.errors.is_empty()
        && outcome.errors.iter().all(|error| error.path.is_empty())
}

/// An answer's text in the making. What root fields have written already stands in it as it is.
#[derive(Default)]
struct Body {
    text: Vec<u8>,
    is_list: bool,
    failed: Option<serde_json::Error>,
}

impl Body {
    fn in_list() -> Self {
        Self { text: vec![b'['], is_list: true, failed: None }
    }

    fn next(&mut self) {
        if self.text.len() > 1 {
            self.text.push(b',');
        }
    }

    fn json(&mut self, value: &(impl Serialize + ?Sized)) {
        if let Err(error) = serde_json::to_writer(&mut self.text, value) {
            self.failed = Some(error);
        }
    }

    fn outcome(&mut self, outcome: &Outcome) {
        self.text.extend_from_slice(b"{\"data\":");
        match &outcome.data {
            Value::Object(fields) => {
                self.text.push(b'{');
                for (n, (name, value)) in fields.iter().enumerate() {
                    if n > 0 {
                        self.text.push(b',');
                    }
                    self.json(name.as_str());
                    self.text.push(b':');
                    match value {
                        Value::Binary(written) => self.text.extend_from_slice(written),
                        value => self.json(value),
                    }
                }
                self.text.push(b'}');
            }
            data => self.json(data),
        }
        if !outcome.extensions.is_empty() {
            self.text.extend_from_slice(b",\"extensions\":");
            self.json(&outcome.extensions);
        }
        if !outcome.errors.is_empty() {
            self.text.extend_from_slice(b",\"errors\":");
            self.json(&outcome.errors);
        }
        self.text.push(b'}');
    }

    fn respond(mut self, status: StatusCode, media: MediaType) -> Response {
        if self.is_list {
            self.text.push(b']');
        }
        let (status, bytes) = match self.failed {
            None => (status, self.text),
            Some(error) => {
                tracing::error!(%error, "an answer could not be written");
                let text = br#"{"errors":[{"message":"Something went wrong on our side.","extensions":{"code":"INTERNAL"}}]}"#;
                (StatusCode::INTERNAL_SERVER_ERROR, text.to_vec())
            }
        };
        let mut response = Response::new(axum::body::Body::from(bytes));
        *response.status_mut() = status;
        response.headers_mut().insert(header::CONTENT_TYPE, media.content_type());
        response
    }
}
