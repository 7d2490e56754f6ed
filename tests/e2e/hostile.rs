//! What a hostile client may try over HTTP, and what it gets: a clear refusal, quickly, and never a fault of ours.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId;
use futures_util::stream;
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::databases::TestDb;
use tests::{Answer, Edge, TestApp, on_both};

/// Texts that upset careless programs.
const JUNK: &[&str] = &[
    "%",
    "_",
    "\\",
    "'",
    "\"",
    "--",
    "'; DROP TABLE person; --",
    "%%%",
    "\\%",
    "a\\",
    "🦀",
    "zażółć",
    "\u{0}",
    "a\u{0}b",
    "\u{202e}",
    "\u{feff}",
    "\u{fffd}",
    "${1}",
    "$1",
    "?",
    ":a",
    "{}",
    "\n",
    "\r\n",
    "\u{7f}",
    "İ",
    "ß",
    "",
];

fn code(answer: &Answer) -> &str {
    answer.body["errors"][0]["extensions"]["code"].as_str().unwrap_or_default()
}

async fn installation() -> TestApp {
    TestApp::on(TestDb::sqlite().await)
}

/// Sends a body, and answers status and JSON.
async fn raw(app: &TestApp, method: Method, path: &str, kind: &str, body: Vec<u8>) -> Answer {
    let request = Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, kind);
    let response = app.send(request.body(Body::from(body)).unwrap()).await;
    let status = response.status();
    let bytes = axum::body::to_bytes(response.into_body(), 64 << 20).await.unwrap();
    Answer { status, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null) }
}

/// `levels` fragments, each of which spreads the next one `spreads` times.
fn bomb(levels: usize, spreads: usize) -> String {
    let mut text = String::from("{ ...F0 }");
    for level in 0..levels {
        let next = format!("...F{} ", level + 1).repeat(spreads);
        text.push_str(&format!(" fragment F{level} on Query {{ {next} }}"));
    }
    format!("{text} fragment F{levels} on Query {{ __typename }}")
}

#[tokio::test]
async fn documents_that_ask_for_too_much_are_refused_at_once() {
    let app = installation().await;
    let node = "node { editions { edges { ".repeat(8);
    let deep = format!("{{ projects {{ edges {{ {node} {} }} }} }}", "} } }".repeat(8));
    let flood: String = (0..2_000).map(|n| format!("a{n}: __typename ")).collect();
    let fields = format!("{{ {} }}", "__typename ".repeat(3_000));
    let brackets = format!("{}{}", "{ a ".repeat(20_000), "}".repeat(20_000));
    let wide = format!(
        "{{ {} }}",
        (0..8).map(|n| format!("a{n}: people(first: 100) {{ edges {{ node {{ enrolments(first: 100) {{ edges {{ node {{ id }} }} }} }} }} }} ")).collect::<String>()
    );
    for (name, query, expected) in [
        ("bomb", bomb(8, 8), "QUERY_TOO_LARGE"),
        ("larger bomb", bomb(30, 30), "QUERY_TOO_LARGE"),
        ("aliases", format!("{{ {flood} }}"), "QUERY_TOO_LARGE"),
        ("fields", fields, "QUERY_TOO_LARGE"),
        ("brackets", brackets, ""),
        ("deep", deep, ""),
        ("wide", wide, ""),
        ("cycle", "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }".into(), ""),
        ("introspection", "{ __schema { types { fields { type { fields { name } } } } } }".into(), ""),
        ("text", format!("{{ __typename }} #{}", "x".repeat(100_000)), ""),
    ] {
        let start = Instant::now();
        let answer = app.graphql(None, &query, json!({})).await;
        assert!(start.elapsed() < Duration::from_secs(1), "{name}: {:?}", start.elapsed());
        assert!(answer.body.get("data").is_none_or(Value::is_null), "{name}: {:#}", answer.body);
        assert!(answer.body["errors"].as_array().is_some_and(|errors| !errors.is_empty()), "{name}");
        assert_ne!(code(&answer), "INTERNAL", "{name}");
        if !expected.is_empty() {
            assert_eq!(code(&answer), expected, "{name}: {:#}", answer.body);
        }
    }
}

