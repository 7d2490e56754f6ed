//! Links that go out by mail: invitations, new passwords, one's own certificates without an account.

use chrono::Duration as Span;
use entities::accounts::{invitation, one_time_link};
use entities::jobs::job;
use entities::mail::delivery;
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use tests::builders::{Account, EditionPlan, Training, World};
use tests::letters::Message;
use tests::{TestApp, on_both};

use crate::mail::{issued, person, text};

const PASSWORD: &str = "zażółć gęślą jaźń";

/// Messages to an address, oldest link last asked for last.
fn letters_to(app: &TestApp, email: &str) -> Vec<Message> {
    Message::in_folder(app).into_iter().filter(|letter| letter.header("To").contains(email)).collect()
}

fn secrets_to(app: &TestApp, email: &str) -> Vec<String> {
    let with_link = |letter: &&Message| !letter.header("Subject").starts_with("Zwornik:");
    letters_to(app, email).iter().filter(with_link).map(Message::secret).collect()
}

/// The bearer token of a login; none where it is refused.
async fn log_in(app: &TestApp, email: &str, password: &str) -> Option<String> {
    let query = "mutation($input: LogInInput!) { logIn(input: $input) { token errors { code } } }";
    let input = json!({ "input": { "email": email, "password": password } });
    let answer = app.graphql(None, query, input).await;
    answer.body["data"]["logIn"]["token"].as_str().map(str::to_owned)
}

/// A mutation by nobody; its payload.
async fn public(app: &TestApp, name: &str, fields: &str, input: Value) -> Value {
    let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    let query = format!(
        "mutation($input: {kind}!) {{ {name}(input: $input) {{ {fields} errors {{ code field message }} }} }}"
    );
    let answer = app.graphql(None, &query, json!({ "input": input })).await;
    assert!(answer.body.get("errors").is_none(), "{:#}", answer.body);
    answer.body["data"][name].clone()
}

