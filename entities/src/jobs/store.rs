//! Queries of jobs and workers, and who may see them.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::queue::Payload;
use super::{JobState, job, worker};
use crate::jobs::rights::READ_JOBS;
use crate::shared::actor::Actor;
use crate::shared::error::Result;
use crate::shared::policy::{Place, allows};
use crate::shared::read::{Entity, everything, nothing};
use crate::shared::reader::Reader;

impl Entity for job::Entity {
    const ID: job::Column = job::Column::Id;

    fn visible_to(actor: &Actor) -> Condition {
        readers_only(actor)
    }
}

impl Entity for worker::Entity {
    const ID: worker::Column = worker::Column::Id;

    fn visible_to(actor: &Actor) -> Condition {
        readers_only(actor)
    }
}

fn readers_only(actor: &Actor) -> Condition {
    if allows(actor, READ_JOBS, &Place::default()) { everything() } else { nothing() }
}

/// How many jobs still have to run, by now or later.
///
/// # Errors
/// The database failed.
pub async fn open_jobs(db: &Reader) -> Result<u64> {
    Ok(job::Entity::find()
        .filter(job::Column::State.is_in([JobState::Ready, JobState::Running]))
        .count(db)
        .await?)
}

/// How many jobs still have to run that were due by `now`: those that wait for another try count, those planned for
/// later do not.
///
/// # Errors
/// The database failed.
pub async fn due_jobs(db: &Reader, now: DateTime<Utc>) -> Result<u64> {
    let begun = Condition::any().add(job::Column::RunAt.lte(now)).add(job::Column::Attempts.gt(0));
    let ready = Condition::all().add(job::Column::State.eq(JobState::Ready)).add(begun);
    let open = Condition::any().add(job::Column::State.eq(JobState::Running)).add(ready);
    Ok(job::Entity::find().filter(open).count(db).await?)
}

/// How many jobs were given up.
///
/// # Errors
/// The database failed.
pub async fn dead_jobs(db: &Reader) -> Result<u64> {
    Ok(job::Entity::find().filter(job::Column::State.eq(JobState::Dead)).count(db).await?)
}

/// The last sign of any worker.
///
/// # Errors
/// The database failed.
pub async fn last_heartbeat(db: &Reader) -> Result<Option<DateTime<Utc>>> {
    let newest = worker::Entity::find().order_by_desc(worker::Column::SeenAt).one(db).await?;
    Ok(newest.map(|worker| worker.seen_at))
}

/// Whether a job with this payload's unique key was ever enqueued.
///
/// # Errors
/// The database failed.
pub async fn exists<P: Payload>(db: &Reader, payload: &P) -> Result<bool> {
    let Some(key) = payload.unique_key() else { return Ok(false) };
    Ok(job::Entity::find().filter(job::Column::UniqueKey.eq(key)).one(db).await?.is_some())
}

/// Whether a job of this kind still has to run.
///
/// # Errors
/// The database failed.
pub async fn is_open<P: Payload>(db: &Reader) -> Result<bool> {
    let open = job::Column::State.is_in([JobState::Ready, JobState::Running]);
    Ok(job::Entity::find().filter(job::Column::Kind.eq(P::KIND)).filter(open).one(db).await?.is_some())
}
