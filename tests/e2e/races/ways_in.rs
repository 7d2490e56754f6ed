//! Whoever is let in is decided behind the lock of the user: no session outlives the password or the account it was opened
//! with.

use std::sync::Arc;

use entities::accounts::{CredentialKind, UserState, credential, user};
use entities::shared::actor::{Role, ScopeKind};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use tests::builders::World;
use tests::{TestApp, on_both};
use tokio::sync::Barrier;

use crate::mail::text;

const OLD: &str = "zażółć gęślą jaźń";
const NEW: &str = "pchnąć w tę łódź jeża";
/// Logins at the same moment.
const LOGINS: usize = 6;
/// How often all of it happens.
const ROUNDS: usize = 3;

async fn live_sessions(app: &TestApp, email: &str) -> u64 {
    let db = &app.state.db.reader;
    let of = user::Entity::find().filter(user::Column::Email.eq(email)).one(db).await.unwrap().unwrap();
    credential::Entity::find()
        .filter(credential::Column::UserId.eq(of.id))
        .filter(credential::Column::Kind.eq(CredentialKind::Session))
        .filter(credential::Column::RevokedAt.is_null())
        .count(db)
        .await
        .unwrap()
}

/// Logs in with the old password as often as it is, while the administrator does something; answers how many got in.
async fn beside_logins(app: &Arc<TestApp>, email: &str, admin: &str, name: &str, input: Value) -> usize {
    let start = Arc::new(Barrier::new(LOGINS + 1));
    let logins: Vec<_> = (0..LOGINS)
        .map(|_| {
            let (app, start, email) = (Arc::clone(app), Arc::clone(&start), email.to_owned());
            tokio::spawn(async move {
                let query =
                    "mutation($input: LogInInput!) { logIn(input: $input) { token errors { code } } }";
                start.wait().await;
                let input = json!({ "input": { "email": email, "password": OLD } });
                let answer = app.graphql(None, query, input).await.body;
                let outcome = &answer["data"]["logIn"];
                let code = outcome["errors"][0]["code"].as_str().unwrap_or("DONE").to_owned();
                assert!(["DONE", "BAD_CREDENTIALS"].contains(&code.as_str()), "{answer:#}");
                outcome["token"].is_string()
            })
        })
        .collect();
    start.wait().await;
    app.mutate(admin, name, "", input).await;
    let mut got_in = 0;
    for login in logins {
        got_in += usize::from(login.await.unwrap());
    }
    got_in
}

#[tokio::test(flavor = "multi_thread")]
async fn no_session_of_the_old_password_or_of_a_blocked_user_survives() {
    on_both(async |base| {
        let app = Arc::new(TestApp::on(base));
        let world = World::new(&app).await;
        let admin =
            world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        for round in 0..ROUNDS {
            let email = format!("ewa{round}@example.pl");
            let new = json!({ "email": email, "password": OLD });
            let made = app.mutate(&admin.token, "createUser", "user { id }", new).await;
            let id = text(&made["user"]["id"]);

            let set = json!({ "userId": id, "password": NEW });
            beside_logins(&app, &email, &admin.token, "setPassword", set).await;
            assert_eq!(live_sessions(&app, &email).await, 0, "round {round}: a session of the old password");

            let back = json!({ "userId": id, "password": OLD });
            app.mutate(&admin.token, "setPassword", "", back).await;
            beside_logins(&app, &email, &admin.token, "blockUser", json!({ "id": id })).await;
            assert_eq!(live_sessions(&app, &email).await, 0, "round {round}: a session of a blocked user");
        }
        let blocked = user::Entity::find().filter(user::Column::State.eq(UserState::Blocked));
        assert_eq!(blocked.count(&app.state.db.reader).await.unwrap(), ROUNDS as u64);
    })
    .await;
}
