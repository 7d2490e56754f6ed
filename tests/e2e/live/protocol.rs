//! The protocol: who may begin, what closes a socket and with which code, what is counted.

use std::time::Duration;

use edge::graphql::socket::SocketLimits;
use edge::graphql::{Documents, Origins};
use serde_json::json;
use tests::builders::World;
use tests::databases::TestDb;
use tests::{Edge, Server, TestApp};
use tokio_tungstenite::tungstenite::{Error, Message};

use super::client::Client;
use super::{hex, opened, sockets};

const TYPENAME: &str = "{ __typename }";

async fn app() -> TestApp {
    TestApp::on(TestDb::sqlite().await)
}

fn status(opened: Result<Client, Error>) -> u16 {
    match opened.map(drop) {
        Err(Error::Http(response)) => response.status().as_u16(),
        other => panic!("a refusal was expected, not {other:?}"),
    }
}

#[tokio::test]
async fn a_broken_protocol_is_answered_with_its_code() {
    let app = app().await;
    let server =
        Server::start(&app.state, sockets(SocketLimits { message_bytes: 2_000, ..SocketLimits::default() }))
            .await;
    let begin = json!({ "type": "connection_init" });
    let run = |id: &str| {
        let query = "subscription { newCertificates { id } }";
        json!({ "type": "subscribe", "id": id, "payload": { "query": query } })
    };
    let long = json!({ "type": "ping", "payload": { "x": "x".repeat(3_000) } });
    for (messages, code) in [
        (vec![run("1")], 4401),
        (vec![json!({ "type": "complete", "id": "1" })], 4401),
        (vec![begin.clone(), begin.clone()], 4429),
        (vec![json!({ "type": "start" })], 4400),
        (vec![begin.clone(), json!({ "type": "start" })], 4400),
        (vec![begin.clone(), json!([1])], 4400),
        (vec![begin.clone(), long], 1009),
        (
            vec![json!({ "type": "connection_init", "payload": { "Authorization": "Bearer zw_s_wrong" } })],
            4401,
        ),
        (vec![json!({ "type": "connection_init", "payload": { "authorization": 7 } })], 4401),
    ] {
        let mut client = opened(&server).await;
        for message in &messages {
            client.send(message.clone()).await;
        }
        assert_eq!(client.closed().await, code, "{messages:?}");
    }
    let mut binary = opened(&server).await;
    binary.say(Message::binary(vec![1, 2, 3])).await;
    assert_eq!(binary.closed().await, 4400);
    server.end().await;
}

#[tokio::test]
async fn an_id_is_taken_until_its_operation_is_over() {
    let app = app().await;
    let world = World::new(&app).await;
    let anna = world.person(&app, "Anna", "Łącka").await;
    let token = world.participant(&app, "anna@example.pl", anna).await.token;
    let server = Server::start(&app.state, Edge::default()).await;
    let waiting = "subscription { newCertificates { id } }";
    let mut client = Client::begin(&server, Some(&token)).await;
    client.run("1", waiting, json!({})).await;
    client.run("2", waiting, json!({})).await;
    client.send(json!({ "type": "complete", "id": "1" })).await;
    client.send(json!({ "type": "complete", "id": "unheard of" })).await;
    client.run("1", TYPENAME, json!({})).await;
    assert_eq!(client.data("1").await, json!({ "__typename": "Query" }));
    client.complete("1").await;
    client.run("1", TYPENAME, json!({})).await;
    client.data("1").await;
    client.complete("1").await;
    client.run("2", waiting, json!({})).await;
    assert_eq!(client.closed().await, 4409);
    server.end().await;
}

#[tokio::test]
async fn who_says_nothing_and_who_says_too_much_is_sent_away() {
    let app = app().await;
    let limits =
        SocketLimits { init_time: Duration::from_millis(300), messages: 5, ..SocketLimits::default() };
    let server = Server::start(&app.state, sockets(limits)).await;
    assert_eq!(opened(&server).await.closed().await, 4408);
    let mut client = Client::begin(&server, None).await;
    for _ in 0..40 {
        client.send(json!({ "type": "ping" })).await;
    }
    assert_eq!(client.closed().await, 1008);
    server.end().await;
}

#[tokio::test]
async fn a_silent_client_is_asked_and_then_forgotten() {
    let app = app().await;
    let limits = SocketLimits { ping_every: Duration::from_millis(100), ..SocketLimits::default() };
    let server = Server::start(&app.state, sockets(limits)).await;
    let mut alive = Client::begin(&server, None).await;
    alive.send(json!({ "type": "ping" })).await;
    assert_eq!(alive.hear().await, json!({ "type": "pong" }));
    // Reading answers the pings; a client that reads is alive for as long as it likes.
    alive.hears_nothing().await;
    alive.run("1", TYPENAME, json!({})).await;
    alive.data("1").await;
    alive.complete("1").await;

    let mut dead = Client::begin(&server, None).await;
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert!(dead.is_cut().await);
    server.end().await;
}

