//! Waits for the worker, and for what can only happen once documents exist.

use std::time::Duration;

use demo::accounts::ACCOUNTS;
use entities::accounts::actor::actor_of;
use entities::accounts::store::user_by_email;
use entities::certificates::CertificateState;
use entities::certificates::actions::deliver_certificate;
use entities::certificates::store::of_person;
use entities::documents::DocumentState;
use entities::documents::store::{count, count_in};
use entities::jobs::store::due_jobs;
use entities::shared::actor::Role;
use entities::shared::{tx, warsaw};
use kit::ctx::State;

use super::in_polish;
use crate::commands::progress;

/// How often the line is brought up to date.
const EVERY: Duration = Duration::from_millis(200);

/// Waits until no job that is due is left, showing how many documents are there.
///
/// # Errors
/// The database failed.
pub(super) async fn rendered(state: &State) -> anyhow::Result<()> {
    let mut shown = None;
    loop {
        let left = due_jobs(&state.db.reader, state.clock.now()).await?;
        let due = count_in(&state.db.reader, DocumentState::Due).await?;
        let all = count(&state.db.reader).await?;
        let is_done = left == 0;
        if shown.is_some() || due > 0 {
            let now = (all - due.min(all), all);
            if shown != Some(now) || is_done {
                progress(&format!("Worker przygotowuje dokumenty: {} z {}", now.0, now.1), is_done);
            }
            shown = Some(now);
        }
        if is_done {
            return Ok(());
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// The participant takes one of their certificates.
///
/// # Errors
/// The database failed.
pub(super) async fn delivered(state: &State) -> anyhow::Result<()> {
    let Some(account) = ACCOUNTS.iter().find(|account| account.role() == Role::Participant) else {
        return Ok(());
    };
    let Some(user) = user_by_email(&state.db.reader, &account.email()).await? else { return Ok(()) };
    let Some(person) = user.person_id else { return Ok(()) };
    let own = of_person(&state.db.reader, person).await?;
    if own.iter().any(|certificate| certificate.state == CertificateState::Delivered) {
        return Ok(());
    }
    let rendered = own.iter().find(|certificate| certificate.state == CertificateState::Rendered);
    let (Some(certificate), Some(actor)) =
        (rendered, actor_of(&state.db, user.id, warsaw::day(state.clock.now())).await?)
    else {
        return Ok(());
    };
    let args = (state.op(actor, "demo"), certificate.id);
    let done = tx::write(&state.db, &args, |tx, (op, id)| Box::pin(deliver_certificate(tx, op, *id)));
    done.await.map(drop).map_err(in_polish)
}
