//! Attendance lists on paper: printed, signed, scanned, read, and compared with what else is known.

use std::io::Cursor;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chrono::Duration;
use entities::audit::audit_entry;
use entities::shared::actor::{Role, ScopeKind};
use image::{GrayImage, ImageFormat, Luma, imageops};
use reports::document::qr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

const DAY: &str = "2026-05-12";
const SHEET: &str = "document { id state } sheet { id code revision day replaces { id code } breakoutGroup { name } sessions { title } \
    pages(first: 50) { totalCount edges { node { id number firstLine lastLine version } } } \
    lines(first: 100) { totalCount edges { node { number printed enrolment { id } } } } }";
const ATTACH: &str = "mutation($in: AttachSheetScanInput!) { attachSheetScan(input: $in) { sheet { id } \
    scans { id number byCode removedAt page { number } document { id kind mediaType state path } } errors { code field message } } }";
const COMPARED: &str = "query($id: ID!, $all: Boolean!) { attendanceReconciliation(editionId: $id, filter: { onlyDifferences: $all }) { compared differing \
    unread rowsTotal sums { discrepancy count label } pagesWithoutScan { number sheet { revision } } pagesUnread { number } \
    rows { session { title } enrolment { id } signed scannedMin listedMin discrepancies } } }";

/// A list, printed.
struct Printed {
    id: String,
    code: String,
    pages: Vec<Value>,
    lines: Vec<Value>,
}

