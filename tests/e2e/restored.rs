//! What lets nobody in after a restore, and who gets in all the same.

use clap::Parser;
use entities::accounts::actions::{NewFlow, start_flow};
use entities::accounts::login_secrets::challenge;
use entities::accounts::oidc_flow;
use entities::accounts::totp::TotpSecret;
use entities::audit::audit_entry;
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::clock::{Clock, SystemClock};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use tests::builders::World;
use tests::letters::Message;
use tests::{TestApp, on_both};

use crate::mail::text;
use crate::second_factor::{code, secret_of};

const PASSWORD: &str = "zażółć gęślą jaźń";
const EWA: &str = "ewa@example.pl";
const JAN: &str = "jan@example.pl";

/// Runs a command on an installation.
async fn run(app: &TestApp, args: &[&str]) -> Result<(), String> {
    let folder = app.base.folder().to_str().unwrap().to_owned();
    let data = ["--data-dir", &folder, "--database-url", &app.base.url];
    let cli = api::commands::Cli::parse_from(["zwornik"].iter().chain(args).chain(&data));
    api::commands::run(cli).await.map_err(|error| format!("{error:#}"))
}

/// A mutation by nobody: its payload.
async fn public(app: &TestApp, name: &str, fields: &str, input: Value) -> Value {
    app.state.tries.forget();
    let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    let query =
        format!("mutation($input: {kind}!) {{ {name}(input: $input) {{ {fields} errors {{ code }} }} }}");
    let answer = app.graphql(None, &query, json!({ "input": input })).await;
    assert!(answer.body.get("errors").is_none(), "{:#}", answer.body);
    answer.body["data"][name].clone()
}

async fn refused(app: &TestApp, name: &str, input: Value) -> String {
    text(&public(app, name, "", input).await["errors"][0]["code"])
}

/// The token of a login, or why there is none.
async fn log_in(app: &TestApp, email: &str, code: Option<&str>) -> Result<String, String> {
    let input = json!({ "email": email, "password": PASSWORD, "code": code });
    let payload = public(app, "logIn", "token", input).await;
    match payload["token"].as_str() {
        Some(token) => Ok(token.to_owned()),
        None => Err(text(&payload["errors"][0]["code"])),
    }
}

/// Somebody asks for a link to a new password.
async fn ask_for_link(app: &TestApp) {
    app.state.tries.forget();
    assert_eq!(app.post_form("/reset/request", &[("email", JAN)]).await.0, 200);
}

async fn works(app: &TestApp, token: &str) -> bool {
    app.graphql(Some(token), "{ viewer { user { id } } }", json!({})).await.status == 200
}

/// The secret of the one message to an address.
fn mailed_to(app: &TestApp, email: &str) -> Vec<String> {
    let letters = Message::in_folder(app).into_iter().filter(|letter| letter.header("To").contains(email));
    letters.filter(|letter| letter.part("text/plain").contains('#')).map(|letter| letter.secret()).collect()
}

/// The detail of the newest line of a restore.
async fn told(app: &TestApp) -> Value {
    let lines = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq("upkeep.restore"));
    let mut lines = lines.all(&app.state.db.reader).await.unwrap();
    lines.sort_by_key(|line| (line.at, line.id));
    lines.pop().unwrap().detail.unwrap()
}

