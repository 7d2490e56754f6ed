//! Carries out a run: figures, then each artefact, each stored before the next is drawn.
//!
//! The figures are collected once and kept in the run; whatever happens afterwards, artefacts are drawn from
//! those. A stored artefact is never drawn again, so a run that is tried again goes on where it stopped.

use std::sync::Arc;

use entities::documents::actions::stored;
use entities::documents::files::sha256;
use entities::documents::{DocumentState, document};
use entities::jobs::job::Model as Job;
use entities::jobs::queue::Failure;
use entities::reporting::actions::{
    keep_figures, note_dead, note_failed, note_progress, note_rendered, start,
};
use entities::reporting::collect::collect;
use entities::reporting::figures::Figures;
use entities::reporting::jobs::RunReport;
use entities::reporting::store::{self, Kit};
use entities::reporting::training_collect;
use entities::reporting::{ReportFormat, ReportKind};
use entities::shared::error::Result;
use entities::shared::ids::RunId;
use entities::shared::operation::Operation;
use entities::shared::problem::Problem;
use entities::shared::tx::{self, Tx};

use super::draw::draw;
use crate::context::Context;
use crate::handler::{Handled, Handler, OrFail, complete_with};

/// Progress of a run that was taken up, and of one that has its figures; the rest is shared by its artefacts.
const STARTED_PCT: i32 = 10;
const COLLECTED_PCT: i32 = 40;

impl Handler for RunReport {
    async fn run(&self, context: &Arc<Context>, job: &Job) -> Handled {
        let found = store::kit(&context.db.reader, self.run_id).await.or_fail()?;
        let Some(kit) = found else { return Err(Failure::Fatal("no such run".into())) };
        let (op, id) = (context.op(job), kit.run.id);
        let args = (&op, id);
        let open = tx::write(&context.db, &args, |tx, (op, id)| {
            Box::pin(async move {
                let open = start(tx, op, *id).await?;
                note_progress(tx, op, *id, STARTED_PCT).await?;
                Ok(open)
            })
        });
        if open.await.or_fail()? {
            let figures = Arc::new(figures(context, &op, &kit).await?);
            let count = i32::try_from(kit.artefacts.len()).unwrap_or(1).max(1);
            for (nth, (artefact, document)) in (1..).zip(&kit.artefacts) {
                // The last step belongs to the completion.
                let progress_pct = (COLLECTED_PCT + (100 - COLLECTED_PCT) * nth / count).min(95);
                if document.state != DocumentState::Stored {
                    store_artefact(context, &op, artefact.format, document, &figures).await?;
                }
                progress(context, &op, id, progress_pct).await?;
            }
        }
        let args = (&op, job, id);
        tx::write(&context.db, &args, |tx, (op, job, id)| {
            Box::pin(async move {
                note_rendered(tx, op, *id).await?;
                complete_with(tx, job, op.now).await
            })
        })
        .await
        .or_fail()
    }

    async fn set_back(&self, tx: &Tx, op: &Operation, why: Problem) -> Result<()> {
        note_failed(tx, op, self.run_id, why).await
    }

    async fn given_up(&self, tx: &Tx, op: &Operation, why: Problem) -> Result<()> {
        note_dead(tx, op, self.run_id, why).await
    }
}

/// The figures kept in the run; collected and kept now where there are none.
async fn figures(context: &Context, op: &Operation, kit: &Kit) -> std::result::Result<Figures, Failure> {
    if let Some(kept) = &kit.run.figures {
        return serde_json::from_value(kept.clone())
            .map_err(|error| Failure::Fatal(format!("broken figures: {error}").into()));
    }
    let run = &kit.run;
    let (db, definition) = (&context.db.reader, &kit.definition);
    let collected = match definition.kind {
        ReportKind::PilotSummary => {
            Figures::Pilot(Box::new(collect(db, definition, run.cut_off, op.now).await.or_fail()?))
        }
        ReportKind::TrainingSummary => {
            Figures::Trainings(Box::new(training_collect::collect(db, definition, op.now).await.or_fail()?))
        }
    };
    let args = (op, run.id, &collected);
    tx::write(&context.db, &args, |tx, (op, id, collected)| {
        Box::pin(async move {
            let kept = keep_figures(tx, op, *id, collected).await?;
            note_progress(tx, op, *id, COLLECTED_PCT).await?;
            Ok(kept)
        })
    })
    .await
    .or_fail()
}

/// Draws and stores one artefact. Bytes that lie there from an earlier try are the artefact.
async fn store_artefact(
    context: &Arc<Context>,
    op: &Operation,
    format: ReportFormat,
    document: &document::Model,
    figures: &Arc<Figures>,
) -> Handled {
    let bytes = match context.files.get(&document.path).await {
        Ok(first) => first,
        Err(_) => {
            let figures = Arc::clone(figures);
            let bytes =
                tokio::task::spawn_blocking(move || draw(format, &figures)).await.or_fail()?.or_fail()?;
            context.files.put(&document.path, bytes.clone()).await.or_fail()?;
            bytes
        }
    };
    let (hash, size) = (sha256(&bytes), i64::try_from(bytes.len()).unwrap_or(i64::MAX));
    let args = (op, document.id, size, &hash);
    tx::write(&context.db, &args, |tx, (op, id, size, hash)| {
        Box::pin(async move { stored(tx, op, *id, *size, hash).await.map(drop) })
    })
    .await
    .or_fail()
}

async fn progress(context: &Context, op: &Operation, id: RunId, progress_pct: i32) -> Handled {
    let args = (op, id, progress_pct);
    tx::write(&context.db, &args, |tx, (op, id, progress_pct)| {
        Box::pin(note_progress(tx, op, *id, *progress_pct))
    })
    .await
    .or_fail()
}
