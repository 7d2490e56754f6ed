//! The nightly clean-up: what has served its time goes. The audit trail, documents and certificates stay.

use chrono::{Duration, NaiveDate};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};

use super::queue::Payload;
use super::{JobState, job, worker};
use crate::accounts::{credential, oidc_flow, one_time_link};
use crate::shared::call::Call;
use crate::shared::error::Result;
use crate::shared::idempotency_key;
use crate::shared::tx::Tx;

/// How long done jobs stay to be looked at.
const JOBS: Duration = Duration::days(30);
/// How long a repeated mutation finds its first answer.
const KEYS: Duration = Duration::days(7);
/// How long ended sessions, tokens and links stay to be looked at.
const CREDENTIALS: Duration = Duration::days(90);
/// How long logins at a provider stay after their end.
const FLOWS: Duration = Duration::days(1);
/// After how long a silent worker is forgotten.
const WORKERS: Duration = Duration::days(1);

/// The clean-up of one day.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sweep {
    /// The day in Warsaw.
    pub day: NaiveDate,
}

impl Payload for Sweep {
    const KIND: &'static str = "jobs.sweep";
    const PRIORITY: i32 = -10;

    fn unique_key(&self) -> Option<String> {
        Some(format!("jobs.sweep:{}", self.day))
    }
}

/// Deletes what has served its time.
///
/// # Errors
/// The database failed.
pub async fn sweep(tx: &Tx, call: &Call) -> Result<()> {
    job::Entity::delete_many()
        .filter(job::Column::State.eq(JobState::Done))
        .filter(job::Column::FinishedAt.lt(call.now - JOBS))
        .exec(tx)
        .await?;
    idempotency_key::Entity::delete_many()
        .filter(idempotency_key::Column::CreatedAt.lt(call.now - KEYS))
        .exec(tx)
        .await?;
    credential::Entity::delete_many()
        .filter(
            Condition::any()
                .add(credential::Column::ExpiresAt.lt(call.now - CREDENTIALS))
                .add(credential::Column::RevokedAt.lt(call.now - CREDENTIALS)),
        )
        .exec(tx)
        .await?;
    one_time_link::Entity::delete_many()
        .filter(one_time_link::Column::ExpiresAt.lt(call.now - CREDENTIALS))
        .exec(tx)
        .await?;
    oidc_flow::Entity::delete_many()
        .filter(oidc_flow::Column::ExpiresAt.lt(call.now - FLOWS))
        .exec(tx)
        .await?;
    worker::Entity::delete_many().filter(worker::Column::SeenAt.lt(call.now - WORKERS)).exec(tx).await?;
    Ok(())
}
