//! Several worker processes on one database while the API writes, and their stop.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use entities::certificates::jobs::RenderCertificate;
use entities::jobs::maintenance::Sweep;
use entities::jobs::queue::Payload;
use entities::jobs::{JobState, job, worker};
use entities::mail::jobs::SendMail;
use entities::reporting::jobs::RunReport;
use entities::shared::clock::{Clock, SystemClock};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use tests::{TestApp, on_both, on_both_at_once};

use super::{Due, Process, first_of, hang, jobs, path_of};
use crate::resilience::jobs_in;

const PROCESSES: usize = 4;

/// Changes when all jobs that wait are due.
async fn due_from(app: &TestApp, at: DateTime<Utc>) {
    let due = job::ActiveModel { run_at: Set(at), ..Default::default() };
    let jobs = job::Entity::update_many().set(due).filter(job::Column::Kind.ne(Sweep::KIND));
    jobs.exec(app.state.db.for_migration()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn four_worker_processes_do_each_job_once_while_the_api_writes_and_nobody_meets_a_locked_database() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let mut due = Due::new(&app, 100, 20).await;
        // Nothing is due until all are there.
        due_from(&app, SystemClock.now() + chrono::Duration::days(1)).await;
        let processes: Vec<Process> = (0..PROCESSES).map(|_| Process::start(&app, 60)).collect();
        let until = Instant::now() + Duration::from_secs(120);
        while worker::Entity::find().count(&app.state.db.reader).await.unwrap() < PROCESSES as u64 {
            assert!(Instant::now() < until, "all give a sign");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        due_from(&app, app.now()).await;
        let (mut writes, mut slowest) = (0_usize, Duration::ZERO);
        while jobs_in(&app, JobState::Done).await < due.jobs() {
            assert!(Instant::now() < until, "{} jobs are done", due.jobs());
            let start = Instant::now();
            let input =
                json!({ "kind": "PILOT_SUMMARY", "pilotId": due.pilot, "title": format!("Raport {writes}") });
            app.mutate(due.token(), "createReportDefinition", "reportDefinition { id title }", input).await;
            slowest = slowest.max(start.elapsed());
            writes += 1;
            // Now and then another job.
            if writes % 10 == 0 && due.runs < 30 {
                due.run(&app).await;
                due.runs += 1;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        println!("{}: {writes} writes meanwhile, the slowest took {slowest:?}", app.base.kind);
        assert!(writes >= 20, "{writes} writes are no load");
        assert!(slowest < Duration::from_secs(5), "a write waited for {slowest:?}");
        let all = jobs(&app).await;
        assert!(
            all.iter().all(|job| job.attempts <= 1 && job.last_error.is_none()),
            "a job failed: {all:#?}"
        );
        let busy: std::collections::HashSet<_> = all.iter().map(|job| job.worker_id).collect();
        assert!(busy.len() > 1, "one process did it all");
        assert_eq!(worker::Entity::find().count(&app.state.db.reader).await.unwrap(), PROCESSES as u64);

        for process in &processes {
            process.terminate();
        }
        for process in processes {
            assert!(process.ended().await.success());
        }
        assert_eq!(worker::Entity::find().count(&app.state.db.reader).await.unwrap(), 0, "all signed off");
        due.had_their_effect_once(&app).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_worker_gives_back_what_hangs_and_ends_within_five_seconds() {
    on_both_at_once(async |base| {
        let app = TestApp::on(base);
        let due = Due::new(&app, 2, 2).await;
        let certificate = first_of(&app, RenderCertificate::KIND).await;
        let report = first_of(&app, RunReport::KIND).await;
        let paths = [path_of(&app, &certificate).await, path_of(&app, &report).await];
        for path in &paths {
            hang(&app, path);
        }
        // Leases shorter than the stop: they are renewed until the jobs were given back.
        let process = Process::start(&app, 2);
        let until = Instant::now() + Duration::from_secs(30);
        while jobs_in(&app, JobState::Running).await < 2 || jobs_in(&app, JobState::Done).await < 1 {
            assert!(Instant::now() < until, "two jobs hang");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        process.terminate();
        assert!(process.ended().await.success());
        assert_eq!(worker::Entity::find().count(&app.state.db.reader).await.unwrap(), 0);
        let hung: Vec<_> = jobs(&app).await.into_iter().filter(|job| job.state == JobState::Ready).collect();
        assert!(hung.len() >= 2, "{hung:#?}");
        for job in &hung {
            assert_eq!((job.attempts, job.worker_id, job.lease_until), (0, None, None), "as if it never ran");
        }
        for path in &paths {
            std::fs::remove_file(app.state.files.root().unwrap().join(path)).unwrap();
        }
        let process = Process::start(&app, 60);
        due.wait(&app, Duration::from_secs(30)).await;
        process.terminate();
        assert!(process.ended().await.success());
        // The message about the last certificate may not have had its turn.
        let waits = |job: &job::Model| job.kind == SendMail::KIND && job.attempts == 0;
        assert!(jobs(&app).await.iter().all(|job| job.attempts == 1 || waits(job)));
        due.had_their_effect_once(&app).await;
    })
    .await;
}
