//! Headers that every answer carries, and the id by which an answer is found in the logs.
//!
//! Nothing a client sends reaches a log from here: a request id that comes with a request is dropped.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::{Next, from_fn};

/// Pages load scripts, styles and pictures from this host alone, run nothing inline, and are framed by nobody.
pub const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
     img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Answers that are no pages load nothing, should a browser show them all the same.
const DATA_POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PERMISSIONS: &str =
    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()";

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id of one request, found among the request's extensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(pub Arc<str>);

/// Adds the security headers to every answer of `router`. A handler may set a stricter or wider
/// `Content-Security-Policy`, `Cache-Control` or `Referrer-Policy` of its own; the rest is fixed.
pub fn secure<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    router.layer(from_fn(async |request: Request, next: Next| {
        let mut response = next.run(request).await;
        set_security_headers(response.headers_mut());
        response
    }))
}

/// Gives every request an id made by `new_id`: as [`RequestId`] to handlers, as `x-request-id` to the client, and as
/// a field of the span in which the request is handled.
///
/// `new_id` must give visible ASCII; an id that is not is left out of the answer.
pub fn identify<S, F>(router: Router<S>, new_id: F) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    F: Fn() -> String + Clone + Send + Sync + 'static,
{
    router.layer(from_fn(move |mut request: Request, next: Next| {
        let id: Arc<str> = new_id().into();
        async move {
            request.headers_mut().remove(REQUEST_ID);
            request.extensions_mut().insert(RequestId(Arc::clone(&id)));
            let span = tracing::info_span!("request", id = &*id);
            let mut response = tracing::Instrument::instrument(next.run(request), span).await;
            if let Ok(value) = HeaderValue::from_str(&id) {
                response.headers_mut().insert(REQUEST_ID, value);
            }
            response
        }
    }))
}

fn set_security_headers(headers: &mut HeaderMap) {
    let is_page = headers.get(CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    let policy = if is_page { PAGE_POLICY } else { DATA_POLICY };
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(policy));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.entry(REFERRER_POLICY).or_insert(HeaderValue::from_static("no-referrer"));
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("permissions-policy", PERMISSIONS),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}
