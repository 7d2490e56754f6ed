//! `/graphiql`: an explorer of the schema that is compiled into the program and needs no internet.
//!
//! Its own small script instead of a public bundle: query, variables and token, completion from the schema,
//! history, examples and a schema browser. The token lives in the tab's session only; the history keeps the
//! text of queries, never variables, tokens or answers.

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

use super::html::asset;

/// The explorer sends no form and loads nothing from elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; \
     form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// `/graphiql` and the files it loads.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    const SCRIPT: &str = "text/javascript; charset=utf-8";
    Router::new()
        .route("/graphiql", get(page))
        .route(
            "/assets/explorer.css",
            get(|| async { asset("text/css; charset=utf-8", include_str!("explorer/explorer.css")) }),
        )
        .route("/assets/explorer.js", get(|| async { asset(SCRIPT, include_str!("explorer/explorer.js")) }))
        .route(
            "/assets/explorer-schema.js",
            get(|| async { asset(SCRIPT, include_str!("explorer/schema.js")) }),
        )
        .route(
            "/assets/explorer-language.js",
            get(|| async { asset(SCRIPT, include_str!("explorer/language.js")) }),
        )
        .route(
            "/assets/explorer-examples.js",
            get(|| async { asset(SCRIPT, include_str!("explorer/examples.js")) }),
        )
}

async fn page() -> Response {
    let mut response = Html(include_str!("explorer/index.html")).into_response();
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}
