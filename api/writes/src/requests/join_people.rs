//! `joinPeople`. By hand: numbers that are kept of either are sealed anew, which takes the keys.

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use entities::requests::actions::{self, Join};
use entities::shared::refusals::JOIN_CONFLICT;
use entities::shared::tx;
use graph::institutions::types::Person;
use kit::ctx::ContextExt;
use kit::form;
use kit::mutate::{MutationError, changed, settle};
use kit::mutation;

/// What `joinPeople` takes.
#[derive(InputObject)]
pub struct JoinPeopleInput {
    /// The record that is kept, with its names and addresses.
    pub keep_id: ID,
    /// The record that goes; what hangs on it is handed over.
    pub merge_id: ID,
    /// Why; goes into the audit trail.
    pub reason: String,
}

mutation! {
    JoinPeople (JoinPeopleInput) -> JoinPeoplePayload;
    codes [JOIN_CONFLICT]
}

/// Who is one person now.
#[derive(SimpleObject)]
pub struct JoinPeoplePayload {
    /// The record that is kept.
    pub person: Option<Person>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<JoinPeople>>,
}

/// Resolves the mutation.
///
/// # Errors
/// Faults only.
pub async fn resolve(ctx: &Context<'_>, input: JoinPeopleInput) -> Result<JoinPeoplePayload> {
    let read = form::read(|form| Join {
        keep_id: form.id("keepId", &input.keep_id),
        merge_id: form.id("mergeId", &input.merge_id),
        reason: input.reason,
    });
    let joined = match read {
        Ok(join) => {
            let args = (ctx.op(), &ctx.state().pesel_keys, join);
            tx::write(&ctx.state().db, &args, |tx, (op, keys, join)| {
                Box::pin(actions::join_people(tx, op, keys, join))
            })
            .await
        }
        Err(error) => Err(error),
    };
    let outcome = settle::<JoinPeople, _>(ctx, joined)?;
    let person = changed(outcome.done);
    Ok(JoinPeoplePayload { person, errors: outcome.errors })
}
