//! Enqueue, complete, fail. How jobs get to workers is `claim.rs`.

use chrono::{DateTime, Duration, Utc};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait, QueryFilter};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::claim::fence;
use super::{JobState, job, worker};
use crate::shared::chance::Chance;
use crate::shared::error::Result;
use crate::shared::ids::WorkerId;
use crate::shared::operation::Operation;
use crate::shared::problem::Problem;
use crate::shared::read::CHUNK;
use crate::shared::tx::Tx;

/// A job's data: ids only, beside the room it belongs to. The handler is in `reports`.
pub trait Payload: Serialize + DeserializeOwned + Send + Sync {
    /// Names the handler, e.g. `certificates.render`.
    const KIND: &'static str;
    /// How often it is tried.
    const MAX_ATTEMPTS: i32 = 8;
    /// Higher runs first: a point is worth a minute of waiting.
    const PRIORITY: i32 = 0;

    /// Jobs of one group are claimed together, because the work for one serves the next; none where each is by itself.
    fn group(&self) -> Option<Uuid> {
        None
    }

    /// At most one job ever has this key; none for no such limit.
    fn unique_key(&self) -> Option<String> {
        None
    }
}

/// Enqueues jobs in the caller's transaction, to run from `run_at` on. A job whose unique key exists is skipped.
///
/// # Errors
/// The database failed.
pub async fn enqueue_at<P: Payload>(
    tx: &Tx,
    op: &Operation,
    payloads: &[P],
    run_at: DateTime<Utc>,
) -> Result<()> {
    for chunk in payloads.chunks(CHUNK) {
        let mut rows = Vec::with_capacity(chunk.len());
        for payload in chunk {
            rows.push(job::ActiveModel {
                id: Set(op.id()),
                kind: Set(P::KIND.to_owned()),
                payload: Set(serde_json::to_value(payload)?),
                state: Set(JobState::Ready),
                priority: Set(P::PRIORITY),
                unique_key: Set(payload.unique_key()),
                group_id: Set(payload.group()),
                run_at: Set(run_at),
                attempts: Set(0),
                max_attempts: Set(P::MAX_ATTEMPTS),
                created_at: Set(op.now),
                ..Default::default()
            });
        }
        job::Entity::insert_many(rows)
            .on_conflict(OnConflict::column(job::Column::UniqueKey).do_nothing().to_owned())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Enqueues jobs to run at once.
///
/// # Errors
/// The database failed.
pub async fn enqueue<P: Payload>(tx: &Tx, op: &Operation, payloads: &[P]) -> Result<()> {
    enqueue_at(tx, op, payloads, op.now).await
}

/// Marks a job as done, in the transaction of its own writes. False: the lease was lost, roll back.
///
/// # Errors
/// The database failed.
pub async fn complete(tx: &Tx, job: &job::Model, now: DateTime<Utc>) -> Result<bool> {
    finish(tx, job, JobState::Done, now, None).await
}

/// Why a job is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// May go better later.
    Retry(Why),
    /// What all jobs of its kind need is away or full, which says nothing of this one.
    Wait(Why),
    /// Never will.
    Fatal(Why),
    /// The worker stops: whoever is next goes on with it.
    Stopped(Why),
}

/// The reason of a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// For people.
    pub problem: Problem,
    /// For the log and the job; holds no names.
    pub text: String,
}

impl<T: Into<String>> From<T> for Why {
    /// A fault of the system.
    fn from(text: T) -> Self {
        Self { problem: Problem::Internal, text: text.into() }
    }
}

impl Why {
    /// With what people are told.
    pub fn of(problem: Problem, text: impl Into<String>) -> Self {
        Self { problem, text: text.into() }
    }
}

impl Failure {
    /// The reason.
    pub const fn why(&self) -> &Why {
        let (Self::Retry(why) | Self::Wait(why) | Self::Fatal(why) | Self::Stopped(why)) = self;
        why
    }
}

/// For how long a job waits for what all need, such as the store of documents, in days.
const WAIT_DAYS: i64 = 7;
/// Waiting leaves a job with so many attempts at most: enough for pauses of a minute.
const WAIT_ATTEMPTS: i32 = 5;

