//! Documents known by their hash: over GET and POST, in batches, and locked to a list.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use edge::graphql::Documents;
use entities::documents::files::sha256;
use serde_json::{Value, json};
use tests::databases::TestDb;
use tests::{Edge, TestApp};

async fn get(app: &TestApp, parameters: &[(&str, &str)]) -> (StatusCode, Value) {
    let mut query = String::new();
    for (name, value) in parameters {
        let encoded: String = value.bytes().map(|byte| format!("%{byte:02X}")).collect();
        query += &format!("{name}={encoded}&");
    }
    let request = Request::get(format!("/graphql?{query}"))
        .header(header::ACCEPT, "application/graphql-response+json")
        .body(Body::empty());
    let response = app.send(request.unwrap()).await;
    let status = response.status();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap())
}

fn hashed(document: &str) -> Value {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": sha256(document.as_bytes()) } })
}

fn code(body: &Value) -> &str {
    body["errors"][0]["extensions"]["code"].as_str().unwrap_or_default()
}

#[tokio::test]
async fn a_document_is_registered_by_post_or_get_and_asked_for_by_both() {
    let app = TestApp::on(TestDb::sqlite().await);
    for (n, by_get) in [false, true].into_iter().enumerate() {
        let document = format!("query D{n} {{ __typename }}");
        let extensions = hashed(&document);
        let text = extensions.to_string();
        assert_eq!(
            code(&app.post(None, &json!({ "extensions": extensions })).await.body),
            "PERSISTED_QUERY_NOT_FOUND"
        );
        let (status, missed) = get(&app, &[("extensions", &text)]).await;
        assert_eq!((status, code(&missed)), (StatusCode::BAD_REQUEST, "PERSISTED_QUERY_NOT_FOUND"));
        if by_get {
            assert_eq!(get(&app, &[("query", &document), ("extensions", &text)]).await.0, StatusCode::OK);
        } else {
            app.post(None, &json!({ "query": document, "extensions": extensions })).await;
        }
        let expected = json!({ "data": { "__typename": "Query" } });
        assert_eq!(get(&app, &[("extensions", &text)]).await, (StatusCode::OK, expected.clone()));
        let batch = json!([{ "extensions": extensions }, { "extensions": hashed("{ never }") }]);
        let answers = app.post(None, &batch).await.body;
        assert_eq!(answers[0], expected);
        assert_eq!(code(&answers[1]), "PERSISTED_QUERY_NOT_FOUND");
    }
}

#[tokio::test]
async fn what_the_guard_refuses_is_not_registered_and_a_mutation_never_runs_by_get() {
    let app = TestApp::on(TestDb::sqlite().await);
    let bomb = format!("{{ {} }}", "a: __typename ".repeat(150));
    let answer = app.post(None, &json!({ "query": bomb, "extensions": hashed(&bomb) })).await;
    assert_eq!(code(&answer.body), "QUERY_TOO_LARGE");
    let again = app.post(None, &json!({ "extensions": hashed(&bomb) })).await;
    assert_eq!(code(&again.body), "PERSISTED_QUERY_NOT_FOUND");

    let mutation = "mutation { logOut { errors { code } } }";
    app.post(None, &json!({ "query": mutation, "extensions": hashed(mutation) })).await;
    let (status, body) = get(&app, &[("extensions", &hashed(mutation).to_string())]).await;
    assert_eq!((status, code(&body)), (StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED"));

    let wrong = json!({ "query": "{ __typename }", "extensions": hashed("{ other }") });
    assert_eq!(code(&app.post(None, &wrong).await.body), "PERSISTED_QUERY_HASH_MISMATCH");
}

#[tokio::test]
async fn a_locked_installation_runs_its_list_and_nothing_else() {
    let mut app = TestApp::on(TestDb::sqlite().await);
    let known = "query Known($id: ID!) { node(id: $id) { id } }";
    let documents = Documents::locked([known.to_owned()], &edge::guard::Limits::default()).unwrap();
    app.with_edge(&Edge { documents, ..Edge::default() });
    let variables = json!({ "id": "nothing" });
    for request in [
        json!({ "query": known, "variables": variables }),
        json!({ "extensions": hashed(known), "variables": variables }),
    ] {
        assert_eq!(app.post(None, &request).await.body, json!({ "data": { "node": null } }));
    }
    for request in [
        json!({ "query": "{ __typename }" }),
        json!({ "query": format!("{known} "), "variables": variables }),
        json!({ "extensions": hashed("{ __typename }") }),
        json!({ "query": "{ __typename }", "extensions": hashed("{ __typename }") }),
        json!({ "query": "{ __schema { types { name } } }" }),
    ] {
        let answer = app.post(None, &request).await.body;
        assert_eq!(code(&answer), "PERSISTED_QUERY_NOT_IN_LIST", "{request}");
        assert!(answer.get("data").is_none());
    }
    // What is refused is not learnt.
    let batch = json!([{ "query": "{ __typename }", "extensions": hashed("{ __typename }") }, { "query": known, "variables": variables }]);
    let answers = app.post(None, &batch).await.body;
    assert_eq!(code(&answers[0]), "PERSISTED_QUERY_NOT_IN_LIST");
    assert_eq!(answers[1], json!({ "data": { "node": null } }));
}
