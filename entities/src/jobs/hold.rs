//! Jobs that a restore sets aside: what they do may have been done already, after the backup was made.
//!
//! A held job is a dead one with a reason of its own, so that it is seen where dead jobs are, claimed by nobody and
//! deleted by nothing, until somebody releases it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{JobState, job};
use crate::audit;
use crate::shared::call::Call;
use crate::shared::error::Result;
use crate::shared::ids::{JobId, WorkerId};
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
pub async fn hold(tx: &Tx, call: &Call, harmless: &[&str]) -> Result<BTreeMap<String, u64>> {
    let held = job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(JobState::Dead))
        .col_expr(job::Column::FinishedAt, Expr::value(Some(call.now)))
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
pub async fn release(tx: &Tx, call: &Call, which: &Which) -> Result<usize> {
    let meant = match which {
        Which::All => Condition::all(),
        Which::Kind(kind) => Condition::all().add(job::Column::Kind.eq(kind)),
        Which::One(id) => Condition::all().add(job::Column::Id.eq(*id)),
    };
    let released = job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(JobState::Ready))
        .col_expr(job::Column::RunAt, Expr::value(call.now))
        .col_expr(job::Column::Attempts, Expr::value(0))
        .col_expr(job::Column::FinishedAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(job::Column::LastError, Expr::value(None::<String>))
        .filter(is_held())
        .filter(meant)
        .exec_with_returning(tx)
        .await?;
    let lines = released.iter().map(|job| {
        let line = audit::Line::new("jobs.release", job.id);
        line.states(JobState::Dead.code(), JobState::Ready.code())
    });
    audit::write_all(tx, call, lines.collect()).await?;
    Ok(released.len())
}

fn is_held() -> Condition {
    Condition::all().add(job::Column::State.eq(JobState::Dead)).add(job::Column::LastError.eq(HELD))
}
