//! What needs the keys of the key file: at a rotation nothing is forgotten, and no key goes that something needs.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;

use chrono::Duration;
use clap::Parser;
use entities::accounts::actions::rekey_second_factors;
use entities::accounts::second_factor;
use entities::accounts::totp::TotpSecret;
use entities::audit::audit_entry;
use entities::jobs::job;
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::chance::SystemChance;
use entities::shared::clock::{Clock, SystemClock};
use entities::shared::error::Error;
use entities::shared::ids::{TypedId, WorkerId};
use entities::shared::keys::Purpose;
use entities::shared::tx;
use entities::upkeep::sealed::{Kept, Need, Place, kept, needed, versions_in_use};
use reports::schedule::tick;
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::json;
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, TestDb, on_both};

use crate::advisory::notes::write_one;
use crate::mail::text;
use crate::requests::register::Schema;
use crate::second_factor::{code, secret_of};

const PASSWORD: &str = "zażółć gęślą jaźń";

/// Runs `keys retire`.
async fn retire(app: &TestApp) -> Result<(), String> {
    let folder = app.base.folder().to_str().unwrap().to_owned();
    let args = ["zwornik", "keys", "retire", "--data-dir", &folder, "--database-url", &app.base.url];
    let cli = api::commands::Cli::parse_from(args);
    api::commands::run(cli).await.map_err(|error| format!("{error:#}"))
}

/// Versions of a purpose in the key file.
fn versions(app: &TestApp, purpose: Purpose) -> Vec<u32> {
    let listed = app.keys().list().into_iter().filter(|key| key.purpose == purpose);
    listed.map(|key| key.version).collect()
}

/// An account with a password that has begun to set up a second factor.
struct Owner {
    email: &'static str,
    token: String,
    secret: TotpSecret,
}

impl Owner {
    async fn new(app: &TestApp, admin: &str, email: &'static str) -> Self {
        let user = json!({ "email": email, "password": PASSWORD });
        app.mutate(admin, "createUser", "user { id }", user).await;
        let token = log_in(app, email, None).await.unwrap();
        let begun = app.mutate(&token, "beginSecondFactor", "secret", json!({ "password": PASSWORD })).await;
        Self { email, token, secret: secret_of(&text(&begun["secret"])) }
    }

    async fn confirm(&self, app: &TestApp) {
        let input = json!({ "code": code(app, &self.secret) });
        app.mutate(&self.token, "confirmSecondFactor", "recoveryCodes", input).await;
        // The step of that code is over.
        app.clock.advance(Duration::seconds(60));
    }

    /// Logs in with a new code.
    async fn logs_in(&self, app: &TestApp) {
        app.clock.advance(Duration::seconds(60));
        let without = log_in(app, self.email, None).await.unwrap_err();
        assert_eq!(without, "SECOND_FACTOR_NEEDED");
        log_in(app, self.email, Some(code(app, &self.secret))).await.unwrap();
    }
}

async fn log_in(app: &TestApp, email: &str, code: Option<String>) -> Result<String, String> {
    app.state.tries.forget();
    let query = "mutation($input: LogInInput!) { logIn(input: $input) { token errors { code } } }";
    let input = json!({ "email": email, "password": PASSWORD, "code": code });
    let answer = app.graphql(None, query, json!({ "input": input })).await;
    let payload = &answer.body["data"]["logIn"];
    match payload["token"].as_str() {
        Some(token) => Ok(token.to_owned()),
        None => Err(text(&payload["errors"][0]["code"])),
    }
}

