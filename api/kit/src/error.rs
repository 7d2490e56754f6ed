//! Errors outside payloads: bad arguments, and faults that are logged under the request's id.

use async_graphql::{Context, Error, ErrorExtensions};
use edge::unavailable::{LATER, UNAVAILABLE};
use edge::unfit::{Unfit, Why};
use entities::shared::error as actions;
use entities::shared::tx::is_unavailable;

use super::ctx::ContextExt;

/// A fault: the client learns the request's id, the log the rest.
pub fn fault(ctx: &Context<'_>, error: &(dyn std::error::Error + 'static)) -> Error {
    fault_of(&ctx.asked().request, error)
}

/// The same for what outlives its context.
pub fn fault_of(request: &str, error: &(dyn std::error::Error + 'static)) -> Error {
    if is_unavailable(error) {
        tracing::warn!(%request, error, "the database is unavailable");
        return Error::new(LATER.english).extend_with(|_, e| e.set("code", UNAVAILABLE));
    }
    tracing::error!(%request, error, "internal error");
    Error::new(format!("Internal error. Quote this id when you report it: {request}"))
        .extend_with(|_, e| e.set("code", "INTERNAL"))
}

/// An argument that fits its type but not its meaning.
pub fn bad_input(argument: &str, why: Why) -> Error {
    Unfit::new(argument, why).into()
}

/// The same error, where it is about a value, told of a value below an argument.
pub fn within(argument: &str, error: Error) -> Error {
    let unfit = error.source.as_ref().and_then(|source| source.downcast_ref::<Unfit>());
    unfit.cloned().map_or(error.clone(), |unfit| unfit.within(argument).into())
}

/// What a query answers where an action's refusal cannot be data: the first reason with its code.
pub fn refused(ctx: &Context<'_>, error: &actions::Error) -> Error {
    match error {
        actions::Error::Refused(refusals) => match refusals.first() {
            Some(refusal) => {
                Error::new(refusal.message(ctx.lang())).extend_with(|_, e| e.set("code", refusal.code.name))
            }
            None => Error::new("refused"),
        },
        error => fault(ctx, error),
    }
}
