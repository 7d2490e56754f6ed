//! The HTTP edge through the router, with a small schema behind it.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail loudly")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_graphql::{Context, EmptySubscription, Object, Schema};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::Response;
use edge::graphql::{GraphqlEndpoint, Limits, Refusal};
use edge::headers::{RequestId, identify, secure};
use edge::static_router;
use futures_util::stream;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tower::ServiceExt as _;

const NEW: &str = "application/graphql-response+json";
const LEGACY: &str = "application/json";

struct Query;

#[Object]
impl Query {
    async fn hello(&self) -> &str {
        "world"
    }

    async fn caller(&self, ctx: &Context<'_>) -> Option<String> {
        ctx.data_opt::<String>().cloned()
    }

    async fn slow(&self) -> bool {
        tokio::time::sleep(Duration::from_secs(60)).await;
        true
    }

    async fn broken(&self) -> bool {
        let nothing: Vec<bool> = Vec::new();
        nothing.first().copied().expect("a defect")
    }

    async fn failing(&self) -> async_graphql::Result<Option<bool>> {
        Err("no".into())
    }
}

struct Mutation(Arc<AtomicUsize>);

#[Object]
impl Mutation {
    async fn touch(&self) -> usize {
        self.0.fetch_add(1, Ordering::SeqCst)
    }
}

fn app_with(limits: Limits) -> (Router, Arc<AtomicUsize>) {
    let touched = Arc::new(AtomicUsize::new(0));
    let schema = Schema::build(Query, Mutation(Arc::clone(&touched)), EmptySubscription).finish();
    let endpoint = GraphqlEndpoint::new(schema, limits).prepare(|parts, request| async move {
        assert!(parts.extensions.get::<RequestId>().is_some());
        match parts.headers.get(header::AUTHORIZATION).map(|value| value.as_bytes()) {
            None => Ok(request),
            Some(b"Bearer anna") => Ok(request.data("Anna".to_owned())),
            Some(_) => Err(Refusal::unauthenticated("The token is not known.")),
        }
    });
    let router = Router::new()
        .route("/graphql", endpoint.route())
        .merge(api::certificates::verify::router())
        .merge(static_router());
    (identify(secure(router), || "request-1".to_owned()), touched)
}

/// The extension by which a document is asked for by its hash.
fn persisted(document: &str) -> Value {
    let hash: String = Sha256::digest(document).iter().map(|byte| format!("{byte:02x}")).collect();
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } })
}

fn app() -> Router {
    app_with(Limits::default()).0
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

async fn send(app: Router, request: Request<Body>) -> Answer {
    let response: Response = app.oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    Answer { status: parts.status, headers: parts.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
}

async fn get(app: Router, address: &str) -> Answer {
    send(app, Request::get(address).header(header::ACCEPT, NEW).body(Body::empty()).unwrap()).await
}

async fn post(app: Router, accept: &str, body: Value) -> Answer {
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, accept)
        .body(Body::from(body.to_string()))
        .unwrap();
    send(app, request).await
}

async fn ask(query: &str) -> Answer {
    post(app(), NEW, json!({ "query": query })).await
}

#[tokio::test]
async fn the_status_depends_on_the_media_type() {
    for (query, code) in [
        ("{ hello", "GRAPHQL_PARSE_FAILED"),
        ("{ nowhere }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ ...Nowhere }", "GRAPHQL_VALIDATION_FAILED"),
        ("query A { hello } query B { hello }", "OPERATION_RESOLUTION_FAILED"),
    ] {
        for (accept, status) in [(NEW, 400), (LEGACY, 200)] {
            let answer = post(app(), accept, json!({ "query": query })).await;
            assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code), "{query}");
            assert!(answer.json().get("data").is_none(), "{}", answer.text);
            assert!(answer.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with(accept));
        }
    }
    let answer = ask("{ hello failing }").await;
    assert_eq!((answer.status, answer.json()["data"]["hello"].as_str()), (StatusCode::OK, Some("world")));
}

