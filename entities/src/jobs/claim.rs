//! How jobs get to workers: look, claim, renew, give back, take from the dead.
//!
//! **Order.** Jobs of a kind follow one another by when they are due. Which kind is next, the oldest of each decides: a
//! point of priority is worth a minute of waiting ([`rank`]), so that whatever waits comes first in the end. The index of
//! what is due begins with the kind, so a look or a claim reads the rows that it answers, however many others there are.
//!
//! **Leases.** A claim is fenced by (id, state, attempts, worker): whoever lost the lease can neither complete nor fail
//! the job. A job whose worker died is due again when its lease ends; its attempt counts, so a job that kills every
//! worker ends as dead. From the second such death on it is a suspect: it is passed over by the claims of the lanes and
//! runs alone, so that it takes no other job with it. Effects outside the database need an idempotency of their own.

use chrono::{DateTime, Duration, Utc};
use sea_orm::sea_query::{
    Asterisk, Expr, ExprTrait, LockBehavior, LockType, Query, SelectStatement, UnionType,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select,
};
use uuid::Uuid;

use super::{JobState, job};
use crate::shared::error::Result;
use crate::shared::ids::{JobId, WorkerId};
use crate::shared::tx::Tx;

/// Why a job that kills every worker is set aside.
pub const DIED_EACH_TIME: &str = "the worker died each time";
/// Why a job that was lost with its worker is tried again.
const WORKER_DIED: &str = "the worker died";
/// A job that was lost after so many tries is a suspect.
const SUSPECT_AFTER: i32 = 2;
/// Lost jobs that one transaction sees to.
const LOST_AT_ONCE: u64 = 200;

/// What there is to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// Kinds with due jobs, the one that is next first.
    pub kinds: Vec<&'static str>,
    /// Whether jobs were lost with their workers.
    pub lost: bool,
}

