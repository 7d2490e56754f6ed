//! Uploads: who may attach what to what, how it is stored, and who gets it back.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::{EditionId, TypedId};
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

const ATTACH: &str = "mutation($in: AttachDocumentInput!) { attachDocument(input: $in) { \
    document { id kind state title fileName mediaType sizeBytes sha256 path } errors { code field } } }";

/// An upload as a client sends it.
struct Upload<'a> {
    token: Option<&'a str>,
    to: Value,
    name: &'a str,
    bytes: &'a [u8],
    key: Option<&'a str>,
    preflight: bool,
}

impl<'a> Upload<'a> {
    fn of(token: &'a str, to: Value, name: &'a str, bytes: &'a [u8]) -> Self {
        Self { token: Some(token), to, name, bytes, key: None, preflight: true }
    }

    async fn send(&self, app: &TestApp) -> (StatusCode, Value) {
        let input = json!({ "to": self.to, "title": "Slajdy", "file": null, "idempotencyKey": self.key });
        let operations = json!({ "query": ATTACH, "variables": { "in": input } });
        let mut body = vec![];
        let mut part = |head: &str, bytes: &[u8]| {
            body.extend_from_slice(
                format!("--b\r\ncontent-disposition: form-data; {head}\r\n\r\n").as_bytes(),
            );
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        };
        part("name=\"operations\"", operations.to_string().as_bytes());
        part("name=\"map\"", br#"{"0":["variables.in.file"]}"#);
        part(&format!("name=\"0\"; filename=\"{}\"", self.name), self.bytes);
        body.extend_from_slice(b"--b--\r\n");
        let mut request =
            Request::post("/graphql").header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
        if let Some(token) = self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if self.preflight {
            request = request.header("graphql-require-preflight", "1");
        }
        let response = app.send(request.body(Body::from(body)).unwrap()).await;
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap())
    }