/// Notes a failure: again after a growing pause, or dead. Answers the state the job is in now; none if the lease
/// was lost.
///
/// Waiting costs a job time and, for days, no attempts: a full disk at night must not end the certificates of a day.
///
/// # Errors
/// The database failed.
pub async fn fail(
    tx: &Tx,
    job: &job::Model,
    failure: &Failure,
    now: DateTime<Utc>,
    chance: &dyn Chance,
) -> Result<Option<JobState>> {
    let why = failure.why().text.as_str();
    let waits = matches!(failure, Failure::Wait(_)) && now < job.created_at + Duration::days(WAIT_DAYS);
    let dead = matches!(failure, Failure::Fatal(_)) || (job.attempts >= job.max_attempts && !waits);
    if dead {
        return Ok(finish(tx, job, JobState::Dead, now, Some(why)).await?.then_some(JobState::Dead));
    }
    let done = job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(JobState::Ready))
        .col_expr(job::Column::RunAt, Expr::value(now + pause(job.attempts, chance)))
        .col_expr(
            job::Column::Attempts,
            Expr::value(if waits { Ord::min(job.attempts, WAIT_ATTEMPTS) } else { job.attempts }),
        )
        .col_expr(job::Column::LeaseUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(job::Column::WorkerId, Expr::value(None::<WorkerId>))
        .col_expr(job::Column::LastError, Expr::value(Some(why)))
        // It has come to an end in a worker that lives.
        .col_expr(job::Column::Alone, Expr::value(false))
        .filter(fence(job))
        .exec(tx)
        .await?;
    Ok((done.rows_affected == 1).then_some(JobState::Ready))
}

/// Notes that a worker is alive; its first sign makes its row.
///
/// # Errors
/// The database failed.
pub async fn heartbeat(tx: &Tx, id: WorkerId, name: &str, now: DateTime<Utc>) -> Result<()> {
    let row = worker::ActiveModel {
        id: Set(id),
        name: Set(name.to_owned()),
        started_at: Set(now),
        seen_at: Set(now),
    };
    let seen = OnConflict::column(worker::Column::Id).update_column(worker::Column::SeenAt).to_owned();
    worker::Entity::insert(row).on_conflict(seen).exec_without_returning(tx).await?;
    Ok(())
}

/// Forgets a worker that stopped.
///
/// # Errors
/// The database failed.
pub async fn sign_off(tx: &Tx, id: WorkerId) -> std::result::Result<(), DbErr> {
    worker::Entity::delete_by_id(id).exec(tx).await.map(drop)
}

/// 2, 4, 8 … seconds up to an hour, spread by a quarter so that failed jobs do not come back all at once.
fn pause(attempts: i32, chance: &dyn Chance) -> Duration {
    let base_ms = 1000_i64 << attempts.clamp(1, 12);
    let spread = i64::from(u16::from_le_bytes(chance.bytes())) * base_ms / 4 / i64::from(u16::MAX);
    Duration::milliseconds(Ord::min(base_ms + spread, 3_600_000))
}

async fn finish(
    tx: &Tx,
    job: &job::Model,
    state: JobState,
    now: DateTime<Utc>,
    why: Option<&str>,
) -> Result<bool> {
    let done = job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(state))
        .col_expr(job::Column::FinishedAt, Expr::value(Some(now)))
        .col_expr(job::Column::LeaseUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(job::Column::LastError, Expr::value(why))
        .filter(fence(job))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Chance that always falls the same.
    struct Same(u8);

    impl Chance for Same {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn pauses_double_are_spread_by_a_quarter_and_end_at_an_hour() {
        for attempts in 1..=8 {
            let (least, most) = (pause(attempts, &Same(0)), pause(attempts, &Same(255)));
            assert_eq!(least, Duration::seconds(1 << attempts));
            assert_eq!(most, least + least / 4);
            assert!(most < pause(attempts + 1, &Same(0)), "the next pause is longer whatever chance says");
        }
        for attempts in [-1, 0, 12, 40, i32::MAX] {
            let pause = pause(attempts, &Same(255));
            assert!(pause >= Duration::seconds(2) && pause <= Duration::hours(1), "{attempts}: {pause}");
        }
    }
}
