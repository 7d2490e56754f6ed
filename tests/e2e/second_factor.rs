//! The second factor: an authenticator app beside the password, recovery codes for the day the phone is lost.

use std::collections::HashSet;

use chrono::{DateTime, Duration as Span, Utc};
use entities::accounts::totp::TotpSecret;
use entities::accounts::{recovery_code, second_factor};
use entities::audit::audit_entry;
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::chance::SystemChance;
use entities::shared::ids::TypedId;
use entities::shared::keys::Purpose;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, PaginatorTrait};
use serde_json::{Value, json};
use tests::builders::{Account, World};
use tests::letters::Message;
use tests::{TestApp, on_both};

use crate::mail::{person, text};

const PASSWORD: &str = "zażółć gęślą jaźń";
const EWA: &str = "ewa@example.pl";

/// What an app reads from base32.
pub(crate) fn secret_of(base32: &str) -> TotpSecret {
    let (mut bytes, mut held, mut bits) = (vec![], 0_u32, 0);
    for letter in base32.bytes() {
        let value = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".iter().position(|one| *one == letter).unwrap();
        held = (held << 5 | u32::try_from(value).unwrap()) & 0xFFF;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xFF).unwrap());
        }
    }
    TotpSecret::of(&bytes).unwrap()
}

pub(crate) fn code(app: &TestApp, secret: &TotpSecret) -> String {
    secret.code_at(app.now()).unwrap()
}

/// The payload of a login.
async fn log_in(app: &TestApp, password: &str, code: Option<&str>) -> Value {
    let query = "mutation($input: LogInInput!) { logIn(input: $input) { token errors { code field } } }";
    let mut input = json!({ "email": EWA, "password": password });
    if let Some(code) = code {
        input["code"] = json!(code);
    }
    let answer = app.graphql(None, query, json!({ "input": input })).await;
    assert!(answer.body.get("errors").is_none(), "{:#}", answer.body);
    answer.body["data"]["logIn"].clone()
}

async fn token(app: &TestApp, code: Option<&str>) -> String {
    text(&log_in(app, PASSWORD, code).await["token"])
}

fn code_of(payload: &Value) -> &str {
    payload["errors"][0]["code"].as_str().unwrap_or_default()
}

