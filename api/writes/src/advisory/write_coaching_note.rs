//! `writeCoachingNote`. By hand: its input holds the note, of which not even a hash may lie with an idempotency key. Writing the
//! same note again changes nothing that is read, so a repeated request is safe without one.

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use entities::advisory::actions::{self, WriteNote};
use entities::advisory::refusals::NO_NOTE_KEY;
use entities::shared::refusals::{DUPLICATE, STALE_VERSION};
use entities::shared::tx;
use graph::advisory::types::CoachingNote;
use kit::ctx::ContextExt;
use kit::form;
use kit::mutate::{MutationError, changed, settle};
use kit::mutation;

/// What `writeCoachingNote` takes.
#[derive(InputObject)]
pub struct WriteCoachingNoteInput {
    /// The session that the viewer held.
    pub session_id: ID,
    /// The note. It is stored encrypted, and read by its coach and its coachees alone.
    #[graphql(secret)]
    pub text: String,
    /// The version of the note that was read, where there is one; refused if it has changed since.
    pub version: Option<i32>,
}

mutation! {
    WriteCoachingNote (WriteCoachingNoteInput) -> WriteCoachingNotePayload;
    codes [NO_NOTE_KEY, STALE_VERSION, DUPLICATE]
}

/// What was written.
#[derive(SimpleObject)]
pub struct WriteCoachingNotePayload {
    /// The note, without its text.
    pub note: Option<CoachingNote>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<WriteCoachingNote>>,
}

/// Resolves the mutation.
///
/// # Errors
/// Faults.
pub async fn resolve(ctx: &Context<'_>, input: WriteCoachingNoteInput) -> Result<WriteCoachingNotePayload> {
    let written = match form::read(|form| form.id("sessionId", &input.session_id)) {
        Ok(session_id) => {
            let new = WriteNote { session_id, text: input.text, version: input.version };
            let args = (ctx.op(), &ctx.state().notes, new);
            tx::write(&ctx.state().db, &args, |tx, (op, vault, new)| {
                Box::pin(actions::write_note(tx, op, vault, new))
            })
            .await
        }
        Err(error) => Err(error),
    };
    let outcome = settle::<WriteCoachingNote, _>(ctx, written)?;
    Ok(WriteCoachingNotePayload { note: changed(outcome.done), errors: outcome.errors })
}