/// Looks what is due among these kinds, without a lock.
///
/// # Errors
/// The database failed.
pub async fn look(db: &impl ConnectionTrait, now: DateTime<Utc>, kinds: &[&'static str]) -> Result<Due> {
    let Some(query) = looking(now, kinds) else { return Ok(Due::default()) };
    let rows = db.query_all(&query).await?;
    let (mut heads, mut lost) = (vec![], false);
    for row in rows {
        let kind: Option<String> = row.try_get("", "kind")?;
        match kind.and_then(|kind| kinds.iter().find(|known| **known == kind)) {
            Some(kind) => {
                let (priority, run_at) = (row.try_get("", "priority")?, row.try_get("", "run_at")?);
                heads.push((rank(priority, run_at), *kind));
            }
            None => lost = true,
        }
    }
    heads.sort_unstable();
    Ok(Due { kinds: heads.into_iter().map(|(_, kind)| kind).collect(), lost })
}

/// The statement of a look: the oldest due job of each kind, and one that was lost, which is told by having no kind.
pub fn looking(now: DateTime<Utc>, kinds: &[&'static str]) -> Option<SelectStatement> {
    let head = |rows: Select<job::Entity>, kind: Expr| {
        let head = rows
            .select_only()
            .expr_as(kind, "kind")
            .columns([job::Column::Priority, job::Column::RunAt])
            .limit(1)
            .into_query();
        // Within a select of its own: SQLite takes no limit inside a union.
        Query::select().column(Asterisk).from_subquery(head, "head").to_owned()
    };
    let lost = head(job::Entity::find().filter(lost(now)), Expr::val(None::<String>));
    let mut heads = kinds.iter().map(|kind| head(due(now, kind), Expr::col(job::Column::Kind)));
    let mut all = heads.next()?;
    for one in heads {
        all.union(UnionType::All, one);
    }
    Some(all.union(UnionType::All, lost).to_owned())
}

/// Where a job stands among those of other kinds: the least is next.
fn rank(priority: i32, run_at: DateTime<Utc>) -> DateTime<Utc> {
    run_at - Duration::minutes(i64::from(priority))
}

/// What a worker wants.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Which worker.
    pub worker: WorkerId,
    /// Now.
    pub now: DateTime<Utc>,
    /// How long they are held.
    pub lease: Duration,
}

/// Takes due jobs of one kind, the oldest first, at most so many. Suspects are not among them.
///
/// # Errors
/// The database failed.
pub async fn claim(tx: &Tx, claim: &Claim, kind: &str, most: u64) -> Result<Vec<job::Model>> {
    let ids = locked(tx, due(claim.now, kind).limit(most)).await?;
    take(tx, claim, ids).await
}

/// The same for a kind whose jobs have groups: those of the oldest one's group come first, so that what is made for one
/// serves the others. What is left of the number is filled with the next that are due.
///
/// # Errors
/// The database failed.
pub async fn claim_together(tx: &Tx, claim: &Claim, kind: &str, most: u64) -> Result<Vec<job::Model>> {
    let first = due(claim.now, kind).limit(1).select_only();
    let first = skipping(first.columns([job::Column::Id, job::Column::GroupId]));
    let Some((id, group)) = first.into_tuple::<(JobId, Option<Uuid>)>().one(tx).await? else {
        return Ok(vec![]);
    };
    let mut ids = vec![id];
    if let Some(group) = group {
        let others = of_group(claim.now, kind, group).filter(job::Column::Id.ne(id));
        ids.extend(locked(tx, others.limit(most.saturating_sub(1))).await?);
    }
    let left = most.saturating_sub(ids.len() as u64);
    if left > 0 {
        let rest = due(claim.now, kind).filter(job::Column::Id.is_not_in(ids.iter().copied()));
        ids.extend(locked(tx, rest.limit(left)).await?);
    }
    let mut jobs = take(tx, claim, ids).await?;
    // The group first, so that slots share it and not each of them all editions.
    jobs.sort_by_key(|job| (job.group_id != group, job.run_at, job.id));
    Ok(jobs)
}

/// Takes a suspect. The caller sees to it that nothing runs beside it.
///
/// # Errors
/// The database failed.
pub async fn claim_suspect(tx: &Tx, claim: &Claim, kinds: &[&'static str]) -> Result<Option<job::Model>> {
    let ids = locked(tx, suspects(claim.now, kinds).limit(1)).await?;
    Ok(take(tx, claim, ids).await?.pop())
}

/// Whether a suspect is due.
///
/// # Errors
/// The database failed.
pub async fn is_suspect_due(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    kinds: &[&'static str],
) -> Result<bool> {
    Ok(suspects(now, kinds).one(db).await?.is_some())
}

async fn take(tx: &Tx, claim: &Claim, ids: Vec<JobId>) -> Result<Vec<job::Model>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let mut jobs = job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(JobState::Running))
        .col_expr(job::Column::Attempts, Expr::col(job::Column::Attempts).add(1))
        .col_expr(job::Column::LeaseUntil, Expr::value(Some(claim.now + claim.lease)))
        .col_expr(job::Column::WorkerId, Expr::value(Some(claim.worker)))
        .filter(job::Column::Id.is_in(ids))
        .exec_with_returning(tx)
        .await?;
    jobs.sort_by_key(|job| (job.run_at, job.id));
    Ok(jobs)
}

/// Keys of rows that nobody else is at, locked. On SQLite the immediate transaction is the lock.
async fn locked(tx: &Tx, rows: Select<job::Entity>) -> Result<Vec<JobId>> {
    Ok(skipping(rows.select_only().column(job::Column::Id)).into_tuple().all(tx).await?)
}

/// Only rows that nobody else is at.
fn skipping(rows: Select<job::Entity>) -> Select<job::Entity> {
    rows.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
}

/// Sees to jobs whose worker died: they are due again, as suspects if it was not the first time. Those that were tried
/// too often are set aside, and answered.
///
/// # Errors
/// The database failed.
pub async fn free_lost(tx: &Tx, now: DateTime<Utc>) -> Result<Vec<job::Model>> {
    let ids = locked(tx, job::Entity::find().filter(lost(now)).limit(LOST_AT_ONCE)).await?;
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let these = || job::Entity::update_many().filter(job::Column::Id.is_in(ids.iter().copied()));
    let too_often = || Expr::col(job::Column::Attempts).gte(Expr::col(job::Column::MaxAttempts));
    let buried = these()
        .col_expr(job::Column::State, Expr::value(JobState::Dead))
        .col_expr(job::Column::FinishedAt, Expr::value(Some(now)))
        .col_expr(job::Column::LeaseUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(job::Column::LastError, Expr::value(Some(DIED_EACH_TIME)))
        .filter(too_often())
        .exec_with_returning(tx)
        .await?;
    these()
        .col_expr(job::Column::State, Expr::value(JobState::Ready))
        .col_expr(job::Column::Alone, Expr::col(job::Column::Attempts).gte(SUSPECT_AFTER))
        .col_expr(job::Column::LeaseUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(job::Column::WorkerId, Expr::value(None::<WorkerId>))
        .col_expr(job::Column::LastError, Expr::value(Some(WORKER_DIED)))
        .filter(too_often().not())
        .exec(tx)
        .await?;
    Ok(buried)
}

/// Holds claimed jobs for longer. Jobs lost meanwhile are left alone.
///
/// # Errors
/// The database failed.
pub async fn renew(tx: &Tx, jobs: &[job::Model], until: DateTime<Utc>) -> Result<()> {
    let held = jobs.iter().fold(Condition::any(), |any, job| any.add(fence(job)));
    if !held.is_empty() {
        job::Entity::update_many()
            .col_expr(job::Column::LeaseUntil, Expr::value(Some(until)))
            .filter(held)
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Gives claimed jobs back untried: the worker is stopping. Their attempt does not count.
///
/// # Errors
/// The database failed.
pub async fn give_back(tx: &Tx, jobs: &[job::Model], now: DateTime<Utc>) -> Result<()> {
    for job in jobs {
        job::Entity::update_many()
            .col_expr(job::Column::State, Expr::value(JobState::Ready))
            .col_expr(job::Column::RunAt, Expr::value(now))
            .col_expr(job::Column::Attempts, Expr::value(job.attempts - 1))
            .col_expr(job::Column::LeaseUntil, Expr::value(None::<DateTime<Utc>>))
            .col_expr(job::Column::WorkerId, Expr::value(None::<WorkerId>))
            .filter(fence(job))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// The claim that a job was handed out with. The worker belongs to it: a job that was given back has its old
/// number of attempts again when the next worker takes it.
pub(super) fn fence(job: &job::Model) -> Condition {
    Condition::all()
        .add(job::Column::Id.eq(job.id))
        .add(job::Column::State.eq(JobState::Running))
        .add(job::Column::Attempts.eq(job.attempts))
        .add(job::Column::WorkerId.eq(job.worker_id))
}

/// Due jobs of a kind in the order in which they are claimed; `ix_job_due` has them so.
pub fn due(now: DateTime<Utc>, kind: &str) -> Select<job::Entity> {
    job::Entity::find()
        .filter(is(JobState::Ready))
        .filter(Expr::col(job::Column::Alone).not())
        .filter(job::Column::Kind.eq(kind))
        .filter(job::Column::RunAt.lte(now))
        .order_by_asc(job::Column::RunAt)
        .order_by_asc(job::Column::Id)
}

/// The same of one group; `ix_job_group` has them so.
pub fn of_group(now: DateTime<Utc>, kind: &str, group: Uuid) -> Select<job::Entity> {
    due(now, kind).filter(job::Column::GroupId.eq(group))
}

/// Due suspects in their order: `ix_job_suspect`. There are few.
fn suspects(now: DateTime<Utc>, kinds: &[&'static str]) -> Select<job::Entity> {
    job::Entity::find()
        .filter(is(JobState::Ready))
        .filter(Expr::col(job::Column::Alone))
        .filter(job::Column::Kind.is_in(kinds.iter().copied()))
        .filter(job::Column::RunAt.lte(now))
        .order_by_asc(job::Column::RunAt)
        .order_by_asc(job::Column::Id)
}

/// Jobs whose lease has ended: `ix_job_lease`.
fn lost(now: DateTime<Utc>) -> Condition {
    Condition::all().add(is(JobState::Running)).add(job::Column::LeaseUntil.lt(now))
}

/// In a state, which is written out: an index of some rows serves no statement that keeps to itself which rows it means.
fn is(state: JobState) -> Expr {
    Expr::col(job::Column::State).eq(Expr::Constant(state.code().into()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::minutes(minute)
    }

    proptest! {
        #[test]
        fn of_two_that_are_due_at_once_the_higher_is_next_and_whatever_waits_long_enough_is_next_in_the_end(
            (low, high) in (-10..30, -10..30), due in 0..1_000_000_i64, later in 0..100_i64,
        ) {
            if low < high {
                prop_assert!(rank(high, at(due)) < rank(low, at(due)));
            }
            // Kinds lie forty points apart at most, so none waits longer than for those that came forty minutes later.
            let (oldest, newest) = (rank(-10, at(due)), rank(30, at(due + 41 + later)));
            prop_assert!(oldest < newest);
        }
    }
}
