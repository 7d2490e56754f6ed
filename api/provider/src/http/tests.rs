//! The client against servers of a few lines: what is not wanted of an HTTP client does not happen.

use std::net::SocketAddr;
use std::process::Command;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use super::*;

const LONG: Duration = Duration::from_secs(10);
const SHORT: Duration = Duration::from_millis(50);
const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: seen=1\r\n\r\n{}";

/// A server that answers each connection with the same bytes, and keeps what it was asked on each.
#[derive(Clone, Default)]
struct Server {
    answer: Arc<Vec<u8>>,
    stays: bool,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Says this, and closes the connection.
    fn says(answer: &[u8]) -> Self {
        Self { answer: Arc::new(answer.to_vec()), ..Self::default() }
    }

    /// Says this, and neither says more nor closes the connection.
    fn says_and_stays(answer: &[u8]) -> Self {
        Self { stays: true, ..Self::says(answer) }
    }

    async fn talk(self, mut stream: impl AsyncRead + AsyncWrite + Unpin) {
        let mut bytes = [0; 4096];
        let length = stream.read(&mut bytes).await.unwrap_or(0);
        self.asked.lock().unwrap().push(String::from_utf8_lossy(&bytes[..length]).into_owned());
        let _ = stream.write_all(&self.answer).await;
        let _ = stream.flush().await;
        if self.stays {
            std::future::pending::<()>().await;
        }
    }

    /// Stands up; answers its address.
    async fn up(&self, tls: Option<TlsAcceptor>) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (server, tls) = (server.clone(), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => server.talk(stream).await,
                        // Who is not trusted hears no request.
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                server.talk(stream).await;
                            }
                        }
                    }
                });
            }
        });
        address
    }

    async fn url(&self) -> String {
        format!("http://{}/x?y=1", self.up(None).await)
    }
}

async fn get(client: &HttpClient, url: &str) -> Result<HttpResponse, HttpError> {
    client.call(axum::http::Request::get(url).body(vec![]).unwrap()).await
}

async fn get_in(url: &str, patience: Duration) -> Result<HttpResponse, HttpError> {
    get(&HttpClient::new(None).unwrap().patient_for(patience), url).await
}