async fn admin(app: &TestApp, world: &World) -> String {
    world.account(app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await.token
}

/// Somebody's PESEL number.
async fn number(app: &TestApp, world: &World) {
    let project = Some(world.project.uuid());
    let manager =
        world.account(app, "kierownik@example.pl", Role::ProjectManager, ScopeKind::Project, project).await;
    let training = Training::open(app, world, EditionPlan::default()).await;
    let anna = world.person(app, "Anna", "Łącka").await;
    training.enrol(app, world, anna).await;
    let requires = json!({ "id": world.id(world.project), "legalBasis": "art. 87 ustawy wdrożeniowej" });
    app.mutate(&manager.token, "setPeselRequirement", "project { requiresPesel }", requires).await;
    let number = json!({ "personId": world.id(anna), "pesel": "80010100017" });
    app.mutate(&world.coordinator.token, "setPesel", "person { id }", number).await;
}

fn places() -> Vec<Place> {
    let of = |purpose| match kept(purpose) {
        Kept::In(places) => places.to_vec(),
        Kept::Stays(_) | Kept::Outside(_) | Kept::Published => vec![],
    };
    Purpose::ALL.into_iter().flat_map(of).collect()
}

/// Versions under which the secrets of second factors lie, in order of the rows.
async fn sealed_under(app: &TestApp) -> Vec<i32> {
    let rows = second_factor::Entity::find().order_by_asc(second_factor::Column::Id);
    rows.all(&app.state.db.reader).await.unwrap().iter().map(|row| row.key_version).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_column_of_bytes_is_a_sort_key_or_stands_in_the_list_of_what_needs_keys() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let schema = Schema::of(&app).await;
        let listed: BTreeSet<(&str, &str)> =
            places().iter().map(|place| (place.table, place.bytes)).collect();
        assert_eq!(listed.len(), places().len(), "each stands there once");
        let mut found = BTreeSet::new();
        for (table, columns) in &schema.columns {
            for (column, kind) in columns {
                let is_bytes = ["blob", "bytea"].iter().any(|one| kind.to_lowercase().starts_with(one));
                if is_bytes && !column.ends_with("_key") {
                    found.insert((table.as_str(), column.as_str()));
                }
            }
        }
        assert_eq!(found, listed);
        for place in places() {
            let kind = schema.columns[place.table][place.version].to_lowercase();
            assert!(kind.starts_with("int"), "{}.{}: {kind}", place.table, place.version);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_rotation_everything_is_sealed_anew_while_people_log_in_and_then_old_keys_go() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let admin = admin(&app, &world).await;
        number(&app, &world).await;
        write_one(&app, &world).await;
        let mut owners = vec![];
        for email in ["ewa@example.pl", "jan@example.pl", "ola@example.pl"] {
            let owner = Owner::new(&app, &admin, email).await;
            owner.confirm(&app).await;
            owners.push(owner);
        }
        let begun = Owner::new(&app, &admin, "iza@example.pl").await;
        // A place without a row would prove nothing below.
        for place in places() {
            let used = versions_in_use(&app.state.db.reader, &place).await.unwrap();
            assert!(used.keys().eq([&1]) && used[&1] > 0, "{place:?}: {used:?}");
        }
        tick(&app.worker_context()).await.unwrap();
        assert_eq!(app.work().await, 0);
        assert_eq!(sealed_under(&app).await, [1; 4], "nothing to do");

        let now = app.now();
        app.change_keys(|keys| keys.rotate(&Purpose::ALL, now, &SystemChance));
        app.clock.advance(Duration::minutes(1));
        app.read_keys();
        let refused = retire(&app).await.unwrap_err();
        for why in [
            "szyfrowanie PESEL, wersja 1: zapisane wpisy: 1",
            "wyszukiwanie PESEL, wersja 1: zapisane wpisy: 1",
            "szyfrowanie drugiego składnika, wersja 1: zapisane wpisy: 4",
            "szyfrowanie notatek z coachingu, wersja 1: zapisane wpisy: 1",
        ] {
            assert!(refused.contains(why), "{refused}");
        }
        assert_eq!(versions(&app, Purpose::SecondFactor), [1, 2]);
        // What was signed in May ran out long ago by the clock that commands go by.
        assert_eq!(versions(&app, Purpose::Links), [2]);

        // A first worker takes the job, does some of it, and is gone; another dies within a batch.
        tick(&app.worker_context()).await.unwrap();
        let claimed = app.claim(&app.state, WorkerId(uuid::Uuid::from_u128(77))).await;
        assert!(claimed.iter().any(|job| job.kind == "accounts.rekey"));
        let (op, vault) = (app.system(), app.state.vault.clone());
        let batch = async |most| {
            tx::write_here(&app.state.db, async |tx| rekey_second_factors(tx, &op, &vault, None, most).await)
                .await
                .unwrap()
        };
        let first = batch(1).await;
        assert_eq!((first.done, first.unreadable), (1, 0));
        let died = tx::write_here(&app.state.db, async |tx| {
            rekey_second_factors(tx, &op, &vault, None, 2).await?;
            Err::<(), _>(Error::Fault("killed".into()))
        });
        assert!(died.await.is_err());
        assert_eq!(sealed_under(&app).await, [2, 1, 1, 1]);

        // Meanwhile everybody logs in, and one turns hers off.
        for owner in &owners {
            owner.logs_in(&app).await;
        }
        let ola = owners.pop().unwrap();
        app.clock.advance(Duration::seconds(60));
        let off = json!({ "password": PASSWORD, "code": code(&app, &ola.secret) });
        app.mutate(&ola.token, "turnOffSecondFactor", "user { id }", off).await;
        // Two workers at once seal each secret once.
        let (one, other) = tokio::join!(batch(200), batch(200));
        assert_eq!((one.done + other.done, one.unreadable + other.unreadable), (2, 0));
        assert_eq!(sealed_under(&app).await, [2, 2, 2]);

        // The lease has ended; another worker finds it done. Nobody asks for a second job.
        tick(&app.worker_context()).await.unwrap();
        app.clock.advance(Duration::minutes(2));
        assert_eq!(app.work().await, 0);
        tick(&app.worker_context()).await.unwrap();
        let jobs = job::Entity::find().all(&app.state.db.reader).await.unwrap();
        for kind in ["accounts.rekey", "advisory.rekey", "pesel.rekey"] {
            assert_eq!(jobs.iter().filter(|job| job.kind == kind).count(), 1, "{kind}");
        }
        let lines = audit_entry::Entity::find().all(&app.state.db.reader).await.unwrap();
        let told = lines.iter().find(|line| line.action == "accounts.rekey").unwrap();
        assert_eq!(told.detail, Some(json!({ "fields": ["secondFactor"], "done": 0 })));
        let needed = needed(&app.state.db.reader, &app.keys(), app.now()).await.unwrap();
        let stay = [Purpose::AuditSeals, Purpose::Badges];
        assert!(needed.iter().all(|one| stay.contains(&one.purpose)), "{needed:?}");

        // No old key is needed any more, by nobody, but for those of seals, which are never made anew.
        retire(&app).await.unwrap();
        app.read_keys();
        for purpose in Purpose::ALL {
            let left: &[u32] = if stay.contains(&purpose) { &[1, 2] } else { &[2] };
            assert_eq!(versions(&app, purpose), left, "{purpose:?}");
        }
        for owner in &owners {
            owner.logs_in(&app).await;
        }
        assert!(log_in(&app, ola.email, None).await.is_ok());
        begun.confirm(&app).await;
        begun.logs_in(&app).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_whose_key_is_gone_stops_nobody_else_and_is_told() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let admin = admin(&app, &world).await;
        let ewa = Owner::new(&app, &admin, "ewa@example.pl").await;
        ewa.confirm(&app).await;
        let later = app.now() + Duration::minutes(2);
        app.change_keys(|keys| {
            keys.rotate(&[Purpose::SecondFactor], later - Duration::minutes(2), &SystemChance);
            assert_eq!(keys.retire(Purpose::SecondFactor, &[].into(), later), [1]);
        });
        app.clock.set(later);
        app.read_keys();
        let jan = Owner::new(&app, &admin, "jan@example.pl").await;
        jan.confirm(&app).await;
        tick(&app.worker_context()).await.unwrap();
        assert_eq!(app.work().await, 1, "the job fails");
        let jobs = job::Entity::find().all(&app.state.db.reader).await.unwrap();
        let why = jobs.iter().find(|job| job.kind == "accounts.rekey").unwrap().last_error.clone().unwrap();
        assert!(why.starts_with("1 rows cannot be read"), "{why}");
        jan.logs_in(&app).await;
        let said = retire(&app).await.unwrap_err();
        let missing =
            "szyfrowanie drugiego składnika, wersja 1: zapisane wpisy: 1 – brakuje jej w pliku kluczy";
        assert!(said.contains(missing), "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_of_links_go_when_the_last_link_has_run_out() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let rotated = SystemClock.now() - Duration::days(7) + Duration::hours(1);
        app.change_keys(|keys| keys.rotate(&[Purpose::Links], rotated, &SystemChance));
        let said = retire(&app).await.unwrap_err();
        assert!(said.contains("podpisy odnośników, wersja 1: wysłane odnośniki mogą być ważne do"), "{said}");
        assert_eq!(versions(&app, Purpose::Links), [1, 2]);
        let all = needed(&app.state.db.reader, &app.keys(), rotated).await.unwrap();
        let until = rotated + Duration::days(7) + Duration::minutes(1);
        assert_eq!(all.iter().map(|one| one.why).collect::<Vec<_>>(), [Need::Until(until)]);
        assert_eq!(needed(&app.state.db.reader, &app.keys(), until).await.unwrap(), []);

        // Nothing needs these, but a process may not have heard of the new one yet.
        let rotated = SystemClock.now();
        app.change_keys(|keys| {
            assert_eq!(keys.retire(Purpose::Links, &[].into(), rotated), [1]);
            keys.rotate(&[Purpose::SecondFactor], rotated, &SystemChance);
        });
        let said = retire(&app).await.unwrap_err();
        assert!(said.contains("szyfrowanie drugiego składnika, wersja 1: mogą jej jeszcze używać"), "{said}");
        assert_eq!(versions(&app, Purpose::SecondFactor), [1, 2]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_says_which_keys_of_its_time_are_missing() {
    let app = TestApp::on(TestDb::sqlite().await);
    let world = World::new(&app).await;
    let admin = admin(&app, &world).await;
    let ewa = Owner::new(&app, &admin, "ewa@example.pl").await;
    ewa.confirm(&app).await;
    let place = tempfile::tempdir().unwrap();
    let backup = place.path().join("backup").to_str().unwrap().to_owned();
    let run = async |args: &[&str]| {
        let cli = api::commands::Cli::parse_from(["zwornik"].iter().chain(args));
        api::commands::run(cli).await.map_err(|error| format!("{error:#}"))
    };
    let folder = app.base.folder().to_str().unwrap().to_owned();
    run(&["backup", &backup, "--data-dir", &folder, "--database-url", &app.base.url]).await.unwrap();
    let of_its_time = app.keys().to_text();
    let now = app.now();
    app.change_keys(|keys| keys.rotate(&[Purpose::SecondFactor], now, &SystemChance));
    app.clock.advance(Duration::minutes(1));
    app.read_keys();
    tick(&app.worker_context()).await.unwrap();
    assert_eq!(app.work().await, 0);
    retire(&app).await.unwrap();

    let restored = async |keys: &str| {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("keys/zwornik-keys.json");
        std::fs::create_dir(file.parent().unwrap()).unwrap();
        std::fs::write(&file, keys).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        let ran = run(&["restore", &backup, "--data-dir", home.path().to_str().unwrap()]).await;
        assert!(home.path().join("zwornik.sqlite").exists(), "it is restored all the same");
        ran
    };
    let said = restored(&app.keys().to_text()).await.unwrap_err();
    let missing = "szyfrowanie drugiego składnika, wersja 1: zapisane wpisy: 1 – brakuje jej w pliku kluczy";
    assert!(said.contains(missing), "{said}");
    restored(&of_its_time).await.unwrap();
}
