//! Login by the word of a provider of OpenID Connect: a real one, in a process of its own.

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use chrono::Duration as Span;
use entities::accounts::totp::TotpSecret;
use entities::accounts::{credential, identity, login_secrets, oidc_flow, second_factor};
use entities::mail::delivery;
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::clock::{Clock, SystemClock};
use entities::shared::vault::Sealed;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, PaginatorTrait};
use serde_json::{Value, json};
use tests::builders::{Account, World};
use tests::letters::Message;
use tests::provider::{CLIENT, OidcProvider, REDIRECT, SECRET};
use tests::{TestApp, TestDb, on_both};

use crate::mail::text;

const PASSWORD: &str = "zażółć gęślą jaźń";
const VERIFIER: &str = "verifier-of-a-client-that-nobody-else-knows-0001";
const APP: &str = "https://app.example.pl/login";
const EWA: &str = "sub=ewa-1&email=Ewa%40example.pl&verified=true";

/// An installation that knows the provider, at the provider's time; an administrator, and Ewa with a password.
async fn scene(base: TestDb, provider: &OidcProvider) -> (TestApp, Account, Value) {
    let mut app = TestApp::on(base);
    let world = World::new(&app).await;
    let admin = world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
    app.clock.set(SystemClock.now());
    app.with_provider(settings(&provider.issuer));
    let user = json!({ "email": "ewa@example.pl", "password": PASSWORD });
    let made = app.mutate(&admin.token, "createUser", "user { id }", user).await;
    (app, admin, made["user"]["id"].clone())
}

fn settings(issuer: &str) -> provider::Settings {
    provider::Settings {
        issuer: issuer.into(),
        client_id: CLIENT.into(),
        client_secret: Some(SECRET.into()),
        name: "Logowanie urzędowe".into(),
        authority_pem: None,
        redirect_url: REDIRECT.into(),
        return_urls: [APP.to_owned()].into(),
    }
}

/// What a browser is answered.
struct Seen {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Seen {
    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// `name=value` of the cookie it sets.
    fn cookie(&self) -> String {
        self.header(header::SET_COOKIE).split(';').next().unwrap().to_owned()
    }

