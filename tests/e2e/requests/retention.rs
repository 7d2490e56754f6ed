//! What goes by itself: a dry run tells what a run does, and nothing is touched that somebody waits for.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration};
use clap::Parser;
use entities::accounts::credential;
use entities::certificates::{VerificationChannel, verification};
use entities::jobs::hold::HELD;
use entities::jobs::maintenance::Sweep;
use entities::jobs::queue::{Failure, Payload};
use entities::jobs::{JobState, job, worker};
use entities::mail::delivery;
use entities::pesel::{SightingKind, sighting};
use entities::register::retention_rules::RetentionRule;
use entities::requests::retention::preview;
use entities::shared::ids::{JobId, SightingId, VerificationId, WorkerId};
use reports::registry;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use tests::{TestApp, on_both};
use uuid::Uuid;

use super::scene::{Scene, TELLING, left, night, work};

const PREVIEW: &str = "{ retentionPreview { rules { rule act count keys } } }";

/// How many rows each rule would touch, by its name in the API.
async fn dry(app: &TestApp, token: &str) -> BTreeMap<String, i64> {
    let told = app.ask(token, PREVIEW, json!({})).await;
    let rules = told["retentionPreview"]["rules"].as_array().unwrap();
    let of = |rule: &Value| (rule["rule"].as_str().unwrap().to_owned(), rule["count"].as_i64().unwrap());
    rules.iter().map(of).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_tells_what_the_night_does_and_changes_nothing() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let token = &scene.admin.token;
        let refused = app.graphql(Some(&scene.manager.token), PREVIEW, json!({})).await;
        assert_eq!(refused.body["errors"][0]["extensions"]["code"], "FORBIDDEN");
        assert!(dry(&app, token).await.values().all(|count| *count == 0), "nothing is old yet");

        app.clock.advance(Duration::days(100));
        let told = dry(&app, token).await;
        let expected =
            [("NEEDS", 1), ("ARCHIVES", 1), ("SPENT_KEYS", 1), ("PEOPLE", 0), ("PROJECT_FILES", 0)];
        for (rule, count) in expected {
            assert_eq!(told[rule], count, "{rule}");
        }
        assert!(told["DONE_JOBS"] > 0);
        let cli = [
            "zwornik",
            "retention",
            "--dry-run",
            "--data-dir",
            app.base.folder().to_str().unwrap(),
            "--database-url",
            &app.base.url,
        ];
        api::commands::run(api::commands::Cli::parse_from(cli)).await.unwrap();
        assert_eq!(dry(&app, token).await, told, "a dry run changes nothing");

        let db = &app.state.db.reader;
        let sessions = credential::Entity::find().count(db).await.unwrap();
        let jobs = entities::jobs::job::Entity::find().count(db).await.unwrap();
        let due = preview(db, app.now()).await.unwrap();
        let old_jobs: Vec<_> = due
            .iter()
            .filter(|one| one.rule == RetentionRule::DoneJobs)
            .flat_map(|one| one.ids.clone())
            .collect();
        night(&app).await;
        assert!(dry(&app, token).await.values().all(|count| *count == 0), "the night did it all");
        assert_eq!(credential::Entity::find().count(db).await.unwrap(), sessions, "live sessions stay");
        let left_jobs = entities::jobs::job::Entity::find().all(db).await.unwrap();
        assert!(left_jobs.iter().all(|job| !old_jobs.contains(&job.id.0)));
        assert!(left_jobs.len() as u64 + old_jobs.len() as u64 >= jobs, "nothing else went");
        assert_eq!(left(&app, &["bez orzechów", "pętla indukcyjna"]).await, Vec::<String>::new());
        assert!(!left(&app, &["Łącka"]).await.is_empty(), "who took part stays named");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_of_past_projects_go_unless_somebody_waits_for_an_answer_about_them() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let token = &scene.admin.token;
        scene.close_project(&app, "2028-12-31").await;
        app.clock.set(DateTime::parse_from_rfc3339("2029-01-01T12:00:00Z").unwrap().to_utc());
        // Anna has an account; somebody waits for an answer about Olga.
        let olga = json!({ "personId": scene.world.id(scene.olga) });
        let fields = "dataSubjectRequest { id }";
        let asked = app.mutate(token, "requestPersonErasure", fields, olga).await;
        assert_eq!(dry(&app, token).await["PEOPLE"], 0);
        night(&app).await;
        assert!(!left(&app, &["Śliwa"]).await.is_empty());

        let refusal = json!({ "requestId": asked["dataSubjectRequest"]["id"], "reason": "Na prośbę osoby" });
        app.mutate(token, "refuseDataSubjectRequest", fields, refusal).await;
        assert_eq!(dry(&app, token).await["PEOPLE"], 1);
        app.clock.advance(Duration::days(1));
        night(&app).await;
        work(&app).await;
        assert_eq!(left(&app, &["Śliwa", "olga@example.pl"]).await, Vec::<String>::new());
        assert!(!left(&app, TELLING).await.is_empty(), "who has an account stays");
        assert_eq!(dry(&app, token).await["PEOPLE"], 0);
    })
    .await;
}

