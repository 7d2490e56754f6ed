//! Where somebody's mail goes is theirs to say, and nobody has two accounts.

use std::sync::Arc;

use entities::accounts::user;
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::letters::Message;
use tests::{TestApp, on_both};
use tokio::sync::Barrier;

const ADDRESS: &str = "query($id: ID!) { node(id: $id) { ... on Person { email newEmail } } }";

async fn letters_to(app: &TestApp, email: &str) -> Vec<Message> {
    assert_eq!(app.work().await, 0);
    let is_theirs = |one: &Message| {
        one.header("To").contains(email) && !one.header("Subject").starts_with("Miejsce potwierdzone")
    };
    Message::in_folder(app).into_iter().filter(is_theirs).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_address_works_for_nothing_until_its_mailbox_says_so_and_the_former_one_is_told() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let ewa = world.person(&app, "Ewa", "Ptak").await;
        world.reachable(&app, ewa, "ewa@example.pl").await;
        Training::open(&app, &world, EditionPlan::default()).await.enrol(&app, &world, ewa).await;
        let id = world.id(ewa);
        let project = Some(world.project.uuid());
        let manager =
            world.account(&app, "k@example.pl", Role::ProjectManager, ScopeKind::Project, project).await;
        let token = &world.coordinator.token;
        let change = async |email: &str| {
            let input = json!({ "id": id, "email": email });
            app.mutate(token, "updatePerson", "person { email newEmail }", input).await["person"].clone()
        };
        let seen = async || app.ask(token, ADDRESS, json!({ "id": id })).await["node"].clone();

        let waits = json!({ "email": "ewa@example.pl", "newEmail": "koordynator@example.org" });
        assert_eq!(change("koordynator@example.org").await, waits);
        let told = letters_to(&app, "ewa@example.pl").await;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].header("Subject"), "Zwornik: zmiana adresu e-mail");
        let asked = letters_to(&app, "koordynator@example.org").await;
        assert_eq!(asked[0].header("Subject"), "Prosimy o potwierdzenie adresu e-mail");
        let first = asked[0].secret();
        // Neither an invitation nor the person's certificates go there.
        let invite = |email: &str| json!({ "email": email, "role": "AUDITOR", "personId": id,
            "scope": { "projectId": world.id(world.project) } });
        let stolen = invite("koordynator@example.org");
        assert_eq!(app.refused(&manager.token, "inviteUser", stolen).await, "FORBIDDEN");

        // Changed again: what asked before confirms nothing.
        change("ewa.nowa@example.pl").await;
        let second = letters_to(&app, "ewa.nowa@example.pl").await[0].secret();
        let (status, _, page) = app.post_form("/address", &[("code", &first)]).await;
        assert_eq!(status, 400, "{page}");
        assert_eq!(seen().await["email"], "ewa@example.pl");
        let (status, _, page) = app.post_form("/address", &[("code", &second)]).await;
        assert_eq!(status, 200, "{page}");
        assert_eq!(seen().await, json!({ "email": "ewa.nowa@example.pl", "newEmail": null }));
        let query = "mutation($input: ConfirmAddressInput!) { confirmAddress(input: $input) { confirmed errors { code } } }";
        let again = app.graphql(None, query, json!({ "input": { "token": second } })).await;
        assert_eq!(again.body["data"]["confirmAddress"]["errors"][0]["code"], "LINK_INVALID", "it works once");
        app.mutate(&manager.token, "inviteUser", "invitation { id }", invite("ewa.nowa@example.pl")).await;

        // Taken away, it is told as well, and a change that was taken back waits no more.
        change("ktos@example.org").await;
        assert_eq!(change("ewa.nowa@example.pl").await, json!({ "email": "ewa.nowa@example.pl", "newEmail": null }));
        assert_eq!(change("").await, json!({ "email": null, "newEmail": null }));
        let told = letters_to(&app, "ewa.nowa@example.pl").await;
        let told = told.iter().filter(|one| one.header("Subject").contains("zmiana adresu")).count();
        assert_eq!(told, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_has_two_accounts_whoever_makes_them_and_however_at_once() {
    on_both(async |base| {
        let app = Arc::new(TestApp::on(base));
        let world = World::new(&app).await;
        let admin =
            world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let anna = world.person(&app, "Anna", "Łącka").await;
        let account = world.participant(&app, "anna@example.pl", anna).await;
        let id = world.id(anna);
        let named = |email: &str| json!({ "email": email, "personId": id });
        assert_eq!(app.refused(&admin.token, "createUser", named("inna@example.pl")).await, "DUPLICATE");
        let invite = |email: &str| {
            json!({ "email": email, "personId": id, "role": "AUDITOR",
            "scope": { "projectId": world.id(world.project) } })
        };
        assert_eq!(app.refused(&admin.token, "inviteUser", invite("inna@example.pl")).await, "DUPLICATE");
        app.mutate(&admin.token, "inviteUser", "invitation { id }", invite("anna@example.pl")).await;
        app.mutate(&admin.token, "blockUser", "user { id }", json!({ "id": world.id(account.user) })).await;
        assert_eq!(
            app.refused(&admin.token, "createUser", named("inna@example.pl")).await,
            "DUPLICATE",
            "blocked"
        );

        let jan = world.person(&app, "Jan", "Kos").await;
        let id = world.id(jan);
        let start = Arc::new(Barrier::new(6));
        let making: Vec<_> = (0..6)
            .map(|n| {
                let (app, start, token) = (Arc::clone(&app), Arc::clone(&start), admin.token.clone());
                let input = json!({ "email": format!("jan{n}@example.pl"), "personId": id });
                tokio::spawn(async move {
                    start.wait().await;
                    app.try_mutate(&token, "createUser", "user { id }", input).await
                })
            })
            .collect();
        let mut made = 0;
        for one in making {
            let one: Value = one.await.unwrap();
            made += usize::from(one["errors"] == json!([]));
        }
        assert_eq!(made, 1);
        let rows = user::Entity::find().filter(user::Column::PersonId.eq(jan));
        assert_eq!(rows.count(&app.state.db.reader).await.unwrap(), 1);
    })
    .await;
}

/// The bearer token of a login; none where it is refused.
async fn log_in(app: &TestApp, email: &str, password: &str) -> Option<String> {
    let query = "mutation($input: LogInInput!) { logIn(input: $input) { token errors { code } } }";
    let input = json!({ "input": { "email": email, "password": password } });
    let answer = app.graphql(None, query, input).await;
    answer.body["data"]["logIn"]["token"].as_str().map(str::to_owned)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_is_changed_by_its_owner_or_for_a_reason_and_works_once_the_new_mailbox_says_so() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let admin = world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let password = "zażółć gęślą jaźń";
        let new = json!({ "email": "ewa@example.pl", "password": password });
        let ewa = app.mutate(&admin.token, "createUser", "user { id }", new).await["user"]["id"].clone();
        let token = log_in(&app, "ewa@example.pl", password).await.unwrap();
        let fields = "user { email newEmail }";
        let change = |email: &str, password: &str| json!({ "email": email, "password": password });
        for wrong in ["", "nie to hasło wcale"] {
            let code = app.refused(&token, "changeLogin", change("ewa.nowa@example.pl", wrong)).await;
            assert_eq!(code, "BAD_CREDENTIALS");
        }
        let waits = app.mutate(&token, "changeLogin", fields, change("ewa.nowa@example.pl", password)).await;
        assert_eq!(waits["user"], json!({ "email": "ewa@example.pl", "newEmail": "ewa.nowa@example.pl" }));
        let told = letters_to(&app, "ewa@example.pl").await;
        assert_eq!(told.iter().filter(|one| one.header("Subject") == "Zwornik: zmiana adresu logowania").count(), 1);
        assert!(log_in(&app, "ewa.nowa@example.pl", password).await.is_none());

        // What was mailed to the former mailbox opens nothing once the new one is in use, and sessions end.
        let ask = "mutation($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { errors { code } } }";
        app.graphql(None, ask, json!({ "input": { "email": "ewa@example.pl" } })).await;
        let reset = letters_to(&app, "ewa@example.pl").await;
        let reset = reset.iter().find(|one| one.header("Subject").contains("Nowe hasło")).unwrap().secret();
        let secret = letters_to(&app, "ewa.nowa@example.pl").await[0].secret();
        let (status, _, page) = app.post_form("/address", &[("code", &secret)]).await;
        assert_eq!(status, 200, "{page}");
        assert_eq!(app.graphql(Some(&token), "{ viewer { user { id } } }", json!({})).await.status, 401);
        let (status, ..) = app.post_form("/reset", &[("code", &reset), ("password", "inne dobre hasło jest")]).await;
        assert_eq!(status, 400);
        assert!(log_in(&app, "ewa@example.pl", password).await.is_none());
        assert!(log_in(&app, "ewa.nowa@example.pl", password).await.is_some());

        // An administrator says why; an address that somebody has is never confirmed, and nobody is told that they have it.
        let other = json!({ "userId": ewa, "email": "admin@example.pl" });
        assert_eq!(app.refused(&admin.token, "changeLogin", other.clone()).await, "INVALID");
        let mut other = other;
        other["reason"] = json!("skrzynka zamknięta");
        assert_eq!(app.refused(&world.coordinator.token, "changeLogin", other.clone()).await, "NOT_FOUND");
        app.mutate(&admin.token, "changeLogin", fields, other.clone()).await;
        let asked = letters_to(&app, "admin@example.pl").await;
        let asked = asked.iter().find(|one| one.header("Subject").contains("adresu logowania")).unwrap().secret();
        let (status, ..) = app.post_form("/address", &[("code", &asked)]).await;
        assert_eq!(status, 400);
        other["email"] = json!("ewa.trzecia@example.pl");
        app.mutate(&admin.token, "changeLogin", fields, other).await;
        let secret = letters_to(&app, "ewa.trzecia@example.pl").await[0].secret();
        assert_eq!(app.post_form("/address", &[("code", &secret)]).await.0, 200);
        assert!(log_in(&app, "ewa.trzecia@example.pl", password).await.is_some());
        let trail = "{ auditEntries(filter: { actions: [\"accounts.change_login\"] }) { edges { node { reason } } } }";
        let trail = app.ask(&admin.token, trail, json!({})).await.to_string();
        assert!(trail.contains("skrzynka zamknięta") && !trail.contains("example.pl"), "{trail}");
    })
    .await;
}
