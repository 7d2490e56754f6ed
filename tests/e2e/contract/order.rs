//! Fields of an answer stand in the order of the document, whichever was ready first.

use std::collections::HashSet;

use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use serde_json::json;
use tests::builders::World;
use tests::{TestApp, on_both};

#[tokio::test(flavor = "multi_thread")]
async fn the_fields_of_an_answer_stand_in_the_order_of_the_document() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let query = "{ z: projects { edges { node { title id partners { edges { node { name id } } } } } totalCount }
            __typename a: editions { totalCount } viewer { roles { roleLabel role } user { language id } person { id } } }";
        let mut answers = HashSet::new();
        for _ in 0..20 {
            let request = Request::post("/graphql")
                .header(header::AUTHORIZATION, format!("Bearer {}", world.coordinator.token))
                .header(header::CONTENT_TYPE, "application/json")
                .body(Body::from(json!({ "query": query }).to_string()));
            let answer = app.send(request.unwrap()).await;
            let bytes = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
            answers.insert(String::from_utf8(bytes.to_vec()).unwrap());
        }
        assert_eq!(answers.len(), 1, "{answers:#?}");
        let answer = answers.iter().next().unwrap();
        let keys = ["z", "edges", "title", "partners", "__typename", "a", "viewer", "roles", "user", "person"];
        let places: Vec<_> = keys.iter().map(|key| answer.find(&format!("\"{key}\":"))).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{answer}");
    })
    .await;
}
