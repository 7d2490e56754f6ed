//! `removeCoachingNote`.

use async_graphql::{ID, InputObject};
use entities::advisory::actions;
use graph::advisory::types::CoachingSession;
use kit::form::Form;
use kit::mutation;

/// What `removeCoachingNote` takes.
#[derive(InputObject)]
pub struct RemoveCoachingNoteInput {
    /// The note.
    pub note_id: ID,
    /// Why.
    pub reason: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RemoveCoachingNote (RemoveCoachingNoteInput) -> RemoveCoachingNotePayload {
        /// The session that it was about.
        session: CoachingSession
    }
    codes []
    run |tx, op, cmd| actions::remove_note(tx, op, cmd);
}

fn parse(input: &RemoveCoachingNoteInput, form: &mut Form) -> actions::RemoveNote {
    actions::RemoveNote { id: form.id("noteId", &input.note_id), reason: input.reason.clone() }
}
