//! Workers that are killed, by whoever or by what they do.

use std::time::{Duration, Instant};

use entities::certificates::jobs::RenderCertificate;
use entities::documents::{DocumentState, document};
use entities::jobs::claim::DIED_EACH_TIME;
use entities::jobs::queue::Payload;
use entities::jobs::{JobState, job};
use entities::reporting::jobs::RunReport;
use entities::reporting::{RunState, report_run};
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::problem::Problem;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use serde_json::json;
use tests::{TestApp, on_both_at_once};

use super::{Due, Process, ended, first_of, hang, jobs, leases_end, path_of};
use crate::resilience::jobs_in;

const KILLS: u64 = 100;
/// Seconds; short, so that what a killed worker held comes back while others are killed.
const LEASE: u64 = 2;
/// By design, a job that was held by eight killed workers is set aside. Here no job is to blame, so one that was hit
/// this often is let through.
const HIT_OFTEN: i32 = 5;

/// A number below `most`, by chance.
fn below(app: &TestApp, most: u64) -> u64 {
    u64::from(u16::from_le_bytes(app.state.chance.bytes())) % most
}

async fn any_hit_often(app: &TestApp) -> bool {
    let open = job::Column::State.is_in([JobState::Ready, JobState::Running]);
    let hit = job::Entity::find().filter(open).filter(job::Column::Attempts.gte(HIT_OFTEN));
    hit.one(&app.state.db.reader).await.unwrap().is_some()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_killed_a_hundred_times_over_300_reports_and_certificates_loses_and_doubles_nothing() {
    on_both_at_once(async |base| {
        let app = TestApp::on(base);
        let due = Due::new(&app, 220, 80).await;
        let start = Instant::now();
        for kill in 0..KILLS {
            let process = Process::start(&app, LEASE);
            // The kills are spread over the work: whoever is behind gets on with it first. Those that are ahead
            // are killed while they start, connect, claim or draw their first.
            let share = due.jobs() * kill / (KILLS + 10);
            let until = Instant::now() + Duration::from_secs(30);
            while jobs_in(&app, JobState::Done).await < share || any_hit_often(&app).await {
                assert!(Instant::now() < until, "a worker gets on");
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            tokio::time::sleep(Duration::from_millis(below(&app, 150))).await;
            assert!(jobs_in(&app, JobState::Done).await < due.jobs(), "nothing is due at kill {kill}");
            process.kill();
        }
        let hit = jobs(&app).await.iter().filter(|job| job.attempts > 1).count();
        let process = Process::start(&app, LEASE);
        due.wait(&app, Duration::from_secs(60)).await;
        process.terminate();
        assert!(process.ended().await.success());
        println!("{}: {KILLS} kills in {:?}, {hit} jobs hit before the last", app.base.kind, start.elapsed());
        due.had_their_effect_once(&app).await;
        // The kills hit: claimed jobs had to be claimed again.
        assert!(hit > 10, "{hit}");
        assert_eq!(app.graphql(None, "{ __typename }", json!({})).await.status, 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_kills_its_worker_each_time_is_set_aside_and_takes_no_other_with_it() {
    on_both_at_once(async |base| {
        let app = TestApp::on(base);
        let due = Due::new(&app, 12, 4).await;
        // One of each kind hangs, and brings down whatever process runs it.
        let mut killers = vec![];
        for kind in [RenderCertificate::KIND, RunReport::KIND] {
            let job = first_of(&app, kind).await;
            hang(&app, &path_of(&app, &job).await);
            killers.push(job.id);
        }
        let until = Instant::now() + Duration::from_secs(120);
        let mut process = Process::start(&app, 60);
        let mut deaths = 0;
        while jobs_in(&app, JobState::Done).await + jobs_in(&app, JobState::Dead).await < due.jobs() {
            assert!(Instant::now() < until, "the others are done");
            // Held by this process; what the one before it held has no lease any more.
            let held = Condition::all()
                .add(job::Column::State.eq(JobState::Running))
                .add(job::Column::LeaseUntil.gt(ended()));
            let fatal = job::Entity::find().filter(held).filter(job::Column::Id.is_in(killers.clone()));
            if fatal.one(&app.state.db.reader).await.unwrap().is_some() {
                process.kill();
                deaths += 1;
                leases_end(&app).await;
                process = Process::start(&app, 60);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        process.terminate();
        assert!(process.ended().await.success());
        assert_eq!(deaths, 2 * RunReport::MAX_ATTEMPTS);
        assert_eq!((jobs_in(&app, JobState::Done).await, jobs_in(&app, JobState::Dead).await), (14, 2));
        for job in jobs(&app).await.iter().filter(|job| killers.contains(&job.id)) {
            assert_eq!((job.state, job.last_error.as_deref()), (JobState::Dead, Some(DIED_EACH_TIME)));
            assert_eq!(job.attempts, job.max_attempts);
        }
        // What waited for them says so: a certificate's document, a run with its two.
        let db = &app.state.db.reader;
        let failed = document::Entity::find().filter(document::Column::State.eq(DocumentState::Failed));
        assert_eq!(failed.all(db).await.unwrap().len(), 3);
        let runs = report_run::Entity::find().all(db).await.unwrap();
        let dead: Vec<_> = runs.iter().filter(|run| run.state == RunState::Dead).collect();
        assert_eq!((dead.len(), dead[0].problem), (1, Some(Problem::Interrupted)));
        assert!(runs.iter().filter(|run| run.state == RunState::Rendered).count() == 3);

        seen_by_those_who_may(&app, &due).await;
    })
    .await;
}

/// The queue as the API shows it after that.
async fn seen_by_those_who_may(app: &TestApp, due: &Due) {
    let query = "query($after: String) { dead: jobs(filter: { states: [DEAD] }, orderBy: CREATED_ASC) { totalCount edges { node { \
         kind stateLabel lastError attempts maxAttempts finishedAt leaseUntil } } } \
         done: jobs(filter: { states: [DONE], kinds: [\"certificates.render\"] }) { totalCount } \
         waiting: jobs(filter: { states: [READY, RUNNING], kinds: [\"certificates.render\", \"reporting.run\"] }) { totalCount } \
         page: jobs(first: 3, after: $after, filter: { kinds: [\"certificates.render\", \"reporting.run\"] }, orderBy: RUN_AT_ASC) { \
         edges { node { id } } pageInfo { hasNextPage endCursor } } \
         workers(first: 50, orderBy: STARTED_ASC) { totalCount edges { node { name startedAt seenAt jobs { totalCount } } } } }";
    let kinds = [RenderCertificate::KIND, RunReport::KIND];
    assert_eq!(kinds, ["certificates.render", "reporting.run"]);
    let admin =
        due.world.account(app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
    let (mut seen, mut after, mut shown) = (vec![], json!(null), json!(null));
    for _ in 0..20 {
        shown = app.ask(&admin.token, query, json!({ "after": after })).await;
        seen.extend(
            shown["page"]["edges"].as_array().unwrap().iter().map(|edge| edge["node"]["id"].to_string()),
        );
        after = shown["page"]["pageInfo"]["endCursor"].clone();
        if shown["page"]["pageInfo"]["hasNextPage"] == json!(false) {
            break;
        }
    }
    let pages = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((pages, seen.len()), (16, 16), "every job on one page");
    let counts = ["dead", "done", "waiting"].map(|list| shown[list]["totalCount"].as_u64().unwrap());
    assert_eq!(counts, [2, 11, 0]);
    for edge in shown["dead"]["edges"].as_array().unwrap() {
        let node = &edge["node"];
        assert_eq!((&node["attempts"], &node["lastError"]), (&node["maxAttempts"], &json!(DIED_EACH_TIME)));
        assert_eq!(node["stateLabel"], "przerwane, wymaga uwagi");
        assert!(node["finishedAt"].is_string() && node["leaseUntil"].is_null(), "{node:#}");
    }
    // Killed workers did not sign off; the two that were last to die hold what they died of.
    let workers = shown["workers"]["edges"].as_array().unwrap();
    assert!(workers.len() >= 8, "{workers:#?}");
    let held: u64 = workers.iter().map(|edge| edge["node"]["jobs"]["totalCount"].as_u64().unwrap()).sum();
    let all = jobs(app).await.len() as u64;
    assert!((2..=all).contains(&held), "{held} of {all}");

    // Whoever may not look after the installation sees an empty queue.
    let token = due.token();
    let shown = app.ask(token, query, json!({ "after": null })).await;
    let lists =
        ["dead", "done", "waiting", "workers"].map(|list| shown[list]["totalCount"].as_u64().unwrap());
    assert_eq!(lists, [0; 4]);
}
