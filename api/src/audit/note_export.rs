//! Notes who exported a list.

use axum::http::StatusCode;
use chrono::NaiveDate;
use edge::asked::Asked;
use edge::graphql::Refusal;
use entities::audit::exported::{Exported, note_export};
use entities::shared::{tx, warsaw};
use kit::ctx::State;

/// Writes the line and answers the day on which it was written.
///
/// # Errors
/// The line could not be written, so that the export must not leave.
pub(crate) async fn note(state: State, asked: Asked, exported: Exported) -> Result<NaiveDate, Refusal> {
    let op = state.op(asked.actor, &asked.request);
    let day = warsaw::day(op.now);
    let args = (op, exported);
    let noted =
        tx::write(&state.db, &args, |tx, (op, exported)| Box::pin(note_export(tx, op, exported))).await;
    match noted {
        Ok(()) => Ok(day),
        Err(error) if tx::is_unavailable(&error) => {
            tracing::warn!(request = %asked.request, %error, "an export could not be noted");
            Err(Refusal::unavailable(asked.lang))
        }
        Err(error) => {
            tracing::error!(request = %asked.request, %error, "an export could not be noted");
            let message = "Something went wrong on our side.";
            Err(Refusal::http(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", message))
        }
    }
}