#[tokio::test]
async fn mutations_need_post_whatever_names_them() {
    let (app, touched) = app_with(Limits::default());
    let several = "query%20A%7Bhello%7Dmutation%20B%7Btouch%7D";
    let answer = get(app.clone(), &format!("/graphql?query={several}&operationName=B")).await;
    assert_eq!((answer.status.as_u16(), answer.headers[header::ALLOW].to_str().unwrap()), (405, "POST"));
    assert_eq!(touched.load(Ordering::SeqCst), 0);

    // Registered by POST, where it runs, it is still no document for GET.
    let extensions = persisted("mutation { touch }");
    post(app.clone(), NEW, json!({ "query": "mutation { touch }", "extensions": extensions })).await;
    let by_hash: String = extensions.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect();
    let answer = get(app.clone(), &format!("/graphql?extensions={by_hash}")).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(touched.load(Ordering::SeqCst), 1);

    let answer = get(app.clone(), &format!("/graphql?query={several}&operationName=A")).await;
    assert_eq!(answer.json()["data"]["hello"], "world");
    let answer = post(app, NEW, json!({ "extensions": extensions })).await;
    assert_eq!(answer.json()["data"]["touch"], 1);
}

#[tokio::test]
async fn what_is_no_graphql_request_is_told_in_graphql() {
    let put = Request::put("/graphql").body(Body::empty()).unwrap();
    let answer = send(app(), put).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (405, "METHOD_NOT_ALLOWED"));
    assert_eq!(answer.headers[header::ALLOW], "GET, POST");

    for (content_type, body, status) in [
        ("text/plain", "{}", 415),
        ("multipart/form-data; boundary=x", "--x--", 415),
        ("application/json; charset=latin-2", "{}", 415),
        ("application/json; charset=UTF-8", "{\"query\":\"{ hello }\"}", 200),
        ("application/json", "{\"query\":", 400),
        ("application/json", "{\"query\":1}", 400),
        ("application/json", "{\"query\":\"{hello}\",\"variables\":[]}", 400),
        ("application/json", "\"{ hello }\"", 400),
    ] {
        let request = Request::post("/graphql").header(header::CONTENT_TYPE, content_type);
        let answer = send(app(), request.body(Body::from(body)).unwrap()).await;
        assert_eq!(answer.status.as_u16(), status, "{content_type} {body}");
        assert!(!answer.text.contains("line 1 column"), "{}", answer.text);
        assert!(answer.json().is_object());
    }
    for uri in ["/graphql", "/graphql?query=%7Bhello%7D&variables=%7B", "/graphql?query=a&query=b"] {
        let answer = get(app(), uri).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "BAD_REQUEST"), "{uri}");
    }
    let html = Request::get("/graphql?query=%7Bhello%7D").header(header::ACCEPT, "text/html");
    assert_eq!(send(app(), html.body(Body::empty()).unwrap()).await.status, StatusCode::NOT_ACCEPTABLE);
}

#[tokio::test]
async fn bodies_are_capped_even_when_their_length_is_not_told() {
    let limits = Limits { body_bytes: 1_000, ..Limits::default() };
    let chunks = stream::iter((0..100).map(|_| Ok::<_, std::io::Error>(Bytes::from(" ".repeat(100)))));
    for body in [Body::from(" ".repeat(1_001)), Body::from_stream(chunks)] {
        let request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json");
        let answer = send(app_with(limits.clone()).0, request.body(body).unwrap()).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (413, "BODY_TOO_LARGE"));
    }
}

#[tokio::test]
async fn slow_bodies_and_slow_answers_end() {
    let soon = Duration::from_millis(20);
    let app = app_with(Limits { body_time: soon, answer_time: soon, ..Limits::default() }).0;
    let never = Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>());
    let request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json");
    let answer = send(app.clone(), request.body(never).unwrap()).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (408, "BODY_TOO_SLOW"));

    let answer = post(app, NEW, json!({ "query": "{ slow }" })).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (503, "TIMEOUT"));
}

#[tokio::test]
async fn a_panic_is_an_error_like_others_and_says_nothing() {
    let answer = ask("{ broken }").await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (500, "INTERNAL"));
    assert!(!answer.text.contains("defect"));
}

