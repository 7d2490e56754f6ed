//! `readCoachingNote`. By hand: its answer holds the note, so there is no idempotency key and nothing of it is stored.

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use entities::advisory::actions::{self, ReadNote};
use entities::advisory::refusals::NO_NOTE_KEY;
use entities::shared::tx;
use kit::ctx::ContextExt;
use kit::form;
use kit::mutate::{MutationError, settle};
use kit::mutation;

/// What `readCoachingNote` takes.
#[derive(InputObject)]
pub struct ReadCoachingNoteInput {
    /// The note.
    pub note_id: ID,
}

mutation! {
    ReadCoachingNote (ReadCoachingNoteInput) -> ReadCoachingNotePayload;
    codes [NO_NOTE_KEY]
}

/// What was shown.
#[derive(SimpleObject)]
pub struct ReadCoachingNotePayload {
    /// The note.
    pub text: Option<String>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<ReadCoachingNote>>,
}

/// Resolves the mutation.
///
/// # Errors
/// Faults.
pub async fn resolve(ctx: &Context<'_>, input: ReadCoachingNoteInput) -> Result<ReadCoachingNotePayload> {
    let shown = match form::read(|form| form.id("noteId", &input.note_id)) {
        Ok(id) => {
            let args = (ctx.op(), &ctx.state().notes, ReadNote { id });
            tx::write(&ctx.state().db, &args, |tx, (op, vault, look)| {
                Box::pin(actions::read_note(tx, op, vault, look))
            })
            .await
        }
        Err(error) => Err(error),
    };
    let outcome = settle::<ReadCoachingNote, _>(ctx, shown)?;
    Ok(ReadCoachingNotePayload { text: outcome.done, errors: outcome.errors })
}
