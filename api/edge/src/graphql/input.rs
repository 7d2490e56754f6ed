//! From bytes to GraphQL requests: query string or JSON body, one request or a batch.
//!
//! Bodies are read here and not by an extractor, because the router's body limit does not reach all of them.

use async_graphql::Request;
use axum::body::{Body, Bytes};
use axum::extract::Query;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use serde_json::{Map, Value};

use super::{Limits, Refusal};
use crate::body::{Unread, growing};

/// What one HTTP request carries.
pub(super) enum Elements {
    /// A request, boxed because it is large.
    One(Box<Request>),
    /// A batch; elements of the wrong shape are answered in their place.
    Batch(Vec<Result<Request, Refusal>>),
}

/// Reads `query`, `operationName`, `variables` and `extensions` from a query string; other names are ignored.
///
/// # Errors
/// 400 when the string cannot be decoded, a name occurs twice, or a value has the wrong shape.
pub(super) fn from_query(uri: &Uri) -> Result<Elements, Refusal> {
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri)
        .map_err(|_| Refusal::malformed("The query string cannot be decoded."))?;
    let mut members = Map::new();
    for (name, text) in pairs {
        let value = match name.as_str() {
            "query" | "operationName" => Value::String(text),
            "variables" | "extensions" if text.is_empty() => Value::Null,
            "variables" | "extensions" => serde_json::from_str(&text)
                .map_err(|_| Refusal::malformed(format!("Parameter {name} is not JSON.")))?,
            _ => continue,
        };
        if members.contains_key(&name) {
            return Err(Refusal::malformed(format!("Parameter {name} is given twice.")));
        }
        members.insert(name, value);
    }
    to_request(Value::Object(members)).map(|request| Elements::One(Box::new(request)))
}

/// Reads a JSON body of bounded size within bounded time.
///
/// # Errors
/// 415 for other media types and charsets, 413 for a large body, 408 for a slow one, 400 for a wrong shape.
pub(super) async fn from_body(
    headers: &HeaderMap,
    body: Body,
    limits: &Limits,
    is_known: impl Future<Output = bool>,
) -> Result<Elements, Refusal> {
    let value = json(headers, body, limits, is_known).await?;
    let Value::Array(elements) = value else {
        return to_request(value).map(|request| Elements::One(Box::new(request)));
    };
    match elements.len() {
        _ if limits.batch == 0 => {
            Err(Refusal::http(StatusCode::BAD_REQUEST, "BATCHING_DISABLED", "Batches are not served."))
        }
        0 => Err(Refusal::malformed("The batch is empty.")),
        len if len > limits.batch => Err(Refusal::http(
            StatusCode::BAD_REQUEST,
            "BATCH_TOO_LARGE",
            format!("A batch may have {} elements.", limits.batch),
        )),
        _ => Ok(Elements::Batch(elements.into_iter().map(to_request).collect())),
    }
}

/// Reads a JSON body of bounded size within bounded time, whatever its shape. Whether its sender is known is asked where
/// a stranger may not send as much.
///
/// # Errors
/// As [`from_body`].
pub(super) async fn json(
    headers: &HeaderMap,
    body: Body,
    limits: &Limits,
    is_known: impl Future<Output = bool>,
) -> Result<Value, Refusal> {
    expect_json(headers)?;
    let bytes = read(headers, body, limits, is_known).await?;
    serde_json::from_slice(&bytes).map_err(|_| Refusal::malformed("The body is not JSON."))
}

fn expect_json(headers: &HeaderMap) -> Result<(), Refusal> {
    let unsupported =
        |message| Err(Refusal::http(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", message));
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let content_type = content_type.to_ascii_lowercase();
    let mut parts = content_type.split(';').map(str::trim);
    if parts.next() != Some("application/json") {
        return unsupported("Send the body as application/json.");
    }
    let charset = parts.find_map(|part| part.strip_prefix("charset=")).map(|name| name.trim_matches('"'));
    if !matches!(charset, None | Some("utf-8" | "utf8")) {
        return unsupported("Send the body in UTF-8.");
    }
    let encoding = headers.get(header::CONTENT_ENCODING);
    if encoding.is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return unsupported("Send the body without compression.");
    }
    Ok(())
}

async fn read(
    headers: &HeaderMap,
    body: Body,
    limits: &Limits,
    is_known: impl Future<Output = bool>,
) -> Result<Bytes, Refusal> {
    let too_large = || {
        let (stranger, most) = (limits.stranger_bytes.min(limits.body_bytes), limits.body_bytes);
        Refusal::http(
            StatusCode::PAYLOAD_TOO_LARGE,
            "BODY_TOO_LARGE",
            format!("A body may have {most} bytes, and {stranger} without a valid token."),
        )
    };
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    if length.and_then(|text| text.parse().ok()).is_some_and(|bytes: u64| bytes > limits.body_bytes as u64) {
        return Err(too_large());
    }
    let sizes = (limits.stranger_bytes, limits.body_bytes);
    growing(body, sizes, limits.body_time, is_known).await.map_err(|unread| match unread {
        Unread::TooLarge => too_large(),
        Unread::TooSlow => {
            Refusal::http(StatusCode::REQUEST_TIMEOUT, "BODY_TOO_SLOW", "The body did not arrive in time.")
        }
        Unread::Broken => Refusal::malformed("The body broke off or is not of the form of HTTP."),
    })
}

/// Checks the shape of one request before the library reads it, so that what is wrong is said in our words.
pub(super) fn to_request(value: Value) -> Result<Request, Refusal> {
    let Value::Object(members) = &value else {
        return Err(Refusal::malformed("A GraphQL request is a JSON object."));
    };
    let is_null = |name| members.get(name).is_none_or(Value::is_null);
    match members.get("query") {
        Some(Value::String(_)) => {}
        // A hash may stand for the document; the hook that knows documents puts it in.
        None | Some(Value::Null) if !is_null("extensions") => {}
        None | Some(Value::Null) => return Err(Refusal::malformed("The query is missing.")),
        Some(_) => return Err(Refusal::malformed("The query must be a string.")),
    }
    if !is_null("operationName") && !members["operationName"].is_string() {
        return Err(Refusal::malformed("operationName must be a string."));
    }
    for name in ["variables", "extensions"] {
        if !is_null(name) && !members[name].is_object() {
            return Err(Refusal::malformed(format!("{name} must be an object.")));
        }
    }
    let Value::Object(mut members) = value else {
        return Err(Refusal::malformed("A GraphQL request is a JSON object."));
    };
    members.retain(|_, member| !member.is_null());
    serde_json::from_value(Value::Object(members))
        .map_err(|_| Refusal::malformed("This is not a GraphQL request."))
}
