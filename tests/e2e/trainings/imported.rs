//! Attendance from a file: the template, a dry run that names each cell that is wrong, all or nothing.

use axum::body::Body;
use axum::http::{Request, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::Duration;
use entities::trainings::attendance_file;
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

use crate::mail::person;

const IMPORT: &str = "mutation($in: ImportAttendanceInput!) { importAttendance(input: $in) { edition { id } written people entries \
    problems { row column cell problem message } errors { code field message } } }";
const TEMPLATE: &str = "query($id: ID!, $format: AttendanceTemplateFormat!) { attendanceTemplate(editionId: $id, format: $format) { \
    fileName mediaType content } }";
const RECORDED: &str = "query($id: ID!) { node(id: $id) { ... on Session { attendance(first: 100) { edges { node { minutes \
    enrolment { id } } } } } } }";

async fn import(
    app: &TestApp,
    token: &str,
    edition: &str,
    (name, bytes): (&str, &[u8]),
    dry_run: bool,
) -> Value {
    let input = json!({ "editionId": edition, "file": null, "dryRun": dry_run });
    let operations = json!({ "query": IMPORT, "variables": { "in": input } });
    let mut body = vec![];
    let mut part = |head: &str, bytes: &[u8]| {
        body.extend_from_slice(format!("--b\r\ncontent-disposition: form-data; {head}\r\n\r\n").as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    };
    part("name=\"operations\"", operations.to_string().as_bytes());
    part("name=\"map\"", br#"{"0":["variables.in.file"]}"#);
    part(&format!("name=\"0\"; filename=\"{name}\""), bytes);
    body.extend_from_slice(b"--b--\r\n");
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header("graphql-require-preflight", "1");
    let response = app.send(request.body(Body::from(body)).unwrap()).await;
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    let mut body: Value = serde_json::from_slice(&bytes).unwrap();
    assert!(body.get("errors").is_none(), "{body:#}");
    body["data"]["importAttendance"].take()
}

/// The template as it is downloaded.
async fn template(app: &TestApp, token: &str, edition: &str, format: &str) -> Vec<u8> {
    let found = app.ask(token, TEMPLATE, json!({ "id": edition, "format": format })).await;
    STANDARD.decode(found["attendanceTemplate"]["content"].as_str().unwrap()).unwrap()
}

async fn recorded(app: &TestApp, token: &str, session: &str) -> Vec<i64> {
    let found = app.ask(token, RECORDED, json!({ "id": session })).await;
    let edges = found["node"]["attendance"]["edges"].as_array().unwrap().clone();
    let mut minutes: Vec<i64> = edges.iter().map(|edge| edge["node"]["minutes"].as_i64().unwrap()).collect();
    minutes.sort_unstable();
    minutes
}

/// A running edition of two sessions with three people, two of one name.
async fn running(app: &TestApp, world: &World) -> (Training, Vec<String>) {
    let training = Training::open(app, world, EditionPlan::default()).await;
    let mut enrolments = vec![];
    for (first, last, email) in [
        ("Łucja", "Żak", Some("a@example.pl")),
        ("Jan", "Nowak", Some("b@example.pl")),
        ("Jan", "Nowak", None),
    ] {
        let person = person(app, world, (first, last), email).await;
        enrolments.push(training.enrol(app, world, person).await);
    }
    training.start(app, world).await;
    (training, enrolments)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_is_filled_in_tried_and_taken_as_a_whole_in_both_formats() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let (training, _) = running(&app, &world).await;
        let csv = String::from_utf8(template(&app, token, &training.edition, "CSV").await).unwrap();
        assert!(csv.starts_with("\u{feff}bilet;imię;nazwisko;e-mail;1. Blok 1 ("), "{csv}");
        assert_eq!((csv.lines().count(), csv.matches("zw_t_").count()), (4, 3));
        // Empty cells change nothing.
        let (name, empty) = ("obecnosc.csv", csv.clone());
        let done = import(&app, token, &training.edition, (name, empty.as_bytes()), false).await;
        assert_eq!(
            (&done["written"], &done["people"], &done["entries"]),
            (&json!(true), &json!(3), &json!(0))
        );
        let filled: Vec<String> = csv
            .lines()
            .enumerate()
            .map(|(n, line)| {
                if n == 0 {
                    line.to_owned()
                } else {
                    format!("{}{};{}", line.strip_suffix(";").unwrap(), 200 + n, 100 + n)
                }
            })
            .collect();
        let filled = filled.join("\r\n");
        let tried = import(&app, token, &training.edition, (name, filled.as_bytes()), true).await;
        assert_eq!(
            (&tried["written"], &tried["entries"], &tried["problems"]),
            (&json!(false), &json!(6), &json!([])),
            "{tried}"
        );
        assert!(recorded(&app, token, &training.sessions[0]).await.is_empty());
        for _ in 0..2 {
            let done = import(&app, token, &training.edition, (name, filled.as_bytes()), false).await;
            assert_eq!(done["written"], true, "{done}");
        }
        assert_eq!(recorded(&app, token, &training.sessions[0]).await, [201, 202, 203]);
        assert_eq!(recorded(&app, token, &training.sessions[1]).await, [101, 102, 103]);
        // The workbook holds what is recorded, and is taken as it is.
        let book = template(&app, token, &training.edition, "XLSX").await;
        let cells = attendance_file::read("obecnosc.xlsx", &book).unwrap();
        assert_eq!((cells.len(), cells[1][4].as_str()), (4, "201"), "{cells:?}");
        let done = import(&app, token, &training.edition, ("obecnosc.xlsx", &book), false).await;
        assert_eq!((&done["written"], &done["entries"]), (&json!(true), &json!(6)), "{done}");
        assert_eq!(recorded(&app, token, &training.sessions[1]).await, [101, 102, 103]);

        let lock = json!({ "editionId": training.edition, "missingAsAbsent": true });
        app.mutate(token, "lockAttendance", "edition { id }", lock).await;
        let late = import(&app, token, &training.edition, (name, filled.as_bytes()), true).await;
        assert_eq!(late["errors"][0]["code"], "ATTENDANCE_LOCKED", "{late}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_cell_that_is_wrong_is_named_and_nothing_is_written() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let (training, _) = running(&app, &world).await;
        let problems = async |text: &str| {
            let done = import(&app, token, &training.edition, ("lista.csv", text.as_bytes()), false).await;
            assert_eq!((&done["written"], &done["errors"]), (&json!(false), &json!([])), "{done}");
            let all = done["problems"].as_array().unwrap().iter();
            all.map(|one| format!("{} {}", one["cell"].as_str().unwrap(), one["problem"].as_str().unwrap())).collect::<Vec<_>>()
        };
        let found = problems(
            "e-mail;imię;nazwisko;1. Blok;2. Blok;uwagi\n\
             A@example.pl;lucja;ZAK;241;=60*2;x\n\
             b@example.pl;Jan;Kowalski;10;10;\n\
             nikt@example.pl;Jan;Nowak;10;10;\n\
             ;Jan;Nowak;10;10;\n\
             a@example.pl;Łucja;Żak;10;-1;\n",
        );
        assert_eq!(
            found.await,
            ["F1 UNKNOWN_COLUMN", "D2 TOO_LONG", "E2 NOT_MINUTES", "C3 OTHER_NAME", "A4 UNKNOWN_PERSON", "C5 AMBIGUOUS", "A6 TWICE"]
        );
        assert_eq!(problems("uwagi;3. Blok\nx;1\n").await[..2], ["A1 NOBODY_NAMED", "A1 NO_SESSION"]);
        assert!(problems("bilet;1. Blok\nzw_t_00000000000000000000000000000000.0.1~AAAA;10\n").await.contains(&"A2 UNKNOWN_PERSON".to_owned()));
        for session in &training.sessions {
            assert!(recorded(&app, token, session).await.is_empty());
        }
        // Other files are refused as such.
        let other = import(&app, token, &training.edition, ("lista.pdf", b"%PDF-1.7"), true).await;
        assert_eq!((&other["errors"][0]["code"], &other["errors"][0]["field"]), (&json!("INVALID"), &json!(["file"])));
        // What has not begun has no minutes: the rule of lists.
        let later = json!({
            "editionId": training.edition, "title": "Blok 3", "mandatory": false,
            "startsAt": (app.now() + Duration::hours(2)).to_rfc3339(), "endsAt": (app.now() + Duration::hours(3)).to_rfc3339(),
        });
        app.mutate(token, "addSession", "session { id }", later).await;
        assert_eq!(problems("e-mail;3. Blok 3\na@example.pl;60\n").await, ["B1 NOT_BEGUN"]);
    })
    .await;
}