/// Sets a second factor up: its secret and the recovery codes.
async fn set_up(app: &TestApp, token: &str) -> (TotpSecret, Vec<String>) {
    let begun = app.mutate(token, "beginSecondFactor", "secret", json!({ "password": PASSWORD })).await;
    let secret = secret_of(&text(&begun["secret"]));
    let input = json!({ "code": code(app, &secret) });
    let confirmed = app.mutate(token, "confirmSecondFactor", "recoveryCodes", input).await;
    (secret, confirmed["recoveryCodes"].as_array().unwrap().iter().map(text).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_let_somebody_in_before_a_restore_lets_nobody_in_after_it() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let admin =
            world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        // Commands go by the machine's clock.
        let begin = SystemClock.now();
        app.clock.set(begin);
        for email in [EWA, JAN] {
            let user = json!({ "email": email, "password": PASSWORD });
            app.mutate(&admin.token, "createUser", "user { id }", user).await;
        }
        let session = log_in(&app, EWA, None).await.unwrap();
        let api = app.mutate(&session, "createApiToken", "token", json!({ "name": "skrypt" })).await;
        let api = text(&api["token"]);
        let (secret, recovery) = set_up(&app, &session).await;
        assert_eq!(app.work().await, 0);
        std::fs::remove_dir_all(app.base.folder().join("mail")).unwrap();
        ask_for_link(&app).await;
        let scope = json!({ "projectId": world.id(world.project) });
        let invited = json!({ "email": "ola@example.pl", "role": "COORDINATOR", "scope": scope });
        app.mutate(&admin.token, "inviteUser", "invitation { id }", invited.clone()).await;
        assert_eq!(app.work().await, 0);
        let (reset, invitation) = (mailed_to(&app, JAN), mailed_to(&app, "ola@example.pl"));
        assert_eq!((reset.len(), invitation.len()), (1, 1));
        // One more, whose message still waits; and a login at a provider that is under way.
        ask_for_link(&app).await;
        let flow = NewFlow {
            state_hash: "1".repeat(64),
            browser_hash: "2".repeat(64),
            challenge: challenge("0123456789012345678901234567890123456789012"),
            return_to: None,
        };
        app.write(async |tx, op| start_flow(tx, op, &flow).await).await;
        // A code that somebody may have used after the backup: this database knows nothing of that.
        app.clock.set(begin + chrono::Duration::seconds(30));
        let used = code(&app, &secret);
        app.clock.set(begin);
        assert!(works(&app, &session).await && works(&app, &api).await);

        let made_at = begin.to_rfc3339();
        run(&app, &["restored", "--made-at", &made_at]).await.unwrap();
        let told_first = told(&app).await;
        for (what, count) in
            [("apiTokens", 1), ("links", 2), ("providerLogins", 1), ("invitations", 1), ("recoveryCodes", 10)]
        {
            assert_eq!(told_first[what], count, "{what} {told_first:#}");
        }
        assert_eq!(told_first["apiTokensKept"], false);
        assert!(told_first["sessions"].as_u64().unwrap() >= 3, "{told_first:#}");
        for token in [&session, &api, &admin.token] {
            assert!(!works(&app, token).await);
        }
        let new = json!({ "token": reset[0], "password": "całkiem nowe hasło" });
        assert_eq!(refused(&app, "resetPassword", new).await, "LINK_INVALID");
        let accept = json!({ "token": invitation[0], "password": "całkiem nowe hasło" });
        assert_eq!(refused(&app, "acceptInvitation", accept).await, "LINK_INVALID");
        assert_eq!(oidc_flow::Entity::find().count(&app.state.db.reader).await.unwrap(), 0);
        assert_eq!(log_in(&app, EWA, Some(&used)).await.unwrap_err(), "CODE_INVALID");
        assert_eq!(log_in(&app, EWA, Some(&recovery[0])).await.unwrap_err(), "CODE_INVALID");

        // Passwords and apps are as they were, and whoever comes in makes new recovery codes.
        app.clock.set(SystemClock.now() + chrono::Duration::seconds(90));
        let jan = log_in(&app, JAN, None).await.unwrap();
        let ewa = log_in(&app, EWA, Some(&code(&app, &secret))).await.unwrap();
        let left = "{ viewer { secondFactor { on recoveryCodesLeft } } }";
        let seen = app.ask(&ewa, left, json!({})).await;
        assert_eq!(seen["viewer"]["secondFactor"], json!({ "on": true, "recoveryCodesLeft": 0 }));
        app.clock.advance(chrono::Duration::seconds(60));
        let renew = json!({ "password": PASSWORD, "code": code(&app, &secret) });
        let renewed = app.mutate(&ewa, "renewRecoveryCodes", "recoveryCodes", renew).await;
        assert!(log_in(&app, EWA, Some(&text(&renewed["recoveryCodes"][3]))).await.is_ok());

        // The message that waited opens nothing once it is let go; a new one does.
        run(&app, &["jobs", "release", "--all"]).await.unwrap();
        app.clock.set(SystemClock.now() + chrono::Duration::minutes(10));
        assert_eq!(app.work().await, 0);
        assert_eq!(mailed_to(&app, JAN), reset);
        ask_for_link(&app).await;
        assert_eq!(app.work().await, 0);
        let new = mailed_to(&app, JAN).into_iter().find(|secret| *secret != reset[0]).unwrap();
        let set = json!({ "token": new, "password": "całkiem nowe hasło" });
        assert_eq!(public(&app, "resetPassword", "", set).await["errors"], json!([]));
        assert!(!works(&app, &jan).await, "a new password ends sessions, as ever");
        let admin =
            world.account(&app, "druga@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        app.mutate(&admin.token, "inviteUser", "invitation { id }", invited).await;

        // Once more, by somebody who vouches for the tokens of programs.
        let api = app.mutate(&ewa, "createApiToken", "token", json!({ "name": "skrypt" })).await;
        let api = text(&api["token"]);
        run(&app, &["restored", "--made-at", &made_at, "--keep-tokens"]).await.unwrap();
        assert!(works(&app, &api).await && !works(&app, &ewa).await);
        let told_again = told(&app).await;
        for (what, count) in [("apiTokens", 0), ("links", 0), ("providerLogins", 0), ("invitations", 1)] {
            assert_eq!(told_again[what], count, "{what} {told_again:#}");
        }
        assert_eq!(told_again["apiTokensKept"], true);
    })
    .await;
}
