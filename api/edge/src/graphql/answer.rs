//! From outcomes to HTTP answers.

use async_graphql::{ErrorExtensionValues, Pos, Response as Outcome, ServerError, Value};
use axum::body::Body;
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

/// One element of a batch.
#[derive(Serialize)]
#[serde(untagged)]
enum Element<'a> {
    Executed(&'a Outcome),
    Refused(ErrorsOnly<'a>),
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
        json(StatusCode::OK, media, &outcome)
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
    let elements: Vec<Element> = outcomes
        .iter()
        .map(|outcome| match is_refused(outcome) {
            true => Element::Refused(ErrorsOnly { errors: &outcome.errors }),
            false => Element::Executed(outcome),
        })
        .collect();
    let mut response = json(StatusCode::OK, media, &elements);
    for outcome in outcomes {
        say_when_to_come_back(&mut response, &outcome.errors);
        response.headers_mut().extend(outcome.http_headers);
    }
    response
}

/// Answers with errors and no `data`.
pub(super) fn errors_only(status: StatusCode, media: MediaType, errors: &[ServerError]) -> Response {
    json(status, media, &ErrorsOnly { errors })
}

/// Nothing was executed: an error inside a field has a path, one before execution has none.
pub(super) fn is_refused(outcome: &Outcome) -> bool {
    outcome.data == Value::Null
        && !outcome.errors.is_empty()
        && outcome.errors.iter().all(|error| error.path.is_empty())
}

fn json(status: StatusCode, media: MediaType, body: &impl Serialize) -> Response {
    let (status, bytes) = match serde_json::to_vec(body) {
        Ok(bytes) => (status, bytes),
        Err(error) => {
            tracing::error!(%error, "an answer could not be written");
            let text = br#"{"errors":[{"message":"Something went wrong on our side.","extensions":{"code":"INTERNAL"}}]}"#;
            (StatusCode::INTERNAL_SERVER_ERROR, text.to_vec())
        }
    };
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, media.content_type());
    response
}
