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