async fn admin(app: &TestApp, world: &World) -> Account {
    world.account(app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await
}

async fn invite(app: &TestApp, token: &str, email: &str, role: &str, scope: Value) -> String {
    let input = json!({ "email": email, "role": role, "scope": scope });
    let made = app.mutate(token, "inviteUser", "invitation { id state expired }", input).await;
    assert_eq!(
        (&made["invitation"]["state"], &made["invitation"]["expired"]),
        (&json!("PENDING"), &json!(false))
    );
    text(&made["invitation"]["id"])
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_invited_sets_a_password_on_the_page_and_has_the_role() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let admin = admin(&app, &world).await;
        let project = json!({ "projectId": world.id(world.project) });
        let id = invite(&app, &admin.token, "Ewa@Example.pl", "COORDINATOR", project.clone()).await;
        let again = json!({ "email": "ewa@example.pl", "role": "COORDINATOR", "scope": project });
        assert_eq!(app.refused(&admin.token, "inviteUser", again).await, "DUPLICATE");
        assert_eq!(app.work().await, 0);

        let letters = letters_to(&app, "ewa@example.pl");
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].header("Subject"), "Zaproszenie do systemu Zwornik");
        let words = letters[0].part("text/plain");
        assert!(words.contains("koordynator („Kooperacja w regionie”)"), "{words}");
        assert!(words.contains("https://zwornik.example.pl/invitation#zw_i_"), "{words}");
        let secret = letters[0].secret();
        let rows = invitation::Entity::find().all(&app.state.db.reader).await.unwrap();
        assert!(!format!("{rows:?}").contains(&secret), "only its hash is kept");

        // A look changes nothing: scanners follow links.
        let (status, headers, page) = app.get("/invitation", None).await;
        assert_eq!(status, 200);
        assert!(headers["content-security-policy"].to_str().unwrap().contains("script-src 'self'"));
        assert!(String::from_utf8(page).unwrap().contains("<form class=\"ask\" method=\"post\""));
        let (status, _, page) = app.post_form("/invitation", &[("code", &secret), ("password", "krótkie")]).await;
        assert_eq!(status, 400);
        assert!(page.contains("aria-invalid"), "{page}");
        assert_eq!(log_in(&app, "ewa@example.pl", PASSWORD).await, None);

        let pasted = format!("  {secret}\n");
        let (status, _, page) = app.post_form("/invitation", &[("code", &pasted), ("password", PASSWORD)]).await;
        assert_eq!(status, 200, "{page}");
        assert!(page.contains("Konto jest gotowe"));
        let token = log_in(&app, "ewa@example.pl", PASSWORD).await.unwrap();
        let seen = app.ask(&token, "{ viewer { user { email language } roles { role } } }", json!({})).await;
        assert_eq!(seen["viewer"]["roles"], json!([{ "role": "COORDINATOR" }]));
        assert_eq!(seen["viewer"]["user"], json!({ "email": "ewa@example.pl", "language": "POLISH" }));

        // It works once.
        let (status, _, _) = app.post_form("/invitation", &[("code", &secret), ("password", PASSWORD)]).await;
        assert_eq!(status, 400);
        let query = "query($id: ID!) { node(id: $id) { ... on Invitation { state user { email } deliveries { edges { node { state email } } } } } }";
        let shown = app.ask(&admin.token, query, json!({ "id": id })).await;
        let expected = json!({
            "state": "ACCEPTED", "user": { "email": "ewa@example.pl" },
            "deliveries": { "edges": [{ "node": { "state": "SENT", "email": "ewa@example.pl" } }] },
        });
        assert_eq!(shown["node"], expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_ends_when_it_is_taken_back_sent_anew_too_old_or_no_longer_the_inviters_to_give() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let admin = admin(&app, &world).await;
        let manager = world.account(
            &app,
            "k@example.pl",
            Role::ProjectManager,
            ScopeKind::Project,
            Some(world.project.uuid()),
        );
        let manager = manager.await;
        let scope = json!({ "projectId": world.id(world.project) });
        let accept = async |secret: &str| {
            let input = json!({ "token": secret, "password": PASSWORD });
            let payload = public(&app, "acceptInvitation", "accepted", input).await;
            (payload["accepted"] == json!(true), payload["errors"][0]["code"].clone())
        };
        let invalid = (false, json!("LINK_INVALID"));

        // Taken back.
        let id = invite(&app, &manager.token, "a@example.pl", "TEAM_TRAINING", scope.clone()).await;
        assert_eq!(app.work().await, 0);
        let [taken_back] = <[String; 1]>::try_from(secrets_to(&app, "a@example.pl")).unwrap();
        app.mutate(&manager.token, "revokeInvitation", "invitation { state }", json!({ "invitationId": id }))
            .await;
        assert_eq!(accept(&taken_back).await, invalid);
        let refused = app.refused(&manager.token, "resendInvitation", json!({ "invitationId": id })).await;
        assert_eq!(refused, "WRONG_STATE");

        // Sent anew: the old link ends, the new one holds for the full time.
        let id = invite(&app, &manager.token, "b@example.pl", "TEAM_TRAINING", scope.clone()).await;
        assert_eq!(app.work().await, 0);
        let [old] = <[String; 1]>::try_from(secrets_to(&app, "b@example.pl")).unwrap();
        app.clock.advance(Span::days(6));
        app.mutate(&manager.token, "resendInvitation", "invitation { id }", json!({ "invitationId": id }))
            .await;
        assert_eq!(app.work().await, 0);
        let new = secrets_to(&app, "b@example.pl").into_iter().find(|secret| *secret != old).unwrap();
        app.clock.advance(Span::days(6));
        assert_eq!(accept(&old).await, invalid);
        assert_eq!(accept(&new).await, (true, json!(null)));

        // Too old; then the same may be invited again.
        invite(&app, &manager.token, "c@example.pl", "TEAM_TRAINING", scope.clone()).await;
        assert_eq!(app.work().await, 0);
        let [old] = <[String; 1]>::try_from(secrets_to(&app, "c@example.pl")).unwrap();
        app.clock.advance(Span::days(7));
        assert_eq!(accept(&old).await, invalid);
        invite(&app, &manager.token, "c@example.pl", "TEAM_TRAINING", scope.clone()).await;

        // Taken back before it was mailed: nothing goes out.
        let id = invite(&app, &manager.token, "d@example.pl", "TEAM_TRAINING", scope.clone()).await;
        app.mutate(&manager.token, "revokeInvitation", "invitation { id }", json!({ "invitationId": id }))
            .await;
        assert_eq!(app.work().await, 0);
        assert!(letters_to(&app, "d@example.pl").is_empty());

        // Whoever invited may not invite there any more.
        invite(&app, &manager.token, "e@example.pl", "TEAM_TRAINING", scope).await;
        assert_eq!(app.work().await, 0);
        let [orphan] = <[String; 1]>::try_from(secrets_to(&app, "e@example.pl")).unwrap();
        app.mutate(&admin.token, "blockUser", "user { id }", json!({ "id": world.id(manager.user) })).await;
        assert_eq!(accept(&orphan).await, invalid);
        assert_eq!(accept("zw_i_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").await, invalid);
        assert_eq!(accept("").await, invalid);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn managers_invite_within_their_project_and_make_no_more_of_their_kind() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let project = Some(world.project.uuid());
        let manager =
            world.account(&app, "k@example.pl", Role::ProjectManager, ScopeKind::Project, project).await;
        let partner = Some(world.partner.uuid());
        let of_partner =
            world.account(&app, "p@example.pl", Role::ProjectManager, ScopeKind::Partner, partner).await;
        let ropes = Some(world.lead_voivodeship.uuid());
        let ropes = world.account(&app, "r@example.pl", Role::RopsAdmin, ScopeKind::Voivodeship, ropes).await;

        let own = json!({ "projectId": world.id(world.project) });
        let voivodeship = json!({ "voivodeshipId": world.id(world.lead_voivodeship) });
        let elsewhere = json!({ "voivodeshipId": world.id(world.partner_voivodeship) });
        let office = json!({ "institutionId": world.id(world.lead_office) });
        let everywhere = json!({ "installation": true });
        invite(&app, &manager.token, "t@example.pl", "TRAINER", json!({ "editionId": training.edition }))
            .await;
        invite(
            &app,
            &of_partner.token,
            "c@example.pl",
            "COORDINATOR",
            json!({ "partnerId": world.id(world.partner) }),
        )
        .await;
        invite(&app, &ropes.token, "m@example.pl", "PROJECT_MANAGER", own.clone()).await;
        invite(&app, &ropes.token, "h@example.pl", "INSTITUTION_HEAD", office.clone()).await;
        for (token, role, scope) in [
            (&manager.token, "PROJECT_MANAGER", &own),
            (&manager.token, "ROPS_ADMIN", &voivodeship),
            (&manager.token, "SYS_ADMIN", &everywhere),
            (&manager.token, "INSTITUTION_HEAD", &office),
            (&of_partner.token, "COORDINATOR", &own),
            (&ropes.token, "ROPS_ADMIN", &elsewhere),
            (&ropes.token, "SYS_ADMIN", &everywhere),
            (&world.coordinator.token, "TRAINER", &own),
        ] {
            let input = json!({ "email": "x@example.pl", "role": role, "scope": scope });
            assert_eq!(app.refused(token, "inviteUser", input).await, "FORBIDDEN", "{role} {scope}");
        }
        let wrong = json!({ "email": "to nie adres", "role": "COORDINATOR", "scope": own });
        assert_eq!(app.refused(&manager.token, "inviteUser", wrong).await, "INVALID");
        let wrong = json!({ "email": "x@example.pl", "role": "TRAINER", "scope": own });
        assert_eq!(app.refused(&manager.token, "inviteUser", wrong).await, "INVALID");

        // Each sees what belongs to what they look after.
        let count = async |token: &str| {
            let seen =
                app.ask(token, "{ invitations { totalCount edges { node { email } } } }", json!({})).await;
            seen["invitations"]["totalCount"].clone()
        };
        assert_eq!(count(&manager.token).await, 3, "two of the project and the partner's");
        assert_eq!(count(&of_partner.token).await, 1);
        assert_eq!(count(&ropes.token).await, 3, "those of the voivodeship");
        assert_eq!(
            count(&world.participant(&app, "u@example.pl", world.person(&app, "U", "V").await).await.token)
                .await,
            0
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_there_gets_the_role_by_its_own_password_alone() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let admin = admin(&app, &world).await;
        let user = json!({ "email": "stara@example.pl", "password": PASSWORD });
        app.mutate(&admin.token, "createUser", "user { id }", user).await;
        invite(&app, &admin.token, "stara@example.pl", "AUDITOR", json!({ "installation": true })).await;
        assert_eq!(app.work().await, 0);
        let [secret] = <[String; 1]>::try_from(secrets_to(&app, "stara@example.pl")).unwrap();
        let accept = async |password: &str| {
            let input = json!({ "token": secret, "password": password });
            public(&app, "acceptInvitation", "accepted", input).await
        };
        let refused = accept("zupełnie nowe hasło").await;
        assert_eq!(refused["errors"][0]["code"], "BAD_CREDENTIALS");
        assert_eq!(log_in(&app, "stara@example.pl", "zupełnie nowe hasło").await, None);
        assert_eq!(accept(PASSWORD).await["accepted"], true);
        let token = log_in(&app, "stara@example.pl", PASSWORD).await.unwrap();
        let seen = app.ask(&token, "{ viewer { roles { role } } }", json!({})).await;
        assert_eq!(seen["viewer"]["roles"], json!([{ "role": "AUDITOR" }]));
        let again =
            json!({ "email": "stara@example.pl", "role": "AUDITOR", "scope": { "installation": true } });
        assert_eq!(app.refused(&admin.token, "inviteUser", again).await, "DUPLICATE");
    })
    .await;
}