/// What was tried: a filter of thousands of values, used by dozens of aliases, took gigabytes.
#[tokio::test(flavor = "multi_thread")]
async fn values_that_are_used_often_are_weighed_before_anything_runs() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let admin =
            world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let uses: String = (0..99).map(|n| format!("a{n}: editions(filter: $f) {{ totalCount }} ")).collect();
        let query = |fields: &str| format!("query ($f: EditionFilter) {{ {fields} }}");
        let states = |count: usize| json!({ "f": { "states": vec!["DRAFT"; count] } });
        let title = |bytes: usize| json!({ "f": { "titleContains": "a".repeat(bytes) } });
        for (fields, variables, told) in [
            (&*uses, states(30_000), "LIST_TOO_LONG"),
            (&*uses, states(2_000), "QUERY_TOO_LARGE"),
            (&*uses, title(900_000), "TEXT_TOO_LONG"),
            (&*uses, title(60_000), "QUERY_TOO_LARGE"),
        ] {
            let answer = app.graphql(Some(&admin.token), &query(fields), variables).await;
            assert_eq!((answer.status.as_u16(), code(&answer)), (200, told), "{:#}", answer.body);
        }
        let one = query("editions(filter: $f) { totalCount }");
        let answer = app.ask(&admin.token, &one, states(2_000)).await;
        assert_eq!(answer["editions"]["totalCount"], 0);
    })
    .await;
}

/// Whoever is nobody yet may send a login, not a megabyte.
#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_sends_little_and_whoever_logged_in_sends_more() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let admin =
            world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let variables = json!({ "unused": vec!["a".repeat(50_000); 2] });
        for (token, told) in [(None, 413), (Some("zw_s_nobody"), 413), (Some(&*admin.token), 200)] {
            let answer = app.graphql(token, "{ __typename }", variables.clone()).await;
            assert_eq!(answer.status.as_u16(), told, "{token:?}: {:#}", answer.body);
            assert_eq!(code(&answer), if told == 413 { "BODY_TOO_LARGE" } else { "" });
        }
    })
    .await;
}

#[tokio::test]
async fn requests_of_the_wrong_form_are_told_so_in_graphql() {
    let app = installation().await;
    let json = "application/json";
    let large = json!({ "query": format!("{{ __typename }} #{}", "x".repeat(2 << 20)) }).to_string();
    let batch = |n: usize| Value::from(vec![json!({ "query": "{ __typename }" }); n]).to_string();
    let mutation = "/graphql?query=mutation%20%7B%20logOut%20%7B%20errors%20%7B%20code%20%7D%20%7D%20%7D";
    for (name, method, path, kind, body, status) in [
        ("2 MB", Method::POST, "/graphql", json, large, 413),
        ("mutation over GET", Method::GET, mutation, json, String::new(), 405),
        ("PUT", Method::PUT, "/graphql", json, "{}".into(), 405),
        ("form", Method::POST, "/graphql", "application/x-www-form-urlencoded", "query={a}".into(), 415),
        ("text", Method::POST, "/graphql", "text/plain", "{}".into(), 415),
        ("batch of 11", Method::POST, "/graphql", json, batch(11), 400),
        ("empty batch", Method::POST, "/graphql", json, "[]".into(), 400),
        ("no JSON", Method::POST, "/graphql", json, "{\"query\":".into(), 400),
        ("no object", Method::POST, "/graphql", json, "7".into(), 400),
        ("query is a number", Method::POST, "/graphql", json, "{\"query\":7}".into(), 400),
        ("nested JSON", Method::POST, "/graphql", json, "[".repeat(60_000), 400),
        (
            "variables are a list",
            Method::POST,
            "/graphql",
            json,
            "{\"query\":\"{a}\",\"variables\":[]}".into(),
            400,
        ),
    ] {
        let answer = raw(&app, method, path, kind, body.into_bytes()).await;
        assert_eq!(answer.status, status, "{name}: {:#}", answer.body);
        assert!(!code(&answer).is_empty(), "{name}: {:#}", answer.body);
        assert!(answer.body.get("data").is_none(), "{name}");
    }
    let answer = raw(&app, Method::POST, "/graphql", json, batch(10).into_bytes()).await;
    assert_eq!(answer.body.as_array().map(Vec::len), Some(10));
    let not_utf8 = raw(&app, Method::POST, "/graphql", json, vec![b'"', 0xff, 0xfe, b'"']).await;
    assert_eq!(not_utf8.status, 400);
}