    /// The code behind the `#`, or on the page.
    fn code(&self) -> String {
        let place = format!("{}{}", self.header(header::LOCATION), self.body);
        let at = place.find(login_secrets::CODE).unwrap_or_else(|| panic!("{}: {place}", self.status));
        place[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || "_-".contains(*c)).collect()
    }
}

async fn get(app: &TestApp, path: &str, cookie: &str) -> Seen {
    let request = Request::get(path).header(header::COOKIE, format!("other=1; {cookie}"));
    let (parts, body) = app.send(request.body(Body::empty()).unwrap()).await.into_parts();
    let bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let body = String::from_utf8(bytes.to_vec()).unwrap();
    Seen { status: parts.status, headers: parts.headers, body }
}

/// Starts a login; answers where the browser is sent, and its cookie.
async fn start(app: &TestApp) -> (String, String) {
    let path = format!("/oidc/start?challenge={}&return_to={APP}", login_secrets::challenge(VERIFIER));
    started(app, &path).await
}

async fn started(app: &TestApp, path: &str) -> (String, String) {
    let seen = get(app, path, "").await;
    assert_eq!(seen.status, 303, "{}", seen.body);
    (seen.header(header::LOCATION).to_owned(), seen.cookie())
}

/// The path below our address that the provider sends the browser back to.
fn ours(url: &str) -> String {
    url.strip_prefix("https://zwornik.example.pl").unwrap_or_else(|| panic!("{url}")).to_owned()
}

/// A whole walk: to the provider, in there, and back.
async fn walk(app: &TestApp, provider: &OidcProvider, login: &str) -> Seen {
    let (url, cookie) = start(app).await;
    let back = provider.visit(&url, login).await;
    get(app, &ours(&back), &cookie).await
}

/// A mutation by nobody, or by somebody; its payload.
async fn op(app: &TestApp, token: Option<&str>, name: &str, fields: &str, input: Value) -> Value {
    let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    let query = format!(
        "mutation($input: {kind}!) {{ {name}(input: $input) {{ {fields} errors {{ code field }} }} }}"
    );
    let answer = app.graphql(token, &query, json!({ "input": input })).await;
    assert!(answer.body.get("errors").is_none(), "{:#}", answer.body);
    answer.body["data"][name].clone()
}

async fn finish(app: &TestApp, code: &str, verifier: &str, second: Option<&str>) -> Value {
    let input = json!({ "code": code, "verifier": verifier, "secondFactor": second });
    op(app, None, "finishProviderLogin", "token expiresAt viewer { user { email } }", input).await
}

fn code_of(payload: &Value) -> &str {
    payload["errors"][0]["code"].as_str().unwrap_or_default()
}

/// What a login leaves behind: identities, sessions, messages, lines of the audit trail.
async fn traces(app: &TestApp) -> [u64; 4] {
    let db = &app.state.db.reader;
    [
        identity::Entity::find().count(db).await.unwrap(),
        credential::Entity::find().count(db).await.unwrap(),
        delivery::Entity::find().count(db).await.unwrap(),
        entities::audit::audit_entry::Entity::find().count(db).await.unwrap(),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_verified_address_opens_its_account_and_from_then_on_the_identity_does() {
    let Some(provider) = OidcProvider::start() else { return };
    let provider = &provider;
    on_both(async |base| {
        let (app, ..) = scene(base, provider).await;
        let offered = app.graphql(None, "{ viewer { loginProvider { name startPath } } }", json!({})).await;
        let expected = json!({ "name": "Logowanie urzędowe", "startPath": "/oidc/start" });
        assert_eq!(offered.body["data"]["viewer"]["loginProvider"], expected);

        let (url, cookie) = start(&app).await;
        assert!(cookie.starts_with("__Host-zwornik-oidc=zw_b_"), "{cookie}");
        for part in [
            "code_challenge_method=S256",
            "nonce=",
            "state=zw_f_",
            "scope=openid+email",
            "response_type=code",
        ] {
            assert!(url.contains(part), "{url}");
        }
        // A browser's secret is shown to nobody, and neither is what follows from it in the database.
        assert!(!url.contains(cookie.split('=').nth(1).unwrap()));
        let back = ours(&provider.visit(&url, EWA).await);
        let seen = get(&app, &back, &cookie).await;
        let location = seen.header(header::LOCATION);
        assert!(seen.status == 303 && location.starts_with(&format!("{APP}#zw_o_")), "{location}");
        assert!(seen.header(header::SET_COOKIE).contains("Max-Age=0"), "the cookie goes");
        assert_eq!(traces(&app).await[0], 0, "nothing is linked before the client has finished");

        let done = finish(&app, &seen.code(), VERIFIER, None).await;
        assert_eq!(done["viewer"]["user"]["email"], "ewa@example.pl", "{done:#}");
        let token = text(&done["token"]);
        let query = "{ viewer { user { email } identities { id issuer lastUsedAt } } }";
        let own = app.ask(&token, query, json!({})).await;
        assert_eq!(own["viewer"]["identities"][0]["issuer"], json!(provider.issuer));
        assert!(own["viewer"]["identities"][0]["lastUsedAt"].is_string());
        assert_eq!(app.work().await, 0);
        let letters = Message::in_folder(&app);
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].header("Subject"), "Zwornik: nowy sposób logowania do konta");

        // Another address at the provider, not verified: the identity is known by now. Nobody is written to again.
        let seen = walk(&app, provider, "sub=ewa-1&email=inna%40example.pl&verified=false").await;
        let done = finish(&app, &seen.code(), VERIFIER, None).await;
        assert_eq!(done["viewer"]["user"]["email"], "ewa@example.pl");
        assert_eq!(app.work().await, 0);
        assert_eq!((Message::in_folder(&app).len(), traces(&app).await[0]), (1, 1));

        // Without a client to go back to, the code is on a page.
        let (url, cookie) =
            started(&app, &format!("/oidc/start?challenge={}", login_secrets::challenge(VERIFIER))).await;
        let back = ours(&provider.visit(&url, EWA).await);
        let seen = get(&app, &back, &cookie).await;
        assert_eq!((seen.status, seen.header(header::LOCATION)), (StatusCode::OK, ""));
        assert!(seen.header(header::CONTENT_SECURITY_POLICY).starts_with("default-src 'none'"));
        assert_eq!(seen.header(header::CACHE_CONTROL), "no-store");
        assert!(seen.body.contains("lang=\"en\"") && !seen.body.contains("zw_s_"));
        assert!(finish(&app, &seen.code(), VERIFIER, None).await["token"].is_string());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_let_in_without_an_account_that_is_theirs_for_sure() {
    let Some(provider) = OidcProvider::start() else { return };
    let provider = &provider;
    on_both(async |base| {
        let (app, admin, id) = scene(base, provider).await;
        let before = traces(&app).await;
        for (login, status, words) in [
            ("sub=obca&email=obca%40example.pl&verified=true", 403, "Nie ma tu konta"),
            ("sub=ewa-2&email=ewa%40example.pl&verified=false", 403, "nie potwierdził adresu"),
            ("sub=ewa-2", 403, "nie potwierdził adresu"),
            ("denied", 403, "nie potwierdził logowania"),
        ] {
            let seen = walk(&app, provider, login).await;
            assert_eq!(seen.status, status, "{login}");
            assert!(seen.body.contains(words), "{login}: {}", seen.body);
            assert!(seen.body.contains(&format!("href=\"{APP}\"")), "there is a way back");
            assert!(!seen.body.contains("obca") && !seen.body.contains("ewa"), "nothing of them is told");
        }
        app.mutate(&admin.token, "blockUser", "user { id }", json!({ "id": id })).await;
        let blocked = traces(&app).await;
        let seen = walk(&app, provider, EWA).await;
        assert!(seen.status == 403 && seen.body.contains("zablokowane"), "{}", seen.body);
        assert_eq!(traces(&app).await, blocked);
        assert_eq!(before[..3], blocked[..3], "nothing is left by any of them");

        // Blocked between the provider and the end.
        app.mutate(&admin.token, "unblockUser", "user { id }", json!({ "id": id })).await;
        let seen = walk(&app, provider, EWA).await;
        app.mutate(&admin.token, "blockUser", "user { id }", json!({ "id": id })).await;
        assert_eq!(code_of(&finish(&app, &seen.code(), VERIFIER, None).await), "LINK_INVALID");
        assert_eq!(traces(&app).await[..3], before[..3]);
    })
    .await;
}

/// The same secret with another last character, whatever the last one is.
fn altered(secret: &str) -> String {
    let (rest, last) = secret.split_at(secret.len() - 1);
    format!("{rest}{}", if last == "A" { "Q" } else { "A" })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_is_of_one_browser_one_client_and_one_use() {
    let Some(provider) = OidcProvider::start() else { return };
    let provider = &provider;
    on_both(async |base| {
        let (app, ..) = scene(base, provider).await;
        let before = traces(&app).await;
        let challenge = login_secrets::challenge(VERIFIER);
        for wrong in [
            String::new(),
            "challenge=abc".into(),
            format!("challenge={challenge}&return_to=https://evil.example.pl/"),
            format!("challenge={challenge}&return_to={APP}/"),
            format!("challenge={challenge}&ticket=zw_k_x"),
            "ticket=zw_k_x".into(),
        ] {
            let seen = get(&app, &format!("/oidc/start?{wrong}"), "").await;
            assert_eq!(
                (seen.status, seen.header(header::SET_COOKIE)),
                (StatusCode::BAD_REQUEST, ""),
                "{wrong}"
            );
        }
        assert_eq!(oidc_flow::Entity::find().count(&app.state.db.reader).await.unwrap(), 0);

        let (url, cookie) = start(&app).await;
        let back = ours(&provider.visit(&url, EWA).await);
        let state = back.split("state=").nth(1).unwrap().split('&').next().unwrap();
        let (_, other) = start(&app).await;
        let tampered = back.replace(state, &altered(state));
        for (path, cookie) in [
            (&back, ""),
            (&back, &*other),
            (&back, "__Host-zwornik-oidc=zw_b_"),
            (&tampered, &*cookie),
            (&back.replace(state, ""), &*cookie),
            (&"/oidc/callback".to_owned(), &*cookie),
        ] {
            let seen = get(&app, path, cookie).await;
            assert_eq!(seen.status, 400, "{path} {cookie}");
            assert!(
                seen.body.contains("wygasło") && !seen.headers.contains_key(header::LOCATION),
                "{}",
                seen.body
            );
        }
        let seen = get(&app, &back, &cookie).await;
        let code = seen.code();
        assert_eq!(get(&app, &back, &cookie).await.status, 400, "a replay");

        // The code is worth nothing without what the client keeps to itself, and works once.
        let changed = altered(&code);
        let odd = format!("{VERIFIER}x");
        for (code, verifier) in
            [(&*code, &*odd), (&*code, ""), (&*code, &*challenge), (&*changed, VERIFIER), ("", VERIFIER)]
        {
            let refused = finish(&app, code, verifier, None).await;
            assert_eq!((code_of(&refused), &refused["token"]), ("LINK_INVALID", &Value::Null));
        }
        assert_eq!(traces(&app).await, before);
        let tries = (0..4).map(|_| finish(&app, &code, VERIFIER, None));
        let answers = futures_util::future::join_all(tries).await;
        assert_eq!(answers.iter().filter(|answer| answer["token"].is_string()).count(), 1, "{answers:#?}");
        assert_eq!(answers.iter().filter(|answer| code_of(answer) == "LINK_INVALID").count(), 3);
        let grown = traces(&app).await;
        assert_eq!((grown[0] - before[0], grown[1] - before[1]), (1, 1));

        // Time runs out for the browser, and for the client.
        let (url, cookie) = start(&app).await;
        let back = ours(&provider.visit(&url, EWA).await);
        app.clock.advance(Span::minutes(10));
        assert_eq!(get(&app, &back, &cookie).await.status, 400);
        let seen = walk(&app, provider, EWA).await;
        app.clock.advance(Span::minutes(2));
        assert_eq!(code_of(&finish(&app, &seen.code(), VERIFIER, None).await), "LINK_INVALID");
        assert_eq!(traces(&app).await, grown);
        // The database has hashes of what is secret, and nothing of an address.
        let rows = format!("{:?}", oidc_flow::Entity::find().all(&app.state.db.reader).await.unwrap());
        assert!(!rows.contains(&code) && !rows.contains(state));
        assert!(!rows.to_lowercase().contains("ewa@"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_for_another_login_is_not_believed_and_a_silent_provider_is_told() {
    if OidcProvider::start().is_none() {
        return;
    }
    on_both(async |base| {
        let mut provider = OidcProvider::start().unwrap();
        let (app, ..) = scene(base, &provider).await;
        let before = traces(&app).await;
        // Whoever stands between changes the nonce: the token belongs to another login.
        let (url, cookie) = start(&app).await;
        let nonce = url.split("nonce=").nth(1).unwrap().split('&').next().unwrap();
        let back = provider.visit(&url.replace(nonce, "AAAAAAAAAAAAAAAAAAAAAA"), EWA).await;
        let seen = get(&app, &ours(&back), &cookie).await;
        assert!(seen.status == 502 && seen.body.contains("nie można zaufać"), "{}", seen.body);
        // The challenge: the provider does not take our verifier.
        let (url, cookie) = start(&app).await;
        let ours_was = url.split("code_challenge=").nth(1).unwrap().split('&').next().unwrap();
        let back = provider.visit(&url.replace(ours_was, &login_secrets::challenge(VERIFIER)), EWA).await;
        assert_eq!(get(&app, &ours(&back), &cookie).await.status, 400);
        // Another provider says that it answers.
        let (url, cookie) = start(&app).await;
        let back = ours(&provider.visit(&url, EWA).await);
        let at = back.find("iss=").unwrap();
        let elsewhere = format!("{}iss=https%3A%2F%2Fevil.example.pl", &back[..at]);
        assert_eq!(get(&app, &elsewhere, &cookie).await.status, 502);

        // It goes down while somebody is there, and is down when the next one begins.
        let (url, cookie) = start(&app).await;
        let back = ours(&provider.visit(&url, EWA).await);
        provider.stop();
        let seen = get(&app, &back, &cookie).await;
        assert!(seen.status == 503 && seen.body.contains("nie odpowiada"), "{}", seen.body);
        let mut app = app;
        app.with_provider(settings(&provider.issuer));
        let flows = oidc_flow::Entity::find().count(&app.state.db.reader).await.unwrap();
        let path = format!("/oidc/start?challenge={}", login_secrets::challenge(VERIFIER));
        let seen = get(&app, &path, "").await;
        assert_eq!((seen.status, seen.header(header::SET_COOKIE)), (StatusCode::SERVICE_UNAVAILABLE, ""));
        assert_eq!(oidc_flow::Entity::find().count(&app.state.db.reader).await.unwrap(), flows);
        assert_eq!(traces(&app).await, before);

        // And where none is configured, that is said.
        let without = TestApp::on(app.base);
        assert_eq!(get(&without, &path, "").await.status, 404);
        assert_eq!(get(&without, "/oidc/callback?code=1&state=2", "").await.status, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_accounts_own_second_factor_is_asked_for_all_the_same() {
    let Some(provider) = OidcProvider::start() else { return };
    let provider = &provider;
    on_both(async |base| {
        let (app, ..) = scene(base, provider).await;
        let first = walk(&app, provider, EWA).await;
        let token = text(&finish(&app, &first.code(), VERIFIER, None).await["token"]);
        app.mutate(&token, "beginSecondFactor", "secret", json!({ "password": PASSWORD })).await;
        // The secret, as the vault keeps it.
        let row = second_factor::Entity::find().one(&app.state.db.reader).await.unwrap().unwrap();
        let owner = [&b"zwornik second factor\0"[..], row.user_id.0.as_bytes()].concat();
        let sealed = Sealed { version: row.key_version, bytes: row.sealed };
        let secret = TotpSecret::of(&app.state.vault.open(&sealed, &owner).unwrap()).unwrap();
        let code = || secret.code_at(app.now()).unwrap();
        app.mutate(&token, "confirmSecondFactor", "recoveryCodes", json!({ "code": code() })).await;
        app.clock.advance(Span::seconds(60));

        let seen = walk(&app, provider, EWA).await;
        let asked = finish(&app, &seen.code(), VERIFIER, None).await;
        assert_eq!((code_of(&asked), &asked["token"]), ("SECOND_FACTOR_NEEDED", &Value::Null));
        assert_eq!(code_of(&finish(&app, &seen.code(), VERIFIER, Some("000000")).await), "CODE_INVALID");
        let done = finish(&app, &seen.code(), VERIFIER, Some(&code())).await;
        assert!(done["token"].is_string(), "{done:#}");

        // Tries count as those of a login.
        app.state.tries.forget();
        let seen = walk(&app, provider, EWA).await;
        for _ in 0..10 {
            assert_eq!(code_of(&finish(&app, &seen.code(), VERIFIER, Some("000000")).await), "CODE_INVALID");
        }
        let query =
            "mutation($input: FinishProviderLoginInput!) { finishProviderLogin(input: $input) { token } }";
        let input = json!({ "input": { "code": seen.code(), "verifier": VERIFIER, "secondFactor": code() } });
        let answer = app.graphql(None, query, input).await;
        assert_eq!(answer.body["errors"][0]["extensions"]["code"], "RATE_LIMITED", "{:#}", answer.body);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_logged_in_links_an_identity_that_is_nobody_elses() {
    let Some(provider) = OidcProvider::start() else { return };
    let provider = &provider;
    on_both(async |base| {
        let (app, admin, id) = scene(base, provider).await;
        let query = "mutation($input: LogInInput!) { logIn(input: $input) { token } }";
        let input = json!({ "input": { "email": "ewa@example.pl", "password": PASSWORD } });
        let ewa = text(&app.graphql(None, query, input).await.body["data"]["logIn"]["token"]);
        let begin = async |token: &str, password: &str, return_to: &str| {
            let challenge = login_secrets::challenge(VERIFIER);
            let input = json!({ "password": password, "challenge": challenge, "returnTo": return_to });
            op(&app, Some(token), "beginIdentityLink", "startPath", input).await
        };
        let end = async |token: &str, code: &str| {
            let input = json!({ "code": code, "verifier": VERIFIER });
            op(&app, Some(token), "finishIdentityLink", "identity { id issuer }", input).await
        };
        assert_eq!(code_of(&begin(&ewa, "to nie to hasło", APP).await), "BAD_CREDENTIALS");
        assert_eq!(code_of(&begin(&ewa, PASSWORD, "https://evil.example.pl/").await), "INVALID");
        let path = text(&begin(&ewa, PASSWORD, APP).await["startPath"]);
        let (url, cookie) = started(&app, &path).await;
        assert_eq!(get(&app, &path, "").await.status, 400, "a ticket is of one browser");
        // An address that the provider has not verified: she is logged in, and so it does not matter.
        let back = provider.visit(&url, "sub=e-7&email=prywatny%40example.pl&verified=false").await;
        let code = get(&app, &ours(&back), &cookie).await.code();
        assert_eq!(code_of(&end(&admin.token, &code).await), "LINK_INVALID", "it is hers");
        assert_eq!(code_of(&finish(&app, &code, VERIFIER, None).await), "LINK_INVALID", "and no login");
        let linked = end(&ewa, &code).await;
        assert_eq!(linked["identity"]["issuer"], json!(provider.issuer), "{linked:#}");
        let seen = walk(&app, provider, "sub=e-7").await;
        assert!(finish(&app, &seen.code(), VERIFIER, None).await["token"].is_string());

        // Somebody else cannot have it, too.
        let other = json!({ "email": "jan@example.pl", "password": PASSWORD });
        app.mutate(&admin.token, "createUser", "user { id }", other).await;
        let input = json!({ "input": { "email": "jan@example.pl", "password": PASSWORD } });
        let jan = text(&app.graphql(None, query, input).await.body["data"]["logIn"]["token"]);
        let path = text(&begin(&jan, PASSWORD, APP).await["startPath"]);
        let (url, cookie) = started(&app, &path).await;
        let back = provider.visit(&url, "sub=e-7").await;
        let seen = get(&app, &ours(&back), &cookie).await;
        assert!(seen.status == 409 && seen.body.contains("innym kontem"), "{}", seen.body);

        // Taken away by its owner alone, unless it is the only way in.
        let of = json!({ "id": linked["identity"]["id"] });
        assert_eq!(code_of(&op(&app, Some(&jan), "unlinkIdentity", "", of.clone()).await), "NOT_FOUND");
        let row = entities::accounts::store::user_by_email(&app.state.db.reader, "ewa@example.pl").await;
        let row = row.unwrap().unwrap();
        let hash = row.password_hash.clone();
        let mut without = row.into_active_model();
        without.password_hash = Set(None);
        app.write(async |tx, _| Ok(without.clone().update(tx).await?)).await;
        assert_eq!(code_of(&op(&app, Some(&ewa), "unlinkIdentity", "", of.clone()).await), "WRONG_STATE");
        without.password_hash = Set(hash);
        app.write(async |tx, _| Ok(without.clone().update(tx).await?)).await;
        let gone = op(&app, Some(&ewa), "unlinkIdentity", "user { id }", of).await;
        assert_eq!((&gone["errors"], &gone["user"]["id"]), (&json!([]), &id));
        let seen = walk(&app, provider, "sub=e-7").await;
        assert!(seen.status == 403 && seen.body.contains("nie potwierdził adresu"), "{}", seen.body);
        assert_eq!(app.work().await, 0);
        let subjects: Vec<String> =
            Message::in_folder(&app).iter().map(|letter| letter.header("Subject")).collect();
        assert_eq!(subjects.len(), 2, "linked, unlinked: {subjects:?}");
    })
    .await;
}
