//! What one may cost in a minute, whatever one asks and by whatever way.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use edge::tries::{PerMinute, Rates, Tries};
use serde_json::{Value, json};
use tests::builders::World;
use tests::{Edge, TestApp, on_both};

/// A list of a hundred, by the sizes that it asks for.
const LIST: &str = "{ institutions(first: 100) { edges { node { id name nip } } } }";

/// What an answer says of its sender's allowance: limit, rest, seconds until it is whole again.
fn allowance(headers: &HeaderMap) -> [u64; 3] {
    let text = |name: &str| headers[name].to_str().unwrap().to_owned();
    let parameter = |text: &str, name: &str| -> u64 {
        text.split(';').find_map(|part| part.strip_prefix(name)).unwrap().parse().unwrap()
    };
    let (policy, now) = (text("ratelimit-policy"), text("ratelimit"));
    assert!(policy.starts_with("\"cost\";q=") && policy.ends_with(";w=60"), "{policy}");
    assert!(now.starts_with("\"cost\";r="), "{now}");
    [parameter(&policy, "q="), parameter(&now, "r="), parameter(&now, "t=")]
}

struct Asked {
    status: StatusCode,
    headers: HeaderMap,
    body: Value,
}

impl Asked {
    fn is_refused(&self) -> bool {
        let error = match &self.body {
            Value::Array(elements) => &elements[0]["errors"][0],
            body => &body["errors"][0],
        };
        let is_limited = error["extensions"]["code"] == "RATE_LIMITED";
        if is_limited {
            assert!(error["extensions"]["retryAfterSeconds"].as_u64().unwrap() > 0);
            assert_eq!(allowance(&self.headers)[0], 3_000);
            if self.body.is_object() {
                assert_eq!(self.status, StatusCode::TOO_MANY_REQUESTS);
                assert!(self.headers.contains_key(header::RETRY_AFTER));
            }
        }
        is_limited
    }
}

async fn send(app: &TestApp, request: Request<Body>) -> Asked {
    let (head, body) = app.send(request).await.into_parts();
    let bytes = axum::body::to_bytes(body, 1 << 24).await.unwrap();
    let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    Asked { status: head.status, headers: head.headers, body }
}

fn request(method: Method, path: &str, token: &str, kind: &str, body: String) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, kind)
        .header("graphql-require-preflight", "1")
        .body(Body::from(body))
        .unwrap()
}

/// One list by each way that requests come.
fn ways(token: &str) -> Vec<(&'static str, Request<Body>)> {
    let json = "application/json";
    let one = json!({ "query": LIST }).to_string();
    let mut part = format!("--b\r\ncontent-disposition: form-data; name=\"operations\"\r\n\r\n{one}\r\n");
    part.push_str("--b\r\ncontent-disposition: form-data; name=\"map\"\r\n\r\n{}\r\n--b--\r\n");
    let encoded: String = LIST.bytes().map(|byte| format!("%{byte:02X}")).collect();
    vec![
        ("post", request(Method::POST, "/graphql", token, json, one.clone())),
        ("get", request(Method::GET, &format!("/graphql?query={encoded}"), token, json, String::new())),
        ("batch", request(Method::POST, "/graphql", token, json, format!("[{one}]"))),
        ("upload", request(Method::POST, "/graphql", token, "multipart/form-data; boundary=b", part)),
        (
            "export",
            request(
                Method::POST,
                "/export",
                token,
                json,
                json!({ "query": "{ institutions { edges { node { id name nip } } } }" }).to_string(),
            ),
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_costs_by_its_size_by_every_way_and_what_is_left_is_told() {
    on_both(async |base| {
        let mut app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let other = world.person(&app, "Anna", "Łącka").await;
        let other = world.participant(&app, "anna@example.pl", other).await;
        for (way, _) in ways(token) {
            let rates = Rates { cost_of_account: PerMinute(3_000), ..Rates::default() };
            app.state.tries = Tries::within(rates);
            // An export waits for its next page, but no longer than this.
            let export = edge::graphql::ExportLimits { time: Duration::from_secs(2), ..Default::default() };
            let limits = edge::graphql::Limits { export, ..Default::default() };
            app.with_edge(&Edge { limits, ..Edge::default() });
            let ask = async || {
                let (_, request) = ways(token).into_iter().find(|(name, _)| *name == way).unwrap();
                send(&app, request).await
            };
            let first = ask().await;
            assert!(first.status == StatusCode::OK && !first.is_refused(), "{way}: {}", first.body);
            let [limit, left, whole] = allowance(&first.headers);
            // A hundred rows of a few fields, and the request by itself.
            assert!(limit == 3_000 && (1_900..=2_600).contains(&left), "{way}: {left}");
            assert!((8..=22).contains(&whole), "{way}: {whole}");
            let mut granted = 1;
            while !ask().await.is_refused() {
                granted += 1;
                assert!(granted < 20, "{way}");
            }
            assert!((2..=7).contains(&granted), "{way}: {granted}");
            // What is small is still granted where there is something left, and nobody else has paid.
            let small = json!({ "query": "{ __typename }" }).to_string();
            let small =
                |token: &str| request(Method::POST, "/graphql", token, "application/json", small.clone());
            assert!(!send(&app, small(&other.token)).await.is_refused(), "{way}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_batch_weighs_no_more_than_one_request_may() {
    let mut app = TestApp::on(tests::databases::TestDb::sqlite().await);
    let world = World::new(&app).await;
    let limits = edge::guard::Limits { complexity: 1_000, ..Default::default() };
    let limits = edge::graphql::Limits { document: limits, ..Default::default() };
    app.with_edge(&Edge { limits, ..Edge::default() });
    let one = json!({ "query": LIST });
    let answer = app.post(Some(&world.coordinator.token), &Value::from(vec![one.clone(); 3])).await;
    let codes: Vec<&Value> = (0..3).map(|n| &answer.body[n]["errors"][0]["extensions"]["code"]).collect();
    assert_eq!(codes, [&Value::Null, &json!("QUERY_TOO_COMPLEX"), &json!("QUERY_TOO_COMPLEX")]);
    assert!(app.post(Some(&world.coordinator.token), &one).await.body.get("errors").is_none());
}
