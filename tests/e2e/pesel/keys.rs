//! Keys of PESEL numbers are rotated and retired while people work and workers die.

use clap::Parser;
use entities::audit::audit_entry;
use entities::jobs::job;
use entities::pesel::actions::rekey;
use entities::pesel::keyring::Versions;
use entities::pesel::{person_pesel, sighting};
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::chance::SystemChance;
use entities::shared::error::Error;
use entities::shared::ids::{TypedId, WorkerId};
use entities::shared::keys::Purpose;
use entities::shared::tx;
use entities::upkeep::sealed::{Need, needed};
use reports::schedule::tick;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;
use tests::{TestApp, on_both};

use super::{Scene, pesel};

/// How many numbers are of which versions.
async fn versions(app: &TestApp) -> Vec<(i32, i32)> {
    let rows = person_pesel::Entity::find().all(&app.state.db.reader).await.unwrap();
    rows.iter().map(|row| (row.key_version, row.index_version)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_rotation_all_is_sealed_anew_though_a_worker_dies_and_search_never_misses() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::requiring(&app).await;
        let mut people = vec![scene.anna];
        for n in 1..8 {
            let person = scene.world.person(&app, "Osoba", &format!("Nr {n}")).await;
            scene.training.enrol(&app, &scene.world, person).await;
            people.push(person);
        }
        for (n, person) in people.iter().enumerate() {
            scene.set(&app, *person, &pesel(n as u32)).await;
        }
        // Each time by somebody else: nobody may look so often.
        let all_are_found = async |when: &str| {
            let project = Some(scene.world.project.uuid());
            let email = format!("{when}@example.pl");
            let clerk =
                scene.world.account(&app, &email, Role::Coordinator, ScopeKind::Project, project).await;
            for (n, person) in people.iter().enumerate() {
                let found = scene.found(&app, &clerk.token, &pesel(n as u32)).await;
                assert_eq!(found, json!(scene.world.id(*person)), "{when}");
            }
        };
        all_are_found("before").await;
        tick(&app.worker_context()).await.unwrap();
        assert_eq!(app.work().await, 0);
        assert_eq!(versions(&app).await, [(1, 1); 8], "nothing to do");

        let now = app.now();
        let both = [Purpose::PeselEncryption, Purpose::PeselIndex];
        app.change_keys(|keys| keys.rotate(&both, now, &SystemChance));
        app.clock.advance(chrono::Duration::minutes(1));
        app.read_keys();
        assert_eq!(app.state.pesel_keys.present(), Some(Versions { key: 2, index: 2 }));
        // A first worker takes the job, does some of it, and is gone.
        tick(&app.worker_context()).await.unwrap();
        let claimed = app.claim(&app.state, WorkerId(uuid::Uuid::from_u128(77))).await;
        assert!(claimed.iter().any(|job| job.kind == "pesel.rekey"));
        let op = app.system();
        let keys = app.state.pesel_keys.clone();
        let batch =
            tx::write_here(&app.state.db, async |tx| rekey(tx, &op, &keys, None, 3).await).await.unwrap();
        assert_eq!((batch.done, batch.unreadable), (3, 0));
        // And one dies within a batch, which is as if it had not begun.
        let died = tx::write_here(&app.state.db, async |tx| {
            rekey(tx, &op, &keys, None, 2).await?;
            Err::<(), _>(Error::Fault("killed".into()))
        });
        assert!(died.await.is_err());
        let mut half = versions(&app).await;
        half.sort_unstable();
        assert_eq!(half, [vec![(1, 1); 5], vec![(2, 2); 3]].concat());
        all_are_found("meanwhile").await;
        assert_eq!(scene.revealed(&app, scene.coordinator(), people[7]).await, pesel(7));
        // Who has which number is known across versions.
        assert_eq!(scene.refused(&app, scene.coordinator(), people[0], &pesel(7)).await, "DUPLICATE");
        assert_eq!(scene.refused(&app, scene.coordinator(), people[7], &pesel(0)).await, "DUPLICATE");
        let old = needed(&app.state.db.reader, &app.keys(), app.now()).await.unwrap();
        let old: Vec<_> = old.iter().map(|one| (one.purpose, one.version, one.why)).collect();
        assert_eq!(old, both.map(|purpose| (purpose, 1, Need::Rows(5))));

        // The lease ends, another worker goes on. Nobody asks for a second job meanwhile.
        tick(&app.worker_context()).await.unwrap();
        app.clock.advance(chrono::Duration::minutes(2));
        assert_eq!(app.work().await, 0);
        assert_eq!(versions(&app).await, [(2, 2); 8]);
        all_are_found("after").await;
        let jobs = job::Entity::find().all(&app.state.db.reader).await.unwrap();
        assert_eq!(jobs.iter().filter(|job| job.kind == "pesel.rekey").count(), 1);
        let lines = audit_entry::Entity::find().all(&app.state.db.reader).await.unwrap();
        let told = lines.iter().find(|line| line.action == "pesel.rekey").unwrap();
        assert_eq!(told.detail, Some(json!({ "fields": ["pesel"], "done": 5 })));

        // The old keys can go.
        app.change_keys(|keys| {
            for purpose in both {
                assert_eq!(keys.retire(purpose, &[2].into(), app.now()), [1]);
            }
        });
        all_are_found("afterwards").await;
        assert_eq!(scene.revealed(&app, scene.coordinator(), people[3]).await, pesel(3));
        tick(&app.worker_context()).await.unwrap();
        assert_eq!(app.work().await, 0);
        let revealed = sighting::Entity::find().count(&app.state.db.reader).await.unwrap();
        assert_eq!(revealed, 8 + 4 * 8 + 2, "sealing anew is no look");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_retires_no_key_that_a_number_needs() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::requiring(&app).await;
        scene.set(&app, scene.anna, &pesel(1)).await;
        // Long ago by every clock.
        let long_ago = chrono::DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        app.change_keys(|keys| {
            keys.rotate(&[Purpose::PeselEncryption], long_ago, &SystemChance);
        });
        let folder = app.base.folder().to_str().unwrap().to_owned();
        let retire = async || {
            let args = ["zwornik", "keys", "retire", "--data-dir", &folder, "--database-url", &app.base.url];
            let ran = api::commands::run(api::commands::Cli::parse_from(args)).await;
            let kept = app.keys().list();
            let kept = kept.iter().filter(|key| key.purpose == Purpose::PeselEncryption);
            let kept: Vec<u32> = kept.map(|key| key.version).collect();
            (kept, ran.map_err(|error| format!("{error:#}")))
        };
        let (kept, refused) = retire().await;
        assert_eq!(kept, [1, 2], "the number needs the first");
        let refused = refused.unwrap_err();
        assert!(refused.contains("szyfrowanie PESEL, wersja 1: zapisane wpisy: 1"), "{refused}");
        app.read_keys();
        tick(&app.worker_context()).await.unwrap();
        assert_eq!(app.work().await, 0);
        assert_eq!(retire().await, (vec![2], Ok(())));
        app.read_keys();
        assert_eq!(scene.revealed(&app, scene.coordinator(), scene.anna).await, pesel(1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_whose_key_is_gone_stops_nobody_else_and_is_told() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::requiring(&app).await;
        scene.set(&app, scene.anna, &pesel(1)).await;
        let now = app.now();
        app.change_keys(|keys| {
            keys.rotate(&[Purpose::PeselEncryption], now, &SystemChance);
        });
        app.clock.advance(chrono::Duration::minutes(2));
        app.change_keys(|keys| {
            keys.retire(Purpose::PeselEncryption, &[].into(), now + chrono::Duration::minutes(2));
        });
        let jan = scene.world.person(&app, "Jan", "Żak").await;
        scene.training.enrol(&app, &scene.world, jan).await;
        scene.set(&app, jan, &pesel(2)).await;
        tick(&app.worker_context()).await.unwrap();
        assert_eq!(app.work().await, 1, "the job fails");
        let jobs = job::Entity::find().all(&app.state.db.reader).await.unwrap();
        let why = jobs.iter().find(|job| job.kind == "pesel.rekey").unwrap().last_error.clone().unwrap();
        assert!(why.starts_with("1 rows cannot be read"), "{why}");
        assert_eq!(scene.revealed(&app, scene.coordinator(), jan).await, pesel(2));
        let query = "mutation($input: RevealPeselInput!) { revealPesel(input: $input) { pesel } }";
        let input = json!({ "input": scene.look(scene.anna) });
        let answer = app.graphql(Some(scene.coordinator()), query, input).await.body;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "INTERNAL");
    })
    .await;
}
