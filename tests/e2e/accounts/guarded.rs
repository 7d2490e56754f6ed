//! What guards an account: passwords that nobody guesses, tokens that end and may read only, and word of every change.

use entities::shared::actor::{Role, ScopeKind};
use serde_json::{Value, json};
use tests::builders::World;
use tests::letters::Message;
use tests::{TestApp, on_both};

use crate::contract::text;

const PASSWORD: &str = "zażółć gęślą jaźń";

async fn subjects_to(app: &TestApp, email: &str) -> Vec<String> {
    assert_eq!(app.work().await, 0);
    let all = Message::in_folder(app);
    all.iter().filter(|one| one.header("To").contains(email)).map(|one| one.header("Subject")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_is_guessed_first_is_refused_with_the_reason_and_a_change_is_told() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let admin =
            world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let anna = world.person(&app, "Anna", "Kowalewska").await;
        let anna = world.participant(&app, "a.kowalewska@example.pl", anna).await;
        let set = |password: &str| json!({ "userId": world.id(anna.user), "password": password });
        for (password, says) in [
            ("aaaaaaaaaaaa", "łatwo odgadnąć"),
            ("123456789012", "łatwo odgadnąć"),
            ("password1234", "łatwo odgadnąć"),
            ("a.kowalewska@example.pl", "imienia, nazwiska"),
            ("Kowalewska2026!", "imienia, nazwiska"),
        ] {
            let refused = app.try_mutate(&admin.token, "setPassword", "", set(password)).await;
            let error = &refused["errors"][0];
            assert_eq!(
                (&error["code"], &error["field"]),
                (&json!("INVALID"), &json!(["password"])),
                "{password}"
            );
            assert!(text(&error["message"]).contains(says), "{error:#}");
        }
        app.mutate(&admin.token, "setPassword", "user { id }", set(PASSWORD)).await;
        assert_eq!(subjects_to(&app, "a.kowalewska@example.pl").await, ["Zwornik: zmieniono hasło"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_ends_within_a_year_may_read_only_is_named_in_the_trail_and_ends_with_a_mailed_reset() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let admin = world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let fields = "token credential { id readOnly expiresAt }";
        let late = json!({ "name": "na zawsze", "expiresAt": "2027-05-20T00:00:00Z" });
        let late = app.try_mutate(&admin.token, "createApiToken", fields, late).await;
        assert_eq!(late["errors"][0]["field"], json!(["expiresAt"]), "{late:#}");
        let all = json!({ "name": "pełny", "expiresAt": "2027-05-12T00:00:00Z" });
        let all = app.mutate(&admin.token, "createApiToken", fields, all).await;
        let reads = json!({ "name": "odczyt", "readOnly": true });
        let reads = app.mutate(&admin.token, "createApiToken", fields, reads).await;
        assert_eq!(reads["credential"]["readOnly"], true);
        let told = subjects_to(&app, "admin@example.pl").await;
        assert_eq!(told, ["Zwornik: utworzono token API", "Zwornik: utworzono token API"]);

        let (all_token, reads_token) = (text(&all["token"]), text(&reads["token"]));
        let query = "{ projects { totalCount } }";
        assert_eq!(app.ask(reads_token, query, json!({})).await["projects"]["totalCount"], 1);
        let change = "mutation($input: UpdateProjectInput!) { updateProject(input: $input) { errors { code } } }";
        let input = json!({ "input": { "id": world.id(world.project), "title": "Inny" } });
        let refused = app.graphql(Some(reads_token), change, input).await;
        assert_eq!(refused.body["errors"][0]["extensions"]["code"], "READ_ONLY_TOKEN");

        // What a program did names its token; what a person did names none.
        let programme = |code: &str| json!({ "code": code, "name": "Program", "fund": "EFS+",
            "startsOn": "2026-01-01", "endsOn": "2027-01-01" });
        app.mutate(all_token, "createFundingProgramme", "fundingProgramme { id }", programme("T1")).await;
        app.mutate(&admin.token, "createFundingProgramme", "fundingProgramme { id }", programme("T2")).await;
        let trail = "{ auditEntries(filter: { actions: [\"partnerships.create_funding_programme\"] }) \
            { edges { node { detail } } } }";
        let trail = app.ask(&admin.token, trail, json!({})).await;
        let details: Vec<&Value> =
            trail["auditEntries"]["edges"].as_array().unwrap().iter().map(|edge| &edge["node"]["detail"]).collect();
        let (_, key) = kit::ids::parts(&text(&all["credential"]["id"]).into()).unwrap();
        assert_eq!(details.iter().filter(|detail| detail["token"] == json!(key)).count(), 1, "{details:?}");
        assert_eq!(details.iter().filter(|detail| detail.is_null()).count(), details.len() - 1, "{details:?}");

        // Whoever reads the mailbox again leaves nothing to whoever had got in.
        let ask = "mutation($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { errors { code } } }";
        app.graphql(None, ask, json!({ "input": { "email": "admin@example.pl" } })).await;
        assert_eq!(app.work().await, 0);
        let letters = Message::in_folder(&app);
        let secret = letters.iter().find(|one| one.header("Subject").contains("Nowe hasło")).unwrap().secret();
        let (status, _, page) = app.post_form("/reset", &[("code", &secret), ("password", PASSWORD)]).await;
        assert_eq!(status, 200, "{page}");
        for token in [all_token, reads_token, &admin.token] {
            assert_eq!(app.graphql(Some(token), query, json!({})).await.status, 401);
        }
        assert!(subjects_to(&app, "admin@example.pl").await.contains(&"Zwornik: zmieniono hasło".to_owned()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_bound_to_rooms_reads_does_exports_and_downloads_nothing_of_others() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let admin = world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let anna = world.person(&app, "Anna", "Kowalewska").await;
        let fields = "token credential { rooms }";
        let none = json!({ "name": "nic", "rooms": [] });
        assert_eq!(app.refused(&admin.token, "createApiToken", none).await, "INVALID");
        let bound = json!({ "name": "szkolenia", "rooms": ["TRAININGS", "PARTNERSHIPS", "TRAININGS"] });
        let bound = app.mutate(&admin.token, "createApiToken", fields, bound).await;
        assert_eq!(bound["credential"]["rooms"], json!(["PARTNERSHIPS", "TRAININGS"]));
        let bound = text(&bound["token"]);

        let fine = "{ editions { totalCount } projects { totalCount edges { node { title partners { totalCount } } } } }";
        assert_eq!(app.ask(bound, fine, json!({})).await["projects"]["totalCount"], 1);
        for (query, room) in [
            ("{ people { totalCount } }", "institutions"),
            ("{ projects { edges { node { partners { edges { node { institution { name } } } } } } } }", "institutions"),
            ("{ enrolments { edges { node { certificates { totalCount } } } } }", "certificates"),
            ("{ viewer { user { email } } }", "accounts"),
            ("mutation { logOut { errors { code } } }", "accounts"),
            ("{ ...Q } fragment Q on Query { auditEntries { totalCount } }", "audit"),
        ] {
            let refused = app.graphql(Some(bound), query, json!({})).await.body;
            let told = &refused["errors"][0]["extensions"];
            assert_eq!((&told["code"], &told["room"]), (&json!("OUTSIDE_TOKEN_SCOPE"), &json!(room)), "{query}");
            assert!(refused.get("data").is_none_or(Value::is_null), "{refused:#}");
        }
        // By its id alone a thing does not even tell that it is there.
        let by_id = "query($id: ID!) { node(id: $id) { id } }";
        let hidden = app.graphql(Some(bound), by_id, json!({ "id": world.id(anna) })).await.body;
        assert_eq!(hidden["errors"][0]["extensions"]["room"], "institutions");
        let own = app.ask(bound, by_id, json!({ "id": world.id(world.project) })).await;
        assert_eq!(own["node"]["id"], json!(world.id(world.project)));

        let export = async |token: &str| {
            let query = json!({ "query": "{ people { edges { node { lastName } } } }" });
            let request = axum::http::Request::post("/export")
                .header("authorization", format!("Bearer {token}"))
                .header("content-type", "application/json");
            let request = request.body(axum::body::Body::from(query.to_string())).unwrap();
            let bytes = axum::body::to_bytes(app.send(request).await.into_body(), 1 << 20).await.unwrap();
            String::from_utf8_lossy(&bytes).into_owned()
        };
        let body = export(bound).await;
        assert!(body.contains("OUTSIDE_TOKEN_SCOPE") && !body.contains("Kowalewska"), "{body}");
        assert!(export(&admin.token).await.contains("Kowalewska"));
        let document = format!("/documents/{}", uuid::Uuid::from_u128(5));
        let (status, _, body) = app.get(&document, Some(bound)).await;
        assert_eq!((status.as_u16(), &*String::from_utf8_lossy(&body)), (403, "OUTSIDE_TOKEN_SCOPE: documents\n"));
        assert_eq!(app.get(&document, Some(&admin.token)).await.0, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_has_logged_in_before_has_tries_of_its_own_in_every_process() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let admin =
            world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        for email in ["ewa@example.pl", "jan@example.pl"] {
            let new = json!({ "email": email, "password": PASSWORD });
            app.mutate(&admin.token, "createUser", "user { id }", new).await;
        }
        let query =
            "mutation($input: LogInInput!) { logIn(input: $input) { token deviceToken errors { code } } }";
        let from = async |last: u8, email: &str, password: &str, device: &Value| {
            let input = json!({ "input": { "email": email, "password": password, "deviceToken": device } });
            let address = std::net::Ipv4Addr::new(192, 0, 2, last).into();
            app.graphql_from(address, None, query, input).await.body
        };
        let first = from(1, "ewa@example.pl", PASSWORD, &Value::Null).await["data"]["logIn"].clone();
        let device = first["deviceToken"].clone();
        assert!(text(&device).starts_with("zw_d_"), "{first:#}");
        let again = from(1, "ewa@example.pl", PASSWORD, &device).await["data"]["logIn"].clone();
        assert!(again["token"].is_string() && again["deviceToken"].is_null(), "{again:#}");
        assert_eq!(
            app.graphql(Some(text(&device)), "{ viewer { user { id } } }", json!({})).await.status,
            401
        );

        // A new process; somebody guesses from many places until nobody unknown gets in any more.
        app.state.tries.forget();
        for place in 60..66 {
            for _ in 0..10 {
                from(place, "ewa@example.pl", "zgaduję na ślepo", &Value::Null).await;
            }
        }
        let stranger = from(7, "ewa@example.pl", PASSWORD, &Value::Null).await;
        assert_eq!(stranger["errors"][0]["extensions"]["code"], "RATE_LIMITED", "{stranger:#}");
        // The device gets in from wherever it is; that of somebody else is none of this account's.
        let other =
            from(8, "jan@example.pl", PASSWORD, &Value::Null).await["data"]["logIn"]["deviceToken"].clone();
        for wrong in [other, json!("zw_d_nic"), json!(first["token"])] {
            let refused = from(9, "ewa@example.pl", PASSWORD, &wrong).await;
            assert_eq!(refused["errors"][0]["extensions"]["code"], "RATE_LIMITED", "{refused:#}");
        }
        let inside = from(10, "ewa@example.pl", PASSWORD, &device).await;
        assert!(inside["data"]["logIn"]["token"].is_string(), "{inside:#}");
        // It has tries of its own, and no more than others.
        for _ in 0..12 {
            from(10, "ewa@example.pl", "zgaduję na ślepo", &device).await;
        }
        let over = from(10, "ewa@example.pl", PASSWORD, &device).await;
        assert_eq!(over["errors"][0]["extensions"]["code"], "RATE_LIMITED", "{over:#}");

        // Without a login for half a year it is forgotten.
        app.state.tries.forget();
        app.clock.advance(chrono::Duration::days(181));
        reports::schedule::tick(&app.worker_context()).await.unwrap();
        assert_eq!(app.work().await, 0);
        let anew = from(1, "ewa@example.pl", PASSWORD, &device).await["data"]["logIn"].clone();
        assert!(anew["deviceToken"].is_string(), "{anew:#}");
    })
    .await;
}
