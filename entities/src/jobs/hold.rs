//! Jobs that a restore sets aside: what they do may have been done already, after the backup was made. And jobs that
//! were given up, which an administrator lets run once more when their cause has gone.
//!
//! A held job is a dead one with a reason of its own, so that it is seen where dead jobs are, claimed by nobody and
//! deleted by nothing, until somebody releases it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{JobState, job};
use crate::audit;
use crate::jobs::deeds;
use crate::shared::error::Result;
use crate::shared::ids::{JobId, WorkerId};
use crate::shared::operation::Operation;
use crate::shared::tx::Tx;

/// Why a held job is dead.
pub const HELD: &str = "held after a restore: it may have been done already";

/// Which held jobs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    All,
    /// Those of a kind.
    Kind(String),
    /// One.
    One(JobId),
}

/// Sets all open jobs aside but those of harmless kinds. Answers how many of which kind.
///
/// # Errors
/// The database failed.
pub async fn hold(tx: &Tx, op: &Operation, harmless: &[&str]) -> Result<BTreeMap<String, u64>> {
    let held = job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(JobState::Dead))
        .col_expr(job::Column::FinishedAt, Expr::value(Some(op.now)))
        .col_expr(job::Column::LeaseUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(job::Column::WorkerId, Expr::value(None::<WorkerId>))
        .col_expr(job::Column::LastError, Expr::value(Some(HELD)))
        .filter(job::Column::State.is_in([JobState::Ready, JobState::Running]))
        .filter(job::Column::Kind.is_not_in(harmless.iter().copied()))
        .exec_with_returning(tx)
        .await?;
    let mut kinds = BTreeMap::new();
    for job in held {
        *kinds.entry(job.kind).or_insert(0) += 1;
    }
    Ok(kinds)
}

/// Held jobs, oldest first.
///
/// # Errors
/// The database failed.
pub async fn held(db: &impl ConnectionTrait) -> Result<Vec<job::Model>> {
    let held = job::Entity::find()
        .filter(is_held())
        .order_by_asc(job::Column::CreatedAt)
        .order_by_asc(job::Column::Id);
    Ok(held.all(db).await?)
}

/// Lets held jobs run now, each with a line in the audit trail. Answers how many.
///
/// # Errors
/// The database failed.
pub async fn release(tx: &Tx, op: &Operation, which: &Which) -> Result<usize> {
    let released = set_ready(tx, op, is_held().add(which.condition())).await?;
    let lines = released.iter().map(|job| {
        let line = audit::Line::new(deeds::RELEASE, job.id);
        line.states(JobState::Dead.code(), JobState::Ready.code())
    });
    audit::write_all(tx, op, lines.collect()).await?;
    Ok(released.len())
}

/// Jobs that were given up, oldest first; held ones are not among them.
///
/// # Errors
/// The database failed.
pub async fn given_up(db: &impl ConnectionTrait) -> Result<Vec<job::Model>> {
    let dead = job::Entity::find()
        .filter(is_given_up())
        .order_by_asc(job::Column::CreatedAt)
        .order_by_asc(job::Column::Id);
    Ok(dead.all(db).await?)
}

/// Lets jobs that were given up run once more, with all their attempts, each with a line in the audit trail. Only jobs
/// of the `safe` kinds: a second try must never send or tell anything twice. Answers how many.
///
/// # Errors
/// The database failed.
pub async fn retry(tx: &Tx, op: &Operation, which: &Which, safe: &[&str]) -> Result<usize> {
    let of_safe_kind = job::Column::Kind.is_in(safe.iter().copied());
    let again = set_ready(tx, op, is_given_up().add(of_safe_kind).add(which.condition())).await?;
    let lines = again.iter().map(|job| {
        let line = audit::Line::new(deeds::RETRY, job.id);
        line.states(JobState::Dead.code(), JobState::Ready.code())
    });
    audit::write_all(tx, op, lines.collect()).await?;
    Ok(again.len())
}

async fn set_ready(tx: &Tx, op: &Operation, which: Condition) -> Result<Vec<job::Model>> {
    Ok(job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(JobState::Ready))
        .col_expr(job::Column::RunAt, Expr::value(op.now))
        .col_expr(job::Column::Attempts, Expr::value(0))
        .col_expr(job::Column::Alone, Expr::value(false))
        .col_expr(job::Column::FinishedAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(job::Column::LastError, Expr::value(None::<String>))
        .filter(which)
        .exec_with_returning(tx)
        .await?)
}

impl Which {
    fn condition(&self) -> Condition {
        match self {
            Self::All => Condition::all(),
            Self::Kind(kind) => Condition::all().add(job::Column::Kind.eq(kind)),
            Self::One(id) => Condition::all().add(job::Column::Id.eq(*id)),
        }
    }
}

/// Whether a job was given up; held ones wait for somebody.
pub fn is_given_up() -> Condition {
    let other = Condition::any().add(job::Column::LastError.is_null()).add(job::Column::LastError.ne(HELD));
    Condition::all().add(job::Column::State.eq(JobState::Dead)).add(other)
}

fn is_held() -> Condition {
    Condition::all().add(job::Column::State.eq(JobState::Dead)).add(job::Column::LastError.eq(HELD))
}