#[tokio::test]
async fn an_unknown_token_is_nobodys() {
    let app = installation().await;
    for token in ["x", "", "zw_0000", "Ż", &"a".repeat(10_000), "' OR 1=1 --"] {
        let request = Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(Body::from("{\"query\":\"{ viewer { user { id } } }\"}"))
            .unwrap();
        let response = app.send(request).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{token}");
        assert!(response.headers().contains_key(header::WWW_AUTHENTICATE));
    }
    let answer = app.graphql(None, "{ viewer { user { id } } }", json!({})).await;
    assert_eq!(answer.body["data"]["viewer"]["user"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_are_not_guessed_through_aliases_or_batches() {
    let app = installation().await;
    let one = |n: usize| {
        format!(
            "a{n}: logIn(input: {{ email: \"ofiara@example.pl\", password: \"haslo-{n}\" }}) {{ token errors {{ code }} }} "
        )
    };
    let tries: String = (0..8).map(one).collect();
    let query = format!("mutation {{ {tries} }}");
    let batch = Value::from(vec![json!({ "query": query }); 10]);
    let answer = app.post(None, &batch).await;
    let text = answer.body.to_string();
    let (checked, limited) = (text.matches("BAD_CREDENTIALS").count(), text.matches("RATE_LIMITED").count());
    // As many as one account allows at once, however they arrive; one refusal ends a request's mutations.
    assert!(checked <= 12, "{checked} passwords were tried");
    assert!(limited >= 8, "{text}");
    assert!(!text.contains("INTERNAL"));
    let mutations: String = (0..11).map(one).collect();
    let answer = app.graphql(None, &format!("mutation {{ {mutations} }}"), json!({})).await;
    assert_eq!(code(&answer), "QUERY_TOO_LARGE", "{:#}", answer.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_for_junk_finds_what_holds_it_and_never_fails() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        for name in ["Sto% pewny", "Pod_kreślnik", "Od\\wrotny", "O'Neill", "Zwykły"] {
            world.person(&app, "Jan", name).await;
        }
        Training::open(&app, &world, EditionPlan::default()).await;
        let token = &world.coordinator.token;
        let long = "ż".repeat(5_000);
        let texts = [
            ("editions", "EditionFilter", "titleContains"),
            ("trainingProgrammes", "TrainingProgrammeFilter", "titleContains"),
            ("projects", "ProjectFilter", "titleContains"),
            ("institutions", "InstitutionFilter", "nameContains"),
            ("fundingProgrammes", "FundingProgrammeFilter", "nameContains"),
            ("fundingProgrammes", "FundingProgrammeFilter", "code"),
            ("territorialUnits", "TerritorialUnitFilter", "nameContains"),
            ("territorialUnits", "TerritorialUnitFilter", "terc"),
            ("certificateTemplates", "CertificateTemplateFilter", "nameContains"),
            ("visibilityProfiles", "VisibilityProfileFilter", "nameContains"),
            ("people", "PersonFilter", "lastNameContains"),
            ("people", "PersonFilter", "emailIs"),
            ("users", "UserFilter", "emailContains"),
            ("certificates", "CertificateFilter", "number"),
        ];
        for (connection, filter, field) in texts {
            let query =
                format!("query($f: {filter}) {{ {connection}(filter: $f) {{ totalCount edges {{ node {{ id }} }} }} }}");
            for junk in JUNK.iter().copied().chain([long.as_str()]) {
                let answer = app.graphql(Some(token), &query, json!({ "f": { field: junk } })).await;
                assert_ne!(code(&answer), "INTERNAL", "{connection}.{field} {junk:?}: {:#}", answer.body);
                assert_eq!(answer.status, 200);
            }
        }
        for list in ["jobs(filter: { kinds: [\"a\\u0000\"] })", "auditEntries(filter: { actions: [\"\\u0000\"], subjectType: \"\\u0000\" })"] {
            let answer = app.graphql(Some(token), &format!("{{ {list} {{ totalCount }} }}"), json!({})).await;
            assert_ne!(code(&answer), "INTERNAL", "{list}: {:#}", answer.body);
        }
        // The signs of a pattern stand for themselves.
        let query = "query($f: PersonFilter) { people(filter: $f) { totalCount edges { node { lastName } } } }";
        for (text, name) in [("%", "Sto% pewny"), ("_", "Pod_kreślnik"), ("\\", "Od\\wrotny"), ("O'", "O'Neill")] {
            let found = app.ask(token, query, json!({ "f": { "lastNameContains": text } })).await;
            assert_eq!(found["people"]["totalCount"], 1, "{text}");
            assert_eq!(found["people"]["edges"][0]["node"]["lastName"], name);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn junk_in_a_mutation_is_named_by_its_field_and_nothing_is_written() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let long = "ż".repeat(5_000);
        for name in [long.as_str(), "a\u{0}b", "", "   ", "\u{202e}abc\u{7}"] {
            let person = json!({ "firstName": "Jan", "lastName": name });
            assert_eq!(app.refused(token, "registerPerson", person).await, "INVALID", "{name:?}");
        }
        let person = |key: &str| json!({ "firstName": "Jan", "lastName": "Łoś", "idempotencyKey": key });
        for key in ["", &"k".repeat(10_240), "a\u{0}b"] {
            assert_eq!(app.refused(token, "registerPerson", person(key)).await, "INVALID", "{:.20}", key);
        }
        let people = app.ask(token, "{ people { totalCount } }", json!({})).await;
        assert_eq!(people["people"]["totalCount"], 0);
        // Strange, but a name.
        let name = json!({ "firstName": "Robert'); DROP TABLE person;--", "lastName": "%_\\ Żuk" });
        app.mutate(token, "registerPerson", "person { lastName }", name).await;
        // Junk where an account is looked up.
        for junk in JUNK {
            let query = "mutation($input: LogInInput!) { logIn(input: $input) { token errors { code } } }";
            let answer =
                app.graphql(None, query, json!({ "input": { "email": junk, "password": junk } })).await;
            assert_ne!(code(&answer), "INTERNAL", "{junk:?}: {:#}", answer.body);
            assert_eq!(answer.body["data"]["logIn"]["token"], Value::Null);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn junk_in_a_path_is_not_found_and_never_a_fault() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let long = "A".repeat(10_240);
        let mut paths: Vec<String> = [
            "x",
            "%00",
            "%FF",
            "%ff%fe",
            "%E2%80%AE",
            "%2e%2e%2f",
            "..%2f..%2fetc%2fpasswd",
            "%27%20OR%201%3D1",
            "%F0%9F%A6%80",
            "%C5%BB",
            "0",
            "-1",
            "null",
            "%25",
            "00000-0000-0000-00000-0000-0000",
            "a%20b",
            "%0d%0aX:%20y",
        ]
        .map(str::to_owned)
        .to_vec();
        paths.push(long);
        for junk in &paths {
            for path in ["verify", "documents"] {
                let (status, headers, _) = app.get(&format!("/{path}/{junk}"), None).await;
                assert!(status.is_client_error(), "/{path}/{junk:.40}: {status}");
                assert!(!headers.contains_key("x"), "{junk}");
            }
            let link = format!("/documents/00000000000000000000000000000000?expires={junk}&signature={junk}");
            let (status, ..) = app.get(&link, None).await;
            assert!(status.is_client_error(), "{link:.80}: {status}");
        }
        for junk in JUNK {
            let query = "query($code: String!) { verifyCertificate(code: $code) { verdict } }";
            let answer = app.graphql(None, query, json!({ "code": junk })).await;
            if answer.body.get("errors").is_some() {
                assert_eq!(code(&answer), "RATE_LIMITED", "{junk:?}: {:#}", answer.body);
            } else {
                assert_eq!(answer.body["data"]["verifyCertificate"]["verdict"], "UNKNOWN");
            }
            let query = "query($id: ID!) { node(id: $id) { id } nodes(ids: [$id, $id]) { id } }";
            let answer = app.graphql(None, query, json!({ "id": junk })).await;
            assert_eq!(answer.body["data"], json!({ "node": null, "nodes": [null, null] }), "{junk:?}");
        }
    })
    .await;
}

/// Pages that take a posted form.
const FORMS: &[&str] = &[
    "/invitation",
    "/reset",
    "/reset/request",
    "/my-certificates",
    "/my-certificates/request",
    "/certificate",
    "/verify/number",
];

#[tokio::test]
async fn a_form_that_does_not_arrive_is_not_waited_for() {
    let mut app = installation().await;
    let mut edge = Edge::default();
    edge.limits.body_time = Duration::from_millis(100);
    app.with_edge(&edge);
    let form = "application/x-www-form-urlencoded";
    for path in FORMS {
        let never = stream::pending::<Result<&str, std::io::Error>>();
        let request = Request::post(*path).header(header::CONTENT_TYPE, form);
        let answer = app.send(request.body(Body::from_stream(never)).unwrap());
        let answer = tokio::time::timeout(Duration::from_secs(5), answer).await.expect("it is waited for");
        assert_eq!(answer.status(), StatusCode::REQUEST_TIMEOUT, "{path}");

        let broken = stream::iter([Ok("code="), Err(std::io::Error::other("gone"))]);
        let request = Request::post(*path).header(header::CONTENT_TYPE, form);
        let answer = app.send(request.body(Body::from_stream(broken)).unwrap()).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{path}");

        let large = "a".repeat(9 << 10);
        assert_eq!(app.post_form(path, &[("code", &large)]).await.0, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_at_a_person_by_an_account_of_their_own_making() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let project = Some(world.project.uuid());
        let manager =
            world.account(&app, "k@example.pl", Role::ProjectManager, ScopeKind::Project, project).await;
        let here = Some(world.lead_voivodeship.uuid());
        let ropes = world.account(&app, "r@example.pl", Role::RopsAdmin, ScopeKind::Voivodeship, here).await;
        let ewa = world.person(&app, "Ewa", "Ptak").await;
        let id = world.id(ewa);
        world.reachable(&app, ewa, "ewa@example.pl").await;

        // Of people, a manager knows those who take part.
        let scope = json!({ "projectId": world.id(world.project) });
        let unknown = json!({ "email": "ewa@example.pl", "role": "AUDITOR", "scope": scope, "personId": id });
        assert_eq!(app.refused(&manager.token, "inviteUser", unknown).await, "NOT_FOUND");
        Training::open(&app, &world, EditionPlan::default()).await.enrol(&app, &world, ewa).await;

        // An account shows all that is kept about its person, so a manager has it made at that person's address alone.
        let named = |email: &str| json!({ "email": email, "role": "AUDITOR", "scope": scope, "personId": id });
        assert_eq!(app.refused(&manager.token, "inviteUser", named("ktos@example.org")).await, "FORBIDDEN");
        app.mutate(&manager.token, "inviteUser", "invitation { id }", named("EWA@example.pl")).await;
        let user = json!({ "email": "e.ptak@example.pl", "personId": id, "password": "haslo do konta ewy" });
        let user = app.mutate(&ropes.token, "createUser", "user { id }", user).await["user"]["id"].clone();

        // Nor is an account handed over by one more employment.
        let take = json!({ "userId": user, "password": "calkiem inne haslo" });
        app.mutate(&ropes.token, "setPassword", "user { id }", take.clone()).await;
        let second = json!({
            "personId": id, "institutionId": world.id(world.partner_office), "post": "doradca", "from": "2026-01-01",
        });
        let there = Some(world.partner.uuid());
        let there =
            world.account(&app, "p@example.pl", Role::Coordinator, ScopeKind::Partner, there).await;
        assert_eq!(app.refused(&there.token, "addEmployment", second.clone()).await, "NOT_FOUND");
        let admin =
            world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        app.mutate(&admin.token, "addEmployment", "employment { id }", second).await;
        assert_eq!(app.refused(&ropes.token, "setPassword", take).await, "FORBIDDEN");
        assert_eq!(app.refused(&ropes.token, "blockUser", json!({ "id": user })).await, "FORBIDDEN");
        let more = json!({ "email": "jeszcze@example.pl", "personId": id });
        assert_eq!(app.refused(&ropes.token, "createUser", more).await, "FORBIDDEN");
        assert_eq!(app.refused(&ropes.token, "inviteUser", named("inny@example.org")).await, "FORBIDDEN");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_somebodys_mail_goes_is_not_changed_without_a_trace() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let admin =
            world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let id = world.id(world.person(&app, "Ewa", "Ptak").await);
        let token = &world.coordinator.token;
        for input in [json!({ "id": id, "email": "ewa@example.pl", "firstName": "Ewa" }), json!({ "id": id })]
        {
            app.mutate(token, "updatePerson", "person { id }", input).await;
        }
        let query = "query($id: ID!) { auditEntries(filter: { subjectId: $id }, orderBy: AT_ASC) {
            edges { node { action detail } } } }";
        let seen = app.ask(&admin.token, query, json!({ "id": id })).await["auditEntries"]["edges"].clone();
        let told = |edge: &Value| edge["node"]["action"] == "institutions.update_person";
        let fields: Vec<String> = seen
            .as_array()
            .unwrap()
            .iter()
            .filter(|edge| told(edge))
            .map(|edge| edge["node"]["detail"].to_string())
            .collect();
        assert_eq!(fields.len(), 2, "{seen:#}");
        // The clock stands, so their order is nobody's.
        let of_mail: Vec<_> = fields.iter().filter(|told| told.contains("email")).collect();
        assert!(of_mail.len() == 1 && !of_mail[0].contains("first_name"), "{fields:?}");
        assert!(!seen.to_string().contains("ewa@"), "{seen:#}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mutation_that_is_written_twice_under_one_key_is_not_done_twice() {
    let app = installation().await;
    let world = World::new(&app).await;
    let one = "registerPerson(input: { firstName: \"Ewa\", lastName: \"Sama\" }) { errors { code } }";
    let count = "{ people(filter: { lastNameContains: \"Sama\" }) { totalCount } }";
    let admin = world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
    for text in [
        format!("mutation {{ {one} {one} }}"),
        format!("mutation {{ ...F {one} }} fragment F on Mutation {{ {one} }}"),
    ] {
        let answer = app.graphql(Some(&admin.token), &text, json!({})).await;
        assert_eq!(code(&answer), "GRAPHQL_VALIDATION_FAILED", "{:#}", answer.body);
    }
    let seen = app.ask(&admin.token, count, json!({})).await;
    assert_eq!(seen["people"]["totalCount"], 0);
    app.graphql(Some(&admin.token), &format!("mutation {{ {one} }}"), json!({})).await;
    assert_eq!(app.ask(&admin.token, count, json!({})).await["people"]["totalCount"], 1);
}