#[tokio::test]
async fn only_pages_of_known_origins_open_sockets() {
    let app = app().await;
    let origins = Origins::of(["https://zwornik.example.pl"]);
    let server = Server::start(&app.state, Edge { origins, ..Edge::default() }).await;
    assert_eq!(status(Client::open(&server, &[("origin", "https://evil.example")]).await), 403);
    assert_eq!(status(Client::open(&server, &[("origin", "null")]).await), 403);
    assert!(Client::open(&server, &[("origin", "https://zwornik.example.pl")]).await.is_ok());
    assert!(Client::open(&server, &[]).await.is_ok());
    let mut other = Client::open(&server, &[("sec-websocket-protocol", "graphql-ws")]).await;
    if let Ok(client) = &mut other {
        assert_eq!(client.closed().await, 4406);
    }
    server.end().await;
}

#[tokio::test]
async fn sockets_and_operations_are_counted() {
    let app = app().await;
    let world = World::new(&app).await;
    let anna = world.person(&app, "Anna", "Łącka").await;
    let token = world.participant(&app, "anna@example.pl", anna).await.token;
    let limits = SocketLimits { of_address: 3, of_account: 2, operations: 2, ..SocketLimits::default() };
    let server = Server::start(&app.state, sockets(limits)).await;
    let mut first = Client::begin(&server, Some(&token)).await;
    let second = Client::begin(&server, Some(&token)).await;
    let mut third = opened(&server).await;
    let payload = json!({ "Authorization": format!("Bearer {token}") });
    third.send(json!({ "type": "connection_init", "payload": payload })).await;
    assert_eq!(third.closed().await, 1013);
    drop((second, third));
    let refused = async {
        let mut kept = vec![];
        loop {
            match Client::open(&server, &[]).await {
                Ok(client) => kept.push(client),
                refused => return (kept.len(), status(refused)),
            }
        }
    };
    let (kept, refused) = refused.await;
    assert!(kept <= 2 && refused == 429, "{kept} {refused}");

    let waiting = "subscription { newCertificates { id } }";
    for id in ["1", "2", "3"] {
        first.run(id, waiting, json!({})).await;
    }
    assert_eq!(first.refused("3").await, "TOO_MANY_OPERATIONS");
    server.end().await;
}

#[tokio::test]
async fn every_operation_passes_the_guard_and_the_list_of_documents() {
    let app = app().await;
    let server = Server::start(&app.state, Edge::default()).await;
    let mut client = Client::begin(&server, None).await;
    let mut bomb = "query { ...F0 }".to_owned();
    for n in 0..8 {
        let next = if n == 7 { "__typename".to_owned() } else { format!("...F{} ", n + 1).repeat(8) };
        bomb += &format!(" fragment F{n} on Query {{ {next} }}");
    }
    client.run("1", &bomb, json!({})).await;
    assert_eq!(client.refused("1").await, "QUERY_TOO_LARGE");
    client.run("2", "{ nonsense }", json!({})).await;
    assert_eq!(client.refused("2").await, "GRAPHQL_VALIDATION_FAILED");
    client.run("3", "{", json!({})).await;
    assert_eq!(client.refused("3").await, "GRAPHQL_PARSE_FAILED");
    client.send(json!({ "type": "subscribe", "id": "4", "payload": { "query": 4 } })).await;
    assert_eq!(client.refused("4").await, "BAD_REQUEST");
    server.end().await;

    let known = "query Known { __typename }";
    let documents = Documents::locked([known.to_owned()], &edge::guard::Limits::default()).unwrap();
    let server = Server::start(&app.state, Edge { documents, ..Edge::default() }).await;
    let mut client = Client::begin(&server, None).await;
    client.run("1", TYPENAME, json!({})).await;
    assert_eq!(client.refused("1").await, "PERSISTED_QUERY_NOT_IN_LIST");
    let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": hex(known) } });
    client.send(json!({ "type": "subscribe", "id": "2", "payload": { "extensions": extensions } })).await;
    assert_eq!(client.data("2").await, json!({ "__typename": "Query" }));
    server.end().await;
}

#[tokio::test]
async fn a_stop_tells_every_socket_and_waits_for_no_one() {
    let app = app().await;
    let server = Server::start(&app.state, Edge::default()).await;
    let mut ready = Client::begin(&server, None).await;
    let mut waiting = opened(&server).await;
    let began = std::time::Instant::now();
    server.stop.cancel();
    let (codes, ()) = tokio::join!(async { (ready.closed().await, waiting.closed().await) }, server.end());
    assert_eq!(codes, (1012, 1012));
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}