/// An account with a password, by an administrator.
async fn ewa(app: &TestApp, world: &World) -> (Account, Value) {
    let admin = world.account(app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
    let user = json!({ "email": EWA, "password": PASSWORD });
    let made = app.mutate(&admin.token, "createUser", "user { id }", user).await;
    (admin, made["user"]["id"].clone())
}

/// Sets a second factor up; answers its secret and the recovery codes.
async fn set_up(app: &TestApp, token: &str) -> (TotpSecret, Vec<String>) {
    let begun = app.mutate(token, "beginSecondFactor", "secret uri", json!({ "password": PASSWORD })).await;
    let base32 = text(&begun["secret"]);
    let uri = text(&begun["uri"]);
    assert_eq!(
        uri,
        format!(
            "otpauth://totp/Zwornik%20zwornik.example.pl:ewa%40example.pl?secret={base32}\
             &issuer=Zwornik%20zwornik.example.pl&algorithm=SHA1&digits=6&period=30"
        )
    );
    let secret = secret_of(&base32);
    let input = json!({ "code": code(app, &secret) });
    let confirmed = app.mutate(token, "confirmSecondFactor", "recoveryCodes", input).await;
    let codes = confirmed["recoveryCodes"].as_array().unwrap().iter().map(text).collect();
    // The step of that code is over.
    app.clock.advance(Span::seconds(60));
    (secret, codes)
}

async fn second_factor(app: &TestApp, token: &str) -> Value {
    let query = "{ viewer { secondFactor { on since recoveryCodesLeft } user { secondFactorSince } } }";
    app.ask(token, query, json!({})).await["viewer"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sets_it_up_needs_the_app_from_then_on_and_no_code_works_twice() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        ewa(&app, &world).await;
        let session = token(&app, None).await;
        let off = json!({
            "secondFactor": { "on": false, "since": null, "recoveryCodesLeft": 0 },
            "user": { "secondFactorSince": null },
        });
        assert_eq!(second_factor(&app, &session).await, off);
        let wrong = json!({ "password": "to nie to hasło" });
        assert_eq!(app.refused(&session, "beginSecondFactor", wrong).await, "BAD_CREDENTIALS");
        let early = json!({ "code": "123456" });
        assert_eq!(app.refused(&session, "confirmSecondFactor", early).await, "WRONG_STATE");

        // Begun twice, and not confirmed: nothing is asked for yet, and the first secret counts no more.
        let password = json!({ "password": PASSWORD });
        let first = app.mutate(&session, "beginSecondFactor", "secret", password.clone()).await;
        app.mutate(&session, "beginSecondFactor", "secret", password.clone()).await;
        token(&app, None).await;
        let first = json!({ "code": code(&app, &secret_of(&text(&first["secret"]))) });
        assert_eq!(app.refused(&session, "confirmSecondFactor", first).await, "CODE_INVALID");
        assert_eq!(second_factor(&app, &session).await, off);
        app.state.tries.forget();

        let at = app.now();
        let (secret, codes) = set_up(&app, &session).await;
        assert_eq!(codes.iter().collect::<HashSet<_>>().len(), 10);
        let on = second_factor(&app, &session).await;
        assert_eq!(on["secondFactor"]["recoveryCodesLeft"], 10);
        for since in [&on["secondFactor"]["since"], &on["user"]["secondFactorSince"]] {
            assert_eq!(text(since).parse::<DateTime<Utc>>().unwrap(), at);
        }
        assert_eq!(app.refused(&session, "beginSecondFactor", password).await, "WRONG_STATE");

        // A wrong password says nothing of it, a right one asks for the code.
        let one = code(&app, &secret);
        assert_eq!(code_of(&log_in(&app, "to nie to hasło", None).await), "BAD_CREDENTIALS");
        assert_eq!(code_of(&log_in(&app, "to nie to hasło", Some(&one)).await), "BAD_CREDENTIALS");
        let asked = log_in(&app, PASSWORD, None).await;
        assert_eq!(asked["errors"], json!([{ "code": "SECOND_FACTOR_NEEDED", "field": ["code"] }]));
        assert_eq!(code_of(&log_in(&app, PASSWORD, Some(" ")).await), "SECOND_FACTOR_NEEDED");
        app.state.tries.forget();
        for wrong in ["000000x", "", "12345", "1234567", &"9".repeat(10_000), "\u{0}", "0000-0000-0000-0000"]
        {
            let refused = log_in(&app, PASSWORD, Some(wrong)).await;
            let expected = if wrong.is_empty() { "SECOND_FACTOR_NEEDED" } else { "CODE_INVALID" };
            assert_eq!((code_of(&refused), &refused["token"]), (expected, &Value::Null), "{wrong}");
        }
        app.state.tries.forget();

        // One step of a wrong clock either way; each code once, and none before one that was used.
        let spaced = format!("{} {}", &one[..3], &one[3..]);
        let opened = token(&app, Some(&spaced)).await;
        assert_eq!(second_factor(&app, &opened).await["secondFactor"]["on"], true);
        assert_eq!(code_of(&log_in(&app, PASSWORD, Some(&one)).await), "CODE_INVALID");
        let before = secret.code_at(app.now() - Span::seconds(30)).unwrap();
        assert_eq!(code_of(&log_in(&app, PASSWORD, Some(&before)).await), "CODE_INVALID");
        let ahead = secret.code_at(app.now() + Span::seconds(30)).unwrap();
        token(&app, Some(&ahead)).await;
        let far = secret.code_at(app.now() + Span::seconds(60)).unwrap();
        assert_eq!(code_of(&log_in(&app, PASSWORD, Some(&far)).await), "CODE_INVALID");

        // What lies in the database gives nothing away.
        let row = second_factor::Entity::find().one(&app.state.db.reader).await.unwrap().unwrap();
        assert!(!row.sealed.windows(20).any(|part| part == secret.bytes()));
        let rows = recovery_code::Entity::find().all(&app.state.db.reader).await.unwrap();
        assert!(rows.iter().all(|row| row.code_hash.len() == 64 && !codes.contains(&row.code_hash)));
        let lines = audit_entry::Entity::find().all(&app.state.db.reader).await.unwrap();
        let lines = format!("{lines:?}");
        assert!(lines.contains("accounts.turn_on_second_factor"));
        assert!(codes.iter().all(|code| !lines.contains(code)) && !lines.contains(EWA));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_logins_with_the_same_code_at_once_exactly_one_gets_in() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        ewa(&app, &world).await;
        let session = token(&app, None).await;
        let (secret, codes) = set_up(&app, &session).await;
        for shared in [code(&app, &secret), codes[0].clone()] {
            app.state.tries.forget();
            let tries = (0..8).map(|_| log_in(&app, PASSWORD, Some(&shared)));
            let answers = futures_util::future::join_all(tries).await;
            let in_by = answers.iter().filter(|answer| answer["token"].is_string()).count();
            let out = answers.iter().filter(|answer| code_of(answer) == "CODE_INVALID").count();
            assert_eq!((in_by, out), (1, 7), "{answers:#?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn recovery_codes_work_once_each_and_new_ones_replace_them() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        ewa(&app, &world).await;
        let session = token(&app, None).await;
        let (secret, codes) = set_up(&app, &session).await;
        token(&app, Some(&codes[3].to_lowercase().replace('-', " "))).await;
        assert_eq!(code_of(&log_in(&app, PASSWORD, Some(&codes[3])).await), "CODE_INVALID");
        assert_eq!(second_factor(&app, &session).await["secondFactor"]["recoveryCodesLeft"], 9);

        let renew = async |password: &str, code: &str| {
            let input = json!({ "password": password, "code": code });
            app.try_mutate(&session, "renewRecoveryCodes", "recoveryCodes", input).await
        };
        assert_eq!(code_of(&renew("to nie to hasło", &codes[4]).await), "BAD_CREDENTIALS");
        assert_eq!(code_of(&renew(PASSWORD, "000000").await), "CODE_INVALID");
        assert_eq!(code_of(&renew(PASSWORD, "").await), "SECOND_FACTOR_NEEDED");
        let renewed = renew(PASSWORD, &code(&app, &secret)).await;
        let new: Vec<String> = renewed["recoveryCodes"].as_array().unwrap().iter().map(text).collect();
        assert_eq!(new.len(), 10);
        app.state.tries.forget();
        assert_eq!(code_of(&log_in(&app, PASSWORD, Some(&codes[4])).await), "CODE_INVALID");
        token(&app, Some(&new[0])).await;

        // Turned off with password and code, told by mail; it can be set up again, with another secret.
        let off = async |password: &str, code: &str| {
            let input = json!({ "password": password, "code": code });
            let fields = "user { secondFactorSince }";
            app.try_mutate(&session, "turnOffSecondFactor", fields, input).await
        };
        assert_eq!(code_of(&off("to nie to hasło", &new[1]).await), "BAD_CREDENTIALS");
        assert_eq!(code_of(&off(PASSWORD, "000000").await), "CODE_INVALID");
        let done = off(PASSWORD, &new[1]).await;
        assert_eq!((&done["errors"], &done["user"]["secondFactorSince"]), (&json!([]), &Value::Null));
        assert_eq!(code_of(&off(PASSWORD, &new[2]).await), "WRONG_STATE");
        assert_eq!(code_of(&renew(PASSWORD, &new[2]).await), "WRONG_STATE");
        app.state.tries.forget();
        token(&app, None).await;
        assert_eq!(second_factor::Entity::find().count(&app.state.db.reader).await.unwrap(), 0);
        assert_eq!(recovery_code::Entity::find().count(&app.state.db.reader).await.unwrap(), 0);
        let (again, _) = set_up(&app, &session).await;
        assert!(again != secret);
        assert_eq!(app.work().await, 0);
        let mut subjects: Vec<String> =
            Message::in_folder(&app).iter().map(|letter| letter.header("Subject")).collect();
        subjects.sort_unstable();
        let (on, off) =
            ("Zwornik: włączono drugi składnik logowania", "Zwornik: wyłączono drugi składnik logowania");
        assert_eq!(subjects, ["Zwornik: wydano nowe kody zapasowe", off, on, on]);
        assert!(Message::in_folder(&app).iter().all(|letter| letter.header("To").contains(EWA)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_codes_use_up_the_tries_of_the_account_through_aliases_and_batches_too() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        ewa(&app, &world).await;
        let session = token(&app, None).await;
        let (secret, _) = set_up(&app, &session).await;
        app.state.tries.forget();
        let one = |alias: usize| {
            format!(
                "a{alias}: logIn(input: {{ email: \"{EWA}\", password: \"{PASSWORD}\", code: \"00000{alias}\" }}) \
                 {{ token errors {{ code }} }}"
            )
        };
        // Six by aliases, four in a batch, and the next is too many, even with the right code.
        let aliases: String = (0..6).map(one).collect();
        let answer = app.graphql(None, &format!("mutation {{ {aliases} }}"), json!({})).await;
        for alias in 0..6 {
            let payload = &answer.body["data"][format!("a{alias}")];
            assert_eq!(code_of(payload), "CODE_INVALID", "{:#}", answer.body);
        }
        let batch: Vec<Value> =
            (6..10).map(|alias| json!({ "query": format!("mutation {{ {} }}", one(alias)) })).collect();
        let answer = app.post(None, &json!(batch)).await;
        for (n, alias) in (6..10).enumerate() {
            let payload = &answer.body[n]["data"][format!("a{alias}")];
            assert_eq!(code_of(payload), "CODE_INVALID", "{:#}", answer.body);
        }
        let query = "mutation($input: LogInInput!) { logIn(input: $input) { token } }";
        let right = json!({ "input": { "email": EWA, "password": PASSWORD, "code": code(&app, &secret) } });
        let answer = app.graphql(None, query, right).await;
        assert_eq!(answer.body["errors"][0]["extensions"]["code"], "RATE_LIMITED", "{:#}", answer.body);
        // What is done with a session counts against the same tries.
        let input = json!({ "input": { "password": PASSWORD, "code": "000000" } });
        let query =
            "mutation($input: TurnOffSecondFactorInput!) { turnOffSecondFactor(input: $input) { errors { code } } }";
        let answer = app.graphql(Some(&session), query, input).await;
        assert_eq!(answer.body["errors"][0]["extensions"]["code"], "RATE_LIMITED", "{:#}", answer.body);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_looks_after_an_account_resets_it_and_nobody_else() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let (admin, id) = ewa(&app, &world).await;
        let here = world
            .account(
                &app,
                "rops@example.pl",
                Role::RopsAdmin,
                ScopeKind::Voivodeship,
                Some(world.lead_voivodeship.uuid()),
            )
            .await;
        let employed = person(&app, &world, ("Ola", "Bez"), None).await;
        let input =
            json!({ "email": "ola@example.pl", "personId": world.id(employed), "password": PASSWORD });
        let ola = app.mutate(&here.token, "createUser", "user { id }", input).await["user"]["id"].clone();

        let session = token(&app, None).await;
        set_up(&app, &session).await;
        let api = app.mutate(&session, "createApiToken", "token", json!({ "name": "skrypt" })).await;
        let reset = async |token: &str, id: &Value| {
            app.try_mutate(token, "resetSecondFactor", "user { secondFactorSince }", json!({ "id": id }))
                .await
        };
        assert_eq!(code_of(&reset(&here.token, &id).await), "NOT_FOUND", "beyond the voivodeship");
        assert_eq!(code_of(&reset(&here.token, &ola).await), "WRONG_STATE", "there is none");
        assert_eq!(code_of(&reset(&world.coordinator.token, &id).await), "NOT_FOUND");
        assert_eq!(code_of(&reset(&session, &id).await), "FORBIDDEN", "one's own needs a code");
        let own = json!(world.id(admin.user));
        assert_eq!(code_of(&reset(&admin.token, &own).await), "FORBIDDEN", "an administrator's too");
        assert_eq!(
            code_of(&log_in(&app, PASSWORD, None).await),
            "SECOND_FACTOR_NEEDED",
            "nothing has changed"
        );

        let done = reset(&admin.token, &id).await;
        assert_eq!((&done["errors"], &done["user"]["secondFactorSince"]), (&json!([]), &Value::Null));
        let gone = app.graphql(Some(&session), "{ viewer { user { id } } }", json!({})).await;
        assert_eq!(gone.status, 401, "sessions end");
        app.ask(&text(&api["token"]), "{ viewer { user { id } } }", json!({})).await;
        token(&app, None).await;
        assert_eq!(code_of(&reset(&admin.token, &id).await), "WRONG_STATE");
        assert_eq!(app.work().await, 0);
        let letters = Message::in_folder(&app);
        let told = letters.iter().find(|letter| letter.header("Subject").contains("usunięto")).unwrap();
        assert!(told.header("To").contains(EWA) && !told.raw().contains("http"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_by_mail_does_not_get_round_it() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        ewa(&app, &world).await;
        let session = token(&app, None).await;
        let (secret, _) = set_up(&app, &session).await;
        assert_eq!(app.work().await, 0);
        std::fs::remove_dir_all(app.base.folder().join("mail")).unwrap();
        assert_eq!(app.post_form("/reset/request", &[("email", EWA)]).await.0, 200);
        assert_eq!(app.work().await, 0);
        let link = Message::in_folder(&app)[0].secret();
        let new = "całkiem nowe hasło";
        assert_eq!(app.post_form("/reset", &[("code", &link), ("password", new)]).await.0, 200);
        assert_eq!(code_of(&log_in(&app, new, None).await), "SECOND_FACTOR_NEEDED");
        let answer = log_in(&app, new, Some(&code(&app, &secret))).await;
        assert!(answer["token"].is_string(), "{answer:#}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rotated_key_changes_nothing_and_a_secret_moved_to_another_account_opens_nothing() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        ewa(&app, &world).await;
        let session = token(&app, None).await;
        let (secret, _) = set_up(&app, &session).await;
        let now = app.now();
        app.change_keys(|keys| keys.rotate(&[Purpose::SecondFactor], now, &SystemChance));
        app.clock.advance(Span::seconds(30));
        app.read_keys();
        assert_eq!(app.state.vault.present(), Some(2));
        token(&app, Some(&code(&app, &secret))).await;

        let row = second_factor::Entity::find().one(&app.state.db.reader).await.unwrap().unwrap();
        assert_eq!(row.key_version, 1);
        // Whoever can write to the database moves it to an account of their own: it does not open there.
        let mut moved = row.into_active_model();
        moved.user_id = Set(world.coordinator.user);
        moved.confirmed_at = Set(None);
        app.write(async |tx, _| Ok(moved.clone().update(tx).await?)).await;
        let query = "mutation($input: ConfirmSecondFactorInput!) { confirmSecondFactor(input: $input) { errors { code } } }";
        let input = json!({ "input": { "code": code(&app, &secret) } });
        let answer = app.graphql(Some(&world.coordinator.token), query, input).await;
        assert_eq!(answer.body["errors"][0]["extensions"]["code"], "INTERNAL", "{:#}", answer.body);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_must_have_one_may_only_set_it_up_before() {
    on_both(async |base| {
        let mut app = TestApp::on(base);
        let world = World::new(&app).await;
        let (_, id) = ewa(&app, &world).await;
        let admin = world.account(&app, "a@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let scope = json!({ "projectId": world.id(world.project) });
        let grant = json!({ "userId": id, "role": "COORDINATOR", "scope": scope });
        app.mutate(&admin.token, "grantRole", "grant { id }", grant).await;
        let session = token(&app, None).await;
        let script = app.mutate(&session, "createApiToken", "token", json!({ "name": "skrypt" })).await;
        let users = "{ enrolments { totalCount } }";
        app.ask(&session, users, json!({})).await;

        app.with_second_factor_for(&[Role::SysAdmin, Role::Coordinator]);
        let code_at = async |token: &str, query: &str| {
            let answer = app.graphql(Some(token), query, json!({})).await;
            answer.body["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
        };
        for query in [
            users,
            "{ viewer { user { id } } enrolments { totalCount } }",
            "{ ...F } fragment F on Query { viewer: projects { totalCount } }",
            "mutation { createApiToken(input: { name: \"x\" }) { token } }",
        ] {
            assert_eq!(code_at(&session, query).await, "SECOND_FACTOR_REQUIRED", "{query}");
        }
        // Roles are shown, rights are gone; the public's part is not confined, and neither are others and programs.
        let own = "{ viewer { secondFactor { on required } roles { role } } }";
        let seen = app.ask(&session, own, json!({})).await;
        assert_eq!(seen["viewer"]["secondFactor"], json!({ "on": false, "required": true }));
        assert_eq!(seen["viewer"]["roles"], json!([{ "role": "COORDINATOR" }]));
        assert_eq!(code_at(&text(&script["token"]), users).await, "");
        assert_eq!(app.graphql(None, users, json!({})).await.body["data"]["enrolments"]["totalCount"], 0);
        assert_eq!(code_at(&admin.token, users).await, "SECOND_FACTOR_REQUIRED");

        let (secret, _) = set_up(&app, &session).await;
        assert_eq!(code_at(&session, users).await, "");
        let seen = app.ask(&session, own, json!({})).await;
        assert_eq!(seen["viewer"]["secondFactor"], json!({ "on": true, "required": false }));
        let again = token(&app, Some(&code(&app, &secret))).await;
        assert_eq!(code_at(&again, users).await, "");
    })
    .await;
}
