//! What the room of jobs offers, and to whom; its stories are those of workers.

use entities::jobs::queue;
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::WorkerId;
use sea_orm::ConnectionTrait;
use serde_json::json;
use tests::TestApp;
use tests::builders::World;
use tests::databases::TestDb;
use tests::plan::Reading;

use crate::contract::Who::{Auditor, SysAdmin};
use crate::contract::{Room, Scene};

/// The room, to the contract tests.
pub(crate) const ROOM: Room = Room {
    connections: &[("jobs", &[Auditor, SysAdmin]), ("workers", &[Auditor, SysAdmin])],
    scene: |app, scene| Box::pin(scene_of(app, scene)),
    ..Room::EMPTY
};

/// What operations of the room are tried on: a worker that has told of itself.
async fn scene_of(app: &TestApp, _: &mut Scene) {
    let id = WorkerId(uuid::Uuid::from_u128(1));
    app.write(async |tx, op| queue::heartbeat(tx, id, "worker", op.now).await).await;
}

/// Jobs of months, and lines of the trail of which one in fifteen thousand is of a rare kind.
const YEARS: [&str; 3] = [
    "INSERT INTO job (id, kind, payload, state, priority, run_at, attempts, max_attempts, created_at, finished_at) \
     SELECT gen_random_uuid(), CASE WHEN n % 3 = 0 THEN 'mail.send' ELSE 'certificates.render' END, '{}', \
            CASE WHEN n % 10000 = 0 THEN 'dead' ELSE 'done' END, 5, timestamptz '2026-05-01Z' - n * interval '1 minute', \
            1, 8, timestamptz '2026-05-01Z' - n * interval '1 minute', timestamptz '2026-05-01Z' - n * interval '1 minute' \
     FROM generate_series(1, 30000) n",
    "INSERT INTO audit_entry (id, at, actor_kind, action, subject_type, subject_id, request_id) \
     SELECT gen_random_uuid(), timestamptz '2026-05-01Z' - n * interval '1 minute', 'system', \
            CASE WHEN n % 15000 = 0 THEN 'jobs.release' ELSE 'trainings.enrol' END, 'Job', gen_random_uuid(), 'x' \
     FROM generate_series(1, 30000) n",
    "ANALYZE job, audit_entry",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_jobs_or_of_the_trail_reads_its_rows_and_not_the_table() {
    let Some(base) = TestDb::postgres().await else { return };
    let app = TestApp::on(base);
    let world = World::new(&app).await;
    let admin = world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
    let db = app.base.db.for_migration();
    for step in YEARS {
        db.execute_unprepared(step).await.unwrap();
    }
    for page in [
        "jobs(first: 20, orderBy: RUN_AT_ASC)",
        "jobs(first: 20, orderBy: RUN_AT_DESC)",
        "jobs(first: 20, orderBy: CREATED_DESC)",
        "jobs(first: 20, filter: { states: [DEAD] })",
        "auditEntries(first: 20)",
        "auditEntries(first: 20, filter: { actions: [\"jobs.release\"] })",
        "auditEntries(first: 20, filter: { actions: [\"jobs.release\"] }, orderBy: AT_ASC)",
    ] {
        app.reads();
        let found =
            app.ask(&admin.token, &format!("{{ {page} {{ edges {{ node {{ id }} }} }} }}"), json!({})).await;
        let connection = page.split('(').next().unwrap();
        let edges = found[connection]["edges"].as_array().unwrap().len();
        assert!(edges >= 2, "{page}: {found:#}");
        let table = if connection == "jobs" { "\"job\"" } else { "\"audit_entry\"" };
        let reads: Vec<_> = app.reads().into_iter().filter(|one| one.sql.contains(table)).collect();
        assert_eq!(reads.len(), 1, "{page}: {reads:#?}");
        for statement in reads {
            let reading = Reading::of(db, statement).await;
            assert!(reading.whole == 0 && reading.rows <= 45.0, "{page}: {reading:?}");
        }
    }
}