#[tokio::test]
async fn each_element_of_a_batch_is_guarded() {
    let bomb: String = (0..8)
        .map(|n| format!(" fragment F{n} on Query {{ {} }}", format!("...F{} ", n + 1).repeat(8)))
        .collect();
    let bomb = format!("{{ ...F0 }} {bomb} fragment F8 on Query {{ hello }}");
    let batch = json!([{ "query": "{ hello }" }, { "query": bomb }, 1, { "query": "{ caller }" }]);
    let answer = post(app(), NEW, batch).await;
    assert_eq!(answer.status, StatusCode::OK);
    let answer = answer.json();
    assert_eq!(answer[0]["data"]["hello"], "world");
    assert_eq!(answer[1]["errors"][0]["extensions"]["code"], "QUERY_TOO_LARGE");
    assert!(answer[1].get("data").is_none());
    assert_eq!(answer[2]["errors"][0]["extensions"]["code"], "BAD_REQUEST");
    assert_eq!(answer[3]["data"], json!({ "caller": null }));
}

#[tokio::test]
async fn batches_have_a_size() {
    let eleven = Value::from(vec![json!({ "query": "{ hello }" }); 11]);
    assert_eq!(post(app(), NEW, eleven.clone()).await.code(), "BATCH_TOO_LARGE");
    assert_eq!(post(app(), NEW, json!([])).await.code(), "BAD_REQUEST");
    let none = app_with(Limits { batch: 0, ..Limits::default() }).0;
    assert_eq!(post(none, NEW, eleven).await.code(), "BATCHING_DISABLED");
}

#[tokio::test]
async fn the_hook_authenticates_and_refuses() {
    let request = |token: &str| {
        Request::get("/graphql?query=%7Bcaller%7D")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(Body::empty())
            .unwrap()
    };
    assert_eq!(send(app(), request("anna")).await.json()["data"]["caller"], "Anna");
    let answer = send(app(), request("nobody")).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (401, "UNAUTHENTICATED"));
    assert_eq!(answer.headers[header::WWW_AUTHENTICATE], "Bearer");
}

#[tokio::test]
async fn unknown_persisted_documents_are_asked_for() {
    let unknown = json!({ "extensions": persisted("{ hello }") });
    let answer = post(app(), LEGACY, unknown).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (200, "PERSISTED_QUERY_NOT_FOUND"));
    assert_eq!(answer.json()["errors"][0]["message"], "PersistedQueryNotFound");
}

#[tokio::test]
async fn errors_are_counted_beyond_their_cap() {
    let fields: String = (0..60).map(|n| format!("f{n}: failing ")).collect();
    let errors = ask(&format!("{{ {fields} }}")).await.json()["errors"].as_array().unwrap().clone();
    assert_eq!(errors.len(), 51);
    assert_eq!(errors[50]["message"], "10 further errors are left out.");
}

#[tokio::test]
async fn every_answer_carries_its_headers_and_its_own_id() {
    let request = Request::get("/verify").header("x-request-id", "forged");
    let page = send(app(), request.body(Body::empty()).unwrap()).await;
    assert_eq!(page.headers["x-request-id"], "request-1");
    let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("form-action 'self'"), "{policy}");

    let explorer = get(app(), "/graphiql").await;
    let policy = explorer.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("form-action 'none'") && policy.contains("script-src 'self'"), "{policy}");
    for inline in ["style=", "onclick=", "<style", "<script>", "http://", "https://"] {
        assert!(!explorer.text.contains(inline), "{inline}");
    }

    let answer = ask("{ hello }").await;
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    assert_eq!(answer.headers[header::REFERRER_POLICY], "no-referrer");
    assert_eq!(answer.headers[header::VARY], "accept");
}

#[tokio::test]
async fn every_file_that_a_page_names_is_served() {
    for page in ["/graphiql", "/verify", "/assets/explorer.js"] {
        let text = get(app(), page).await.text;
        let names =
            text.split(['"', '\'']).filter(|part| part.starts_with("/assets/") || part.starts_with("./"));
        for name in names.map(|name| name.replace("./", "/assets/")) {
            let file = get(app(), &name).await;
            assert_eq!(file.status, StatusCode::OK, "{name}");
            assert_eq!(file.headers[header::CACHE_CONTROL], "public, max-age=3600");
        }
    }
}

#[tokio::test]
async fn the_form_leads_to_the_page_of_a_code() {
    let answer = get(app(), "/verify?code=+abcd-efgh%C2%A02345").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.headers[header::LOCATION], "/verify/ABCDEFGH2345");
    let answer = get(app(), "/verify?code=%22%3E%3Cscript%3E").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.text.contains("Uwaga:") && !answer.text.contains("<script>"));
}
