//! Files on their way to readers: piece by piece, a few at once, and never to the end where they are not what was stored.

use axum::body::{Body, BodyDataStream, Bytes};
use axum::http::{Request, StatusCode, header};
use edge::downloads::DownloadLimits;
use entities::documents::actions::{NewDocument, stored};
use entities::documents::files::sha256;
use entities::documents::{DocumentKind, document};
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::DocumentId;
use futures_util::StreamExt as _;
use sea_orm::EntityTrait as _;
use tests::builders::World;
use tests::{Edge, TestApp, on_both};

const SIZE: usize = 4 << 20;

/// A large file of the project; answers its key.
async fn large(app: &TestApp, world: &World) -> DocumentId {
    let bytes = content();
    let (hash, id) = (sha256(&bytes), DocumentId(uuid::Uuid::now_v7()));
    app.state.files.put("uploads/large.txt", bytes).await.unwrap();
    let new = NewDocument {
        kind: DocumentKind::ProjectFile,
        title: "Duży plik".into(),
        file_name: "large.txt".into(),
        media_type: "text/plain",
        path: "uploads/large.txt".into(),
        project_id: Some(world.project),
        partner_id: None,
        edition_id: None,
        person_id: None,
    };
    app.write(async |tx, op| {
        document::Entity::insert(new.clone().row(op, id)).exec_without_returning(tx).await?;
        stored(tx, op, id, SIZE as i64, &hash).await
    })
    .await;
    id
}

fn content() -> Vec<u8> {
    (0..SIZE).map(|at| (at % 251) as u8).collect()
}

/// Asks for the file and takes the first piece of it.
async fn begin(app: &TestApp, id: DocumentId, token: &str) -> (StatusCode, Bytes, BodyDataStream) {
    let request = Request::get(format!("/documents/{}", id.0.simple()))
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(Body::empty())
        .unwrap();
    let response = app.send(request).await;
    let status = response.status();
    if status == StatusCode::OK {
        assert_eq!(response.headers()[header::CONTENT_LENGTH], SIZE.to_string());
    } else if status == StatusCode::TOO_MANY_REQUESTS {
        assert_eq!(response.headers()[header::RETRY_AFTER], "5");
    }
    let mut body = response.into_body().into_data_stream();
    let first = body.next().await.unwrap().unwrap();
    (status, first, body)
}

/// How far each open handle of the file was read.
fn read_so_far(app: &TestApp) -> Vec<usize> {
    let path = app.base.folder().join("documents/uploads/large.txt").canonicalize().unwrap();
    let handles = std::fs::read_dir("/proc/self/fd").unwrap().filter_map(Result::ok);
    let of_file = handles.filter(|handle| std::fs::read_link(handle.path()).is_ok_and(|to| to == path));
    let positions = of_file.filter_map(|handle| {
        let facts = format!("/proc/self/fdinfo/{}", handle.file_name().to_string_lossy());
        let facts = std::fs::read_to_string(facts).ok()?;
        facts.lines().find_map(|line| line.strip_prefix("pos:"))?.trim().parse().ok()
    });
    positions.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_that_stall_hold_a_piece_each_and_what_they_read_is_what_was_stored() {
    on_both(async |base| {
        let mut app = TestApp::on(base);
        app.with_edge(&Edge {
            downloads: DownloadLimits { of_account: 30, ..DownloadLimits::default() },
            ..Edge::default()
        });
        let world = World::new(&app).await;
        let id = large(&app, &world).await;
        let mut readers = vec![];
        for _ in 0..30 {
            let (status, first, body) = begin(&app, id, &world.coordinator.token).await;
            assert_eq!(status, StatusCode::OK);
            readers.push((first, body));
        }
        let read = read_so_far(&app);
        assert_eq!(read.len(), 30);
        assert!(read.iter().all(|bytes| (1..=256 * 1024).contains(bytes)), "{read:?}");
        let (first, mut body) = readers.pop().unwrap();
        drop(readers);
        let mut whole = first.to_vec();
        while let Some(piece) = body.next().await {
            whole.extend(piece.unwrap());
        }
        assert!(whole == content());
        drop(body);
        assert_eq!(read_so_far(&app), [0_usize; 0]);
    })
    .await;
}

#[tokio::test]
async fn somebody_reads_a_few_files_at_once_and_an_export_is_one_of_them() {
    let mut app = TestApp::on(tests::databases::TestDb::sqlite().await);
    app.with_edge(&Edge {
        downloads: DownloadLimits { of_account: 2, ..DownloadLimits::default() },
        ..Edge::default()
    });
    let world = World::new(&app).await;
    let id = large(&app, &world).await;
    let token = &world.coordinator.token;
    let boss = world.account(&app, "szef@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
    let (first, second) = (begin(&app, id, token).await, begin(&app, id, token).await);
    assert_eq!([first.0, second.0], [StatusCode::OK; 2]);
    let (status, told, _) = begin(&app, id, token).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    assert!(told.starts_with(b"TOO_MANY_DOWNLOADS"), "{told:?}");
    let export = async || {
        let query = "{ institutions { edges { node { name } } } }";
        let request = Request::post("/export")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(serde_json::json!({ "query": query }).to_string()))
            .unwrap();
        app.send(request).await
    };
    let refused = export().await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers()[header::RETRY_AFTER], "5");
    let told = axum::body::to_bytes(refused.into_body(), 1 << 20).await.unwrap();
    assert!(String::from_utf8_lossy(&told).contains("TOO_MANY_DOWNLOADS"));
    // Somebody else reads meanwhile, and whoever has read goes on.
    assert_eq!(begin(&app, id, &boss.token).await.0, StatusCode::OK);
    drop(first);
    let exported = export().await;
    assert_eq!(exported.status(), StatusCode::OK);
    assert_eq!(begin(&app, id, token).await.0, StatusCode::TOO_MANY_REQUESTS, "the export is being read");
    drop(exported);
    assert_eq!(begin(&app, id, token).await.0, StatusCode::OK);
}

#[tokio::test]
async fn bytes_that_are_not_those_that_were_stored_never_reach_their_end() {
    let app = TestApp::on(tests::databases::TestDb::sqlite().await);
    let world = World::new(&app).await;
    let id = large(&app, &world).await;
    let path = app.base.folder().join("documents/uploads/large.txt");
    let mut changed = content();
    *changed.last_mut().unwrap() ^= 1;
    std::fs::write(&path, &changed).unwrap();
    let (status, first, mut body) = begin(&app, id, &world.coordinator.token).await;
    assert_eq!(status, StatusCode::OK);
    let mut read = first.len();
    let error = loop {
        match body.next().await.unwrap() {
            Ok(piece) => read += piece.len(),
            Err(error) => break error,
        }
    };
    assert!(read < SIZE && error.to_string().contains("not those that were stored"), "{read} {error}");
    // Of another length: told before anything is sent.
    std::fs::write(&path, &changed[1..]).unwrap();
    let (status, ..) = begin(&app, id, &world.coordinator.token).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
}