fn nodes(list: &Value) -> Vec<Value> {
    list["edges"].as_array().unwrap().iter().map(|edge| edge["node"].clone()).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

impl Printed {
    async fn of(app: &TestApp, token: &str, training: &Training) -> Self {
        let input = json!({ "editionId": training.edition, "day": DAY });
        let asked = app.mutate(token, "requestAttendanceSheet", SHEET, input).await;
        assert_eq!(asked["sheet"]["pages"]["totalCount"], 0, "not drawn yet");
        app.clock.advance(Duration::seconds(1));
        app.work().await;
        Self::again(app, token, &asked["sheet"]["id"]).await
    }

    async fn again(app: &TestApp, token: &str, id: &Value) -> Self {
        let query = "query($id: ID!) { node(id: $id) { ... on AttendanceSheet { id code document { state sha256 } pages(first: 50) { edges { node { \
            id number firstLine lastLine version sessions { id } } } } \
            lines(first: 100) { edges { node { number printed enrolment { id } } } } } } }";
        let sheet = app.ask(token, query, json!({ "id": id })).await["node"].clone();
        assert_eq!(sheet["document"]["state"], "STORED", "{sheet}");
        assert!(sheet["document"]["sha256"].is_string());
        let (pages, lines) = (nodes(&sheet["pages"]), nodes(&sheet["lines"]));
        Self { id: text(&sheet["id"]), code: text(&sheet["code"]).replace('-', ""), pages, lines }
    }

    fn mark(&self, page: i32) -> String {
        format!("ZWORNIK/LISTA/{}/{page}", self.code)
    }

    /// A scanned page of it.
    fn scan(&self, page: i32) -> Vec<u8> {
        written(&paper(&self.mark(page), 0), ImageFormat::Png)
    }
}

/// A page as a scanner at 200 dots per inch sees it: grainy, a little aslant, with the code at its foot. `seed` makes another
/// picture of the same page.
fn paper(mark: &str, seed: u32) -> GrayImage {
    let mut page = GrayImage::from_pixel(2_338, 1_654, Luma([238]));
    let code = qr::encode(mark, "code").unwrap();
    let (stride, module) = (code.modules.div_ceil(8), 139.0 / code.modules as f32);
    for y in 0..139_u32 {
        for x in 0..139_u32 {
            let at = |of: u32| (of as f32 / module) as usize;
            let dark = code.rows[at(y) * stride + at(x) / 8] & 0x80 >> (at(x) % 8) != 0;
            if dark {
                page.put_pixel(2_080 + x, 1_460 + y, Luma([42]));
            }
        }
    }
    let (sine, cosine) = 0.02_f32.sin_cos();
    let mut grain = 7_u32.wrapping_add(seed);
    let mut seen = GrayImage::from_pixel(page.width(), page.height(), Luma([250]));
    for (x, y, pixel) in seen.enumerate_pixels_mut() {
        let (dx, dy) = (x as f32 - 1_169.0, y as f32 - 827.0);
        let (from_x, from_y) = (cosine * dx + sine * dy + 1_169.0, cosine * dy - sine * dx + 827.0);
        grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        if from_x >= 0.0 && from_y >= 0.0 && from_x < 2_337.0 && from_y < 1_653.0 {
            let Luma([tone]) = *page.get_pixel(from_x as u32, from_y as u32);
            *pixel = Luma([tone.saturating_sub((grain >> 27) as u8)]);
        }
    }
    imageops::blur(&seen, 0.6)
}

fn written(picture: &GrayImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = vec![];
    picture.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

/// A file as scanners write it: a picture to a page.
fn pdf(pictures: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    for (n, picture) in pictures.iter().enumerate() {
        let head = format!(
            "{} 0 obj\n<</Type/XObject/Subtype/Image/Filter/DCTDecode/Length {}>>\nstream\r\n",
            n + 1,
            picture.len()
        );
        file.extend_from_slice(head.as_bytes());
        file.extend_from_slice(picture);
        file.extend_from_slice(b"\nendstream\nendobj\n");
    }
    file
}

async fn attach(app: &TestApp, token: &str, input: Value, (name, bytes): (&str, &[u8])) -> Value {
    let operations = json!({ "query": ATTACH, "variables": { "in": input } });
    let mut body = vec![];
    let mut part = |head: &str, bytes: &[u8]| {
        body.extend_from_slice(
            format!("--b-0-b\r\ncontent-disposition: form-data; {head}\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    };
    part("name=\"operations\"", operations.to_string().as_bytes());
    part("name=\"map\"", br#"{"0":["variables.in.file"]}"#);
    part(&format!("name=\"0\"; filename=\"{name}\""), bytes);
    body.extend_from_slice(b"--b-0-b--\r\n");
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b-0-b")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header("graphql-require-preflight", "1");
    let response = app.send(request.body(Body::from(body)).unwrap()).await;
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    let mut body: Value = serde_json::from_slice(&bytes).unwrap();
    assert!(body.get("errors").is_none(), "{body:#}");
    body["data"]["attachSheetScan"].take()
}

fn error(payload: &Value) -> (String, Value) {
    let first = &payload["errors"][0];
    (first["code"].as_str().unwrap_or_default().to_owned(), first["field"].clone())
}

async fn compared(app: &TestApp, token: &str, training: &Training, only_differences: bool) -> Value {
    let variables = json!({ "id": training.edition, "all": only_differences });
    app.ask(token, COMPARED, variables).await["attendanceReconciliation"].clone()
}

/// How often the trail tells of a deed.
async fn told(app: &TestApp, action: &str) -> u64 {
    let of = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq(action));
    of.count(&app.state.db.reader).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_says_who_stands_on_which_line_of_which_page_and_a_new_one_names_the_former() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let plan = EditionPlan { seats: 25, waiting: 2, ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        let token = &world.coordinator.token;
        let mut enrolments = vec![];
        for n in 0..25 {
            let person = world.person(&app, "Ewa", &format!("Osoba {n:02}")).await;
            enrolments.push(training.enrol(&app, &world, person).await);
        }
        training.enrol(&app, &world, world.person(&app, "Ola", "Czeka").await).await;
        let first = Printed::of(&app, token, &training).await;
        assert_eq!(first.lines.len(), 28, "25 people and three empty lines; nobody who waits");
        for (n, line) in first.lines.iter().enumerate() {
            assert_eq!((line["number"].as_u64(), line["printed"].as_bool()), (Some(n as u64 + 1), Some(n < 25)));
            assert_eq!(line["enrolment"]["id"].as_str(), enrolments.get(n).map(String::as_str), "in Polish order");
        }
        let mut next = 1;
        for (n, page) in first.pages.iter().enumerate() {
            assert_eq!((page["number"].as_u64(), page["firstLine"].as_i64()), (Some(n as u64 + 1), Some(next)));
            next = page["lastLine"].as_i64().unwrap() + 1;
        }
        assert!(first.pages.len() > 1 && next == 29, "{:?}", first.pages);

        // Somebody gives the seat back, whoever waits is offered it: what was printed stays.
        app.mutate(token, "cancelEnrolment", "enrolment { id }", json!({ "enrolmentId": enrolments[3] })).await;
        let second = Printed::of(&app, token, &training).await;
        assert_eq!(second.lines.len(), 27);
        let query = "query($id: ID!) { node(id: $id) { ... on Edition { attendanceSheets(orderBy: CREATED_ASC) { edges { node { \
            id revision replaces { id } } } } } } }";
        let sheets = app.ask(token, query, json!({ "id": training.edition })).await;
        let sheets = nodes(&sheets["node"]["attendanceSheets"]);
        let told: Vec<_> = sheets.iter().map(|one| (&one["id"], &one["revision"], &one["replaces"]["id"])).collect();
        let (one, other) = (json!(first.id), json!(second.id));
        assert_eq!(told, [(&one, &json!(1), &Value::Null), (&other, &json!(2), &one)]);
        let still = Printed::again(&app, token, &one).await;
        assert_eq!((still.lines, still.pages), (first.lines, first.pages));
        assert_ne!(first.code, second.code);

        // A group has a list of its own.
        let group = json!({ "editionId": training.edition, "name": "Grupa 1" });
        let group = app.mutate(token, "addBreakoutGroup", "breakoutGroup { id }", group).await;
        let group = &group["breakoutGroup"]["id"];
        let set = json!({ "enrolmentId": enrolments[0], "breakoutGroupId": group });
        app.mutate(token, "setBreakoutGroup", "enrolment { id }", set).await;
        let of = json!({ "editionId": training.edition, "day": DAY, "breakoutGroupId": group, "blankLines": 0 });
        let asked = app.mutate(token, "requestAttendanceSheet", SHEET, of).await;
        assert_eq!(asked["sheet"]["revision"], 1);
        assert_eq!(asked["sheet"]["breakoutGroup"]["name"], "Grupa 1");
        assert_eq!(nodes(&asked["sheet"]["lines"])[0]["enrolment"]["id"], json!(enrolments[0]));
        assert_eq!(asked["sheet"]["lines"]["totalCount"], 1);
        for wrong in [json!({ "blankLines": 31 }), json!({ "blankLines": -1 }), json!({ "day": "2026-05-11" })] {
            let mut input = json!({ "editionId": training.edition, "day": DAY });
            input.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
            assert_eq!(app.refused(token, "requestAttendanceSheet", input).await, "INVALID");
        }
        let other = Training::open(&app, &world, EditionPlan::default()).await;
        let foreign = json!({ "editionId": other.edition, "day": DAY, "breakoutGroupId": group });
        assert_eq!(app.refused(token, "requestAttendanceSheet", foreign).await, "INVALID");
        app.work().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_says_itself_which_pages_it_shows_and_each_scan_stays_until_it_is_removed() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let plan = EditionPlan { sessions: vec![(240, false)], ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan.clone()).await;
        let token = &world.coordinator.token;
        for n in 0..20 {
            let person = world.person(&app, "Ewa", &format!("Osoba {n:02}")).await;
            training.enrol(&app, &world, person).await;
        }
        let sheet = Printed::of(&app, token, &training).await;
        let of = |pages: Option<&[i32]>| json!({ "sheetId": sheet.id, "pages": pages, "file": null });
        let early = attach(&app, token, of(None), ("a.png", &sheet.scan(1))).await;
        assert_eq!(error(&early).0, "WRONG_STATE", "nobody has signed before it begins");
        training.start(&app, &world).await;

        let done = attach(&app, token, of(None), ("strona.png", &sheet.scan(2))).await;
        assert_eq!(done["errors"], json!([]), "{done:#}");
        let scan = &done["scans"][0];
        assert_eq!(
            (&scan["page"]["number"], &scan["byCode"], &scan["number"]),
            (&json!(2), &json!(true), &json!(1))
        );
        assert_eq!(scan["document"]["kind"], "SHEET_SCAN");
        let both = [1, 2].map(|page| written(&paper(&sheet.mark(page), 5), ImageFormat::Jpeg));
        let both = attach(&app, token, of(None), ("lista.pdf", &pdf(&both))).await;
        assert_eq!(both["errors"], json!([]), "{both:#}");
        let numbers: Vec<_> = both["scans"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (&one["page"]["number"], &one["number"]))
            .collect();
        assert_eq!(
            numbers,
            [(&json!(1), &json!(1)), (&json!(2), &json!(2))],
            "two scans of one page stand side by side"
        );

        // What cannot be read somebody says; what can, nobody says otherwise.
        let blank = written(&GrayImage::from_pixel(800, 600, Luma([250])), ImageFormat::Jpeg);
        let unread = attach(&app, token, of(None), ("a.jpg", &blank)).await;
        assert_eq!(error(&unread), ("INVALID".into(), json!(["pages"])));
        let said = attach(&app, token, of(Some(&[1])), ("a.jpg", &blank)).await;
        assert_eq!(said["scans"][0]["byCode"], false, "{said:#}");
        let again = attach(&app, token, of(Some(&[1])), ("b.jpg", &blank)).await;
        assert_eq!(error(&again), ("DUPLICATE".into(), json!(["file"])));
        let other = Training::open(&app, &world, plan).await;
        other.enrol(&app, &world, world.person(&app, "Jan", "Inny").await).await;
        let foreign = Printed::of(&app, token, &other).await;
        let paper_of = |mark: &str| written(&paper(mark, 9), ImageFormat::Png);
        for (pages, name, bytes, why, field) in [
            (Some([99].as_slice()), "a.pdf", b"%PDF-1.4 a".to_vec(), "INVALID", "pages"),
            (Some(&[0]), "a.pdf", b"%PDF-1.4 b".to_vec(), "INVALID", "pages"),
            (Some(&[1]), "a.png", paper_of(&sheet.mark(2)), "INVALID", "pages"),
            (None, "a.png", paper_of(&foreign.mark(1)), "OTHER_SHEET", "file"),
            (None, "a.png", paper_of(&sheet.mark(99)), "OTHER_SHEET", "file"),
            (
                Some(&[1]),
                "a.pdf",
                pdf(&[written(&paper(&foreign.mark(1), 3), ImageFormat::Jpeg)]),
                "OTHER_SHEET",
                "file",
            ),
            (Some(&[1]), "skan.pdf", b"MZ\x90\0\x03".to_vec(), "INVALID", "file"),
            (Some(&[1]), "skan.png", b"%PDF-1.4".to_vec(), "INVALID", "file"),
            (Some(&[1]), "lista.txt", b"tekst".to_vec(), "INVALID", "file"),
            (Some(&[1]), "pusty.pdf", vec![], "INVALID", "file"),
        ] {
            let payload = attach(&app, token, of(pages), (name, &bytes)).await;
            assert_eq!(error(&payload), (why.into(), json!([field])), "{name} {payload:#}");
        }
        let input = json!({ "editionId": training.edition, "day": DAY });
        let undrawn = app.mutate(token, "requestAttendanceSheet", SHEET, input).await;
        let undrawn = json!({ "sheetId": undrawn["sheet"]["id"], "pages": [1], "file": null });
        assert_eq!(error(&attach(&app, token, undrawn, ("a.jpg", &blank)).await).0, "WRONG_STATE");

        // Staff, trainers and auditors see them; a look at one is in the trail.
        let edition = kit::ids::parts(&training.edition.clone().into()).map(|(_, key)| key);
        let trainer =
            world.account(&app, "trener@example.pl", Role::Trainer, ScopeKind::Edition, edition).await;
        let project = Some(world.project.0);
        let auditor =
            world.account(&app, "audyt@example.pl", Role::Auditor, ScopeKind::Project, project).await;
        let person = world.person(&app, "Anna", "Łącka").await;
        let own = world.participant(&app, "anna@example.pl", person).await;
        let query = "query($id: ID!) { node(id: $id) { ... on SheetScan { id document { path } } } }";
        for (token, sees) in [(&trainer.token, true), (&auditor.token, true), (&own.token, false)] {
            let found = app.ask(token, query, json!({ "id": scan["id"] })).await;
            assert_eq!(found["node"]["id"].is_string(), sees);
        }
        let asked = json!({ "documentId": scan["document"]["id"] });
        let link = app.mutate(&auditor.token, "createDownloadLink", "path", asked).await;
        let (status, _, bytes) = app.get(link["path"].as_str().unwrap(), None).await;
        assert_eq!((status, bytes), (StatusCode::OK, sheet.scan(2)));
        assert_eq!((told(&app, "documents.link").await, told(&app, "documents.download").await), (1, 1));
        assert_eq!(
            error(&attach(&app, &auditor.token, of(None), ("a.png", &sheet.scan(1))).await).0,
            "FORBIDDEN"
        );
        assert_eq!(
            error(&attach(&app, &own.token, of(None), ("a.png", &sheet.scan(1))).await).0,
            "NOT_FOUND"
        );

        // A scan is removed with a reason; its file goes with the last page that has it, and may come back.
        let remove = |scan: &Value, reason: &str| json!({ "scanId": scan["id"], "reason": reason });
        assert_eq!(app.refused(&trainer.token, "removeSheetScan", remove(scan, " ")).await, "INVALID");
        let gone = "scan { removedAt document { state } }";
        let removed = app.mutate(&trainer.token, "removeSheetScan", gone, remove(scan, "nieczytelny")).await;
        assert!(removed["scan"]["removedAt"].is_string());
        assert_eq!(removed["scan"]["document"]["state"], "ERASED");
        assert_eq!(app.refused(token, "removeSheetScan", remove(scan, "znowu")).await, "NOTHING_CHANGED");
        let kept =
            app.mutate(token, "removeSheetScan", gone, remove(&both["scans"][0], "nie ta strona")).await;
        assert_eq!(kept["scan"]["document"]["state"], "STORED", "the other page has it still");
        assert_eq!(app.work().await, 0);
        let (status, ..) = app.get(scan["document"]["path"].as_str().unwrap(), Some(token)).await;
        assert!(status.is_client_error(), "{status}");
        let back = attach(&app, token, of(None), ("strona.png", &sheet.scan(2))).await;
        assert_eq!(back["scans"][0]["number"], 3, "{back:#}");
        assert_eq!(told(&app, "trainings.remove_scan").await, 2);
    })
    .await;
}

/// A training of one session of 240 minutes that is over, with four people, and its list.
async fn over(app: &TestApp, world: &World) -> (Training, Vec<String>, Printed) {
    let plan = EditionPlan { sessions: vec![(240, false)], ..EditionPlan::default() };
    let training = Training::open(app, world, plan).await;
    let mut enrolments = vec![];
    for name in ["Akacja", "Brzoza", "Cis", "Dąb"] {
        let person = world.person(app, "Ewa", name).await;
        enrolments.push(training.enrol(app, world, person).await);
    }
    training.start(app, world).await;
    let sheet = Printed::of(app, &world.coordinator.token, &training).await;
    (training, enrolments, sheet)
}

/// What is read from a page: lines with a signature, and lines without.
fn read(sheet: &Printed, session: &str, signed: &[i32], others: &[i32]) -> Value {
    let line = |n: &i32, signs: bool| {
        let signed: &[&str] = if signs { &[session] } else { &[] };
        json!({ "line": n, "signed": signed })
    };
    let lines: Vec<Value> =
        signed.iter().map(|n| line(n, true)).chain(others.iter().map(|n| line(n, false))).collect();
    json!({ "pageId": sheet.pages[0]["id"], "lines": lines })
}

#[tokio::test(flavor = "multi_thread")]
async fn signatures_are_compared_with_scans_and_minutes_and_taken_over_until_the_lock() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let (training, enrolments, sheet) = over(&app, &world).await;
        let token = &world.coordinator.token;
        let session = training.sessions[0].as_str();
        // Akacja and Cis were scanned at the door, Brzoza was not. Dąb was recorded as present by hand.
        for n in [0, 2] {
            let query = "query($id: ID!) { node(id: $id) { ... on Enrolment { ticketCode } } }";
            let code = app.ask(token, query, json!({ "id": enrolments[n] })).await["node"]["ticketCode"].clone();
            let at = (app.now() - Duration::seconds(120 * 60 + 1)).to_rfc3339();
            let sent = json!({ "sessionId": session, "scans": [{ "code": code, "way": "IN", "scannedAt": at }] });
            app.mutate(token, "checkIn", "session { id }", sent).await;
        }
        training.record(&app, &world, 0, &[(&enrolments[3], 240)]).await;
        let before = compared(&app, token, &training, false).await;
        assert_eq!((&before["compared"], &before["unread"], &before["differing"]), (&json!(4), &json!(4), &json!(0)));
        assert_eq!((nodes_of(&before["pagesUnread"]), nodes_of(&before["pagesWithoutScan"])), (vec![1], vec![1]));

        // Somebody came without standing on the list, was enrolled, and wrote themselves into an empty line.
        let person = world.person(&app, "Ola", "Ekspres").await;
        let late = json!({ "editionId": training.edition, "personId": world.id(person), "reason": "przyszła z ulicy" });
        let late = app.mutate(token, "enrolPerson", "enrolment { id }", late).await["enrolment"]["id"].clone();
        let mut page = read(&sheet, session, &[1, 2], &[3, 4]);
        let walk_in = json!({ "line": 5, "enrolmentId": late, "signed": [session] });
        page["lines"].as_array_mut().unwrap().push(walk_in.clone());
        let edition = kit::ids::parts(&training.edition.clone().into()).map(|(_, key)| key);
        let trainer = world.account(&app, "trener@example.pl", Role::Trainer, ScopeKind::Edition, edition).await;
        app.clock.advance(Duration::seconds(1));
        let fields = "page { version readAt }";
        let done = app.mutate(&trainer.token, "recordSignatures", fields, page.clone()).await;
        assert!(done["page"]["readAt"].is_string() && done["page"]["version"] == 2, "{done}");
        let line = Printed::again(&app, token, &json!(sheet.id)).await.lines[4].clone();
        assert_eq!((&line["enrolment"]["id"], &line["printed"]), (&late, &json!(false)));

        let other = world.person(&app, "Iza", "Zastępstwo").await;
        let over = json!({ "enrolmentId": enrolments[1], "personId": world.id(other), "reason": "choroba" });
        assert_eq!(app.refused(token, "handOverSeat", over).await, "ATTENDANCE_RECORDED", "who signed was there");

        let all = compared(&app, &trainer.token, &training, true).await;
        let sums: Vec<_> = nodes_sums(&all);
        let once = |name: &str| (name.to_owned(), 1);
        assert_eq!(
            sums,
            [("SIGNED_NOT_SCANNED".to_owned(), 2), once("SCANNED_NOT_SIGNED"), once("LISTED_NOT_SIGNED")],
            "{all:#}"
        );
        assert_eq!((&all["compared"], &all["differing"], &all["rowsTotal"]), (&json!(5), &json!(4), &json!(4)));
        let rows = all["rows"].as_array().unwrap();
        assert_eq!(rows[0]["enrolment"]["id"], json!(enrolments[1]));
        assert_eq!(rows[0]["discrepancies"], json!(["SIGNED_NOT_SCANNED"]));
        assert_eq!((&rows[1]["scannedMin"], &rows[1]["signed"]), (&json!(120), &json!(false)));
        assert_eq!(compared(&app, token, &training, false).await["rowsTotal"], 5);

        // Taken over: by the scan, by all that is planned; not against a scan, not over what was recorded by hand.
        let fields = "taken differences { enrolment { id } signed listedMin scannedMin }";
        let take = |dry: bool| json!({ "sessionId": session, "dryRun": dry });
        let dry = app.mutate(&trainer.token, "takeSignatures", fields, take(true)).await;
        let minutes = async || {
            let query = "query($id: ID!) { node(id: $id) { ... on Session { attendance(first: 20) { edges { node { minutes \
                enrolment { id } } } } } } }";
            let found = app.ask(token, query, json!({ "id": session })).await;
            let rows = nodes(&found["node"]["attendance"]);
            let of = |id: &Value| rows.iter().find(|row| row["enrolment"]["id"] == *id).map(|row| row["minutes"].clone());
            enrolments.iter().map(|id| json!(id)).chain([late.clone()]).map(|id| of(&id)).collect::<Vec<_>>()
        };
        assert_eq!(minutes().await, [None, None, None, Some(json!(240)), None], "a dry run writes nothing");
        let taken = app.mutate(&trainer.token, "takeSignatures", fields, take(false)).await;
        assert_eq!(taken, dry);
        assert_eq!(taken["taken"], 3);
        let who: Vec<_> = taken["differences"].as_array().unwrap().iter().map(|one| &one["enrolment"]["id"]).collect();
        assert_eq!(who, [&json!(enrolments[2]), &json!(enrolments[3])]);
        let expected = [Some(json!(120)), Some(json!(240)), None, Some(json!(240)), Some(json!(240))];
        assert_eq!(minutes().await, expected);
        assert_eq!(app.mutate(token, "takeSignatures", "taken", take(false)).await["taken"], 0, "once is enough");

        // The lock names the page that has no scan, or is refused for it; after it, whoever corrects attaches one with a reason.
        let lock = json!({ "editionId": training.edition, "missingAsAbsent": true, "requireScans": true });
        assert_eq!(app.refused(token, "lockAttendance", lock).await, "SCANS_MISSING");
        let lock = json!({ "editionId": training.edition, "missingAsAbsent": true });
        let locked = app.mutate(token, "lockAttendance", "edition { id } pagesWithoutScan { number }", lock).await;
        assert_eq!(locked["pagesWithoutScan"], json!([{ "number": 1 }]));
        assert_eq!(app.refused(token, "recordSignatures", page).await, "ATTENDANCE_LOCKED");
        assert_eq!(app.refused(token, "takeSignatures", take(true)).await, "ATTENDANCE_LOCKED");
        let scan = sheet.scan(1);
        let of = |reason: Option<&str>| json!({ "sheetId": sheet.id, "file": null, "reason": reason });
        let payload = attach(&app, &trainer.token, of(Some("znaleziony")), ("a.png", &scan)).await;
        assert_eq!(error(&payload).0, "ATTENDANCE_LOCKED");
        assert_eq!(error(&attach(&app, token, of(None), ("a.png", &scan)).await), ("INVALID".into(), json!(["reason"])));
        let payload = attach(&app, token, of(Some("znaleziony w segregatorze")), ("a.png", &scan)).await;
        assert_eq!(payload["errors"], json!([]), "{payload:#}");
        assert_eq!(compared(&app, token, &training, true).await["pagesWithoutScan"], json!([]));
    })
    .await;
}

fn nodes_of(pages: &Value) -> Vec<u64> {
    pages.as_array().unwrap().iter().map(|page| page["number"].as_u64().unwrap()).collect()
}

fn nodes_sums(all: &Value) -> Vec<(String, u64)> {
    let sums = all["sums"].as_array().unwrap().iter();
    sums.map(|one| (text(&one["discrepancy"]), one["count"].as_u64().unwrap())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_read_whole_or_not_at_all_and_of_two_clerks_the_second_looks_again() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let (training, enrolments, sheet) = over(&app, &world).await;
        let token = &world.coordinator.token;
        let session = training.sessions[0].as_str();
        let other = Training::open(&app, &world, EditionPlan::default()).await;
        let stranger = other.enrol(&app, &world, world.person(&app, "Jan", "Obcy").await).await;
        let with = |line: Value| {
            let mut page = read(&sheet, session, &[1], &[2, 3, 4]);
            page["lines"].as_array_mut().unwrap().push(line);
            page
        };
        for (page, code, field) in [
            (read(&sheet, session, &[1], &[2, 3]), "INVALID", json!(["lines"])),
            (read(&sheet, session, &[1, 99], &[2, 3, 4]), "INVALID", json!(["lines", "1", "line"])),
            (read(&sheet, session, &[1, 1], &[2, 3, 4]), "DUPLICATE", json!(["lines", "1", "line"])),
            (
                read(&sheet, &other.sessions[0], &[1], &[2, 3, 4]),
                "INVALID",
                json!(["lines", "0", "signed", "0"]),
            ),
            (
                with(json!({ "line": 5, "signed": [session] })),
                "INVALID",
                json!(["lines", "4", "enrolmentId"]),
            ),
            (
                with(json!({ "line": 5, "enrolmentId": stranger, "signed": [] })),
                "INVALID",
                json!(["lines", "4", "enrolmentId"]),
            ),
            (
                with(json!({ "line": 5, "enrolmentId": enrolments[2], "signed": [] })),
                "DUPLICATE",
                json!(["lines", "4", "enrolmentId"]),
            ),
        ] {
            let payload = app.try_mutate(token, "recordSignatures", "page { id }", page.clone()).await;
            assert_eq!(error(&payload), (code.into(), field), "{page}");
        }
        assert_eq!(compared(&app, token, &training, false).await["unread"], 4, "nothing of it was written");
        let mut foreign = read(&sheet, session, &[1], &[2, 3, 4]);
        foreign["lines"][0]["enrolmentId"] = json!(enrolments[1]);
        assert_eq!(app.refused(token, "recordSignatures", foreign).await, "INVALID");

        // Two clerks at once.
        let app = std::sync::Arc::new(app);
        let clerks: Vec<_> = [vec![1, 2], vec![1, 3]]
            .into_iter()
            .map(|signed: Vec<i32>| {
                let others: Vec<i32> = (1..=4).filter(|n| !signed.contains(n)).collect();
                let mut page = read(&sheet, session, &signed, &others);
                page["version"] = json!(1);
                let (app, token) = (app.clone(), token.clone());
                tokio::spawn(async move {
                    app.try_mutate(&token, "recordSignatures", "page { version }", page).await
                })
            })
            .collect();
        let mut codes = vec![];
        for clerk in clerks {
            codes.push(error(&clerk.await.unwrap()).0);
        }
        codes.sort();
        assert_eq!(codes, ["", "STALE_VERSION"]);

        // Read again: what was noted before is corrected, also who wrote themselves in.
        let person = world.person(&app, "Ola", "Ekspres").await;
        let late =
            json!({ "editionId": training.edition, "personId": world.id(person), "reason": "przyszła" });
        let late =
            app.mutate(token, "enrolPerson", "enrolment { id }", late).await["enrolment"]["id"].clone();
        let written = with(json!({ "line": 6, "enrolmentId": late, "signed": [session] }));
        app.mutate(token, "recordSignatures", "page { id }", written).await;
        assert_eq!(compared(&app, token, &training, false).await["unread"], 0);
        app.mutate(token, "recordSignatures", "page { id }", read(&sheet, session, &[], &[1, 2, 3, 4])).await;
        let again = compared(&app, token, &training, false).await;
        let signed: Vec<_> =
            again["rows"].as_array().unwrap().iter().map(|row| row["signed"].clone()).collect();
        assert_eq!(signed, [json!(false), json!(false), json!(false), json!(false), Value::Null]);

        // What was read is recorded: the edition is not taken back for it.
        let back = json!({ "editionId": training.edition, "to": "ENROLMENT_CLOSED", "reason": "pomyłka" });
        assert_eq!(app.refused(token, "changeEditionState", back).await, "ATTENDANCE_RECORDED");

        // A session that somebody signed for is not taken away.
        let removed = json!({ "sessionId": session });
        assert_eq!(app.refused(token, "removeSession", removed).await, "ATTENDANCE_RECORDED");
        let own = world.participant(&app, "ola@example.pl", person).await;
        let answer =
            app.graphql(Some(&own.token), COMPARED, json!({ "id": training.edition, "all": true })).await;
        assert_eq!(answer.body["errors"][0]["extensions"]["code"], "FORBIDDEN", "{:#}", answer.body);
    })
    .await;
}
