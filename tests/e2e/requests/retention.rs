//! What goes by itself: a dry run tells what a run does, and nothing is touched that somebody waits for.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration};
use clap::Parser;
use entities::accounts::credential;
use entities::register::retention_rules::RetentionRule;
use entities::requests::retention::preview;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use tests::{TestApp, on_both};

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
