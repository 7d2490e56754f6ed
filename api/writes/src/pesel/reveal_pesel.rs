//! `revealPesel`. By hand: its answer holds the number, so there is no idempotency key and nothing of it is stored.

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use entities::pesel::actions::{self, RevealPesel as Command};
use entities::pesel::refusals::{PESEL_MISSING, PESEL_NOT_REQUIRED, PESEL_PROJECT_UNCLEAR};
use entities::shared::tx;
use kit::ctx::ContextExt;
use kit::form;
use kit::mutate::{MutationError, settle};
use kit::mutation;

/// What `revealPesel` takes.
#[derive(InputObject)]
pub struct RevealPeselInput {
    /// The person.
    pub person_id: ID,
    /// The project that keeps the number; need not be said where only one can be meant.
    pub project_id: Option<ID>,
    /// Why; goes into the audit trail, so it must not hold the number.
    pub reason: String,
}

mutation! {
    RevealPesel (RevealPeselInput) -> RevealPeselPayload;
    codes [PESEL_NOT_REQUIRED, PESEL_PROJECT_UNCLEAR, PESEL_MISSING]
}

/// What was shown.
#[derive(SimpleObject)]
pub struct RevealPeselPayload {
    /// The eleven digits.
    pub pesel: Option<String>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<RevealPesel>>,
}

/// Resolves the mutation.
///
/// # Errors
/// `RATE_LIMITED`; faults.
pub async fn resolve(ctx: &Context<'_>, input: RevealPeselInput) -> Result<RevealPeselPayload> {
    ctx.tries().pesel(ctx.actor().user_id())?;
    let read = form::read(|form| {
        (form.id("personId", &input.person_id), form.opt_id("projectId", input.project_id.as_ref()))
    });
    let shown = match read {
        Ok((person_id, project_id)) => {
            let look = Command { person_id, project_id, reason: input.reason };
            let args = (ctx.op(), &ctx.state().pesel_keys, look);
            tx::write(&ctx.state().db, &args, |tx, (op, keys, look)| {
                Box::pin(actions::reveal_pesel(tx, op, keys, look))
            })
            .await
        }
        Err(error) => Err(error),
    };
    let outcome = settle::<RevealPesel, _>(ctx, shown)?;
    Ok(RevealPeselPayload { pesel: outcome.done.map(|pesel| pesel.expose()), errors: outcome.errors })
}
