//! The queue under a backlog: what a look and a claim read on PostgreSQL, as it says itself.

use std::time::Instant;

use chrono::Duration;
use entities::jobs::claim::{self, Claim};
use entities::jobs::{JobState, job};
use entities::shared::db::Db;
use entities::shared::door::locked;
use entities::shared::ids::{JobId, WorkerId};
use entities::shared::tx;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, QuerySelect, QueryTrait,
};
use tests::databases::TestDb;
use tests::plan::Reading;

use super::now;

/// Done jobs of a month, a backlog of two kinds, and messages that wait for another try.
const BACKLOG: &str = "INSERT INTO job (id, kind, payload, state, priority, run_at, attempts, max_attempts, created_at, finished_at) \
    SELECT gen_random_uuid(), \
           CASE WHEN n % 3 = 0 THEN 'mail.send' ELSE 'certificates.render' END, '{}', \
           CASE WHEN n <= 20000 THEN 'done' ELSE 'ready' END, 5, \
           CASE WHEN n > 25000 THEN timestamptz '2026-05-12 07:00Z' + interval '1 hour' \
                WHEN n > 20000 THEN timestamptz '2026-05-12 06:59Z' \
                ELSE timestamptz '2026-05-12 07:00Z' - n * interval '1 minute' END, \
           0, 8, timestamptz '2026-05-12 07:00Z' - n * interval '1 minute', \
           CASE WHEN n <= 20000 THEN timestamptz '2026-05-12 07:00Z' - n * interval '1 minute' END \
    FROM generate_series(1, 30000) n";

const KINDS: [&str; 4] = ["certificates.render", "jobs.sweep", "mail.send", "reporting.run"];

/// Certificates of two hundred editions, issued in between one another.
const GROUPS: &str = "UPDATE job SET group_id = \
    ('00000000-0000-0000-0000-' || lpad((abs(hashtext(id::text)) % 200)::text, 12, '0'))::uuid \
    WHERE kind = 'certificates.render' AND state = 'ready'";