/// Rows that a request leaves before the worker has seen them: links, deliveries, jobs.
async fn traces(app: &TestApp) -> [u64; 4] {
    let db = &app.state.db.reader;
    [
        one_time_link::Entity::find().count(db).await.unwrap(),
        delivery::Entity::find().count(db).await.unwrap(),
        job::Entity::find().count(db).await.unwrap(),
        entities::audit::audit_entry::Entity::find().count(db).await.unwrap(),
    ]
}

fn growth(before: [u64; 4], after: [u64; 4]) -> Vec<u64> {
    before.iter().zip(after).map(|(before, after)| after - before).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_set_anew_and_nobody_learns_who_has_an_account() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let admin = admin(&app, &world).await;
        for email in ["jest@example.pl", "zablokowana@example.pl"] {
            let user = json!({ "email": email, "password": PASSWORD });
            let made = app.mutate(&admin.token, "createUser", "user { id }", user).await;
            if email.starts_with("zablokowana") {
                app.mutate(&admin.token, "blockUser", "user { id }", json!({ "id": made["user"]["id"] }))
                    .await;
            }
        }
        let session = log_in(&app, "jest@example.pl", PASSWORD).await.unwrap();

        let (mut answers, mut left) = (vec![], vec![]);
        for email in [" Jest@example.pl", "nieznana@example.pl", "zablokowana@example.pl", "bez\u{0}sensu"] {
            let before = traces(&app).await;
            answers.push(public(&app, "requestPasswordReset", "requested", json!({ "email": email })).await);
            left.push(growth(before, traces(&app).await));
        }
        assert!(
            answers.iter().all(|answer| *answer == json!({ "requested": true, "errors": [] })),
            "{answers:#?}"
        );
        assert!(left.iter().all(|rows| *rows == [1, 1, 1, 1]), "the same work for each: {left:?}");
        assert_eq!(app.work().await, 0);
        assert_eq!(Message::in_folder(&app).len(), 1);
        assert_eq!(
            delivery::Entity::find().count(&app.state.db.reader).await.unwrap(),
            1,
            "nobody leaves no row"
        );

        let [secret] = <[String; 1]>::try_from(secrets_to(&app, "jest@example.pl")).unwrap();
        let new = "całkiem nowe hasło";
        let short =
            public(&app, "resetPassword", "reset", json!({ "token": secret, "password": "krótkie" })).await;
        assert_eq!(short["errors"][0]["code"], "INVALID");
        let done = public(&app, "resetPassword", "reset", json!({ "token": secret, "password": new })).await;
        assert_eq!(done, json!({ "reset": true, "errors": [] }));
        assert_eq!(app.graphql(Some(&session), "{ viewer { user { id } } }", json!({})).await.status, 401);
        assert_eq!(log_in(&app, "jest@example.pl", PASSWORD).await, None);
        assert!(log_in(&app, "jest@example.pl", new).await.is_some());
        let again =
            public(&app, "resetPassword", "reset", json!({ "token": secret, "password": PASSWORD })).await;
        assert_eq!(again["errors"][0]["code"], "LINK_INVALID");

        // By the page, twice asked for: the first use ends the other link, too; and none is older than two hours.
        app.clock.advance(Span::minutes(1));
        for _ in 0..2 {
            assert_eq!(app.post_form("/reset/request", &[("email", "jest@example.pl")]).await.0, 200);
            assert_eq!(app.work().await, 0);
        }
        let mut secrets = secrets_to(&app, "jest@example.pl");
        secrets.retain(|one| *one != secret);
        assert_eq!(secrets.len(), 2);
        let fields = |secret: &str| {
            [("code".to_owned(), secret.to_owned()), ("password".to_owned(), PASSWORD.to_owned())]
        };
        for (secret, status) in [(&secrets[0], 200), (&secrets[1], 400)] {
            let fields = fields(secret);
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            assert_eq!(app.post_form("/reset", &fields).await.0, status);
        }
        assert!(log_in(&app, "jest@example.pl", PASSWORD).await.is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_ends_after_two_hours_and_requests_are_limited_for_everybody_alike() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let admin = admin(&app, &world).await;
        let user = json!({ "email": "jest@example.pl", "password": PASSWORD });
        app.mutate(&admin.token, "createUser", "user { id }", user).await;
        let query = "mutation($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { requested } }";
        for email in ["jest@example.pl", "nieznana@example.pl"] {
            let ask = || app.graphql(None, query, json!({ "input": { "email": email } }));
            for _ in 0..3 {
                assert_eq!(ask().await.body["data"]["requestPasswordReset"]["requested"], true);
            }
            assert_eq!(ask().await.body["errors"][0]["extensions"]["code"], "RATE_LIMITED", "{email}");
            let (status, headers, _) = app.post_form("/reset/request", &[("email", email)]).await;
            assert_eq!(status, 429);
            assert!(headers.contains_key("retry-after"));
        }
        assert_eq!(app.work().await, 0);
        let secrets = secrets_to(&app, "jest@example.pl");
        assert_eq!(secrets.len(), 3);
        app.clock.advance(Span::hours(2));
        let late = public(&app, "resetPassword", "reset", json!({ "token": secrets[0], "password": PASSWORD })).await;
        assert_eq!(late["errors"][0]["code"], "LINK_INVALID");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_without_an_account_reach_their_own_certificates_and_nobody_elses() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        // An office shares one address.
        let anna = person(&app, &world, ("Anna", "Łącka"), Some("biuro@example.pl")).await;
        let jan = person(&app, &world, ("Jan", "Kos"), Some("biuro@example.pl")).await;
        let ola = person(&app, &world, ("Ola", "Bez"), Some("ola@example.pl")).await;
        let (_, certificates) = issued(&app, &world, &[anna, jan]).await;
        assert_eq!(app.work().await, 0);
        std::fs::remove_dir_all(app.base.folder().join("mail")).unwrap();

        let mut left = vec![];
        for email in ["ola@example.pl", "nieznana@example.pl"] {
            let before = traces(&app).await;
            let answer = public(&app, "requestOwnCertificates", "requested", json!({ "email": email })).await;
            assert_eq!(answer, json!({ "requested": true, "errors": [] }));
            left.push(growth(before, traces(&app).await));
        }
        assert_eq!(left[0], left[1], "no certificates, no such address: all alike");
        let _ = ola;
        let (status, _, page) =
            app.post_form("/my-certificates/request", &[("email", "Biuro@example.pl")]).await;
        assert_eq!(status, 200);
        assert!(page.contains("Sprawdź skrzynkę"));
        assert_eq!(app.post_form("/my-certificates/request", &[("email", "to nie adres")]).await.0, 400);
        assert_eq!(app.work().await, 0);

        let letters = Message::in_folder(&app);
        assert_eq!(letters.len(), 2, "one for each person who has the address");
        let of_anna = letters.iter().find(|letter| letter.header("To").contains("Anna Łącka")).unwrap();
        let secret = of_anna.secret();
        assert!(of_anna.part("text/plain").contains("https://zwornik.example.pl/my-certificates#zw_c_"));
        let (status, headers, page) = app.post_form("/my-certificates", &[("code", &secret)]).await;
        assert_eq!(status, 200, "{page}");
        assert_eq!(headers["cache-control"], "no-store");
        let all = certificates["certificates"].as_array().unwrap();
        let number =
            |name: &str| text(&all.iter().find(|one| one["person"]["lastName"] == name).unwrap()["number"]);
        assert!(page.contains(&number("Łącka")) && !page.contains(&number("Kos")), "{page}");
        let href =
            page.split("<li><a href=\"").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
        let (status, _, bytes) = app.get(&href, None).await;
        assert!(status == 200 && bytes.starts_with(b"%PDF"));
        assert_eq!(app.post_form("/my-certificates", &[("code", &secret)]).await.0, 400, "it works once");

        let of_jan = letters.iter().find(|letter| letter.header("To").contains("Jan Kos")).unwrap().secret();
        let shown = public(
            &app,
            "openOwnCertificates",
            "certificates { number training issuedOn path expiresAt }",
            json!({ "token": of_jan }),
        )
        .await;
        assert_eq!(shown["certificates"][0]["number"], json!(number("Kos")));
        assert_eq!(app.get(shown["certificates"][0]["path"].as_str().unwrap(), None).await.0, 200);
        let again =
            public(&app, "openOwnCertificates", "certificates { number }", json!({ "token": of_jan })).await;
        assert_eq!(again["errors"][0]["code"], "LINK_INVALID");
    })
    .await;
}