    async fn payload(&self, app: &TestApp) -> Value {
        let (status, mut body) = self.send(app).await;
        assert!(status == StatusCode::OK && body.get("errors").is_none(), "{body:#}");
        body["data"]["attachDocument"].take()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trainer_attaches_a_material_and_staff_get_it_back_as_it_was() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let (_, edition) = kit::ids::parts(&training.edition.clone().into()).unwrap();
        let edition = Some(EditionId(edition).uuid());
        let trainer =
            world.account(&app, "trener@example.pl", Role::Trainer, ScopeKind::Edition, edition).await;
        let anna = world.person(&app, "Anna", "Łącka").await;
        let anna = world.participant(&app, "anna@example.pl", anna).await;
        let partner = Some(world.partner.uuid());
        let partner =
            world.account(&app, "partner@example.pl", Role::Coordinator, ScopeKind::Partner, partner).await;

        let (to, bytes) = (json!({ "editionId": training.edition }), "imię,liczba\nzażółć,1\n".as_bytes());
        let upload = Upload::of(&trainer.token, to.clone(), "../../etc/dane ą.csv", bytes);
        let attached = upload.payload(&app).await;
        assert_eq!(attached["errors"], json!([]), "{attached:#}");
        let document = &attached["document"];
        let facts = ["kind", "state", "title", "fileName", "mediaType", "sizeBytes"]
            .map(|name| document[name].clone());
        let expected = json!([
            "MATERIAL",
            "STORED",
            "Slajdy",
            "dane ą.csv",
            "text/csv; charset=utf-8",
            bytes.len().to_string()
        ]);
        assert_eq!(json!(facts), expected);

        let path = document["path"].as_str().unwrap();
        for token in [&trainer.token, &world.coordinator.token] {
            let (status, headers, stored) = app.get(path, Some(token)).await;
            assert_eq!((status, stored.as_slice()), (StatusCode::OK, bytes));
            let disposition = headers[header::CONTENT_DISPOSITION].to_str().unwrap();
            assert!(
                disposition.starts_with("attachment;") && disposition.contains("dane%20%C4%85.csv"),
                "{disposition}"
            );
            assert_eq!(headers["x-content-type-options"], "nosniff");
        }
        for token in [Some(&anna.token), Some(&partner.token), None] {
            let (status, ..) = app.get(path, token.map(String::as_str)).await;
            assert_eq!(status, StatusCode::NOT_FOUND);
        }

        // The same file once; the same intention once, whatever happens on the way.
        assert_eq!(
            upload.payload(&app).await["errors"][0],
            json!({ "code": "DUPLICATE", "field": ["file"] })
        );
        let keyed =
            Upload { key: Some("k-1"), ..Upload::of(&trainer.token, to.clone(), "plan.pdf", b"%PDF-1.7 x") };
        let first = keyed.payload(&app).await;
        assert_eq!(first["errors"], json!([]));
        assert_eq!(keyed.payload(&app).await, first);
        let other =
            Upload { key: Some("k-1"), ..Upload::of(&trainer.token, to.clone(), "plan.pdf", b"%PDF-1.7 y") };
        assert_eq!(other.payload(&app).await["errors"][0]["code"], "IDEMPOTENCY_KEY_REUSED");

        // To the project only its staff.
        let project = json!({ "projectId": world.id(world.project) });
        let refused = Upload::of(&trainer.token, project.clone(), "pismo.txt", b"tekst").payload(&app).await;
        assert_eq!(refused["errors"][0], json!({ "code": "FORBIDDEN", "field": [] }));
        let letter = Upload::of(&world.coordinator.token, project, "pismo.txt", b"tekst").payload(&app).await;
        assert_eq!(letter["document"]["kind"], "PROJECT_FILE");
        let (status, ..) = app.get(letter["document"]["path"].as_str().unwrap(), Some(&trainer.token)).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn what_is_refused_leaves_no_file_behind() {
    let app = TestApp::on(tests::databases::TestDb::sqlite().await);
    let world = World::new(&app).await;
    let draft = Training::draft(&app, &world, EditionPlan::default()).await;
    let anna = world.person(&app, "Anna", "Łącka").await;
    let anna = world.participant(&app, "anna@example.pl", anna).await;
    let to = json!({ "editionId": draft.edition });
    let coordinator = &world.coordinator.token;
    for (token, name, bytes, expected) in [
        (
            &anna.token,
            "dane.csv",
            b"a,b".as_slice(),
            json!({ "code": "NOT_FOUND", "field": ["to", "editionId"] }),
        ),
        (coordinator, "strona.html", b"<html>", json!({ "code": "INVALID", "field": ["file"] })),
        (coordinator, "lista.pdf", b"MZ\x90\x00", json!({ "code": "INVALID", "field": ["file"] })),
        (coordinator, "pusty.txt", b"", json!({ "code": "INVALID", "field": ["file"] })),
        (coordinator, "..", b"tekst", json!({ "code": "INVALID", "field": ["file"] })),
    ] {
        let payload = Upload::of(token, to.clone(), name, bytes).payload(&app).await;
        assert_eq!((&payload["errors"][0], &payload["document"]), (&expected, &Value::Null), "{name}");
    }
    // Sent without a file: a place in the variables that a client wrote by hand.
    for file in ["upload:0", "upload:9999999999999999999999", "#__graphql_file__:x"] {
        let input = json!({ "to": to, "title": "x", "file": file });
        let answer = app.graphql(Some(coordinator), ATTACH, json!({ "in": input })).await.body;
        let refused = &answer["data"]["attachDocument"]["errors"];
        assert_eq!(*refused, json!([{ "code": "INVALID", "field": ["file"] }]), "{answer:#}");
    }
    assert!(!app.base.folder().join("documents/uploads").exists());
}

#[tokio::test]
async fn an_upload_needs_a_header_that_no_form_sends_and_a_token() {
    let app = TestApp::on(tests::databases::TestDb::sqlite().await);
    let world = World::new(&app).await;
    let to = json!({ "projectId": world.id(world.project) });
    let code = |body: &Value| body["errors"][0]["extensions"]["code"].as_str().unwrap().to_owned();
    let upload = |token, preflight| Upload {
        token,
        to: to.clone(),
        name: "a.txt",
        bytes: b"tekst",
        key: None,
        preflight,
    };
    let (status, body) = upload(Some(&*world.coordinator.token), false).send(&app).await;
    assert_eq!((status, code(&body).as_str()), (StatusCode::BAD_REQUEST, "PREFLIGHT_REQUIRED"));
    for token in [None, Some("zw_s_wrong")] {
        let (status, body) = upload(token, true).send(&app).await;
        assert_eq!((status, code(&body).as_str()), (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"));
    }
    let large = vec![b'a'; 21 * 1024 * 1024];
    let (status, body) =
        Upload { bytes: &large, ..upload(Some(&*world.coordinator.token), true) }.send(&app).await;
    assert_eq!((status, code(&body).as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "UPLOAD_TOO_LARGE"));
}

#[tokio::test]
async fn one_account_sends_two_requests_with_files_at_once_and_leaves_room_for_others() {
    let app = TestApp::on(tests::databases::TestDb::sqlite().await);
    let world = World::new(&app).await;
    let to = json!({ "projectId": world.id(world.project) });
    let boss = world.account(&app, "szef@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
    // Two whose files never end; one that comes while the third has a place comes again.
    let endless = async || loop {
        let request = Request::post("/graphql")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
            .header(header::AUTHORIZATION, format!("Bearer {}", world.coordinator.token))
            .header("graphql-require-preflight", "1");
        let body = Body::from_stream(futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>());
        let response = app.send(request.body(body).unwrap()).await;
        if response.status() != StatusCode::TOO_MANY_REQUESTS {
            return response;
        }
    };
    let third = async {
        loop {
            let upload = Upload::of(&world.coordinator.token, to.clone(), "a.txt", b"tekst");
            let (status, body) = upload.send(&app).await;
            if status == StatusCode::TOO_MANY_REQUESTS {
                return body;
            }
            tokio::task::yield_now().await;
        }
    };
    let body = tokio::select! {
        (first, second) = futures_util::future::join(endless(), endless()) => {
            panic!("they never end: {} {}", first.status(), second.status())
        }
        body = async {
            let body = third.await;
            let upload = Upload::of(&boss.token, to.clone(), "b.txt", b"tekst");
            assert_eq!(upload.send(&app).await.0, StatusCode::OK, "somebody else");
            body
        } => body,
    };
    let told = &body["errors"][0]["extensions"];
    assert_eq!((&told["code"], &told["retryAfterSeconds"]), (&json!("TOO_MANY_UPLOADS"), &json!(5)));
    let upload = Upload::of(&world.coordinator.token, to, "c.txt", b"tekst");
    assert_eq!(upload.send(&app).await.0, StatusCode::OK, "once the two are gone");
}
