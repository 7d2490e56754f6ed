//! The HTTP client that talks to the provider, for the library that knows the protocol. Small on purpose: one request on
//! one connection, TLS by rustls, no redirects, no cookies, no compression; bounded in time and size.
//!
//! Without TLS it reaches this computer alone, so that a provider can be tried out here.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderValue, Uri, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};

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
    /// The server cannot be reached, or the connection broke.
    #[error("the connection failed: {0}")]
    Connection(#[from] std::io::Error),
    /// What the server said is no HTTP, or too much of it.
    #[error("no answer of HTTP: {0}")]
    Protocol(String),
    /// It took too long.
    #[error("no answer in time")]
    TimedOut,
}

/// Why the client cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// The file holds no certificate.
    #[error("the file holds no certificate in PEM")]
    NoCertificate,
    /// TLS cannot be set up.
    #[error(transparent)]
    Tls(#[from] rustls::Error),
}

/// Asks the provider.
pub struct HttpClient {
    tls: TlsConnector,
    patience: Duration,
}

impl HttpClient {
    /// A client that trusts the public authorities, and an office's own where its certificate is given.
    ///
    /// # Errors
    /// The certificate is none.
    pub fn new(authority_pem: Option<&[u8]>) -> Result<Self, TrustError> {
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        if let Some(pem) = authority_pem {
            let mut found = 0;
            for certificate in CertificateDer::pem_slice_iter(pem) {
                roots.add(certificate.map_err(|_| TrustError::NoCertificate)?)?;
                found += 1;
            }
            if found == 0 {
                return Err(TrustError::NoCertificate);
            }
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { tls: TlsConnector::from(Arc::new(config)), patience: PATIENCE })
    }

    /// The same with less patience, for tests.
    #[must_use]
    pub fn patient_for(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let uri = request.uri().clone();
        let host = uri.host().ok_or(HttpError::Address)?;
        let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let is_tls = match uri.scheme_str() {
            Some("https") => true,
            Some("http") if is_own(&bare) => false,
            _ => return Err(HttpError::Address),
        };
        let port = uri.port_u16().unwrap_or(if is_tls { 443 } else { 80 });
        let tcp = TcpStream::connect((bare.as_str(), port)).await?;
        if is_tls {
            let name = ServerName::try_from(bare).map_err(|_| HttpError::Address)?;
            talk(self.tls.connect(name, tcp).await?, request, &uri).await
        } else {
            talk(tcp, request, &uri).await
        }
    }
}

/// Whether a host is this computer, without asking anybody.
pub fn is_own(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

async fn talk<S>(stream: S, request: HttpRequest, uri: &Uri) -> Result<HttpResponse, HttpError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let protocol = |error: &dyn std::fmt::Display| HttpError::Protocol(error.to_string());
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|error| protocol(&error))?;
    // Ends with this function, whatever becomes of it.
    let mut driver = JoinSet::new();
    driver.spawn(connection);
    let (mut parts, body) = request.into_parts();
    let authority = uri.authority().ok_or(HttpError::Address)?;
    let host = HeaderValue::from_str(authority.as_str()).map_err(|_| HttpError::Address)?;
    parts.headers.insert(header::HOST, host);
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    parts.uri = path.parse().map_err(|_| HttpError::Address)?;
    let request = axum::http::Request::from_parts(parts, Full::new(Bytes::from(body)));
    let answer = sender.send_request(request).await.map_err(|error| protocol(&error))?;
    let (parts, body) = answer.into_parts();
    let bytes = Limited::new(body, ANSWER_MAX).collect().await.map_err(|error| protocol(&error))?.to_bytes();
    Ok(axum::http::Response::from_parts(parts, bytes.to_vec()))
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
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    /// A server that answers each connection with these bytes; answers its address.
    async fn server(answer: Vec<u8>, stays: bool) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let answer = answer.clone();
                tokio::spawn(async move {
                    let mut asked = [0; 4096];
                    let _ = stream.read(&mut asked).await;
                    let _ = stream.write_all(&answer).await;
                    if stays {
                        tokio::time::sleep(Duration::from_secs(60)).await;
                    }
                });
            }
        });
        format!("http://{address}/x?y=1")
    }

    async fn get(url: &str, patience: Duration) -> Result<HttpResponse, HttpError> {
        let client = HttpClient::new(None).unwrap().patient_for(patience);
        let request = axum::http::Request::get(url).body(vec![]).unwrap();
        client.call(request).await
    }

    const LONG: Duration = Duration::from_secs(10);

    #[tokio::test]
    async fn an_answer_is_read_and_a_redirect_is_not_followed() {
        let url = server(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".to_vec(), false).await;
        assert_eq!(get(&url, LONG).await.unwrap().body(), b"{}");
        let away = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
        assert_eq!(get(&server(away.to_vec(), false).await, LONG).await.unwrap().status(), 302);
    }

    #[tokio::test]
    async fn what_is_too_long_too_slow_or_no_http_comes_to_an_end() {
        let mut long = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", ANSWER_MAX + 1).into_bytes();
        long.resize(long.len() + ANSWER_MAX + 1, b' ');
        assert!(matches!(get(&server(long, true).await, LONG).await, Err(HttpError::Protocol(_))));
        let silent = get(&server(vec![], true).await, Duration::from_millis(50)).await;
        assert!(matches!(silent, Err(HttpError::TimedOut)));
        let odd = get(&server(b"220 smtp\r\n".to_vec(), false).await, LONG).await;
        assert!(matches!(odd, Err(HttpError::Protocol(_))));
    }

    #[tokio::test]
    async fn others_are_not_asked_without_tls() {
        for url in ["http://example.pl/", "http://10.0.0.1/", "ftp://127.0.0.1/", "/relative"] {
            assert!(matches!(get(url, LONG).await, Err(HttpError::Address)), "{url}");
        }
        assert!(HttpClient::new(Some(b"no certificate")).is_err());
    }
}
