//! One's own sessions: seen with their last use, ended one by one, all others at once, and by a new password.

use entities::shared::actor::{Role, ScopeKind};
use serde_json::{Value, json};
use tests::builders::World;
use tests::{TestApp, on_both};

use crate::mail::text;

const PASSWORD: &str = "zażółć gęślą jaźń";

async fn log_in(app: &TestApp, email: &str) -> String {
    let query = "mutation($input: LogInInput!) { logIn(input: $input) { token } }";
    let input = json!({ "input": { "email": email, "password": PASSWORD } });
    text(&app.graphql(None, query, input).await.body["data"]["logIn"]["token"])
}

async fn works(app: &TestApp, token: &str) -> bool {
    app.graphql(Some(token), "{ viewer { user { id } } }", json!({})).await.status == 200
}

#[tokio::test(flavor = "multi_thread")]
async fn all_other_sessions_end_at_once_and_a_new_password_ends_every_one() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let admin =
            world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        for email in ["ewa@example.pl", "jan@example.pl"] {
            let user = json!({ "email": email, "password": PASSWORD });
            app.mutate(&admin.token, "createUser", "user { id }", user).await;
        }
        let jan = log_in(&app, "jan@example.pl").await;
        let [here, phone, desk] = [
            log_in(&app, "ewa@example.pl").await,
            log_in(&app, "ewa@example.pl").await,
            log_in(&app, "ewa@example.pl").await,
        ];
        let made = app.mutate(&here, "createApiToken", "token", json!({ "name": "skrypt" })).await;
        let script = text(&made["token"]);
        assert!(works(&app, &phone).await);
        let query = "{ viewer { credentials { totalCount edges { node { kind current lastUsedAt } } } } }";
        let seen = app.ask(&here, query, json!({})).await["viewer"]["credentials"].clone();
        let rows: Vec<&Value> = seen["edges"].as_array().unwrap().iter().map(|edge| &edge["node"]).collect();
        assert_eq!((rows.len(), rows.iter().filter(|row| row["current"] == true).count()), (4, 1));
        assert_eq!(rows.iter().filter(|row| row["lastUsedAt"].is_string()).count(), 2, "here and the phone");

        let end = async |token: &str, input: Value| {
            app.mutate(token, "endOtherSessions", "ended", input).await["ended"].clone()
        };
        let once = json!({ "idempotencyKey": "raz" });
        assert_eq!(end(&here, once.clone()).await, 2);
        assert_eq!(end(&here, once).await, 2, "the same answer");
        assert_eq!(end(&here, json!({})).await, 0);
        for (token, lives) in [(&here, true), (&phone, false), (&desk, false), (&script, true), (&jan, true)]
        {
            assert_eq!(works(&app, token).await, lives);
        }
        let heir = json!({ "name": "nowy" });
        assert_eq!(app.refused(&script, "createApiToken", heir).await, "FORBIDDEN", "a token makes no other");
        // A program ends sessions and keeps its own token.
        assert_eq!(end(&script, json!({ "apiTokens": true })).await, 1);
        assert!(works(&app, &script).await && !works(&app, &here).await && works(&app, &jan).await);

        let [here, phone] = [log_in(&app, "ewa@example.pl").await, log_in(&app, "ewa@example.pl").await];
        let new = json!({ "currentPassword": PASSWORD, "password": "całkiem nowe hasło" });
        app.mutate(&here, "setPassword", "user { id }", new).await;
        assert!(!works(&app, &here).await && !works(&app, &phone).await && works(&app, &jan).await);
    })
    .await;
}