/// Workers that are silent for long, one of which the database does not let go.
async fn silent_workers(app: &TestApp, count: u128) {
    let db = app.base.db.for_migration();
    let seen = app.now() - Duration::days(3);
    for from in (0..count).step_by(100) {
        let rows = (from..count.min(from + 100)).map(|n| worker::ActiveModel {
            id: Set(WorkerId(Uuid::from_u128(n + 1))),
            name: Set(if n == 150 { "stuck".into() } else { format!("worker {n}") }),
            started_at: Set(seen),
            seen_at: Set(seen),
        });
        worker::Entity::insert_many(rows).exec_without_returning(db).await.unwrap();
    }
    let guard = match app.base.kind {
        "postgres" => {
            "CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'stuck'; END $$; \
             CREATE TRIGGER stuck BEFORE DELETE ON worker FOR EACH ROW WHEN (OLD.name = 'stuck') \
             EXECUTE FUNCTION stuck()"
        }
        _ => {
            "CREATE TRIGGER stuck BEFORE DELETE ON worker WHEN OLD.name = 'stuck' \
             BEGIN SELECT RAISE(ABORT, 'stuck'); END"
        }
    };
    db.execute_unprepared(guard).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_and_a_rule_that_fail_stop_no_other_and_a_worker_that_stops_stops_the_night() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let db = app.base.db.for_migration();
        silent_workers(&app, 450).await;
        // A whole rule fails, which comes after that of workers; the rule of checks comes after both.
        db.execute_unprepared("ALTER TABLE oidc_flow RENAME TO oidc_flow_away").await.unwrap();
        let at = app.now() - Duration::days(400);
        for n in 0..3 {
            let check = verification::ActiveModel {
                id: Set(VerificationId(Uuid::from_u128(n))),
                at: Set(if n == 2 { app.now() } else { at }),
                certificate_id: Set(None),
                verdict: Set("unknown".into()),
                channel: Set(VerificationChannel::Page),
            };
            verification::Entity::insert(check).exec_without_returning(db).await.unwrap();
        }
        reports::schedule::tick(&app.worker_context()).await.unwrap();
        let claimed = app.claim(&app.state, WorkerId(Uuid::from_u128(9))).await;
        let sweep = claimed.iter().find(|job| job.kind == Sweep::KIND).unwrap();
        let stopping = app.worker_context();
        stopping.stopping.cancel();
        let stopped = registry::handle(&stopping, sweep).await;
        assert!(matches!(stopped, Err(Failure::Stopped(_))), "{stopped:?}");
        let left = async || worker::Entity::find().all(&app.state.db.reader).await.unwrap();
        assert_eq!(left().await.len(), 450);

        assert_eq!(registry::handle(&app.worker_context(), sweep).await, Ok(()));
        let names: Vec<String> = left().await.into_iter().map(|worker| worker.name).collect();
        assert_eq!(names, ["stuck"]);
        assert_eq!(verification::Entity::find().count(&app.state.db.reader).await.unwrap(), 1);
        let done = job::Entity::find_by_id(sweep.id).one(&app.state.db.reader).await.unwrap().unwrap();
        assert_eq!(done.state, JobState::Done);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_cleaned_goes_after_its_time_and_what_somebody_waits_for_stays() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let token = &scene.admin.token;
        scene.verified(&app).await;
        let db = app.base.db.for_migration();
        let sighting = |n: u128, days: i64| sighting::ActiveModel {
            id: Set(SightingId(Uuid::from_u128(n))),
            person_id: Set(scene.anna),
            at: Set(app.now() - Duration::days(days)),
            kind: Set(SightingKind::Revealed),
            ..Default::default()
        };
        sighting::Entity::insert_many([sighting(1, 2_190), sighting(2, 0)]).exec(db).await.unwrap();
        let dead = |n: u128, kind: &str, why: &str| job::ActiveModel {
            id: Set(JobId(Uuid::from_u128(n))),
            kind: Set(kind.into()),
            payload: Set(json!({})),
            state: Set(JobState::Dead),
            priority: Set(0),
            run_at: Set(app.now()),
            attempts: Set(8),
            max_attempts: Set(8),
            last_error: Set(Some(why.into())),
            created_at: Set(app.now()),
            finished_at: Set(Some(app.now())),
            ..Default::default()
        };
        let jobs = [
            dead(1, "reporting.run", "the worker died each time"),
            dead(2, "reporting.run", HELD),
            dead(3, "privacy.remove_files", "store"),
        ];
        job::Entity::insert_many(jobs).exec(db).await.unwrap();
        let deliveries = delivery::Entity::find().count(&app.state.db.reader).await.unwrap() as i64;
        assert!(deliveries > 0);
        let told = async || {
            let told = dry(&app, token).await;
            ["GIVEN_UP_JOBS", "SIGHTINGS", "VERIFICATIONS", "SETTLED_DELIVERIES", "ERASED_FILES"]
                .map(|rule| told[rule])
        };
        assert_eq!(told().await, [0; 5]);
        app.clock.advance(Duration::days(91));
        assert_eq!(told().await, [1, 1, 0, 0, 0]);
        night(&app).await;
        assert_eq!(told().await, [0; 5]);
        app.clock.advance(Duration::days(280));
        assert_eq!(told().await, [0, 0, 1, 0, 0]);
        night(&app).await;
        app.clock.advance(Duration::days(365));
        // The archive went after thirty days, its row two years after it was asked for.
        assert_eq!(told().await, [0, 0, 0, deliveries, 1]);
        night(&app).await;
        assert_eq!(told().await, [0; 5]);
        let left =
            job::Entity::find().filter(job::Column::State.eq(JobState::Dead)).all(&app.state.db.reader);
        let mut left: Vec<u128> = left.await.unwrap().iter().map(|job| job.id.0.as_u128()).collect();
        left.sort_unstable();
        assert_eq!(left, [2, 3], "a held job and what an erasure has left wait for somebody");
        assert_eq!(sighting::Entity::find().count(&app.state.db.reader).await.unwrap(), 1);
    })
    .await;
}
