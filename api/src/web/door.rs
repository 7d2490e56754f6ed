//! A document on its way to the endpoint of the API, in this process: as the viewer, from their address, weighed and counted like
//! that of any client.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderValue, Method, Request, header};
use axum::response::Response;
use futures_util::future::BoxFuture;
use pages::{Ask, Lang};

/// What answers requests at `/graphql`.
pub(crate) type Endpoint = Arc<dyn Fn(Request<Body>) -> BoxFuture<'static, Response> + Send + Sync>;

/// Most bytes of an answer; lists have pages.
const ANSWER_MAX: usize = 4 << 20;

/// Asks as one viewer.
pub(super) struct Door {
    endpoint: Endpoint,
    /// Address, id and meter of the request for the page.
    extensions: Extensions,
    bearer: Option<HeaderValue>,
    lang: Lang,
}

impl Door {
    pub fn new(endpoint: Endpoint, parts: &Parts, token: Option<&str>, lang: Lang) -> Self {
        let bearer = token.and_then(|token| HeaderValue::from_str(&format!("Bearer {token}")).ok());
        Self { endpoint, extensions: parts.extensions.clone(), bearer, lang }
    }
}

impl Ask for Door {
    fn ask<'a>(&'a self, request: Vec<u8>) -> pages::Future<'a, Vec<u8>> {
        let mut asked = Request::new(Body::from(request));
        *asked.method_mut() = Method::POST;
        *asked.uri_mut() = axum::http::Uri::from_static("/graphql");
        *asked.extensions_mut() = self.extensions.clone();
        let headers = asked.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/graphql-response+json"));
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(self.lang.code()));
        if let Some(bearer) = &self.bearer {
            headers.insert(header::AUTHORIZATION, bearer.clone());
        }
        Box::pin(async move {
            let answer = (self.endpoint)(asked).await;
            // What is cut off is no answer, which pages say.
            to_bytes(answer.into_body(), ANSWER_MAX).await.map(Vec::from).unwrap_or_default()
        })
    }
}
