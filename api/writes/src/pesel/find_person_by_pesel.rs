//! `findPersonByPesel`. By hand: its input holds the number, of which not even a hash may lie with an idempotency key.

use async_graphql::{Context, InputObject, Result, SimpleObject};
use entities::pesel::actions::{self, FindPesel};
use entities::shared::tx;
use graph::institutions::types::Person;
use kit::ctx::ContextExt;
use kit::mutate::{MutationError, changed, settle};
use kit::mutation;

use super::number;

/// What `findPersonByPesel` takes.
#[derive(InputObject)]
pub struct FindPersonByPeselInput {
    /// Eleven digits; blanks and hyphens between them are understood.
    #[graphql(secret)]
    pub pesel: String,
}

mutation! {
    FindPersonByPesel (FindPersonByPeselInput) -> FindPersonByPeselPayload;
    codes []
}

/// Who was found.
#[derive(SimpleObject)]
pub struct FindPersonByPeselPayload {
    /// The person; none where nobody has the number whom the viewer may see.
    pub person: Option<Person>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<FindPersonByPesel>>,
}

/// Resolves the mutation.
///
/// # Errors
/// `RATE_LIMITED`; faults.
pub async fn resolve(ctx: &Context<'_>, input: FindPersonByPeselInput) -> Result<FindPersonByPeselPayload> {
    ctx.tries().pesel(ctx.actor().user_id())?;
    let found = match number(&input.pesel) {
        Ok(pesel) => {
            let args = (ctx.op(), &ctx.state().pesel_keys, FindPesel { pesel });
            tx::write(&ctx.state().db, &args, |tx, (op, keys, search)| {
                Box::pin(actions::find_by_pesel(tx, op, keys, search))
            })
            .await
        }
        Err(error) => Err(error),
    };
    let outcome = settle::<FindPersonByPesel, _>(ctx, found)?;
    let person = changed(outcome.done.flatten());
    Ok(FindPersonByPeselPayload { person, errors: outcome.errors })
}
