//! Over real sockets on loopback: slow clients are cut off, running requests finish, nobody waits for ever.

use std::time::Instant;

use axum::http::StatusCode;
use axum::routing::{get, post};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::task::JoinHandle;

use super::*;

/// More than the buffers of a connection hold.
const LARGE: usize = 16 << 20;

async fn start(limits: ServeLimits) -> (SocketAddr, CancellationToken, JoinHandle<bool>) {
    let router = Router::new()
        .route("/", get(|ConnectInfo(from): ConnectInfo<SocketAddr>| async move { from.ip().to_string() }))
        .route("/large", get(|| async { vec![b'x'; LARGE] }))
        .route("/refuse", post(|| async { (StatusCode::BAD_REQUEST, "refused") }))
        .route("/slow", get(|| tokio::time::sleep(Duration::from_millis(400))));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = CancellationToken::new();
    (address, stop.clone(), tokio::spawn(serving(listener, router, limits, stop)))
}

async fn serving(
    listener: TcpListener,
    router: Router,
    limits: ServeLimits,
    stop: CancellationToken,
) -> bool {
    serve(listener, router, (limits, &Proxies::default()), stop).await
}

fn limits() -> ServeLimits {
    ServeLimits { head_time: Duration::from_millis(300), ..ServeLimits::default() }
}

/// Sends `head` and reads until the server closes.
async fn talk(address: SocketAddr, head: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut answer)).await.unwrap().unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn requests_are_answered_and_know_their_client() {
    let (address, ..) = start(limits()).await;
    let answer = talk(address, "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("127.0.0.1"), "{answer}");
}

#[tokio::test]
async fn clients_that_do_not_finish_their_head_are_cut_off() {
    let (address, ..) = start(limits()).await;
    for head in ["", "G", "GET / HTTP/1.1\r\nhost: x\r\nx: "] {
        let begun = Instant::now();
        let answer = talk(address, head).await;
        assert!(!answer.contains(" 200 "), "{head:?}: {answer}");
        assert!(begun.elapsed() < Duration::from_secs(3), "{head:?}");
    }
}

#[tokio::test]
async fn a_stop_lets_running_requests_finish_and_closes_idle_connections() {
    let (address, stop, served) = start(ServeLimits::default()).await;
    let idle = TcpStream::connect(address).await.unwrap();
    let running = tokio::spawn(talk(address, "GET /slow HTTP/1.1\r\nhost: x\r\n\r\n"));
    tokio::time::sleep(Duration::from_millis(100)).await;
    stop.cancel();
    assert!(running.await.unwrap().starts_with("HTTP/1.1 200"));
    assert!(tokio::time::timeout(Duration::from_secs(2), served).await.unwrap().unwrap());
    drop(idle);
}

#[tokio::test]
async fn the_grace_period_ends() {
    let limits = ServeLimits { grace: Duration::from_millis(50), ..ServeLimits::default() };
    let (address, stop, served) = start(limits).await;
    let _running = tokio::spawn(talk(address, "GET /slow HTTP/1.1\r\nhost: x\r\n\r\n"));
    tokio::time::sleep(Duration::from_millis(100)).await;
    stop.cancel();
    assert!(!tokio::time::timeout(Duration::from_millis(300), served).await.unwrap().unwrap());
}

#[tokio::test]
async fn further_connections_wait_for_a_free_place() {
    let (address, ..) = start(ServeLimits { connections: 1, ..limits() }).await;
    let _holds_the_place = TcpStream::connect(address).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    let begun = Instant::now();
    let answer = talk(address, "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200"));
    assert!(begun.elapsed() >= Duration::from_millis(150), "the second had to wait for the first");
}

#[tokio::test]
async fn clients_that_take_nothing_of_their_answer_are_cut_off() {
    let limits = ServeLimits { send_time: Duration::from_millis(200), connections: 1, ..limits() };
    let (address, ..) = start(limits).await;
    // Asks and asks and reads nothing, until no buffer takes any more.
    let mut deaf = TcpStream::connect(address).await.unwrap();
    let asked = async {
        loop {
            deaf.write_all("GET /large HTTP/1.1\r\nhost: x\r\n\r\n".repeat(8).as_bytes()).await?;
        }
    };
    let cut: Result<io::Result<()>, _> = tokio::time::timeout(Duration::from_secs(10), asked).await;
    assert!(cut.expect("it is still served").is_err());
    // The only place is free again.
    let answer = talk(address, "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_client_that_reads_slowly_gets_all_of_its_answer() {
    let limits = ServeLimits { send_time: Duration::from_millis(400), ..limits() };
    let (address, ..) = start(limits).await;
    let mut slow = TcpStream::connect(address).await.unwrap();
    slow.write_all(b"GET /large HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    let (mut read, mut part, begun) = (0, vec![0; 2 << 20], Instant::now());
    loop {
        match slow.read(&mut part).await.unwrap() {
            0 => break,
            some => read += some,
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(read > LARGE && begun.elapsed() > Duration::from_millis(10), "{read}");
}

#[tokio::test]
async fn one_address_does_not_take_all_connections() {
    let (address, ..) = start(ServeLimits { connections_of_address: 2, ..limits() }).await;
    let first = TcpStream::connect(address).await.unwrap();
    let _second = TcpStream::connect(address).await.unwrap();
    let mut third = TcpStream::connect(address).await.unwrap();
    let mut answer = Vec::new();
    let closed = tokio::time::timeout(Duration::from_secs(5), third.read_to_end(&mut answer)).await.unwrap();
    assert!(closed.is_err() || answer.is_empty(), "closed without a word");
    drop(first);
    // Its place is free once the server has seen it go.
    let answered = async {
        loop {
            let request = "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
            let mut stream = TcpStream::connect(address).await.unwrap();
            let mut answer = String::new();
            if stream.write_all(request.as_bytes()).await.is_ok()
                && stream.read_to_string(&mut answer).await.is_ok()
                && answer.starts_with("HTTP/1.1 200")
            {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(5), answered).await.unwrap();
}

#[tokio::test]
async fn an_answer_reaches_a_client_whose_body_nobody_reads() {
    let (address, ..) = start(limits()).await;
    let body = "x".repeat(200 * 1024);
    for _ in 0..50 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!("POST /refuse HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n", body.len());
        // Piece by piece, so that the answer is made while the body is under way.
        stream.write_all(head.as_bytes()).await.unwrap();
        for piece in body.as_bytes().chunks(50 * 1024) {
            tokio::task::yield_now().await;
            stream.write_all(piece).await.unwrap();
        }
        // The connection is as good as before, too.
        stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.contains("refused") && answer.ends_with("127.0.0.1"), "{answer}");
    }
}

#[tokio::test]
async fn an_endless_body_is_not_read_for_ever() {
    let (address, ..) = start(limits()).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!("POST /refuse HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n", 1_u64 << 40);
    stream.write_all(head.as_bytes()).await.unwrap();
    let piece = vec![b'x'; 64 * 1024];
    let sent = async { while stream.write_all(&piece).await.is_ok() {} };
    tokio::time::timeout(Duration::from_secs(5), sent).await.expect("it is read for ever");
}