async fn backlog(db: &DatabaseConnection) {
    db.execute_unprepared(BACKLOG).await.unwrap();
    db.execute_unprepared(GROUPS).await.unwrap();
    db.execute_unprepared("ANALYZE job").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_and_a_claim_read_the_jobs_that_they_answer_whatever_else_is_in_the_table() {
    let Some(base) = TestDb::postgres().await else { return };
    let db = base.db.for_migration();
    backlog(db).await;
    for mode in ["force_custom_plan", "force_generic_plan"] {
        for name in ["look", "claim", "group"] {
            let set = format!(
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET plan_cache_mode = {mode}', current_database()); END $$"
            );
            db.execute_unprepared(&set).await.unwrap();
            let db = Db::connect(&base.url).await.unwrap();
            let statement = match name {
                "look" => DbBackend::Postgres.build(&claim::looking(now(), &KINDS).unwrap()),
                "group" => claim::of_group(now(), KINDS[0], uuid::Uuid::from_u128(0x17))
                    .select_only()
                    .column(job::Column::Id)
                    .limit(4)
                    .build(DbBackend::Postgres),
                _ => claim::due(now(), KINDS[0])
                    .select_only()
                    .column(job::Column::Id)
                    .limit(4)
                    .build(DbBackend::Postgres),
            };
            let reading = Reading::of(db.for_migration(), statement).await;
            assert!(reading.whole == 0 && reading.rows <= 8.0, "{name}, {mode}: {reading:?}");
            let index = if name == "group" { "ix_job_group" } else { "ix_job_due" };
            assert!(reading.indexes.iter().any(|name| name == index), "{name}, {mode}: {reading:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn claims_go_from_the_oldest_on_and_a_point_of_priority_is_a_minute() {
    super::on_both(async |db| {
        let job = |n: u128, kind: &str, priority: i32, minutes: i64| job::ActiveModel {
            id: Set(JobId(uuid::Uuid::from_u128(n))),
            kind: Set(kind.to_owned()),
            payload: Set(serde_json::json!({})),
            state: Set(JobState::Ready),
            priority: Set(priority),
            run_at: Set(now() - Duration::minutes(minutes)),
            attempts: Set(0),
            max_attempts: Set(8),
            created_at: Set(now()),
            ..Default::default()
        };
        let jobs = [
            job(1, KINDS[0], 10, 20),
            job(2, KINDS[0], 10, 21),
            job(3, KINDS[1], -10, 40),
            job(4, KINDS[2], 5, 26),
            job(5, KINDS[3], 0, 1),
            job(6, KINDS[3], 0, -1),
        ];
        job::Entity::insert_many(jobs).exec(db.for_migration()).await.unwrap();
        let due = claim::look(&db.reader, now(), &KINDS).await.unwrap();
        assert!(!due.lost);
        assert_eq!(due.kinds, [KINDS[0], KINDS[2], KINDS[1], KINDS[3]]);
        let worker = WorkerId(uuid::Uuid::from_u128(7));
        let wanted = Claim { worker, now: now(), lease: Duration::minutes(1) };
        let renders =
            tx::write_here(db, async |tx| claim::claim(tx, &wanted, KINDS[0], 5).await).await.unwrap();
        let ids: Vec<u128> = renders.iter().map(|job| job.id.0.as_u128()).collect();
        assert_eq!(ids, [2, 1]);
        let due = claim::look(&db.reader, now(), &KINDS).await.unwrap();
        assert_eq!(due.kinds, [KINDS[2], KINDS[1], KINDS[3]]);
        // Nobody is alive who holds them.
        let later = now() + Duration::minutes(2);
        assert!(claim::look(&db.reader, later, &KINDS).await.unwrap().lost);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_belongs_together_is_claimed_together_and_the_rest_fills_up() {
    super::on_both(async |db| {
        let group = |n: u128| uuid::Uuid::from_u128(1_000 + n);
        // Two editions were issued at the same moment, and something that belongs to none in between.
        let job = |n: u128| job::ActiveModel {
            id: Set(JobId(uuid::Uuid::from_u128(n))),
            kind: Set(KINDS[0].to_owned()),
            payload: Set(serde_json::json!({})),
            state: Set(JobState::Ready),
            priority: Set(0),
            group_id: Set((n != 5).then(|| group(n % 2))),
            run_at: Set(now() - Duration::minutes(1)),
            attempts: Set(0),
            max_attempts: Set(8),
            created_at: Set(now()),
            ..Default::default()
        };
        job::Entity::insert_many((1..=10).map(job)).exec(db.for_migration()).await.unwrap();
        let mut all = vec![];
        for (worker, most, expected) in
            [(1, 3, vec![1, 3, 7]), (2, 5, vec![2, 4, 6, 8, 10]), (3, 4, vec![5, 9])]
        {
            let wanted = Claim {
                worker: WorkerId(uuid::Uuid::from_u128(worker)),
                now: now(),
                lease: Duration::minutes(1),
            };
            let claimed =
                tx::write_here(db, async |tx| claim::claim_together(tx, &wanted, KINDS[0], most).await)
                    .await
                    .unwrap();
            let ids: Vec<u128> = claimed.iter().map(|job| job.id.0.as_u128()).collect();
            assert_eq!(ids, expected);
            assert!(claimed.iter().all(|job| job.attempts == 1 && job.worker_id == Some(wanted.worker)));
            all.extend(claimed);
        }
        assert_eq!(all.len(), 10, "each once");
        // Nobody is alive who holds them: each comes back by itself.
        let later = now() + Duration::minutes(2);
        tx::write_here(db, async |tx| claim::free_lost(tx, later).await).await.unwrap();
        let wanted =
            Claim { worker: WorkerId(uuid::Uuid::from_u128(4)), now: later, lease: Duration::minutes(1) };
        let again = tx::write_here(db, async |tx| claim::claim_together(tx, &wanted, KINDS[0], 20).await);
        assert_eq!(again.await.unwrap().len(), 10);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "no test but a measurement: --ignored --nocapture"]
async fn what_a_claim_costs_while_a_million_jobs_are_done_and_a_hundred_thousand_are_due() {
    let Some(base) = TestDb::postgres().await else { return };
    let many = BACKLOG.replace("30000", "1110000").replace("25000", "1100000").replace("20000", "1000000");
    base.db.for_migration().execute_unprepared(&many).await.unwrap();
    base.db.for_migration().execute_unprepared(GROUPS).await.unwrap();
    base.db.for_migration().execute_unprepared("VACUUM ANALYZE job").await.unwrap();
    let wanted =
        Claim { worker: WorkerId(uuid::Uuid::from_u128(7)), now: now(), lease: Duration::minutes(1) };
    for most in [1, 8] {
        let mut times = [vec![], vec![]];
        for _ in 0..2_000 {
            let start = Instant::now();
            let due = claim::look(&base.db.reader, now(), &KINDS).await.unwrap();
            times[0].push(start.elapsed());
            let start = Instant::now();
            let claimed = tx::write_here(&base.db, async |tx| {
                claim::claim_together(tx, &wanted, due.kinds[0], most).await
            });
            assert_eq!(claimed.await.unwrap().len() as u64, most);
            times[1].push(start.elapsed());
        }
        for (what, mut times) in ["look", "claim"].into_iter().zip(times) {
            times.sort_unstable();
            println!("{most} at once, {what}: median {:?}, 95 % {:?}", times[1_000], times[1_900]);
        }
    }
    // The same as the server sees it: its own time for each statement, without what a debug build adds.
    let db = base.db.for_migration();
    let keys = |rows: sea_orm::Select<job::Entity>| {
        locked(rows).select_only().column(job::Column::Id).build(DbBackend::Postgres)
    };
    let group = uuid::Uuid::from_u128(0x17);
    for (what, statement) in [
        ("look", DbBackend::Postgres.build(&claim::looking(now(), &KINDS).unwrap())),
        ("the oldest", keys(claim::due(now(), KINDS[0]).limit(1))),
        ("of its group", keys(claim::of_group(now(), KINDS[0], group).limit(7))),
        ("the next", keys(claim::due(now(), KINDS[0]).limit(8))),
    ] {
        let mut times = vec![];
        for _ in 0..200 {
            times.push(Reading::of(db, statement.clone()).await.millis);
        }
        times.sort_unstable_by(f64::total_cmp);
        println!("the server's part, {what}: median {:.3} ms, 95 % {:.3} ms", times[100], times[190]);
    }
}
