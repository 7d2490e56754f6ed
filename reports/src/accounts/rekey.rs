//! Seals the secrets of second factors anew after a rotation of keys.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use entities::accounts::actions::{rekey_second_factors, settle_rekey};
use entities::accounts::jobs::RekeySecondFactors;
use entities::accounts::store::any_stale_second_factor;
use entities::jobs::job::Model as Job;
use entities::shared::error::Result;
use entities::shared::ids::JobId;
use entities::shared::operation::Operation;
use entities::shared::tx::Tx;
use entities::shared::vault::Rekeyed;

use crate::context::Context;
use crate::handler::{AfterRestore, Handled, Handler};
use crate::jobs::rekey::{self, BATCH, Batch, Rekeying};

impl Handler for RekeySecondFactors {
    const AFTER_RESTORE: AfterRestore = AfterRestore::Harmless;

    async fn run(&self, context: &Arc<Context>, job: &Job) -> Handled {
        rekey::run::<Self>(context, job).await
    }
}

impl Rekeying for RekeySecondFactors {
    fn asked_at(now: DateTime<Utc>) -> Self {
        Self { asked_at: now }
    }

    async fn is_due(context: &Arc<Context>) -> Result<bool> {
        let Some(present) = context.vault.present() else { return Ok(false) };
        any_stale_second_factor(&context.db.reader, present).await
    }

    async fn batch(tx: &Tx, batch: &Batch) -> Result<Rekeyed> {
        rekey_second_factors(tx, &batch.op, &batch.context.vault, batch.before.last, BATCH).await
    }

    async fn settle(tx: &Tx, op: &Operation, job: JobId, done: u64) -> Result<()> {
        settle_rekey(tx, op, job, done).await
    }
}
