//! Any list as a file, by the query a client already has: the rows that paging gives, and nothing half-made.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use edge::graphql::{Documents, ExportLimits, Limits};
use edge::tries::{PerMinute, Rates, Tries};
use entities::institutions::actions::{NewEmployment, NewPerson, register_person};
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::change::Change;
use entities::shared::ids::{EditionId, PersonId, TypedId as _};
use entities::shared::operation::Operation;
use entities::trainings::actions::{Enrol, enrol};
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::databases::TestDb;
use tests::{Edge, TestApp, on_both};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What an export was answered.
pub(super) struct Answered {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) bytes: Vec<u8>,
}

impl Answered {
    /// Code of the first error.
    pub(super) fn code(&self) -> String {
        self.error()["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }

    fn error(&self) -> Value {
        let body: Value = serde_json::from_slice(&self.bytes).unwrap();
        assert!(body.get("data").is_none(), "{body:#}");
        body["errors"][0].clone()
    }

    /// Rows of the CSV, the heading first.
    pub(super) fn rows(&self) -> Vec<Vec<String>> {
        let text = std::str::from_utf8(&self.bytes).unwrap();
        assert_eq!(self.status, StatusCode::OK, "{text}");
        assert_eq!(self.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8; header=present");
        let text = text.strip_prefix('\u{feff}').unwrap();
        parse(text)
    }
}

/// Reads CSV with `;`, quotes and CRLF.
fn parse(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (vec![], vec![], String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.push(letters.next().unwrap()),
            '"' => quoted = !quoted,
            ';' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {
                assert_eq!(letters.next(), Some('\n'));
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            letter => cell.push(letter),
        }
    }
    assert!(cell.is_empty() && row.is_empty(), "the last row ends as the others do");
    rows
}

/// Posts to the export.
pub(super) async fn post(app: &TestApp, token: Option<&str>, accept: &str, body: &Value) -> Answered {
    let mut request = Request::post("/export").header(header::CONTENT_TYPE, "application/json");
    if !accept.is_empty() {
        request = request.header(header::ACCEPT, accept);
    }
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    send(app, request.body(Body::from(body.to_string())).unwrap()).await
}

async fn send(app: &TestApp, request: Request<Body>) -> Answered {
    let response = app.send(request).await;
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, 64 << 20).await.unwrap().to_vec();
    Answered { status: parts.status, headers: parts.headers, bytes }
}

async fn export(app: &TestApp, token: &str, query: &str, variables: Value) -> Answered {
    post(app, Some(token), "", &json!({ "query": query, "variables": variables })).await
}

/// People of the lead's office, registered by the coordinator in one transaction.
async fn crowd(app: &TestApp, world: &World, surname: &str, count: usize) -> Vec<PersonId> {
    let coordinator = world.coordinator_as_actor(app).await;
    app.write(async |tx, op| {
        let op = &Operation { actor: coordinator.clone(), ..op.clone() };
        let mut people = vec![];
        for n in 0..count {
            let employment = NewEmployment {
                institution_id: world.lead_office,
                post: "pracownik socjalny".into(),
                from: "2020-01-01".parse().unwrap(),
            };
            let new = NewPerson {
                first_name: format!("Osoba {}", letters(n)),
                last_name: surname.into(),
                email: None,
                phone: None,
                employment: Some(employment),
            };
            people.push(register_person(tx, op, new).await?);
        }
        Ok(people)
    })
    .await
}

/// A number in letters, because names have no digits.
fn letters(n: usize) -> String {
    n.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
}

/// Enrols many in one transaction.
async fn enrol_all(app: &TestApp, training: &Training, people: &[PersonId]) {
    let (_, edition) = kit::ids::parts(&training.edition.clone().into()).unwrap();
    app.write(async |tx, op| {
        for person in people {
            let new = Enrol {
                edition_id: EditionId(edition),
                person_id: *person,
                institution_id: Change::Clear,
                needs_diet: None,
                needs_night: false,
                needs_access: None,
                clause_version_ids: vec![],
                reason: None,
                reserved: false,
            };
            enrol(tx, op, new).await?;
        }
        Ok(())
    })
    .await;
}

async fn packed(app: &TestApp, world: &World, people: usize) -> Training {
    let plan = EditionPlan { seats: 300, ..EditionPlan::default() };
    let training = Training::open(app, world, plan).await;
    let people = crowd(app, world, "Liczny", people).await;
    enrol_all(app, &training, &people).await;
    training
}

/// What a client sees that pages by itself: cells of some fields of each row.
async fn paged(
    app: &TestApp,
    token: &str,
    query: &str,
    variables: &Value,
    cells: &[&str],
) -> Vec<Vec<String>> {
    let (mut rows, mut after) = (vec![], Value::Null);
    loop {
        let mut variables = variables.clone();
        variables["after"] = after;
        let data = app.ask(token, query, variables).await;
        let list = data.as_object().unwrap().values().next().unwrap();
        for edge in list["edges"].as_array().unwrap() {
            let text = |pointer: &&str| match edge["node"].pointer(pointer).unwrap() {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            rows.push(cells.iter().map(text).collect());
        }
        if list["pageInfo"]["hasNextPage"] == json!(false) {
            return rows;
        }
        after = list["pageInfo"]["endCursor"].clone();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coordinator_exports_precisely_the_rows_that_the_pages_give_in_their_order() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let training = packed(&app, &world, 260).await;
        // Of another edition, which the filter leaves out.
        let other = Training::open(&app, &world, EditionPlan::default()).await;
        let anna = world.person(&app, "Anna", "Łącka").await;
        other.enrol(&app, &world, anna).await;

        let row = "id stateLabel needsDiet person { fullName } edition { title }";
        let variables = json!({ "edition": training.edition });
        let wanted = paged(
            &app,
            token,
            &format!(
                "query($edition: ID!, $after: String) {{ enrolments(filter: {{ editionId: $edition }}, orderBy: NAME_DESC, \
                 first: 70, after: $after) {{ edges {{ node {{ {row} }} }} pageInfo {{ hasNextPage endCursor }} }} }}"
            ),
            &variables,
            &["/id", "/stateLabel", "/needsDiet", "/person/fullName", "/edition/title"],
        )
        .await;
        assert_eq!(wanted.len(), 260);
        let query = format!(
            "query($edition: ID!) {{ enrolments(filter: {{ editionId: $edition }}, orderBy: NAME_DESC) {{ totalCount \
             edges {{ node {{ {row} }} }} pageInfo {{ hasNextPage }} }} }}"
        );
        let body = json!({ "query": query, "variables": variables, "headers": { "person.fullName": "Osoba" } });
        let answered = post(&app, Some(token), "", &body).await;
        let mut rows = answered.rows();
        assert_eq!(rows.remove(0), ["id", "stateLabel", "needsDiet", "Osoba", "edition.title"]);
        assert_eq!(rows, wanted);
        let headers = &answered.headers;
        assert_eq!(headers[header::CONTENT_DISPOSITION], "attachment; filename=\"enrolments-2026-05-12.csv\"");
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
        for name in ["content-security-policy", "x-content-type-options", "x-request-id", "vary"] {
            assert!(headers.contains_key(name), "{name}");
        }

        // Who exported which list is in the audit trail: names of fields and a count, nothing of the filter or the rows.
        let auditor = world.account(&app, "audyt@example.pl", Role::Auditor, ScopeKind::Installation, None).await;
        let trail = "{ auditEntries(filter: { actions: [\"audit.export\"], kinds: [SEEN] }) { edges { node { subjectId detail } } } }";
        let trail = app.ask(&auditor.token, trail, json!({})).await;
        let fields = json!(["id", "stateLabel", "needsDiet", "person.fullName", "edition.title"]);
        assert_eq!(
            trail["auditEntries"]["edges"],
            json!([{ "node": { "subjectId": world.id(world.coordinator.user).to_string(),
                "detail": { "list": "enrolments", "fields": fields, "rows": 260, "format": "csv" } } }])
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_takes_as_many_statements_for_each_hundred_rows() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let mut counts = vec![];
        for (surname, people) in [("Jeden", 60), ("Dwa", 160), ("Trzy", 260), ("Cztery", 360)] {
            crowd(&app, &world, surname, people).await;
            let query = "query($name: String!) { people(filter: { lastNameContains: $name }) { edges { node { fullName \
                employments { edges { node { post institution { name } } } } } } } }";
            app.statements();
            let rows = export(&app, &world.coordinator.token, query, json!({ "name": surname })).await.rows();
            counts.push(app.statements().len());
            assert_eq!(rows.len(), people + 1);
            assert_eq!(rows[1][1..], ["pracownik socjalny", "Gminny Ośrodek Pomocy Społecznej w Bielinach"]);
        }
        let steps: Vec<usize> = counts.windows(2).map(|pair| pair[1] - pair[0]).collect();
        // Whose token it is and what they may do, then one for each level.
        assert!(steps.iter().all(|step| *step == steps[0] && *step <= 12), "{counts:?}");
        // Besides, once for all pages: the rows are counted, and the export is noted.
        assert!(counts[0] <= steps[0] + 5, "{counts:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_see_rows_gets_none_of_them_and_no_hint_by_limits() {
    on_both(async |base| {
        let mut app = TestApp::on(base);
        let world = World::new(&app).await;
        packed(&app, &world, 5).await;
        let export_limits = ExportLimits { rows: 2, ..ExportLimits::default() };
        app.with_edge(&Edge {
            limits: Limits { export: export_limits, ..Limits::default() },
            ..Edge::default()
        });
        let partner = Some(world.partner.uuid());
        let partner =
            world.account(&app, "partner@example.pl", Role::Coordinator, ScopeKind::Partner, partner).await;
        let olga = world.person_of(&app, "Olga", "Śliwa", world.partner_office).await;
        let query = "{ people(orderBy: NAME_ASC) { edges { node { id lastName } } } }";
        let rows = export(&app, &partner.token, query, json!({})).await.rows();
        assert_eq!(
            rows,
            [
                ["id", "lastName"].map(str::to_owned).to_vec(),
                vec![world.id(olga).to_string(), "Śliwa".into()]
            ]
        );
        let hidden =
            export(&app, &partner.token, "{ enrolments { edges { node { id } } } }", json!({})).await;
        assert_eq!(hidden.rows(), [["id"]]);

        let refused = export(&app, &world.coordinator.token, query, json!({})).await;
        assert_eq!((refused.status, refused.code().as_str()), (StatusCode::BAD_REQUEST, "EXPORT_TOO_LARGE"));
        assert_eq!(refused.error()["extensions"]["limit"], 2);
        let seen = app.ask(&world.coordinator.token, "{ people { totalCount } }", json!({})).await;
        assert_eq!(refused.error()["extensions"]["rows"], seen["people"]["totalCount"]);
        assert!(!refused.headers.contains_key(header::CONTENT_DISPOSITION));
    })
    .await;
}

#[tokio::test]
async fn what_is_no_export_is_refused_with_a_code_that_says_why() {
    let app = TestApp::on(TestDb::sqlite().await);
    let world = World::new(&app).await;
    let token = Some(world.coordinator.token.as_str());
    let rows = "edges { node { title } }";
    let bomb =
        (0..8).map(|n| format!("fragment F{n} on Edition {{ {} }} ", format!("...F{} ", n + 1).repeat(8)));
    let bomb = format!(
        "{{ editions {{ edges {{ node {{ ...F0 }} }} }} }} {} fragment F8 on Edition {{ id }}",
        bomb.collect::<String>()
    );
    for (query, code, argument) in [
        ("mutation { logOut { errors { code } } }".to_owned(), "NOT_EXPORTABLE", ""),
        ("subscription { newCertificates { id } }".to_owned(), "BAD_REQUEST", ""),
        (format!("{{ editions {{ {rows} }} projects {{ {rows} }} }}"), "NOT_EXPORTABLE", ""),
        ("{ viewer { user { email } } }".to_owned(), "NOT_EXPORTABLE", "viewer.user.email"),
        ("{ __schema { types { name } } }".to_owned(), "NOT_EXPORTABLE", "__schema"),
        ("{ nodes(ids: []) { id } }".to_owned(), "NOT_EXPORTABLE", "nodes"),
        (format!("{{ editions(first: 5) {{ {rows} }} }}"), "NOT_EXPORTABLE", "first"),
        (format!("{{ editions(last: 5) {{ {rows} }} }}"), "NOT_EXPORTABLE", "last"),
        (format!("{{ editions(after: \"x\") {{ {rows} }} }}"), "NOT_EXPORTABLE", "after"),
        (format!("{{ editions(before: \"x\") {{ {rows} }} }}"), "NOT_EXPORTABLE", "before"),
        ("{ editions { totalCount } }".to_owned(), "NOT_EXPORTABLE", ""),
        (bomb, "QUERY_TOO_LARGE", ""),
        (format!("{{ editions {{ {rows} "), "GRAPHQL_PARSE_FAILED", ""),
        ("{ editions { edges { node { nonsense } } } }".to_owned(), "GRAPHQL_VALIDATION_FAILED", ""),
        (format!("{{ editions(filter: {{ projectId: \"nonsense\" }}) {{ {rows} }} }}"), "BAD_USER_INPUT", "projectId"),
        (format!("query A {{ editions {{ {rows} }} }} query B {{ editions {{ {rows} }} }}"), "OPERATION_RESOLUTION_FAILED", ""),
        ("{ editions { edges { node { enrolments { edges { node { certificates { edges { node { number } } } } } } } } } }".to_owned(), "QUERY_TOO_COMPLEX", ""),
    ] {
        let answered = post(&app, token, "text/csv", &json!({ "query": query })).await;
        assert_eq!((answered.status, answered.code().as_str()), (StatusCode::BAD_REQUEST, code), "{query}");
        let told = &answered.error()["extensions"]["argument"];
        assert_eq!(told.as_str().unwrap_or_default(), argument, "{query}");
    }

    let query = format!("{{ editions {{ {rows} }} }}");
    for (accept, body, status, code) in [
        ("", json!({ "query": query, "headers": { "titel": "Tytuł" } }), 400, "UNKNOWN_COLUMN"),
        ("", json!({ "query": query, "headers": { "title": 1 } }), 400, "BAD_REQUEST"),
        ("", json!({ "query": query, "headers": ["title"] }), 400, "BAD_REQUEST"),
        ("", json!({ "query": query, "headers": { "title": "x".repeat(501) } }), 400, "BAD_REQUEST"),
        ("", json!([{ "query": query }]), 400, "BAD_REQUEST"),
        ("", json!({ "query": 1 }), 400, "BAD_REQUEST"),
        ("", json!("{ editions }"), 400, "BAD_REQUEST"),
        ("image/png", json!({ "query": query }), 406, "NOT_ACCEPTABLE"),
        ("text/csv;q=0", json!({ "query": query }), 406, "NOT_ACCEPTABLE"),
    ] {
        let answered = post(&app, token, accept, &body).await;
        assert_eq!((answered.status.as_u16(), answered.code().as_str()), (status, code), "{body}");
    }
    for accept in ["", "*/*", "text/*", "text/csv", "application/json;q=0.1, text/csv"] {
        assert_eq!(post(&app, token, accept, &json!({ "query": query })).await.rows(), [["title"]]);
    }

    let body = || Body::from(json!({ "query": query }).to_string());
    for (request, status, code) in [
        (Request::get(format!("/export?query={}", "%7Bme%7D")), 405, "METHOD_NOT_ALLOWED"),
        (Request::put("/export"), 405, "METHOD_NOT_ALLOWED"),
        (Request::options("/export").header("origin", "https://evil.example"), 405, "METHOD_NOT_ALLOWED"),
        // What a foreign page could send without asking first.
        (Request::post("/export").header(header::CONTENT_TYPE, "text/plain"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        (Request::post("/export"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        (Request::post("/export").header(header::CONTENT_TYPE, "application/json"), 401, "UNAUTHENTICATED"),
    ] {
        let answered = send(&app, request.body(body()).unwrap()).await;
        assert_eq!((answered.status.as_u16(), answered.code().as_str()), (status, code));
        assert!(!answered.headers.contains_key("access-control-allow-origin"));
        assert!(status != 405 || answered.headers[header::ALLOW] == "POST");
    }
    let answered = post(&app, Some("zw_s_guess"), "", &json!({ "query": query })).await;
    assert_eq!((answered.status.as_u16(), answered.code().as_str()), (401, "UNAUTHENTICATED"));
    // Nothing of all this but the five files is in the trail.
    assert_eq!(exports(&app).await, 5);
}

/// How many exports the audit trail tells of.
async fn exports(app: &TestApp) -> usize {
    use sea_orm::{ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};
    let lines = entities::audit::audit_entry::Entity::find()
        .filter(entities::audit::audit_entry::Column::Action.eq("audit.export"));
    usize::try_from(lines.count(&app.state.db.reader).await.unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_on_a_later_page_is_an_error_and_never_half_a_file() {
    on_both(async |base| {
        let mut app = TestApp::on(base);
        let world = World::new(&app).await;
        crowd(&app, &world, "Liczny", 260).await;
        let token = world.coordinator.token.clone();
        let query = "{ people { edges { node { fullName } } } }";
        // Each page costs what a request does: two are allowed, three would be needed, and the wait would be too long.
        let rates = |requests, account| Rates {
            cost_of_request: requests,
            cost_of_account: PerMinute(account),
            ..Rates::default()
        };
        app.state.tries = Tries::within(rates(100_000, 201_500));
        let short = ExportLimits { time: Duration::from_secs(5), ..ExportLimits::default() };
        let limits = Limits { export: short, ..Limits::default() };
        app.with_edge(&Edge { limits, ..Edge::default() });
        let answered = export(&app, &token, query, json!({})).await;
        assert_eq!((answered.status.as_u16(), answered.code().as_str()), (429, "RATE_LIMITED"));
        assert!(answered.headers.contains_key(header::RETRY_AFTER));
        assert!(!answered.headers.contains_key(header::CONTENT_DISPOSITION));
        assert_eq!(exports(&app).await, 0);

        app.state.tries.forget();
        let two = "{ people(filter: { lastNameContains: \"Śliwa\" }) { edges { node { fullName } } } }";
        assert_eq!(export(&app, &token, two, json!({})).await.rows(), [["fullName"]]);
        assert_eq!(exports(&app).await, 1);

        // Where the wait is short, an export goes as fast as its sender may ask.
        app.state.tries = Tries::within(rates(1_000_000, 2_980_000));
        app.with_edge(&Edge::default());
        let began = std::time::Instant::now();
        assert_eq!(export(&app, &token, query, json!({})).await.rows().len(), 261);
        assert!(began.elapsed() >= Duration::from_millis(800));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_below_a_row_are_whole_or_as_long_as_asked_for() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let training = packed(&app, &world, 30).await;
        let names = "edges { node { person { lastName } stateLabel } }";
        // More than a connection gives where nothing is said, and more rows times fields than a large page may cost.
        let query = format!(
            "{{ editions {{ edges {{ node {{ title seats startsOn enrolments {{ {names} }} }} }} }} }}"
        );
        let rows = export(&app, token, &query, json!({})).await.rows();
        let all = |text: &str| vec![text; 30].join("; ");
        assert_eq!(
            rows[0],
            ["title", "seats", "startsOn", "enrolments.person.lastName", "enrolments.stateLabel"]
        );
        assert_eq!(rows[1][..4], ["Szkolenie 1", "300", "2026-05-12", &all("Liczny")]);
        assert_eq!(rows.len(), 2);

        let more = crowd(&app, &world, "Liczny", 71).await;
        enrol_all(&app, &training, &more).await;
        let refused = export(&app, token, &query, json!({})).await;
        assert_eq!((refused.status, refused.code().as_str()), (StatusCode::BAD_REQUEST, "EXPORT_TOO_LARGE"));
        assert_eq!(refused.error()["extensions"]["column"], "enrolments.person.lastName");
        let few = query.replace("enrolments", "enrolments(first: 2)");
        assert_eq!(export(&app, token, &few, json!({})).await.rows()[1][3], "Liczny; Liczny");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_one_thing_is_exported_and_of_a_hidden_one_it_is_not_found() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = packed(&app, &world, 130).await;
        let query = "query($id: ID!) { node(id: $id) { ...Of } } fragment Of on Edition { \
            enrolments(orderBy: NAME_DESC) { totalCount edges { node { person { firstName } } } } }";
        let answered = export(&app, &world.coordinator.token, query, json!({ "id": training.edition })).await;
        let disposition = &answered.headers[header::CONTENT_DISPOSITION];
        assert_eq!(disposition, "attachment; filename=\"enrolments-2026-05-12.csv\"");
        let mut names: Vec<String> = answered.rows().split_off(1).concat();
        assert_eq!(names.len(), 130);
        assert_eq!((names[0].as_str(), names[129].as_str()), ("Osoba jj", "Osoba a"));
        names.dedup();
        assert_eq!(names.len(), 130);

        let draft = Training::draft(&app, &world, EditionPlan::default()).await;
        let stranger = world.person_of(&app, "Olga", "Śliwa", world.partner_office).await;
        let stranger = world.participant(&app, "olga@example.pl", stranger).await;
        let mut told = vec![];
        for id in [draft.edition.clone(), world.id(world.project).to_string(), "nonsense".to_owned()] {
            let refused = export(&app, &stranger.token, query, json!({ "id": id })).await;
            assert_eq!((refused.status.as_u16(), refused.code().as_str()), (404, "NOT_FOUND"));
            told.push(refused.bytes);
        }
        assert!(told.iter().all(|body| *body == told[0]));
        let seen = export(&app, &stranger.token, query, json!({ "id": training.edition })).await;
        assert_eq!(seen.rows(), [["person.firstName"]]);
    })
    .await;
}

#[tokio::test]
async fn a_cell_is_never_a_formula_and_a_number_stays_one() {
    let app = TestApp::on(TestDb::sqlite().await);
    let world = World::new(&app).await;
    let token = &world.coordinator.token;
    let training = Training::draft(&app, &world, EditionPlan::default()).await;
    for (hour, (title, cell)) in (8..).zip([
        ("=HYPERLINK(\"https://evil.example\";\"x\")", "'=HYPERLINK(\"https://evil.example\";\"x\")"),
        ("+48 600", "'+48 600"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("Zwykła; \"nazwa\"", "Zwykła; \"nazwa\""),
    ]) {
        let session = json!({
            "editionId": training.edition, "title": title, "mandatory": false,
            "startsAt": format!("2026-05-13T{hour:02}:00:00Z"), "endsAt": format!("2026-05-13T{hour:02}:30:00Z"),
        });
        app.mutate(token, "addSession", "session { id }", session).await;
        let query = "{ editions { edges { node { thresholdPct approval sessions(last: 1, orderBy: STARTS_AT_ASC) { edges { node { title startsAt } } } } } } }";
        let body = json!({ "query": query, "headers": { "thresholdPct": "=1+1", "approval": "Zgoda" } });
        let rows = post(&app, Some(token), "", &body).await.rows();
        assert_eq!(rows[0], ["'=1+1", "Zgoda", "sessions.title", "sessions.startsAt"]);
        assert_eq!(rows[1], ["80", "nie", cell, &format!("2026-05-13 {}:00:00", hour + 2)], "{title}");

        // A workbook keeps texts, numbers and times apart by itself.
        let answered = post(&app, Some(token), XLSX, &body).await;
        assert_eq!(answered.status, StatusCode::OK);
        assert_eq!(answered.headers[header::CONTENT_TYPE], XLSX);
        assert_eq!(
            answered.headers[header::CONTENT_DISPOSITION],
            "attachment; filename=\"editions-2026-05-12.xlsx\""
        );
        let accepted = entities::documents::upload::inspect("lista.xlsx", &answered.bytes).unwrap();
        assert_eq!(accepted.media_type, XLSX);
    }
    let named = "{ auditEntries(filter: { actions: [\"audit.export\"] }) { totalCount } }";
    let auditor = world.account(&app, "audyt@example.pl", Role::Auditor, ScopeKind::Installation, None).await;
    assert_eq!(app.ask(&auditor.token, named, json!({})).await["auditEntries"]["totalCount"], 10);
}

#[tokio::test]
async fn a_locked_installation_exports_its_list_and_the_limits_are_those_of_the_process() {
    let mut app = TestApp::on(TestDb::sqlite().await);
    let world = World::new(&app).await;
    let token = &world.coordinator.token;
    let known = "{ projects { edges { node { title } } } }";
    let documents = Documents::locked([known.to_owned()], &edge::guard::Limits::default()).unwrap();
    app.with_edge(&Edge { documents, ..Edge::default() });
    let title = ["title", "Kooperacja w regionie"].map(|cell| vec![cell.to_owned()]);
    assert_eq!(export(&app, token, known, json!({})).await.rows(), title);
    let other = export(&app, token, "{ projects { edges { node { id } } } }", json!({})).await;
    assert_eq!(other.code(), "PERSISTED_QUERY_NOT_IN_LIST");

    for (limits, code, status) in [
        (ExportLimits { at_once: 0, ..ExportLimits::default() }, "EXPORT_BUSY", 503),
        (ExportLimits { bytes: 10, ..ExportLimits::default() }, "EXPORT_TOO_LARGE", 400),
        (ExportLimits { time: Duration::ZERO, ..ExportLimits::default() }, "TIMEOUT", 503),
        (ExportLimits { rows: 0, ..ExportLimits::default() }, "EXPORT_TOO_LARGE", 400),
    ] {
        app.with_edge(&Edge { limits: Limits { export: limits, ..Limits::default() }, ..Edge::default() });
        let refused = export(&app, token, known, json!({})).await;
        assert_eq!((refused.code().as_str(), refused.status.as_u16()), (code, status));
    }
    // One at a time: of many at once some are told to wait, and the place is given back.
    crowd(&app, &world, "Liczny", 260).await;
    let limits = ExportLimits { at_once: 1, ..ExportLimits::default() };
    app.with_edge(&Edge { limits: Limits { export: limits, ..Limits::default() }, ..Edge::default() });
    let people = "{ people { edges { node { fullName } } } }";
    let answers =
        futures_util::future::join_all((0..6).map(|_| export(&app, token, people, json!({})))).await;
    let busy: Vec<_> = answers.iter().filter(|answered| answered.status != StatusCode::OK).collect();
    assert!((1..6).contains(&busy.len()), "{} of 6", busy.len());
    for answered in busy {
        assert_eq!((answered.code().as_str(), answered.status.as_u16()), ("EXPORT_BUSY", 503));
        assert!(answered.headers.contains_key(header::RETRY_AFTER));
    }
    assert_eq!(export(&app, token, people, json!({})).await.rows().len(), 261);

    app.with_edge(&Edge::default());
    app.with_second_factor_for(&[Role::Coordinator]);
    assert_eq!(export(&app, token, known, json!({})).await.code(), "SECOND_FACTOR_REQUIRED");
}
