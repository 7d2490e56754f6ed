//! Seals notes of coaching anew after a rotation of keys.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use entities::advisory::actions::{rekey_notes, settle_rekey};
use entities::advisory::coaching_store::any_stale_note;
use entities::advisory::jobs::RekeyNotes;
use entities::jobs::job::Model as Job;
use entities::shared::error::Result;
use entities::shared::ids::JobId;
use entities::shared::operation::Operation;
use entities::shared::tx::Tx;
use entities::shared::vault::Rekeyed;

use crate::context::Context;
use crate::handler::{AfterRestore, Handled, Handler};
use crate::jobs::rekey::{self, BATCH, Batch, Rekeying};

impl Handler for RekeyNotes {
    const AFTER_RESTORE: AfterRestore = AfterRestore::Harmless;

    async fn run(&self, context: &Arc<Context>, job: &Job) -> Handled {
        rekey::run::<Self>(context, job).await
    }
}

impl Rekeying for RekeyNotes {
    fn asked_at(now: DateTime<Utc>) -> Self {
        Self { asked_at: now }
    }

    async fn is_due(context: &Arc<Context>) -> Result<bool> {
        let Some(present) = context.notes.present() else { return Ok(false) };
        any_stale_note(&context.db.reader, present).await
    }

    async fn batch(tx: &Tx, batch: &Batch) -> Result<Rekeyed> {
        rekey_notes(tx, &batch.op, &batch.context.notes, batch.before.last, BATCH).await
    }

    async fn settle(tx: &Tx, op: &Operation, job: JobId, done: u64) -> Result<()> {
        settle_rekey(tx, op, job, done).await
    }
}
