//! The HTTP client that asks the provider, for the library that knows the protocol: reqwest, with everything turned off
//! that is not wanted. No redirects, proxies, cookies or compression; a connection for each request; bounded in time and
//! size.
//!
//! Without TLS it reaches this computer alone, so that a provider can be tried out here.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use axum::http::Response;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use reqwest::{Certificate, Client, Request, Url, redirect, retry};

/// Most bytes of an answer: key sets and tokens are far smaller.
const ANSWER_MAX: usize = 256 << 10;
/// How long one request may take, from name to last byte.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a request came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// No web address, or one without TLS that is not this computer.
    #[error("not an address that may be asked: https is needed")]
    Address,
    /// The server cannot be reached, or is not who it should be.
    #[error("the connection failed: {0}")]
    Connection(String),
    /// What the server said is no HTTP, or the connection broke.
    #[error("no answer of HTTP: {0}")]
    Protocol(String),
    /// The server said too much.
    #[error("an answer that is too long")]
    TooLong,
    /// It took too long.
    #[error("no answer in time")]
    TimedOut,
}

impl From<reqwest::Error> for HttpError {
    fn from(error: reqwest::Error) -> Self {
        // Whoever asked knows the address; it need not stand in the log once more.
        let (is_connect, why) = (error.is_connect(), causes(&error.without_url()));
        if is_connect { Self::Connection(why) } else { Self::Protocol(why) }
    }
}

/// Why the client cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// The file holds no certificate.
    #[error("the file holds no certificate in PEM")]
    NoCertificate,
    /// TLS cannot be set up.
    #[error("TLS cannot be set up: {0}")]
    Tls(#[from] reqwest::Error),
}

/// Asks the provider.
pub struct HttpClient {
    client: Client,
    patience: Duration,
}

impl HttpClient {
    /// A client that trusts the public authorities, and an office's own where its certificate is given.
    ///
    /// # Errors
    /// The certificate is none.
    pub fn new(authority_pem: Option<&[u8]>) -> Result<Self, TrustError> {
        let mut client = Client::builder()
            .use_rustls_tls()
            .http1_only()
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .no_proxy()
            .referer(false)
            .pool_max_idle_per_host(0);
        if let Some(pem) = authority_pem {
            let found = Certificate::from_pem_bundle(pem).map_err(|_| TrustError::NoCertificate)?;
            if found.is_empty() {
                return Err(TrustError::NoCertificate);
            }
            client = found.into_iter().fold(client, reqwest::ClientBuilder::add_root_certificate);
        }
        Ok(Self { client: client.build()?, patience: PATIENCE })
    }

    /// The same with less patience, for tests.
    #[must_use]
    pub fn patient_for(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let request = Request::try_from(request).map_err(|_| HttpError::Address)?;
        // Judged as it is read by whoever connects.
        if !may_be_asked(request.url()) {
            return Err(HttpError::Address);
        }
        let mut answer = self.client.execute(request).await?;
        let mut whole = Response::new(vec![]);
        *whole.status_mut() = answer.status();
        *whole.headers_mut() = answer.headers().clone();
        // What is announced as too long is not waited for.
        if answer.content_length().is_some_and(|length| length > ANSWER_MAX as u64) {
            return Err(HttpError::TooLong);
        }
        while let Some(bytes) = answer.chunk().await? {
            if whole.body().len() + bytes.len() > ANSWER_MAX {
                return Err(HttpError::TooLong);
            }
            whole.body_mut().extend_from_slice(&bytes);
        }
        Ok(whole)
    }
}

fn may_be_asked(url: &Url) -> bool {
    match (url.scheme(), url.host_str()) {
        ("https", Some(_)) => true,
        ("http", Some(host)) => is_own(host.trim_start_matches('[').trim_end_matches(']')),
        _ => false,
    }
}

/// Whether a host is this computer, without asking anybody.
pub fn is_own(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// An error with what it came from, for the log.
pub(super) fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

impl<'c> AsyncHttpClient<'c> for HttpClient {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            tokio::time::timeout(self.patience, self.ask(request)).await.unwrap_or(Err(HttpError::TimedOut))
        })
    }
}

#[cfg(test)]
mod tests;