#[tokio::test]
async fn an_answer_is_read_with_its_status_and_headers() {
    let answer = get_in(&Server::says(OK).url().await, LONG).await.unwrap();
    assert_eq!((answer.status().as_u16(), &answer.body()[..]), (200, &b"{}"[..]));
    assert_eq!(answer.headers()["set-cookie"], "seen=1");
    let parts = b"HTTP/1.1 400 Bad Request\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{\"\r\n3\r\na\":\r\n2\r\n1}\r\n0\r\n\r\n";
    let answer = get_in(&Server::says(parts).url().await, LONG).await.unwrap();
    assert_eq!((answer.status().as_u16(), &answer.body()[..]), (400, &br#"{"a":1}"#[..]));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::says(OK);
    let away =
        format!("HTTP/1.1 302 Found\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", elsewhere.url().await);
    let answer = get_in(&Server::says(away.as_bytes()).url().await, LONG).await.unwrap();
    assert_eq!(answer.status(), 302);
    assert!(elsewhere.asked.lock().unwrap().is_empty());
}

#[tokio::test]
async fn each_request_is_one_connection_and_brings_nothing_along() {
    let server = Server::says_and_stays(OK);
    let (client, url) = (HttpClient::new(None).unwrap(), server.url().await);
    for _ in 0..2 {
        get(&client, &url).await.unwrap();
    }
    let asked = server.asked.lock().unwrap().clone();
    assert_eq!(asked.len(), 2, "the connection was used again");
    for one in asked {
        let one = one.to_lowercase();
        assert!(one.starts_with("get /x?y=1 http/1.1\r\n"), "{one}");
        for header in ["cookie", "referer", "accept-encoding", "authorization", "user-agent"] {
            assert!(!one.contains(&format!("\r\n{header}:")), "{one}");
        }
    }
}

#[tokio::test]
async fn what_is_too_long_comes_to_an_end() {
    let announced = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", ANSWER_MAX + 1);
    let announced = Server::says_and_stays(announced.as_bytes());
    assert!(matches!(get_in(&announced.url().await, LONG).await, Err(HttpError::TooLong)));

    let mut unannounced = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    for _ in 0..=ANSWER_MAX / 1024 {
        unannounced.extend(b"400\r\n");
        unannounced.resize(unannounced.len() + 1024, b' ');
        unannounced.extend(b"\r\n");
    }
    let unannounced = Server::says_and_stays(&unannounced);
    assert!(matches!(get_in(&unannounced.url().await, LONG).await, Err(HttpError::TooLong)));

    let mut most = format!("HTTP/1.1 200 OK\r\nContent-Length: {ANSWER_MAX}\r\n\r\n").into_bytes();
    most.resize(most.len() + ANSWER_MAX, b' ');
    assert_eq!(get_in(&Server::says(&most).url().await, LONG).await.unwrap().body().len(), ANSWER_MAX);
}

#[tokio::test]
async fn what_is_too_slow_comes_to_an_end() {
    for begun in ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"] {
        let slow = get_in(&Server::says_and_stays(begun.as_bytes()).url().await, SHORT).await;
        assert!(matches!(slow, Err(HttpError::TimedOut)), "{begun:?}: {slow:?}");
    }
}

#[tokio::test]
async fn what_is_no_http_or_breaks_off_is_no_answer() {
    for broken in ["220 smtp\r\n", "", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"] {
        let odd = get_in(&Server::says(broken.as_bytes()).url().await, LONG).await;
        assert!(matches!(odd, Err(HttpError::Protocol(_))), "{broken:?}: {odd:?}");
    }
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let why = get_in(&format!("http://{nobody}/secret"), LONG).await.unwrap_err();
    assert!(matches!(why, HttpError::Connection(_)), "{why:?}");
    assert!(!why.to_string().contains("secret"), "{why}");
}

#[tokio::test]
async fn others_are_not_asked_without_tls() {
    for url in [
        "http://example.pl/",
        "http://10.0.0.1/",
        "http://localhost.example.pl/",
        "http://127.0.0.1.example.pl/",
        "http://localhost@10.0.0.1/",
        "http://[::ffff:10.0.0.1]/",
        "ftp://127.0.0.1/",
        "/relative",
    ] {
        let answer = get_in(url, LONG).await;
        assert!(matches!(answer, Err(HttpError::Address)), "{url}: {answer:?}");
    }
    for url in ["http://localhost:1/", "http://127.0.0.1/", "http://[::1]:1/", "https://example.pl/"] {
        assert!(may_be_asked(&url.parse().unwrap()), "{url}");
    }
}

/// A proxy would read codes and secrets. The environment is given to a process of its own, which runs the test above.
#[test]
fn a_proxy_of_the_environment_is_not_asked() {
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", "http::tests::an_answer_is_read_with_its_status_and_headers"]);
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        again.env(name, "http://127.0.0.1:1");
    }
    let output = again.env_remove("no_proxy").env_remove("NO_PROXY").output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

/// TLS of a new authority for a name, and the authority's certificate in PEM.
fn authority(name: &str) -> (TlsAcceptor, String) {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut authority = rcgen::CertificateParams::new(vec![]).unwrap();
    authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let root = authority.self_signed(&key).unwrap();
    let issuer = rcgen::Issuer::new(authority, key);
    let own = rcgen::KeyPair::generate().unwrap();
    let certificate = rcgen::CertificateParams::new(vec![name.to_owned()]).unwrap();
    let certificate = certificate.signed_by(&own, &issuer).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(own.serialize_der())),
        )
        .unwrap();
    (TlsAcceptor::from(Arc::new(config)), root.pem())
}

#[tokio::test]
async fn whoever_answers_over_tls_shows_a_certificate_for_its_name_by_a_trusted_authority() {
    let (tls, pem) = authority("localhost");
    let (_, other) = authority("localhost");
    let server = Server::says(OK);
    let port = server.up(Some(tls)).await.port();
    let url = format!("https://localhost:{port}/");
    let asking = |pem: &str| HttpClient::new(Some(pem.as_bytes())).unwrap();

    let both = asking(&format!("{other}{pem}"));
    for trusting in [asking(&pem), both] {
        assert_eq!(get(&trusting, &url).await.unwrap().body(), b"{}");
    }
    assert_eq!(server.asked.lock().unwrap().len(), 2);
    let strangers = [HttpClient::new(None).unwrap(), asking(&other)];
    for stranger in strangers {
        let refused = get(&stranger, &url).await;
        assert!(matches!(refused, Err(HttpError::Connection(_))), "{refused:?}");
    }
    let (tls, pem) = authority("login.example.pl");
    let port = server.up(Some(tls)).await.port();
    let misnamed = get(&asking(&pem), &format!("https://localhost:{port}/")).await;
    assert!(matches!(misnamed, Err(HttpError::Connection(_))), "{misnamed:?}");
    // Nobody of them was asked for anything.
    assert_eq!(server.asked.lock().unwrap().len(), 2);
}

#[test]
fn a_file_without_a_certificate_is_refused() {
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for pem in ["", "no certificate", broken, "-----BEGIN CERTIFICATE-----\n%\n-----END CERTIFICATE-----\n"] {
        assert!(HttpClient::new(Some(pem.as_bytes())).is_err(), "{pem}");
    }
}
