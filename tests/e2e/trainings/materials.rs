//! Files of an edition: shown to its participants, to everybody, or to nobody but staff and trainers.

use axum::http::StatusCode;
use entities::documents::actions::Attachment;
use entities::documents::actions::attachment_path;
use entities::documents::files::sha256;
use entities::shared::ids::EditionId;
use entities::trainings::actions::attach_to_edition;
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

const BYTES: &[u8] = b"%PDF-1.7 slajdy";

/// A file attached to the edition; its global id.
async fn attached(app: &TestApp, world: &World, training: &Training, title: &str) -> String {
    let (_, key) = kit::ids::parts(&training.edition.clone().into()).unwrap();
    let bytes = [BYTES, title.as_bytes()].concat();
    let hash = sha256(&bytes);
    let size = i64::try_from(bytes.len()).unwrap();
    app.state.files.put(&attachment_path(key, &hash), bytes).await.unwrap();
    let id = app
        .write(async |tx, op| {
            let file = Attachment {
                title: title.into(),
                file_name: "slajdy.pdf".into(),
                media_type: "application/pdf",
                size_bytes: size,
                sha256: hash.clone(),
            };
            attach_to_edition(tx, op, EditionId(key), file).await
        })
        .await;
    world.id(id).to_string()
}

async fn seen(app: &TestApp, token: Option<&str>, training: &Training) -> Vec<String> {
    let query = "query($id: ID!) { node(id: $id) { ... on Edition { materials { totalCount edges { node { title } } } } } }";
    let answer = app.graphql(token, query, json!({ "id": training.edition })).await.body;
    let found = &answer["data"]["node"]["materials"];
    let titles: Vec<String> = found["edges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|edge| edge["node"]["title"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(found["totalCount"], titles.len(), "{answer}");
    titles
}

#[tokio::test(flavor = "multi_thread")]
async fn participants_see_what_is_for_them_from_its_day_and_strangers_what_is_for_everybody() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let plan = EditionPlan { seats: 1, waiting: 2, ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        let staff = &world.coordinator.token;
        let mut tokens = vec![];
        for (name, email) in [("Bierze", "a@example.pl"), ("Czeka", "b@example.pl")] {
            let person = world.person(&app, "Ewa", name).await;
            training.enrol(&app, &world, person).await;
            tokens.push(world.participant(&app, email, person).await.token);
        }
        let mut files = vec![];
        for title in ["Program", "Ćwiczenia", "Test końcowy", "Notatki prowadzącej"] {
            files.push(attached(&app, &world, &training, title).await);
        }
        let show = |file: usize, audience: &str, from: Option<&str>| {
            json!({ "documentId": files[file], "audience": audience, "shownFrom": from })
        };
        let payload = app.try_mutate(staff, "showMaterial", "", show(0, "EVERYBODY", Some("2026-05-14"))).await;
        assert_eq!(payload["errors"][0]["field"], json!(["shownFrom"]), "{payload}");
        let fields = "material { id title fileName mediaType sizeBytes audience audienceLabel shownFrom document { id } }";
        let made = app.mutate(staff, "showMaterial", fields, show(0, "EVERYBODY", None)).await;
        assert_eq!(made["material"]["fileName"], "slajdy.pdf");
        assert_eq!(made["material"]["document"]["id"], json!(files[0]));
        let exercises = app.mutate(staff, "showMaterial", fields, show(1, "PARTICIPANTS", None)).await;
        app.mutate(staff, "showMaterial", fields, show(2, "PARTICIPANTS", Some("2026-05-14"))).await;
        assert_eq!(app.refused(staff, "showMaterial", show(1, "PARTICIPANTS", None)).await, "NOTHING_CHANGED");
        assert_eq!(app.refused(&tokens[0], "showMaterial", show(3, "EVERYBODY", None)).await, "NOT_FOUND");

        let all = ["Ćwiczenia", "Program", "Test końcowy"];
        assert_eq!(seen(&app, Some(staff), &training).await, all, "in Polish order");
        assert_eq!(seen(&app, Some(&tokens[0]), &training).await, ["Ćwiczenia", "Program"]);
        assert_eq!(seen(&app, Some(&tokens[1]), &training).await, ["Program"], "whoever waits");
        assert_eq!(seen(&app, None, &training).await, ["Program"]);
        app.clock.advance(chrono::Duration::days(2));
        assert_eq!(seen(&app, Some(&tokens[0]), &training).await, all);

        // The way to the bytes is as wide as the list, and ends with it.
        let open = json!({ "materialId": exercises["material"]["id"] });
        assert_eq!(app.refused(&tokens[1], "openMaterial", open.clone()).await, "NOT_FOUND");
        let link = app.mutate(&tokens[0], "openMaterial", "path expiresAt", open.clone()).await;
        let (status, _, bytes) = app.get(link["path"].as_str().unwrap(), None).await;
        assert_eq!((status, bytes), (StatusCode::OK, [BYTES, "Ćwiczenia".as_bytes()].concat()));
        let (_, key) = kit::ids::parts(&files[1].clone().into()).unwrap();
        let (status, ..) = app.get(&format!("/documents/{key}"), Some(&tokens[0])).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "by its key alone it is for staff");
        app.mutate(staff, "showMaterial", "material { id }", show(1, "STAFF", None)).await;
        assert_eq!(app.refused(&tokens[0], "openMaterial", open).await, "NOT_FOUND");
        assert_eq!(seen(&app, Some(&tokens[0]), &training).await, ["Program", "Test końcowy"]);
        let again: Value = app.mutate(staff, "showMaterial", "material { version }", show(1, "EVERYBODY", None)).await;
        assert_eq!(again["material"]["version"], 3);
        assert_eq!(seen(&app, None, &training).await, ["Ćwiczenia", "Program"]);
    })
    .await;
}
