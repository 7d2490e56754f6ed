//! What people type or paste goes through one door, and what does not fit is told in one form.

use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use entities::shared::actor::{Role, ScopeKind};
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

use super::list;

/// An answer in a language.
async fn said(app: &TestApp, token: &str, language: &str, query: &str, variables: Value) -> Value {
    let request = Request::post("/graphql")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::ACCEPT_LANGUAGE, language)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(json!({ "query": query, "variables": variables }).to_string()));
    let answer = app.send(request.unwrap()).await;
    let bytes = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// Spellings of `anna.zielińska@rops.example.pl` that look like it.
const LOOK_ALIKES: [&str; 5] = [
    "\u{feff}anna.zielińska@rops.example.pl",
    "anna.zielin\u{301}ska@rops.example.pl",
    "anna\u{200b}.zielińska@rops.example.pl\u{202e}",
    "\u{a0}Anna.ZIELIŃSKA@ROPS.example.pl ",
    "anna.zielińska@rops.\u{ff45}xample.pl",
];

#[tokio::test(flavor = "multi_thread")]
async fn one_mailbox_has_one_account_whatever_its_spelling() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let admin = world
            .account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None)
            .await
            .token;
        let password = "zażółć gęślą jaźń";
        let new = json!({ "email": LOOK_ALIKES[2], "password": password });
        let made = app.mutate(&admin, "createUser", "user { email }", new).await;
        assert_eq!(made["user"]["email"], "anna.zielińska@rops.example.pl");
        let log_in = "mutation($input: LogInInput!) { logIn(input: $input) { token errors { code } } }";
        for email in LOOK_ALIKES {
            let again = app.refused(&admin, "createUser", json!({ "email": email })).await;
            assert_eq!(again, "DUPLICATE", "{email:?}");
            let pasted = "\u{feff}zaz\u{307}o\u{301}łc\u{301} ge\u{328}śla\u{328}\u{a0}jaźn\u{301}\n";
            let input = json!({ "email": email, "password": pasted });
            let answer = app.graphql(None, log_in, json!({ "input": input })).await.body;
            assert!(answer["data"]["logIn"]["token"].is_string(), "{email:?} {answer:#}");
        }
        let found = "query($text: String) { users(filter: { emailContains: $text }) { totalCount } }";
        let found = app.ask(&admin, found, json!({ "text": "ZIELIN\u{301}SKA@\u{200b}rops" })).await;
        assert_eq!(found["users"]["totalCount"], 1);
        for wrong in ["a..b@example.pl", ".a@example.pl", "a@-x-.pl", "a@example", "anna"] {
            let code = app.refused(&admin, "createUser", json!({ "email": wrong })).await;
            assert_eq!(code, "INVALID", "{wrong}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_found_by_whatever_spelling_of_their_address() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let new = json!({
            "firstName": "An\u{200b}na", "lastName": " Zielin\u{301}ska\u{202e}", "email": LOOK_ALIKES[1],
            "employment": { "institutionId": world.id(world.lead_office), "post": "kierowniczka", "from": "2020-01-01" },
        });
        let made = app.mutate(token, "registerPerson", "person { fullName email }", new).await;
        assert_eq!(
            made["person"],
            json!({ "fullName": "Anna Zielińska", "email": "anna.zielińska@rops.example.pl" })
        );
        let query = "query($email: String) { people(filter: { emailIs: $email }) { totalCount } }";
        for email in LOOK_ALIKES {
            let found = app.ask(token, query, json!({ "email": email })).await;
            assert_eq!(found["people"]["totalCount"], 1, "{email:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_of_registers_are_taken_as_people_write_them_and_zeros_are_not() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let office = |nip: &str, regon: &str, code: &str| {
            json!({
                "name": "Ośrodek", "kind": "OPS", "sector": "PUBLIC", "unitId": world.id(world.lead_voivodeship),
                "nip": nip, "regon": regon, "postalCode": code,
            })
        };
        let fields = "institution { nip regon postalCode }";
        let new = office("PL 526\u{a0}000–12–46", "000 331 501", "25\u{200b}–516");
        let made = app.mutate(token, "registerInstitution", fields, new).await;
        assert_eq!(
            made["institution"],
            json!({ "nip": "5260001246", "regon": "000331501", "postalCode": "25-516" })
        );
        let refused = app.try_mutate(token, "registerInstitution", fields, office("0000000000", "000000000", "0")).await;
        let refused: Vec<Value> = list(&refused["errors"]).iter().map(|error| error["field"].clone()).collect();
        assert_eq!(refused, [json!(["nip"]), json!(["regon"]), json!(["postalCode"])]);
        let units = "query($terc: String) { territorialUnits(filter: { terc: $terc }) { totalCount } }";
        let found = app.ask(token, units, json!({ "terc": "26\u{a0}04 02-2" })).await;
        assert_eq!(found["territorialUnits"]["totalCount"], 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_without_its_offset_is_refused_by_the_name_of_its_field() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let session = |at: Value| {
            json!({ "input": {
                "editionId": training.edition, "title": "Wykład", "startsAt": at, "endsAt": "2026-12-10T10:00:00+01:00",
            } })
        };
        let query = "mutation($input: AddSessionInput!) { addSession(input: $input) { errors { code field message } } }";
        for wrong in [json!("2026-12-10T09:00"), json!("jutro"), json!(5), json!(true), json!(["2026"])] {
            for (language, words) in [("pl", "z przesunięciem strefy"), ("en", "the offset of the time zone")] {
                let answer = said(&app, token, language, query, session(wrong.clone())).await;
                let error = &answer["data"]["addSession"]["errors"][0];
                assert_eq!(error["code"], "INVALID", "{wrong} {answer:#}");
                assert_eq!(error["field"], json!(["startsAt"]));
                assert!(error["message"].as_str().unwrap().contains(words), "{error}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_library_refuses_is_told_in_our_form_in_both_languages() {
    let app = TestApp::on(tests::TestDb::sqlite().await);
    let world = World::new(&app).await;
    let token = &world.coordinator.token;
    let people =
        "query($filter: PersonFilter, $first: Int) { people(filter: $filter, first: $first) { totalCount } }";
    let audit = "query($from: DateTime) { auditEntries(filter: { from: $from }) { totalCount } }";
    let seats = "mutation($input: SetSeatsInput!) { setSeats(input: $input) { errors { code } } }";
    for (query, variables, field, polish, english) in [
        (people, json!({ "first": 3_000_000_000u32 }), "first", "między", "between"),
        (people, json!({ "first": "3" }), "first", "typu Int", "type Int"),
        (people, json!({ "first": 101 }), "first", "między 0 a 100", "between 0 and 100"),
        (people, json!({ "filter": { "nonsense": 1 } }), "filter.nonsense", "takiego pola", "no such field"),
        (
            people,
            json!({ "filter": { "institutionId": "x" } }),
            "filter.institutionId",
            "Institution",
            "Institution",
        ),
        (audit, json!({ "from": "2026-12-10T09:00" }), "filter.from", "przesunięciem", "offset"),
        (
            "{ editions(filter: { startsFrom: \"12.5.2026\" }) { totalCount } }",
            json!({}),
            "filter.startsFrom",
            "RRRR-MM-DD",
            "YYYY-MM-DD",
        ),
        (
            "{ editions(filter: { states: [RUNNING, NONE] }) { totalCount } }",
            json!({}),
            "filter.states[1]",
            "„NONE”",
            "“NONE”",
        ),
        ("{ editions(orderBy: NONE) { totalCount } }", json!({}), "orderBy", "„NONE”", "“NONE”"),
        ("{ editions(first: 3000000000) { totalCount } }", json!({}), "first", "między", "between"),
        ("{ node { id } }", json!({}), "id", "wymagane", "required"),
        ("{ node(id: true) { id } }", json!({}), "id", "typu ID", "type ID"),
        (seats, json!({ "input": { "editionId": "x" } }), "input.seats", "wymagane", "required"),
        (
            seats,
            json!({ "input": { "editionId": "x", "seats": 1.5 } }),
            "input.seats",
            "typu Int",
            "type Int",
        ),
        (
            seats,
            json!({ "input": { "editionId": "x", "seats": 3_000_000_000u32 } }),
            "input.seats",
            "między",
            "between",
        ),
        (seats, json!({}), "input", "wymagane", "required"),
    ] {
        for (language, words) in [("pl", polish), ("en", english)] {
            let answer = said(&app, token, language, query, variables.clone()).await;
            let error = &answer["errors"][0];
            assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{query} {answer:#}");
            assert_eq!(error["extensions"]["field"], field, "{query} {answer:#}");
            let name = field.rsplit('.').next().and_then(|name| name.split('[').next());
            assert_eq!(error["extensions"]["argument"].as_str(), name, "{query}");
            assert!(error["message"].as_str().unwrap().contains(words), "{query} {error}");
        }
    }
}
